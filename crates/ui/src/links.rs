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

/// What an array of the answer says of its first row: where it is, and what the row has.
fn row<'a>(fields: &'a Map<String, Value>, rest: &str, names: &[&str]) -> Option<&'a str> {
    let of = |(array, schema): (&'a String, &Value)| {
        let has = names.iter().all(|name| schema["items"]["properties"].get(*name).is_some());
        (has && (rest.starts_with('{') || rest.starts_with(&format!("{array}/")))).then_some(array.as_str())
    };
    fields.iter().find_map(of)
}

/// The links of an operation's answer: to each operation whose path goes on from its own with one more parameter, which is the
/// answer's id or, of a list, that of its first item; or with parameters that a row of one of its arrays has, by their names.
pub(crate) fn of(end: &End<'_>, all: &[End<'_>]) -> Map<String, Value> {
    let mut found = Map::new();
    let Some(fields) = end.answered else { return found };
    let own = end.path.split('/').filter_map(parameter);
    let shared: Map<String, Value> = own.map(|name| (name.to_owned(), json!(format!("$request.path.{name}")))).collect();
    let place = |field: &str| format!("$response.body#{}/{field}", if end.is_list { "/items/0" } else { "" });
    for target in all {
        let Some(rest) = target.path.strip_prefix(end.path).and_then(|rest| rest.strip_prefix('/')) else { continue };
        let more: Vec<&str> = rest.split('/').filter_map(parameter).collect();
        if let Some(array) = row(fields, rest, &more).filter(|_| !more.is_empty() && !end.is_list) {
            let mut parameters = shared.clone();
            parameters.extend(more.iter().map(|name| ((*name).to_owned(), json!(format!("$response.body#/{array}/0/{name}")))));
            found.insert(target.id.clone(), json!({ "operationId": target.id, "parameters": parameters }));
            continue;
        }
        let [name] = more.as_slice() else { continue };
        // A part that stands in the answer itself, as the lines of a request.
        if let Some((array, _)) = rest
            .split_once('/')
            .filter(|(array, _)| fields.get(*array).is_some_and(|part| part["items"]["properties"]["id"].is_object()))
            && !end.is_list
        {
            let mut parameters = shared.clone();
            parameters.insert((*name).to_owned(), json!(format!("$response.body#/{array}/0/id")));
            found.insert(target.id.clone(), json!({ "operationId": target.id, "parameters": parameters }));
            continue;
        }
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
