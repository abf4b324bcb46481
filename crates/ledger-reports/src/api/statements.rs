//! Profit and loss, balance sheet, cash flow and changes in equity, as JSON and as files.

use axum::{Extension, extract::State as Shared, http::StatusCode, response::Response};
use despacho_kernel::{Invalid, access::OrganizationRight as R, money::plain};
use despacho_ledger::{
    api::{
        common::{csv, currency, today},
        shapes::date,
    },
    fiscal_years::store as years,
    reports::{
        Period,
        cash_flow::{self, Cash},
        columns::{self, Cut},
        equity,
        model::{self, Filled, Statements},
        official, periods,
        statements::{self, Section},
    },
};
use despacho_organizations::store as organizations;
use despacho_platform::{Error, Platform, Result, i18n::Lang};
use despacho_ui::{Access, InOrganization, Outcome, Query, Routes, api::json, openapi::Operation};
use jiff::civil::Date;
use serde_json::{Value, json as value};

use super::{
    reports::{Asking, Wanted, file_of, period, slice},
    shapes,
};
use crate::pages::{files::Kind, statements_page};

pub(super) fn routes(platform: &Platform) -> Routes {
    let read = Access::Organization(R::ReadLedger);
    let cut = || value!({ "type": "string", "enum": ["month", "quarter"] });
    let compared = || value!({ "type": "string", "enum": ["previous", "last_year"] });
    Routes::new(platform)
        .api(
            shapes::within(Operation::get("/api/v1/organizations/{organization}/reports/profit-and-loss", "api-profit-and-loss"))
                .asks("compare", compared())
                .asks("columns", cut())
                .asks("level", shapes::level())
                .asks("model", shapes::model())
                .asks("tag", shapes::tag())
                .also_files()
                .answers_schema(200, "ProfitAndLoss", shapes::profit_and_loss()),
            read,
            profit_and_loss,
        )
        .api(
            Operation::get("/api/v1/organizations/{organization}/reports/balance-sheet", "api-balance-sheet")
                .asks("date", date())
                .asks("compare", value!({ "type": "string", "enum": ["last_year"] }))
                .asks("columns", cut())
                .asks("level", shapes::level())
                .asks("model", shapes::model())
                .also_files()
                .answers_schema(200, "BalanceSheet", shapes::balance_sheet()),
            read,
            balance_sheet,
        )
        .api(
            shapes::within(Operation::get("/api/v1/organizations/{organization}/reports/cash-flow", "api-cash-flow"))
                .asks("compare", compared())
                .asks("columns", cut())
                .also_files()
                .answers_schema(200, "CashFlow", shapes::cash_flow()),
            read,
            cash_flows,
        )
        .api(
            shapes::within(Operation::get("/api/v1/organizations/{organization}/reports/changes-in-equity", "api-changes-in-equity"))
                .also_files()
                .answers_schema(200, "ChangesInEquity", shapes::changes_in_equity()),
            read,
            changes_in_equity,
        )
}

/// Amounts of a row: of what is asked for, of what it is compared with, and of every column.
fn amounts(all: &[i64], digits: u8) -> [Value; 3] {
    let shown = |nth: usize| all.get(nth).map(|amount| Value::from(plain(*amount, digits)));
    [
        shown(0).unwrap_or_else(|| plain(0, digits).into()),
        shown(1).unwrap_or_default(),
        all.get(1..).unwrap_or_default().iter().map(|amount| plain(*amount, digits)).collect(),
    ]
}

/// An object with the amounts of a row beside what it says.
fn with_amounts(mut of: Value, name: &str, all: &[i64], (digits, cut): (u8, bool)) -> Value {
    let [amount, compared, columns] = amounts(all, digits);
    of[name] = amount;
    of["compared"] = if cut { Value::Null } else { compared };
    of["columns"] = columns;
    of
}

fn section(section: &Section, shape: (u8, bool)) -> Value {
    let row = |line: &statements::Line| with_amounts(value!({ "code": line.code, "name": line.name }), "amount", &line.amounts, shape);
    with_amounts(value!({ "rows": section.lines.iter().map(row).collect::<Vec<_>>() }), "total", &section.totals, shape)
}

/// The headings of the amounts of a file: `amount` and `compared`, or the last days of columns.
fn headings(first: &[&str], others: &[Period], cut: bool) -> Vec<String> {
    let mut all: Vec<String> = first.iter().chain(&["amount"]).map(|word| (*word).to_owned()).collect();
    match cut {
        true => all.extend(others.iter().map(|period| period.to.to_string())),
        false => all.push("compared".into()),
    }
    all
}

/// The amounts of a row of a file, as many as there are headings for them.
fn cells(all: &[i64], count: usize, digits: u8) -> impl Iterator<Item = String> {
    (0..count.max(2)).map(move |nth| all.get(nth).map(|amount| plain(*amount, digits)).unwrap_or_default())
}

/// Sections as rows of a file.
fn sections(all: &[(&str, &Section)], asked: &Asked, digits: u8) -> Result<Response> {
    let row = |name: &str, line: &statements::Line| {
        let mut row = vec![name.to_owned(), line.code.clone(), line.name.clone()];
        row.extend(cells(&line.amounts, asked.others.len() + 1, digits));
        row
    };
    let headings = headings(&["section", "code", "name"], &asked.others, asked.cut);
    csv(&headings.iter().map(String::as_str).collect::<Vec<_>>(), all.iter().flat_map(|(name, section)| section.lines.iter().map(move |line| row(name, line))))
}

/// Lines of a model.
fn lines(all: &[Filled], lang: Lang, shape: (u8, bool)) -> Value {
    let line = |filled: &Filled| {
        let account = |of: &model::Within| with_amounts(value!({ "code": of.code, "name": of.name }), "amount", &of.amounts, shape);
        let said = value!({
            "key": filled.line.key,
            "level": filled.line.level,
            "name": filled.line.name(lang),
            "accounts": filled.accounts.iter().map(account).collect::<Vec<_>>(),
        });
        with_amounts(said, "amount", &filled.amounts, shape)
    };
    all.iter().filter(|filled| filled.is_told()).map(line).collect()
}

/// Lines of a model as rows of a file.
fn line_rows(all: &[Filled], lang: Lang, asked: &Asked, digits: u8) -> Result<Response> {
    let row = |filled: &Filled| {
        let mut row = vec![filled.line.key.clone(), filled.line.name(lang).to_owned()];
        row.extend(cells(&filled.amounts, asked.others.len() + 1, digits));
        row
    };
    let headings = headings(&["key", "name"], &asked.others, asked.cut);
    csv(&headings.iter().map(String::as_str).collect::<Vec<_>>(), all.iter().filter(|filled| filled.is_told()).map(row))
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

/// The period that is asked for, and what stands beside it.
struct Asked {
    period: Period,
    others: Vec<Period>,
    /// Whether they are columns that it is cut into.
    cut: bool,
}

impl Asked {
    fn of(period: Period, wanted: &Wanted) -> Result<Self> {
        let bad = |code| {
            let mut errors = Invalid::new();
            errors.push_with("columns", code, vec![("max", columns::MOST.to_string())]);
            Error::Parameters(errors)
        };
        if let Some(word) = &wanted.columns {
            let by: Cut = word.parse().map_err(bad)?;
            return Ok(Self { period, others: columns::cut(period, by).ok_or_else(|| bad("too_many_columns"))?, cut: true });
        }
        let compared = match wanted.compare.as_deref() {
            Some("previous") => Some(periods::shifted(period, -1)),
            Some(_) => Some(periods::of_last_year(period)),
            None => None,
        };
        Ok(Self { period, others: compared.into_iter().collect(), cut: false })
    }

    fn periods(&self) -> Vec<Period> {
        [&[self.period], &self.others[..]].concat()
    }

    fn days(&self) -> Vec<Date> {
        self.periods().iter().map(|period| period.to).collect()
    }

    /// What an answer says of it, beside its days.
    fn answer(&self, mut of: Value) -> Value {
        let column = |period: &Period| value!({ "from": period.from.to_string(), "to": period.to.to_string() });
        of["columns"] = self.others.iter().map(column).collect();
        of
    }
}

async fn profit_and_loss((Shared(platform), Extension(printer), who, headers, Query(wanted)): Asking) -> Outcome {
    let file = file_of(&headers)?;
    let base = currency(&platform, who.organization).await?;
    let asked = Asked::of(period(&platform, &who, &wanted).await?, &wanted)?;
    let (db, periods, shape) = (platform.db.read(), asked.periods(), (base.digits, asked.cut));
    let slice = slice(&platform, &who, &wanted).await?;
    let model = asked_model(&platform, &who, &wanted).await?;
    if let Some(kind @ (Kind::Xlsx | Kind::Pdf)) = file {
        return statements_page::profit_and_loss(Shared(platform), Extension(printer), who, Query(wanted.as_page(asked.period, kind))).await;
    }
    let by_line = match model {
        Some(of) => official::profit_and_loss(db, slice, of, &periods).await?,
        None => vec![],
    };
    if model.is_some() && file == Some(Kind::Csv) {
        return Ok(line_rows(&by_line, who.lang(), &asked, base.digits)?);
    }
    let found = statements::profit_and_loss(db, slice, &periods, wanted.level).await?;
    if file == Some(Kind::Csv) {
        return Ok(sections(&[("income", &found.income), ("expenses", &found.expenses)], &asked, base.digits)?);
    }
    let results = found.results();
    let answer = value!({
        "from": asked.period.from.to_string(),
        "to": asked.period.to.to_string(),
        "currency": base.code,
        "income": section(&found.income, shape),
        "expenses": section(&found.expenses, shape),
        "result": plain(results[0], base.digits),
        "compared_result": results.get(1).filter(|_| !asked.cut).map(|amount| plain(*amount, base.digits)),
        "model": model.map_or("chart", |of| &of.word),
        "lines": lines(&by_line, who.lang(), shape),
    });
    Ok(json(StatusCode::OK, &asked.answer(answer)))
}

async fn balance_sheet((Shared(platform), Extension(printer), who, headers, Query(wanted)): Asking) -> Outcome {
    let file = file_of(&headers)?;
    let base = currency(&platform, who.organization).await?;
    let day = match wanted.date {
        Some(day) => day,
        None => today(&platform)?,
    };
    let db = platform.db.read();
    let began = periods::usual(&years::list(db, who.organization).await?, day).from.min(day);
    let asked = Asked::of(Period { from: began, to: day }, &wanted)?;
    let (days, shape) = (asked.days(), (base.digits, asked.cut));
    let model = asked_model(&platform, &who, &wanted).await?;
    if let Some(kind @ (Kind::Xlsx | Kind::Pdf)) = file {
        return statements_page::balance_sheet(Shared(platform), Extension(printer), who, Query(wanted.as_page(asked.period, kind))).await;
    }
    let by_line = match model {
        Some(of) => official::balance_sheet(db, who.organization, of, &days).await?,
        None => vec![],
    };
    if model.is_some() && file == Some(Kind::Csv) {
        return Ok(line_rows(&by_line, who.lang(), &asked, base.digits)?);
    }
    let found = statements::balance_sheet(db, who.organization, &days, wanted.level).await?;
    if file == Some(Kind::Csv) {
        let all = [("assets", &found.assets), ("liabilities", &found.liabilities), ("equity", &found.equity)];
        return Ok(sections(&all, &asked, base.digits)?);
    }
    let answer = value!({
        "date": day.to_string(),
        "currency": base.code,
        "assets": section(&found.assets, shape),
        "liabilities": section(&found.liabilities, shape),
        "equity": section(&found.equity, shape),
        "result": plain(found.results[0], base.digits),
        "compared_result": found.results.get(1).filter(|_| !asked.cut).map(|amount| plain(*amount, base.digits)),
        "model": model.map_or("chart", |of| &of.word),
        "lines": lines(&by_line, who.lang(), shape),
    });
    Ok(json(StatusCode::OK, &asked.answer(answer)))
}

async fn cash_flows((Shared(platform), Extension(printer), who, headers, Query(wanted)): Asking) -> Outcome {
    let file = file_of(&headers)?;
    let base = currency(&platform, who.organization).await?;
    let asked = Asked::of(period(&platform, &who, &wanted).await?, &wanted)?;
    if let Some(kind @ (Kind::Xlsx | Kind::Pdf)) = file {
        return statements_page::cash_flows(Shared(platform), Extension(printer), who, Query(wanted.as_page(asked.period, kind))).await;
    }
    let shape = (base.digits, asked.cut);
    let found = cash_flow::cash_flow(platform.db.read(), who.organization, &asked.periods()).await?;
    if file == Some(Kind::Csv) {
        return Ok(line_rows(&found.lines, who.lang(), &asked, base.digits)?);
    }
    let cash = |of: fn(&Cash) -> i64| with_amounts(value!({}), "amount", &found.cash.iter().map(of).collect::<Vec<_>>(), shape);
    let answer = value!({
        "from": asked.period.from.to_string(),
        "to": asked.period.to.to_string(),
        "currency": base.code,
        "lines": lines(&found.lines, who.lang(), shape),
        "change": plain(official::amount(&found.lines, cash_flow::CHANGE, 0), base.digits),
        "opening": cash(|cash| cash.opening),
        "closing": cash(|cash| cash.closing),
    });
    Ok(json(StatusCode::OK, &asked.answer(answer)))
}

async fn changes_in_equity((Shared(platform), Extension(printer), who, headers, Query(wanted)): Asking) -> Outcome {
    let file = file_of(&headers)?;
    let base = currency(&platform, who.organization).await?;
    let period = period(&platform, &who, &wanted).await?;
    if let Some(kind @ (Kind::Xlsx | Kind::Pdf)) = file {
        return statements_page::changes_in_equity(Shared(platform), Extension(printer), who, Query(wanted.as_page(period, kind))).await;
    }
    let found = equity::changes_in_equity(platform.db.read(), who.organization, period).await?;
    const COLUMNS: [&str; 5] = ["opening", "result", "increases", "decreases", "closing"];
    let amounts = |row: &equity::Row| [row.opening, row.result, row.increases, row.decreases, row.closing].map(|amount| plain(amount, base.digits));
    if file == Some(Kind::Csv) {
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
