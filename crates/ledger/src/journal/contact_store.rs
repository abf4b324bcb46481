//! Every SQL of balances by contact.

use std::collections::BTreeMap;

use despacho_kernel::Id;
use despacho_platform::sql::{Connection, Writes};
use despacho_platform::{Result, Tx, sql, vals};

use super::sums_store::{self, MOST_OF_CONTACTS, whole};

despacho_platform::row! {
    /// Sums of a contact's postings on an account, of one month, part and currency. What does not count in the account's balance does not here.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ContactBalance in "contact_balances" key (organization_id, account_id, contact_id, month, part, currency) {
        pub organization_id: Id,
        pub account_id: Id,
        pub contact_id: Id,
        /// `2026-03`.
        pub month: String,
        pub part: String,
        pub currency: String,
        /// Minor units of the organization's currency.
        pub debit: i64,
        pub credit: i64,
        /// Minor units of `currency`, debit positive.
        pub currency_amount: i64,
        pub postings: i64,
    }
}

/// Adds to the balances what these say.
pub fn add_to_balances(writes: &mut Writes<'_>, changes: &[ContactBalance]) {
    const OR: &str = " ON CONFLICT (organization_id, account_id, contact_id, month, part, currency) DO UPDATE SET
        debit = contact_balances.debit + excluded.debit, credit = contact_balances.credit + excluded.credit,
        currency_amount = contact_balances.currency_amount + excluded.currency_amount, postings = contact_balances.postings + excluded.postings";
    writes.put(changes, OR);
}

/// Takes entries off the balances; their postings are still told among them.
pub async fn take_from_balances(tx: &Tx, organization: Id, entries: &[Id]) -> Result<()> {
    let sql = "UPDATE contact_balances SET debit = contact_balances.debit - s.debit, credit = contact_balances.credit - s.credit,
                      currency_amount = contact_balances.currency_amount - s.currency_amount
               FROM (SELECT account_id, contact_id, SUBSTR(date, 1, 7) AS month, part, currency,
                            CAST(SUM(CASE WHEN amount > 0 THEN amount ELSE 0 END) AS BIGINT) AS debit,
                            CAST(SUM(CASE WHEN amount < 0 THEN -amount ELSE 0 END) AS BIGINT) AS credit, CAST(SUM(currency_amount) AS BIGINT) AS currency_amount
                     FROM postings WHERE organization_id = $1 AND entry_id IN ({ids}) AND contact_id IS NOT NULL
                     GROUP BY account_id, contact_id, SUBSTR(date, 1, 7), part, currency) AS s
               WHERE contact_balances.organization_id = $1 AND contact_balances.account_id = s.account_id AND contact_balances.contact_id = s.contact_id
                 AND contact_balances.month = s.month AND contact_balances.part = s.part AND contact_balances.currency = s.currency";
    Ok(sql::run_in(tx, sql, vals![organization], entries).await?)
}

/// Which of these contacts postings name.
pub async fn named(db: &dyn Connection, organization: Id, contacts: &[Id]) -> Result<Vec<Id>> {
    let sql = "SELECT DISTINCT contact_id FROM contact_balances WHERE organization_id = $1 AND contact_id IN ({ids})";
    Ok(sql::column_in(db, sql, vals![organization], contacts).await?)
}

/// Whether postings of an account name contacts.
pub async fn any_on(db: &dyn Connection, organization: Id, account: Id) -> Result<bool> {
    let sql = "SELECT postings FROM contact_balances WHERE organization_id = $1 AND account_id = $2 LIMIT 1";
    Ok(sql::scalar::<i64>(db, sql, vals![organization, account]).await?.is_some())
}

despacho_platform::row! {
    /// An account and a contact that postings of it name.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub struct Pair {
        pub account_id: Id,
        pub contact_id: Id,
    }
}

/// Every account with every contact that its postings name.
pub async fn pairs(db: &dyn Connection, organization: Id) -> Result<Vec<Pair>> {
    let sql = "SELECT DISTINCT account_id, contact_id FROM contact_balances WHERE organization_id = $1 ORDER BY account_id, contact_id LIMIT $2";
    whole(sql::rows(db, sql, vals![organization, MOST_OF_CONTACTS]).await?, MOST_OF_CONTACTS)
}

despacho_platform::row! {
    /// What a contact holds of an account.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Held {
        pub account_id: Id,
        pub contact_id: Id,
        /// Minor units of the organization's currency, debit positive.
        pub amount: i64,
    }
}

/// What contacts hold through a day, in two pieces each: the months before `month`, from the balances, and that month's days, from the postings.
/// A closing of that very day is left out.
pub async fn through(db: &dyn Connection, organization: Id, month: &str, day: &str) -> Result<Vec<Held>> {
    let months = "SELECT account_id, contact_id, CAST(SUM(debit) - SUM(credit) AS BIGINT) AS amount FROM contact_balances
                  WHERE organization_id = $1 AND month < $2 GROUP BY account_id, contact_id ORDER BY account_id, contact_id LIMIT $3";
    let mut found: Vec<Held> = whole(sql::rows(db, months, vals![organization, month, MOST_OF_CONTACTS]).await?, MOST_OF_CONTACTS)?;
    let days = "SELECT p.account_id, p.contact_id, CAST(SUM(p.amount) AS BIGINT) AS amount
                FROM postings p JOIN journal_entries e ON e.organization_id = p.organization_id AND e.id = p.entry_id
                WHERE p.organization_id = $1 AND p.contact_id IS NOT NULL AND p.date >= $2 AND p.date <= $3 AND e.state <> 'superseded'
                  AND NOT (p.part = 'closing' AND p.date = $3)
                GROUP BY p.account_id, p.contact_id ORDER BY p.account_id, p.contact_id LIMIT $4";
    let days = sql::rows(db, days, vals![organization, format!("{month}-01"), day, MOST_OF_CONTACTS]).await?;
    found.extend(whole(days, MOST_OF_CONTACTS)?);
    Ok(found)
}

/// What an account, or a contact on it, holds in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub account_id: Id,
    /// None of what names nobody.
    pub contact_id: Option<Id>,
    pub currency: String,
    /// Minor units of the organization's currency, debit positive.
    pub amount: i64,
    /// Minor units of `currency`.
    pub currency_amount: i64,
}

despacho_platform::row! {
    struct HeldBy {
        account_id: Id,
        contact_id: Id,
        currency: String,
        amount: i64,
        currency_amount: i64,
    }
}

/// What accounts hold at the end of a month by contact and currency, and what names nobody; those that hold nothing are left out.
pub async fn standing(db: &dyn Connection, organization: Id, through: &str) -> Result<Vec<Standing>> {
    let sql =
        "SELECT account_id, contact_id, currency, CAST(SUM(debit) - SUM(credit) AS BIGINT) AS amount, CAST(SUM(currency_amount) AS BIGINT) AS currency_amount
         FROM contact_balances WHERE organization_id = $1 AND month <= $2 GROUP BY account_id, contact_id, currency
         HAVING SUM(debit) <> SUM(credit) OR SUM(currency_amount) <> 0 ORDER BY account_id, contact_id, currency LIMIT $3";
    let by: Vec<HeldBy> = whole(sql::rows(db, sql, vals![organization, through, MOST_OF_CONTACTS]).await?, MOST_OF_CONTACTS)?;
    let mut rest: BTreeMap<(Id, String), (i64, i64)> = BTreeMap::new();
    for of in sums_store::held(db, organization, through).await? {
        rest.insert((of.account_id, of.currency), (of.amount, of.currency_amount));
    }
    let mut found = vec![];
    for of in by {
        let left = rest.entry((of.account_id, of.currency.clone())).or_default();
        left.0 -= of.amount;
        left.1 -= of.currency_amount;
        let HeldBy { account_id, contact_id, currency, amount, currency_amount } = of;
        found.push(Standing { account_id, contact_id: Some(contact_id), currency, amount, currency_amount });
    }
    let rest = rest.into_iter().filter(|(_, left)| *left != (0, 0));
    found.extend(rest.map(|((account_id, currency), (amount, currency_amount))| Standing { account_id, contact_id: None, currency, amount, currency_amount }));
    Ok(found)
}
