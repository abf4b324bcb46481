//! The API of imports.

use axum::{
    extract::{DefaultBodyLimit, State as Shared},
    handler::Handler,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R, money::plain};
use despacho_ledger::allowed::allowed;
use despacho_organizations::store as organizations;
use despacho_platform::{Platform, Result, i18n::Lang, sql::Connection};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Query, Routes,
    api::{List, Object, json, once},
    forms::{FormData, Upload},
    openapi::Operation,
    paging::{self, ListQuery},
};
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::{
    actions::{self, NewImport},
    import::JournalImport,
    read::{detect::Source, layout::Column},
    sent::{KILOBYTES, Sent},
    store,
};

pub(super) fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/organizations/{organization}/journal-imports";
    const ONE: &str = "/api/v1/organizations/{organization}/journal-imports/{import}";
    let (read, post) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    Routes::new(platform)
        .api(Operation::get(ALL, "api-journal-imports").lists_schema("JournalImport", answered()).without_search(), read, list)
        .api(
            Operation::post(ALL, "api-journal-imports-create")
                .takes_form(sent(true))
                .conflicts(&["imports_waiting"])
                .answers_schema(202, "JournalImport", answered()),
            post,
            create.layer(DefaultBodyLimit::max(KILOBYTES as usize * 1024)),
        )
        .api(Operation::get(ONE, "api-journal-import").answers_schema(200, "JournalImport", answered()), read, show)
        .api(
            Operation::post("/api/v1/organizations/{organization}/journal-imports/{import}/posting", "api-journal-import-post")
                .takes_schema("TakeJournalImport", sent(false))
                .example(value!({ "dry_run": false, "create_accounts": true, "accounts": { "assets:bank": "572" } }))
                .conflicts(&["import_busy", "import_done", "import_file_gone"])
                .answers_schema(202, "JournalImport", answered()),
            post,
            posting,
        )
        .api(
            Operation::post("/api/v1/organizations/{organization}/journal-imports/{import}/undoing", "api-journal-import-undo")
                .takes_schema("UndoJournalImport", value!({ "type": "object", "properties": {} }))
                .example(value!({}))
                .conflicts(&["import_not_posted", "import_changed"])
                .answers_schema(200, "JournalImport", answered()),
            post,
            undoing,
        )
}

/// What is sent: with the file as a form, or beside one that is kept.
fn sent(file: bool) -> Value {
    let words = |all: Vec<&str>| value!({ "type": "string", "enum": all });
    let columns: serde_json::Map<String, Value> = Column::ALL
        .iter()
        .map(|column| (column.word().to_owned(), value!({ "type": "integer", "minimum": 0, "maximum": 99 })))
        .collect();
    let mut properties = value!({
        "dry_run": { "type": "boolean" },
        "create_accounts": { "type": "boolean" },
        "again": { "type": "boolean" },
        "accounts": { "type": "object", "additionalProperties": { "type": "string" } },
        "columns": { "type": "object", "properties": columns, "additionalProperties": { "type": "integer", "minimum": 0, "maximum": 99 } },
        "decimal_mark": words(vec!["", ",", "."]),
        "date_order": words(vec!["", "dmy", "mdy", "ymd"]),
    });
    if file {
        properties["file"] = value!({ "type": "string", "contentMediaType": "application/octet-stream" });
        properties["format"] = words(Source::ALL.iter().map(|source| source.word()).collect());
    }
    let required: &[&str] = if file { &["file"] } else { &[] };
    value!({ "type": "object", "required": required, "properties": properties })
}

/// An import as it is answered.
fn answered() -> Value {
    let text = || value!({ "type": "string" });
    let whole = || value!({ "type": "integer" });
    let day = || value!({ "type": ["string", "null"], "format": "date" });
    let told = value!({ "type": "array", "items": {
        "type": "object", "required": ["line", "code", "message"],
        "properties": { "line": { "type": ["integer", "null"] }, "code": text(), "message": text() },
    } });
    let properties = value!({
        "id": { "type": "string", "format": "uuid" },
        "status": { "type": "string", "enum": ["queued", "running", "completed", "failed", "undone"] },
        "format": { "type": "string", "enum": Source::ALL.iter().map(|source| source.word()).collect::<Vec<_>>() },
        "file_name": text(),
        "dry_run": { "type": "boolean" },
        "entries": whole(),
        "postings": whole(),
        "total": text(),
        "from": day(),
        "to": day(),
        "errors": told,
        "more_errors": { "type": "boolean" },
        "notes": told,
        "unknown_accounts": { "type": "array", "items": {
            "type": "object", "required": ["name", "title", "line", "postings"],
            "properties": { "name": text(), "title": text(), "line": whole(), "postings": whole() },
        } },
        "created_accounts": { "type": "array", "items": {
            "type": "object", "required": ["account_code", "account_name"], "properties": { "account_code": text(), "account_name": text() },
        } },
        "headings": { "type": "array", "items": text() },
        "columns": { "type": "object", "additionalProperties": whole() },
        "created_at": whole(),
        "finished_at": { "type": ["integer", "null"] },
        "undone_at": { "type": ["integer", "null"] },
    });
    let names: Vec<String> = properties.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
    value!({ "type": "object", "required": names, "properties": properties })
}

fn answer(lang: Lang, import: &JournalImport, digits: u8) -> Value {
    let outcome = import.outcome();
    let told = |all: &[super::import::Told]| -> Vec<Value> {
        all.iter()
            .map(|told| value!({ "line": Some(told.line).filter(|line| *line > 0), "code": told.code, "message": told.message(lang) }))
            .collect()
    };
    let day = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    value!({
        "id": import.id,
        "status": import.status,
        "format": import.source,
        "file_name": import.file_name,
        "dry_run": import.dry_run,
        "entries": import.entries,
        "postings": import.postings,
        "total": plain(import.total, digits),
        "from": day(&import.first_date),
        "to": day(&import.last_date),
        "errors": told(&outcome.errors),
        "more_errors": outcome.more_errors,
        "notes": told(&outcome.notes),
        "unknown_accounts": outcome.unknown,
        "created_accounts": outcome.made.iter().map(|(code, name)| value!({ "account_code": code, "account_name": name })).collect::<Vec<_>>(),
        "headings": outcome.headings,
        "columns": outcome.layout.map(|layout| layout.columns).unwrap_or_default(),
        "created_at": import.created_at,
        "finished_at": import.finished_at,
        "undone_at": import.undone_at,
    })
}

async fn digits(db: &dyn Connection, organization: Id) -> Result<u8> {
    Ok(organizations::currency(db, organization).await?.digits)
}

#[derive(Deserialize)]
struct OfImport {
    import: Id,
}

async fn list(Shared(platform): Shared<Platform>, who: InOrganization, Query(query): Query<ListQuery>) -> Outcome {
    let db = platform.db.read();
    let limit = query.limit()?;
    let mut found = store::page(db, who.organization, query.position::<Id>()?, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let digits = digits(db, who.organization).await?;
    let next_cursor = found.last().filter(|_| more).map(|import| paging::encode(&import.id));
    let items: Vec<Value> = found.iter().map(|import| answer(who.lang(), import, digits)).collect();
    Ok(json(StatusCode::OK, &List { items, next_cursor }))
}

async fn show(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfImport>) -> Outcome {
    let db = platform.db.read();
    let import = store::find(db, who.organization, of.import).await?;
    Ok(json(StatusCode::OK, &answer(who.lang(), &import, digits(db, who.organization).await?)))
}

async fn create(Shared(platform): Shared<Platform>, who: InOrganization, headers: HeaderMap, upload: Upload<KILOBYTES>) -> Outcome {
    let mut errors = Invalid::new();
    let sent = Sent::read(&upload.typed(), &mut errors);
    errors.finish()?;
    let new = NewImport::of(&upload.file_name("file"), upload.file("file"), sent.source, sent.dry_run, sent.settings, sent.accounts).await?;
    let request = format!("POST journal-imports {} {} {:?}", who.organization, new.hash(), upload.typed().0);
    let lang = who.lang();
    Ok(once(&platform, who.user.id, &headers, &request, StatusCode::ACCEPTED, async |tx| {
        let import = actions::start(tx, who.organization, new, (&who.user, platform.clock.now())).await?;
        Ok(answer(lang, &import, digits(tx, who.organization).await?))
    })
    .await?)
}

async fn posting(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfImport>, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST journal-imports/{} {body}", of.import);
    let mut errors = Invalid::new();
    body.note(&mut errors);
    let mut data = FormData::default();
    for (name, value) in body.value().as_object().into_iter().flatten() {
        data.set(name, value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    }
    let sent = Sent::read(&data, &mut errors);
    errors.finish()?;
    let (lang, now) = (who.lang(), platform.clock.now());
    Ok(once(&platform, who.user.id, &headers, &request, StatusCode::ACCEPTED, async |tx| {
        actions::choose(tx, who.organization, &sent.accounts).await?;
        let import = actions::again(tx, who.organization, of.import, (sent.settings, sent.dry_run), (&who.user, now)).await?;
        Ok(answer(lang, &import, digits(tx, who.organization).await?))
    })
    .await?)
}

async fn undoing(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfImport>, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST journal-imports/{}/undoing {body}", of.import);
    let allowed = allowed(&platform, &who);
    let lang = who.lang();
    Ok(once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        let import = actions::undo(tx, who.organization, of.import, allowed).await?;
        Ok(answer(lang, &import, digits(tx, who.organization).await?))
    })
    .await?)
}
