//! Answering an invitation: signs up or in, and makes a member, once.

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Redirect},
};
use despacho_kernel::Invalid;
use despacho_platform::{
    Error, Platform, Result,
    activity::{self, Entry},
    invitations::{self, Invitation},
    limits::Guess,
    memberships, t,
    users::{self, NewUser, User},
};
use despacho_ui::{
    Caller, Outcome, Path,
    components::{card, role_name},
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};

use crate::{network::Network, sign_in};

async fn page(platform: &Platform, caller: &Caller, token: &str, invitation: &Invitation, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = caller.lang;
    let known = users::find_by_email(platform.db.read(), &invitation.email).await?.filter(|u| u.confirmed_at.is_some()).is_some();
    let form = Form::new(lang, data, errors);
    let title = t!(lang, "invitation-title", tenant = invitation.tenant_name.as_str());
    let names = memberships::own_role_names(platform.db.read(), [invitation.role.as_str()].into_iter()).await?;
    let role = role_name(lang, &invitation.tenant_kind, &invitation.role, &names);
    let action = format!("/invitations/{token}");
    let body = html! {
        div.narrow { (card(&title, html! { div.stack {
            p { (t!(lang, "invitation-text", by = invitation.invited_by_name.as_str(), tenant = invitation.tenant_name.as_str(), role = role)) }
            @match &caller.user {
                Some(user) if user.email == invitation.email => {
                    form method="post" action=(action) { button.btn.primary type="submit" { (lang.t("invitation-accept")) } }
                }
                Some(user) => {
                    p.note.warn { (t!(lang, "invitation-other-user", mine = user.email.as_str(), theirs = invitation.email.as_str())) }
                    form method="post" action="/sign-out" data-turbo="false" { button.btn type="submit" { (lang.t("sign-out")) } }
                }
                None => {
                    form.stack method="post" action=(action) novalidate {
                        (form.summary())
                        p { (lang.t("field-email")) ": " b { (invitation.email) } }
                        @if known {
                            (form.field("password").kind("password").autocomplete("current-password"))
                            button.btn.primary type="submit" { (lang.t("invitation-sign-in")) }
                            p.muted { a href="/password-reset" { (lang.t("password-forgotten")) } }
                        } @else {
                            (form.field("name").label(lang.t("field-your-name")).autocomplete("name"))
                            (form.field("password").kind("password").autocomplete("new-password").help(lang.t("password-help")))
                            button.btn.primary type="submit" { (lang.t("invitation-sign-up")) }
                        }
                    }
                }
            }
        } })) }
    };
    layout::simple(platform, caller, &title, &body).await
}

pub(crate) async fn show(State(platform): State<Platform>, caller: Caller, Path(token): Path<String>) -> Outcome {
    let invitation = invitations::peek(platform.db.read(), &token, platform.clock.now()).await?;
    Ok(layout::page(page(&platform, &caller, &token, &invitation, &FormData::default(), &Invalid::new()).await?))
}

/// The user who answers: signed in already, signing in, or signing up. The link shows that the address is theirs.
enum Answering {
    SignedIn(User),
    SigningIn(User),
    SigningUp(NewUser, String),
}

async fn answering(platform: &Platform, caller: &Caller, network: &str, headers: &HeaderMap, invitation: &Invitation, data: &FormData) -> Result<Answering> {
    if let Some(user) = &caller.user {
        return if user.email == invitation.email { Ok(Answering::SignedIn(user.clone())) } else { Err(Error::Conflict("invitation_other_user")) };
    }
    let known = users::find_by_email(platform.db.read(), &invitation.email).await?.filter(|u| u.confirmed_at.is_some());
    if known.is_some() {
        let attempt = users::authenticate(platform.db.read(), &invitation.email, data.get("password"));
        let known = sign_in::is_known(platform, headers, &invitation.email).await?;
        let user = platform.limits.password(Guess { email: &invitation.email, network, known }, attempt).await?;
        return user.map(Answering::SigningIn).ok_or_else(|| Invalid::one("password", "credentials").into());
    }
    let new = NewUser {
        email: invitation.email.clone(),
        name: data.text("name"),
        password: data.text("password"),
        language: caller.lang.code().into(),
        time_zone: String::new(),
    };
    let new = new.checked()?;
    let hash = users::hash_password(new.password.clone()).await?;
    Ok(Answering::SigningUp(new, hash))
}

pub(crate) async fn accept(
    State(platform): State<Platform>,
    caller: Caller,
    network: Network,
    headers: HeaderMap,
    Path(token): Path<String>,
    data: FormData,
) -> Outcome {
    platform.limits.network(&network.0)?;
    let now = platform.clock.now();
    let invitation = invitations::peek(platform.db.read(), &token, now).await?;
    let answering = match answering(&platform, &caller, &network.0, &headers, &invitation, &data).await {
        Ok(answering) => answering,
        Err(Error::Invalid(errors)) => {
            return Ok(layout::unprocessable(page(&platform, &caller, &token, &invitation, &data, &errors).await?));
        }
        Err(error) => return Err(error.into()),
    };
    let next = format!("/{}s/{}", invitation.tenant_kind, invitation.tenant_id);
    let tx = platform.db.begin().await?;
    let (user, opens) = match answering {
        Answering::SignedIn(user) => (user, false),
        Answering::SigningIn(user) => (user, true),
        Answering::SigningUp(new, hash) => match users::find_by_email(&tx, &new.email).await? {
            // A sign-up that was never confirmed: the link confirms it.
            Some(user) => {
                users::set_password(&tx, user.id, &hash).await?;
                users::confirm(&tx, user.id, now).await?;
                (user, true)
            }
            None => (users::insert(&tx, &new, &hash, true, now).await?, true),
        },
    };
    let invitation = invitations::accept(&tx, &token, &user, now).await?;
    let subject = ("user", user.id, user.email.as_str());
    let entry = Entry { tenant: invitation.tenant_id, actor: Some(&user), action: "invitation_accepted", subject, changes: vec![] };
    activity::record(&tx, entry, now).await?;
    let response = if opens { sign_in::open_session(&platform, &tx, &user, &headers, &next).await? } else { Redirect::to(&next).into_response() };
    tx.commit().await?;
    Ok(response)
}
