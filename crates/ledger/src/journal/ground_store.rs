//! What entries stand on, read in one statement: every entry that is posted asks for it, and a way to the database and back takes longer than the
//! reading.

use std::collections::HashMap;

use despacho_kernel::Id;
use despacho_platform::sql::{Connection, Value};
use despacho_platform::{Error, Result, sql, vals};

use super::store::PeriodLock;
use crate::{dimensions::store::Dimension, fiscal_years::store::FiscalYear};

despacho_platform::row! {
    /// A row of one of the tables; what its columns hold depends on `what` it is.
    struct Read {
        what: String,
        id: Option<Id>,
        a: String,
        b: String,
        c: String,
        d: String,
        number: Option<i64>,
        flag: bool,
    }
}

/// An account as entries name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub id: Id,
    pub code: String,
    /// ISO 4217; empty where it is the organization's.
    pub currency: String,
    /// Which contacts its postings name; empty where none.
    pub control: String,
    /// Asset, liability, equity, income or expense.
    pub r#type: String,
    pub active: bool,
}

/// What entries of an organization stand on.
#[derive(Debug, Default)]
pub struct Standing {
    pub country: String,
    pub currency: String,
    /// The latest first.
    pub years: Vec<FiscalYear>,
    /// The last number given in each year and journal.
    pub counters: HashMap<(Id, String), i64>,
    pub locks: Vec<PeriodLock>,
    /// Whether exceptions to locks are given.
    pub excepted: bool,
    /// In their order.
    pub dimensions: Vec<Dimension>,
    pub accounts: Vec<Named>,
}

/// Which accounts entries name.
pub struct Accounts<'a> {
    pub codes: Vec<&'a str>,
    pub ids: Vec<Id>,
}

/// Most accounts that are read one by one: SQLite makes a table for itself of any list.
const FEW: usize = 20;
/// Most accounts that are named; of more the whole chart is read, which has its bound.
const MOST: usize = 500;

impl Accounts<'_> {
    /// How they are read, their values added to those before them.
    fn read(&self, values: &mut Vec<Value>) -> String {
        let read = |condition: &str| {
            format!(
                " UNION ALL SELECT 'account', id, code, currency, control, type, NULL, active FROM (
                    SELECT id, code, currency, control, type, active FROM accounts WHERE organization_id = $1{condition} LIMIT 5000) AS a"
            )
        };
        let named = self.codes.len() + self.ids.len();
        if named > MOST {
            return read("");
        }
        let first = values.len() + 1;
        values.extend(self.codes.iter().map(|code| Value::from(*code)));
        values.extend(self.ids.iter().map(|id| Value::from(*id)));
        let (ids, end) = (first + self.codes.len(), first + named);
        if named <= FEW {
            let codes = (first..ids).map(|at| read(&format!(" AND code = ${at}")));
            return codes.chain((ids..end).map(|at| read(&format!(" AND id = ${at}")))).collect();
        }
        let lists = [("code", first, ids), ("id", ids, end)].into_iter().filter(|(_, first, end)| first < end);
        lists
            .map(|(column, first, end)| read(&format!(" AND {column} IN ({})", sql::placeholders(first, end - first))))
            .collect()
    }
}

/// Reads what entries of these accounts stand on.
pub async fn standing(db: &dyn Connection, organization: Id, accounts: &Accounts<'_>) -> Result<Standing> {
    let mut values = vals![organization];
    let named = accounts.read(&mut values);
    let text = format!(
        "SELECT 'organization' AS what, id, country AS a, currency AS b, '' AS c, '' AS d, CAST(NULL AS BIGINT) AS number, FALSE AS flag
           FROM organizations WHERE id = $1{named}
         UNION ALL SELECT 'year', id, name, starts_on, ends_on, state, closed_at, FALSE FROM (
           SELECT id, name, starts_on, ends_on, state, closed_at FROM fiscal_years WHERE organization_id = $1 ORDER BY starts_on DESC LIMIT 50) AS y
         UNION ALL SELECT 'counter', fiscal_year_id, journal, '', '', '', last, FALSE FROM (
           SELECT fiscal_year_id, journal, last FROM journal_counters WHERE organization_id = $1 LIMIT 1000) AS n
         UNION ALL SELECT 'lock', set_by, scope, level, locked_through, reason, set_at, FALSE FROM (
           SELECT scope, level, locked_through, reason, set_by, set_at FROM period_locks WHERE organization_id = $1 LIMIT 20) AS l
         UNION ALL SELECT 'exception', id, '', '', '', '', NULL, TRUE FROM (
           SELECT id FROM lock_exceptions WHERE organization_id = $1 AND state = 'granted' LIMIT 1) AS x
         UNION ALL SELECT 'dimension', id, code, name, required_on, '', position, active FROM (
           SELECT id, code, name, required_on, position, active FROM dimensions WHERE organization_id = $1 LIMIT 500) AS d"
    );
    let mut found = Standing::default();
    let mut dimensions = vec![];
    for row in sql::rows::<Read>(db, &text, values).await? {
        let Read { what, id, a, b, c, d, number, flag } = row;
        let id = id.unwrap_or_default();
        match what.as_str() {
            "organization" => (found.country, found.currency) = (a, b),
            "account" => found.accounts.push(Named { id, code: a, currency: b, control: c, r#type: d, active: flag }),
            "year" => {
                found
                    .years
                    .push(FiscalYear { organization_id: organization, id, name: a, starts_on: b, ends_on: c, state: d, closed_at: number });
            }
            "counter" => _ = found.counters.insert((id, a), number.unwrap_or(0)),
            "lock" => {
                let (set_by, set_at) = (id, number.unwrap_or(0));
                found
                    .locks
                    .push(PeriodLock { organization_id: organization, scope: a, level: b, locked_through: c, reason: d, set_by, set_at });
            }
            "exception" => found.excepted = true,
            _ => dimensions.push((number, Dimension { id, code: a, name: b, required_on: c, active: flag })),
        }
    }
    if found.currency.is_empty() {
        return Err(Error::NotFound);
    }
    found.years.sort_by(|a, b| b.starts_on.cmp(&a.starts_on));
    found.locks.sort_by(|a, b| (&a.scope, &a.level).cmp(&(&b.scope, &b.level)));
    dimensions.sort_by_key(|(position, dimension)| (*position, dimension.id));
    found.dimensions = dimensions.into_iter().map(|(_, dimension)| dimension).collect();
    Ok(found)
}
