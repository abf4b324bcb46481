//! What the pages of documents share.

use despacho_kernel::Id;
use despacho_platform::{Platform, i18n::Lang, t};
use despacho_practice::clients::filter::visible_to;
use despacho_ui::{InPractice, format};
use maud::{Markup, html};

use crate::{actions::Desk, document::Document, people::Eyes};

pub fn eyes(who: &InPractice) -> Eyes {
    Eyes::Firm { visible_to: visible_to(who) }
}

pub fn desk<'a>(platform: &'a Platform, who: &'a InPractice) -> Desk<'a> {
    Desk { platform, practice: who.practice, by: Some(&who.user), eyes: eyes(who), now: platform.clock.now() }
}

/// The path of a document's page.
pub fn path(who: &InPractice, document: Id, rest: &str) -> String {
    who.path(&format!("/documents/{document}{rest}"))
}

/// Bytes as people read them.
pub fn size(lang: Lang, bytes: i64) -> String {
    match bytes {
        ..1_000 => t!(lang, "firm-documents-size-b", size = bytes),
        1_000..1_000_000 => t!(lang, "firm-documents-size-kb", size = format::number(lang, bytes / 1_000)),
        _ => t!(lang, "firm-documents-size-mb", size = format::decimal(lang, &format!("{}.{}", bytes / 1_000_000, bytes % 1_000_000 / 100_000))),
    }
}

pub fn kind(lang: Lang, word: &str) -> String {
    lang.t(&format!("firm-document-kind-{}", word.replace('_', "-")))
}

pub fn category(lang: Lang, word: &str) -> String {
    lang.t(&format!("firm-document-category-{word}"))
}

/// Whether the client sees it, by word and colour.
pub fn sharing(lang: Lang, document: &Document) -> Markup {
    html! {
        @match document.shared.as_str() {
            "all" => { span.tag.ok { (lang.t("firm-documents-shared")) } }
            "some" => { span.tag.ok { (lang.t("firm-documents-shared-some")) } }
            _ => { span.tag { (lang.t("firm-documents-internal")) } }
        }
        @if document.source != "firm" { span.tag { (lang.t("firm-documents-from-client")) } }
        @if document.held { span.tag.warn { (lang.t("firm-documents-held")) } }
    }
}
