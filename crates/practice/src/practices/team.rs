//! The practice's team.

use std::collections::HashMap;

use axum::extract::State;
use despacho_kernel::{
    Id, Invalid,
    access::{PracticeRight as R, PracticeRole},
};
use despacho_platform::{
    Error, Event, Platform, Result, Tx, invitations,
    memberships::{self, Tenant},
    team::{Added, Team},
};
use despacho_ui::{
    Access, InPractice, Outcome, Path, Routes,
    components::{head, role_name},
    flash::Flash,
    forms::FormData,
    layout,
    team::TeamPage,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::frame::framed;

pub(super) fn routes(platform: &Platform) -> Routes {
    let manage = Access::Practice(R::ManageMembers);
    Routes::new(platform)
        .get("/practices/{practice}/members", Access::Practice(R::ReadMembers), list)
        .post("/practices/{practice}/members", manage, add)
        .post("/practices/{practice}/leaving", Access::Practice(R::ReadMembers), leave)
        .post("/practices/{practice}/members/{user}", manage, change_role)
        .post("/practices/{practice}/members/{user}/removal", manage, remove)
        .post("/practices/{practice}/invitations/{invitation}/resending", manage, resend)
        .post("/practices/{practice}/invitations/{invitation}/revocation", manage, revoke)
}

#[derive(Deserialize)]
struct OfUser {
    user: Id,
}

#[derive(Deserialize)]
struct OfInvitation {
    invitation: Id,
}

pub(super) fn team<'a>(platform: &Platform, who: &'a InPractice) -> Team<'a> {
    Team { kind: Tenant::Practice, tenant: who.practice, by: &who.user, now: platform.clock.now(), practice_name: "" }
}

/// The role of a word, if this member may give it.
pub(super) fn grantable(who: &InPractice, word: &str) -> Result<PracticeRole> {
    let role: PracticeRole = word.parse().map_err(|code| Invalid::one("role", code))?;
    if who.role.may_grant(role) { Ok(role) } else { Err(Error::Forbidden) }
}

async fn list_page(platform: &Platform, who: &InPractice, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = who.lang();
    let page = TeamPage {
        tenant: who.practice,
        me: &who.user,
        name: memberships::tenant_name(platform.db.read(), who.practice).await?.unwrap_or_default(),
        base: who.path(""),
        lang,
        grants: PracticeRole::ALL
            .iter()
            .filter(|role| who.role.may_grant(**role))
            .map(|role| (role.word().to_owned(), role_name(lang, "practice", role.word(), &HashMap::new())))
            .collect(),
        roles: PracticeRole::ALL
            .iter()
            .map(|role| {
                let about = lang.t(&format!("practice-role-{}-about", role.word().replace('_', "-")));
                (role_name(lang, "practice", role.word(), &HashMap::new()), about)
            })
            .collect(),
        kind: "practice",
        top: PracticeRole::Owner.word(),
        manages: who.may(R::ManageMembers),
    };
    let title = lang.t("team");
    let body = html! { div.medium { (head(&title, html! {})) (page.render(platform, data, errors).await?) } };
    framed(platform, who, "team", &title, &body).await
}

async fn list(State(platform): State<Platform>, who: InPractice) -> Outcome {
    let mut data = FormData::default();
    data.set("role", PracticeRole::Staff.word());
    Ok(layout::page(list_page(&platform, &who, &data, &Invalid::new()).await?))
}

async fn add(State(platform): State<Platform>, who: InPractice, data: FormData) -> Outcome {
    let added = async {
        let role = grantable(&who, data.get("role"))?;
        let tx = platform.db.begin().await?;
        let added = team(&platform, &who).add(&tx, data.get("email"), role.word()).await?;
        tx.commit().await?;
        Ok(added)
    };
    match added.await {
        Ok(added) => {
            platform.wake_workers();
            if let Added::Member(user) = added {
                platform.tell(Event::Notified(user));
            }
            let flash = if matches!(added, Added::Member(_)) { "flash-member-added" } else { "flash-invited" };
            Ok(layout::see(&platform, &who.path("/members"), Flash::new(flash).name(data.get("email").trim())))
        }
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(list_page(&platform, &who, &data, &errors).await?)),
        Err(error) => Err(error.into()),
    }
}

/// Refuses to touch a member whose role is above what this one may give.
pub(super) async fn touchable(tx: &Tx, who: &InPractice, user: Id) -> Result<()> {
    memberships::hold(tx, who.practice).await?;
    let member = memberships::find(tx, who.practice, user).await?.ok_or(Error::NotFound)?;
    grantable(who, &member.role)?;
    Ok(())
}

async fn change_role(State(platform): State<Platform>, who: InPractice, Path(path): Path<OfUser>, data: FormData) -> Outcome {
    let role = grantable(&who, data.get("role"))?;
    let tx = platform.db.begin().await?;
    touchable(&tx, &who, path.user).await?;
    let name = team(&platform, &who).change_role(&tx, path.user, data.get("seen"), role.word()).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/members"), Flash::new("flash-role-changed").name(&name)))
}

/// Removes a member, who is then assigned to nothing.
pub(super) async fn remove_member(tx: &Tx, platform: &Platform, who: &InPractice, user: Id) -> Result<String> {
    touchable(tx, who, user).await?;
    let name = team(platform, who).remove(tx, user).await?;
    crate::clients::store::unassign_everywhere(tx, who.practice, user).await?;
    Ok(name)
}

async fn remove(State(platform): State<Platform>, who: InPractice, Path(path): Path<OfUser>) -> Outcome {
    let tx = platform.db.begin().await?;
    let name = remove_member(&tx, &platform, &who, path.user).await?;
    tx.commit().await?;
    let back = if path.user == who.user.id { "/home".into() } else { who.path("/members") };
    Ok(layout::see(&platform, &back, Flash::new("flash-member-removed").name(&name)))
}

/// Leaves the practice. The form says so, so that no bare request does.
async fn leave(State(platform): State<Platform>, who: InPractice, data: FormData) -> Outcome {
    if !data.has("confirm") {
        return Err(Error::from(Invalid::one("confirm", "required")).into());
    }
    let name = memberships::tenant_name(platform.db.read(), who.practice).await?.unwrap_or_default();
    let tx = platform.db.begin().await?;
    team(&platform, &who).remove(&tx, who.user.id).await?;
    crate::clients::store::unassign_everywhere(&tx, who.practice, who.user.id).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, "/home", Flash::new("flash-left").name(&name)))
}

/// Refuses to touch an invitation to a role above what this member may give.
pub(super) async fn answerable(tx: &Tx, who: &InPractice, invitation: Id) -> Result<()> {
    let invitation = invitations::find(tx, who.practice, invitation).await?;
    grantable(who, &invitation.role)?;
    Ok(())
}

async fn resend(State(platform): State<Platform>, who: InPractice, Path(path): Path<OfInvitation>) -> Outcome {
    let tx = platform.db.begin().await?;
    answerable(&tx, &who, path.invitation).await?;
    let email = team(&platform, &who).resend(&tx, path.invitation).await?;
    tx.commit().await?;
    platform.wake_workers();
    Ok(layout::see(&platform, &who.path("/members"), Flash::new("flash-invited").name(&email)))
}

async fn revoke(State(platform): State<Platform>, who: InPractice, Path(path): Path<OfInvitation>) -> Outcome {
    let tx = platform.db.begin().await?;
    answerable(&tx, &who, path.invitation).await?;
    team(&platform, &who).revoke(&tx, path.invitation).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/members"), "flash-revoked"))
}
