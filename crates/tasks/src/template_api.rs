//! The API of templates and their applications.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Invalid, access::PracticeRight as R};
use despacho_platform::Platform;
use despacho_ui::{
    Access, InPractice, Outcome, Path, Query, Routes,
    api::{List, Object, if_match, json, once},
    fields::{Sight, Use},
    openapi::Operation,
    paging::{self, ListQuery},
    schema::{LINE, id},
};
use serde::Deserialize;
use serde_json::{Value, json as value};

use crate::{
    actions::Desk,
    look::instant,
    parts::SUBTASKS,
    template::{Line, TEMPLATE, Template},
    template_actions::{CLIENTS, PERIODS},
    template_store::{self, Application},
};

fn lines(max: bool) -> Value {
    let title = if max { value!({ "type": "string", "minLength": 1, "maxLength": 200, "pattern": LINE }) } else { value!({ "type": "string" }) };
    let mut schema = value!({
        "type": "array",
        "items": { "type": "object", "required": ["title"], "properties": { "title": title, "due_days": { "type": ["integer", "null"], "minimum": -366, "maximum": 366 } } },
    });
    if max {
        schema["maxItems"] = value!(SUBTASKS);
    }
    schema
}

fn schema() -> Value {
    TEMPLATE.schema(Use::Answer, value!({ "id": id(), "subtasks": lines(false), "active": { "type": "boolean" }, "version": { "type": "integer" } }))
}

fn application_schema() -> Value {
    value!({
        "type": "object",
        "required": ["id", "template_id", "status", "total", "made", "already", "created_at", "finished_at"],
        "properties": {
            "id": id(),
            "template_id": id(),
            "status": { "type": "string", "enum": ["queued", "running", "completed"] },
            "total": { "type": "integer" },
            "made": { "type": "integer" },
            "already": { "type": "integer" },
            "created_at": { "type": "string", "format": "date-time" },
            "finished_at": { "type": ["string", "null"], "format": "date-time" },
        },
    })
}

pub(crate) fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/task-templates";
    const ONE: &str = "/api/v1/task-templates/{template}";
    const APPLICATIONS: &str = "/api/v1/task-templates/{template}/applications";
    const APPLICATION: &str = "/api/v1/task-templates/{template}/applications/{application}";
    let (read, manage) = (Access::Practice(R::ReadClients), Access::Practice(R::ManageClients));
    let more = || value!({ "subtasks": lines(true), "active": { "type": ["boolean", "null"] } });
    let apply = value!({
        "type": "object",
        "required": ["client_ids"],
        "properties": {
            "client_ids": { "type": "array", "minItems": 1, "maxItems": CLIENTS, "items": id() },
            "periods": { "type": ["array", "null"], "maxItems": PERIODS, "items": { "type": "string", "maxLength": 7 } },
        },
    });
    let example = value!({
        "name": "IVA trimestral",
        "title": "Modelo 303",
        "kind": "tax",
        "model": "303",
        "due_anchor": "period_end",
        "due_days": 15,
        "subtasks": [{ "title": "Conciliar el banco", "due_days": -5 }, { "title": "Presentar" }],
    });
    Routes::new(platform)
        .api(Operation::get(ALL, "api-task-templates").lists_schema("TaskTemplate", schema()).without_search(), read, list)
        .api(
            Operation::post(ALL, "api-task-templates-create")
                .example(example)
                .takes_schema("CreateTaskTemplate", TEMPLATE.schema(Use::Create, more()))
                .answers_schema(201, "TaskTemplate", schema()),
            manage,
            create,
        )
        .api(Operation::get(ONE, "api-task-template").answers_schema(200, "TaskTemplate", schema()), read, show)
        .api(
            Operation::patch(ONE, "api-task-template-change")
                .example(value!({ "due_days": 12 }))
                .takes_schema("ChangeTaskTemplate", TEMPLATE.schema(Use::Change, more()))
                .versioned()
                .answers_schema(200, "TaskTemplate", schema()),
            manage,
            change,
        )
        .api(
            Operation::post(APPLICATIONS, "api-task-template-apply")
                .example(value!({ "client_ids": ["01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f21"], "periods": ["2027-Q1", "2027-Q2"] }))
                .takes_schema("ApplyTaskTemplate", apply)
                .answers_schema(202, "TaskTemplateApplication", application_schema()),
            manage,
            apply_to,
        )
        .api(
            Operation::get(APPLICATION, "api-task-template-application").answers_schema(200, "TaskTemplateApplication", application_schema()),
            manage,
            application,
        )
}

fn told(template: &Template) -> Value {
    let lines: Vec<Value> = template.lines().iter().map(|line| value!({ "title": line.title, "due_days": line.due_days })).collect();
    TEMPLATE.json(template, value!({ "id": template.id, "subtasks": lines, "active": template.active, "version": template.version }))
}

fn application_json(of: &Application) -> Value {
    value!({
        "id": of.id,
        "template_id": of.template_id,
        "status": of.status,
        "total": of.total,
        "made": of.made,
        "already": of.already,
        "created_at": instant(of.created_at),
        "finished_at": of.finished_at.map(instant),
    })
}

/// The lines of a body; none where it has none.
fn lines_of(body: &Object) -> Option<Vec<Line>> {
    let lines = body["subtasks"].as_array()?;
    let line = |line: &Value| Line { title: line["title"].as_str().unwrap_or_default().to_owned(), due_days: line["due_days"].as_i64() };
    Some(lines.iter().map(line).collect())
}

async fn list(State(platform): State<Platform>, who: InPractice, Query(query): Query<ListQuery>) -> Outcome {
    let limit = query.limit()?;
    let mut found = template_store::list(platform.db.read(), who.practice, query.position()?, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|template| paging::encode(&template.id));
    Ok(json(StatusCode::OK, &List { items: found.iter().map(told).collect::<Vec<_>>(), next_cursor }))
}

async fn create(State(platform): State<Platform>, who: InPractice, headers: HeaderMap, body: Object) -> Outcome {
    let (desk, sight) = (Desk::of(&platform, &who), Sight::api(who.lang(), ""));
    let request = format!("POST /task-templates {} {body}", who.practice);
    let made = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let lines = lines_of(&body).unwrap_or_default();
        let read = |begun: Template, errors: &mut Invalid| patched(&body, begun, &sight, errors);
        Ok(told(&desk.create_template(tx, &lines, read).await?))
    });
    Ok(made.await?)
}

fn patched(body: &Object, before: Template, sight: &Sight<'_>, errors: &mut Invalid) -> Template {
    let typed = TEMPLATE.patch(body, before, sight, errors);
    Template { active: body["active"].as_bool().unwrap_or(typed.active), ..typed }
}

#[derive(Deserialize)]
struct OfTemplate {
    template: Id,
}

async fn show(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfTemplate>) -> Outcome {
    Ok(json(StatusCode::OK, &told(&template_store::find(platform.db.read(), who.practice, of.template).await?)))
}

async fn change(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfTemplate>, headers: HeaderMap, body: Object) -> Outcome {
    let (desk, sight, seen) = (Desk::of(&platform, &who), Sight::api(who.lang(), ""), if_match(&headers)?);
    let request = format!("PATCH /task-templates/{} {seen:?} {body}", of.template);
    let changed = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        let lines = lines_of(&body);
        let read = |before: Template, errors: &mut Invalid| patched(&body, before, &sight, errors);
        Ok(told(&desk.update_template(tx, of.template, seen, &sight, lines.as_deref(), read).await?))
    });
    Ok(changed.await?)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    client_ids: Vec<Id>,
    periods: Option<Vec<String>>,
}

async fn apply_to(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfTemplate>, headers: HeaderMap, body: Object) -> Outcome {
    let desk = Desk::of(&platform, &who);
    let request = format!("POST /task-templates/{}/applications {body}", of.template);
    let begun = once(&platform, who.user.id, &headers, &request, StatusCode::ACCEPTED, async |tx| {
        let wanted: Wanted = body.clone().read()?;
        Ok(application_json(&desk.apply(tx, of.template, &wanted.client_ids, &wanted.periods.unwrap_or_default()).await?))
    });
    Ok(begun.await?)
}

#[derive(Deserialize)]
struct OfApplication {
    template: Id,
    application: Id,
}

async fn application(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfApplication>) -> Outcome {
    let found = template_store::application(platform.db.read(), who.practice, of.application).await?;
    if found.template_id != of.template {
        return Err(despacho_platform::Error::NotFound.into());
    }
    Ok(json(StatusCode::OK, &application_json(&found)))
}
