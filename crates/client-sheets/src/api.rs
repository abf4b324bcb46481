//! The API of imports from files.

use axum::{
    extract::{DefaultBodyLimit, State},
    handler::Handler,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Invalid, access::PracticeRight as R};
use despacho_platform::{Platform, Result, i18n::Lang, sql::Connection};
use despacho_practice::practices::store as practices;
use despacho_ui::{
    Access, InPractice, Outcome, Path, Query, Routes,
    api::{List, Object, json, once},
    forms::Upload,
    openapi::Operation,
    paging::{self, ListQuery},
};
use serde::Deserialize;
use serde_json::{Value, json as value};

use crate::{
    actions::{self, NewFile},
    import::{DRAFT, FileImport, QUEUED},
    settings::{EXISTING, MATCHES, Settings},
    sheet::MAX_BYTES,
    store, undoing,
};

/// Kilobytes of a form with a file of clients.
pub const KILOBYTES: u32 = (MAX_BYTES / 1024) as u32 + 256;
/// Most errors of one answer.
const ERRORS: i64 = 1000;

/// Files of clients are larger than other forms.
pub fn larger() -> DefaultBodyLimit {
    DefaultBodyLimit::max(KILOBYTES as usize * 1024)
}

pub fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/client-file-imports";
    const ONE: &str = "/api/v1/client-file-imports/{import}";
    const STOPPING: &str = "/api/v1/client-file-imports/{import}/stopping";
    const REVERSAL: &str = "/api/v1/client-file-imports/{import}/reversal";
    let manage = Access::Practice(R::ManageClients);
    let empty = || value!({ "type": "object", "properties": {} });
    Routes::new(platform)
        .api(Operation::get(ALL, "api-client-files").lists_schema("ClientFileImport", answered()).without_search(), manage, list)
        .api(
            Operation::post(ALL, "api-client-files-create").takes_form(sent()).conflicts(&["client_files_waiting"]).answers_schema(
                202,
                "ClientFileImport",
                answered(),
            ),
            manage,
            create.layer(larger()),
        )
        .api(Operation::get(ONE, "api-client-file").answers_schema(200, "ClientFileImport", answered()), manage, show)
        .api(
            Operation::post(STOPPING, "api-client-file-stop")
                .takes_schema("StopClientFileImport", empty())
                .example(value!({}))
                .conflicts(&["import_not_running"])
                .answers_schema(200, "ClientFileImport", answered()),
            manage,
            stop,
        )
        .api(
            Operation::post(REVERSAL, "api-client-file-undo")
                .takes_schema("UndoClientFileImport", empty())
                .example(value!({}))
                .conflicts(&["import_not_done", "clients_used"])
                .answers_schema(200, "ClientFileImport", answered()),
            manage,
            undo,
        )
}

fn sent() -> Value {
    let words = |all: &[&str]| value!({ "type": "string", "enum": all });
    value!({
        "type": "object",
        "required": ["file"],
        "properties": {
            "file": { "type": "string", "contentMediaType": "application/octet-stream" },
            "options": { "type": "string", "contentMediaType": "application/json", "contentSchema": {
                "type": "object",
                "properties": {
                    "mapping": { "type": ["object", "null"], "additionalProperties": { "type": ["string", "null"] } },
                    "match_by": words(&MATCHES),
                    "existing": words(&EXISTING),
                    "applications": { "type": "array", "items": { "type": "string" } },
                    "blueprint_id": { "type": ["string", "null"], "format": "uuid" },
                    "invite_client": { "type": "boolean" },
                    "tags": { "type": "array", "items": { "type": "string" } },
                    "assigned_user_ids": { "type": "array", "items": { "type": "string", "format": "uuid" } },
                    "encoding": words(&["", "utf-8", "windows-1252"]),
                    "separator": { "type": "string" },
                    "dry_run": { "type": "boolean" },
                },
            } },
        },
    })
}

/// An import as it is answered.
fn answered() -> Value {
    let text = || value!({ "type": "string" });
    let whole = || value!({ "type": "integer" });
    let moment = || value!({ "type": ["integer", "null"] });
    let properties = value!({
        "id": { "type": "string", "format": "uuid" },
        "status": { "type": "string", "enum": ["queued", "running", "completed"] },
        "dry_run": { "type": "boolean" },
        "file_name": text(),
        "format": { "type": "string", "enum": ["csv", "xlsx", "ods"] },
        "encoding": text(),
        "separator": text(),
        "headings": { "type": "array", "items": text() },
        "mapping": { "type": "object", "additionalProperties": text() },
        "match_by": { "type": "string", "enum": MATCHES },
        "existing": { "type": "string", "enum": EXISTING },
        "total": whole(),
        "done": whole(),
        "created": whole(),
        "updated": whole(),
        "skipped": whole(),
        "failed": whole(),
        "failure": { "type": ["string", "null"] },
        "errors": { "type": "array", "items": {
            "type": "object", "required": ["row", "column", "field", "value", "code", "message"],
            "properties": { "row": whole(), "column": text(), "field": text(), "value": text(), "code": text(), "message": text() },
        } },
        "more_errors": { "type": "boolean" },
        "created_at": whole(),
        "finished_at": moment(),
        "undone_at": moment(),
    });
    let names: Vec<String> = properties.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
    value!({ "type": "object", "required": names, "properties": properties })
}

async fn whole(db: &dyn Connection, lang: Lang, import: &FileImport) -> Result<Value> {
    let mut faults = store::faults(db, import.practice_id, import.id, ERRORS + 1).await?;
    let more = paging::cut(&mut faults, ERRORS);
    let errors = faults.iter().map(|fault| {
        value!({
            "row": fault.number, "column": fault.heading, "field": fault.field, "value": fault.value, "code": fault.code, "message": fault.message(lang),
        })
    });
    Ok(told(import, errors.collect(), more))
}

fn told(import: &FileImport, errors: Vec<Value>, more_errors: bool) -> Value {
    let settings = import.settings();
    value!({
        "id": import.id,
        // What waits for its columns waits, to a program.
        "status": if import.status == DRAFT { QUEUED } else { import.status.as_str() },
        "dry_run": import.dry_run,
        "file_name": import.file_name,
        "format": import.kind,
        "encoding": import.encoding,
        "separator": import.separator,
        "headings": import.headings(),
        "mapping": settings.mapping.unwrap_or_default(),
        "match_by": settings.match_by,
        "existing": settings.existing,
        "total": import.total,
        "done": import.done,
        "created": import.created,
        "updated": import.updated,
        "skipped": import.skipped,
        "failed": import.failed,
        "failure": Some(&import.failure).filter(|text| !text.is_empty()),
        "errors": errors,
        "more_errors": more_errors,
        "created_at": import.created_at,
        "finished_at": import.finished_at,
        "undone_at": import.undone_at,
    })
}

#[derive(Deserialize)]
struct OfImport {
    import: Id,
}

/// The list tells how each went; what is wrong with its rows, each by itself.
async fn list(State(platform): State<Platform>, who: InPractice, Query(query): Query<ListQuery>) -> Outcome {
    let limit = query.limit()?;
    let mut found = store::page(platform.db.read(), who.practice, query.position::<Id>()?, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|import| paging::encode(&import.id));
    let items: Vec<Value> = found.iter().map(|import| told(import, vec![], import.failed > 0)).collect();
    Ok(json(StatusCode::OK, &List { items, next_cursor }))
}

async fn show(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfImport>) -> Outcome {
    let db = platform.db.read();
    let import = store::find(db, who.practice, of.import).await?;
    Ok(json(StatusCode::OK, &whole(db, who.lang(), &import).await?))
}

async fn create(State(platform): State<Platform>, who: InPractice, headers: HeaderMap, upload: Upload<KILOBYTES>) -> Outcome {
    let mut errors = Invalid::new();
    let options = upload.typed().text("options");
    let settings = Settings::read(&options, &mut errors);
    errors.finish()?;
    let new = NewFile::of(&upload.file_name("file"), upload.file("file"), settings).await?;
    let request = format!("POST client-file-imports {} {} {options}", who.practice, new.hash);
    Ok(once(&platform, who.user.id, &headers, &request, StatusCode::ACCEPTED, async |tx| {
        let practice = practices::find(tx, who.practice).await?;
        let import = actions::start(tx, &practice, new, false, (&who.user, platform.clock.now())).await?;
        Ok(told(&import, vec![], false))
    })
    .await?)
}

async fn stop(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfImport>, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST client-file-imports/{}/stopping {body}", of.import);
    let lang = who.lang();
    let answer = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        actions::stop(tx, who.practice, of.import, platform.clock.now()).await?;
        whole(tx, lang, &store::find(tx, who.practice, of.import).await?).await
    });
    let answer = answer.await?;
    platform.tell(despacho_platform::Event::Progress(of.import));
    Ok(answer)
}

async fn undo(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfImport>, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST client-file-imports/{}/reversal {body}", of.import);
    let lang = who.lang();
    Ok(once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        undoing::undo(tx, who.practice, of.import, (&who.user, platform.clock.now())).await?;
        whole(tx, lang, &store::find(tx, who.practice, of.import).await?).await
    })
    .await?)
}
