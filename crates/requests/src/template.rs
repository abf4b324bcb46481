//! Requests that are asked again and again: a template, and what it becomes for a client and a period.

use despacho_kernel::Id;
use despacho_platform::{i18n::Lang, sql::Versioned};
use serde_json::Value;

use crate::typed::{self, TypedRequest};

/// Most templates of a practice.
pub const MOST: i64 = 200;
/// What stands in a template's texts for the period that it is sent for.
const PERIOD: [&str; 2] = ["{periodo}", "{period}"];

despacho_platform::row! {
    /// A template.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Template in "request_templates" key (practice_id, id) {
        pub practice_id: Id,
        pub id: Id,
        pub title: String,
        /// A [`TypedRequest`], as JSON.
        pub body: String,
        pub updated_by: Id,
        /// UTC milliseconds.
        pub updated_at: i64,
        pub version: i64,
    }
}

impl Versioned for Template {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Template {
    pub fn typed(&self) -> TypedRequest {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

/// What a template becomes for a period: its name stands where the texts leave room for it, and documents without a period are of it.
pub fn for_period(template: &TypedRequest, period: &str, called: &str) -> TypedRequest {
    let fill = |text: &str| PERIOD.iter().fold(text.to_owned(), |text, mark| text.replace(mark, called)).trim().to_owned();
    let mut typed = template.clone();
    typed.title = fill(&typed.title);
    typed.message = typed.message.as_deref().map(fill);
    for line in &mut typed.lines {
        line.title = fill(&line.title);
        line.help = line.help.as_deref().map(fill);
        if line.document_kind.is_some() && line.period.is_none() && !period.is_empty() {
            line.period = Some(period.to_owned());
        }
    }
    typed
}

/// A period as people say it: `1T 2027`, `marzo 2027`.
pub fn called(lang: Lang, text: &str) -> String {
    match text.split_once('-') {
        None => text.to_owned(),
        Some((year, part)) => match part.strip_prefix('Q') {
            Some(quarter) => despacho_platform::t!(lang, "request-quarter", quarter = quarter, year = year),
            None => format!("{} {year}", lang.t(&format!("month-{}", part.trim_start_matches('0'))).to_lowercase()),
        },
    }
}

/// A condition that is typed names its line by place, so a template keeps it as it is.
pub fn of_request(title: &str, message: &str, remind_every: i64, asks_code: bool, lines: Vec<typed::TypedLine>) -> TypedRequest {
    let whole = |line: typed::TypedLine| typed::TypedLine {
        condition: line
            .condition
            .map(|c| typed::TypedCondition { answer: Value::String(c.answer.as_str().unwrap_or_default().into()), ..c }),
        ..line
    };
    TypedRequest {
        title: title.into(),
        message: Some(message.into()),
        remind_every: Some(remind_every),
        asks_code: Some(asks_code),
        lines: lines.into_iter().map(whole).collect(),
        ..TypedRequest::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typed::TypedLine;

    #[test]
    fn a_template_is_filled_with_its_period() {
        let line = |document: Option<&str>, period: Option<&str>| TypedLine {
            kind: "upload".into(),
            title: "Extracto {periodo}".into(),
            document_kind: document.map(str::to_owned),
            period: period.map(str::to_owned),
            ..TypedLine::default()
        };
        let template = TypedRequest {
            title: "Documentación {period}".into(),
            lines: vec![line(Some("statement"), None), line(Some("statement"), Some("2026")), line(None, None)],
            ..TypedRequest::default()
        };
        let filled = for_period(&template, "2027-Q1", "1T 2027");
        assert_eq!((filled.title.as_str(), filled.lines[0].title.as_str()), ("Documentación 1T 2027", "Extracto 1T 2027"));
        assert_eq!(filled.lines.iter().map(|line| line.period.as_deref()).collect::<Vec<_>>(), [Some("2027-Q1"), Some("2026"), None]);
        // Without a period nothing is left of its mark.
        assert_eq!(for_period(&template, "", "").title, "Documentación");
    }
}
