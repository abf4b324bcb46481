//! Every visible word exists in Spanish and English, and none is left over.

use std::{collections::BTreeSet, fs, path::Path};

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn keys(lang: &str) -> BTreeSet<String> {
    let folder = root().join("locales").join(lang);
    let files = fs::read_dir(folder).expect("the locale").map(|entry| fs::read_to_string(entry.expect("a file").path()).expect("text"));
    let lines: Vec<String> = files.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    let defines = |line: &String| line.split_once(" =").map(|(key, _)| key.to_owned());
    lines.iter().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase())).filter_map(defines).collect()
}

fn sources(folder: &Path, found: &mut String) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !path.ends_with("tests") {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push_str(&fs::read_to_string(&path).expect("text"));
        }
    }
}

/// Texts in double quotes that look like keys.
fn quoted(source: &str) -> BTreeSet<String> {
    let is_key = |text: &&str| text.len() > 1 && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_{}.".contains(c));
    source.split('"').filter(is_key).map(str::to_owned).collect()
}

#[test]
fn both_languages_have_the_same_keys() {
    assert_eq!(keys("es"), keys("en"));
}

#[test]
fn every_key_that_the_code_asks_for_exists() {
    let mut source = String::new();
    sources(&root().join("crates"), &mut source);
    let keys = keys("es");
    let mut missing = vec![];
    for (call, end) in [(".t(\"", "\")"), ("t!(lang, \"", "\""), ("t!(self.lang, \"", "\"")] {
        for rest in source.split(call).skip(1) {
            let key = rest.split('"').next().unwrap_or("");
            let is_key = key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') && key.contains(|c: char| c.is_ascii_lowercase());
            if is_key && rest[key.len()..].starts_with(end) && !keys.contains(key) {
                missing.push(key);
            }
        }
    }
    assert!(missing.is_empty(), "no text for {missing:?}");
}

#[test]
fn no_key_is_left_over() {
    let mut source = String::new();
    sources(&root().join("crates"), &mut source);
    let used = quoted(&source);
    // Keys made of parts: the part that stands in the code, as the beginning of the key.
    let beginnings: Vec<String> = used
        .iter()
        .map(|text| text[..text.find('{').unwrap_or(text.len())].to_owned())
        .filter(|b| b.len() > 3 && b.ends_with('-'))
        .collect();
    let prefixes = [
        "default-series-",
        "default-prefix-",
        "default-mail-",
        "sample-value-",
        "choice-",
        "column-",
        "records-",
        "organization-role-",
        "practice-role-",
        "error-",
        "problem-",
        "field-",
        "activity-",
        "notification-",
    ];
    let known = |key: &String| used.contains(key) || beginnings.iter().any(|b| key.starts_with(b.as_str())) || prefixes.iter().any(|p| key.starts_with(p));
    let left: Vec<_> = keys("es").into_iter().filter(|key| !known(key)).collect();
    assert!(left.is_empty(), "nobody asks for {left:?}");
}

#[test]
fn every_error_code_and_action_has_its_text() {
    let mut source = String::new();
    sources(&root().join("crates"), &mut source);
    let keys = keys("es");
    let words = |call: &str| -> BTreeSet<String> {
        let rest = source.split(call).skip(1);
        rest.filter_map(|text| text.split('"').next())
            .filter(|w| w.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
            .map(|w| w.replace('_', "-"))
            .collect()
    };
    let mut missing = vec![];
    for (prefix, calls) in [
        ("activity", vec!["action: \"", "record(tx, \"", "self.record(tx, \""]),
        ("problem", vec!["Error::Conflict(\"", "Error::Gone(\""]),
        ("notification", vec!["notify(tx, user.id, \""]),
    ] {
        for word in calls.into_iter().flat_map(words) {
            let key = format!("{prefix}-{word}");
            if !keys.contains(&key) {
                missing.push(key);
            }
        }
    }
    assert!(missing.is_empty(), "no text for {missing:?}");
}
