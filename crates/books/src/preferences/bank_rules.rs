//! Which account lines of bank statements go to, by what they say.

use despacho_ledger::CHART;
use despacho_settings::{
    lists::{Column, Kind, MasterList},
    preferences::PreferenceGroup,
};

/// The first active rule that applies is proposed. Texts are compared without case or accents.
pub static BANK_RULES: MasterList = MasterList {
    name: "bank_rules",
    table: "bank_rules",
    columns: &[
        Column { name: "name", kind: Kind::Text { max: 60, required: true } },
        Column { name: "direction", kind: Kind::Choice(&["both", "in", "out"]) },
        Column { name: "field", kind: Kind::Choice(&["text", "counterparty", "reference", "iban"]) },
        Column { name: "comparator", kind: Kind::Choice(&["contains", "starts_with", "equals"]) },
        Column { name: "value", kind: Kind::Text { max: 100, required: true } },
        Column { name: "account_id", kind: Kind::Reference { to: &CHART, required: true, many: false } },
    ],
    key: &["name"],
    ..MasterList::PLAIN
};

/// Bank rules.
pub static GROUP: PreferenceGroup =
    PreferenceGroup { name: "bank_rules", sets: &[&BANK_RULES], needs: &["chart_of_accounts"], proposed: true, page: "/records/bank_rules" };
