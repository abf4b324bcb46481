//! What a field takes: its kind, how its value is read and shown, and the text that is stored of it.

use despacho_kernel::number::Notation;
use despacho_platform::i18n::Lang;

/// What a value is read and shown with.
#[derive(Debug, Clone, Copy)]
pub struct Sight<'a> {
    pub lang: Lang,
    /// How numbers are written: as the reader's language does, or plainly in the API.
    pub notation: Notation,
    /// ISO 3166-1: whose rules telephone numbers and tax ids follow.
    pub country: &'a str,
}

impl<'a> Sight<'a> {
    /// Of a person's form.
    pub fn form(lang: Lang, country: &'a str) -> Self {
        Self { lang, notation: notation(lang), country }
    }

    /// Of the API.
    pub fn api(lang: Lang, country: &'a str) -> Self {
        Self { lang, notation: Notation::Plain, country }
    }
}

/// How numbers are written in a language.
pub fn notation(lang: Lang) -> Notation {
    match lang {
        Lang::Es => Notation::Spanish,
        Lang::En => Notation::English,
    }
}

/// A kind of value that a room brings: a telephone number, a tax id.
pub struct Custom {
    /// The stored form of what was typed, or the code of its error. Never asked for an empty text.
    pub parse: fn(&str, &Sight<'_>) -> Result<String, &'static str>,
    /// What a person reads.
    pub show: fn(&str, &Sight<'_>) -> String,
    /// The kind of HTML input: `tel`, `url`.
    pub input: &'static str,
    /// Most characters that may be typed.
    pub max: usize,
    /// What the API's description calls it: a `format`, or empty.
    pub format: &'static str,
    /// The pattern that every text of it matches and the code of the error where it does not; none where the parser alone can tell.
    pub pattern: Option<(&'static str, &'static str)>,
}

/// What a field takes.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A line of at most so many characters.
    Text(usize),
    /// Several lines of at most so many characters.
    Long(usize),
    /// One of these words; the texts of the choices begin with the key.
    Choice(&'static [&'static str], &'static str),
    Flag,
    Email,
    /// A whole number within these bounds.
    Whole(i64, i64),
    /// A decimal of at most so many decimals.
    Decimal(u32),
    /// ISO 3166-1.
    Country,
    /// ISO 4217.
    Currency,
    Language,
    TimeZone,
    /// 1 to 12.
    Month,
    /// One of the patterns of regional settings.
    DateFormat,
    /// Words that a person separates by commas; stored one a line.
    Words {
        most: usize,
        max: usize,
    },
    Custom(&'static Custom),
}

/// A value of an entity as text and back; the text is what is stored and compared.
pub trait AsText: Sized {
    fn text(&self) -> String;
    fn of(text: &str) -> Self;
}

impl AsText for String {
    fn text(&self) -> String {
        self.clone()
    }
    fn of(text: &str) -> Self {
        text.to_owned()
    }
}

impl AsText for bool {
    fn text(&self) -> String {
        if *self { "yes".into() } else { String::new() }
    }
    fn of(text: &str) -> Self {
        !text.is_empty()
    }
}

impl AsText for i64 {
    fn text(&self) -> String {
        self.to_string()
    }
    fn of(text: &str) -> Self {
        text.parse().unwrap_or_default()
    }
}

impl AsText for Vec<String> {
    fn text(&self) -> String {
        self.join("\n")
    }
    fn of(text: &str) -> Self {
        text.split('\n').filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }
}
