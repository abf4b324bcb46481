//! Recurring entries for programs.

use std::collections::BTreeMap;

use axum::{
    extract::State as Shared,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R};
use despacho_ledger::{
    api::{
        common::typed,
        shapes::{answer, id, nothing, object, rows, text, words},
    },
    journal::{again, entry::Journal, store as journal},
};
use despacho_organizations::store as organizations;
use despacho_platform::{Platform, Result, Tx, i18n::Lang, memberships, sql::Connection};
use despacho_recurrence::{
    api::{self as recurrence, SentSchedule},
    fault::Fault,
    schedule::{Schedule, Unit},
};
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
    actions,
    pages::OfRecurring,
    rule::{self, ACTIVE, DRAFT, POST, Rule, STOPPED, UNITS},
    store::{self, RecurringEntry},
};
use crate::templates::{
    actions as templates,
    api::{answered_line, journals, line, lines_of, variables},
    store as template_store,
    template::{MAX_LINES, Template, TemplateLine},
};

const ALL: &str = "/api/v1/organizations/{organization}/recurring-entries";
const ONE: &str = "/api/v1/organizations/{organization}/recurring-entries/{recurring}";

fn sent(required: &[&str], new: bool) -> Value {
    let own = value!({
        "name": text(100),
        "action": words(vec![DRAFT, POST]),
        "status": words(vec![ACTIVE, STOPPED]),
        "journal": journals(),
        "description": text(500),
        "reference": text(100),
        "lines": { "type": "array", "maxItems": MAX_LINES, "items": line() },
        "variables": variables(),
    });
    let mut properties = recurrence::sent(&UNITS, own);
    if new {
        properties["template"] = id();
        properties["entry"] = id();
    }
    let mut whole = object(properties, required);
    if new {
        // What it makes is told by its lines, or by what it is made of.
        whole["anyOf"] = value!([object(value!({}), &["name", "lines"]), object(value!({}), &["template"]), object(value!({}), &["entry"])]);
    }
    whole
}

fn shape() -> Value {
    let own = value!({
        "id": id(),
        "name": { "type": "string" },
        "action": words(vec![DRAFT, POST]),
        "status": words(vec![ACTIVE, STOPPED, "ended"]),
        "journal": journals(),
        "description": { "type": "string" },
        "reference": { "type": "string" },
        "lines": rows(answered_line()),
        "variables": { "type": "object", "additionalProperties": { "type": "string" } },
        "fault": Fault::shape(),
        "version": { "type": "integer" },
    });
    answer(recurrence::shape(&UNITS, own))
}

pub(super) fn routes(platform: &Platform) -> Routes {
    let (reads, write) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    let example = value!({ "name": "Alquiler", "frequency": "months", "every": 1, "day": 1, "from": "2026-01-01", "action": "draft", "lines": [
        { "account_code": "621", "debit": "850.00" },
        { "account_code": "572", "credit": "=" },
    ] });
    Routes::new(platform)
        .api(Operation::get(ALL, "api-recurring").lists_schema("RecurringEntry", shape()).without_search(), reads, list)
        .api(
            Operation::post(ALL, "api-recurring-create")
                .takes_schema("CreateRecurringEntry", sent(&["frequency", "every", "from"], true))
                .example(example)
                .answers_schema(201, "RecurringEntry", shape()),
            write,
            create,
        )
        .api(Operation::get(ONE, "api-recurring-one").answers_schema(200, "RecurringEntry", shape()), reads, show)
        .api(
            Operation::patch(ONE, "api-recurring-change")
                .takes_schema("ChangeRecurringEntry", sent(&[], false))
                .example(value!({ "status": "stopped" }))
                .versioned()
                .answers_schema(200, "RecurringEntry", shape()),
            write,
            change,
        )
        .api(Operation::delete(ONE, "api-recurring-remove"), write, remove)
        .api(
            Operation::post("/api/v1/organizations/{organization}/recurring-entries/{recurring}/skipping", "api-recurring-skip")
                .takes_schema("SkipRecurringEntry", nothing())
                .example(value!({}))
                .conflicts(&["recurring_ended"])
                .answers_schema(200, "RecurringEntry", shape()),
            write,
            skip,
        )
}

fn answered(of: &RecurringEntry, lang: Lang) -> Result<Value> {
    let rule = rule::rule(of)?;
    let own = value!({
        "id": of.id,
        "name": of.name,
        "action": of.action,
        "status": if of.next_on.is_empty() { "ended" } else { &of.state },
        "journal": if rule.body.journal.is_empty() { Journal::General.word() } else { &rule.body.journal },
        "description": rule.body.description,
        "reference": rule.body.reference,
        "lines": lines_of(&rule.body.lines),
        "variables": rule.answers,
        "fault": Fault::kept(&of.fault).map(|fault| fault.answered(lang)),
        "version": of.version,
    });
    Ok(recurrence::answered(&rule.schedule, rule::course(of), of.state == STOPPED, own))
}

async fn list(Shared(platform): Shared<Platform>, who: InOrganization, Query(query): Query<ListQuery>) -> Outcome {
    let limit = query.limit()?;
    let mut found = store::page(platform.db.read(), who.organization, query.position()?, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|last| paging::encode(&last.id));
    Ok(json(StatusCode::OK, &List { items: found.iter().map(|of| answered(of, who.lang())).collect::<Result<Vec<_>>>()?, next_cursor }))
}

async fn show(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRecurring>) -> Outcome {
    Ok(json(StatusCode::OK, &answered(&store::find(platform.db.read(), who.organization, of.recurring).await?, who.lang())?))
}

/// What is sent; what is absent stays as it is.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sent {
    name: Option<String>,
    action: Option<String>,
    status: Option<String>,
    journal: Option<String>,
    description: Option<String>,
    reference: Option<String>,
    lines: Option<Vec<TemplateLine>>,
    variables: Option<BTreeMap<String, String>>,
    template: Option<Id>,
    entry: Option<Id>,
}

/// A rule with what is sent in place of its own.
fn merged(before: Rule, (schedule, sent): (SentSchedule, Sent)) -> Result<Rule> {
    let body = Template {
        journal: sent.journal.unwrap_or(before.body.journal),
        description: sent.description.unwrap_or(before.body.description),
        reference: sent.reference.unwrap_or(before.body.reference),
        lines: sent.lines.unwrap_or(before.body.lines),
        ..Template::default()
    };
    Ok(Rule {
        name: sent.name.unwrap_or(before.name),
        schedule: schedule.over(&before.schedule)?,
        posts: sent.action.map_or(before.posts, |word| word == POST),
        active: sent.status.map_or(before.active, |word| word != STOPPED),
        body,
        answers: if sent.variables.is_some() { actions::answers(sent.variables) } else { before.answers },
    })
}

/// A body in its two parts.
fn parts(body: Object) -> Result<(SentSchedule, Sent)> {
    Ok((body.part()?, typed(body)?))
}

/// What a new one begins with: a template, an entry, or nothing.
async fn beginning(db: &dyn Connection, organization: Id, sent: &Sent) -> Result<Rule> {
    let body = match (sent.template, sent.entry) {
        (Some(template), _) => templates::body(&template_store::find(db, organization, template).await.map_err(|_| Invalid::one("template", "choice"))?)?,
        (None, Some(entry)) => {
            let head = journal::find(db, organization, entry).await.map_err(|_| Invalid::one("entry", "choice"))?;
            let currency = organizations::currency(db, organization).await?;
            Template::of(&again::typed(db, organization, &head, currency).await?)
        }
        (None, None) => Template::default(),
    };
    let schedule = Schedule { unit: Unit::Months, every: 1, day: 0, starts_on: Date::default(), ends_on: None, times: 0 };
    Ok(Rule { name: body.name.clone(), schedule, posts: false, active: true, body, answers: BTreeMap::new() })
}

async fn made(tx: &Tx, who: &InOrganization, sent: (SentSchedule, Sent), now: i64) -> Result<Value> {
    memberships::hold(tx, who.organization).await?;
    let rule = merged(beginning(tx, who.organization, &sent.1).await?, sent)?;
    answered(&actions::create(tx, who.organization, &rule, (&who.user, now)).await?, who.lang())
}

async fn create(Shared(platform): Shared<Platform>, who: InOrganization, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST /organizations/{}/recurring-entries {body}", who.organization);
    let sent = parts(body)?;
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| made(tx, &who, sent, now).await);
    let response = response.await?;
    platform.wake_workers();
    Ok(response)
}

async fn change(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRecurring>, headers: HeaderMap, body: Object) -> Outcome {
    let seen = if_match(&headers)?;
    let request = format!("PATCH /organizations/{}/recurring-entries/{} {seen:?} {body}", who.organization, of.recurring);
    let sent = parts(body)?;
    let by = (&who.user, platform.clock.now());
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        memberships::hold(tx, who.organization).await?;
        let before = rule::rule(&store::find(tx, who.organization, of.recurring).await?)?;
        let rule = merged(before, sent)?;
        answered(&actions::change(tx, who.organization, (of.recurring, seen), &rule, by).await?, who.lang())
    });
    let response = response.await?;
    platform.wake_workers();
    Ok(response)
}

async fn skip(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRecurring>, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST /organizations/{}/recurring-entries/{}/skipping {body}", who.organization, of.recurring);
    let by = (&who.user, platform.clock.now());
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        answered(&actions::skip(tx, who.organization, of.recurring, by).await?, who.lang())
    });
    let response = response.await?;
    platform.wake_workers();
    Ok(response)
}

async fn remove(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRecurring>, headers: HeaderMap) -> Outcome {
    let request = format!("removal of /organizations/{}/recurring-entries/{}", who.organization, of.recurring);
    let by = (&who.user, platform.clock.now());
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::NO_CONTENT, async |tx| {
        actions::delete(tx, who.organization, of.recurring, by).await?;
        Ok(())
    });
    Ok(response.await?)
}
