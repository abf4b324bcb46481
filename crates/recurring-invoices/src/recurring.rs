//! A recurring invoice: as it is stored, and as it is typed.

use despacho_documents::typed::TypedDocument;
use despacho_kernel::{Id, words};
use despacho_platform::{Error, Result, i18n::Lang, sql::Versioned};
use despacho_recurrence::{
    marks,
    schedule::{Course, Schedule, Unit},
};
use jiff::civil::Date;

/// Most recurring invoices of an organization.
pub const MAX: i64 = 5_000;

words! {
    /// What it does on its day.
    Does {
        /// It leaves a draft.
        Draft = "draft",
        /// It issues the invoice.
        Issue = "issue",
        /// It issues the invoice and sends it to the customer by e-mail.
        Send = "issue_and_send",
    }
}

/// Where it stands; one whose days are over has ended.
pub const ACTIVE: &str = "active";
pub const STOPPED: &str = "stopped";
pub const ENDED: &str = "ended";

despacho_platform::row! {
    /// An invoice that comes again.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct RecurringInvoice in "recurring_invoices" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        /// No other has it.
        pub name: String,
        pub name_key: String,
        pub contact_id: Id,
        /// A [`Unit`].
        pub unit: String,
        pub every: i64,
        pub day: i64,
        /// ISO 8601, as all its days; empty where there is none.
        pub starts_on: String,
        pub ends_on: String,
        /// 0 without end.
        pub times: i64,
        /// A [`Does`].
        pub action: String,
        /// `active` or `stopped`.
        pub state: String,
        /// A [`TypedDocument`] as JSON, without what is of its day.
        pub body: String,
        /// ISO 4217.
        pub currency: String,
        /// What it came to when it was saved or made last, in minor units of its currency.
        pub payable: i64,
        /// Empty once it has ended.
        pub next_on: String,
        pub last_on: String,
        /// How often it came, with the times that were left out.
        pub made: i64,
        /// Why the next one could not be made, as JSON; empty where nothing stands against it.
        pub fault: String,
        /// Who saved it last, in whose name it issues.
        pub created_by: Id,
        pub created_at: i64,
        pub version: i64,
    }
}

impl Versioned for RecurringInvoice {
    fn version(&self) -> i64 {
        self.version
    }
}

despacho_platform::row! {
    /// A day on which one came, with its invoice; without one it was left out.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Time in "recurring_invoice_times" key (organization_id, recurring_id, date) {
        pub organization_id: Id,
        pub recurring_id: Id,
        pub date: String,
        pub document_id: Option<Id>,
        /// Why it was not sent, as JSON; empty where it was, or was not to be.
        pub unsent: String,
        pub made_at: i64,
    }
}

/// A recurring invoice as it is typed: when, what it does, and what its invoices say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub name: String,
    pub schedule: Schedule,
    pub does: Does,
    pub active: bool,
    pub body: TypedDocument,
}

fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

fn text(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// What is said each time: nothing of a day, and nothing that others than invoices have.
pub fn undated(body: TypedDocument) -> TypedDocument {
    let TypedDocument { contact_id, series, currency, prices_include_tax, simplified, reference, notes, lines, .. } = body;
    TypedDocument { contact_id, series, currency, prices_include_tax, simplified, reference, notes, lines, ..TypedDocument::default() }
}

impl Rule {
    /// What the invoice of a time says, its marks filled in the organization's language and with its pattern of dates.
    pub fn said(&self, day: Date, lang: Lang, pattern: &str) -> TypedDocument {
        let fill = |text: &str| marks::about(text, (&self.schedule, day), lang, pattern);
        let mut body = self.body.clone();
        (body.reference, body.notes) = (fill(&body.reference), fill(&body.notes));
        for line in &mut body.lines {
            line.description = fill(&line.description);
        }
        body
    }
}

impl RecurringInvoice {
    /// When it comes.
    pub fn schedule(&self) -> Result<Schedule> {
        let starts_on = day(&self.starts_on).ok_or_else(|| Error::Other(format!("recurring invoice {}: its first day", self.id)))?;
        let unit = self.unit.parse().unwrap_or(Unit::Months);
        Ok(Schedule { unit, every: self.every, day: self.day, starts_on, ends_on: day(&self.ends_on), times: self.times })
    }

    /// How far it has come.
    pub fn course(&self) -> Course {
        Course { last: day(&self.last_on), next: day(&self.next_on), made: self.made }
    }

    /// The same at another place of its course, where nothing stands against the next one yet.
    pub fn at(self, course: Course) -> Self {
        Self { last_on: text(course.last), next_on: text(course.next), made: course.made, fault: String::new(), ..self }
    }

    /// What it does on its day.
    pub fn does(&self) -> Does {
        self.action.parse().unwrap_or(Does::Draft)
    }

    /// `active`, `stopped` or `ended`.
    pub fn status(&self) -> &str {
        if self.next_on.is_empty() { ENDED } else { &self.state }
    }

    /// As it was typed.
    pub fn rule(&self) -> Result<Rule> {
        let body = serde_json::from_str(&self.body).map_err(|e| Error::Other(format!("recurring invoice {}: {e}", self.id)))?;
        Ok(Rule { name: self.name.clone(), schedule: self.schedule()?, does: self.does(), active: self.state == ACTIVE, body })
    }
}
