//! Programs that are told what happened: endpoints, signed deliveries, their retries.

use despacho_ui::Room;

/// The room.
pub const ROOM: Room = Room { name: "webhooks", ..Room::EMPTY };
