//! The API of accounts.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Uuid};
use despacho_organizations::Apps;
use despacho_platform::Platform;
use despacho_ui::{
    InOrganization, Outcome, Path, Query,
    api::{Body, List, if_match, json, once},
    paging::{self, ListQuery},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Account, AccountInput, actions, store};

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Account)]
pub struct AccountJson {
    pub id: Uuid,
    pub code: String,
    pub name: String,
    /// `asset`, `liability`, `equity`, `income` or `expense`.
    pub r#type: String,
    /// Null at the top of the tree.
    pub parent_code: Option<String>,
    /// ISO 4217; null where it is the organization's.
    pub currency: Option<String>,
    pub active: bool,
    /// Goes up with each change; its ETag.
    pub version: i64,
}

impl From<Account> for AccountJson {
    fn from(a: Account) -> Self {
        let parent_code = Some(a.parent_code).filter(|code| !code.is_empty());
        let currency = Some(a.currency).filter(|code| !code.is_empty());
        Self { id: a.id, code: a.code, name: a.name, r#type: a.r#type, parent_code, currency, active: a.active, version: a.version }
    }
}

fn yes() -> bool {
    true
}

#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub struct CreateAccount {
    pub code: String,
    pub name: String,
    /// `asset`, `liability`, `equity`, `income` or `expense`.
    pub r#type: String,
    /// Proposed from the code when left out.
    pub parent_code: Option<String>,
    /// ISO 4217; the organization's when left out.
    pub currency: Option<String>,
    #[serde(default = "yes")]
    pub active: bool,
}

/// A change of an account; what is left out stays.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub struct ChangeAccount {
    pub code: Option<String>,
    pub name: Option<String>,
    pub r#type: Option<String>,
    /// Proposed from the code when empty.
    pub parent_code: Option<String>,
    pub currency: Option<String>,
    pub active: Option<bool>,
}

/// The account that takes over.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[schema(as = MergeAccount)]
pub struct Merge {
    pub into: Uuid,
}

#[derive(Deserialize)]
pub struct OfAccount {
    account: Id,
}

pub(super) async fn change(
    State(platform): State<Platform>,
    who: InOrganization,
    Path(of): Path<OfAccount>,
    headers: HeaderMap,
    Body(body): Body<ChangeAccount>,
) -> Outcome {
    let seen = if_match(&headers)?;
    let request = format!("PATCH /organizations/{}/accounts/{} {seen:?} {body:?}", who.organization, of.account);
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        let a = store::find(tx, who.organization, of.account).await?;
        let keep = |given: &Option<String>, present: String| given.clone().unwrap_or(present);
        let input = AccountInput {
            code: keep(&body.code, a.code),
            name: keep(&body.name, a.name),
            r#type: keep(&body.r#type, a.r#type),
            parent_code: keep(&body.parent_code, a.parent_code),
            currency: keep(&body.currency, a.currency),
            active: body.active.unwrap_or(a.active),
        };
        Ok(AccountJson::from(actions::update(tx, who.organization, (of.account, seen), input, (&who.user, who.lang()), now).await?))
    });
    Ok(response.await?)
}

pub(super) async fn merge(
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
        Ok(AccountJson::from(actions::merge(tx, &apps, who.organization, of.account, body.into, &who.user, now).await?))
    });
    Ok(response.await?)
}

pub(super) async fn list(State(platform): State<Platform>, who: InOrganization, Query(query): Query<ListQuery>) -> Outcome {
    let limit = query.limit()?;
    let after: String = query.position()?.unwrap_or_default();
    let search = query.search.as_deref().unwrap_or("");
    let mut found = store::page(platform.db.read(), who.organization, search, &after.replace('\0', ""), limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|a| paging::encode(&a.code));
    Ok(json(StatusCode::OK, &List { items: found.into_iter().map(AccountJson::from).collect(), next_cursor }))
}

pub(super) async fn create(State(platform): State<Platform>, who: InOrganization, headers: HeaderMap, Body(body): Body<CreateAccount>) -> Outcome {
    let request = format!("POST /organizations/{}/accounts {body:?}", who.organization);
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let input = AccountInput {
            code: body.code.clone(),
            name: body.name.clone(),
            r#type: body.r#type.clone(),
            parent_code: body.parent_code.clone().unwrap_or_default(),
            currency: body.currency.clone().unwrap_or_default(),
            active: body.active,
        };
        Ok(AccountJson::from(actions::create(tx, who.organization, input, &who.user, now).await?))
    });
    Ok(response.await?)
}
