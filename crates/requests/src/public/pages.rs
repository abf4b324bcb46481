//! What a link opens: the list of what is asked, each of its lines, and the files that were brought.

use axum::{extract::State, http::HeaderMap, response::Response};
use despacho_kernel::{Id, Invalid};
use despacho_platform::{Error, Platform, Result, files as stored_files, t};
use despacho_ui::{
    Caller, Outcome, Path,
    assets::icon,
    format,
    forms::{Form, FormData},
    layout, stored,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    door::{OfLink, Visit, enter, page, private},
    parts::{self, Refused, mark},
    whence::Whence,
};
use crate::{
    answer,
    answering::{self, Answerer},
    link::Listed,
    link_store as links,
    request::{Kind, Line, LineState, State as RequestState, asked, progress},
    store,
};

#[derive(Deserialize)]
pub(super) struct OfLine {
    pub secret: String,
    pub line: Id,
}

#[derive(Deserialize)]
pub(super) struct OfFile {
    pub secret: String,
    pub file: Id,
}

/// The lines of a visit's request.
pub(super) async fn lines(platform: &Platform, visit: &Visit) -> Result<Vec<Line>> {
    store::lines(platform.db.read(), visit.link.practice_id, visit.request.id).await
}

/// Notes who opens, the first time that a link is followed.
async fn noted(platform: &Platform, visit: Visit, address: &str) -> Result<Visit> {
    if visit.link.opened_at.is_some() {
        return Ok(visit);
    }
    let now = platform.clock.now();
    let tx = platform.db.begin().await?;
    let request = if links::opened(&tx, &visit.link, now).await? {
        let by = Answerer { name: &visit.link.name, link: Some(visit.link.id), user: None, address, now };
        let opened = answering::open(&tx, visit.link.practice_id, visit.request.id, by).await?;
        tx.commit().await?;
        opened
    } else {
        visit.request
    };
    Ok(Visit { request, ..visit })
}

/// What is lacking, in the order in which it is asked for: what was sent back, what must be answered, what may be.
pub(super) fn missing(lines: &[Line]) -> Vec<&Line> {
    let mut found: Vec<&Line> = asked(lines).into_iter().filter(|line| !line.is_answered()).collect();
    found.sort_by_key(|line| (line.state() != LineState::Returned, !line.required));
    found
}

pub(super) async fn overview(State(platform): State<Platform>, caller: Caller, headers: HeaderMap, Whence(address): Whence, Path(of): Path<OfLink>) -> Outcome {
    let visit = match enter(&platform, &caller, &headers, &of.secret).await? {
        Ok(visit) => noted(&platform, visit, &address).await?,
        Err(response) => return Ok(response),
    };
    let markup = overview_page(&platform, &caller, &visit, &Invalid::new()).await?;
    Ok(private(layout::page(markup)))
}

/// The list, with what a refused submission lacked.
pub(super) async fn overview_page(platform: &Platform, caller: &Caller, visit: &Visit, errors: &Invalid) -> Result<Markup> {
    let (lang, lines) = (caller.lang, lines(platform, visit).await?);
    let (missing, p, request) = (missing(&lines), progress(&lines), &visit.request);
    let done: Vec<&Line> = asked(&lines).into_iter().filter(|line| line.is_answered()).collect();
    let open = request.state().is_answerable();
    let said = match request.state() {
        RequestState::Submitted => Some(t!(lang, "request-public-submitted", firm = visit.firm.as_str())),
        RequestState::Accepted => Some(t!(lang, "request-public-accepted", firm = visit.firm.as_str())),
        _ => None,
    };
    let body = html! {
        h1 { (request.title) }
        @if !request.due_on.is_empty() && open { p.muted { (t!(lang, "request-public-due", day = format::stored_date(lang, &request.due_on))) } }
        @if let Some(said) = &said { p.note role="status" { (icon("check")) " " (said) } }
        @if !errors.0.is_empty() { p.note.bad role="alert" tabindex="-1" data-controller="focus" { (t!(lang, "request-public-lacking", count = errors.0.len())) } }
        @if !request.message.is_empty() && open { p.letter { (request.message) } }
        p.muted { (t!(lang, "request-public-progress", answered = p.answered, asked = p.asked)) }
        progress max=(p.asked.max(1)) value=(p.answered) aria-label=(lang.t("request-progress")) {}
        @if open && !missing.is_empty() {
            h2 { (lang.t("request-public-missing")) }
            ol.todo { @for line in &missing { (item(caller, visit, line)) } }
        }
        @if !done.is_empty() {
            h2 { (lang.t("request-public-done")) }
            ol.todo { @for line in &done { (item(caller, visit, line)) } }
        }
        @if open {
            div.foot {
                @if let Some(first) = missing.iter().find(|line| line.required || line.state() == LineState::Returned) {
                    a.btn.primary href=(visit.path(&format!("/lines/{}", first.id))) { (lang.t(if p.answered == 0 { "request-public-begin" } else { "request-public-go-on" })) }
                } @else {
                    form method="post" action=(visit.path("/submission")) { button.btn.primary type="submit" { (lang.t("request-public-submit")) } }
                    p.muted { (lang.t("request-public-submit-about")) }
                }
            }
        }
    };
    Ok(page(caller, &visit.firm, &request.title, &body))
}

fn item(caller: &Caller, visit: &Visit, line: &Line) -> Markup {
    let lang = caller.lang;
    let about = match line.state() {
        LineState::Returned => t!(lang, "request-public-returned", reason = line.reason.as_str()),
        LineState::Pending if line.required => lang.t(&format!("request-kind-{}", line.kind().word().replace('_', "-"))),
        LineState::Pending => lang.t("request-public-optional"),
        _ if line.not_applicable => t!(lang, "request-not-applicable-because", reason = line.excuse.as_str()),
        _ => answer::shown(lang, line),
    };
    html! {
        li {
            (mark(lang, line))
            a href=(visit.path(&format!("/lines/{}", line.id))) { (line.title) }
            @if !about.is_empty() { small.warn[line.state() == LineState::Returned] { (about) } }
        }
    }
}

pub(super) async fn line(State(platform): State<Platform>, caller: Caller, headers: HeaderMap, Whence(address): Whence, Path(of): Path<OfLine>) -> Outcome {
    let visit = match enter(&platform, &caller, &headers, &of.secret).await? {
        Ok(visit) => noted(&platform, visit, &address).await?,
        Err(response) => return Ok(response),
    };
    let markup = line_page(&platform, &caller, &visit, of.line, None, &[]).await?;
    Ok(private(layout::page(markup)))
}

/// A line: what was just typed and what is wrong with it, or what is kept.
pub(super) async fn line_page(
    platform: &Platform,
    caller: &Caller,
    visit: &Visit,
    id: Id,
    typed: Option<(&FormData, &Invalid)>,
    refused: &Refused,
) -> Result<Markup> {
    let (lang, lines) = (caller.lang, lines(platform, visit).await?);
    let all = asked(&lines);
    let at = all.iter().position(|line| line.id == id).ok_or(Error::NotFound)?;
    let line = all[at];
    let files: Vec<Listed> = links::files_of(platform.db.read(), visit.link.practice_id, &[visit.request.id])
        .await?
        .into_iter()
        .filter(|file| file.line_id == id)
        .collect();
    let takes = visit.request.state().is_answerable() && line.state() != LineState::Accepted;
    let kept = parts::kept(lang, line);
    let none = Invalid::new();
    let (data, errors) = typed.unwrap_or((&kept, &none));
    let form = Form::new(lang, data, errors);
    let is_upload = line.kind() == Kind::Upload;
    let path = visit.path(&format!("/lines/{}", line.id));
    let body = html! {
        p.way { a.link href=(visit.path("")) { (icon("chevron-left")) " " (lang.t("request-public-all")) } span.muted { (t!(lang, "request-public-place", at = at + 1, of = all.len())) } }
        @if is_upload || !takes { h1 { (line.title) } } @else { h1.vh { (line.title) } }
        @if line.state() == LineState::Returned { p.note.warn { (icon("undo-2")) " " (t!(lang, "request-public-returned", reason = line.reason.as_str())) } }
        @if !line.help.is_empty() { p.letter { (line.help) } }
        @if !takes {
            @if is_upload { (parts::files(lang, visit, &files)) }
            p.answer { @if line.not_applicable { (t!(lang, "request-not-applicable-because", reason = line.excuse.as_str())) } @else { (answer::shown(lang, line)) } }
            p.muted { (lang.t("request-public-closed")) }
            div.foot { a.btn href=(visit.path("")) { (lang.t("request-public-all")) } }
        } @else if is_upload {
            (parts::slot(lang, visit, line, &files, refused, platform.config.storage.file))
            (excuse(caller, &path, &form, line))
            div.foot data-slot-wait="" {
                a.btn.primary href=(next(visit, &lines, line)) data-waits=(lang.t("request-slot-wait")) { (lang.t("request-public-next")) }
            }
        } @else {
            form.stack method="post" action=(path) novalidate data-controller="answering" data-action="change->answering#save input->answering#type submit->answering#leave" data-answering-saved-value=(lang.t("request-saved")) data-answering-failed-value=(lang.t("request-save-failed")) {
                (form.summary_as(&[("answer", line.title.clone())]))
                (parts::field(lang, line, &form))
                p.saved role="status" data-answering-target="told" { @if let Some(at) = line.answered_at.filter(|_| line.is_answered()) { (icon("check")) " " (lang.t("request-saved")) " " (format::clock(lang, &visit.zone, at)) } }
                div.foot { button.btn.primary type="submit" { (lang.t("request-public-next")) } }
            }
            (excuse(caller, &path, &form, line))
        }
    };
    Ok(page(caller, &visit.firm, &line.title, &body))
}

/// Where one goes on after a line: to the next that lacks an answer, or to the list.
pub(super) fn next(visit: &Visit, lines: &[Line], after: &Line) -> String {
    let all = asked(lines);
    let at = all.iter().position(|line| line.id == after.id).unwrap_or(0);
    let lacking = |line: &&&Line| !line.is_answered() && line.id != after.id;
    let next = all[at..].iter().find(lacking).or_else(|| all[..at].iter().find(lacking));
    next.map_or_else(|| visit.path(""), |line| visit.path(&format!("/lines/{}", line.id)))
}

fn excuse(caller: &Caller, path: &str, form: &Form<'_>, line: &Line) -> Markup {
    let lang = caller.lang;
    let open = line.not_applicable || form.errors.has("reason");
    html! {
        details.excuse open[open] {
            summary { (lang.t("request-not-applicable")) }
            form.stack method="post" action=(path) novalidate {
                input type="hidden" name="not_applicable" value="yes";
                (form.field("reason").label(lang.t("request-not-applicable-why")))
                button.btn type="submit" { (lang.t("request-not-applicable-say")) }
            }
        }
    }
}

/// A file of the request, for whoever brought it to look at.
pub(super) async fn file(State(platform): State<Platform>, caller: Caller, headers: HeaderMap, Path(of): Path<OfFile>) -> Outcome {
    let visit = match enter(&platform, &caller, &headers, &of.secret).await? {
        Ok(visit) => visit,
        Err(response) => return Ok(response),
    };
    let db = platform.db.read();
    let file = links::file(db, visit.link.practice_id, visit.request.id, of.file).await?;
    let stored = stored_files::store::find(db, visit.link.practice_id, file.id).await?;
    let response: Response = stored::serve(&platform, &stored, &file.name, true).await?;
    Ok(private(response))
}
