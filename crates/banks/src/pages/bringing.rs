//! Bringing a statement, and those that were brought.

use axum::extract::State;
use despacho_bank_files::Format;
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R};
use despacho_organizations::frame::framed;
use despacho_platform::{Error, Platform, Result, files, t};
use despacho_ui::{
    InOrganization, Outcome, Path,
    assets::icon,
    components::{card, file_input, head},
    confirm::Confirm,
    error::message,
    flash::Flash,
    format,
    forms::{Form, FormData, Upload},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::view::{OfAccount, View, path};
use crate::{
    importing::{self, Imported, KILOBYTES},
    line::BankStatement,
    mapping, store,
};

/// Statements that are shown.
const SHOWN: i64 = 100;
/// The columns of a CSV file that are asked for, by number from one.
const COLUMNS: [&str; 3] = ["column_date", "column_text", "column_amount"];

#[derive(Deserialize)]
pub struct OfStatement {
    bank_account: Id,
    statement: Id,
}

fn row(view: &View<'_>, of: &BankStatement, (of_file, may): (bool, bool)) -> Markup {
    let lang = view.lang();
    let balance = |minor: Option<i64>| minor.map_or_else(|| "—".to_owned(), |minor| view.money(minor));
    let [deletion, file] = ["deletion", "file"].map(|what| view.path(&format!("/statements/{}/{what}", of.id)));
    html! { tr {
        td.clip { @if of_file { a.link href=(file) download { (of.file_name) } } @else { (of.file_name) } small.block { (lang.t(&format!("bank-format-{}", of.format))) " · " (format::instant(lang, &view.who.user.time_zone, of.imported_at)) } }
        td { (format::stored_date(lang, &of.first_date)) " – " (format::stored_date(lang, &of.last_date)) }
        td.num { (t!(lang, "bank-statement-lines", count = of.lines)) @if of.duplicates > 0 { small.block { (t!(lang, "bank-statement-known", count = of.duplicates)) } } }
        td.num { (balance(of.opening)) } td.num { (balance(of.closing)) }
        @if may { td.act { (Confirm::new(lang, &deletion, lang.t("bank-statement-remove"), lang.t("bank-statement-remove-question")).about(lang.t("bank-statement-remove-about"))) } }
    } }
}

async fn page(platform: &Platform, who: &InOrganization, account: Id, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let account = store::account(db, who.organization, account).await?;
    let view = View::of(who, &account)?;
    let past = store::statements(db, who.organization, account.id, SHOWN).await?;
    let files = store::with_files(db, who.organization, &past.iter().map(|of| of.id).collect::<Vec<_>>()).await?;
    let may = who.may(R::PostEntries);
    let form = Form::new(lang, data, errors);
    let wrong = errors.0.iter().find(|error| error.field == "file").map(|error| message(lang, error));
    let named = Format::ALL.iter().map(|format| (format.word().to_owned(), lang.t(&format!("bank-format-{}", format.word()))));
    let formats: Vec<(String, String)> = std::iter::once((String::new(), lang.t("bank-format-auto"))).chain(named).collect();
    let columns = errors.0.iter().any(|error| ["statement_columns", "mapping"].contains(&error.code)) || COLUMNS.iter().any(|name| !data.get(name).is_empty());
    let title = lang.t("bank-statement-import");
    let body = html! {
        div.medium.stack {
            nav.crumbs aria-label=(lang.t("reports-way")) {
                a href=(who.path("/bank-accounts")) { (lang.t("banks-title")) } " " span aria-hidden="true" { "›" } " " a href=(view.path("")) { (account.name) }
            }
            (head(&title, html! {}))
            @if may {
                form.stack method="post" action=(view.path("/statements")) enctype="multipart/form-data" data-turbo="false" {
                    (form.summary_as(&[("mapping", lang.t("bank-columns"))]))
                    section.card { div.body { div.grid {
                        div class=(if wrong.is_some() { "field c6 error" } else { "field c6" }) {
                            div.label { label for="f-file" { (lang.t("field-file")) } }
                            (file_input("file", None, wrong.is_some(), true))
                            p.help #f-file-help { @match &wrong { Some(wrong) => (wrong), None => (lang.t("bank-file-help")) } }
                        }
                        (form.field("format").label(lang.t("bank-format")).select(formats).span(3))
                        div.c6 { details.about #f-mapping open[columns] {
                            summary { (icon("chevron-right")) (lang.t("bank-columns")) }
                            p.help { (lang.t("bank-columns-help")) }
                            div.grid {
                                (form.field("column_date").label(lang.t("bank-column-date")).optional().span(2))
                                (form.field("column_text").label(lang.t("bank-column-text")).optional().span(2))
                                (form.field("column_amount").label(lang.t("bank-column-amount")).optional().span(2))
                                (form.field("header_rows").label(lang.t("bank-header-rows")).optional().span(2))
                            }
                        } }
                    } } }
                    div.foot { button.btn.primary type="submit" { (lang.t("bank-import")) } a.btn href=(view.path("")) { (lang.t("cancel")) } }
                }
            }
            @if !past.is_empty() {
                (card(&lang.t("bank-statements"), html! { div.scroll { table.dense.statements {
                    caption.vh { (lang.t("bank-statements")) }
                    thead { tr {
                        th scope="col" { (lang.t("field-file")) } th scope="col" { (lang.t("bank-days")) } th.num scope="col" { (lang.t("bank-lines")) }
                        th.num scope="col" { (lang.t("bank-opening")) } th.num scope="col" { (lang.t("bank-closing")) }
                        @if may { th scope="col" { span.vh { (lang.t("bank-action")) } } }
                    } }
                    tbody { @for of in &past { (row(&view, of, (files.contains(&of.id), may))) } }
                } } }))
            }
        }
    };
    framed(platform, who, "banks", &title, &body).await
}

pub async fn show(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>) -> Outcome {
    Ok(layout::page(page(&platform, &who, of.bank_account, &FormData::default(), &Invalid::new()).await?))
}

/// Reads what was sent and writes what is not there yet.
async fn brought(platform: &Platform, who: &InOrganization, account: Id, upload: &Upload<KILOBYTES>) -> Result<Imported> {
    let account = store::account(platform.db.read(), who.organization, account).await?;
    let (typed, bytes) = (upload.typed(), upload.file("file"));
    let mut errors = Invalid::new();
    if bytes.is_empty() {
        errors.push("file", if upload.file_name("file").is_empty() { "required" } else { "statement_empty" });
    }
    let format: Option<Format> = match typed.get("format").trim() {
        "" => None,
        word => errors.take("format", word.parse()),
    };
    let mapping = mapping::numbered(COLUMNS.map(|name| typed.get(name)), typed.get("header_rows")).unwrap_or_else(|fault| {
        errors.0.extend(fault.0);
        None
    });
    errors.finish()?;
    let read = importing::read_file(&account, (&upload.file_name("file"), bytes.to_vec()), format, mapping).await?;
    let kept = files::incoming::keep(platform, who.organization, &bytes).await?;
    let tx = platform.db.begin().await?;
    let imported = importing::import(&tx, who.organization, account.id, &read, (&who.user, platform.clock.now())).await?;
    importing::keep_file(&tx, platform, &imported.statement, &kept).await?;
    tx.commit().await?;
    Ok(imported)
}

pub async fn bring(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>, upload: Upload<KILOBYTES>) -> Outcome {
    match brought(&platform, &who, of.bank_account, &upload).await {
        Ok(imported) => {
            let lines = usize::try_from(imported.statement.lines).unwrap_or(0);
            let gap = imported.gap.map(|(expected, found)| format!("?expected={expected}&found={found}")).unwrap_or_default();
            let flash = Flash::new("flash-bank-statement-imported")
                .count(lines)
                .name(&format::number(who.lang(), imported.statement.duplicates));
            Ok(layout::see(&platform, &path(&who, of.bank_account, &gap), flash))
        }
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(page(&platform, &who, of.bank_account, &upload.typed(), &errors).await?)),
        Err(error) => Err(error.into()),
    }
}

pub async fn download(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfStatement>) -> Outcome {
    Ok(importing::download(&platform, who.organization, (of.bank_account, of.statement)).await?)
}

pub async fn remove(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfStatement>) -> Outcome {
    let tx = platform.db.begin().await?;
    importing::remove(&tx, who.organization, (of.bank_account, of.statement), (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &path(&who, of.bank_account, "/statements"), "flash-bank-statement-removed"))
}
