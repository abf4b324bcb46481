//! What a document comes to, as its page and its form show it.

use despacho_platform::{i18n::Lang, t};
use despacho_ui::format;
use maud::{Markup, html};

use super::rows::money;
use crate::document::{Document, DocumentTax};

/// A row: its label, and minor units.
fn row(lang: Lang, document: &Document, class: &str, label: &str, minor: i64) -> Markup {
    html! { div class=(class) { dt { (label) } dd { (money(lang, document, minor)) } } }
}

fn tax(lang: Lang, document: &Document, tax: &DocumentTax, sign: i64) -> Markup {
    let rate = format::percent(lang, tax.rate.trim_start_matches('-'));
    let label = t!(lang, "document-tax-row", code = tax.code.as_str(), rate = rate, base = money(lang, document, tax.base));
    row(lang, document, "", &label, sign * tax.amount)
}

/// The sums of a document: net, a row for each tax, total, what is withheld, and what is to be paid. `paid` is what was and what is left, where
/// either can be.
pub fn sums(lang: Lang, document: &Document, taxes: &[DocumentTax], paid: Option<(i64, i64)>) -> Markup {
    let of = |effect: &'static str| taxes.iter().filter(move |tax| tax.effect == effect);
    let withholds = document.withheld != 0;
    html! {
        dl.totals {
            (row(lang, document, "", &lang.t("document-net"), document.net))
            @for own in of("charged") { (tax(lang, document, own, 1)) }
            // Charged and deducted at once, it changes nothing of what is paid.
            @for own in of("self_assessed") { div.muted { dt { (t!(lang, "document-self-assessed", code = own.code.as_str())) } dd { (money(lang, document, own.amount)) } } }
            (row(lang, document, if withholds { "sum" } else { "sum whole" }, &lang.t("document-sum"), document.total))
            @if withholds {
                @for own in of("withheld") { (tax(lang, document, own, -1)) }
                (row(lang, document, "sum whole", &lang.t("document-payable"), document.payable))
            }
            @if let Some((paid, left)) = paid {
                @if paid != 0 { (row(lang, document, "", &lang.t("document-settled"), -paid)) }
                (row(lang, document, "sum", &lang.t("document-open"), left))
            }
        }
    }
}
