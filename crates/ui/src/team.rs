//! The page of a tenant's people, the same for practices and organizations.

use despacho_kernel::Invalid;
use despacho_platform::{Platform, Result, i18n::Lang, invitations, memberships, t, users::User};
use maud::{Markup, html};

use crate::{
    components::{avatar, button, card, role_name},
    format,
    forms::{Form, FormData},
};

/// What the page needs to know.
pub struct TeamPage<'a> {
    pub tenant: despacho_kernel::Id,
    pub me: &'a User,
    /// Where its forms go: `/practices/…`.
    pub base: String,
    pub lang: Lang,
    /// Roles that may be given: the word and what a person reads.
    pub grants: Vec<(String, String)>,
    /// `practice` or `organization`: where the roles' texts are.
    pub kind: &'static str,
    pub manages: bool,
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
        let zone = &self.me.time_zone;
        let form = Form::new(lang, data, errors);
        let options = &self.grants;
        let words = members.iter().map(|m| m.role.as_str()).chain(invitations.iter().map(|i| i.role.as_str()));
        let names = memberships::own_role_names(db, words).await?;
        let role = |word: &str| role_name(lang, self.kind, word, &names);
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
                                    (form.field("role").select(options.clone()).span(2))
                                }
                                div { button.btn.primary type="submit" { (lang.t("team-add-button")) } }
                            }
                        }
                    }
                }
                section.card {
                    header { h2 { (t!(lang, "team-members", count = members.len())) } }
                    div.body.tight { div.scroll { table.lines {
                        thead { tr { th { (lang.t("field-name")) } th { (lang.t("field-role")) } th.hide-s { (lang.t("team-since")) } @if self.manages { th { span.vh { (lang.t("actions")) } } } } }
                        tbody { @for member in &members {
                            @let path = format!("{}/members/{}", self.base, member.user_id);
                            tr {
                                td { span.who { (avatar(&member.name)) span { b { (member.name) } small { (member.email) } } } }
                                td {
                                    @if self.manages && self.grants(&member.role) {
                                        form.row method="post" action=(path) {
                                            input type="hidden" name="seen" value=(member.role);
                                            select name="role" aria-label=(t!(lang, "team-role-of", name = member.name.as_str())) {
                                                @for (word, label) in options { option value=(word) selected[*word == member.role] { (label) } }
                                            }
                                            button.btn.small type="submit" { (lang.t("change")) }
                                        }
                                    } @else { (role(&member.role)) }
                                }
                                td.muted.hide-s { (format::ago(lang, zone, member.created_at, now)) }
                                @if self.manages { td.num {
                                    @if self.grants(&member.role) {
                                        (button(&format!("{path}/removal"), "btn small danger", &lang.t("remove")))
                                    }
                                } }
                            }
                        } }
                    } } }
                }
                @if !invitations.is_empty() {
                    (card(&lang.t("invitations"), html! { ul.list {
                        @for invitation in invitations.iter().take(50) {
                            @let state = invitation.state(now);
                            @let path = format!("{}/invitations/{}", self.base, invitation.id);
                            li {
                                span.grow { b { (invitation.email) } " " span.muted { (role(&invitation.role)) } }
                                (state_tag(lang, state))
                                @if state == "open" { span.muted { (t!(lang, "invitation-until", date = format::date(lang, zone, invitation.expires_at))) } }
                                @if self.manages && matches!(state, "open" | "expired") {
                                    (button(&format!("{path}/resending"), "btn small", &lang.t("resend")))
                                    (button(&format!("{path}/revocation"), "btn small danger", &lang.t("revoke")))
                                }
                            }
                        }
                    } }))
                }
            }
        })
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
