//! What is done to several tasks at once, and undone: each task by itself, so that one that cannot keeps no other from it.

use std::collections::HashMap;

use despacho_kernel::{FieldError, Id, Invalid};
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    memberships,
};
use despacho_practice::clients::store as clients;
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    actions::{Desk, People},
    store,
    task::{REMOVED, Status, TASK, Task, may_approve},
};

/// Most tasks changed at once.
pub const SELECTION: usize = 1000;

/// What is done to each.
#[derive(Debug, Clone)]
pub enum Deed {
    Assign(Option<Id>),
    /// A status, whom it waits for, and why it is cancelled.
    State {
        status: Status,
        waiting_for: String,
        reason: String,
    },
    Move(Move),
    Tag(String),
    Remove,
}

/// Where a date goes: so many days on, or to a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    By(i64),
    To(Date),
}

impl Move {
    /// `+2`, `-1 día`, `vie`, `Friday`, `16/4/2027`; the weekday is the next one from today.
    ///
    /// Errors: `task_move` of what is none of them.
    pub fn read(typed: &str, today: Date) -> Result<Self, &'static str> {
        let text = despacho_kernel::text::fold(typed);
        let by = text.split(' ').next().unwrap_or("");
        if let Some(days) = by.strip_prefix('+').or_else(|| by.strip_prefix('-').or_else(|| by.strip_prefix('−'))) {
            let days: i64 = days.parse().ok().filter(|days| (0..=3660).contains(days)).ok_or("task_move")?;
            return Ok(Self::By(if by.starts_with('+') { days } else { -days }));
        }
        const WEEK: [(&str, &str); 7] = [("lun", "mon"), ("mar", "tue"), ("mie", "wed"), ("jue", "thu"), ("vie", "fri"), ("sab", "sat"), ("dom", "sun")];
        if let Some(at) = WEEK
            .iter()
            .position(|(es, en)| text.starts_with(es) || text.starts_with(en))
            .filter(|_| text.chars().all(char::is_alphabetic))
        {
            let ahead = (i64::try_from(at).unwrap_or_default() - i64::from(today.weekday().to_monday_zero_offset())).rem_euclid(7);
            return today.checked_add((if ahead == 0 { 7 } else { ahead }).days()).map(Self::To).map_err(|_| "task_move");
        }
        despacho_ui::days::read(typed).map(Self::To).ok_or("task_move")
    }

    fn from(self, due: &str, today: Date) -> String {
        match self {
            Self::To(day) => day.to_string(),
            Self::By(days) => due.parse::<Date>().unwrap_or(today).checked_add(days.days()).map_or_else(|_| due.to_owned(), |day| day.to_string()),
        }
    }
}

/// A task to which it could not be done, and why.
#[derive(Debug, Clone)]
pub struct Refusal {
    pub task: Task,
    pub error: FieldError,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How many changed; those that were so already are among neither.
    pub done: usize,
    pub refused: Vec<Refusal>,
    /// By which it is undone.
    pub selection: Option<Id>,
}

/// What a task was before, for as long as nobody has changed it since.
#[derive(Debug, Serialize, Deserialize)]
struct Was {
    id: Id,
    /// Its version after the deed.
    version: i64,
    status: String,
    waiting_for: String,
    reason: String,
    due_on: String,
    owner_id: Option<Id>,
    prepared_by: Option<Id>,
    sub_status_id: Option<Id>,
    tags: String,
    shelf: String,
    made_key: Option<String>,
    status_since: i64,
}

impl Was {
    fn of(task: &Task) -> Self {
        Self {
            id: task.id,
            version: task.version + 1,
            status: task.status.clone(),
            waiting_for: task.waiting_for.clone(),
            reason: task.reason.clone(),
            due_on: task.due_on.clone(),
            owner_id: task.owner_id,
            prepared_by: task.prepared_by,
            sub_status_id: task.sub_status_id,
            tags: task.tags.clone(),
            shelf: task.shelf.clone(),
            made_key: task.made_key.clone(),
            status_since: task.status_since,
        }
    }

    fn over(self, task: &Task) -> Task {
        let Self { status, waiting_for, reason, due_on, owner_id, prepared_by, sub_status_id, tags, shelf, made_key, status_since, .. } = self;
        let deadline = crate::task::earlier(&due_on, &task.legal_due_on);
        Task { status, waiting_for, reason, due_on, deadline, owner_id, prepared_by, sub_status_id, tags, shelf, made_key, status_since, ..task.clone() }
    }
}

impl Desk<'_> {
    /// Does something to each of these tasks that one may see.
    pub async fn bulk(&self, tx: &Tx, ids: &[Id], deed: &Deed) -> Result<Outcome> {
        if ids.len() > SELECTION {
            return Err(Invalid::too_many("ids", SELECTION).into());
        }
        memberships::hold(tx, self.practice).await?;
        let tasks = store::find_many(tx, self.practice, ids, self.visible_to).await?;
        if tasks.is_empty() {
            return Err(Error::NotFound);
        }
        let clients: Vec<Id> = tasks.iter().map(|task| task.client_id).collect::<std::collections::BTreeSet<_>>().into_iter().collect();
        let members = memberships::list(tx, self.practice).await?;
        let assigned = match deed {
            Deed::Assign(Some(_)) => clients::assigned_of_many(tx, self.practice, &clients).await?,
            _ => HashMap::new(),
        };
        let own_review = store::own_review(tx, self.practice).await?;
        let (mut changed, mut was, mut entries, mut refused) = (vec![], vec![], vec![], vec![]);
        for before in tasks {
            let mut errors = Invalid::new();
            let after = self.done(&before, deed, &mut errors);
            if let Deed::Assign(Some(user)) = deed {
                let people = People::new(members.clone(), assigned.get(&before.client_id).into_iter().flatten().copied());
                people.check("owner_id", *user, &mut errors);
                if before.reviewer_id == Some(*user) && !own_review {
                    errors.push("owner_id", "task_own_reviewer");
                }
            }
            if before.state() == Status::InReview && after.state() == Status::Done && !may_approve(&before, self.by.id, own_review) {
                errors.push("status", "task_own_review");
            }
            if let Some(error) = errors.0.into_iter().next() {
                refused.push(Refusal { task: before, error });
                continue;
            }
            let mut changes = TASK.changes(&before, &after);
            if changes.is_empty() && after.shelf == before.shelf {
                continue;
            }
            for change in &mut changes {
                name_people(change, &members);
            }
            was.push(Was::of(&before));
            entries.push((after.id, after.title.clone(), changes));
            changed.push(after);
        }
        let mut outcome = Outcome { done: changed.len(), refused, selection: None };
        if changed.is_empty() {
            return Ok(outcome);
        }
        store::update_many(tx, &changed).await?;
        let action = if matches!(deed, Deed::Remove) { "task_deleted" } else { "task_updated" };
        self.record_each(tx, action, entries).await?;
        let text = serde_json::to_string(&was).map_err(|e| Error::Other(e.to_string()))?;
        outcome.selection = Some(store::keep_selection(tx, self.practice, self.by.id, text, self.now).await?);
        Ok(outcome)
    }

    fn done(&self, before: &Task, deed: &Deed, errors: &mut Invalid) -> Task {
        let task = before.clone();
        let typed = match deed {
            Deed::Assign(owner) => Task { owner_id: *owner, ..task },
            Deed::State { status, waiting_for, reason } => Task {
                waiting_for: if *status == Status::Waiting { waiting_for.clone() } else { task.waiting_for.clone() },
                reason: if *status == Status::Cancelled { reason.clone() } else { task.reason.clone() },
                status: status.word().into(),
                ..task
            },
            Deed::Move(to) => Task { due_on: to.from(&task.due_on, self.today), ..task },
            Deed::Tag(tag) => {
                let mut tags: Vec<&str> = task.tag_list().collect();
                if !tags.contains(&tag.as_str()) {
                    tags.push(tag);
                    tags.sort_unstable();
                }
                let tags = tags.join("\n");
                Task { tags, ..task }
            }
            Deed::Remove => return task.removed(self.now),
        };
        typed.settled(before, (self.by.id, self.now, self.today), errors)
    }

    async fn record_each(&self, tx: &Tx, action: &str, entries: Vec<(Id, String, Vec<Change>)>) -> Result<()> {
        let entry = |(id, title, changes): &(Id, String, Vec<Change>)| (*id, title.clone(), changes.clone());
        let entries: Vec<_> = entries.iter().map(entry).collect();
        let written = entries.iter().map(|(id, title, changes)| Entry {
            tenant: self.practice,
            actor: Some(self.by),
            action,
            subject: ("task", *id, title),
            changes: changes.clone(),
        });
        activity::record_many(tx, written.collect(), self.now).await
    }

    /// Undoes what one did to several tasks, once. Answers how many are as they were: those that were changed again since are left.
    pub async fn undo(&self, tx: &Tx, selection: Id) -> Result<usize> {
        memberships::hold(tx, self.practice).await?;
        let kept = store::take_selection(tx, self.practice, selection, self.by.id, self.now).await?.ok_or(Error::NotFound)?;
        let was: Vec<Was> = serde_json::from_str(&kept).map_err(|e| Error::Other(e.to_string()))?;
        let ids: Vec<Id> = was.iter().map(|was| was.id).collect();
        let mut there: HashMap<Id, Task> = store::find_many(tx, self.practice, &ids, self.visible_to).await?.into_iter().map(|task| (task.id, task)).collect();
        there.extend(store::removed(tx, self.practice, &ids).await?.into_iter().map(|task| (task.id, task)));
        let keys: Vec<String> = was.iter().filter_map(|was| was.made_key.clone()).collect();
        let taken = store::taken(tx, self.practice, &keys).await?;
        let (mut restored, mut entries) = (vec![], vec![]);
        for was in was {
            let Some(task) = there.get(&was.id).filter(|task| task.version == was.version) else { continue };
            // Made anew meanwhile: it does not come back beside the other.
            if task.shelf == REMOVED && was.made_key.as_ref().is_some_and(|key| taken.contains(key)) {
                continue;
            }
            let back = Task { updated_at: self.now, ..was.over(task) };
            entries.push((back.id, back.title.clone(), TASK.changes(task, &back)));
            restored.push(back);
        }
        store::update_many(tx, &restored).await?;
        self.record_each(tx, "task_restored", entries).await?;
        Ok(restored.len())
    }
}

/// The names of people in place of their ids.
pub fn name_people(change: &mut Change, members: &[memberships::Member]) {
    for text in [&mut change.before, &mut change.after] {
        if let Some(member) = text.parse::<Id>().ok().and_then(|id| members.iter().find(|member| member.user_id == id)) {
            text.clone_from(&member.name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_is_read_as_people_type_it() {
        // A Monday.
        let today = Date::constant(2027, 4, 12);
        let to = |day| Ok(Move::To(Date::constant(2027, 4, day)));
        assert_eq!(Move::read("+2 días", today), Ok(Move::By(2)));
        assert_eq!(Move::read("-1", today), Ok(Move::By(-1)));
        assert_eq!(Move::read("vie", today), to(16));
        assert_eq!(Move::read("Friday", today), to(16));
        assert_eq!(Move::read("sábado", today), to(17));
        assert_eq!(Move::read("lunes", today), to(19), "the next one");
        assert_eq!(Move::read("20/4/2027", today), to(20));
        for typed in ["", "+", "+x", "mañana", "31/2/2027", "+99999"] {
            assert_eq!(Move::read(typed, today), Err("task_move"), "{typed}");
        }
        assert_eq!(Move::By(2).from("2027-04-30", today), "2027-05-02");
        assert_eq!(Move::By(1).from("", today), "2027-04-13", "without a day, from today");
    }
}
