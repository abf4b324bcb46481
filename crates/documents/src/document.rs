//! A document as it is stored, its lines and its taxes.

use despacho_kernel::{
    Id,
    place::{self, Currency},
    text::fold,
};
use despacho_platform::{Error, Result, sql::Versioned};
use jiff::civil::Date;

use crate::kind::{Kind, Stage};

despacho_platform::row! {
    /// A document. Contact, issuer, rate and sheet are as they were when it was issued.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Document in "documents" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        /// A [`Kind`].
        pub kind: String,
        /// A [`Stage`].
        pub stage: String,
        /// An invoice that names no customer (Spain: RD 1619/2012, art. 4).
        pub simplified: bool,
        /// The series that numbers it; the first one of its kind where a draft names none.
        pub series_id: Option<Id>,
        /// Its place in the series; none in a draft.
        pub sequence: Option<i64>,
        /// As it is written: `F-00042`; empty in a draft. Of a bill the number under which it was received.
        pub number: String,
        /// ISO 8601.
        pub date: String,
        pub due_on: String,
        pub contact_id: Id,
        pub contact_name: String,
        pub contact_tax_id: String,
        /// ISO 3166-1.
        pub contact_country: String,
        /// Who issued it, as it was then: an organization's name, tax id and address as JSON; empty in a draft.
        pub issuer: String,
        /// ISO 4217.
        pub currency: String,
        /// Units of the organization's currency for one of this, decimal text; empty where they are the same.
        pub rate: String,
        /// What prices say: `net` or `tax_included`.
        pub prices: String,
        /// When taxes are rounded: `per_tax` or `per_line`.
        pub rounding: String,
        /// What the other side calls it, their order.
        pub reference: String,
        pub notes: String,
        /// The number that the vendor gave it.
        pub vendor_number: String,
        /// What it corrects.
        pub corrects_id: Option<Id>,
        /// How it corrects: `differences` or `substitution`; empty of what corrects nothing.
        pub method: String,
        pub reason: String,
        /// Minor units of its currency, without sign, as those that follow.
        pub net: i64,
        pub taxes: i64,
        pub total: i64,
        pub withheld: i64,
        pub payable: i64,
        /// What is payable in the organization's currency.
        pub base_payable: i64,
        /// What was given up of it.
        pub written_off: i64,
        pub entry_id: Option<Id>,
        /// What the paper says, as JSON; empty in a draft.
        pub sheet: String,
        pub search_text: String,
        pub created_by: Id,
        pub created_at: i64,
        pub issued_by: Option<Id>,
        pub issued_at: Option<i64>,
        pub version: i64,
    }
}

impl Versioned for Document {
    fn version(&self) -> i64 {
        self.version
    }
}

despacho_platform::row! {
    /// A line of a document.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct DocumentLine in "document_lines" key (organization_id, document_id, position) {
        pub organization_id: Id,
        pub document_id: Id,
        pub position: i64,
        pub item_id: Option<Id>,
        pub description: String,
        /// Decimal text, as the price and the discount.
        pub quantity: String,
        pub unit_price: String,
        pub discount_percent: String,
        /// The codes of its taxes, on a line each.
        pub taxes: String,
        pub account_id: Id,
        /// Quantity × price less discount, as the prices say, in minor units.
        pub net: i64,
        /// Without tax.
        pub base: i64,
    }
}

despacho_platform::row! {
    /// A tax of a document: amounts in minor units of its currency, without its sign, and in the organization's.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct DocumentTax in "document_taxes" key (organization_id, document_id, position) {
        pub organization_id: Id,
        pub document_id: Id,
        pub position: i64,
        pub tax_id: Id,
        pub code: String,
        /// In percent, decimal text.
        pub rate: String,
        /// `charged`, `self_assessed` or `withheld`.
        pub effect: String,
        pub base: i64,
        pub amount: i64,
        pub deductible: i64,
        pub base_base: i64,
        pub base_amount: i64,
        pub base_deductible: i64,
        /// The amount that the vendor's paper has, where it was typed.
        pub typed: Option<i64>,
    }
}

/// A document with all that it says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Whole {
    pub document: Document,
    pub lines: Vec<DocumentLine>,
    pub taxes: Vec<DocumentTax>,
}

impl Document {
    /// Which it is.
    pub fn kind(&self) -> Result<Kind> {
        self.kind.parse().map_err(|_| Error::Other(format!("document {}: kind {}", self.id, self.kind)))
    }

    /// How far it has come.
    pub fn stage(&self) -> Result<Stage> {
        self.stage.parse().map_err(|_| Error::Other(format!("document {}: stage {}", self.id, self.stage)))
    }

    /// Its currency, which was one when it was stored.
    pub fn own_currency(&self) -> Result<&'static Currency> {
        place::currency(&self.currency).map_err(|_| Error::Other(format!("document {}: currency {}", self.id, self.currency)))
    }

    /// Its day.
    pub fn day(&self) -> Result<Date> {
        self.date.parse().map_err(|_| Error::Other(format!("document {}: date {}", self.id, self.date)))
    }

    /// What a person calls it: its number with its contact, or the contact alone of a draft.
    pub fn label(&self) -> String {
        if self.number.is_empty() { self.contact_name.clone() } else { format!("{} · {}", self.number, self.contact_name) }
    }

    /// With what it is found by.
    pub fn searchable(mut self) -> Self {
        let plain: String = self.contact_tax_id.chars().filter(char::is_ascii_alphanumeric).collect();
        self.search_text = fold(&format!("{} {} {} {} {plain}", self.number, self.vendor_number, self.reference, self.contact_name));
        self
    }

    /// What it is called today, from its stage and from what is left open of it: `draft`, `issued`, `partially_paid`, `paid`, `written_off`, `void`;
    /// of what corrects another `closed` once it is used up; of an estimate its stage.
    pub fn status(&self, remaining: i64) -> &'static str {
        let (Ok(kind), Ok(stage)) = (self.kind.parse::<Kind>(), self.stage.parse::<Stage>()) else { return "draft" };
        let left = remaining.abs();
        match stage {
            Stage::Issued if !kind.posts() => Stage::Issued.word(),
            Stage::Issued if left == 0 && kind.is_credit() => "closed",
            Stage::Issued if left == 0 && self.written_off > 0 => "written_off",
            Stage::Issued if left == 0 => "paid",
            Stage::Issued if left < self.payable && !kind.is_credit() => "partially_paid",
            other => other.word(),
        }
    }
}

/// Every status that a document may have.
pub const STATUSES: &[&str] = &["draft", "issued", "partially_paid", "paid", "written_off", "closed", "void", "accepted", "declined", "invoiced"];
