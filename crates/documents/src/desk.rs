//! Where documents are worked on.

use despacho_kernel::{Id, Invalid};
use despacho_ledger::journal::Allowed;
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    memberships,
};

use crate::{
    document::Document,
    ground::Ground,
    kind::{Action, Kind},
    store,
};

/// An organization that is held until the transaction ends, with what its documents stand on, and who works on them.
pub struct Desk<'a> {
    pub tx: &'a Tx,
    pub ground: Ground,
    pub allowed: Allowed<'a>,
}

impl<'a> Desk<'a> {
    /// Holds an organization.
    pub async fn of(tx: &'a Tx, organization: Id, allowed: Allowed<'a>) -> Result<Self> {
        memberships::hold(tx, organization).await?;
        Ok(Self { ground: Ground::of(tx, organization, allowed.now).await?, tx, allowed })
    }

    /// The organization's id.
    pub fn organization(&self) -> Id {
        self.ground.organization.id
    }

    /// A document of a kind that an action may be done with, at the version that was seen.
    ///
    /// Errors: those of [`Kind::allows`] as conflicts; stale where another version is there.
    pub async fn take(&self, (kind, id): (Kind, Id), action: Action, seen: Option<i64>) -> Result<Document> {
        let document = store::find_of(self.tx, self.organization(), kind.word(), id).await?;
        kind.allows(document.stage()?, action, self.ground.is_final()).map_err(Error::Conflict)?;
        if seen.is_some_and(|seen| seen != document.version) {
            return Err(Error::Stale(vec![]));
        }
        Ok(document)
    }

    /// Refuses a vendor's number that is there already in that year: `duplicate_bill` (id).
    pub async fn single(&self, kind: Kind, document: &Document) -> Result<()> {
        if kind.is_vendors()
            && !document.vendor_number.is_empty()
            && let Some(other) = store::twin(self.tx, document).await?
        {
            let mut errors = Invalid::new();
            errors.push_with("vendor_number", "duplicate_bill", vec![("id", other.to_string())]);
            return Err(errors.into());
        }
        Ok(())
    }

    /// Keeps a document at its next version, and what was done with it.
    pub async fn keep(&self, after: &Document, action: &str) -> Result<Document> {
        store::update(self.tx, after).await?;
        self.record(after, action).await?;
        store::find(self.tx, self.organization(), after.id).await
    }

    /// Notes what was done with a document.
    pub async fn record(&self, document: &Document, action: &str) -> Result<()> {
        self.record_with(document, action, vec![]).await
    }

    /// Notes what was done with a document, and with what.
    pub async fn record_with(&self, document: &Document, action: &str, changes: Vec<Change>) -> Result<()> {
        let label = document.label();
        let subject = (document.kind.as_str(), document.id, label.as_str());
        let entry = Entry { tenant: document.organization_id, actor: Some(self.allowed.by), action, subject, changes };
        activity::record(self.tx, entry, self.allowed.now).await
    }
}
