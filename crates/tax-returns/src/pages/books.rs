//! The books of VAT, as reports.

use despacho_documents::{kind::Kind, store as documents};
use despacho_kernel::{Id, Invalid};
use despacho_ledger::reports::Period;
use despacho_ledger_reports::pages::{
    asked::{self, Params},
    bar, files,
};
use despacho_organizations::frame::framed;
use despacho_paper::Printer;
use despacho_platform::{Platform, Result, i18n::Lang, sql::Connection, t};
use despacho_sheets::figures::{Cell, Figures};
use despacho_ui::{InOrganization, Outcome, components::empty, format, forms::Form, layout, paging};
use maud::{Markup, html};
use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::{
    book::{self, Column, Row, Side, Totals},
    book_store,
    ground::Ground,
    store,
};

/// Documents of a page.
const PAGE: i64 = 50;

/// What a printed page has room for; other files have every column.
const PRINTED: [&str; 13] =
    ["issue_date", "reception_date", "number", "reception_number", "name", "tax_id", "base", "rate", "tax", "deductible_tax", "surcharge", "withheld", "total"];

fn heading(lang: Lang, column: &Column) -> String {
    lang.t(&format!("vat-book-{}", column.name.replace('_', "-")))
}

fn file(lang: Lang, ground: &Ground, columns: &[&Column], rows: &[Row], totals: &Totals) -> Figures {
    let digits = ground.currency.digits;
    // Rates have two decimals, as in the official layout.
    let rate = |rate: Decimal| (rate * Decimal::ONE_HUNDRED).round().to_i64().unwrap_or(0);
    let cell = |of: book::Cell| match of {
        book::Cell::Empty => Cell::Empty,
        book::Cell::Text(text) => Cell::Text(text),
        book::Cell::Day(day) => Cell::Day(day),
        book::Cell::Amount(minor) => Cell::Amount(minor, digits),
        book::Cell::Rate(of) => Cell::Amount(rate(of), 2),
    };
    let mut all: Vec<Vec<Cell>> = rows.iter().map(|row| columns.iter().map(|column| cell((column.cell)(row))).collect()).collect();
    let over = 0..all.len();
    let sum = |column: &&Column| {
        let sum = match column.name {
            "total" => totals.total,
            "base" => totals.base,
            "tax" => totals.amount,
            "deductible_tax" => totals.deducted,
            "surcharge" => totals.surcharge,
            "withheld" => totals.withheld,
            "name" => return Cell::Text(lang.t("reports-total")),
            _ => return Cell::Empty,
        };
        Cell::Sum(sum, digits, over.clone())
    };
    let last = columns.iter().map(sum).collect();
    all.push(last);
    Figures { headings: columns.iter().map(|column| heading(lang, column)).collect(), rows: all }
}

fn table(lang: Lang, who: &InOrganization, ground: &Ground, side: Side, rows: &[Row], totals: &Totals) -> Markup {
    let amount = |minor: i64| format::amount(lang, minor, ground.currency.digits);
    let some = |minor: Option<i64>| minor.map(amount).unwrap_or_default();
    let received = side == Side::Received;
    html! {
        table.dense.report.vat-book {
            thead { tr {
                th scope="col" { (lang.t("tax-number")) } th scope="col" { (lang.t("field-date")) } th scope="col" { (lang.t("document-contact")) }
                th.num scope="col" { (lang.t("tax-base")) } th.num scope="col" { (lang.t("tax-rate")) } th.num scope="col" { (lang.t("tax-amount")) }
                @if received { th.num scope="col" { (lang.t("tax-deductible")) } } @else { th.num scope="col" { (lang.t("vat-book-surcharge")) } }
                th.num scope="col" { (lang.t("tax-withheld")) } th.num scope="col" { (lang.t("vat-book-total")) }
            } }
            tbody { @for row in rows {
                @let document = &row.document;
                @let sign = if crate::ground::is_credit(&document.kind) { -1 } else { 1 };
                tr.more[!row.first] {
                    th scope="row" {
                        @if row.first { @if let Ok(kind) = document.kind.parse::<Kind>() { a.to href=(who.path(&format!("/{}/{}", kind.path(), document.id))) { (document.number) } } }
                        @else { span.vh { (document.number) } }
                    }
                    td { @if row.first { (format::stored_date(lang, &document.date)) } }
                    td.of { @if row.first { (document.contact_name) " " span.muted { (document.contact_tax_id) } @if received && !document.vendor_number.is_empty() { " " span.muted { "· " (document.vendor_number) } } } }
                    td.num data-l=(lang.t("tax-base")) { @if row.tax.is_some() { (amount(row.base)) } }
                    td.num data-l=(lang.t("tax-rate")) { @if let Some(tax) = row.tax.as_ref() { @if tax.rate.is_zero() { span.code { (tax.code) } } @else { (format::percent(lang, &tax.rate.normalize().to_string())) } } }
                    td.num data-l=(lang.t("tax-amount")) { @if row.tax.is_some() { (amount(row.amount)) } }
                    @if received { td.num data-l=(lang.t("tax-deductible")) { @if row.tax.is_some() { (amount(row.deducted)) } } }
                    @else { td.num data-l=(lang.t("vat-book-surcharge")) { (some(row.surcharge.map(|(_, minor)| minor))) } }
                    td.num data-l=(lang.t("tax-withheld")) { (some(row.withheld.map(|(_, minor)| minor))) }
                    td.num data-l=(lang.t("vat-book-total")) { @if row.first { (amount(sign * document.total)) } }
                }
            } }
            tfoot { tr {
                th scope="row" colspan="3" { (lang.t("reports-total")) }
                td.num data-l=(lang.t("tax-base")) { (amount(totals.base)) } td.num {}
                td.num data-l=(lang.t("tax-amount")) { (amount(totals.amount)) }
                td.num data-l=(lang.t(if received { "tax-deductible" } else { "vat-book-surcharge" })) { (amount(if received { totals.deducted } else { totals.surcharge })) }
                td.num data-l=(lang.t("tax-withheld")) { (amount(totals.withheld)) }
                td.num data-l=(lang.t("vat-book-total")) { (amount(totals.total)) }
            } }
        }
    }
}

async fn rows(db: &dyn Connection, ground: &Ground, side: Side, days: Period, after: &(String, Id), limit: i64) -> Result<(Vec<Row>, Option<String>)> {
    let mut found = book_store::page(db, ground.id(), (side, days), (&after.0, after.1), limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let ids: Vec<Id> = found.iter().map(|document| document.id).collect();
    let next = found.last().filter(|_| more).map(|document| paging::encode(&(&document.date, document.id)));
    Ok((book::of_documents(ground, &found, documents::taxes(db, ground.id(), &ids).await?), next))
}

pub async fn show(platform: Platform, printer: Printer, who: InOrganization, side: Side, params: Params) -> Outcome {
    let name = if side == Side::Issued { "vat-book-issued" } else { "vat-book-received" };
    let (lang, path, db) = (who.lang(), who.path(&format!("/reports/{name}")), platform.db.read());
    let asked = asked::Ground::of(&platform, &who).await?;
    if let Some(address) = params.chosen(&asked, &path) {
        return Ok(asked::lead(&platform, &address));
    }
    let mut errors = Invalid::new();
    let period = params.period(&asked, &mut errors);
    let data = params.data(period);
    let form = Form::new(lang, &data, &errors);
    let title = lang.t(name);
    let body = if errors.0.is_empty() {
        let ground = Ground::of(db, who.organization).await?;
        let groups = store::groups(db, who.organization, period).await?;
        let totals = book::totals(&ground, side, &groups, book_store::totals(db, who.organization, side, period).await?);
        if let Some(kind) = files::kind(&params.format) {
            // A document has at most a dozen rows; most have one.
            let (found, more) = rows(db, &ground, side, period, &(String::new(), Id::nil()), kind.most()).await?;
            if more.is_some() || i64::try_from(found.len()).unwrap_or(i64::MAX) > kind.most() {
                return Err(Invalid::too_many("rows", kind.most()).into());
            }
            let columns: Vec<&Column> = book::columns(side).iter().filter(|column| kind != files::Kind::Pdf || PRINTED.contains(&column.name)).collect();
            let file_name = t!(lang, "vat-book-file", book = name, from = period.from.to_string(), to = period.to.to_string());
            let head = files::head(lang, &asked, &title, &asked::named(lang, period), &[]);
            return Ok(files::file(&printer, lang, kind, &file_name, (head, file(lang, &ground, &columns, &found, &totals))).await?);
        }
        let after = paging::position(&params.after)?.unwrap_or((String::new(), Id::nil()));
        let (found, next) = rows(db, &ground, side, period, &after, PAGE).await?;
        let told = [t!(lang, "tax-documents-count", count = totals.documents)];
        html! {
            (bar::about(lang, &asked, &asked::named(lang, period), &told))
            @if found.is_empty() { (empty(&lang.t("reports-nothing"), html! {})) } @else {
                div.scroll tabindex="0" role="group" aria-label=(title) { (table(lang, &who, &ground, side, &found, &totals)) }
            }
            @if next.is_some() || !params.after.is_empty() {
                nav.pages aria-label=(lang.t("pages")) {
                    p {}
                    @if !params.after.is_empty() { a.btn href=(params.address(&path, &[("after", "")])) { (lang.t("reports-first-page")) } }
                    @if let Some(next) = &next { a.btn rel="next" href=(params.address(&path, &[("after", next)])) { (lang.t("pages-next")) } }
                }
            }
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
