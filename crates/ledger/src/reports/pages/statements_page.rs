//! Profit and loss, and the balance sheet, beside those of another time.

use axum::extract::State;
use despacho_kernel::Invalid;
use despacho_platform::{Platform, Result, i18n::Lang, t};
use despacho_sheets::figures::{Cell, Figures};
use despacho_ui::{InOrganization, Outcome, Query, components::empty, format, forms::Form};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{
    asked::{self, Ground, Params, day, ledger_with},
    bar,
    compared::{self, changed},
    files,
    trial_balance_page::answer,
};
use crate::{
    dimensions::Tagging,
    journal::list::Slice,
    reports::{
        periods,
        statements::{self, Line, Section},
        sums::Period,
    },
};

/// Lines under a heading, and their sum.
struct Part {
    heading: String,
    lines: Vec<Line>,
    /// Of its lines and of what it counts besides.
    total: Line,
}

/// A statement as it is shown.
struct Statement {
    /// What is shown, and what it is compared with.
    columns: (String, Option<String>),
    parts: Vec<Part>,
    /// What the parts come to, and whether it is as it must be.
    end: Line,
    ties: Option<bool>,
    /// The days whose postings a line leads to.
    period: Period,
    /// The value that it is narrowed to.
    tag: String,
}

fn part(heading: String, total: String, section: Section) -> Part {
    Part { heading, lines: section.lines, total: Line { code: String::new(), name: total, amount: section.total, compared: section.compared } }
}

impl Statement {
    fn file(&self, lang: Lang, ground: &Ground) -> Figures {
        let digits = ground.currency.digits;
        let (now, then) = &self.columns;
        let mut headings = vec![lang.t("reports-part"), lang.t("reports-code"), lang.t("reports-account"), now.clone()];
        headings.extend(then.clone());
        let row = |heading: &str, line: &Line| {
            let mut cells =
                vec![Cell::Text(heading.to_owned()), Cell::Text(line.code.clone()), Cell::Text(line.name.clone()), Cell::Amount(line.amount, digits)];
            cells.extend(then.as_ref().map(|_| Cell::Amount(line.compared.unwrap_or(0), digits)));
            cells
        };
        let mut rows = vec![];
        for part in &self.parts {
            let first = rows.len();
            rows.extend(part.lines.iter().map(|line| row(&part.heading, line)));
            let over = first..rows.len();
            let sum = |amount: i64| Cell::Sum(amount, digits, over.clone());
            let mut cells = vec![Cell::Text(part.heading.clone()), Cell::Empty, Cell::Text(part.total.name.clone()), sum(part.total.amount)];
            cells.extend(then.as_ref().map(|_| sum(part.total.compared.unwrap_or(0))));
            rows.push(cells);
        }
        rows.push(row("", &self.end));
        Figures { headings, rows }
    }

    fn figures(&self, lang: Lang, ground: &Ground, line: &Line) -> Markup {
        html! {
            td.num.sd { (ground.amount(lang, line.amount)) }
            @if let Some(then) = &self.columns.1 {
                td.num.prev.first-of data-l=(then) { (ground.amount(lang, line.compared.unwrap_or(0))) }
                td.num.muted.gone { (changed(lang, line.amount, line.compared)) }
            }
        }
    }

    fn table(&self, who: &InOrganization, ground: &Ground, title: &str) -> Markup {
        let lang = who.lang();
        let compares = self.columns.1.is_some();
        html! {
            table.dense.report.two {
                caption.vh { (title) ", " (self.columns.0) }
                thead { tr {
                    th scope="col" { (lang.t("reports-account")) }
                    th.num scope="col" { (self.columns.0) }
                    @if let Some(then) = &self.columns.1 { th.num.first-of scope="col" { (then) } th.num scope="col" { (lang.t("reports-change")) } }
                } }
                @for part in &self.parts {
                    tbody {
                        tr.d0 { th scope="rowgroup" colspan=(if compares { "4" } else { "2" }) { (part.heading) } }
                        @for line in &part.lines {
                            tr.d1 {
                                th scope="row" {
                                    @if line.code.is_empty() { span.name { (line.name) } }
                                    @else { a.to href=(ledger_with(who, &line.code, false, self.period, &self.tag)) { span.code { (line.code) } span.name { (line.name) } } }
                                }
                                (self.figures(lang, ground, line))
                            }
                        }
                        tr.sum { th scope="row" { (part.total.name) } (self.figures(lang, ground, &part.total)) }
                    }
                }
                tfoot { tr {
                    th scope="row" { (self.end.name) " " @if let Some(ties) = self.ties { @if ties { span.tag.ok { (lang.t("reports-ties")) } } @else { span.tag.bad { (lang.t("reports-ties-not")) } } } }
                    (self.figures(lang, ground, &self.end))
                } }
            }
        }
    }
}

async fn profit_and_loss_of(
    platform: &Platform,
    who: &InOrganization,
    (params, slice): (&Params, Slice),
    ground: &Ground,
    period: Period,
) -> Result<Statement> {
    let lang = who.lang();
    let compared = compared::period(params, period);
    let found = statements::profit_and_loss(platform.db.read(), slice, period, compared, params.level(ground)).await?;
    let (amount, then) = (found.result(), found.compared());
    let end = Line { code: String::new(), name: lang.t(if amount < 0 { "reports-loss" } else { "reports-profit" }), amount, compared: then };
    Ok(Statement {
        columns: (asked::named(lang, period), compared.map(|period| asked::named(lang, period))),
        parts: vec![
            part(lang.t("reports-income"), lang.t("reports-total-income"), found.income),
            part(lang.t("reports-expenses"), lang.t("reports-total-expenses"), found.expenses),
        ],
        end,
        ties: None,
        period,
        tag: params.tag.clone(),
    })
}

/// The first day of the fiscal year of a day.
fn began(ground: &Ground, day: Date) -> Date {
    periods::usual(&ground.years, day).from.min(day)
}

async fn balance_sheet_of(platform: &Platform, who: &InOrganization, params: &Params, ground: &Ground, day: Date) -> Result<Statement> {
    let lang = who.lang();
    let from = began(ground, day);
    let compared = match params.compare.as_str() {
        "previous" => from.yesterday().ok(),
        "year" => Some(periods::day_of_last_year(day)),
        _ => None,
    };
    let found = statements::balance_sheet(platform.db.read(), who.organization, day, compared, params.level(ground)).await?;
    let assets = (found.assets.total, found.assets.compared);
    let claims = (found.equity.total + found.liabilities.total, found.equity.compared.zip(found.liabilities.compared).map(|(a, b)| a + b));
    let mut equity = found.equity;
    if (found.result, found.compared_result.unwrap_or(0)) != (0, 0) {
        equity
            .lines
            .push(Line { code: String::new(), name: lang.t("reports-open-result"), amount: found.result, compared: found.compared_result });
    }
    Ok(Statement {
        columns: (format::calendar_date(lang, "", day), compared.map(|day| format::calendar_date(lang, "", day))),
        parts: vec![
            part(lang.t("reports-assets"), lang.t("reports-total-assets"), found.assets),
            part(lang.t("reports-equity"), lang.t("reports-total-equity"), equity),
            part(lang.t("reports-liabilities"), lang.t("reports-total-liabilities"), found.liabilities),
        ],
        end: Line { code: String::new(), name: lang.t("reports-total-claims"), amount: claims.0, compared: claims.1 },
        ties: Some(assets == claims),
        period: Period { from, to: day },
        tag: String::new(),
    })
}

/// Which of the two, with what differs between them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    ProfitAndLoss,
    BalanceSheet,
}

async fn show(platform: &Platform, who: &InOrganization, params: &Params, which: Which) -> Outcome {
    let lang = who.lang();
    let (word, previous) = match which {
        Which::ProfitAndLoss => ("profit-and-loss", "reports-compare-previous"),
        Which::BalanceSheet => ("balance-sheet", "reports-compare-closing"),
    };
    let path = who.path(&format!("/reports/{word}"));
    let ground = Ground::of(platform, who).await?;
    if let Some(address) = params.chosen(&ground, &path) {
        return Ok(asked::lead(platform, &address));
    }
    let mut errors = Invalid::new();
    let period = match which {
        Which::ProfitAndLoss => params.period(&ground, &mut errors),
        Which::BalanceSheet => {
            let to = day("to", &params.to, ground.today, &mut errors);
            Period { from: to, to }
        }
    };
    // A balance sheet of a part of the business has no other side.
    let (slice, tagging) = match which {
        Which::ProfitAndLoss => params.slice(platform, who, &mut errors).await?,
        Which::BalanceSheet => (who.organization.into(), Tagging::default()),
    };
    let title = lang.t(word);
    let data = params.data(period);
    let form = Form::new(lang, &data, &errors);
    let on = lang.t("reports-on");
    let shown = if errors.0.is_empty() {
        let statement = match which {
            Which::ProfitAndLoss => profit_and_loss_of(platform, who, (params, slice), &ground, period).await?,
            Which::BalanceSheet => balance_sheet_of(platform, who, params, &ground, period.to).await?,
        };
        if let Some(kind) = files::kind(&params.format) {
            let (from, to) = (period.from.to_string(), period.to.to_string());
            let name = match which {
                Which::ProfitAndLoss => t!(lang, "profit-and-loss-file", from = from, to = to),
                Which::BalanceSheet => t!(lang, "balance-sheet-file", to = to),
            };
            return Ok(files::file(lang, kind, &name, statement.file(lang, &ground)).await?);
        }
        let mut told = if which == Which::ProfitAndLoss { vec![lang.t("reports-without-closing")] } else { vec![] };
        told.extend(bar::told_tag(&tagging, params));
        html! {
            (bar::about(lang, &ground, &statement.columns.0, &told))
            @if statement.parts.iter().all(|part| part.lines.is_empty()) { (empty(&lang.t("reports-nothing"), html! {})) } @else { (statement.table(who, &ground, &title)) }
        }
    } else {
        let to = if which == Which::BalanceSheet { on.clone() } else { lang.t("reports-to") };
        html! { div.body { (form.summary_as(&[("from", lang.t("reports-from")), ("to", to)])) } }
    };
    let body = html! {
        (bar::head(lang, who, &title))
        section.card aria-label=(title) {
            (bar::form(lang, &path, html! {
                @match which {
                    Which::ProfitAndLoss => (bar::period(&form)),
                    Which::BalanceSheet => (form.field("to").kind("date").label(on)),
                }
                (compared::choice(lang, params, previous))
                (bar::level(lang, &ground, params))
                @if which == Which::ProfitAndLoss { (bar::tag(lang, &tagging, params)) }
            }))
            (bar::frame(shown))
        }
    };
    answer(platform, who, &title, &body, &errors).await
}

pub async fn profit_and_loss(State(platform): State<Platform>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    show(&platform, &who, &params, Which::ProfitAndLoss).await
}

pub async fn balance_sheet(State(platform): State<Platform>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    show(&platform, &who, &params, Which::BalanceSheet).await
}
