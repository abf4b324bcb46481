//! The API of documents.

use axum::{
    extract::{DefaultBodyLimit, State},
    handler::Handler,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Invalid, access::PracticeRight as R};
use despacho_platform::{Platform, Result, files, sql::Connection};
use despacho_practice::clients::filter::visible_to;
use despacho_ui::{
    Access, InPractice, Outcome, Path, Query, Routes,
    api::{List, Object, json, once},
    fields::Sight,
    forms::FormData,
    openapi::Operation,
    paging::{self, ListQuery},
    received::{self, Brought, Parts, Received},
    schema::id,
    stored,
};
use serde::Deserialize;
use serde_json::{Value, json as value};

use crate::{
    actions::{Desk, NewDocument},
    document::{CATEGORIES, DOCUMENT, Document, KINDS, Version},
    people::Eyes,
    store::{self, Filter},
};

const ALL: &str = "/api/v1/documents";
const ONE: &str = "/api/v1/documents/{document}";

fn answered() -> Value {
    let (text, id, number, flag) = (value!({ "type": "string" }), id(), value!({ "type": "integer" }), value!({ "type": "boolean" }));
    let properties = value!({
        "id": id, "client_id": id, "name": text,
        "kind": { "type": "string", "enum": KINDS },
        "category": { "type": "string", "enum": CATEGORIES },
        "period": text, "fiscal_year": text, "folder": text,
        "tags": { "type": "array", "items": text },
        "note": text,
        "source": { "type": "string", "enum": ["firm", "client", "request"] },
        "sha256": text, "size": number, "media_type": text, "version": number,
        "shared": flag,
        "shared_with": { "type": "string", "enum": ["nobody", "all", "some"] },
        "contact_ids": { "type": "array", "items": id },
        "shared_at": { "type": ["integer", "null"] },
        "held": flag, "keep_until": text,
        "deleted_at": { "type": ["integer", "null"] },
        "created_by": { "type": ["string", "null"], "format": "uuid" },
        "created_at": number, "updated_at": number,
    });
    let required: Vec<&String> = properties.as_object().map(|all| all.keys().collect()).unwrap_or_default();
    value!({ "type": "object", "required": required, "properties": properties })
}

fn version_answered() -> Value {
    let (text, number) = (value!({ "type": "string" }), value!({ "type": "integer" }));
    let properties = value!({
        "number": number, "name": text, "sha256": text, "size": number, "media_type": text, "note": text,
        "restored_from": { "type": ["integer", "null"] },
        "created_by": { "type": ["string", "null"], "format": "uuid" },
        "created_at": number,
    });
    let required: Vec<&String> = properties.as_object().map(|all| all.keys().collect()).unwrap_or_default();
    value!({ "type": "object", "required": required, "properties": properties })
}

/// What is typed of a document beside its file.
fn typed() -> Value {
    value!({
        "name": { "type": ["string", "null"], "maxLength": 150 },
        "kind": { "type": "string", "enum": KINDS },
        "category": { "type": "string", "enum": CATEGORIES },
        "period": { "type": ["string", "null"], "maxLength": 20 },
        "fiscal_year": { "type": ["string", "null"], "maxLength": 4 },
        "folder": { "type": ["string", "null"], "maxLength": 200 },
        "tags": { "type": ["array", "null"], "maxItems": 20, "items": { "type": "string", "maxLength": 40 } },
        "note": { "type": ["string", "null"], "maxLength": 2000 },
    })
}

fn form(required: &[&str], mut more: Value) -> Value {
    more["file"] = value!({ "type": "string", "contentMediaType": "application/octet-stream" });
    value!({ "type": "object", "required": required, "properties": more })
}

pub fn routes(platform: &Platform) -> Routes {
    let (read, edit) = (Access::Practice(R::ReadClients), Access::Practice(R::EditClients));
    let (of_one, limit) = (answered(), received::body_limit(platform));
    let mut sent = typed();
    sent["client_id"] = id();
    let share = value!({
        "type": "object",
        "properties": {
            "shared": { "type": ["boolean", "null"] },
            "contact_ids": { "type": ["array", "null"], "maxItems": 200, "items": { "type": "string", "format": "uuid" } },
        },
    });
    let version =
        value!({ "type": "object", "required": ["version"], "properties": { "version": { "type": "integer", "minimum": 1, "maximum": store::VERSIONS } } });
    let hold = value!({ "type": "object", "required": ["held"], "properties": { "held": { "type": "boolean" } } });
    Routes::new(platform)
        .api(
            Operation::get(ALL, "api-firm-documents")
                .lists_schema("FirmDocument", of_one.clone())
                .asks("client_id", id())
                .asks("kind", value!({ "type": "string", "enum": KINDS }))
                .asks("period", value!({ "type": "string", "maxLength": 20 }))
                .asks("deleted", value!({ "type": "string", "enum": ["true", "false"] })),
            read,
            list,
        )
        .api(
            Operation::post(ALL, "api-firm-documents-add")
                .takes_form(form(&["file", "client_id"], sent))
                .answers_schema(201, "FirmDocument", of_one.clone()),
            edit,
            add.layer(DefaultBodyLimit::max(limit)),
        )
        .api(Operation::get(ONE, "api-firm-document").answers_schema(200, "FirmDocument", of_one.clone()), read, show)
        .api(
            Operation::patch(ONE, "api-firm-document-change")
                .takes_schema("ChangeFirmDocument", value!({ "type": "object", "properties": typed() }))
                .example(value!({ "kind": "statement", "period": "2027-Q1", "tags": ["banco"] }))
                .conflicts(&["document_deleted"])
                .answers_schema(200, "FirmDocument", of_one.clone()),
            edit,
            change,
        )
        .api(Operation::delete(ONE, "api-firm-document-delete").conflicts(&["document_held"]), edit, delete)
        .api(
            Operation::get("/api/v1/documents/{document}/content", "api-firm-document-content")
                .asks("version", value!({ "type": "integer", "minimum": 1, "maximum": store::VERSIONS }))
                .asks("inline", value!({ "type": "string", "enum": ["true", "false"] }))
                .answers_bytes(),
            read,
            content,
        )
        .api(
            Operation::get("/api/v1/documents/{document}/versions", "api-firm-document-versions").lists_whole("FirmDocumentVersion", version_answered()),
            read,
            versions,
        )
        .api(
            Operation::post("/api/v1/documents/{document}/versions", "api-firm-document-versions-add")
                .takes_form(form(&["file"], value!({ "note": { "type": "string", "maxLength": 500 } })))
                .conflicts(&["document_deleted"])
                .answers_schema(201, "FirmDocument", of_one.clone()),
            edit,
            add_version.layer(DefaultBodyLimit::max(limit)),
        )
        .api(
            Operation::post("/api/v1/documents/{document}/version-restorations", "api-firm-document-versions-restore")
                .takes_schema("RestoreFirmDocumentVersion", version)
                .example(value!({ "version": 1 }))
                .conflicts(&["document_deleted"])
                .answers_schema(201, "FirmDocument", of_one.clone()),
            edit,
            restore_version,
        )
        .api(
            Operation::post("/api/v1/documents/{document}/sharing", "api-firm-document-share")
                .takes_schema("ShareFirmDocument", share)
                .example(value!({ "shared": true }))
                .conflicts(&["document_deleted"])
                .answers_schema(200, "FirmDocument", of_one.clone()),
            edit,
            share_with,
        )
        .api(
            Operation::post("/api/v1/documents/{document}/hold", "api-firm-document-hold")
                .takes_schema("HoldFirmDocument", hold)
                .example(value!({ "held": true }))
                .conflicts(&["document_deleted"])
                .answers_schema(200, "FirmDocument", of_one.clone()),
            Access::Practice(R::ManageClients),
            hold_it,
        )
        .api(
            Operation::post("/api/v1/documents/{document}/restoration", "api-firm-document-restore").answers_schema(200, "FirmDocument", of_one),
            edit,
            restore,
        )
}

/// Documents as they are answered.
async fn told(db: &dyn Connection, practice: Id, documents: &[Document]) -> Result<Vec<Value>> {
    let ids: Vec<Id> = documents.iter().map(|document| document.id).collect();
    let recipients = store::recipients(db, practice, &ids).await?;
    let one = |of: &Document| {
        let more = value!({
            "id": of.id, "client_id": of.client_id, "source": of.source,
            "sha256": of.sha256, "size": of.size, "media_type": of.media_type, "version": of.number,
            "shared": of.is_shared(), "shared_with": of.shared, "contact_ids": recipients.get(&of.id).cloned().unwrap_or_default(), "shared_at": of.shared_at,
            "held": of.held, "keep_until": of.keep_until, "deleted_at": of.deleted_at,
            "created_by": of.created_by, "created_at": of.created_at, "updated_at": of.updated_at,
        });
        DOCUMENT.json(of, more)
    };
    Ok(documents.iter().map(one).collect())
}

async fn told_one(db: &dyn Connection, document: Document) -> Result<Value> {
    Ok(told(db, document.practice_id, &[document]).await?.pop().unwrap_or_default())
}

fn eyes(who: &InPractice) -> Eyes {
    Eyes::Firm { visible_to: visible_to(who) }
}

fn desk<'a>(platform: &'a Platform, who: &'a InPractice) -> Desk<'a> {
    Desk { platform, practice: who.practice, by: Some(&who.user), eyes: eyes(who), now: platform.clock.now() }
}

#[derive(Deserialize)]
struct OfDocument {
    document: Id,
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    client_id: Option<Id>,
    kind: Option<String>,
    period: Option<String>,
    deleted: Option<bool>,
}

async fn list(State(platform): State<Platform>, who: InPractice, Query(query): Query<ListQuery>, Query(asked): Query<Asked>) -> Outcome {
    let (limit, db) = (query.limit()?, platform.db.read());
    let filter = Filter {
        client: asked.client_id,
        kind: asked.kind.unwrap_or_default(),
        period: asked.period.unwrap_or_default(),
        search: query.search.clone().unwrap_or_default(),
        deleted: asked.deleted.unwrap_or(false),
        ..Filter::of(eyes(&who))
    };
    let mut found = store::list(db, who.practice, &filter, query.position()?, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|document| paging::encode(&document.id));
    Ok(json(StatusCode::OK, &List { items: told(db, who.practice, &found).await?, next_cursor }))
}

/// The one file of a form.
fn only(received: Received) -> Result<(Brought, FormData)> {
    if let Some((_, why)) = received.refused.into_iter().next() {
        return Err(why.into());
    }
    let mut files = received.files;
    match (files.pop(), files.is_empty()) {
        (Some(brought), true) => Ok((brought, received.typed)),
        (None, _) => Err(Invalid::one("file", "required").into()),
        (Some(_), false) => Err(Invalid::too_many("file", 1).into()),
    }
}

/// What a form says of a document whose name may be that of its file.
fn read(typed: &FormData, file_name: &str, sight: &Sight<'_>, errors: &mut Invalid) -> Document {
    let mut data = FormData(typed.0.clone());
    if typed.get("name").trim().is_empty() {
        data.0.retain(|(name, _)| name != "name");
        data.set("name", file_name);
    }
    DOCUMENT.read(&data, Document::default(), sight, errors)
}

async fn add(State(platform): State<Platform>, who: InPractice, headers: HeaderMap, parts: Parts) -> Outcome {
    let (brought, data) = only(parts.receive(&platform, who.practice).await?)?;
    let mut errors = Invalid::new();
    let typed = read(&data, &brought.name, &Sight::api(who.lang(), ""), &mut errors);
    let sent = data.get("client_id").trim();
    let parsed = if sent.is_empty() { Err("required") } else { sent.parse::<Id>().map_err(|_| "id") };
    let client = errors.take("client_id", parsed);
    errors.finish()?;
    let client = client.unwrap_or_default();
    let request = format!("POST /documents {} {client} {} {:?}", who.practice, brought.kept.sha256, data.0);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let new = NewDocument::of(client, typed, &brought.name);
        told_one(tx, desk(&platform, &who).add(tx, new, &brought.kept).await?).await
    });
    Ok(response.await?)
}

async fn show(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfDocument>) -> Outcome {
    let db = platform.db.read();
    Ok(json(StatusCode::OK, &told_one(db, store::find(db, who.practice, of.document, &eyes(&who)).await?).await?))
}

#[derive(Deserialize)]
struct Which {
    version: Option<i64>,
    inline: Option<bool>,
}

async fn content(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfDocument>, Query(which): Query<Which>) -> Outcome {
    let db = platform.db.read();
    let document = store::find(db, who.practice, of.document, &eyes(&who)).await?;
    let version = store::version(db, who.practice, document.id, which.version.unwrap_or(document.number)).await?;
    let file = files::store::find(db, who.practice, version.file_id).await?;
    Ok(stored::serve(&platform, &file, &document.file_name(&version.name), which.inline.unwrap_or(false)).await?)
}

fn version_told(of: &Version) -> Value {
    value!({
        "number": of.number, "name": of.name, "sha256": of.sha256, "size": of.size, "media_type": of.media_type, "note": of.note,
        "restored_from": of.restored_from, "created_by": of.created_by, "created_at": of.created_at,
    })
}

async fn versions(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfDocument>) -> Outcome {
    let db = platform.db.read();
    let document = store::find(db, who.practice, of.document, &eyes(&who)).await?;
    let all = store::versions(db, who.practice, document.id).await?;
    Ok(json(StatusCode::OK, &List { items: all.iter().map(version_told).collect::<Vec<_>>(), next_cursor: None }))
}

async fn change(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfDocument>, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("PATCH /documents/{} {body}", of.document);
    let sight = Sight::api(who.lang(), "");
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        let read = |before: Document, errors: &mut Invalid| DOCUMENT.patch(&body, before, &sight, errors);
        told_one(tx, desk(&platform, &who).change(tx, (of.document, None), &sight, read).await?).await
    });
    Ok(response.await?)
}

async fn delete(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfDocument>, headers: HeaderMap) -> Outcome {
    let request = format!("deletion of /documents/{}", of.document);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::NO_CONTENT, async |tx| {
        store::find(tx, who.practice, of.document, &eyes(&who)).await?;
        desk(&platform, &who).delete(tx, &[of.document]).await.map(drop)
    });
    Ok(response.await?)
}

async fn restore(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfDocument>, headers: HeaderMap) -> Outcome {
    let request = format!("POST /documents/{}/restoration", of.document);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        store::find(tx, who.practice, of.document, &eyes(&who)).await?;
        desk(&platform, &who).restore(tx, &[of.document]).await?;
        told_one(tx, store::find(tx, who.practice, of.document, &eyes(&who)).await?).await
    });
    Ok(response.await?)
}

async fn add_version(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfDocument>, headers: HeaderMap, parts: Parts) -> Outcome {
    store::find(platform.db.read(), who.practice, of.document, &eyes(&who)).await?;
    let (brought, data) = only(parts.receive(&platform, who.practice).await?)?;
    let mut errors = Invalid::new();
    let note = errors.optional("note", data.get("note"), 500);
    errors.finish()?;
    let request = format!("POST /documents/{}/versions {} {} {note}", of.document, brought.kept.sha256, brought.name);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        told_one(tx, desk(&platform, &who).add_version(tx, of.document, &brought.kept, (&brought.name, &note)).await?).await
    });
    Ok(response.await?)
}

async fn restore_version(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfDocument>, headers: HeaderMap, body: Object) -> Outcome {
    #[derive(Deserialize)]
    struct Wanted {
        version: i64,
    }
    let request = format!("POST /documents/{}/version-restorations {body}", of.document);
    let wanted: Wanted = body.read()?;
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        told_one(tx, desk(&platform, &who).restore_version(tx, of.document, wanted.version).await?).await
    });
    Ok(response.await?)
}

async fn share_with(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfDocument>, headers: HeaderMap, body: Object) -> Outcome {
    #[derive(Deserialize)]
    struct Wanted {
        shared: Option<bool>,
        contact_ids: Option<Vec<Id>>,
    }
    let request = format!("POST /documents/{}/sharing {body}", of.document);
    let wanted: Wanted = body.read()?;
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        let with = wanted.shared.unwrap_or(true).then_some(wanted.contact_ids.as_deref());
        told_one(tx, desk(&platform, &who).share(tx, of.document, with).await?).await
    });
    Ok(response.await?)
}

async fn hold_it(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfDocument>, headers: HeaderMap, body: Object) -> Outcome {
    #[derive(Deserialize)]
    struct Wanted {
        held: bool,
    }
    let request = format!("POST /documents/{}/hold {body}", of.document);
    let wanted: Wanted = body.read()?;
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        told_one(tx, desk(&platform, &who).hold(tx, of.document, wanted.held).await?).await
    });
    Ok(response.await?)
}
