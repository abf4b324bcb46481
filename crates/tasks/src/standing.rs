//! How the firm's work stands: every number of the home and of the tabs of views, summed from one read.

use std::collections::BTreeMap;

use despacho_kernel::Id;

use crate::{
    counts_store::Counted,
    task::{Awaited, Status},
};

/// Numbers of some open tasks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    pub open: i64,
    pub late: i64,
    pub today: i64,
    /// From today to Sunday.
    pub week: i64,
    pub waiting: i64,
    pub review: i64,
    /// Minutes planned of those of the week.
    pub minutes: i64,
    /// The first day of the late ones.
    pub first_late: Option<String>,
    /// Since when the one that waits longest for the client does.
    pub waiting_since: Option<i64>,
}

impl Sums {
    fn add(&mut self, row: &Counted) {
        self.open += row.tasks;
        self.late += row.late;
        self.today += row.today;
        self.week += row.week;
        self.minutes += row.minutes;
        if row.status == Status::InReview.word() {
            self.review += row.tasks;
        }
        if row.status == Status::Waiting.word() && row.waiting_for == Awaited::Client.word() {
            self.waiting += row.tasks;
            self.waiting_since = Some(self.waiting_since.map_or(row.since, |since| since.min(row.since)));
        }
        let firsts = [self.first_late.clone(), row.first_late.clone()];
        self.first_late = firsts.into_iter().flatten().min();
    }
}

/// How the work of a practice stands for a member.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    pub all: Sums,
    /// Those that the member owns.
    pub mine: Sums,
    /// Those in review that the member reviews.
    pub to_review: i64,
    /// By owner; those of nobody under none.
    pub people: BTreeMap<Option<Id>, Sums>,
}

impl Standing {
    /// Of what was counted.
    pub fn of(rows: &[Counted], user: Id) -> Self {
        let mut found = Self::default();
        for row in rows {
            found.all.add(row);
            found.people.entry(row.owner_id).or_default().add(row);
            if row.status == Status::InReview.word() {
                found.to_review += row.reviewed;
            }
        }
        found.mine = found.people.get(&Some(user)).cloned().unwrap_or_default();
        found
    }
}

#[cfg(test)]
mod tests {
    use despacho_kernel::new_id;

    use super::*;

    #[test]
    fn the_sums_of_people_are_those_of_all() {
        let (one, two) = (new_id(), new_id());
        let row = |owner, status: &str, waiting: &str, tasks, late: i64| Counted {
            owner_id: owner,
            status: status.into(),
            waiting_for: waiting.into(),
            tasks,
            late,
            week: tasks - late,
            minutes: 30 * tasks,
            reviewed: 1,
            first_late: (late > 0).then(|| format!("2027-04-{:02}", tasks)),
            since: tasks,
            ..Counted::default()
        };
        let rows = [
            row(Some(one), "planned", "", 4, 1),
            row(Some(one), "waiting", "client", 3, 0),
            row(Some(two), "in_review", "", 2, 2),
            row(None, "waiting", "authority", 1, 0),
            row(None, "waiting", "client", 5, 0),
        ];
        let found = Standing::of(&rows, one);
        assert_eq!((found.all.open, found.all.late, found.all.week, found.all.waiting, found.all.review), (15, 3, 12, 8, 2));
        assert_eq!((found.mine.open, found.to_review, found.all.waiting_since), (7, 1, Some(3)));
        assert_eq!(found.all.first_late.as_deref(), Some("2027-04-02"));
        for part in [|sums: &Sums| sums.open, |sums: &Sums| sums.late, |sums: &Sums| sums.week, |sums: &Sums| sums.waiting, |sums: &Sums| sums.minutes] {
            assert_eq!(found.people.values().map(part).sum::<i64>(), part(&found.all));
        }
    }
}
