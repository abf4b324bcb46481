//! One order: whom it pays or collects from, its file, and what is done with it.

use axum::extract::State as Shared;
use despacho_banks::store as banks;
use despacho_documents::payments::payment::Way;
use despacho_kernel::{Invalid, access::OrganizationRight as R};
use despacho_ledger::allowed::allowed;
use despacho_organizations::frame::framed;
use despacho_platform::{Error, Platform, Result, t};
use despacho_ui::{InOrganization, Outcome, Path, assets::icon, components::head, confirm::Confirm, error::message, flash::Flash, format, layout};
use maud::{Markup, html};

use super::told::{euros, tag};
use crate::{
    actions,
    api::OfRemittance,
    file::formats,
    remittance::{Kind, State},
    store,
};

async fn page(platform: &Platform, who: &InOrganization, of: &OfRemittance, errors: &Invalid) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let whole = store::whole(db, store::find(db, who.organization, of.remittance).await?).await?;
    let remittance = &whole.remittance;
    let kind: Kind = remittance.kind.parse().map_err(|_| Error::Other(format!("remittance {}: kind", remittance.id)))?;
    let bank = banks::account(db, who.organization, remittance.bank_account_id).await?;
    let path = who.path(&format!("/remittances/{}", remittance.id));
    let (posting, cancellation) = (format!("{path}/posting"), format!("{path}/cancellation"));
    let title = format!("{} {}", lang.t(&format!("remittance-kind-{}", remittance.kind)), remittance.label());
    let (open, lists) = (remittance.state == State::Prepared.word(), if kind == Kind::Transfers { Way::Made.path() } else { Way::Received.path() });
    let body = html! {
        p.crumbs { a href=(who.path("/remittances")) { (lang.t("remittances-title")) } }
        (head(&title, html! { @if who.may(R::PostEntries) {
            @if open { (Confirm::new(lang, &cancellation, lang.t("remittance-cancel"), lang.t("remittance-cancel-question")).about(lang.t("remittance-cancel-about")).class("btn danger")) }
            @if remittance.state != State::Cancelled.word() { @for format in formats(kind) { a.btn href=(format!("{path}/file?format={format}")) data-turbo="false" { (icon("download")) (format) } } }
            @if open { (Confirm::new(lang, &posting, lang.t("remittance-post"), lang.t("remittance-post-question")).about(t!(lang, "remittance-post-about", day = format::stored_date(lang, &remittance.day))).harmless("btn primary")) }
        } }))
        p.lead { (tag(lang, remittance)) }
        @if !errors.0.is_empty() { p.note.warn role="alert" { @for error in &errors.0 { (message(lang, error)) " " } } }
        section.card { div.body { dl.facts.in-row {
            div { dt { (lang.t("remittance-day")) } dd { (format::stored_date(lang, &remittance.day)) } }
            div { dt { (lang.t("remittance-bank")) } dd { (bank.label()) } }
            div { dt { (lang.t("document-amount")) } dd { (euros(lang, remittance.amount)) } }
            div { dt { (lang.t("remittance-batch")) } dd { (lang.t(if remittance.batch { "yes" } else { "no" })) } }
        } } }
        section.card.apart-top {
            header.line { h2 { (lang.t("remittance-payments")) } }
            div.scroll tabindex="0" role="region" aria-label=(lang.t("remittance-payments")) { table.dense {
                caption.vh { (lang.t("remittance-payments")) }
                thead { tr {
                    th scope="col" { (lang.t("document-contact")) } th scope="col" { "IBAN" } th scope="col" { (lang.t("remittance-documents")) } th.num scope="col" { (lang.t("document-amount")) }
                } }
                tbody { @for payment in &whole.payments { tr {
                    th scope="row" {
                        @match payment.payment_id { Some(id) => a.to href=(who.path(&format!("/{lists}/{id}"))) { (payment.name) }, None => a.to href=(who.path(&format!("/contacts/{}", payment.contact_id))) { (payment.name) } }
                        @if !payment.sequence.is_empty() { " " span.tag { (lang.t(&format!("mandate-sequence-{}", payment.sequence))) } }
                    }
                    td.code { (despacho_bank_files::iban::grouped(&payment.iban)) }
                    td { (payment.text) }
                    td.num { (euros(lang, payment.amount)) }
                } } }
                tfoot { tr { th scope="row" colspan="3" { (lang.t("reports-total")) } td.num { (euros(lang, remittance.amount)) } } }
            } }
        }
    };
    framed(platform, who, "remittances", &title, &body).await
}

pub async fn show(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRemittance>) -> Outcome {
    Ok(layout::page(page(&platform, &who, &of, &Invalid::new()).await?))
}

/// Posts its payments, or tells why they cannot be.
pub async fn post(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRemittance>) -> Outcome {
    let tx = platform.db.begin().await?;
    match actions::post(&tx, who.organization, of.remittance, "", allowed(&platform, &who)).await {
        Ok(whole) => {
            tx.commit().await?;
            let path = who.path(&format!("/remittances/{}", of.remittance));
            Ok(layout::see(&platform, &path, Flash::new("flash-remittance-posted").name(&whole.remittance.label())))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            Ok(layout::unprocessable(page(&platform, &who, &of, &errors).await?))
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn cancel(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRemittance>) -> Outcome {
    let tx = platform.db.begin().await?;
    let whole = actions::cancel(&tx, who.organization, of.remittance, allowed(&platform, &who)).await?;
    tx.commit().await?;
    let path = who.path(&format!("/remittances/{}", of.remittance));
    Ok(layout::see(&platform, &path, Flash::new("flash-remittance-cancelled").name(&whole.remittance.label())))
}
