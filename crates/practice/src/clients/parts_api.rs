//! The API of what belongs to a client: contact persons, those assigned, organizations, what was done; and of the practice's tags.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Invalid, Uuid, access::PracticeRight as R, text::fold};
use despacho_organizations::{Organization, store as organizations};
use despacho_platform::{Error, Platform, Result, Tx, invitations, memberships};
use despacho_ui::{
    Access, InPractice, Outcome, Path, Query, Routes,
    api::{Body, Object, if_match, json, once},
    fields::{Sight, Use},
    openapi::Operation,
    paging::ListQuery,
    people::{self, ActivityJson, InvitationJson, MemberJson, stretch},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json as value};
use utoipa::ToSchema;

use super::{
    actions::Desk,
    client::{CONTACT, Client, Contact},
    filter::visible_to,
    store,
};
use crate::practices::store as practices;

pub(super) fn routes(platform: &Platform) -> Routes {
    const CONTACTS: &str = "/api/v1/clients/{client}/contacts";
    const ONE: &str = "/api/v1/clients/{client}/contacts/{contact}";
    const ASSIGNED: &str = "/api/v1/clients/{client}/assignments";
    const LINKS: &str = "/api/v1/clients/{client}/organizations";
    const LINK: &str = "/api/v1/clients/{client}/organizations/{linked}";
    const INVITATIONS: &str = "/api/v1/clients/{client}/organizations/{linked}/invitations";
    let (read, edit, manage) = (Access::Practice(R::ReadClients), Access::Practice(R::EditClients), Access::Practice(R::ManageClients));
    let contact = CONTACT.schema(Use::Answer, value!({ "id": { "type": "string", "format": "uuid" }, "version": { "type": "integer" } }));
    Routes::new(platform)
        .api(Operation::get("/api/v1/tags", "api-tags").list::<TagJson>(), read, tags)
        .api(Operation::get(CONTACTS, "api-contacts").lists_schema("Contact", contact.clone()), read, contacts)
        .api(
            Operation::post(CONTACTS, "api-contacts-add")
                .takes_schema("CreateContact", CONTACT.schema(Use::Create, value!({})))
                .example(value!({ "name": "Elena Quintana", "position": "Gerente", "email": "elena@viveros.example", "phone": "+34600112233" }))
                .answers_schema(201, "Contact", contact.clone()),
            edit,
            add_contact,
        )
        .api(Operation::get(ONE, "api-contact").answers_schema(200, "Contact", contact.clone()), read, contact_of)
        .api(
            Operation::patch(ONE, "api-contact-change")
                .takes_schema("ChangeContact", CONTACT.schema(Use::Change, value!({})))
                .example(value!({ "position": "Administradora" }))
                .versioned()
                .answers_schema(200, "Contact", contact),
            edit,
            change_contact,
        )
        .api(Operation::delete(ONE, "api-contact-remove"), edit, remove_contact)
        .api(Operation::get(ASSIGNED, "api-assignments").list::<MemberJson>(), read, assigned)
        .api(
            Operation::put(ASSIGNED, "api-assignments-replace")
                .takes::<Assign>()
                .example(value!({ "user_ids": ["01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f21"] }))
                .answers::<Assigned>(200),
            manage,
            assign,
        )
        .api(Operation::get(LINKS, "api-client-organizations").list::<LinkedJson>(), read, linked)
        .api(
            Operation::post(LINKS, "api-client-organizations-link")
                .takes::<NewLink>()
                .example(value!({ "organization_id": "01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f21" }))
                .conflicts(&["organization_linked"])
                .answers::<LinkedJson>(201),
            manage,
            link,
        )
        .api(Operation::delete(LINK, "api-client-organizations-unlink"), manage, unlink)
        .api(
            Operation::post(INVITATIONS, "api-client-invite")
                .mails()
                .conflicts(&["invite_without_email", "invitation_open"])
                .answers::<InvitationJson>(201),
            manage,
            invite,
        )
        .api(Operation::get("/api/v1/clients/{client}/activity", "api-client-activity").list::<ActivityJson>(), read, activity)
}

#[derive(Deserialize)]
struct OfClient {
    client: Id,
}

#[derive(Deserialize)]
struct OfContact {
    client: Id,
    contact: Id,
}

#[derive(Deserialize)]
struct OfLink {
    client: Id,
    linked: Id,
}

/// A word that clients are told apart by.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Tag)]
struct TagJson {
    name: String,
}

async fn find(platform: &Platform, who: &InPractice, id: Id) -> Result<Client> {
    store::find(platform.db.read(), who.practice, id, visible_to(who)).await
}

/// Does something at the practice's desk once for its key, and answers what came of it.
async fn at_desk<T: Serialize>(
    platform: &Platform,
    who: &InPractice,
    headers: &HeaderMap,
    (request, status): (String, StatusCode),
    work: impl AsyncFnOnce(&Desk<'_>, &Tx) -> Result<T>,
) -> Outcome {
    let practice = practices::find(platform.db.read(), who.practice).await?;
    let desk = Desk { practice: &practice, by: &who.user, visible_to: visible_to(who), now: platform.clock.now() };
    let request = format!("{request} {}", who.practice);
    Ok(once(platform, who.user.id, headers, &request, status, async |tx| work(&desk, tx).await).await?)
}

async fn tags(State(platform): State<Platform>, who: InPractice, Query(query): Query<ListQuery>) -> Outcome {
    let search = fold(query.search.as_deref().unwrap_or(""));
    let found = store::tags(platform.db.read(), who.practice, visible_to(&who)).await?;
    Ok(stretch(found.into_iter().filter(|tag| fold(tag).contains(&search)).map(|name| TagJson { name }), &query)?)
}

fn contact_json(contact: &Contact) -> Value {
    CONTACT.json(contact, value!({ "id": contact.id, "version": contact.version }))
}

async fn contacts(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, Query(query): Query<ListQuery>) -> Outcome {
    find(&platform, &who, of.client).await?;
    let search = fold(query.search.as_deref().unwrap_or(""));
    let found = store::contacts(platform.db.read(), who.practice, of.client).await?;
    let found = found.iter().filter(|contact| fold(&format!("{} {}", contact.name, contact.email)).contains(&search));
    Ok(stretch(found.map(contact_json), &query)?)
}

async fn contact_of(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfContact>) -> Outcome {
    find(&platform, &who, of.client).await?;
    let contact = store::contact(platform.db.read(), who.practice, of.client, of.contact).await?;
    Ok(json(StatusCode::OK, &contact_json(&contact)))
}

async fn add_contact(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, headers: HeaderMap, body: Object) -> Outcome {
    let client = find(&platform, &who, of.client).await?;
    let sight = Sight::api(who.lang(), &client.country);
    let request = (format!("POST /clients/{}/contacts {body}", of.client), StatusCode::CREATED);
    at_desk(&platform, &who, &headers, request, async |desk, tx| {
        let mut errors = Invalid::new();
        let contact = CONTACT.patch(&body, Contact::default(), &sight, &mut errors);
        errors.finish()?;
        let id = desk.add_contact(tx, of.client, contact).await?;
        Ok(contact_json(&store::contact(tx, who.practice, of.client, id).await?))
    })
    .await
}

async fn change_contact(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfContact>, headers: HeaderMap, body: Object) -> Outcome {
    let client = find(&platform, &who, of.client).await?;
    let (seen, sight) = (if_match(&headers)?, Sight::api(who.lang(), &client.country));
    let request = (format!("PATCH /clients/{}/contacts/{} {seen:?} {body}", of.client, of.contact), StatusCode::OK);
    at_desk(&platform, &who, &headers, request, async |desk, tx| {
        let read = |before: Contact, errors: &mut Invalid| CONTACT.patch(&body, before, &sight, errors);
        desk.update_contact(tx, (of.client, of.contact), seen, &sight, read).await?;
        Ok(contact_json(&store::contact(tx, who.practice, of.client, of.contact).await?))
    })
    .await
}

async fn remove_contact(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfContact>, headers: HeaderMap) -> Outcome {
    let request = (format!("remove /clients/{}/contacts/{}", of.client, of.contact), StatusCode::NO_CONTENT);
    at_desk(&platform, &who, &headers, request, async |desk, tx| desk.remove_contact(tx, of.client, of.contact).await.map(drop)).await
}

/// Who shall be assigned: members of the practice.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[schema(as = AssignClient)]
struct Assign {
    #[schema(max_items = 500)]
    user_ids: Vec<Uuid>,
}

/// Who is assigned to a client.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Assignments)]
struct Assigned {
    items: Vec<MemberJson>,
}

async fn assigned_to(db: &dyn despacho_platform::sql::Connection, practice: Id, client: Id) -> Result<Vec<MemberJson>> {
    let assigned = store::assigned(db, practice, client).await?;
    let members = memberships::list(db, practice).await?;
    Ok(members.into_iter().filter(|member| assigned.contains(&member.user_id)).map(MemberJson::from).collect())
}

async fn assigned(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, Query(query): Query<ListQuery>) -> Outcome {
    find(&platform, &who, of.client).await?;
    let search = fold(query.search.as_deref().unwrap_or(""));
    let found = assigned_to(platform.db.read(), who.practice, of.client).await?;
    Ok(stretch(found.into_iter().filter(|member| fold(&format!("{} {}", member.name, member.email)).contains(&search)), &query)?)
}

async fn assign(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, headers: HeaderMap, Body(body): Body<Assign>) -> Outcome {
    let request = (format!("PUT /clients/{}/assignments {body:?}", of.client), StatusCode::OK);
    at_desk(&platform, &who, &headers, request, async |desk, tx| {
        let mut users = body.user_ids.clone();
        users.sort();
        users.dedup();
        desk.assign(tx, of.client, &users).await?;
        Ok(Assigned { items: assigned_to(tx, who.practice, of.client).await? })
    })
    .await
}

/// An organization of the token's user that no client of the practice has.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[schema(as = LinkOrganization)]
struct NewLink {
    organization_id: Uuid,
}

/// An organization of a client, as far as everybody who sees the client may know it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LinkedOrganization)]
struct LinkedJson {
    id: Uuid,
    name: String,
    country: String,
    currency: String,
    applications: Vec<String>,
}

impl From<Organization> for LinkedJson {
    fn from(o: Organization) -> Self {
        let applications = o.applications.iter().map(|application| application.word().to_owned()).collect();
        Self { id: o.id, name: o.name, country: o.country, currency: o.currency, applications }
    }
}

async fn linked(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, Query(query): Query<ListQuery>) -> Outcome {
    find(&platform, &who, of.client).await?;
    let search = fold(query.search.as_deref().unwrap_or(""));
    let ids = store::organizations_of(platform.db.read(), who.practice, of.client).await?;
    let mut found = organizations::find_many(platform.db.read(), &ids).await?;
    found.sort_by_cached_key(|organization| ids.iter().position(|id| *id == organization.id));
    Ok(stretch(found.into_iter().filter(|organization| fold(&organization.name).contains(&search)).map(LinkedJson::from), &query)?)
}

async fn link(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, headers: HeaderMap, Body(body): Body<NewLink>) -> Outcome {
    let request = (format!("POST /clients/{}/organizations {body:?}", of.client), StatusCode::CREATED);
    at_desk(&platform, &who, &headers, request, async |desk, tx| {
        desk.link(tx, of.client, body.organization_id).await?;
        Ok(LinkedJson::from(organizations::find(tx, body.organization_id).await?))
    })
    .await
}

async fn unlink(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfLink>, headers: HeaderMap) -> Outcome {
    let request = (format!("remove /clients/{}/organizations/{}", of.client, of.linked), StatusCode::NO_CONTENT);
    at_desk(&platform, &who, &headers, request, async |desk, tx| desk.unlink(tx, of.client, of.linked).await.map(drop)).await
}

async fn invite(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfLink>, headers: HeaderMap) -> Outcome {
    let request = (format!("POST /clients/{}/organizations/{}/invitations", of.client, of.linked), StatusCode::CREATED);
    at_desk(&platform, &who, &headers, request, async |desk, tx| {
        desk.invite(tx, of.client, of.linked).await?;
        let client = store::find(tx, who.practice, of.client, visible_to(&who)).await?;
        let invitation = invitations::find_open(tx, of.linked, &client.email, desk.now).await?.ok_or(Error::NotFound)?;
        Ok(InvitationJson::of(invitation, desk.now))
    })
    .await
}

async fn activity(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, Query(query): Query<ListQuery>) -> Outcome {
    find(&platform, &who, of.client).await?;
    Ok(people::activity(&platform, who.practice, Some(of.client), &query).await?)
}
