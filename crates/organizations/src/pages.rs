//! Pages of an organization.

use axum::extract::State;
use despacho_kernel::{
    Id, Invalid,
    access::{Application, OrganizationRight as R},
    address::Address,
    region::Region,
};
use despacho_phones as phone;
use despacho_platform::{Error, Platform, Result, activity, i18n::Lang};
use despacho_ui::{
    InOrganization, Outcome, Path, Query, SignedIn,
    assets::icon,
    components::{self, application_name, card, head},
    error::message,
    forms::{Form, FormData, Upload},
    layout::{self, NavItem, Shell},
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    Apps, actions, door,
    organization::{NewOrganization, Organization, OrganizationInput},
    preferences::{self, LOGO, PreferenceSet, Snapshot},
    store,
};

/// The side bar of an organization.
pub fn shell(who: &InOrganization, organization: &Organization, current: &str) -> Shell {
    let lang = who.lang();
    let mut nav = vec![NavItem::new(who.path(""), lang.t("nav-overview"), "house", current == "overview")];
    for application in &organization.applications {
        let href = door::link(organization.id, *application);
        nav.push(NavItem::new(href, application_name(lang, *application), application.icon(), current == application.word()));
    }
    if who.may(R::ReadSettings) {
        nav.push(NavItem { apart: true, ..NavItem::new(who.path("/accounts"), lang.t("nav-accounts"), "list-tree", current == "accounts") });
        nav.push(NavItem::new(who.path("/settings"), lang.t("nav-settings"), "settings", current == "settings"));
        nav.push(NavItem::new(who.path("/members"), lang.t("nav-users"), "users", current == "members"));
        nav.push(NavItem::new(who.path("/activity"), lang.t("nav-activity"), "activity", current == "activity"));
    }
    Shell { tenant: Some(organization.name.clone()), nav, ..Shell::default() }
}

/// A page inside an organization.
pub async fn framed(platform: &Platform, who: &InOrganization, current: &str, title: &str, body: &Markup) -> Result<Markup> {
    let organization = store::find(platform.db.read(), who.organization).await?;
    layout::framed(platform, &who.caller, &who.user, shell(who, &organization, current), title, body).await
}

/// Boxes to choose applications with.
pub fn application_picks(lang: Lang, data: &FormData, target: bool) -> Markup {
    let chosen = data.all("applications");
    html! {
        div.apps #f-applications {
            @for application in Application::ALL {
                label.pick {
                    input type="checkbox" name="applications" value=(application.word()) checked[chosen.iter().any(|c| c == application.word())]
                        data-identity-target=[target.then_some("application")] data-action=[target.then_some("identity#toggle")];
                    span { b { (application_name(lang, *application)) } small { (lang.t(&format!("application-{}-about", application.word()))) } }
                }
            }
        }
    }
}

/// Fields of an address, each named with `prefix`.
pub fn address_fields(form: &Form<'_>, prefix: &str, proposes: bool) -> Markup {
    let lang = form.lang;
    let name = |field: &str| format!("{prefix}{field}");
    let country = form.data.text(&name("country"));
    let action = if proposes { "change->place#change change->place#states" } else { "change->place#states" };
    html! {
        (form.field(&name("country")).combobox(components::country_options(lang, true)).optional().span(2).data("action", action))
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

/// Puts an address into a form.
pub fn fill_address(data: &mut FormData, prefix: &str, address: &Address) {
    data.set(&format!("{prefix}country"), &address.country)
        .set(&format!("{prefix}street1"), &address.street1)
        .set(&format!("{prefix}street2"), &address.street2)
        .set(&format!("{prefix}city"), &address.city)
        .set(&format!("{prefix}state"), &address.state)
        .set(&format!("{prefix}postal_code"), &address.postal_code);
}

/// Reads an address from a form.
pub fn read_address(data: &FormData, prefix: &str) -> Address {
    let get = |field: &str| data.text(&format!("{prefix}{field}"));
    Address {
        country: get("country"),
        street1: get("street1"),
        street2: get("street2"),
        city: get("city"),
        state: get("state"),
        postal_code: get("postal_code"),
    }
}

/// The lines of an address.
pub fn address_lines(lang: Lang, address: &Address) -> Markup {
    let town = [&address.postal_code, &address.city].into_iter().filter(|s| !s.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    let country = if address.country.is_empty() { String::new() } else { components::country_name(lang, &address.country) };
    let lines = [address.street1.clone(), address.street2.clone(), town, address.state_name().to_owned(), country];
    html! { @for line in lines.iter().filter(|line| !line.is_empty()) { (line) br; } }
}

fn read(data: &FormData) -> OrganizationInput {
    OrganizationInput {
        name: data.text("name"),
        country: data.text("country"),
        region: components::read_region(data, "regional."),
        owner_name: data.text("owner_name"),
        email: data.text("email"),
        phone: data.text("phone"),
        website: data.text("website"),
        tax_id: data.text("tax_id"),
        industry: data.text("industry"),
        address: read_address(data, "address."),
        applications: data.all("applications"),
    }
}

pub async fn new(State(platform): State<Platform>, who: SignedIn) -> Outcome {
    let mut data = FormData::default();
    let country = if who.caller.lang == Lang::Es { "ES" } else { "GB" };
    data.set("country", country)
        .set("applications", "books")
        .set("owner_name", &who.user.name)
        .set("email", &who.user.email);
    components::fill_region(&mut data, "regional.", &Region::proposed(country));
    Ok(layout::page(new_page(&platform, &who, &data, &Invalid::new()).await?))
}

async fn new_page(platform: &Platform, who: &SignedIn, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = who.caller.lang;
    let form = Form::new(lang, data, errors);
    let title = lang.t("organization-new");
    let body = html! {
        div.medium {
            (head(&title, html! { a.btn.quiet href="/home" { (lang.t("cancel")) } }))
            form.stack method="post" action="/organizations" data-controller="place unsaved" data-place-proposals-value=(components::country_proposals())
                data-unsaved-message-value=(lang.t("unsaved")) novalidate {
                (form.summary())
                (card(&lang.t("applications"), html! { (application_picks(lang, data, false)) }))
                (card(&lang.t("organization"), html! { div.grid {
                    (form.field("name").label(lang.t("organization-name")).autocomplete("organization").span(4))
                    (form.field("country").combobox(components::country_options(lang, false)).span(2).data("action", "change->place#change"))
                    (form.field("owner_name").optional().span(2))
                    (form.field("email").kind("email").optional().autocomplete("email").span(2))
                    (form.field("tax_id").optional().span(2))
                } }))
                (card(&lang.t("regional-settings"), html! { div.grid { (components::region_fields(&form, "regional.")) } }))
                div.foot { button.btn.primary type="submit" { (lang.t("save")) } }
            }
        }
    };
    layout::framed(platform, &who.caller, &who.user, Shell::default(), &title, &body).await
}

pub async fn create(State(platform): State<Platform>, apps: Apps, who: SignedIn, data: FormData) -> Outcome {
    let made = async {
        let new = NewOrganization::try_from(read(&data))?;
        let tx = platform.db.begin().await?;
        let organization = actions::create(&tx, &apps, new, &Snapshot::default(), &who.user, platform.clock.now()).await?;
        tx.commit().await?;
        Ok(organization)
    };
    match made.await {
        Ok(organization) => Ok(layout::see(&platform, &format!("/organizations/{}", organization.id), "flash-organization-created")),
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(new_page(&platform, &who, &data, &errors).await?)),
        Err(error) => Err(error.into()),
    }
}

pub async fn show(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    let lang = who.lang();
    let organization = store::find(platform.db.read(), who.organization).await?;
    let body = html! {
        (head(&organization.name, html! {}))
        div.tiles {
            @for application in &organization.applications {
                a.tile href=(door::link(organization.id, *application)) {
                    (icon("arrow-right"))
                    b { (application_name(lang, *application)) }
                    span.muted { (lang.t(&format!("application-{}-about", application.word()))) }
                }
            }
        }
        @let missing: Vec<_> = Application::ALL.iter().filter(|a| !organization.applications.contains(a)).collect();
        @if !missing.is_empty() && who.may(R::ManageMembers) {
            section.card.apart-top { header { h2 { (lang.t("applications-more")) } } div.body { ul.list {
                @for application in missing {
                    li {
                        span.grow { b { (application_name(lang, *application)) } br; span.muted { (lang.t(&format!("application-{}-about", application.word()))) } }
                        (components::button(&door::link(organization.id, *application), "btn small", &lang.t("enable")))
                    }
                }
            } } }
        }
    };
    Ok(layout::page(framed(&platform, &who, "overview", &organization.name, &body).await?))
}

#[derive(Deserialize)]
pub struct OfApplication {
    application: String,
}

pub async fn application(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(path): Path<OfApplication>) -> Outcome {
    let lang = who.lang();
    let application: Application = path.application.parse().map_err(|_| Error::NotFound)?;
    let organization = store::find(platform.db.read(), who.organization).await?;
    if !organization.applications.contains(&application) {
        return Err(Error::NotFound.into());
    }
    let home = apps.get(application).ok_or(Error::NotFound)?.home(&platform, &who).await?;
    let title = application_name(lang, application);
    let body = html! {
        p.crumbs { a href=(who.path("")) { (organization.name) } }
        (head(&title, html! {}))
        (home)
    };
    Ok(layout::page(framed(&platform, &who, application.word(), &title, &body).await?))
}

pub async fn enable(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(path): Path<OfApplication>) -> Outcome {
    let application: Application = path.application.parse().map_err(|_| Error::NotFound)?;
    actions::enable(&platform, &apps, who.organization, application, &who.user).await?;
    Ok(layout::see(&platform, &door::link(who.organization, application), "flash-application-enabled"))
}

pub async fn settings(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    let organization = store::find(platform.db.read(), who.organization).await?;
    Ok(layout::page(settings_page(&platform, &who, &organization, &filled(&organization), &Invalid::new()).await?))
}

/// The form as the organization is.
fn filled(organization: &Organization) -> FormData {
    let mut data = FormData::default();
    data.set("name", &organization.name)
        .set("country", &organization.country)
        .set("owner_name", &organization.owner_name)
        .set("email", &organization.email)
        .set("phone", phone::show(&organization.phone, &organization.country))
        .set("website", &organization.website)
        .set("tax_id", &organization.tax_id)
        .set("industry", &organization.industry);
    fill_address(&mut data, "address.", &organization.address);
    components::fill_region(&mut data, "regional.", &organization.region);
    data
}

async fn settings_page(platform: &Platform, who: &InOrganization, organization: &Organization, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = who.lang();
    let (logo_errors, errors) = errors.split("logo");
    let (form, logo) = (Form::new(lang, data, &errors), Form::new(lang, data, &logo_errors));
    let title = lang.t("preferences-organization-profile");
    let has_logo = LOGO.count(platform.db.read(), who.organization).await? > 0;
    let fields = html! {
        (form.summary())
        (card(&lang.t("organization"), html! { div.grid {
            (form.field("name").label(lang.t("organization-name")).autocomplete("organization").span(4))
            div.field.c2 { div.label { b { (lang.t("field-country")) } } p { (components::country_name(lang, &organization.country)) } }
            (form.field("owner_name").optional().span(3))
            (form.field("tax_id").label(despacho_kernel::tax_id::label(&organization.country)).optional().span(3))
            (form.field("email").kind("email").optional().autocomplete("email").span(2))
            (form.field("phone").kind("tel").optional().autocomplete("tel").span(2))
            (form.field("website").optional().autocomplete("url").span(2))
            (form.field("industry").optional().span(3))
        } }))
        (card(&lang.t("address"), html! { div.grid { (address_fields(&form, "address.", false)) } }))
        (card(&lang.t("regional-settings"), html! { div.grid { (components::region_fields(&form, "regional.")) } }))
    };
    let body = html! {
        div.medium.stack {
            p.crumbs { a href=(who.path("/settings")) { (lang.t("nav-settings")) } }
            (head(&title, html! {}))
            (card(&lang.t("preferences-logo"), logo_form(who, &logo, has_logo)))
            @if who.may(R::EditSettings) {
                form.stack method="post" action=(who.path("/settings/profile")) data-controller="place unsaved" data-unsaved-message-value=(lang.t("unsaved")) novalidate {
                    (fields)
                    div.foot { button.btn.primary type="submit" { (lang.t("save")) } }
                }
            } @else {
                p.note { (lang.t("read-only-note")) }
                fieldset.stack disabled { (fields) }
            }
        }
    };
    framed(platform, who, "settings", &title, &body).await
}

fn logo_form(who: &InOrganization, form: &Form<'_>, has_logo: bool) -> Markup {
    let lang = who.lang();
    let error = form.errors.0.iter().find(|e| e.field == "logo");
    html! {
        (form.summary())
        div.row.logo {
            @if has_logo { img src=(who.path("/logo")) alt=(lang.t("preferences-logo")); }
            @if who.may(R::EditSettings) {
                form.row.grow method="post" action=(who.path("/logo")) enctype="multipart/form-data" {
                    div.field.grow.error[error.is_some()] {
                        div.label { label for="f-logo" { (lang.t("logo-file")) } }
                        input #f-logo type="file" name="logo" accept="image/png,image/jpeg" aria-describedby="f-logo-help" aria-invalid=[error.map(|_| "true")] required;
                        p.help #f-logo-help { @match error { Some(error) => (message(lang, error)), None => (lang.t("logo-help")) } }
                    }
                    button.btn type="submit" { (lang.t("upload")) }
                }
                @if has_logo { (components::button(&who.path("/logo/removal"), "btn danger", &lang.t("remove"))) }
            } @else if !has_logo { p.muted { (lang.t("logo-none")) } }
        }
    }
}

/// Stores a logo that was sent as a file.
pub async fn save_logo(State(platform): State<Platform>, who: InOrganization, upload: Upload) -> Outcome {
    let saved = async {
        let item = preferences::logo_item(upload.file("logo"))?;
        let tx = platform.db.begin().await?;
        LOGO.insert(&tx, who.organization, &[item]).await?;
        let organization = store::find(&tx, who.organization).await?;
        preferences::actions::record(&tx, &organization, &who.user, "logo_changed", vec![], platform.clock.now()).await?;
        tx.commit().await?;
        Ok(())
    };
    match saved.await {
        Ok(()) => Ok(layout::see(&platform, &who.path("/settings/profile"), "flash-saved")),
        Err(Error::Invalid(errors)) => {
            let organization = store::find(platform.db.read(), who.organization).await?;
            Ok(layout::unprocessable(settings_page(&platform, &who, &organization, &filled(&organization), &errors).await?))
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn remove_logo(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    let tx = platform.db.begin().await?;
    LOGO.delete(&tx, who.organization, &[]).await?;
    let organization = store::find(&tx, who.organization).await?;
    preferences::actions::record(&tx, &organization, &who.user, "logo_removed", vec![], platform.clock.now()).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/settings/profile"), "flash-saved"))
}

pub async fn update(State(platform): State<Platform>, who: InOrganization, data: FormData) -> Outcome {
    let before = store::find(platform.db.read(), who.organization).await?;
    let saved = async {
        let new = NewOrganization::try_from(OrganizationInput { country: before.country.clone(), ..read(&data) })?;
        let tx = platform.db.begin().await?;
        actions::update(&tx, who.organization, new, &who.user, platform.clock.now()).await?;
        tx.commit().await?;
        Ok(())
    };
    match saved.await {
        Ok(()) => Ok(layout::see(&platform, &who.path("/settings/profile"), "flash-saved")),
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(settings_page(&platform, &who, &before, &data, &errors).await?)),
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
pub struct Before {
    before: Option<Id>,
}

pub async fn activity(State(platform): State<Platform>, who: InOrganization, Query(query): Query<Before>) -> Outcome {
    const PAGE: i64 = 50;
    let lang = who.lang();
    let mut entries = activity::list(platform.db.read(), who.organization, None, query.before, PAGE + 1).await?;
    let more = despacho_ui::paging::cut(&mut entries, PAGE);
    let more = entries.last().filter(|_| more).map(|last| format!("{}?before={}", who.path("/activity"), last.id));
    let title = lang.t("nav-activity");
    let list = components::activity(lang, &who.user.time_zone, platform.clock.now(), &entries, more.as_deref());
    let body = html! { div.medium { (head(&title, html! {})) section.card { div.body { (list) } } } };
    Ok(layout::page(framed(&platform, &who, "activity", &title, &body).await?))
}
