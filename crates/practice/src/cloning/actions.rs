//! From whom one may clone, and what.

use despacho_kernel::{Id, Invalid};
use despacho_organizations::store as organizations;
use despacho_platform::sql::Connection;
use despacho_platform::{Result, activity::Change};
use despacho_settings::{
    Applications,
    preferences::{Snapshot, actions as preferences},
};

use despacho_ui::paging;

use super::{
    source::{Asked, CloneChoice, Eyes, Source},
    store,
};

/// Most sources that are looked at for one list.
pub const MOST: i64 = 1000;

/// From where one may clone: organizations of visible clients that carry preferences, in which one may read settings; and whether
/// there are more than `most`.
pub async fn sources(db: &dyn Connection, eyes: Eyes, asked: &Asked<'_>, most: i64) -> Result<(Vec<Source>, bool)> {
    let mut found = store::sources(db, eyes, asked, most + 1).await?;
    let more = paging::cut(&mut found, most);
    Ok((found, more))
}

/// The source that is asked for by its client or organization, if one may clone from it.
pub async fn find(db: &dyn Connection, eyes: Eyes, client: Option<Id>, organization: Option<Id>) -> Result<Option<Source>> {
    Ok(store::sources(db, eyes, &Asked { client, organization, search: "" }, 1).await?.pop())
}

/// The source of a cloning.
pub async fn source(db: &dyn Connection, eyes: Eyes, clone: &CloneChoice) -> Result<Source> {
    if clone.client.is_none() && clone.organization.is_none() {
        return Err(Invalid::one("clone", "clone_source_required").into());
    }
    find(db, eyes, clone.client, clone.organization).await?.ok_or_else(|| Invalid::one("clone", "clone_source_lost").into())
}

/// Reads what a new organization of this currency gets: the source, the snapshot to start with, and how many rows of each group.
pub async fn read(db: &dyn Connection, apps: &Applications, eyes: Eyes, clone: &CloneChoice, currency: &str) -> Result<(Source, Snapshot, Vec<Change>)> {
    let source = source(db, eyes, clone).await?;
    // Who may read it was asked above.
    let organization = organizations::find(db, source.organization).await?;
    let (snapshot, changes) = preferences::read(db, apps, &organization, &clone.of(source.organization), currency).await?;
    Ok((source, snapshot, changes))
}
