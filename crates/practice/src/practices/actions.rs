//! What people do with practices.

use despacho_kernel::{Id, Invalid, access::PracticeRole, new_id, text::fold};
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Entry},
    memberships::{self, Tenant},
    users::User,
};

use super::{
    practice::{NewPractice, Practice},
    store,
};

/// Most custom fields of a practice.
const FIELDS: usize = 30;

/// Creates a practice; `by` becomes its owner.
pub async fn create(tx: &Tx, new: NewPractice, by: &User, now: i64) -> Result<Practice> {
    let id = new_id();
    memberships::create_tenant(tx, Tenant::Practice, id, &new.name, now).await?;
    store::insert(tx, id, &new, now).await?;
    memberships::add(tx, Tenant::Practice, id, by.id, PracticeRole::Owner.word(), now).await?;
    let subject = ("practice", id, new.name.as_str());
    activity::record(tx, Entry { tenant: id, actor: Some(by), action: "practice_created", subject, changes: vec![] }, now).await?;
    store::find(tx, id).await
}

fn fields(p: &Practice) -> Vec<(&'static str, String)> {
    vec![
        ("name", p.name.clone()),
        ("country", p.country.clone()),
        ("currency", p.region.currency.clone()),
        ("language", p.region.language.clone()),
        ("time_zone", p.region.time_zone.clone()),
        ("date_format", p.region.date_format.clone()),
        ("fiscal_year_start", p.region.fiscal_year_start.to_string()),
    ]
}

/// Changes a practice's settings.
pub async fn update(tx: &Tx, id: Id, new: NewPractice, by: &User, now: i64) -> Result<()> {
    let before = store::find(tx, id).await?;
    memberships::rename_tenant(tx, id, &new.name).await?;
    store::update(tx, id, &new).await?;
    let after = store::find(tx, id).await?;
    let changes = activity::differences(&fields(&before), &fields(&after));
    if !changes.is_empty() {
        let subject = ("practice", id, after.name.as_str());
        activity::record(tx, Entry { tenant: id, actor: Some(by), action: "practice_updated", subject, changes }, now).await?;
    }
    Ok(())
}

/// Adds a custom field to the practice's clients.
pub async fn add_custom_field(tx: &Tx, practice: Id, name: &str, by: &User, now: i64) -> Result<()> {
    let mut errors = Invalid::new();
    let name = errors.required("field_name", name, 60);
    let present = store::custom_fields(tx, practice).await?;
    if present.iter().any(|f| fold(&f.name) == fold(&name)) {
        errors.push("field_name", "taken");
    }
    if present.len() >= FIELDS {
        errors.push_with("field_name", "too_many_rows", vec![("max", FIELDS.to_string())]);
    }
    errors.finish()?;
    let id = store::insert_custom_field(tx, practice, &name).await?;
    let subject = ("custom_field", id, name.as_str());
    activity::record(tx, Entry { tenant: practice, actor: Some(by), action: "custom_field_created", subject, changes: vec![] }, now).await
}

/// Shows or hides a custom field; its values stay.
pub async fn set_custom_field_active(tx: &Tx, practice: Id, id: Id, active: bool, by: &User, now: i64) -> Result<()> {
    store::set_custom_field_active(tx, practice, id, active).await?;
    let field = store::custom_fields(tx, practice).await?.into_iter().find(|f| f.id == id).ok_or(Error::NotFound)?;
    let action = if active { "custom_field_activated" } else { "custom_field_deactivated" };
    let subject = ("custom_field", id, field.name.as_str());
    activity::record(tx, Entry { tenant: practice, actor: Some(by), action, subject, changes: vec![] }, now).await
}
