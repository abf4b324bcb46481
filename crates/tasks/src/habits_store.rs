//! Every SQL of what members keep for themselves: their morning's digest and their views.

use despacho_kernel::Id;
use despacho_platform::{
    Result, Tx,
    sql::{self, Connection, FromRow},
    vals,
};

despacho_platform::row! {
    /// How a member wants the morning's digest.
    #[derive(Debug, Clone, Default)]
    pub struct Habit in "task_digests" key (practice_id, user_id) {
        pub practice_id: Id,
        pub user_id: Id,
        /// The hour of their day, 0 to 23.
        pub hour: i64,
        /// Words of [`What`](crate::digest::What) by commas; empty for no digest.
        pub kinds: String,
        /// The day of the last one, in their time zone.
        pub sent_on: String,
    }
}

despacho_platform::row! {
    /// A view that somebody keeps.
    #[derive(Debug, Clone)]
    pub struct View in "task_views" key (practice_id, id) {
        pub practice_id: Id,
        pub id: Id,
        pub user_id: Id,
        pub name: String,
        /// Its address, as the list's.
        pub query: String,
        /// Whether everybody of the practice has it.
        pub shared: bool,
    }
}

/// How a member wants it; none who has not said.
pub async fn habit(db: &dyn Connection, practice: Id, user: Id) -> Result<Option<Habit>> {
    Ok(sql::find(db, vals![practice, user]).await?)
}

/// Keeps how a member wants it.
pub async fn put_habit(tx: &Tx, habit: Habit) -> Result<()> {
    let or = " ON CONFLICT (practice_id, user_id) DO UPDATE SET hour = excluded.hour, kinds = excluded.kinds, sent_on = excluded.sent_on";
    Ok(sql::insert_or(tx, "task_digests", Habit::COLUMNS, vec![sql::Stored::values(&habit)], or).await?)
}

despacho_platform::row! {
    /// A member of a practice who takes mail, and how they want the digest where they said so.
    #[derive(Debug, Clone)]
    pub struct Member {
        pub practice_id: Id,
        pub user_id: Id,
        pub time_zone: String,
        pub hour: Option<i64>,
        pub kinds: Option<String>,
        pub sent_on: Option<String>,
    }
}

/// Members of practices who take mail, by practice and person from after one of them.
pub async fn members(db: &dyn Connection, after: (Id, Id), limit: i64) -> Result<Vec<Member>> {
    let sql = "SELECT m.tenant_id AS practice_id, m.user_id, u.time_zone, d.hour, d.kinds, d.sent_on FROM memberships m JOIN users u ON u.id = m.user_id
               LEFT JOIN task_digests d ON d.practice_id = m.tenant_id AND d.user_id = m.user_id
               WHERE m.tenant_kind = 'practice' AND u.mail_notices = $1 AND (m.tenant_id > $2 OR (m.tenant_id = $2 AND m.user_id > $3))
               ORDER BY m.tenant_id, m.user_id LIMIT $4";
    Ok(sql::rows(db, sql, vals![true, after.0, after.1, limit]).await?)
}

/// The views of a member, and those that everybody has, at most 30.
pub async fn views(db: &dyn Connection, practice: Id, user: Id) -> Result<Vec<View>> {
    let sql = format!("SELECT {} FROM task_views WHERE practice_id = $1 AND (user_id = $2 OR shared = $3) ORDER BY name, id LIMIT 30", View::columns());
    Ok(sql::rows(db, &sql, vals![practice, user, true]).await?)
}

/// Takes a view away: one's own, or of everybody where `any`. Answers whether it was there.
pub async fn remove_view(tx: &Tx, practice: Id, id: Id, user: Id, any: bool) -> Result<bool> {
    let sql = "DELETE FROM task_views WHERE practice_id = $1 AND id = $2 AND (user_id = $3 OR (shared = $4 AND $5 = $4))";
    Ok(sql::run(tx, sql, vals![practice, id, user, true, any]).await? > 0)
}

/// Tasks that a member follows of which something was said since an instant, at most `limit`: title and how many notes by others.
pub async fn said(db: &dyn Connection, practice: Id, user: Id, since: i64, limit: i64) -> Result<Vec<(String, i64)>> {
    despacho_platform::row! {
        struct Said {
            title: String,
            notes: i64,
        }
    }
    let sql = "SELECT t.title, COUNT(*) AS notes FROM task_followers f
               JOIN task_comments c ON c.practice_id = f.practice_id AND c.task_id = f.task_id AND c.author_id <> f.user_id AND c.created_at >= $3
               JOIN tasks t ON t.practice_id = f.practice_id AND t.id = f.task_id AND t.shelf <> 'removed'
               WHERE f.practice_id = $1 AND f.user_id = $2 GROUP BY t.id, t.title ORDER BY t.title LIMIT $4";
    let rows: Vec<Said> = sql::rows(db, sql, vals![practice, user, since, limit]).await?;
    Ok(rows.into_iter().map(|row| (row.title, row.notes)).collect())
}
