//! Every SQL of contacts.

use despacho_kernel::{
    Id,
    text::{fold, like_pattern},
};
use despacho_platform::sql::{Conditions, Connection, FromRow};
use despacho_platform::{Error, Result, Tx, sql, vals};

use super::contact::Contact;

/// What a list of contacts is narrowed by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words of number, name and tax id, in any order.
    pub search: String,
    /// `customer` or `vendor`; every contact where it is neither.
    pub kind: String,
    /// Whether only those in use, or those that are not; both where it is not told.
    pub active: Option<bool>,
}

fn conditions(organization: Id, filter: &Filter) -> Conditions {
    let mut found = Conditions::new("organization_id = ?", organization);
    match filter.kind.as_str() {
        "customer" => found.and("customer = ?", true),
        "vendor" => found.and("vendor = ?", true),
        _ => {}
    }
    if let Some(active) = filter.active {
        found.and("active = ?", active);
    }
    for word in fold(&filter.search).split_whitespace().take(8) {
        found.and("search_text LIKE ? ESCAPE '\\'", like_pattern(word));
    }
    found
}

pub async fn count(db: &dyn Connection, organization: Id, filter: &Filter) -> Result<i64> {
    let found = conditions(organization, filter);
    Ok(sql::scalar(db, &format!("SELECT COUNT(*) FROM contacts WHERE {}", found.text), found.values).await?.unwrap_or(0))
}

/// A page of a list, sorted by `number`, `name` or `tax_id`.
pub async fn list(db: &dyn Connection, organization: Id, filter: &Filter, (by, descending): (&str, bool), limit: i64, skip: i64) -> Result<Vec<Contact>> {
    let mut found = conditions(organization, filter);
    let way = if descending { "DESC" } else { "ASC" };
    let order = match by {
        "name" => format!("name_key {way}, number {way}"),
        "tax_id" => format!("tax_id {way}, number {way}"),
        _ => format!("number {way}"),
    };
    found.values.extend(vals![limit, skip]);
    let last = found.values.len();
    let sql = format!("SELECT {} FROM contacts WHERE {} ORDER BY {order} LIMIT ${} OFFSET ${last}", Contact::columns(), found.text, last - 1);
    Ok(sql::rows(db, &sql, found.values).await?)
}

/// Contacts by number, from after one.
pub async fn after(db: &dyn Connection, organization: Id, filter: &Filter, number: i64, limit: i64) -> Result<Vec<Contact>> {
    let mut found = conditions(organization, filter);
    found.and("number > ?", number);
    found.values.push(limit.into());
    let sql = format!("SELECT {} FROM contacts WHERE {} ORDER BY number LIMIT ${}", Contact::columns(), found.text, found.values.len());
    Ok(sql::rows(db, &sql, found.values).await?)
}

pub async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<Contact> {
    sql::find(db, vals![organization, id]).await?.ok_or(Error::NotFound)
}

/// Contacts by their ids; those that the organization does not have are left out.
pub async fn of_ids(db: &dyn Connection, organization: Id, ids: &[Id]) -> Result<Vec<Contact>> {
    let sql = format!("SELECT {} FROM contacts WHERE organization_id = $1 AND id IN ({{ids}})", Contact::columns());
    Ok(sql::rows_in(db, &sql, vals![organization], ids).await?)
}

/// Contacts by their numbers, at most a thousand.
pub async fn of_numbers(db: &dyn Connection, organization: Id, numbers: &[i64]) -> Result<Vec<Contact>> {
    if numbers.is_empty() {
        return Ok(vec![]);
    }
    let mut values = vals![organization];
    values.extend(numbers.iter().map(|number| sql::Value::from(*number)));
    let list = sql::placeholders(2, numbers.len());
    let sql = format!("SELECT {} FROM contacts WHERE organization_id = $1 AND number IN ({list}) LIMIT 1000", Contact::columns());
    Ok(sql::rows(db, &sql, values).await?)
}

/// Active contacts whose numbers begin so, the shortest number first.
pub async fn of_beginning(db: &dyn Connection, organization: Id, number: &str, limit: i64) -> Result<Vec<Contact>> {
    let sql = format!(
        "SELECT {} FROM contacts WHERE organization_id = $1 AND active = $2 AND CAST(number AS TEXT) LIKE $3 || '%' ORDER BY number LIMIT $4",
        Contact::columns()
    );
    Ok(sql::rows(db, &sql, vals![organization, true, number, limit]).await?)
}

/// Other contacts with a tax id, at most ten.
pub async fn others_of_tax_id(db: &dyn Connection, organization: Id, tax_id: &str, than: Id) -> Result<Vec<Contact>> {
    if tax_id.is_empty() {
        return Ok(vec![]);
    }
    let sql = format!(
        "SELECT {} FROM contacts WHERE organization_id = $1 AND tax_id = $2 AND tax_id <> '' AND id <> $3 ORDER BY number LIMIT 10",
        Contact::columns()
    );
    Ok(sql::rows(db, &sql, vals![organization, tax_id, than]).await?)
}

/// The number of the next contact. The organization is held.
pub async fn next_number(tx: &Tx, organization: Id) -> Result<i64> {
    let last: Option<Option<i64>> = sql::scalar(tx, "SELECT MAX(number) FROM contacts WHERE organization_id = $1", vals![organization]).await?;
    Ok(last.flatten().unwrap_or(0) + 1)
}

pub async fn insert(tx: &Tx, contacts: &[Contact]) -> Result<()> {
    Ok(sql::insert(tx, contacts).await?)
}

/// Changes a contact if it is still of the version that it was read at; answers whether it was.
pub async fn update(tx: &Tx, contact: &Contact) -> Result<bool> {
    Ok(sql::update_version(tx, contact).await?)
}

pub async fn delete(tx: &Tx, organization: Id, id: Id) -> Result<bool> {
    Ok(sql::delete::<Contact>(tx, vals![organization, id]).await?)
}
