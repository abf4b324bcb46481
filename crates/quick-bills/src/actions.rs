//! Registering a line as a bill, putting it right, taking it back, and ending a batch.

use despacho_documents::{
    actions as documents,
    deeds::{self, Deed},
    document::Document,
    ground::Ground,
    issue,
    kind::Kind,
    payments::{
        actions as payments,
        payment::{TypedAllocation, TypedPayment, Way},
        store as paid,
    },
    store as stored,
};
use despacho_kernel::{Id, Invalid, money::plain, new_id, number::Notation};
use despacho_ledger::journal::Allowed;
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Entry},
    i18n::Lang,
    memberships,
};

use crate::{
    batch::{Batch, MOST, Row},
    days,
    line::Line,
    paper_store,
    read::{self, Read},
    store,
};

/// The batch that somebody is at, begun with a month where there is none.
async fn at(tx: &Tx, organization: Id, month: &str, allowed: Allowed<'_>) -> Result<Batch> {
    if let Some(batch) = store::open(tx, organization, allowed.by.id).await? {
        return Ok(batch);
    }
    let batch = Batch {
        organization_id: organization,
        id: new_id(),
        made_by: allowed.by.id,
        month: month.to_owned(),
        paid_account: String::new(),
        begun_at: allowed.now,
        ended_at: None,
    };
    store::begin(tx, &batch).await?;
    Ok(batch)
}

/// Errors of a payment at the cells of the line.
fn of_payment(error: Error) -> Error {
    match error {
        Error::Invalid(mut errors) => {
            for error in errors.0.iter_mut().filter(|error| error.field != "date") {
                error.field = "paid_account".into();
            }
            Error::Invalid(errors)
        }
        other => other,
    }
}

/// Errors of undoing, which nobody typed, over the line.
fn of_undoing(error: Error) -> Error {
    match error {
        Error::Invalid(mut errors) => {
            for error in &mut errors.0 {
                error.field = "date".into();
            }
            Error::Invalid(errors)
        }
        Error::Conflict("has_payments") => Invalid::one("row", "bill_settled").into(),
        other => other,
    }
}

/// Pays a bill whole on its day.
async fn pay(tx: &Tx, document: &Document, account: &str, allowed: Allowed<'_>) -> Result<Id> {
    let amount = plain(document.payable, document.own_currency()?.digits);
    let typed = TypedPayment {
        contact_id: Some(document.contact_id),
        date: document.date.clone(),
        amount: amount.clone(),
        account_code: account.split_whitespace().next().unwrap_or_default().to_owned(),
        reference: document.vendor_number.chars().take(100).collect(),
        allocations: vec![TypedAllocation { document_id: Some(document.id), amount }],
        ..TypedPayment::default()
    };
    Ok(payments::create(tx, document.organization_id, Way::Made, &typed, allowed).await.map_err(of_payment)?.id)
}

/// Undoes the bill of a row with the payment that was recorded with it; what is void already stays so.
async fn take_back(tx: &Tx, row: &Row, reason: &str, allowed: Allowed<'_>) -> Result<Document> {
    let organization = row.organization_id;
    if let Some(id) = row.payment_id
        && paid::find_of(tx, organization, Way::Made.word(), id).await?.stage == "posted"
    {
        payments::void(tx, organization, (Way::Made, id), reason, allowed).await.map_err(of_undoing)?;
    }
    let document = stored::find_of(tx, organization, Kind::Bill.word(), row.document_id).await?;
    if document.stage != "issued" {
        return Ok(document);
    }
    let deed = Deed { reason: reason.to_owned(), ..Deed::default() };
    deeds::void(tx, organization, (Kind::Bill, row.document_id), &deed, allowed).await.map_err(of_undoing)
}

/// Refuses a bill that does not come to what its paper says: `total_differs` (computed, difference).
fn comes_to(read: &Read, document: &Document, told: impl Fn(i64) -> String) -> Result<()> {
    if document.payable == read.total {
        return Ok(());
    }
    let mut errors = Invalid::new();
    errors.push_with("total", "total_differs", vec![("computed", told(document.payable)), ("difference", told((read.total - document.payable).abs()))]);
    Err(errors.into())
}

/// What is registered with: the language of texts that are kept, the notation of what is typed, and how amounts are told in errors.
pub struct Told<'a> {
    pub notation: Notation,
    pub amount: &'a (dyn Fn(i64) -> String + Sync),
}

/// Registers a line: a bill that is posted, its payment where it is told to be paid, and its row in the batch. Everything or nothing.
///
/// Errors, each at its cell: those of [`read::read`], `duplicate_bill` (id), `tax_mismatch`, `total_differs` (computed, difference), `bill_settled`, and
/// what posting refuses.
pub async fn register(tx: &Tx, organization: Id, line: &Line, told: Told<'_>, allowed: Allowed<'_>) -> Result<Document> {
    memberships::hold(tx, organization).await?;
    let mut batch = at(tx, organization, &line.month, allowed).await?;
    if days::first(&line.month).is_none() {
        return Err(Invalid::one("month", "choice").into());
    }
    let position = store::next(tx, organization, batch.id).await?;
    if position > MOST {
        return Err(Invalid::too_many("row", MOST).into());
    }
    let ground = Ground::of(tx, organization, allowed.now).await?;
    let before = match line.replaces {
        Some(id) => Some(store::row(tx, organization, batch.id, id).await?),
        None => None,
    };
    if let Some(row) = &before {
        let reason = Lang::of(&ground.organization.language).t("quick-bill-replaced");
        take_back(tx, row, &reason, allowed).await?;
        paper_store::give_back(tx, organization, row.document_id).await?;
        store::remove(tx, organization, row.document_id).await?;
    }
    let read = read::read(tx, &ground, line, told.notation).await?;
    let placed = |error: Error| match error {
        Error::Invalid(errors) => Error::Invalid(read.placed(errors)),
        other => other,
    };
    let (drafted, _) = documents::create(tx, organization, (Kind::Bill, false), &read.document, allowed).await.map_err(placed)?;
    comes_to(&read, &drafted, told.amount)?;
    let document = issue::issue(tx, organization, (Kind::Bill, drafted.id, None), allowed).await.map_err(placed)?;
    let payment_id = if line.paid { Some(pay(tx, &document, &line.paid_account, allowed).await?) } else { None };
    let row =
        Row { organization_id: organization, document_id: document.id, batch_id: batch.id, position: before.map_or(position, |row| row.position), payment_id };
    store::add(tx, &row).await?;
    line.month.clone_into(&mut batch.month);
    if line.paid {
        line.paid_account.clone_into(&mut batch.paid_account);
    }
    store::go_on(tx, &batch).await?;
    Ok(document)
}

/// Takes a bill of one's batch back, with the payment that was recorded with it; its number stays given.
///
/// Errors: `bill_settled` at `row` where something else settles it; what reversing refuses.
pub async fn undo(tx: &Tx, organization: Id, id: Id, allowed: Allowed<'_>) -> Result<Document> {
    memberships::hold(tx, organization).await?;
    let batch = store::open(tx, organization, allowed.by.id).await?.ok_or(Error::NotFound)?;
    let row = store::row(tx, organization, batch.id, id).await?;
    let language = despacho_organizations::store::find(tx, organization).await?.language;
    let document = take_back(tx, &row, &Lang::of(&language).t("quick-bill-undone"), allowed).await?;
    store::remove(tx, organization, id).await?;
    paper_store::give_back(tx, organization, id).await?;
    Ok(document)
}

/// Ends one's batch; answers how many bills it has, or nothing where there is none.
pub async fn end(tx: &Tx, organization: Id, allowed: Allowed<'_>) -> Result<Option<i64>> {
    memberships::hold(tx, organization).await?;
    let Some(batch) = store::open(tx, organization, allowed.by.id).await? else { return Ok(None) };
    let bills = store::sums(tx, organization, batch.id).await?.bills;
    store::end(tx, organization, batch.id, allowed.now).await?;
    let label = batch.month.clone();
    let entry = Entry { tenant: organization, actor: Some(allowed.by), action: "bill_batch_ended", subject: ("bill_batch", batch.id, &label), changes: vec![] };
    activity::record(tx, entry, allowed.now).await?;
    Ok(Some(bills))
}
