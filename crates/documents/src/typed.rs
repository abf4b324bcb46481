//! A document as it is typed or sent: numbers are texts until they are read.

use despacho_kernel::Id;
use despacho_ledger::journal::typed::or_empty;
use serde::{Deserialize, Deserializer, Serialize};

use crate::document::Whole;

/// A tax of a line: its code, or with the amount that the vendor's paper has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum TypedTax {
    Code(String),
    Amount(TypedAmount),
}

impl TypedTax {
    /// Its code.
    pub fn code(&self) -> &str {
        match self {
            Self::Code(code) | Self::Amount(TypedAmount { code, .. }) => code.trim(),
        }
    }
}

/// The amount of a tax as the vendor's paper has it; empty where it is computed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedAmount {
    pub code: String,
    #[serde(deserialize_with = "or_empty")]
    pub amount: String,
}

/// A line as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedLine {
    pub item_id: Option<Id>,
    /// The item's where it is empty.
    #[serde(deserialize_with = "or_empty")]
    pub description: String,
    /// One where it is empty.
    #[serde(deserialize_with = "or_empty")]
    pub quantity: String,
    /// The item's where it is empty.
    #[serde(deserialize_with = "or_empty")]
    pub unit_price: String,
    #[serde(deserialize_with = "or_empty")]
    pub discount_percent: String,
    /// Proposed where nothing is said; an empty list is none.
    pub taxes: Option<Vec<TypedTax>>,
    /// The item's, or the usual one, where it is empty.
    #[serde(deserialize_with = "or_empty")]
    pub account_code: String,
}

impl TypedLine {
    /// Whether nothing is typed in it.
    pub fn is_empty(&self) -> bool {
        self.item_id.is_none() && [&self.description, &self.unit_price, &self.account_code].iter().all(|text| text.trim().is_empty())
    }
}

/// Reads null as nothing.
fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(from)?.unwrap_or_default())
}

/// A document as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedDocument {
    pub contact_id: Option<Id>,
    /// ISO 8601.
    #[serde(deserialize_with = "or_empty")]
    pub date: String,
    /// By the payment terms where it is empty.
    #[serde(deserialize_with = "or_empty")]
    pub due_date: String,
    /// The name or id of a series of its kind; the first one where it is empty.
    #[serde(deserialize_with = "or_empty")]
    pub series: String,
    /// The organization's where it is empty.
    #[serde(deserialize_with = "or_empty")]
    pub currency: String,
    /// Of its day where it is empty.
    #[serde(deserialize_with = "or_empty")]
    pub rate: String,
    #[serde(deserialize_with = "or_default")]
    pub prices_include_tax: bool,
    #[serde(deserialize_with = "or_default")]
    pub simplified: bool,
    #[serde(deserialize_with = "or_empty")]
    pub reference: String,
    #[serde(deserialize_with = "or_empty")]
    pub notes: String,
    #[serde(deserialize_with = "or_empty")]
    pub vendor_number: String,
    #[serde(deserialize_with = "or_default")]
    pub lines: Vec<TypedLine>,
    /// Amounts of taxes as the vendor's paper has them.
    #[serde(deserialize_with = "or_default")]
    pub taxes: Vec<TypedAmount>,
    /// What it corrects.
    #[serde(alias = "invoice_id", alias = "bill_id")]
    pub corrects_id: Option<Id>,
    #[serde(deserialize_with = "or_empty")]
    pub method: String,
    #[serde(deserialize_with = "or_empty")]
    pub reason: String,
}

impl TypedDocument {
    /// A stored document as it was typed. `codes` finds an account's code; `amount` writes minor units of its currency.
    pub fn of(whole: &Whole, code: impl Fn(Id) -> String, amount: impl Fn(i64) -> String) -> Self {
        let document = &whole.document;
        let line = |line: &crate::document::DocumentLine| TypedLine {
            item_id: line.item_id,
            description: line.description.clone(),
            quantity: line.quantity.clone(),
            unit_price: line.unit_price.clone(),
            discount_percent: line.discount_percent.clone(),
            taxes: Some(line.taxes.lines().map(|code| TypedTax::Code(code.to_owned())).collect()),
            account_code: code(line.account_id),
        };
        let typed = |tax: &crate::document::DocumentTax| Some(TypedAmount { code: tax.code.clone(), amount: amount(tax.typed?) });
        Self {
            contact_id: Some(document.contact_id),
            date: document.date.clone(),
            due_date: document.due_on.clone(),
            series: document.series_id.map_or_else(String::new, |id| id.to_string()),
            currency: document.currency.clone(),
            rate: document.rate.clone(),
            prices_include_tax: document.prices == "tax_included",
            simplified: document.simplified,
            reference: document.reference.clone(),
            notes: document.notes.clone(),
            vendor_number: document.vendor_number.clone(),
            lines: whole.lines.iter().map(line).collect(),
            taxes: whole.taxes.iter().filter_map(typed).collect(),
            corrects_id: document.corrects_id,
            method: document.method.clone(),
            reason: document.reason.clone(),
        }
    }
}
