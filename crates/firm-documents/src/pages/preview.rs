//! What is in a document, seen in its page.

use despacho_platform::files::kind::Kind;
use despacho_ui::{InPractice, assets::icon};
use maud::{Markup, html};

use super::parts::path;
use crate::document::Document;

/// Images and PDF are shown; anything else is saved.
pub fn preview(who: &InPractice, document: &Document) -> Markup {
    let (lang, at) = (who.lang(), path(who, document.id, "/content"));
    let shown = document.media_type.parse().unwrap_or(Kind::Other);
    html! {
        section.card.paper-view aria-label=(lang.t("firm-documents-preview")) {
            @match shown {
                Kind::Png | Kind::Jpeg | Kind::Gif | Kind::Webp => { div.shown { img src=(format!("{at}?inline=true")) alt=(document.name); } }
                Kind::Pdf => { iframe.shown src=(format!("{at}?frame=true")) title=(document.name) loading="lazy" {} }
                Kind::Zip | Kind::Other => { div.empty { (icon("file")) p { (lang.t("firm-documents-no-preview")) } } }
            }
            footer.row {
                @if shown.is_shown() { a.btn.small href=(format!("{at}?inline=true")) target="_blank" rel="noopener" { (lang.t("firm-documents-open")) } }
                a.btn.small href=(at) download data-turbo="false" { (icon("download")) (lang.t("firm-documents-save")) }
            }
        }
    }
}
