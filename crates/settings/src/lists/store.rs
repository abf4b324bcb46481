//! Every SQL of lists of master data. Table and column names come from [`MasterList`]s, which are constants of the code.

use despacho_kernel::{Id, Invalid, new_id};
use despacho_platform::sql::{Connection, Row, Value};
use despacho_platform::{Error, Result, Tx, sql, vals};

use super::list::{Kind, ListRow, MasterList};

/// Most rows of a list.
pub const MAX: i64 = 500;

fn read(set: &MasterList, row: &Row) -> Result<ListRow, sql::DbErr> {
    let mut values = vec![];
    for column in set.columns {
        values.push(match column.kind {
            Kind::Whole { .. } | Kind::Counter { .. } => row.get::<i64>(column.name)?.to_string(),
            Kind::Money => row.get::<Option<i64>>(column.name)?.map_or(String::new(), |minor| minor.to_string()),
            Kind::Reference { many: false, .. } => row.get::<Option<Id>>(column.name)?.map_or(String::new(), |id| id.to_string()),
            Kind::Flag => if row.get::<bool>(column.name)? { "yes" } else { "" }.to_owned(),
            _ => row.get::<String>(column.name)?,
        });
    }
    Ok(ListRow { id: row.get("id")?, active: row.get("active")?, version: row.get("version")?, values })
}

fn names(set: &MasterList) -> String {
    set.columns.iter().map(|c| c.name).collect::<Vec<_>>().join(", ")
}

async fn select(db: &dyn Connection, set: &MasterList, condition: &str, values: Vec<Value>) -> Result<Vec<ListRow>> {
    let sql = format!("SELECT id, active, version, {} FROM {} WHERE organization_id = $1 {condition}", names(set), set.table);
    let rows = sql::raw_rows(db, &sql, values).await?;
    Ok(rows.iter().map(|row| read(set, row)).collect::<Result<_, _>>()?)
}

/// An organization's rows in order, at most [`MAX`].
pub async fn list(db: &dyn Connection, set: &MasterList, organization: Id, limit: i64) -> Result<Vec<ListRow>> {
    select(db, set, "ORDER BY position, id LIMIT $2", vals![organization, limit]).await
}

pub async fn find(db: &dyn Connection, set: &MasterList, organization: Id, id: Id) -> Result<ListRow> {
    select(db, set, "AND id = $2", vals![organization, id]).await?.pop().ok_or(Error::NotFound)
}

pub async fn count(db: &dyn Connection, set: &MasterList, organization: Id) -> Result<i64> {
    let sql = format!("SELECT COUNT(*) FROM {} WHERE organization_id = $1", set.table);
    Ok(sql::scalar(db, &sql, vals![organization]).await?.unwrap_or(0))
}

/// Whether another row has this key.
pub async fn taken(db: &dyn Connection, set: &MasterList, organization: Id, key: &str, but: Option<Id>) -> Result<bool> {
    let others = list(db, set, organization, MAX).await?;
    Ok(others.iter().any(|other| Some(other.id) != but && set.key_of(&other.values) == key))
}

/// Rows by their ids; those that the organization does not have are left out.
pub async fn of_ids(db: &dyn Connection, set: &MasterList, organization: Id, ids: &[Id]) -> Result<Vec<ListRow>> {
    let sql = format!("SELECT id, active, version, {} FROM {} WHERE organization_id = $1 AND id IN ({{ids}})", names(set), set.table);
    let rows = sql::raw_rows_in(db, &sql, vals![organization], ids).await?;
    Ok(rows.iter().map(|row| read(set, row)).collect::<Result<_, _>>()?)
}

/// Whether a row of the list names one of these rows of `to`.
pub async fn names_any(db: &dyn Connection, set: &MasterList, organization: Id, to: &str, ids: &[Id]) -> Result<bool> {
    if ids.is_empty() {
        return Ok(false);
    }
    for (column, _) in set.references().filter(|(_, named)| named.kind() == to) {
        let name = column.name;
        let sql = format!("SELECT {name} FROM {} WHERE organization_id = $1", set.table);
        let found = match column.kind {
            // Several stand in one text: a list is short, and is read.
            Kind::Reference { many: true, .. } => {
                let texts: Vec<String> = sql::column(db, &sql, vals![organization]).await?;
                texts.iter().flat_map(|text| text.split('\n')).filter_map(|id| id.parse::<Id>().ok()).any(|id| ids.contains(&id))
            }
            _ => !sql::column_in::<Id>(db, &format!("{sql} AND {name} IN ({{ids}}) LIMIT 1"), vals![organization], ids).await?.is_empty(),
        };
        if found {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a row of the list holds an amount.
pub async fn holds_amounts(db: &dyn Connection, set: &MasterList, organization: Id) -> Result<bool> {
    let amounts: Vec<String> = set.columns.iter().filter(|c| matches!(c.kind, Kind::Money)).map(|c| format!("{} IS NOT NULL", c.name)).collect();
    if amounts.is_empty() {
        return Ok(false);
    }
    let sql = format!("SELECT id FROM {} WHERE organization_id = $1 AND ({}) LIMIT 1", set.table, amounts.join(" OR "));
    Ok(sql::scalar::<Id>(db, &sql, vals![organization]).await?.is_some())
}

/// Adds rows of checked values at the end of a list; answers their ids.
pub async fn insert(tx: &Tx, set: &MasterList, organization: Id, rows: Vec<Vec<Value>>) -> Result<Vec<Id>> {
    insert_with_state(tx, set, organization, rows.into_iter().map(|values| (values, true)).collect()).await
}

despacho_platform::row! {
    struct Stretch {
        rows: i64,
        last: i64,
    }
}

/// Adds rows, each active or not.
pub(super) async fn insert_with_state(tx: &Tx, set: &MasterList, organization: Id, rows: Vec<(Vec<Value>, bool)>) -> Result<Vec<Id>> {
    if rows.is_empty() {
        return Ok(vec![]);
    }
    let sql = format!("SELECT COUNT(*) AS rows, COALESCE(MAX(position), 0) AS last FROM {} WHERE organization_id = $1", set.table);
    let Stretch { rows: present, last } = sql::maybe(tx, &sql, vals![organization]).await?.unwrap_or(Stretch { rows: 0, last: 0 });
    if present + i64::try_from(rows.len()).unwrap_or(MAX) > MAX {
        // What stands beyond the end of what is read would be lost to everyone.
        return Err(Invalid::too_many(set.key[0], MAX).into());
    }
    let mut columns = vec!["organization_id", "id", "position", "active"];
    columns.extend(set.columns.iter().map(|c| c.name));
    let ids: Vec<Id> = rows.iter().map(|_| new_id()).collect();
    let rows = rows.into_iter().zip(&ids).zip(last + 1..).map(|(((values, active), id), position)| {
        let mut row = vals![organization, *id, position, active];
        row.extend(values);
        row
    });
    sql::insert_many(tx, set.table, &columns, rows.collect()).await?;
    Ok(ids)
}

/// Changes rows to these values and states.
pub(super) async fn update_many(tx: &Tx, set: &MasterList, organization: Id, rows: Vec<(Id, Vec<Value>, bool)>) -> Result<()> {
    let mut columns = vec!["organization_id", "id", "position", "active"];
    columns.extend(set.columns.iter().map(|c| c.name));
    let row = |(id, values, active)| -> Vec<Value> {
        // Its place is left as it is: a row that is there has one.
        let mut row = vals![organization, id, 0i64, active];
        row.extend::<Vec<Value>>(values);
        row
    };
    Ok(sql::update_many(tx, set.table, "organization_id, id", &columns, &columns[3..], rows.into_iter().map(row).collect()).await?)
}

/// Changes a row's values, if it is still of the version that it was read at; answers whether it was.
pub async fn update(tx: &Tx, set: &MasterList, organization: Id, record: &ListRow, values: Vec<Value>) -> Result<bool> {
    let sets: Vec<_> = set.columns.iter().enumerate().map(|(at, c)| format!("{} = ${}", c.name, at + 4)).collect();
    let sql = format!("UPDATE {} SET {}, version = version + 1 WHERE organization_id = $1 AND id = $2 AND version = $3", set.table, sets.join(", "));
    let mut all = vals![organization, record.id, record.version];
    all.extend(values);
    Ok(sql::run(tx, &sql, all).await? > 0)
}

pub async fn set_active(tx: &Tx, set: &MasterList, organization: Id, id: Id, active: bool) -> Result<()> {
    let sql = format!("UPDATE {} SET active = $3, version = version + 1 WHERE organization_id = $1 AND id = $2", set.table);
    sql::run(tx, &sql, vals![organization, id, active]).await?;
    Ok(())
}

/// Removes rows that nothing has used.
pub(super) async fn delete(tx: &Tx, set: &MasterList, organization: Id, ids: &[Id]) -> Result<()> {
    let sql = format!("DELETE FROM {} WHERE organization_id = $1 AND id IN ({{ids}})", set.table);
    Ok(sql::run_in(tx, &sql, vals![organization], ids).await?)
}

/// Lets rows that name a row of `to` name another. What is replaced, accounts, no column names several of.
pub async fn replace(tx: &Tx, set: &MasterList, organization: Id, to: &str, from: Id, into: Id) -> Result<()> {
    for (column, _) in set.references().filter(|(_, named)| named.kind() == to) {
        let name = column.name;
        let sql = format!("UPDATE {} SET {name} = $3, version = version + 1 WHERE organization_id = $1 AND {name} = $2", set.table);
        sql::run(tx, &sql, vals![organization, from, into]).await?;
    }
    Ok(())
}

/// Exchanges a row's place with its neighbour's.
pub async fn swap(tx: &Tx, set: &MasterList, organization: Id, one: Id, other: Id) -> Result<()> {
    let find = format!("SELECT position FROM {} WHERE organization_id = $1 AND id = $2", set.table);
    let first: i64 = sql::scalar(tx, &find, vals![organization, one]).await?.ok_or(Error::NotFound)?;
    let second: i64 = sql::scalar(tx, &find, vals![organization, other]).await?.ok_or(Error::NotFound)?;
    let set_place = format!("UPDATE {} SET position = $3 WHERE organization_id = $1 AND id = $2", set.table);
    sql::run(tx, &set_place, vals![organization, one, second]).await?;
    sql::run(tx, &set_place, vals![organization, other, first]).await?;
    Ok(())
}
