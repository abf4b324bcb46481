//! What a tax is: its rate, how it is treated, and what of it can be deducted.

use despacho_kernel::words;
use jiff::civil::Date;
use rust_decimal::Decimal;

words! {
    /// How a tax works, from which postings, books and boxes of returns follow.
    Treatment {
        /// The seller charges it.
        Standard = "standard",
        /// Nothing is charged, by a rule that the cause names (Spain: Ley 37/1992, arts. 20 and 22 to 24).
        Exempt = "exempt",
        /// The tax does not reach the operation (arts. 7 and 14), or another country's does (arts. 68 to 70).
        NotSubject = "not_subject",
        /// Between member states: supplied without tax (art. 25), acquired with the buyer accounting for it (art. 84.one.2.º, art. 85).
        IntraCommunity = "intra_community",
        /// Out of the Union (art. 21).
        Export = "export",
        /// Into the Union: charged by customs, or accounted for by the importer where it has an account of what is due (art. 167.two).
        Import = "import",
        /// The buyer accounts for it (art. 84.one.2.º).
        ReverseCharge = "reverse_charge",
        /// What retailers are charged besides (arts. 154 to 161).
        Surcharge = "surcharge",
        /// The compensation of farmers, which the buyer pays and deducts (arts. 130 and 131).
        Agriculture = "agriculture",
        /// Kept back from what is paid, on account of the payee's income tax.
        Withholding = "withholding",
    }
}

words! {
    /// On which documents a tax stands.
    Direction {
        /// What the organization sells.
        Sale = "sale",
        /// What it buys.
        Purchase = "purchase",
    }
}

words! {
    /// What a tax is for, where returns tell it apart.
    Nature {
        /// Any operation.
        Any = "any",
        /// Goods that are sold or used up.
        Goods = "goods",
        /// Services.
        Services = "services",
        /// Investment goods (Ley 37/1992, art. 108).
        Investment = "investment",
        /// Withheld from professionals (RD 439/2007, art. 95).
        Professional = "professional",
        /// Withheld from farmers and others who are taxed by modules (art. 95.4 to 95.6).
        Farming = "farming",
        /// Withheld from rents of premises (art. 100).
        Rent = "rent",
        /// Withheld from interest and dividends (art. 90).
        Capital = "capital",
    }
}

words! {
    /// Why nothing is charged, in the codes of Spanish invoices (Orden HAC/1177/2024, lists L9 and L10).
    Cause {
        /// It is charged, or the treatment says why not.
        None = "none",
        /// Exempt by art. 20.
        E1 = "e1",
        /// Exempt by art. 21, exports.
        E2 = "e2",
        /// Exempt by art. 22, operations like exports.
        E3 = "e3",
        /// Exempt by arts. 23 and 24, customs and tax regimes.
        E4 = "e4",
        /// Exempt by art. 25, intra-community supplies.
        E5 = "e5",
        /// Exempt by another rule.
        E6 = "e6",
        /// Not subject: arts. 7, 14 and others.
        N1 = "n1",
        /// Not subject by the rules of place.
        N2 = "n2",
    }
}

/// What a tax does to a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It adds to the total.
    Charged,
    /// The buyer owes and deducts it: the document's total stays.
    SelfAssessed,
    /// It lessens what is paid.
    Withheld,
}

/// A tax.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tax {
    /// `IVA21V`.
    pub code: String,
    /// On what documents.
    pub direction: Direction,
    /// How it works.
    pub treatment: Treatment,
    /// What it is for.
    pub nature: Nature,
    /// Why nothing is charged.
    pub cause: Cause,
    /// In percent, at most four decimals. The sign of a withholding does not matter.
    pub rate: Decimal,
    /// How many percent of it can be deducted on purchases, at most four decimals; the rest is a cost.
    pub deductible: Decimal,
    /// Whether it has an account of what the buyer owes: an import with one is accounted for by the importer.
    pub has_due_account: bool,
    /// The first and last day on which it applies; none where it always did or does.
    pub valid: (Option<Date>, Option<Date>),
}

impl Tax {
    /// A tax that is charged, wholly deducted and always valid.
    pub fn standard(code: &str, direction: Direction, rate: Decimal) -> Self {
        Self {
            code: code.to_owned(),
            direction,
            treatment: Treatment::Standard,
            nature: Nature::Any,
            cause: Cause::None,
            rate,
            deductible: Decimal::ONE_HUNDRED,
            has_due_account: false,
            valid: (None, None),
        }
    }

    /// What it does to a document.
    pub fn effect(&self) -> Effect {
        match (self.treatment, self.direction) {
            (Treatment::Withholding, _) => Effect::Withheld,
            (Treatment::IntraCommunity | Treatment::ReverseCharge, Direction::Purchase) => Effect::SelfAssessed,
            (Treatment::Import, Direction::Purchase) if self.has_due_account => Effect::SelfAssessed,
            _ => Effect::Charged,
        }
    }

    /// Whether it applies on a day: that on which the tax accrues.
    pub fn is_valid_on(&self, day: Date) -> bool {
        let (from, to) = self.valid;
        from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
    }

    /// How invoices call it in the Spanish lists L9 and L10: `S1`, `S2`, or the cause where nothing is charged.
    pub fn spanish_class(&self) -> &'static str {
        match (self.cause, self.treatment) {
            (Cause::E1, _) => "E1",
            (Cause::E2, _) => "E2",
            (Cause::E3, _) => "E3",
            (Cause::E4, _) => "E4",
            (Cause::E5, _) => "E5",
            (Cause::E6, _) => "E6",
            (Cause::N1, _) => "N1",
            (Cause::N2, _) => "N2",
            (Cause::None, Treatment::ReverseCharge) => "S2",
            (Cause::None, _) => "S1",
        }
    }

    /// What it is between member states, as the keys of a form name it: `goods_sold`, `services_bought`; nothing for what is not between them.
    pub fn between_members(&self) -> Option<&'static str> {
        let services = self.nature == Nature::Services;
        match (self.treatment, self.direction) {
            (Treatment::IntraCommunity, Direction::Sale) => Some(if services { "services_sold" } else { "goods_sold" }),
            (Treatment::IntraCommunity, Direction::Purchase) => Some(if services { "services_bought" } else { "goods_bought" }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tax_applies_from_its_first_day_through_its_last() {
        let day = |text: &str| text.parse::<Date>().expect("a date");
        let mut tax = Tax::standard("IVA5V", Direction::Sale, Decimal::from(5));
        tax.valid = (Some(day("2023-01-01")), Some(day("2024-09-30")));
        let valid = ["2022-12-31", "2023-01-01", "2024-09-30", "2024-10-01"].map(|text| tax.is_valid_on(day(text)));
        assert_eq!(valid, [false, true, true, false]);
    }

    #[test]
    fn buyers_account_for_what_no_one_charges() {
        let of = |treatment, direction, has_due_account| Tax { treatment, has_due_account, ..Tax::standard("X", direction, Decimal::from(21)) };
        let effect = |treatment, direction| of(treatment, direction, false).effect();
        assert_eq!(effect(Treatment::IntraCommunity, Direction::Purchase), Effect::SelfAssessed);
        assert_eq!(effect(Treatment::IntraCommunity, Direction::Sale), Effect::Charged);
        assert_eq!(effect(Treatment::Import, Direction::Purchase), Effect::Charged);
        assert_eq!(of(Treatment::Import, Direction::Purchase, true).effect(), Effect::SelfAssessed);
        assert_eq!(effect(Treatment::Withholding, Direction::Sale), Effect::Withheld);
        assert_eq!(of(Treatment::ReverseCharge, Direction::Sale, false).spanish_class(), "S2");
        assert_eq!(of(Treatment::IntraCommunity, Direction::Purchase, true).between_members(), Some("goods_bought"));
        assert_eq!(of(Treatment::Export, Direction::Sale, false).between_members(), None);
    }
}
