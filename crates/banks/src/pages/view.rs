//! What the pages of an account share: whose it is, how amounts are told, and where it is.

use despacho_kernel::{Id, place::Currency};
use despacho_platform::{Result, i18n::Lang};
use despacho_ui::{InOrganization, format};
use serde::Deserialize;

use crate::account::BankAccount;

#[derive(Deserialize)]
pub struct OfAccount {
    pub bank_account: Id,
}

#[derive(Deserialize)]
pub struct OfLine {
    pub bank_line: Id,
}

/// An account on its pages.
pub struct View<'a> {
    pub who: &'a InOrganization,
    pub account: &'a BankAccount,
    pub currency: &'static Currency,
}

impl<'a> View<'a> {
    pub fn of(who: &'a InOrganization, account: &'a BankAccount) -> Result<Self> {
        Ok(Self { who, account, currency: account.own_currency()? })
    }

    pub fn lang(&self) -> Lang {
        self.who.lang()
    }

    /// An amount with its currency.
    pub fn money(&self, minor: i64) -> String {
        format::money(self.lang(), minor, self.currency)
    }

    /// An address of the account.
    pub fn path(&self, rest: &str) -> String {
        path(self.who, self.account.id, rest)
    }
}

/// An address of a bank account.
pub fn path(who: &InOrganization, account: Id, rest: &str) -> String {
    who.path(&format!("/bank-accounts/{account}{rest}"))
}
