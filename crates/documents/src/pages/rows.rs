//! Documents as lists and pages show them.

use std::collections::HashMap;

use despacho_kernel::{Id, money::plain};
use despacho_platform::{i18n::Lang, t};
use despacho_ui::{InOrganization, flash::Flash, format};
use maud::{Markup, html};
use rust_decimal::Decimal;

use crate::{
    document::Document,
    kind::{Kind, Stage},
};

/// A word as it stands in keys of texts.
pub fn key(word: &str) -> String {
    word.replace('_', "-")
}

/// The path of a document's page.
pub fn path_of(who: &InOrganization, kind: Kind, id: Id) -> String {
    who.path(&format!("/{}/{id}", kind.path()))
}

/// Minor units of a document's currency, with its sign.
pub fn money(lang: Lang, document: &Document, minor: i64) -> String {
    document.own_currency().map_or_else(|_| plain(minor, 2), |currency| format::money(lang, minor, currency))
}

/// A price as people write it: with its currency's decimals, or more where it has more.
pub fn price(lang: Lang, text: &str, digits: u8) -> String {
    let Ok(mut price) = text.parse::<Decimal>() else { return text.to_owned() };
    if price.scale() < u32::from(digits) {
        price.rescale(digits.into());
    }
    format::decimal(lang, &price.to_string())
}

/// What a document is called: `Factura F-00042`, or `Factura, borrador`.
pub fn name(lang: Lang, document: &Document) -> String {
    let word = if document.simplified { "simplified" } else { document.kind.as_str() };
    let kind = lang.t(&format!("document-kind-{}", key(word)));
    if document.number.is_empty() { t!(lang, "document-drafted", kind = kind) } else { format!("{kind} {}", document.number) }
}

/// What the next page tells of a document that was issued.
pub fn issued(lang: Lang, kind: Kind, document: &Document) -> Flash {
    Flash::new(if kind.posts() { "flash-document-issued" } else { "flash-estimate-issued" }).name(&name(lang, document))
}

/// A status as a person reads it.
pub fn status_name(lang: Lang, kind: Kind, word: &str) -> String {
    t!(lang, &format!("document-status-{}", key(word)), kind = kind.word())
}

/// Whether something is left of it after its day.
pub fn is_overdue(document: &Document, left: i64, today: &str) -> bool {
    document.stage == Stage::Issued.word() && left != 0 && !document.kind.parse().is_ok_and(Kind::is_credit) && document.due_on.as_str() < today
}

/// Where it stands today.
pub fn tag(lang: Lang, kind: Kind, document: &Document, left: i64, today: &str) -> Markup {
    let status = document.status(left);
    let class = match status {
        "draft" | "partially_paid" => "tag warn",
        "paid" | "closed" | "accepted" | "invoiced" => "tag ok",
        "written_off" | "declined" => "tag bad",
        _ => "tag",
    };
    html! {
        span class=(class) { (status_name(lang, kind, status)) }
        @if is_overdue(document, left, today) { span.tag.bad { (status_name(lang, kind, "overdue")) } }
    }
}

/// What a row needs beside its document.
pub struct Beside {
    /// What is left of each document, in minor units of its currency.
    pub left: HashMap<Id, i64>,
    /// ISO 8601.
    pub today: String,
}

/// What the second day of a kind is called: when it is due, until when it is valid, when it is expected.
pub fn due_label(kind: Kind) -> &'static str {
    match kind {
        Kind::Estimate => "document-valid-until",
        Kind::PurchaseOrder => "document-expected-on",
        _ => "document-due-on",
    }
}

/// A table of documents of a kind.
pub fn table(who: &InOrganization, kind: Kind, caption: &str, documents: &[Document], beside: &Beside) -> Markup {
    let lang = who.lang();
    let (purchase, posts) = (kind.is_vendors(), kind.posts());
    let due = !kind.is_credit();
    html! {
        table.dense.entry-list.two {
            caption.vh { (caption) }
            thead { tr {
                th scope="col" { (lang.t("document-number")) }
                th scope="col" { (lang.t("field-date")) }
                th scope="col" { (lang.t("document-contact")) }
                th scope="col" { (lang.t(if purchase { "document-vendor-number" } else { "document-reference" })) }
                @if due { th scope="col" { (lang.t(due_label(kind))) } }
                th.num scope="col" { (lang.t("document-amount")) }
                @if posts { th.num scope="col" { (lang.t("document-open")) } }
                th scope="col" { (lang.t("field-status")) }
            } }
            tbody { @for document in documents {
                @let left = beside.left.get(&document.id).copied().unwrap_or(0);
                @let date = format::stored_date(lang, &document.date);
                tr {
                    td.code.meta { @if document.number.is_empty() { "—" } @else { (document.number) } span.n-date { (date) } }
                    td.gone.code { (date) }
                    td.text.clip { a.to href=(path_of(who, kind, document.id)) { (document.contact_name) } }
                    td.gone.muted.code { (if purchase { &document.vendor_number } else { &document.reference }) }
                    @if due { td.gone.code { (format::stored_date(lang, &document.due_on)) } }
                    td.num { (money(lang, document, document.payable)) }
                    @if posts { td.num.gone { @if left != 0 { (money(lang, document, left.abs())) } } }
                    td.st { (tag(lang, kind, document, left, &beside.today)) }
                }
            } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_has_its_currencys_decimals_or_more() {
        assert_eq!(
            (price(Lang::Es, "185", 2), price(Lang::Es, "1234.5", 2), price(Lang::En, "0.12345", 2)),
            ("185,00".into(), "1.234,50".into(), "0.12345".into())
        );
        assert_eq!((price(Lang::Es, "", 2), price(Lang::Es, "25", 0)), (String::new(), "25".into()));
    }
}
