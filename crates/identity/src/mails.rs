//! The messages this room sends. A link's secret is minted when its message is sent, so the queue never holds it.

use despacho_kernel::Id;
use despacho_platform::{
    Platform, Result,
    clock::{DAY, HOUR},
    i18n::Lang,
    invitations::{self, Invitation, SendInvitation},
    jobs::{Handles, Job, Kind, Trouble},
    mail::Mail,
    memberships,
    notifications::{self, SendNotification},
    security::{self, NoteAttempt, Origin, SendSecurityNotice, What},
    t,
    tokens::{self, Purpose},
    users,
};
use despacho_ui::{components::role_name, format, letter::Letter};
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

/// Sends the link to choose another password to an address, if it has an account.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SendReset {
    /// Jobs of before they were made for every address name the user.
    #[serde(default)]
    pub user_id: Option<Id>,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub origin: Origin,
}

/// Sends the link that makes another address a user's.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SendEmailChange {
    pub user_id: Id,
    pub email: String,
}

impl Job for SendConfirmation {
    const KIND: &'static str = "send_confirmation";
}

impl Job for SendKnown {
    const KIND: &'static str = "send_known";
}

impl Job for SendEmailChange {
    const KIND: &'static str = "send_email_change";
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
    Kind::of::<SendEmailChange, Mails>(),
    Kind::of::<SendSecurityNotice, Mails>(),
    Kind::of::<NoteAttempt, Mails>(),
    Kind::of::<SendInvitation, Mails>(),
    Kind::of::<SendNotification, Mails>(),
];

fn compose(lang: Lang, to: &str, subject: String, text: &str, link: &str, label: &str, note: &str) -> Mail {
    Letter { lang, to, subject, text, link, label, note }.mail()
}

async fn mint(platform: &Platform, user: Id, purpose: Purpose, sign_up: Option<Id>) -> Result<String> {
    let tx = platform.db.begin().await?;
    let secret = tokens::issue(&tx, user, purpose, sign_up, platform.clock.now()).await?;
    tx.commit().await?;
    Ok(secret)
}

/// Who invites to what, and for which practice where there is one.
pub(crate) fn invited_by(lang: Lang, key: &str, invitation: &Invitation, role: &str) -> String {
    let by = match invitation.practice_name.as_str() {
        "" => invitation.invited_by_name.clone(),
        practice => t!(lang, "invitation-by", by = invitation.invited_by_name.as_str(), practice = practice),
    };
    t!(lang, key, by = by, tenant = invitation.tenant_name.as_str(), role = role)
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
        let db = platform.db.read();
        let user = match job.user_id {
            Some(id) => users::find(db, id).await?,
            None => users::find_by_email(db, &job.email).await?,
        };
        let Some(user) = user else { return Ok(()) };
        let tx = platform.db.begin().await?;
        security::note(&tx, user.id, What::ResetAsked, "", &job.origin, platform.clock.now()).await?;
        tx.commit().await?;
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

impl Handles<SendEmailChange> for Mails {
    async fn run(platform: &Platform, job: SendEmailChange) -> Result<(), Trouble> {
        let db = platform.db.read();
        let Some(user) = users::find(db, job.user_id).await? else { return Ok(()) };
        // Of an address with an account nobody learns here that it has one, but its owner.
        if let Some(owner) = users::find_by_email(db, &job.email).await?.filter(|owner| owner.confirmed_at.is_some()) {
            return Self::run(platform, SendKnown { user_id: owner.id }).await;
        }
        let lang = Lang::of(&user.language);
        let tx = platform.db.begin().await?;
        let secret = tokens::issue_email_change(&tx, user.id, &job.email, platform.clock.now()).await?;
        tx.commit().await?;
        let link = format!("{}/new-addresses/{secret}", platform.config.public_url);
        let text = t!(lang, "mail-email-change", old = user.email.as_str());
        let mail = compose(lang, &job.email, lang.t("mail-email-change-subject"), &text, &link, &lang.t("confirm"), &lang.t("mail-email-change-note"));
        Ok(platform.mailer.send(mail).await?)
    }
}

impl Handles<SendSecurityNotice> for Mails {
    async fn run(platform: &Platform, job: SendSecurityNotice) -> Result<(), Trouble> {
        let Some(user) = users::find(platform.db.read(), job.user_id).await? else { return Ok(()) };
        let lang = Lang::of(&user.language);
        let word = job.what.word().replace('_', "-");
        let at = format::instant(lang, &user.time_zone, job.at);
        let mut text = t!(lang, &format!("mail-security-{word}"), detail = job.detail.as_str(), at = at);
        if !job.origin.network.is_empty() {
            text = format!("{text} {}", t!(lang, "mail-security-network", network = job.origin.network.as_str()));
        }
        let link = format!("{}/password-reset", platform.config.public_url);
        let subject = lang.t(&format!("mail-security-{word}-subject"));
        let mail = compose(lang, &job.to, subject, &text, &link, &lang.t("password-reset"), &lang.t("mail-security-note"));
        Ok(platform.mailer.send(mail).await?)
    }
}

/// Most failed sign-ins that are noted for a person in a day, and blocks in an hour: strangers must not fill the list.
const NOTED: i64 = 50;

impl Handles<NoteAttempt> for Mails {
    async fn run(platform: &Platform, job: NoteAttempt) -> Result<(), Trouble> {
        let Some(user) = users::find_by_email(platform.db.read(), &job.email).await? else { return Ok(()) };
        let (most, since) = if job.what == What::SignInBlocked { (1, job.at - HOUR) } else { (NOTED, job.at - DAY) };
        let tx = platform.db.begin().await?;
        if security::count(&tx, user.id, job.what, since).await? < most {
            security::note(&tx, user.id, job.what, "", &job.origin, job.at).await?;
        }
        tx.commit().await?;
        Ok(())
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
        let zone = users::find(platform.db.read(), invitation.invited_by).await?.map(|by| by.time_zone).unwrap_or_default();
        let until = format::date(lang, &zone, invitation.expires_at);
        let text = format!("{} {}", invited_by(lang, "mail-invitation", &invitation, &role), lang.t("despacho-is"));
        let subject = t!(lang, "mail-invitation-subject", by = by, tenant = tenant);
        let mail = compose(lang, &invitation.email, subject, &text, &link, &lang.t("invitation-accept"), &t!(lang, "mail-invitation-note", until = until));
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
        let mut note = lang.t("mail-notification-note");
        if notification.kind == "member_added" {
            note = format!("{} {note}", lang.t("mail-member-added-note"));
        }
        let mail = compose(lang, &user.email, text.clone(), &text, &link, &lang.t("open"), &note);
        Ok(platform.mailer.send(mail).await?)
    }
}
