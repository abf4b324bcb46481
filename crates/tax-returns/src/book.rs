//! The books of VAT: a row for each document and rate, in the columns of Spain's official layout (RD 1624/1992, arts. 63 and 64; AEAT, unified
//! layout of the books, version of 2025).

use std::collections::HashMap;

use despacho_documents::document::DocumentTax;
use despacho_kernel::{Id, money::plain, place::Currency};
use despacho_taxes::{
    books::SPAIN,
    tax::{Nature, Tax, Treatment},
};
use rust_decimal::Decimal;

use crate::{
    accrual,
    ground::{Ground, Group, is_credit},
};

/// Which book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Of what is issued.
    Issued,
    /// Of what is received.
    Received,
}

impl Side {
    /// Whether a kind of document stands in it.
    pub fn has(self, kind: &str) -> bool {
        matches!(kind, "invoice" | "credit_note") == (self == Self::Issued)
    }
}

despacho_platform::row! {
    /// A document of a book.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct BookDocument {
        pub id: Id,
        pub kind: String,
        pub simplified: bool,
        pub number: String,
        pub vendor_number: String,
        pub date: String,
        pub contact_id: Id,
        pub contact_name: String,
        pub contact_tax_id: String,
        pub contact_country: String,
        /// Taxes included and before what is withheld, in minor units of the organization's currency, without sign.
        pub total: i64,
        /// Whether it is simplified, or corrects one that is.
        pub of_simplified: bool,
    }
}

/// A row of a book. Amounts are minor units of the organization's currency; what corrects others is below zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub document: BookDocument,
    /// The tax; none of a document without any.
    pub tax: Option<Tax>,
    /// Whether what it is called follows Spain's lists.
    spanish: bool,
    /// Whether its tax accrues when it is paid.
    cash: bool,
    /// Whether it is the document's first: what is told of the whole stands on it.
    pub first: bool,
    pub base: i64,
    pub amount: i64,
    pub deducted: i64,
    pub surcharge: Option<(Decimal, i64)>,
    pub withheld: Option<(Decimal, i64)>,
}

/// What a book comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    pub documents: i64,
    pub total: i64,
    pub base: i64,
    pub amount: i64,
    pub deducted: i64,
    pub surcharge: i64,
    pub withheld: i64,
}

/// What a book's documents come to, from their sums by tax; `of_documents` is how many they are and what they come to as wholes.
pub fn totals(ground: &Ground, side: Side, groups: &[Group], of_documents: (i64, i64)) -> Totals {
    let mut all = Totals { documents: of_documents.0, total: of_documents.1, ..Totals::default() };
    for group in groups.iter().filter(|group| side.has(&group.kind)) {
        let sign = group.sign();
        match ground.taxes.get(&group.tax_id).map(|own| own.tax.treatment) {
            Some(Treatment::Surcharge) => all.surcharge += sign * group.amount,
            _ if group.effect == "withheld" => all.withheld += sign * group.amount,
            _ => {
                all.base += sign * group.base;
                all.amount += sign * group.amount;
                all.deducted += sign * group.deducted;
            }
        }
    }
    all
}

/// The rows of a document: one for each tax of sales or purchases, with the surcharge on its base; what is withheld stands on the first.
pub fn rows(ground: &Ground, document: &BookDocument, taxes: &[DocumentTax]) -> Vec<Row> {
    let sign = if is_credit(&document.kind) { -1 } else { 1 };
    let row = |tax: Option<Tax>, of: Option<&DocumentTax>| Row {
        document: document.clone(),
        tax,
        spanish: ground.organization.country == "ES",
        cash: of.and_then(|of| ground.taxes.get(&of.tax_id)).is_some_and(accrual::is_cash),
        first: false,
        base: of.map_or(0, |of| sign * of.base_base),
        amount: of.map_or(0, |of| sign * of.base_amount),
        deducted: of.map_or(0, |of| sign * of.base_deductible),
        surcharge: None,
        withheld: None,
    };
    let mut found: Vec<Row> = vec![];
    let (mut withheld, mut rates) = (0, vec![]);
    for of in taxes {
        let Some(tax) = ground.tax(of.tax_id, &of.rate) else { continue };
        match tax.treatment {
            Treatment::Withholding => {
                withheld += sign * of.base_amount;
                rates.push(tax.rate.abs());
            }
            Treatment::Surcharge => {
                // It stands on the base of the tax that is charged before it.
                let base = sign * of.base_base;
                let free = |row: &Row| row.surcharge.is_none() && row.tax.as_ref().is_some_and(|tax| tax.treatment == Treatment::Standard);
                let at = found.iter().rposition(|row| free(row) && row.base == base).or_else(|| found.iter().rposition(free));
                match at {
                    Some(at) => found[at].surcharge = Some((tax.rate, sign * of.base_amount)),
                    None => found.push(Row { surcharge: Some((tax.rate, sign * of.base_amount)), amount: 0, deducted: 0, ..row(Some(tax), Some(of)) }),
                }
            }
            _ => found.push(row(Some(tax), Some(of))),
        }
    }
    if found.is_empty() {
        found.push(row(None, None));
    }
    if let Some(first) = found.first_mut() {
        first.first = true;
        // Of several rates none is the document's.
        first.withheld = (!rates.is_empty()).then(|| (if rates.len() == 1 { rates[0] } else { Decimal::ZERO }, withheld));
    }
    found
}

/// What a row has under a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text as it is.
    Text(String),
    /// Minor units of the organization's currency.
    Amount(i64),
    /// A percentage.
    Rate(Decimal),
    /// ISO 8601.
    Day(String),
}

impl Cell {
    /// As programs read it: decimal texts and days as they are.
    pub fn plain(&self, currency: &Currency) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Day(text) => text.clone(),
            Self::Amount(minor) => plain(*minor, currency.digits),
            Self::Rate(rate) => rate.normalize().to_string(),
        }
    }
}

/// A column of a book.
pub struct Column {
    /// As programs call it; its heading is `vat-book-<name>`.
    pub name: &'static str,
    pub cell: fn(&Row) -> Cell,
}

fn text(of: impl Into<String>) -> Cell {
    let text = of.into();
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

impl Row {
    fn treatment(&self) -> Option<Treatment> {
        self.tax.as_ref().map(|tax| tax.treatment)
    }

    /// A word of Spain's lists.
    fn listed(&self, word: &str) -> Cell {
        if self.spanish { text(word) } else { Cell::Empty }
    }

    fn year(&self) -> Cell {
        text(self.document.date.get(..4).unwrap_or_default())
    }

    fn period(&self) -> Cell {
        let month = self.document.date.get(5..7).and_then(|month| month.parse::<u8>().ok()).unwrap_or(1);
        self.listed(&format!("{}T", (month.max(1) - 1) / 3 + 1))
    }

    /// A code of the list of kinds of invoices.
    fn kind(&self) -> Cell {
        let kinds = &SPAIN.kinds;
        self.listed(match (is_credit(&self.document.kind), self.document.of_simplified, self.treatment()) {
            (true, true, _) => &kinds.correction_of_simplified,
            (true, false, _) => &kinds.correction,
            (false, true, _) => &kinds.simplified,
            (_, _, Some(Treatment::Import)) => &kinds.import,
            (_, _, Some(Treatment::Agriculture)) => &kinds.agriculture,
            _ => &kinds.invoice,
        })
    }

    /// What identifies the other side; empty of a Spanish tax id.
    fn id_kind(&self) -> Cell {
        let document = &self.document;
        if document.contact_tax_id.is_empty() || document.contact_country == "ES" {
            return Cell::Empty;
        }
        self.listed(if self.treatment() == Some(Treatment::IntraCommunity) { &SPAIN.ids.union } else { &SPAIN.ids.other })
    }

    fn country(&self) -> Cell {
        if self.document.contact_country == "ES" && self.spanish { Cell::Empty } else { text(self.document.contact_country.as_str()) }
    }

    /// The key of the operation.
    fn key(&self) -> Cell {
        let (received, keys) = (!Side::Issued.has(&self.document.kind), &SPAIN.operations);
        self.listed(match self.treatment() {
            Some(Treatment::Export) => &keys.export,
            Some(Treatment::Agriculture) if received => &keys.agriculture,
            Some(Treatment::IntraCommunity) if received => &keys.union_acquired,
            _ if self.cash => &keys.cash,
            _ => &keys.usual,
        })
    }

    fn class(&self, of: &[&str]) -> Cell {
        match self.tax.as_ref().map(Tax::spanish_class).filter(|class| of.contains(class)) {
            Some(class) => self.listed(class),
            None => Cell::Empty,
        }
    }

    /// An amount that is told once for a document.
    fn once(&self, cell: Cell) -> Cell {
        if self.first { cell } else { Cell::Empty }
    }

    fn yes(is: bool) -> Cell {
        text(if is { "S" } else { "N" })
    }

    /// Whether something is charged or owed: what is exempt or outside the scope has no rate.
    fn charged(&self) -> bool {
        let none = [Treatment::Exempt, Treatment::NotSubject, Treatment::Export];
        let issued = Side::Issued.has(&self.document.kind);
        self.treatment()
            .is_some_and(|of| !(none.contains(&of) || issued && matches!(of, Treatment::IntraCommunity | Treatment::ReverseCharge)))
    }
}

const fn column(name: &'static str, cell: fn(&Row) -> Cell) -> Column {
    Column { name, cell }
}

const YEAR: Column = column("year", Row::year);
const PERIOD: Column = column("period", Row::period);
const KIND: Column = column("invoice_type", Row::kind);
const ISSUED_ON: Column = column("issue_date", |row| Cell::Day(row.document.date.clone()));
const ID_KIND: Column = column("tax_id_type", Row::id_kind);
const COUNTRY: Column = column("country", Row::country);
const TAX_ID: Column = column("tax_id", |row| text(row.document.contact_tax_id.as_str()));
const NAME: Column = column("name", |row| text(row.document.contact_name.as_str()));
const KEY: Column = column("operation_key", Row::key);
const TOTAL: Column = column("total", |row| {
    let sign = if is_credit(&row.document.kind) { -1 } else { 1 };
    row.once(Cell::Amount(sign * row.document.total))
});
const BASE: Column = column("base", |row| if row.tax.is_some() { Cell::Amount(row.base) } else { Cell::Empty });
const RATE: Column = column("rate", |row| match &row.tax {
    Some(tax) if row.charged() && tax.treatment != Treatment::Surcharge => Cell::Rate(tax.rate),
    _ => Cell::Empty,
});
const AMOUNT: Column = column("tax", |row| if row.charged() { Cell::Amount(row.amount) } else { Cell::Empty });
const SURCHARGE_RATE: Column = column("surcharge_rate", |row| row.surcharge.map_or(Cell::Empty, |(rate, _)| Cell::Rate(rate)));
const SURCHARGE: Column = column("surcharge", |row| row.surcharge.map_or(Cell::Empty, |(_, amount)| Cell::Amount(amount)));
const WITHHELD_RATE: Column =
    column("withholding_rate", |row| row.withheld.filter(|(rate, _)| !rate.is_zero()).map_or(Cell::Empty, |(rate, _)| Cell::Rate(rate)));
const WITHHELD: Column = column("withheld", |row| row.withheld.map_or(Cell::Empty, |(_, amount)| Cell::Amount(amount)));

/// The columns of the book of what is issued.
pub static ISSUED: [Column; 20] = [
    YEAR,
    PERIOD,
    KIND,
    ISSUED_ON,
    column("number", |row| text(row.document.number.as_str())),
    ID_KIND,
    COUNTRY,
    TAX_ID,
    NAME,
    KEY,
    column("classification", |row| row.class(&["S1", "S2", "N1", "N2"])),
    column("exemption", |row| row.class(&["E1", "E2", "E3", "E4", "E5", "E6"])),
    TOTAL,
    BASE,
    RATE,
    AMOUNT,
    SURCHARGE_RATE,
    SURCHARGE,
    WITHHELD_RATE,
    WITHHELD,
];

/// The columns of the book of what is received.
pub static RECEIVED: [Column; 22] = [
    YEAR,
    PERIOD,
    KIND,
    column("vendor_number", |row| text(row.document.vendor_number.as_str())),
    column("reception_date", |row| Cell::Day(row.document.date.clone())),
    column("reception_number", |row| text(row.document.number.as_str())),
    ID_KIND,
    COUNTRY,
    TAX_ID,
    NAME,
    KEY,
    column("investment_good", |row| Row::yes(row.tax.as_ref().is_some_and(|tax| tax.nature == Nature::Investment))),
    column("reverse_charge", |row| Row::yes(row.treatment() == Some(Treatment::ReverseCharge))),
    TOTAL,
    BASE,
    RATE,
    AMOUNT,
    column("deductible_tax", |row| if row.charged() { Cell::Amount(row.deducted) } else { Cell::Empty }),
    SURCHARGE_RATE,
    SURCHARGE,
    WITHHELD_RATE,
    WITHHELD,
];

/// The columns of a book.
pub fn columns(side: Side) -> &'static [Column] {
    match side {
        Side::Issued => &ISSUED,
        Side::Received => &RECEIVED,
    }
}

/// The rows of documents, in their order.
pub fn of_documents(ground: &Ground, documents: &[BookDocument], taxes: Vec<DocumentTax>) -> Vec<Row> {
    let mut of: HashMap<Id, Vec<DocumentTax>> = HashMap::new();
    for tax in taxes {
        of.entry(tax.document_id).or_default().push(tax);
    }
    documents.iter().flat_map(|document| rows(ground, document, of.get(&document.id).map_or(&[], Vec::as_slice))).collect()
}
