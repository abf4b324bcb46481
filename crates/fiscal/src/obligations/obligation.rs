//! An obligation: what a client must file, pay or do of a period, and where that stands.

use despacho_kernel::{Id, words};
use despacho_platform::{i18n::Lang, sql::Versioned};
use jiff::civil::Date;

use crate::{derive::Explained, period::Period, rules};

words! {
    /// Where an obligation stands.
    State {
        /// Nothing was done.
        Pending = "pending",
        /// Somebody is at it.
        InPreparation = "in_preparation",
        /// The client is to agree.
        WaitingApproval = "waiting_approval",
        /// It was filed, or done.
        Filed = "filed",
        /// And what it came to was paid.
        Paid = "paid",
        /// It is not asked of this client in this period; there is a reason.
        NotApplicable = "not_applicable",
    }
}

impl State {
    /// Whether there is something left to do before its last day.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::InPreparation | Self::WaitingApproval)
    }
}

despacho_platform::row! {
    /// An obligation of a client.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Obligation in "obligations" key (practice_id, id) {
        pub practice_id: Id,
        pub id: Id,
        pub client_id: Id,
        /// `303`, `CCAA`; of what was added by hand whatever it was called.
        pub model: String,
        /// What it is, of what was added by hand; else the catalogue's name is told.
        pub name: String,
        /// `2026-Q1`, `2026-03`, `2026`.
        pub period: String,
        /// The quarter in whose campaign it is filed, `2026-Q1`.
        pub campaign: String,
        /// The first day of its window, ISO 8601; empty where none is known.
        pub opens_on: String,
        /// The last day as the law tells it, before holidays.
        pub nominal_due_on: String,
        /// The last day.
        pub legal_due_on: String,
        /// The last day for its amount to be charged to an account; empty of what is not paid so.
        pub direct_debit_on: String,
        /// A [`State`].
        pub state: String,
        /// Why it is not applicable; empty otherwise.
        pub reason: String,
        /// Who does it, where that is not whoever looks after the client.
        pub assigned_to: Option<Id>,
        /// The number of the proof of filing.
        pub reference: String,
        /// The code by which the tax authority tells it is true.
        pub csv: String,
        /// ISO 8601; empty before it was filed.
        pub filed_on: String,
        /// What it came to, in minor units of euro: to be paid above zero, to come back below it.
        pub amount: Option<i64>,
        /// Why it was filed after its last day.
        pub late_reason: String,
        pub paid_on: String,
        /// The document that proves it.
        pub proof_document_id: Option<Id>,
        /// The rule that it follows from; empty of what was added by hand.
        pub rule: String,
        /// [`Explained`] as JSON.
        pub explained: String,
        pub created_at: i64,
        pub updated_at: i64,
        pub version: i64,
    }
}

impl Versioned for Obligation {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Obligation {
    /// Where it stands.
    pub fn state(&self) -> State {
        self.state.parse().unwrap_or(State::Pending)
    }

    /// What it is of; none of a text that is no period, which no way in lets through.
    pub fn period(&self) -> Option<Period> {
        Period::read(&self.period)
    }

    /// What it is.
    pub fn title(&self, lang: Lang) -> String {
        match rules::model(&self.model) {
            Some(model) if self.name.is_empty() => lang.pick(&model.name.es, &model.name.en).to_owned(),
            _ => self.name.clone(),
        }
    }

    /// As it is told in the activity: `303 2026-Q1`.
    pub fn label(&self) -> String {
        format!("{} {}", self.model, self.period)
    }

    /// How many days it is late on a day; none of what is done or not late.
    pub fn late_days(&self, today: Date) -> Option<i64> {
        let due: Date = self.legal_due_on.parse().ok()?;
        (self.state().is_open() && due < today).then(|| i64::from((today - due).get_days()))
    }

    /// Why it is asked.
    pub fn explained(&self) -> Explained {
        serde_json::from_str(&self.explained).unwrap_or_default()
    }

    /// Whether nobody has done anything about it.
    pub fn is_untouched(&self) -> bool {
        self.state() == State::Pending && self.assigned_to.is_none() && self.proof_document_id.is_none()
    }
}
