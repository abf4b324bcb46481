//! The messages this room sends. A link's secret is minted when its message is sent, so the queue never holds it.

use async_trait::async_trait;
use despacho_kernel::Id;
use despacho_platform::{
    Error, Platform, Result,
    i18n::Lang,
    invitations,
    jobs::Handler,
    mail::Mail,
    memberships, notifications, t,
    tokens::{self, Purpose},
    users::{self, User},
};
use despacho_ui::components::role_name;
use maud::{DOCTYPE, html};
use serde::Deserialize;

/// Sends the link that confirms a sign-up.
pub(crate) const CONFIRMATION: &str = "send_confirmation";
/// Tells the owner of an address that it has an account already.
pub(crate) const KNOWN: &str = "send_known";
/// Sends the link to choose another password.
pub(crate) const RESET: &str = "send_reset";

/// A message of one paragraph and one link.
fn compose(lang: Lang, to: &str, subject: String, text: &str, link: &str, label: &str, note: &str) -> Mail {
    let plain = format!("{text}\n\n{label}:\n{link}\n\n{note}\n\nDespacho\n");
    let html = html! {
        (DOCTYPE)
        html lang=(lang.code()) { body style="font-family:Arial,sans-serif;font-size:15px;line-height:1.5;color:#1d1c1a" {
            p { (text) }
            p { a href=(link) style="background:#1f5c4a;color:#fff;padding:10px 16px;border-radius:6px;text-decoration:none" { (label) } }
            p style="color:#645f57;font-size:13px" { (note) }
            p style="color:#645f57;font-size:13px" { "Despacho" }
        } }
    };
    Mail { to: to.to_owned(), subject, text: plain, html: html.into_string() }
}

#[derive(Deserialize)]
struct ForUser {
    user_id: Id,
}

async fn user(platform: &Platform, payload: serde_json::Value) -> Result<Option<User>> {
    let payload: ForUser = serde_json::from_value(payload).map_err(|e| Error::Other(e.to_string()))?;
    users::find(platform.db.read(), payload.user_id).await
}

async fn mint(platform: &Platform, user: Id, purpose: Purpose) -> Result<String> {
    let tx = platform.db.begin().await?;
    let secret = tokens::issue(&tx, user, purpose, platform.clock.now()).await?;
    tx.commit().await?;
    Ok(secret)
}

pub(crate) struct SendConfirmation;

#[async_trait]
impl Handler for SendConfirmation {
    fn kind(&self) -> &'static str {
        CONFIRMATION
    }

    async fn run(&self, platform: &Platform, payload: serde_json::Value) -> Result<()> {
        let Some(user) = user(platform, payload).await?.filter(|u| u.confirmed_at.is_none()) else { return Ok(()) };
        let lang = Lang::of(&user.language);
        let link = format!("{}/confirmations/{}", platform.config.public_url, mint(platform, user.id, Purpose::Confirmation).await?);
        let text = t!(lang, "mail-confirmation", name = user.name.as_str());
        let mail = compose(lang, &user.email, lang.t("mail-confirmation-subject"), &text, &link, &lang.t("confirm"), &lang.t("mail-confirmation-note"));
        platform.mailer.send(mail).await
    }
}

pub(crate) struct SendKnown;

#[async_trait]
impl Handler for SendKnown {
    fn kind(&self) -> &'static str {
        KNOWN
    }

    async fn run(&self, platform: &Platform, payload: serde_json::Value) -> Result<()> {
        let Some(user) = user(platform, payload).await? else { return Ok(()) };
        let lang = Lang::of(&user.language);
        let link = format!("{}/sign-in", platform.config.public_url);
        let text = t!(lang, "mail-known", name = user.name.as_str());
        let mail = compose(lang, &user.email, lang.t("mail-known-subject"), &text, &link, &lang.t("sign-in"), &lang.t("mail-known-note"));
        platform.mailer.send(mail).await
    }
}

pub(crate) struct SendReset;

#[async_trait]
impl Handler for SendReset {
    fn kind(&self) -> &'static str {
        RESET
    }

    async fn run(&self, platform: &Platform, payload: serde_json::Value) -> Result<()> {
        let Some(user) = user(platform, payload).await? else { return Ok(()) };
        let lang = Lang::of(&user.language);
        let link = format!("{}/password-resets/{}", platform.config.public_url, mint(platform, user.id, Purpose::PasswordReset).await?);
        let text = t!(lang, "mail-reset", name = user.name.as_str());
        let mail = compose(lang, &user.email, lang.t("mail-reset-subject"), &text, &link, &lang.t("password-choose"), &lang.t("mail-reset-note"));
        platform.mailer.send(mail).await
    }
}

pub(crate) struct SendInvitation;

#[derive(Deserialize)]
struct ForInvitation {
    invitation_id: Id,
}

#[async_trait]
impl Handler for SendInvitation {
    fn kind(&self) -> &'static str {
        invitations::SEND
    }

    async fn run(&self, platform: &Platform, payload: serde_json::Value) -> Result<()> {
        let payload: ForInvitation = serde_json::from_value(payload).map_err(|e| Error::Other(e.to_string()))?;
        let tx = platform.db.begin().await?;
        let Some((invitation, secret)) = invitations::mint(&tx, payload.invitation_id, platform.clock.now()).await? else { return Ok(()) };
        tx.commit().await?;
        let lang = Lang::of(&invitation.language);
        let link = format!("{}/invitations/{secret}", platform.config.public_url);
        let (by, tenant) = (invitation.invited_by_name.as_str(), invitation.tenant_name.as_str());
        let names = memberships::own_role_names(platform.db.read(), [invitation.role.as_str()].into_iter()).await?;
        let role = role_name(lang, &invitation.tenant_kind, &invitation.role, &names);
        let text = t!(lang, "mail-invitation", by = by, tenant = tenant, role = role);
        let subject = t!(lang, "mail-invitation-subject", by = by, tenant = tenant);
        let mail = compose(lang, &invitation.email, subject, &text, &link, &lang.t("invitation-accept"), &lang.t("mail-invitation-note"));
        platform.mailer.send(mail).await
    }
}

pub(crate) struct SendNotification;

#[derive(Deserialize)]
struct ForNotification {
    user_id: Id,
    notification_id: Id,
}

#[async_trait]
impl Handler for SendNotification {
    fn kind(&self) -> &'static str {
        notifications::SEND
    }

    async fn run(&self, platform: &Platform, payload: serde_json::Value) -> Result<()> {
        let payload: ForNotification = serde_json::from_value(payload).map_err(|e| Error::Other(e.to_string()))?;
        let db = platform.db.read();
        let (Some(user), Some(notification)) =
            (users::find(db, payload.user_id).await?, notifications::find(db, payload.user_id, payload.notification_id).await?)
        else {
            return Ok(());
        };
        let lang = Lang::of(&user.language);
        let text = crate::notifications::text(lang, &notification);
        let link = format!("{}{}", platform.config.public_url, notification.link);
        let mail = compose(lang, &user.email, text.clone(), &text, &link, &lang.t("open"), &lang.t("mail-notification-note"));
        platform.mailer.send(mail).await
    }
}
