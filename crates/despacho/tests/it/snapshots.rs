//! What is kept as a file and compared letter by letter: `snapshots/`, written anew with `DESPACHO_SNAPSHOTS=write`.

use std::{fs, path::Path};

use despacho_kernel::Id;
use despacho_platform::both;
use serde_json::{Value, json};

use crate::common::App;

/// Refuses a text that differs from the file that keeps it. Without a file nothing is right.
pub fn assert_kept(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/snapshots").join(name);
    if std::env::var("DESPACHO_SNAPSHOTS").is_ok_and(|word| word == "write") {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, found).expect("a snapshot");
        return;
    }
    let kept = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}. DESPACHO_SNAPSHOTS=write keeps what is there now", path.display()));
    assert_eq!(found, kept, "{name} is not what was kept");
}

/// The text with each id, different in every run, as `id-1`, `id-2`… in the order in which they appear.
pub fn without_ids(text: &str) -> String {
    let mut known: Vec<&str> = vec![];
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(id) = rest.get(..36).filter(|part| part.parse::<Id>().is_ok()) {
            let at = known.iter().position(|seen| *seen == id).unwrap_or_else(|| {
                known.push(id);
                known.len() - 1
            });
            plain.push_str(&format!("id-{}", at + 1));
            rest = &rest[36..];
        } else {
            plain.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    plain
}

/// The text with `…` for what stands between a beginning and the next of its ends.
fn without(text: &str, beginning: &str, ends: &[&str]) -> String {
    let mut parts = text.split(beginning);
    let mut plain = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let end = ends.iter().filter_map(|end| part.find(end)).min().expect("an end");
        plain.push_str(&format!("{beginning}…{}", &part[end..]));
    }
    plain
}

/// A page with an element a line, without ids, times and the names of assets, which change with their content.
fn page(text: &str) -> String {
    let plain = without(&without(text, "/assets/", &["\"", "'", " ", ")"]), "<time", &["</time>"]);
    without_ids(&plain.replace("><", ">\n<"))
}

#[test]
fn ids_are_told_apart_and_nothing_else_is_touched() {
    let (one, two) = (despacho_kernel::new_id(), despacho_kernel::new_id());
    assert_eq!(without_ids(&format!("/ñ/{one}/{two}-{one}\"")), "/ñ/id-1/id-2-id-1\"");
    let text = "no-ids-here-0123456789-abcdef-0123456789-abcdef";
    assert_eq!(without_ids(text), text);
}

both! {
    async fn a_client_is_answered_as_it_always_was(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await;
        let body = json!({
            "client_type": "business", "first_name": "Elena", "last_name": "Ficticia", "business_name": "Viveros de Prueba, S. L.", "email": "elena@viveros.example",
            "phone": "600 11 22 33", "tax_id": "A58818501", "website": "viveros.example", "tags": ["Agrario"], "notes": "Llamar <por la tarde>.",
            "billing_address": { "country": "ES", "street1": "Camino, 1", "city": "Oleiros", "state": "ES-C", "postal_code": "15179" },
            "applications": ["books", "inventory"],
        });
        let made = app.api(&owner, "POST", "/clients", Some(body), None).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let pretty = |value: &Value| without_ids(&serde_json::to_string_pretty(value).expect("JSON"));
        assert_kept("client.json", &pretty(&made.json()));
        let list = app.api(&owner, "GET", "/clients", None, None).await;
        assert_eq!(list.json(), json!({ "items": [made.json()], "next_cursor": null }), "the list answers the same");
        let refused = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": "", "email": "x", "tags": 7 })), None).await;
        assert_eq!(refused.status, 422);
        assert_kept("client-refused.json", &pretty(&refused.json()));

        let id = made.json()["id"].as_str().expect("an id").to_owned();
        let profile = app.get(&owner, &format!("/practices/{}/clients/{id}", practice.id)).await;
        assert_eq!(profile.status, 200);
        assert_kept("client.html", &page(&profile.text));
    }
}
