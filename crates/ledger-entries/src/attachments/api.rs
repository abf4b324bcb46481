//! The API of attachments.

use axum::{
    extract::{DefaultBodyLimit, State},
    handler::Handler,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R};
use despacho_ledger::{
    allowed::allowed,
    attachments::{
        actions,
        store::{self, Listed},
    },
    journal::store as journal,
};
use despacho_platform::{Platform, files};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Query, Routes,
    api::{List, json, once},
    openapi::Operation,
    received::{self, Parts},
    stored,
};
use serde::Deserialize;
use serde_json::{Value, json as value};

/// An attachment as it is answered.
fn answered() -> Value {
    value!({
        "type": "object",
        "required": ["id", "name", "size", "media_type", "sha256", "created_by", "created_at"],
        "properties": {
            "id": { "type": "string", "format": "uuid" },
            "name": { "type": "string" },
            "size": { "type": "integer" },
            "media_type": { "type": "string" },
            "sha256": { "type": "string" },
            "created_by": { "type": "string", "format": "uuid" },
            "created_at": { "type": "integer" },
        },
    })
}

pub(super) fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/organizations/{organization}/journal-entries/{entry}/attachments";
    const ONE: &str = "/api/v1/organizations/{organization}/journal-entries/{entry}/attachments/{attachment}";
    let (read, post) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    let sent = value!({
        "type": "object",
        "required": ["file"],
        "properties": { "file": { "type": "string", "contentMediaType": "application/octet-stream" } },
    });
    Routes::new(platform)
        .api(Operation::get(ALL, "api-attachments").lists_whole("Attachment", answered()), read, list)
        .api(
            Operation::post(ALL, "api-attachments-add")
                .takes_form(sent)
                .conflicts(&["entry_undone"])
                .answers_schema(201, "Attachment", answered()),
            post,
            add.layer(DefaultBodyLimit::max(received::body_limit(platform))),
        )
        .api(
            Operation::get(ONE, "api-attachment")
                .asks("inline", value!({ "type": "string", "enum": ["true", "false"] }))
                .answers_bytes(),
            read,
            show,
        )
        .api(Operation::delete(ONE, "api-attachment-remove").conflicts(&["entry_undone", "attachment_fixed"]), post, remove)
}

fn told(of: &Listed) -> Value {
    value!({
        "id": of.id,
        "name": of.name,
        "size": of.size,
        "media_type": of.kind,
        "sha256": of.sha256,
        "created_by": of.created_by,
        "created_at": of.created_at,
    })
}

#[derive(Deserialize)]
struct OfEntry {
    entry: Id,
}

#[derive(Deserialize)]
struct OfAttachment {
    entry: Id,
    attachment: Id,
}

#[derive(Deserialize)]
struct How {
    inline: Option<bool>,
}

async fn list(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfEntry>) -> Outcome {
    let db = platform.db.read();
    let first = store::first_of(db, who.organization, of.entry).await?;
    let all = store::list(db, who.organization, first, actions::MOST).await?;
    Ok(json(StatusCode::OK, &List { items: all.iter().map(told).collect::<Vec<_>>(), next_cursor: None }))
}

async fn add(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfEntry>, headers: HeaderMap, parts: Parts) -> Outcome {
    actions::place(platform.db.read(), who.organization, of.entry).await?;
    let received = parts.receive(&platform, who.organization).await?;
    if let Some((_, why)) = received.refused.into_iter().next() {
        return Err(why.into());
    }
    let [brought] = received.files.as_slice() else {
        return Err(if received.files.is_empty() { Invalid::one("file", "required") } else { Invalid::too_many("file", 1) }.into());
    };
    let request = format!("POST {} {} {} {}", who.organization, of.entry, brought.kept.sha256, brought.name);
    let allowed = allowed(&platform, &who);
    Ok(once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let attachment = actions::attach(tx, &platform, (who.organization, of.entry), (&brought.name, &brought.kept), allowed).await?;
        let file = files::store::find(tx, who.organization, attachment.id).await?;
        let listed = Listed {
            id: attachment.id,
            name: attachment.name,
            sha256: attachment.sha256,
            size: file.size,
            kind: file.kind,
            created_by: attachment.created_by,
            author: String::new(),
            created_at: attachment.created_at,
        };
        Ok(told(&listed))
    })
    .await?)
}

async fn show(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAttachment>, Query(how): Query<How>) -> Outcome {
    let db = platform.db.read();
    let first = store::first_of(db, who.organization, of.entry).await?;
    let attachment = store::find(db, who.organization, first, of.attachment).await?;
    let file = files::store::find(db, who.organization, attachment.id).await?;
    Ok(stored::serve(&platform, &file, &attachment.name, how.inline.unwrap_or(false)).await?)
}

async fn remove(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAttachment>, headers: HeaderMap) -> Outcome {
    journal::find(platform.db.read(), who.organization, of.entry).await?;
    let request = format!("removal of {} {} {}", who.organization, of.entry, of.attachment);
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::NO_CONTENT, async |tx| {
        actions::remove(tx, who.organization, (of.entry, of.attachment), allowed).await
    });
    Ok(response.await?)
}
