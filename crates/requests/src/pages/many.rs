//! A template to many clients at once: whom, for which period, what each will get, and then it goes.

use axum::extract::State as Platformed;
use despacho_kernel::{Id, Invalid};
use despacho_platform::{Platform, Result, jobs, t};
use despacho_practice::{
    clients::{
        filter::{ListFilter, visible_to},
        list_store, store as clients,
    },
    practices::frame::framed,
};
use despacho_ui::{
    InPractice, Outcome, Query,
    components::{empty, head, selected},
    flash::Flash,
    forms::{Form, FormData},
    layout, paging,
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    many::{self, MOST, Planned, Round, SendRound},
    template_store as templates,
    typed::is_period,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    template: String,
    q: String,
    tag: String,
}

/// What a refused round leaves in the page.
struct Typed<'a> {
    data: &'a FormData,
    errors: &'a Invalid,
}

pub(super) async fn choose(Platformed(platform): Platformed<Platform>, who: InPractice, Query(asked): Query<Asked>) -> Outcome {
    let mut data = FormData::default();
    data.set("template", asked.template.clone());
    let typed = Typed { data: &data, errors: &Invalid::new() };
    Ok(layout::page(page(&platform, &who, &asked, &typed).await?))
}

async fn page(platform: &Platform, who: &InPractice, asked: &Asked, typed: &Typed<'_>) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let all = templates::list(db, who.practice).await?;
    let tags = clients::tags(db, who.practice, visible_to(who)).await?;
    let tag = Some(asked.tag.clone()).filter(|tag| !tag.is_empty());
    let filter = ListFilter { search: asked.q.clone(), tag, visible_to: visible_to(who), ..ListFilter::default() };
    let most = i64::try_from(MOST).unwrap_or(0);
    let mut found = list_store::list(db, who.practice, &filter, most + 1, 0).await?;
    let more = paging::cut(&mut found, most);
    let form = Form::new(lang, typed.data, typed.errors);
    let ticked = typed.data.all("ids");
    let title = lang.t("request-many");
    let options = std::iter::once((String::new(), lang.t("choose")))
        .chain(all.iter().map(|one| (one.id.to_string(), one.title.clone())))
        .collect();
    let labels = ["template", "period", "due_on", "ids"].map(|name| (name, lang.t(&format!("request-many-{}", name.replace('_', "-")))));
    let body = html! {
        p.crumbs { a href=(who.path("/requests")) { (lang.t("requests")) } " / " a href=(who.path("/request-templates")) { (lang.t("request-templates")) } }
        (head(&title, html! {}))
        form.filters method="get" action=(who.path("/requests/many")) role="search" aria-label=(lang.t("filters")) {
            input type="hidden" name="template" value=(typed.data.get("template"));
            div.field.wide { div.label { label for="filter-q" { (lang.t("search")) } } input #filter-q type="search" name="q" value=(asked.q) placeholder=(lang.t("clients-search")) autocomplete="off"; }
            @if !tags.is_empty() { div.field { div.label { label for="filter-tag" { (lang.t("tag")) } }
                select #filter-tag name="tag" { option value="" { (lang.t("any")) } @for tag in &tags { option value=(tag) selected[asked.tag == *tag] { (tag) } } }
            } }
            button.btn type="submit" { (lang.t("filter")) }
        }
        form.stack method="post" action=(who.path("/requests/many")) novalidate data-controller="select" {
            input type="hidden" name="q" value=(asked.q);
            input type="hidden" name="tag" value=(asked.tag);
            (form.summary_as(&labels))
            section.card { div.body { div.grid {
                (form.field("template").label(&labels[0].1).select(options).span(3))
                (form.field("period").label(&labels[1].1).help(lang.t("request-many-period-help")).optional().span(2))
                (form.field("due_on").label(&labels[2].1).day().optional().span(1))
            } } }
            section.card #f-ids {
                header { h2 { (lang.t("clients")) } (selected(lang)) }
                @if found.is_empty() { (empty(&lang.t("clients-none"), html! {})) }
                @else { div.scroll { table {
                    thead { tr { th.box { input type="checkbox" aria-label=(lang.t("select-all")) data-select-target="all" data-action="select#toggleAll"; } th scope="col" { (lang.t("client")) } } }
                    tbody { @for client in &found { tr {
                        td.box { input type="checkbox" name="ids" value=(client.id) data-select-target="box" data-action="select#update" checked[ticked.contains(&client.id.to_string())] aria-label=(t!(lang, "select-named", name = client.display_name.as_str())); }
                        td { (client.display_name) @if !client.tags.is_empty() { " " span.muted { (client.tags.join(", ")) } } }
                    } } }
                } } }
                @if more { div.body { p.muted { (t!(lang, "request-clients-cut", max = most)) } } }
            }
            div { button.btn.primary type="submit" name="do" value="preview" { (lang.t("request-many-preview")) } }
        }
    };
    framed(platform, who, "requests", &title, &body).await
}

/// What was chosen, or each thing that is wrong with it.
async fn read(platform: &Platform, who: &InPractice, data: &FormData) -> Result<(Round, Vec<Id>)> {
    let mut errors = Invalid::new();
    let template = match data.get("template").parse::<Id>() {
        Ok(id) => Some(templates::find(platform.db.read(), who.practice, id).await?),
        Err(_) => {
            errors.push("template", "required");
            None
        }
    };
    let (period, due_on) = (data.text("period").trim().to_owned(), data.day("due_on"));
    if !period.is_empty() && !is_period(&period) {
        errors.push("period", "request_period");
    }
    if !due_on.is_empty() && due_on.parse::<Date>().is_err() {
        errors.push("due_on", "date");
    }
    let mut ids: Vec<Id> = data.all("ids").iter().filter_map(|id| id.parse().ok()).collect();
    ids.dedup();
    if ids.is_empty() {
        errors.push("ids", "request_many_nobody");
    }
    if ids.len() > MOST {
        errors.push_with("ids", "too_many_rows", vec![("max", MOST.to_string())]);
    }
    errors.finish()?;
    Ok((Round { template: template.map(|one| one.typed()).unwrap_or_default(), period, due_on }, ids))
}

/// Shows what each client will get, or has it sent.
pub(super) async fn act(Platformed(platform): Platformed<Platform>, who: InPractice, data: FormData) -> Outcome {
    let (round, ids) = match read(&platform, &who, &data).await {
        Ok(read) => read,
        Err(despacho_platform::Error::Invalid(errors)) => {
            let asked = Asked { template: data.text("template"), q: data.text("q"), tag: data.text("tag") };
            return Ok(layout::unprocessable(page(&platform, &who, &asked, &Typed { data: &data, errors: &errors }).await?));
        }
        Err(error) => return Err(error.into()),
    };
    let all = many::plan(platform.db.read(), who.practice, &ids, visible_to(&who), &round).await?;
    let ready: Vec<Id> = all.iter().filter(|one| !one.to.is_empty()).map(|one| one.client.id).collect();
    if data.get("do") == "send" && !ready.is_empty() {
        let tx = platform.db.begin().await?;
        jobs::enqueue(&tx, &SendRound::new(who.practice, who.user.id, round, &ready), platform.clock.now()).await?;
        tx.commit().await?;
        platform.wake_workers();
        return Ok(layout::see(&platform, &who.path("/requests?view=open"), Flash::new("flash-request-many").count(ready.len())));
    }
    Ok(layout::unprocessable(preview(&platform, &who, &data, &all).await?))
}

async fn preview(platform: &Platform, who: &InPractice, data: &FormData, all: &[Planned]) -> Result<Markup> {
    let lang = who.lang();
    let (ready, without): (Vec<&Planned>, Vec<&Planned>) = all.iter().partition(|one| !one.to.is_empty());
    let title = lang.t("request-many-preview");
    let body = html! {
        p.crumbs { a href=(who.path("/requests")) { (lang.t("requests")) } " / " a href=(who.path(&format!("/requests/many?template={}", data.get("template")))) { (lang.t("request-many")) } }
        (head(&title, html! {}))
        p.note { (t!(lang, "request-many-told", ready = ready.len(), without = without.len())) }
        form.stack method="post" action=(who.path("/requests/many")) data-turbo="false" {
            @for name in ["template", "period", "due_on", "q", "tag"] { input type="hidden" name=(name) value=(data.get(name)); }
            section.card { div.scroll { table {
                thead { tr { th.box { span.vh { (lang.t("select-all")) } } th scope="col" { (lang.t("client")) } th scope="col" { (lang.t("request-recipients")) } th.hide-s scope="col" { (lang.t("request")) } } }
                tbody { @for one in &ready { tr {
                    td.box { input type="checkbox" name="ids" value=(one.client.id) checked aria-label=(t!(lang, "select-named", name = one.client.display_name.as_str())); }
                    td { a.link href=(who.path(&format!("/clients/{}/requests", one.client.id))) { (one.client.display_name) } @if one.again { " " span.tag.warn { (lang.t("request-many-again")) } } }
                    td { @for (at, to) in one.to.iter().enumerate() { @if at > 0 { br; } (to.name) " " span.muted { (to.email) } } }
                    td.hide-s { (one.typed.title) " " span.muted { (t!(lang, "request-template-lines", count = one.typed.lines.len())) } }
                } } }
            } } }
            @if !without.is_empty() { section.card {
                header { h2 { (lang.t("request-many-without")) } }
                div.body { ul.list { @for one in &without { li { a.link href=(who.path(&format!("/clients/{}", one.client.id))) { (one.client.display_name) } } } } }
            } }
            div.row {
                @if !ready.is_empty() { button.btn.primary type="submit" name="do" value="send" { (t!(lang, "request-many-send", count = ready.len())) } }
                a.btn.quiet href=(who.path(&format!("/requests/many?template={}", data.get("template")))) { (lang.t("cancel")) }
            }
        }
    };
    framed(platform, who, "requests", &title, &body).await
}
