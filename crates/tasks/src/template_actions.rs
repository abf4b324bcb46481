//! What people do with templates: write them, apply them to many clients and periods, and bring what is not begun up to a new version.

use std::collections::BTreeSet;

use despacho_kernel::{Id, Invalid, new_id};
use despacho_platform::{
    Error, Platform, Result, Tx,
    activity::{self, Change, Entry},
    events::Event,
    jobs::{self, Handles, Job, Trouble},
    memberships, notifications, sql,
    users::{self, User},
};
use despacho_ui::fields::Sight;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    actions::Desk,
    law_store,
    parts::Subtask,
    period::Period,
    store,
    task::Task,
    template::{Line, Maker, TEMPLATE, Template},
    template_store::{self, Application, Item},
};

/// Most clients of one application, and most periods.
pub const CLIENTS: usize = 5_000;
pub const PERIODS: usize = 24;
/// Most templates of a practice.
const TEMPLATES: i64 = 500;
/// How many are made in a transaction.
const STEP: i64 = 250;
/// Most tasks that are brought up to a new version at once; what is left is told, and asked for again.
pub const RENEWED: i64 = 1_000;

/// The job that applies a template.
#[derive(Debug, Serialize, Deserialize)]
pub struct ApplyTemplate {
    pub practice_id: Id,
    pub application_id: Id,
}

impl Job for ApplyTemplate {
    const KIND: &'static str = "apply_task_template";
}

/// The work in the background.
pub const JOB: jobs::Kind = jobs::Kind::of::<ApplyTemplate, Applier>();

async fn record(tx: &Tx, template: &Template, action: &str, (by, now): (&User, i64), changes: Vec<Change>) -> Result<()> {
    let entry = Entry { tenant: template.practice_id, actor: Some(by), action, subject: ("task_template", template.id, &template.name), changes };
    activity::record(tx, entry, now).await
}

impl Desk<'_> {
    /// Writes a new template.
    pub async fn create_template(&self, tx: &Tx, lines: &[Line], read: impl FnOnce(Template, &mut Invalid) -> Template) -> Result<Template> {
        memberships::hold(tx, self.practice).await?;
        if template_store::list(tx, self.practice, None, TEMPLATES).await?.len() as i64 >= TEMPLATES {
            return Err(Invalid::too_many("name", TEMPLATES).into());
        }
        let mut errors = Invalid::new();
        let begun =
            Template { practice_id: self.practice, id: new_id(), active: true, created_at: self.now, updated_at: self.now, version: 1, ..Template::default() };
        let template = read(begun, &mut errors).settled(lines, &mut errors);
        self.check_reviewer(tx, &template, &mut errors).await?;
        errors.finish()?;
        sql::insert(tx, std::slice::from_ref(&template)).await?;
        record(tx, &template, "task_template_created", (self.by, self.now), vec![]).await?;
        Ok(template)
    }

    async fn check_reviewer(&self, tx: &Tx, template: &Template, errors: &mut Invalid) -> Result<()> {
        if let Some(user) = template.reviewer_id
            && memberships::find(tx, self.practice, user).await?.is_none()
        {
            errors.push("reviewer_id", "choice");
        }
        Ok(())
    }

    /// Writes the next version of a template. Open tasks stay as they are until somebody brings them up to it.
    pub async fn update_template(
        &self,
        tx: &Tx,
        id: Id,
        seen: Option<i64>,
        sight: &Sight<'_>,
        lines: Option<&[Line]>,
        read: impl FnOnce(Template, &mut Invalid) -> Template,
    ) -> Result<Template> {
        memberships::hold(tx, self.practice).await?;
        let before = template_store::find(tx, self.practice, id).await?;
        let mut errors = Invalid::new();
        let kept = before.lines();
        let typed = read(before.clone(), &mut errors).settled(lines.unwrap_or(&kept), &mut errors);
        self.check_reviewer(tx, &typed, &mut errors).await?;
        let typed = TEMPLATE.over(&before, seen, typed, sight, errors)?;
        let mut changes = TEMPLATE.changes(&before, &typed);
        if before.subtasks != typed.subtasks {
            let told = |template: &Template| template.lines().into_iter().map(|line| line.title).collect::<Vec<_>>().join(", ");
            changes.push(Change { field: "subtasks".into(), before: told(&before), after: told(&typed) });
        }
        if before.active != typed.active {
            let word = |active: bool| if active { "yes" } else { "no" }.to_owned();
            changes.push(Change { field: "active".into(), before: word(before.active), after: word(typed.active) });
        }
        if changes.is_empty() {
            return Ok(before);
        }
        let after = Template { updated_at: self.now, ..typed };
        sql::update_version(tx, &after).await?;
        record(tx, &after, "task_template_updated", (self.by, self.now), changes).await?;
        template_store::find(tx, self.practice, id).await
    }

    /// Has a template applied to clients and periods, in the background. Clients and periods that are named twice count once; without a period
    /// one task is made for each client, of none.
    ///
    /// Errors: `nothing_selected` without clients, `too_many_rows`, `task_period` of what is none; not found of a client of others.
    pub async fn apply(&self, tx: &Tx, template: Id, clients: &[Id], periods: &[String]) -> Result<Application> {
        memberships::hold(tx, self.practice).await?;
        let template = template_store::find(tx, self.practice, template).await?;
        let mut errors = Invalid::new();
        let unique: BTreeSet<Id> = clients.iter().copied().collect();
        match unique.len() {
            0 => errors.push("client_ids", "nothing_selected"),
            some if some > CLIENTS => errors.push_with("client_ids", "too_many_rows", vec![("max", CLIENTS.to_string())]),
            _ => {}
        }
        if periods.len() > PERIODS {
            errors.push_with("periods", "too_many_rows", vec![("max", PERIODS.to_string())]);
        }
        let mut wanted = BTreeSet::new();
        for (at, period) in periods.iter().take(PERIODS).enumerate() {
            match crate::period::stored(period).and_then(|word| Period::parse(&word)) {
                Some(period) => _ = wanted.insert((period.first, period.word())),
                None => errors.push(&format!("periods.{at}"), "task_period"),
            }
        }
        errors.finish()?;
        let ids: Vec<Id> = unique.into_iter().collect();
        if template_store::known_clients(tx, self.practice, &ids).await? != ids.len() {
            return Err(Error::NotFound);
        }
        let periods: Vec<String> = if wanted.is_empty() { vec![String::new()] } else { wanted.into_iter().map(|(_, word)| word).collect() };
        let id = new_id();
        let pairs = ids.iter().flat_map(|client| periods.iter().map(move |period| (*client, period.clone())));
        let items: Vec<Item> = pairs
            .zip(1..)
            .map(|((client_id, period), position)| Item { practice_id: self.practice, application_id: id, position, client_id, period })
            .collect();
        let total = i64::try_from(items.len()).unwrap_or_default();
        let made = Application {
            practice_id: self.practice,
            id,
            template_id: template.id,
            user_id: self.by.id,
            status: "queued".into(),
            total,
            made: 0,
            already: 0,
            created_at: self.now,
            finished_at: None,
        };
        sql::insert(tx, std::slice::from_ref(&made)).await?;
        sql::insert(tx, &items).await?;
        let change = Change { field: "tasks".into(), before: String::new(), after: total.to_string() };
        record(tx, &template, "task_template_applied", (self.by, self.now), vec![change]).await?;
        jobs::enqueue(tx, &ApplyTemplate { practice_id: self.practice, application_id: id }, self.now).await?;
        Ok(made)
    }

    /// Brings open tasks that nobody has begun up to the present version of their template; answers how many. Begun ones are left alone.
    pub async fn renew(&self, tx: &Tx, template: Id) -> Result<usize> {
        memberships::hold(tx, self.practice).await?;
        let template = template_store::find(tx, self.practice, template).await?;
        let (tasks, _) = template_store::outdated(tx, &template, RENEWED).await?;
        let renewed: Vec<Task> = tasks.iter().map(|task| Task { updated_at: self.now, ..template.renewed(task) }).collect();
        let ids: Vec<Id> = renewed.iter().map(|task| task.id).collect();
        let maker = Maker { by: self.by.id, assigned: None, now: self.now };
        // The lines as they would be made, each under its task; what was ticked of an unbegun task is rare, and stays ticked by its title.
        let before = store::subtasks(tx, self.practice, &ids).await?;
        let mut lines = vec![];
        for task in &renewed {
            let (_, made) = template.made(maker, task.client_id, (&task.period, task.due_on.parse().ok()), (task.obligation_id, &task.legal_due_on));
            let old = before.get(&task.id).map(Vec::as_slice).unwrap_or_default();
            lines.extend(made.into_iter().map(|line| {
                let same = old.iter().find(|old| old.title == line.title);
                Subtask { task_id: task.id, done: same.is_some_and(|old| old.done), assignee_id: same.and_then(|old| old.assignee_id), ..line }
            }));
        }
        store::update_many(tx, &renewed).await?;
        template_store::clear_lines(tx, self.practice, &ids).await?;
        sql::insert(tx, &lines).await?;
        let change = Change { field: "tasks".into(), before: String::new(), after: renewed.len().to_string() };
        record(tx, &template, "task_template_renewed", (self.by, self.now), vec![change]).await?;
        Ok(renewed.len())
    }
}

/// Applies templates.
pub struct Applier;

impl Handles<ApplyTemplate> for Applier {
    async fn run(platform: &Platform, job: ApplyTemplate) -> Result<(), Trouble> {
        while step(platform, &job).await? {}
        Ok(())
    }
}

/// Makes the next ones of an application; answers whether there may be more.
async fn step(platform: &Platform, job: &ApplyTemplate) -> Result<bool> {
    let now = platform.clock.now();
    let tx = platform.db.begin().await?;
    memberships::hold(&tx, job.practice_id).await?;
    let application = template_store::application(&tx, job.practice_id, job.application_id).await?;
    if application.status == "completed" {
        return Ok(false);
    }
    let template = template_store::find(&tx, job.practice_id, application.template_id).await?;
    let by = users::find(&tx, application.user_id).await?.ok_or(Error::NotFound)?;
    let items = template_store::items(&tx, job.practice_id, job.application_id, STEP).await?;
    let Some(last) = items.last().map(|item| item.position) else {
        return finish(platform, tx, application, &template, now).await;
    };
    let keys: Vec<String> = items.iter().map(|item| template.key(item.client_id, &item.period)).collect();
    let taken: BTreeSet<String> = store::taken(&tx, job.practice_id, &keys).await?.into_iter().collect();
    let clients: Vec<Id> = items.iter().map(|item| item.client_id).collect::<BTreeSet<_>>().into_iter().collect();
    let assigned = template_store::first_assigned(&tx, job.practice_id, &clients).await?;
    let law = law_store::by_period(&tx, job.practice_id, &template.model, &clients).await?;
    let (mut tasks, mut lines) = (vec![], vec![]);
    for (item, key) in items.iter().zip(keys).filter(|(_, key)| !taken.contains(key)) {
        let maker = Maker { by: by.id, assigned: assigned.get(&item.client_id).copied(), now };
        let (obligation, legal) = law.get(&(item.client_id, item.period.clone())).map_or((None, ""), |(id, day)| (Some(*id), day.as_str()));
        let (task, own) = template.made(maker, item.client_id, (&item.period, None), (obligation, legal));
        tasks.push(Task { made_key: Some(key), ..task });
        lines.extend(own);
    }
    let made = tasks.len();
    put(&tx, &tasks, &lines, Some(&by), now).await?;
    template_store::done(&tx, job.practice_id, job.application_id, last).await?;
    let already = items.len() - made;
    let counted = |before: i64, more: usize| before + i64::try_from(more).unwrap_or_default();
    let after = Application { status: "running".into(), made: counted(application.made, made), already: counted(application.already, already), ..application };
    sql::update(&tx, &after).await?;
    tx.commit().await?;
    Ok(true)
}

/// Stores made tasks with their lines and their activity.
pub async fn put(tx: &Tx, tasks: &[Task], lines: &[Subtask], by: Option<&User>, now: i64) -> Result<()> {
    sql::insert(tx, tasks).await?;
    sql::insert(tx, lines).await?;
    let entry = |task: &'_ Task| (task.practice_id, task.id, task.title.clone());
    let written: Vec<_> = tasks.iter().map(entry).collect();
    let entries =
        written
            .iter()
            .map(|(tenant, id, title)| Entry { tenant: *tenant, actor: by, action: "task_created", subject: ("task", *id, title), changes: vec![] });
    activity::record_many(tx, entries.collect(), now).await
}

async fn finish(platform: &Platform, tx: Tx, application: Application, template: &Template, now: i64) -> Result<bool> {
    let after = Application { status: "completed".into(), finished_at: Some(now), ..application };
    sql::update(&tx, &after).await?;
    let link = format!("/practices/{}/task-templates/{}", after.practice_id, template.id);
    let data = json!({ "name": template.name, "made": after.made, "already": after.already });
    notifications::notify(&tx, after.user_id, "task_template_applied", data, &link, now).await?;
    tx.commit().await?;
    platform.wake_workers();
    platform.tell(Event::Notified(after.user_id));
    Ok(false)
}
