//! What the pages of entries do with files.

use axum::extract::State;
use despacho_kernel::{Id, Invalid};
use despacho_ledger::{
    allowed::allowed,
    attachments::{actions, store},
};
use despacho_platform::{Error, Platform, files};
use despacho_ui::{InOrganization, Outcome, Path, Query, flash::Flash, layout, received::Parts, stored};
use serde::Deserialize;

use crate::pages::view;

#[derive(Deserialize)]
pub(super) struct OfAttachment {
    entry: Id,
    attachment: Id,
}

#[derive(Deserialize)]
pub(super) struct How {
    inline: Option<bool>,
}

/// Attaches what was chosen; what cannot be taken is told by its name, and the rest is attached.
pub(super) async fn add(State(platform): State<Platform>, who: InOrganization, Path(of): Path<view::OfEntry>, parts: Parts) -> Outcome {
    actions::place(platform.db.read(), who.organization, of.entry).await?;
    let received = parts.receive(&platform, who.organization).await?;
    let (mut refused, mut attached) = (received.refused, vec![]);
    if received.files.is_empty() && refused.is_empty() {
        refused.push((String::new(), Invalid::one("file", "required")));
    }
    for brought in &received.files {
        let tx = platform.db.begin().await?;
        match actions::attach(&tx, &platform, (who.organization, of.entry), (&brought.name, &brought.kept), allowed(&platform, &who)).await {
            Ok(attachment) => {
                tx.commit().await?;
                attached.push(attachment);
            }
            Err(Error::Invalid(why)) => refused.push((brought.name.clone(), why)),
            Err(error) => return Err(error.into()),
        }
    }
    if !refused.is_empty() {
        return Ok(layout::unprocessable(view::page(&platform, &who, of.entry, &refused).await?));
    }
    let flash = Flash::new("flash-attached").count(attached.len());
    Ok(layout::see(&platform, &who.path(&format!("/journal-entries/{}#attachments", of.entry)), flash))
}

/// A file, to be seen or to be saved.
pub(super) async fn show(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAttachment>, Query(how): Query<How>) -> Outcome {
    let db = platform.db.read();
    let first = store::first_of(db, who.organization, of.entry).await?;
    let attachment = store::find(db, who.organization, first, of.attachment).await?;
    let file = files::store::find(db, who.organization, attachment.id).await?;
    Ok(stored::serve(&platform, &file, &attachment.name, how.inline.unwrap_or(false)).await?)
}

/// Takes a file off.
pub(super) async fn remove(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAttachment>) -> Outcome {
    let tx = platform.db.begin().await?;
    actions::remove(&tx, who.organization, (of.entry, of.attachment), allowed(&platform, &who)).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path(&format!("/journal-entries/{}#attachments", of.entry)), "flash-attachment-removed"))
}
