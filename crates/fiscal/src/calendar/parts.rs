//! What pages of the calendar share: a state as a shape and a word, dates, people.

use std::collections::HashMap;

use despacho_kernel::Id;
use despacho_platform::{Result, i18n::Lang, memberships, sql::Connection, t};
use despacho_ui::format;
use jiff::civil::Date;
use maud::{Markup, html};

use crate::obligations::obligation::State;

/// The word of a state.
pub(super) fn state_word(lang: Lang, state: State) -> String {
    lang.t(&format!("obligation-state-{}", state.word().replace('_', "-")))
}

/// The shape of a state; the word stands beside it, colour is a help.
pub(super) fn shape(state: State) -> Markup {
    let (class, inner) = match state {
        State::Pending => ("p", html! { circle cx="8" cy="8" r="5.5" {} }),
        State::InPreparation => ("e", html! { circle cx="8" cy="8" r="5.5" {} path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" {} }),
        State::WaitingApproval => ("a", html! { circle cx="8" cy="8" r="5.5" {} path d="M8 5v3l2 1.5" {} }),
        State::Filed => ("f", html! { circle cx="8" cy="8" r="5.5" {} path d="m5.5 8.2 1.7 1.7 3.3-3.6" {} }),
        State::Paid => ("g", html! { circle cx="8" cy="8" r="6.2" fill="currentColor" {} path d="m5.4 8.2 1.8 1.8 3.5-3.8" stroke="var(--surface)" {} }),
        State::NotApplicable => ("n", html! { path d="M4 8h8" {} }),
    };
    html! { svg class=(format!("gl {class}")) viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" { (inner) } }
}

/// A state with its word.
pub(super) fn state(lang: Lang, of: State) -> Markup {
    html! { span.st { (shape(of)) (state_word(lang, of)) } }
}

/// The members of a practice by their id.
pub(super) async fn people(db: &dyn Connection, practice: Id) -> Result<Vec<(Id, String)>> {
    Ok(memberships::list(db, practice).await?.into_iter().map(|member| (member.user_id, member.name)).collect())
}

/// Their names.
pub(super) fn names(people: &[(Id, String)]) -> HashMap<Id, String> {
    people.iter().cloned().collect()
}

/// The first letters of a name's first two words, with the name for who asks.
pub(super) fn initials(name: &str) -> Markup {
    let letters: String = name.split_whitespace().filter_map(|word| word.chars().next()).take(2).flat_map(char::to_uppercase).collect();
    html! { abbr.ini title=(name) { (letters) } }
}

/// A stored day as it stands in a column's head and a cell: without the year where it is that of today.
pub(super) fn short_day(lang: Lang, day: &str, today: Date) -> String {
    match day.parse::<Date>() {
        Ok(date) => {
            let month: String = lang.t(&format!("month-{}", date.month())).chars().take(3).collect();
            // Spanish writes months small.
            let month = if lang == Lang::Es { month.to_lowercase() } else { month };
            if date.year() == today.year() { format!("{} {month}", date.day()) } else { format!("{} {month} {}", date.day(), date.year()) }
        }
        Err(_) => format::stored_date(lang, day),
    }
}

/// The day of the week of a stored day.
pub(super) fn weekday(lang: Lang, day: &str) -> String {
    day.parse::<Date>()
        .map(|date| lang.t(&format!("fiscal-weekday-{}", date.weekday().to_monday_one_offset())))
        .unwrap_or_default()
}

/// How late something is, in words.
pub(super) fn late(lang: Lang, days: i64) -> Markup {
    html! { small.late { (t!(lang, "fiscal-late-days", count = days)) } }
}
