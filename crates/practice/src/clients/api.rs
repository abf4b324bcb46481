//! The API of clients. Bodies and answers follow from [`CLIENT`].

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
    api::{Body, List, if_match, json, once},
    fields::{Sight, Use},
    openapi::Operation,
    paging::{self, ListQuery},
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
            "applications": { "type": "array", "items": { "type": "string" }, "description": "Of all its organizations" },
            "organization_ids": { "type": "array", "items": { "type": "string", "format": "uuid" } },
            "active": { "type": "boolean" },
            "version": { "type": "integer", "description": "Goes up with each change; its ETag" },
        }),
    );
    let words: Vec<&str> = Application::ALL.iter().map(|application| application.word()).collect();
    let create_body = CLIENT.schema(
        Use::Create,
        value!({
            "applications": { "type": "array", "items": { "type": "string", "enum": words }, "description": "None makes an other client" },
            "invite_client": { "type": "boolean" },
            "refuse_same_tax_id": { "type": "boolean", "description": "Refuse a tax id that another client of the practice has" },
            "clone": { "oneOf": [{ "$ref": "#/components/schemas/CloneJson" }, { "type": "null" }] },
        }),
    );
    let change_body = CLIENT.schema(
        Use::Change,
        value!({
            "active": { "type": "boolean" },
            "refuse_same_tax_id": { "type": "boolean", "description": "Refuse a tax id that another client of the practice has" },
        }),
    );
    Routes::new(platform)
        .api(Operation::get(ALL, "Clients by name, inactive ones included").lists_schema("Client", answer.clone()), read, list)
        .api(
            Operation::post(ALL, "Create a client, with new organizations if applications are named")
                .takes_schema("CreateClient", create_body)
                .with::<CloneJson>()
                .answers_schema(201, "Client", answer.clone()),
            manage,
            create,
        )
        .api(Operation::get(ONE, "A client").answers_schema(200, "Client", answer.clone()), read, show)
        .api(
            Operation::patch(ONE, "Change a client; what is left out stays")
                .takes_schema("ChangeClient", change_body)
                .versioned()
                .answers_schema(200, "Client", answer),
            edit,
            change,
        )
}

/// Whose preferences to clone, and which.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
pub struct CloneJson {
    pub client_id: Uuid,
    /// Which of the client's organizations; the first with Books when left out.
    pub organization_id: Option<Uuid>,
    /// Names of groups (`chart_of_accounts`, `taxes`…); those they need come along.
    pub groups: Vec<String>,
    /// Of the preview; the request is refused if the source has changed since.
    #[serde(default)]
    pub fingerprint: String,
}

/// What a new client's body holds besides the client's fields.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Besides {
    applications: Vec<String>,
    invite_client: bool,
    clone: Option<CloneJson>,
    refuse_same_tax_id: bool,
}

async fn full(db: &dyn Connection, practice: Id, clients: Vec<Client>) -> Result<Vec<Value>> {
    let ids: Vec<Id> = clients.iter().map(|c| c.id).collect();
    let mut applications = store::applications_of(db, practice, &ids).await?;
    let mut organizations = store::organizations_of_many(db, practice, &ids).await?;
    let whole = |c: Client| {
        let applications: Vec<&str> = applications.remove(&c.id).unwrap_or_default().into_iter().map(|a| a.word()).collect();
        let organizations = organizations.remove(&c.id).unwrap_or_default();
        let more = value!({ "id": c.id, "applications": applications, "organization_ids": organizations, "active": c.active, "version": c.version });
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

async fn create(State(platform): State<Platform>, apps: Apps, who: InPractice, headers: HeaderMap, Body(body): Body<Value>) -> Outcome {
    let practice = practices::find(platform.db.read(), who.practice).await?;
    let desk = Desk { practice: &practice, by: &who.user, visible_to: visible_to(&who), now: platform.clock.now() };
    let besides = Besides::deserialize(&body).map_err(|e| Error::Malformed(e.to_string()))?;
    let clone = besides
        .clone
        .map(|c| CloneChoice { client: Some(c.client_id), organization: c.organization_id, groups: c.groups, fingerprint: c.fingerprint });
    let country = Client::country_of(body["billing_address"]["country"].as_str().unwrap_or_default(), &practice.country).to_owned();
    let sight = Sight::api(who.lang(), &country);
    let request = format!("POST /clients {} {body}", who.practice);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let new = NewClient::from_json(&body, &besides.applications, besides.invite_client, clone, &sight, &practice.country)?;
        let new = NewClient { same_tax_id: !besides.refuse_same_tax_id, ..new };
        let (client, _) = match desk.create(tx, &apps, new).await {
            Err(error) if error.is_duplicate() => return Err(Invalid::one("display_name", "taken").into()),
            other => other?,
        };
        one(tx, who.practice, client).await
    });
    Ok(response.await?)
}

#[derive(Deserialize)]
struct OfClient {
    client: Id,
}

async fn show(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>) -> Outcome {
    let client = store::find(platform.db.read(), who.practice, of.client, visible_to(&who)).await?;
    Ok(json(StatusCode::OK, &one(platform.db.read(), who.practice, client).await?))
}

/// A word of a body that is true or false, if it is there.
fn flag(body: &Value, name: &'static str) -> Result<Option<bool>> {
    match &body[name] {
        Value::Null => Ok(None),
        Value::Bool(flag) => Ok(Some(*flag)),
        _ => Err(Invalid::one(name, "wrong_type").into()),
    }
}

async fn change(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, headers: HeaderMap, Body(body): Body<Value>) -> Outcome {
    let practice = practices::find(platform.db.read(), who.practice).await?;
    let desk = Desk { practice: &practice, by: &who.user, visible_to: visible_to(&who), now: platform.clock.now() };
    let seen = if_match(&headers)?;
    let request = format!("PATCH /clients/{} {seen:?} {body}", of.client);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        memberships::hold(tx, who.practice).await?;
        let present = store::find(tx, who.practice, of.client, visible_to(&who)).await?;
        let country = body["billing_address"]["country"].as_str().unwrap_or(&present.country).to_owned();
        let sight = Sight::api(who.lang(), Client::country_of(&country, &practice.country));
        let read = |before: Client, errors: &mut Invalid| CLIENT.patch(&body, before, &sight, errors).settled(&practice.country, errors);
        let same_tax_id = !flag(&body, "refuse_same_tax_id")?.unwrap_or(false);
        let mut client = match desk.update(tx, of.client, (seen, same_tax_id), &sight, read).await {
            Err(error) if error.is_duplicate() => return Err(Invalid::one("display_name", "taken").into()),
            other => other?,
        };
        if let Some(active) = flag(&body, "active")?.filter(|active| *active != client.active) {
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
