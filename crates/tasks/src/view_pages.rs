//! Other views of the same query: the board by status, the calendar by month, the load by person and week, and one's own week.

use std::collections::BTreeMap;

use axum::extract::State;
use despacho_kernel::{Id, Invalid, access::PracticeRight as R};
use despacho_platform::{
    Error, Platform,
    i18n::Lang,
    memberships::{self, Member},
    t,
};
use despacho_practice::{clients::filter::visible_to, practices::frame::framed};
use despacho_ui::{InPractice, Outcome, Path, Query, assets::icon, components::head, error::message, flash::Flash, format, forms::FormData, layout};
use jiff::{ToSpan, civil::Date};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    actions::{Desk, today},
    bulk::{Deed, Move},
    counts_store::{self, Load},
    filter::{Filter, Owner, week_end, week_start},
    list_store::{self, Listed},
    look,
    params::{ME, Params},
    period,
    task::{Awaited, Status},
};

/// Most cards of a lane, names of a day, and tasks of a month or a week; the list has all of them.
const LANE: i64 = 40;
const DAY: usize = 6;
const MONTH: i64 = 1_500;
const WEEK: i64 = 300;
/// Weeks of the load.
const WEEKS: i64 = 6;

/// The views of what an address says, the one that is shown marked.
pub fn switch(who: &InPractice, params: &Params, current: &str) -> Markup {
    let lang = who.lang();
    html! {
        nav.seg aria-label=(lang.t("task-views")) {
            @for (view, path) in [("list", "/tasks"), ("board", "/tasks/board"), ("calendar", "/tasks/calendar"), ("load", "/tasks/load"), ("week", "/tasks/week")] {
                @let narrowing = if matches!(view, "load" | "week") { String::new() } else { params.narrowing() };
                a href=(who.path(&format!("{path}{narrowing}"))) aria-current=[(view == current).then_some("page")] { (lang.t(&format!("task-view-{view}"))) }
            }
        }
    }
}

fn top(who: &InPractice, params: &Params, current: &str, title: &str) -> Markup {
    let lang = who.lang();
    html! {
        (head(title, html! { @if who.may(R::EditClients) { a.btn.primary href=(who.path("/tasks/new")) { (icon("plus")) (lang.t("task-new")) } } }))
        div.chips { (switch(who, params, current)) span.grow {} @if params.narrowed() && matches!(current, "board" | "calendar") { a.btn.quiet.small href=(who.path(&format!("/tasks/{current}"))) { (lang.t("filter-remove-all")) } } }
    }
}

fn card(who: &InPractice, task: &Listed, members: &[Member], now: &str) -> Markup {
    let lang = who.lang();
    let late = !task.deadline.is_empty() && *task.deadline < *now;
    html! {
        a.t href=(who.path(&format!("/tasks/{}", task.id))) { (look::title(lang, &task.title, &task.period)) }
        small { (task.client_name) }
        span.foot-line {
            @if let Ok(awaited) = task.waiting_for.parse::<Awaited>() { small { (lang.t(&format!("task-awaited-{}", awaited.word().replace('_', "-")))) } }
            @if !task.deadline.is_empty() { small { (look::day(lang, &task.deadline, late)) } }
            (look::person(members, task.owner_id))
        }
    }
}

pub async fn board(State(platform): State<Platform>, who: InPractice, Query(params): Query<Params>) -> Outcome {
    let (lang, db, today) = (who.lang(), platform.db.read(), today(&who, platform.clock.now()));
    let members = memberships::list(db, who.practice).await?;
    let base = params.filter(&who, today);
    let mut lanes = vec![];
    for status in Status::OPEN {
        let filter = Filter { status: Some(status), ..base.clone() };
        let count = list_store::count(db, who.practice, &filter).await?;
        lanes.push((status, count, if count > 0 { list_store::list(db, who.practice, &filter, LANE, 0).await? } else { vec![] }));
    }
    let now = today.to_string();
    let edits = who.may(R::EditClients);
    let body = html! {
        (top(&who, &params, "board", &lang.t("tasks")))
        p.muted.small { (lang.t("task-board-help")) }
        div.board data-controller="board" data-board-lifted-value=(lang.t("task-board-lifted")) data-board-to-value=(lang.t("task-board-to")) data-board-back-value=(lang.t("task-board-back")) {
            p.vh role="status" data-board-target="status" {}
            @for (status, count, cards) in &lanes {
                @let word = if *status == Status::Waiting { "waiting:client" } else { status.word() };
                section.lane aria-label=(look::status_word(lang, *status)) data-board-target="lane" data-status=(word) data-name=(look::status_word(lang, *status)) {
                    h2 { (look::state(lang, status.word(), "", None)) " " a.muted href=(who.path(&format!("/tasks{}", params.with("status", status.word())))) { (format::number(lang, *count)) } }
                    ul { @for task in cards {
                        li.task-card tabindex=[edits.then_some("0")] draggable=[edits.then_some("true")] data-board-target="card" {
                            (card(&who, task, &members, &now))
                            @if edits {
                                form.move-to method="post" action=(who.path(&format!("/tasks/{}/status", task.id))) {
                                    input type="hidden" name="back" value=(format!("/tasks/board{}", params.narrowing()));
                                    select name="status" aria-label=(t!(lang, "task-move-card", name = task.title.as_str())) {
                                        @for to in Status::ALL.iter().filter(|to| !matches!(to, Status::Waiting | Status::Cancelled) && status.leads_to(**to)) { option value=(to.word()) selected[to == status] { (look::status_word(lang, *to)) } }
                                        @for awaited in Awaited::ALL {
                                            option value=(format!("waiting:{}", awaited.word())) selected[task.waiting_for == awaited.word()] { (look::status_word(lang, Status::Waiting)) ": " (lang.t(&format!("task-awaited-{}", awaited.word().replace('_', "-")))) }
                                        }
                                    }
                                    button.btn.small type="submit" { (lang.t("task-move")) }
                                }
                            }
                        }
                    } }
                    @if *count > LANE { p { a.btn.small href=(who.path(&format!("/tasks{}", params.with("status", status.word())))) { (t!(lang, "task-see-all", count = format::number(lang, *count))) } } }
                }
            }
        }
    };
    Ok(layout::page(framed(&platform, &who, "tasks", &lang.t("tasks"), &body).await?))
}

/// The month of a calendar's address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OfMonth {
    month: String,
}

pub async fn calendar(State(platform): State<Platform>, who: InPractice, Query(params): Query<Params>, Query(of): Query<OfMonth>) -> Outcome {
    let (lang, db, today) = (who.lang(), platform.db.read(), today(&who, platform.clock.now()));
    let month = period::Period::parse(&of.month).filter(|period| period.months == 1).unwrap_or_else(|| period::Period::of(today, 1));
    let (from, to) = (week_start(month.first), week_end(month.last()));
    let filter = Filter { days: Some((from, to)), ..params.filter(&who, today) };
    let found = list_store::list(db, who.practice, &filter, MONTH, 0).await?;
    let cut = i64::try_from(found.len()).unwrap_or_default() == MONTH;
    let mut days: BTreeMap<String, Vec<&Listed>> = BTreeMap::new();
    for task in &found {
        days.entry(task.deadline.clone()).or_default().push(task);
    }
    let next = period::Period { first: month.last().tomorrow().unwrap_or(month.first), months: 1 };
    let link = |of: period::Period| {
        let narrowing = params.narrowing();
        who.path(&format!("/tasks/calendar{narrowing}{}month={}", if narrowing.is_empty() { "?" } else { "&" }, of.word()))
    };
    let now = today.to_string();
    let weeks = (0i64..6).map(|week| from.checked_add((week * 7).days()).unwrap_or(from)).filter(|day| *day <= to);
    let edits = who.may(R::EditClients);
    let body = html! {
        (top(&who, &params, "calendar", &lang.t("tasks")))
        div.chips {
            a.btn.small href=(link(month.before())) rel="prev" aria-label=(lang.t("task-month-before")) { (icon("chevron-left")) }
            h2 { (period::told(lang, &month.word())) }
            a.btn.small href=(link(next)) rel="next" aria-label=(lang.t("task-month-after")) { (icon("chevron-right")) }
            @if cut { span.muted role="status" { (t!(lang, "task-calendar-cut", count = format::number(lang, MONTH))) } }
        }
        div.month data-controller=[edits.then_some("calendar")] {
            @for week in weeks { div.weekrow { @for at in 0i64..7 {
                @let day = week.checked_add(at.days()).unwrap_or(week);
                @let stored = day.to_string();
                @let tasks = days.get(&stored).map(Vec::as_slice).unwrap_or_default();
                section.day .other[day.month() != month.first.month()] .weekend[at > 4] .today[day == today] .none[tasks.is_empty()] data-calendar-target="day" data-day=(stored) {
                    h3 { time datetime=(stored) { span.weekday { (lang.t(&format!("weekday-{}", at + 1))) " " } (day.day()) } }
                    ul { @for task in tasks.iter().take(DAY) {
                        li .late[stored < now] draggable=[edits.then_some("true")] data-calendar-target="task" data-to=(who.path(&format!("/tasks/{}/day", task.id))) title=(format!("{} · {}", look::title(lang, &task.title, &task.period), task.client_name)) {
                            a href=(who.path(&format!("/tasks/{}", task.id))) { (look::title(lang, &task.title, &task.period)) } small { (task.client_name) }
                        }
                    } }
                    @if tasks.len() > DAY { a.more href=(who.path(&format!("/tasks{}", params.with("on", &stored)))) { (t!(lang, "task-day-more", count = tasks.len() - DAY)) } }
                }
            } } }
        }
        @if edits { form #move-day method="post" hidden { input type="hidden" name="due_on"; input type="hidden" name="back" value=(format!("/tasks/calendar?month={}", month.word())); } }
    };
    Ok(layout::page(framed(&platform, &who, "tasks", &lang.t("tasks"), &body).await?))
}

#[derive(Deserialize)]
pub struct OfTask {
    task: Id,
}

/// Where a view that moved something leads back to: a path of tasks alone.
pub fn back(data: &FormData, otherwise: &str) -> String {
    Some(data.get("back")).filter(|path| path.starts_with("/tasks") && !path.contains("//")).unwrap_or(otherwise).to_owned()
}

/// Moves a task's own date to a day, and tells why not where it does not go there.
pub async fn day(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfTask>, data: FormData) -> Outcome {
    let desk = Desk::of(&platform, &who);
    let to = Move::read(data.get("due_on"), desk.today).map_err(|code| Error::from(Invalid::one("due_on", code)))?;
    let tx = platform.db.begin().await?;
    let done = desk.bulk(&tx, &[of.task], &Deed::Move(to)).await?;
    tx.commit().await?;
    let path = who.path(&back(&data, "/tasks/calendar"));
    let flash = match done.refused.first() {
        Some(refusal) => Flash::new("flash-task-not-moved").name(&message(who.lang(), &refusal.error)),
        None => {
            let flash = Flash::new("flash-tasks-changed").count(done.done);
            match done.selection {
                Some(selection) => flash.undo(who.path(&format!("/tasks/selections/{selection}/undoing"))),
                None => flash,
            }
        }
    };
    Ok(layout::see(&platform, &path, flash))
}

pub async fn load(State(platform): State<Platform>, who: InPractice) -> Outcome {
    let (lang, db, today) = (who.lang(), platform.db.read(), today(&who, platform.clock.now()));
    let monday = week_start(today);
    let last = monday.checked_add((WEEKS * 7 - 1).days()).unwrap_or(monday);
    let rows = counts_store::load(db, who.practice, visible_to(&who), (monday, last)).await?;
    let members = memberships::list(db, who.practice).await?;
    // By person and week: tasks and minutes.
    let mut weeks: BTreeMap<(Option<Id>, Date), (i64, i64)> = BTreeMap::new();
    for Load { owner_id, deadline, tasks, minutes } in &rows {
        let Ok(day) = deadline.parse::<Date>() else { continue };
        let of = weeks.entry((*owner_id, week_start(day))).or_default();
        *of = (of.0 + tasks, of.1 + minutes);
    }
    let columns: Vec<Date> = (0..WEEKS).filter_map(|week| monday.checked_add((week * 7).days()).ok()).collect();
    let mut people: Vec<(Option<Id>, String)> = members.iter().map(|member| (Some(member.user_id), member.name.clone())).collect();
    people.push((None, lang.t("task-nobody")));
    let most = weeks.values().map(|(_, minutes)| *minutes).max().unwrap_or(0).max(1);
    let body = html! {
        (top(&who, &Params::default(), "load", &lang.t("tasks")))
        section.card { div.scroll { table.tasks {
            thead { tr { th { (lang.t("task-person")) } @for week in &columns { th.num { (t!(lang, "task-week-of", day = format::stored_date(lang, &week.to_string()))) } } } }
            tbody { @for (id, name) in people.iter().filter(|(id, _)| columns.iter().any(|week| weeks.contains_key(&(*id, *week)))) {
                tr {
                    th scope="row" { (name) }
                    @for week in &columns {
                        @let (tasks, minutes) = weeks.get(&(*id, *week)).copied().unwrap_or_default();
                        @let sunday = week_end(*week);
                        @let owner = id.map_or_else(|| crate::params::NOBODY.to_owned(), |id| id.to_string());
                        td.num {
                            a.cell .zero[tasks == 0] href=(who.path(&format!("/tasks?owner={owner}&on={week}&to={sunday}"))) { (t!(lang, "tasks-found", count = tasks)) }
                            @if minutes > 0 { small { (look::hours(lang, minutes)) } progress max=(most) value=(minutes) aria-hidden="true" {} }
                        }
                    }
                }
            } }
        } } @if rows.is_empty() { div.body { p.muted { (lang.t("task-load-none")) } } } }
    };
    Ok(layout::page(framed(&platform, &who, "tasks", &lang.t("tasks"), &body).await?))
}

pub async fn week(State(platform): State<Platform>, who: InPractice) -> Outcome {
    let (lang, db, today) = (who.lang(), platform.db.read(), today(&who, platform.clock.now()));
    let members = memberships::list(db, who.practice).await?;
    let filter = Filter { owner: Some(Owner::Of(who.user.id)), ..Filter::open(visible_to(&who), today) };
    let found = list_store::list(db, who.practice, &filter, WEEK, 0).await?;
    let cut = i64::try_from(found.len()).unwrap_or_default() == WEEK;
    let (now, sunday) = (today.to_string(), week_end(today).to_string());
    let part = |keep: &dyn Fn(&Listed) -> bool| found.iter().filter(|task| keep(task)).collect::<Vec<_>>();
    let late = part(&|task| !task.deadline.is_empty() && task.deadline < now);
    let days: Vec<(String, Vec<&Listed>)> = (0i64..7)
        .filter_map(|at| today.checked_add(at.days()).ok())
        .map(|day| day.to_string())
        .filter(|day| *day <= sunday)
        .map(|day| (day.clone(), part(&|task| task.deadline == day)))
        .collect();
    let later = part(&|task| task.deadline.is_empty() || task.deadline > sunday);
    let list = |heading: String, tasks: &[&Listed]| {
        html! {
            section.card.week-part { header { h2 { (heading) " · " (tasks.len()) } } div.body {
                @if tasks.is_empty() { p.muted { (lang.t("tasks-client-none")) } }
                ul.list { @for task in tasks { li.task-card { (card(&who, task, &members, &now)) (look::state(lang, &task.status, &task.waiting_for, None)) } } }
            } }
        }
    };
    let body = html! {
        (top(&who, &Params::default(), "week", &lang.t("task-view-week")))
        @if cut { p.muted { (t!(lang, "task-calendar-cut", count = WEEK)) " " a href=(who.path(&format!("/tasks?owner={ME}"))) { (lang.t("see-all")) } } }
        div.my-week {
            @if !late.is_empty() { (list(lang.t("tasks-late"), &late)) }
            @for (day, tasks) in &days { (list(heading(lang, day, &now), tasks)) }
            (list(lang.t("task-when-later"), &later))
        }
    };
    Ok(layout::page(framed(&platform, &who, "tasks", &lang.t("task-view-week"), &body).await?))
}

fn heading(lang: Lang, day: &str, now: &str) -> String {
    if day == now { lang.t("task-when-today") } else { format::stored_date(lang, day) }
}
