//! The end of a fiscal year: regularisation, closing, opening, and how they are undone.
//!
//! Spain: Plan General de Contabilidad de PYMES (RD 1515/2007), part three, accounts 129 and groups 6 and 7. Where the pack says so
//! the result alone is carried, as elsewhere balances need no entry to go on.

pub mod allocation;
pub mod checks;
pub mod store;

use std::collections::HashMap;

use despacho_contacts::store as contacts;
use despacho_kernel::{Id, Invalid, new_id};
use despacho_organizations::{Organization, store as organizations};
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    i18n::Lang,
    memberships,
    sql::Connection,
    t,
    users::User,
};
use jiff::{ToSpan, civil::Date};

use crate::{
    accounts::{Account, store as accounts},
    catalog::{self, Closes},
    fiscal_years::{
        self, CLOSED, OPEN,
        store::{self as years, FiscalYear},
    },
    journal::{
        AccountRef, Allowed, ContactRef, EntryDraft, Foreign, Journal, Kind, Posted, Posting,
        contact_store::{self, Standing},
        entry::MAX_POSTINGS,
        post, store as journal,
    },
};

/// A line of an entry that closing will write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedLine {
    pub code: String,
    pub name: String,
    /// Minor units of the organization's currency, debit positive.
    pub amount: i64,
}

/// An entry that closing will write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    pub draft: EntryDraft,
    pub lines: Vec<PlannedLine>,
}

/// What closing a year does.
#[derive(Debug, Clone)]
pub struct Plan {
    pub year: FiscalYear,
    /// The year after it; made by closing where there is none.
    pub next: FiscalYear,
    pub makes_next: bool,
    /// Minor units of the organization's currency: a profit is positive.
    pub result: i64,
    pub entries: Vec<Planned>,
    /// What keeps it from being closed: words of conflicts.
    pub against: Vec<&'static str>,
    /// Drafts in the year.
    pub drafts: i64,
}

/// The texts of the entries, in the organization's language.
struct Texts(Lang);

impl Texts {
    fn of(&self, key: &str, year: &str) -> String {
        t!(self.0, key, year = year)
    }
}

fn day(text: &str) -> Result<Date> {
    text.parse().map_err(|_| Error::Other(format!("{text} is no day")))
}

async fn year_of(db: &dyn Connection, organization: Id, year: Id) -> Result<(FiscalYear, Vec<FiscalYear>)> {
    let all = years::list(db, organization).await?;
    let found = all.iter().find(|of| of.id == year).cloned().ok_or(Error::NotFound)?;
    Ok((found, all))
}

/// Postings that bring what is held to zero, each currency and each contact for itself.
fn cleared(held: &[&Standing], base: &str) -> Vec<Posting> {
    let posting = |of: &&Standing| Posting {
        foreign: (of.currency != base).then(|| Foreign { currency: of.currency.clone(), amount: -of.currency_amount, rate: String::new() }),
        contact: of.contact_id.map(ContactRef::Id),
        ..Posting::new(AccountRef::Id(of.account_id), -of.amount)
    };
    held.iter().filter(|of| of.amount != 0).map(posting).collect()
}

/// What closing a year will write, and what stands against it.
pub async fn plan(db: &dyn Connection, organization: Id, year: Id) -> Result<Plan> {
    let of = organizations::find(db, organization).await?;
    let (year, all) = year_of(db, organization, year).await?;
    let pack = catalog::pack(&of.country);
    let last = day(&year.ends_on)?;
    let drafts = journal::drafts_between(db, organization, &year.starts_on, &year.ends_on).await?;
    let mut against = vec![];
    if year.state != OPEN {
        against.push("fiscal_year_closed");
    }
    if all.iter().any(|other| other.ends_on < year.starts_on && other.state == OPEN) {
        against.push("earlier_year_open");
    }
    if drafts > 0 {
        against.push("drafts_in_year");
    }
    let (next, makes_next) = match all.iter().filter(|other| other.starts_on > year.ends_on).min_by(|a, b| a.starts_on.cmp(&b.starts_on)) {
        Some(next) => (next.clone(), false),
        None => (after(&of, last)?, true),
    };
    let chart: HashMap<Id, Account> = accounts::all(db, organization).await?.into_iter().map(|account| (account.id, account)).collect();
    let result = chart.values().find(|account| account.code == pack.year.result).cloned();
    if result.is_none() {
        against.push("result_account_missing");
    }
    let held = contact_store::standing(db, organization, year.ends_on.get(..7).unwrap_or_default()).await?;
    let flows = |of: &&Standing| chart.get(&of.account_id).is_some_and(|account| ["income", "expense"].contains(&account.r#type.as_str()));
    let texts = Texts(Lang::of(&of.language));
    let mut entries = vec![];
    let flowing: Vec<&Standing> = held.iter().filter(flows).collect();
    let profit = -flowing.iter().map(|of| of.amount).sum::<i64>();
    if let Some(result) = &result {
        let mut postings = cleared(&flowing, &of.currency);
        if profit != 0 {
            postings.push(Posting::new(AccountRef::Id(result.id), -profit));
        }
        entries.push((Kind::Regularisation, last, texts.of("entry-regularisation", &year.name), postings));
        if pack.year.closes == Closes::Entries {
            // What the regularisation leaves.
            let mut left: Vec<Standing> = held.iter().filter(|of| !flows(of)).cloned().collect();
            match left.iter_mut().find(|of_result| of_result.account_id == result.id && of_result.currency == of.currency) {
                Some(of_result) => of_result.amount -= profit,
                None => {
                    left.push(Standing { account_id: result.id, contact_id: None, currency: of.currency.clone(), amount: -profit, currency_amount: -profit })
                }
            }
            let closing = cleared(&left.iter().collect::<Vec<_>>(), &of.currency);
            let turned = EntryDraft { postings: closing, ..EntryDraft::manual(last, "", vec![]) };
            let opening = turned.mirrored();
            entries.push((Kind::Closing, last, texts.of("entry-closing", &year.name), turned.postings));
            entries.push((Kind::Opening, day(&next.starts_on)?, texts.of("entry-opening", &next.name), opening));
        }
    }
    let people: Vec<Id> = held.iter().filter_map(|of| of.contact_id).collect();
    let people: HashMap<Id, String> = contacts::of_ids(db, organization, &people).await?.into_iter().map(|contact| (contact.id, contact.label())).collect();
    let shown = |posting: &Posting| {
        let AccountRef::Id(id) = posting.account else { return None };
        let account = chart.get(&id)?;
        let name = match posting.contact {
            Some(ContactRef::Id(id)) => format!("{} · {}", account.name, people.get(&id).map_or("", String::as_str)),
            _ => account.name.clone(),
        };
        Some(PlannedLine { code: account.code.clone(), name, amount: posting.amount })
    };
    let planned = |(kind, date, description, mut postings): (Kind, Date, String, Vec<Posting>)| {
        let code = |posting: &Posting| shown(posting).map(|line| line.code).unwrap_or_default();
        postings.sort_by_cached_key(code);
        let lines = postings.iter().filter_map(shown).collect();
        let draft = EntryDraft { date, journal: Journal::General, kind, description, reference: String::new(), source: None, postings };
        Planned { draft, lines }
    };
    // What the earlier years have not closed yet is in these balances too: there is nothing to show of this one.
    if against.contains(&"earlier_year_open") {
        return Ok(Plan { year, next, makes_next, result: 0, entries: vec![], against, drafts });
    }
    // One entry says what each contact holds.
    if entries.iter().any(|(.., postings)| postings.len() > MAX_POSTINGS) {
        against.push("closing_too_long");
    }
    // A year in which nothing happened needs no entries.
    let entries = entries.into_iter().filter(|(.., postings)| !postings.is_empty()).map(planned).collect();
    Ok(Plan { year, next, makes_next, result: profit, entries, against, drafts })
}

/// The twelve months after a day.
fn after(of: &Organization, last: Date) -> Result<FiscalYear> {
    let bad = |e: jiff::Error| Error::Other(e.to_string());
    let start = last.tomorrow().map_err(bad)?;
    let end = start.checked_add(1.year()).and_then(|end| end.checked_sub(1.day())).map_err(bad)?;
    Ok(fiscal_years::row(of.id, start, end, None))
}

/// Closes a year: writes the entries of its [`Plan`], numbers its book, and takes no more entries. Everything or nothing.
///
/// Errors: conflicts `fiscal_year_closed`, `earlier_year_open`, `drafts_in_year`, `result_account_missing`, `closing_too_long`.
pub async fn close(tx: &Tx, organization: Id, year: Id, allowed: Allowed<'_>) -> Result<Plan> {
    memberships::hold(tx, organization).await?;
    let plan = plan(tx, organization, year).await?;
    if let Some(word) = plan.against.first() {
        return Err(Error::Conflict(word));
    }
    if plan.makes_next {
        years::insert(tx, std::slice::from_ref(&plan.next)).await?;
    }
    let drafts: Vec<EntryDraft> = plan.entries.iter().map(|entry| entry.draft.clone()).collect();
    if !drafts.is_empty()
        && let Err(faults) = post::post_of_year(tx, organization, &drafts, allowed).await?
    {
        let errors = faults.into_iter().next().map(|(_, errors)| errors).unwrap_or_default();
        return Err(errors.into());
    }
    journal::number_book(tx, organization, year).await?;
    years::set_state(tx, organization, year, CLOSED, Some(allowed.now)).await?;
    recorded(tx, organization, "fiscal_year_closed", (&plan.year, vec![]), allowed.by, allowed.now).await?;
    Ok(plan)
}

/// Opens a closed year again: its opening, closing and regularisation are undone in that order. Refused while a later year is closed.
pub async fn reopen(tx: &Tx, organization: Id, year: Id, reason: &str, allowed: Allowed<'_>) -> Result<Vec<Posted>> {
    let mut errors = Invalid::new();
    let reason = errors.required("reason", reason, 300);
    errors.finish()?;
    memberships::hold(tx, organization).await?;
    let (of, all) = year_of(tx, organization, year).await?;
    if of.state == OPEN {
        return Err(Error::Conflict("fiscal_year_open"));
    }
    if all.iter().any(|other| other.starts_on > of.ends_on && other.state != OPEN) {
        return Err(Error::Conflict("later_year_closed"));
    }
    years::set_state(tx, organization, year, OPEN, None).await?;
    journal::unnumber_book(tx, organization, year).await?;
    let mut undone = vec![];
    let closing = journal::standing(tx, organization, year, Kind::Closing.word()).await?;
    let mut of_closing = vec![];
    // Only an opening that a closing wrote: one that was typed is the business's own.
    if !closing.is_empty()
        && let Some(next) = all.iter().filter(|other| other.starts_on > of.ends_on).min_by(|a, b| a.starts_on.cmp(&b.starts_on))
    {
        of_closing = journal::standing(tx, organization, next.id, Kind::Opening.word()).await?;
        of_closing.retain(|head| head.source_kind.is_empty());
    }
    let regularisation = journal::standing(tx, organization, year, Kind::Regularisation.word()).await?;
    for head in of_closing.iter().chain(&closing).chain(&regularisation) {
        undone.push(post::undo_of_year(tx, organization, head, &reason, allowed).await?);
    }
    let changes = vec![Change { field: "reason".into(), before: String::new(), after: reason }];
    recorded(tx, organization, "fiscal_year_reopened", (&of, changes), allowed.by, allowed.now).await?;
    Ok(undone)
}

async fn recorded(tx: &Tx, organization: Id, action: &str, (year, changes): (&FiscalYear, Vec<Change>), by: &User, now: i64) -> Result<()> {
    let entry = Entry { tenant: organization, actor: Some(by), action, subject: ("fiscal_year", year.id, &year.name), changes };
    activity::record(tx, entry, now).await
}

/// Adds a fiscal year before the first or after the last.
///
/// Errors: `date`, `date_order`, `fiscal_year_overlap`, `fiscal_year_gap`, `fiscal_year_too_long` (twelve months in Spain, eighteen elsewhere).
pub async fn add_year(tx: &Tx, organization: Id, (starts, ends): (&str, &str), (by, now): (&User, i64)) -> Result<FiscalYear> {
    let mut errors = Invalid::new();
    let starts: Option<Date> = errors.take("starts_on", starts.trim().parse().map_err(|_| "date"));
    let ends: Option<Date> = errors.take("ends_on", ends.trim().parse().map_err(|_| "date"));
    errors.finish()?;
    let (Some(starts), Some(ends)) = (starts, ends) else { return Err(Error::Other("a year without days".into())) };
    memberships::hold(tx, organization).await?;
    let of = organizations::find(tx, organization).await?;
    let all = years::list(tx, organization).await?;
    fiscal_years::fits(&all, starts, ends, if of.country == "ES" { 12 } else { 18 })?;
    let year = FiscalYear { id: new_id(), ..fiscal_years::row(organization, starts, ends, None) };
    years::insert(tx, std::slice::from_ref(&year)).await?;
    recorded(tx, organization, "fiscal_year_added", (&year, vec![]), by, now).await?;
    Ok(year)
}

/// Takes away the first or the last fiscal year, open and without entries. One year stays.
///
/// Errors: conflict `fiscal_year_used`.
pub async fn remove_year(tx: &Tx, organization: Id, year: Id, (by, now): (&User, i64)) -> Result<FiscalYear> {
    memberships::hold(tx, organization).await?;
    let (of, all) = year_of(tx, organization, year).await?;
    let inside = all.first().is_none_or(|last| last.id != year) && all.last().is_none_or(|first| first.id != year);
    if all.len() < 2 || inside || of.state != OPEN || years::has_entries(tx, organization, &of).await? {
        return Err(Error::Conflict("fiscal_year_used"));
    }
    store::remove_all(tx, organization, year).await?;
    years::remove(tx, organization, year).await?;
    recorded(tx, organization, "fiscal_year_removed", (&of, vec![]), by, now).await?;
    Ok(of)
}
