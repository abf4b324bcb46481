//! What documents come to in each tax.

use std::collections::BTreeMap;

use despacho_kernel::Id;
use despacho_taxes::tax::Tax;

use crate::ground::{Ground, Group};

/// What documents come to in a tax at a rate, in minor units of the organization's currency; what corrects others is taken off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summed {
    pub tax_id: Id,
    pub tax: Tax,
    /// The rate as documents have it.
    pub rate: String,
    pub documents: i64,
    pub base: i64,
    pub amount: i64,
    pub deducted: i64,
}

/// The taxes that documents have, by direction and code.
pub fn summed(ground: &Ground, groups: &[Group]) -> Vec<Summed> {
    let mut found: BTreeMap<(Id, &str), Summed> = BTreeMap::new();
    for group in groups {
        let Some(tax) = ground.tax(group.tax_id, &group.rate) else { continue };
        let new = Summed { tax_id: group.tax_id, tax, rate: group.rate.clone(), documents: 0, base: 0, amount: 0, deducted: 0 };
        let (one, sign) = (found.entry((group.tax_id, &group.rate)).or_insert(new), group.sign());
        one.documents += group.documents;
        one.base += sign * group.base;
        one.amount += sign * group.amount;
        one.deducted += sign * group.deducted;
    }
    let mut all: Vec<Summed> = found.into_values().collect();
    all.sort_by(|a, b| (b.tax.direction.word(), &a.tax.code, &a.rate).cmp(&(a.tax.direction.word(), &b.tax.code, &b.rate)));
    all
}
