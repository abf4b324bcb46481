//! How CSV files of a bank account are read: told once, remembered.

use despacho_bank_files::Mapping;
use despacho_kernel::Invalid;

use crate::account::BankAccount;

/// Most columns of a CSV file.
const COLUMNS: usize = 60;

/// A mapping as it is sent, as JSON; none where nothing is.
///
/// Errors at `mapping`: `mapping` where it is none.
pub fn sent(text: &str) -> Result<Option<Mapping>, Invalid> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let found: Mapping = serde_json::from_str(text).map_err(|_| Invalid::one("mapping", "mapping"))?;
    let all = [found.value_date, found.reference, found.counterparty, found.counterparty_iban, found.amount, found.debit, found.credit, found.balance];
    let columns = all.into_iter().flatten().chain(found.text.iter().copied()).chain([found.date]);
    let amounts = found.amount.is_some() || found.debit.is_some() || found.credit.is_some();
    if !amounts || found.header_rows > 100 || columns.into_iter().any(|column| column >= COLUMNS) {
        return Err(Invalid::one("mapping", "mapping"));
    }
    Ok(Some(found))
}

/// The mapping that an account remembers.
pub fn remembered(account: &BankAccount) -> Option<Mapping> {
    sent(&account.mapping).ok().flatten()
}

/// A mapping by the numbers of its columns from one, as a person counts them: day, text, amount; and how many rows stand before the first movement. None
/// where no number is told.
///
/// Errors at `mapping`: `mapping` where they are none, or a day or an amount lacks.
pub fn numbered([date, text, amount]: [&str; 3], header_rows: &str) -> Result<Option<Mapping>, Invalid> {
    if [date, text, amount].iter().all(|of| of.trim().is_empty()) {
        return Ok(None);
    }
    let wrong = || Invalid::one("mapping", "mapping");
    let column = |of: &str| match of.trim() {
        "" => Ok(None),
        number => number
            .parse::<usize>()
            .ok()
            .filter(|number| (1..=COLUMNS).contains(number))
            .map(|number| Some(number - 1))
            .ok_or_else(wrong),
    };
    let header_rows = if header_rows.trim().is_empty() { 0 } else { header_rows.trim().parse().map_err(|_| wrong())? };
    let (Some(date), Some(amount)) = (column(date)?, column(amount)?) else { return Err(wrong()) };
    Ok(Some(Mapping { date, amount: Some(amount), text: column(text)?.into_iter().collect(), header_rows, ..Mapping::default() }))
}
