//! The lists in which an organization keeps its dimensions and their values.

use despacho_kernel::Invalid;
use despacho_platform::i18n::Lang;
use despacho_settings::{
    lists::{Column, Kind, MasterList, Values},
    preferences::PreferenceGroup,
};

/// What postings are told apart by; each may be required on the accounts whose codes begin in certain ways.
pub static DIMENSIONS: MasterList = MasterList {
    name: "dimensions",
    table: "dimensions",
    columns: &[
        Column { name: "code", kind: Kind::Text { max: 20, required: true } },
        Column { name: "name", kind: Kind::Text { max: 100, required: true } },
        Column { name: "required_on", kind: Kind::Text { max: 200, required: false } },
    ],
    key: &["code"],
    rule: Some(dimension),
    defaults: |organization| {
        let lang = Lang::of(&organization.language);
        ["project", "cost_center"]
            .iter()
            .map(|code| vec![(*code).to_owned(), lang.t(&format!("dimension-{}", code.replace('_', "-"))), String::new()])
            .collect()
    },
    ..MasterList::PLAIN
};

/// The values of dimensions, each with the days on which it may be used.
pub static DIMENSION_VALUES: MasterList = MasterList {
    name: "dimension_values",
    table: "dimension_values",
    columns: &[
        Column { name: "dimension_id", kind: Kind::Reference { to: &DIMENSIONS, required: true, many: false } },
        Column { name: "code", kind: Kind::Text { max: 40, required: true } },
        Column { name: "name", kind: Kind::Text { max: 200, required: true } },
        Column { name: "valid_from", kind: Kind::Date },
        Column { name: "valid_to", kind: Kind::Date },
    ],
    key: &["code", "dimension_id"],
    rule: Some(value),
    ..MasterList::PLAIN
};

/// Dimensions and their values.
pub static DIMENSIONS_GROUP: PreferenceGroup =
    PreferenceGroup { name: "dimensions", sets: &[&DIMENSIONS, &DIMENSION_VALUES], needs: &[], proposed: false, page: "/records/dimensions" };

/// A dimension's code is a key of metadata in other programs too, so it is one word in small letters.
fn dimension(values: &Values<'_>, errors: &mut Invalid) {
    let code = values.get("code").trim();
    let is_key = code.len() >= 2
        && code.starts_with(|c: char| c.is_ascii_lowercase())
        && code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c));
    if !code.is_empty() && (!is_key || RESERVED.contains(&code)) {
        errors.push("code", "dimension_code");
    }
    if beginnings(values.get("required_on")).any(|start| !start.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-')) {
        errors.push("required_on", "dimension_accounts");
    }
}

/// Words that exports have other uses for.
const RESERVED: [&str; 5] = ["text", "ref", "number", "name", "contact"];

/// A value is told in one word, as several stand in one cell.
fn value(values: &Values<'_>, errors: &mut Invalid) {
    if values.get("code").trim().chars().any(|c| !(c.is_alphanumeric() || "-_./".contains(c))) {
        errors.push("code", "tag_code");
    }
    let (from, to) = (values.get("valid_from").trim(), values.get("valid_to").trim());
    if !from.is_empty() && !to.is_empty() && to < from {
        errors.push("valid_to", "date_order");
    }
}

/// The beginnings of codes that a text names: `6, 70`.
pub fn beginnings(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', ' ']).map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(set: &MasterList, values: &[&str]) -> Vec<String> {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        let mut errors = Invalid::new();
        let rule = set.rule.expect("a rule");
        rule(&Values { columns: set.columns, values: &values }, &mut errors);
        errors.0.into_iter().map(|error| format!("{} {}", error.field, error.code)).collect()
    }

    #[test]
    fn codes_are_words_that_other_programs_read() {
        for code in ["project", "cost_center", "obra-2"] {
            assert_eq!(faults(&DIMENSIONS, &[code, "x", "6, 70; 4300"]), Vec::<String>::new(), "{code}");
        }
        for code in ["Project", "p", "2nd", "con espacio", "obra:1", "text", "año"] {
            assert_eq!(faults(&DIMENSIONS, &[code, "x", ""]), ["code dimension_code"], "{code}");
        }
        assert_eq!(faults(&DIMENSIONS, &["project", "x", "6 %"]), ["required_on dimension_accounts"]);
    }

    #[test]
    fn a_value_is_one_word_and_ends_after_it_begins() {
        assert_eq!(faults(&DIMENSION_VALUES, &["", "Nave-2.B/3", "x", "2026-01-01", "2026-01-01"]), Vec::<String>::new());
        assert_eq!(faults(&DIMENSION_VALUES, &["", "dos palabras", "x", "2026-02-01", "2026-01-31"]), ["code tag_code", "valid_to date_order"]);
    }
}
