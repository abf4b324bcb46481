//! Sending messages with statements.

use despacho_documents::printing;
use despacho_organizations::store as organizations;
use despacho_platform::{
    Error, Platform, Result, Tx,
    i18n::Lang,
    jobs::{Handles, Trouble},
    mail::{Mail, MailFile},
    t, users,
};
use maud::{DOCTYPE, html};

use super::{
    message::{Message, SendStatement},
    store,
};

/// Does the jobs of statements.
pub struct Mails;

/// What did not print may print later.
fn later(error: Error) -> Trouble {
    match error {
        Error::Conflict(word) => Trouble::Retry(format!("printing: {word}")),
        other => other.into(),
    }
}

async fn mail(platform: &Platform, message: &Message, files: Vec<MailFile>) -> Result<Mail> {
    let db = platform.db.read();
    let organization = organizations::find(db, message.organization_id).await?;
    let lang = Lang::of(&organization.language);
    let note = t!(lang, "statement-mail-note", company = organization.printed_name());
    let html = html! {
        (DOCTYPE)
        html lang=(lang.code()) { body style="font-family:Arial,sans-serif;font-size:15px;line-height:1.5;color:#1d1c1a" {
            @for paragraph in message.body.lines().filter(|line| !line.trim().is_empty()) { p { (paragraph) } }
            p style="color:#645f57;font-size:13px" { (note) br; "Despacho" }
        } }
    };
    let sender = users::find(db, message.sent_by).await?.map(|user| user.email).unwrap_or_default();
    Ok(Mail {
        to: message.recipient.clone(),
        cc: message.copies.lines().map(str::to_owned).collect(),
        from_name: organization.printed_name().to_owned(),
        reply_to: if organization.email.is_empty() { sender } else { organization.email.clone() },
        subject: message.subject.clone(),
        text: format!("{}\n\n{note}\n\nDespacho\n", message.body),
        html: html.into_string(),
        files,
    })
}

impl Handles<SendStatement> for Mails {
    async fn run(platform: &Platform, job: SendStatement) -> Result<(), Trouble> {
        let found = store::find(platform.db.read(), job.organization_id, job.message_id).await?;
        let Some(message) = found.filter(|message| message.state == "queued") else { return Ok(()) };
        let sheet = serde_json::from_str(&message.sheet).map_err(|e| Error::Other(format!("sheet of statement {}: {e}", message.id)))?;
        let bytes = printing::print_sheet(platform, &platform.printer, message.organization_id, sheet).await.map_err(later)?;
        let organization = organizations::find(platform.db.read(), message.organization_id).await?;
        let name = format!("{}.pdf", Lang::of(&organization.language).t("statement-file"));
        let mail = mail(platform, &message, vec![MailFile { name, media_type: "application/pdf", bytes }]).await?;
        platform.mailer.send(mail).await?;
        let tx = platform.db.begin().await?;
        store::end(&tx, message.organization_id, message.id, "sent", Some(platform.clock.now())).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn given_up(tx: &Tx, job: SendStatement, _: i64) -> Result<()> {
        store::end(tx, job.organization_id, job.message_id, "failed", None).await
    }
}
