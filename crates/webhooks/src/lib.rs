//! Webhooks: what happens in a practice is told to addresses of its choosing, signed as the Standard Webhooks specification says, and tried again until it arrives.

mod actions;
mod address;
mod api;
mod hearing;
mod sending;
mod signing;
mod store;
mod webhook;

use despacho_platform::{jobs::Kind, migration, texts};
use despacho_ui::Room;

pub use address::allow_private;
pub use hearing::hear;
pub use signing::signature;

/// The room.
pub const ROOM: Room = Room {
    name: "webhooks",
    migrations: &[migration!("0450_webhooks")],
    texts: &[texts!("webhooks")],
    routes: api::routes,
    jobs: &[Kind::of::<webhook::TellEvent, actions::Teller>(), Kind::of::<webhook::SendWebhook, actions::Sender>()],
    hourly: &[actions::forget],
    ..Room::EMPTY
};
