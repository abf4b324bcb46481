//! Exact arithmetic of amounts: fractions of whole numbers, rounded once.

use rust_decimal::Decimal;

/// The whole number nearest to a fraction, halves away from zero: −100.5 is −101.
///
/// `denominator` is above zero.
pub fn nearest(numerator: i128, denominator: i128) -> i128 {
    debug_assert!(denominator > 0);
    let (whole, rest) = (numerator / denominator, numerator % denominator);
    if rest.abs() >= denominator - rest.abs() { whole + numerator.signum() } else { whole }
}

/// A decimal in units of `10^-digits`; nothing where it has more decimals than that or is beyond any use.
pub fn scaled(number: Decimal, digits: u32) -> Option<i128> {
    let number = number.normalize();
    let missing = digits.checked_sub(number.scale())?;
    number.mantissa().checked_mul(10i128.checked_pow(missing)?)
}

/// An amount shared out by the largest remainder: each part is `numerators[n] / denominator` rounded down, and what is left goes, a minor unit
/// each, to the parts with the largest fractions, of equal ones to the earlier. The parts are the amount together, and those of the opposite
/// amount are the opposite parts.
///
/// `denominator` is above zero; the fractions make about `amount` together.
pub fn apportion(amount: i64, numerators: &[i128], denominator: i128) -> Vec<i64> {
    debug_assert!(denominator > 0);
    let first = || numerators.iter().map(|numerator| numerator.signum()).find(|sign| *sign != 0).unwrap_or(1);
    let sign = if amount == 0 { first() } else { i128::from(amount.signum()) };
    let mut parts: Vec<i128> = numerators.iter().map(|numerator| (numerator * sign).div_euclid(denominator)).collect();
    let left = i128::from(amount) * sign - parts.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..numerators.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse((numerators[*at] * sign).rem_euclid(denominator)));
    if left < 0 {
        // Where the amount was rounded below the sum of the parts, the smallest fractions give.
        order.reverse();
    }
    if let Ok(parts_count) = i128::try_from(parts.len()).map(|count| count.max(1)) {
        for (place, at) in order.into_iter().enumerate() {
            let place = i128::try_from(place).unwrap_or(0);
            let turns = left.abs() / parts_count + i128::from(place < left.abs() % parts_count);
            parts[at] += turns * left.signum();
        }
    }
    parts.into_iter().map(|part| i64::try_from(part * sign).unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        assert_eq!([nearest(1005, 10), nearest(-1005, 10), nearest(1004, 10), nearest(-1004, 10), nearest(3, 2), nearest(1, 3)], [101, -101, 100, -100, 2, 0]);
    }

    #[test]
    fn decimals_are_read_whole() {
        assert_eq!(scaled(Decimal::new(142_850, 4), 6), Some(14_285_000));
        assert_eq!(scaled(Decimal::new(1, 7), 6), None);
        assert_eq!(scaled(Decimal::new(10, 7), 6), Some(1));
    }

    #[test]
    fn the_largest_remainders_take_what_is_left() {
        let third = |amount: i64| apportion(amount, &[i128::from(amount); 3], 3);
        assert_eq!(third(1000), [334, 333, 333]);
        assert_eq!(third(-1000), [-334, -333, -333]);
        assert_eq!(apportion(10, &[10, 60, 30], 10), [1, 6, 3]);
        // Fractions of .1, .6 and .3: the second takes the cent.
        assert_eq!(apportion(11, &[11, 66, 33], 10), [1, 7, 3]);
        assert_eq!(apportion(0, &[5, -5], 10), [1, -1]);
    }

    proptest! {
        #[test]
        fn the_nearest_is_no_further_than_a_half(numerator in -1_000_000_000i128..1_000_000_000, denominator in 1i128..100_000) {
            let found = nearest(numerator, denominator);
            prop_assert!((found * denominator - numerator).abs() * 2 <= denominator);
            prop_assert_eq!(nearest(-numerator, denominator), -found);
        }

        #[test]
        fn parts_are_the_amount_and_mirror(amount in -1_000_000i64..1_000_000, weights in proptest::collection::vec(-10_000i128..10_000, 1..12)) {
            let whole: i128 = weights.iter().sum();
            prop_assume!(whole != 0);
            let numerators: Vec<i128> = weights.iter().map(|weight| weight * i128::from(amount) * whole.signum()).collect();
            let parts = apportion(amount, &numerators, whole.abs());
            prop_assert_eq!(parts.iter().sum::<i64>(), amount);
            let opposite: Vec<i128> = numerators.iter().map(|numerator| -numerator).collect();
            prop_assert_eq!(apportion(-amount, &opposite, whole.abs()), parts.iter().map(|part| -part).collect::<Vec<_>>());
            for (part, numerator) in parts.iter().zip(&numerators) {
                prop_assert!((i128::from(*part) * whole.abs() - numerator).abs() < whole.abs());
            }
        }
    }
}
