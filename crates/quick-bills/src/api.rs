//! The API of what a vendor's next bill is proposed.

use axum::{extract::State, http::StatusCode};
use despacho_contacts::store as contacts;
use despacho_kernel::{Id, access::OrganizationRight as R};
use despacho_ledger::api::shapes::{answer, id, or_null, rows};
use despacho_platform::Platform;
use despacho_ui::{Access, InOrganization, Outcome, Path, Routes, api::json, openapi::Operation};
use serde::Deserialize;
use serde_json::{Value, json as value};

use crate::last;

fn shape() -> Value {
    answer(value!({
        "bill_id": or_null(id()),
        "date": or_null(value!({ "type": "string", "format": "date" })),
        "vendor_number": { "type": ["string", "null"] },
        "account_code": { "type": ["string", "null"] },
        "description": { "type": ["string", "null"] },
        "taxes": rows(value!({ "type": "string" })),
        "withholding": { "type": ["string", "null"] },
    }))
}

pub fn routes(platform: &Platform) -> Routes {
    const LAST: &str = "/api/v1/organizations/{organization}/contacts/{contact}/last-bill";
    Routes::new(platform).api(Operation::get(LAST, "api-last-bill").answers_schema(200, "LastBill", shape()), Access::Organization(R::ReadLedger), show)
}

#[derive(Deserialize)]
struct OfContact {
    contact: Id,
}

async fn show(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfContact>) -> Outcome {
    let db = platform.db.read();
    contacts::find(db, who.organization, of.contact).await?;
    let last = last::of(db, who.organization, of.contact).await?;
    let last = last.as_ref();
    Ok(json(
        StatusCode::OK,
        &value!({
            "bill_id": last.map(|last| last.bill.id),
            "date": last.map(|last| &last.bill.date),
            "vendor_number": last.map(|last| &last.bill.vendor_number),
            "account_code": last.map(|last| &last.account.code),
            "description": last.map(|last| &last.description),
            "taxes": last.map(|last| last.taxes.clone()).unwrap_or_default(),
            "withholding": last.and_then(|last| last.withheld.as_ref()).map(|(code, _)| code),
        }),
    ))
}
