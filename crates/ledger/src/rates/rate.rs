//! Exchange rates without a database: what follows from quotations, and amounts turned by them. Decimals, never floats.

use despacho_kernel::place::Currency;
use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};

/// Days that a quotation is good for: the longest that the European Central Bank is silent is from Thursday to Tuesday, at Easter.
pub const MAX_AGE: i64 = 7;

/// Decimals of a rate that follows from others, as many as a typed one may have.
pub const DECIMALS: u32 = 10;

/// The currency that the European Central Bank quotes in, through which others are crossed.
pub const PIVOT: &str = "EUR";

/// A quotation as its source gives it: so many units of `base` for one of `currency`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    pub date: Date,
    pub currency: String,
    pub base: String,
    pub rate: Decimal,
}

/// A rate that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Units of the organization's currency for one of the other.
    pub rate: Decimal,
    /// The day of its quotations.
    pub date: Date,
    /// Whether it follows from others and was rounded to [`DECIMALS`].
    pub rounded: bool,
}

/// Rounds half away from zero.
fn rounded(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// What the quotations of one day and one source say of a pair: the rate itself, its inverse, or the two against the pivot.
fn of_day(quotes: &[&Quote], currency: &str, base: &str) -> Option<Found> {
    let of = |currency: &str, base: &str| quotes.iter().find(|quote| quote.currency == currency && quote.base == base).copied();
    if let Some(quote) = of(currency, base) {
        return Some(Found { rate: quote.rate, date: quote.date, rounded: false });
    }
    let (value, date) = match of(base, currency) {
        Some(quote) => (Decimal::ONE.checked_div(quote.rate)?, quote.date),
        None => {
            let (into, from) = (of(PIVOT, base)?, of(PIVOT, currency)?);
            (into.rate.checked_div(from.rate)?, into.date)
        }
    };
    let rate = rounded(value, DECIMALS).normalize();
    (rate > Decimal::ZERO).then_some(Found { rate, date, rounded: rate != value })
}

/// The rate of a pair on a day: of the latest quotations on or before it, none older than [`MAX_AGE`] days. `sources` are in order of
/// precedence: of two of a day the earlier counts.
pub fn find(sources: &[Vec<Quote>], currency: &str, base: &str, day: Date) -> Option<Found> {
    let mut days: Vec<Date> = sources.iter().flatten().map(|quote| quote.date).filter(|date| *date <= day && age(*date, day) <= MAX_AGE).collect();
    days.sort_unstable();
    days.dedup();
    days.into_iter().rev().find_map(|date| {
        sources.iter().find_map(|source| {
            let of: Vec<&Quote> = source.iter().filter(|quote| quote.date == date).collect();
            of_day(&of, currency, base)
        })
    })
}

fn age(date: Date, day: Date) -> i64 {
    (day - date).get_days().into()
}

/// What an amount of another currency is in the organization's, to its nearest minor unit, halves away from zero.
pub fn into_base(minor: i64, of: &Currency, rate: Decimal, base: &Currency) -> Option<i64> {
    let value = Decimal::try_from_i128_with_scale(minor.into(), of.digits.into()).ok()?.checked_mul(rate)?;
    let scale = Decimal::from(10u64.pow(base.digits.into()));
    rounded(value.checked_mul(scale)?, 0).to_i64()
}

/// What an amount of the organization's currency is in another, to its nearest minor unit, halves away from zero.
pub fn from_base(minor: i64, base: &Currency, rate: Decimal, of: &Currency) -> Option<i64> {
    let value = Decimal::try_from_i128_with_scale(minor.into(), base.digits.into()).ok()?.checked_div(rate)?;
    let scale = Decimal::from(10u64.pow(of.digits.into()));
    rounded(value.checked_mul(scale)?, 0).to_i64()
}

/// What settling a part of an open item takes off its carrying value: all of it with the last of the item, else its share, to the nearest
/// minor unit. `open` and `settled` are of the item's currency, `carried` of the organization's.
pub fn relieved(open: i64, carried: i64, settled: i64) -> Option<i64> {
    if open == 0 || settled == open {
        return Some(carried);
    }
    let part = Decimal::from(carried).checked_mul(Decimal::from(settled))?.checked_div(Decimal::from(open))?;
    rounded(part, 0).to_i64()
}

/// The difference that is realised when a part of an open item is settled: what was paid, in the organization's currency, less what it was
/// carried at. With debits positive it is a gain where it is positive, a loss where it is negative, of what is owed to us and by us alike.
pub fn realised(open: i64, carried: i64, settled: i64, paid: i64) -> Option<i64> {
    paid.checked_sub(relieved(open, carried, settled)?)
}

#[cfg(test)]
mod tests {
    use despacho_kernel::place::currency;
    use proptest::prelude::*;

    use super::*;

    fn quote(date: &str, currency: &str, base: &str, rate: &str) -> Quote {
        Quote { date: date.parse().expect("a date"), currency: currency.into(), base: base.into(), rate: rate.parse().expect("a rate") }
    }

    fn told(sources: &[Vec<Quote>], currency: &str, base: &str, day: &str) -> Option<(String, String, bool)> {
        find(sources, currency, base, day.parse().expect("a date")).map(|found| (found.rate.to_string(), found.date.to_string(), found.rounded))
    }

    fn as_told(rate: &str, date: &str, rounded: bool) -> Option<(String, String, bool)> {
        Some((rate.into(), date.into(), rounded))
    }

    #[test]
    fn a_rate_is_the_quoted_one_its_inverse_or_a_cross() {
        let bank = vec![quote("2026-01-15", "EUR", "USD", "1.0856"), quote("2026-01-15", "EUR", "GBP", "0.8432"), quote("2026-01-15", "EUR", "TRY", "32")];
        let typed = vec![quote("2026-01-15", "USD", "EUR", "0.92")];
        assert_eq!(told(std::slice::from_ref(&bank), "EUR", "USD", "2026-01-15"), as_told("1.0856", "2026-01-15", false));
        // 1 / 1.0856 and 1 / 32, which needs no rounding.
        assert_eq!(told(std::slice::from_ref(&bank), "USD", "EUR", "2026-01-15"), as_told("0.9211495947", "2026-01-15", true));
        assert_eq!(told(std::slice::from_ref(&bank), "TRY", "EUR", "2026-01-15"), as_told("0.03125", "2026-01-15", false));
        // 0.8432 / 1.0856.
        assert_eq!(told(std::slice::from_ref(&bank), "USD", "GBP", "2026-01-15"), as_told("0.7767133382", "2026-01-15", true));
        assert_eq!(told(std::slice::from_ref(&bank), "USD", "JPY", "2026-01-15"), None);
        // One's own comes first on its day; a later one of another source counts.
        assert_eq!(told(&[typed.clone(), bank.clone()], "USD", "EUR", "2026-01-15"), as_told("0.92", "2026-01-15", false));
        let later = vec![quote("2026-01-16", "EUR", "USD", "1.25")];
        assert_eq!(told(&[typed, [bank, later].concat()], "USD", "EUR", "2026-01-18"), as_told("0.8", "2026-01-16", false));
    }

    #[test]
    fn a_rate_is_of_the_day_or_of_one_of_the_seven_before() {
        let quotes = [vec![quote("2026-01-15", "USD", "EUR", "0.92"), quote("2026-01-12", "USD", "EUR", "0.91")]];
        assert_eq!(told(&quotes, "USD", "EUR", "2026-01-14"), as_told("0.91", "2026-01-12", false));
        assert_eq!(told(&quotes, "USD", "EUR", "2026-01-22"), as_told("0.92", "2026-01-15", false));
        assert_eq!(told(&quotes, "USD", "EUR", "2026-01-23"), None);
        assert_eq!(told(&quotes, "USD", "EUR", "2026-01-11"), None);
    }

    #[test]
    fn amounts_are_turned_to_the_nearest_minor_unit() {
        let of = |code: &str| currency(code).expect("a currency");
        let rate = |text: &str| text.parse::<Decimal>().expect("a rate");
        let into = |minor, code: &str, at: &str| into_base(minor, of(code), rate(at), of("EUR"));
        assert_eq!(into(100_000, "USD", "0.9123"), Some(91_230));
        assert_eq!(into(33_333, "USD", "0.9123"), Some(30_410));
        assert_eq!(into(1, "USD", "0.5"), Some(1));
        assert_eq!(into(-1, "USD", "0.5"), Some(-1));
        assert_eq!(into(10_000, "JPY", "0.0062"), Some(6_200));
        assert_eq!(into(60_000, "USD", "0.94"), Some(56_400));
        assert_eq!(into(i64::MAX, "JPY", "999999999"), None);
        assert_eq!(from_base(91_230, of("EUR"), rate("0.9123"), of("USD")), Some(100_000));
        assert_eq!(from_base(6_200, of("EUR"), rate("0.0062"), of("JPY")), Some(10_000));
    }

    #[test]
    fn a_payment_relieves_its_share_and_the_last_one_the_rest() {
        // 1,000 USD at 0.9123: 400 are paid at 0.9311, then 600 at 0.9050.
        assert_eq!((relieved(100_000, 91_230, 40_000), realised(100_000, 91_230, 40_000, 37_244)), (Some(36_492), Some(752)));
        assert_eq!((relieved(60_000, 54_738, 60_000), realised(60_000, 54_738, 60_000, 54_300)), (Some(54_738), Some(-438)));
        // 333.33 USD carried at 304.10 in three thirds.
        let mut left = (33_333, 30_410);
        let thirds: Vec<i64> = (0..3)
            .map(|_| {
                let part = relieved(left.0, left.1, 11_111).expect("a part");
                left = (left.0 - 11_111, left.1 - part);
                part
            })
            .collect();
        assert_eq!((thirds, left), (vec![10_137, 10_137, 10_136], (0, 0)));
        // What we owe is negative: paying more than it was carried at is a loss.
        assert_eq!(realised(-100_000, -91_230, -40_000, -37_244), Some(-752));
    }

    proptest! {
        #[test]
        fn parts_of_an_item_relieve_all_of_it(open in 1i64..1_000_000_000, carried in 1i64..1_000_000_000, parts in prop::collection::vec(1i64..1_000_000, 0..12)) {
            let (mut left, mut rest, mut relief) = (open, carried, 0);
            for part in parts.into_iter().chain([i64::MAX]) {
                let part = part.min(left);
                let taken = relieved(left, rest, part).expect("a part");
                prop_assert!((0..=rest).contains(&taken));
                (left, rest, relief) = (left - part, rest - taken, relief + taken);
                if left == 0 { break }
            }
            prop_assert_eq!((left, rest, relief), (0, 0, carried));
        }
    }
}
