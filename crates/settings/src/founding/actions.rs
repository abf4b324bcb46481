//! Founding organizations.

use despacho_kernel::{
    Id, Invalid,
    access::{Application, OrganizationRole},
    new_id,
};
use despacho_organizations::{Organization, store};
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    memberships::{self, Tenant},
    sql,
    users::User,
};

use crate::{
    door::Applications,
    preferences::{logo::LOGO, profile::PROFILE, roles::ROLES, set::PreferenceSet, snapshot::Snapshot},
};

/// Creates an organization with the default data of its applications; `by` becomes its administrator. Preferences that
/// `initial` holds take the place of the defaults.
pub async fn create(tx: &Tx, applications: &Applications, new: Organization, initial: &Snapshot, by: &User, now: i64) -> Result<Organization> {
    if new.applications.is_empty() {
        return Err(Invalid::one("applications", "application_required").into());
    }
    let id = new_id();
    memberships::create_tenant(tx, Tenant::Organization, id, &new.name, now).await?;
    let chosen = new.applications.clone();
    sql::insert(tx, &[Organization { id, created_at: now, updated_at: now, version: 1, ..new }]).await?;
    memberships::add(tx, Tenant::Organization, id, by.id, OrganizationRole::Administrator.word(), now).await?;
    PROFILE.update(tx, id, initial.items(PROFILE.name())).await?;
    let mut organization = store::find(tx, id).await?;
    initial.start(tx, &LOGO, &organization).await?;
    initial.start(tx, &ROLES, &organization).await?;
    for application in chosen {
        provision(tx, applications, &mut organization, application, initial, now).await?;
    }
    let subject = ("organization", id, organization.name.as_str());
    let entry = Entry { tenant: id, actor: Some(by), action: "organization_created", subject, changes: vec![] };
    activity::record(tx, entry, now).await?;
    Ok(organization)
}

async fn provision(
    tx: &Tx,
    applications: &Applications,
    organization: &mut Organization,
    application: Application,
    initial: &Snapshot,
    now: i64,
) -> Result<bool> {
    let door = applications.get(application).ok_or(Error::Conflict("application_unknown"))?;
    if !store::enable(tx, organization.id, application, now).await? {
        return Ok(false);
    }
    door.provision(tx, organization, initial, now).await?;
    organization.applications.push(application);
    Ok(true)
}

/// Enables one more application, with its default data.
pub async fn enable(tx: &Tx, applications: &Applications, id: Id, application: Application, (by, now): (&User, i64)) -> Result<()> {
    // Two applications at once would each find no ledger, and found one.
    memberships::hold(tx, id).await?;
    let mut organization = store::find(tx, id).await?;
    if provision(tx, applications, &mut organization, application, &Snapshot::default(), now).await? {
        let change = Change { field: "applications".into(), before: String::new(), after: application.word().into() };
        let subject = ("organization", id, organization.name.as_str());
        let entry = Entry { tenant: id, actor: Some(by), action: "application_enabled", subject, changes: vec![change] };
        activity::record(tx, entry, now).await?;
    }
    Ok(())
}
