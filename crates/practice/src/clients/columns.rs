//! The columns of the list of clients, on the page and in files.

use std::collections::HashMap;

use despacho_kernel::{Id, access::Application, tax_id};
use despacho_phones as phone;
use despacho_platform::i18n::Lang;
use despacho_ui::{
    components::{application_name, application_tags, country_name},
    format,
    table::{Column, Place, Table},
};
use maud::html;

use super::client::{Client, kind_label};

/// What is read beside the clients of a list.
#[derive(Default)]
pub(super) struct Beside {
    pub applications: HashMap<Id, Vec<Application>>,
    pub assigned: HashMap<Id, Vec<String>>,
    /// The reader's.
    pub time_zone: String,
    pub now: i64,
}

const fn column(name: &'static str, label: &'static str, text: fn(Lang, &Client, &Beside) -> String) -> Column<Client, Beside> {
    Column::new(name, label, text)
}

/// The columns beside the name that a reader sees until they choose others.
pub(super) const DEFAULT: &str = "tax_id,applications,tags,assigned,updated";

/// The columns in the order of files; the page shows the chosen ones in the same order.
pub(super) static CLIENTS: Table<Client, Beside> = Table(&[
    column("name", "field-display-name", |_, c, _| c.display_name.clone()).only(Place::File),
    column("kind", "field-client-type", |lang, c, _| kind_label(lang, &c.kind)).sorts(),
    column("legal_name", "field-legal-name", |_, c, _| c.legal_name.clone()).only(Place::File),
    column("business_name", "field-business-name", |_, c, _| c.business_name.clone()).only(Place::File),
    column("first_name", "field-first-name", |_, c, _| c.first_name.clone()).only(Place::File),
    column("last_name", "field-last-name", |_, c, _| c.last_name.clone()).only(Place::File),
    column("tax_id", "field-tax-id", |_, c, _| c.tax_id.clone())
        .sorts()
        .cell(|_, c, _| html! { span.nowrap { (tax_id::show(&c.tax_id, &c.country)) } }),
    column("email", "field-email", |_, c, _| c.email.clone()),
    column("phone", "field-phone", |_, c, _| c.phone.clone()).cell(|_, c, _| html! { span.nowrap { (phone::show(&c.phone, &c.country)) } }),
    column("mobile", "field-mobile", |_, c, _| c.mobile.clone()).only(Place::File),
    column("website", "field-website", |_, c, _| c.website.clone()).only(Place::File),
    column("street", "field-street1", |_, c, _| c.billing_address.street1.clone()).only(Place::File),
    column("street2", "field-street2", |_, c, _| c.billing_address.street2.clone()).only(Place::File),
    column("postal_code", "field-postal-code", |_, c, _| c.billing_address.postal_code.clone()).only(Place::File),
    column("city", "field-city", |_, c, _| c.billing_address.city.clone()).only(Place::File),
    column("state", "field-state", |_, c, _| c.billing_address.state_name().to_owned()).only(Place::File),
    column("country", "field-country", |lang, c, _| country_name(lang, &c.country)),
    column("currency", "field-currency", |_, c, _| c.currency.clone()).only(Place::File),
    column("applications", "field-applications", |lang, c, beside| {
        applications(beside, c).iter().map(|a| application_name(lang, *a)).collect::<Vec<_>>().join(", ")
    })
    .cell(|lang, c, beside| match applications(beside, c) {
        [] => html! { span.tag { (lang.t("client-other")) } },
        some => application_tags(lang, some),
    }),
    column("tags", "field-tags", |_, c, _| c.tags.join(", ")).cell(|_, c, _| html! { @for tag in &c.tags { span.tag { (tag) } } }),
    column("status", "field-status", |lang, c, _| lang.t(if c.active { "state-active" } else { "state-inactive" })).sorts(),
    column("assigned", "field-assigned", |_, c, beside| beside.assigned.get(&c.id).map_or(String::new(), |names| names.join(", "))).sorts(),
    column("created", "client-column-created", |lang, c, beside| format::date(lang, &beside.time_zone, c.created_at))
        .sorts()
        .cell(|lang, c, beside| html! { span.muted { (format::ago(lang, &beside.time_zone, c.created_at, beside.now)) } }),
    Column::shown(
        "updated",
        "client-column-updated",
        |lang, c: &Client, beside: &Beside| html! { span.muted { (format::ago(lang, &beside.time_zone, c.updated_at, beside.now)) } },
    )
    .sorts(),
]);

/// The applications of a client's organizations.
pub(super) fn applications<'b>(beside: &'b Beside, client: &Client) -> &'b [Application] {
    beside.applications.get(&client.id).map_or(&[], Vec::as_slice)
}
