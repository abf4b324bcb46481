//! The groups of preferences that Books adds, a file each.

pub mod bank_rules;
mod custom_fields;
pub mod document_templates;
pub mod email_templates;
pub mod number_series;
pub mod payment_terms;
mod reminders;
mod words;

use despacho_ledger::{CHART_GROUP, DIMENSIONS_GROUP, TAXES_GROUP};
use despacho_settings::{lists::MasterList, preferences::PreferenceGroup};

pub use bank_rules::BANK_RULES;
pub use custom_fields::CUSTOM_FIELDS;
pub use document_templates::DOCUMENT_TEMPLATES;
pub use email_templates::EMAIL_TEMPLATES;
pub use number_series::NUMBER_SERIES;
pub use payment_terms::PAYMENT_TERMS;
pub use reminders::REMINDERS;
pub(crate) use words::key;

/// Every group, each after those that it needs.
pub static GROUPS: [&PreferenceGroup; 10] = [
    &document_templates::GROUP,
    &email_templates::GROUP,
    &CHART_GROUP,
    &custom_fields::GROUP,
    &TAXES_GROUP,
    &number_series::GROUP,
    &payment_terms::GROUP,
    &reminders::GROUP,
    &bank_rules::GROUP,
    &DIMENSIONS_GROUP,
];

/// The lists of these groups that are Books' own.
pub static OWN: [&MasterList; 7] = [&DOCUMENT_TEMPLATES, &EMAIL_TEMPLATES, &CUSTOM_FIELDS, &NUMBER_SERIES, &PAYMENT_TERMS, &REMINDERS, &BANK_RULES];
