//! Every SQL of practices.

use despacho_kernel::Id;
use despacho_platform::sql::Connection;
use despacho_platform::{Error, Result, Tx, memberships, sql, vals};

use super::{custom_field::CustomField, practice::Practice};

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

/// The practice's custom fields in order of creation, at most 50.
pub async fn custom_fields(db: &dyn Connection, practice: Id) -> Result<Vec<CustomField>> {
    let columns = <CustomField as sql::FromRow>::columns();
    let sql = format!("SELECT {columns} FROM custom_fields WHERE practice_id = $1 ORDER BY id LIMIT 50");
    Ok(sql::rows(db, &sql, vals![practice]).await?)
}

pub async fn insert_custom_field(tx: &Tx, practice: Id, field: &CustomField) -> Result<()> {
    let sql = "INSERT INTO custom_fields (practice_id, id, name, active, kind, required, default_value, options) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let CustomField { id, name, active, kind, required, default_value, options } = field;
    sql::run(tx, sql, vals![practice, *id, name, *active, kind, *required, default_value, options]).await?;
    Ok(())
}

pub async fn set_custom_field_active(tx: &Tx, practice: Id, id: Id, active: bool) -> Result<()> {
    let sql = "UPDATE custom_fields SET active = $3 WHERE practice_id = $1 AND id = $2";
    if sql::run(tx, sql, vals![practice, id, active]).await? == 0 {
        return Err(Error::NotFound);
    }
    Ok(())
}
