//! Profit and loss, the balance sheet, cash flow and changes in equity: by the chart or by an official model, beside those of other times.

use axum::{Extension, extract::State};
use despacho_kernel::Invalid;
use despacho_ledger::{
    dimensions::Tagging,
    journal::list::Slice,
    reports::{
        cash_flow::{CHANGE, Cash, cash_flow},
        equity,
        model::{self, Statements},
        official, periods,
        statements::{self, Line},
        sums::Period,
    },
};
use despacho_paper::Printer;
use despacho_platform::{Platform, Result, i18n::Lang, t};
use despacho_ui::{InOrganization, Outcome, Query, components::empty, format, forms::Form};
use maud::{Markup, html};

use super::{
    asked::{self, Ground, Params, day},
    bar, compared, files,
    lines::{self, Column, Kind, Lines, Row},
    trial_balance_page::answer,
};

/// Which of them, with what differs between them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    ProfitAndLoss,
    BalanceSheet,
    CashFlow,
    Equity,
}

impl Which {
    fn word(self) -> &'static str {
        match self {
            Self::ProfitAndLoss => "profit-and-loss",
            Self::BalanceSheet => "balance-sheet",
            Self::CashFlow => "cash-flow",
            Self::Equity => "changes-in-equity",
        }
    }

    fn has_models(self) -> bool {
        matches!(self, Self::ProfitAndLoss | Self::BalanceSheet)
    }
}

/// What is asked for.
struct Asked<'a> {
    platform: &'a Platform,
    who: &'a InOrganization,
    params: &'a Params,
    ground: &'a Ground,
    slice: Slice,
    /// The country's model; none for the chart's own accounts.
    model: Option<&'static Statements>,
    /// What is shown, and what stands beside it.
    periods: Vec<Period>,
}

impl Asked<'_> {
    /// Columns with their headings; amounts of periods that are cut end with what is shown as a whole.
    fn columns(&self, which: Which) -> (Vec<Column>, Vec<usize>) {
        let lang = self.who.lang();
        let label = |at: usize| {
            let period = self.periods[at];
            match (which, compared::cut_of(self.params)) {
                (Which::BalanceSheet, _) => format::calendar_date(lang, "", period.to),
                (_, Some(_)) if at == 0 => lang.t("reports-total"),
                (_, Some(cut)) => compared::named(lang, cut, period),
                _ => asked::named(lang, period),
            }
        };
        let all = self.periods.len();
        let order: Vec<usize> = match compared::cut_of(self.params) {
            Some(_) if which == Which::BalanceSheet => (1..all).collect(),
            Some(_) => (1..all).chain([0]).collect(),
            None => (0..all).collect(),
        };
        (order.iter().map(|at| Column { label: label(*at), period: Some(self.periods[*at]) }).collect(), order)
    }

    async fn lines(&self, which: Which) -> Result<Lines> {
        let (lang, db, organization) = (self.who.lang(), self.platform.db.read(), self.who.organization);
        if which == Which::Equity {
            return self.equity().await;
        }
        let (columns, order) = self.columns(which);
        let level = self.params.level(self.ground);
        let mut rows = vec![];
        let mut ties = None;
        let end = |name: String, amounts: Vec<i64>| Row { kind: Kind::End, depth: 0, part: String::new(), code: String::new(), name, amounts, sums: vec![] };
        let days: Vec<_> = self.periods.iter().map(|period| period.to).collect();
        match (which, self.model) {
            (Which::ProfitAndLoss, Some(of)) => rows = lines::of_model(lang, &official::profit_and_loss(db, self.slice, of, &self.periods).await?),
            (Which::BalanceSheet, Some(of)) => {
                let found = official::balance_sheet(db, organization, of, &days).await?;
                ties = Some((0..days.len()).all(|nth| official::amount(&found, official::ASSETS, nth) == official::amount(&found, official::CLAIMS, nth)));
                rows = lines::of_model(lang, &found);
                // The last of the great totals says whether it ties.
                if let Some(last) = rows.iter_mut().rfind(|row| row.code == official::CLAIMS) {
                    last.kind = Kind::Sum;
                }
            }
            (Which::ProfitAndLoss, None) => {
                let found = statements::profit_and_loss(db, self.slice, &self.periods, level).await?;
                let results = found.results();
                let name = lang.t(if results[0] < 0 { "reports-loss" } else { "reports-profit" });
                lines::section(&mut rows, &lang.t("reports-income"), &lang.t("reports-total-income"), found.income, None);
                lines::section(&mut rows, &lang.t("reports-expenses"), &lang.t("reports-total-expenses"), found.expenses, None);
                rows.push(end(name, results));
            }
            (Which::BalanceSheet, None) => {
                let found = statements::balance_sheet(db, organization, &days, level).await?;
                let claims = found.claims();
                ties = Some(found.assets.totals == claims);
                let open = found.results.iter().any(|result| *result != 0);
                let result = open.then(|| Line { code: String::new(), name: lang.t("reports-open-result"), amounts: found.results });
                lines::section(&mut rows, &lang.t("reports-assets"), &lang.t("reports-total-assets"), found.assets, None);
                lines::section(&mut rows, &lang.t("reports-equity"), &lang.t("reports-total-equity"), found.equity, result);
                lines::section(&mut rows, &lang.t("reports-liabilities"), &lang.t("reports-total-liabilities"), found.liabilities, None);
                rows.push(end(lang.t("reports-total-claims"), claims));
            }
            (Which::CashFlow, _) => {
                let found = cash_flow(db, organization, &self.periods).await?;
                let held = |of: fn(&Cash) -> i64| found.cash.iter().map(of).collect::<Vec<_>>();
                let moved: Vec<i64> = (0..self.periods.len()).map(|nth| official::amount(&found.lines, CHANGE, nth)).collect();
                ties = Some(found.cash.iter().zip(&moved).all(|(cash, moved)| cash.closing - cash.opening == *moved));
                rows = lines::of_model(lang, &found.lines);
                rows.push(Row { kind: Kind::Line, ..end(lang.t("cash-flow-opening"), held(|cash| cash.opening)) });
                rows.push(end(lang.t("cash-flow-closing"), held(|cash| cash.closing)));
            }
            (Which::Equity, _) => {}
        }
        for row in &mut rows {
            if !row.amounts.is_empty() {
                row.amounts = order.iter().map(|at| row.amounts[*at]).collect();
            }
        }
        let changes = compared::cut_of(self.params).is_none() && self.periods.len() == 2;
        Ok(Lines { columns, changes, model: self.model.is_some() || which == Which::CashFlow, rows, ties, tag: self.params.tag.clone() })
    }

    async fn equity(&self) -> Result<Lines> {
        let lang = self.who.lang();
        let found = equity::changes_in_equity(self.platform.db.read(), self.who.organization, self.periods[0]).await?;
        let columns = ["reports-opening", "equity-result", "equity-increases", "equity-decreases", "equity-closing"];
        let amounts = |row: &equity::Row| vec![row.opening, row.result, row.increases, -row.decreases, row.closing];
        let count = found.rows.len();
        let row = |row: &equity::Row| Row {
            kind: Kind::Line,
            depth: 0,
            part: String::new(),
            code: row.code.clone(),
            name: if row.code.is_empty() { lang.t("reports-open-result") } else { row.name.clone() },
            amounts: amounts(row),
            sums: vec![],
        };
        let mut rows: Vec<Row> = found.rows.iter().map(row).collect();
        rows.push(Row {
            kind: Kind::End,
            name: lang.t("reports-total"),
            code: String::new(),
            amounts: amounts(&found.totals),
            sums: (0..count).collect(),
            depth: 0,
            part: String::new(),
        });
        let column = |key: &str| Column { label: lang.t(key), period: Some(self.periods[0]) };
        Ok(Lines { columns: columns.map(column).to_vec(), changes: false, model: false, rows, ties: None, tag: String::new() })
    }
}

/// The choice of a model, where the country has them.
fn models(lang: Lang, ground: &Ground, chosen: Option<&'static Statements>) -> Markup {
    let all = model::models(&ground.organization.country);
    html! {
        @if !all.is_empty() {
            div.field {
                div.label { label for="f-model" { (lang.t("reports-model")) } }
                select #f-model name="model" {
                    option value="" { (lang.t("reports-model-chart")) }
                    @for of in all { option value=(of.word) selected[chosen.is_some_and(|chosen| chosen.word == of.word)] { (of.name(lang)) } }
                }
            }
        }
    }
}

async fn show(platform: &Platform, printer: &Printer, who: &InOrganization, params: &Params, which: Which) -> Outcome {
    let lang = who.lang();
    let word = which.word();
    let previous = if which == Which::BalanceSheet { "reports-compare-closing" } else { "reports-compare-previous" };
    let path = who.path(&format!("/reports/{word}"));
    let ground = Ground::of(platform, who).await?;
    if let Some(address) = params.chosen(&ground, &path) {
        return Ok(asked::lead(platform, &address));
    }
    let mut errors = Invalid::new();
    let began = |day| periods::usual(&ground.years, day).from.min(day);
    let period = match which {
        Which::BalanceSheet => {
            let to = day("to", &params.to, ground.today, &mut errors);
            Period { from: began(to), to }
        }
        _ => params.period(&ground, &mut errors),
    };
    // Only income and expenses of a part of the business stand by themselves.
    let (slice, tagging) = match which {
        Which::ProfitAndLoss => params.slice(platform, who, &mut errors).await?,
        _ => (who.organization.into(), Tagging::default()),
    };
    let model = model::model(&ground.organization.country, &params.model).filter(|_| which.has_models());
    let accounts = !params.accounts.is_empty();
    let others = match which {
        Which::Equity => vec![],
        Which::BalanceSheet => compared::days(params, period.to, &began, &mut errors),
        _ => compared::periods(params, period, &mut errors),
    };
    let title = lang.t(word);
    let data = params.data(period);
    let form = Form::new(lang, &data, &errors);
    let on = lang.t("reports-on");
    let shown = if errors.0.is_empty() {
        let asked = Asked { platform, who, params, ground: &ground, slice, model, periods: [vec![period], others].concat() };
        let lines = asked.lines(which).await?;
        let days = if which == Which::BalanceSheet { format::calendar_date(lang, "", period.to) } else { asked::named(lang, period) };
        let mut told = if which == Which::BalanceSheet { vec![] } else { vec![lang.t("reports-without-closing")] };
        told.extend(model.map(|of| of.name(lang).to_owned()));
        told.extend(bar::told_tag(&tagging, params));
        if let Some(kind) = files::kind(&params.format) {
            let (from, to) = (period.from.to_string(), period.to.to_string());
            let name = match which {
                Which::ProfitAndLoss => t!(lang, "profit-and-loss-file", from = from, to = to),
                Which::BalanceSheet => t!(lang, "balance-sheet-file", to = to),
                Which::CashFlow => t!(lang, "cash-flow-file", from = from, to = to),
                Which::Equity => t!(lang, "changes-in-equity-file", from = from, to = to),
            };
            let head = files::head(lang, &ground, &title, &days, &told);
            return Ok(files::file(printer, lang, kind, &name, (head, lines.file(lang, &ground, accounts))).await?);
        }
        html! {
            (bar::about(lang, &ground, &days, &told))
            @if lines.is_empty() { (empty(&lang.t("reports-nothing"), html! {})) } @else { (lines.table(who, &ground, &format!("{title}, {days}"), accounts)) }
        }
    } else {
        let to = if which == Which::BalanceSheet { on.clone() } else { lang.t("reports-to") };
        html! { div.body { (form.summary_as(&[("from", lang.t("reports-from")), ("to", to), ("compare", lang.t("reports-compare"))])) } }
    };
    let body = html! {
        (bar::head(lang, who, &title))
        section.card aria-label=(title) {
            (bar::form(lang, &path, html! {
                @match which {
                    Which::BalanceSheet => (form.field("to").kind("date").label(on)),
                    _ => (bar::period(&form, period, true)),
                }
                @if which.has_models() { (models(lang, &ground, model)) }
                @if which != Which::Equity { (compared::choice(lang, params, previous, true)) }
                @if model.is_some() || which == Which::CashFlow { (bar::tick(lang, "accounts", "reports-accounts", accounts)) }
                @else if which.has_models() { (bar::level(lang, &ground, params)) }
                @if which == Which::ProfitAndLoss { (bar::tag(lang, &tagging, params)) }
            }))
            (bar::frame(shown))
        }
    };
    answer(platform, who, &title, &body, &errors).await
}

pub async fn profit_and_loss(
    State(platform): State<Platform>,
    Extension(printer): Extension<Printer>,
    who: InOrganization,
    Query(params): Query<Params>,
) -> Outcome {
    show(&platform, &printer, &who, &params, Which::ProfitAndLoss).await
}

pub async fn balance_sheet(
    State(platform): State<Platform>,
    Extension(printer): Extension<Printer>,
    who: InOrganization,
    Query(params): Query<Params>,
) -> Outcome {
    show(&platform, &printer, &who, &params, Which::BalanceSheet).await
}

pub async fn cash_flows(
    State(platform): State<Platform>,
    Extension(printer): Extension<Printer>,
    who: InOrganization,
    Query(params): Query<Params>,
) -> Outcome {
    show(&platform, &printer, &who, &params, Which::CashFlow).await
}

pub async fn changes_in_equity(
    State(platform): State<Platform>,
    Extension(printer): Extension<Printer>,
    who: InOrganization,
    Query(params): Query<Params>,
) -> Outcome {
    show(&platform, &printer, &who, &params, Which::Equity).await
}
