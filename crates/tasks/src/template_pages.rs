//! Pages of templates: their list, one with what it makes and what follows an older version, its form, and its application to many.

use axum::extract::State;
use despacho_kernel::{Difference, Id, Invalid, access::PracticeRight as R};
use despacho_platform::{
    Error, Platform, Result,
    i18n::Lang,
    memberships::{self, Member},
    t,
};
use despacho_practice::practices::frame::framed;
use despacho_ui::{
    InPractice, Outcome, Path,
    assets::icon,
    components::{self, button, card, empty, head},
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
    form_pages::{client_choices, people},
    look,
    template::{Line, TEMPLATE, Template},
    template_actions::RENEWED,
    template_store::{self, Application},
};

/// Most templates of the list; a practice has no more.
const LISTED: i64 = 500;
/// Applications that a template's page tells of.
const LATEST: i64 = 5;
/// Tasks of an older version that are named.
const NAMED: usize = 20;

pub async fn list(State(platform): State<Platform>, who: InPractice) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let templates = template_store::list(db, who.practice, None, LISTED).await?;
    let open = template_store::open_of(db, who.practice).await?;
    let manages = who.may(R::ManageClients);
    let body = html! {
        p.crumbs { a href=(who.path("/tasks")) { (lang.t("tasks")) } }
        (head(&lang.t("task-templates"), html! { @if manages { a.btn.primary href=(who.path("/task-templates/new")) { (icon("plus")) (lang.t("task-template-new")) } } }))
        section.card {
            @if templates.is_empty() { (empty(&lang.t("task-templates-empty"), html! {})) }
            @else {
                div.scroll { table {
                    thead { tr { th { (lang.t("task-template")) } th.hide-s { (lang.t("column-task-kind")) } th.hide-s { (lang.t("task-template-due")) } th.num.hide-s { (lang.t("task-lines")) } th.num { (lang.t("tasks-open")) } } }
                    tbody { @for template in &templates {
                        tr {
                            td { a.who href=(who.path(&format!("/task-templates/{}", template.id))) { (template.name) } @if !template.active { " " span.tag { (lang.t("state-inactive")) } } }
                            td.hide-s { (lang.t(&format!("task-kind-{}", template.kind))) }
                            td.hide-s { (due(lang, template)) }
                            td.num.hide-s { (template.lines().len()) }
                            @let count = open.get(&template.id).copied().unwrap_or(0);
                            td.num { a.cell href=(who.path(&format!("/tasks?template={}", template.id))) { (format::number(lang, count)) } }
                        }
                    } }
                } }
            }
        }
    };
    Ok(layout::page(framed(&platform, &who, "tasks", &lang.t("task-templates"), &body).await?))
}

/// `15 días después del final del periodo`.
fn due(lang: Lang, template: &Template) -> String {
    let anchor = lang.t(&format!("task-anchor-{}", template.due_anchor.replace('_', "-")));
    match template.due_days {
        0 => anchor,
        days if days > 0 => t!(lang, "task-days-after", count = days, anchor = anchor),
        days => t!(lang, "task-days-before", count = -days, anchor = anchor),
    }
}

#[derive(Deserialize)]
pub struct OfTemplate {
    template: Id,
}

pub async fn show(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfTemplate>) -> Outcome {
    Ok(layout::page(page(&platform, &who, of.template, &FormData::default(), &Invalid::new()).await?))
}

async fn page(platform: &Platform, who: &InPractice, id: Id, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let template = template_store::find(db, who.practice, id).await?;
    let members = memberships::list(db, who.practice).await?;
    let applications = template_store::applications(db, who.practice, id, LATEST).await?;
    let (ahead, begun) = template_store::outdated(db, &template, RENEWED).await?;
    let manages = who.may(R::ManageClients);
    let base = who.path(&format!("/task-templates/{id}"));
    let sight = Sight::form(lang, "");
    let mut facts = vec![(lang.t("task-template-due"), due(lang, &template))];
    facts.extend(TEMPLATE.facts(&template, &["title", "kind", "priority", "model", "weekends", "owner_rule"], &sight));
    if let Some(name) = look::name(&members, template.reviewer_id) {
        facts.push((lang.t("column-task-reviewer-id"), name.to_owned()));
    }
    if template.estimate_minutes > 0 {
        facts.push((lang.t("task-estimate"), look::hours(lang, template.estimate_minutes)));
    }
    let body = html! {
        p.crumbs { a href=(who.path("/tasks")) { (lang.t("tasks")) } " / " a href=(who.path("/task-templates")) { (lang.t("task-templates")) } }
        (head(&template.name, html! { @if manages { a.btn href=(format!("{base}/edit")) { (lang.t("edit")) } } }))
        div.split {
            div.stack {
                @if !ahead.is_empty() || begun > 0 { (outdated(who, &template, &ahead, begun, &base)) }
                @if manages { (apply_card(platform, who, &base, data, errors).await?) }
                @if !applications.is_empty() { (card(&lang.t("task-applications"), html! { ul.list { @for application in &applications { li { (progress(who, application)) } } } })) }
            }
            aside.stack {
                (card(&lang.t("task-about"), html! { dl.facts { @for (label, value) in &facts { div { dt { (label) } dd { (value) } } } } }))
                (card(&lang.t("task-lines"), html! {
                    @if template.lines().is_empty() { p.muted { (lang.t("task-lines-empty")) } }
                    ol.list { @for line in template.lines() { li { span.grow { (line.title) } @if let Some(days) = line.due_days { span.muted.small { (signed(days)) } } } } }
                }))
            }
        }
    };
    framed(platform, who, "tasks", &template.name, &body).await
}

fn signed(days: i64) -> String {
    if days > 0 { format!("+{days}") } else { days.to_string().replace('-', "−") }
}

/// What would change of what follows an older version, before anything does.
fn outdated(who: &InPractice, template: &Template, ahead: &[crate::task::Task], begun: i64, base: &str) -> Markup {
    let lang = who.lang();
    card(
        &lang.t("task-outdated"),
        html! {
            p { (t!(lang, "task-outdated-ahead", count = ahead.len())) " " @if begun > 0 { (t!(lang, "task-outdated-begun", count = begun)) } }
            @if !ahead.is_empty() {
                div.scroll { table.tasks {
                    thead { tr { th { (lang.t("task")) } th.num { (lang.t("task-internal")) } th.num { (lang.t("task-internal-then")) } } }
                    tbody { @for task in ahead.iter().take(NAMED) {
                        @let then = template.renewed(task);
                        tr {
                            td.tt { a.who href=(who.path(&format!("/tasks/{}", task.id))) { (look::title(lang, &task.title, &task.period)) } @if task.title != then.title { small { "→ " (then.title) } } }
                            td.num { (look::day(lang, &task.due_on, false)) }
                            td.num { @if task.due_on == then.due_on { span.muted { (lang.t("task-same")) } } @else { b { (look::day(lang, &then.due_on, false)) } } }
                        }
                    } }
                } }
                @if ahead.len() > NAMED { p.muted { (t!(lang, "task-outdated-more", count = ahead.len() - NAMED)) } }
                @if who.may(R::ManageClients) { (button(&format!("{base}/renewal"), "btn primary", &t!(lang, "task-renew", count = ahead.len()))) }
            }
        },
    )
}

fn progress(who: &InPractice, of: &Application) -> Markup {
    let lang = who.lang();
    let done = of.made + of.already;
    html! {
        span.grow {
            (format::instant(lang, &who.user.time_zone, of.created_at)) " · "
            @if of.status == "completed" { (t!(lang, "task-application-done", made = of.made, already = of.already)) }
            @else { (t!(lang, "task-application-running", done = done, total = of.total)) }
        }
        @if of.status != "completed" { progress max=(of.total) value=(done) aria-label=(lang.t("task-applications")) {} }
    }
}

/// Clients and periods, of which each gets its task once.
async fn apply_card(platform: &Platform, who: &InPractice, base: &str, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = who.lang();
    let clients = client_choices(platform, who).await?;
    let form = Form::new(lang, data, errors);
    let chosen = data.all("client_ids");
    Ok(card(
        &lang.t("task-apply"),
        html! {
            form.stack method="post" action=(format!("{base}/applications")) data-controller="select" novalidate {
                (form.summary_as(&[("client_ids", lang.t("clients")), ("periods", lang.t("task-periods"))]))
                (form.field("periods").label(lang.t("task-periods")).help(lang.t("task-periods-help")).optional())
                div.field {
                    div.label { label for="apply-filter" { (lang.t("clients")) } (components::selected(lang)) }
                    input #apply-filter type="search" placeholder=(lang.t("search")) autocomplete="off" data-select-target="filter" data-action="input->select#filter";
                }
                label.check { input type="checkbox" data-select-target="all" data-action="select#toggleAll"; span { (lang.t("select-all")) } }
                div.pick-list #f-client_ids tabindex="0" role="group" aria-label=(lang.t("clients")) {
                    @for (id, name) in &clients {
                        label.check data-select-target="row" { input type="checkbox" name="client_ids" value=(id) checked[chosen.contains(id)] data-select-target="box" data-action="select#update"; span { (name) } }
                    }
                }
                div { button.btn.primary type="submit" data-select-target="submit" { (lang.t("task-apply-do")) } }
            }
        },
    ))
}

pub async fn apply(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfTemplate>, data: FormData) -> Outcome {
    let desk = Desk::of(&platform, &who);
    let tx = platform.db.begin().await?;
    let clients: Vec<Id> = data.all("client_ids").iter().filter_map(|id| id.parse().ok()).collect();
    let periods: Vec<String> = data
        .get("periods")
        .split([',', ';', '\n'])
        .map(str::trim)
        .filter(|period| !period.is_empty())
        .map(str::to_owned)
        .collect();
    match desk.apply(&tx, of.template, &clients, &periods).await {
        Ok(begun) => {
            tx.commit().await?;
            platform.wake_workers();
            let count = usize::try_from(begun.total).unwrap_or_default();
            Ok(layout::see(&platform, &who.path(&format!("/task-templates/{}", of.template)), Flash::new("flash-task-template-applied").count(count)))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            // Each period's error stands at the one field where they are typed.
            let mut at_field = Invalid::new();
            for error in errors.0 {
                let field = if error.field.starts_with("periods") { "periods" } else { &error.field };
                at_field.push_with(field, error.code, error.params);
            }
            Ok(layout::unprocessable(page(&platform, &who, of.template, &data, &at_field).await?))
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn renew(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfTemplate>) -> Outcome {
    let desk = Desk::of(&platform, &who);
    let tx = platform.db.begin().await?;
    let count = desk.renew(&tx, of.template).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path(&format!("/task-templates/{}", of.template)), Flash::new("flash-tasks-changed").count(count)))
}

/// `Conciliar el banco | -5`.
fn line_text(line: &Line) -> String {
    line.due_days.map_or_else(|| line.title.clone(), |days| format!("{} | {days}", line.title))
}

/// Lines as they are typed, one a line; what stands after the last `|` is days, if it is a number.
pub fn read_lines(text: &str) -> Vec<Line> {
    let line = |line: &str| {
        let days = line
            .rsplit_once('|')
            .and_then(|(title, days)| Some((title.trim().to_owned(), days.trim().replace('−', "-").parse().ok()?)));
        match days {
            Some((title, days)) => Line { title, due_days: Some(days) },
            None => Line { title: line.to_owned(), due_days: None },
        }
    };
    text.lines().map(str::trim).filter(|text| !text.is_empty()).map(line).collect()
}

fn fill(data: &mut FormData, template: &Template, lang: Lang) {
    TEMPLATE.fill(data, template, &Sight::form(lang, ""));
    data.set("subtasks", template.lines().iter().map(line_text).collect::<Vec<_>>().join("\n"));
    data.set("active", if template.active { "yes" } else { "" });
}

pub async fn new(State(platform): State<Platform>, who: InPractice) -> Outcome {
    let mut data = FormData::default();
    let begun = Template { active: true, ..Template::default() }.settled(&[], &mut Invalid::new());
    fill(&mut data, &begun, who.lang());
    Ok(layout::page(form_page(&platform, &who, None, &data, &Invalid::new(), &[]).await?))
}

pub async fn edit(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfTemplate>) -> Outcome {
    let template = template_store::find(platform.db.read(), who.practice, of.template).await?;
    let mut data = FormData::default();
    fill(&mut data, &template, who.lang());
    Ok(layout::page(form_page(&platform, &who, Some(&template), &data, &Invalid::new(), &[]).await?))
}

async fn form_page(platform: &Platform, who: &InPractice, of: Option<&Template>, data: &FormData, errors: &Invalid, conflict: &[Difference]) -> Result<Markup> {
    let lang = who.lang();
    let members: Vec<Member> = memberships::list(platform.db.read(), who.practice).await?;
    let form = Form::new(lang, data, errors);
    let title = of.map_or_else(|| lang.t("task-template-new"), |template| template.name.clone());
    let back = of.map_or_else(|| who.path("/task-templates"), |template| who.path(&format!("/task-templates/{}", template.id)));
    let mut labels: Vec<(&str, String)> = TEMPLATE.list.iter().map(|field| (field.name, field.title(lang))).collect();
    labels.push(("subtasks", lang.t("task-lines")));
    let body = html! {
        div.medium {
            (head(&title, html! { a.btn.quiet href=(back) { (lang.t("cancel")) } }))
            form.stack method="post" action=(back) data-controller="unsaved" data-unsaved-message-value=(lang.t("unsaved")) novalidate {
                @if let Some(template) = of { (components::version(if conflict.is_empty() { components::version_of(data).unwrap_or(template.version) } else { template.version })) }
                (components::conflict(lang, conflict))
                (form.summary_as(&labels))
                (card(&lang.t("task-template"), html! { div.grid { (TEMPLATE.inputs(&form, &["name", "title", "kind", "priority", "model", "description"])) } }))
                (card(&lang.t("task-dates-people"), html! { div.grid {
                    (TEMPLATE.inputs(&form, &["due_anchor", "due_days", "weekends", "start_days", "owner_rule"]))
                    (TEMPLATE.input(&form, "reviewer_id").select(people(lang.t("task-nobody"), &members)))
                    (TEMPLATE.inputs(&form, &["estimate_minutes", "tags"]))
                } }))
                (card(&lang.t("task-lines"), html! { div.grid { (form.field("subtasks").label(lang.t("task-lines")).help(lang.t("task-template-lines-help")).area().optional()) (form.check("active", "yes", &lang.t("task-template-active"), None)) } }))
                div.foot { button.btn.primary type="submit" { (lang.t("save")) } }
            }
        }
    };
    framed(platform, who, "tasks", &title, &body).await
}

/// Each line's error at the one field where they are typed.
fn at_lines(errors: Invalid) -> Invalid {
    let mut told = Invalid::new();
    for error in errors.0 {
        let field = if error.field.starts_with("subtasks") { "subtasks" } else { &error.field };
        told.push_with(field, error.code, error.params);
    }
    told
}

async fn save(platform: &Platform, who: &InPractice, id: Option<Id>, data: &FormData) -> Outcome {
    let (desk, sight) = (Desk::of(platform, who), Sight::form(who.lang(), ""));
    let lines = read_lines(data.get("subtasks"));
    let read = |before: Template, errors: &mut Invalid| Template { active: data.has("active"), ..TEMPLATE.read(data, before, &sight, errors) };
    let tx = platform.db.begin().await?;
    let saved = match id {
        None => desk.create_template(&tx, &lines, read).await,
        Some(id) => desk.update_template(&tx, id, components::version_of(data), &sight, Some(&lines), read).await,
    };
    let (errors, conflict) = match saved {
        Ok(template) => {
            tx.commit().await?;
            return Ok(layout::see(platform, &who.path(&format!("/task-templates/{}", template.id)), "flash-saved"));
        }
        Err(Error::Invalid(errors)) => (at_lines(errors), vec![]),
        Err(Error::Stale(differences)) => (Invalid::new(), differences),
        Err(error) => return Err(error.into()),
    };
    drop(tx);
    let template = match id {
        Some(id) => Some(template_store::find(platform.db.read(), who.practice, id).await?),
        None => None,
    };
    let markup = form_page(platform, who, template.as_ref(), data, &errors, &conflict).await?;
    Ok(if conflict.is_empty() { layout::unprocessable(markup) } else { layout::conflicting(markup) })
}

pub async fn create(State(platform): State<Platform>, who: InPractice, data: FormData) -> Outcome {
    save(&platform, &who, None, &data).await
}

pub async fn update(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfTemplate>, data: FormData) -> Outcome {
    save(&platform, &who, Some(of.template), &data).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_back_as_they_are_shown() {
        let lines = read_lines("Conciliar el banco | -5\n\n  Presentar \nA | B");
        assert_eq!(lines.iter().map(line_text).collect::<Vec<_>>(), ["Conciliar el banco | -5", "Presentar", "A | B"]);
        assert_eq!(lines[0].due_days, Some(-5));
    }
}
