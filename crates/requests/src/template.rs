//! Requests that are asked again and again: a template, and what it becomes for a client and a period.

use despacho_kernel::{Id, Invalid, new_id};
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    i18n::Lang,
    memberships,
    sql::Versioned,
    users::User,
};
use serde_json::Value;

use crate::{
    template_store as store,
    typed::{self, TITLE, TypedRequest},
};

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

fn checked(typed: &TypedRequest) -> Result<TypedRequest, Invalid> {
    let mut errors = Invalid::new();
    let title = errors.required("title", &typed.title, TITLE);
    errors.no_link("title", &title);
    // Whatever its clients' currency, an amount is read by the client's own; the lines are checked as of any.
    typed::lines(&typed.lines, "EUR", &mut errors);
    if typed.lines.is_empty() {
        errors.push("lines", "request_lines");
    }
    if !(0..=typed::SELDOM).contains(&typed.remind_every.unwrap_or(0)) {
        errors.push_with("remind_every", "between", vec![("min", "0".into()), ("max", typed::SELDOM.to_string())]);
    }
    errors.optional_long("message", typed.message.as_deref().unwrap_or_default(), typed::MESSAGE);
    errors.finish()?;
    Ok(TypedRequest { title, recipients: vec![], due_on: None, task_id: None, ..typed.clone() })
}

async fn record(tx: &Tx, template: &Template, by: &User, action: &str, changes: Vec<Change>, now: i64) -> Result<()> {
    let subject = ("request_template", template.id, template.title.as_str());
    activity::record(tx, Entry { tenant: template.practice_id, actor: Some(by), action, subject, changes }, now).await
}

/// Makes a template, or changes one that is still of the version that was seen.
///
/// Errors: those of what is typed, each at its place; `title` `too_many_rows`; stale.
pub async fn save(tx: &Tx, practice: Id, of: Option<(Id, i64)>, typed: &TypedRequest, (by, now): (&User, i64)) -> Result<Template> {
    let typed = checked(typed)?;
    memberships::hold(tx, practice).await?;
    let body = serde_json::to_string(&typed).map_err(|e| Error::Other(e.to_string()))?;
    let new = Template { practice_id: practice, id: new_id(), title: typed.title.clone(), body, updated_by: by.id, updated_at: now, version: 1 };
    match of {
        None => {
            if store::count(tx, practice).await? >= MOST {
                return Err(Invalid::too_many("title", MOST).into());
            }
            store::insert(tx, &new).await?;
            record(tx, &new, by, "request_template_created", vec![], now).await?;
            Ok(new)
        }
        Some((id, seen)) => {
            let before = store::find(tx, practice, id).await?;
            let changed = Template { id, version: seen, ..new };
            if !store::update(tx, &changed).await? {
                return Err(Error::Stale(vec![]));
            }
            let changes = activity::differences(&[("title", before.title)], &[("title", changed.title.clone())]);
            record(tx, &changed, by, "request_template_changed", changes, now).await?;
            Ok(changed)
        }
    }
}

/// Removes a template; requests that it became stay.
pub async fn remove(tx: &Tx, practice: Id, id: Id, (by, now): (&User, i64)) -> Result<Template> {
    memberships::hold(tx, practice).await?;
    let template = store::find(tx, practice, id).await?;
    store::remove(tx, &template).await?;
    record(tx, &template, by, "request_template_removed", vec![], now).await?;
    Ok(template)
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
