//! A room as it registers itself: everything that the product must know of it, in one constant.

use despacho_kernel::Id;
use despacho_platform::{Platform, Result, i18n::Texts, jobs, migrations, migrations::Migration, users::User};
use futures_util::future::BoxFuture;

use crate::{caller::Caller, layout::Shell, routes::Routes};

/// A room of the house. Each room's crate has one, `ROOM`, and `despacho::wiring` lists them.
pub struct Room {
    /// The crate's own name, `practice`.
    pub name: &'static str,
    /// Its tables.
    pub migrations: &'static [Migration],
    /// Its words.
    pub texts: &'static [Texts],
    /// Its routes, each with who may take it.
    pub routes: fn(&Platform) -> Routes,
    /// Its background work.
    pub jobs: &'static [jobs::Kind],
    /// What is done when the server starts and once an hour, by every server.
    pub hourly: &'static [Hourly],
    /// What must always hold in its tables.
    pub invariants: &'static [Invariant],
    /// Around which tenants' pages it puts a frame of its own: a page that tells a failure stands in it too.
    pub frames: &'static [Frame],
}

/// Something done once an hour; it may be done twice, and only calls for work that takes long.
pub type Hourly = fn(Platform) -> BoxFuture<'static, Result<()>>;

/// A frame, once it is made.
pub type Made = BoxFuture<'static, Result<Option<Shell>>>;

/// The frame of a kind of tenant, for pages that are not made by its room.
#[derive(Debug)]
pub struct Frame {
    /// Where the pages of such tenants begin: `/practices/`.
    pub under: &'static str,
    /// The frame of one of them for a person; none for who does not belong to it.
    pub around: fn(Platform, Caller, User, Id) -> Made,
}

/// A query that must find nothing, and what it means if it does. It answers ids, a bounded number of them.
pub struct Invariant {
    pub meaning: &'static str,
    pub query: &'static str,
}

impl Room {
    /// A room with nothing in it, for `..Room::EMPTY`.
    pub const EMPTY: Self = Self { name: "", migrations: &[], texts: &[], routes: Routes::new, jobs: &[], hourly: &[], invariants: &[], frames: &[] };
}

/// The ground and the face: tables of people and tenants, the common words.
pub const ROOM: Room = Room {
    name: "platform",
    migrations: migrations::MIGRATIONS,
    texts: &[despacho_platform::texts!("common"), despacho_platform::texts!("api"), despacho_platform::texts!("files")],
    ..Room::EMPTY
};
