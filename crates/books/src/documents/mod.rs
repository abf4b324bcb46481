//! Printed documents: what stands on the paper, and the paper itself.

pub mod pages;
mod render;
mod sample;

use serde::Serialize;

pub use render::{Paper, render};

/// Everything that a document shows, ready to be read; the design only places it.
#[derive(Debug, Clone, Serialize)]
pub struct Sheet {
    /// `es` or `en`.
    pub lang: String,
    /// `classic`, `modern` or `compact`.
    pub design: String,
    /// `a4` or `letter`.
    pub paper: String,
    /// `#rrggbb`.
    pub accent: String,
    /// The logo's file among those of the paper; empty without one.
    pub logo: String,
    pub title: String,
    pub number: String,
    pub seller_label: String,
    pub seller: Party,
    pub buyer_label: String,
    pub buyer: Party,
    /// Label and value.
    pub facts: Vec<(String, String)>,
    pub header: String,
    pub columns: Vec<LineColumn>,
    /// As many texts a line as there are columns.
    pub lines: Vec<Vec<String>>,
    pub totals: Vec<Total>,
    pub footer: String,
}

/// Who sells or buys.
#[derive(Debug, Clone, Serialize)]
pub struct Party {
    pub name: String,
    pub lines: Vec<String>,
}

/// A column of a document's lines.
#[derive(Debug, Clone, Serialize)]
pub struct LineColumn {
    pub label: String,
    /// Whether it stands at the right.
    pub number: bool,
    /// Whether it takes the room that is left.
    pub wide: bool,
}

/// A sum under the lines.
#[derive(Debug, Clone, Serialize)]
pub struct Total {
    pub label: String,
    pub value: String,
    pub strong: bool,
}
