//! Matching a line: with postings that are there, or by posting what it is.

use despacho_kernel::{Id, Invalid};
use despacho_ledger::journal::{Allowed, store as journal};
use despacho_organizations::store as organizations;
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Entry},
    memberships,
};

use crate::{
    account::BankAccount,
    line::{BankLine, EXCLUDED, LinePosting, MATCHED, UNMATCHED},
    line_store,
    proposals::{
        open,
        proposal::{CERTAIN, Kind},
    },
    shares, store,
    wanted::{MOST, NamedPosting, Wanted},
};

/// Notes what is done with a line.
pub async fn recorded(tx: &Tx, line: &BankLine, action: &str, allowed: Allowed<'_>) -> Result<()> {
    let label = line.label();
    let entry = Entry { tenant: line.organization_id, actor: Some(allowed.by), action, subject: ("bank_line", line.id, &label), changes: vec![] };
    activity::record(tx, entry, allowed.now).await
}

/// A line that waits.
///
/// Errors: conflicts `reconciled`, `bank_line_done`.
pub async fn waiting(tx: &Tx, organization: Id, id: Id) -> Result<BankLine> {
    let line = line_store::find(tx, organization, id).await?;
    if line.reconciliation_id.is_some() {
        return Err(Error::Conflict("reconciled"));
    }
    if line.status != UNMATCHED { Err(Error::Conflict("bank_line_done")) } else { Ok(line) }
}

/// Matches a line.
///
/// Errors: conflicts `reconciled`, `bank_line_done`; at `kind` `bank_no_proposal`; at `postings[n]` `posting_unknown`, `posting_twice`,
/// `bank_posting_taken`; at `postings`, `items` or `lines` `bank_difference` with what is left; at `items[n]` those of payments; and those of posting.
pub async fn apply(tx: &Tx, organization: Id, id: Id, wanted: &Wanted, allowed: Allowed<'_>) -> Result<BankLine> {
    memberships::hold(tx, organization).await?;
    let line = waiting(tx, organization, id).await?;
    let account = store::account(tx, organization, line.bank_account_id).await?;
    if wanted.is_empty() {
        let (ground, _) = open::ground(tx, organization).await?;
        let best = ground.proposals(&line.facts(&account.currency)).into_iter().next().filter(|best| best.score >= CERTAIN);
        let best = best.ok_or_else(|| Invalid::one("kind", "bank_no_proposal"))?;
        return apply_to(tx, line, &account, &Wanted::of(&best, account.own_currency()?.digits), allowed).await;
    }
    apply_to(tx, line, &account, wanted, allowed).await
}

async fn apply_to(tx: &Tx, line: BankLine, account: &BankAccount, wanted: &Wanted, allowed: Allowed<'_>) -> Result<BankLine> {
    for (field, count) in [("postings", wanted.postings.len()), ("items", wanted.items.len()), ("lines", wanted.lines.len())] {
        if count > MOST {
            return Err(Invalid::too_many(field, MOST).into());
        }
    }
    let found = if !wanted.postings.is_empty() || wanted.entry_id.is_some() {
        with_postings(tx, &line, account, wanted).await?
    } else if wanted.bank_account_id.is_some() || wanted.bank_line_id.is_some() {
        shares::transfer(tx, &line, account, wanted, allowed).await?
    } else if !wanted.items.is_empty() || wanted.contact_id.is_some() {
        shares::payments(tx, &line, account, wanted, allowed).await?
    } else {
        shares::accounts(tx, &line, account, wanted, allowed).await?
    };
    line_store::insert_postings(tx, &found.postings).await?;
    let matched = |line: BankLine| BankLine {
        status: MATCHED.into(),
        kind: found.kind.word().into(),
        matched_by: Some(allowed.by.id),
        matched_at: Some(allowed.now),
        ..line
    };
    for other in found.others {
        let other = line_store::update(tx, matched(other)).await?;
        recorded(tx, &other, "bank_line_matched", allowed).await?;
    }
    let line = BankLine { account_id: found.account, contact_id: found.contact, ..matched(line) };
    let line = line_store::update(tx, line).await?;
    recorded(tx, &line, "bank_line_matched", allowed).await?;
    Ok(line)
}

/// The line as postings of the books that are there.
async fn with_postings(tx: &Tx, line: &BankLine, account: &BankAccount, wanted: &Wanted) -> Result<shares::Found> {
    let organization = line.organization_id;
    let mut entries: Vec<Id> = wanted.postings.iter().map(|of| of.entry_id).chain(wanted.entry_id).collect();
    entries.sort_unstable();
    entries.dedup();
    let base = organizations::currency(tx, organization).await?;
    let rows = journal::postings_of(tx, organization, &entries).await?;
    let heads = journal::find_many(tx, organization, &entries).await?;
    let taken = line_store::of_entries(tx, organization, &entries).await?;
    let mut named = wanted.postings.clone();
    if let Some(entry) = wanted.entry_id.filter(|_| named.is_empty()) {
        let of_bank = rows.iter().filter(|row| row.entry_id == entry && row.account_id == account.account_id);
        named.extend(of_bank.map(|row| NamedPosting { entry_id: entry, position: row.position }));
        if named.is_empty() {
            return Err(Invalid::one("entry_id", "posting_unknown").into());
        }
    }
    let (mut errors, mut sum) = (Invalid::new(), 0);
    for (at, of) in named.iter().enumerate() {
        let field = format!("postings[{at}]");
        let row = rows
            .iter()
            .find(|row| (row.entry_id, row.position) == (of.entry_id, of.position) && row.account_id == account.account_id);
        let stands = heads.iter().any(|head| head.id == of.entry_id && head.state == "posted");
        match row {
            Some(_) if named[..at].contains(of) => errors.push(&field, "posting_twice"),
            Some(_) if taken.iter().any(|other| (other.entry_id, other.position) == (of.entry_id, of.position)) => errors.push(&field, "bank_posting_taken"),
            Some(row) if stands => sum += if account.currency == base.code { row.amount } else { row.currency_amount },
            _ => errors.push(&field, "posting_unknown"),
        }
    }
    errors.finish()?;
    if sum != line.amount {
        return Err(shares::difference("postings", line.amount - sum, account)?);
    }
    let posting =
        |of: &NamedPosting| LinePosting { organization_id: organization, entry_id: of.entry_id, position: of.position, line_id: line.id, made: false };
    Ok(shares::Found { postings: named.iter().map(posting).collect(), ..shares::Found::new(Kind::Posting) })
}

/// Leaves a line out of the books, with a reason.
///
/// Errors: conflicts `reconciled`, `bank_line_done`; `reason` `required`.
pub async fn exclude(tx: &Tx, organization: Id, id: Id, reason: &str, allowed: Allowed<'_>) -> Result<BankLine> {
    memberships::hold(tx, organization).await?;
    let line = waiting(tx, organization, id).await?;
    let mut errors = Invalid::new();
    let reason = errors.required("reason", reason, 300);
    errors.finish()?;
    let excluded = BankLine { status: EXCLUDED.into(), reason, matched_by: Some(allowed.by.id), matched_at: Some(allowed.now), ..line };
    let excluded = line_store::update(tx, excluded).await?;
    recorded(tx, &excluded, "bank_line_excluded", allowed).await?;
    Ok(excluded)
}
