//! The API of blueprints.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Uuid, access::PracticeRight as R};
use despacho_platform::{Error, Platform, Result, sql::Connection};
use despacho_practice::clients::filter::visible_to;
use despacho_settings::{
    door::Apps,
    preferences::{
        PreferenceGroup,
        api::{ChangeGroup, Changed, ItemJson, item_json, items},
    },
};
use despacho_ui::{
    Access, InPractice, Outcome, Path, Query, Routes,
    api::{Body, List, if_match, json, once},
    openapi::Operation,
    paging::{self, ListQuery},
};
use serde::{Deserialize, Serialize};
use serde_json::json as value;
use utoipa::ToSchema;

use crate::{
    actions::{self, Asked, New, Source},
    blueprint::{self, Application, Blueprint, listed},
    drift, store,
};

pub fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/blueprints";
    const ONE: &str = "/api/v1/blueprints/{blueprint}";
    const GROUP: &str = "/api/v1/blueprints/{blueprint}/preferences/{group}";
    const VERSIONS: &str = "/api/v1/blueprints/{blueprint}/versions";
    const ACCEPTANCES: &str = "/api/v1/blueprints/{blueprint}/acceptances";
    const APPLICATIONS: &str = "/api/v1/blueprint-applications";
    const APPLICATION: &str = "/api/v1/blueprint-applications/{blueprint_application}";
    const REVERSAL: &str = "/api/v1/blueprint-applications/{blueprint_application}/reversal";
    let (read, manage, edit) = (Access::Practice(R::ReadClients), Access::Practice(R::ManageClients), Access::Practice(R::ManagePractice));
    let id = "01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f21";
    Routes::new(platform)
        .api(Operation::get(ALL, "api-blueprints").list::<BlueprintJson>().without_search(), read, list)
        .api(
            Operation::post(ALL, "api-blueprints-create")
                .takes::<Create>()
                .example(value!({ "name": "SL comercio", "description": "", "source": { "country": "ES" }, "groups": ["taxes", "payment_terms"] }))
                .answers::<BlueprintJson>(201),
            edit,
            create,
        )
        .api(Operation::get(ONE, "api-blueprint").answers::<BlueprintJson>(200), read, show)
        .api(
            Operation::patch(ONE, "api-blueprint-change")
                .takes::<ChangeBlueprint>()
                .example(value!({ "name": "SL comercio" }))
                .versioned()
                .answers::<BlueprintJson>(200),
            edit,
            update,
        )
        .api(Operation::get(GROUP, "api-blueprint-group").list::<ItemJson>(), read, group)
        .api(
            Operation::patch(GROUP, "api-blueprint-group-change")
                .takes::<ChangeGroup>()
                .example(value!({ "items": [{ "values": { "name": "A 45 días", "days": "45", "due_from": "invoice_date" } }] }))
                .answers::<Changed>(200),
            edit,
            change_group,
        )
        .api(Operation::get(VERSIONS, "api-blueprint-versions").list::<VersionJson>().without_search(), read, versions)
        .api(
            Operation::post(VERSIONS, "api-blueprint-publish")
                .takes::<Publish>()
                .example(value!({ "notes": "Retención del 15 %" }))
                .conflicts(&["blueprint_unchanged"])
                .answers::<BlueprintJson>(201),
            edit,
            publish,
        )
        .api(Operation::get("/api/v1/blueprints/{blueprint}/drift", "api-blueprint-drift").list::<DriftJson>().without_search(), read, drifted)
        .api(
            Operation::post(ACCEPTANCES, "api-blueprint-accept")
                .takes::<Accept>()
                .example(value!({ "organization_id": id, "group": "taxes", "reason": "El cliente lo necesita así" }))
                .answers::<Accepted>(201),
            edit,
            accept,
        )
        .api(Operation::get(APPLICATIONS, "api-blueprint-applications").list::<ApplicationJson>().without_search(), manage, applications)
        .api(
            Operation::post(APPLICATIONS, "api-blueprint-apply")
                .takes::<Apply>()
                .example(value!({ "blueprint_id": id, "organization_ids": [id], "dry_run": true }))
                .conflicts(&["blueprint_unpublished"])
                .answers::<ApplicationJson>(202),
            manage,
            apply,
        )
        .api(Operation::get(APPLICATION, "api-blueprint-application").answers::<ApplicationJson>(200), manage, application)
        .api(
            Operation::post(REVERSAL, "api-blueprint-revert")
                .conflicts(&["blueprint_application_open", "blueprint_application_old"])
                .answers::<ApplicationJson>(202),
            manage,
            revert,
        )
}

/// A set of preferences that organizations follow.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Blueprint)]
pub struct BlueprintJson {
    pub id: Uuid,
    pub name: String,
    pub description: String,
    /// The latest published version, or 1 while there is none.
    pub version: i64,
    /// `draft` until its first version is published, then `published`.
    pub status: String,
    /// Whether there are changes that are not published.
    pub changed: bool,
    pub groups: Vec<String>,
    pub country: String,
    pub currency: String,
    /// Which new clients of its country start with it: `any`, `business`, `individual`, or empty.
    pub default_for: String,
    pub updated_at: i64,
}

async fn told(db: &dyn Connection, one: Blueprint) -> Result<BlueprintJson> {
    let (_, groups) = actions::content(db, &one).await?;
    Ok(BlueprintJson {
        id: one.id,
        version: one.published.max(1),
        status: if one.published == 0 { "draft" } else { "published" }.into(),
        changed: !one.draft.is_empty(),
        groups: listed(&groups),
        name: one.name,
        description: one.description,
        country: one.country,
        currency: one.currency,
        default_for: one.default_for,
        updated_at: one.updated_at,
    })
}

#[derive(Debug, Deserialize)]
struct OfBlueprint {
    blueprint: Id,
}

#[derive(Debug, Deserialize)]
struct OfGroup {
    blueprint: Id,
    group: String,
}

#[derive(Debug, Deserialize)]
struct OfApplication {
    blueprint_application: Id,
}

async fn list(State(platform): State<Platform>, who: InPractice, Query(query): Query<ListQuery>) -> Outcome {
    let db = platform.db.read();
    let (limit, after) = (query.limit()?, query.position::<usize>()?.unwrap_or(0));
    let mut found: Vec<Blueprint> = store::all(db, who.practice).await?.into_iter().skip(after).take(usize::try_from(limit).unwrap_or(0) + 1).collect();
    let more = paging::cut(&mut found, limit);
    let next_cursor = more.then(|| paging::encode(&(after + found.len())));
    let mut items = vec![];
    for one in found {
        items.push(told(db, one).await?);
    }
    Ok(json(StatusCode::OK, &List { items, next_cursor }))
}

/// Where the rows of a new blueprint come from: one of these.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
pub struct SourceJson {
    pub organization_id: Option<Uuid>,
    pub blueprint_id: Option<Uuid>,
    /// ISO 3166-1: the defaults of that country.
    #[schema(max_length = 2)]
    pub country: Option<String>,
}

#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[schema(as = CreateBlueprint)]
pub struct Create {
    #[schema(max_length = 200)]
    pub name: String,
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub description: String,
    pub source: SourceJson,
    /// Names of groups; those they need come along. Left out, those that a clone proposes.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub groups: Vec<String>,
    #[serde(default)]
    #[schema(max_length = 20)]
    pub default_for: String,
}

async fn create(State(platform): State<Platform>, apps: Apps, who: InPractice, headers: HeaderMap, Body(body): Body<Create>) -> Outcome {
    let request = format!("POST blueprints {} {body:?}", who.practice);
    let source = match (body.source.organization_id, body.source.blueprint_id, &body.source.country) {
        (Some(id), None, None) => Source::Organization(id),
        (None, Some(id), None) => Source::Blueprint(id),
        (None, None, Some(country)) => Source::Country(country.clone()),
        _ => return Err(Error::from(despacho_kernel::Invalid::one("source", "choose_one")).into()),
    };
    let new = New { name: body.name, description: body.description, source, groups: body.groups, default_for: body.default_for };
    Ok(once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let made = actions::create(tx, &apps, who.practice, new, (&who.user, platform.clock.now())).await?;
        told(tx, made).await
    })
    .await?)
}

async fn show(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfBlueprint>) -> Outcome {
    let db = platform.db.read();
    Ok(json(StatusCode::OK, &told(db, store::find(db, who.practice, of.blueprint).await?).await?))
}

/// What is left out stays.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
pub struct ChangeBlueprint {
    #[schema(max_length = 200)]
    pub name: Option<String>,
    #[schema(max_length = 2000)]
    pub description: Option<String>,
    #[schema(max_length = 20)]
    pub default_for: Option<String>,
}

async fn update(
    State(platform): State<Platform>,
    who: InPractice,
    Path(of): Path<OfBlueprint>,
    headers: HeaderMap,
    Body(body): Body<ChangeBlueprint>,
) -> Outcome {
    let seen = if_match(&headers)?;
    let request = format!("PATCH blueprints/{} {seen:?} {body:?}", of.blueprint);
    Ok(once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        let typed = (body.name, body.description, body.default_for);
        told(tx, actions::rename(tx, who.practice, of.blueprint, seen, typed, (&who.user, platform.clock.now())).await?).await
    })
    .await?)
}

fn group_named(apps: &Apps, name: &str) -> Result<&'static PreferenceGroup> {
    apps.groups().into_iter().find(|group| group.name == name).ok_or(Error::NotFound)
}

async fn group(State(platform): State<Platform>, apps: Apps, who: InPractice, Path(of): Path<OfGroup>, Query(query): Query<ListQuery>) -> Outcome {
    let db = platform.db.read();
    let (limit, after) = (query.limit()?, query.position::<usize>()?.unwrap_or(0));
    let search = despacho_kernel::text::fold(query.search.as_deref().unwrap_or(""));
    let group = group_named(&apps, &of.group)?;
    let one = store::find(db, who.practice, of.blueprint).await?;
    let (content, names) = actions::content(db, &one).await?;
    if !listed(&names).iter().any(|name| name == group.name) {
        return Err(Error::NotFound.into());
    }
    let snapshot = blueprint::read(&content, &blueprint::chosen(&apps, &names)?)?;
    let rows = |set: &&'static dyn despacho_settings::preferences::PreferenceSet| {
        snapshot.items(set.name()).iter().cloned().map(|item| item_json(*set, item)).collect::<Vec<_>>()
    };
    let mut found: Vec<ItemJson> = group.sets.iter().flat_map(rows).collect();
    found.retain(|item| despacho_kernel::text::fold(&format!("{} {}", item.key, item.name)).contains(&search));
    let mut items: Vec<ItemJson> = found.into_iter().skip(after).take(usize::try_from(limit).unwrap_or(0) + 1).collect();
    let more = paging::cut(&mut items, limit);
    let next_cursor = more.then(|| paging::encode(&(after + items.len())));
    Ok(json(StatusCode::OK, &List { items, next_cursor }))
}

async fn change_group(
    State(platform): State<Platform>,
    apps: Apps,
    who: InPractice,
    Path(of): Path<OfGroup>,
    headers: HeaderMap,
    Body(body): Body<ChangeGroup>,
) -> Outcome {
    let group = group_named(&apps, &of.group)?;
    let request = format!("PATCH blueprints/{}/preferences/{} {body:?}", of.blueprint, group.name);
    // Reading a row may be work: an image is decoded.
    let items = tokio::task::spawn_blocking(move || items(group, &body.items)).await.map_err(|e| Error::Other(e.to_string()))?;
    Ok(once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        let (added, replaced) = actions::merge(tx, &apps, (who.practice, of.blueprint), group, items?, (&who.user, platform.clock.now())).await?;
        Ok(Changed { added, replaced })
    })
    .await?)
}

/// A published version.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BlueprintVersion)]
pub struct VersionJson {
    pub version: i64,
    pub groups: Vec<String>,
    pub notes: String,
    /// Milliseconds since 1970.
    pub published_at: i64,
}

async fn versions(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfBlueprint>) -> Outcome {
    let db = platform.db.read();
    store::find(db, who.practice, of.blueprint).await?;
    let found = store::versions(db, who.practice, of.blueprint).await?;
    let items: Vec<VersionJson> = found
        .into_iter()
        .map(|one| VersionJson { version: one.number, groups: listed(&one.group_names), notes: one.notes, published_at: one.published_at })
        .collect();
    Ok(json(StatusCode::OK, &List { items, next_cursor: None }))
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[schema(as = PublishBlueprint)]
pub struct Publish {
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub notes: String,
}

async fn publish(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfBlueprint>, headers: HeaderMap, Body(body): Body<Publish>) -> Outcome {
    let request = format!("POST blueprints/{}/versions {body:?}", of.blueprint);
    Ok(once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        actions::publish(tx, who.practice, of.blueprint, &body.notes, (&who.user, platform.clock.now())).await?;
        told(tx, store::find(tx, who.practice, of.blueprint).await?).await
    })
    .await?)
}

/// How an organization differs from the version it follows.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BlueprintDrift)]
pub struct DriftJson {
    pub organization_id: Uuid,
    pub organization_name: String,
    pub version: i64,
    /// `same`, `differs` or `behind`.
    pub state: String,
    pub groups: Vec<GroupDriftJson>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BlueprintGroupDrift)]
pub struct GroupDriftJson {
    pub group: String,
    /// Rows that differ and were not accepted.
    pub differences: usize,
    /// Rows that differ and were accepted.
    pub accepted: usize,
    /// Why they were.
    pub reason: Option<String>,
}

async fn drifted(State(platform): State<Platform>, apps: Apps, who: InPractice, Path(of): Path<OfBlueprint>, Query(query): Query<ListQuery>) -> Outcome {
    let (limit, after) = (query.limit()?, query.position::<usize>()?.unwrap_or(0));
    let one = store::find(platform.db.read(), who.practice, of.blueprint).await?;
    let found = drift::drift(&platform, &apps, &one, visible_to(&who)).await?;
    let mut items: Vec<DriftJson> = found
        .into_iter()
        .skip(after)
        .take(usize::try_from(limit).unwrap_or(0) + 1)
        .map(|drift| DriftJson {
            organization_id: drift.follower.organization_id,
            organization_name: drift.follower.organization_name,
            version: drift.follower.number,
            state: drift.state.into(),
            groups: drift
                .groups
                .into_iter()
                .map(|(group, rows, accepted)| GroupDriftJson {
                    group,
                    differences: if accepted.is_some() { 0 } else { rows },
                    accepted: if accepted.is_some() { rows } else { 0 },
                    reason: accepted.map(|one| one.reason),
                })
                .collect(),
        })
        .collect();
    let more = paging::cut(&mut items, limit);
    let next_cursor = more.then(|| paging::encode(&(after + items.len())));
    Ok(json(StatusCode::OK, &List { items, next_cursor }))
}

#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[schema(as = AcceptBlueprintDifference)]
pub struct Accept {
    pub organization_id: Uuid,
    #[schema(max_length = 60)]
    pub group: String,
    #[schema(max_length = 500)]
    pub reason: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BlueprintDifferenceAccepted)]
pub struct Accepted {
    pub organization_id: Uuid,
    pub group: String,
    pub reason: String,
}

async fn accept(
    State(platform): State<Platform>,
    apps: Apps,
    who: InPractice,
    Path(of): Path<OfBlueprint>,
    headers: HeaderMap,
    Body(body): Body<Accept>,
) -> Outcome {
    let request = format!("POST blueprints/{}/acceptances {body:?}", of.blueprint);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let now = platform.clock.now();
        drift::accept(tx, &apps, (who.practice, of.blueprint), body.organization_id, &body.group, &body.reason, (&who.user, now)).await?;
        Ok(Accepted { organization_id: body.organization_id, group: body.group.clone(), reason: body.reason.trim().to_owned() })
    });
    Ok(response.await?)
}

#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[schema(as = ApplyBlueprint)]
pub struct Apply {
    pub blueprint_id: Uuid,
    /// Left out, the latest.
    pub version: Option<i64>,
    #[schema(min_items = 1, max_items = 5000)]
    pub organization_ids: Vec<Uuid>,
    /// Left out, all of the version.
    #[schema(max_items = 50)]
    pub groups: Option<Vec<String>>,
    /// Only tells what it would do.
    #[serde(default)]
    pub dry_run: bool,
}

/// An application of a blueprint.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BlueprintApplication)]
pub struct ApplicationJson {
    pub id: Uuid,
    pub blueprint_id: Uuid,
    pub version: i64,
    /// `queued`, `running` or `completed`.
    pub status: String,
    pub dry_run: bool,
    /// Whether it is being taken back, or was.
    pub reverted: bool,
    pub total: i64,
    pub done: i64,
    pub failed: i64,
    pub results: Vec<ResultJson>,
    pub created_at: i64,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BlueprintResult)]
pub struct ResultJson {
    pub organization_id: Uuid,
    pub added: i64,
    pub replaced: i64,
    pub left: i64,
    /// Why it was left as it was.
    pub error: Option<String>,
}

fn application_of(one: Application, results: Vec<ResultJson>) -> ApplicationJson {
    ApplicationJson {
        id: one.id,
        blueprint_id: one.blueprint_id,
        version: one.number,
        status: one.status,
        dry_run: one.dry_run,
        reverted: one.reverting,
        total: one.total,
        done: one.done,
        failed: one.failed,
        results,
        created_at: one.created_at,
    }
}

async fn whole(db: &dyn Connection, one: Application) -> Result<ApplicationJson> {
    let results = store::results(db, one.practice_id, one.id).await?.into_iter().filter(|result| result.status != "pending");
    let results = results.map(|result| ResultJson {
        organization_id: result.organization_id,
        added: result.added,
        replaced: result.replaced,
        left: result.left_alone,
        error: Some(result.error).filter(|error| !error.is_empty()),
    });
    let results = results.collect();
    Ok(application_of(one, results))
}

/// The list tells how each went; what became of each organization, each by itself.
async fn applications(State(platform): State<Platform>, who: InPractice, Query(query): Query<ListQuery>) -> Outcome {
    let limit = query.limit()?;
    let mut found = store::applications(platform.db.read(), who.practice, query.position::<Id>()?, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|one| paging::encode(&one.id));
    Ok(json(StatusCode::OK, &List { items: found.into_iter().map(|one| application_of(one, vec![])).collect(), next_cursor }))
}

async fn apply(State(platform): State<Platform>, apps: Apps, who: InPractice, headers: HeaderMap, Body(body): Body<Apply>) -> Outcome {
    let request = format!("POST blueprint-applications {} {body:?}", who.practice);
    let asked = Asked { blueprint: body.blueprint_id, number: body.version, organizations: body.organization_ids, groups: body.groups, dry_run: body.dry_run };
    Ok(once(&platform, who.user.id, &headers, &request, StatusCode::ACCEPTED, async |tx| {
        let started = actions::start(tx, &apps, who.practice, asked, (&who.user, platform.clock.now())).await?;
        whole(tx, started).await
    })
    .await?)
}

async fn application(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfApplication>) -> Outcome {
    let db = platform.db.read();
    Ok(json(StatusCode::OK, &whole(db, store::application(db, who.practice, of.blueprint_application).await?).await?))
}

async fn revert(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfApplication>, headers: HeaderMap) -> Outcome {
    let request = format!("POST blueprint-applications/{}/reversal", of.blueprint_application);
    Ok(once(&platform, who.user.id, &headers, &request, StatusCode::ACCEPTED, async |tx| {
        let started = actions::revert(tx, who.practice, of.blueprint_application, (&who.user, platform.clock.now())).await?;
        whole(tx, started).await
    })
    .await?)
}
