//! The page of insights, and its files.

use axum::{extract::State, response::Response};
use despacho_kernel::place;
use despacho_platform::{Error, Platform, Result, i18n::Lang, memberships, t};
use despacho_sheets::figures::{Cell, Figures as Sheet, Head};
use despacho_ui::{
    InPractice, Outcome, Query,
    assets::icon,
    components::{empty, head, pages},
    format, layout,
    table::{Sorted, sorting},
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    actions,
    insight::{Insight, Measure, Span, Unit, sort, total},
};
use crate::{
    clients::{filter::visible_to, params::ListParams, store as clients},
    control::{
        actions::{scope, today},
        store::MAX,
    },
    practices::frame::framed,
};

/// Rows of a page.
const PAGE: usize = 100;
const BASE: &str = "/insights";

/// What the address says besides what it narrows the clients to.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    period: String,
    /// `csv` or `xlsx`; the page otherwise.
    format: String,
}

/// What is looked at.
struct Seen<'a> {
    who: &'a InPractice,
    params: &'a ListParams,
    span: Span,
    today: Date,
}

fn heading(lang: Lang, measure: Measure) -> String {
    lang.t(&format!("insight-{}", measure.word().replace('_', "-")))
}

/// A figure as people read it.
fn figure(lang: Lang, of: &Insight, measure: Measure) -> Markup {
    html! { @match (of.value(measure), measure.unit()) {
        (None | Some(0), _) => { span.muted { "—" } }
        (Some(value), Unit::Share) => { (percent(lang, value)) }
        (Some(value), Unit::Money) => { (format::amount(lang, value, of.digits())) }
    } }
}

fn percent(lang: Lang, tenths: i64) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    format::percent(lang, &format!("{sign}{}.{}", tenths.abs() / 10, tenths.abs() % 10))
}

/// Where a figure leads, of an organization's own pages.
fn page_of(of: &Insight, measure: Measure, seen: &Seen<'_>) -> String {
    let base = format!("/organizations/{}", of.kept.organization_id);
    let (before, first) = seen.span.months(seen.today);
    let last = |month: &str| {
        format!("{month}-01")
            .parse::<Date>()
            .ok()
            .and_then(|day| day.yesterday().ok())
            .map_or_else(String::new, |day| day.to_string())
    };
    match measure {
        Measure::Cash => base,
        Measure::Receivables | Measure::Overdue => format!("{base}/reports/aged-receivables"),
        Measure::Payables => format!("{base}/reports/aged-payables"),
        Measure::IncomeBefore | Measure::ExpensesBefore | Measure::ResultBefore => {
            format!("{base}/reports/profit-and-loss?from={before}-01&to={}", last(&first))
        }
        _ => format!("{base}/reports/profit-and-loss?from={first}-01&to={}", seen.today),
    }
}

impl Seen<'_> {
    fn lang(&self) -> Lang {
        self.who.lang()
    }

    /// The page with one parameter changed.
    fn address(&self, name: &str, value: &str) -> String {
        let period = if name == "period" { value } else { self.span.word() };
        let query = if name == "period" { self.params.with("page", "") } else { self.params.with(name, value) };
        let joint = if query == "?" { "" } else { "&" };
        self.who.path(&format!("{BASE}{query}{joint}period={period}"))
    }

    fn filters(&self, tags: &[String], members: &[memberships::Member]) -> Markup {
        let (lang, params) = (self.lang(), self.params);
        html! {
            form.filters.of-entries method="get" role="search" aria-label=(lang.t("filters")) {
                input type="hidden" name="period" value=(self.span.word());
                input type="hidden" name="sort" value=(params.sort);
                div.field { div.label { label for="filter-q" { (lang.t("search")) } } input #filter-q type="search" name="q" value=(params.q) autocomplete="off"; }
                @if !tags.is_empty() {
                    div.field { div.label { label for="filter-tag" { (lang.t("tag")) } }
                        select #filter-tag name="tag" { option value="" { (lang.t("any")) } @for tag in tags { option value=(tag) selected[params.tag == *tag] { (tag) } } } }
                }
                @if !self.who.role.sees_assigned_only() {
                    div.field { div.label { label for="filter-assigned" { (lang.t("field-assigned")) } }
                        select #filter-assigned name="assigned" { option value="" { (lang.t("any")) } @for m in members { option value=(m.user_id) selected[params.assigned == m.user_id.to_string()] { (m.name) } } } }
                }
                button.btn type="submit" { (lang.t("filter")) }
            }
        }
    }

    fn table(&self, all: &[Insight], shown: &[Insight], sorted: Sorted<'_>) -> Markup {
        let lang = self.lang();
        let link = |sort: &str| self.address("sort", sort);
        let one = all.first().map(|of| of.kept.currency.as_str()).filter(|currency| all.iter().all(|of| of.kept.currency == *currency));
        html! {
            section.card { div.scroll tabindex="0" role="region" aria-label=(lang.t("insights")) { table.dense.insights {
                caption.vh { (lang.t("insights")) }
                thead { tr {
                    (sorting(lang, &lang.t("control-client"), "name", sorted, true, link))
                    @for measure in Measure::ALL { (sorting(lang, &heading(lang, *measure), measure.word(), sorted, true, link)) }
                } }
                tbody { @for of in shown { tr {
                    th scope="row" {
                        a.to href=(format!("/organizations/{}", of.kept.organization_id)) { (of.kept.client_name) }
                        @if of.kept.name != of.kept.client_name { small.block.muted { (of.kept.name) } }
                        @if one.is_none() { small.block.muted { (of.kept.currency) } }
                    }
                    @for measure in Measure::ALL {
                        @let bad = match measure { Measure::Cash | Measure::Result | Measure::ResultBefore | Measure::Margin => of.value(*measure).is_some_and(|value| value < 0), Measure::Overdue => of.figures.overdue > 0, _ => false };
                        td.num.bad[bad] data-l=(heading(lang, *measure)) { a href=(page_of(of, *measure, self)) { (figure(lang, of, *measure)) } }
                    }
                } } }
                tfoot { tr {
                    th scope="row" { (t!(lang, "insights-clients", count = all.len())) }
                    @for measure in Measure::ALL { td.num data-l=(heading(lang, *measure)) {
                        @if let (Some(sum), Some(first)) = (total(all, *measure), all.first()) { (format::amount(lang, sum, first.digits())) }
                    } }
                } }
            } } }
        }
    }

    /// The figures as a file: amounts as numbers, a column of currencies among them.
    async fn file(&self, all: &[Insight], kind: &str) -> Result<Response> {
        let lang = self.lang();
        let named = ["control-client", "organization", "field-currency"].map(|key| lang.t(key));
        let headings = named.into_iter().chain(Measure::ALL.iter().map(|measure| heading(lang, *measure))).collect();
        let row = |of: &Insight| {
            let cell = |measure: &Measure| match of.value(*measure) {
                None => Cell::Empty,
                Some(value) => Cell::Amount(value, if measure.unit() == Unit::Money { of.digits() } else { 1 }),
            };
            let texts = [&of.kept.client_name, &of.kept.name, &of.kept.currency].map(|text| Cell::Text(text.clone()));
            texts.into_iter().chain(Measure::ALL.iter().map(cell)).collect()
        };
        let sheet = Sheet { headings, rows: all.iter().map(row).collect() };
        let day = format::calendar_date(lang, "", self.today);
        let told = Head { title: lang.t("insights"), lines: vec![format!("{day} · {}", lang.t(&format!("insights-{}", self.span.word())))] };
        let xlsx = kind == "xlsx";
        let (separator, mark) = if lang == Lang::Es { (';', ',') } else { (',', '.') };
        let written = tokio::task::spawn_blocking(move || if xlsx { sheet.xlsx(&told) } else { sheet.csv(separator, mark) });
        let bytes = written.await.map_err(|e| Error::Other(e.to_string()))?.map_err(|e| Error::Other(e.to_string()))?;
        let name = lang.t("insights-file");
        Ok(match xlsx {
            true => layout::download(&format!("{name}.xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes),
            false => layout::download(&format!("{name}.csv"), "text/csv; charset=utf-8", bytes),
        })
    }
}

pub(super) async fn show(State(platform): State<Platform>, who: InPractice, Query(params): Query<ListParams>, Query(asked): Query<Asked>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let seen = Seen { who: &who, params: &params, span: asked.period.parse().unwrap_or(Span::Year), today: today(&platform, &who) };
    let filter = params.narrowed().then(|| params.filter(&who));
    let mut all = actions::insights(db, scope(&who), (seen.span, seen.today), filter.as_ref()).await?;
    let sorted = params.sorted();
    sort(&mut all, sorted.by.parse().ok(), sorted.descending);
    if ["csv", "xlsx"].contains(&asked.format.as_str()) {
        return Ok(seen.file(&all, &asked.format).await?);
    }
    let page: usize = params.page.parse().unwrap_or(1).clamp(1, all.len().div_ceil(PAGE).max(1));
    let shown = &all[(page - 1) * PAGE..all.len().min(page * PAGE)];
    let tags = clients::tags(db, who.practice, visible_to(&who)).await?;
    let members = memberships::list(db, who.practice).await?;
    let count = |rows: usize| i64::try_from(rows).unwrap_or(i64::MAX);
    let currency = all
        .first()
        .and_then(|of| place::currency(&of.kept.currency).ok())
        .filter(|first| all.iter().all(|of| of.kept.currency == first.code));
    let title = lang.t("insights");
    let body = html! {
        (head(&title, html! {
            @for kind in ["csv", "xlsx"] { a.btn href=(format!("{}&format={kind}", seen.address("page", ""))) data-turbo="false" { (icon("download")) (kind.to_uppercase()) } }
        }))
        nav.tabs aria-label=(lang.t("views")) {
            @for span in Span::ALL { a href=(seen.address("period", span.word())) aria-current=[(*span == seen.span).then_some("page")] { (lang.t(&format!("insights-{}", span.word()))) } }
        }
        p.lead.muted { (t!(lang, "insights-about", day = format::calendar_date(lang, "", seen.today))) @if let Some(currency) = currency { " " (t!(lang, "insights-in", currency = currency.code.as_str())) } }
        (seen.filters(&tags, &members))
        @if all.is_empty() {
            section.card { @if params.narrowed() { (empty(&lang.t("clients-none"), html! { a.btn href=(who.path(BASE)) { (lang.t("clear-filters")) } })) } @else { (empty(&lang.t("control-no-books"), html! {})) } }
        } @else {
            (seen.table(&all, shown, sorted))
            @if count(all.len()) == MAX { p.note { (t!(lang, "insights-first", max = format::number(lang, MAX))) } }
            (pages(lang, count(page), count(PAGE), count(all.len()), |page| seen.address("page", &page.to_string())))
        }
    };
    Ok(layout::page(framed(&platform, &who, "insights", &title, &body).await?))
}
