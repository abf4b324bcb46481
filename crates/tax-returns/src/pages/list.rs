//! The returns of a year.

use axum::extract::State;
use despacho_organizations::frame::framed;
use despacho_platform::{Error, Platform, Result, i18n::Lang, t};
use despacho_taxes::period::Period;
use despacho_ui::{
    InOrganization, Outcome, Query,
    assets::icon,
    components::{empty, head},
    format, layout,
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::words::word;
use crate::{
    filed::Filed,
    filing::{Filing, State as Stage},
    ground::Ground,
    returns::{self, Return},
    standing,
};

#[derive(Debug, Default, Deserialize)]
pub struct Params {
    #[serde(default)]
    year: String,
}

/// A period as a person reads it: `1T 2026`, `2026`.
pub fn named(lang: Lang, period: Period) -> String {
    match period.quarter {
        Some(quarter) => t!(lang, "tax-quarter", quarter = i64::from(quarter), year = period.year.to_string()),
        None => period.year.to_string(),
    }
}

/// Today where the organization is.
pub fn today(platform: &Platform, ground: &Ground) -> Result<Date> {
    format::local_date(&ground.organization.time_zone, platform.clock.now()).ok_or_else(|| Error::Other("no day".into()))
}

/// What a return comes to: an amount with what becomes of it, or how many records it has.
pub fn result(lang: Lang, ground: &Ground, of: &Return) -> Markup {
    html! {
        @match of.result() {
            Some(figure) if figure.value != 0 => {
                (format::amount(lang, figure.value.abs(), ground.currency.digits)) " "
                span.muted { (lang.t(if figure.value > 0 { "tax-to-pay" } else { "tax-to-carry" })) }
            }
            Some(_) => { span.muted { (lang.t("tax-zero")) } }
            None => { span.muted { (t!(lang, "tax-records-count", count = of.records.len())) } }
        }
    }
}

/// By when it is filed, and whether that was.
pub fn due(lang: Lang, of: &Return, today: Date) -> Markup {
    let Some(due) = of.form.due_on(of.period) else { return html! {} };
    let ended = of.period.days().1 < today;
    html! {
        (format::calendar_date(lang, "", due))
        @if due < today { " " span.tag { (lang.t("tax-past")) } } @else if ended { " " span.tag.warn { (lang.t("tax-open")) } }
    }
}

/// A return of a list, with its last filing.
type Listed = (Return, Option<Filing>);

/// By when it is filed, or how it stands.
fn stands(lang: Lang, of: &Return, filing: Option<&Filing>, today: Date) -> Markup {
    let state = filing.map_or(Stage::Draft, Filing::state);
    html! {
        @if let Some(filing) = filing.filter(|filing| filing.is_filed()) {
            (format::stored_date(lang, &filing.filed_on)) " " span.tag.ok { (lang.t(&format!("tax-state-{}", state.word()))) }
        } @else {
            (due(lang, of, today)) @if state == Stage::Approved { " " span.tag { (lang.t("tax-state-approved")) } }
        }
    }
}

/// The returns of a period under its heading.
fn group(lang: Lang, who: &InOrganization, ground: &Ground, today: Date, period: Period, all: &[Listed]) -> Markup {
    let found: Vec<&Listed> = all.iter().filter(|(of, _)| of.period == period).collect();
    html! { @if !found.is_empty() {
        tbody {
            tr.d0 { th scope="rowgroup" colspan="3" { (named(lang, period)) } }
            @for (of, filing) in found { tr.d1 {
                th scope="row" {
                    a.to href=(who.path(&format!("/tax-returns/{}/{}", of.form.model, of.period.text()))) { span.code { (of.form.model) } span.name { (word(lang, &of.form.name)) } }
                }
                td.meta { (stands(lang, of, filing.as_ref(), today)) }
                td.num { (result(lang, ground, of)) }
            } }
        }
    } }
}

pub async fn show(State(platform): State<Platform>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let ground = Ground::of(db, who.organization).await?;
    let today = today(&platform, &ground)?;
    let year = params.year.parse::<i16>().ok().filter(|year| (1900..=2999).contains(year)).unwrap_or(today.year());
    let filed = Filed::of(db, who.organization, year).await?;
    let all: Vec<Listed> = returns::of_year(db, &ground, year, &filed).await?.iter().map(|of| standing::listed(of, &filed)).collect();
    let title = lang.t("tax-returns");
    let of_year = |year: i16| format!("{}?year={year}", who.path("/tax-returns"));
    let step = |year: i16, of: &str, label: &str| {
        let label = t!(lang, label, year = year.to_string());
        html! { a.btn href=(of_year(year)) aria-label=(label) title=(label) { (icon(of)) } }
    };
    let periods = (1..=4).map(|quarter| Period { year, quarter: Some(quarter) }).chain([Period { year, quarter: None }]);
    let body = html! {
        (head(&title, html! { div.period { (step(year - 1, "chevron-left", "tax-year-before")) span.btn.of-period aria-current="true" { (year) } (step(year + 1, "chevron-right", "tax-year-after")) } }))
        p.muted.told-over { (lang.t("tax-returns-about")) }
        div.stack {
            section.card aria-label=(title) {
                @if all.is_empty() { (empty(&lang.t("tax-returns-none"), html! {})) } @else {
                    table.dense.report.returns {
                        caption.vh { (title) " " (year) }
                        thead { tr { th scope="col" { (lang.t("tax-return")) } th scope="col" { (lang.t("tax-due")) } th.num scope="col" { (lang.t("tax-result")) } } }
                        @for period in periods { (group(lang, &who, &ground, today, period, &all)) }
                    }
                }
            }
            div.tiles {
                @for (path, of) in [("tax-summary", "percent"), ("vat-book-issued", "notebook-text"), ("vat-book-received", "notebook-text")] {
                    a.tile href=(who.path(&format!("/reports/{path}?from={year}-01-01&to={year}-12-31"))) { (icon(of)) b { (lang.t(path)) } span.muted { (lang.t(&format!("{path}-about"))) } }
                }
            }
        }
    };
    Ok(layout::page(framed(&platform, &who, "tax-returns", &title, &body).await?))
}
