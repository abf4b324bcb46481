//! Pages of founding: a new organization, and the home of an application.

use axum::extract::State;
use despacho_kernel::{Invalid, access::Application};
use despacho_organizations::{
    ORGANIZATION, Organization,
    fields::{application_link, application_picks},
    frame::framed,
    store,
};
use despacho_platform::{Error, Platform, Result, i18n::Lang};
use despacho_ui::{
    InOrganization, Outcome, Path, SignedIn,
    components::{self, application_name, card, head},
    fields::Sight,
    forms::{Form, FormData},
    layout::{self, Shell},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::actions;
use crate::{door::Apps, lists, preferences::snapshot::Snapshot};

pub async fn new(State(platform): State<Platform>, who: SignedIn) -> Outcome {
    let mut data = FormData::default();
    let country = if who.caller.lang == Lang::Es { "ES" } else { "GB" };
    data.set("country", country)
        .set("applications", "books")
        .set("owner_name", &who.user.name)
        .set("email", &who.user.email);
    ORGANIZATION.fill_part(&mut data, &Organization::named("", country, &[]), "regional.", &Sight::form(who.caller.lang, country));
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
                    (ORGANIZATION.input(&form, "name").autocomplete("organization"))
                    (form.field("country").countries(false).span(2).data("action", "change->place#change"))
                    (ORGANIZATION.input(&form, "legal_name").span(4))
                    (ORGANIZATION.input(&form, "owner_name").span(2))
                    (ORGANIZATION.input(&form, "email").autocomplete("email"))
                    (ORGANIZATION.input(&form, "tax_id").span(2))
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
        let new = Organization::from_form(&data, &Sight::form(who.caller.lang, data.get("country")))?;
        platform.limits.founding(who.user.id)?;
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
    let door = apps.get(application).ok_or(Error::NotFound)?;
    let home = match door.home(&platform, &who).await? {
        Some(home) => home,
        None => lists::pages::overview(&platform, &who, &door.lists()).await?,
    };
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
    let tx = platform.db.begin().await?;
    actions::enable(&tx, &apps, who.organization, application, (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &application_link(who.organization, application), "flash-application-enabled"))
}
