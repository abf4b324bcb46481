//! Outgoing mail: to a server, or kept as files where no server is configured.

use std::path::{Path, PathBuf};

use despacho_kernel::Id;

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Attachment, Mailbox, MultiPart},
};

use crate::{
    clock::DAY,
    config::Config,
    error::{Error, Result},
};

/// A message in the reader's language.
#[derive(Debug, Clone, Default)]
pub struct Mail {
    pub to: String,
    /// Who gets it too.
    pub cc: Vec<String>,
    /// In whose name it is sent; the installation's own where it is empty. Its address stays the installation's.
    pub from_name: String,
    /// Who is answered; whoever sent it where it is empty.
    pub reply_to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub files: Vec<MailFile>,
}

/// A file that goes with a message.
#[derive(Debug, Clone)]
pub struct MailFile {
    pub name: String,
    /// `application/pdf`.
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// Sends mail.
pub enum Mailer {
    Smtp {
        transport: AsyncSmtpTransport<Tokio1Executor>,
        from: Mailbox,
    },
    /// Keeps messages as `.eml` files in a folder.
    Folder {
        folder: PathBuf,
        from: Mailbox,
    },
}

/// How long kept messages stay: longer than any link in them works.
const KEPT: i64 = 14 * DAY;

/// When a kept message was made, by its name: `<id>.eml`, or `<id>.eml.part` where it was never finished.
fn made_at(path: &Path) -> Option<i64> {
    let id: Id = path.file_name()?.to_str()?.split_once(".eml")?.0.parse().ok()?;
    let (seconds, nanoseconds) = id.get_timestamp()?.to_unix();
    Some(i64::try_from(seconds).ok()? * 1000 + i64::from(nanoseconds / 1_000_000))
}

fn other(error: impl std::fmt::Display) -> Error {
    Error::Other(format!("mail: {error}"))
}

impl Mailer {
    /// The mailer that the configuration asks for.
    pub fn new(config: &Config) -> Result<Self> {
        let from = config.mail_from.parse().map_err(other)?;
        match &config.smtp_url {
            Some(url) => {
                let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(other)?.build();
                Ok(Self::Smtp { transport, from })
            }
            None => Ok(Self::Folder { folder: config.data.join("mail"), from }),
        }
    }

    /// Whether messages only go to a folder.
    pub fn keeps_files(&self) -> bool {
        matches!(self, Self::Folder { .. })
    }

    /// Deletes messages that were kept for longer than anybody needs them; their names tell when they were made.
    pub async fn forget(&self, now: i64) -> Result<()> {
        let Self::Folder { folder, .. } = self else { return Ok(()) };
        let Ok(mut entries) = tokio::fs::read_dir(folder).await else { return Ok(()) };
        while let Some(entry) = entries.next_entry().await? {
            if made_at(&entry.path()).is_some_and(|at| at < now - KEPT) {
                tokio::fs::remove_file(entry.path()).await?;
            }
        }
        Ok(())
    }

    /// Sends a message, or keeps it.
    pub async fn send(&self, mail: Mail) -> Result<()> {
        let from = match self {
            Self::Smtp { from, .. } | Self::Folder { from, .. } => from.clone(),
        };
        let from = if mail.from_name.is_empty() { from } else { Mailbox::new(Some(mail.from_name), from.email) };
        let mut head = Message::builder().from(from).to(mail.to.parse().map_err(other)?).subject(mail.subject);
        for address in &mail.cc {
            head = head.cc(address.parse().map_err(other)?);
        }
        if !mail.reply_to.is_empty() {
            head = head.reply_to(mail.reply_to.parse().map_err(other)?);
        }
        let words = MultiPart::alternative_plain_html(mail.text, mail.html);
        let body = if mail.files.is_empty() {
            words
        } else {
            mail.files.into_iter().try_fold(MultiPart::mixed().multipart(words), |body, file| {
                Ok::<_, Error>(body.singlepart(Attachment::new(file.name).body(file.bytes, file.media_type.parse().map_err(other)?)))
            })?
        };
        let message = head.multipart(body).map_err(other)?;
        match self {
            Self::Smtp { transport, .. } => {
                transport.send(message).await.map_err(other)?;
            }
            Self::Folder { folder, .. } => {
                tokio::fs::create_dir_all(folder).await?;
                let name = format!("{}.eml", despacho_kernel::new_id());
                // Written aside first, so that nobody reads half a message.
                let part = folder.join(format!("{name}.part"));
                tokio::fs::write(&part, message.formatted()).await?;
                tokio::fs::rename(part, folder.join(name)).await?;
            }
        }
        Ok(())
    }
}
