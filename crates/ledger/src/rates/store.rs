//! Every SQL of exchange rates.

use despacho_kernel::Id;
use despacho_platform::{
    Result, Tx,
    sql::{self, Conditions, Connection, FromRow, Stored},
};

despacho_platform::row! {
    /// A rate of a day.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ExchangeRate in "exchange_rates" key (tenant_id, date, currency, base) {
        /// A practice, or an organization.
        pub tenant_id: Id,
        /// ISO 8601.
        pub date: String,
        /// One of this is so many of `base`.
        pub currency: String,
        pub base: String,
        /// A decimal, as its source has it.
        pub rate: String,
        /// `ecb`, `file` or `typed`.
        pub source: String,
        pub set_by: Id,
        pub set_at: i64,
    }
}

/// Stores rates, each in place of one of its day and pair.
pub async fn put(tx: &Tx, rates: &[ExchangeRate]) -> Result<()> {
    const OR: &str = " ON CONFLICT (tenant_id, date, currency, base) DO UPDATE SET rate = excluded.rate, source = excluded.source, set_by = excluded.set_by, set_at = excluded.set_at";
    Ok(sql::insert_or(tx, ExchangeRate::TABLE, ExchangeRate::COLUMNS, rates.iter().map(Stored::values).collect(), OR).await?)
}

/// Takes the rates of days and pairs away.
pub async fn remove(tx: &Tx, tenant: Id, of: &[(String, String, String)]) -> Result<()> {
    if of.is_empty() {
        return Ok(());
    }
    let rows: Vec<String> = (0..of.len()).map(|at| format!("(${}, ${}, ${})", at * 3 + 2, at * 3 + 3, at * 3 + 4)).collect();
    let sql = format!("DELETE FROM exchange_rates WHERE tenant_id = $1 AND (date, currency, base) IN (VALUES {})", rows.join(", "));
    let values = std::iter::once(sql::Value::from(tenant))
        .chain(of.iter().flat_map(|(date, currency, base)| despacho_platform::vals![date.as_str(), currency.as_str(), base.as_str()]));
    sql::run(tx, &sql, values.collect()).await?;
    Ok(())
}

/// What a list of rates is narrowed by.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub currency: String,
    pub from: String,
    pub to: String,
}

/// A place in the list: what comes after it is earlier, or of a later code.
pub type Place = (String, String, String, Id);

/// A page of the rates of some tenants, the latest day first.
pub async fn page(db: &dyn Connection, tenants: &[Id], filter: &Filter, after: Option<&Place>, limit: i64) -> Result<Vec<ExchangeRate>> {
    let mut found = Conditions { text: String::new(), values: vec![] };
    found.and_in("tenant_id", tenants);
    if !filter.currency.is_empty() {
        found.and("(currency = ? OR base = ?)", filter.currency.as_str());
    }
    if !filter.from.is_empty() {
        found.and("date >= ?", filter.from.as_str());
    }
    if !filter.to.is_empty() {
        found.and("date <= ?", filter.to.as_str());
    }
    if let Some((date, currency, base, tenant)) = after {
        let first = found.values.len() + 1;
        let (second, third, fourth) = (first + 1, first + 2, first + 3);
        found
            .text
            .push_str(&format!(" AND (date < ${first} OR (date = ${first} AND (currency, base, tenant_id) > (${second}, ${third}, ${fourth})))"));
        found.values.extend(despacho_platform::vals![date.as_str(), currency.as_str(), base.as_str(), *tenant]);
    }
    found.values.push(limit.into());
    let sql = format!(
        "SELECT {} FROM exchange_rates WHERE {} ORDER BY date DESC, currency, base, tenant_id LIMIT ${}",
        ExchangeRate::columns(),
        found.text,
        found.values.len()
    );
    Ok(sql::rows(db, &sql, found.values).await?)
}

/// The quotations between two days from which the rate of pairs with a currency follows: of it, of the others, and of the pivot.
pub async fn between(db: &dyn Connection, tenants: &[Id], currencies: &[&str], pivot: &str, (from, to): (&str, &str)) -> Result<Vec<ExchangeRate>> {
    let mut found = Conditions::new("date >= ?", from);
    found.and("date <= ?", to);
    found.and_in("tenant_id", tenants);
    let first = found.values.len() + 1;
    let listed = sql::placeholders(first, currencies.len());
    let of_pivot = first + currencies.len();
    found.text.push_str(&format!(" AND base IN ({listed}) AND (currency IN ({listed}) OR currency = ${of_pivot})"));
    found.values.extend(currencies.iter().map(|code| sql::Value::from(*code)));
    found.values.push(pivot.into());
    let sql = format!("SELECT {} FROM exchange_rates WHERE {} ORDER BY date DESC LIMIT 20000", ExchangeRate::columns(), found.text);
    Ok(sql::rows(db, &sql, found.values).await?)
}
