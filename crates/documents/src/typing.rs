//! A stored document as it was typed, to be read again.

use std::collections::HashMap;

use despacho_kernel::{Id, money::plain};
use despacho_ledger::accounts::store as accounts;
use despacho_platform::{Result, sql::Connection};

use crate::{document::Whole, typed::TypedDocument};

/// The codes of the accounts that lines name.
pub async fn codes(db: &dyn Connection, organization: Id, ids: Vec<Id>) -> Result<HashMap<Id, String>> {
    let mut ids = ids;
    ids.sort_unstable();
    ids.dedup();
    Ok(accounts::of_ids(db, organization, &ids).await?.into_iter().map(|account| (account.id, account.code)).collect())
}

/// A document as it was typed.
pub async fn typed(db: &dyn Connection, whole: &Whole) -> Result<TypedDocument> {
    let codes = codes(db, whole.document.organization_id, whole.lines.iter().map(|line| line.account_id).collect()).await?;
    let digits = whole.document.own_currency()?.digits;
    Ok(TypedDocument::of(whole, |id| codes.get(&id).cloned().unwrap_or_default(), |minor| plain(minor, digits)))
}
