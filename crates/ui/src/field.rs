//! One field of an entity: how what is typed into it is checked, shown, and described to the API.

use despacho_kernel::{Invalid, email, number, place};
use despacho_platform::i18n::Lang;
pub use despacho_platform::sql::column_name;
use serde_json::{Value, json};

use crate::{
    format,
    kinds::{AsText, Kind, Sight},
    schema::{self, named, or_empty},
};

/// What a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    Create,
    Change,
    Answer,
}

/// One field of an entity `T`. Made by [`field!`](crate::field).
pub struct Field<T: 'static> {
    /// Its name in forms and in the API, dotted where it is nested (`billing_address.city`).
    pub name: &'static str,
    pub kind: Kind,
    /// Whether it must be filled.
    pub required: bool,
    /// Whether it gets a value from elsewhere when it is left empty: a choice of it has no empty option.
    pub proposed: bool,
    /// Width in sixths of a form's line.
    pub span: u8,
    /// Key of its label where it is not that of its name.
    pub label: Option<&'static str>,
    /// Key of its line of help.
    pub help: Option<&'static str>,
    /// Whether the API answers null when it is empty.
    pub nullable: bool,
    pub get: fn(&T) -> String,
    pub set: fn(&mut T, &str),
}

/// A field of an entity, named as its place in the struct: `field!(Client, email, Kind::Email)`, or with a name of its own:
/// `field!(Client, billing.city, "billing_address.city", Kind::Text(100))`.
#[macro_export]
macro_rules! field {
    ($entity:ty, $place:ident, $kind:expr) => {
        $crate::field!($entity, $place, $crate::field::column_name(stringify!($place)), $kind)
    };
    ($entity:ty, $($place:ident).+, $name:expr, $kind:expr) => {
        $crate::field::Field::<$entity> {
            name: $name,
            kind: $kind,
            required: false,
            proposed: false,
            span: 3,
            label: None,
            help: None,
            nullable: false,
            get: |entity| $crate::kinds::AsText::text(&entity.$($place).+),
            set: |entity, text| entity.$($place).+ = $crate::kinds::AsText::of(text),
        }
    };
}

impl<T> Field<T> {
    /// It must be filled.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Left empty, it gets a value from elsewhere.
    pub const fn proposed(mut self) -> Self {
        self.proposed = true;
        self
    }

    /// Its width in sixths.
    pub const fn span(mut self, sixths: u8) -> Self {
        self.span = sixths;
        self
    }

    /// The key of another label.
    pub const fn label(mut self, key: &'static str) -> Self {
        self.label = Some(key);
        self
    }

    /// The key of its help.
    pub const fn help(mut self, key: &'static str) -> Self {
        self.help = Some(key);
        self
    }

    /// Null in the API when it is empty.
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// The stored form of what was typed; what is wrong is noted.
    pub(crate) fn parse(&self, typed: &str, sight: &Sight<'_>, errors: &mut Invalid) -> String {
        let text = typed.trim();
        if text.is_empty() {
            if self.required {
                errors.push(self.name, "required");
            }
            return String::new();
        }
        let mut checked = |parsed: Result<String, &'static str>| errors.take(self.name, parsed).unwrap_or_else(|| text.to_owned());
        match self.kind {
            Kind::Text(max) => errors.optional(self.name, text, max),
            Kind::Long(max) => errors.optional_long(self.name, text, max),
            Kind::Choice(words, _) => checked(if words.contains(&text) { Ok(text.into()) } else { Err("choice") }),
            Kind::Flag => if matches!(text, "yes" | "on" | "true") { "yes" } else { "" }.into(),
            Kind::Email => checked(email::parse(text)),
            Kind::Whole(min, max) => match text.parse::<i64>() {
                Ok(number) if (min..=max).contains(&number) => number.to_string(),
                _ => {
                    errors.push_with(self.name, "between", vec![("min", min.to_string()), ("max", max.to_string())]);
                    text.to_owned()
                }
            },
            Kind::Decimal(scale) => checked(number::decimal(text, sight.notation, scale).map(|d| d.to_string())),
            Kind::Country => checked(place::country(&text.to_uppercase()).map(|c| c.code.clone())),
            Kind::Currency => checked(place::currency(&text.to_uppercase()).map(|c| c.code.clone())),
            Kind::Language => checked(if despacho_kernel::region::LANGUAGES.contains(&text) { Ok(text.into()) } else { Err("language") }),
            Kind::TimeZone => checked(place::time_zone(text).map(str::to_owned)),
            Kind::Month => checked(match text.parse::<u8>() {
                Ok(month @ 1..=12) => Ok(month.to_string()),
                _ => Err("choice"),
            }),
            Kind::DateFormat => checked(if despacho_kernel::region::DATE_FORMATS.contains(&text) { Ok(text.into()) } else { Err("choice") }),
            Kind::Words { most, max } => {
                let words = words(text);
                if words.len() > most {
                    errors.push_with(self.name, "too_many_rows", vec![("max", most.to_string())]);
                }
                for word in &words {
                    errors.optional(self.name, word, max);
                }
                words.join("\n")
            }
            Kind::Custom(custom) => {
                if text.chars().count() > custom.max {
                    errors.push_with(self.name, "too_long", vec![("max", custom.max.to_string())]);
                    return text.to_owned();
                }
                checked((custom.parse)(text, sight))
            }
        }
    }

    /// A stored value as its form shows it, which is read back as the same value.
    pub(crate) fn typed(&self, stored: &str, sight: &Sight<'_>) -> String {
        match self.kind {
            Kind::Decimal(_) => format::decimal(sight.lang, stored),
            Kind::Words { .. } => stored.replace('\n', ", "),
            Kind::Custom(custom) if !stored.is_empty() => (custom.show)(stored, sight),
            _ => stored.to_owned(),
        }
    }

    /// A stored value as a person reads it on a page. What is typed wrong, in a conflict, is shown as it was typed.
    pub fn shown(&self, stored: &str, sight: &Sight<'_>) -> String {
        let lang = sight.lang;
        let word = |key: String| if lang.has(&key) { lang.t(&key) } else { stored.to_owned() };
        match self.kind {
            _ if stored.is_empty() => String::new(),
            Kind::Choice(_, prefix) => word(format!("{prefix}{}", stored.replace('_', "-"))),
            Kind::Flag => lang.t("yes"),
            Kind::Country => crate::components::country_name(lang, stored),
            Kind::Language => word(format!("language-{stored}")),
            Kind::TimeZone => stored.replace('_', " "),
            Kind::Month => word(format!("month-{stored}")),
            _ => self.typed(stored, sight),
        }
    }

    /// What a person calls the field.
    pub fn title(&self, lang: Lang) -> String {
        lang.t(&self.label.map_or_else(|| crate::forms::label_key(self.name), str::to_owned))
    }

    /// How the API describes the field: the same kind that checks it says what it takes.
    fn schema(&self, use_for: Use) -> Value {
        let body = use_for != Use::Answer;
        let line = |max: usize, pattern: &str| json!({ "type": "string", "maxLength": max, "pattern": pattern });
        let mut schema = match self.kind {
            Kind::Text(max) if body => line(max, if self.required { schema::FILLED } else { schema::LINE }),
            Kind::Long(max) if body => line(max, schema::LINES),
            Kind::Text(_) | Kind::Long(_) => json!({ "type": "string" }),
            Kind::Choice(words, _) => json!({ "type": "string", "enum": words }),
            Kind::Flag => json!({ "type": "boolean" }),
            Kind::Email => json!({ "type": "string", "format": "email", "maxLength": 254 }),
            Kind::Whole(min, max) => json!({ "type": "integer", "minimum": min, "maximum": max }),
            Kind::Decimal(scale) => json!({ "type": "string", "maxLength": 28, "pattern": format!("^-?[0-9]{{1,15}}(\\.[0-9]{{1,{scale}}})?$") }),
            Kind::Country => named("Country"),
            Kind::Currency => named("Currency"),
            Kind::Language => named("Language"),
            Kind::TimeZone => named("TimeZone"),
            Kind::Month => json!({ "type": "integer", "minimum": 1, "maximum": 12 }),
            Kind::DateFormat => named("DateFormat"),
            Kind::Words { most, max } => json!({ "type": "array", "items": line(max, schema::WORD), "maxItems": most }),
            Kind::Custom(custom) => {
                let mut schema = json!({ "type": "string", "maxLength": custom.max });
                if !custom.format.is_empty() {
                    schema["format"] = json!(custom.format);
                }
                if let Some((pattern, code)) = custom.pattern {
                    schema["pattern"] = json!(pattern);
                    schema[schema::CODE] = json!(code);
                }
                schema
            }
        };
        if self.required {
            if matches!(self.kind, Kind::Text(_) | Kind::Long(_) | Kind::Custom(_)) {
                schema["minLength"] = json!(1);
            }
            return schema;
        }
        match self.kind {
            // Null empties, as an empty text does.
            Kind::Text(_) | Kind::Long(_) | Kind::Flag | Kind::Whole(..) | Kind::Month | Kind::Words { .. } if body || self.nullable => {
                schema["type"] = json!([schema["type"], "null"]);
                schema
            }
            Kind::Text(_) | Kind::Long(_) | Kind::Flag | Kind::Whole(..) | Kind::Month | Kind::Words { .. } => schema,
            _ if body || self.nullable => or_empty(schema),
            _ => or_empty_text(schema),
        }
    }

    pub(crate) fn json(&self, stored: &str) -> Value {
        match self.kind {
            _ if self.nullable && stored.is_empty() => Value::Null,
            Kind::Flag => json!(!stored.is_empty()),
            Kind::Whole(..) | Kind::Month => stored.parse::<i64>().map_or(Value::Null, Value::from),
            Kind::Words { .. } => json!(stored.split('\n').filter(|word| !word.is_empty()).collect::<Vec<_>>()),
            _ => json!(stored),
        }
    }

    /// The text of a value of the API, or the code of its error.
    pub(crate) fn text_of(&self, value: &Value) -> Result<String, &'static str> {
        match (self.kind, value) {
            (_, Value::Null) => Ok(String::new()),
            (Kind::Flag, Value::Bool(flag)) => Ok(flag.text()),
            (Kind::Whole(..) | Kind::Month, Value::Number(number)) => Ok(number.to_string()),
            (Kind::Words { .. }, Value::Array(words)) => {
                let words: Option<Vec<&str>> = words.iter().map(Value::as_str).collect();
                words.map(|words| words.join(",")).ok_or("wrong_type")
            }
            (Kind::Flag | Kind::Whole(..) | Kind::Month | Kind::Words { .. }, _) => Err("wrong_type"),
            (_, Value::String(text)) => Ok(text.clone()),
            _ => Err("wrong_type"),
        }
    }
}

impl<T> Field<T> {
    /// Its description with what a person calls it.
    pub(crate) fn described(&self, use_for: Use) -> Value {
        let mut schema = self.schema(use_for);
        schema[schema::LABEL] = json!(self.label.map_or_else(|| crate::forms::label_key(self.name), str::to_owned));
        schema
    }
}

/// In an answer nothing is an empty text.
fn or_empty_text(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "const": "" }] })
}

/// Words without repetition, whatever their case, in their order.
fn words(text: &str) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    let parts = text.split([',', '\n']).map(str::trim).filter(|word| !word.is_empty());
    let mut words: Vec<String> = parts.filter(|word| seen.insert(despacho_kernel::text::fold(word))).map(str::to_owned).collect();
    words.sort_by_cached_key(|word| despacho_kernel::text::fold(word));
    words
}
