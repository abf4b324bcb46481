//! Lists, drafts and single documents.

use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use despacho_books::documents::Print;
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R, number::Notation};
use despacho_ledger::{
    allowed::allowed,
    api::{
        common::{currency, placed, today, typed},
        shapes as common,
    },
};
use despacho_platform::{Error, Platform, memberships};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Query, Routes,
    api::{List, Object, if_match, json, once},
    layout,
    openapi::Operation,
    paging::{self, ListQuery},
    schema::lasting,
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::{shapes, told};
use crate::{
    actions,
    document::STATUSES,
    kind::Kind,
    printing,
    store::{self, Filter},
    typed::TypedDocument,
};

/// Where a kind is found in the API, the name of its schema, and its title.
pub(super) const KINDS: [(Kind, &str, &str, &str); 6] = [
    (Kind::Invoice, Kind::Invoice.path(), "Invoice", Kind::Invoice.title()),
    (Kind::CreditNote, Kind::CreditNote.path(), "CreditNote", Kind::CreditNote.title()),
    (Kind::Estimate, Kind::Estimate.path(), "Estimate", Kind::Estimate.title()),
    (Kind::Bill, Kind::Bill.path(), "Bill", Kind::Bill.title()),
    (Kind::VendorCredit, Kind::VendorCredit.path(), "VendorCredit", Kind::VendorCredit.title()),
    (Kind::PurchaseOrder, Kind::PurchaseOrder.path(), "PurchaseOrder", Kind::PurchaseOrder.title()),
];

pub(super) fn example(kind: Kind) -> Value {
    let (sale, bill) = (value!(["IVA21V", "IRPF15V"]), value!(["IVA21C"]));
    let purchase = kind.direction() == despacho_taxes::tax::Direction::Purchase;
    let mut body = value!({
        "contact_id": "01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f21",
        "date": "2026-01-15",
        "lines": [{ "description": "Asesoramiento", "quantity": "2", "unit_price": "50.00", "taxes": if purchase { bill } else { sale } }],
        "status": "issued",
    });
    if kind.is_vendors() {
        body["vendor_number"] = value!("A-118");
    }
    body
}

pub(super) fn routes(platform: &Platform) -> Routes {
    KINDS.iter().fold(Routes::new(platform), |routes, (kind, path, name, title)| of(routes, *kind, path, name, title))
}

fn of(routes: Routes, kind: Kind, path: &str, name: &str, title: &'static str) -> Routes {
    let all = lasting(&format!("/api/v1/organizations/{{organization}}/{path}"));
    let one = lasting(&format!("{all}/{{document}}"));
    let (read, write) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    let statuses: Vec<&str> = STATUSES.iter().copied().chain(["unpaid", "overdue"]).collect();
    routes
        .api(
            Operation::get(all, "api-documents")
                .about(title)
                .lists_schema(name, shapes::document())
                .asks("status", common::words(statuses))
                .asks("contact_id", common::id())
                .asks("from", common::date())
                .asks("to", common::date()),
            read,
            async move |State(platform): State<Platform>, who: InOrganization, Query(query): Query<ListQuery>, Query(asked): Query<Asked>| {
                list(platform, who, kind, query, asked).await
            },
        )
        .api(
            Operation::post(all, "api-documents-create")
                .about(title)
                .takes_schema(&format!("Create{name}"), shapes::new(kind))
                .example(example(kind))
                .answers_schema(201, name, shapes::document()),
            write,
            async move |State(platform): State<Platform>, who: InOrganization, headers: HeaderMap, body: Object| {
                create(platform, who, kind, headers, body).await
            },
        )
        .api(
            Operation::get(one, "api-document").about(title).answers_schema(200, name, shapes::document()),
            read,
            async move |State(platform): State<Platform>, Extension(printer): Print, who: InOrganization, Path(of): Path<OfText>| {
                show(platform, printer, who, kind, of.document).await
            },
        )
        .api(
            Operation::patch(one, "api-document-change")
                .about(title)
                .takes_schema(&format!("Change{name}"), shapes::change(kind))
                .example(value!({ "reference": "Pedido 12" }))
                .versioned()
                .conflicts(&["not_draft", "issued_is_final"])
                .answers_schema(200, name, shapes::document()),
            write,
            async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfDocument>, headers: HeaderMap, body: Object| {
                change(platform, who, kind, of.document, headers, body).await
            },
        )
        .api(
            Operation::delete(one, "api-document-remove").about(title).conflicts(&["not_draft", "issued_is_final"]),
            write,
            async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfDocument>, headers: HeaderMap| {
                remove(platform, who, kind, of.document, headers).await
            },
        )
}

#[derive(Deserialize)]
pub(super) struct OfDocument {
    pub document: Id,
}

/// A document, or its paper where its name ends in `.pdf`.
#[derive(Deserialize)]
struct OfText {
    document: String,
}

/// What a list is narrowed by, beside what every list takes.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    status: Option<String>,
    contact_id: Option<Id>,
    from: Option<Date>,
    to: Option<Date>,
}

async fn list(platform: Platform, who: InOrganization, kind: Kind, query: ListQuery, asked: Asked) -> Outcome {
    let (limit, db, today) = (query.limit()?, platform.db.read(), today(&platform)?.to_string());
    let filter = Filter {
        kind: kind.word().into(),
        search: query.search.clone().unwrap_or_default(),
        amounts: Some((currency(&platform, who.organization).await?, Notation::Plain)),
        contact: asked.contact_id,
        from: asked.from.map(|day| day.to_string()),
        to: asked.to.map(|day| day.to_string()),
        status: asked.status.unwrap_or_default(),
        today: today.clone(),
    };
    let after: Option<(String, Id)> = query.position()?;
    let mut found = store::page(db, who.organization, &filter, after.as_ref(), limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|document| paging::encode(&(&document.date, document.id)));
    let items = told::answered(db, who.organization, &today, &found, &[]).await?;
    Ok(json(StatusCode::OK, &List { items, next_cursor }))
}

async fn create(platform: Platform, who: InOrganization, kind: Kind, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST /organizations/{}/{} {body}", who.organization, kind.word());
    let issues = body["status"] == "issued";
    let document: TypedDocument = typed(body)?;
    let (allowed, today) = (allowed(&platform, &who), today(&platform)?.to_string());
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let (made, warnings) = actions::create(tx, who.organization, (kind, issues), &document, allowed).await?;
        told::one(tx, &today, &made, &warnings).await
    });
    Ok(response.await?)
}

async fn show(platform: Platform, printer: despacho_books::documents::Printer, who: InOrganization, kind: Kind, named: String) -> Outcome {
    let (name, pdf) = named.strip_suffix(".pdf").map_or((named.as_str(), false), |name| (name, true));
    let id: Id = name.parse().map_err(|_| Error::NotFound)?;
    let db = platform.db.read();
    let document = store::find_of(db, who.organization, kind.word(), id).await?;
    if pdf {
        let bytes = printing::pdf(&platform, &printer, &document).await?;
        return Ok(file(&document.number, bytes));
    }
    Ok(json(StatusCode::OK, &told::one(db, &today(&platform)?.to_string(), &document, &[]).await?))
}

/// A document's paper as a file of its number.
pub(crate) fn file(number: &str, bytes: Vec<u8>) -> Response {
    layout::download(&printing::file_name(number), "application/pdf", bytes)
}

async fn change(platform: Platform, who: InOrganization, kind: Kind, id: Id, headers: HeaderMap, body: Object) -> Outcome {
    let seen = if_match(&headers)?;
    let request = format!("PATCH /organizations/{}/{}/{id} {seen:?} {body}", who.organization, kind.word());
    let mut errors = Invalid::new();
    body.note(&mut errors);
    placed(errors).finish()?;
    let sent = body.value().clone();
    let (allowed, today) = (allowed(&platform, &who), today(&platform)?.to_string());
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        memberships::hold(tx, who.organization).await?;
        let whole = actions::whole(tx, who.organization, kind, id).await?;
        let merged = told::merged(tx, &whole, &sent).await?;
        let typed: TypedDocument = serde_json::from_value(merged).map_err(|e| Error::Malformed(e.to_string()))?;
        let (changed, warnings) = actions::change(tx, who.organization, (kind, id, seen), &typed, allowed).await?;
        told::one(tx, &today, &changed, &warnings).await
    });
    Ok(response.await?)
}

async fn remove(platform: Platform, who: InOrganization, kind: Kind, id: Id, headers: HeaderMap) -> Outcome {
    let request = format!("removal of /organizations/{}/{}/{id}", who.organization, kind.word());
    let allowed = allowed(&platform, &who);
    let response =
        once(&platform, who.user.id, &headers, &request, StatusCode::NO_CONTENT, async |tx| actions::delete(tx, who.organization, (kind, id), allowed).await);
    Ok(response.await?)
}
