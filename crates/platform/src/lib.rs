//! The ground: database, people, sessions, invitations, jobs, mail, notifications, activity.

pub mod activity;
pub mod clock;
pub mod config;
pub mod db;
pub mod devices;
mod embedded;
mod engines;
pub mod erasing;
pub mod error;
pub mod events;
mod fault;
pub mod files;
pub mod first_start;
pub mod i18n;
pub mod idempotency;
pub mod invitations;
pub mod jobs;
pub mod limits;
pub mod mail;
pub mod memberships;
pub mod migrations;
pub mod network;
pub mod notifications;
pub mod passwords;
pub mod relay;
pub mod row;
pub mod secret;
pub mod security;
pub mod sessions;
pub mod sign_ups;
pub mod sql;
mod statement;
pub mod team;
#[cfg(feature = "testkit")]
pub mod testkit;
pub mod tokens;
pub mod users;
mod value;
mod writes;

mod state;

pub use db::{Db, Tx};
pub use error::{Error, Result};
pub use events::Event;
pub use state::Platform;
