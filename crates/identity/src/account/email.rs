//! Another address, which a link mailed to it shows to be the person's. Both addresses are told.

use axum::extract::State;
use despacho_kernel::{Invalid, email};
use despacho_platform::{
    Error, Platform, jobs,
    security::{self, What},
    t,
    tokens::{self, Purpose},
    users,
};
use despacho_ui::{Caller, Outcome, Path, SignedIn, flash::Flash, forms::FormData, layout};
use maud::html;

use super::page::{Of, Refused, page};
use crate::{
    attempts,
    mails::SendEmailChange,
    network::{Network, Whence},
};

/// Asks for the change: a link goes to the new address, and the present one is told.
pub(super) async fn ask(State(platform): State<Platform>, who: SignedIn, network: Network, Whence(origin): Whence, data: FormData) -> Outcome {
    let mut errors = Invalid::new();
    let now = platform.clock.now();
    let typed = data.get("new_email");
    let new = if typed.trim().is_empty() {
        errors.push("new_email", "required");
        String::new()
    } else {
        errors.take("new_email", email::parse(typed)).unwrap_or_default()
    };
    if new == who.user.email {
        errors.push("new_email", "email_same");
    }
    attempts::again(&platform, &who, (&network, &origin), "email_password", data.get("email_password"), &mut errors).await?;
    if errors.0.is_empty()
        && let Err(Error::TooMany(seconds)) = platform.limits.mail(&new)
    {
        errors.0.extend(attempts::must_wait("new_email", seconds).0);
    }
    if errors.clone().finish().is_err() {
        let refused = Refused { of: Of::Email, data: &data, errors: &errors };
        return Ok(layout::unprocessable(page(&platform, &who, Some(refused), None).await?));
    }
    let tx = platform.db.begin().await?;
    security::tell(&tx, (who.user.id, &who.user.email), What::EmailChangeAsked, &new, &origin, now).await?;
    jobs::enqueue(&tx, &SendEmailChange { user_id: who.user.id, email: new.clone() }, now).await?;
    tx.commit().await?;
    platform.wake_workers();
    Ok(layout::see(&platform, "/account", Flash::new("flash-email-change-sent").name(&new)))
}

/// A page with a button: mail scanners follow links, and must not use them up.
pub(super) async fn show(State(platform): State<Platform>, caller: Caller, Path(token): Path<String>) -> Outcome {
    let db = platform.db.read();
    let user = tokens::peek(db, Purpose::EmailChange, &token, platform.clock.now()).await?;
    let user = users::find(db, user).await?.ok_or(Error::NotFound)?;
    let new = tokens::email_of(db, &token).await?;
    let lang = caller.lang;
    let title = lang.t("email-change-title");
    let body = html! {
        div.narrow.stack {
            h1 { (title) }
            p { (t!(lang, "email-change-text", old = user.email.as_str(), new = new.as_str())) }
            form method="post" action=(format!("/new-addresses/{token}")) { button.btn.primary type="submit" { (lang.t("email-change")) } }
        }
    };
    Ok(layout::page(layout::simple(&platform, &caller, &title, &body).await?))
}

/// Makes the change. The former address is told once more, as it is told no more after that.
pub(super) async fn confirm(State(platform): State<Platform>, Whence(origin): Whence, Path(token): Path<String>) -> Outcome {
    let now = platform.clock.now();
    let tx = platform.db.begin().await?;
    let user = tokens::redeem(&tx, Purpose::EmailChange, &token, now).await?;
    let user = users::find(&tx, user).await?.ok_or(Error::NotFound)?;
    let new = tokens::email_of(&tx, &token).await?;
    if !users::set_email(&tx, user.id, &new).await? {
        return Err(Error::Gone("link").into());
    }
    tokens::end_links(&tx, user.id).await?;
    security::tell(&tx, (user.id, &user.email), What::EmailChanged, &new, &origin, now).await?;
    tx.commit().await?;
    platform.wake_workers();
    Ok(layout::see(&platform, "/account", Flash::new("flash-email-changed").name(&new)))
}
