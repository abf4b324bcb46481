//! A computed document in the currency of the books.

use rust_decimal::Decimal;

use crate::{
    compute::{not_deductible, small, spread, totals},
    document::{Computed, ComputedLine, Line, LineKind},
    exact::{nearest, scaled},
    tax::Effect,
};

/// Decimals of an exchange rate.
const RATE_DIGITS: u32 = 10;

impl Computed {
    /// The same in another currency, at `rate` units of it for one of the document's: the base of each group and each tax are rounded by
    /// themselves and the totals are their sums, so that an entry of the parts balances and the books of taxes equal the ledger. Lines take
    /// their shares of a group's base by the largest remainder. `lines` are the document's, and `digits` the decimals of its currency and of
    /// the other.
    ///
    /// Nothing where the rate has more than ten decimals or is not above zero, or an amount is beyond what is kept.
    pub fn in_currency(&self, lines: &[Line], rate: Decimal, digits: (u8, u8)) -> Option<Self> {
        let rate = scaled(rate, RATE_DIGITS).filter(|rate| (1..=10i128.pow(18)).contains(rate))?;
        let (from, to) = (10i128.pow(u32::from(digits.0)), 10i128.pow(u32::from(digits.1)));
        let converted = |amount: i64| small(nearest(i128::from(amount) * rate * to, 10i128.pow(RATE_DIGITS) * from)).ok();
        let mut bases: Vec<i64> = self.lines.iter().map(|line| line.base).collect();
        let mut of_groups = vec![];
        for group in &self.groups {
            let base = converted(group.iter().map(|at| self.lines[*at].base).sum())?;
            let weights: Vec<i128> = group.iter().map(|at| i128::from(self.lines[*at].base)).collect();
            for (at, part) in group.iter().zip(spread(base, &weights)) {
                bases[*at] = part;
            }
            of_groups.push(base);
        }
        let mut taxes = self.taxes.clone();
        for row in &mut taxes {
            row.base = match row.group {
                Some(nth) => of_groups[nth],
                None => lines.iter().zip(&bases).filter(|(line, _)| line.taxes.contains(&row.tax)).map(|(_, base)| base).sum(),
            };
            (row.deductible, row.amount) = (converted(row.deductible)?, converted(row.amount)?);
            debug_assert!(row.effect != Effect::Withheld || row.group.is_none());
        }
        let mut computed = Self { taxes, ..self.clone() };
        let costs = not_deductible(&bases, &computed.groups, &computed.taxes);
        for (at, line) in computed.lines.iter_mut().enumerate() {
            (line.net, line.discount) = (converted(line.net)?, converted(line.discount)?);
            line.base = if lines[at].kind == LineKind::PassedThrough { line.net } else { bases[at] };
            line.not_deductible = costs[at];
        }
        let all = |value: fn(&ComputedLine) -> i64| computed.lines.iter().map(value).collect::<Vec<i64>>();
        computed.totals = totals(lines, &all(|line| line.net), &all(|line| line.discount), &all(|line| line.base), &computed.taxes).ok()?;
        Some(computed)
    }
}
