//! The statement of a contact on a page, and as a file.

use axum::{Extension, extract::State, response::Response};
use despacho_books::documents::{Print, Printer};
use despacho_contacts::store as contacts;
use despacho_documents::{kind::Kind, open::ages::AGES, printing};
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R};
use despacho_organizations::frame::framed;
use despacho_platform::{Error, Platform, Result, i18n::Lang};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Query, Routes,
    assets::icon,
    components::{empty, head},
    format,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    figures::{self, called, overdue, way},
    paper,
    reading::{self, Statement},
    statement::{Asked, Item, Section, Shape},
};

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    Csv,
    Xlsx,
    Pdf,
}

/// The contact that a path names.
#[derive(Deserialize)]
pub struct OfContact {
    pub contact: Id,
}

/// What an address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    pub shape: String,
    pub from: String,
    pub to: String,
    format: String,
}

/// Where the statement of a contact is found.
pub fn path_of(who: &InOrganization, contact: Id) -> String {
    who.path(&format!("/contacts/{contact}/statement"))
}

/// What is asked for as an address says it.
pub fn query(asked: Asked) -> String {
    format!("shape={}&from={}&to={}", asked.shape.word(), asked.first, asked.last)
}

pub fn routes(platform: &Platform) -> Routes {
    Routes::new(platform).get("/organizations/{organization}/contacts/{contact}/statement", Access::Organization(R::ReadLedger), show)
}

fn source(who: &InOrganization, item: &Item) -> String {
    let word = match item.source.parse::<Kind>() {
        Ok(kind) => kind.path(),
        Err(_) if item.source == "payment" => way(item).path(),
        Err(_) => Kind::Invoice.path(),
    };
    who.path(&format!("/{word}/{}", item.source_id))
}

/// The table of a section.
fn table(who: &InOrganization, statement: &Statement, of: &Section) -> Markup {
    let lang = who.lang();
    let (digits, shape) = (of.currency.digits, statement.asked.shape);
    let amount = |minor: i64| format::amount(lang, minor, digits);
    let name = figures::section(lang, of);
    let headings = figures::headings(lang, shape);
    let numbers = if shape == Shape::Open { 3 } else { 2 };
    html! {
        div.scroll tabindex="0" role="region" aria-label=(name) { table.dense.statement {
            caption.vh { (name) }
            thead { tr { @for (at, heading) in headings.iter().enumerate() { th.num[at + numbers >= headings.len()].aside[(2..4).contains(&at)] scope="col" { (heading) } } } }
            tbody {
                @if shape == Shape::Movements { tr { td.code { (format::calendar_date(lang, "", statement.asked.first)) } th scope="row" { (lang.t("statement-opening")) } td.aside {} td.aside {} td {} td.num { (amount(of.opening)) } } }
                @for line in &of.lines { tr {
                    td.code { (format::stored_date(lang, &line.item.date)) }
                    th scope="row" { a.to href=(source(who, &line.item)) { (called(lang, &line.item)) } }
                    td.muted.aside { (line.item.reference) }
                    td.code.aside { (format::stored_date(lang, &line.item.due_on)) }
                    @if shape == Shape::Open { td.num { @if let Some(days) = overdue(line, statement.asked.last) { (days) } } }
                    td.num { (amount(line.amount)) }
                    td.num { (amount(if shape == Shape::Open { line.open } else { line.balance })) }
                } }
            }
            tfoot { tr { th scope="row" colspan="2" { (lang.t("statement-closing")) } td.aside {} td.aside {} @for _ in 5..headings.len() { td {} } td.num { (format::money(lang, of.closing, of.currency)) } } }
        } }
    }
}

fn ages(lang: Lang, of: &Section) -> Markup {
    html! { dl.facts.in-row { @for (age, amount) in AGES.iter().zip(of.ages) { div { dt { (lang.t(&format!("age-{}", age.replace('_', "-")))) } dd.num { (format::amount(lang, amount, of.currency.digits)) } } } } }
}

fn body(who: &InOrganization, statement: &Statement, form: &Form<'_>) -> Markup {
    let lang = who.lang();
    let (asked, path) = (statement.asked, path_of(who, statement.contact.id));
    let tab = |shape: Shape| format!("{path}?{}", query(Asked { shape, ..asked }));
    html! {
        p.crumbs { a href=(who.path(&format!("/contacts/{}", statement.contact.id))) { (statement.contact.label()) } }
        (head(&lang.t("statement-title"), html! {
            @for kind in ["csv", "xlsx", "pdf"] { a.btn href=(format!("{path}?{}&format={kind}", query(asked))) data-turbo="false" { (icon("download")) (kind.to_uppercase()) } }
            @if who.may(R::PostEntries) { a.btn.primary href=(format!("{path}/email?{}", query(asked))) { (icon("mail")) (lang.t("document-email")) } }
        }))
        nav.tabs aria-label=(lang.t("views")) {
            @for shape in Shape::ALL { a href=(tab(*shape)) aria-current=[(*shape == asked.shape).then_some("page")] { (lang.t(&format!("statement-shape-{}", shape.word()))) } }
        }
        form.filters.of-entries method="get" role="search" aria-label=(lang.t("filters")) {
            input type="hidden" name="shape" value=(asked.shape.word());
            @if asked.shape == Shape::Movements { (form.field("from").kind("date").label(lang.t("documents-from"))) }
            (form.field("to").kind("date").label(lang.t(if asked.shape == Shape::Movements { "documents-to" } else { "reports-on" })))
            button.btn type="submit" { (lang.t("filter")) }
        }
        @if !form.errors.0.is_empty() { section.card { div.body { (form.summary()) } } }
        @else if statement.sections.is_empty() { section.card { (empty(&lang.t(&format!("statement-none-{}", asked.shape.word())), html! {})) } }
        @for of in &statement.sections { section.card {
            header.line { h2 { (figures::section(lang, of)) } }
            @if asked.shape == Shape::Open { div.body { (ages(lang, of)) } }
            (table(who, statement, of))
        } }
    }
}

/// A statement as a file: tables in the reader's language, paper in the organization's.
pub async fn file(platform: &Platform, printer: &Printer, lang: Lang, statement: &Statement, kind: FileKind) -> Result<Response> {
    let name = format!("{}-{}", lang.t("statement-file"), statement.contact.number);
    if kind == FileKind::Pdf {
        let sheet = paper::sheet(platform.db.read(), statement).await?;
        let bytes = printing::print_sheet(platform, printer, statement.organization.id, sheet).await?;
        return Ok(layout::download(&format!("{name}.pdf"), "application/pdf", bytes));
    }
    let (table, over) = (figures::figures(lang, statement), figures::head(lang, statement));
    // Spanish spreadsheets take a comma for a decimal mark, and separate lists by semicolons.
    let (separator, mark) = if lang == Lang::Es { (';', ',') } else { (',', '.') };
    let work = move || if kind == FileKind::Xlsx { table.xlsx(&over) } else { table.csv(separator, mark) };
    let written = tokio::task::spawn_blocking(work).await.map_err(|e| Error::Other(e.to_string()))?;
    let bytes = written.map_err(|e| Error::Other(e.to_string()))?;
    Ok(match kind {
        FileKind::Xlsx => layout::download(&format!("{name}.xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes),
        _ => layout::download(&format!("{name}.csv"), "text/csv; charset=utf-8", bytes),
    })
}

async fn show(
    State(platform): State<Platform>,
    Extension(printer): Print,
    who: InOrganization,
    Path(of): Path<OfContact>,
    Query(params): Query<Params>,
) -> Outcome {
    let mut errors = Invalid::new();
    contacts::find(platform.db.read(), who.organization, of.contact).await?;
    let asked = reading::asked(&platform, who.organization, (&params.shape, &params.from, &params.to), &mut errors).await?;
    let read = if errors.0.is_empty() { reading::of(platform.db.read(), who.organization, of.contact, asked).await } else { Err(Error::Invalid(errors)) };
    let (statement, errors) = match read {
        Ok(statement) => (statement, Invalid::new()),
        // What cannot be told is asked for again, beside what was typed.
        Err(Error::Invalid(errors)) => {
            let organization = despacho_organizations::store::find(platform.db.read(), who.organization).await?;
            let contact = contacts::find(platform.db.read(), who.organization, of.contact).await?;
            (Statement { organization, contact, asked, sections: vec![] }, errors)
        }
        Err(error) => return Err(error.into()),
    };
    let kind = match params.format.as_str() {
        "csv" => Some(FileKind::Csv),
        "xlsx" => Some(FileKind::Xlsx),
        "pdf" => Some(FileKind::Pdf),
        _ => None,
    };
    if let Some(kind) = kind.filter(|_| errors.0.is_empty()) {
        return Ok(file(&platform, &printer, who.lang(), &statement, kind).await?);
    }
    let mut data = FormData::default();
    let or = |typed: &str, usual: String| if typed.is_empty() { usual } else { typed.to_owned() };
    data.set("from", or(&params.from, asked.first.to_string())).set("to", or(&params.to, asked.last.to_string()));
    let form = Form::new(who.lang(), &data, &errors);
    let title = format!("{} · {}", who.lang().t("statement-title"), statement.contact.name);
    let page = framed(&platform, &who, "contacts", &title, &body(&who, &statement, &form)).await?;
    Ok(if errors.0.is_empty() { layout::page(page) } else { layout::unprocessable(page) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_asked_for() {
        let day = |text: &str| text.parse().expect("a day");
        let asked = Asked { shape: Shape::Open, first: day("2026-01-01"), last: day("2026-03-31") };
        assert_eq!(query(asked), "shape=open&from=2026-01-01&to=2026-03-31");
    }
}
