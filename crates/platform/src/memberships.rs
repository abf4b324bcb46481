//! Who belongs to which tenant: practices and organizations.

use std::collections::{HashMap, HashSet};

use crate::db::Tx;
use crate::sql::{Connection, Engine};
use despacho_kernel::{
    Id,
    access::{OrganizationRight, OrganizationRights, OrganizationRole},
    text::{fold, like_pattern},
};

use crate::{error::Result, sql, vals};

/// The two kinds of tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tenant {
    Practice,
    Organization,
}

impl Tenant {
    pub fn word(self) -> &'static str {
        match self {
            Self::Practice => "practice",
            Self::Organization => "organization",
        }
    }
}

crate::row! {
    /// A tenant that a user belongs to.
    #[derive(Debug, Clone)]
    pub struct Belonging {
        pub tenant_id: Id,
        pub tenant_kind: String,
        pub name: String,
        pub role: String,
    }
}

/// Makes a tenant.
pub async fn create_tenant(db: &dyn Connection, kind: Tenant, id: Id, name: &str, now: i64) -> Result<()> {
    let sql = "INSERT INTO tenants (id, kind, name, name_key, created_at) VALUES ($1, $2, $3, $4, $5)";
    sql::run(db, sql, vals![id, kind.word(), name, fold(name), now]).await?;
    Ok(())
}

/// Renames a tenant.
pub async fn rename_tenant(db: &dyn Connection, id: Id, name: &str) -> Result<()> {
    sql::run(db, "UPDATE tenants SET name = $2, name_key = $3 WHERE id = $1", vals![id, name, fold(name)]).await?;
    Ok(())
}

/// The practices and organizations of a user, practices first, by name, at most `limit`.
pub async fn of_user(db: &dyn Connection, user: Id, limit: i64) -> Result<Vec<Belonging>> {
    let sql = "SELECT m.tenant_id, m.tenant_kind, t.name, m.role FROM memberships m JOIN tenants t ON t.id = m.tenant_id
               WHERE m.user_id = $1 ORDER BY m.tenant_kind DESC, t.name_key, m.tenant_id LIMIT $2";
    Ok(sql::rows(db, sql, vals![user, limit]).await?)
}

/// Where a user is at home: their only practice, or the one of several that they used last; of who has no practice the same of
/// organizations. None where there are several and none was used yet.
pub async fn home(db: &dyn Connection, user: Id) -> Result<Option<Belonging>> {
    crate::row! {
        struct Used {
            tenant_id: Id,
            tenant_kind: String,
            name: String,
            role: String,
            seen_at: Option<i64>,
        }
    }
    let sql = "SELECT m.tenant_id, m.tenant_kind, t.name, m.role, m.seen_at FROM memberships m JOIN tenants t ON t.id = m.tenant_id
               WHERE m.user_id = $1 ORDER BY m.tenant_kind DESC, COALESCE(m.seen_at, 0) DESC, m.tenant_id LIMIT 2";
    let found: Vec<Used> = sql::rows(db, sql, vals![user]).await?;
    let several = found.len() > 1 && found[0].tenant_kind == found[1].tenant_kind;
    let first = found.into_iter().next().filter(|used| !several || used.seen_at.is_some());
    Ok(first.map(|Used { tenant_id, tenant_kind, name, role, .. }| Belonging { tenant_id, tenant_kind, name, role }))
}

/// Of a user's practices and organizations those whose name holds each word of `search`, practices first, by name, at most `limit`.
pub async fn named(db: &dyn Connection, user: Id, search: &str, limit: i64) -> Result<Vec<Belonging>> {
    let mut found = sql::Conditions::new("m.user_id = ?", user);
    for word in search.split_whitespace().take(8) {
        found.and("t.name_key LIKE ? ESCAPE '\\'", like_pattern(word));
    }
    let sql::Conditions { text, mut values } = found;
    values.push(limit.into());
    let sql = format!(
        "SELECT m.tenant_id, m.tenant_kind, t.name, m.role FROM memberships m JOIN tenants t ON t.id = m.tenant_id
         WHERE {text} ORDER BY m.tenant_kind DESC, t.name_key, m.tenant_id LIMIT ${}",
        values.len()
    );
    Ok(sql::rows(db, &sql, values).await?)
}

/// Which of these users belong to which of these tenants.
pub async fn among(db: &dyn Connection, tenants: &[Id], users: &[Id]) -> Result<HashSet<(Id, Id)>> {
    crate::row! {
        struct Pair {
            tenant_id: Id,
            user_id: Id,
        }
    }
    if tenants.is_empty() || users.is_empty() {
        return Ok(HashSet::new());
    }
    let sql = format!(
        "SELECT tenant_id, user_id FROM memberships WHERE tenant_id IN ({}) AND user_id IN ({})",
        sql::placeholders(1, tenants.len()),
        sql::placeholders(tenants.len() + 1, users.len())
    );
    let values = tenants.iter().chain(users).map(|id| sql::Value::from(*id)).collect();
    let pairs: Vec<Pair> = sql::rows(db, &sql, values).await?;
    Ok(pairs.into_iter().map(|pair| (pair.tenant_id, pair.user_id)).collect())
}

/// The tenants that a user can't leave: nobody else has the role that somebody must have. At most 1,000.
pub async fn alone_in(db: &dyn Connection, user: Id) -> Result<Vec<Id>> {
    let sql = "SELECT m.tenant_id FROM memberships m
               WHERE m.user_id = $1 AND m.role = CASE m.tenant_kind WHEN 'practice' THEN 'owner' ELSE 'administrator' END
               AND NOT EXISTS (SELECT 1 FROM memberships o WHERE o.tenant_id = m.tenant_id AND o.role = m.role AND o.user_id <> m.user_id) LIMIT 1000";
    Ok(sql::column(db, sql, vals![user]).await?)
}

/// The practices of a user by name, at most `limit`.
pub async fn practices(db: &dyn Connection, user: Id, limit: i64) -> Result<Vec<Belonging>> {
    let sql = "SELECT m.tenant_id, m.tenant_kind, t.name, m.role FROM memberships m JOIN tenants t ON t.id = m.tenant_id
               WHERE m.user_id = $1 AND m.tenant_kind = 'practice' ORDER BY t.name_key, m.tenant_id LIMIT $2";
    Ok(sql::rows(db, sql, vals![user, limit]).await?)
}

/// The practices in which a user has been at work, at most two; of who has been in none the ones they belong to. Whoever adds somebody to
/// a practice of theirs changes nothing for them until they come.
pub async fn practices_at_work(db: &dyn Connection, user: Id) -> Result<Vec<Id>> {
    crate::row! {
        struct Worked {
            tenant_id: Id,
            seen_at: Option<i64>,
        }
    }
    let sql = "SELECT tenant_id, seen_at FROM memberships WHERE user_id = $1 AND tenant_kind = 'practice'
               ORDER BY CASE WHEN seen_at IS NULL THEN 1 ELSE 0 END, tenant_id LIMIT 2";
    let found: Vec<Worked> = sql::rows(db, sql, vals![user]).await?;
    let worked = found.iter().any(|row| row.seen_at.is_some());
    Ok(found.into_iter().filter(|row| row.seen_at.is_some() == worked).map(|row| row.tenant_id).collect())
}

/// Whether two people belong to one tenant, so that they know of each other.
pub async fn share_one(db: &dyn Connection, one: Id, other: Id) -> Result<bool> {
    let sql = "SELECT a.tenant_id FROM memberships a JOIN memberships b ON b.tenant_id = a.tenant_id WHERE a.user_id = $1 AND b.user_id = $2 LIMIT 1";
    Ok(sql::scalar::<Id>(db, sql, vals![one, other]).await?.is_some())
}

/// A membership as the guard asks for it.
#[derive(Debug, Clone)]
pub struct Standing {
    pub role: String,
    /// When the member was last seen in the tenant, to a few minutes.
    pub seen_at: Option<i64>,
}

/// The user's role in a practice, and when they were last there.
pub async fn standing(db: &dyn Connection, practice: Id, user: Id) -> Result<Option<Standing>> {
    crate::row! {
        struct Row {
            role: String,
            seen_at: Option<i64>,
        }
    }
    let sql = "SELECT role, seen_at FROM memberships WHERE tenant_id = $1 AND user_id = $2 AND tenant_kind = 'practice'";
    let found: Option<Row> = sql::maybe(db, sql, vals![practice, user]).await?;
    Ok(found.map(|row| Standing { role: row.role, seen_at: row.seen_at }))
}

/// Notes that a member is at work in a tenant; from then on it knows them by name.
pub async fn visit(db: &dyn Connection, tenant: Id, user: Id, now: i64) -> Result<()> {
    sql::run(db, "UPDATE memberships SET seen_at = $3 WHERE tenant_id = $1 AND user_id = $2", vals![tenant, user, now]).await?;
    Ok(())
}

/// Lets the tenant know a member by their address alone until they come.
pub async fn withhold_name(db: &dyn Connection, tenant: Id, user: Id) -> Result<()> {
    sql::run(db, "UPDATE memberships SET named = $3 WHERE tenant_id = $1 AND user_id = $2", vals![tenant, user, false]).await?;
    Ok(())
}

/// A tenant's name.
pub async fn tenant_name(db: &dyn Connection, id: Id) -> Result<Option<String>> {
    Ok(sql::scalar(db, "SELECT name FROM tenants WHERE id = $1", vals![id]).await?)
}

crate::row! {
    /// A member of a tenant.
    #[derive(Debug, Clone)]
    pub struct Member {
        pub user_id: Id,
        pub name: String,
        pub email: String,
        pub role: String,
        pub created_at: i64,
        /// Whether the tenant knows the person: `name` is their address until then.
        pub known: bool,
        /// When they were last at work in the tenant; none for who never was.
        pub seen_at: Option<i64>,
    }
}

/// The name by which a tenant knows the user `u` of a membership `m`: the address alone of who was added by a stranger and has not come yet.
pub const SHOWN: &str = "CASE WHEN m.named OR m.seen_at IS NOT NULL THEN u.name ELSE u.email END";

fn member(rest: &str) -> String {
    format!(
        "SELECT m.user_id, {SHOWN} AS name, u.email, m.role, m.created_at, (m.named OR m.seen_at IS NOT NULL) AS known, m.seen_at
         FROM memberships m JOIN users u ON u.id = m.user_id WHERE {rest}"
    )
}

/// The user's role in the tenant, as its word.
pub async fn role(db: &dyn Connection, kind: Tenant, tenant: Id, user: Id) -> Result<Option<String>> {
    let sql = "SELECT role FROM memberships WHERE tenant_id = $1 AND user_id = $2 AND tenant_kind = $3";
    Ok(sql::scalar(db, sql, vals![tenant, user, kind.word()]).await?)
}

/// A role that a member has in an organization, and what it allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRole {
    /// The word of a given role, or the id of one of the organization's own.
    pub word: String,
    /// The name of an own role; empty for a given one, which has a text in each language.
    pub name: String,
    pub rights: OrganizationRights,
    /// When the member was last seen in the organization, to a few minutes.
    pub seen_at: Option<i64>,
}

crate::row! {
    /// A role of an organization's own.
    pub struct OwnRole {
        pub organization_id: Id,
        pub id: Id,
        pub name: String,
        /// Words of rights, by commas.
        pub rights: String,
    }
}

/// An organization's own roles that may be given, in their order, at most 500.
pub async fn own_roles(db: &dyn Connection, organization: Id) -> Result<Vec<OwnRole>> {
    let sql = "SELECT organization_id, id, name, rights FROM organization_roles WHERE organization_id = $1 AND active = $2 ORDER BY position, id LIMIT 500";
    Ok(sql::rows(db, sql, vals![organization, true]).await?)
}

/// Whether a member, or somebody whose invitation is open, has one of these own roles.
pub async fn holds_any(db: &dyn Connection, organization: Id, roles: &[Id]) -> Result<bool> {
    if roles.is_empty() {
        return Ok(false);
    }
    let among = sql::placeholders(2, roles.len());
    let sql = format!(
        "SELECT role FROM memberships WHERE tenant_id = $1 AND role IN ({among})
         UNION ALL SELECT role FROM invitations WHERE tenant_id = $1 AND role IN ({among}) AND accepted_at IS NULL AND revoked_at IS NULL LIMIT 1"
    );
    let mut values = vals![organization];
    values.extend(roles.iter().map(|id| sql::Value::from(id.to_string())));
    Ok(sql::scalar::<String>(db, &sql, values).await?.is_some())
}

/// Holds a tenant until the transaction ends, so that what was looked at of it is still so when it is written: of two that
/// change it at once, the second waits for the first.
pub async fn hold(tx: &Tx, tenant: Id) -> Result<()> {
    // SQLite has one writer, who has held everything since the transaction began. Elsewhere the row is locked as by a change of it.
    if tx.engine() == Engine::Postgres {
        sql::run(tx, "SELECT 1 FROM tenants WHERE id = $1 FOR NO KEY UPDATE", vals![tenant]).await?;
    }
    Ok(())
}

/// The user's role in each of these organizations; those without one are left out. A role that is no more gives nothing.
pub async fn held_roles(db: &dyn Connection, organizations: &[Id], user: Id) -> Result<HashMap<Id, HeldRole>> {
    let mut held = HashMap::new();
    let mut own: HashMap<Id, (Id, Option<i64>)> = HashMap::new();
    crate::row! {
        struct Row {
            tenant_id: Id,
            role: String,
            seen_at: Option<i64>,
        }
    }
    let sql = "SELECT tenant_id, role, seen_at FROM memberships WHERE user_id = $1 AND tenant_kind = 'organization' AND tenant_id IN ({ids})";
    for row in sql::rows_in::<Row>(db, sql, vals![user], organizations).await? {
        match row.role.parse::<OrganizationRole>() {
            Ok(role) => {
                let given = HeldRole { word: row.role, name: String::new(), rights: OrganizationRights::of(role), seen_at: row.seen_at };
                held.insert(row.tenant_id, given);
            }
            Err(_) => {
                if let Ok(id) = row.role.parse() {
                    own.insert(id, (row.tenant_id, row.seen_at));
                }
            }
        }
    }
    let ids: Vec<Id> = own.keys().copied().collect();
    for role in sql::rows_in::<OwnRole>(db, "SELECT organization_id, id, name, rights FROM organization_roles WHERE id IN ({ids})", vec![], &ids).await? {
        // Another organization's role gives nothing here.
        if let Some((_, seen_at)) = own.get(&role.id).filter(|(organization, _)| *organization == role.organization_id) {
            let found = HeldRole { word: role.id.to_string(), name: role.name, rights: OrganizationRights::parse(&role.rights), seen_at: *seen_at };
            held.insert(role.organization_id, found);
        }
    }
    Ok(held)
}

/// A condition: whether the role of the membership `m` of a statement has a right in its organization. What [`held_roles`] answers, for
/// lists that are cut.
pub fn allows(engine: Engine, right: OrganizationRight) -> String {
    let given: Vec<String> = OrganizationRole::ALL.iter().filter(|role| role.may(right)).map(|role| format!("'{}'", role.word())).collect();
    let words = OrganizationRight::ALL.iter().map(|right| right.word()).filter(|word| OrganizationRights::parse(word).may(right));
    let among: Vec<String> = words.map(|word| format!("',' || REPLACE(r.rights, ' ', '') || ',' LIKE '%,{word},%'")).collect();
    // A membership names an own role by its id as text.
    let id = match engine {
        Engine::Sqlite => "LOWER(HEX(r.id))",
        Engine::Postgres => "REPLACE(CAST(r.id AS TEXT), '-', '')",
    };
    format!(
        "(m.role IN ({}) OR EXISTS (SELECT 1 FROM organization_roles r WHERE r.organization_id = m.tenant_id AND {id} = REPLACE(m.role, '-', '') AND ({})))",
        given.join(", "),
        among.join(" OR ")
    )
}

/// The names of organizations' own roles among these words of roles.
pub async fn own_role_names(db: &dyn Connection, words: impl Iterator<Item = &str>) -> Result<HashMap<String, String>> {
    let ids: Vec<Id> = words.filter_map(|word| word.parse().ok()).collect();
    let roles: Vec<OwnRole> = sql::rows_in(db, "SELECT organization_id, id, name, rights FROM organization_roles WHERE id IN ({ids})", vec![], &ids).await?;
    Ok(roles.into_iter().map(|role| (role.id.to_string(), role.name)).collect())
}

/// The user's role in one organization.
pub async fn held_role(db: &dyn Connection, organization: Id, user: Id) -> Result<Option<HeldRole>> {
    Ok(held_roles(db, &[organization], user).await?.remove(&organization))
}

/// Makes the user a member; one who already is keeps the present role. Answers whether a membership was made.
pub async fn add(db: &dyn Connection, kind: Tenant, tenant: Id, user: Id, role: &str, now: i64) -> Result<bool> {
    let sql = "INSERT INTO memberships (tenant_id, user_id, tenant_kind, role, created_at) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (tenant_id, user_id) DO NOTHING";
    Ok(sql::run(db, sql, vals![tenant, user, kind.word(), role, now]).await? > 0)
}

pub async fn set_role(db: &dyn Connection, tenant: Id, user: Id, role: &str) -> Result<()> {
    sql::run(db, "UPDATE memberships SET role = $3 WHERE tenant_id = $1 AND user_id = $2", vals![tenant, user, role]).await?;
    Ok(())
}

pub async fn remove(db: &dyn Connection, tenant: Id, user: Id) -> Result<()> {
    sql::run(db, "DELETE FROM memberships WHERE tenant_id = $1 AND user_id = $2", vals![tenant, user]).await?;
    Ok(())
}

/// How many members have a role.
pub async fn count_role(db: &dyn Connection, tenant: Id, role: &str) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM memberships WHERE tenant_id = $1 AND role = $2";
    Ok(sql::scalar(db, sql, vals![tenant, role]).await?.unwrap_or(0))
}

/// A tenant's members by name, at most 500.
pub async fn list(db: &dyn Connection, tenant: Id) -> Result<Vec<Member>> {
    Ok(sql::rows(db, &member("m.tenant_id = $1 ORDER BY name, u.id LIMIT 500"), vals![tenant]).await?)
}

/// One member of a tenant.
pub async fn find(db: &dyn Connection, tenant: Id, user: Id) -> Result<Option<Member>> {
    Ok(sql::maybe(db, &member("m.tenant_id = $1 AND m.user_id = $2"), vals![tenant, user]).await?)
}
