//! Whoever answers a link that was mailed to their address: signed in already, signing in, or signing up. The link shows that the address is theirs.

use axum::http::HeaderMap;
use despacho_kernel::Invalid;
use despacho_platform::{
    Error, Platform, Result, Tx,
    limits::Guess,
    sql::Connection,
    t,
    users::{self, NewUser, User},
};
use despacho_ui::{
    Caller,
    forms::{Form, FormData},
};
use maud::{Markup, html};

use crate::{network::Network, sign_in};

/// The user who answers.
pub enum Answering {
    SignedIn(User),
    SigningIn(User),
    SigningUp(NewUser, String),
}

/// Whether an address has an account.
pub async fn is_known(db: &dyn Connection, email: &str) -> Result<bool> {
    Ok(users::find_by_email(db, email).await?.is_some_and(|user| user.confirmed_at.is_some()))
}

/// What whoever opens the link is asked: nothing but to accept, a password, or a name and a password.
pub fn form(caller: &Caller, form: &Form<'_>, (action, email, known): (&str, &str, bool)) -> Markup {
    let lang = caller.lang;
    html! {
        @match &caller.user {
            Some(user) if user.email == email => {
                form method="post" action=(action) { button.btn.primary type="submit" { (lang.t("invitation-accept")) } }
            }
            Some(user) => {
                p.note.warn { (t!(lang, "invitation-other-user", mine = user.email.as_str(), theirs = email)) }
                form method="post" action="/sign-out" data-turbo="false" { button.btn type="submit" { (lang.t("sign-out")) } }
            }
            None => {
                form.stack method="post" action=(action) novalidate {
                    (form.summary_as(&[("name", lang.t("field-your-name"))]))
                    p { (lang.t("field-email")) ": " b { (email) } }
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
    }
}

/// Reads who answers from what was typed. Nothing is written yet.
///
/// Errors: of the fields; conflict `invitation_other_user`; too many attempts.
pub async fn read(platform: &Platform, caller: &Caller, network: &Network, headers: &HeaderMap, email: &str, data: &FormData) -> Result<Answering> {
    if let Some(user) = &caller.user {
        return if user.email == email { Ok(Answering::SignedIn(user.clone())) } else { Err(Error::Conflict("invitation_other_user")) };
    }
    if is_known(platform.db.read(), email).await? {
        let attempt = users::authenticate(platform.db.read(), email, data.get("password"));
        let known = sign_in::is_known(platform, headers, email).await?;
        let user = platform.limits.password(Guess { email, network: &network.0, known }, attempt).await?;
        return user.map(Answering::SigningIn).ok_or_else(|| Invalid::one("password", "credentials").into());
    }
    let new = NewUser {
        email: email.to_owned(),
        name: data.text("name"),
        password: data.text("password"),
        language: caller.lang.code().into(),
        time_zone: String::new(),
    };
    let new = new.checked()?;
    let hash = users::hash_password(new.password.clone()).await?;
    Ok(Answering::SigningUp(new, hash))
}

impl Answering {
    /// The user, made where there was none, and whether a session is to be opened for them.
    pub async fn user(self, tx: &Tx, now: i64) -> Result<(User, bool)> {
        Ok(match self {
            Self::SignedIn(user) => (user, false),
            Self::SigningIn(user) => (user, true),
            Self::SigningUp(new, hash) => match users::find_by_email(tx, &new.email).await? {
                // A sign-up that was never confirmed: the link confirms it. One that was confirmed meanwhile keeps its password, and asks for it.
                Some(user) => {
                    let taken = users::take_over(tx, user.id, &new, &hash, now).await?;
                    (users::find(tx, user.id).await?.ok_or(Error::NotFound)?, taken)
                }
                None => (users::insert(tx, &new, &hash, true, now).await?, true),
            },
        })
    }
}
