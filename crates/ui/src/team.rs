//! The page of a tenant's people, the same for practices and organizations.

use despacho_kernel::Invalid;
use despacho_platform::{
    Platform, Result,
    i18n::Lang,
    invitations::{self, Invitation},
    memberships::{self, Member},
    t,
    users::User,
};
use maud::{Markup, html};

use crate::{
    assets::icon,
    components::{avatar, button, role_name},
    confirm::Confirm,
    format,
    forms::{Form, FormData},
};

/// What the page needs to know.
pub struct TeamPage<'a> {
    pub tenant: despacho_kernel::Id,
    pub me: &'a User,
    /// The tenant's name.
    pub name: String,
    /// Where its forms go: `/practices/…`.
    pub base: String,
    pub lang: Lang,
    /// Roles that may be given: the word and what a person reads.
    pub grants: Vec<(String, String)>,
    /// What each role may do: its name and a sentence.
    pub roles: Vec<(String, String)>,
    /// `practice` or `organization`: where the roles' texts are.
    pub kind: &'static str,
    /// The role that somebody must have.
    pub top: &'static str,
    pub manages: bool,
}

/// The button by which one leaves a tenant oneself.
pub fn leave(lang: Lang, base: &str, name: &str) -> Markup {
    let action = format!("{base}/leaving");
    let sure = Confirm::new(lang, &action, lang.t("leave"), t!(lang, "leave-question", name = name));
    html! { (sure.about(lang.t("leave-about")).field("confirm", "yes").class("btn small")) }
}

impl TeamPage<'_> {
    fn grants(&self, word: &str) -> bool {
        self.grants.iter().any(|(role, _)| role == word)
    }

    /// Members, open invitations and the form that adds a person.
    pub async fn render(&self, platform: &Platform, data: &FormData, errors: &Invalid) -> Result<Markup> {
        let (lang, db, now) = (self.lang, platform.db.read(), platform.clock.now());
        let members = memberships::list(db, self.tenant).await?;
        let invitations = invitations::list(db, self.tenant).await?;
        let pending = invitations::count_open(db, self.tenant, now).await?;
        let form = Form::new(lang, data, errors);
        let words = members.iter().map(|m| m.role.as_str()).chain(invitations.iter().map(|i| i.role.as_str()));
        let names = memberships::own_role_names(db, words).await?;
        let role = |word: &str| role_name(lang, self.kind, word, &names);
        let last = members.iter().filter(|m| m.role == self.top).count() <= 1;
        Ok(html! {
            div.stack {
                @if self.manages {
                    section.card {
                        header { h2 { (lang.t("team-add")) } }
                        div.body {
                            form.stack method="post" action=(format!("{}/members", self.base)) novalidate {
                                (form.summary())
                                div.grid {
                                    (form.field("email").kind("email").help(lang.t("team-add-help")).span(3))
                                    (form.field("role").select(self.grants.clone()).span(2))
                                }
                                div { button.btn.primary type="submit" { (lang.t("team-add-button")) } }
                            }
                        }
                    }
                }
                section.card {
                    header {
                        h2 { (t!(lang, "team-members", count = members.len())) }
                        @if pending > 0 { a.tag href="#invitations" { (t!(lang, "team-pending", count = pending)) } }
                    }
                    div.body.tight { div.scroll { table.lines {
                        thead { tr { th { (lang.t("field-name")) } th { (lang.t("field-role")) } th.hide-s { (lang.t("team-since")) } th.hide-s { (lang.t("team-seen")) } th { span.vh { (lang.t("actions")) } } } }
                        tbody { @for member in &members { (self.member(member, &role(&member.role), last && member.role == self.top, now)) } }
                    } } }
                }
                details.card.about {
                    summary { (icon("chevron-right")) h2 { (lang.t("team-roles")) } }
                    div.body { dl.facts { @for (name, about) in &self.roles { div { dt { (name) } dd { (about) } } } } }
                }
                @if !invitations.is_empty() {
                    section.card #invitations { header { h2 { (lang.t("invitations")) } } div.body { ul.list {
                        @for invitation in invitations.iter().take(50) { (self.invitation(invitation, &role(&invitation.role), now)) }
                    } } }
                }
            }
        })
    }

    fn member(&self, member: &Member, role: &str, is_last: bool, now: i64) -> Markup {
        let (lang, zone) = (self.lang, &self.me.time_zone);
        let path = format!("{}/members/{}", self.base, member.user_id);
        let (mine, touches) = (member.user_id == self.me.id, self.manages && self.grants(&member.role));
        let reason = format!("last-{}", member.user_id);
        html! {
            tr {
                td { span.who { (avatar(&member.name)) span {
                    b { (member.name) @if mine { " " span.tag { (lang.t("team-you")) } } }
                    @if member.known { small { (member.email) } }
                } } }
                td {
                    @if touches && !is_last {
                        form.row method="post" action=(path) data-controller="changed" {
                            input type="hidden" name="seen" value=(member.role);
                            select name="role" aria-label=(t!(lang, "team-role-of", name = member.name.as_str())) data-action="changed#look" data-changed-target="value" {
                                @for (word, label) in &self.grants { option value=(word) selected[*word == member.role] { (label) } }
                            }
                            button.btn.small type="submit" data-changed-target="button" { (lang.t("change")) }
                        }
                    } @else { (role) }
                }
                td.muted.hide-s { (format::ago(lang, zone, member.created_at, now)) }
                td.muted.hide-s { @match member.seen_at { Some(at) => { (format::ago(lang, zone, at, now)) }, None => { (lang.t("team-never")) } } }
                td.num {
                    @if is_last {
                        @if touches || mine {
                            button.btn.small type="button" disabled aria-describedby=(reason) { (lang.t(if mine { "leave" } else { "remove" })) }
                            p.help #(reason) { (lang.t(&format!("team-last-{}", self.top))) }
                        }
                    } @else if mine {
                        (leave(lang, &self.base, &self.name))
                    } @else if touches {
                        (Confirm::new(lang, &format!("{path}/removal"), lang.t("remove"), t!(lang, "team-remove", name = member.name.as_str()))
                            .about(lang.t(&format!("team-remove-about-{}", self.kind))))
                    }
                }
            }
        }
    }

    fn invitation(&self, invitation: &Invitation, role: &str, now: i64) -> Markup {
        let (lang, zone) = (self.lang, &self.me.time_zone);
        let state = invitation.state(now);
        let path = format!("{}/invitations/{}", self.base, invitation.id);
        html! {
            li {
                span.grow {
                    b { (invitation.email) } " "
                    span.muted { (role) " · " (t!(lang, "invitation-sent-by", name = invitation.invited_by_name.as_str())) }
                }
                (state_tag(lang, state))
                @if state == "open" { span.muted { (t!(lang, "invitation-until", date = format::date(lang, zone, invitation.expires_at))) } }
                @if self.manages && self.grants(&invitation.role) && matches!(state, "open" | "expired") {
                    (button(&format!("{path}/resending"), "btn small", &lang.t("resend")))
                    (Confirm::new(lang, &format!("{path}/revocation"), lang.t("revoke"), t!(lang, "invitation-revoke", email = invitation.email.as_str()))
                        .about(lang.t("invitation-revoke-about")))
                }
            }
        }
    }
}

/// The state of an invitation as a tag.
pub fn state_tag(lang: Lang, state: &str) -> Markup {
    let class = match state {
        "accepted" => "tag ok",
        "open" => "tag",
        _ => "tag warn",
    };
    html! { span class=(class) { (lang.t(&format!("state-{state}"))) } }
}
