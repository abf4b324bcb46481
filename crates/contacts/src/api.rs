//! The API of contacts. Bodies and answers follow from [`CONTACT`].

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Invalid, access::OrganizationRight as R};
use despacho_organizations::store as organizations;
use despacho_platform::{Platform, Result};
use despacho_settings::Apps;
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Query, Routes,
    api::{List, Object, if_match, json, once},
    fields::{Sight, Use},
    openapi::Operation,
    paging::{self, ListQuery},
};
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::{
    actions,
    contact::{CONTACT, Contact, rules},
    pages::OfContact,
    store::{self, Filter},
};

pub(super) fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/organizations/{organization}/contacts";
    const ONE: &str = "/api/v1/organizations/{organization}/contacts/{contact}";
    let (read, edit) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    let answer = || {
        let more = value!({ "id": { "type": "string", "format": "uuid" }, "number": { "type": "integer" }, "version": { "type": "integer" } });
        CONTACT.schema(Use::Answer, more)
    };
    Routes::new(platform)
        .api(
            Operation::get(ALL, "api-ledger-contacts")
                .lists_schema("OrganizationContact", answer())
                .asks("kind", value!({ "type": "string", "enum": ["customer", "vendor"] }))
                .asks("active", value!({ "type": "string", "enum": ["true", "false"] })),
            read,
            list,
        )
        .api(
            Operation::post(ALL, "api-ledger-contacts-create")
                .example(value!({ "name": "Viveros Quintana, S. L.", "tax_id": "B12345674", "customer": true }))
                .takes_schema("CreateOrganizationContact", CONTACT.schema(Use::Create, value!({})))
                .answers_schema(201, "OrganizationContact", answer()),
            edit,
            create,
        )
        .api(Operation::get(ONE, "api-ledger-contact").answers_schema(200, "OrganizationContact", answer()), read, show)
        .api(
            Operation::patch(ONE, "api-ledger-contact-change")
                .example(value!({ "vendor": true }))
                .versioned()
                .takes_schema("ChangeOrganizationContact", CONTACT.schema(Use::Change, value!({})))
                .answers_schema(200, "OrganizationContact", answer()),
            edit,
            change,
        )
        .api(Operation::delete(ONE, "api-ledger-contact-remove").conflicts(&["contact_named"]), edit, remove)
}

fn answered(contact: &Contact) -> Value {
    CONTACT.json(contact, value!({ "id": contact.id, "number": contact.number, "version": contact.version }))
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    kind: Option<String>,
    active: Option<bool>,
}

async fn list(State(platform): State<Platform>, who: InOrganization, Query(query): Query<ListQuery>, Query(asked): Query<Asked>) -> Outcome {
    let limit = query.limit()?;
    let after: i64 = query.position()?.unwrap_or(0);
    let filter = Filter { search: query.search.clone().unwrap_or_default(), kind: asked.kind.unwrap_or_default(), active: asked.active };
    let mut found = store::after(platform.db.read(), who.organization, &filter, after, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|contact| paging::encode(&contact.number));
    Ok(json(StatusCode::OK, &List { items: found.iter().map(answered).collect(), next_cursor }))
}

async fn show(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfContact>) -> Outcome {
    Ok(json(StatusCode::OK, &answered(&store::find(platform.db.read(), who.organization, of.contact).await?)))
}

/// The country whose rules a body's tax id follows: the one that it sends, or `else`.
fn country(body: &Object, home: &str) -> String {
    rules(body.value()["country"].as_str().unwrap_or_default(), home).to_owned()
}

async fn create(State(platform): State<Platform>, who: InOrganization, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST /organizations/{}/contacts {body}", who.organization);
    let home = organizations::find(platform.db.read(), who.organization).await?.country;
    let country = country(&body, &home);
    let sight = Sight::api(who.lang(), &country);
    let read = |new: Contact, errors: &mut Invalid| CONTACT.patch(&body, new, &sight, errors);
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| -> Result<Value> {
        Ok(answered(&actions::create(tx, who.organization, read, (&who.user, now)).await?))
    });
    Ok(response.await?)
}

async fn change(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfContact>, headers: HeaderMap, body: Object) -> Outcome {
    let seen = if_match(&headers)?;
    let request = format!("PATCH /organizations/{}/contacts/{} {seen:?} {body}", who.organization, of.contact);
    let before = store::find(platform.db.read(), who.organization, of.contact).await?;
    let country = country(&body, &before.country);
    let sight = Sight::api(who.lang(), &country);
    let read = |before: Contact, errors: &mut Invalid| CONTACT.patch(&body, before, &sight, errors);
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| -> Result<Value> {
        Ok(answered(&actions::update(tx, who.organization, (of.contact, seen), &sight, read, (&who.user, now)).await?))
    });
    Ok(response.await?)
}

async fn remove(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfContact>, headers: HeaderMap) -> Outcome {
    let request = format!("removal of /organizations/{}/contacts/{}", who.organization, of.contact);
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::NO_CONTENT, async |tx| {
        actions::delete(tx, &apps, who.organization, of.contact, (&who.user, now)).await
    });
    Ok(response.await?)
}
