//! The API of imports.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Uuid, access::PracticeRight as R, text::fold};
use despacho_organizations::api::schema;
use despacho_platform::sql::Connection;
use despacho_platform::{Platform, Result, i18n::Lang};
use despacho_ui::{
    Access, InPractice, Outcome, Path, Query, Routes,
    api::{Body, List, json, once},
    openapi::Operation,
    paging::{self, ListQuery},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    actions,
    import::{Import, Wanted},
    store,
};

pub(super) fn routes(platform: &Platform) -> Routes {
    let manage = Access::Practice(R::ManageClients);
    Routes::new(platform)
        .api(
            Operation::get("/api/v1/importable-organizations", "Organizations of the token's user that no client of the practice has")
                .lists_schema("Organization", schema()),
            manage,
            importable,
        )
        .api(
            Operation::post("/api/v1/client-imports", "Import organizations as clients, in the background")
                .takes::<CreateImport>()
                .answers::<ImportJson>(202),
            manage,
            create,
        )
        .api(Operation::get("/api/v1/client-imports/{import}", "An import and its progress").answers::<ImportJson>(200), manage, show)
}

#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub struct CreateImport {
    pub organization_ids: Vec<Uuid>,
    /// Which of them are linked to clients that are there; each of the others becomes a new client.
    #[serde(default)]
    pub links: Vec<ImportLink>,
}

#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub struct ImportLink {
    pub organization_id: Uuid,
    pub client_id: Uuid,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Import)]
pub struct ImportJson {
    pub id: Uuid,
    /// `queued`, `running` or `completed`.
    pub status: String,
    pub total: i64,
    pub done: i64,
    pub failed: i64,
    /// The first 200 failures.
    pub errors: Vec<ImportError>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ImportError {
    pub organization_id: Uuid,
    pub code: String,
    pub message: String,
}

async fn whole(db: &dyn Connection, lang: Lang, practice: Id, import: Import) -> Result<ImportJson> {
    let failed = store::items(db, practice, import.id, "failed", 200).await?;
    let errors = failed.into_iter().map(|item| ImportError {
        organization_id: item.organization_id,
        message: lang.t(&format!("import-error-{}", item.error.replace('_', "-"))),
        code: item.error,
    });
    Ok(ImportJson { id: import.id, status: import.status, total: import.total, done: import.done, failed: import.failed, errors: errors.collect() })
}

async fn importable(State(platform): State<Platform>, who: InPractice, Query(query): Query<ListQuery>) -> Outcome {
    let limit = query.limit()?;
    let search = query.search.as_deref().unwrap_or("");
    let mut found = store::importable(platform.db.read(), who.practice, who.user.id, search, query.position()?, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|i| paging::encode(&(fold(&i.organization.name), i.organization.id)));
    let items: Vec<serde_json::Value> = found.iter().map(|i| i.organization.json()).collect();
    Ok(json(StatusCode::OK, &List { items, next_cursor }))
}

async fn create(State(platform): State<Platform>, who: InPractice, headers: HeaderMap, Body(body): Body<CreateImport>) -> Outcome {
    let now = platform.clock.now();
    let target = |organization: &Uuid| body.links.iter().find(|link| link.organization_id == *organization).map(|link| link.client_id);
    let wanted: Vec<Wanted> = body.organization_ids.iter().map(|id| Wanted { organization: *id, link_to: target(id) }).collect();
    let request = format!("POST /client-imports {} {body:?}", who.practice);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::ACCEPTED, async |tx| {
        let import = actions::start(tx, who.practice, &who.user, &wanted, now).await?;
        whole(tx, who.lang(), who.practice, import).await
    });
    Ok(response.await?)
}

#[derive(Deserialize)]
struct OfImport {
    import: Id,
}

async fn show(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfImport>) -> Outcome {
    let import = store::find(platform.db.read(), who.practice, of.import).await?;
    Ok(json(StatusCode::OK, &whole(platform.db.read(), who.lang(), who.practice, import).await?))
}
