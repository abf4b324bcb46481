//! When an invoice is due.

use despacho_organizations::{
    preferences::PreferenceGroup,
    records::{Column, Kind, RecordSet},
};
use despacho_platform::i18n::Lang;

/// Days from the invoice's date, or from the end of its month. The first active one is proposed.
pub static PAYMENT_TERMS: RecordSet = RecordSet {
    name: "payment_terms",
    table: "payment_terms",
    columns: &[
        Column { name: "name", kind: Kind::Text { max: 60, required: true } },
        Column { name: "days", kind: Kind::Whole { min: 0, max: 365 } },
        Column { name: "due_from", kind: Kind::Choice(&["invoice_date", "end_of_month"]) },
    ],
    key: &["name"],
    defaults: |organization| {
        let lang = Lang::of(&organization.region.language);
        let terms = [("on-receipt", "0"), ("15", "15"), ("30", "30"), ("60", "60")];
        terms.map(|(word, days)| vec![lang.t(&format!("default-term-{word}")), days.into(), "invoice_date".into()]).into()
    },
    ..RecordSet::PLAIN
};

/// Payment terms.
pub static GROUP: PreferenceGroup =
    PreferenceGroup { name: "payment_terms", sets: &[&PAYMENT_TERMS], needs: &[], proposed: true, page: "/records/payment_terms" };
