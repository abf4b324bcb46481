//! The ways to add clients.

use axum::extract::State;
use despacho_platform::Platform;
use despacho_ui::{InPractice, Outcome, Query, assets::icon, components::head, layout};
use maud::html;
use serde::Deserialize;

use super::filter::visible_to;
use crate::{
    beside,
    cloning::{self, source::Eyes},
    imports,
    practices::frame::framed,
};

#[derive(Deserialize)]
pub(super) struct AddParams {
    #[serde(default)]
    import: String,
    /// What is looked for among the organizations to import, where they are too many for one list.
    #[serde(default)]
    q: String,
}

/// The ways to add clients.
pub(super) async fn show(State(platform): State<Platform>, who: InPractice, Query(query): Query<AddParams>) -> Outcome {
    let lang = who.lang();
    // It is offered all the same: the page it leads to tells what it takes.
    let eyes = Eyes { practice: who.practice, user: who.user.id, visible_to: visible_to(&who) };
    let clonable = cloning::actions::find(platform.db.read(), eyes, None, None).await?.is_some();
    let clone_about = lang.t(if clonable { "clients-clone-about" } else { "clients-clone-none" });
    let dialog = imports::pages::dialog(&platform, &who, &query.q).await?;
    let body = html! {
        div.medium data-controller="dialog" data-dialog-open-value=((!query.import.is_empty()).to_string()) {
            (head(&lang.t("clients-add"), html! { a.btn.quiet href=(who.path("/clients")) { (lang.t("cancel")) } }))
            div.tiles {
                a.tile href=(who.path("/clients/add?import=1")) data-action="dialog#open" {
                    (icon("import")) b { (lang.t("clients-import")) } span.muted { (lang.t("clients-import-about")) }
                }
                a.tile href=(who.path("/clients/new?clone=choose")) {
                    (icon("copy")) b { (lang.t("clients-clone")) } span.muted { (clone_about) }
                }
                a.tile href=(who.path("/clients/new")) {
                    (icon("user-plus")) b { (lang.t("clients-create")) } span.muted { (lang.t("clients-create-about")) }
                }
                @for card in beside::rooms().flat_map(|room| room.adding) {
                    a.tile href=(who.path(card.path)) { (icon(card.icon)) b { (lang.t(card.word)) } span.muted { (lang.t(card.about)) } }
                }
            }
            (imports::pages::recent(&platform, &who).await?)
            form #import-look method="get" action=(who.path("/clients/add")) { input type="hidden" name="import" value="1"; }
            (dialog)
        }
    };
    Ok(layout::page(framed(&platform, &who, "clients", &lang.t("clients-add"), &body).await?))
}
