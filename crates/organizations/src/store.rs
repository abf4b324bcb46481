//! Every SQL of organizations.

use std::collections::HashMap;

use despacho_kernel::{Id, access::Application, region::Region, text::like_pattern};
use despacho_platform::sql::Connection;
use despacho_platform::{Error, Result, Tx, sql, vals};

use crate::organization::{NewOrganization, Organization};

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
        owner_name: String,
        email: String,
        phone: String,
        website: String,
        tax_id: String,
        industry: String,
        address: String,
        created_at: i64,
        updated_at: i64,
    }
}

const COLUMNS: &str = "o.id, t.name, o.country, o.currency, o.language, o.time_zone, o.date_format, o.fiscal_year_start, o.owner_name, o.email, o.phone,
                       o.website, o.tax_id, o.industry, o.address, o.created_at, o.updated_at
                       FROM organizations o JOIN tenants t ON t.id = o.id";

impl Row {
    fn into_organization(self, applications: Vec<Application>) -> Organization {
        Organization {
            id: self.id,
            name: self.name,
            country: self.country,
            region: Region {
                currency: self.currency,
                language: self.language,
                time_zone: self.time_zone,
                date_format: self.date_format,
                fiscal_year_start: u8::try_from(self.fiscal_year_start).unwrap_or(1),
            },
            owner_name: self.owner_name,
            email: self.email,
            phone: self.phone,
            website: self.website,
            tax_id: self.tax_id,
            industry: self.industry,
            address: serde_json::from_str(&self.address).unwrap_or_default(),
            applications,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}

/// The applications of several organizations.
pub async fn applications(db: &dyn Connection, ids: &[Id]) -> Result<HashMap<Id, Vec<Application>>> {
    despacho_platform::row! {
        struct Enabled {
            organization_id: Id,
            application: String,
        }
    }
    let mut found: HashMap<Id, Vec<Application>> = HashMap::new();
    let sql = "SELECT organization_id, application FROM organization_applications WHERE organization_id IN ({ids})";
    for row in sql::rows_in::<Enabled>(db, sql, vec![], ids).await? {
        if let Ok(application) = row.application.parse() {
            found.entry(row.organization_id).or_default().push(application);
        }
    }
    for list in found.values_mut() {
        list.sort();
    }
    Ok(found)
}

pub async fn find(db: &dyn Connection, id: Id) -> Result<Organization> {
    let row: Row = sql::maybe(db, &format!("SELECT {COLUMNS} WHERE o.id = $1"), vals![id]).await?.ok_or(Error::NotFound)?;
    let applications = applications(db, &[id]).await?.remove(&id).unwrap_or_default();
    Ok(row.into_organization(applications))
}

/// Several organizations at once, in no order.
pub async fn find_many(db: &dyn Connection, ids: &[Id]) -> Result<Vec<Organization>> {
    let mut applications = applications(db, ids).await?;
    let rows: Vec<Row> = sql::rows_in(db, &format!("SELECT {COLUMNS} WHERE o.id IN ({{ids}})"), vec![], ids).await?;
    let whole = |row: Row| {
        let enabled = applications.remove(&row.id).unwrap_or_default();
        row.into_organization(enabled)
    };
    Ok(rows.into_iter().map(whole).collect())
}

/// A page of the organizations of a user by name; `after` is the folded name and id of the last one seen.
pub async fn of_user(db: &dyn Connection, user: Id, search: &str, after: Option<(String, Id)>, limit: i64) -> Result<Vec<Organization>> {
    let (name, id) = after.unwrap_or((String::new(), Id::nil()));
    let sql = "SELECT o.id FROM memberships m JOIN tenants t ON t.id = m.tenant_id JOIN organizations o ON o.id = t.id
               WHERE m.user_id = $1 AND m.tenant_kind = 'organization' AND (t.name_key > $2 OR (t.name_key = $2 AND t.id > $3))
               AND t.name_key LIKE $4 ESCAPE '\\' ORDER BY t.name_key, t.id LIMIT $5";
    let pattern = like_pattern(search);
    let ids: Vec<Id> = sql::column(db, sql, vals![user, name, id, pattern, limit]).await?;
    let mut found = find_many(db, &ids).await?;
    found.sort_by_cached_key(|o| ids.iter().position(|id| *id == o.id));
    Ok(found)
}

pub async fn insert(tx: &Tx, id: Id, new: &NewOrganization, now: i64) -> Result<()> {
    let sql = "INSERT INTO organizations (id, country, currency, language, time_zone, date_format, fiscal_year_start, owner_name, email, phone,
               website, tax_id, industry, address, created_at, updated_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)";
    let mut values = vals![id, new.country.as_str()];
    values.extend(profile(new));
    values.push(now.into());
    sql::run(tx, sql, values).await?;
    Ok(())
}

fn profile(new: &NewOrganization) -> Vec<sql::Value> {
    vals![
        new.region.currency.as_str(),
        new.region.language.as_str(),
        new.region.time_zone.as_str(),
        new.region.date_format.as_str(),
        i64::from(new.region.fiscal_year_start),
        new.owner_name.as_str(),
        new.email.as_str(),
        new.phone.as_str(),
        new.website.as_str(),
        new.tax_id.as_str(),
        new.industry.as_str(),
        serde_json::to_string(&new.address).unwrap_or_default()
    ]
}

/// Stores a changed profile. The country stays: the chart and taxes were made for it.
pub async fn update(tx: &Tx, id: Id, new: &NewOrganization, now: i64) -> Result<()> {
    let sql = "UPDATE organizations SET currency = $2, language = $3, time_zone = $4, date_format = $5, fiscal_year_start = $6, owner_name = $7,
               email = $8, phone = $9, website = $10, tax_id = $11, industry = $12, address = $13, updated_at = $14 WHERE id = $1";
    let mut values = vals![id];
    values.extend(profile(new));
    values.push(now.into());
    sql::run(tx, sql, values).await?;
    Ok(())
}

/// Enables an application; answers whether it was not enabled before.
pub async fn enable(tx: &Tx, id: Id, application: Application, now: i64) -> Result<bool> {
    let sql = "INSERT INTO organization_applications (organization_id, application, enabled_at) VALUES ($1, $2, $3)
               ON CONFLICT (organization_id, application) DO NOTHING";
    Ok(sql::run(tx, sql, vals![id, application.word(), now]).await? > 0)
}
