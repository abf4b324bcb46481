//! The messages this room sends. A link's secret is minted when its message is sent, so the queue never holds it.

use despacho_kernel::Id;
use despacho_platform::{
    Platform, Result,
    i18n::Lang,
    invitations::{self, SendInvitation},
    jobs::{Handles, Job, Kind, Trouble},
    mail::Mail,
    memberships,
    notifications::{self, SendNotification},
    t,
    tokens::{self, Purpose},
    users,
};
use despacho_ui::components::role_name;
use maud::{DOCTYPE, html};
use serde::{Deserialize, Serialize};

/// Sends the link that confirms a sign-up.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SendConfirmation {
    pub user_id: Id,
    /// Which of the address's sign-ups the link confirms. Jobs of before there were several name none.
    #[serde(default)]
    pub sign_up_id: Option<Id>,
}

/// Tells the owner of an address that it has an account already.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SendKnown {
    pub user_id: Id,
}

/// Sends the link to choose another password.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SendReset {
    pub user_id: Id,
}

impl Job for SendConfirmation {
    const KIND: &'static str = "send_confirmation";
}

impl Job for SendKnown {
    const KIND: &'static str = "send_known";
}

impl Job for SendReset {
    const KIND: &'static str = "send_reset";
}

/// Does the jobs that send mail.
pub(crate) struct Mails;

/// Every message that this room sends.
pub(crate) const JOBS: &[Kind] = &[
    Kind::of::<SendConfirmation, Mails>(),
    Kind::of::<SendKnown, Mails>(),
    Kind::of::<SendReset, Mails>(),
    Kind::of::<SendInvitation, Mails>(),
    Kind::of::<SendNotification, Mails>(),
];

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

async fn mint(platform: &Platform, user: Id, purpose: Purpose, sign_up: Option<Id>) -> Result<String> {
    let tx = platform.db.begin().await?;
    let secret = tokens::issue(&tx, user, purpose, sign_up, platform.clock.now()).await?;
    tx.commit().await?;
    Ok(secret)
}

impl Handles<SendConfirmation> for Mails {
    async fn run(platform: &Platform, job: SendConfirmation) -> Result<(), Trouble> {
        let Some(user) = users::find(platform.db.read(), job.user_id).await?.filter(|u| u.confirmed_at.is_none()) else { return Ok(()) };
        let lang = Lang::of(&user.language);
        let link = format!("{}/confirmations/{}", platform.config.public_url, mint(platform, user.id, Purpose::Confirmation, job.sign_up_id).await?);
        // No name: whoever signed up may have written anything there, and the address may be a stranger's.
        let text = lang.t("mail-confirmation");
        let mail = compose(lang, &user.email, lang.t("mail-confirmation-subject"), &text, &link, &lang.t("confirm"), &lang.t("mail-confirmation-note"));
        Ok(platform.mailer.send(mail).await?)
    }
}

impl Handles<SendKnown> for Mails {
    async fn run(platform: &Platform, job: SendKnown) -> Result<(), Trouble> {
        let Some(user) = users::find(platform.db.read(), job.user_id).await? else { return Ok(()) };
        let lang = Lang::of(&user.language);
        let link = format!("{}/sign-in", platform.config.public_url);
        let text = t!(lang, "mail-known", name = user.name.as_str());
        let mail = compose(lang, &user.email, lang.t("mail-known-subject"), &text, &link, &lang.t("sign-in"), &lang.t("mail-known-note"));
        Ok(platform.mailer.send(mail).await?)
    }
}

impl Handles<SendReset> for Mails {
    async fn run(platform: &Platform, job: SendReset) -> Result<(), Trouble> {
        let Some(user) = users::find(platform.db.read(), job.user_id).await? else { return Ok(()) };
        let lang = Lang::of(&user.language);
        let link = format!("{}/password-resets/{}", platform.config.public_url, mint(platform, user.id, Purpose::PasswordReset, None).await?);
        // A name that nobody confirmed may be a stranger's words.
        let text = match user.confirmed_at {
            Some(_) => t!(lang, "mail-reset", name = user.name.as_str()),
            None => lang.t("mail-reset-unconfirmed"),
        };
        let mail = compose(lang, &user.email, lang.t("mail-reset-subject"), &text, &link, &lang.t("password-choose"), &lang.t("mail-reset-note"));
        Ok(platform.mailer.send(mail).await?)
    }
}

impl Handles<SendInvitation> for Mails {
    async fn run(platform: &Platform, job: SendInvitation) -> Result<(), Trouble> {
        let tx = platform.db.begin().await?;
        let Some((invitation, secret)) = invitations::mint(&tx, job.invitation_id, platform.clock.now()).await? else { return Ok(()) };
        tx.commit().await?;
        let lang = Lang::of(&invitation.language);
        let link = format!("{}/invitations/{secret}", platform.config.public_url);
        let (by, tenant) = (invitation.invited_by_name.as_str(), invitation.tenant_name.as_str());
        let names = memberships::own_role_names(platform.db.read(), [invitation.role.as_str()].into_iter()).await?;
        let role = role_name(lang, &invitation.tenant_kind, &invitation.role, &names);
        let text = t!(lang, "mail-invitation", by = by, tenant = tenant, role = role);
        let subject = t!(lang, "mail-invitation-subject", by = by, tenant = tenant);
        let mail = compose(lang, &invitation.email, subject, &text, &link, &lang.t("invitation-accept"), &lang.t("mail-invitation-note"));
        Ok(platform.mailer.send(mail).await?)
    }
}

impl Handles<SendNotification> for Mails {
    async fn run(platform: &Platform, job: SendNotification) -> Result<(), Trouble> {
        let db = platform.db.read();
        let (Some(user), Some(notification)) = (users::find(db, job.user_id).await?, notifications::find(db, job.user_id, job.notification_id).await?) else {
            return Ok(());
        };
        let lang = Lang::of(&user.language);
        let text = crate::notifications::text(lang, &notification);
        let link = format!("{}{}", platform.config.public_url, notification.link);
        let mail = compose(lang, &user.email, text.clone(), &text, &link, &lang.t("open"), &lang.t("mail-notification-note"));
        Ok(platform.mailer.send(mail).await?)
    }
}
