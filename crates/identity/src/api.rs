//! The API of notifications.

use axum::{extract::State, http::StatusCode};
use despacho_kernel::Uuid;
use despacho_platform::{Platform, notifications};
use despacho_ui::{
    Access, Outcome, Query, Routes, SignedIn,
    api::{List, json},
    openapi::Operation,
    paging::{self, ListQuery},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::notifications::text;

pub(crate) fn routes(platform: &Platform) -> Routes {
    let operation = Operation::get("/api/v1/notifications", "api-notifications").list::<NotificationJson>();
    Routes::new(platform).api(operation, Access::SignedIn, list)
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Notification)]
pub struct NotificationJson {
    pub id: Uuid,
    /// `import_completed`, `member_added`.
    pub kind: String,
    /// In the language asked for.
    pub text: String,
    /// A path of this server.
    pub link: String,
    /// Milliseconds since 1970, UTC.
    pub created_at: i64,
    pub read: bool,
}

async fn list(State(platform): State<Platform>, who: SignedIn, Query(query): Query<ListQuery>) -> Outcome {
    let limit = query.limit()?;
    let mut found = notifications::list(platform.db.read(), who.user.id, query.position()?, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|n| paging::encode(&n.id));
    let search = despacho_kernel::text::fold(query.search.as_deref().unwrap_or(""));
    let items: Vec<NotificationJson> = found
        .into_iter()
        .map(|n| NotificationJson {
            text: text(who.caller.lang, &n),
            id: n.id,
            kind: n.kind,
            link: n.link,
            created_at: n.created_at,
            read: n.read_at.is_some(),
        })
        .filter(|n| despacho_kernel::text::fold(&n.text).contains(&search))
        .collect();
    Ok(json(StatusCode::OK, &List { items, next_cursor }))
}
