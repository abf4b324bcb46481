//! The trial balance on a page: it ties at a glance, and each row leads to its postings.

use std::collections::{BTreeMap, HashMap, HashSet};

use axum::{Extension, extract::State};
use despacho_kernel::Invalid;
use despacho_ledger::{
    accounts::{Account, store as accounts},
    journal::store as journal,
    reports::{
        sums::Period,
        trial_balance::{Asked, Row, TrialBalance, trial_balance},
    },
};
use despacho_organizations::frame::framed;
use despacho_paper::Printer;
use despacho_platform::{Platform, i18n::Lang, t};
use despacho_sheets::figures::{Cell, Figures};
use despacho_ui::{InOrganization, Outcome, Query, components::empty, format, forms::Form, layout};
use maud::{Markup, html};

use super::{
    asked::{self, Ground, Params, ledger_with},
    bar,
    compared::{self, changed},
    files,
};

/// The rows of a trial balance under the headings of one digit.
struct Group {
    heading: Row,
    rows: Vec<Row>,
}

/// What the rows held at the end of another period, by their codes.
struct Before {
    day: String,
    closing: HashMap<String, i64>,
}

impl Before {
    /// What these rows held together.
    fn of(&self, rows: &[Row]) -> i64 {
        rows.iter().filter_map(|row| self.closing.get(&row.code)).sum()
    }

    /// The rows, and beside them a row of nothing for each that held something then.
    fn with(&self, mut rows: Vec<Row>, then: Vec<Row>) -> Vec<Row> {
        let there: HashSet<String> = rows.iter().map(|row| row.code.clone()).collect();
        let gone = then.into_iter().filter(|row| row.closing != 0 && !there.contains(&row.code));
        rows.extend(gone.map(|row| Row { code: row.code, name: row.name, ..Row::default() }));
        rows.sort_by(|a, b| a.code.cmp(&b.code));
        rows
    }
}

/// Rows under the heading of their first digit.
fn grouped(rows: Vec<Row>, chart: &[Account]) -> Vec<Group> {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for row in rows {
        let code: String = row.code.chars().take(1).collect();
        let group = groups.entry(code.clone()).or_insert_with(|| {
            let name = chart.iter().find(|account| account.code == code).map(|account| account.name.clone()).unwrap_or_default();
            Group { heading: Row { code, name, ..Row::default() }, rows: vec![] }
        });
        group.heading.add(&row);
        group.rows.push(row);
    }
    groups.into_values().collect()
}

/// The rows, and beside them a row of nothing for each other account of the chart that is in use.
fn with_zero(mut rows: Vec<Row>, chart: &[Account], level: Option<usize>) -> Vec<Row> {
    let mut there: HashSet<String> = rows.iter().map(|row| row.code.clone()).collect();
    for account in chart.iter().filter(|account| account.active && !account.is_heading()) {
        let code: String = level.map_or_else(|| account.code.clone(), |level| account.code.chars().take(level).collect());
        if there.insert(code.clone()) {
            let name = chart.iter().find(|of| of.code == code).map(|of| of.name.clone()).unwrap_or_default();
            rows.push(Row { code, name, ..Row::default() });
        }
    }
    rows.sort_by(|a, b| a.code.cmp(&b.code));
    rows
}

fn file(lang: Lang, ground: &Ground, rows: &[Row], totals: &Row, before: Option<&Before>) -> Figures {
    let digits = ground.currency.digits;
    let headings = ["reports-code", "reports-account", "reports-opening", "reports-debit", "reports-credit", "reports-debtor", "reports-creditor"];
    let amounts = |row: &Row| [row.opening, row.debit, row.credit, row.debtor, row.creditor];
    let mut all: Vec<Vec<Cell>> = rows
        .iter()
        .map(|row| {
            let words = [row.code.clone(), row.name.clone()].map(Cell::Text);
            let then = before.map(|before| before.of(std::slice::from_ref(row)));
            words.into_iter().chain(amounts(row).into_iter().chain(then).map(|amount| Cell::Amount(amount, digits))).collect()
        })
        .collect();
    let words = [Cell::Empty, Cell::Text(lang.t("reports-total"))];
    let then = before.map(|before| before.of(rows));
    all.push(
        words
            .into_iter()
            .chain(amounts(totals).into_iter().chain(then).map(|amount| Cell::Sum(amount, digits, 0..rows.len())))
            .collect(),
    );
    let headings = headings.iter().map(|key| lang.t(key)).chain(before.map(|before| before.day.clone()));
    Figures { headings: headings.collect(), rows: all }
}

/// What a line held then, and how much it changed.
fn then(lang: Lang, ground: &Ground, closing: i64, before: Option<(&Before, i64)>) -> Markup {
    html! {
        @if let Some((before, held)) = before {
            td.num.prev.first-of data-l=(before.day) { (ground.some(lang, held)) }
            td.num.muted.gone { (changed(lang, closing, Some(held))) }
        }
    }
}

fn figures(lang: Lang, ground: &Ground, row: &Row) -> Markup {
    html! {
        td.num.gone { (ground.some(lang, row.opening)) }
        td.num.sums.first-of data-l=[(row.debit != 0).then(|| lang.t("reports-debit"))] { (ground.some(lang, row.debit)) }
        td.num.sums data-l=[(row.credit != 0).then(|| lang.t("reports-credit"))] { (ground.some(lang, row.credit)) }
        td.num.sd.first-of { (ground.some(lang, row.debtor)) }
        td.num.sa data-l=(lang.t("reports-creditor-short")) { (ground.some(lang, row.creditor)) }
    }
}

/// What the table looks at besides its rows.
struct Seen<'a> {
    who: &'a InOrganization,
    /// The value that it is narrowed to.
    tag: &'a str,
    ground: &'a Ground,
    chart: &'a [Account],
    period: Period,
    level: Option<usize>,
    before: Option<&'a Before>,
}

fn table(seen: &Seen<'_>, groups: &[Group], totals: &Row) -> Markup {
    let Seen { who, tag, ground, chart, period, level, before } = *seen;
    let lang = who.lang();
    // An account that others begin with is meant alone where rows are accounts.
    let alone = |code: &str| level.is_none() && chart.iter().any(|account| account.code.len() > code.len() && account.code.starts_with(code));
    let by_contact = |code: &str| chart.iter().any(|account| account.code.starts_with(code) && !account.control.is_empty()) && code.len() > 1;
    let name = |row: &Row| html! { span.code { (row.code) } span.name { (row.name) } };
    let then_of = |row: &Row| then(lang, ground, row.closing, before.map(|before| (before, before.of(std::slice::from_ref(row)))));
    let ties = totals.opening == 0 && totals.debit == totals.credit && totals.debtor == totals.creditor;
    html! {
        table.dense.report.two {
            caption.vh { (lang.t("trial-balance")) ", " (asked::named(lang, period)) }
            thead {
                tr {
                    th scope="col" rowspan="2" { (lang.t("reports-account")) }
                    th.num scope="col" rowspan="2" { (lang.t("reports-opening")) }
                    th.over.first-of scope="colgroup" colspan="2" { (lang.t("reports-sums")) }
                    th.over.first-of scope="colgroup" colspan="2" { (t!(lang, "reports-balances-at", day = format::calendar_date(lang, "", period.to))) }
                    @if before.is_some() { th.over.first-of scope="colgroup" colspan="2" { (lang.t("reports-comparison")) } }
                }
                tr {
                    th.num.first-of scope="col" { (lang.t("reports-debit")) } th.num scope="col" { (lang.t("reports-credit")) }
                    th.num.first-of scope="col" { (lang.t("reports-debtor")) } th.num scope="col" { (lang.t("reports-creditor")) }
                    @if let Some(before) = before { th.num.first-of scope="col" { (before.day) } th.num scope="col" { (lang.t("reports-change")) } }
                }
            }
            tbody {
                @for group in groups {
                    @if level == Some(1) {
                        @for row in &group.rows { tr.d1 { th scope="row" { a.to href=(ledger_with(who, &row.code, false, period, tag)) { (name(row)) } } (figures(lang, ground, row)) (then_of(row)) } }
                    } @else {
                        tr.d0 { th scope="row" { (name(&group.heading)) } (figures(lang, ground, &group.heading)) (then(lang, ground, group.heading.closing, before.map(|before| (before, before.of(&group.rows))))) }
                        @for row in &group.rows {
                            tr.d1 { th scope="row" {
                                a.to href=(ledger_with(who, &row.code, alone(&row.code), period, tag)) { (name(row)) }
                                @if tag.is_empty() && by_contact(&row.code) { a.by-contact href=(who.path(&format!("/reports/contact-balances?account={}&to={}", row.code, period.to))) { (lang.t("contact-balances-of")) } }
                            } (figures(lang, ground, row)) (then_of(row)) }
                        }
                    }
                }
            }
            tfoot { tr {
                th scope="row" { (lang.t("reports-total")) " " @if ties { span.tag.ok { (lang.t("reports-ties")) } } @else { span.tag.bad { (lang.t("reports-ties-not")) } } }
                td.num.gone { (ground.amount(lang, totals.opening)) }
                td.num.sums.first-of data-l=(lang.t("reports-debit")) { (ground.amount(lang, totals.debit)) }
                td.num.sums data-l=(lang.t("reports-credit")) { (ground.amount(lang, totals.credit)) }
                td.num.sd.first-of { (ground.amount(lang, totals.debtor)) }
                td.num.sa data-l=(lang.t("reports-creditor-short")) { (ground.amount(lang, totals.creditor)) }
                @if before.is_some() { td.num.prev.first-of {} td.gone {} }
            } }
        }
    }
}

pub async fn show(State(platform): State<Platform>, Extension(printer): Extension<Printer>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    let (lang, path, db) = (who.lang(), who.path("/reports/trial-balance"), platform.db.read());
    let ground = Ground::of(&platform, &who).await?;
    if let Some(address) = params.chosen(&ground, &path) {
        return Ok(asked::lead(&platform, &address));
    }
    let mut errors = Invalid::new();
    let period = params.period(&ground, &mut errors);
    let level = params.level(&ground);
    let (slice, tagging) = params.slice(&platform, &who, &mut errors).await?;
    let (zero, closing) = (!params.zero.is_empty(), !params.closing.is_empty());
    let data = params.data(period);
    let form = Form::new(lang, &data, &errors);
    let shown = if errors.0.is_empty() {
        let chart = accounts::all(db, who.organization).await?;
        let TrialBalance { rows, totals } = trial_balance(db, slice, Asked { period, level, closing_entries: closing }).await?;
        let mut rows = if zero { with_zero(rows, &chart, level) } else { rows };
        let mut before = None;
        if let Some(period) = compared::period(&params, period) {
            let then = trial_balance(db, slice, Asked { period, level, closing_entries: closing }).await?.rows;
            let found = Before { day: format::calendar_date(lang, "", period.to), closing: then.iter().map(|row| (row.code.clone(), row.closing)).collect() };
            rows = found.with(rows, then);
            before = Some(found);
        }
        let drafts = journal::drafts_between(db, who.organization, &period.from.to_string(), &period.to.to_string()).await?;
        let mut told = vec![lang.t(if closing { "reports-with-closing" } else { "reports-without-closing" })];
        if drafts > 0 {
            told.push(t!(lang, "reports-drafts", count = drafts, number = format::number(lang, drafts)));
        }
        told.extend(bar::told_tag(&tagging, &params));
        if let Some(kind) = files::kind(&params.format) {
            let name = t!(lang, "trial-balance-file", from = period.from.to_string(), to = period.to.to_string());
            let head = files::head(lang, &ground, &lang.t("trial-balance"), &asked::named(lang, period), &told);
            return Ok(files::file(&printer, lang, kind, &name, (head, file(lang, &ground, &rows, &totals, before.as_ref()))).await?);
        }
        let seen = Seen { who: &who, tag: &params.tag, ground: &ground, chart: &chart, period, level, before: before.as_ref() };
        html! {
            (bar::about(lang, &ground, &asked::named(lang, period), &told))
            @if rows.is_empty() { (empty(&lang.t("reports-nothing"), html! {})) } @else { (table(&seen, &grouped(rows, &chart), &totals)) }
        }
    } else {
        html! { div.body { (form.summary_as(&[("from", lang.t("reports-from")), ("to", lang.t("reports-to"))])) } }
    };
    let title = lang.t("trial-balance");
    let body = html! {
        (bar::head(lang, &who, &title))
        section.card aria-label=(title) {
            (bar::form(lang, &path, html! {
                (bar::period(&form, period, true))
                (compared::choice(lang, &params, "reports-compare-previous", false))
                (bar::level(lang, &ground, &params))
                (bar::tag(lang, &tagging, &params))
                (bar::tick(lang, "zero", "reports-zero", zero))
                (bar::tick(lang, "closing", "reports-closing", closing))
            }))
            (bar::frame(shown))
        }
    };
    answer(&platform, &who, &title, &body, &errors).await
}

/// The page; one whose address cannot be read says so.
pub(super) async fn answer(platform: &Platform, who: &InOrganization, title: &str, body: &Markup, errors: &Invalid) -> Outcome {
    let page = framed(platform, who, "reports", title, body).await?;
    Ok(if errors.0.is_empty() { layout::page(page) } else { layout::unprocessable(page) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(code: &str, active: bool) -> Account {
        Account { code: code.into(), name: format!("n{code}"), active, ..Account::default() }
    }

    fn row(code: &str, debtor: i64, creditor: i64) -> Row {
        Row { code: code.into(), closing: debtor - creditor, debtor, creditor, ..Row::default() }
    }

    #[test]
    fn headings_sum_what_is_below_them() {
        let chart = [account("4", true), account("430", true)];
        let groups = grouped(vec![row("400", 0, 30), row("430", 100, 0), row("572", 20, 0)], &chart);
        let seen: Vec<_> = groups
            .iter()
            .map(|g| (g.heading.code.as_str(), g.heading.name.as_str(), g.heading.debtor, g.heading.creditor, g.heading.closing, g.rows.len()))
            .collect();
        assert_eq!(seen, [("4", "n4", 100, 30, 70, 2), ("5", "", 20, 0, 20, 1)]);
    }

    #[test]
    fn what_was_held_then_stands_beside_what_is_held_now() {
        let then = vec![row("400", 0, 30), row("430", 50, 0), row("570", 0, 0)];
        let before = Before { day: String::new(), closing: then.iter().map(|row| (row.code.clone(), row.closing)).collect() };
        let rows = before.with(vec![row("430", 100, 0), row("572", 20, 0)], then);
        let seen: Vec<_> = rows.iter().map(|row| (row.code.as_str(), row.closing, before.of(std::slice::from_ref(row)))).collect();
        assert_eq!(seen, [("400", 0, -30), ("430", 100, 50), ("572", 20, 0)]);
        assert_eq!(before.of(&rows), 20);
    }

    #[test]
    fn accounts_without_movement_are_shown_where_they_are_asked_for() {
        let chart = [account("4", true), account("43", true), account("430", true), account("4300", true), account("431", false), account("572", true)];
        let codes = |level| with_zero(vec![row("572", 5, 0)], &chart, level).into_iter().map(|row| row.code).collect::<Vec<_>>();
        assert_eq!(codes(None), ["430", "4300", "572"]);
        assert_eq!(codes(Some(3)), ["430", "572"]);
        assert_eq!(codes(Some(1)), ["4", "5", "572"]);
    }
}
