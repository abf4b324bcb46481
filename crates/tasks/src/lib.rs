//! What the firm does for its clients: tasks, their templates and series, the week, the home of the practice.

use despacho_ui::Room;

/// The room.
pub const ROOM: Room = Room { name: "tasks", ..Room::EMPTY };
