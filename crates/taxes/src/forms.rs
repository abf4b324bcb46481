//! Returns as forms: which there are, for which periods and until when, their lines with the words of the form, and what sums which. Data of the
//! catalogue; what goes to a box from the taxes of documents is told by [`boxes`](crate::boxes).

use std::{collections::BTreeMap, sync::LazyLock};

use jiff::civil::Date;
use serde::Deserialize;

use crate::{
    period::Period,
    working_days::{Place, in_year},
};

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// In Spanish.
    pub es: String,
    /// In English.
    pub en: String,
}

/// What a return is filed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Periods {
    /// Each quarter of the calendar.
    Quarter,
    /// Each calendar year.
    Year,
}

/// Whom a return is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Concerns {
    /// Whoever has taxes of sales and purchases.
    Vat,
    /// Natural persons with an activity.
    Activity,
    /// Whoever has documents for one of its boxes.
    Boxes,
    /// Whoever has records of it.
    Records,
}

/// What a return lists by party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Records {
    /// From whom something was withheld.
    Withheld,
    /// With whom there were operations between member states, by key.
    IntraCommunity,
    /// With whom there was more than the threshold in the year.
    Parties,
}

/// Where the figure of a box comes from that is neither of taxes nor a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// Income of the books.
    Income,
    /// Expenses of the books.
    Expenses,
    /// What the box that `of` names came to in earlier periods of the year, where that was above zero.
    Before,
    /// How many records there are, and their sum.
    Records,
    /// What earlier returns left to be used.
    Carried,
    /// What was to be paid by the returns of the same period that this one corrects.
    Earlier,
    /// What was to come back by them.
    Refunded,
    /// What sales under the cash criterion would come to by their days.
    CashSold,
    /// What purchases under it come to by their days.
    CashBought,
}

/// What is added to the figure of a box beside what its taxes come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Adds {
    /// What customers kept back when they paid, which no document tells.
    WithheldAtPayment,
}

/// Where what a return comes to stands in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Settles {
    /// An entry moves it from the accounts of taxes to those of what is to be paid or comes back.
    Settlement,
    /// On the accounts of taxes until it is paid.
    Withheld,
    /// Nowhere until it is paid, on account of a later return.
    Instalment,
}

/// What corrects a return that was filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Corrects {
    /// The whole return again, less what the earlier one came to.
    Rectifying,
    /// What is more to be paid: the whole return again less what the earlier one came to, where that is more.
    Complementary,
    /// The whole return again in place of the earlier one.
    Substitute,
}

impl Corrects {
    /// As it is told.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rectifying => "rectifying",
            Self::Complementary => "complementary",
            Self::Substitute => "substitute",
        }
    }
}

/// A line of a form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    es: String,
    en: String,
    /// The box of how many recipients there are.
    pub count: Option<String>,
    /// The box of what a tax stands upon.
    pub base: Option<String>,
    /// The box of what is charged, deducted, withheld or summed up.
    pub amount: Option<String>,
    /// Whether its amount is withheld rather than charged.
    #[serde(default)]
    pub withheld: bool,
    /// Where its figure comes from; of taxes or sums where none is told.
    pub takes: Option<Given>,
    /// What is added to what its taxes come to.
    pub adds: Option<Adds>,
    /// The box that is summed up over earlier periods.
    pub of: Option<String>,
    #[serde(default)]
    pub(crate) sum: Vec<String>,
    #[serde(default)]
    pub(crate) sum_base: Vec<String>,
    pub(crate) percent: Option<i64>,
    #[serde(default)]
    pub(crate) floor: bool,
    #[serde(default)]
    pub(crate) most: Vec<String>,
}

impl Line {
    /// What the form calls it, in Spanish and English.
    pub fn name(&self) -> (&str, &str) {
        (&self.es, &self.en)
    }

    /// Whether it sums others up.
    pub fn is_sum(&self) -> bool {
        !self.sum.is_empty() || !self.sum_base.is_empty()
    }
}

/// A part of a form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its heading.
    pub name: Words,
    /// Its lines, in the form's order.
    pub lines: Vec<Line>,
}

/// A return of a country, as it is from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// `303`.
    pub model: String,
    /// What it is.
    pub name: Words,
    /// The first and last day of the periods that it is for.
    valid_from: Date,
    valid_to: Option<Date>,
    /// The law that it follows.
    pub source: String,
    /// What it is filed for.
    pub periods: Periods,
    /// The last day of each period's window: `04-20`, `02-last`.
    due: Vec<String>,
    /// Whom it is for.
    pub concerns: Concerns,
    /// Whether each period's figures begin with the year.
    #[serde(default)]
    pub since_year_began: bool,
    /// The box of what is paid, or comes back.
    pub result: Option<String>,
    /// The box of what later returns may use.
    pub left: Option<String>,
    /// Where its result stands in the ledger; nowhere of what only informs.
    pub settles: Option<Settles>,
    /// What corrects one that was filed.
    pub corrects: Corrects,
    /// The quarter in which a result below zero may be asked back.
    refunds_in: Option<i8>,
    /// What it lists by party.
    pub records: Option<Records>,
    /// The keys of records, by what they are of.
    #[serde(default)]
    keys: BTreeMap<String, String>,
    /// The annual amount, in minor units, beyond which a party is listed.
    #[serde(default)]
    pub threshold: i64,
    /// Its parts.
    pub sections: Vec<Section>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Suffixes {
    base: Words,
    amount: Words,
    withheld: Words,
    count: Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cash {
    years: i16,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Forms {
    cash: Cash,
    words: Suffixes,
    forms: Vec<Form>,
}

static SPAIN: LazyLock<Forms> = LazyLock::new(|| toml::from_str(include_str!("../../../catalog/returns/es.toml")).expect("the catalogue is well formed"));

/// The returns of a country (ISO 3166-1 alpha-2) for periods that end on a day, in the order in which they are told. None where the catalogue has none.
pub fn on(country: &str, end: Date) -> Vec<&'static Form> {
    if country != "ES" {
        return vec![];
    }
    SPAIN.forms.iter().filter(|form| form.valid_from <= end && form.valid_to.is_none_or(|to| end <= to)).collect()
}

/// When so many years after that of its document end, a tax under the cash criterion has accrued whether it was paid or not; none where a country has no such
/// criterion.
pub fn cash_years(country: &str) -> Option<i16> {
    (country == "ES").then_some(SPAIN.cash.years)
}

/// The models of all returns of the catalogue, each once.
pub fn models() -> Vec<&'static str> {
    let mut found: Vec<&str> = SPAIN.forms.iter().map(|form| form.model.as_str()).collect();
    found.sort_unstable();
    found.dedup();
    found
}

impl Form {
    /// Its periods in a year.
    pub fn in_year(&self, year: i16) -> Vec<Period> {
        match self.periods {
            Periods::Quarter => (1..=4).map(|quarter| Period { year, quarter: Some(quarter) }).collect(),
            Periods::Year => vec![Period { year, quarter: None }],
        }
    }

    /// Whether it is filed for such a period.
    pub fn is_for(&self, period: Period) -> bool {
        period.quarter.is_some() == (self.periods == Periods::Quarter)
    }

    /// The days whose documents a period's figures are of.
    pub fn days(&self, period: Period) -> (Date, Date) {
        let (first, last) = period.days();
        if self.since_year_began { (first.first_of_year(), last) } else { (first, last) }
    }

    /// The last day of a period's window as the law tells it, working or not.
    pub fn last_day(&self, period: Period) -> Option<Date> {
        let at = period.quarter.map_or(0, |quarter| quarter - 1);
        let next = period.quarter.is_none_or(|quarter| quarter == 4);
        in_year(period.year + i16::from(next), self.due.get(usize::try_from(at).ok()?)?)
    }

    /// The last day on which it is filed: the law's, or the next working day. Holidays of a community or a municipality are not looked at.
    pub fn due_on(&self, period: Period) -> Option<Date> {
        Some(Place::spain().moved(self.last_day(period)?))
    }

    /// The box whose figure comes from somewhere.
    pub fn taking(&self, given: Given) -> Option<&str> {
        self.lines().find(|line| line.takes == Some(given))?.amount.as_deref()
    }

    /// The key of records of something; empty where the return has none for it.
    pub fn key(&self, of: &str) -> &str {
        self.keys.get(of).map_or("", String::as_str)
    }

    /// The box of what it uses of what earlier returns left.
    pub fn used(&self) -> Option<&str> {
        self.lines().find(|line| !line.most.is_empty())?.amount.as_deref()
    }

    /// Whether a result below zero of a period may be asked back rather than carried on.
    pub fn may_refund(&self, period: Period) -> bool {
        self.refunds_in.is_some() && self.refunds_in == period.quarter
    }

    /// Its lines in the form's order.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.sections.iter().flat_map(|section| &section.lines)
    }

    /// What the form calls a box of a line, in Spanish and English: the line's name, and which of its boxes it is where it has several.
    pub fn label(line: &Line, number: &str) -> (String, String) {
        let words = &SPAIN.words;
        let is = |own: &Option<String>| own.as_deref() == Some(number);
        let several = [&line.count, &line.base, &line.amount].into_iter().flatten().count() > 1;
        let suffix = if is(&line.count) {
            &words.count
        } else if is(&line.base) {
            &words.base
        } else if line.withheld {
            &words.withheld
        } else {
            &words.amount
        };
        if several { (format!("{}: {}", line.es, suffix.es), format!("{}: {}", line.en, suffix.en)) } else { (line.es.clone(), line.en.clone()) }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{
        boxes,
        tax::{Direction, Tax, Treatment},
    };

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    fn form(model: &str) -> &'static Form {
        on("ES", day("2026-12-31")).into_iter().find(|form| form.model == model).expect("a form")
    }

    #[test]
    fn every_box_stands_once_and_sums_what_is_above_it() {
        for form in &SPAIN.forms {
            let mut above = BTreeSet::new();
            for line in form.lines() {
                for term in line.sum.iter().chain(&line.sum_base).chain(&line.most) {
                    assert!(above.contains(term.trim_start_matches('-')), "{} {term}", form.model);
                }
                for number in [&line.count, &line.base, &line.amount].into_iter().flatten() {
                    assert!(above.insert(number.as_str()), "{} {number}", form.model);
                }
                assert!((line.takes == Some(Given::Before)) == line.of.is_some());
                assert!(line.sum_base.is_empty() || line.base.is_some());
                assert!(line.sum.is_empty() || line.amount.is_some());
            }
            let places = form.in_year(2026).len();
            assert_eq!(form.due.len(), places, "{}", form.model);
            assert!(form.in_year(2026).into_iter().all(|period| form.due_on(period).is_some_and(|due| due > period.days().1)), "{}", form.model);
            assert!(form.result.as_ref().is_none_or(|result| above.contains(result.as_str())) && !form.source.is_empty());
        }
        assert!(on("FR", day("2026-12-31")).is_empty() && on("ES", day("2015-12-31")).len() == 1);
    }

    #[test]
    fn whatever_a_tax_goes_to_is_on_the_form() {
        use crate::tax::{Cause, Nature};
        for direction in Direction::ALL {
            for treatment in Treatment::ALL {
                for nature in Nature::ALL {
                    for cause in Cause::ALL {
                        for (rate, refund) in
                            [("0", false), ("2", false), ("4", false), ("5.2", false), ("10", false), ("21", false), ("1.4", false), ("21", true)]
                        {
                            let tax = Tax {
                                treatment: *treatment,
                                nature: *nature,
                                cause: *cause,
                                has_due_account: true,
                                ..Tax::standard("X", *direction, rate.parse().expect("a rate"))
                            };
                            for entry in boxes::of("ES", &tax, refund, day("2026-12-31")).into_iter().filter(|entry| entry.model != "303_annual") {
                                let has = form(entry.model).lines().any(|line| [&line.base, &line.amount].into_iter().flatten().any(|own| own == entry.number));
                                assert!(has, "{entry:?}");
                            }
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn returns_are_due_on_days_of_work() {
        let due = |model: &str, text: &str| form(model).due_on(Period::read(text, None).expect("a period")).map(|day| day.to_string());
        // 20 April 2026 is a Monday, 30 January 2027 a Saturday, 28 February 2027 a Sunday.
        assert_eq!(due("303", "2026-1T").as_deref(), Some("2026-04-20"));
        assert_eq!(due("303", "2026-4T").as_deref(), Some("2027-02-01"));
        assert_eq!(due("347", "2026").as_deref(), Some("2027-03-01"));
    }

    #[test]
    fn a_box_says_which_of_its_line_s_it_is() {
        let label = |model: &str, number: &str| {
            form(model)
                .filled(&BTreeMap::new())
                .into_iter()
                .find(|(_, own, _)| *own == number)
                .map(|(line, number, _)| Form::label(line, number).0)
        };
        assert_eq!(label("303", "07").as_deref(), Some("Régimen general 21 %: base"));
        assert_eq!(label("303", "27").as_deref(), Some("Total cuota devengada"));
        assert_eq!(label("111", "09").as_deref(), Some("Actividades económicas: retenciones"));
        assert_eq!(label("111", "07").as_deref(), Some("Actividades económicas: perceptores"));
    }
}
