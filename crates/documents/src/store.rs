//! Every SQL of documents.

use despacho_kernel::{
    Id,
    money::Money,
    number::Notation,
    place::Currency,
    text::{fold, like_pattern},
};
use despacho_platform::sql::{Conditions, Connection, FromRow};
use despacho_platform::{Error, Result, Tx, sql, vals};

use crate::document::{Document, DocumentLine, DocumentTax, Whole};

/// What a list of documents is narrowed by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// A kind's word.
    pub kind: String,
    /// Words of numbers, contact and reference, in any order.
    pub search: String,
    /// How a word is read as an amount, which then finds what comes to it in whichever currency; none where words are no amounts.
    pub amounts: Option<(&'static Currency, Notation)>,
    pub contact: Option<Id>,
    pub from: Option<String>,
    pub to: Option<String>,
    /// One of the statuses, `overdue`, `unpaid`, or `standing`: whatever is issued.
    pub status: String,
    /// ISO 8601: what is overdue depends on it.
    pub today: String,
}

impl Filter {
    /// The amount that a word is, without its sign, in minor units; none of what comes to nothing.
    fn amount(&self, word: &str) -> Option<i64> {
        let (currency, notation) = self.amounts?;
        Some(Money::parse(word, currency, notation).ok()?.minor.checked_abs()?).filter(|minor| *minor != 0)
    }
}

/// What is left of a document `d`.
pub(crate) const LEFT: &str = "COALESCE((SELECT SUM(i.remaining) FROM open_items i WHERE i.organization_id = d.organization_id AND i.source_id = d.id), 0)";

/// The conditions of a filter on documents `d`.
pub(crate) fn conditions(organization: Id, filter: &Filter) -> Conditions {
    let mut found = Conditions::new("d.organization_id = ?", organization);
    found.and("d.kind = ?", filter.kind.as_str());
    if let Some(contact) = filter.contact {
        found.and("d.contact_id = ?", contact);
    }
    if let Some(from) = &filter.from {
        found.and("d.date >= ?", from.as_str());
    }
    if let Some(to) = &filter.to {
        found.and("d.date <= ?", to.as_str());
    }
    for word in fold(&filter.search).split_whitespace().take(8) {
        let mut any = vec![("d.search_text LIKE ? ESCAPE '\\'", like_pattern(word).into())];
        if let Some(amount) = filter.amount(word) {
            any.extend([("d.payable = ?", amount.into()), ("d.total = ?", amount.into())]);
        }
        found.and_any(any);
    }
    let issued = |found: &mut Conditions, more: &str| {
        found.and("d.stage = ?", "issued");
        found.and_of(&more.replace("{left}", LEFT), &[]);
    };
    match filter.status.as_str() {
        "" => {}
        "standing" => found.and("d.stage = ?", "issued"),
        "paid" => issued(&mut found, "{left} = 0 AND d.written_off = 0"),
        "written_off" => issued(&mut found, "{left} = 0 AND d.written_off > 0"),
        "closed" => issued(&mut found, "{left} = 0"),
        "partially_paid" => issued(&mut found, "{left} <> 0 AND ABS({left}) < d.payable"),
        "unpaid" => issued(&mut found, "{left} <> 0"),
        "overdue" => {
            issued(&mut found, "{left} <> 0");
            found.and("d.due_on < ?", filter.today.as_str());
        }
        "issued" if !["estimate", "purchase_order"].contains(&filter.kind.as_str()) => issued(&mut found, "ABS({left}) = d.payable AND d.payable <> 0"),
        stage => found.and("d.stage = ?", stage),
    }
    found
}

/// A page of documents, the latest day first, from after a place.
pub async fn page(db: &dyn Connection, organization: Id, filter: &Filter, after: Option<&(String, Id)>, limit: i64) -> Result<Vec<Document>> {
    let mut found = conditions(organization, filter);
    if let Some((date, id)) = after {
        found.values.extend(vals![date.as_str(), *id]);
        let last = found.values.len();
        found.text.push_str(&format!(" AND (d.date, d.id) < (${}, ${last})", last - 1));
    }
    found.values.push(limit.into());
    let columns = Document::COLUMNS.iter().map(|column| format!("d.{column}")).collect::<Vec<_>>().join(", ");
    let sql = format!("SELECT {columns} FROM documents d WHERE {} ORDER BY d.date DESC, d.id DESC LIMIT ${}", found.text, found.values.len());
    Ok(sql::rows(db, &sql, found.values).await?)
}

despacho_platform::row! {
    /// What a list comes to, in minor units of the organization's currency.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Sums {
        pub documents: i64,
        pub payable: i64,
        pub remaining: i64,
    }
}

/// How many documents a filter finds, and what they come to.
pub async fn sums(db: &dyn Connection, organization: Id, filter: &Filter) -> Result<Sums> {
    let found = conditions(organization, filter);
    let base = LEFT.replace("i.remaining", "i.base_remaining");
    let sql = format!(
        "SELECT COUNT(*) AS documents, CAST(COALESCE(SUM(d.base_payable), 0) AS BIGINT) AS payable, CAST(COALESCE(SUM({base}), 0) AS BIGINT) AS remaining
         FROM documents d WHERE {}",
        found.text
    );
    Ok(sql::maybe(db, &sql, found.values).await?.unwrap_or_default())
}

pub async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<Document> {
    sql::find(db, vals![organization, id]).await?.ok_or(Error::NotFound)
}

/// A document of a kind.
pub async fn find_of(db: &dyn Connection, organization: Id, kind: &str, id: Id) -> Result<Document> {
    let document = find(db, organization, id).await?;
    if document.kind == kind { Ok(document) } else { Err(Error::NotFound) }
}

/// Documents by their ids.
pub async fn of_ids(db: &dyn Connection, organization: Id, ids: &[Id]) -> Result<Vec<Document>> {
    let sql = format!("SELECT {} FROM documents WHERE organization_id = $1 AND id IN ({{ids}})", Document::columns());
    Ok(sql::rows_in(db, &sql, vals![organization], ids).await?)
}

/// The lines of documents, each document's in their order.
pub async fn lines(db: &dyn Connection, organization: Id, ids: &[Id]) -> Result<Vec<DocumentLine>> {
    let columns = DocumentLine::columns();
    let sql = format!("SELECT {columns} FROM document_lines WHERE organization_id = $1 AND document_id IN ({{ids}}) ORDER BY document_id, position");
    Ok(sql::rows_in(db, &sql, vals![organization], ids).await?)
}

/// The taxes of documents, each document's in their order.
pub async fn taxes(db: &dyn Connection, organization: Id, ids: &[Id]) -> Result<Vec<DocumentTax>> {
    let columns = DocumentTax::columns();
    let sql = format!("SELECT {columns} FROM document_taxes WHERE organization_id = $1 AND document_id IN ({{ids}}) ORDER BY document_id, position");
    Ok(sql::rows_in(db, &sql, vals![organization], ids).await?)
}

/// A document with its lines and taxes.
pub async fn whole(db: &dyn Connection, document: Document) -> Result<Whole> {
    let (organization, ids) = (document.organization_id, [document.id]);
    Ok(Whole { lines: lines(db, organization, &ids).await?, taxes: taxes(db, organization, &ids).await?, document })
}

pub async fn insert(tx: &Tx, whole: &Whole) -> Result<()> {
    sql::insert(tx, std::slice::from_ref(&whole.document)).await?;
    sql::insert(tx, &whole.lines).await?;
    Ok(sql::insert(tx, &whole.taxes).await?)
}

/// Changes a document and what it says. Stale where it is no longer of the version that it was read at.
pub async fn replace(tx: &Tx, whole: &Whole) -> Result<()> {
    update(tx, &whole.document).await?;
    let values = || vals![whole.document.organization_id, whole.document.id];
    sql::run(tx, "DELETE FROM document_lines WHERE organization_id = $1 AND document_id = $2", values()).await?;
    sql::run(tx, "DELETE FROM document_taxes WHERE organization_id = $1 AND document_id = $2", values()).await?;
    sql::insert(tx, &whole.lines).await?;
    Ok(sql::insert(tx, &whole.taxes).await?)
}

/// Changes a document alone. Stale where it is no longer of the version that it was read at.
pub async fn update(tx: &Tx, document: &Document) -> Result<()> {
    if sql::update_version(tx, document).await? { Ok(()) } else { Err(Error::Stale(vec![])) }
}

/// Removes a draft with its lines and taxes.
pub async fn delete(tx: &Tx, organization: Id, id: Id) -> Result<bool> {
    Ok(sql::delete::<Document>(tx, vals![organization, id]).await?)
}

/// The day of the last document of a series; none where it has none.
pub async fn last_day(db: &dyn Connection, organization: Id, series: Id) -> Result<Option<String>> {
    let sql = "SELECT date FROM documents WHERE organization_id = $1 AND series_id = $2 AND sequence IS NOT NULL ORDER BY sequence DESC LIMIT 1";
    Ok(sql::scalar(db, sql, vals![organization, series]).await?)
}

/// Draws the next number of a series. The organization is held.
pub async fn draw(tx: &Tx, organization: Id, series: Id) -> Result<i64> {
    let sql = "UPDATE number_series SET next_number = next_number + 1, version = version + 1 WHERE organization_id = $1 AND id = $2 RETURNING next_number - 1";
    sql::scalar(tx, sql, vals![organization, series]).await?.ok_or(Error::NotFound)
}

/// Another document that has a number of a series, if any.
pub async fn numbered(db: &dyn Connection, organization: Id, series: Id, sequence: i64) -> Result<Option<Id>> {
    let sql = "SELECT id FROM documents WHERE organization_id = $1 AND series_id = $2 AND sequence = $3";
    Ok(sql::scalar(db, sql, vals![organization, series, sequence]).await?)
}

/// Another bill of a vendor with a number in a year, if any; what is void does not count.
pub async fn twin(db: &dyn Connection, document: &Document) -> Result<Option<Id>> {
    let sql = "SELECT id FROM documents WHERE organization_id = $1 AND contact_id = $2 AND kind = $3 AND LOWER(vendor_number) = LOWER($4) AND stage <> 'void'
               AND SUBSTR(date, 1, 4) = $5 AND id <> $6 ORDER BY id LIMIT 1";
    let year = document.date.get(..4).unwrap_or_default();
    let values = vals![document.organization_id, document.contact_id, document.kind.as_str(), document.vendor_number.as_str(), year, document.id];
    Ok(sql::scalar(db, sql, values).await?)
}

/// What is issued that corrects a document: the sum of its totals in minor units of their currency.
pub async fn credited(db: &dyn Connection, organization: Id, id: Id) -> Result<i64> {
    let sql = "SELECT CAST(COALESCE(SUM(total), 0) AS BIGINT) FROM documents WHERE organization_id = $1 AND corrects_id = $2 AND stage = 'issued'";
    Ok(sql::scalar(db, sql, vals![organization, id]).await?.unwrap_or(0))
}

/// What corrects a document, the first first.
pub async fn corrections(db: &dyn Connection, organization: Id, id: Id) -> Result<Vec<Document>> {
    let sql = format!("SELECT {} FROM documents WHERE organization_id = $1 AND corrects_id = $2 ORDER BY date, id LIMIT 100", Document::columns());
    Ok(sql::rows(db, &sql, vals![organization, id]).await?)
}

/// Whether documents, items or payments name any of these rows of a list: `accounts`, `contacts`, `taxes` or `number_series`.
pub async fn names_any(db: &dyn Connection, organization: Id, to: &str, ids: &[Id]) -> Result<bool> {
    let queries: &[&str] = match to {
        "accounts" => &[
            "SELECT account_id FROM document_lines WHERE organization_id = $1 AND account_id IN ({ids}) LIMIT 1",
            "SELECT id FROM items WHERE organization_id = $1 AND sale_account_id IN ({ids}) LIMIT 1",
            "SELECT id FROM items WHERE organization_id = $1 AND purchase_account_id IN ({ids}) LIMIT 1",
        ],
        "contacts" => &["SELECT id FROM documents WHERE organization_id = $1 AND contact_id IN ({ids}) LIMIT 1"],
        "taxes" => &["SELECT document_id FROM document_taxes WHERE organization_id = $1 AND tax_id IN ({ids}) LIMIT 1"],
        "number_series" => &["SELECT id FROM documents WHERE organization_id = $1 AND series_id IN ({ids}) LIMIT 1"],
        _ => &[],
    };
    for query in queries {
        if !sql::column_in::<Id>(db, query, vals![organization], ids).await?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}
