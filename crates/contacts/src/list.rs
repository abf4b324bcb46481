//! The list of contacts, and its file.

use axum::extract::State;
use despacho_kernel::{Invalid, access::OrganizationRight as R};
use despacho_organizations::frame::framed;
use despacho_platform::{Error, Platform, i18n::Lang};
use despacho_ui::{
    InOrganization, Outcome, Query,
    assets::icon,
    components::{empty, head, pages},
    forms::{Form, FormData},
    layout, paging,
    table::{self, Sorted},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    contact::{CONTACTS, Contact},
    store::{self, Filter},
};

/// Contacts of a page.
const PAGE: i64 = 50;

/// Most contacts of a file.
const MAX_FILE: i64 = 50_000;

/// What the list's address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Params {
    q: String,
    /// `customer`, `vendor`; all where it is neither.
    kind: String,
    /// `inactive` or `all`; those in use where it is neither.
    status: String,
    sort: String,
    page: String,
}

impl Params {
    fn pairs(&self) -> [(&'static str, &str); 4] {
        [("q", &self.q), ("kind", &self.kind), ("status", &self.status), ("sort", &self.sort)]
    }

    /// The list's address with one parameter changed; another page only when it is asked for.
    fn with(&self, name: &str, value: &str) -> String {
        let mut pairs: Vec<(&str, &str)> = self.pairs().into_iter().filter(|(key, value)| *key != name && !value.is_empty()).collect();
        if !value.is_empty() {
            pairs.push((name, value));
        }
        format!("?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
    }

    fn filter(&self) -> Filter {
        let active = match self.status.as_str() {
            "all" => None,
            "inactive" => Some(false),
            _ => Some(true),
        };
        Filter { search: self.q.chars().take(200).collect(), kind: self.kind.clone(), active }
    }

    fn sorted(&self) -> Sorted<'_> {
        Sorted::of(&self.sort, "number")
    }
}

pub(super) async fn list(State(platform): State<Platform>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let filter = params.filter();
    let total = store::count(db, who.organization, &filter).await?;
    let last = ((total + PAGE - 1) / PAGE).max(1);
    let page = params.page.parse::<i64>().unwrap_or(1).clamp(1, last);
    let sorted = params.sorted();
    let contacts = store::list(db, who.organization, &filter, (sorted.by, sorted.descending), PAGE, (page - 1) * PAGE).await?;
    let title = lang.t("contacts-title");
    let new = who
        .may(R::PostEntries)
        .then(|| html! { a.btn.primary href=(who.path("/contacts/new")) { (icon("plus")) (lang.t("contact-new")) } });
    let narrowed = !params.q.is_empty() || !params.kind.is_empty() || !params.status.is_empty();
    let body = html! {
        (head(&title, html! {
            a.btn href=(who.path(&format!("/contacts/export{}", params.with("", "")))) data-turbo="false" { (icon("download")) "CSV" }
            @if let Some(new) = &new { (new) }
        }))
        nav.tabs aria-label=(lang.t("views")) {
            @for (word, key) in [("", "contacts-all"), ("customer", "contacts-customers"), ("vendor", "contacts-vendors")] {
                a href=(params.with("kind", word)) aria-current=[(params.kind == word).then_some("page")] { (lang.t(key)) }
            }
        }
        (filters(lang, &params))
        @if contacts.is_empty() {
            section.card {
                @if narrowed { (empty(&lang.t("contacts-none"), html! { a.btn href=(who.path("/contacts")) { (lang.t("clear-filters")) } })) }
                @else { (empty(&lang.t("contacts-first"), html! { @if let Some(new) = &new { (new) } })) }
            }
        } @else {
            section.card { div.scroll { (table_of(&who, &params, &contacts)) } }
            (pages(lang, page, PAGE, total, |page| params.with("page", &page.to_string())))
        }
    };
    Ok(layout::page(framed(&platform, &who, "contacts", &title, &body).await?))
}

fn filters(lang: Lang, params: &Params) -> Markup {
    let (mut data, errors) = (FormData::default(), Invalid::new());
    data.set("q", &params.q).set("status", &params.status);
    let form = Form::new(lang, &data, &errors);
    let states = [("", "contacts-state-active"), ("inactive", "contacts-state-inactive"), ("all", "contacts-state-all")];
    html! {
        form.filters method="get" role="search" aria-label=(lang.t("filters")) {
            input type="hidden" name="kind" value=(params.kind);
            input type="hidden" name="sort" value=(params.sort);
            (form.field("q").kind("search").label(lang.t("contacts-search")).optional())
            (form.field("status").label(lang.t("contacts-state")).select(states.map(|(word, key)| (word.to_owned(), lang.t(key))).to_vec()))
            button.btn type="submit" { (lang.t("filter")) }
        }
    }
}

fn table_of(who: &InOrganization, params: &Params, contacts: &[Contact]) -> Markup {
    let lang = who.lang();
    let link = |sort: &str| params.with("sort", sort);
    let columns = CONTACTS.chosen(&["tax_id", "kind"]);
    html! {
        table.dense {
            caption.vh { (lang.t("contacts-title")) }
            thead { tr {
                (table::sorting(lang, &lang.t("contact-number"), "number", params.sorted(), true, link))
                (table::sorting(lang, &lang.t("contact-name"), "name", params.sorted(), true, link))
                (table::headings(lang, &columns, params.sorted(), link))
            } }
            tbody { @for contact in contacts { tr {
                td.code { (contact.number) }
                td {
                    a.to href=(who.path(&format!("/contacts/{}", contact.id))) { (contact.name) }
                    @if !contact.active { " " span.tag.warn { (lang.t("state-inactive")) } }
                    small.show-s { @if contact.tax_id.is_empty() { (contact.kinds(lang)) } @else { (contact.tax_id) } }
                }
                (table::cells(lang, &columns, contact, &()))
            } } }
        }
    }
}

/// The list as it is filtered and sorted, as CSV.
pub(super) async fn export(State(platform): State<Platform>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    let lang = who.lang();
    let sorted = params.sorted();
    let mut contacts = store::list(platform.db.read(), who.organization, &params.filter(), (sorted.by, sorted.descending), MAX_FILE + 1, 0).await?;
    if paging::cut(&mut contacts, MAX_FILE) {
        return Err(Invalid::too_many("name", MAX_FILE).into());
    }
    let (headings, name) = (CONTACTS.headings(lang), lang.t("contacts-file"));
    let rows: Vec<Vec<String>> = contacts.iter().map(|contact| CONTACTS.row(lang, contact, &())).collect();
    // Spanish spreadsheets separate lists by semicolons.
    let separator = if lang == Lang::Es { ';' } else { ',' };
    let written = tokio::task::spawn_blocking(move || despacho_sheets::csv(&headings, rows.into_iter(), separator)).await;
    let bytes = written.map_err(|e| Error::Other(e.to_string()))?.map_err(|e| Error::Other(e.to_string()))?;
    Ok(layout::download(&format!("{name}.csv"), "text/csv; charset=utf-8", bytes))
}
