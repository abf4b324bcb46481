//! Values of statements, on either engine.

use despacho_kernel::{Id, address::Address};

/// What the database answers when it refuses or fails.
pub type DbErr = sqlx::Error;

/// A text that no database keeps: it has the character U+0000, which nobody types.
#[derive(Debug, thiserror::Error)]
#[error("a text has the character U+0000")]
pub struct NullCharacter;

/// A value of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Bool(Option<bool>),
    Int(Option<i64>),
    Text(Option<String>),
    Id(Option<Id>),
    /// Compared byte by byte, whatever the database's collation.
    Bytes(Option<Vec<u8>>),
}

macro_rules! values_from {
    ($($kind:ident($type:ty)),+) => { $(
        impl From<$type> for Value {
            fn from(value: $type) -> Self { Self::$kind(Some(value)) }
        }
        impl From<Option<$type>> for Value {
            fn from(value: Option<$type>) -> Self { Self::$kind(value) }
        }
    )+ };
}

values_from!(Bool(bool), Int(i64), Text(String), Id(Id), Bytes(Vec<u8>));

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<Address> for Value {
    fn from(address: Address) -> Self {
        Self::Text(Some(serde_json::to_string(&address).unwrap_or_default()))
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(Some(text.clone()))
    }
}
