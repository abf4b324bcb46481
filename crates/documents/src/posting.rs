//! What documents write in the journal, as pure functions of what was computed.

use despacho_kernel::Id;
use despacho_ledger::journal::{ContactRef, EntryDraft, Foreign, Kind as EntryKind, Posting, entry::Source};
use despacho_ledger::taxes as own;
use despacho_taxes::{
    document::Computed,
    plan::{self, AccountMissing, Accounts, Planned},
};
use jiff::civil::Date;

use crate::{document::Document, kind::Kind, read::Drafted};

/// The postings of a document on these accounts: its own, or their mirror of what corrects another. That of the control account comes first, where
/// anything is payable.
///
/// Answers the first tax whose account is missing.
pub fn postings(kind: Kind, drafted: &Drafted, control: Id) -> Result<Vec<Posting>, AccountMissing> {
    let lines: Vec<Id> = drafted.line_accounts.iter().map(|account| account.id).collect();
    let accounts = Accounts { control: &control, lines: &lines, taxes: &drafted.tax_accounts };
    let signed = |computed: &Computed| if kind.is_credit() { computed.mirror() } else { computed.clone() };
    let planned = |computed: &Computed| plan::postings(kind.direction(), &signed(computed), &drafted.lines, accounts);
    let base = planned(&drafted.in_base)?;
    let document = &drafted.whole.document;
    let own = if document.rate.is_empty() { vec![] } else { planned(&drafted.computed)? };
    let contact = Some(ContactRef::Id(document.contact_id));
    let posting = |planned: &Planned<Id>| {
        let same = |other: &&Planned<Id>| (other.account, other.control, other.amount.signum()) == (planned.account, planned.control, planned.amount.signum());
        let foreign = (!document.rate.is_empty()).then(|| Foreign {
            currency: document.currency.clone(),
            amount: own.iter().find(same).map_or(0, |other| other.amount),
            rate: document.rate.clone(),
        });
        Posting { foreign, ..own::posting(planned, contact) }
    };
    Ok(base.iter().map(posting).collect())
}

/// The entry of a document.
pub fn entry(document: &Document, kind: Kind, date: Date, description: String, postings: Vec<Posting>) -> EntryDraft {
    let reference = if kind.is_own_paper() { &document.number } else { &document.vendor_number };
    EntryDraft {
        date,
        journal: kind.journal(),
        kind: EntryKind::Document,
        description,
        reference: reference.clone(),
        source: Some(Source { kind: kind.word().into(), id: document.id }),
        postings,
    }
}
