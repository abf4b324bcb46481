//! Every SQL of templates.

use despacho_kernel::Id;
use despacho_platform::{
    Error, Result, Tx,
    sql::{self, Connection, FromRow},
    vals,
};

use crate::template::{MOST, Template};

pub async fn list(db: &dyn Connection, practice: Id) -> Result<Vec<Template>> {
    let sql = format!("SELECT {} FROM request_templates WHERE practice_id = $1 ORDER BY title, id LIMIT $2", Template::columns());
    Ok(sql::rows(db, &sql, vals![practice, MOST]).await?)
}

pub async fn count(db: &dyn Connection, practice: Id) -> Result<i64> {
    Ok(sql::scalar(db, "SELECT COUNT(*) FROM request_templates WHERE practice_id = $1", vals![practice]).await?.unwrap_or(0))
}

pub async fn find(db: &dyn Connection, practice: Id, id: Id) -> Result<Template> {
    sql::find(db, vals![practice, id]).await?.ok_or(Error::NotFound)
}

pub async fn insert(tx: &Tx, template: &Template) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(template)).await?)
}

pub async fn update(tx: &Tx, template: &Template) -> Result<bool> {
    Ok(sql::update_version(tx, template).await?)
}

pub async fn remove(tx: &Tx, template: &Template) -> Result<()> {
    sql::delete::<Template>(tx, vals![template.practice_id, template.id]).await?;
    Ok(())
}
