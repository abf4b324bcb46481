//! What the next page tells once: what was done, to whom or to how many, and the button that undoes it.

use despacho_platform::i18n::{FluentArgs, Lang};
use maud::{Markup, html};

use crate::assets::icon;

/// A message for the next page. It travels in a cookie, so it is short: a text's key, its arguments and a path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flash {
    key: String,
    name: Option<String>,
    count: Option<i64>,
    undo: Option<String>,
}

/// Most bytes of a cookie that every browser keeps.
const MAX: usize = 3800;

impl From<&str> for Flash {
    fn from(key: &str) -> Self {
        Self { key: key.to_owned(), ..Self::default() }
    }
}

impl Flash {
    /// The message of a key that begins with `flash-`.
    pub fn new(key: &str) -> Self {
        key.into()
    }

    /// Whom it is about: `$name` in the text.
    pub fn name(mut self, name: &str) -> Self {
        self.name = Some(name.chars().take(120).collect());
        self
    }

    /// How many it is about: `$count` in the text.
    pub fn count(mut self, count: usize) -> Self {
        self.count = i64::try_from(count).ok();
        self
    }

    /// With a button «Deshacer» that posts to this path of ours.
    pub fn undo(mut self, path: impl Into<String>) -> Self {
        self.undo = Some(path.into());
        self
    }

    /// Whether there is nothing to tell.
    pub(crate) fn is_empty(&self) -> bool {
        self.key.is_empty()
    }

    /// As a cookie keeps it. One that would be too long for a cookie does without its button.
    pub(crate) fn write(&self) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        if let Some(name) = &self.name {
            pairs.append_pair("name", name);
        }
        if let Some(count) = self.count {
            pairs.append_pair("count", &count.to_string());
        }
        if let Some(undo) = self.undo.as_ref().filter(|undo| undo.len() < MAX / 2) {
            pairs.append_pair("undo", undo);
        }
        let pairs = pairs.finish();
        if pairs.is_empty() { self.key.clone() } else { format!("{}&{pairs}", self.key) }
    }

    /// From a cookie; none where it is not one of ours.
    pub(crate) fn read(lang: Lang, cookie: &str) -> Option<Self> {
        let (key, rest) = cookie.split_once('&').unwrap_or((cookie, ""));
        if !key.starts_with("flash-") || !lang.has(key) {
            return None;
        }
        let mut flash = Self::new(key);
        for (name, value) in form_urlencoded::parse(rest.as_bytes()) {
            match &*name {
                "name" => flash.name = Some(value.into_owned()),
                "count" => flash.count = value.parse().ok(),
                "undo" if value.starts_with('/') && !value.starts_with("//") => flash.undo = Some(value.into_owned()),
                _ => {}
            }
        }
        Some(flash)
    }

    /// As the page shows it.
    pub(crate) fn show(&self, lang: Lang) -> Markup {
        let mut args = FluentArgs::new();
        args.set("name", self.name.as_deref().unwrap_or_default());
        args.set("count", self.count.unwrap_or_default());
        html! {
            div.flash role="status" {
                (icon("check")) span { (lang.ta(&self.key, &args)) }
                @if let Some(undo) = &self.undo { form.inline method="post" action=(undo) { button.btn.small type="submit" { (lang.t("undo")) } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use despacho_platform::{i18n, texts};

    use super::*;

    #[test]
    fn what_was_told_is_read_back() {
        i18n::speak(&[texts!("common")]);
        let whole = Flash::new("flash-saved").name("Talleres «Niño», S. L.").count(5).undo("/practices/1/clients/activation?id=2&id=3");
        for flash in [Flash::new("flash-saved"), whole.clone()] {
            let cookie = flash.write();
            assert!(cookie.bytes().all(|b| b.is_ascii_graphic() && !b",;\"\\".contains(&b)), "{cookie}");
            assert_eq!(Flash::read(Lang::Es, &cookie), Some(flash));
        }
        assert_eq!(Flash::new("flash-saved").write(), "flash-saved");
        assert!(whole.show(Lang::Es).into_string().contains("action=\"/practices/1/clients/activation?id=2&amp;id=3\""));
    }

    #[test]
    fn what_is_not_ours_is_not_shown() {
        i18n::speak(&[texts!("common")]);
        assert_eq!(Flash::read(Lang::Es, "cancel"), None);
        assert_eq!(Flash::read(Lang::Es, "flash-nothing"), None);
        assert_eq!(Flash::read(Lang::Es, "flash-saved&undo=//evil.example/x"), Some(Flash::new("flash-saved")));
        assert_eq!(Flash::read(Lang::Es, "flash-saved&undo=https%3A%2F%2Fevil.example"), Some(Flash::new("flash-saved")));
        // Too long for a cookie: told without its button.
        let long = Flash::new("flash-saved").undo(format!("/{}", "x".repeat(MAX)));
        assert_eq!(long.write(), "flash-saved");
    }
}
