//! Income and expenses by the values of a dimension, each column leading to its postings.

use axum::{Extension, extract::State};
use despacho_kernel::{Invalid, access::OrganizationRight as R};
use despacho_ledger::{
    dimensions::{Tagging, store::Dimension},
    reports::{
        sums::Period,
        tag_analysis::{Amounts, Line, Section, TagAnalysis, tag_analysis},
    },
};
use despacho_paper::Printer;
use despacho_platform::{Platform, i18n::Lang, t};
use despacho_sheets::figures::{Cell, Figures};
use despacho_ui::{InOrganization, Outcome, Query, components::empty, forms::Form};
use maud::{Markup, html};

use super::{
    asked::{self, Ground, Params, ledger_with},
    bar, files,
    trial_balance_page::answer,
};

/// Most columns that a page shows; files have them all.
const COLUMNS: usize = 40;

fn file(lang: Lang, ground: &Ground, found: &TagAnalysis) -> Figures {
    let digits = ground.currency.digits;
    let mut headings = vec![lang.t("reports-part"), lang.t("reports-code"), lang.t("reports-account")];
    headings.extend(found.values.iter().map(|value| value.code.clone()));
    headings.extend([lang.t("reports-untagged"), lang.t("reports-total")]);
    let all = |amounts: &Amounts| amounts.values.iter().copied().chain([amounts.untagged, amounts.total]).collect::<Vec<_>>();
    let mut rows = vec![];
    for (key, total, section) in [("reports-income", "reports-total-income", &found.income), ("reports-expenses", "reports-total-expenses", &found.expenses)] {
        let first = rows.len();
        let words = |code: &str, name: &str| vec![Cell::Text(lang.t(key)), Cell::Text(code.to_owned()), Cell::Text(name.to_owned())];
        for line in &section.lines {
            rows.push(
                words(&line.code, &line.name)
                    .into_iter()
                    .chain(all(&line.amounts).into_iter().map(|amount| Cell::Amount(amount, digits)))
                    .collect(),
            );
        }
        let over = first..rows.len();
        rows.push(
            words("", &lang.t(total))
                .into_iter()
                .chain(all(&section.total).into_iter().map(|amount| Cell::Sum(amount, digits, over.clone())))
                .collect(),
        );
    }
    let words = [Cell::Empty, Cell::Empty, Cell::Text(lang.t("reports-result"))];
    rows.push(words.into_iter().chain(all(&found.result).into_iter().map(|amount| Cell::Amount(amount, digits))).collect());
    Figures { headings, rows }
}

/// What is shown of it.
struct Seen<'a> {
    who: &'a InOrganization,
    ground: &'a Ground,
    dimension: &'a Dimension,
    period: Period,
    found: &'a TagAnalysis,
}

impl Seen<'_> {
    fn cells(&self, amounts: &Amounts, code: Option<&str>) -> Markup {
        let lang = self.who.lang();
        html! {
            @for (value, amount) in self.found.values.iter().zip(&amounts.values).take(COLUMNS) {
                td.num data-l=(value.name) {
                    @match code {
                        Some(code) if *amount != 0 => {
                            a.to href=(ledger_with(self.who, code, false, self.period, &format!("{}:{}", self.dimension.code, value.code))) { (self.ground.some(lang, *amount)) }
                        }
                        _ => (self.ground.some(lang, *amount)),
                    }
                }
            }
            td.num data-l=(lang.t("reports-untagged")) { (self.ground.some(lang, amounts.untagged)) }
            td.num.first-of data-l=(lang.t("reports-total")) { (self.ground.amount(lang, amounts.total)) }
        }
    }

    fn part(&self, heading: &str, total: &str, section: &Section) -> Markup {
        let lang = self.who.lang();
        let columns = self.found.values.len().min(COLUMNS) + 3;
        let row = |line: &Line| {
            html! {
                tr.d1 {
                    th scope="row" { a.to href=(ledger_with(self.who, &line.code, false, self.period, "")) { span.code { (line.code) } span.name { (line.name) } } }
                    (self.cells(&line.amounts, Some(&line.code)))
                }
            }
        };
        html! {
            tbody {
                tr.d0 { th scope="rowgroup" colspan=(columns) { (lang.t(heading)) } }
                @for line in &section.lines { (row(line)) }
                tr.sum { th scope="row" { (lang.t(total)) } (self.cells(&section.total, None)) }
            }
        }
    }

    fn table(&self) -> Markup {
        let lang = self.who.lang();
        html! {
            div.scroll { table.dense.report.by-tag {
                caption.vh { (lang.t("tag-analysis")) ", " (self.dimension.name) ", " (asked::named(lang, self.period)) }
                thead { tr {
                    th scope="col" { (lang.t("reports-account")) }
                    @for value in self.found.values.iter().take(COLUMNS) { th.num scope="col" title=(value.name) { (value.code) } }
                    th.num scope="col" { (lang.t("reports-untagged")) }
                    th.num.first-of scope="col" { (lang.t("reports-total")) }
                } }
                (self.part("reports-income", "reports-total-income", &self.found.income))
                (self.part("reports-expenses", "reports-total-expenses", &self.found.expenses))
                tfoot { tr { th scope="row" { (lang.t("reports-result")) } (self.cells(&self.found.result, None)) } }
            } }
        }
    }
}

fn choice(lang: Lang, tagging: &Tagging, chosen: Option<&Dimension>) -> Markup {
    html! {
        div.field {
            div.label { label for="f-dimension" { (lang.t("reports-dimension")) } }
            select #f-dimension name="dimension" {
                @for dimension in tagging.dimensions.iter().filter(|dimension| dimension.active || chosen.is_some_and(|chosen| chosen.id == dimension.id)) {
                    option value=(dimension.code) selected[chosen.is_some_and(|chosen| chosen.id == dimension.id)] { (dimension.name) }
                }
            }
        }
    }
}

pub async fn show(State(platform): State<Platform>, Extension(printer): Extension<Printer>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    let (lang, path, db) = (who.lang(), who.path("/reports/tag-analysis"), platform.db.read());
    let ground = Ground::of(&platform, &who).await?;
    if let Some(address) = params.chosen(&ground, &path) {
        return Ok(asked::lead(&platform, &address));
    }
    let mut errors = Invalid::new();
    let period = params.period(&ground, &mut errors);
    let tagging = Tagging::of(db, who.organization, true).await?;
    let dimension = if params.dimension.is_empty() { tagging.dimensions.iter().find(|dimension| dimension.active) } else { tagging.of_code(&params.dimension) };
    let data = params.data(period);
    let form = Form::new(lang, &data, &errors);
    let shown = match dimension {
        _ if !errors.0.is_empty() => html! { div.body { (form.summary_as(&[("from", lang.t("reports-from")), ("to", lang.t("reports-to"))])) } },
        None => empty(
            &lang.t("tag-analysis-none"),
            html! { @if who.may(R::ReadSettings) { a.btn href=(who.path("/records/dimensions")) { (lang.t("records-dimensions")) } } },
        ),
        Some(dimension) => {
            let found = tag_analysis(db, who.organization, (dimension, &tagging.values), period, params.level(&ground)).await?;
            if let Some(kind) = files::kind(&params.format) {
                let name = t!(lang, "tag-analysis-file", from = period.from.to_string(), to = period.to.to_string());
                let head = files::head(lang, &ground, &lang.t("tag-analysis"), &asked::named(lang, period), std::slice::from_ref(&dimension.name));
                return Ok(files::file(&printer, lang, kind, &name, (head, file(lang, &ground, &found))).await?);
            }
            let mut told = vec![lang.t("reports-without-closing")];
            if found.values.len() > COLUMNS {
                told.push(t!(lang, "tag-analysis-cut", max = COLUMNS));
            }
            let seen = Seen { who: &who, ground: &ground, dimension, period, found: &found };
            html! {
                (bar::about(lang, &ground, &asked::named(lang, period), &told))
                @if found.income.lines.is_empty() && found.expenses.lines.is_empty() { (empty(&lang.t("reports-nothing"), html! {})) } @else { (seen.table()) }
            }
        }
    };
    let title = lang.t("tag-analysis");
    let body = html! {
        (bar::head(lang, &who, &title))
        section.card aria-label=(title) {
            (bar::form(lang, &path, html! { (bar::period(&form, period, true)) (choice(lang, &tagging, dimension)) (bar::level(lang, &ground, &params)) }))
            (bar::frame(shown))
        }
    };
    answer(&platform, &who, &title, &body, &errors).await
}
