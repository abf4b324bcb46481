//! What is done to one document from its page.

use axum::extract::State;
use despacho_kernel::{Id, Invalid};
use despacho_platform::{Error, Platform};
use despacho_ui::{InPractice, Outcome, Path, flash::Flash, forms::FormData, layout, received::Parts};
use serde::Deserialize;

use super::{
    one::{self, OfDocument, Wrong},
    parts::{desk, eyes, path},
};
use crate::store;

/// The page with what was refused.
async fn refused(platform: &Platform, who: &InPractice, document: Id, wrong: Wrong) -> Outcome {
    let document = store::find(platform.db.read(), who.practice, document, &eyes(who)).await?;
    Ok(layout::unprocessable(one::page(platform, who, &document, &wrong).await?))
}

pub(super) async fn add_version(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfDocument>, parts: Parts) -> Outcome {
    store::find(platform.db.read(), who.practice, of.document, &eyes(&who)).await?;
    let received = parts.receive(&platform, who.practice).await?;
    let mut errors = Invalid::new();
    let note = errors.optional("note", received.typed.get("note"), 500);
    if let Some((_, why)) = received.refused.into_iter().next() {
        errors = why;
    }
    let brought = match received.files.as_slice() {
        [brought] if errors.0.is_empty() => brought,
        files => {
            if errors.0.is_empty() {
                errors = if files.is_empty() { Invalid::one("file", "required") } else { Invalid::too_many("file", 1) };
            }
            return refused(&platform, &who, of.document, Wrong { version: errors, ..Wrong::default() }).await;
        }
    };
    let tx = platform.db.begin().await?;
    match desk(&platform, &who).add_version(&tx, of.document, &brought.kept, (&brought.name, &note)).await {
        Ok(document) => {
            tx.commit().await?;
            Ok(layout::see(&platform, &path(&who, document.id, ""), Flash::new("flash-firm-documents-version").name(&document.name)))
        }
        Err(Error::Invalid(version)) => {
            drop(tx);
            refused(&platform, &who, of.document, Wrong { version, ..Wrong::default() }).await
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
pub(super) struct OfVersion {
    document: Id,
    number: i64,
}

pub(super) async fn restore_version(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfVersion>) -> Outcome {
    let tx = platform.db.begin().await?;
    let document = desk(&platform, &who).restore_version(&tx, of.document, of.number).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &path(&who, document.id, ""), Flash::new("flash-firm-documents-version").name(&document.name)))
}

pub(super) async fn share(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfDocument>, data: FormData) -> Outcome {
    let chosen = data.all("contact_ids");
    let contacts: Vec<Id> = chosen.iter().filter_map(|id| id.parse().ok()).collect();
    let with = match data.get("with") {
        "all" => Some(None),
        "some" => Some(Some(contacts.as_slice())),
        _ => None,
    };
    let tx = platform.db.begin().await?;
    match desk(&platform, &who).share(&tx, of.document, with).await {
        Ok(document) => {
            tx.commit().await?;
            let told = if document.is_shared() { "flash-firm-documents-shared-one" } else { "flash-firm-documents-unshared-one" };
            Ok(layout::see(&platform, &path(&who, document.id, ""), Flash::new(told).name(&document.name)))
        }
        Err(Error::Invalid(sharing)) => {
            drop(tx);
            refused(&platform, &who, of.document, Wrong { sharing, chosen, ..Wrong::default() }).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn hold(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfDocument>, data: FormData) -> Outcome {
    let held = data.get("held") == "yes";
    let tx = platform.db.begin().await?;
    let document = desk(&platform, &who).hold(&tx, of.document, held).await?;
    tx.commit().await?;
    let told = if held { "flash-firm-documents-held" } else { "flash-firm-documents-let-go" };
    Ok(layout::see(&platform, &path(&who, document.id, ""), Flash::new(told).name(&document.name)))
}

pub(super) async fn delete(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfDocument>) -> Outcome {
    let document = store::find(platform.db.read(), who.practice, of.document, &eyes(&who)).await?;
    let tx = platform.db.begin().await?;
    desk(&platform, &who).delete(&tx, &[of.document]).await?;
    tx.commit().await?;
    let told = Flash::new("flash-firm-documents-deleted-one").name(&document.name).undo(path(&who, document.id, "/restoration"));
    Ok(layout::see(&platform, &who.path(&format!("/clients/{}/documents", document.client_id)), told))
}

pub(super) async fn restore(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfDocument>) -> Outcome {
    let tx = platform.db.begin().await?;
    desk(&platform, &who).restore(&tx, &[of.document]).await?;
    let document = store::find(&tx, who.practice, of.document, &eyes(&who)).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &path(&who, document.id, ""), Flash::new("flash-firm-documents-restored-one").name(&document.name)))
}

pub(super) async fn purge(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfDocument>) -> Outcome {
    let tx = platform.db.begin().await?;
    let document = desk(&platform, &who).purge(&tx, of.document).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/documents?view=bin"), Flash::new("flash-firm-documents-purged").name(&document.name)))
}
