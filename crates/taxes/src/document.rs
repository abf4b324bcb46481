//! Documents before and after they are computed: lines, discounts, taxes, totals, and what may be wrong with them.

use despacho_kernel::words;
use rust_decimal::Decimal;

use crate::{
    supplier::Verdict,
    tax::{Effect, Tax},
};

/// Most lines of a document.
pub const MAX_LINES: usize = 500;

/// Most groups of taxes of a document: as many as a verifiable invoice tells apart (Orden HAC/1177/2024).
pub const MAX_GROUPS: usize = 12;

/// The largest amount, in minor units, as everywhere in the books.
pub const MAX_AMOUNT: i64 = 1_000_000_000_000_000;

words! {
    /// When taxes are rounded.
    Rounding {
        /// Once for each rate, on the sum of its lines.
        PerTax = "per_tax",
        /// On each line.
        PerLine = "per_line",
    }
}

words! {
    /// What prices say.
    Prices {
        /// They are without tax.
        Net = "net",
        /// The taxes that are charged are in them.
        TaxIncluded = "tax_included",
    }
}

/// What is taken off a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Discount {
    /// Nothing.
    #[default]
    None,
    /// So many percent, 0 to 100, at most four decimals.
    Percent(Decimal),
    /// Minor units, of the sign of what it is taken off.
    Amount(i64),
}

/// What a line counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineKind {
    /// Its net is owed, and is the base of its taxes.
    #[default]
    Normal,
    /// Paid on another's behalf (suplido: Ley 37/1992, art. 78.three.3.º): owed, outside every base, without taxes or discounts.
    PassedThrough,
    /// Base of its taxes, not owed by this document: the customs value on a single administrative document (DUA).
    BaseOnly,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it counts for.
    pub kind: LineKind,
    /// At most six decimals.
    pub quantity: Decimal,
    /// In units of the currency, at most six decimals.
    pub unit_price: Decimal,
    /// Off quantity × price.
    pub discount: Discount,
    /// Places of its taxes in the document's, none twice.
    pub taxes: Vec<usize>,
}

impl Line {
    /// A line that is owed, without discount.
    pub fn new(quantity: Decimal, unit_price: Decimal, taxes: &[usize]) -> Self {
        Self { kind: LineKind::Normal, quantity, unit_price, discount: Discount::None, taxes: taxes.to_vec() }
    }
}

/// A document to be computed.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// Its lines, at most [`MAX_LINES`].
    pub lines: &'a [Line],
    /// The taxes that lines name.
    pub taxes: &'a [Tax],
    /// Off the whole, shared over its lines.
    pub discount: Discount,
    /// What its prices say.
    pub prices: Prices,
    /// When its taxes are rounded.
    pub rounding: Rounding,
    /// Amounts of taxes as the supplier's paper has them, by the tax's place: they stand where they are near enough to what is computed.
    /// Of withholdings what is kept back, above zero as in [`TaxRow::amount`].
    pub typed: &'a [(usize, i64)],
    /// Decimals of its currency.
    pub digits: u8,
}

/// A line as it was computed; amounts in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ComputedLine {
    /// Quantity × price less the line's discount, as the prices say: with tax where it is included.
    pub net: i64,
    /// Its share of the document's discount.
    pub discount: i64,
    /// Without tax and after all discounts: the base of its taxes.
    pub base: i64,
    /// What its taxes add to its cost, as it can't be deducted.
    pub not_deductible: i64,
}

/// A tax of a document: one row for each group of lines that bear the same taxes, and one for each withholding. Amounts in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaxRow {
    /// Its place in the document's taxes.
    pub tax: usize,
    /// Which of [`Computed::groups`] bears it; none for a withholding, which stands on lines of any.
    pub group: Option<usize>,
    /// What it does to the document.
    pub effect: Effect,
    /// On what.
    pub base: i64,
    /// How much; of a withholding what is kept back, above zero.
    pub amount: i64,
    /// What of it can be deducted on a purchase.
    pub deductible: i64,
}

/// What a document comes to, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// The document's discount.
    pub discount: i64,
    /// The bases of what is owed.
    pub net: i64,
    /// Taxes that are charged.
    pub taxes: i64,
    /// Net and taxes.
    pub total: i64,
    /// What is kept back.
    pub withheld: i64,
    /// Paid on another's behalf.
    pub passed_through: i64,
    /// What is to be paid: total − withheld + passed through.
    pub payable: i64,
}

/// A tax whose typed amount is not what was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mismatch {
    /// Its place in the document's taxes.
    pub tax: usize,
    /// As the paper has it; minor units.
    pub typed: i64,
    /// As it was computed; minor units.
    pub computed: i64,
    /// Whether it is worth a word.
    pub verdict: Verdict,
}

/// A document as it was computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Computed {
    /// In the order of the lines.
    pub lines: Vec<ComputedLine>,
    /// By groups in the order of their first lines, withholdings last.
    pub taxes: Vec<TaxRow>,
    /// Places of the lines that bear the same taxes, withholdings apart.
    pub groups: Vec<Vec<usize>>,
    /// The sums.
    pub totals: Totals,
    /// Typed amounts that stand although they differ.
    pub mismatches: Vec<Mismatch>,
}

/// Why a document can't be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// More than [`MAX_LINES`].
    TooManyLines,
    /// More than [`MAX_GROUPS`].
    TooManyGroups,
    /// A quantity, price or discount of a line has too many decimals or is out of bounds.
    Number {
        /// The line's place.
        line: usize,
        /// `quantity`, `unit_price` or `discount`.
        field: &'static str,
    },
    /// A line names a tax that is not there, or one twice, or any on what is paid on another's behalf.
    Taxes {
        /// The line's place.
        line: usize,
    },
    /// A rate or deductible share has too many decimals or is out of bounds.
    Rate {
        /// The tax's place.
        tax: usize,
    },
    /// The document's discount is out of bounds, or there is nothing to take it off.
    Discount,
    /// An amount is beyond [`MAX_AMOUNT`].
    TooLarge,
    /// A typed amount is too far from the computed one, or of a tax that no line bears.
    Typed {
        /// The tax's place.
        tax: usize,
        /// As it was typed; minor units.
        typed: i64,
        /// As it was computed; minor units.
        computed: i64,
    },
}

impl Computed {
    /// The same of the opposite sign: a credit note of the whole.
    pub fn mirror(&self) -> Self {
        let line = |line: &ComputedLine| ComputedLine { net: -line.net, discount: -line.discount, base: -line.base, not_deductible: -line.not_deductible };
        let row = |row: &TaxRow| TaxRow { base: -row.base, amount: -row.amount, deductible: -row.deductible, ..*row };
        let mismatch = |mismatch: &Mismatch| Mismatch { typed: -mismatch.typed, computed: -mismatch.computed, ..*mismatch };
        let t = &self.totals;
        Self {
            lines: self.lines.iter().map(line).collect(),
            taxes: self.taxes.iter().map(row).collect(),
            groups: self.groups.clone(),
            totals: Totals {
                discount: -t.discount,
                net: -t.net,
                taxes: -t.taxes,
                total: -t.total,
                withheld: -t.withheld,
                passed_through: -t.passed_through,
                payable: -t.payable,
            },
            mismatches: self.mismatches.iter().map(mismatch).collect(),
        }
    }
}
