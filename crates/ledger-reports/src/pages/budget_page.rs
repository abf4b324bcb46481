//! A budget against what happened, account by account.

use axum::{Extension, extract::State};
use despacho_kernel::{Id, Invalid};
use despacho_ledger::reports::sums::Period;
use despacho_ledger_budgets::{
    actions::{self, Whole},
    report::{self, Compared, Line, Section},
    store::{self, Budget},
};
use despacho_paper::Printer;
use despacho_platform::{Platform, i18n::Lang, t};
use despacho_sheets::figures::{Cell, Figures};
use despacho_ui::{InOrganization, Outcome, Query, components::empty, forms::Form};
use maud::{Markup, html};

use super::{
    asked::{self, Ground, Params, ledger_with},
    bar,
    compared::changed,
    files,
    trial_balance_page::answer,
};

fn parts(found: &Compared) -> Vec<(&'static str, &'static str, &Section)> {
    let all = [
        ("reports-income", "reports-total-income", &found.income),
        ("reports-expenses", "reports-total-expenses", &found.expenses),
        ("budget-others", "budget-total-others", &found.others),
    ];
    all.into_iter().filter(|(.., section)| !section.lines.is_empty()).collect()
}

fn file(lang: Lang, ground: &Ground, found: &Compared) -> Figures {
    let digits = ground.currency.digits;
    let headings = ["reports-part", "reports-code", "reports-account", "entry-tags", "budget", "budget-actual", "budget-variance"].map(|key| lang.t(key));
    let mut rows = vec![];
    for (key, total, section) in parts(found) {
        let first = rows.len();
        for line in &section.lines {
            let words = [lang.t(key), line.code.clone(), line.name.clone(), line.tag.clone()].map(Cell::Text);
            rows.push(
                words
                    .into_iter()
                    .chain([line.budget, line.actual, line.variance()].map(|amount| Cell::Amount(amount, digits)))
                    .collect(),
            );
        }
        let over = first..rows.len();
        let of = &section.total;
        let words = [Cell::Text(lang.t(key)), Cell::Empty, Cell::Text(lang.t(total)), Cell::Empty];
        rows.push(
            words
                .into_iter()
                .chain([of.budget, of.actual, of.variance()].map(|amount| Cell::Sum(amount, digits, over.clone())))
                .collect(),
        );
    }
    let of = &found.result;
    let words = [Cell::Empty, Cell::Empty, Cell::Text(lang.t("reports-result")), Cell::Empty];
    rows.push(words.into_iter().chain([of.budget, of.actual, of.variance()].map(|amount| Cell::Amount(amount, digits))).collect());
    Figures { headings: headings.to_vec(), rows }
}

fn table(who: &InOrganization, ground: &Ground, whole: &Whole, period: Period, found: &Compared) -> Markup {
    let lang = who.lang();
    let figures = |line: &Line| {
        html! {
            td.num.sd data-l=(lang.t("budget")) { (ground.amount(lang, line.budget)) }
            td.num.sa data-l=(lang.t("budget-actual")) { (ground.amount(lang, line.actual)) }
            td.num.first-of data-l=(lang.t("budget-variance")) { (ground.amount(lang, line.variance())) }
            td.num.muted.gone { (changed(lang, line.actual, Some(line.budget))) }
        }
    };
    html! {
        table.dense.report.two {
            caption.vh { (whole.budget.name) ", " (asked::named(lang, period)) }
            thead { tr {
                th scope="col" { (lang.t("reports-account")) }
                th.num scope="col" { (lang.t("budget")) } th.num scope="col" { (lang.t("budget-actual")) }
                th.num.first-of scope="col" { (lang.t("budget-variance")) } th.num scope="col" { "%" }
            } }
            @for (heading, total, section) in parts(found) {
                tbody {
                    tr.d0 { th scope="rowgroup" colspan="5" { (lang.t(heading)) } }
                    @for line in &section.lines { tr.d1 {
                        th scope="row" {
                            a.to href=(ledger_with(who, &line.code, false, period, &line.tag)) { span.code { (line.code) } span.name { (line.name) } }
                            @if !line.tag.is_empty() { " " span.tag { (line.tag) } }
                        }
                        (figures(line))
                    } }
                    tr.sum { th scope="row" { (lang.t(total)) } (figures(&section.total)) }
                }
            }
            tfoot { tr { th scope="row" { (lang.t("reports-result")) } (figures(&found.result)) } }
        }
    }
}

fn choice(lang: Lang, all: &[Budget], chosen: Option<Id>) -> Markup {
    html! {
        div.field {
            div.label { label for="f-budget" { (lang.t("budget")) } }
            select #f-budget name="budget" {
                @for budget in all {
                    option value=(budget.id) selected[chosen == Some(budget.id)] {
                        @if budget.edition == 1 { (budget.name) } @else { (t!(lang, "budget-edition-of", name = budget.name.as_str(), edition = budget.edition)) }
                    }
                }
            }
        }
    }
}

pub async fn show(State(platform): State<Platform>, Extension(printer): Extension<Printer>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    let (lang, path, db) = (who.lang(), who.path("/reports/budget"), platform.db.read());
    let ground = Ground::of(&platform, &who).await?;
    if let Some(address) = params.chosen(&ground, &path) {
        return Ok(asked::lead(&platform, &address));
    }
    let all = store::list(db, who.organization).await?;
    let chosen = params.budget.parse::<Id>().ok().or_else(|| all.first().map(|budget| budget.id));
    let whole = match chosen {
        Some(id) => Some(actions::whole(db, who.organization, id).await?),
        None => None,
    };
    let mut errors = Invalid::new();
    // Without days the budget's own year is meant.
    let period = if params.from.is_empty() && params.to.is_empty() {
        whole.as_ref().and_then(|whole| report::months_of(whole, None)).map(|(_, period)| period)
    } else {
        None
    };
    let period = period.unwrap_or_else(|| params.period(&ground, &mut errors));
    let data = params.data(period);
    let form = Form::new(lang, &data, &errors);
    let shown = match &whole {
        _ if !errors.0.is_empty() => html! { div.body { (form.summary_as(&[("from", lang.t("reports-from")), ("to", lang.t("reports-to"))])) } },
        None => empty(&lang.t("budgets-empty"), html! { a.btn href=(who.path("/budgets")) { (lang.t("budgets")) } }),
        Some(whole) => match report::months_of(whole, Some(period)) {
            None => empty(&lang.t("budget-other-year"), html! {}),
            Some((months, period)) => {
                let found = report::against(db, who.organization, whole, (&months, period), params.level(&ground)).await?;
                if let Some(kind) = files::kind(&params.format) {
                    let name = t!(lang, "budget-file", from = period.from.to_string(), to = period.to.to_string());
                    let head = files::head(lang, &ground, &lang.t("budget-report"), &asked::named(lang, period), std::slice::from_ref(&whole.budget.name));
                    return Ok(files::file(&printer, lang, kind, &name, (head, file(lang, &ground, &found))).await?);
                }
                html! {
                    (bar::about(lang, &ground, &asked::named(lang, period), &[lang.t("reports-without-closing"), lang.t("budget-whole-months")]))
                    @if parts(&found).is_empty() { (empty(&lang.t("reports-nothing"), html! {})) } @else { (table(&who, &ground, whole, period, &found)) }
                }
            }
        },
    };
    let title = lang.t("budget-report");
    let body = html! {
        (bar::head(lang, &who, &title))
        section.card aria-label=(title) {
            (bar::form(lang, &path, html! { (bar::period(&form, period, true)) (choice(lang, &all, chosen)) (bar::level(lang, &ground, &params)) }))
            (bar::frame(shown))
        }
        p.row.apart-top { a.btn.small href=(who.path("/budgets")) { (lang.t("budgets")) } }
    };
    answer(&platform, &who, &title, &body, &errors).await
}
