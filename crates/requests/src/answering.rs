//! What a client does with a request, by a link or for them by the firm: opening it, answering, bringing files, handing it in.

use despacho_kernel::{Id, Invalid, new_id, number::Notation};
use despacho_platform::{
    Error, Platform, Result, Tx,
    activity::Change,
    files::{self, incoming::Kept},
    memberships, notifications,
    users::User,
};
use despacho_practice::clients::store as clients;
use despacho_tasks::answered::client_answered;
use serde_json::json;

use crate::{
    actions::{REASON, record},
    answer,
    link::{Brought, Evidence},
    link_store as links,
    request::{FILES, FileKind, Kind, Line, LineState, Request, State, asked, progress},
    store,
};

/// Who answers.
#[derive(Debug, Clone, Copy)]
pub struct Answerer<'a> {
    pub name: &'a str,
    /// The link that they came by.
    pub link: Option<Id>,
    /// The member of the firm who answers for the client.
    pub user: Option<&'a User>,
    /// The network address.
    pub address: &'a str,
    pub now: i64,
}

impl Answerer<'_> {
    fn evidence(&self, request: &Request, line: Option<Id>, what: &str, detail: &str) -> Evidence {
        Evidence {
            practice_id: request.practice_id,
            id: new_id(),
            request_id: request.id,
            line_id: line,
            what: what.into(),
            who: self.name.into(),
            user_id: self.user.map(|user| user.id),
            link_id: self.link,
            address: self.address.into(),
            detail: detail.chars().take(500).collect(),
            at: self.now,
            ..Evidence::default()
        }
    }
}

/// Notes that a request was opened.
pub async fn open(tx: &Tx, practice: Id, id: Id, by: Answerer<'_>) -> Result<Request> {
    let request = store::hold(tx, practice, id).await?;
    links::note(tx, &[by.evidence(&request, None, "opened", "")]).await?;
    if !matches!(request.state(), State::Sent | State::Undeliverable) {
        return Ok(request);
    }
    let opened = Request { state: State::Opened.word().into(), opened_at: Some(request.opened_at.unwrap_or(by.now)), updated_at: by.now, ..request };
    let opened = store::update(tx, &opened).await?;
    record(tx, &opened, by.user, "request_opened", vec![who(by)], by.now).await?;
    Ok(opened)
}

fn who(by: Answerer<'_>) -> Change {
    Change { field: "answered_by".into(), before: String::new(), after: by.name.into() }
}

/// A line that may be answered. The request is held.
///
/// Errors: a line that is not the request's, or is not asked, is not found; conflict `request_closed_to_answers`, `request_line_accepted`.
async fn answerable(tx: &Tx, (practice, id): (Id, Id), line: Id) -> Result<(Request, Line)> {
    let request = store::hold(tx, practice, id).await?;
    if !request.state().is_answerable() {
        return Err(Error::Conflict("request_closed_to_answers"));
    }
    let lines = store::lines(tx, practice, id).await?;
    let line = asked(&lines).into_iter().find(|one| one.id == line).cloned().ok_or(Error::NotFound)?;
    if line.state() == LineState::Accepted {
        return Err(Error::Conflict("request_line_accepted"));
    }
    Ok((request, line))
}

/// Writes an answered line; the request is under way from now on.
async fn answered(tx: &Tx, request: Request, line: &Line, by: Answerer<'_>) -> Result<Request> {
    store::update_line(tx, line).await?;
    if request.state() == State::InProgress {
        return Ok(request);
    }
    let begun = Request {
        state: State::InProgress.word().into(),
        opened_at: Some(request.opened_at.unwrap_or(by.now)),
        reason: String::new(),
        updated_at: by.now,
        ..request
    };
    let begun = store::update(tx, &begun).await?;
    record(tx, &begun, by.user, "request_begun", vec![who(by)], by.now).await?;
    Ok(begun)
}

fn answered_line(line: Line, by: Answerer<'_>) -> Line {
    Line {
        state: LineState::Answered.word().into(),
        not_applicable: false,
        excuse: String::new(),
        reason: String::new(),
        told: true,
        answered_by: by.name.into(),
        answered_at: Some(by.now),
        ..line
    }
}

/// Answers a line that is no upload. What is typed is read in `notation`; its error is noted at `answer`.
///
/// Errors: `answer` by its kind, `request_line_takes_files`; as of [`answerable`].
pub async fn answer(tx: &Tx, of: (Id, Id), line: Id, typed: &[String], notation: Notation, by: Answerer<'_>) -> Result<(Request, Line)> {
    let (request, line) = answerable(tx, of, line).await?;
    if line.kind() == Kind::Upload {
        return Err(Invalid::one("answer", "request_line_takes_files").into());
    }
    let mut errors = Invalid::new();
    let read = answer::read(&line, typed, notation, ("answer", &mut errors));
    errors.finish()?;
    // What is saved again as it was proves nothing new.
    if line.state() == LineState::Answered && line.answer == read {
        return Ok((request, line));
    }
    let line = answered_line(Line { answer: read, ..line }, by);
    let detail = if line.kind() == Kind::ReadAndAccept { line.title.clone() } else { line.answer.clone() };
    links::note(tx, &[by.evidence(&request, Some(line.id), "answered", &detail)]).await?;
    let request = answered(tx, request, &line, by).await?;
    Ok((request, line))
}

/// Says that a line does not apply, and why.
///
/// Errors: `reason` `required`, `too_long`; as of [`answerable`].
pub async fn excuse(tx: &Tx, of: (Id, Id), line: Id, why: &str, by: Answerer<'_>) -> Result<(Request, Line)> {
    let (request, line) = answerable(tx, of, line).await?;
    let mut errors = Invalid::new();
    let why = errors.required("reason", why, REASON);
    errors.finish()?;
    let line =
        Line { state: LineState::NotApplicable.word().into(), not_applicable: true, excuse: why.clone(), answer: String::new(), ..answered_line(line, by) };
    links::note(tx, &[by.evidence(&request, Some(line.id), "not_applicable", &why)]).await?;
    let request = answered(tx, request, &line, by).await?;
    Ok((request, line))
}

/// Whether a line takes one file more, before any of it is read.
///
/// Errors: `file` `request_files_most` (max); `answer` `request_line_takes_no_files`; as of [`answerable`].
pub async fn takes_file(tx: &Tx, of: (Id, Id), line: Id) -> Result<Line> {
    let (request, line) = answerable(tx, of, line).await?;
    if line.kind() != Kind::Upload {
        return Err(Invalid::one("file", "request_line_takes_no_files").into());
    }
    if links::count_files(tx, request.practice_id, line.id).await? >= FILES {
        let mut errors = Invalid::new();
        errors.push_with("file", "request_files_most", vec![("max", FILES.to_string())]);
        return Err(errors.into());
    }
    Ok(line)
}

/// Keeps a file of a line. One that has the same in it is there once.
///
/// Errors: `file` `request_file_kind` (kinds), `request_files_most` (max), `storage_full`; as of [`answerable`].
pub async fn bring(tx: &Tx, platform: &Platform, of: (Id, Id), line: Id, (name, kept): (&str, &Kept), by: Answerer<'_>) -> Result<Brought> {
    takes_file(tx, of, line).await?;
    let (request, line) = answerable(tx, of, line).await?;
    let kinds = line.file_kinds();
    if !kinds.is_empty() && !FileKind::of(kept.kind).is_some_and(|kind| kinds.contains(&kind)) {
        let mut errors = Invalid::new();
        errors.push_with("file", "request_file_kind", vec![("kinds", kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>().join("-"))]);
        return Err(errors.into());
    }
    if let Some(same) = links::same(tx, request.practice_id, line.id, &kept.sha256).await? {
        return Ok(same);
    }
    let file = files::add(tx, platform, request.practice_id, kept).await?;
    let brought = Brought {
        practice_id: request.practice_id,
        id: file.id,
        request_id: request.id,
        line_id: line.id,
        name: name.into(),
        sha256: kept.sha256.clone(),
        brought_by: by.name.into(),
        brought_at: by.now,
        document_id: None,
    };
    links::insert_file(tx, &brought).await?;
    let evidence = Evidence { sha256: kept.sha256.clone(), ..by.evidence(&request, Some(line.id), "uploaded", name) };
    links::note(tx, &[evidence]).await?;
    let line = answered_line(line, by);
    answered(tx, request, &line, by).await?;
    Ok(brought)
}

/// Takes a file away again. Without any the line is answered no longer.
///
/// Errors: a file that is not the request's is not found; as of [`answerable`].
pub async fn take_away(tx: &Tx, of: (Id, Id), file: Id, by: Answerer<'_>) -> Result<Brought> {
    let file = links::file(tx, of.0, of.1, file).await?;
    let (request, line) = answerable(tx, of, file.line_id).await?;
    links::remove_file(tx, &file).await?;
    files::store::remove(tx, of.0, &[file.id]).await?;
    let evidence = Evidence { sha256: file.sha256.clone(), ..by.evidence(&request, Some(line.id), "removed", &file.name) };
    links::note(tx, &[evidence]).await?;
    let left = links::count_files(tx, of.0, line.id).await?;
    if left == 0 && line.state() == LineState::Answered {
        store::update_line(tx, &Line { state: LineState::Pending.word().into(), answered_at: None, answered_by: String::new(), ..line }).await?;
    }
    Ok(file)
}

/// Hands a request in: every line that is required is answered. Whoever sent it is told.
///
/// Errors: each line that lacks an answer (`lines.<place>`: `request_line_missing`); conflict `request_closed_to_answers`.
pub async fn submit(tx: &Tx, of: (Id, Id), by: Answerer<'_>) -> Result<Request> {
    let request = store::hold(tx, of.0, of.1).await?;
    if !request.state().is_answerable() {
        return Err(Error::Conflict("request_closed_to_answers"));
    }
    let lines = store::lines(tx, of.0, of.1).await?;
    let mut errors = Invalid::new();
    for line in asked(&lines).into_iter().filter(|line| line.required && !line.is_answered() || line.state() == LineState::Returned) {
        errors.push(&format!("lines.{}", line.position), "request_line_missing");
    }
    errors.finish()?;
    let done = progress(&lines).is_done(true);
    let state = if done { State::Accepted } else { State::Submitted };
    let submitted = Request {
        state: state.word().into(),
        submitted_at: Some(by.now),
        closed_at: done.then_some(by.now),
        opened_at: Some(request.opened_at.unwrap_or(by.now)),
        updated_at: by.now,
        ..request
    };
    let submitted = store::update(tx, &submitted).await?;
    links::note(tx, &[by.evidence(&submitted, None, "submitted", "")]).await?;
    record(tx, &submitted, by.user, "request_submitted", vec![who(by)], by.now).await?;
    if let Some(task) = submitted.task_id.filter(|_| done) {
        client_answered(tx, of.0, task, by.user, by.now).await?;
    }
    // Whoever left the firm hears no more of its clients.
    if let Some(sender) = submitted.sent_by
        && memberships::standing(tx, of.0, sender).await?.is_some()
    {
        let client = clients::find(tx, of.0, submitted.client_id, None).await?;
        let link = format!("/practices/{}/requests/{}", of.0, submitted.id);
        notifications::notify(tx, sender, "request_submitted", json!({ "title": submitted.title, "client": client.display_name }), &link, by.now).await?;
    }
    Ok(submitted)
}
