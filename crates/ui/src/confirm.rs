//! What asks before it acts.

use despacho_platform::i18n::Lang;
use maud::{Markup, Render, html};

/// A button that asks before it acts: a dialog with the question, what follows from it, and the same button again. It opens without scripts
/// too, as a popover; with them it is modal, and returns the focus.
pub struct Confirm<'a> {
    lang: Lang,
    action: &'a str,
    label: String,
    question: String,
    about: Option<String>,
    class: &'static str,
    sure: &'static str,
    fields: Vec<(&'static str, String)>,
}

impl<'a> Confirm<'a> {
    /// A button `label` that posts to `action` once `question` was answered.
    pub fn new(lang: Lang, action: &'a str, label: impl Into<String>, question: impl Into<String>) -> Self {
        Self { lang, action, label: label.into(), question: question.into(), about: None, class: "btn small danger", sure: "btn danger", fields: vec![] }
    }

    /// What follows from it, and whether it can be undone.
    pub fn about(mut self, text: impl Into<String>) -> Self {
        self.about = Some(text.into());
        self
    }

    /// Another look of the button than the small red one.
    pub fn class(mut self, class: &'static str) -> Self {
        self.class = class;
        self
    }

    /// What it asks about takes nothing away: neither button is red.
    pub fn harmless(mut self, class: &'static str) -> Self {
        (self.class, self.sure) = (class, "btn primary");
        self
    }

    /// A hidden field of the form.
    pub fn field(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.fields.push((name, value.into()));
        self
    }
}

impl Render for Confirm<'_> {
    fn render(&self) -> Markup {
        let id: String = self.action.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let id = format!("sure{id}");
        let title = format!("{id}-title");
        html! {
            span.inline data-controller="dialog" {
                button class=(self.class) type="button" aria-haspopup="dialog" popovertarget=(id) data-action="dialog#open" { (self.label) }
                dialog.sure popover id=(id) aria-labelledby=(title) data-dialog-target="dialog" {
                    form method="post" action=(self.action) {
                        @for (name, value) in &self.fields { input type="hidden" name=(name) value=(value); }
                        header { h2 id=(title) { (self.question) } }
                        @if let Some(about) = &self.about { div.inside { p { (about) } } }
                        footer {
                            span.grow {}
                            button.btn type="button" autofocus popovertarget=(id) popovertargetaction="hide" data-action="dialog#close" { (self.lang.t("cancel")) }
                            button class=(self.sure) type="submit" { (self.label) }
                        }
                    }
                }
            }
        }
    }
}
