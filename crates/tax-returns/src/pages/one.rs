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
    list,
    named::Named,
    sheet,
    stands::Looked,
    tied,
    words::word,
};
use crate::{
    filed::Filed,
    filing::Filing,
    ground::Ground,
    records::{self, Record},
    returns::{self, Return},
    settlement::{self, Plan},
    standing, store,
    ties::{Tie, held},
};

/// Records of a page.
const PAGE: usize = 100;

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

fn warnings(lang: Lang, who: &InOrganization, ground: &Ground, of: &Return, held: &[Tie], unfiled: &[Period], (drafts, nameless): (i64, usize)) -> Markup {
    let differ = held.iter().filter(|tie| tie.difference() != 0).count();
    let note = match of.form.model.as_str() {
        "111" | "190" => Some("tax-note-pay"),
        "130" => Some("tax-note-income"),
        _ => None,
    };
    html! { @if differ > 0 || !unfiled.is_empty() || drafts > 0 || nameless > 0 || note.is_some() {
        section.card.told-of aria-label=(lang.t("tax-warnings")) {
            header.line { h2 { (lang.t("tax-warnings")) } @if differ > 0 { span.tag.bad { (t!(lang, "tax-differ-count", count = differ)) } } }
            div.body { ul.warnings {
                @for period in unfiled {
                    li { (icon("circle-alert")) div { (t!(lang, "tax-unfiled-before", period = list::named(lang, *period))) " " a.link href=(who.path(&format!("/tax-returns/{}/{}", of.form.model, period.text()))) { (lang.t("tax-unfiled-see")) } } }
                }
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
    let (form, period) = of.find(&platform, &ground)?;
    let filed = Filed::of(db, who.organization, period.year).await?;
    let stands = standing::of(db, &ground, form, period, &filed).await?;
    let found = &stands.shown;
    let opened = opened(db, &ground, found, &params.open, &params.after).await?;
    let held = held(db, &ground, found).await?;
    let all = records::named(db, who.organization, found.records.clone()).await?;
    let nameless = all.iter().filter(|(contact, _)| contact.tax_id.is_empty()).count();
    let is_filed = stands.last().is_some_and(Filing::is_filed);
    let drafts = if is_filed { 0 } else { store::drafts(db, who.organization, found.days).await? };
    let unfiled = if is_filed { vec![] } else { returns::unfiled_before(db, &ground, (form, period), &filed).await? };
    let looked = Looked { lang, who: &who, ground: &ground, of: &stands };
    let earlier: Vec<Filing> = stands.filings.iter().filter(|filing| filing.is_filed()).cloned().collect();
    // What cannot be posted is told by the form that files.
    let plan = match settlement::settlement(db, &ground, found, &earlier).await {
        Ok(plan) if !is_filed => plan,
        Ok(_) | Err(Error::Invalid(_)) => Plan::default(),
        Err(error) => return Err(error.into()),
    };
    let title = t!(lang, "tax-return-of", model = form.model.as_str(), period = list::named(lang, period));
    let seen = Seen { lang, who: &who, ground: &ground, of: found, all: !params.all.is_empty() };
    let day = |day| format::calendar_date(lang, "", day);
    let kind = stands.last().filter(|filing| filing.sequence > 1).map(|filing| lang.t(&format!("tax-kind-{}", filing.kind)));
    let body = html! {
        nav.crumbs aria-label=(lang.t("reports-way")) { a href=(who.path(&format!("/tax-returns?year={}", period.year))) { (lang.t("tax-returns")) } }
        (head(&title, looked.deeds()))
        p.muted.told-over {
            (word(lang, &form.name)) " · " (t!(lang, "reports-period-of", from = day(found.days.from), to = day(found.days.to)))
            @if let Some(kind) = kind { " · " (kind) }
            @if !is_filed { " · " (lang.t("tax-computed-now")) }
        }
        div.side-by.tax {
            div.stack { (seen.card(opened.as_ref())) (records_card(lang, &who, &ground, found, &all, &params.page)) }
            div.stack {
                (looked.result(today))
                (looked.changes())
                (warnings(lang, &who, &ground, found, &held, &unfiled, (drafts, nameless)))
                (tied::table(lang, &who, &ground, found.days, &held))
                (looked.settlement(&plan))
            }
        }
        p.muted.told-under { (t!(lang, "tax-source", source = form.source.as_str())) " " (match sheet::layout_of(&ground, &stands) { Some(layout) => t!(lang, "tax-file-source", source = layout.source.as_str()), None => lang.t("tax-no-file") }) }
    };
    Ok(layout::page(framed(&platform, &who, "tax-returns", &title, &body).await?))
}
