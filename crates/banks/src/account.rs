//! A bank account. Described once; store, form, API and activity follow from it.

use despacho_bank_files::iban;
use despacho_kernel::{
    Id,
    place::{self, Currency},
};
use despacho_platform::{Error, Result, sql::Versioned};
use despacho_ui::{
    field,
    fields::{Custom, Fields, Kind},
};

/// Most bank accounts of an organization.
pub const MAX: i64 = 200;

despacho_platform::row! {
    /// An account at a bank, and the account of the chart in which the books keep it.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct BankAccount in "bank_accounts" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        pub name: String,
        /// Checked, without blanks; empty where it has none.
        pub iban: String,
        /// The account of the chart; no other bank account has it.
        pub account_id: Id,
        /// Its code when it was last saved.
        pub account_code: String,
        /// ISO 4217.
        pub currency: String,
        /// How its CSV files are read, as JSON; empty until one was imported by columns that were told.
        pub mapping: String,
        pub active: bool,
        pub version: i64,
    }
}

impl Versioned for BankAccount {
    fn version(&self) -> i64 {
        self.version
    }
}

impl BankAccount {
    /// What a person calls it.
    pub fn label(&self) -> String {
        format!("{} {}", self.account_code, self.name)
    }

    /// Its currency, which was one when it was stored.
    pub fn own_currency(&self) -> Result<&'static Currency> {
        place::currency(&self.currency).map_err(|_| Error::Other(format!("bank account {}: currency", self.id)))
    }
}

static IBAN: Custom =
    Custom { parse: |text, _| iban::checked(text).ok_or("iban"), show: |stored, _| iban::grouped(stored), input: "text", max: 42, format: "", pattern: None };

/// What is typed of a bank account.
pub static BANK_ACCOUNT: Fields<BankAccount> = Fields {
    entity: "bank_account",
    list: &[
        field!(BankAccount, name, Kind::Text(100)).required().label("bank-account-name"),
        field!(BankAccount, iban, Kind::Custom(&IBAN)).nullable().label("bank-account-iban"),
        field!(BankAccount, account_code, Kind::Text(20))
            .proposed()
            .label("bank-account-code")
            .help("bank-account-code-help")
            .span(4),
        field!(BankAccount, currency, Kind::Currency).proposed().span(2),
        field!(BankAccount, active, Kind::Flag).label("bank-account-active").help("bank-account-active-help"),
    ],
};
