//! The page of an organization's profile and logo.

use axum::extract::State;
use despacho_kernel::{Difference, Invalid, access::OrganizationRight as R};
use despacho_organizations::{ORGANIZATION, Organization, fields::address_fields, frame::framed, store};
use despacho_platform::{Error, Platform, Result};
use despacho_ui::{
    InOrganization, Outcome,
    components::{self, card, head},
    confirm::Confirm,
    error::message,
    fields::Sight,
    forms::{Form, FormData, Upload},
    layout,
};
use maud::{Markup, html};

use super::actions;
use crate::{
    door::Apps,
    preferences::{self, logo},
};

/// The form as the organization is.
fn filled(who: &InOrganization, organization: &Organization) -> FormData {
    let mut data = FormData::default();
    ORGANIZATION.fill(&mut data, organization, &Sight::form(who.lang(), &organization.country));
    data
}

pub(super) async fn show(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    let organization = store::find(platform.db.read(), who.organization).await?;
    Ok(layout::page(page(&platform, &who, &organization, &filled(&who, &organization), &Invalid::new(), &[]).await?))
}

async fn page(
    platform: &Platform,
    who: &InOrganization,
    organization: &Organization,
    data: &FormData,
    errors: &Invalid,
    conflict: &[Difference],
) -> Result<Markup> {
    let lang = who.lang();
    let (logo_errors, errors) = errors.split("logo");
    let (form, logo) = (Form::new(lang, data, &errors), Form::new(lang, data, &logo_errors));
    let title = lang.t("preferences-organization-profile");
    let has_logo = preferences::store::has_logo(platform.db.read(), who.organization).await?;
    let fields = html! {
        (components::version(organization.version))
        (components::conflict(lang, conflict))
        (form.summary())
        (card(&lang.t("organization"), html! { div.grid {
            (ORGANIZATION.input(&form, "name").autocomplete("organization"))
            div.field.c2 { div.label { b { (lang.t("field-country")) } } p { (components::country_name(lang, &organization.country)) } }
            (ORGANIZATION.input(&form, "legal_name"))
            (ORGANIZATION.input(&form, "owner_name"))
            (ORGANIZATION.input(&form, "tax_id").label(despacho_organizations::fields::tax_label(lang, &organization.country)))
            (ORGANIZATION.inputs(&form, &["email", "phone", "website", "industry"]))
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
                        (components::file_input("logo", Some("image/png,image/jpeg"), error.is_some(), true))
                        p.help #f-logo-help data-help=[error.map(|_| lang.t("logo-help"))] { @match error { Some(error) => (message(lang, error)), None => (lang.t("logo-help")) } }
                    }
                    button.btn type="submit" { (lang.t("upload")) }
                }
                @if has_logo { (Confirm::new(lang, &who.path("/logo/removal"), lang.t("remove"), lang.t("logo-remove")).about(lang.t("logo-remove-about")).class("btn danger")) }
            } @else if !has_logo { p.muted { (lang.t("logo-none")) } }
        }
    }
}

/// Stores a logo that was sent as a file.
pub(super) async fn save_logo(State(platform): State<Platform>, who: InOrganization, upload: Upload) -> Outcome {
    let saved = async {
        let file = upload.file("logo");
        // Decoding is for a thread that may be busy, and done before anything is written.
        let item = tokio::task::spawn_blocking(move || logo::logo_item(&file)).await.map_err(|e| Error::Other(e.to_string()))??;
        actions::save_logo(&platform, who.organization, &item, &who.user).await
    };
    match saved.await {
        Ok(()) => Ok(layout::see(&platform, &who.path("/settings/profile"), "flash-logo-saved")),
        Err(Error::Invalid(errors)) => {
            let organization = store::find(platform.db.read(), who.organization).await?;
            Ok(layout::unprocessable(page(&platform, &who, &organization, &filled(&who, &organization), &errors, &[]).await?))
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn remove_logo(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    actions::remove_logo(&platform, who.organization, &who.user).await?;
    Ok(layout::see(&platform, &who.path("/settings/profile"), "flash-logo-removed"))
}

pub(super) async fn update(State(platform): State<Platform>, apps: Apps, who: InOrganization, data: FormData) -> Outcome {
    let now = platform.clock.now();
    let seen = components::version_of(&data);
    let before = store::find(platform.db.read(), who.organization).await?;
    let sight = Sight::form(who.lang(), &before.country);
    let read = |before: Organization, errors: &mut Invalid| ORGANIZATION.read(&data, before, &sight, errors);
    let tx = platform.db.begin().await?;
    let saved = actions::update(&tx, &apps, (who.organization, seen), &sight, read, (&who.user, now)).await;
    match saved {
        Ok(_) => {
            tx.commit().await?;
            Ok(layout::see(&platform, &who.path("/settings/profile"), "flash-organization-saved"))
        }
        Err(error) => {
            drop(tx);
            let (errors, differences) = match error {
                Error::Invalid(errors) => (errors, vec![]),
                Error::Stale(differences) => (Invalid::new(), differences),
                error => return Err(error.into()),
            };
            let now = store::find(platform.db.read(), who.organization).await?;
            let page = page(&platform, &who, &now, &data, &errors, &differences).await?;
            Ok(if differences.is_empty() { layout::unprocessable(page) } else { layout::conflicting(page) })
        }
    }
}
