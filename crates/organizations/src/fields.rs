//! What the pages of organizations, and of clients that become organizations, have in common: applications and addresses.

use despacho_kernel::{Id, access::Application, address::Address};
use despacho_platform::i18n::Lang;
use despacho_ui::{
    components::{self, application_name},
    forms::{Form, FormData},
};
use maud::{Markup, html};

/// Where an application of an organization opens.
pub fn application_link(organization: Id, application: Application) -> String {
    format!("/organizations/{organization}/applications/{}", application.word())
}

/// Set in the data of a form that opens: its first field has the focus.
pub const ARRIVES: &str = "arrives";

/// Boxes to choose applications with.
pub fn application_picks(lang: Lang, data: &FormData, target: bool) -> Markup {
    let chosen = data.all("applications");
    html! {
        div.apps #f-applications {
            @for (nth, application) in Application::ALL.iter().enumerate() {
                label.pick {
                    input type="checkbox" name="applications" value=(application.word()) checked[chosen.iter().any(|c| c == application.word())] autofocus[nth == 0 && data.has(ARRIVES)]
                        data-identity-target=[target.then_some("application")] data-action=[target.then_some("identity#toggle")];
                    span { b { (application_name(lang, *application)) } small { (lang.t(&format!("application-{}-about", application.word()))) } }
                }
            }
        }
    }
}

/// Fields of an address, each named with `prefix`.
pub fn address_fields(form: &Form<'_>, prefix: &str, proposes: bool) -> Markup {
    let name = |field: &str| format!("{prefix}{field}");
    let country = form.data.text(&name("country"));
    let action = if proposes { "change->place#change change->place#states" } else { "change->place#states" };
    html! {
        (form.field(&name("country")).countries(true).optional().span(2).data("action", action))
        (form.field(&name("street1")).optional().autocomplete("address-line1").span(4))
        (form.field(&name("street2")).optional().autocomplete("address-line2").span(2))
        (form.field(&name("postal_code")).optional().autocomplete("postal-code").span(2))
        (form.field(&name("city")).optional().autocomplete("address-level2").span(2))
        div.c2 data-states-of=(name("country")) data-name=(name("state")) { (state_field(form, &name("state"), &country)) }
    }
}

/// A list of provinces for countries that have one, free text for the others.
pub fn state_field(form: &Form<'_>, name: &str, country: &str) -> Markup {
    let listed = despacho_kernel::place::subdivisions(country);
    if listed.is_empty() {
        return html! { (form.field(name).optional().autocomplete("address-level1")) };
    }
    let mut options = vec![(String::new(), form.lang.t("choose"))];
    options.extend(listed.iter().map(|s| (s.code.clone(), s.name.clone())));
    html! { (form.field(name).select(options).optional().autocomplete("address-level1")) }
}

/// The lines of an address.
pub fn address_lines(lang: Lang, address: &Address) -> Markup {
    let town = [&address.postal_code, &address.city].into_iter().filter(|s| !s.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    let country = if address.country.is_empty() { String::new() } else { components::country_name(lang, &address.country) };
    let lines = [address.street1.clone(), address.street2.clone(), town, address.state_name().to_owned(), country];
    html! { @for line in lines.iter().filter(|line| !line.is_empty()) { (line) br; } }
}
