//! The face: routes and who may take them, page layout, components, forms with errors, formats, problem+json.

pub mod activity;
pub mod api;
pub mod assets;
pub mod caller;
pub mod came_from;
mod choices;
pub mod components;
pub mod confirm;
pub mod error;
mod error_page;
pub mod field;
pub mod fields;
pub mod flash;
pub mod format;
pub mod forms;
pub mod frames;
pub mod identify;
pub mod kinds;
pub mod layout;
mod links;
pub mod openapi;
pub mod paging;
pub mod people;
pub mod room;
pub mod routes;
pub mod schema;
pub mod security;
pub mod server;
pub mod sse;
pub mod styleguide;
pub mod table;
pub mod team;

pub use caller::{Caller, InOrganization, InPractice, SignedIn};
pub use error::{Failure, Outcome, Path, Query};
pub use room::{Invariant, Room};
pub use routes::{Access, Routes};
