//! Words in the reader's language: Fluent files, one or more per room, Spanish and English. A room brings its own; the wiring gathers them.

use std::sync::OnceLock;

use despacho_kernel::text::one_stop;
pub use fluent_bundle::{FluentArgs, FluentValue};
use fluent_bundle::{FluentResource, concurrent::FluentBundle};

/// A language the product speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    Es,
    En,
}

/// What a room says, as Fluent files.
#[derive(Debug, Clone, Copy)]
pub struct Texts {
    pub es: &'static str,
    pub en: &'static str,
}

/// The texts of a room from the folder `locales`: `texts!("practice")`.
#[macro_export]
macro_rules! texts {
    ($name:literal) => {
        $crate::i18n::Texts {
            es: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../locales/es/", $name, ".ftl")),
            en: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../locales/en/", $name, ".ftl")),
        }
    };
}

struct Bundles {
    es: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

static SPOKEN: OnceLock<Bundles> = OnceLock::new();

fn bundle<'a>(lang: &str, files: impl Iterator<Item = &'a str>) -> FluentBundle<FluentResource> {
    let language: unic_langid::LanguageIdentifier = lang.parse().expect("a language tag");
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    for file in files {
        let resource = FluentResource::try_new(file.to_owned()).map_err(|(_, e)| e).expect("the locale files are well formed");
        bundle.add_resource(resource).expect("no key is defined twice");
    }
    bundle
}

/// Takes every room's texts. Done once, before anything is said; a second call changes nothing.
pub fn speak(texts: &[Texts]) {
    SPOKEN.get_or_init(|| Bundles { es: bundle("es", texts.iter().map(|t| t.es)), en: bundle("en", texts.iter().map(|t| t.en)) });
}

/// The keys of all texts, in their order.
pub fn keys(texts: &[Texts]) -> Vec<String> {
    let lines = texts.iter().flat_map(|texts| texts.es.lines());
    lines
        .filter_map(|line| line.split_once(" =").map(|(key, _)| key).filter(|key| key.starts_with(|c: char| c.is_ascii_lowercase())))
        .map(str::to_owned)
        .collect()
}

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

    /// Nothing before any text was taken: asking must not keep [`speak`] from being heard.
    fn bundle(self) -> Option<&'static FluentBundle<FluentResource>> {
        let spoken = SPOKEN.get()?;
        Some(match self {
            Self::Es => &spoken.es,
            Self::En => &spoken.en,
        })
    }

    /// Whether the key has a text.
    pub fn has(self, key: &str) -> bool {
        self.bundle().is_some_and(|bundle| bundle.has_message(key))
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
        let found = self.bundle().and_then(|bundle| Some((bundle, bundle.get_message(key)?.value()?)));
        let Some((bundle, pattern)) = found else {
            debug_assert!(false, "no text for {key}");
            tracing::error!(key, "no text");
            return key.to_owned();
        };
        let mut errors = vec![];
        let text = bundle.format_pattern(pattern, args, &mut errors);
        debug_assert!(errors.is_empty(), "{key}: {errors:?}");
        // A value may end in the stop of an abbreviation, and the sentence adds its own.
        if args.is_some() { one_stop(&text) } else { text.into_owned() }
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
