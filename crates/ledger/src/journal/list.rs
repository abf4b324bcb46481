//! What a list of entries is narrowed by.

use despacho_kernel::Id;
use jiff::civil::Date;

use super::entry::State;

/// A list of entries, the latest day first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// One of its postings is on one of these.
    pub accounts: Option<Vec<Id>>,
    /// Words of its texts, in any order; a number alone is its number too.
    pub search: String,
    /// Of its debits' sum, in minor units.
    pub min: Option<i64>,
    pub max: Option<i64>,
    /// Without one, what was corrected and what undid it are left out.
    pub state: Option<State>,
    /// Whether what was corrected is shown.
    pub corrections: bool,
}

/// A place in the list: what comes after it is earlier.
pub type Place = (String, Id);

/// The postings of an organization, or those of them that have a value in a dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    pub organization: Id,
    /// The value's id.
    pub tag: Option<Id>,
    pub whose: Option<Whose>,
    /// Whether only what is matched, or only what is open.
    pub matched: Option<bool>,
}

/// Whose postings are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Contact(Id),
    /// Those that name nobody.
    Nobody,
}

impl From<Id> for Slice {
    fn from(organization: Id) -> Self {
        Self { organization, tag: None, whose: None, matched: None }
    }
}
