//! Every SQL of clients.

use std::collections::{BTreeSet, HashMap};

use despacho_kernel::{Id, access::Application, text};
use despacho_platform::{
    Error, Result, Tx,
    memberships::SHOWN,
    sql::{self, Connection, FromRow, Value},
    vals,
};

use super::{
    client::{Client, Contact},
    words_store,
};

/// Stores clients with their tags and custom values.
pub async fn insert(tx: &Tx, practice: Id, clients: &[Client]) -> Result<()> {
    sql::insert(tx, clients).await?;
    words_store::insert(tx, practice, clients).await?;
    insert_parts(tx, practice, clients).await
}

async fn insert_parts(tx: &Tx, practice: Id, clients: &[Client]) -> Result<()> {
    let tags = clients.iter().flat_map(|c| c.tags.iter().map(move |tag| vals![practice, c.id, tag.as_str()]));
    sql::insert_many(tx, "client_tags", &["practice_id", "client_id", "tag"], tags.collect()).await?;
    let filled = |c: &Client| c.custom.iter().filter(|(_, value)| !value.is_empty()).cloned().collect::<Vec<_>>();
    let custom = clients.iter().flat_map(|c| filled(c).into_iter().map(move |(field, value)| vals![practice, c.id, field, value]));
    Ok(sql::insert_many(tx, "client_custom_values", &["practice_id", "client_id", "field_id", "value"], custom.collect()).await?)
}

/// Stores a changed client, if it is still of the version that it was read at; answers whether it was.
pub async fn update(tx: &Tx, client: &Client) -> Result<bool> {
    if !sql::update_version(tx, client).await? {
        return Ok(false);
    }
    for table in ["client_tags", "client_custom_values"] {
        sql::run(tx, &format!("DELETE FROM {table} WHERE practice_id = $1 AND client_id = $2"), vals![client.practice_id, client.id]).await?;
    }
    let changed = std::slice::from_ref(client);
    words_store::replace(tx, client.practice_id, changed).await?;
    insert_parts(tx, client.practice_id, changed).await?;
    Ok(true)
}

/// A client that the member may see.
pub async fn find(db: &dyn Connection, practice: Id, id: Id, visible_to: Option<Id>) -> Result<Client> {
    if let Some(user) = visible_to {
        let sql = "SELECT COUNT(*) FROM client_assignments WHERE practice_id = $1 AND client_id = $2 AND user_id = $3";
        if sql::scalar::<i64>(db, sql, vals![practice, id, user]).await? != Some(1) {
            return Err(Error::NotFound);
        }
    }
    let mut client: Client = sql::find(db, vals![practice, id]).await?.ok_or(Error::NotFound)?;
    client.tags = tags_of(db, practice, &[id]).await?.remove(&id).unwrap_or_default();
    client.custom = custom_of_many(db, practice, &[id]).await?.remove(&id).unwrap_or_default();
    Ok(client)
}

/// The values of the practice's own fields of several clients: `(field, value)`.
pub async fn custom_of_many(db: &dyn Connection, practice: Id, ids: &[Id]) -> Result<HashMap<Id, Vec<(Id, String)>>> {
    despacho_platform::row! {
        struct Custom {
            client_id: Id,
            field_id: Id,
            value: String,
        }
    }
    let sql = "SELECT client_id, field_id, value FROM client_custom_values WHERE practice_id = $1 AND client_id IN ({ids}) ORDER BY field_id";
    let rows: Vec<Custom> = sql::rows_in(db, sql, vals![practice], ids).await?;
    Ok(grouped(rows.into_iter().map(|row| (row.client_id, (row.field_id, row.value)))))
}

/// The client that has a name, whatever its case and accents.
pub async fn find_by_name(db: &dyn Connection, practice: Id, name: &str) -> Result<Option<(Id, String)>> {
    despacho_platform::row! {
        struct Named {
            id: Id,
            display_name: String,
        }
    }
    let sql = "SELECT id, display_name FROM clients WHERE practice_id = $1 AND name_key = $2";
    let found: Option<Named> = sql::maybe(db, sql, vals![practice, text::fold(name)]).await?;
    Ok(found.map(|n| (n.id, n.display_name)))
}

/// Clients that have a tax id, the first few by age.
pub async fn find_by_tax_id(db: &dyn Connection, practice: Id, tax_id: &str) -> Result<Vec<(Id, String)>> {
    despacho_platform::row! {
        struct Named {
            id: Id,
            display_name: String,
        }
    }
    let sql = "SELECT id, display_name FROM clients WHERE practice_id = $1 AND tax_id = $2 ORDER BY id LIMIT 20";
    let found: Vec<Named> = sql::rows(db, sql, vals![practice, tax_id]).await?;
    Ok(found.into_iter().map(|n| (n.id, n.display_name)).collect())
}

/// Those of some clients that are assigned to a member.
pub async fn assigned_among(db: &dyn Connection, practice: Id, user: Id, ids: &[Id]) -> Result<Vec<Id>> {
    let sql = "SELECT client_id FROM client_assignments WHERE practice_id = $1 AND user_id = $2 AND client_id IN ({ids})";
    Ok(sql::column_in(db, sql, vals![practice, user], ids).await?)
}

despacho_platform::row! {
    /// A client by which an organization may be known already.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Known {
        pub id: Id,
        pub display_name: String,
        pub name_key: String,
        pub tax_id: String,
    }
}

/// Clients whose folded name or tax id is among these.
pub async fn known(db: &dyn Connection, practice: Id, names: &[String], tax_ids: &[String]) -> Result<Vec<Known>> {
    let mut found = vec![];
    for (column, texts) in [("name_key", names), ("tax_id", tax_ids)] {
        for texts in texts.chunks(1000) {
            let among = sql::placeholders(2, texts.len());
            let sql = format!("SELECT id, display_name, name_key, tax_id FROM clients WHERE practice_id = $1 AND {column} IN ({among}) ORDER BY id LIMIT 5000");
            let values = std::iter::once(Value::from(practice)).chain(texts.iter().map(Value::from));
            found.extend(sql::rows::<Known>(db, &sql, values.collect()).await?);
        }
    }
    Ok(found)
}

/// The name keys, of these, that are taken.
pub async fn taken_keys(db: &dyn Connection, practice: Id, keys: &[String]) -> Result<Vec<String>> {
    let mut found = vec![];
    for keys in keys.chunks(1000) {
        let sql = format!("SELECT name_key FROM clients WHERE practice_id = $1 AND name_key IN ({})", sql::placeholders(2, keys.len()));
        let mut values = vals![practice];
        values.extend(keys.iter().map(|k| Value::from(k.as_str())));
        found.extend(sql::column::<String>(db, &sql, values).await?);
    }
    Ok(found)
}

/// Several clients in the order of their ids, with tags.
pub async fn find_many(db: &dyn Connection, practice: Id, ids: &[Id]) -> Result<Vec<Client>> {
    let sql = format!("SELECT {} FROM clients WHERE practice_id = $1 AND id IN ({{ids}})", Client::columns());
    let rows: Vec<Client> = sql::rows_in(db, &sql, vals![practice], ids).await?;
    let mut found: HashMap<Id, Client> = rows.into_iter().map(|row| (row.id, row)).collect();
    let mut tags = tags_of(db, practice, ids).await?;
    let ordered = ids.iter().filter_map(|id| found.remove(id));
    Ok(ordered.map(|client| Client { tags: tags.remove(&client.id).unwrap_or_default(), ..client }).collect())
}

async fn tags_of(db: &dyn Connection, practice: Id, ids: &[Id]) -> Result<HashMap<Id, Vec<String>>> {
    despacho_platform::row! {
        struct Tagged {
            client_id: Id,
            tag: String,
        }
    }
    let sql = "SELECT client_id, tag FROM client_tags WHERE practice_id = $1 AND client_id IN ({ids}) ORDER BY tag";
    let rows: Vec<Tagged> = sql::rows_in(db, sql, vals![practice], ids).await?;
    Ok(grouped(rows.into_iter().map(|row| (row.client_id, row.tag))))
}

/// The second of each pair under its first.
fn grouped<T>(pairs: impl Iterator<Item = (Id, T)>) -> HashMap<Id, Vec<T>> {
    let mut found: HashMap<Id, Vec<T>> = HashMap::new();
    for (id, value) in pairs {
        found.entry(id).or_default().push(value);
    }
    found
}

/// The practice's tags, at most 200; of those that see some clients only, the tags of these. It goes from each tag to the next in
/// the index, so it costs by tags, not by clients.
pub async fn tags(db: &dyn Connection, practice: Id, visible_to: Option<Id>) -> Result<Vec<String>> {
    if let Some(user) = visible_to {
        let sql = "SELECT DISTINCT t.tag FROM client_assignments s JOIN client_tags t ON t.practice_id = s.practice_id AND t.client_id = s.client_id
                   WHERE s.practice_id = $1 AND s.user_id = $2 ORDER BY t.tag LIMIT 200";
        return Ok(sql::column(db, sql, vals![practice, user]).await?);
    }
    let sql = "WITH RECURSIVE each(tag) AS (
                 SELECT MIN(tag) FROM client_tags WHERE practice_id = $1
                 UNION ALL
                 SELECT (SELECT MIN(t.tag) FROM client_tags t WHERE t.practice_id = $1 AND t.tag > each.tag) FROM each WHERE each.tag IS NOT NULL
               ) SELECT tag FROM each WHERE tag IS NOT NULL LIMIT 200";
    Ok(sql::column(db, sql, vals![practice]).await?)
}

/// Adds a tag to clients that lack it.
pub async fn add_tag(tx: &Tx, practice: Id, ids: &[Id], tag: &str, now: i64) -> Result<()> {
    // A selected parameter has no type of its own on PostgreSQL, hence the cast.
    let sql = "INSERT INTO client_tags (practice_id, client_id, tag) SELECT practice_id, id, CAST($2 AS TEXT) FROM clients
               WHERE practice_id = $1 AND id IN ({ids}) ON CONFLICT (practice_id, client_id, tag) DO NOTHING";
    sql::run_in(tx, sql, vals![practice, tag], ids).await?;
    touch(tx, practice, ids, now).await
}

/// Takes a tag from clients.
pub async fn remove_tag(tx: &Tx, practice: Id, ids: &[Id], tag: &str, now: i64) -> Result<()> {
    sql::run_in(tx, "DELETE FROM client_tags WHERE practice_id = $1 AND tag = $2 AND client_id IN ({ids})", vals![practice, tag], ids).await?;
    touch(tx, practice, ids, now).await
}

/// What is open in a form elsewhere is of an older version now.
async fn touch(tx: &Tx, practice: Id, ids: &[Id], now: i64) -> Result<()> {
    let sql = "UPDATE clients SET updated_at = $2, version = version + 1 WHERE practice_id = $1 AND id IN ({ids})";
    Ok(sql::run_in(tx, sql, vals![practice, now], ids).await?)
}

/// Activates or deactivates clients.
pub async fn set_active(tx: &Tx, practice: Id, ids: &[Id], active: bool, now: i64) -> Result<()> {
    let list = sql::placeholders(4, ids.len());
    let sql = format!("UPDATE clients SET active = $2, updated_at = $3, version = version + 1 WHERE practice_id = $1 AND id IN ({list})");
    let mut values = vals![practice, active, now];
    values.extend(ids.iter().map(|id| Value::from(*id)));
    sql::run(tx, &sql, values).await?;
    Ok(())
}

/// Links organizations to clients: `(organization, client)`.
pub async fn link(tx: &Tx, practice: Id, links: &[(Id, Id)], now: i64) -> Result<()> {
    let rows = links.iter().map(|(organization, client)| vals![practice, *organization, *client, now]).collect();
    let columns = ["practice_id", "organization_id", "client_id", "linked_at"];
    Ok(sql::insert_many(tx, "client_organizations", &columns, rows).await?)
}

/// Takes a link away; answers whether there was one.
pub async fn unlink(tx: &Tx, practice: Id, client: Id, organization: Id) -> Result<bool> {
    let sql = "DELETE FROM client_organizations WHERE practice_id = $1 AND client_id = $2 AND organization_id = $3";
    Ok(sql::run(tx, sql, vals![practice, client, organization]).await? > 0)
}

/// Which of these organizations are linked in the practice already.
pub async fn linked(db: &dyn Connection, practice: Id, organizations: &[Id]) -> Result<Vec<Id>> {
    let sql = "SELECT organization_id FROM client_organizations WHERE practice_id = $1 AND organization_id IN ({ids})";
    Ok(sql::column_in(db, sql, vals![practice], organizations).await?)
}

/// The organizations of a client, in the order they were linked.
pub async fn organizations_of(db: &dyn Connection, practice: Id, client: Id) -> Result<Vec<Id>> {
    let sql = "SELECT organization_id FROM client_organizations WHERE practice_id = $1 AND client_id = $2 ORDER BY linked_at, organization_id LIMIT 100";
    Ok(sql::column(db, sql, vals![practice, client]).await?)
}

/// The applications of several clients' organizations.
pub async fn applications_of(db: &dyn Connection, practice: Id, ids: &[Id]) -> Result<HashMap<Id, Vec<Application>>> {
    despacho_platform::row! {
        struct Enabled {
            client_id: Id,
            application: String,
        }
    }
    let sql = "SELECT DISTINCT l.client_id, a.application FROM client_organizations l
               JOIN organization_applications a ON a.organization_id = l.organization_id
               WHERE l.practice_id = $1 AND l.client_id IN ({ids})";
    let rows: Vec<Enabled> = sql::rows_in(db, sql, vals![practice], ids).await?;
    let mut found = grouped(rows.into_iter().filter_map(|row| Some((row.client_id, row.application.parse().ok()?))));
    for list in found.values_mut() {
        list.sort();
    }
    Ok(found)
}

/// The names of those assigned to several clients.
pub async fn assigned_names(db: &dyn Connection, practice: Id, ids: &[Id]) -> Result<HashMap<Id, Vec<String>>> {
    despacho_platform::row! {
        struct Assigned {
            client_id: Id,
            name: String,
        }
    }
    let sql = format!(
        "SELECT s.client_id, {SHOWN} AS name FROM client_assignments s JOIN users u ON u.id = s.user_id
         JOIN memberships m ON m.tenant_id = s.practice_id AND m.user_id = s.user_id
         WHERE s.practice_id = $1 AND s.client_id IN ({{ids}}) ORDER BY name"
    );
    let rows: Vec<Assigned> = sql::rows_in(db, &sql, vals![practice], ids).await?;
    Ok(grouped(rows.into_iter().map(|row| (row.client_id, row.name))))
}

/// Who is assigned to several clients.
pub async fn assigned_of_many(db: &dyn Connection, practice: Id, ids: &[Id]) -> Result<HashMap<Id, Vec<Id>>> {
    despacho_platform::row! {
        struct Assigned {
            client_id: Id,
            user_id: Id,
        }
    }
    let sql = "SELECT client_id, user_id FROM client_assignments WHERE practice_id = $1 AND client_id IN ({ids})";
    let rows: Vec<Assigned> = sql::rows_in(db, sql, vals![practice], ids).await?;
    Ok(grouped(rows.into_iter().map(|row| (row.client_id, row.user_id))))
}

/// Assigns people to clients: `(client, person)`, none of whom is assigned yet.
pub async fn assign_all(tx: &Tx, practice: Id, pairs: &[(Id, Id)]) -> Result<()> {
    let rows = pairs.iter().map(|(client, user)| vals![practice, *client, *user]).collect();
    sql::insert_many(tx, "client_assignments", &["practice_id", "client_id", "user_id"], rows).await?;
    let ids: BTreeSet<Id> = pairs.iter().map(|(client, _)| *client).collect();
    sort_by_assigned(tx, practice, &ids.into_iter().collect::<Vec<_>>()).await
}

/// Takes everybody from clients.
pub async fn unassign_all(tx: &Tx, practice: Id, ids: &[Id]) -> Result<()> {
    sql::run_in(tx, "DELETE FROM client_assignments WHERE practice_id = $1 AND client_id IN ({ids})", vals![practice], ids).await?;
    sort_by_assigned(tx, practice, ids).await
}

/// Who is assigned to a client.
pub async fn assigned(db: &dyn Connection, practice: Id, client: Id) -> Result<Vec<Id>> {
    let sql = "SELECT user_id FROM client_assignments WHERE practice_id = $1 AND client_id = $2 LIMIT 500";
    Ok(sql::column(db, sql, vals![practice, client]).await?)
}

/// Replaces who is assigned to a client.
pub async fn assign(tx: &Tx, practice: Id, client: Id, users: &[Id]) -> Result<()> {
    sql::run(tx, "DELETE FROM client_assignments WHERE practice_id = $1 AND client_id = $2", vals![practice, client]).await?;
    let rows = users.iter().map(|user| vals![practice, client, *user]).collect();
    sql::insert_many(tx, "client_assignments", &["practice_id", "client_id", "user_id"], rows).await?;
    sort_by_assigned(tx, practice, &[client]).await
}

/// Whoever leaves the practice is assigned to nothing.
pub async fn unassign_everywhere(tx: &Tx, practice: Id, user: Id) -> Result<()> {
    let others = "UPDATE clients SET assigned_name = COALESCE((SELECT MIN(u.name) FROM client_assignments s JOIN users u ON u.id = s.user_id
                    WHERE s.practice_id = clients.practice_id AND s.client_id = clients.id AND s.user_id <> $2), '')
                  WHERE practice_id = $1 AND id IN (SELECT client_id FROM client_assignments WHERE practice_id = $1 AND user_id = $2)";
    sql::run(tx, others, vals![practice, user]).await?;
    sql::run(tx, "DELETE FROM client_assignments WHERE practice_id = $1 AND user_id = $2", vals![practice, user]).await?;
    Ok(())
}

/// Keeps with clients the first name of those assigned to them, by which an index has the list in order. The practice is held.
pub async fn sort_by_assigned(tx: &Tx, practice: Id, ids: &[Id]) -> Result<()> {
    let sql = "UPDATE clients SET assigned_name = COALESCE((SELECT MIN(u.name) FROM client_assignments s JOIN users u ON u.id = s.user_id
                 WHERE s.practice_id = clients.practice_id AND s.client_id = clients.id), '')
               WHERE practice_id = $1 AND id IN ({ids})";
    Ok(sql::run_in(tx, sql, vals![practice], ids).await?)
}

/// Some of the clients that a member is assigned to, the first ones after one.
pub async fn assigned_after(tx: &Tx, practice: Id, user: Id, after: Id, limit: i64) -> Result<Vec<Id>> {
    let sql = "SELECT client_id FROM client_assignments WHERE practice_id = $1 AND user_id = $2 AND client_id > $3 ORDER BY client_id LIMIT $4";
    Ok(sql::column(tx, sql, vals![practice, user, after, limit]).await?)
}

/// A client's contact persons in the order they were added.
pub async fn contacts(db: &dyn Connection, practice: Id, client: Id) -> Result<Vec<Contact>> {
    let sql = format!("SELECT {} FROM client_contacts WHERE practice_id = $1 AND client_id = $2 ORDER BY id LIMIT 200", Contact::columns());
    Ok(sql::rows(db, &sql, vals![practice, client]).await?)
}

/// One of a client's contact persons.
pub async fn contact(db: &dyn Connection, practice: Id, client: Id, id: Id) -> Result<Contact> {
    let found: Option<Contact> = sql::find(db, vals![practice, id]).await?;
    found.filter(|contact| contact.client_id == client).ok_or(Error::NotFound)
}

/// The columns that a member chose for the list.
pub async fn list_columns(db: &dyn Connection, practice: Id, user: Id) -> Result<Option<String>> {
    let sql = "SELECT columns FROM client_list_columns WHERE practice_id = $1 AND user_id = $2";
    Ok(sql::scalar(db, sql, vals![practice, user]).await?)
}

pub async fn set_list_columns(tx: &Tx, practice: Id, user: Id, columns: &str) -> Result<()> {
    let sql = "INSERT INTO client_list_columns (practice_id, user_id, columns) VALUES ($1, $2, $3)
               ON CONFLICT (practice_id, user_id) DO UPDATE SET columns = excluded.columns";
    sql::run(tx, sql, vals![practice, user, columns]).await?;
    Ok(())
}

/// The organizations of several clients.
pub async fn organizations_of_many(db: &dyn Connection, practice: Id, ids: &[Id]) -> Result<HashMap<Id, Vec<Id>>> {
    despacho_platform::row! {
        struct Link {
            client_id: Id,
            organization_id: Id,
        }
    }
    let sql = "SELECT client_id, organization_id FROM client_organizations WHERE practice_id = $1 AND client_id IN ({ids})
               ORDER BY linked_at, organization_id";
    let rows: Vec<Link> = sql::rows_in(db, sql, vals![practice], ids).await?;
    Ok(grouped(rows.into_iter().map(|row| (row.client_id, row.organization_id))))
}

/// The practices that keep an organization as a client, the first first, at most five.
pub async fn practices_of(db: &dyn Connection, organization: Id) -> Result<Vec<Id>> {
    let sql = "SELECT practice_id FROM client_organizations WHERE organization_id = $1 ORDER BY linked_at, practice_id LIMIT 5";
    Ok(sql::column(db, sql, vals![organization]).await?)
}
