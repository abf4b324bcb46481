//! A request, its lines, and the pure rules of both: what is asked, what is lacking, what may be done in which state.

use std::collections::HashSet;

use despacho_kernel::{Id, words};
use despacho_platform::{clock::DAY, sql::Versioned};

/// Most lines of a request, files of a line, and recipients.
pub const LINES: usize = 100;
pub const FILES: i64 = 50;
pub const RECIPIENTS: usize = 20;
/// Most bytes that arrive for a request, kept or not: whoever has a link fills nobody's disk.
pub const RECEIVED: i64 = 1_000_000_000;
/// How long a link works, in milliseconds.
pub const LIFETIME: i64 = 30 * DAY;

words! {
    /// Where a request stands.
    State {
        Draft = "draft",
        Sent = "sent",
        Opened = "opened",
        InProgress = "in_progress",
        Submitted = "submitted",
        Returned = "returned",
        Accepted = "accepted",
        Cancelled = "cancelled",
        /// No message could be delivered.
        Undeliverable = "undeliverable",
    }
}

impl State {
    /// Whether its client may still answer.
    pub fn is_answerable(self) -> bool {
        matches!(self, Self::Sent | Self::Opened | Self::InProgress | Self::Returned | Self::Undeliverable)
    }

    /// Whether it is with the client, or with the firm to be judged.
    pub fn is_open(self) -> bool {
        self.is_answerable() || self == Self::Submitted
    }
}

words! {
    /// What a line asks for.
    Kind {
        Text = "text",
        LongText = "long_text",
        Number = "number",
        Date = "date",
        Money = "money",
        YesNo = "yes_no",
        /// One of several.
        Choice = "choice",
        /// Any of several.
        Several = "several",
        Upload = "upload",
        ReadAndAccept = "read_and_accept",
    }
}

impl Kind {
    /// Whether a line can depend on its answer: one that is one of a few.
    pub fn decides(self) -> bool {
        matches!(self, Self::YesNo | Self::Choice | Self::Several)
    }

    pub fn has_choices(self) -> bool {
        matches!(self, Self::Choice | Self::Several)
    }
}

words! {
    /// Where a line stands.
    LineState {
        Pending = "pending",
        Answered = "answered",
        /// The client says that it does not apply, and why.
        NotApplicable = "not_applicable",
        Accepted = "accepted",
        Returned = "returned",
    }
}

words! {
    /// The kinds of files that an upload may be limited to, told by what is in them.
    FileKind {
        Pdf = "pdf",
        Image = "image",
        /// Spreadsheets and text documents of today's programs, and ZIP files.
        Office = "office",
    }
}

impl FileKind {
    pub fn of(kind: despacho_platform::files::kind::Kind) -> Option<Self> {
        use despacho_platform::files::kind::Kind as K;
        match kind {
            K::Pdf => Some(Self::Pdf),
            K::Png | K::Jpeg | K::Gif | K::Webp => Some(Self::Image),
            K::Zip => Some(Self::Office),
            K::Other => None,
        }
    }
}

/// What files of a client are, in the order in which people choose.
pub const DOCUMENT_KINDS: [&str; 11] =
    ["invoice_received", "invoice_issued", "statement", "payslip", "contract", "return", "filing_proof", "deed", "certificate", "notification", "other"];

despacho_platform::row! {
    /// What the firm asks of a client.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Request in "client_requests" key (practice_id, id) {
        pub practice_id: Id,
        pub id: Id,
        pub client_id: Id,
        pub title: String,
        /// The folded title.
        pub search: String,
        /// What the client reads above the lines.
        pub message: String,
        /// ISO 8601, or empty.
        pub due_on: String,
        /// A [`State`].
        pub state: String,
        /// Why it was returned or cancelled.
        pub reason: String,
        /// Days between reminders; 0 is none.
        pub remind_every: i64,
        /// The day from which the next reminder is counted.
        pub reminded_on: String,
        /// How many went.
        pub reminders: i64,
        pub asks_code: bool,
        pub task_id: Option<Id>,
        /// Bytes that arrived, kept or not.
        pub received: i64,
        pub created_by: Id,
        /// UTC milliseconds, as the others.
        pub created_at: i64,
        pub updated_at: i64,
        pub sent_at: Option<i64>,
        pub sent_by: Option<Id>,
        pub opened_at: Option<i64>,
        pub submitted_at: Option<i64>,
        pub closed_at: Option<i64>,
        pub version: i64,
    }
}

impl Versioned for Request {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Request {
    pub fn state(&self) -> State {
        self.state.parse().unwrap_or(State::Draft)
    }
}

despacho_platform::row! {
    /// Whom a request goes to.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Recipient in "request_recipients" key (practice_id, request_id, contact_id) {
        pub practice_id: Id,
        pub request_id: Id,
        pub contact_id: Id,
        pub name: String,
    }
}

despacho_platform::row! {
    /// One thing that is asked.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Line in "request_lines" key (practice_id, id) {
        pub practice_id: Id,
        pub id: Id,
        pub request_id: Id,
        /// From 1.
        pub position: i64,
        /// A [`Kind`].
        pub kind: String,
        pub title: String,
        pub help: String,
        pub required: bool,
        /// JSON.
        pub choices: String,
        /// JSON, of [`FileKind`]s; empty takes any.
        pub file_kinds: String,
        pub document_kind: String,
        pub period: String,
        /// ISO 4217, of an amount.
        pub currency: String,
        pub condition_line: Option<Id>,
        pub condition_answer: String,
        /// A [`LineState`].
        pub state: String,
        /// As it is stored: `answer.rs`.
        pub answer: String,
        pub not_applicable: bool,
        /// Why it does not apply.
        pub excuse: String,
        /// Why it was returned.
        pub reason: String,
        /// Whether its reader was told that it was returned.
        pub told: bool,
        pub answered_by: String,
        pub answered_at: Option<i64>,
    }
}

fn list(json: &str) -> Vec<String> {
    serde_json::from_str(json).unwrap_or_default()
}

impl Line {
    pub fn kind(&self) -> Kind {
        self.kind.parse().unwrap_or(Kind::Text)
    }

    pub fn state(&self) -> LineState {
        self.state.parse().unwrap_or(LineState::Pending)
    }

    pub fn choices(&self) -> Vec<String> {
        list(&self.choices)
    }

    pub fn file_kinds(&self) -> Vec<FileKind> {
        list(&self.file_kinds).iter().filter_map(|word| word.parse().ok()).collect()
    }

    /// Whether somebody has answered it, and nobody has sent it back.
    pub fn is_answered(&self) -> bool {
        matches!(self.state(), LineState::Answered | LineState::NotApplicable | LineState::Accepted)
    }

    /// Whether the firm may judge what was answered.
    pub fn is_to_judge(&self) -> bool {
        matches!(self.state(), LineState::Answered | LineState::NotApplicable)
    }

    /// Whether its answer is the one that a condition names.
    fn says(&self, answer: &str) -> bool {
        !self.not_applicable
            && self.is_answered()
            && match self.kind() {
                Kind::Several => list(&self.answer).iter().any(|chosen| chosen == answer),
                _ => self.answer == answer,
            }
    }
}

/// The lines that are asked, as far as the answers go: those whose condition is met, in their order. A condition names an earlier line, and what is not
/// asked decides nothing.
pub fn asked(lines: &[Line]) -> Vec<&Line> {
    let mut seen: HashSet<Id> = HashSet::new();
    let mut found = vec![];
    for line in lines {
        let is_asked = line
            .condition_line
            .is_none_or(|of| seen.contains(&of) && lines.iter().find(|other| other.id == of).is_some_and(|other| other.says(&line.condition_answer)));
        if is_asked {
            seen.insert(line.id);
            found.push(line);
        }
    }
    found
}

/// How far a request has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Lines that are asked.
    pub asked: usize,
    pub answered: usize,
    pub accepted: usize,
    pub to_judge: usize,
    pub returned: usize,
    /// Required lines that lack an answer.
    pub lacking: usize,
}

pub fn progress(lines: &[Line]) -> Progress {
    let asked = asked(lines);
    let count = |is: &dyn Fn(&Line) -> bool| asked.iter().filter(|line| is(line)).count();
    Progress {
        asked: asked.len(),
        answered: count(&Line::is_answered),
        accepted: count(&|line| line.state() == LineState::Accepted),
        to_judge: count(&Line::is_to_judge),
        returned: count(&|line| line.state() == LineState::Returned),
        lacking: count(&|line| line.required && !line.is_answered()),
    }
}

impl Progress {
    /// Whether nothing is left to wait for: all is accepted, and what nobody answered need not be, once the client says so.
    pub fn is_done(self, submitted: bool) -> bool {
        let left = self.asked - self.accepted;
        self.asked > 0 && (left == 0 || submitted && self.to_judge == 0 && self.returned == 0 && self.lacking == 0)
    }
}

#[cfg(test)]
mod tests {
    use despacho_kernel::new_id;
    use proptest::prelude::*;

    use super::*;

    fn line(kind: Kind, answer: Option<&str>, on: Option<(&Line, &str)>) -> Line {
        Line {
            id: new_id(),
            kind: kind.word().into(),
            required: true,
            state: if answer.is_some() { "answered" } else { "pending" }.into(),
            answer: answer.unwrap_or_default().into(),
            condition_line: on.map(|(line, _)| line.id),
            condition_answer: on.map(|(_, answer)| answer.into()).unwrap_or_default(),
            ..Line::default()
        }
    }

    #[test]
    fn what_is_not_asked_is_not_lacking_and_decides_nothing() {
        let first = line(Kind::YesNo, None, None);
        let second = line(Kind::Choice, Some("Local"), Some((&first, "yes")));
        let third = line(Kind::Upload, None, Some((&second, "Local")));
        let of = |answer: Option<&str>| {
            let first =
                Line { answer: answer.unwrap_or_default().into(), state: if answer.is_some() { "answered" } else { "pending" }.into(), ..first.clone() };
            let lines = [first, second.clone(), third.clone()];
            (asked(&lines).len(), progress(&lines).lacking)
        };
        assert_eq!((of(None), of(Some("no")), of(Some("yes"))), ((1, 1), (1, 0), (3, 1)));
        // What does not apply says neither.
        let none = Line { state: "not_applicable".into(), not_applicable: true, ..first.clone() };
        assert_eq!(asked(&[none, second.clone()]).len(), 1);
        // A line that was sent back is answered no longer.
        let back = Line { state: "returned".into(), answer: "yes".into(), ..first };
        assert_eq!(asked(&[back, second]).len(), 1);
    }

    #[test]
    fn any_of_several_decides() {
        let first = line(Kind::Several, Some(r#"["Nóminas","Facturas"]"#), None);
        let lines = [first.clone(), line(Kind::Upload, None, Some((&first, "Facturas"))), line(Kind::Upload, None, Some((&first, "Fact")))];
        assert_eq!(asked(&lines).len(), 2);
    }

    #[test]
    fn a_request_is_done_when_nothing_is_left_to_wait_for() {
        let of = |states: &[(&str, bool)], submitted| {
            let lines: Vec<Line> = states
                .iter()
                .map(|(state, required)| Line { id: new_id(), state: (*state).into(), required: *required, ..Line::default() })
                .collect();
            progress(&lines).is_done(submitted)
        };
        assert!(of(&[("accepted", true), ("accepted", false)], false));
        assert!(of(&[("accepted", true), ("pending", false)], true));
        assert!(!of(&[("accepted", true), ("pending", false)], false), "the client may still bring it");
        for left in ["answered", "not_applicable", "returned"] {
            assert!(!of(&[("accepted", true), (left, false)], true), "{left}");
        }
        assert!(!of(&[("pending", true)], true) && !of(&[], true));
    }

    proptest! {
        #[test]
        fn figures_agree_whatever_the_states(states in proptest::collection::vec((0usize..5, any::<bool>(), 0usize..12), 0..12)) {
            let mut lines: Vec<Line> = vec![];
            for (state, required, on) in states {
                let state = LineState::ALL[state].word();
                let condition = lines.get(on).map(|line: &Line| line.id);
                lines.push(Line { id: new_id(), kind: "yes_no".into(), state: state.into(), required, condition_line: condition, condition_answer: "yes".into(), answer: "yes".into(), ..Line::default() });
            }
            let p = progress(&lines);
            prop_assert!(p.answered == p.accepted + p.to_judge && p.answered + p.returned <= p.asked && p.asked <= lines.len());
            prop_assert!(p.lacking <= p.asked - p.answered);
            if p.is_done(true) { prop_assert_eq!((p.to_judge, p.returned, p.lacking), (0, 0, 0)); }
        }
    }
}
