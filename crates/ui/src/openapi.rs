//! The API's description, made from the table of routes.

use axum::http::Method;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::error::Problem;

/// What an endpoint takes and answers.
#[derive(Debug, Clone)]
pub struct Operation {
    pub method: Method,
    pub path: &'static str,
    summary: &'static str,
    query: Vec<(&'static str, Value)>,
    body: Option<Value>,
    answer: (u16, Option<Value>),
    schemas: Vec<(String, Value)>,
    refusals: Vec<u16>,
    versioned: bool,
}

fn schema_of<T: ToSchema>(schemas: &mut Vec<(String, Value)>) -> Value {
    let mut found = vec![(T::name().into_owned(), T::schema())];
    T::schemas(&mut found);
    for (name, schema) in found {
        schemas.push((name, serde_json::to_value(schema).unwrap_or_default()));
    }
    json!({ "$ref": format!("#/components/schemas/{}", T::name()) })
}

impl Operation {
    /// A read.
    pub fn get(path: &'static str, summary: &'static str) -> Self {
        Self::new(Method::GET, path, summary)
    }

    /// A creation.
    pub fn post(path: &'static str, summary: &'static str) -> Self {
        Self::new(Method::POST, path, summary)
    }

    /// A change.
    pub fn patch(path: &'static str, summary: &'static str) -> Self {
        Self::new(Method::PATCH, path, summary)
    }

    fn new(method: Method, path: &'static str, summary: &'static str) -> Self {
        Self { method, path, summary, query: vec![], body: None, answer: (200, None), schemas: vec![], refusals: vec![], versioned: false }
    }

    /// It is a list: takes `limit`, `search` and `cursor`, answers a page of `T`.
    pub fn list<T: ToSchema>(mut self) -> Self {
        self.query = vec![
            ("limit", json!({ "type": "integer", "minimum": 1, "maximum": crate::paging::MAX })),
            ("search", json!({ "type": "string" })),
            ("cursor", json!({ "type": "string" })),
        ];
        let item = schema_of::<T>(&mut self.schemas);
        let page = json!({
            "type": "object",
            "required": ["items", "next_cursor"],
            "properties": { "items": { "type": "array", "items": item }, "next_cursor": { "type": ["string", "null"] } },
        });
        self.answer = (200, Some(page));
        self.refusals.push(400);
        self
    }

    /// It takes a body.
    pub fn takes<T: ToSchema>(mut self) -> Self {
        self.body = Some(schema_of::<T>(&mut self.schemas));
        self.refusals.extend([400, 409, 422]);
        self
    }

    /// It takes a body that an entity's fields describe.
    pub fn takes_schema(mut self, name: &str, schema: Value) -> Self {
        self.schemas.push((name.to_owned(), schema));
        self.body = Some(json!({ "$ref": format!("#/components/schemas/{name}") }));
        self.refusals.extend([400, 409, 422]);
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
        self.answer = (status, Some(json!({ "$ref": format!("#/components/schemas/{name}") })));
        self
    }

    /// It is a list of entities as their fields describe them.
    pub fn lists_schema(self, name: &str, schema: Value) -> Self {
        let mut listed = self.list::<Problem>();
        listed.schemas.push((name.to_owned(), schema));
        if let Some(page) = &mut listed.answer.1 {
            page["properties"]["items"]["items"] = json!({ "$ref": format!("#/components/schemas/{name}") });
        }
        listed
    }

    /// It changes what has versions: takes `If-Match`, refused with 412 over a newer version.
    pub fn versioned(mut self) -> Self {
        self.versioned = true;
        self.refusals.push(412);
        self
    }

    /// What it answers on success.
    pub fn answers<T: ToSchema>(mut self, status: u16) -> Self {
        self.answer = (status, Some(schema_of::<T>(&mut self.schemas)));
        self
    }

    fn describe(&self) -> Value {
        let in_path = self.path.split('/').filter_map(|part| part.strip_prefix('{').and_then(|p| p.strip_suffix('}')));
        let mut parameters: Vec<Value> = in_path
            .map(|name| {
                // Groups of preferences are named by a word; everything else by its id.
                let schema = if name == "group" { json!({ "type": "string", "pattern": "^[a-z_]+$" }) } else { json!({ "type": "string", "format": "uuid" }) };
                json!({ "name": name, "in": "path", "required": true, "schema": schema })
            })
            .collect();
        parameters.extend(self.query.iter().map(|(name, schema)| json!({ "name": name, "in": "query", "schema": schema })));
        if self.body.is_some() {
            let schema = json!({ "type": "string", "minLength": 1, "maxLength": 200 });
            parameters.push(json!({ "name": "Idempotency-Key", "in": "header", "schema": schema }));
        }
        if self.versioned {
            let description = "The ETag that the resource was read with; the change is refused if another version was saved since.";
            parameters.push(json!({ "name": "If-Match", "in": "header", "schema": { "type": "string" }, "description": description }));
        }
        let schema = json!({ "type": "string", "format": "uuid" });
        let description = "Which of the user's practices it is for; the one joined first unless told.";
        parameters.push(json!({ "name": "Despacho-Practice", "in": "header", "schema": schema, "description": description }));
        let problem = json!({
            "description": "Refused",
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
        });
        let mut responses = Map::new();
        let (status, schema) = &self.answer;
        let mut answer = json!({ "description": "Done" });
        if let Some(schema) = schema {
            answer["content"] = json!({ "application/json": { "schema": schema } });
        }
        responses.insert(status.to_string(), answer);
        for refusal in [401, 403, 404, 409].into_iter().chain(self.refusals.iter().copied()) {
            responses.insert(refusal.to_string(), problem.clone());
        }
        let mut operation = json!({
            "summary": self.summary,
            "operationId": format!("{}{}", self.method.as_str().to_lowercase(), self.path.replace("/api/v1", "").replace(['/', '{', '}', '-'], "_")),
            "parameters": parameters,
            "responses": responses,
            "security": [{ "token": [] }],
        });
        if let Some(body) = &self.body {
            operation["requestBody"] = json!({ "required": true, "content": { "application/json": { "schema": body } } });
        }
        operation
    }
}

/// The OpenAPI document of these endpoints.
pub fn document<'o>(operations: impl Iterator<Item = &'o Operation> + Clone) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    let mut schemas: Map<String, Value> = Map::new();
    let mut problems = vec![];
    schema_of::<Problem>(&mut problems);
    for operation in operations.clone() {
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method.as_str().to_lowercase()] = operation.describe();
    }
    for (name, schema) in operations.flat_map(|o| o.schemas.iter().cloned()).chain(problems) {
        schemas.insert(name, schema);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Despacho",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Errors are application/problem+json (RFC 9457). Writes take Idempotency-Key.",
            "license": { "name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later" },
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
    })
}
