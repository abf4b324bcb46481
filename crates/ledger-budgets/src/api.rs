//! Budgets for programs.

use std::collections::BTreeMap;

use axum::{
    extract::State as Shared,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R, money::plain, number};
use despacho_ledger::{
    api::{
        common::{csv, period_of, typed, wants_csv},
        shapes::{self, amount, answer, date, id, rows, text, words},
    },
    fiscal_years::store as years,
    reports::Period,
};
use despacho_organizations::store as organizations;
use despacho_platform::{Error, Platform, Result, sql::Connection};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Query, Routes,
    api::{List, Object, if_match, json, once},
    openapi::Operation,
};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::{
    actions::{self, From},
    budget::{MAX_ROWS, State, TypedRow},
    report::{self, Line, Section},
    store::{self, Budget},
};

const ALL: &str = "/api/v1/organizations/{organization}/budgets";
const ONE: &str = "/api/v1/organizations/{organization}/budgets/{budget}";

fn row() -> Value {
    let properties = value!({
        "account_code": { "type": "string", "minLength": 1, "maxLength": 20 },
        "tag": { "type": ["string", "null"], "maxLength": 61 },
        "amounts": { "type": "object", "additionalProperties": { "type": "string", "maxLength": 40 }, "maxProperties": 24 },
    });
    value!({ "type": "object", "required": ["account_code"], "properties": properties })
}

fn sent() -> Value {
    let year = || value!({ "type": "string", "minLength": 1, "maxLength": 20 });
    let percent = || value!({ "type": ["string", "null"], "maxLength": 20 });
    value!({ "type": "object", "required": ["name", "fiscal_year"], "properties": {
        "name": text(100),
        "fiscal_year": year(),
        "status": words(vec!["draft", "approved"]),
        "rows": { "type": "array", "maxItems": MAX_ROWS, "items": row() },
        "from_actuals": { "type": ["string", "null"], "maxLength": 20 },
        "version_of": { "type": ["string", "null"], "format": "uuid" },
        "percent": percent(),
    } })
}

fn changed() -> Value {
    value!({ "type": "object", "required": ["rows"], "properties": {
        "status": words(vec!["draft", "approved"]),
        "rows": { "type": "array", "maxItems": MAX_ROWS, "items": row() },
    } })
}

fn head_of() -> Value {
    value!({
        "id": id(),
        "name": { "type": "string" },
        "edition": { "type": "integer" },
        "fiscal_year": { "type": "string" },
        "status": words(vec!["draft", "approved"]),
        "version": { "type": "integer" },
    })
}

fn budget() -> Value {
    let mut all = head_of();
    all["months"] = rows(value!({ "type": "string" }));
    all["rows"] = rows(answer(value!({
        "account_code": { "type": "string" },
        "account_name": { "type": "string" },
        "tag": { "type": ["string", "null"] },
        "amounts": { "type": "object", "additionalProperties": amount() },
        "total": amount(),
    })));
    answer(all)
}

fn compared() -> Value {
    let sums = value!({ "budget": amount(), "actual": amount(), "variance": amount() });
    let mut row = sums.clone();
    row["code"] = value!({ "type": "string" });
    row["name"] = value!({ "type": "string" });
    row["tag"] = value!({ "type": ["string", "null"] });
    let section = || answer(value!({ "rows": rows(answer(row.clone())), "totals": answer(sums.clone()) }));
    shapes::period(
        value!({ "budget": shapes::or_null(answer(head_of())), "income": section(), "expenses": section(), "others": section(), "result": answer(sums.clone()) }),
    )
}

pub(super) fn routes(platform: &Platform) -> Routes {
    let (read, write) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    let example =
        value!({ "name": "Presupuesto", "fiscal_year": "2026", "rows": [{ "account_code": "629", "amounts": { "2026-01": "100.00", "2026-02": "120.00" } }] });
    Routes::new(platform)
        .api(Operation::get(ALL, "api-budgets").lists_whole("BudgetHead", answer(head_of())), read, list)
        .api(
            Operation::post(ALL, "api-budgets-create")
                .takes_schema("CreateBudget", sent())
                .example(example)
                .answers_schema(201, "Budget", budget()),
            write,
            create,
        )
        .api(Operation::get(ONE, "api-budget").answers_schema(200, "Budget", budget()), read, show)
        .api(
            Operation::put(ONE, "api-budget-set")
                .takes_schema("SetBudget", changed())
                .example(value!({ "status": "approved", "rows": [{ "account_code": "629", "amounts": { "2026-01": "100.00" } }] }))
                .versioned()
                .conflicts(&["budget_approved"])
                .answers_schema(200, "Budget", budget()),
            write,
            put,
        )
        .api(
            Operation::get("/api/v1/organizations/{organization}/reports/budget", "api-budget-report")
                .asks("budget", id())
                .asks("from", date())
                .asks("to", date())
                .asks("level", value!({ "type": "integer", "minimum": 1, "maximum": 20 }))
                .also_csv()
                .answers_schema(200, "BudgetReport", compared()),
            read,
            against,
        )
}

#[derive(Deserialize)]
struct OfBudget {
    budget: Id,
}

fn head(budget: &Budget, year: &str) -> Value {
    value!({ "id": budget.id, "name": budget.name, "edition": budget.edition, "fiscal_year": year, "status": budget.state, "version": budget.version })
}

async fn answered(db: &dyn Connection, organization: Id, id: Id) -> Result<Value> {
    let whole = actions::whole(db, organization, id).await?;
    let digits = organizations::currency(db, organization).await?.digits;
    let row = |row: &super::budget::Row| {
        let account = whole.account(row);
        let amounts: BTreeMap<&str, String> = whole
            .months
            .iter()
            .zip(&row.amounts)
            .filter(|(_, amount)| **amount != 0)
            .map(|(month, amount)| (month.as_str(), plain(*amount, digits)))
            .collect();
        value!({
            "account_code": account.map_or("", |account| account.code.as_str()),
            "account_name": account.map_or("", |account| account.name.as_str()),
            "tag": Some(whole.tag(row)).filter(|tag| !tag.is_empty()),
            "amounts": amounts,
            "total": plain(row.amounts.iter().sum(), digits),
        })
    };
    let mut found = head(&whole.budget, &whole.year.name);
    found["months"] = value!(whole.months);
    found["rows"] = whole.rows.iter().map(row).collect();
    Ok(found)
}

async fn list(Shared(platform): Shared<Platform>, who: InOrganization) -> Outcome {
    let db = platform.db.read();
    let years: BTreeMap<Id, String> = years::list(db, who.organization).await?.into_iter().map(|year| (year.id, year.name)).collect();
    let items: Vec<Value> = store::list(db, who.organization)
        .await?
        .iter()
        .map(|budget| head(budget, years.get(&budget.fiscal_year_id).map_or("", String::as_str)))
        .collect();
    Ok(json(StatusCode::OK, &List { items, next_cursor: None }))
}

async fn show(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfBudget>) -> Outcome {
    Ok(json(StatusCode::OK, &answered(platform.db.read(), who.organization, of.budget).await?))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sent {
    name: String,
    fiscal_year: String,
    status: Option<String>,
    rows: Vec<TypedRow>,
    from_actuals: Option<String>,
    version_of: Option<Id>,
    percent: Option<String>,
}

fn state(word: Option<&str>) -> State {
    word.and_then(|word| word.parse().ok()).unwrap_or(State::Draft)
}

/// A percentage; none is nothing more.
pub(super) fn percent(text: Option<&str>, notation: number::Notation, errors: &mut Invalid) -> Decimal {
    let Some(text) = text.map(|text| text.trim().trim_end_matches('%').trim_end()).filter(|text| !text.is_empty()) else { return Decimal::ZERO };
    let within = |percent: &Decimal| (Decimal::from(-100)..=Decimal::from(1000)).contains(percent);
    let read = number::decimal(text, notation, 4).and_then(|percent| if within(&percent) { Ok(percent) } else { Err("number") });
    errors.take("percent", read).unwrap_or_default()
}

async fn create(Shared(platform): Shared<Platform>, who: InOrganization, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST /organizations/{}/budgets {body}", who.organization);
    let sent: Sent = typed(body)?;
    let all = years::list(platform.db.read(), who.organization).await?;
    let of_name = |name: &str, field: &str| all.iter().find(|year| year.name == name.trim()).map(|year| year.id).ok_or_else(|| Invalid::one(field, "choice"));
    let year = of_name(&sent.fiscal_year, "fiscal_year")?;
    let mut errors = Invalid::new();
    let percent = percent(sent.percent.as_deref(), number::Notation::Plain, &mut errors);
    errors.finish()?;
    let from = match (sent.from_actuals.as_deref().filter(|name| !name.is_empty()), sent.version_of) {
        (Some(name), _) => From::Actuals(of_name(name, "from_actuals")?, percent),
        (None, Some(of)) => From::Budget(of, percent),
        (None, None) => From::Rows(sent.rows),
    };
    let by = (&who.user, platform.clock.now());
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let made = actions::create(tx, who.organization, (&sent.name, year), state(sent.status.as_deref()), from, by).await?;
        answered(tx, who.organization, made.id).await
    });
    Ok(response.await?)
}

async fn put(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfBudget>, headers: HeaderMap, body: Object) -> Outcome {
    let seen = if_match(&headers)?;
    let request = format!("PUT /organizations/{}/budgets/{} {seen:?} {body}", who.organization, of.budget);
    let sent: Sent = typed(body)?;
    let by = (&who.user, platform.clock.now());
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        actions::put(tx, who.organization, (of.budget, seen), state(sent.status.as_deref()), &sent.rows, by).await?;
        answered(tx, who.organization, of.budget).await
    });
    Ok(response.await?)
}

#[derive(Debug, Default, Deserialize)]
struct Wanted {
    budget: Option<Id>,
    from: Option<Date>,
    to: Option<Date>,
    level: Option<usize>,
}

async fn against(Shared(platform): Shared<Platform>, who: InOrganization, headers: HeaderMap, Query(wanted): Query<Wanted>) -> Outcome {
    let db = platform.db.read();
    let id = match wanted.budget {
        Some(id) => Some(id),
        None => store::list(db, who.organization).await?.first().map(|budget| budget.id),
    };
    let currency = organizations::currency(db, who.organization).await?;
    let digits = currency.digits;
    let sums = |line: &Line| value!({ "budget": plain(line.budget, digits), "actual": plain(line.actual, digits), "variance": plain(line.variance(), digits) });
    let Some(id) = id else {
        // Nothing is expected of anything yet.
        let period = period_of(&platform, &who, (wanted.from, wanted.to)).await?;
        let none = sums(&Line::default());
        let section = value!({ "rows": [], "totals": none });
        let answer = value!({
            "from": period.from.to_string(),
            "to": period.to.to_string(),
            "currency": currency.code,
            "budget": null,
            "income": section,
            "expenses": section,
            "others": section,
            "result": none,
        });
        return Ok(json(StatusCode::OK, &answer));
    };
    let whole = actions::whole(db, who.organization, id).await?;
    let bad = |_| Error::Other("a year without days".into());
    let (starts, ends): (Date, Date) = (whole.year.starts_on.parse().map_err(bad)?, whole.year.ends_on.parse().map_err(bad)?);
    let period = Period { from: wanted.from.unwrap_or(starts), to: wanted.to.unwrap_or(ends) };
    let (months, period) = report::months_of(&whole, Some(period)).ok_or_else(|| Error::Parameters(Invalid::one("to", "date_order")))?;
    let found = report::against(db, who.organization, &whole, (&months, period), wanted.level).await?;
    if wants_csv(&headers)? {
        let sections = [("income", &found.income), ("expenses", &found.expenses), ("others", &found.others)];
        let rows = sections.iter().flat_map(|(name, section)| {
            section.lines.iter().map(move |line| {
                let amounts = [line.budget, line.actual, line.variance()].map(|amount| plain(amount, digits));
                [(*name).to_owned(), line.code.clone(), line.name.clone(), line.tag.clone()].into_iter().chain(amounts).collect()
            })
        });
        return Ok(csv(&["section", "code", "name", "tag", "budget", "actual", "variance"], rows)?);
    }
    let section = |section: &Section| {
        let line = |line: &Line| {
            let mut row = sums(line);
            row["code"] = value!(line.code);
            row["name"] = value!(line.name);
            row["tag"] = value!(Some(&line.tag).filter(|tag| !tag.is_empty()));
            row
        };
        value!({ "rows": section.lines.iter().map(line).collect::<Vec<_>>(), "totals": sums(&section.total) })
    };
    let answer = value!({
        "from": period.from.to_string(),
        "to": period.to.to_string(),
        "currency": currency.code,
        "budget": head(&whole.budget, &whole.year.name),
        "income": section(&found.income),
        "expenses": section(&found.expenses),
        "others": section(&found.others),
        "result": sums(&found.result),
    });
    Ok(json(StatusCode::OK, &answer))
}
