//! Templates for programs.

use std::collections::BTreeMap;

use axum::{
    extract::State as Shared,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::access::OrganizationRight as R;
use despacho_ledger::{
    api::{
        common::typed,
        shapes::{self, answer, date, id, object, or_null, rows, text, words},
    },
    dimensions::tags,
    journal::{entry::Journal, typed::TypedLine},
};
use despacho_platform::{Error, Platform, Result};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Query, Routes,
    api::{List, Object, if_match, json, once},
    openapi::Operation,
    paging::{self, ListQuery},
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::{
    actions, formula,
    list::OfTemplate,
    store::{self, EntryTemplate, Place},
    template::{MAX_ASKED, MAX_LINES, Template, TemplateLine},
};

const ALL: &str = "/api/v1/organizations/{organization}/entry-templates";
const ONE: &str = "/api/v1/organizations/{organization}/entry-templates/{template}";

/// A line as it is sent.
pub(crate) fn line() -> Value {
    let formula = || value!({ "type": ["string", "null"], "maxLength": formula::MAX });
    object(
        value!({
            "account_code": { "type": ["string", "null"], "maxLength": 20 },
            "contact": { "type": ["string", "integer", "null"], "maxLength": 40 },
            "description": or_null(text(300)),
            "debit": formula(),
            "credit": formula(),
            "tags": { "type": ["object", "null"], "propertyNames": text(40), "additionalProperties": text(40), "maxProperties": tags::MAX },
        }),
        &[],
    )
}

/// A line as it is answered.
pub(crate) fn answered_line() -> Value {
    answer(value!({
        "account_code": { "type": "string" },
        "contact": { "type": "string" },
        "description": { "type": "string" },
        "debit": { "type": "string" },
        "credit": { "type": "string" },
        "tags": { "type": "object", "additionalProperties": { "type": "string" } },
    }))
}

/// Answers by what is asked.
pub(crate) fn variables() -> Value {
    value!({ "type": ["object", "null"], "maxProperties": MAX_ASKED, "additionalProperties": { "type": "string", "maxLength": 40 } })
}

pub(crate) fn journals() -> Value {
    words(Journal::ALL.iter().map(|journal| journal.word()).collect())
}

fn sent(required: &[&str]) -> Value {
    object(
        value!({
            "name": text(100),
            "code": text(10),
            "journal": journals(),
            "description": text(500),
            "reference": text(100),
            "lines": { "type": "array", "maxItems": MAX_LINES, "items": line() },
        }),
        required,
    )
}

fn answered_schema() -> Value {
    answer(value!({
        "id": id(),
        "name": { "type": "string" },
        "code": { "type": "string" },
        "journal": journals(),
        "description": { "type": "string" },
        "reference": { "type": "string" },
        "lines": rows(answered_line()),
        "asks": rows(value!({ "type": "string" })),
        "version": { "type": "integer" },
    }))
}

/// A template filled, as an entry is sent.
fn filled_schema() -> Value {
    let line = answer(value!({
        "account_code": { "type": "string" },
        "debit": { "type": "string" },
        "credit": { "type": "string" },
        "description": { "type": "string" },
        "tags": { "type": "object", "additionalProperties": { "type": "string" } },
        "contact": { "type": ["string", "null"] },
    }));
    answer(value!({
        "date": date(),
        "journal": journals(),
        "description": { "type": "string" },
        "reference": { "type": "string" },
        "postings": rows(line),
    }))
}

fn example() -> Value {
    value!({ "name": "Compra con IVA del 21 %", "code": "C21", "journal": "purchases", "description": "Compra de {mes}", "lines": [
        { "account_code": "600", "debit": "base" },
        { "account_code": "472", "debit": "L1*21%" },
        { "account_code": "400", "credit": "=" },
    ] })
}

pub(super) fn routes(platform: &Platform) -> Routes {
    let (read, write) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    Routes::new(platform)
        .api(Operation::get(ALL, "api-entry-templates").lists_schema("EntryTemplate", answered_schema()), read, list)
        .api(
            Operation::post(ALL, "api-entry-templates-create")
                .takes_schema("CreateEntryTemplate", sent(&["name", "lines"]))
                .example(example())
                .answers_schema(201, "EntryTemplate", answered_schema()),
            write,
            create,
        )
        .api(Operation::get(ONE, "api-entry-template").answers_schema(200, "EntryTemplate", answered_schema()), read, show)
        .api(
            Operation::patch(ONE, "api-entry-template-change")
                .takes_schema("ChangeEntryTemplate", sent(&[]))
                .example(value!({ "code": "C21" }))
                .versioned()
                .answers_schema(200, "EntryTemplate", answered_schema()),
            write,
            change,
        )
        .api(Operation::delete(ONE, "api-entry-template-remove"), write, remove)
        .api(
            Operation::post("/api/v1/organizations/{organization}/entry-templates/{template}/filling", "api-entry-template-fill")
                .takes_schema("FillEntryTemplate", object(value!({ "date": shapes::date(), "variables": variables() }), &["date"]))
                .example(value!({ "date": "2026-01-15", "variables": { "base": "100.00" } }))
                .answers_schema(200, "FilledEntryTemplate", filled_schema()),
            read,
            fill,
        )
}

pub(crate) fn lines_of(lines: &[TemplateLine]) -> Value {
    let line = |line: &TemplateLine| {
        value!({
            "account_code": line.account_code,
            "contact": line.contact,
            "description": line.description,
            "debit": line.debit,
            "credit": line.credit,
            "tags": line.tags,
        })
    };
    lines.iter().map(line).collect()
}

fn answered(stored: &EntryTemplate) -> Result<Value> {
    let template = actions::body(stored)?;
    Ok(value!({
        "id": stored.id,
        "name": template.name,
        "code": template.code,
        "journal": if template.journal.is_empty() { Journal::General.word() } else { &template.journal },
        "description": template.description,
        "reference": template.reference,
        "lines": lines_of(&template.lines),
        "asks": template.asks(),
        "version": stored.version,
    }))
}

async fn list(Shared(platform): Shared<Platform>, who: InOrganization, Query(query): Query<ListQuery>) -> Outcome {
    let limit = query.limit()?;
    let after: Option<Place> = query.position()?;
    let search = query.search.clone().unwrap_or_default();
    let mut found = store::page(platform.db.read(), who.organization, &search, after.as_ref(), limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|last| paging::encode(&(&last.name_key, last.id)));
    Ok(json(StatusCode::OK, &List { items: found.iter().map(answered).collect::<Result<Vec<_>>>()?, next_cursor }))
}

async fn show(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfTemplate>) -> Outcome {
    Ok(json(StatusCode::OK, &answered(&store::find(platform.db.read(), who.organization, of.template).await?)?))
}

async fn create(Shared(platform): Shared<Platform>, who: InOrganization, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST /organizations/{}/entry-templates {body}", who.organization);
    let template: Template = typed(body)?;
    let by = (&who.user, platform.clock.now());
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        answered(&actions::create(tx, who.organization, &template, by).await?)
    });
    Ok(response.await?)
}

async fn change(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfTemplate>, headers: HeaderMap, body: Object) -> Outcome {
    let seen = if_match(&headers)?;
    let request = format!("PATCH /organizations/{}/entry-templates/{} {seen:?} {body}", who.organization, of.template);
    let sent: Value = typed(body)?;
    let by = (&who.user, platform.clock.now());
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        let bad = |e: serde_json::Error| Error::Other(e.to_string());
        despacho_platform::memberships::hold(tx, who.organization).await?;
        let mut whole = serde_json::to_value(actions::body(&store::find(tx, who.organization, of.template).await?)?).map_err(bad)?;
        for (name, member) in sent.as_object().into_iter().flatten() {
            if whole.get(name).is_some() {
                whole[name] = member.clone();
            }
        }
        let template: Template = serde_json::from_value(whole).map_err(bad)?;
        answered(&actions::change(tx, who.organization, (of.template, seen), &template, who.lang(), by).await?)
    });
    Ok(response.await?)
}

async fn remove(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfTemplate>, headers: HeaderMap) -> Outcome {
    let request = format!("removal of /organizations/{}/entry-templates/{}", who.organization, of.template);
    let by = (&who.user, platform.clock.now());
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::NO_CONTENT, async |tx| {
        actions::delete(tx, who.organization, of.template, by).await?;
        Ok(())
    });
    Ok(response.await?)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Filling {
    date: String,
    variables: Option<BTreeMap<String, String>>,
}

async fn fill(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfTemplate>, body: Object) -> Outcome {
    let asked: Filling = typed(body)?;
    let db = platform.db.read();
    let template = actions::body(&store::find(db, who.organization, of.template).await?)?;
    let day: Date = asked.date.parse().map_err(|_| despacho_kernel::Invalid::one("date", "date"))?;
    let entry = actions::filled(db, who.organization, &template, day, &asked.variables.unwrap_or_default()).await?;
    let line = |line: &TypedLine| {
        value!({
            "account_code": line.account_code,
            "debit": line.debit,
            "credit": line.credit,
            "description": line.description,
            "tags": line.tags,
            "contact": Some(&line.contact).filter(|contact| !contact.is_empty()),
        })
    };
    let answer = value!({
        "date": entry.date,
        "journal": if entry.journal.is_empty() { Journal::General.word() } else { &entry.journal },
        "description": entry.description,
        "reference": entry.reference,
        "postings": entry.postings.iter().map(line).collect::<Vec<_>>(),
    });
    Ok(json(StatusCode::OK, &answer))
}
