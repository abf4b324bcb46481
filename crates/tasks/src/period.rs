//! The period that a task is about: a year, a quarter or a month, as it is stored, typed and told.

use despacho_platform::{i18n::Lang, t};
use jiff::{ToSpan, civil::Date};

/// A period: the first day and how many months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    pub first: Date,
    /// 1, 3 or 12.
    pub months: i8,
}

impl Period {
    /// `2027`, `2027-Q1`, `2027-01`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, part) = text.split_once('-').map_or((text, None), |(year, part)| (year, Some(part)));
        if year.len() != 4 {
            return None;
        }
        let year: i16 = year.parse().ok().filter(|year| (1970..2200).contains(year))?;
        let (month, months) = match part {
            None => (1, 12),
            Some(part) => match part.strip_prefix('Q') {
                Some(quarter) => (quarter.parse::<i8>().ok().filter(|quarter| part.len() == 2 && (1..=4).contains(quarter))? * 3 - 2, 3),
                None => (part.parse::<i8>().ok().filter(|month| part.len() == 2 && (1..=12).contains(month))?, 1),
            },
        };
        Some(Self { first: Date::new(year, month, 1).ok()?, months })
    }

    /// The period of so many months that a day is in.
    pub fn of(day: Date, months: i8) -> Self {
        let month = (day.month() - 1) / months * months + 1;
        Self { first: Date::new(day.year(), month, 1).unwrap_or(day), months }
    }

    /// The one before it.
    pub fn before(self) -> Self {
        Self { first: self.first.checked_sub(i64::from(self.months).months()).unwrap_or(self.first), ..self }
    }

    /// Its last day.
    pub fn last(self) -> Date {
        self.first.checked_add(i64::from(self.months).months()).and_then(|next| next.checked_sub(1.day())).unwrap_or(self.first)
    }

    /// As it is stored.
    pub fn word(self) -> String {
        match self.months {
            12 => format!("{:04}", self.first.year()),
            3 => format!("{:04}-Q{}", self.first.year(), (self.first.month() + 2) / 3),
            _ => format!("{:04}-{:02}", self.first.year(), self.first.month()),
        }
    }
}

/// A period as it is stored, however it was typed: `1T 2027`, `2027-Q1`, `03/2027`, `2027`; none of what is none.
pub fn stored(text: &str) -> Option<String> {
    let text = text.trim().to_uppercase();
    if let Some(period) = Period::parse(&text) {
        return Some(period.word());
    }
    let parts: Vec<&str> = text.split([' ', '/', '-']).filter(|part| !part.is_empty()).collect();
    let [part, year] = parts.as_slice() else { return None };
    let quarter = part.strip_suffix('T').or_else(|| part.strip_prefix('Q')).or_else(|| part.strip_prefix('T'));
    let word = match quarter {
        Some(quarter) => format!("{year}-Q{quarter}"),
        None => format!("{year}-{part:0>2}"),
    };
    Period::parse(&word).map(Period::word)
}

/// A stored period as a person reads it: `1T 2027`, `Q1 2027`, `marzo 2027`, `2027`.
pub fn told(lang: Lang, stored: &str) -> String {
    let Some(period) = Period::parse(stored) else { return stored.to_owned() };
    let year = period.first.year().to_string();
    match period.months {
        12 => year,
        3 => t!(lang, "task-quarter", quarter = (period.first.month() + 2) / 3, year = year),
        _ => t!(lang, "task-month", month = despacho_recurrence::marks::month(lang, period.first), year = year),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_period_is_read_as_people_type_it() {
        for (typed, word) in [
            ("2027", "2027"),
            ("2027-q1", "2027-Q1"),
            ("1T 2027", "2027-Q1"),
            ("4t/2027", "2027-Q4"),
            ("Q2 2027", "2027-Q2"),
            ("3/2027", "2027-03"),
            ("2027-12", "2027-12"),
        ] {
            assert_eq!(stored(typed).as_deref(), Some(word), "{typed}");
        }
        for typed in ["", "27", "2027-Q5", "2027-13", "5T 2027", "2027-1", "1T", "marzo", "2027-Q12"] {
            assert_eq!(stored(typed), None, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn a_period_is_read_back_and_holds_its_days(year in 1971i16..2199, month in 1i8..=12, day in 1i8..=28, length in 0usize..3) {
            let months = [1, 3, 12][length];
            let day = Date::new(year, month, day).expect("a day");
            let period = Period::of(day, months);
            prop_assert_eq!(Period::parse(&period.word()), Some(period));
            prop_assert!(period.first <= day && day <= period.last());
            prop_assert_eq!(period.before().last().tomorrow().ok(), Some(period.first));
        }
    }
}
