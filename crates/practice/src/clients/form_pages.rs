//! The form of a client: new and changed.

use axum::extract::State;
use despacho_kernel::{Id, Invalid, new_id, phone, region::Region, tax_id};
use despacho_organizations::{Apps, NewOrganization, Organization, pages as organization_pages};
use despacho_platform::{Error, Platform, Result, i18n::Lang, idempotency};
use despacho_ui::{
    InPractice, Outcome, Path, Query, SignedIn,
    components::{self, card, head},
    error::message,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{Client, ClientInput, SALUTATIONS, actions::Desk, store, visible_to};
use crate::{
    cloning::panel,
    practices::{Practice, pages::framed, store as practices},
};

#[derive(Deserialize)]
pub(super) struct OfCountry {
    country: String,
}

#[derive(Deserialize)]
pub(super) struct Named {
    name: String,
}

/// The field of a country's provinces, for the form that is open.
pub(super) async fn states(_: State<Platform>, who: SignedIn, Path(of): Path<OfCountry>, Query(query): Query<Named>) -> Outcome {
    let name = query.name.as_str();
    if !matches!(name, "billing_address.state" | "shipping_address.state" | "address.state") {
        return Err(Error::NotFound.into());
    }
    let (data, errors) = (FormData::default(), Invalid::new());
    let form = Form::new(who.caller.lang, &data, &errors);
    Ok(layout::page(organization_pages::state_field(&form, name, &of.country)))
}

pub(super) fn read(data: &FormData) -> ClientInput {
    let custom = data.0.iter().filter_map(|(key, value)| Some((key.strip_prefix("custom.")?.parse().ok()?, value.clone())));
    ClientInput {
        kind: data.text("client_type"),
        salutation: data.text("salutation"),
        first_name: data.text("first_name"),
        last_name: data.text("last_name"),
        business_name: data.text("business_name"),
        display_name: data.text("display_name"),
        email: data.text("email"),
        phone: data.text("phone"),
        mobile: data.text("mobile"),
        website: data.text("website"),
        tax_id: data.text("tax_id"),
        industry: data.text("industry"),
        notes: data.text("notes"),
        billing: organization_pages::read_address(data, "billing_address."),
        shipping: if data.has("other_shipping") { organization_pages::read_address(data, "shipping_address.") } else { Default::default() },
        region: components::read_region(data, "regional."),
        tags: data.all("tags"),
        custom: custom.collect(),
        applications: data.all("applications"),
        invite: data.has("invite_client"),
        clone: None,
    }
}

fn fill(data: &mut FormData, client: &Client) {
    data.set("client_type", &client.kind)
        .set("salutation", &client.salutation)
        .set("first_name", &client.first_name)
        .set("last_name", &client.last_name)
        .set("business_name", &client.business_name)
        .set("display_name", &client.display_name)
        .set("email", &client.email)
        .set("phone", phone::show(&client.phone, &client.country))
        .set("mobile", phone::show(&client.mobile, &client.country))
        .set("website", &client.website)
        .set("tax_id", &client.tax_id)
        .set("industry", &client.industry)
        .set("notes", &client.notes)
        .set("tags", client.tags.join(", "));
    organization_pages::fill_address(data, "billing_address.", &client.billing);
    organization_pages::fill_address(data, "shipping_address.", &client.shipping);
    if !client.shipping.is_empty() {
        data.set("other_shipping", "on");
    }
    components::fill_region(data, "regional.", &client.region);
    for (field, value) in &client.custom {
        data.set(&format!("custom.{field}"), value);
    }
}

#[derive(Deserialize)]
pub(super) struct Begin {
    /// `choose` when one comes to clone.
    #[serde(default)]
    clone: String,
}

/// The organization that the form would make, as far as it can be read yet.
pub(crate) fn draft(practice: &Practice, data: &FormData) -> Organization {
    let country = data.get("billing_address.country");
    let country = if country.is_empty() { practice.country.clone() } else { country.to_uppercase() };
    let region = Region::parse(&components::read_region(data, "regional."), &country, "", &mut Invalid::new());
    let new = NewOrganization {
        name: String::new(),
        region,
        owner_name: String::new(),
        email: String::new(),
        phone: String::new(),
        website: String::new(),
        tax_id: String::new(),
        industry: data.get("industry").trim().into(),
        address: Default::default(),
        applications: vec![],
        country,
    };
    new.draft()
}

pub(super) async fn new(State(platform): State<Platform>, apps: Apps, who: InPractice, Query(begin): Query<Begin>) -> Outcome {
    let practice = practices::find(platform.db.read(), who.practice).await?;
    let mut data = FormData::default();
    if begin.clone == "choose" {
        data.set("applications", "books").set("clone.step", "choose");
    }
    data.set("client_type", "business")
        .set("billing_address.country", &practice.country)
        .set("idempotency_key", new_id().to_string());
    let region = Region { language: practice.region.language.clone(), ..Region::proposed(&practice.country) };
    components::fill_region(&mut data, "regional.", &region);
    Ok(layout::page(new_page(&platform, &apps, &who, &practice, &data, &Invalid::new()).await?))
}

/// What the form shows when a name is taken: the client that has it.
fn taken(who: &InPractice, errors: &Invalid) -> Markup {
    let of = errors.0.iter().find(|e| e.code == "display_name_taken");
    let id = of.and_then(|e| e.params.iter().find(|(name, _)| *name == "id")).map(|(_, id)| id.clone());
    html! {
        @if let (Some(error), Some(id)) = (of, id) {
            p.note.warn { (message(who.lang(), error)) " " a href=(who.path(&format!("/clients/{id}"))) { (who.lang().t("client-open-existing")) } }
        }
    }
}

fn identity(form: &Form<'_>, practice: &Practice, custom: &[crate::practices::store::CustomField], invites: bool) -> Markup {
    let lang = form.lang;
    let kinds = ["business", "individual"].map(|kind| (kind.to_owned(), lang.t(&format!("client-type-{kind}"))));
    let salutations = SALUTATIONS.map(|word| (word.to_owned(), if word.is_empty() { "—".into() } else { lang.t(&format!("salutation-{word}")) }));
    let country = form.data.get("billing_address.country");
    let country = if country.is_empty() { &practice.country } else { country };
    let propose = "input->identity#propose";
    html! {
        div.grid {
            (form.field("client_type").select(kinds.to_vec()).span(2))
            (form.field("salutation").select(salutations.to_vec()).optional().span(1))
            div.c3.hide-s {}
            (form.field("first_name").optional().span(3).data("target", "first_name").data("action", propose))
            (form.field("last_name").optional().span(3).data("target", "last_name").data("action", propose))
            (form.field("business_name").optional().span(3).data("target", "business_name").data("action", propose))
            (form.field("display_name").span(3).data("target", "display_name").data("action", propose).help(lang.t("display-name-help")))
            (form.field("email").kind("email").optional().span(3))
            (form.field("tax_id").label(tax_id::label(country)).optional().span(3))
            (form.field("phone").kind("tel").optional().span(2))
            (form.field("mobile").kind("tel").optional().span(2))
            (form.field("website").optional().span(2))
            (form.field("industry").optional().span(3))
            (form.field("tags").optional().span(3).help(lang.t("tags-help")))
            @for field in custom.iter().filter(|f| f.active) {
                (form.field(&format!("custom.{}", field.id)).label(&field.name).optional().span(3))
            }
            @if invites {
                div.c6.check {
                    @let error = form.errors.0.iter().find(|e| e.field == "invite_client");
                    input #f-invite_client type="checkbox" name="invite_client" value="on" checked[form.data.has("invite_client")]
                        data-identity-target="invite" aria-describedby="invite-help";
                    div {
                        label for="f-invite_client" { (lang.t("invite-client")) }
                        p.help #invite-help.bad[error.is_some()] {
                            @if let Some(error) = error { (message(lang, error)) } @else { (lang.t("invite-client-help")) }
                            span data-identity-target="reason" hidden { " " (lang.t("invite-client-disabled")) }
                        }
                    }
                }
            }
        }
    }
}

/// The form of a new client, with the panel that clones.
pub(crate) async fn new_page(platform: &Platform, apps: &Apps, who: &InPractice, practice: &Practice, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let panel = panel::render(platform, apps, who, practice, data, errors).await?;
    form_page(platform, who, practice, None, Some(panel), data, errors).await
}

async fn form_page(
    platform: &Platform,
    who: &InPractice,
    practice: &Practice,
    client: Option<&Client>,
    panel: Option<Markup>,
    data: &FormData,
    errors: &Invalid,
) -> Result<Markup> {
    let lang = who.lang();
    let form = Form::new(lang, data, errors);
    let custom = practices::custom_fields(platform.db.read(), who.practice).await?;
    let title = lang.t(if client.is_some() { "client-edit" } else { "client-form-new" });
    let back = who.path(&client.map_or("/clients".into(), |c| format!("/clients/{}", c.id)));
    let action = who.path(&client.map_or("/clients".into(), |c| format!("/clients/{}", c.id)));
    let other_shipping = data.has("other_shipping");
    let body = html! {
        div.medium[panel.is_none()] {
            (head(&title, html! { a.btn.quiet href=(back) { (lang.t("cancel")) } }))
            form.stack.split[panel.is_some()] method="post" action=(action) novalidate data-controller=(if client.is_some() { "place unsaved" } else { "identity place clone unsaved" })
                data-place-proposals-value=(components::country_proposals()) data-unsaved-message-value=(lang.t("unsaved")) {
                // Enter presses the first button of a form: it saves, whatever the panel's buttons do.
                button.vh type="submit" tabindex="-1" aria-hidden="true" {}
                @if panel.is_some() {
                    div.stack.first {
                        (form.summary())
                        (taken(who, errors))
                        input type="hidden" name="idempotency_key" value=(data.get("idempotency_key"));
                        (card(&lang.t("applications"), html! {
                            div.stack { (organization_pages::application_picks(lang, data, true)) p.muted { (lang.t("client-applications-help")) } }
                        }))
                    }
                } @else {
                    (form.summary())
                    (taken(who, errors))
                }
                @if let Some(panel) = panel { aside.aside { turbo-frame id="clone" { (panel) } } }
                div.stack.rest {
                (card(&lang.t("client-identity"), identity(&form, practice, &custom, client.is_none())))
                (card(&lang.t("field-billing-address"), html! { div.stack {
                    div.grid { (organization_pages::address_fields(&form, "billing_address.", client.is_none())) }
                    div.shipping {
                        label.check { input type="checkbox" name="other_shipping" value="on" checked[other_shipping]; span { (lang.t("shipping-other")) } }
                        fieldset.grid { legend.vh { (lang.t("field-shipping-address")) } (organization_pages::address_fields(&form, "shipping_address.", false)) }
                    }
                } }))
                (card(&lang.t("regional-settings"), html! { div.grid { (components::region_fields(&form, "regional.")) } }))
                (card(&lang.t("field-notes"), html! { div.grid { (form.field("notes").area().optional()) } }))
                div.foot {
                    button.btn.primary type="submit" { (lang.t("save")) }
                    @if client.is_none() { button.btn type="submit" name="another" value="on" { (lang.t("save-and-new")) } }
                }
                }
            }
        }
    };
    framed(platform, who, "clients", &title, &body).await
}

pub(super) async fn create(State(platform): State<Platform>, apps: Apps, who: InPractice, data: FormData) -> Outcome {
    let practice = practices::find(platform.db.read(), who.practice).await?;
    match save_new(&platform, &apps, &who, &practice, &data).await {
        Ok(id) => {
            platform.wake_workers();
            let next = if data.has("another") { who.path("/clients/new") } else { who.path(&format!("/clients/{id}")) };
            Ok(layout::see(&platform, &next, "flash-client-created"))
        }
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(new_page(&platform, &apps, &who, &practice, &data, &errors).await?)),
        Err(error) => Err(error.into()),
    }
}

/// Creates the client once for the form's key, however often it is sent.
async fn save_new(platform: &Platform, apps: &Apps, who: &InPractice, practice: &Practice, data: &FormData) -> Result<Id> {
    let now = platform.clock.now();
    let tx = platform.db.begin().await?;
    let key = match data.get("idempotency_key") {
        "" => new_id().to_string(),
        key => format!("form:{}", key.chars().take(100).collect::<String>()),
    };
    // A form that came back with errors is sent again with the same key, so only its key counts, not what it says.
    let claim = match idempotency::claim(&tx, who.user.id, &key, &format!("form {}", who.practice), now).await? {
        Ok(claim) => claim,
        Err(answer) => return answer.body.parse().map_err(|_| Error::NotFound),
    };
    let desk = Desk { practice, by: &who.user, visible_to: visible_to(who), now };
    let input = ClientInput { clone: panel::read(data)?, ..read(data) };
    let (client, _) = match desk.create(&tx, apps, input).await {
        // Two forms at once: the name was taken between the check and the write.
        Err(error) if error.is_duplicate() => return Err(Invalid::one("display_name", "taken").into()),
        other => other?,
    };
    claim.answer(&tx, 201, &client.id.to_string()).await?;
    tx.commit().await?;
    Ok(client.id)
}

#[derive(Deserialize)]
pub(super) struct OfClient {
    client: Id,
}

pub(super) async fn edit(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>) -> Outcome {
    let practice = practices::find(platform.db.read(), who.practice).await?;
    let client = store::find(platform.db.read(), who.practice, of.client, visible_to(&who)).await?;
    let mut data = FormData::default();
    fill(&mut data, &client);
    Ok(layout::page(form_page(&platform, &who, &practice, Some(&client), None, &data, &Invalid::new()).await?))
}

pub(super) async fn update(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, data: FormData) -> Outcome {
    let practice = practices::find(platform.db.read(), who.practice).await?;
    let client = store::find(platform.db.read(), who.practice, of.client, visible_to(&who)).await?;
    let desk = Desk { practice: &practice, by: &who.user, visible_to: visible_to(&who), now: platform.clock.now() };
    let saved = async {
        let tx = platform.db.begin().await?;
        desk.update(&tx, of.client, read(&data)).await?;
        tx.commit().await?;
        Ok(())
    };
    match saved.await {
        Ok(()) => Ok(layout::see(&platform, &who.path(&format!("/clients/{}", of.client)), "flash-saved")),
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(form_page(&platform, &who, &practice, Some(&client), None, &data, &errors).await?)),
        Err(error) => Err(error.into()),
    }
}

/// The label of a client's kind.
pub(super) fn kind_label(lang: Lang, kind: &str) -> String {
    lang.t(&format!("client-type-{kind}"))
}
