//! What rooms that stand on this one put into its pages: links of the side bar, tabs of a client's profile, parts of the home. This room names none of them.

use std::sync::OnceLock;

use despacho_kernel::access::PracticeRight;
use despacho_platform::{Platform, Result, sql::Connection};
use despacho_settings::preferences::Snapshot;
use despacho_ui::InPractice;
use futures_util::future::BoxFuture;
use maud::Markup;

use crate::clients::client::Client;

/// How many of something a side bar's link tells; none where there is nothing to tell.
pub type Count = for<'a> fn(&'a Platform, &'a InPractice) -> BoxFuture<'a, Result<Option<i64>>>;

/// A part of the practice's home; none where a member has nothing of it.
pub type Part = for<'a> fn(&'a Platform, &'a InPractice) -> BoxFuture<'a, Result<Option<Markup>>>;

/// A link of a practice's side bar.
pub struct Link {
    /// The key of its text, and what its pages give as the current one: `tasks`.
    pub word: &'static str,
    /// Its path within the practice: `/tasks`.
    pub path: &'static str,
    pub icon: &'static str,
    /// The shortcut that leads there: `g t`; empty where there is none.
    pub key: &'static str,
    /// Who sees it.
    pub right: PracticeRight,
    pub count: Option<Count>,
}

/// A tab of a client's profile.
pub struct Tab {
    /// Its text is `client-tab-` and this; its pages give it as the current one.
    pub word: &'static str,
    /// Its path within the client's: `/tasks`.
    pub path: &'static str,
}

/// What a new client's organization starts with, where nobody's preferences are cloned: nothing where it is the defaults.
pub type Initial = for<'a> fn(&'a dyn Connection, &'a Client) -> BoxFuture<'a, Result<Snapshot>>;

/// A further way to add clients.
pub struct Card {
    /// The key of its title.
    pub word: &'static str,
    /// The key of what it is about.
    pub about: &'static str,
    /// Its path within the practice: `/client-file-imports/new`.
    pub path: &'static str,
    pub icon: &'static str,
}

/// What one room brings.
pub struct Beside {
    pub links: &'static [Link],
    pub tabs: &'static [Tab],
    /// Above everything else of the practice's home, in the order of the rooms.
    pub home: Option<Part>,
    /// Shortcuts that lead to pages without a link: `("n t", "/tasks/new")`, for who has the right.
    pub keys: &'static [(&'static str, &'static str, PracticeRight)],
    /// Cards of the page on which clients are added.
    pub adding: &'static [Card],
    /// Pages of the practice's settings: their titles and paths.
    pub settings: &'static [(&'static str, &'static str)],
    pub initial: Option<Initial>,
}

impl Beside {
    /// Nothing, for `..Beside::EMPTY`.
    pub const EMPTY: Self = Self { links: &[], tabs: &[], home: None, keys: &[], adding: &[], settings: &[], initial: None };
}

static ROOMS: OnceLock<&'static [&'static Beside]> = OnceLock::new();

/// Tells once, before anything is served, which rooms there are.
pub fn stand(rooms: &'static [&'static Beside]) {
    // A second time, in tests, it is the same.
    let _ = ROOMS.set(rooms);
}

/// The rooms, in their order.
pub(crate) fn rooms() -> impl Iterator<Item = &'static Beside> {
    ROOMS.get().copied().unwrap_or_default().iter().copied()
}

/// What a new client's organization starts with, by the first room that knows.
pub(crate) async fn initial(db: &dyn Connection, client: &Client) -> Result<Snapshot> {
    for initial in rooms().filter_map(|room| room.initial) {
        let found = initial(db, client).await?;
        if !found.sets.is_empty() {
            return Ok(found);
        }
    }
    Ok(Snapshot::default())
}
