//! Lines of a template as a form shows and reads them: formulas in the reader's notation.

use std::collections::HashMap;

use despacho_kernel::{FieldError, Id, Invalid, number::Notation};
use despacho_ledger::{
    accounts::store as accounts,
    dimensions::{Tagging, Tags},
};
use despacho_platform::{Result, i18n::Lang, sql::Connection, t};
use despacho_ui::{error::message, fields::notation, forms::FormData};
use maud::{Markup, html};

use super::{
    formula::{self, rewritten},
    template::{REST, TemplateLine},
};

/// Empty rows below those that are there, and how many more a button adds.
pub const EMPTY: usize = 4;

const FIELDS: [&str; 6] = ["account_code", "contact", "description", "tags", "debit", "credit"];

/// The lines that are typed, without the empty ones.
pub fn typed(data: &FormData, tagging: &Tagging) -> Vec<TemplateLine> {
    let [codes, contacts, texts, tags, debits, credits] = FIELDS.map(|field| data.all(&format!("line.{field}")));
    let at = |all: &[String], nth: usize| all.get(nth).map(|text| text.trim().to_owned()).unwrap_or_default();
    let line = |nth: usize| TemplateLine {
        account_code: at(&codes, nth),
        contact: at(&contacts, nth),
        description: at(&texts, nth),
        debit: at(&debits, nth),
        credit: at(&credits, nth),
        tags: Some(at(&tags, nth)).filter(|text| !text.is_empty()).map_or_else(Tags::new, |text| tagging.read(&text)),
    };
    (0..codes.len()).map(line).filter(|line| !line.is_empty()).collect()
}

/// Lines as they are stored: formulas that cannot be read as the reader writes are told at their place.
pub fn stored(typed: &[TemplateLine], lang: Lang, errors: &mut Invalid) -> Vec<TemplateLine> {
    let mut formula = |at: usize, field: &str, text: &str| {
        if text.is_empty() || text == REST {
            return text.to_owned();
        }
        errors.take(&format!("lines[{at}].{field}"), formula::read(text, notation(lang)));
        rewritten(text, notation(lang), Notation::Plain)
    };
    let lines = typed.iter().enumerate();
    lines
        .map(|(at, line)| TemplateLine { debit: formula(at, "debit", &line.debit), credit: formula(at, "credit", &line.credit), ..line.clone() })
        .collect()
}

/// Stored lines as the reader writes them.
pub fn shown(stored: &[TemplateLine], lang: Lang) -> Vec<TemplateLine> {
    let formula = |text: &str| rewritten(text, Notation::Plain, notation(lang));
    stored
        .iter()
        .map(|line| TemplateLine { debit: formula(&line.debit), credit: formula(&line.credit), ..line.clone() })
        .collect()
}

/// The names of the accounts that lines name, by code.
pub async fn names(db: &dyn Connection, organization: Id, lines: &[TemplateLine]) -> Result<HashMap<String, String>> {
    let mut codes: Vec<&str> = lines.iter().map(|line| line.account_code.as_str()).filter(|code| !code.is_empty()).collect();
    codes.sort_unstable();
    codes.dedup();
    if codes.is_empty() {
        return Ok(HashMap::new());
    }
    let found = accounts::of_codes(db, organization, &codes).await?;
    Ok(found.into_iter().map(|account| (account.code, account.name)).collect())
}

fn column(lang: Lang, field: &str) -> String {
    lang.t(match field {
        "account_code" => "entry-account",
        "contact" => "template-contact",
        "tags" => "entry-tags",
        "debit" => "entry-debit",
        "credit" => "entry-credit",
        _ => "field-description",
    })
}

fn place(error: &FieldError) -> Option<(usize, &str)> {
    let (at, field) = error.field.strip_prefix("lines[")?.split_once("].")?;
    Some((at.parse().ok()?, field))
}

/// The labels of the cells with errors, for the summary.
pub fn labels(lang: Lang, errors: &Invalid) -> Vec<(&str, String)> {
    let label = |error: &'_ FieldError| place(error).map(|(at, field)| t!(lang, "template-cell", column = column(lang, field), line = at + 1));
    errors.0.iter().filter_map(|error| Some((error.field.as_str(), label(error)?))).collect()
}

/// The table of lines.
pub struct Lines<'a> {
    pub lang: Lang,
    pub lines: &'a [TemplateLine],
    pub errors: &'a Invalid,
    pub names: &'a HashMap<String, String>,
    pub tagging: &'a Tagging,
    /// Empty rows below.
    pub empty: usize,
}

impl Lines<'_> {
    fn cell(&self, at: usize, field: &str, value: &str) -> Markup {
        let full = format!("lines[{at}].{field}");
        let id = format!("f-{}", full.replace('.', "-"));
        let told: Vec<String> = self.errors.0.iter().filter(|error| error.field == full).map(|error| message(self.lang, error)).collect();
        let (bad, help) = (!told.is_empty(), format!("{id}-help"));
        let list = (field == "tags").then_some("template-tags");
        html! {
            input id=(id) name=(format!("line.{field}")) value=(value) autocomplete="off" spellcheck="false" data-cell=(field) list=[list]
                aria-label=(t!(self.lang, "template-cell", column = column(self.lang, field), line = at + 1))
                aria-invalid=[bad.then_some("true")] aria-describedby=[bad.then_some(&help)];
            @if bad { p.help.bad id=(help) { (told.join(" ")) } }
        }
    }

    /// The table with what is wrong in its cells.
    pub fn render(&self) -> Markup {
        let lang = self.lang;
        let tags = !self.tagging.is_empty() || self.lines.iter().any(|line| !line.tags.is_empty());
        let blank = TemplateLine::default();
        html! {
            @if tags { datalist #template-tags { @for (dimension, value) in self.tagging.offered() {
                option value=(self.tagging.shown(&[(dimension.code.clone(), value.code.clone())].into())) { (dimension.name) ": " (value.name) }
            } } }
            div.scroll { table.typed-rows.formulas #f-lines data-controller="sheet" data-sheet-digits-value="2" data-action="keydown->sheet#press input->sheet#count paste->sheet#paste" {
                caption.vh { (lang.t("entry-lines")) }
                thead { tr {
                    th.pos scope="col" { span.vh { (lang.t("entry-line")) } }
                    @for field in FIELDS.into_iter().filter(|field| tags || *field != "tags") { th scope="col" class=[matches!(field, "debit" | "credit").then_some("num")] { (column(lang, field)) } }
                } }
                tbody { @for (at, line) in self.lines.iter().chain(std::iter::repeat_n(&blank, self.empty)).enumerate() { tr data-sheet-target="row" {
                    td.pos.muted aria-hidden="true" { "L" (at + 1) }
                    td data-l=(column(lang, "account_code")) { (self.cell(at, "account_code", &line.account_code)) @if let Some(name) = self.names.get(&line.account_code) { small.muted { (name) } } }
                    td.short data-l=(column(lang, "contact")) { (self.cell(at, "contact", &line.contact)) }
                    td data-l=(column(lang, "description")) { (self.cell(at, "description", &line.description)) }
                    @if tags { td data-l=(column(lang, "tags")) { (self.cell(at, "tags", &self.tagging.shown(&line.tags))) } }
                    td.num data-l=(column(lang, "debit")) { (self.cell(at, "debit", &line.debit)) }
                    td.num data-l=(column(lang, "credit")) { (self.cell(at, "credit", &line.credit)) }
                } } }
            } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_the_reader_writes() {
        let mut data = FormData::default();
        for (code, debit, credit) in [("621", "base", ""), ("", "", ""), ("472", "base*0,21", ""), ("", "", "="), ("1", "1,5,0", "")] {
            for field in FIELDS {
                let value = match field {
                    "account_code" => code,
                    "debit" => debit,
                    "credit" => credit,
                    _ => "",
                };
                data.set(&format!("line.{field}"), value);
            }
        }
        let lines = typed(&data, &Tagging::default());
        let mut errors = Invalid::new();
        let kept = stored(&lines, Lang::Es, &mut errors);
        let found: Vec<[&str; 3]> = kept.iter().map(|line| [line.account_code.as_str(), &line.debit, &line.credit]).collect();
        assert_eq!(found, [["621", "base", ""], ["472", "base*0.21", ""], ["", "", "="], ["1", "1,5,0", ""]]);
        // What a Spanish reader does not write so is no number.
        assert_eq!(errors.0.iter().map(|e| (e.field.as_str(), e.code)).collect::<Vec<_>>(), [("lines[3].debit", "formula_syntax")]);
        assert_eq!(shown(&kept[..3], Lang::Es), lines[..3]);
    }
}
