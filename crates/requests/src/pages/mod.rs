//! The firm's pages of requests: the list, the form, a request with what arrived, and the tab of a client's profile.

mod form;
mod list;
mod many;
mod sheet;
mod templates;
mod verdicts;
mod view;
mod words;

use despacho_kernel::access::PracticeRight as R;
use despacho_platform::{Platform, Result};
use despacho_practice::{
    beside::{Beside, Link, Tab},
    clients::filter::visible_to,
};
use despacho_ui::{Access, InPractice, Routes, format};
use futures_util::future::BoxFuture;
use maud::{Markup, html};

use crate::store::{self, Filter};

/// What stands in the pages of the practice.
pub const BESIDE: Beside = Beside {
    links: &[Link { word: "requests", path: "/requests", icon: "inbox", key: "g q", right: R::ReadClients, count: Some(to_judge) }],
    tabs: &[Tab { word: "requests", path: "/requests" }],
    home: Some(home),
    keys: &[("n q", "/requests/new", R::EditClients)],
    ..Beside::EMPTY
};

/// How many requests wait for the firm.
fn to_judge<'a>(platform: &'a Platform, who: &'a InPractice) -> BoxFuture<'a, Result<Option<i64>>> {
    Box::pin(async move {
        let filter = Filter { state: "to_judge".into(), visible_to: visible_to(who), ..Filter::default() };
        let count = store::count(platform.db.read(), who.practice, &filter).await?;
        Ok((count > 0).then_some(count))
    })
}

/// What waits for the firm, for clients, and is late, each number leading to its list.
fn home<'a>(platform: &'a Platform, who: &'a InPractice) -> BoxFuture<'a, Result<Option<Markup>>> {
    Box::pin(async move {
        let lang = who.lang();
        let today = list::today(platform, who.practice).await?.map(|day| day.to_string()).unwrap_or_default();
        let mut counts = vec![];
        for view in ["to_judge", "open", "late"] {
            let filter = Filter { state: view.into(), visible_to: visible_to(who), today: today.clone(), ..Filter::default() };
            counts.push((view, store::count(platform.db.read(), who.practice, &filter).await?));
        }
        Ok(counts.iter().any(|(_, count)| *count > 0).then(|| {
            html! {
                div.tiles { @for (view, count) in &counts {
                    a.tile href=(who.path(&format!("/requests?view={view}"))) {
                        span.muted { (lang.t(&format!("requests-home-{}", view.replace('_', "-")))) }
                        span.figure.late[*view == "late" && *count > 0] { (format::number(lang, *count)) }
                    }
                } }
            }
        }))
    })
}

pub(crate) fn routes(platform: &Platform) -> Routes {
    let (read, edit, manage) = (Access::Practice(R::ReadClients), Access::Practice(R::EditClients), Access::Practice(R::ManageClients));
    Routes::new(platform)
        .get("/practices/{practice}/requests", read, list::list)
        .get("/practices/{practice}/requests/new", edit, form::new)
        .post("/practices/{practice}/requests", edit, form::create)
        .get("/practices/{practice}/requests/many", manage, many::choose)
        .post("/practices/{practice}/requests/many", manage, many::act)
        .get("/practices/{practice}/request-templates", read, templates::list)
        .post("/practices/{practice}/request-templates", manage, templates::create)
        .get("/practices/{practice}/request-templates/new", manage, templates::new)
        .get("/practices/{practice}/request-templates/{template}", manage, templates::edit)
        .post("/practices/{practice}/request-templates/{template}", manage, templates::update)
        .post("/practices/{practice}/request-templates/{template}/removal", manage, templates::remove)
        .get("/practices/{practice}/clients/{client}/requests", read, list::of_client)
        .get("/practices/{practice}/requests/{request}", read, view::show)
        .get("/practices/{practice}/requests/{request}/edit", edit, form::edit)
        .post("/practices/{practice}/requests/{request}", edit, form::update)
        .get("/practices/{practice}/requests/{request}/files/{file}", read, view::file)
        .post("/practices/{practice}/requests/{request}/sending", edit, verdicts::send)
        .post("/practices/{practice}/requests/{request}/reminder", edit, verdicts::remind)
        .post("/practices/{practice}/requests/{request}/acceptance", edit, verdicts::accept)
        .post("/practices/{practice}/requests/{request}/cancellation", edit, verdicts::cancel)
        .post("/practices/{practice}/requests/{request}/removal", edit, verdicts::remove)
        .post("/practices/{practice}/requests/{request}/link", edit, verdicts::link)
        .post("/practices/{practice}/requests/{request}/revocation", edit, verdicts::revoke)
        .post("/practices/{practice}/requests/{request}/template", manage, templates::of_one)
        .post("/practices/{practice}/requests/{request}/lines/{line}", edit, verdicts::judge)
}
