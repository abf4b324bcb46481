//! A contact that is missing where a document is typed, made without leaving the form.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use despacho_contacts::{CONTACT, Contact, actions as contacts};
use despacho_kernel::Invalid;
use despacho_organizations::store as organizations;
use despacho_platform::{Error, Platform};
use despacho_ui::{InOrganization, Outcome, error::message, fields::Sight, forms::FormData};
use serde_json::json;

/// Makes a contact of a name and, where it is told, a tax id, which is a customer unless `side` is `vendor`; what is wrong is told in one line.
pub async fn make(platform: Platform, who: InOrganization, data: FormData) -> Outcome {
    let lang = who.lang();
    let home = organizations::find(platform.db.read(), who.organization).await?.country;
    let sight = Sight::form(lang, &home);
    let mut form = FormData::default();
    form.set("name", data.get("name")).set("tax_id", data.get("tax_id")).set("active", "on");
    form.set(if data.get("side") == "vendor" { "vendor" } else { "customer" }, "on");
    let read = |new: Contact, errors: &mut Invalid| {
        let typed = CONTACT.read(&form, new, &sight, errors);
        typed.check(errors);
        typed
    };
    let tx = platform.db.begin().await?;
    match contacts::create(&tx, who.organization, read, (&who.user, platform.clock.now())).await {
        Ok(contact) => {
            tx.commit().await?;
            Ok(told(StatusCode::CREATED, json!({ "id": contact.id, "label": contact.label() })))
        }
        Err(Error::Invalid(errors)) => {
            let all: Vec<String> = errors.0.iter().map(|error| message(lang, error)).collect();
            Ok(told(StatusCode::UNPROCESSABLE_ENTITY, json!({ "message": all.join(" ") })))
        }
        Err(error) => Err(error.into()),
    }
}

fn told(status: StatusCode, answer: serde_json::Value) -> Response {
    (status, Json(answer)).into_response()
}
