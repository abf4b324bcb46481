//! The conversation of a client: what is said within the firm, to the client, and by them.

use despacho_firm_documents::{people::Person, people_store as people, store::names};
use despacho_kernel::{Id, Invalid, new_id};
use despacho_platform::{
    Error, Event, Platform, Result, Tx,
    activity::{self, Entry},
    clock::{DAY, HOUR},
    memberships, notifications,
    users::User,
};
use despacho_practice::clients::{client::Client, store as clients};
use serde_json::json;

use crate::conversation_store::{self as store, Message, Recipient};

/// Most characters of what is said at once.
pub const LONG: usize = 5000;

/// Most messages that one person writes to a firm in a day.
pub const DAILY: i64 = 100;

/// What is said, as somebody of the firm types it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said<'a> {
    /// Nobody of the client ever reads it.
    Note,
    /// For these people of the client, by their users.
    Message(&'a [Id]),
}

fn body(text: &str) -> Result<String, Invalid> {
    let mut errors = Invalid::new();
    let text = errors.optional_long("body", text.trim(), LONG);
    if text.is_empty() {
        errors.push("body", "required");
    }
    errors.finish()?;
    Ok(text)
}

/// Says something as somebody of the firm. Whom a message is for is told by mail, as they wish; answers whom to wake.
///
/// Errors: `body` (`required`, `too_long`), `to` (`required`, `not_contact`).
pub async fn say(tx: &Tx, (practice, by, now): (Id, &User, i64), client: &Client, said: &Said<'_>, text: &str) -> Result<Vec<Id>> {
    memberships::hold(tx, practice).await?;
    let body = body(text)?;
    let message = Message {
        practice_id: practice,
        id: new_id(),
        client_id: client.id,
        kind: if *said == Said::Note { "note" } else { "message" }.into(),
        author_id: by.id,
        body,
        created_at: now,
    };
    let to = match said {
        Said::Note => vec![],
        Said::Message(to) => recipients(tx, &message, to).await?,
    };
    store::insert(tx, &message, &to).await?;
    let action = if to.is_empty() { "client_note_written" } else { "client_message_sent" };
    activity::record(tx, Entry { tenant: practice, actor: Some(by), action, subject: ("client", client.id, &client.display_name), changes: vec![] }, now)
        .await?;
    let firm = memberships::tenant_name(tx, practice).await?.unwrap_or_default();
    for recipient in &to {
        notifications::notify(tx, recipient.user_id, "client_message", json!({ "tenant": firm }), &format!("/portal/{}/messages", client.id), now).await?;
    }
    Ok(to.into_iter().map(|recipient| recipient.user_id).collect())
}

/// The people of the client whom a message is for, each of whom has to be one.
async fn recipients(tx: &Tx, message: &Message, to: &[Id]) -> Result<Vec<Recipient>> {
    let mut errors = Invalid::new();
    if to.is_empty() {
        errors.push("to", "required");
    }
    let known = people::of_client(tx, message.practice_id, message.client_id).await?;
    if to.iter().any(|user| !known.iter().any(|person| person.user_id == *user)) {
        errors.push("to", "not_contact");
    }
    errors.finish()?;
    let named = names(tx, to).await?;
    let of = |person: &Person| Recipient {
        practice_id: message.practice_id,
        message_id: message.id,
        user_id: person.user_id,
        name: named.get(&person.user_id).cloned().unwrap_or_default(),
        read_at: None,
    };
    Ok(known.iter().filter(|person| to.contains(&person.user_id)).map(of).collect())
}

/// Says something as somebody of the client; those who look after it are told.
///
/// Errors: forbidden of who only reads; `body` (`required`, `too_long`, `messages_today`).
pub async fn answer(tx: &Tx, (person, by, now): (&Person, &User, i64), text: &str) -> Result<Vec<Id>> {
    if !person.sends() {
        return Err(Error::Forbidden);
    }
    let body = body(text)?;
    // Each is told by mail to those who look after the client.
    if store::written(tx, person.practice_id, by.id, now - DAY).await? >= DAILY {
        let mut errors = Invalid::new();
        errors.push_with("body", "messages_today", vec![("max", DAILY.to_string())]);
        return Err(errors.into());
    }
    let message =
        Message { practice_id: person.practice_id, id: new_id(), client_id: person.client_id, kind: "answer".into(), author_id: by.id, body, created_at: now };
    store::insert(tx, &message, &[]).await?;
    tell_firm(tx, (person, by, now), "client_answer", "client_answered").await
}

/// Most members who are told of one thing.
const TOLD: usize = 20;

/// Tells those who are assigned to a client, or the firm's owners where nobody is, and writes the activity; who has not read the last such notice of this hour is told no more. Answers whom to wake.
pub async fn tell_firm(tx: &Tx, (person, by, now): (&Person, &User, i64), kind: &str, action: &str) -> Result<Vec<Id>> {
    let client = clients::find(tx, person.practice_id, person.client_id, None).await?;
    let entry = Entry { tenant: person.practice_id, actor: Some(by), action, subject: ("client", client.id, &client.display_name), changes: vec![] };
    activity::record(tx, entry, now).await?;
    let mut to = clients::assigned(tx, person.practice_id, person.client_id).await?;
    if to.is_empty() {
        let members = memberships::list(tx, person.practice_id).await?;
        to = members.into_iter().filter(|member| member.role == "owner").map(|member| member.user_id).collect();
    }
    to.retain(|user| *user != by.id);
    to.truncate(TOLD);
    let link = if kind == "client_answer" { "portal" } else { "documents" };
    let path = format!("/practices/{}/clients/{}/{link}", person.practice_id, person.client_id);
    let mut told = vec![];
    for user in to {
        // Ten files are one notice, and one mail.
        if !store::told_since(tx, user, (kind, &path), now - HOUR).await? {
            notifications::notify(tx, user, kind, json!({ "client": client.display_name }), &path, now).await?;
            told.push(user);
        }
    }
    Ok(told)
}

/// Wakes the pages of those who were told.
pub fn wake(platform: &Platform, told: &[Id]) {
    platform.wake_workers();
    for user in told {
        platform.tell(Event::Notified(*user));
    }
}
