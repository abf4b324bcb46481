//! From whom one may clone, and what.

use despacho_kernel::{Id, Invalid, access::OrganizationRight};
use despacho_organizations::store as organizations;
use despacho_platform::sql::Connection;
use despacho_platform::{Result, activity::Change, memberships};
use despacho_settings::{
    Applications,
    preferences::{Snapshot, actions as preferences},
};

use super::{
    source::{CloneChoice, Source},
    store,
};

/// Whose eyes see the clients: the practice, the user, and for some roles their assignments alone.
#[derive(Debug, Clone, Copy)]
pub struct Eyes {
    pub practice: Id,
    pub user: Id,
    pub visible_to: Option<Id>,
}

/// From where one may clone: organizations of visible clients that carry preferences, in which one may read settings.
pub async fn sources(db: &dyn Connection, eyes: Eyes, client: Option<Id>, organization: Option<Id>) -> Result<Vec<Source>> {
    let found = store::sources(db, eyes.practice, eyes.user, eyes.visible_to, client, organization).await?;
    let ids: Vec<Id> = found.iter().map(|s| s.organization).collect();
    let held = memberships::held_roles(db, &ids, eyes.user).await?;
    Ok(found
        .into_iter()
        .filter(|s| held.get(&s.organization).is_some_and(|h| h.rights.may(OrganizationRight::ReadSettings)))
        .collect())
}

/// The source of a cloning.
pub async fn source(db: &dyn Connection, eyes: Eyes, clone: &CloneChoice) -> Result<Source> {
    if clone.client.is_none() && clone.organization.is_none() {
        return Err(Invalid::one("clone", "clone_source_required").into());
    }
    let found = sources(db, eyes, clone.client, clone.organization).await?;
    found.into_iter().next().ok_or_else(|| Invalid::one("clone", "clone_source_lost").into())
}

/// Reads what a new organization of this currency gets: the source, the snapshot to start with, and how many rows of each group.
pub async fn read(db: &dyn Connection, apps: &Applications, eyes: Eyes, clone: &CloneChoice, currency: &str) -> Result<(Source, Snapshot, Vec<Change>)> {
    let source = source(db, eyes, clone).await?;
    // Who may read it was asked above.
    let organization = organizations::find(db, source.organization).await?;
    let (snapshot, changes) = preferences::read(db, apps, &organization, &clone.of(source.organization), currency).await?;
    Ok((source, snapshot, changes))
}
