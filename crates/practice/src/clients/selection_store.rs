//! What was done to several clients at once, so that it can be undone for a day.

use despacho_kernel::{Id, new_id};
use despacho_platform::{Result, Tx, clock::DAY, sql, vals};

/// What a selection of clients underwent, with what changed by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    Activated(Vec<Id>),
    Deactivated(Vec<Id>),
    /// Clients that lacked a tag and got it.
    Tagged(Vec<Id>, String),
    /// Clients and the people who were not assigned to them before.
    Assigned(Vec<(Id, Id)>),
}

impl Done {
    /// As it is kept and told.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Activated(_) => "activated",
            Self::Deactivated(_) => "deactivated",
            Self::Tagged(..) => "tagged",
            Self::Assigned(_) => "assigned",
        }
    }

    /// How many clients changed.
    pub fn count(&self) -> usize {
        match self {
            Self::Activated(ids) | Self::Deactivated(ids) | Self::Tagged(ids, _) => ids.len(),
            Self::Assigned(pairs) => pairs.iter().map(|(client, _)| client).collect::<std::collections::BTreeSet<_>>().len(),
        }
    }

    /// What changed, as text: ids by spaces, of pairs with a colon between.
    fn changed(&self) -> String {
        let texts: Vec<String> = match self {
            Self::Activated(ids) | Self::Deactivated(ids) | Self::Tagged(ids, _) => ids.iter().map(Id::to_string).collect(),
            Self::Assigned(pairs) => pairs.iter().map(|(client, user)| format!("{client}:{user}")).collect(),
        };
        texts.join(" ")
    }

    fn kept(Selection { action, changed, tag, .. }: Selection) -> Option<Self> {
        let ids = || changed.split(' ').filter_map(|id| id.parse().ok()).collect();
        Some(match action.as_str() {
            "activated" => Self::Activated(ids()),
            "deactivated" => Self::Deactivated(ids()),
            "tagged" => Self::Tagged(ids(), tag),
            "assigned" => Self::Assigned(
                changed
                    .split(' ')
                    .filter_map(|pair| pair.split_once(':'))
                    .filter_map(|(client, user)| Some((client.parse().ok()?, user.parse().ok()?)))
                    .collect(),
            ),
            _ => return None,
        })
    }
}

despacho_platform::row! {
    struct Selection in "client_selections" key (practice_id, id) {
        practice_id: Id,
        id: Id,
        user_id: Id,
        action: String,
        changed: String,
        tag: String,
        created_at: i64,
        undone_at: Option<i64>,
    }
}

/// Keeps what was done; what is older than a day is forgotten.
pub async fn keep(tx: &Tx, practice: Id, user: Id, done: &Done, now: i64) -> Result<Id> {
    let forget = "DELETE FROM client_selections WHERE id IN (SELECT id FROM client_selections WHERE created_at < $1 ORDER BY created_at LIMIT 100)";
    sql::run(tx, forget, vals![now - DAY]).await?;
    let tag = if let Done::Tagged(_, tag) = done { tag.clone() } else { String::new() };
    let action = done.word().to_owned();
    let made = Selection { practice_id: practice, id: new_id(), user_id: user, action, changed: done.changed(), tag, created_at: now, undone_at: None };
    let id = made.id;
    sql::insert(tx, &[made]).await?;
    Ok(id)
}

/// What this user did not longer than a day ago, taken for undoing: once.
pub async fn take(tx: &Tx, practice: Id, id: Id, user: Id, now: i64) -> Result<Option<Done>> {
    let found: Option<Selection> = sql::find(tx, vals![practice, id]).await?;
    let Some(selection) = found.filter(|selection| selection.user_id == user && selection.created_at >= now - DAY) else { return Ok(None) };
    let sql = "UPDATE client_selections SET undone_at = $3 WHERE practice_id = $1 AND id = $2 AND undone_at IS NULL";
    let taken = sql::run(tx, sql, vals![practice, id, now]).await? > 0;
    Ok(Done::kept(selection).filter(|_| taken))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_back() {
        let (a, b, c) = (new_id(), new_id(), new_id());
        for (done, count) in [
            (Done::Activated(vec![a, b]), 2),
            (Done::Deactivated(vec![c]), 1),
            (Done::Tagged(vec![a, b, c], "Al día".into()), 3),
            (Done::Assigned(vec![(a, b), (a, c), (b, c)]), 2),
        ] {
            let tag = if let Done::Tagged(_, tag) = &done { tag.clone() } else { String::new() };
            let row = Selection { practice_id: a, id: b, user_id: c, action: done.word().into(), changed: done.changed(), tag, created_at: 0, undone_at: None };
            assert_eq!((done.count(), Done::kept(row)), (count, Some(done)));
        }
    }
}
