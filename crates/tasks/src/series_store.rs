//! Every SQL of series and of what their clients bring to them.

use std::collections::HashMap;

use despacho_kernel::Id;
use despacho_platform::{
    Error, Result, Tx,
    sql::{self, Connection, FromRow},
    vals,
};
use despacho_ui::days;
use jiff::civil::Date;

use crate::{
    law_store,
    series::{Anchor, ClientFacts, Series},
    task::{OPEN, Task},
};

/// A series of the practice.
pub async fn find(db: &dyn Connection, practice: Id, id: Id) -> Result<Series> {
    sql::find(db, vals![practice, id]).await?.ok_or(Error::NotFound)
}

/// Series by id, from after one.
pub async fn list(db: &dyn Connection, practice: Id, after: Option<Id>, limit: i64) -> Result<Vec<Series>> {
    let sql = format!("SELECT {} FROM task_series WHERE practice_id = $1 AND id > $2 ORDER BY id LIMIT $3", Series::columns());
    Ok(sql::rows(db, &sql, vals![practice, after.unwrap_or_else(Id::nil), limit]).await?)
}

/// Practices that have series that go on, by their ids from after one.
pub async fn practices(db: &dyn Connection, after: Id, limit: i64) -> Result<Vec<Id>> {
    let sql = "SELECT DISTINCT practice_id FROM task_series WHERE active = $1 AND practice_id > $2 ORDER BY practice_id LIMIT $3";
    Ok(sql::column(db, sql, vals![true, after, limit]).await?)
}

/// The clients of several series.
pub async fn clients(db: &dyn Connection, practice: Id, series: &[Id]) -> Result<HashMap<Id, Vec<Id>>> {
    despacho_platform::row! {
        struct Of {
            series_id: Id,
            client_id: Id,
        }
    }
    let sql = "SELECT series_id, client_id FROM task_series_clients WHERE practice_id = $1 AND series_id IN ({ids}) ORDER BY series_id, client_id";
    let mut found: HashMap<Id, Vec<Id>> = HashMap::new();
    for row in sql::rows_in::<Of>(db, sql, vals![practice], series).await? {
        found.entry(row.series_id).or_default().push(row.client_id);
    }
    Ok(found)
}

/// Sets the clients of a series.
pub async fn set_clients(tx: &Tx, practice: Id, series: Id, clients: &[Id]) -> Result<()> {
    sql::run(tx, "DELETE FROM task_series_clients WHERE practice_id = $1 AND series_id = $2", vals![practice, series]).await?;
    let rows = clients.iter().map(|client| vals![practice, series, *client]).collect();
    Ok(sql::insert_many(tx, "task_series_clients", &["practice_id", "series_id", "client_id"], rows).await?)
}

/// What active clients of a series bring to its days, by the client's id.
pub async fn facts(db: &dyn Connection, series: &Series, clients: &[Id]) -> Result<Vec<ClientFacts>> {
    despacho_platform::row! {
        struct Of {
            id: Id,
            fiscal_year_start: i64,
        }
    }
    despacho_platform::row! {
        struct Held {
            client_id: Id,
            value: String,
        }
    }
    let sql = "SELECT id, fiscal_year_start FROM clients WHERE practice_id = $1 AND active = $2 AND id IN ({ids}) ORDER BY id";
    let rows: Vec<Of> = sql::rows_in(db, sql, vals![series.practice_id, true], clients).await?;
    let mut held: HashMap<Id, String> = HashMap::new();
    if let Some(field) = series.field_id {
        let sql = "SELECT client_id, value FROM client_custom_values WHERE practice_id = $1 AND field_id = $2 AND client_id IN ({ids})";
        let found: Vec<Held> = sql::rows_in(db, sql, vals![series.practice_id, field], clients).await?;
        held.extend(found.into_iter().map(|row| (row.client_id, row.value)));
    }
    let mut legal: HashMap<Id, Vec<(String, Date, Id)>> = HashMap::new();
    if series.anchor == Anchor::Legal.word() {
        for of in law_store::of_model(db, series.practice_id, &series.model, clients).await? {
            if let Ok(day) = of.legal_due_on.parse() {
                legal.entry(of.client_id).or_default().push((of.period, day, of.id));
            }
        }
    }
    let mut facts = |row: Of| ClientFacts {
        id: row.id,
        fiscal_year_start: row.fiscal_year_start,
        field: held.get(&row.id).and_then(|text| days::read(text)),
        legal: legal.remove(&row.id).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(&mut facts).collect())
}

/// The open tasks of a series that nobody has begun, at most `limit`.
pub async fn ahead(db: &dyn Connection, practice: Id, series: Id, limit: i64) -> Result<Vec<Task>> {
    let sql = format!(
        "SELECT {} FROM tasks WHERE practice_id = $1 AND series_id = $2 AND shelf = '{OPEN}' AND status IN ('planned', 'ready') ORDER BY id LIMIT $3",
        Task::columns()
    );
    Ok(sql::rows(db, &sql, vals![practice, series, limit]).await?)
}

/// Which task each of these occurrences became, and where it stands.
pub async fn became(db: &dyn Connection, practice: Id, keys: &[String]) -> Result<HashMap<String, (Id, String)>> {
    despacho_platform::row! {
        struct Made {
            made_key: String,
            id: Id,
            status: String,
        }
    }
    let mut found = HashMap::new();
    for keys in keys.chunks(500) {
        let sql = format!(
            "SELECT made_key, id, status FROM tasks WHERE practice_id = $1 AND shelf <> 'removed' AND made_key IN ({})",
            sql::placeholders(2, keys.len())
        );
        let mut values = vals![practice];
        values.extend(keys.iter().map(|key| sql::Value::from(key.as_str())));
        found.extend(sql::rows::<Made>(db, &sql, values).await?.into_iter().map(|made| (made.made_key, (made.id, made.status))));
    }
    Ok(found)
}
