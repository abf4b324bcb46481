//! Sending statements.

use despacho_documents::mailing::{
    message::{IN_A_DAY, LONGEST, TO_ONE, TypedMessage},
    store as documents,
};
use despacho_kernel::{Invalid, new_id};
use despacho_paper::Sheet;
use despacho_platform::{
    Result, Tx,
    activity::{self, Change, Entry},
    clock::DAY,
    i18n::Lang,
    jobs, memberships, t,
    users::User,
};

use super::{
    message::{Message, SendStatement},
    store,
};
use crate::{figures::days, reading::Statement};

/// What a message says before anybody changes it: recipient, subject and text, in the organization's language.
pub fn draft(statement: &Statement) -> (String, String, String) {
    let lang = Lang::of(&statement.organization.language);
    let company = statement.organization.printed_name();
    let subject = t!(lang, "statement-mail-subject", company = company);
    let body = t!(lang, "statement-mail-body", contact = statement.contact.name.as_str(), days = days(lang, statement), company = company);
    (statement.contact.email.clone(), subject, body)
}

/// Has a statement sent, of which `sheet` is what its paper says. Call [`Platform::wake_workers`](despacho_platform::Platform::wake_workers) after the
/// commit.
///
/// Errors, before anything is written: `to` `required`, `email`; `mail_by_sender`, `mail_to_recipient` (max); those of lengths.
pub async fn send(tx: &Tx, statement: &Statement, sheet: &Sheet, typed: &TypedMessage, (by, now): (&User, i64)) -> Result<Message> {
    let organization = statement.organization.id;
    memberships::hold(tx, organization).await?;
    let mut errors = Invalid::new();
    let (to, subject, body) = draft(statement);
    let addresses = typed.addresses(&to, &mut errors);
    let or = |typed: &str, usual: String| if typed.trim().is_empty() { usual } else { typed.to_owned() };
    let subject = errors.required("subject", &or(&typed.subject, subject).split_whitespace().collect::<Vec<_>>().join(" "), 200);
    let body = errors.optional_long("body", &or(&typed.body, body), LONGEST);
    if let Some(to) = addresses.first() {
        // Documents and statements are counted together, so that neither makes a relay of us.
        let (mut all, mut to_one) = store::counts(tx, (by.id, organization), to, now - DAY).await?;
        let other = documents::counts(tx, (by.id, organization), to, now - DAY).await?;
        (all, to_one) = (all + other.0, to_one + other.1);
        for (code, count, max) in [("mail_by_sender", all, IN_A_DAY), ("mail_to_recipient", to_one, TO_ONE)] {
            if count >= max {
                errors.push_with("to", code, vec![("max", max.to_string())]);
            }
        }
    }
    errors.finish()?;
    let message = Message {
        organization_id: organization,
        id: new_id(),
        contact_id: statement.contact.id,
        shape: statement.asked.shape.word().into(),
        first_day: statement.asked.first.to_string(),
        last_day: statement.asked.last.to_string(),
        recipient: addresses.first().cloned().unwrap_or_default(),
        copies: addresses.get(1..).unwrap_or_default().join("\n"),
        subject,
        body,
        sheet: serde_json::to_string(sheet).map_err(|e| despacho_platform::Error::Other(e.to_string()))?,
        state: "queued".into(),
        sent_by: by.id,
        created_at: now,
        sent_at: None,
    };
    store::insert(tx, &message).await?;
    jobs::enqueue(tx, &SendStatement { organization_id: organization, message_id: message.id }, now).await?;
    let label = statement.contact.label();
    let changes = vec![Change { field: "to".into(), before: String::new(), after: message.recipient.clone() }];
    let entry = Entry { tenant: organization, actor: Some(by), action: "statement_emailed", subject: ("contact", statement.contact.id, &label), changes };
    activity::record(tx, entry, now).await?;
    Ok(message)
}
