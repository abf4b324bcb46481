//! Drafts: what is typed and stands nowhere in the books. They are changed and deleted freely, and leave the list when they are posted.

use despacho_kernel::{Difference, Id, Invalid, new_id, text::fold};
use despacho_organizations::store as organizations;
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Entry},
    i18n::Lang,
    memberships,
    sql::Connection,
};

use super::{
    accrual,
    entry::{Kind, State},
    ground::{Allowed, Posted},
    post,
    store::{self, JournalEntry},
    typed::TypedEntry,
};
use crate::{attachments::store as attachments, rates::actions as rates};

/// Most drafts of an organization.
pub const MAX: i64 = 10_000;
/// Most bytes of what is typed in one: a thousand lines of the usual length, so that a list of drafts has its bound.
const BYTES: usize = 250_000;

/// What is typed in a draft.
pub fn typed(head: &JournalEntry) -> Result<TypedEntry> {
    serde_json::from_str(&head.draft).map_err(|e| Error::Other(format!("draft {}: {e}", head.id)))
}

/// The entry that something typed says, or each of its errors. What is in another currency without its amount or a rate takes the day's.
pub async fn read(db: &dyn Connection, organization: Id, typed: &TypedEntry) -> Result<super::EntryDraft> {
    let currency = organizations::currency(db, organization).await?;
    let mut typed = typed.clone();
    rates::complete(db, organization, &currency.code, &typed.date, &mut typed.postings).await?;
    let mut errors = Invalid::new();
    match typed.read(currency, &mut errors) {
        Some(draft) => Ok(draft),
        None => Err(errors.into()),
    }
}

/// A draft's row. What is in it may be wrong, yet its day is one: lists are by date.
fn row(organization: Id, id: Id, typed: &TypedEntry, allowed: Allowed<'_>) -> Result<JournalEntry> {
    let mut errors = Invalid::new();
    typed.fits(&mut errors);
    let date: Option<jiff::civil::Date> = errors.take("date", typed.date.trim().parse().map_err(|_| "date"));
    if !typed.reverse_on.trim().is_empty() {
        errors.take("reverse_on", typed.reverse_on.trim().parse::<jiff::civil::Date>().map_err(|_| "date"));
    }
    let journal: Option<super::Journal> = match typed.journal.trim() {
        "" => Some(super::Journal::General),
        word => errors.take("journal", word.parse().map_err(|_| "choice")),
    };
    errors.finish()?;
    let (Some(date), Some(journal)) = (date, journal) else { return Err(Error::Other("a draft without a day".into())) };
    let draft = serde_json::to_string(typed).map_err(|e| Error::Other(e.to_string()))?;
    if draft.len() > BYTES {
        return Err(Invalid::one("postings", "draft_too_large").into());
    }
    let texts = [typed.description.as_str(), typed.reference.as_str()]
        .into_iter()
        .chain(typed.postings.iter().map(|line| line.description.as_str()));
    let searched = texts.filter(|text| !text.is_empty()).take(50).collect::<Vec<_>>().join(" ");
    Ok(JournalEntry {
        organization_id: organization,
        id,
        journal: journal.word().into(),
        revision: 1,
        date: date.to_string(),
        kind: Kind::Manual.word().into(),
        state: State::Draft.word().into(),
        description: typed.description.trim().into(),
        reference: typed.reference.trim().into(),
        draft,
        search_text: fold(&searched).chars().take(2000).collect(),
        postings: i64::try_from(typed.postings.len()).unwrap_or(i64::MAX),
        created_by: allowed.by.id,
        created_at: allowed.now,
        version: 1,
        ..JournalEntry::default()
    })
}

async fn recorded(tx: &Tx, head: &JournalEntry, action: &str, allowed: Allowed<'_>) -> Result<()> {
    let name = if head.description.is_empty() { &head.date } else { &head.description };
    let entry = Entry { tenant: head.organization_id, actor: Some(allowed.by), action, subject: ("journal_entry", head.id, name), changes: vec![] };
    activity::record(tx, entry, allowed.now).await
}

/// Keeps something typed as a draft.
pub async fn create(tx: &Tx, organization: Id, typed: &TypedEntry, allowed: Allowed<'_>) -> Result<JournalEntry> {
    let head = row(organization, new_id(), typed, allowed)?;
    memberships::hold(tx, organization).await?;
    if store::count_drafts(tx, organization).await? >= MAX {
        return Err(Invalid::too_many("status", MAX).into());
    }
    store::insert(tx, &head).await?;
    recorded(tx, &head, "entry_drafted", allowed).await?;
    Ok(head)
}

async fn draft(tx: &Tx, organization: Id, id: Id) -> Result<JournalEntry> {
    memberships::hold(tx, organization).await?;
    let head = store::find(tx, organization, id).await?;
    if head.state == State::Draft.word() { Ok(head) } else { Err(Error::Conflict("entry_posted")) }
}

/// Changes a draft of the version that was `seen`, whatever its version where none is told.
pub async fn change(tx: &Tx, organization: Id, (id, seen): (Id, Option<i64>), typed: &TypedEntry, lang: Lang, allowed: Allowed<'_>) -> Result<JournalEntry> {
    let before = draft(tx, organization, id).await?;
    if seen.is_some_and(|seen| seen != before.version) {
        return Err(Error::Stale(differences(&before, typed, lang)?));
    }
    let new = row(organization, id, typed, allowed)?;
    let changed = JournalEntry { created_by: before.created_by, created_at: before.created_at, version: before.version + 1, ..new };
    store::replace(tx, &changed).await?;
    recorded(tx, &changed, "entry_draft_changed", allowed).await?;
    Ok(changed)
}

/// Where a draft and what is typed over it differ: the texts of the head, and the number of lines.
fn differences(stored: &JournalEntry, new: &TypedEntry, lang: Lang) -> Result<Vec<Difference>> {
    let old = typed(stored)?;
    let lines = |entry: &TypedEntry| {
        let line = |line: &super::TypedLine| format!("{} {} {}", line.account_code, line.debit, line.credit).trim().to_owned();
        entry.postings.iter().map(line).collect::<Vec<_>>().join(" · ")
    };
    let pairs = [
        ("date", old.date.clone(), new.date.clone()),
        ("description", old.description.clone(), new.description.clone()),
        ("reference", old.reference.clone(), new.reference.clone()),
        ("postings", lines(&old), lines(new)),
    ];
    let different = pairs.into_iter().filter(|(_, stored, typed)| stored != typed);
    Ok(different
        .map(|(field, stored, typed)| Difference { field: field.into(), label: lang.t(&format!("field-{field}")), stored, typed })
        .collect())
}

/// Removes a draft.
pub async fn delete(tx: &Tx, organization: Id, id: Id, allowed: Allowed<'_>) -> Result<()> {
    let head = draft(tx, organization, id).await?;
    attachments::remove_of(tx, organization, id).await?;
    store::delete_draft(tx, organization, id).await?;
    recorded(tx, &head, "entry_draft_deleted", allowed).await
}

/// Posts a draft as it stands; it keeps its id.
pub async fn post(tx: &Tx, organization: Id, id: Id, allowed: Allowed<'_>) -> Result<Posted> {
    let head = draft(tx, organization, id).await?;
    let typed = typed(&head)?;
    let entry = read(tx, organization, &typed).await?;
    store::delete_draft(tx, organization, id).await?;
    let posted = post::post_as(tx, organization, &entry, Some(id), allowed).await?;
    accrual::reverse_on(tx, organization, id, &typed.reverse_on, allowed).await?;
    Ok(posted)
}
