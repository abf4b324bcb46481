//! Every SQL of sums: what accounts come to over months and days, by currency and by the values of a dimension.

use std::collections::BTreeMap;

use despacho_kernel::{Id, Invalid};
use despacho_platform::sql::Connection;
use despacho_platform::{Error, Result, sql, vals};

use super::entry::Part;

despacho_platform::row! {
    /// Debits and credits of an account in one part of its balances, in minor units of the organization's currency.
    #[derive(Debug, Clone)]
    pub struct Summed {
        pub account_id: Id,
        pub part: String,
        pub debit: i64,
        pub credit: i64,
    }
}

/// The sums of each account over whole months, `2026-01` to `2026-03`, from the balances.
pub async fn sums_of_months(db: &dyn Connection, organization: Id, first: &str, last: &str) -> Result<Vec<Summed>> {
    let sql = "SELECT account_id, part, CAST(SUM(debit) AS BIGINT) AS debit, CAST(SUM(credit) AS BIGINT) AS credit
               FROM account_balances WHERE organization_id = $1 AND month BETWEEN $2 AND $3 GROUP BY account_id, part LIMIT 20000";
    Ok(sql::rows(db, sql, vals![organization, first, last]).await?)
}

despacho_platform::row! {
    /// Debits and credits of an account in a month and a part of its balances.
    #[derive(Debug, Clone)]
    pub struct OfMonth {
        pub account_id: Id,
        pub month: String,
        pub part: String,
        pub debit: i64,
        pub credit: i64,
    }
}

/// Most rows of sums by month: those of the largest chart over many years.
const MOST_OF_MONTHS: i64 = 1_000_000;
/// Most rows of sums by account and value.
const MOST_OF_VALUES: i64 = 100_000;

/// Most rows of sums by account, contact and currency.
pub(super) const MOST_OF_CONTACTS: i64 = 500_000;

/// Rows of sums, refused where there may be more of them: sums that are cut would be wrong without saying so.
pub(super) fn whole<T>(found: Vec<T>, most: i64) -> Result<Vec<T>> {
    if i64::try_from(found.len()).unwrap_or(i64::MAX) >= most { Err(Invalid::too_many("from", most).into()) } else { Ok(found) }
}

/// The sums of each account in each month from one to another, from the balances.
pub async fn sums_by_month(db: &dyn Connection, organization: Id, first: &str, last: &str) -> Result<Vec<OfMonth>> {
    let sql = "SELECT account_id, month, part, CAST(SUM(debit) AS BIGINT) AS debit, CAST(SUM(credit) AS BIGINT) AS credit
               FROM account_balances WHERE organization_id = $1 AND month BETWEEN $2 AND $3 GROUP BY account_id, month, part LIMIT $4";
    whole(sql::rows(db, sql, vals![organization, first, last, MOST_OF_MONTHS]).await?, MOST_OF_MONTHS)
}

/// The sums of each account over days, from the postings. A corrected entry and its mirror do not count: they are few, and taken off after, as
/// a look at each posting's entry takes longer than the sum.
pub async fn sums_of_days(db: &dyn Connection, organization: Id, from: &str, to: &str) -> Result<Vec<Summed>> {
    despacho_platform::row! {
        struct Normal {
            account_id: Id,
            sums: Option<String>,
        }
    }
    // Each account by its own stretch of the index, so that nothing is sorted, and once: both of its sums are one value.
    let normal = "SELECT a.account_id,
                    (SELECT CAST(SUM(CASE WHEN p.amount > 0 THEN p.amount ELSE 0 END) AS TEXT) || ' ' || CAST(SUM(p.amount) AS TEXT) FROM postings p
                     WHERE p.organization_id = $1 AND p.account_id = a.account_id AND p.date BETWEEN $2 AND $3 AND p.part = 'normal') AS sums
                  FROM (SELECT DISTINCT account_id FROM account_balances WHERE organization_id = $1) AS a LIMIT 20000";
    let mut found: BTreeMap<(Id, String), (i64, i64)> = BTreeMap::new();
    for Normal { account_id, sums } in sql::rows(db, normal, vals![organization, from, to]).await? {
        // An account without postings in these days has none.
        let Some(sums) = sums else { continue };
        let read = sums.split_once(' ').and_then(|(debit, net)| Some((debit.parse::<i64>().ok()?, net.parse::<i64>().ok()?)));
        let (debit, net) = read.ok_or_else(|| Error::Other(format!("sums of an account: {sums}")))?;
        found.insert((account_id, Part::Normal.word().to_owned()), (debit, debit - net));
    }
    for Summed { account_id, part, debit, credit } in sums_of_ends(db, organization, from, to).await? {
        let sums = found.entry((account_id, part)).or_default();
        *sums = (sums.0 + debit, sums.1 + credit);
    }
    Ok(found.into_iter().map(|((account_id, part), (debit, credit))| Summed { account_id, part, debit, credit }).collect())
}

/// The sums of each account over days of what opens and closes years, from the postings. Beside them stands as normal, below zero, what does not
/// count of entries that were corrected.
pub async fn sums_of_ends(db: &dyn Connection, organization: Id, from: &str, to: &str) -> Result<Vec<Summed>> {
    // Both have indexes of their own.
    let sql = "SELECT account_id, part, CAST(SUM(debit) AS BIGINT) AS debit, CAST(SUM(credit) AS BIGINT) AS credit FROM (
                    SELECT account_id, part, CASE WHEN amount > 0 THEN amount ELSE 0 END AS debit, CASE WHEN amount < 0 THEN -amount ELSE 0 END AS credit
                    FROM postings WHERE organization_id = $1 AND date BETWEEN $2 AND $3 AND part <> 'normal'
                    UNION ALL
                    SELECT p.account_id, p.part, CASE WHEN p.amount > 0 THEN -p.amount ELSE 0 END, CASE WHEN p.amount < 0 THEN p.amount ELSE 0 END
                    FROM journal_entries e JOIN postings p ON p.organization_id = e.organization_id AND p.entry_id = e.id
                    WHERE e.organization_id = $1 AND e.state = 'superseded' AND e.date BETWEEN $2 AND $3) AS s
                  GROUP BY account_id, part LIMIT 20000";
    Ok(sql::rows(db, sql, vals![organization, from, to]).await?)
}

despacho_platform::row! {
    /// What a closing moved of an account on a day, debit positive.
    #[derive(Debug, Clone)]
    pub struct ClosedOn {
        pub account_id: Id,
        pub date: String,
        pub amount: i64,
    }
}

/// What closings moved between two days, by account and day.
pub async fn closings(db: &dyn Connection, organization: Id, from: &str, to: &str) -> Result<Vec<ClosedOn>> {
    let sql = "SELECT account_id, date, CAST(SUM(amount) AS BIGINT) AS amount FROM postings
               WHERE organization_id = $1 AND part = 'closing' AND date BETWEEN $2 AND $3 GROUP BY account_id, date LIMIT $4";
    whole(sql::rows(db, sql, vals![organization, from, to, MOST_OF_MONTHS]).await?, MOST_OF_MONTHS)
}

/// The sums of days, of the postings that have a value in a dimension; those of entries that were corrected are left out, with what undid them.
pub async fn sums_of_tag(db: &dyn Connection, organization: Id, tag: Id, from: &str, to: &str) -> Result<Vec<Summed>> {
    let sql = "SELECT p.account_id, p.part, CAST(SUM(CASE WHEN p.amount > 0 THEN p.amount ELSE 0 END) AS BIGINT) AS debit,
               CAST(SUM(CASE WHEN p.amount < 0 THEN -p.amount ELSE 0 END) AS BIGINT) AS credit
               FROM posting_tags t
               JOIN postings p ON p.organization_id = t.organization_id AND p.entry_id = t.entry_id AND p.position = t.position
               JOIN journal_entries e ON e.organization_id = t.organization_id AND e.id = t.entry_id
               WHERE t.organization_id = $1 AND t.value_id = $2 AND p.date BETWEEN $3 AND $4 AND e.state IN ('posted', 'reversed')
               GROUP BY p.account_id, p.part LIMIT 20000";
    Ok(sql::rows(db, sql, vals![organization, tag, from, to]).await?)
}

despacho_platform::row! {
    /// What an account's postings of one value come to, in minor units of the organization's currency, debit positive.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct TagSum {
        pub account_id: Id,
        pub value_id: Id,
        pub amount: i64,
    }
}

/// What happened between two days by account and value of a dimension; what opens and closes years is left out.
pub async fn sums_by_value(db: &dyn Connection, organization: Id, dimension: Id, (from, to): (&str, &str)) -> Result<Vec<TagSum>> {
    let sql = "SELECT p.account_id, t.value_id, CAST(SUM(p.amount) AS BIGINT) AS amount FROM posting_tags t
               JOIN postings p ON p.organization_id = t.organization_id AND p.entry_id = t.entry_id AND p.position = t.position
               WHERE t.organization_id = $1 AND t.dimension_id = $2 AND p.date BETWEEN $3 AND $4 AND p.part = 'normal'
               GROUP BY p.account_id, t.value_id HAVING SUM(p.amount) <> 0 LIMIT $5";
    whole(sql::rows(db, sql, vals![organization, dimension, from, to, MOST_OF_VALUES]).await?, MOST_OF_VALUES)
}

despacho_platform::row! {
    /// What an account holds in one currency.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Held {
        pub account_id: Id,
        pub currency: String,
        /// Minor units of the organization's currency, debit positive.
        pub amount: i64,
        /// Minor units of `currency`.
        pub currency_amount: i64,
    }
}

/// What accounts hold at the end of a month, by currency; those that hold nothing are left out. Refused where there are more than a hundred thousand.
pub async fn held(db: &dyn Connection, organization: Id, through: &str) -> Result<Vec<Held>> {
    let sql = "SELECT account_id, currency, CAST(SUM(debit) - SUM(credit) AS BIGINT) AS amount, CAST(SUM(currency_amount) AS BIGINT) AS currency_amount
               FROM account_balances WHERE organization_id = $1 AND month <= $2 GROUP BY account_id, currency
               HAVING SUM(debit) <> SUM(credit) OR SUM(currency_amount) <> 0 ORDER BY account_id, currency LIMIT $3";
    whole(sql::rows(db, sql, vals![organization, through, MOST_OF_VALUES]).await?, MOST_OF_VALUES)
}
