//! Sending documents, and what their readers answer.

use std::collections::HashMap;

use despacho_books::preferences::{EMAIL_TEMPLATES, email_templates};
use despacho_contacts::store as contacts;
use despacho_kernel::{Id, Invalid, new_id};
use despacho_ledger::journal::Allowed;
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    clock::DAY,
    i18n::Lang,
    jobs, memberships,
    sql::Connection,
};
use despacho_settings::lists::{ListRow, store as lists};
use despacho_ui::format;
use jiff::civil::Date;

use super::{
    message::{IN_A_DAY, LIFETIME, LONGEST, Message, SendDocument, TO_ONE, TypedMessage},
    store,
};
use crate::{
    desk::Desk,
    document::Document,
    ground::Ground,
    kind::{Action, Kind, Stage},
    open::store as open,
    store as documents,
};

/// What a message says before anybody changes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub to: String,
    pub subject: String,
    pub body: String,
}

/// The template of an occasion: the one that is named, or the first active one in the organization's language.
async fn template(db: &dyn Connection, ground: &Ground, kind: Kind, named: Option<Id>, errors: &mut Invalid) -> Result<Option<ListRow>> {
    let all = lists::list(db, &EMAIL_TEMPLATES, ground.organization.id, lists::MAX).await?;
    let is = |row: &ListRow, column: &str, word: &str| EMAIL_TEMPLATES.values(row).get(column) == word;
    let found = match named {
        Some(id) => all.into_iter().find(|row| row.id == id),
        None => all
            .into_iter()
            .find(|row| row.active && is(row, "occasion", kind.word()) && is(row, "language", &ground.organization.language)),
    };
    if found.is_none() && named.is_some() {
        errors.push("template_id", "choice");
    }
    Ok(found)
}

/// What a document's message says: the template filled.
async fn drafted(db: &dyn Connection, ground: &Ground, document: &Document, named: Option<Id>, errors: &mut Invalid) -> Result<Draft> {
    let (organization, kind) = (&ground.organization, document.kind()?);
    let contact = contacts::find(db, organization.id, document.contact_id).await?;
    let lang = Lang::of(&organization.language);
    let left = open::of_sources(db, organization.id, &[document.id]).await?;
    let currency = document.own_currency()?;
    let date = |text: &str| {
        text.parse::<Date>()
            .map_or_else(|_| text.to_owned(), |date| format::calendar_date(lang, &organization.date_format, date))
    };
    let money = |minor: i64| format::money(lang, minor, currency);
    let values: HashMap<&str, String> = HashMap::from([
        ("company_name", organization.printed_name().to_owned()),
        ("customer_name", document.contact_name.clone()),
        ("document_number", document.number.clone()),
        ("document_date", date(&document.date)),
        ("due_date", date(&document.due_on)),
        ("total", money(document.payable)),
        ("balance", money(left.iter().map(|item| item.remaining.abs()).sum())),
    ]);
    let fill = |text: &str| email_templates::fill(text, |name| values.get(name).cloned());
    let row = template(db, ground, kind, named, errors).await?;
    let text = |column: &str, usual: &str| match &row {
        Some(row) => EMAIL_TEMPLATES.values(row).get(column).to_owned(),
        None => lang.t(&format!("{usual}-{}", kind.word().replace('_', "-"))),
    };
    Ok(Draft { to: contact.email.clone(), subject: fill(&text("subject", "default-mail-subject")), body: fill(&text("body", "default-mail-body")) })
}

/// A document that may be sent, and what its message would say.
///
/// Errors: conflict `not_issued`.
pub async fn draft(db: &dyn Connection, organization: Id, of: (Kind, Id), now: i64) -> Result<(Document, Draft)> {
    draft_as(db, organization, of, None, now).await
}

/// The same by a template that is named.
///
/// Errors: conflict `not_issued`; `template_id` `choice`.
pub async fn draft_as(db: &dyn Connection, organization: Id, (kind, id): (Kind, Id), named: Option<Id>, now: i64) -> Result<(Document, Draft)> {
    let ground = Ground::of(db, organization, now).await?;
    let document = documents::find_of(db, organization, kind.word(), id).await?;
    kind.allows(document.stage()?, Action::Email, ground.is_final()).map_err(Error::Conflict)?;
    let mut errors = Invalid::new();
    let draft = drafted(db, &ground, &document, named, &mut errors).await?;
    errors.finish()?;
    Ok((document, draft))
}

/// Has a document sent. Call [`Platform::wake_workers`](despacho_platform::Platform::wake_workers) after the commit.
///
/// Errors: conflict `not_issued`; `to` `required`, `email`; `mail_by_sender`, `mail_to_recipient` (max); `template_id` `choice`.
pub async fn send(tx: &Tx, organization: Id, of: (Kind, Id), typed: &TypedMessage, allowed: Allowed<'_>) -> Result<Message> {
    let desk = Desk::of(tx, organization, allowed).await?;
    let document = desk.take(of, Action::Email, None).await?;
    sent(&desk, &document, typed).await
}

/// Has a document sent that may be.
///
/// Errors, before anything is written: as of [`send`].
pub async fn sent(desk: &Desk<'_>, document: &Document, typed: &TypedMessage) -> Result<Message> {
    let (tx, organization, allowed) = (desk.tx, desk.organization(), desk.allowed);
    let mut errors = Invalid::new();
    let draft = drafted(tx, &desk.ground, document, typed.template_id, &mut errors).await?;
    let addresses = typed.addresses(&draft.to, &mut errors);
    let or = |typed: &str, usual: String| if typed.trim().is_empty() { usual } else { typed.to_owned() };
    let subject = errors.required("subject", &or(&typed.subject, draft.subject).split_whitespace().collect::<Vec<_>>().join(" "), 200);
    let body = errors.optional_long("body", &or(&typed.body, draft.body), LONGEST);
    // Whoever gets a copy counts as whoever it is sent to.
    for to in &addresses {
        let (all, to_one) = store::counts(tx, (allowed.by.id, organization), to, allowed.now - DAY).await?;
        for (code, count, max) in [("mail_by_sender", all, IN_A_DAY), ("mail_to_recipient", to_one, TO_ONE)] {
            if count >= max && !errors.0.iter().any(|error| error.code == code) {
                errors.push_with("to", code, vec![("max", max.to_string())]);
            }
        }
    }
    errors.finish()?;
    let message = Message {
        organization_id: organization,
        id: new_id(),
        document_id: document.id,
        recipient: addresses.first().cloned().unwrap_or_default(),
        copies: addresses.get(1..).unwrap_or_default().join("\n"),
        subject,
        body,
        attaches: typed.attach.unwrap_or(true),
        state: "queued".into(),
        sent_by: allowed.by.id,
        created_at: allowed.now,
        expires_at: allowed.now + LIFETIME,
        ..Message::default()
    };
    store::insert(tx, &message).await?;
    jobs::enqueue(tx, &SendDocument { organization_id: organization, message_id: message.id }, allowed.now).await?;
    desk.record_with(document, "document_emailed", vec![Change { field: "to".into(), before: String::new(), after: message.recipient.clone() }])
        .await?;
    Ok(message)
}

/// What an estimate's reader answers on the page of its link, in the name that they write.
///
/// Errors: `name` `required`; conflict `not_issued`.
pub async fn answer(tx: &Tx, message: &Message, accepts: bool, name: &str, now: i64) -> Result<Document> {
    let organization = message.organization_id;
    memberships::hold(tx, organization).await?;
    let ground = Ground::of(tx, organization, now).await?;
    let before = documents::find(tx, organization, message.document_id).await?;
    let (action, stage, word) =
        if accepts { (Action::Accept, Stage::Accepted, "document_accepted_online") } else { (Action::Decline, Stage::Declined, "document_declined_online") };
    before.kind()?.allows(before.stage()?, action, ground.is_final()).map_err(Error::Conflict)?;
    // The firm's own word, and the day until which it holds, stand over the link.
    if before.stage()? != Stage::Issued || before.due_on < ground.today.to_string() {
        return Err(Error::Conflict("not_issued"));
    }
    let mut errors = Invalid::new();
    let name = errors.required("name", name, 100);
    errors.finish()?;
    let after = Document { stage: stage.word().into(), ..before };
    documents::update(tx, &after).await?;
    let label = after.label();
    let changes = vec![Change { field: "name".into(), before: String::new(), after: name }];
    let subject = (after.kind.as_str(), after.id, label.as_str());
    activity::record(tx, Entry { tenant: organization, actor: None, action: word, subject, changes }, now).await?;
    documents::find(tx, organization, after.id).await
}
