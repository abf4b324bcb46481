//! What people do with practices.

use despacho_kernel::{Id, Invalid, access::PracticeRole, new_id, text::fold};
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Entry},
    memberships::{self, Tenant},
    sql,
    users::User,
};
use despacho_ui::fields::Sight;

use super::{
    custom_field::New,
    practice::{PRACTICE, Practice},
    store,
};

/// Most custom fields of a practice.
const FIELDS: usize = 30;

/// Creates a practice; `by` becomes its owner.
pub async fn create(tx: &Tx, new: Practice, by: &User, now: i64) -> Result<Practice> {
    let id = new_id();
    memberships::create_tenant(tx, Tenant::Practice, id, &new.name, now).await?;
    sql::insert(tx, &[Practice { id, created_at: now, version: 1, ..new.clone() }]).await?;
    memberships::add(tx, Tenant::Practice, id, by.id, PracticeRole::Owner.word(), now).await?;
    // Whoever founds it is at work in it.
    memberships::visit(tx, id, by.id, now).await?;
    let subject = ("practice", id, new.name.as_str());
    activity::record(tx, Entry { tenant: id, actor: Some(by), action: "practice_created", subject, changes: vec![] }, now).await?;
    store::find(tx, id).await
}

/// Changes a practice's settings as `read` says, unless somebody has saved another version since `seen`.
pub async fn update(
    tx: &Tx,
    (id, seen): (Id, Option<i64>),
    sight: &Sight<'_>,
    read: impl FnOnce(Practice, &mut Invalid) -> Practice,
    (by, now): (&User, i64),
) -> Result<()> {
    memberships::hold(tx, id).await?;
    let before = store::find(tx, id).await?;
    let mut errors = Invalid::new();
    let typed = read(before.clone(), &mut errors);
    let after = PRACTICE.over(&before, seen, typed, sight, errors)?;
    let changes = PRACTICE.changes(&before, &after);
    if changes.is_empty() {
        return Ok(());
    }
    if !store::update(tx, &after).await? {
        return Err(Error::Conflict("stale"));
    }
    let subject = ("practice", id, after.name.as_str());
    activity::record(tx, Entry { tenant: id, actor: Some(by), action: "practice_updated", subject, changes }, now).await
}

/// Adds a custom field of text to the practice's clients; what is wrong with its name is noted at the input's name, `at`.
/// Answers its id and its name.
pub async fn add_custom_field(tx: &Tx, practice: Id, (at, name): (&str, &str), by: &User, now: i64) -> Result<(Id, String)> {
    add_field(tx, practice, (at, New { name: name.to_owned(), ..New::default() }), by, now).await
}

/// The same of a field of any kind.
pub async fn add_field(tx: &Tx, practice: Id, (at, new): (&str, New), by: &User, now: i64) -> Result<(Id, String)> {
    // Held, so that the name is free and the number within its bound until the field is stored.
    memberships::hold(tx, practice).await?;
    let members: Vec<Id> = memberships::list(tx, practice).await?.into_iter().map(|member| member.user_id).collect();
    let country = store::find(tx, practice).await?.country;
    let mut errors = Invalid::new();
    let field = new.read(at, (&country, &members), &mut errors);
    let present = store::custom_fields(tx, practice).await?;
    if present.iter().any(|f| fold(&f.name) == fold(&field.name)) {
        errors.push(at, "taken");
    }
    if present.len() >= FIELDS {
        errors.push_with(at, "too_many_rows", vec![("max", FIELDS.to_string())]);
    }
    errors.finish()?;
    store::insert_custom_field(tx, practice, &field).await?;
    let subject = ("custom_field", field.id, field.name.as_str());
    activity::record(tx, Entry { tenant: practice, actor: Some(by), action: "custom_field_created", subject, changes: vec![] }, now).await?;
    Ok((field.id, field.name))
}

/// Shows or hides a custom field; its values stay. Answers its name.
pub async fn set_custom_field_active(tx: &Tx, practice: Id, id: Id, active: bool, by: &User, now: i64) -> Result<String> {
    store::set_custom_field_active(tx, practice, id, active).await?;
    let field = store::custom_fields(tx, practice).await?.into_iter().find(|f| f.id == id).ok_or(Error::NotFound)?;
    let action = if active { "custom_field_activated" } else { "custom_field_deactivated" };
    let subject = ("custom_field", id, field.name.as_str());
    activity::record(tx, Entry { tenant: practice, actor: Some(by), action, subject, changes: vec![] }, now).await?;
    Ok(field.name)
}
