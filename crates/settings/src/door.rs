//! The door between an organization and its finance applications.

use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use axum::Extension;
use despacho_kernel::{Id, access::Application};
use despacho_organizations::Organization;
use despacho_platform::sql::Connection;
use despacho_platform::{Platform, Result, Tx, memberships};
use despacho_ui::InOrganization;
use maud::Markup;

use crate::{
    lists::{list::MasterList, reference::Referable, store as lists},
    preferences::{
        logo::LOGO_GROUP,
        profile::PROFILE_GROUP,
        roles::{ROLES, ROLES_GROUP},
        set::PreferenceGroup,
        snapshot::Snapshot,
    },
};

/// What an application offers to the organization that enables it.
#[async_trait]
pub trait FinanceApplication: Send + Sync {
    /// Which one it is.
    fn application(&self) -> Application;

    /// Gives a new organization its default data, in the transaction that creates it; preferences that `initial` holds take
    /// the place of the defaults.
    async fn provision(&self, tx: &Tx, organization: &Organization, initial: &Snapshot, now: i64) -> Result<()>;

    /// The lists of master data that its settings edit.
    fn lists(&self) -> Vec<&'static MasterList>;

    /// The groups of preferences that it adds, each after those that it needs.
    fn preference_groups(&self) -> Vec<&'static PreferenceGroup> {
        vec![]
    }

    /// Its home page: what it holds today; the beginnings of its lists where it has none of its own.
    async fn home(&self, _platform: &Platform, _who: &InOrganization) -> Result<Option<Markup>> {
        Ok(None)
    }

    /// Whether something of it, besides its lists, names one of these rows of `to`: they then stay.
    async fn names_any(&self, _db: &dyn Connection, _organization: Id, _to: &str, _ids: &[Id]) -> Result<bool> {
        Ok(false)
    }

    /// Whether an organization has amounts of it besides those of its lists: its currency then stays.
    async fn holds_amounts(&self, _db: &dyn Connection, _organization: Id) -> Result<bool> {
        Ok(false)
    }
}

/// A room above the applications whose records name rows of an organization.
#[async_trait]
pub trait Names: Send + Sync {
    /// Whether something of it names one of these rows of `to`: they then stay.
    async fn names_any(&self, db: &dyn Connection, organization: Id, to: &str, ids: &[Id]) -> Result<bool>;
}

/// The applications, as handlers find them.
pub type Apps = Extension<Applications>;

/// The applications of this installation.
#[derive(Clone)]
pub struct Applications(Arc<[Arc<dyn FinanceApplication>]>, Arc<[Arc<dyn Names>]>);

static STANDING: OnceLock<Applications> = OnceLock::new();

/// Tells once, before anything is served or done, which applications there are: background work asks for them.
pub fn stand(applications: Applications) {
    // A second time, in tests, they are the same.
    let _ = STANDING.set(applications);
}

/// The applications of this installation; none where nobody has told.
pub fn standing() -> Applications {
    STANDING.get().cloned().unwrap_or_else(|| Applications::new(vec![], vec![]))
}

impl Applications {
    /// The applications, and what above them names rows of theirs.
    pub fn new(all: Vec<Arc<dyn FinanceApplication>>, above: Vec<Arc<dyn Names>>) -> Self {
        Self(all.into(), above.into())
    }

    pub fn iter(&self) -> impl Iterator<Item = &Arc<dyn FinanceApplication>> {
        self.0.iter()
    }

    /// The one that is asked for.
    pub fn get(&self, application: Application) -> Option<&Arc<dyn FinanceApplication>> {
        self.0.iter().find(|a| a.application() == application)
    }

    /// Every list of master data, the organization's own first; shared ones once.
    pub fn lists(&self) -> Vec<&'static MasterList> {
        let mut lists = vec![&ROLES];
        for list in self.0.iter().flat_map(|a| a.lists()) {
            if !lists.iter().any(|known: &&MasterList| known.name == list.name) {
                lists.push(list);
            }
        }
        lists
    }

    /// A list of master data by name.
    pub fn list(&self, name: &str) -> Option<&'static MasterList> {
        self.lists().into_iter().find(|list| list.name == name)
    }

    /// What a list's rows may name, by its name.
    pub fn referable(&self, name: &str) -> Option<&'static dyn Referable> {
        self.lists().into_iter().flat_map(MasterList::references).map(|(_, to)| to).find(|to| to.kind() == name)
    }

    /// Whether a list's row, or a member's role, names one of these rows of `to`.
    pub async fn uses(&self, db: &dyn Connection, organization: Id, to: &str, ids: &[Id]) -> Result<bool> {
        if to == ROLES.name && memberships::holds_any(db, organization, ids).await? {
            return Ok(true);
        }
        for list in self.lists() {
            if lists::names_any(db, list, organization, to, ids).await? {
                return Ok(true);
            }
        }
        for application in self.iter() {
            if application.names_any(db, organization, to, ids).await? {
                return Ok(true);
            }
        }
        for above in self.1.iter() {
            if above.names_any(db, organization, to, ids).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether anything of an organization is an amount in its currency.
    pub async fn holds_amounts(&self, db: &dyn Connection, organization: Id) -> Result<bool> {
        for list in self.lists() {
            if lists::holds_amounts(db, list, organization).await? {
                return Ok(true);
            }
        }
        for application in self.iter() {
            if application.holds_amounts(db, organization).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Every group of preferences, each after those that it needs.
    pub fn groups(&self) -> Vec<&'static PreferenceGroup> {
        let applications = self.0.iter().flat_map(|a| a.preference_groups());
        [&PROFILE_GROUP, &LOGO_GROUP].into_iter().chain(applications).chain([&ROLES_GROUP]).collect()
    }

    /// The groups that an organization with these applications has.
    pub fn groups_of(&self, applications: &[Application]) -> Vec<&'static PreferenceGroup> {
        let enabled = applications.iter().filter_map(|a| self.get(*a)).flat_map(|a| a.preference_groups());
        [&PROFILE_GROUP, &LOGO_GROUP].into_iter().chain(enabled).chain([&ROLES_GROUP]).collect()
    }
}
