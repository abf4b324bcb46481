//! The API of founding. The body follows from [`ORGANIZATION`].

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::access::Application;
use despacho_organizations::{ORGANIZATION, Organization, store};
use despacho_platform::{Error, Platform};
use despacho_ui::{
    InOrganization, Outcome, SignedIn,
    api::{Body, Object, once},
    fields::{Sight, Use},
    schema::{CODE, named, requiring},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::actions;
use crate::{door::Apps, preferences::snapshot::Snapshot};

/// How the API describes an organization to found.
pub(super) fn body() -> Value {
    let words: Vec<&str> = Application::ALL.iter().map(|application| application.word()).collect();
    let applications = json!({ "type": "array", "minItems": 1, "maxItems": 20, "items": { "type": "string", "enum": words }, CODE: "application_required" });
    requiring(ORGANIZATION.schema(Use::Create, json!({ "country": named("Country"), "applications": applications })), &["country", "applications"])
}

/// What a new organization's body holds besides its fields.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Besides {
    country: String,
    applications: Vec<String>,
}

pub(super) async fn create(State(platform): State<Platform>, apps: Apps, who: SignedIn, headers: HeaderMap, body: Object) -> Outcome {
    platform.limits.founding(who.user.id)?;
    let request = format!("POST /organizations {body}");
    let now = platform.clock.now();
    let Besides { country, applications } = body.part()?;
    let new = Organization::from_json(&body, &country, &applications, &Sight::api(who.caller.lang, &country));
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        Ok(actions::create(tx, &apps, new?, &Snapshot::default(), &who.user, now).await?.json())
    });
    Ok(response.await?)
}

/// An application to enable; one that is enabled already stays so.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub(super) struct EnableApplication {
    /// `books`, `expense`, `payroll` or `inventory`.
    #[schema(pattern = "^(books|expense|payroll|inventory)$")]
    application: String,
}

pub(super) async fn enable(
    State(platform): State<Platform>,
    apps: Apps,
    who: InOrganization,
    headers: HeaderMap,
    Body(body): Body<EnableApplication>,
) -> Outcome {
    let application: Application = body.application.parse().map_err(|_| Error::NotFound)?;
    let request = format!("POST /organizations/{}/applications {body:?}", who.organization);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        actions::enable(tx, &apps, who.organization, application, (&who.user, platform.clock.now())).await?;
        Ok(store::find(tx, who.organization).await?.json())
    });
    Ok(response.await?)
}
