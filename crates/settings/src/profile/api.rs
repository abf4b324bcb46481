//! The API of profiles.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::Invalid;
use despacho_organizations::{ORGANIZATION, Organization, store};
use despacho_platform::Platform;
use despacho_ui::{
    InOrganization, Outcome,
    api::{Object, if_match, once},
    fields::Sight,
};

use super::actions;
use crate::door::Apps;

pub(super) async fn change(State(platform): State<Platform>, apps: Apps, who: InOrganization, headers: HeaderMap, body: Object) -> Outcome {
    let seen = if_match(&headers)?;
    let request = format!("PATCH /organizations/{} {seen:?} {body}", who.organization);
    let now = platform.clock.now();
    let country = store::find(platform.db.read(), who.organization).await?.country;
    let sight = Sight::api(who.lang(), &country);
    let read = |before: Organization, errors: &mut Invalid| ORGANIZATION.patch(&body, before, &sight, errors);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        Ok(actions::update(tx, &apps, (who.organization, seen), &sight, read, (&who.user, now)).await?.json())
    });
    Ok(response.await?)
}
