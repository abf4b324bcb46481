//! The API of statements by e-mail.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_documents::mailing::message::{LONGEST, MOST_COPIES, TypedMessage};
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R};
use despacho_ledger::{
    api::{
        common::typed,
        shapes::{answer, date, id, object, or_null, rows, text, words},
    },
    journal::typed::or_empty,
};
use despacho_platform::Platform;
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Query, Routes,
    api::{List, Object, json, once},
    openapi::Operation,
    paging::{self, ListQuery},
    schema::{LINES, or_empty as empty},
};
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::{actions, message::Message, store};
use crate::{api::shapes, pages::OfContact, paper, reading};

fn sent() -> Value {
    let address = || value!({ "type": "string", "format": "email", "maxLength": 254 });
    let properties = value!({
        "to": empty(address()),
        "cc": { "type": "array", "maxItems": MOST_COPIES, "items": address() },
        "subject": or_null(text(200)),
        "body": or_null(value!({ "type": "string", "maxLength": LONGEST, "pattern": LINES })),
        "shape": empty(shapes()),
        "from_date": empty(date()),
        "to_date": empty(date()),
    });
    object(properties, &[])
}

fn shape() -> Value {
    let string = || value!({ "type": "string" });
    let day = || value!({ "type": "string", "format": "date" });
    answer(value!({
        "id": id(), "contact_id": id(), "shape": shapes(), "from_date": day(), "to_date": day(), "to": string(), "cc": rows(string()),
        "subject": string(), "body": string(), "status": words(vec!["queued", "sent", "failed"]), "created_at": { "type": "integer" },
        "sent_at": { "type": ["integer", "null"] },
    }))
}

fn answered(of: &Message) -> Value {
    value!({
        "id": of.id, "contact_id": of.contact_id, "shape": of.shape, "from_date": of.first_day, "to_date": of.last_day, "to": of.recipient,
        "cc": of.copies.lines().collect::<Vec<_>>(), "subject": of.subject, "body": of.body, "status": of.state, "created_at": of.created_at,
        "sent_at": of.sent_at,
    })
}

pub fn routes(platform: &Platform) -> Routes {
    Routes::new(platform)
        .api(
            Operation::post("/api/v1/organizations/{organization}/contacts/{contact}/statement/email", "api-statement-email")
                .takes_schema("StatementMessageToSend", sent())
                .example(value!({ "to": "compras@viveros.example", "shape": "open" }))
                .answers_schema(202, "StatementMessage", shape()),
            Access::Organization(R::PostEntries),
            send,
        )
        .api(
            Operation::get("/api/v1/organizations/{organization}/contacts/{contact}/statement/messages", "api-statement-messages")
                .lists_schema("StatementMessage", shape())
                .without_search(),
            Access::Organization(R::ReadLedger),
            list,
        )
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sent {
    #[serde(flatten)]
    message: TypedMessage,
    #[serde(deserialize_with = "or_empty")]
    shape: String,
    #[serde(deserialize_with = "or_empty")]
    from_date: String,
    #[serde(deserialize_with = "or_empty")]
    to_date: String,
}

async fn send(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfContact>, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("statement of /organizations/{}/contacts/{} {body}", who.organization, of.contact);
    let sent: Sent = typed(body)?;
    let mut errors = Invalid::new();
    let asked = reading::asked(&platform, who.organization, (&sent.shape, &sent.from_date, &sent.to_date), &mut errors).await?;
    for error in &mut errors.0 {
        // Whom it goes to is called `to` here.
        error.field = if error.field == "shape" { "shape".into() } else { format!("{}_date", error.field) };
    }
    errors.finish()?;
    let db = platform.db.read();
    let statement = reading::of(db, who.organization, of.contact, asked).await?;
    let sheet = paper::sheet(db, &statement).await?;
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::ACCEPTED, async |tx| {
        Ok(answered(&actions::send(tx, &statement, &sheet, &sent.message, (&who.user, now)).await?))
    });
    let response = response.await?;
    platform.wake_workers();
    Ok(response)
}

async fn list(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfContact>, Query(query): Query<ListQuery>) -> Outcome {
    let (limit, db) = (query.limit()?, platform.db.read());
    despacho_contacts::store::find(db, who.organization, of.contact).await?;
    let before: Option<Id> = query.position()?;
    let mut found = store::page(db, who.organization, of.contact, before, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|message| paging::encode(&message.id));
    Ok(json(StatusCode::OK, &List { items: found.iter().map(answered).collect(), next_cursor }))
}
