//! The fiscal profile of a client and its history.

pub mod actions;
pub mod api;
pub mod entity;
pub mod history;
pub mod pages;
pub mod store;
