//! Every SQL of imports.

use std::collections::BTreeMap;

use data_encoding::BASE64;
use despacho_kernel::Id;
use despacho_platform::sql::{Connection, FromRow};
use despacho_platform::{Error, Result, Tx, sql, vals};

use super::import::JournalImport;

/// Bytes of a file that one row keeps.
const PART: usize = 768 * 1024;

/// A file as it is kept.
pub fn parts(file: &[u8]) -> Vec<String> {
    file.chunks(PART).map(|bytes| BASE64.encode(bytes)).collect()
}

pub async fn insert(tx: &Tx, import: &JournalImport, parts: Vec<String>) -> Result<()> {
    sql::insert(tx, std::slice::from_ref(import)).await?;
    let rows = (0i64..).zip(parts).map(|(part, data)| vals![import.organization_id, import.id, part, data]).collect();
    Ok(sql::insert_many(tx, "journal_import_files", &["organization_id", "import_id", "part", "data"], rows).await?)
}

pub async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<JournalImport> {
    sql::find(db, vals![organization, id]).await?.ok_or(Error::NotFound)
}

/// Stores a changed import over the version that it was read at; answers whether it was still that.
pub async fn update(tx: &Tx, import: &JournalImport) -> Result<bool> {
    Ok(sql::update_version(tx, import).await?)
}

/// The file of an import; empty once it is no longer kept.
pub async fn file(db: &dyn Connection, organization: Id, import: Id) -> Result<Vec<u8>> {
    let sql = "SELECT data FROM journal_import_files WHERE organization_id = $1 AND import_id = $2 ORDER BY part LIMIT 100";
    let parts: Vec<String> = sql::column(db, sql, vals![organization, import]).await?;
    let mut bytes = vec![];
    for part in parts {
        bytes.extend(BASE64.decode(part.as_bytes()).map_err(|e| Error::Other(e.to_string()))?);
    }
    Ok(bytes)
}

/// Whether the file of an import is kept.
pub async fn has_file(db: &dyn Connection, organization: Id, import: Id) -> Result<bool> {
    let sql = "SELECT part FROM journal_import_files WHERE organization_id = $1 AND import_id = $2 LIMIT 1";
    Ok(sql::scalar::<i64>(db, sql, vals![organization, import]).await?.is_some())
}

/// Forgets the file of an import.
pub async fn forget_file(tx: &Tx, organization: Id, import: Id) -> Result<()> {
    sql::run(tx, "DELETE FROM journal_import_files WHERE organization_id = $1 AND import_id = $2", vals![organization, import]).await?;
    Ok(())
}

/// Forgets the files of imports that began before a moment.
pub async fn forget_files(tx: &Tx, organization: Id, before: i64) -> Result<()> {
    let sql = "DELETE FROM journal_import_files WHERE organization_id = $1 AND import_id IN (
                 SELECT id FROM journal_imports WHERE organization_id = $1 AND created_at < $2 AND status NOT IN ('queued', 'running'))";
    sql::run(tx, sql, vals![organization, before]).await?;
    Ok(())
}

/// A page of imports, the latest first, from after one.
pub async fn page(db: &dyn Connection, organization: Id, before: Option<Id>, limit: i64) -> Result<Vec<JournalImport>> {
    let sql = format!("SELECT {} FROM journal_imports WHERE organization_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3", JournalImport::columns());
    Ok(sql::rows(db, &sql, vals![organization, before.unwrap_or_else(Id::max), limit]).await?)
}

/// The import that has brought this file into the books, if one stands.
pub async fn of_file(db: &dyn Connection, organization: Id, hash: &str) -> Result<Option<JournalImport>> {
    let sql = format!(
        "SELECT {} FROM journal_imports WHERE organization_id = $1 AND file_hash = $2 AND status = 'completed' AND NOT dry_run ORDER BY id DESC LIMIT 1",
        JournalImport::columns()
    );
    Ok(sql::maybe(db, &sql, vals![organization, hash]).await?)
}

/// How many imports of an organization wait or run.
pub async fn open(db: &dyn Connection, organization: Id) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM journal_imports WHERE organization_id = $1 AND status IN ('queued', 'running')";
    Ok(sql::scalar(db, sql, vals![organization]).await?.unwrap_or(0))
}

/// Ties entries to the import that made them.
pub async fn tie(tx: &Tx, organization: Id, import: Id, entries: &[Id]) -> Result<()> {
    let rows = entries.iter().map(|entry| vals![organization, import, *entry]).collect();
    Ok(sql::insert_many(tx, "journal_import_entries", &["organization_id", "import_id", "entry_id"], rows).await?)
}

/// The entries that an import made.
pub async fn entries(db: &dyn Connection, organization: Id, import: Id) -> Result<Vec<Id>> {
    let sql = "SELECT entry_id FROM journal_import_entries WHERE organization_id = $1 AND import_id = $2 ORDER BY entry_id LIMIT 200000";
    Ok(sql::column(db, sql, vals![organization, import]).await?)
}

/// What was chosen for names of accounts: names of files and codes of the chart.
pub async fn chosen(db: &dyn Connection, organization: Id) -> Result<BTreeMap<String, String>> {
    despacho_platform::row! {
        struct Chosen {
            name: String,
            account_code: String,
        }
    }
    let sql = "SELECT name, account_code FROM journal_import_accounts WHERE organization_id = $1 ORDER BY name LIMIT 5000";
    let rows: Vec<Chosen> = sql::rows(db, sql, vals![organization]).await?;
    Ok(rows.into_iter().map(|row| (row.name, row.account_code)).collect())
}

/// Remembers what was chosen for names of accounts.
pub async fn choose(tx: &Tx, organization: Id, chosen: &BTreeMap<String, String>) -> Result<()> {
    let rows = chosen.iter().map(|(name, code)| vals![organization, name, code]).collect();
    let or = " ON CONFLICT (organization_id, name) DO UPDATE SET account_code = excluded.account_code";
    Ok(sql::insert_or(tx, "journal_import_accounts", &["organization_id", "name", "account_code"], rows, or).await?)
}

/// How a table with these headings was read last.
pub async fn layout(db: &dyn Connection, organization: Id, headings: &str) -> Result<Option<String>> {
    Ok(sql::scalar(db, "SELECT layout FROM journal_import_layouts WHERE organization_id = $1 AND headings = $2", vals![organization, headings]).await?)
}

/// Remembers how a table with these headings is read.
pub async fn put_layout(tx: &Tx, organization: Id, headings: &str, layout: &str) -> Result<()> {
    let rows = vec![vals![organization, headings, layout]];
    let or = " ON CONFLICT (organization_id, headings) DO UPDATE SET layout = excluded.layout";
    Ok(sql::insert_or(tx, "journal_import_layouts", &["organization_id", "headings", "layout"], rows, or).await?)
}
