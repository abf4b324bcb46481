//! What the firm does for its clients: tasks, their templates and series, the week, the home of the practice.

pub mod actions;
pub mod answered;
mod api;
pub mod bulk;
pub mod counts_store;
pub mod digest;
pub mod filter;
mod form_pages;
mod habit_pages;
pub mod habits_store;
pub mod home;
pub mod law_store;
mod list_pages;
pub mod list_store;
mod look;
mod params;
pub mod parts;
pub mod period;
pub mod series;
pub mod series_actions;
mod series_api;
mod series_pages;
pub mod series_store;
pub mod standing;
pub mod store;
pub mod task;
mod task_pages;
pub mod template;
pub mod template_actions;
mod template_api;
mod template_pages;
pub mod template_store;
mod view_pages;

use despacho_kernel::access::PracticeRight as R;
use despacho_platform::{Platform, migration, texts};
use despacho_practice::beside::{Beside, Link, Tab};
use despacho_ui::{Access, Invariant, Room, Routes};

/// The room.
pub const ROOM: Room = Room {
    name: "tasks",
    migrations: &[migration!("0410_tasks"), migration!("0411_task_templates"), migration!("0412_task_series"), migration!("0413_task_habits")],
    texts: &[texts!("tasks"), texts!("tasks_api")],
    routes,
    jobs: &[template_actions::JOB, series_actions::JOB, digest::JOB],
    hourly: &[|platform| Box::pin(async move { series_actions::hourly(&platform).await }), |platform| Box::pin(async move { digest::hourly(&platform).await })],
    invariants: INVARIANTS,
    ..Room::EMPTY
};

const INVARIANTS: &[Invariant] = &[
    Invariant {
        meaning: "an open task is kept among the closed ones, or a closed one among the open",
        query: "SELECT id FROM tasks WHERE (shelf = 'open' AND status IN ('done', 'cancelled')) OR (shelf = 'closed' AND status NOT IN ('done', 'cancelled')) LIMIT 20",
    },
    Invariant {
        meaning: "a task's deadline is not the earlier of its dates",
        query: "SELECT id FROM tasks WHERE deadline <> CASE WHEN due_on = '' THEN legal_due_on WHEN legal_due_on = '' OR due_on < legal_due_on THEN due_on ELSE legal_due_on END LIMIT 20",
    },
    Invariant {
        meaning: "a task waits for nobody, or one that does not wait waits for somebody",
        query: "SELECT id FROM tasks WHERE (status = 'waiting' AND waiting_for = '') OR (status <> 'waiting' AND waiting_for <> '') LIMIT 20",
    },
];

/// What it puts into the practice's pages.
pub const BESIDE: Beside = Beside {
    links: &[Link { word: "tasks", path: "/tasks", icon: "check", key: "g t", right: R::ReadClients, count: Some(home::own) }],
    tabs: &[Tab { word: "tasks", path: "/tasks" }],
    home: Some(home::part),
    keys: &[("n t", "/tasks/new", R::EditClients)],
};

fn routes(platform: &Platform) -> Routes {
    let (read, edit, manage) = (Access::Practice(R::ReadClients), Access::Practice(R::EditClients), Access::Practice(R::ManageClients));
    api::routes(platform)
        .merge(template_api::routes(platform))
        .merge(series_api::routes(platform))
        .get("/practices/{practice}/task-series", read, series_pages::list)
        .post("/practices/{practice}/task-series", manage, series_pages::create)
        .get("/practices/{practice}/task-series/new", manage, series_pages::new)
        .get("/practices/{practice}/task-series/{series}", read, series_pages::show)
        .post("/practices/{practice}/task-series/{series}", manage, series_pages::update)
        .get("/practices/{practice}/task-series/{series}/edit", manage, series_pages::edit)
        .get("/practices/{practice}/task-templates", read, template_pages::list)
        .post("/practices/{practice}/task-templates", manage, template_pages::create)
        .get("/practices/{practice}/task-templates/new", manage, template_pages::new)
        .get("/practices/{practice}/task-templates/{template}", read, template_pages::show)
        .post("/practices/{practice}/task-templates/{template}", manage, template_pages::update)
        .get("/practices/{practice}/task-templates/{template}/edit", manage, template_pages::edit)
        .post("/practices/{practice}/task-templates/{template}/applications", manage, template_pages::apply)
        .post("/practices/{practice}/task-templates/{template}/renewal", manage, template_pages::renew)
        .get("/practices/{practice}/tasks", read, list_pages::list)
        .post("/practices/{practice}/tasks", edit, form_pages::create)
        .get("/practices/{practice}/tasks/new", edit, form_pages::new)
        .post("/practices/{practice}/tasks/selection", edit, list_pages::act)
        .post("/practices/{practice}/tasks/selections/{selection}/undoing", edit, list_pages::undo)
        .get("/practices/{practice}/tasks/board", read, view_pages::board)
        .get("/practices/{practice}/tasks/calendar", read, view_pages::calendar)
        .get("/practices/{practice}/tasks/load", read, view_pages::load)
        .get("/practices/{practice}/tasks/week", read, view_pages::week)
        .get("/practices/{practice}/tasks/habits", read, habit_pages::show)
        .post("/practices/{practice}/tasks/habits", read, habit_pages::save)
        .post("/practices/{practice}/tasks/review-rule", Access::Practice(R::ManagePractice), habit_pages::review_rule)
        .post("/practices/{practice}/tasks/views", read, habit_pages::keep_view)
        .post("/practices/{practice}/tasks/views/{view}/removal", read, habit_pages::remove_view)
        .get("/practices/{practice}/tasks/{task}", read, task_pages::show)
        .post("/practices/{practice}/tasks/{task}/day", edit, view_pages::day)
        .post("/practices/{practice}/tasks/{task}", edit, form_pages::update)
        .get("/practices/{practice}/tasks/{task}/edit", edit, form_pages::edit)
        .post("/practices/{practice}/tasks/{task}/status", edit, task_pages::status)
        .post("/practices/{practice}/tasks/{task}/removal", edit, task_pages::remove)
        .post("/practices/{practice}/tasks/{task}/following", read, task_pages::follow)
        .post("/practices/{practice}/tasks/{task}/comments", edit, task_pages::comment)
        .post("/practices/{practice}/tasks/{task}/subtasks", edit, task_pages::add_line)
        .post("/practices/{practice}/tasks/{task}/subtasks/{line}", edit, task_pages::update_line)
        .post("/practices/{practice}/tasks/{task}/subtasks/{line}/tick", edit, task_pages::tick)
        .post("/practices/{practice}/tasks/{task}/subtasks/{line}/removal", edit, task_pages::remove_line)
        .get("/practices/{practice}/clients/{client}/tasks", read, task_pages::of_client)
}
