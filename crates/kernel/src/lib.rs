//! The words every room speaks: ids, money, places, people, roles and validation errors.
//!
//! Pure: nothing here reads a clock, a disk or a network.

#![warn(missing_docs)]

pub mod access;
pub mod address;
pub mod email;
pub mod id;
pub mod invalid;
pub mod money;
pub mod number;
pub mod place;
pub mod region;
pub mod tax_id;
pub mod text;
mod words;

pub use id::{Id, Uuid, new_id};
pub use invalid::{Difference, FieldError, Invalid};
