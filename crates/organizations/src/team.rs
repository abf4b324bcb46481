//! The users of an organization.

use axum::extract::State;
use despacho_kernel::{
    Id, Invalid,
    access::{OrganizationRight as R, OrganizationRole},
};
use despacho_platform::{
    Error, Platform, Result, Tx,
    memberships::{self, Tenant},
    team::{Added, Team},
    users::User,
};
use despacho_ui::{Access, InOrganization, Outcome, Path, Routes, components::head, flash::Flash, forms::FormData, layout, team::TeamPage};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{frame::framed, roles};

pub(crate) fn routes(platform: &Platform) -> Routes {
    Routes::new(platform)
        .get("/organizations/{organization}/members", Access::Organization(R::ReadSettings), list)
        .post("/organizations/{organization}/members", Access::Organization(R::ManageMembers), add)
        .post("/organizations/{organization}/leaving", Access::Organization(R::Read), leave)
        .post("/organizations/{organization}/members/{user}", Access::Organization(R::ManageMembers), change_role)
        .post("/organizations/{organization}/members/{user}/removal", Access::Organization(R::ManageMembers), remove)
        .post("/organizations/{organization}/invitations/{invitation}/resending", Access::Organization(R::ManageMembers), resend)
        .post("/organizations/{organization}/invitations/{invitation}/revocation", Access::Organization(R::ManageMembers), revoke)
}

/// The organization's team as someone acts in it.
pub fn team<'a>(organization: Id, by: &'a User, now: i64) -> Team<'a> {
    Team { kind: Tenant::Organization, tenant: organization, by, now, practice_name: "" }
}

/// Adds a person with a role given by its word.
pub async fn add_by_email(tx: &Tx, organization: Id, email: &str, role: &str, by: &User, now: i64) -> Result<Added> {
    // Held, so that the role is still there when it is given.
    memberships::hold(tx, organization).await?;
    let role = roles::grantable(tx, organization, role).await?;
    team(organization, by, now).add(tx, email, &role).await
}

async fn list_page(platform: &Platform, who: &InOrganization, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = who.lang();
    let db = platform.db.read();
    let page = TeamPage {
        tenant: who.organization,
        me: &who.user,
        name: memberships::tenant_name(db, who.organization).await?.unwrap_or_default(),
        base: who.path(""),
        lang,
        grants: roles::options(db, who.organization, lang).await?,
        roles: roles::about(db, who.organization, lang).await?,
        kind: "organization",
        top: OrganizationRole::Administrator.word(),
        manages: who.may(R::ManageMembers),
    };
    let title = lang.t("organization-users");
    let body = html! { div.medium { (head(&title, html! {})) (page.render(platform, data, errors).await?) } };
    framed(platform, who, "members", &title, &body).await
}

async fn list(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    let mut data = FormData::default();
    data.set("role", OrganizationRole::Accountant.word());
    Ok(layout::page(list_page(&platform, &who, &data, &Invalid::new()).await?))
}

async fn add(State(platform): State<Platform>, who: InOrganization, data: FormData) -> Outcome {
    let tx = platform.db.begin().await?;
    let added = add_by_email(&tx, who.organization, data.get("email"), data.get("role"), &who.user, platform.clock.now()).await;
    match added {
        Ok(added) => {
            tx.commit().await?;
            platform.wake_workers();
            if let Added::Member(user) = added {
                platform.tell(despacho_platform::Event::Notified(user));
            }
            let flash = if matches!(added, Added::Member(_)) { "flash-member-added" } else { "flash-invited" };
            Ok(layout::see(&platform, &who.path("/members"), Flash::new(flash).name(data.get("email").trim())))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            Ok(layout::unprocessable(list_page(&platform, &who, &data, &errors).await?))
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
struct OfUser {
    user: Id,
}

#[derive(Deserialize)]
struct OfInvitation {
    invitation: Id,
}

async fn change_role(State(platform): State<Platform>, who: InOrganization, Path(path): Path<OfUser>, data: FormData) -> Outcome {
    let tx = platform.db.begin().await?;
    memberships::hold(&tx, who.organization).await?;
    let role = roles::grantable(&tx, who.organization, data.get("role")).await?;
    let name = team(who.organization, &who.user, platform.clock.now()).change_role(&tx, path.user, data.get("seen"), &role).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/members"), Flash::new("flash-role-changed").name(&name)))
}

async fn remove(State(platform): State<Platform>, who: InOrganization, Path(path): Path<OfUser>) -> Outcome {
    let tx = platform.db.begin().await?;
    let name = team(who.organization, &who.user, platform.clock.now()).remove(&tx, path.user).await?;
    tx.commit().await?;
    // Whoever removed themselves no longer sees the page.
    let back = if path.user == who.user.id { "/home".into() } else { who.path("/members") };
    Ok(layout::see(&platform, &back, Flash::new("flash-member-removed").name(&name)))
}

/// Leaves the organization. The form says so, so that no bare request does.
async fn leave(State(platform): State<Platform>, who: InOrganization, data: FormData) -> Outcome {
    if !data.has("confirm") {
        return Err(Error::from(Invalid::one("confirm", "required")).into());
    }
    let name = memberships::tenant_name(platform.db.read(), who.organization).await?.unwrap_or_default();
    let tx = platform.db.begin().await?;
    team(who.organization, &who.user, platform.clock.now()).remove(&tx, who.user.id).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, "/home", Flash::new("flash-left").name(&name)))
}

async fn resend(State(platform): State<Platform>, who: InOrganization, Path(path): Path<OfInvitation>) -> Outcome {
    let tx = platform.db.begin().await?;
    let email = team(who.organization, &who.user, platform.clock.now()).resend(&tx, path.invitation).await?;
    tx.commit().await?;
    platform.wake_workers();
    Ok(layout::see(&platform, &who.path("/members"), Flash::new("flash-invited").name(&email)))
}

async fn revoke(State(platform): State<Platform>, who: InOrganization, Path(path): Path<OfInvitation>) -> Outcome {
    let tx = platform.db.begin().await?;
    team(who.organization, &who.user, platform.clock.now()).revoke(&tx, path.invitation).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/members"), "flash-revoked"))
}
