//! A return: its boxes, what it comes to, what is wrong with it, and the ledger beside it.

use axum::extract::State;
use despacho_contacts::Contact;
use despacho_organizations::frame::framed;
use despacho_platform::{Error, Platform, i18n::Lang, t};
use despacho_taxes::{forms::Records, period::Period};
use despacho_ui::{
    InOrganization, Outcome, Path, Query,
    assets::icon,
    components::{country_name, head},
    format, layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    boxes::{Seen, opened},
    list, tied,
    words::word,
};
use crate::{
    ground::Ground,
    records::{self, Record},
    returns::{self, Return},
    store,
    ties::{Tie, held},
};

/// Records of a page.
const PAGE: usize = 100;

#[derive(Deserialize)]
pub struct Named {
    model: String,
    period: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    /// Whether empty lines are shown.
    all: String,
    /// The box whose documents are shown, and the place after which they are.
    open: String,
    after: String,
    /// The page of the records.
    page: String,
}

fn result(lang: Lang, ground: &Ground, of: &Return, today: jiff::civil::Date) -> Markup {
    let figure = of.result();
    html! {
        section.card.sum-up aria-label=(lang.t("tax-result")) {
            div.tax-result {
                @if let Some(figure) = figure {
                    p.mini { (t!(lang, if figure.value < 0 { "tax-box-to-carry" } else { "tax-box-to-pay" }, number = figure.number)) }
                    p.big { (format::money(lang, figure.value, ground.currency)) }
                } @else {
                    p.mini { (lang.t("tax-informative")) }
                    p.big { (t!(lang, "tax-records-count", count = of.records.len())) }
                }
                p.mini { (lang.t("tax-due-until")) " " (list::due(lang, of, today)) }
            }
        }
    }
}

fn warnings(lang: Lang, who: &InOrganization, ground: &Ground, of: &Return, held: &[Tie], (drafts, nameless): (i64, usize)) -> Markup {
    let differ = held.iter().filter(|tie| tie.difference() != 0).count();
    let note = match of.form.model.as_str() {
        "111" | "190" => Some("tax-note-pay"),
        "130" => Some("tax-note-income"),
        _ => None,
    };
    html! { @if differ > 0 || drafts > 0 || nameless > 0 || note.is_some() {
        section.card.told-of aria-label=(lang.t("tax-warnings")) {
            header.line { h2 { (lang.t("tax-warnings")) } @if differ > 0 { span.tag.bad { (t!(lang, "tax-differ-count", count = differ)) } } }
            div.body { ul.warnings {
                (tied::warnings(lang, who, ground, of.days, held))
                @if nameless > 0 { li { (icon("circle-alert")) div { (t!(lang, "tax-nameless", count = nameless)) } } }
                @if drafts > 0 { li { (icon("circle-alert")) div { (t!(lang, "tax-drafts", count = drafts)) } } }
                @if let Some(note) = note { li.info { (icon("circle-alert")) div { (lang.t(note)) } } }
            } }
        }
    } }
}

fn records_card(lang: Lang, who: &InOrganization, ground: &Ground, of: &Return, all: &[(Contact, Record)], page: &str) -> Markup {
    let Some(kind) = of.form.records else { return html! {} };
    let title = lang.t("tax-records");
    let pages = all.len().div_ceil(PAGE).max(1);
    let page = page.parse::<usize>().unwrap_or(1).clamp(1, pages);
    let path = who.path(&format!("/tax-returns/{}/{}", of.form.model, of.period.text()));
    let amount = |minor: i64| format::amount(lang, minor, ground.currency.digits);
    let quarters = kind == Records::Parties;
    html! { @if !all.is_empty() {
        section.card aria-label=(title) {
            header.line { h2 { (title) } span.muted { (t!(lang, "tax-records-count", count = all.len())) } }
            div.scroll tabindex="0" role="group" aria-label=(title) { table.dense {
                caption.vh { (title) }
                thead { tr {
                    th scope="col" { (lang.t("document-contact")) } th scope="col" { (lang.t("field-tax-id")) } th scope="col" { (lang.t("tax-key")) }
                    @if quarters { @for quarter in 1..=4 { th.num scope="col" { (quarter) "T" } } }
                    th.num scope="col" { (lang.t(if quarters { "reports-total" } else { "tax-base" })) }
                    @if kind == Records::Withheld { th.num scope="col" { (lang.t("tax-withheld")) } }
                } }
                tbody { @for (contact, record) in all.iter().skip((page - 1) * PAGE).take(PAGE) { tr {
                    th scope="row" { a.link href=(who.path(&format!("/contacts/{}", contact.id))) { (contact.name) } @if contact.country != ground.organization.country { " " span.muted { (country_name(lang, &contact.country)) } } }
                    td { (contact.tax_id) } td { (record.key) }
                    @if let Some(quarters) = record.quarters.filter(|_| quarters) { @for quarter in quarters { td.num { (amount(quarter)) } } }
                    td.num { (amount(record.base)) }
                    @if kind == Records::Withheld { td.num { (amount(record.withheld)) } }
                } } }
            } }
            @if pages > 1 { nav.pages aria-label=(lang.t("pages")) {
                p { (page) " / " (pages) }
                @if page > 1 { a.btn rel="prev" href={ (path) "?page=" (page - 1) } { (lang.t("pages-previous")) } }
                @if page < pages { a.btn rel="next" href={ (path) "?page=" (page + 1) } { (lang.t("pages-next")) } }
            } }
        }
    } }
}

pub async fn show(State(platform): State<Platform>, who: InOrganization, Path(of): Path<Named>, Query(params): Query<Params>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let ground = Ground::of(db, who.organization).await?;
    let today = list::today(&platform, &ground)?;
    let period = Period::read(&of.period, Some(today.year())).ok_or(Error::NotFound)?;
    let form = returns::form(&ground.organization.country, &of.model, period).ok_or(Error::NotFound)?;
    let found = returns::computed(db, &ground, form, period).await?;
    let opened = opened(db, &ground, &found, &params.open, &params.after).await?;
    let held = held(db, &ground, &found).await?;
    let all = records::named(db, who.organization, found.records.clone()).await?;
    let nameless = all.iter().filter(|(contact, _)| contact.tax_id.is_empty()).count();
    let drafts = store::drafts(db, who.organization, found.days).await?;
    let title = t!(lang, "tax-return-of", model = form.model.as_str(), period = list::named(lang, period));
    let seen = Seen { lang, who: &who, ground: &ground, of: &found, all: !params.all.is_empty() };
    let day = |day| format::calendar_date(lang, "", day);
    let body = html! {
        nav.crumbs aria-label=(lang.t("reports-way")) { a href=(who.path(&format!("/tax-returns?year={}", period.year))) { (lang.t("tax-returns")) } }
        (head(&title, html! {}))
        p.muted.told-over { (word(lang, &form.name)) " · " (t!(lang, "reports-period-of", from = day(found.days.from), to = day(found.days.to))) " · " (lang.t("tax-computed-now")) }
        div.side-by.tax {
            div.stack { (seen.card(opened.as_ref())) (records_card(lang, &who, &ground, &found, &all, &params.page)) }
            div.stack {
                (result(lang, &ground, &found, today))
                (warnings(lang, &who, &ground, &found, &held, (drafts, nameless)))
                (tied::table(lang, &who, &ground, found.days, &held))
            }
        }
        p.muted.told-under { (t!(lang, "tax-source", source = form.source.as_str())) " " (lang.t("tax-no-file")) }
    };
    Ok(layout::page(framed(&platform, &who, "tax-returns", &title, &body).await?))
}
