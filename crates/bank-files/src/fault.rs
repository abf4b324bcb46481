//! Why a file is refused.

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct Fault {
    /// The line, counted from 1; 0 for the whole file.
    pub line: usize,
    /// The reason.
    pub why: Why,
}

/// The reason. Amounts are told as plain decimals.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// Nothing is in it.
    #[error("nothing is in the file")]
    Empty,
    /// It is of no format that is read.
    #[error("no known format")]
    Unknown,
    /// More bytes than are read.
    #[error("more than {0} bytes")]
    TooLarge(usize),
    /// More lines than are read.
    #[error("more than {0} lines")]
    TooManyLines(usize),
    /// It ends before what must close it.
    #[error("the file ends before {0}")]
    Truncated(&'static str),
    /// A record, field or type that the format does not have there.
    #[error("{0:?} does not belong here")]
    Record(String),
    /// A record that is shorter than its format says.
    #[error("the record has {found} characters of {expected}")]
    Short {
        /// What it should have at least.
        expected: usize,
        /// What it has.
        found: usize,
    },
    /// Something that must be told is not.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// No day.
    #[error("{0:?} is no date")]
    Date(String),
    /// No amount of the currency.
    #[error("{0:?} is no amount")]
    Amount(String),
    /// No currency that is known.
    #[error("{0:?} is no known currency")]
    Currency(String),
    /// How many lines the file says that it has.
    #[error("the file says {told} lines and has {found}")]
    Count {
        /// What is told.
        told: String,
        /// What is there.
        found: String,
    },
    /// What the lines come to, by the file.
    #[error("the file says {told} and its lines come to {found}")]
    Sums {
        /// What is told.
        told: String,
        /// What is there.
        found: String,
    },
    /// No well-formed XML.
    #[error("no well-formed XML: {0}")]
    Xml(String),
    /// A document type or an entity of its own: neither is ever followed.
    #[error("document types and entities are not read")]
    Entities,
    /// A quote that is never closed.
    #[error("a quote is open")]
    Quote,
    /// The columns are neither told nor known by their headings.
    #[error("the columns of date and amount are not known")]
    Columns,
}

impl From<despacho_xml::Fault> for Fault {
    fn from(fault: despacho_xml::Fault) -> Self {
        let why = match fault.why {
            despacho_xml::Why::Truncated => Why::Truncated("</Document>"),
            despacho_xml::Why::Malformed(what) => Why::Xml(what),
            despacho_xml::Why::Entities => Why::Entities,
        };
        Self { line: fault.line, why }
    }
}

impl Fault {
    /// A fault of the whole file.
    pub fn whole(why: Why) -> Self {
        Self { line: 0, why }
    }

    /// Its stable word.
    pub fn code(&self) -> &'static str {
        match self.why {
            Why::Empty => "statement_empty",
            Why::Unknown => "statement_unknown",
            Why::TooLarge(_) => "statement_too_large",
            Why::TooManyLines(_) => "statement_too_many_lines",
            Why::Truncated(_) => "statement_truncated",
            Why::Record(_) => "statement_record",
            Why::Short { .. } => "statement_short",
            Why::Missing(_) => "statement_missing",
            Why::Date(_) => "statement_date",
            Why::Amount(_) => "statement_amount",
            Why::Currency(_) => "statement_currency",
            Why::Count { .. } => "statement_count",
            Why::Sums { .. } => "statement_sums",
            Why::Xml(_) => "statement_xml",
            Why::Entities => "statement_entities",
            Why::Quote => "statement_quote",
            Why::Columns => "statement_columns",
        }
    }

    /// What its message mentions.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        let mut params = vec![("line", self.line.to_string())];
        match &self.why {
            Why::TooLarge(max) => params.push(("max", (max / 1024 / 1024).to_string())),
            Why::TooManyLines(max) => params.push(("max", max.to_string())),
            Why::Truncated(before) => params.push(("what", (*before).to_owned())),
            Why::Missing(what) => params.push(("what", (*what).to_owned())),
            Why::Record(what) | Why::Date(what) | Why::Amount(what) | Why::Currency(what) | Why::Xml(what) => {
                params.push(("what", what.chars().take(80).collect()));
            }
            Why::Short { expected, found } => params.extend([("told", expected.to_string()), ("found", found.to_string())]),
            Why::Count { told, found } | Why::Sums { told, found } => params.extend([("told", told.clone()), ("found", found.clone())]),
            Why::Empty | Why::Unknown | Why::Entities | Why::Quote | Why::Columns => {}
        }
        params
    }
}
