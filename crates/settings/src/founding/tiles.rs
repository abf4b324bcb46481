//! The applications of an organization as ways to them, and those that it may yet have.

use despacho_kernel::access::{Application, OrganizationRight as R};
use despacho_organizations::{Organization, fields::application_link};
use despacho_ui::{
    InOrganization,
    assets::icon,
    components::{application_name, button},
};
use maud::{Markup, html};

/// Tiles of the applications, and a list of the others for whoever may enable them.
pub fn applications(who: &InOrganization, organization: &Organization) -> Markup {
    let lang = who.lang();
    let missing: Vec<&Application> = Application::ALL.iter().filter(|a| !organization.applications.contains(a)).collect();
    html! {
        div.tiles.apart-top {
            @for application in &organization.applications {
                a.tile href=(application_link(organization.id, *application)) {
                    (icon("arrow-right"))
                    b { (application_name(lang, *application)) }
                    span.muted { (lang.t(&format!("application-{}-about", application.word()))) }
                }
            }
        }
        @if !missing.is_empty() && who.may(R::ManageMembers) {
            section.card.apart-top { header { h2 { (lang.t("applications-more")) } } div.body { ul.list {
                @for application in missing {
                    li {
                        span.grow { b { (application_name(lang, *application)) } br; span.muted { (lang.t(&format!("application-{}-about", application.word()))) } }
                        (button(&application_link(organization.id, *application), "btn small", &lang.t("enable")))
                    }
                }
            } } }
        }
    }
}
