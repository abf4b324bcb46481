//! Every SQL of requests and their lines.

use despacho_kernel::{
    Id,
    text::{fold, like_pattern},
};
use despacho_platform::{
    Error, Result, Tx,
    sql::{self, Conditions, Connection, FromRow},
    vals,
};

use despacho_practice::clients::client::Contact;

use crate::request::{Line, Recipient, Request};

/// Holds a request until the transaction ends: of two who change it at once, the second waits for the first.
pub async fn hold(tx: &Tx, practice: Id, id: Id) -> Result<Request> {
    sql::run(tx, "UPDATE client_requests SET version = version WHERE practice_id = $1 AND id = $2", vals![practice, id]).await?;
    find(tx, practice, id).await
}

/// A request, whoever may see its client.
pub async fn find(db: &dyn Connection, practice: Id, id: Id) -> Result<Request> {
    sql::find(db, vals![practice, id]).await?.ok_or(Error::NotFound)
}

pub async fn insert(tx: &Tx, requests: &[Request], lines: &[Line], recipients: &[Recipient]) -> Result<()> {
    sql::insert(tx, requests).await?;
    sql::insert(tx, lines).await?;
    Ok(sql::insert(tx, recipients).await?)
}

/// Stores a changed request, which is held.
pub async fn update(tx: &Tx, request: &Request) -> Result<Request> {
    if !sql::update_version(tx, request).await? {
        return Err(Error::Stale(vec![]));
    }
    find(tx, request.practice_id, request.id).await
}

/// Replaces the lines and recipients of a draft.
pub async fn replace(tx: &Tx, request: &Request, lines: &[Line], recipients: &[Recipient]) -> Result<()> {
    for table in ["request_lines", "request_recipients"] {
        sql::run(tx, &format!("DELETE FROM {table} WHERE practice_id = $1 AND request_id = $2"), vals![request.practice_id, request.id]).await?;
    }
    sql::insert(tx, lines).await?;
    Ok(sql::insert(tx, recipients).await?)
}

/// Removes a draft, which nobody was sent.
pub async fn remove(tx: &Tx, request: &Request) -> Result<()> {
    for table in ["request_evidence", "request_lines", "request_recipients"] {
        sql::run(tx, &format!("DELETE FROM {table} WHERE practice_id = $1 AND request_id = $2"), vals![request.practice_id, request.id]).await?;
    }
    sql::delete::<Request>(tx, vals![request.practice_id, request.id]).await?;
    Ok(())
}

/// The lines of some requests, those of each in their order.
pub async fn lines_of(db: &dyn Connection, practice: Id, requests: &[Id]) -> Result<Vec<Line>> {
    let sql = format!("SELECT {} FROM request_lines WHERE practice_id = $1 AND request_id IN ({{ids}}) ORDER BY request_id, position", Line::columns());
    Ok(sql::rows_in(db, &sql, vals![practice], requests).await?)
}

pub async fn lines(db: &dyn Connection, practice: Id, request: Id) -> Result<Vec<Line>> {
    lines_of(db, practice, &[request]).await
}

pub async fn update_line(tx: &Tx, line: &Line) -> Result<()> {
    sql::update(tx, line).await?;
    Ok(())
}

pub async fn recipients_of(db: &dyn Connection, practice: Id, requests: &[Id]) -> Result<Vec<Recipient>> {
    let sql = format!(
        "SELECT {} FROM request_recipients WHERE practice_id = $1 AND request_id IN ({{ids}}) ORDER BY request_id, name, contact_id",
        Recipient::columns()
    );
    Ok(sql::rows_in(db, &sql, vals![practice], requests).await?)
}

/// What a list of requests is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub client: Option<Id>,
    pub task: Option<Id>,
    /// A state's word; or `open`, `to_judge`, `late`, `closed`; empty for all.
    pub state: String,
    pub search: String,
    /// Staff see those of clients that are assigned to them.
    pub visible_to: Option<Id>,
    /// Today where the practice is, for what is late.
    pub today: String,
}

const OPEN: &str = "r.state IN ('sent', 'opened', 'in_progress', 'submitted', 'returned', 'undeliverable')";
/// Something waits for the firm: it was submitted, could not be delivered, or a line was answered.
const TO_JUDGE: &str = "(r.state IN ('submitted', 'undeliverable') OR r.state IN ('opened', 'in_progress', 'returned') AND EXISTS
  (SELECT 1 FROM request_lines l WHERE l.practice_id = r.practice_id AND l.request_id = r.id AND l.state IN ('answered', 'not_applicable')))";

fn conditions(practice: Id, filter: &Filter) -> Conditions {
    let mut all = Conditions::new("r.practice_id = ?", practice);
    if let Some(client) = filter.client {
        all.and("r.client_id = ?", client);
    }
    if let Some(task) = filter.task {
        all.and("r.task_id = ?", task);
    }
    if let Some(user) = filter.visible_to {
        all.and("EXISTS (SELECT 1 FROM client_assignments s WHERE s.practice_id = r.practice_id AND s.client_id = r.client_id AND s.user_id = ?)", user);
    }
    let search = filter.search.trim();
    if !search.is_empty() {
        let pattern = like_pattern(&fold(search));
        all.and(
            "(r.search LIKE ? ESCAPE '\\' OR EXISTS (SELECT 1 FROM clients c WHERE c.practice_id = r.practice_id AND c.id = r.client_id AND c.name_key LIKE ? ESCAPE '\\'))",
            pattern,
        );
    }
    match filter.state.as_str() {
        "" => {}
        "open" => all.text.push_str(&format!(" AND {OPEN}")),
        "to_judge" => all.text.push_str(&format!(" AND {TO_JUDGE}")),
        "late" => {
            all.text.push_str(&format!(" AND {OPEN} AND r.state <> 'submitted' AND r.due_on <> ''"));
            all.and("r.due_on < ?", filter.today.as_str());
        }
        "closed" => all.text.push_str(" AND r.state IN ('accepted', 'cancelled')"),
        state => all.and("r.state = ?", state),
    }
    all
}

/// A stretch of the list of programs, the latest first, from before one.
pub async fn page(db: &dyn Connection, practice: Id, filter: &Filter, before: Option<Id>, limit: i64) -> Result<Vec<Request>> {
    let mut all = conditions(practice, filter);
    all.and("r.id < ?", before.unwrap_or_else(Id::max));
    all.values.push(limit.into());
    let sql = format!("SELECT {} FROM client_requests r WHERE {} ORDER BY r.id DESC LIMIT ${}", columns(), all.text, all.values.len());
    Ok(sql::rows(db, &sql, all.values).await?)
}

fn columns() -> String {
    Request::COLUMNS.iter().map(|column| format!("r.{column}")).collect::<Vec<_>>().join(", ")
}

/// A stretch of the list of people: what is due first, then what has no day; what is closed the latest first.
pub async fn list(db: &dyn Connection, practice: Id, filter: &Filter, limit: i64, offset: i64) -> Result<Vec<Request>> {
    let mut all = conditions(practice, filter);
    let order = match filter.state.as_str() {
        "closed" | "accepted" | "cancelled" => "r.closed_at DESC, r.id DESC",
        _ => "CASE WHEN r.due_on = '' THEN 1 ELSE 0 END, r.due_on, r.id",
    };
    all.values.extend([limit.into(), offset.into()]);
    let (limit, offset) = (all.values.len() - 1, all.values.len());
    let sql = format!("SELECT {} FROM client_requests r WHERE {} ORDER BY {order} LIMIT ${limit} OFFSET ${offset}", columns(), all.text);
    Ok(sql::rows(db, &sql, all.values).await?)
}

/// How many requests the list has.
pub async fn count(db: &dyn Connection, practice: Id, filter: &Filter) -> Result<i64> {
    let all = conditions(practice, filter);
    let sql = format!("SELECT COUNT(*) FROM client_requests r WHERE {}", all.text);
    Ok(sql::scalar(db, &sql, all.values).await?.unwrap_or(0))
}

/// The names of some clients.
pub async fn client_names(db: &dyn Connection, practice: Id, clients: &[Id]) -> Result<std::collections::HashMap<Id, String>> {
    despacho_platform::row! {
        struct Named {
            id: Id,
            display_name: String,
        }
    }
    let found: Vec<Named> = sql::rows_in(db, "SELECT id, display_name FROM clients WHERE practice_id = $1 AND id IN ({ids})", vals![practice], clients).await?;
    Ok(found.into_iter().map(|named| (named.id, named.display_name)).collect())
}

/// The open requests of clients `(practice, client)`, what is due first: what their people are shown, at most 200.
pub async fn open_of_clients(db: &dyn Connection, clients: &[(Id, Id)]) -> Result<Vec<Request>> {
    let mut found: Vec<Request> = vec![];
    for practice in clients.iter().map(|(practice, _)| *practice).collect::<std::collections::BTreeSet<_>>() {
        let ids: Vec<Id> = clients.iter().filter(|(of, _)| *of == practice).map(|(_, client)| *client).collect();
        let sql = format!(
            "SELECT {} FROM client_requests r WHERE r.practice_id = $1 AND {OPEN} AND r.client_id IN ({{ids}}) ORDER BY r.due_on, r.id LIMIT 200",
            columns()
        );
        found.extend(sql::rows_in::<Request>(db, &sql, vals![practice], &ids).await?);
    }
    found.sort_by(|a, b| (a.due_on.is_empty(), &a.due_on, a.id).cmp(&(b.due_on.is_empty(), &b.due_on, b.id)));
    found.truncate(200);
    Ok(found)
}

/// Practices with a request whose reminder may be due, after one. `reminded_before` is a day that has come wherever they are.
pub async fn to_remind(db: &dyn Connection, after: Id, limit: i64) -> Result<Vec<Id>> {
    let sql = "SELECT DISTINCT practice_id FROM client_requests
               WHERE remind_every > 0 AND state IN ('sent', 'opened', 'in_progress', 'returned') AND practice_id > $1 ORDER BY practice_id LIMIT $2";
    Ok(sql::column(db, sql, vals![after, limit]).await?)
}

/// Requests of a practice that are reminded of, after one.
pub async fn reminded(db: &dyn Connection, practice: Id, after: Id, limit: i64) -> Result<Vec<Request>> {
    let sql = format!(
        "SELECT {} FROM client_requests r WHERE r.practice_id = $1 AND r.remind_every > 0 AND r.state IN ('sent', 'opened', 'in_progress', 'returned')
         AND r.id > $2 ORDER BY r.id LIMIT $3",
        columns()
    );
    Ok(sql::rows(db, &sql, vals![practice, after, limit]).await?)
}

/// Counts bytes that arrive for a request, if they fit beneath the most; answers whether they do.
pub async fn receive(tx: &Tx, practice: Id, id: Id, bytes: i64, most: i64) -> Result<bool> {
    let sql = "UPDATE client_requests SET received = received + $3 WHERE practice_id = $1 AND id = $2 AND received + $3 <= $4";
    Ok(sql::run(tx, sql, vals![practice, id, bytes, most]).await? > 0)
}

/// The contact persons of some clients, in the order in which they were added.
pub async fn contacts_of(db: &dyn Connection, practice: Id, clients: &[Id]) -> Result<Vec<Contact>> {
    let sql = format!("SELECT {} FROM client_contacts WHERE practice_id = $1 AND client_id IN ({{ids}}) ORDER BY id", Contact::columns());
    Ok(sql::rows_in(db, &sql, vals![practice], clients).await?)
}

/// The titles of what is open of some clients.
pub async fn open_titles(db: &dyn Connection, practice: Id, clients: &[Id]) -> Result<Vec<(Id, String)>> {
    despacho_platform::row! {
        struct Open {
            client_id: Id,
            title: String,
        }
    }
    let sql = format!("SELECT DISTINCT r.client_id, r.title FROM client_requests r WHERE r.practice_id = $1 AND {OPEN} AND r.client_id IN ({{ids}})");
    let found: Vec<Open> = sql::rows_in(db, &sql, vals![practice], clients).await?;
    Ok(found.into_iter().map(|open| (open.client_id, open.title)).collect())
}
