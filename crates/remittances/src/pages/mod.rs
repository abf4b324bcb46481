//! The pages of remittances: their list, a new one from what is due, one of them, and the account and mandates of a contact.

mod contact;
mod new;
mod one;
mod told;

use axum::extract::State as Shared;
use despacho_kernel::access::OrganizationRight as R;
use despacho_organizations::frame::framed;
use despacho_platform::{Platform, t};
use despacho_ui::{
    Access, InOrganization, Outcome, Query, Routes,
    assets::icon,
    components::{empty, head},
    format, layout, paging,
};
use maud::html;
use serde::Deserialize;

use self::told::{euros, tag};
use crate::{api, remittance::Kind, store};

/// Rows of a page.
const PAGE: i64 = 50;

pub fn routes(platform: &Platform) -> Routes {
    let (read, write) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    Routes::new(platform)
        .get("/organizations/{organization}/remittances", read, list)
        .post("/organizations/{organization}/remittances", write, new::create)
        .get("/organizations/{organization}/remittances/new", write, new::show)
        .get("/organizations/{organization}/remittances/{remittance}", read, one::show)
        .get("/organizations/{organization}/remittances/{remittance}/file", write, api::file)
        .post("/organizations/{organization}/remittances/{remittance}/posting", write, one::post)
        .post("/organizations/{organization}/remittances/{remittance}/cancellation", write, one::cancel)
        .get("/organizations/{organization}/contacts/{contact}/bank-details", read, contact::show)
        .post("/organizations/{organization}/contacts/{contact}/bank-details", write, contact::keep)
        .post("/organizations/{organization}/contacts/{contact}/mandates", write, contact::sign)
        .post("/organizations/{organization}/contacts/{contact}/mandates/{mandate}/cancellation", write, contact::cancel)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    after: String,
}

async fn list(Shared(platform): Shared<Platform>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let mut found = store::page(db, who.organization, paging::position(&params.after)?, PAGE + 1).await?;
    let more = paging::cut(&mut found, PAGE);
    let next = found.last().filter(|_| more).map(|of| paging::encode(&of.number));
    let title = lang.t("remittances-title");
    let new = |kind: Kind| {
        html! { a.btn href=(who.path(&format!("/remittances/new?kind={}", kind.word()))) { (icon("plus")) (lang.t(&format!("remittance-new-{}", kind.word()))) } }
    };
    let offered = who.may(R::PostEntries).then(|| html! { (new(Kind::Debits)) (new(Kind::Transfers)) });
    let body = html! {
        (head(&title, html! { @if let Some(offered) = &offered { (offered) } }))
        section.card {
            @if found.is_empty() { (empty(&lang.t("remittances-none"), html! {})) }
            @else { table.dense.entry-list.two {
                caption.vh { (title) }
                thead { tr {
                    th scope="col" { (lang.t("document-number")) } th scope="col" { (lang.t("remittance-day")) } th scope="col" { (lang.t("remittance-kind")) }
                    th.num scope="col" { (lang.t("remittance-payments")) } th.num scope="col" { (lang.t("document-amount")) } th scope="col" { (lang.t("field-status")) }
                } }
                tbody { @for of in &found { tr {
                    td.code.meta { (of.label()) span.n-date { (format::stored_date(lang, &of.day)) } }
                    td.gone.code { (format::stored_date(lang, &of.day)) }
                    td.text.clip { a.to href=(who.path(&format!("/remittances/{}", of.id))) { (lang.t(&format!("remittance-kind-{}", of.kind))) } }
                    td.num.gone { (of.payments) }
                    td.num { (euros(lang, of.amount)) }
                    td.st { (tag(lang, of)) }
                } } }
            } }
        }
        @if next.is_some() || !params.after.is_empty() { nav.pages aria-label=(lang.t("pages")) {
            @if !params.after.is_empty() { a.btn href=(who.path("/remittances")) { (lang.t("reports-first-page")) } }
            @if let Some(next) = next { a.btn rel="next" href=(who.path(&format!("/remittances?after={next}"))) { (lang.t("pages-next")) } }
        } }
        p.muted.apart-top { (t!(lang, "remittances-about", max = crate::remittance::MOST.to_string())) }
    };
    Ok(layout::page(framed(&platform, &who, "remittances", &title, &body).await?))
}
