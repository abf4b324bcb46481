//! What is done with webhooks: kept by people, told of events, tried again.

use despacho_kernel::{Id, Invalid, new_id};
use despacho_platform::{
    Error, Platform, Result, Tx,
    activity::{self, Change, Entry},
    clock::DAY,
    jobs::{self, Handles, Trouble},
    memberships, sql,
    users::User,
    vals,
};
use despacho_practice::clients::store as clients;
use futures_util::future::BoxFuture;
use serde_json::json;

use crate::{
    address::Target,
    sending::{self, Message},
    signing, store,
    webhook::{Delivery, EVENTS, SendWebhook, TellEvent, Webhook},
};

/// How long is waited before each further try, in milliseconds: seconds at first, then hours, three days in all.
const AFTER: [i64; 8] = [5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 72_000_000, 86_400_000];
/// For how long it is kept what was told.
const KEPT: i64 = 30 * DAY;

/// What is typed of a webhook.
#[derive(Debug, Clone)]
pub struct Typed {
    pub url: String,
    pub events: Vec<String>,
    pub active: bool,
}

impl Typed {
    fn checked(&self) -> Result<Self, Invalid> {
        let mut errors = Invalid::new();
        let url = self.url.trim().to_owned();
        if url.is_empty() {
            errors.push("url", "required");
        } else {
            errors.take("url", Target::read(&url));
        }
        if self.events.is_empty() {
            errors.push("events", "choose_one");
        }
        if self.events.iter().any(|event| !EVENTS.contains(&event.as_str())) {
            errors.push("events", "choice");
        }
        let events = EVENTS.iter().filter(|event| self.events.iter().any(|of| of == *event)).map(|event| (*event).to_owned()).collect();
        errors.finish().map(|()| Self { url, events, active: self.active })
    }
}

async fn record(tx: &Tx, webhook: &Webhook, action: &str, changes: Vec<Change>, (by, now): (&User, i64)) -> Result<()> {
    let subject = ("webhook", webhook.id, webhook.url.as_str());
    activity::record(tx, Entry { tenant: webhook.practice_id, actor: Some(by), action, subject, changes }, now).await
}

/// Adds a webhook, with a secret of its own.
///
/// Errors: `url`, `events`.
pub async fn create(tx: &Tx, practice: Id, typed: &Typed, (by, now): (&User, i64)) -> Result<Webhook> {
    memberships::hold(tx, practice).await?;
    let typed = typed.checked()?;
    if i64::try_from(store::all(tx, practice).await?.len()).unwrap_or(0) >= store::MAX {
        return Err(Invalid::too_many("url", store::MAX).into());
    }
    let secret = signing::secret().map_err(|e| Error::Other(e.to_string()))?;
    let events = typed.events.join(",");
    let webhook =
        Webhook { practice_id: practice, id: new_id(), url: typed.url, events, active: typed.active, secret, created_at: now, updated_at: now, version: 1 };
    sql::insert(tx, std::slice::from_ref(&webhook)).await?;
    record(tx, &webhook, "webhook_created", vec![], (by, now)).await?;
    Ok(webhook)
}

/// Changes a webhook to what `read` makes of it.
pub async fn update(tx: &Tx, practice: Id, id: Id, seen: Option<i64>, read: impl FnOnce(Typed) -> Typed, (by, now): (&User, i64)) -> Result<Webhook> {
    memberships::hold(tx, practice).await?;
    let before = store::find(tx, practice, id).await?;
    if seen.is_some_and(|seen| seen != before.version) {
        return Err(Error::Stale(vec![]));
    }
    let typed = read(Typed { url: before.url.clone(), events: before.events(), active: before.active }).checked()?;
    let after = Webhook { url: typed.url, events: typed.events.join(","), active: typed.active, updated_at: now, ..before.clone() };
    if (&after.url, &after.events, after.active) == (&before.url, &before.events, before.active) {
        return Ok(before);
    }
    if !sql::update_version(tx, &after).await? {
        return Err(Error::Stale(vec![]));
    }
    let flag = |on: bool| if on { "yes" } else { "" }.to_owned();
    let pairs = |webhook: &Webhook| [("url", webhook.url.clone()), ("events", webhook.events.clone()), ("active", flag(webhook.active))];
    record(tx, &after, "webhook_updated", activity::differences(&pairs(&before), &pairs(&after)), (by, now)).await?;
    store::find(tx, practice, id).await
}

/// Takes a webhook away, with what was told to it.
pub async fn remove(tx: &Tx, practice: Id, id: Id, (by, now): (&User, i64)) -> Result<()> {
    let webhook = store::find(tx, practice, id).await?;
    sql::delete::<Webhook>(tx, vals![practice, id]).await?;
    record(tx, &webhook, "webhook_removed", vec![], (by, now)).await
}

/// Tells something again, from the first try. It is the same message, by its id.
pub async fn resend(tx: &Tx, practice: Id, webhook: Id, id: Id, (by, now): (&User, i64)) -> Result<Delivery> {
    let webhook = store::find(tx, practice, webhook).await?;
    let mut delivery = store::delivery(tx, practice, id).await?.filter(|one| one.webhook_id == webhook.id).ok_or(Error::NotFound)?;
    if delivery.status == "queued" {
        return Err(Error::Conflict("webhook_queued"));
    }
    (delivery.status, delivery.attempts, delivery.error, delivery.next_at) = ("queued".into(), 0, String::new(), Some(now));
    sql::update(tx, &delivery).await?;
    jobs::enqueue(tx, &SendWebhook { practice_id: practice, delivery_id: id }, now).await?;
    record(tx, &webhook, "webhook_resent", vec![], (by, now)).await?;
    Ok(delivery)
}

/// Makes a message for each webhook that wants an event.
pub struct Teller;

impl Handles<TellEvent> for Teller {
    async fn run(platform: &Platform, job: TellEvent) -> Result<(), Trouble> {
        let tx = platform.db.begin().await?;
        let practices = if job.event == "organization.created" { clients::practices_of(&tx, job.tenant).await? } else { vec![job.tenant] };
        let at = jiff::Timestamp::from_millisecond(job.at).map(|at| at.to_string()).unwrap_or_default();
        for practice in practices {
            for webhook in store::all(&tx, practice).await?.into_iter().filter(|webhook| webhook.active && webhook.events().contains(&job.event)) {
                let mut data = job.data.clone();
                data["practice_id"] = json!(practice);
                let delivery = Delivery {
                    practice_id: practice,
                    id: new_id(),
                    webhook_id: webhook.id,
                    event: job.event.clone(),
                    payload: json!({ "type": job.event, "timestamp": at, "data": data }).to_string(),
                    status: "queued".into(),
                    created_at: job.at,
                    next_at: Some(job.at),
                    ..Delivery::default()
                };
                sql::insert(&tx, std::slice::from_ref(&delivery)).await?;
                jobs::enqueue(&tx, &SendWebhook { practice_id: practice, delivery_id: delivery.id }, platform.clock.now()).await?;
            }
        }
        tx.commit().await?;
        platform.wake_workers();
        Ok(())
    }
}

/// Sends messages, and has them tried again.
pub struct Sender;

impl Handles<SendWebhook> for Sender {
    async fn run(platform: &Platform, job: SendWebhook) -> Result<(), Trouble> {
        let db = platform.db.read();
        let Some(mut delivery) = store::delivery(db, job.practice_id, job.delivery_id).await?.filter(|one| one.status == "queued") else { return Ok(()) };
        let Some(webhook) = store::find(db, job.practice_id, delivery.webhook_id).await.ok().filter(|webhook| webhook.active) else {
            return settle(platform, delivery, Err("webhook_inactive".into()), true).await;
        };
        let (id, seconds) = (delivery.id.to_string(), platform.clock.now() / 1000);
        let outcome = match (Target::read(&webhook.url), signing::signature(&webhook.secret, &id, seconds, &delivery.payload)) {
            (Ok(target), Some(signature)) => {
                let message = Message { id: &id, seconds, signature: &signature, body: &delivery.payload };
                sending::send(&target, &message).await
            }
            (Err(code), _) => Err(code.to_owned()),
            (_, None) => Err("webhook_secret".to_owned()),
        };
        delivery.attempts += 1;
        // Gone is said by who wants no more of it.
        let last = matches!(outcome, Ok(410));
        settle(platform, delivery, outcome, last).await
    }
}

async fn settle(platform: &Platform, mut delivery: Delivery, outcome: Result<u16, String>, last: bool) -> Result<(), Trouble> {
    let now = platform.clock.now();
    let tx = platform.db.begin().await?;
    delivery.response_status = outcome.as_ref().ok().map(|status| i64::from(*status));
    delivery.error = match &outcome {
        Ok(status) if (200..300).contains(status) => String::new(),
        Ok(_) => "webhook_refused".into(),
        Err(code) => code.clone(),
    };
    let wait = usize::try_from(delivery.attempts - 1).ok().and_then(|at| AFTER.get(at)).filter(|_| !last);
    match wait {
        _ if delivery.error.is_empty() => (delivery.status, delivery.delivered_at, delivery.next_at) = ("delivered".into(), Some(now), None),
        Some(wait) => {
            delivery.next_at = Some(now + wait);
            let again = SendWebhook { practice_id: delivery.practice_id, delivery_id: delivery.id };
            jobs::enqueue(&tx, &again, now + wait).await?;
        }
        None => (delivery.status, delivery.next_at) = ("failed".into(), None),
    }
    sql::update(&tx, &delivery).await?;
    Ok(tx.commit().await?)
}

/// Forgets what was told long ago.
pub fn forget(platform: Platform) -> BoxFuture<'static, Result<()>> {
    Box::pin(async move {
        let tx = platform.db.begin().await?;
        store::forget(&tx, platform.clock.now() - KEPT).await?;
        tx.commit().await
    })
}
