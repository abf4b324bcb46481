//! A batch, and its rows.

use despacho_kernel::Id;

/// Most bills of a batch.
pub const MOST: i64 = 2_000;

despacho_platform::row! {
    /// Bills that one person types one after another.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Batch in "bill_batches" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        pub made_by: Id,
        /// The month that days are typed without: `2027-04`.
        pub month: String,
        /// The code of the account that bills are paid from; empty until one was.
        pub paid_account: String,
        /// UTC milliseconds.
        pub begun_at: i64,
        pub ended_at: Option<i64>,
    }
}

despacho_platform::row! {
    /// A bill of a batch, and the payment that was recorded with it.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Row in "bill_batch_rows" key (organization_id, document_id) {
        pub organization_id: Id,
        pub document_id: Id,
        pub batch_id: Id,
        /// From 1, in the order in which they were registered.
        pub position: i64,
        pub payment_id: Option<Id>,
    }
}

despacho_platform::row! {
    /// What the bills of a batch come to, in minor units of the organization's currency. What is void comes to nothing.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Sums {
        pub bills: i64,
        pub net: i64,
        pub taxes: i64,
        pub withheld: i64,
        pub payable: i64,
        /// The number under which the first of them was received, and the last.
        pub first: String,
        pub last: String,
    }
}
