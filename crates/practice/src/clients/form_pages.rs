//! The form of a client: new and changed.

use axum::extract::State;
use despacho_kernel::{Difference, FieldError, Id, Invalid, access::Application, new_id};
use despacho_organizations::{ORGANIZATION, Organization, fields as organization_fields};
use despacho_platform::{Error, Platform, Result, idempotency, memberships};
use despacho_settings::Apps;
use despacho_ui::{
    InPractice, Outcome, Path, Query, SignedIn,
    components::{self, card, head},
    error::message,
    fields::Sight,
    flash::Flash,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    actions::Desk,
    client::{CLIENT, Client, NewClient},
    filter::visible_to,
    store,
};
use crate::{
    cloning::panel,
    practices::{custom_field::CustomField, frame::framed, practice::Practice, store as practices},
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
    Ok(layout::page(organization_fields::state_field(&form, name, &of.country)))
}

/// The country whose rules the form's telephone numbers and tax id follow.
fn sight<'a>(who: &InPractice, practice: &'a Practice, data: &'a FormData) -> Sight<'a> {
    Sight::form(who.lang(), Client::country_of(data.get("billing_address.country"), &practice.country))
}

fn fill(who: &InPractice, data: &mut FormData, client: &Client, own: &[CustomField]) {
    CLIENT.fill(data, client, &Sight::form(who.lang(), &client.country));
    if !client.shipping_address.is_empty() {
        data.set("other_shipping", "on");
    }
    for field in own {
        if let Some((_, value)) = client.custom.iter().find(|(id, _)| *id == field.id) {
            field.fill(data, who.lang(), value);
        }
    }
}

/// What was typed with values of the practice's own fields as the API would send them.
async fn plain(platform: &Platform, who: &InPractice, data: &FormData) -> Result<FormData> {
    let own = practices::custom_fields(platform.db.read(), who.practice).await?;
    let mut plain = data.clone();
    for field in own.iter().filter(|field| field.active) {
        let name = field.input_name();
        let typed = data.all(&name);
        plain.0.retain(|(key, _)| *key != name);
        plain.set(&name, field.plain(who.lang(), &typed));
    }
    Ok(plain)
}

#[derive(Deserialize)]
pub(super) struct Begin {
    /// `choose` when one comes to clone.
    #[serde(default)]
    clone: String,
}

/// The organization that the form would make, as far as it can be read yet.
fn draft(practice: &Practice, data: &FormData) -> Organization {
    let country = data.get("billing_address.country");
    let country = if country.is_empty() { practice.country.clone() } else { country.to_uppercase() };
    let typed = |field: &str| data.text(&format!("regional.{field}"));
    let (currency, language, time_zone) = (typed("currency"), typed("language"), typed("time_zone"));
    let (date_format, fiscal_year_start) = (typed("date_format"), typed("fiscal_year_start").parse().unwrap_or(0));
    let industry = data.get("industry").trim().to_owned();
    Organization { country, currency, language, time_zone, date_format, fiscal_year_start, industry, ..Organization::default() }.settled(&mut Invalid::new())
}

pub(super) async fn new(State(platform): State<Platform>, apps: Apps, who: InPractice, Query(begin): Query<Begin>) -> Outcome {
    let practice = practices::find(platform.db.read(), who.practice).await?;
    let mut data = FormData::default();
    if begin.clone == "choose" {
        let carries = Application::ALL.iter().find(|application| application.carries_preferences());
        data.set("applications", carries.map_or("", |application| application.word())).set("clone.step", "choose");
    } else {
        data.set(organization_fields::ARRIVES, "yes");
    }
    for field in practices::custom_fields(platform.db.read(), who.practice)
        .await?
        .iter()
        .filter(|field| field.active && !field.default_value.is_empty())
    {
        field.fill(&mut data, who.lang(), &field.default_value);
    }
    data.set("client_type", "business")
        .set("billing_address.country", &practice.country)
        .set("idempotency_key", new_id().to_string());
    let proposed =
        Organization { country: practice.country.clone(), language: practice.language.clone(), ..Organization::default() }.settled(&mut Invalid::new());
    ORGANIZATION.fill_part(&mut data, &proposed, "regional.", &Sight::form(who.lang(), &practice.country));
    Ok(layout::page(new_page(&platform, &apps, &who, &practice, &data, &Invalid::new(), None).await?))
}

/// Takes the panel that clones one step on; the whole form is sent along and comes back.
pub(super) async fn clone_step(State(platform): State<Platform>, apps: Apps, who: InPractice, mut data: FormData) -> Outcome {
    let practice = practices::find(platform.db.read(), who.practice).await?;
    let draft = draft(&practice, &data);
    let panel::Taken { look, errors } = panel::step(&platform, &apps, &who, &draft, &mut data).await?;
    let markup = new_page(&platform, &apps, &who, &practice, &data, &errors, look).await?;
    Ok(if errors.0.is_empty() { layout::page(markup) } else { layout::unprocessable(markup) })
}

/// What the form shows when a name or a tax id is taken: the client that has it. A tax id may be another's too, if one says so.
fn taken(who: &InPractice, data: &FormData, errors: &Invalid) -> Markup {
    let lang = who.lang();
    let of = |codes: &[&str]| errors.0.iter().find(|e| codes.contains(&e.code)).cloned();
    let id = |error: &FieldError| error.params.iter().find(|(name, _)| *name == "id").map(|(_, id)| id.clone());
    let tax_id = of(&["tax_id_taken", "tax_id_taken_unseen"]);
    html! {
        @for error in of(&["display_name_taken"]).iter().chain(&tax_id) {
            p.note.warn { (message(lang, error)) @if let Some(id) = id(error) { " " a href=(who.path(&format!("/clients/{id}"))) { (lang.t("client-open-existing")) } } }
        }
        @if tax_id.is_some() || data.has("same_tax_id") {
            label.check { input type="checkbox" name="same_tax_id" value="on" checked[data.has("same_tax_id")]; span { (lang.t("client-same-tax-id")) } }
        }
    }
}

fn identity(form: &Form<'_>, practice: &Practice, (custom, people): (&[CustomField], &[(Id, String)]), invites: bool) -> Markup {
    let lang = form.lang;
    let country = Client::country_of(form.data.get("billing_address.country"), &practice.country);
    let named = |name: &'static str| CLIENT.input(form, name).data("target", name).data("action", "input->identity#propose");
    html! {
        div.grid data-tax-labels=(organization_fields::tax_labels(lang)) {
            (CLIENT.inputs(form, &["client_type", "salutation"]))
            div.c3.hide-s {}
            (named("first_name")) (named("last_name")) (named("legal_name")) (named("business_name")) (named("display_name"))
            (CLIENT.input(form, "tax_id").label(organization_fields::tax_label(lang, country)).data("target", "tax_id"))
            (CLIENT.input(form, "email"))
            (CLIENT.inputs(form, &["phone", "mobile", "website", "industry", "tags"]))
            @for field in custom.iter().filter(|f| f.active) {
                (field.input(form, people))
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
async fn new_page(
    platform: &Platform,
    apps: &Apps,
    who: &InPractice,
    practice: &Practice,
    data: &FormData,
    errors: &Invalid,
    looked: Option<panel::Look>,
) -> Result<Markup> {
    let panel = panel::render(platform, apps, who, &draft(practice, data), data, errors, looked).await?;
    form_page(platform, who, practice, None, Some(panel), data, errors, &[]).await
}

#[expect(clippy::too_many_arguments, reason = "one page for two uses")]
async fn form_page(
    platform: &Platform,
    who: &InPractice,
    practice: &Practice,
    client: Option<&Client>,
    panel: Option<Markup>,
    data: &FormData,
    errors: &Invalid,
    conflict: &[Difference],
) -> Result<Markup> {
    let lang = who.lang();
    let form = Form::new(lang, data, errors);
    let custom = practices::custom_fields(platform.db.read(), who.practice).await?;
    let people: Vec<(Id, String)> = memberships::list(platform.db.read(), who.practice)
        .await?
        .into_iter()
        .map(|member| (member.user_id, member.name))
        .collect();
    let title = lang.t(if client.is_some() { "client-edit" } else { "client-form-new" });
    let back = who.path(&client.map_or("/clients".into(), |c| format!("/clients/{}", c.id)));
    let action = who.path(&client.map_or("/clients".into(), |c| format!("/clients/{}", c.id)));
    let other_shipping = data.has("other_shipping");
    let body = html! {
        div.medium[panel.is_none()] {
            (head(&title, html! { a.btn.quiet href=(back) { (lang.t("cancel")) } }))
            form.stack.split[panel.is_some()] method="post" action=(action) novalidate data-controller=(if client.is_some() { "place unsaved" } else { "identity place clone unsaved" })
                data-place-proposals-value=(components::country_proposals()) data-place-provinces-value=(organization_fields::postal_provinces()) data-unsaved-message-value=(lang.t("unsaved")) {
                // Enter presses the first button of a form: it saves, whatever the panel's buttons do.
                button.vh type="submit" tabindex="-1" aria-hidden="true" {}
                @if panel.is_some() {
                    div.stack.first {
                        (form.summary())
                        (taken(who, data, errors))
                        input type="hidden" name="idempotency_key" value=(data.get("idempotency_key"));
                        (card(&lang.t("applications"), html! {
                            div.stack { (organization_fields::application_picks(lang, data, true)) p.muted { (lang.t("client-applications-help")) } }
                        }))
                    }
                } @else {
                    (components::conflict(lang, conflict))
                    (form.summary())
                    (taken(who, data, errors))
                    @if let Some(client) = client { (components::version(client.version)) }
                }
                @if let Some(panel) = panel { aside.aside { turbo-frame id="clone" { (panel) } } }
                div.stack.rest {
                (card(&lang.t("client-identity"), identity(&form, practice, (&custom, &people), client.is_none())))
                (card(&lang.t("field-billing-address"), html! { div.stack {
                    div.grid { (organization_fields::address_fields(&form, "billing_address.", client.is_none())) }
                    div.shipping {
                        label.check { input type="checkbox" name="other_shipping" value="on" checked[other_shipping]; span { (lang.t("shipping-other")) } }
                        fieldset.grid { legend.vh { (lang.t("field-shipping-address")) } (organization_fields::address_fields(&form, "shipping_address.", false)) }
                    }
                } }))
                (card(&lang.t("regional-settings"), html! { div.grid { (components::region_fields(&form, "regional.")) } }))
                (card(&lang.t("field-notes"), html! { div.grid { (CLIENT.input(&form, "notes")) } }))
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
        Err(Error::Invalid(errors)) => {
            let mut data = data;
            if errors.0.iter().any(|error| error.code == "sent_before") {
                // Saved again, it is another client.
                data.0.retain(|(name, _)| name != "idempotency_key");
                data.set("idempotency_key", new_id().to_string());
            }
            Ok(layout::unprocessable(new_page(&platform, &apps, &who, &practice, &data, &errors, None).await?))
        }
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
    // One that came back with errors left no key behind.
    let claim = match idempotency::claim(&tx, who.user.id, &key, &format!("form {} {:?}", who.practice, data.0), now).await {
        Ok(Ok(claim)) => claim,
        Ok(Err(answer)) => return answer.body.parse().map_err(|_| Error::NotFound),
        Err(Error::Conflict("idempotency_key_reused")) => return Err(Invalid::one("display_name", "sent_before").into()),
        Err(error) => return Err(error),
    };
    let desk = Desk { practice, by: &who.user, visible_to: visible_to(who), now };
    let data = &plain(platform, who, data).await?;
    let new = NewClient::read(data, panel::read(data)?, &sight(who, practice, data), &practice.country)?;
    let (client, _) = match desk.create(&tx, apps, new).await {
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
    fill(&who, &mut data, &client, &practices::custom_fields(platform.db.read(), who.practice).await?);
    Ok(layout::page(form_page(&platform, &who, &practice, Some(&client), None, &data, &Invalid::new(), &[]).await?))
}

pub(super) async fn update(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, data: FormData) -> Outcome {
    let practice = practices::find(platform.db.read(), who.practice).await?;
    let desk = Desk { practice: &practice, by: &who.user, visible_to: visible_to(&who), now: platform.clock.now() };
    let sight = sight(&who, &practice, &data);
    let typed = plain(&platform, &who, &data).await?;
    let saved = async {
        let tx = platform.db.begin().await?;
        let read = |before: Client, errors: &mut Invalid| Client::read(&typed, before, &sight, &practice.country, errors);
        match desk.update(&tx, of.client, (components::version_of(&data), data.has("same_tax_id")), &sight, read).await {
            Err(error) if error.is_duplicate() => Err(Invalid::one("display_name", "taken").into()),
            other => {
                let told = Flash::new("flash-record-saved").name(&other?.display_name);
                tx.commit().await?;
                Ok(told)
            }
        }
    };
    // The form again, with what was typed; the version is that of what is stored now.
    let again = async |errors: &Invalid, conflict: &[Difference]| {
        let client = store::find(platform.db.read(), who.practice, of.client, visible_to(&who)).await?;
        form_page(&platform, &who, &practice, Some(&client), None, &data, errors, conflict).await
    };
    match saved.await {
        Ok(told) => Ok(layout::see(&platform, &who.path(&format!("/clients/{}", of.client)), told)),
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(again(&errors, &[]).await?)),
        Err(Error::Stale(differences)) => Ok(layout::conflicting(again(&Invalid::new(), &differences).await?)),
        Err(error) => Err(error.into()),
    }
}
