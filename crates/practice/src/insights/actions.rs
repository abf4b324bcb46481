//! The insights that a member sees.

use std::collections::{HashMap, HashSet};

use despacho_kernel::Id;
use despacho_ledger::catalog;
use despacho_platform::{Result, sql::Connection};
use jiff::civil::Date;

use super::{
    insight::{Figures, Insight, Span},
    store,
};
use crate::{
    clients::{filter::ListFilter, list_store},
    control::store::{self as control, MAX, Scope},
};

/// The clients that a list is narrowed to; none where it is not.
async fn narrowed(db: &dyn Connection, practice: Id, filter: Option<&ListFilter>) -> Result<Option<HashSet<Id>>> {
    let Some(filter) = filter else { return Ok(None) };
    let found = list_store::list(db, practice, filter, MAX, 0).await?;
    Ok(Some(found.into_iter().map(|client| client.id).collect()))
}

/// The figures of every organization that a member may read, by client, as of the end of a day. `filter` narrows the clients.
pub async fn insights(db: &dyn Connection, scope: Scope, (span, today): (Span, Date), filter: Option<&ListFilter>) -> Result<Vec<Insight>> {
    let clients = narrowed(db, scope.practice, filter).await?;
    let mut kept = control::kept(db, scope).await?;
    kept.retain(|kept| clients.as_ref().is_none_or(|clients| clients.contains(&kept.client_id)));
    let ids: Vec<Id> = kept.iter().map(|kept| kept.organization_id).collect();
    let cash_of: HashMap<Id, &'static [String]> =
        kept.iter().map(|kept| (kept.organization_id, catalog::pack(&kept.country).watched.cash.as_slice())).collect();
    let mut by_pack: HashMap<&'static [String], Vec<Id>> = HashMap::new();
    for (id, beginnings) in &cash_of {
        by_pack.entry(beginnings).or_default().push(*id);
    }
    let (month, day) = (today.strftime("%Y-%m").to_string(), today.to_string());
    let (before, first) = span.months(today);
    let mut figures: HashMap<Id, Figures> = HashMap::new();
    for (beginnings, ids) in by_pack {
        for cash in store::cash(db, &ids, beginnings, &month).await? {
            figures.entry(cash.organization_id).or_default().cash = cash.amount;
        }
    }
    for open in store::open(db, &ids, &day).await?.into_iter().chain(store::settled_later(db, &ids, &day).await?) {
        let of = figures.entry(open.organization_id).or_default();
        match open.control.as_str() {
            "receivable" => (of.receivables, of.overdue) = (of.receivables + open.amount, of.overdue + open.overdue),
            _ => of.payables -= open.amount,
        }
    }
    for flows in store::flows(db, &ids, (&before, &first, &month)).await? {
        let of = figures.entry(flows.organization_id).or_default();
        (of.income, of.expenses, of.income_before, of.expenses_before) = (flows.income, flows.expenses, flows.income_before, flows.expenses_before);
    }
    for later in store::later(db, &ids, (&day, &today.last_of_month().to_string())).await? {
        let of = figures.entry(later.organization_id).or_default();
        let is_cash = || {
            cash_of
                .get(&later.organization_id)
                .is_some_and(|starts| starts.iter().any(|start| later.code.starts_with(start.as_str())))
        };
        match later.r#type.as_str() {
            "income" => of.income += later.flow,
            "expense" => of.expenses -= later.flow,
            _ if is_cash() => of.cash -= later.amount,
            _ => {}
        }
    }
    Ok(kept
        .into_iter()
        .map(|kept| Insight { figures: figures.get(&kept.organization_id).copied().unwrap_or_default(), kept })
        .collect())
}
