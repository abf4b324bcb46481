//! Money: whole minor units of a currency, never a float.

use crate::{
    number::{self, Notation},
    place::Currency,
};

/// An amount in minor units (cents of a euro, yen of a yen).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    /// Minor units; negative for what is owed the other way.
    pub minor: i64,
    /// ISO 4217 currency.
    pub currency: &'static Currency,
}

impl Money {
    /// Reads an amount as people type it, `1.234,56` in Spanish and `1,234.56` in English.
    ///
    /// `"amount"` when it isn't a number of that notation or is beyond what is kept, `"decimals"` when it has more decimals than
    /// the currency (ISO 4217), zeros among them.
    pub fn parse(text: &str, currency: &'static Currency, notation: Notation) -> Result<Self, &'static str> {
        let parts = number::split(text, notation).map_err(|_| "amount")?;
        let digits = usize::from(currency.digits);
        if parts.decimals() > digits {
            return Err("decimals");
        }
        let minor = parts.units(digits).and_then(|units| i64::try_from(units).ok()).ok_or("amount")?;
        Ok(Self { minor, currency })
    }
}

/// An amount of minor units as it is stored and sent: `1234.56` for 123,456 of a currency with two digits.
pub fn plain(minor: i64, digits: u8) -> String {
    let digits = usize::from(digits);
    let text = format!("{:0>width$}", minor.unsigned_abs(), width = digits + 1);
    let (whole, fraction) = text.split_at(text.len() - digits);
    let sign = if minor < 0 { "-" } else { "" };
    if digits == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Notation::*, *};
    use crate::{
        number::tests::{notations, written},
        place::currency,
    };

    fn read(text: &str, code: &str, notation: Notation) -> Result<i64, &'static str> {
        Money::parse(text, currency(code).expect("a currency"), notation).map(|money| money.minor)
    }

    #[test]
    fn each_notation_reads_its_own() {
        for (text, minor) in [("1.234,56", 123_456), ("12", 1200), ("1.234", 123_400), ("-0,5", -50), ("−25,00", -2500), ("1234.5", 123_450), ("0.5", 50)] {
            assert_eq!(read(text, "EUR", Spanish), Ok(minor), "{text}");
        }
        for (text, minor) in [("1,234.56", 123_456), ("1,234", 123_400), ("-0.5", -50), ("1234,5", 123_450)] {
            assert_eq!(read(text, "EUR", English), Ok(minor), "{text}");
        }
        assert_eq!(read("1234.5", "EUR", Plain), Ok(123_450));
        assert_eq!(read("1.234", "JPY", Spanish), Ok(1234));
        assert_eq!(read("1,234", "KWD", Spanish), Ok(1234));
        assert_eq!(read("1.234", "KWD", Spanish), Ok(1_234_000));
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["0,125", "0.125", "1,2345", "1.2345", "1 234,567", "5,000"] {
            assert_eq!(read(text, "EUR", Spanish), Err("decimals"), "{text}");
        }
        for text in ["5-", "12-34", "1.2.3", "abc", "99999999999999999999", "", "-", ",5", "5,", "1..2", "1.23.456"] {
            assert_eq!(read(text, "EUR", Spanish), Err("amount"), "{text}");
        }
        assert_eq!(read("1 234,567", "EUR", English), Err("amount"));
        assert_eq!(read("1.234", "EUR", Plain), Err("decimals"));
        assert_eq!(read("5,0", "JPY", Spanish), Err("decimals"));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(minor: i64, code in prop_oneof![Just("JPY"), Just("EUR"), Just("KWD")], (notation, minus) in notations(), grouped: bool) {
            let digits = usize::from(currency(code).expect("a currency").digits);
            let text = written(minor.into(), digits, notation, grouped, minus);
            prop_assert_eq!(read(&text, code, notation), Ok(minor), "{}", text);
        }

        #[test]
        fn what_is_sent_is_read(minor: i64, code in prop_oneof![Just("JPY"), Just("EUR"), Just("KWD")]) {
            let digits = currency(code).expect("a currency").digits;
            let text = plain(minor, digits);
            prop_assert_eq!(read(&text, code, Plain), Ok(minor), "{}", text);
            prop_assert_eq!(text, written(minor.into(), digits.into(), Plain, false, '-'));
        }

        #[test]
        fn any_text_is_an_amount_or_an_error(text in "[-−+]?[0-9., ]{0,12}|.*") {
            for notation in [Spanish, English, Plain] {
                let _ = read(&text, "EUR", notation);
            }
        }
    }
}
