//! What stands on the paper.

use serde::{Deserialize, Serialize};

/// Everything that a document shows, ready to be read; the design only places it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// `es` or `en`.
    pub lang: String,
    /// `classic`, `modern` or `compact`; `report` for a table of figures.
    pub design: String,
    /// `a4` or `letter`.
    pub paper: String,
    /// `#rrggbb`.
    pub accent: String,
    /// The logo's file, whose ending tells its format; empty without one.
    pub logo: String,
    /// What kind of document it is.
    pub title: String,
    /// The document's number, with its series.
    pub number: String,
    /// What stands over the seller.
    pub seller_label: String,
    /// Who sells.
    pub seller: Party,
    /// What stands over the buyer.
    pub buyer_label: String,
    /// Who buys.
    pub buyer: Party,
    /// Label and value.
    pub facts: Vec<(String, String)>,
    /// Text before the lines, in lines of its own.
    pub header: String,
    /// The columns of the lines.
    pub columns: Vec<LineColumn>,
    /// As many texts a line as there are columns.
    pub lines: Vec<Vec<String>>,
    /// The sums under the lines.
    pub totals: Vec<Total>,
    /// Text at the foot of each page.
    pub footer: String,
    /// Whether its pages lie on their side.
    #[serde(default)]
    pub landscape: bool,
    /// The lines that are totals or headings, by their places.
    #[serde(default)]
    pub strong: Vec<usize>,
}

/// Who sells or buys.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Party {
    /// The name.
    pub name: String,
    /// Tax id, address, e-mail.
    pub lines: Vec<String>,
}

/// A column of a document's lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineColumn {
    /// Its heading.
    pub label: String,
    /// Whether it stands at the right.
    pub number: bool,
    /// Whether it takes the room that is left.
    pub wide: bool,
}

/// A sum under the lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Total {
    /// What it is.
    pub label: String,
    /// The amount.
    pub value: String,
    /// Whether it stands out.
    pub strong: bool,
}

/// What a sheet becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// All pages.
    Pdf,
    /// The first page as an image.
    Svg,
}
