//! Every SQL of what documents come to in taxes.

use despacho_kernel::{Id, Invalid};
use despacho_ledger::reports::Period;
use despacho_platform::{
    Result,
    sql::{self, Connection},
    vals,
};

use crate::ground::Group;

/// Most rows of sums: beyond them an answer is refused rather than cut.
pub(crate) const MOST: i64 = 20_000;

/// Rows of sums, refused where there may be more of them.
pub(crate) fn whole<T>(found: Vec<T>) -> Result<Vec<T>> {
    if i64::try_from(found.len()).unwrap_or(i64::MAX) > MOST { Err(Invalid::too_many("from", MOST).into()) } else { Ok(found) }
}

/// Which documents count: those that are issued and posted, of the organization and the days of $1 to $3.
pub(crate) const COUNTED: &str =
    "d.organization_id = $1 AND d.kind IN ('invoice', 'credit_note', 'bill', 'vendor_credit') AND d.stage = 'issued' AND d.date BETWEEN $2 AND $3";

pub(crate) const TAXES: &str = "document_taxes t ON t.organization_id = d.organization_id AND t.document_id = d.id";

pub(crate) fn counted(organization: Id, days: Period) -> Vec<sql::Value> {
    vals![organization, days.from.to_string(), days.to.to_string()]
}

/// What documents of days come to, by month, tax, rate and kind.
pub async fn groups(db: &dyn Connection, organization: Id, days: Period) -> Result<Vec<Group>> {
    let sql = format!(
        "SELECT SUBSTR(d.date, 1, 7) AS month, t.tax_id, t.rate, t.effect, d.kind, COUNT(DISTINCT d.id) AS documents,
         CAST(SUM(t.base_base) AS BIGINT) AS base, CAST(SUM(t.base_amount) AS BIGINT) AS amount, CAST(SUM(t.base_deductible) AS BIGINT) AS deducted
         FROM documents d JOIN {TAXES} WHERE {COUNTED}
         GROUP BY SUBSTR(d.date, 1, 7), t.tax_id, t.rate, t.effect, d.kind LIMIT {}",
        MOST + 1
    );
    whole(sql::rows(db, &sql, counted(organization, days)).await?)
}

/// A tax of documents of a kind at a rate: what a figure comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub tax_id: Id,
    pub rate: String,
    pub kind: String,
}

/// That a tax of a document is one of these; of none nothing is.
pub(crate) fn of_sources(sources: &[Source], values: &mut Vec<sql::Value>) -> String {
    if sources.is_empty() {
        return "1 = 0".into();
    }
    let one = |source: &Source| {
        values.extend(vals![source.tax_id, source.rate.as_str(), source.kind.as_str()]);
        let last = values.len();
        format!("(t.tax_id = ${} AND t.rate = ${} AND d.kind = ${last})", last - 2, last - 1)
    };
    format!("({})", sources.iter().map(one).collect::<Vec<_>>().join(" OR "))
}

pub(crate) fn has_source(sources: &[Source], values: &mut Vec<sql::Value>) -> String {
    let of = of_sources(sources, values);
    format!("EXISTS (SELECT 1 FROM document_taxes t WHERE t.organization_id = d.organization_id AND t.document_id = d.id AND {of})")
}

/// How many documents have one of these taxes, and of how many contacts they are.
pub async fn counts(db: &dyn Connection, organization: Id, days: Period, sources: &[Source]) -> Result<(i64, i64)> {
    despacho_platform::row! {
        struct Counts {
            documents: i64,
            contacts: i64,
        }
    }
    let mut values = counted(organization, days);
    let has = has_source(sources, &mut values);
    let sql = format!("SELECT COUNT(*) AS documents, COUNT(DISTINCT d.contact_id) AS contacts FROM documents d WHERE {COUNTED} AND {has}");
    let found: Option<Counts> = sql::maybe(db, &sql, values).await?;
    Ok(found.map_or((0, 0), |counts| (counts.documents, counts.contacts)))
}

despacho_platform::row! {
    /// A document behind a figure.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Behind {
        pub id: Id,
        pub kind: String,
        pub number: String,
        pub vendor_number: String,
        pub date: String,
        pub contact_id: Id,
        pub contact_name: String,
    }
}

/// The documents that have one of these taxes, from beyond a day and an id, at most `limit`.
pub async fn behind(db: &dyn Connection, organization: Id, (days, sources): (Period, &[Source]), (date, id): (&str, Id), limit: i64) -> Result<Vec<Behind>> {
    let mut values = counted(organization, days);
    let has = has_source(sources, &mut values);
    values.extend(vals![date, id, limit]);
    let last = values.len();
    let sql = format!(
        "SELECT d.id, d.kind, d.number, d.vendor_number, d.date, d.contact_id, d.contact_name FROM documents d
         WHERE {COUNTED} AND {has} AND (d.date, d.id) > (${}, ${}) ORDER BY d.date, d.id LIMIT ${last}",
        last - 2,
        last - 1
    );
    Ok(sql::rows(db, &sql, values).await?)
}

despacho_platform::row! {
    /// What a contact's documents come to in a tax: minor units of the organization's currency, what corrects others taken off.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct OfContact {
        pub contact_id: Id,
        pub tax_id: Id,
        pub documents: i64,
        pub base: i64,
        pub amount: i64,
    }
}

/// What each contact's documents come to in these taxes.
pub async fn by_contact(db: &dyn Connection, organization: Id, days: Period, sources: &[Source]) -> Result<Vec<OfContact>> {
    let mut values = counted(organization, days);
    let of = of_sources(sources, &mut values);
    let signed = |column: &str| format!("CAST(SUM(CASE WHEN d.kind IN ('credit_note', 'vendor_credit') THEN -{column} ELSE {column} END) AS BIGINT)");
    let sql = format!(
        "SELECT d.contact_id, t.tax_id, COUNT(DISTINCT d.id) AS documents, {} AS base, {} AS amount
         FROM documents d JOIN {TAXES} WHERE {COUNTED} AND {of} GROUP BY d.contact_id, t.tax_id LIMIT {}",
        signed("t.base_base"),
        signed("t.base_amount"),
        MOST + 1
    );
    whole(sql::rows(db, &sql, values).await?)
}

despacho_platform::row! {
    /// What was sold to a contact or bought from it in the quarters of a year, taxes included, in minor units of the organization's currency.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Party {
        pub contact_id: Id,
        /// `bought` or `sold`.
        pub key: String,
        pub documents: i64,
        pub first: i64,
        pub second: i64,
        pub third: i64,
        pub fourth: i64,
        pub total: i64,
    }
}

/// The parties with whom there was more than a threshold on one side, by what was payable; documents with something withheld or with one of the taxes
/// `without` do not count.
pub async fn parties(db: &dyn Connection, organization: Id, days: Period, threshold: i64, without: &[Id]) -> Result<Vec<Party>> {
    let mut values = counted(organization, days);
    values.push(threshold.into());
    let first = values.len() + 1;
    values.extend(without.iter().map(|id| sql::Value::from(*id)));
    let left_out = if without.is_empty() { String::new() } else { format!(" OR t.tax_id IN ({})", sql::placeholders(first, without.len())) };
    let signed = "CASE WHEN d.kind IN ('credit_note', 'vendor_credit') THEN -d.base_payable ELSE d.base_payable END";
    let quarter = |name: &str, first: &str, last: &str| {
        format!("CAST(SUM(CASE WHEN SUBSTR(d.date, 6, 2) BETWEEN '{first}' AND '{last}' THEN {signed} ELSE 0 END) AS BIGINT) AS {name}")
    };
    let quarters = [quarter("first", "01", "03"), quarter("second", "04", "06"), quarter("third", "07", "09"), quarter("fourth", "10", "12")].join(", ");
    let key = "CASE WHEN d.kind IN ('bill', 'vendor_credit') THEN 'bought' ELSE 'sold' END";
    let sql = format!(
        "SELECT d.contact_id, {key} AS key, COUNT(*) AS documents, {quarters}, CAST(SUM({signed}) AS BIGINT) AS total FROM documents d
         WHERE {COUNTED} AND NOT EXISTS (SELECT 1 FROM document_taxes t
           WHERE t.organization_id = d.organization_id AND t.document_id = d.id AND (t.effect = 'withheld'{left_out}))
         GROUP BY d.contact_id, {key} HAVING ABS(SUM({signed})) > $4 LIMIT {}",
        MOST + 1
    );
    whole(sql::rows(db, &sql, values).await?)
}

/// How many drafts have a day within these: they count nowhere.
pub async fn drafts(db: &dyn Connection, organization: Id, days: Period) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM documents d WHERE d.organization_id = $1 AND d.kind IN ('invoice', 'credit_note', 'bill', 'vendor_credit')
               AND d.stage = 'draft' AND d.date BETWEEN $2 AND $3";
    Ok(sql::scalar(db, sql, counted(organization, days)).await?.unwrap_or(0))
}
