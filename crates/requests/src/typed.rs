//! A request as it is typed, in a form or by a program, and as it becomes rows.

use std::collections::HashSet;

use despacho_kernel::{Id, Invalid, new_id, place, text::fold};
use despacho_practice::clients::client::{Client, Contact};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::request::{DOCUMENT_KINDS, FileKind, Kind, LINES, Line, RECIPIENTS, Recipient, Request, State};

/// Days between reminders unless told.
pub const REMIND_EVERY: i64 = 3;
/// Most days between reminders.
pub const SELDOM: i64 = 60;
/// Most characters of a title, of what stands beneath it, and of what the client reads above all lines.
pub const TITLE: usize = 200;
pub const HELP: usize = 1000;
pub const MESSAGE: usize = 3000;
/// Most choices of a line, and characters of each.
pub const CHOICES: usize = 30;
pub const CHOICE: usize = 200;

/// A condition as it is typed: the place of an earlier line, from 1, and its answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedCondition {
    pub line: usize,
    #[serde(default)]
    pub answer: Value,
}

impl TypedCondition {
    fn answer(&self) -> String {
        match &self.answer {
            Value::Bool(yes) => if *yes { "yes" } else { "no" }.into(),
            Value::String(text) => text.trim().into(),
            _ => String::new(),
        }
    }
}

/// A line as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedLine {
    pub kind: String,
    pub title: String,
    pub help: Option<String>,
    pub required: bool,
    pub choices: Vec<String>,
    pub file_kinds: Vec<String>,
    pub document_kind: Option<String>,
    pub period: Option<String>,
    pub currency: Option<String>,
    pub condition: Option<TypedCondition>,
}

impl Default for TypedLine {
    fn default() -> Self {
        Self {
            kind: String::new(),
            title: String::new(),
            help: None,
            required: true,
            choices: vec![],
            file_kinds: vec![],
            document_kind: None,
            period: None,
            currency: None,
            condition: None,
        }
    }
}

/// A request as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct TypedRequest {
    pub title: String,
    pub message: Option<String>,
    pub due_on: Option<String>,
    /// Contact persons of the client; none is the client's own address.
    pub recipients: Vec<Id>,
    pub remind_every: Option<i64>,
    pub asks_code: Option<bool>,
    pub task_id: Option<Id>,
    pub lines: Vec<TypedLine>,
}

/// Whether a text names a year, a quarter or a month: `2027`, `2027-Q1`, `2027-03`.
pub fn is_period(text: &str) -> bool {
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('-') {
        None => digits(text, 4),
        Some((year, part)) => {
            let quarter = part.strip_prefix('Q').is_some_and(|quarter| matches!(quarter, "1" | "2" | "3" | "4"));
            digits(year, 4) && (quarter || digits(part, 2) && (1..=12).contains(&part.parse().unwrap_or(0)))
        }
    }
}

fn or_empty(text: Option<&String>) -> &str {
    text.map_or("", |text| text.as_str())
}

/// What is typed of a request that stands in a template too: its lines, and what their client reads above them.
pub fn lines(typed: &[TypedLine], currency: &str, errors: &mut Invalid) -> Vec<Line> {
    if typed.len() > LINES {
        errors.push_with("lines", "too_many_rows", vec![("max", LINES.to_string())]);
    }
    let mut found: Vec<Line> = vec![];
    for (at, typed) in typed.iter().take(LINES).enumerate() {
        let line = line(typed, at, currency, &found, errors);
        found.push(line);
    }
    found
}

fn line(typed: &TypedLine, at: usize, currency: &str, before: &[Line], errors: &mut Invalid) -> Line {
    let place = |field: &str| format!("lines.{at}.{field}");
    let kind: Kind = errors.take(&place("kind"), typed.kind.parse()).unwrap_or(Kind::Text);
    let choices = if kind.has_choices() { choices(&typed.choices, &place("choices"), errors) } else { vec![] };
    let is_upload = kind == Kind::Upload;
    let file_kinds: Vec<&str> = if is_upload {
        let read: Vec<FileKind> = typed.file_kinds.iter().filter_map(|word| errors.take(&place("file_kinds"), word.parse())).collect();
        FileKind::ALL.iter().filter(|kind| read.contains(kind)).map(|kind| kind.word()).collect()
    } else {
        vec![]
    };
    let document_kind = or_empty(typed.document_kind.as_ref()).trim();
    if is_upload && !document_kind.is_empty() && !DOCUMENT_KINDS.contains(&document_kind) {
        errors.push(&place("document_kind"), "choice");
    }
    let period = or_empty(typed.period.as_ref()).trim();
    if is_upload && !period.is_empty() && !is_period(period) {
        errors.push(&place("period"), "request_period");
    }
    let own_currency = Some(or_empty(typed.currency.as_ref()).trim()).filter(|code| !code.is_empty()).unwrap_or(currency);
    let own_currency =
        if kind == Kind::Money { errors.take(&place("currency"), place::currency(own_currency).map(|c| c.code.clone()).map_err(|_| "currency")) } else { None };
    let (condition_line, condition_answer) = match &typed.condition {
        Some(condition) if condition.line != 0 => self::condition(condition, before, &place("condition"), errors),
        _ => (None, String::new()),
    };
    Line {
        id: new_id(),
        position: i64::try_from(at + 1).unwrap_or(0),
        kind: kind.word().into(),
        title: errors.required(&place("title"), &typed.title, TITLE),
        help: errors.optional_long(&place("help"), or_empty(typed.help.as_ref()), HELP),
        required: typed.required,
        choices: serde_json::to_string(&choices).unwrap_or_default(),
        file_kinds: serde_json::to_string(&file_kinds).unwrap_or_default(),
        document_kind: if is_upload { document_kind.into() } else { String::new() },
        period: if is_upload { period.into() } else { String::new() },
        currency: own_currency.unwrap_or_default(),
        condition_line,
        condition_answer,
        state: "pending".into(),
        ..Line::default()
    }
}

fn choices(typed: &[String], at: &str, errors: &mut Invalid) -> Vec<String> {
    let mut found: Vec<String> = vec![];
    for choice in typed.iter().filter(|choice| !choice.trim().is_empty()) {
        let choice = errors.required(at, choice, CHOICE);
        if found.contains(&choice) {
            errors.push(at, "request_choice_twice");
        } else {
            found.push(choice);
        }
    }
    if found.len() < 2 {
        errors.push(at, "request_choices");
    }
    if found.len() > CHOICES {
        errors.push_with(at, "too_many_rows", vec![("max", CHOICES.to_string())]);
        found.truncate(CHOICES);
    }
    found
}

/// A condition names an earlier line whose answer is one of a few, and one of these.
fn condition(typed: &TypedCondition, before: &[Line], at: &str, errors: &mut Invalid) -> (Option<Id>, String) {
    let Some(of) = before.get(typed.line - 1).filter(|line| line.kind().decides()) else {
        errors.push(at, "request_condition_line");
        return (None, String::new());
    };
    let answer = typed.answer();
    let known = match of.kind() {
        Kind::YesNo => matches!(answer.as_str(), "yes" | "no"),
        _ => of.choices().contains(&answer),
    };
    if !known {
        errors.push(at, "request_condition_answer");
    }
    (Some(of.id), answer)
}

impl TypedRequest {
    /// The rows of a request, over what it was; what is wrong is noted at its place.
    pub fn read(&self, client: &Client, contacts: &[Contact], before: Request, errors: &mut Invalid) -> (Request, Vec<Line>, Vec<Recipient>) {
        let due_on = or_empty(self.due_on.as_ref()).trim();
        if !due_on.is_empty() && due_on.parse::<Date>().is_err() {
            errors.push("due_on", "date");
        }
        let remind_every = self.remind_every.unwrap_or(REMIND_EVERY);
        if !(0..=SELDOM).contains(&remind_every) {
            errors.push_with("remind_every", "between", vec![("min", "0".into()), ("max", SELDOM.to_string())]);
        }
        let id = if before.id.is_nil() { new_id() } else { before.id };
        let mut seen = HashSet::new();
        let mut recipients = vec![];
        for (at, contact_id) in self.recipients.iter().enumerate().filter(|(_, id)| seen.insert(**id)) {
            match contacts.iter().find(|contact| contact.id == *contact_id) {
                Some(contact) => {
                    recipients.push(Recipient { practice_id: client.practice_id, request_id: id, contact_id: contact.id, name: contact.name.clone() });
                }
                None => errors.push(&format!("recipients.{at}"), "choice"),
            }
        }
        if recipients.len() > RECIPIENTS {
            errors.push_with("recipients", "too_many_rows", vec![("max", RECIPIENTS.to_string())]);
            recipients.truncate(RECIPIENTS);
        }
        let title = errors.required("title", &self.title, TITLE);
        errors.no_link("title", &title);
        let request = Request {
            practice_id: client.practice_id,
            id,
            client_id: client.id,
            search: fold(&title),
            title,
            message: errors.optional_long("message", or_empty(self.message.as_ref()), MESSAGE),
            due_on: due_on.into(),
            state: if before.state.is_empty() { State::Draft.word().into() } else { before.state.clone() },
            remind_every: remind_every.clamp(0, SELDOM),
            asks_code: self.asks_code.unwrap_or(false),
            task_id: self.task_id,
            ..before
        };
        let mut lines = lines(&self.lines, &client.currency, errors);
        for line in &mut lines {
            (line.practice_id, line.request_id) = (client.practice_id, id);
        }
        (request, lines, recipients)
    }
}

/// Lines as they are typed, for a form that is opened again or a template.
pub fn of_lines(lines: &[Line]) -> Vec<TypedLine> {
    let place = |id: Id| lines.iter().position(|line| line.id == id).map_or(0, |at| at + 1);
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let of = |line: &Line| TypedLine {
        kind: line.kind.clone(),
        title: line.title.clone(),
        help: some(&line.help),
        required: line.required,
        choices: line.choices(),
        file_kinds: line.file_kinds().iter().map(|kind| kind.word().to_owned()).collect(),
        document_kind: some(&line.document_kind),
        period: some(&line.period),
        currency: some(&line.currency),
        condition: line.condition_line.map(|id| TypedCondition { line: place(id), answer: Value::String(line.condition_answer.clone()) }),
    };
    lines.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn client() -> Client {
        Client { practice_id: Id::max(), id: Id::max(), currency: "EUR".into(), ..Client::default() }
    }

    fn read(body: Value) -> (Vec<Line>, Vec<String>) {
        let typed: TypedRequest = serde_json::from_value(body).expect("a request");
        let mut errors = Invalid::new();
        let (_, lines, _) = typed.read(&client(), &[], Request::default(), &mut errors);
        (lines, errors.0.iter().map(|error| format!("{} {}", error.field, error.code)).collect())
    }

    #[test]
    fn every_fault_is_told_at_its_place() {
        let (_, errors) = read(json!({
            "title": " ", "due_on": "mañana", "remind_every": 90, "recipients": [new_id()],
            "lines": [
                { "kind": "question", "title": "a" },
                { "kind": "choice", "title": "b", "choices": ["Sí", "Sí"] },
                { "kind": "upload", "title": "", "file_kinds": ["exe"], "document_kind": "x", "period": "2027-Q5" },
                { "kind": "text", "title": "d", "condition": { "line": 1, "answer": true } },
                { "kind": "text", "title": "e", "condition": { "line": 6, "answer": "Sí" } },
                { "kind": "text", "title": "f", "condition": { "line": 2, "answer": "Otro" } },
            ],
        }));
        let expected = [
            "due_on date",
            "remind_every between",
            "recipients.0 choice",
            "title required",
            "lines.0.kind choice",
            "lines.1.choices request_choice_twice",
            "lines.1.choices request_choices",
            "lines.2.file_kinds choice",
            "lines.2.document_kind choice",
            "lines.2.period request_period",
            "lines.2.title required",
            "lines.3.condition request_condition_line",
            "lines.4.condition request_condition_line",
            "lines.5.condition request_condition_answer",
        ];
        assert_eq!(errors, expected);
    }

    #[test]
    fn what_was_read_is_typed_again() {
        let (lines, errors) = read(json!({
            "title": "Documentación",
            "lines": [
                { "kind": "yes_no", "title": "¿Ha alquilado un local?" },
                { "kind": "upload", "title": "Contrato", "file_kinds": ["image", "pdf"], "document_kind": "contract", "period": "2027-03", "condition": { "line": 1, "answer": true } },
                { "kind": "money", "title": "Ingresos", "required": false },
            ],
        }));
        assert_eq!(errors, [""; 0]);
        assert_eq!(
            (lines[1].condition_line, lines[1].condition_answer.as_str(), lines[1].file_kinds.as_str()),
            (Some(lines[0].id), "yes", r#"["pdf","image"]"#)
        );
        let mut none = Invalid::new();
        let again = super::lines(&of_lines(&lines), "EUR", &mut none);
        assert_eq!(none, Invalid::new());
        assert_eq!(of_lines(&again), of_lines(&lines));
    }

    #[test]
    fn a_period_is_a_year_a_quarter_or_a_month() {
        for good in ["2027", "2027-Q4", "2027-01", "2027-12"] {
            assert!(is_period(good), "{good}");
        }
        for bad in ["", "27", "2027-", "2027-Q0", "2027-Q5", "2027-13", "2027-00", "2027-1", "1T 2027", "2027-Q1 ", "２０２７"] {
            assert!(!is_period(bad), "{bad}");
        }
    }
}
