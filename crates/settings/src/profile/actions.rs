//! Changing an organization's profile and logo.

use despacho_kernel::{Id, Invalid};
use despacho_organizations::{ORGANIZATION, Organization, store};
use despacho_platform::{
    Error, Platform, Result, Tx,
    activity::{self, Entry},
    memberships,
    users::User,
};
use despacho_ui::fields::Sight;

use crate::{
    door::Applications,
    preferences::{actions as preferences, set::Item, store as stored},
};

/// Changes the profile as `read` says over what it was, unless somebody has saved another version since `seen`. The currency stays
/// once something holds an amount: amounts are whole minor units of it.
pub async fn update(
    tx: &Tx,
    applications: &Applications,
    (id, seen): (Id, Option<i64>),
    sight: &Sight<'_>,
    read: impl FnOnce(Organization, &mut Invalid) -> Organization,
    (by, now): (&User, i64),
) -> Result<Organization> {
    // Held, so that no amount comes in between the look and the change.
    memberships::hold(tx, id).await?;
    let before = store::find(tx, id).await?;
    let mut errors = Invalid::new();
    let typed = read(before.clone(), &mut errors).settled(&mut errors);
    errors.sort_by(ORGANIZATION.list.iter().map(|field| field.name));
    let after = ORGANIZATION.over(&before, seen, typed, sight, errors)?;
    if after.currency != before.currency && applications.holds_amounts(tx, id).await? {
        return Err(Invalid::one("regional.currency", "currency_in_use").into());
    }
    let changes = ORGANIZATION.changes(&before, &after);
    if changes.is_empty() {
        return Ok(before);
    }
    if !store::update(tx, &Organization { updated_at: now, ..after }).await? {
        return Err(Error::Conflict("stale"));
    }
    let after = store::find(tx, id).await?;
    let subject = ("organization", id, after.name.as_str());
    activity::record(tx, Entry { tenant: id, actor: Some(by), action: "organization_updated", subject, changes }, now).await?;
    Ok(after)
}

/// Stores a logo that was checked.
pub async fn save_logo(platform: &Platform, id: Id, logo: &Item, by: &User) -> Result<()> {
    let tx = platform.db.begin().await?;
    memberships::hold(&tx, id).await?;
    let organization = store::find(&tx, id).await?;
    let [media_type, data] = logo.values.as_slice() else { return Err(Invalid::one("logo", "image").into()) };
    stored::put_logo(&tx, id, media_type, data).await?;
    preferences::record(&tx, &organization, by, "logo_changed", vec![], platform.clock.now()).await?;
    tx.commit().await
}

/// Removes the logo.
pub async fn remove_logo(platform: &Platform, id: Id, by: &User) -> Result<()> {
    let tx = platform.db.begin().await?;
    memberships::hold(&tx, id).await?;
    let organization = store::find(&tx, id).await?;
    // Of two who remove it at once one does.
    if stored::has_logo(&tx, id).await? {
        stored::remove_logo(&tx, id).await?;
        preferences::record(&tx, &organization, by, "logo_removed", vec![], platform.clock.now()).await?;
    }
    tx.commit().await
}
