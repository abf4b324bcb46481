//! The lines of a document's form. Plain rows without scripts; with them, items as one types, a chooser of taxes, keys and amounts.

use despacho_kernel::Invalid;
use despacho_platform::{i18n::Lang, t};
use despacho_taxes::tax::Direction;
use despacho_ui::{InOrganization, assets::icon, error::message, format};
use maud::{Markup, html};

use super::{
    super::choices::Choice,
    sheet::{cell, id, label},
    sketch::Sketch,
};
use crate::{
    kind::Kind,
    typed::{TypedAmount, TypedDocument, TypedLine},
};

/// Empty rows after what is typed.
const EMPTY: usize = 3;

/// What the lines show.
pub struct Lines<'a> {
    pub who: &'a InOrganization,
    pub kind: Kind,
    /// As it is typed, in the reader's notation.
    pub typed: &'a TypedDocument,
    pub errors: &'a Invalid,
    pub taxes: &'a [Choice],
    pub sketch: &'a Sketch,
    pub digits: u8,
}

/// Every error of a field.
fn error(lang: Lang, errors: &Invalid, name: &str) -> Option<String> {
    let all: Vec<String> = errors.0.iter().filter(|error| error.field == name).map(|error| message(lang, error)).collect();
    (!all.is_empty()).then(|| all.join(" "))
}

impl Lines<'_> {
    fn purchase(&self) -> bool {
        self.kind.direction() == Direction::Purchase
    }

    fn columns(&self) -> usize {
        if self.purchase() { 9 } else { 8 }
    }

    fn input(&self, at: usize, field: &str, value: &str, placeholder: &str) -> Markup {
        let lang = self.who.lang();
        let name = cell(at, field);
        let error = error(lang, self.errors, &name);
        let (bad, described) = (error.is_some().then_some("true"), error.as_ref().map(|_| format!("{}-help", id(&name))));
        let decimal = matches!(field, "quantity" | "unit_price" | "discount_percent").then_some("decimal");
        let label = label(lang, &(at + 1).to_string(), field);
        let placeholder = Some(placeholder).filter(|text| !text.is_empty());
        html! {
            // A text of several lines would lose them in a field of one.
            @if value.contains('\n') {
                textarea id=(id(&name)) name=(name) rows="2" aria-label=(label) data-cell=(field) aria-invalid=[bad] aria-describedby=[described] { (value) }
            } @else {
                input id=(id(&name)) name=(name) value=(value) aria-label=(label) autocomplete="off" inputmode=[decimal] placeholder=[placeholder] data-cell=(field) aria-invalid=[bad] aria-describedby=[described];
            }
        }
    }

    fn taxes(&self, at: usize, line: &TypedLine) -> Markup {
        let lang = self.who.lang();
        let name = cell(at, "taxes");
        let error = error(lang, self.errors, &name);
        let chosen: Vec<&str> = line.taxes.iter().flatten().map(|tax| tax.code()).collect();
        let proposed = self.sketch.line(at).filter(|_| line.taxes.is_none()).map(|(codes, _)| codes).unwrap_or_default();
        let shown = if line.taxes.is_some() { &chosen } else { &proposed };
        // A tax that is no longer offered stays while a line has it.
        let gone = chosen.iter().filter(|code| !self.taxes.iter().any(|tax| tax.code == **code));
        html! {
            details.of-taxes data-controller="menu" {
                summary id=(id(&name)) role="button" aria-describedby=[error.as_ref().map(|_| format!("{}-help", id(&name)))] {
                    span.vh { (label(lang, &(at + 1).to_string(), "taxes")) ": " }
                    span.chosen { @for code in shown { span.tag { (code) } } @if shown.is_empty() { span.muted { (lang.t(if line.taxes.is_some() { "document-no-taxes" } else { "document-taxes-proposed" })) } } }
                }
                div.pop {
                    @for code in gone { label.check { input type="checkbox" name=(name) value=(code) checked; span { b { (code) } } } }
                    @for tax in self.taxes { label.check { input type="checkbox" name=(name) value=(tax.code) checked[chosen.contains(&tax.code.as_str())]; span { b { (tax.code) } " " (tax.label) } } }
                }
            }
            input type="hidden" name=(cell(at, "proposed")) value=(if line.taxes.is_none() { "yes" } else { "" });
        }
    }

    fn faults(&self, at: usize) -> Markup {
        let lang = self.who.lang();
        let fields = ["description", "account_code", "quantity", "unit_price", "discount_percent", "taxes"];
        let faults: Vec<(&str, String)> = fields.into_iter().filter_map(|field| Some((field, error(lang, self.errors, &cell(at, field))?))).collect();
        html! { @for (field, text) in &faults { tr.say { td colspan=(self.columns()) id=(format!("{}-help", id(&cell(at, field)))) { (text) } } } }
    }

    fn row(&self, at: usize, line: &TypedLine) -> Markup {
        let lang = self.who.lang();
        let bad = |field: &str| error(lang, self.errors, &cell(at, field)).is_some();
        let number = (at + 1).to_string();
        let net = self.sketch.line(at).map(|(_, net)| format::amount(lang, net, self.digits)).unwrap_or_default();
        html! {
            tr data-paper-target="row" {
                td.pos aria-hidden="true" { (number) }
                td.acct.said.bad[bad("description")] {
                    (self.input(at, "description", &line.description, &lang.t("document-line-placeholder")))
                    input type="hidden" name=(cell(at, "item_id")) value=(line.item_id.map(|id| id.to_string()).unwrap_or_default()) data-cell="item_id";
                }
                @if self.purchase() { td.acct.code.bad[bad("account_code")] data-l=(lang.t("document-account")) { (self.input(at, "account_code", &line.account_code, "")) } }
                td.num.bad[bad("quantity")] data-l=(lang.t("document-quantity")) { (self.input(at, "quantity", &line.quantity, "1")) }
                td.num.bad[bad("unit_price")] data-l=(lang.t("document-price")) { (self.input(at, "unit_price", &line.unit_price, "")) }
                td.num.bad[bad("discount_percent")] data-l=(lang.t("document-discount-percent")) { (self.input(at, "discount_percent", &line.discount_percent, "0")) }
                td.taxc.bad[bad("taxes")] data-l=(lang.t("document-taxes")) { (self.taxes(at, line)) }
                td.num.net data-l=(lang.t("document-amount")) { output { (net) } }
                td.out { button.iconbtn.scripted type="button" tabindex="-1" data-action="paper#remove" aria-label=(t!(lang, "entry-remove-line", line = number.as_str())) { (icon("x")) } }
            }
            (self.faults(at))
        }
    }

    /// The table of lines.
    pub fn render(&self, more: bool) -> Markup {
        let lang = self.who.lang();
        let lines = &self.typed.lines;
        let rows = if more { lines.len() + EMPTY } else { (lines.len() + 1).max(EMPTY) };
        let empty = TypedLine::default();
        let whole = error(lang, self.errors, "lines");
        html! {
            p.gone-line role="status" hidden data-paper-target="removed" { span {} " " button.btn.small type="button" data-action="paper#bringBack" { (lang.t("undo")) } }
            table.cells.doc-lines #f-lines tabindex="-1" aria-describedby=[whole.as_ref().map(|_| "f-lines-help")] {
                caption.vh { (lang.t("document-lines")) }
                colgroup { col.w-pos; col; @if self.purchase() { col.w-acct; } col.w-qty; col.w-price; col.w-qty; col.w-tax; col.w-net; col.w-out; }
                thead { tr {
                    th scope="col" { span.vh { (lang.t("entry-line")) } }
                    th scope="col" { (lang.t("document-line")) }
                    @if self.purchase() { th scope="col" { (lang.t("document-account")) } }
                    th.num scope="col" { (lang.t("document-quantity")) }
                    th.num scope="col" { (lang.t("document-price")) }
                    th.num scope="col" { (lang.t("document-discount-percent")) }
                    th scope="col" { (lang.t("document-taxes")) }
                    th.num scope="col" { (lang.t("document-amount")) }
                    th.out scope="col" { span.vh { (lang.t("remove")) } }
                } }
                tbody data-paper-target="body" { @for at in 0..rows { (self.row(at, lines.get(at).unwrap_or(&empty))) } }
            }
            @if let Some(whole) = &whole { p.help.bad.within #f-lines-help { (whole) } }
            noscript { p.more-rows { button.btn.small type="submit" name="do" value="rows" { (lang.t("entry-add-rows")) } } }
        }
    }

    /// The amounts of taxes that the vendor's paper has, where they differ from what is computed.
    pub fn paper_taxes(&self) -> Markup {
        let lang = self.who.lang();
        let empty = TypedAmount::default();
        let rows = self.typed.taxes.len() + 1;
        html! {
            details.paper-taxes open[!self.typed.taxes.is_empty()] {
                summary { (lang.t("document-paper-taxes")) }
                p.muted { (lang.t("document-paper-taxes-about")) }
                @for at in 0..rows.max(2) {
                    @let tax = self.typed.taxes.get(at).unwrap_or(&empty);
                    @let (code, amount) = (format!("taxes[{at}].code"), format!("taxes[{at}].amount"));
                    @let wrong = error(lang, self.errors, &code).or_else(|| error(lang, self.errors, &amount));
                    @let help = wrong.as_ref().map(|_| format!("f-taxes{at}-help"));
                    div.row {
                        select id=(id(&code)) name=(code) aria-label=(t!(lang, "document-paper-tax", line = at + 1)) aria-describedby=[help.as_ref()] {
                            option value="" { "—" }
                            @for own in self.taxes { option value=(own.code) selected[own.code == tax.code] { (own.code) " · " (own.label) } }
                        }
                        input id=(id(&amount)) name=(amount) value=(tax.amount) inputmode="decimal" autocomplete="off" aria-label=(t!(lang, "document-paper-amount", line = at + 1)) aria-invalid=[wrong.is_some().then_some("true")] aria-describedby=[help.as_ref()];
                    }
                    @if let Some(wrong) = &wrong { p.help.bad id=[help.as_ref()] { (wrong) } }
                }
            }
        }
    }
}
