//! The API of previews.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{
    Uuid,
    access::{OrganizationRight, PracticeRight},
};
use despacho_organizations::{ORGANIZATION, Organization, store as organizations};
use despacho_platform::{Error, Platform, Result};
use despacho_settings::{
    Apps,
    preferences::{
        Effect, GroupPreview, ItemChange, Preview, Target, actions as preferences,
        api::{ItemJson, item_json},
        choose, preview as compare,
    },
};
use despacho_ui::{
    Outcome, SignedIn,
    api::{Body, Object, json as answer},
    fields::{Sight, Use},
    routes::{in_organization, in_practice, named_practice},
    schema::{named, or_empty},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{actions, source::Eyes};

/// Most rows that a preview lists of a group; the numbers count all.
const LISTED: usize = 200;

/// What to preview: the source, the groups, and where they would go. Described by [`body`].
#[derive(Debug, Deserialize)]
pub struct PreviewOf {
    /// A client of the practice; its first organization with Books is the source.
    pub client_id: Option<Uuid>,
    /// The source itself, if it is not a client's first.
    pub source_organization_id: Option<Uuid>,
    /// Names of groups; those they need come along.
    pub groups: Vec<String>,
    /// An organization that is there; otherwise a new one of the country and settings below.
    pub target_organization_id: Option<Uuid>,
    /// Of a new organization, ISO 3166-1 alpha-2; `ES` when left out.
    pub country: Option<String>,
    #[serde(default)]
    pub regional: Value,
}

/// How the API describes what to preview. Regional settings are an organization's.
pub(super) fn body() -> Value {
    let id = || json!({ "type": ["string", "null"], "format": "uuid", "minLength": 1 });
    let groups = json!({ "type": "array", "minItems": 1, "maxItems": 50, "items": { "type": "string", "format": "preference-group", "maxLength": 40 } });
    json!({
        "type": "object",
        "required": ["groups"],
        // The source: a client's, or itself.
        "anyOf": [
            { "required": ["client_id"], "properties": { "client_id": { "type": "string" } } },
            { "required": ["source_organization_id"], "properties": { "source_organization_id": { "type": "string" } } },
        ],
        "properties": {
            "client_id": id(),
            "source_organization_id": id(),
            "groups": groups,
            "target_organization_id": id(),
            "country": or_empty(named("Country")),
            "regional": ORGANIZATION.schema(Use::Create, json!({}))["properties"]["regional"],
        },
    })
}

/// A row and what becomes of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PreferenceChange)]
pub struct ChangeJson {
    /// `added`, `replaced` or `left`.
    pub effect: String,
    /// Why it is left: `same`, `other_currency`, `kept` or `omitted`; empty otherwise.
    pub reason: String,
    pub item: ItemJson,
    /// As the target has it, for a replaced one.
    pub before: Option<ItemJson>,
}

/// What becomes of a group.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PreferenceGroupPreview)]
pub struct GroupPreviewJson {
    pub group: String,
    /// The group that needs it, if it was not asked for itself.
    pub pulled_in_by: Option<String>,
    /// Rows of the source.
    pub count: usize,
    pub added: usize,
    pub replaced: usize,
    pub left: usize,
    /// The first 200 rows that are not alike already.
    pub changes: Vec<ChangeJson>,
}

/// A row that names another which is nowhere: it keeps the preferences from being applied.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MissingPreference)]
pub struct MissingJson {
    pub group: String,
    pub set: String,
    pub name: String,
    pub needed: String,
}

/// What cloning or applying would do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PreferencePreview)]
pub struct PreviewJson {
    pub source_organization_id: Uuid,
    /// Sent along when saving, it makes sure that the source is still the same.
    pub fingerprint: String,
    /// The source's currency, if it is not the target's.
    pub other_currency: Option<String>,
    pub groups: Vec<GroupPreviewJson>,
    pub missing: Vec<MissingJson>,
}

fn change_json(group: &GroupPreview, change: ItemChange) -> Option<ChangeJson> {
    let set = group.group.sets.iter().find(|set| set.name() == change.set)?;
    Some(ChangeJson {
        effect: change.effect.word().into(),
        reason: change.effect.reason().into(),
        before: change.before.map(|item| item_json(*set, item)),
        item: item_json(*set, change.item),
    })
}

fn group_json(group: GroupPreview) -> GroupPreviewJson {
    let told = group.changes.iter().filter(|c| c.effect != Effect::Same).take(LISTED).cloned().collect::<Vec<_>>();
    GroupPreviewJson {
        group: group.group.name.into(),
        pulled_in_by: group.pulled_in_by.map(str::to_owned),
        count: group.count,
        added: group.number("added"),
        replaced: group.number("replaced"),
        left: group.number("left"),
        changes: told.into_iter().filter_map(|change| change_json(&group, change)).collect(),
    }
}

pub(super) async fn preview(State(platform): State<Platform>, apps: Apps, who: SignedIn, headers: HeaderMap, Body(body): Body<PreviewOf>) -> Outcome {
    let found = make(&platform, &apps, &who, &headers, &body).await?;
    Ok(answer(StatusCode::OK, &found))
}

// Whether a practice is meant, and which organizations, stands in the body: the table of routes cannot guard that.
async fn make(platform: &Platform, apps: &Apps, who: &SignedIn, headers: &HeaderMap, body: &PreviewOf) -> Result<PreviewJson> {
    let db = platform.db.read();
    let source = match (body.client_id, body.source_organization_id) {
        (Some(client), organization) => {
            let practice = named_practice(platform, headers, who.user.id, who.practice).await?;
            let role = in_practice(platform, practice, who.user.id, PracticeRight::ReadClients).await?.role;
            let eyes = Eyes { practice, user: who.user.id, visible_to: role.sees_assigned_only().then_some(who.user.id) };
            actions::find(db, eyes, Some(client), organization).await?.ok_or(Error::NotFound)?.organization
        }
        (None, Some(organization)) => organization,
        (None, None) => return Err(despacho_kernel::Invalid::one("client_id", "required").into()),
    };
    let source = preferences::source(db, source, who.user.id).await?;
    let chosen = choose(&apps.groups(), &body.groups)?;
    let preview: Preview = match body.target_organization_id {
        Some(id) => {
            in_organization(platform, id, who.user.id, OrganizationRight::ReadSettings).await?;
            let target = organizations::find(db, id).await?;
            compare(db, &source, &chosen, Target::Existing(&target)).await?
        }
        None => {
            let country = body.country.clone().filter(|country| !country.is_empty()).unwrap_or_else(|| "ES".into());
            let draft = Object::from(json!({ "name": "-", "regional": body.regional }));
            let new = Organization::from_json(&draft, &country, &[], &Sight::api(who.caller.lang, &country))?;
            compare(db, &source, &chosen, Target::New(&new)).await?
        }
    };
    Ok(PreviewJson {
        source_organization_id: source.id,
        fingerprint: preview.fingerprint,
        other_currency: preview.other_currency,
        groups: preview.groups.into_iter().map(group_json).collect(),
        missing: preview
            .missing
            .into_iter()
            .map(|m| MissingJson { group: m.group.into(), set: m.set.into(), name: m.name, needed: m.needed })
            .take(LISTED)
            .collect(),
    })
}
