//! What an answer leads to: from what is created or listed to what its id is for.

use serde_json::{Map, Value, json};

/// An operation as far as links go.
pub(crate) struct End<'a> {
    pub id: String,
    pub path: &'a str,
    /// What its answer has, by name: of a list, what an item has.
    pub answered: Option<&'a Map<String, Value>>,
    pub is_list: bool,
}

fn parameter(part: &str) -> Option<&str> {
    part.strip_prefix('{')?.strip_suffix('}')
}

/// The links of an operation's answer: to each operation whose path goes on from its own with one more parameter, which is the
/// answer's id or, of a list, that of its first item.
pub(crate) fn of(end: &End<'_>, all: &[End<'_>]) -> Map<String, Value> {
    let mut found = Map::new();
    let Some(fields) = end.answered else { return found };
    let own = end.path.split('/').filter_map(parameter);
    let shared: Map<String, Value> = own.map(|name| (name.to_owned(), json!(format!("$request.path.{name}")))).collect();
    let place = |field: &str| format!("$response.body#{}/{field}", if end.is_list { "/items/0" } else { "" });
    for target in all {
        let Some(rest) = target.path.strip_prefix(end.path).and_then(|rest| rest.strip_prefix('/')) else { continue };
        let more: Vec<&str> = rest.split('/').filter_map(parameter).collect();
        let [name] = more.as_slice() else { continue };
        if !rest.starts_with('{') {
            continue;
        }
        // A word that names it, where it has no id.
        let Some(field) = ["id", name].into_iter().find(|field| fields.contains_key(*field)) else { continue };
        let mut parameters = shared.clone();
        parameters.insert((*name).to_owned(), json!(place(field)));
        found.insert(target.id.clone(), json!({ "operationId": target.id, "parameters": parameters }));
    }
    // A client leads to its organizations.
    if fields.contains_key("organization_ids") {
        for target in all.iter().filter(|target| target.path == "/api/v1/organizations/{organization}") {
            let parameters = json!({ "organization": place("organization_ids/0") });
            found.insert(target.id.clone(), json!({ "operationId": target.id, "parameters": parameters }));
        }
    }
    found
}
