//! The list of payments of a way.

use std::collections::HashMap;

use despacho_contacts::{Contact, store as contacts};
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R, money::plain};
use despacho_organizations::frame::framed;
use despacho_platform::{Platform, i18n::Lang};
use despacho_ui::{
    InOrganization, Outcome,
    assets::icon,
    components::{empty, head},
    format, layout,
};
use maud::{Markup, html};

use super::super::{
    list::{PAGE, Params, filters, page_of, pages},
    store::{self, Paid},
};
use crate::{
    open::store as open,
    payments::payment::{Payment, Way},
    typing,
};

/// Minor units of a payment's currency, with its sign.
pub fn money(lang: Lang, payment: &Payment, minor: i64) -> String {
    payment.own_currency().map_or_else(|_| plain(minor, 2), |currency| format::money(lang, minor, currency))
}

/// What a payment is called: `Cobro R-00007`, or by its day where it has no number.
pub fn name(lang: Lang, payment: &Payment) -> String {
    let told = if payment.number.is_empty() { format::stored_date(lang, &payment.date) } else { payment.number.clone() };
    format!("{} {told}", lang.t(&format!("payment-{}", payment.direction)))
}

/// Whether it is undone, and what it leaves over.
pub fn tag(lang: Lang, payment: &Payment, left: i64) -> Markup {
    html! {
        @if payment.stage == "void" { span.tag.bad { (lang.t("payment-status-void")) } }
        @else if left != 0 { span.tag.warn { (lang.t("payment-status-open")) } }
        @else { span.tag.ok { (lang.t("payment-status-posted")) } }
    }
}

/// What a row needs beside its payment.
struct Beside {
    names: HashMap<Id, Contact>,
    codes: HashMap<Id, String>,
    left: HashMap<Id, i64>,
}

pub async fn list(platform: Platform, who: InOrganization, way: Way, params: Params) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let mut errors = Invalid::new();
    let (from, to) = params.days(&mut errors);
    let contact = params.contact(&platform, who.organization, &mut errors).await?;
    let stage = Some(params.status.clone()).filter(|word| ["posted", "void"].contains(&word.as_str())).unwrap_or_default();
    let filter = Paid { way: way.word().into(), contact: contact.as_ref().map(|contact| contact.id), from, to, stage: stage.clone() };
    let (mut count, mut page, mut payments) = (0, 1, vec![]);
    if errors.0.is_empty() {
        count = store::count_paid(db, who.organization, &filter).await?;
        page = page_of(&params.page, count);
        payments = store::list_paid(db, who.organization, &filter, PAGE, (page - 1) * PAGE).await?;
    }
    let of = |id: fn(&Payment) -> Id| payments.iter().map(id).collect::<Vec<Id>>();
    let beside = Beside {
        names: contacts::of_ids(db, who.organization, &of(|payment| payment.contact_id))
            .await?
            .into_iter()
            .map(|contact| (contact.id, contact))
            .collect(),
        codes: typing::codes(db, who.organization, of(|payment| payment.account_id)).await?,
        left: open::left(db, who.organization, &of(|payment| payment.id)).await?,
    };
    let title = lang.t(way.path());
    let new = who.may(R::PostEntries).then(
        || html! { a.btn.primary href=(who.path(&format!("/{}/new", way.path()))) { (icon("plus")) (lang.t(&format!("payment-record-{}", way.word()))) } },
    );
    let body = html! {
        (head(&title, html! { @if let Some(new) = &new { (new) } }))
        nav.tabs aria-label=(lang.t("views")) {
            @for word in ["", "posted", "void"] {
                a href=(params.with("status", word)) aria-current=[(stage == word).then_some("page")] { (lang.t(&format!("payments-{}", if word.is_empty() { "all" } else { word }))) }
            }
        }
        (filters(&who, &params, contact.as_ref(), false, &errors))
        @if payments.is_empty() && errors.0.is_empty() {
            section.card {
                @if params.is_filtered() { (empty(&lang.t("payments-none"), html! { a.btn href=(who.path(&format!("/{}", way.path()))) { (lang.t("clear-filters")) } })) }
                @else { (empty(&lang.t(&format!("payments-first-{}", way.word())), html! { @if let Some(new) = &new { (new) } })) }
            }
        }
        @if !payments.is_empty() {
            section.card { (table(&who, way, &title, &payments, &beside)) }
            (pages(lang, &params, page, count))
        }
    };
    Ok(layout::page(framed(&platform, &who, way.path(), &title, &body).await?))
}

fn table(who: &InOrganization, way: Way, caption: &str, payments: &[Payment], beside: &Beside) -> Markup {
    let lang = who.lang();
    html! {
        table.dense.entry-list.two {
            caption.vh { (caption) }
            thead { tr {
                th scope="col" { (lang.t("document-number")) }
                th scope="col" { (lang.t("field-date")) }
                th scope="col" { (lang.t("document-contact")) }
                th scope="col" { (lang.t("payment-account")) }
                th scope="col" { (lang.t("payment-reference")) }
                th.num scope="col" { (lang.t("document-amount")) }
                th.num scope="col" { (lang.t("payment-left")) }
                th scope="col" { (lang.t("field-status")) }
            } }
            tbody { @for payment in payments {
                @let left = beside.left.get(&payment.id).copied().unwrap_or(0).abs();
                @let date = format::stored_date(lang, &payment.date);
                tr {
                    td.code.meta { @if payment.number.is_empty() { "—" } @else { (payment.number) } span.n-date { (date) } }
                    td.gone.code { (date) }
                    td.text.clip { a.to href=(who.path(&format!("/{}/{}", way.path(), payment.id))) { (beside.names.get(&payment.contact_id).map_or("", |contact| contact.name.as_str())) } }
                    td.gone.muted.code { (beside.codes.get(&payment.account_id).map_or("", String::as_str)) }
                    td.gone.muted { (payment.reference) }
                    td.num { (money(lang, payment, payment.amount)) }
                    td.num.gone { @if left != 0 { (money(lang, payment, left)) } }
                    td.st { (tag(lang, payment, left)) }
                }
            } }
        }
    }
}
