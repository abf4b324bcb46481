//! What a cell of the matrix tells, and where it leads.

use despacho_kernel::money::plain;

use super::{
    actions::Line,
    check::{Cell, Unit},
    store::digits,
};

/// A value as it is sent: days, months and counts as whole numbers, money as a decimal.
pub fn sent(cell: &Cell, currency: &str) -> Option<String> {
    let found = cell.found.as_ref()?;
    Some(if cell.check.unit() == Unit::Money { plain(found.value, digits(currency)) } else { found.value.to_string() })
}

/// Where a cell leads: to the page where it is put right, of its account where it is one.
pub fn link(line: &Line, cell: &Cell) -> String {
    let base = format!("/organizations/{}{}", line.kept.organization_id, cell.check.page());
    match cell.found.as_ref().map(|found| found.account.as_str()).filter(|account| !account.is_empty()) {
        Some(account) if cell.check.page() == "/reports/general-ledger" => format!("{base}?account={account}"),
        _ => base,
    }
}
