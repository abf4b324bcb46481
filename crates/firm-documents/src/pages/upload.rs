//! Documents that are brought, many at once.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use despacho_kernel::{Id, Invalid};
use despacho_platform::{Error, Platform, Result, i18n::Lang};
use despacho_practice::clients::profile_frame::find;
use despacho_ui::{InPractice, Outcome, api::json, error::message, fields::Sight, flash::Flash, forms::FormData, layout, received::Parts};
use serde_json::json as value;

use super::{
    list::{Params, page},
    parts::desk,
    upload_form::Refused,
};
use crate::{
    actions::NewDocument,
    document::{DOCUMENT, Document},
    store,
};

fn wants_json(headers: &HeaderMap) -> bool {
    headers.get("accept").and_then(|value| value.to_str().ok()).is_some_and(|value| value.starts_with("application/json"))
}

/// A refusal as the script reads it.
fn refusal(lang: Lang, errors: &Invalid) -> Response {
    let told: Vec<String> = errors.0.iter().map(|error| message(lang, error)).collect();
    json(StatusCode::UNPROCESSABLE_ENTITY, &value!({ "message": told.join(" ") }))
}

/// What was typed beside the files, and of which client.
fn read(lang: Lang, data: &FormData) -> Result<(Id, Document), Invalid> {
    let mut errors = Invalid::new();
    let mut named = FormData(data.0.clone());
    // Each is called as its file.
    named.set("name", "-");
    let typed = DOCUMENT.read(&named, Document::default(), &Sight::form(lang, ""), &mut errors);
    let client = errors.take("client_id", data.get("client_id").parse::<Id>().map_err(|_| "required"));
    errors.finish()?;
    Ok((client.unwrap_or_default(), Document { name: String::new(), ..typed }))
}

/// Adds what was sent; what cannot be taken is told by its name, and the rest is added.
pub(super) async fn add(State(platform): State<Platform>, who: InPractice, headers: HeaderMap, parts: Parts) -> Outcome {
    let lang = who.lang();
    let received = parts.receive(&platform, who.practice).await?;
    let back = received.typed.get("back") == "client";
    let mut refused = Refused { files: received.refused, typed: received.typed, errors: Invalid::new() };
    if received.files.is_empty() && refused.files.is_empty() {
        refused.files.push((String::new(), Invalid::one("file", "required")));
    }
    let of = match read(lang, &refused.typed) {
        Ok((client, typed)) => Some((find(&platform, &who, client).await?, typed)),
        Err(errors) => {
            refused.errors = errors;
            None
        }
    };
    let (mut added, mut same) = (vec![], vec![]);
    for brought in received.files.iter().filter(|_| of.is_some()) {
        let Some((client, typed)) = &of else { break };
        let tx = platform.db.begin().await?;
        match desk(&platform, &who).add(&tx, NewDocument::of(client.id, typed.clone(), &brought.name), &brought.kept).await {
            Ok(document) => {
                same.extend(store::same(&tx, who.practice, client.id, &document.sha256, document.id).await?.into_iter().map(|other| other.name));
                tx.commit().await?;
                added.push(document);
            }
            Err(Error::Invalid(why)) => refused.files.push((brought.name.clone(), why)),
            Err(error) => return Err(error.into()),
        }
    }
    if wants_json(&headers) {
        if !refused.is_empty() {
            let mut all = refused.errors;
            for error in refused.files.into_iter().flat_map(|(_, why)| why.0) {
                all.push_with(&error.field, error.code, error.params);
            }
            return Ok(refusal(lang, &all));
        }
        let items: Vec<_> = added.iter().map(|document| value!({ "id": document.id, "name": document.name })).collect();
        return Ok(json(StatusCode::CREATED, &value!({ "items": items, "same": same })));
    }
    let client = of.as_ref().map(|(client, _)| client).filter(|_| back);
    if !refused.is_empty() {
        return Ok(layout::unprocessable(page(&platform, &who, client, &Params::default(), &refused).await?));
    }
    let to = client.map_or_else(|| who.path("/documents"), |client| who.path(&format!("/clients/{}/documents", client.id)));
    let told = if same.is_empty() { Flash::new("flash-firm-documents-added") } else { Flash::new("flash-firm-documents-added-same").name(&same.join(", ")) };
    Ok(layout::see(&platform, &to, told.count(added.len())))
}
