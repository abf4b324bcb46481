//! What tax figures stand on: the organization, its taxes, and what documents come to in them.

use std::collections::HashMap;

use despacho_documents::kind::Kind;
use despacho_kernel::{Id, place::Currency};
use despacho_ledger::taxes::{self, OwnTax};
use despacho_organizations::{Organization, store as organizations};
use despacho_platform::{Result, sql::Connection};
use despacho_taxes::{filling::Sums, tax::Tax};

/// An organization with its taxes.
pub struct Ground {
    pub organization: Organization,
    pub currency: &'static Currency,
    pub taxes: HashMap<Id, OwnTax>,
}

impl Ground {
    /// Reads it.
    pub async fn of(db: &dyn Connection, organization: Id) -> Result<Self> {
        let organization = organizations::find(db, organization).await?;
        let taxes = taxes::all(db, organization.id).await?.into_iter().map(|tax| (tax.id, tax)).collect();
        Ok(Self { currency: organization.own_currency()?, organization, taxes })
    }

    pub fn id(&self) -> Id {
        self.organization.id
    }

    /// A tax with the rate that a document froze; none that the organization no longer has.
    pub fn tax(&self, id: Id, rate: &str) -> Option<Tax> {
        let own = self.taxes.get(&id)?;
        Some(Tax { rate: rate.parse().unwrap_or(own.tax.rate), ..own.tax.clone() })
    }
}

despacho_platform::row! {
    /// What documents of a kind come to in one tax in a month: minor units of the organization's currency, without the kind's sign.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Group {
        /// `2026-01`.
        pub month: String,
        pub tax_id: Id,
        /// In percent, decimal text.
        pub rate: String,
        /// `charged`, `self_assessed` or `withheld`.
        pub effect: String,
        /// A [`Kind`].
        pub kind: String,
        pub documents: i64,
        pub base: i64,
        pub amount: i64,
        pub deducted: i64,
    }
}

/// Whether a document of a kind corrects another: what it comes to is taken off.
pub fn is_credit(kind: &str) -> bool {
    kind.parse().is_ok_and(Kind::is_credit)
}

impl Group {
    /// -1 of what corrects others.
    pub fn sign(&self) -> i64 {
        if is_credit(&self.kind) { -1 } else { 1 }
    }

    /// As returns take it.
    pub fn sums(&self, ground: &Ground) -> Option<Sums> {
        let sign = self.sign();
        Some(Sums {
            tax: ground.tax(self.tax_id, &self.rate)?,
            refund: sign < 0,
            base: sign * self.base,
            amount: sign * self.amount,
            deducted: sign * self.deducted,
        })
    }
}
