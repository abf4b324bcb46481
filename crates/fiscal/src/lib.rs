//! What the tax agency knows of a client, and what the law asks of it: fiscal profiles, obligations, the calendar.

use despacho_ui::Room;

/// The room.
pub const ROOM: Room = Room { name: "fiscal", ..Room::EMPTY };
