//! Series of numbers of documents.

use despacho_platform::i18n::Lang;
use despacho_settings::{
    lists::{Column, Kind, MasterList},
    preferences::PreferenceGroup,
};

use super::words::{DOCUMENTS, key};

/// Series of numbers; numbers of a series follow each other without gaps (RD 1619/2012, art. 6.1.a). The next number is the
/// organization's own: another one that clones the series begins at 1.
pub static NUMBER_SERIES: MasterList = MasterList {
    name: "number_series",
    table: "number_series",
    columns: &[
        Column { name: "name", kind: Kind::Text { max: 60, required: true } },
        Column { name: "document", kind: Kind::Choice(DOCUMENTS) },
        Column { name: "prefix", kind: Kind::Text { max: 20, required: false } },
        Column { name: "next_number", kind: Kind::Counter { max: 999_999_999 } },
        Column { name: "digits", kind: Kind::Whole { min: 1, max: 9 } },
    ],
    key: &["document", "name"],
    defaults: |organization| {
        let lang = Lang::of(&organization.language);
        let series = |document: &&str| vec![lang.t(&key("default-series", document)), (*document).into(), lang.t(&key("default-prefix", document)), "5".into()];
        DOCUMENTS.iter().map(series).collect()
    },
    ..MasterList::PLAIN
};

/// A number of a series: `F-00042`.
pub fn number(prefix: &str, next: &str, digits: &str) -> String {
    format!("{prefix}{next:0>width$}", width = digits.parse::<usize>().unwrap_or(1))
}

/// Number series.
pub static GROUP: PreferenceGroup =
    PreferenceGroup { name: "number_series", sets: &[&NUMBER_SERIES], needs: &[], proposed: true, page: "/records/number_series" };

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_filled_up_and_never_cut() {
        assert_eq!(number("F-", "42", "5"), "F-00042");
        assert_eq!(number("", "123456", "3"), "123456");
    }
}
