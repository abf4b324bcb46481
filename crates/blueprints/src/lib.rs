//! Plantillas de organización: named, versioned preferences that organizations follow.

use despacho_ui::Room;

/// The room.
pub const ROOM: Room = Room { name: "blueprints", ..Room::EMPTY };
