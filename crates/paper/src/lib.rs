//! Documents as data, and the client of the program that prints them (`despacho-printer`).

#![warn(missing_docs)]

mod printer;
mod sheet;
pub mod wire;

pub use printer::{Printer, Settings, beside, is_program};
pub use sheet::{LineColumn, Paper, Party, Sheet, Total};

use serde::{Deserialize, Serialize};

/// Why a document was not printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The program that prints is not where it should be, or not yet.
    #[error("the printer is not there")]
    Absent,
    /// Too many documents wait.
    #[error("too many documents wait for the printer")]
    Busy,
    /// It took longer than a document may.
    #[error("the document took too long")]
    TooLong,
    /// The order, the document or the memory that it takes is beyond its bound.
    #[error("the document is too large")]
    TooLarge,
    /// It can't be laid out; the message is for the log.
    #[error("the document is faulty: {0}")]
    Document(String),
    /// The program died again and again.
    #[error("the printer died")]
    Died,
}

impl Fault {
    /// A word for texts and programs.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Absent => "printer_absent",
            Self::Busy => "printer_busy",
            Self::TooLong => "document_too_long",
            Self::TooLarge => "document_too_large",
            Self::Document(_) => "document_faulty",
            Self::Died => "printer_died",
        }
    }
}
