//! The tab of a client's profile that tells its fiscal profile: what is known, what the law asks by it, and how it came to be so.

use std::collections::HashMap;

use axum::extract::State;
use despacho_kernel::{Difference, Id, Invalid, access::PracticeRight as R};
use despacho_platform::{Error, Platform, Result, i18n::Lang, memberships, t};
use despacho_practice::clients::{
    client::Client,
    profile_frame::{self, home},
};
use despacho_ui::{
    Access, InPractice, Outcome, Path, Query, Routes,
    components::{self, button, card, empty},
    fields::Sight,
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout,
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    actions::{self, COUNTRY, Known},
    entity::{FiscalProfile, PROFILE},
};
use crate::{
    derive::{Derived, years_about},
    hand::hand,
    obligations::{
        actions::{self as obligations, Proposal},
        store,
    },
    rules,
};

pub(crate) fn routes(platform: &Platform) -> Routes {
    let (read, edit) = (Access::Practice(R::ReadClients), Access::Practice(R::EditClients));
    Routes::new(platform)
        .get("/practices/{practice}/clients/{client}/fiscal", read, tab)
        .get("/practices/{practice}/clients/{client}/fiscal/edit", edit, edit_page)
        .post("/practices/{practice}/clients/{client}/fiscal", edit, save)
        .post("/practices/{practice}/clients/{client}/fiscal/acceptances", edit, accept)
}

/// The parts of the form and of the tab, each with its fields.
const PARTS: &[(&str, &[&str])] = &[
    ("fiscal-part-who", &["legal_form", "tax_authority", "community", "municipality", "active_from", "active_to", "fiscal_year_end"]),
    ("fiscal-part-activity", &["cnae", "iae", "iae_first_year"]),
    ("fiscal-part-vat", &["vat_regime", "vat_period", "redeme", "sii", "cash_criterion", "annual_vat_exempt", "third_party_operations"]),
    ("fiscal-part-intra", &["roi", "intra_community", "intra_community_period"]),
    ("fiscal-part-income", &["income_tax", "withheld_income", "corporate_instalments", "related_operations", "assets_abroad", "large_company"]),
    ("fiscal-part-withholding", &["has_employees", "pays_professionals", "rent_withholding", "capital_withholding"]),
    ("fiscal-part-accounts", &["social_security_accounts", "bank_accounts"]),
    ("fiscal-part-people", &["administrators", "certificates", "representations"]),
];

#[derive(Deserialize)]
struct OfClient {
    client: Id,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    year: Option<i16>,
}

/// The years between which obligations are looked at.
fn year_of(asked: &Asked, today: Date) -> i16 {
    asked.year.filter(|year| (2015..=2100).contains(year)).unwrap_or_else(|| today.year())
}

async fn tab(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, Query(asked): Query<Asked>) -> Outcome {
    let (lang, db, hand) = (who.lang(), platform.db.read(), hand(&platform, &who));
    let known = actions::known(db, who.practice, of.client, hand.visible_to, hand.today).await?;
    let content = if known.client.country != COUNTRY {
        card(&lang.t("client-tab-fiscal"), empty(&lang.t("fiscal-no-fields"), html! {}))
    } else if known.history.0.is_empty() {
        let action = html! { @if who.may(R::EditClients) { a.btn.primary href=(home(&who, of.client, "/fiscal/edit")) { (lang.t("fiscal-fill")) } } };
        card(&lang.t("client-tab-fiscal"), empty(&lang.t("fiscal-empty"), action))
    } else {
        let year = year_of(&asked, hand.today);
        let kept = store::of_years(db, who.practice, of.client, (year, year)).await?;
        let proposal = Proposal::of(&known.history, kept, year);
        html! {
            (proposed(&who, &known.client, &proposal, year, hand.today))
            (told(&who, &known))
            (history(&platform, &who, &known).await?)
        }
    };
    Ok(layout::page(profile_frame::profile(&platform, &who, &known.client, "fiscal", content).await?))
}

/// The facts, by their parts.
fn told(who: &InPractice, known: &Known) -> Markup {
    let (lang, sight) = (who.lang(), Sight::form(who.lang(), &known.client.country));
    html! {
        section.card {
            header { h2 { (lang.t("client-tab-fiscal")) } @if who.may(R::EditClients) { a.btn.small href=(home(who, known.client.id, "/fiscal/edit")) { (lang.t("edit")) } } }
            div.body.stack.fiscal-facts {
                @if !has_rules(&known.profile) { p.note { (lang.t("fiscal-no-rules")) } }
                @for (part, names) in PARTS {
                    @let facts = PROFILE.facts(&known.profile, names, &sight);
                    @if !facts.is_empty() {
                        div {
                            h3 { (lang.t(part)) }
                            dl.facts { @for (label, value) in facts { div { dt { (label) } dd.lines { (value) } } } }
                        }
                    }
                }
            }
        }
    }
}

/// Whether whoever collects its taxes has rules here.
fn has_rules(profile: &FiscalProfile) -> bool {
    profile.tax_authority == "aeat" || profile.tax_authority.is_empty()
}

/// What the profile asks of a year that is not kept yet, what it no longer asks, and which days moved.
fn proposed(who: &InPractice, client: &Client, proposal: &Proposal, year: i16, today: Date) -> Markup {
    let lang = who.lang();
    let base = home(who, client.id, "/fiscal");
    let line = |own: &Derived| {
        html! { li {
            span.grow { b { (own.rule.model) } " " (rules::model(&own.rule.model).map_or("", |model| lang.pick(&model.name.es, &model.name.en))) br;
                span.muted { (own.period.shown(lang)) " · " (lang.pick(&own.rule.because.es, &own.rule.because.en)) } }
            span.nowrap { (format::stored_date(lang, &own.legal_due_on.to_string())) }
        } }
    };
    html! {
        section.card #proposals {
            header {
                h2 { (t!(lang, "fiscal-proposals", year = year.to_string())) }
                nav.row aria-label=(lang.t("fiscal-profile-years")) {
                    a.btn.small href=(format!("{base}?year={}#proposals", year - 1)) { (year - 1) }
                    a.btn.small href=(format!("{base}?year={}#proposals", year + 1)) { (year + 1) }
                }
            }
            div.body.stack {
                @if proposal.is_empty() {
                    p.muted { (t!(lang, "fiscal-proposals-none", count = proposal.kept)) }
                    @if proposal.kept > 0 { p { a.link href=(who.path(&format!("/fiscal?view=year&period={year}&search={}", urlencoded(&client.display_name)))) { (lang.t("fiscal-see-calendar")) } } }
                } @else {
                    p { (t!(lang, "fiscal-proposals-told", added = proposal.added.len(), ended = proposal.ended.len(), moved = proposal.moved.len())) }
                    @if who.may(R::EditClients) {
                        (button(&format!("{base}/acceptances?year={year}"), "btn primary", &t!(lang, "fiscal-accept", count = proposal.added.len() + proposal.ended.len() + proposal.moved.len())))
                    }
                    details open[proposal.added.len() <= 12] {
                        summary { (lang.t("fiscal-proposals-see")) }
                        @if !proposal.added.is_empty() { h3 { (lang.t("fiscal-added")) } ul.list { @for own in &proposal.added { (line(own)) } } }
                        @if !proposal.moved.is_empty() { h3 { (lang.t("fiscal-moved")) } ul.list { @for (_, own) in &proposal.moved { (line(own)) } } }
                        @if !proposal.ended.is_empty() { h3 { (lang.t("fiscal-ended")) } ul.list { @for own in &proposal.ended {
                            li { span.grow { b { (own.model) } " " (own.title(lang)) br; span.muted { (own.period().map_or(own.period.clone(), |period| period.shown(lang))) } } span.nowrap { (format::stored_date(lang, &own.legal_due_on)) } }
                        } } }
                    }
                }
                @if years_about(today).contains(&year) || year > today.year() {} @else { p.muted { (lang.t("fiscal-past-year")) } }
            }
        }
    }
}

fn urlencoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// How the profile came to be so: each field's values with their days.
async fn history(platform: &Platform, who: &InPractice, known: &Known) -> Result<Markup> {
    let (lang, sight) = (who.lang(), Sight::form(who.lang(), &known.client.country));
    let names: HashMap<Id, String> = memberships::list(platform.db.read(), who.practice)
        .await?
        .into_iter()
        .map(|member| (member.user_id, member.name))
        .collect();
    let stretches = known.history.stretches();
    let since = |day: &str| if day.is_empty() { lang.t("fiscal-always") } else { format::stored_date(lang, day) };
    Ok(html! {
        section.card {
            details {
                summary { h2 { (lang.t("fiscal-history")) } }
                div.scroll tabindex="0" role="region" aria-label=(lang.t("fiscal-history")) { table {
                    caption.vh { (lang.t("fiscal-history")) }
                    thead { tr { th scope="col" { (lang.t("fiscal-fact")) } th scope="col" { (lang.t("fiscal-value")) } th scope="col" { (lang.t("fiscal-from")) } th scope="col" { (lang.t("fiscal-to")) } th scope="col" { (lang.t("fiscal-said-by")) } } }
                    tbody { @for stretch in &stretches { @if let Some(field) = PROFILE.get(&stretch.said.field) { tr {
                        th scope="row" { (field.title(lang)) }
                        td.lines { (shown(lang, field.shown(&stretch.said.value, &sight))) }
                        td.nowrap { (since(&stretch.said.valid_from)) }
                        td.nowrap { (stretch.valid_to.map_or("—".to_owned(), |day| format::stored_date(lang, &day.to_string()))) }
                        td { (names.get(&stretch.said.set_by).map_or("—", String::as_str)) br; span.muted { (format::instant(lang, &who.user.time_zone, stretch.said.set_at)) } }
                    } } } }
                } }
            }
        }
    })
}

fn shown(lang: Lang, value: String) -> String {
    if value.is_empty() { lang.t("no") } else { value }
}

async fn form_page(
    platform: &Platform,
    who: &InPractice,
    client: &Client,
    version: i64,
    (data, errors, conflict): (&FormData, &Invalid, &[Difference]),
) -> Result<Markup> {
    let lang = who.lang();
    let form = Form::new(lang, data, errors);
    let content = html! {
        form.stack method="post" action=(home(who, client.id, "/fiscal")) novalidate data-controller="unsaved" {
            (components::version(version))
            (components::conflict(lang, conflict))
            (form.summary())
            @for (part, names) in PARTS {
                section.card { header { h2 { (lang.t(part)) } } div.body { div.grid role="group" aria-label=(lang.t(part)) { @for name in *names {
                    @if matches!(*name, "active_from" | "active_to") { (PROFILE.input(&form, name).day()) } @else { (PROFILE.inputs(&form, &[name])) }
                } } } }
            }
            section.card { header { h2 { (lang.t("fiscal-since")) } } div.body { div.grid {
                (form.field("valid_from").day().span(2).optional().label(lang.t("fiscal-from")).help(lang.t("fiscal-since-help")))
            } } }
            div.row { button.btn.primary type="submit" { (lang.t("save")) } a.btn href=(home(who, client.id, "/fiscal")) { (lang.t("cancel")) } }
        }
    };
    profile_frame::profile(platform, who, client, "fiscal", content).await
}

async fn edit_page(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>) -> Outcome {
    let hand = hand(&platform, &who);
    let known = actions::known(platform.db.read(), who.practice, of.client, hand.visible_to, hand.today).await?;
    if known.client.country != COUNTRY {
        return Err(Error::NotFound.into());
    }
    let mut data = FormData::default();
    // A Spanish company is of the State's agency until it is told otherwise.
    let mut profile = known.profile.clone();
    if known.history.0.is_empty() {
        profile.tax_authority = "aeat".into();
        profile = profile.settled(known.client.fiscal_year_start, &mut Invalid::new());
    }
    PROFILE.fill(&mut data, &profile, &Sight::form(who.lang(), &known.client.country));
    Ok(layout::page(form_page(&platform, &who, &known.client, known.profile.version, (&data, &Invalid::new(), &[])).await?))
}

async fn save(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, data: FormData) -> Outcome {
    let hand = hand(&platform, &who);
    let sight = Sight::form(who.lang(), COUNTRY);
    let mut errors = Invalid::new();
    let from: Option<Date> = match data.day("valid_from").as_str() {
        "" => None,
        day => errors.take("valid_from", day.parse().map_err(|_| "date")),
    };
    let wrong_day = errors.has("valid_from");
    let read = |before: FiscalProfile, errors: &mut Invalid| {
        if wrong_day {
            errors.push("valid_from", "date");
        }
        PROFILE.read(&data, before, &sight, errors)
    };
    let tx = platform.db.begin().await?;
    let (errors, differences) = match actions::save(&tx, hand, of.client, (components::version_of(&data), from), &sight, read).await {
        Ok(_) => {
            tx.commit().await?;
            return Ok(layout::see(&platform, &home(&who, of.client, "/fiscal"), "flash-saved"));
        }
        Err(Error::Invalid(errors)) => (errors, vec![]),
        Err(Error::Stale(differences)) => (Invalid::new(), differences),
        Err(error) => return Err(error.into()),
    };
    drop(tx);
    let known = actions::known(platform.db.read(), who.practice, of.client, hand.visible_to, hand.today).await?;
    let page = form_page(&platform, &who, &known.client, known.profile.version, (&data, &errors, &differences)).await?;
    Ok(if differences.is_empty() { layout::unprocessable(page) } else { layout::conflicting(page) })
}

async fn accept(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, Query(asked): Query<Asked>) -> Outcome {
    let hand = hand(&platform, &who);
    let year = year_of(&asked, hand.today);
    let tx = platform.db.begin().await?;
    let done = obligations::accept(&tx, hand, of.client, year, &who.lang().t("fiscal-ended-reason")).await?;
    tx.commit().await?;
    let flash = Flash::new("flash-obligations-accepted").count(done.added + done.ended + done.moved);
    Ok(layout::see(&platform, &home(&who, of.client, &format!("/fiscal?year={year}")), flash))
}
