//! What the entries of an organization have in common, and how an amount is written.

use std::collections::HashMap;

use despacho_contacts::{
    Contact,
    store::{self as contacts, Filter},
};
use despacho_kernel::{
    Id,
    place::{self, Currency},
};
use despacho_ledger::{
    accounts::{Account, store as accounts},
    dimensions::store as dimensions,
    fiscal_years::store as years,
    journal::{
        Kind, Part,
        store::{self, JournalEntry, PostingRow},
    },
};
use despacho_organizations::store as organizations;
use despacho_platform::{Error, Result, sql::Connection};

/// What all entries have in common.
pub struct Book {
    pub name: String,
    pub currency: &'static Currency,
    /// Every currency of its postings, its own among them.
    pub currencies: Vec<&'static Currency>,
    /// The chart by code.
    pub accounts: Vec<Account>,
    /// The codes of each account's parents, from the top, and its own.
    pub lines: HashMap<Id, Vec<String>>,
    /// The codes of its dimensions.
    pub dimensions: Vec<String>,
    contacts: HashMap<Id, Contact>,
    years: HashMap<Id, String>,
    at: HashMap<Id, usize>,
}

impl Book {
    pub async fn open(db: &dyn Connection, organization: Id) -> Result<Self> {
        let of = organizations::find(db, organization).await?;
        let accounts = accounts::all(db, organization).await?;
        let parents: HashMap<&str, &str> = accounts.iter().map(|a| (a.code.as_str(), a.parent_code.as_str())).collect();
        let line = |account: &Account| {
            let mut line = vec![account.code.clone()];
            let mut at = account.parent_code.as_str();
            while !at.is_empty() && !line.iter().any(|code| code == at) {
                line.insert(0, at.to_owned());
                at = parents.get(at).copied().unwrap_or_default();
            }
            (account.id, line)
        };
        let lines = accounts.iter().map(line).collect();
        let years = years::list(db, organization).await?.into_iter().map(|year| (year.id, year.name)).collect();
        let currency = of.own_currency()?;
        let mut codes = store::currencies(db, organization).await?;
        if !codes.contains(&of.currency) {
            codes.push(of.currency.clone());
        }
        let currencies = codes.iter().filter_map(|code| place::currency(code).ok()).collect();
        let at = accounts.iter().enumerate().map(|(at, account)| (account.id, at)).collect();
        let dimensions = dimensions::dimensions(db, organization).await?.into_iter().map(|dimension| dimension.code).collect();
        let contacts = contacts::after(db, organization, &Filter::default(), 0, despacho_contacts::MAX).await?;
        let contacts = contacts.into_iter().map(|contact| (contact.id, contact)).collect();
        Ok(Self { contacts, name: of.name, currency, currencies, accounts, lines, dimensions, years, at })
    }

    /// The account of a posting.
    pub fn account(&self, id: Id) -> Result<&Account> {
        self.at.get(&id).and_then(|at| self.accounts.get(*at)).ok_or_else(|| Error::Other(format!("no account {id}")))
    }

    /// Whose a posting is.
    pub fn contact(&self, row: &PostingRow) -> Option<&Contact> {
        self.contacts.get(&row.contact_id?)
    }

    /// An entry's number with its year: `2026/12`; those of another journal than the general say which: `2026/sales/3`.
    pub fn number(&self, entry: &JournalEntry) -> String {
        let year = entry.fiscal_year_id.and_then(|id| self.years.get(&id)).map_or("", String::as_str).replace('–', "-");
        let journal = if entry.journal == "general" { String::new() } else { format!("{}/", entry.journal) };
        format!("{year}/{journal}{}", entry.number.unwrap_or_default())
    }
}

/// What an entry is where it opens or closes a year.
pub fn of_year(entry: &JournalEntry) -> Option<&str> {
    entry.kind.parse::<Kind>().is_ok_and(|kind| kind.part() != Part::Normal).then_some(entry.kind.as_str())
}

/// An amount as all three formats read it: `121.00 EUR`, or `110.00 USD @@ 100.00 EUR` for one in another currency.
pub fn amount(book: &Book, row: &PostingRow) -> Result<String> {
    use despacho_kernel::money::plain;
    let base = &book.currency.code;
    let value = plain(row.amount, book.currency.digits);
    if row.currency == *base || row.currency_amount == 0 {
        return Ok(format!("{value} {base}"));
    }
    let foreign = place::currency(&row.currency).map_err(|e| Error::Other(e.into()))?;
    let cost = value.trim_start_matches('-');
    Ok(format!("{} {} @@ {cost} {base}", plain(row.currency_amount, foreign.digits), foreign.code))
}
