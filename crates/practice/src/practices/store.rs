//! Every SQL of practices.

use despacho_kernel::{Id, new_id, region::Region};
use despacho_platform::sql::Connection;
use despacho_platform::{Error, Result, Tx, sql, vals};

use super::practice::{NewPractice, Practice};

despacho_platform::row! {
    struct Row {
        id: Id,
        name: String,
        country: String,
        currency: String,
        language: String,
        time_zone: String,
        date_format: String,
        fiscal_year_start: i64,
    }
}

pub async fn find(db: &dyn Connection, id: Id) -> Result<Practice> {
    let sql = "SELECT p.id, t.name, p.country, p.currency, p.language, p.time_zone, p.date_format, p.fiscal_year_start
               FROM practices p JOIN tenants t ON t.id = p.id WHERE p.id = $1";
    let row: Row = sql::maybe(db, sql, vals![id]).await?.ok_or(Error::NotFound)?;
    let region = Region {
        currency: row.currency,
        language: row.language,
        time_zone: row.time_zone,
        date_format: row.date_format,
        fiscal_year_start: u8::try_from(row.fiscal_year_start).unwrap_or(1),
    };
    Ok(Practice { id: row.id, name: row.name, country: row.country, region })
}

fn values(id: Id, new: &NewPractice) -> Vec<sql::Value> {
    vals![
        id,
        new.country.as_str(),
        new.region.currency.as_str(),
        new.region.language.as_str(),
        new.region.time_zone.as_str(),
        new.region.date_format.as_str(),
        i64::from(new.region.fiscal_year_start)
    ]
}

pub async fn insert(tx: &Tx, id: Id, new: &NewPractice, now: i64) -> Result<()> {
    let sql = "INSERT INTO practices (id, country, currency, language, time_zone, date_format, fiscal_year_start, created_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let mut values = values(id, new);
    values.push(now.into());
    sql::run(tx, sql, values).await?;
    Ok(())
}

pub async fn update(tx: &Tx, id: Id, new: &NewPractice) -> Result<()> {
    let sql = "UPDATE practices SET country = $2, currency = $3, language = $4, time_zone = $5, date_format = $6, fiscal_year_start = $7 WHERE id = $1";
    sql::run(tx, sql, values(id, new)).await?;
    Ok(())
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
