//! The API of a practice: its people, its own fields for clients, what was done in it.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Uuid, access::PracticeRight as R, text::fold};
use despacho_platform::{Error, Platform, Result, Tx, memberships, team::Team};
use despacho_ui::{
    Access, InPractice, Outcome, Path, Query, Routes,
    api::{Body, once},
    openapi::Operation,
    paging::ListQuery,
    people::{self, ActivityJson, InvitationJson, MemberJson, NewMember, NewRole},
};
use serde::{Deserialize, Serialize};
use serde_json::json as value;
use utoipa::ToSchema;

use super::{actions, custom_field::CustomField, store, team};

pub(super) fn routes(platform: &Platform) -> Routes {
    const MEMBERS: &str = "/api/v1/members";
    const MEMBER: &str = "/api/v1/members/{user}";
    const FIELDS: &str = "/api/v1/custom-fields";
    const FIELD: &str = "/api/v1/custom-fields/{field}";
    let (read, manage, settings) = (Access::Practice(R::ReadMembers), Access::Practice(R::ManageMembers), Access::Practice(R::ManagePractice));
    Routes::new(platform)
        .api(Operation::get(MEMBERS, "api-practice-members").list::<MemberJson>(), read, list_members)
        .api(
            Operation::post(MEMBERS, "api-practice-members-add")
                .takes::<NewMember>()
                .example(value!({ "email": "lucia@asesores.example", "role": "staff" }))
                .answers::<MemberJson>(201),
            manage,
            add_member,
        )
        .api(
            Operation::patch(MEMBER, "api-practice-members-change")
                .takes::<NewRole>()
                .example(value!({ "role": "manager" }))
                .conflicts(&["last_administrator"])
                .answers::<MemberJson>(200),
            manage,
            change_member,
        )
        .api(Operation::delete(MEMBER, "api-practice-members-remove").conflicts(&["last_administrator"]), manage, remove_member)
        .api(Operation::get("/api/v1/invitations", "api-practice-invitations").list::<InvitationJson>(), read, list_invitations)
        .api(
            Operation::post("/api/v1/invitations/{invitation}/resending", "api-invitations-resend")
                .mails()
                .conflicts(&["invitation_closed"])
                .answers::<InvitationJson>(200),
            manage,
            resend,
        )
        .api(
            Operation::post("/api/v1/invitations/{invitation}/revocation", "api-invitations-revoke")
                .conflicts(&["invitation_closed"])
                .answers::<InvitationJson>(200),
            manage,
            revoke,
        )
        .api(Operation::get(FIELDS, "api-custom-fields").list::<FieldJson>(), Access::Practice(R::ReadClients), list_fields)
        .api(
            Operation::post(FIELDS, "api-custom-fields-add")
                .takes::<NewField>()
                .example(value!({ "name": "Número de expediente" }))
                .answers::<FieldJson>(201),
            settings,
            add_field,
        )
        .api(
            Operation::patch(FIELD, "api-custom-fields-change")
                .takes::<ChangeField>()
                .example(value!({ "active": false }))
                .answers::<FieldJson>(200),
            settings,
            change_field,
        )
        .api(Operation::get("/api/v1/activity", "api-practice-activity").list::<ActivityJson>(), Access::Practice(R::ReadActivity), activity)
}

async fn list_members(State(platform): State<Platform>, who: InPractice, Query(query): Query<ListQuery>) -> Outcome {
    Ok(people::members(&platform, who.practice, &query).await?)
}

async fn add_member(State(platform): State<Platform>, who: InPractice, headers: HeaderMap, Body(body): Body<NewMember>) -> Outcome {
    let role = team::grantable(&who, &body.role)?;
    let request = format!("POST /members {} {body:?}", who.practice);
    let mut added = None;
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let done = team::team(&platform, &who).add(tx, &body.email, role.word()).await?;
        added = Some(done);
        MemberJson::of(tx, who.practice, done).await
    })
    .await?;
    people::tell(&platform, added);
    Ok(response)
}

#[derive(Deserialize)]
struct OfUser {
    user: Id,
}

async fn change_member(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfUser>, headers: HeaderMap, Body(body): Body<NewRole>) -> Outcome {
    let role = team::grantable(&who, &body.role)?;
    let request = format!("PATCH /members/{} {} {body:?}", of.user, who.practice);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        team::touchable(tx, &who, of.user).await?;
        team::team(&platform, &who).change_role(tx, of.user, "", role.word()).await?;
        Ok(MemberJson::from(memberships::find(tx, who.practice, of.user).await?.ok_or(Error::NotFound)?))
    });
    Ok(response.await?)
}

async fn remove_member(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfUser>, headers: HeaderMap) -> Outcome {
    let request = format!("remove /members/{} {}", of.user, who.practice);
    let response =
        once(&platform, who.user.id, &headers, &request, StatusCode::NO_CONTENT, async |tx| team::remove_member(tx, &platform, &who, of.user).await.map(drop));
    Ok(response.await?)
}

async fn list_invitations(State(platform): State<Platform>, who: InPractice, Query(query): Query<ListQuery>) -> Outcome {
    Ok(people::invitations(&platform, who.practice, &query).await?)
}

#[derive(Deserialize)]
struct OfInvitation {
    invitation: Id,
}

/// Does something with one of the practice's invitations and answers it.
async fn with_invitation(
    platform: &Platform,
    who: &InPractice,
    headers: &HeaderMap,
    (what, id): (&str, Id),
    work: impl AsyncFnOnce(&Team<'_>, &Tx) -> Result<()>,
) -> Outcome {
    let request = format!("POST /invitations/{id}/{what} {}", who.practice);
    let response = once(platform, who.user.id, headers, &request, StatusCode::OK, async |tx| {
        team::answerable(tx, who, id).await?;
        work(&team::team(platform, who), tx).await?;
        InvitationJson::find(tx, who.practice, id, platform.clock.now()).await
    });
    Ok(response.await?)
}

async fn resend(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfInvitation>, headers: HeaderMap) -> Outcome {
    with_invitation(&platform, &who, &headers, ("resending", of.invitation), async |team, tx| team.resend(tx, of.invitation).await.map(drop)).await
}

async fn revoke(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfInvitation>, headers: HeaderMap) -> Outcome {
    with_invitation(&platform, &who, &headers, ("revocation", of.invitation), async |team, tx| team.revoke(tx, of.invitation).await).await
}

/// A field that the practice adds to its clients.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CustomField)]
pub(super) struct FieldJson {
    pub id: Uuid,
    pub name: String,
    pub active: bool,
}

impl From<CustomField> for FieldJson {
    fn from(field: CustomField) -> Self {
        Self { id: field.id, name: field.name, active: field.active }
    }
}

#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[schema(as = CreateCustomField)]
struct NewField {
    #[schema(min_length = 1, max_length = 60, pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$")]
    name: String,
}

#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[schema(as = ChangeCustomField)]
struct ChangeField {
    /// Hidden where it is not; its values stay.
    active: bool,
}

#[derive(Deserialize)]
struct OfField {
    field: Id,
}

async fn one(tx: &Tx, who: &InPractice, id: Id) -> Result<FieldJson> {
    let found = store::custom_fields(tx, who.practice).await?.into_iter().find(|field| field.id == id);
    found.map(FieldJson::from).ok_or(Error::NotFound)
}

async fn list_fields(State(platform): State<Platform>, who: InPractice, Query(query): Query<ListQuery>) -> Outcome {
    let search = fold(query.search.as_deref().unwrap_or(""));
    let found = store::custom_fields(platform.db.read(), who.practice)
        .await?
        .into_iter()
        .filter(|field| fold(&field.name).contains(&search));
    Ok(people::stretch(found.map(FieldJson::from), &query)?)
}

async fn add_field(State(platform): State<Platform>, who: InPractice, headers: HeaderMap, Body(body): Body<NewField>) -> Outcome {
    let request = format!("POST /custom-fields {} {body:?}", who.practice);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let (added, _) = actions::add_custom_field(tx, who.practice, ("name", &body.name), &who.user, platform.clock.now()).await?;
        one(tx, &who, added).await
    });
    Ok(response.await?)
}

async fn change_field(
    State(platform): State<Platform>,
    who: InPractice,
    Path(of): Path<OfField>,
    headers: HeaderMap,
    Body(body): Body<ChangeField>,
) -> Outcome {
    let request = format!("PATCH /custom-fields/{} {} {body:?}", of.field, who.practice);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        actions::set_custom_field_active(tx, who.practice, of.field, body.active, &who.user, platform.clock.now()).await?;
        one(tx, &who, of.field).await
    });
    Ok(response.await?)
}

async fn activity(State(platform): State<Platform>, who: InPractice, Query(query): Query<ListQuery>) -> Outcome {
    Ok(people::activity(&platform, who.practice, None, &query).await?)
}
