//! An order as the file that a bank takes.

use std::collections::HashMap;

use despacho_banks::account::BankAccount;
use despacho_kernel::Id;
use despacho_organizations::Organization;
use despacho_sepa_files::{
    Account, Collection, Collections, DebitFormat, Fault, Mandate as Signed, Order, Scheme, Sequence, Transfer, TransferFormat, Transfers, creditor_identifier,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::remittance::{Kind, Mandate, OrderedPayment, Whole};

/// Who collects, as banks know it; none where the organization's tax id makes none.
pub fn creditor(organization: &Organization) -> Option<String> {
    if organization.country == "ES" { creditor_identifier(&organization.tax_id, "000") } else { None }
}

/// The formats of a kind of order, the usual one first.
pub fn formats(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Transfers => &["pain.001.001.03", "pain.001.001.09"],
        Kind::Debits => &["pain.008.001.02", "pain.008.001.08"],
    }
}

/// The one that most banks take.
pub fn usual(kind: Kind) -> &'static str {
    formats(kind)[0]
}

/// The file of an order in a format of its kind. `mandates` are those that its payments name.
pub fn write(whole: &Whole, organization: &Organization, bank: &BankAccount, mandates: &[Mandate], format: &str) -> Result<String, Fault> {
    let of = &whole.remittance;
    let zone = TimeZone::get(&organization.time_zone).unwrap_or(TimeZone::UTC);
    let at = Timestamp::from_millisecond(of.created_at).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned_datetime(zone);
    // Other organizations of the same bank have orders of the same number.
    let tail: String = of.id.simple().to_string().chars().rev().take(12).collect::<String>().to_uppercase();
    let order = Order {
        id: format!("{}-{tail}", of.label()),
        made_at: at.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
        day: of.day.parse::<Date>().unwrap_or_default(),
        own: Account { name: organization.printed_name().to_owned(), iban: bank.iban.clone(), bic: String::new() },
        tax_id: organization.tax_id.clone(),
        batch: of.batch,
    };
    let account = |payment: &OrderedPayment| Account { name: payment.name.clone(), iban: payment.iban.clone(), bic: payment.bic.clone() };
    let id = |position: i64| format!("{}-{position}", of.label());
    if of.kind == Kind::Transfers.word() {
        let all =
            whole
                .payments
                .iter()
                .map(|payment| Transfer { id: id(payment.position), cents: payment.amount, to: account(payment), text: payment.text.clone() });
        let format = if format == "pain.001.001.09" { TransferFormat::V09 } else { TransferFormat::V03 };
        return Transfers { order, all: all.collect() }.write(format);
    }
    let signed: HashMap<Id, &Mandate> = mandates.iter().map(|mandate| (mandate.id, mandate)).collect();
    let mut all = vec![];
    for (at, payment) in whole.payments.iter().enumerate() {
        let mandate = payment.mandate_id.and_then(|id| signed.get(&id)).ok_or(Fault::Identifier { at })?;
        all.push(Collection {
            id: id(payment.position),
            cents: payment.amount,
            from: account(payment),
            mandate: Signed {
                reference: mandate.reference.clone(),
                signed_on: mandate.signed_on.parse().unwrap_or_default(),
                scheme: if mandate.scheme == "b2b" { Scheme::B2b } else { Scheme::Core },
                sequence: match payment.sequence.as_str() {
                    "first" => Sequence::First,
                    "once" => Sequence::Once,
                    _ => Sequence::Recurrent,
                },
            },
            text: payment.text.clone(),
        });
    }
    let format = if format == "pain.008.001.08" { DebitFormat::V08 } else { DebitFormat::V02 };
    Collections { order, creditor: creditor(organization).unwrap_or_default(), all }.write(format)
}
