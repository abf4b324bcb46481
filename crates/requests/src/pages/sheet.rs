//! The form of a request as it is typed: lines that are added, ordered and removed by buttons of the form itself, with or without scripts.

use despacho_kernel::{Id, Invalid};
use despacho_platform::{i18n::Lang, t};
use despacho_practice::clients::client::Contact;
use despacho_ui::{
    assets::icon,
    error::message,
    forms::{Form, FormData},
};
use maud::{Markup, html};
use serde_json::Value;

use super::words;
use crate::{
    request::{DOCUMENT_KINDS, FileKind, Kind},
    typed::{REMIND_EVERY, TypedCondition, TypedLine, TypedRequest},
};

/// What a button of the form does to its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Add,
    Up(usize),
    Down(usize),
    Remove(usize),
    /// Nothing but showing again what follows from what was typed.
    Refresh,
}

impl Step {
    pub fn of(word: &str) -> Option<Self> {
        let (name, at) = word.split_once('.').unwrap_or((word, ""));
        let at = at.parse::<usize>().ok();
        match (name, at) {
            ("add", _) => Some(Self::Add),
            ("refresh", _) => Some(Self::Refresh),
            ("up", Some(at)) => Some(Self::Up(at)),
            ("down", Some(at)) => Some(Self::Down(at)),
            ("remove", Some(at)) => Some(Self::Remove(at)),
            _ => None,
        }
    }

    /// Does it; conditions go on naming the lines that they named.
    pub fn apply(self, lines: &mut Vec<TypedLine>) {
        let moved: Box<dyn Fn(usize) -> usize> = match self {
            Self::Add => {
                lines.push(TypedLine { kind: Kind::Upload.word().into(), ..TypedLine::default() });
                return;
            }
            Self::Refresh => return,
            Self::Up(at) | Self::Down(at) => {
                let other = if matches!(self, Self::Up(_)) { at.checked_sub(1) } else { Some(at + 1) };
                let Some(other) = other.filter(|other| at < lines.len() && *other < lines.len()) else { return };
                lines.swap(at, other);
                Box::new(move |line| {
                    if line == at + 1 {
                        other + 1
                    } else if line == other + 1 {
                        at + 1
                    } else {
                        line
                    }
                })
            }
            Self::Remove(at) => {
                if at >= lines.len() {
                    return;
                }
                lines.remove(at);
                Box::new(move |line| {
                    if line == at + 1 {
                        0
                    } else if line > at + 1 {
                        line - 1
                    } else {
                        line
                    }
                })
            }
        };
        for line in lines.iter_mut() {
            line.condition = line.condition.take().map(|c| TypedCondition { line: moved(c.line), ..c }).filter(|c| c.line != 0);
        }
    }
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.trim().is_empty())
}

/// The lines of a form, in the order of their places.
fn lines_of(data: &FormData) -> Vec<TypedLine> {
    let mut places: Vec<usize> = data.0.iter().filter_map(|(name, _)| name.strip_prefix("lines.")?.strip_suffix(".kind")?.parse().ok()).collect();
    places.sort_unstable();
    places.dedup();
    places.truncate(crate::request::LINES + 1);
    let line = |at: usize| {
        let get = |field: &str| data.text(&format!("lines.{at}.{field}"));
        let condition = get("condition");
        let condition = condition
            .split_once('=')
            .and_then(|(line, answer)| Some(TypedCondition { line: line.parse().ok()?, answer: Value::String(answer.into()) }));
        TypedLine {
            kind: get("kind"),
            title: get("title"),
            help: some(get("help")),
            required: data.has(&format!("lines.{at}.required")),
            choices: get("choices").lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect(),
            file_kinds: data.all(&format!("lines.{at}.file_kinds")),
            document_kind: some(get("document_kind")),
            period: some(get("period")),
            currency: some(get("currency").to_uppercase()),
            condition,
        }
    };
    places.into_iter().map(line).collect()
}

/// A request as a form says.
pub fn read(data: &FormData) -> TypedRequest {
    TypedRequest {
        title: data.text("title"),
        message: some(data.text("message")),
        due_on: some(data.day("due_on")),
        recipients: data.all("recipients").iter().filter_map(|id| id.parse().ok()).collect(),
        // What is no number is out of bounds, and told so.
        remind_every: Some(data.get("remind_every").trim()).filter(|text| !text.is_empty()).map(|text| text.parse().unwrap_or(-1)).or(Some(0)),
        asks_code: Some(data.has("asks_code")),
        task_id: data.get("task_id").parse().ok(),
        lines: lines_of(data),
    }
}

/// A form as it is opened.
pub fn data_of(typed: &TypedRequest) -> FormData {
    let mut data = FormData::default();
    data.set("title", typed.title.clone());
    data.set("message", typed.message.clone().unwrap_or_default());
    data.set("due_on", typed.due_on.clone().unwrap_or_default());
    for id in &typed.recipients {
        data.set("recipients", id.to_string());
    }
    data.set("remind_every", typed.remind_every.unwrap_or(REMIND_EVERY).to_string());
    if typed.asks_code == Some(true) {
        data.set("asks_code", "yes");
    }
    if let Some(task) = typed.task_id {
        data.set("task_id", task.to_string());
    }
    for (at, line) in typed.lines.iter().enumerate() {
        set_line(&mut data, at, line);
    }
    data
}

fn set_line(data: &mut FormData, at: usize, line: &TypedLine) {
    let name = |field: &str| format!("lines.{at}.{field}");
    data.set(&name("kind"), line.kind.clone());
    data.set(&name("title"), line.title.clone());
    data.set(&name("help"), line.help.clone().unwrap_or_default());
    if line.required {
        data.set(&name("required"), "yes");
    }
    data.set(&name("choices"), line.choices.join("\n"));
    for kind in &line.file_kinds {
        data.set(&name("file_kinds"), kind.clone());
    }
    data.set(&name("document_kind"), line.document_kind.clone().unwrap_or_default());
    data.set(&name("period"), line.period.clone().unwrap_or_default());
    data.set(&name("currency"), line.currency.clone().unwrap_or_default());
    data.set(&name("condition"), line.condition.as_ref().map(|c| format!("{}={}", c.line, answer(c))).unwrap_or_default());
}

fn answer(condition: &TypedCondition) -> String {
    match &condition.answer {
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.into(),
        Value::String(text) => text.clone(),
        _ => String::new(),
    }
}

/// What a line may depend on: each answer of each earlier line that decides.
fn conditions(lang: Lang, lines: &[TypedLine], at: usize) -> Vec<(String, String)> {
    let mut found = vec![(String::new(), lang.t("request-always"))];
    for (before, line) in lines.iter().take(at).enumerate() {
        let answers: Vec<(String, String)> = match line.kind.parse::<Kind>() {
            Ok(Kind::YesNo) => vec![("yes".into(), lang.t("yes")), ("no".into(), lang.t("no"))],
            Ok(Kind::Choice | Kind::Several) => line.choices.iter().map(|choice| (choice.clone(), choice.clone())).collect(),
            _ => vec![],
        };
        found.extend(
            answers
                .into_iter()
                .map(|(value, label)| (format!("{}={value}", before + 1), t!(lang, "request-only-if", line = before + 1, answer = label))),
        );
    }
    // One that its line no longer offers stays there until it is changed, so that it is seen.
    if let Some(condition) = lines[at].condition.as_ref().map(|c| format!("{}={}", c.line, answer(c)))
        && !found.iter().any(|(value, _)| *value == condition)
    {
        let label = t!(
            lang,
            "request-only-if",
            line = condition.split('=').next().unwrap_or_default(),
            answer = condition.split_once('=').map_or("", |(_, answer)| answer)
        );
        found.push((condition, label));
    }
    found
}

/// What the summary of errors calls fields.
pub fn labels(lang: Lang, errors: &Invalid) -> Vec<(&str, String)> {
    let label = |field: &str| {
        let mut parts = field.split('.');
        match (parts.next(), parts.next().and_then(|at| at.parse::<usize>().ok()), parts.next()) {
            (Some("lines"), Some(at), Some(name)) => {
                Some(format!("{}: {}", t!(lang, "request-line-at", at = at + 1), lang.t(&format!("request-field-{}", name.replace('_', "-")))))
            }
            (Some("recipients"), ..) => Some(lang.t("request-recipients")),
            (Some(name), ..) if lang.has(&format!("request-field-{}", name.replace('_', "-"))) => {
                Some(lang.t(&format!("request-field-{}", name.replace('_', "-"))))
            }
            _ => None,
        }
    };
    errors.0.iter().filter_map(|error| Some((error.field.as_str(), label(&error.field)?))).collect()
}

/// The fields of a line.
fn line(form: &Form<'_>, lines: &[TypedLine], at: usize) -> Markup {
    let lang = form.lang;
    let name = |field: &str| format!("lines.{at}.{field}");
    let label = |field: &str| lang.t(&format!("request-field-{field}"));
    let kinds = Kind::ALL.iter().map(|kind| (kind.word().to_owned(), words::kind(lang, kind.word()))).collect();
    let documents = std::iter::once((String::new(), lang.t("request-document-none")))
        .chain(DOCUMENT_KINDS.iter().map(|kind| ((*kind).to_owned(), words::document_kind(lang, kind))))
        .collect();
    let files: Vec<(String, String)> = FileKind::ALL
        .iter()
        .map(|kind| (kind.word().to_owned(), lang.t(&format!("request-file-kind-{}", kind.word()))))
        .collect();
    let button = |word: &str, symbol: &'static str, key: &str| {
        html! { button.btn.small.quiet type="submit" name="do" value=(format!("{word}.{at}")) formnovalidate aria-label=(t!(lang, key, at = at + 1)) title=(t!(lang, key, at = at + 1)) { (icon(symbol)) } }
    };
    html! {
        fieldset.request-line {
            legend { (t!(lang, "request-line-at", at = at + 1)) }
            div.tools {
                @if at > 0 { (button("up", "arrow-up", "request-line-up")) }
                @if at + 1 < lines.len() { (button("down", "arrow-down", "request-line-down")) }
                (button("remove", "x", "request-line-remove"))
            }
            div.grid {
                (form.field(&name("title")).label(label("title")).span(4))
                (form.field(&name("kind")).label(label("kind")).select(kinds).span(2))
                div.only-choice.c6 { (form.field(&name("choices")).label(label("choices")).help(lang.t("request-choices-help")).area()) }
                div.only-upload.c6.grid {
                    (form.field(&name("document_kind")).label(label("document-kind")).select(documents).optional().span(3))
                    (form.field(&name("period")).label(label("period")).help(lang.t("request-period-help")).optional().span(3))
                    (form.checks(&name("file_kinds"), &label("file-kinds"), &files, Some(&lang.t("request-file-kinds-help"))))
                }
                div.only-money.c6 { (form.field(&name("currency")).label(label("currency")).help(lang.t("request-currency-help")).optional().span(2)) }
                details.c6 open[!form.data.get(&name("help")).is_empty() || form.errors.has(&name("help"))] {
                    summary { (label("help")) }
                    (form.field(&name("help")).label(label("help")).area().optional())
                }
                @if at > 0 { (form.field(&name("condition")).label(label("condition")).select(conditions(lang, lines, at)).span(4)) }
                div.c6 { (form.check(&name("required"), "yes", &label("required"), None)) }
            }
        }
    }
}

/// The whole form. `name` is what its client is called; the buttons save it, or send it.
pub struct Sheet<'a> {
    pub lang: Lang,
    pub action: &'a str,
    pub back: &'a str,
    pub typed: &'a TypedRequest,
    pub errors: &'a Invalid,
    pub contacts: &'a [Contact],
    /// The client's own address, which a request without recipients goes to.
    pub own: &'a str,
    /// Hidden fields.
    pub hidden: &'a [(&'static str, String)],
    /// Whether it is a request, which has a client, recipients and a day; a template has none.
    pub of_client: bool,
}

impl Sheet<'_> {
    pub fn show(&self) -> Markup {
        let (lang, data) = (self.lang, data_of(self.typed));
        let form = Form::new(lang, &data, self.errors);
        let label = |field: &str| lang.t(&format!("request-field-{field}"));
        let labels = labels(lang, self.errors);
        html! {
            form.stack.request-form method="post" action=(self.action) novalidate data-controller="unsaved" data-unsaved-message-value=(lang.t("unsaved")) {
                // Enter in a field saves, whatever button stands first.
                button.vh type="submit" name="do" value="save" tabindex="-1" aria-hidden="true" {}
                @for (name, value) in self.hidden { input type="hidden" name=(name) value=(value); }
                (form.summary_as(&labels))
                section.card { div.body { div.grid {
                    (form.field("title").label(label("title")).span(4).focused())
                    @if self.of_client { (form.field("due_on").label(label("due-on")).day().optional().span(2)) }
                    (form.field("message").label(label("message")).help(lang.t("request-message-help")).area().optional())
                    @if self.of_client { (self.recipients(&form)) }
                    (form.field("remind_every").label(label("remind-every")).kind("number").help(lang.t("request-remind-help")).span(2))
                    div.c6 { (form.check("asks_code", "yes", &label("asks-code"), Some(&lang.t("request-code-help")))) }
                } } }
                section.card {
                    header { h2 { (lang.t("request-lines")) } }
                    div.body.stack {
                        @if let Some(error) = self.errors.0.iter().find(|error| error.field == "lines") { p.help.bad #f-lines { (message(lang, error)) } }
                        @for at in 0..self.typed.lines.len() { (line(&form, &self.typed.lines, at)) }
                        div.row {
                            button.btn type="submit" name="do" value="add" formnovalidate { (icon("plus")) (lang.t("request-line-add")) }
                            button.btn.quiet type="submit" name="do" value="refresh" formnovalidate { (lang.t("request-refresh")) }
                        }
                    }
                }
                div.actions {
                    button.btn.primary type="submit" name="do" value="save" { (lang.t("save")) }
                    @if self.of_client { button.btn type="submit" name="do" value="send" { (lang.t("request-save-and-send")) } }
                    a.btn.quiet href=(self.back) { (lang.t("cancel")) }
                }
            }
        }
    }

    fn recipients(&self, form: &Form<'_>) -> Markup {
        let lang = self.lang;
        let label = |contact: &Contact| {
            let email = if contact.email.is_empty() { lang.t("request-no-email") } else { contact.email.clone() };
            (contact.id.to_string(), format!("{} · {email}", contact.name))
        };
        let options: Vec<(String, String)> = self.contacts.iter().map(label).collect();
        let help = if self.own.is_empty() { lang.t("request-recipients-help-none") } else { t!(lang, "request-recipients-help", email = self.own) };
        html! {
            @if options.is_empty() { div.c6 #f-recipients {
                p { b { (lang.t("request-recipients")) } }
                p.help { (help) }
                @for error in self.errors.0.iter().filter(|error| error.field == "recipients") { p.help.bad { (message(lang, error)) } }
            } }
            @else { (form.checks("recipients", &lang.t("request-recipients"), &options, Some(&help))) }
        }
    }
}

/// Contact persons who have an address: whom a new request goes to unless told.
pub fn usual(contacts: &[Contact]) -> Vec<Id> {
    contacts.iter().find(|contact| !contact.email.is_empty()).map(|contact| contact.id).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> Vec<TypedLine> {
        let on = |line: usize| Some(TypedCondition { line, answer: Value::String("yes".into()) });
        vec![
            TypedLine { kind: "yes_no".into(), title: "a".into(), ..TypedLine::default() },
            TypedLine { kind: "yes_no".into(), title: "b".into(), condition: on(1), ..TypedLine::default() },
            TypedLine { kind: "upload".into(), title: "c".into(), condition: on(2), ..TypedLine::default() },
        ]
    }

    fn after(step: Step) -> Vec<String> {
        let mut lines = lines();
        step.apply(&mut lines);
        lines
            .iter()
            .map(|line| format!("{}{}", line.title, line.condition.as_ref().map_or(String::new(), |c| c.line.to_string())))
            .collect()
    }

    #[test]
    fn conditions_follow_the_lines_that_they_name() {
        assert_eq!(after(Step::Remove(0)), ["b", "c1"]);
        assert_eq!(after(Step::Remove(1)), ["a", "c"]);
        assert_eq!(after(Step::Up(2)), ["a", "c3", "b1"]);
        assert_eq!(after(Step::Down(0)), ["b2", "a", "c1"]);
        for nothing in [Step::Up(0), Step::Down(2), Step::Up(9), Step::Remove(9), Step::Refresh] {
            assert_eq!(after(nothing), ["a", "b1", "c2"], "{nothing:?}");
        }
        assert_eq!(after(Step::Add).len(), 4);
        assert_eq!([Step::of("up.2"), Step::of("add"), Step::of("save"), Step::of("up.x")], [Some(Step::Up(2)), Some(Step::Add), None, None]);
    }

    #[test]
    fn a_form_that_is_opened_is_read_back() {
        let typed = TypedRequest {
            title: "Papeles".into(),
            due_on: Some("2027-04-13".into()),
            remind_every: Some(3),
            asks_code: Some(false),
            lines: lines(),
            ..TypedRequest::default()
        };
        assert_eq!(read(&data_of(&typed)), typed);
    }
}
