//! Drafts: making, changing and deleting them.

use despacho_kernel::{Id, new_id};
use despacho_ledger::journal::Allowed;
use despacho_platform::{Result, Tx, sql::Connection};

use crate::{
    desk::Desk,
    document::{Document, Whole},
    issue,
    kind::{Action, Kind, Stage},
    read::{self, Warning},
    store,
    typed::TypedDocument,
};

/// Makes a draft, and issues it where it is told to.
///
/// Errors: what reading it refuses, `duplicate_bill` (id), and what issuing it refuses.
pub async fn create(tx: &Tx, organization: Id, (kind, issues): (Kind, bool), typed: &TypedDocument, allowed: Allowed<'_>) -> Result<(Document, Vec<Warning>)> {
    let desk = Desk::of(tx, organization, allowed).await?;
    let (made, warnings) = draft(&desk, kind, typed).await?;
    Ok((if issues { issue::issued(&desk, made).await? } else { made }, warnings))
}

/// Makes a draft.
pub async fn draft(desk: &Desk<'_>, kind: Kind, typed: &TypedDocument) -> Result<(Document, Vec<Warning>)> {
    let new = Document {
        organization_id: desk.organization(),
        id: new_id(),
        stage: Stage::Draft.word().into(),
        created_by: desk.allowed.by.id,
        created_at: desk.allowed.now,
        version: 1,
        ..Document::default()
    };
    let drafted = read::read(desk.tx, &desk.ground, kind, typed, new).await?;
    desk.single(kind, &drafted.whole.document).await?;
    store::insert(desk.tx, &drafted.whole).await?;
    desk.record(&drafted.whole.document, "document_created").await?;
    Ok((drafted.whole.document, drafted.warnings))
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
    let desk = Desk::of(tx, organization, allowed).await?;
    let before = desk.take((kind, id), Action::Change, seen).await?;
    let drafted = read::read(tx, &desk.ground, kind, typed, before).await?;
    desk.single(kind, &drafted.whole.document).await?;
    store::replace(tx, &drafted.whole).await?;
    desk.record(&drafted.whole.document, "document_changed").await?;
    Ok((store::find(tx, organization, id).await?, drafted.warnings))
}

/// Deletes a draft.
///
/// Errors: conflict `not_draft` or `issued_is_final`.
pub async fn delete(tx: &Tx, organization: Id, (kind, id): (Kind, Id), allowed: Allowed<'_>) -> Result<()> {
    let desk = Desk::of(tx, organization, allowed).await?;
    let before = desk.take((kind, id), Action::Delete, None).await?;
    store::delete(tx, organization, id).await?;
    desk.record(&before, "document_deleted").await
}

/// A document with its lines and taxes.
pub async fn whole(db: &dyn Connection, organization: Id, kind: Kind, id: Id) -> Result<Whole> {
    store::whole(db, store::find_of(db, organization, kind.word(), id).await?).await
}
