//! The return that an address names.

use despacho_platform::{Error, Platform, Result};
use despacho_taxes::{forms::Form, period::Period};
use serde::Deserialize;

use super::list;
use crate::{ground::Ground, returns};

#[derive(Deserialize)]
pub struct Named {
    model: String,
    period: String,
}

impl Named {
    /// Its form and period; a period says its year, or today's is meant.
    pub fn find(&self, platform: &Platform, ground: &Ground) -> Result<(&'static Form, Period)> {
        let today = list::today(platform, ground)?;
        let period = Period::read(&self.period, Some(today.year())).ok_or(Error::NotFound)?;
        let form = returns::form(&ground.organization.country, &self.model, period).ok_or(Error::NotFound)?;
        Ok((form, period))
    }
}
