//! Drafts: making, changing and deleting them.

use despacho_kernel::{Id, Invalid, new_id};
use despacho_ledger::journal::Allowed;
use despacho_platform::{Error, Result, Tx, memberships};

use crate::{
    document::{Document, Whole},
    ground::Ground,
    issue::{recorded, twin},
    kind::{Action, Kind, Stage},
    read::{self, Warning},
    store,
    typed::TypedDocument,
};

/// Makes a draft.
///
/// Errors: what reading it refuses, and `duplicate_bill` (id).
pub async fn create(tx: &Tx, organization: Id, kind: Kind, typed: &TypedDocument, allowed: Allowed<'_>) -> Result<(Document, Vec<Warning>)> {
    memberships::hold(tx, organization).await?;
    let ground = Ground::of(tx, organization, allowed.now).await?;
    let new = Document {
        organization_id: organization,
        id: new_id(),
        stage: Stage::Draft.word().into(),
        created_by: allowed.by.id,
        created_at: allowed.now,
        version: 1,
        ..Document::default()
    };
    let drafted = read::read(tx, &ground, kind, typed, new).await?;
    let mut errors = Invalid::new();
    twin(tx, kind, &drafted.whole.document, &mut errors).await?;
    errors.finish()?;
    store::insert(tx, &drafted.whole).await?;
    recorded(tx, &drafted.whole.document, "document_created", allowed).await?;
    Ok((drafted.whole.document, drafted.warnings))
}

/// A document of a kind that an action may be done with, at the version that was seen.
pub(crate) async fn allowed_to(tx: &Tx, ground: &Ground, (kind, id): (Kind, Id), action: Action, seen: Option<i64>) -> Result<Document> {
    let before = store::find_of(tx, ground.organization.id, kind.word(), id).await?;
    kind.allows(before.stage()?, action, ground.is_final()).map_err(Error::Conflict)?;
    if seen.is_some_and(|seen| seen != before.version) {
        return Err(Error::Stale(vec![]));
    }
    Ok(before)
}

/// Changes a draft, unless somebody has saved another version since `seen`.
///
/// Errors: conflict `not_draft` or `issued_is_final`; what reading it refuses, and `duplicate_bill` (id).
pub async fn change(
    tx: &Tx,
    organization: Id,
    (kind, id, seen): (Kind, Id, Option<i64>),
    typed: &TypedDocument,
    allowed: Allowed<'_>,
) -> Result<(Document, Vec<Warning>)> {
    memberships::hold(tx, organization).await?;
    let ground = Ground::of(tx, organization, allowed.now).await?;
    let before = allowed_to(tx, &ground, (kind, id), Action::Change, seen).await?;
    let drafted = read::read(tx, &ground, kind, typed, before).await?;
    let mut errors = Invalid::new();
    twin(tx, kind, &drafted.whole.document, &mut errors).await?;
    errors.finish()?;
    if !store::replace(tx, &drafted.whole).await? {
        return Err(Error::Stale(vec![]));
    }
    recorded(tx, &drafted.whole.document, "document_changed", allowed).await?;
    Ok((store::find(tx, organization, id).await?, drafted.warnings))
}

/// Deletes a draft.
///
/// Errors: conflict `not_draft` or `issued_is_final`.
pub async fn delete(tx: &Tx, organization: Id, (kind, id): (Kind, Id), allowed: Allowed<'_>) -> Result<()> {
    memberships::hold(tx, organization).await?;
    let ground = Ground::of(tx, organization, allowed.now).await?;
    let before = allowed_to(tx, &ground, (kind, id), Action::Delete, None).await?;
    store::delete(tx, organization, id).await?;
    recorded(tx, &before, "document_deleted", allowed).await
}

/// A document with its lines and taxes.
pub async fn whole(db: &dyn despacho_platform::sql::Connection, organization: Id, kind: Kind, id: Id) -> Result<Whole> {
    store::whole(db, store::find_of(db, organization, kind.word(), id).await?).await
}
