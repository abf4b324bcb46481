//! The amounts of a line, in minor units: what is computed of bases and rates, and bases from what the paper says is to be paid.

use rust_decimal::{Decimal, RoundingStrategy};

/// A rate of a tax, in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Percent {
    pub rate: Decimal,
    /// Whether it adds to the total: what the buyer owes itself does not.
    pub charged: bool,
}

/// So many percent of an amount, halves away from zero.
pub fn share(minor: i64, percent: Decimal) -> i64 {
    rounded(Decimal::from(minor) * percent / Decimal::ONE_HUNDRED)
}

fn rounded(amount: Decimal) -> i64 {
    amount.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).try_into().unwrap_or(i64::MAX)
}

/// A base, its tax and what is withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    pub base: i64,
    pub quota: i64,
    pub withheld: i64,
}

/// What comes to a total at one rate: the tax takes what rounding leaves. None where nothing would be left to be paid.
pub fn from_total(total: i64, tax: Percent, withheld: Decimal) -> Option<Parts> {
    let added = if tax.charged { tax.rate } else { Decimal::ZERO };
    let over = Decimal::ONE_HUNDRED + added - withheld;
    if over <= Decimal::ZERO {
        return None;
    }
    let base = rounded(Decimal::from(total) * Decimal::ONE_HUNDRED / over);
    let withheld = share(base, withheld);
    let rest = total + withheld - base;
    if tax.charged && !tax.rate.is_zero() {
        return Some(Parts { base, quota: rest, withheld });
    }
    // Nothing is charged that could take it.
    Some(Parts { base: base + rest, quota: share(base + rest, tax.rate), withheld })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const fn of(rate: i64, charged: bool) -> Percent {
        Percent { rate: Decimal::from_parts(rate.unsigned_abs() as u32, 0, 0, false, 0), charged }
    }

    #[test]
    fn a_total_is_taken_apart() {
        let parts =
            |total: i64, tax: Percent, withheld: i64| from_total(total, tax, Decimal::from(withheld)).map(|parts| (parts.base, parts.quota, parts.withheld));
        assert_eq!(parts(33_294, of(21, true), 0), Some((27_516, 5_778, 0)));
        assert_eq!(parts(122_400, of(21, true), 19), Some((120_000, 25_200, 22_800)));
        assert_eq!(parts(19_080, of(21, true), 15), Some((18_000, 3_780, 2_700)));
        assert_eq!(parts(10_000, of(21, false), 0), Some((10_000, 2_100, 0)));
        assert_eq!(parts(10_000, of(0, true), 0), Some((10_000, 0, 0)));
        assert_eq!(parts(10_000, of(0, true), 100), None);
        assert_eq!((share(27_515, Decimal::from(21)), share(5, Decimal::from(10)), share(-5, Decimal::from(10))), (5_778, 1, -1));
    }

    proptest! {
        #[test]
        fn what_a_total_is_taken_apart_into_comes_to_it(total in 1i64..100_000_000, rate in prop::sample::select(vec![0i64, 4, 10, 21]), withheld in prop::sample::select(vec![0i64, 1, 7, 15, 19]), charged: bool) {
            let parts = from_total(total, of(rate, charged), Decimal::from(withheld)).expect("parts");
            let added = if charged { parts.quota } else { 0 };
            // Without a tax that takes it, a cent may be left to what is withheld.
            let lost = total - (parts.base + added - parts.withheld);
            prop_assert!(lost == 0 || (!charged || rate == 0) && lost.abs() <= 1, "{lost}");
            // The tax stands within rounding of what is computed.
            prop_assert!((parts.quota - share(parts.base, Decimal::from(rate))).abs() <= 1);
        }
    }
}
