//! A request: its lines with what arrived and a verdict for each, and beside them what accepting does, reminders, the link and what proves it.

use axum::extract::State as Platformed;
use despacho_kernel::{Id, Invalid, access::PracticeRight as R};
use despacho_platform::{Platform, Result, files as stored_files, files::kind::Kind as Stored, i18n::Lang, t};
use despacho_practice::{
    clients::{client::Client, filter::visible_to},
    practices::frame::framed,
};
use despacho_ui::{
    InPractice, Outcome, Path,
    assets::icon,
    components::{button, card},
    confirm::Confirm,
    error::message,
    format,
    forms::{Form, FormData},
    layout, stored,
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    form::OfRequest,
    list::today,
    words::{document_kind, due, kind, line_tag, state_tag},
};
use crate::{
    actions, answer,
    link::{Evidence, Link, Listed},
    link_store as links,
    public::size,
    reminder,
    request::{Kind, Line, LineState, Recipient, Request, State, asked, progress},
    store,
    template::called,
};

/// Links and evidence that are told.
const TOLD: i64 = 100;

#[derive(Deserialize)]
pub(super) struct OfFile {
    request: Id,
    file: Id,
}

/// What a refused verdict leaves in the page: at which line, what was typed, and why.
pub(super) struct Refused<'a> {
    pub line: Option<Id>,
    pub data: &'a FormData,
    pub errors: &'a Invalid,
}

/// All that the page shows.
struct Whole {
    request: Request,
    client: Client,
    lines: Vec<Line>,
    files: Vec<Listed>,
    recipients: Vec<Recipient>,
    links: Vec<Link>,
    evidence: Vec<Evidence>,
    today: Option<Date>,
    now: i64,
}

impl Whole {
    async fn of(platform: &Platform, who: &InPractice, id: Id) -> Result<Self> {
        let db = platform.db.read();
        let (request, client) = actions::find(db, who.practice, id, visible_to(who)).await?;
        Ok(Self {
            lines: store::lines(db, who.practice, id).await?,
            files: links::files_of(db, who.practice, &[id]).await?,
            recipients: store::recipients_of(db, who.practice, &[id]).await?,
            links: links::of_request(db, who.practice, id, TOLD).await?,
            evidence: links::evidence(db, who.practice, id, TOLD).await?,
            today: today(platform, who.practice).await?,
            now: platform.clock.now(),
            request,
            client,
        })
    }
}

pub(super) async fn show(Platformed(platform): Platformed<Platform>, who: InPractice, Path(of): Path<OfRequest>) -> Outcome {
    Ok(layout::page(page(&platform, &who, of.request, None).await?))
}

pub(super) async fn page(platform: &Platform, who: &InPractice, id: Id, refused: Option<&Refused<'_>>) -> Result<Markup> {
    let (lang, all) = (who.lang(), Whole::of(platform, who, id).await?);
    let request = &all.request;
    let p = progress(&all.lines);
    let names =
        if all.recipients.is_empty() { all.client.email.clone() } else { all.recipients.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ") };
    let body = html! {
        p.crumbs { a href=(who.path("/requests")) { (lang.t("requests")) } " / " a href=(who.path(&format!("/clients/{}/requests", all.client.id))) { (all.client.display_name) } }
        div.head { h1 { (request.title) } @if who.may(R::EditClients) { (buttons(who, &all)) } }
        p.row.request-state {
            (state_tag(lang, request, p))
            span.muted {
                @if let Some(sent) = request.sent_at { (t!(lang, "request-sent-on", day = format::date(lang, &who.user.time_zone, sent))) " · " }
                @if !request.due_on.is_empty() { (lang.t("request-due-on")) ": " (due(lang, request, all.today)) " · " }
                @if !names.is_empty() { (names) " · " }
                (t!(lang, "request-answered-of", answered = p.answered, asked = p.asked))
            }
        }
        @if let Some(refused) = refused.filter(|refused| refused.line.is_none()) {
            div.summary role="alert" tabindex="-1" data-controller="focus" { ul { @for error in &refused.errors.0 { li { (message(lang, error)) } } } }
        }
        @if request.state() == State::Undeliverable { (undeliverable(who, &all)) }
        @if !request.reason.is_empty() { p.note { (t!(lang, "request-reason", reason = request.reason.as_str())) } }
        div.split {
            section.card {
                header { h2 { (lang.t("request-lines")) } }
                div.body { ol.asked-lines { @for line in &all.lines { (row(who, &all, line, refused)) } } }
            }
            div.stack { (aside(who, &all)) }
        }
    };
    framed(platform, who, "requests", &request.title, &body).await
}

fn undeliverable(who: &InPractice, all: &Whole) -> Markup {
    let lang = who.lang();
    let failed: Vec<&str> = all.links.iter().filter(|link| link.state == "failed").map(|link| link.email.as_str()).collect();
    html! {
        div.note.bad { p { (t!(lang, "request-undeliverable-about", emails = failed.join(", "))) }
            p { a.btn.small href=(who.path(&format!("/clients/{}", all.client.id))) { (lang.t("request-mend-address")) } } }
    }
}

fn buttons(who: &InPractice, all: &Whole) -> Markup {
    let (lang, request) = (who.lang(), &all.request);
    let path = |rest: &str| who.path(&format!("/requests/{}{rest}", request.id));
    let p = progress(&all.lines);
    let copy = html! { a.btn href=(who.path(&format!("/requests/new?copy={}", request.id))) { (icon("copy")) (lang.t("request-copy")) } };
    let template = html! { @if who.may(R::ManageClients) { (button(&path("/template"), "btn quiet", &lang.t("request-to-template"))) } };
    html! {
        @match request.state() {
            State::Draft => {
                (Confirm::new(lang, &path("/removal"), lang.t("delete"), t!(lang, "request-remove-question", title = request.title.as_str())).class("btn quiet danger"))
                a.btn href=(path("/edit")) { (lang.t("edit")) }
                (button(&path("/sending"), "btn primary", &lang.t("request-send")))
            }
            State::Undeliverable => { (button(&path("/sending"), "btn primary", &lang.t("request-send-again"))) }
            State::Accepted | State::Cancelled => { (template) (copy) }
            _ => {
                (Confirm::new(lang, &path("/cancellation"), lang.t("request-cancel"), t!(lang, "request-cancel-question", title = request.title.as_str())).about(lang.t("request-cancel-about")).class("btn quiet danger"))
                @if request.state().is_answerable() { (button(&path("/reminder"), "btn", &lang.t("request-remind-now"))) }
                @if p.to_judge > 0 { (button(&path("/acceptance"), "btn primary", &t!(lang, "request-accept-all", count = p.to_judge))) }
                @else if p.lacking == 0 && p.returned == 0 && p.asked > 0 { (button(&path("/acceptance"), "btn primary", &lang.t("request-close"))) }
            }
        }
    }
}

fn row(who: &InPractice, all: &Whole, line: &Line, refused: Option<&Refused<'_>>) -> Markup {
    let lang = who.lang();
    let is_asked = asked(&all.lines).iter().any(|one| one.id == line.id);
    let may = who.may(R::EditClients);
    let judges = may && all.request.state().is_open();
    let path = who.path(&format!("/requests/{}/lines/{}", all.request.id, line.id));
    let refused = refused.filter(|refused| refused.line == Some(line.id));
    html! {
        li.off[!is_asked] id=(format!("line-{}", line.position)) {
            span.no { (line.position) }
            div.what { b { (line.title) } br; small { (about(lang, all, line)) } }
            div.verdict {
                @if judges && line.is_to_judge() {
                    form.inline method="post" action=(path) { button.btn.small type="submit" name="verdict" value="accept" aria-label=(t!(lang, "request-accept-line", at = line.position)) { (icon("check")) (lang.t("request-accept")) } }
                } @else { (line_tag(lang, line)) }
                @if may && matches!(line.state(), LineState::Accepted | LineState::Returned) && (all.request.state().is_open() || all.request.state() == State::Accepted) {
                    form.inline method="post" action=(path) { button.btn.small.quiet type="submit" name="verdict" value="undo" aria-label=(t!(lang, "request-undo-line", at = line.position)) { (lang.t("undo")) } }
                }
            }
            div.answer { (answer_of(who, all, line)) }
            @if judges && (line.is_to_judge() || line.state() == LineState::Accepted) { (giving_back(lang, all, &path, refused)) }
        }
    }
}

fn about(lang: Lang, all: &Whole, line: &Line) -> String {
    let mut parts = vec![kind(lang, &line.kind), lang.t(if line.required { "request-required" } else { "request-optional" })];
    if !line.document_kind.is_empty() {
        parts.push(document_kind(lang, &line.document_kind));
    }
    if !line.period.is_empty() {
        parts.push(called(lang, &line.period));
    }
    if let Some(of) = line.condition_line.and_then(|of| all.lines.iter().find(|one| one.id == of)) {
        let answer = match of.kind() {
            Kind::YesNo => lang.t(if line.condition_answer == "yes" { "yes" } else { "no" }),
            _ => line.condition_answer.clone(),
        };
        parts.push(t!(lang, "request-only-if", line = of.position, answer = answer));
    }
    parts.join(" · ")
}

fn answer_of(who: &InPractice, all: &Whole, line: &Line) -> Markup {
    let lang = who.lang();
    let by = |name: &str, at: i64| format!("{name}, {}", format::instant(lang, &who.user.time_zone, at));
    html! {
        @for file in all.files.iter().filter(|file| file.line_id == line.id) {
            @let path = who.path(&format!("/requests/{}/files/{}", all.request.id, file.id));
            @let shown = file.kind.parse().is_ok_and(Stored::is_shown);
            div.got { (icon("file")) span.grow {
                a.link href=(path) target=[shown.then_some("_blank")] rel=[shown.then_some("noopener")] download[!shown] data-turbo="false" { bdi { (file.name) } }
                " " small { (size(lang, file.size)) " · " (by(&file.brought_by, file.brought_at)) }
            } }
        }
        @if line.not_applicable { p.say { b { (lang.t("request-not-applicable-said")) } " «" (line.excuse) "»" } }
        @else if !line.answer.is_empty() { p.say { (answer::shown(lang, line)) } }
        @else if line.state() == LineState::Pending { p.muted.small { (lang.t("request-unanswered")) } }
        @if let Some(at) = line.answered_at.filter(|_| line.kind() != Kind::Upload) { p.muted.small { (by(&line.answered_by, at)) } }
        @if line.state() == LineState::Returned { p.note.warn { (t!(lang, "request-reason", reason = line.reason.as_str())) } }
    }
}

/// Ready reasons, and the text that the client will read as it stands.
fn giving_back(lang: Lang, all: &Whole, path: &str, refused: Option<&Refused<'_>>) -> Markup {
    let mut data = FormData::default();
    let none = Invalid::new();
    data.set("reason", refused.map(|refused| refused.data.text("reason")).unwrap_or_default());
    let form = Form::new(lang, &data, refused.map_or(&none, |refused| refused.errors));
    let name = all.recipients.first().map_or(all.client.display_name.as_str(), |one| one.name.as_str());
    let readies = ["illegible", "other-period", "missing-page"].map(|word| lang.t(&format!("request-ready-{word}")));
    html! {
        details.giveback open[refused.is_some()] {
            summary.btn.small.quiet { (icon("undo-2")) (lang.t("request-return")) }
            form.stack method="post" action=(path) novalidate data-controller="ready" {
                (form.field("reason").label(t!(lang, "request-return-label", name = name)).help(lang.t("request-return-help")).data("target", "reason"))
                div.row {
                    @for ready in &readies { button.btn.small.quiet type="submit" name="ready" value=(ready) data-action="ready#take" { (ready) } }
                }
                div.row { button.btn.small type="submit" name="verdict" value="return" { (lang.t("request-return-so")) } }
            }
        }
    }
}

fn aside(who: &InPractice, all: &Whole) -> Markup {
    let (lang, request) = (who.lang(), &all.request);
    let path = |rest: &str| who.path(&format!("/requests/{}{rest}", request.id));
    let newest = all.links.first();
    let alive = |link: &&Link| link.revoked_at.is_none() && link.expires_at > all.now && link.state != "failed";
    let opened = all.links.iter().filter(|link| link.opened_at.is_some()).count();
    html! {
        @if request.state().is_open() || request.state() == State::Draft { (card(&lang.t("request-on-accepting"), html! { p { (lang.t("request-on-accepting-about")) } @if let Some(task) = request.task_id { p { a.link href=(who.path(&format!("/tasks/{task}"))) { (lang.t("request-task")) } } } })) }
        (card(&lang.t("request-reminders"), html! { dl.facts {
            div { dt { (lang.t("request-every")) } dd { @if request.remind_every == 0 { (lang.t("request-never")) } @else { (t!(lang, "request-every-days", days = request.remind_every)) } } }
            div { dt { (lang.t("request-reminded")) } dd { (format::number(lang, request.reminders)) @if request.reminders >= reminder::MOST && request.remind_every > 0 { " · " (t!(lang, "request-reminded-most", max = reminder::MOST)) } } }
            @if let Some(next) = reminder::next(request) { div { dt { (lang.t("request-next")) } dd { (format::calendar_date(lang, "", all.today.map_or(next, |today| next.max(today)))) } } }
        } }))
        @if let Some(newest) = newest {
            (card(&lang.t("request-link"), html! {
                dl.facts {
                    div { dt { (lang.t("request-link-until")) } dd { @match all.links.iter().find(alive) { Some(link) => { (format::date(lang, &who.user.time_zone, link.expires_at)) }, None => { (lang.t("request-link-none")) } } } }
                    div { dt { (lang.t("request-code")) } dd { (lang.t(if request.asks_code { "request-code-asked" } else { "request-code-not" })) } }
                    div { dt { (lang.t("request-link-mailed")) } dd { (newest.email) " · " (format::date(lang, &who.user.time_zone, newest.created_at)) @if newest.state == "failed" { " · " b.late { (lang.t("request-link-failed")) } } } }
                    div { dt { (lang.t("request-link-opened")) } dd { (t!(lang, "request-times", count = opened)) } }
                }
                @if who.may(R::EditClients) && request.state().is_open() {
                    div.row {
                        (button(&path("/link"), "btn small", &lang.t("request-link-new")))
                        @if all.links.iter().any(|link| alive(&link)) {
                            (Confirm::new(lang, &path("/revocation"), lang.t("request-link-revoke"), lang.t("request-link-revoke-question")).about(lang.t("request-link-revoke-about")).class("btn small quiet danger"))
                        }
                    }
                }
            }))
        }
        @if !all.evidence.is_empty() { (card(&lang.t("request-evidence"), html! {
            ol.timeline.small { @for one in &all.evidence { (proof(who, all, one)) } }
            @if i64::try_from(all.evidence.len()).unwrap_or(0) >= TOLD { p.muted { (t!(lang, "request-evidence-cut", max = TOLD)) } }
        })) }
    }
}

fn proof(who: &InPractice, all: &Whole, one: &Evidence) -> Markup {
    let lang = who.lang();
    let line = one.line_id.and_then(|id| all.lines.iter().find(|line| line.id == id));
    html! {
        li {
            p { b { (one.who) } " " (lang.t(&format!("request-did-{}", one.what.replace('_', "-")))) @if let Some(line) = line { " " (t!(lang, "request-of-line", at = line.position)) } " · " (format::instant(lang, &who.user.time_zone, one.at)) }
            @if matches!(one.what.as_str(), "uploaded" | "removed") { p { bdi { (one.detail) } } }
            @if !one.address.is_empty() || !one.sha256.is_empty() { p.muted.hash { (one.address) @if !one.sha256.is_empty() { @if !one.address.is_empty() { " · " } "SHA-256 " (one.sha256) } } }
        }
    }
}

pub(super) async fn file(Platformed(platform): Platformed<Platform>, who: InPractice, Path(of): Path<OfFile>) -> Outcome {
    let db = platform.db.read();
    actions::find(db, who.practice, of.request, visible_to(&who)).await?;
    let file = links::file(db, who.practice, of.request, of.file).await?;
    let stored = stored_files::store::find(db, who.practice, file.id).await?;
    Ok(stored::serve(&platform, &stored, &file.name, true).await?)
}
