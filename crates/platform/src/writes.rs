//! Writes that go to the database in one call.

use crate::{
    engines::{Connection, Engine},
    row::Stored,
    statement,
    value::{DbErr, Value},
};

/// Most values of a call: SQLite takes 32,766 in a statement and PostgreSQL 65,535.
const VALUES: usize = 30_000;

/// Rows that are inserted, or what `or` says where one is there.
struct Insert<'a> {
    table: &'a str,
    columns: &'a [&'a str],
    rows: Vec<Vec<Value>>,
    or: &'a str,
}

/// Inserts into several tables that go to the database in one call: several statements on SQLite, in their order; on PostgreSQL one statement, whose
/// parts see what was there before it, and whose references are looked at when all of it is written. No row is touched by two of them.
pub struct Writes<'a> {
    db: &'a dyn Connection,
    inserts: Vec<Insert<'a>>,
}

impl<'a> Writes<'a> {
    pub fn on(db: &'a dyn Connection) -> Self {
        Self { db, inserts: vec![] }
    }

    /// Adds new rows.
    pub fn insert<T: Stored>(&mut self, new: &[T]) {
        self.put(new, "");
    }

    /// Adds stored rows, or what `or` does where one is there: ` ON CONFLICT (…) DO UPDATE SET …`.
    pub fn put<T: Stored>(&mut self, rows: &[T], or: &'a str) {
        self.insert_or(T::TABLE, T::COLUMNS, rows.iter().map(T::values).collect(), or);
    }

    /// Adds rows of a table, or what `or` does where one is there.
    pub fn insert_or(&mut self, table: &'a str, columns: &'a [&'a str], rows: Vec<Vec<Value>>, or: &'a str) {
        let per_statement = (VALUES / columns.len().max(1)).max(1);
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            self.inserts.push(Insert { table, columns, rows: rows.by_ref().take(per_statement).collect(), or });
        }
    }

    /// Writes all of it.
    pub async fn run(self) -> Result<(), DbErr> {
        let values = self.inserts.iter().map(|insert| insert.rows.len() * insert.columns.len()).sum::<usize>();
        let calls: Vec<Vec<Insert<'a>>> = if values <= VALUES { vec![self.inserts] } else { self.inserts.into_iter().map(|insert| vec![insert]).collect() };
        for inserts in calls.into_iter().filter(|inserts| !inserts.is_empty()) {
            let (text, values) = together(self.db.engine(), inserts);
            statement::run(self.db, &text, values).await?;
        }
        Ok(())
    }
}

/// Inserts as one text and its values.
fn together(engine: Engine, inserts: Vec<Insert<'_>>) -> (String, Vec<Value>) {
    let (mut text, mut values) = (String::new(), vec![]);
    let last = inserts.len().saturating_sub(1);
    for (at, insert) in inserts.into_iter().enumerate() {
        match engine {
            Engine::Sqlite if at > 0 => text.push_str("; "),
            Engine::Postgres if at < last => text.push_str(&format!("{}w{at} AS (", if at == 0 { "WITH " } else { ", " })),
            Engine::Postgres if at > 0 => text.push(' '),
            _ => {}
        }
        written(engine, insert, &mut text, &mut values);
        if engine == Engine::Postgres && at < last {
            text.push(')');
        }
    }
    (text, values)
}

/// Adds an insert to a text, its values to those before it.
fn written(engine: Engine, insert: Insert<'_>, text: &mut String, values: &mut Vec<Value>) {
    text.push_str(&format!("INSERT INTO {} ({}) VALUES ", insert.table, insert.columns.join(", ")));
    for (nth, row) in insert.rows.into_iter().enumerate() {
        text.push_str(if nth == 0 { "(" } else { ", (" });
        for (at, value) in row.into_iter().enumerate() {
            values.push(value);
            if at > 0 {
                text.push_str(", ");
            }
            // SQLite looks a numbered value up among all the others, which is slow for thousands: there they go by position alone.
            match engine {
                Engine::Sqlite => text.push('?'),
                Engine::Postgres => {
                    text.push('$');
                    text.push_str(&values.len().to_string());
                }
            }
        }
        text.push(')');
    }
    text.push_str(insert.or);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vals;

    fn texts(engine: Engine) -> String {
        let one = Insert { table: "a", columns: &["x", "y"], rows: vec![vals![1i64, "b"], vals![2i64, "c"]], or: "" };
        let two = Insert { table: "b", columns: &["z"], rows: vec![vals![3i64]], or: " ON CONFLICT (z) DO NOTHING" };
        let (text, values) = together(engine, vec![one, two]);
        assert_eq!(values, vals![1i64, "b", 2i64, "c", 3i64]);
        text
    }

    #[test]
    fn several_inserts_are_one_text() {
        assert_eq!(texts(Engine::Sqlite), "INSERT INTO a (x, y) VALUES (?, ?), (?, ?); INSERT INTO b (z) VALUES (?) ON CONFLICT (z) DO NOTHING");
        assert_eq!(
            texts(Engine::Postgres),
            "WITH w0 AS (INSERT INTO a (x, y) VALUES ($1, $2), ($3, $4)) INSERT INTO b (z) VALUES ($5) ON CONFLICT (z) DO NOTHING"
        );
    }
}
