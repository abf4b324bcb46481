//! Every SQL of results by month: what income and expenses come to, kept beside the balances, and what is posted beyond a day.

use despacho_kernel::Id;
use despacho_platform::{
    Result, Tx,
    sql::{self, Connection, FromRow, Writes},
    vals,
};

despacho_platform::row! {
    /// What income and expenses come to in a month, without what closes years, in minor units of the organization's currency.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    pub struct MonthResult in "month_results" key (organization_id, month) {
        pub organization_id: Id,
        /// `2026-01`.
        pub month: String,
        /// Positive as it is usual: credits less debits.
        pub income: i64,
        /// Debits less credits.
        pub expenses: i64,
    }
}

/// Adds to the months what these say.
pub fn add(writes: &mut Writes<'_>, changes: &[MonthResult]) {
    const OR: &str = " ON CONFLICT (organization_id, month) DO UPDATE SET
        income = month_results.income + excluded.income, expenses = month_results.expenses + excluded.expenses";
    writes.put(changes, OR);
}

/// Takes entries off the months.
pub async fn take_off(tx: &Tx, organization: Id, entries: &[Id]) -> Result<()> {
    let sql = "UPDATE month_results SET income = month_results.income - s.income, expenses = month_results.expenses - s.expenses
               FROM (SELECT SUBSTR(p.date, 1, 7) AS month, CAST(SUM(CASE WHEN a.type = 'income' THEN -p.amount ELSE 0 END) AS BIGINT) AS income,
                            CAST(SUM(CASE WHEN a.type = 'expense' THEN p.amount ELSE 0 END) AS BIGINT) AS expenses
                     FROM postings p JOIN accounts a ON a.organization_id = p.organization_id AND a.id = p.account_id
                     WHERE p.organization_id = $1 AND p.entry_id IN ({ids}) AND p.part = 'normal' AND a.type IN ('income', 'expense')
                     GROUP BY SUBSTR(p.date, 1, 7)) AS s
               WHERE month_results.organization_id = $1 AND month_results.month = s.month";
    Ok(sql::run_in(tx, sql, vals![organization], entries).await?)
}

/// The months from one to another that have anything, in their order; both bounds as `2026-01`.
pub async fn of_months(db: &dyn Connection, organization: Id, (first, last): (&str, &str)) -> Result<Vec<MonthResult>> {
    let sql = format!("SELECT {} FROM month_results WHERE organization_id = $1 AND month BETWEEN $2 AND $3 ORDER BY month LIMIT 1200", MonthResult::columns());
    Ok(sql::rows(db, &sql, vals![organization, first, last]).await?)
}

despacho_platform::row! {
    /// What is posted on an account beyond a day, within the day's month, in minor units of the organization's currency, debit positive.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Later {
        pub account_id: Id,
        pub r#type: String,
        /// Of everything; a closing of the day itself is with it, as the opening of the next one gives it back.
        pub amount: i64,
        /// Of what is neither an opening nor a closing.
        pub flow: i64,
    }
}

/// What sums of whole months have beyond a day: taken off them, they are those through the day. The last day of the month is told beside.
pub async fn later(db: &dyn Connection, organization: Id, (day, end): (&str, &str)) -> Result<Vec<Later>> {
    let sql = "SELECT p.account_id, a.type, CAST(SUM(p.amount) AS BIGINT) AS amount,
                      CAST(SUM(CASE WHEN p.part = 'normal' THEN p.amount ELSE 0 END) AS BIGINT) AS flow
               FROM journal_entries e JOIN postings p ON p.organization_id = e.organization_id AND p.entry_id = e.id
               JOIN accounts a ON a.organization_id = p.organization_id AND a.id = p.account_id
               WHERE e.organization_id = $1 AND e.date BETWEEN $2 AND $3 AND (e.date > $2 OR p.part = 'closing') AND e.state IN ('posted', 'reversed')
               GROUP BY p.account_id, a.type LIMIT 20000";
    Ok(sql::rows(db, sql, vals![organization, day, end]).await?)
}
