//! Every SQL of what moved on accounts: their postings over days, their sums, and what was held before.

use despacho_kernel::Id;
use despacho_platform::{
    Result,
    sql::{self, Conditions, Connection},
    vals,
};
use jiff::civil::Date;

use super::{
    entry::Part,
    list::{Slice, Whose},
    store::TAGGED,
};

despacho_platform::row! {
    /// A posting of an account with what its entry says.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Moved {
        pub entry_id: Id,
        pub position: i64,
        pub account_id: Id,
        pub date: String,
        pub amount: i64,
        pub currency: String,
        pub currency_amount: i64,
        pub description: String,
        pub entry_description: String,
        pub reference: String,
        pub journal: String,
        pub number: Option<i64>,
        pub revision: i64,
        pub fiscal_year_id: Option<Id>,
        /// Whose it is.
        pub contact_id: Option<Id>,
        /// The match that it is in.
        pub match_id: Option<Id>,
        pub part: String,
        /// What made its entry, empty when a person or a closing did.
        pub source_kind: String,
    }
}

impl Moved {
    /// Whether it only carries on what was held, as what closes a year and opens the next does: it is never matched.
    pub fn carries(&self) -> bool {
        self.source_kind.is_empty() && [Part::Opening.word(), Part::Closing.word()].contains(&self.part.as_str())
    }
}

/// A place among the postings of accounts: what comes after it is later.
pub type PostingPlace = (String, Id, i64);

/// The postings `p` of accounts between two days, but for those of entries that were corrected and of what undid them.
fn moves(of: Slice, accounts: &[Id], (from, to): (&str, &str), closing: bool) -> Conditions {
    let mut found = Conditions::new("p.organization_id = ?", of.organization);
    found.and("p.date >= ?", from);
    found.and("p.date <= ?", to);
    // Few are corrected, and they are found by their days: quicker than each posting's entry.
    found.and("p.entry_id NOT IN (SELECT id FROM journal_entries WHERE organization_id = $1 AND state = 'superseded' AND date BETWEEN $2 AND ?)", to);
    if !closing {
        found.and("p.part = ?", Part::Normal.word());
    }
    if let Some(tag) = of.tag {
        found.and(TAGGED, tag);
    }
    narrowed(&of, &mut found);
    found.and_in("p.account_id", accounts);
    found
}

/// Narrows postings `p` to a contact's, or to those that name nobody.
pub(crate) fn of_whom(whose: Option<Whose>, found: &mut Conditions) {
    match whose {
        Some(Whose::Contact(id)) => found.and("p.contact_id = ?", id),
        Some(Whose::Nobody) => found.and_of("p.contact_id IS NULL", &[]),
        None => {}
    }
}

/// Adds whose postings `p` are asked for, and whether matched ones.
fn narrowed(of: &Slice, found: &mut Conditions) {
    const MATCHED: &str = "EXISTS (SELECT 1 FROM match_postings m
        WHERE m.organization_id = p.organization_id AND m.entry_id = p.entry_id AND m.position = p.position AND m.live)";
    of_whom(of.whose, found);
    match of.matched {
        Some(true) => found.and_of(MATCHED, &[]),
        // What closes a year and opens the next only carries on.
        Some(false) => found.and_of(
            &format!(
                "NOT {MATCHED} AND NOT EXISTS (SELECT 1 FROM journal_entries c WHERE c.organization_id = p.organization_id AND c.id = p.entry_id
                   AND (c.state NOT IN ('posted', 'reversed') OR (c.source_kind = '' AND c.kind IN ('closing', 'opening'))))"
            ),
            &[],
        ),
        None => {}
    }
}

/// Postings of accounts between two days, by day, from after a place. Those of entries that were corrected are left out, with what undid them,
/// and unless `closing` is asked for those of entries that open and close years.
pub async fn moved(
    db: &dyn Connection,
    of: impl Into<Slice>,
    accounts: &[Id],
    days: (&str, &str),
    closing: bool,
    after: Option<&PostingPlace>,
    limit: i64,
) -> Result<Vec<Moved>> {
    // From the place's own day, so that nothing before it is looked at.
    let from = after.map(|(date, ..)| date.as_str()).filter(|date| date.parse::<Date>().is_ok() && *date > days.0).unwrap_or(days.0);
    let mut found = moves(of.into(), accounts, (from, days.1), closing);
    if let Some((date, entry, position)) = after {
        let first = found.values.len() + 1;
        found.text.push_str(&format!(" AND (p.date, p.entry_id, p.position) > (${first}, ${}, ${})", first + 1, first + 2));
        found.values.extend(vals![date.as_str(), *entry, *position]);
    }
    found.values.push(limit.into());
    let sql = format!(
        "SELECT p.entry_id, p.position, p.account_id, p.date, p.amount, p.currency, p.currency_amount, p.description, e.description AS entry_description,
                e.reference, e.journal, e.number, e.revision, e.fiscal_year_id, p.contact_id, l.match_id, p.part, e.source_kind
         FROM postings p JOIN journal_entries e ON e.organization_id = p.organization_id AND e.id = p.entry_id
         LEFT JOIN match_postings l ON l.organization_id = p.organization_id AND l.entry_id = p.entry_id AND l.position = p.position AND l.live
         WHERE {} ORDER BY p.date, p.entry_id, p.position LIMIT ${}",
        found.text,
        found.values.len()
    );
    Ok(sql::rows(db, &sql, found.values).await?)
}

despacho_platform::row! {
    /// Debits and credits, in minor units of the organization's currency.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct MovedSums {
        pub debit: i64,
        pub credit: i64,
        /// How many postings.
        pub postings: i64,
    }
}

impl MovedSums {
    pub fn add(&mut self, other: &Self) {
        self.debit += other.debit;
        self.credit += other.credit;
        self.postings += other.postings;
    }
}

/// The same of accounts over whole months, `2026-01` to `2026-03`, from the balances.
pub async fn kept_sums(db: &dyn Connection, organization: Id, accounts: &[Id], (first, last): (&str, &str), closing: bool) -> Result<MovedSums> {
    let mut kept = Conditions::new("organization_id = ?", organization);
    kept.and("month >= ?", first);
    kept.and("month <= ?", last);
    // Balances tell the postings of corrected entries, without their amounts.
    let mut corrected = Conditions::new("e.organization_id = ?", organization);
    corrected.and("e.date >= ?", format!("{first}-01"));
    corrected.and("e.date <= ?", format!("{last}-31"));
    if !closing {
        kept.and("part = ?", Part::Normal.word());
        corrected.and("p.part = ?", Part::Normal.word());
    }
    kept.and_in("account_id", accounts);
    corrected.and_in("p.account_id", accounts);
    let sql = format!(
        "SELECT CAST(COALESCE(SUM(debit), 0) AS BIGINT) AS debit, CAST(COALESCE(SUM(credit), 0) AS BIGINT) AS credit,
                CAST(COALESCE(SUM(postings), 0) AS BIGINT) AS postings FROM account_balances WHERE {}",
        kept.text
    );
    let sums: MovedSums = sql::maybe(db, &sql, kept.values).await?.unwrap_or_default();
    let sql = format!(
        "SELECT COUNT(*) FROM journal_entries e JOIN postings p ON p.organization_id = e.organization_id AND p.entry_id = e.id
         WHERE e.state = 'superseded' AND {}",
        corrected.text
    );
    let corrected: i64 = sql::scalar(db, &sql, corrected.values).await?.unwrap_or(0);
    Ok(MovedSums { postings: sums.postings - corrected, ..sums })
}

/// The sums of what [`moved`] lists, up to a place and with it where one is told.
pub async fn moved_sums(
    db: &dyn Connection,
    of: impl Into<Slice>,
    accounts: &[Id],
    days: (&str, &str),
    closing: bool,
    through: Option<&PostingPlace>,
) -> Result<MovedSums> {
    let mut found = moves(of.into(), accounts, days, closing);
    if let Some((date, entry, position)) = through {
        let first = found.values.len() + 1;
        found.text.push_str(&format!(" AND (p.date, p.entry_id, p.position) <= (${first}, ${}, ${})", first + 1, first + 2));
        found.values.extend(vals![date.as_str(), *entry, *position]);
    }
    let sql = format!(
        "SELECT CAST(COALESCE(SUM(CASE WHEN p.amount > 0 THEN p.amount ELSE 0 END), 0) AS BIGINT) AS debit,
                CAST(COALESCE(SUM(CASE WHEN p.amount < 0 THEN -p.amount ELSE 0 END), 0) AS BIGINT) AS credit, COUNT(*) AS postings
         FROM postings p WHERE {}",
        found.text
    );
    Ok(sql::maybe(db, &sql, found.values).await?.unwrap_or_default())
}

despacho_platform::row! {
    /// The first account of a side of an entry, and how many accounts that side has.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Side {
        pub entry_id: Id,
        pub debit: bool,
        pub account_id: Id,
        pub accounts: i64,
    }
}

/// Both sides of entries.
pub async fn sides(db: &dyn Connection, organization: Id, entries: &[Id]) -> Result<Vec<Side>> {
    let sql = "SELECT s.entry_id, s.debit, p.account_id, s.accounts FROM (
                 SELECT entry_id, amount > 0 AS debit, MIN(position) AS first, COUNT(DISTINCT account_id) AS accounts
                 FROM postings WHERE organization_id = $1 AND entry_id IN ({ids}) GROUP BY entry_id, amount > 0) AS s
               JOIN postings p ON p.organization_id = $1 AND p.entry_id = s.entry_id AND p.position = s.first";
    Ok(sql::rows_in(db, sql, vals![organization], entries).await?)
}

/// What accounts hold together before a day, in minor units of the organization's currency, debit positive.
pub async fn balance_before(db: &dyn Connection, of: impl Into<Slice>, accounts: &[Id], day: &str) -> Result<i64> {
    let of = of.into();
    let Slice { organization, tag, .. } = of;
    if of != Slice::from(organization) {
        // Balances are not kept by value, nor by match: the postings are summed.
        let mut of_tag = Conditions::new("p.organization_id = ?", organization);
        of_tag.and("p.date < ?", day);
        if let Some(tag) = tag {
            of_tag.and(TAGGED, tag);
        }
        narrowed(&of, &mut of_tag);
        of_tag.and_in("p.account_id", accounts);
        let sql = format!("SELECT CAST(SUM(p.amount) AS BIGINT) FROM postings p WHERE {}", of_tag.text);
        let sum: Option<Option<i64>> = sql::scalar(db, &sql, of_tag.values).await?;
        return Ok(sum.flatten().unwrap_or(0));
    }
    let month = day.get(..7).unwrap_or_default();
    let mut whole = Conditions::new("organization_id = ?", organization);
    whole.and("month < ?", month);
    whole.and_in("account_id", accounts);
    let mut days = Conditions::new("organization_id = ?", organization);
    days.and("date >= ?", format!("{month}-01"));
    days.and("date < ?", day);
    days.and_in("account_id", accounts);
    let of_months = format!("SELECT CAST(SUM(debit) - SUM(credit) AS BIGINT) FROM account_balances WHERE {}", whole.text);
    let of_days = format!("SELECT CAST(SUM(amount) AS BIGINT) FROM postings WHERE {}", days.text);
    let months: Option<Option<i64>> = sql::scalar(db, &of_months, whole.values).await?;
    let days: Option<Option<i64>> = sql::scalar(db, &of_days, days.values).await?;
    Ok(months.flatten().unwrap_or(0) + days.flatten().unwrap_or(0))
}

/// What entries that open and close years add to accounts over days, a closing of the last day left out: where they are not listed it is held before.
pub async fn opened(db: &dyn Connection, of: impl Into<Slice>, accounts: &[Id], (from, to): (&str, &str)) -> Result<i64> {
    let of = of.into();
    let mut found = Conditions::new("p.organization_id = ?", of.organization);
    found.and("p.date >= ?", from);
    found.and("p.date <= ?", to);
    found.and("p.part <> 'normal' AND (p.part = 'opening' OR (p.part = 'closing' AND p.date < ?))", to);
    if let Some(tag) = of.tag {
        found.and(TAGGED, tag);
    }
    narrowed(&of, &mut found);
    found.and_in("p.account_id", accounts);
    let sql = format!("SELECT CAST(SUM(p.amount) AS BIGINT) FROM postings p WHERE {}", found.text);
    let sum: Option<Option<i64>> = sql::scalar(db, &sql, found.values).await?;
    Ok(sum.flatten().unwrap_or(0))
}
