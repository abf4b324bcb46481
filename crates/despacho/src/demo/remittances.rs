//! Accounts of contacts at a bank that nobody has, a customer's mandate, and a remittance that waits for the bank.

use despacho_bank_files::iban;
use despacho_banks::store as banks;
use despacho_documents::{
    kind::Kind as DocumentKind,
    open::store::{self as open, Asked},
};
use despacho_kernel::{Id, Invalid};
use despacho_ledger::journal::Allowed;
use despacho_platform::{Error, Result, Tx};
use despacho_remittances::{
    actions::{self, TypedItem, TypedRemittance},
    details::{self, TypedBank, TypedMandate},
};
use jiff::{ToSpan, civil::Date};

/// Whom a side's open documents name, at most so many, and those documents.
async fn named(tx: &Tx, organization: Id, receivable: bool, most: usize) -> Result<(Vec<Id>, Vec<Id>)> {
    let asked = Asked { receivable: Some(receivable), currency: Some("EUR".into()), ..Asked::default() };
    let mut found = open::open(tx, organization, &asked, 50).await?;
    found.retain(|item| item.source.parse::<DocumentKind>().is_ok_and(|kind| kind.corrects().is_none()));
    let mut people: Vec<Id> = vec![];
    for item in &found {
        if people.len() < most && !people.contains(&item.contact_id) {
            people.push(item.contact_id);
        }
    }
    let documents = found.iter().filter(|item| people.contains(&item.contact_id)).map(|item| item.source_id).collect();
    Ok((people, documents))
}

/// Transfers to one vendor that are prepared, and a customer who may be debited.
pub async fn keep(tx: &Tx, organization: Id, today: Date, allowed: Allowed<'_>) -> Result<()> {
    let who = (allowed.by, allowed.now);
    let account = |number: &str| TypedBank { iban: iban::spanish("9999", "0012", number).unwrap_or_default(), ..TypedBank::default() };
    let (vendors, bills) = named(tx, organization, false, 1).await?;
    for vendor in &vendors {
        details::keep(tx, organization, (*vendor, None), &account("0034005679"), who).await?;
    }
    let (customers, _) = named(tx, organization, true, 1).await?;
    for customer in &customers {
        details::keep(tx, organization, (*customer, None), &account("0034005680"), who).await?;
        let signed = today.checked_sub(90.days()).map_err(|e| Error::Other(e.to_string()))?;
        let typed = TypedMandate { signed_on: signed.to_string(), ..TypedMandate::default() };
        details::sign(tx, organization, *customer, &typed, today, who).await?;
    }
    let bank = banks::accounts(tx, organization)
        .await?
        .into_iter()
        .find(|bank| !bank.iban.is_empty())
        .ok_or_else(|| Invalid::one("bank_account_id", "required"))?;
    if bills.is_empty() {
        return Ok(());
    }
    let items = bills.into_iter().take(3).map(|id| TypedItem { document_id: Some(id), amount: String::new() }).collect();
    let typed = TypedRemittance { kind: "transfers".into(), bank_account_id: Some(bank.id), items, ..TypedRemittance::default() };
    actions::create(tx, organization, &typed, allowed).await?;
    Ok(())
}
