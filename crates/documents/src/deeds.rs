//! What is done with issued documents: voiding, writing off, correcting; and with estimates.

use despacho_kernel::{Id, Invalid, new_id};
use despacho_ledger::{
    accounts::store as accounts,
    journal::{AccountRef, Allowed, ContactRef, EntryDraft, Foreign, Journal, Kind as EntryKind, Posting, entry::Source, post},
};
use despacho_platform::{Error, Result, Tx, i18n::Lang, t};
use jiff::civil::Date;

use crate::{
    actions,
    desk::Desk,
    document::Document,
    issue::{self, at_lines},
    kind::{Action, Kind, Stage},
    open::{item::OpenItem, settle, store as open},
    store,
    typed::TypedDocument,
    typing,
};

/// Why and when something is done.
#[derive(Debug, Clone, Default)]
pub struct Deed {
    /// Today where none is told.
    pub date: Option<Date>,
    pub reason: String,
    /// The usual one where it is empty.
    pub account_code: String,
}

/// Undoes the entry of an issued document; its number stays.
///
/// Errors: conflict `issued_is_final` where the law keeps it, `has_payments` where something settles it; what reversing refuses.
pub async fn void(tx: &Tx, organization: Id, (kind, id): (Kind, Id), deed: &Deed, allowed: Allowed<'_>) -> Result<Document> {
    let desk = Desk::of(tx, organization, allowed).await?;
    let before = desk.take((kind, id), Action::Void, None).await?;
    let mut errors = Invalid::new();
    let reason = errors.required("reason", &deed.reason, 300);
    errors.finish()?;
    let mut items = open::of_sources(tx, organization, &[id]).await?;
    // What a correction settles of what it corrects is undone with it.
    if let Some(of) = before.corrects_id.filter(|_| items.iter().any(|item| item.remaining != item.amount)) {
        let ids = |items: &[OpenItem]| items.iter().map(|item| item.id).collect::<Vec<Id>>();
        let corrected = ids(&open::of_sources(tx, organization, &[of]).await?);
        let made = open::allocations(tx, organization, &ids(&items)).await?;
        if made.iter().all(|made| corrected.contains(&made.debit_id) || corrected.contains(&made.credit_id)) {
            settle::release(tx, organization, &items, allowed).await?;
            items = open::of_sources(tx, organization, &[id]).await?;
        }
    }
    if items.iter().any(|item| item.remaining != item.amount) {
        return Err(Error::Conflict("has_payments"));
    }
    if let Some(entry) = before.entry_id {
        let day = deed.date.map_or_else(|| before.day(), Ok)?;
        post::reverse_source(tx, organization, entry, day, &reason, allowed).await?;
    }
    settle::voided(tx, organization, &items).await?;
    let after = Document { stage: Stage::Void.word().into(), ..before };
    desk.keep(&after, "document_voided").await
}

/// Gives up what is left of an invoice: a loss, by an entry that settles it. Its tax stays as it was charged.
///
/// Errors: `already_settled`; what posting refuses.
pub async fn write_off(tx: &Tx, organization: Id, (kind, id): (Kind, Id), deed: &Deed, allowed: Allowed<'_>) -> Result<Document> {
    let desk = Desk::of(tx, organization, allowed).await?;
    let before = desk.take((kind, id), Action::WriteOff, None).await?;
    let mut errors = Invalid::new();
    let reason = errors.optional("reason", &deed.reason, 300);
    let code = deed.account_code.trim();
    let account = if code.is_empty() {
        Some(desk.ground.roles.account("bad_debts", "account_code")?.clone())
    } else {
        accounts::find_by_code(tx, organization, code).await?
    };
    if account.is_none() {
        errors.push("account_code", "account_unknown");
    }
    let item = open::of_sources(tx, organization, &[id]).await?.into_iter().find(|item| item.remaining != 0);
    if item.is_none() {
        errors.push("amount", "already_settled");
    }
    errors.finish()?;
    let (Some(account), Some(item)) = (account, item) else { return Err(Error::NotFound) };
    let date = deed.date.unwrap_or(desk.ground.today);
    let lang = Lang::of(&desk.ground.organization.language);
    let description = if reason.is_empty() { t!(lang, "document-write-off-text", number = before.label()) } else { reason };
    let foreign = |amount: i64| (!before.rate.is_empty()).then(|| Foreign { currency: before.currency.clone(), amount, rate: String::new() });
    let control = Posting {
        contact: Some(ContactRef::Id(item.contact_id)),
        foreign: foreign(-item.remaining),
        ..Posting::new(AccountRef::Id(item.account_id), -item.base_remaining)
    };
    let loss = Posting { foreign: foreign(item.remaining), ..Posting::new(AccountRef::Id(account.id), item.base_remaining) };
    let draft = EntryDraft {
        date,
        journal: Journal::General,
        kind: EntryKind::Document,
        description: description.chars().take(500).collect(),
        reference: before.number.clone(),
        source: Some(Source { kind: "write_off".into(), id }),
        postings: vec![loss, control],
    };
    let posted = post::post(tx, organization, &draft, allowed).await.map_err(at_lines)?;
    let given_up = OpenItem {
        id: new_id(),
        source: "write_off".into(),
        amount: -item.remaining,
        base_amount: -item.base_remaining,
        remaining: -item.remaining,
        base_remaining: -item.base_remaining,
        date: date.to_string(),
        due_on: date.to_string(),
        entry_id: posted.id,
        position: 1,
        ..item.clone()
    };
    open::insert(tx, std::slice::from_ref(&given_up)).await?;
    settle::allocate(tx, (&item, &given_up), item.remaining.abs(), date, "amount", allowed).await?;
    let after = Document { written_off: before.written_off + item.remaining.abs(), ..before };
    desk.keep(&after, "document_written_off").await
}

/// What a correction says beside what it corrects.
#[derive(Debug, Clone, Default)]
pub struct Correction {
    /// The whole of what is corrected where no lines are told.
    pub typed: TypedDocument,
    /// Whether it is issued at once.
    pub issues: bool,
}

/// What corrects the whole of a document, as it is typed: of today, or of the document's day where that is later.
pub fn correcting(own: TypedDocument, id: Id, today: &str) -> TypedDocument {
    let date = today.to_owned().max(own.date);
    TypedDocument {
        due_date: date.clone(),
        date,
        corrects_id: Some(id),
        series: String::new(),
        method: String::new(),
        reason: String::new(),
        notes: String::new(),
        vendor_number: String::new(),
        ..own
    }
}

/// Makes what corrects an issued invoice or bill: of the whole, or of the lines that are told. A draft, unless it is issued at once.
pub async fn credit(tx: &Tx, organization: Id, (kind, id): (Kind, Id), correction: Correction, allowed: Allowed<'_>) -> Result<Document> {
    let desk = Desk::of(tx, organization, allowed).await?;
    let of = desk.take((kind, id), Action::Credit, None).await?;
    let by = kind.corrected_by().ok_or(Error::Conflict("not_of_this_kind"))?;
    let whole = store::whole(tx, of).await?;
    let own = correcting(typing::typed(tx, &whole).await?, id, &desk.ground.today.to_string());
    let sent = correction.typed;
    let date = if sent.date.trim().is_empty() { own.date.clone() } else { sent.date };
    let typed = TypedDocument {
        due_date: if sent.due_date.trim().is_empty() { date.clone() } else { sent.due_date },
        date,
        series: sent.series,
        method: sent.method,
        reason: sent.reason,
        notes: sent.notes,
        vendor_number: sent.vendor_number,
        reference: if sent.reference.is_empty() { own.reference } else { sent.reference },
        taxes: if sent.lines.is_empty() { own.taxes } else { sent.taxes },
        lines: if sent.lines.is_empty() { own.lines } else { sent.lines },
        ..own
    };
    let (made, _) = actions::draft(&desk, by, &typed).await?;
    if correction.issues { issue::issued(&desk, made).await } else { Ok(made) }
}

/// Notes what the customer says of an estimate.
pub async fn answer(tx: &Tx, organization: Id, id: Id, accepts: bool, allowed: Allowed<'_>) -> Result<Document> {
    let desk = Desk::of(tx, organization, allowed).await?;
    let (action, stage, word) =
        if accepts { (Action::Accept, Stage::Accepted, "document_accepted") } else { (Action::Decline, Stage::Declined, "document_declined") };
    let before = desk.take((Kind::Estimate, id), action, None).await?;
    let after = Document { stage: stage.word().into(), ..before };
    desk.keep(&after, word).await
}

/// Makes the invoice of an estimate, or the bill of a purchase order: a draft of today.
///
/// Errors: conflict `not_issued`.
pub async fn invoice(tx: &Tx, organization: Id, (kind, id): (Kind, Id), allowed: Allowed<'_>) -> Result<Document> {
    let desk = Desk::of(tx, organization, allowed).await?;
    let before = desk.take((kind, id), Action::Invoice, None).await?;
    let becomes = kind.becomes().ok_or(Error::Conflict("not_of_this_kind"))?;
    let whole = store::whole(tx, before.clone()).await?;
    let own = typing::typed(tx, &whole).await?;
    // A bill tells which order it answers.
    let reference = if becomes == Kind::Bill && own.reference.is_empty() { before.number.clone() } else { own.reference.clone() };
    let typed = TypedDocument { date: desk.ground.today.to_string(), due_date: String::new(), series: String::new(), rate: String::new(), reference, ..own };
    let (made, _) = actions::draft(&desk, becomes, &typed).await?;
    let after = Document { stage: Stage::Invoiced.word().into(), ..before };
    desk.keep(&after, "document_invoiced").await?;
    Ok(made)
}
