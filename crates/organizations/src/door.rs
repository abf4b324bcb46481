//! The door between an organization and its finance applications.

use std::sync::Arc;

use async_trait::async_trait;
use despacho_kernel::{Id, access::Application};
use despacho_platform::{Platform, Result, Tx};
use despacho_ui::InOrganization;
use maud::Markup;

use crate::{
    organization::Organization,
    preferences::{
        LOGO_GROUP, PROFILE_GROUP, PreferenceGroup, Snapshot,
        roles::{ROLES, ROLES_GROUP},
    },
    records::{self, RecordSet},
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
    fn record_sets(&self) -> Vec<&'static RecordSet>;

    /// The groups of preferences that it adds, each after those that it needs.
    fn preference_groups(&self) -> Vec<&'static PreferenceGroup> {
        vec![]
    }

    /// Its home page: what it holds today.
    async fn home(&self, platform: &Platform, who: &InOrganization) -> Result<Markup> {
        records::pages::overview(platform, who, &self.record_sets()).await
    }
}

/// The applications of this installation.
#[derive(Clone)]
pub struct Applications(Arc<[Arc<dyn FinanceApplication>]>);

impl Applications {
    pub fn new(all: Vec<Arc<dyn FinanceApplication>>) -> Self {
        Self(all.into())
    }

    pub fn iter(&self) -> impl Iterator<Item = &Arc<dyn FinanceApplication>> {
        self.0.iter()
    }

    /// The one that is asked for.
    pub fn get(&self, application: Application) -> Option<&Arc<dyn FinanceApplication>> {
        self.0.iter().find(|a| a.application() == application)
    }

    /// Every list of master data, the organization's own first; shared ones once.
    pub fn record_sets(&self) -> Vec<&'static RecordSet> {
        let mut sets = vec![&ROLES];
        for set in self.0.iter().flat_map(|a| a.record_sets()) {
            if !sets.iter().any(|known: &&RecordSet| known.name == set.name) {
                sets.push(set);
            }
        }
        sets
    }

    /// A list of master data by name.
    pub fn record_set(&self, name: &str) -> Option<&'static RecordSet> {
        self.record_sets().into_iter().find(|set| set.name == name)
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

/// Where an application of an organization opens.
pub fn link(organization: Id, application: Application) -> String {
    format!("/organizations/{organization}/applications/{}", application.word())
}
