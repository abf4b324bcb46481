//! What is done to the clients that were ticked in the list.

use axum::extract::State;
use despacho_kernel::{Id, Invalid};
use despacho_platform::{Error, Platform, Result};
use despacho_ui::{InPractice, Outcome, Path, Query, error::message, flash::Flash, forms::FormData, layout};
use serde::Deserialize;

use super::{
    actions::Desk,
    client::checked_tag,
    filter::visible_to,
    list_pages,
    list_parts::Refused,
    params::{ListParams, selected},
    selection_store::{self, Done},
};
use crate::practices::store as practices;

/// Does it to those that are ticked and leads back to the same stretch of the same list, which tells how many they were. A refusal
/// comes as a message in that list, with what was ticked and typed.
pub(super) async fn act(State(platform): State<Platform>, who: InPractice, data: FormData) -> Outcome {
    let list = ListParams::of_query(data.get("list"));
    match act_on(&platform, &who, &list, &data).await {
        Ok(flash) => Ok(layout::see(&platform, &who.path(&format!("/clients{}", list.address())), flash)),
        Err(Error::Invalid(errors)) => {
            let refused = Refused {
                ids: data.all("ids"),
                tag: data.text("tag"),
                users: data.all("users"),
                message: errors.0.first().map(|error| (error.field.clone(), message(who.lang(), error))),
            };
            Ok(layout::unprocessable(list_pages::page(&platform, &who, &list, &refused).await?))
        }
        Err(error) => Err(error.into()),
    }
}

async fn act_on(platform: &Platform, who: &InPractice, list: &ListParams, data: &FormData) -> Result<Flash> {
    let ids = selected(data)?;
    if ids.is_empty() {
        return Err(Invalid::one("ids", "nothing_selected").into());
    }
    let practice = practices::find(platform.db.read(), who.practice).await?;
    let now = platform.clock.now();
    let desk = Desk { practice: &practice, by: &who.user, visible_to: visible_to(who), now };
    let tx = platform.db.begin().await?;
    let done = match data.get("do") {
        "activate" => Done::Activated(desk.set_active(&tx, &ids, true).await?),
        "deactivate" => Done::Deactivated(desk.set_active(&tx, &ids, false).await?),
        "tag" => {
            let tag = checked_tag(data.get("tag"))?;
            Done::Tagged(desk.add_tag(&tx, &ids, &tag).await?, tag)
        }
        "assign" => {
            let users: Vec<Id> = data.all("users").iter().map(|id| id.parse().map_err(|_| Error::NotFound)).collect::<Result<_>>()?;
            Done::Assigned(desk.assign_many(&tx, &ids, &users).await?)
        }
        _ => return Err(Error::Malformed("do what?".into())),
    };
    let count = done.count();
    let mut flash = Flash::new(&format!("flash-clients-{}", done.word())).count(count);
    if count > 0 {
        let selection = selection_store::keep(&tx, who.practice, who.user.id, &done, now).await?;
        flash = flash.undo(who.path(&format!("/clients/selections/{selection}/undoing{}", list.address())));
    }
    tx.commit().await?;
    Ok(flash)
}

#[derive(Deserialize)]
pub(super) struct OfSelection {
    selection: Id,
}

/// Undoes what one just did to a selection, and leads back to the list that the address says.
pub(super) async fn undo(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfSelection>, Query(list): Query<ListParams>) -> Outcome {
    let practice = practices::find(platform.db.read(), who.practice).await?;
    let desk = Desk { practice: &practice, by: &who.user, visible_to: visible_to(&who), now: platform.clock.now() };
    let tx = platform.db.begin().await?;
    let undone = desk.undo(&tx, of.selection).await?;
    tx.commit().await?;
    let flash = Flash::new("flash-clients-undone").count(undone);
    Ok(layout::see(&platform, &who.path(&format!("/clients{}", list.address())), flash))
}
