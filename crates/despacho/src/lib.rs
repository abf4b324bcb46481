//! The binary's wiring: rooms, routes, jobs, commands.

pub mod check;
pub mod cli;
pub mod connections;
pub mod demo;
pub mod documentation;
mod export;
pub mod folder;
mod patience;
pub mod serve;
pub mod setup;
pub mod wiring;
