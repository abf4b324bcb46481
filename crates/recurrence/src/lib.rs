//! What comes again by itself, whatever it is: its days, making what is due, why one could not be made, and how its days are typed and told.

pub mod api;
pub mod due;
pub mod fault;
pub mod form;
pub mod marks;
pub mod schedule;

use despacho_platform::texts;
use despacho_ui::Room;

/// The words of what comes again.
pub const ROOM: Room = Room { name: "recurrence", texts: &[texts!("recurrence")], ..Room::EMPTY };
