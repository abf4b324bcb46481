//! Proposals that are accepted at once, and taken back for a while.

use std::collections::HashMap;

use despacho_kernel::{Id, Invalid};
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Entry},
    memberships,
    users::User,
};

use super::{
    actions::{self, name_of},
    rules::{self, At},
    store::{self, Candidate, Match},
};

/// Most proposals that are accepted at once.
pub const MOST: usize = 500;

/// How long what was accepted can be taken back at once, in milliseconds.
pub const TAKEN_BACK: i64 = 10 * 60 * 1000;

async fn recorded(tx: &Tx, organization: Id, all: &[Match], action: &str, (by, now): (&User, i64)) -> Result<()> {
    let names = actions::names_of(tx, organization, all).await?;
    let entry = |of: &Match| name_of(&names, of);
    let named: Vec<(Id, String)> = all.iter().map(|of| (of.id, entry(of))).collect();
    let entries = named
        .iter()
        .map(|(id, name)| Entry { tenant: organization, actor: Some(by), action, subject: ("match", *id, name), changes: vec![] })
        .collect();
    activity::record_many(tx, entries, now).await
}

/// Matches each group of postings; those that meanwhile cannot be matched are left as they are. Answers what was matched and how many were left.
pub async fn accept(tx: &Tx, organization: Id, groups: &[Vec<At>], who: (&User, i64)) -> Result<(Vec<Match>, usize)> {
    if groups.len() > MOST {
        return Err(Invalid::too_many("proposals", MOST).into());
    }
    memberships::hold(tx, organization).await?;
    let mut entries: Vec<Id> = groups.iter().flatten().map(|(entry, _)| *entry).collect();
    entries.sort_unstable();
    entries.dedup();
    let all: HashMap<At, Candidate> = store::of_entries(tx, organization, &entries).await?.into_iter().map(|of| ((of.entry_id, of.position), of)).collect();
    let mut taken: Vec<At> = vec![];
    let mut fitting: Vec<Vec<&Candidate>> = vec![];
    for group in groups {
        let found: Vec<Candidate> = group.iter().filter(|at| !taken.contains(at)).filter_map(|at| all.get(at).cloned()).collect();
        let mut errors = Invalid::new();
        rules::check(group, &found, |sum| sum.to_string(), &mut errors);
        if errors.0.is_empty() {
            taken.extend(group);
            fitting.push(group.iter().filter_map(|at| all.get(at)).collect());
        }
    }
    let mut accounts: Vec<Id> = fitting.iter().filter_map(|group| Some(group.first()?.account_id)).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let mut last = store::last_numbers(tx, organization, &accounts).await?;
    let (mut made, mut postings) = (vec![], vec![]);
    for group in &fitting {
        let Some(first) = group.first() else { continue };
        let number = last.entry(first.account_id).or_default();
        *number += 1;
        let (one, its) = actions::made(organization, group, *number, ("", true), who);
        made.push(one);
        postings.extend(its);
    }
    store::insert(tx, &made, &postings).await?;
    recorded(tx, organization, &made, "postings_matched", who).await?;
    let left = groups.len() - made.len();
    Ok((made, left))
}

/// Takes off what this person accepted at an instant, as long as that was not long ago.
///
/// Errors: conflict `match_undo_late`.
pub async fn take_back(tx: &Tx, organization: Id, at: i64, who: (&User, i64)) -> Result<usize> {
    if !(at..=at.saturating_add(TAKEN_BACK)).contains(&who.1) {
        return Err(Error::Conflict("match_undo_late"));
    }
    memberships::hold(tx, organization).await?;
    let found = store::accepted(tx, organization, (who.0.id, at), MOST).await?;
    let ids: Vec<Id> = found.iter().map(|of| of.id).collect();
    store::take_off(tx, organization, &ids, (who.0.id, who.1, "by_hand")).await?;
    recorded(tx, organization, &found, "match_removed", who).await?;
    Ok(ids.len())
}
