//! The API of messages: each kind that is sent has `email` and `messages`.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, access::OrganizationRight as R};
use despacho_ledger::{
    allowed::allowed,
    api::{
        common::typed,
        shapes::{answer, id, object, or_null, rows, text, words},
    },
};
use despacho_platform::Platform;
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Query, Routes,
    api::{List, Object, json, once},
    openapi::Operation,
    paging::{self, ListQuery},
    schema::{LINES, lasting, or_empty},
};
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::{
    actions,
    message::{LONGEST, MOST_COPIES, Message, TypedMessage},
    store,
};
use crate::{kind::Kind, store as documents};

/// The kinds that are sent: where they are found, and their title.
const KINDS: [(Kind, &str, &str); 4] = [
    (Kind::Invoice, "invoices", "documents-invoices"),
    (Kind::CreditNote, "credit-notes", "documents-credit-notes"),
    (Kind::Estimate, "estimates", "documents-estimates"),
    (Kind::PurchaseOrder, "purchase-orders", "documents-purchase-orders"),
];

fn sent() -> Value {
    let address = || value!({ "type": "string", "format": "email", "maxLength": 254 });
    let properties = value!({
        "to": or_empty(address()),
        "cc": { "type": "array", "maxItems": MOST_COPIES, "items": address() },
        "subject": or_null(text(200)),
        "body": or_null(value!({ "type": "string", "maxLength": LONGEST, "pattern": LINES })),
        "template_id": or_null(id()),
        "attach": { "type": ["boolean", "null"] },
    });
    object(properties, &[])
}

fn shape() -> Value {
    let instant = || value!({ "type": ["integer", "null"] });
    answer(value!({
        "id": id(),
        "document_id": id(),
        "to": { "type": "string" },
        "cc": rows(value!({ "type": "string" })),
        "subject": { "type": "string" },
        "body": { "type": "string" },
        "attached": { "type": "boolean" },
        "status": words(vec!["queued", "sent", "failed"]),
        "created_at": { "type": "integer" },
        "sent_at": instant(),
        "opened_at": instant(),
    }))
}

fn answered(message: &Message) -> Value {
    value!({
        "id": message.id,
        "document_id": message.document_id,
        "to": message.recipient,
        "cc": message.copies.lines().collect::<Vec<_>>(),
        "subject": message.subject,
        "body": message.body,
        "attached": message.attaches,
        "status": message.state,
        "created_at": message.created_at,
        "sent_at": message.sent_at,
        "opened_at": message.opened_at,
    })
}

#[derive(Deserialize)]
struct OfDocument {
    document: Id,
}

pub(super) fn routes(platform: &Platform) -> Routes {
    KINDS.iter().fold(Routes::new(platform), |routes, (kind, path, title)| of(routes, *kind, path, title))
}

fn of(routes: Routes, kind: Kind, path: &str, title: &'static str) -> Routes {
    let at = |word: &str| lasting(&format!("/api/v1/organizations/{{organization}}/{path}/{{document}}/{word}"));
    routes
        .api(
            Operation::post(at("email"), "api-document-email")
                .about(title)
                .takes_schema("DocumentMessageToSend", sent())
                .example(value!({ "to": "compras@viveros.example" }))
                .conflicts(&["not_issued"])
                .answers_schema(202, "DocumentMessage", shape()),
            Access::Organization(R::PostEntries),
            async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfDocument>, headers: HeaderMap, body: Object| {
                send(platform, who, (kind, of.document), headers, body).await
            },
        )
        .api(
            Operation::get(at("messages"), "api-document-messages")
                .about(title)
                .lists_schema("DocumentMessage", shape())
                .without_search(),
            Access::Organization(R::ReadLedger),
            async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfDocument>, Query(query): Query<ListQuery>| {
                list(platform, who, (kind, of.document), query).await
            },
        )
}

async fn send(platform: Platform, who: InOrganization, (kind, id): (Kind, Id), headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("email of /organizations/{}/{}/{id} {body}", who.organization, kind.word());
    let message: TypedMessage = typed(body)?;
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::ACCEPTED, async |tx| {
        Ok(answered(&actions::send(tx, who.organization, (kind, id), &message, allowed).await?))
    });
    let response = response.await?;
    platform.wake_workers();
    Ok(response)
}

async fn list(platform: Platform, who: InOrganization, (kind, id): (Kind, Id), query: ListQuery) -> Outcome {
    let (limit, db) = (query.limit()?, platform.db.read());
    documents::find_of(db, who.organization, kind.word(), id).await?;
    let mut found = store::page(db, who.organization, id, query.position()?, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|message| paging::encode(&message.id));
    Ok(json(StatusCode::OK, &List { items: found.iter().map(answered).collect(), next_cursor }))
}
