//! A client's organizations: which are linked to it, and the invitations to them.

use std::collections::HashMap;

use axum::extract::State;
use despacho_kernel::{
    Id,
    access::{OrganizationRight, PracticeRight as R},
};
use despacho_organizations::team::team;
use despacho_platform::{
    Error, Platform, Result, Tx,
    invitations::{self, Invitation},
    memberships, t,
    team::Team,
};
use despacho_ui::{
    InPractice, Outcome, Path, Query,
    assets::icon,
    components::{self, application_tags, button, card, empty, role_name},
    confirm::Confirm,
    flash::Flash,
    format,
    forms::FormData,
    layout,
    team::state_tag,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    client::Client,
    linked::{Linked, linked},
    profile_frame::{change, find, home, profile},
    store,
};
use crate::imports;

#[derive(Deserialize)]
pub(super) struct OfClient {
    client: Id,
}

#[derive(Deserialize)]
pub(super) struct OfLink {
    client: Id,
    organization_id: Id,
}

#[derive(Deserialize)]
pub(super) struct OfInvitation {
    client: Id,
    organization_id: Id,
    invitation: Id,
}

/// The invitations that nobody has answered yet, with what can be done to them by whoever administers the organization.
pub(super) async fn pending(platform: &Platform, who: &InPractice, client: &Client) -> Result<Markup> {
    let (lang, now) = (who.lang(), platform.clock.now());
    let linked = linked(platform, who, client.id).await?;
    let administered: Vec<Id> = linked.iter().filter(|link| link.administers()).map(|link| link.organization.id).collect();
    let invitations = invitations::list_many(platform.db.read(), &administered).await?;
    let open: Vec<&Invitation> = invitations.values().flatten().filter(|i| i.state(now) == "open").take(10).collect();
    let back = format!("/clients/{}", client.id);
    Ok(html! {
        @for invitation in open {
            div.note.row {
                (icon("mail"))
                span.grow { b { (t!(lang, "invitation-pending-until", date = format::date(lang, &who.user.time_zone, invitation.expires_at))) } br; span.muted { (invitation.email) } }
                (invitation_buttons(who, &back, invitation))
            }
        }
    })
}

/// What can be done to an invitation of a client's organization.
fn invitation_buttons(who: &InPractice, client: &str, invitation: &Invitation) -> Markup {
    let lang = who.lang();
    let path = who.path(&format!("{client}/organization-links/{}/invitations/{}", invitation.tenant_id, invitation.id));
    html! {
        (button(&format!("{path}/resending"), "btn small", &lang.t("resend")))
        (Confirm::new(lang, &format!("{path}/revocation"), lang.t("revoke"), t!(lang, "invitation-revoke-sure", email = invitation.email.as_str())))
    }
}

/// Most organizations that the box to link one offers.
const LINKABLE: i64 = 200;

#[derive(Deserialize, Default)]
pub(super) struct ToLink {
    /// What is looked for in the names of organizations to link.
    #[serde(default)]
    link: String,
}

pub(super) async fn organizations(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, Query(query): Query<ToLink>) -> Outcome {
    let lang = who.lang();
    let client = find(&platform, &who, of.client).await?;
    let linked = linked(&platform, &who, of.client).await?;
    let administered: Vec<Id> = linked.iter().filter(|link| link.administers()).map(|link| link.organization.id).collect();
    let mut invitations = invitations::list_many(platform.db.read(), &administered).await?;
    let linked: Vec<(&Linked, Vec<Invitation>)> = linked.iter().map(|link| (link, invitations.remove(&link.organization.id).unwrap_or_default())).collect();
    let offered = if who.may(R::ManageClients) {
        imports::store::importable(platform.db.read(), who.practice, who.user.id, &query.link, None, LINKABLE + 1).await?
    } else {
        vec![]
    };
    let content = html! {
        @if linked.is_empty() { section.card { (empty(&lang.t("client-without-organization"), html! {})) } }
        @for (link, invitations) in &linked { (organization_card(&platform, &who, &client, link, invitations)) }
        @if who.may(R::ManageClients) {
            @let cut = i64::try_from(offered.len()).is_ok_and(|offered| offered > LINKABLE);
            (card(&lang.t("organization-link"), html! {
                @if cut || !query.link.is_empty() {
                    @if cut { p.note { (t!(lang, "organization-link-cut", max = format::number(lang, LINKABLE))) } }
                    form.row role="search" {
                        input.grow type="search" name="link" value=(query.link) aria-label=(lang.t("organization-link-search"));
                        button.btn type="submit" { (lang.t("search")) }
                    }
                }
                @if offered.is_empty() { p.muted { (lang.t("organization-link-none")) } } @else {
                    form.row method="post" action=(who.path(&format!("/clients/{}/organization-links", client.id))) {
                        select.grow name="organization" aria-label=(lang.t("organization")) { @for o in offered.iter().take(usize::try_from(LINKABLE).unwrap_or(0)) { option value=(o.organization.id) { (o.organization.name) } } }
                        button.btn type="submit" { (icon("link")) (lang.t("link")) }
                    }
                }
            }))
        }
    };
    Ok(layout::page(profile(&platform, &who, &client, "organizations", content).await?))
}

fn organization_card(platform: &Platform, who: &InPractice, client: &Client, link: &Linked, invitations: &[Invitation]) -> Markup {
    let (lang, now) = (who.lang(), platform.clock.now());
    let o = &link.organization;
    let base = who.path(&format!("/clients/{}/organization-links/{}", client.id, o.id));
    let administers = link.administers();
    let invited = invitations.iter().any(|i| i.is_open(now) && i.email == client.email);
    card(
        &o.name,
        html! {
            div.stack {
                p { (application_tags(lang, &o.applications)) span.muted { (components::country_name(lang, &o.country)) " · " (o.currency) } }
                p.muted { @match &link.role {
                    Some(role) => { (lang.t("organization-your-role")) ": " @if role.name.is_empty() { (role_name(lang, "organization", &role.word, &HashMap::new())) } @else { (role.name) } }
                    None => { (lang.t("organization-no-access")) }
                } }
                @if !invitations.is_empty() {
                    ul.list { @for i in invitations.iter().take(10) {
                        li {
                            (icon("mail")) span.grow { (i.email) } (state_tag(lang, i.state(now)))
                            @if matches!(i.state(now), "open" | "expired") { (invitation_buttons(who, &format!("/clients/{}", client.id), i)) }
                        }
                    } }
                }
                div.row {
                    @if link.role.is_some() { a.btn href=(format!("/organizations/{}", o.id)) { (lang.t("open")) } }
                    @if administers && who.may(R::ManageClients) && !client.email.is_empty() && !invited {
                        (button(&format!("{base}/invitations"), "btn", &lang.t("invite-client-now")))
                    }
                    @if who.may(R::ManageClients) {
                        (Confirm::new(lang, &format!("{base}/removal"), lang.t("unlink"), t!(lang, "unlink-sure", name = o.name.as_str())).about(lang.t("unlink-about")).class("btn danger"))
                    }
                }
            }
        },
    )
}

pub(super) async fn link(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, data: FormData) -> Outcome {
    let organization: Id = data.get("organization").parse().map_err(|_| Error::NotFound)?;
    change(&platform, &who, home(&who, of.client, "/organizations"), async |desk, tx| {
        Ok(Flash::new("flash-organization-linked").name(&desk.link(tx, of.client, organization).await?))
    })
    .await
}

pub(super) async fn unlink(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfLink>) -> Outcome {
    let back = home(&who, of.client, "/organizations");
    change(&platform, &who, back, async |desk, tx| Ok(Flash::new("flash-organization-unlinked").name(&desk.unlink(tx, of.client, of.organization_id).await?)))
        .await
}

pub(super) async fn invite(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfLink>) -> Outcome {
    let back = home(&who, of.client, "/organizations");
    change(&platform, &who, back, async |desk, tx| Ok(Flash::new("flash-invited").name(&desk.invite(tx, of.client, of.organization_id).await?))).await
}

/// Sends an invitation again, or takes it back; only whoever administers the organization may.
async fn answer(platform: &Platform, who: &InPractice, of: &OfInvitation, work: impl AsyncFnOnce(&Team<'_>, &Tx) -> Result<Flash>) -> Outcome {
    find(platform, who, of.client).await?;
    let tx = platform.db.begin().await?;
    memberships::hold(&tx, of.organization_id).await?;
    if !store::organizations_of(&tx, who.practice, of.client).await?.contains(&of.organization_id) {
        return Err(Error::NotFound.into());
    }
    let role = memberships::held_role(&tx, of.organization_id, who.user.id).await?.ok_or(Error::NotFound)?;
    if !role.rights.may(OrganizationRight::ManageMembers) {
        return Err(Error::Forbidden.into());
    }
    let flash = work(&team(of.organization_id, &who.user, platform.clock.now()), &tx).await?;
    tx.commit().await?;
    platform.wake_workers();
    Ok(layout::see(platform, &home(who, of.client, ""), flash))
}

pub(super) async fn resend(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfInvitation>) -> Outcome {
    answer(&platform, &who, &of, async |team, tx| Ok(Flash::new("flash-invited").name(&team.resend(tx, of.invitation).await?))).await
}

pub(super) async fn revoke(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfInvitation>) -> Outcome {
    answer(&platform, &who, &of, async |team, tx| team.revoke(tx, of.invitation).await.map(|()| "flash-revoked".into())).await
}
