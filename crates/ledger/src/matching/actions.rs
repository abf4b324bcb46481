//! Matching postings, and taking matches off.

use std::collections::{BTreeMap, HashMap};

use despacho_kernel::{Id, Invalid, money::plain, new_id};
use despacho_organizations::store as organizations;
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Entry},
    memberships,
    users::User,
};

use super::{
    rules::{self, At, letters},
    store::{self, Candidate, Match, MatchPosting},
};
use crate::accounts::store as accounts;

/// Postings to be matched.
#[derive(Debug, Clone, Default)]
pub struct NewMatch {
    pub postings: Vec<At>,
    pub reference: String,
    /// Whether it was proposed.
    pub automatic: bool,
}

/// The codes of the accounts of matches.
pub(super) async fn names_of(tx: &Tx, organization: Id, all: &[Match]) -> Result<HashMap<Id, String>> {
    let mut ids: Vec<Id> = all.iter().map(|of| of.account_id).collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(accounts::of_ids(tx, organization, &ids).await?.into_iter().map(|account| (account.id, account.code)).collect())
}

/// What the activity calls a match: `430 · A`.
pub(super) fn name_of(codes: &HashMap<Id, String>, of: &Match) -> String {
    format!("{} · {}", codes.get(&of.account_id).map_or("", String::as_str), letters(of.number))
}

async fn recorded(tx: &Tx, of: &Match, action: &str, (by, now): (&User, i64)) -> Result<()> {
    let name = name_of(&names_of(tx, of.organization_id, std::slice::from_ref(of)).await?, of);
    let entry = Entry { tenant: of.organization_id, actor: Some(by), action, subject: ("match", of.id, &name), changes: vec![] };
    activity::record(tx, entry, now).await
}

/// A match of these postings, which are checked, and what it names.
pub(super) fn made(
    organization: Id,
    found: &[&Candidate],
    number: i64,
    (reference, automatic): (&str, bool),
    (by, now): (&User, i64),
) -> (Match, Vec<MatchPosting>) {
    let id = new_id();
    let first = found.first();
    let made = Match {
        organization_id: organization,
        id,
        account_id: first.map_or_else(Id::nil, |of| of.account_id),
        contact_id: first.and_then(|of| of.contact_id),
        number,
        reference: reference.to_owned(),
        amount: found.iter().map(|of| of.amount.max(0)).sum(),
        automatic,
        matched_by: by.id,
        matched_at: now,
        removed_by: None,
        removed_at: None,
        removed_why: String::new(),
    };
    let posting = |of: &&Candidate| MatchPosting { organization_id: organization, match_id: id, entry_id: of.entry_id, position: of.position, live: true };
    (made, found.iter().map(posting).collect())
}

async fn write(tx: &Tx, organization: Id, found: &[&Candidate], new: (&str, bool), who: (&User, i64)) -> Result<Match> {
    let first = found.first().ok_or(Error::NotFound)?;
    let number = store::next_number(tx, organization, first.account_id).await?;
    let (made, postings) = made(organization, found, number, new, who);
    store::insert(tx, std::slice::from_ref(&made), &postings).await?;
    recorded(tx, &made, "postings_matched", who).await?;
    Ok(made)
}

/// Matches postings of an account, and of one contact of it, that together are nothing.
///
/// Errors at `postings[n]`: `posting_unknown`, `posting_twice`, `posting_not_standing`, `posting_matched`, `match_account`, `match_contact`;
/// at `postings`: `too_few_postings`, `match_difference`.
pub async fn create(tx: &Tx, organization: Id, new: &NewMatch, who: (&User, i64)) -> Result<Match> {
    let mut errors = Invalid::new();
    let reference = errors.optional("reference", &new.reference, 40);
    memberships::hold(tx, organization).await?;
    let digits = organizations::currency(tx, organization).await?.digits;
    let mut entries: Vec<Id> = new.postings.iter().map(|(entry, _)| *entry).collect();
    entries.sort_unstable();
    entries.dedup();
    let all = store::of_entries(tx, organization, &entries).await?;
    rules::check(&new.postings, &all, |sum| plain(sum, digits), &mut errors);
    errors.finish()?;
    let found: Vec<&Candidate> = all.iter().filter(|of| new.postings.contains(&(of.entry_id, of.position))).collect();
    write(tx, organization, &found, (&reference, new.automatic), who).await
}

/// Takes a match off; one that is off already stays so.
pub async fn remove(tx: &Tx, organization: Id, id: Id, who: (&User, i64)) -> Result<Match> {
    memberships::hold(tx, organization).await?;
    let of = store::find(tx, organization, id).await?;
    if of.removed_at.is_none() {
        store::take_off(tx, organization, &[id], (who.0.id, who.1, "by_hand")).await?;
        recorded(tx, &of, "match_removed", who).await?;
    }
    store::find(tx, organization, id).await
}

/// Takes off the matches that any of these postings is in; answers how many.
///
/// Errors: `postings` `match_none` where none of them is matched.
pub async fn remove_of(tx: &Tx, organization: Id, postings: &[At], who: (&User, i64)) -> Result<usize> {
    if postings.len() > rules::MAX_POSTINGS {
        return Err(Invalid::too_many("postings", i64::try_from(rules::MAX_POSTINGS).unwrap_or(i64::MAX)).into());
    }
    memberships::hold(tx, organization).await?;
    let mut entries: Vec<Id> = postings.iter().map(|(entry, _)| *entry).collect();
    entries.sort_unstable();
    entries.dedup();
    let all = store::of_entries(tx, organization, &entries).await?;
    let mut ids: Vec<Id> = all.iter().filter(|of| postings.contains(&(of.entry_id, of.position))).filter_map(|of| of.match_id).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Err(Invalid::one("postings", "match_none").into());
    }
    store::take_off(tx, organization, &ids, (who.0.id, who.1, "by_hand")).await?;
    for of in store::of_ids(tx, organization, &ids).await? {
        recorded(tx, &of, "match_removed", who).await?;
    }
    Ok(ids.len())
}

/// Takes off the matches that postings of an entry are in, as it was `corrected` or `reversed`. The organization is held.
pub async fn release(tx: &Tx, organization: Id, entry: Id, why: &str, who: (&User, i64)) -> Result<()> {
    let ids = store::of_entry(tx, organization, entry).await?;
    if ids.is_empty() {
        return Ok(());
    }
    store::take_off(tx, organization, &ids, (who.0.id, who.1, why)).await?;
    for of in store::of_ids(tx, organization, &ids).await? {
        recorded(tx, &of, "match_removed", who).await?;
    }
    Ok(())
}

/// Matches an entry with what reverses it, account by account and contact by contact, on the accounts that are kept by contact.
pub async fn settle_reversal(tx: &Tx, organization: Id, entries: [Id; 2], who: (&User, i64)) -> Result<()> {
    let all = store::of_entries(tx, organization, &entries).await?;
    let mut ids: Vec<Id> = all.iter().map(|of| of.account_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let control: Vec<Id> = accounts::of_ids(tx, organization, &ids).await?.into_iter().filter(|a| !a.control.is_empty()).map(|a| a.id).collect();
    let mut groups: BTreeMap<(Id, Option<Id>), Vec<&Candidate>> = BTreeMap::new();
    for of in all.iter().filter(|of| control.contains(&of.account_id) && of.match_id.is_none()) {
        groups.entry((of.account_id, of.contact_id)).or_default().push(of);
    }
    for group in groups.into_values() {
        write(tx, organization, &group, ("", true), who).await?;
    }
    Ok(())
}
