//! The lists of master data that Books keeps.

use despacho_organizations::records::{Column, Kind, RecordSet};

/// Documents that are numbered and printed.
pub const DOCUMENTS: &[&str] = &["invoice", "estimate", "credit_note", "bill", "receipt"];

/// Occasions on which mail goes to customers and suppliers.
pub const OCCASIONS: &[&str] = &["invoice", "estimate", "credit_note", "payment_reminder", "payment_receipt"];

/// Series of numbers of documents; numbers of a series follow each other without gaps (RD 1619/2012, art. 6.1.a).
pub static NUMBER_SERIES: RecordSet = RecordSet {
    name: "number_series",
    table: "number_series",
    columns: &[
        Column { name: "name", kind: Kind::Text { max: 60, required: true } },
        Column { name: "document", kind: Kind::Choice(DOCUMENTS) },
        Column { name: "prefix", kind: Kind::Text { max: 20, required: false } },
        Column { name: "next_number", kind: Kind::Whole { min: 1, max: 999_999_999 } },
        Column { name: "digits", kind: Kind::Whole { min: 1, max: 9 } },
    ],
};

/// When an invoice is due, in days from its date.
pub static PAYMENT_TERMS: RecordSet = RecordSet {
    name: "payment_terms",
    table: "payment_terms",
    columns: &[Column { name: "name", kind: Kind::Text { max: 60, required: true } }, Column { name: "days", kind: Kind::Whole { min: 0, max: 365 } }],
};

/// How documents are printed.
pub static DOCUMENT_TEMPLATES: RecordSet = RecordSet {
    name: "document_templates",
    table: "document_templates",
    columns: &[
        Column { name: "name", kind: Kind::Text { max: 60, required: true } },
        Column { name: "document", kind: Kind::Choice(DOCUMENTS) },
        Column { name: "header", kind: Kind::Long { max: 1000 } },
        Column { name: "footer", kind: Kind::Long { max: 1000 } },
    ],
};

/// What mail says.
pub static EMAIL_TEMPLATES: RecordSet = RecordSet {
    name: "email_templates",
    table: "email_templates",
    columns: &[
        Column { name: "name", kind: Kind::Text { max: 60, required: true } },
        Column { name: "occasion", kind: Kind::Choice(OCCASIONS) },
        Column { name: "subject", kind: Kind::Text { max: 200, required: true } },
        Column { name: "body", kind: Kind::Long { max: 5000 } },
    ],
};
