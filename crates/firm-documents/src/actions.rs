//! What people do with documents.

use despacho_kernel::{Id, Invalid, new_id};
use despacho_platform::{
    Error, Platform, Result, Tx,
    activity::{self, Change, Entry},
    files::{self, incoming::Kept, kind, store::StoredFile},
    memberships,
    users::User,
};
use despacho_practice::clients::{client::Client, store as clients};
use despacho_ui::{fields::Sight, format};

use crate::{
    document::{DOCUMENT, Document, Shared, Source, Version},
    people::Eyes,
    people_store as people,
    store::{self, Filter, Link, VERSIONS},
};

/// For how long what is deleted can be brought back, in days.
pub const BIN: i64 = 60;
/// Most documents that something is done to at once.
pub const AT_ONCE: usize = 200;

/// The practice, and who acts on its documents.
pub struct Desk<'a> {
    pub platform: &'a Platform,
    pub practice: Id,
    /// Nobody where the client answered without an account.
    pub by: Option<&'a User>,
    pub eyes: Eyes,
    pub now: i64,
}

/// A document to make.
#[derive(Debug, Clone)]
pub struct NewDocument<'a> {
    pub client: Id,
    /// Of what is typed; what is empty follows from the rest.
    pub typed: Document,
    pub source: Source,
    /// The request that it answers.
    pub request: Option<Id>,
    /// What its file is called where it comes from.
    pub file_name: &'a str,
}

impl<'a> NewDocument<'a> {
    /// A document of a client, called as its file unless it has a name.
    pub fn of(client: Id, typed: Document, file_name: &'a str) -> Self {
        Self { client, typed, source: Source::Firm, request: None, file_name }
    }
}

fn media_type(stored: &StoredFile) -> String {
    stored.kind.clone()
}

/// The day of an instant where nobody's time zone is at hand.
fn day(now: i64) -> String {
    format::local_date("UTC", now).map(|day| day.to_string()).unwrap_or_default()
}

/// Makes a document of a file that is stored already, as one that a request brought: it has a stored file of its own, with the same in it.
///
/// It belongs to the practice `practice`, whose client `new.client` must be; nobody's assignments are asked. `new.typed` has the kind (a word of
/// [`Kind`](crate::document::Kind)), the period (`2027-Q1`), the name; `new.request` links it to its request. It is internal until it is shared.
///
/// Errors: not found where the client is none of the practice's; `file` (`storage_full`).
pub async fn of_stored(
    tx: &Tx,
    platform: &Platform,
    (practice, by, now): (Id, Option<&User>, i64),
    new: NewDocument<'_>,
    stored: &StoredFile,
) -> Result<Document> {
    let kept = Kept { sha256: stored.sha256.clone(), size: u64::try_from(stored.size).unwrap_or(0), kind: stored.kind.parse().unwrap_or(kind::Kind::Other) };
    Desk { platform, practice, by, eyes: Eyes::Firm { visible_to: None }, now }.add(tx, new, &kept).await
}

impl Desk<'_> {
    async fn record(&self, tx: &Tx, action: &str, document: &Document, changes: Vec<Change>) -> Result<()> {
        let subject = ("firm_document", document.id, document.name.as_str());
        activity::record(tx, Entry { tenant: self.practice, actor: self.by, action, subject, changes }, self.now).await
    }

    /// The client of a document: one that whoever acts may see.
    async fn client(&self, tx: &Tx, id: Id) -> Result<Client> {
        let visible_to = match &self.eyes {
            Eyes::Firm { visible_to } => *visible_to,
            Eyes::Client(person) if person.client_id == id && person.practice_id == self.practice => None,
            Eyes::Client(_) => return Err(Error::NotFound),
        };
        clients::find(tx, self.practice, id, visible_to).await
    }

    /// A document that is to be changed. The practice is held: what is seen of it is so until the change is written.
    async fn find(&self, tx: &Tx, id: Id) -> Result<Document> {
        memberships::hold(tx, self.practice).await?;
        store::find(tx, self.practice, id, &self.eyes).await
    }

    /// A document that is not deleted.
    async fn present(&self, tx: &Tx, id: Id) -> Result<Document> {
        let found = self.find(tx, id).await?;
        if found.deleted_at.is_some() { Err(Error::Conflict("document_deleted")) } else { Ok(found) }
    }

    /// Makes a document of a file that was kept.
    ///
    /// Errors: not found where the client is not to be seen; `file` (`storage_full`).
    pub async fn add(&self, tx: &Tx, new: NewDocument<'_>, kept: &Kept) -> Result<Document> {
        memberships::hold(tx, self.practice).await?;
        let client = self.client(tx, new.client).await?;
        let stored = files::add(tx, self.platform, self.practice, kept).await?;
        let name = if new.typed.name.is_empty() { new.file_name.to_owned() } else { new.typed.name.clone() };
        let by = self.by.map(|user| user.id);
        let document = Document {
            practice_id: self.practice,
            id: new_id(),
            client_id: client.id,
            name,
            source: new.source.word().into(),
            number: 1,
            file_id: stored.id,
            sha256: stored.sha256.clone(),
            size: stored.size,
            media_type: media_type(&stored),
            shared: Shared::Nobody.word().into(),
            shared_at: None,
            shared_by: None,
            held: false,
            deleted_at: None,
            deleted_by: None,
            created_by: by,
            created_at: self.now,
            updated_at: self.now,
            version: 1,
            ..new.typed
        }
        .settled(&client.country, &day(self.now));
        store::insert(tx, &document).await?;
        store::insert_version(tx, &self.version_of(&document, &stored, new.file_name, "", None)).await?;
        if let Some(request) = new.request {
            store::link(tx, &Link { practice_id: self.practice, document_id: document.id, target_kind: "request".into(), target_id: request }).await?;
        }
        let brought = Change { field: "client".into(), before: String::new(), after: client.display_name };
        self.record(tx, "firm_document_added", &document, vec![brought]).await?;
        Ok(document)
    }

    fn version_of(&self, document: &Document, stored: &StoredFile, name: &str, note: &str, restored_from: Option<i64>) -> Version {
        Version {
            practice_id: self.practice,
            document_id: document.id,
            number: document.number,
            file_id: stored.id,
            sha256: stored.sha256.clone(),
            size: stored.size,
            media_type: media_type(stored),
            name: name.to_owned(),
            note: note.to_owned(),
            restored_from,
            created_by: self.by.map(|user| user.id),
            created_at: self.now,
        }
    }

    async fn next(&self, tx: &Tx, before: Document, (stored, name, note): (&StoredFile, &str, &str), restored_from: Option<i64>) -> Result<Document> {
        if before.number >= VERSIONS {
            return Err(Invalid::too_many("file", VERSIONS).into());
        }
        let after = Document {
            number: before.number + 1,
            file_id: stored.id,
            sha256: stored.sha256.clone(),
            size: stored.size,
            media_type: media_type(stored),
            updated_at: self.now,
            ..before.clone()
        };
        store::update(tx, &after).await?;
        store::insert_version(tx, &self.version_of(&after, stored, name, note, restored_from)).await?;
        let number = |document: &Document| document.number.to_string();
        let change = Change { field: "firm_document_number".into(), before: number(&before), after: number(&after) };
        let action = if restored_from.is_some() { "firm_document_version_restored" } else { "firm_document_version_added" };
        self.record(tx, action, &after, vec![change]).await?;
        store::find(tx, self.practice, after.id, &self.eyes).await
    }

    /// Adds a version; those before it stay as they are.
    ///
    /// Errors: `file` (`storage_full`, `too_many_rows`), conflict `document_deleted`.
    pub async fn add_version(&self, tx: &Tx, id: Id, kept: &Kept, (name, note): (&str, &str)) -> Result<Document> {
        let before = self.present(tx, id).await?;
        let stored = files::add(tx, self.platform, self.practice, kept).await?;
        self.next(tx, before, (&stored, name, note), None).await
    }

    /// Brings an earlier version back, as a new one.
    ///
    /// Errors: not found where there is no such version, `file` (`storage_full`, `too_many_rows`), conflict `document_deleted`.
    pub async fn restore_version(&self, tx: &Tx, id: Id, number: i64) -> Result<Document> {
        let before = self.present(tx, id).await?;
        let old = store::version(tx, self.practice, id, number).await?;
        let kept = Kept { sha256: old.sha256, size: u64::try_from(old.size).unwrap_or(0), kind: old.media_type.parse().unwrap_or(kind::Kind::Other) };
        let stored = files::add(tx, self.platform, self.practice, &kept).await?;
        self.next(tx, before, (&stored, &old.name, ""), Some(number)).await
    }

    /// Changes what is typed of a document.
    ///
    /// Errors: of its fields; stale over a newer version than `seen`; conflict `document_deleted`.
    pub async fn change(
        &self,
        tx: &Tx,
        (id, seen): (Id, Option<i64>),
        sight: &Sight<'_>,
        read: impl FnOnce(Document, &mut Invalid) -> Document,
    ) -> Result<Document> {
        let before = self.present(tx, id).await?;
        let client = self.client(tx, before.client_id).await?;
        let mut errors = Invalid::new();
        let typed = read(before.clone(), &mut errors).settled(&client.country, &day(before.created_at));
        let mut after = DOCUMENT.over(&before, seen, typed, sight, errors)?;
        let changes = DOCUMENT.changes(&before, &after);
        if changes.is_empty() {
            return Ok(before);
        }
        after.updated_at = self.now;
        store::update(tx, &after).await?;
        self.record(tx, "firm_document_changed", &after, changes).await?;
        store::find(tx, self.practice, id, &self.eyes).await
    }

    /// Shares a document with all of its client's people, with some of them, or with nobody any more (`None`).
    ///
    /// Errors: `contact_ids` (`required`, `not_contact`, `contact_no_right`), conflict `document_deleted`.
    pub async fn share(&self, tx: &Tx, id: Id, with: Option<Option<&[Id]>>) -> Result<Document> {
        let before = self.present(tx, id).await?;
        let contacts = with.flatten().unwrap_or_default();
        if with.is_some_and(|some| some.is_some()) {
            self.may_see(tx, &before, contacts).await?;
        }
        let shared = match with {
            None => Shared::Nobody,
            Some(None) => Shared::All,
            Some(Some(_)) => Shared::Some,
        };
        let is = with.is_some();
        let after = Document {
            shared: shared.word().into(),
            shared_at: is.then_some(self.now),
            shared_by: self.by.filter(|_| is).map(|user| user.id),
            updated_at: self.now,
            ..before.clone()
        };
        store::update(tx, &after).await?;
        store::set_recipients(tx, self.practice, id, contacts).await?;
        let change = Change { field: "firm_document_shared".into(), before: before.shared.clone(), after: after.shared.clone() };
        self.record(tx, if is { "firm_document_shared" } else { "firm_document_unshared" }, &after, vec![change]).await?;
        store::find(tx, self.practice, id, &self.eyes).await
    }

    /// Whether contact persons are the client's, and those that come in have the document's category: a share that shows nothing is refused.
    async fn may_see(&self, tx: &Tx, document: &Document, contacts: &[Id]) -> Result<()> {
        let mut errors = Invalid::new();
        if contacts.is_empty() {
            errors.push("contact_ids", "required");
        }
        let known = clients::contacts(tx, self.practice, document.client_id).await?;
        let with_account = people::of_client(tx, self.practice, document.client_id).await?;
        for contact in contacts {
            let Some(known) = known.iter().find(|known| known.id == *contact) else {
                errors.push("contact_ids", "not_contact");
                continue;
            };
            let person = with_account.iter().find(|person| person.contact_id == *contact);
            if person.is_some_and(|person| person.sees().iter().all(|category| category.word() != document.category)) {
                errors.push_with("contact_ids", "contact_no_right", vec![("name", known.name.clone())]);
            }
        }
        Ok(errors.finish()?)
    }

    /// Puts documents into the bin, where nobody of the client sees them; what is there already stays. Of those that are not to be seen none is touched.
    ///
    /// Errors: conflict `document_held`, of any of them.
    pub async fn delete(&self, tx: &Tx, ids: &[Id]) -> Result<Vec<Document>> {
        let found = self.many(tx, ids, false).await?;
        if found.iter().any(|document| document.held) {
            return Err(Error::Conflict("document_held"));
        }
        store::set_deleted(tx, self.practice, &found, Some((self.now, self.by.map(|user| user.id))), self.now).await?;
        self.record_many(tx, "firm_document_deleted", &found).await?;
        Ok(found)
    }

    /// Shares documents with all of their clients' people, or with nobody any more; answers how many.
    pub async fn share_all(&self, tx: &Tx, ids: &[Id], share: bool) -> Result<usize> {
        let found = self.many(tx, ids, false).await?;
        let with = share.then_some((self.now, self.by.map(|user| user.id)));
        store::set_shared(tx, self.practice, &found, with, self.now).await?;
        self.record_many(tx, if share { "firm_document_shared" } else { "firm_document_unshared" }, &found).await?;
        Ok(found.len())
    }

    /// Takes documents out of the bin, shared as they were.
    pub async fn restore(&self, tx: &Tx, ids: &[Id]) -> Result<Vec<Document>> {
        let found = self.many(tx, ids, true).await?;
        store::set_deleted(tx, self.practice, &found, None, self.now).await?;
        self.record_many(tx, "firm_document_restored", &found).await?;
        Ok(found)
    }

    /// Those of some documents that are, or are not, in the bin. The practice is held.
    async fn many(&self, tx: &Tx, ids: &[Id], deleted: bool) -> Result<Vec<Document>> {
        memberships::hold(tx, self.practice).await?;
        let ids: Vec<Id> = ids.iter().copied().take(AT_ONCE).collect();
        let filter = Filter { ids: Some(ids), deleted, ..Filter::of(self.eyes.clone()) };
        store::list(tx, self.practice, &filter, None, AT_ONCE as i64).await
    }

    async fn record_many(&self, tx: &Tx, action: &str, documents: &[Document]) -> Result<()> {
        let entries = documents.iter().map(|document| Entry {
            tenant: self.practice,
            actor: self.by,
            action,
            subject: ("firm_document", document.id, document.name.as_str()),
            changes: vec![],
        });
        activity::record_many(tx, entries.collect(), self.now).await
    }

    /// Removes a deleted document for good, before its time.
    ///
    /// Errors: conflicts `document_held`, `document_linked`, `document_not_deleted`.
    pub async fn purge(&self, tx: &Tx, id: Id) -> Result<Document> {
        let before = self.find(tx, id).await?;
        if before.held {
            return Err(Error::Conflict("document_held"));
        }
        if before.deleted_at.is_none() {
            return Err(Error::Conflict("document_not_deleted"));
        }
        if !store::links(tx, self.practice, id).await?.is_empty() {
            return Err(Error::Conflict("document_linked"));
        }
        store::purge(tx, self.practice, id).await?;
        self.record(tx, "firm_document_purged", &before, vec![]).await?;
        Ok(before)
    }

    /// Holds a document, or lets it go: what is held is neither deleted nor removed.
    ///
    /// Errors: conflict `document_deleted`.
    pub async fn hold(&self, tx: &Tx, id: Id, held: bool) -> Result<Document> {
        let before = self.present(tx, id).await?;
        if before.held != held {
            let after = Document { held, updated_at: self.now, ..before };
            store::update(tx, &after).await?;
            self.record(tx, if held { "firm_document_hold_set" } else { "firm_document_hold_lifted" }, &after, vec![]).await?;
        }
        store::find(tx, self.practice, id, &self.eyes).await
    }
}
