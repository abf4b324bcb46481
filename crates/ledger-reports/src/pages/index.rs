//! The reports that there are.

use axum::extract::State;
use despacho_ledger::reports::tiles;
use despacho_organizations::frame::framed;
use despacho_platform::Platform;
use despacho_ui::{InOrganization, Outcome, components::head, layout};
use maud::html;

pub async fn show(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    let lang = who.lang();
    let title = lang.t("reports");
    let body = html! {
        (head(&title, html! {}))
        (tiles(&who))
    };
    Ok(layout::page(framed(&platform, &who, "reports", &title, &body).await?))
}
