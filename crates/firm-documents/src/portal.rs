//! What rooms put into the pages of a client's people: what is waited for from them, and their dates. This room names none of them.

use despacho_platform::{Platform, Result, i18n::Lang, users::User};
use futures_util::future::BoxFuture;
use maud::Markup;

use crate::people::Person;

/// Somebody of a client who looks.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub lang: Lang,
    pub user: User,
    pub person: Person,
}

/// Where a part stands on the portal's first page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// «Esperamos de usted»: list items of what they have to do.
    Waiting,
    /// «Sus fechas»: what falls due, when and how much.
    Dates,
}

/// A part for a visitor; none where there is nothing of it. What is internal is nobody's business here.
pub type Part = for<'a> fn(&'a Platform, &'a Visitor) -> BoxFuture<'a, Result<Option<Markup>>>;
