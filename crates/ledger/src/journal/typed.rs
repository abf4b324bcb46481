//! An entry as it is typed: amounts are texts until they are read.

use despacho_kernel::{
    Invalid,
    money::Money,
    number::{self, Notation},
    place::{self, Currency},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};

use super::entry::{AccountRef, ContactRef, EntryDraft, Foreign, Journal, Kind, Posting};
use crate::dimensions::{Tags, tags};
use crate::rates::rate::from_base;

/// Most lines that are typed of one entry.
pub const MAX_LINES: usize = 1000;

/// Reads null as nothing typed.
pub fn or_empty<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(Option::<String>::deserialize(from)?.unwrap_or_default())
}

/// Reads null as no tags.
pub fn or_none<'de, D: Deserializer<'de>>(from: D) -> Result<Tags, D::Error> {
    Ok(Option::<Tags>::deserialize(from)?.unwrap_or_default())
}

/// Reads a number as its text, null as nothing typed.
pub fn number_or_text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Sent {
        Number(i64),
        Text(String),
    }
    Ok(match Option::<Sent>::deserialize(from)? {
        Some(Sent::Number(number)) => number.to_string(),
        Some(Sent::Text(text)) => text,
        None => String::new(),
    })
}

/// A line as it is typed. Amounts are decimals with a point, empty where there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedLine {
    #[serde(deserialize_with = "or_empty")]
    pub account_code: String,
    #[serde(deserialize_with = "or_empty")]
    pub debit: String,
    #[serde(deserialize_with = "or_empty")]
    pub credit: String,
    #[serde(deserialize_with = "or_empty")]
    pub description: String,
    /// ISO 4217; empty where it is the organization's.
    #[serde(deserialize_with = "or_empty")]
    pub currency: String,
    /// Without sign: it has that of its side.
    #[serde(deserialize_with = "or_empty")]
    pub amount_in_currency: String,
    /// Units of the organization's currency for one of this.
    #[serde(deserialize_with = "or_empty")]
    pub rate: String,
    /// Values by their dimensions.
    #[serde(deserialize_with = "or_none")]
    pub tags: Tags,
    /// The number or the id of a contact.
    #[serde(deserialize_with = "number_or_text")]
    pub contact: String,
}

/// An entry as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedEntry {
    /// ISO 8601.
    pub date: String,
    /// A [`Journal`]; the general one where it is empty.
    pub journal: String,
    pub description: String,
    pub reference: String,
    /// The day on which it undoes itself, ISO 8601; empty where it stays.
    #[serde(deserialize_with = "or_empty")]
    pub reverse_on: String,
    pub postings: Vec<TypedLine>,
}

impl TypedLine {
    /// Whether nothing is typed in it.
    pub fn is_empty(&self) -> bool {
        [&self.account_code, &self.debit, &self.credit, &self.amount_in_currency].iter().all(|text| text.trim().is_empty())
    }

    /// One side's amount in minor units: none where it is empty or zero.
    fn side(&self, name: &str, at: usize, currency: &'static Currency, errors: &mut Invalid) -> Option<i64> {
        let text = if name == "debit" { &self.debit } else { &self.credit };
        if text.trim().is_empty() {
            return None;
        }
        match Money::parse(text.trim(), currency, Notation::Plain) {
            Ok(money) if money.minor > 0 => Some(money.minor),
            Ok(money) if money.minor == 0 => None,
            _ => {
                errors.push(&format!("postings[{at}].{name}"), "amount_invalid");
                None
            }
        }
    }

    fn read(&self, at: usize, base: &'static Currency, errors: &mut Invalid) -> Option<Posting> {
        let before = errors.0.len();
        let (debit, credit) = (self.side("debit", at, base, errors), self.side("credit", at, base, errors));
        let amount = match (debit, credit) {
            (Some(debit), None) => debit,
            (None, Some(credit)) => -credit,
            // One of its errors is enough.
            _ if errors.0.len() > before => return None,
            _ => {
                errors.push(&format!("postings[{at}].debit"), "amount_invalid");
                return None;
            }
        };
        let foreign = self.foreign(at, base, amount, errors);
        let contact = self.contact(at, errors);
        if self.account_code.trim().is_empty() {
            errors.push(&format!("postings[{at}].account_code"), "account_unknown");
        }
        (errors.0.len() == before).then(|| Posting {
            account: AccountRef::Code(self.account_code.trim().into()),
            amount,
            foreign,
            description: self.description.clone(),
            tags: self.tags.clone(),
            contact,
        })
    }

    /// The contact that is named: by its number, or by its id.
    fn contact(&self, at: usize, errors: &mut Invalid) -> Option<ContactRef> {
        let text = self.contact.trim();
        let named = text.parse().map(ContactRef::Number).ok().or_else(|| text.parse().map(ContactRef::Id).ok());
        if named.is_none() && !text.is_empty() {
            errors.push(&format!("postings[{at}].contact"), "contact_unknown");
        }
        named
    }

    /// Its amount in another currency: typed, or the amount by the rate, to the nearest minor unit.
    fn foreign(&self, at: usize, base: &'static Currency, amount: i64, errors: &mut Invalid) -> Option<Foreign> {
        let (currency, rate) = (self.currency.trim(), self.rate.trim());
        if currency.is_empty() || currency == base.code {
            return None;
        }
        let field = |name: &str| format!("postings[{at}].{name}");
        let Ok(of) = place::currency(currency) else {
            errors.push(&field("currency"), "currency");
            return None;
        };
        let rate_read = if rate.is_empty() { None } else { errors.take(&field("rate"), number::decimal(rate, Notation::Plain, 10)) };
        if rate_read.is_some_and(|rate| rate <= Decimal::ZERO) {
            errors.push(&field("rate"), "number");
            return None;
        }
        let typed = self.amount_in_currency.trim();
        let units = if typed.is_empty() {
            let Some(rate) = rate_read else {
                errors.push(&field("rate"), "rate_missing");
                return None;
            };
            from_base(amount.abs(), base, rate, of)
        } else {
            Money::parse(typed, of, Notation::Plain).ok().map(|money| money.minor).filter(|minor| *minor >= 0)
        };
        let Some(units) = units else {
            errors.push(&field("amount_in_currency"), "amount_invalid");
            return None;
        };
        Some(Foreign { currency: of.code.clone(), amount: units * amount.signum(), rate: rate.to_owned() })
    }
}

impl TypedEntry {
    /// The same without the lines in which nothing is typed.
    pub fn without_empty(mut self) -> Self {
        self.postings.retain(|line| !line.is_empty());
        self
    }

    /// The entry that it says, or what cannot be read, each at its place.
    pub fn read(&self, base: &'static Currency, errors: &mut Invalid) -> Option<EntryDraft> {
        let before = errors.0.len();
        let date = errors.take("date", self.date.trim().parse().map_err(|_| "date"));
        let journal = match self.journal.trim() {
            "" => Some(Journal::General),
            word => errors.take("journal", word.parse().map_err(|_| "choice")),
        };
        if self.postings.len() > MAX_LINES {
            errors.push_with("postings", "too_many_rows", vec![("max", MAX_LINES.to_string())]);
        }
        let lines = self.postings.iter().take(MAX_LINES).enumerate();
        let postings: Vec<Posting> = lines.filter_map(|(at, line)| line.read(at, base, errors)).collect();
        let (date, journal) = (date?, journal?);
        if errors.0.len() > before {
            return None;
        }
        Some(EntryDraft { date, journal, kind: Kind::Manual, description: self.description.clone(), reference: self.reference.clone(), source: None, postings })
    }

    /// Where it is longer than what is kept, as a draft too.
    pub fn fits(&self, errors: &mut Invalid) {
        errors.optional("description", &self.description, 500);
        errors.optional("reference", &self.reference, 100);
        if self.postings.len() > MAX_LINES {
            errors.push_with("postings", "too_many_rows", vec![("max", MAX_LINES.to_string())]);
        }
        for (at, line) in self.postings.iter().take(MAX_LINES).enumerate() {
            let texts = [
                ("account_code", &line.account_code, 20),
                ("debit", &line.debit, 40),
                ("credit", &line.credit, 40),
                ("description", &line.description, 300),
                ("currency", &line.currency, 3),
                ("amount_in_currency", &line.amount_in_currency, 40),
                ("rate", &line.rate, 40),
                ("contact", &line.contact, 40),
            ];
            for (name, text, max) in texts {
                errors.optional(&format!("postings[{at}].{name}"), text, max);
            }
            let field = format!("postings[{at}].tags");
            if line.tags.len() > tags::MAX {
                errors.push_with(&field, "too_many_rows", vec![("max", tags::MAX.to_string())]);
            }
            for (dimension, value) in line.tags.iter().take(tags::MAX) {
                errors.optional(&field, dimension, 40);
                errors.optional(&field, value, 40);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use despacho_kernel::place::currency;

    use super::*;

    fn line(code: &str, debit: &str, credit: &str) -> TypedLine {
        TypedLine { account_code: code.into(), debit: debit.into(), credit: credit.into(), ..TypedLine::default() }
    }

    fn read(postings: Vec<TypedLine>) -> Result<Vec<(i64, Option<i64>)>, Vec<String>> {
        let mut errors = Invalid::new();
        let typed = TypedEntry { date: "2026-03-01".into(), postings, ..TypedEntry::default() };
        match typed.read(currency("EUR").expect("the euro"), &mut errors) {
            Some(draft) => Ok(draft.postings.iter().map(|p| (p.amount, p.foreign.as_ref().map(|f| f.amount))).collect()),
            None => Err(errors.0.into_iter().map(|e| format!("{} {}", e.field, e.code)).collect()),
        }
    }

    #[test]
    fn each_side_has_its_sign() {
        assert_eq!(read(vec![line("629", "121.00", ""), line("572", "0", "121.00")]), Ok(vec![(12_100, None), (-12_100, None)]));
        let gaps = TypedEntry { postings: vec![line("629", "1", ""), TypedLine::default(), line("572", "", "1")], ..TypedEntry::default() };
        assert_eq!(gaps.without_empty().postings, [line("629", "1", ""), line("572", "", "1")]);
    }

    #[test]
    fn what_cannot_be_read_is_told_at_its_place() {
        let told = |lines| read(lines).expect_err("refused");
        assert_eq!(told(vec![line("629", "1", "1")]), ["postings[0].debit amount_invalid"]);
        assert_eq!(told(vec![line("629", "", "")]), ["postings[0].debit amount_invalid"]);
        assert_eq!(told(vec![line("629", "x", ""), line("572", "", "-1")]), ["postings[0].debit amount_invalid", "postings[1].credit amount_invalid"]);
        assert_eq!(told(vec![line("629", "1.001", "")]), ["postings[0].debit amount_invalid"]);
        assert_eq!(told(vec![line("", "1", "")]), ["postings[0].account_code account_unknown"]);
        let dated = TypedEntry { date: "2026-02-30".into(), journal: "x".into(), ..TypedEntry::default() };
        let mut errors = Invalid::new();
        assert_eq!(dated.read(currency("EUR").expect("the euro"), &mut errors), None);
        assert_eq!(errors.0.iter().map(|e| (e.field.as_str(), e.code)).collect::<Vec<_>>(), [("date", "date"), ("journal", "choice")]);
    }

    #[test]
    fn a_contact_is_named_by_its_number_or_its_id() {
        let id = "01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f21";
        let of = |contact: &str| {
            let mut errors = Invalid::new();
            let found = TypedLine { contact: contact.into(), ..TypedLine::default() }.contact(3, &mut errors);
            (found, errors.0.into_iter().map(|e| format!("{} {}", e.field, e.code)).collect::<Vec<_>>())
        };
        assert_eq!(of(" 7 "), (Some(ContactRef::Number(7)), vec![]));
        assert_eq!(of(id), (Some(ContactRef::Id(id.parse().expect("an id"))), vec![]));
        assert_eq!(of(""), (None, vec![]));
        assert_eq!(of("Sol"), (None, vec!["postings[3].contact contact_unknown".into()]));
        let sent: TypedLine = serde_json::from_str(r#"{"account_code":"430","contact":7}"#).expect("a line");
        assert_eq!(sent.contact, "7");
        let none: TypedLine = serde_json::from_str(r#"{"account_code":"430","contact":null}"#).expect("a line");
        assert_eq!(none, TypedLine { account_code: "430".into(), ..TypedLine::default() });
    }

    #[test]
    fn another_currency_has_its_amount_or_a_rate() {
        let in_dollars =
            |amount: &str, rate: &str| TypedLine { currency: "USD".into(), amount_in_currency: amount.into(), rate: rate.into(), ..line("629", "912.30", "") };
        assert_eq!(read(vec![in_dollars("1000.00", "0.9123")]), Ok(vec![(91_230, Some(100_000))]));
        assert_eq!(read(vec![in_dollars("", "0.9123")]), Ok(vec![(91_230, Some(100_000))]));
        assert_eq!(read(vec![in_dollars("", "")]), Err(vec!["postings[0].rate rate_missing".into()]));
        assert_eq!(read(vec![in_dollars("-1", "")]), Err(vec!["postings[0].amount_in_currency amount_invalid".into()]));
        assert_eq!(read(vec![in_dollars("1", "0")]), Err(vec!["postings[0].rate number".into()]));
    }
}
