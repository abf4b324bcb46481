//! A value against its description: the JSON Schema that the API's document shows is the one that bodies and parameters are held to.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use despacho_kernel::{Invalid, email, place, region};
use despacho_platform::i18n::Lang;
use regex::Regex;
use serde_json::{Map, Value, json};

/// What is not seen: control characters, and format characters (Unicode's category Cf) that no word is written with. In ranges, which every
/// program that reads patterns understands; the last ones have no short escape that all of them share, and stand as themselves.
macro_rules! unseen {
    () => {
        concat!(
            r"\x00-\x1f\x7f-\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb",
            "\u{110bd}\u{110cd}\u{13430}-\u{1343f}\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0001}\u{e0020}-\u{e007f}"
        )
    };
}

/// A line of text: nothing that moves the cursor, nor hides.
pub const LINE: &str = concat!("^[^", unseen!(), "]*$");
/// A line of text in which something stands.
pub const FILLED: &str = concat!("^[^", unseen!(), r"]*[^\s\u200c\u200d", unseen!(), "][^", unseen!(), "]*$");
/// Several lines of text.
pub const LINES: &str = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$";
/// Several lines of text in which something stands.
pub const FILLED_LINES: &str = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$";
/// One word of a list that is typed with commas between.
pub const WORD: &str = concat!("^[^,", unseen!(), "]*$");

/// A calendar date, ISO 8601.
pub const DATE: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

/// What a member of a schema says when its value is not as it describes: the code of the error that is answered.
pub const CODE: &str = "x-code";

/// A member that names the text which says what it is, until the document is written in a language.
pub const LABEL: &str = "x-label";

/// Descriptions that many others name.
pub fn common() -> Map<String, Value> {
    let codes = |codes: Vec<&str>, code: &str, about: &str| json!({ "type": "string", "enum": codes, CODE: code, "description": about });
    let countries = place::countries().iter().map(|c| c.code.as_str()).collect();
    let currencies = place::currencies().iter().map(|c| c.code.as_str()).collect();
    let zones = place::time_zones().iter().map(String::as_str).collect();
    let mut found = Map::new();
    found.insert("Country".into(), codes(countries, "country", "ISO 3166-1 alpha-2"));
    found.insert("Currency".into(), codes(currencies, "currency", "ISO 4217"));
    found.insert("TimeZone".into(), codes(zones, "time_zone", "IANA"));
    found.insert("Language".into(), codes(region::LANGUAGES.to_vec(), "language", "ISO 639-1"));
    found.insert("DateFormat".into(), codes(region::DATE_FORMATS.to_vec(), "choice", "CLDR"));
    found
}

/// The id of something.
pub fn id() -> Value {
    json!({ "type": "string", "format": "uuid" })
}

/// A reference to a description by its name.
pub fn named(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// The same, or nothing: null or an empty text.
pub fn or_empty(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "enum": ["", null] }] })
}

/// An object that must have these members as well.
pub fn requiring(mut schema: Value, names: &[&str]) -> Value {
    if let Some(required) = schema["required"].as_array_mut() {
        required.extend(names.iter().map(|name| json!(name)));
    }
    schema
}

static COMMON: LazyLock<Map<String, Value>> = LazyLock::new(common);

/// A description with those that it names.
#[derive(Debug, Clone)]
pub struct Shape {
    schema: Value,
    parts: Arc<HashMap<String, Value>>,
}

impl Shape {
    /// Of a schema and what it refers to by name.
    pub fn new(schema: Value, parts: impl IntoIterator<Item = (String, Value)>) -> Self {
        Self { schema, parts: Arc::new(parts.into_iter().collect()) }
    }

    /// Where a value is not as described, every place at once. `at` is the value's own name, empty for a body.
    pub fn faults(&self, at: &str, value: &Value) -> Invalid {
        let mut errors = Invalid::new();
        self.check(&self.schema, value, at, &mut errors);
        errors
    }

    /// Whether it is a whole number.
    pub fn is_number(&self) -> bool {
        types(&self.schema).contains(&"integer")
    }

    fn resolved<'s>(&'s self, schema: &'s Value) -> &'s Value {
        let mut schema = schema;
        while let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
            match self.parts.get(name).or_else(|| COMMON.get(name)) {
                Some(found) => schema = found,
                None => return &Value::Null,
            }
        }
        schema
    }

    fn check(&self, schema: &Value, value: &Value, at: &str, errors: &mut Invalid) {
        let schema = self.resolved(schema);
        for any in ["anyOf", "oneOf"] {
            if let Some(branches) = schema[any].as_array() {
                self.check_any(branches, value, at, errors);
            }
        }
        for branch in schema["allOf"].as_array().into_iter().flatten() {
            self.check(branch, value, at, errors);
        }
        if !self.is_of_type(schema, value) {
            let wanted = types(schema).first().copied().unwrap_or("other");
            return errors.push_with(at, "wrong_type", vec![("wanted", wanted.to_owned())]);
        }
        let code = |usual: &'static str| schema[CODE].as_str().map_or(usual, lasting);
        if let Some(words) = schema["enum"].as_array()
            && !words.contains(value)
        {
            return errors.push(at, code("choice"));
        }
        match value {
            Value::String(text) => check_text(schema, text, at, code("characters"), errors),
            Value::Number(number) => check_number(schema, number.as_f64().unwrap_or(f64::NAN), at, errors),
            Value::Array(items) => {
                if bound(schema, "minItems").is_some_and(|min| items.len() < min) {
                    return errors.push(at, code("choose_one"));
                }
                if let Some(max) = bound(schema, "maxItems").filter(|max| items.len() > *max) {
                    // Not one by one: there may be any number of them.
                    return errors.push_with(at, "too_many_rows", vec![("max", max.to_string())]);
                }
                for (n, item) in items.iter().enumerate() {
                    self.check(&schema["items"], item, &format!("{at}.{n}"), errors);
                }
            }
            Value::Object(object) => self.check_object(schema, object, at, errors),
            Value::Null | Value::Bool(_) => {}
        }
    }

    /// One of the branches holds, or the faults of the one that its type points to are told.
    fn check_any(&self, branches: &[Value], value: &Value, at: &str, errors: &mut Invalid) {
        let told: Vec<Invalid> = branches.iter().map(|branch| Self { schema: branch.clone(), ..self.clone() }.faults(at, value)).collect();
        if told.iter().any(|faults| faults.0.is_empty()) {
            return;
        }
        let meant = branches.iter().position(|branch| {
            let branch = self.resolved(branch);
            !types(branch).is_empty() && self.is_of_type(branch, value)
        });
        let first = meant.or_else(|| branches.iter().position(|branch| !types(self.resolved(branch)).contains(&"null"))).unwrap_or(0);
        for fault in told.into_iter().nth(first).unwrap_or_default().0 {
            errors.push_with(&fault.field, fault.code, fault.params);
        }
    }

    fn is_of_type(&self, schema: &Value, value: &Value) -> bool {
        let types = types(schema);
        types.is_empty()
            || types.iter().any(|kind| match *kind {
                "string" => value.is_string(),
                "integer" => value.as_i64().is_some() || value.as_u64().is_some(),
                "number" => value.is_number(),
                "boolean" => value.is_boolean(),
                "array" => value.is_array(),
                "object" => value.is_object(),
                _ => value.is_null(),
            })
    }

    fn check_object(&self, schema: &Value, object: &Map<String, Value>, at: &str, errors: &mut Invalid) {
        let place = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !object.contains_key(name) {
                errors.push(&place(name), "missing");
            }
        }
        for (name, of) in schema["properties"].as_object().into_iter().flatten() {
            if let Some(value) = object.get(name) {
                self.check(of, value, &place(name), errors);
            }
        }
        // Of a map; names that nobody described are left alone everywhere.
        if schema["additionalProperties"].is_object() {
            if let Some(max) = bound(schema, "maxProperties").filter(|max| object.len() > *max) {
                return errors.push_with(at, "too_many_rows", vec![("max", max.to_string())]);
            }
            for (name, value) in object {
                self.check(&schema["propertyNames"], &json!(name), &place(name), errors);
                self.check(&schema["additionalProperties"], value, &place(name), errors);
            }
        }
    }
}

fn types(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => vec![],
    }
}

fn bound(schema: &Value, name: &str) -> Option<usize> {
    schema[name].as_u64().and_then(|bound| usize::try_from(bound).ok())
}

/// A text of the program's own descriptions that lives as long as the program: kept once, however often it is asked for.
pub fn lasting(text: &str) -> &'static str {
    static TEXTS: LazyLock<Mutex<HashSet<&'static str>>> = LazyLock::new(Mutex::default);
    let mut texts = TEXTS.lock().unwrap_or_else(PoisonError::into_inner);
    match texts.get(text) {
        Some(kept) => kept,
        None => {
            let kept = &*text.to_owned().leak();
            texts.insert(kept);
            kept
        }
    }
}

fn check_text(schema: &Value, text: &str, at: &str, code: &'static str, errors: &mut Invalid) {
    let length = text.chars().count();
    if bound(schema, "minLength").is_some_and(|min| length < min || text.trim().is_empty()) {
        return errors.push(at, "required");
    }
    if let Some(max) = bound(schema, "maxLength").filter(|max| length > *max) {
        errors.push_with(at, "too_long", vec![("max", max.to_string())]);
    }
    if schema["pattern"].as_str().is_some_and(|pattern| !matches(pattern, text)) {
        errors.push(at, code);
    }
    match schema["format"].as_str() {
        Some("uuid") if !is_id(text) => errors.push(at, "id"),
        Some("date") if text.parse::<jiff::civil::Date>().is_err() => errors.push(at, "date"),
        Some("email") if email::parse(text).is_err() => errors.push(at, "email"),
        _ => {}
    }
}

fn is_id(text: &str) -> bool {
    text.len() == 36 && text.parse::<despacho_kernel::Uuid>().is_ok()
}

fn check_number(schema: &Value, number: f64, at: &str, errors: &mut Invalid) {
    let (min, max) = (schema["minimum"].as_f64(), schema["maximum"].as_f64());
    if min.is_some_and(|min| number < min) || max.is_some_and(|max| number > max) {
        let shown = |bound: Option<f64>| bound.map_or_else(|| "…".to_owned(), |bound| bound.to_string());
        errors.push_with(at, "between", vec![("min", shown(min)), ("max", shown(max))]);
    }
}

/// The text of a key; what has none is a text itself.
pub(crate) fn text(lang: Lang, key: &str) -> String {
    if lang.has(key) { lang.t(key) } else { key.to_owned() }
}

/// Says what each member of a schema is, in the reader's language: an entity's field by its label, another by a text of its own.
pub(crate) fn translate(lang: Lang, name: &str, schema: &mut Value) {
    // Asked for by its name: an index would put a null where there is none.
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for (field, of) in properties {
        let key = format!("api-{}-{}", kebab(name), field.replace('_', "-"));
        if let Some(label) = of.as_object_mut().and_then(|of| of.remove(LABEL)) {
            of["description"] = json!(text(lang, label.as_str().unwrap_or_default()));
        } else if lang.has(&key) {
            of["description"] = json!(lang.t(&key));
        }
        translate(lang, name, of);
    }
}

/// `PreferenceGroup` as `preference-group`.
fn kebab(name: &str) -> String {
    let mut found = String::new();
    for (at, c) in name.chars().enumerate() {
        if c.is_uppercase() && at > 0 {
            found.push('-');
        }
        found.extend(c.to_lowercase());
    }
    found
}

/// Whether a text matches a pattern of the code; each is compiled once.
fn matches(pattern: &str, text: &str) -> bool {
    static COMPILED: LazyLock<Mutex<HashMap<String, Option<Regex>>>> = LazyLock::new(Mutex::default);
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    let found = compiled.entry(pattern.to_owned()).or_insert_with(|| {
        let made = Regex::new(pattern);
        debug_assert!(made.is_ok(), "{pattern} is no pattern");
        made.ok()
    });
    found.as_ref().is_none_or(|regex| regex.is_match(text))
}

/// A number that is whole is written so: `1.0` is the integer 1 (JSON Schema 2020-12, 4.2.3).
pub fn whole(value: &mut Value) {
    match value {
        Value::Number(number) => {
            const EXACT: f64 = 9_007_199_254_740_992.0;
            if let Some(float) = number.as_f64().filter(|f| !number.is_i64() && !number.is_u64() && f.fract() == 0.0 && f.abs() <= EXACT)
                && let Ok(integer) = format!("{float:.0}").parse::<i64>()
            {
                *value = json!(integer);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(whole),
        Value::Object(object) => object.values_mut().for_each(whole),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(schema: Value, value: Value) -> Vec<(String, &'static str)> {
        Shape::new(
            schema,
            [("Part".to_owned(), json!({ "type": "object", "required": ["id"], "properties": { "id": { "type": "string", "format": "uuid" } } }))],
        )
        .faults("", &value)
        .0
        .into_iter()
        .map(|fault| (fault.field, fault.code))
        .collect()
    }

    #[test]
    fn each_place_and_its_fault_is_told() {
        let schema = json!({
            "type": "object",
            "required": ["name", "kind"],
            "properties": {
                "name": { "type": "string", "minLength": 1, "maxLength": 5, "pattern": FILLED },
                "kind": { "type": "string", "enum": ["a", "b"] },
                "month": { "type": ["integer", "null"], "minimum": 1, "maximum": 12 },
                "words": { "type": "array", "maxItems": 2, "items": { "type": "string", "maxLength": 3, "pattern": WORD } },
                "ids": { "type": "array", "minItems": 1, "items": { "type": "string", "format": "uuid" } },
                "part": { "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Part" }] },
                "country": or_empty(named("Country")),
                "email": or_empty(json!({ "type": "string", "format": "email", "maxLength": 254 })),
                "values": { "type": "object", "additionalProperties": { "type": "string" } },
            },
        });
        let at = |field: &str, code: &'static str| (field.to_owned(), code);
        let told = |value: Value| told(schema.clone(), value);
        assert_eq!(told(json!([])), [at("", "wrong_type")]);
        assert_eq!(told(json!({})), [at("name", "missing"), at("kind", "missing")]);
        assert_eq!(told(json!({ "name": 5, "kind": "c" })), [at("kind", "choice"), at("name", "wrong_type")]);
        assert_eq!(told(json!({ "name": " ", "kind": "a", "month": 13 })), [at("month", "between"), at("name", "required")]);
        assert_eq!(told(json!({ "name": "abcdef", "kind": "a", "month": null })), [at("name", "too_long")]);
        assert_eq!(
            told(json!({ "name": "a\u{7}", "kind": "a", "words": ["a,b", "abcd"] })),
            [at("name", "characters"), at("words.0", "characters"), at("words.1", "too_long")]
        );
        assert_eq!(told(json!({ "name": "a", "kind": "a", "words": ["a", "b", "c"], "ids": [] })), [at("ids", "choose_one"), at("words", "too_many_rows")]);
        assert_eq!(told(json!({ "name": "a", "kind": "a", "ids": ["x"], "part": {} })), [at("ids.0", "id"), at("part.id", "missing")]);
        assert_eq!(told(json!({ "name": "a", "kind": "a", "part": null, "country": "", "email": null, "unknown": 1 })), []);
        assert_eq!(told(json!({ "name": "a", "kind": "a", "country": "XX", "email": "x" })), [at("country", "country"), at("email", "email")]);
        assert_eq!(told(json!({ "name": "a", "kind": "a", "country": 1, "part": "x" })), [at("country", "wrong_type"), at("part", "wrong_type")]);
        assert_eq!(told(json!({ "name": "a", "kind": "a", "values": { "x": 1 } })), [at("values.x", "wrong_type")]);
    }

    #[test]
    fn a_line_is_described_as_it_is_checked() {
        let is_taken = |text: &str| {
            let mut errors = Invalid::new();
            errors.optional("line", text, 3);
            errors.0.is_empty()
        };
        // Every character, among others, so that nothing is trimmed.
        let (taken, refused): (Vec<char>, Vec<char>) = ('\0'..=char::MAX).partition(|c| is_taken(&format!("a{c}b")));
        assert!(matches(LINE, &taken.iter().collect::<String>()));
        assert!(refused.len() > 200, "{}", refused.len());
        for c in refused {
            assert!(!matches(LINE, &format!("a{c}b")) && !matches(WORD, &format!("a{c}b")) && !matches(FILLED, &format!("a{c}b")), "{c:?}");
        }
        assert!(matches(FILLED, "ñ") && !matches(FILLED, " ") && !matches(FILLED, "\u{200d}") && !matches(FILLED, ""));
    }

    #[test]
    fn names_of_a_map_are_held_to_their_description() {
        let schema = json!({ "type": "object", "propertyNames": { "format": "uuid" }, "additionalProperties": { "type": "string" } });
        assert_eq!(told(schema.clone(), json!({ "": "x", "01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f21": "x" })), [(String::new(), "id")]);
    }

    #[test]
    fn whole_numbers_are_integers() {
        let mut value = json!({ "a": [1.0, 1.5, -2.0, 1e300] });
        whole(&mut value);
        assert_eq!(value, json!({ "a": [1, 1.5, -2, 1e300] }));
    }
}
