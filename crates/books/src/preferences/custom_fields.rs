//! Fields that an organization adds to its contacts, items, invoices and bills.

use despacho_kernel::Invalid;
use despacho_settings::{
    lists::{Column, Kind, MasterList, Values},
    preferences::PreferenceGroup,
};

/// Typed fields in the order in which forms show them.
pub static CUSTOM_FIELDS: MasterList = MasterList {
    name: "custom_fields",
    table: "document_custom_fields",
    columns: &[
        Column { name: "label", kind: Kind::Text { max: 60, required: true } },
        Column { name: "record", kind: Kind::Choice(&["contact", "item", "invoice", "bill"]) },
        Column { name: "kind", kind: Kind::Choice(&["text", "long_text", "whole_number", "decimal", "amount", "date", "yes_no", "choice", "email", "link"]) },
        Column { name: "options", kind: Kind::Long { max: 2000, required: false } },
        Column { name: "required", kind: Kind::Flag },
        Column { name: "printed", kind: Kind::Flag },
        Column { name: "help", kind: Kind::Text { max: 200, required: false } },
    ],
    key: &["record", "label"],
    rule: Some(rule),
    ..MasterList::PLAIN
};

/// Custom fields.
pub static GROUP: PreferenceGroup =
    PreferenceGroup { name: "custom_fields", sets: &[&CUSTOM_FIELDS], needs: &[], proposed: true, page: "/records/custom_fields" };

/// A field of kind `choice` has at least two options, one on a line; the others have none.
fn rule(values: &Values<'_>, errors: &mut Invalid) {
    let options = values.get("options").lines().filter(|line| !line.trim().is_empty()).count();
    match values.get("kind") {
        "choice" if options < 2 => errors.push("options", "options_two"),
        "choice" => {}
        _ if options > 0 => errors.push("options", "options_for_choice"),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(kind: &str, options: &str) -> Vec<&'static str> {
        let mut errors = Invalid::new();
        let values = ["Ruta", "contact", kind, options, "", "", ""].map(String::from);
        rule(&Values { columns: CUSTOM_FIELDS.columns, values: &values }, &mut errors);
        errors.0.into_iter().map(|e| e.code).collect()
    }

    #[test]
    fn only_choices_have_options() {
        assert_eq!(faults("choice", "Norte\n \n"), ["options_two"]);
        assert_eq!(faults("choice", "Norte\nSur"), [""; 0]);
        assert_eq!(faults("text", "Norte"), ["options_for_choice"]);
        assert_eq!(faults("text", "\n"), [""; 0]);
    }
}
