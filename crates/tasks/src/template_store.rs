//! Every SQL of templates and what is made of them.

use std::collections::HashMap;

use despacho_kernel::Id;
use despacho_platform::{
    Error, Result, Tx,
    sql::{self, Connection, FromRow},
    vals,
};

use crate::{
    task::{OPEN, Task},
    template::Template,
};

/// A template of the practice.
pub async fn find(db: &dyn Connection, practice: Id, id: Id) -> Result<Template> {
    sql::find(db, vals![practice, id]).await?.ok_or(Error::NotFound)
}

/// Templates by id, from after one.
pub async fn list(db: &dyn Connection, practice: Id, after: Option<Id>, limit: i64) -> Result<Vec<Template>> {
    let sql = format!("SELECT {} FROM task_templates WHERE practice_id = $1 AND id > $2 ORDER BY id LIMIT $3", Template::columns());
    Ok(sql::rows(db, &sql, vals![practice, after.unwrap_or_else(Id::nil), limit]).await?)
}

despacho_platform::row! {
    /// A template that is applied to clients and periods.
    #[derive(Debug, Clone)]
    pub struct Application in "task_applications" key (practice_id, id) {
        pub practice_id: Id,
        pub id: Id,
        pub template_id: Id,
        pub user_id: Id,
        /// `queued`, `running` or `completed`.
        pub status: String,
        pub total: i64,
        pub made: i64,
        /// How many were there already.
        pub already: i64,
        pub created_at: i64,
        pub finished_at: Option<i64>,
    }
}

despacho_platform::row! {
    /// A client and a period for which a task is still to be made.
    #[derive(Debug, Clone)]
    pub struct Item in "task_application_items" key (practice_id, application_id, position) {
        pub practice_id: Id,
        pub application_id: Id,
        pub position: i64,
        pub client_id: Id,
        pub period: String,
    }
}

/// An application of the practice.
pub async fn application(db: &dyn Connection, practice: Id, id: Id) -> Result<Application> {
    sql::find(db, vals![practice, id]).await?.ok_or(Error::NotFound)
}

/// The applications of a template, the latest first.
pub async fn applications(db: &dyn Connection, practice: Id, template: Id, limit: i64) -> Result<Vec<Application>> {
    let sql = format!("SELECT {} FROM task_applications WHERE practice_id = $1 AND template_id = $2 ORDER BY id DESC LIMIT $3", Application::columns());
    Ok(sql::rows(db, &sql, vals![practice, template, limit]).await?)
}

/// The next items of an application.
pub async fn items(db: &dyn Connection, practice: Id, application: Id, limit: i64) -> Result<Vec<Item>> {
    let sql = format!("SELECT {} FROM task_application_items WHERE practice_id = $1 AND application_id = $2 ORDER BY position LIMIT $3", Item::columns());
    Ok(sql::rows(db, &sql, vals![practice, application, limit]).await?)
}

/// Takes items from those to be made, through a position.
pub async fn done(tx: &Tx, practice: Id, application: Id, through: i64) -> Result<()> {
    let sql = "DELETE FROM task_application_items WHERE practice_id = $1 AND application_id = $2 AND position <= $3";
    sql::run(tx, sql, vals![practice, application, through]).await?;
    Ok(())
}

/// The first of those who are assigned to each of these clients, by name.
pub async fn first_assigned(db: &dyn Connection, practice: Id, clients: &[Id]) -> Result<HashMap<Id, Id>> {
    despacho_platform::row! {
        struct Assigned {
            client_id: Id,
            user_id: Id,
        }
    }
    let sql = "SELECT s.client_id, s.user_id FROM client_assignments s JOIN users u ON u.id = s.user_id
               WHERE s.practice_id = $1 AND s.client_id IN ({ids}) ORDER BY u.name, u.id";
    let mut found = HashMap::new();
    for row in sql::rows_in::<Assigned>(db, sql, vals![practice], clients).await? {
        found.entry(row.client_id).or_insert(row.user_id);
    }
    Ok(found)
}

/// How many of these clients are the practice's.
pub async fn known_clients(db: &dyn Connection, practice: Id, clients: &[Id]) -> Result<usize> {
    let found: Vec<Id> = sql::column_in(db, "SELECT id FROM clients WHERE practice_id = $1 AND id IN ({ids})", vals![practice], clients).await?;
    Ok(found.len())
}

/// Open tasks that follow an older version of a template: those not begun, at most `limit`, and how many begun ones are left alone.
pub async fn outdated(db: &dyn Connection, template: &Template, limit: i64) -> Result<(Vec<Task>, i64)> {
    let of = "practice_id = $1 AND template_id = $2 AND shelf = 'open' AND template_version < $3";
    let values = || vals![template.practice_id, template.id, template.version];
    let mut all = values();
    all.push(limit.into());
    let sql = format!("SELECT {} FROM tasks WHERE {of} AND status IN ('planned', 'ready') ORDER BY id LIMIT $4", Task::columns());
    let ahead = sql::rows(db, &sql, all).await?;
    let begun = format!("SELECT COUNT(*) FROM tasks WHERE {of} AND status NOT IN ('planned', 'ready')");
    Ok((ahead, sql::scalar(db, &begun, values()).await?.unwrap_or(0)))
}

/// How many open tasks there are of each template.
pub async fn open_of(db: &dyn Connection, practice: Id) -> Result<HashMap<Id, i64>> {
    despacho_platform::row! {
        struct Open {
            template_id: Id,
            tasks: i64,
        }
    }
    let sql = format!(
        "SELECT template_id, COUNT(*) AS tasks FROM tasks WHERE practice_id = $1 AND template_id IS NOT NULL AND shelf = '{OPEN}' GROUP BY template_id LIMIT 1000"
    );
    let rows: Vec<Open> = sql::rows(db, &sql, vals![practice]).await?;
    Ok(rows.into_iter().map(|row| (row.template_id, row.tasks)).collect())
}

/// Replaces the lines of tasks that nobody has begun.
pub async fn clear_lines(tx: &Tx, practice: Id, tasks: &[Id]) -> Result<()> {
    Ok(sql::run_in(tx, "DELETE FROM subtasks WHERE practice_id = $1 AND task_id IN ({ids})", vals![practice], tasks).await?)
}
