//! The form and the profile of a contact.

use axum::extract::State;
use despacho_kernel::{Difference, Id, Invalid, access::OrganizationRight as R};
use despacho_organizations::{frame::framed, store as organizations};
use despacho_platform::{Error, Platform, Result, i18n::Lang};
use despacho_settings::Apps;
use despacho_ui::{
    InOrganization, Outcome, Path,
    components::{self, head},
    confirm::Confirm,
    fields::Sight,
    flash::Flash,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    actions,
    contact::{CONTACT, Contact, KIND, rules},
    store,
};

/// The contact that a path names.
#[derive(Deserialize)]
pub(super) struct OfContact {
    pub contact: Id,
}

fn path_of(who: &InOrganization, id: Id, rest: &str) -> String {
    who.path(&format!("/contacts/{id}{rest}"))
}

async fn form_page(platform: &Platform, who: &InOrganization, id: Option<Id>, data: &FormData, errors: &Invalid, conflict: &[Difference]) -> Result<Markup> {
    let lang = who.lang();
    let form = Form::new(lang, data, errors);
    let stored = match id {
        Some(id) => Some(store::find(platform.db.read(), who.organization, id).await?),
        None => None,
    };
    let title = stored.as_ref().map_or_else(|| lang.t("contact-new"), Contact::label);
    let back = id.map_or_else(|| who.path("/contacts"), |id| path_of(who, id, ""));
    let action = id.map_or_else(|| who.path("/contacts"), |id| path_of(who, id, ""));
    let body = html! {
        div.medium {
            p.crumbs { a href=(who.path("/contacts")) { (lang.t("contacts-title")) } }
            (head(&title, html! {}))
            form.stack method="post" action=(action) data-controller="unsaved" data-unsaved-message-value=(lang.t("unsaved")) novalidate {
                @if let Some(contact) = &stored { (components::version(contact.version)) }
                (components::conflict(lang, conflict))
                (form.summary())
                section.card { div.body.grid {
                    (CONTACT.input(&form, "name").focused())
                    (CONTACT.inputs(&form, &["country", "tax_id", "customer", "vendor", "email", "street1", "street2", "postal_code", "city"]))
                    @if stored.is_some() { (CONTACT.inputs(&form, &["active"])) } @else { input type="hidden" name="active" value="yes"; }
                } }
                div.foot { button.btn.primary type="submit" { (lang.t("save")) } a.btn href=(back) { (lang.t("cancel")) } }
            }
        }
    };
    framed(platform, who, "contacts", &title, &body).await
}

fn filled(lang: Lang, contact: &Contact) -> FormData {
    let mut data = FormData::default();
    CONTACT.fill(&mut data, contact, &Sight::form(lang, &contact.country));
    data
}

pub(super) async fn new(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    let country = organizations::find(platform.db.read(), who.organization).await?.country;
    let data = filled(who.lang(), &Contact { country, customer: true, active: true, ..Contact::default() });
    Ok(layout::page(form_page(&platform, &who, None, &data, &Invalid::new(), &[]).await?))
}

pub(super) async fn edit(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfContact>) -> Outcome {
    let data = filled(who.lang(), &store::find(platform.db.read(), who.organization, of.contact).await?);
    Ok(layout::page(form_page(&platform, &who, Some(of.contact), &data, &Invalid::new(), &[]).await?))
}

async fn save(platform: &Platform, who: &InOrganization, id: Option<Id>, data: &FormData) -> Outcome {
    let home = organizations::find(platform.db.read(), who.organization).await?.country;
    let sight = Sight::form(who.lang(), rules(data.get("country"), &home));
    let read = |before: Contact, errors: &mut Invalid| {
        let typed = CONTACT.read(data, before, &sight, errors);
        typed.check(errors);
        typed
    };
    let by = (&who.user, platform.clock.now());
    let tx = platform.db.begin().await?;
    let saved = match id {
        Some(id) => actions::update(&tx, who.organization, (id, components::version_of(data)), &sight, read, by).await,
        None => actions::create(&tx, who.organization, read, by).await,
    };
    let (errors, differences) = match saved {
        Ok(contact) => {
            tx.commit().await?;
            return Ok(layout::see(platform, &path_of(who, contact.id, ""), Flash::new("flash-record-saved").name(&contact.label())));
        }
        Err(Error::Invalid(errors)) => (errors, vec![]),
        Err(Error::Stale(differences)) => (Invalid::new(), differences),
        Err(error) => return Err(error.into()),
    };
    drop(tx);
    let page = form_page(platform, who, id, data, &errors, &differences).await?;
    Ok(if differences.is_empty() { layout::unprocessable(page) } else { layout::conflicting(page) })
}

pub(super) async fn create(State(platform): State<Platform>, who: InOrganization, data: FormData) -> Outcome {
    save(&platform, &who, None, &data).await
}

pub(super) async fn update(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfContact>, data: FormData) -> Outcome {
    save(&platform, &who, Some(of.contact), &data).await
}

pub(super) async fn show(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfContact>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let contact = store::find(db, who.organization, of.contact).await?;
    let twins = store::others_of_tax_id(db, who.organization, &contact.tax_id, contact.id).await?;
    let named = apps.uses(db, who.organization, KIND, &[contact.id]).await?;
    let facts = CONTACT.facts(&contact, &["country", "tax_id", "email", "street1", "street2", "postal_code", "city"], &Sight::form(lang, &contact.country));
    let deletion = path_of(&who, contact.id, "/deletion");
    let body = html! {
        p.crumbs { a href=(who.path("/contacts")) { (lang.t("contacts-title")) } }
        (head(&contact.label(), html! {
            // Its documents, by what it is.
            @if named && who.may(R::ReadLedger) {
                a.btn href=(path_of(&who, contact.id, "/statement")) { (lang.t("contact-statement")) }
                a.btn href=(path_of(&who, contact.id, "/bank-details")) { (lang.t("contact-bank-title")) }
                @for (is, list, label) in [(contact.customer, "invoices", "contact-invoices"), (contact.vendor, "bills", "contact-bills")] {
                    @if is { a.btn href=(who.path(&format!("/{list}?contact={}", contact.id))) { (lang.t(label)) } }
                }
            }
            @if named { a.btn href=(who.path(&format!("/journal-entries?q={}", form_urlencoded::byte_serialize(contact.name.as_bytes()).collect::<String>()))) { (lang.t("contact-entries")) } }
            @if who.may(R::PostEntries) {
                @if !named { (Confirm::new(lang, &deletion, lang.t("delete"), lang.t("contact-delete-question")).about(lang.t("contact-delete-about")).class("btn danger")) }
                a.btn.primary href=(path_of(&who, contact.id, "/edit")) { (lang.t("edit")) }
            }
        }))
        @if !twins.is_empty() {
            p.note { (lang.t("contact-same-tax-id")) " " @for (at, twin) in twins.iter().enumerate() { @if at > 0 { ", " } a.link href=(path_of(&who, twin.id, "")) { (twin.label()) } } }
        }
        @if named && who.may(R::ReadLedger) {
            @let balances = who.path(&format!("/reports/contact-balances?contact={}", contact.number));
            section.card { header { h2 { (lang.t("contact-balance")) } } div.body {
                // What it holds is known to the ledger; without scripts it is a click away.
                turbo-frame id="contact-balance" src=(balances) target="_top" { a.link href=(balances) { (lang.t("contact-balance-see")) } }
            } }
        }
        section.card { div.body { dl.facts {
            div { dt { (lang.t("contact-number")) } dd { (contact.number) } }
            div { dt { (lang.t("contact-kind")) } dd { (contact.kinds(lang)) } }
            @for (label, value) in &facts { div { dt { (label) } dd { (value) } } }
            @if !contact.active { div { dt { (lang.t("contact-active")) } dd { (lang.t("no")) " · " span.muted { (lang.t("contact-active-help")) } } } }
        } } }
    };
    Ok(layout::page(framed(&platform, &who, "contacts", &contact.name, &body).await?))
}

pub(super) async fn delete(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfContact>) -> Outcome {
    let tx = platform.db.begin().await?;
    actions::delete(&tx, &apps, who.organization, of.contact, (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/contacts"), "flash-contact-deleted"))
}
