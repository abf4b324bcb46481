//! The list of items.

use axum::extract::State;
use despacho_kernel::{Invalid, access::OrganizationRight as R};
use despacho_ledger::api::common::currency;
use despacho_organizations::frame::framed;
use despacho_platform::Platform;
use despacho_ui::{
    InOrganization, Outcome, Query,
    assets::icon,
    components::{empty, head, pages},
    forms::{Form, FormData},
    layout,
    table::{self, Column, Sorted, Table},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::super::{rows::price, store};
use crate::items::item::Item;

/// Items of a page.
const PAGE: i64 = 50;

/// What the list shows beside their names.
static ITEMS: Table<Item, u8> = Table(&[
    Column::new("sku", "item-sku", |_, item: &Item, _: &u8| item.sku.clone()).sorts(),
    Column::new("kind", "item-kind", |lang, item: &Item, _: &u8| lang.t(&format!("item-kind-{}", item.kind))),
    Column::new("unit", "item-unit", |_, item: &Item, _: &u8| item.unit.clone()),
    Column::new("sale_price", "item-sale-price", |lang, item: &Item, digits: &u8| price(lang, &item.sale_price, *digits)),
    Column::new("purchase_price", "item-purchase-price", |lang, item: &Item, digits: &u8| price(lang, &item.purchase_price, *digits)),
]);

/// What the list's address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    q: String,
    /// `inactive` or `all`; those in use where it is neither.
    status: String,
    sort: String,
    page: String,
}

impl Params {
    /// The list's address with one parameter changed.
    fn with(&self, name: &str, value: &str) -> String {
        let own = [("q", &self.q), ("status", &self.status), ("sort", &self.sort)];
        let mut pairs: Vec<(&str, &str)> = own
            .into_iter()
            .filter(|(key, value)| *key != name && !value.is_empty())
            .map(|(key, value)| (key, value.as_str()))
            .collect();
        pairs.push((name, value));
        format!("?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
    }
}

pub async fn list(State(platform): State<Platform>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let active = match params.status.as_str() {
        "all" => None,
        "inactive" => Some(false),
        _ => Some(true),
    };
    let search: String = params.q.chars().take(200).collect();
    let total = store::count_items(db, who.organization, &search, active).await?;
    let page = params.page.parse::<i64>().unwrap_or(1).clamp(1, ((total + PAGE - 1) / PAGE).max(1));
    let sorted = Sorted::of(&params.sort, "name");
    let items = store::list_items(db, who.organization, (&search, active), (sorted.by, sorted.descending), PAGE, (page - 1) * PAGE).await?;
    let title = lang.t("items-title");
    let new = who
        .may(R::PostEntries)
        .then(|| html! { a.btn.primary href=(who.path("/items/new")) { (icon("plus")) (lang.t("item-new")) } });
    let mut data = FormData::default();
    data.set("q", &params.q).set("status", &params.status);
    let errors = Invalid::new();
    let form = Form::new(lang, &data, &errors);
    let states = [("", "items-state-active"), ("inactive", "items-state-inactive"), ("all", "items-state-all")];
    let body = html! {
        (head(&title, html! { @if let Some(new) = &new { (new) } }))
        form.filters method="get" role="search" aria-label=(lang.t("filters")) {
            input type="hidden" name="sort" value=(params.sort);
            (form.field("q").kind("search").label(lang.t("items-search")).optional())
            (form.field("status").select(states.map(|(word, key)| (word.to_owned(), lang.t(key))).to_vec()))
            button.btn type="submit" { (lang.t("filter")) }
        }
        @if items.is_empty() {
            section.card {
                @if params.q.is_empty() && params.status.is_empty() { (empty(&lang.t("items-first"), html! { @if let Some(new) = &new { (new) } })) }
                @else { (empty(&lang.t("items-none"), html! { a.btn href=(who.path("/items")) { (lang.t("clear-filters")) } })) }
            }
        } @else {
            section.card { div.scroll { (table_of(&who, &params, &items, currency(&platform, who.organization).await?.digits)) } }
            (pages(lang, page, PAGE, total, |page| params.with("page", &page.to_string())))
        }
    };
    Ok(layout::page(framed(&platform, &who, "items", &title, &body).await?))
}

fn table_of(who: &InOrganization, params: &Params, items: &[Item], digits: u8) -> Markup {
    let lang = who.lang();
    let link = |sort: &str| params.with("sort", sort);
    let sorted = Sorted::of(&params.sort, "name");
    let columns: Vec<_> = ITEMS.on_pages().collect();
    html! {
        table.dense {
            caption.vh { (lang.t("items-title")) }
            thead { tr { (table::sorting(lang, &lang.t("field-name"), "name", sorted, true, link)) (table::headings(lang, &columns, sorted, link)) } }
            tbody { @for item in items { tr {
                td {
                    a.to href=(who.path(&format!("/items/{}", item.id))) { (item.name) }
                    @if !item.active { " " span.tag.warn { (lang.t("state-inactive")) } }
                    small.show-s { (item.sku) " " (price(lang, &item.sale_price, digits)) }
                }
                (table::cells(lang, &columns, item, &digits))
            } } }
        }
    }
}
