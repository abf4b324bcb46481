//! The API's description: as complete as the table of routes, and true of what is answered.

use std::collections::BTreeSet;

use axum::{body::Body, http::Request};
use despacho::wiring;
use despacho_kernel::Id;
use despacho_platform::{both, testkit::Engine};
use serde_json::{Value, json};

use crate::common::App;

async fn document(app: &App) -> Value {
    let answer = app.send(Request::get("/api/v1/openapi.json").body(Body::empty()).expect("a request")).await;
    assert_eq!((answer.status.as_u16(), answer.headers["content-type"].to_str().expect("text")), (200, "application/json"));
    answer.json()
}

/// Each operation of a document: method, path and description.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let mut found = vec![];
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("a path") {
            found.push((method.to_uppercase(), path.clone(), operation.clone()));
        }
    }
    found
}

/// Every place that another part of the document is named.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match (name.as_str(), value) {
                    ("$ref", Value::String(reference)) => {
                        found.insert(reference.clone());
                    }
                    _ => references(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[tokio::test]
async fn each_endpoint_of_the_table_is_described_once_and_nothing_else_is() {
    let app = App::open(Engine::Sqlite).await.expect("a database");
    let document = document(&app).await;
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
    let described: Vec<(String, String)> = operations(&document).into_iter().map(|(method, path, _)| (method, path)).collect();
    let mut table: Vec<(String, String)> =
        app.table.iter().filter(|route| route.is_api()).map(|route| (route.method.to_string(), route.path.to_owned())).collect();
    assert!(app.table.iter().all(|route| route.is_api() == route.operation.is_some()), "an endpoint carries its description, a page none");
    let mut sorted = described.clone();
    sorted.sort();
    table.sort();
    assert_eq!(sorted, table);
    assert!(table.len() > 20, "{} endpoints", table.len());

    let names: BTreeSet<String> = operations(&document).iter().map(|(_, _, o)| o["operationId"].as_str().expect("a name").to_owned()).collect();
    assert_eq!(names.len(), described.len(), "each has a name of its own");
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(found.contains("#/components/schemas/Problem"));
    for reference in found {
        let place = reference.strip_prefix('#').expect("a part of this document");
        assert!(document.pointer(place).is_some_and(Value::is_object), "{reference} is nowhere");
    }
}

#[tokio::test]
async fn each_operation_says_what_it_takes_and_answers() {
    let app = App::open(Engine::Sqlite).await.expect("a database");
    let document = document(&app).await;
    let groups: Vec<&str> = wiring::applications().groups().into_iter().map(|group| group.name).collect();
    let mut words = 0;
    for (method, path, operation) in operations(&document) {
        let what = format!("{method} {path}");
        assert!(!operation["summary"].as_str().unwrap_or("").is_empty(), "{what}");
        let parameters = operation["parameters"].as_array().expect("parameters");
        let mut told: Vec<(&str, &str)> = parameters.iter().map(|p| (p["in"].as_str().expect("a place"), p["name"].as_str().expect("a name"))).collect();
        let in_path: Vec<&str> = told.iter().filter(|(place, _)| *place == "path").map(|(_, name)| *name).collect();
        let braces: Vec<&str> = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
        assert_eq!(in_path, braces, "{what}");
        told.sort_unstable();
        let count = told.len();
        told.dedup();
        assert_eq!(told.len(), count, "{what}: a parameter stands twice");
        for parameter in parameters.iter().filter(|p| p["in"] == "path") {
            assert_eq!(parameter["required"], true, "{what}");
            let schema = &parameter["schema"];
            if parameter["name"] == "group" {
                // A word, not an id: every group's name is one of them.
                assert_eq!((&schema["type"], &schema["format"]), (&json!("string"), &Value::Null), "{what}");
                let taken = |name: &&str| match (schema["enum"].as_array(), schema["pattern"].as_str()) {
                    (Some(words), _) => words.contains(&json!(name)),
                    (None, Some("^[a-z_]+$")) => name.chars().all(|c| c.is_ascii_lowercase() || c == '_'),
                    _ => false,
                };
                assert!(groups.iter().all(taken), "{what}: {schema}");
                words += 1;
            } else if parameter["name"] == "format" {
                assert_eq!(schema["enum"], json!(["hledger", "ledger", "beancount", "csv", "xlsx", "jsonl"]), "{what}");
            } else if parameter["name"] == "model" {
                assert!(schema["enum"].as_array().is_some_and(|models| models.contains(&json!("303"))), "{what}");
            } else if ["period", "box"].iter().any(|name| parameter["name"] == *name) {
                assert!(schema["pattern"].is_string(), "{what}");
            } else {
                assert_eq!(schema, &json!({ "type": "string", "format": "uuid" }), "{what}");
            }
        }
        let responses = keys(&operation["responses"]);
        let done: Vec<&&str> = responses.iter().filter(|status| status.starts_with('2')).collect();
        assert_eq!(done.len(), 1, "{what}: {responses:?}");
        assert!(["401", "403", "404"].iter().all(|status| responses.contains(status)), "{what}: {responses:?}");
        let body = &operation["requestBody"]["content"]["application/json"]["schema"];
        assert_eq!(method != "GET", told.contains(&("header", "Idempotency-Key")), "{what}: what writes takes a key");
        if method == "GET" {
            assert!(body.is_null(), "{what}");
        }
        assert_eq!(responses.contains("412"), told.contains(&("header", "If-Match")), "{what}");
        assert_eq!(operation["security"], json!([{ "token": [] }]), "{what}");
        // An organization's own endpoints are of no practice.
        assert!(!path.starts_with("/api/v1/organizations") || !told.contains(&("header", "Despacho-Practice")), "{what}");
        assert!(!path.starts_with("/api/v1/clients") || told.contains(&("header", "Despacho-Practice")), "{what}");
    }
    assert_eq!(words, 4, "a group of preferences is read and changed, an organization's and a blueprint's");
}

both! {
    async fn what_is_described_is_what_is_answered(engine) {
        let Some(app) = App::open(engine).await else { return };
        let document = document(&app).await;
        let owner = app.person("owner").await;
        app.practice(&owner, "Asesores").await;
        let made = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": "Viveros", "applications": ["books"] })), None).await.json();
        let organization: Id = made["organization_ids"][0].as_str().expect("an id").parse().expect("an id");
        let client = made["id"].as_str().expect("an id").to_owned();
        // Every read that needs no more than these, and the first item of each list.
        let mut read = 0;
        for (_, path, operation) in operations(&document).into_iter().filter(|(method, ..)| method == "GET") {
            let filled = path.replace("{client}", &client).replace("{organization}", &organization.to_string()).replace("{group}", "taxes");
            if filled.contains('{') {
                continue;
            }
            let answer = app.api(&owner, "GET", filled.strip_prefix("/api/v1").expect("the API"), None, None).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.text);
            let answer = answer.json();
            let resolved = |schema: &Value| match schema["$ref"].as_str() {
                Some(reference) => document.pointer(&reference[1..]).expect("a schema").clone(),
                None => schema.clone(),
            };
            let schema = resolved(&operation["responses"]["200"]["content"]["application/json"]["schema"]);
            assert_eq!(keys(&answer), keys(&schema["properties"]), "{path}");
            if let Some(item) = answer["items"].get(0) {
                let of_items = resolved(&schema["properties"]["items"]["items"]);
                assert_eq!(keys(item), keys(&of_items["properties"]), "an item of {path}");
            }
            read += 1;
        }
        assert!(read >= 8, "only {read} were read");
    }
}

#[tokio::test]
async fn the_description_is_in_the_reader_s_language() {
    let app = App::open(Engine::Sqlite).await.expect("a database");
    let of = async |language: &str| {
        let request = Request::get(format!("/api/v1/openapi.json?language={language}")).body(Body::empty()).expect("a request");
        app.send(request).await.json()
    };
    let (es, en) = (of("es").await, of("en").await);
    let told = |document: &Value| -> Vec<(String, String)> {
        let operations = operations(document)
            .into_iter()
            .map(|(method, path, operation)| (format!("{method} {path}"), operation["summary"].clone()));
        let tags = document["tags"]
            .as_array()
            .expect("parts")
            .iter()
            .map(|tag| (tag["name"].as_str().expect("a name").to_owned(), tag["description"].clone()));
        operations.chain(tags).map(|(what, text)| (what, text.as_str().expect("a text").to_owned())).collect()
    };
    for ((what, es), (same, en)) in told(&es).into_iter().zip(told(&en)) {
        assert_eq!(what, same);
        assert!(!es.starts_with("api-") && !en.starts_with("api-"), "{what} has no text: {es}, {en}");
        assert_ne!(es, en, "{what}");
    }
    assert_eq!(es["paths"]["/api/v1/clients"]["post"]["summary"], "Crea un cliente, con una organización nueva si se nombran aplicaciones");
    assert_eq!(es["components"]["schemas"]["CreateContact"]["properties"]["position"]["description"], "Cargo");
}

#[tokio::test]
async fn what_takes_a_body_shows_one_that_it_takes() {
    let app = App::open(Engine::Sqlite).await.expect("a database");
    let mut bodies = 0;
    for operation in app.table.iter().filter_map(|route| route.operation.as_ref()) {
        let Some(shape) = operation.body() else { continue };
        let sample = operation.sample().unwrap_or_else(|| panic!("{} has no example", operation.id()));
        assert_eq!(shape.faults("", sample).0, [], "{}", operation.id());
        bodies += 1;
    }
    assert!(bodies > 30, "{bodies} bodies");
}

both! {
    async fn what_is_not_as_described_is_told_at_its_place(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        app.practice(&owner, "Asesores").await;
        let errors = |answer: &crate::common::Answer| -> Vec<(String, String)> {
            let text = |value: &Value| value.as_str().expect("a text").to_owned();
            answer.json()["errors"].as_array().expect("errors").iter().map(|error| (text(&error["field"]), text(&error["code"]))).collect()
        };
        let at = |field: &str, code: &str| (field.to_owned(), code.to_owned());
        // A body: the wrong type, what is missing, what is too few, each at its place.
        let refused = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": 5 })), None).await;
        assert_eq!((refused.status.as_u16(), errors(&refused)), (422, vec![at("display_name", "wrong_type")]));
        let refused = app.api(&owner, "POST", "/client-imports", Some(json!({ "organization_ids": [] })), None).await;
        assert_eq!((refused.status.as_u16(), errors(&refused)), (422, vec![at("organization_ids", "choose_one")]));
        let refused = app.api(&owner, "POST", "/client-imports", Some(json!({ "organization_ids": ["x"] })), None).await;
        assert_eq!((refused.status.as_u16(), errors(&refused)), (422, vec![at("organization_ids.0", "id")]));
        let refused = app.api(&owner, "POST", "/organizations", Some(json!({ "country": "ES" })), None).await;
        assert_eq!((refused.status.as_u16(), errors(&refused)), (422, vec![at("applications", "missing"), at("name", "missing")]));
        let refused = app.api(&owner, "POST", "/organizations", Some(json!([])), None).await;
        assert_eq!((refused.status.as_u16(), errors(&refused)), (400, vec![at("", "wrong_type")]));
        // What is not seen, names of a map that are no ids, and what is needed where another member does not bring it.
        let refused = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": "Vive\u{ad}ros" })), None).await;
        assert_eq!((refused.status.as_u16(), errors(&refused)), (422, vec![at("display_name", "characters")]));
        let refused = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": "Uno", "custom_fields": { "": "x" } })), None).await;
        assert_eq!((refused.status.as_u16(), errors(&refused)), (422, vec![at("custom_fields.", "id")]));
        let refused = app.api(&owner, "POST", "/preference-previews", Some(json!({ "groups": ["taxes"] })), None).await;
        assert_eq!((refused.status.as_u16(), errors(&refused)), (422, vec![at("client_id", "missing")]));
        let organization = app.organization(&owner, "Viveros", &["books"]).await;
        let template = json!({ "name": "Aviso", "occasion": "invoice", "language": "es", "subject": "Su factura" });
        let refused = app.api(&owner, "POST", &format!("/organizations/{organization}/records/email_templates"), Some(template.clone()), None).await;
        assert_eq!((refused.status.as_u16(), errors(&refused)), (422, vec![at("body", "missing")]));
        // Null is as good as nothing where it is described so.
        let made = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": "Dos" })), None).await.json();
        let client = made["id"].as_str().expect("an id").to_owned();
        let changed = app.api(&owner, "PATCH", &format!("/clients/{client}"), Some(json!({ "refuse_same_tax_id": null, "notes": "Nuevo" })), None).await;
        assert_eq!((changed.status.as_u16(), &changed.json()["notes"]), (200, &json!("Nuevo")), "{}", changed.text);
        // Parameters: an empty one is none, a wrong one is told, one that nobody described is left alone.
        for (query, told) in [
            ("cursor=", vec![]),
            ("limit=&search=", vec![]),
            ("surprise=1", vec![]),
            ("limit=0", vec![at("limit", "between")]),
            ("limit=x", vec![at("limit", "wrong_type")]),
            ("cursor=x", vec![at("cursor", "cursor")]),
        ] {
            let answer = app.api(&owner, "GET", &format!("/clients?{query}"), None, None).await;
            if told.is_empty() {
                assert_eq!(answer.status.as_u16(), 200, "{query}: {}", answer.text);
            } else {
                assert_eq!((answer.status.as_u16(), errors(&answer)), (400, told), "{query}");
            }
        }
        // A member that nobody described is left alone, too.
        let made = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": "Viveros", "surprise": 1 })), None).await;
        assert_eq!(made.status.as_u16(), 201, "{}", made.text);
    }
}

both! {
    async fn an_account_has_its_parent_s_type_unless_told(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Viveros", &["books"]).await;
        let accounts = format!("/organizations/{organization}/accounts");
        let made = app.api(&owner, "POST", &accounts, Some(json!({ "code": "629001", "name": "Programas", "parent_code": "629" })), None).await;
        assert_eq!((made.status.as_u16(), &made.json()["type"]), (201, &json!("expense")), "{}", made.text);
        // The parent is proposed from the code, and its type with it.
        let made = app.api(&owner, "POST", &accounts, Some(json!({ "code": "572001", "name": "Banco" })), None).await;
        assert_eq!((made.status.as_u16(), &made.json()["type"]), (201, &json!("asset")), "{}", made.text);
        let refused = app.api(&owner, "POST", &accounts, Some(json!({ "code": "X1", "name": "Sin nada" })), None).await;
        assert_eq!((refused.status.as_u16(), &refused.json()["errors"][0]["field"], &refused.json()["errors"][0]["code"]), (422, &json!("type"), &json!("missing")));
    }
}

/// The link of an operation's answer to another.
fn link(document: &Value, path: &str, method: &str, status: &str, to: &str) -> Value {
    document["paths"][path][method]["responses"][status]["links"][to].clone()
}

#[tokio::test]
async fn what_is_answered_leads_to_what_its_id_is_for() {
    let app = App::open(Engine::Sqlite).await.expect("a database");
    let document = document(&app).await;
    assert_eq!(
        link(&document, "/api/v1/clients", "post", "201", "get_clients__client_"),
        json!({ "operationId": "get_clients__client_", "parameters": { "client": "$response.body#/id" } })
    );
    assert_eq!(
        link(&document, "/api/v1/organizations/{organization}/accounts", "get", "200", "patch_organizations__organization__accounts__account_"),
        json!({
            "operationId": "patch_organizations__organization__accounts__account_",
            "parameters": { "organization": "$request.path.organization", "account": "$response.body#/items/0/id" },
        })
    );
    let reached: BTreeSet<String> = operations(&document)
        .iter()
        .flat_map(|(_, _, operation)| operation["responses"].as_object().expect("answers").clone())
        .flat_map(|(_, answer)| answer["links"].as_object().cloned().unwrap_or_default())
        .map(|(id, _)| id)
        .collect();
    let unreached: Vec<String> = operations(&document)
        .into_iter()
        // A format and a group are words of their descriptions, and need no link.
        .filter(|(_, path, operation)| {
            path.contains('{')
                && !path.ends_with("{format}")
                && !path.ends_with("{group}")
                && !reached.contains(operation["operationId"].as_str().expect("a name"))
        })
        .map(|(method, path, _)| format!("{method} {path}"))
        .collect();
    assert_eq!(unreached, Vec::<String>::new(), "no link leads there");
}
