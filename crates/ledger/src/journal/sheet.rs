//! What the grid of an entry holds: as it is typed, in the reader's notation, and as it is stored.

use std::collections::BTreeMap;

use despacho_kernel::{
    FieldError, Invalid,
    money::{self, Money},
    number::Notation,
    place::Currency,
};
use despacho_platform::i18n::Lang;
use despacho_ui::{format, forms::FormData};

use crate::journal::typed::{TypedEntry, TypedLine};

/// The name of a cell, which is where its errors stand too.
pub fn cell(at: usize, field: &str) -> String {
    format!("postings[{at}].{field}")
}

/// The id of a cell or field, which the summary of errors leads to.
pub fn id(name: &str) -> String {
    format!("f-{}", name.replace('.', "-"))
}

/// What stands between an account and its contact, as people read it.
const DOT: char = '·';

/// An account with its contact as a cell shows them: `430 · 7`.
pub fn joined(code: &str, contact: &str) -> String {
    if contact.is_empty() { code.to_owned() } else { format!("{code} {DOT} {contact}") }
}

/// An account and its contact as a cell has them together.
pub fn apart(text: &str) -> Option<(&str, &str)> {
    text.split_once(DOT).map(|(code, contact)| (code.trim(), contact.trim()))
}

/// The line and the field of a cell's name.
pub fn place(name: &str) -> Option<(usize, &str)> {
    let (at, field) = name.strip_prefix("postings[")?.split_once("].")?;
    Some((at.parse().ok()?, field))
}

fn notation(lang: Lang) -> Notation {
    match lang {
        Lang::Es => Notation::Spanish,
        Lang::En => Notation::English,
    }
}

/// The form as it was sent. Lines of which nothing is typed are left out, and those with a text alone come last, as they say nothing yet.
pub fn typed(data: &FormData) -> TypedEntry {
    let mut lines: BTreeMap<usize, TypedLine> = BTreeMap::new();
    for (name, value) in &data.0 {
        let Some((at, field)) = place(name) else { continue };
        let line = lines.entry(at).or_default();
        let kept = match field {
            "account_code" => &mut line.account_code,
            "debit" => &mut line.debit,
            "credit" => &mut line.credit,
            "description" => &mut line.description,
            "contact" => &mut line.contact,
            "currency" => &mut line.currency,
            "amount_in_currency" => &mut line.amount_in_currency,
            "rate" => &mut line.rate,
            // What they are is known to who has the dimensions.
            "tags" => line.tags.entry(String::new()).or_default(),
            _ => continue,
        };
        value.trim().clone_into(kept);
    }
    for line in lines.values_mut() {
        if let Some((code, contact)) = apart(&line.account_code).filter(|_| line.contact.is_empty()) {
            (line.account_code, line.contact) = (code.to_owned(), contact.to_owned());
        }
    }
    let (mut said, texts): (Vec<TypedLine>, Vec<TypedLine>) =
        lines.into_values().filter(|line| !line.is_empty() || !line.description.is_empty()).partition(|line| !line.is_empty());
    said.extend(texts);
    TypedEntry {
        date: data.day("date"),
        journal: data.text("journal"),
        description: data.text("description"),
        reference: data.text("reference"),
        reverse_on: data.day("reverse_on"),
        postings: said,
    }
}

/// An amount in the reader's notation as minor units; what is wrong where it is none.
fn minor(text: &str, lang: Lang, currency: &'static Currency) -> Result<i64, &'static str> {
    Money::parse(text, currency, notation(lang)).map(|money| money.minor)
}

/// The same with amounts as they are stored; what cannot be read stays as it is. A negative amount changes side.
pub fn stored(typed: &TypedEntry, lang: Lang, currency: &'static Currency) -> TypedEntry {
    let amount = |text: &str| match minor(text, lang, currency) {
        Ok(units) => money::plain(units, currency.digits),
        Err(_) => text.to_owned(),
    };
    let turned = |text: &str| match minor(text, lang, currency) {
        Ok(units) if units < 0 => Some(money::plain(-units, currency.digits)),
        _ => None,
    };
    let line = |line: &TypedLine| {
        let (debit, credit) = match (turned(&line.debit), turned(&line.credit)) {
            (Some(units), _) if line.credit.is_empty() => (String::new(), units),
            (_, Some(units)) if line.debit.is_empty() => (units, String::new()),
            _ => (amount(&line.debit), amount(&line.credit)),
        };
        TypedLine { debit, credit, ..line.clone() }
    };
    TypedEntry { postings: typed.postings.iter().map(line).collect(), ..typed.clone() }
}

/// What is stored as the reader writes it.
pub fn shown(stored: &TypedEntry, lang: Lang, currency: &'static Currency) -> TypedEntry {
    let amount = |text: &str| match Money::parse(text, currency, Notation::Plain) {
        Ok(money) if money.minor != 0 => format::amount(lang, money.minor, currency.digits),
        Ok(_) => String::new(),
        Err(_) => text.to_owned(),
    };
    let line = |line: &TypedLine| TypedLine { debit: amount(&line.debit), credit: amount(&line.credit), ..line.clone() };
    TypedEntry { postings: stored.postings.iter().map(line).collect(), ..stored.clone() }
}

/// Debits and credits of what is typed, as far as they can be read.
pub fn sums(typed: &TypedEntry, lang: Lang, currency: &'static Currency) -> (i64, i64) {
    let stored = stored(typed, lang, currency);
    let read = |text: &str| Money::parse(text, currency, Notation::Plain).map_or(0, |money| money.minor);
    stored
        .postings
        .iter()
        .fold((0, 0), |(debit, credit), line| (i64::saturating_add(debit, read(&line.debit)), i64::saturating_add(credit, read(&line.credit))))
}

/// Errors as the form tells them: of an amount that cannot be read why, days and amounts as the reader writes them.
pub fn told(errors: &Invalid, typed: &TypedEntry, lang: Lang, currency: &'static Currency) -> Invalid {
    let why = |error: &FieldError| {
        let (at, field) = place(&error.field)?;
        let line = typed.postings.get(at)?;
        let text = match field {
            "debit" if !line.debit.is_empty() && !line.credit.is_empty() && minor(&line.debit, lang, currency).is_ok() => return Some("both_sides"),
            "debit" => &line.debit,
            "credit" => &line.credit,
            "account_code" if line.account_code.trim().is_empty() => return Some("account_missing"),
            _ => return None,
        };
        match minor(text, lang, currency) {
            _ if text.is_empty() => None,
            // It is an amount, but not one that is kept.
            Ok(units) if units != 0 => Some("amount_too_large"),
            Ok(_) => None,
            Err("amount") if text.bytes().filter(u8::is_ascii_digit).count() > 15 && text.chars().all(|c| "0123456789., ".contains(c)) => {
                Some("amount_too_large")
            }
            Err(code) => Some(code),
        }
    };
    let error = |error: &FieldError| {
        // One cell has all the tags of its line, and one the account with its contact.
        let field = match error.field.split_once("].") {
            Some((line, rest)) if rest.starts_with("tags.") => format!("{line}].tags"),
            Some((line, "contact")) => format!("{line}].account_code"),
            _ => error.field.clone(),
        };
        let code = match error.code {
            "amount_invalid" | "account_unknown" => why(error).unwrap_or(error.code),
            "too_few_postings" if typed.postings.iter().all(TypedLine::is_empty) => "entry_empty",
            code => code,
        };
        let param = |(name, value): &(&'static str, String)| match *name {
            "through" => ("through", format::stored_date(lang, value)),
            "difference" => {
                ("difference", Money::parse(value, currency, Notation::Plain).map_or(value.clone(), |m| format::money(lang, m.minor.abs(), currency)))
            }
            other => (other, value.clone()),
        };
        FieldError { field, code, params: error.params.iter().map(param).collect() }
    };
    Invalid(errors.0.iter().map(error).collect())
}

#[cfg(test)]
mod tests {
    use despacho_kernel::place::currency;

    use super::*;

    fn euro() -> &'static Currency {
        currency("EUR").expect("the euro")
    }

    fn data(pairs: &[(&str, &str)]) -> FormData {
        FormData(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    fn line(code: &str, debit: &str, credit: &str) -> TypedLine {
        TypedLine { account_code: code.into(), debit: debit.into(), credit: credit.into(), ..TypedLine::default() }
    }

    #[test]
    fn lines_are_read_by_their_numbers_and_empty_ones_are_left_out() {
        let sent = data(&[
            ("date", "2026-12-31"),
            ("postings[7].account_code", " 572 "),
            ("postings[7].credit", "1"),
            ("postings[0].description", "solo un texto"),
            ("postings[2].account_code", "629"),
            ("postings[2].debit", "1"),
            ("postings[3].debit", " "),
            ("postings[x].debit", "9"),
            ("postings[4].other", "9"),
        ]);
        let text = TypedLine { description: "solo un texto".into(), ..TypedLine::default() };
        assert_eq!(typed(&sent).postings, [line("629", "1", ""), line("572", "", "1"), text]);
        assert_eq!(typed(&sent).date, "2026-12-31");
        assert_eq!((cell(3, "debit"), place("postings[3].debit")), ("postings[3].debit".into(), Some((3, "debit"))));
    }

    #[test]
    fn an_account_and_its_contact_share_a_cell() {
        let read = |text: &str| {
            let line = typed(&data(&[("postings[0].account_code", text)])).postings.remove(0);
            (line.account_code, line.contact)
        };
        let pair = |code: &str, contact: &str| (code.to_owned(), contact.to_owned());
        assert_eq!((read("430 · 7"), read("430·7"), read("629")), (pair("430", "7"), pair("430", "7"), pair("629", "")));
        assert_eq!((joined("430", "7"), joined("629", "")), ("430 · 7".to_owned(), "629".to_owned()));
        let mut errors = Invalid::new();
        errors.push("postings[1].contact", "contact_unknown");
        let told = told(&errors, &TypedEntry::default(), Lang::Es, euro());
        assert_eq!((told.0[0].field.as_str(), told.0[0].code), ("postings[1].account_code", "contact_unknown"));
    }

    #[test]
    fn amounts_are_stored_plain_and_shown_as_the_reader_writes() {
        let entry = |postings| TypedEntry { postings, ..TypedEntry::default() };
        let spanish = entry(vec![line("629", "1.234,5", ""), line("572", "", "x"), line("1", "0,001", "")]);
        let plain = stored(&spanish, Lang::Es, euro());
        assert_eq!(plain.postings, [line("629", "1234.50", ""), line("572", "", "x"), line("1", "0,001", "")]);
        assert_eq!(shown(&plain, Lang::Es, euro()).postings[0].debit, "1.234,50");
        assert_eq!(shown(&plain, Lang::En, euro()).postings[0].debit, "1,234.50");
        assert_eq!(shown(&plain, Lang::En, euro()).postings[1].credit, "x");
        assert_eq!(sums(&spanish, Lang::Es, euro()), (123_450, 0));
    }

    #[test]
    fn a_negative_amount_changes_side() {
        let turned = |debit: &str, credit: &str| {
            let entry = TypedEntry { postings: vec![line("629", debit, credit)], ..TypedEntry::default() };
            let line = stored(&entry, Lang::Es, euro()).postings.remove(0);
            (line.debit, line.credit)
        };
        assert_eq!(turned("-1.200,00", ""), (String::new(), "1200.00".into()));
        assert_eq!(turned("", "−3"), ("3.00".into(), String::new()));
        // Both sides typed say nothing that could be turned.
        assert_eq!(turned("-3", "3"), ("-3.00".into(), "3.00".into()));
    }

    #[test]
    fn an_amount_that_cannot_be_read_says_why() {
        let entry = TypedEntry { postings: vec![line("629", "1,234", ""), line("572", "", "x"), line("570", "", "")], ..TypedEntry::default() };
        let mut errors = Invalid::new();
        errors.push("postings[0].debit", "amount_invalid");
        errors.push("postings[1].credit", "amount_invalid");
        errors.push("postings[2].debit", "amount_invalid");
        let told_of = |lines, fields: &[(&str, &'static str)]| {
            let mut errors = Invalid::new();
            fields.iter().for_each(|(field, code)| errors.push(field, code));
            told(&errors, &TypedEntry { postings: lines, ..TypedEntry::default() }, Lang::Es, euro())
                .0
                .into_iter()
                .map(|e| e.code)
                .collect::<Vec<_>>()
        };
        assert_eq!(told_of(vec![line("629", "5", "5")], &[("postings[0].debit", "amount_invalid")]), ["both_sides"]);
        assert_eq!(told_of(vec![line("", "5", "")], &[("postings[0].account_code", "account_unknown")]), ["account_missing"]);
        assert_eq!(told_of(vec![line("9", "5", "")], &[("postings[0].account_code", "account_unknown")]), ["account_unknown"]);
        assert_eq!(told_of(vec![], &[("postings", "too_few_postings")]), ["entry_empty"]);
        assert_eq!(told_of(vec![line("629", "5", "")], &[("postings", "too_few_postings")]), ["too_few_postings"]);
        let large = [line("629", "99.999.999.999.999.999.999,00", ""), line("572", "", "90.000.000.000.000.000")];
        assert_eq!(told_of(large.to_vec(), &[("postings[0].debit", "amount_invalid"), ("postings[1].credit", "amount_invalid")]), ["amount_too_large"; 2]);
        errors.push_with("postings", "unbalanced", vec![("difference", "-9.00".into())]);
        errors.push_with("date", "period_locked", vec![("through", "2026-11-30".into())]);
        let told = told(&errors, &entry, Lang::Es, euro()).0;
        assert_eq!(told.iter().map(|e| e.code).collect::<Vec<_>>(), ["decimals", "amount", "amount_invalid", "unbalanced", "period_locked"]);
        assert_eq!(told[3].params, [("difference", "9,00\u{a0}€".to_owned())]);
        assert_eq!(told[4].params, [("through", "30 nov 2026".to_owned())]);
    }
}
