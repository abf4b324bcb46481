//! A document of a client: what it is, of when, and who may see it. Described once; store, form, API and activity follow from it.

use despacho_kernel::{Id, text::fold, words};
use despacho_platform::sql::Versioned;
use despacho_ui::{
    field,
    fields::{Fields, Kind as Typed},
};

use crate::{
    period::{PERIOD, YEAR, year_of},
    retention,
};

words! {
    /// What a document is.
    Kind {
        InvoiceReceived = "invoice_received",
        InvoiceIssued = "invoice_issued",
        Statement = "statement",
        Payslip = "payslip",
        Contract = "contract",
        Return = "return",
        FilingProof = "filing_proof",
        Deed = "deed",
        Certificate = "certificate",
        Notification = "notification",
        Other = "other",
    }
}

words! {
    /// By which of their rights a client's people see a document.
    Category {
        /// Everybody of the client.
        General = "general",
        Accounting = "accounting",
        Tax = "tax",
        Payroll = "payroll",
        Legal = "legal",
    }
}

words! {
    /// How a document came.
    Source {
        Firm = "firm",
        Client = "client",
        Request = "request",
    }
}

words! {
    /// With whom it is shared: internal until it is.
    Shared {
        Nobody = "nobody",
        All = "all",
        Some = "some",
    }
}

impl Kind {
    /// The category that it has unless another is chosen.
    pub fn category(self) -> Category {
        match self {
            Self::InvoiceReceived | Self::InvoiceIssued | Self::Statement => Category::Accounting,
            Self::Payslip => Category::Payroll,
            Self::Return | Self::FilingProof | Self::Notification | Self::Certificate => Category::Tax,
            Self::Contract | Self::Deed => Category::Legal,
            Self::Other => Category::General,
        }
    }
}

/// Words of [`Kind`], for forms and the API.
pub const KINDS: &[&str] =
    &["invoice_received", "invoice_issued", "statement", "payslip", "contract", "return", "filing_proof", "deed", "certificate", "notification", "other"];
/// Words of [`Category`].
pub const CATEGORIES: &[&str] = &["general", "accounting", "tax", "payroll", "legal"];

despacho_platform::row! {
    /// A document, with its latest version.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Document in "firm_documents" key (practice_id, id) {
        pub practice_id: Id,
        pub id: Id,
        pub client_id: Id,
        pub name: String,
        /// A [`Kind`].
        pub kind: String,
        /// A [`Category`].
        pub category: String,
        /// `2027`, `2027-Q1`, `2027-03`, or empty: of no period, shown whichever is looked at.
        pub period: String,
        /// `2027`, or empty.
        pub fiscal_year: String,
        /// `Impuestos/2027`, or empty.
        pub folder: String,
        /// On a line each.
        pub tags: String,
        pub note: String,
        /// A [`Source`].
        pub source: String,
        /// Of the latest version, from 1.
        pub number: i64,
        pub file_id: Id,
        /// Of what is in the latest version.
        pub sha256: String,
        /// Bytes.
        pub size: i64,
        /// What its content tells that it is.
        pub media_type: String,
        /// A [`Shared`].
        pub shared: String,
        /// UTC milliseconds, as every instant.
        pub shared_at: Option<i64>,
        pub shared_by: Option<Id>,
        /// Whether it may neither be deleted nor removed for good, whatever its age.
        pub held: bool,
        /// The last day that it has to be kept, ISO 8601; empty where nothing says so.
        pub keep_until: String,
        pub deleted_at: Option<i64>,
        pub deleted_by: Option<Id>,
        pub search_text: String,
        /// The folded name and period: what the client's people search.
        pub name_key: String,
        /// Nobody where the client answered without an account.
        pub created_by: Option<Id>,
        pub created_at: i64,
        pub updated_at: i64,
        pub version: i64,
    }
}

impl Versioned for Document {
    fn version(&self) -> i64 {
        self.version
    }
}

/// Most characters of a name.
pub const NAME: usize = 150;

/// What is typed of a document.
pub static DOCUMENT: Fields<Document> = Fields {
    entity: "firm_document",
    list: &[
        field!(Document, name, Typed::Text(NAME)).required().label("firm-document-name"),
        field!(Document, kind, Typed::Choice(KINDS, "firm-document-kind-")).proposed().label("firm-document-kind"),
        field!(Document, category, Typed::Choice(CATEGORIES, "firm-document-category-"))
            .proposed()
            .label("firm-document-category")
            .help("firm-document-category-help"),
        field!(Document, period, Typed::Custom(&PERIOD)).label("firm-document-period").help("firm-document-period-help"),
        field!(Document, fiscal_year, Typed::Custom(&YEAR)).label("firm-document-year"),
        field!(Document, folder, Typed::Text(200)).label("firm-document-folder").help("firm-document-folder-help"),
        field!(Document, tags, Typed::Words { most: 20, max: 40 }).label("field-tags").help("tags-help"),
        field!(Document, note, Typed::Long(2000)).label("firm-document-note").span(6),
    ],
};

/// A folder's path as it is kept: without empty parts, nor any that leads upwards.
fn path(typed: &str) -> String {
    let parts = typed.split(['/', '\\']).map(str::trim).filter(|part| !part.is_empty() && *part != "." && *part != "..");
    parts.collect::<Vec<_>>().join("/")
}

impl Document {
    /// With what follows from the rest: the category of its kind, the year of its period, how long it is kept where it is taxed (`country`), what finds it.
    pub fn settled(mut self, country: &str, day: &str) -> Self {
        if self.kind.is_empty() {
            self.kind = Kind::Other.word().into();
        }
        let kind: Kind = self.kind.parse().unwrap_or(Kind::Other);
        if self.category.is_empty() {
            self.category = kind.category().word().into();
        }
        if self.fiscal_year.is_empty() {
            self.fiscal_year = year_of(&self.period).to_owned();
        }
        self.folder = path(&self.folder);
        let of = if self.fiscal_year.is_empty() { year_of(day) } else { &self.fiscal_year };
        self.keep_until = retention::until(country, kind.word(), of, day).unwrap_or_default();
        self.name_key = fold(&format!("{} {}", self.name, self.period));
        self.search_text = fold(&format!("{} {} {} {} {}", self.name, self.tags.replace('\n', " "), self.folder, self.period, self.note));
        self
    }

    /// What a file of it is called where it is saved: its name, with the ending that the file came with.
    pub fn file_name(&self, brought: &str) -> String {
        let ending = brought.rfind('.').map(|at| &brought[at..]).filter(|ending| ending.chars().count() <= 20).unwrap_or("");
        if ending.is_empty() || self.name.to_lowercase().ends_with(&ending.to_lowercase()) { self.name.clone() } else { format!("{}{ending}", self.name) }
    }

    pub fn is_shared(&self) -> bool {
        self.shared != Shared::Nobody.word()
    }
}

despacho_platform::row! {
    /// A version of a document, as it was brought.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Version in "firm_document_versions" key (practice_id, document_id, number) {
        pub practice_id: Id,
        pub document_id: Id,
        /// From 1, without gaps.
        pub number: i64,
        pub file_id: Id,
        pub sha256: String,
        pub size: i64,
        pub media_type: String,
        /// What its file was called.
        pub name: String,
        pub note: String,
        /// The version that it brought back.
        pub restored_from: Option<i64>,
        pub created_by: Option<Id>,
        pub created_at: i64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_from_the_rest_is_filled_and_folders_lead_nowhere() {
        let typed =
            Document { name: "Nómina".into(), kind: "payslip".into(), period: "2027-03".into(), folder: " ../Personal//2027/ ".into(), ..Document::default() };
        let settled = typed.settled("ES", "2027-04-02");
        assert_eq!((settled.category.as_str(), settled.fiscal_year.as_str(), settled.folder.as_str()), ("payroll", "2027", "Personal/2027"));
        assert_eq!(settled.keep_until, "2031-12-31");
        let again = settled.clone().settled("ES", "2027-04-02");
        assert_eq!(again, settled);
        assert_eq!(Document::default().settled("ES", "2027-04-02").kind, "other");
    }

    #[test]
    fn the_words_of_forms_are_those_of_the_kinds() {
        assert_eq!(KINDS, Kind::ALL.iter().map(|kind| kind.word()).collect::<Vec<_>>());
        assert_eq!(CATEGORIES, Category::ALL.iter().map(|category| category.word()).collect::<Vec<_>>());
    }
}
