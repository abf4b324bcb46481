//! The API of lists of master data: for each list the same endpoints, described by its columns.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, access::OrganizationRight as R, number::Notation, text::fold};
use despacho_organizations::store as organizations;
use despacho_platform::{Error, Platform, Result};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Query, Routes,
    api::{Object, if_match, json, once},
    openapi::Operation,
    paging::ListQuery,
    people::stretch,
    schema::{CODE, DATE, FILLED, FILLED_LINES, LABEL, LINE, LINES, lasting, or_empty},
};
use serde::Deserialize;
use serde_json::{Map, Value, json as value};

use super::{
    actions::{Hand, key, label},
    list::{Column, Kind, ListRow, MasterList},
    store,
};

/// The endpoints of these lists.
pub fn routes(platform: &Platform, lists: &[&'static MasterList]) -> Routes {
    lists.iter().fold(Routes::new(platform), |routes, list| of(routes, list))
}

fn of(routes: Routes, set: &'static MasterList) -> Routes {
    let all = lasting(&format!("/api/v1/organizations/{{organization}}/records/{}", set.name));
    let one = lasting(&format!("{all}/{{record}}"));
    let titled = lasting(&key(set, ""));
    let name: String = set.name.split('_').map(capital).collect();
    let (read, edit) = (Access::Organization(R::ReadSettings), Access::Organization(set.edits));
    let answer = schema(set, true);
    routes
        .api(
            Operation::get(all, "api-records").about(titled).lists_schema(&format!("{name}Record"), answer.clone()),
            read,
            async move |State(platform): State<Platform>, who: InOrganization, Query(query): Query<ListQuery>| list(platform, who, query, set).await,
        )
        .api(
            Operation::post(all, "api-records-create")
                .about(titled)
                .takes_schema(&format!("Create{name}Record"), schema(set, false))
                .example(sample(set))
                .answers_schema(201, &format!("{name}Record"), answer.clone()),
            edit,
            async move |State(platform): State<Platform>, who: InOrganization, headers: HeaderMap, body: Object| {
                save(platform, who, set, None, headers, body).await
            },
        )
        .api(
            Operation::get(one, "api-record").about(titled).answers_schema(200, &format!("{name}Record"), answer.clone()),
            read,
            async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfRecord>| show(platform, who, set, of.record).await,
        )
        .api(
            Operation::patch(one, "api-record-change")
                .about(titled)
                .takes_schema(&format!("Change{name}Record"), without_required(schema(set, false)))
                .example(value!({ "active": false }))
                .versioned()
                .answers_schema(200, &format!("{name}Record"), answer),
            edit,
            async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfRecord>, headers: HeaderMap, body: Object| {
                save(platform, who, set, Some(of.record), headers, body).await
            },
        )
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[derive(Deserialize)]
struct OfRecord {
    record: Id,
}

/// How the API describes a row, as it is answered or as it is sent.
fn schema(set: &MasterList, answer: bool) -> Value {
    let mut properties = Map::new();
    let mut required = vec![];
    properties.insert("active".into(), value!({ "type": "boolean" }));
    if answer {
        properties.insert("id".into(), value!({ "type": "string", "format": "uuid" }));
        properties.insert("version".into(), value!({ "type": "integer" }));
        required.extend(["active", "id", "version"]);
    }
    for column in set.columns {
        let (mut schema, needed) = described(column, answer);
        schema[LABEL] = value!(label(set, column));
        if answer || needed {
            required.push(column.name);
        }
        properties.insert(column.name.into(), schema);
    }
    value!({ "type": "object", "required": required, "properties": properties })
}

fn without_required(mut schema: Value) -> Value {
    schema["required"] = value!([]);
    schema
}

/// A column's description, and whether a new row needs it.
fn described(column: &Column, answer: bool) -> (Value, bool) {
    let id = || value!({ "type": "string", "format": "uuid" });
    let or_null = |kind: &str, needed: bool| if needed { value!(kind) } else { value!([kind, "null"]) };
    match column.kind {
        Kind::Text { .. } | Kind::Long { .. } if answer => (value!({ "type": "string" }), false),
        Kind::Text { max, required: true } => (value!({ "type": "string", "minLength": 1, "maxLength": max, "pattern": FILLED }), true),
        Kind::Text { max, .. } => (value!({ "type": "string", "maxLength": max, "pattern": LINE }), false),
        Kind::Long { max, required: true } => (value!({ "type": "string", "minLength": 1, "maxLength": max, "pattern": FILLED_LINES }), true),
        Kind::Long { max, .. } => (value!({ "type": "string", "maxLength": max, "pattern": LINES }), false),
        Kind::Choice(words) => (value!({ "type": "string", "enum": words }), true),
        Kind::Settled(words) => (value!({ "type": "string", "enum": words }), false),
        Kind::Words(words) => (value!({ "type": "array", "minItems": 1, "maxItems": 50, "items": { "type": "string", "enum": words } }), true),
        Kind::Flag => (value!({ "type": "boolean" }), false),
        Kind::Color => (value!({ "type": "string", "pattern": "^#[0-9a-fA-F]{6}$", CODE: "color" }), true),
        // Bounds of a decimal, which is a text so that no digit is lost, are told by its reader.
        Kind::Decimal { required, .. } | Kind::Percent { required, .. } => {
            let pattern = "^-?[0-9]{1,15}(\\.[0-9]{1,4})?$";
            let schema = value!({ "type": or_null("string", required), "format": "decimal", "pattern": pattern, CODE: "number" });
            (schema, required)
        }
        Kind::Date if answer => (value!({ "type": ["string", "null"], "format": "date" }), false),
        Kind::Date => (or_empty(value!({ "type": "string", "format": "date", "pattern": DATE, CODE: "date" })), false),
        Kind::Whole { min, max } => (value!({ "type": "integer", "minimum": min, "maximum": max }), true),
        Kind::Counter { max } => (value!({ "type": "integer", "minimum": 1, "maximum": max }), false),
        Kind::Money => (value!({ "type": ["integer", "null"], "minimum": 0, "maximum": 9_007_199_254_740_991_i64 }), false),
        Kind::Reference { many: true, .. } => (value!({ "type": "array", "minItems": 1, "maxItems": 500, "items": id() }), true),
        Kind::Reference { required, .. } => (value!({ "type": or_null("string", required), "format": "uuid" }), required),
    }
}

/// A row as one may send it.
fn sample(set: &MasterList) -> Value {
    let of = |column: &Column| match column.kind {
        Kind::Text { .. } if column.name == "code" => value!("NUEVO"),
        Kind::Text { .. } | Kind::Long { .. } => value!("Ejemplo"),
        Kind::Choice(words) | Kind::Settled(words) => value!(words[0]),
        Kind::Words(words) => value!([words[0]]),
        Kind::Flag => value!(true),
        Kind::Color => value!("#1f5c4a"),
        Kind::Decimal { min, max, .. } | Kind::Percent { min, max, .. } => value!(10.clamp(min, max).to_string()),
        Kind::Date => value!("2026-01-01"),
        Kind::Whole { min, max } => value!(10.clamp(min, max)),
        Kind::Counter { .. } => value!(1),
        Kind::Money => value!(2550),
        Kind::Reference { many: true, .. } => value!(["01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f21"]),
        Kind::Reference { .. } => value!("01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f21"),
    };
    let needed = set.columns.iter().filter(|column| described(column, false).1);
    Value::Object(needed.map(|column| (column.name.to_owned(), of(column))).collect())
}

fn answered(set: &MasterList, row: &ListRow) -> Value {
    let mut object = Map::new();
    object.insert("id".into(), value!(row.id));
    object.insert("active".into(), value!(row.active));
    object.insert("version".into(), value!(row.version));
    for (column, text) in set.columns.iter().zip(&row.values) {
        let parts = |mark: char| text.split(mark).filter(|part| !part.is_empty()).collect::<Vec<_>>();
        let value = match column.kind {
            Kind::Flag => value!(!text.is_empty()),
            Kind::Whole { .. } | Kind::Counter { .. } | Kind::Money => text.parse::<i64>().map_or(Value::Null, Value::from),
            Kind::Words(_) => value!(parts(',')),
            Kind::Reference { many: true, .. } => value!(parts('\n')),
            Kind::Reference { required: false, .. } | Kind::Decimal { required: false, .. } | Kind::Percent { required: false, .. } | Kind::Date
                if text.is_empty() =>
            {
                Value::Null
            }
            _ => value!(text),
        };
        object.insert(column.name.into(), value);
    }
    Value::Object(object)
}

/// A column's value as the list's reader takes it: as it is stored, amounts in units with a point.
fn sent(column: &Column, value: &Value, digits: u8) -> String {
    let all = |mark: &str| value.as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>().join(mark);
    match (column.kind, value) {
        (Kind::Words(_), _) => all(","),
        (Kind::Reference { many: true, .. }, _) => all("\n"),
        (_, Value::Bool(flag)) => if *flag { "yes" } else { "" }.to_owned(),
        (Kind::Money, Value::Number(minor)) => rust_decimal::Decimal::new(minor.as_i64().unwrap_or(0), digits.into()).to_string(),
        (_, Value::Number(number)) => number.to_string(),
        (_, Value::String(text)) => text.clone(),
        _ => String::new(),
    }
}

async fn list(platform: Platform, who: InOrganization, query: ListQuery, set: &'static MasterList) -> Outcome {
    let search = fold(query.search.as_deref().unwrap_or(""));
    let rows = store::list(platform.db.read(), set, who.organization, store::MAX).await?;
    let found = rows.iter().filter(|row| fold(&set.name_of(&row.values)).contains(&search));
    Ok(stretch(found.map(|row| answered(set, row)), &query)?)
}

async fn show(platform: Platform, who: InOrganization, set: &'static MasterList, record: Id) -> Outcome {
    Ok(json(StatusCode::OK, &answered(set, &store::find(platform.db.read(), set, who.organization, record).await?)))
}

async fn save(platform: Platform, who: InOrganization, set: &'static MasterList, record: Option<Id>, headers: HeaderMap, body: Object) -> Outcome {
    let seen = if_match(&headers)?;
    let (what, status) = if record.is_some() { ("PATCH", StatusCode::OK) } else { ("POST", StatusCode::CREATED) };
    let request = format!("{what} /organizations/{}/records/{} {record:?} {seen:?} {body}", who.organization, set.name);
    let hand = Hand::of(&who, platform.clock.now());
    let response = once(&platform, who.user.id, &headers, &request, status, async |tx| {
        let mut faults = despacho_kernel::Invalid::new();
        body.note(&mut faults);
        faults.finish()?;
        let digits = organizations::currency(tx, who.organization).await?.digits;
        let before = match record {
            Some(id) => Some(store::find(tx, set, who.organization, id).await?),
            None => None,
        };
        // What a body leaves out stays.
        let stays = before.as_ref().map(|row| answered(set, row)).unwrap_or_default();
        let typed: Vec<String> = set.columns.iter().map(|column| sent(column, body.get(column.name).unwrap_or(&stays[column.name]), digits)).collect();
        let changes = before.is_none() || set.columns.iter().any(|column| body.get(column.name).is_some());
        let mut row = match before {
            Some(before) if !changes => before,
            _ => hand.save(tx, set, (record, seen), &typed, Notation::Plain).await?,
        };
        if let Some(active) = body["active"].as_bool().filter(|active| *active != row.active) {
            unchanged(&row, seen, changes)?;
            hand.set_active(tx, set, row.id, active).await?;
            row = store::find(tx, set, who.organization, row.id).await?;
        }
        Ok(answered(set, &row))
    });
    Ok(response.await?)
}

/// A state is changed over the version that was seen, too.
fn unchanged(row: &ListRow, seen: Option<i64>, saved: bool) -> Result<()> {
    match seen {
        Some(seen) if !saved && seen != row.version => Err(Error::Stale(vec![])),
        _ => Ok(()),
    }
}
