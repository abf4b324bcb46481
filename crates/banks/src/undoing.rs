//! Taking the match of a line back, and what was posted for it.

use despacho_documents::payments::{actions as payments, payment::Way, store as payments_store};
use despacho_kernel::Id;
use despacho_ledger::journal::{Allowed, post, store as journal};
use despacho_organizations::store as organizations;
use despacho_platform::{Error, Result, Tx, i18n::Lang, memberships};

use crate::{
    line::{BankLine, UNMATCHED},
    line_store,
    matching::recorded,
};

/// Takes the match of a line back: entries and payments that were made for it are undone on their days, and the other line of a transfer waits again. A
/// line that was left out comes back.
///
/// Errors: conflicts `reconciled`, `bank_line_waits`; those of undoing payments and entries.
pub async fn undo(tx: &Tx, organization: Id, id: Id, allowed: Allowed<'_>) -> Result<BankLine> {
    memberships::hold(tx, organization).await?;
    let line = line_store::find(tx, organization, id).await?;
    if line.status == UNMATCHED {
        return Err(Error::Conflict("bank_line_waits"));
    }
    let own = line_store::postings(tx, organization, &[id]).await?;
    let mut made: Vec<Id> = own.iter().filter(|of| of.made).map(|of| of.entry_id).collect();
    made.sort_unstable();
    made.dedup();
    let mut ids: Vec<Id> = line_store::of_entries(tx, organization, &made).await?.into_iter().map(|of| of.line_id).chain([id]).collect();
    ids.sort_unstable();
    ids.dedup();
    let lines = line_store::of_ids(tx, organization, &ids).await?;
    if lines.iter().any(|line| line.reconciliation_id.is_some()) {
        return Err(Error::Conflict("reconciled"));
    }
    line_store::delete_postings(tx, organization, &ids).await?;
    let reason = Lang::of(&organizations::find(tx, organization).await?.language).t("bank-unmatch-reason");
    for entry in made {
        take_back(tx, organization, (entry, &line), &reason, allowed).await?;
    }
    for of in lines {
        let waits = line_store::update(tx, of.waiting()).await?;
        recorded(tx, &waits, "bank_line_unmatched", allowed).await?;
    }
    line_store::find(tx, organization, id).await
}

/// Undoes an entry that a match made, unless somebody has already.
async fn take_back(tx: &Tx, organization: Id, (entry, line): (Id, &BankLine), reason: &str, allowed: Allowed<'_>) -> Result<()> {
    let head = journal::find(tx, organization, entry).await?;
    if head.state != "posted" {
        return Ok(());
    }
    if head.source_kind != "payment" {
        post::reverse_source(tx, organization, entry, line.day(), reason, allowed).await?;
        return Ok(());
    }
    let payment = payments_store::of_ids(tx, organization, &head.source_id.into_iter().collect::<Vec<_>>())
        .await?
        .pop()
        .ok_or(Error::NotFound)?;
    let way: Way = payment.way()?;
    payments::void(tx, organization, (way, payment.id), reason, allowed).await?;
    Ok(())
}
