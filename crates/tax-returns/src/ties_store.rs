//! Every SQL of what stands on the accounts of taxes and is not of documents.

use despacho_kernel::Id;
use despacho_ledger::reports::Period;
use despacho_platform::{
    Result,
    sql::{self, Connection},
    vals,
};

despacho_platform::row! {
    /// An entry that is no document's, with what it moves on an account: debit positive.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Outside {
        pub account_id: Id,
        pub entry_id: Id,
        pub number: Option<i64>,
        pub date: String,
        pub description: String,
        pub amount: i64,
        /// 1 where all of it stands on accounts of taxes, cash and banks: it settles what was owed, if it takes from what the account holds. 2 where it is
        /// of a return that was filed.
        pub settles: i64,
    }
}

/// The entries of days on accounts that are no issued document's. Corrected ones do not count, with what undid them.
fn outside(accounts: &[Id], settling: &[String], values: &mut Vec<sql::Value>) -> String {
    let first = values.len() + 1;
    values.extend(accounts.iter().map(|id| sql::Value::from(*id)));
    let of = sql::placeholders(first, accounts.len());
    let mut like = vec!["1 = 0".to_owned()];
    for beginning in settling {
        values.push(format!("{beginning}%").into());
        like.push(format!("a.code LIKE ${}", values.len()));
    }
    format!(
        "SELECT p.account_id, e.id AS entry_id, e.number, e.date, e.description, CAST(SUM(p.amount) AS BIGINT) AS amount,
         CAST(CASE WHEN e.source_kind = 'tax_filing' THEN 2 WHEN EXISTS (SELECT 1 FROM postings o JOIN accounts a ON a.organization_id = o.organization_id AND a.id = o.account_id
           WHERE o.organization_id = e.organization_id AND o.entry_id = e.id AND NOT ({})) THEN 0 ELSE 1 END AS BIGINT) AS settles
         FROM postings p JOIN journal_entries e ON e.organization_id = p.organization_id AND e.id = p.entry_id
         WHERE p.organization_id = $1 AND p.account_id IN ({of}) AND p.date BETWEEN $2 AND $3 AND p.part = 'normal' AND e.state IN ('posted', 'reversed')
           AND NOT EXISTS (SELECT 1 FROM documents d
             WHERE d.organization_id = e.organization_id AND d.id = e.source_id AND d.entry_id = e.id AND d.stage = 'issued')
         GROUP BY p.account_id, e.id, e.organization_id, e.number, e.date, e.description, e.source_kind",
        like.join(" OR ")
    )
}

despacho_platform::row! {
    /// What entries that are no document's come to on an account.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct OutsideSums {
        pub account_id: Id,
        pub entries: i64,
        /// Debits and credits of those that stand on accounts of taxes, cash and banks alone; credits below zero.
        pub settled_debit: i64,
        pub settled_credit: i64,
        /// Of those of returns that were filed.
        pub filed: i64,
    }
}

/// What entries that are no document's come to on each of these accounts.
pub async fn sums(db: &dyn Connection, organization: Id, days: Period, accounts: &[Id], settling: &[String]) -> Result<Vec<OutsideSums>> {
    if accounts.is_empty() {
        return Ok(vec![]);
    }
    let mut values = vals![organization, days.from.to_string(), days.to.to_string()];
    let outside = outside(accounts, settling, &mut values);
    let settled = |side: &str| format!("CAST(COALESCE(SUM(CASE WHEN s.settles = 1 AND s.amount {side} 0 THEN s.amount ELSE 0 END), 0) AS BIGINT)");
    let sql = format!(
        "SELECT s.account_id, COUNT(*) AS entries, {} AS settled_debit, {} AS settled_credit,
         CAST(COALESCE(SUM(CASE WHEN s.settles = 2 THEN s.amount ELSE 0 END), 0) AS BIGINT) AS filed FROM ({outside}) AS s GROUP BY s.account_id LIMIT {}",
        settled(">"),
        settled("<"),
        accounts.len()
    );
    Ok(sql::rows(db, &sql, values).await?)
}

/// The entries of an account that are no document's, the first first, at most `limit`.
pub async fn entries(db: &dyn Connection, organization: Id, days: Period, account: Id, settling: &[String], limit: i64) -> Result<Vec<Outside>> {
    let mut values = vals![organization, days.from.to_string(), days.to.to_string()];
    let outside = outside(&[account], settling, &mut values);
    values.push(limit.into());
    let sql = format!("SELECT s.* FROM ({outside}) AS s ORDER BY s.date, s.entry_id LIMIT ${}", values.len());
    Ok(sql::rows(db, &sql, values).await?)
}
