//! Documents of the firm's clients: files with versions, kind and period, and who may see them.

use despacho_ui::Room;

/// The room.
pub const ROOM: Room = Room { name: "firm-documents", ..Room::EMPTY };
