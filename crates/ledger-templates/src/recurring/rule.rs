//! A recurring entry as it is typed.

use std::collections::BTreeMap;

use despacho_kernel::{Id, Invalid};
use despacho_platform::{Error, Result, jobs::Job};
use despacho_recurrence::schedule::{Course, Schedule, Unit};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::store::RecurringEntry;
use crate::templates::template::Template;

/// The job that makes what is due in an organization.
#[derive(Debug, Serialize, Deserialize)]
pub struct MakeRecurring {
    pub organization_id: Id,
}

impl Job for MakeRecurring {
    const KIND: &'static str = "make_recurring";
}

/// What it does on its day.
pub const DRAFT: &str = "draft";
pub const POST: &str = "post";
/// Where it stands.
pub const ACTIVE: &str = "active";
pub const STOPPED: &str = "stopped";

/// A recurring entry as it is typed: when, what it does, and its entry as a template with what that asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub name: String,
    pub schedule: Schedule,
    pub posts: bool,
    pub active: bool,
    pub body: Template,
    pub answers: BTreeMap<String, String>,
}

impl Rule {
    /// Notes what is wrong with it by itself.
    pub fn check(&self, errors: &mut Invalid) {
        errors.required("name", &self.name, 100);
        self.schedule.check(errors);
        // It is called what the whole is called.
        Template { name: "-".into(), ..self.body.clone() }.check(errors);
        for (at, line) in self.body.lines.iter().enumerate().filter(|(_, line)| line.waits()) {
            // Nobody is there to be asked.
            errors.push(&format!("lines[{at}].{}", if line.account_code.trim().is_empty() { "account_code" } else { "contact" }), "required");
        }
    }
}

/// What it may be counted in.
pub const UNITS: [Unit; 2] = [Unit::Months, Unit::Weeks];

fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

fn text(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// When a stored one comes.
pub fn schedule(of: &RecurringEntry) -> Result<Schedule> {
    let starts_on = day(&of.starts_on).ok_or_else(|| Error::Other(format!("recurring entry {}: its first day", of.id)))?;
    let unit = of.unit.parse().unwrap_or(Unit::Months);
    Ok(Schedule { unit, every: of.every, day: of.day, starts_on, ends_on: day(&of.ends_on), times: of.times })
}

/// How far a stored one has come.
pub fn course(of: &RecurringEntry) -> Course {
    Course { last: day(&of.last_on), next: day(&of.next_on), made: of.made }
}

/// One that has come so far.
pub fn at(of: RecurringEntry, course: Course) -> RecurringEntry {
    RecurringEntry { last_on: text(course.last), next_on: text(course.next), made: course.made, fault: String::new(), ..of }
}

/// One that came on its day, and when it comes next.
pub fn came(of: RecurringEntry) -> Result<RecurringEntry> {
    let course = course(&of).came(&schedule(&of)?);
    Ok(at(of, course))
}

/// A stored one as it was typed.
pub fn rule(of: &RecurringEntry) -> Result<Rule> {
    let bad = |e: serde_json::Error| Error::Other(format!("recurring entry {}: {e}", of.id));
    Ok(Rule {
        name: of.name.clone(),
        schedule: schedule(of)?,
        posts: of.action == POST,
        active: of.state == ACTIVE,
        body: serde_json::from_str(&of.body).map_err(bad)?,
        answers: serde_json::from_str(&of.answers).map_err(bad)?,
    })
}
