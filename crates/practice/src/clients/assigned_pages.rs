//! Who is assigned to a client, and their access to its organizations.

use std::collections::HashMap;

use axum::extract::State;
use despacho_kernel::{
    Id,
    access::{OrganizationRole, PracticeRight as R},
};
use despacho_platform::{Error, Event, Platform, Result, memberships, t};
use despacho_ui::{
    InPractice, Outcome, Path,
    components::{avatar, card as card_of, role_name},
    flash::Flash,
    forms::FormData,
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    actions::Desk,
    client::Client,
    filter::visible_to,
    linked::{Linked, linked},
    store,
};
use crate::practices::store as practices;

#[derive(Deserialize)]
pub(super) struct OfClient {
    client: Id,
}

#[derive(Deserialize)]
pub(super) struct OfLink {
    client: Id,
    organization_id: Id,
}

/// The card of the overview: who is assigned, the form that changes it, and for each who lacks it access to the organizations.
pub(super) async fn card(platform: &Platform, who: &InPractice, client: &Client) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let assigned = store::assigned(db, who.practice, client.id).await?;
    let members = memberships::list(db, who.practice).await?;
    let names: Vec<_> = members.iter().filter(|m| assigned.contains(&m.user_id)).collect();
    let manages = who.may(R::ManageClients);
    let mut administered: Vec<Linked> = if manages && !names.is_empty() { linked(platform, who, client.id).await? } else { vec![] };
    administered.retain(Linked::administers);
    let organizations: Vec<Id> = administered.iter().map(|link| link.organization.id).collect();
    let have = memberships::among(db, &organizations, &assigned).await?;
    let roles: Vec<(&str, String)> = OrganizationRole::ALL
        .iter()
        .map(|role| (role.word(), role_name(lang, "organization", role.word(), &HashMap::new())))
        .collect();
    Ok(card_of(
        &lang.t("assigned-users"),
        html! {
            @if names.is_empty() { p.muted { (lang.t("assigned-empty")) } }
            ul.list { @for member in &names {
                li { (avatar(&member.name)) span.grow { (member.name) } }
                @for link in administered.iter().filter(|link| !have.contains(&(link.organization.id, member.user_id))) {
                    @let o = &link.organization;
                    li.below {
                        span.grow.muted { (t!(lang, "assigned-no-access", organization = o.name.as_str())) }
                        form.row method="post" action=(who.path(&format!("/clients/{}/organization-links/{}/members", client.id, o.id))) {
                            input type="hidden" name="user" value=(member.user_id);
                            select name="role" aria-label=(t!(lang, "assigned-role", name = member.name.as_str(), organization = o.name.as_str())) {
                                @for (word, name) in &roles { option value=(word) selected[*word == OrganizationRole::Accountant.word()] { (name) } }
                            }
                            button.btn.small type="submit" aria-label=(t!(lang, "assigned-give-to", name = member.name.as_str(), organization = o.name.as_str())) { (lang.t("assigned-give")) }
                        }
                    }
                }
            } }
            @if manages {
                details.contact data-controller="disclosure" {
                    summary.btn role="button" { (lang.t("assigned-change")) }
                    form.stack method="post" action=(who.path(&format!("/clients/{}/assignments", client.id))) {
                        @for member in &members {
                            label.check { input type="checkbox" name="users" value=(member.user_id) checked[assigned.contains(&member.user_id)]; span { (member.name) } }
                        }
                        div { button.btn.primary type="submit" { (lang.t("save")) } }
                    }
                }
            }
        },
    ))
}

pub(super) async fn assign(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, data: FormData) -> Outcome {
    let users: Vec<Id> = data.all("users").iter().map(|id| id.parse().map_err(|_| Error::NotFound)).collect::<Result<_>>()?;
    let practice = practices::find(platform.db.read(), who.practice).await?;
    let desk = Desk { practice: &practice, by: &who.user, visible_to: visible_to(&who), now: platform.clock.now() };
    let tx = platform.db.begin().await?;
    desk.assign(&tx, of.client, &users).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path(&format!("/clients/{}", of.client)), Flash::new("flash-assigned").count(users.len())))
}

/// Gives somebody who is assigned to the client a role in one of its organizations.
pub(super) async fn give(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfLink>, data: FormData) -> Outcome {
    let user: Id = data.get("user").parse().map_err(|_| Error::NotFound)?;
    let practice = practices::find(platform.db.read(), who.practice).await?;
    let desk = Desk { practice: &practice, by: &who.user, visible_to: visible_to(&who), now: platform.clock.now() };
    let tx = platform.db.begin().await?;
    let name = desk.give_access(&tx, of.client, of.organization_id, user, data.get("role")).await?;
    tx.commit().await?;
    platform.tell(Event::Notified(user));
    Ok(layout::see(&platform, &who.path(&format!("/clients/{}", of.client)), Flash::new("flash-member-added").name(&name)))
}
