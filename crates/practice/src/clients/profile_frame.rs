//! What every page of a client's profile stands in: the bar with what can be done, the panel on the left, the tabs.

use std::collections::HashMap;

use despacho_kernel::{Id, access::PracticeRight as R, tax_id};
use despacho_organizations::fields as organization_fields;
use despacho_platform::{Platform, Result, Tx, i18n::Lang, memberships, t};
use despacho_ui::{
    InPractice, Outcome,
    assets::icon,
    components::{application_name, button, card},
    fields::Sight,
    flash::Flash,
    layout,
};
use maud::{Markup, html};

use super::{
    actions::Desk,
    client::{CLIENT, Client, Contact},
    filter::visible_to,
    linked::{Linked, linked},
    store,
};
use crate::{
    beside,
    practices::{
        custom_field::CustomField,
        frame::framed,
        store::{self as practices},
    },
};

/// The button that opens the client's organization, or a menu of them; it says so when one has no access.
fn go(who: &InPractice, linked: &[Linked]) -> Markup {
    let lang = who.lang();
    let label = lang.t("organization-go");
    let mine: Vec<&Linked> = linked.iter().filter(|l| l.role.is_some()).collect();
    let targets: Vec<(String, String)> = mine
        .iter()
        .flat_map(|l| {
            let o = &l.organization;
            let name = |a| if mine.len() > 1 { format!("{} · {}", o.name, application_name(lang, a)) } else { application_name(lang, a) };
            o.applications.iter().map(move |a| (organization_fields::application_link(o.id, *a), name(*a)))
        })
        .collect();
    html! {
        @match targets.as_slice() {
            [] if linked.is_empty() => {}
            [] => { span.muted { (lang.t("organization-no-access")) } }
            [(link, _)] => { a.btn.primary href=(link) { (label) (icon("arrow-right")) } }
            many => {
                details.pick-menu data-controller="menu" {
                    summary.btn.primary role="button" { (label) (icon("chevrons-up-down")) }
                    div.pop { @for (link, name) in many { a href=(link) { (name) } } }
                }
            }
        }
    }
}

/// What the left panel shows besides the client itself.
struct Side {
    fields: Vec<CustomField>,
    contacts: Vec<Contact>,
    /// Names of those who are assigned.
    assigned: Vec<String>,
    /// Of the members of the practice.
    names: HashMap<Id, String>,
}

async fn side(platform: &Platform, who: &InPractice, client: Id) -> Result<Side> {
    let db = platform.db.read();
    Ok(Side {
        fields: practices::custom_fields(db, who.practice).await?,
        contacts: store::contacts(db, who.practice, client).await?,
        names: memberships::list(db, who.practice).await?.into_iter().map(|member| (member.user_id, member.name)).collect(),
        assigned: store::assigned_names(db, who.practice, &[client]).await?.remove(&client).unwrap_or_default(),
    })
}

/// Most contact persons that the left panel names.
const NAMED: usize = 5;

/// A fact that may be missing: then there is a link to where it is added.
fn fact(lang: Lang, label: &str, value: Option<Markup>, add: Option<String>) -> Markup {
    html! { div { dt { (label) } dd {
        @match (value, add) {
            (Some(value), _) => { (value) }
            (None, Some(add)) => { a.edit-link href=(add) aria-label=(t!(lang, "add-named", name = label)) { (lang.t("add-link")) } }
            (None, None) => { span.muted { "—" } }
        }
    } } }
}

fn panel(who: &InPractice, client: &Client, Side { fields, contacts, assigned, names }: &Side) -> Markup {
    let lang = who.lang();
    let base = who.path(&format!("/clients/{}", client.id));
    let to = |may: bool, place: &str| may.then(|| format!("{base}{place}"));
    let sight = Sight::form(lang, &client.country);
    let facts =
        CLIENT.facts(client, &["legal_name", "business_name", "client_type", "first_name", "last_name", "email", "phone", "mobile", "industry"], &sight);
    let region = CLIENT.facts(client, &["regional.currency", "regional.language", "regional.time_zone", "regional.fiscal_year_start"], &sight);
    html! {
        aside.stack {
            (card(&lang.t("client-identity"), html! { dl.facts {
                @for (label, value) in &facts { div { dt { (label) } dd { (value) } } }
                @if !client.tax_id.is_empty() { div { dt { (organization_fields::tax_label(lang, &client.country)) } dd { (tax_id::show(&client.tax_id, &client.country)) } } }
                @if !client.website.is_empty() { div { dt { (lang.t("field-website")) } dd { a href=(client.website) rel="noreferrer" target="_blank" { (client.website.trim_start_matches("https://")) } } } }
                @for (id, value) in &client.custom { @if let Some(field) = fields.iter().find(|f| f.id == *id && f.active) { @let shown = field.shown(lang, value, names); div { dt { (field.name) } dd class=[shown.contains('\n').then_some("lines")] { (shown) } } } }
                @let tags = (!client.tags.is_empty()).then(|| html! { @for tag in &client.tags { span.tag { (tag) } } });
                (fact(lang, &lang.t("field-tags"), tags, to(who.may(R::EditClients), "/edit#f-tags")))
                @let named = (!contacts.is_empty()).then(|| html! {
                    @for contact in contacts.iter().take(NAMED) { (contact.name) br; }
                    @if contacts.len() > NAMED { a.edit-link href=(format!("{base}#contacts")) { (lang.t("see-all")) } }
                });
                (fact(lang, &lang.t("contacts"), named, to(who.may(R::EditClients), "#contacts")))
                (fact(lang, &lang.t("assigned-users"), (!assigned.is_empty()).then(|| html! { (assigned.join(", ")) }), to(who.may(R::ManageClients), "#assigned")))
                @if !client.notes.is_empty() { div { dt { (lang.t("field-notes")) } dd { (client.notes) } } }
            } }))
            @if !client.billing_address.is_empty() { (card(&lang.t("field-billing-address"), html! { p { (organization_fields::address_lines(lang, &client.billing_address)) } })) }
            @if !client.shipping_address.is_empty() { (card(&lang.t("field-shipping-address"), html! { p { (organization_fields::address_lines(lang, &client.shipping_address)) } })) }
            (card(&lang.t("regional-settings"), html! { dl.facts { @for (label, value) in &region { div { dt { (label) } dd { (value) } } } } }))
        }
    }
}

/// The profile around one of its tabs.
pub async fn profile(platform: &Platform, who: &InPractice, client: &Client, tab: &str, content: Markup) -> Result<Markup> {
    let lang = who.lang();
    let linked = linked(platform, who, client.id).await?;
    let side = side(platform, who, client.id).await?;
    let base = who.path(&format!("/clients/{}", client.id));
    let body = html! {
        p.crumbs { a href=(who.path("/clients")) { (lang.t("clients")) } }
        div.head {
            h1 { (client.display_name) @if !client.active { " " span.tag { (lang.t("state-inactive")) } } }
            @if who.may(R::ManageClients) {
                @if client.active { (button(&format!("{base}/deactivation"), "btn", &lang.t("deactivate"))) }
                @else { (button(&format!("{base}/activation"), "btn", &lang.t("activate"))) }
            }
            @if who.may(R::EditClients) { a.btn href=(format!("{base}/edit")) { (lang.t("edit")) } }
            (go(who, &linked))
        }
        nav.tabs aria-label=(lang.t("profile")) {
            @let beside = beside::rooms().flat_map(|room| room.tabs).map(|tab| (tab.word, tab.path));
            @for (word, path) in [("overview", ""), ("organizations", "/organizations")].into_iter().chain(beside).chain([("activity", "/activity")]) {
                a href=(format!("{base}{path}")) aria-current=[(word == tab).then_some("page")] { (lang.t(&format!("client-tab-{word}"))) }
            }
        }
        // Where there is room for one column, a tab that was asked for comes first.
        div.split.left {
            @if tab == "overview" { (panel(who, client, &side)) }
            div.stack { (content) }
            @if tab != "overview" { (panel(who, client, &side)) }
        }
    };
    framed(platform, who, "clients", &client.display_name, &body).await
}

/// A client that whoever asks may see.
pub async fn find(platform: &Platform, who: &InPractice, id: Id) -> Result<Client> {
    store::find(platform.db.read(), who.practice, id, visible_to(who)).await
}

/// Runs one change of a client in a transaction, goes back to `path` and tells there what was done.
pub(super) async fn change(platform: &Platform, who: &InPractice, path: String, work: impl AsyncFnOnce(&Desk<'_>, &Tx) -> Result<Flash>) -> Outcome {
    let practice = practices::find(platform.db.read(), who.practice).await?;
    let desk = Desk { practice: &practice, by: &who.user, visible_to: visible_to(who), now: platform.clock.now() };
    let tx = platform.db.begin().await?;
    let told = work(&desk, &tx).await?;
    tx.commit().await?;
    platform.wake_workers();
    Ok(layout::see(platform, &path, told))
}

/// The path of a page of a client's profile.
pub fn home(who: &InPractice, client: Id, rest: &str) -> String {
    who.path(&format!("/clients/{client}{rest}"))
}
