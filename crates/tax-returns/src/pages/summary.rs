//! What documents come to in each tax, as a report.

use axum::{Extension, extract::State};
use despacho_kernel::Invalid;
use despacho_ledger_reports::pages::{
    asked::{self, Params},
    bar, files,
};
use despacho_organizations::frame::framed;
use despacho_paper::Printer;
use despacho_platform::{Platform, i18n::Lang, t};
use despacho_sheets::figures::{Cell, Figures};
use despacho_taxes::tax::Direction;
use despacho_ui::{InOrganization, Outcome, Query, components::empty, format, forms::Form, layout};
use maud::{Markup, html};

use super::tied;
use crate::{
    ground::Ground,
    store,
    summary::{Summed, summed},
    ties::ties,
};

fn file(lang: Lang, ground: &Ground, all: &[Summed]) -> Figures {
    let digits = ground.currency.digits;
    let row = |one: &Summed| {
        let texts = [one.tax.code.clone(), lang.t(&format!("tax-direction-{}", one.tax.direction.word())), format::percent(lang, &one.rate)];
        let amounts = [one.base, one.amount, one.deducted].map(|minor| Cell::Amount(minor, digits));
        texts.into_iter().map(Cell::Text).chain(amounts).chain([Cell::Text(one.documents.to_string())]).collect()
    };
    let headings = ["tax-tax", "tax-direction", "tax-rate", "tax-base", "tax-amount", "tax-deductible", "tax-documents"];
    Figures { headings: headings.map(|key| lang.t(key)).to_vec(), rows: all.iter().map(row).collect() }
}

fn table(lang: Lang, ground: &Ground, all: &[Summed]) -> Markup {
    let amount = |minor: i64| format::amount(lang, minor, ground.currency.digits);
    html! {
        table.dense.report.of-taxes {
            caption.vh { (lang.t("tax-summary")) }
            thead { tr {
                th scope="col" { (lang.t("tax-tax")) } th.num scope="col" { (lang.t("tax-documents")) }
                th.num scope="col" { (lang.t("tax-base")) } th.num scope="col" { (lang.t("tax-amount")) } th.num scope="col" { (lang.t("tax-deductible")) }
            } }
            @for direction in [Direction::Sale, Direction::Purchase] {
                @let own: Vec<&Summed> = all.iter().filter(|one| one.tax.direction == direction).collect();
                @if !own.is_empty() { tbody {
                    tr.d0 { th scope="rowgroup" colspan="5" { (lang.t(&format!("tax-direction-{}", direction.word()))) } }
                    @for one in own { tr.d1 {
                        th scope="row" { span.code { (one.tax.code) } span.name { (format::percent(lang, one.rate.trim_start_matches('-'))) } }
                        td.num data-l=(lang.t("tax-documents")) { (format::number(lang, one.documents)) }
                        td.num data-l=(lang.t("tax-base")) { (amount(one.base)) }
                        td.num data-l=(lang.t("tax-amount")) { (amount(one.amount)) }
                        td.num data-l=(lang.t("tax-deductible")) { @if direction == Direction::Purchase && one.tax.effect() != despacho_taxes::tax::Effect::Withheld { (amount(one.deducted)) } }
                    } }
                } }
            }
        }
    }
}

pub async fn show(State(platform): State<Platform>, Extension(printer): Extension<Printer>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    let (lang, path, db) = (who.lang(), who.path("/reports/tax-summary"), platform.db.read());
    let asked = asked::Ground::of(&platform, &who).await?;
    if let Some(address) = params.chosen(&asked, &path) {
        return Ok(asked::lead(&platform, &address));
    }
    let mut errors = Invalid::new();
    let period = params.period(&asked, &mut errors);
    let data = params.data(period);
    let form = Form::new(lang, &data, &errors);
    let title = lang.t("tax-summary");
    let body = if errors.0.is_empty() {
        let ground = Ground::of(db, who.organization).await?;
        let groups = store::groups(db, who.organization, period).await?;
        let all = summed(&ground, &groups);
        if let Some(kind) = files::kind(&params.format) {
            let name = t!(lang, "tax-summary-file", from = period.from.to_string(), to = period.to.to_string());
            let head = files::head(lang, &asked, &title, &asked::named(lang, period), &[]);
            return Ok(files::file(&printer, lang, kind, &name, (head, file(lang, &ground, &all))).await?);
        }
        let held = ties(db, &ground, period, &groups, |_| true).await?;
        let differ = held.iter().any(|tie| tie.difference() != 0);
        html! {
            (bar::about(lang, &asked, &asked::named(lang, period), &[lang.t(if differ { "reports-ties-not" } else { "reports-ties" })]))
            @if all.is_empty() { (empty(&lang.t("reports-nothing"), html! {})) } @else { (table(lang, &ground, &all)) }
            div.within { @if differ { ul.warnings { (tied::warnings(lang, &who, &ground, period, &held)) } } (tied::table(lang, &who, &ground, period, &held)) }
        }
    } else {
        html! { div.body { (form.summary_as(&[("from", lang.t("reports-from")), ("to", lang.t("reports-to"))])) } }
    };
    let body = html! {
        (bar::head(lang, &who, &title))
        section.card aria-label=(title) { (bar::form(lang, &path, bar::period(&form, period, true))) (bar::frame(body)) }
    };
    let page = framed(&platform, &who, "reports", &title, &body).await?;
    Ok(if errors.0.is_empty() { layout::page(page) } else { layout::unprocessable(page) })
}
