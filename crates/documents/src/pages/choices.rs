//! The taxes that a form offers.

use despacho_kernel::Id;
use despacho_ledger::taxes::{OwnTax, TAXES};
use despacho_platform::{Result, i18n::Lang, sql::Connection};
use despacho_settings::lists::store as lists;
use despacho_taxes::tax::{Direction, Nature, Treatment};
use despacho_ui::format;
use jiff::civil::Date;
use rust_decimal::Decimal;

/// A tax that may be chosen: its code, and what a person reads.
pub struct Choice {
    pub code: String,
    pub label: String,
}

/// The taxes of a side that may be chosen on a day, those of everyday use first.
pub async fn of(db: &dyn Connection, organization: Id, taxes: &[OwnTax], (direction, day): (Direction, Date), lang: Lang) -> Result<Vec<Choice>> {
    let rows = lists::list(db, &TAXES, organization, lists::MAX).await?;
    let mut all: Vec<(u8, Choice)> = vec![];
    for own in taxes.iter().filter(|own| own.active && own.tax.direction == direction && own.tax.is_valid_on(day)) {
        let name = rows.iter().find(|row| row.id == own.id).map(|row| TAXES.values(row).get("name").to_owned()).unwrap_or_default();
        let label = if name.is_empty() { format::percent(lang, &own.tax.rate.normalize().to_string()) } else { name };
        let rank = match own.tax.treatment {
            Treatment::Standard if own.tax.nature == Nature::Any && own.tax.deductible == Decimal::ONE_HUNDRED => 0,
            Treatment::Withholding => 1,
            _ => 2,
        };
        all.push((rank, Choice { code: own.tax.code.clone(), label }));
    }
    all.sort_by_key(|(rank, _)| *rank);
    Ok(all.into_iter().map(|(_, choice)| choice).collect())
}
