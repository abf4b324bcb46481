//! What a new organization's Books start with, in its language.

use despacho_organizations::{Organization, records::store};
use despacho_platform::{Result, Tx, i18n::Lang, vals};

use crate::record_sets::{DOCUMENT_TEMPLATES, DOCUMENTS, EMAIL_TEMPLATES, NUMBER_SERIES, OCCASIONS, PAYMENT_TERMS};

fn key(prefix: &str, word: &str) -> String {
    format!("{prefix}-{}", word.replace('_', "-"))
}

pub(crate) async fn provision(tx: &Tx, organization: &Organization) -> Result<()> {
    let lang = Lang::of(&organization.region.language);
    let id = organization.id;
    let series = DOCUMENTS
        .iter()
        .map(|document| vals![lang.t(&key("default-series", document)), *document, lang.t(&key("default-prefix", document)), 1i64, 5i64]);
    store::insert(tx, &NUMBER_SERIES, id, series.collect()).await?;
    let terms = [("on-receipt", 0i64), ("15", 15), ("30", 30), ("60", 60)].map(|(word, days)| vals![lang.t(&format!("default-term-{word}")), days]);
    store::insert(tx, &PAYMENT_TERMS, id, terms.to_vec()).await?;
    let documents = DOCUMENTS
        .iter()
        .map(|document| vals![lang.t(&key("choice-document-templates-document", document)), *document, "", lang.t("default-document-footer")]);
    store::insert(tx, &DOCUMENT_TEMPLATES, id, documents.collect()).await?;
    let mails = OCCASIONS.iter().map(|occasion| {
        vals![
            lang.t(&key("choice-email-templates-occasion", occasion)),
            *occasion,
            lang.t(&key("default-mail-subject", occasion)),
            lang.t(&key("default-mail-body", occasion))
        ]
    });
    store::insert(tx, &EMAIL_TEMPLATES, id, mails.collect()).await?;
    Ok(())
}
