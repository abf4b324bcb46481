//! How long documents have to be kept, by their kind: `catalog/documents/retention.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Rule {
    country: String,
    kinds: Vec<String>,
    /// From the end of the fiscal year that it is of.
    years: i16,
    /// The law that says so.
    source: String,
    /// The first day on which it says so.
    valid_from: String,
    #[serde(default)]
    valid_to: String,
}

#[derive(Debug, Deserialize)]
struct Rules {
    rules: Vec<Rule>,
}

static RULES: LazyLock<Rules> =
    LazyLock::new(|| toml::from_str(include_str!("../../../catalog/documents/retention.toml")).expect("the catalogue is well formed"));

fn rule(country: &str, kind: &str, day: &str) -> Option<&'static Rule> {
    RULES.rules.iter().find(|rule| {
        rule.country == country
            && rule.kinds.iter().any(|of| of == kind)
            && rule.valid_from.as_str() <= day
            && (rule.valid_to.is_empty() || day <= rule.valid_to.as_str())
    })
}

/// The last day of a document of a fiscal year, where a rule of the day on which it came says one.
pub fn until(country: &str, kind: &str, year: &str, day: &str) -> Option<String> {
    let year: i16 = year.parse().ok()?;
    Some(format!("{:04}-12-31", year.checked_add(rule(country, kind, day)?.years)?))
}

/// The years of a kind and the law that asks for them.
pub fn why(country: &str, kind: &str, day: &str) -> Option<(i64, &'static str)> {
    let rule = rule(country, kind, day)?;
    Some((i64::from(rule.years), rule.source.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Kind;

    #[test]
    fn every_rule_names_kinds_its_law_and_its_days() {
        for rule in &RULES.rules {
            assert!(!rule.source.is_empty() && rule.valid_from.len() == 10 && (1..=30).contains(&rule.years), "{rule:?}");
            assert!(rule.kinds.iter().all(|kind| kind.parse::<Kind>().is_ok()), "{rule:?}");
        }
        assert_eq!(until("ES", Kind::InvoiceReceived.word(), "2026", "2027-01-10").as_deref(), Some("2032-12-31"));
        assert_eq!(until("ES", Kind::Other.word(), "2026", "2027-01-10"), None);
        assert_eq!(until("XX", Kind::Payslip.word(), "2026", "2027-01-10"), None);
        assert_eq!(until("ES", Kind::Payslip.word(), "", "2027-01-10"), None);
    }
}
