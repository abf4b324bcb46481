//! The boxes of returns that a tax goes to: data of the catalogue, each with its source and the days on which it holds.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::tax::{Effect, Tax};

/// What of a tax a box takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// What it stands upon.
    Base,
    /// What is charged, owed or kept back.
    Amount,
    /// What of it can be deducted.
    Deducted,
}

/// A box of a return that takes a part of a tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The return, `303`.
    pub model: &'static str,
    /// The box, `07`.
    pub number: &'static str,
    /// What it takes.
    pub takes: Takes,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    on: String,
    treatment: String,
    #[serde(default)]
    nature: Vec<String>,
    rate: Option<String>,
    cause: Option<String>,
    paper: Option<String>,
    /// Only of taxes that the buyer accounts for.
    #[serde(default)]
    accounted: bool,
    base: Option<String>,
    amount: Option<String>,
    deducted: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Return {
    model: String,
    valid_from: Date,
    valid_to: Option<Date>,
    source: String,
    rules: Vec<Rule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Returns {
    returns: Vec<Return>,
}

static SPAIN: LazyLock<Vec<Return>> = LazyLock::new(|| {
    let all: Returns = toml::from_str(include_str!("../../../catalog/taxes/es.toml")).expect("the catalogue is well formed");
    all.returns
});

fn returns(country: &str) -> &'static [Return] {
    if country == "ES" { &SPAIN } else { &[] }
}

impl Rule {
    fn takes(&self, tax: &Tax, refund: bool) -> bool {
        let is = |own: &Option<String>, word: &str| own.as_deref().is_none_or(|own| own == word);
        self.on == tax.direction.word()
            && self.treatment == tax.treatment.word()
            && (self.nature.is_empty() || self.nature.iter().any(|nature| nature == tax.nature.word()))
            && self.rate.as_ref().is_none_or(|rate| rate.parse() == Ok(tax.rate.abs()))
            && is(&self.cause, tax.cause.word())
            && is(&self.paper, if refund { "refund" } else { "invoice" })
            && (!self.accounted || tax.effect() == Effect::SelfAssessed)
    }

    fn entries(&'static self, model: &'static str) -> impl Iterator<Item = Entry> {
        let parts = [(&self.base, Takes::Base), (&self.amount, Takes::Amount), (&self.deducted, Takes::Deducted)];
        parts.into_iter().filter_map(move |(number, takes)| Some(Entry { model, number: number.as_deref()?, takes }))
    }
}

/// The boxes that a tax goes to in the returns of a country, ISO 3166-1 alpha-2, for the day on which it accrues; `refund` for a credit note.
/// None where the catalogue has no returns of the country, or the tax is in none.
pub fn of(country: &str, tax: &Tax, refund: bool, day: Date) -> Vec<Entry> {
    let on = |form: &&Return| form.valid_from <= day && form.valid_to.is_none_or(|to| day <= to);
    let forms = returns(country).iter().filter(on);
    forms
        .flat_map(|form| form.rules.iter().filter(|rule| rule.takes(tax, refund)).flat_map(|rule| rule.entries(&form.model)))
        .collect()
}

/// Where the boxes of a country's return on a day come from.
pub fn source(country: &str, model: &str, day: Date) -> Option<&'static str> {
    let on = |form: &&Return| form.model == model && form.valid_from <= day && form.valid_to.is_none_or(|to| day <= to);
    returns(country).iter().find(on).map(|form| form.source.as_str())
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::tax::{Cause, Direction, Nature, Treatment};

    fn day() -> Date {
        "2026-03-31".parse().expect("a date")
    }

    fn tax(direction: Direction, treatment: Treatment, nature: Nature, rate: &str) -> Tax {
        Tax { treatment, nature, ..Tax::standard("X", direction, rate.parse().expect("a rate")) }
    }

    /// The boxes of a model: of the base, of what is charged or owed, of what is deducted.
    fn boxes(tax: &Tax, model: &str, refund: bool) -> [Vec<&'static str>; 3] {
        let all = of("ES", tax, refund, day());
        [Takes::Base, Takes::Amount, Takes::Deducted].map(|takes| all.iter().filter(|e| e.model == model && e.takes == takes).map(|e| e.number).collect())
    }

    #[test]
    fn every_rule_says_words_that_taxes_have() {
        for form in SPAIN.iter() {
            assert!(!form.source.is_empty() && form.valid_to.is_none_or(|to| form.valid_from <= to), "{form:?}");
            for rule in &form.rules {
                assert!(rule.on.parse::<Direction>().is_ok() && rule.treatment.parse::<Treatment>().is_ok(), "{rule:?}");
                assert!(rule.nature.iter().all(|nature| nature.parse::<Nature>().is_ok()), "{rule:?}");
                assert!(rule.rate.as_ref().is_none_or(|rate| rate.parse::<Decimal>().is_ok()), "{rule:?}");
                assert!(rule.cause.as_ref().is_none_or(|cause| cause.parse::<Cause>().is_ok()), "{rule:?}");
                assert!(rule.paper.as_ref().is_none_or(|paper| ["invoice", "refund"].contains(&paper.as_str())), "{rule:?}");
                assert!(rule.base.is_some() || rule.amount.is_some() || rule.deducted.is_some(), "{rule:?}");
            }
        }
    }

    #[test]
    fn sales_go_to_the_boxes_of_their_rate_and_credit_notes_to_their_own() {
        use {Direction::Sale, Nature::Any, Treatment as T};
        for (treatment, rate, refund, base, amount) in [
            (T::Standard, "21", false, "07", "09"),
            (T::Standard, "10", false, "04", "06"),
            (T::Standard, "4", false, "01", "03"),
            (T::Standard, "5", false, "153", "155"),
            (T::Standard, "21", true, "14", "15"),
            (T::Surcharge, "5.2", false, "22", "24"),
            (T::Surcharge, "1.4", false, "19", "21"),
            (T::Surcharge, "0.5", false, "168", "170"),
            (T::Surcharge, "0.5", true, "25", "26"),
        ] {
            assert_eq!(boxes(&tax(Sale, treatment, Any, rate), "303", refund), [vec![base], vec![amount], vec![]], "{treatment:?} {rate} {refund}");
        }
        assert_eq!(boxes(&tax(Sale, T::IntraCommunity, Nature::Goods, "0"), "303", false), [vec!["59"], vec![], vec![]]);
        assert_eq!(boxes(&tax(Sale, T::Export, Any, "0"), "303", false), [vec!["60"], vec![], vec![]]);
        let exempt = Tax { cause: Cause::E1, ..tax(Sale, T::Exempt, Any, "0") };
        assert_eq!((boxes(&exempt, "303", false)[0].len(), boxes(&exempt, "303_annual", false)[0].as_slice()), (0, ["83"].as_slice()));
    }

    #[test]
    fn what_the_buyer_accounts_for_is_due_and_deducted() {
        use {Direction::Purchase, Nature as N, Treatment as T};
        for (treatment, nature, refund, base, due, deducted) in [
            (T::Standard, N::Any, false, vec!["28"], vec![], vec!["29"]),
            (T::Standard, N::Investment, false, vec!["30"], vec![], vec!["31"]),
            (T::Standard, N::Investment, true, vec!["40"], vec![], vec!["41"]),
            (T::Import, N::Goods, false, vec!["32"], vec![], vec!["33"]),
            (T::IntraCommunity, N::Services, false, vec!["10", "36"], vec!["11"], vec!["37"]),
            (T::IntraCommunity, N::Investment, false, vec!["10", "38"], vec!["11"], vec!["39"]),
            (T::IntraCommunity, N::Goods, true, vec!["14", "40"], vec!["15"], vec!["41"]),
            (T::ReverseCharge, N::Any, false, vec!["12", "28"], vec!["13"], vec!["29"]),
            (T::Agriculture, N::Any, false, vec![], vec![], vec!["42"]),
            (T::Surcharge, N::Any, false, vec![], vec![], vec![]),
        ] {
            assert_eq!(boxes(&tax(Purchase, treatment, nature, "21"), "303", refund), [base, due, deducted], "{treatment:?} {nature:?} {refund}");
        }
        let deferred = Tax { has_due_account: true, ..tax(Purchase, T::Import, N::Goods, "21") };
        assert_eq!(boxes(&deferred, "303", false), [vec!["32"], vec!["77"], vec!["33"]]);
        assert_eq!(boxes(&tax(Purchase, T::IntraCommunity, N::Services, "21"), "390", false), [vec!["551", "637"], vec!["552"], vec!["638"]]);
    }

    #[test]
    fn withholdings_go_by_what_they_are_withheld_from() {
        use {Direction as D, Nature as N, Treatment::Withholding};
        assert_eq!(boxes(&tax(D::Purchase, Withholding, N::Professional, "-15"), "111", false), [vec!["08"], vec!["09"], vec![]]);
        assert_eq!(boxes(&tax(D::Purchase, Withholding, N::Rent, "-19"), "115", false), [vec!["02"], vec!["03"], vec![]]);
        assert_eq!(boxes(&tax(D::Sale, Withholding, N::Professional, "-15"), "130", false), [vec![], vec!["06"], vec![]]);
        assert!(boxes(&tax(D::Sale, Withholding, N::Professional, "-15"), "111", false).iter().all(Vec::is_empty));
    }

    #[test]
    fn boxes_are_those_of_their_time_and_country() {
        let sold = tax(Direction::Sale, Treatment::Standard, Nature::Any, "21");
        let before = "2024-09-30".parse().expect("a date");
        assert!(of("ES", &sold, false, before).iter().all(|entry| entry.model != "303"));
        assert!(of("FR", &sold, false, day()).is_empty());
        assert!(source("ES", "303", day()).is_some_and(|source| source.contains("303")));
        assert_eq!(source("ES", "303", before), None);
    }
}
