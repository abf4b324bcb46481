//! A client's organizations as one member of the practice sees them.

use despacho_kernel::{Id, access::OrganizationRight};
use despacho_organizations::{Organization, store as organizations};
use despacho_platform::{
    Platform, Result,
    memberships::{self, HeldRole},
};
use despacho_ui::InPractice;

use super::store;

/// A linked organization as this member sees it.
pub(super) struct Linked {
    pub(super) organization: Organization,
    /// The member's role in it, if any.
    pub(super) role: Option<HeldRole>,
}

impl Linked {
    pub(super) fn administers(&self) -> bool {
        self.role.as_ref().is_some_and(|role| role.rights.may(OrganizationRight::ManageMembers))
    }
}

/// The organizations of a client, in the order they were linked.
pub(super) async fn linked(platform: &Platform, who: &InPractice, client: Id) -> Result<Vec<Linked>> {
    let db = platform.db.read();
    let ids = store::organizations_of(db, who.practice, client).await?;
    let mut found = organizations::find_many(db, &ids).await?;
    found.sort_by_cached_key(|o| ids.iter().position(|id| *id == o.id));
    let mut roles = memberships::held_roles(db, &ids, who.user.id).await?;
    Ok(found.into_iter().map(|organization| Linked { role: roles.remove(&organization.id), organization }).collect())
}
