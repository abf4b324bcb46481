//! What is done to several documents of a list.

use axum::extract::State;
use despacho_kernel::{Id, Invalid};
use despacho_platform::{Error, Platform, t};
use despacho_ui::{InPractice, Outcome, Query, flash::Flash, format, forms::FormData, layout};
use serde::Deserialize;

use super::{
    list::Params,
    parts::{desk, eyes},
};
use crate::{actions::AT_ONCE, archive};

/// Documents that a message's button brings back; more have their own list, the bin.
const UNDONE: usize = 40;

/// Those that were ticked.
///
/// Errors: `ids` (`choose_one`, `too_many_rows`).
fn chosen(data: &FormData) -> Result<Vec<Id>, Error> {
    let ids: Vec<Id> = data.all("ids").iter().filter_map(|id| id.parse().ok()).collect();
    match ids.len() {
        0 => Err(Invalid::one("ids", "choose_one").into()),
        1..=AT_ONCE => Ok(ids),
        _ => Err(Invalid::too_many("ids", AT_ONCE).into()),
    }
}

/// The list that the selection was made in.
fn back(who: &InPractice, data: &FormData) -> String {
    let base = match data.get("client").parse::<Id>() {
        Ok(client) => format!("/clients/{client}/documents"),
        Err(_) => "/documents".into(),
    };
    who.path(&format!("{base}{}", Params::of_address(data.get("list")).address()))
}

pub(super) async fn act(State(platform): State<Platform>, who: InPractice, data: FormData) -> Outcome {
    let ids = chosen(&data)?;
    let desk = desk(&platform, &who);
    let tx = platform.db.begin().await?;
    let told = match data.get("do") {
        "delete" => {
            let deleted = desk.delete(&tx, &ids).await?;
            let told = Flash::new("flash-firm-documents-deleted").count(deleted.len());
            let joined = deleted.iter().map(|document| document.id.to_string()).collect::<Vec<_>>().join(",");
            if deleted.len() <= UNDONE { told.undo(who.path(&format!("/documents/restored-selection?ids={joined}"))) } else { told }
        }
        "restore" => Flash::new("flash-firm-documents-restored").count(desk.restore(&tx, &ids).await?.len()),
        "share" => Flash::new("flash-firm-documents-shared").count(desk.share_all(&tx, &ids, true).await?),
        "unshare" => Flash::new("flash-firm-documents-unshared").count(desk.share_all(&tx, &ids, false).await?),
        _ => return Err(Error::Malformed("nothing is done so".into()).into()),
    };
    tx.commit().await?;
    Ok(layout::see(&platform, &back(&who, &data), told))
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    ids: String,
}

/// Takes out of the bin what was just put there.
pub(super) async fn restore(State(platform): State<Platform>, who: InPractice, Query(wanted): Query<Wanted>) -> Outcome {
    let ids: Vec<Id> = wanted.ids.split(',').filter_map(|id| id.parse().ok()).take(AT_ONCE).collect();
    let tx = platform.db.begin().await?;
    let restored = desk(&platform, &who).restore(&tx, &ids).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/documents"), Flash::new("flash-firm-documents-restored").count(restored.len())))
}

/// The documents as one file, by client and folder.
pub(super) async fn export(State(platform): State<Platform>, who: InPractice, data: FormData) -> Outcome {
    let ids = chosen(&data)?;
    let day = format::local_date(&who.user.time_zone, platform.clock.now()).map(|day| day.to_string()).unwrap_or_default();
    Ok(archive::answer(&platform, who.practice, &eyes(&who), &ids, &t!(who.lang(), "firm-documents-archive", day = day)).await?)
}
