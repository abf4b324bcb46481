//! Mailing links, reminders, what was returned, and codes.

use despacho_kernel::Id;
use despacho_platform::{
    Error, Platform, Result, Tx,
    i18n::Lang,
    jobs::{self, Handles, Trouble},
    mail::Mail,
    secret, t, users,
};
use despacho_practice::{
    clients::store as clients,
    practices::{practice::Practice, store as practices},
};
use despacho_ui::{format, letter::Letter};
use jiff::{Timestamp, tz::TimeZone};

use crate::{
    actions::{addressees, mail_links, record},
    link::{CODE, Link, Occasion, RemindClients, SendCode, SendLink, TellReturned},
    link_store as links,
    reminder::{self, FROM_HOUR, TO_HOUR},
    request::{Line, LineState, Request, State, progress},
    store,
};

/// Does the jobs of requests.
pub struct Mails;

/// Practices and requests that are read at once.
const BATCH: i64 = 100;

/// What a link's message says: its subject, and paragraphs.
fn said(lang: Lang, practice: &Practice, link: &Link, request: &Request, lines: &[Line]) -> (String, String) {
    let occasion = link.occasion.replace('_', "-");
    let (title, firm) = (request.title.as_str(), practice.name.as_str());
    let subject = t!(lang, &format!("request-mail-subject-{occasion}"), title = title, firm = firm);
    let p = progress(lines);
    let mut text = vec![t!(lang, "request-mail-hello", name = link.name.as_str())];
    text.push(t!(lang, &format!("request-mail-{occasion}"), title = title, firm = firm, left = p.asked - p.answered));
    if link.occasion == Occasion::Return.word() {
        let returned = lines.iter().filter(|line| line.state() == LineState::Returned);
        text.extend(returned.map(|line| t!(lang, "request-mail-returned", line = line.title.as_str(), reason = line.reason.as_str())));
    }
    if !request.due_on.is_empty() {
        text.push(t!(lang, "request-mail-due", day = format::stored_date(lang, &request.due_on)));
    }
    (subject, text.join("\n"))
}

/// The address that answers go to: whoever sent the request.
async fn reply_to(platform: &Platform, request: &Request) -> Result<String> {
    match request.sent_by {
        Some(user) => Ok(users::find(platform.db.read(), user).await?.map(|user| user.email).unwrap_or_default()),
        None => Ok(String::new()),
    }
}

impl Handles<SendLink> for Mails {
    async fn run(platform: &Platform, job: SendLink) -> Result<(), Trouble> {
        let db = platform.db.read();
        let Some(link) = links::find(db, job.practice_id, job.link_id).await?.filter(|link| link.state == "queued" && link.revoked_at.is_none()) else {
            return Ok(());
        };
        let request = store::find(db, link.practice_id, link.request_id).await?;
        if !request.state().is_open() {
            return Ok(());
        }
        let practice = practices::find(db, link.practice_id).await?;
        let client = clients::find(db, link.practice_id, request.client_id, None).await?;
        let lines = store::lines(db, link.practice_id, request.id).await?;
        let lang = Lang::of(&client.language);
        let secret = secret::mint()?;
        let tx = platform.db.begin().await?;
        links::mint(&tx, &link, &secret::hash(&secret)).await?;
        tx.commit().await?;
        let (subject, text) = said(lang, &practice, &link, &request, &lines);
        let address = format!("{}/r/{secret}", platform.config.public_url);
        let until = format::date(lang, &practice.time_zone, link.expires_at);
        let note = t!(lang, "request-mail-note", until = until);
        let letter = Letter { lang, to: &link.email, subject, text: &text, link: &address, label: &lang.t("request-mail-open"), note: &note };
        let mail = Mail { from_name: practice.name.clone(), reply_to: reply_to(platform, &request).await?, ..letter.mail() };
        platform.mailer.send(mail).await?;
        let tx = platform.db.begin().await?;
        links::end(&tx, link.practice_id, link.id, "sent", Some(platform.clock.now())).await?;
        Ok(tx.commit().await?)
    }

    async fn given_up(tx: &Tx, job: SendLink, now: i64) -> Result<()> {
        let Some(link) = links::find(tx, job.practice_id, job.link_id).await? else { return Ok(()) };
        links::end(tx, link.practice_id, link.id, "failed", None).await?;
        let request = store::hold(tx, link.practice_id, link.request_id).await?;
        if request.state() != State::Sent || links::any_alive(tx, link.practice_id, request.id).await? {
            return Ok(());
        }
        let lost = store::update(tx, &Request { state: State::Undeliverable.word().into(), updated_at: now, ..request }).await?;
        record(tx, &lost, None, "request_undeliverable", vec![], now).await
    }
}

impl Handles<SendCode> for Mails {
    async fn run(platform: &Platform, job: SendCode) -> Result<(), Trouble> {
        let (db, now) = (platform.db.read(), platform.clock.now());
        let Some(link) = links::find(db, job.practice_id, job.link_id).await?.filter(|link| link.revoked_at.is_none() && link.expires_at > now) else {
            return Ok(());
        };
        let request = store::find(db, link.practice_id, link.request_id).await?;
        let practice = practices::find(db, link.practice_id).await?;
        let client = clients::find(db, link.practice_id, request.client_id, None).await?;
        let lang = Lang::of(&client.language);
        let code = code(&secret::mint()?);
        let tx = platform.db.begin().await?;
        links::add_code(&tx, &link, "code", &code_hash(&link, &code), now + CODE, now).await?;
        tx.commit().await?;
        let text = t!(lang, "request-mail-code", code = code.as_str(), title = request.title.as_str());
        let letter = Letter {
            lang,
            to: &link.email,
            subject: t!(lang, "request-mail-subject-code", code = code.as_str()),
            text: &text,
            link: &platform.config.public_url,
            label: "Despacho",
            note: &lang.t("request-mail-code-note"),
        };
        Ok(platform.mailer.send(Mail { from_name: practice.name, ..letter.mail() }).await?)
    }
}

/// Six digits of a secret's randomness.
fn code(secret: &str) -> String {
    let hash = secret::hash(secret);
    let number = u64::from_str_radix(&hash[..12], 16).unwrap_or(0) % 1_000_000;
    format!("{number:06}")
}

/// What is kept of a code: of each link's own.
pub fn code_hash(link: &Link, code: &str) -> String {
    secret::hash(&format!("{}\0{code}", link.id))
}

impl Handles<TellReturned> for Mails {
    async fn run(platform: &Platform, job: TellReturned) -> Result<(), Trouble> {
        let tx = platform.db.begin().await?;
        let request = store::hold(&tx, job.practice_id, job.request_id).await?;
        let lines = store::lines(&tx, job.practice_id, request.id).await?;
        let untold: Vec<&Line> = lines.iter().filter(|line| line.state() == LineState::Returned && !line.told).collect();
        if untold.is_empty() || !request.state().is_answerable() {
            return Ok(());
        }
        for line in untold {
            store::update_line(&tx, &Line { told: true, ..line.clone() }).await?;
        }
        mail_to_all(&tx, &request, Occasion::Return, platform.clock.now()).await?;
        tx.commit().await?;
        platform.wake_workers();
        Ok(())
    }
}

async fn mail_to_all(tx: &Tx, request: &Request, occasion: Occasion, now: i64) -> Result<usize> {
    let client = clients::find(tx, request.practice_id, request.client_id, None).await?;
    let contacts = clients::contacts(tx, request.practice_id, client.id).await?;
    let (to, _) = addressees(&client, &contacts, &store::recipients_of(tx, request.practice_id, &[request.id]).await?);
    mail_links(tx, request, &to, occasion, now).await?;
    Ok(to.len())
}

/// Calls for reminders in every practice that has something to remind of, while it is day there. It may be called twice: what was reminded of is noted.
pub async fn call_due(platform: Platform) -> Result<()> {
    let (db, now) = (platform.db.read(), platform.clock.now());
    let mut after = Id::nil();
    loop {
        let found = store::to_remind(db, after, BATCH).await?;
        let Some(last) = found.last() else { return Ok(()) };
        after = *last;
        for practice in found {
            let zone = practices::find(db, practice).await?.time_zone;
            if hour(&zone, now).is_some_and(|hour| (FROM_HOUR..TO_HOUR).contains(&hour)) {
                let tx = platform.db.begin().await?;
                jobs::enqueue(&tx, &RemindClients { practice_id: practice }, now).await?;
                tx.commit().await?;
            }
        }
        platform.wake_workers();
    }
}

fn hour(zone: &str, now: i64) -> Option<i8> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    Some(Timestamp::from_millisecond(now).ok()?.to_zoned_datetime(zone).hour())
}

impl Handles<RemindClients> for Mails {
    async fn run(platform: &Platform, job: RemindClients) -> Result<(), Trouble> {
        let (db, now) = (platform.db.read(), platform.clock.now());
        let zone = practices::find(db, job.practice_id).await?.time_zone;
        let today = format::local_date(&zone, now).ok_or_else(|| Error::Other("no day".into()))?;
        let mut after = Id::nil();
        loop {
            let found = store::reminded(db, job.practice_id, after, BATCH).await?;
            let Some(last) = found.last() else { break };
            after = last.id;
            for request in found.iter().filter(|request| reminder::is_due(request, today)) {
                let tx = platform.db.begin().await?;
                // Looked at again, held: what was handed in meanwhile, or reminded of by another worker, is not.
                let request = store::hold(&tx, job.practice_id, request.id).await?;
                if !reminder::is_due(&request, today) {
                    continue;
                }
                let reminded = Request { reminded_on: today.to_string(), reminders: request.reminders + 1, ..request };
                let reminded = store::update(&tx, &reminded).await?;
                if mail_to_all(&tx, &reminded, Occasion::Reminder, now).await? > 0 {
                    record(&tx, &reminded, None, "request_reminded", vec![], now).await?;
                }
                tx.commit().await?;
            }
        }
        platform.wake_workers();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_six_digits_and_good_for_its_link_alone() {
        for secret in ["a", "b", "c"] {
            let code = code(secret);
            assert!(code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()), "{code}");
        }
        let (one, other) = (Link { id: Id::nil(), ..Link::default() }, Link { id: Id::max(), ..Link::default() });
        assert_ne!(code_hash(&one, "123456"), code_hash(&other, "123456"));
    }
}
