//! Exceptions are asked for, given, refused and ended.

use despacho_kernel::{Id, Invalid, access::OrganizationRight, new_id};
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    clock::DAY,
    memberships, notifications,
    users::User,
};
use jiff::civil::Date;
use serde_json::json;

use super::{
    exception::{LockException, Standing},
    store,
};
use crate::journal::locks::Scope;

/// Longest that an exception lasts, in days.
pub const MAX_DAYS: i64 = 31;

/// An exception as it is given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// A [`Scope`].
    pub scope: String,
    /// Whom it is for; everyone where it names nobody.
    pub user: Option<Id>,
    /// The days that it opens, ISO 8601; without bound where they are empty.
    pub first_day: String,
    pub last_day: String,
    /// UTC milliseconds.
    pub expires_at: i64,
    pub reason: String,
    /// The request that it answers.
    pub request: Option<Id>,
}

fn day(text: &str, field: &str, errors: &mut Invalid) -> String {
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    errors.take(field, text.parse::<Date>().map_err(|_| "date")).map(|day| day.to_string()).unwrap_or_default()
}

async fn recorded(tx: &Tx, of: &LockException, action: &str, (by, now): (&User, i64)) -> Result<()> {
    let whom = match of.user_id {
        Some(user) => store::names(tx, &[user]).await?.remove(&user).unwrap_or_default(),
        None => String::new(),
    };
    let changes = vec![
        Change { field: "member".into(), before: String::new(), after: whom },
        Change { field: "reason".into(), before: String::new(), after: of.reason.clone() },
    ];
    let changes = changes.into_iter().filter(|change| !change.after.is_empty()).collect();
    let entry = Entry { tenant: of.organization_id, actor: Some(by), action, subject: ("lock_exception", of.id, &of.scope), changes };
    activity::record(tx, entry, now).await
}

/// Gives an exception, for a while.
pub async fn grant(tx: &Tx, organization: Id, given: &Given, (by, now): (&User, i64)) -> Result<LockException> {
    let mut errors = Invalid::new();
    let scope: Option<Scope> = errors.take("scope", given.scope.trim().parse().map_err(|_| "choice"));
    let reason = errors.required("reason", &given.reason, 300);
    let (first_day, last_day) = (day(&given.first_day, "first_day", &mut errors), day(&given.last_day, "last_day", &mut errors));
    if !first_day.is_empty() && !last_day.is_empty() && last_day < first_day {
        errors.push("last_day", "date_order");
    }
    if given.expires_at <= now || given.expires_at > now + MAX_DAYS * DAY {
        errors.push_with("expires_at", "exception_expires", vec![("max", MAX_DAYS.to_string())]);
    }
    memberships::hold(tx, organization).await?;
    if let Some(user) = given.user
        && memberships::find(tx, organization, user).await?.is_none()
    {
        errors.push("user", "choice");
    }
    errors.finish()?;
    let Some(scope) = scope else { return Err(Invalid::one("scope", "choice").into()) };
    let asked = match given.request {
        Some(id) => Some(open_request(tx, organization, id).await?),
        None => None,
    };
    let exception = LockException {
        organization_id: organization,
        id: asked.as_ref().map_or_else(new_id, |asked| asked.id),
        state: Standing::Granted.word().into(),
        scope: scope.word().into(),
        user_id: given.user,
        first_day,
        last_day,
        expires_at: given.expires_at,
        reason,
        asked_by: asked.as_ref().and_then(|asked| asked.asked_by),
        asked_at: asked.as_ref().and_then(|asked| asked.asked_at),
        decided_by: Some(by.id),
        decided_at: Some(now),
    };
    if asked.is_some() {
        store::update(tx, &exception).await?;
    } else {
        store::insert(tx, &exception).await?;
    }
    recorded(tx, &exception, "lock_exception_granted", (by, now)).await?;
    told(tx, &exception, "lock_exception_granted", (by, now)).await?;
    Ok(exception)
}

/// Tells whom a decision is about.
async fn told(tx: &Tx, of: &LockException, kind: &str, (by, now): (&User, i64)) -> Result<()> {
    let Some(user) = of.user_id.or(of.asked_by).filter(|user| *user != by.id) else { return Ok(()) };
    let name = memberships::tenant_name(tx, of.organization_id).await?.unwrap_or_default();
    let link = format!("/organizations/{}/journal-entries/new", of.organization_id);
    notifications::notify(tx, user, kind, json!({ "tenant": name, "who": by.name, "reason": of.reason }), &link, now).await?;
    Ok(())
}

async fn open_request(tx: &Tx, organization: Id, id: Id) -> Result<LockException> {
    let asked = store::find(tx, organization, id).await?;
    if asked.state == Standing::Asked.word() { Ok(asked) } else { Err(Error::Conflict("lock_exception_decided")) }
}

/// Asks for an exception: whoever may give it is told. Asked again, the request is changed and nobody is told twice.
pub async fn ask(tx: &Tx, organization: Id, (date, reason): (&str, &str), (by, now): (&User, i64)) -> Result<LockException> {
    let mut errors = Invalid::new();
    let day = day(date, "date", &mut errors);
    if day.is_empty() && errors.0.is_empty() {
        errors.push("date", "required");
    }
    let reason = errors.required("reason", reason, 300);
    errors.finish()?;
    memberships::hold(tx, organization).await?;
    let before = store::asked_by(tx, organization, by.id).await?;
    let asked = LockException {
        organization_id: organization,
        id: before.as_ref().map_or_else(new_id, |before| before.id),
        state: Standing::Asked.word().into(),
        scope: Scope::All.word().into(),
        user_id: Some(by.id),
        first_day: day.clone(),
        last_day: day,
        expires_at: 0,
        reason,
        asked_by: Some(by.id),
        asked_at: Some(now),
        decided_by: None,
        decided_at: None,
    };
    if before.is_some() {
        store::update(tx, &asked).await?;
        return Ok(asked);
    }
    store::insert(tx, &asked).await?;
    recorded(tx, &asked, "lock_exception_asked", (by, now)).await?;
    let name = memberships::tenant_name(tx, organization).await?.unwrap_or_default();
    let link = format!("/organizations/{organization}/lock-exceptions?request={}", asked.id);
    for user in store::holders(tx, organization, OrganizationRight::ClosePeriods).await? {
        let data = json!({ "tenant": name, "who": by.name, "reason": asked.reason, "date": asked.first_day });
        notifications::notify(tx, user, "lock_exception_asked", data, &link, now).await?;
    }
    Ok(asked)
}

/// Gives none to who asked.
pub async fn refuse(tx: &Tx, organization: Id, id: Id, (by, now): (&User, i64)) -> Result<()> {
    memberships::hold(tx, organization).await?;
    let asked = open_request(tx, organization, id).await?;
    let refused = LockException { state: Standing::Refused.word().into(), decided_by: Some(by.id), decided_at: Some(now), ..asked };
    store::update(tx, &refused).await?;
    recorded(tx, &refused, "lock_exception_refused", (by, now)).await?;
    told(tx, &refused, "lock_exception_refused", (by, now)).await
}

/// Takes an exception back before it expires.
pub async fn end(tx: &Tx, organization: Id, id: Id, (by, now): (&User, i64)) -> Result<()> {
    memberships::hold(tx, organization).await?;
    let given = store::find(tx, organization, id).await?;
    if !given.is_open(now) {
        return Err(Error::Conflict("lock_exception_over"));
    }
    let ended = LockException { state: Standing::Ended.word().into(), expires_at: now, decided_by: Some(by.id), ..given };
    store::update(tx, &ended).await?;
    recorded(tx, &ended, "lock_exception_ended", (by, now)).await
}
