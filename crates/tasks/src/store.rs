//! Every SQL of one task and what belongs to it.

use std::collections::HashMap;

use despacho_kernel::{Id, new_id};
use despacho_platform::{
    Error, Result, Tx,
    clock::DAY,
    sql::{self, Connection, FromRow},
    vals,
};

use crate::{
    parts::{Comment, Subtask},
    task::{OPEN, REMOVED, Task},
};

/// The condition that a task `t` is of a client that a member may see; the member's id is the value `$n`.
pub fn seen(n: usize) -> String {
    format!("EXISTS (SELECT 1 FROM client_assignments s WHERE s.practice_id = t.practice_id AND s.client_id = t.client_id AND s.user_id = ${n})")
}

/// A task that a member may see.
pub async fn find(db: &dyn Connection, practice: Id, id: Id, visible_to: Option<Id>) -> Result<Task> {
    let columns = Task::COLUMNS.iter().map(|column| format!("t.{column}")).collect::<Vec<_>>().join(", ");
    let mut sql = format!("SELECT {columns} FROM tasks t WHERE t.practice_id = $1 AND t.id = $2 AND t.shelf <> '{REMOVED}'");
    let mut values = vals![practice, id];
    if let Some(user) = visible_to {
        sql.push_str(&format!(" AND {}", seen(3)));
        values.push(user.into());
    }
    sql::maybe(db, &sql, values).await?.ok_or(Error::NotFound)
}

/// Of these tasks those that a member may see.
pub async fn find_many(db: &dyn Connection, practice: Id, ids: &[Id], visible_to: Option<Id>) -> Result<Vec<Task>> {
    let columns = Task::COLUMNS.iter().map(|column| format!("t.{column}")).collect::<Vec<_>>().join(", ");
    let mut values = vals![practice];
    let mut narrowed = String::new();
    if let Some(user) = visible_to {
        narrowed = format!(" AND {}", seen(2));
        values.push(user.into());
    }
    let sql = format!("SELECT {columns} FROM tasks t WHERE t.practice_id = $1{narrowed} AND t.shelf <> '{REMOVED}' AND t.id IN ({{ids}})");
    Ok(sql::rows_in(db, &sql, values, ids).await?)
}

/// Removed tasks among these, to be put back.
pub async fn removed(db: &dyn Connection, practice: Id, ids: &[Id]) -> Result<Vec<Task>> {
    let sql = format!("SELECT {} FROM tasks WHERE practice_id = $1 AND shelf = '{REMOVED}' AND id IN ({{ids}})", Task::columns());
    Ok(sql::rows_in(db, &sql, vals![practice], ids).await?)
}

/// Stores changed tasks, each given whole; their versions go up.
pub async fn update_many(tx: &Tx, tasks: &[Task]) -> Result<()> {
    let rows = tasks.iter().map(sql::Stored::values).collect();
    let changed: Vec<&str> = Task::COLUMNS.iter().copied().filter(|column| !matches!(*column, "practice_id" | "id" | "version")).collect();
    Ok(sql::update_many(tx, "tasks", "practice_id, id", Task::COLUMNS, &changed, rows).await?)
}

/// Of keys of what templates and series make those that are taken.
pub async fn taken(db: &dyn Connection, practice: Id, keys: &[String]) -> Result<Vec<String>> {
    let mut found = vec![];
    for keys in keys.chunks(500) {
        let sql = format!("SELECT made_key FROM tasks WHERE practice_id = $1 AND made_key IN ({})", sql::placeholders(2, keys.len()));
        let mut values = vals![practice];
        values.extend(keys.iter().map(|key| sql::Value::from(key.as_str())));
        found.extend(sql::column::<String>(db, &sql, values).await?);
    }
    Ok(found)
}

/// The lines of several tasks, in their order.
pub async fn subtasks(db: &dyn Connection, practice: Id, tasks: &[Id]) -> Result<HashMap<Id, Vec<Subtask>>> {
    let sql = format!("SELECT {} FROM subtasks WHERE practice_id = $1 AND task_id IN ({{ids}}) ORDER BY task_id, position, id", Subtask::columns());
    let mut found: HashMap<Id, Vec<Subtask>> = HashMap::new();
    for subtask in sql::rows_in::<Subtask>(db, &sql, vals![practice], tasks).await? {
        found.entry(subtask.task_id).or_default().push(subtask);
    }
    Ok(found)
}

/// How many lines of several tasks are done, and how many there are.
pub async fn progress(db: &dyn Connection, practice: Id, tasks: &[Id]) -> Result<HashMap<Id, (i64, i64)>> {
    despacho_platform::row! {
        struct Progress {
            task_id: Id,
            done: i64,
            lines: i64,
        }
    }
    let sql = "SELECT task_id, SUM(CASE WHEN done THEN 1 ELSE 0 END) AS done, COUNT(*) AS lines FROM subtasks WHERE practice_id = $1 AND task_id IN ({ids}) GROUP BY task_id";
    let rows: Vec<Progress> = sql::rows_in(db, sql, vals![practice], tasks).await?;
    Ok(rows.into_iter().map(|row| (row.task_id, (row.done, row.lines))).collect())
}

/// A line of a task.
pub async fn subtask(db: &dyn Connection, practice: Id, task: Id, id: Id) -> Result<Subtask> {
    sql::find(db, vals![practice, task, id]).await?.ok_or(Error::NotFound)
}

/// What was said of a task, the latest first, from before one.
pub async fn comments(db: &dyn Connection, practice: Id, task: Id, before: Option<Id>, limit: i64) -> Result<Vec<Comment>> {
    let sql = format!("SELECT {} FROM task_comments WHERE practice_id = $1 AND task_id = $2 AND id < $3 ORDER BY id DESC LIMIT $4", Comment::columns());
    Ok(sql::rows(db, &sql, vals![practice, task, before.unwrap_or_else(Id::max), limit]).await?)
}

/// Who follows a task, at most 500.
pub async fn followers(db: &dyn Connection, practice: Id, tasks: &[Id]) -> Result<HashMap<Id, Vec<Id>>> {
    despacho_platform::row! {
        struct Follower {
            task_id: Id,
            user_id: Id,
        }
    }
    let mut found: HashMap<Id, Vec<Id>> = HashMap::new();
    let sql = "SELECT task_id, user_id FROM task_followers WHERE practice_id = $1 AND task_id IN ({ids}) ORDER BY user_id";
    for row in sql::rows_in::<Follower>(db, sql, vals![practice], tasks).await? {
        found.entry(row.task_id).or_default().push(row.user_id);
    }
    Ok(found)
}

/// Lets somebody follow a task, or no longer.
pub async fn follow(tx: &Tx, practice: Id, task: Id, user: Id, follows: bool) -> Result<()> {
    let sql = if follows {
        "INSERT INTO task_followers (practice_id, task_id, user_id) VALUES ($1, $2, $3) ON CONFLICT (practice_id, task_id, user_id) DO NOTHING"
    } else {
        "DELETE FROM task_followers WHERE practice_id = $1 AND task_id = $2 AND user_id = $3"
    };
    sql::run(tx, sql, vals![practice, task, user]).await?;
    Ok(())
}

/// Whether the practice lets its people review their own work.
pub async fn own_review(db: &dyn Connection, practice: Id) -> Result<bool> {
    Ok(sql::scalar(db, "SELECT own_review FROM task_settings WHERE practice_id = $1", vals![practice]).await?.unwrap_or(false))
}

/// Sets it.
pub async fn set_own_review(tx: &Tx, practice: Id, allowed: bool) -> Result<()> {
    let sql = "INSERT INTO task_settings (practice_id, own_review) VALUES ($1, $2) ON CONFLICT (practice_id) DO UPDATE SET own_review = excluded.own_review";
    sql::run(tx, sql, vals![practice, allowed]).await?;
    Ok(())
}

/// The tags of open tasks that a member may see, at most 200, in their order.
pub async fn tags(db: &dyn Connection, practice: Id, visible_to: Option<Id>) -> Result<Vec<String>> {
    let mut values = vals![practice];
    let mut narrowed = String::new();
    if let Some(user) = visible_to {
        narrowed = format!(" AND {}", seen(2));
        values.push(user.into());
    }
    let sql =
        format!("SELECT DISTINCT t.tags FROM tasks t WHERE t.practice_id = $1 AND t.shelf = '{OPEN}' AND t.tags <> ''{narrowed} ORDER BY t.tags LIMIT 500");
    let found: Vec<String> = sql::column(db, &sql, values).await?;
    let mut tags: Vec<String> = found.iter().flat_map(|tags| tags.split('\n')).map(str::to_owned).collect();
    tags.sort();
    tags.dedup();
    tags.truncate(200);
    Ok(tags)
}

despacho_platform::row! {
    struct Selection in "task_selections" key (practice_id, id) {
        practice_id: Id,
        id: Id,
        user_id: Id,
        before: String,
        created_at: i64,
        undone_at: Option<i64>,
    }
}

/// Keeps what some tasks were before they were changed together; what is older than a day is forgotten.
pub async fn keep_selection(tx: &Tx, practice: Id, user: Id, before: String, now: i64) -> Result<Id> {
    let forget = "DELETE FROM task_selections WHERE id IN (SELECT id FROM task_selections WHERE created_at < $1 ORDER BY created_at LIMIT 100)";
    sql::run(tx, forget, vals![now - DAY]).await?;
    let id = new_id();
    sql::insert(tx, &[Selection { practice_id: practice, id, user_id: user, before, created_at: now, undone_at: None }]).await?;
    Ok(id)
}

/// What this user did not longer than a day ago, taken for undoing: once.
pub async fn take_selection(tx: &Tx, practice: Id, id: Id, user: Id, now: i64) -> Result<Option<String>> {
    let found: Option<Selection> = sql::find(tx, vals![practice, id]).await?;
    let Some(selection) = found.filter(|selection| selection.user_id == user && selection.created_at >= now - DAY) else { return Ok(None) };
    let sql = "UPDATE task_selections SET undone_at = $3 WHERE practice_id = $1 AND id = $2 AND undone_at IS NULL";
    let taken = sql::run(tx, sql, vals![practice, id, now]).await? > 0;
    Ok(taken.then_some(selection.before))
}

/// Forgets tasks that were removed before an instant, a bounded number at a time; answers how many.
pub async fn forget(tx: &Tx, before: i64) -> Result<usize> {
    despacho_platform::row! {
        struct Gone {
            practice_id: Id,
            id: Id,
        }
    }
    let sql = format!("SELECT practice_id, id FROM tasks WHERE shelf = '{REMOVED}' AND updated_at < $1 ORDER BY updated_at LIMIT 200");
    let gone: Vec<Gone> = sql::rows(tx, &sql, vals![before]).await?;
    let ids: Vec<Id> = gone.iter().map(|gone| gone.id).collect();
    for (table, column) in [("subtasks", "task_id"), ("task_comments", "task_id"), ("task_followers", "task_id"), ("tasks", "id")] {
        for (at, first) in gone.iter().enumerate() {
            // The keys begin with the practice: each practice's in one statement.
            if gone[..at].iter().any(|other| other.practice_id == first.practice_id) {
                continue;
            }
            let of: Vec<Id> = gone.iter().filter(|other| other.practice_id == first.practice_id).map(|other| other.id).collect();
            sql::run_in(tx, &format!("DELETE FROM {table} WHERE practice_id = $1 AND {column} IN ({{ids}})"), vals![first.practice_id], &of).await?;
        }
    }
    Ok(ids.len())
}
