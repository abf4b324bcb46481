//! Making, changing and using templates.

use std::collections::BTreeMap;

use despacho_kernel::{Difference, Id, Invalid, new_id, text::fold};
use despacho_ledger::journal::typed::TypedEntry;
use despacho_organizations::store as organizations;
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Entry},
    i18n::Lang,
    memberships,
    sql::Connection,
    users::User,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{
    shipped,
    store::{self, EntryTemplate},
    template::Template,
};

/// Most templates of an organization.
pub const MAX: i64 = 500;

/// What is typed in a stored template.
pub fn body(stored: &EntryTemplate) -> Result<Template> {
    serde_json::from_str(&stored.body).map_err(|e| Error::Other(format!("template {}: {e}", stored.id)))
}

/// A template as it is stored.
fn row(organization: Id, id: Id, template: &Template, (by, now): (&User, i64)) -> Result<EntryTemplate> {
    let mut errors = Invalid::new();
    template.check(&mut errors);
    errors.finish()?;
    let template = Template { name: template.name.trim().into(), code: template.code.trim().into(), ..template.clone() };
    let searched = [template.code.as_str(), &template.name, &template.description].join(" ");
    Ok(EntryTemplate {
        organization_id: organization,
        id,
        name_key: fold(&template.name),
        code_key: fold(&template.code),
        search_text: fold(&searched).chars().take(1000).collect(),
        body: serde_json::to_string(&template).map_err(|e| Error::Other(e.to_string()))?,
        name: template.name,
        code: template.code,
        created_by: by.id,
        created_at: now,
        version: 1,
    })
}

/// Whether another template has this code.
async fn is_taken(tx: &Tx, organization: Id, id: Id, key: &str) -> Result<bool> {
    Ok(!key.is_empty() && store::of_code(tx, organization, key).await?.is_some_and(|other| other.id != id))
}

async fn recorded(tx: &Tx, template: &EntryTemplate, action: &str, (by, now): (&User, i64)) -> Result<()> {
    let subject = ("entry_template", template.id, template.name.as_str());
    activity::record(tx, Entry { tenant: template.organization_id, actor: Some(by), action, subject, changes: vec![] }, now).await
}

/// Keeps a new template.
pub async fn create(tx: &Tx, organization: Id, template: &Template, by: (&User, i64)) -> Result<EntryTemplate> {
    let new = row(organization, new_id(), template, by)?;
    memberships::hold(tx, organization).await?;
    if store::count(tx, organization).await? >= MAX {
        return Err(Invalid::too_many("name", MAX).into());
    }
    if is_taken(tx, organization, new.id, &new.code_key).await? {
        return Err(Invalid::one("code", "taken").into());
    }
    store::insert(tx, std::slice::from_ref(&new)).await?;
    recorded(tx, &new, "entry_template_created", by).await?;
    Ok(new)
}

/// Where a stored template and what is typed over it differ.
fn differences(stored: &EntryTemplate, new: &Template, lang: Lang) -> Result<Vec<Difference>> {
    let old = body(stored)?;
    let lines = |of: &Template| {
        let line = |line: &super::template::TemplateLine| format!("{} {} {}", line.account_code, line.debit, line.credit).trim().to_owned();
        of.lines.iter().map(line).collect::<Vec<_>>().join(" · ")
    };
    let pairs = [
        ("name", old.name.clone(), new.name.clone()),
        ("code", old.code.clone(), new.code.clone()),
        ("journal", old.journal.clone(), new.journal.clone()),
        ("description", old.description.clone(), new.description.clone()),
        ("reference", old.reference.clone(), new.reference.clone()),
        ("postings", lines(&old), lines(new)),
    ];
    let label = |field: &str| lang.t(&if field == "journal" { "entry-journal".to_owned() } else { format!("field-{field}") });
    let different = pairs.into_iter().filter(|(_, stored, typed)| stored.trim() != typed.trim());
    Ok(different.map(|(field, stored, typed)| Difference { field: field.into(), label: label(field), stored, typed }).collect())
}

/// Changes a template of the version that was `seen`, whatever its version where none is told.
pub async fn change(tx: &Tx, organization: Id, (id, seen): (Id, Option<i64>), template: &Template, lang: Lang, by: (&User, i64)) -> Result<EntryTemplate> {
    memberships::hold(tx, organization).await?;
    let before = store::find(tx, organization, id).await?;
    if seen.is_some_and(|seen| seen != before.version) {
        return Err(Error::Stale(differences(&before, template, lang)?));
    }
    let new = row(organization, id, template, by)?;
    if is_taken(tx, organization, id, &new.code_key).await? {
        return Err(Invalid::one("code", "taken").into());
    }
    let changed = EntryTemplate { created_by: before.created_by, created_at: before.created_at, version: before.version, ..new };
    if !store::update(tx, &changed).await? {
        return Err(Error::Conflict("stale"));
    }
    recorded(tx, &changed, "entry_template_changed", by).await?;
    store::find(tx, organization, id).await
}

/// Removes a template.
pub async fn delete(tx: &Tx, organization: Id, id: Id, by: (&User, i64)) -> Result<EntryTemplate> {
    memberships::hold(tx, organization).await?;
    let template = store::find(tx, organization, id).await?;
    store::delete(tx, organization, id).await?;
    recorded(tx, &template, "entry_template_deleted", by).await?;
    Ok(template)
}

/// Adds those that a country's catalogue has and whose codes are free; answers how many.
pub async fn add_shipped(tx: &Tx, organization: Id, by: (&User, i64)) -> Result<usize> {
    memberships::hold(tx, organization).await?;
    let of = organizations::find(tx, organization).await?;
    let lang = Lang::of(&of.language);
    let (taken, count) = (store::codes(tx, organization).await?, store::count(tx, organization).await?);
    let today = TimeZone::UTC.to_datetime(Timestamp::from_millisecond(by.1).unwrap_or_default()).date().to_string();
    let all = shipped::of(&of.country).iter().filter(|template| template.holds_on(&today)).map(|template| template.in_lang(lang));
    let new: Vec<EntryTemplate> = all
        .filter(|template| !taken.contains(&fold(&template.code)))
        .map(|template| row(organization, new_id(), &template, by))
        .collect::<Result<_>>()?;
    if count + i64::try_from(new.len()).unwrap_or(MAX) > MAX {
        return Err(Invalid::too_many("name", MAX).into());
    }
    store::insert(tx, &new).await?;
    for template in &new {
        recorded(tx, template, "entry_template_created", by).await?;
    }
    Ok(new.len())
}

/// The entry of a day that a template makes with these answers, in the language of the organization.
pub async fn filled(db: &dyn Connection, organization: Id, template: &Template, day: Date, answers: &BTreeMap<String, String>) -> Result<TypedEntry> {
    let of = organizations::find(db, organization).await?;
    let currency = of.own_currency()?;
    let mut errors = Invalid::new();
    let entry = template.filled(day, answers, currency, Lang::of(&of.language), &mut errors);
    errors.finish()?;
    Ok(entry)
}
