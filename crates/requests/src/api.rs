//! The API of requests.

use axum::{
    body::Bytes,
    extract::State as Platformed,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Invalid, access::PracticeRight as R, number::Notation};
use despacho_platform::{Error, Platform, Result, Tx};
use despacho_practice::clients::filter::visible_to;
use despacho_ui::{
    Access, InPractice, Outcome, Path, Query, Routes,
    api::{List, Object, json, once},
    openapi::Operation,
    paging,
    schema::{FILLED_LINES, LINE},
};
use serde::Deserialize;
use serde_json::{Value, json as value};

use crate::{
    actions::{self, Desk, REASON},
    answer,
    answering::{self, Answerer},
    api_shapes::{id, new_request, object, reason, shape, text, words},
    judging::Verdict,
    link::Listed,
    link_store as links,
    request::{Kind, LINES, Line, Recipient, Request, State, asked, progress},
    store::{self, Filter},
    typed::{CHOICE, CHOICES, TypedRequest},
};

const ALL: &str = "/api/v1/requests";
const ONE: &str = "/api/v1/requests/{request}";

fn some(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn told_line(line: &Line, all: &[Line], is_asked: bool, files: &[Listed]) -> Value {
    let condition = line.condition_line.and_then(|of| {
        let at = all.iter().position(|line| line.id == of)?;
        let answer = if all[at].kind() == Kind::YesNo { value!(line.condition_answer == "yes") } else { value!(line.condition_answer) };
        Some(value!({ "line": at + 1, "line_id": of, "answer": answer }))
    });
    let file = |file: &Listed| {
        value!({
            "id": file.id,
            "name": file.name,
            "size": file.size,
            "media_type": file.kind,
            "sha256": file.sha256,
            "brought_by": file.brought_by,
            "brought_at": file.brought_at,
            "document_id": file.document_id,
        })
    };
    value!({
        "id": line.id,
        "kind": line.kind,
        "title": line.title,
        "help": line.help,
        "required": line.required,
        "asked": is_asked,
        "choices": line.choices(),
        "file_kinds": line.file_kinds().iter().map(|kind| kind.word()).collect::<Vec<_>>(),
        "document_kind": some(&line.document_kind),
        "period": some(&line.period),
        "currency": some(&line.currency),
        "condition": condition,
        "state": line.state,
        "answer": answer::told(line),
        "files": files.iter().filter(|one| one.line_id == line.id).map(file).collect::<Vec<_>>(),
        "reason": some(if line.not_applicable && line.reason.is_empty() { &line.excuse } else { &line.reason }),
        "answered_by": some(&line.answered_by),
        "answered_at": line.answered_at,
    })
}

fn told(request: &Request, lines: &[Line], recipients: &[Recipient], files: &[Listed]) -> Value {
    let (asked, p): (Vec<Id>, _) = (asked(lines).iter().map(|line| line.id).collect(), progress(lines));
    value!({
        "id": request.id,
        "title": request.title,
        "client_id": request.client_id,
        "task_id": request.task_id,
        "message": request.message,
        "due_on": some(&request.due_on),
        "recipients": recipients.iter().map(|one| one.contact_id).collect::<Vec<_>>(),
        "remind_every": request.remind_every,
        "asks_code": request.asks_code,
        "state": request.state,
        "reason": some(&request.reason),
        "answered": p.answered,
        "asked": p.asked,
        "lines": lines.iter().map(|line| told_line(line, lines, asked.contains(&line.id), files)).collect::<Vec<_>>(),
        "created_at": request.created_at,
        "sent_at": request.sent_at,
        "opened_at": request.opened_at,
        "submitted_at": request.submitted_at,
        "closed_at": request.closed_at,
        "version": request.version,
    })
}

/// Some requests whole, as they are answered.
async fn told_all(db: &dyn despacho_platform::sql::Connection, practice: Id, requests: &[Request]) -> Result<Vec<Value>> {
    let ids: Vec<Id> = requests.iter().map(|request| request.id).collect();
    let lines = store::lines_of(db, practice, &ids).await?;
    let recipients = store::recipients_of(db, practice, &ids).await?;
    let files = links::files_of(db, practice, &ids).await?;
    let of = |request: &Request| {
        let lines: Vec<Line> = lines.iter().filter(|line| line.request_id == request.id).cloned().collect();
        let recipients: Vec<Recipient> = recipients.iter().filter(|one| one.request_id == request.id).cloned().collect();
        told(request, &lines, &recipients, &files)
    };
    Ok(requests.iter().map(of).collect())
}

async fn told_one(db: &dyn despacho_platform::sql::Connection, request: Request) -> Result<Value> {
    let all = told_all(db, request.practice_id, std::slice::from_ref(&request)).await?;
    all.into_iter().next().ok_or(Error::NotFound)
}

pub(super) fn routes(platform: &Platform) -> Routes {
    let (read, edit) = (Access::Practice(R::ReadClients), Access::Practice(R::EditClients));
    let example = value!({
        "title": "Documentación 1T 2027",
        "client_id": "01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f21",
        "due_on": "2027-04-13",
        "recipients": ["01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f22"],
        "lines": [
            { "kind": "yes_no", "title": "¿Ha alquilado un local este trimestre?", "required": true },
            { "kind": "upload", "title": "Contrato del alquiler", "document_kind": "contract", "condition": { "line": 1, "answer": true } },
        ],
    });
    let returned = object(value!({ "reason": reason(true), "lines": { "type": "array", "maxItems": LINES, "items": id() } }), &["reason"]);
    let judged = object(
        value!({
            "state": words(vec!["accepted", "returned", "answered", "not_applicable"]),
            "reason": value!({ "type": ["string", "null"], "maxLength": REASON, "pattern": LINE }),
            "answer": { "type": ["string", "boolean", "number", "array", "null"], "maxLength": 5000, "pattern": FILLED_LINES, "maxItems": CHOICES, "items": text(CHOICE) },
        }),
        &[],
    );
    Routes::new(platform)
        .api(
            Operation::get(ALL, "api-requests")
                .lists_schema("Request", shape())
                .asks("client_id", id())
                .asks("state", words(State::ALL.iter().map(|state| state.word()).chain(["open", "to_judge", "closed"]).collect())),
            read,
            list,
        )
        .api(
            Operation::post(ALL, "api-requests-create")
                .takes_schema("CreateRequest", new_request())
                .example(example)
                .answers_schema(201, "Request", shape()),
            edit,
            create,
        )
        .api(Operation::get(ONE, "api-request").answers_schema(200, "Request", shape()), read, show)
        .api(
            Operation::post("/api/v1/requests/{request}/sending", "api-request-send")
                .mails()
                .conflicts(&["request_sent_already"])
                .answers_schema(200, "Request", shape()),
            edit,
            send,
        )
        .api(
            Operation::post("/api/v1/requests/{request}/acceptance", "api-request-accept")
                .conflicts(&["request_not_judged", "request_nothing_to_accept"])
                .answers_schema(200, "Request", shape()),
            edit,
            accept,
        )
        .api(
            Operation::post("/api/v1/requests/{request}/return", "api-request-return")
                .takes_schema("ReturnRequest", returned)
                .example(value!({ "reason": "Falta una página" }))
                .conflicts(&["request_not_judged", "request_nothing_to_return"])
                .answers_schema(200, "Request", shape()),
            edit,
            give_back,
        )
        .api(
            Operation::post("/api/v1/requests/{request}/cancellation", "api-request-cancel")
                .conflicts(&["request_closed"])
                .answers_schema(200, "Request", shape()),
            edit,
            cancel,
        )
        .api(
            Operation::patch("/api/v1/requests/{request}/lines/{line}", "api-request-line")
                .takes_schema("ChangeRequestLine", judged)
                .example(value!({ "state": "returned", "reason": "Solo se ve la primera página" }))
                .conflicts(&["request_not_judged", "request_line_unanswered", "request_closed_to_answers", "request_line_accepted"])
                .answers_schema(200, "Request", shape()),
            edit,
            change_line,
        )
}

#[derive(Deserialize)]
struct OfRequest {
    request: Id,
}

#[derive(Deserialize)]
struct OfLine {
    request: Id,
    line: Id,
}

#[derive(Deserialize)]
struct Asked {
    limit: Option<i64>,
    search: Option<String>,
    cursor: Option<String>,
    client_id: Option<String>,
    state: Option<String>,
}

async fn list(Platformed(platform): Platformed<Platform>, who: InPractice, Query(asked): Query<Asked>) -> Outcome {
    let query = paging::ListQuery { limit: asked.limit, search: asked.search, cursor: asked.cursor };
    let (limit, db) = (query.limit()?, platform.db.read());
    let client = asked
        .client_id
        .as_deref()
        .filter(|id| !id.is_empty())
        .map(|id| id.parse().map_err(|_| Error::Parameters(Invalid::one("client_id", "wrong_type"))))
        .transpose()?;
    let filter = Filter {
        client,
        state: asked.state.unwrap_or_default(),
        search: query.search.clone().unwrap_or_default(),
        visible_to: visible_to(&who),
        ..Filter::default()
    };
    let mut found = store::page(db, who.practice, &filter, query.position()?, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|request| paging::encode(&request.id));
    Ok(json(StatusCode::OK, &List { items: told_all(db, who.practice, &found).await?, next_cursor }))
}

async fn show(Platformed(platform): Platformed<Platform>, who: InPractice, Path(of): Path<OfRequest>) -> Outcome {
    let (request, _) = actions::find(platform.db.read(), who.practice, of.request, visible_to(&who)).await?;
    Ok(json(StatusCode::OK, &told_one(platform.db.read(), request).await?))
}

/// Does something at the firm's desk once for its key, and answers the request.
async fn at_desk(
    platform: &Platform,
    who: &InPractice,
    headers: &HeaderMap,
    (request, status): (String, StatusCode),
    work: impl AsyncFnOnce(&Desk<'_>) -> Result<Request>,
) -> Outcome {
    let request = format!("{request} {}", who.practice);
    let once = once(platform, who.user.id, headers, &request, status, async |tx: &Tx| {
        let desk = Desk { platform, tx, practice: who.practice, by: &who.user, visible_to: visible_to(who), now: platform.clock.now() };
        told_one(tx, work(&desk).await?).await
    });
    Ok(once.await?)
}

/// The client and what is typed of its request; what is wrong with either is told at its place.
#[derive(Deserialize)]
struct Created {
    client_id: Id,
    #[serde(flatten)]
    typed: TypedRequest,
}

async fn create(Platformed(platform): Platformed<Platform>, who: InPractice, headers: HeaderMap, body: Object) -> Outcome {
    let request = (format!("POST /requests {body}"), StatusCode::CREATED);
    let created: Created = body.read()?;
    at_desk(&platform, &who, &headers, request, async |desk| desk.create(created.client_id, &created.typed).await).await
}

async fn send(Platformed(platform): Platformed<Platform>, who: InPractice, Path(of): Path<OfRequest>, headers: HeaderMap) -> Outcome {
    let request = (format!("POST /requests/{}/sending", of.request), StatusCode::OK);
    at_desk(&platform, &who, &headers, request, async |desk| desk.send(of.request).await).await
}

async fn accept(Platformed(platform): Platformed<Platform>, who: InPractice, Path(of): Path<OfRequest>, headers: HeaderMap) -> Outcome {
    let request = (format!("POST /requests/{}/acceptance", of.request), StatusCode::OK);
    at_desk(&platform, &who, &headers, request, async |desk| desk.accept(of.request).await).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Returned {
    reason: Option<String>,
    lines: Vec<Id>,
}

async fn give_back(Platformed(platform): Platformed<Platform>, who: InPractice, Path(of): Path<OfRequest>, headers: HeaderMap, body: Object) -> Outcome {
    let request = (format!("POST /requests/{}/return {body}", of.request), StatusCode::OK);
    actions::find(platform.db.read(), who.practice, of.request, visible_to(&who)).await?;
    let body: Returned = body.read()?;
    at_desk(&platform, &who, &headers, request, async |desk| desk.give_back(of.request, body.reason.as_deref().unwrap_or_default(), &body.lines).await).await
}

/// Why may be said; nothing needs to be.
async fn cancel(Platformed(platform): Platformed<Platform>, who: InPractice, Path(of): Path<OfRequest>, headers: HeaderMap, body: Bytes) -> Outcome {
    let why: Returned = if body.is_empty() { Returned::default() } else { serde_json::from_slice(&body).map_err(|e| Error::Malformed(e.to_string()))? };
    let reason = why.reason.unwrap_or_default();
    let request = (format!("POST /requests/{}/cancellation {reason}", of.request), StatusCode::OK);
    at_desk(&platform, &who, &headers, request, async |desk| desk.cancel(of.request, &reason).await).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Change {
    state: Option<String>,
    reason: Option<String>,
    answer: Option<Value>,
}

async fn change_line(Platformed(platform): Platformed<Platform>, who: InPractice, Path(of): Path<OfLine>, headers: HeaderMap, body: Object) -> Outcome {
    let request = (format!("PATCH /requests/{}/lines/{} {body}", of.request, of.line), StatusCode::OK);
    let (db, seen) = (platform.db.read(), visible_to(&who));
    actions::find(db, who.practice, of.request, seen).await?;
    let line = store::lines(db, who.practice, of.request).await?.into_iter().find(|line| line.id == of.line).ok_or(Error::NotFound)?;
    let change: Change = body.read()?;
    let reason = change.reason.clone().unwrap_or_default();
    let now = platform.clock.now();
    let by = Answerer { name: &who.user.name, link: None, user: Some(&who.user), address: "", now };
    let at = (who.practice, of.request);
    at_desk(&platform, &who, &headers, request, async |desk| {
        // What is answered for the client, then what the firm makes of it.
        if let Some(value) = change.answer.as_ref().filter(|value| !value.is_null()) {
            let typed = answer::sent(&line, value).map_err(|code| Invalid::one("answer", code))?;
            answering::answer(desk.tx, at, of.line, &typed, Notation::Plain, by).await?;
        }
        match change.state.as_deref() {
            Some("accepted") => desk.judge(of.request, of.line, &Verdict::Accept).await,
            Some("returned") => desk.judge(of.request, of.line, &Verdict::Return(reason.clone())).await,
            Some("not_applicable") => Ok(answering::excuse(desk.tx, at, of.line, &reason, by).await?.0),
            Some("answered") if change.answer.is_none() => desk.judge(of.request, of.line, &Verdict::Undo).await,
            _ if change.answer.is_none() => Err(Invalid::one("state", "required").into()),
            _ => store::find(desk.tx, who.practice, of.request).await,
        }
    })
    .await
}
