//! What the pages of organizations, and of clients that become organizations, have in common: applications and addresses.

use despacho_kernel::{
    Id,
    access::Application,
    address::{self, Address},
    place, tax_id,
};
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
    // An organization that is to be made needs a country.
    let founds = proposes && form.data.has("applications");
    let country_name = name("country");
    let countries = form.field(&country_name).countries(true).span(2).data("action", action(proposes));
    let countries = if founds { countries } else { countries.optional() };
    html! {
        (countries)
        (form.field(&name("street1")).optional().autocomplete("address-line1").span(4))
        (form.field(&name("street2")).optional().autocomplete("address-line2").span(2))
        (form.field(&name("postal_code")).optional().autocomplete("postal-code").span(2).data("action", "input->place#province"))
        (form.field(&name("city")).optional().autocomplete("address-level2").span(2))
        div.c2 data-states-of=(name("country")) data-name=(name("state")) { (state_field(form, &name("state"), &country)) }
    }
}

fn action(proposes: bool) -> &'static str {
    if proposes { "change->place#change change->place#states" } else { "change->place#states" }
}

/// What a country calls its tax id.
pub fn tax_label(lang: Lang, country: &str) -> String {
    tax_id::label(country).map_or_else(|| lang.t("tax-id-other"), str::to_owned)
}

/// What countries call their tax ids, for the scripts: `{"ES": "NIF", "": "VAT number"}`.
pub fn tax_labels(lang: Lang) -> String {
    let known = place::countries().iter().filter_map(|c| Some((c.code.clone(), tax_id::label(&c.code)?.into())));
    let labels: serde_json::Map<String, serde_json::Value> = known.chain([(String::new(), lang.t("tax-id-other").into())]).collect();
    serde_json::Value::Object(labels).to_string()
}

/// The provinces that Spanish postal codes begin with, for the scripts: `{"46": "ES-V"}`.
pub fn postal_provinces() -> String {
    let provinces: serde_json::Map<String, serde_json::Value> =
        address::POSTAL_PROVINCES.iter().map(|(digits, code)| ((*digits).to_owned(), (*code).into())).collect();
    serde_json::Value::Object(provinces).to_string()
}

/// A list of provinces for countries that have one, free text for the others.
pub fn state_field(form: &Form<'_>, name: &str, country: &str) -> Markup {
    let listed = despacho_kernel::place::subdivisions(country);
    if listed.is_empty() {
        return html! { (form.field(name).optional().autocomplete("address-level1")) };
    }
    let mut options = vec![(String::new(), form.lang.t("choose"))];
    options.extend(listed.iter().map(|s| (s.code.clone(), s.name.clone())));
    // Spain has provinces, and no states.
    let label = form.lang.t(if country == "ES" { "field-province" } else { "field-state" });
    html! { (form.field(name).select(options).label(label).optional().autocomplete("address-level1").data("target", "state")) }
}

/// The lines of an address.
pub fn address_lines(lang: Lang, address: &Address) -> Markup {
    let town = [&address.postal_code, &address.city].into_iter().filter(|s| !s.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    let country = if address.country.is_empty() { String::new() } else { components::country_name(lang, &address.country) };
    let lines = [address.street1.clone(), address.street2.clone(), town, address.state_name().to_owned(), country];
    html! { @for line in lines.iter().filter(|line| !line.is_empty()) { (line) br; } }
}
