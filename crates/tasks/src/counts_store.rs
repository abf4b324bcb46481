//! Every SQL of what is counted of open tasks: one statement, of which every number of the home and of the views is a sum.

use despacho_kernel::Id;
use despacho_platform::{
    Result,
    sql::{self, Connection},
    vals,
};
use jiff::civil::Date;

use crate::{filter::week_end, store::seen, task::OPEN};

despacho_platform::row! {
    /// Open tasks of one owner in one status.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Counted {
        pub owner_id: Option<Id>,
        pub status: String,
        pub waiting_for: String,
        pub tasks: i64,
        pub late: i64,
        pub today: i64,
        /// From today to Sunday.
        pub week: i64,
        /// Minutes planned of those of the week.
        pub minutes: i64,
        /// Those that one reviews.
        pub reviewed: i64,
        /// The first day of the late ones; empty where none is.
        pub first_late: Option<String>,
        /// The first instant at which one of them came to its status.
        pub since: i64,
    }
}

/// Open tasks that a member may see, by owner and status; `user` is whose reviews are counted.
pub async fn counted(db: &dyn Connection, practice: Id, (user, visible_to): (Id, Option<Id>), today: Date) -> Result<Vec<Counted>> {
    let mut values = vals![practice, today.to_string(), week_end(today).to_string(), user];
    let mut narrowed = String::new();
    if let Some(user) = visible_to {
        narrowed = format!(" AND {}", seen(5));
        values.push(user.into());
    }
    let late = "t.deadline < $2 AND t.deadline <> ''";
    let week = "t.deadline >= $2 AND t.deadline <= $3";
    let sql = format!(
        "SELECT t.owner_id, t.status, t.waiting_for, COUNT(*) AS tasks,
           SUM(CASE WHEN {late} THEN 1 ELSE 0 END) AS late, SUM(CASE WHEN t.deadline = $2 THEN 1 ELSE 0 END) AS today,
           SUM(CASE WHEN {week} THEN 1 ELSE 0 END) AS week, CAST(SUM(CASE WHEN {week} THEN t.estimate_minutes ELSE 0 END) AS BIGINT) AS minutes,
           SUM(CASE WHEN t.reviewer_id = $4 THEN 1 ELSE 0 END) AS reviewed,
           MIN(CASE WHEN {late} THEN t.deadline END) AS first_late, MIN(t.status_since) AS since
         FROM tasks t WHERE t.practice_id = $1 AND t.shelf = '{OPEN}'{narrowed}
         GROUP BY t.owner_id, t.status, t.waiting_for LIMIT 5000"
    );
    Ok(sql::rows(db, &sql, values).await?)
}

/// How many open tasks are a member's own.
pub async fn own(db: &dyn Connection, practice: Id, user: Id, visible_to: Option<Id>) -> Result<i64> {
    let mut values = vals![practice, user];
    let mut narrowed = String::new();
    if let Some(user) = visible_to {
        narrowed = format!(" AND {}", seen(3));
        values.push(user.into());
    }
    let sql = format!("SELECT COUNT(*) FROM tasks t WHERE t.practice_id = $1 AND t.shelf = '{OPEN}' AND t.owner_id = $2{narrowed}");
    Ok(sql::scalar(db, &sql, values).await?.unwrap_or(0))
}

despacho_platform::row! {
    /// Open tasks of one owner that are due on one day.
    #[derive(Debug, Clone)]
    pub struct Load {
        pub owner_id: Option<Id>,
        pub deadline: String,
        pub tasks: i64,
        /// Minutes planned.
        pub minutes: i64,
    }
}

/// Open tasks that a member may see, by owner and day between two days.
pub async fn load(db: &dyn Connection, practice: Id, visible_to: Option<Id>, (from, to): (Date, Date)) -> Result<Vec<Load>> {
    let mut values = vals![practice, from.to_string(), to.to_string()];
    let mut narrowed = String::new();
    if let Some(user) = visible_to {
        narrowed = format!(" AND {}", seen(4));
        values.push(user.into());
    }
    let sql = format!(
        "SELECT t.owner_id, t.deadline, COUNT(*) AS tasks, CAST(SUM(t.estimate_minutes) AS BIGINT) AS minutes
         FROM tasks t WHERE t.practice_id = $1 AND t.shelf = '{OPEN}' AND t.deadline >= $2 AND t.deadline <= $3{narrowed}
         GROUP BY t.owner_id, t.deadline LIMIT 25000"
    );
    Ok(sql::rows(db, &sql, values).await?)
}
