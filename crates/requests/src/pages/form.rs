//! A request that is written: for which client, what it asks, and each step of its lines.

use axum::{extract::State as Platformed, response::Response};
use despacho_kernel::{Id, Invalid};
use despacho_platform::{Error, Platform, Result, idempotency, t};
use despacho_practice::{
    clients::{
        client::{Client, Contact, beneath},
        filter::{ListFilter, visible_to},
        list_store,
        profile_frame::find,
        store as clients,
    },
    practices::frame::framed,
};
use despacho_ui::{
    InPractice, Outcome, Path, Query,
    components::{empty, head},
    flash::Flash,
    forms::FormData,
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::sheet::{self, Sheet, Step};
use crate::{
    actions::{self, Desk},
    request::{Request, State},
    store,
    template::{for_period, of_request},
    template_store as templates,
    typed::{TypedLine, TypedRequest, of_lines},
};

/// Clients that are offered at once.
const OFFERED: i64 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    client: String,
    /// Another request whose lines it begins with.
    copy: String,
    /// The template that it begins with.
    template: String,
    /// The task that it belongs to.
    task: String,
    q: String,
}

#[derive(Deserialize)]
pub(super) struct OfRequest {
    pub request: Id,
}

/// Whom it is for, and what its form is shown with.
struct Whom {
    client: Client,
    contacts: Vec<Contact>,
}

impl Whom {
    async fn of(platform: &Platform, who: &InPractice, client: Id) -> Result<Self> {
        let client = find(platform, who, client).await?;
        let contacts = clients::contacts(platform.db.read(), who.practice, client.id).await?;
        Ok(Self { client, contacts })
    }
}

pub(super) async fn new(Platformed(platform): Platformed<Platform>, who: InPractice, Query(asked): Query<Asked>) -> Outcome {
    let Ok(client) = asked.client.parse::<Id>() else { return choose(&platform, &who, &asked).await };
    let whom = Whom::of(&platform, &who, client).await?;
    let mut typed = beginning(&platform, &who, &asked).await?;
    typed.recipients = sheet::usual(&whom.contacts);
    typed.task_id = asked.task.parse().ok();
    let key = [("key", despacho_kernel::new_id().to_string())];
    Ok(layout::page(page(&platform, &who, &whom, None, (&typed, &Invalid::new()), &key).await?))
}

/// What a new request begins with: a template, another request, or one line.
async fn beginning(platform: &Platform, who: &InPractice, asked: &Asked) -> Result<TypedRequest> {
    let db = platform.db.read();
    if let Ok(template) = asked.template.parse::<Id>() {
        return Ok(for_period(&templates::find(db, who.practice, template).await?.typed(), "", ""));
    }
    if let Ok(copied) = asked.copy.parse::<Id>() {
        let (request, _) = actions::find(db, who.practice, copied, visible_to(who)).await?;
        let lines = of_lines(&store::lines(db, who.practice, copied).await?);
        return Ok(of_request(&request.title, &request.message, request.remind_every, request.asks_code, lines));
    }
    Ok(TypedRequest { lines: vec![TypedLine { kind: "upload".into(), ..TypedLine::default() }], ..TypedRequest::default() })
}

/// A template to begin with.
async fn templates_menu(platform: &Platform, who: &InPractice, client: Id) -> Result<Markup> {
    let (lang, all) = (who.lang(), templates::list(platform.db.read(), who.practice).await?);
    Ok(html! {
        @if !all.is_empty() {
            details.pick-menu data-controller="menu" {
                summary.btn role="button" { (lang.t("request-begin-with")) }
                div.pop { @for one in &all { a href=(who.path(&format!("/requests/new?client={client}&template={}", one.id))) { (one.title) } } }
            }
        }
    })
}

/// Without a client one is chosen first.
async fn choose(platform: &Platform, who: &InPractice, asked: &Asked) -> Outcome {
    let lang = who.lang();
    let filter = ListFilter { search: asked.q.clone(), visible_to: visible_to(who), ..ListFilter::default() };
    let mut found = list_store::list(platform.db.read(), who.practice, &filter, OFFERED + 1, 0).await?;
    let more = despacho_ui::paging::cut(&mut found, OFFERED);
    let title = lang.t("request-new");
    let body = html! {
        (head(&title, html! {}))
        form.filters method="get" action=(who.path("/requests/new")) role="search" aria-label=(lang.t("filters")) {
            @for (name, value) in [("copy", &asked.copy), ("template", &asked.template)] { @if !value.is_empty() { input type="hidden" name=(name) value=(value); } }
            div.field.wide { div.label { label for="filter-q" { (lang.t("request-for-whom")) } } input #filter-q type="search" name="q" value=(asked.q) placeholder=(lang.t("clients-search")) autocomplete="off" autofocus; }
            button.btn type="submit" { (lang.t("filter")) }
        }
        section.card {
            @if found.is_empty() { (empty(&lang.t("clients-none"), html! {})) }
            @else { div.body { ul.list { @for client in &found {
                li { a.link href=(who.path(&format!("/requests/new?client={}&copy={}&template={}", client.id, asked.copy, asked.template))) { (client.display_name) } " " span.muted { (beneath(lang, client)) } }
            } } } }
            @if more { div.body { p.muted { (t!(lang, "request-clients-cut", max = OFFERED)) } } }
        }
    };
    Ok(layout::page(framed(platform, who, "requests", &title, &body).await?))
}

async fn page(
    platform: &Platform,
    who: &InPractice,
    whom: &Whom,
    of: Option<&Request>,
    (typed, errors): (&TypedRequest, &Invalid),
    hidden: &[(&'static str, String)],
) -> Result<Markup> {
    let lang = who.lang();
    let title = lang.t(if of.is_some() { "request-edit" } else { "request-new" });
    let action = of.map_or_else(|| who.path("/requests"), |request| who.path(&format!("/requests/{}", request.id)));
    let back = of.map_or_else(|| who.path(&format!("/clients/{}/requests", whom.client.id)), |request| who.path(&format!("/requests/{}", request.id)));
    let mut hidden = hidden.to_vec();
    hidden.push(("client", whom.client.id.to_string()));
    hidden.extend(typed.task_id.map(|task| ("task_id", task.to_string())));
    let menu = if of.is_none() { Some(templates_menu(platform, who, whom.client.id).await?) } else { None };
    let sheet =
        Sheet { lang, action: &action, back: &back, typed, errors, contacts: &whom.contacts, own: &whom.client.email, hidden: &hidden, of_client: true };
    let body = html! {
        div.medium {
            p.crumbs { a href=(who.path("/requests")) { (lang.t("requests")) } " / " a href=(who.path(&format!("/clients/{}/requests", whom.client.id))) { (whom.client.display_name) } }
            (head(&title, html! { @if let Some(menu) = &menu { (menu) } }))
            (sheet.show())
        }
    };
    framed(platform, who, "requests", &title, &body).await
}

/// Makes a request, or does a step of its form.
pub(super) async fn create(Platformed(platform): Platformed<Platform>, who: InPractice, data: FormData) -> Outcome {
    let client: Id = data.get("client").parse().map_err(|_| Invalid::one("client", "required"))?;
    let whom = Whom::of(&platform, &who, client).await?;
    let (mut typed, hidden) = (sheet::read(&data), [("key", data.text("key"))]);
    if let Some(step) = Step::of(data.get("do")) {
        step.apply(&mut typed.lines);
        return Ok(layout::unprocessable(page(&platform, &who, &whom, None, (&typed, &Invalid::new()), &hidden).await?));
    }
    let tx = platform.db.begin().await?;
    let key: String = data.get("key").chars().take(100).collect();
    let claim = if key.is_empty() {
        None
    } else {
        match idempotency::claim(&tx, who.user.id, &format!("form:{key}"), &format!("request {} {:?}", who.practice, data.0), platform.clock.now()).await {
            Ok(Ok(claim)) => Some(claim),
            Ok(Err(before)) => return Ok(layout::see(&platform, &before.body, "")),
            Err(Error::Conflict("idempotency_key_reused")) => None,
            Err(error) => return Err(error.into()),
        }
    };
    let desk = Desk { platform: &platform, tx: &tx, practice: who.practice, by: &who.user, visible_to: visible_to(&who), now: platform.clock.now() };
    let sends = data.get("do") == "send";
    let made = async {
        let made = desk.create(client, &typed).await?;
        if sends { desk.send(made.id).await } else { Ok(made) }
    };
    match made.await {
        Ok(made) => {
            let path = who.path(&format!("/requests/{}", made.id));
            if let Some(claim) = claim {
                claim.answer(&tx, 201, &path).await?;
            }
            tx.commit().await?;
            platform.wake_workers();
            Ok(layout::see(&platform, &path, Flash::new(if sends { "flash-request-sent" } else { "flash-request-saved" }).name(&made.title)))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            Ok(layout::unprocessable(page(&platform, &who, &whom, None, (&typed, &errors), &hidden).await?))
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn edit(Platformed(platform): Platformed<Platform>, who: InPractice, Path(of): Path<OfRequest>) -> Outcome {
    let (request, _) = actions::find(platform.db.read(), who.practice, of.request, visible_to(&who)).await?;
    if request.state() != State::Draft {
        return Err(Error::Conflict("request_sent_already").into());
    }
    let whom = Whom::of(&platform, &who, request.client_id).await?;
    let lines = store::lines(platform.db.read(), who.practice, request.id).await?;
    let recipients = store::recipients_of(platform.db.read(), who.practice, &[request.id]).await?;
    let typed = TypedRequest {
        title: request.title.clone(),
        message: Some(request.message.clone()),
        due_on: Some(request.due_on.clone()),
        recipients: recipients.iter().map(|one| one.contact_id).collect(),
        remind_every: Some(request.remind_every),
        asks_code: Some(request.asks_code),
        task_id: request.task_id,
        lines: of_lines(&lines),
    };
    let hidden = [("version", request.version.to_string())];
    Ok(layout::page(page(&platform, &who, &whom, Some(&request), (&typed, &Invalid::new()), &hidden).await?))
}

pub(super) async fn update(Platformed(platform): Platformed<Platform>, who: InPractice, Path(of): Path<OfRequest>, data: FormData) -> Outcome {
    let (request, _) = actions::find(platform.db.read(), who.practice, of.request, visible_to(&who)).await?;
    let whom = Whom::of(&platform, &who, request.client_id).await?;
    let (mut typed, hidden) = (sheet::read(&data), [("version", data.text("version"))]);
    let again = async |typed: &TypedRequest, errors: &Invalid| -> Result<Response> {
        Ok(layout::unprocessable(page(&platform, &who, &whom, Some(&request), (typed, errors), &hidden).await?))
    };
    if let Some(step) = Step::of(data.get("do")) {
        step.apply(&mut typed.lines);
        return Ok(again(&typed, &Invalid::new()).await?);
    }
    let tx = platform.db.begin().await?;
    let desk = Desk { platform: &platform, tx: &tx, practice: who.practice, by: &who.user, visible_to: visible_to(&who), now: platform.clock.now() };
    let sends = data.get("do") == "send";
    let saved = async {
        let saved = desk.update(of.request, data.get("version").parse().ok().or(Some(0)), &typed).await?;
        if sends { desk.send(saved.id).await } else { Ok(saved) }
    };
    match saved.await {
        Ok(saved) => {
            tx.commit().await?;
            platform.wake_workers();
            let flash = Flash::new(if sends { "flash-request-sent" } else { "flash-request-saved" }).name(&saved.title);
            Ok(layout::see(&platform, &who.path(&format!("/requests/{}", saved.id)), flash))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            Ok(again(&typed, &errors).await?)
        }
        // What was typed stays; saving again then saves it over the other version.
        Err(Error::Stale(_)) => {
            drop(tx);
            let hidden = [("version", request.version.to_string())];
            let errors = Invalid::one("title", "request_changed_meanwhile");
            Ok(layout::conflicting(page(&platform, &who, &whom, Some(&request), (&typed, &errors), &hidden).await?))
        }
        Err(error) => Err(error.into()),
    }
}
