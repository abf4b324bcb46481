//! Taking an import back while nothing has been done with its clients.

use despacho_kernel::Id;
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    erasing, memberships,
    sql::Connection,
    users::User,
};
use despacho_practice::clients::removal_store as removal;

use crate::{
    import::{CREATED, DoneRow, FileImport},
    sheet::MAX_ROWS,
    store,
};

/// What taking an import back would do.
#[derive(Debug, Default)]
pub struct Reversal {
    /// Rows whose clients go.
    pub free: Vec<DoneRow>,
    /// Rows whose clients stay: something has been done with them.
    pub used: Vec<DoneRow>,
}

/// Which clients of an import go and which stay.
pub async fn look(db: &dyn Connection, import: &FileImport) -> Result<Reversal> {
    let rows = store::done(db, import.practice_id, import.id, CREATED, MAX_ROWS as i64).await?;
    let clients: Vec<Id> = rows.iter().filter_map(|row| row.client_id).collect();
    let organizations: Vec<Id> = rows.iter().filter_map(|row| row.organization_id).collect();
    let (touched, moved) = removal::touched(db, import.practice_id, &clients, &organizations).await?;
    let named = removal::named_above(db, &["client_external_ids", "client_file_import_rows"], &clients).await?;
    let is_used = |row: &DoneRow| {
        row.client_id.is_none_or(|id| touched.contains(&id) || named.contains(&id)) || row.organization_id.is_some_and(|id| moved.contains(&id))
    };
    let (used, free) = rows.into_iter().partition(is_used);
    Ok(Reversal { free, used })
}

/// Takes away the clients that an import made, with their organizations, except those with whom something has been done. Answers how many went and how many
/// stay.
///
/// Errors: conflicts `import_not_done`, `clients_used` where none can go.
pub async fn undo(tx: &Tx, practice: Id, id: Id, (by, now): (&User, i64)) -> Result<(usize, usize)> {
    memberships::hold(tx, practice).await?;
    let mut import = store::find(tx, practice, id).await?;
    if !import.is_imported() || import.undone_at.is_some() {
        return Err(Error::Conflict("import_not_done"));
    }
    let Reversal { free, used } = look(tx, &import).await?;
    if free.is_empty() {
        return Err(Error::Conflict("clients_used"));
    }
    let clients: Vec<Id> = free.iter().filter_map(|row| row.client_id).collect();
    let organizations: Vec<Id> = free.iter().filter_map(|row| row.organization_id).collect();
    store::forget_clients(tx, practice, id, &clients).await?;
    removal::remove(tx, practice, &clients).await?;
    erasing::erase_organizations(tx, &organizations).await?;
    import.undone_at = Some(now);
    if !store::update(tx, &import).await? {
        return Err(Error::Conflict("import_busy"));
    }
    let counts = [("removed", free.len()), ("kept", used.len())];
    let change = |(field, count): (&str, usize)| Change { field: field.into(), before: String::new(), after: count.to_string() };
    let subject = ("client_file_import", id, import.file_name.as_str());
    let changes = counts.map(change).to_vec();
    activity::record(tx, Entry { tenant: practice, actor: Some(by), action: "client_file_import_undone", subject, changes }, now).await?;
    Ok((free.len(), used.len()))
}
