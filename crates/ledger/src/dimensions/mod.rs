//! Dimensions: projects, cost centres and whatever else an organization tells its postings apart by, beside their accounts.

pub mod lists;
pub mod store;
pub mod tags;

pub use lists::{DIMENSION_VALUES, DIMENSIONS, DIMENSIONS_GROUP};
pub use tags::{Tagging, Tags};
