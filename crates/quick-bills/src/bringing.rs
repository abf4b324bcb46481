//! Documents: bringing them, setting them aside, taking them away, and making them a bill's.

use despacho_bill_files as read;
use despacho_kernel::{Id, Invalid};
use despacho_ledger::{attachments::actions as attachments, journal::Allowed};
use despacho_platform::{
    Error, Platform, Result, Tx,
    activity::{self, Entry},
    files::{self, incoming::Kept, kind::Kind, store::StoredFile},
    memberships,
};

use crate::{
    paper::{MOST, Paper, State},
    paper_store as store,
};

/// What is read of a file that was kept, as JSON; empty where it is of no format that is read. Files that are larger than bills are are not read.
pub async fn said(platform: &Platform, organization: Id, kept: &Kept) -> Result<String> {
    if kept.kind != Kind::Other || kept.size > read::MOST as u64 {
        return Ok(String::new());
    }
    let file = StoredFile {
        tenant_id: organization,
        id: Id::nil(),
        sha256: kept.sha256.clone(),
        size: i64::try_from(kept.size).unwrap_or(i64::MAX),
        kind: kept.kind.word().into(),
        stored_at: 0,
    };
    let bytes = files::read(platform, &file).await?;
    let found = tokio::task::spawn_blocking(move || read::read(&bytes)).await.map_err(|e| Error::Other(e.to_string()))?;
    match found {
        Ok(read) => serde_json::to_string(&read).map_err(|e| Error::Other(e.to_string())),
        Err(_) => Ok(String::new()),
    }
}

async fn recorded(tx: &Tx, paper: &Paper, action: &str, allowed: Allowed<'_>) -> Result<()> {
    let entry = Entry { tenant: paper.organization_id, actor: Some(allowed.by), action, subject: ("bill_paper", paper.id, &paper.name), changes: vec![] };
    activity::record(tx, entry, allowed.now).await
}

/// Keeps a file as a document that waits; `said` is what was read of it.
///
/// Errors at `file`: `paper_there` where it waits already, `paper_used` where a bill was made of it, `too_many_rows`, `storage_full`.
pub async fn bring(tx: &Tx, platform: &Platform, organization: Id, (name, kept, said): (&str, &Kept, String), allowed: Allowed<'_>) -> Result<Paper> {
    memberships::hold(tx, organization).await?;
    if store::same(tx, organization, &kept.sha256).await?.is_some() {
        return Err(Invalid::one("file", "paper_there").into());
    }
    if store::used(tx, organization, &kept.sha256).await?.is_some() {
        return Err(Invalid::one("file", "paper_used").into());
    }
    if store::count(tx, organization).await? >= MOST {
        return Err(Invalid::too_many("file", MOST).into());
    }
    let file = files::add(tx, platform, organization, kept).await?;
    let paper = Paper {
        organization_id: organization,
        id: file.id,
        name: name.to_owned(),
        sha256: file.sha256,
        state: State::Waiting.word().into(),
        reason: String::new(),
        document_id: None,
        said,
        added_by: allowed.by.id,
        added_at: allowed.now,
    };
    store::add(tx, &paper).await?;
    recorded(tx, &paper, "bill_paper_brought", allowed).await?;
    Ok(paper)
}

/// A document that is no bill's yet.
///
/// Errors: conflict `paper_used`.
async fn free(tx: &Tx, organization: Id, id: Id) -> Result<Paper> {
    let paper = store::find(tx, organization, id).await?;
    if paper.state == State::Used.word() { Err(Error::Conflict("paper_used")) } else { Ok(paper) }
}

/// Sets a document behind the others, with its reason.
///
/// Errors: `reason` (`required`), conflict `paper_used`.
pub async fn set_aside(tx: &Tx, organization: Id, id: Id, reason: &str, allowed: Allowed<'_>) -> Result<Paper> {
    memberships::hold(tx, organization).await?;
    let before = free(tx, organization, id).await?;
    let mut errors = Invalid::new();
    let reason = errors.required("reason", reason, 300);
    errors.finish()?;
    let paper = Paper { state: State::Aside.word().into(), reason, added_at: allowed.now, ..before };
    store::settle(tx, &paper).await?;
    recorded(tx, &paper, "bill_paper_set_aside", allowed).await?;
    Ok(paper)
}

/// Takes a document away that is no bill's.
///
/// Errors: conflict `paper_used`.
pub async fn remove(tx: &Tx, organization: Id, id: Id, allowed: Allowed<'_>) -> Result<Paper> {
    memberships::hold(tx, organization).await?;
    let paper = free(tx, organization, id).await?;
    store::remove(tx, organization, id).await?;
    files::store::remove(tx, organization, &[id]).await?;
    recorded(tx, &paper, "bill_paper_removed", allowed).await?;
    Ok(paper)
}

/// Makes a document a bill's: it is attached to its entry.
///
/// Errors: conflict `paper_used`; what attaching refuses.
pub async fn take(tx: &Tx, platform: &Platform, organization: Id, (id, document, entry): (Id, Id, Option<Id>), allowed: Allowed<'_>) -> Result<()> {
    let before = free(tx, organization, id).await?;
    let file = files::store::find(tx, organization, id).await?;
    if let Some(entry) = entry {
        let kept = Kept { sha256: file.sha256, size: u64::try_from(file.size).unwrap_or(0), kind: file.kind.parse().unwrap_or(Kind::Other) };
        attachments::attach(tx, platform, (organization, entry), (&before.name, &kept), allowed).await?;
    }
    let paper = Paper { state: State::Used.word().into(), document_id: Some(document), ..before };
    store::settle(tx, &paper).await
}
