//! The API of preferences: one shape for every group.

use std::collections::{BTreeMap, HashSet};

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
};
use despacho_kernel::{Id, Invalid, Uuid};
use despacho_organizations::store as organizations;
use despacho_platform::{Error, Platform};
use despacho_ui::{
    InOrganization, Outcome, Path, Query,
    api::{Body, List, if_match_tag, json, once},
    paging::{self, ListQuery},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    actions::{self, Wanted},
    set::{Chosen, Item, PreferenceGroup, PreferenceSet},
    snapshot::Snapshot,
    store::{self, Adoption},
};
use crate::door::Apps;

/// A group of preferences.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PreferenceGroup)]
pub struct GroupJson {
    /// `organization_profile`, `logo`, `document_templates`, `email_templates`, `chart_of_accounts`, `custom_fields`, `taxes`,
    /// `number_series`, `payment_terms`, `reminders` or `roles`.
    pub group: String,
    /// How many rows it has.
    pub count: i64,
    /// Groups that come along with it.
    pub needs: Vec<String>,
    /// Its sets of rows and the names of their values.
    pub sets: BTreeMap<String, Vec<String>>,
}

/// A row of a group; rows of other sets are named by their key, several on a line each.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Preference)]
pub struct ItemJson {
    pub set: String,
    pub key: String,
    pub name: String,
    pub active: bool,
    pub values: BTreeMap<String, String>,
}

pub fn item_json(set: &dyn PreferenceSet, item: Item) -> ItemJson {
    let values = set.fields().into_iter().map(str::to_owned).zip(item.values).collect();
    ItemJson { set: set.name().into(), key: item.key, name: item.name, active: item.active, values }
}

pub(super) async fn list(State(platform): State<Platform>, apps: Apps, who: InOrganization, Query(query): Query<ListQuery>) -> Outcome {
    let db = platform.db.read();
    let (limit, after) = (query.limit()?, query.position::<usize>()?.unwrap_or(0));
    let organization = organizations::find(db, who.organization).await?;
    let search = despacho_kernel::text::fold(query.search.as_deref().unwrap_or(""));
    let groups = apps.groups_of(&organization.applications).into_iter().filter(|g| g.name.contains(&search));
    let groups: Vec<&'static PreferenceGroup> = groups.skip(after).take(usize::try_from(limit).unwrap_or(0) + 1).collect();
    let counts = store::counts(db, who.organization, &groups).await?;
    let mut items = vec![];
    for (group, count) in groups.into_iter().zip(counts) {
        items.push(GroupJson {
            group: group.name.into(),
            count,
            needs: group.needs.iter().map(|need| (*need).into()).collect(),
            sets: group.sets.iter().map(|set| (set.name().into(), set.fields().into_iter().map(str::to_owned).collect())).collect(),
        });
    }
    let more = paging::cut(&mut items, limit);
    let next_cursor = more.then(|| paging::encode(&(after + items.len())));
    Ok(json(StatusCode::OK, &List { items, next_cursor }))
}

#[derive(Deserialize)]
pub struct OfGroup {
    group: String,
}

/// The group of this name, of an organization that has it.
async fn group(platform: &Platform, apps: &Apps, who: &InOrganization, name: &str) -> Result<&'static PreferenceGroup, Error> {
    let organization = organizations::find(platform.db.read(), who.organization).await?;
    apps.groups_of(&organization.applications).into_iter().find(|g| g.name == name).ok_or(Error::NotFound)
}

pub(super) async fn show(
    State(platform): State<Platform>,
    apps: Apps,
    who: InOrganization,
    Path(of): Path<OfGroup>,
    Query(query): Query<ListQuery>,
) -> Outcome {
    let (limit, after) = (query.limit()?, query.position::<usize>()?.unwrap_or(0));
    let search = despacho_kernel::text::fold(query.search.as_deref().unwrap_or(""));
    let group = group(&platform, &apps, &who, &of.group).await?;
    let chosen = [Chosen { group, pulled_in_by: None }];
    let snapshot = Snapshot::read(platform.db.read(), who.organization, &chosen).await?;
    let tag = snapshot.fingerprint(who.organization);
    let rows = |set: &&'static dyn PreferenceSet| snapshot.items(set.name()).iter().cloned().map(|item| item_json(*set, item)).collect::<Vec<_>>();
    let mut found: Vec<ItemJson> = group.sets.iter().flat_map(rows).collect();
    found.retain(|item| despacho_kernel::text::fold(&format!("{} {}", item.key, item.name)).contains(&search));
    let mut items: Vec<ItemJson> = found.into_iter().skip(after).take(usize::try_from(limit).unwrap_or(0) + 1).collect();
    let more = paging::cut(&mut items, limit);
    let next_cursor = more.then(|| paging::encode(&(after + items.len())));
    let mut response = json(StatusCode::OK, &List { items, next_cursor });
    // The whole group's, whatever page of it this is.
    response
        .headers_mut()
        .insert(header::ETAG, HeaderValue::from_str(&format!("\"{tag}\"")).map_err(|e| Error::Other(e.to_string()))?);
    Ok(response)
}

fn yes() -> bool {
    true
}

/// A row to add, or to replace the one of its key with.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub struct ItemInput {
    /// May be left out where the group has one set.
    #[serde(default)]
    #[schema(max_length = 60)]
    pub set: String,
    /// By name; those left out are empty.
    pub values: BTreeMap<String, String>,
    #[serde(default = "yes")]
    pub active: bool,
}

/// Rows to add or replace, at most 500.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub struct ChangeGroup {
    #[schema(max_items = 500)]
    pub items: Vec<ItemInput>,
}

/// What came of a change.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PreferencesChanged)]
pub struct Changed {
    pub added: usize,
    pub replaced: usize,
}

/// The items of an input; each fault is told at `items.<n>.<field>`.
pub fn items(group: &'static PreferenceGroup, inputs: &[ItemInput]) -> Result<Vec<(&'static dyn PreferenceSet, Item)>, Invalid> {
    const MAX: usize = 500;
    let mut errors = Invalid::new();
    let mut found = vec![];
    let mut seen = HashSet::new();
    if inputs.len() > MAX {
        return Err(Invalid::too_many("items", MAX));
    }
    // Reading a row may be work, so what can't be taken is refused unread.
    if inputs.len() > 1 && group.sets.iter().all(|set| set.is_single()) && group.sets.len() == 1 {
        return Err(Invalid::too_many("items", 1));
    }
    for (at, input) in inputs.iter().enumerate() {
        let set = match input.set.as_str() {
            "" if group.sets.len() == 1 => group.sets.first(),
            name => group.sets.iter().find(|set| set.name() == name),
        };
        let Some(set) = set else {
            errors.push(&format!("items.{at}.set"), "choice");
            continue;
        };
        let fields = set.fields();
        for unknown in input.values.keys().filter(|name| !fields.contains(&name.as_str())) {
            errors.push(&format!("items.{at}.{unknown}"), "choice");
        }
        let values = fields.iter().map(|name| input.values.get(*name).cloned().unwrap_or_default()).collect();
        let item = set.item(values, input.active);
        if !seen.insert((set.name(), item.key.clone())) {
            errors.push(&format!("items.{at}"), "taken");
            continue;
        }
        if let Err(faults) = set.check(&item) {
            for fault in faults.0 {
                errors.push_with(&format!("items.{at}.{}", fault.field), fault.code, fault.params);
            }
        }
        found.push((*set, item));
    }
    errors.finish().map(|()| found)
}

pub(super) async fn change(
    State(platform): State<Platform>,
    apps: Apps,
    who: InOrganization,
    Path(of): Path<OfGroup>,
    headers: HeaderMap,
    Body(body): Body<ChangeGroup>,
) -> Outcome {
    let group = group(&platform, &apps, &who, &of.group).await?;
    let seen = if_match_tag(&headers)?;
    let request = format!("PATCH /organizations/{}/preferences/{} {seen:?} {body:?}", who.organization, group.name);
    let now = platform.clock.now();
    // Items are checked before the transaction begins, on a thread that may be busy: an image is decoded for it.
    let items = tokio::task::spawn_blocking(move || items(group, &body.items)).await.map_err(|e| Error::Other(e.to_string()))?;
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        let organization = organizations::find(tx, who.organization).await?;
        let (added, replaced) = actions::merge(tx, &organization, (group, seen.as_deref()), items?, &who.user, now).await?;
        Ok(Changed { added, replaced })
    });
    Ok(response.await?)
}

/// Another organization's preferences to apply.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub struct Apply {
    /// An organization with Books in which the token's user may read settings.
    pub source_organization_id: Uuid,
    /// Names of groups; those they need come along.
    #[schema(min_items = 1, max_items = 50)]
    pub groups: Vec<String>,
    /// Of the preview; the request is refused if the source has changed since.
    #[serde(default)]
    #[schema(max_length = 100)]
    pub fingerprint: String,
}

/// Preferences that were applied.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PreferenceApplication)]
pub struct ApplicationJson {
    pub id: Uuid,
    pub groups: Vec<String>,
    pub added: i64,
    pub replaced: i64,
    /// Milliseconds since 1970.
    pub applied_at: i64,
    pub applied_by: String,
    pub undone: bool,
}

impl From<Adoption> for ApplicationJson {
    fn from(a: Adoption) -> Self {
        let (added, replaced) = a.counts();
        Self {
            id: a.id,
            groups: a.groups.split(',').map(str::to_owned).collect(),
            added,
            replaced,
            applied_at: a.applied_at,
            applied_by: a.applied_by_name,
            undone: a.undone_at.is_some(),
        }
    }
}

pub(super) async fn applications(State(platform): State<Platform>, who: InOrganization, Query(query): Query<ListQuery>) -> Outcome {
    let limit = query.limit()?;
    let mut found = store::list(platform.db.read(), who.organization, query.position()?, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|a| paging::encode(&a.id));
    Ok(json(StatusCode::OK, &List { items: found.into_iter().map(ApplicationJson::from).collect(), next_cursor }))
}

pub(super) async fn apply(State(platform): State<Platform>, apps: Apps, who: InOrganization, headers: HeaderMap, Body(body): Body<Apply>) -> Outcome {
    let request = format!("POST /organizations/{}/preference-applications {body:?}", who.organization);
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let organization = organizations::find(tx, who.organization).await?;
        let wanted = Wanted { source: body.source_organization_id, groups: body.groups.clone(), fingerprint: body.fingerprint.clone() };
        Ok(ApplicationJson::from(actions::apply(tx, &apps, &organization, &wanted, &who.user, now).await?))
    });
    Ok(response.await?)
}

#[derive(Deserialize)]
pub struct OfApplication {
    preference_application: Id,
}

pub(super) async fn undo(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfApplication>, headers: HeaderMap) -> Outcome {
    let request = format!("POST /organizations/{}/preference-applications/{}/reversal", who.organization, of.preference_application);
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let organization = organizations::find(tx, who.organization).await?;
        Ok(ApplicationJson::from(actions::undo(tx, &apps, &organization, of.preference_application, &who.user, now).await?))
    });
    Ok(response.await?)
}
