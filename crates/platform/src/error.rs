//! What can go wrong, in terms a caller can act on.

use crate::value::{DbErr, NullCharacter};
use despacho_kernel::{Difference, Invalid};

/// The result of an action.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why an action was refused or failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It does not exist, or belongs to someone else: the two are told alike.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in.
    #[error("not signed in")]
    Unauthenticated,
    /// The role may not do it.
    #[error("not allowed")]
    Forbidden,
    /// The request can't be read: no JSON, a parameter of the wrong shape.
    #[error("malformed: {0}")]
    Malformed(String),
    /// Nobody's role is at fault: what the request came with may not do it; the word says why.
    #[error("not allowed: {0}")]
    Barred(&'static str),
    /// Parameters of the request are not as they are described.
    #[error("parameters: {0}")]
    Parameters(Invalid),
    /// What was typed is wrong.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// Somebody saved another version since this one was read: what is stored and what was typed, where they differ.
    #[error("another version was saved meanwhile")]
    Stale(Vec<Difference>),
    /// It can't be done in the present state; the word says why.
    #[error("conflict: {0}")]
    Conflict(&'static str),
    /// A link or token was used, revoked, expired or tampered with.
    #[error("gone: {0}")]
    Gone(&'static str),
    /// The request takes answers of kinds alone that there are none of.
    #[error("no answer is of a kind that is accepted")]
    NotAcceptable,
    /// Too many attempts; seconds to wait.
    #[error("too many requests, wait {0} s")]
    TooMany(u64),
    /// The database failed.
    #[error(transparent)]
    Database(DbErr),
    /// Anything else: a disk, a mail server.
    #[error("{0}")]
    Other(String),
}

impl Error {
    /// Whether a unique index refused the write.
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Self::Database(DbErr::Database(e)) if e.is_unique_violation())
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match error {
            // Whatever came with it can't be read: a search, a cursor, a key.
            DbErr::Encode(why) if why.is::<NullCharacter>() => Self::Malformed(why.to_string()),
            error => Self::Database(error),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Other(error.to_string())
    }
}
