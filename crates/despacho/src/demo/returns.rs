//! Returns of a fictional business: the last quarter that ended is filed, its withholding approved, and the present one a draft.

use despacho_kernel::Id;
use despacho_ledger::journal::Allowed;
use despacho_platform::{Result, Tx};
use despacho_tax_returns::{
    Period,
    deeds::{Desk, TypedFiling},
};
use jiff::{ToSpan, civil::Date};

/// Files the VAT return of the quarter that a day ends, and pays it where something is to be paid.
pub async fn file(tx: &Tx, organization: Id, (quarter, today): (Date, Date), allowed: Allowed<'_>) -> Result<()> {
    let period = Period { year: quarter.year(), quarter: Some((quarter.month() + 2) / 3) };
    let after = |days: i64| quarter.checked_add(days.days()).map_or(today, |day| day.min(today)).to_string();
    let typed = TypedFiling {
        date: after(14),
        reference: "3030000000000".into(),
        csv: "EJEMPLO0CSV00000".into(),
        reason: "Tiques y gastos contabilizados sin documento".into(),
        ..TypedFiling::default()
    };
    let filing = Desk::of(tx, organization, ("303", period), None, allowed).await?.file(&typed).await?;
    if filing.is_payable() {
        Desk::of(tx, organization, ("303", period), None, allowed).await?.pay(&after(20), "572").await?;
    }
    Desk::of(tx, organization, ("111", period), None, allowed).await?.approve("").await
}
