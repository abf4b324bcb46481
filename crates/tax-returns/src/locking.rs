//! What filing locks, and what taking it back leaves locked.

use std::collections::BTreeMap;

use despacho_kernel::Id;
use despacho_ledger::journal::{
    Allowed,
    locks::{self, Level, NewLock, Scope},
    store as journal,
};
use despacho_platform::{Result, Tx, i18n::Lang, t};

use crate::{filed::Filed, filing::Filing};

/// What filing locks.
const LOCKED: [Scope; 3] = [Scope::Tax, Scope::Sales, Scope::Purchases];

fn locked_before(filing: &Filing) -> BTreeMap<String, String> {
    serde_json::from_str(&filing.locks_before).unwrap_or_default()
}

/// Through when each scope is locked by anything but filings.
pub async fn before(tx: &Tx, organization: Id, filed: &Filed) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for scope in LOCKED {
        let lock = journal::lock(tx, organization, scope.word(), Level::Soft.word()).await?;
        let day = lock.map(|lock| lock.locked_through).unwrap_or_default();
        let by = filed.filed().find(|filing| filing.through == day);
        let own = by.map(|filing| locked_before(filing).remove(scope.word()).unwrap_or_default());
        found.insert(scope.word().to_owned(), own.unwrap_or(day));
    }
    Ok(found)
}

/// Locks the days of a filing; what is locked beyond them stays.
pub async fn lock(tx: &Tx, filing: &Filing, who: (Lang, Allowed<'_>)) -> Result<()> {
    for scope in LOCKED {
        let present = journal::lock(tx, filing.organization_id, scope.word(), Level::Soft.word()).await?;
        if present.is_none_or(|lock| lock.locked_through < filing.through) {
            set(tx, scope, &filing.through, filing, who).await?;
        }
    }
    Ok(())
}

async fn set(tx: &Tx, scope: Scope, day: &str, filing: &Filing, (lang, allowed): (Lang, Allowed<'_>)) -> Result<()> {
    let reason = t!(lang, "tax-lock-reason", model = filing.model.as_str(), period = filing.period.as_str());
    let new = NewLock { scope, level: Level::Soft, through: day.parse().ok(), reason: &reason };
    locks::set(tx, filing.organization_id, new, (allowed.by, allowed.now)).await
}

/// Takes the locks of a filing back to what they would be without it; what somebody else set since stays.
pub async fn unlock(tx: &Tx, filing: &Filing, filed: &Filed, who: (Lang, Allowed<'_>)) -> Result<()> {
    let before = locked_before(filing);
    for scope in LOCKED {
        let present = journal::lock(tx, filing.organization_id, scope.word(), Level::Soft.word()).await?;
        if present.is_none_or(|lock| lock.locked_through != filing.through) {
            continue;
        }
        let others = filed.filed().filter(|other| other.id != filing.id).map(|other| other.through.clone());
        let day = others.chain(before.get(scope.word()).cloned()).max().unwrap_or_default();
        if day != filing.through {
            set(tx, scope, &day, filing, who).await?;
        }
    }
    Ok(())
}
