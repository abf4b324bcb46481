//! A revaluation is looked at, and made.

use std::collections::BTreeMap;

use despacho_kernel::{
    Id, Invalid, new_id,
    number::{self, Notation},
};
use despacho_ledger::{
    catalog,
    journal::{Allowed, entry::State, post, store as journal},
    rates::{actions as rates, rate::DECIMALS},
};
use despacho_organizations::{Organization, store as organizations};
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    i18n::Lang,
    memberships,
    sql::Connection,
    t,
};
use despacho_ui::format;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{
    plan::{self, Closing, Plan},
    store::{self, Revaluation},
};

/// A revaluation as it is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// ISO 8601.
    pub date: String,
    /// Whether the day after undoes it; the pack's usual where none is told.
    pub reverses: Option<bool>,
    /// Rates of the day, decimals with a point; those of the table where none is told.
    pub rates: BTreeMap<String, String>,
    /// Codes of accounts that keep their value.
    pub left_out: Vec<String>,
}

/// The day of a revaluation: not to come.
fn day(asked: &Asked, today: Date) -> Result<Date, Invalid> {
    let date: Date = asked.date.trim().parse().map_err(|_| Invalid::one("date", "date"))?;
    if date > today { Err(Invalid::one("date", "date_future")) } else { Ok(date) }
}

/// The present day of an organization.
async fn today(db: &dyn Connection, organization: Id, now: i64) -> Result<(Date, Organization)> {
    let of = organizations::find(db, organization).await?;
    let today = format::local_date(&of.time_zone, now).ok_or_else(|| Error::Other("no day".into()))?;
    Ok((today, of))
}

/// What a revaluation would write.
pub async fn plan(db: &dyn Connection, organization: Id, asked: &Asked, now: i64) -> Result<Plan> {
    let (today, of) = today(db, organization, now).await?;
    let date = day(asked, today)?;
    let exposed = store::exposed(db, organization, &of.currency, &date.to_string()).await?;
    let mut errors = Invalid::new();
    let mut closing: BTreeMap<String, Closing> = BTreeMap::new();
    for (currency, text) in asked.rates.iter().filter(|(_, text)| !text.trim().is_empty()) {
        let field = format!("rates.{currency}");
        match errors.take(&field, number::decimal(text.trim(), Notation::Plain, DECIMALS)) {
            Some(rate) if rate > Decimal::ZERO => _ = closing.insert(currency.clone(), Closing { rate, date: None, rounded: false }),
            Some(_) => errors.push(&field, "number"),
            None => {}
        }
    }
    errors.finish()?;
    let mut wanted: Vec<&str> = exposed.iter().map(|row| row.currency.as_str()).filter(|currency| !closing.contains_key(*currency)).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let pairs: Vec<(&str, Date)> = wanted.iter().map(|currency| (*currency, date)).collect();
    let found = rates::look_up(db, organization, &of.currency, &pairs).await?;
    closing.extend(
        found
            .into_iter()
            .map(|((currency, _), found)| (currency, Closing { rate: found.rate, date: Some(found.date), rounded: found.rounded })),
    );
    Ok(plan::plan(exposed, closing, &of.currency, &catalog::pack(&of.country).exchange, &asked.left_out))
}

/// Whether a revaluation stands: not one whose entry somebody undid by hand.
async fn stands(db: &dyn Connection, made: &Revaluation) -> Result<bool> {
    let entry = journal::find(db, made.organization_id, made.entry_id).await?;
    Ok(made.reversal_id.is_some() || entry.state == State::Posted.word())
}

/// Makes a revaluation: its entry, and the mirror of the day after where it is wanted. Once a day.
pub async fn make(tx: &Tx, organization: Id, asked: &Asked, allowed: Allowed<'_>) -> Result<(Plan, Revaluation)> {
    memberships::hold(tx, organization).await?;
    let (today, of) = today(tx, organization, allowed.now).await?;
    let date = day(asked, today)?;
    if let Some(before) = store::find(tx, organization, &date.to_string()).await?
        && stands(tx, &before).await?
    {
        return Err(Error::Conflict("revaluation_exists"));
    }
    let plan = plan(tx, organization, asked, allowed.now).await?;
    if !plan.missing.is_empty() {
        let mut errors = Invalid::new();
        for currency in &plan.missing {
            errors.push(&format!("rates.{currency}"), "rate_missing");
        }
        return Err(errors.into());
    }
    if !plan.changes() {
        return Err(Invalid::one("date", "revaluation_nothing").into());
    }
    let lang = Lang::of(&of.language);
    let exchange = &catalog::pack(&of.country).exchange;
    let id = new_id();
    let told = format::stored_date(lang, &date.to_string());
    let description = t!(lang, "revaluation-entry", date = told.as_str());
    let posted = post::post(tx, organization, &plan.entry(date, exchange, (id, &description)), allowed).await?;
    let reversal = if asked.reverses.unwrap_or(exchange.reverses) {
        let next = date.tomorrow().map_err(|e| Error::Other(e.to_string()))?;
        let reason = t!(lang, "revaluation-undoing", date = told.as_str());
        let undone = post::reverse(tx, organization, posted.id, next, &reason, allowed).await.map_err(|error| match error {
            Error::Invalid(errors) => Error::Invalid(at_reversal(errors)),
            other => other,
        })?;
        Some(undone.id)
    } else {
        None
    };
    let rates: BTreeMap<&String, String> = plan.rates.iter().map(|(currency, closing)| (currency, closing.rate.to_string())).collect();
    let made = Revaluation {
        organization_id: organization,
        date: date.to_string(),
        id,
        entry_id: posted.id,
        reversal_id: reversal,
        gains: plan.gains,
        losses: plan.losses,
        rates: serde_json::to_string(&rates).map_err(|e| Error::Other(e.to_string()))?,
        made_by: allowed.by.id,
        made_at: allowed.now,
    };
    store::put(tx, &made).await?;
    let changes = rates
        .iter()
        .map(|(currency, rate)| Change { field: "rate".into(), before: String::new(), after: format!("{currency} {rate}") })
        .collect();
    let entry = Entry { tenant: organization, actor: Some(allowed.by), action: "revaluation_made", subject: ("journal_entry", posted.id, &told), changes };
    activity::record(tx, entry, allowed.now).await?;
    Ok((plan, made))
}

/// What stands against the day after is told at the choice of undoing there.
fn at_reversal(errors: Invalid) -> Invalid {
    let moved = errors.0.into_iter().map(|mut error| {
        error.field = "reversal".into();
        error
    });
    Invalid(moved.collect())
}
