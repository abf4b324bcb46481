//! Every SQL of accounts.

use std::collections::HashMap;

use despacho_kernel::{
    Id, Invalid, new_id,
    text::{fold, like_pattern},
};
use despacho_platform::sql::Connection;
use despacho_platform::{Error, Result, Tx, sql, vals};

use super::{Account, AccountInput};

/// Most accounts of a chart.
pub const MAX: i64 = 5000;

const COLUMNS: &str = "id, code, name, type, parent_code, currency, active, version";

fn search_text(code: &str, name: &str) -> String {
    fold(&format!("{code} {name}"))
}

pub async fn count(db: &dyn Connection, organization: Id) -> Result<i64> {
    Ok(sql::scalar(db, "SELECT COUNT(*) FROM accounts WHERE organization_id = $1", vals![organization]).await?.unwrap_or(0))
}

const WRITTEN: [&str; 9] = ["organization_id", "id", "code", "name", "type", "parent_code", "currency", "active", "search_text"];

fn row(organization: Id, id: Id, [code, name, kind, parent, currency]: [&str; 5], active: bool) -> Vec<sql::Value> {
    vals![organization, id, code, name, kind, parent, currency, active, search_text(code, name)]
}

/// Adds checked accounts, each as code, name, type, parent's code and currency, and whether it is active.
pub async fn insert_many(tx: &Tx, organization: Id, accounts: impl Iterator<Item = ([&str; 5], bool)>) -> Result<()> {
    let rows: Vec<_> = accounts.map(|(texts, active)| row(organization, new_id(), texts, active)).collect();
    if count(tx, organization).await? + i64::try_from(rows.len()).unwrap_or(MAX) > MAX {
        return Err(Invalid::too_many("code", MAX).into());
    }
    Ok(sql::insert_many(tx, "accounts", &WRITTEN, rows).await?)
}

/// The id of each code.
pub async fn ids_by_code(db: &dyn Connection, organization: Id) -> Result<HashMap<String, Id>> {
    despacho_platform::row! {
        struct Row {
            id: Id,
            code: String,
        }
    }
    let rows: Vec<Row> = sql::rows(db, "SELECT id, code FROM accounts WHERE organization_id = $1 LIMIT 5000", vals![organization]).await?;
    Ok(rows.into_iter().map(|row| (row.code, row.id)).collect())
}

/// The whole chart by code.
pub async fn all(db: &dyn Connection, organization: Id) -> Result<Vec<Account>> {
    let sql = format!("SELECT {COLUMNS} FROM accounts WHERE organization_id = $1 ORDER BY code LIMIT $2");
    Ok(sql::rows(db, &sql, vals![organization, MAX]).await?)
}

/// A page of the chart by code, from after `after`, whose code or name holds `search`.
pub async fn page(db: &dyn Connection, organization: Id, search: &str, after: &str, limit: i64) -> Result<Vec<Account>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM accounts WHERE organization_id = $1 AND code > $2 AND search_text LIKE $3 ESCAPE '\\'
         ORDER BY code LIMIT $4"
    );
    Ok(sql::rows(db, &sql, vals![organization, after, like_pattern(search), limit]).await?)
}

pub async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<Account> {
    let sql = format!("SELECT {COLUMNS} FROM accounts WHERE organization_id = $1 AND id = $2");
    sql::maybe(db, &sql, vals![organization, id]).await?.ok_or(Error::NotFound)
}

pub async fn find_by_code(db: &dyn Connection, organization: Id, code: &str) -> Result<Option<Account>> {
    let sql = format!("SELECT {COLUMNS} FROM accounts WHERE organization_id = $1 AND code = $2");
    Ok(sql::maybe(db, &sql, vals![organization, code]).await?)
}

/// The codes of the chart that begin `code`.
pub async fn beginnings(db: &dyn Connection, organization: Id, code: &str) -> Result<Vec<String>> {
    let starts: Vec<String> = code.char_indices().skip(1).map(|(end, _)| code[..end].trim_end_matches(['.', '-']).to_owned()).collect();
    if starts.is_empty() {
        return Ok(vec![]);
    }
    let sql = format!("SELECT code FROM accounts WHERE organization_id = $1 AND code IN ({})", sql::placeholders(2, starts.len()));
    let mut values = vals![organization];
    values.extend(starts.into_iter().map(sql::Value::from));
    Ok(sql::column(db, &sql, values).await?)
}

/// Holds an account for a change if it is still of this version; answers whether it was.
pub async fn hold(tx: &Tx, organization: Id, id: Id, version: i64) -> Result<bool> {
    let sql = "UPDATE accounts SET version = version WHERE organization_id = $1 AND id = $2 AND version = $3";
    Ok(sql::run(tx, sql, vals![organization, id, version]).await? > 0)
}

/// Changes accounts.
pub async fn update_many(tx: &Tx, organization: Id, accounts: &[(Id, AccountInput)]) -> Result<()> {
    let rows = accounts.iter().map(|(id, account)| row(organization, *id, account.texts(), account.active));
    Ok(sql::update_many(tx, "accounts", "organization_id, id", &WRITTEN, &WRITTEN[2..], rows.collect()).await?)
}

/// Removes accounts.
pub async fn delete(tx: &Tx, organization: Id, ids: &[Id]) -> Result<()> {
    Ok(sql::run_in(tx, "DELETE FROM accounts WHERE organization_id = $1 AND id IN ({ids})", vals![organization], ids).await?)
}

/// Children follow their parent's new code.
pub async fn reparent(tx: &Tx, organization: Id, from: &str, to: &str) -> Result<()> {
    sql::run(tx, "UPDATE accounts SET parent_code = $3 WHERE organization_id = $1 AND parent_code = $2", vals![organization, from, to]).await?;
    Ok(())
}
