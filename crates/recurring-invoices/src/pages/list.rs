//! The list of recurring invoices.

use std::collections::HashMap;

use axum::extract::State as Shared;
use despacho_contacts::store as contacts;
use despacho_kernel::{Id, access::OrganizationRight as R, money::plain, place};
use despacho_organizations::frame::framed;
use despacho_platform::{Platform, Result, i18n::Lang, t};
use despacho_recurrence::{fault::Fault, form as recurrence};
use despacho_ui::{
    InOrganization, Outcome, Query,
    assets::icon,
    components::{empty, head},
    format,
    forms::{Form, FormData},
    layout,
    paging::{self, ListQuery},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::path::path_to;
use crate::{
    recurring::{ACTIVE, ENDED, RecurringInvoice, STOPPED},
    store::{self, Filter},
};

/// Rows of a page.
const PAGE: i64 = 50;

/// What the list is narrowed by.
const STATUSES: [&str; 5] = ["", ACTIVE, STOPPED, ENDED, "failing"];

/// What one comes to each time.
pub fn payable(lang: Lang, of: &RecurringInvoice) -> String {
    place::currency(&of.currency).map_or_else(|_| plain(of.payable, 2), |currency| format::money(lang, of.payable, currency))
}

/// What one does on its day.
pub fn does(lang: Lang, of: &RecurringInvoice) -> String {
    lang.t(&format!("recurring-invoice-does-{}", of.does().word().replace('_', "-")))
}

/// Where one stands.
pub fn tag(lang: Lang, of: &RecurringInvoice) -> Markup {
    let status = of.status();
    html! { span class=(match status { ACTIVE => "tag ok", STOPPED => "tag warn", _ => "tag" }) { (lang.t(&format!("recurring-invoice-{status}"))) } }
}

/// What stands against the next one.
pub fn fault(lang: Lang, of: &RecurringInvoice) -> Option<String> {
    let fault = Fault::kept(&of.fault)?;
    Some(t!(lang, "recurring-invoice-fault", day = format::stored_date(lang, &of.next_on), why = fault.message(lang)))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    q: String,
    status: String,
    after: String,
}

impl Params {
    /// The address of the list with one parameter changed; it begins anew.
    fn with(&self, name: &str, value: &str) -> String {
        let all = [("q", self.q.as_str()), ("status", self.status.as_str())];
        let pairs = all
            .into_iter()
            .filter(|(own, value)| *own != name && !value.is_empty())
            .chain(Some((name, value)).filter(|(_, value)| !value.is_empty()));
        format!("?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
    }
}

fn filters(lang: Lang, params: &Params) -> Markup {
    let mut data = FormData::default();
    data.set("q", &params.q);
    let errors = despacho_kernel::Invalid::new();
    let form = Form::new(lang, &data, &errors);
    html! {
        form.filters method="get" role="search" aria-label=(lang.t("filters")) {
            input type="hidden" name="status" value=(params.status);
            (form.field("q").kind("search").label(lang.t("recurring-invoices-search")).optional())
            button.btn type="submit" { (lang.t("filter")) }
        }
    }
}

fn table(who: &InOrganization, title: &str, found: &[RecurringInvoice], customers: &HashMap<Id, String>) -> Result<Markup> {
    let lang = who.lang();
    let whens = found.iter().map(|of| Ok(recurrence::told(lang, &of.schedule()?))).collect::<Result<Vec<_>>>()?;
    Ok(html! {
        div.scroll { table.lines {
            caption.vh { (title) }
            thead { tr {
                th scope="col" { (lang.t("field-name")) }
                th scope="col" { (lang.t("document-contact")) }
                th scope="col" { (lang.t("recurring-invoice-when")) }
                th scope="col" { (lang.t("recurring-invoice-does")) }
                th scope="col" { (lang.t("recurring-invoice-next")) }
                th.num scope="col" { (lang.t("recurring-invoice-payable")) }
            } }
            tbody { @for (of, when) in found.iter().zip(&whens) { tr {
                td { a.to href=(path_to(who, of.id)) { (of.name) } @if let Some(fault) = fault(lang, of) { p.help.bad { (fault) } } }
                td data-l=(lang.t("document-contact")) { (customers.get(&of.contact_id).map_or("", String::as_str)) }
                td data-l=(lang.t("recurring-invoice-when")) { (when) }
                td data-l=(lang.t("recurring-invoice-does")) { (does(lang, of)) }
                td data-l=(lang.t("recurring-invoice-next")) { @if of.status() == ACTIVE { (format::stored_date(lang, &of.next_on)) } @else { (tag(lang, of)) } }
                td.num data-l=(lang.t("recurring-invoice-payable")) { (payable(lang, of)) }
            } } }
        } }
    })
}

pub async fn list(Shared(platform): Shared<Platform>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let cursor = Some(params.after.clone()).filter(|cursor| !cursor.is_empty());
    let after: Option<String> = ListQuery { cursor, ..ListQuery::default() }.position()?;
    let status = Some(params.status.clone()).filter(|status| STATUSES.contains(&status.as_str())).unwrap_or_default();
    let filter = Filter { search: params.q.chars().take(200).collect(), status, contact: None };
    let mut found = store::page(db, who.organization, &filter, after.as_deref(), PAGE + 1).await?;
    let next = paging::cut(&mut found, PAGE).then(|| found.last().map(|last| paging::encode(&last.name_key))).flatten();
    let customers: Vec<Id> = found.iter().map(|of| of.contact_id).collect();
    let customers: HashMap<Id, String> = contacts::of_ids(db, who.organization, &customers)
        .await?
        .into_iter()
        .map(|contact| (contact.id, contact.name))
        .collect();
    let title = lang.t("recurring-invoices");
    let add =
        html! { @if who.may(R::PostEntries) { a.btn.primary href=(who.path("/recurring-invoices/new")) { (icon("plus")) (lang.t("recurring-invoice-new")) } } };
    let filtered = !filter.search.is_empty() || !filter.status.is_empty();
    let body = html! {
        (head(&title, html! { (add) }))
        p.lead.muted { (lang.t("recurring-invoices-about")) }
        nav.tabs aria-label=(lang.t("views")) {
            @for word in STATUSES {
                a href=(params.with("status", word)) aria-current=[(filter.status == word).then_some("page")] { (lang.t(&format!("recurring-invoices-{}", if word.is_empty() { "all" } else { word }))) }
            }
        }
        (filters(lang, &params))
        @if found.is_empty() {
            section.card {
                @if filtered { (empty(&lang.t("recurring-invoices-none"), html! { a.btn href=(who.path("/recurring-invoices")) { (lang.t("clear-filters")) } })) }
                @else { (empty(&lang.t("recurring-invoices-empty"), add)) }
            }
        } @else {
            section.card { (table(&who, &title, &found, &customers)?) }
            @if let Some(next) = &next {
                nav.pages aria-label=(lang.t("pages")) { p {} a.btn rel="next" href=(params.with("after", next)) { (lang.t("recurring-invoices-more")) (icon("chevron-right")) } }
            }
        }
    };
    Ok(layout::page(framed(&platform, &who, "recurring-invoices", &title, &body).await?))
}
