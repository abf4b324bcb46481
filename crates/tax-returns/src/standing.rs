//! A return as it stands: computed, and as it was filed where it was.

use std::collections::BTreeMap;

use despacho_platform::{Result, secret, sql::Connection};
use despacho_taxes::{
    forms::{Form, Line},
    period::Period,
};

use crate::{
    filed::Filed,
    filing::{FiledRecord, Filing, State},
    filing_store,
    ground::Ground,
    returns::{self, Figure, Return},
    store::{Behind, Source},
};

/// A box whose figure is no longer what was approved or filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub line: &'static Line,
    pub number: &'static str,
    pub kept: i64,
    pub present: i64,
}

impl Change {
    /// Whether it counts recipients.
    pub fn is_count(&self) -> bool {
        self.line.count.as_deref() == Some(self.number)
    }
}

/// A return with what was filed of it.
#[derive(Debug, Clone)]
pub struct Standing {
    /// As documents and books are now.
    pub present: Return,
    /// As it was filed, otherwise as it is now.
    pub shown: Return,
    /// What was filed of its period, the first first.
    pub filings: Vec<Filing>,
    /// What is no longer as it was kept.
    pub changes: Vec<Change>,
    /// Documents that changed since it was filed, at most [`filing_store::CHANGED`].
    pub changed: Vec<Behind>,
}

impl Standing {
    /// The filing that is worked on, or holds.
    pub fn last(&self) -> Option<&Filing> {
        self.filings.last()
    }

    pub fn state(&self) -> State {
        self.last().map_or(State::Draft, Filing::state)
    }

    /// Its version: that of its last filing, 0 of what nothing was kept of.
    pub fn version(&self) -> i64 {
        self.last().map_or(0, |filing| filing.version)
    }

    /// Whether it was filed and is no longer as it was.
    pub fn has_changed(&self) -> bool {
        self.last().is_some_and(Filing::is_filed) && !(self.changes.is_empty() && self.changed.is_empty())
    }

    /// What its figures are known by: another where a box has another figure.
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.shown)
    }
}

/// What the figures of a return are known by.
pub fn fingerprint(of: &Return) -> String {
    let boxes: Vec<String> = of.figures.iter().map(|figure| format!("{}={}", figure.number, figure.value)).collect();
    secret::digest(format!("{} {} {}", of.form.model, of.period.text(), boxes.join(" ")).as_bytes())
}

fn changes(present: &Return, kept: &BTreeMap<String, i64>) -> Vec<Change> {
    let differs = |figure: &&Figure| kept.get(figure.number).copied().unwrap_or(0) != figure.value;
    let one = |figure: &Figure| Change { line: figure.line, number: figure.number, kept: kept.get(figure.number).copied().unwrap_or(0), present: figure.value };
    present.figures.iter().filter(differs).map(one).collect()
}

/// A return with the figures that a filing kept, and without what opens them.
pub fn as_filed(present: &Return, filing: &Filing, kept: &BTreeMap<String, i64>) -> Return {
    let mut shown = present.clone();
    shown.filing = Some(filing.id);
    for figure in &mut shown.figures {
        figure.value = kept.get(figure.number).copied().unwrap_or(0);
        figure.opens = false;
    }
    shown
}

/// A return for a list: as it was filed, or as it is now, with its last filing.
pub fn listed(present: &Return, filed: &Filed) -> (Return, Option<Filing>) {
    let last = filed.last(&present.form.model, present.period).cloned();
    match &last {
        Some(filing) if filing.is_filed() => (as_filed(present, filing, &filed.figures(filing)), last),
        _ => (present.clone(), last),
    }
}

/// The taxes that go to any box by their documents' days.
fn sources(ground: &Ground, of: &Return) -> Vec<Source> {
    let mut all: Vec<Source> = vec![];
    for source in of.figures.iter().flat_map(|figure| returns::by_day(ground, figure)) {
        if !all.contains(&source) {
            all.push(source);
        }
    }
    all
}

/// A return that was computed, with what was filed of it.
async fn of_computed(db: &dyn Connection, ground: &Ground, present: Return, filed: &Filed) -> Result<Standing> {
    let filings: Vec<Filing> = filed.all(&present.form.model, present.period).into_iter().cloned().collect();
    let mut standing = Standing { shown: present.clone(), present, filings, changes: vec![], changed: vec![] };
    let Some(last) = standing.filings.last().cloned().filter(|last| last.state() != State::Draft) else { return Ok(standing) };
    let kept = filed.figures(&last);
    standing.changes = changes(&standing.present, &kept);
    if last.is_filed() {
        standing.shown = as_filed(&standing.present, &last, &kept);
        let taken = filing_store::taken(db, &last).await?;
        for figure in &mut standing.shown.figures {
            figure.opens = taken.contains_key(figure.number);
        }
        if standing.present.form.records.is_some() {
            standing.shown.records = filing_store::records(db, &last).await?.into_iter().map(FiledRecord::record).collect();
        }
        standing.changed = filing_store::changed(db, &last, standing.present.days, &sources(ground, &standing.present)).await?;
    }
    Ok(standing)
}

/// The return of a period with what was filed of it.
pub async fn of(db: &dyn Connection, ground: &Ground, form: &'static Form, period: Period, filed: &Filed) -> Result<Standing> {
    of_computed(db, ground, returns::computed(db, ground, form, period, filed).await?, filed).await
}
