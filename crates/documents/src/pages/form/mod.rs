//! The form of a document: new, copied, or a draft that is gone on with.

mod cells;
mod corrected;
pub mod making;
pub mod page;
mod preview;
pub mod saving;
pub mod sheet;
pub mod sketch;

use axum::http::HeaderMap;
use despacho_kernel::{Id, Invalid, new_id};
use despacho_ledger::api::common::currency;
use despacho_platform::{Error, Platform, Result};
use despacho_ui::{InOrganization, Outcome, forms::FormData, layout};
use maud::Markup;
use serde::Deserialize;

use self::page::{Of, Told};
use crate::{
    deeds,
    document::Document,
    ground::Ground,
    kind::{Action, Kind},
    store,
    typed::TypedDocument,
    typing,
};

/// What a form begins with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Begun {
    /// The document that is copied.
    copy: String,
    contact: String,
    /// The document that the new one corrects, or `none` where it is not in these books.
    corrects: String,
    /// What is looked for among those that it may correct.
    q: String,
}

pub async fn new(platform: Platform, who: InOrganization, kind: Kind, begun: Begun) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let ground = Ground::of(db, who.organization, platform.clock.now()).await?;
    let today = ground.today.to_string();
    // What corrects begins with what it corrects.
    if let Some(of) = kind.corrects().filter(|_| begun.copy.is_empty() && begun.corrects.is_empty()) {
        return Ok(layout::page(corrected::page(&platform, &who, (kind, of), &begun.q).await?));
    }
    let mut typed = TypedDocument { date: today.clone(), contact_id: begun.contact.parse().ok(), ..TypedDocument::default() };
    let mut of_currency = currency(&platform, who.organization).await?;
    if let Ok(id) = begun.copy.parse::<Id>() {
        let whole = store::whole(db, store::find_of(db, who.organization, kind.word(), id).await?).await?;
        of_currency = whole.document.own_currency()?;
        let own = typing::typed(db, &whole).await?;
        // What is of that one alone is not copied.
        typed = TypedDocument {
            date: today.clone(),
            due_date: String::new(),
            rate: String::new(),
            vendor_number: String::new(),
            reference: String::new(),
            taxes: vec![],
            corrects_id: None,
            reason: String::new(),
            ..own
        };
    }
    if let (Ok(id), Some(of)) = (begun.corrects.parse::<Id>(), kind.corrects()) {
        let document = store::find_of(db, who.organization, of.word(), id).await?;
        of.allows(document.stage()?, Action::Credit, ground.is_final()).map_err(Error::Conflict)?;
        of_currency = document.own_currency()?;
        let own = typing::typed(db, &store::whole(db, document).await?).await?;
        typed = deeds::correcting(own, id, &today);
    }
    let told = Told { errors: &Invalid::new(), conflict: &[], key: new_id().to_string(), more: false };
    Ok(layout::page(page::page(&platform, &who, (kind, Of::New), &sheet::shown(&typed, lang, of_currency), told).await?))
}

/// A draft that may be changed.
async fn draft(platform: &Platform, who: &InOrganization, kind: Kind, id: Id) -> Result<Document> {
    let db = platform.db.read();
    let document = store::find_of(db, who.organization, kind.word(), id).await?;
    let is_final = Ground::of(db, who.organization, platform.clock.now()).await?.is_final();
    kind.allows(document.stage()?, Action::Change, is_final).map_err(Error::Conflict)?;
    Ok(document)
}

/// The form of a draft as it is stored, with what stands against it.
pub async fn of_draft(platform: &Platform, who: &InOrganization, kind: Kind, id: Id, errors: &Invalid) -> Result<Markup> {
    let document = draft(platform, who, kind, id).await?;
    let (db, currency) = (platform.db.read(), document.own_currency()?);
    let whole = store::whole(db, document).await?;
    let typed = sheet::shown(&typing::typed(db, &whole).await?, who.lang(), currency);
    let told = Told { errors, conflict: &[], key: String::new(), more: false };
    page::page(platform, who, (kind, Of::Draft(&whole.document)), &typed, told).await
}

pub async fn edit(platform: Platform, who: InOrganization, kind: Kind, id: Id) -> Outcome {
    Ok(layout::page(of_draft(&platform, &who, kind, id, &Invalid::new()).await?))
}

pub async fn create(platform: Platform, who: InOrganization, kind: Kind, headers: HeaderMap, data: FormData) -> Outcome {
    if saving::is_sketch(&headers, &data) {
        return saving::sketch(&platform, &who, kind, &data).await;
    }
    saving::keep(&platform, &who, (kind, Of::New), &data).await
}

pub async fn update(platform: Platform, who: InOrganization, (kind, id): (Kind, Id), headers: HeaderMap, data: FormData) -> Outcome {
    // What it comes to may be asked while it is being issued.
    if saving::is_sketch(&headers, &data) {
        return saving::sketch(&platform, &who, kind, &data).await;
    }
    let document = draft(&platform, &who, kind, id).await?;
    saving::keep(&platform, &who, (kind, Of::Draft(&document)), &data).await
}
