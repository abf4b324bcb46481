//! Every SQL of the control matrix: one query for each check, for all organizations at once.

use std::collections::HashMap;

use despacho_kernel::{Id, access::OrganizationRight, place};
use despacho_ledger::{
    accounts::watched_store::{ACCOUNTS, beginnings},
    catalog::{self, Pack},
};
use despacho_platform::{
    Result, Tx, memberships,
    sql::{self, Connection, Value},
    vals,
};
use jiff::civil::Date;

use super::check::{Check, Found, Snooze, days_between, last_quarter, months_since};

/// Most organizations of a matrix.
pub const MAX: i64 = 2000;

/// Who looks: what they see of a practice.
#[derive(Debug, Clone, Copy)]
pub struct Scope {
    pub practice: Id,
    pub user: Id,
    /// Only clients that are assigned to them.
    pub assigned_only: bool,
}

despacho_platform::row! {
    /// An organization of an active client whose books somebody may read.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Kept {
        pub client_id: Id,
        pub client_name: String,
        pub organization_id: Id,
        pub name: String,
        pub country: String,
        pub currency: String,
        pub assigned: bool,
    }
}

/// The organizations that somebody sees, `s(organization_id, country)`; its values are `$1` to `$3`.
pub fn scoped(db: &dyn Connection, scope: Scope) -> (String, Vec<Value>) {
    let may = memberships::allows(db.engine(), OrganizationRight::ReadLedger);
    let assigned = if scope.assigned_only {
        " AND EXISTS (SELECT 1 FROM client_assignments t WHERE t.practice_id = c.practice_id AND t.client_id = c.id AND t.user_id = $2)"
    } else {
        ""
    };
    let text = format!(
        "s AS (SELECT co.organization_id, o.country FROM client_organizations co
               JOIN clients c ON c.practice_id = co.practice_id AND c.id = co.client_id
               JOIN memberships m ON m.tenant_id = co.organization_id AND m.user_id = $2
               JOIN organizations o ON o.id = co.organization_id
               WHERE co.practice_id = $1 AND c.active = $3 AND {may}{assigned}
               ORDER BY c.name_key, co.organization_id LIMIT {MAX})"
    );
    (text, vals![scope.practice, scope.user, true])
}

/// The organizations of a matrix, by client.
pub async fn kept(db: &dyn Connection, scope: Scope) -> Result<Vec<Kept>> {
    let (scoped, values) = scoped(db, scope);
    let sql = format!(
        "WITH {scoped} SELECT c.id AS client_id, c.display_name AS client_name, o.id AS organization_id, t.name, o.country, o.currency,
           EXISTS (SELECT 1 FROM client_assignments a WHERE a.practice_id = c.practice_id AND a.client_id = c.id AND a.user_id = $2) AS assigned
         FROM s JOIN client_organizations co ON co.practice_id = $1 AND co.organization_id = s.organization_id
         JOIN clients c ON c.practice_id = co.practice_id AND c.id = co.client_id
         JOIN organizations o ON o.id = s.organization_id JOIN tenants t ON t.id = o.id
         ORDER BY c.name_key, o.id LIMIT {MAX}"
    );
    Ok(sql::rows(db, &sql, values).await?)
}

despacho_platform::row! {
    struct Row {
        organization_id: Id,
        value: i64,
        since: String,
        account: String,
    }
}

async fn rows(db: &dyn Connection, sql: &str, values: Vec<Value>) -> Result<Vec<Found>> {
    let rows: Vec<Row> = sql::rows(db, sql, values).await?;
    Ok(rows
        .into_iter()
        .map(|row| Found { organization_id: row.organization_id, value: row.value, since: row.since, account: row.account })
        .collect())
}

/// Accounts whose balance is (`below` zero, or not zero), and since which month: the one after the last that it was not so in.
async fn balances(db: &dyn Connection, scope: Scope, which: impl Fn(&Pack) -> &[String], below: bool) -> Result<Vec<Found>> {
    let (scoped, values) = scoped(db, scope);
    let Some(beginnings) = beginnings(which) else { return Ok(vec![]) };
    let (is, was) = if below { ("< 0", ">= 0") } else { ("<> 0", "= 0") };
    let sql = format!(
        "WITH {scoped}, {beginnings},
         n AS (SELECT a.organization_id, a.id, a.code, SUM(b.debit - b.credit) AS held {ACCOUNTS}
               JOIN account_balances b ON b.organization_id = a.organization_id AND b.account_id = a.id
               GROUP BY a.organization_id, a.id, a.code HAVING SUM(b.debit - b.credit) {is}),
         r AS (SELECT n.organization_id, n.id, b.month, SUM(SUM(b.debit - b.credit)) OVER (PARTITION BY n.organization_id, n.id ORDER BY b.month) AS held
               FROM n JOIN account_balances b ON b.organization_id = n.organization_id AND b.account_id = n.id GROUP BY n.organization_id, n.id, b.month),
         f AS (SELECT r.organization_id, r.id, MIN(r.month) AS since FROM r
               WHERE r.month > COALESCE((SELECT MAX(z.month) FROM r z WHERE z.organization_id = r.organization_id AND z.id = r.id AND z.held {was}), '')
               GROUP BY r.organization_id, r.id)
         SELECT n.organization_id, CAST(n.held AS BIGINT) AS value, f.since || '-01' AS since, n.code AS account
         FROM n JOIN f ON f.organization_id = n.organization_id AND f.id = n.id ORDER BY n.organization_id, ABS(n.held) DESC, n.code LIMIT 20000"
    );
    rows(db, &sql, values).await
}

/// What one check finds.
pub async fn found(db: &dyn Connection, scope: Scope, check: Check, today: Date) -> Result<Vec<Found>> {
    let (scoped, mut values) = scoped(db, scope);
    let found = match check {
        Check::LastPosting => {
            let sql = format!(
                "WITH {scoped}, d AS (SELECT s.organization_id, (SELECT e.date FROM journal_entries e WHERE e.organization_id = s.organization_id
                   AND e.state IN ('posted', 'reversed') ORDER BY e.date DESC, e.id DESC LIMIT 1) AS since FROM s)
                 SELECT organization_id, 0 AS value, since, '' AS account FROM d WHERE since IS NOT NULL LIMIT {MAX}"
            );
            let sql = sql.replace("0 AS value", "CAST(0 AS BIGINT) AS value");
            let mut found = rows(db, &sql, values).await?;
            for one in &mut found {
                one.value = days_between(&one.since, today);
            }
            found
        }
        Check::Drafts => {
            let sql = format!(
                "WITH {scoped} SELECT e.organization_id, COUNT(*) AS value, MIN(e.date) AS since, '' AS account FROM s
                 JOIN journal_entries e ON e.organization_id = s.organization_id AND e.state = 'draft' GROUP BY e.organization_id LIMIT {MAX}"
            );
            rows(db, &sql, values).await?
        }
        Check::Suspense => balances(db, scope, |pack| &pack.watched.suspense, false).await?,
        Check::Cash => balances(db, scope, |pack| &pack.watched.cash, true).await?,
        Check::Tax => {
            let Some(beginnings) = beginnings(|pack| &pack.watched.tax) else { return Ok(vec![]) };
            values.push(last_quarter(today).to_string().get(..7).unwrap_or_default().into());
            // What a tax lock, or a closed year, has behind it is filed.
            let sql = format!(
                "WITH {scoped}, {beginnings}, d AS (
                   SELECT s.organization_id, COALESCE((SELECT MAX(l.locked_through) FROM period_locks l WHERE l.organization_id = s.organization_id AND l.scope = 'tax'), '') AS filed,
                     COALESCE((SELECT MAX(y.ends_on) FROM fiscal_years y WHERE y.organization_id = s.organization_id AND y.state = 'closed'), '') AS closed FROM s)
                 SELECT a.organization_id, CAST(SUM(b.debit - b.credit) AS BIGINT) AS value, MIN(b.month) || '-01' AS since, '' AS account {ACCOUNTS}
                 JOIN d ON d.organization_id = a.organization_id
                 JOIN account_balances b ON b.organization_id = a.organization_id AND b.account_id = a.id
                 WHERE b.part = 'normal' AND b.month <= $4 AND b.month > SUBSTR(d.filed, 1, 7) AND b.month > SUBSTR(d.closed, 1, 7)
                 GROUP BY a.organization_id HAVING SUM(b.debit - b.credit) <> 0 LIMIT {MAX}"
            );
            rows(db, &sql, values).await?
        }
        Check::Months => {
            // Only the months of open years: a closed one takes nothing.
            let sql = format!(
                "WITH {scoped}, d AS (
                   SELECT s.organization_id, COALESCE((SELECT MAX(l.locked_through) FROM period_locks l WHERE l.organization_id = s.organization_id AND l.scope = 'all'), '') AS locked,
                     COALESCE((SELECT MAX(y.ends_on) FROM fiscal_years y WHERE y.organization_id = s.organization_id AND y.state = 'closed'), '') AS closed FROM s),
                 f AS (SELECT d.organization_id, (SELECT e.date FROM journal_entries e WHERE e.organization_id = d.organization_id AND e.date > d.locked AND e.date > d.closed
                   AND e.state IN ('posted', 'reversed') ORDER BY e.date, e.id LIMIT 1) AS since FROM d)
                 SELECT organization_id, CAST(0 AS BIGINT) AS value, since, '' AS account FROM f WHERE since IS NOT NULL LIMIT {MAX}"
            );
            let mut found = rows(db, &sql, values).await?;
            for one in &mut found {
                one.value = months_since(&one.since, today);
                one.since = format!("{}-01", one.since.get(..7).unwrap_or_default());
            }
            found.retain(|one| one.value > 0);
            found
        }
        Check::Year => {
            values.push(today.to_string().into());
            let sql = format!(
                "WITH {scoped} SELECT y.organization_id, CAST(0 AS BIGINT) AS value, MIN(y.ends_on) AS since, '' AS account FROM s
                 JOIN fiscal_years y ON y.organization_id = s.organization_id AND y.state = 'open' AND y.ends_on < $4
                 WHERE EXISTS (SELECT 1 FROM journal_entries e WHERE e.organization_id = y.organization_id AND e.date BETWEEN y.starts_on AND y.ends_on AND e.state IN ('posted', 'reversed'))
                 GROUP BY y.organization_id LIMIT {MAX}"
            );
            let mut found = rows(db, &sql, values).await?;
            for one in &mut found {
                one.value = days_between(&one.since, today);
            }
            found
        }
        Check::Opening => {
            let balancing: Vec<String> = catalog::packs()
                .iter()
                .filter(|pack| !pack.year.balancing.is_empty())
                .map(|pack| format!("(o.country = '{}' AND a.code = '{}')", pack.country, pack.year.balancing))
                .collect();
            let sql = format!(
                "WITH {scoped} SELECT e.organization_id, CAST(SUM(-p.amount) AS BIGINT) AS value, MIN(e.date) AS since, MIN(a.code) AS account FROM s
                 JOIN organizations o ON o.id = s.organization_id
                 JOIN journal_entries e ON e.organization_id = s.organization_id AND e.kind = 'opening' AND e.source_kind = 'opening_balances' AND e.state = 'posted' AND e.reverses_id IS NULL
                 JOIN postings p ON p.organization_id = e.organization_id AND p.entry_id = e.id
                 JOIN accounts a ON a.organization_id = p.organization_id AND a.id = p.account_id
                 WHERE {} GROUP BY e.organization_id HAVING SUM(p.amount) <> 0 LIMIT {MAX}",
                balancing.join(" OR ")
            );
            rows(db, &sql, values).await?
        }
        Check::BankReconciled => {
            // What was never closed counts from its first line; what has none is not looked at.
            let sql = format!(
                "WITH {scoped}, d AS (SELECT b.organization_id, b.account_code, COALESCE(
                   (SELECT MAX(r.through) FROM bank_reconciliations r WHERE r.organization_id = b.organization_id AND r.bank_account_id = b.id AND r.status = 'closed'),
                   (SELECT MIN(l.date) FROM bank_lines l WHERE l.organization_id = b.organization_id AND l.bank_account_id = b.id)) AS since
                   FROM s JOIN bank_accounts b ON b.organization_id = s.organization_id AND b.active = $3)
                 SELECT organization_id, CAST(0 AS BIGINT) AS value, MIN(since) AS since, '' AS account FROM d WHERE since IS NOT NULL
                 GROUP BY organization_id LIMIT {MAX}"
            );
            let mut found = rows(db, &sql, values).await?;
            for one in &mut found {
                one.value = days_between(&one.since, today);
            }
            found
        }
        Check::BankLines => {
            let sql = format!(
                "WITH {scoped} SELECT l.organization_id, COUNT(*) AS value, MIN(l.date) AS since, '' AS account FROM s
                 JOIN bank_lines l ON l.organization_id = s.organization_id AND l.status = 'unmatched' GROUP BY l.organization_id LIMIT {MAX}"
            );
            rows(db, &sql, values).await?
        }
        Check::DraftInvoices | Check::DraftBills => {
            values.push(if check == Check::DraftBills { "bill" } else { "invoice" }.into());
            let sql = format!(
                "WITH {scoped} SELECT d.organization_id, COUNT(*) AS value, MIN(d.date) AS since, '' AS account FROM s
                 JOIN documents d ON d.organization_id = s.organization_id AND d.stage = 'draft' AND d.kind = $4 GROUP BY d.organization_id LIMIT {MAX}"
            );
            rows(db, &sql, values).await?
        }
        Check::Overdue => {
            values.push(today.to_string().into());
            let sql = format!(
                "WITH {scoped}, g AS (
                   SELECT i.organization_id, i.account_id, SUM(i.base_remaining) AS value, MIN(i.due_on) AS since FROM s
                   JOIN open_items i ON i.organization_id = s.organization_id AND i.remaining <> 0 AND i.due_on < $4 AND i.date <= $4
                   GROUP BY i.organization_id, i.account_id)
                 SELECT g.organization_id, CAST(SUM(g.value) AS BIGINT) AS value, MIN(g.since) AS since, '' AS account FROM g
                 JOIN accounts k ON k.organization_id = g.organization_id AND k.id = g.account_id AND k.control = 'receivable'
                 GROUP BY g.organization_id HAVING SUM(g.value) <> 0 LIMIT {MAX}"
            );
            rows(db, &sql, values).await?
        }
    };
    Ok(found)
}

/// Own thresholds of a practice, by organization and check.
pub async fn thresholds(db: &dyn Connection, practice: Id) -> Result<HashMap<(Id, String), i64>> {
    despacho_platform::row! {
        struct Own {
            organization_id: Id,
            checked: String,
            value: i64,
        }
    }
    let sql = "SELECT organization_id, checked, value FROM control_thresholds WHERE practice_id = $1 LIMIT 20000";
    let rows: Vec<Own> = sql::rows(db, sql, vals![practice]).await?;
    Ok(rows.into_iter().map(|row| ((row.organization_id, row.checked), row.value)).collect())
}

/// What is put off, by organization and check.
pub async fn snoozes(db: &dyn Connection, practice: Id, today: Date) -> Result<HashMap<(Id, String), Snooze>> {
    despacho_platform::row! {
        struct Put {
            organization_id: Id,
            checked: String,
            through: String,
            reason: String,
            name: String,
        }
    }
    let sql = "SELECT z.organization_id, z.checked, z.through, z.reason, u.name FROM control_snoozes z JOIN users u ON u.id = z.set_by
               WHERE z.practice_id = $1 AND z.through >= $2 LIMIT 20000";
    let rows: Vec<Put> = sql::rows(db, sql, vals![practice, today.to_string()]).await?;
    Ok(rows
        .into_iter()
        .map(|row| ((row.organization_id, row.checked), Snooze { through: row.through, reason: row.reason, by: row.name }))
        .collect())
}

/// Keeps a threshold; none takes it away.
pub async fn put_threshold(tx: &Tx, (practice, organization, check): (Id, Id, Check), value: Option<i64>) -> Result<()> {
    let Some(value) = value else {
        sql::run(
            tx,
            "DELETE FROM control_thresholds WHERE practice_id = $1 AND organization_id = $2 AND checked = $3",
            vals![practice, organization, check.word()],
        )
        .await?;
        return Ok(());
    };
    let sql = "INSERT INTO control_thresholds (practice_id, organization_id, checked, value) VALUES ($1, $2, $3, $4)
               ON CONFLICT (practice_id, organization_id, checked) DO UPDATE SET value = excluded.value";
    sql::run(tx, sql, vals![practice, organization, check.word(), value]).await?;
    Ok(())
}

/// Puts a warning off.
pub async fn put_snooze(tx: &Tx, (practice, organization, check): (Id, Id, Check), (through, reason): (&str, &str), by: Id, now: i64) -> Result<()> {
    let sql = "INSERT INTO control_snoozes (practice_id, organization_id, checked, through, reason, set_by, set_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
               ON CONFLICT (practice_id, organization_id, checked) DO UPDATE SET through = excluded.through, reason = excluded.reason, set_by = excluded.set_by, set_at = excluded.set_at";
    sql::run(tx, sql, vals![practice, organization, check.word(), through, reason, by, now]).await?;
    Ok(())
}

/// Takes it back; answers whether it was put off.
pub async fn remove_snooze(tx: &Tx, (practice, organization, check): (Id, Id, Check)) -> Result<bool> {
    let sql = "DELETE FROM control_snoozes WHERE practice_id = $1 AND organization_id = $2 AND checked = $3";
    Ok(sql::run(tx, sql, vals![practice, organization, check.word()]).await? > 0)
}

/// Digits of a currency.
pub fn digits(currency: &str) -> u8 {
    place::currency(currency).map_or(2, |currency| currency.digits)
}
