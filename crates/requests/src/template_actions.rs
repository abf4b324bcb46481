//! Making, changing and removing templates.

use despacho_kernel::{Id, Invalid, new_id};
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    memberships,
    users::User,
};

use crate::{
    template::{MOST, Template},
    template_store as store,
    typed::{self, TITLE, TypedRequest},
};

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
