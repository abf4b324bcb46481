//! What people do with tasks: each use case in the caller's transaction, with its activity.

use std::collections::HashSet;

use despacho_kernel::{Id, Invalid, access::PracticeRole, new_id};
use despacho_platform::{
    Error, Platform, Result, Tx,
    activity::{self, Change, Entry},
    i18n::Lang,
    memberships::{self, Member},
    notifications, sql,
    users::User,
    vals,
};
use despacho_practice::clients::{filter::visible_to, store as clients};
use despacho_ui::{InPractice, fields::Sight, format};
use jiff::civil::Date;
use serde_json::json;

use crate::{
    law_store,
    parts::{COMMENT, Comment, SUBTASK, SUBTASKS, Subtask},
    store,
    task::{Status, TASK, Task, may_approve},
};

/// Who acts in a practice, and when.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    pub practice: Id,
    pub by: &'a User,
    /// Staff see and touch only what is of clients assigned to them.
    pub visible_to: Option<Id>,
    pub now: i64,
    pub today: Date,
}

impl<'a> Desk<'a> {
    /// The desk of a member at work.
    pub fn of(platform: &Platform, who: &'a InPractice) -> Self {
        let now = platform.clock.now();
        Self { practice: who.practice, by: &who.user, visible_to: visible_to(who), now, today: today(who, now) }
    }

    /// The language of whoever acts.
    pub fn lang(&self) -> Lang {
        Lang::of(&self.by.language)
    }

    /// Writes what was done to a task.
    pub async fn record(&self, tx: &Tx, action: &str, task: &Task, changes: Vec<Change>) -> Result<()> {
        let entry = Entry { tenant: self.practice, actor: Some(self.by), action, subject: ("task", task.id, &task.title), changes };
        activity::record(tx, entry, self.now).await
    }

    /// A task as its form begins: of the present, and of whoever opens it.
    pub fn begun(&self, client: Id) -> Task {
        Task { practice_id: self.practice, id: new_id(), client_id: client, created_by: Some(self.by.id), created_at: self.now, version: 1, ..Task::default() }
    }

    /// Makes a task of a client with its lines.
    ///
    /// Errors: not found of a client that is not seen; each field's, those of [`Task::settled`], and of people who cannot have it.
    pub async fn create(&self, tx: &Tx, client: Id, lines: Vec<Subtask>, read: impl FnOnce(Task, &mut Invalid) -> Task) -> Result<Task> {
        memberships::hold(tx, self.practice).await?;
        clients::find(tx, self.practice, client, self.visible_to).await?;
        let begun = self.begun(client);
        let mut errors = Invalid::new();
        let typed = self.by_law(tx, &Task::default(), read(begun, &mut errors), &mut errors).await?;
        let task = typed.settled(&Task::default(), (self.by.id, self.now, self.today), &mut errors);
        if task.state() == Status::InReview {
            errors.push("status", "task_step");
        }
        let people = self.people(tx, client).await?;
        self.check_people(&people, &Task::default(), &task, &mut errors);
        let lines = self.lines(&task, lines, &people, &mut errors);
        errors.finish()?;
        sql::insert(tx, std::slice::from_ref(&task)).await?;
        sql::insert(tx, &lines).await?;
        self.record(tx, "task_created", &task, vec![]).await?;
        Ok(task)
    }

    /// The law's date of a task whose obligation was chosen, and its period where none was typed; none of a task without an obligation.
    async fn by_law(&self, tx: &Tx, before: &Task, typed: Task, errors: &mut Invalid) -> Result<Task> {
        if typed.obligation_id == before.obligation_id {
            return Ok(typed);
        }
        let Some(id) = typed.obligation_id else { return Ok(Task { legal_due_on: String::new(), ..typed }) };
        match law_store::find(tx, self.practice, typed.client_id, id).await? {
            Some(of) => Ok(Task { period: if typed.period.is_empty() { of.period } else { typed.period.clone() }, legal_due_on: of.legal_due_on, ..typed }),
            None => {
                errors.push("obligation_id", "choice");
                Ok(typed)
            }
        }
    }

    /// Who may have tasks of a client.
    async fn people(&self, tx: &Tx, client: Id) -> Result<People> {
        let members = memberships::list(tx, self.practice).await?;
        let assigned = clients::assigned(tx, self.practice, client).await?;
        Ok(People::new(members, assigned))
    }

    /// Notes whoever cannot have a task, among those that changed; and a reviewer who is its owner.
    fn check_people(&self, people: &People, before: &Task, after: &Task, errors: &mut Invalid) {
        for (field, was, is) in [("owner_id", before.owner_id, after.owner_id), ("reviewer_id", before.reviewer_id, after.reviewer_id)] {
            if let Some(user) = is.filter(|_| was != is) {
                people.check(field, user, errors);
            }
        }
    }

    /// New lines in their order; each one's faults are noted at `subtasks.n.title`.
    fn lines(&self, task: &Task, lines: Vec<Subtask>, people: &People, errors: &mut Invalid) -> Vec<Subtask> {
        if lines.len() > SUBTASKS {
            errors.push_with("subtasks", "too_many_rows", vec![("max", SUBTASKS.to_string())]);
        }
        let placed = |(at, line): (usize, Subtask)| {
            if let Some(user) = line.assignee_id {
                people.check(&format!("subtasks.{at}.assignee_id"), user, errors);
            }
            Subtask { practice_id: self.practice, task_id: task.id, id: new_id(), position: i64::try_from(at).unwrap_or_default() + 1, version: 1, ..line }
        };
        lines.into_iter().enumerate().map(placed).collect()
    }

    /// Changes a task.
    ///
    /// Errors: as [`Desk::create`]; `task_own_review` where whoever approves sent it to review; stale over another version.
    pub async fn update(&self, tx: &Tx, id: Id, seen: Option<i64>, sight: &Sight<'_>, read: impl FnOnce(Task, &mut Invalid) -> Task) -> Result<Task> {
        memberships::hold(tx, self.practice).await?;
        let before = store::find(tx, self.practice, id, self.visible_to).await?;
        let mut errors = Invalid::new();
        let typed = self.by_law(tx, &before, read(before.clone(), &mut errors), &mut errors).await?;
        let typed = typed.settled(&before, (self.by.id, self.now, self.today), &mut errors);
        let people = self.people(tx, before.client_id).await?;
        self.check_people(&people, &before, &typed, &mut errors);
        self.check_review(tx, &before, &typed, &mut errors).await?;
        let after = match TASK.over(&before, seen, typed, sight, errors) {
            Err(Error::Stale(mut differences)) => {
                for difference in &mut differences {
                    difference.stored = people.told(&difference.stored);
                    difference.typed = people.told(&difference.typed);
                }
                return Err(Error::Stale(differences));
            }
            other => other?,
        };
        let mut changes = TASK.changes(&before, &after);
        if changes.is_empty() {
            return Ok(before);
        }
        for change in &mut changes {
            change.before = people.told(&change.before);
            change.after = people.told(&change.after);
        }
        if !sql::update_version(tx, &after).await? {
            return Err(Error::Stale(vec![]));
        }
        self.record(tx, "task_updated", &after, changes).await?;
        self.tell_returned(tx, &before, &after).await?;
        store::find(tx, self.practice, id, self.visible_to).await
    }

    /// Notes that one's own work is reviewed.
    async fn check_review(&self, tx: &Tx, before: &Task, after: &Task, errors: &mut Invalid) -> Result<()> {
        let approves = before.state() == Status::InReview && after.state() == Status::Done;
        let owns =
            after.reviewer_id.is_some() && after.reviewer_id == after.owner_id && (after.reviewer_id, after.owner_id) != (before.reviewer_id, before.owner_id);
        if !approves && !owns {
            return Ok(());
        }
        let own_review = store::own_review(tx, self.practice).await?;
        if approves && !may_approve(before, self.by.id, own_review) {
            errors.push("status", "task_own_review");
        }
        if owns && !own_review {
            errors.push("reviewer_id", "task_own_reviewer");
        }
        Ok(())
    }

    /// Tells who prepared a task that it was returned to them.
    async fn tell_returned(&self, tx: &Tx, before: &Task, after: &Task) -> Result<()> {
        let returned = before.state() == Status::InReview && after.state() == Status::InProgress;
        if let Some(to) = before.prepared_by.filter(|to| returned && *to != self.by.id) {
            let link = format!("/practices/{}/tasks/{}", self.practice, after.id);
            let data = json!({ "who": self.by.name, "task": after.title });
            notifications::notify(tx, to, "task_returned", data, &link, self.now).await?;
        }
        Ok(())
    }

    /// Removes a task; it can be put back for a day.
    pub async fn remove(&self, tx: &Tx, id: Id, seen: Option<i64>) -> Result<Task> {
        memberships::hold(tx, self.practice).await?;
        let before = store::find(tx, self.practice, id, self.visible_to).await?;
        if seen.is_some_and(|seen| seen != before.version) {
            return Err(Error::Stale(vec![]));
        }
        let gone = before.clone().removed(self.now);
        sql::update_version(tx, &gone).await?;
        self.record(tx, "task_deleted", &before, vec![]).await?;
        Ok(before)
    }

    /// Adds a line to a task.
    pub async fn add_subtask(&self, tx: &Tx, task: Id, read: impl FnOnce(Subtask, &mut Invalid) -> Subtask) -> Result<Subtask> {
        memberships::hold(tx, self.practice).await?;
        let of = store::find(tx, self.practice, task, self.visible_to).await?;
        let there = store::subtasks(tx, self.practice, &[task]).await?.remove(&task).unwrap_or_default();
        if there.len() >= SUBTASKS {
            return Err(Invalid::too_many("title", SUBTASKS).into());
        }
        let mut errors = Invalid::new();
        let position = there.last().map_or(0, |last| last.position) + 1;
        let begun = Subtask { practice_id: self.practice, task_id: task, id: new_id(), position, version: 1, ..Subtask::default() };
        let subtask = read(begun, &mut errors);
        if let Some(user) = subtask.assignee_id {
            self.people(tx, of.client_id).await?.check("assignee_id", user, &mut errors);
        }
        errors.finish()?;
        sql::insert(tx, std::slice::from_ref(&subtask)).await?;
        let change = Change { field: "subtask".into(), before: String::new(), after: subtask.title.clone() };
        self.record(tx, "task_subtask_added", &of, vec![change]).await?;
        Ok(subtask)
    }

    /// Changes a line of a task.
    pub async fn update_subtask(
        &self,
        tx: &Tx,
        (task, id): (Id, Id),
        seen: Option<i64>,
        sight: &Sight<'_>,
        read: impl FnOnce(Subtask, &mut Invalid) -> Subtask,
    ) -> Result<Subtask> {
        memberships::hold(tx, self.practice).await?;
        let of = store::find(tx, self.practice, task, self.visible_to).await?;
        let before = store::subtask(tx, self.practice, task, id).await?;
        let people = self.people(tx, of.client_id).await?;
        let mut errors = Invalid::new();
        let typed = read(before.clone(), &mut errors);
        if let Some(user) = typed.assignee_id.filter(|user| before.assignee_id != Some(*user)) {
            people.check("assignee_id", user, &mut errors);
        }
        let after = SUBTASK.over(&before, seen, typed, sight, errors)?;
        let mut changes = SUBTASK.changes(&before, &after);
        if changes.is_empty() {
            return Ok(before);
        }
        for change in &mut changes {
            change.before = people.told(&change.before);
            change.after = people.told(&change.after);
        }
        if !changes.iter().any(|change| change.field == "title") {
            changes.insert(0, Change { field: "subtask".into(), before: String::new(), after: after.title.clone() });
        }
        sql::update_version(tx, &after).await?;
        self.record(tx, "task_subtask_updated", &of, changes).await?;
        store::subtask(tx, self.practice, task, id).await
    }

    /// Takes a line from a task.
    pub async fn remove_subtask(&self, tx: &Tx, task: Id, id: Id) -> Result<Subtask> {
        memberships::hold(tx, self.practice).await?;
        let of = store::find(tx, self.practice, task, self.visible_to).await?;
        let gone = store::subtask(tx, self.practice, task, id).await?;
        sql::delete::<Subtask>(tx, vals![self.practice, task, id]).await?;
        let change = Change { field: "subtask".into(), before: gone.title.clone(), after: String::new() };
        self.record(tx, "task_subtask_removed", &of, vec![change]).await?;
        Ok(gone)
    }

    /// Adds an internal note to a task. Whoever it names as `@Name` is told at once, if they may see the client; who writes follows the task.
    pub async fn comment(&self, tx: &Tx, task: Id, body: &str) -> Result<Comment> {
        let mut errors = Invalid::new();
        let body = errors.optional_long("body", body, COMMENT);
        if body.is_empty() {
            errors.push("body", "required");
        }
        errors.finish()?;
        memberships::hold(tx, self.practice).await?;
        let of = store::find(tx, self.practice, task, self.visible_to).await?;
        let comment = Comment {
            practice_id: self.practice,
            task_id: task,
            id: new_id(),
            author_id: self.by.id,
            author_name: self.by.name.clone(),
            body,
            created_at: self.now,
        };
        sql::insert(tx, std::slice::from_ref(&comment)).await?;
        store::follow(tx, self.practice, task, self.by.id, true).await?;
        self.record(tx, "task_commented", &of, vec![]).await?;
        let people = self.people(tx, of.client_id).await?;
        let link = format!("/practices/{}/tasks/{task}", self.practice);
        for user in people.mentioned(&comment.body).filter(|user| *user != self.by.id) {
            let data = json!({ "who": self.by.name, "task": of.title });
            notifications::notify(tx, user, "task_mentioned", data, &link, self.now).await?;
        }
        Ok(comment)
    }
}

/// Who may have tasks of a client.
pub struct People {
    pub members: Vec<Member>,
    assigned: HashSet<Id>,
}

impl People {
    /// The members of a practice, and those of them to whom the client is assigned.
    pub fn new(members: Vec<Member>, assigned: impl IntoIterator<Item = Id>) -> Self {
        Self { members, assigned: assigned.into_iter().collect() }
    }

    fn sees(&self, member: &Member) -> bool {
        let assigned_only = member.role.parse::<PracticeRole>().is_ok_and(PracticeRole::sees_assigned_only);
        !assigned_only || self.assigned.contains(&member.user_id)
    }

    /// Notes a person who is not of the practice, or does not see the client.
    pub fn check(&self, field: &str, user: Id, errors: &mut Invalid) {
        match self.members.iter().find(|member| member.user_id == user) {
            None => errors.push(field, "choice"),
            Some(member) if !self.sees(member) => errors.push_with(field, "task_unseen", vec![("name", member.name.clone())]),
            Some(_) => {}
        }
    }

    /// A person's name where a text is their id.
    fn told(&self, text: &str) -> String {
        let found = text.parse::<Id>().ok().and_then(|id| self.members.iter().find(|member| member.user_id == id));
        found.map_or_else(|| text.to_owned(), |member| member.name.clone())
    }

    /// Those whom a text names after an `@`.
    fn mentioned(&self, body: &str) -> impl Iterator<Item = Id> {
        let seen = self.members.iter().filter(|member| self.sees(member) && !member.name.is_empty());
        seen.filter(|member| body.contains(&format!("@{}", member.name)))
            .map(|member| member.user_id)
            .collect::<Vec<_>>()
            .into_iter()
    }
}

/// The present day of a member.
pub fn today(who: &InPractice, now: i64) -> Date {
    format::local_date(&who.user.time_zone, now).unwrap_or_default()
}
