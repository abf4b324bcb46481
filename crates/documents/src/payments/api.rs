//! The API of payments.

use std::collections::HashMap;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, access::OrganizationRight as R, money::plain};
use despacho_ledger::{
    allowed::allowed,
    api::{
        common::typed,
        shapes::{amount, answer, id, object, or_null, rows, text, words},
    },
};
use despacho_platform::{Error, Platform, Result, sql::Connection};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Query, Routes,
    api::{List, Object, if_match, json, once},
    openapi::Operation,
    paging::{self, ListQuery},
    schema::lasting,
};
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::{
    actions,
    payment::{MOST, Payment, TypedAllocation, TypedPayment, Way},
    store,
};
use crate::{
    api::shapes::{currency, given_amount, given_date, notes, rate},
    open::store as open,
    typing,
};

pub fn routes(platform: &Platform) -> Routes {
    let received = of(Routes::new(platform), Way::Received, Way::Received.path(), "PaymentReceived", Way::Received.path());
    of(received, Way::Made, Way::Made.path(), "PaymentMade", Way::Made.path())
}

fn allocations() -> Value {
    let names = ["document_id", "invoice_id", "bill_id", "credit_note_id", "vendor_credit_id"];
    let of = |name: &&str| object(value!({ (*name): id(), "amount": given_amount() }), &[name, "amount"]);
    let one: Vec<Value> = names.iter().map(of).collect();
    value!({ "type": "array", "maxItems": MOST, "items": { "type": "object", "oneOf": one } })
}

fn new() -> Value {
    let properties = value!({
        "contact_id": id(),
        "date": given_date(),
        "amount": given_amount(),
        "account_code": text(20),
        "currency": currency(),
        "rate": rate(),
        "withheld": given_amount(),
        "charges": given_amount(),
        "reference": or_null(text(100)),
        "notes": notes(),
        "allocations": allocations(),
    });
    object(properties, &["contact_id", "amount", "account_code"])
}

fn payment() -> Value {
    let allocation = answer(value!({ "document_id": id(), "kind": { "type": "string" }, "number": { "type": "string" }, "amount": amount() }));
    answer(value!({
        "id": id(),
        "number": { "type": ["string", "null"] },
        "date": { "type": "string", "format": "date" },
        "status": words(vec!["posted", "void"]),
        "contact_id": id(),
        "account_code": { "type": "string" },
        "currency": { "type": "string" },
        "rate": { "type": ["string", "null"] },
        "amount": amount(),
        "withheld": amount(),
        "charges": amount(),
        "unallocated": amount(),
        "allocations": rows(allocation),
        "reference": { "type": "string" },
        "notes": { "type": "string" },
        "entry_id": id(),
        "version": { "type": "integer" },
    }))
}

fn of(routes: Routes, way: Way, path: &str, name: &str, title: &'static str) -> Routes {
    let all = lasting(&format!("/api/v1/organizations/{{organization}}/{path}"));
    let one = lasting(&format!("{all}/{{payment}}"));
    let allocation = lasting(&format!("{one}/allocate"));
    let (read, write) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    let contact = "01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f21";
    let settled = if way == Way::Received { "invoice_id" } else { "bill_id" };
    let example = value!({ "contact_id": contact, "date": "2026-02-15", "amount": "121.00", "account_code": "572", "allocations": [{ settled: contact, "amount": "121.00" }] });
    routes
        .api(
            Operation::get(all, "api-payments").about(title).lists_schema(name, payment()).without_search().asks("contact_id", id()),
            read,
            async move |State(platform): State<Platform>, who: InOrganization, Query(query): Query<ListQuery>, Query(asked): Query<Asked>| {
                list(platform, who, way, query, asked).await
            },
        )
        .api(
            Operation::post(all, "api-payments-create")
                .about(title)
                .takes_schema(&format!("Create{name}"), new())
                .example(example)
                .answers_schema(201, name, payment()),
            write,
            async move |State(platform): State<Platform>, who: InOrganization, headers: HeaderMap, body: Object| {
                create(platform, who, way, headers, body).await
            },
        )
        .api(
            Operation::get(one, "api-payment").about(title).answers_schema(200, name, payment()),
            read,
            async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfPayment>| show(platform, who, way, of.payment).await,
        )
        .api(
            Operation::patch(one, "api-payment-change")
                .about(title)
                .takes_schema(&format!("Change{name}"), object(value!({ "reference": or_null(text(100)), "notes": notes() }), &[]))
                .example(value!({ "reference": "Transferencia 881" }))
                .versioned()
                .answers_schema(200, name, payment()),
            write,
            async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfPayment>, headers: HeaderMap, body: Object| {
                change(platform, who, way, of.payment, headers, body).await
            },
        )
        .api(
            Operation::delete(one, "api-payment-remove").about(title).conflicts(&["payment_void", "settled_with_difference"]),
            write,
            async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfPayment>, headers: HeaderMap| {
                remove(platform, who, way, of.payment, headers).await
            },
        )
        .api(
            Operation::post(allocation, "api-payment-allocate")
                .about(title)
                .takes_schema(&format!("Allocate{name}"), object(value!({ "allocations": allocations() }), &["allocations"]))
                .example(value!({ "allocations": [{ settled: contact, "amount": "21.00" }] }))
                .conflicts(&["payment_void"])
                .answers_schema(200, name, payment()),
            write,
            async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfPayment>, headers: HeaderMap, body: Object| {
                allocate(platform, who, way, of.payment, headers, body).await
            },
        )
}

#[derive(Deserialize)]
struct OfPayment {
    payment: Id,
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    contact_id: Option<Id>,
}

/// Payments as they are answered.
async fn answered(db: &dyn Connection, organization: Id, payments: &[Payment]) -> Result<Vec<Value>> {
    let ids: Vec<Id> = payments.iter().map(|payment| payment.id).collect();
    let codes = typing::codes(db, organization, payments.iter().map(|payment| payment.account_id).collect()).await?;
    let own = open::of_sources(db, organization, &ids).await?;
    let allocated = open::allocations(db, organization, &own.iter().map(|item| item.id).collect::<Vec<_>>()).await?;
    let others: Vec<Id> = allocated.iter().flat_map(|of| [of.debit_id, of.credit_id]).collect();
    let items: HashMap<Id, _> = open::of_ids(db, organization, &others).await?.into_iter().map(|item| (item.id, item)).collect();
    let mut all = vec![];
    for payment in payments {
        let digits = payment.own_currency()?.digits;
        let mine: Vec<_> = own.iter().filter(|item| item.source_id == payment.id).collect();
        let left: i64 = mine.iter().map(|item| item.remaining.abs()).sum();
        let of_mine = |id: Id| mine.iter().any(|item| item.id == id);
        let told = |of: &crate::open::item::Allocation| {
            let other = if of_mine(of.debit_id) { of.credit_id } else { of.debit_id };
            let item = items.get(&other)?;
            Some(value!({ "document_id": item.source_id, "kind": item.source, "number": item.label, "amount": plain(of.amount, digits) }))
        };
        all.push(value!({
            "id": payment.id,
            "number": Some(&payment.number).filter(|number| !number.is_empty()),
            "date": payment.date,
            "status": payment.stage,
            "contact_id": payment.contact_id,
            "account_code": codes.get(&payment.account_id),
            "currency": payment.currency,
            "rate": Some(&payment.rate).filter(|rate| !rate.is_empty()),
            "amount": plain(payment.amount, digits),
            "withheld": plain(payment.withheld, digits),
            "charges": plain(payment.charges, digits),
            "unallocated": plain(left, digits),
            "allocations": allocated.iter().filter(|of| of_mine(of.debit_id) || of_mine(of.credit_id)).filter_map(told).collect::<Vec<_>>(),
            "reference": payment.reference,
            "notes": payment.notes,
            "entry_id": payment.entry_id,
            "version": payment.version,
        }));
    }
    Ok(all)
}

async fn one(db: &dyn Connection, payment: &Payment) -> Result<Value> {
    answered(db, payment.organization_id, std::slice::from_ref(payment)).await?.pop().ok_or(Error::NotFound)
}

async fn list(platform: Platform, who: InOrganization, way: Way, query: ListQuery, asked: Asked) -> Outcome {
    let (limit, db) = (query.limit()?, platform.db.read());
    let after: Option<(String, Id)> = query.position()?;
    let mut found = store::page(db, who.organization, way.word(), asked.contact_id, after.as_ref(), limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|payment| paging::encode(&(&payment.date, payment.id)));
    Ok(json(StatusCode::OK, &List { items: answered(db, who.organization, &found).await?, next_cursor }))
}

async fn create(platform: Platform, who: InOrganization, way: Way, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST /organizations/{}/payments-{} {body}", who.organization, way.word());
    let payment: TypedPayment = typed(body)?;
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        one(tx, &actions::create(tx, who.organization, way, &payment, allowed).await?).await
    });
    Ok(response.await?)
}

async fn show(platform: Platform, who: InOrganization, way: Way, id: Id) -> Outcome {
    let db = platform.db.read();
    Ok(json(StatusCode::OK, &one(db, &store::find_of(db, who.organization, way.word(), id).await?).await?))
}

async fn change(platform: Platform, who: InOrganization, way: Way, id: Id, headers: HeaderMap, body: Object) -> Outcome {
    #[derive(Deserialize)]
    struct Texts {
        reference: Option<String>,
        notes: Option<String>,
    }
    let seen = if_match(&headers)?;
    let request = format!("PATCH /organizations/{}/payments/{id} {seen:?} {body}", who.organization);
    let texts: Texts = typed(body)?;
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        let texts = (texts.reference.as_deref(), texts.notes.as_deref());
        one(tx, &actions::change(tx, who.organization, (way, id, seen), texts, allowed).await?).await
    });
    Ok(response.await?)
}

async fn remove(platform: Platform, who: InOrganization, way: Way, id: Id, headers: HeaderMap) -> Outcome {
    let request = format!("removal of /organizations/{}/payments/{id}", who.organization);
    let (allowed, reason) = (allowed(&platform, &who), who.lang().t("payment-void-reason"));
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::NO_CONTENT, async |tx| {
        actions::void(tx, who.organization, (way, id), &reason, allowed).await.map(|_| ())
    });
    Ok(response.await?)
}

async fn allocate(platform: Platform, who: InOrganization, way: Way, id: Id, headers: HeaderMap, body: Object) -> Outcome {
    #[derive(Deserialize)]
    struct Sent {
        allocations: Vec<TypedAllocation>,
    }
    let request = format!("allocation of /organizations/{}/payments/{id} {body}", who.organization);
    let sent: Sent = typed(body)?;
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        one(tx, &actions::allocate(tx, who.organization, (way, id), &sent.allocations, allowed).await?).await
    });
    Ok(response.await?)
}
