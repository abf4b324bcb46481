//! Working days: which are holidays where, and how a term goes on where its last day is none. Data of the catalogue.

use std::{collections::BTreeMap, sync::LazyLock};

use despacho_kernel::text::fold;
use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Calendar {
    place: String,
    year: i16,
    source: String,
    days: Vec<(Date, String)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Calendars {
    calendars: Vec<Calendar>,
}

/// By place, folded where it is a municipality, and year.
static SPAIN: LazyLock<BTreeMap<(String, i16), Calendar>> = LazyLock::new(|| {
    let read: Calendars = toml::from_str(include_str!("../../../catalog/holidays/es.toml")).expect("the catalogue is well formed");
    read.calendars.into_iter().map(|calendar| ((fold(&calendar.place), calendar.year), calendar)).collect()
});

/// Where somebody is, as far as holidays go: the country, a community, a municipality.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Folded names of calendars, the widest first.
    of: Vec<String>,
}

/// A holiday that a term ended on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holiday {
    /// What is kept.
    pub name: &'static str,
    /// Where it was published.
    pub source: &'static str,
}

impl Place {
    /// Spain as a whole.
    pub fn spain() -> Self {
        Self { of: vec![fold("ES")] }
    }

    /// A community (`ES-AN`) and a municipality by its name; either may be empty.
    pub fn of(community: &str, municipality: &str) -> Self {
        let mut place = Self::spain();
        if !community.is_empty() {
            place.of.push(fold(community));
            if !municipality.is_empty() {
                place.of.push(fold(&format!("{community}:{municipality}")));
            }
        }
        place
    }

    /// The holiday of a day.
    pub fn holiday(&self, day: Date) -> Option<Holiday> {
        self.of.iter().find_map(|place| {
            let calendar = SPAIN.get(&(place.clone(), day.year()))?;
            let (_, name) = calendar.days.iter().find(|(on, _)| *on == day)?;
            Some(Holiday { name, source: &calendar.source })
        })
    }

    /// Whether one works on a day: it is neither of a weekend nor a holiday.
    pub fn is_working(&self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && self.holiday(day).is_none()
    }

    /// A term's last day where it would end on a day: that day, or the next working one.
    pub fn moved(&self, day: Date) -> Date {
        let mut last = day;
        while !self.is_working(last) {
            let Ok(next) = last.tomorrow() else { return last };
            last = next;
        }
        last
    }

    /// The holidays that moved a term on, from the day it would have ended on.
    pub fn between(&self, day: Date, moved: Date) -> Vec<Holiday> {
        day.series(1.day()).take_while(|on| *on < moved).filter_map(|on| self.holiday(on)).collect()
    }

    /// Whether the calendars of the country and, where there is one, of the community are there for a year.
    pub fn is_known(&self, year: i16) -> bool {
        self.of.iter().take(2).all(|place| SPAIN.contains_key(&(place.clone(), year)))
    }
}

/// The last day on which what is filed by a day may be charged to an account: it leaves three working days or five days before the end, whichever comes later, and is a working day
/// itself (Orden EHA/1658/2009, art. 3, as of Orden HAC/241/2025). The working days are those of Madrid, where the agency's system is.
pub fn direct_debit(last: Date) -> Date {
    let madrid = Place::of("ES-MD", "");
    let five = last.checked_sub(5.days()).unwrap_or(last);
    let (mut three, mut left) = (last, 0);
    while left < 3 {
        left += i32::from(madrid.is_working(three));
        three = three.yesterday().unwrap_or(three);
    }
    let mut day = five.max(three);
    while !madrid.is_working(day) {
        day = day.yesterday().unwrap_or(day);
    }
    day
}

/// A day of a year as data tells it: `04-20`, `02-last`.
pub fn in_year(year: i16, told: &str) -> Option<Date> {
    let (month, day) = told.split_once('-')?;
    let first = Date::new(year, month.parse().ok()?, 1).ok()?;
    if day == "last" { Some(first.last_of_month()) } else { Date::new(year, first.month(), day.parse().ok()?).ok() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn every_calendar_is_of_its_year_and_names_its_source() {
        for ((_, year), calendar) in SPAIN.iter() {
            assert!(!calendar.source.is_empty() && calendar.days.iter().all(|(on, name)| on.year() == *year && !name.is_empty()), "{}", calendar.place);
        }
        assert!(Place::of("ES-AN", "").is_known(2027) && !Place::of("ES-MD", "").is_known(2027) && !Place::spain().is_known(2030));
    }

    #[test]
    fn a_term_goes_on_to_the_next_working_day_of_the_place() {
        let moved = |community: &str, municipality: &str, on: &str| Place::of(community, municipality).moved(day(on)).to_string();
        // 28 February 2027 is a Sunday, and its Monday a holiday in Andalusia and the Balearic Islands.
        assert_eq!((moved("", "", "2027-02-28").as_str(), moved("ES-AN", "", "2027-02-28").as_str()), ("2027-03-01", "2027-03-02"));
        // A holiday of the municipality alone, however its name is typed.
        assert_eq!((moved("ES-AN", "", "2026-01-20").as_str(), moved("ES-AN", "ALGARROBO", "2026-01-20").as_str()), ("2026-01-20", "2026-01-21"));
        assert_eq!((moved("ES-VC", "valencia", "2026-01-22").as_str(), moved("ES-VC", "", "2026-12-25").as_str()), ("2026-01-23", "2026-12-28"));
        let why = Place::of("ES-AN", "").between(day("2027-02-28"), day("2027-03-02"));
        assert_eq!(why.iter().map(|holiday| holiday.name).collect::<Vec<_>>(), ["Día de Andalucía, trasladado"]);
    }

    #[test]
    fn direct_debit_closes_as_the_agency_published() {
        // The agency's calendar of 2026: the 15th of windows to the 20th, 27 January, 25 June and 22 July.
        for (last, debit) in [
            ("2026-01-30", "2026-01-27"),
            ("2026-04-20", "2026-04-15"),
            ("2026-06-30", "2026-06-25"),
            ("2026-07-20", "2026-07-15"),
            ("2026-07-27", "2026-07-22"),
        ] {
            assert_eq!(direct_debit(day(last)).to_string(), debit, "{last}");
        }
    }

    #[test]
    fn days_are_told_by_month_and_day() {
        assert_eq!(in_year(2028, "02-last"), Some(day("2028-02-29")));
        assert_eq!((in_year(2026, "04-20"), in_year(2026, "02-30"), in_year(2026, "x")), (Some(day("2026-04-20")), None, None));
    }

    proptest! {
        #[test]
        fn a_moved_day_is_a_working_day_soon_after(month in 1i8..=12, on in 1i8..=28, year in 2024i16..=2032, community in prop_oneof![Just(""), Just("ES-AN"), Just("ES-MD"), Just("ES-XX")]) {
            let (place, on) = (Place::of(community, ""), Date::new(year, month, on).expect("a date"));
            let moved = place.moved(on);
            prop_assert!(place.is_working(moved) && moved >= on && moved <= on.checked_add(7.days()).expect("a date"));
            prop_assert_eq!(place.moved(moved), moved);
            prop_assert!(direct_debit(on) < on);
        }
    }
}
