//! Every SQL of obligations.

use std::collections::HashMap;

use despacho_kernel::Id;
use despacho_platform::{
    Error, Result, Tx,
    sql::{self, Connection, Value},
    vals,
};

use super::obligation::Obligation;

/// What a list of obligations is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub client: Option<Id>,
    /// `2026-Q1`, `2026-03`, `2026`.
    pub period: Option<String>,
    pub state: Option<String>,
    pub model: Option<String>,
    /// The campaign of a quarter.
    pub campaign: Option<String>,
    /// First and last legal day, ISO 8601.
    pub due: Option<(String, String)>,
    /// Staff see what is of clients that they are assigned to.
    pub visible_to: Option<Id>,
}

/// Most obligations that are read at once: thirty of each of a thousand clients are fewer.
pub const MOST: i64 = 40_000;

fn conditions(practice: Id, asked: &Asked) -> (String, Vec<Value>) {
    let (mut text, mut values) = ("o.practice_id = $1".to_owned(), vals![practice]);
    let mut and = |condition: &str, value: Value| {
        values.push(value);
        text.push_str(" AND ");
        text.push_str(&condition.replace('?', &format!("${}", values.len())));
    };
    if let Some(client) = asked.client {
        and("o.client_id = ?", client.into());
    }
    for (condition, value) in
        [("o.period = ?", &asked.period), ("o.state = ?", &asked.state), ("o.model = ?", &asked.model), ("o.campaign = ?", &asked.campaign)]
    {
        if let Some(value) = value {
            and(condition, value.as_str().into());
        }
    }
    if let Some((first, last)) = &asked.due {
        and("o.legal_due_on >= ?", first.as_str().into());
        and("o.legal_due_on <= ?", last.as_str().into());
    }
    if let Some(user) = asked.visible_to {
        and("EXISTS (SELECT 1 FROM client_assignments s WHERE s.practice_id = o.practice_id AND s.client_id = o.client_id AND s.user_id = ?)", user.into());
    }
    (text, values)
}

fn columns() -> String {
    <Obligation as sql::FromRow>::columns().split(", ").map(|column| format!("o.{column}")).collect::<Vec<_>>().join(", ")
}

/// Obligations by their legal day from after a day and id, the earliest first.
pub async fn list(db: &dyn Connection, practice: Id, asked: &Asked, after: Option<(String, Id)>, limit: i64) -> Result<Vec<Obligation>> {
    let (mut text, mut values) = conditions(practice, asked);
    if let Some((day, id)) = after {
        let at = values.len() + 1;
        text.push_str(&format!(" AND (o.legal_due_on > ${at} OR (o.legal_due_on = ${at} AND o.id > ${}))", at + 1));
        values.extend(vals![day, id]);
    }
    values.extend(vals![limit]);
    let sql = format!("SELECT {} FROM obligations o WHERE {text} ORDER BY o.legal_due_on, o.id LIMIT ${}", columns(), values.len());
    Ok(sql::rows(db, &sql, values).await?)
}

/// One that whoever asks may see.
pub async fn find(db: &dyn Connection, practice: Id, id: Id, visible_to: Option<Id>) -> Result<Obligation> {
    let found: Obligation = sql::find(db, vals![practice, id]).await?.ok_or(Error::NotFound)?;
    if let Some(user) = visible_to {
        let sql = "SELECT 1 FROM client_assignments WHERE practice_id = $1 AND client_id = $2 AND user_id = $3";
        sql::scalar::<i64>(db, sql, vals![practice, found.client_id, user]).await?.ok_or(Error::NotFound)?;
    }
    Ok(found)
}

/// Those of these that whoever asks may see, in the order of the ids; an id of none is left out.
pub async fn find_many(db: &dyn Connection, practice: Id, ids: &[Id], visible_to: Option<Id>) -> Result<Vec<Obligation>> {
    let (seen, values) = match visible_to {
        Some(user) => (
            " AND EXISTS (SELECT 1 FROM client_assignments s WHERE s.practice_id = o.practice_id AND s.client_id = o.client_id AND s.user_id = $2)",
            vals![practice, user],
        ),
        None => ("", vals![practice]),
    };
    let sql = format!("SELECT {} FROM obligations o WHERE o.practice_id = $1{seen} AND o.id IN ({{ids}})", columns());
    let mut found: HashMap<Id, Obligation> = sql::rows_in::<Obligation>(db, &sql, values, ids).await?.into_iter().map(|own| (own.id, own)).collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// The one of a client, a model and a period.
pub async fn find_by_period(db: &dyn Connection, practice: Id, client: Id, model: &str, period: &str) -> Result<Option<Obligation>> {
    let sql = format!("SELECT {} FROM obligations o WHERE o.practice_id = $1 AND o.client_id = $2 AND o.model = $3 AND o.period = $4", columns());
    Ok(sql::maybe(db, &sql, vals![practice, client, model, period]).await?)
}

/// Those of a model and period of the clients that an organization belongs to.
pub async fn of_organization(db: &dyn Connection, practice: Id, organization: Id, (model, period): (&str, &str)) -> Result<Vec<Obligation>> {
    let sql = format!(
        "SELECT {} FROM client_organizations l JOIN obligations o ON o.practice_id = l.practice_id AND o.client_id = l.client_id
         WHERE l.practice_id = $1 AND l.organization_id = $2 AND o.model = $3 AND o.period = $4 ORDER BY o.id LIMIT 5",
        columns()
    );
    Ok(sql::rows(db, &sql, vals![practice, organization, model, period]).await?)
}

/// All of a client's whose periods are in years, by period.
pub async fn of_years(db: &dyn Connection, practice: Id, client: Id, (first, last): (i16, i16)) -> Result<Vec<Obligation>> {
    let sql = format!(
        "SELECT {} FROM obligations o WHERE o.practice_id = $1 AND o.client_id = $2 AND o.period >= $3 AND o.period < $4 ORDER BY o.period, o.model LIMIT 5000",
        columns()
    );
    Ok(sql::rows(db, &sql, vals![practice, client, format!("{first:04}"), format!("{:04}", last + 1)]).await?)
}

pub async fn insert(tx: &Tx, new: &[Obligation]) -> Result<()> {
    Ok(sql::insert(tx, new).await?)
}

/// Changes one. Stale where it is no longer of the version that it was read at.
pub async fn update(tx: &Tx, changed: &Obligation) -> Result<()> {
    if sql::update_version(tx, changed).await? { Ok(()) } else { Err(Error::Stale(vec![])) }
}
