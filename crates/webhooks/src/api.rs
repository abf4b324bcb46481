//! The API of webhooks.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Uuid, access::PracticeRight as R};
use despacho_platform::Platform;
use despacho_ui::{
    Access, InPractice, Outcome, Path, Query, Routes,
    api::{Body, List, if_match, json, once},
    openapi::Operation,
    paging::{self, ListQuery},
};
use serde::{Deserialize, Serialize};
use serde_json::json as value;
use utoipa::ToSchema;

use crate::{
    actions::{self, Typed},
    store,
    webhook::{Delivery, Webhook},
};

pub fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/webhooks";
    const ONE: &str = "/api/v1/webhooks/{webhook}";
    const DELIVERIES: &str = "/api/v1/webhooks/{webhook}/deliveries";
    const RESENDING: &str = "/api/v1/webhooks/{webhook}/deliveries/{delivery}/resending";
    let manage = Access::Practice(R::ManagePractice);
    Routes::new(platform)
        .api(Operation::get(ALL, "api-webhooks").list::<WebhookJson>().without_search(), manage, list)
        .api(
            Operation::post(ALL, "api-webhooks-create")
                .takes::<Create>()
                .example(value!({ "url": "https://hooks.example.com/despacho", "events": ["client.created"], "active": true }))
                .answers::<NewWebhookJson>(201),
            manage,
            create,
        )
        .api(Operation::get(ONE, "api-webhook").answers::<WebhookJson>(200), manage, show)
        .api(
            Operation::patch(ONE, "api-webhook-change")
                .takes::<ChangeWebhook>()
                .example(value!({ "active": false }))
                .versioned()
                .answers::<WebhookJson>(200),
            manage,
            update,
        )
        .api(Operation::delete(ONE, "api-webhook-remove"), manage, remove)
        .api(Operation::get(DELIVERIES, "api-webhook-deliveries").list::<DeliveryJson>().without_search(), manage, deliveries)
        .api(Operation::post(RESENDING, "api-webhook-resend").conflicts(&["webhook_queued"]).answers::<DeliveryJson>(202), manage, resend)
}

/// An address that is told of events.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Webhook)]
pub struct WebhookJson {
    pub id: Uuid,
    pub url: String,
    pub events: Vec<String>,
    pub active: bool,
    /// Milliseconds since 1970.
    pub created_at: i64,
    pub version: i64,
}

impl From<Webhook> for WebhookJson {
    fn from(one: Webhook) -> Self {
        Self { id: one.id, events: one.events(), url: one.url, active: one.active, created_at: one.created_at, version: one.version }
    }
}

/// A new webhook, with the secret that its messages are signed with: it is told this once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NewWebhook)]
pub struct NewWebhookJson {
    pub id: Uuid,
    pub url: String,
    pub events: Vec<String>,
    pub active: bool,
    pub secret: String,
    pub created_at: i64,
    pub version: i64,
}

fn yes() -> bool {
    true
}

#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[schema(as = CreateWebhook)]
pub struct Create {
    #[schema(max_length = 1000)]
    pub url: String,
    /// `client.created`, `client.updated`, `organization.created`, `client_import.completed`, `blueprint.applied`.
    #[schema(max_items = 20)]
    pub events: Vec<String>,
    #[serde(default = "yes")]
    pub active: bool,
}

/// What is left out stays.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
pub struct ChangeWebhook {
    #[schema(max_length = 1000)]
    pub url: Option<String>,
    #[schema(max_items = 20)]
    pub events: Option<Vec<String>>,
    pub active: Option<bool>,
}

/// A message to a webhook.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookDelivery)]
pub struct DeliveryJson {
    pub id: Uuid,
    pub event: String,
    /// `queued`, `delivered` or `failed`.
    pub status: String,
    pub attempts: i64,
    /// What was answered last.
    pub response_status: Option<i64>,
    /// Why it did not arrive: `webhook_refused`, `webhook_private`, `webhook_unreachable`, `webhook_timeout`.
    pub error: Option<String>,
    pub payload: String,
    pub created_at: i64,
    pub next_at: Option<i64>,
    pub delivered_at: Option<i64>,
}

impl From<Delivery> for DeliveryJson {
    fn from(one: Delivery) -> Self {
        Self {
            id: one.id,
            event: one.event,
            status: one.status,
            attempts: one.attempts,
            response_status: one.response_status,
            error: Some(one.error).filter(|error| !error.is_empty()),
            payload: one.payload,
            created_at: one.created_at,
            next_at: one.next_at,
            delivered_at: one.delivered_at,
        }
    }
}

#[derive(Deserialize)]
struct OfWebhook {
    webhook: Id,
}

#[derive(Deserialize)]
struct OfDelivery {
    webhook: Id,
    delivery: Id,
}

async fn list(State(platform): State<Platform>, who: InPractice, Query(query): Query<ListQuery>) -> Outcome {
    query.limit()?;
    let items: Vec<WebhookJson> = store::all(platform.db.read(), who.practice).await?.into_iter().map(WebhookJson::from).collect();
    Ok(json(StatusCode::OK, &List { items, next_cursor: None }))
}

async fn create(State(platform): State<Platform>, who: InPractice, headers: HeaderMap, Body(body): Body<Create>) -> Outcome {
    let request = format!("POST webhooks {} {body:?}", who.practice);
    let typed = Typed { url: body.url, events: body.events, active: body.active };
    Ok(once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let one = actions::create(tx, who.practice, &typed, (&who.user, platform.clock.now())).await?;
        Ok(NewWebhookJson {
            id: one.id,
            events: one.events(),
            url: one.url,
            active: one.active,
            secret: one.secret,
            created_at: one.created_at,
            version: one.version,
        })
    })
    .await?)
}

async fn show(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfWebhook>) -> Outcome {
    Ok(json(StatusCode::OK, &WebhookJson::from(store::find(platform.db.read(), who.practice, of.webhook).await?)))
}

async fn update(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfWebhook>, headers: HeaderMap, Body(body): Body<ChangeWebhook>) -> Outcome {
    let seen = if_match(&headers)?;
    let request = format!("PATCH webhooks/{} {seen:?} {body:?}", of.webhook);
    Ok(once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        let read = |before: Typed| Typed {
            url: body.url.unwrap_or(before.url),
            events: body.events.unwrap_or(before.events),
            active: body.active.unwrap_or(before.active),
        };
        let one = actions::update(tx, who.practice, of.webhook, seen, read, (&who.user, platform.clock.now())).await?;
        Ok(WebhookJson::from(one))
    })
    .await?)
}

async fn remove(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfWebhook>, headers: HeaderMap) -> Outcome {
    let request = format!("webhooks/{} DELETE", of.webhook);
    Ok(once(&platform, who.user.id, &headers, &request, StatusCode::NO_CONTENT, async |tx| {
        actions::remove(tx, who.practice, of.webhook, (&who.user, platform.clock.now())).await
    })
    .await?)
}

async fn deliveries(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfWebhook>, Query(query): Query<ListQuery>) -> Outcome {
    let (db, limit) = (platform.db.read(), query.limit()?);
    store::find(db, who.practice, of.webhook).await?;
    let mut found = store::deliveries(db, who.practice, of.webhook, query.position::<Id>()?, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|one| paging::encode(&one.id));
    Ok(json(StatusCode::OK, &List { items: found.into_iter().map(DeliveryJson::from).collect(), next_cursor }))
}

async fn resend(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfDelivery>, headers: HeaderMap) -> Outcome {
    let request = format!("POST webhooks/{}/deliveries/{}/resending", of.webhook, of.delivery);
    Ok(once(&platform, who.user.id, &headers, &request, StatusCode::ACCEPTED, async |tx| {
        let one = actions::resend(tx, who.practice, of.webhook, of.delivery, (&who.user, platform.clock.now())).await?;
        Ok(DeliveryJson::from(one))
    })
    .await?)
}
