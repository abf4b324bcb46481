//! The API of founding.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_organizations::Organization;
use despacho_platform::{Error, Platform};
use despacho_ui::{
    Outcome, SignedIn,
    api::{Body, once},
    fields::Sight,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::actions;
use crate::{door::Apps, preferences::snapshot::Snapshot};

/// Regional settings; what is left out is proposed from the country.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Regional {
    /// ISO 4217.
    pub currency: Option<String>,
    /// `es` or `en`.
    pub language: Option<String>,
    /// IANA name.
    pub time_zone: Option<String>,
    pub date_format: Option<String>,
    /// Month, 1 to 12.
    pub fiscal_year_start: Option<u8>,
}

#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub struct CreateOrganization {
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// `books`, `expense`, `payroll`, `inventory`; at least one.
    pub applications: Vec<String>,
    #[serde(default)]
    pub regional: Regional,
}

pub(super) async fn create(State(platform): State<Platform>, apps: Apps, who: SignedIn, headers: HeaderMap, Body(body): Body<CreateOrganization>) -> Outcome {
    platform.limits.founding(who.user.id)?;
    let request = format!("POST /organizations {body:?}");
    let now = platform.clock.now();
    let fields: Value = serde_json::to_value(&body).map_err(|e| Error::Other(e.to_string()))?;
    let new = Organization::from_json(&fields, &body.country, &body.applications, &Sight::api(who.caller.lang, &body.country));
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        Ok(actions::create(tx, &apps, new?, &Snapshot::default(), &who.user, now).await?.json())
    });
    Ok(response.await?)
}
