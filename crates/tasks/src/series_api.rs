//! The API of series and of what they bring.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Invalid, access::PracticeRight as R};
use despacho_platform::{Error, Platform, Result};
use despacho_practice::clients::{filter::visible_to, store as clients};
use despacho_ui::{
    Access, InPractice, Outcome, Path, Query, Routes,
    api::{List, Object, if_match, json, once},
    fields::{Sight, Use},
    openapi::Operation,
    paging::{self, ListQuery},
    schema::{CODE, DATE, id},
};
use jiff::{ToSpan, civil::Date};
use serde::Deserialize;
use serde_json::{Value, json as value};

use crate::{
    actions::{Desk, today},
    series::{Occurrence, SERIES, Series},
    series_actions::CLIENTS,
    series_store,
};

fn day(null: bool) -> Value {
    value!({ "type": if null { value!(["string", "null"]) } else { value!("string") }, "format": "date" })
}

fn schema() -> Value {
    SERIES.schema(
        Use::Answer,
        value!({ "id": id(), "client_ids": { "type": "array", "items": id() }, "active": { "type": "boolean" }, "version": { "type": "integer" } }),
    )
}

fn occurrence_schema() -> Value {
    value!({
        "type": "object",
        "required": ["client_id", "on", "period", "due_on", "legal_due_on", "task_id", "status"],
        "properties": {
            "client_id": id(),
            "on": day(false),
            "period": { "type": ["string", "null"] },
            "due_on": day(false),
            "legal_due_on": day(true),
            "task_id": { "type": ["string", "null"], "format": "uuid" },
            "status": { "type": ["string", "null"] },
        },
    })
}

pub(crate) fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/task-series";
    const ONE: &str = "/api/v1/task-series/{series}";
    const OCCURRENCES: &str = "/api/v1/task-series/{series}/occurrences";
    let (read, manage) = (Access::Practice(R::ReadClients), Access::Practice(R::ManageClients));
    let more = || {
        value!({
            "client_id": { "type": ["string", "null"], "format": "uuid" },
            "client_ids": { "type": ["array", "null"], "maxItems": CLIENTS, "items": id() },
            "active": { "type": ["boolean", "null"] },
        })
    };
    let example = value!({
        "title": "Modelo 303",
        "client_ids": ["01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f21"],
        "frequency": "quarterly",
        "day": 15,
        "starts_on": "2027-01-15",
        "days_ahead": 30,
        "weekends": "before",
    });
    Routes::new(platform)
        .api(Operation::get(ALL, "api-task-series").lists_schema("TaskSeries", schema()).without_search(), read, list)
        .api(
            Operation::post(ALL, "api-task-series-create")
                .example(example)
                .takes_schema("CreateTaskSeries", SERIES.schema(Use::Create, more()))
                .answers_schema(201, "TaskSeries", schema()),
            manage,
            create,
        )
        .api(Operation::get(ONE, "api-task-series-one").answers_schema(200, "TaskSeries", schema()), read, show)
        .api(
            Operation::patch(ONE, "api-task-series-change")
                .example(value!({ "ends_on": "2028-12-31", "skip": ["2027-04-15"] }))
                .takes_schema("ChangeTaskSeries", SERIES.schema(Use::Change, more()))
                .versioned()
                .answers_schema(200, "TaskSeries", schema()),
            manage,
            change,
        )
        .api(
            Operation::get(OCCURRENCES, "api-task-series-occurrences")
                .lists_schema("TaskOccurrence", occurrence_schema())
                .without_search()
                .asks("until", value!({ "type": "string", "format": "date", "pattern": DATE, CODE: "date" })),
            read,
            occurrences,
        )
}

async fn told(db: &dyn despacho_platform::sql::Connection, practice: Id, found: &[Series]) -> Result<Vec<Value>> {
    let ids: Vec<Id> = found.iter().map(|series| series.id).collect();
    let mut clients = series_store::clients(db, practice, &ids).await?;
    let whole = |series: &Series| {
        let clients = clients.remove(&series.id).unwrap_or_default();
        SERIES.json(series, value!({ "id": series.id, "client_ids": clients, "active": series.active, "version": series.version }))
    };
    Ok(found.iter().map(whole).collect())
}

async fn one(db: &dyn despacho_platform::sql::Connection, series: Series) -> Result<Value> {
    told(db, series.practice_id, &[series]).await?.pop().ok_or(Error::NotFound)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Besides {
    client_id: Option<Id>,
    client_ids: Option<Vec<Id>>,
    active: Option<bool>,
}

impl Besides {
    fn clients(&self) -> Option<Vec<Id>> {
        match (&self.client_ids, self.client_id) {
            (None, None) => None,
            (ids, one) => Some(ids.iter().flatten().copied().chain(one).collect()),
        }
    }
}

fn patched(body: &Object, before: Series, active: Option<bool>, sight: &Sight<'_>, errors: &mut Invalid) -> Series {
    let typed = SERIES.patch(body, before, sight, errors);
    Series { active: active.unwrap_or(typed.active), ..typed }
}

async fn list(State(platform): State<Platform>, who: InPractice, Query(query): Query<ListQuery>) -> Outcome {
    let (limit, db) = (query.limit()?, platform.db.read());
    let mut found = series_store::list(db, who.practice, query.position()?, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|series| paging::encode(&series.id));
    Ok(json(StatusCode::OK, &List { items: told(db, who.practice, &found).await?, next_cursor }))
}

async fn create(State(platform): State<Platform>, who: InPractice, headers: HeaderMap, body: Object) -> Outcome {
    let (desk, sight) = (Desk::of(&platform, &who), Sight::api(who.lang(), ""));
    let request = format!("POST /task-series {} {body}", who.practice);
    let made = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let besides: Besides = body.part()?;
        let read = |begun: Series, errors: &mut Invalid| patched(&body, begun, besides.active, &sight, errors);
        one(tx, desk.create_series(tx, &besides.clients().unwrap_or_default(), read).await?).await
    });
    Ok(made.await?)
}

#[derive(Deserialize)]
struct OfSeries {
    series: Id,
}

async fn show(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfSeries>) -> Outcome {
    let series = series_store::find(platform.db.read(), who.practice, of.series).await?;
    Ok(json(StatusCode::OK, &one(platform.db.read(), series).await?))
}

async fn change(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfSeries>, headers: HeaderMap, body: Object) -> Outcome {
    let (desk, sight, seen) = (Desk::of(&platform, &who), Sight::api(who.lang(), ""), if_match(&headers)?);
    let request = format!("PATCH /task-series/{} {seen:?} {body}", of.series);
    let changed = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        let besides: Besides = body.part()?;
        let clients = besides.clients();
        let read = |before: Series, errors: &mut Invalid| patched(&body, before, besides.active, &sight, errors);
        one(tx, desk.update_series(tx, of.series, seen, &sight, clients.as_deref(), read).await?).await
    });
    Ok(changed.await?)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Until {
    until: String,
}

/// Its times through a day, a year ahead unless told, by their date; those of clients that the member sees.
async fn occurrences(
    State(platform): State<Platform>,
    who: InPractice,
    Path(of): Path<OfSeries>,
    Query(query): Query<ListQuery>,
    Query(asked): Query<Until>,
) -> Outcome {
    let (limit, db) = (query.limit()?, platform.db.read());
    let series = series_store::find(db, who.practice, of.series).await?;
    let mut ids = series_store::clients(db, who.practice, &[series.id]).await?.remove(&series.id).unwrap_or_default();
    if let Some(user) = visible_to(&who) {
        ids = clients::assigned_among(db, who.practice, user, &ids).await?;
    }
    let facts = series_store::facts(db, &series, &ids).await?;
    let ahead = today(&who, platform.clock.now()).checked_add(1.year()).unwrap_or_default();
    let until: Date = asked.until.parse().unwrap_or(ahead);
    let after: Option<(Date, Id, Date)> = query.position()?;
    let mut found: Vec<Occurrence> = facts.iter().flat_map(|client| series.occurrences(client, until)).collect();
    found.sort_by_key(|occurrence| (occurrence.due_on, occurrence.client, occurrence.on));
    let place = |occurrence: &Occurrence| (occurrence.due_on, occurrence.client, occurrence.on);
    let mut found: Vec<Occurrence> = found.into_iter().filter(|occurrence| after.is_none_or(|after| place(occurrence) > after)).collect();
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|occurrence| paging::encode(&place(occurrence)));
    let keys: Vec<String> = found.iter().map(|occurrence| series.key(occurrence)).collect();
    let became = series_store::became(db, who.practice, &keys).await?;
    let item = |(occurrence, key): (&Occurrence, &String)| {
        let task = became.get(key);
        value!({
            "client_id": occurrence.client,
            "on": occurrence.on.to_string(),
            "period": Some(&occurrence.period).filter(|period| !period.is_empty()),
            "due_on": occurrence.due_on.to_string(),
            "legal_due_on": occurrence.legal.map(|(_, day)| day.to_string()),
            "task_id": task.map(|(id, _)| id),
            "status": task.map(|(_, status)| status),
        })
    };
    Ok(json(StatusCode::OK, &List { items: found.iter().zip(&keys).map(item).collect::<Vec<_>>(), next_cursor }))
}
