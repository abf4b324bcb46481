//! Clients from a file: its columns mapped, tried whole, then imported row by row.

use despacho_ui::Room;

/// The room.
pub const ROOM: Room = Room { name: "client-sheets", ..Room::EMPTY };
