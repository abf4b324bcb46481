//! Which account of the chart a file means: by its code, by what was chosen for it before, or by its name.

use std::collections::{BTreeMap, HashMap};

use despacho_kernel::text::fold;
use despacho_ledger::{
    accounts::{Account, account::MAX},
    catalog::parent_of,
};

/// The chart, to find accounts in.
pub struct Chart<'a> {
    by_code: HashMap<&'a str, &'a Account>,
    /// None where two have the name.
    by_name: HashMap<String, Option<&'a Account>>,
    /// What was chosen: names of files and codes of the chart.
    chosen: &'a BTreeMap<String, String>,
    /// Whether sub-accounts that are missing are made.
    makes: bool,
}

/// What a name turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant {
    /// An account that is there.
    Known(String),
    /// A code that is not there, below an account that is.
    New(Box<Account>),
    /// Nobody knows.
    Unknown,
}

/// A code as beancount spells it: `C43-D01` is `43.01`.
fn spelt_out(part: &str) -> String {
    part.strip_prefix('C').unwrap_or(part).replace("-D", ".").replace("-H", "-")
}

/// What of a name could be a code: all of it, its last part, or the first word of that.
fn codes(name: &str) -> Vec<String> {
    let last = name.rsplit(':').next().unwrap_or(name).trim();
    let first = last.split_whitespace().next().unwrap_or(last);
    let mut found = vec![name.trim().to_owned(), last.to_owned(), spelt_out(last), first.trim_end_matches(['.', '-', ':']).to_owned()];
    found.dedup();
    found
}

impl<'a> Chart<'a> {
    pub fn new(accounts: &'a [Account], chosen: &'a BTreeMap<String, String>, makes: bool) -> Self {
        let mut by_name: HashMap<String, Option<&Account>> = HashMap::new();
        for account in accounts {
            by_name.entry(fold(&account.name)).and_modify(|one| *one = None).or_insert(Some(account));
        }
        Self { by_code: accounts.iter().map(|account| (account.code.as_str(), account)).collect(), by_name, chosen, makes }
    }

    /// What a name of a file means; `title` is what the file calls it besides.
    pub fn meant(&self, name: &str, title: &str) -> Meant {
        if let Some(code) = self.chosen.get(name)
            && self.by_code.contains_key(code.as_str())
        {
            return Meant::Known(code.clone());
        }
        let codes = codes(name);
        if let Some(code) = codes.iter().find(|code| self.by_code.contains_key(code.as_str())) {
            return Meant::Known(code.clone());
        }
        let last = name.rsplit(':').next().unwrap_or(name);
        if let Some(Some(account)) = self.by_name.get(&fold(last)) {
            return Meant::Known(account.code.clone());
        }
        let made = self.makes.then(|| codes.iter().find_map(|code| self.new_account(code, last, title))).flatten();
        made.map_or(Meant::Unknown, |account| Meant::New(Box::new(account)))
    }

    /// An account of a code of digits below one of the chart.
    fn new_account(&self, code: &str, name: &str, title: &str) -> Option<Account> {
        let is_code = (3..=20).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit() || b == b'.') && code.starts_with(|c: char| c.is_ascii_digit());
        let parent = self.by_code.get(parent_of(code, |start| start.len() >= 3 && self.by_code.contains_key(start)).filter(|_| is_code)?)?;
        let named = name.trim().strip_prefix(code).map_or("", str::trim);
        let name = [title.trim(), named]
            .into_iter()
            .find(|text| !text.is_empty())
            .map_or_else(|| format!("{} {code}", parent.name), str::to_owned);
        let name: String = name.chars().take(200).collect();
        Some(Account { code: code.to_owned(), name, r#type: parent.r#type.clone(), parent_code: parent.code.clone(), active: true, ..Account::default() })
    }
}

/// Accounts of one file that are made at most: a chart has its bound.
pub const MOST_NEW: usize = MAX;

#[cfg(test)]
mod tests {
    use super::*;

    fn account(code: &str, name: &str) -> Account {
        Account { code: code.into(), name: name.into(), r#type: "asset".into(), active: true, ..Account::default() }
    }

    #[test]
    fn an_account_is_found_by_code_choice_or_name() {
        let accounts = [account("43", "Clientes"), account("430", "Clientes"), account("572", "Bancos"), account("57", "Tesorería"), account("118.01", "IVA")];
        let chosen = BTreeMap::from([("assets:bank".to_owned(), "572".to_owned()), ("assets:gone".to_owned(), "999".to_owned())]);
        let chart = Chart::new(&accounts, &chosen, false);
        for (name, expected) in [
            ("4:43:430", "430"),
            ("Assets:C430", "430"),
            ("Assets:C118-D01", "118.01"),
            ("572", "572"),
            ("572 Bancos", "572"),
            ("assets:bank", "572"),
            ("assets:TESORERIA", "57"),
        ] {
            assert_eq!(chart.meant(name, ""), Meant::Known(expected.into()), "{name}");
        }
        for name in ["assets:gone", "assets:clientes", "43000001", "x"] {
            assert_eq!(chart.meant(name, ""), Meant::Unknown, "{name}");
        }
    }

    #[test]
    fn a_missing_sub_account_is_made_with_its_parents_type() {
        let accounts = [account("430", "Clientes")];
        let chosen = BTreeMap::new();
        let chart = Chart::new(&accounts, &chosen, true);
        let made = |name, title| match chart.meant(name, title) {
            Meant::New(account) => Some((account.code, account.name, account.parent_code, account.r#type)),
            _ => None,
        };
        let expected = |code: &str, name: &str| Some((code.to_owned(), name.to_owned(), "430".to_owned(), "asset".to_owned()));
        assert_eq!(made("43000007", "Café Sol"), expected("43000007", "Café Sol"));
        assert_eq!(made("43000008 Bar Luna", ""), expected("43000008", "Bar Luna"));
        assert_eq!(made("4:43:43000009", ""), expected("43000009", "Clientes 43000009"));
        assert_eq!((made("99000001", ""), made("assets:x", "")), (None, None));
    }
}
