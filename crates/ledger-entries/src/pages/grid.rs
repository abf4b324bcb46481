//! The grid in which an entry is typed. Plain rows without scripts; with them, keys and a running difference.

use despacho_kernel::{Invalid, access::OrganizationRight as R, place::Currency};
use despacho_ledger::{
    dimensions::Tagging,
    journal::{
        codes::Named,
        sheet::{cell, id, joined, place, sums},
        typed::{TypedEntry, TypedLine},
    },
};
use despacho_platform::{i18n::Lang, t};
use despacho_ui::{InOrganization, assets::icon, error::message, format};
use maud::{Markup, html};

/// Empty rows after what is typed.
const EMPTY: usize = 5;

/// What the grid shows.
pub struct Grid<'a> {
    pub who: &'a InOrganization,
    /// As it is typed, in the reader's notation.
    pub typed: &'a TypedEntry,
    pub errors: &'a Invalid,
    /// The accounts and contacts that the lines name.
    pub named: &'a Named,
    pub currency: &'static Currency,
    pub tagging: &'a Tagging,
}

/// The label of a cell in the summary of errors, and for who does not see the heading.
fn label(lang: Lang, at: &str, field: &str) -> String {
    match field {
        "account_code" => t!(lang, "entry-cell-account", line = at),
        "description" => t!(lang, "entry-cell-text", line = at),
        "credit" => t!(lang, "entry-cell-credit", line = at),
        "debit" => t!(lang, "entry-cell-debit", line = at),
        "tags" => t!(lang, "entry-cell-tags", line = at),
        _ => t!(lang, "entry-cell-currency", line = at),
    }
}

/// The labels of the cells with errors, for the summary.
pub fn labels(lang: Lang, errors: &Invalid) -> Vec<(&str, String)> {
    let named = |error: &'_ despacho_kernel::FieldError| place(&error.field).map(|(at, field)| label(lang, &(at + 1).to_string(), field));
    errors.0.iter().filter_map(|error| Some((error.field.as_str(), named(error)?))).collect()
}

/// What is lacking: `Faltan 9,00 € en el haber`, `Cuadrado`.
pub fn difference(lang: Lang, (debit, credit): (i64, i64), currency: &'static Currency) -> (&'static str, String) {
    let money = |minor: i64| format::money(lang, minor, currency);
    match debit.saturating_sub(credit) {
        0 if debit == 0 => ("muted", lang.t("entry-no-amounts")),
        0 => ("ok-ink", lang.t("entry-balanced")),
        more if more > 0 => ("warn-ink", t!(lang, "entry-lacks-credit", amount = money(more))),
        less => ("warn-ink", t!(lang, "entry-lacks-debit", amount = money(-less))),
    }
}

impl Grid<'_> {
    fn error(&self, name: &str) -> Option<String> {
        let lang = self.who.lang();
        let all: Vec<String> = self.errors.0.iter().filter(|error| error.field == name).map(|error| message(lang, error)).collect();
        (!all.is_empty()).then(|| all.join(" "))
    }

    /// Whether lines have a cell for their tags.
    fn has_tags(&self) -> bool {
        !self.tagging.is_empty() || self.typed.postings.iter().any(|line| !line.tags.is_empty())
    }

    fn columns(&self) -> usize {
        if self.has_tags() { 8 } else { 7 }
    }

    /// What may be typed as a tag.
    fn offered(&self) -> Markup {
        html! {
            datalist #entry-tags { @for (dimension, value) in self.tagging.offered() {
                option value=(self.tagging.shown(&[(dimension.code.clone(), value.code.clone())].into())) { (dimension.name) ": " (value.name) }
            } }
        }
    }

    fn input(&self, at: usize, field: &str, value: &str, placeholder: &str) -> Markup {
        let name = cell(at, field);
        let error = self.error(&name);
        let (bad, described) = (error.is_some().then_some("true"), error.as_ref().map(|_| format!("{}-help", id(&name))));
        let decimal = matches!(field, "debit" | "credit").then_some("decimal");
        let list = (field == "tags").then_some("entry-tags");
        html! {
            input id=(id(&name)) name=(name) value=(value) aria-label=(label(self.who.lang(), &(at + 1).to_string(), field)) autocomplete="off" spellcheck="false"
                inputmode=[decimal] list=[list] placeholder=[Some(placeholder).filter(|text| !text.is_empty())] data-cell=(field) aria-invalid=[bad] aria-describedby=[described];
        }
    }

    /// What is wrong in a line, under it, with what mends it.
    fn faults(&self, at: usize, line: &TypedLine) -> Markup {
        let lang = self.who.lang();
        let fields = ["account_code", "description", "tags", "debit", "credit", "currency", "amount_in_currency", "rate"];
        let faults: Vec<(&str, String)> = fields.into_iter().filter_map(|field| Some((field, self.error(&cell(at, field))?))).collect();
        let code = self.named.filled(&line.account_code).unwrap_or_else(|| line.account_code.clone());
        let unknown = self.errors.0.iter().any(|error| error.field == cell(at, "account_code") && error.code == "account_unknown");
        let makes = unknown && self.who.may(R::EditAccounts) && !code.is_empty();
        html! {
            @for (field, text) in &faults {
                tr.say { td colspan=(self.columns()) id=(format!("{}-help", id(&cell(at, field)))) {
                    (text)
                    @if makes && *field == "account_code" {
                        a.btn.small href=(self.who.path(&format!("/accounts/new?{}", form_urlencoded::Serializer::new(String::new()).append_pair("code", &code).finish()))) target="_blank" {
                            (t!(lang, "entry-make-account", code = code.as_str()))
                        }
                    }
                } }
            }
        }
    }

    fn row(&self, at: usize, line: &TypedLine, last: bool) -> Markup {
        let lang = self.who.lang();
        let bad = |field: &str| self.error(&cell(at, field)).is_some();
        let number = (at + 1).to_string();
        html! {
            tr data-entry-target="row" {
                td.pos aria-hidden="true" { (number) }
                td.acct.bad[bad("account_code")] { (self.input(at, "account_code", &joined(&line.account_code, &line.contact), if last { lang.t("entry-account-placeholder") } else { String::new() }.as_str())) }
                td.named {
                    @match (self.named.contact(line), self.named.account(line)) {
                        (Some(contact), _) => (contact.name),
                        (None, Some(account)) => { (account.name) @if self.named.lacks_contact(line) { " " span.tag.warn { (lang.t("entry-without-contact")) } } },
                        (None, None) => {},
                    }
                    @if !line.currency.is_empty() {
                        " " span.tag { (line.currency) " " (format::decimal(lang, &line.amount_in_currency)) }
                        @for (field, value) in [("currency", &line.currency), ("amount_in_currency", &line.amount_in_currency), ("rate", &line.rate)] {
                            input type="hidden" id=(id(&cell(at, field))) name=(cell(at, field)) value=(value) data-cell=(field);
                        }
                    }
                }
                td.textc.bad[bad("description")] { (self.input(at, "description", &line.description, if line.is_empty() { "" } else { &self.typed.description })) }
                @if self.has_tags() {
                    td.tagc.bad[bad("tags")] data-l=(lang.t("entry-tags")) { (self.input(at, "tags", &self.tagging.shown(&line.tags), "")) }
                }
                td.num.deb.bad[bad("debit")] data-l=(lang.t("entry-debit")) { (self.input(at, "debit", &line.debit, "")) }
                td.num.hab.bad[bad("credit")] data-l=(lang.t("entry-credit")) { (self.input(at, "credit", &line.credit, "")) }
                td.out {
                    button.iconbtn.scripted type="button" tabindex="-1" data-action="entry#remove" aria-label=(t!(lang, "entry-remove-line", line = number.as_str())) { (icon("x")) }
                }
            }
            (self.faults(at, line))
        }
    }

    /// The table with its rows, what is lacking and the sums.
    pub fn render(&self, more: bool) -> Markup {
        let lang = self.who.lang();
        let lines = &self.typed.postings;
        let rows = if more || lines.is_empty() { lines.len() + EMPTY } else { (lines.len() + 1).max(EMPTY) };
        let empty = TypedLine::default();
        let sums = sums(self.typed, lang, self.currency);
        let (ink, told) = difference(lang, sums, self.currency);
        let whole = self.error("postings");
        let amount = |minor| format::amount(lang, minor, self.currency.digits);
        html! {
            @if self.has_tags() { (self.offered()) }
            p.gone-line role="status" hidden data-entry-target="pasted" {}
            p.gone-line role="status" hidden data-entry-target="removed" { span {} " " button.btn.small type="button" data-action="entry#bringBack" { (lang.t("undo")) } }
            table.cells #f-postings tabindex="-1" aria-describedby=[whole.as_ref().map(|_| "f-postings-help")] {
                caption.vh { (lang.t("entry-lines")) }
                colgroup { col.w-pos; col.w-acct; col.w-name; col; @if self.has_tags() { col.w-tags; } col.w-amt; col.w-amt; col.w-out; }
                thead { tr {
                    th scope="col" { span.vh { (lang.t("entry-line")) } }
                    th scope="col" { (lang.t("entry-account")) }
                    th scope="col" { (lang.t("entry-account-name")) }
                    th scope="col" { (lang.t("field-description")) }
                    @if self.has_tags() { th.tagc scope="col" { (lang.t("entry-tags")) } }
                    th.num scope="col" { (lang.t("entry-debit")) }
                    th.num scope="col" { (lang.t("entry-credit")) }
                    th.out scope="col" { span.vh { (lang.t("remove")) } }
                } }
                tbody data-entry-target="body" {
                    @for at in 0..rows { (self.row(at, lines.get(at).unwrap_or(&empty), at + 1 == rows)) }
                }
                tfoot { tr {
                    th colspan=(self.columns() - 3) scope="row" {
                        span class=(ink) role="status" data-entry-target="difference" { (told) }
                        " " button.btn.small.scripted type="button" hidden[sums.0 == sums.1] data-entry-target="balance" data-action="entry#balance" { kbd { "=" } (lang.t("entry-balance")) }
                        @if let Some(whole) = &whole { p.help.bad #f-postings-help { (whole) } }
                    }
                    td.num data-l=(lang.t("entry-debit")) data-entry-target="debits" { (amount(sums.0)) }
                    td.num data-l=(lang.t("entry-credit")) data-entry-target="credits" { (amount(sums.1)) }
                    td {}
                } }
            }
        }
    }
}

/// The keys of the grid, for the dialog that shows every key of the page.
pub fn keys(lang: Lang) -> Markup {
    let keys = [
        ("Intro / Tab", "entry-keys-next"),
        ("↑ ↓", "entry-keys-rows"),
        ("629.7", "entry-keys-zeros"),
        ("430.7", "entry-keys-contact"),
        ("F4", "entry-keys-search"),
        ("=", "entry-keys-balance"),
        ("1200*0,21", "entry-keys-sums"),
        ("\"", "entry-keys-copy"),
        ("Alt + Supr", "entry-keys-remove"),
        ("Alt + ↑ ↓", "entry-keys-move"),
        ("F8", "entry-keys-ledger"),
        ("F9", "templates"),
        ("Ctrl + Intro", "entry-keys-save"),
        ("Esc", "entry-keys-back"),
    ];
    let name = |key: &str| match lang {
        Lang::Es => key.to_owned(),
        Lang::En => key.replace("Intro", "Enter").replace("Supr", "Del").replace("1200*0,21", "1200*0.21"),
    };
    html! {
        template #page-keys { h3 { (lang.t("entry-keys")) } dl { @for (key, about) in keys { div { dt { kbd { (name(key)) } } dd { (lang.t(about)) } } } } }
    }
}

/// What the scripts of the grid say, with `%n` for the line and `%t` for an amount or a code.
pub fn words(lang: Lang) -> String {
    let n = "%n";
    serde_json::json!({
        "account_code": label(lang, n, "account_code"),
        "description": label(lang, n, "description"),
        "debit": label(lang, n, "debit"),
        "tags": label(lang, n, "tags"),
        "credit": label(lang, n, "credit"),
        "remove": t!(lang, "entry-remove-line", line = n),
        "none": lang.t("entry-no-amounts"),
        "balanced": lang.t("entry-balanced"),
        "lacks_credit": t!(lang, "entry-lacks-credit", amount = "%t"),
        "lacks_debit": t!(lang, "entry-lacks-debit", amount = "%t"),
        "unknown": lang.t("entry-account-none"),
        "make": t!(lang, "entry-make-account", code = "%t"),
        "without_contact": lang.t("entry-without-contact"),
        "make_contact": lang.t("contact-new"),
        "make_account": lang.t("account-add"),
        "about_account": lang.t("entry-make-account-about"),
        "about_contact": lang.t("entry-contact-about"),
        "amount": lang.t("error-amount"),
        "pasted": t!(lang, "entry-pasted", number = n, debit = "%d", credit = "%c"),
        "undo_paste": lang.t("entry-paste-undo"),
        "too_many": lang.t("entry-paste-too-many"),
        "dated": lang.t("entry-paste-dated"),
        "see_block": lang.t("entry-paste-block"),
        "only_lines": lang.t("entry-paste-lines"),
        "several": lang.t("entry-ambiguous"),
        "found_one": lang.t("entry-found-one"),
        "found": t!(lang, "entry-found", number = n),
        "removed": t!(lang, "entry-line-removed", line = n),
        "placeholder": lang.t("entry-account-placeholder"),
    })
    .to_string()
}
