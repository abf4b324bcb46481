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
    filed::Filed,
    filing::Filing,
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

/// What an organization files from a day through another. What was marked as filed is, and so is a period whose taxes somebody locked by hand.
pub async fn between(db: &dyn Connection, organization: Id, (from, to): (Date, Date)) -> Result<Calendar> {
    let ground = Ground::of(db, organization).await?;
    let country = ground.organization.country.as_str();
    if forms::on(country, to).is_empty() {
        return Ok(Calendar::default());
    }
    let filed = Filed::of(db, organization, from.year()).await?;
    // Filing one return locks the taxes of its period, which says nothing of the other returns of it.
    let of_filings: Vec<&str> = filed.filed().map(|filing| filing.through.as_str()).collect();
    let locks = journal::locks(db, organization).await?;
    let of_taxes = locks.iter().filter(|lock| lock.scope == Scope::Tax.word()).map(|lock| lock.locked_through.as_str());
    let locked = of_taxes.filter(|day| !of_filings.contains(day)).max().unwrap_or_default();
    let open = |form: &Form, period: Period| period.days().1.to_string().as_str() > locked && !filed.last(&form.model, period).is_some_and(Filing::is_filed);
    let mut found = Calendar::default();
    for year in from.year() - 1..=to.year() {
        let wanted = |form: &Form, period: Period| open(form, period) && form.due_on(period).is_some_and(|due| (from..=to).contains(&due));
        for of in returns::of_year_where(db, &ground, year, &filed, wanted).await? {
            let Some(due) = of.form.due_on(of.period) else { continue };
            let mismatches = ties::held(db, &ground, &of).await?.iter().filter(|tie| tie.difference() != 0).count();
            found.deadlines.push(Deadline { of, due, mismatches });
        }
    }
    found.deadlines.sort_by_key(|deadline| deadline.due);
    let later = forms::on(country, to).into_iter().filter(|form| surely(&ground, form) == Some(true)).flat_map(|form| {
        let after = |period: Period| Some((form.due_on(period).filter(|due| *due > to)?, period));
        periods(form, to.year()).into_iter().filter(|period| open(form, *period)).filter_map(after).collect::<Vec<_>>()
    });
    found.next = later.min_by_key(|(due, _)| *due);
    Ok(found)
}
