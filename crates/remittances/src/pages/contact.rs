//! The account at a bank of a contact, and its mandates.

use axum::extract::State as Shared;
use despacho_bank_files::iban::grouped;
use despacho_contacts::store as contacts;
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R};
use despacho_organizations::{frame::framed, store as organizations};
use despacho_platform::{Error, Platform, Result};
use despacho_ui::{
    InOrganization, Outcome, Path,
    components::{self, empty, head},
    confirm::Confirm,
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};

use crate::{
    actions,
    api::{OfContact, OfMandate},
    details::{self, TypedBank, TypedMandate},
    store,
};

fn path_of(who: &InOrganization, contact: Id) -> String {
    who.path(&format!("/contacts/{contact}/bank-details"))
}

async fn page(platform: &Platform, who: &InOrganization, id: Id, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let contact = contacts::find(db, who.organization, id).await?;
    let bank = store::bank(db, who.organization, id).await?;
    let mandates = store::mandates(db, who.organization, &[id]).await?;
    let form = Form::new(lang, data, errors);
    let title = lang.t("contact-bank-title");
    let may = who.may(R::PostEntries);
    let words = |field: &str, all: [&str; 2]| all.map(|word| (word.to_owned(), lang.t(&format!("mandate-{field}-{word}")))).to_vec();
    let body = html! {
        div.medium.stack {
            p.crumbs { a href=(who.path(&format!("/contacts/{id}"))) { (contact.label()) } }
            (head(&title, html! {}))
            (form.summary_as(&[("iban", "IBAN".into()), ("bic", "BIC".into()), ("reference", lang.t("mandate-reference")), ("signed_on", lang.t("mandate-signed-on"))]))
            @if may {
                form method="post" action=(path_of(who, id)) novalidate data-controller="unsaved" data-unsaved-message-value=(lang.t("unsaved")) {
                    (components::version(bank.as_ref().map_or(0, |bank| bank.version)))
                    section.card { header.line { h2 { (lang.t("contact-bank-account")) } } div.body.grid {
                        (form.field("iban").label("IBAN").span(4).optional())
                        (form.field("bic").label("BIC").span(2).optional())
                        div.c6 { button.btn.primary type="submit" { (lang.t("save")) } }
                    } }
                }
            } @else { section.card { div.body { dl.facts { div { dt { "IBAN" } dd { (bank.map_or_else(String::new, |bank| grouped(&bank.iban))) } } } } } }
            section.card {
                header.line { h2 { (lang.t("mandates-title")) } }
                @if mandates.is_empty() { (empty(&lang.t("mandates-none"), html! {})) }
                @else { div.body { ul.list { @for mandate in &mandates {
                    @let cancellation = who.path(&format!("/contacts/{id}/mandates/{}/cancellation", mandate.id));
                    li {
                        span.grow {
                            b { (mandate.reference) } " · " (lang.t(&format!("mandate-scheme-{}", mandate.scheme))) " · " (lang.t(&format!("mandate-usage-{}", mandate.usage)))
                            " · " (lang.t("mandate-signed-on")) " " (format::stored_date(lang, &mandate.signed_on))
                            @if mandate.next().is_none() { " " span.tag { (lang.t(if mandate.state == "active" { "mandate-used" } else { "mandate-cancelled" })) } }
                        }
                        @if may && mandate.state == "active" { (Confirm::new(lang, &cancellation, lang.t("mandate-cancel"), lang.t("mandate-cancel-question")).about(lang.t("mandate-cancel-about")).class("btn small danger")) }
                    }
                } } } }
                @if may { div.body {
                    form.grid method="post" action=(who.path(&format!("/contacts/{id}/mandates"))) novalidate {
                        (form.field("signed_on").day().label(lang.t("mandate-signed-on")).span(2))
                        (form.field("reference").label(lang.t("mandate-reference")).help(lang.t("mandate-reference-help")).optional().span(2))
                        (form.field("scheme").label(lang.t("mandate-scheme")).select(words("scheme", ["core", "b2b"])).span(2))
                        (form.field("usage").label(lang.t("mandate-usage")).select(words("usage", ["recurrent", "once"])).span(2))
                        div.c6 { button.btn type="submit" { (lang.t("mandate-add")) } }
                    }
                } }
            }
        }
    };
    framed(platform, who, "contacts", &title, &body).await
}

/// The account as it is kept.
async fn filled(platform: &Platform, who: &InOrganization, contact: Id) -> Result<FormData> {
    let bank = store::bank(platform.db.read(), who.organization, contact).await?.unwrap_or_default();
    let mut data = FormData::default();
    data.set("iban", grouped(&bank.iban)).set("bic", bank.bic);
    Ok(data)
}

pub async fn show(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfContact>) -> Outcome {
    let data = filled(&platform, &who, of.contact).await?;
    Ok(layout::page(page(&platform, &who, of.contact, &data, &Invalid::new()).await?))
}

pub async fn keep(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfContact>, data: FormData) -> Outcome {
    let typed = TypedBank { iban: data.text("iban"), bic: data.text("bic") };
    let tx = platform.db.begin().await?;
    match details::keep(&tx, who.organization, (of.contact, components::version_of(&data)), &typed, (&who.user, platform.clock.now())).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(layout::see(&platform, &path_of(&who, of.contact), "flash-contact-bank-kept"))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            Ok(layout::unprocessable(page(&platform, &who, of.contact, &data, &errors).await?))
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn sign(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfContact>, data: FormData) -> Outcome {
    let typed = TypedMandate { reference: data.text("reference"), scheme: data.text("scheme"), usage: data.text("usage"), signed_on: data.day("signed_on") };
    let now = platform.clock.now();
    let today = actions::today(&organizations::find(platform.db.read(), who.organization).await?, now);
    let tx = platform.db.begin().await?;
    match details::sign(&tx, who.organization, of.contact, &typed, today, (&who.user, now)).await {
        Ok(mandate) => {
            tx.commit().await?;
            Ok(layout::see(&platform, &path_of(&who, of.contact), Flash::new("flash-mandate-signed").name(&mandate.reference)))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            let mut shown = filled(&platform, &who, of.contact).await?;
            for field in ["reference", "scheme", "usage", "signed_on"] {
                shown.set(field, data.text(field));
            }
            Ok(layout::unprocessable(page(&platform, &who, of.contact, &shown, &errors).await?))
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn cancel(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfMandate>) -> Outcome {
    let tx = platform.db.begin().await?;
    let mandate = details::cancel(&tx, who.organization, (of.contact, of.mandate), (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &path_of(&who, mandate.contact_id), Flash::new("flash-mandate-cancelled").name(&mandate.reference)))
}
