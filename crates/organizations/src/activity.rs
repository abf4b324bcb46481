//! What was done in an organization.

use axum::extract::State;
use despacho_kernel::Id;
use despacho_platform::{Platform, activity};
use despacho_ui::{
    InOrganization, Outcome, Query,
    components::{self, head},
    layout,
};
use maud::html;
use serde::Deserialize;

use crate::frame::framed;

#[derive(Deserialize)]
pub(crate) struct Before {
    before: Option<Id>,
}

pub(crate) async fn list(State(platform): State<Platform>, who: InOrganization, Query(query): Query<Before>) -> Outcome {
    const PAGE: i64 = 50;
    let lang = who.lang();
    let mut entries = activity::list(platform.db.read(), who.organization, None, query.before, PAGE + 1).await?;
    let more = despacho_ui::paging::cut(&mut entries, PAGE);
    let more = entries.last().filter(|_| more).map(|last| format!("{}?before={}", who.path("/activity"), last.id));
    let title = lang.t("nav-activity");
    let list = components::activity(lang, &who.user.time_zone, platform.clock.now(), &entries, more.as_deref());
    let body = html! { div.medium { (head(&title, html! {})) section.card { div.body { (list) } } } };
    Ok(layout::page(framed(&platform, &who, "activity", &title, &body).await?))
}
