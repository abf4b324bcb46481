//! Opening balances: what a business had before its first entry here, typed once and put right until its year is closed.

use despacho_contacts::store as contacts;
use despacho_kernel::{Id, Invalid, money::plain, place};
use despacho_organizations::store as organizations;
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Entry},
    i18n::Lang,
    memberships,
    sql::Connection,
};
use serde::{Deserialize, Serialize};

use crate::{
    accounts::store as accounts,
    catalog,
    fiscal_years::store as years,
    journal::{
        AccountRef, Allowed, EntryDraft, Journal, Kind, Posting, TypedEntry, TypedLine,
        entry::Source,
        post,
        store::{self, JournalEntry, PostingRow},
        typed::or_empty,
    },
    rates::actions as rates,
};

/// What made the entry of typed opening balances.
const SOURCE: &str = "opening_balances";

/// Opening balances as they are typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedOpening {
    /// The first day kept here, ISO 8601; the first day of the first fiscal year where it is empty.
    #[serde(deserialize_with = "or_empty")]
    pub date: String,
    pub rows: Vec<TypedLine>,
}

/// Opening balances as they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opening {
    pub date: String,
    /// Without the line that balances them.
    pub rows: Vec<TypedLine>,
    /// What the rows lack to balance, in minor units, debit positive: it stands on the balancing account.
    pub difference: i64,
    pub entry: Option<JournalEntry>,
}

/// The day that opening balances are of where none is told.
async fn usual_day(db: &dyn Connection, organization: Id) -> Result<String> {
    let all = years::list(db, organization).await?;
    Ok(all.iter().map(|year| year.starts_on.clone()).min().unwrap_or_default())
}

/// The opening balances of an organization.
pub async fn read(db: &dyn Connection, organization: Id) -> Result<Opening> {
    let Some(entry) = store::typed_opening(db, organization, SOURCE).await? else {
        return Ok(Opening { date: usual_day(db, organization).await?, ..Opening::default() });
    };
    let of = organizations::find(db, organization).await?;
    let digits = of.own_currency()?.digits;
    let in_currency = |row: &PostingRow| {
        let own = place::currency(&row.currency).map_or(digits, |currency| currency.digits);
        (row.currency.clone(), plain(row.currency_amount.abs(), own), row.rate.clone())
    };
    let balancing = &catalog::pack(&of.country).year.balancing;
    let rows = store::postings(db, organization, entry.id).await?;
    let ids: Vec<Id> = rows.iter().map(|row| row.account_id).collect();
    let named: std::collections::HashMap<Id, String> = accounts::of_ids(db, organization, &ids).await?.into_iter().map(|a| (a.id, a.code)).collect();
    let people: Vec<Id> = rows.iter().filter_map(|row| row.contact_id).collect();
    let numbers: std::collections::HashMap<Id, i64> = contacts::of_ids(db, organization, &people).await?.into_iter().map(|c| (c.id, c.number)).collect();
    let mut opening = Opening { date: entry.date.clone(), ..Opening::default() };
    for row in rows {
        let code = named.get(&row.account_id).cloned().unwrap_or_default();
        if code == *balancing && LANGS.iter().any(|lang| row.description == lang.t(BALANCING)) {
            opening.difference = -row.amount;
            continue;
        }
        let side = |on: bool| if on { plain(row.amount.abs(), digits) } else { String::new() };
        let (currency, amount_in_currency, rate) = if row.currency == of.currency { Default::default() } else { in_currency(&row) };
        opening.rows.push(TypedLine {
            account_code: code,
            debit: side(row.amount > 0),
            credit: side(row.amount < 0),
            description: row.description.clone(),
            currency,
            amount_in_currency,
            rate,
            contact: row.contact_id.and_then(|id| numbers.get(&id)).map(i64::to_string).unwrap_or_default(),
            ..TypedLine::default()
        });
    }
    opening.entry = Some(entry);
    Ok(opening)
}

/// The text of the line that balances, by which it is known again, whatever the organization's language was.
const BALANCING: &str = "opening-balances-difference";
const LANGS: [Lang; 2] = [Lang::Es, Lang::En];

/// Takes these for the opening balances: what stood is undone on its day, and they are posted. No rows take them away.
///
/// What the rows lack stands on the pack's balancing account (Spain: 555) until it is put right; where the chart has none they must balance.
pub async fn put(tx: &Tx, organization: Id, typed: &TypedOpening, allowed: Allowed<'_>) -> Result<Opening> {
    memberships::hold(tx, organization).await?;
    let of = organizations::find(tx, organization).await?;
    let base = of.own_currency()?;
    let lang = Lang::of(&of.language);
    let date = if typed.date.trim().is_empty() { usual_day(tx, organization).await? } else { typed.date.clone() };
    let mut rows = typed.rows.clone();
    rates::complete(tx, organization, &of.currency, &date, &mut rows).await?;
    let entry = TypedEntry { date, postings: rows, description: lang.t("opening-balances"), ..TypedEntry::default() };
    let mut errors = Invalid::new();
    entry.fits(&mut errors);
    let told = |errors: Invalid| {
        Invalid(
            errors
                .0
                .into_iter()
                .map(|mut error| {
                    error.field = error.field.replacen("postings", "rows", 1);
                    error
                })
                .collect(),
        )
    };
    let draft = match entry.read(base, &mut errors) {
        Some(draft) if errors.0.is_empty() => draft,
        _ => return Err(told(errors).into()),
    };
    let before = store::typed_opening(tx, organization, SOURCE).await?;
    if let Some(before) = &before {
        post::undo_of_year(tx, organization, before, &lang.t("opening-balances-replaced"), allowed).await?;
    }
    let sum: i128 = draft.postings.iter().map(|posting| i128::from(posting.amount)).sum();
    let balancing = &catalog::pack(&of.country).year.balancing;
    let mut postings = draft.postings;
    if let Ok(difference) = i64::try_from(sum)
        && difference != 0
        && !balancing.is_empty()
        && accounts::find_by_code(tx, organization, balancing).await?.is_some_and(|account| account.active)
    {
        postings.push(Posting { description: lang.t(BALANCING), ..Posting::new(AccountRef::Code(balancing.clone()), -difference) });
    }
    if !postings.is_empty() {
        let source = Some(Source { kind: SOURCE.into(), id: organization });
        let opening = EntryDraft { kind: Kind::Opening, journal: Journal::General, source, postings, ..draft };
        match post::post(tx, organization, &opening, allowed).await {
            Ok(_) => {}
            Err(Error::Invalid(errors)) => return Err(told(errors).into()),
            Err(error) => return Err(error),
        }
    }
    let entry = Entry {
        tenant: organization,
        actor: Some(allowed.by),
        action: "opening_balances_set",
        subject: ("organization", organization, &of.name),
        changes: vec![],
    };
    activity::record(tx, entry, allowed.now).await?;
    read(tx, organization).await
}
