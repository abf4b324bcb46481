//! The paper of a document beside its form, as its template prints it: white in every scheme, in the organization's language.

use despacho_paper::{Party, Sheet};
use despacho_platform::i18n::Lang;
use maud::{Markup, html};

fn party(label: &str, party: &Party) -> Markup {
    html! { div { p.pale { (label) } p { b { (party.name) } @for line in &party.lines { br; (line) } } } }
}

/// What the paper says.
pub fn paper(lang: Lang, sheet: &Sheet) -> Markup {
    html! {
        div.sheet lang=(sheet.lang) {
            div.two {
                (party(&sheet.seller_label, &sheet.seller))
                div { h3 { (sheet.title) } p.pale { @if sheet.number.is_empty() { span lang=(lang.code()) { (lang.t("document-preview-unnumbered")) } } @else { (sheet.number) } } }
            }
            div.two {
                (party(&sheet.buyer_label, &sheet.buyer))
                dl { @for (label, value) in &sheet.facts { div { dt.pale { (label) } dd { (value) } } } }
            }
            @if !sheet.header.is_empty() { p.letter { (sheet.header) } }
            table {
                thead { tr { @for column in &sheet.columns { th.num[column.number] scope="col" { (column.label) } } } }
                tbody { @for line in &sheet.lines { tr { @for (cell, column) in line.iter().zip(&sheet.columns) { td.num[column.number].said[column.wide] { (cell) } } } } }
            }
            dl.sums { @for total in &sheet.totals { div.strong[total.strong] { dt { (total.label) } dd { (total.value) } } } }
            @if !sheet.footer.trim().is_empty() { p.letter.pale { (sheet.footer) } }
        }
    }
}
