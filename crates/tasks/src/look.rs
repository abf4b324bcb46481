//! Small pieces that pages of tasks are made of: a state as a shape and a word, dates, people, and why a task is late.

use despacho_kernel::{Id, text::initials};
use despacho_platform::{i18n::Lang, memberships::Member, t};
use despacho_ui::{InPractice, format};
use jiff::{Timestamp, civil::Date};
use maud::{Markup, PreEscaped, html};

use crate::{
    list_store::Listed,
    period,
    task::{Awaited, Status},
};

fn glyph(status: Status) -> Markup {
    let (class, shape) = match status {
        Status::Planned => ("p", r#"<circle cx="8" cy="8" r="5.5"/>"#),
        Status::Ready => ("p", r#"<circle cx="8" cy="8" r="5.5"/><circle cx="8" cy="8" r="1.8" fill="currentColor" stroke="none"/>"#),
        Status::InProgress => ("e", r#"<circle cx="8" cy="8" r="5.5"/><path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" stroke="none"/>"#),
        Status::Waiting => ("a", r#"<circle cx="8" cy="8" r="5.5"/><path d="M8 5v3l2 1.4"/>"#),
        Status::InReview => ("a", r#"<path d="M1.8 8S4 4 8 4s6.2 4 6.2 4S12 12 8 12 1.8 8 1.8 8z"/><circle cx="8" cy="8" r="1.6"/>"#),
        Status::Done => {
            ("g", r#"<circle cx="8" cy="8" r="6.2" fill="currentColor" stroke="none"/><path d="m5.4 8.2 1.8 1.8 3.4-3.9" stroke="var(--surface)"/>"#)
        }
        Status::Cancelled => ("n", r#"<path d="M4.5 8h7"/>"#),
    };
    let open = format!(
        r#"<svg class="gl {class}" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{shape}</svg>"#
    );
    PreEscaped(open)
}

/// What a status is called.
pub fn status_word(lang: Lang, status: Status) -> String {
    lang.t(&format!("task-status-{}", status.word().replace('_', "-")))
}

/// A state: its shape, its word, whom it waits for, and the practice's own word under it.
pub fn state(lang: Lang, status: &str, waiting_for: &str, own: Option<&str>) -> Markup {
    let status: Status = status.parse().unwrap_or(Status::Planned);
    html! {
        span.st {
            (glyph(status))
            span {
                @match own { Some(own) => (own), None => (status_word(lang, status)) }
                @if let Ok(awaited) = waiting_for.parse::<Awaited>() { span.muted.small { " · " (lang.t(&format!("task-awaited-{}", awaited.word().replace('_', "-")))) } }
            }
        }
    }
}

/// A person by their initials, the whole name on hover and for screen readers.
pub fn person(members: &[Member], id: Option<Id>) -> Markup {
    let found = id.and_then(|id| members.iter().find(|member| member.user_id == id));
    html! {
        @match found {
            Some(member) => { abbr.ini title=(member.name) { span aria-hidden="true" { (initials(&member.name)) } span.vh { (member.name) } } }
            None => { span.muted { "—" } }
        }
    }
}

/// A person's name; none of whom is not of the practice.
pub fn name(members: &[Member], id: Option<Id>) -> Option<&str> {
    id.and_then(|id| members.iter().find(|member| member.user_id == id)).map(|member| member.name.as_str())
}

/// A stored day, red where it is over.
pub fn day(lang: Lang, stored: &str, late: bool) -> Markup {
    html! {
        @if stored.is_empty() { span.muted { "—" } }
        @else if late { span.late { (format::stored_date(lang, stored)) } }
        @else { (format::stored_date(lang, stored)) }
    }
}

/// Days from a stored day to another.
pub fn days_since(stored: &str, today: Date) -> i64 {
    stored.parse::<Date>().ok().and_then(|day| day.until(today).ok()).map_or(0, |span| i64::from(span.get_days()))
}

/// Why a task is late, and because of whom: «13 días de retraso · nuestro, sin empezar».
pub fn lateness(who: &InPractice, task: &Listed, today: Date) -> Markup {
    let lang = who.lang();
    let now = today.to_string();
    let over = |day: &str| !day.is_empty() && *day < *now;
    html! {
        @if over(&task.legal_due_on) { span.late { (t!(lang, "task-late-days", count = days_since(&task.legal_due_on, today))) } " · " (fault(who, task)) }
        @else if over(&task.due_on) && !task.legal_due_on.is_empty() {
            span.late { (t!(lang, "task-late-internal", count = days_since(&task.due_on, today))) } " · "
            (t!(lang, "task-left-legal", count = -days_since(&task.legal_due_on, today))) " · " (fault(who, task))
        }
        @else if over(&task.due_on) { span.late { (t!(lang, "task-late-days", count = days_since(&task.due_on, today))) } " · " (fault(who, task)) }
        @else { (fault(who, task)) }
    }
}

/// Because of whom it is where it is.
pub fn fault(who: &InPractice, task: &Listed) -> String {
    let lang = who.lang();
    let since = format::date(lang, &who.user.time_zone, task.status_since);
    match (task.status.parse().unwrap_or(Status::Planned), task.waiting_for.parse::<Awaited>()) {
        (Status::Waiting, Ok(awaited)) => t!(lang, &format!("task-fault-{}", awaited.word().replace('_', "-")), day = since),
        (status, _) => t!(lang, &format!("task-ours-{}", status.word().replace('_', "-")), day = since),
    }
}

/// `Modelo 303 · 1T 2027`.
pub fn title(lang: Lang, title: &str, period: &str) -> String {
    if period.is_empty() { title.to_owned() } else { format!("{title} · {}", period::told(lang, period)) }
}

/// Minutes as hours: `1,5 h`.
pub fn hours(lang: Lang, minutes: i64) -> String {
    let tenths = (minutes * 10 + 30) / 60;
    let text = if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) };
    t!(lang, "task-hours", hours = format::decimal(lang, &text))
}

/// An instant as a program reads it.
pub fn instant(at: i64) -> String {
    Timestamp::from_millisecond(at).map(|at| at.to_string()).unwrap_or_default()
}
