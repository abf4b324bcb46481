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
use serde_json::json as value;
use utoipa::ToSchema;

use super::{
    actions,
    import::{Failure, Import, Wanted},
    store,
};

pub(super) fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/client-imports";
    const ONE: &str = "/api/v1/client-imports/{import}";
    const RETRIES: &str = "/api/v1/client-imports/{import}/retries";
    let manage = Access::Practice(R::ManageClients);
    Routes::new(platform)
        .api(Operation::get("/api/v1/importable-organizations", "api-importable").lists_schema("Organization", schema()), manage, importable)
        .api(
            Operation::post(ALL, "api-imports-create")
                .takes::<CreateImport>()
                .example(value!({ "organization_ids": ["01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f21"] }))
                .answers::<ImportJson>(202),
            manage,
            create,
        )
        .api(Operation::get(ALL, "api-imports").list::<ImportJson>().without_search(), manage, list)
        .api(Operation::get(ONE, "api-import").answers::<ImportJson>(200), manage, show)
        .api(Operation::post(RETRIES, "api-import-retry").conflicts(&["import_nothing_to_retry"]).answers::<ImportJson>(202), manage, retry)
}

#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub struct CreateImport {
    #[schema(min_items = 1, max_items = 5000)]
    pub organization_ids: Vec<Uuid>,
    /// Which of them are linked to clients that are there; each of the others becomes a new client.
    #[serde(default)]
    #[schema(max_items = 5000)]
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
    let failed = store::failures(db, practice, &[import.id]).await?;
    Ok(told(lang, &failed, import))
}

fn told(lang: Lang, failed: &[Failure], import: Import) -> ImportJson {
    let errors = failed.iter().filter(|failure| failure.import_id == import.id).map(|failure| ImportError {
        organization_id: failure.organization_id,
        message: lang.t(&format!("import-error-{}", failure.error.replace('_', "-"))),
        code: failure.error.clone(),
    });
    let errors = errors.collect();
    ImportJson { id: import.id, status: import.status, total: import.total, done: import.done, failed: import.failed, errors }
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

async fn list(State(platform): State<Platform>, who: InPractice, Query(query): Query<ListQuery>) -> Outcome {
    let (limit, db) = (query.limit()?, platform.db.read());
    let mut found = store::page(db, who.practice, query.position()?, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|import| paging::encode(&import.id));
    let failed = store::failures(db, who.practice, &found.iter().map(|import| import.id).collect::<Vec<_>>()).await?;
    let items: Vec<ImportJson> = found.into_iter().map(|import| told(who.lang(), &failed, import)).collect();
    Ok(json(StatusCode::OK, &List { items, next_cursor }))
}

async fn retry(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfImport>, headers: HeaderMap) -> Outcome {
    let now = platform.clock.now();
    let request = format!("POST /client-imports/{}/retries {}", of.import, who.practice);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::ACCEPTED, async |tx| {
        actions::retry(tx, who.practice, &who.user, of.import, now).await?;
        whole(tx, who.lang(), who.practice, store::find(tx, who.practice, of.import).await?).await
    });
    Ok(response.await?)
}

async fn show(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfImport>) -> Outcome {
    let import = store::find(platform.db.read(), who.practice, of.import).await?;
    Ok(json(StatusCode::OK, &whole(platform.db.read(), who.lang(), who.practice, import).await?))
}
