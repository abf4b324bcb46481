//! An open item, and the allocation of one to another.

use despacho_kernel::Id;

despacho_platform::row! {
    /// A posting on a control account with what is left of it. Amounts are minor units of its currency and, where they begin with `base`, of the
    /// organization's; what a contact owes is positive, what is owed to it negative.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct OpenItem in "open_items" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        /// What made it: a kind of document, `payment` or `write_off`.
        pub source: String,
        /// The document or the payment; of what is written off, the document.
        pub source_id: Id,
        /// Its number.
        pub label: String,
        /// What the other side calls it.
        pub reference: String,
        pub account_id: Id,
        pub contact_id: Id,
        pub currency: String,
        pub amount: i64,
        pub base_amount: i64,
        pub remaining: i64,
        pub base_remaining: i64,
        /// ISO 8601.
        pub date: String,
        pub due_on: String,
        /// Its posting.
        pub entry_id: Id,
        pub position: i64,
        /// Whether its entry is undone.
        pub void: bool,
    }
}

despacho_platform::row! {
    /// A debit and a credit that settle each other, wholly or in part.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Allocation in "allocations" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        /// The open item that is positive, and the one that is negative.
        pub debit_id: Id,
        pub credit_id: Id,
        /// Minor units of their currency, above zero.
        pub amount: i64,
        /// What it takes off each of them, in the organization's currency.
        pub base_debit: i64,
        pub base_credit: i64,
        pub date: String,
        pub made_by: Id,
        pub made_at: i64,
        pub undone_by: Option<Id>,
        pub undone_at: Option<i64>,
    }
}
