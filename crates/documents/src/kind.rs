//! What documents there are, how far they have come, and what may be done with each: one table that pages, API and tests read.

use despacho_kernel::words;
use despacho_ledger::journal::Journal;
use despacho_taxes::tax::Direction;

words! {
    /// A document.
    Kind {
        /// What is charged to a customer; a simplified one where it says so (Spain: RD 1619/2012, art. 4).
        Invoice = "invoice",
        /// What corrects an invoice (art. 15).
        CreditNote = "credit_note",
        /// What is offered to a customer.
        Estimate = "estimate",
        /// What a vendor charges.
        Bill = "bill",
        /// What corrects a vendor's bill.
        VendorCredit = "vendor_credit",
        /// What is ordered from a vendor.
        PurchaseOrder = "purchase_order",
    }
}

words! {
    /// How far a document has come.
    Stage {
        /// Typed, and nowhere in the books.
        Draft = "draft",
        /// It has its number; what posts is in the books.
        Issued = "issued",
        /// It has its number, and its entry is undone.
        Void = "void",
        /// An estimate that the customer takes.
        Accepted = "accepted",
        /// An estimate that the customer does not take.
        Declined = "declined",
        /// An estimate that became an invoice, or a purchase order that became a bill.
        Invoiced = "invoiced",
    }
}

words! {
    /// What may be done with a document.
    Action {
        /// Another content.
        Change = "change",
        /// It goes.
        Delete = "delete",
        /// It gets its number, and is posted.
        Issue = "issue",
        /// Its entry is undone; the number stays.
        Void = "void",
        /// What is left of it is given up.
        WriteOff = "write_off",
        /// Another corrects it.
        Credit = "credit",
        /// The customer takes it.
        Accept = "accept",
        /// The customer does not take it.
        Decline = "decline",
        /// It becomes an invoice, or a bill.
        Invoice = "invoice",
        /// It is sent by e-mail.
        Email = "email",
    }
}

use Stage::{Accepted, Declined, Draft, Issued};

/// Which actions each kind takes at which stage.
const TABLE: &[(Action, &[Kind], &[Stage])] = &[
    (Action::Change, Kind::ALL, &[Draft]),
    (Action::Delete, Kind::ALL, &[Draft]),
    (Action::Issue, Kind::ALL, &[Draft]),
    (Action::Void, &[Kind::Invoice, Kind::CreditNote, Kind::Bill, Kind::VendorCredit, Kind::PurchaseOrder], &[Issued]),
    (Action::WriteOff, &[Kind::Invoice], &[Issued]),
    (Action::Credit, &[Kind::Invoice, Kind::Bill], &[Issued]),
    (Action::Accept, &[Kind::Estimate], &[Issued, Declined]),
    (Action::Decline, &[Kind::Estimate], &[Issued, Accepted]),
    (Action::Invoice, &[Kind::Estimate, Kind::PurchaseOrder], &[Issued, Accepted]),
    (Action::Email, &[Kind::Invoice, Kind::CreditNote, Kind::Estimate, Kind::PurchaseOrder], &[Issued, Accepted, Declined, Stage::Invoiced]),
];

/// Words of conflicts.
const FINAL: &str = "issued_is_final";
const OTHER_KIND: &str = "not_of_this_kind";

impl Kind {
    /// Where it is found, on pages and in the API.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Invoice => "invoices",
            Self::CreditNote => "credit-notes",
            Self::Estimate => "estimates",
            Self::Bill => "bills",
            Self::VendorCredit => "vendor-credits",
            Self::PurchaseOrder => "purchase-orders",
        }
    }

    /// The key of what several are called.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Invoice => "documents-invoices",
            Self::CreditNote => "documents-credit-notes",
            Self::Estimate => "documents-estimates",
            Self::Bill => "documents-bills",
            Self::VendorCredit => "documents-vendor-credits",
            Self::PurchaseOrder => "documents-purchase-orders",
        }
    }

    /// Whether it is of what is sold or of what is bought.
    pub fn direction(self) -> Direction {
        if matches!(self, Self::Bill | Self::VendorCredit | Self::PurchaseOrder) { Direction::Purchase } else { Direction::Sale }
    }

    /// Whether it corrects another: its amounts are posted the other way.
    pub fn is_credit(self) -> bool {
        matches!(self, Self::CreditNote | Self::VendorCredit)
    }

    /// Whether it is posted.
    pub fn posts(self) -> bool {
        !matches!(self, Self::Estimate | Self::PurchaseOrder)
    }

    /// The sign of what it leaves open on its control account, debits positive; zero of what is not posted.
    pub fn sign(self) -> i64 {
        match self {
            Self::Invoice | Self::VendorCredit => 1,
            Self::CreditNote | Self::Bill => -1,
            Self::Estimate | Self::PurchaseOrder => 0,
        }
    }

    /// Which series number it. Bills and what corrects them are received under numbers of one series.
    pub fn series(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::CreditNote => "credit_note",
            Self::Estimate => "estimate",
            Self::Bill | Self::VendorCredit => "bill",
            Self::PurchaseOrder => "purchase_order",
        }
    }

    /// The journal that it is posted in.
    pub fn journal(self) -> Journal {
        if self.direction() == Direction::Sale { Journal::Sales } else { Journal::Purchases }
    }

    /// What corrects it.
    pub fn corrected_by(self) -> Option<Self> {
        match self {
            Self::Invoice => Some(Self::CreditNote),
            Self::Bill => Some(Self::VendorCredit),
            _ => None,
        }
    }

    /// What it corrects.
    pub fn corrects(self) -> Option<Self> {
        match self {
            Self::CreditNote => Some(Self::Invoice),
            Self::VendorCredit => Some(Self::Bill),
            _ => None,
        }
    }

    /// What it becomes.
    pub fn becomes(self) -> Option<Self> {
        match self {
            Self::Estimate => Some(Self::Invoice),
            Self::PurchaseOrder => Some(Self::Bill),
            _ => None,
        }
    }

    /// Whether a vendor numbers it: then its number is told, once in a year.
    pub fn is_vendors(self) -> bool {
        matches!(self, Self::Bill | Self::VendorCredit)
    }

    /// Whether it is printed in one's own name.
    pub fn is_printed(self) -> bool {
        !self.is_vendors()
    }

    /// Whether what is issued of it is final where the law says so: what one's own customers hold.
    pub fn is_own_paper(self) -> bool {
        matches!(self, Self::Invoice | Self::CreditNote)
    }

    /// What may be done with one at a stage; `is_final` is whether the country's law keeps what is issued as it is.
    ///
    /// Answers the word of the conflict: `issued_is_final`, `not_draft`, `not_issued` or `not_of_this_kind`.
    pub fn allows(self, stage: Stage, action: Action, is_final: bool) -> Result<(), &'static str> {
        let Some((_, _, stages)) = TABLE.iter().find(|(of, kinds, _)| *of == action && kinds.contains(&self)) else { return Err(OTHER_KIND) };
        let kept = is_final && self.is_own_paper() && stage != Draft;
        if kept && matches!(action, Action::Change | Action::Delete | Action::Void) {
            return Err(FINAL);
        }
        if stages.contains(&stage) {
            return Ok(());
        }
        Err(if stages.contains(&Draft) { "not_draft" } else { "not_issued" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_issued_is_final_where_the_law_says_so() {
        let of = |kind: Kind, stage, action, is_final| kind.allows(stage, action, is_final);
        assert_eq!(of(Kind::Invoice, Draft, Action::Change, true), Ok(()));
        for action in [Action::Change, Action::Delete, Action::Void] {
            assert_eq!(of(Kind::Invoice, Issued, action, true), Err("issued_is_final"));
            assert_eq!(of(Kind::CreditNote, Issued, action, true), Err("issued_is_final"));
        }
        assert_eq!(of(Kind::Invoice, Issued, Action::Void, false), Ok(()));
        assert_eq!(of(Kind::Invoice, Issued, Action::Change, false), Err("not_draft"));
        assert_eq!(of(Kind::Bill, Issued, Action::Void, true), Ok(()));
        assert_eq!(of(Kind::Bill, Draft, Action::Void, true), Err("not_issued"));
        assert_eq!(of(Kind::Bill, Issued, Action::WriteOff, true), Err("not_of_this_kind"));
        assert_eq!(of(Kind::Estimate, Issued, Action::Void, false), Err("not_of_this_kind"));
        assert_eq!(of(Kind::Invoice, Stage::Void, Action::Credit, false), Err("not_issued"));
        assert_eq!((of(Kind::PurchaseOrder, Issued, Action::Void, true), of(Kind::PurchaseOrder, Issued, Action::Invoice, true)), (Ok(()), Ok(())));
        assert_eq!(of(Kind::PurchaseOrder, Stage::Invoiced, Action::Invoice, true), Err("not_issued"));
    }

    #[test]
    fn only_a_draft_is_changed_deleted_or_issued() {
        for kind in Kind::ALL {
            for stage in Stage::ALL.iter().filter(|stage| **stage != Draft) {
                for action in [Action::Change, Action::Delete, Action::Issue] {
                    assert!(kind.allows(*stage, action, false).is_err() && kind.allows(*stage, action, true).is_err(), "{kind:?} {stage:?} {action:?}");
                }
            }
            assert_eq!(kind.corrected_by().and_then(Kind::corrects).unwrap_or(*kind), *kind);
            assert_eq!(kind.posts(), kind.sign() != 0);
        }
    }
}
