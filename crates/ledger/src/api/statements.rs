//! Profit and loss, balance sheet, cash flow and changes in equity, as JSON and as rows.

use axum::{
    extract::State as Shared,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use despacho_kernel::{Invalid, access::OrganizationRight as R, money::plain};
use despacho_organizations::store as organizations;
use despacho_platform::{Error, Platform, Result, i18n::Lang};
use despacho_ui::{Access, InOrganization, Outcome, Query, Routes, api::json, openapi::Operation};
use jiff::{ToSpan, civil::Date};
use serde_json::{Value, json as value};

use super::{
    common::currency,
    reports::{Wanted, csv, period, slice, today, wants_csv},
    shapes,
};
use crate::reports::{
    Period,
    cash_flow::{self, Cash},
    equity,
    model::{self, Filled, Statements},
    official,
    statements::{self, Section},
};

pub(super) fn routes(platform: &Platform) -> Routes {
    let read = Access::Organization(R::ReadLedger);
    let within = |operation: Operation| operation.asks("from", shapes::date()).asks("to", shapes::date());
    let compared = || value!({ "type": "string", "enum": ["previous", "last_year"] });
    Routes::new(platform)
        .api(
            within(Operation::get("/api/v1/organizations/{organization}/reports/profit-and-loss", "api-profit-and-loss"))
                .asks("compare", compared())
                .asks("level", shapes::level())
                .asks("model", shapes::model())
                .asks("tag", shapes::tag())
                .also_csv()
                .answers_schema(200, "ProfitAndLoss", shapes::profit_and_loss()),
            read,
            profit_and_loss,
        )
        .api(
            Operation::get("/api/v1/organizations/{organization}/reports/balance-sheet", "api-balance-sheet")
                .asks("date", shapes::date())
                .asks("compare", value!({ "type": "string", "enum": ["last_year"] }))
                .asks("level", shapes::level())
                .asks("model", shapes::model())
                .also_csv()
                .answers_schema(200, "BalanceSheet", shapes::balance_sheet()),
            read,
            balance_sheet,
        )
        .api(
            within(Operation::get("/api/v1/organizations/{organization}/reports/cash-flow", "api-cash-flow"))
                .asks("compare", compared())
                .also_csv()
                .answers_schema(200, "CashFlow", shapes::cash_flow()),
            read,
            cash_flows,
        )
        .api(
            within(Operation::get("/api/v1/organizations/{organization}/reports/changes-in-equity", "api-changes-in-equity"))
                .also_csv()
                .answers_schema(200, "ChangesInEquity", shapes::changes_in_equity()),
            read,
            changes_in_equity,
        )
}

fn section(section: &Section, digits: u8) -> Value {
    let shown = |amount: Option<i64>| amount.map(|amount| plain(amount, digits));
    let row =
        |line: &statements::Line| value!({ "code": line.code, "name": line.name, "amount": plain(line.amount, digits), "compared": shown(line.compared) });
    value!({ "rows": section.lines.iter().map(row).collect::<Vec<_>>(), "total": plain(section.total, digits), "compared": shown(section.compared) })
}

/// Sections as rows of a file.
fn sections(all: &[(&str, &Section)], digits: u8) -> Result<Response> {
    let row = |name: &str, line: &statements::Line| {
        vec![
            name.to_owned(),
            line.code.clone(),
            line.name.clone(),
            plain(line.amount, digits),
            line.compared.map(|amount| plain(amount, digits)).unwrap_or_default(),
        ]
    };
    csv(&["section", "code", "name", "amount", "compared"], all.iter().flat_map(|(name, section)| section.lines.iter().map(move |line| row(name, line))))
}

/// Whether a line is told: those for what a model forgets are where something is in them.
fn told(filled: &&Filled) -> bool {
    !filled.line.rest || !filled.is_empty()
}

/// Lines of a model; the second column, where there is one, is what they are compared with.
fn lines(all: &[Filled], lang: Lang, digits: u8) -> Value {
    let amount = |amounts: &[i64]| plain(amounts.first().copied().unwrap_or(0), digits);
    let compared = |amounts: &[i64]| amounts.get(1).map(|amount| plain(*amount, digits));
    let line = |filled: &Filled| {
        let account = |of: &model::Within| value!({ "code": of.code, "name": of.name, "amount": amount(&of.amounts), "compared": compared(&of.amounts) });
        value!({
            "key": filled.line.key,
            "level": filled.line.level,
            "name": filled.line.name(lang),
            "amount": amount(&filled.amounts),
            "compared": compared(&filled.amounts),
            "accounts": filled.accounts.iter().map(account).collect::<Vec<_>>(),
        })
    };
    all.iter().filter(told).map(line).collect()
}

/// Lines of a model as rows of a file.
fn line_rows(all: &[Filled], lang: Lang, digits: u8) -> Result<Response> {
    let row = |filled: &Filled| {
        let mut row = vec![filled.line.key.clone(), filled.line.name(lang).to_owned()];
        row.extend((0..2).map(|nth| filled.amounts.get(nth).map(|amount| plain(*amount, digits)).unwrap_or_default()));
        row
    };
    csv(&["key", "name", "amount", "compared"], all.iter().filter(told).map(row))
}

/// The model that is asked for; none for the chart's own accounts.
async fn asked_model(platform: &Platform, who: &InOrganization, wanted: &Wanted) -> Result<Option<&'static Statements>> {
    let word = wanted.model.as_deref().unwrap_or("chart");
    if word == "chart" {
        return Ok(None);
    }
    let country = organizations::find(platform.db.read(), who.organization).await?.country;
    model::model(&country, word).map(Some).ok_or_else(|| Error::Parameters(Invalid::one("model", "choice")))
}

/// The period of as many days right before one.
fn previous(period: Period) -> Period {
    let days = period.from.until(period.to).map_or(0, |span| span.get_days());
    let to = period.from.yesterday().unwrap_or(period.from);
    Period { from: to.checked_sub(i64::from(days).days()).unwrap_or(to), to }
}

fn year_before(day: Date) -> Date {
    // The end of a month stays one: 28 February 2025 is compared with 29 February 2024.
    let before = day.checked_sub(1.year()).unwrap_or(day);
    if day == day.last_of_month() { before.last_of_month() } else { before }
}

fn compared(period: Period, wanted: &Wanted) -> Option<Period> {
    match wanted.compare.as_deref() {
        Some("previous") => Some(previous(period)),
        Some(_) => Some(Period { from: period.from.checked_sub(1.year()).unwrap_or(period.from), to: year_before(period.to) }),
        None => None,
    }
}

async fn profit_and_loss(Shared(platform): Shared<Platform>, who: InOrganization, headers: HeaderMap, Query(wanted): Query<Wanted>) -> Outcome {
    let base = currency(&platform, who.organization).await?;
    let period = period(&platform, &who, &wanted).await?;
    let (db, compare) = (platform.db.read(), compared(period, &wanted));
    let slice = slice(&platform, &who, &wanted).await?;
    let model = asked_model(&platform, &who, &wanted).await?;
    let by_line = match model {
        Some(of) => official::profit_and_loss(db, slice, of, &[Some(period), compare].into_iter().flatten().collect::<Vec<_>>()).await?,
        None => vec![],
    };
    if model.is_some() && wants_csv(&headers) {
        return Ok(line_rows(&by_line, who.lang(), base.digits)?);
    }
    let found = statements::profit_and_loss(db, slice, period, compare, wanted.level).await?;
    if wants_csv(&headers) {
        return Ok(sections(&[("income", &found.income), ("expenses", &found.expenses)], base.digits)?);
    }
    let answer = value!({
        "from": period.from.to_string(),
        "to": period.to.to_string(),
        "currency": base.code,
        "income": section(&found.income, base.digits),
        "expenses": section(&found.expenses, base.digits),
        "result": plain(found.result(), base.digits),
        "compared_result": found.compared().map(|amount| plain(amount, base.digits)),
        "model": model.map_or("chart", |of| &of.word),
        "lines": lines(&by_line, who.lang(), base.digits),
    });
    Ok(json(StatusCode::OK, &answer))
}

async fn balance_sheet(Shared(platform): Shared<Platform>, who: InOrganization, headers: HeaderMap, Query(wanted): Query<Wanted>) -> Outcome {
    let base = currency(&platform, who.organization).await?;
    let day = match wanted.date {
        Some(day) => day,
        None => today(&platform)?,
    };
    let (db, compare) = (platform.db.read(), wanted.compare.as_ref().map(|_| year_before(day)));
    let model = asked_model(&platform, &who, &wanted).await?;
    let by_line = match model {
        Some(of) => official::balance_sheet(db, who.organization, of, &[Some(day), compare].into_iter().flatten().collect::<Vec<_>>()).await?,
        None => vec![],
    };
    if model.is_some() && wants_csv(&headers) {
        return Ok(line_rows(&by_line, who.lang(), base.digits)?);
    }
    let found = statements::balance_sheet(db, who.organization, day, compare, wanted.level).await?;
    if wants_csv(&headers) {
        return Ok(sections(&[("assets", &found.assets), ("liabilities", &found.liabilities), ("equity", &found.equity)], base.digits)?);
    }
    let answer = value!({
        "date": day.to_string(),
        "currency": base.code,
        "assets": section(&found.assets, base.digits),
        "liabilities": section(&found.liabilities, base.digits),
        "equity": section(&found.equity, base.digits),
        "result": plain(found.result, base.digits),
        "compared_result": found.compared_result.map(|amount| plain(amount, base.digits)),
        "model": model.map_or("chart", |of| &of.word),
        "lines": lines(&by_line, who.lang(), base.digits),
    });
    Ok(json(StatusCode::OK, &answer))
}

async fn cash_flows(Shared(platform): Shared<Platform>, who: InOrganization, headers: HeaderMap, Query(wanted): Query<Wanted>) -> Outcome {
    let base = currency(&platform, who.organization).await?;
    let period = period(&platform, &who, &wanted).await?;
    let periods: Vec<Period> = [Some(period), compared(period, &wanted)].into_iter().flatten().collect();
    let found = cash_flow::cash_flow(platform.db.read(), who.organization, &periods).await?;
    if wants_csv(&headers) {
        return Ok(line_rows(&found.lines, who.lang(), base.digits)?);
    }
    let cash = |of: fn(&Cash) -> i64| value!({ "amount": plain(found.cash.first().map_or(0, of), base.digits), "compared": found.cash.get(1).map(|cash| plain(of(cash), base.digits)) });
    let answer = value!({
        "from": period.from.to_string(),
        "to": period.to.to_string(),
        "currency": base.code,
        "lines": lines(&found.lines, who.lang(), base.digits),
        "change": plain(official::amount(&found.lines, cash_flow::CHANGE, 0), base.digits),
        "opening": cash(|cash| cash.opening),
        "closing": cash(|cash| cash.closing),
    });
    Ok(json(StatusCode::OK, &answer))
}

async fn changes_in_equity(Shared(platform): Shared<Platform>, who: InOrganization, headers: HeaderMap, Query(wanted): Query<Wanted>) -> Outcome {
    let base = currency(&platform, who.organization).await?;
    let period = period(&platform, &who, &wanted).await?;
    let found = equity::changes_in_equity(platform.db.read(), who.organization, period).await?;
    const COLUMNS: [&str; 5] = ["opening", "result", "increases", "decreases", "closing"];
    let amounts = |row: &equity::Row| [row.opening, row.result, row.increases, row.decreases, row.closing].map(|amount| plain(amount, base.digits));
    if wants_csv(&headers) {
        let rows = found.rows.iter().map(|row| [row.code.clone(), row.name.clone()].into_iter().chain(amounts(row)).collect());
        return Ok(csv(&[&["code", "name"], &COLUMNS[..]].concat(), rows)?);
    }
    let sums = |row: &equity::Row| COLUMNS.into_iter().map(str::to_owned).zip(amounts(row).map(Value::from)).collect::<serde_json::Map<_, _>>();
    let row = |row: &equity::Row| {
        let mut found = sums(row);
        found.insert("code".into(), value!(row.code));
        found.insert("name".into(), value!(row.name));
        Value::from(found)
    };
    let answer = value!({
        "from": period.from.to_string(),
        "to": period.to.to_string(),
        "currency": base.code,
        "rows": found.rows.iter().map(row).collect::<Vec<_>>(),
        "totals": sums(&found.totals),
    });
    Ok(json(StatusCode::OK, &answer))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn a_period_is_compared_with_as_many_days_before_it() {
        let of = |from: &str, to: &str| {
            let found = previous(Period { from: day(from), to: day(to) });
            (found.from.to_string(), found.to.to_string())
        };
        assert_eq!(of("2026-01-01", "2026-12-31"), ("2025-01-01".into(), "2025-12-31".into()));
        assert_eq!(of("2026-03-10", "2026-03-10"), ("2026-03-09".into(), "2026-03-09".into()));
    }

    #[test]
    fn the_last_day_of_a_month_is_compared_with_the_last() {
        assert_eq!(year_before(day("2025-02-28")).to_string(), "2024-02-29");
        assert_eq!(year_before(day("2024-02-29")).to_string(), "2023-02-28");
        assert_eq!(year_before(day("2026-11-26")).to_string(), "2025-11-26");
    }
}
