//! How an organization stands: cash, what is open, income and expenses, the first customers and expenses. Every amount is minor units of its currency, as
//! of the end of a day; sums of months are kept, and what is posted beyond the day in its month is taken off them.

use std::collections::HashMap;

use despacho_documents::open::{
    ages::{AgeSum, Side},
    ages_store,
};
use despacho_kernel::{Id, place::Currency};
use despacho_ledger::{
    fiscal_years::store as years,
    journal::{
        Part as Of,
        results_store::{self, Later},
    },
    reports::Period,
};
use despacho_organizations::{Organization, store as organizations};
use despacho_platform::{Platform, Result, sql::Connection};
use despacho_ui::format;
use jiff::{ToSpan, civil::Date};

use crate::store::{self, Bank, Held, Moved, Ranked};

/// Months of the chart.
pub const MONTHS: i32 = 12;
/// Accounts, customers and kinds of expense that are told by name.
const NAMED: usize = 6;
const FIRST: usize = 4;
/// How far back the day is looked for on which an account went below zero.
const LOOKED_BACK: i32 = 366;

/// What the parts stand on.
#[derive(Debug, Clone)]
pub struct Ground {
    pub organization: Organization,
    pub currency: &'static Currency,
    /// Where the organization is.
    pub today: Date,
}

fn month(day: Date) -> String {
    day.strftime("%Y-%m").to_string()
}

impl Ground {
    pub async fn of(platform: &Platform, organization: Id) -> Result<Self> {
        let organization = organizations::find(platform.db.read(), organization).await?;
        let today = format::local_date(&organization.time_zone, platform.clock.now()).unwrap_or_default();
        Ok(Self { currency: organization.own_currency()?, today, organization })
    }

    pub fn id(&self) -> Id {
        self.organization.id
    }

    /// What sums of the present month have beyond today.
    async fn later(&self, db: &dyn Connection) -> Result<Vec<Later>> {
        results_store::later(db, self.id(), (&self.today.to_string(), &self.today.last_of_month().to_string())).await
    }
}

/// An account of cash with what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashAccount {
    pub account: Held,
    /// The bank account that is kept in it.
    pub bank: Option<Bank>,
}

/// Cash and banks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cash {
    pub total: i64,
    /// Those that hold something or are bank accounts, by code.
    pub accounts: Vec<CashAccount>,
    /// The account that is furthest below zero, and the day since which it is so.
    pub negative: Option<(Held, String)>,
    /// Lines of banks that wait, and the day of the first.
    pub waiting: (i64, String),
}

impl Cash {
    /// The accounts that are told by name, and how many others there are.
    pub fn named(&self) -> (&[CashAccount], usize) {
        let shown = self.accounts.len().min(NAMED);
        (&self.accounts[..shown], self.accounts.len() - shown)
    }
}

/// What an account moved, as one goes on through the closing of a year and the opening of the next.
fn through_years(moved: Vec<Moved>, closed: &mut Option<String>) -> Vec<Moved> {
    moved
        .into_iter()
        .filter(|of| match of.part.parse() {
            Ok(Of::Closing) => {
                closed.get_or_insert_with(|| of.at.clone());
                false
            }
            Ok(Of::Opening) => closed.is_none(),
            _ => true,
        })
        .collect()
}

/// The day since which a balance that is below zero now is so, or the first that was looked at.
async fn negative_since(db: &dyn Connection, organization: Id, account: Id, today: Date) -> Result<String> {
    let (mut closed, present) = (None, month(today));
    let (mut held, mut from, mut before) = (0, Date::constant(1, 1, 1), 0);
    for of in through_years(store::by_month(db, organization, account).await?, &mut closed).into_iter().filter(|of| of.at < present) {
        held += of.amount;
        if held >= 0 {
            let last = format!("{}-01", of.at).parse::<Date>().unwrap_or(from).last_of_month();
            (from, before) = (last.tomorrow().unwrap_or(last), held);
        }
    }
    let earliest = today.checked_sub(LOOKED_BACK.days()).unwrap_or(today).first_of_month();
    if from < earliest && from > Date::constant(1, 1, 1) {
        return Ok(from.to_string());
    }
    let (mut held, mut since) = (before, None);
    for of in through_years(store::by_day(db, organization, account, (&from.to_string(), &today.to_string())).await?, &mut closed) {
        held += of.amount;
        since = if held < 0 { since.or(Some(of.at)) } else { None };
    }
    Ok(since.unwrap_or_else(|| from.to_string()))
}

/// Cash and banks at the end of today.
pub async fn cash(db: &dyn Connection, ground: &Ground) -> Result<Cash> {
    let beyond: HashMap<Id, i64> = ground.later(db).await?.into_iter().map(|later| (later.account_id, later.amount)).collect();
    let mut banks: HashMap<Id, Bank> = store::banks(db, ground.id()).await?.into_iter().map(|bank| (bank.account_id, bank)).collect();
    let waiting = banks.values().filter(|bank| bank.waiting > 0);
    let first = waiting.clone().map(|bank| bank.since.clone()).min().unwrap_or_default();
    let mut found = Cash { waiting: (waiting.map(|bank| bank.waiting).sum(), first), ..Cash::default() };
    for mut account in store::cash(db, ground.id(), &month(ground.today)).await? {
        account.amount -= beyond.get(&account.account_id).copied().unwrap_or(0);
        found.total += account.amount;
        let bank = banks.remove(&account.account_id);
        if account.amount != 0 || bank.is_some() {
            found.accounts.push(CashAccount { account, bank });
        }
    }
    if let Some(lowest) = found.accounts.iter().map(|of| &of.account).filter(|account| account.amount < 0).min_by_key(|account| account.amount) {
        let since = negative_since(db, ground.id(), lowest.account_id, ground.today).await?;
        found.negative = Some((lowest.clone(), since));
    }
    Ok(found)
}

/// What is open on one side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Open {
    /// Items and amount of each age, the youngest first.
    pub ages: [(i64, i64); 5],
}

impl Open {
    pub fn of(sums: &[AgeSum]) -> Self {
        let mut open = Self::default();
        for sum in sums {
            if let Some(age) = usize::try_from(sum.age).ok().and_then(|age| open.ages.get_mut(age)) {
                *age = (sum.items, sum.amount);
            }
        }
        open
    }

    pub fn total(&self) -> i64 {
        self.ages.iter().map(|(_, amount)| amount).sum()
    }

    pub fn overdue(&self) -> i64 {
        self.ages.iter().skip(1).map(|(_, amount)| amount).sum()
    }

    pub fn items(&self) -> i64 {
        self.ages.iter().map(|(items, _)| items).sum()
    }
}

/// What is open at the end of today.
pub async fn open(db: &dyn Connection, ground: &Ground, side: Side) -> Result<Open> {
    Ok(Open::of(&ages_store::by_age(db, ground.id(), (side, ground.today)).await?))
}

/// Income and expenses of some days; both are positive as they are usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flow {
    pub period: Period,
    pub income: i64,
    pub expenses: i64,
}

impl Flow {
    pub fn result(&self) -> i64 {
        self.income - self.expenses
    }

    /// What of the income is left, in tenths of a percent; none without income.
    pub fn margin(&self) -> Option<i64> {
        (self.income > 0).then(|| i64::try_from(i128::from(self.result()) * 1000 / i128::from(self.income)).unwrap_or(0))
    }
}

/// The year so far and its months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Results {
    pub year: Flow,
    /// Twelve months; the last ends today.
    pub months: Vec<Flow>,
}

/// The fiscal year that holds a day, or the last before it; the calendar's where there is none.
async fn year_begins(db: &dyn Connection, organization: Id, day: Date) -> Result<Date> {
    let text = day.to_string();
    let all = years::list(db, organization).await?;
    let begins = all.iter().filter(|year| year.starts_on <= text).map(|year| year.starts_on.as_str()).max();
    Ok(begins.and_then(|begins| begins.parse().ok()).unwrap_or(day.first_of_year()))
}

fn flows(later: &[Later]) -> (i64, i64) {
    let of = |word: &str| later.iter().filter(|of| of.r#type == word).map(|of| of.flow).sum::<i64>();
    (-of("income"), of("expense"))
}

/// The result of the fiscal year through today, and of the last twelve months.
pub async fn results(db: &dyn Connection, ground: &Ground) -> Result<Results> {
    let today = ground.today;
    let begins = year_begins(db, ground.id(), today).await?;
    let first = today.first_of_month().checked_sub((MONTHS - 1).months()).unwrap_or(today);
    let stored = results_store::of_months(db, ground.id(), (&month(first.min(begins)), &month(today))).await?;
    let stored: HashMap<&str, (i64, i64)> = stored.iter().map(|of| (of.month.as_str(), (of.income, of.expenses))).collect();
    let beyond = flows(&ground.later(db).await?);
    // A year seldom begins within a month: what the month has before it is taken off.
    let before = match begins.first_of_month().yesterday() {
        Ok(from) if begins.day() > 1 => {
            flows(&results_store::later(db, ground.id(), (&from.to_string(), &begins.yesterday().unwrap_or(from).to_string())).await?)
        }
        _ => (0, 0),
    };
    let of = |begins: Date| {
        let (mut income, mut expenses) = stored.get(month(begins).as_str()).copied().unwrap_or_default();
        let to = begins.last_of_month().min(today);
        if to == today {
            (income, expenses) = (income - beyond.0, expenses - beyond.1);
        }
        Flow { period: Period { from: begins, to }, income, expenses }
    };
    let from = |first: Date| (0..).map_while(move |nth: i32| first.checked_add(nth.months()).ok().filter(|begins| *begins <= today)).map(&of);
    let year = from(begins.first_of_month()).fold((-before.0, -before.1), |sums, flow| (sums.0 + flow.income, sums.1 + flow.expenses));
    Ok(Results { year: Flow { period: Period { from: begins, to: today }, income: year.0, expenses: year.1 }, months: from(first).collect() })
}

/// The quarter of the calendar that is looked back on: in its first month, when returns are filed, the one before.
pub fn quarter(today: Date) -> Period {
    let months = (today.month() - 1) % 3;
    let begins = today.first_of_month().checked_sub(months.months()).unwrap_or(today);
    let begins = if months == 0 { begins.checked_sub(3.months()).unwrap_or(begins) } else { begins };
    let ends = begins.checked_add(2.months()).map_or(today, Date::last_of_month);
    Period { from: begins, to: ends.min(today) }
}

/// The first of many, and what all come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct First {
    pub period: Period,
    pub first: Vec<Ranked>,
    pub total: i64,
    pub count: i64,
}

impl First {
    fn of(period: Period, first: Vec<Ranked>) -> Self {
        let (total, count) = first.first().map_or((0, 0), |of| (of.total, of.count));
        Self { period, first, total, count }
    }

    /// How many others there are, and what they come to.
    pub fn rest(&self) -> (i64, i64) {
        let told: i64 = self.first.iter().map(|of| of.amount).sum();
        (self.count - i64::try_from(self.first.len()).unwrap_or(0), self.total - told)
    }
}

/// The customers to whom most was sold in the quarter.
pub async fn customers(db: &dyn Connection, ground: &Ground) -> Result<First> {
    let period = quarter(ground.today);
    let days = (period.from.to_string(), period.to.to_string());
    let limit = i64::try_from(FIRST).unwrap_or(0);
    let found = store::customers(db, ground.id(), &ground.currency.code, (&days.0, &days.1), limit).await?;
    Ok(First::of(period, found))
}

/// The accounts on which most was spent in the quarter.
pub async fn expenses(db: &dyn Connection, ground: &Ground) -> Result<First> {
    let period = quarter(ground.today);
    let beyond: HashMap<Id, i64> = match period.to == ground.today {
        true => ground.later(db).await?.into_iter().map(|later| (later.account_id, later.flow)).collect(),
        false => HashMap::new(),
    };
    let mut found = store::expenses(db, ground.id(), (&month(period.from), &month(period.to))).await?;
    for account in &mut found {
        account.amount -= beyond.get(&account.account_id).copied().unwrap_or(0);
    }
    found.retain(|account| account.amount != 0);
    found.sort_by_key(|account| std::cmp::Reverse(account.amount));
    let total = found.iter().map(|account| account.amount).sum();
    let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let ranked = |of: Held| Ranked { id: of.account_id, code: of.code, name: of.name, amount: of.amount, total, count };
    Ok(First::of(period, found.into_iter().take(FIRST).map(ranked).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    #[test]
    fn the_quarter_that_is_filed_is_looked_back_on() {
        let told = |today: &str| {
            let period = quarter(day(today));
            (period.from.to_string(), period.to.to_string())
        };
        assert_eq!(told("2027-04-14"), ("2027-01-01".into(), "2027-03-31".into()));
        assert_eq!(told("2027-05-02"), ("2027-04-01".into(), "2027-05-02".into()));
        assert_eq!(told("2027-06-30"), ("2027-04-01".into(), "2027-06-30".into()));
        assert_eq!(told("2027-01-01"), ("2026-10-01".into(), "2026-12-31".into()));
    }

    #[test]
    fn ages_are_summed() {
        let open = Open::of(&[AgeSum { age: 0, items: 8, amount: 9801 }, AgeSum { age: 2, items: 2, amount: 1936 }, AgeSum { age: 4, items: 1, amount: -10 }]);
        assert_eq!((open.total(), open.overdue(), open.items()), (11_727, 1926, 11));
    }

    #[test]
    fn a_year_that_closes_and_opens_again_goes_on() {
        let moved = |at: &str, part: &str, amount| Moved { at: at.into(), part: part.into(), amount };
        let all = vec![
            moved("2026-01", "opening", 500),
            moved("2026-12", "normal", -700),
            moved("2026-12", "closing", 200),
            moved("2027-01", "opening", -200),
            moved("2027-01", "normal", -5),
        ];
        let kept: Vec<i64> = through_years(all, &mut None).iter().map(|of| of.amount).collect();
        assert_eq!(kept, [500, -700, -5]);
    }

    #[test]
    fn a_margin_is_of_the_income() {
        let period = Period { from: day("2026-01-01"), to: day("2026-12-31") };
        let flow = |income, expenses| Flow { period, income, expenses };
        assert_eq!((flow(20_000, 15_010).margin(), flow(0, 5).margin(), flow(100, 150).margin()), (Some(249), None, Some(-500)));
    }
}
