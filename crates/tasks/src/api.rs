//! The API of tasks, their lines and notes. Bodies and answers follow from [`TASK`] and [`SUBTASK`].

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Invalid, access::PracticeRight as R};
use despacho_platform::{Error, Platform, Result, sql::Connection};
use despacho_practice::clients::filter::visible_to;
use despacho_ui::{
    Access, InPractice, Outcome, Path, Query, Routes,
    api::{List, Object, if_match, json, once},
    fields::{Sight, Use},
    openapi::Operation,
    paging::{self, ListQuery},
    schema::{LINES, id},
};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json as value};

use crate::{
    actions::{Desk, today},
    filter::{Among, Filter, Owner},
    list_store,
    parts::{COMMENT, Comment, SUBTASK, SUBTASKS, Subtask},
    store,
    task::{Status, TASK, Task},
};

fn id_or_null() -> Value {
    value!({ "type": ["string", "null"], "format": "uuid" })
}

fn day_or_null() -> Value {
    value!({ "type": ["string", "null"], "format": "date" })
}

/// A line as it is answered.
fn subtask_schema() -> Value {
    SUBTASK.schema(Use::Answer, value!({ "id": id(), "version": { "type": "integer" } }))
}

/// A task as it is answered.
pub fn schema() -> Value {
    TASK.schema(
        Use::Answer,
        value!({
            "id": id(),
            "client_id": id(),
            "legal_due_on": day_or_null(),
            "template_id": id_or_null(),
            "series_id": id_or_null(),
            "sub_status_id": id_or_null(),
            "prepared_by": id_or_null(),
            "subtasks": { "type": "array", "items": { "$ref": "#/components/schemas/Subtask" } },
            "follower_ids": { "type": "array", "items": id() },
            "created_at": { "type": "string", "format": "date-time" },
            "updated_at": { "type": "string", "format": "date-time" },
            "version": { "type": "integer" },
        }),
    )
}

fn comment_schema() -> Value {
    value!({
        "type": "object",
        "required": ["id", "author_id", "author_name", "body", "created_at"],
        "properties": {
            "id": id(),
            "author_id": id(),
            "author_name": { "type": "string" },
            "body": { "type": "string" },
            "created_at": { "type": "string", "format": "date-time" },
        },
    })
}

pub(crate) fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/tasks";
    const ONE: &str = "/api/v1/tasks/{task}";
    const LINES_OF: &str = "/api/v1/tasks/{task}/subtasks";
    const LINE: &str = "/api/v1/tasks/{task}/subtasks/{subtask}";
    const NOTES: &str = "/api/v1/tasks/{task}/comments";
    let (read, edit) = (Access::Practice(R::ReadClients), Access::Practice(R::EditClients));
    let new_line = SUBTASK.schema(Use::Create, value!({}));
    let mut new = TASK.schema(Use::Create, value!({ "client_id": id(), "subtasks": { "type": "array", "maxItems": SUBTASKS, "items": new_line } }));
    if let Some(required) = new["required"].as_array_mut() {
        required.push(value!("client_id"));
    }
    let words: Vec<&str> = Status::ALL.iter().map(|status| status.word()).collect();
    let note = value!({ "type": "object", "required": ["body"], "properties": { "body": { "type": "string", "minLength": 1, "maxLength": COMMENT, "pattern": LINES } } });
    let example = value!({
        "client_id": "01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f21",
        "title": "Modelo 303",
        "kind": "tax",
        "period": "2027-Q1",
        "due_on": "2027-04-16",
        "subtasks": [{ "title": "Conciliar el banco" }, { "title": "Revisar el IVA", "due_on": "2027-04-14" }],
    });
    Routes::new(platform)
        .api(
            Operation::get(ALL, "api-tasks")
                .lists_schema("Task", schema())
                .also("Subtask", subtask_schema())
                .asks("client_id", id())
                .asks("owner_id", id())
                .asks("status", value!({ "type": "string", "enum": words }))
                .asks("period", value!({ "type": "string", "maxLength": 7, "pattern": "^[0-9]{4}(-(Q[1-4]|[0-9]{2}))?$" })),
            read,
            list,
        )
        .api(
            Operation::post(ALL, "api-tasks-create")
                .example(example)
                .takes_schema("CreateTask", new)
                .answers_schema(201, "Task", schema())
                .also("Subtask", subtask_schema()),
            edit,
            create,
        )
        .api(Operation::get(ONE, "api-task").answers_schema(200, "Task", schema()), read, show)
        .api(
            Operation::patch(ONE, "api-task-change")
                .example(value!({ "status": "waiting", "waiting_for": "client" }))
                .takes_schema("ChangeTask", TASK.schema(Use::Change, value!({})))
                .versioned()
                .answers_schema(200, "Task", schema()),
            edit,
            change,
        )
        .api(Operation::delete(ONE, "api-task-delete").versioned(), edit, remove)
        .api(
            Operation::post(LINES_OF, "api-subtasks-add")
                .example(value!({ "title": "Pedir el extracto de marzo", "due_on": "2027-04-06" }))
                .takes_schema("CreateSubtask", SUBTASK.schema(Use::Create, value!({})))
                .answers_schema(201, "Subtask", subtask_schema()),
            edit,
            add_line,
        )
        .api(
            Operation::patch(LINE, "api-subtask-change")
                .example(value!({ "done": true }))
                .takes_schema("ChangeSubtask", SUBTASK.schema(Use::Change, value!({})))
                .versioned()
                .answers_schema(200, "Subtask", subtask_schema()),
            edit,
            change_line,
        )
        .api(Operation::delete(LINE, "api-subtask-delete"), edit, remove_line)
        .api(Operation::get(NOTES, "api-task-comments").lists_schema("TaskComment", comment_schema()).without_search(), read, notes)
        .api(
            Operation::post(NOTES, "api-task-comments-add")
                .example(value!({ "body": "Falta la factura de marzo." }))
                .takes_schema("CreateTaskComment", note)
                .answers_schema(201, "TaskComment", comment_schema()),
            edit,
            add_note,
        )
}

fn instant(at: i64) -> String {
    Timestamp::from_millisecond(at).map(|at| at.to_string()).unwrap_or_default()
}

fn line_json(line: &Subtask) -> Value {
    SUBTASK.json(line, value!({ "id": line.id, "version": line.version }))
}

fn day(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// Tasks as they are answered, with their lines.
pub async fn told(db: &dyn Connection, practice: Id, tasks: &[Task]) -> Result<Vec<Value>> {
    let ids: Vec<Id> = tasks.iter().map(|task| task.id).collect();
    let mut lines = store::subtasks(db, practice, &ids).await?;
    let mut followers = store::followers(db, practice, &ids).await?;
    let whole = |task: &Task| {
        let lines = lines.remove(&task.id).unwrap_or_default();
        let more = value!({
            "id": task.id,
            "client_id": task.client_id,
            "legal_due_on": day(&task.legal_due_on),
            "template_id": task.template_id,
            "series_id": task.series_id,
            "sub_status_id": task.sub_status_id,
            "prepared_by": task.prepared_by,
            "subtasks": lines.iter().map(line_json).collect::<Vec<_>>(),
            "follower_ids": followers.remove(&task.id).unwrap_or_default(),
            "created_at": instant(task.created_at),
            "updated_at": instant(task.updated_at),
            "version": task.version,
        });
        TASK.json(task, more)
    };
    Ok(tasks.iter().map(whole).collect())
}

async fn one(db: &dyn Connection, task: Task) -> Result<Value> {
    told(db, task.practice_id, &[task]).await?.pop().ok_or(Error::NotFound)
}

/// What a list is narrowed to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    client_id: String,
    owner_id: String,
    status: String,
    period: String,
}

async fn list(State(platform): State<Platform>, who: InPractice, Query(query): Query<ListQuery>, Query(asked): Query<Asked>) -> Outcome {
    let (limit, db) = (query.limit()?, platform.db.read());
    let filter = Filter {
        search: query.search.clone().unwrap_or_default(),
        among: Among::All,
        client: asked.client_id.parse().ok(),
        owner: asked.owner_id.parse().ok().map(Owner::Of),
        status: asked.status.parse().ok(),
        period: asked.period,
        ..Filter::open(visible_to(&who), today(&who, platform.clock.now()))
    };
    let mut ids = list_store::ids_after(db, who.practice, &filter, query.position()?, limit + 1).await?;
    let more = paging::cut(&mut ids, limit);
    let next_cursor = ids.last().filter(|_| more).map(paging::encode);
    let mut tasks = store::find_many(db, who.practice, &ids, visible_to(&who)).await?;
    tasks.sort_by_key(|task| task.id);
    Ok(json(StatusCode::OK, &List { items: told(db, who.practice, &tasks).await?, next_cursor }))
}

async fn create(State(platform): State<Platform>, who: InPractice, headers: HeaderMap, body: Object) -> Outcome {
    let (desk, sight) = (Desk::of(&platform, &who), Sight::api(who.lang(), ""));
    let request = format!("POST /tasks {} {body}", who.practice);
    let made = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let mut errors = Invalid::new();
        let lines = lines_of(&body, &sight, &mut errors);
        let Some(client) = body["client_id"].as_str().and_then(|id| id.parse::<Id>().ok()) else {
            // What else is wrong is told with it.
            TASK.patch(&body, Task::default(), &sight, &mut errors);
            errors.finish()?;
            return Err(Invalid::one("client_id", "missing").into());
        };
        let read = |begun: Task, faults: &mut Invalid| {
            for fault in errors.0 {
                faults.push_with(&fault.field, fault.code, fault.params);
            }
            TASK.patch(&body, begun, &sight, faults)
        };
        one(tx, desk.create(tx, client, lines, read).await?).await
    });
    Ok(made.await?)
}

/// The lines of a new task's body.
fn lines_of(body: &Object, sight: &Sight<'_>, errors: &mut Invalid) -> Vec<Subtask> {
    let lines = body["subtasks"].as_array().map(Vec::as_slice).unwrap_or_default();
    let line = |(at, line): (usize, &Value)| {
        let mut faults = Invalid::new();
        let read = SUBTASK.patch(&Object::from(line.clone()), Subtask::default(), sight, &mut faults);
        for fault in faults.0 {
            errors.push_with(&format!("subtasks.{at}.{}", fault.field), fault.code, fault.params);
        }
        read
    };
    lines.iter().take(SUBTASKS + 1).enumerate().map(line).collect()
}

#[derive(Deserialize)]
struct OfTask {
    task: Id,
}

#[derive(Deserialize)]
struct OfLine {
    task: Id,
    subtask: Id,
}

async fn show(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfTask>) -> Outcome {
    let task = store::find(platform.db.read(), who.practice, of.task, visible_to(&who)).await?;
    Ok(json(StatusCode::OK, &one(platform.db.read(), task).await?))
}

async fn change(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfTask>, headers: HeaderMap, body: Object) -> Outcome {
    let (desk, sight, seen) = (Desk::of(&platform, &who), Sight::api(who.lang(), ""), if_match(&headers)?);
    let request = format!("PATCH /tasks/{} {seen:?} {body}", of.task);
    let changed = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        let read = |before: Task, errors: &mut Invalid| TASK.patch(&body, before, &sight, errors);
        one(tx, desk.update(tx, of.task, seen, &sight, read).await?).await
    });
    Ok(changed.await?)
}

async fn remove(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfTask>, headers: HeaderMap) -> Outcome {
    let (desk, seen) = (Desk::of(&platform, &who), if_match(&headers)?);
    let request = format!("deletion of /tasks/{} {seen:?}", of.task);
    let removed = once(&platform, who.user.id, &headers, &request, StatusCode::NO_CONTENT, async |tx| {
        desk.remove(tx, of.task, seen).await?;
        Ok(Value::Null)
    });
    Ok(removed.await?)
}

async fn add_line(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfTask>, headers: HeaderMap, body: Object) -> Outcome {
    let (desk, sight) = (Desk::of(&platform, &who), Sight::api(who.lang(), ""));
    let request = format!("POST /tasks/{}/subtasks {body}", of.task);
    let made = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let read = |begun: Subtask, errors: &mut Invalid| SUBTASK.patch(&body, begun, &sight, errors);
        Ok(line_json(&desk.add_subtask(tx, of.task, read).await?))
    });
    Ok(made.await?)
}

async fn change_line(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfLine>, headers: HeaderMap, body: Object) -> Outcome {
    let (desk, sight, seen) = (Desk::of(&platform, &who), Sight::api(who.lang(), ""), if_match(&headers)?);
    let request = format!("PATCH /tasks/{}/subtasks/{} {seen:?} {body}", of.task, of.subtask);
    let changed = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        let read = |before: Subtask, errors: &mut Invalid| SUBTASK.patch(&body, before, &sight, errors);
        Ok(line_json(&desk.update_subtask(tx, (of.task, of.subtask), seen, &sight, read).await?))
    });
    Ok(changed.await?)
}

async fn remove_line(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfLine>, headers: HeaderMap) -> Outcome {
    let desk = Desk::of(&platform, &who);
    let request = format!("deletion of /tasks/{}/subtasks/{}", of.task, of.subtask);
    let removed = once(&platform, who.user.id, &headers, &request, StatusCode::NO_CONTENT, async |tx| {
        desk.remove_subtask(tx, of.task, of.subtask).await?;
        Ok(Value::Null)
    });
    Ok(removed.await?)
}

fn comment_json(comment: &Comment) -> Value {
    value!({
        "id": comment.id,
        "author_id": comment.author_id,
        "author_name": comment.author_name,
        "body": comment.body,
        "created_at": instant(comment.created_at),
    })
}

async fn notes(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfTask>, Query(query): Query<ListQuery>) -> Outcome {
    let (limit, db) = (query.limit()?, platform.db.read());
    store::find(db, who.practice, of.task, visible_to(&who)).await?;
    let mut found = store::comments(db, who.practice, of.task, query.position()?, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|comment| paging::encode(&comment.id));
    Ok(json(StatusCode::OK, &List { items: found.iter().map(comment_json).collect::<Vec<_>>(), next_cursor }))
}

async fn add_note(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfTask>, headers: HeaderMap, body: Object) -> Outcome {
    let desk = Desk::of(&platform, &who);
    let request = format!("POST /tasks/{}/comments {body}", of.task);
    let made = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let mut errors = Invalid::new();
        body.note(&mut errors);
        errors.finish()?;
        Ok(comment_json(&desk.comment(tx, of.task, body["body"].as_str().unwrap_or_default()).await?))
    });
    Ok(made.await?)
}
