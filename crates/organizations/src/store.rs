//! Every SQL of organizations.

use std::collections::HashMap;

use despacho_kernel::{Id, access::Application, place::Currency, text::like_pattern};
use despacho_platform::sql::{Connection, DbErr, FromRow, Row};
use despacho_platform::{Error, Result, Tx, memberships, sql, vals};

use crate::organization::{Organization, stored_currency};

/// The columns of organizations with their names, which their tenants hold.
fn columns() -> String {
    let own = Organization::COLUMNS.iter().map(|column| format!("o.{column}")).collect::<Vec<_>>().join(", ");
    format!("{own}, t.name FROM organizations o JOIN tenants t ON t.id = o.id")
}

fn read(row: &Row) -> Result<Organization, DbErr> {
    Ok(Organization { name: row.get("name")?, ..Organization::from_row(row)? })
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
    find_many(db, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// The currency that an organization keeps its books in.
pub async fn currency(db: &dyn Connection, id: Id) -> Result<&'static Currency> {
    let code: String = sql::scalar(db, "SELECT currency FROM organizations WHERE id = $1", vals![id]).await?.ok_or(Error::NotFound)?;
    stored_currency(&code)
}

/// Several organizations at once, in no order.
pub async fn find_many(db: &dyn Connection, ids: &[Id]) -> Result<Vec<Organization>> {
    let mut applications = applications(db, ids).await?;
    let rows = sql::raw_rows_in(db, &format!("SELECT {} WHERE o.id IN ({{ids}})", columns()), vec![], ids).await?;
    let whole = |row: &Row| {
        let organization = read(row)?;
        Ok(Organization { applications: applications.remove(&organization.id).unwrap_or_default(), ..organization })
    };
    rows.iter().map(whole).collect()
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

/// Changes a profile and its name, if it is still of the version that it was read at; answers whether it was.
pub async fn update(tx: &Tx, organization: &Organization) -> Result<bool> {
    memberships::rename_tenant(tx, organization.id, &organization.name).await?;
    Ok(sql::update_version(tx, organization).await?)
}

/// Changes what of a profile can be cloned: industry, first month of the fiscal year and format of dates.
pub async fn set_conventions(tx: &Tx, id: Id, industry: &str, fiscal_year_start: i64, date_format: &str) -> Result<()> {
    let sql = "UPDATE organizations SET industry = $2, fiscal_year_start = $3, date_format = $4, version = version + 1 WHERE id = $1";
    sql::run(tx, sql, vals![id, industry, fiscal_year_start, date_format]).await?;
    Ok(())
}

/// Enables an application; answers whether it was not enabled before.
pub async fn enable(tx: &Tx, id: Id, application: Application, now: i64) -> Result<bool> {
    let sql = "INSERT INTO organization_applications (organization_id, application, enabled_at) VALUES ($1, $2, $3)
               ON CONFLICT (organization_id, application) DO NOTHING";
    Ok(sql::run(tx, sql, vals![id, application.word(), now]).await? > 0)
}
