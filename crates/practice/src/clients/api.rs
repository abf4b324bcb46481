//! The API of clients. Bodies and answers follow from [`CLIENT`].

use std::collections::BTreeMap;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{
    Id, Invalid, Uuid,
    access::{Application, PracticeRight as R},
};
use despacho_platform::{Error, Platform, Result, memberships, sql::Connection};
use despacho_settings::Apps;
use despacho_ui::{
    Access, InPractice, Outcome, Path, Query, Routes,
    api::{List, Object, if_match, json, once},
    fields::{Sight, Use},
    openapi::Operation,
    paging::{self, ListQuery},
    schema::{LABEL, LINES},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json as value};
use utoipa::ToSchema;

use super::{
    actions::Desk,
    client::{CLIENT, Client, NewClient},
    filter::{ListFilter, Status, visible_to},
    list_store, store,
};
use crate::{cloning::source::CloneChoice, practices::store as practices};

pub(super) fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/clients";
    const ONE: &str = "/api/v1/clients/{client}";
    let (read, edit, manage) = (Access::Practice(R::ReadClients), Access::Practice(R::EditClients), Access::Practice(R::ManageClients));
    let answer = CLIENT.schema(
        Use::Answer,
        value!({
            "id": { "type": "string", "format": "uuid" },
            "applications": { "type": "array", "items": { "type": "string" } },
            "organization_ids": { "type": "array", "items": { "type": "string", "format": "uuid" } },
            "custom_fields": { "type": "object", "additionalProperties": { "type": "string" } },
            "active": { "type": "boolean" },
            "version": { "type": "integer" },
        }),
    );
    let words: Vec<&str> = Application::ALL.iter().map(|application| application.word()).collect();
    let create_body = CLIENT.schema(
        Use::Create,
        value!({
            "applications": { "type": "array", "maxItems": 20, "items": { "type": "string", "enum": words } },
            "invite_client": { "type": "boolean" },
            "refuse_same_tax_id": { "type": "boolean", LABEL: "api-refuse-same-tax-id" },
            "clone": { "oneOf": [{ "$ref": "#/components/schemas/CloneJson" }, { "type": "null" }] },
            "custom_fields": custom_fields(),
        }),
    );
    let change_body = CLIENT.schema(
        Use::Change,
        value!({
            "active": { "type": ["boolean", "null"] },
            "refuse_same_tax_id": { "type": ["boolean", "null"], LABEL: "api-refuse-same-tax-id" },
            "custom_fields": custom_fields(),
        }),
    );
    Routes::new(platform)
        .api(Operation::get(ALL, "api-clients").lists_schema("Client", answer.clone()), read, list)
        .api(
            Operation::post(ALL, "api-clients-create")
                .example(value!({
                    "client_type": "business",
                    "business_name": "Viveros Quintana, S. L.",
                    "display_name": "Viveros Quintana",
                    "email": "elena@viveros.example",
                    "phone": "+34600112233",
                    "billing_address": { "country": "ES", "street1": "Calle Mayor, 3", "postal_code": "28013", "city": "Madrid", "state": "ES-M" },
                    "applications": ["books"],
                    "invite_client": true,
                }))
                .takes_schema("CreateClient", create_body)
                .with::<CloneJson>()
                .answers_schema(201, "Client", answer.clone()),
            manage,
            create,
        )
        .api(Operation::get(ONE, "api-client").answers_schema(200, "Client", answer.clone()), read, show)
        .api(
            Operation::patch(ONE, "api-client-change")
                .example(value!({ "industry": "Jardinería", "tags": ["trimestral"], "active": true }))
                .takes_schema("ChangeClient", change_body)
                .versioned()
                .answers_schema(200, "Client", answer),
            edit,
            change,
        )
}

/// Values of the practice's own fields, by the field's id.
fn custom_fields() -> Value {
    value!({ "type": ["object", "null"], "maxProperties": 50, "propertyNames": { "format": "uuid" }, "additionalProperties": { "type": "string", "maxLength": 5000, "pattern": LINES } })
}

/// Whose preferences to clone, and which.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
pub struct CloneJson {
    pub client_id: Uuid,
    /// Which of the client's organizations; the first with Books when left out.
    pub organization_id: Option<Uuid>,
    /// Names of groups (`chart_of_accounts`, `taxes`…); those they need come along.
    #[schema(min_items = 1, max_items = 50)]
    pub groups: Vec<String>,
    /// Of the preview; the request is refused if the source has changed since.
    #[serde(default)]
    #[schema(max_length = 100)]
    pub fingerprint: String,
}

/// What a new client's body holds besides the client's fields.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Besides {
    applications: Vec<String>,
    invite_client: bool,
    clone: Option<CloneJson>,
    refuse_same_tax_id: Option<bool>,
    custom_fields: Option<BTreeMap<Id, String>>,
}

async fn full(db: &dyn Connection, practice: Id, clients: Vec<Client>) -> Result<Vec<Value>> {
    let ids: Vec<Id> = clients.iter().map(|c| c.id).collect();
    let mut applications = store::applications_of(db, practice, &ids).await?;
    let mut organizations = store::organizations_of_many(db, practice, &ids).await?;
    let mut custom = store::custom_of_many(db, practice, &ids).await?;
    let whole = |c: Client| {
        let applications: Vec<&str> = applications.remove(&c.id).unwrap_or_default().into_iter().map(|a| a.word()).collect();
        let organizations = organizations.remove(&c.id).unwrap_or_default();
        let custom: BTreeMap<Id, String> = custom.remove(&c.id).unwrap_or_default().into_iter().collect();
        let more = value!({
            "id": c.id,
            "applications": applications,
            "organization_ids": organizations,
            "custom_fields": custom,
            "active": c.active,
            "version": c.version,
        });
        CLIENT.json(&c, more)
    };
    Ok(clients.into_iter().map(whole).collect())
}

async fn one(db: &dyn Connection, practice: Id, client: Client) -> Result<Value> {
    full(db, practice, vec![client]).await?.pop().ok_or(Error::NotFound)
}

async fn list(State(platform): State<Platform>, who: InPractice, Query(query): Query<ListQuery>) -> Outcome {
    let (limit, db) = (query.limit()?, platform.db.read());
    let search = query.search.clone().unwrap_or_default();
    let filter = ListFilter { search, status: Status::All, visible_to: visible_to(&who), ..ListFilter::default() };
    let mut found = list_store::list_after(db, who.practice, &filter, query.position()?, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|c| paging::encode(&(&c.name_key, c.id)));
    Ok(json(StatusCode::OK, &List { items: full(db, who.practice, found).await?, next_cursor }))
}

async fn create(State(platform): State<Platform>, apps: Apps, who: InPractice, headers: HeaderMap, body: Object) -> Outcome {
    let practice = practices::find(platform.db.read(), who.practice).await?;
    let desk = Desk { practice: &practice, by: &who.user, visible_to: visible_to(&who), now: platform.clock.now() };
    let besides: Besides = body.part()?;
    let clone = besides
        .clone
        .map(|c| CloneChoice { client: Some(c.client_id), organization: c.organization_id, groups: c.groups, fingerprint: c.fingerprint });
    let country = Client::country_of(body["billing_address"]["country"].as_str().unwrap_or_default(), &practice.country).to_owned();
    let sight = Sight::api(who.lang(), &country);
    let request = format!("POST /clients {} {body}", who.practice);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let new = NewClient::from_json(&body, &besides.applications, besides.invite_client, clone, &sight, &practice.country)?;
        let mut new = NewClient { same_tax_id: !besides.refuse_same_tax_id.unwrap_or(false), ..new };
        new.profile.custom = besides.custom_fields.unwrap_or_default().into_iter().collect();
        let (client, _) = match desk.create(tx, &apps, new).await {
            Err(error) if error.is_duplicate() => return Err(Invalid::one("display_name", "taken").into()),
            other => other.map_err(placed)?,
        };
        one(tx, who.practice, client).await
    });
    Ok(response.await?)
}

/// What is wrong with a value of the practice's own fields, at its place in a body.
fn placed(error: Error) -> Error {
    match error {
        Error::Invalid(mut errors) => {
            for error in &mut errors.0 {
                if let Some(id) = error.field.strip_prefix("custom.") {
                    error.field = format!("custom_fields.{id}");
                }
            }
            Error::Invalid(errors)
        }
        other => other,
    }
}

/// A client with these values of the practice's own fields; those left out stay.
fn with_custom(mut client: Client, custom: &BTreeMap<Id, String>) -> Client {
    let mut values: BTreeMap<Id, String> = client.custom.into_iter().collect();
    values.extend(custom.iter().map(|(field, value)| (*field, value.trim().to_owned())));
    client.custom = values.into_iter().collect();
    client
}

#[derive(Deserialize)]
struct OfClient {
    client: Id,
}

async fn show(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>) -> Outcome {
    let client = store::find(platform.db.read(), who.practice, of.client, visible_to(&who)).await?;
    Ok(json(StatusCode::OK, &one(platform.db.read(), who.practice, client).await?))
}

async fn change(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, headers: HeaderMap, body: Object) -> Outcome {
    let practice = practices::find(platform.db.read(), who.practice).await?;
    let desk = Desk { practice: &practice, by: &who.user, visible_to: visible_to(&who), now: platform.clock.now() };
    let seen = if_match(&headers)?;
    let custom = body.part::<Besides>()?.custom_fields.unwrap_or_default();
    let request = format!("PATCH /clients/{} {seen:?} {body}", of.client);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        memberships::hold(tx, who.practice).await?;
        let present = store::find(tx, who.practice, of.client, visible_to(&who)).await?;
        let country = body["billing_address"]["country"].as_str().unwrap_or(&present.country).to_owned();
        let sight = Sight::api(who.lang(), Client::country_of(&country, &practice.country));
        let read = |before: Client, errors: &mut Invalid| with_custom(CLIENT.patch(&body, before, &sight, errors).settled(&practice.country, errors), &custom);
        let same_tax_id = !body["refuse_same_tax_id"].as_bool().unwrap_or(false);
        let mut client = match desk.update(tx, of.client, (seen, same_tax_id), &sight, read).await {
            Err(error) if error.is_duplicate() => return Err(Invalid::one("display_name", "taken").into()),
            other => other.map_err(placed)?,
        };
        if let Some(active) = body["active"].as_bool().filter(|active| *active != client.active) {
            if !who.may(R::ManageClients) {
                return Err(Error::Forbidden);
            }
            desk.set_active(tx, &[of.client], active).await?;
            client = store::find(tx, who.practice, of.client, visible_to(&who)).await?;
        }
        one(tx, who.practice, client).await
    });
    Ok(response.await?)
}
