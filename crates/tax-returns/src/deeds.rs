//! What is done with returns: approving, filing, paying, correcting, and taking the last step back. Each is one transaction.

use despacho_kernel::{Id, Invalid, new_id};
use despacho_ledger::{
    accounts::store as accounts,
    journal::{AccountRef, Allowed, EntryDraft, Journal, Kind as EntryKind, Past, Posting, entry::Source as EntrySource, post, store as journal},
    matching::actions as matching,
};
use despacho_platform::{
    Error, Platform, Result, Tx,
    activity::{self, Change, Entry},
    files::{self, incoming::Kept},
    i18n::Lang,
    jobs, memberships, t,
};
use despacho_taxes::{
    boxes::{self, Takes},
    forms::Form,
    period::Period,
};
use despacho_ui::days;
use jiff::civil::Date;

use crate::{
    filed::Filed,
    filing::{FiledBox, FiledRecord, Filing, ORDINARY, Outcome, ReturnFiled, SOURCE, State},
    filing_store,
    ground::{Ground, is_credit},
    locking,
    returns::{self, Return},
    settlement,
    standing::{self, Standing},
    store::Source,
    ties,
};

/// Digits of the number of a proof of filing, and characters of the code that tells it is true.
const REFERENCE: usize = 13;
const CSV: usize = 16;

/// A filing as it is typed.
#[derive(Debug, Clone, Default)]
pub struct TypedFiling {
    /// ISO 8601.
    pub date: String,
    pub reference: String,
    pub csv: String,
    /// Why it is filed though it does not tie.
    pub reason: String,
    /// An [`Outcome`]; what is usual where it is empty.
    pub outcome: String,
    /// What the figures that were looked at are known by; whatever they are where it is empty.
    pub fingerprint: String,
}

/// A return that is worked on: its organization is held until the transaction ends.
pub struct Desk<'a> {
    tx: &'a Tx,
    ground: Ground,
    form: &'static Form,
    period: Period,
    filed: Filed,
    allowed: Allowed<'a>,
}

impl<'a> Desk<'a> {
    /// Holds the organization of a return, whose last filing is of the version that was seen where one was.
    ///
    /// Errors: not found where there is no such return; stale where another version is there.
    pub async fn of(tx: &'a Tx, organization: Id, (model, period): (&str, Period), seen: Option<i64>, allowed: Allowed<'a>) -> Result<Self> {
        memberships::hold(tx, organization).await?;
        let ground = Ground::of(tx, organization).await?;
        let form = returns::form(&ground.organization.country, model, period).ok_or(Error::NotFound)?;
        let filed = Filed::of(tx, organization, period.year).await?;
        let desk = Self { tx, ground, form, period, filed, allowed };
        let version = desk.last().map_or(0, |filing| filing.version);
        if seen.is_some_and(|seen| seen != version) {
            return Err(Error::Stale(vec![]));
        }
        Ok(desk)
    }

    /// The same return after what was done with it.
    pub async fn again(&self, tx: &'a Tx) -> Result<Self> {
        Self::of(tx, self.ground.id(), (&self.form.model, self.period), None, self.allowed).await
    }

    fn last(&self) -> Option<Filing> {
        self.filed.last(&self.form.model, self.period).cloned()
    }

    fn lang(&self) -> Lang {
        Lang::of(&self.ground.organization.language)
    }

    /// The return as it stands now.
    pub async fn standing(&self) -> Result<Standing> {
        let filed = Filed::of(self.tx, self.ground.id(), self.period.year).await?;
        standing::of(self.tx, &self.ground, self.form, self.period, &filed).await
    }

    async fn recorded(&self, filing: &Filing, action: &str, changes: Vec<Change>) -> Result<()> {
        let label = filing.label();
        let subject = ("tax_return", filing.id, label.as_str());
        let entry = Entry { tenant: filing.organization_id, actor: Some(self.allowed.by), action, subject, changes };
        activity::record(self.tx, entry, self.allowed.now).await?;
        if filing.is_filed() {
            // Apart from this transaction: whoever follows it holds what stands beside the organization first.
            let told = ReturnFiled { organization_id: filing.organization_id, model: filing.model.clone(), period: filing.period.clone() };
            jobs::enqueue(self.tx, &told, self.allowed.now).await?;
        }
        Ok(())
    }

    /// The filing that is worked on: a draft or what was approved, otherwise a new one.
    ///
    /// Errors: conflict `return_filed`.
    fn open(&self) -> Result<(Filing, bool)> {
        match self.last() {
            Some(last) if last.is_filed() => Err(Error::Conflict("return_filed")),
            Some(last) => Ok((last, false)),
            None => Ok((self.begun(1, ORDINARY), true)),
        }
    }

    fn begun(&self, sequence: i64, kind: &str) -> Filing {
        Filing {
            organization_id: self.ground.id(),
            id: new_id(),
            model: self.form.model.clone(),
            period: self.period.text(),
            sequence,
            kind: kind.into(),
            state: State::Draft.word().into(),
            outcome: String::new(),
            result: 0,
            through: self.period.days().1.to_string(),
            approved_by: None,
            approved_at: None,
            filed_on: String::new(),
            filed_by: None,
            filed_at: None,
            reference: String::new(),
            csv: String::new(),
            proof_id: None,
            proof_name: String::new(),
            reason: String::new(),
            entry_id: None,
            paid_on: String::new(),
            payment_entry_id: None,
            locks_before: "{}".into(),
            version: 1,
        }
    }

    async fn put(&self, filing: &Filing, is_new: bool) -> Result<()> {
        if is_new { filing_store::insert(self.tx, filing).await } else { filing_store::update(self.tx, filing).await }
    }

    async fn keep(&self, filing: &Filing, of: &Return) -> Result<()> {
        let one = |(position, figure): (usize, &returns::Figure)| FiledBox {
            organization_id: filing.organization_id,
            filing_id: filing.id,
            box_number: figure.number.into(),
            position: i64::try_from(position).unwrap_or(i64::MAX),
            value: figure.value,
        };
        let boxes: Vec<FiledBox> = of.figures.iter().enumerate().map(one).collect();
        let records: Vec<FiledRecord> = of.records.iter().enumerate().map(|(at, record)| FiledRecord::of(filing, at, record)).collect();
        filing_store::keep(self.tx, filing, &boxes, &records).await
    }

    /// Agrees to the figures as they are.
    ///
    /// Errors: `fingerprint` `figures_changed`; conflict `return_filed`.
    pub async fn approve(&self, fingerprint: &str) -> Result<()> {
        let (filing, is_new) = self.open()?;
        let of = self.standing().await?;
        seen(&of, fingerprint)?;
        let filing = Filing {
            state: State::Approved.word().into(),
            result: of.present.result().map_or(0, |figure| figure.value),
            approved_by: Some(self.allowed.by.id),
            approved_at: Some(self.allowed.now),
            ..filing
        };
        self.put(&filing, is_new).await?;
        self.keep(&filing, &of.present).await?;
        self.recorded(&filing, "tax_return_approved", vec![]).await
    }

    /// Marks a return as filed: keeps its figures, records and documents, posts what it moves, and locks its days.
    ///
    /// Errors: `date`, `reference`, `csv`, `outcome`, `reason` (`required` where it does not tie), `fingerprint` `figures_changed`, those of
    /// [`settlement::settlement`] and of posting; conflict `return_filed`.
    pub async fn file(&self, typed: &TypedFiling) -> Result<Filing> {
        let (filing, is_new) = self.open()?;
        let of = self.standing().await?;
        let (ground, present) = (&self.ground, &of.present);
        let mut errors = Invalid::new();
        let date = errors.take("date", days::iso(&typed.date).ok_or(if typed.date.trim().is_empty() { "required" } else { "date" }));
        if date.is_some_and(|date| date < self.period.days().0) {
            errors.push("date", "filed_too_early");
        }
        let reference = told("reference", &typed.reference, REFERENCE, |c| c.is_ascii_digit(), &mut errors);
        let csv = told("csv", &typed.csv, CSV, |c| c.is_ascii_alphanumeric(), &mut errors);
        let differs = ties::held(self.tx, ground, present).await?.iter().any(|tie| tie.difference() != 0);
        let reason = if differs { errors.required("reason", &typed.reason, 300) } else { errors.optional("reason", &typed.reason, 300) };
        let asked = match typed.outcome.trim() {
            "" => None,
            word => errors.take("outcome", word.parse::<Outcome>()),
        };
        errors.finish()?;
        seen(&of, &typed.fingerprint)?;
        let outcome = settlement::outcome(present, asked)?;
        let earlier: Vec<Filing> = of.filings.iter().filter(|other| other.id != filing.id).cloned().collect();
        let plan = settlement::settlement(self.tx, ground, present, &earlier).await?;
        if is_new {
            filing_store::insert(self.tx, &filing).await?;
        }
        let entry = match plan.0.is_empty() {
            true => None,
            false => Some(self.post(&filing, (present.days.to, Journal::General), "tax-entry-settlement", plan.postings()).await?),
        };
        let filing = Filing {
            state: State::Filed.word().into(),
            outcome: outcome.word().into(),
            result: present.result().map_or(0, |figure| figure.value),
            filed_on: date.map(|date| date.to_string()).unwrap_or_default(),
            filed_by: Some(self.allowed.by.id),
            filed_at: Some(self.allowed.now),
            reference,
            csv,
            reason: reason.clone(),
            entry_id: entry,
            locks_before: serde_json::to_string(&locking::before(self.tx, self.ground.id(), &self.filed).await?).map_err(|e| Error::Other(e.to_string()))?,
            ..filing
        };
        filing_store::update(self.tx, &filing).await?;
        self.keep(&filing, present).await?;
        for (number, takes, sources) in self.taken(present) {
            filing_store::take(self.tx, &filing, present.days, (number, takes), &sources).await?;
        }
        for figure in &present.figures {
            let accrued = returns::accrued_behind(self.tx, &self.ground, present, figure).await?;
            let rows: Vec<(Id, i64)> = accrued.into_iter().map(|of| (of.document.id, of.amount)).collect();
            filing_store::take_accrued(self.tx, &filing, figure.number, &rows).await?;
        }
        locking::lock(self.tx, &filing, (self.lang(), self.allowed)).await?;
        let change = |field: &str, after: &str| Change { field: field.into(), before: String::new(), after: after.into() };
        let changes = [("filed_on", &filing.filed_on), ("reference", &filing.reference), ("reason", &reason)];
        let changes = changes.into_iter().filter(|(_, text)| !text.is_empty()).map(|(field, text)| change(field, text)).collect();
        self.recorded(&filing, "tax_return_filed", changes).await?;
        filing_store::find(self.tx, filing.organization_id, filing.id).await
    }

    /// Which taxes each box takes what of.
    fn taken(&self, of: &Return) -> Vec<(&'static str, Takes, Vec<Source>)> {
        let (country, end) = (self.ground.organization.country.as_str(), of.period.days().1);
        let mut found: Vec<(&'static str, Takes, Vec<Source>)> = vec![];
        for figure in &of.figures {
            for source in &returns::by_day(&self.ground, figure) {
                let Some(tax) = self.ground.tax(source.tax_id, &source.rate) else { continue };
                for entry in boxes::of(country, &tax, is_credit(&source.kind), end) {
                    if entry.model != of.form.model || entry.number != figure.number {
                        continue;
                    }
                    match found.iter_mut().find(|(number, takes, _)| *number == figure.number && *takes == entry.takes) {
                        Some((.., sources)) => sources.push(source.clone()),
                        None => found.push((figure.number, entry.takes, vec![source.clone()])),
                    }
                }
            }
        }
        found
    }

    async fn post(&self, filing: &Filing, (date, journal): (Date, Journal), text: &str, postings: Vec<Posting>) -> Result<Id> {
        let description = t!(self.lang(), text, model = filing.model.as_str(), period = filing.period.as_str());
        let source = Some(EntrySource { kind: SOURCE.into(), id: filing.id });
        let draft = EntryDraft { date, journal, kind: EntryKind::Document, description, reference: filing.reference.clone(), source, postings };
        // Who may file comes through the locks that other filings of the period left.
        Ok(post::post(self.tx, self.ground.id(), &draft, Allowed { past: Past::Soft, ..self.allowed }).await?.id)
    }

    /// Posts what a filed return was paid with, or what came back of it.
    ///
    /// Errors: `date`, `account_code` (`account_unknown`, `account_of_settlement`), those of [`settlement::payment`] and of posting; conflict `return_not_payable`.
    pub async fn pay(&self, date: &str, account_code: &str) -> Result<Filing> {
        let filing = self.last().filter(Filing::is_payable).ok_or(Error::Conflict("return_not_payable"))?;
        let mut errors = Invalid::new();
        let date = errors.take("date", days::iso(date).ok_or(if date.trim().is_empty() { "required" } else { "date" }));
        let code = errors.required("account_code", account_code, 40).split_whitespace().next().unwrap_or_default().to_owned();
        let account = accounts::find_by_code(self.tx, self.ground.id(), &code).await?;
        if account.is_none() && !code.is_empty() {
            errors.push("account_code", "account_unknown");
        }
        errors.finish()?;
        let (Some(date), Some(account)) = (date, account) else { return Err(Error::NotFound) };
        let of = self.standing().await?;
        let mut postings = settlement::payment(self.tx, &self.ground, &of.shown, &filing).await?.postings();
        // Paid from the account that owes it, nothing would have been paid.
        if postings.iter().any(|posting| posting.account == AccountRef::Id(account.id)) {
            return Err(Invalid::one("account_code", "account_of_settlement").into());
        }
        postings.push(Posting::new(AccountRef::Id(account.id), -filing.result));
        let entry = self.post(&filing, (date, Journal::Bank), "tax-entry-payment", postings).await?;
        let paid = Filing { state: State::Paid.word().into(), paid_on: date.to_string(), payment_entry_id: Some(entry), ..filing };
        filing_store::update(self.tx, &paid).await?;
        let changes = vec![Change { field: "date".into(), before: String::new(), after: paid.paid_on.clone() }];
        self.recorded(&paid, "tax_return_paid", changes).await?;
        filing_store::find(self.tx, paid.organization_id, paid.id).await
    }

    /// Begins what corrects a filed return.
    ///
    /// Errors: conflict `return_not_filed`.
    pub async fn rectify(&self) -> Result<Filing> {
        let last = self.last().filter(Filing::is_filed).ok_or(Error::Conflict("return_not_filed"))?;
        let next = self.begun(last.sequence + 1, self.form.corrects.word());
        filing_store::insert(self.tx, &next).await?;
        self.recorded(&next, "tax_return_corrected", vec![]).await?;
        Ok(next)
    }

    /// Takes the last step back: what was paid is filed again, what was filed is as if it never was, what was approved or begun is a draft.
    ///
    /// Errors: `reason`; conflicts `return_draft`, `later_return_filed`.
    pub async fn reopen(&self, reason: &str) -> Result<()> {
        let mut errors = Invalid::new();
        let reason = errors.required("reason", reason, 300);
        errors.finish()?;
        let last = self.last().ok_or(Error::Conflict("return_draft"))?;
        let undone = match last.state() {
            State::Paid => {
                self.undo(last.payment_entry_id).await?;
                Filing { state: State::Filed.word().into(), paid_on: String::new(), payment_entry_id: None, ..last }
            }
            State::Filed => {
                if self.filed.is_followed(&self.form.model, self.period).is_some() {
                    return Err(Error::Conflict("later_return_filed"));
                }
                self.undo(last.entry_id).await?;
                locking::unlock(self.tx, &last, &self.filed, (self.lang(), self.allowed)).await?;
                Filing { state: State::Undone.word().into(), ..last }
            }
            State::Approved if last.sequence > 1 => Filing { state: State::Draft.word().into(), approved_by: None, approved_at: None, ..last },
            _ => Filing { state: State::Undone.word().into(), ..last },
        };
        filing_store::update(self.tx, &undone).await?;
        let changes = vec![Change { field: "reason".into(), before: String::new(), after: reason }];
        self.recorded(&undone, "tax_return_reopened", changes).await
    }

    async fn undo(&self, entry: Option<Id>) -> Result<()> {
        let Some(entry) = entry else { return Ok(()) };
        let head = journal::find(self.tx, self.ground.id(), entry).await?;
        let allowed = Allowed { past: Past::Soft, ..self.allowed };
        matching::release(self.tx, self.ground.id(), entry, "corrected", (allowed.by, allowed.now)).await?;
        match post::undo_many(self.tx, self.ground.id(), &[head], allowed).await? {
            Ok(_) => Ok(()),
            Err(faults) => Err(faults.into_iter().next().map_or_else(Invalid::new, |(_, errors)| errors).into()),
        }
    }

    /// Keeps the proof of a filing, in place of another.
    ///
    /// Errors: `file` (`storage_full`); conflict `return_not_filed`.
    pub async fn prove(&self, platform: &Platform, name: &str, kept: &Kept) -> Result<Filing> {
        let last = self.last().filter(Filing::is_filed).ok_or(Error::Conflict("return_not_filed"))?;
        let file = files::add(self.tx, platform, self.ground.id(), kept).await?;
        let before = last.proof_id;
        let proven = Filing { proof_id: Some(file.id), proof_name: name.into(), ..last };
        filing_store::update(self.tx, &proven).await?;
        if let Some(before) = before {
            files::store::remove(self.tx, self.ground.id(), &[before]).await?;
        }
        self.recorded(&proven, "tax_return_proven", vec![Change { field: "file".into(), before: String::new(), after: name.into() }])
            .await?;
        filing_store::find(self.tx, proven.organization_id, proven.id).await
    }
}

fn seen(of: &Standing, fingerprint: &str) -> Result<()> {
    if fingerprint.is_empty() || fingerprint == of.fingerprint() { Ok(()) } else { Err(Invalid::one("fingerprint", "figures_changed").into()) }
}

/// A number or code of so many characters, without the spaces that people write in it.
fn told(field: &str, typed: &str, length: usize, may: impl Fn(char) -> bool, errors: &mut Invalid) -> String {
    let text: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_uppercase).collect();
    if text.is_empty() {
        errors.push(field, "required");
    } else if text.chars().count() != length || !text.chars().all(may) {
        errors.push_with(field, if field == "csv" { "csv_code" } else { "filing_reference" }, vec![("length", length.to_string())]);
    }
    text
}
