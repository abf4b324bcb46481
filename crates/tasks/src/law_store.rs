//! Every SQL of what the law asks, as tasks read it: obligations of clients and their dates.

use std::collections::HashMap;

use despacho_kernel::Id;
use despacho_platform::{
    Result,
    sql::{self, Connection},
    vals,
};
use jiff::civil::Date;

despacho_platform::row! {
    /// An obligation as a task has it.
    #[derive(Debug, Clone)]
    pub struct Obligation {
        pub client_id: Id,
        pub id: Id,
        pub model: String,
        pub period: String,
        pub legal_due_on: String,
    }
}

const COLUMNS: &str = "client_id, id, model, period, legal_due_on";

/// The obligations of a model of these clients, in the order of their dates.
pub async fn of_model(db: &dyn Connection, practice: Id, model: &str, clients: &[Id]) -> Result<Vec<Obligation>> {
    if model.is_empty() {
        return Ok(vec![]);
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM obligations WHERE practice_id = $1 AND model = $2 AND state <> 'not_applicable' AND client_id IN ({{ids}}) ORDER BY legal_due_on, id"
    );
    let mut found: Vec<Obligation> = sql::rows_in(db, &sql, vals![practice, model], clients).await?;
    found.retain(|obligation| obligation.legal_due_on.parse::<Date>().is_ok());
    Ok(found)
}

/// Those of some clients by client and period.
pub async fn by_period(db: &dyn Connection, practice: Id, model: &str, clients: &[Id]) -> Result<HashMap<(Id, String), (Id, String)>> {
    let found = of_model(db, practice, model, clients).await?;
    Ok(found.into_iter().map(|of| ((of.client_id, of.period), (of.id, of.legal_due_on))).collect())
}

/// An obligation of a client.
pub async fn find(db: &dyn Connection, practice: Id, client: Id, id: Id) -> Result<Option<Obligation>> {
    let sql = format!("SELECT {COLUMNS} FROM obligations WHERE practice_id = $1 AND client_id = $2 AND id = $3");
    Ok(sql::maybe(db, &sql, vals![practice, client, id]).await?)
}

/// What is still to be done of a client, by its date, at most 100; and the one that is chosen already.
pub async fn open(db: &dyn Connection, practice: Id, client: Id, chosen: Option<Id>) -> Result<Vec<Obligation>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM obligations WHERE practice_id = $1 AND client_id = $2 AND (state NOT IN ('filed', 'paid', 'not_applicable') OR id = $3)
         ORDER BY legal_due_on, id LIMIT 100"
    );
    Ok(sql::rows(db, &sql, vals![practice, client, chosen.unwrap_or_else(Id::nil)]).await?)
}
