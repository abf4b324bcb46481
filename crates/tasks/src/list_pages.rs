//! The list of tasks: views as tabs, filters, groups, and what can be done to those that are ticked.

use axum::extract::State;
use despacho_kernel::{Id, Invalid, access::PracticeRight as R};
use despacho_platform::{
    Error, Platform, Result,
    i18n::Lang,
    memberships::{self, Member},
    t,
};
use despacho_practice::{clients::filter::visible_to, practices::frame::framed};
use despacho_ui::{
    InPractice, Outcome, Path, Query,
    assets::icon,
    components::{self, empty, head},
    error::message,
    flash::Flash,
    format,
    forms::FormData,
    layout,
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    actions::{Desk, today},
    bulk::{Deed, Move, Outcome as Done, SELECTION},
    counts_store,
    filter::{Grouping, When, when},
    habits_store::{self, View},
    list_store::{self, Listed},
    look,
    params::{ME, NOBODY, Params},
    period,
    standing::Standing,
    store,
    task::{Awaited, Status},
    view_pages,
};

const PAGE: i64 = 50;
/// The form of filters. It stands outside the frame that it fills, so that what is being typed keeps the focus.
const FILTERS: &str = "task-filters";

/// What an action on several left in the page: what was ticked and typed, what was done, and what not and why.
#[derive(Default)]
pub struct Left {
    ids: Vec<String>,
    typed: FormData,
    message: Option<String>,
    done: Option<Done>,
}

/// What is read beside the rows of a list.
pub struct Beside {
    pub members: Vec<Member>,
    pub progress: std::collections::HashMap<Id, (i64, i64)>,
    pub today: Date,
}

pub async fn list(State(platform): State<Platform>, who: InPractice, Query(params): Query<Params>) -> Outcome {
    Ok(layout::page(page(&platform, &who, &params, &Left::default()).await?))
}

async fn page(platform: &Platform, who: &InPractice, params: &Params, left: &Left) -> Result<Markup> {
    let (lang, db, today) = (who.lang(), platform.db.read(), today(who, platform.clock.now()));
    let filter = params.filter(who, today);
    let total = list_store::count(db, who.practice, &filter).await?;
    let last = ((total + PAGE - 1) / PAGE).max(1);
    let at = params.page.parse::<i64>().unwrap_or(1).clamp(1, last);
    let tasks = list_store::list(db, who.practice, &filter, PAGE, (at - 1) * PAGE).await?;
    let ids: Vec<Id> = tasks.iter().map(|task| task.id).collect();
    let beside = Beside { members: memberships::list(db, who.practice).await?, progress: store::progress(db, who.practice, &ids).await?, today };
    let groups = list_store::groups(db, who.practice, &filter).await?;
    let standing = Standing::of(&counts_store::counted(db, who.practice, (who.user.id, visible_to(who)), today).await?, who.user.id);
    let views = habits_store::views(db, who.practice, who.user.id).await?;
    let tags = store::tags(db, who.practice, visible_to(who)).await?;
    let edits = who.may(R::EditClients);
    let body = html! {
        (head(&lang.t("tasks"), html! {
            a.btn.quiet href=(who.path("/tasks/habits")) { (lang.t("task-habits")) }
            a.btn.quiet href=(who.path("/task-series")) { (lang.t("task-series")) }
            a.btn.quiet href=(who.path("/task-templates")) { (lang.t("task-templates")) }
            @if edits { a.btn.primary href=(who.path("/tasks/new")) { (icon("plus")) (lang.t("task-new")) } }
        }))
        (filters(who, params, &beside.members, &tags))
        turbo-frame id="tasks" target="_top" {
            (tabs(who, params, &standing, &views))
            div.chips {
                (view_pages::switch(who, params, "list"))
                (chips(who, params, &beside.members))
                @if params.narrowed() { a.btn.quiet.small href=(who.path("/tasks")) { (lang.t("filter-remove-all")) } }
                span.muted role="status" { (t!(lang, "tasks-found", count = total)) }
                span.grow {}
                (keeping(who, params))
                (grouping(who, params))
            }
            (told(who, left))
            @if tasks.is_empty() {
                section.card {
                    @if params.narrowed() { (empty(&lang.t("tasks-none"), html! { a.btn href=(who.path("/tasks")) { (lang.t("clear-filters")) } })) }
                    @else { (empty(&lang.t("tasks-empty"), html! { @if edits { a.btn.primary href=(who.path("/tasks/new")) { (lang.t("task-new")) } } })) }
                }
            } @else {
                form method="post" action=(who.path("/tasks/selection")) data-controller="select" data-turbo="false" {
                    input type="hidden" name="list" value=(params.address());
                    @if edits { (bulk(lang, &beside.members, left)) }
                    section.card { div.scroll { (table(who, &filter.grouping, &tasks, &beside, &groups, &left.ids, edits)) } }
                }
                (components::pages(lang, at, PAGE, total, |page| who.path(&format!("/tasks{}", params.with("page", &page.to_string())))))
            }
        }
    };
    framed(platform, who, "tasks", &lang.t("tasks"), &body).await
}

/// The views that everybody has, each with its number.
fn tabs(who: &InPractice, params: &Params, standing: &Standing, own: &[View]) -> Markup {
    let lang = who.lang();
    let views = [
        ("tasks-open", "", standing.all.open),
        ("tasks-mine", "owner=me", standing.mine.open),
        ("tasks-late", "when=late", standing.all.late),
        ("tasks-week", "when=week", standing.all.week),
        ("tasks-waiting", "status=waiting&waiting=client", standing.all.waiting),
        ("tasks-review", "status=in_review", standing.all.review),
    ];
    let here = Params { group: String::new(), page: String::new(), ..params.clone() };
    html! {
        nav.tabs aria-label=(lang.t("views")) {
            @for (key, query, count) in views {
                @let view = Params { group: params.group.clone(), ..Params::of_query(query) };
                a href=(who.path(&format!("/tasks{}", view.address()))) aria-current=[(here == Params::of_query(query)).then_some("page")] {
                    (lang.t(key)) " · " (format::number(lang, count))
                }
            }
            @for view in own {
                @let kept = Params::of_query(&view.query);
                a href=(who.path(&format!("/tasks{}", view.query))) aria-current=[(here == Params { group: String::new(), ..kept }).then_some("page")] { (view.name) }
            }
            @let closed = Params { show: "closed".into(), group: params.group.clone(), ..Params::default() };
            a href=(who.path(&format!("/tasks{}", closed.address()))) aria-current=[(here == Params::of_query("show=closed")).then_some("page")] { (lang.t("tasks-closed")) }
        }
    }
}

fn options(name: &str, label: &str, any: &str, chosen: &str, all: Vec<(String, String)>) -> Markup {
    let id = format!("filter-{name}");
    html! {
        div.field { div.label { label for=(id) { (label) } }
            select id=(id) name=(name) {
                option value="" { (any) }
                @for (value, text) in all { option value=(value) selected[value == chosen] { (text) } }
            }
        }
    }
}

/// Choices of people for a filter.
fn people(lang: Lang, members: &[Member]) -> Vec<(String, String)> {
    let known = [(ME.to_owned(), lang.t("task-me")), (NOBODY.to_owned(), lang.t("task-nobody"))];
    known.into_iter().chain(members.iter().map(|member| (member.user_id.to_string(), member.name.clone()))).collect()
}

fn words<'w>(lang: Lang, beginning: &str, words: impl Iterator<Item = &'w str>) -> Vec<(String, String)> {
    words.map(|word| (word.to_owned(), lang.t(&format!("{beginning}{}", word.replace('_', "-"))))).collect()
}

fn filters(who: &InPractice, params: &Params, members: &[Member], tags: &[String]) -> Markup {
    let lang = who.lang();
    let any = lang.t("any");
    html! {
        form.filters #(FILTERS) method="get" action=(who.path("/tasks")) role="search" aria-label=(lang.t("filters"))
            data-controller="live" data-turbo-frame="tasks" data-turbo-action="replace" data-action="input->live#type change->live#change" {
            @for (name, value) in [("show", &params.show), ("group", &params.group), ("reviewer", &params.reviewer), ("client", &params.client), ("template", &params.template), ("sub", &params.sub), ("on", &params.on), ("to", &params.to)] {
                @if !value.is_empty() { input type="hidden" name=(name) value=(value); }
            }
            div.field.wide { div.label { label for="filter-q" { (lang.t("search")) } } input #filter-q type="search" name="q" value=(params.q) placeholder=(lang.t("tasks-search")) autocomplete="off"; }
            button.btn.fold type="button" aria-expanded="false" aria-controls="filter-more" data-live-target="fold" data-action="live#fold" { (icon("sliders-horizontal")) (lang.t("filters")) }
            div.more #filter-more {
                (options("owner", &lang.t("column-task-owner-id"), &any, &params.owner, people(lang, members)))
                (options("status", &lang.t("column-task-status"), &any, &params.status, words(lang, "task-status-", Status::ALL.iter().map(|s| s.word()))))
                (options("waiting", &lang.t("column-task-waiting-for"), &any, &params.waiting, words(lang, "task-waiting-for-", Awaited::ALL.iter().map(|a| a.word()))))
                (options("when", &lang.t("task-when"), &any, &params.when, words(lang, "task-when-", When::ALL.iter().map(|w| w.word()))))
                div.field { div.label { label for="filter-period" { (lang.t("column-task-period")) } } input #filter-period type="text" name="period" value=(params.period) placeholder=(lang.t("task-period-example")) maxlength="10" autocomplete="off"; }
                @if !tags.is_empty() { (options("tag", &lang.t("tag"), &any, &params.tag, tags.iter().map(|tag| (tag.clone(), tag.clone())).collect())) }
                button.btn type="submit" { (lang.t("filter")) }
            }
        }
    }
}

/// What the list is narrowed to, each to be taken away with one click.
fn chips(who: &InPractice, params: &Params, members: &[Member]) -> Markup {
    let lang = who.lang();
    let person = |word: &str| match word {
        "" => String::new(),
        ME => lang.t("task-me"),
        NOBODY => lang.t("task-nobody"),
        id => look::name(members, id.parse().ok()).unwrap_or("—").to_owned(),
    };
    let word = |beginning: &str, word: &str| {
        let key = format!("{beginning}{}", word.replace('_', "-"));
        if word.is_empty() {
            String::new()
        } else if lang.has(&key) {
            lang.t(&key)
        } else {
            word.to_owned()
        }
    };
    let period = period::stored(&params.period).map(|stored| period::told(lang, &stored)).unwrap_or_default();
    let all = [
        ("q", lang.t("search"), params.q.clone()),
        ("owner", lang.t("column-task-owner-id"), person(&params.owner)),
        ("reviewer", lang.t("column-task-reviewer-id"), person(&params.reviewer)),
        ("status", lang.t("column-task-status"), word("task-status-", &params.status)),
        ("waiting", lang.t("column-task-waiting-for"), word("task-waiting-for-", &params.waiting)),
        ("when", lang.t("task-when"), word("task-when-", &params.when)),
        ("period", lang.t("column-task-period"), period),
        ("on", lang.t("column-task-due-on"), days_of(lang, params)),
        ("kind", lang.t("column-task-kind"), word("task-kind-", &params.kind)),
        ("tag", lang.t("tag"), params.tag.clone()),
    ];
    html! {
        @for (name, label, value) in all.iter().filter(|(_, _, value)| !value.is_empty()) {
            a.chip href=(who.path(&format!("/tasks{}", params.with(name, "")))) aria-label=(t!(lang, "filter-remove", label = label.as_str(), value = value.as_str())) {
                span { (label) ": " b { (value) } } (icon("x"))
            }
        }
    }
}

/// The form that keeps what the list shows under a name.
fn keeping(who: &InPractice, params: &Params) -> Markup {
    let lang = who.lang();
    html! {
        @if params.narrowed() {
            details.pick-menu data-controller="menu" {
                summary.btn.small.quiet role="button" { (lang.t("task-view-keep")) }
                div.pop {
                    form.stack method="post" action=(who.path("/tasks/views")) {
                        input type="hidden" name="list" value=(params.address());
                        div.field { div.label { label for="f-view" { (lang.t("task-view-name")) } } input #f-view type="text" name="name" maxlength="60" autocomplete="off" required; }
                        @if who.may(R::ManageClients) { label.check { input type="checkbox" name="shared" value="yes"; span { (lang.t("task-view-share")) } } }
                        button.btn.primary type="submit" { (lang.t("save")) }
                    }
                }
            }
        }
    }
}

/// The days that a list is narrowed to.
fn days_of(lang: Lang, params: &Params) -> String {
    let day = |text: &str| format::stored_date(lang, text);
    if params.to.is_empty() || params.on == params.to { day(&params.on) } else { format!("{} – {}", day(&params.on), day(&params.to)) }
}

fn grouping(who: &InPractice, params: &Params) -> Markup {
    let lang = who.lang();
    let chosen = params.group.parse().unwrap_or(Grouping::Due);
    html! {
        details.pick-menu data-controller="menu" {
            summary.btn role="button" { (lang.t(&format!("task-group-{}", chosen.word()))) }
            div.pop {
                @for group in Grouping::ALL {
                    a href=(who.path(&format!("/tasks{}", params.with("group", group.word())))) aria-current=[(*group == chosen).then_some("true")] { (lang.t(&format!("task-group-{}", group.word()))) }
                }
            }
        }
    }
}

/// What was done to several: how many, which not and why, and the button that undoes it.
fn told(who: &InPractice, left: &Left) -> Markup {
    let lang = who.lang();
    html! {
        @if let Some(message) = &left.message { p.note.warn role="alert" { (message) } }
        @if let Some(done) = &left.done {
            section.card.summary role="alert" tabindex="-1" data-controller="focus" {
                header { h2 { (t!(lang, "tasks-partly", count = done.done, refused = done.refused.len())) } }
                div.body.stack {
                    ul { @for refusal in done.refused.iter().take(20) {
                        li { a href=(who.path(&format!("/tasks/{}", refusal.task.id))) { (look::title(lang, &refusal.task.title, &refusal.task.period)) } ": " (message(lang, &refusal.error)) }
                    } }
                    @if done.refused.len() > 20 { p.muted { (t!(lang, "tasks-partly-more", count = done.refused.len() - 20)) } }
                    @if let Some(selection) = done.selection { (components::button(&who.path(&format!("/tasks/selections/{selection}/undoing")), "btn small", &lang.t("undo"))) }
                }
            }
        }
    }
}

/// What can be done to those that are ticked.
fn bulk(lang: Lang, members: &[Member], left: &Left) -> Markup {
    let typed = |name: &str| left.typed.get(name).to_owned();
    html! {
        div.bulk.tasks-bulk data-select-target="bar" {
            (components::selected(lang))
            span.grow {}
            span.row {
                select name="owner" aria-label=(lang.t("task-assign")) {
                    option value="" { (lang.t("task-nobody")) }
                    @for member in members { option value=(member.user_id) selected[typed("owner") == member.user_id.to_string()] { (member.name) } }
                }
                button.btn.small name="do" value="assign" { (lang.t("assign")) }
            }
            span.row {
                select name="status" aria-label=(lang.t("column-task-status")) {
                    @for status in Status::ALL.iter().filter(|s| !matches!(s, Status::Waiting | Status::Cancelled)) { option value=(status.word()) selected[typed("status") == status.word()] { (look::status_word(lang, *status)) } }
                    @for awaited in Awaited::ALL {
                        @let value = format!("waiting:{}", awaited.word());
                        option value=(value) selected[typed("status") == value] { (look::status_word(lang, Status::Waiting)) ": " (lang.t(&format!("task-awaited-{}", awaited.word().replace('_', "-")))) }
                    }
                }
                button.btn.small name="do" value="status" { (lang.t("task-set-status")) }
            }
            span.row {
                input type="text" name="move" value=(typed("move")) placeholder=(lang.t("task-move-example")) aria-label=(lang.t("task-move-label")) maxlength="20" autocomplete="off";
                button.btn.small name="do" value="move" { (lang.t("task-move")) }
            }
            span.row {
                input type="text" name="tag" value=(typed("tag")) placeholder=(lang.t("tag")) aria-label=(lang.t("tag")) maxlength="40" autocomplete="off";
                button.btn.small name="do" value="tag" { (lang.t("tag-add")) }
            }
            button.btn.small.danger name="do" value="remove" { (lang.t("delete")) }
        }
    }
}

/// What heads the group that a row is in.
fn group_of(lang: Lang, grouping: Grouping, task: &Listed, beside: &Beside) -> (String, String) {
    match grouping {
        Grouping::Due => {
            let word = when(&task.deadline, beside.today).word();
            (word.to_owned(), lang.t(&format!("task-when-{word}")))
        }
        Grouping::Client => (task.client_id.to_string(), task.client_name.clone()),
        Grouping::Owner => {
            let name = look::name(&beside.members, task.owner_id).map_or_else(|| lang.t("task-nobody"), str::to_owned);
            (task.owner_id.map(|id| id.to_string()).unwrap_or_default(), name)
        }
        Grouping::State => (task.status.clone(), look::status_word(lang, task.status.parse().unwrap_or(Status::Planned))),
        Grouping::Period if task.period.is_empty() => (String::new(), lang.t("task-no-period")),
        Grouping::Period => (task.period.clone(), period::told(lang, &task.period)),
        Grouping::Nothing => (String::new(), String::new()),
    }
}

fn table(who: &InPractice, grouping: &Grouping, tasks: &[Listed], beside: &Beside, groups: &[(String, i64)], ticked: &[String], edits: bool) -> Markup {
    let lang = who.lang();
    html! {
        table.tasks {
            thead { tr {
                @if edits { th.box { input type="checkbox" aria-label=(lang.t("select-all")) data-select-target="all" data-action="select#toggleAll"; } }
                th { (lang.t("task")) } th.hide-s { (lang.t("client")) } th.hide-s { (lang.t("column-task-status")) }
                th.hide-s { (lang.t("column-task-owner-id")) } th.num.hide-s { (lang.t("task-internal")) } th.num.hide-s { (lang.t("task-legal")) }
            } }
            @for rows in tasks.chunk_by(|a, b| group_of(lang, *grouping, a, beside).0 == group_of(lang, *grouping, b, beside).0) {
                @let (key, heading) = group_of(lang, *grouping, &rows[0], beside);
                tbody {
                    @if !heading.is_empty() {
                        tr.group { th colspan=(if edits { 7 } else { 6 }) scope="rowgroup" { b { (heading) }
                            @if let Some((_, count)) = groups.iter().find(|(word, _)| *word == key) { " · " (format::number(lang, *count)) }
                        } }
                    }
                    @for task in rows { (row(who, task, beside, ticked, edits)) }
                }
            }
        }
    }
}

/// A row of a list of tasks.
fn row(who: &InPractice, task: &Listed, beside: &Beside, ticked: &[String], edits: bool) -> Markup {
    let lang = who.lang();
    let now = beside.today.to_string();
    let open = task.status.parse().is_ok_and(Status::is_open);
    let late = |day: &str| open && !day.is_empty() && *day < *now;
    let name = look::title(lang, &task.title, &task.period);
    html! {
        tr {
            @if edits {
                td.box { input type="checkbox" name="ids" value=(task.id) data-select-target="box" data-action="select#update" checked[ticked.contains(&task.id.to_string())]
                    aria-label=(t!(lang, "select-named", name = format!("{name}, {}", task.client_name))); }
            }
            td.tt {
                a.who href=(who.path(&format!("/tasks/{}", task.id))) { (name) }
                @if let Some((done, lines)) = beside.progress.get(&task.id) { " " small.sub title=(lang.t("task-lines-done")) { (done) "/" (lines) } }
                @if task.priority == "urgent" || task.priority == "high" { " " span.tag.warn { (lang.t(&format!("task-priority-{}", task.priority))) } }
                small.show-s {
                    (task.client_name) br; (look::state(lang, &task.status, &task.waiting_for, None)) " "
                    @if !task.deadline.is_empty() { (look::day(lang, &task.deadline, late(&task.deadline))) }
                }
                @if late(&task.deadline) { small { (look::lateness(who, task, beside.today)) } }
            }
            td.hide-s { a href=(who.path(&format!("/clients/{}/tasks", task.client_id))) { (task.client_name) } }
            td.hide-s { (look::state(lang, &task.status, &task.waiting_for, None)) }
            td.hide-s { (look::person(&beside.members, task.owner_id)) }
            td.num.hide-s { (look::day(lang, &task.due_on, late(&task.due_on))) }
            td.num.hide-s { (look::day(lang, &task.legal_due_on, late(&task.legal_due_on))) }
        }
    }
}

/// A table of tasks without what is done to several, for other pages.
pub async fn plain(platform: &Platform, who: &InPractice, tasks: &[Listed], today: Date) -> Result<Markup> {
    let db = platform.db.read();
    let ids: Vec<Id> = tasks.iter().map(|task| task.id).collect();
    let beside = Beside { members: memberships::list(db, who.practice).await?, progress: store::progress(db, who.practice, &ids).await?, today };
    Ok(table(who, &Grouping::Nothing, tasks, &beside, &[], &[], false))
}

fn deed(who: &InPractice, data: &FormData, today: Date) -> Result<Deed> {
    let refused = |field: &str, code| Error::from(Invalid::one(field, code));
    Ok(match data.get("do") {
        "assign" => Deed::Assign(match data.get("owner") {
            "" => None,
            id => Some(id.parse().map_err(|_| refused("owner", "choice"))?),
        }),
        "status" => {
            let (status, waiting_for) = data.get("status").split_once(':').unwrap_or((data.get("status"), ""));
            let status = status.parse().map_err(|code| refused("status", code))?;
            Deed::State { status, waiting_for: waiting_for.to_owned(), reason: String::new() }
        }
        "move" => Deed::Move(Move::read(data.get("move"), today).map_err(|code| refused("move", code))?),
        "tag" => {
            let mut errors = Invalid::new();
            let tag = errors.required("tag", data.get("tag"), 40).replace(',', " ");
            errors.finish()?;
            Deed::Tag(tag)
        }
        "remove" if who.may(R::EditClients) => Deed::Remove,
        _ => return Err(refused("do", "choice")),
    })
}

/// Does it to those that are ticked and leads back to the same stretch of the same list. What was refused is told in that list, still ticked.
pub async fn act(State(platform): State<Platform>, who: InPractice, data: FormData) -> Outcome {
    let params = Params::of_query(data.get("list"));
    let desk = Desk::of(&platform, &who);
    let ids = data.all("ids");
    let chosen: Vec<Id> = ids.iter().filter_map(|id| id.parse().ok()).collect();
    let work = async {
        if chosen.is_empty() {
            return Err(Invalid::one("ids", "nothing_selected").into());
        }
        if chosen.len() > SELECTION {
            return Err(Invalid::too_many("ids", SELECTION).into());
        }
        let deed = deed(&who, &data, desk.today)?;
        let tx = platform.db.begin().await?;
        let done = desk.bulk(&tx, &chosen, &deed).await?;
        tx.commit().await?;
        Ok::<_, Error>(done)
    };
    match work.await {
        Ok(done) if done.refused.is_empty() => {
            let key = if data.get("do") == "remove" { "flash-tasks-deleted" } else { "flash-tasks-changed" };
            let mut flash = Flash::new(key).count(done.done);
            if let Some(selection) = done.selection {
                flash = flash.undo(who.path(&format!("/tasks/selections/{selection}/undoing{}", params.address())));
            }
            Ok(layout::see(&platform, &who.path(&format!("/tasks{}", params.address())), flash))
        }
        Ok(done) => {
            let ids = done.refused.iter().map(|refusal| refusal.task.id.to_string()).collect();
            let left = Left { ids, typed: data, message: None, done: Some(done) };
            Ok(layout::unprocessable(page(&platform, &who, &params, &left).await?))
        }
        Err(Error::Invalid(errors)) => {
            let message = errors.0.first().map(|error| message(who.lang(), error));
            let left = Left { ids, typed: data, message, done: None };
            Ok(layout::unprocessable(page(&platform, &who, &params, &left).await?))
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
pub struct OfSelection {
    selection: Id,
}

/// Undoes what one just did to several, and leads back to the list that the address says.
pub async fn undo(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfSelection>, Query(params): Query<Params>) -> Outcome {
    let desk = Desk::of(&platform, &who);
    let tx = platform.db.begin().await?;
    let undone = desk.undo(&tx, of.selection).await?;
    tx.commit().await?;
    let flash = Flash::new("flash-tasks-undone").count(undone);
    Ok(layout::see(&platform, &who.path(&format!("/tasks{}", params.address())), flash))
}
