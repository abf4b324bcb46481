//! Documents as the API answers them.

use std::collections::HashMap;

use despacho_books::preferences::NUMBER_SERIES;
use despacho_kernel::{Id, money::plain};
use despacho_platform::{Result, sql::Connection};
use despacho_settings::lists::store as lists;
use serde_json::{Value, json};

use crate::{
    document::{Document, DocumentLine, DocumentTax, Whole},
    open::store as open,
    read::Warning,
    store, typing,
};

/// What the answers of several documents are made of.
struct Told {
    lines: HashMap<Id, Vec<DocumentLine>>,
    taxes: HashMap<Id, Vec<DocumentTax>>,
    codes: HashMap<Id, String>,
    left: HashMap<Id, i64>,
    series: HashMap<Id, String>,
    today: String,
}

fn grouped<T>(rows: Vec<T>, of: impl Fn(&T) -> Id) -> HashMap<Id, Vec<T>> {
    let mut found: HashMap<Id, Vec<T>> = HashMap::new();
    for row in rows {
        found.entry(of(&row)).or_default().push(row);
    }
    found
}

/// Documents as they are answered.
pub async fn answered(db: &dyn Connection, organization: Id, today: &str, documents: &[Document], warnings: &[Warning]) -> Result<Vec<Value>> {
    let ids: Vec<Id> = documents.iter().map(|document| document.id).collect();
    let lines = store::lines(db, organization, &ids).await?;
    let codes = typing::codes(db, organization, lines.iter().map(|line| line.account_id).collect()).await?;
    let mut series: Vec<Id> = documents.iter().filter_map(|document| document.series_id).collect();
    series.sort_unstable();
    series.dedup();
    let series = lists::of_ids(db, &NUMBER_SERIES, organization, &series).await?;
    let told = Told {
        lines: grouped(lines, |line| line.document_id),
        taxes: grouped(store::taxes(db, organization, &ids).await?, |tax| tax.document_id),
        codes,
        left: open::left(db, organization, &ids).await?,
        series: series.iter().map(|row| (row.id, NUMBER_SERIES.values(row).get("name").to_owned())).collect(),
        today: today.to_owned(),
    };
    documents.iter().map(|document| told.one(document, warnings)).collect()
}

/// One document as it is answered.
pub async fn one(db: &dyn Connection, today: &str, document: &Document, warnings: &[Warning]) -> Result<Value> {
    let mut all = answered(db, document.organization_id, today, std::slice::from_ref(document), warnings).await?;
    all.pop().ok_or(despacho_platform::Error::NotFound)
}

impl Told {
    fn one(&self, document: &Document, warnings: &[Warning]) -> Result<Value> {
        let digits = document.own_currency()?.digits;
        let amount = |minor: i64| plain(minor, digits);
        let lines = self.lines.get(&document.id).map_or(&[][..], Vec::as_slice);
        let taxes = self.taxes.get(&document.id).map_or(&[][..], Vec::as_slice);
        let line = |line: &DocumentLine| {
            json!({
                "item_id": line.item_id,
                "description": line.description,
                "quantity": line.quantity,
                "unit_price": line.unit_price,
                "discount_percent": line.discount_percent,
                "taxes": line.taxes.lines().collect::<Vec<_>>(),
                "account_code": self.codes.get(&line.account_id),
                "net": amount(line.net),
            })
        };
        let tax = |tax: &DocumentTax| json!({ "code": tax.code, "rate": tax.rate, "base": amount(tax.base), "amount": amount(tax.amount) });
        // A draft owes nothing yet; what is void, nothing any more.
        let issued = document.stage == "issued";
        let left = self.left.get(&document.id).copied().unwrap_or(0).abs();
        let (paid, balance) = if issued { (document.payable - left, left) } else { (0, if document.stage == "draft" { document.payable } else { 0 }) };
        Ok(json!({
            "id": document.id,
            "kind": document.kind,
            "number": Some(&document.number).filter(|number| !number.is_empty()),
            "series": document.series_id.and_then(|id| self.series.get(&id)),
            "date": document.date,
            "due_date": document.due_on,
            "status": document.status(left),
            "overdue": issued && left > 0 && document.due_on < self.today,
            "contact_id": document.contact_id,
            "contact_name": document.contact_name,
            "contact_tax_id": document.contact_tax_id,
            "currency": document.currency,
            "rate": Some(&document.rate).filter(|rate| !rate.is_empty()),
            "prices_include_tax": document.prices == "tax_included",
            "simplified": document.simplified,
            "reference": document.reference,
            "notes": document.notes,
            "vendor_number": document.vendor_number,
            "corrects_id": document.corrects_id,
            "method": document.method,
            "reason": document.reason,
            "lines": lines.iter().map(line).collect::<Vec<_>>(),
            "totals": {
                "net": amount(document.net),
                "taxes": taxes.iter().filter(|of| of.effect != "withheld").map(tax).collect::<Vec<_>>(),
                "withholdings": taxes.iter().filter(|of| of.effect == "withheld").map(tax).collect::<Vec<_>>(),
                "withheld": amount(document.withheld),
                "total": amount(document.total),
                "payable": amount(document.payable),
                "paid": amount(paid),
                "balance": amount(balance),
            },
            "written_off": amount(document.written_off),
            "entry_id": document.entry_id,
            "warnings": warnings.iter().map(|of| json!({ "code": "tax_mismatch", "tax": of.code, "typed": of.typed, "computed": of.computed })).collect::<Vec<_>>(),
            "version": document.version,
        }))
    }
}

/// What a document says, as it was typed, with the members that are sent in place of its own.
pub async fn merged(db: &dyn Connection, whole: &Whole, sent: &Value) -> Result<Value> {
    let bad = |e: serde_json::Error| despacho_platform::Error::Other(e.to_string());
    let mut all = serde_json::to_value(typing::typed(db, whole).await?).map_err(bad)?;
    for (name, value) in sent.as_object().into_iter().flatten() {
        let name = if ["invoice_id", "bill_id"].contains(&name.as_str()) { "corrects_id" } else { name };
        if all.get(name).is_some() {
            all[name] = value.clone();
        }
    }
    // Another day has another due date and rate, unless they are told.
    for (name, of) in [("due_date", &["date", "contact_id"][..]), ("rate", &["date", "currency"][..])] {
        if sent.get(name).is_none() && of.iter().any(|name| sent.get(*name).is_some()) {
            all[name] = json!("");
        }
    }
    // Amounts of the vendor's paper are of the lines that it had.
    if sent.get("lines").is_some() && sent.get("taxes").is_none() {
        all["taxes"] = json!([]);
    }
    Ok(all)
}
