//! Taking away what was made by mistake, whole: a tenant with every row that names it, whichever room keeps it. The tables are asked of the database, so
//! that no room is forgotten.

use std::collections::{BTreeMap, BTreeSet};

use despacho_kernel::Id;

use crate::{
    db::Tx,
    engines::{Connection, Engine},
    error::Result,
    sql, vals,
};

crate::row! {
    struct Column {
        name: String,
        of: String,
    }
}

crate::row! {
    struct Reference {
        child: String,
        parent: String,
    }
}

/// The tables with one of these columns, and the column.
async fn tables_with(db: &dyn Connection, columns: &[&str]) -> Result<BTreeMap<String, String>> {
    let quoted = columns.iter().map(|column| format!("'{column}'")).collect::<Vec<_>>().join(", ");
    let sql = match db.engine() {
        Engine::Sqlite => format!(
            "SELECT m.name AS name, c.name AS of FROM sqlite_master m JOIN pragma_table_info(m.name) c
             WHERE m.type = 'table' AND c.name IN ({quoted}) ORDER BY m.name LIMIT 2000"
        ),
        Engine::Postgres => format!(
            "SELECT CAST(table_name AS TEXT) AS name, CAST(column_name AS TEXT) AS of FROM information_schema.columns
             WHERE table_schema = current_schema() AND column_name IN ({quoted}) ORDER BY table_name LIMIT 2000"
        ),
    };
    let found: Vec<Column> = sql::rows(db, &sql, vals![]).await?;
    Ok(found.into_iter().map(|column| (column.name, column.of)).collect())
}

/// Which table names rows of which.
async fn references(db: &dyn Connection) -> Result<Vec<(String, String)>> {
    let sql = match db.engine() {
        Engine::Sqlite => {
            "SELECT m.name AS child, f.\"table\" AS parent FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' LIMIT 5000"
        }
        Engine::Postgres => {
            "SELECT CAST(c.relname AS TEXT) AS child, CAST(p.relname AS TEXT) AS parent FROM pg_constraint k
             JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE k.contype = 'f' AND n.nspname = current_schema() LIMIT 5000"
        }
    };
    let found: Vec<Reference> = sql::rows(db, sql, vals![]).await?;
    Ok(found.into_iter().map(|reference| (reference.child, reference.parent)).collect())
}

/// Tables in an order in which none comes before one that names it.
fn children_first(mut tables: BTreeSet<String>, references: &[(String, String)]) -> Vec<String> {
    let mut order = vec![];
    while !tables.is_empty() {
        let is_named = |table: &str| references.iter().any(|(child, parent)| parent == table && child != table && tables.contains(child));
        let free: Vec<String> = tables.iter().filter(|table| !is_named(table)).cloned().collect();
        // Of tables that name each other any may be first: they have no rows yet where something is taken back.
        let next = if free.is_empty() { tables.iter().next().cloned().into_iter().collect() } else { free };
        for table in next {
            tables.remove(&table);
            order.push(table);
        }
    }
    order
}

/// Erases organizations, with every row that names them.
pub async fn erase_organizations(tx: &Tx, ids: &[Id]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut columns = tables_with(tx, &["organization_id", "tenant_id"]).await?;
    columns.extend([("organizations", "id"), ("tenants", "id")].map(|(table, column)| (table.to_owned(), column.to_owned())));
    let references = references(tx).await?;
    for table in children_first(columns.keys().cloned().collect(), &references) {
        let column = &columns[&table];
        sql::run_in(tx, &format!("DELETE FROM {table} WHERE {column} IN ({{ids}})"), vals![], ids).await?;
    }
    Ok(())
}

/// Those of some rows that a table names by a column, besides these tables.
pub async fn named_elsewhere(db: &dyn Connection, column: &str, besides: &[&str], ids: &[Id]) -> Result<BTreeSet<Id>> {
    let mut found = BTreeSet::new();
    for table in tables_with(db, &[column]).await?.into_keys().filter(|table| !besides.contains(&table.as_str())) {
        let sql = format!("SELECT DISTINCT {column} FROM {table} WHERE {column} IN ({{ids}})");
        found.extend(sql::column_in::<Id>(db, &sql, vals![], ids).await?);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_another_goes_first() {
        let tables = ["a", "b", "c", "d"].map(str::to_owned).into_iter().collect();
        let references = [("b", "a"), ("c", "b"), ("d", "d"), ("x", "d")].map(|(child, parent)| (child.to_owned(), parent.to_owned()));
        assert_eq!(children_first(tables, &references), ["c", "d", "b", "a"].map(str::to_owned));
        let circle = [("b", "a"), ("a", "b")].map(|(child, parent)| (child.to_owned(), parent.to_owned()));
        assert_eq!(children_first(["a", "b"].map(str::to_owned).into_iter().collect(), &circle).len(), 2);
    }
}
