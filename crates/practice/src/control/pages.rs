//! The pages of the control matrix: all clients against all checks, and one of them.

use axum::extract::State;
use despacho_kernel::{Id, Invalid, access::PracticeRight as R, place};
use despacho_platform::{Error, Platform, Result, i18n::Lang, t};
use despacho_ui::{
    InPractice, Outcome, Path, Query,
    components::{button, empty, head},
    format,
    forms::{Form, FormData},
    layout,
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    actions::{self, Line},
    check::{Cell, Check, Unit, days_between},
    told::link,
};
use crate::practices::frame::framed;

/// Most rows of a page.
const PAGE: usize = 100;
const BASE: &str = "/control";

/// Which rows are shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// `all`, `mine` or `snoozed`; those with warnings otherwise.
    show: String,
    /// A check's word: only rows that it warns of, the oldest first.
    check: String,
    page: String,
}

impl Asked {
    fn path(&self, who: &InPractice, show: &str, check: &str, page: usize) -> String {
        let pairs = [("show", show.to_owned()), ("check", check.to_owned()), ("page", if page > 1 { page.to_string() } else { String::new() })];
        let pairs = pairs.iter().filter(|(_, value)| !value.is_empty());
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        if query.is_empty() { who.path(BASE) } else { who.path(&format!("{BASE}?{query}")) }
    }
}

fn heading(lang: Lang, check: Check) -> String {
    lang.t(&format!("control-{}", check.word().replace('_', "-")))
}

/// A value as people read it.
fn value(lang: Lang, of: &Line, cell: &Cell) -> String {
    let Some(found) = &cell.found else { return "—".into() };
    match (cell.check.unit(), place::currency(&of.kept.currency)) {
        (Unit::Money, Ok(currency)) => format::money(lang, found.value, currency),
        (Unit::Days, _) => t!(lang, "control-days", count = found.value),
        (Unit::Months, _) => t!(lang, "control-months-open", count = found.value),
        _ => format::number(lang, found.value),
    }
}

/// From which value on a check warns, as people read it.
fn bound(lang: Lang, check: Check, threshold: i64) -> String {
    match (check.unit(), threshold) {
        (Unit::Money, 0) => lang.t("control-always"),
        (Unit::Days, days) => t!(lang, "control-over-days", count = days),
        (Unit::Months, months) => t!(lang, "control-over-months", count = months),
        (_, value) => t!(lang, "control-over", value = format::number(lang, value)),
    }
}

fn cell(who: &InPractice, of: &Line, cell: &Cell, today: Date) -> Markup {
    let lang = who.lang();
    let snoozed = cell.is_snoozed(today);
    let class = if cell.warns(today) {
        "warns"
    } else if snoozed {
        "snoozed"
    } else {
        "calm"
    };
    let number = cell.check.unit() != Unit::Days;
    html! {
        td class=(format!("{class}{}", if number { " num" } else { "" })) data-l=(heading(lang, cell.check)) {
            @match &cell.found {
                None => span.muted { "—" },
                Some(found) => {
                    a href=(link(of, cell)) { (value(lang, of, cell)) }
                    @if cell.over {
                        br;
                        @match cell.snooze.as_ref().filter(|_| snoozed) {
                            Some(snooze) => small title=(snooze.reason) { (t!(lang, "control-snoozed", day = format::stored_date(lang, &snooze.through))) },
                            None => small { (t!(lang, "control-since", day = format::stored_date(lang, &found.since), days = days_between(&found.since, today))) },
                        }
                    }
                }
            }
        }
    }
}

fn shown<'l>(lines: &'l [Line], asked: &Asked, today: Date) -> Vec<&'l Line> {
    let check: Option<Check> = asked.check.parse().ok();
    let cell = |line: &'l Line, check: Check| line.cells.iter().find(|cell| cell.check == check);
    let mut found: Vec<&Line> = lines
        .iter()
        .filter(|line| match asked.show.as_str() {
            "all" => true,
            "mine" => line.kept.assigned,
            "snoozed" => line.snoozed(today) > 0,
            _ => line.warnings(today) > 0,
        })
        .filter(|line| {
            check.is_none_or(|check| cell(line, check).is_some_and(|cell| if asked.show == "snoozed" { cell.is_snoozed(today) } else { cell.warns(today) }))
        })
        .collect();
    if let Some(check) = check {
        found.sort_by_key(|line| cell(line, check).and_then(|cell| cell.found.as_ref()).map(|found| found.since.clone()));
    }
    found
}

pub(super) async fn matrix(State(platform): State<Platform>, who: InPractice, Query(asked): Query<Asked>) -> Outcome {
    let (lang, today) = (who.lang(), actions::today(&platform, &who));
    let lines = actions::matrix(platform.db.read(), actions::scope(&who), today).await?;
    let found = shown(&lines, &asked, today);
    let page: usize = asked.page.parse().unwrap_or(1).clamp(1, found.len().div_ceil(PAGE).max(1));
    let warnings: usize = lines.iter().map(|line| line.warnings(today)).sum();
    let clients = lines.iter().filter(|line| line.warnings(today) > 0).count();
    let count = |check: Check| lines.iter().flat_map(|line| &line.cells).filter(|cell| cell.check == check && cell.warns(today)).count();
    let tabs = [
        ("", "control-tab-warnings", clients),
        ("all", "control-tab-all", lines.len()),
        ("mine", "control-tab-mine", lines.iter().filter(|line| line.kept.assigned).count()),
        ("snoozed", "control-tab-snoozed", lines.iter().filter(|line| line.snoozed(today) > 0).count()),
    ];
    let title = lang.t("control");
    let body = html! {
        (head(&title, html! {}))
        nav.tabs aria-label=(lang.t("views")) {
            @for (word, key, count) in tabs { a href=(asked.path(&who, word, "", 1)) aria-current=[(asked.show == word).then_some("page")] { (lang.t(key)) " · " (count) } }
        }
        p.lead { b { (t!(lang, "control-warnings", count = warnings, clients = t!(lang, "control-clients", count = clients))) } " " span.muted { (lang.t("control-about")) } }
        @if let Ok(check) = asked.check.parse::<Check>() {
            div.chips { span.chip { (heading(lang, check)) " " a href=(asked.path(&who, &asked.show, "", 1)) aria-label=(lang.t("control-all-checks")) { "×" } } }
        }
        @if found.is_empty() { section.card { (empty(&lang.t(if lines.is_empty() { "control-no-books" } else { "control-none" }), html! {})) } }
        @else {
            section.card { div.scroll tabindex="0" role="region" aria-label=(lang.t("control-region")) { table.control {
                caption.vh { (lang.t("control-region")) }
                thead { tr {
                    th scope="col" { (lang.t("control-client")) }
                    @for check in Check::ALL {
                        th scope="col" {
                            a href=(asked.path(&who, &asked.show, check.word(), 1)) { (heading(lang, *check)) }
                            small { (bound(lang, *check, check.usual())) }
                            @if count(*check) > 0 { small.bad { (t!(lang, "control-with-warning", count = count(*check))) } }
                        }
                    }
                } }
                tbody { @for line in found.iter().skip((page - 1) * PAGE).take(PAGE) { tr {
                    th scope="row" {
                        a.to href=(who.path(&format!("{BASE}/{}", line.kept.organization_id))) { (line.kept.client_name) }
                        @if line.kept.name != line.kept.client_name { small { (line.kept.name) } }
                        small { (t!(lang, "control-count", count = line.warnings(today))) }
                    }
                    @for of in &line.cells { (cell(&who, line, of, today)) }
                } } }
            } } }
            @if found.len() > PAGE {
                nav.row aria-label=(lang.t("control-pages")) {
                    @if page > 1 { a.btn href=(asked.path(&who, &asked.show, &asked.check, page - 1)) { (lang.t("control-before")) } }
                    span.muted { (t!(lang, "control-page", page = page, pages = found.len().div_ceil(PAGE))) }
                    @if page * PAGE < found.len() { a.btn href=(asked.path(&who, &asked.show, &asked.check, page + 1)) { (lang.t("control-after")) } }
                }
            }
        }
    };
    Ok(layout::page(framed(&platform, &who, "control", &title, &body).await?))
}

#[derive(Deserialize)]
pub(super) struct OfRow {
    client_organization: Id,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct OfCheck {
    check: String,
}

/// What is changed of a check in a row: when it warns, and through when it is put off.
async fn row_page(platform: &Platform, who: &InPractice, line: &Line, chosen: Option<Check>, (data, errors): (&FormData, &Invalid)) -> Result<Markup> {
    let (lang, today) = (who.lang(), actions::today(platform, who));
    let base = who.path(&format!("{BASE}/{}", line.kept.organization_id));
    let form = Form::new(lang, data, errors);
    let title = format!("{}: {}", lang.t("control"), line.kept.client_name);
    let body = html! {
        div.medium.stack {
            p.crumbs { a href=(who.path(BASE)) { (lang.t("control")) } }
            (head(&line.kept.client_name, html! { a.btn href=(who.path(&format!("/clients/{}", line.kept.client_id))) { (lang.t("control-profile")) } a.btn href=(format!("/organizations/{}", line.kept.organization_id)) { (line.kept.name) } }))
            section.card { div.scroll { table.control.one {
                caption.vh { (title) }
                thead { tr { th scope="col" { (lang.t("control-check")) } th scope="col" { (lang.t("control-value")) } th scope="col" { (lang.t("control-bound")) } @if who.may(R::EditClients) { th scope="col" { span.vh { (lang.t("edit")) } } } } }
                tbody { @for of in &line.cells { tr {
                    th scope="row" { (heading(lang, of.check)) }
                    (cell(who, line, of, today))
                    td { (bound(lang, of.check, of.threshold)) @if of.own_threshold { " " span.tag { (lang.t("control-own")) } } }
                    @if who.may(R::EditClients) { td { a.btn.small href=(format!("{base}?check={}#change", of.check.word())) aria-label=(t!(lang, "control-change-named", check = heading(lang, of.check))) { (lang.t("control-change")) } } }
                } } }
            } } }
            @if let Some(of) = chosen.filter(|_| who.may(R::EditClients)).and_then(|check| line.cells.iter().find(|cell| cell.check == check)) {
                section.card #change {
                    header { h2 { (heading(lang, of.check)) } }
                    div.body.stack {
                        (form.summary())
                        @if let Some(snooze) = of.snooze.as_ref().filter(|_| of.is_snoozed(today)) {
                            p.note { (t!(lang, "control-snoozed-by", day = format::stored_date(lang, &snooze.through), name = snooze.by.as_str())) " " (snooze.reason) }
                            (button(&format!("{base}/waking?check={}", of.check.word()), "btn", &lang.t("control-wake")))
                        }
                        form.stack method="post" action=(format!("{base}/snooze?check={}", of.check.word())) novalidate {
                            div.grid {
                                (form.field("through").kind("date").span(2).label(lang.t("control-through")).help(t!(lang, "control-through-help", max = actions::MAX_DAYS)))
                                (form.field("reason").span(4))
                            }
                            div { button.btn.primary type="submit" { (lang.t("control-snooze")) } }
                        }
                        form.stack method="post" action=(format!("{base}/threshold?check={}", of.check.word())) novalidate {
                            div.grid { (form.field("value").span(2).optional().label(lang.t(&format!("control-threshold-{}", unit(of.check)))).help(t!(lang, "control-threshold-help", usual = bound(lang, of.check, of.check.usual())))) }
                            div { button.btn type="submit" { (lang.t("control-threshold-save")) } }
                        }
                    }
                }
            }
        }
    };
    framed(platform, who, "control", &title, &body).await
}

fn unit(check: Check) -> &'static str {
    match check.unit() {
        Unit::Days => "days",
        Unit::Count => "count",
        Unit::Months => "months",
        Unit::Money => "money",
    }
}

pub(super) async fn row(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfRow>, Query(asked): Query<OfCheck>) -> Outcome {
    let line = actions::line(platform.db.read(), actions::scope(&who), of.client_organization, actions::today(&platform, &who)).await?;
    let chosen: Option<Check> = asked.check.parse().ok();
    let mut data = FormData::default();
    if let Some(cell) = line.cells.iter().find(|cell| Some(cell.check) == chosen && cell.own_threshold) {
        data.set("value", cell.threshold.to_string());
    }
    Ok(layout::page(row_page(&platform, &who, &line, chosen, (&data, &Invalid::new())).await?))
}

/// Does one of the deeds of a row, and shows it again where it is refused.
async fn deed(platform: &Platform, who: &InPractice, of: &OfRow, asked: &OfCheck, data: &FormData, what: What) -> Outcome {
    let (scope, today, now) = (actions::scope(who), actions::today(platform, who), platform.clock.now());
    let check: Check = asked.check.parse().map_err(|_| Error::NotFound)?;
    let line = actions::line(platform.db.read(), scope, of.client_organization, today).await?;
    let by = (who.practice, &who.user, now);
    let tx = platform.db.begin().await?;
    let done = match what {
        What::Snooze => actions::snooze(&tx, &line, check, (data.get("through"), data.get("reason")), by, today).await,
        What::Wake => actions::wake(&tx, &line, check, by).await,
        What::Threshold => match data.get("value").trim() {
            "" => actions::threshold(&tx, &line, check, None, by).await,
            text => match text.parse() {
                Ok(value) => actions::threshold(&tx, &line, check, Some(value), by).await,
                Err(_) => Err(Invalid::one("value", "number").into()),
            },
        },
    };
    match done {
        Ok(()) => {
            tx.commit().await?;
            let flash = match what {
                What::Snooze => "flash-control-snoozed",
                What::Wake => "flash-control-woken",
                What::Threshold => "flash-control-threshold",
            };
            Ok(layout::see(platform, &who.path(&format!("{BASE}/{}", of.client_organization)), flash))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            Ok(layout::unprocessable(row_page(platform, who, &line, Some(check), (data, &errors)).await?))
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Debug, Clone, Copy)]
enum What {
    Snooze,
    Wake,
    Threshold,
}

pub(super) async fn snooze(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfRow>, Query(asked): Query<OfCheck>, data: FormData) -> Outcome {
    deed(&platform, &who, &of, &asked, &data, What::Snooze).await
}

pub(super) async fn wake(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfRow>, Query(asked): Query<OfCheck>) -> Outcome {
    deed(&platform, &who, &of, &asked, &FormData::default(), What::Wake).await
}

pub(super) async fn threshold(
    State(platform): State<Platform>,
    who: InPractice,
    Path(of): Path<OfRow>,
    Query(asked): Query<OfCheck>,
    data: FormData,
) -> Outcome {
    deed(&platform, &who, &of, &asked, &data, What::Threshold).await
}
