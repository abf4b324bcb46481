//! Posting: the one way into the books, and the two ways of undoing.

use std::collections::{BTreeMap, HashMap, HashSet};

use despacho_contacts::{Contact, store as contacts};
use despacho_kernel::{
    Id, Invalid, new_id,
    place::{self, Currency},
    text::fold,
};
use despacho_organizations::store as organizations;
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    i18n::Lang,
    memberships, t,
    users::User,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    balances::{self, Added},
    barriers::{Barriers, Poster},
    entry::{AccountRef, ContactRef, EntryDraft, Foreign, Journal, Kind, MAX_POSTINGS, Part, Posting, Source, State},
    store::{self, JournalEntry, PostingRow},
    view,
};
use crate::{
    accounts::{Account, store as accounts},
    catalog,
    dimensions::{Tagging, tags},
    fiscal_years::{
        self,
        store::{self as years, FiscalYear},
    },
    matching::actions as matching,
};

/// Who posts, when, and whether a soft lock gives way.
#[derive(Debug, Clone, Copy)]
pub struct Allowed<'a> {
    pub by: &'a User,
    /// UTC milliseconds.
    pub now: i64,
    pub in_locked: bool,
}

impl Allowed<'_> {
    /// Whom barriers let through or not.
    pub fn poster(self) -> Poster {
        Poster { by: self.by.id, now: self.now, in_locked: self.in_locked }
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
pub struct Ground {
    organization: Id,
    currency: &'static Currency,
    years: Vec<FiscalYear>,
    barriers: Barriers,
    /// Beginnings of accounts of taxes that are filed.
    taxes: &'static [String],
    of_code: HashMap<String, Account>,
    of_id: HashMap<Id, Account>,
    tagging: Tagging,
    contacts: HashMap<Id, Contact>,
    /// What is undone stands on whatever its accounts have become.
    undoing: bool,
}

/// An entry that may be written.
struct Checked<'a> {
    draft: &'a EntryDraft,
    year: Id,
    /// The account of each posting, and its contact.
    named: Vec<(Id, Option<Id>)>,
    in_locked: bool,
}

/// How an entry is numbered and tied to others.
#[derive(Default)]
struct Ties {
    id: Option<Id>,
    /// A correction keeps number and revision; a new entry draws a number.
    keeps: Option<(i64, i64)>,
    mirror: bool,
    reverses: Option<Id>,
    supersedes: Option<Id>,
}

impl Ground {
    /// Holds the organization and reads what entries of these accounts stand on.
    pub async fn of(tx: &Tx, organization: Id, drafts: &[&EntryDraft]) -> Result<Self> {
        memberships::hold(tx, organization).await?;
        let of = organizations::find(tx, organization).await?;
        let currency = place::currency(&of.currency).map_err(|e| Error::Other(format!("currency {}: {e}", of.currency)))?;
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
        // Many are read at once, as a chart has its bound.
        let mut found = if codes.len() > 500 { accounts::all(tx, organization).await? } else { vec![] };
        if found.is_empty() && !codes.is_empty() {
            found = accounts::of_codes(tx, organization, &codes.into_iter().collect::<Vec<_>>()).await?;
        }
        if !ids.is_empty() {
            found.extend(accounts::of_ids(tx, organization, &ids.into_iter().collect::<Vec<_>>()).await?);
        }
        let mut known = contacts::of_ids(tx, organization, &people.into_iter().collect::<Vec<_>>()).await?;
        for numbers in numbers.into_iter().collect::<Vec<_>>().chunks(1000) {
            known.extend(contacts::of_numbers(tx, organization, numbers).await?);
        }
        let tagged = drafts.iter().flat_map(|draft| &draft.postings).any(|posting| !posting.tags.is_empty());
        Ok(Self {
            organization,
            currency,
            tagging: Tagging::of(tx, organization, tagged).await?,
            contacts: known.into_iter().map(|contact| (contact.id, contact)).collect(),
            years: years::list(tx, organization).await?,
            barriers: Barriers::of(tx, organization).await?,
            taxes: &catalog::pack(&of.country).watched.tax,
            of_code: found.iter().map(|account| (account.code.clone(), account.clone())).collect(),
            of_id: found.into_iter().map(|account| (account.id, account)).collect(),
            undoing: false,
        })
    }

    fn account(&self, of: &AccountRef) -> Option<&Account> {
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
    fn contact_of(&self, at: usize, posting: &Posting, account: &Account, errors: &mut Invalid) -> Option<Id> {
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
    fn check<'a>(&self, draft: &'a EntryDraft, allowed: Allowed<'_>) -> Result<Checked<'a>, Invalid> {
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
            } else if account.is_heading() && !self.undoing {
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

    /// Writes checked entries: numbers, heads, postings and balances.
    async fn write(&self, tx: &Tx, entries: Vec<(Checked<'_>, Ties)>, allowed: Allowed<'_>) -> Result<Vec<Posted>> {
        let mut wanted: BTreeMap<(Id, &str), i64> = BTreeMap::new();
        for (checked, _) in entries.iter().filter(|(_, ties)| ties.keeps.is_none()) {
            *wanted.entry((checked.year, checked.draft.journal.word())).or_default() += 1;
        }
        let mut next: HashMap<(Id, &str), i64> = HashMap::new();
        for ((year, journal), count) in wanted {
            let last = store::draw(tx, self.organization, year, journal, count).await?;
            next.insert((year, journal), last - count + 1);
        }
        let mut balances = Added::of(self.organization);
        let (mut heads, mut postings, mut posted) = (vec![], vec![], vec![]);
        for (checked, ties) in entries {
            let draft = checked.draft;
            let id = ties.id.unwrap_or_else(new_id);
            let (number, revision) = ties.keeps.unwrap_or_else(|| {
                let next = next.entry((checked.year, draft.journal.word())).or_insert(1);
                *next += 1;
                (*next - 1, 1)
            });
            let (date, part) = (draft.date.to_string(), draft.kind.part().word());
            for ((at, posting), named) in draft.postings.iter().enumerate().zip(&checked.named) {
                let row = self.posting(id, at, posting, *named, &date, part);
                // What undoes a corrected entry does not count, as that one no longer does.
                balances.add(&row, !ties.mirror);
                postings.push(row);
            }
            let state = if ties.mirror { State::Superseded } else { State::Posted };
            heads.push(self.head(&checked, id, (number, revision), &ties, state, allowed));
            posted.push(Posted { id, fiscal_year: checked.year, number, revision, in_locked: checked.in_locked });
        }
        store::insert(tx, &heads, &postings).await?;
        balances.write(tx).await?;
        Ok(posted)
    }

    async fn post_all(&self, tx: &Tx, drafts: &[EntryDraft], allowed: Allowed<'_>) -> Result<Result<Vec<Posted>, Vec<(usize, Invalid)>>> {
        let (mut checked, mut faults) = (vec![], vec![]);
        for (at, draft) in drafts.iter().enumerate() {
            match self.check(draft, allowed) {
                Ok(entry) => checked.push((entry, Ties::default())),
                Err(errors) => faults.push((at, errors)),
            }
        }
        if faults.is_empty() { Ok(Ok(self.write(tx, checked, allowed).await?)) } else { Ok(Err(faults)) }
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

/// What an entry is called: `2026/12`, and `2026/12 (v2)` once it was corrected.
fn label(ground: &Ground, posted: &Posted) -> String {
    let year = ground.years.iter().find(|year| year.id == posted.fiscal_year).map_or("", |year| year.name.as_str());
    let version = if posted.revision > 1 { format!(" (v{})", posted.revision) } else { String::new() };
    format!("{year}/{}{version}", posted.number)
}

async fn recorded(tx: &Tx, organization: Id, action: &str, (id, name): (Id, &str), changes: Vec<Change>, allowed: Allowed<'_>) -> Result<()> {
    let entry = Entry { tenant: organization, actor: Some(allowed.by), action, subject: ("journal_entry", id, name), changes };
    activity::record(tx, entry, allowed.now).await
}

/// Posts an entry: checks it whole, gives it the next number of its year and journal, and keeps the balances. Everything or nothing.
///
/// Errors: `unbalanced` (with the difference), `too_few_postings`, `account_unknown`, `account_inactive`, `account_not_postable`,
/// `period_locked`, `fiscal_year_missing`, `fiscal_year_closed`, `amount_invalid`, `currency_mismatch`, `contact_unknown`, `contact_inactive`,
/// `contact_not_taken` on an account that is no control account, each at its field.
pub async fn post(tx: &Tx, organization: Id, draft: &EntryDraft, allowed: Allowed<'_>) -> Result<Posted> {
    post_as(tx, organization, draft, None, allowed).await
}

/// The same, with an id that a draft had.
pub(super) async fn post_as(tx: &Tx, organization: Id, draft: &EntryDraft, id: Option<Id>, allowed: Allowed<'_>) -> Result<Posted> {
    let ground = Ground::of(tx, organization, &[draft]).await?;
    let checked = ground.check(draft, allowed)?;
    let posted = one(ground.write(tx, vec![(checked, Ties { id, ..Ties::default() })], allowed).await?)?;
    recorded(tx, organization, "entry_posted", (posted.id, &label(&ground, &posted)), vec![], allowed).await?;
    Ok(posted)
}

/// Posts many entries in their order, as a file brings them; the errors are each entry's, by its place. The caller records it.
pub async fn post_many(tx: &Tx, organization: Id, drafts: &[EntryDraft], allowed: Allowed<'_>) -> Result<Result<Vec<Posted>, Vec<(usize, Invalid)>>> {
    Ground::of(tx, organization, &drafts.iter().collect::<Vec<_>>()).await?.post_all(tx, drafts, allowed).await
}

/// What posting these entries would refuse, by their places; nothing is written.
pub async fn check_many(tx: &Tx, organization: Id, drafts: &[EntryDraft], allowed: Allowed<'_>) -> Result<Vec<(usize, Invalid)>> {
    let ground = Ground::of(tx, organization, &drafts.iter().collect::<Vec<_>>()).await?;
    Ok(drafts.iter().enumerate().filter_map(|(at, draft)| Some((at, ground.check(draft, allowed).err()?))).collect())
}

/// Undoes entries by their mirrors, each on its day and under its number: all of them are hidden as what was corrected is, and numbers have no
/// gap. Everything or nothing; the faults are each entry's. Those that are undone already are a conflict. The caller records it.
pub async fn undo_many(tx: &Tx, organization: Id, heads: &[JournalEntry], allowed: Allowed<'_>) -> Result<Result<Vec<Posted>, Vec<(usize, Invalid)>>> {
    memberships::hold(tx, organization).await?;
    if heads.iter().any(|head| head.state != State::Posted.word() || head.reverses_id.is_some()) {
        return Err(Error::Conflict("entry_undone"));
    }
    let base = organizations::currency(tx, organization).await?;
    let ids: Vec<Id> = heads.iter().map(|head| head.id).collect();
    let mut rows: HashMap<Id, Vec<PostingRow>> = HashMap::new();
    for row in store::postings_of(tx, organization, &ids).await? {
        rows.entry(row.entry_id).or_default().push(row);
    }
    let mirror = |head: &JournalEntry| {
        let original = drafted(head, rows.get(&head.id).cloned().unwrap_or_default(), &base)?;
        Ok(EntryDraft { postings: original.mirrored(), ..original })
    };
    let mirrors: Vec<EntryDraft> = heads.iter().map(mirror).collect::<Result<_>>()?;
    let mut ground = Ground::of(tx, organization, &mirrors.iter().collect::<Vec<_>>()).await?;
    undoable(&mut ground);
    let (mut checked, mut faults) = (vec![], vec![]);
    for (at, (mirror, head)) in mirrors.iter().zip(heads).enumerate() {
        let keeps = head.number.map(|number| (number, head.revision));
        match ground.check(mirror, allowed) {
            Ok(entry) => checked.push((entry, Ties { keeps, mirror: true, reverses: Some(head.id), ..Ties::default() })),
            Err(errors) => faults.push((at, errors)),
        }
    }
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let posted = ground.write(tx, checked, allowed).await?;
    store::mark_superseded(tx, organization, &ids).await?;
    balances::take_off(tx, organization, &ids).await?;
    Ok(Ok(posted))
}

/// Posts what opens and closes years, whose accounts may be inactive meanwhile. The caller records it.
pub async fn post_of_year(tx: &Tx, organization: Id, drafts: &[EntryDraft], allowed: Allowed<'_>) -> Result<Result<Vec<Posted>, Vec<(usize, Invalid)>>> {
    let mut ground = Ground::of(tx, organization, &drafts.iter().collect::<Vec<_>>()).await?;
    undoable(&mut ground);
    ground.post_all(tx, drafts, allowed).await
}

fn one(posted: Vec<Posted>) -> Result<Posted> {
    posted.into_iter().next().ok_or_else(|| Error::Other("nothing was posted".into()))
}

/// A stored entry as it was drafted.
async fn read_back(tx: &Tx, head: &JournalEntry) -> Result<EntryDraft> {
    let rows = store::postings(tx, head.organization_id, head.id).await?;
    drafted(head, rows, &organizations::currency(tx, head.organization_id).await?)
}

fn drafted(head: &JournalEntry, rows: Vec<PostingRow>, base: &str) -> Result<EntryDraft> {
    let bad = |what: &str| Error::Other(format!("entry {}: {what}", head.id));
    let posting = |row: PostingRow| Posting {
        account: AccountRef::Id(row.account_id),
        amount: row.amount,
        tags: tags::by_code(&row.tags),
        foreign: (row.currency != base).then_some(Foreign { currency: row.currency, amount: row.currency_amount, rate: row.rate }),
        description: row.description,
        contact: row.contact_id.map(ContactRef::Id),
    };
    Ok(EntryDraft {
        date: head.date.parse().map_err(|_| bad("date"))?,
        journal: head.journal.parse().map_err(|_| bad("journal"))?,
        kind: head.kind.parse().map_err(|_| bad("kind"))?,
        description: head.description.clone(),
        reference: head.reference.clone(),
        source: head.source_id.map(|id| Source { kind: head.source_kind.clone().into(), id }),
        postings: rows.into_iter().map(posting).collect(),
    })
}

/// What names accounts or contacts that were deactivated meanwhile can still be undone, and tags that are no longer offered.
fn undoable(ground: &mut Ground) {
    ground.tagging.undoes = true;
    for contact in ground.contacts.values_mut() {
        contact.active = true;
    }
    ground.undoing = true;
    for account in ground.of_id.values_mut() {
        account.active = true;
    }
}

/// What the reversal of an entry says: which it undoes, what that one said, and why.
fn reversal_text(lang: Lang, of: &JournalEntry, reason: &str) -> String {
    let number = view::number(of);
    if of.description.is_empty() {
        return t!(lang, "entry-reversal-text-bare", number = number, reason = reason);
    }
    // At most 500 characters in all, of which the reason has 300.
    let text =
        if of.description.chars().count() > 140 { format!("{}…", of.description.chars().take(139).collect::<String>()) } else { of.description.clone() };
    t!(lang, "entry-reversal-text", number = number, text = text, reason = reason)
}

/// Undoes an entry by its mirror on another day, which is open. What is a reversal, or undone already, is refused.
pub async fn reverse(tx: &Tx, organization: Id, id: Id, date: Date, reason: &str, allowed: Allowed<'_>) -> Result<Posted> {
    let mut errors = Invalid::new();
    let reason = errors.required("reason", reason, 300);
    errors.finish()?;
    memberships::hold(tx, organization).await?;
    let head = store::find(tx, organization, id).await?;
    undone_yet(&head)?;
    let original = read_back(tx, &head).await?;
    if original.kind.part() != Part::Normal {
        return Err(Error::Conflict("entry_of_year"));
    }
    let lang = Lang::of(&organizations::find(tx, organization).await?.language);
    let mirror = EntryDraft { date, kind: Kind::Reversal, description: reversal_text(lang, &head, &reason), postings: original.mirrored(), ..original };
    if date.to_string() < head.date {
        return Err(Invalid::one("date", "before_original").into());
    }
    let mut ground = Ground::of(tx, organization, &[&mirror]).await?;
    undoable(&mut ground);
    let checked = ground.check(&mirror, allowed)?;
    let posted = one(ground.write(tx, vec![(checked, Ties { reverses: Some(id), ..Ties::default() })], allowed).await?)?;
    undone(tx, organization, id, State::Reversed, posted.id, allowed).await?;
    matching::settle_reversal(tx, organization, [id, posted.id], (allowed.by, allowed.now)).await?;
    let of = Posted {
        id,
        fiscal_year: head.fiscal_year_id.unwrap_or(posted.fiscal_year),
        number: head.number.unwrap_or(0),
        revision: head.revision,
        in_locked: false,
    };
    let change = |field: &str, after: String| Change { field: field.into(), before: String::new(), after };
    let changes = vec![change("reversal", label(&ground, &posted)), change("reason", reason)];
    recorded(tx, organization, "entry_reversed", (id, &label(&ground, &of)), changes, allowed).await?;
    Ok(posted)
}

/// Undoes what opened or closed a year by its mirror on the same day, in the same part of the balances. Both are hidden as
/// what was corrected is: the year reads as if it had never been closed. The caller records it.
pub async fn undo_of_year(tx: &Tx, organization: Id, head: &JournalEntry, description: &str, allowed: Allowed<'_>) -> Result<Posted> {
    undone_yet(head)?;
    let original = read_back(tx, head).await?;
    let mirror = EntryDraft { description: description.into(), postings: original.mirrored(), ..original };
    let mut ground = Ground::of(tx, organization, &[&mirror]).await?;
    undoable(&mut ground);
    let checked = ground.check(&mirror, allowed)?;
    let posted = one(ground.write(tx, vec![(checked, Ties { mirror: true, reverses: Some(head.id), ..Ties::default() })], allowed).await?)?;
    undone(tx, organization, head.id, State::Superseded, posted.id, allowed).await?;
    Ok(posted)
}

/// Corrects a manual entry of an open day: its mirror and a successor are written, which keep its number. Another year gives a new one.
pub async fn correct(tx: &Tx, organization: Id, id: Id, draft: &EntryDraft, allowed: Allowed<'_>) -> Result<Posted> {
    memberships::hold(tx, organization).await?;
    let head = store::find(tx, organization, id).await?;
    undone_yet(&head)?;
    if head.kind != Kind::Manual.word() || !head.source_kind.is_empty() {
        return Err(Error::Conflict("entry_of_document"));
    }
    let original = read_back(tx, &head).await?;
    let mirror = EntryDraft { postings: original.mirrored(), ..original.clone() };
    let mut ground = Ground::of(tx, organization, &[&mirror, draft]).await?;
    let checked = ground.check(draft, allowed)?;
    let same = Some(checked.year) == head.fiscal_year_id && draft.journal.word() == head.journal;
    let (Some(number), revision) = (head.number, head.revision) else { return Err(Error::Conflict("entry_draft")) };
    let (year, in_locked, named) = (checked.year, checked.in_locked, checked.named);
    let successor = Checked { draft, year, named, in_locked };
    undoable(&mut ground);
    let undoing = ground.check(&mirror, allowed)?;
    let keeps = same.then_some((number, revision + 1));
    let written = vec![
        (undoing, Ties { keeps: Some((number, revision)), mirror: true, reverses: Some(id), ..Ties::default() }),
        (successor, Ties { keeps, supersedes: Some(id), ..Ties::default() }),
    ];
    let posted = ground.write(tx, written, allowed).await?;
    let [undoing, successor] = posted.as_slice() else { return Err(Error::Other("a correction is two entries".into())) };
    undone(tx, organization, id, State::Superseded, undoing.id, allowed).await?;
    recorded(tx, organization, "entry_corrected", (successor.id, &label(&ground, successor)), vec![], allowed).await?;
    Ok(successor.clone())
}

fn undone_yet(head: &JournalEntry) -> Result<()> {
    if head.kind == Kind::Reversal.word() || head.reverses_id.is_some() {
        return Err(Error::Conflict("reversal_is_final"));
    }
    match head.state.parse() {
        Ok(State::Posted) => Ok(()),
        Ok(State::Draft) => Err(Error::Conflict("entry_draft")),
        _ => Err(Error::Conflict("entry_undone")),
    }
}

/// Marks an entry as undone, and takes its matches off. What is reversed still counts, beside its reversal; what is superseded counts no more.
async fn undone(tx: &Tx, organization: Id, id: Id, state: State, by: Id, allowed: Allowed<'_>) -> Result<()> {
    // Held, nobody else can have undone it since it was read.
    if !store::mark(tx, organization, id, state.word(), by).await? {
        return Err(Error::Conflict("entry_undone"));
    }
    let why = if state == State::Superseded { "corrected" } else { "reversed" };
    matching::release(tx, organization, id, why, (allowed.by, allowed.now)).await?;
    if state == State::Superseded {
        balances::take_off(tx, organization, &[id]).await?;
    }
    Ok(())
}
