//! The API of accounts. Bodies and answers follow from [`ACCOUNT`].

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Invalid, Uuid, access::OrganizationRight as R};
use despacho_platform::Platform;
use despacho_settings::Apps;
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Query, Routes,
    api::{Body, List, Object, if_match, json, once},
    fields::{Sight, Use},
    openapi::Operation,
    paging::{self, ListQuery},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json as value};
use utoipa::ToSchema;

use super::{
    account::{ACCOUNT, Account},
    actions, store,
};

pub(super) fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/organizations/{organization}/accounts";
    const ONE: &str = "/api/v1/organizations/{organization}/accounts/{account}";
    const MERGER: &str = "/api/v1/organizations/{organization}/accounts/{account}/merger";
    let edit = Access::Organization(R::EditAccounts);
    let answer = ACCOUNT.schema(
        Use::Answer,
        value!({
            "id": { "type": "string", "format": "uuid" },
            "version": { "type": "integer" },
        }),
    );
    Routes::new(platform)
        .api(Operation::get(ALL, "api-accounts").lists_schema("Account", answer.clone()), Access::Organization(R::Read), list)
        .api(
            Operation::post(ALL, "api-accounts-create")
                .example(value!({ "code": "629001", "name": "Suscripciones de programas", "parent_code": "629" }))
                .takes_schema("CreateAccount", ACCOUNT.schema(Use::Create, value!({})))
                .answers_schema(201, "Account", answer.clone()),
            edit,
            create,
        )
        .api(Operation::get(ONE, "api-account").answers_schema(200, "Account", answer.clone()), Access::Organization(R::Read), show)
        .api(
            Operation::patch(ONE, "api-account-change")
                .example(value!({ "name": "Suscripciones", "parent_code": "62" }))
                .versioned()
                .takes_schema("ChangeAccount", ACCOUNT.schema(Use::Change, value!({})))
                .answers_schema(200, "Account", answer.clone()),
            edit,
            change,
        )
        .api(
            Operation::post(MERGER, "api-account-merge")
                .takes::<Merge>()
                .example(value!({ "into": "01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f21" }))
                .answers_schema(201, "Account", answer),
            edit,
            merge,
        )
}

fn answered(account: &Account) -> Value {
    ACCOUNT.json(account, value!({ "id": account.id, "version": account.version }))
}

/// The account that takes over.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[schema(as = MergeAccount)]
struct Merge {
    into: Uuid,
}

#[derive(Deserialize)]
struct OfAccount {
    account: Id,
}

async fn list(State(platform): State<Platform>, who: InOrganization, Query(query): Query<ListQuery>) -> Outcome {
    let limit = query.limit()?;
    let after: String = query.position()?.unwrap_or_default();
    let search = query.search.as_deref().unwrap_or("");
    let mut found = store::page(platform.db.read(), who.organization, search, &after, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|a| paging::encode(&a.code));
    Ok(json(StatusCode::OK, &List { items: found.iter().map(answered).collect(), next_cursor }))
}

async fn show(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>) -> Outcome {
    Ok(json(StatusCode::OK, &answered(&store::find(platform.db.read(), who.organization, of.account).await?)))
}

async fn create(State(platform): State<Platform>, who: InOrganization, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST /organizations/{}/accounts {body}", who.organization);
    let now = platform.clock.now();
    let sight = Sight::api(who.lang(), "");
    let read = |new: Account, errors: &mut Invalid| ACCOUNT.patch(&body, new, &sight, errors);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        Ok(answered(&actions::create(tx, who.organization, read, &who.user, now).await?))
    });
    Ok(response.await?)
}

async fn change(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>, headers: HeaderMap, body: Object) -> Outcome {
    let seen = if_match(&headers)?;
    let request = format!("PATCH /organizations/{}/accounts/{} {seen:?} {body}", who.organization, of.account);
    let now = platform.clock.now();
    let sight = Sight::api(who.lang(), "");
    let read = |before: Account, errors: &mut Invalid| ACCOUNT.patch(&body, before, &sight, errors);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        Ok(answered(&actions::update(tx, who.organization, (of.account, seen), &sight, read, (&who.user, now)).await?))
    });
    Ok(response.await?)
}

async fn merge(
    State(platform): State<Platform>,
    apps: Apps,
    who: InOrganization,
    Path(of): Path<OfAccount>,
    headers: HeaderMap,
    Body(body): Body<Merge>,
) -> Outcome {
    let request = format!("POST /organizations/{}/accounts/{}/merger {body:?}", who.organization, of.account);
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        Ok(answered(&actions::merge(tx, &apps, who.organization, of.account, body.into, &who.user, now).await?))
    });
    Ok(response.await?)
}
