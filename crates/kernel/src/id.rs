//! Identifiers: UUID version 7 (RFC 9562), so that ids sort by creation time and need no global sequence.

/// The identifier of any stored thing.
pub type Id = uuid::Uuid;

pub use uuid::Uuid;

/// A fresh identifier, greater than those made before it on this machine.
pub fn new_id() -> Id {
    uuid::Uuid::now_v7()
}
