//! What rows are read into and stored from, declared once.

pub use crate::{
    engines::Row,
    value::{DbErr, Value},
};

/// What can be read from a row.
pub trait FromRow: Sized {
    /// The names of the columns that are read, in order.
    const COLUMNS: &'static [&'static str];
    /// Reads a row that has those columns, and perhaps others.
    fn from_row(row: &Row) -> Result<Self, DbErr>;

    /// The columns for a `SELECT`: `id, name`.
    fn columns() -> String {
        Self::COLUMNS.join(", ")
    }
}

/// What is stored in a table of its own, all its columns declared once by [`row!`](crate::row).
pub trait Stored: FromRow {
    /// The table.
    const TABLE: &'static str;
    /// The columns of its primary key; they come first among its columns.
    const KEY: &'static [&'static str];
    /// Its values, in the order of its columns.
    fn values(&self) -> Vec<Value>;
}

/// What several people may edit: a later save over a newer version is refused.
pub trait Versioned: Stored {
    /// Goes up by one with each change; the column `version`.
    fn version(&self) -> i64;
}

/// A column's name without the mark that a word of the language needs as a field (`r#type`).
pub const fn column_name(field: &'static str) -> &'static str {
    match field.as_bytes() {
        [b'r', b'#', ..] => field.split_at(2).1,
        _ => field,
    }
}

/// Declares a struct that is read from rows with columns of its fields' names: `row! { pub struct Named { id: Id, name: String } }`.
///
/// With `in "table" key (a, b)` after the name it is stored too ([`Stored`](crate::sql::Stored)): what is written and what is read cannot differ.
/// Fields `beside { … }` the columns are kept elsewhere; they begin with their default.
#[macro_export]
macro_rules! row {
    ($(#[$meta:meta])* $vis:vis struct $name:ident in $table:literal key ($($key:ident),+)
        { $($(#[$fmeta:meta])* $fvis:vis $field:ident: $type:ty),+ $(,)? }
        $(beside { $($(#[$bmeta:meta])* $bvis:vis $beside:ident: $btype:ty),+ $(,)? })?
    ) => {
        $crate::row! {
            $(#[$meta])* $vis struct $name { $($(#[$fmeta])* $fvis $field: $type),+ }
            $(beside { $($(#[$bmeta])* $bvis $beside: $btype),+ })?
        }
        impl $crate::row::Stored for $name {
            const TABLE: &'static str = $table;
            const KEY: &'static [&'static str] = &[$($crate::row::column_name(stringify!($key))),+];
            fn values(&self) -> Vec<$crate::row::Value> {
                vec![$($crate::row::Value::from(self.$field.clone())),+]
            }
        }
    };
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$fmeta:meta])* $fvis:vis $field:ident: $type:ty),+ $(,)? }
        $(beside { $($(#[$bmeta:meta])* $bvis:vis $beside:ident: $btype:ty),+ $(,)? })?
    ) => {
        $(#[$meta])*
        $vis struct $name { $($(#[$fmeta])* $fvis $field: $type,)+ $($($(#[$bmeta])* $bvis $beside: $btype),+)? }
        impl $crate::row::FromRow for $name {
            const COLUMNS: &'static [&'static str] = &[$($crate::row::column_name(stringify!($field))),+];
            fn from_row(row: &$crate::row::Row) -> Result<Self, $crate::row::DbErr> {
                Ok(Self { $($field: row.get($crate::row::column_name(stringify!($field)))?,)+ $($($beside: Default::default()),+)? })
            }
        }
    };
}
