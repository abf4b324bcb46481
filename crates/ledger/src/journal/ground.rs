//! What entries stand on when they are posted: an organization's years, barriers, accounts and contacts; the checks of an entry against them, and
//! the writing of what passed.

use std::collections::{BTreeMap, HashMap, HashSet};

use despacho_contacts::{Contact, store as contacts};
use despacho_kernel::{
    Id, Invalid, new_id,
    place::{self, Currency},
    text::fold,
};
use despacho_organizations::organization::stored_currency;
use despacho_platform::{
    Result, Tx,
    activity::{self, Entry},
    memberships,
    sql::Writes,
    users::User,
};
use serde::{Deserialize, Serialize};

use super::{
    balances::Added,
    barriers::{Barriers, Past, Poster},
    entry::{AccountRef, ContactRef, EntryDraft, Journal, Kind, MAX_POSTINGS, Part, Posting, State},
    ground_store::{self, Named},
    store::{self, JournalEntry, PostingRow},
};
use crate::{
    accounts::account::is_heading,
    catalog,
    dimensions::Tagging,
    fiscal_years::{self, store::FiscalYear},
};

/// Who posts, when, and whether a soft lock gives way.
#[derive(Debug, Clone, Copy)]
pub struct Allowed<'a> {
    pub by: &'a User,
    /// UTC milliseconds.
    pub now: i64,
    pub past: Past,
}

impl Allowed<'_> {
    /// Whom barriers let through or not.
    pub fn poster(self) -> Poster {
        Poster { by: self.by.id, now: self.now, past: self.past }
    }
}

/// What was posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posted {
    pub id: Id,
    pub fiscal_year: Id,
    pub number: i64,
    pub revision: i64,
    /// Whether a soft lock gave way.
    pub in_locked: bool,
}

/// What entries stand on: read once the organization is held, so that it is still so when they are written.
pub(super) struct Ground {
    organization: Id,
    currency: &'static Currency,
    years: Vec<FiscalYear>,
    /// The last number given in each year and journal.
    counters: HashMap<(Id, String), i64>,
    barriers: Barriers,
    /// Beginnings of accounts of taxes that are filed.
    taxes: &'static [String],
    of_code: HashMap<String, Named>,
    of_id: HashMap<Id, Named>,
    tagging: Tagging,
    contacts: HashMap<Id, Contact>,
    /// What is undone stands on whatever its accounts have become.
    undoing: bool,
}

/// An entry that may be written.
pub(super) struct Checked<'a> {
    pub(super) draft: &'a EntryDraft,
    pub(super) year: Id,
    /// The account of each posting, and its contact.
    pub(super) named: Vec<(Id, Option<Id>)>,
    pub(super) in_locked: bool,
}

/// How an entry is numbered and tied to others.
#[derive(Default)]
pub(super) struct Ties {
    pub(super) id: Option<Id>,
    /// A correction keeps number and revision; a new entry draws a number.
    pub(super) keeps: Option<(i64, i64)>,
    pub(super) mirror: bool,
    pub(super) reverses: Option<Id>,
    pub(super) supersedes: Option<Id>,
}

impl Ground {
    /// Holds the organization and reads what entries of these accounts stand on.
    pub(super) async fn of(tx: &Tx, organization: Id, drafts: &[&EntryDraft]) -> Result<Self> {
        memberships::hold(tx, organization).await?;
        let (mut codes, mut ids) = (HashSet::new(), HashSet::new());
        let (mut numbers, mut people) = (HashSet::new(), HashSet::new());
        for posting in drafts.iter().flat_map(|draft| draft.postings.iter().take(MAX_POSTINGS)) {
            match &posting.account {
                AccountRef::Code(code) => _ = codes.insert(code.as_str()),
                AccountRef::Id(id) => _ = ids.insert(*id),
            }
            match posting.contact {
                Some(ContactRef::Number(number)) => _ = numbers.insert(number),
                Some(ContactRef::Id(id)) => _ = people.insert(id),
                None => {}
            }
        }
        let named = ground_store::Accounts { codes: codes.into_iter().collect(), ids: ids.into_iter().collect() };
        let standing = ground_store::standing(tx, organization, &named).await?;
        let mut known = contacts::of_ids(tx, organization, &people.into_iter().collect::<Vec<_>>()).await?;
        for numbers in numbers.into_iter().collect::<Vec<_>>().chunks(1000) {
            known.extend(contacts::of_numbers(tx, organization, numbers).await?);
        }
        let tagged = drafts.iter().flat_map(|draft| &draft.postings).any(|posting| !posting.tags.is_empty());
        Ok(Self {
            organization,
            currency: stored_currency(&standing.currency)?,
            tagging: Tagging::over(tx, organization, standing.dimensions, tagged).await?,
            contacts: known.into_iter().map(|contact| (contact.id, contact)).collect(),
            years: standing.years,
            counters: standing.counters,
            barriers: Barriers::over(tx, organization, standing.locks, standing.excepted).await?,
            taxes: &catalog::pack(&standing.country).watched.tax,
            of_code: standing.accounts.iter().map(|account| (account.code.clone(), account.clone())).collect(),
            of_id: standing.accounts.into_iter().map(|account| (account.id, account)).collect(),
            undoing: false,
        })
    }

    /// What names accounts or contacts that were deactivated meanwhile can still be undone, and tags that are no longer offered.
    pub(super) fn undoable(&mut self) {
        self.tagging.undoes = true;
        for contact in self.contacts.values_mut() {
            contact.active = true;
        }
        self.undoing = true;
        for account in self.of_id.values_mut() {
            account.active = true;
        }
    }

    fn account(&self, of: &AccountRef) -> Option<&Named> {
        match of {
            AccountRef::Id(id) => self.of_id.get(id),
            AccountRef::Code(code) => self.of_code.get(code),
        }
    }

    fn contact(&self, of: ContactRef) -> Option<&Contact> {
        match of {
            ContactRef::Id(id) => self.contacts.get(&id),
            ContactRef::Number(number) => self.contacts.values().find(|contact| contact.number == number),
        }
    }

    /// The contact of a posting; what stands against it is noted.
    fn contact_of(&self, at: usize, posting: &Posting, account: &Named, errors: &mut Invalid) -> Option<Id> {
        let found = self.contact(posting.contact?);
        let fault = match found {
            None => Some("contact_unknown"),
            Some(contact) if !contact.active => Some("contact_inactive"),
            Some(_) if account.control.is_empty() => Some("contact_not_taken"),
            Some(_) => None,
        };
        if let Some(code) = fault {
            errors.push(&format!("postings[{at}].contact"), code);
        }
        found.map(|contact| contact.id)
    }

    /// The open year of a day, and whether a soft lock gives way there; what stands against it is noted at `date`. What opens and closes
    /// a year has its own right and day, and is stopped by no lock of months.
    fn day(&self, draft: &EntryDraft, allowed: Allowed<'_>, errors: &mut Invalid) -> Option<(Id, bool)> {
        let day = draft.date.to_string();
        let Some(year) = self.years.iter().find(|year| year.starts_on <= day && day <= year.ends_on) else {
            errors.push("date", "fiscal_year_missing");
            return None;
        };
        if year.state != fiscal_years::OPEN {
            errors.push_with("date", "fiscal_year_closed", vec![("year", year.name.clone())]);
            return None;
        }
        if draft.kind.part() != Part::Normal && draft.source.is_none() {
            return Some((year.id, false));
        }
        match self.barriers.pass((draft.journal, self.is_taxed(draft)), &day, allowed.poster()) {
            Ok(in_locked) => Some((year.id, in_locked)),
            Err(lock) => {
                errors.push_with("date", "period_locked", vec![("through", lock.locked_through.clone())]);
                None
            }
        }
    }

    /// Whether an entry touches taxes that are filed: it is a document of sales or purchases, or one of its accounts is of them.
    fn is_taxed(&self, draft: &EntryDraft) -> bool {
        let of_tax = |posting: &Posting| {
            self.account(&posting.account)
                .is_some_and(|account| self.taxes.iter().any(|tax| account.code.starts_with(tax.as_str())))
        };
        let document = draft.kind == Kind::Document && matches!(draft.journal, Journal::Sales | Journal::Purchases);
        document || draft.postings.iter().take(MAX_POSTINGS).any(of_tax)
    }

    /// Checks an entry against the books: every fault at its place.
    pub(super) fn check<'a>(&self, draft: &'a EntryDraft, allowed: Allowed<'_>) -> Result<Checked<'a>, Invalid> {
        let mut errors = Invalid::new();
        let day = self.day(draft, allowed, &mut errors);
        draft.check(self.currency, &mut errors);
        let mut named = vec![];
        for (at, posting) in draft.postings.iter().take(MAX_POSTINGS).enumerate() {
            let field = format!("postings[{at}].account_code");
            let Some(account) = self.account(&posting.account) else {
                errors.push(&field, "account_unknown");
                continue;
            };
            if !account.active {
                errors.push(&field, "account_inactive");
            } else if is_heading(&account.code) && !self.undoing {
                errors.push(&field, "account_not_postable");
            }
            let currency = posting.foreign.as_ref().map_or(self.currency.code.as_str(), |foreign| &foreign.currency);
            if place::currency(currency).is_err() || (!account.currency.is_empty() && account.currency != currency) {
                errors.push(&format!("postings[{at}].currency"), "currency_mismatch");
            }
            // What opens and closes a year, or undoes, is asked for nothing more.
            let needed = matches!(draft.kind, Kind::Manual | Kind::Document);
            self.tagging
                .check(&format!("postings[{at}].tags"), &posting.tags, (&account.code, &draft.date.to_string()), needed, &mut errors);
            named.push((account.id, self.contact_of(at, posting, account, &mut errors)));
        }
        errors.finish()?;
        let (year, in_locked) = day.ok_or_else(|| Invalid::one("date", "fiscal_year_missing"))?;
        Ok(Checked { draft, year, named, in_locked })
    }

    /// Writes checked entries: numbers, heads, postings, balances, and in the activity what was done where an `action` tells it.
    pub(super) async fn write(&mut self, tx: &Tx, entries: Vec<(Checked<'_>, Ties)>, action: Option<&str>, allowed: Allowed<'_>) -> Result<Vec<Posted>> {
        // Held, nobody else draws a number meanwhile.
        let mut drawn: BTreeMap<(Id, &str), i64> = BTreeMap::new();
        let mut balances = Added::of(self.organization);
        let (mut heads, mut postings, mut posted) = (vec![], vec![], vec![]);
        for (checked, ties) in entries {
            let draft = checked.draft;
            let id = ties.id.unwrap_or_else(new_id);
            let (number, revision) = ties.keeps.unwrap_or_else(|| {
                let journal = draft.journal.word();
                let last = self.counters.entry((checked.year, journal.to_owned())).or_default();
                *last += 1;
                *drawn.entry((checked.year, journal)).or_default() += 1;
                (*last, 1)
            });
            let (date, part) = (draft.date.to_string(), draft.kind.part().word());
            for ((at, posting), named) in draft.postings.iter().enumerate().zip(&checked.named) {
                let row = self.posting(id, at, posting, *named, &date, part);
                // What undoes a corrected entry does not count, as that one no longer does.
                balances.add(&row, self.of_id.get(&row.account_id).map_or("", |account| account.r#type.as_str()), !ties.mirror);
                postings.push(row);
            }
            let state = if ties.mirror { State::Superseded } else { State::Posted };
            heads.push(self.head(&checked, id, (number, revision), &ties, state, allowed));
            posted.push(Posted { id, fiscal_year: checked.year, number, revision, in_locked: checked.in_locked });
        }
        let mut writes = Writes::on(tx);
        store::add_drawn(&mut writes, self.organization, drawn);
        store::add(&mut writes, &heads, &postings);
        balances.add_to(&mut writes);
        if let Some(action) = action {
            let labels: Vec<String> = posted.iter().map(|posted| self.label(posted)).collect();
            let done = posted.iter().zip(&labels).map(|(posted, label)| Entry {
                tenant: self.organization,
                actor: Some(allowed.by),
                action,
                subject: ("journal_entry", posted.id, label.as_str()),
                changes: vec![],
            });
            activity::add(&mut writes, done, allowed.now);
        }
        writes.run().await?;
        Ok(posted)
    }

    pub(super) async fn post_all(&mut self, tx: &Tx, drafts: &[EntryDraft], allowed: Allowed<'_>) -> Result<Result<Vec<Posted>, Vec<(usize, Invalid)>>> {
        let (mut checked, mut faults) = (vec![], vec![]);
        for (at, draft) in drafts.iter().enumerate() {
            match self.check(draft, allowed) {
                Ok(entry) => checked.push((entry, Ties::default())),
                Err(errors) => faults.push((at, errors)),
            }
        }
        if faults.is_empty() { Ok(Ok(self.write(tx, checked, None, allowed).await?)) } else { Ok(Err(faults)) }
    }

    fn posting(&self, entry: Id, at: usize, posting: &Posting, (account, contact): (Id, Option<Id>), date: &str, part: &str) -> PostingRow {
        let (currency, currency_amount, rate) = match &posting.foreign {
            Some(foreign) => (foreign.currency.clone(), foreign.amount, foreign.rate.clone()),
            None => (self.currency.code.clone(), posting.amount, String::new()),
        };
        PostingRow {
            organization_id: self.organization,
            entry_id: entry,
            position: i64::try_from(at).unwrap_or(i64::MAX),
            account_id: account,
            date: date.into(),
            part: part.into(),
            amount: posting.amount,
            currency,
            currency_amount,
            rate,
            description: posting.description.trim().into(),
            tags: self.tagging.stored(&posting.tags),
            contact_id: contact,
        }
    }

    fn head(&self, checked: &Checked<'_>, id: Id, (number, revision): (i64, i64), ties: &Ties, state: State, allowed: Allowed<'_>) -> JournalEntry {
        let draft = checked.draft;
        // What undoes an entry is not made by what made that one.
        let source = draft.source.as_ref().filter(|_| ties.reverses.is_none());
        JournalEntry {
            organization_id: self.organization,
            id,
            fiscal_year_id: Some(checked.year),
            journal: draft.journal.word().into(),
            number: Some(number),
            revision,
            mirror: ties.mirror,
            date: draft.date.to_string(),
            kind: draft.kind.word().into(),
            state: state.word().into(),
            description: draft.description.trim().into(),
            reference: draft.reference.trim().into(),
            source_kind: source.map_or_else(String::new, |source| source.kind.to_string()),
            source_id: source.map(|source| source.id),
            reverses_id: ties.reverses,
            supersedes_id: ties.supersedes,
            in_locked_period: checked.in_locked,
            search_text: searched(draft, checked.named.iter().filter_map(|(_, contact)| self.contacts.get(contact.as_ref()?))),
            total: draft.total(),
            postings: i64::try_from(draft.postings.len()).unwrap_or(i64::MAX),
            created_by: allowed.by.id,
            created_at: allowed.now,
            posted_by: Some(allowed.by.id),
            posted_at: Some(allowed.now),
            version: 1,
            ..JournalEntry::default()
        }
    }

    /// What an entry is called: `2026/12`, and `2026/12 (v2)` once it was corrected.
    pub(super) fn label(&self, posted: &Posted) -> String {
        let year = self.years.iter().find(|year| year.id == posted.fiscal_year).map_or("", |year| year.name.as_str());
        let version = if posted.revision > 1 { format!(" (v{})", posted.revision) } else { String::new() };
        format!("{year}/{}{version}", posted.number)
    }
}

/// What a search looks into: the texts of the head and of its postings and the names of its contacts, folded, at most 2,000 characters.
fn searched<'a>(draft: &'a EntryDraft, contacts: impl Iterator<Item = &'a Contact>) -> String {
    let mut texts = vec![draft.description.as_str(), draft.reference.as_str()];
    for text in draft.postings.iter().map(|posting| posting.description.as_str()).chain(contacts.map(|contact| contact.name.as_str())) {
        if !text.is_empty() && !texts.contains(&text) && texts.len() < 50 {
            texts.push(text);
        }
    }
    fold(&texts.join(" ")).chars().take(2000).collect()
}
