//! The API of organizations and their members.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Uuid, access::OrganizationRight as R, text::fold};
use despacho_platform::{Error, Event, Platform, invitations, memberships, team::Added};
use despacho_ui::{
    Access, InOrganization, Outcome, Query, Routes, SignedIn,
    api::{Body, List, json, once},
    fields::Use,
    openapi::Operation,
    paging::{self, ListQuery},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json as value};
use utoipa::ToSchema;

use crate::{organization::ORGANIZATION, store, team};

/// How the API describes an organization.
pub fn schema() -> Value {
    let words = value!({ "type": "array", "items": { "type": "string", "enum": ["books", "expense", "payroll", "inventory"] } });
    ORGANIZATION.schema(
        Use::Answer,
        value!({
            "id": { "type": "string", "format": "uuid" },
            "country": { "type": "string", "description": "ISO 3166-1 alpha-2" },
            "applications": words,
            "version": { "type": "integer", "description": "Goes up with each change; its ETag" },
        }),
    )
}

pub(crate) fn routes(platform: &Platform) -> Routes {
    const ONE: &str = "/api/v1/organizations/{organization}";
    const MEMBERS: &str = "/api/v1/organizations/{organization}/members";
    Routes::new(platform)
        .api(
            Operation::get("/api/v1/organizations", "The organizations in which the token's user is a member").lists_schema("Organization", schema()),
            Access::SignedIn,
            list,
        )
        .api(Operation::get(ONE, "An organization").answers_schema(200, "Organization", schema()), Access::Organization(R::Read), show)
        .api(Operation::get(MEMBERS, "Members and open invitations").list::<MemberJson>(), Access::Organization(R::ReadSettings), list_members)
        .api(
            Operation::post(MEMBERS, "Add a person: a member at once if they have an account, otherwise invited by mail")
                .takes::<CreateMember>()
                .answers::<MemberJson>(201),
            Access::Organization(R::ManageMembers),
            create_member,
        )
}

async fn list(State(platform): State<Platform>, who: SignedIn, Query(query): Query<ListQuery>) -> Outcome {
    let limit = query.limit()?;
    let search = query.search.clone().unwrap_or_default();
    let mut found = store::of_user(platform.db.read(), who.user.id, &search, query.position()?, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|o| paging::encode(&(fold(&o.name), o.id)));
    Ok(json(StatusCode::OK, &List { items: found.iter().map(|organization| organization.json()).collect(), next_cursor }))
}

async fn show(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    let organization = store::find(platform.db.read(), who.organization).await?;
    Ok(json(StatusCode::OK, &organization.json()))
}

#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub struct CreateMember {
    pub email: String,
    /// `administrator`, `accountant`, `staff` or `read_only`.
    pub role: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Member)]
pub struct MemberJson {
    /// The user's id, or the invitation's.
    pub id: Uuid,
    /// Empty until the person has come, unless they and who added them know each other.
    pub name: String,
    pub email: String,
    pub role: String,
    /// `active` or `invited`.
    pub status: String,
}

/// The name of whoever the organization knows; empty for who was added by a stranger and has not come yet.
fn known_name(known: bool, name: String) -> String {
    if known { name } else { String::new() }
}

async fn list_members(State(platform): State<Platform>, who: InOrganization, Query(query): Query<ListQuery>) -> Outcome {
    let db = platform.db.read();
    let (limit, after) = (query.limit()?, query.position::<usize>()?.unwrap_or(0));
    let search = fold(query.search.as_deref().unwrap_or(""));
    let now = platform.clock.now();
    let mut items: Vec<MemberJson> = memberships::list(db, who.organization)
        .await?
        .into_iter()
        .map(|m| MemberJson { id: m.user_id, name: known_name(m.known, m.name), email: m.email, role: m.role, status: "active".into() })
        .collect();
    let open = invitations::list(db, who.organization).await?.into_iter().filter(|i| i.is_open(now));
    items.extend(open.map(|i| MemberJson { id: i.id, name: String::new(), email: i.email, role: i.role, status: "invited".into() }));
    items.retain(|m| fold(&format!("{} {}", m.name, m.email)).contains(&search));
    let mut items: Vec<_> = items.into_iter().skip(after).take(usize::try_from(limit).unwrap_or(0) + 1).collect();
    let more = paging::cut(&mut items, limit);
    let next_cursor = more.then(|| paging::encode(&(after + items.len())));
    Ok(json(StatusCode::OK, &List { items, next_cursor }))
}

async fn create_member(State(platform): State<Platform>, who: InOrganization, headers: HeaderMap, Body(body): Body<CreateMember>) -> Outcome {
    let request = format!("POST /organizations/{}/members {body:?}", who.organization);
    let now = platform.clock.now();
    let mut notified = None;
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let member = match team::add_by_email(tx, who.organization, &body.email, &body.role, &who.user, now).await? {
            Added::Member(user) => {
                let member = memberships::find(tx, who.organization, user).await?.ok_or(Error::NotFound)?;
                notified = Some(user);
                MemberJson { id: user, name: known_name(member.known, member.name), email: member.email, role: member.role, status: "active".into() }
            }
            Added::Invited(id) => {
                let invitation = invitations::find(tx, who.organization, id).await?;
                let (email, role) = (invitation.email, invitation.role);
                MemberJson { id, name: String::new(), email, role, status: "invited".into() }
            }
        };
        Ok(member)
    })
    .await?;
    // After the commit: whoever hears it reads the count at once.
    if let Some(user) = notified {
        platform.tell(Event::Notified(user));
    }
    Ok(response)
}
