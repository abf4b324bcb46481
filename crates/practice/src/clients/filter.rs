//! What a list of clients is narrowed to, and who sees which.

use despacho_kernel::{Id, access::Application};
use despacho_ui::InPractice;

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

/// Whose assignments limit what this member sees; nobody's for most roles.
pub fn visible_to(who: &InPractice) -> Option<Id> {
    who.role.sees_assigned_only().then_some(who.user.id)
}
