//! Every SQL of dimensions and tags.

use std::collections::HashMap;

use despacho_kernel::Id;
use despacho_platform::sql::{Connection, FromRow};
use despacho_platform::{Result, sql, vals};

despacho_platform::row! {
    /// A dimension.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Dimension {
        pub id: Id,
        pub code: String,
        pub name: String,
        /// Beginnings of the codes of accounts on which it is required: `6, 70`.
        pub required_on: String,
        pub active: bool,
    }
}

despacho_platform::row! {
    /// A value of a dimension.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct DimensionValue {
        pub id: Id,
        pub dimension_id: Id,
        pub code: String,
        pub name: String,
        /// ISO 8601; empty where it has no end.
        pub valid_from: String,
        pub valid_to: String,
        pub active: bool,
    }
}

despacho_platform::row! {
    /// The value that a posting has in one dimension.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PostingTag in "posting_tags" key (organization_id, entry_id, position, dimension_id) {
        pub organization_id: Id,
        pub entry_id: Id,
        pub position: i64,
        pub dimension_id: Id,
        pub value_id: Id,
    }
}

/// A tag as its posting holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    pub dimension_id: Id,
    pub value_id: Id,
    /// The dimension's code.
    pub dimension: String,
    /// The value's code.
    pub value: String,
}

/// An organization's dimensions, in their order.
pub async fn dimensions(db: &dyn Connection, organization: Id) -> Result<Vec<Dimension>> {
    let sql = format!("SELECT {} FROM dimensions WHERE organization_id = $1 ORDER BY position, id LIMIT 500", Dimension::columns());
    Ok(sql::rows(db, &sql, vals![organization]).await?)
}

/// The values of all its dimensions, in their order.
pub async fn values(db: &dyn Connection, organization: Id) -> Result<Vec<DimensionValue>> {
    let sql = format!("SELECT {} FROM dimension_values WHERE organization_id = $1 ORDER BY position, id LIMIT 500", DimensionValue::columns());
    Ok(sql::rows(db, &sql, vals![organization]).await?)
}

despacho_platform::row! {
    struct Read {
        entry_id: Id,
        position: i64,
        dimension_id: Id,
        value_id: Id,
        dimension: String,
        value: String,
    }
}

/// The tags of the postings of entries, by entry and position.
pub async fn of_entries(db: &dyn Connection, organization: Id, entries: &[Id]) -> Result<HashMap<(Id, i64), Vec<Tag>>> {
    let sql = "SELECT t.entry_id, t.position, t.dimension_id, t.value_id, d.code AS dimension, v.code AS value FROM posting_tags t
               JOIN dimensions d ON d.organization_id = t.organization_id AND d.id = t.dimension_id
               JOIN dimension_values v ON v.organization_id = t.organization_id AND v.id = t.value_id
               WHERE t.organization_id = $1 AND t.entry_id IN ({ids}) ORDER BY t.entry_id, t.position, d.position, d.id";
    let rows: Vec<Read> = sql::rows_in(db, sql, vals![organization], entries).await?;
    let mut found: HashMap<(Id, i64), Vec<Tag>> = HashMap::new();
    for Read { entry_id, position, dimension_id, value_id, dimension, value } in rows {
        found.entry((entry_id, position)).or_default().push(Tag { dimension_id, value_id, dimension, value });
    }
    Ok(found)
}

/// Whether postings carry one of these values, or a value of one of these dimensions.
pub async fn tagged(db: &dyn Connection, organization: Id, ids: &[Id]) -> Result<bool> {
    let of_values = "SELECT value_id FROM posting_tags WHERE organization_id = $1 AND value_id IN ({ids}) LIMIT 1";
    let of_dimensions = "SELECT dimension_id FROM posting_tags WHERE organization_id = $1 AND dimension_id IN ({ids}) LIMIT 1";
    Ok(!sql::column_in::<Id>(db, of_values, vals![organization], ids).await?.is_empty()
        || !sql::column_in::<Id>(db, of_dimensions, vals![organization], ids).await?.is_empty())
}
