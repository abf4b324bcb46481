//! What was filed of an organization's returns, as later ones take it up.

use std::collections::{BTreeMap, HashMap};

use despacho_kernel::Id;
use despacho_platform::{Result, sql::Connection};
use despacho_taxes::{
    forms::{Form, Given},
    period::Period,
};

use crate::{
    filing::{Filing, Outcome},
    filing_store,
};

/// The filings of a year and of the one before it, with their figures.
#[derive(Debug, Default)]
pub struct Filed {
    filings: Vec<Filing>,
    boxes: HashMap<Id, BTreeMap<String, i64>>,
}

impl Filed {
    /// Those that returns of a year take up.
    pub async fn of(db: &dyn Connection, organization: Id, year: i16) -> Result<Self> {
        let filings = filing_store::since(db, organization, year - 1).await?;
        let ids: Vec<Id> = filings.iter().map(|filing| filing.id).collect();
        Ok(Self { boxes: filing_store::boxes(db, organization, &ids).await?, filings })
    }

    /// The filings of a return of a period, the first first.
    pub fn all(&self, model: &str, period: Period) -> Vec<&Filing> {
        let text = period.text();
        self.filings.iter().filter(|filing| filing.model == model && filing.period == text).collect()
    }

    /// The last of them: the one that is worked on, or holds.
    pub fn last(&self, model: &str, period: Period) -> Option<&Filing> {
        self.all(model, period).into_iter().next_back()
    }

    /// Whether a later period of the model is filed.
    pub fn is_followed(&self, model: &str, period: Period) -> Option<&Filing> {
        let text = period.text();
        self.filings.iter().find(|filing| filing.model == model && filing.period > text && filing.is_filed())
    }

    /// What was filed, of any model and period.
    pub fn filed(&self) -> impl Iterator<Item = &Filing> {
        self.filings.iter().filter(|filing| filing.is_filed())
    }

    /// The figure of a box of a filing.
    pub fn figure(&self, filing: &Filing, number: &str) -> Option<i64> {
        self.boxes.get(&filing.id)?.get(number).copied()
    }

    /// The figures of a filing.
    pub fn figures(&self, filing: &Filing) -> BTreeMap<String, i64> {
        self.boxes.get(&filing.id).cloned().unwrap_or_default()
    }

    /// The figure of a box in what holds of a period; none where nothing of it is filed.
    pub fn held(&self, model: &str, period: Period, number: &str) -> Option<i64> {
        self.figure(self.all(model, period).into_iter().rfind(|filing| filing.is_filed())?, number)
    }

    /// What holds of the period before one of which something is filed.
    pub fn before(&self, model: &str, period: Period) -> Option<&Filing> {
        let text = period.text();
        self.filings.iter().rfind(|filing| filing.model == model && filing.period < text && filing.is_filed())
    }

    /// What a filing left to be used later.
    pub fn left(&self, form: &Form, filing: &Filing) -> i64 {
        let left = form.left.as_deref().and_then(|number| self.figure(filing, number)).unwrap_or(0);
        left + if filing.outcome() == Some(Outcome::Carry) { -filing.result } else { 0 }
    }

    /// What returns of the same period before this one were to be paid, and what was to come back by them.
    pub fn earlier(&self, model: &str, period: Period, sequence: i64) -> BTreeMap<Given, i64> {
        let (mut earlier, mut refunded) = (0, 0);
        for filing in self.all(model, period).into_iter().filter(|filing| filing.sequence < sequence && filing.is_filed()) {
            match filing.outcome() {
                Some(Outcome::Pay) => earlier += filing.result,
                Some(Outcome::Refund) => refunded -= filing.result,
                _ => {}
            }
        }
        BTreeMap::from([(Given::Earlier, earlier), (Given::Refunded, refunded)])
    }
}
