//! Every SQL of what accrues when it is paid.

use despacho_kernel::Id;
use despacho_ledger::reports::Period;
use despacho_platform::{
    Result,
    sql::{self, Connection},
    vals,
};

use crate::store::{COUNTED, MOST, TAXES, counted, whole};

despacho_platform::row! {
    /// A tax of a document that accrues when it is paid: minor units of the organization's currency, without the kind's sign.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Due {
        pub id: Id,
        pub kind: String,
        pub number: String,
        pub vendor_number: String,
        pub date: String,
        pub contact_id: Id,
        pub contact_name: String,
        pub tax_id: Id,
        pub rate: String,
        pub effect: String,
        pub base: i64,
        pub amount: i64,
        pub deducted: i64,
        /// What is open of it, in its currency: none where nothing was to be paid.
        pub item_id: Option<Id>,
        pub payable: Option<i64>,
    }
}

/// These taxes of documents of days.
pub async fn due(db: &dyn Connection, organization: Id, days: Period, taxes: &[Id]) -> Result<Vec<Due>> {
    let sql = format!(
        "SELECT d.id, d.kind, d.number, d.vendor_number, d.date, d.contact_id, d.contact_name, t.tax_id, t.rate, t.effect, t.base_base AS base,
         t.base_amount AS amount, t.base_deductible AS deducted, i.id AS item_id, i.amount AS payable
         FROM documents d JOIN {TAXES}
         LEFT JOIN open_items i ON i.organization_id = d.organization_id AND i.source_id = d.id AND i.source = d.kind AND NOT i.void
         WHERE {COUNTED} AND t.tax_id IN ({{ids}}) ORDER BY d.date, d.id LIMIT {}",
        MOST + 1
    );
    whole(sql::rows_in(db, &sql, counted(organization, days), taxes).await?)
}

despacho_platform::row! {
    /// So much of an item that was settled on a day.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Settled {
        pub item_id: Id,
        pub date: String,
        pub amount: i64,
    }
}

/// What settled these items through a day; that something is never collected settles nothing.
pub async fn settled(db: &dyn Connection, organization: Id, through: &str, items: &[Id]) -> Result<Vec<Settled>> {
    let mut found = vec![];
    for (own, other) in [("debit_id", "credit_id"), ("credit_id", "debit_id")] {
        let sql = format!(
            "SELECT a.{own} AS item_id, a.date, a.amount FROM allocations a
             JOIN open_items o ON o.organization_id = a.organization_id AND o.id = a.{other}
             WHERE a.organization_id = $1 AND a.undone_at IS NULL AND a.date <= $2 AND o.source <> 'write_off' AND a.{own} IN ({{ids}})"
        );
        found.extend(sql::rows_in::<Settled>(db, &sql, vals![organization, through], items).await?);
    }
    Ok(found)
}

/// What customers kept back when they paid in days, in minor units of the organization's currency: that of payments in it alone.
pub async fn withheld_at_payment(db: &dyn Connection, organization: Id, days: Period, currency: &str) -> Result<i64> {
    let sql = "SELECT CAST(COALESCE(SUM(withheld), 0) AS BIGINT) FROM payments
               WHERE organization_id = $1 AND direction = 'received' AND stage = 'posted' AND currency = $4 AND date BETWEEN $2 AND $3";
    let mut values = counted(organization, days);
    values.push(currency.into());
    Ok(sql::scalar(db, sql, values).await?.unwrap_or(0))
}
