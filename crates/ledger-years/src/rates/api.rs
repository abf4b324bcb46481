//! The API of exchange rates: a practice's at `/exchange-rates`, an organization's own below it.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{
    Id, Invalid,
    access::{OrganizationRight, PracticeRight},
};
use despacho_ledger::rates::{
    actions::{self, MAX_TYPED, Put, Typed},
    files,
    rate::PIVOT,
    store::{self, ExchangeRate, Filter, Place},
};
use despacho_organizations::store as organizations;
use despacho_platform::{Error, Platform, Result, users::User};
use despacho_ui::{
    Access, InOrganization, InPractice, Outcome, Query, Routes,
    api::{List, Object, json, once},
    openapi::Operation,
    paging::{self, ListQuery},
    schema::{CODE, DATE, named, or_empty},
};
use jiff::{ToSpan, civil::Date};
use serde::Deserialize;
use serde_json::{Value, json as value};

fn date() -> Value {
    value!({ "type": "string", "format": "date", "pattern": DATE, CODE: "date" })
}

/// A rate as it is answered.
fn answered() -> Value {
    value!({
        "type": "object",
        "required": ["date", "currency", "base", "rate", "source", "own"],
        "properties": {
            "date": { "type": "string", "format": "date" },
            "currency": { "type": "string" },
            "base": { "type": "string" },
            "rate": { "type": "string" },
            "source": { "type": "string", "enum": ["typed", "file", "ecb"] },
            "own": { "type": "boolean" },
        },
    })
}

/// Rates as they are sent: each by itself, or a file's text.
fn sent() -> Value {
    let rate = value!({ "type": "string", "pattern": "^[0-9]{1,9}(\\.[0-9]{1,10})?$", CODE: "number" });
    let item = value!({
        "type": "object",
        "required": ["date", "currency", "rate"],
        "properties": { "date": date(), "currency": named("Currency"), "base": or_empty(named("Currency")), "rate": or_empty(rate) },
    });
    value!({
        "type": "object",
        "properties": { "rates": { "type": "array", "maxItems": MAX_TYPED, "items": item }, "file": { "type": "string", "maxLength": 2_000_000 } },
        "anyOf": [
            { "type": "object", "required": ["rates"], "properties": { "rates": { "minItems": 1 } } },
            { "type": "object", "required": ["file"], "properties": { "file": { "minLength": 1 } } },
        ],
    })
}

fn done() -> Value {
    value!({ "type": "object", "required": ["put", "older"], "properties": { "put": { "type": "integer" }, "older": { "type": "integer" } } })
}

pub(super) fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/exchange-rates";
    const OWN: &str = "/api/v1/organizations/{organization}/exchange-rates";
    let list = |path, text| {
        Operation::get(path, text)
            .lists_schema("ExchangeRate", answered())
            .without_search()
            .asks("currency", named("Currency"))
            .asks("from", date())
            .asks("to", date())
    };
    let put = |path, text| {
        Operation::put(path, text)
            .takes_schema("PutExchangeRates", sent())
            .example(value!({ "rates": [{ "date": "2026-01-15", "currency": "USD", "base": "EUR", "rate": "0.9211" }] }))
            .answers_schema(200, "ExchangeRatesPut", done())
    };
    Routes::new(platform)
        .api(list(ALL, "api-exchange-rates"), Access::Practice(PracticeRight::ReadClients), list_of_practice)
        .api(put(ALL, "api-exchange-rates-put"), Access::Practice(PracticeRight::ManageClients), put_of_practice)
        .api(list(OWN, "api-exchange-rates-own"), Access::Organization(OrganizationRight::ReadLedger), list_of_organization)
        .api(put(OWN, "api-exchange-rates-own-put"), Access::Organization(OrganizationRight::EditSettings), put_of_organization)
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    currency: Option<String>,
    from: Option<String>,
    to: Option<String>,
}

async fn listed(platform: &Platform, tenants: &[Id], query: &ListQuery, asked: Asked) -> Outcome {
    let limit = query.limit()?;
    let filter = Filter { currency: asked.currency.unwrap_or_default(), from: asked.from.unwrap_or_default(), to: asked.to.unwrap_or_default() };
    let after: Option<Place> = query.position()?;
    let mut found = store::page(platform.db.read(), tenants, &filter, after.as_ref(), limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|rate| paging::encode(&(&rate.date, &rate.currency, &rate.base, rate.tenant_id)));
    let item = |rate: &ExchangeRate| {
        let own = tenants.first() == Some(&rate.tenant_id);
        value!({ "date": rate.date, "currency": rate.currency, "base": rate.base, "rate": rate.rate, "source": rate.source, "own": own })
    };
    Ok(json(StatusCode::OK, &List { items: found.iter().map(item).collect(), next_cursor }))
}

async fn list_of_practice(State(platform): State<Platform>, who: InPractice, Query(query): Query<ListQuery>, Query(asked): Query<Asked>) -> Outcome {
    listed(&platform, &[who.practice], &query, asked).await
}

async fn list_of_organization(State(platform): State<Platform>, who: InOrganization, Query(query): Query<ListQuery>, Query(asked): Query<Asked>) -> Outcome {
    let tenants = actions::tenants(platform.db.read(), who.organization).await?;
    listed(&platform, &tenants, &query, asked).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sent {
    rates: Vec<SentRate>,
    file: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct SentRate {
    date: String,
    currency: String,
    base: Option<String>,
    rate: Option<String>,
}

/// The rates of a body, where they come from, and how many of its file are older than is kept.
async fn read(body: Object, base: &str, today: Date) -> Result<(Vec<Put>, &'static str, usize)> {
    let sent: Sent = body.read()?;
    if !sent.file.is_empty() {
        return from_file(sent.file, base.to_owned(), today).await;
    }
    let mut errors = Invalid::new();
    let read = |(at, sent): (usize, SentRate)| {
        let typed = Typed { date: sent.date, currency: sent.currency, base: sent.base.unwrap_or_default(), rate: sent.rate.unwrap_or_default() };
        typed.read(base, &format!("rates[{at}]"), &mut errors)
    };
    let rates: Vec<Put> = sent.rates.into_iter().enumerate().filter_map(read).collect();
    errors.finish()?;
    Ok((rates, "typed", 0))
}

/// Reads a file on a thread that may be busy. Of the bank's the last five years are kept.
pub(super) async fn from_file(text: String, base: String, today: Date) -> Result<(Vec<Put>, &'static str, usize)> {
    let since = today.checked_sub(5.years()).map_err(|e| Error::Other(e.to_string()))?;
    let read = tokio::task::spawn_blocking(move || files::read(&text, &base, since)).await.map_err(|e| Error::Other(e.to_string()))??;
    Ok((read.quotes.into_iter().map(Put::from).collect(), if read.bank { "ecb" } else { "file" }, read.older))
}

/// The present day by UTC: five years are no matter of hours.
pub(super) fn today(platform: &Platform) -> Date {
    despacho_ui::format::local_date("UTC", platform.clock.now()).unwrap_or_default()
}

async fn put(platform: &Platform, tenant: Id, by: &User, (headers, body, base): (&HeaderMap, Object, &str)) -> Outcome {
    let request = format!("PUT exchange rates of {tenant} {body}");
    let (rates, source, older) = read(body, base, today(platform)).await?;
    let now = platform.clock.now();
    let response = once(platform, by.id, headers, &request, StatusCode::OK, async |tx| {
        let put = actions::put(tx, tenant, rates.clone(), source, (by, now)).await?;
        Ok(value!({ "put": put, "older": older }))
    });
    Ok(response.await?)
}

async fn put_of_practice(State(platform): State<Platform>, who: InPractice, headers: HeaderMap, body: Object) -> Outcome {
    put(&platform, who.practice, &who.user, (&headers, body, PIVOT)).await
}

async fn put_of_organization(State(platform): State<Platform>, who: InOrganization, headers: HeaderMap, body: Object) -> Outcome {
    let base = organizations::currency(platform.db.read(), who.organization).await?;
    put(&platform, who.organization, &who.user, (&headers, body, &base.code)).await
}
