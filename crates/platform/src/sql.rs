//! Portable SQL by hand: `$1` placeholders work on both engines. What is read is declared once, with [`row!`](crate::row).

use despacho_kernel::Id;

pub use crate::{
    db::{Cell, Connection, Engine, Row},
    fault::with_fault,
    row::{FromRow, Stored, Versioned, column_name},
    statement::{raw_rows, run},
    value::{DbErr, Value},
    writes::Writes,
};

/// Values of a statement, in order: `vals![id, name, true]`.
#[macro_export]
macro_rules! vals {
    ($($value:expr),* $(,)?) => { vec![$($crate::sql::Value::from($value)),*] };
}

/// Reads every row.
pub async fn rows<T: FromRow>(db: &dyn Connection, sql: &str, values: Vec<Value>) -> Result<Vec<T>, DbErr> {
    raw_rows(db, sql, values).await?.iter().map(T::from_row).collect()
}

/// Reads at most one row.
pub async fn maybe<T: FromRow>(db: &dyn Connection, sql: &str, values: Vec<Value>) -> Result<Option<T>, DbErr> {
    raw_rows(db, sql, values).await?.first().map(T::from_row).transpose()
}

/// Reads the first column of the first row.
pub async fn scalar<T: Cell>(db: &dyn Connection, sql: &str, values: Vec<Value>) -> Result<Option<T>, DbErr> {
    raw_rows(db, sql, values).await?.first().map(|row| T::at(row, 0)).transpose()
}

/// Reads the first column of every row.
pub async fn column<T: Cell>(db: &dyn Connection, sql: &str, values: Vec<Value>) -> Result<Vec<T>, DbErr> {
    raw_rows(db, sql, values).await?.iter().map(|row| T::at(row, 0)).collect()
}

/// `a = $1 AND b = $2` for the columns of a key.
fn key_is<T: Stored>() -> String {
    T::KEY.iter().enumerate().map(|(at, column)| format!("{column} = ${}", at + 1)).collect::<Vec<_>>().join(" AND ")
}

/// Reads the row of a key, given in the order of its columns.
pub async fn find<T: Stored>(db: &dyn Connection, key: Vec<Value>) -> Result<Option<T>, DbErr> {
    maybe(db, &format!("SELECT {} FROM {} WHERE {}", T::columns(), T::TABLE, key_is::<T>()), key).await
}

/// Stores new rows.
pub async fn insert<T: Stored>(db: &dyn Connection, new: &[T]) -> Result<(), DbErr> {
    insert_many(db, T::TABLE, T::COLUMNS, new.iter().map(T::values).collect()).await
}

/// Stores a changed row; answers whether it was there.
pub async fn update<T: Stored>(db: &dyn Connection, changed: &T) -> Result<bool, DbErr> {
    let sets = T::COLUMNS.iter().enumerate().skip(T::KEY.len()).map(|(at, column)| format!("{column} = ${}", at + 1));
    let sql = format!("UPDATE {} SET {} WHERE {}", T::TABLE, sets.collect::<Vec<_>>().join(", "), key_is::<T>());
    Ok(run(db, &sql, changed.values()).await? > 0)
}

/// Stores a changed row if it is still of the version that it was read at; answers whether it was. Its version goes up by one.
pub async fn update_version<T: Versioned>(db: &dyn Connection, changed: &T) -> Result<bool, DbErr> {
    let mut values = vec![];
    let mut sets = vec![];
    for (at, (column, value)) in T::COLUMNS.iter().zip(changed.values()).enumerate() {
        match *column {
            "version" => sets.push("version = version + 1".to_owned()),
            _ if at < T::KEY.len() => values.push(value),
            column => {
                values.push(value);
                sets.push(format!("{column} = ${}", values.len()));
            }
        }
    }
    values.push(changed.version().into());
    let sql = format!("UPDATE {} SET {} WHERE {} AND version = ${}", T::TABLE, sets.join(", "), key_is::<T>(), values.len());
    Ok(run(db, &sql, values).await? > 0)
}

/// Removes the row of a key; answers whether it was there.
pub async fn delete<T: Stored>(db: &dyn Connection, key: Vec<Value>) -> Result<bool, DbErr> {
    Ok(run(db, &format!("DELETE FROM {} WHERE {}", T::TABLE, key_is::<T>()), key).await? > 0)
}

/// Inserts many rows with as few statements as the engines' limit on values allows.
pub async fn insert_many(db: &dyn Connection, table: &str, columns: &[&str], rows: Vec<Vec<Value>>) -> Result<(), DbErr> {
    insert_or(db, table, columns, rows, "").await
}

/// Changes many rows, each given whole: where one of its `key` is there, the columns of `changed` take its values, and its
/// version goes up by one.
pub async fn update_many(db: &dyn Connection, table: &str, key: &str, columns: &[&str], changed: &[&str], rows: Vec<Vec<Value>>) -> Result<(), DbErr> {
    let sets = changed.iter().map(|column| format!("{column} = excluded.{column}")).collect::<Vec<_>>().join(", ");
    insert_or(db, table, columns, rows, &format!(" ON CONFLICT ({key}) DO UPDATE SET {sets}, version = {table}.version + 1")).await
}

/// Inserts rows, or what `or` says where one is there: ` ON CONFLICT (…) DO UPDATE SET …`.
pub async fn insert_or(db: &dyn Connection, table: &str, columns: &[&str], rows: Vec<Vec<Value>>, or: &str) -> Result<(), DbErr> {
    let mut writes = Writes::on(db);
    writes.insert_or(table, columns, rows, or);
    writes.run().await
}

/// Ids of one statement: SQLite looks each numbered value up among the others.
const IDS: usize = 1000;

fn listed(sql: &str, values: &[Value], ids: &[Id]) -> (String, Vec<Value>) {
    let text = sql.replace("{ids}", &placeholders(values.len() + 1, ids.len()));
    let all = values.iter().cloned().chain(ids.iter().map(|id| Value::from(*id)));
    (text, all.collect())
}

/// Reads every row of a statement with `IN ({ids})`, in as many statements as the ids need; `values` come before them.
pub async fn rows_in<T: FromRow>(db: &dyn Connection, sql: &str, values: Vec<Value>, ids: &[Id]) -> Result<Vec<T>, DbErr> {
    raw_rows_in(db, sql, values, ids).await?.iter().map(T::from_row).collect()
}

/// [`rows_in`] as the driver gives them.
pub async fn raw_rows_in(db: &dyn Connection, sql: &str, values: Vec<Value>, ids: &[Id]) -> Result<Vec<Row>, DbErr> {
    let mut found = vec![];
    for ids in ids.chunks(IDS) {
        let (sql, values) = listed(sql, &values, ids);
        found.extend(raw_rows(db, &sql, values).await?);
    }
    Ok(found)
}

/// Runs a write with `IN ({ids})`, in as many statements as the ids need.
pub async fn run_in(db: &dyn Connection, sql: &str, values: Vec<Value>, ids: &[Id]) -> Result<(), DbErr> {
    for ids in ids.chunks(IDS) {
        let (sql, values) = listed(sql, &values, ids);
        run(db, &sql, values).await?;
    }
    Ok(())
}

/// The first column of [`rows_in`].
pub async fn column_in<T: Cell>(db: &dyn Connection, sql: &str, values: Vec<Value>, ids: &[Id]) -> Result<Vec<T>, DbErr> {
    let mut found = vec![];
    for ids in ids.chunks(IDS) {
        let (sql, values) = listed(sql, &values, ids);
        found.extend(column(db, &sql, values).await?);
    }
    Ok(found)
}

/// `$n, $n+1, …` for `count` values, for an `IN (…)`.
pub fn placeholders(first: usize, count: usize) -> String {
    (first..first + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

/// Conditions of a `WHERE` that depend on what is asked, each with its value.
pub struct Conditions {
    /// `c.practice_id = $1 AND c.active = $2`.
    pub text: String,
    pub values: Vec<Value>,
}

impl Conditions {
    /// Begins with one; its value stands where the `?` is.
    pub fn new(condition: &'static str, value: impl Into<Value>) -> Self {
        let mut all = Self { text: String::new(), values: vec![] };
        all.and(condition, value);
        all
    }

    /// Adds one.
    pub fn and(&mut self, condition: &'static str, value: impl Into<Value>) {
        self.values.push(value.into());
        self.join();
        self.text.push_str(&condition.replace('?', &format!("${}", self.values.len())));
    }

    /// Adds that a column is one of these ids; of none nothing is found.
    pub fn and_in(&mut self, column: &'static str, ids: &[Id]) {
        self.and_of(&format!("{column} IN (?)"), ids);
    }

    /// Adds a condition in which these ids stand where the `?` is.
    pub fn and_of(&mut self, condition: &str, ids: &[Id]) {
        let list = if ids.is_empty() { "NULL".to_owned() } else { placeholders(self.values.len() + 1, ids.len()) };
        self.values.extend(ids.iter().map(|id| Value::from(*id)));
        self.join();
        self.text.push_str(&condition.replace('?', &list));
    }

    /// Adds that one of these holds, each with its value.
    pub fn and_any(&mut self, any: Vec<(&'static str, Value)>) {
        self.join();
        for (at, (condition, value)) in any.into_iter().enumerate() {
            self.values.push(value);
            self.text.push_str(if at == 0 { "(" } else { " OR " });
            self.text.push_str(&condition.replace('?', &format!("${}", self.values.len())));
        }
        self.text.push(')');
    }

    fn join(&mut self) {
        if !self.text.is_empty() {
            self.text.push_str(" AND ");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_number_their_values() {
        let mut found = Conditions::new("c.practice_id = ?", Id::nil());
        found.and("c.active = ?", true);
        found.and_in("c.id", &[Id::nil(), Id::max()]);
        found.and("(a = ? OR b = ?)", "x");
        assert_eq!(found.text, "c.practice_id = $1 AND c.active = $2 AND c.id IN ($3, $4) AND (a = $5 OR b = $5)");
        assert_eq!(found.values.len(), 5);
        let mut any = Conditions::new("a = ?", 1i64);
        any.and_any(vec![("b = ?", 2i64.into()), ("c = ?", "x".into())]);
        assert_eq!((any.text.as_str(), any.values.len()), ("a = $1 AND (b = $2 OR c = $3)", 3));
        let mut none = Conditions::new("a = ?", 1i64);
        none.and_in("id", &[]);
        assert_eq!((none.text.as_str(), none.values.len()), ("a = $1 AND id IN (NULL)", 1));
    }
}
