//! What a list of tasks is narrowed to. Every view and every number reads the same query.

use despacho_kernel::{Id, words};
use jiff::{ToSpan, civil::Date};

use crate::task::{Awaited, Status};

words! {
    /// Which days a list is about.
    When {
        /// Its day is over.
        Late = "late",
        Today = "today",
        /// From today to Sunday, the late ones left out.
        Week = "week",
        /// After this week.
        Later = "later",
        /// Without a day.
        Never = "none",
    }
}

words! {
    /// How a list is grouped, and so sorted first.
    Grouping {
        Due = "due",
        Client = "client",
        Owner = "owner",
        State = "status",
        Period = "period",
        Nothing = "none",
    }
}

words! {
    /// Which tasks there are to choose from.
    Among {
        Open = "open",
        Closed = "closed",
        All = "all",
    }
}

/// Whose tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    Of(Id),
    Nobody,
}

/// What a list is narrowed to.
#[derive(Debug, Clone)]
pub struct Filter {
    pub search: String,
    pub among: Among,
    pub client: Option<Id>,
    pub owner: Option<Owner>,
    /// For whom there is something to review.
    pub reviewer: Option<Id>,
    pub status: Option<Status>,
    pub waiting_for: Option<Awaited>,
    pub sub_status: Option<Id>,
    pub when: Option<When>,
    /// Days of the calendar, both among them.
    pub days: Option<(Date, Date)>,
    pub period: String,
    pub kind: String,
    pub tag: String,
    pub template: Option<Id>,
    pub ids: Option<Vec<Id>>,
    /// Staff see what is of clients assigned to them.
    pub visible_to: Option<Id>,
    pub today: Date,
    pub grouping: Grouping,
}

impl Filter {
    /// Every open task that a member may see, by its day.
    pub fn open(visible_to: Option<Id>, today: Date) -> Self {
        Self {
            search: String::new(),
            among: Among::Open,
            client: None,
            owner: None,
            reviewer: None,
            status: None,
            waiting_for: None,
            sub_status: None,
            when: None,
            days: None,
            period: String::new(),
            kind: String::new(),
            tag: String::new(),
            template: None,
            ids: None,
            visible_to,
            today,
            grouping: Grouping::Due,
        }
    }
}

/// The Sunday of a day's week.
pub fn week_end(today: Date) -> Date {
    let left = 7 - i64::from(today.weekday().to_monday_one_offset());
    today.checked_add(left.days()).unwrap_or(today)
}

/// The Monday of a day's week.
pub fn week_start(day: Date) -> Date {
    let passed = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(passed.days()).unwrap_or(day)
}

/// In which part of the days a deadline is.
pub fn when(deadline: &str, today: Date) -> When {
    let (now, sunday) = (today.to_string(), week_end(today).to_string());
    match deadline {
        "" => When::Never,
        day if day < now.as_str() => When::Late,
        day if day == now => When::Today,
        day if day <= sunday.as_str() => When::Week,
        _ => When::Later,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_goes_from_monday_to_sunday() {
        let monday = Date::constant(2027, 4, 12);
        for day in 12..=18 {
            let day = Date::constant(2027, 4, day);
            assert_eq!((week_start(day), week_end(day)), (monday, Date::constant(2027, 4, 18)), "{day}");
        }
        let parts: Vec<When> = ["", "2027-04-11", "2027-04-12", "2027-04-13", "2027-04-18", "2027-04-19"].iter().map(|day| when(day, monday)).collect();
        assert_eq!(parts, [When::Never, When::Late, When::Today, When::Week, When::Week, When::Later]);
    }
}
