//! What pages say of states and kinds.

use despacho_platform::{i18n::Lang, t};
use despacho_ui::format;
use jiff::civil::Date;
use maud::{Markup, html};

use crate::request::{Line, LineState, Progress, Request, State};

pub fn state(lang: Lang, state: State) -> String {
    lang.t(&format!("request-state-{}", state.word().replace('_', "-")))
}

pub fn kind(lang: Lang, word: &str) -> String {
    lang.t(&format!("request-kind-{}", word.replace('_', "-")))
}

pub fn document_kind(lang: Lang, word: &str) -> String {
    lang.t(&format!("request-document-{}", word.replace('_', "-")))
}

/// A request's state, with how much waits for the firm.
pub fn state_tag(lang: Lang, request: &Request, p: Progress) -> Markup {
    let of = request.state();
    let class = match of {
        State::Accepted => "tag ok",
        State::Submitted | State::Returned | State::InProgress => "tag warn",
        State::Undeliverable => "tag bad",
        _ => "tag",
    };
    html! { span class=(class) { (state(lang, of)) @if p.to_judge > 0 && of != State::Cancelled { " · " (t!(lang, "request-to-judge", count = p.to_judge)) } } }
}

pub fn line_tag(lang: Lang, line: &Line) -> Markup {
    let class = match line.state() {
        LineState::Accepted => "tag ok",
        LineState::Returned => "tag warn",
        _ => "tag",
    };
    html! { span class=(class) { (lang.t(&format!("request-line-state-{}", line.state.replace('_', "-")))) } }
}

/// When it is due, and how late it is.
pub fn due(lang: Lang, request: &Request, today: Option<Date>) -> Markup {
    let day: Option<Date> = request.due_on.parse().ok();
    let late = match (day, today) {
        (Some(day), Some(today)) if request.state().is_answerable() && day < today => day.until(today).ok().map(|span| span.get_days()),
        _ => None,
    };
    html! {
        @if request.due_on.is_empty() { span.muted { "—" } }
        @else { (format::stored_date(lang, &request.due_on)) @if let Some(days) = late { " " b.late { (t!(lang, "request-late", days = days)) } } }
    }
}
