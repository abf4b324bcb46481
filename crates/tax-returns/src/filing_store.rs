//! Every SQL of filed returns.

use std::collections::{BTreeMap, HashMap};

use despacho_kernel::Id;
use despacho_ledger::reports::Period;
use despacho_platform::{
    Error, Result, Tx,
    sql::{self, Connection, FromRow},
    vals,
};
use despacho_taxes::boxes::Takes;

use crate::{
    filing::{FiledBox, FiledRecord, Filing},
    store::{self, Behind, Source},
};

/// Most filings that are looked at: those of two years.
const MOST: i64 = 2_000;
/// Most changed documents that are told.
pub const CHANGED: i64 = 21;

/// The filings of periods from a year on, in the order of their periods; what was taken back is not among them.
pub async fn since(db: &dyn Connection, organization: Id, year: i16) -> Result<Vec<Filing>> {
    let sql = format!(
        "SELECT {} FROM tax_filings WHERE organization_id = $1 AND state <> 'undone' AND period >= $2 ORDER BY period, model, sequence LIMIT {MOST}",
        Filing::columns()
    );
    Ok(sql::rows(db, &sql, vals![organization, format!("{year:04}")]).await?)
}

/// The last filing of a model and period by one of these organizations.
pub async fn last_of(db: &dyn Connection, organizations: &[Id], model: &str, period: &str) -> Result<Option<Filing>> {
    let sql = format!(
        "SELECT {} FROM tax_filings WHERE model = $1 AND period = $2 AND state IN ('filed', 'paid') AND organization_id IN ({{ids}})",
        Filing::columns()
    );
    let found: Vec<Filing> = sql::rows_in(db, &sql, vals![model, period], organizations).await?;
    Ok(found.into_iter().max_by_key(|filing| (filing.sequence, filing.filed_at)))
}

/// The figures of filings, by their boxes.
pub async fn boxes(db: &dyn Connection, organization: Id, filings: &[Id]) -> Result<HashMap<Id, BTreeMap<String, i64>>> {
    let sql = format!("SELECT {} FROM tax_filing_boxes WHERE organization_id = $1 AND filing_id IN ({{ids}})", FiledBox::columns());
    let mut found: HashMap<Id, BTreeMap<String, i64>> = HashMap::new();
    for row in sql::rows_in::<FiledBox>(db, &sql, vals![organization], filings).await? {
        found.entry(row.filing_id).or_default().insert(row.box_number, row.value);
    }
    Ok(found)
}

/// What a filing listed by party.
pub async fn records(db: &dyn Connection, filing: &Filing) -> Result<Vec<FiledRecord>> {
    let sql = format!(
        "SELECT {} FROM tax_filing_records WHERE organization_id = $1 AND filing_id = $2 ORDER BY position LIMIT {}",
        FiledRecord::columns(),
        store::MOST
    );
    Ok(sql::rows(db, &sql, vals![filing.organization_id, filing.id]).await?)
}

pub async fn insert(tx: &Tx, filing: &Filing) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(filing)).await?)
}

/// Changes a filing. Stale where it is no longer of the version that it was read at.
pub async fn update(tx: &Tx, filing: &Filing) -> Result<()> {
    if sql::update_version(tx, filing).await? { Ok(()) } else { Err(Error::Stale(vec![])) }
}

pub async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<Filing> {
    sql::find(db, vals![organization, id]).await?.ok_or(Error::NotFound)
}

/// Keeps the figures and records of a filing in place of those that were kept of it.
pub async fn keep(tx: &Tx, filing: &Filing, boxes: &[FiledBox], records: &[FiledRecord]) -> Result<()> {
    for table in ["tax_filing_boxes", "tax_filing_records"] {
        sql::run(tx, &format!("DELETE FROM {table} WHERE organization_id = $1 AND filing_id = $2"), vals![filing.organization_id, filing.id]).await?;
    }
    sql::insert(tx, boxes).await?;
    Ok(sql::insert(tx, records).await?)
}

const fn word(takes: Takes) -> (&'static str, &'static str) {
    match takes {
        Takes::Base => ("base", "t.base_base"),
        Takes::Amount => ("amount", "t.base_amount"),
        Takes::Deducted => ("deducted", "t.base_deductible"),
    }
}

/// Keeps which documents give to a box of a filing, and how much.
pub async fn take(tx: &Tx, filing: &Filing, days: Period, (number, takes): (&str, Takes), sources: &[Source]) -> Result<()> {
    let (word, column) = word(takes);
    let mut values = store::counted(filing.organization_id, days);
    let of = store::of_sources(sources, &mut values);
    values.extend(vals![filing.id, number, word]);
    let last = values.len();
    let sql = format!(
        "INSERT INTO tax_filing_documents (organization_id, filing_id, box_number, takes, document_id, amount)
         SELECT d.organization_id, f.id, CAST(${} AS TEXT), CAST(${last} AS TEXT), d.id,
           CAST(SUM(CASE WHEN d.kind IN ('credit_note', 'vendor_credit') THEN -{column} ELSE {column} END) AS BIGINT)
         FROM documents d JOIN {} JOIN tax_filings f ON f.organization_id = d.organization_id AND f.id = ${}
         WHERE {} AND {of} GROUP BY d.organization_id, f.id, d.id",
        last - 1,
        store::TAXES,
        last - 2,
        store::COUNTED,
    );
    sql::run(tx, &sql, values).await?;
    Ok(())
}

despacho_platform::row! {
    struct TakenRow in "tax_filing_documents" key (organization_id, filing_id, box_number, takes, document_id) {
        organization_id: Id,
        filing_id: Id,
        box_number: String,
        takes: String,
        document_id: Id,
        amount: i64,
    }
}

/// How it is told that a document gave what accrued of it.
const ACCRUED: &str = "accrued";

/// Keeps what documents under the cash criterion give to a box of a filing.
pub async fn take_accrued(tx: &Tx, filing: &Filing, number: &str, documents: &[(Id, i64)]) -> Result<()> {
    let one = |(document_id, amount): &(Id, i64)| TakenRow {
        organization_id: filing.organization_id,
        filing_id: filing.id,
        box_number: number.into(),
        takes: ACCRUED.into(),
        document_id: *document_id,
        amount: *amount,
    };
    Ok(sql::insert(tx, &documents.iter().map(one).collect::<Vec<_>>()).await?)
}

despacho_platform::row! {
    /// How many documents a filed box took.
    struct Taken {
        box_number: String,
        documents: i64,
    }
}

/// How many documents each box of a filing took.
pub async fn taken(db: &dyn Connection, filing: &Filing) -> Result<HashMap<String, i64>> {
    let sql = "SELECT box_number, COUNT(DISTINCT document_id) AS documents FROM tax_filing_documents
               WHERE organization_id = $1 AND filing_id = $2 GROUP BY box_number LIMIT 1000";
    let rows: Vec<Taken> = sql::rows(db, sql, vals![filing.organization_id, filing.id]).await?;
    Ok(rows.into_iter().map(|row| (row.box_number, row.documents)).collect())
}

despacho_platform::row! {
    /// A document that a filed box took, and what it gave.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct TakenDocument {
        pub id: Id,
        pub kind: String,
        pub number: String,
        pub vendor_number: String,
        pub date: String,
        pub contact_id: Id,
        pub contact_name: String,
        pub amount: i64,
    }
}

/// The documents that a filed box took, from beyond a day and an id, at most `limit`.
pub async fn behind(db: &dyn Connection, (organization, filing, number): (Id, Id, &str), (date, id): (&str, Id), limit: i64) -> Result<Vec<TakenDocument>> {
    let sql = "SELECT d.id, d.kind, d.number, d.vendor_number, d.date, d.contact_id, d.contact_name, CAST(SUM(k.amount) AS BIGINT) AS amount
               FROM tax_filing_documents k JOIN documents d ON d.organization_id = k.organization_id AND d.id = k.document_id
               WHERE k.organization_id = $1 AND k.filing_id = $2 AND k.box_number = $3 AND (d.date, d.id) > ($4, $5)
               GROUP BY d.id, d.kind, d.number, d.vendor_number, d.date, d.contact_id, d.contact_name ORDER BY d.date, d.id LIMIT $6";
    Ok(sql::rows(db, sql, vals![organization, filing, number, date, id, limit]).await?)
}

/// How many documents a filed box took.
pub async fn count(db: &dyn Connection, (organization, filing, number): (Id, Id, &str)) -> Result<i64> {
    let sql = "SELECT COUNT(DISTINCT document_id) FROM tax_filing_documents WHERE organization_id = $1 AND filing_id = $2 AND box_number = $3";
    Ok(sql::scalar(db, sql, vals![organization, filing, number]).await?.unwrap_or(0))
}

/// The documents that a filing took and that no longer count, and those that count now with one of these taxes and that it did not take: at most
/// [`CHANGED`].
pub async fn changed(db: &dyn Connection, filing: &Filing, days: Period, sources: &[Source]) -> Result<Vec<Behind>> {
    let mut values = store::counted(filing.organization_id, days);
    let has = store::has_source(sources, &mut values);
    values.extend(vals![filing.id, CHANGED]);
    let last = values.len();
    let (mine, counted) = (last - 1, store::COUNTED);
    let kept = format!(
        "EXISTS (SELECT 1 FROM tax_filing_documents k WHERE k.organization_id = d.organization_id AND k.filing_id = ${mine} AND k.document_id = d.id AND k.takes <> '{ACCRUED}')"
    );
    let sql = format!(
        "SELECT d.id, d.kind, d.number, d.vendor_number, d.date, d.contact_id, d.contact_name FROM documents d
         WHERE d.organization_id = $1 AND ((({counted} AND {has}) AND NOT {kept}) OR ({kept} AND NOT ({counted} AND {has}))) ORDER BY d.date, d.id LIMIT ${last}"
    );
    Ok(sql::rows(db, &sql, values).await?)
}

/// What an account held before a day, with what opened the year on it; debit positive.
pub async fn held_before(db: &dyn Connection, organization: Id, account: Id, day: &str) -> Result<i64> {
    let sql = "SELECT CAST(COALESCE(SUM(p.amount), 0) AS BIGINT) FROM postings p JOIN journal_entries e ON e.organization_id = p.organization_id AND e.id = p.entry_id
               WHERE p.organization_id = $1 AND p.account_id = $2 AND (p.date < $3 OR (p.date = $3 AND p.part = 'opening'))
               AND e.state IN ('posted', 'reversed')";
    Ok(sql::scalar(db, sql, vals![organization, account, day]).await?.unwrap_or(0))
}
