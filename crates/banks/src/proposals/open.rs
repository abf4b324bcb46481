//! What is open of an organization, read for proposals: postings of its banks' accounts, documents, rules, and what was done before.

use std::collections::HashMap;

use despacho_books::preferences::BANK_RULES;
use despacho_contacts::store as contacts;
use despacho_documents::open::store::{self as documents, Asked};
use despacho_kernel::{Id, text::fold};
use despacho_ledger::accounts::store as chart;
use despacho_organizations::store as organizations;
use despacho_platform::{Result, sql::Connection};
use despacho_settings::lists::store as lists;

use super::{
    facts::{self, Booked, Facts, Habit, Item, Own, Ruling},
    ground::Ground,
};
use crate::{
    account::BankAccount,
    line::BankLine,
    line_store::{self, MOST},
    store,
};

async fn items(db: &dyn Connection, organization: Id) -> Result<Vec<Item>> {
    let open = documents::open(db, organization, &Asked::default(), MOST).await?;
    let mut whose: Vec<Id> = open.iter().map(|of| of.contact_id).collect();
    whose.sort_unstable();
    whose.dedup();
    let names: HashMap<Id, String> = contacts::of_ids(db, organization, &whose).await?.into_iter().map(|contact| (contact.id, contact.name)).collect();
    let item = |of: despacho_documents::open::item::OpenItem| Item {
        document: of.source_id,
        label: of.label,
        reference: of.reference,
        contact: of.contact_id,
        contact_name: names.get(&of.contact_id).cloned().unwrap_or_default(),
        date: of.date.parse().unwrap_or_default(),
        currency: of.currency,
        amount: of.remaining,
    };
    Ok(open.into_iter().map(item).collect())
}

async fn rules(db: &dyn Connection, organization: Id) -> Result<Vec<Ruling>> {
    let rows: Vec<_> = lists::list(db, &BANK_RULES, organization, lists::MAX).await?.into_iter().filter(|row| row.active).collect();
    let account = |row: &_| BANK_RULES.values(row).get("account_id").parse::<Id>().ok();
    let ids: Vec<Id> = rows.iter().filter_map(account).collect();
    let codes: HashMap<Id, String> = chart::of_ids(db, organization, &ids).await?.into_iter().map(|account| (account.id, account.code)).collect();
    let rule = |row: &despacho_settings::lists::ListRow| {
        let values = BANK_RULES.values(row);
        Some(Ruling {
            id: row.id,
            name: values.get("name").to_owned(),
            direction: values.get("direction").to_owned(),
            field: values.get("field").to_owned(),
            comparator: values.get("comparator").to_owned(),
            value: fold(values.get("value")),
            account_code: codes.get(&account(row)?)?.clone(),
        })
    };
    Ok(rows.iter().filter_map(rule).collect())
}

/// What lines of payees went to, the last times in a row.
async fn habits(db: &dyn Connection, organization: Id) -> Result<HashMap<String, Habit>> {
    let before = line_store::before(db, organization).await?;
    let mut ids: Vec<Id> = before.iter().filter_map(|of| of.account_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let codes: HashMap<Id, String> = chart::of_ids(db, organization, &ids).await?.into_iter().map(|account| (account.id, account.code)).collect();
    Ok(facts::habits(before.into_iter().map(|of| (of.payee_key, of.account_id.and_then(|id| codes.get(&id).cloned()), of.contact_id))))
}

async fn booked(db: &dyn Connection, organization: Id, accounts: &[BankAccount]) -> Result<Vec<Booked>> {
    let base = organizations::currency(db, organization).await?;
    let of_chart: HashMap<Id, &BankAccount> = accounts.iter().map(|account| (account.account_id, account)).collect();
    let ids: Vec<Id> = of_chart.keys().copied().collect();
    let booked = |of: line_store::Unseen| {
        let account = of_chart.get(&of.account_id)?;
        let reference = if of.reference.is_empty() { of.number.map(|number| format!("#{number}")).unwrap_or_default() } else { of.reference };
        Some(Booked {
            at: (of.entry_id, of.position),
            bank_account: account.id,
            date: of.date.parse().unwrap_or_default(),
            amount: if account.currency == base.code { of.amount } else { of.currency_amount },
            text: of.text,
            reference,
        })
    };
    Ok(line_store::unseen(db, organization, &ids, "9999-12-31", MOST).await?.into_iter().filter_map(booked).collect())
}

/// What lines are matched with, and all lines that wait, the earliest first.
pub async fn ground(db: &dyn Connection, organization: Id) -> Result<(Ground, Vec<BankLine>)> {
    let accounts = store::accounts(db, organization).await?;
    let lines = line_store::unmatched(db, organization).await?;
    let currency: HashMap<Id, &str> = accounts.iter().map(|account| (account.id, account.currency.as_str())).collect();
    let facts: Vec<Facts> = lines.iter().map(|line| line.facts(currency.get(&line.bank_account_id).copied().unwrap_or_default())).collect();
    let booked = booked(db, organization, &accounts).await?;
    let items = items(db, organization).await?;
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let limited = booked.len() >= most || items.len() >= most || lines.len() >= most;
    let mut ground = Ground::new(booked, items, facts);
    ground.limited = limited;
    ground.rules = rules(db, organization).await?;
    ground.habits = habits(db, organization).await?;
    let own = |of: BankAccount| Own { id: of.id, name: of.name, iban: of.iban, account_code: of.account_code };
    ground.own = accounts.into_iter().map(own).collect();
    Ok((ground, lines))
}
