//! Every SQL of documents.

use std::collections::HashMap;

use despacho_kernel::{Id, text::like_pattern};
use despacho_platform::{
    Error, Result, Tx,
    files::{self, store::StoredFile},
    sql::{self, Conditions, Connection, FromRow},
    vals,
};

use crate::{
    document::{Document, Version},
    people::{Eyes, Person},
};

/// Which documents are asked for.
#[derive(Debug, Clone)]
pub struct Filter {
    pub client: Option<Id>,
    /// A kind's word; empty for all.
    pub kind: String,
    /// Words that its name, tags, folder, period and note hold, or its client's name.
    pub search: String,
    /// A period or the beginning of one: `2027` has every one of that year.
    pub period: String,
    /// `nobody`, `shared`, or empty for all.
    pub sharing: String,
    /// A source's word; empty for all.
    pub source: String,
    pub deleted: bool,
    /// Only what was made since then.
    pub since: Option<i64>,
    pub ids: Option<Vec<Id>>,
    pub eyes: Eyes,
}

impl Filter {
    /// Everything that somebody sees and that is not deleted.
    pub fn of(eyes: Eyes) -> Self {
        Self {
            client: None,
            kind: String::new(),
            search: String::new(),
            period: String::new(),
            sharing: String::new(),
            source: String::new(),
            deleted: false,
            since: None,
            ids: None,
            eyes,
        }
    }
}

/// Most words of a search.
const WORDS: usize = 8;

/// What somebody of the client sees: what is shared with them, of their categories, and what they sent themselves.
fn of_person(found: &mut Conditions, person: &Person) {
    let categories: Vec<String> = person.sees().iter().map(|category| format!("'{}'", category.word())).collect();
    found.and("d.client_id = ?", person.client_id);
    found.values.extend(vals![person.user_id, person.contact_id]);
    let (user, contact) = (found.values.len() - 1, found.values.len());
    found.text.push_str(&format!(
        " AND (d.source <> 'firm' AND d.created_by = ${user} OR d.category IN ({}) AND (d.shared = 'all' OR d.shared = 'some' AND EXISTS
           (SELECT 1 FROM firm_document_recipients r WHERE r.practice_id = d.practice_id AND r.document_id = d.id AND r.contact_id = ${contact})))",
        categories.join(", ")
    ));
}

fn conditions(practice: Id, filter: &Filter) -> Conditions {
    let mut found = Conditions::new("d.practice_id = ?", practice);
    match &filter.eyes {
        Eyes::Firm { visible_to: None } => {}
        Eyes::Firm { visible_to: Some(user) } => {
            found.and("EXISTS (SELECT 1 FROM client_assignments s WHERE s.practice_id = d.practice_id AND s.client_id = d.client_id AND s.user_id = ?)", *user)
        }
        Eyes::Client(person) => of_person(&mut found, person),
    }
    found.text.push_str(if filter.deleted { " AND d.deleted_at IS NOT NULL" } else { " AND d.deleted_at IS NULL" });
    if let Some(client) = filter.client {
        found.and("d.client_id = ?", client);
    }
    for (condition, word) in [("d.kind = ?", &filter.kind), ("d.source = ?", &filter.source)] {
        if !word.is_empty() {
            found.and(condition, word.as_str());
        }
    }
    match filter.sharing.as_str() {
        "nobody" => found.and("d.shared = ?", "nobody"),
        "shared" => found.and("d.shared <> ?", "nobody"),
        _ => {}
    }
    if !filter.period.is_empty() {
        found.and("(d.period = ? OR d.fiscal_year = ?)", filter.period.as_str());
    }
    for word in filter.search.split_whitespace().take(WORDS) {
        // The firm's folders, tags and notes are not to be guessed by searching for them.
        let condition = match filter.eyes {
            Eyes::Firm { .. } => "(d.search_text LIKE ? ESCAPE '\\' OR c.search_text LIKE ? ESCAPE '\\')",
            Eyes::Client(_) => "d.name_key LIKE ? ESCAPE '\\'",
        };
        found.and(condition, like_pattern(word));
    }
    if let Some(since) = filter.since {
        found.and("d.created_at >= ?", since);
    }
    if let Some(ids) = &filter.ids {
        found.and_in("d.id", ids);
    }
    found
}

fn columns() -> String {
    Document::COLUMNS.iter().map(|column| format!("d.{column}")).collect::<Vec<_>>().join(", ")
}

const FROM: &str = "FROM firm_documents d JOIN clients c ON c.practice_id = d.practice_id AND c.id = d.client_id";

/// A page of documents, the latest first.
pub async fn list(db: &dyn Connection, practice: Id, filter: &Filter, before: Option<Id>, limit: i64) -> Result<Vec<Document>> {
    let mut found = conditions(practice, filter);
    found.and("d.id < ?", before.unwrap_or_else(Id::max));
    let Conditions { text, mut values } = found;
    values.push(limit.into());
    let sql = format!("SELECT {} {FROM} WHERE {text} ORDER BY d.id DESC LIMIT ${}", columns(), values.len());
    Ok(sql::rows(db, &sql, values).await?)
}

/// How many documents a filter finds, counted up to `most`.
pub async fn count(db: &dyn Connection, practice: Id, filter: &Filter, most: i64) -> Result<i64> {
    let Conditions { text, mut values } = conditions(practice, filter);
    values.push(most.into());
    let sql = format!("SELECT COUNT(*) FROM (SELECT d.id {FROM} WHERE {text} LIMIT ${}) AS found", values.len());
    Ok(sql::scalar(db, &sql, values).await?.unwrap_or(0))
}

/// A document that somebody sees; those of the firm see deleted ones too.
pub async fn find(db: &dyn Connection, practice: Id, id: Id, eyes: &Eyes) -> Result<Document> {
    let mut filter = Filter { ids: Some(vec![id]), ..Filter::of(eyes.clone()) };
    if let Some(found) = list(db, practice, &filter, None, 1).await?.pop() {
        return Ok(found);
    }
    if matches!(eyes, Eyes::Firm { .. }) {
        filter.deleted = true;
        if let Some(found) = list(db, practice, &filter, None, 1).await?.pop() {
            return Ok(found);
        }
    }
    Err(Error::NotFound)
}

/// Other documents of a client with the same in them, at most five: who brings one twice is told.
pub async fn same(db: &dyn Connection, practice: Id, client: Id, sha256: &str, but: Id) -> Result<Vec<Document>> {
    let sql = format!(
        "SELECT {} FROM firm_documents WHERE practice_id = $1 AND sha256 = $2 AND client_id = $3 AND id <> $4 AND deleted_at IS NULL ORDER BY id LIMIT 5",
        Document::columns()
    );
    Ok(sql::rows(db, &sql, vals![practice, sha256, client, but]).await?)
}

pub async fn insert(tx: &Tx, document: &Document) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(document)).await?)
}

/// Stores a changed document; the practice is held.
pub async fn update(tx: &Tx, document: &Document) -> Result<()> {
    if sql::update_version(tx, document).await? { Ok(()) } else { Err(Error::Stale(vec![])) }
}

/// Puts documents into the bin (when, and by whom), or takes them out of it.
pub async fn set_deleted(tx: &Tx, practice: Id, documents: &[Document], deleted: Option<(i64, Option<Id>)>, now: i64) -> Result<()> {
    let ids: Vec<Id> = documents.iter().map(|document| document.id).collect();
    let sql = "UPDATE firm_documents SET deleted_at = $2, deleted_by = $3, updated_at = $4, version = version + 1 WHERE practice_id = $1 AND id IN ({ids})";
    Ok(sql::run_in(tx, sql, vals![practice, deleted.map(|(at, _)| at), deleted.and_then(|(_, by)| by), now], &ids).await?)
}

pub async fn insert_version(tx: &Tx, version: &Version) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(version)).await?)
}

/// Most versions of a document.
pub const VERSIONS: i64 = 500;

/// A document's versions, the latest first.
pub async fn versions(db: &dyn Connection, practice: Id, document: Id) -> Result<Vec<Version>> {
    let sql = format!("SELECT {} FROM firm_document_versions WHERE practice_id = $1 AND document_id = $2 ORDER BY number DESC LIMIT $3", Version::columns());
    Ok(sql::rows(db, &sql, vals![practice, document, VERSIONS]).await?)
}

pub async fn version(db: &dyn Connection, practice: Id, document: Id, number: i64) -> Result<Version> {
    sql::find(db, vals![practice, document, number]).await?.ok_or(Error::NotFound)
}

/// With which contact persons documents are shared, where it is with some.
pub async fn recipients(db: &dyn Connection, practice: Id, documents: &[Id]) -> Result<HashMap<Id, Vec<Id>>> {
    despacho_platform::row! {
        struct Recipient {
            document_id: Id,
            contact_id: Id,
        }
    }
    let sql = "SELECT document_id, contact_id FROM firm_document_recipients WHERE practice_id = $1 AND document_id IN ({ids}) ORDER BY contact_id";
    let mut found: HashMap<Id, Vec<Id>> = HashMap::new();
    for row in sql::rows_in::<Recipient>(db, sql, vals![practice], documents).await? {
        found.entry(row.document_id).or_default().push(row.contact_id);
    }
    Ok(found)
}

/// Replaces with whom a document is shared.
pub async fn set_recipients(tx: &Tx, practice: Id, document: Id, contacts: &[Id]) -> Result<()> {
    sql::run(tx, "DELETE FROM firm_document_recipients WHERE practice_id = $1 AND document_id = $2", vals![practice, document]).await?;
    let rows = contacts.iter().map(|contact| vals![practice, document, *contact]).collect();
    Ok(sql::insert_many(tx, "firm_document_recipients", &["practice_id", "document_id", "contact_id"], rows).await?)
}

despacho_platform::row! {
    /// What a document belongs to: `task`, `request`, `obligation`, `entry`.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Link in "firm_document_links" key (practice_id, document_id, target_kind, target_id) {
        pub practice_id: Id,
        pub document_id: Id,
        pub target_kind: String,
        pub target_id: Id,
    }
}

/// Links a document to something; once is enough.
pub async fn link(tx: &Tx, link: &Link) -> Result<()> {
    let columns = ["practice_id", "document_id", "target_kind", "target_id"];
    let row = vals![link.practice_id, link.document_id, link.target_kind.as_str(), link.target_id];
    let or = " ON CONFLICT (practice_id, document_id, target_kind, target_id) DO NOTHING";
    Ok(sql::insert_or(tx, "firm_document_links", &columns, vec![row], or).await?)
}

pub async fn unlink(tx: &Tx, link: &Link) -> Result<()> {
    sql::delete::<Link>(tx, vals![link.practice_id, link.document_id, link.target_kind.as_str(), link.target_id]).await?;
    Ok(())
}

/// What a document belongs to, at most 50.
pub async fn links(db: &dyn Connection, practice: Id, document: Id) -> Result<Vec<Link>> {
    let sql =
        format!("SELECT {} FROM firm_document_links WHERE practice_id = $1 AND document_id = $2 ORDER BY target_kind, target_id LIMIT 50", Link::columns());
    Ok(sql::rows(db, &sql, vals![practice, document]).await?)
}

/// Notes that somebody of the client saw or downloaded documents in their latest version.
pub async fn read_many(tx: &Tx, documents: &[Document], (user, deed): (Id, &str), now: i64) -> Result<()> {
    let columns = ["practice_id", "document_id", "user_id", "deed", "number", "first_at", "last_at", "times"];
    let row = |of: &Document| vals![of.practice_id, of.id, user, deed, of.number, now, now, 1i64];
    let or = " ON CONFLICT (practice_id, document_id, user_id, deed)
              DO UPDATE SET number = excluded.number, last_at = excluded.last_at, times = firm_document_reads.times + 1";
    Ok(sql::insert_or(tx, "firm_document_reads", &columns, documents.iter().map(row).collect(), or).await?)
}

despacho_platform::row! {
    /// Who saw or downloaded a document.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Read {
        pub user_id: Id,
        pub name: String,
        /// `seen` or `downloaded`.
        pub deed: String,
        /// The version that it was last.
        pub number: i64,
        pub first_at: i64,
        pub last_at: i64,
        pub times: i64,
    }
}

/// Who of the client saw and downloaded a document, the latest first, at most 100.
pub async fn reads(db: &dyn Connection, practice: Id, document: Id) -> Result<Vec<Read>> {
    let sql = "SELECT r.user_id, u.name, r.deed, r.number, r.first_at, r.last_at, r.times FROM firm_document_reads r JOIN users u ON u.id = r.user_id
               WHERE r.practice_id = $1 AND r.document_id = $2 ORDER BY r.last_at DESC, r.deed LIMIT 100";
    Ok(sql::rows(db, sql, vals![practice, document]).await?)
}

/// Which of these documents somebody has seen or downloaded in their latest version.
pub async fn read_by(db: &dyn Connection, practice: Id, user: Id, documents: &[Id]) -> Result<Vec<Id>> {
    let sql = "SELECT DISTINCT r.document_id FROM firm_document_reads r JOIN firm_documents d ON d.practice_id = r.practice_id AND d.id = r.document_id
               WHERE r.practice_id = $1 AND r.user_id = $2 AND r.number = d.number AND r.document_id IN ({ids})";
    Ok(sql::column_in(db, sql, vals![practice, user], documents).await?)
}

despacho_platform::row! {
    /// A document that may be removed for good.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Ended {
        pub practice_id: Id,
        pub id: Id,
    }
}

/// What has been in the bin since before `before`, nobody holds, has not to be kept on `today` and belongs to nothing.
pub async fn ended(db: &dyn Connection, before: i64, today: &str, limit: i64) -> Result<Vec<Ended>> {
    let sql = "SELECT d.practice_id, d.id FROM firm_documents d WHERE d.deleted_at < $1 AND NOT d.held AND d.keep_until < $2
               AND NOT EXISTS (SELECT 1 FROM firm_document_links l WHERE l.practice_id = d.practice_id AND l.document_id = d.id)
               ORDER BY d.deleted_at, d.id LIMIT $3";
    Ok(sql::rows(db, sql, vals![before, today, limit]).await?)
}

/// Removes a document with all that is of it; what was in its versions goes by itself once nothing has it.
pub async fn purge(tx: &Tx, practice: Id, document: Id) -> Result<()> {
    purge_many(tx, &[Ended { practice_id: practice, id: document }]).await
}

/// The same of many, by practice.
pub async fn purge_many(tx: &Tx, ended: &[Ended]) -> Result<()> {
    let mut by_practice: HashMap<Id, Vec<Id>> = HashMap::new();
    for document in ended {
        by_practice.entry(document.practice_id).or_default().push(document.id);
    }
    for (practice, documents) in by_practice {
        let files = "SELECT file_id FROM firm_document_versions WHERE practice_id = $1 AND document_id IN ({ids})";
        let files: Vec<Id> = sql::column_in(tx, files, vals![practice], &documents).await?;
        for table in ["firm_document_reads", "firm_document_links", "firm_document_recipients", "firm_document_versions"] {
            sql::run_in(tx, &format!("DELETE FROM {table} WHERE practice_id = $1 AND document_id IN ({{ids}})"), vals![practice], &documents).await?;
        }
        sql::run_in(tx, "DELETE FROM firm_documents WHERE practice_id = $1 AND id IN ({ids})", vals![practice], &documents).await?;
        files::store::remove(tx, practice, &files).await?;
    }
    Ok(())
}

/// What the files of the latest versions were called, by document.
pub async fn brought(db: &dyn Connection, practice: Id, documents: &[Document]) -> Result<HashMap<Id, String>> {
    despacho_platform::row! {
        struct Named {
            document_id: Id,
            name: String,
        }
    }
    let ids: Vec<Id> = documents.iter().map(|document| document.id).collect();
    let sql = "SELECT v.document_id, v.name FROM firm_document_versions v JOIN firm_documents d ON d.practice_id = v.practice_id AND d.id = v.document_id
               WHERE v.practice_id = $1 AND v.number = d.number AND v.document_id IN ({ids})";
    let rows: Vec<Named> = sql::rows_in(db, sql, vals![practice], &ids).await?;
    Ok(rows.into_iter().map(|row| (row.document_id, row.name)).collect())
}

/// The stored files of the latest versions, by their own id.
pub async fn stored(db: &dyn Connection, practice: Id, documents: &[Document]) -> Result<HashMap<Id, StoredFile>> {
    let ids: Vec<Id> = documents.iter().map(|document| document.file_id).collect();
    let sql = format!("SELECT {} FROM stored_files WHERE tenant_id = $1 AND id IN ({{ids}})", StoredFile::columns());
    let rows: Vec<StoredFile> = sql::rows_in(db, &sql, vals![practice], &ids).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Shares documents with all of their clients' people, or with nobody: who did it and when.
pub async fn set_shared(tx: &Tx, practice: Id, documents: &[Document], with: Option<(i64, Option<Id>)>, now: i64) -> Result<()> {
    let ids: Vec<Id> = documents.iter().map(|document| document.id).collect();
    let sql = "UPDATE firm_documents SET shared = $2, shared_at = $3, shared_by = $4, updated_at = $5, version = version + 1 WHERE practice_id = $1 AND id IN ({ids})";
    let word = if with.is_some() { "all" } else { "nobody" };
    sql::run_in(tx, sql, vals![practice, word, with.map(|(at, _)| at), with.and_then(|(_, by)| by), now], &ids).await?;
    Ok(sql::run_in(tx, "DELETE FROM firm_document_recipients WHERE practice_id = $1 AND document_id IN ({ids})", vals![practice], &ids).await?)
}

/// The names of users, by id.
pub async fn names(db: &dyn Connection, users: &[Id]) -> Result<HashMap<Id, String>> {
    despacho_platform::row! {
        struct Named {
            id: Id,
            name: String,
        }
    }
    let rows: Vec<Named> = sql::rows_in(db, "SELECT id, name FROM users WHERE id IN ({ids})", vals![], users).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// The names of clients, by id.
pub async fn client_names(db: &dyn Connection, practice: Id, clients: &[Id]) -> Result<HashMap<Id, String>> {
    despacho_platform::row! {
        struct Named {
            id: Id,
            display_name: String,
        }
    }
    let rows: Vec<Named> = sql::rows_in(db, "SELECT id, display_name FROM clients WHERE practice_id = $1 AND id IN ({ids})", vals![practice], clients).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.display_name)).collect())
}
