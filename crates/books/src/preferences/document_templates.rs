//! How documents look.

use despacho_platform::i18n::Lang;
use despacho_settings::{
    lists::{Column, Kind, MasterList},
    preferences::PreferenceGroup,
};

use super::words::{DOCUMENTS, key};

/// The columns that a document's lines may show.
pub const SHOWN: &[&str] = &["code", "description", "quantity", "unit", "price", "discount", "tax", "amount"];

/// A design with its colour, texts and columns. The first active one of a document is used.
pub static DOCUMENT_TEMPLATES: MasterList = MasterList {
    name: "document_templates",
    table: "document_templates",
    columns: &[
        Column { name: "name", kind: Kind::Text { max: 60, required: true } },
        Column { name: "document", kind: Kind::Choice(DOCUMENTS) },
        Column { name: "design", kind: Kind::Choice(&["classic", "modern", "compact"]) },
        Column { name: "paper", kind: Kind::Choice(&["a4", "letter"]) },
        Column { name: "accent", kind: Kind::Color },
        Column { name: "show_logo", kind: Kind::Flag },
        Column { name: "shown", kind: Kind::Words(SHOWN) },
        Column { name: "header", kind: Kind::Long { max: 1000, required: false } },
        Column { name: "footer", kind: Kind::Long { max: 1000, required: false } },
    ],
    key: &["document", "name"],
    preview: Some("document-templates"),
    defaults: |organization| {
        let lang = Lang::of(&organization.language);
        let paper = if matches!(organization.country.as_str(), "US" | "CA" | "MX") { "letter" } else { "a4" };
        let texts = |document: &&str| {
            let name = lang.t(&key("choice-document-templates-document", document));
            let shown = if *document == "receipt" { "description,amount" } else { "description,quantity,price,tax,amount" };
            let values = [name.as_str(), document, "classic", paper, "#1f5c4a", "yes", shown, "", &lang.t("default-document-footer")];
            values.map(String::from).to_vec()
        };
        DOCUMENTS.iter().map(texts).collect()
    },
    ..MasterList::PLAIN
};

/// Document templates.
pub static GROUP: PreferenceGroup =
    PreferenceGroup { name: "document_templates", sets: &[&DOCUMENT_TEMPLATES], needs: &[], proposed: true, page: "/records/document_templates" };
