//! An account that is missing where it was typed, made without leaving the grid.

use axum::{Json, extract::State as Shared, http::StatusCode, response::IntoResponse};
use despacho_kernel::Invalid;
use despacho_platform::{Error, Platform};
use despacho_ui::{InOrganization, Outcome, error::message, fields::Sight, forms::FormData};
use serde_json::json;

use super::codes;
use crate::accounts::{
    account::{ACCOUNT, Account},
    actions,
};

/// Makes an account of a code and a name, of the type of the one that it depends on; what is wrong is told in one line.
pub async fn make(Shared(platform): Shared<Platform>, who: InOrganization, data: FormData) -> Outcome {
    let (lang, now) = (who.lang(), platform.clock.now());
    let sight = Sight::form(lang, "");
    let typed = data.get("code").trim();
    let code = codes::filled(typed).unwrap_or_else(|| typed.to_owned());
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
        Err(Error::Invalid(errors)) => {
            let told: Vec<String> = errors.0.iter().map(|error| message(lang, error)).collect();
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "message": told.join(" ") }))).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
