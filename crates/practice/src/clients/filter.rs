//! What a list of clients is narrowed to, and who sees which.

use despacho_kernel::{Id, access::Application};
use despacho_platform::{i18n::Lang, t};
use despacho_ui::{InPractice, format};

/// Which clients a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Status {
    #[default]
    Active,
    Inactive,
    All,
}

/// How a list is sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Name,
    TaxId,
    Kind,
    State,
    /// By the first of those who are assigned.
    Assigned,
    Created,
    Updated,
}

/// What a list of clients is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct ListFilter {
    pub search: String,
    pub status: Status,
    pub application: Option<Application>,
    pub tag: Option<String>,
    pub assigned_to: Option<Id>,
    /// Only these ids.
    pub ids: Option<Vec<Id>>,
    /// Staff see what is assigned to them.
    pub visible_to: Option<Id>,
    pub sort: Sort,
    pub descending: bool,
}

/// Where a list is narrowed to very many clients, one counts to here and says that there are more.
pub const COUNTED: i64 = 1000;

/// How many clients a list has: all, or that there are more than [`COUNTED`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    pub total: i64,
    pub more: bool,
}

impl Counted {
    /// As a person reads it: `37`, `more than 1,000`.
    pub fn shown(self, lang: Lang) -> String {
        let total = format::number(lang, self.total);
        if self.more { t!(lang, "more-than", count = total) } else { total }
    }
}

/// Whose assignments limit what this member sees; nobody's for most roles.
pub fn visible_to(who: &InPractice) -> Option<Id> {
    who.role.sees_assigned_only().then_some(who.user.id)
}
