//! An entity's fields, described once: what a form asks, what the API takes and answers, what the activity log compares, what a
//! conflict shows and what the API's description says all follow from one list of [`Field`]s.

use despacho_kernel::{Difference, Invalid};
use despacho_platform::{Error, Result, activity::Change, sql::Versioned};
use maud::{Markup, html};
use serde_json::{Map, Value, json};

use crate::{
    api::Object,
    components::{language_options, month_options},
    forms::{Field as Input, Form, FormData},
};
// What a room needs to describe an entity it finds here.
pub use crate::{
    field::{Field, Use},
    kinds::{AsText, Custom, Kind, Sight, notation},
};

/// The fields of an entity.
pub struct Fields<T: 'static> {
    /// Its kind in the activity log, `client`.
    pub entity: &'static str,
    pub list: &'static [Field<T>],
}

impl<T> Fields<T> {
    /// A field by its name.
    pub fn get(&self, name: &str) -> Option<&Field<T>> {
        self.list.iter().find(|field| field.name == name)
    }

    /// Reads a form over `base`: what the form does not hold is empty, as a form sends every field but unticked boxes.
    pub fn read(&self, data: &FormData, mut base: T, sight: &Sight<'_>, errors: &mut Invalid) -> T {
        for field in self.list {
            let text = field.parse(data.get(field.name), sight, errors);
            (field.set)(&mut base, &text);
        }
        base
    }

    /// Reads a JSON object over `base`: what is left out stays, null empties. What the body's description refuses is noted first.
    pub fn patch(&self, body: &Object, mut base: T, sight: &Sight<'_>, errors: &mut Invalid) -> T {
        body.note(errors);
        for field in self.list {
            let Some(value) = at(body.value(), field.name, errors) else {
                if field.required && (field.get)(&base).is_empty() {
                    errors.push(field.name, "missing");
                }
                continue;
            };
            // Told already: it is read for what depends on it, and not told twice.
            let mut told = Invalid::new();
            let errors = if body.is_faulty(field.name) { &mut told } else { &mut *errors };
            match field.text_of(value) {
                Ok(typed) => {
                    let text = field.parse(&typed, sight, errors);
                    (field.set)(&mut base, &text);
                }
                Err(code) => errors.push(field.name, code),
            }
        }
        base
    }

    /// Puts an entity into a form.
    pub fn fill(&self, data: &mut FormData, entity: &T, sight: &Sight<'_>) {
        for field in self.list {
            data.set(field.name, field.typed(&(field.get)(entity), sight));
        }
    }

    /// Puts the fields whose names begin so into a form.
    pub fn fill_part(&self, data: &mut FormData, entity: &T, beginning: &str, sight: &Sight<'_>) {
        for field in self.list.iter().filter(|field| field.name.starts_with(beginning)) {
            data.set(field.name, field.typed(&(field.get)(entity), sight));
        }
    }

    /// The input of a field, for a page that adds to it. The name must be a field's.
    pub fn input<'f>(&self, form: &'f Form<'f>, name: &'static str) -> Input<'f> {
        let input = form.field(name);
        let Some(field) = self.get(name) else {
            debug_assert!(false, "{} has no field {name}", self.entity);
            return input;
        };
        let lang = form.lang;
        let input = match field.kind {
            Kind::Text(_) | Kind::Words { .. } | Kind::Decimal(_) | Kind::Flag => input,
            Kind::Long(_) => input.area(),
            Kind::Email => input.kind("email"),
            Kind::Whole(..) => input.kind("number"),
            Kind::Custom(custom) => input.kind(custom.input),
            Kind::Choice(words, prefix) => {
                let option = |word: &&str| ((*word).to_owned(), lang.t(&format!("{prefix}{}", word.replace('_', "-"))));
                let none = (!field.required && !field.proposed).then(|| (String::new(), "—".to_owned()));
                input.select(none.into_iter().chain(words.iter().map(option)).collect())
            }
            Kind::Country => input.countries(!field.required && !field.proposed),
            Kind::Currency => input.currencies((!field.required && !field.proposed).then(|| "—".to_owned())),
            Kind::Language => input.select(language_options(lang)),
            Kind::TimeZone => input.time_zones(),
            Kind::Month => input.select(month_options(lang)),
            Kind::DateFormat => input.select(crate::components::date_format_options()),
        };
        let input = input.span(field.span).label(field.title(lang));
        let input = if field.required || field.proposed { input } else { input.optional() };
        match field.help {
            Some(key) => input.help(lang.t(key)),
            None => input,
        }
    }

    /// The inputs of several fields, for a grid.
    pub fn inputs<'f>(&self, form: &'f Form<'f>, names: &[&'static str]) -> Markup {
        html! { @for name in names {
            @if let Some(field) = self.get(name) && matches!(field.kind, Kind::Flag) {
                @let help = field.help.map(|key| form.lang.t(key));
                div.c6 { (form.check(name, "yes", &field.title(form.lang), help.as_deref())) }
            } @else { (self.input(form, name)) }
        } }
    }

    /// The fields that differ, for the activity log.
    pub fn changes(&self, before: &T, after: &T) -> Vec<Change> {
        let pairs = self.list.iter().map(|field| (field, (field.get)(before), (field.get)(after)));
        pairs
            .filter(|(_, before, after)| before != after)
            .map(|(field, before, after)| Change { field: field.name.into(), before: before.replace('\n', ", "), after: after.replace('\n', ", ") })
            .collect()
    }

    /// Where what is stored now and what a form or body says differ, as a person reads both.
    pub fn differences(&self, stored: &T, typed: &T, sight: &Sight<'_>) -> Vec<Difference> {
        let pairs = self.list.iter().map(|field| (field, (field.get)(stored), (field.get)(typed)));
        pairs
            .filter(|(_, stored, typed)| stored != typed)
            .map(|(field, stored, typed)| Difference {
                field: field.name.into(),
                label: field.title(sight.lang),
                stored: field.shown(&stored, sight),
                typed: field.shown(&typed, sight),
            })
            .collect()
    }

    /// Label and value of the filled fields among these, for a profile.
    pub fn facts(&self, entity: &T, names: &[&'static str], sight: &Sight<'_>) -> Vec<(String, String)> {
        let found = names.iter().filter_map(|name| self.get(name));
        found
            .map(|field| (field.title(sight.lang), field.shown(&(field.get)(entity), sight)))
            .filter(|(_, value)| !value.is_empty())
            .collect()
    }

    /// The entity as the API answers it; `more` is what is no field: its id, what it is linked to.
    pub fn json(&self, entity: &T, more: Value) -> Value {
        let mut object = match more {
            Value::Object(more) => more,
            _ => Map::new(),
        };
        for field in self.list {
            put(&mut object, field.name, field.json(&(field.get)(entity)));
        }
        Value::Object(object)
    }

    /// The description of a body that creates or changes the entity, or of the answer; `more` is what is no field.
    pub fn schema(&self, use_for: Use, more: Value) -> Value {
        let mut properties = match more {
            Value::Object(more) => more,
            _ => Map::new(),
        };
        let mut needed: Vec<String> = if use_for == Use::Answer { properties.keys().cloned().collect() } else { vec![] };
        for field in self.list {
            let top = field.name.split('.').next().unwrap_or(field.name).to_owned();
            match field.name.split_once('.') {
                Some((group, name)) => {
                    let group = properties.entry(group).or_insert_with(
                        || json!({ "type": if use_for == Use::Answer { json!("object") } else { json!(["object", "null"]) }, "properties": {} }),
                    );
                    group["properties"][name] = field.described(use_for);
                }
                None => {
                    properties.insert(field.name.to_owned(), field.described(use_for));
                }
            }
            let must = match use_for {
                Use::Answer => true,
                Use::Create => field.required && !field.name.contains('.'),
                Use::Change => false,
            };
            if must && !needed.contains(&top) {
                needed.push(top);
            }
        }
        json!({ "type": "object", "required": needed, "properties": properties })
    }
}

impl<T: Versioned> Fields<T> {
    /// What was typed over `before`, once it is without fault and nobody has saved another version since it was read. `seen` is the
    /// version that the form or request was read at; none saves over whatever is there. Faults come first (RFC 9110 §13.2.1).
    pub fn over(&self, before: &T, seen: Option<i64>, typed: T, sight: &Sight<'_>, errors: Invalid) -> Result<T> {
        errors.finish()?;
        if seen.is_some_and(|seen| seen != before.version()) {
            let differences = self.differences(before, &typed, sight);
            if !differences.is_empty() {
                return Err(Error::Stale(differences));
            }
        }
        Ok(typed)
    }
}

/// A dotted name's value in a body; a group that is no object is noted.
fn at<'v>(body: &'v Value, name: &'static str, errors: &mut Invalid) -> Option<&'v Value> {
    match name.split_once('.') {
        None => body.get(name),
        Some((group, name)) => match body.get(group)? {
            Value::Object(object) => object.get(name),
            Value::Null => None,
            _ => {
                if !errors.0.iter().any(|e| e.field == group) {
                    errors.push(group, "wrong_type");
                }
                None
            }
        },
    }
}

fn put(object: &mut Map<String, Value>, name: &str, value: Value) {
    match name.split_once('.') {
        None => {
            object.insert(name.to_owned(), value);
        }
        Some((group, name)) => {
            if let Value::Object(group) = object.entry(group).or_insert_with(|| json!({})) {
                group.insert(name.to_owned(), value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use despacho_platform::{i18n::Lang, sql::FromRow, texts};
    use proptest::prelude::*;

    use super::*;
    use crate::field;

    despacho_platform::row! {
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        struct Thing in "things" key (id) {
            id: i64,
            name: String,
            kind: String,
            count: i64,
            rate: String,
            on: bool,
            notes: String,
            country: String,
            currency: String,
            zone: String,
            month: i64,
            version: i64,
        } beside {
            words: Vec<String>,
        }
    }

    impl Versioned for Thing {
        fn version(&self) -> i64 {
            self.version
        }
    }

    static THING: Fields<Thing> = Fields {
        entity: "thing",
        list: &[
            field!(Thing, name, Kind::Text(20)).required(),
            field!(Thing, kind, Kind::Choice(&["asset", "income"], "thing-")),
            field!(Thing, count, Kind::Whole(0, 10)).label("field-count"),
            field!(Thing, rate, Kind::Decimal(2)),
            field!(Thing, on, Kind::Flag),
            field!(Thing, notes, Kind::Long(100)),
            field!(Thing, country, "place.country", Kind::Country),
            field!(Thing, currency, "place.currency", Kind::Currency).nullable(),
            field!(Thing, zone, "place.zone", Kind::TimeZone),
            field!(Thing, month, "place.month", Kind::Month).label("field-fiscal-year-start"),
            field!(Thing, words, Kind::Words { most: 3, max: 5 }),
        ],
    };

    fn read(pairs: &[(&str, &str)], lang: Lang) -> (Thing, Vec<(String, &'static str)>) {
        let data = FormData(pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect());
        let mut errors = Invalid::new();
        let thing = THING.read(&data, Thing::default(), &Sight::form(lang, "ES"), &mut errors);
        (thing, errors.0.into_iter().map(|e| (e.field, e.code)).collect())
    }

    fn patched(body: Value, before: Thing) -> (Thing, Vec<(String, &'static str)>) {
        let mut errors = Invalid::new();
        let thing = THING.patch(&Object::from(body), before, &Sight::api(Lang::Es, "ES"), &mut errors);
        (thing, errors.0.into_iter().map(|e| (e.field, e.code)).collect())
    }

    #[test]
    fn every_fault_of_a_form_is_told_at_once() {
        let typed = [
            ("kind", "thing"),
            ("count", "11"),
            ("rate", "1.000,123"),
            ("place.country", "XX"),
            ("place.currency", "eu"),
            ("place.zone", "Madrid"),
            ("place.month", "13"),
            ("notes", &"x".repeat(101)),
            ("words", "a, b, c, d"),
        ];
        let (_, faults) = read(&typed, Lang::Es);
        let expected = [
            ("name", "required"),
            ("kind", "choice"),
            ("count", "between"),
            ("rate", "decimals"),
            ("notes", "too_long"),
            ("place.country", "country"),
            ("place.currency", "currency"),
            ("place.zone", "time_zone"),
            ("place.month", "choice"),
            ("words", "too_many_rows"),
        ];
        assert_eq!(faults, expected.map(|(field, code)| (field.to_owned(), code)));
    }

    #[test]
    fn a_line_has_no_second_one_and_a_long_text_has() {
        let (thing, faults) = read(&[("name", "a\nb"), ("notes", "a\r\nb")], Lang::Es);
        assert_eq!((faults, thing.notes.as_str()), (vec![("name".to_owned(), "characters")], "a\r\nb"));
    }

    #[test]
    fn numbers_are_written_as_their_language_does_and_plainly_in_the_api() {
        let typed = |rate: &str, lang| read(&[("name", "a"), ("rate", rate)], lang).0.rate;
        assert_eq!((typed("1.000,5", Lang::Es), typed("1,000.5", Lang::En)), ("1000.5".into(), "1000.5".into()));
        assert_eq!(patched(json!({ "name": "a", "rate": "1000.5" }), Thing::default()).0.rate, "1000.5");
    }

    #[test]
    fn a_patch_keeps_what_is_left_out_empties_what_is_null_and_tells_other_types() {
        let before = Thing { name: "a".into(), notes: "n".into(), currency: "EUR".into(), count: 3, words: vec!["x".into()], ..Thing::default() };
        let (after, faults) = patched(json!({ "notes": null, "count": 4, "on": true, "words": ["y", "z"], "place": { "currency": null } }), before.clone());
        assert_eq!(faults, []);
        let expected = Thing { notes: String::new(), currency: String::new(), count: 4, on: true, words: vec!["y".into(), "z".into()], ..before.clone() };
        assert_eq!(after, expected);
        let (same, faults) = patched(json!({ "name": 1, "count": "4", "on": "yes", "words": "y", "place": [] }), before.clone());
        let fields: Vec<_> = faults.iter().map(|(field, code)| (field.as_str(), *code)).collect();
        assert_eq!(fields, [("name", "wrong_type"), ("count", "wrong_type"), ("on", "wrong_type"), ("place", "wrong_type"), ("words", "wrong_type")]);
        assert_eq!(same, before);
        assert_eq!(patched(json!({}), Thing::default()).1, [("name".to_owned(), "missing")]);
    }

    #[test]
    fn what_is_answered_is_what_is_described() {
        let answer = THING.json(&Thing { name: "a".into(), month: 4, ..Thing::default() }, json!({ "id": 7 }));
        assert_eq!(answer["place"], json!({ "country": "", "currency": null, "zone": "", "month": 4 }));
        let schema = THING.schema(Use::Answer, json!({ "id": { "type": "integer" } }));
        let described: Vec<&String> = schema["properties"].as_object().expect("properties").keys().collect();
        assert_eq!(described, answer.as_object().expect("an object").keys().collect::<Vec<_>>());
        assert_eq!(THING.schema(Use::Create, json!({}))["required"], json!(["name"]));
        assert_eq!(schema["properties"]["place"]["properties"]["currency"]["anyOf"][1], json!({ "enum": ["", null] }));
    }

    #[test]
    fn a_save_over_a_newer_version_is_refused_with_both_values() {
        despacho_platform::i18n::speak(&[texts!("common")]);
        let stored = Thing { name: "mine".into(), version: 2, ..Thing::default() };
        let typed = Thing { name: "yours".into(), ..stored.clone() };
        let sight = Sight::form(Lang::En, "ES");
        let over = |seen, typed: &Thing| THING.over(&stored, seen, typed.clone(), &sight, Invalid::new());
        match over(Some(1), &typed) {
            Err(Error::Stale(differences)) => {
                let told: Vec<_> = differences.iter().map(|d| (d.field.as_str(), d.stored.as_str(), d.typed.as_str())).collect();
                assert_eq!(told, [("name", "mine", "yours")]);
            }
            other => panic!("{other:?}"),
        }
        // What was typed wrong is shown as it was typed.
        assert!(matches!(over(Some(1), &Thing { month: 13, ..stored.clone() }), Err(Error::Stale(told)) if told[0].typed == "13"));
        assert_eq!(over(Some(2), &typed).expect("the same version"), typed);
        assert_eq!(over(None, &typed).expect("no version"), typed);
        assert_eq!(over(Some(1), &stored).expect("no difference"), stored);
        assert_eq!(THING.changes(&stored, &typed).len(), 1);
        assert_eq!(Thing::COLUMNS.len(), 12);
    }

    proptest! {
        #[test]
        fn what_a_form_shows_is_read_back(
            name in "[a-zñ][a-z0-9 .,]{0,17}[a-z]", count in 0i64..=10, units in -9_999_999i64..=9_999_999, on: bool, notes in "([a-z]{1,9}\n)?[a-z]{0,9}",
            kind in prop_oneof![Just(""), Just("asset"), Just("income")], month in 1i64..=12, words in proptest::collection::btree_set("[a-z]{1,5}", 0..3), spanish: bool
        ) {
            let rate = rust_decimal::Decimal::new(units, 2).normalize().to_string();
            let thing = Thing {
                name, count, rate, on, kind: kind.into(), month, notes: notes.trim().to_owned(), words: words.into_iter().collect(),
                country: "ES".into(), currency: "EUR".into(), zone: "Europe/Madrid".into(), ..Thing::default()
            };
            let sight = Sight::form(if spanish { Lang::Es } else { Lang::En }, "ES");
            let mut data = FormData::default();
            THING.fill(&mut data, &thing, &sight);
            let mut errors = Invalid::new();
            prop_assert_eq!(THING.read(&data, Thing::default(), &sight, &mut errors), thing.clone());
            prop_assert!(errors.0.is_empty(), "{:?}", errors.0);
            // And so is what the API answers.
            let mut errors = Invalid::new();
            let answered = THING.json(&thing, json!({}));
            prop_assert_eq!(THING.patch(&Object::from(answered), Thing::default(), &Sight::api(Lang::Es, "ES"), &mut errors), thing);
            prop_assert!(errors.0.is_empty(), "{:?}", errors.0);
        }
    }
}
