//! What is looked at before a year closes: what must be so, and what is recommended, which may be accepted as it is with a reason.

use std::collections::HashMap;

use despacho_kernel::{Id, Invalid};
use despacho_organizations::store as organizations;
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    i18n::Lang,
    memberships,
    sql::Connection,
    users::User,
};
use jiff::civil::Date;

use super::store::{self, Acceptance};
use crate::{
    accounts::{Account, store as accounts},
    catalog::{self, PackCheck},
    fiscal_years::{OPEN, store as years},
    journal::{entry::Part, store as journal},
    matching::store as matches,
    reports::sums::{self, Period},
};

/// How something stands that was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    Passed,
    /// There is nothing that it would be about.
    NotNeeded,
    Failing,
}

/// A recommended check of a year.
#[derive(Debug, Clone)]
pub struct Check {
    pub of: &'static PackCheck,
    pub stand: Stand,
    /// What proves it or stands against it: accounts with what they hold, moved or have open.
    pub accounts: Vec<(String, i64)>,
    /// Open postings, of what should be matched.
    pub postings: i64,
    pub accepted: Option<Acceptance>,
}

impl Check {
    /// Whether somebody has to decide.
    pub fn undecided(&self) -> bool {
        self.stand == Stand::Failing && self.accepted.is_none()
    }

    /// What its accounts come to.
    pub fn sum(&self) -> i64 {
        self.accounts.iter().map(|(_, amount)| amount).sum()
    }
}

/// The book of a year, which must tie and be numbered without gaps.
#[derive(Debug, Clone, Default)]
pub struct Book {
    pub entries: i64,
    /// Debits less credits: nothing.
    pub difference: i64,
    /// Whether a journal lacks a number.
    pub gaps: bool,
}

/// What a year's accounts are at its end, by code.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    pub held: Vec<(String, i64)>,
    /// Debits less credits of what happened in the year, and whether anything did.
    pub moved: Vec<(String, i64)>,
    /// What is not matched, and how many postings.
    pub open: Vec<(String, i64, i64)>,
    pub profit: i64,
}

fn begins(code: &str, beginnings: &[String]) -> bool {
    beginnings.iter().any(|beginning| code.starts_with(beginning.as_str()))
}

/// How long the longest of these is that begins a code.
fn longest(code: &str, beginnings: &[String]) -> usize {
    beginnings.iter().filter(|beginning| code.starts_with(beginning.as_str())).map(String::len).max().unwrap_or(0)
}

/// How a check stands by what is so.
pub fn judged(of: &PackCheck, facts: &Facts) -> (Stand, Vec<(String, i64)>, i64) {
    let holding =
        |beginnings: &[String]| -> Vec<(String, i64)> { facts.held.iter().filter(|(code, held)| *held != 0 && begins(code, beginnings)).cloned().collect() };
    let failing = |fails: bool| if fails { Stand::Failing } else { Stand::Passed };
    if !of.matched.is_empty() {
        let open: Vec<_> = facts.open.iter().filter(|(code, ..)| begins(code, &of.matched)).collect();
        let any = facts.moved.iter().any(|(code, _)| begins(code, &of.matched));
        let stand = if open.is_empty() && !any { Stand::NotNeeded } else { failing(!open.is_empty()) };
        return (stand, open.iter().map(|(code, amount, _)| (code.clone(), *amount)).collect(), open.iter().map(|(.., count)| count).sum());
    }
    if !of.empty.is_empty() {
        let held = holding(&of.empty);
        return (failing(!held.is_empty()), held, 0);
    }
    if !of.moved.is_empty() {
        let moved: Vec<_> = facts.moved.iter().filter(|(code, _)| begins(code, &of.moved)).cloned().collect();
        if !moved.is_empty() {
            return (Stand::Passed, moved, 0);
        }
        let about = holding(&of.holding);
        let needed = if of.profit { facts.profit > 0 } else { of.holding.is_empty() || !about.is_empty() };
        return (if needed { Stand::Failing } else { Stand::NotNeeded }, about, 0);
    }
    let side = |code: &str| longest(code, &of.debit).cmp(&longest(code, &of.credit));
    let opposite = |(code, held): &&(String, i64)| match side(code) {
        std::cmp::Ordering::Greater => *held < 0,
        std::cmp::Ordering::Less => *held > 0,
        std::cmp::Ordering::Equal => false,
    };
    let found: Vec<_> = facts.held.iter().filter(opposite).cloned().collect();
    (failing(!found.is_empty()), found, 0)
}

fn day(text: &str) -> Result<Date> {
    text.parse().map_err(|_| Error::Other(format!("{text} is no day")))
}

/// What a year is at its end, and its book.
async fn facts(db: &dyn Connection, organization: Id, year: &years::FiscalYear, checks: &[PackCheck]) -> Result<(Facts, Book)> {
    let period = Period { from: day(&year.starts_on)?, to: day(&year.ends_on)? };
    let chart: HashMap<Id, Account> = accounts::all(db, organization).await?.into_iter().map(|account| (account.id, account)).collect();
    let code = |id: &Id| chart.get(id).map(|account| account.code.clone());
    let mut found = Facts::default();
    let held = sums::held_at(db, organization, period.to).await?;
    let difference = held.values().sum();
    found.held = held.iter().filter_map(|(id, amount)| Some((code(id)?, *amount))).collect();
    for ((id, part), sums) in sums::over(db, organization, period).await? {
        let flows = chart.get(&id).is_some_and(|account| matches!(account.r#type.as_str(), "income" | "expense"));
        if part == Part::Normal && (sums.debit, sums.credit) != (0, 0) {
            found.moved.extend(code(&id).map(|code| (code, sums.balance())));
            found.profit -= if flows { sums.balance() } else { 0 };
        }
    }
    let matched: Vec<Id> = chart
        .values()
        .filter(|account| checks.iter().any(|check| begins(&account.code, &check.matched)))
        .map(|account| account.id)
        .collect();
    let open = matches::open_sums(db, organization, &matched, &year.ends_on).await?;
    found.open = open.into_iter().filter_map(|of| Some((code(&of.account_id)?, of.amount, of.postings))).collect();
    found.held.sort();
    found.moved.sort();
    found.open.sort();
    let entries = journal::sums_by_date(db, organization, (&year.starts_on, &year.ends_on)).await?.entries;
    let gaps = store::numbered(db, organization, year.id).await?.iter().any(|of| of.count != of.last);
    Ok((found, Book { entries, difference, gaps }))
}

/// The recommended checks of a year and how they stand, and its book.
pub async fn of_year(db: &dyn Connection, organization: Id, year: Id) -> Result<(Vec<Check>, Book)> {
    let of = organizations::find(db, organization).await?;
    let year = years::list(db, organization).await?.into_iter().find(|of| of.id == year).ok_or(Error::NotFound)?;
    let checks = &catalog::pack(&of.country).closing_checks;
    let (facts, book) = facts(db, organization, &year, checks).await?;
    let mut accepted: HashMap<String, Acceptance> = store::acceptances(db, organization, year.id).await?.into_iter().map(|of| (of.word.clone(), of)).collect();
    let check = |of: &'static PackCheck| {
        let (stand, accounts, postings) = judged(of, &facts);
        Check { of, stand, accounts, postings, accepted: accepted.remove(&of.word) }
    };
    Ok((checks.iter().map(check).collect(), book))
}

/// What is decided of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision<'a> {
    /// It is accepted as it is, for a reason.
    Accept(&'a str),
    Withdraw,
}

/// Accepts a recommended check of an open year as it is, or takes that back.
///
/// Errors: `reason`, and the conflict `fiscal_year_closed`.
pub async fn decide(tx: &Tx, organization: Id, year: Id, word: &str, decision: Decision<'_>, (by, now): (&User, i64)) -> Result<()> {
    memberships::hold(tx, organization).await?;
    let of = organizations::find(tx, organization).await?;
    let year = years::list(tx, organization).await?.into_iter().find(|of| of.id == year).ok_or(Error::NotFound)?;
    let check = catalog::pack(&of.country).closing_checks.iter().find(|check| check.word == word).ok_or(Error::NotFound)?;
    if year.state != OPEN {
        return Err(Error::Conflict("fiscal_year_closed"));
    }
    let mut changes = vec![Change { field: "closing_check".into(), before: String::new(), after: check.name.in_lang(Lang::of(&of.language)).to_owned() }];
    let action = match decision {
        Decision::Accept(reason) => {
            let mut errors = Invalid::new();
            let reason = errors.required("reason", reason, 300);
            errors.finish()?;
            changes.push(Change { field: "reason".into(), before: String::new(), after: reason.clone() });
            let acceptance = Acceptance {
                organization_id: organization,
                fiscal_year_id: year.id,
                word: word.into(),
                reason,
                accepted_by: by.id,
                accepted_name: by.name.clone(),
                accepted_at: now,
            };
            store::put(tx, &acceptance).await?;
            "closing_check_accepted"
        }
        Decision::Withdraw => {
            if !store::remove(tx, organization, year.id, word).await? {
                return Ok(());
            }
            "closing_check_withdrawn"
        }
    };
    let entry = Entry { tenant: organization, actor: Some(by), action, subject: ("fiscal_year", year.id, &year.name), changes };
    activity::record(tx, entry, now).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str) -> &'static PackCheck {
        catalog::pack("ES").closing_checks.iter().find(|check| check.word == word).expect("a check of Spain")
    }

    fn codes(all: &[(&str, i64)]) -> Vec<(String, i64)> {
        all.iter().map(|(code, amount)| ((*code).to_owned(), *amount)).collect()
    }

    #[test]
    fn checks_of_spain_are_judged_by_what_accounts_hold_and_moved() {
        let facts = Facts {
            held: codes(&[
                ("210", 900),
                ("213", 500),
                ("2813", -100),
                ("477", 0),
                ("472", 0),
                ("555", -7),
                ("572", -3),
                ("400", -50),
                ("43000001", 12),
                ("280", 4),
            ]),
            moved: codes(&[("572", -3), ("680", 10), ("630", 20)]),
            open: vec![("572".into(), -3, 2)],
            profit: 100,
        };
        let of = |word: &str| judged(check(word), &facts);
        assert_eq!(of("banks"), (Stand::Failing, codes(&[("572", -3)]), 2));
        assert_eq!(of("tax"), (Stand::Passed, vec![], 0));
        assert_eq!(of("depreciation"), (Stand::Passed, codes(&[("680", 10)]), 0));
        assert_eq!(of("stock").0, Stand::NotNeeded);
        assert_eq!(of("profit_tax").0, Stand::Passed);
        assert_eq!(of("suspense"), (Stand::Failing, codes(&[("555", -7)]), 0));
        // A bank in credit, and accumulated depreciation in debit.
        assert_eq!(of("sides"), (Stand::Failing, codes(&[("572", -3), ("280", 4)]), 0));
        assert_eq!(of("accruals").0, Stand::Failing);
        // Land is not depreciated; a machine is.
        let still = |held: &[(&str, i64)]| judged(check("depreciation"), &Facts { held: codes(held), ..Facts::default() }).0;
        assert_eq!((still(&[("210", 900)]), still(&[("213", 500)])), (Stand::NotNeeded, Stand::Failing));
        assert_eq!(judged(check("profit_tax"), &Facts { profit: -5, ..Facts::default() }).0, Stand::NotNeeded);
        assert_eq!(judged(check("banks"), &Facts::default()).0, Stand::NotNeeded);
    }
}
