//! Printing issued documents, and sending messages with them.

use despacho_kernel::Id;
use despacho_organizations::store as organizations;
use despacho_platform::{
    Error, Platform, Result, Tx,
    i18n::Lang,
    jobs::{Handles, Trouble},
    mail::{Mail, MailFile},
    secret, t, users,
};
use despacho_ui::{format, letter::Letter};

use super::{
    message::{Message, PrintDocument, SendDocument},
    store,
};
use crate::{document::Document, printing, store as documents};

/// Does the jobs of documents.
pub struct Mails;

impl Handles<PrintDocument> for Mails {
    async fn run(platform: &Platform, job: PrintDocument) -> Result<(), Trouble> {
        // Without its program a document is printed, and kept, when somebody first asks for it.
        if platform.printer.present() {
            let document = documents::find(platform.db.read(), job.organization_id, job.document_id).await?;
            printing::pdf(platform, &platform.printer, &document).await.map_err(later)?;
        }
        Ok(())
    }
}

/// What did not print may print later.
fn later(error: Error) -> Trouble {
    match error {
        Error::Conflict(word) => Trouble::Retry(format!("printing: {word}")),
        other => other.into(),
    }
}

/// The secret of a message's link, made as it is sent.
async fn mint(platform: &Platform, message: &Message) -> Result<String> {
    let secret = secret::mint()?;
    let tx = platform.db.begin().await?;
    store::mint(&tx, message, &secret::hash(&secret)).await?;
    tx.commit().await?;
    Ok(secret)
}

async fn mail(platform: &Platform, message: &Message, document: &Document, link: &str) -> Result<Mail> {
    let db = platform.db.read();
    let organization = organizations::find(db, message.organization_id).await?;
    let lang = Lang::of(&organization.language);
    let until = format::date(lang, &organization.time_zone, message.expires_at);
    let note = t!(lang, "document-mail-note", company = organization.printed_name(), until = until);
    let kind = lang.t(&format!("document-mail-see-{}", document.kind.replace('_', "-")));
    let letter = Letter { lang, to: &message.recipient, subject: message.subject.clone(), text: &message.body, link, label: &kind, note: &note };
    let sender = users::find(db, message.sent_by).await?.map(|user| user.email).unwrap_or_default();
    Ok(Mail {
        cc: message.copies.lines().map(str::to_owned).collect(),
        from_name: organization.printed_name().to_owned(),
        reply_to: if organization.email.is_empty() { sender } else { organization.email.clone() },
        ..letter.mail()
    })
}

impl Handles<SendDocument> for Mails {
    async fn run(platform: &Platform, job: SendDocument) -> Result<(), Trouble> {
        let db = platform.db.read();
        let Some(message) = store::find(db, job.organization_id, job.message_id).await?.filter(|message| message.state == "queued") else { return Ok(()) };
        let document = documents::find(db, message.organization_id, message.document_id).await?;
        let files = if message.attaches {
            let bytes = printing::pdf(platform, &platform.printer, &document).await.map_err(later)?;
            vec![MailFile { name: printing::file_name(&document.number), media_type: "application/pdf", bytes }]
        } else {
            vec![]
        };
        let link = format!("{}/d/{}", platform.config.public_url, mint(platform, &message).await?);
        let mail = mail(platform, &message, &document, &link).await?;
        platform.mailer.send(Mail { files, ..mail }).await?;
        ended(platform, &message, "sent").await?;
        Ok(())
    }

    async fn given_up(tx: &Tx, job: SendDocument, _: i64) -> Result<()> {
        store::end(tx, job.organization_id, job.message_id, "failed", None).await
    }
}

async fn ended(platform: &Platform, message: &Message, state: &str) -> Result<()> {
    let (organization, id): (Id, Id) = (message.organization_id, message.id);
    let tx = platform.db.begin().await?;
    store::end(&tx, organization, id, state, Some(platform.clock.now())).await?;
    tx.commit().await
}
