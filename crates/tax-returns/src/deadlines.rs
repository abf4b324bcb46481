//! What is to be filed soon: the returns whose last day is near, and the next one after them.

use despacho_kernel::Id;
use despacho_ledger::journal::{locks::Scope, store as journal};
use despacho_platform::{Result, i18n::Lang, sql::Connection};
use despacho_taxes::{
    forms::{self, Form},
    period::Period,
};
use jiff::civil::Date;

use crate::{
    ground::Ground,
    returns::{self, Return, surely},
    ties,
};

/// A return that is to be filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    of: Return,
    /// The last day of its window.
    pub due: Date,
    /// How many accounts of taxes have what neither documents nor settlements explain.
    pub mismatches: usize,
}

impl Deadline {
    /// `303`.
    pub fn model(&self) -> &'static str {
        &self.of.form.model
    }

    /// What the form is.
    pub fn name(&self, lang: Lang) -> &'static str {
        lang.pick(&self.of.form.name.es, &self.of.form.name.en)
    }

    pub fn period(&self) -> Period {
        self.of.period
    }

    /// What is paid, or comes back below zero, in minor units of the organization's currency; none of a return that has no result.
    pub fn result(&self) -> Option<i64> {
        self.of.result().map(|figure| figure.value)
    }
}

/// What is to be filed from a day through another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// The earliest first.
    pub deadlines: Vec<Deadline>,
    /// The last day of the next returns after them that surely concern the organization, and their period.
    pub next: Option<(Date, Period)>,
}

/// The periods of a form whose windows may end in a year or the next.
fn periods(form: &Form, year: i16) -> Vec<Period> {
    (year - 1..=year).flat_map(|year| form.in_year(year)).collect()
}

/// What an organization files from a day through another. A period that the tax lock has behind it is filed.
pub async fn between(db: &dyn Connection, organization: Id, (from, to): (Date, Date)) -> Result<Calendar> {
    let ground = Ground::of(db, organization).await?;
    let country = ground.organization.country.as_str();
    if forms::on(country, to).is_empty() {
        return Ok(Calendar::default());
    }
    let locks = journal::locks(db, organization).await?;
    let filed = locks
        .into_iter()
        .filter(|lock| lock.scope == Scope::Tax.word())
        .map(|lock| lock.locked_through)
        .max()
        .unwrap_or_default();
    let open = |period: Period| period.days().1.to_string() > filed;
    let mut found = Calendar::default();
    for year in from.year() - 1..=to.year() {
        let wanted = |form: &Form, period: Period| open(period) && form.due_on(period).is_some_and(|due| (from..=to).contains(&due));
        for of in returns::of_year_where(db, &ground, year, wanted).await? {
            let Some(due) = of.form.due_on(of.period) else { continue };
            let mismatches = ties::held(db, &ground, &of).await?.iter().filter(|tie| tie.difference() != 0).count();
            found.deadlines.push(Deadline { of, due, mismatches });
        }
    }
    found.deadlines.sort_by_key(|deadline| deadline.due);
    let later = forms::on(country, to).into_iter().filter(|form| surely(&ground, form) == Some(true)).flat_map(|form| {
        let after = move |period: Period| Some((form.due_on(period).filter(|due| *due > to)?, period));
        periods(form, to.year()).into_iter().filter_map(after)
    });
    found.next = later.filter(|(_, period)| open(*period)).min_by_key(|(due, _)| *due);
    Ok(found)
}
