//! What members keep for themselves: views of the list, and how they want the morning's digest.

use axum::extract::State;
use despacho_kernel::{Id, Invalid, access::PracticeRight as R, new_id};
use despacho_platform::{Error, Platform, Result, memberships, sql};
use despacho_practice::practices::frame::framed;
use despacho_ui::{
    InPractice, Outcome, Path,
    components::{card, head},
    flash::Flash,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    digest::{self, What},
    habits_store::{self, Habit, View},
    params::Params,
    store,
};

/// Most views of a member.
const VIEWS: usize = 30;

pub async fn show(State(platform): State<Platform>, who: InPractice) -> Outcome {
    let habit = digest::habit(platform.db.read(), who.practice, who.user.id).await?;
    let mut data = FormData::default();
    data.set("hour", habit.hour.to_string());
    for kind in habit.kinds.split(',') {
        data.set("kinds", kind);
    }
    Ok(layout::page(page(&platform, &who, &data, &Invalid::new()).await?))
}

async fn page(platform: &Platform, who: &InPractice, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = who.lang();
    let form = Form::new(lang, data, errors);
    let hours = (5..=20).map(|hour| (hour.to_string(), format!("{hour}:00"))).collect();
    let kinds: Vec<(String, String)> = What::ALL.iter().map(|what| (what.word().to_owned(), lang.t(&format!("task-digest-{}", what.word())))).collect();
    let own_review = store::own_review(platform.db.read(), who.practice).await?;
    let views = habits_store::views(platform.db.read(), who.practice, who.user.id).await?;
    let title = lang.t("task-habits");
    let body = html! {
        div.medium.stack {
            p.crumbs { a href=(who.path("/tasks")) { (lang.t("tasks")) } }
            (head(&title, html! {}))
            (card(&lang.t("task-digest"), html! {
                p.muted { (lang.t("task-digest-about")) @if !who.user.mail_notices { " " a href="/account" { (lang.t("task-digest-no-mail")) } } }
                form.stack method="post" action=(who.path("/tasks/habits")) novalidate {
                    (form.summary())
                    div.grid {
                        (form.field("hour").label(lang.t("task-digest-hour")).select(hours).span(2))
                        (form.checks("kinds", &lang.t("task-digest-kinds"), &kinds, None))
                    }
                    div { button.btn.primary type="submit" { (lang.t("save")) } }
                }
            }))
            (card(&lang.t("task-own-views"), html! {
                @if views.is_empty() { p.muted { (lang.t("task-own-views-none")) } }
                ul.list { @for view in &views { li {
                    a.grow href=(who.path(&format!("/tasks{}", view.query))) { (view.name) }
                    @if view.shared { span.tag { (lang.t("task-view-shared")) } }
                    @if view.user_id == who.user.id || who.may(R::ManagePractice) {
                        form.inline method="post" action=(who.path(&format!("/tasks/views/{}/removal", view.id))) { button.btn.small.danger type="submit" aria-label=(format!("{} {}", lang.t("remove"), view.name)) { (lang.t("remove")) } }
                    }
                } } }
            }))
            @if who.may(R::ManagePractice) {
                (card(&lang.t("task-review-rule"), html! {
                    form.stack method="post" action=(who.path("/tasks/review-rule")) {
                        label.check { input type="checkbox" name="own_review" value="yes" checked[own_review]; span { (lang.t("task-own-review-allowed")) } }
                        div { button.btn type="submit" { (lang.t("save")) } }
                    }
                }))
            }
        }
    };
    framed(platform, who, "tasks", &title, &body).await
}

pub async fn save(State(platform): State<Platform>, who: InPractice, data: FormData) -> Outcome {
    let hour = data.get("hour").parse::<i64>().ok().filter(|hour| (0..24).contains(hour));
    let Some(hour) = hour else {
        return Ok(layout::unprocessable(page(&platform, &who, &data, &Invalid::one("hour", "choice")).await?));
    };
    let chosen = data.all("kinds");
    let kinds: Vec<&str> = What::ALL.iter().map(|what| what.word()).filter(|word| chosen.iter().any(|kind| kind == word)).collect();
    let before = digest::habit(platform.db.read(), who.practice, who.user.id).await?;
    let tx = platform.db.begin().await?;
    habits_store::put_habit(&tx, Habit { hour, kinds: kinds.join(","), ..before }).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/tasks/habits"), "flash-saved"))
}

/// Lets the practice's people review their own work, or no longer.
pub async fn review_rule(State(platform): State<Platform>, who: InPractice, data: FormData) -> Outcome {
    let tx = platform.db.begin().await?;
    memberships::hold(&tx, who.practice).await?;
    let before = store::own_review(&tx, who.practice).await?;
    let after = data.has("own_review");
    if before != after {
        store::set_own_review(&tx, who.practice, after).await?;
        let word = |allowed: bool| if allowed { "yes" } else { "no" }.to_owned();
        let change = despacho_platform::activity::Change { field: "own_review".into(), before: word(before), after: word(after) };
        let name = memberships::tenant_name(&tx, who.practice).await?.unwrap_or_default();
        let subject = ("practice", who.practice, name.as_str());
        let entry =
            despacho_platform::activity::Entry { tenant: who.practice, actor: Some(&who.user), action: "task_review_rule", subject, changes: vec![change] };
        despacho_platform::activity::record(&tx, entry, platform.clock.now()).await?;
    }
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/tasks/habits"), "flash-saved"))
}

/// Keeps what the list shows under a name.
pub async fn keep_view(State(platform): State<Platform>, who: InPractice, data: FormData) -> Outcome {
    let params = Params::of_query(data.get("list"));
    let address = Params { page: String::new(), ..params }.address();
    let mut errors = Invalid::new();
    let name = errors.required("name", data.get("name"), 60);
    let tx = platform.db.begin().await?;
    memberships::hold(&tx, who.practice).await?;
    if habits_store::views(&tx, who.practice, who.user.id).await?.len() >= VIEWS {
        errors.push_with("name", "too_many_rows", vec![("max", VIEWS.to_string())]);
    }
    let back = who.path(&format!("/tasks{address}"));
    if let Some(error) = errors.0.first() {
        return Ok(layout::see(&platform, &back, Flash::new("flash-task-view-refused").name(&despacho_ui::error::message(who.lang(), error))));
    }
    let shared = data.has("shared") && who.may(R::ManageClients);
    sql::insert(&tx, &[View { practice_id: who.practice, id: new_id(), user_id: who.user.id, name: name.clone(), query: address, shared }]).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &back, Flash::new("flash-task-view-kept").name(&name)))
}

#[derive(Deserialize)]
pub struct OfView {
    view: Id,
}

pub async fn remove_view(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfView>) -> Outcome {
    let tx = platform.db.begin().await?;
    if !habits_store::remove_view(&tx, who.practice, of.view, who.user.id, who.may(R::ManagePractice)).await? {
        return Err(Error::NotFound.into());
    }
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/tasks/habits"), "flash-saved"))
}
