//! Every SQL of lists of master data. Table and column names come from [`RecordSet`]s, which are constants of the code.

use despacho_kernel::{
    Id, new_id,
    place::{self, Currency},
    text::fold,
};
use despacho_platform::{Error, Result, Tx, sql, vals};
use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};

use super::{Kind, Record, RecordSet};

/// Most rows of a list.
pub const MAX: i64 = 500;

fn read(set: &RecordSet, row: &QueryResult) -> Result<Record, sea_orm::DbErr> {
    let mut values = vec![];
    for column in set.columns {
        values.push(match column.kind {
            Kind::Whole { .. } => row.try_get::<i64>("", column.name)?.to_string(),
            Kind::Money => row.try_get::<Option<i64>>("", column.name)?.map_or(String::new(), |minor| minor.to_string()),
            Kind::Account { .. } => row.try_get::<Option<Id>>("", column.name)?.map_or(String::new(), |id| id.to_string()),
            _ => row.try_get::<String>("", column.name)?,
        });
    }
    Ok(Record { id: row.try_get("", "id")?, active: row.try_get("", "active")?, values })
}

fn names(set: &RecordSet) -> String {
    set.columns.iter().map(|c| c.name).collect::<Vec<_>>().join(", ")
}

async fn select(db: &impl ConnectionTrait, set: &RecordSet, condition: &str, values: Vec<Value>) -> Result<Vec<Record>> {
    let sql = format!("SELECT id, active, {} FROM {} WHERE organization_id = $1 {condition}", names(set), set.table);
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    Ok(rows.iter().map(|row| read(set, row)).collect::<Result<_, _>>()?)
}

/// An organization's rows in order, at most [`MAX`].
pub async fn list(db: &impl ConnectionTrait, set: &RecordSet, organization: Id, limit: i64) -> Result<Vec<Record>> {
    select(db, set, "ORDER BY position, id LIMIT $2", vals![organization, limit]).await
}

pub async fn find(db: &impl ConnectionTrait, set: &RecordSet, organization: Id, id: Id) -> Result<Record> {
    select(db, set, "AND id = $2", vals![organization, id]).await?.pop().ok_or(Error::NotFound)
}

pub async fn count(db: &impl ConnectionTrait, set: &RecordSet, organization: Id) -> Result<i64> {
    let sql = format!("SELECT COUNT(*) FROM {} WHERE organization_id = $1", set.table);
    Ok(sql::scalar(db, &sql, vals![organization]).await?.unwrap_or(0))
}

/// Whether another row has this text in a column, whatever its case and accents.
pub async fn taken(db: &impl ConnectionTrait, set: &RecordSet, organization: Id, column: &str, text: &str, but: Option<Id>) -> Result<bool> {
    let sql = format!("SELECT {column} FROM {} WHERE organization_id = $1 AND id <> $2 LIMIT {MAX}", set.table);
    let others: Vec<String> = sql::column(db, &sql, vals![organization, but.unwrap_or_else(Id::nil)]).await?;
    Ok(others.iter().any(|other| fold(other) == fold(text)))
}

/// Whether the organization has a row of this id in a table.
pub(super) async fn exists(db: &impl ConnectionTrait, table: &str, organization: Id, id: Id) -> Result<bool> {
    let sql = format!("SELECT COUNT(*) FROM {table} WHERE organization_id = $1 AND id = $2");
    Ok(sql::scalar::<i64>(db, &sql, vals![organization, id]).await?.unwrap_or(0) > 0)
}

/// The organization's currency.
pub async fn currency(db: &impl ConnectionTrait, organization: Id) -> Result<&'static Currency> {
    let code: Option<String> = sql::scalar(db, "SELECT currency FROM organizations WHERE id = $1", vals![organization]).await?;
    place::currency(&code.unwrap_or_default()).map_err(|_| Error::NotFound)
}

/// The active accounts that a row may name: id, then code and name.
pub async fn account_options(db: &impl ConnectionTrait, organization: Id) -> Result<Vec<(String, String)>> {
    #[derive(sea_orm::FromQueryResult)]
    struct Account {
        id: Id,
        code: String,
        name: String,
    }
    let sql = "SELECT id, code, name FROM accounts WHERE organization_id = $1 AND active ORDER BY code LIMIT 5000";
    let found: Vec<Account> = sql::rows(db, sql, vals![organization]).await?;
    Ok(found.into_iter().map(|a| (a.id.to_string(), format!("{} · {}", a.code, a.name))).collect())
}

/// Adds rows of checked values at the end of a list; answers their ids.
pub async fn insert(tx: &Tx, set: &RecordSet, organization: Id, rows: Vec<Vec<Value>>) -> Result<Vec<Id>> {
    let sql = format!("SELECT COALESCE(MAX(position), 0) FROM {} WHERE organization_id = $1", set.table);
    let last: i64 = sql::scalar(tx, &sql, vals![organization]).await?.unwrap_or(0);
    let mut columns = vec!["organization_id", "id", "position", "active"];
    columns.extend(set.columns.iter().map(|c| c.name));
    let ids: Vec<Id> = rows.iter().map(|_| new_id()).collect();
    let rows = rows.into_iter().zip(&ids).zip(last + 1..).map(|((values, id), position)| {
        let mut row = vals![organization, *id, position, true];
        row.extend(values);
        row
    });
    sql::insert_many(tx, set.table, &columns, rows.collect()).await?;
    Ok(ids)
}

pub async fn update(tx: &Tx, set: &RecordSet, organization: Id, id: Id, values: Vec<Value>) -> Result<()> {
    let sets: Vec<_> = set.columns.iter().enumerate().map(|(at, c)| format!("{} = ${}", c.name, at + 3)).collect();
    let sql = format!("UPDATE {} SET {} WHERE organization_id = $1 AND id = $2", set.table, sets.join(", "));
    let mut all = vals![organization, id];
    all.extend(values);
    sql::run(tx, &sql, all).await?;
    Ok(())
}

pub async fn set_active(tx: &Tx, set: &RecordSet, organization: Id, id: Id, active: bool) -> Result<()> {
    let sql = format!("UPDATE {} SET active = $3 WHERE organization_id = $1 AND id = $2", set.table);
    sql::run(tx, &sql, vals![organization, id, active]).await?;
    Ok(())
}
