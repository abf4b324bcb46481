//! What settled a document, as its page lists it.

use std::collections::HashMap;

use despacho_kernel::Id;
use despacho_platform::{Result, i18n::Lang, sql::Connection};
use despacho_ui::{InOrganization, format};
use maud::{Markup, html};

use super::rows;
use crate::{
    document::Document,
    kind::Kind,
    open::{item::OpenItem, store as open},
    payments::{payment::Payment, store as payments},
};

/// So much of a document, by what and when.
pub struct Settled {
    date: String,
    label: String,
    path: Option<String>,
    amount: i64,
}

/// What settled the open items of a document, the first first.
pub async fn of(db: &dyn Connection, who: &InOrganization, items: &[OpenItem]) -> Result<Vec<Settled>> {
    let lang = who.lang();
    let own: Vec<Id> = items.iter().map(|item| item.id).collect();
    let mut allocated = open::allocations(db, who.organization, &own).await?;
    allocated.sort_by(|a, b| (&a.date, a.id).cmp(&(&b.date, b.id)));
    let other = |debit: Id, credit: Id| if own.contains(&debit) { credit } else { debit };
    let ids: Vec<Id> = allocated.iter().map(|of| other(of.debit_id, of.credit_id)).collect();
    let others: HashMap<Id, OpenItem> = open::of_ids(db, who.organization, &ids).await?.into_iter().map(|item| (item.id, item)).collect();
    let paid: Vec<Id> = others.values().filter(|item| item.source == "payment").map(|item| item.source_id).collect();
    let paid: HashMap<Id, Payment> = payments::of_ids(db, who.organization, &paid).await?.into_iter().map(|payment| (payment.id, payment)).collect();
    let mut all = vec![];
    for of in &allocated {
        let Some(item) = others.get(&other(of.debit_id, of.credit_id)) else { continue };
        let (label, path) = named(lang, who, item, &paid);
        all.push(Settled { date: of.date.clone(), label, path, amount: of.amount });
    }
    Ok(all)
}

fn named(lang: Lang, who: &InOrganization, item: &OpenItem, paid: &HashMap<Id, Payment>) -> (String, Option<String>) {
    let numbered = |name: String| if item.label.is_empty() { name } else { format!("{name} {}", item.label) };
    if let Some(way) = paid.get(&item.source_id).and_then(|payment| payment.way().ok()) {
        return (numbered(lang.t(&format!("payment-{}", way.word()))), Some(who.path(&format!("/{}/{}", way.path(), item.source_id))));
    }
    match item.source.parse::<Kind>() {
        Ok(kind) => (numbered(lang.t(&format!("document-kind-{}", rows::key(kind.word())))), Some(rows::path_of(who, kind, item.source_id))),
        Err(_) => (lang.t("document-written-off"), None),
    }
}

/// The card of what settled a document; nothing where nothing did.
pub fn card(lang: Lang, title: &str, document: &Document, settled: &[Settled]) -> Markup {
    html! {
        @if !settled.is_empty() {
            section.card {
                header.line { h2 { (title) } }
                table.dense {
                    caption.vh { (title) }
                    thead { tr { th scope="col" { (lang.t("field-date")) } th scope="col" { (lang.t("document-settled-by")) } th.num scope="col" { (lang.t("document-amount")) } } }
                    tbody { @for row in settled { tr {
                        td.code { (format::stored_date(lang, &row.date)) }
                        td { @match &row.path { Some(path) => a.to href=(path) { (row.label) }, None => (row.label) } }
                        td.num { (rows::money(lang, document, row.amount)) }
                    } } }
                }
            }
        }
    }
}
