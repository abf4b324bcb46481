//! Whether the taxes of documents are what the ledger has on the accounts of taxes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use despacho_kernel::Id;
use despacho_ledger::{
    accounts::{Account, store as accounts},
    catalog,
    journal::entry::Part,
    reports::{Period, sums},
    taxes::OwnTax,
};
use despacho_platform::{Result, sql::Connection};
use despacho_taxes::{
    forms::Given,
    tax::{Direction, Effect},
};

use crate::{
    accrual_store, filing_store,
    ground::{Ground, Group},
    returns::{self, Return},
    store,
    ties_store::{self, Outside},
};

/// Most entries that are told of an account; how many there are is told beside.
pub const TOLD: i64 = 20;

/// What an account of taxes is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// What is charged, and what the organization owes as a buyer.
    Output,
    /// What it was charged and deducts.
    Input,
    /// What customers kept back.
    WithheldByCustomers,
    /// What it kept back.
    WithheldFromVendors,
    /// What earlier returns left to be used.
    Carried,
}

impl Role {
    /// As it is told.
    pub fn word(self) -> &'static str {
        match self {
            Self::Output => "output",
            Self::Input => "input",
            Self::WithheldByCustomers => "withheld_by_customers",
            Self::WithheldFromVendors => "withheld_from_vendors",
            Self::Carried => "carried",
        }
    }
}

/// An account of taxes over days, in minor units, as the account's own side has it: what is owed is positive on a liability, what is deducted on an asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    pub account: Account,
    pub roles: Vec<Role>,
    /// What documents come to.
    pub documents: i64,
    /// What the ledger moved, without what opens and closes years.
    pub ledger: i64,
    /// What of it settled with the tax authority, by entries on accounts of taxes, cash and banks alone.
    pub settled: i64,
    /// The entries that are no document's, at most [`TOLD`].
    pub outside: Vec<Outside>,
    /// How many of them there are.
    pub entries: i64,
    /// Whether it only takes what is owed as a buyer (deferred import VAT): settlements move it both ways.
    only_due: bool,
}

impl Tie {
    /// What neither documents nor settlements explain.
    pub fn difference(&self) -> i64 {
        self.ledger - self.settled - self.documents
    }

    /// Whether an entry settles what the account holds.
    pub fn is_settled_by(&self, entry: &Outside) -> bool {
        entry.settles == 2 || entry.settles == 1 && (self.only_due || self.side() * entry.amount < 0)
    }

    /// -1 of an account that holds credits.
    pub fn side(&self) -> i64 {
        side(&self.account)
    }
}

fn side(account: &Account) -> i64 {
    if matches!(account.r#type.as_str(), "liability" | "equity" | "income") { -1 } else { 1 }
}

/// The accounts of a tax, with what each is for.
fn roles(own: &OwnTax) -> Vec<(Id, Role)> {
    let main = match (own.tax.effect(), own.tax.direction) {
        (Effect::Withheld, Direction::Sale) => Role::WithheldByCustomers,
        (Effect::Withheld, Direction::Purchase) => Role::WithheldFromVendors,
        (_, Direction::Sale) => Role::Output,
        (_, Direction::Purchase) => Role::Input,
    };
    [(own.account, main), (own.pending_account, main), (own.due_account, Role::Output)]
        .into_iter()
        .filter_map(|(account, role)| Some((account?, role)))
        .collect()
}

/// What documents move on each account of these taxes, debit positive, as they are posted.
pub fn of_documents(ground: &Ground, groups: &[Group], of: impl Fn(&OwnTax) -> bool) -> HashMap<Id, i64> {
    let mut moved: HashMap<Id, i64> = HashMap::new();
    for group in groups {
        let Some(own) = ground.taxes.get(&group.tax_id).filter(|own| of(own)) else { continue };
        let (sign, main) = (group.sign(), own.pending_account.or(own.account));
        let amount = match (own.tax.direction, group.effect.as_str()) {
            (Direction::Sale, "withheld") => group.amount,
            (Direction::Purchase, "withheld") | (Direction::Sale, _) => -group.amount,
            (Direction::Purchase, _) => group.deducted,
        };
        if let Some(account) = main {
            *moved.entry(account).or_default() += sign * amount;
        }
        if let Some(account) = own.due_account.filter(|_| group.effect == "self_assessed") {
            *moved.entry(account).or_default() -= sign * group.amount;
        }
    }
    moved
}

/// The accounts of the taxes that `of` takes, each held against what documents of the days come to.
pub async fn ties(db: &dyn Connection, ground: &Ground, days: Period, groups: &[Group], of: impl Fn(&OwnTax) -> bool) -> Result<Vec<Tie>> {
    let mut wanted: BTreeMap<Id, BTreeSet<Role>> = BTreeMap::new();
    for (account, role) in ground.taxes.values().filter(|own| of(own)).flat_map(roles) {
        wanted.entry(account).or_default().insert(role);
    }
    let ids: Vec<Id> = wanted.keys().copied().collect();
    let own: BTreeSet<Id> = ground.taxes.values().flat_map(|own| [own.account, own.pending_account]).flatten().collect();
    let (mut moved, ledger) = (of_documents(ground, groups, |_| true), sums::over(db, ground.id(), days).await?);
    let pack = catalog::pack(&ground.organization.country);
    // What customers keep back when they pay stands on its role's account.
    if let Some(account) = accounts::find_by_code(db, ground.id(), &pack.documents.withheld_by_customers)
        .await?
        .filter(|account| wanted.contains_key(&account.id))
    {
        let kept = accrual_store::withheld_at_payment(db, ground.id(), days, &ground.currency.code).await?;
        *moved.entry(account.id).or_default() += kept;
    }
    let watched = &pack.watched;
    let settling: Vec<String> = watched.tax.iter().chain(&watched.cash).cloned().collect();
    let outside: HashMap<Id, _> = ties_store::sums(db, ground.id(), days, &ids, &settling)
        .await?
        .into_iter()
        .map(|sums| (sums.account_id, sums))
        .collect();
    let mut found = vec![];
    for account in accounts::of_ids(db, ground.id(), &ids).await? {
        let (side, apart) = (side(&account), outside.get(&account.id));
        let only_due = !own.contains(&account.id);
        let settled = apart.map_or(0, |sums| match side {
            _ if only_due => sums.settled_debit + sums.settled_credit,
            -1 => sums.settled_debit,
            _ => sums.settled_credit,
        }) + apart.map_or(0, |sums| sums.filed);
        let tie = Tie {
            roles: wanted.remove(&account.id).into_iter().flatten().collect(),
            documents: side * moved.get(&account.id).copied().unwrap_or(0),
            ledger: side * ledger.get(&(account.id, Part::Normal)).copied().unwrap_or_default().balance(),
            settled: side * settled,
            entries: apart.map_or(0, |sums| sums.entries),
            outside: match apart {
                Some(_) => ties_store::entries(db, ground.id(), days, account.id, &settling, TOLD).await?,
                None => vec![],
            },
            only_due,
            account,
        };
        // An account that nothing moves ties with nothing.
        if tie.documents != 0 || (!only_due && (tie.ledger != 0 || tie.entries != 0)) {
            found.push(tie);
        }
    }
    found.sort_by(|a, b| a.account.code.cmp(&b.account.code));
    Ok(found)
}

/// The accounts of the taxes that go to a return, held against the documents of its days; and that of what earlier returns left, as it was before them.
pub async fn held(db: &dyn Connection, ground: &Ground, of: &Return) -> Result<Vec<Tie>> {
    let groups = store::groups(db, ground.id(), of.days).await?;
    let (country, end) = (ground.organization.country.as_str(), of.period.days().1);
    let mut all = ties(db, ground, of.days, &groups, |own| returns::takes(country, of.form, end, &own.tax)).await?;
    all.extend(carried(db, ground, of).await?);
    Ok(all)
}

async fn carried(db: &dyn Connection, ground: &Ground, of: &Return) -> Result<Option<Tie>> {
    let Some(figure) = of.form.taking(Given::Carried).and_then(|number| of.figure(number)) else { return Ok(None) };
    let Some(pack) = &catalog::pack(&ground.organization.country).returns else { return Ok(None) };
    let Some(account) = accounts::find_by_code(db, ground.id(), &pack.receivable).await? else { return Ok(None) };
    let ledger = filing_store::held_before(db, ground.id(), account.id, &of.days.from.to_string()).await?;
    let tie = Tie { account, roles: vec![Role::Carried], documents: figure.value, ledger, settled: 0, outside: vec![], entries: 0, only_due: false };
    Ok(Some(tie).filter(|tie| tie.documents != 0 || tie.ledger != 0))
}
