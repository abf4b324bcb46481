//! Attaching files to entries and taking them off.

use despacho_kernel::{Id, Invalid};
use despacho_platform::{
    Error, Platform, Result, Tx,
    activity::{self, Change, Entry},
    files::{self, incoming::Kept},
    memberships,
    sql::Connection,
};

use super::store::{self, Attachment};
use crate::journal::{
    Allowed,
    days::Days,
    entry::State,
    store::{self as journal, JournalEntry},
    view,
};

/// Most files of an entry.
pub const MOST: i64 = 50;

/// An entry to which files are attached, and the first of its chain of corrections. What was corrected meanwhile is changed at its successor.
///
/// Errors: conflict `entry_undone`.
pub async fn place(db: &dyn Connection, organization: Id, entry: Id) -> Result<(JournalEntry, Id)> {
    let head = journal::find(db, organization, entry).await?;
    if head.state == State::Superseded.word() {
        return Err(Error::Conflict("entry_undone"));
    }
    let first = store::first_of(db, organization, entry).await?;
    Ok((head, first))
}

async fn recorded(tx: &Tx, head: &JournalEntry, action: &str, (before, after): (&str, &str), allowed: Allowed<'_>) -> Result<()> {
    let name = match view::number(head) {
        number if number.is_empty() => if head.description.is_empty() { &head.date } else { &head.description }.clone(),
        number => number,
    };
    let changes = vec![Change { field: "file".into(), before: before.into(), after: after.into() }];
    let entry = Entry { tenant: head.organization_id, actor: Some(allowed.by), action, subject: ("journal_entry", head.id, &name), changes };
    activity::record(tx, entry, allowed.now).await
}

/// Attaches a file that was kept; what is attached already is answered as it is.
///
/// Errors: `file` (`too_many_rows`, `storage_full`), conflict `entry_undone`.
pub async fn attach(tx: &Tx, platform: &Platform, (organization, entry): (Id, Id), (name, kept): (&str, &Kept), allowed: Allowed<'_>) -> Result<Attachment> {
    memberships::hold(tx, organization).await?;
    let (head, first) = place(tx, organization, entry).await?;
    if let Some(same) = store::same(tx, organization, first, &kept.sha256).await? {
        return Ok(same);
    }
    if store::count(tx, organization, first).await? >= MOST {
        return Err(Invalid::too_many("file", MOST).into());
    }
    let file = files::add(tx, platform, organization, kept).await?;
    let attachment = Attachment {
        organization_id: organization,
        id: file.id,
        entry_id: first,
        sha256: file.sha256,
        name: name.into(),
        created_by: allowed.by.id,
        created_at: allowed.now,
    };
    store::insert(tx, &attachment).await?;
    recorded(tx, &head, "attachment_added", ("", name), allowed).await?;
    Ok(attachment)
}

/// Whether what is attached to an entry may be taken off: its day is open for whoever asks. Drafts have no day yet.
pub fn is_open(head: &JournalEntry, days: &Days) -> bool {
    head.state == State::Draft.word() || days.stop(head, &head.date).is_none()
}

/// Takes a file off.
///
/// Errors: conflicts `entry_undone`, `attachment_fixed`.
pub async fn remove(tx: &Tx, organization: Id, (entry, id): (Id, Id), allowed: Allowed<'_>) -> Result<()> {
    memberships::hold(tx, organization).await?;
    let (head, first) = place(tx, organization, entry).await?;
    let attachment = store::find(tx, organization, first, id).await?;
    if !is_open(&head, &Days::of(tx, organization, allowed.poster()).await?) {
        return Err(Error::Conflict("attachment_fixed"));
    }
    store::remove(tx, &attachment).await?;
    recorded(tx, &head, "attachment_removed", (&attachment.name, ""), allowed).await
}
