//! What is done with documents: bringing them, setting them aside, taking them away, and giving their files.

use axum::extract::State;
use despacho_kernel::{Id, Invalid};
use despacho_ledger::allowed::allowed;
use despacho_platform::{Error, Platform, files};
use despacho_ui::{InOrganization, Outcome, Path, Query, flash::Flash, forms::FormData, layout, received::Parts, stored};
use serde::Deserialize;

use super::show::{self, Told};
use crate::{bringing, paper_store as store};

#[derive(Deserialize)]
pub struct OfPaper {
    paper: Id,
}

#[derive(Deserialize)]
pub struct How {
    inline: Option<bool>,
}

pub async fn serve(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfPaper>, Query(how): Query<How>) -> Outcome {
    let db = platform.db.read();
    let paper = store::find(db, who.organization, of.paper).await?;
    let file = files::store::find(db, who.organization, paper.id).await?;
    Ok(stored::serve(&platform, &file, &paper.name, how.inline.unwrap_or(false)).await?)
}

/// Keeps what was chosen; what cannot be kept is told by its name, and the rest waits.
pub async fn bring(State(platform): State<Platform>, who: InOrganization, parts: Parts) -> Outcome {
    let received = parts.receive(&platform, who.organization).await?;
    let (mut refused, mut brought) = (received.refused, 0);
    if received.files.is_empty() && refused.is_empty() {
        refused.push((String::new(), Invalid::one("file", "required")));
    }
    for file in &received.files {
        let said = bringing::said(&platform, who.organization, &file.kept).await?;
        let tx = platform.db.begin().await?;
        match bringing::bring(&tx, &platform, who.organization, (&file.name, &file.kept, said), allowed(&platform, &who)).await {
            Ok(_) => {
                tx.commit().await?;
                brought += 1;
            }
            Err(Error::Invalid(why)) => refused.push((file.name.clone(), why)),
            Err(error) => return Err(error.into()),
        }
    }
    if refused.is_empty() {
        return Ok(layout::see(&platform, &who.path("/quick-bills"), Flash::new("flash-quick-papers").count(brought)));
    }
    let begun = show::begin(&platform, &who, "").await?;
    Ok(layout::unprocessable(show::page(&platform, &who, &begun, Told { refused: &refused, ..Told::new() }).await?))
}

pub async fn set_aside(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfPaper>, data: FormData) -> Outcome {
    let tx = platform.db.begin().await?;
    match bringing::set_aside(&tx, who.organization, of.paper, data.get("reason"), allowed(&platform, &who)).await {
        Ok(paper) => {
            tx.commit().await?;
            Ok(layout::see(&platform, &who.path("/quick-bills"), Flash::new("flash-quick-paper-aside").name(&paper.name)))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            let begun = show::begin(&platform, &who, &of.paper.to_string()).await?;
            Ok(layout::unprocessable(show::page(&platform, &who, &begun, Told { errors: &errors, ..Told::new() }).await?))
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn remove(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfPaper>) -> Outcome {
    let tx = platform.db.begin().await?;
    let paper = bringing::remove(&tx, who.organization, of.paper, allowed(&platform, &who)).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/quick-bills"), Flash::new("flash-quick-paper-removed").name(&paper.name)))
}
