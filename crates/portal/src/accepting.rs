//! Answering an invitation to the portal.

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Redirect},
};
use despacho_identity::{
    answering, attempts,
    network::{Network, Whence},
    sign_in,
};
use despacho_kernel::Invalid;
use despacho_platform::{Error, Platform, Result, memberships, t};
use despacho_practice::clients::store as clients;
use despacho_ui::{
    Caller, Outcome, Path,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};

use crate::{
    invitation_store::{self as store, Invitation},
    inviting,
};

async fn page(platform: &Platform, caller: &Caller, token: &str, invitation: &Invitation, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let (lang, db) = (caller.lang, platform.db.read());
    let firm = memberships::tenant_name(db, invitation.practice_id).await?.unwrap_or_default();
    let client = clients::find(db, invitation.practice_id, invitation.client_id, None).await?.display_name;
    let known = answering::is_known(db, &invitation.email).await?;
    let form = Form::new(lang, data, errors);
    let title = t!(lang, "portal-invitation-title", firm = firm.as_str());
    let action = format!("/portal-invitations/{token}");
    let body = html! {
        div.narrow.stack {
            h1 { (title) }
            section.card { div.body.stack {
                p { (t!(lang, "portal-invitation-text", firm = firm.as_str(), client = client.as_str())) }
                (answering::form(caller, &form, (&action, &invitation.email, known)))
            } }
        }
    };
    layout::simple(platform, caller, &title, &body).await
}

pub async fn show(State(platform): State<Platform>, caller: Caller, Path(token): Path<String>) -> Outcome {
    let invitation = store::peek(platform.db.read(), &token, platform.clock.now()).await?;
    Ok(layout::page(page(&platform, &caller, &token, &invitation, &FormData::default(), &Invalid::new()).await?))
}

pub async fn accept(
    State(platform): State<Platform>,
    caller: Caller,
    network: Network,
    Whence(origin): Whence,
    headers: HeaderMap,
    Path(token): Path<String>,
    data: FormData,
) -> Outcome {
    let now = platform.clock.now();
    let invitation = store::peek(platform.db.read(), &token, now).await?;
    let answering = match platform.limits.network(&network.0) {
        Ok(()) => answering::read(&platform, &caller, &network, &headers, &invitation.email, &data).await,
        Err(error) => Err(error),
    };
    let answering = match answering {
        Ok(answering) => answering,
        Err(Error::Invalid(errors)) => return Ok(layout::unprocessable(page(&platform, &caller, &token, &invitation, &data, &errors).await?)),
        Err(Error::TooMany(seconds)) => {
            let errors = attempts::must_wait("password", seconds);
            return Ok(layout::waiting(page(&platform, &caller, &token, &invitation, &data, &errors).await?, seconds));
        }
        Err(error) => return Err(error.into()),
    };
    let next = format!("/portal/{}", invitation.client_id);
    let tx = platform.db.begin().await?;
    let (user, opens) = answering.user(&tx, now).await?;
    inviting::accept(&tx, &invitation, &user, now).await?;
    let response = if opens { sign_in::open_session(&platform, &tx, &user, &headers, &origin, &next).await? } else { Redirect::to(&next).into_response() };
    tx.commit().await?;
    Ok(response)
}
