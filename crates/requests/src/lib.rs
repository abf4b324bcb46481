//! What the firm asks of a client, line by line, answered without an account.

use despacho_ui::Room;

/// The room.
pub const ROOM: Room = Room { name: "requests", ..Room::EMPTY };
