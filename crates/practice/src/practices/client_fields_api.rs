//! The API of the fields that a practice adds to its clients, with what each takes.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Uuid, access::PracticeRight as R, text::fold};
use despacho_platform::{Error, Platform};
use despacho_ui::{
    Access, InPractice, Outcome, Query, Routes,
    api::{Body, once},
    openapi::Operation,
    paging::ListQuery,
    people,
};
use serde::{Deserialize, Serialize};
use serde_json::json as value;
use utoipa::ToSchema;

use super::{
    actions,
    custom_field::{CustomField, New},
    store,
};

pub(super) fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/client-fields";
    Routes::new(platform)
        .api(Operation::get(ALL, "api-client-fields").list::<ClientFieldJson>(), Access::Practice(R::ReadClients), list)
        .api(
            Operation::post(ALL, "api-client-fields-add")
                .takes::<NewClientField>()
                .example(value!({ "name": "Convenio", "kind": "choice", "options": ["Metal", "Comercio"], "required": false, "default": "Metal" }))
                .answers::<ClientFieldJson>(201),
            Access::Practice(R::ManagePractice),
            add,
        )
}

/// A field that the practice adds to its clients.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ClientField)]
struct ClientFieldJson {
    id: Uuid,
    name: String,
    /// `text`, `long_text`, `number`, `money`, `date`, `yes_no`, `choice`, `choices`, `person`, `iban`, `tax_id`.
    kind: String,
    required: bool,
    /// What a new client has unless told otherwise; empty where nothing.
    default: String,
    /// Of choices.
    options: Vec<String>,
    active: bool,
}

impl From<CustomField> for ClientFieldJson {
    fn from(field: CustomField) -> Self {
        let options = field.options().into_iter().map(str::to_owned).collect();
        Self { id: field.id, name: field.name, kind: field.kind, required: field.required, default: field.default_value, options, active: field.active }
    }
}

#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[schema(as = CreateClientField)]
struct NewClientField {
    #[schema(min_length = 1, max_length = 60, pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$")]
    name: String,
    /// `text` unless told.
    #[schema(pattern = "^(text|long_text|number|money|date|yes_no|choice|choices|person|iban|tax_id)$")]
    kind: Option<String>,
    required: Option<bool>,
    #[schema(max_length = 500)]
    default: Option<String>,
    #[schema(max_items = 100)]
    options: Option<Vec<String>>,
}

async fn list(State(platform): State<Platform>, who: InPractice, Query(query): Query<ListQuery>) -> Outcome {
    let search = fold(query.search.as_deref().unwrap_or(""));
    let found = store::custom_fields(platform.db.read(), who.practice)
        .await?
        .into_iter()
        .filter(|field| fold(&field.name).contains(&search));
    Ok(people::stretch(found.map(ClientFieldJson::from), &query)?)
}

async fn add(State(platform): State<Platform>, who: InPractice, headers: HeaderMap, Body(body): Body<NewClientField>) -> Outcome {
    let request = format!("POST /client-fields {} {body:?}", who.practice);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let new = New {
            name: body.name.clone(),
            kind: body.kind.clone().unwrap_or_default(),
            required: body.required.unwrap_or_default(),
            default_value: body.default.clone().unwrap_or_default(),
            options: body.options.clone().unwrap_or_default(),
        };
        let (id, _) = actions::add_field(tx, who.practice, ("name", new), &who.user, platform.clock.now()).await?;
        let found = store::custom_fields(tx, who.practice).await?.into_iter().find(|field| field.id == id);
        found.map(ClientFieldJson::from).ok_or(Error::NotFound)
    });
    Ok(response.await?)
}
