//! What comes of an import, or would: figures, what is wrong with which cell and what would do, progress, and taking it back.

use axum::extract::State;
use despacho_kernel::tax_id;
use despacho_platform::{Error, Platform, Result, i18n::Lang, t};
use despacho_practice::practices::store as practices;
use despacho_ui::{InPractice, Outcome, Path, assets::icon, confirm::Confirm, flash::Flash, format, layout};
use maud::{Markup, html};

use crate::{
    actions,
    frame::{OfImport, is_draft, named, page, stage_link, stages, tag},
    import::{CREATED, FileImport, KeptFault, UPDATED, WRONG},
    sheet::MAX_ROWS,
    store, targets, undoing,
};

/// Faults and clients that a page shows at once.
const SHOWN: i64 = 100;

fn figures(lang: Lang, import: &FileImport) -> Markup {
    let word = |word: &str| lang.t(&format!("sheet-{}-{word}", if import.dry_run { "would" } else { "did" }));
    let figures = [("created", import.created), ("updated", import.updated), ("skipped", import.skipped), ("failed", import.failed)];
    html! { dl.figrow { @for (name, count) in figures { div.bad[name == "failed" && count > 0] { dt { (word(name)) } dd { (format::number(lang, count)) } } } } }
}

/// What would do in the place of a value; nothing where only its owner knows.
fn remedy(lang: Lang, fault: &KeptFault, home: &str) -> String {
    let params = fault.params();
    let near = params.get("near").filter(|near| !near.is_empty());
    match (fault.code.as_str(), near) {
        ("sheet_nobody", Some(near)) => near.clone(),
        ("tax_id_check", _) => {
            let id: String = fault.value.chars().filter(|c| c.is_ascii_alphanumeric()).flat_map(char::to_uppercase).collect();
            let Some((body, _)) = id.char_indices().next_back().map(|(at, last)| (&id[..at], last)) else { return String::new() };
            let last = ('0'..='9').chain('A'..='Z').find(|last| tax_id::parse(&format!("{body}{last}"), home).is_ok());
            last.map_or_else(String::new, |last| t!(lang, "sheet-remedy-tax-id", value = format!("{body}{last}")))
        }
        ("display_name_taken", _) => t!(lang, "sheet-remedy-name", value = format!("{} (2)", fault.value)),
        (code, _) => {
            let key = format!("sheet-remedy-{}", code.replace('_', "-"));
            if lang.has(&key) { lang.t(&key) } else { String::new() }
        }
    }
}

fn faults(lang: Lang, who: &InPractice, import: &FileImport, found: &[KeptFault], home: &str, labels: &[targets::Target]) -> Markup {
    let label = |fault: &KeptFault| labels.iter().find(|target| target.name == fault.field).map(|target| target.label.clone());
    html! {
        @if !found.is_empty() {
            section.card {
                header {
                    h2 { (lang.t("sheet-wrong-cells")) }
                    a.btn.small href=(who.path(&format!("/client-file-imports/{}/errors", import.id))) { (icon("download")) (t!(lang, "sheet-download-wrong", count = import.failed)) }
                }
                div.body.tight {
                    p.muted.small.pad { (lang.t("sheet-rows-are-counted")) }
                    table.dense.wrongs {
                        caption.vh { (lang.t("sheet-wrong-cells")) }
                        thead { tr {
                            th.num scope="col" { (lang.t("sheet-row")) } th scope="col" { (lang.t("sheet-field")) } th scope="col" { (lang.t("sheet-value")) }
                            th scope="col" { (lang.t("sheet-why")) } th scope="col" { (lang.t("sheet-would-do")) }
                        } }
                        tbody { @for fault in found.iter().take(usize::try_from(SHOWN).unwrap_or(0)) { tr {
                            td.num data-h=(lang.t("sheet-row")) { (fault.number) }
                            td data-h=(lang.t("sheet-field")) {
                                @let label = label(fault).unwrap_or_default();
                                b { (label) }
                                @if !fault.heading.is_empty() && fault.heading != label { " " small.muted { (fault.heading) } }
                            }
                            td data-h=(lang.t("sheet-value")) { @if fault.value.is_empty() { span.muted { (lang.t("sheet-empty")) } } @else { span.wrong { (fault.value) } } }
                            td data-h=(lang.t("sheet-why")) { (fault.message(lang)) }
                            td data-h=(lang.t("sheet-would-do")) { (remedy(lang, fault, home)) }
                        } } }
                    }
                    @if i64::try_from(found.len()).unwrap_or(0) > SHOWN { p.muted.pad { (t!(lang, "sheet-more-wrong", max = SHOWN)) } }
                }
            }
        }
    }
}

/// The part of an import's page that moves on.
async fn outcome(platform: &Platform, who: &InPractice, import: &FileImport) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let path = who.path(&format!("/client-file-imports/{}", import.id));
    if import.is_busy() {
        return Ok(html! {
            div.stack {
                section.card { div.body.stack {
                    p role="status" {
                        b.num { (t!(lang, "sheet-of", part = format::number(lang, import.done), all = format::number(lang, import.total))) }
                        @if !import.dry_run { " · " (t!(lang, "sheet-so-far", created = import.created, updated = import.updated, failed = import.failed)) }
                    }
                    progress max=(import.total.max(1)) value=(import.done) aria-label=(lang.t("sheet-progress")) {}
                    p.muted { (lang.t(if import.dry_run { "sheet-trying" } else { "sheet-may-leave" })) }
                    @if !import.dry_run { form method="post" action=(format!("{path}/stopping")) { button.btn type="submit" { (lang.t("sheet-stop")) } } }
                } }
            }
        });
    }
    let home = practices::find(db, who.practice).await?.country;
    let own = practices::custom_fields(db, who.practice).await?;
    let labels = targets::targets(lang, &own);
    let found = store::faults(db, who.practice, import.id, SHOWN + 1).await?;
    let ready = import.created + import.updated;
    let undoing = if import.is_imported() && import.undone_at.is_none() && import.created > 0 { Some(undoing::look(db, import).await?) } else { None };
    let done = if import.dry_run { vec![] } else { store::done(db, who.practice, import.id, CREATED, SHOWN).await? };
    let changed = if import.dry_run { vec![] } else { store::done(db, who.practice, import.id, UPDATED, SHOWN).await? };
    Ok(html! {
        div.stack data-finished {
            @if import.undone_at.is_some() { p.note role="status" { (lang.t("sheet-told-undone")) } }
            @if !import.failure.is_empty() { p.note.warn role="status" { (lang.t(&format!("sheet-ended-{}", import.failure.replace('_', "-")))) } }
            section.card { div.body.stack {
                p role="status" { b { (lang.t(if import.dry_run { "sheet-told-tried" } else { "sheet-told-imported" })) } }
                (figures(lang, import))
                @if import.dry_run {
                    div.row {
                        @if ready > 0 { form method="post" action=(format!("{path}/run")) { button.btn.primary type="submit" { (t!(lang, "sheet-run", count = ready)) } } }
                        a.btn href=(format!("{path}/columns")) { (lang.t("sheet-change-columns")) }
                        a.btn.quiet href=(who.path("/client-file-imports/new")) { (lang.t("sheet-other-file")) }
                    }
                } @else {
                    @if let Some(reversal) = &undoing && !reversal.used.is_empty() { p.note.warn { (t!(lang, "sheet-some-used", used = reversal.used.len(), free = reversal.free.len())) } }
                    div.row {
                        a.btn.primary href=(who.path("/clients")) { (lang.t("import-see-clients")) }
                        a.btn.quiet href=(who.path("/client-file-imports/new")) { (lang.t("sheet-other-file")) }
                        @if let Some(reversal) = undoing.as_ref().filter(|reversal| !reversal.free.is_empty()) {
                            (Confirm::new(lang, &format!("{path}/undoing"), lang.t("sheet-undo"), t!(lang, "sheet-undo-sure", count = reversal.free.len())).about(lang.t("sheet-undo-about")).class("btn"))
                        }
                    }
                    p.muted { (lang.t("sheet-once")) }
                }
            } }
            (faults(lang, who, import, &found, &home, &labels))
            @for (title, rows) in [("sheet-created-clients", &done), ("sheet-updated-clients", &changed)] { @if !rows.is_empty() {
                section.card {
                    header { h2 { (lang.t(title)) } }
                    div.body { ul.list { @for row in rows {
                        li { (icon("check")) @match row.client_id {
                            Some(client) => { a.grow href=(who.path(&format!("/clients/{client}"))) { (row.name) } }
                            None => { span.grow { (row.name) } }
                        } }
                    } } }
                }
            } }
        }
    })
}

pub async fn show(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfImport>) -> Outcome {
    let lang = who.lang();
    let import = store::find(platform.db.read(), who.practice, of.import).await?;
    if is_draft(&import) {
        return Ok(layout::see(&platform, &who.path(&format!("/client-file-imports/{}/columns", of.import)), ""));
    }
    let fragment = who.path(&format!("/client-file-imports/{}/progress", of.import));
    let body = html! {
        div data-controller=[import.is_busy().then_some("progress")] data-progress-url-value=(fragment) data-progress-id-value=(of.import) {
            (outcome(&platform, &who, &import).await?)
        }
    };
    let at = if import.dry_run { 3 } else { 4 };
    let shown = stages(lang, at, &|nth| stage_link(&who, &import, nth));
    Ok(layout::page(page(&platform, &who, &named(lang, &import), shown, tag(lang, &import), body).await?))
}

/// The outcome alone, which the page asks for whenever it hears that the import moved on.
pub async fn look(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfImport>) -> Outcome {
    let import = store::find(platform.db.read(), who.practice, of.import).await?;
    Ok(layout::page(outcome(&platform, &who, &import).await?))
}

/// Imports what was tried.
pub async fn run(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfImport>) -> Outcome {
    let import = store::find(platform.db.read(), who.practice, of.import).await?;
    let tx = platform.db.begin().await?;
    let practice = practices::find(&tx, who.practice).await?;
    let settings = crate::settings::Settings { dry_run: false, ..import.settings() };
    actions::again(&tx, &practice, of.import, settings, true, (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    platform.wake_workers();
    Ok(layout::see(&platform, &who.path(&format!("/client-file-imports/{}", of.import)), ""))
}

pub async fn stop(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfImport>) -> Outcome {
    let tx = platform.db.begin().await?;
    actions::stop(&tx, who.practice, of.import, platform.clock.now()).await?;
    tx.commit().await?;
    platform.wake_workers();
    platform.tell(despacho_platform::Event::Progress(of.import));
    Ok(layout::see(&platform, &who.path(&format!("/client-file-imports/{}", of.import)), ""))
}

pub async fn undo(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfImport>) -> Outcome {
    let tx = platform.db.begin().await?;
    let (removed, _) = undoing::undo(&tx, who.practice, of.import, (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    let path = who.path(&format!("/client-file-imports/{}", of.import));
    Ok(layout::see(&platform, &path, Flash::new("flash-client-file-undone").count(removed)))
}

/// The rows that are wrong, as they stand in the file, with what is wrong in a column more. Put right, it is imported like the file itself.
pub async fn errors(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfImport>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let import = store::find(db, who.practice, of.import).await?;
    let rows = store::rows(db, who.practice, of.import, Some(WRONG), MAX_ROWS as i64).await?;
    let found = store::faults(db, who.practice, of.import, MAX_ROWS as i64 * 10).await?;
    let headings: Vec<String> = import.headings().into_iter().chain([lang.t(targets::ERRORS)]).collect();
    let is_csv = import.kind == "csv";
    let separator = import.separator.chars().next().unwrap_or(if lang == Lang::Es { ';' } else { ',' });
    let (sheet, name) = (lang.t("clients"), lang.t("sheet-errors-file"));
    let written = tokio::task::spawn_blocking(move || {
        let mut told: std::collections::HashMap<i64, Vec<String>> = std::collections::HashMap::new();
        for fault in &found {
            let column = if fault.heading.is_empty() { String::new() } else { format!("{}: ", fault.heading) };
            told.entry(fault.number).or_default().push(format!("{column}{}", fault.message(lang)));
        }
        let rows = rows.into_iter().map(|row| {
            let why = i64::try_from(row.number).ok().and_then(|number| told.get(&number)).map_or_else(String::new, |all| all.join(" "));
            // What a spreadsheet's quote stands before gets it again as it is written.
            row.cells
                .iter()
                .map(|cell| if is_csv { despacho_sheets::plain_text(cell) } else { cell.clone() })
                .chain([why])
                .collect::<Vec<_>>()
        });
        if is_csv { despacho_sheets::csv(&headings, rows, separator) } else { despacho_sheets::xlsx(&sheet, &headings, rows) }
    });
    let bytes = written.await.map_err(|e| Error::Other(e.to_string()))?.map_err(|e| Error::Other(e.to_string()))?;
    Ok(if is_csv {
        layout::download(&format!("{name}.csv"), "text/csv; charset=utf-8", bytes)
    } else {
        layout::download(&format!("{name}.xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes)
    })
}
