//! The API of remittances, of contacts' accounts and of their mandates.

use axum::{
    extract::State as Shared,
    http::{HeaderMap, StatusCode},
};
use despacho_banks::store as banks;
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R, money::plain};
use despacho_ledger::{
    allowed::allowed,
    api::{
        common::typed,
        shapes::{amount, answer, date, id, object, or_null, rows, text, words},
    },
    journal::typed::or_empty,
};
use despacho_organizations::store as organizations;
use despacho_platform::{Error, Platform};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Query, Routes,
    api::{List, Object, if_match, json, once},
    layout,
    openapi::Operation,
    paging::{self, ListQuery},
    schema::or_empty as empty,
};
use serde::Deserialize;
use serde_json::{Value, json as value};

use crate::{
    actions::{self, TypedRemittance},
    details::{self, TypedBank, TypedMandate},
    file::{formats, usual, write},
    remittance::{ContactBank, Kind, MOST, Mandate, OrderedItem, OrderedPayment, State, Whole},
    store,
};

#[derive(Deserialize)]
pub struct OfContact {
    pub contact: Id,
}

#[derive(Deserialize)]
pub struct OfMandate {
    pub contact: Id,
    pub mandate: Id,
}

#[derive(Deserialize)]
pub struct OfRemittance {
    pub remittance: Id,
}

fn string() -> Value {
    value!({ "type": "string" })
}

fn day() -> Value {
    value!({ "type": "string", "format": "date" })
}

fn bank_shape() -> Value {
    answer(value!({ "contact_id": id(), "iban": string(), "bic": string(), "version": { "type": "integer" } }))
}

fn mandate_shape() -> Value {
    answer(value!({
        "id": id(), "contact_id": id(), "reference": string(), "scheme": words(vec!["core", "b2b"]), "usage": words(vec!["recurrent", "once"]),
        "signed_on": day(), "status": words(vec!["active", "cancelled"]), "debits": { "type": "integer" }, "last_used_on": or_null(day()),
        "version": { "type": "integer" },
    }))
}

fn shape() -> Value {
    let item = answer(value!({ "document_id": id(), "label": string(), "amount": amount() }));
    let payment = answer(value!({
        "contact_id": id(), "name": string(), "iban": string(), "bic": string(), "amount": amount(), "text": string(), "mandate_id": or_null(id()),
        "sequence": or_null(words(vec!["first", "recurrent", "once"])), "payment_id": or_null(id()), "items": rows(item),
    }));
    answer(value!({
        "id": id(), "number": string(), "kind": words(vec!["transfers", "debits"]), "status": words(vec!["prepared", "posted", "cancelled"]),
        "bank_account_id": id(), "date": day(), "batch": { "type": "boolean" }, "amount": amount(), "count": { "type": "integer" },
        "payments": rows(payment), "created_at": { "type": "integer" }, "version": { "type": "integer" },
    }))
}

fn sent() -> Value {
    let given = empty(value!({ "type": "string", "pattern": "^[0-9]{1,12}(\\.[0-9]{1,2})?$", despacho_ui::schema::CODE: "amount_invalid" }));
    let item = object(value!({ "document_id": id(), "amount": given }), &["document_id"]);
    object(
        value!({
            "kind": words(vec!["transfers", "debits"]), "bank_account_id": id(), "date": empty(date()), "batch": { "type": ["boolean", "null"] },
            "items": { "type": "array", "maxItems": MOST, "items": item },
        }),
        &["kind", "bank_account_id", "items"],
    )
}

pub fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/organizations/{organization}/remittances";
    const BANK: &str = "/api/v1/organizations/{organization}/contacts/{contact}/bank-details";
    const MANDATES: &str = "/api/v1/organizations/{organization}/contacts/{contact}/mandates";
    let (read, write) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    let all_formats: Vec<&str> = Kind::ALL.iter().flat_map(|kind| formats(*kind)).copied().collect();
    Routes::new(platform)
        .api(Operation::get(ALL, "api-remittances").lists_schema("Remittance", shape()).without_search(), read, list)
        .api(
            Operation::post(ALL, "api-remittance-create")
                .takes_schema("CreateRemittance", sent())
                .example(value!({
                    "kind": "transfers", "bank_account_id": "01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f21", "date": "2026-12-10",
                    "items": [{ "document_id": "01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f22" }],
                }))
                .answers_schema(201, "Remittance", shape()),
            write,
            create,
        )
        .api(
            Operation::get("/api/v1/organizations/{organization}/remittances/{remittance}", "api-remittance").answers_schema(200, "Remittance", shape()),
            read,
            show,
        )
        .api(
            Operation::get("/api/v1/organizations/{organization}/remittances/{remittance}/file", "api-remittance-file")
                .asks("format", words(all_formats))
                .answers_bytes(),
            write,
            file,
        )
        .api(
            Operation::post("/api/v1/organizations/{organization}/remittances/{remittance}/post", "api-remittance-post")
                .takes_schema("PostRemittance", object(value!({ "date": empty(date()) }), &[]))
                .example(value!({ "date": "2026-12-10" }))
                .conflicts(&["remittance_ended"])
                .answers_schema(200, "Remittance", shape()),
            write,
            post,
        )
        .api(
            Operation::post("/api/v1/organizations/{organization}/remittances/{remittance}/cancel", "api-remittance-cancel")
                .takes_schema("CancelRemittance", despacho_ledger::api::shapes::nothing())
                .example(value!({}))
                .conflicts(&["remittance_ended"])
                .answers_schema(200, "Remittance", shape()),
            write,
            cancel,
        )
        .api(Operation::get(BANK, "api-contact-bank").answers_schema(200, "ContactBank", bank_shape()), read, bank)
        .api(
            Operation::put(BANK, "api-contact-bank-change")
                .takes_schema("ChangeContactBank", object(value!({ "iban": or_null(text(42)), "bic": or_null(text(11)) }), &[]))
                .example(value!({ "iban": "ES7921000813610123456789" }))
                .versioned()
                .answers_schema(200, "ContactBank", bank_shape()),
            write,
            change_bank,
        )
        .api(Operation::get(MANDATES, "api-mandates").lists_whole("Mandate", mandate_shape()), read, mandates)
        .api(
            Operation::post(MANDATES, "api-mandate-sign")
                .takes_schema(
                    "CreateMandate",
                    object(
                        value!({
                            "reference": or_null(text(35)), "scheme": empty(words(vec!["core", "b2b"])), "usage": empty(words(vec!["recurrent", "once"])),
                            "signed_on": date(),
                        }),
                        &["signed_on"],
                    ),
                )
                .example(value!({ "signed_on": "2026-01-15" }))
                .answers_schema(201, "Mandate", mandate_shape()),
            write,
            sign,
        )
        .api(
            Operation::post("/api/v1/organizations/{organization}/contacts/{contact}/mandates/{mandate}/cancel", "api-mandate-cancel")
                .takes_schema("CancelMandate", despacho_ledger::api::shapes::nothing())
                .example(value!({}))
                .conflicts(&["mandate_cancelled"])
                .answers_schema(200, "Mandate", mandate_shape()),
            write,
            cancel_mandate,
        )
}

fn told_bank(contact: Id, bank: Option<&ContactBank>) -> Value {
    value!({
        "contact_id": contact, "iban": bank.map_or("", |bank| bank.iban.as_str()), "bic": bank.map_or("", |bank| bank.bic.as_str()),
        "version": bank.map_or(0, |bank| bank.version),
    })
}

fn told_mandate(of: &Mandate) -> Value {
    value!({
        "id": of.id, "contact_id": of.contact_id, "reference": of.reference, "scheme": of.scheme, "usage": of.usage, "signed_on": of.signed_on,
        "status": of.state, "debits": of.debits, "last_used_on": Some(&of.last_used_on).filter(|day| !day.is_empty()), "version": of.version,
    })
}

fn told(whole: &Whole) -> Value {
    let item = |of: &OrderedItem| value!({ "document_id": of.document_id, "label": of.label, "amount": plain(of.amount, 2) });
    let payment = |of: &OrderedPayment| {
        let items: Vec<Value> = whole.items.iter().filter(|item| item.position == of.position).map(item).collect();
        value!({
            "contact_id": of.contact_id, "name": of.name, "iban": of.iban, "bic": of.bic, "amount": plain(of.amount, 2), "text": of.text,
            "mandate_id": of.mandate_id, "sequence": Some(&of.sequence).filter(|word| !word.is_empty()), "payment_id": of.payment_id, "items": items,
        })
    };
    let of = &whole.remittance;
    value!({
        "id": of.id, "number": of.label(), "kind": of.kind, "status": of.state, "bank_account_id": of.bank_account_id, "date": of.day, "batch": of.batch,
        "amount": plain(of.amount, 2), "count": of.payments, "payments": whole.payments.iter().map(payment).collect::<Vec<_>>(),
        "created_at": of.created_at, "version": of.version,
    })
}

async fn list(Shared(platform): Shared<Platform>, who: InOrganization, Query(query): Query<ListQuery>) -> Outcome {
    let (limit, db) = (query.limit()?, platform.db.read());
    let mut found = store::page(db, who.organization, query.position()?, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|of| paging::encode(&of.number));
    // A list tells orders without their payments.
    let items = found.into_iter().map(|remittance| told(&Whole { remittance, ..Whole::default() })).collect();
    Ok(json(StatusCode::OK, &List { items, next_cursor }))
}

async fn create(Shared(platform): Shared<Platform>, who: InOrganization, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST /organizations/{}/remittances {body}", who.organization);
    let sent: TypedRemittance = typed(body)?;
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        Ok(told(&actions::create(tx, who.organization, &sent, allowed).await?))
    });
    Ok(response.await?)
}

async fn show(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRemittance>) -> Outcome {
    let db = platform.db.read();
    Ok(json(StatusCode::OK, &told(&store::whole(db, store::find(db, who.organization, of.remittance).await?).await?)))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Format {
    format: String,
}

/// The file of an order that was not left undone.
///
/// Errors: conflict `remittance_ended`; `format` `choice`.
pub async fn file(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRemittance>, Query(asked): Query<Format>) -> Outcome {
    let db = platform.db.read();
    let remittance = store::find(db, who.organization, of.remittance).await?;
    if remittance.state == State::Cancelled.word() {
        return Err(Error::Conflict("remittance_ended").into());
    }
    let kind: Kind = remittance.kind.parse().map_err(|_| Error::Other(format!("remittance {}: kind", remittance.id)))?;
    let format = if asked.format.is_empty() { usual(kind) } else { &asked.format };
    if !formats(kind).contains(&format) {
        return Err(Error::Parameters(Invalid::one("format", "choice")).into());
    }
    let bank = banks::account(db, who.organization, remittance.bank_account_id).await?;
    let whole = store::whole(db, remittance).await?;
    let contacts: Vec<Id> = whole.payments.iter().map(|payment| payment.contact_id).collect();
    let mandates = store::mandates(db, who.organization, &contacts).await?;
    let organization = organizations::find(db, who.organization).await?;
    let written = write(&whole, &organization, &bank, &mandates, format).map_err(|fault| Error::Other(format!("{}: {fault}", whole.remittance.label())))?;
    Ok(layout::download(&format!("{}.xml", whole.remittance.label()), "application/octet-stream", written.into_bytes()))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Posting {
    #[serde(deserialize_with = "or_empty")]
    date: String,
}

async fn post(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRemittance>, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("posting of /organizations/{}/remittances/{} {body}", who.organization, of.remittance);
    let sent: Posting = typed(body)?;
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        Ok(told(&actions::post(tx, who.organization, of.remittance, &sent.date, allowed).await?))
    });
    Ok(response.await?)
}

async fn cancel(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRemittance>, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("cancelling of /organizations/{}/remittances/{}", who.organization, of.remittance);
    typed::<Value>(body)?;
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        Ok(told(&actions::cancel(tx, who.organization, of.remittance, allowed).await?))
    });
    Ok(response.await?)
}

async fn bank(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfContact>) -> Outcome {
    let db = platform.db.read();
    despacho_contacts::store::find(db, who.organization, of.contact).await?;
    Ok(json(StatusCode::OK, &told_bank(of.contact, store::bank(db, who.organization, of.contact).await?.as_ref())))
}

async fn change_bank(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfContact>, headers: HeaderMap, body: Object) -> Outcome {
    let seen = if_match(&headers)?;
    let request = format!("PUT /organizations/{}/contacts/{}/bank-details {seen:?} {body}", who.organization, of.contact);
    let sent: TypedBank = typed(body)?;
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        let kept = details::keep(tx, who.organization, (of.contact, seen), &sent, (&who.user, now)).await?;
        Ok(told_bank(of.contact, Some(&kept)))
    });
    Ok(response.await?)
}

async fn mandates(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfContact>) -> Outcome {
    let db = platform.db.read();
    despacho_contacts::store::find(db, who.organization, of.contact).await?;
    let found = store::mandates(db, who.organization, &[of.contact]).await?;
    Ok(json(StatusCode::OK, &List { items: found.iter().map(told_mandate).collect::<Vec<_>>(), next_cursor: None::<String> }))
}

async fn sign(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfContact>, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("mandate of /organizations/{}/contacts/{} {body}", who.organization, of.contact);
    let sent: TypedMandate = typed(body)?;
    let now = platform.clock.now();
    let today = actions::today(&organizations::find(platform.db.read(), who.organization).await?, now);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        Ok(told_mandate(&details::sign(tx, who.organization, of.contact, &sent, today, (&who.user, now)).await?))
    });
    Ok(response.await?)
}

async fn cancel_mandate(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfMandate>, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("cancelling of /organizations/{}/contacts/{}/mandates/{}", who.organization, of.contact, of.mandate);
    typed::<Value>(body)?;
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        Ok(told_mandate(&details::cancel(tx, who.organization, (of.contact, of.mandate), (&who.user, now)).await?))
    });
    Ok(response.await?)
}
