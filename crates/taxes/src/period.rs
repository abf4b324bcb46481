//! Periods of returns: quarters and years of the calendar.

use jiff::civil::Date;

/// A period of a return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// The calendar year.
    pub year: i16,
    /// The quarter, 1 to 4; none of a year.
    pub quarter: Option<i8>,
}

impl Period {
    /// Reads `2026-1T`, `2026-Q1`, `2026T1`, `1T` and `0A` of a year that is told beside, and `2026`.
    pub fn read(text: &str, beside: Option<i16>) -> Option<Self> {
        let text: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).flat_map(char::to_uppercase).collect();
        let (year, rest) = match text.get(..4).and_then(|year| year.parse::<i16>().ok()) {
            Some(year) => (year, &text[4..]),
            None => (beside?, text.as_str()),
        };
        let quarter = match rest {
            "" | "0A" => None,
            _ => Some(rest.trim_matches(['T', 'Q']).parse::<i8>().ok().filter(|quarter| (1..=4).contains(quarter) && rest.len() == 2)?),
        };
        (1900..=2999).contains(&year).then_some(Self { year, quarter })
    }

    /// As it is written: `2026-1T`, `2026`.
    pub fn text(self) -> String {
        self.quarter.map_or_else(|| self.year.to_string(), |quarter| format!("{}-{quarter}T", self.year))
    }

    /// Its first and its last day.
    pub fn days(self) -> (Date, Date) {
        let first = |month: i8| Date::new(self.year, month, 1).unwrap_or(Date::MIN);
        match self.quarter {
            Some(quarter) => (first(quarter * 3 - 2), first(quarter * 3).last_of_month()),
            None => (first(1), first(12).last_of_month()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_as_people_write_them() {
        let quarter = |year, quarter| Some(Period { year, quarter: Some(quarter) });
        for text in ["2026-1T", "2026-Q1", "2026T1", "20261t"] {
            assert_eq!(Period::read(text, None), quarter(2026, 1), "{text}");
        }
        assert_eq!(Period::read("4T", Some(2025)), quarter(2025, 4));
        assert_eq!(Period::read("0A", Some(2025)), Some(Period { year: 2025, quarter: None }));
        assert_eq!(Period::read("2026", None).map(Period::text), Some("2026".into()));
        for bad in ["1T", "2026-5T", "2026-0T", "2026-TT", "2026-12", "2026-1", "x", "", "20é6", "2026-1T1"] {
            assert_eq!(Period::read(bad, None), None, "{bad}");
        }
    }
}
