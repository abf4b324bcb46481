//! The API of organizations, their members and invitations.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, access::OrganizationRight as R, text::fold};
use despacho_platform::{Error, Platform, Tx, memberships, team::Team};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Query, Routes, SignedIn,
    api::{Body, List, json, once},
    fields::Use,
    openapi::Operation,
    paging::{self, ListQuery},
    people::{self, ActivityJson, InvitationJson, MemberJson, NewMember, NewRole},
    schema::named,
};
use serde::Deserialize;
use serde_json::{Value, json as value};

use crate::{organization::ORGANIZATION, roles, store, team};

/// How the API describes an organization.
pub fn schema() -> Value {
    let words = value!({ "type": "array", "items": { "type": "string", "enum": ["books", "expense", "payroll", "inventory"] } });
    ORGANIZATION.schema(
        Use::Answer,
        value!({ "id": { "type": "string", "format": "uuid" }, "country": named("Country"), "applications": words, "version": { "type": "integer" } }),
    )
}

pub(crate) fn routes(platform: &Platform) -> Routes {
    const ONE: &str = "/api/v1/organizations/{organization}";
    const MEMBERS: &str = "/api/v1/organizations/{organization}/members";
    const MEMBER: &str = "/api/v1/organizations/{organization}/members/{user}";
    const INVITATIONS: &str = "/api/v1/organizations/{organization}/invitations";
    const RESENDING: &str = "/api/v1/organizations/{organization}/invitations/{invitation}/resending";
    const REVOCATION: &str = "/api/v1/organizations/{organization}/invitations/{invitation}/revocation";
    const ACTIVITY: &str = "/api/v1/organizations/{organization}/activity";
    let (read, settings, manage) = (Access::Organization(R::Read), Access::Organization(R::ReadSettings), Access::Organization(R::ManageMembers));
    Routes::new(platform)
        .api(Operation::get("/api/v1/organizations", "api-organizations").lists_schema("Organization", schema()), Access::SignedIn, list)
        .api(Operation::get(ONE, "api-organization").answers_schema(200, "Organization", schema()), read, show)
        .api(Operation::get(MEMBERS, "api-members").list::<MemberJson>(), settings, list_members)
        .api(
            Operation::post(MEMBERS, "api-members-add")
                .takes::<NewMember>()
                .example(value!({ "email": "elena@viveros.example", "role": "accountant" }))
                .answers::<MemberJson>(201),
            manage,
            add_member,
        )
        .api(
            Operation::patch(MEMBER, "api-members-change")
                .takes::<NewRole>()
                .example(value!({ "role": "read_only" }))
                .conflicts(&["last_administrator"])
                .answers::<MemberJson>(200),
            manage,
            change_member,
        )
        .api(Operation::delete(MEMBER, "api-members-remove").conflicts(&["last_administrator"]), manage, remove_member)
        .api(Operation::get(INVITATIONS, "api-invitations").list::<InvitationJson>(), settings, list_invitations)
        .api(
            Operation::post(RESENDING, "api-invitations-resend")
                .mails()
                .conflicts(&["invitation_closed"])
                .answers::<InvitationJson>(200),
            manage,
            resend,
        )
        .api(Operation::post(REVOCATION, "api-invitations-revoke").conflicts(&["invitation_closed"]).answers::<InvitationJson>(200), manage, revoke)
        .api(Operation::get(ACTIVITY, "api-organization-activity").list::<ActivityJson>(), settings, activity)
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

async fn list_members(State(platform): State<Platform>, who: InOrganization, Query(query): Query<ListQuery>) -> Outcome {
    Ok(people::members(&platform, who.organization, &query).await?)
}

async fn add_member(State(platform): State<Platform>, who: InOrganization, headers: HeaderMap, Body(body): Body<NewMember>) -> Outcome {
    let request = format!("POST /organizations/{}/members {body:?}", who.organization);
    let now = platform.clock.now();
    let mut added = None;
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let done = team::add_by_email(tx, who.organization, &body.email, &body.role, &who.user, now).await?;
        added = Some(done);
        MemberJson::of(tx, who.organization, done).await
    })
    .await?;
    people::tell(&platform, added);
    Ok(response)
}

#[derive(Deserialize)]
struct OfUser {
    user: Id,
}

async fn change_member(
    State(platform): State<Platform>,
    who: InOrganization,
    Path(of): Path<OfUser>,
    headers: HeaderMap,
    Body(body): Body<NewRole>,
) -> Outcome {
    let request = format!("PATCH /organizations/{}/members/{} {body:?}", who.organization, of.user);
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        memberships::hold(tx, who.organization).await?;
        let role = roles::grantable(tx, who.organization, &body.role).await?;
        team::team(who.organization, &who.user, now).change_role(tx, of.user, "", &role).await?;
        Ok(MemberJson::from(memberships::find(tx, who.organization, of.user).await?.ok_or(Error::NotFound)?))
    });
    Ok(response.await?)
}

async fn remove_member(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfUser>, headers: HeaderMap) -> Outcome {
    let request = format!("remove /organizations/{}/members/{}", who.organization, of.user);
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::NO_CONTENT, async |tx| {
        team::team(who.organization, &who.user, now).remove(tx, of.user).await.map(drop)
    });
    Ok(response.await?)
}

async fn list_invitations(State(platform): State<Platform>, who: InOrganization, Query(query): Query<ListQuery>) -> Outcome {
    Ok(people::invitations(&platform, who.organization, &query).await?)
}

#[derive(Deserialize)]
struct OfInvitation {
    invitation: Id,
}

/// Does something with one of the organization's invitations and answers it.
async fn with_invitation(
    platform: &Platform,
    who: &InOrganization,
    headers: &HeaderMap,
    (what, id): (&str, Id),
    work: impl AsyncFnOnce(&Team<'_>, &Tx) -> despacho_platform::Result<()>,
) -> Outcome {
    let request = format!("POST /organizations/{}/invitations/{id}/{what}", who.organization);
    let now = platform.clock.now();
    let response = once(platform, who.user.id, headers, &request, StatusCode::OK, async |tx| {
        work(&team::team(who.organization, &who.user, now), tx).await?;
        InvitationJson::find(tx, who.organization, id, now).await
    });
    Ok(response.await?)
}

async fn resend(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfInvitation>, headers: HeaderMap) -> Outcome {
    with_invitation(&platform, &who, &headers, ("resending", of.invitation), async |team, tx| team.resend(tx, of.invitation).await.map(drop)).await
}

async fn revoke(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfInvitation>, headers: HeaderMap) -> Outcome {
    with_invitation(&platform, &who, &headers, ("revocation", of.invitation), async |team, tx| team.revoke(tx, of.invitation).await).await
}

async fn activity(State(platform): State<Platform>, who: InOrganization, Query(query): Query<ListQuery>) -> Outcome {
    Ok(people::activity(&platform, who.organization, None, &query).await?)
}
