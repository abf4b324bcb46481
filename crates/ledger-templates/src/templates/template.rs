//! A template: an entry whose amounts are formulas, filled with what is asked.

use std::collections::BTreeMap;

use despacho_kernel::{Id, Invalid, money::plain, number::Notation, place::Currency, text::fold};
use despacho_ledger::{
    dimensions::{Tags, tags},
    journal::{
        entry::Journal,
        typed::{TypedEntry, TypedLine, number_or_text, or_empty, or_none},
    },
};
use despacho_platform::i18n::Lang;
use despacho_recurrence::marks::dated;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::formula::{self, Formula, Fraction};

/// Most lines of a template.
pub const MAX_LINES: usize = 200;

/// Most questions of a template.
pub const MAX_ASKED: usize = 30;

/// A line of a template. A side holds a formula, written with points, or `=` for what balances the entry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TemplateLine {
    /// Empty where it is told when the template is used.
    #[serde(deserialize_with = "or_empty")]
    pub account_code: String,
    /// The number or the id of a contact, [`ASKED`] where it is told when the template is used.
    #[serde(deserialize_with = "number_or_text")]
    pub contact: String,
    #[serde(deserialize_with = "or_empty")]
    pub description: String,
    #[serde(deserialize_with = "or_empty")]
    pub debit: String,
    #[serde(deserialize_with = "or_empty")]
    pub credit: String,
    #[serde(deserialize_with = "or_none")]
    pub tags: Tags,
}

/// A template as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Template {
    #[serde(deserialize_with = "or_empty")]
    pub name: String,
    /// A short word that finds it at once; none where it is empty.
    #[serde(deserialize_with = "or_empty")]
    pub code: String,
    #[serde(deserialize_with = "or_empty")]
    pub journal: String,
    /// `{mes}` and `{año}` (`{month}`, `{year}`) are those of the entry's day.
    #[serde(deserialize_with = "or_empty")]
    pub description: String,
    #[serde(deserialize_with = "or_empty")]
    pub reference: String,
    pub lines: Vec<TemplateLine>,
}

/// What balances an entry.
pub const REST: &str = "=";

/// A contact that is told when the template is used.
pub const ASKED: &str = "?";

/// A line's side: its sign, and its formula or what balances.
enum Side {
    Of(i64, Formula),
    Rest,
    Nothing,
}

impl TemplateLine {
    /// Whether nothing is typed in it.
    pub fn is_empty(&self) -> bool {
        [&self.account_code, &self.debit, &self.credit].iter().all(|text| text.trim().is_empty())
    }

    /// Whether an account or a contact is told when it is used.
    pub fn waits(&self) -> bool {
        self.account_code.trim().is_empty() || self.contact.trim() == ASKED
    }

    fn side(&self, at: usize, errors: &mut Invalid) -> Option<Side> {
        let (text, sign, name) = match (self.debit.trim(), self.credit.trim()) {
            ("", "") => return Some(Side::Nothing),
            (debit, "") => (debit, 1, "debit"),
            ("", credit) => (credit, -1, "credit"),
            _ => {
                errors.push(&format!("lines[{at}].debit"), "amount_invalid");
                return None;
            }
        };
        if text == REST {
            return Some(Side::Rest);
        }
        errors.take(&format!("lines[{at}].{name}"), formula::read(text, Notation::Plain)).map(|formula| Side::Of(sign, formula))
    }
}

impl Template {
    /// Notes what is wrong with it by itself.
    pub fn check(&self, errors: &mut Invalid) {
        errors.required("name", &self.name, 100);
        errors.optional("code", &self.code, 10);
        if self.code.chars().any(char::is_whitespace) {
            errors.push("code", "template_code");
        }
        errors.optional("description", &self.description, 500);
        errors.optional("reference", &self.reference, 100);
        if !self.journal.is_empty() && self.journal.parse::<Journal>().is_err() {
            errors.push("journal", "choice");
        }
        if self.lines.is_empty() {
            errors.push("lines", "too_few_postings");
        }
        if self.lines.len() > MAX_LINES {
            errors.push_with("lines", "too_many_rows", vec![("max", MAX_LINES.to_string())]);
        }
        let mut rests = 0;
        for (at, line) in self.lines.iter().take(MAX_LINES).enumerate() {
            errors.optional(&format!("lines[{at}].account_code"), &line.account_code, 20);
            errors.optional(&format!("lines[{at}].description"), &line.description, 300);
            let contact = line.contact.trim();
            if !contact.is_empty() && contact != ASKED && contact.parse::<i64>().is_err() && contact.parse::<Id>().is_err() {
                errors.push(&format!("lines[{at}].contact"), "contact_unknown");
            }
            if line.tags.len() > tags::MAX || line.tags.iter().any(|(dimension, value)| dimension.chars().count() > 20 || value.chars().count() > 200) {
                errors.push(&format!("lines[{at}].tags"), "tag_code");
            }
            if let Some(Side::Rest) = line.side(at, errors) {
                rests += 1;
                if rests > 1 {
                    errors.push(&format!("lines[{at}].{}", if line.debit.trim() == REST { "debit" } else { "credit" }), "template_rests");
                }
            }
        }
        if self.asks().len() > MAX_ASKED {
            errors.push_with("lines", "too_many_rows", vec![("max", MAX_ASKED.to_string())]);
        }
        if errors.0.is_empty() {
            // Whatever is answered, lines that wait for each other are never known.
            let one = |_: &str| Fraction::new(1, 1);
            self.amounts(&one, 2, errors);
            errors.0.retain(|error| error.code != "formula_division" && error.code != "formula_too_large");
        }
    }

    /// The names of what it asks, in the order of their first mention.
    pub fn asks(&self) -> Vec<String> {
        let mut found = vec![];
        for line in &self.lines {
            for text in [&line.debit, &line.credit] {
                if let Ok(formula) = formula::read(text, Notation::Plain) {
                    formula.asks(&mut found);
                }
            }
        }
        found
    }

    /// The amount of each line in minor units, debit positive. A line that names another has its rounded amount, as the entry will.
    fn amounts(&self, answers: &dyn Fn(&str) -> Option<Fraction>, digits: u8, errors: &mut Invalid) -> Vec<i64> {
        let sides: Vec<Option<Side>> = self.lines.iter().take(MAX_LINES).enumerate().map(|(at, line)| line.side(at, errors)).collect();
        let mut known: Vec<Option<Result<i64, &'static str>>> = vec![None; sides.len()];
        let unit = 10i128.pow(digits.into());
        // What a line waits for is solved before it; a line that is waited for while it waits is in a circle.
        fn solve(
            at: usize,
            sides: &[Option<Side>],
            known: &mut Vec<Option<Result<i64, &'static str>>>,
            waiting: &mut Vec<usize>,
            answers: &dyn Fn(&str) -> Option<Fraction>,
            (digits, unit): (u8, i128),
        ) -> Result<i64, &'static str> {
            if let Some(found) = known.get(at).copied().flatten() {
                return found;
            }
            if waiting.contains(&at) {
                return Err("formula_circle");
            }
            let Some(Some(Side::Of(_, formula))) = sides.get(at) else { return Err("formula_line") };
            waiting.push(at);
            let found = formula
                .value(&mut |asked| match asked {
                    Formula::Line(other) => {
                        Fraction::new(solve(*other, sides, known, waiting, answers, (digits, unit))?.into(), unit).ok_or("formula_too_large")
                    }
                    Formula::Asked(name) => answers(name).ok_or("formula_unknown"),
                    _ => Err("formula_syntax"),
                })
                .and_then(|value| value.minor(digits).ok_or("formula_too_large"));
            waiting.pop();
            known[at] = Some(found);
            found
        }
        let mut amounts = vec![0i64; sides.len()];
        let mut sum = 0i64;
        for (at, side) in sides.iter().enumerate() {
            if let Some(Side::Of(sign, _)) = side {
                match solve(at, &sides, &mut known, &mut vec![], answers, (digits, unit)) {
                    Ok(amount) => {
                        amounts[at] = sign * amount;
                        sum = sum.saturating_add(amounts[at]);
                    }
                    Err(code) => errors.push(&format!("lines[{at}].{}", if *sign > 0 { "debit" } else { "credit" }), code),
                }
            }
        }
        if let Some(at) = sides.iter().position(|side| matches!(side, Some(Side::Rest))) {
            amounts[at] = -sum;
        }
        amounts
    }

    /// The entry of a day that it makes with these answers, decimal texts by name; lines that come to nothing are left out, those without
    /// a formula wait for their amount.
    pub fn filled(&self, day: Date, answers: &BTreeMap<String, String>, currency: &'static Currency, lang: Lang, errors: &mut Invalid) -> TypedEntry {
        let mut read: BTreeMap<String, Fraction> = BTreeMap::new();
        let given: BTreeMap<String, &str> = answers.iter().map(|(name, text)| (fold(name), text.trim())).collect();
        for name in self.asks() {
            let field = format!("variables.{name}");
            match given.get(&name).filter(|text| !text.is_empty()) {
                None => errors.push(&field, "required"),
                Some(text) => {
                    let number = despacho_kernel::number::decimal(text, Notation::Plain, 10).ok().and_then(Fraction::of);
                    match number {
                        Some(number) => _ = read.insert(name, number),
                        None => errors.push(&field, "number"),
                    }
                }
            }
        }
        let amounts = if errors.0.is_empty() { self.amounts(&|name| read.get(name).copied(), currency.digits, errors) } else { vec![] };
        let line = |(line, amount): (&TemplateLine, i64)| {
            let waits = line.debit.trim().is_empty() && line.credit.trim().is_empty();
            (amount != 0 || waits).then(|| TypedLine {
                account_code: line.account_code.trim().to_owned(),
                debit: if amount > 0 { plain(amount, currency.digits) } else { String::new() },
                credit: if amount < 0 { plain(-amount, currency.digits) } else { String::new() },
                description: dated(line.description.trim(), day, lang),
                contact: if line.contact.trim() == ASKED { String::new() } else { line.contact.trim().to_owned() },
                tags: line.tags.clone(),
                ..TypedLine::default()
            })
        };
        TypedEntry {
            date: day.to_string(),
            journal: self.journal.clone(),
            description: dated(self.description.trim(), day, lang),
            reference: dated(self.reference.trim(), day, lang),
            postings: self.lines.iter().zip(amounts).filter_map(line).collect(),
            ..TypedEntry::default()
        }
    }

    /// The template of an entry: its amounts as they are.
    pub fn of(entry: &TypedEntry) -> Self {
        let line = |line: &TypedLine| TemplateLine {
            account_code: line.account_code.clone(),
            contact: line.contact.clone(),
            description: line.description.clone(),
            debit: line.debit.clone(),
            credit: line.credit.clone(),
            tags: line.tags.clone(),
        };
        Self {
            name: entry.description.chars().take(100).collect(),
            journal: entry.journal.clone(),
            description: entry.description.clone(),
            reference: entry.reference.clone(),
            lines: entry.postings.iter().map(line).collect(),
            ..Self::default()
        }
    }
}

/// What a question is called: `Base imponible` for `base_imponible`.
pub fn question(name: &str) -> String {
    let text = name.replace('_', " ");
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use despacho_kernel::place::currency;

    use super::*;

    fn line(code: &str, debit: &str, credit: &str) -> TemplateLine {
        TemplateLine { account_code: code.into(), debit: debit.into(), credit: credit.into(), ..TemplateLine::default() }
    }

    fn template(lines: &[TemplateLine]) -> Template {
        Template { name: "Alquiler".into(), description: "Alquiler de 2026".into(), lines: lines.to_vec(), ..Template::default() }
    }

    fn faults(of: &Template) -> Vec<String> {
        let mut errors = Invalid::new();
        of.check(&mut errors);
        errors.0.into_iter().map(|error| format!("{} {}", error.field, error.code)).collect()
    }

    fn filled(of: &Template, answers: &[(&str, &str)]) -> Result<Vec<(String, String, String)>, Vec<String>> {
        let answers = answers.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let mut errors = Invalid::new();
        let found = of.filled(Date::constant(2026, 3, 31), &answers, currency("EUR").expect("the euro"), Lang::Es, &mut errors);
        if errors.0.is_empty() {
            Ok(found.postings.into_iter().map(|line| (line.account_code, line.debit, line.credit)).collect())
        } else {
            Err(errors.0.into_iter().map(|error| format!("{} {}", error.field, error.code)).collect())
        }
    }

    fn rent() -> Template {
        template(&[line("621", "base", ""), line("472", "L1*21%", ""), line("4751", "", "L1*19%"), line("572", "", "=")])
    }

    #[test]
    fn a_template_is_filled_with_what_is_asked() {
        let of = rent();
        assert_eq!(faults(&of), Vec::<String>::new());
        assert_eq!(of.asks(), ["base"]);
        let row = |code: &str, debit: &str, credit: &str| (code.to_owned(), debit.to_owned(), credit.to_owned());
        assert_eq!(
            filled(&of, &[("Base", "850.33")]),
            Ok(vec![row("621", "850.33", ""), row("472", "178.57", ""), row("4751", "", "161.56"), row("572", "", "867.34")])
        );
        // What is negative changes side, and what comes to nothing is left out.
        assert_eq!(
            filled(&of, &[("base", "-100")]),
            Ok(vec![row("621", "", "100.00"), row("472", "", "21.00"), row("4751", "19.00", ""), row("572", "102.00", "")])
        );
        assert_eq!(filled(&of, &[("base", "0")]), Ok(vec![]));
        assert_eq!(filled(&of, &[]), Err(vec!["variables.base required".into()]));
        assert_eq!(filled(&of, &[("base", "x")]), Err(vec!["variables.base number".into()]));
        // A line names a later one, and has its rounded amount.
        let thirds = template(&[line("a", "L2*3", ""), line("b", "", "total/3"), line("c", "", "=")]);
        assert_eq!(filled(&thirds, &[("total", "100")]), Ok(vec![row("a", "99.99", ""), row("b", "", "33.33"), row("c", "", "66.66")]));
    }

    #[test]
    fn what_can_never_be_filled_is_refused_when_it_is_saved() {
        assert_eq!(faults(&Template { code: "a b".into(), ..template(&[]) }), ["code template_code", "lines too_few_postings"]);
        assert_eq!(faults(&template(&[line("1", "L2", ""), line("2", "", "L1")])), ["lines[0].debit formula_circle", "lines[1].credit formula_circle"]);
        assert_eq!(
            faults(&template(&[line("1", "L1", ""), line("2", "", "L9"), line("3", "", "L4"), line("4", "", "=")])),
            ["lines[0].debit formula_circle", "lines[1].credit formula_line", "lines[2].credit formula_line"]
        );
        assert_eq!(
            faults(&template(&[line("1", "=", ""), line("2", "", "="), line("3", "1", "1"), line("4", "1,5", "")])),
            ["lines[1].credit template_rests", "lines[2].debit amount_invalid", "lines[3].debit formula_syntax"]
        );
        // What may be right with other answers is not.
        assert_eq!(faults(&template(&[line("1", "1/(a-b)", ""), line("2", "", "=")])), Vec::<String>::new());
    }

    #[test]
    fn questions_are_asked_by_their_names() {
        assert_eq!(question("base_imponible"), "Base imponible");
    }
}
