//! Each operation as one sends it: with curl, in a file of requests, in a collection for Postman. All follow from the document.

use serde_json::{Map, Value, json};

/// An operation of the document with what a request of it needs.
pub(super) struct Sample<'d> {
    pub method: String,
    pub path: &'d str,
    pub operation: &'d Value,
}

impl Sample<'_> {
    pub fn summary(&self) -> &str {
        self.operation["summary"].as_str().unwrap_or_default()
    }

    pub fn id(&self) -> &str {
        self.operation["operationId"].as_str().unwrap_or_default()
    }

    pub fn part(&self) -> &str {
        self.operation["tags"][0].as_str().unwrap_or_default()
    }

    /// The names of its parameters in a place.
    pub fn parameters(&self, place: &str) -> Vec<&Value> {
        self.operation["parameters"].as_array().into_iter().flatten().filter(|parameter| parameter["in"] == place).collect()
    }

    pub fn body(&self) -> Option<&Value> {
        Some(&self.operation["requestBody"]["content"]["application/json"]["example"]).filter(|body| !body.is_null())
    }

    /// Its path with variables as `mark` writes them.
    fn filled(&self, mark: impl Fn(&str) -> String) -> String {
        let part = |part: &str| match part.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => mark(name),
            None => part.to_owned(),
        };
        self.path.split('/').map(part).collect::<Vec<_>>().join("/")
    }

    fn is_list(&self) -> bool {
        !self.parameters("query").is_empty()
    }

    fn writes(&self) -> bool {
        self.method != "GET"
    }

    /// As one types it in a terminal.
    pub fn curl(&self) -> String {
        let query = if self.is_list() { "?limit=20" } else { "" };
        let mut lines = vec![];
        let method = if self.writes() { format!(" -X {}", self.method) } else { String::new() };
        lines.push(format!("curl{method} \"$DESPACHO{}{query}\"", self.filled(|name| format!("${{{}}}", name.to_uppercase()))));
        lines.push("  -H \"Authorization: Bearer $TOKEN\"".into());
        if self.writes() {
            lines.push("  -H \"Idempotency-Key: $(uuidgen)\"".into());
        }
        if self.parameters("header").iter().any(|parameter| parameter["name"] == "If-Match") {
            lines.push("  -H \"If-Match: $ETAG\"".into());
        }
        if let Some(body) = self.body() {
            lines.push("  -H \"Content-Type: application/json\"".into());
            // An apostrophe ends what a shell reads as it stands.
            let body = serde_json::to_string_pretty(body).unwrap_or_default().replace('\'', "'\\''");
            lines.push(format!("  -d '{body}'"));
        }
        lines.join(" \\\n")
    }
}

/// Every operation of a document, in the order of its parts.
pub(super) fn of(document: &Value) -> Vec<Sample<'_>> {
    let mut found: Vec<Sample<'_>> = vec![];
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            found.push(Sample { method: method.to_uppercase(), path, operation });
        }
    }
    const ORDER: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
    let parts = parts(document);
    found.sort_by_cached_key(|sample| {
        let at = parts.iter().position(|(name, _)| *name == sample.part());
        (at, sample.path.to_owned(), ORDER.iter().position(|method| *method == sample.method))
    });
    found
}

/// The parts of the product that a document describes: name, and what a person calls it.
pub(super) fn parts(document: &Value) -> Vec<(&str, &str)> {
    let tags = document["tags"].as_array().into_iter().flatten();
    tags.map(|tag| (tag["name"].as_str().unwrap_or_default(), tag["description"].as_str().unwrap_or_default())).collect()
}

/// A file of requests, as editors send them.
pub(super) fn http(document: &Value, server: &str) -> String {
    let mut text = format!("@server = {server}\n@token = \n");
    let mut names: Vec<&str> = vec![];
    let samples = of(document);
    for name in samples.iter().flat_map(|sample| sample.parameters("path")).filter_map(|parameter| parameter["name"].as_str()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    for name in names {
        text.push_str(&format!("@{name} = \n"));
    }
    for sample in samples {
        let query = if sample.is_list() { "?limit=20" } else { "" };
        text.push_str(&format!("\n### {}\n{} {{{{server}}}}{}{query}\n", sample.summary(), sample.method, sample.filled(|name| format!("{{{{{name}}}}}"))));
        text.push_str("Authorization: Bearer {{token}}\n");
        if sample.writes() {
            text.push_str("Idempotency-Key: {{$guid}}\n");
        }
        if let Some(body) = sample.body() {
            text.push_str(&format!("Content-Type: application/json\n\n{}\n", serde_json::to_string_pretty(body).unwrap_or_default()));
        }
    }
    text
}

/// A collection of Postman's format 2.1, a folder for each part.
pub(super) fn postman(document: &Value, server: &str) -> Value {
    let samples = of(document);
    let request = |sample: &Sample<'_>| {
        let mut headers = vec![];
        if sample.writes() {
            headers.push(json!({ "key": "Idempotency-Key", "value": "{{$guid}}" }));
        }
        let mut request = Map::new();
        if let Some(body) = sample.body() {
            headers.push(json!({ "key": "Content-Type", "value": "application/json" }));
            request.insert("body".into(), json!({ "mode": "raw", "raw": serde_json::to_string_pretty(body).unwrap_or_default() }));
        }
        let query = if sample.is_list() { "?limit=20" } else { "" };
        request.insert("method".into(), json!(sample.method));
        request.insert("header".into(), json!(headers));
        request.insert("url".into(), json!(format!("{{{{server}}}}{}{query}", sample.filled(|name| format!("{{{{{name}}}}}")))));
        json!({ "name": sample.summary(), "request": request })
    };
    let folders: Vec<Value> = parts(document)
        .into_iter()
        .map(|(name, title)| {
            let items: Vec<Value> = samples.iter().filter(|sample| sample.part() == name).map(request).collect();
            json!({ "name": title, "item": items })
        })
        .collect();
    json!({
        "info": {
            "name": "Despacho",
            "description": document["info"]["description"],
            "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
        },
        "auth": { "type": "bearer", "bearer": [{ "key": "token", "value": "{{token}}", "type": "string" }] },
        "variable": [{ "key": "server", "value": server }, { "key": "token", "value": "" }],
        "item": folders,
    })
}
