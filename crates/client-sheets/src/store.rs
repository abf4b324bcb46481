//! Every SQL of clients from files.

use std::collections::HashMap;

use data_encoding::BASE64;
use despacho_kernel::Id;
use despacho_platform::{
    Error, Result, Tx, sql,
    sql::{Connection, FromRow, Value},
    vals,
};
use despacho_practice::clients::client::Contact;
use despacho_sheets::read::Row;

use crate::{
    import::{DoneRow, FileImport, KeptFault, PENDING, WRONG},
    mapping::Mapping,
    read::Fault,
};

/// Bytes of a file that one row keeps.
const PART: usize = 768 * 1024;

/// A file as it is kept.
pub fn parts(file: &[u8]) -> Vec<String> {
    file.chunks(PART).map(|bytes| BASE64.encode(bytes)).collect()
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

pub async fn insert(tx: &Tx, import: &FileImport, parts: Vec<String>) -> Result<()> {
    sql::insert(tx, std::slice::from_ref(import)).await?;
    let rows = (0i64..).zip(parts).map(|(part, data)| vals![import.practice_id, import.id, part, data]).collect();
    Ok(sql::insert_many(tx, "client_file_import_files", &["practice_id", "import_id", "part", "data"], rows).await?)
}

/// Stores the rows of a file in the place of those that were read of it before. Each comes as its number and its cells in JSON.
pub async fn put_rows(tx: &Tx, practice: Id, import: Id, rows: Vec<(i64, String)>) -> Result<()> {
    forget_faults(tx, practice, import).await?;
    sql::run(tx, "DELETE FROM client_file_import_rows WHERE practice_id = $1 AND import_id = $2", vals![practice, import]).await?;
    let columns = ["practice_id", "import_id", "number", "cells", "status", "name", "client_version"];
    let rows = rows.into_iter().map(|(number, cells)| vals![practice, import, number, cells, PENDING, "", 0i64]).collect();
    Ok(sql::insert_many(tx, "client_file_import_rows", &columns, rows).await?)
}

pub async fn find(db: &dyn Connection, practice: Id, id: Id) -> Result<FileImport> {
    sql::find(db, vals![practice, id]).await?.ok_or(Error::NotFound)
}

/// Stores a changed import over the version that it was read at; answers whether it was still that.
pub async fn update(tx: &Tx, import: &FileImport) -> Result<bool> {
    Ok(sql::update_version(tx, import).await?)
}

/// The file of an import; empty once it is no longer kept.
pub async fn file(db: &dyn Connection, practice: Id, import: Id) -> Result<Vec<u8>> {
    let sql = "SELECT data FROM client_file_import_files WHERE practice_id = $1 AND import_id = $2 ORDER BY part LIMIT 100";
    let parts: Vec<String> = sql::column(db, sql, vals![practice, import]).await?;
    let mut bytes = vec![];
    for part in parts {
        bytes.extend(BASE64.decode(part.as_bytes()).map_err(|e| Error::Other(e.to_string()))?);
    }
    Ok(bytes)
}

/// Forgets files, rows and faults of imports that began before a moment and made nothing, and files of those that did.
pub async fn forget_before(tx: &Tx, practice: Id, before: i64) -> Result<()> {
    let old = "SELECT id FROM client_file_imports WHERE practice_id = $1 AND created_at < $2 AND status NOT IN ('queued', 'running')";
    for (table, but) in [("files", ""), ("faults", " AND dry_run"), ("rows", " AND dry_run")] {
        let sql = format!("DELETE FROM client_file_import_{table} WHERE practice_id = $1 AND import_id IN ({old}{but})");
        sql::run(tx, &sql, vals![practice, before]).await?;
    }
    Ok(())
}

/// A stretch of the practice's imports, the latest first; `before` is the last one seen.
pub async fn page(db: &dyn Connection, practice: Id, before: Option<Id>, limit: i64) -> Result<Vec<FileImport>> {
    let sql = format!("SELECT {} FROM client_file_imports WHERE practice_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3", FileImport::columns());
    Ok(sql::rows(db, &sql, vals![practice, before.unwrap_or_else(Id::max), limit]).await?)
}

/// How many imports of a practice wait or run.
pub async fn open(db: &dyn Connection, practice: Id) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM client_file_imports WHERE practice_id = $1 AND status IN ('queued', 'running')";
    Ok(sql::scalar(db, sql, vals![practice]).await?.unwrap_or(0))
}

/// Counts rows that are done, by what became of them.
pub async fn count(tx: &Tx, practice: Id, import: Id, rows: &[DoneRow]) -> Result<()> {
    let of = |status: &str| whole(rows.iter().filter(|row| row.status == status).count());
    let sql = "UPDATE client_file_imports SET done = done + $3, created = created + $4, updated = updated + $5, skipped = skipped + $6, failed = failed + $7,
               version = version + 1 WHERE practice_id = $1 AND id = $2";
    let values = vals![practice, import, whole(rows.len()), of(crate::import::CREATED), of(crate::import::UPDATED), of(crate::import::SKIPPED), of(WRONG)];
    sql::run(tx, sql, values).await?;
    Ok(())
}

/// Puts every row back, with nothing counted and no fault.
pub async fn reset_rows(tx: &Tx, practice: Id, import: Id) -> Result<()> {
    forget_faults(tx, practice, import).await?;
    let rows = "UPDATE client_file_import_rows SET status = '', name = '', client_id = NULL, organization_id = NULL, client_version = 0
                WHERE practice_id = $1 AND import_id = $2 AND status <> ''";
    sql::run(tx, rows, vals![practice, import]).await?;
    Ok(())
}

async fn forget_faults(tx: &Tx, practice: Id, import: Id) -> Result<()> {
    sql::run(tx, "DELETE FROM client_file_import_faults WHERE practice_id = $1 AND import_id = $2", vals![practice, import]).await?;
    Ok(())
}

despacho_platform::row! {
    struct Cells {
        number: i64,
        cells: String,
    }
}

fn row_of(cells: Cells) -> Result<Row> {
    let number = usize::try_from(cells.number).unwrap_or(0);
    Ok(Row { number, cells: serde_json::from_str(&cells.cells).map_err(|e| Error::Other(e.to_string()))? })
}

/// Rows in the order of the file, those of a status where one is asked for.
pub async fn rows(db: &dyn Connection, practice: Id, import: Id, status: Option<&str>, limit: i64) -> Result<Vec<Row>> {
    let of = if status.is_some() { "AND status = $4" } else { "" };
    let sql = format!("SELECT number, cells FROM client_file_import_rows WHERE practice_id = $1 AND import_id = $2 {of} ORDER BY number LIMIT $3");
    let mut values = vals![practice, import, limit];
    values.extend(status.map(Value::from));
    sql::rows::<Cells>(db, &sql, values).await?.into_iter().map(row_of).collect()
}

/// A row, if it waits yet. The import is held by its practice.
pub async fn waiting(tx: &Tx, practice: Id, import: Id, number: i64) -> Result<Option<Row>> {
    let sql = "SELECT number, cells FROM client_file_import_rows WHERE practice_id = $1 AND import_id = $2 AND number = $3 AND status = ''";
    sql::maybe::<Cells>(tx, sql, vals![practice, import, number]).await?.map(row_of).transpose()
}

/// Notes what became of rows.
pub async fn mark(tx: &Tx, practice: Id, import: Id, rows: &[DoneRow]) -> Result<()> {
    let columns = ["practice_id", "import_id", "number", "cells", "status", "name", "client_id", "organization_id", "client_version"];
    let values = rows
        .iter()
        .map(|row| vals![practice, import, row.number, "", row.status.as_str(), row.name.as_str(), row.client_id, row.organization_id, row.client_version]);
    let or = " ON CONFLICT (practice_id, import_id, number) DO UPDATE SET status = excluded.status, name = excluded.name, client_id = excluded.client_id,
              organization_id = excluded.organization_id, client_version = excluded.client_version";
    Ok(sql::insert_or(tx, "client_file_import_rows", &columns, values.collect(), or).await?)
}

/// Keeps what is wrong with rows.
pub async fn put_faults(tx: &Tx, practice: Id, import: Id, faults: &[(i64, Vec<Fault>)]) -> Result<()> {
    let columns = ["practice_id", "import_id", "number", "nth", "heading", "field", "value", "code", "params"];
    let rows = faults.iter().flat_map(|(number, faults)| {
        (0i64..).zip(faults).map(move |(nth, fault)| {
            let params = serde_json::to_string(&fault.params).unwrap_or_default();
            // What is shown of a value that fills a page.
            let value: String = fault.value.chars().take(200).collect();
            vals![practice, import, *number, nth, fault.heading.as_str(), fault.field.as_str(), value, fault.code.as_str(), params]
        })
    });
    Ok(sql::insert_many(tx, "client_file_import_faults", &columns, rows.collect()).await?)
}

/// What is wrong, in the order of the file.
pub async fn faults(db: &dyn Connection, practice: Id, import: Id, limit: i64) -> Result<Vec<KeptFault>> {
    let sql = "SELECT number, heading, field, value, code, params FROM client_file_import_faults
               WHERE practice_id = $1 AND import_id = $2 ORDER BY number, nth LIMIT $3";
    Ok(sql::rows(db, sql, vals![practice, import, limit]).await?)
}

/// Rows in a state with what became of them, in the order of the file.
pub async fn done(db: &dyn Connection, practice: Id, import: Id, status: &str, limit: i64) -> Result<Vec<DoneRow>> {
    let sql = format!(
        "SELECT {} FROM client_file_import_rows WHERE practice_id = $1 AND import_id = $2 AND status = $3 ORDER BY number LIMIT $4",
        DoneRow::columns()
    );
    Ok(sql::rows(db, &sql, vals![practice, import, status, limit]).await?)
}

/// Marks what waits as failed: the import ended before its end. Answers how many.
pub async fn fail_pending(tx: &Tx, practice: Id, import: Id, code: &str) -> Result<i64> {
    let faults = "INSERT INTO client_file_import_faults (practice_id, import_id, number, nth, heading, field, value, code, params)
                  SELECT practice_id, import_id, number, 0, '', '', '', CAST($3 AS TEXT), '{}' FROM client_file_import_rows
                  WHERE practice_id = $1 AND import_id = $2 AND status = ''";
    sql::run(tx, faults, vals![practice, import, code]).await?;
    let rows = "UPDATE client_file_import_rows SET status = 'failed' WHERE practice_id = $1 AND import_id = $2 AND status = ''";
    let failed = sql::run(tx, rows, vals![practice, import]).await?;
    Ok(i64::try_from(failed).unwrap_or(0))
}

/// How a file with these headings was mapped last.
pub async fn mapping(db: &dyn Connection, practice: Id, headings: &str) -> Result<Option<Mapping>> {
    let sql = "SELECT mapping FROM client_file_mappings WHERE practice_id = $1 AND headings = $2";
    let found: Option<String> = sql::scalar(db, sql, vals![practice, headings]).await?;
    Ok(found.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Remembers how a file with these headings is mapped.
pub async fn put_mapping(tx: &Tx, practice: Id, headings: &str, mapping: &Mapping) -> Result<()> {
    let text = serde_json::to_string(mapping).map_err(|e| Error::Other(e.to_string()))?;
    let or = " ON CONFLICT (practice_id, headings) DO UPDATE SET mapping = excluded.mapping";
    Ok(sql::insert_or(tx, "client_file_mappings", &["practice_id", "headings", "mapping"], vec![vals![practice, headings, text]], or).await?)
}

despacho_platform::row! {
    /// A client by what it is known again.
    #[derive(Debug, Clone)]
    pub struct Keyed {
        pub key: String,
        pub id: Id,
        pub name: String,
    }
}

/// Clients by their addresses, folded; `keys` are.
pub async fn by_email(db: &dyn Connection, practice: Id, keys: &[String]) -> Result<Vec<Keyed>> {
    keyed(
        db,
        practice,
        keys,
        "SELECT LOWER(c.email) AS key, c.id, c.display_name AS name FROM clients c WHERE c.practice_id = $1 AND LOWER(c.email) IN ({keys})",
    )
    .await
}

/// Clients by what another program calls them.
pub async fn by_external_id(db: &dyn Connection, practice: Id, keys: &[String]) -> Result<Vec<Keyed>> {
    let sql = "SELECT e.external_id AS key, c.id, c.display_name AS name FROM client_external_ids e
               JOIN clients c ON c.practice_id = e.practice_id AND c.id = e.client_id WHERE e.practice_id = $1 AND e.external_id IN ({keys})";
    keyed(db, practice, keys, sql).await
}

async fn keyed(db: &dyn Connection, practice: Id, keys: &[String], sql: &str) -> Result<Vec<Keyed>> {
    let mut found = vec![];
    for keys in keys.chunks(1000) {
        let sql = format!("{} ORDER BY 2 LIMIT 5000", sql.replace("{keys}", &sql::placeholders(2, keys.len())));
        let values = std::iter::once(Value::from(practice)).chain(keys.iter().map(Value::from));
        found.extend(sql::rows::<Keyed>(db, &sql, values.collect()).await?);
    }
    Ok(found)
}

/// What another program calls several clients.
pub async fn external_ids(db: &dyn Connection, practice: Id, ids: &[Id]) -> Result<HashMap<Id, String>> {
    despacho_platform::row! {
        struct Named {
            client_id: Id,
            external_id: String,
        }
    }
    let sql = "SELECT client_id, external_id FROM client_external_ids WHERE practice_id = $1 AND client_id IN ({ids})";
    let rows: Vec<Named> = sql::rows_in(db, sql, vals![practice], ids).await?;
    Ok(rows.into_iter().map(|row| (row.client_id, row.external_id)).collect())
}

/// Says what another program calls a client.
pub async fn put_external_id(tx: &Tx, practice: Id, client: Id, external_id: &str) -> Result<()> {
    let or = " ON CONFLICT (practice_id, client_id) DO UPDATE SET external_id = excluded.external_id";
    Ok(sql::insert_or(tx, "client_external_ids", &["practice_id", "client_id", "external_id"], vec![vals![practice, client, external_id]], or).await?)
}

/// The contact persons of several clients.
pub async fn contacts(db: &dyn Connection, practice: Id, ids: &[Id]) -> Result<HashMap<Id, Vec<Contact>>> {
    let sql = format!("SELECT {} FROM client_contacts WHERE practice_id = $1 AND client_id IN ({{ids}}) ORDER BY id", Contact::columns());
    let mut found: HashMap<Id, Vec<Contact>> = HashMap::new();
    for contact in sql::rows_in::<Contact>(db, &sql, vals![practice], ids).await? {
        found.entry(contact.client_id).or_default().push(contact);
    }
    Ok(found)
}

/// Forgets that an import made clients, and what other programs call them: they go.
pub async fn forget_clients(tx: &Tx, practice: Id, import: Id, clients: &[Id]) -> Result<()> {
    sql::run_in(tx, "DELETE FROM client_external_ids WHERE practice_id = $1 AND client_id IN ({ids})", vals![practice], clients).await?;
    let rows = "UPDATE client_file_import_rows SET status = 'undone', client_id = NULL, organization_id = NULL
                WHERE practice_id = $1 AND import_id = $2 AND client_id IN ({ids})";
    Ok(sql::run_in(tx, rows, vals![practice, import], clients).await?)
}
