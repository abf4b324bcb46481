//! Money: whole minor units of a currency, never a float.

use crate::place::Currency;

/// An amount in minor units (cents of a euro, yen of a yen).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    /// Minor units; negative for what is owed the other way.
    pub minor: i64,
    /// ISO 4217 currency.
    pub currency: &'static Currency,
}

impl Money {
    /// Reads a decimal amount as people type it, `1234,56` or `1,234.56`; refuses more decimals than the currency has.
    pub fn parse(text: &str, currency: &'static Currency) -> Result<Self, &'static str> {
        let text: String = text.trim().chars().filter(|c| !c.is_whitespace() && *c != '\u{a0}').collect();
        let separator = text.rfind([',', '.']);
        let (whole, fraction) = match separator {
            // "1.234" is a thousand in Spanish and a fraction in English: three digits after one mark are thousands.
            Some(at) if text.len() - at - 1 == 3 && currency.digits < 3 => (text.as_str(), ""),
            Some(at) => (&text[..at], &text[at + 1..]),
            None => (text.as_str(), ""),
        };
        let negative = whole.starts_with(['-', '−']);
        let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
        let strange = |s: &str| s.chars().any(|c| !(c.is_ascii_digit() || ",.-−".contains(c)));
        if digits.is_empty() || strange(whole) || !fraction.chars().all(|c| c.is_ascii_digit()) {
            return Err("amount");
        }
        if fraction.len() > usize::from(currency.digits) {
            return Err("decimals");
        }
        let padded = format!("{digits}{fraction:0<width$}", width = usize::from(currency.digits));
        let minor: i64 = padded.parse().map_err(|_| "amount")?;
        Ok(Self { minor: if negative { -minor } else { minor }, currency })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::currency;

    #[test]
    fn reads_both_notations() {
        let eur = currency("EUR").expect("EUR");
        for (text, minor) in [("1.234,56", 123_456), ("1,234.56", 123_456), ("12", 1200), ("1.234", 123_400), ("-0,5", -50)] {
            assert_eq!(Money::parse(text, eur).map(|m| m.minor), Ok(minor), "{text}");
        }
        assert_eq!(Money::parse("1,2345", eur), Err("decimals"));
        assert_eq!(Money::parse("abc", eur), Err("amount"));
        assert_eq!(Money::parse("99999999999999999999", eur), Err("amount"));
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_is_read(minor in 0..i64::MAX / 100) {
            let eur = currency("EUR").expect("EUR");
            let text = format!("{},{:02}", minor / 100, minor % 100);
            proptest::prop_assert_eq!(Money::parse(&text, eur).map(|m| m.minor), Ok(minor));
        }
    }
}
