//! Words in the reader's language: Fluent files, one per room, Spanish and English.

use std::sync::LazyLock;

pub use fluent_bundle::{FluentArgs, FluentValue};
use fluent_bundle::{FluentResource, concurrent::FluentBundle};

/// A language the product speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    Es,
    En,
}

/// The rooms' files.
macro_rules! files {
    ($lang:literal) => {
        [
            include_str!(concat!("../../../locales/", $lang, "/common.ftl")),
            include_str!(concat!("../../../locales/", $lang, "/identity.ftl")),
            include_str!(concat!("../../../locales/", $lang, "/organizations.ftl")),
            include_str!(concat!("../../../locales/", $lang, "/applications.ftl")),
            include_str!(concat!("../../../locales/", $lang, "/preferences.ftl")),
            include_str!(concat!("../../../locales/", $lang, "/practice.ftl")),
        ]
    };
}

fn bundle(lang: &str, files: [&'static str; 6]) -> FluentBundle<FluentResource> {
    let language: unic_langid::LanguageIdentifier = lang.parse().expect("a language tag");
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    for file in files {
        let resource = FluentResource::try_new(file.to_owned()).map_err(|(_, e)| e).expect("the locale files are well formed");
        bundle.add_resource(resource).expect("no key is defined twice");
    }
    bundle
}

static ES: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle("es", files!("es")));
static EN: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle("en", files!("en")));

impl Lang {
    /// Spanish unless it is English.
    pub fn of(code: &str) -> Self {
        if code == "en" || code.starts_with("en-") { Self::En } else { Self::Es }
    }

    /// The language tag.
    pub fn code(self) -> &'static str {
        match self {
            Self::Es => "es",
            Self::En => "en",
        }
    }

    /// Picks the Spanish or the English of two texts.
    pub fn pick<'a>(self, es: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Es => es,
            Self::En => en,
        }
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        match self {
            Self::Es => &ES,
            Self::En => &EN,
        }
    }

    /// Whether the key has a text.
    pub fn has(self, key: &str) -> bool {
        self.bundle().has_message(key)
    }

    /// The text of a key; the key itself where none is found.
    pub fn t(self, key: &str) -> String {
        self.format(key, None)
    }

    /// The text of a key that mentions values.
    pub fn ta(self, key: &str, args: &FluentArgs<'_>) -> String {
        self.format(key, Some(args))
    }

    fn format(self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let Some(pattern) = self.bundle().get_message(key).and_then(|m| m.value()) else {
            debug_assert!(false, "no text for {key}");
            tracing::error!(key, "no text");
            return key.to_owned();
        };
        let mut errors = vec![];
        let text = self.bundle().format_pattern(pattern, args, &mut errors);
        debug_assert!(errors.is_empty(), "{key}: {errors:?}");
        text.into_owned()
    }
}

/// A text with values: `t!(lang, "days-ago", count = 3)`.
#[macro_export]
macro_rules! t {
    ($lang:expr, $key:expr) => { $lang.t($key) };
    ($lang:expr, $key:expr, $($name:ident = $value:expr),+ $(,)?) => {{
        let mut args = $crate::i18n::FluentArgs::new();
        $(args.set(stringify!($name), $value);)+
        $lang.ta($key, &args)
    }};
}
