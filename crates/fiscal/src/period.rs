//! Periods of obligations: months, quarters and years.

use despacho_platform::{i18n::Lang, t};
use jiff::civil::Date;

/// A period; written `2026-03`, `2026-Q1`, `2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// A month, 1 to 12.
    Month(i16, i8),
    /// A quarter, 1 to 4.
    Quarter(i16, i8),
    Year(i16),
}

/// How a period is written, for descriptions of the API.
pub const PATTERN: &str = "^[0-9]{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?$";

impl Period {
    /// Reads what [`text`](Self::text) writes.
    pub fn read(text: &str) -> Option<Self> {
        if !text.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'Q') {
            return None;
        }
        let (year, rest) = text.split_at_checked(4)?;
        let year: i16 = year.parse().ok().filter(|year| (1900..=2999).contains(year))?;
        match rest.strip_prefix('-') {
            None if rest.is_empty() => Some(Self::Year(year)),
            None => None,
            Some(rest) => match rest.strip_prefix('Q') {
                Some(quarter) => quarter
                    .parse()
                    .ok()
                    .filter(|quarter| (1..=4).contains(quarter) && rest.len() == 2)
                    .map(|quarter| Self::Quarter(year, quarter)),
                None => rest.parse().ok().filter(|month| (1..=12).contains(month) && rest.len() == 2).map(|month| Self::Month(year, month)),
            },
        }
    }

    /// As it is stored and sent.
    pub fn text(self) -> String {
        match self {
            Self::Month(year, month) => format!("{year}-{month:02}"),
            Self::Quarter(year, quarter) => format!("{year}-Q{quarter}"),
            Self::Year(year) => year.to_string(),
        }
    }

    /// Its year.
    pub fn year(self) -> i16 {
        match self {
            Self::Month(year, _) | Self::Quarter(year, _) | Self::Year(year) => year,
        }
    }

    /// Its first and its last day.
    pub fn days(self) -> (Date, Date) {
        let first = |year: i16, month: i8| Date::new(year, month, 1).unwrap_or(Date::MIN);
        match self {
            Self::Month(year, month) => (first(year, month), first(year, month).last_of_month()),
            Self::Quarter(year, quarter) => (first(year, quarter * 3 - 2), first(year, quarter * 3).last_of_month()),
            Self::Year(year) => (first(year, 1), first(year, 12).last_of_month()),
        }
    }

    /// The quarter of a day.
    pub fn quarter_of(day: Date) -> Self {
        Self::Quarter(day.year(), (day.month() - 1) / 3 + 1)
    }

    /// The period of its kind so many after it.
    #[must_use]
    pub fn plus(self, count: i16) -> Self {
        let within = |year: i16, at: i8, of: i16| {
            let all = year * of + i16::from(at) - 1 + count;
            (all.div_euclid(of), i8::try_from(all.rem_euclid(of)).unwrap_or(0) + 1)
        };
        match self {
            Self::Year(year) => Self::Year(year + count),
            Self::Quarter(year, quarter) => {
                let (year, quarter) = within(year, quarter, 4);
                Self::Quarter(year, quarter)
            }
            // Months of a year beyond 2730 would be more than fit.
            Self::Month(year, month) => {
                let (years, month) = within(0, month, 12);
                Self::Month(year + years, month)
            }
        }
    }

    /// As a person reads it: `1T 2026`, `marzo 2026`, `2026`.
    pub fn shown(self, lang: Lang) -> String {
        match self {
            Self::Month(year, month) => format!("{} {year}", lang.t(&format!("month-{month}"))),
            Self::Quarter(year, quarter) => t!(lang, "fiscal-quarter", quarter = i64::from(quarter), year = year.to_string()),
            Self::Year(year) => year.to_string(),
        }
    }

    /// As returns of the books write it, where they have such periods.
    pub fn of_returns(self) -> Option<despacho_taxes::period::Period> {
        use despacho_taxes::period::Period as Of;
        match self {
            Self::Quarter(year, quarter) => Some(Of { year, quarter: Some(quarter) }),
            Self::Year(year) => Some(Of { year, quarter: None }),
            Self::Month(..) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn periods_are_read_as_they_are_written() {
        for (text, days) in [("2026-Q1", "2026-01-01 2026-03-31"), ("2026-02", "2026-02-01 2026-02-28"), ("2027", "2027-01-01 2027-12-31")] {
            let period = Period::read(text).expect("a period");
            let (first, last) = period.days();
            assert_eq!((period.text().as_str(), format!("{first} {last}").as_str()), (text, days));
        }
        for bad in ["", "2026-", "2026-Q5", "2026-Q0", "2026-13", "2026-00", "2026-1", "2026Q1", "26", "2026-1T", "2026-+1", "éé26"] {
            assert_eq!(Period::read(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn one_period_follows_another(year in 1950i16..=2900, month in 1i8..=12, count in -30i16..=30) {
            for period in [Period::Month(year, month), Period::Quarter(year, (month - 1) / 3 + 1), Period::Year(year)] {
                prop_assert_eq!(period.plus(count).plus(-count), period);
                prop_assert_eq!(period.plus(1).days().0, period.days().1.tomorrow().expect("a day"));
                prop_assert_eq!(Period::read(&period.text()), Some(period));
            }
        }
    }
}
