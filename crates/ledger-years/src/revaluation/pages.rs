//! Revaluation for people: a day, what it would write, and what was made before.

use axum::extract::State;
use despacho_kernel::{
    Invalid,
    number::{self, Notation},
    place::{self, Currency},
};
use despacho_ledger::{allowed::allowed, catalog, fiscal_years::store as years, rates::rate::DECIMALS};
use despacho_organizations::{frame::framed, store as organizations};
use despacho_platform::{Error, Platform, Result, i18n::Lang, t};
use despacho_ui::{
    InOrganization, Outcome, Query,
    components::{card, empty, head},
    fields::notation,
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    actions::{self, Asked},
    plan::Plan,
    store::{self, Revaluation},
};
use crate::years::{conflict, tabs};

/// How many of those before are shown.
const SHOWN: i64 = 12;

/// What the page's address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    date: String,
    reversal: String,
}

/// The revaluation that a form asks for. Rates are read as the reader writes numbers.
fn asked(data: &FormData, lang: Lang) -> Asked {
    let plain = |text: &str| {
        let read = number::decimal(text.trim(), notation(lang), DECIMALS).or_else(|_| number::decimal(text.trim(), Notation::Plain, DECIMALS));
        read.map_or_else(|_| text.to_owned(), |rate| rate.to_string())
    };
    let rates = data
        .0
        .iter()
        .filter_map(|(name, text)| Some((name.strip_prefix("rates.")?.to_owned(), plain(text))))
        .filter(|(_, text)| !text.is_empty());
    Asked { date: data.day("date"), reverses: Some(data.get("reversal") == "next_day"), rates: rates.collect(), left_out: data.all("exclude") }
}

fn table(lang: Lang, plan: &Plan, base: &'static Currency, form: &Form<'_>) -> Markup {
    let amount = |minor: i64| format::amount(lang, minor, base.digits);
    let left_out = form.data.all("exclude");
    html! {
        section.card { div.scroll { table.lines {
            caption.vh { (lang.t("revaluation-lines")) }
            thead { tr {
                th scope="col" { (lang.t("reports-account")) } th.num scope="col" { (lang.t("revaluation-held")) } th.num scope="col" { (lang.t("field-rate")) }
                th.num scope="col" { (lang.t("revaluation-carried")) } th.num scope="col" { (lang.t("revaluation-value")) } th.num scope="col" { (lang.t("revaluation-difference")) }
            } }
            tbody { @for line in &plan.lines { tr {
                @let digits = place::currency(&line.currency).map_or(base.digits, |currency| currency.digits);
                th scope="row" { span.code { (line.code) } " " (line.name) }
                td.num { (format::amount(lang, line.held, digits)) " " (line.currency) }
                td.num { (format::decimal(lang, &line.rate.to_string())) }
                td.num { (amount(line.carried)) } td.num { (amount(line.value)) }
                td.num { (amount(line.difference())) }
            } } }
            tfoot {
                tr { th scope="row" colspan="5" { (lang.t("revaluation-gains")) } td.num { (amount(plan.gains)) } }
                tr { th scope="row" colspan="5" { (lang.t("revaluation-losses")) } td.num { (amount(plan.losses)) } }
            }
        } } }
        (card(&lang.t("revaluation-rates"), html! {
            p.muted { (lang.t("revaluation-rates-about")) }
            div.grid {
                @for currency in plan.rates.keys().chain(&plan.missing) {
                    @let name = format!("rates.{currency}");
                    @let found = plan.rates.get(currency);
                    @let told = found.map_or_else(|| lang.t("revaluation-no-rate"), |closing| match closing.date {
                        Some(day) if closing.rounded => t!(lang, "revaluation-rate-derived", rate = format::decimal(lang, &closing.rate.to_string()), date = format::stored_date(lang, &day.to_string())),
                        Some(day) => t!(lang, "revaluation-rate-of", rate = format::decimal(lang, &closing.rate.to_string()), date = format::stored_date(lang, &day.to_string())),
                        None => lang.t("revaluation-rate-typed"),
                    });
                    (form.field(&name).label(currency.clone()).optional().span(2).help(told))
                }
            }
            @let accounts: Vec<(String, String)> = plan.lines.iter().map(|line| (line.code.clone(), format!("{} {}", line.code, line.name))).chain(left_out.iter().map(|code| (code.clone(), code.clone()))).collect();
            @if !accounts.is_empty() { (form.checks("exclude", &lang.t("revaluation-leave-out"), &distinct(accounts), None)) }
        }))
    }
}

fn distinct(mut all: Vec<(String, String)>) -> Vec<(String, String)> {
    all.sort();
    all.dedup_by(|a, b| a.0 == b.0);
    all
}

fn before(lang: Lang, who: &InOrganization, made: &[Revaluation], base: &'static Currency) -> Markup {
    html! {
        ul.list { @for one in made { li {
            a.link href=(who.path(&format!("/journal-entries/{}", one.entry_id))) { (format::stored_date(lang, &one.date)) }
            span.grow { (t!(lang, "revaluation-came-to", gains = format::amount(lang, one.gains, base.digits), losses = format::amount(lang, one.losses, base.digits))) }
            @if let Some(reversal) = one.reversal_id { a.link href=(who.path(&format!("/journal-entries/{reversal}"))) { (lang.t("revaluation-undone-after")) } }
        } } }
    }
}

/// What a person calls a field that has no label of its own: a rate by its currency.
fn label(lang: Lang, field: &str) -> Option<String> {
    if field == "reversal" { Some(lang.t("revaluation-reversal")) } else { field.strip_prefix("rates.").map(str::to_owned) }
}

struct Page<'a> {
    data: &'a FormData,
    plan: Option<&'a Plan>,
    errors: &'a Invalid,
    against: Option<&'a str>,
}

async fn page(platform: &Platform, who: &InOrganization, of: Page<'_>) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let organization = organizations::find(db, who.organization).await?;
    let base = organization.own_currency()?;
    let made = store::page(db, who.organization, None, SHOWN).await?;
    let form = Form::new(lang, of.data, of.errors);
    let choices = ["none", "next_day"]
        .map(|word| (word.to_owned(), lang.t(&format!("revaluation-reversal-{}", word.replace('_', "-")))))
        .to_vec();
    let labels: Vec<(&str, String)> = of.errors.0.iter().filter_map(|error| Some((error.field.as_str(), label(lang, &error.field)?))).collect();
    let title = lang.t("revaluation");
    let body = html! {
        (head(&title, html! { a.btn href=(who.path("/exchange-rates")) { (lang.t("exchange-rates")) } }))
        (tabs(who, "revaluations"))
        p.lead.muted { (lang.t("revaluation-about")) }
        form.stack method="post" action=(who.path("/revaluations")) novalidate {
            (conflict(lang, of.against))
            (form.summary_as(&labels))
            section.card { div.body.grid {
                (form.field("date").day().span(2))
                (form.field("reversal").label(lang.t("revaluation-reversal")).select(choices).span(4))
            } }
            @if let Some(plan) = of.plan {
                @if plan.lines.is_empty() && plan.missing.is_empty() { section.card { (empty(&lang.t("revaluation-none"), html! {})) } }
                @else { (table(lang, plan, base, &form)) }
            }
            div.foot {
                @let ready = of.plan.is_some_and(|plan| plan.changes() && plan.missing.is_empty());
                button.btn.primary[!ready] type="submit" name="look" value="1" { (lang.t("revaluation-look")) }
                @if ready { button.btn.primary type="submit" { (lang.t("revaluation-make")) } }
            }
        }
        @if !made.is_empty() { (card(&lang.t("revaluation-before"), before(lang, who, &made, base))) }
    };
    framed(platform, who, "fiscal-years", &title, &body).await
}

pub async fn show(State(platform): State<Platform>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    let db = platform.db.read();
    let organization = organizations::find(db, who.organization).await?;
    let today = format::local_date(&organization.time_zone, platform.clock.now()).map(|day| day.to_string()).unwrap_or_default();
    // The end of the year that ended last, else the end of last month.
    let ended = years::list(db, who.organization).await?.into_iter().map(|year| year.ends_on).filter(|day| *day < today).max();
    let mut data = FormData::default();
    let usual = if catalog::pack(&organization.country).exchange.reverses { "next_day" } else { "none" };
    data.set("date", if params.date.is_empty() { ended.unwrap_or(today) } else { params.date });
    data.set("reversal", if params.reversal.is_empty() { usual.to_owned() } else { params.reversal });
    Ok(layout::page(page(&platform, &who, Page { data: &data, plan: None, errors: &Invalid::new(), against: None }).await?))
}

pub async fn post(State(platform): State<Platform>, who: InOrganization, data: FormData) -> Outcome {
    let asked = asked(&data, who.lang());
    let now = platform.clock.now();
    let planned = actions::plan(platform.db.read(), who.organization, &asked, now).await;
    let plan = match planned {
        Ok(plan) => plan,
        Err(Error::Invalid(errors)) => {
            return Ok(layout::unprocessable(page(&platform, &who, Page { data: &data, plan: None, errors: &errors, against: None }).await?));
        }
        Err(error) => return Err(error.into()),
    };
    if data.has("look") {
        return Ok(layout::unprocessable(page(&platform, &who, Page { data: &data, plan: Some(&plan), errors: &Invalid::new(), against: None }).await?));
    }
    let made = async {
        let tx = platform.db.begin().await?;
        let (_, made) = actions::make(&tx, who.organization, &asked, allowed(&platform, &who)).await?;
        tx.commit().await?;
        Ok::<Revaluation, Error>(made)
    };
    let (errors, against) = match made.await {
        Ok(made) => {
            let flash = Flash::new("flash-revaluation-made").name(&format::stored_date(who.lang(), &made.date));
            return Ok(layout::see(&platform, &who.path(&format!("/journal-entries/{}", made.entry_id)), flash));
        }
        Err(Error::Invalid(errors)) => (errors, None),
        Err(Error::Conflict(word)) => (Invalid::new(), Some(word)),
        Err(error) => return Err(error.into()),
    };
    let page = page(&platform, &who, Page { data: &data, plan: Some(&plan), errors: &errors, against }).await?;
    Ok(if against.is_some() { layout::conflicting(page) } else { layout::unprocessable(page) })
}
