//! Recurring invoices for programs.

use axum::{
    extract::State as Shared,
    http::{HeaderMap, StatusCode},
};
use despacho_books::preferences::NUMBER_SERIES;
use despacho_contacts::store as contacts;
use despacho_documents::{
    api::{shapes as documents, told},
    store as stored,
    typed::TypedDocument,
};
use despacho_kernel::{Id, access::OrganizationRight as R, money::plain, place};
use despacho_ledger::{
    allowed::allowed,
    api::{
        common::{today, typed},
        shapes::{amount, answer, date, id, nothing, object, or_null, rows, text, words},
    },
    journal::Allowed,
};
use despacho_platform::{Error, Platform, Result, Tx, i18n::Lang, memberships, sql::Connection};
use despacho_recurrence::{
    api::{self as recurrence, SentSchedule},
    fault::Fault,
    schedule::{Schedule, Unit},
};
use despacho_settings::lists::store as lists;
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Query, Routes,
    api::{List, Object, if_match, json, once},
    openapi::Operation,
    paging::{self, ListQuery},
    schema::lasting,
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json as value};

use crate::{
    actions,
    recurring::{ACTIVE, Does, ENDED, RecurringInvoice, Rule, STOPPED},
    store::{self, Filter},
};

const ALL: &str = "/api/v1/organizations/{organization}/recurring-invoices";
const ONE: &str = "/api/v1/organizations/{organization}/recurring-invoices/{recurring}";

/// The recurring invoice that a path names.
#[derive(Deserialize)]
struct OfRecurring {
    recurring: Id,
}

/// What is done with one by a request without a body.
#[derive(Clone, Copy)]
enum Deed {
    Stop,
    Resume,
    Make,
    Skip,
}

fn does() -> Value {
    words(Does::ALL.iter().map(|does| does.word()).collect())
}

fn sent(new: bool) -> Value {
    let mut own = documents::undated();
    own["name"] = text(100);
    own["action"] = does();
    own["status"] = words(vec![ACTIVE, STOPPED]);
    if !new {
        return object(recurrence::sent(Unit::ALL, own), &[]);
    }
    own["invoice_id"] = or_null(id());
    let mut whole = object(recurrence::sent(Unit::ALL, own), &["frequency", "every", "from"]);
    // What it says is told by its members, or by the invoice that it repeats.
    whole["anyOf"] = value!([object(value!({}), &["name", "contact_id", "lines"]), object(value!({}), &["invoice_id"])]);
    whole
}

fn shape() -> Value {
    let string = || value!({ "type": "string" });
    let line = answer(value!({
        "item_id": or_null(id()),
        "description": string(),
        "quantity": string(),
        "unit_price": string(),
        "discount_percent": string(),
        "taxes": { "type": ["array", "null"], "items": string() },
        "account_code": string(),
    }));
    let own = value!({
        "id": id(),
        "name": string(),
        "action": does(),
        "status": words(vec![ACTIVE, STOPPED, ENDED]),
        "contact_id": id(),
        "contact_name": string(),
        "series": { "type": ["string", "null"] },
        "currency": string(),
        "prices_include_tax": { "type": "boolean" },
        "simplified": { "type": "boolean" },
        "reference": string(),
        "notes": string(),
        "lines": rows(line),
        "payable": amount(),
        "fault": Fault::shape(),
        "version": { "type": "integer" },
    });
    answer(recurrence::shape(Unit::ALL, own))
}

fn time_shape() -> Value {
    answer(value!({
        "date": date(),
        "invoice": { "anyOf": [documents::document(), { "type": "null" }] },
        "unsent": Fault::shape(),
    }))
}

pub(super) fn routes(platform: &Platform) -> Routes {
    let (reads, write) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    let example = value!({
        "name": "Mantenimiento de Hotel Ribera",
        "frequency": "months", "every": 1, "day": 1, "from": "2026-01-01",
        "action": "issue_and_send",
        "contact_id": "01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f21",
        "lines": [{ "description": "Mantenimiento de {periodo}", "unit_price": "85.00", "taxes": ["IVA21V"] }],
    });
    let routes = Routes::new(platform)
        .api(
            Operation::get(ALL, "api-recurring-invoices")
                .lists_schema("RecurringInvoice", shape())
                .asks("status", words(vec![ACTIVE, STOPPED, ENDED, "failing"]))
                .asks("contact_id", id()),
            reads,
            list,
        )
        .api(
            Operation::post(ALL, "api-recurring-invoices-create")
                .takes_schema("CreateRecurringInvoice", sent(true))
                .example(example)
                .answers_schema(201, "RecurringInvoice", shape()),
            write,
            create,
        )
        .api(Operation::get(ONE, "api-recurring-invoice").answers_schema(200, "RecurringInvoice", shape()), reads, show)
        .api(
            Operation::patch(ONE, "api-recurring-invoice-change")
                .takes_schema("ChangeRecurringInvoice", sent(false))
                .example(value!({ "action": "draft" }))
                .versioned()
                .answers_schema(200, "RecurringInvoice", shape()),
            write,
            change,
        )
        .api(Operation::delete(ONE, "api-recurring-invoice-remove"), write, remove)
        .api(
            Operation::get(lasting(&format!("{ONE}/invoices")), "api-recurring-invoice-times")
                .lists_schema("RecurringInvoiceTime", time_shape())
                .without_search(),
            reads,
            times,
        );
    let deeds: [(Deed, &str, &str, &str, &[&str]); 4] = [
        (Deed::Stop, "stop", "api-recurring-invoice-stop", "StopRecurringInvoice", &[]),
        (Deed::Resume, "resume", "api-recurring-invoice-resume", "ResumeRecurringInvoice", &[]),
        (Deed::Make, "make", "api-recurring-invoice-make", "MakeRecurringInvoice", &["recurring_ended"]),
        (Deed::Skip, "skip", "api-recurring-invoice-skip", "SkipRecurringInvoice", &["recurring_ended"]),
    ];
    deeds.into_iter().fold(routes, |routes, (deed, word, text, name, conflicts)| {
        let operation = Operation::post(lasting(&format!("{ONE}/{word}")), text)
            .takes_schema(name, nothing())
            .example(value!({}))
            .conflicts(conflicts)
            .answers_schema(200, "RecurringInvoice", shape());
        routes.api(
            operation,
            write,
            async move |Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRecurring>, headers: HeaderMap, body: Object| {
                act(platform, who, (deed, word, of.recurring), headers, body).await
            },
        )
    })
}

/// Recurring invoices as they are answered.
async fn answered(db: &dyn Connection, organization: Id, all: &[RecurringInvoice], lang: Lang) -> Result<Vec<Value>> {
    let rules = all.iter().map(RecurringInvoice::rule).collect::<Result<Vec<_>>>()?;
    let customers: Vec<Id> = all.iter().map(|of| of.contact_id).collect();
    let customers = contacts::of_ids(db, organization, &customers).await?;
    let series: Vec<Id> = rules.iter().filter_map(|rule| rule.body.series.parse().ok()).collect();
    let series = lists::of_ids(db, &NUMBER_SERIES, organization, &series).await?;
    let one = |(of, rule): (&RecurringInvoice, &Rule)| {
        let digits = place::currency(&of.currency).map_or(2, |currency| currency.digits);
        let named = series
            .iter()
            .find(|row| row.id.to_string() == rule.body.series)
            .map(|row| NUMBER_SERIES.values(row).get("name").to_owned());
        let own = value!({
            "id": of.id,
            "name": of.name,
            "action": of.action,
            "status": of.status(),
            "contact_id": of.contact_id,
            "contact_name": customers.iter().find(|contact| contact.id == of.contact_id).map_or("", |contact| contact.name.as_str()),
            "series": named,
            "currency": of.currency,
            "prices_include_tax": rule.body.prices_include_tax,
            "simplified": rule.body.simplified,
            "reference": rule.body.reference,
            "notes": rule.body.notes,
            "lines": rule.body.lines,
            "payable": plain(of.payable, digits),
            "fault": Fault::kept(&of.fault).map(|fault| fault.answered(lang)),
            "version": of.version,
        });
        recurrence::answered(&rule.schedule, of.course(), of.state == STOPPED, own)
    };
    Ok(all.iter().zip(&rules).map(one).collect())
}

async fn told(db: &dyn Connection, of: &RecurringInvoice, lang: Lang) -> Result<Value> {
    answered(db, of.organization_id, std::slice::from_ref(of), lang).await?.pop().ok_or(Error::NotFound)
}

/// What a list is narrowed by, beside what every list takes.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    status: Option<String>,
    contact_id: Option<Id>,
}

async fn list(Shared(platform): Shared<Platform>, who: InOrganization, Query(query): Query<ListQuery>, Query(asked): Query<Asked>) -> Outcome {
    let (limit, db) = (query.limit()?, platform.db.read());
    let after: Option<String> = query.position()?;
    let filter = Filter { search: query.search.clone().unwrap_or_default(), contact: asked.contact_id, status: asked.status.unwrap_or_default() };
    let mut found = store::page(db, who.organization, &filter, after.as_deref(), limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|last| paging::encode(&last.name_key));
    Ok(json(StatusCode::OK, &List { items: answered(db, who.organization, &found, who.lang()).await?, next_cursor }))
}

async fn show(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRecurring>) -> Outcome {
    let db = platform.db.read();
    let found = store::find(db, who.organization, of.recurring).await?;
    Ok(json(StatusCode::OK, &told(db, &found, who.lang()).await?))
}

async fn times(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRecurring>, Query(query): Query<ListQuery>) -> Outcome {
    let (limit, db) = (query.limit()?, platform.db.read());
    let before: Option<String> = query.position()?;
    store::find(db, who.organization, of.recurring).await?;
    let mut found = store::times(db, who.organization, of.recurring, before.as_deref(), limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|last| paging::encode(&last.date));
    let ids: Vec<Id> = found.iter().filter_map(|time| time.document_id).collect();
    let documents = stored::of_ids(db, who.organization, &ids).await?;
    let invoices = told::answered(db, who.organization, &today(&platform)?.to_string(), &documents, &[]).await?;
    let items: Vec<Value> = found
        .iter()
        .map(|time| {
            let at = time.document_id.and_then(|id| documents.iter().position(|document| document.id == id));
            value!({
                "date": time.date,
                "invoice": at.map(|at| &invoices[at]),
                "unsent": Fault::kept(&time.unsent).map(|fault| fault.answered(who.lang())),
            })
        })
        .collect();
    Ok(json(StatusCode::OK, &List { items, next_cursor }))
}

/// What is sent beside schedule and body; what is absent stays as it is.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Own {
    name: Option<String>,
    action: Option<String>,
    status: Option<String>,
    invoice_id: Option<Id>,
}

/// A body in its parts.
struct Sent {
    schedule: SentSchedule,
    own: Own,
    /// What its invoices say, member by member.
    body: Value,
}

fn parts(body: Object) -> Result<Sent> {
    Ok(Sent { schedule: body.part()?, body: body.value().clone(), own: typed(body)? })
}

/// A rule with what is sent in place of its own.
fn merged(before: Rule, sent: Sent) -> Result<Rule> {
    let bad = |e: serde_json::Error| Error::Malformed(e.to_string());
    let mut body = serde_json::to_value(&before.body).map_err(bad)?;
    for (name, value) in sent.body.as_object().into_iter().flatten() {
        if let Some(own) = body.get_mut(name) {
            *own = value.clone();
        }
    }
    let body: TypedDocument = serde_json::from_value(body).map_err(bad)?;
    Ok(Rule {
        name: sent.own.name.unwrap_or(before.name),
        schedule: sent.schedule.over(&before.schedule)?,
        does: sent.own.action.and_then(|word| word.parse().ok()).unwrap_or(before.does),
        active: sent.own.status.map_or(before.active, |word| word != STOPPED),
        body,
    })
}

async fn made(tx: &Tx, who: &InOrganization, sent: Sent, allowed: Allowed<'_>) -> Result<Value> {
    memberships::hold(tx, who.organization).await?;
    let (name, body) = match sent.own.invoice_id {
        Some(id) => {
            let unknown = |error| if matches!(error, Error::NotFound) { despacho_kernel::Invalid::one("invoice_id", "document_unknown").into() } else { error };
            let (document, body) = actions::body_of(tx, who.organization, id).await.map_err(unknown)?;
            (document.contact_name, body)
        }
        None => (String::new(), TypedDocument::default()),
    };
    let schedule = Schedule { unit: Unit::Months, every: 1, day: 0, starts_on: Date::default(), ends_on: None, times: 0 };
    let rule = merged(Rule { name, schedule, does: Does::Draft, active: true, body }, sent)?;
    told(tx, &actions::create(tx, who.organization, &rule, allowed).await?, who.lang()).await
}

async fn create(Shared(platform): Shared<Platform>, who: InOrganization, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST /organizations/{}/recurring-invoices {body}", who.organization);
    let sent = parts(body)?;
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| made(tx, &who, sent, allowed).await).await?;
    platform.wake_workers();
    Ok(response)
}

async fn change(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRecurring>, headers: HeaderMap, body: Object) -> Outcome {
    let seen = if_match(&headers)?;
    let request = format!("PATCH /organizations/{}/recurring-invoices/{} {seen:?} {body}", who.organization, of.recurring);
    let sent = parts(body)?;
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        memberships::hold(tx, who.organization).await?;
        let before = store::find(tx, who.organization, of.recurring).await?.rule()?;
        let rule = merged(before, sent)?;
        told(tx, &actions::change(tx, who.organization, (of.recurring, seen), &rule, allowed).await?, who.lang()).await
    });
    let response = response.await?;
    platform.wake_workers();
    Ok(response)
}

async fn act(platform: Platform, who: InOrganization, (deed, word, id): (Deed, &str, Id), headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST /organizations/{}/recurring-invoices/{id}/{word} {body}", who.organization);
    typed::<Value>(body)?;
    let allowed = allowed(&platform, &who);
    let organization = who.organization;
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        let after = match deed {
            Deed::Stop => actions::set_active(tx, organization, id, false, allowed).await?,
            Deed::Resume => actions::set_active(tx, organization, id, true, allowed).await?,
            Deed::Make => actions::make(tx, organization, (id, None), allowed).await?.0,
            Deed::Skip => actions::skip(tx, organization, (id, None), allowed).await?,
        };
        told(tx, &after, who.lang()).await
    });
    let response = response.await?;
    platform.wake_workers();
    Ok(response)
}

async fn remove(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRecurring>, headers: HeaderMap) -> Outcome {
    let request = format!("removal of /organizations/{}/recurring-invoices/{}", who.organization, of.recurring);
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::NO_CONTENT, async |tx| {
        actions::delete(tx, who.organization, of.recurring, allowed).await?;
        Ok(())
    });
    Ok(response.await?)
}
