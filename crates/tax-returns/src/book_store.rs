//! Every SQL of the books of VAT.

use despacho_kernel::Id;
use despacho_ledger::reports::Period;
use despacho_platform::{
    Result,
    sql::{self, Connection, FromRow},
    vals,
};

use crate::book::{BookDocument, Side};

/// The documents of a side: $1 to $3 are the organization and the days.
fn of(side: Side) -> String {
    let kinds = match side {
        Side::Issued => "'invoice', 'credit_note'",
        Side::Received => "'bill', 'vendor_credit'",
    };
    format!("d.organization_id = $1 AND d.kind IN ({kinds}) AND d.stage = 'issued' AND d.date BETWEEN $2 AND $3")
}

/// What a document comes to with its taxes, in minor units of the organization's currency: what is payable, and what was withheld of it.
const TOTAL: &str = "d.base_payable + COALESCE((SELECT CAST(SUM(t.base_amount) AS BIGINT) FROM document_taxes t
                     WHERE t.organization_id = d.organization_id AND t.document_id = d.id AND t.effect = 'withheld'), 0)";

/// A page of a book's documents from beyond a day and an id, at most `limit`.
pub async fn page(db: &dyn Connection, organization: Id, (side, days): (Side, Period), (date, id): (&str, Id), limit: i64) -> Result<Vec<BookDocument>> {
    let sql = format!(
        "SELECT {} FROM (SELECT d.id, d.kind, d.simplified, d.number, d.vendor_number, d.date, d.contact_id, d.contact_name, d.contact_tax_id,
           d.contact_country, {TOTAL} AS total, COALESCE(o.simplified, d.simplified) AS of_simplified FROM documents d
         LEFT JOIN documents o ON o.organization_id = d.organization_id AND o.id = d.corrects_id
         WHERE {} AND (d.date, d.id) > ($4, $5)) AS b ORDER BY date, id LIMIT $6",
        BookDocument::columns(),
        of(side)
    );
    Ok(sql::rows(db, &sql, vals![organization, days.from.to_string(), days.to.to_string(), date, id, limit]).await?)
}

/// How many documents a book has, and what they come to; what corrects others is taken off.
pub async fn totals(db: &dyn Connection, organization: Id, side: Side, days: Period) -> Result<(i64, i64)> {
    despacho_platform::row! {
        struct Totals {
            documents: i64,
            total: i64,
        }
    }
    let sql = format!(
        "SELECT COUNT(*) AS documents, CAST(COALESCE(SUM(CASE WHEN kind IN ('credit_note', 'vendor_credit') THEN -total ELSE total END), 0) AS BIGINT) AS total
         FROM (SELECT d.kind, {TOTAL} AS total FROM documents d WHERE {}) AS b",
        of(side)
    );
    let found: Option<Totals> = sql::maybe(db, &sql, vals![organization, days.from.to_string(), days.to.to_string()]).await?;
    Ok(found.map_or((0, 0), |totals| (totals.documents, totals.total)))
}
