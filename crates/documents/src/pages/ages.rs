//! What is open by age on a page: by contact, and the items of one age or of a day on which they are due.

use axum::extract::State;
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R, place::Currency};
use despacho_ledger::api::common::currency;
use despacho_organizations::frame::framed;
use despacho_platform::{Platform, Result, i18n::Lang, t};
use despacho_ui::{
    Access, InOrganization, Outcome, Query, Routes,
    components::{empty, head},
    format,
    forms::{Form, FormData},
    layout, paging,
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    list::today,
    rows::{key, path_of},
};
use crate::{
    kind::Kind,
    open::{
        ages::{AGES, AgedItem, Ages, Side, due_within},
        ages_store as store,
    },
    payments::payment::Way,
};

/// Rows of a page.
const PAGE: i64 = 100;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    /// The day as of which it is told; today where it is empty.
    date: String,
    /// One of [`AGES`]: its items alone.
    age: String,
    /// A day: what is due on it alone.
    due: String,
    after: String,
}

pub fn routes(platform: &Platform) -> Routes {
    let read = Access::Organization(R::ReadLedger);
    Routes::new(platform)
        .get(
            "/organizations/{organization}/reports/aged-receivables",
            read,
            async |State(platform): State<Platform>, who: InOrganization, Query(params): Query<Params>| show(platform, who, Side::Receivable, params).await,
        )
        .get(
            "/organizations/{organization}/reports/aged-payables",
            read,
            async |State(platform): State<Platform>, who: InOrganization, Query(params): Query<Params>| show(platform, who, Side::Payable, params).await,
        )
}

fn word(side: Side) -> &'static str {
    match side {
        Side::Receivable => "aged-receivables",
        Side::Payable => "aged-payables",
    }
}

/// What is read of an address.
struct Seen<'a> {
    lang: Lang,
    who: &'a InOrganization,
    side: Side,
    currency: &'static Currency,
    params: &'a Params,
}

impl Seen<'_> {
    /// The page with these parameters instead of its own.
    fn address(&self, changes: &[(&str, &str)]) -> String {
        let own = [("date", self.params.date.as_str()), ("age", &self.params.age), ("due", &self.params.due)];
        let kept = own.into_iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
        let pairs = kept.chain(changes.iter().copied()).filter(|(_, value)| !value.is_empty());
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let path = self.who.path(&format!("/reports/{}", word(self.side)));
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }

    fn amount(&self, minor: i64) -> String {
        if minor == 0 { String::new() } else { format::amount(self.lang, minor, self.currency.digits) }
    }

    /// Where an item's document or payment stands.
    fn source(&self, item: &AgedItem) -> String {
        match item.source.parse::<Kind>() {
            Ok(kind) => path_of(self.who, kind, item.source_id),
            Err(_) if item.source == "payment" => {
                let way = if self.side == Side::Receivable { Way::Received } else { Way::Made };
                self.who.path(&format!("/{}/{}", way.path(), item.source_id))
            }
            Err(_) => self.who.path(&format!("/{}/{}", Kind::Invoice.path(), item.source_id)),
        }
    }

    fn contacts(&self, found: &[Ages], totals: &Ages, next: Option<&str>) -> Markup {
        let lang = self.lang;
        let parts = |of: &Ages| of.parts().into_iter().chain([of.total()]).collect::<Vec<i64>>();
        html! {
            div.scroll tabindex="0" role="region" aria-label=(lang.t(word(self.side))) { table.dense.aged {
                caption.vh { (lang.t(word(self.side))) }
                thead { tr {
                    th scope="col" { (lang.t("document-contact")) }
                    @for age in AGES { th.num scope="col" { (lang.t(&format!("age-{}", key(age)))) } }
                    th.num scope="col" { (lang.t("reports-total")) }
                } }
                tbody { @for of in found { tr {
                    th scope="row" { a.to href=(self.who.path(&format!("/contacts/{}", of.contact_id))) { span.code { (of.number) } span.name { (of.name) } } }
                    @for amount in parts(of) { td.num { (self.amount(amount)) } }
                } } }
                tfoot { tr {
                    th scope="row" { (lang.t("reports-total")) }
                    @for (at, amount) in parts(totals).into_iter().enumerate() { td.num {
                        @match AGES.get(at).filter(|_| amount != 0) {
                            Some(age) => { a.link href=(self.address(&[("age", age)])) { (self.amount(amount)) } }
                            None => { (self.amount(amount)) }
                        }
                    } }
                } }
            } }
            (self.pages(next))
        }
    }

    fn items(&self, found: &[AgedItem], (count, amount): (i64, i64), next: Option<&str>) -> Markup {
        let lang = self.lang;
        html! {
            div.scroll tabindex="0" role="region" aria-label=(lang.t(word(self.side))) { table.dense.aged {
                caption.vh { (lang.t(word(self.side))) }
                thead { tr {
                    th scope="col" { (lang.t("document-number")) } th scope="col" { (lang.t("document-contact")) }
                    th scope="col" { (lang.t("field-date")) } th scope="col" { (lang.t("document-due-on")) } th.num scope="col" { (lang.t("document-open")) }
                } }
                tbody { @for item in found { tr {
                    th scope="row" { a.to href=(self.source(item)) { @if item.label.is_empty() { (lang.t("aged-unnumbered")) } @else { (item.label) } } @if !item.reference.is_empty() { small.block.muted { (item.reference) } } }
                    td { (item.contact_name) }
                    td.code { (format::stored_date(lang, &item.date)) }
                    td.code { (format::stored_date(lang, &item.due_on)) }
                    td.num { (self.amount(item.amount)) }
                } } }
                tfoot { tr { th scope="row" colspan="4" { (t!(lang, "aged-items", count = count)) } td.num { (self.amount(amount)) } } }
            } }
            (self.pages(next))
        }
    }

    fn pages(&self, next: Option<&str>) -> Markup {
        let lang = self.lang;
        html! { @if next.is_some() || !self.params.after.is_empty() {
            nav.pages aria-label=(lang.t("pages")) {
                @if !self.params.after.is_empty() { a.btn href=(self.address(&[])) { (lang.t("reports-first-page")) } }
                @if let Some(next) = next { a.btn rel="next" href=(self.address(&[("after", next)])) { (lang.t("pages-next")) } }
            }
        } }
    }
}

async fn shown(platform: &Platform, seen: &Seen<'_>, day: Date, due: Option<Date>) -> Result<Markup> {
    let (db, organization, asked, params) = (platform.db.read(), seen.who.organization, (seen.side, day), seen.params);
    let none = || empty(&seen.lang.t("aged-none"), html! {});
    let age = AGES.iter().position(|age| *age == params.age);
    if due.is_none() && age.is_none() {
        let after: i64 = paging::position(&params.after)?.unwrap_or(0);
        let mut found = store::by_contact(db, organization, asked, after, PAGE + 1).await?;
        let more = paging::cut(&mut found, PAGE);
        let next = found.last().filter(|_| more).map(|of| paging::encode(&of.number));
        let totals = store::totals(db, organization, asked).await?;
        return Ok(if found.is_empty() { none() } else { seen.contacts(&found, &totals, next.as_deref()) });
    }
    let (from, to) = match (due, age) {
        (Some(due), _) => (due.to_string(), due.to_string()),
        (None, age) => due_within(age.unwrap_or(0), day),
    };
    let after: Option<(String, Id)> = paging::position(&params.after)?;
    let place = after.as_ref().map_or(("", Id::nil()), |(due, id)| (due.as_str(), *id));
    let mut found = store::items(db, organization, asked, (&from, &to), place, PAGE + 1).await?;
    let more = paging::cut(&mut found, PAGE);
    let next = found.last().filter(|_| more).map(|item| paging::encode(&(&item.due_on, item.id)));
    let told = match due {
        Some(due) => store::by_day(db, organization, asked, (due, due)).await?.first().map(|sum| (sum.items, sum.amount)),
        None => {
            let sums = store::by_age(db, organization, asked).await?;
            sums.iter().find(|sum| usize::try_from(sum.age).ok() == age).map(|sum| (sum.items, sum.amount))
        }
    };
    Ok(if found.is_empty() { none() } else { seen.items(&found, told.unwrap_or_default(), next.as_deref()) })
}

async fn show(platform: Platform, who: InOrganization, side: Side, params: Params) -> Outcome {
    let lang = who.lang();
    let mut errors = Invalid::new();
    let present: Date = today(&platform, who.organization).await?.parse().unwrap_or_default();
    let mut read =
        |name: &str, text: &str| -> Option<Date> { if text.trim().is_empty() { None } else { errors.take(name, text.trim().parse().map_err(|_| "date")) } };
    let (day, due) = (read("date", &params.date).unwrap_or(present), read("due", &params.due));
    let seen = Seen { lang, who: &who, side, currency: currency(&platform, who.organization).await?, params: &params };
    let mut data = FormData::default();
    data.set("date", if params.date.is_empty() { day.to_string() } else { params.date.clone() });
    let form = Form::new(lang, &data, &errors);
    let title = lang.t(word(side));
    let body = html! {
        p.crumbs { a href=(who.path("/reports")) { (lang.t("nav-reports")) } }
        (head(&title, html! {}))
        form.filters.of-entries method="get" role="search" aria-label=(lang.t("filters")) {
            @if !params.age.is_empty() { input type="hidden" name="age" value=(params.age); }
            (form.field("date").kind("date").label(lang.t("reports-on")))
            button.btn type="submit" { (lang.t("filter")) }
        }
        nav.tabs aria-label=(lang.t("views")) {
            a href=(seen.address(&[("age", ""), ("due", "")])) aria-current=[(params.age.is_empty() && due.is_none()).then_some("page")] { (lang.t("aged-by-contact")) }
            @for age in AGES { a href=(seen.address(&[("age", age), ("due", "")])) aria-current=[(params.age == age && due.is_none()).then_some("page")] { (lang.t(&format!("age-{}", key(age)))) } }
            @if let Some(due) = due { a href=(seen.address(&[])) aria-current="page" { (t!(lang, "aged-due-on", day = format::calendar_date(lang, "", due))) } }
        }
        section.card {
            @if errors.0.is_empty() { (shown(&platform, &seen, day, due).await?) } @else { div.body { (form.summary()) } }
        }
    };
    let page = framed(&platform, &who, "reports", &title, &body).await?;
    Ok(if errors.0.is_empty() { layout::page(page) } else { layout::unprocessable(page) })
}
