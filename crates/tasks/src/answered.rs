//! What other rooms tell of a task: that what it waited for is there.

use despacho_kernel::Id;
use despacho_platform::{
    Result, Tx,
    activity::{self, Change, Entry},
    memberships, sql,
    users::User,
    vals,
};

use crate::task::{Awaited, OPEN, Status, Task};

/// Moves a task on when all that was asked of its client is accepted: one that waits for the client is in progress again, any other stays as it is. In the
/// caller's transaction, with its activity in the name of `by`. Answers whether it moved.
pub async fn client_answered(tx: &Tx, practice: Id, task: Id, by: Option<&User>, now: i64) -> Result<bool> {
    memberships::hold(tx, practice).await?;
    let Some(before) = sql::find::<Task>(tx, vals![practice, task]).await? else { return Ok(false) };
    if before.shelf != OPEN || before.state() != Status::Waiting || before.waiting_for != Awaited::Client.word() {
        return Ok(false);
    }
    let after = Task {
        status: Status::InProgress.word().into(),
        waiting_for: String::new(),
        sub_status_id: None,
        status_since: now,
        updated_at: now,
        ..before.clone()
    };
    sql::update_version(tx, &after).await?;
    let changes = vec![
        Change { field: "status".into(), before: before.status, after: after.status.clone() },
        Change { field: "waiting_for".into(), before: before.waiting_for, after: String::new() },
    ];
    activity::record(tx, Entry { tenant: practice, actor: by, action: "task_updated", subject: ("task", task, &after.title), changes }, now).await?;
    Ok(true)
}
