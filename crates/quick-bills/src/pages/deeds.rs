//! What the page does: registering a line, taking a bill back, ending the batch.

use axum::extract::State;
use despacho_kernel::{Id, new_id};
use despacho_ledger::{allowed::allowed, api::common::currency};
use despacho_platform::{Error, Platform, Result};
use despacho_ui::{
    InOrganization, Outcome, Path, Query,
    claim::{self, Claimed},
    fields::notation,
    flash::Flash,
    format,
    forms::FormData,
    layout,
};
use serde::Deserialize;

use super::show::{self, Told};
use crate::{
    actions, bringing,
    line::{self, Line},
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Begun {
    /// A bill of the batch that is put right.
    row: String,
    /// The document that is typed from: its id, `none`, or the first that waits.
    paper: String,
}

#[derive(Deserialize)]
pub struct OfRow {
    document: Id,
}

pub async fn show(State(platform): State<Platform>, who: InOrganization, Query(begun): Query<Begun>) -> Outcome {
    let begun = match begun.row.parse() {
        Ok(id) => show::typed(&platform, &who, show::of_row(&platform, &who, id).await?).await?,
        Err(_) => show::begin(&platform, &who, &begun.paper).await?,
    };
    Ok(layout::page(show::page(&platform, &who, &begun, Told::new()).await?))
}

/// Registers a line once, however often it is sent.
async fn once(platform: &Platform, who: &InOrganization, line: &Line, data: &FormData) -> Result<()> {
    let (lang, money) = (who.lang(), currency(platform, who.organization).await?);
    let amount = |minor: i64| format::money(lang, minor, money);
    let tx = platform.db.begin().await?;
    let claim = match claim::claimed(&tx, platform, who, "quick-bill", data, "number").await? {
        Claimed::Before(_) => return Ok(()),
        Claimed::Now(claim) => claim,
    };
    let told = actions::Told { notation: notation(lang), amount: &amount };
    let document = actions::register(&tx, who.organization, line, told, allowed(platform, who)).await?;
    if let Some(id) = line.paper {
        bringing::take(&tx, platform, who.organization, (id, document.id, document.entry_id), allowed(platform, who)).await?;
    }
    claim::answer(&tx, claim, &who.path("/quick-bills")).await?;
    tx.commit().await?;
    Ok(())
}

pub async fn register(State(platform): State<Platform>, who: InOrganization, data: FormData) -> Outcome {
    let line = line::sent(&data);
    if data.get("do") == "rate" {
        let told = Told { key: data.text("key"), more: true, ..Told::new() };
        let begun = show::typed(&platform, &who, line).await?;
        return Ok(layout::page(show::page(&platform, &who, &begun, told).await?));
    }
    match once(&platform, &who, &line, &data).await {
        Ok(()) => Ok(layout::see(&platform, &who.path("/quick-bills"), Flash::default())),
        Err(Error::Invalid(errors)) => {
            // What was registered with this key said something else: sent again, it is another bill.
            let key = if errors.0.iter().any(|error| error.code == "sent_before") { new_id().to_string() } else { data.text("key") };
            let told = Told { errors: &errors, key, ..Told::new() };
            let begun = show::typed(&platform, &who, line).await?;
            Ok(layout::unprocessable(show::page(&platform, &who, &begun, told).await?))
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn undo(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfRow>) -> Outcome {
    let tx = platform.db.begin().await?;
    match actions::undo(&tx, who.organization, of.document, allowed(&platform, &who)).await {
        Ok(document) => {
            tx.commit().await?;
            Ok(layout::see(&platform, &who.path("/quick-bills"), Flash::new("flash-quick-bill-undone").name(&document.label())))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            let begun = show::begin(&platform, &who, "none").await?;
            Ok(layout::unprocessable(show::page(&platform, &who, &begun, Told { errors: &errors, ..Told::new() }).await?))
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn end(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    let tx = platform.db.begin().await?;
    let ended = actions::end(&tx, who.organization, allowed(&platform, &who)).await?;
    tx.commit().await?;
    let flash = ended.map(|bills| Flash::new("flash-quick-bills-ended").count(usize::try_from(bills).unwrap_or(0)));
    Ok(layout::see(&platform, &who.path("/bills"), flash.unwrap_or_default()))
}
