//! Where a client's people see what is waiting for them.

use despacho_ui::Room;

/// The room.
pub const ROOM: Room = Room { name: "portal", ..Room::EMPTY };
