//! What is wrong with a form: every field's error at once.

use icu_properties::{CodePointMapData, props::GeneralCategory};

use crate::text::fold;

/// One field's error. The message is made from `code` in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The input's name, dotted for nested ones (`billing_address.country`).
    pub field: String,
    /// A stable word for the fault (`required`, `taken`, `email`).
    pub code: &'static str,
    /// Values that the message mentions.
    pub params: Vec<(&'static str, String)>,
}

/// The two format characters that words are written with, in Persian and in the scripts of India.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Whether it is a format character (Unicode's category Cf) that no word is written with: a mark of direction, a space of no width, a tag.
pub(crate) fn is_hidden(c: char) -> bool {
    !c.is_ascii() && !is_joiner(c) && CodePointMapData::<GeneralCategory>::new().get(c) == GeneralCategory::Format
}

/// Domains that one letter may stand before: others are abbreviations without their space, like `J.Pérez`.
const DOMAINS: [&str; 8] = ["com", "net", "org", "info", "biz", "io", "es", "eu"];

/// Whether a folded word is one that a mail program makes a link of: `banco.example`, `ana@banco.example`, `t.co/x`. `S.L.U.` and `J.Pérez`
/// are none; `Sta.Ana` might be one, and is written with its space.
fn is_link(word: &str) -> bool {
    let host = word.rsplit('@').next().unwrap_or(word);
    let (host, path) = host.split_once(['/', ':', '?', '#']).map_or((host, false), |(host, _)| (host, true));
    let labels: Vec<&str> = host.trim_matches('.').split('.').collect();
    let [.., before, last] = labels.as_slice() else { return false };
    let is_domain = last.chars().count() >= 2 && last.chars().all(char::is_alphabetic) || last.starts_with("xn--");
    is_domain && !before.is_empty() && (path || before.chars().count() >= 2 || DOMAINS.contains(last))
}

/// What is stored now and what was typed over it, of one field, as a person reads both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The input's name.
    pub field: String,
    /// What a person calls it.
    pub label: String,
    /// What the database has now.
    pub stored: String,
    /// What the form or request says.
    pub typed: String,
}

/// Most errors of one input that are kept: nobody corrects more at once, and an answer has a bound.
pub const MOST: usize = 100;

/// All the errors of one input, the first [`MOST`] and a last one that says so. Never empty when returned as an error.
#[derive(Debug, Clone, Default, PartialEq, Eq, thiserror::Error)]
#[error("invalid input: {0:?}")]
pub struct Invalid(pub Vec<FieldError>);

impl Invalid {
    /// No error yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A single error.
    pub fn one(field: &str, code: &'static str) -> Self {
        let mut invalid = Self::new();
        invalid.push(field, code);
        invalid
    }

    /// A single error: more rows than the most that are allowed.
    pub fn too_many(field: &str, max: impl std::fmt::Display) -> Self {
        let mut invalid = Self::new();
        invalid.push_with(field, "too_many_rows", vec![("max", max.to_string())]);
        invalid
    }

    /// Notes an error at a field.
    pub fn push(&mut self, field: &str, code: &'static str) {
        self.push_with(field, code, vec![]);
    }

    /// Notes an error whose message mentions values.
    pub fn push_with(&mut self, field: &str, code: &'static str, params: Vec<(&'static str, String)>) {
        // What two rules find is told once.
        if self.is_full() || self.0.iter().any(|error| error.field == field && error.code == code) {
            return;
        }
        if self.0.len() < MOST {
            self.0.push(FieldError { field: field.into(), code, params });
        } else {
            self.0.push(FieldError { field: String::new(), code: "more_errors", params: vec![("max", MOST.to_string())] });
        }
    }

    /// Whether nothing more is noted: work that only finds more errors may stop.
    pub fn is_full(&self) -> bool {
        self.0.len() > MOST
    }

    /// Whether something is wrong with a field.
    pub fn has(&self, field: &str) -> bool {
        self.0.iter().any(|error| error.field == field)
    }

    /// The value of a parse, or its error noted at the field.
    pub fn take<T>(&mut self, field: &str, parsed: Result<T, &'static str>) -> Option<T> {
        parsed.map_err(|code| self.push(field, code)).ok()
    }

    /// A required text, trimmed, at most `max` characters.
    pub fn required(&mut self, field: &str, value: &str, max: usize) -> String {
        // What only joins letters is no text without them.
        if value.chars().all(|c| c.is_whitespace() || is_joiner(c)) {
            self.push(field, "required");
        }
        self.optional(field, value, max)
    }

    /// An optional line of text, trimmed, at most `max` characters, without control or format characters: what is not seen makes two
    /// names look like one, or one like another.
    pub fn optional(&mut self, field: &str, value: &str, max: usize) -> String {
        self.text(field, value, max, |c| c.is_control() || is_hidden(c))
    }

    /// An optional text of several lines, trimmed, at most `max` characters, without other control characters.
    pub fn optional_long(&mut self, field: &str, value: &str, max: usize) -> String {
        self.text(field, value, max, |c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    }

    fn text(&mut self, field: &str, value: &str, max: usize, refused: fn(char) -> bool) -> String {
        let value = value.trim();
        if value.chars().count() > max {
            self.push_with(field, "too_long", vec![("max", max.to_string())]);
        }
        if value.chars().any(refused) {
            self.push(field, "characters");
        }
        value.to_owned()
    }

    /// The required name of a person, a practice or an organization. It stands in messages to others, so it holds no link.
    pub fn name(&mut self, field: &str, value: &str, max: usize) -> String {
        let name = self.required(field, value, max);
        self.no_link(field, &name);
        name
    }

    /// Notes a name that holds what a mail program makes a link of, or letters of double width, which read like others.
    pub fn no_link(&mut self, field: &str, name: &str) {
        if name.chars().any(|c| matches!(c, '\u{ff01}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}')) {
            self.push(field, "characters");
        }
        let plain = fold(name).replace('\u{3002}', ".");
        if plain.contains("://") || plain.contains("www.") || plain.split(|c: char| c.is_whitespace() || "()[]<>\"',;|".contains(c)).any(is_link) {
            self.push(field, "name_link");
        }
    }

    /// The errors of one field, and those of the others: for a page with several forms.
    pub fn split(&self, field: &str) -> (Self, Self) {
        let (own, others) = self.0.iter().cloned().partition(|error| error.field == field);
        (Self(own), Self(others))
    }

    /// In the order of a form's fields; those of no field come first.
    pub fn sort_by<'f>(&mut self, fields: impl Iterator<Item = &'f str>) {
        let fields: Vec<&str> = fields.collect();
        self.0.sort_by_key(|error| fields.iter().position(|field| *field == error.field).map_or(0, |at| at + 1));
    }

    /// `Ok` when nothing was noted.
    pub fn finish(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_holds_no_link_however_it_is_written() {
        let codes = |name: &str| {
            let mut errors = Invalid::new();
            errors.name("name", name, 100);
            errors.0.into_iter().map(|error| error.code).collect::<Vec<_>>()
        };
        for link in [
            "http://evil.example",
            "WWW.evil",
            "evil.example",
            "Entre en banco-malo.com/login ya",
            "(evil.example)",
            "ana@evil.example",
            "x.com",
            "t.co/abc",
            "evil.xn--p1ai",
            "evil\u{3002}com",
            "\u{1d41e}vil.com",
            "сбербанк.рф",
            "Sta.Ana",
        ] {
            assert_eq!(codes(link), ["name_link"], "{link}");
        }
        for wide in ["Ｂanco", "Banco！", "￥en"] {
            assert_eq!(codes(wide), ["characters"], "{wide}");
        }
        assert_eq!(codes("ｅｖｉｌ．ｃｏｍ"), ["characters", "name_link"]);
        assert_eq!(codes("Sol\u{202e}moc"), ["characters"]);
        for name in [
            "Panadería La Espiga, S. L.",
            "Talleres Gómez S.L.U.",
            "Hnos. García, C.B.",
            "J.Pérez",
            "A.B.C. Asesores",
            "Comercial 3.14",
            "Café 24/7",
            "Ana y Luis: reformas",
            "山田 太郎",
            "N.º 1",
        ] {
            assert_eq!(codes(name), [""; 0], "{name}");
        }
    }

    #[test]
    fn the_first_hundred_errors_are_kept_and_a_last_one_says_so() {
        let mut errors = Invalid::new();
        for at in 0..MOST {
            errors.push(&format!("items.{at}"), "required");
            errors.push(&format!("items.{at}"), "required");
        }
        assert!(errors.0.len() == 100 && !errors.is_full());
        for at in MOST..10_000 {
            errors.push(&format!("items.{at}"), "required");
        }
        assert_eq!(errors.0.len(), 101);
        assert!(errors.is_full());
        assert_eq!(errors.0[99], FieldError { field: "items.99".into(), code: "required", params: vec![] });
        assert_eq!(errors.0[100], FieldError { field: String::new(), code: "more_errors", params: vec![("max", "100".into())] });
    }

    #[test]
    fn format_characters_are_refused_but_the_joiners_of_letters() {
        let codes = |text: &str| {
            let mut errors = Invalid::new();
            errors.name("name", text, 100);
            errors.0.into_iter().map(|error| error.code).collect::<Vec<_>>()
        };
        for plain in ["Núria Bosch", "می\u{200c}خواهم", "क्\u{200d}ष", "O’Brien & Cía, S. L."] {
            assert_eq!(codes(plain), [""; 0], "{plain}");
        }
        for hidden in ["\u{200b}", "a\u{202e}b", "a\u{ad}b", "a\u{feff}", "\u{2066}a", "a\u{e0041}"] {
            assert_eq!(codes(hidden), ["characters"], "{hidden:?}");
        }
        for nothing in ["", "  ", "\u{200d}", " \u{200c}\u{200d} "] {
            assert_eq!(codes(nothing), ["required"], "{nothing:?}");
        }
    }
}
