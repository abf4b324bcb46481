//! The form that brings documents, and what it was refused.

use despacho_kernel::Invalid;
use despacho_platform::{Platform, t};
use despacho_practice::clients::client::Client;
use despacho_ui::{
    InPractice,
    assets::icon,
    components::files_input,
    error::message,
    forms::{Choice, Form, FormData},
    received::AT_ONCE,
};
use maud::{Markup, html};
use serde_json::json as value;

use crate::document::{CATEGORIES, KINDS};

/// What was not taken of what was just sent.
#[derive(Debug, Default)]
pub struct Refused {
    /// Files by name, and why.
    pub files: Vec<(String, Invalid)>,
    pub typed: FormData,
    pub errors: Invalid,
}

impl Refused {
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.errors.0.is_empty()
    }
}

/// The form, which is also where files are dropped. With scripts each file goes by itself, with its progress; without them up to ten go together.
pub fn form(platform: &Platform, who: &InPractice, client: Option<&Client>, offered: &[Client], refused: &Refused) -> Markup {
    let lang = who.lang();
    let form = Form::new(lang, &refused.typed, &refused.errors);
    let max = i64::try_from(platform.config.storage.file / 1_000_000).unwrap_or(0);
    let words = value!({
        "waiting": lang.t("firm-documents-waiting"), "done": lang.t("firm-documents-done"), "same": lang.t("firm-documents-same"), "failed": lang.t("firm-documents-failed"),
        "retry": lang.t("retry"), "cancel": lang.t("cancel"), "cancelled": lang.t("firm-documents-cancelled"), "large": t!(lang, "error-file-too-large-mb", max = max),
        "summary": lang.t("firm-documents-summary"),
    });
    let choice = |words: &[&str], beginning: &str, none: &str| -> Vec<(String, String)> {
        let named = |word: &&str| ((*word).to_owned(), lang.t(&format!("{beginning}{}", word.replace('_', "-"))));
        std::iter::once((String::new(), lang.t(none))).chain(words.iter().map(named)).collect()
    };
    html! {
        details.card.bring open[!refused.is_empty()] data-controller="upload" data-upload-words-value=(words.to_string()) data-upload-max-value=(platform.config.storage.file) {
            summary { (icon("plus")) b { (lang.t("firm-documents-add")) } span.muted { (lang.t("firm-documents-add-about")) } }
            form.body.stack method="post" action=(who.path("/documents")) enctype="multipart/form-data" novalidate data-upload-target="form" data-turbo="false" {
                (form.summary())
                @if let Some(client) = client { input type="hidden" name="client_id" value=(client.id); input type="hidden" name="back" value="client"; }
                div.grid {
                    @if client.is_none() {
                        @let options: Vec<Choice> = std::iter::once(Choice::default()).chain(offered.iter().map(|client| Choice::new(&client.id.to_string(), &client.display_name).note(&client.tax_id))).collect();
                        (form.field("client_id").label(lang.t("client")).combobox(options).span(6))
                    }
                    (form.field("kind").label(lang.t("firm-document-kind")).select(choice(KINDS, "firm-document-kind-", "firm-documents-kind-other")).span(2).optional())
                    (form.field("period").label(lang.t("firm-document-period")).help(lang.t("firm-document-period-help")).span(2).optional())
                    (form.field("category").label(lang.t("firm-document-category")).select(choice(CATEGORIES, "firm-document-category-", "firm-documents-category-of-kind")).span(2).optional())
                }
                div.field.drop.error[!refused.files.is_empty()] data-upload-target="drop" {
                    div.label { label for="f-file" { (lang.t("firm-documents-files")) } }
                    (files_input("file", None, true, !refused.files.is_empty(), true))
                    div.help #f-file-help tabindex=[(!refused.files.is_empty()).then_some("-1")] data-controller=[(!refused.files.is_empty()).then_some("focus")] {
                        @if refused.files.is_empty() { (t!(lang, "firm-documents-files-help", max = max, count = AT_ONCE)) }
                        @for (name, why) in &refused.files { @for error in &why.0 { p { @if !name.is_empty() { b { bdi { (name) } } ": " } (message(lang, error)) } } }
                    }
                }
                ul.sending data-upload-target="list" hidden {}
                p.muted role="status" data-upload-target="status" {}
                div.row { button.btn.primary type="submit" data-upload-target="submit" { (lang.t("firm-documents-send")) } }
            }
        }
    }
}
