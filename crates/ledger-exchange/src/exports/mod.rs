//! The books in the formats of other programs.
//!
//! Entries go out by date, those that were corrected without their mirrors: what is left adds up to the same.

mod beancount;
mod book;
pub mod export;
mod ledger;
mod rows;

use despacho_kernel::words;

words! {
    /// A format in which the books go out.
    Format {
        /// <https://hledger.org>, read by version 1.25 and later.
        Hledger = "hledger",
        /// <https://ledger-cli.org>, read by version 3.
        Ledger = "ledger",
        /// <https://beancount.github.io>, read by version 3.
        Beancount = "beancount",
        /// A posting a line; names and amounts as the API has them.
        Csv = "csv",
        /// The same as a spreadsheet (ISO/IEC 29500): amounts are numbers, days are days.
        Xlsx = "xlsx",
        /// An entry a line: JSON, <https://jsonlines.org>.
        Jsonl = "jsonl",
    }
}
