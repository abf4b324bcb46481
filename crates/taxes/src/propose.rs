//! The taxes that a line is proposed: from whom it is sold to or bought from, what it is, and where both are. A person may choose others.

use std::sync::LazyLock;

use despacho_kernel::words;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::tax::{Cause, Direction, Nature, Tax, Treatment};

words! {
    /// How a customer or vendor is treated.
    Party {
        /// Established where the organization is, as public bodies and consumers are.
        Domestic = "domestic",
        /// In another member state, with a number for VAT that was found valid.
        IntraCommunity = "intra_community",
        /// Outside the territory of the tax: other countries, and for Spain the Canary Islands, Ceuta and Melilla.
        Outside = "outside",
        /// Nothing is charged to it, or it charges nothing (Spain: Ley 37/1992, art. 20).
        Exempt = "exempt",
        /// A retailer under the equivalence surcharge (arts. 154 to 163).
        Surcharge = "surcharge",
        /// The buyer accounts for the tax: works, gold, scrap, telephones (art. 84.one.2.º).
        ReverseCharge = "reverse_charge",
        /// A farmer under the special scheme, who is paid a compensation (arts. 124 to 134).
        Agriculture = "agriculture",
    }
}

/// What a line's taxes follow from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Whether it is sold or bought.
    pub direction: Direction,
    /// How the other party is treated.
    pub party: Party,
    /// What it is: `Goods`, `Services` or `Investment`.
    pub nature: Nature,
    /// The rate of its item in percent, as if it were sold at home; of what is farmed, that of the compensation.
    pub rate: Decimal,
    /// What is withheld from it: from professionals, farmers or rents, at this rate. Of what is imported or exported nothing is.
    pub withheld: Option<(Nature, Decimal)>,
    /// The day on which its taxes accrue.
    pub day: Date,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Surcharge {
    /// Decimals.
    rate: String,
    surcharge: String,
    valid_from: Date,
    valid_to: Option<Date>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Surcharges {
    surcharges: Vec<Surcharge>,
}

static SURCHARGES: LazyLock<Vec<Surcharge>> = LazyLock::new(|| {
    let all: Surcharges = toml::from_str(include_str!("../../../catalog/taxes/es-surcharges.toml")).expect("the catalogue is well formed");
    all.surcharges
});

/// The surcharge that goes with a rate on a day (art. 161).
fn surcharge(rate: Decimal, day: Date) -> Option<Decimal> {
    let holds = |of: &&Surcharge| of.rate.parse() == Ok(rate) && of.valid_from <= day && of.valid_to.is_none_or(|last| day <= last);
    SURCHARGES.iter().find(holds).and_then(|of| of.surcharge.parse().ok())
}

/// How many of an item's kinds a tax is for: one that is for its nature goes before one that is for any.
fn fits(tax: &Tax, nature: Nature) -> Option<u8> {
    match tax.nature {
        own if own == nature => Some(0),
        Nature::Any => Some(1),
        // Investment goods are goods, where nothing is for them alone.
        Nature::Goods if nature == Nature::Investment => Some(2),
        _ => None,
    }
}

/// The places of the taxes that a line is proposed, of those that are valid on its day; none where none fits, as for goods that are imported:
/// customs charge their tax, not the supplier. Only taxes that are deducted wholly are proposed on purchases.
pub fn propose(taxes: &[Tax], line: &Line) -> Vec<usize> {
    let find = |direction: Direction, treatment: Treatment, nature: Nature, rate: Option<Decimal>, cause: Option<Cause>| {
        let of = |(at, tax): (usize, &Tax)| {
            let same = tax.direction == direction && tax.treatment == treatment && tax.is_valid_on(line.day);
            let rated = rate.is_none_or(|rate| tax.rate.abs() == rate.abs());
            let caused = cause.is_none_or(|cause| tax.cause == cause);
            let whole = treatment == Treatment::Withholding || tax.deductible == Decimal::ONE_HUNDRED;
            Some((fits(tax, nature).filter(|_| same && rated && caused && whole)?, at))
        };
        taxes.iter().enumerate().filter_map(of).min().map(|(_, at)| at)
    };
    let of = |treatment: Treatment, rate: Option<Decimal>, cause: Option<Cause>| find(line.direction, treatment, line.nature, rate, cause);
    let (sale, services) = (line.direction == Direction::Sale, line.nature == Nature::Services);
    let charged = || of(Treatment::Standard, Some(line.rate), None);
    let first = match line.party {
        Party::Domestic | Party::Surcharge => charged(),
        Party::IntraCommunity if sale => of(Treatment::IntraCommunity, None, None),
        Party::IntraCommunity => of(Treatment::IntraCommunity, Some(line.rate), None),
        Party::Outside if sale && services => of(Treatment::NotSubject, None, Some(Cause::N2)),
        Party::Outside if sale => of(Treatment::Export, None, None),
        Party::Outside if services => of(Treatment::ReverseCharge, Some(line.rate), None),
        Party::Outside => None,
        Party::Exempt if sale => of(Treatment::Exempt, None, Some(Cause::E1)),
        Party::Exempt => of(Treatment::Exempt, None, None),
        Party::ReverseCharge if sale => of(Treatment::ReverseCharge, None, None),
        Party::ReverseCharge => of(Treatment::ReverseCharge, Some(line.rate), None),
        Party::Agriculture if sale => charged(),
        Party::Agriculture => of(Treatment::Agriculture, Some(line.rate), None),
    };
    let mut all: Vec<usize> = first.into_iter().collect();
    if line.party == Party::Surcharge && sale && !services {
        all.extend(surcharge(line.rate, line.day).and_then(|rate| of(Treatment::Surcharge, Some(rate), None)));
    }
    let crosses = matches!(line.party, Party::IntraCommunity | Party::Outside);
    if let Some((nature, rate)) = line.withheld.filter(|_| !crosses) {
        all.extend(find(line.direction, Treatment::Withholding, nature, Some(rate), None));
    }
    all
}
