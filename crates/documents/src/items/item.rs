//! Something that is sold or bought, with its prices, accounts and taxes.

use despacho_kernel::{
    Id, Invalid,
    number::{Notation, decimal},
    text::fold,
};
use despacho_ledger::journal::typed::or_empty;
use despacho_platform::sql::Versioned;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// What other rooms call these rows where they name one.
pub const KIND: &str = "items";

/// Most items of an organization.
pub const MAX: i64 = 100_000;

/// What an item is.
pub const KINDS: &[&str] = &["services", "goods"];

despacho_platform::row! {
    /// An item.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Item in "items" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        pub name: String,
        /// What the organization calls it, unique where it has one.
        pub sku: String,
        /// One of [`KINDS`].
        pub kind: String,
        /// What is counted: hours, pieces.
        pub unit: String,
        /// Decimal text in units of the organization's currency, without tax; empty where it has none.
        pub sale_price: String,
        /// The name where it is empty.
        pub sale_description: String,
        pub sale_account_id: Option<Id>,
        /// Codes, on a line each.
        pub sale_taxes: String,
        pub purchase_price: String,
        pub purchase_description: String,
        pub purchase_account_id: Option<Id>,
        pub purchase_taxes: String,
        pub active: bool,
        pub search_text: String,
        pub version: i64,
    }
}

impl Versioned for Item {
    fn version(&self) -> i64 {
        self.version
    }
}

/// One side of an item as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedItem {
    #[serde(deserialize_with = "or_empty")]
    pub name: String,
    #[serde(deserialize_with = "or_empty")]
    pub sku: String,
    #[serde(deserialize_with = "or_empty")]
    pub kind: String,
    #[serde(deserialize_with = "or_empty")]
    pub unit: String,
    #[serde(deserialize_with = "or_empty")]
    pub sale_price: String,
    #[serde(deserialize_with = "or_empty")]
    pub sale_description: String,
    #[serde(deserialize_with = "or_empty")]
    pub sale_account_code: String,
    pub sale_taxes: Vec<String>,
    #[serde(deserialize_with = "or_empty")]
    pub purchase_price: String,
    #[serde(deserialize_with = "or_empty")]
    pub purchase_description: String,
    #[serde(deserialize_with = "or_empty")]
    pub purchase_account_code: String,
    pub purchase_taxes: Vec<String>,
    pub active: Option<bool>,
}

/// A price stays below it, as on a line of a document.
const MOST: i64 = 1_000_000_000_000;

impl TypedItem {
    /// The texts and prices of an item over what it was; accounts and taxes are looked up by whoever has the books.
    pub fn read(&self, before: Item, errors: &mut Invalid) -> Item {
        let price = |name: &str, text: &str, errors: &mut Invalid| {
            if text.trim().is_empty() {
                return String::new();
            }
            let price = errors.take(name, decimal(text, Notation::Plain, 6)).unwrap_or_default();
            if price.abs() >= Decimal::from(MOST) {
                errors.push_with(name, "number_too_large", vec![("max", (MOST - 1).to_string())]);
            }
            price.normalize().to_string()
        };
        let kind = if self.kind.is_empty() { KINDS[0] } else { self.kind.as_str() };
        if !KINDS.contains(&kind) {
            errors.push("kind", "choice");
        }
        let name = errors.required("name", &self.name, 100);
        let sku = errors.optional("sku", &self.sku, 50);
        Item {
            search_text: fold(&format!("{sku} {name}")),
            kind: kind.to_owned(),
            unit: errors.optional("unit", &self.unit, 20),
            sale_price: price("sale_price", &self.sale_price, errors),
            sale_description: errors.optional("sale_description", &self.sale_description, 2000),
            purchase_price: price("purchase_price", &self.purchase_price, errors),
            purchase_description: errors.optional("purchase_description", &self.purchase_description, 2000),
            sale_taxes: self.sale_taxes.join("\n"),
            purchase_taxes: self.purchase_taxes.join("\n"),
            active: self.active.unwrap_or(true),
            name,
            sku,
            ..before
        }
    }
}
