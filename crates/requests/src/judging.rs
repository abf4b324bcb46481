//! What the firm makes of what arrived: lines are accepted or returned, and the request follows from them.

use despacho_firm_documents::{
    actions::{NewDocument, of_stored},
    document::{Document, Source},
};
use despacho_kernel::{Id, Invalid};
use despacho_platform::{Error, Result, files, jobs};
use despacho_tasks::answered::client_answered;

use crate::{
    actions::{Desk, REASON, change},
    link::TellReturned,
    link_store as links,
    request::{Line, LineState, Request, State, asked, progress},
    store,
};

/// How long the firm has to return several lines until one message tells them all, in milliseconds.
pub const GATHERED: i64 = 120_000;
/// What becomes of a line that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Accept,
    /// With what the client reads.
    Return(String),
    /// Neither any more.
    Undo,
}

impl Desk<'_> {
    /// Accepts or returns one line, or takes that back.
    ///
    /// Errors: conflict `request_line_unanswered`, `request_not_judged`; `reason` `required`.
    pub async fn judge(&self, id: Id, line: Id, verdict: &Verdict) -> Result<Request> {
        let (request, _) = self.take(id).await?;
        let lines = store::lines(self.tx, self.practice, id).await?;
        let line = lines.iter().find(|one| one.id == line).cloned().ok_or(Error::NotFound)?;
        let closed_by_accepting = request.state() == State::Accepted && *verdict == Verdict::Undo;
        if !request.state().is_open() && !closed_by_accepting {
            return Err(Error::Conflict("request_not_judged"));
        }
        let answered = |line: &Line| if line.not_applicable { LineState::NotApplicable } else { LineState::Answered };
        let judged = match verdict {
            Verdict::Accept if line.state() == LineState::Accepted => return Ok(request),
            Verdict::Accept if line.is_to_judge() => Line { state: LineState::Accepted.word().into(), reason: String::new(), ..line },
            Verdict::Return(reason) if line.is_to_judge() || line.state() == LineState::Accepted => {
                let mut errors = Invalid::new();
                let reason = errors.required("reason", reason, REASON);
                errors.finish()?;
                Line { state: LineState::Returned.word().into(), reason, told: false, ..line }
            }
            Verdict::Undo if matches!(line.state(), LineState::Accepted | LineState::Returned) => {
                Line { state: answered(&line).word().into(), reason: String::new(), told: true, ..line }
            }
            _ => return Err(Error::Conflict("request_line_unanswered")),
        };
        self.judged(request, lines, vec![judged], None).await
    }

    /// Accepts every line that waits to be judged; the request too, once nothing is left to wait for.
    ///
    /// Errors: conflict `request_not_judged`, `request_nothing_to_accept`.
    pub async fn accept(&self, id: Id) -> Result<Request> {
        let (request, _) = self.take(id).await?;
        if !request.state().is_open() {
            return Err(Error::Conflict("request_not_judged"));
        }
        let lines = store::lines(self.tx, self.practice, id).await?;
        let accepted: Vec<Line> = asked(&lines)
            .into_iter()
            .filter(|line| line.is_to_judge())
            .map(|line| Line { state: LineState::Accepted.word().into(), reason: String::new(), ..line.clone() })
            .collect();
        let p = progress(&lines);
        // What was accepted line by line may be closed, though something that need not be answered is not.
        let closes = p.asked > 0 && p.lacking == 0 && p.returned == 0;
        if accepted.is_empty() && !closes {
            return Err(Error::Conflict("request_nothing_to_accept"));
        }
        self.judged(request, lines, accepted, None).await
    }

    /// Returns a request with a reason: the lines that are named, or all that wait to be judged.
    ///
    /// Errors: conflict `request_not_judged`, `request_nothing_to_return`; `reason` `required`; a line that is not the request's is not found.
    pub async fn give_back(&self, id: Id, reason: &str, only: &[Id]) -> Result<Request> {
        let (request, _) = self.take(id).await?;
        if !request.state().is_open() {
            return Err(Error::Conflict("request_not_judged"));
        }
        let mut errors = Invalid::new();
        let reason = errors.required("reason", reason, REASON);
        errors.finish()?;
        let lines = store::lines(self.tx, self.practice, id).await?;
        if only.iter().any(|id| !lines.iter().any(|line| line.id == *id)) {
            return Err(Error::NotFound);
        }
        let chosen = |line: &&Line| if only.is_empty() { line.is_to_judge() } else { only.contains(&line.id) && line.is_answered() };
        let returned: Vec<Line> = lines
            .iter()
            .filter(chosen)
            .map(|line| Line { state: LineState::Returned.word().into(), reason: reason.clone(), told: false, ..line.clone() })
            .collect();
        if returned.is_empty() {
            return Err(Error::Conflict("request_nothing_to_return"));
        }
        self.judged(request, lines, returned, Some(reason)).await
    }

    /// Writes judged lines, and what follows from them for the request.
    async fn judged(&self, request: Request, mut lines: Vec<Line>, judged: Vec<Line>, reason: Option<String>) -> Result<Request> {
        let mut evidence = vec![];
        for line in &judged {
            store::update_line(self.tx, line).await?;
            let what = match line.state() {
                LineState::Accepted => "accepted",
                LineState::Returned => "returned",
                _ => "reconsidered",
            };
            evidence.push(self.evidence(&request, Some(line), what, &line.reason));
            if let Some(at) = lines.iter().position(|one| one.id == line.id) {
                lines[at] = line.clone();
            }
        }
        links::note(self.tx, &evidence).await?;
        self.keep_documents(&request, &lines).await?;
        let (before, p) = (request.state(), progress(&lines));
        let was_submitted = matches!(before, State::Submitted | State::Accepted);
        let state = if p.is_done(was_submitted) || judged.is_empty() {
            State::Accepted
        } else if p.returned > 0 && was_submitted {
            State::Returned
        } else if before == State::Accepted || (before == State::Returned && p.returned == 0) {
            State::Submitted
        } else {
            before
        };
        let returned = judged.iter().any(|line| line.state() == LineState::Returned);
        let after = Request {
            state: state.word().into(),
            reason: match reason {
                Some(reason) => reason,
                None if state == State::Returned => {
                    judged.iter().map(|line| line.reason.clone()).find(|reason| !reason.is_empty()).unwrap_or(request.reason.clone())
                }
                None => String::new(),
            },
            closed_at: (state == State::Accepted).then_some(self.now),
            updated_at: self.now,
            ..request
        };
        let after = store::update(self.tx, &after).await?;
        if returned {
            jobs::enqueue(self.tx, &TellReturned { practice_id: self.practice, request_id: after.id }, self.now + GATHERED).await?;
        }
        let titles = judged.iter().map(|line| line.title.as_str()).collect::<Vec<_>>().join("; ");
        let action = match judged.first().map(Line::state) {
            Some(LineState::Returned) => "request_returned",
            Some(LineState::Accepted) | None if state == State::Accepted => "request_accepted",
            Some(LineState::Accepted) => "request_lines_accepted",
            _ => "request_reconsidered",
        };
        self.record(&after, action, if titles.is_empty() { vec![] } else { vec![change("lines", &titles)] }).await?;
        // The work that waited for it goes on.
        if let Some(task) = after.task_id.filter(|_| state == State::Accepted && before != State::Accepted) {
            client_answered(self.tx, self.practice, task, Some(self.by), self.now).await?;
        }
        Ok(after)
    }

    /// What was accepted becomes documents of the client, of the kind and the period that its line says; internal until they are shared.
    async fn keep_documents(&self, request: &Request, lines: &[Line]) -> Result<()> {
        let files = links::files_of(self.tx, self.practice, &[request.id]).await?;
        for file in files.into_iter().filter(|file| file.document_id.is_none()) {
            let Some(line) = lines.iter().find(|line| line.id == file.line_id && line.state() == LineState::Accepted) else { continue };
            let stored = files::store::find(self.tx, self.practice, file.id).await?;
            let kind = if line.document_kind.is_empty() { "other" } else { &line.document_kind };
            let typed = Document { kind: kind.into(), period: line.period.clone(), ..Document::default() };
            let new = NewDocument { source: Source::Request, request: Some(request.id), ..NewDocument::of(request.client_id, typed, &file.name) };
            let document = of_stored(self.tx, self.platform, (self.practice, Some(self.by), self.now), new, &stored).await?;
            links::became(self.tx, self.practice, file.id, document.id).await?;
        }
        Ok(())
    }
}
