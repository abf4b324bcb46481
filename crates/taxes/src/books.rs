//! Codes of the VAT books of Spain: data of the catalogue.

use std::sync::LazyLock;

use serde::Deserialize;

/// Kinds of invoices.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kinds {
    /// One with all that the law asks.
    pub invoice: String,
    /// One without the customer's name.
    pub simplified: String,
    /// What customs gives.
    pub import: String,
    /// What a farmer is given.
    pub agriculture: String,
    /// What corrects another.
    pub correction: String,
    /// What corrects a simplified one.
    pub correction_of_simplified: String,
}

/// What identifies somebody who has no Spanish tax id.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ids {
    /// A VAT number between member states.
    pub union: String,
    /// What another country gives.
    pub other: String,
}

/// Keys of operations.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operations {
    /// The general regime.
    pub usual: String,
    /// Out of the Union.
    pub export: String,
    /// From farmers.
    pub agriculture: String,
    /// Under the cash criterion.
    pub cash: String,
    /// Acquired in another member state.
    pub union_acquired: String,
}

/// The codes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codes {
    /// Kinds of invoices.
    pub kinds: Kinds,
    /// What identifies somebody.
    pub ids: Ids,
    /// Keys of operations.
    pub operations: Operations,
}

/// The codes of Spain.
pub static SPAIN: LazyLock<Codes> =
    LazyLock::new(|| toml::from_str(include_str!("../../../catalog/taxes/es-book.toml")).expect("the catalogue is well formed"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_two_characters() {
        let Codes { kinds, ids, operations } = &*SPAIN;
        let all = [
            &kinds.invoice,
            &kinds.simplified,
            &kinds.import,
            &kinds.agriculture,
            &kinds.correction,
            &kinds.correction_of_simplified,
            &ids.union,
            &ids.other,
            &operations.usual,
            &operations.export,
            &operations.agriculture,
            &operations.cash,
            &operations.union_acquired,
        ];
        assert!(all.iter().all(|code| code.len() == 2));
    }
}
