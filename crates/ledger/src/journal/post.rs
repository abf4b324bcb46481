//! Posting: the one way into the books, and the two ways of undoing.

use std::collections::HashMap;

use despacho_kernel::{Id, Invalid};
use despacho_organizations::store as organizations;
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    i18n::Lang,
    memberships, t,
};
use jiff::civil::Date;

use super::{
    balances,
    entry::{AccountRef, ContactRef, EntryDraft, Foreign, Kind, Part, Posting, Source, State},
    ground::{Allowed, Checked, Ground, Posted, Ties},
    store::{self, JournalEntry, PostingRow},
    view,
};
use crate::{dimensions::tags, matching::actions as matching};

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
    let mut ground = Ground::of(tx, organization, &[draft]).await?;
    let checked = ground.check(draft, allowed)?;
    one(ground.write(tx, vec![(checked, Ties { id, ..Ties::default() })], Some("entry_posted"), allowed).await?)
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
        let original = drafted(head, rows.get(&head.id).cloned().unwrap_or_default(), &base.code)?;
        Ok(EntryDraft { postings: original.mirrored(), ..original })
    };
    let mirrors: Vec<EntryDraft> = heads.iter().map(mirror).collect::<Result<_>>()?;
    let mut ground = Ground::of(tx, organization, &mirrors.iter().collect::<Vec<_>>()).await?;
    ground.undoable();
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
    let posted = ground.write(tx, checked, None, allowed).await?;
    store::mark_superseded(tx, organization, &ids).await?;
    balances::take_off(tx, organization, &ids).await?;
    Ok(Ok(posted))
}

/// Posts what opens and closes years, whose accounts may be inactive meanwhile. The caller records it.
pub async fn post_of_year(tx: &Tx, organization: Id, drafts: &[EntryDraft], allowed: Allowed<'_>) -> Result<Result<Vec<Posted>, Vec<(usize, Invalid)>>> {
    let mut ground = Ground::of(tx, organization, &drafts.iter().collect::<Vec<_>>()).await?;
    ground.undoable();
    ground.post_all(tx, drafts, allowed).await
}

fn one(posted: Vec<Posted>) -> Result<Posted> {
    posted.into_iter().next().ok_or_else(|| Error::Other("nothing was posted".into()))
}

/// A stored entry as it was drafted.
async fn read_back(tx: &Tx, head: &JournalEntry) -> Result<EntryDraft> {
    let rows = store::postings(tx, head.organization_id, head.id).await?;
    drafted(head, rows, &organizations::currency(tx, head.organization_id).await?.code)
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

/// Undoes an entry by its mirror on another day, which is open. What is a reversal, or undone already, is refused, and what a document made,
/// which is undone there.
pub async fn reverse(tx: &Tx, organization: Id, id: Id, date: Date, reason: &str, allowed: Allowed<'_>) -> Result<Posted> {
    let head = store::find(tx, organization, id).await?;
    if head.kind == Kind::Document.word() && DOCUMENTS.contains(&head.source_kind.as_str()) {
        return Err(Error::Conflict("entry_of_document"));
    }
    reverse_source(tx, organization, id, date, reason, allowed).await
}

/// What makes entries of its own and undoes them by itself, as what is open follows from both.
pub const DOCUMENTS: &[&str] = &["invoice", "credit_note", "bill", "vendor_credit", "payment", "write_off", "settlement", "bank_line", "tax_filing"];

/// The same for the document that made the entry.
pub async fn reverse_source(tx: &Tx, organization: Id, id: Id, date: Date, reason: &str, allowed: Allowed<'_>) -> Result<Posted> {
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
    ground.undoable();
    let checked = ground.check(&mirror, allowed)?;
    let posted = one(ground.write(tx, vec![(checked, Ties { reverses: Some(id), ..Ties::default() })], None, allowed).await?)?;
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
    let changes = vec![change("reversal", ground.label(&posted)), change("reason", reason)];
    recorded(tx, organization, "entry_reversed", (id, &ground.label(&of)), changes, allowed).await?;
    Ok(posted)
}

/// Undoes what opened or closed a year by its mirror on the same day, in the same part of the balances. Both are hidden as
/// what was corrected is: the year reads as if it had never been closed. The caller records it.
pub async fn undo_of_year(tx: &Tx, organization: Id, head: &JournalEntry, description: &str, allowed: Allowed<'_>) -> Result<Posted> {
    undone_yet(head)?;
    let original = read_back(tx, head).await?;
    let mirror = EntryDraft { description: description.into(), postings: original.mirrored(), ..original };
    let mut ground = Ground::of(tx, organization, &[&mirror]).await?;
    ground.undoable();
    let checked = ground.check(&mirror, allowed)?;
    let posted = one(ground
        .write(tx, vec![(checked, Ties { mirror: true, reverses: Some(head.id), ..Ties::default() })], None, allowed)
        .await?)?;
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
    ground.undoable();
    let undoing = ground.check(&mirror, allowed)?;
    let keeps = same.then_some((number, revision + 1));
    let written = vec![
        (undoing, Ties { keeps: Some((number, revision)), mirror: true, reverses: Some(id), ..Ties::default() }),
        (successor, Ties { keeps, supersedes: Some(id), ..Ties::default() }),
    ];
    let posted = ground.write(tx, written, None, allowed).await?;
    let [undoing, successor] = posted.as_slice() else { return Err(Error::Other("a correction is two entries".into())) };
    undone(tx, organization, id, State::Superseded, undoing.id, allowed).await?;
    recorded(tx, organization, "entry_corrected", (successor.id, &ground.label(successor)), vec![], allowed).await?;
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
