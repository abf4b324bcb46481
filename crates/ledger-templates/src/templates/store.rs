//! Every SQL of entry templates.

use despacho_kernel::{
    Id,
    text::{fold, like_pattern},
};
use despacho_platform::{
    Error, Result, Tx,
    sql::{self, Conditions, Connection, FromRow, Versioned},
    vals,
};

despacho_platform::row! {
    /// A stored template.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct EntryTemplate in "entry_templates" key (organization_id, id) {
        pub organization_id: Id,
        pub id: Id,
        pub name: String,
        /// Its name folded, which lists are ordered by.
        pub name_key: String,
        pub code: String,
        /// Its code folded, its own where it is not empty.
        pub code_key: String,
        /// A [`Template`](super::template::Template) as JSON.
        pub body: String,
        pub search_text: String,
        pub created_by: Id,
        pub created_at: i64,
        pub version: i64,
    }
}

impl Versioned for EntryTemplate {
    fn version(&self) -> i64 {
        self.version
    }
}

/// A place in the list: what comes after it has a later name.
pub type Place = (String, Id);

/// A page of templates by name, from after a place, whose texts hold every word of a search.
pub async fn page(db: &dyn Connection, organization: Id, search: &str, after: Option<&Place>, limit: i64) -> Result<Vec<EntryTemplate>> {
    let mut found = Conditions::new("organization_id = ?", organization);
    for word in fold(search).split_whitespace().take(8) {
        found.and("search_text LIKE ? ESCAPE '\\'", like_pattern(word));
    }
    if let Some((name, id)) = after {
        let first = found.values.len() + 1;
        found.text.push_str(&format!(" AND (name_key, id) > (${first}, ${})", first + 1));
        found.values.extend(vals![name.as_str(), *id]);
    }
    found.values.push(limit.into());
    let sql = format!("SELECT {} FROM entry_templates WHERE {} ORDER BY name_key, id LIMIT ${}", EntryTemplate::columns(), found.text, found.values.len());
    Ok(sql::rows(db, &sql, found.values).await?)
}

pub async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<EntryTemplate> {
    sql::find(db, vals![organization, id]).await?.ok_or(Error::NotFound)
}

/// The template of a code, folded.
pub async fn of_code(db: &dyn Connection, organization: Id, code: &str) -> Result<Option<EntryTemplate>> {
    let sql = format!("SELECT {} FROM entry_templates WHERE organization_id = $1 AND code_key = $2 AND code_key <> ''", EntryTemplate::columns());
    Ok(sql::maybe(db, &sql, vals![organization, code]).await?)
}

/// The codes that are taken, folded.
pub async fn codes(db: &dyn Connection, organization: Id) -> Result<Vec<String>> {
    let sql = "SELECT code_key FROM entry_templates WHERE organization_id = $1 AND code_key <> '' ORDER BY code_key LIMIT 1000";
    Ok(sql::column(db, sql, vals![organization]).await?)
}

pub async fn count(db: &dyn Connection, organization: Id) -> Result<i64> {
    Ok(sql::scalar(db, "SELECT COUNT(*) FROM entry_templates WHERE organization_id = $1", vals![organization])
        .await?
        .unwrap_or(0))
}

pub async fn insert(tx: &Tx, new: &[EntryTemplate]) -> Result<()> {
    Ok(sql::insert(tx, new).await?)
}

/// Stores a changed template over the version that it was read at; answers whether it was still that.
pub async fn update(tx: &Tx, changed: &EntryTemplate) -> Result<bool> {
    Ok(sql::update_version(tx, changed).await?)
}

pub async fn delete(tx: &Tx, organization: Id, id: Id) -> Result<()> {
    if sql::delete::<EntryTemplate>(tx, vals![organization, id]).await? { Ok(()) } else { Err(Error::NotFound) }
}
