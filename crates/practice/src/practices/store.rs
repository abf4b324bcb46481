//! Every SQL of practices.

use despacho_kernel::{Id, new_id};
use despacho_platform::sql::Connection;
use despacho_platform::{Error, Result, Tx, memberships, sql, vals};

use super::practice::Practice;

pub async fn find(db: &dyn Connection, id: Id) -> Result<Practice> {
    let practice: Practice = sql::find(db, vals![id]).await?.ok_or(Error::NotFound)?;
    let name = memberships::tenant_name(db, id).await?.ok_or(Error::NotFound)?;
    Ok(Practice { name, ..practice })
}

/// Changes a practice and its name, if it is still of the version that it was read at; answers whether it was.
pub async fn update(tx: &Tx, practice: &Practice) -> Result<bool> {
    memberships::rename_tenant(tx, practice.id, &practice.name).await?;
    Ok(sql::update_version(tx, practice).await?)
}

despacho_platform::row! {
    /// A field that the practice adds to its clients.
    #[derive(Debug, Clone)]
    pub struct CustomField {
        pub id: Id,
        pub name: String,
        pub active: bool,
    }
}

/// The practice's custom fields in order of creation, at most 50.
pub async fn custom_fields(db: &dyn Connection, practice: Id) -> Result<Vec<CustomField>> {
    let sql = "SELECT id, name, active FROM custom_fields WHERE practice_id = $1 ORDER BY id LIMIT 50";
    Ok(sql::rows(db, sql, vals![practice]).await?)
}

pub async fn insert_custom_field(tx: &Tx, practice: Id, name: &str) -> Result<Id> {
    let id = new_id();
    sql::run(tx, "INSERT INTO custom_fields (practice_id, id, name, active) VALUES ($1, $2, $3, $4)", vals![practice, id, name, true]).await?;
    Ok(id)
}

pub async fn set_custom_field_active(tx: &Tx, practice: Id, id: Id, active: bool) -> Result<()> {
    let sql = "UPDATE custom_fields SET active = $3 WHERE practice_id = $1 AND id = $2";
    if sql::run(tx, sql, vals![practice, id, active]).await? == 0 {
        return Err(Error::NotFound);
    }
    Ok(())
}
