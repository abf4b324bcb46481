//! The form of a task: new and changed.

use axum::extract::State;
use despacho_kernel::{Difference, Id, Invalid, new_id};
use despacho_platform::{
    Error, Platform, Result, idempotency,
    memberships::{self, Member},
};
use despacho_practice::{
    clients::{
        client::Client,
        filter::{ListFilter, visible_to},
        list_store as clients, store as client_store,
    },
    practices::frame::framed,
};
use despacho_ui::{
    InPractice, Outcome, Path, Query,
    components::{self, card, head},
    fields::Sight,
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    actions::Desk,
    law_store,
    parts::{SUBTASKS, Subtask},
    period, store,
    task::{TASK, Task},
};

/// Most clients that the choice of one begins with; others are found by opening the task from their profile.
const CLIENTS: i64 = 2000;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Begin {
    /// Of which client.
    client: String,
    /// What it is for.
    obligation: String,
    title: String,
    period: String,
}

/// What a form shows.
struct Shown<'a> {
    task: Option<&'a Task>,
    data: &'a FormData,
    errors: &'a Invalid,
    conflict: &'a [Difference],
}

pub async fn new(State(platform): State<Platform>, who: InPractice, Query(begin): Query<Begin>) -> Outcome {
    let mut data = FormData::default();
    let begun = Task {
        kind: "other".into(),
        priority: "normal".into(),
        status: "planned".into(),
        owner_id: Some(who.user.id),
        title: begin.title,
        period: begin.period,
        ..Task::default()
    };
    TASK.fill(&mut data, &begun, &Sight::form(who.lang(), ""));
    data.set("client_id", begin.client).set("obligation_id", begin.obligation).set("key", new_id().to_string());
    let shown = Shown { task: None, data: &data, errors: &Invalid::new(), conflict: &[] };
    Ok(layout::page(page(&platform, &who, &shown).await?))
}

#[derive(Deserialize)]
pub struct OfTask {
    pub task: Id,
}

pub async fn edit(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfTask>) -> Outcome {
    let task = store::find(platform.db.read(), who.practice, of.task, visible_to(&who)).await?;
    let mut data = FormData::default();
    TASK.fill(&mut data, &task, &Sight::form(who.lang(), ""));
    let shown = Shown { task: Some(&task), data: &data, errors: &Invalid::new(), conflict: &[] };
    Ok(layout::page(page(&platform, &who, &shown).await?))
}

/// Choices of people of the practice, nobody first.
pub fn people(nobody: String, members: &[Member]) -> Vec<(String, String)> {
    let each = members.iter().map(|member| (member.user_id.to_string(), member.name.clone()));
    std::iter::once((String::new(), nobody)).chain(each).collect()
}

/// Clients as choices, by name.
pub async fn client_choices(platform: &Platform, who: &InPractice) -> Result<Vec<(String, String)>> {
    let filter = ListFilter { visible_to: visible_to(who), ..ListFilter::default() };
    let found: Vec<Client> = clients::list(platform.db.read(), who.practice, &filter, CLIENTS, 0).await?;
    Ok(found.into_iter().map(|client| (client.id.to_string(), client.display_name)).collect())
}

async fn page(platform: &Platform, who: &InPractice, shown: &Shown<'_>) -> Result<Markup> {
    let lang = who.lang();
    let db = platform.db.read();
    let form = Form::new(lang, shown.data, shown.errors);
    let members = memberships::list(db, who.practice).await?;
    let title = match shown.task {
        Some(task) => task.title.clone(),
        None => lang.t("task-new"),
    };
    let back = shown.task.map_or_else(|| who.path("/tasks"), |task| who.path(&format!("/tasks/{}", task.id)));
    let client = match shown.task {
        Some(task) => Some(client_store::find(db, who.practice, task.client_id, visible_to(who)).await?.display_name),
        None => None,
    };
    let mut choices = vec![(String::new(), lang.t("choose"))];
    if client.is_none() {
        choices.extend(client_choices(platform, who).await?);
        // One that came with the address is chosen even beyond the first ones.
        let chosen = shown.data.get("client_id");
        if let Ok(id) = chosen.parse::<Id>()
            && !choices.iter().any(|(value, _)| value == chosen)
            && let Ok(client) = client_store::find(db, who.practice, id, visible_to(who)).await
        {
            choices.push((chosen.to_owned(), client.display_name));
        }
    }
    let nobody = lang.t("task-nobody");
    // Of which obligations there are is asked once the client is known.
    let of = shown.task.map(|task| task.client_id).or_else(|| shown.data.get("client_id").parse().ok());
    let mut obligations = vec![];
    if let Some(client) = of {
        let chosen = shown.data.get("obligation_id").parse().ok();
        obligations = law_store::open(db, who.practice, client, chosen).await?;
    }
    let told = |of: &law_store::Obligation| {
        (of.id.to_string(), format!("{} · {} · {}", of.model, period::told(lang, &of.period), format::stored_date(lang, &of.legal_due_on)))
    };
    let obligations: Vec<(String, String)> = std::iter::once((String::new(), lang.t("task-no-obligation"))).chain(obligations.iter().map(told)).collect();
    let body = html! {
        div.medium {
            (head(&title, html! { a.btn.quiet href=(back) { (lang.t("cancel")) } }))
            form.stack method="post" action=(shown.task.map_or_else(|| who.path("/tasks"), |task| who.path(&format!("/tasks/{}", task.id)))) data-controller="unsaved" data-unsaved-message-value=(lang.t("unsaved")) novalidate {
                @if let Some(task) = shown.task { (components::version(version(task, shown))) } @else { input type="hidden" name="key" value=(shown.data.get("key")); }
                (components::conflict(lang, shown.conflict))
                (form.summary_as(&labels(lang)))
                (card(&lang.t("task"), html! { div.grid {
                    @match &client {
                        Some(name) => { div.field.c6 { div.label { span { (lang.t("client")) } } p { (name) } } }
                        None => { (form.field("client_id").label(lang.t("client")).combobox(choices)) }
                    }
                    (TASK.inputs(&form, &["title", "kind", "period"]))
                    (TASK.input(&form, "priority"))
                    (TASK.input(&form, "description"))
                    @if shown.task.is_none() { (form.field("lines").label(lang.t("task-lines")).help(lang.t("task-lines-help")).area().optional()) }
                } }))
                (card(&lang.t("task-dates-people"), html! { div.grid {
                    (TASK.input(&form, "start_on").day())
                    (TASK.input(&form, "due_on").day())
                    (TASK.input(&form, "estimate_minutes"))
                    (TASK.input(&form, "owner_id").select(people(nobody.clone(), &members)))
                    (TASK.input(&form, "reviewer_id").select(people(nobody, &members)))
                    (TASK.input(&form, "tags").span(2))
                    @if obligations.len() > 1 { (TASK.input(&form, "obligation_id").select(obligations).span(6)) }
                    @else { input type="hidden" name="obligation_id" value=(shown.data.get("obligation_id")); }
                } }))
                (card(&lang.t("column-task-status"), html! { div.grid {
                    (TASK.inputs(&form, &["status", "waiting_for", "reason"]))
                } }))
                div.foot { button.btn.primary type="submit" { (lang.t("save")) } }
            }
        }
    };
    framed(platform, who, "tasks", &title, &body).await
}

/// The version that the form is saved over: where somebody saved another meanwhile, the one whose values the form shows beside.
fn version(task: &Task, shown: &Shown<'_>) -> i64 {
    if shown.conflict.is_empty() { components::version_of(shown.data).unwrap_or(task.version) } else { task.version }
}

fn labels(lang: despacho_platform::i18n::Lang) -> Vec<(&'static str, String)> {
    let mut labels: Vec<(&'static str, String)> = TASK.list.iter().map(|field| (field.name, field.title(lang))).collect();
    labels.extend([("client_id", lang.t("client")), ("lines", lang.t("task-lines"))]);
    labels
}

pub async fn create(State(platform): State<Platform>, who: InPractice, data: FormData) -> Outcome {
    let tx = platform.db.begin().await?;
    let made = async {
        let request = format!("task {} {:?}", who.practice, data.0);
        let key: String = data.get("key").chars().take(100).collect();
        let claim = match key.is_empty() {
            true => None,
            false => match idempotency::claim(&tx, who.user.id, &format!("form:{key}"), &request, platform.clock.now()).await {
                Ok(Ok(claim)) => Some(claim),
                Ok(Err(answer)) => return Ok((answer.body, None)),
                Err(Error::Conflict("idempotency_key_reused")) => return Err(Invalid::one("title", "sent_before").into()),
                Err(error) => return Err(error),
            },
        };
        let desk = Desk::of(&platform, &who);
        let sight = Sight::form(who.lang(), "");
        let mut errors = Invalid::new();
        let text = errors.optional_long("lines", data.get("lines"), 20_000);
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        if lines.len() > SUBTASKS {
            errors.push_with("lines", "too_many_rows", vec![("max", SUBTASKS.to_string())]);
        }
        for line in &lines {
            errors.optional("lines", line, 200);
        }
        let Ok(client) = data.get("client_id").parse::<Id>() else {
            errors.push("client_id", "required");
            TASK.read(&data, Task::default(), &sight, &mut errors);
            return Err(errors.into());
        };
        let lines = lines.into_iter().map(|title| Subtask { title: title.to_owned(), ..Subtask::default() }).collect();
        let read = |begun: Task, faults: &mut Invalid| {
            for fault in errors.0 {
                faults.push_with(&fault.field, fault.code, fault.params);
            }
            TASK.read(&data, begun, &sight, faults)
        };
        let task = desk.create(&tx, client, lines, read).await?;
        let path = who.path(&format!("/tasks/{}", task.id));
        if let Some(claim) = claim {
            claim.answer(&tx, 201, &path).await?;
        }
        Ok::<_, Error>((path, Some(task.title)))
    };
    match made.await {
        Ok((path, title)) => {
            tx.commit().await?;
            platform.wake_workers();
            Ok(layout::see(&platform, &path, Flash::new("flash-task-created").name(title.as_deref().unwrap_or_default())))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            let shown = Shown { task: None, data: &data, errors: &errors, conflict: &[] };
            Ok(layout::unprocessable(page(&platform, &who, &shown).await?))
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn update(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfTask>, data: FormData) -> Outcome {
    let (desk, sight) = (Desk::of(&platform, &who), Sight::form(who.lang(), ""));
    let tx = platform.db.begin().await?;
    let read = |before: Task, errors: &mut Invalid| TASK.read(&data, before, &sight, errors);
    let (errors, conflict) = match desk.update(&tx, of.task, components::version_of(&data), &sight, read).await {
        Ok(task) => {
            tx.commit().await?;
            platform.wake_workers();
            return Ok(layout::see(&platform, &who.path(&format!("/tasks/{}", task.id)), "flash-saved"));
        }
        Err(Error::Invalid(errors)) => (errors, vec![]),
        Err(Error::Stale(differences)) => (Invalid::new(), differences),
        Err(error) => return Err(error.into()),
    };
    drop(tx);
    let task = store::find(platform.db.read(), who.practice, of.task, visible_to(&who)).await?;
    let shown = Shown { task: Some(&task), data: &data, errors: &errors, conflict: &conflict };
    let markup = page(&platform, &who, &shown).await?;
    Ok(if conflict.is_empty() { layout::unprocessable(markup) } else { layout::conflicting(markup) })
}
