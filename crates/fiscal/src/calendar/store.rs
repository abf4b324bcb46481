//! The SQL of the calendar: only what a cell shows is read.

use std::collections::HashMap;

use despacho_kernel::Id;
use despacho_platform::{
    Result,
    sql::{self, Connection, Value},
    vals,
};

use crate::obligations::store::MOST;

despacho_platform::row! {
    /// What a cell shows of an obligation.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Lean {
        pub id: Id,
        pub client_id: Id,
        pub model: String,
        pub period: String,
        pub state: String,
        pub reason: String,
        pub nominal_due_on: String,
        pub legal_due_on: String,
        pub direct_debit_on: String,
        pub filed_on: String,
        pub assigned_to: Option<Id>,
    }
}

despacho_platform::row! {
    /// What the head of a row shows of a client.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Kept {
        pub id: Id,
        pub display_name: String,
        pub name_key: String,
        pub tax_id: String,
        pub country: String,
    }
}

/// What is looked at: a campaign, days between which the legal one is, or periods of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Window {
    Campaign(String),
    Due(String, String),
    Year(i16),
}

/// Whose obligations are read: a practice's, as far as a member sees them.
#[derive(Debug, Clone, Copy)]
pub struct Scope {
    pub practice: Id,
    pub visible_to: Option<Id>,
}

fn visible(scope: Scope, values: &mut Vec<Value>, table: &str, client: &str) -> String {
    let Some(user) = scope.visible_to else { return String::new() };
    values.extend(vals![user]);
    format!(
        " AND EXISTS (SELECT 1 FROM client_assignments s WHERE s.practice_id = {table}.practice_id AND s.client_id = {table}.{client} AND s.user_id = ${})",
        values.len()
    )
}

/// What there is in a window.
pub async fn cells(db: &dyn Connection, scope: Scope, window: &Window) -> Result<Vec<Lean>> {
    let mut values = vals![scope.practice];
    let within = match window {
        Window::Campaign(campaign) => {
            values.extend(vals![campaign.as_str()]);
            "o.campaign = $2"
        }
        Window::Due(first, last) => {
            values.extend(vals![first.as_str(), last.as_str()]);
            "o.legal_due_on >= $2 AND o.legal_due_on <= $3"
        }
        Window::Year(year) => {
            values.extend(vals![format!("{year:04}"), format!("{:04}", year + 1)]);
            "o.period >= $2 AND o.period < $3"
        }
    };
    let visible = visible(scope, &mut values, "o", "client_id");
    let columns = <Lean as sql::FromRow>::columns().split(", ").map(|column| format!("o.{column}")).collect::<Vec<_>>().join(", ");
    let sql = format!("SELECT {columns} FROM obligations o WHERE o.practice_id = $1 AND {within}{visible} LIMIT {}", MOST + 1);
    Ok(sql::rows(db, &sql, values).await?)
}

/// The active clients of a practice that a member sees, by name.
pub async fn clients(db: &dyn Connection, scope: Scope) -> Result<Vec<Kept>> {
    let mut values = vals![scope.practice, true];
    let visible = visible(scope, &mut values, "c", "id");
    let columns = <Kept as sql::FromRow>::columns().split(", ").map(|column| format!("c.{column}")).collect::<Vec<_>>().join(", ");
    let sql = format!("SELECT {columns} FROM clients c WHERE c.practice_id = $1 AND c.active = $2{visible} ORDER BY c.name_key, c.id LIMIT {MOST}");
    Ok(sql::rows(db, &sql, values).await?)
}

/// Who looks after each client: of several the one whose name comes first.
pub async fn looked_after(db: &dyn Connection, practice: Id) -> Result<HashMap<Id, Id>> {
    despacho_platform::row! {
        struct Assigned {
            client_id: Id,
            user_id: Id,
        }
    }
    let sql = format!(
        "SELECT s.client_id, s.user_id FROM client_assignments s JOIN users u ON u.id = s.user_id WHERE s.practice_id = $1 ORDER BY u.name DESC, u.id LIMIT {MOST}"
    );
    let rows: Vec<Assigned> = sql::rows(db, &sql, vals![practice]).await?;
    Ok(rows.into_iter().map(|row| (row.client_id, row.user_id)).collect())
}
