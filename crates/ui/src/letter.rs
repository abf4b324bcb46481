//! Messages as they look: paragraphs, one link, and what is said below.

use despacho_platform::{i18n::Lang, mail::Mail};
use maud::{DOCTYPE, html};

/// A message of some paragraphs and one link, which stands as text too for programs that show no buttons.
pub struct Letter<'a> {
    pub lang: Lang,
    pub to: &'a str,
    pub subject: String,
    /// Paragraphs, each on a line.
    pub text: &'a str,
    pub link: &'a str,
    /// What the link says.
    pub label: &'a str,
    pub note: &'a str,
}

impl Letter<'_> {
    /// The message, without whom it comes from and without files.
    pub fn mail(self) -> Mail {
        let Self { lang, to, subject, text, link, label, note } = self;
        let plain = format!("{text}\n\n{label}:\n{link}\n\n{note}\n\nDespacho\n");
        let small = "color:#645f57;font-size:13px";
        let html = html! {
            (DOCTYPE)
            html lang=(lang.code()) { body style="font-family:Arial,sans-serif;font-size:15px;line-height:1.5;color:#1d1c1a" {
                @for paragraph in text.lines().filter(|line| !line.trim().is_empty()) { p { (paragraph) } }
                p { a href=(link) style="background:#1f5c4a;color:#fff;padding:10px 16px;border-radius:6px;text-decoration:none" { (label) } }
                p style=(small) { (note) }
                p style=(small) { (lang.t("mail-plain-link")) br; (link) }
                p style=(small) { "Despacho" }
            } }
        };
        Mail { to: to.to_owned(), subject, text: plain, html: html.into_string(), ..Mail::default() }
    }
}
