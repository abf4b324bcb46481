//! Where people are at home who belong to no practice and no organization: rooms above this one know.

use std::sync::OnceLock;

use despacho_kernel::Id;
use despacho_platform::{Platform, Result};
use futures_util::future::BoxFuture;

/// A place that somebody may go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub path: String,
    pub name: String,
    /// Of whom or what it is.
    pub about: String,
}

/// The places of a person, by name, a bounded number of them.
pub type Places = for<'a> fn(&'a Platform, Id) -> BoxFuture<'a, Result<Vec<Place>>>;

static PLACES: OnceLock<Places> = OnceLock::new();

/// Tells once, before anything is served, how they are found.
pub fn stand(places: Places) {
    // A second time, in tests, it is the same.
    let _ = PLACES.set(places);
}

/// The places of a person.
pub(crate) async fn places(platform: &Platform, user: Id) -> Result<Vec<Place>> {
    match PLACES.get() {
        Some(places) => places(platform, user).await,
        None => Ok(vec![]),
    }
}
