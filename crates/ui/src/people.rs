//! The API of a tenant's people and of what was done in it, the same for practices and organizations.

use axum::{http::StatusCode, response::Response};
use despacho_kernel::{Id, Uuid, text::fold};
use despacho_platform::{
    Error, Event, Platform, Result, Tx, activity,
    activity::{Asked, Change, Recorded},
    invitations::{self, Invitation},
    memberships::{self, Member},
    team::Added,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    api::{List, json},
    paging::{self, ListQuery},
};

/// A person to add.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[schema(as = CreateMember)]
pub struct NewMember {
    #[schema(format = "email", max_length = 254)]
    pub email: String,
    /// `administrator`, `accountant`, `staff` or `read_only`.
    #[schema(format = "role", min_length = 1, max_length = 40)]
    pub role: String,
}

/// Another role.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[schema(as = ChangeMember)]
pub struct NewRole {
    #[schema(format = "role", min_length = 1, max_length = 40)]
    pub role: String,
}

/// Who belongs to a tenant, or is invited to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Member)]
pub struct MemberJson {
    /// The user's id, or the invitation's.
    pub id: Uuid,
    /// Empty until the person has come, unless they and who added them know each other.
    pub name: String,
    pub email: String,
    pub role: String,
    /// `active` or `invited`.
    pub status: String,
}

impl From<Member> for MemberJson {
    fn from(m: Member) -> Self {
        let name = if m.known { m.name } else { String::new() };
        Self { id: m.user_id, name, email: m.email, role: m.role, status: "active".into() }
    }
}

impl From<Invitation> for MemberJson {
    fn from(i: Invitation) -> Self {
        Self { id: i.id, name: String::new(), email: i.email, role: i.role, status: "invited".into() }
    }
}

impl MemberJson {
    /// Whoever was just added.
    pub async fn of(tx: &Tx, tenant: Id, added: Added) -> Result<Self> {
        Ok(match added {
            Added::Member(user) => memberships::find(tx, tenant, user).await?.ok_or(Error::NotFound)?.into(),
            Added::Invited(id) => invitations::find(tx, tenant, id).await?.into(),
        })
    }
}

/// Tells whoever was added, after the commit: whoever hears it reads the count at once.
pub fn tell(platform: &Platform, added: Option<Added>) {
    if let Some(Added::Member(user)) = added {
        platform.tell(Event::Notified(user));
    }
}

/// A stretch of what is at hand as a whole, by its place in it.
pub fn stretch<T: Serialize>(found: impl Iterator<Item = T>, query: &ListQuery) -> Result<Response> {
    let (limit, after) = (query.limit()?, query.position::<usize>()?.unwrap_or(0));
    let mut items: Vec<T> = found.skip(after).take(usize::try_from(limit).unwrap_or(0) + 1).collect();
    let more = paging::cut(&mut items, limit);
    let next_cursor = more.then(|| paging::encode(&(after + items.len())));
    Ok(json(StatusCode::OK, &List { items, next_cursor }))
}

/// Members and open invitations.
pub async fn members(platform: &Platform, tenant: Id, query: &ListQuery) -> Result<Response> {
    let (db, now) = (platform.db.read(), platform.clock.now());
    let search = fold(query.search.as_deref().unwrap_or(""));
    let open = invitations::list(db, tenant).await?.into_iter().filter(|i| i.is_open(now)).map(MemberJson::from);
    let found = memberships::list(db, tenant).await?.into_iter().map(MemberJson::from).chain(open);
    stretch(found.filter(|m| fold(&format!("{} {}", m.name, m.email)).contains(&search)), query)
}

/// An invitation to a tenant.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Invitation)]
pub struct InvitationJson {
    pub id: Uuid,
    pub email: String,
    pub role: String,
    /// `open`, `accepted`, `revoked` or `expired`.
    pub status: String,
    pub invited_by: String,
    /// Milliseconds since 1970, UTC.
    pub created_at: i64,
    /// Milliseconds since 1970, UTC.
    pub expires_at: i64,
}

impl InvitationJson {
    pub fn of(i: Invitation, now: i64) -> Self {
        let status = i.state(now).into();
        Self { id: i.id, email: i.email, role: i.role, status, invited_by: i.invited_by_name, created_at: i.created_at, expires_at: i.expires_at }
    }

    /// One of a tenant's.
    pub async fn find(tx: &Tx, tenant: Id, id: Id, now: i64) -> Result<Self> {
        Ok(Self::of(invitations::find(tx, tenant, id).await?, now))
    }
}

/// A tenant's invitations, the latest first.
pub async fn invitations(platform: &Platform, tenant: Id, query: &ListQuery) -> Result<Response> {
    let now = platform.clock.now();
    let search = fold(query.search.as_deref().unwrap_or(""));
    let found = invitations::list(platform.db.read(), tenant).await?.into_iter().filter(|i| fold(&i.email).contains(&search));
    stretch(found.map(|i| InvitationJson::of(i, now)), query)
}

/// A field that changed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Change)]
pub struct ChangeJson {
    pub field: String,
    pub before: String,
    pub after: String,
}

impl From<Change> for ChangeJson {
    fn from(change: Change) -> Self {
        Self { field: change.field, before: change.before, after: change.after }
    }
}

/// Something that was done.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Activity)]
pub struct ActivityJson {
    pub id: Uuid,
    /// A stable word, such as `client_created`.
    pub action: String,
    /// `client`, `account`, `import`.
    pub subject_kind: String,
    pub subject_id: Uuid,
    pub subject_name: String,
    /// Empty where the system did it.
    pub actor_name: String,
    pub changes: Vec<ChangeJson>,
    /// Milliseconds since 1970, UTC.
    pub created_at: i64,
}

impl From<Recorded> for ActivityJson {
    fn from(r: Recorded) -> Self {
        let changes = r.changes().into_iter().map(ChangeJson::from).collect();
        let (action, actor_name, created_at) = (r.action, r.actor_name, r.created_at);
        Self { id: r.id, action, subject_kind: r.subject_kind, subject_id: r.subject_id, subject_name: r.subject_name, actor_name, changes, created_at }
    }
}

/// What was done in a tenant, or to one subject of it, the latest first.
pub async fn activity(platform: &Platform, tenant: Id, subject: Option<Id>, query: &ListQuery) -> Result<Response> {
    let limit = query.limit()?;
    let asked = Asked { subject, search: fold(query.search.as_deref().unwrap_or("")), before: query.position()?, ..Asked::default() };
    let mut found = activity::list(platform.db.read(), tenant, &asked, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|entry| paging::encode(&entry.id));
    Ok(json(StatusCode::OK, &List { items: found.into_iter().map(ActivityJson::from).collect::<Vec<_>>(), next_cursor }))
}
