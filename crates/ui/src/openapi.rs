//! The API's description, made from the table of routes, in the reader's language.

use axum::http::Method;
use despacho_platform::i18n::Lang;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::{
    error::Problem,
    links::{self, End},
    paging,
    schema::{self, Shape},
};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What an endpoint takes and answers.
#[derive(Debug, Clone)]
pub struct Operation {
    pub method: Method,
    pub path: &'static str,
    /// The key of the text that says what it does.
    pub summary: &'static str,
    /// The key of the name of what it is about, where one text serves several.
    about: Option<&'static str>,
    query: Vec<(&'static str, Value)>,
    body: Option<Value>,
    /// The body is a form with files, which its own reader checks.
    form: bool,
    example: Option<Value>,
    answer: (u16, Option<Value>),
    schemas: Vec<(String, Value)>,
    refusals: Vec<(u16, &'static str)>,
    conflicts: Vec<&'static str>,
    /// The pattern of the entity tag that it takes in `If-Match`.
    tag: Option<&'static str>,
    /// Media types that it answers beside JSON, or in place of it.
    files: Vec<&'static str>,
    /// Whether it takes the header that names a practice.
    of_practice: bool,
}

/// The entity tag of what has versions; empty is none.
const VERSION: &str = r#"^(\*|"[0-9]{1,9}")?$"#;
/// The entity tag of what is known by its fingerprint.
const FINGERPRINT: &str = r#"^(\*|"[0-9a-f]{64}")?$"#;

fn schema_of<T: ToSchema>(schemas: &mut Vec<(String, Value)>) -> Value {
    let mut found = vec![(T::name().into_owned(), T::schema())];
    T::schemas(&mut found);
    for (name, schema) in found {
        schemas.push((name, serde_json::to_value(schema).unwrap_or_default()));
    }
    schema::named(&T::name())
}

impl Operation {
    /// A read. `summary` is the key of the text that says what it does.
    pub fn get(path: &'static str, summary: &'static str) -> Self {
        Self::new(Method::GET, path, summary)
    }

    /// A creation, or something done.
    pub fn post(path: &'static str, summary: &'static str) -> Self {
        Self::new(Method::POST, path, summary)
    }

    /// A change.
    pub fn patch(path: &'static str, summary: &'static str) -> Self {
        Self::new(Method::PATCH, path, summary)
    }

    /// A replacement of the whole.
    pub fn put(path: &'static str, summary: &'static str) -> Self {
        Self::new(Method::PUT, path, summary)
    }

    /// A removal, which answers nothing.
    pub fn delete(path: &'static str, summary: &'static str) -> Self {
        Self { answer: (204, None), ..Self::new(Method::DELETE, path, summary) }
    }

    fn new(method: Method, path: &'static str, summary: &'static str) -> Self {
        Self {
            method,
            path,
            summary,
            about: None,
            query: vec![],
            body: None,
            form: false,
            example: None,
            answer: (200, None),
            schemas: vec![],
            refusals: vec![],
            conflicts: vec![],
            tag: None,
            files: vec![],
            of_practice: false,
        }
    }

    /// It is a list: takes `limit`, `search` and `cursor`, answers a page of `T`.
    pub fn list<T: ToSchema>(mut self) -> Self {
        let item = schema_of::<T>(&mut self.schemas);
        self.pages(&item)
    }

    fn pages(mut self, item: &Value) -> Self {
        self.query = vec![
            ("limit", json!({ "type": "integer", "minimum": 1, "maximum": paging::MAX, "default": paging::USUAL })),
            ("search", json!({ "type": "string", "maxLength": 200 })),
            ("cursor", json!({ "type": "string", "maxLength": 2000, "format": "cursor" })),
        ];
        let page = json!({
            "type": "object",
            "required": ["items", "next_cursor"],
            "properties": { "items": { "type": "array", "items": item }, "next_cursor": { "type": ["string", "null"] } },
        });
        self.answer = (200, Some(page));
        self
    }

    /// It takes a parameter in its query; the key of what it says is `api-query-<name>`.
    pub fn asks(mut self, name: &'static str, schema: Value) -> Self {
        self.query.push((name, schema));
        self
    }

    /// It takes `limit` and `cursor`, and answers a page as its own schema says.
    pub fn paged(mut self) -> Self {
        self.query.extend([
            ("limit", json!({ "type": "integer", "minimum": 1, "maximum": paging::MAX, "default": paging::USUAL })),
            ("cursor", json!({ "type": "string", "maxLength": 2000, "format": "cursor" })),
        ]);
        self
    }

    /// It is a short list, answered whole.
    pub fn lists_whole(self, name: &str, schema: Value) -> Self {
        let mut listed = self.lists_schema(name, schema);
        listed.query.clear();
        listed
    }

    /// A description that its answer names.
    pub fn also(mut self, name: &str, schema: Value) -> Self {
        self.schemas.push((name.to_owned(), schema));
        self
    }

    /// It answers rows as `text/csv` too, where that is asked for.
    pub fn also_csv(mut self) -> Self {
        self.files.push("text/csv");
        self
    }

    /// It answers rows as `text/csv`, and as the pages have them as XLSX and PDF, where one of them is asked for.
    pub fn also_files(mut self) -> Self {
        self.files.extend(["text/csv", XLSX, "application/pdf"]);
        self.refusals.extend([(406, "not_acceptable"), (422, "invalid")]);
        self
    }

    /// It answers a spreadsheet.
    pub fn answers_workbook(mut self) -> Self {
        self.refusals.extend([(422, "invalid")]);
        self.files.push(XLSX);
        self
    }

    /// It answers a text file.
    pub fn answers_file(mut self) -> Self {
        self.files.push("text/plain");
        self
    }

    /// It answers a file as it was brought.
    pub fn answers_bytes(mut self) -> Self {
        self.files.push("application/octet-stream");
        self
    }

    /// It is a list that no search narrows.
    pub fn without_search(mut self) -> Self {
        self.query.retain(|(name, _)| *name != "search");
        self
    }

    /// It takes a body.
    pub fn takes<T: ToSchema>(mut self) -> Self {
        self.body = Some(schema_of::<T>(&mut self.schemas));
        self
    }

    /// It takes a body that an entity's fields describe.
    pub fn takes_schema(mut self, name: &str, schema: Value) -> Self {
        self.schemas.push((name.to_owned(), schema));
        self.body = Some(schema::named(name));
        self
    }

    /// It takes a form with files (RFC 7578).
    pub fn takes_form(mut self, schema: Value) -> Self {
        (self.body, self.form) = (Some(schema), true);
        self
    }

    /// What it is about, where one text serves several.
    pub fn about(mut self, title: &'static str) -> Self {
        self.about = Some(title);
        self
    }

    /// A body as one sends it.
    pub fn example(mut self, body: Value) -> Self {
        self.example = Some(body);
        self
    }

    /// A description that the body refers to.
    pub fn with<T: ToSchema>(mut self) -> Self {
        schema_of::<T>(&mut self.schemas);
        self
    }

    /// It answers an entity as its fields describe it.
    pub fn answers_schema(mut self, status: u16, name: &str, schema: Value) -> Self {
        self.schemas.push((name.to_owned(), schema));
        self.answer = (status, Some(schema::named(name)));
        self
    }

    /// It is a list of entities as their fields describe them.
    pub fn lists_schema(mut self, name: &str, schema: Value) -> Self {
        self.schemas.push((name.to_owned(), schema));
        self.pages(&schema::named(name))
    }

    /// It changes what has versions: takes `If-Match`, refused with 412 over a newer version.
    pub fn versioned(mut self) -> Self {
        self.tag = Some(VERSION);
        self.refusals.extend([(412, "stale")]);
        self
    }

    /// It sends a message, of which nobody sends or gets any number: refused with 422 at the address.
    pub fn mails(mut self) -> Self {
        self.refusals.extend([(422, "invalid")]);
        self
    }

    /// It is about a practice, which the header names where the token's user has several.
    pub fn of_practice(self) -> Self {
        Self { of_practice: true, ..self }
    }

    /// The same of what is known by its fingerprint.
    pub fn fingerprinted(self) -> Self {
        Self { tag: Some(FINGERPRINT), ..self.versioned() }
    }

    /// What keeps it from being done in some states: the words of the problems of a 409.
    pub fn conflicts(mut self, words: &[&'static str]) -> Self {
        self.conflicts.extend(words);
        self
    }

    /// What it answers on success.
    pub fn answers<T: ToSchema>(mut self, status: u16) -> Self {
        self.answer = (status, Some(schema_of::<T>(&mut self.schemas)));
        self
    }

    /// Its name in the document.
    pub fn id(&self) -> String {
        format!("{}{}", self.method.as_str().to_lowercase(), self.path.replace("/api/v1", "").replace(['/', '{', '}', '-'], "_"))
    }

    /// What its body is held to.
    pub fn body(&self) -> Option<Shape> {
        self.body.clone().filter(|_| !self.form).map(|body| Shape::new(body, self.schemas.iter().cloned()))
    }

    /// A body as one sends it, if it takes one.
    pub fn sample(&self) -> Option<&Value> {
        self.example.as_ref()
    }

    /// What a parameter of its query is held to.
    pub fn parameters(&self) -> impl Iterator<Item = (&'static str, Shape)> {
        self.query.iter().map(|(name, schema)| (*name, Shape::new(schema.clone(), [])))
    }

    /// Whether it changes something, and so takes an `Idempotency-Key`.
    pub fn writes(&self) -> bool {
        self.method != Method::GET
    }

    /// A description of the components, by the reference to it.
    fn schema(&self, reference: &str) -> Option<&Value> {
        let name = reference.rsplit('/').next()?;
        self.schemas.iter().rev().find(|(known, _)| known == name).map(|(_, schema)| schema)
    }

    /// What its answer has, by name: of a list, what an item has.
    fn answered(&self) -> Option<&Map<String, Value>> {
        let schema = self.answer.1.as_ref()?;
        let schema = schema.pointer("/properties/items/items").unwrap_or(schema);
        self.schema(schema["$ref"].as_str()?)?["properties"].as_object()
    }

    fn is_list(&self) -> bool {
        self.answer.1.as_ref().is_some_and(|schema| schema["properties"]["items"].is_object())
    }

    fn end(&self) -> End<'_> {
        End { id: self.id(), path: self.path, answered: self.answered(), is_list: self.is_list() }
    }

    /// The part of the product that it belongs to.
    pub fn part(&self) -> &'static str {
        let mut parts = self.path.trim_start_matches("/api/v1/").split('/').filter(|part| !part.starts_with('{'));
        let first = parts.next().unwrap_or("");
        match (first, parts.next()) {
            ("organizations", Some(second)) => second,
            _ => first,
        }
    }

    fn header(name: &str, schema: &Value, description: &str) -> Value {
        json!({ "name": name, "in": "header", "schema": schema, "description": description })
    }

    fn describe(&self, lang: Lang, named: &[(&str, Value)], links: &Map<String, Value>) -> Value {
        let in_path = self.path.split('/').filter_map(|part| part.strip_prefix('{').and_then(|p| p.strip_suffix('}')));
        let mut parameters: Vec<Value> = in_path
            .map(|name| {
                let schema = match named.iter().find(|(of, _)| *of == name) {
                    Some((_, schema)) => schema.clone(),
                    None => json!({ "type": "string", "format": "uuid" }),
                };
                json!({ "name": name, "in": "path", "required": true, "schema": schema })
            })
            .collect();
        for (name, schema) in &self.query {
            parameters
                .push(json!({ "name": name, "in": "query", "schema": schema, "allowEmptyValue": true, "description": lang.t(&format!("api-query-{}", name.replace('_', "-"))) }));
        }
        if self.writes() {
            let schema = json!({ "type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^[\t -~]+$" });
            parameters.push(Self::header("Idempotency-Key", &schema, &lang.t("api-header-idempotency-key")));
        }
        if let Some(tag) = self.tag {
            parameters.push(Self::header("If-Match", &json!({ "type": "string", "pattern": tag }), &lang.t("api-header-if-match")));
        }
        if self.of_practice {
            parameters.push(Self::header("Despacho-Practice", &json!({ "type": "string", "format": "uuid" }), &lang.t("api-header-practice")));
        }
        // Whatever it says, somebody is answered in one of the languages (RFC 9110 §12.5.4).
        let language = json!({ "type": "string", "examples": despacho_kernel::region::LANGUAGES });
        parameters.push(Self::header("Accept-Language", &language, &lang.t("api-header-language")));

        let mut operation = json!({
            "summary": self.title(lang),
            "operationId": self.id(),
            "tags": [self.part()],
            "parameters": parameters,
            "responses": self.responses(lang, links),
            "security": [{ "token": [] }],
        });
        if let Some(body) = &self.body {
            let mut content = json!({ "schema": body });
            if let Some(example) = &self.example {
                content["example"] = example.clone();
            }
            let kind = if self.form { "multipart/form-data" } else { "application/json" };
            operation["requestBody"] = json!({ "required": true, "content": { kind: content } });
        }
        operation
    }

    fn title(&self, lang: Lang) -> String {
        match self.about {
            Some(about) => format!("{}: {}", schema::text(lang, self.summary), schema::text(lang, about)),
            None => schema::text(lang, self.summary),
        }
    }

    fn responses(&self, lang: Lang, links: &Map<String, Value>) -> Map<String, Value> {
        let (status, schema) = &self.answer;
        let mut answer = json!({ "description": lang.t("api-done") });
        if let Some(schema) = schema {
            answer["content"] = json!({ "application/json": { "schema": schema } });
        }
        for kind in &self.files {
            answer["content"][kind] = json!({ "schema": { "type": "string" } });
        }
        if !self.is_list() && self.answered().is_some_and(|fields| fields.contains_key("version")) {
            answer["headers"] = json!({ "ETag": { "required": true, "schema": { "type": "string" }, "description": lang.t("api-header-etag") } });
        }
        if !links.is_empty() {
            answer["links"] = Value::Object(links.clone());
        }
        let mut responses = Map::new();
        responses.insert(status.to_string(), answer);
        let mut conflicts = if self.of_practice { vec!["no_practice", "practice_required"] } else { vec![] };
        if self.writes() {
            conflicts.extend(["idempotency_key", "idempotency_key_reused"]);
        }
        conflicts.extend(&self.conflicts);
        let mut refusals = vec![(401, vec!["unauthenticated"]), (403, vec!["forbidden"]), (404, vec!["not_found"]), (429, vec!["too_many"])];
        if !conflicts.is_empty() {
            refusals.push((409, conflicts));
        }
        if self.body.is_some() || self.tag.is_some() || !self.query.is_empty() {
            refusals.push((400, vec!["malformed"]));
        }
        if self.body.is_some() {
            refusals.push((422, vec!["invalid"]));
        }
        refusals.extend(self.refusals.iter().map(|(status, word)| (*status, vec![*word])));
        for (status, words) in refusals {
            responses.insert(status.to_string(), refusal(lang, status, &words));
        }
        responses
    }
}

/// A refusal: which problems it may be, each with what a person reads.
fn refusal(lang: Lang, status: u16, words: &[&str]) -> Value {
    let told = words.iter().map(|word| {
        let word = word.replace('_', "-");
        format!("`/problems/{word}`: {}", lang.t(&format!("problem-{word}")))
    });
    let mut refusal = json!({
        "description": told.collect::<Vec<_>>().join(". "),
        "content": { "application/problem+json": { "schema": schema::named("Problem") } },
    });
    match status {
        401 => refusal["headers"] = json!({ "WWW-Authenticate": { "required": true, "schema": { "type": "string", "const": "Bearer" } } }),
        429 => {
            refusal["headers"] = json!({ "Retry-After": { "schema": { "type": "integer", "minimum": 1 }, "description": lang.t("api-header-retry-after") } })
        }
        _ => {}
    }
    refusal
}

/// The OpenAPI document of these endpoints. `named` describes what may stand at a parameter of the path; any other is an id.
/// `codes` are those of fields' errors.
pub fn document(lang: Lang, operations: &[&Operation], named: &[(&str, Value)], codes: &[String]) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    let mut schemas: Map<String, Value> = schema::common();
    let mut problems = vec![];
    schema_of::<Problem>(&mut problems);
    let mut parts: Vec<&str> = vec![];
    let ends: Vec<End<'_>> = operations.iter().map(|operation| operation.end()).collect();
    for (operation, end) in operations.iter().zip(&ends) {
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method.as_str().to_lowercase()] = operation.describe(lang, named, &links::of(end, &ends));
        if !parts.contains(&operation.part()) {
            parts.push(operation.part());
        }
    }
    for (name, schema) in operations.iter().flat_map(|o| o.schemas.iter().cloned()).chain(problems) {
        schemas.insert(name, schema);
    }
    if let Some(problem) = schemas.get_mut("FieldProblem") {
        problem["properties"]["code"]["enum"] = json!(codes);
    }
    for (name, schema) in &mut schemas {
        schema::translate(lang, name, schema);
    }
    let tags: Vec<Value> = parts
        .into_iter()
        .map(|part| json!({ "name": part, "description": schema::text(lang, &format!("api-part-{part}")) }))
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Despacho",
            "version": env!("CARGO_PKG_VERSION"),
            "description": lang.t("api-rules"),
            "license": { "name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later" },
        },
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
    })
}
