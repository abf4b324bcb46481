//! Queries that pages alone make.

use despacho_kernel::{
    Id,
    text::{fold, like_pattern},
};
use despacho_platform::{
    Result,
    sql::{self, Conditions, Connection, FromRow},
    vals,
};

use crate::{
    document::Document,
    items::item::Item,
    payments::payment::Payment,
    store::{Filter, conditions},
};

/// Most rows that a list counts and sums.
pub const MOST: i64 = 10_000;

despacho_platform::row! {
    /// How many rows a list has, and what they come to in minor units of the organization's currency.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub struct Figures {
        /// At most [`MOST`] and one.
        pub count: i64,
        pub payable: i64,
        /// What is left of them, without sign.
        pub open: i64,
    }
}

impl Figures {
    /// Whether there are more than were counted.
    pub fn is_cut(&self) -> bool {
        self.count > MOST
    }
}

/// The figures of a list of documents. What is void comes to nothing.
pub async fn figures(db: &dyn Connection, organization: Id, filter: &Filter) -> Result<Figures> {
    let mut found = conditions(organization, filter);
    found.values.push((MOST + 1).into());
    let sql = format!(
        "SELECT COUNT(*) AS count, CAST(COALESCE(SUM(payable), 0) AS BIGINT) AS payable, CAST(COALESCE(SUM(ABS(left_over)), 0) AS BIGINT) AS open FROM (
           SELECT CASE WHEN d.stage = 'void' THEN 0 ELSE d.base_payable END AS payable,
             COALESCE((SELECT SUM(i.base_remaining) FROM open_items i WHERE i.organization_id = d.organization_id AND i.source_id = d.id), 0) AS left_over
           FROM documents d WHERE {} LIMIT ${}) AS listed",
        found.text,
        found.values.len()
    );
    Ok(sql::maybe(db, &sql, found.values).await?.unwrap_or_default())
}

/// Documents of a list, the latest day first.
pub async fn list(db: &dyn Connection, organization: Id, filter: &Filter, limit: i64, skip: i64) -> Result<Vec<Document>> {
    let mut found = conditions(organization, filter);
    found.values.extend(vals![limit, skip]);
    let last = found.values.len();
    let columns = Document::COLUMNS.iter().map(|column| format!("d.{column}")).collect::<Vec<_>>().join(", ");
    let sql = format!("SELECT {columns} FROM documents d WHERE {} ORDER BY d.date DESC, d.id DESC LIMIT ${} OFFSET ${last}", found.text, last - 1);
    Ok(sql::rows(db, &sql, found.values).await?)
}

/// What a list of payments is narrowed by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paid {
    /// A way's word.
    pub way: String,
    pub contact: Option<Id>,
    pub from: Option<String>,
    pub to: Option<String>,
    /// `posted` or `void`; both where it is neither.
    pub stage: String,
}

fn paid(organization: Id, filter: &Paid) -> Conditions {
    let mut found = Conditions::new("p.organization_id = ?", organization);
    found.and("p.direction = ?", filter.way.as_str());
    if let Some(contact) = filter.contact {
        found.and("p.contact_id = ?", contact);
    }
    if let Some(from) = &filter.from {
        found.and("p.date >= ?", from.as_str());
    }
    if let Some(to) = &filter.to {
        found.and("p.date <= ?", to.as_str());
    }
    if !filter.stage.is_empty() {
        found.and("p.stage = ?", filter.stage.as_str());
    }
    found
}

/// How many payments a list has, at most [`MOST`] and one.
pub async fn count_paid(db: &dyn Connection, organization: Id, filter: &Paid) -> Result<i64> {
    let mut found = paid(organization, filter);
    found.values.push((MOST + 1).into());
    let sql = format!("SELECT COUNT(*) FROM (SELECT p.id FROM payments p WHERE {} LIMIT ${}) AS listed", found.text, found.values.len());
    Ok(sql::scalar(db, &sql, found.values).await?.unwrap_or(0))
}

/// Payments of a list, the latest day first.
pub async fn list_paid(db: &dyn Connection, organization: Id, filter: &Paid, limit: i64, skip: i64) -> Result<Vec<Payment>> {
    let mut found = paid(organization, filter);
    found.values.extend(vals![limit, skip]);
    let last = found.values.len();
    let columns = Payment::COLUMNS.iter().map(|column| format!("p.{column}")).collect::<Vec<_>>().join(", ");
    let sql = format!("SELECT {columns} FROM payments p WHERE {} ORDER BY p.date DESC, p.id DESC LIMIT ${} OFFSET ${last}", found.text, last - 1);
    Ok(sql::rows(db, &sql, found.values).await?)
}

/// Conditions on items of which the words of `search` are in code and name.
fn of_items(organization: Id, search: &str, active: Option<bool>) -> Conditions {
    let mut found = Conditions::new("organization_id = ?", organization);
    if let Some(active) = active {
        found.and("active = ?", active);
    }
    for word in fold(search).split_whitespace().take(8) {
        found.and("search_text LIKE ? ESCAPE '\\'", like_pattern(word));
    }
    found
}

/// How many items a list has; an organization has at most a hundred thousand.
pub async fn count_items(db: &dyn Connection, organization: Id, search: &str, active: Option<bool>) -> Result<i64> {
    let found = of_items(organization, search, active);
    Ok(sql::scalar(db, &format!("SELECT COUNT(*) FROM items WHERE {}", found.text), found.values).await?.unwrap_or(0))
}

/// Items of a list, by `name` or `sku`.
pub async fn list_items(
    db: &dyn Connection,
    organization: Id,
    (search, active): (&str, Option<bool>),
    (by, descending): (&str, bool),
    limit: i64,
    skip: i64,
) -> Result<Vec<Item>> {
    let mut found = of_items(organization, search, active);
    let way = if descending { "DESC" } else { "ASC" };
    let order = if by == "sku" { format!("sku {way}, id {way}") } else { format!("name {way}, id {way}") };
    found.values.extend(vals![limit, skip]);
    let last = found.values.len();
    let sql = format!("SELECT {} FROM items WHERE {} ORDER BY {order} LIMIT ${} OFFSET ${last}", Item::columns(), found.text, last - 1);
    Ok(sql::rows(db, &sql, found.values).await?)
}
