//! Rates are put, and looked up for what has none.

use std::{collections::HashMap, sync::OnceLock};

use despacho_kernel::{
    Id, Invalid,
    number::{self, Notation},
    place,
};
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    memberships,
    sql::Connection,
    users::User,
};
use futures_util::future::BoxFuture;
use jiff::{ToSpan, civil::Date};
use rust_decimal::Decimal;

use super::{
    rate::{self, DECIMALS, Found, MAX_AGE, PIVOT, Quote},
    store::{self, ExchangeRate},
};
use crate::journal::typed::TypedLine;

/// How the practices that keep an organization as a client are found, whose rates it uses beside its own. Practices stand above the ledger, so
/// the server says.
pub type Keepers = for<'a> fn(&'a dyn Connection, Id) -> BoxFuture<'a, Result<Vec<Id>>>;

static KEEPERS: OnceLock<Keepers> = OnceLock::new();

/// Says who keeps an organization. Done once; a second call changes nothing.
pub fn kept_by(find: Keepers) {
    KEEPERS.get_or_init(|| find);
}

/// Whose rates an organization uses, in their order: its own, then those of the practices that keep it.
pub async fn tenants(db: &dyn Connection, organization: Id) -> Result<Vec<Id>> {
    let mut all = vec![organization];
    if let Some(find) = KEEPERS.get() {
        all.extend(find(db, organization).await?);
    }
    Ok(all)
}

/// A rate as it is typed or sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// ISO 8601.
    pub date: String,
    pub currency: String,
    /// The usual one where it is empty.
    pub base: String,
    /// A decimal with a point; empty takes the rate of that day away.
    pub rate: String,
}

/// A rate that is put, or taken away where it has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put {
    pub date: Date,
    pub currency: String,
    pub base: String,
    pub rate: Option<Decimal>,
}

impl From<Quote> for Put {
    fn from(quote: Quote) -> Self {
        Self { date: quote.date, currency: quote.currency, base: quote.base, rate: Some(quote.rate) }
    }
}

/// Most rates that are sent at once.
pub const MAX_TYPED: usize = 1000;

impl Typed {
    /// The rate that it says; what cannot be read is noted at its place.
    pub fn read(&self, usual: &str, at: &str, errors: &mut Invalid) -> Option<Put> {
        let field = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
        let date: Option<Date> = errors.take(&field("date"), self.date.trim().parse().map_err(|_| "date"));
        let currency = errors.take(&field("currency"), place::currency(self.currency.trim()));
        let base = if self.base.trim().is_empty() { usual } else { self.base.trim() };
        let base = errors.take(&field("base"), place::currency(base));
        let rate = match self.rate.trim() {
            "" => Some(None),
            text => errors.take(&field("rate"), number::decimal(text, Notation::Plain, DECIMALS)).map(Some),
        };
        if rate.flatten().is_some_and(|rate| rate <= Decimal::ZERO) {
            errors.push(&field("rate"), "number");
            return None;
        }
        let (date, currency, base, rate) = (date?, currency?, base?, rate?);
        if currency.code == base.code {
            errors.push(&field("currency"), "rate_of_itself");
            return None;
        }
        Some(Put { date, currency: currency.code.clone(), base: base.code.clone(), rate })
    }
}

/// Puts rates of a practice or an organization, each in place of one of its day and pair; those without a rate are taken away.
pub async fn put(tx: &Tx, tenant: Id, rates: Vec<Put>, source: &str, (by, now): (&User, i64)) -> Result<usize> {
    if rates.is_empty() {
        return Err(Invalid::one("rates", "required").into());
    }
    memberships::hold(tx, tenant).await?;
    let mut kept: HashMap<(String, String, String), ExchangeRate> = HashMap::new();
    let (mut changes, mut removed) = (vec![], vec![]);
    let count = rates.len();
    for put in rates {
        let date = put.date.to_string();
        let pair = format!("{date} {}/{}", put.currency, put.base);
        if changes.len() < 20 {
            changes.push(Change { field: "rate".into(), before: String::new(), after: put.rate.map_or_else(|| pair.clone(), |rate| format!("{pair} {rate}")) });
        }
        let key = (date.clone(), put.currency.clone(), put.base.clone());
        if let Some(rate) = put.rate {
            let rate = rate.normalize().to_string();
            let (currency, base) = (put.currency, put.base);
            // The last of two of a pair counts: one statement cannot touch a row twice.
            kept.insert(key, ExchangeRate { tenant_id: tenant, date, currency, base, rate, source: source.into(), set_by: by.id, set_at: now });
        } else {
            kept.remove(&key);
            removed.push(key);
        }
    }
    store::remove(tx, tenant, &removed).await?;
    let mut kept: Vec<ExchangeRate> = kept.into_values().collect();
    kept.sort_by(|a, b| (&a.date, &a.currency, &a.base).cmp(&(&b.date, &b.currency, &b.base)));
    store::put(tx, &kept).await?;
    let name = memberships::tenant_name(tx, tenant).await?.unwrap_or_default();
    let entry = Entry { tenant, actor: Some(by), action: "exchange_rates_set", subject: ("exchange_rates", tenant, &name), changes };
    activity::record(tx, entry, now).await?;
    Ok(count)
}

/// The rates of currencies on days, as [`rate::find`] finds them; what has none is not among them.
pub async fn look_up(db: &dyn Connection, organization: Id, base: &str, wanted: &[(&str, Date)]) -> Result<HashMap<(String, Date), Found>> {
    let (Some(first), Some(last)) = (wanted.iter().map(|(_, day)| *day).min(), wanted.iter().map(|(_, day)| *day).max()) else { return Ok(HashMap::new()) };
    let tenants = tenants(db, organization).await?;
    let mut currencies: Vec<&str> = wanted.iter().map(|(currency, _)| *currency).chain([base]).collect();
    currencies.sort_unstable();
    currencies.dedup();
    let from = first.checked_sub(MAX_AGE.days()).map_err(|e| Error::Other(e.to_string()))?;
    let stored = store::between(db, &tenants, &currencies, PIVOT, (&from.to_string(), &last.to_string())).await?;
    let mut sources: Vec<Vec<Quote>> = tenants.iter().map(|_| vec![]).collect();
    for row in stored {
        let bad = || Error::Other(format!("rate of {} {}", row.date, row.currency));
        let quote = Quote {
            date: row.date.parse().map_err(|_| bad())?,
            rate: row.rate.parse().map_err(|_| bad())?,
            currency: row.currency.clone(),
            base: row.base.clone(),
        };
        if let Some(source) = tenants.iter().position(|tenant| *tenant == row.tenant_id).and_then(|at| sources.get_mut(at)) {
            source.push(quote);
        }
    }
    let found = wanted
        .iter()
        .filter_map(|(currency, day)| Some((((*currency).to_owned(), *day), rate::find(&sources, currency, base, *day)?)));
    Ok(found.collect())
}

/// Gives lines of a day in another currency that say neither a rate nor the amount in it the table's rate; those that it has none for stay as
/// they are, and are refused as they are read.
pub async fn complete(db: &dyn Connection, organization: Id, base: &str, date: &str, lines: &mut [TypedLine]) -> Result<()> {
    let Ok(day) = date.trim().parse::<Date>() else { return Ok(()) };
    let lacks = |line: &TypedLine| {
        let currency = line.currency.trim();
        !currency.is_empty() && currency != base && line.rate.trim().is_empty() && line.amount_in_currency.trim().is_empty()
    };
    let mut wanted: Vec<String> = lines.iter().filter(|line| lacks(line)).map(|line| line.currency.trim().to_owned()).collect();
    wanted.sort_unstable();
    wanted.dedup();
    wanted.retain(|code| place::currency(code).is_ok());
    if wanted.is_empty() {
        return Ok(());
    }
    let found = look_up(db, organization, base, &wanted.iter().map(|code| (code.as_str(), day)).collect::<Vec<_>>()).await?;
    for line in lines.iter_mut().filter(|line| lacks(line)) {
        if let Some(found) = found.get(&(line.currency.trim().to_owned(), day)) {
            line.rate = found.rate.to_string();
        }
    }
    Ok(())
}
