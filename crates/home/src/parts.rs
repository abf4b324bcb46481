//! The parts of the home, and what a reader is shown of each.

use despacho_kernel::{access::OrganizationRight as R, words};
use despacho_platform::Result;

words! {
    /// A part of the home.
    Part {
        /// Cash and banks, and what waits to be matched in them.
        Cash = "cash",
        /// What customers owe, by age.
        Receivables = "receivables",
        /// What is owed to vendors, by age.
        Payables = "payables",
        /// The year's result, and income and expenses by month.
        Results = "results",
        /// What is due within seven days.
        Due = "due",
        /// The entries that were written last.
        Entries = "entries",
        /// To whom most was sold in a quarter.
        Customers = "customers",
        /// On what most was spent in a quarter.
        Expenses = "expenses",
    }
}

impl Part {
    /// The right that it takes: that of the pages that it leads to.
    pub fn right(self) -> R {
        match self {
            Self::Cash | Self::Receivables | Self::Payables | Self::Results | Self::Due | Self::Entries | Self::Customers | Self::Expenses => R::ReadLedger,
        }
    }
}

/// A part as a reader is shown it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown<T> {
    Told(T),
    /// The reader's role does not have the right; it was not read.
    Hidden,
    /// It could not be read. The others are told.
    Failed,
}

impl<T> Shown<T> {
    /// Reads a part if the reader may see it. A failure stays with the part.
    pub async fn of(may: bool, part: Part, reading: impl Future<Output = Result<T>>) -> Self {
        if !may {
            return Self::Hidden;
        }
        match reading.await {
            Ok(told) => Self::Told(told),
            Err(error) => {
                tracing::error!(part = part.word(), %error, "a part of a home could not be read");
                Self::Failed
            }
        }
    }

    pub fn told(&self) -> Option<&T> {
        match self {
            Self::Told(told) => Some(told),
            Self::Hidden | Self::Failed => None,
        }
    }

    /// Why it is not told: `right` or `failed`.
    pub fn why(&self) -> Option<&'static str> {
        match self {
            Self::Told(_) => None,
            Self::Hidden => Some("right"),
            Self::Failed => Some("failed"),
        }
    }
}
