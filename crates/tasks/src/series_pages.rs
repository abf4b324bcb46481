//! Pages of series: their list, one with its times a year ahead, and its form.

use axum::extract::State;
use despacho_kernel::{Difference, Id, Invalid, access::PracticeRight as R};
use despacho_platform::{Error, Platform, Result, t};
use despacho_practice::{
    clients::{filter::visible_to, store as clients},
    practices::{frame::framed, store as practices},
};
use despacho_ui::{
    InPractice, Outcome, Path,
    assets::icon,
    components::{self, card, empty, head},
    fields::Sight,
    format,
    forms::{Form, FormData},
    layout,
};
use jiff::ToSpan;
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    actions::{Desk, today},
    form_pages::client_choices,
    look, period,
    series::{Occurrence, SERIES, Series},
    series_store, template_store,
};

/// Most series of the list, and most times that a page shows.
const LISTED: i64 = 500;
const TIMES: usize = 200;

pub async fn list(State(platform): State<Platform>, who: InPractice) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let found = series_store::list(db, who.practice, None, LISTED).await?;
    let ids: Vec<Id> = found.iter().map(|series| series.id).collect();
    let clients = series_store::clients(db, who.practice, &ids).await?;
    let manages = who.may(R::ManageClients);
    let body = html! {
        p.crumbs { a href=(who.path("/tasks")) { (lang.t("tasks")) } }
        (head(&lang.t("task-series"), html! { @if manages { a.btn.primary href=(who.path("/task-series/new")) { (icon("plus")) (lang.t("task-series-new")) } } }))
        section.card {
            @if found.is_empty() { (empty(&lang.t("task-series-empty"), html! {})) }
            @else {
                div.scroll { table.tasks {
                    thead { tr { th { (lang.t("column-task-title")) } th { (lang.t("column-task-series-frequency")) } th.hide-s { (lang.t("column-task-series-starts-on")) } th.hide-s { (lang.t("column-task-series-ends-on")) } th.num { (lang.t("clients")) } } }
                    tbody { @for series in &found {
                        tr {
                            td.tt { a.who href=(who.path(&format!("/task-series/{}", series.id))) { (series.title) } @if !series.active { " " span.tag { (lang.t("state-inactive")) } } }
                            td { (lang.t(&format!("task-frequency-{}", series.frequency))) }
                            td.hide-s { (format::stored_date(lang, &series.starts_on)) }
                            td.hide-s { (look::day(lang, &series.ends_on, false)) }
                            td.num { (format::number(lang, i64::try_from(clients.get(&series.id).map_or(0, Vec::len)).unwrap_or_default())) }
                        }
                    } }
                } }
            }
        }
    };
    Ok(layout::page(framed(&platform, &who, "tasks", &lang.t("task-series"), &body).await?))
}

#[derive(Deserialize)]
pub struct OfSeries {
    series: Id,
}

pub async fn show(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfSeries>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let series = series_store::find(db, who.practice, of.series).await?;
    let mut ids = series_store::clients(db, who.practice, &[series.id]).await?.remove(&series.id).unwrap_or_default();
    if let Some(user) = visible_to(&who) {
        ids = clients::assigned_among(db, who.practice, user, &ids).await?;
    }
    let names = clients::find_many(db, who.practice, &ids).await?;
    let now = today(&who, platform.clock.now());
    let until = now.checked_add(1.year()).unwrap_or(now);
    let facts = series_store::facts(db, &series, &ids).await?;
    let mut times: Vec<Occurrence> = facts.iter().flat_map(|client| series.occurrences(client, until)).filter(|time| time.due_on >= now).collect();
    times.sort_by_key(|time| (time.due_on, time.client));
    let more = times.len().saturating_sub(TIMES);
    times.truncate(TIMES);
    let keys: Vec<String> = times.iter().map(|time| series.key(time)).collect();
    let became = series_store::became(db, who.practice, &keys).await?;
    let facts_told = SERIES.facts(
        &series,
        &["kind", "frequency", "every", "starts_on", "ends_on", "anchor", "model", "offset_days", "period_of", "days_ahead", "weekends", "owner_rule"],
        &Sight::form(lang, ""),
    );
    let name = |id: Id| names.iter().find(|client| client.id == id).map_or("—", |client| client.display_name.as_str());
    let body = html! {
        p.crumbs { a href=(who.path("/tasks")) { (lang.t("tasks")) } " / " a href=(who.path("/task-series")) { (lang.t("task-series")) } }
        (head(&series.title, html! { @if who.may(R::ManageClients) { a.btn href=(who.path(&format!("/task-series/{}/edit", series.id))) { (lang.t("edit")) } } }))
        div.split {
            section.card {
                header { h2 { (lang.t("task-series-ahead")) } }
                @if times.is_empty() { div.body { p.muted { (lang.t("task-series-none")) } } }
                @else { div.scroll { table.tasks {
                    thead { tr { th { (lang.t("client")) } th { (lang.t("column-task-period")) } th.num { (lang.t("task-internal")) } th.num.hide-s { (lang.t("task-legal")) } th { (lang.t("task")) } } }
                    tbody { @for (time, key) in times.iter().zip(&keys) {
                        tr {
                            td { (name(time.client)) } td { (period::told(lang, &time.period)) }
                            td.num { (format::stored_date(lang, &time.due_on.to_string())) }
                            td.num.hide-s { (look::day(lang, &time.legal.map(|(_, day)| day.to_string()).unwrap_or_default(), false)) }
                            td { @match became.get(key) { Some((id, status)) => { a href=(who.path(&format!("/tasks/{id}"))) { (look::state(lang, status, "", None)) } } None => { span.muted { (lang.t("task-series-computed")) } } } }
                        }
                    } }
                } } }
                @if more > 0 { div.body { p.muted { (t!(lang, "task-outdated-more", count = more)) } } }
            }
            aside.stack {
                (card(&lang.t("task-about"), html! { dl.facts { @for (label, value) in &facts_told { div { dt { (label) } dd { (value) } } } } }))
                (card(&lang.t("clients"), html! { ul.list { @for client in names.iter().take(50) { li { a href=(who.path(&format!("/clients/{}", client.id))) { (client.display_name) } } } } @if names.len() > 50 { p.muted { (t!(lang, "task-outdated-more", count = names.len() - 50)) } } }))
            }
        }
    };
    Ok(layout::page(framed(&platform, &who, "tasks", &series.title, &body).await?))
}

fn fill(data: &mut FormData, series: &Series, clients: &[Id], who: &InPractice) {
    SERIES.fill(data, series, &Sight::form(who.lang(), ""));
    data.set("active", if series.active { "yes" } else { "" });
    for client in clients {
        data.set("client_ids", client.to_string());
    }
}

pub async fn new(State(platform): State<Platform>, who: InPractice) -> Outcome {
    let mut data = FormData::default();
    let starts_on = today(&who, platform.clock.now()).to_string();
    let begun = Series { title: "x".into(), starts_on, every: 1, days_ahead: 14, active: true, ..Series::default() }.settled(None, &mut Invalid::new());
    fill(&mut data, &Series { title: String::new(), ..begun }, &[], &who);
    Ok(layout::page(form_page(&platform, &who, None, &data, &Invalid::new(), &[]).await?))
}

pub async fn edit(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfSeries>) -> Outcome {
    let db = platform.db.read();
    let series = series_store::find(db, who.practice, of.series).await?;
    let clients = series_store::clients(db, who.practice, &[series.id]).await?.remove(&series.id).unwrap_or_default();
    let mut data = FormData::default();
    fill(&mut data, &series, &clients, &who);
    Ok(layout::page(form_page(&platform, &who, Some(&series), &data, &Invalid::new(), &[]).await?))
}

async fn form_page(platform: &Platform, who: &InPractice, of: Option<&Series>, data: &FormData, errors: &Invalid, conflict: &[Difference]) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let form = Form::new(lang, data, errors);
    let none = || (String::new(), lang.t("task-series-no-template"));
    let templates = template_store::list(db, who.practice, None, LISTED).await?;
    let templates = std::iter::once(none()).chain(templates.into_iter().map(|template| (template.id.to_string(), template.name))).collect();
    let own = practices::custom_fields(db, who.practice).await?;
    let own = std::iter::once((String::new(), "—".to_owned()))
        .chain(own.into_iter().map(|field| (field.id.to_string(), field.name)))
        .collect();
    let title = of.map_or_else(|| lang.t("task-series-new"), |series| series.title.clone());
    let back = of.map_or_else(|| who.path("/task-series"), |series| who.path(&format!("/task-series/{}", series.id)));
    let mut labels: Vec<(&str, String)> = SERIES.list.iter().map(|field| (field.name, field.title(lang))).collect();
    labels.push(("client_ids", lang.t("clients")));
    let clients = client_choices(platform, who).await?;
    let chosen = data.all("client_ids");
    let body = html! {
        div.medium {
            (head(&title, html! { a.btn.quiet href=(back) { (lang.t("cancel")) } }))
            form.stack method="post" action=(back) data-controller="unsaved select" data-unsaved-message-value=(lang.t("unsaved")) novalidate {
                @if let Some(series) = of { (components::version(if conflict.is_empty() { components::version_of(data).unwrap_or(series.version) } else { series.version })) }
                (components::conflict(lang, conflict))
                (form.summary_as(&labels))
                (card(&lang.t("task-series-what"), html! { div.grid {
                    (SERIES.input(&form, "title")) (SERIES.input(&form, "template_id").select(templates))
                    (SERIES.inputs(&form, &["kind", "owner_rule", "estimate_minutes"]))
                } }))
                (card(&lang.t("task-series-when"), html! { div.grid {
                    (SERIES.inputs(&form, &["frequency", "every", "day"]))
                    (SERIES.input(&form, "starts_on").day()) (SERIES.input(&form, "ends_on").day())
                    (SERIES.inputs(&form, &["anchor", "model"])) (SERIES.input(&form, "field_id").select(own))
                    (SERIES.inputs(&form, &["offset_days", "weekends", "period_of", "days_ahead", "skip"]))
                } }))
                (card(&lang.t("clients"), html! {
                    div.field { div.label { label for="apply-filter" { (lang.t("search")) } (components::selected(lang)) } input #apply-filter type="search" autocomplete="off" data-select-target="filter" data-action="input->select#filter"; }
                    label.check { input type="checkbox" data-select-target="all" data-action="select#toggleAll"; span { (lang.t("select-all")) } }
                    div.pick-list #f-client_ids tabindex="0" role="group" aria-label=(lang.t("clients")) {
                        @for (id, name) in &clients { label.check data-select-target="row" { input type="checkbox" name="client_ids" value=(id) checked[chosen.contains(id)] data-select-target="box" data-action="select#update"; span { (name) } } }
                    }
                    (form.check("active", "yes", &lang.t("column-task-series-active"), None))
                }))
                div.foot { button.btn.primary type="submit" { (lang.t("save")) } }
            }
        }
    };
    framed(platform, who, "tasks", &title, &body).await
}

async fn save(platform: &Platform, who: &InPractice, id: Option<Id>, data: &FormData) -> Outcome {
    let (desk, sight) = (Desk::of(platform, who), Sight::form(who.lang(), ""));
    let clients: Vec<Id> = data.all("client_ids").iter().filter_map(|id| id.parse().ok()).collect();
    let read = |before: Series, errors: &mut Invalid| Series { active: data.has("active"), ..SERIES.read(data, before, &sight, errors) };
    let tx = platform.db.begin().await?;
    let saved = match id {
        None => desk.create_series(&tx, &clients, read).await,
        Some(id) => desk.update_series(&tx, id, components::version_of(data), &sight, Some(&clients), read).await,
    };
    let (errors, conflict) = match saved {
        Ok(series) => {
            tx.commit().await?;
            platform.wake_workers();
            return Ok(layout::see(platform, &who.path(&format!("/task-series/{}", series.id)), "flash-saved"));
        }
        Err(Error::Invalid(errors)) => (errors, vec![]),
        Err(Error::Stale(differences)) => (Invalid::new(), differences),
        Err(error) => return Err(error.into()),
    };
    drop(tx);
    let series = match id {
        Some(id) => Some(series_store::find(platform.db.read(), who.practice, id).await?),
        None => None,
    };
    let markup = form_page(platform, who, series.as_ref(), data, &errors, &conflict).await?;
    Ok(if conflict.is_empty() { layout::unprocessable(markup) } else { layout::conflicting(markup) })
}

pub async fn create(State(platform): State<Platform>, who: InPractice, data: FormData) -> Outcome {
    save(&platform, &who, None, &data).await
}

pub async fn update(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfSeries>, data: FormData) -> Outcome {
    save(&platform, &who, Some(of.series), &data).await
}
