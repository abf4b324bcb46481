//! What the pages of an import stand in: the way to them, its steps, its name and how it stands.

use despacho_kernel::Id;
use despacho_platform::{Platform, Result, i18n::Lang};
use despacho_practice::practices::frame::framed;
use despacho_ui::{InPractice, components::head};
use maud::{Markup, html};
use serde::Deserialize;

use crate::import::{COMPLETED, DRAFT, FileImport};

#[derive(Deserialize)]
pub struct OfImport {
    pub import: Id,
}

/// The steps of an import, of which `at` is shown.
pub fn stages(lang: Lang, at: usize, link: &dyn Fn(usize) -> Option<String>) -> Markup {
    let words = ["file", "columns", "options", "trial", "import"];
    html! {
        ol.stages aria-label=(lang.t("sheet-stages")) { @for (nth, word) in words.iter().enumerate() {
            li.done[nth < at] aria-current=[(nth == at).then_some("step")] {
                @let label = lang.t(&format!("sheet-stage-{word}"));
                @match link(nth).filter(|_| nth < at) { Some(path) => { a href=(path) { (label) } } None => { (label) } }
            }
        } }
    }
}

/// Where each step of an import is.
pub fn stage_link(who: &InPractice, import: &FileImport, nth: usize) -> Option<String> {
    let path = who.path(&format!("/client-file-imports/{}", import.id));
    match nth {
        1 if !import.is_busy() && !import.is_imported() => Some(format!("{path}/columns")),
        2 if !import.is_busy() && !import.is_imported() => Some(format!("{path}/options")),
        _ => None,
    }
}

/// The frame of a page about an import.
pub async fn page(platform: &Platform, who: &InPractice, title: &str, stages: Markup, actions: Markup, body: Markup) -> Result<Markup> {
    let lang = who.lang();
    let whole = html! {
        div.wide.stack {
            p.crumbs {
                a href=(who.path("/clients")) { (lang.t("clients")) } " › " a href=(who.path("/clients/add")) { (lang.t("clients-add")) } " › "
                a href=(who.path("/client-file-imports/new")) { (lang.t("sheet-title")) }
            }
            (head(title, actions))
            (stages)
            (body)
        }
    };
    framed(platform, who, "clients", title, &whole).await
}

/// What an import is called.
pub fn named(lang: Lang, import: &FileImport) -> String {
    if import.file_name.is_empty() { lang.t("sheet-unnamed") } else { import.file_name.clone() }
}

/// Where an import stands.
pub fn tag(lang: Lang, import: &FileImport) -> Markup {
    let (class, word) = match import.status.as_str() {
        DRAFT => ("tag", "draft"),
        COMPLETED if import.undone_at.is_some() => ("tag", "undone"),
        COMPLETED if import.dry_run => ("tag", "tried"),
        COMPLETED if !import.failure.is_empty() => ("tag warn", "ended"),
        COMPLETED => ("tag ok", "imported"),
        _ => ("tag warn", "running"),
    };
    html! { span class=(class) { (lang.t(&format!("sheet-status-{word}"))) } }
}

/// Whether an import waits for its columns.
pub fn is_draft(import: &FileImport) -> bool {
    import.status == DRAFT
}
