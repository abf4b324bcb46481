//! The page of an organization's home.

mod cards;
mod figures;
mod tables;

use axum::extract::State;
use despacho_documents::open::ages::Side;
use despacho_kernel::access::{Application, OrganizationRight as R};
use despacho_organizations::frame::framed;
use despacho_platform::{Platform, Result, i18n::Lang, t};
use despacho_settings::founding::tiles;
use despacho_ui::{Access, InOrganization, Outcome, Routes, format, layout};
use maud::{Markup, html};

use crate::{
    due,
    parts::{Part, Shown},
    standing::{self, Ground},
    store::{self, Begun},
};

pub fn routes(platform: &Platform) -> Routes {
    Routes::new(platform).get("/organizations/{organization}", Access::Organization(R::Read), show)
}

/// The ways into work, with their keys.
fn ways(who: &InOrganization, books: bool) -> Markup {
    let lang = who.lang();
    html! { @if who.may(R::PostEntries) {
        @if books { a.btn href=(who.path("/bills/new")) { (lang.t("home-new-bill")) " " kbd aria-hidden="true" { "n r" } } }
        a.btn href=(who.path("/journal-entries/new")) { (lang.t("home-new-entry")) " " kbd aria-hidden="true" { "n a" } }
        @if books { a.btn.primary href=(who.path("/invoices/new")) { (lang.t("home-new-invoice")) " " kbd aria-hidden="true" { "n f" } } }
    } }
}

/// What an organization without entries does first; what is done is gone from it.
fn steps(who: &InOrganization, begun: Begun, books: bool) -> Markup {
    let lang = who.lang();
    let step = |key: &str, path: &str, may: bool, primary: bool| {
        html! { li {
            span.grow { b { (lang.t(&format!("home-step-{key}"))) } br; span.muted { (lang.t(&format!("home-step-{key}-about"))) } }
            @if may { a.btn.primary[primary] href=(who.path(path)) { (lang.t(&format!("home-step-{key}-do"))) } }
        } }
    };
    let post = who.may(R::PostEntries);
    html! {
        section.card.steps { header { h2 { (lang.t("home-steps")) } } div.body { ol.list {
            @if !begun.opening { (step("opening", "/opening-balances", post, true)) }
            @if !begun.banks { (step("banks", "/bank-accounts/new", post, begun.opening)) }
            @if books { (step("invoice", "/invoices/new", post, begun.opening && begun.banks)) }
            (step("import", "/journal-imports", post, false))
        } } }
    }
}

/// What the reader's role does not show, by name.
fn hidden(lang: Lang, parts: &[Part]) -> Markup {
    html! { @if !parts.is_empty() {
        section.card { div.body { p.muted { (t!(lang, "home-hidden", parts = parts.iter().map(|part| lang.t(&format!("home-{}", part.word()))).collect::<Vec<_>>().join(", "))) } } }
    } }
}

/// A card of a part: what it tells, that it could not be read, or nothing where the reader may not see it.
fn part<T>(who: &InOrganization, (class, key): (&str, &str), beside: Markup, shown: &Shown<T>, body: impl Fn(&T) -> Markup) -> Markup {
    let lang = who.lang();
    html! { @match shown {
        Shown::Hidden => {}
        Shown::Failed => { section class=(format!("card {class}")) { header.line { h2 { (lang.t(key)) } } div.body { p.note.warn { (lang.t("home-failed")) " " a.link href=(who.path("")) { (lang.t("retry")) } } } } }
        Shown::Told(told) => { section class=(format!("card {class}")) { header.line { h2 { (lang.t(key)) } (beside) } (body(told)) } }
    } }
}

async fn page(platform: &Platform, who: &InOrganization) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let ground = Ground::of(platform, who.organization).await?;
    let may = |part: Part| who.may(part.right());
    let books = ground.organization.applications.contains(&Application::Books);
    let begun = if may(Part::Entries) { store::begun(db, who.organization).await? } else { Begun { entries: true, ..Begun::default() } };
    let cash = Shown::of(may(Part::Cash), Part::Cash, standing::cash(db, &ground)).await;
    let receivables = Shown::of(may(Part::Receivables), Part::Receivables, standing::open(db, &ground, Side::Receivable)).await;
    let payables = Shown::of(may(Part::Payables), Part::Payables, standing::open(db, &ground, Side::Payable)).await;
    let results = Shown::of(may(Part::Results), Part::Results, standing::results(db, &ground)).await;
    let due = Shown::of(may(Part::Due), Part::Due, due::due(db, &ground)).await;
    let entries = Shown::of(may(Part::Entries), Part::Entries, store::latest(db, who.organization, tables::ENTRIES)).await;
    let customers = Shown::of(may(Part::Customers), Part::Customers, standing::customers(db, &ground)).await;
    let expenses = Shown::of(may(Part::Expenses), Part::Expenses, standing::expenses(db, &ground)).await;
    let not_shown: Vec<Part> = Part::ALL.iter().copied().filter(|part| !may(*part)).collect();
    let cards = cards::Cards { who, ground: &ground };
    let body = html! {
        div.head {
            div.title { h1 { (ground.organization.name) } p.sub { (format::day(lang, &ground.organization.time_zone, platform.clock.now()))
                @if let Some(results) = results.told() { " · " (t!(lang, "home-year", from = format::calendar_date(lang, "", results.year.period.from))) } } }
            (ways(who, books))
        }
        (hidden(lang, &not_shown))
        @if !begun.entries { (steps(who, begun, books)) }
        @if begun.entries || begun.opening {
            (figures::strip(who, &ground, &cash, &receivables, &payables, &results))
            div.home {
                (part(who, ("span2", "home-by-month"), cards::legend(lang), &results, |results| cards.months(&results.months)))
                (part(who, ("tall", "home-due"), html! { a.edit-link href=(who.path("/tax-returns")) { (lang.t("home-due-all")) } }, &due, |due| cards.due(due)))
                (part(who, ("", "home-receivables"), cards.overdue(&receivables), &receivables, |open| cards.ages(open, Side::Receivable)))
                (part(who, ("", "home-payables"), cards.overdue(&payables), &payables, |open| cards.ages(open, Side::Payable)))
                (part(who, ("span2", "home-entries"), html! { a.edit-link href=(who.path("/journal-entries")) { (lang.t("nav-entries")) } }, &entries, |entries| tables::entries(who, &ground, entries)))
                div.stack.wide-s {
                    (part(who, ("", "home-cash"), html! { a.edit-link href=(who.path("/bank-accounts")) { (lang.t("nav-banks")) } }, &cash, |cash| tables::cash(who, &ground, cash)))
                    (part(who, ("", "home-customers"), cards.quarter(), &customers, |first| tables::customers(who, &ground, first)))
                    (part(who, ("", "home-expenses-first"), cards.quarter(), &expenses, |first| tables::expenses(who, &ground, first)))
                }
            }
        }
        (tiles::applications(who, &ground.organization))
        @if who.may(R::ReadLedger) { (keys(lang, who.may(R::PostEntries), books)) }
    };
    framed(platform, who, "overview", &ground.organization.name, &body).await
}

/// What the keys of the page do, for the list of keys.
fn keys(lang: Lang, post: bool, books: bool) -> Markup {
    let work: &[(&str, &str)] = match (post, books) {
        (true, true) => &[("n f", "home-new-invoice"), ("n r", "home-new-bill"), ("n a", "home-new-entry")],
        (true, false) => &[("n a", "home-new-entry")],
        _ => &[],
    };
    let go: &[(&str, &str)] =
        if books { &[("g d", "nav-entries"), ("g b", "nav-banks"), ("g i", "nav-tax-returns")] } else { &[("g d", "nav-entries"), ("g b", "nav-banks")] };
    html! { template #page-keys {
        h3 { (lang.t("nav-overview")) }
        dl { @for (keys, word) in work.iter().chain(go) { div { dt { kbd { (keys) } } dd { (lang.t(word)) } } } }
    } }
}

async fn show(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    Ok(layout::page(page(&platform, &who).await?))
}
