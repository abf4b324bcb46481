//! What a document's form holds: as it is typed, in the reader's notation, and as it is stored.

use std::collections::BTreeMap;

use despacho_kernel::{
    FieldError, Invalid,
    money::{Money, plain},
    number::{Notation, decimal},
    place::Currency,
};
use despacho_platform::{i18n::Lang, t};
use despacho_ui::{fields::notation, format, forms::FormData};

use super::super::rows::price;
use crate::typed::{TypedAmount, TypedDocument, TypedLine, TypedTax};

/// The name of a line's cell.
pub fn cell(at: usize, field: &str) -> String {
    format!("lines[{at}].{field}")
}

/// The id of a cell or field, which the summary of errors leads to.
pub fn id(name: &str) -> String {
    format!("f-{}", name.replace('.', "-"))
}

/// The place and the field of a cell's name, of `lines` or `taxes`.
fn place<'a>(list: &str, name: &'a str) -> Option<(usize, &'a str)> {
    let (at, field) = name.strip_prefix(list)?.strip_prefix('[')?.split_once("].")?;
    Some((at.parse().ok()?, field))
}

/// A form as it was sent.
pub struct Sent {
    pub typed: TypedDocument,
    /// Where each line stood in the form: lines of which nothing is typed are left out.
    pub places: Vec<usize>,
}

/// A line as it was sent, with what its taxes are: proposed until one chooses some. `script` is what scripts say that show what is proposed.
#[derive(Default)]
struct Row {
    line: TypedLine,
    proposed: String,
    taxes: Vec<String>,
}

impl Row {
    fn line(self) -> TypedLine {
        let proposed = self.proposed == "script" || (!self.proposed.is_empty() && self.taxes.is_empty());
        TypedLine { taxes: (!proposed).then(|| self.taxes.into_iter().map(TypedTax::Code).collect()), ..self.line }
    }
}

/// The form as it was sent.
pub fn sent(data: &FormData) -> Sent {
    let mut rows: BTreeMap<usize, Row> = BTreeMap::new();
    let mut taxes: BTreeMap<usize, TypedAmount> = BTreeMap::new();
    for (name, value) in &data.0 {
        let value = value.trim();
        if let Some((at, field)) = place("lines", name) {
            let row = rows.entry(at).or_default();
            match field {
                "item_id" => row.line.item_id = value.parse().ok(),
                "description" => value.clone_into(&mut row.line.description),
                "quantity" => value.clone_into(&mut row.line.quantity),
                "unit_price" => value.clone_into(&mut row.line.unit_price),
                "discount_percent" => value.clone_into(&mut row.line.discount_percent),
                "account_code" => value.clone_into(&mut row.line.account_code),
                "proposed" => value.clone_into(&mut row.proposed),
                "taxes" => row.taxes.push(value.to_owned()),
                _ => {}
            }
        } else if let Some((at, field)) = place("taxes", name) {
            let tax = taxes.entry(at).or_default();
            match field {
                "code" => value.clone_into(&mut tax.code),
                "amount" => value.clone_into(&mut tax.amount),
                _ => {}
            }
        }
    }
    let said = rows.into_iter().filter(|(_, row)| !row.line.is_empty());
    let (places, lines) = said.map(|(at, row)| (at, row.line())).unzip();
    let typed = TypedDocument {
        contact_id: data.get("contact_id").parse().ok(),
        date: data.day("date"),
        due_date: data.day("due_date"),
        series: data.text("series"),
        currency: data.text("currency"),
        rate: data.text("rate"),
        prices_include_tax: data.get("prices") == "tax_included",
        simplified: data.has("simplified"),
        reference: data.text("reference"),
        notes: data.text("notes"),
        vendor_number: data.text("vendor_number"),
        lines,
        taxes: taxes.into_values().filter(|tax| !tax.code.is_empty() || !tax.amount.is_empty()).collect(),
        corrects_id: data.get("corrects_id").parse().ok(),
        method: data.text("method"),
        reason: data.text("reason"),
    };
    Sent { typed, places }
}

/// Every number and amount of a document, changed.
fn with(typed: &TypedDocument, number: impl Fn(&str, u32) -> String, amount: impl Fn(&str) -> String) -> TypedDocument {
    let line = |line: &TypedLine| TypedLine {
        quantity: number(&line.quantity, 6),
        unit_price: number(&line.unit_price, 6),
        discount_percent: number(&line.discount_percent, 4),
        ..line.clone()
    };
    let tax = |tax: &TypedAmount| TypedAmount { code: tax.code.clone(), amount: amount(&tax.amount) };
    TypedDocument {
        rate: number(&typed.rate, 10),
        lines: typed.lines.iter().map(line).collect(),
        taxes: typed.taxes.iter().map(tax).collect(),
        ..typed.clone()
    }
}

/// The same with numbers as they are stored; what is none stays as it is, for its error to be told.
pub fn stored(typed: &TypedDocument, lang: Lang, currency: &'static Currency) -> TypedDocument {
    let number = |text: &str, scale: u32| decimal(text, notation(lang), scale).map_or_else(|_| text.to_owned(), |number| number.to_string());
    let amount = |text: &str| Money::parse(text, currency, notation(lang)).map_or_else(|_| text.to_owned(), |money| plain(money.minor, currency.digits));
    with(typed, number, amount)
}

/// What is stored as the reader writes it. A discount of nothing is not told.
pub fn shown(stored: &TypedDocument, lang: Lang, currency: &'static Currency) -> TypedDocument {
    // A minus is typed with the sign of the keyboard.
    let number = |text: &str, _: u32| if text.is_empty() { String::new() } else { format::decimal(lang, text).replace('−', "-") };
    let amount =
        |text: &str| Money::parse(text, currency, Notation::Plain).map_or_else(|_| text.to_owned(), |money| format::amount(lang, money.minor, currency.digits));
    let mut typed = with(stored, number, amount);
    for (line, own) in typed.lines.iter_mut().zip(&stored.lines) {
        line.unit_price = price(lang, &own.unit_price, currency.digits).replace('−', "-");
    }
    for line in typed.lines.iter_mut().filter(|line| line.discount_percent == "0") {
        line.discount_percent.clear();
    }
    typed
}

/// Errors at the cells of the form: those of a line's taxes at its chooser, of its item at its text, of what it corrects over the lines.
pub fn placed(errors: &Invalid) -> Invalid {
    let place = |error: &FieldError| {
        let mut error = error.clone();
        if let Some((at, field)) = place("lines", &error.field) {
            let field = if field.starts_with("taxes") {
                "taxes"
            } else if field == "item_id" {
                "description"
            } else {
                field
            };
            error.field = cell(at, field);
        } else if error.field == "corrects_id" {
            error.field = "lines".into();
        }
        error
    };
    Invalid(errors.0.iter().map(place).collect())
}

/// The label of a cell, for the summary and for who does not see the heading.
pub fn label(lang: Lang, line: &str, field: &str) -> String {
    let column = match field {
        "quantity" => "document-quantity",
        "unit_price" => "document-price",
        "discount_percent" => "document-discount-percent",
        "taxes" => "document-taxes",
        "account_code" => "document-account",
        _ => "document-line",
    };
    t!(lang, "document-cell", line = line, column = lang.t(column))
}

/// The labels of fields with errors that have others than their own.
pub fn labels(lang: Lang, errors: &Invalid) -> Vec<(&str, String)> {
    let of = |field: &str| {
        if let Some((at, name)) = place("lines", field) {
            return Some(label(lang, &(at + 1).to_string(), name));
        }
        if place("taxes", field).is_some() {
            return Some(lang.t("document-paper-taxes"));
        }
        let key = match field {
            "contact_id" => "document-contact",
            "due_date" => "document-due-on",
            "vendor_number" => "document-vendor-number",
            "reason" => "document-reason",
            "rate" => "document-rate",
            "series" => "document-series",
            "simplified" => "document-simplified",
            "lines" => "document-lines",
            _ => return None,
        };
        Some(lang.t(key))
    };
    errors.0.iter().filter_map(|error| Some((error.field.as_str(), of(&error.field)?))).collect()
}

#[cfg(test)]
mod tests {
    use despacho_kernel::place::currency;

    use super::*;

    fn data(pairs: &[(&str, &str)]) -> FormData {
        FormData(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn lines_of_which_nothing_is_typed_are_left_out_and_taxes_are_proposed_until_they_are_chosen() {
        let sent = sent(&data(&[
            ("date", "5/1/26"),
            ("lines[0].description", ""),
            ("lines[0].quantity", "1"),
            ("lines[2].description", "Uno"),
            ("lines[2].unit_price", "1.234,5"),
            ("lines[2].proposed", "yes"),
            ("lines[5].description", "Dos"),
            ("lines[5].proposed", "yes"),
            ("lines[5].taxes", "IVA21V"),
            ("lines[5].taxes", "IRPF15V"),
            ("lines[7].description", "Tres"),
            ("lines[7].proposed", ""),
            ("lines[9].description", "Cuatro"),
            ("lines[9].proposed", "script"),
            ("lines[9].taxes", "IVA21V"),
            ("taxes[0].code", ""),
            ("taxes[0].amount", ""),
            ("taxes[1].code", "IVA21C"),
            ("taxes[1].amount", "21,01"),
        ]));
        assert_eq!((sent.typed.date.as_str(), sent.places.as_slice()), ("2026-01-05", &[2, 5, 7, 9][..]));
        let codes = |at: usize| sent.typed.lines[at].taxes.as_ref().map(|taxes| taxes.iter().map(|tax| tax.code().to_owned()).collect::<Vec<_>>());
        assert_eq!((codes(0), codes(1), codes(2), codes(3)), (None, Some(vec!["IVA21V".into(), "IRPF15V".into()]), Some(vec![]), None));
        let euro = currency("EUR").expect("the euro");
        let stored = stored(&sent.typed, Lang::Es, euro);
        assert_eq!((stored.lines[0].unit_price.as_str(), stored.taxes[0].amount.as_str()), ("1234.5", "21.01"));
        let again = shown(&stored, Lang::En, euro);
        assert_eq!((again.lines[0].unit_price.as_str(), again.taxes[0].amount.as_str()), ("1,234.50", "21.01"));
    }

    #[test]
    fn errors_stand_at_cells() {
        let mut errors = Invalid::new();
        for field in ["lines[1].taxes[0]", "lines[0].item_id", "lines[0].unit_price", "corrects_id", "date"] {
            errors.push(field, "required");
        }
        let placed = placed(&errors);
        let fields: Vec<&str> = placed.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["lines[1].taxes", "lines[0].description", "lines[0].unit_price", "lines", "date"]);
    }
}
