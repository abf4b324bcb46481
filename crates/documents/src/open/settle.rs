//! Items that settle each other: allocating, taking it back, and the matches of their postings, which follow.

use std::collections::{BTreeMap, BTreeSet};

use despacho_kernel::{Id, Invalid, money::plain, new_id, place};
use despacho_ledger::{
    journal::{AccountRef, Allowed, ContactRef, EntryDraft, Journal, Kind as EntryKind, Posting, entry::Source, post},
    matching::{
        actions::{self as matching, NewMatch},
        rules::At,
        store as matches,
    },
    rates::rate::relieved,
};
use despacho_platform::{Error, Result, Tx, memberships};
use jiff::civil::Date;

use super::{
    item::{Allocation, OpenItem},
    store,
};
use crate::roles::Roles;

/// What an amount of an item is carried at: all that is left with the last of it, else its share.
pub fn carried(item: &OpenItem, amount: i64) -> Result<i64> {
    relieved(item.remaining.abs(), item.base_remaining.abs(), amount).ok_or_else(|| Error::Other(format!("open item {}: beyond all bounds", item.id)))
}

/// Notes why so much of an item cannot be settled.
pub fn check(item: &OpenItem, amount: i64, field: &str, errors: &mut Invalid) {
    if item.remaining == 0 {
        errors.push(field, "already_settled");
    } else if amount > item.remaining.abs() {
        let digits = place::currency(&item.currency).map_or(2, |currency| currency.digits);
        errors.push_with(field, "over_allocated", vec![("remaining", plain(item.remaining.abs(), digits))]);
    }
}

/// Settles so much of two items by each other; what they are carried at differently goes to exchange differences. The organization is held.
///
/// Errors at `field`: `different_contact`, `different_currency`, `different_account`, `already_settled`, `over_allocated`.
pub async fn allocate(tx: &Tx, (one, other): (&OpenItem, &OpenItem), amount: i64, date: Date, field: &str, allowed: Allowed<'_>) -> Result<()> {
    let organization = one.organization_id;
    memberships::hold(tx, organization).await?;
    let mut errors = Invalid::new();
    let fault = if one.contact_id != other.contact_id {
        Some("different_contact")
    } else if one.currency != other.currency {
        Some("different_currency")
    } else if one.account_id != other.account_id {
        Some("different_account")
    } else if one.remaining != 0 && other.remaining != 0 && one.remaining.signum() == other.remaining.signum() {
        Some("same_side")
    } else {
        None
    };
    if let Some(code) = fault {
        errors.push(field, code);
    }
    check(one, amount, field, &mut errors);
    check(other, amount, field, &mut errors);
    if amount <= 0 {
        errors.push(field, "amount_invalid");
    }
    errors.finish()?;
    let (debit, credit) = if one.remaining > 0 { (one, other) } else { (other, one) };
    let (base_debit, base_credit) = (carried(debit, amount)?, carried(credit, amount)?);
    let allocation = Allocation {
        organization_id: organization,
        id: new_id(),
        debit_id: debit.id,
        credit_id: credit.id,
        amount,
        base_debit,
        base_credit,
        date: date.to_string(),
        made_by: allowed.by.id,
        made_at: allowed.now,
        undone_by: None,
        undone_at: None,
    };
    store::insert_allocation(tx, &allocation).await?;
    let less =
        |item: &OpenItem, amount: i64, base: i64| OpenItem { remaining: item.remaining - amount, base_remaining: item.base_remaining - base, ..item.clone() };
    store::update(tx, &less(debit, amount, base_debit)).await?;
    store::update(tx, &less(credit, -amount, -base_credit)).await?;
    if base_debit != base_credit {
        difference(tx, debit, (allocation.id, base_credit - base_debit), date, allowed).await?;
    }
    match_settled(tx, organization, debit.id, allowed).await
}

/// Posts the exchange difference of an allocation: what leaves the control account beyond what came in, a gain where it is positive.
async fn difference(tx: &Tx, item: &OpenItem, (allocation, amount): (Id, i64), date: Date, allowed: Allowed<'_>) -> Result<()> {
    let organization = despacho_organizations::store::find(tx, item.organization_id).await?;
    let roles = Roles::of(tx, item.organization_id, &organization.country).await?;
    let role = if amount > 0 { "exchange_gain" } else { "exchange_loss" };
    let account = roles.account(role, "currency")?.id;
    let posting = |account: Id, amount: i64| Posting::new(AccountRef::Id(account), amount);
    let draft = EntryDraft {
        date,
        journal: Journal::Bank,
        kind: EntryKind::Document,
        description: item.label.clone(),
        reference: item.label.clone(),
        source: Some(Source { kind: "settlement".into(), id: allocation }),
        postings: vec![Posting { contact: Some(ContactRef::Id(item.contact_id)), ..posting(item.account_id, amount) }, posting(account, -amount)],
    };
    post::post(tx, item.organization_id, &draft, allowed).await?;
    Ok(())
}

/// The items that are tied to one by allocations, itself among them.
async fn tied(tx: &Tx, organization: Id, item: Id) -> Result<Vec<OpenItem>> {
    let mut seen = BTreeSet::from([item]);
    let mut open = vec![item];
    while !open.is_empty() && seen.len() <= despacho_ledger::matching::rules::MAX_POSTINGS {
        let found = store::allocations(tx, organization, &open).await?;
        open = found.iter().flat_map(|of| [of.debit_id, of.credit_id]).filter(|id| seen.insert(*id)).collect();
    }
    store::of_ids(tx, organization, &seen.into_iter().collect::<Vec<_>>()).await
}

/// Matches the postings of items that have settled each other to the last unit, as far as nobody has matched them by hand.
async fn match_settled(tx: &Tx, organization: Id, item: Id, allowed: Allowed<'_>) -> Result<()> {
    let all = tied(tx, organization, item).await?;
    let base: i64 = all.iter().map(|item| item.base_amount).sum();
    if all.len() < 2 || base != 0 || all.iter().any(|item| item.remaining != 0) {
        return Ok(());
    }
    let places: Vec<At> = all.iter().map(|item| (item.entry_id, item.position)).collect();
    let mut entries: Vec<Id> = all.iter().map(|item| item.entry_id).collect();
    entries.sort_unstable();
    entries.dedup();
    let found = matches::of_entries(tx, organization, &entries).await?;
    if places.len() > despacho_ledger::matching::rules::MAX_POSTINGS
        || found.iter().any(|of| places.contains(&(of.entry_id, of.position)) && (of.match_id.is_some() || !of.stands()))
    {
        return Ok(());
    }
    let reference: String = all.first().map(|item| item.label.chars().take(40).collect()).unwrap_or_default();
    let new = NewMatch { postings: places, reference, automatic: true };
    matching::create(tx, organization, &new, (allowed.by, allowed.now)).await?;
    Ok(())
}

/// Takes back what settles items: what is left of each is as before. Their matches are taken off. The organization is held.
///
/// Errors: conflict `settled_with_difference` where an exchange difference was posted for it.
pub async fn release(tx: &Tx, organization: Id, items: &[OpenItem], allowed: Allowed<'_>) -> Result<()> {
    let ids: Vec<Id> = items.iter().map(|item| item.id).collect();
    let found = store::allocations(tx, organization, &ids).await?;
    if found.iter().any(|of| of.base_debit != of.base_credit) {
        return Err(Error::Conflict("settled_with_difference"));
    }
    let mut back: BTreeMap<Id, (i64, i64)> = BTreeMap::new();
    for of in &found {
        for (item, amount, base) in [(of.debit_id, of.amount, of.base_debit), (of.credit_id, -of.amount, -of.base_credit)] {
            let sum = back.entry(item).or_default();
            (sum.0, sum.1) = (sum.0 + amount, sum.1 + base);
        }
    }
    let touched = store::of_ids(tx, organization, &back.keys().copied().collect::<Vec<_>>()).await?;
    let mut entries: Vec<Id> = touched.iter().map(|item| item.entry_id).collect();
    entries.sort_unstable();
    entries.dedup();
    let places: Vec<At> = touched.iter().map(|item| (item.entry_id, item.position)).collect();
    let matched = matches::of_entries(tx, organization, &entries).await?;
    let matched: Vec<At> = matched
        .iter()
        .filter(|of| of.match_id.is_some() && places.contains(&(of.entry_id, of.position)))
        .map(|of| (of.entry_id, of.position))
        .collect();
    if !matched.is_empty() {
        matching::remove_of(tx, organization, &matched, (allowed.by, allowed.now)).await?;
    }
    store::undo(tx, organization, &found.iter().map(|of| of.id).collect::<Vec<_>>(), (allowed.by.id, allowed.now)).await?;
    for item in touched {
        let (amount, base) = back.get(&item.id).copied().unwrap_or_default();
        store::update(tx, &OpenItem { remaining: item.remaining + amount, base_remaining: item.base_remaining + base, ..item }).await?;
    }
    Ok(())
}

/// Closes items whose entry is undone: nothing is left of them.
pub async fn voided(tx: &Tx, organization: Id, items: &[OpenItem]) -> Result<()> {
    let ids: Vec<Id> = items.iter().map(|item| item.id).collect();
    for item in store::of_ids(tx, organization, &ids).await? {
        store::update(tx, &OpenItem { remaining: 0, base_remaining: 0, void: true, ..item }).await?;
    }
    Ok(())
}
