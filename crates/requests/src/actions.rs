//! What the firm does with its requests.

use despacho_kernel::{Id, Invalid, new_id};
use despacho_platform::{
    Error, Platform, Result, Tx,
    activity::{self, Change, Entry},
    clock::DAY,
    jobs, secret,
    sql::Connection,
    users::User,
};
use despacho_practice::{
    clients::{
        client::{Client, Contact},
        store as clients,
    },
    practices::store as practices,
};
use despacho_tasks::store as tasks;
use despacho_ui::format;

use crate::{
    link::{Evidence, IN_A_DAY, Link, Occasion, SendLink, TO_ONE},
    link_store as links,
    request::{LIFETIME, Line, Recipient, Request, State},
    store,
    typed::TypedRequest,
};

/// Most characters of a reason.
pub const REASON: usize = 500;

/// The firm's side of requests, and who acts there.
pub struct Desk<'a> {
    pub platform: &'a Platform,
    pub tx: &'a Tx,
    pub practice: Id,
    pub by: &'a User,
    /// Staff see and touch only what is of clients that are assigned to them.
    pub visible_to: Option<Id>,
    pub now: i64,
}

/// An address that a request goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    pub contact_id: Option<Id>,
    pub name: String,
    pub email: String,
}

/// Whom a request of a client goes to: its recipients, or the client's own address where it names nobody. Who has no address is told apart.
pub fn addressees(client: &Client, contacts: &[Contact], recipients: &[Recipient]) -> (Vec<Addressee>, Vec<String>) {
    if recipients.is_empty() {
        let own = Addressee { contact_id: None, name: client.display_name.clone(), email: client.email.clone() };
        return if own.email.is_empty() { (vec![], vec![]) } else { (vec![own], vec![]) };
    }
    let mut found: Vec<Addressee> = vec![];
    let mut without = vec![];
    for recipient in recipients {
        let contact = contacts.iter().find(|contact| contact.id == recipient.contact_id);
        match contact.filter(|contact| !contact.email.is_empty()) {
            Some(contact) if found.iter().any(|one| one.email == contact.email) => {}
            Some(contact) => found.push(Addressee { contact_id: Some(contact.id), name: contact.name.clone(), email: contact.email.clone() }),
            None => without.push(recipient.name.clone()),
        }
    }
    (found, without)
}

/// Where a client's contact persons and its requests are read together.
async fn reached(db: &dyn Connection, request: &Request) -> Result<(Client, Vec<Addressee>, Vec<String>)> {
    let client = clients::find(db, request.practice_id, request.client_id, None).await?;
    let contacts = clients::contacts(db, request.practice_id, client.id).await?;
    let recipients = store::recipients_of(db, request.practice_id, &[request.id]).await?;
    let (found, without) = addressees(&client, &contacts, &recipients);
    Ok((client, found, without))
}

/// Makes links to be mailed, and has them mailed.
pub async fn mail_links(tx: &Tx, request: &Request, to: &[Addressee], occasion: Occasion, now: i64) -> Result<()> {
    let made: Vec<Link> = to
        .iter()
        .map(|one| Link {
            practice_id: request.practice_id,
            id: new_id(),
            request_id: request.id,
            contact_id: one.contact_id,
            name: one.name.clone(),
            email: one.email.clone(),
            occasion: occasion.word().into(),
            state: "queued".into(),
            created_at: now,
            expires_at: now + LIFETIME,
            ..Link::default()
        })
        .collect();
    links::insert(tx, &made).await?;
    for link in &made {
        jobs::enqueue(tx, &SendLink { practice_id: link.practice_id, link_id: link.id }, now).await?;
    }
    Ok(())
}

/// Notes what was done to a request in its practice's activity; nobody is named where the client did it, whose name stands among the changes.
pub async fn record(tx: &Tx, request: &Request, by: Option<&User>, action: &str, changes: Vec<Change>, now: i64) -> Result<()> {
    let subject = ("request", request.id, request.title.as_str());
    activity::record(tx, Entry { tenant: request.practice_id, actor: by, action, subject, changes }, now).await
}

pub(crate) fn change(field: &str, after: &str) -> Change {
    Change { field: field.into(), before: String::new(), after: after.into() }
}

/// A request whose client a member may see.
pub async fn find(db: &dyn Connection, practice: Id, id: Id, visible_to: Option<Id>) -> Result<(Request, Client)> {
    let request = store::find(db, practice, id).await?;
    let client = clients::find(db, practice, request.client_id, visible_to).await?;
    Ok((request, client))
}

impl Desk<'_> {
    pub(crate) async fn take(&self, id: Id) -> Result<(Request, Client)> {
        find(self.tx, self.practice, id, self.visible_to).await?;
        let request = store::hold(self.tx, self.practice, id).await?;
        let client = clients::find(self.tx, self.practice, request.client_id, self.visible_to).await?;
        Ok((request, client))
    }

    pub(crate) async fn record(&self, request: &Request, action: &str, changes: Vec<Change>) -> Result<()> {
        record(self.tx, request, Some(self.by), action, changes, self.now).await
    }

    pub(crate) fn evidence(&self, request: &Request, line: Option<&Line>, what: &str, detail: &str) -> Evidence {
        Evidence {
            practice_id: self.practice,
            id: new_id(),
            request_id: request.id,
            line_id: line.map(|line| line.id),
            what: what.into(),
            who: self.by.name.clone(),
            user_id: Some(self.by.id),
            detail: detail.into(),
            at: self.now,
            ..Evidence::default()
        }
    }

    /// Makes a request of a client, as a draft.
    ///
    /// Errors: those of what is typed, each at its place; `client_id` that may not be seen is not found.
    pub async fn create(&self, client: Id, typed: &TypedRequest) -> Result<Request> {
        self.create_as(new_id(), client, typed).await
    }

    /// The same with an id that was given beforehand.
    pub async fn create_as(&self, id: Id, client: Id, typed: &TypedRequest) -> Result<Request> {
        let client = clients::find(self.tx, self.practice, client, self.visible_to).await?;
        let contacts = clients::contacts(self.tx, self.practice, client.id).await?;
        let mut errors = Invalid::new();
        let before = Request { id, created_by: self.by.id, created_at: self.now, updated_at: self.now, version: 1, ..Request::default() };
        let (request, lines, recipients) = typed.read(&client, &contacts, before, &mut errors);
        if lines.is_empty() && typed.lines.is_empty() {
            errors.push("lines", "request_lines");
        }
        self.check_task(&request, &mut errors).await?;
        errors.finish()?;
        store::insert(self.tx, std::slice::from_ref(&request), &lines, &recipients).await?;
        self.record(&request, "request_created", vec![change("client", &client.display_name)]).await?;
        Ok(request)
    }

    /// The task that a request belongs to is one of its client.
    async fn check_task(&self, request: &Request, errors: &mut Invalid) -> Result<()> {
        let Some(task) = request.task_id else { return Ok(()) };
        match tasks::find(self.tx, self.practice, task, self.visible_to).await {
            Ok(task) if task.client_id == request.client_id => {}
            Ok(_) | Err(Error::NotFound) => errors.push("task_id", "choice"),
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Changes a draft.
    ///
    /// Errors: as of [`create`](Self::create); conflict `request_sent_already`; stale.
    pub async fn update(&self, id: Id, seen: Option<i64>, typed: &TypedRequest) -> Result<Request> {
        let (before, client) = self.take(id).await?;
        if before.state() != State::Draft {
            return Err(Error::Conflict("request_sent_already"));
        }
        if seen.is_some_and(|seen| seen != before.version) {
            return Err(Error::Stale(vec![]));
        }
        let contacts = clients::contacts(self.tx, self.practice, client.id).await?;
        let mut errors = Invalid::new();
        let (request, lines, recipients) = typed.read(&client, &contacts, Request { updated_at: self.now, ..before.clone() }, &mut errors);
        if lines.is_empty() && typed.lines.is_empty() {
            errors.push("lines", "request_lines");
        }
        self.check_task(&request, &mut errors).await?;
        errors.finish()?;
        store::replace(self.tx, &request, &lines, &recipients).await?;
        let after = store::update(self.tx, &request).await?;
        let fields = |of: &Request| [("title", of.title.clone()), ("due_on", of.due_on.clone()), ("message", of.message.clone())];
        self.record(&after, "request_changed", activity::differences(&fields(&before), &fields(&after))).await?;
        Ok(after)
    }

    /// Removes a draft.
    ///
    /// Errors: conflict `request_sent_already`.
    pub async fn remove(&self, id: Id) -> Result<Request> {
        let (request, _) = self.take(id).await?;
        if request.state() != State::Draft {
            return Err(Error::Conflict("request_sent_already"));
        }
        store::remove(self.tx, &request).await?;
        self.record(&request, "request_removed", vec![]).await?;
        Ok(request)
    }

    /// Sends a draft, or one again that could not be delivered. Wake the workers after the commit.
    ///
    /// Errors: conflict `request_sent_already`; `recipients` `request_recipient_email` (names), `request_no_address`, `mail_by_sender`, `mail_to_recipient`.
    pub async fn send(&self, id: Id) -> Result<Request> {
        let (request, _) = self.take(id).await?;
        if !matches!(request.state(), State::Draft | State::Undeliverable) {
            return Err(Error::Conflict("request_sent_already"));
        }
        let (client, to, without) = reached(self.tx, &request).await?;
        let mut errors = Invalid::new();
        if !without.is_empty() {
            errors.push_with("recipients", "request_recipient_email", vec![("names", without.join(", "))]);
        } else if to.is_empty() {
            errors.push_with("recipients", "request_no_address", vec![("client", client.display_name.clone())]);
        }
        self.within_bounds(&to, &mut errors).await?;
        errors.finish()?;
        let today = self.today().await?;
        let sent = Request {
            state: State::Sent.word().into(),
            sent_at: Some(self.now),
            sent_by: Some(self.by.id),
            reminded_on: today,
            updated_at: self.now,
            ..request
        };
        let sent = store::update(self.tx, &sent).await?;
        mail_links(self.tx, &sent, &to, Occasion::Sending, self.now).await?;
        let names = to.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ");
        links::note(self.tx, &[self.evidence(&sent, None, "sent", &names)]).await?;
        self.record(&sent, "request_sent", vec![change("recipients", &names)]).await?;
        Ok(sent)
    }

    async fn today(&self) -> Result<String> {
        let zone = practices::find(self.tx, self.practice).await?.time_zone;
        format::local_date(&zone, self.now).map(|day| day.to_string()).ok_or_else(|| Error::Other("no day".into()))
    }

    async fn within_bounds(&self, to: &[Addressee], errors: &mut Invalid) -> Result<()> {
        for one in to {
            let (all, same) = links::counts(self.tx, self.practice, &one.email, self.now - DAY).await?;
            for (code, count, max) in [("mail_by_sender", all, IN_A_DAY), ("mail_to_recipient", same, TO_ONE)] {
                if count >= max {
                    errors.push_with("recipients", code, vec![("max", max.to_string())]);
                }
            }
        }
        Ok(())
    }

    /// Reminds of a request by hand.
    ///
    /// Errors: conflict `request_not_waiting`; `recipients` as of [`send`](Self::send).
    pub async fn remind(&self, id: Id) -> Result<Request> {
        let (request, _) = self.take(id).await?;
        if !request.state().is_answerable() {
            return Err(Error::Conflict("request_not_waiting"));
        }
        let (_, to, _) = reached(self.tx, &request).await?;
        let mut errors = Invalid::new();
        if to.is_empty() {
            errors.push("recipients", "request_recipients_gone");
        }
        self.within_bounds(&to, &mut errors).await?;
        errors.finish()?;
        let today = self.today().await?;
        let reminded = store::update(self.tx, &Request { reminded_on: today, reminders: request.reminders + 1, ..request }).await?;
        mail_links(self.tx, &reminded, &to, Occasion::Reminder, self.now).await?;
        self.record(&reminded, "request_reminded", vec![]).await?;
        Ok(reminded)
    }

    /// Cancels a request; its links open nothing any more.
    ///
    /// Errors: conflict `request_closed`; `reason` `too_long`.
    pub async fn cancel(&self, id: Id, reason: &str) -> Result<Request> {
        let (request, _) = self.take(id).await?;
        if matches!(request.state(), State::Accepted | State::Cancelled) {
            return Err(Error::Conflict("request_closed"));
        }
        let mut errors = Invalid::new();
        let reason = errors.optional("reason", reason, REASON);
        errors.finish()?;
        let cancelled = Request { state: State::Cancelled.word().into(), reason: reason.clone(), closed_at: Some(self.now), updated_at: self.now, ..request };
        let cancelled = store::update(self.tx, &cancelled).await?;
        links::revoke(self.tx, self.practice, id, self.now).await?;
        links::note(self.tx, &[self.evidence(&cancelled, None, "cancelled", &reason)]).await?;
        let changes = if reason.is_empty() { vec![] } else { vec![change("reason", &reason)] };
        self.record(&cancelled, "request_cancelled", changes).await?;
        Ok(cancelled)
    }

    /// Revokes every link of a request; a reminder mails another.
    pub async fn revoke(&self, id: Id) -> Result<Request> {
        let (request, _) = self.take(id).await?;
        if links::revoke(self.tx, self.practice, id, self.now).await? > 0 {
            links::note(self.tx, &[self.evidence(&request, None, "revoked", "")]).await?;
            self.record(&request, "request_links_revoked", vec![]).await?;
        }
        Ok(request)
    }
}

/// A link that is handed to one person as it is made: its path.
///
/// Errors: conflict `request_not_waiting`.
pub async fn hand(tx: &Tx, request: &Request, to: &Addressee, occasion: Occasion, now: i64) -> Result<String> {
    if !request.state().is_open() {
        return Err(Error::Conflict("request_not_waiting"));
    }
    let secret = secret::mint()?;
    let link = Link {
        practice_id: request.practice_id,
        id: new_id(),
        request_id: request.id,
        contact_id: to.contact_id,
        name: to.name.clone(),
        email: to.email.clone(),
        occasion: occasion.word().into(),
        state: "sent".into(),
        token_hash: Some(secret::hash(&secret)),
        created_at: now,
        sent_at: Some(now),
        expires_at: now + LIFETIME,
        ..Link::default()
    };
    links::insert(tx, std::slice::from_ref(&link)).await?;
    Ok(format!("/r/{secret}"))
}
