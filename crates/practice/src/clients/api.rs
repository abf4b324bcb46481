//! The API of clients.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Invalid, Uuid, access::PracticeRight as R};
use despacho_organizations::{
    Apps,
    api::{AddressJson, Regional},
};
use despacho_platform::sql::Connection;
use despacho_platform::{Error, Platform, Result};
use despacho_ui::{
    Access, InPractice, Outcome, Path, Query, Routes,
    api::{Body, List, json, once},
    openapi::Operation,
    paging::{self, ListQuery},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Client, ClientInput, ListFilter, Status, actions::Desk, store, visible_to};
use crate::{cloning, practices::store as practices};

pub(super) fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/clients";
    const ONE: &str = "/api/v1/clients/{client}";
    let (read, edit, manage) = (Access::Practice(R::ReadClients), Access::Practice(R::EditClients), Access::Practice(R::ManageClients));
    Routes::new(platform)
        .api(Operation::get(ALL, "Clients by name, inactive ones included").list::<ClientJson>(), read, list)
        .api(
            Operation::post(ALL, "Create a client, with new organizations if applications are named")
                .takes::<CreateClient>()
                .answers::<ClientJson>(201),
            manage,
            create,
        )
        .api(Operation::get(ONE, "A client").answers::<ClientJson>(200), read, show)
        .api(Operation::patch(ONE, "Change a client").takes::<ChangeClient>().answers::<ClientJson>(200), edit, change)
}

/// A client to create.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(default)]
pub struct CreateClient {
    /// `business` or `individual`.
    pub client_type: String,
    pub salutation: String,
    pub first_name: String,
    pub last_name: String,
    pub business_name: String,
    /// Proposed from the other names when left out; unique in the practice.
    pub display_name: String,
    pub email: String,
    pub phone: String,
    pub mobile: String,
    pub website: String,
    pub tax_id: String,
    pub industry: String,
    pub notes: String,
    pub tags: Vec<String>,
    pub billing_address: AddressJson,
    pub shipping_address: AddressJson,
    pub regional: Regional,
    /// `books`, `expense`, `payroll`, `inventory`; none makes an other client.
    pub applications: Vec<String>,
    pub invite_client: bool,
    /// Preferences of another client's organization to start with; needs `books`.
    pub clone: Option<CloneJson>,
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

impl CreateClient {
    fn input(&self) -> ClientInput {
        let text = String::clone;
        ClientInput {
            kind: text(&self.client_type),
            salutation: text(&self.salutation),
            first_name: text(&self.first_name),
            last_name: text(&self.last_name),
            business_name: text(&self.business_name),
            display_name: text(&self.display_name),
            email: text(&self.email),
            phone: text(&self.phone),
            mobile: text(&self.mobile),
            website: text(&self.website),
            tax_id: text(&self.tax_id),
            industry: text(&self.industry),
            notes: text(&self.notes),
            billing: self.billing_address.clone().into(),
            shipping: self.shipping_address.clone().into(),
            region: self.regional.input(),
            tags: self.tags.clone(),
            custom: vec![],
            applications: self.applications.clone(),
            invite: self.invite_client,
            clone: self.clone.as_ref().map(|c| cloning::Clone {
                client: Some(c.client_id),
                organization: c.organization_id,
                groups: c.groups.clone(),
                fingerprint: c.fingerprint.clone(),
            }),
        }
    }
}

/// A change of a client; what is left out stays.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub struct ChangeClient {
    pub client_type: Option<String>,
    pub salutation: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub business_name: Option<String>,
    pub display_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub mobile: Option<String>,
    pub website: Option<String>,
    pub tax_id: Option<String>,
    pub industry: Option<String>,
    pub notes: Option<String>,
    pub tags: Option<Vec<String>>,
    pub billing_address: Option<AddressJson>,
    pub shipping_address: Option<AddressJson>,
    pub regional: Option<Regional>,
    pub active: Option<bool>,
}

/// A client.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Client)]
pub struct ClientJson {
    pub id: Uuid,
    pub client_type: String,
    pub salutation: String,
    pub first_name: String,
    pub last_name: String,
    pub business_name: String,
    pub display_name: String,
    pub email: String,
    /// E.164.
    pub phone: String,
    pub mobile: String,
    pub website: String,
    pub tax_id: String,
    pub industry: String,
    pub notes: String,
    pub tags: Vec<String>,
    pub billing_address: AddressJson,
    pub shipping_address: AddressJson,
    pub regional: Regional,
    /// Of all its organizations.
    pub applications: Vec<String>,
    pub organization_ids: Vec<Uuid>,
    pub active: bool,
}

async fn full(db: &dyn Connection, practice: Id, clients: Vec<Client>) -> Result<Vec<ClientJson>> {
    let ids: Vec<Id> = clients.iter().map(|c| c.id).collect();
    let mut applications = store::applications_of(db, practice, &ids).await?;
    let mut organizations = store::organizations_of_many(db, practice, &ids).await?;
    let whole = |c: Client| ClientJson {
        id: c.id,
        client_type: c.kind,
        salutation: c.salutation,
        first_name: c.first_name,
        last_name: c.last_name,
        business_name: c.business_name,
        display_name: c.display_name,
        email: c.email,
        phone: c.phone,
        mobile: c.mobile,
        website: c.website,
        tax_id: c.tax_id,
        industry: c.industry,
        notes: c.notes,
        tags: c.tags,
        billing_address: c.billing.into(),
        shipping_address: c.shipping.into(),
        regional: Regional::of(&c.region),
        applications: applications.remove(&c.id).unwrap_or_default().iter().map(|a| a.word().to_owned()).collect(),
        organization_ids: organizations.remove(&c.id).unwrap_or_default(),
        active: c.active,
    };
    Ok(clients.into_iter().map(whole).collect())
}

async fn one(db: &dyn Connection, practice: Id, client: Client) -> Result<ClientJson> {
    full(db, practice, vec![client]).await?.pop().ok_or(Error::NotFound)
}

async fn list(State(platform): State<Platform>, who: InPractice, Query(query): Query<ListQuery>) -> Outcome {
    let (limit, db) = (query.limit()?, platform.db.read());
    let search = query.search.clone().unwrap_or_default();
    let filter = ListFilter { search, status: Status::All, visible_to: visible_to(&who), ..ListFilter::default() };
    let mut found = store::list_after(db, who.practice, &filter, query.position()?, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let position = |c: &Client| paging::encode(&(despacho_kernel::text::fold(&c.display_name), c.id));
    let next_cursor = found.last().filter(|_| more).map(position);
    Ok(json(StatusCode::OK, &List { items: full(db, who.practice, found).await?, next_cursor }))
}

async fn create(State(platform): State<Platform>, apps: Apps, who: InPractice, headers: HeaderMap, Body(body): Body<CreateClient>) -> Outcome {
    let practice = practices::find(platform.db.read(), who.practice).await?;
    let desk = Desk { practice: &practice, by: &who.user, visible_to: visible_to(&who), now: platform.clock.now() };
    let request = format!("POST /clients {} {body:?}", who.practice);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let (client, _) = match desk.create(tx, &apps, body.input()).await {
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

async fn change(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, headers: HeaderMap, Body(body): Body<ChangeClient>) -> Outcome {
    let practice = practices::find(platform.db.read(), who.practice).await?;
    let desk = Desk { practice: &practice, by: &who.user, visible_to: visible_to(&who), now: platform.clock.now() };
    let request = format!("PATCH /clients/{} {body:?}", of.client);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        let c = store::find(tx, who.practice, of.client, visible_to(&who)).await?;
        let keep = |given: &Option<String>, present: String| given.clone().unwrap_or(present);
        let input = ClientInput {
            kind: keep(&body.client_type, c.kind),
            salutation: keep(&body.salutation, c.salutation),
            first_name: keep(&body.first_name, c.first_name),
            last_name: keep(&body.last_name, c.last_name),
            business_name: keep(&body.business_name, c.business_name),
            display_name: keep(&body.display_name, c.display_name),
            email: keep(&body.email, c.email),
            phone: keep(&body.phone, c.phone),
            mobile: keep(&body.mobile, c.mobile),
            website: keep(&body.website, c.website),
            tax_id: keep(&body.tax_id, c.tax_id),
            industry: keep(&body.industry, c.industry),
            notes: keep(&body.notes, c.notes),
            billing: body.billing_address.clone().map_or(c.billing, Into::into),
            shipping: body.shipping_address.clone().map_or(c.shipping, Into::into),
            region: body.regional.clone().unwrap_or_default().or(Regional::of(&c.region)).input(),
            tags: body.tags.clone().unwrap_or(c.tags),
            custom: c.custom,
            applications: vec![],
            invite: false,
            clone: None,
        };
        let mut client = match desk.update(tx, of.client, input).await {
            Err(error) if error.is_duplicate() => return Err(Invalid::one("display_name", "taken").into()),
            other => other?,
        };
        if let Some(active) = body.active.filter(|active| *active != client.active) {
            if !who.may(R::ManageClients) {
                return Err(Error::Forbidden);
            }
            desk.set_active(tx, &[of.client], active).await?;
            client.active = active;
        }
        one(tx, who.practice, client).await
    });
    Ok(response.await?)
}
