//! The chart of accounts.

pub mod actions;
mod api;
mod csv_file;
mod import_pages;
pub mod pages;
pub mod preferences;
pub mod store;

use std::collections::HashMap;

use despacho_kernel::{Id, Invalid, access::OrganizationRight as R, place};
use despacho_platform::Platform;
use despacho_ui::{Access, Routes, openapi::Operation};

use crate::catalog::parent_of;

/// Account types, in the order of a trial balance.
pub const TYPES: [&str; 5] = ["asset", "liability", "equity", "income", "expense"];

despacho_platform::row! {
    /// An account of an organization.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Account {
        pub id: Id,
        pub code: String,
        pub name: String,
        /// One of [`TYPES`].
        pub r#type: String,
        /// Empty at the top of the tree.
        pub parent_code: String,
        /// ISO 4217; empty where it is the organization's.
        pub currency: String,
        pub active: bool,
        pub version: i64,
    }
}

/// An account as it was typed.
#[derive(Debug, Clone, Default)]
pub struct AccountInput {
    pub code: String,
    pub name: String,
    pub r#type: String,
    /// Proposed from the code when empty.
    pub parent_code: String,
    /// ISO 4217; empty where it is the organization's.
    pub currency: String,
    pub active: bool,
}

impl AccountInput {
    /// Code, name, type, parent's code and currency.
    fn texts(&self) -> [&str; 5] {
        [&self.code, &self.name, &self.r#type, &self.parent_code, &self.currency]
    }

    /// The trimmed input, or every field's error. A code is letters, digits, dots and hyphens.
    pub fn checked(self) -> Result<Self, Invalid> {
        let mut errors = Invalid::new();
        let code = errors.required("code", &self.code, 20);
        if code.chars().any(|c| !(c.is_ascii_alphanumeric() || c == '.' || c == '-')) {
            errors.push("code", "account_code");
        }
        let name = errors.required("name", &self.name, 200);
        if !TYPES.contains(&self.r#type.as_str()) {
            errors.push("type", "choice");
        }
        let parent_code = errors.optional("parent_code", &self.parent_code, 20);
        let currency = self.currency.trim().to_uppercase();
        if !currency.is_empty() {
            errors.take("currency", place::currency(&currency));
        }
        errors.finish()?;
        Ok(Self { code, name, parent_code, currency, ..self })
    }
}

/// The account of a code, or of the longest beginning of it that the chart has.
pub fn nearest(ids: &HashMap<String, Id>, code: &str) -> Option<Id> {
    let exact = ids.get(code).copied();
    exact.or_else(|| parent_of(code, |start| ids.contains_key(start)).and_then(|start| ids.get(start).copied()))
}

pub(crate) fn routes(platform: &Platform) -> Routes {
    const API: &str = "/api/v1/organizations/{organization}/accounts";
    const ONE: &str = "/api/v1/organizations/{organization}/accounts/{account}";
    const MERGER: &str = "/api/v1/organizations/{organization}/accounts/{account}/merger";
    let (read, edit) = (Access::Organization(R::ReadSettings), Access::Organization(R::EditAccounts));
    Routes::new(platform)
        .get("/organizations/{organization}/accounts", read, pages::list)
        .get("/organizations/{organization}/accounts/new", edit, pages::new)
        .post("/organizations/{organization}/accounts", edit, pages::create)
        .get("/organizations/{organization}/accounts/export", read, import_pages::export)
        .get("/organizations/{organization}/accounts/import", edit, import_pages::new)
        .post("/organizations/{organization}/accounts/import", edit, import_pages::look)
        .post("/organizations/{organization}/accounts/imports", edit, import_pages::import)
        .get("/organizations/{organization}/accounts/{account}", edit, pages::edit)
        .post("/organizations/{organization}/accounts/{account}", edit, pages::update)
        .post("/organizations/{organization}/accounts/{account}/merger", edit, pages::merge)
        .api(Operation::get(API, "The chart of accounts").list::<api::AccountJson>(), Access::Organization(R::Read), api::list)
        .api(Operation::post(API, "Add an account").takes::<api::CreateAccount>().answers::<api::AccountJson>(201), edit, api::create)
        .api(
            Operation::patch(ONE, "Change an account; its children follow a new code")
                .versioned()
                .takes::<api::ChangeAccount>()
                .answers::<api::AccountJson>(200),
            edit,
            api::change,
        )
        .api(
            Operation::post(MERGER, "Merge an account into another, which takes over its children and all that names it")
                .takes::<api::Merge>()
                .answers::<api::AccountJson>(201),
            edit,
            api::merge,
        )
}
