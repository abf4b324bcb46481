//! The page of a task: its dates and people, its lines, what the firm says of it inside, and what was done.

use axum::extract::State;
use despacho_kernel::{Id, Invalid, access::PracticeRight as R};
use despacho_platform::{
    Error, Platform, Result, Tx,
    activity::{self, Asked},
    memberships::{self, Member, Tenant},
    t,
};
use despacho_practice::{
    clients::{filter::visible_to, profile_frame, store as clients},
    practices::frame::framed,
};
use despacho_ui::{
    InPractice, Outcome, Path,
    activity::Log,
    assets::icon,
    components::{self, button, card},
    confirm::Confirm,
    fields::Sight,
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout, paging,
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    actions::{Desk, today},
    filter::{Among, Filter},
    form_pages::{OfTask, people},
    list_pages, list_store, look,
    parts::{Comment, SUBTASK, Subtask},
    period, store,
    task::{Awaited, Status, TASK, Task},
    view_pages,
};

/// Most notes and entries of the log that the page shows; the notes of earlier are asked for.
const NOTES: i64 = 100;
const LATEST: i64 = 10;
/// Most tasks that a client's tab shows of each kind.
const OF_CLIENT: i64 = 100;

/// What a refused form left in the page: which part, what was typed, and why.
#[derive(Default)]
struct Left {
    /// `status`, `note`, `line`, or a line's id.
    part: String,
    data: FormData,
    errors: Invalid,
}

/// What the page of a task shows.
struct Whole {
    task: Task,
    client: String,
    lines: Vec<Subtask>,
    notes: Vec<Comment>,
    members: Vec<Member>,
    followers: Vec<Id>,
}

pub async fn show(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfTask>) -> Outcome {
    Ok(layout::page(page(&platform, &who, of.task, &Left::default()).await?))
}

async fn page(platform: &Platform, who: &InPractice, id: Id, left: &Left) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let task = store::find(db, who.practice, id, visible_to(who)).await?;
    let whole = Whole {
        client: clients::find(db, who.practice, task.client_id, None).await?.display_name,
        lines: store::subtasks(db, who.practice, &[id]).await?.remove(&id).unwrap_or_default(),
        notes: store::comments(db, who.practice, id, None, NOTES + 1).await?,
        members: memberships::list(db, who.practice).await?,
        followers: store::followers(db, who.practice, &[id]).await?.remove(&id).unwrap_or_default(),
        task,
    };
    let mut entries = activity::list(db, who.practice, &Asked::of(id), LATEST + 1).await?;
    let more = paging::cut(&mut entries, LATEST);
    let log = Log { lang, zone: &who.user.time_zone, tenant: Tenant::Practice, link: &|_| None, page: None };
    let title = look::title(lang, &whole.task.title, &whole.task.period);
    let body = html! {
        p.crumbs { a href=(who.path("/tasks")) { (lang.t("tasks")) } " / " a href=(who.path(&format!("/clients/{}/tasks", whole.task.client_id))) { (whole.client) } }
        (heading(who, &whole, &title))
        @if left.part == "status" { (Form::new(lang, &left.data, &left.errors).summary()) }
        div.split {
            div.stack {
                (dates(who, &whole.task, today(who, platform.clock.now())))
                @if !whole.task.description.is_empty() { section.card { div.body { p.long { (whole.task.description) } } } }
                (lines(who, &whole, left))
                (conversation(who, &whole, left))
                (card(&lang.t("activity-latest"), html! {
                    (log.list(&entries, None))
                    @if more && who.may(R::ReadActivity) { p { a.btn href=(who.path("/activity?kind=task")) { (lang.t("activity-earlier")) } } }
                }))
            }
            (aside(who, &whole))
        }
    };
    framed(platform, who, "tasks", &title, &body).await
}

/// The title, the state, and the steps from here.
fn heading(who: &InPractice, whole: &Whole, title: &str) -> Markup {
    let (lang, task) = (who.lang(), &whole.task);
    let path = |rest: &str| who.path(&format!("/tasks/{}{rest}", task.id));
    let step = |status: Status, class: &'static str, label: &str| {
        html! { form.inline method="post" action=(path("/status")) {
            input type="hidden" name="status" value=(status.word());
            button class=(class) type="submit" { (lang.t(label)) }
        } }
    };
    html! {
        div.head {
            div.title { h1 { (title) } p.sub { (look::state(lang, &task.status, &task.waiting_for, None)) @if !task.reason.is_empty() { " · " (task.reason) } } }
            @if who.may(R::EditClients) {
                a.btn href=(path("/edit")) data-press="e" { (lang.t("edit")) }
                @let from = task.state();
                @if from.is_open() { (menu(who, task)) }
                @match from {
                    Status::Planned | Status::Ready | Status::Waiting => { (step(Status::InProgress, "btn primary", "task-begin")) }
                    Status::InProgress if task.reviewer_id.is_some() => { (step(Status::InReview, "btn primary", "task-send-review")) }
                    Status::InProgress => { (step(Status::Done, "btn primary", "task-finish")) }
                    Status::InReview => { (step(Status::InProgress, "btn", "task-return")) (step(Status::Done, "btn primary", "task-approve")) }
                    Status::Done => { (step(Status::InProgress, "btn", "task-reopen")) }
                    Status::Cancelled => { (step(Status::Planned, "btn", "task-reopen")) }
                }
            }
        }
    }
}

/// The other steps: whom it waits for, done, cancelled with its reason, deleted.
fn menu(who: &InPractice, task: &Task) -> Markup {
    let lang = who.lang();
    let path = who.path(&format!("/tasks/{}/status", task.id));
    let from = task.state();
    html! {
        details.pick-menu data-controller="menu" {
            summary.btn role="button" { (lang.t("task-steps")) (icon("chevrons-up-down")) }
            div.pop.steps {
                @for status in [Status::Ready, Status::InReview, Status::Done].into_iter().filter(|to| *to != from && from.leads_to(*to)) {
                    form method="post" action=(path) { input type="hidden" name="status" value=(status.word()); button.btn.quiet type="submit" { (look::status_word(lang, status)) } }
                }
                @for awaited in Awaited::ALL.iter().filter(|awaited| task.waiting_for != awaited.word()) {
                    form method="post" action=(path) {
                        input type="hidden" name="status" value="waiting"; input type="hidden" name="waiting_for" value=(awaited.word());
                        button.btn.quiet type="submit" { (lang.t(&format!("task-wait-{}", awaited.word().replace('_', "-")))) }
                    }
                }
                form.stack.apart method="post" action=(path) {
                    input type="hidden" name="status" value="cancelled";
                    div.field { div.label { label for="f-reason" { (lang.t("task-cancel-reason")) } } input #f-reason type="text" name="reason" maxlength="300" autocomplete="off"; }
                    button.btn.small type="submit" { (lang.t("task-cancel")) }
                }
            }
        }
    }
}

/// Two boxes: the firm's own date, and the law's, which nobody types.
fn dates(who: &InPractice, task: &Task, today: jiff::civil::Date) -> Markup {
    let lang = who.lang();
    let now = today.to_string();
    let left = |day: &str| {
        let days = -look::days_since(day, today);
        if !task.state().is_open() || day.is_empty() {
            String::new()
        } else if days < 0 {
            t!(lang, "task-late-days", count = -days)
        } else if days == 0 {
            lang.t("today")
        } else {
            t!(lang, "task-in-days", count = days)
        }
    };
    let late = |day: &str| task.state().is_open() && !day.is_empty() && *day < *now;
    html! {
        div.date-boxes {
            div.date-box { span.muted { (lang.t("task-internal")) } b { (look::day(lang, &task.due_on, late(&task.due_on))) } small { (left(&task.due_on)) } }
            div.date-box.law { span.muted { (icon("lock")) (lang.t("task-legal")) } b { (look::day(lang, &task.legal_due_on, late(&task.legal_due_on))) } small { (left(&task.legal_due_on)) } }
        }
    }
}

fn lines(who: &InPractice, whole: &Whole, left: &Left) -> Markup {
    let lang = who.lang();
    let edits = who.may(R::EditClients);
    let base = who.path(&format!("/tasks/{}/subtasks", whole.task.id));
    let done = whole.lines.iter().filter(|line| line.done).count();
    html! {
        section.card #lines {
            header { h2 { (lang.t("task-lines")) } @if !whole.lines.is_empty() { span.muted.small { (done) "/" (whole.lines.len()) } } }
            div.body {
                @if whole.lines.is_empty() { p.muted { (lang.t("task-lines-empty")) } }
                ul.list.lines { @for line in &whole.lines {
                    li id=(format!("line-{}", line.id)) .done[line.done] {
                        @if edits {
                            form.inline method="post" action=(format!("{base}/{}/tick", line.id)) {
                                input type="hidden" name="done" value=(if line.done { "" } else { "yes" });
                                button.tick type="submit" role="checkbox" aria-checked=(line.done.to_string()) aria-label=(line.title) { @if line.done { (icon("check")) } }
                            }
                        } @else { span.tick.is[line.done] { @if line.done { (icon("check")) } } }
                        span.grow { (line.title) }
                        @if !line.due_on.is_empty() { span.small.muted { (format::stored_date(lang, &line.due_on)) } }
                        (look::person(&whole.members, line.assignee_id))
                        @if edits {
                            @let open = left.part == line.id.to_string();
                            details.contact data-controller="disclosure" open[open] {
                                summary.btn.small.quiet role="button" aria-label=(t!(lang, "edit-named", name = line.title.as_str())) { (lang.t("edit")) }
                                (line_form(who, whole, &base, line, open.then_some(left)))
                                (button(&format!("{base}/{}/removal", line.id), "btn small danger", &lang.t("remove")))
                            }
                        }
                    }
                } }
                @if edits {
                    @let (empty, none) = (FormData::default(), Invalid::new());
                    @let form = if left.part == "line" { Form::new(lang, &left.data, &left.errors) } else { Form::new(lang, &empty, &none) };
                    form.line-new method="post" action=(base) novalidate {
                        (form.field("title").label(lang.t("task-line-new")))
                        button.btn type="submit" { (icon("plus")) (lang.t("add")) }
                    }
                }
            }
        }
    }
}

fn line_form(who: &InPractice, whole: &Whole, base: &str, line: &Subtask, left: Option<&Left>) -> Markup {
    let lang = who.lang();
    let mut stored = FormData::default();
    SUBTASK.fill(&mut stored, line, &Sight::form(lang, ""));
    // Several of these forms stand on the page: each has names of its own for its labels.
    let none = Invalid::new();
    let form = match left {
        Some(left) => Form::new(lang, &left.data, &left.errors),
        None => Form::new(lang, &stored, &none),
    };
    let fields = html! {
        (SUBTASK.input(&form, "title"))
        (SUBTASK.input(&form, "assignee_id").select(people(lang.t("task-nobody"), &whole.members)).span(3))
        (SUBTASK.input(&form, "due_on").day().span(3))
    };
    html! {
        form.stack method="post" action=(format!("{base}/{}", line.id)) novalidate {
            (components::version(line.version))
            @if line.done { input type="hidden" name="done" value="yes"; }
            div.grid { (unlike(&fields, &line.id.to_string())) }
            div { button.btn.primary.small type="submit" { (lang.t("save")) } }
        }
    }
}

/// The same fields with ids of their own.
fn unlike(fields: &Markup, own: &str) -> Markup {
    let text = ["id=\"f-", "for=\"f-", "aria-describedby=\"f-"]
        .iter()
        .fold(fields.0.clone(), |text, mark| text.replace(mark, &format!("{mark}{own}-")));
    maud::PreEscaped(text)
}

/// What the firm says of it inside: nothing here is seen by the client.
fn conversation(who: &InPractice, whole: &Whole, left: &Left) -> Markup {
    let lang = who.lang();
    let more = i64::try_from(whole.notes.len()).unwrap_or_default() > NOTES;
    let shown = whole.notes.iter().take(usize::try_from(NOTES).unwrap_or(0));
    let (empty, none) = (FormData::default(), Invalid::new());
    let form = if left.part == "note" { Form::new(lang, &left.data, &left.errors) } else { Form::new(lang, &empty, &none) };
    html! {
        section.card #notes {
            header { h2 { (lang.t("task-notes")) } }
            div.body.stack {
                @if more { p.muted { (t!(lang, "task-notes-more", count = NOTES)) } }
                ol.talk { @for note in shown.collect::<Vec<_>>().into_iter().rev() {
                    li.internal {
                        p.by { b { (note.author_name) } " " time datetime=(look::instant(note.created_at)) { (format::instant(lang, &who.user.time_zone, note.created_at)) } span.internal-mark { (icon("lock")) (lang.t("task-note-internal")) } }
                        p.long { (note.body) }
                    }
                } }
                @if who.may(R::EditClients) {
                    form.stack method="post" action=(who.path(&format!("/tasks/{}/comments", whole.task.id))) novalidate {
                        (form.field("body").label(lang.t("task-note-new")).help(lang.t("task-note-help")).area())
                        div { button.btn.primary type="submit" { (lang.t("task-note-add")) } }
                    }
                }
            }
        }
    }
}

fn aside(who: &InPractice, whole: &Whole) -> Markup {
    let (lang, task) = (who.lang(), &whole.task);
    let base = who.path(&format!("/tasks/{}", task.id));
    let sight = Sight::form(lang, "");
    let name = |id| look::name(&whole.members, id).map_or_else(|| lang.t("task-nobody"), str::to_owned);
    let follows = whole.followers.contains(&who.user.id);
    let mut facts = vec![
        (lang.t("client"), whole.client.clone()),
        (lang.t("column-task-owner-id"), name(task.owner_id)),
        (lang.t("column-task-reviewer-id"), name(task.reviewer_id)),
    ];
    if task.prepared_by.is_some() {
        facts.push((lang.t("task-prepared-by"), name(task.prepared_by)));
    }
    if !task.period.is_empty() {
        facts.push((lang.t("column-task-period"), period::told(lang, &task.period)));
    }
    facts.extend(TASK.facts(task, &["kind", "priority", "start_on"], &sight));
    if task.estimate_minutes > 0 {
        facts.push((lang.t("task-estimate"), look::hours(lang, task.estimate_minutes)));
    }
    html! {
        aside.stack {
            (card(&lang.t("task-about"), html! { dl.facts {
                @for (label, value) in &facts { div { dt { (label) } dd { (value) } } }
                @if !task.tags.is_empty() { div { dt { (lang.t("column-task-tags")) } dd { @for tag in task.tag_list() { span.tag { (tag) } } } } }
            } }))
            (card(&lang.t("task-followers"), html! {
                @let names: Vec<&str> = whole.followers.iter().filter_map(|id| look::name(&whole.members, Some(*id))).collect();
                p { @if names.is_empty() { span.muted { (lang.t("task-followers-none")) } } @else { (names.join(", ")) } }
                form.inline method="post" action=(format!("{base}/following")) {
                    input type="hidden" name="follows" value=(if follows { "" } else { "yes" });
                    button.btn.small type="submit" { (lang.t(if follows { "task-unfollow" } else { "task-follow" })) }
                }
            }))
            @if who.may(R::EditClients) {
                @let removal = format!("{base}/removal");
                p { (Confirm::new(lang, &removal, lang.t("delete"), t!(lang, "task-delete-sure", name = task.title.as_str())).about(lang.t("task-delete-about"))) }
            }
        }
    }
}

/// Runs one change in a transaction and goes back to the task.
async fn change(
    platform: &Platform,
    who: &InPractice,
    (task, part): (Id, String),
    data: FormData,
    work: impl AsyncFnOnce(&Desk<'_>, &Tx) -> Result<Flash>,
) -> Outcome {
    change_to(platform, who, (task, part, format!("/tasks/{task}")), data, work).await
}

/// Runs one change in a transaction and goes back to where it was asked for; a refusal is told on the task's page, in the part where it was typed.
async fn change_to(
    platform: &Platform,
    who: &InPractice,
    (task, part, back): (Id, String, String),
    data: FormData,
    work: impl AsyncFnOnce(&Desk<'_>, &Tx) -> Result<Flash>,
) -> Outcome {
    let desk = Desk::of(platform, who);
    let tx = platform.db.begin().await?;
    match work(&desk, &tx).await {
        Ok(flash) => {
            tx.commit().await?;
            platform.wake_workers();
            Ok(layout::see(platform, &who.path(&back), flash))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            Ok(layout::unprocessable(page(platform, who, task, &Left { part, data, errors }).await?))
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn status(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfTask>, data: FormData) -> Outcome {
    let typed = data.clone();
    let back = view_pages::back(&data, &format!("/tasks/{}", of.task));
    change_to(&platform, &who, (of.task, "status".into(), back), data, async |desk, tx| {
        let read = |before: Task, errors: &mut Invalid| {
            // `waiting:client`, as views that move a card send it.
            let (status, awaited) = typed.get("status").split_once(':').unwrap_or((typed.get("status"), typed.get("waiting_for")));
            let status: Option<Status> = errors.take("status", status.parse());
            let awaited: Option<Awaited> = awaited.parse().ok();
            let reason = errors.optional("reason", typed.get("reason"), 300);
            Task {
                status: status.map_or_else(|| before.status.clone(), |status| status.word().to_owned()),
                waiting_for: awaited.map_or_else(|| before.waiting_for.clone(), |awaited| awaited.word().to_owned()),
                reason: if reason.is_empty() { before.reason.clone() } else { reason },
                ..before
            }
        };
        let task = desk.update(tx, of.task, None, &Sight::form(desk.lang(), ""), read).await?;
        Ok(Flash::new("flash-task-status").name(&look::status_word(desk.lang(), task.state())))
    })
    .await
}

#[derive(Deserialize)]
pub struct OfLine {
    task: Id,
    line: Id,
}

pub async fn add_line(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfTask>, data: FormData) -> Outcome {
    let typed = data.clone();
    change(&platform, &who, (of.task, "line".into()), data, async |desk, tx| {
        let read = |begun: Subtask, errors: &mut Invalid| SUBTASK.read(&typed, begun, &Sight::form(desk.lang(), ""), errors);
        desk.add_subtask(tx, of.task, read).await?;
        Ok(Flash::new("flash-task-line-added"))
    })
    .await
}

pub async fn update_line(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfLine>, data: FormData) -> Outcome {
    let typed = data.clone();
    let seen = components::version_of(&data);
    change(&platform, &who, (of.task, of.line.to_string()), data, async |desk, tx| {
        let sight = Sight::form(desk.lang(), "");
        let read = |before: Subtask, errors: &mut Invalid| SUBTASK.read(&typed, before, &sight, errors);
        desk.update_subtask(tx, (of.task, of.line), seen, &sight, read).await?;
        Ok(Flash::new("flash-saved"))
    })
    .await
}

pub async fn tick(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfLine>, data: FormData) -> Outcome {
    let done = data.has("done");
    change(&platform, &who, (of.task, String::new()), data, async |desk, tx| {
        let read = |before: Subtask, _: &mut Invalid| Subtask { done, ..before };
        desk.update_subtask(tx, (of.task, of.line), None, &Sight::form(desk.lang(), ""), read).await?;
        Ok(Flash::default())
    })
    .await
}

pub async fn remove_line(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfLine>) -> Outcome {
    change(&platform, &who, (of.task, String::new()), FormData::default(), async |desk, tx| {
        let gone = desk.remove_subtask(tx, of.task, of.line).await?;
        Ok(Flash::new("flash-task-line-removed").name(&gone.title))
    })
    .await
}

pub async fn comment(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfTask>, data: FormData) -> Outcome {
    let body = data.text("body");
    change(&platform, &who, (of.task, "note".into()), data, async |desk, tx| {
        desk.comment(tx, of.task, &body).await?;
        Ok(Flash::new("flash-task-note-added"))
    })
    .await
}

pub async fn follow(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfTask>, data: FormData) -> Outcome {
    let follows = data.has("follows");
    change(&platform, &who, (of.task, String::new()), data, async |desk, tx| {
        store::find(tx, desk.practice, of.task, desk.visible_to).await?;
        store::follow(tx, desk.practice, of.task, desk.by.id, follows).await?;
        Ok(Flash::new(if follows { "flash-task-followed" } else { "flash-task-unfollowed" }))
    })
    .await
}

/// Deletes it, and tells so where the list is, with the button that undoes it.
pub async fn remove(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfTask>) -> Outcome {
    let desk = Desk::of(&platform, &who);
    let tx = platform.db.begin().await?;
    let done = desk.bulk(&tx, &[of.task], &crate::bulk::Deed::Remove).await?;
    tx.commit().await?;
    let mut flash = Flash::new("flash-tasks-deleted").count(done.done);
    if let Some(selection) = done.selection {
        flash = flash.undo(who.path(&format!("/tasks/selections/{selection}/undoing")));
    }
    Ok(layout::see(&platform, &who.path("/tasks"), flash))
}

#[derive(Deserialize)]
pub struct OfClient {
    client: Id,
}

/// The tab of a client's profile: what is open of it, and what was done last.
pub async fn of_client(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let client = profile_frame::find(&platform, &who, of.client).await?;
    let today = today(&who, platform.clock.now());
    let open = Filter { client: Some(client.id), ..Filter::open(visible_to(&who), today) };
    let closed = Filter { among: Among::Closed, ..open.clone() };
    let mut parts = vec![];
    for (key, filter, show) in [("tasks-open", &open, ""), ("tasks-closed", &closed, "&show=closed")] {
        let total = list_store::count(db, who.practice, filter).await?;
        let found = list_store::list(db, who.practice, filter, OF_CLIENT, 0).await?;
        let table = list_pages::plain(&platform, &who, &found, today).await?;
        parts.push((key, total, table, found.is_empty(), who.path(&format!("/tasks?client={}{show}", client.id))));
    }
    let content = html! {
        @for (key, total, table, none, link) in &parts {
            section.card {
                header { h2 { (lang.t(key)) " · " (format::number(lang, *total)) }
                    @if *key == "tasks-open" && who.may(R::EditClients) { a.btn.small href=(who.path(&format!("/tasks/new?client={}", client.id))) { (icon("plus")) (lang.t("task-new")) } }
                }
                @if *none { div.body { p.muted { (lang.t("tasks-client-none")) } } } @else { div.scroll { (table) } }
                @if *total > OF_CLIENT { div.body { p { a.btn.small href=(link) { (lang.t("see-all")) } } } }
            }
        }
    };
    Ok(layout::page(profile_frame::profile(&platform, &who, &client, "tasks", content).await?))
}
