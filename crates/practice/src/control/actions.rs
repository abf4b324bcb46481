//! The matrix is read, and its warnings put off.

use std::collections::HashMap;

use despacho_kernel::{Id, Invalid};
use despacho_platform::{
    Error, Platform, Result, Tx,
    activity::{self, Change, Entry},
    memberships,
    sql::Connection,
    users::User,
};
use despacho_ui::{InPractice, format};
use jiff::{ToSpan, civil::Date};

use super::{
    check::{Cell, Check, Found, is_over},
    store::{self, Kept, Scope},
};

/// An organization and its cells, in the order of [`Check::ALL`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub kept: Kept,
    pub cells: Vec<Cell>,
}

impl Line {
    /// How many of its cells warn.
    pub fn warnings(&self, today: Date) -> usize {
        self.cells.iter().filter(|cell| cell.warns(today)).count()
    }

    /// How many would warn and are put off.
    pub fn snoozed(&self, today: Date) -> usize {
        self.cells.iter().filter(|cell| cell.is_snoozed(today)).count()
    }
}

/// What a member sees of a practice.
pub fn scope(who: &InPractice) -> Scope {
    Scope { practice: who.practice, user: who.user.id, assigned_only: who.role.sees_assigned_only() }
}

/// The present day of a member.
pub fn today(platform: &Platform, who: &InPractice) -> Date {
    format::local_date(&who.user.time_zone, platform.clock.now()).unwrap_or_default()
}

/// The matrix: organizations by their warnings, the most first, then by client.
pub async fn matrix(db: &dyn Connection, scope: Scope, today: Date) -> Result<Vec<Line>> {
    let kept = store::kept(db, scope).await?;
    let (thresholds, snoozes) = (store::thresholds(db, scope.practice).await?, store::snoozes(db, scope.practice, today).await?);
    let mut found: HashMap<(Id, Check), Found> = HashMap::new();
    for check in Check::ALL {
        for one in store::found(db, scope, *check, today).await? {
            // Of several accounts the largest is told, with what they come to.
            let key = (one.organization_id, *check);
            match found.get_mut(&key) {
                Some(first) => {
                    first.value += one.value;
                    if one.since < first.since {
                        first.since = one.since;
                    }
                }
                None => _ = found.insert(key, one),
            }
        }
    }
    let line = |kept: Kept| {
        let cell = |check: &Check| {
            let key = (kept.organization_id, check.word().to_owned());
            let own = thresholds.get(&key).copied();
            let threshold = own.unwrap_or_else(|| check.usual());
            let found = found.remove(&(kept.organization_id, *check));
            let over = found.as_ref().is_some_and(|found| is_over(*check, found.value, threshold, &kept.currency));
            Cell { check: *check, found, threshold, own_threshold: own.is_some(), snooze: snoozes.get(&key).cloned(), over }
        };
        let cells = Check::ALL.iter().map(cell).collect();
        Line { cells, kept }
    };
    let mut lines: Vec<Line> = kept.into_iter().map(line).collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.warnings(today)));
    Ok(lines)
}

/// One row; not found where the member does not see it.
pub async fn line(db: &dyn Connection, scope: Scope, organization: Id, today: Date) -> Result<Line> {
    let all = matrix(db, scope, today).await?;
    all.into_iter().find(|line| line.kept.organization_id == organization).ok_or(Error::NotFound)
}

async fn recorded(tx: &Tx, line: &Line, action: &str, (practice, by, now): (Id, &User, i64), changes: Vec<Change>) -> Result<()> {
    let entry = Entry { tenant: practice, actor: Some(by), action, subject: ("client", line.kept.client_id, &line.kept.client_name), changes };
    activity::record(tx, entry, now).await
}

/// Longest that a warning is put off, in days.
pub const MAX_DAYS: i64 = 90;

/// Puts a warning off through a day, with a reason.
pub async fn snooze(tx: &Tx, line: &Line, check: Check, (through, reason): (&str, &str), (practice, by, now): (Id, &User, i64), today: Date) -> Result<()> {
    let mut errors = Invalid::new();
    let reason = errors.required("reason", reason, 300);
    let day: Option<Date> = errors.take("through", through.trim().parse().map_err(|_| "date"));
    let last = today.checked_add(MAX_DAYS.days()).unwrap_or(today);
    if day.is_some_and(|day| day < today || day > last) {
        errors.push_with("through", "control_through", vec![("max", MAX_DAYS.to_string())]);
    }
    errors.finish()?;
    let Some(day) = day else { return Err(Invalid::one("through", "date").into()) };
    memberships::hold(tx, practice).await?;
    let of = (practice, line.kept.organization_id, check);
    store::put_snooze(tx, of, (&day.to_string(), &reason), by.id, now).await?;
    let changes = vec![
        Change { field: format!("control-{}", check.word()), before: String::new(), after: day.to_string() },
        Change { field: "reason".into(), before: String::new(), after: reason },
    ];
    recorded(tx, line, "control_snoozed", (practice, by, now), changes).await
}

/// Lets a warning be seen again.
pub async fn wake(tx: &Tx, line: &Line, check: Check, (practice, by, now): (Id, &User, i64)) -> Result<()> {
    memberships::hold(tx, practice).await?;
    if !store::remove_snooze(tx, (practice, line.kept.organization_id, check)).await? {
        return Ok(());
    }
    let changes = vec![Change { field: format!("control-{}", check.word()), before: String::new(), after: String::new() }];
    recorded(tx, line, "control_woken", (practice, by, now), changes).await
}

/// Sets from which value on a check warns; the usual one where none is told.
pub async fn threshold(tx: &Tx, line: &Line, check: Check, value: Option<i64>, (practice, by, now): (Id, &User, i64)) -> Result<()> {
    if value.is_some_and(|value| !(0..=1_000_000_000).contains(&value)) {
        return Err(Invalid::one("value", "number").into());
    }
    memberships::hold(tx, practice).await?;
    store::put_threshold(tx, (practice, line.kept.organization_id, check), value).await?;
    let after = value.unwrap_or_else(|| check.usual()).to_string();
    let before = line.cells.iter().find(|cell| cell.check == check).map(|cell| cell.threshold.to_string()).unwrap_or_default();
    let changes = vec![Change { field: format!("control-{}", check.word()), before, after }];
    recorded(tx, line, "control_threshold_set", (practice, by, now), changes).await
}
