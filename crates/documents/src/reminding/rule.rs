//! When a rule fires, and which of several is the one of a day. Pure.

use despacho_kernel::Id;
use despacho_platform::jobs::Job;
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

/// How many days later a reminder still goes that could not on its own day.
pub const GRACE: i32 = 3;

/// Sends what is to be sent today of an organization.
#[derive(Debug, Serialize, Deserialize)]
pub struct RemindCustomers {
    pub organization_id: Id,
}

impl Job for RemindCustomers {
    const KIND: &'static str = "remind_customers";
}

/// A row of the list of reminders, with the template of its message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub id: Id,
    pub name: String,
    /// Days from the day on which an invoice is due; below zero before it.
    pub days: i32,
    pub template: Id,
}

impl Rule {
    /// The day on which it fires of an invoice that is due on another.
    pub fn fires_on(&self, due: Date) -> Option<Date> {
        due.checked_add(self.days.days()).ok()
    }

    /// The days on which an invoice is due of which it fires between two days.
    pub fn due_within(&self, (from, to): (Date, Date)) -> Option<(Date, Date)> {
        Some((from.checked_sub(self.days.days()).ok()?, to.checked_sub(self.days.days()).ok()?))
    }
}

/// A rule and the day on which it fires.
pub type Firing<'r> = (Date, &'r Rule);

/// What fires of an invoice between two days and was not sent, the earliest first. What comes before the due day does not go after it.
pub fn firing<'r>(rules: &'r [Rule], due: Date, sent: &[Id], (from, to): (Date, Date), today: Date) -> Vec<Firing<'r>> {
    let fires = |rule: &'r Rule| {
        let day = rule.fires_on(due)?;
        let late = rule.days < 0 && due < today;
        ((from..=to).contains(&day) && !late && !sent.contains(&rule.id)).then_some((day, rule))
    };
    let mut found: Vec<Firing<'r>> = rules.iter().filter_map(fires).collect();
    found.sort_by_key(|(day, rule)| (*day, rule.days));
    found
}

/// The days on which a rule that goes today has fired: not before reminders were switched on.
pub fn window(today: Date, since: Date) -> (Date, Date) {
    (today.checked_sub(GRACE.days()).unwrap_or(today).max(since), today)
}

#[cfg(test)]
mod tests {
    use despacho_kernel::new_id;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn rules() -> Vec<Rule> {
        [("Antes", -3), ("Semana", 7), ("Mes", 30)]
            .map(|(name, days)| Rule { id: new_id(), name: name.into(), days, template: new_id() })
            .into()
    }

    fn names(found: &[Firing<'_>]) -> Vec<String> {
        found.iter().map(|(day, rule)| format!("{day} {}", rule.name)).collect()
    }

    #[test]
    fn each_rule_fires_so_many_days_from_the_due_day() {
        let (rules, due) = (rules(), day("2026-05-10"));
        let ever = (day("2026-01-01"), day("2026-12-31"));
        assert_eq!(names(&firing(&rules, due, &[], ever, day("2026-05-01"))), ["2026-05-07 Antes", "2026-05-17 Semana", "2026-06-09 Mes"]);
        // Once it is overdue nobody is told that it will be.
        assert_eq!(names(&firing(&rules, due, &[rules[1].id], ever, day("2026-05-11"))), ["2026-06-09 Mes"]);
    }

    #[test]
    fn what_was_missed_goes_for_three_days_and_nothing_from_before_the_switch() {
        assert_eq!(window(day("2026-05-20"), day("2026-01-01")), (day("2026-05-17"), day("2026-05-20")));
        assert_eq!(window(day("2026-05-20"), day("2026-05-19")), (day("2026-05-19"), day("2026-05-20")));
        let rules = rules();
        let today = day("2026-05-20");
        let of = |due: &str| names(&firing(&rules, day(due), &[], window(today, day("2026-01-01")), today));
        assert_eq!(
            (of("2026-05-13"), of("2026-05-10"), of("2026-05-09")),
            (vec!["2026-05-20 Semana".to_owned()], vec!["2026-05-17 Semana".to_owned()], vec![])
        );
    }

    #[test]
    fn the_days_that_are_looked_at_are_those_of_the_rule() {
        let rules = rules();
        assert_eq!(rules[0].due_within((day("2026-05-07"), day("2026-05-08"))), Some((day("2026-05-10"), day("2026-05-11"))));
        assert_eq!(rules[2].due_within((day("2026-06-09"), day("2026-06-09"))), Some((day("2026-05-10"), day("2026-05-10"))));
    }
}
