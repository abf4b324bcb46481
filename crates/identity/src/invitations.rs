//! Answering an invitation: signs up or in, and makes a member, once.

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Redirect},
};
use despacho_kernel::Invalid;
use despacho_platform::{
    Error, Event, Platform, Result,
    activity::{self, Entry},
    invitations::{self, Invitation},
    memberships::{self, Tenant},
    notifications, t,
};
use despacho_ui::{
    Caller, Outcome, Path,
    components::{card, role_name},
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde_json::json;

use crate::{
    answering, attempts,
    mails::invited_by,
    network::{Network, Whence},
    sign_in,
};

async fn page(platform: &Platform, caller: &Caller, token: &str, invitation: &Invitation, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = caller.lang;
    let known = answering::is_known(platform.db.read(), &invitation.email).await?;
    let form = Form::new(lang, data, errors);
    let title = t!(lang, "invitation-title", tenant = invitation.tenant_name.as_str());
    let names = memberships::own_role_names(platform.db.read(), [invitation.role.as_str()].into_iter()).await?;
    let role = role_name(lang, &invitation.tenant_kind, &invitation.role, &names);
    let action = format!("/invitations/{token}");
    let body = html! {
        div.narrow { (card(&title, html! { div.stack {
            p { (invited_by(lang, "invitation-text", invitation, &role)) }
            p.muted { (lang.t("despacho-is")) }
            (answering::form(caller, &form, (&action, &invitation.email, known)))
        } })) }
    };
    layout::simple(platform, caller, &title, &body).await
}

/// Where the tenant of an invitation is.
fn place(invitation: &Invitation) -> String {
    format!("/{}s/{}", invitation.tenant_kind, invitation.tenant_id)
}

/// Whether who is signed in has accepted this invitation already: there is nothing to tell them but the way in.
async fn is_in(platform: &Platform, caller: &Caller, token: &str) -> Result<Option<String>> {
    let (db, Some(user)) = (platform.db.read(), &caller.user) else { return Ok(None) };
    let Some(invitation) = invitations::of_link(db, token).await?.filter(|i| i.accepted_at.is_some() && i.email == user.email) else { return Ok(None) };
    let kind = if invitation.tenant_kind == "practice" { Tenant::Practice } else { Tenant::Organization };
    let role = memberships::role(db, kind, invitation.tenant_id, user.id).await?;
    Ok(role.map(|_| place(&invitation)))
}

pub(crate) async fn show(State(platform): State<Platform>, caller: Caller, Path(token): Path<String>) -> Outcome {
    if let Some(path) = is_in(&platform, &caller, &token).await? {
        return Ok(Redirect::to(&path).into_response());
    }
    let invitation = invitations::peek(platform.db.read(), &token, platform.clock.now()).await?;
    Ok(layout::page(page(&platform, &caller, &token, &invitation, &FormData::default(), &Invalid::new()).await?))
}

pub(crate) async fn accept(
    State(platform): State<Platform>,
    caller: Caller,
    network: Network,
    Whence(origin): Whence,
    headers: HeaderMap,
    Path(token): Path<String>,
    data: FormData,
) -> Outcome {
    let now = platform.clock.now();
    let invitation = invitations::peek(platform.db.read(), &token, now).await?;
    if let Err(Error::TooMany(seconds)) = platform.limits.network(&network.0) {
        let errors = attempts::must_wait("password", seconds);
        return Ok(layout::waiting(page(&platform, &caller, &token, &invitation, &data, &errors).await?, seconds));
    }
    let answering = match answering::read(&platform, &caller, &network, &headers, &invitation.email, &data).await {
        Ok(answering) => answering,
        Err(Error::Invalid(errors)) => {
            return Ok(layout::unprocessable(page(&platform, &caller, &token, &invitation, &data, &errors).await?));
        }
        Err(Error::TooMany(seconds)) => {
            let errors = attempts::must_wait("password", seconds);
            return Ok(layout::waiting(page(&platform, &caller, &token, &invitation, &data, &errors).await?, seconds));
        }
        Err(error) => return Err(error.into()),
    };
    let next = place(&invitation);
    let tx = platform.db.begin().await?;
    let (user, opens) = answering.user(&tx, now).await?;
    let invitation = invitations::accept(&tx, &token, &user, now).await?;
    let subject = ("user", user.id, user.email.as_str());
    let entry = Entry { tenant: invitation.tenant_id, actor: Some(&user), action: "invitation_accepted", subject, changes: vec![] };
    activity::record(&tx, entry, now).await?;
    // Whoever invited is told, while they are still in it.
    let inviter = memberships::find(&tx, invitation.tenant_id, invitation.invited_by).await?.filter(|inviter| inviter.user_id != user.id);
    if let Some(inviter) = &inviter {
        let told = json!({ "who": user.name, "tenant": invitation.tenant_name });
        notifications::notify(&tx, inviter.user_id, "invitation_accepted", told, &format!("{next}/members"), now).await?;
    }
    let response = if opens { sign_in::open_session(&platform, &tx, &user, &headers, &origin, &next).await? } else { Redirect::to(&next).into_response() };
    tx.commit().await?;
    if let Some(inviter) = inviter {
        platform.wake_workers();
        platform.tell(Event::Notified(inviter.user_id));
    }
    Ok(response)
}
