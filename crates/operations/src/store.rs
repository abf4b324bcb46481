//! What the database says of the whole installation.

use despacho_platform::{
    Result,
    sql::{self, Connection},
    vals,
};

despacho_platform::row! {
    /// How many of each there are.
    pub struct Totals {
        pub people: i64,
        pub practices: i64,
        pub organizations: i64,
    }
}

/// How many people, practices and organizations the installation has.
pub async fn totals(db: &dyn Connection) -> Result<Totals> {
    let sql = "SELECT (SELECT COUNT(*) FROM users) AS people, (SELECT COUNT(*) FROM tenants WHERE kind = 'practice') AS practices,
               (SELECT COUNT(*) FROM tenants WHERE kind = 'organization') AS organizations";
    Ok(sql::maybe(db, sql, vals![]).await?.unwrap_or(Totals { people: 0, practices: 0, organizations: 0 }))
}

/// Bytes of a PostgreSQL database. The embedded one is a file, and its size is the file's.
pub async fn postgres_size(db: &dyn Connection) -> Result<i64> {
    Ok(sql::scalar(db, "SELECT pg_database_size(current_database())", vals![]).await?.unwrap_or(0))
}
