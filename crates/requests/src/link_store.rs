//! Every SQL of links, codes, files and evidence.

use despacho_kernel::{Id, new_id};
use despacho_platform::{
    Error, Result, Tx,
    sql::{self, Connection, FromRow},
    vals,
};

use crate::link::{Brought, Evidence, Link, Listed};

pub async fn insert(tx: &Tx, links: &[Link]) -> Result<()> {
    Ok(sql::insert(tx, links).await?)
}

pub async fn find(db: &dyn Connection, practice: Id, id: Id) -> Result<Option<Link>> {
    Ok(sql::find(db, vals![practice, id]).await?)
}

/// The link of a secret.
pub async fn of_hash(db: &dyn Connection, hash: &str) -> Result<Link> {
    let sql = format!("SELECT {} FROM request_links WHERE token_hash = $1", Link::columns());
    sql::maybe(db, &sql, vals![hash]).await?.ok_or(Error::NotFound)
}

/// The links of a request, the latest first.
pub async fn of_request(db: &dyn Connection, practice: Id, request: Id, limit: i64) -> Result<Vec<Link>> {
    let sql = format!("SELECT {} FROM request_links WHERE practice_id = $1 AND request_id = $2 ORDER BY id DESC LIMIT $3", Link::columns());
    Ok(sql::rows(db, &sql, vals![practice, request, limit]).await?)
}

/// How many messages a practice has mailed since an instant, and how many to an address. What readers of expired links asked for is not the firm's.
pub async fn counts(db: &dyn Connection, practice: Id, email: &str, since: i64) -> Result<(i64, i64)> {
    let sql = "SELECT COUNT(*) FROM request_links WHERE practice_id = $1 AND created_at > $2 AND occasion NOT IN ('renewal', 'by_hand', 'portal')";
    let all = sql::scalar(db, sql, vals![practice, since]).await?.unwrap_or(0);
    let one = sql::scalar(db, &format!("{sql} AND email = $3"), vals![practice, since, email]).await?.unwrap_or(0);
    Ok((all, one))
}

/// How many links in place of expired ones were made for an address of a request since an instant.
pub async fn renewals(db: &dyn Connection, link: &Link, since: i64) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM request_links WHERE practice_id = $1 AND request_id = $2 AND email = $3 AND occasion = 'renewal' AND created_at > $4";
    Ok(sql::scalar(db, sql, vals![link.practice_id, link.request_id, &link.email, since]).await?.unwrap_or(0))
}

/// Gives a link that waits its secret.
pub async fn mint(tx: &Tx, link: &Link, hash: &str) -> Result<()> {
    let sql = "UPDATE request_links SET token_hash = $3 WHERE practice_id = $1 AND id = $2 AND state = 'queued'";
    sql::run(tx, sql, vals![link.practice_id, link.id, hash]).await?;
    Ok(())
}

/// Notes that a link that waits was sent, or never will be; answers whether it waited.
pub async fn end(tx: &Tx, practice: Id, id: Id, state: &str, sent_at: Option<i64>) -> Result<bool> {
    let sql = "UPDATE request_links SET state = $3, sent_at = $4 WHERE practice_id = $1 AND id = $2 AND state = 'queued'";
    Ok(sql::run(tx, sql, vals![practice, id, state, sent_at]).await? > 0)
}

/// Whether some message of a request was delivered, or still may be.
pub async fn any_alive(db: &dyn Connection, practice: Id, request: Id) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM request_links WHERE practice_id = $1 AND request_id = $2 AND state <> 'failed'";
    Ok(sql::scalar::<i64>(db, sql, vals![practice, request]).await?.unwrap_or(0) > 0)
}

/// Notes when a link was followed first.
pub async fn opened(tx: &Tx, link: &Link, now: i64) -> Result<bool> {
    let sql = "UPDATE request_links SET opened_at = $3 WHERE practice_id = $1 AND id = $2 AND opened_at IS NULL";
    Ok(sql::run(tx, sql, vals![link.practice_id, link.id, now]).await? > 0)
}

/// Revokes every link of a request.
pub async fn revoke(tx: &Tx, practice: Id, request: Id, now: i64) -> Result<u64> {
    let sql = "UPDATE request_links SET revoked_at = $3 WHERE practice_id = $1 AND request_id = $2 AND revoked_at IS NULL";
    Ok(sql::run(tx, sql, vals![practice, request, now]).await?)
}

/// Keeps a code, or a browser that knew one, by its hash; what has expired goes.
pub async fn add_code(tx: &Tx, link: &Link, kind: &str, hash: &str, expires_at: i64, now: i64) -> Result<()> {
    sql::run(tx, "DELETE FROM request_codes WHERE practice_id = $1 AND link_id = $2 AND expires_at < $3", vals![link.practice_id, link.id, now]).await?;
    let sql = "INSERT INTO request_codes (practice_id, id, link_id, kind, hash, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
    sql::run(tx, sql, vals![link.practice_id, new_id(), link.id, kind, hash, expires_at]).await?;
    if kind == "code" {
        sql::run(tx, "UPDATE request_links SET tries = 0 WHERE practice_id = $1 AND id = $2", vals![link.practice_id, link.id]).await?;
    }
    Ok(())
}

/// Whether a link has a code, or a browser, of a hash that is still good.
pub async fn has_code(db: &dyn Connection, link: &Link, kind: &str, hash: &str, now: i64) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM request_codes WHERE practice_id = $1 AND link_id = $2 AND kind = $3 AND hash = $4 AND expires_at > $5";
    Ok(sql::scalar::<i64>(db, sql, vals![link.practice_id, link.id, kind, hash, now]).await?.unwrap_or(0) > 0)
}

/// Counts a code that is tried, while `most` were not; answers whether it may be.
pub async fn try_code(tx: &Tx, link: &Link, most: i64) -> Result<bool> {
    let sql = "UPDATE request_links SET tries = tries + 1 WHERE practice_id = $1 AND id = $2 AND tries < $3";
    Ok(sql::run(tx, sql, vals![link.practice_id, link.id, most]).await? > 0)
}

pub async fn note(tx: &Tx, evidence: &[Evidence]) -> Result<()> {
    Ok(sql::insert(tx, evidence).await?)
}

/// What proves a request, the latest first.
pub async fn evidence(db: &dyn Connection, practice: Id, request: Id, limit: i64) -> Result<Vec<Evidence>> {
    let sql = format!("SELECT {} FROM request_evidence WHERE practice_id = $1 AND request_id = $2 ORDER BY id DESC LIMIT $3", Evidence::columns());
    Ok(sql::rows(db, &sql, vals![practice, request, limit]).await?)
}

pub async fn insert_file(tx: &Tx, file: &Brought) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(file)).await?)
}

/// One of a request's files.
pub async fn file(db: &dyn Connection, practice: Id, request: Id, id: Id) -> Result<Brought> {
    let found: Option<Brought> = sql::find(db, vals![practice, id]).await?;
    found.filter(|file| file.request_id == request).ok_or(Error::NotFound)
}

/// The file of a line that has the same in it.
pub async fn same(db: &dyn Connection, practice: Id, line: Id, sha256: &str) -> Result<Option<Brought>> {
    let sql = format!("SELECT {} FROM request_files WHERE practice_id = $1 AND line_id = $2 AND sha256 = $3", Brought::columns());
    Ok(sql::maybe(db, &sql, vals![practice, line, sha256]).await?)
}

pub async fn remove_file(tx: &Tx, file: &Brought) -> Result<()> {
    sql::delete::<Brought>(tx, vals![file.practice_id, file.id]).await?;
    Ok(())
}

/// The files of some requests in the order in which they came.
pub async fn files_of(db: &dyn Connection, practice: Id, requests: &[Id]) -> Result<Vec<Listed>> {
    let sql = "SELECT b.id, b.request_id, b.line_id, b.name, b.sha256, b.brought_by, b.brought_at, b.document_id, f.size, f.kind
               FROM request_files b JOIN stored_files f ON f.tenant_id = b.practice_id AND f.id = b.id
               WHERE b.practice_id = $1 AND b.request_id IN ({ids}) ORDER BY b.id";
    Ok(sql::rows_in(db, sql, vals![practice], requests).await?)
}

pub async fn count_files(db: &dyn Connection, practice: Id, line: Id) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM request_files WHERE practice_id = $1 AND line_id = $2";
    Ok(sql::scalar(db, sql, vals![practice, line]).await?.unwrap_or(0))
}

/// Notes which document of the client a file became.
pub async fn became(tx: &Tx, practice: Id, file: Id, document: Id) -> Result<()> {
    let sql = "UPDATE request_files SET document_id = $3 WHERE practice_id = $1 AND id = $2";
    sql::run(tx, sql, vals![practice, file, document]).await?;
    Ok(())
}
