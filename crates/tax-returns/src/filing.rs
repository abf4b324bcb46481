//! What is kept of a return once it is approved or filed.

use despacho_kernel::{Id, words};
use despacho_platform::jobs::Job;
use serde::{Deserialize, Serialize};

use crate::records::Record;

words! {
    /// Where a return stands.
    State {
        /// Computed at each visit.
        Draft = "draft",
        /// Somebody agreed to its figures.
        Approved = "approved",
        /// Filed: its figures are kept, its days locked.
        Filed = "filed",
        /// Filed, and what it came to was paid or came back.
        Paid = "paid",
        /// What was filed here and taken back.
        Undone = "undone",
    }
}

words! {
    /// What becomes of what a return comes to.
    Outcome {
        /// It is paid.
        Pay = "pay",
        /// It is asked back.
        Refund = "refund",
        /// Later returns use it.
        Carry = "carry",
        /// It comes to nothing.
        Zero = "zero",
        /// It only informs.
        Inform = "inform",
    }
}

/// A return of a period was filed or paid: who follows it, looks at it again.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReturnFiled {
    pub organization_id: Id,
    pub model: String,
    /// `2026-1T`, `2026`.
    pub period: String,
}

impl Job for ReturnFiled {
    const KIND: &'static str = "return_filed";
}

/// The kind of the first filing of a period; that of a correction is the form's.
pub const ORDINARY: &str = "ordinary";

/// What made the entries of a filing.
pub const SOURCE: &str = "tax_filing";

despacho_platform::row! {
    /// A return of a model and period as it was approved, filed and paid.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Filing in "tax_filings" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        /// `303`.
        pub model: String,
        /// `2026-1T`, `2026`.
        pub period: String,
        /// 1 of the first of its period, one more of each that corrects it.
        pub sequence: i64,
        /// [`ORDINARY`], or what the form is corrected by.
        pub kind: String,
        /// A [`State`].
        pub state: String,
        /// An [`Outcome`]; empty before it is filed.
        pub outcome: String,
        /// What it came to, in minor units; zero of what only informs.
        pub result: i64,
        /// The last day of its figures.
        pub through: String,
        pub approved_by: Option<Id>,
        /// UTC milliseconds.
        pub approved_at: Option<i64>,
        /// The day on which it was filed; empty before.
        pub filed_on: String,
        pub filed_by: Option<Id>,
        pub filed_at: Option<i64>,
        /// The number of the proof of filing.
        pub reference: String,
        /// The code by which the tax authority tells it is true.
        pub csv: String,
        /// The stored file of the proof.
        pub proof_id: Option<Id>,
        pub proof_name: String,
        /// Why it was filed though it does not tie.
        pub reason: String,
        /// The entry that moved it off the accounts of taxes.
        pub entry_id: Option<Id>,
        pub paid_on: String,
        pub payment_entry_id: Option<Id>,
        /// Through when each scope was locked before, by anything but filings: JSON of scope and day.
        pub locks_before: String,
        pub version: i64,
    }
}

impl Filing {
    /// Where it stands.
    pub fn state(&self) -> State {
        self.state.parse().unwrap_or(State::Undone)
    }

    /// Whether its figures are those that were filed.
    pub fn is_filed(&self) -> bool {
        matches!(self.state(), State::Filed | State::Paid)
    }

    /// What becomes of what it came to; none before it is filed.
    pub fn outcome(&self) -> Option<Outcome> {
        self.outcome.parse().ok()
    }

    /// Whether there is something to be paid, or to come back.
    pub fn is_payable(&self) -> bool {
        self.state() == State::Filed && matches!(self.outcome(), Some(Outcome::Pay | Outcome::Refund))
    }

    /// As it is told in the activity: `303 2026-1T`.
    pub fn label(&self) -> String {
        format!("{} {}", self.model, self.period)
    }
}

impl despacho_platform::sql::Versioned for Filing {
    fn version(&self) -> i64 {
        self.version
    }
}

despacho_platform::row! {
    /// The figure of a box: minor units, or a count.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct FiledBox in "tax_filing_boxes" key (organization_id, filing_id, box_number) {
        pub organization_id: Id,
        pub filing_id: Id,
        pub box_number: String,
        pub position: i64,
        pub value: i64,
    }
}

despacho_platform::row! {
    /// What was listed of a party.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct FiledRecord in "tax_filing_records" key (organization_id, filing_id, position) {
        pub organization_id: Id,
        pub filing_id: Id,
        pub position: i64,
        pub contact_id: Id,
        pub record_key: String,
        pub documents: i64,
        pub base: i64,
        pub withheld: i64,
        /// Whether quarters are told.
        pub quarterly: bool,
        pub first_quarter: i64,
        pub second_quarter: i64,
        pub third_quarter: i64,
        pub fourth_quarter: i64,
    }
}

impl FiledRecord {
    /// A record as it is kept.
    pub fn of(filing: &Filing, position: usize, record: &Record) -> Self {
        let [first_quarter, second_quarter, third_quarter, fourth_quarter] = record.quarters.unwrap_or_default();
        Self {
            organization_id: filing.organization_id,
            filing_id: filing.id,
            position: i64::try_from(position).unwrap_or(i64::MAX),
            contact_id: record.contact_id,
            record_key: record.key.to_string(),
            documents: record.documents,
            base: record.base,
            withheld: record.withheld,
            quarterly: record.quarters.is_some(),
            first_quarter,
            second_quarter,
            third_quarter,
            fourth_quarter,
        }
    }

    /// As it is listed.
    pub fn record(self) -> Record {
        let quarters = [self.first_quarter, self.second_quarter, self.third_quarter, self.fourth_quarter];
        Record {
            contact_id: self.contact_id,
            key: self.record_key.into(),
            documents: self.documents,
            base: self.base,
            withheld: self.withheld,
            quarters: self.quarterly.then_some(quarters),
        }
    }
}
