//! An account or a contact that is missing where it was typed, made without leaving the grid.

use axum::{
    Json,
    extract::State as Shared,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use despacho_contacts::{CONTACT, Contact, actions as contacts};
use despacho_kernel::Invalid;
use despacho_ledger::{
    accounts::{
        account::{ACCOUNT, Account},
        actions, store as accounts,
    },
    journal::{codes, sheet},
};
use despacho_organizations::store as organizations;
use despacho_platform::{Error, Platform, i18n::Lang};
use despacho_ui::{InOrganization, Outcome, error::message, fields::Sight, forms::FormData};
use serde_json::json;

/// Makes an account of a code and a name, of the type of the one that it depends on; what is wrong is told in one line.
pub async fn make(Shared(platform): Shared<Platform>, who: InOrganization, data: FormData) -> Outcome {
    let (lang, now) = (who.lang(), platform.clock.now());
    let sight = Sight::form(lang, "");
    let typed = data.get("code").trim();
    let code = codes::filled(typed, codes::digits(platform.db.read(), who.organization).await?).unwrap_or_else(|| typed.to_owned());
    let tx = platform.db.begin().await?;
    let kind = actions::proposed_type(&tx, who.organization, &code).await?;
    let mut form = FormData::default();
    form.set("code", &code).set("name", data.get("name")).set("type", kind).set("active", "on");
    let read = |before: Account, errors: &mut Invalid| ACCOUNT.read(&form, before, &sight, errors);
    match actions::create(&tx, who.organization, read, &who.user, now).await {
        Ok(account) => {
            tx.commit().await?;
            Ok((StatusCode::CREATED, Json(json!({ "code": account.code, "name": account.name }))).into_response())
        }
        Err(Error::Invalid(errors)) => Ok(refused(lang, &errors)),
        Err(error) => Err(error.into()),
    }
}

/// What is wrong in one line.
fn refused(lang: Lang, errors: &Invalid) -> Response {
    let told: Vec<String> = errors.0.iter().map(|error| message(lang, error)).collect();
    (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "message": told.join(" ") }))).into_response()
}

/// Makes a contact of a name on a control account, with the next number: a customer where the account is of what is owed to the organization.
pub async fn make_contact(Shared(platform): Shared<Platform>, who: InOrganization, data: FormData) -> Outcome {
    let (lang, now) = (who.lang(), platform.clock.now());
    let db = platform.db.read();
    let account = accounts::find_by_code(db, who.organization, data.get("account").trim()).await?;
    let Some(account) = account.filter(|account| !account.control.is_empty()) else {
        return Ok(refused(lang, &Invalid::one("account_code", "contact_not_taken")));
    };
    let home = organizations::find(db, who.organization).await?.country;
    let sight = Sight::form(lang, &home);
    let mut form = FormData::default();
    form.set("name", data.get("name")).set("tax_id", data.get("tax_id")).set("active", "on");
    form.set(if account.control == "receivable" { "customer" } else { "vendor" }, "on");
    let read = |new: Contact, errors: &mut Invalid| CONTACT.read(&form, new, &sight, errors);
    let tx = platform.db.begin().await?;
    match contacts::create(&tx, who.organization, read, (&who.user, now)).await {
        Ok(contact) => {
            tx.commit().await?;
            let code = sheet::joined(&account.code, &contact.number.to_string());
            Ok((StatusCode::CREATED, Json(json!({ "code": code, "name": contact.name, "number": contact.number }))).into_response())
        }
        Err(Error::Invalid(errors)) => Ok(refused(lang, &errors)),
        Err(error) => Err(error.into()),
    }
}
