//! Printed documents: what stands on the paper. `despacho-printer` puts it there.

pub mod pages;
mod sample;

use axum::Extension;

pub use despacho_paper::{Fault, LineColumn, Paper, Party, Printer, Sheet, Total};

/// What prints, as handlers find it.
pub type Print = Extension<Printer>;
