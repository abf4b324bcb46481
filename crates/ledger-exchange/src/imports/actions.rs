//! Starting an import, taking its file, and undoing it.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Bytes;
use despacho_contacts::store::{self as contacts, Filter};
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R, new_id};
use despacho_ledger::{
    accounts::{account, store as accounts},
    journal::{Allowed, Past, post, store as journal},
};
use despacho_platform::{
    Error, Event, Platform, Result, Tx,
    activity::{self, Change, Entry as Record},
    clock::DAY,
    jobs, memberships, notifications, secret,
    sql::Connection,
    users::{self, User},
};
use serde_json::json;

use super::{
    import::{COMPLETED, FAILED, ImportJournal, JournalImport, Outcome, QUEUED, RUNNING, Settings, Told, UNDONE},
    prepare::{Prepared, ground, parse, prepare, refused, table_of},
    read::{
        MAX_BYTES,
        detect::{self, Source},
        layout::Layout,
    },
    store,
};

/// Imports of an organization that may wait at once.
const OPEN: i64 = 5;
/// Days for which a file is kept that was only looked at, or not taken.
const KEPT: i64 = 7;
/// Names that may be chosen at once.
pub const MOST_CHOSEN: usize = 1000;

/// A file that is to be taken, read by [`NewImport::of`].
pub struct NewImport {
    name: String,
    size: usize,
    hash: String,
    parts: Vec<String>,
    source: Source,
    pub dry_run: bool,
    pub settings: Settings,
    /// Which account a name of the file means, by its code; remembered.
    pub accounts: BTreeMap<String, String>,
}

impl NewImport {
    /// A file and how it is taken; what it is is found by itself where nobody says. The work of it is done on a thread that may be busy.
    pub async fn of(name: &str, bytes: Bytes, source: Option<Source>, dry_run: bool, settings: Settings, accounts: BTreeMap<String, String>) -> Result<Self> {
        let name: String = name.chars().filter(|c| !c.is_control()).take(200).collect();
        let looked = tokio::task::spawn_blocking(move || {
            let found = source.unwrap_or_else(|| detect::source(&name, &bytes));
            (name, bytes.len(), secret::digest(&bytes), store::parts(&bytes), found)
        });
        let (name, size, hash, parts, source) = looked.await.map_err(|e| Error::Other(e.to_string()))?;
        Ok(Self { name, size, hash, parts, source, dry_run, settings, accounts })
    }

    /// What it is known again by.
    pub fn hash(&self) -> &str {
        &self.hash
    }
}

/// Checks what was chosen for names, and remembers it.
pub async fn choose(tx: &Tx, organization: Id, chosen: &BTreeMap<String, String>) -> Result<()> {
    if chosen.len() > MOST_CHOSEN {
        return Err(Invalid::too_many("accounts", MOST_CHOSEN).into());
    }
    if chosen.is_empty() {
        return Ok(());
    }
    let wanted: BTreeSet<&str> = chosen.values().map(String::as_str).collect();
    let found = accounts::of_codes(tx, organization, &wanted.into_iter().collect::<Vec<_>>()).await?;
    let mut errors = Invalid::new();
    for (name, code) in chosen {
        if name.chars().count() > 400 {
            errors.push_with("accounts", "too_long", vec![("max", "400".into())]);
        }
        if !found.iter().any(|account| account.code == *code) {
            errors.push(&format!("accounts.{name}"), "account_unknown");
        }
    }
    errors.finish()?;
    store::choose(tx, organization, chosen).await
}

/// Starts an import. Call [`Platform::wake_workers`] after the commit.
///
/// Errors: `file` (`required`, `file_too_large`), `accounts`, conflict `imports_waiting`.
pub async fn start(tx: &Tx, organization: Id, new: NewImport, (by, now): (&User, i64)) -> Result<JournalImport> {
    if new.size == 0 {
        return Err(Invalid::one("file", "required").into());
    }
    if new.size > MAX_BYTES {
        let mut errors = Invalid::new();
        errors.push_with("file", "file_too_large", vec![("max", (MAX_BYTES / 1024).to_string())]);
        return Err(errors.into());
    }
    memberships::hold(tx, organization).await?;
    if store::open(tx, organization).await? >= OPEN {
        return Err(Error::Conflict("imports_waiting"));
    }
    choose(tx, organization, &new.accounts).await?;
    store::forget_files(tx, organization, now - KEPT * DAY).await?;
    let import = JournalImport {
        organization_id: organization,
        id: new_id(),
        user_id: by.id,
        source: new.source.word().into(),
        file_name: new.name,
        file_hash: new.hash,
        size: i64::try_from(new.size).unwrap_or(i64::MAX),
        status: QUEUED.into(),
        dry_run: new.dry_run,
        settings: serde_json::to_string(&new.settings).map_err(|e| Error::Other(e.to_string()))?,
        outcome: "{}".into(),
        created_at: now,
        version: 1,
        ..JournalImport::default()
    };
    store::insert(tx, &import, new.parts).await?;
    jobs::enqueue(tx, &ImportJournal { organization_id: organization, import_id: import.id }, now).await?;
    recorded(tx, &import, "journal_import_started", by, now).await?;
    Ok(import)
}

/// Takes the file of an import again, with other settings: for what was only looked at, or was refused.
///
/// Errors: conflicts `import_busy`, `import_done`, `import_file_gone`.
pub async fn again(tx: &Tx, organization: Id, id: Id, (settings, dry_run): (Settings, bool), (by, now): (&User, i64)) -> Result<JournalImport> {
    memberships::hold(tx, organization).await?;
    let mut import = store::find(tx, organization, id).await?;
    if !import.is_finished() {
        return Err(Error::Conflict("import_busy"));
    }
    if import.is_posted() || import.status == UNDONE {
        return Err(Error::Conflict("import_done"));
    }
    if !store::has_file(tx, organization, id).await? {
        return Err(Error::Conflict("import_file_gone"));
    }
    import.settings = serde_json::to_string(&settings).map_err(|e| Error::Other(e.to_string()))?;
    (import.status, import.dry_run, import.user_id, import.finished_at) = (QUEUED.into(), dry_run, by.id, None);
    changed(tx, &mut import).await?;
    jobs::enqueue(tx, &ImportJournal { organization_id: organization, import_id: id }, now).await?;
    recorded(tx, &import, "journal_import_started", by, now).await?;
    Ok(import)
}

async fn changed(tx: &Tx, import: &mut JournalImport) -> Result<()> {
    if !store::update(tx, import).await? {
        return Err(Error::Conflict("import_busy"));
    }
    import.version += 1;
    Ok(())
}

async fn recorded(tx: &Tx, import: &JournalImport, action: &str, by: &User, now: i64) -> Result<()> {
    let counted = [("entries", import.entries)].into_iter().filter(|(_, count)| *count > 0);
    let changes = counted.map(|(field, count)| Change { field: field.into(), before: String::new(), after: count.to_string() }).collect();
    let entry = Record { tenant: import.organization_id, actor: Some(by), action, subject: ("journal_import", import.id, &import.file_name), changes };
    activity::record(tx, entry, now).await
}

/// Takes the file of an import: reads it, finds its accounts, and posts all of it or nothing. Done twice, it does nothing the second time.
pub async fn take(platform: &Platform, organization: Id, id: Id) -> Result<()> {
    let db = platform.db.read();
    let tx = platform.db.begin().await?;
    let mut import = store::find(&tx, organization, id).await?;
    if import.is_finished() {
        return Ok(());
    }
    import.status = RUNNING.into();
    changed(&tx, &mut import).await?;
    tx.commit().await?;
    platform.tell(Event::Progress(id));

    let (bytes, ground) = (store::file(db, organization, id).await?, ground(db, organization).await?);
    let people = contacts::after(db, organization, &Filter::default(), 0, despacho_contacts::MAX).await?;
    let (chart, chosen, settings) = (accounts::all(db, organization).await?, store::chosen(db, organization).await?, import.settings());
    let source: Source = import.source.parse().map_err(|_| Error::Other(format!("import {id}: source {}", import.source)))?;
    let looked = tokio::task::spawn_blocking(move || (table_of(source, &bytes), bytes));
    let (table, bytes) = looked.await.map_err(|e| Error::Other(e.to_string()))?;
    let layout = match (settings.layout, &table) {
        (None, Some(Ok(table))) => remembered(db, organization, source, &table.known_by).await?,
        (chosen, _) => chosen,
    };
    let makes = settings.create_accounts;
    let prepared = tokio::task::spawn_blocking(move || {
        let (found, shown) = parse(source, &bytes, table, layout, &ground);
        prepare(found, shown, (&chart, &people), &chosen, makes, id)
    });
    let prepared = prepared.await.map_err(|e| Error::Other(e.to_string()))?;
    settle(platform, import, prepared).await
}

/// How a table with these headings was read before: one of columns that people name.
async fn remembered(db: &dyn Connection, organization: Id, source: Source, known_by: &str) -> Result<Option<Layout>> {
    if !matches!(source, Source::Csv | Source::Xlsx) {
        return Ok(None);
    }
    let stored = store::layout(db, organization, known_by).await?;
    Ok(stored.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Writes what came of an import.
async fn settle(platform: &Platform, mut import: JournalImport, prepared: Prepared) -> Result<()> {
    let (organization, now) = (import.organization_id, platform.clock.now());
    let Prepared { drafts, lines, new, mut outcome, known_by } = prepared;
    let counted = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    import.entries = counted(drafts.len());
    import.postings = counted(drafts.iter().map(|draft| draft.postings.len()).sum());
    import.total = drafts.iter().fold(0i64, |sum, draft| sum.saturating_add(draft.total()));
    import.first_date = drafts.first().map(|draft| draft.date.to_string()).unwrap_or_default();
    import.last_date = drafts.last().map(|draft| draft.date.to_string()).unwrap_or_default();

    let tx = platform.db.begin().await?;
    memberships::hold(&tx, organization).await?;
    let user = users::find(&tx, import.user_id).await?.ok_or(Error::NotFound)?;
    let rights = memberships::held_role(&tx, organization, user.id).await?.map(|held| held.rights);
    let may = |right: R| rights.as_ref().is_some_and(|rights| rights.may(right));
    let tell = |outcome: &mut Outcome, code: &str, params: &[(&str, String)]| {
        let params = params.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        outcome.errors.insert(0, Told { line: 0, code: code.to_owned(), params });
    };
    if !may(R::PostEntries) {
        tell(&mut outcome, "access_lost", &[]);
    }
    if !new.is_empty() && !may(R::EditAccounts) {
        tell(&mut outcome, "accounts_not_allowed", &[]);
    }
    if let Some(before) = store::of_file(&tx, organization, &import.file_hash).await?.filter(|before| before.id != import.id)
        && !import.settings().again
    {
        let day = jiff::Timestamp::from_millisecond(before.created_at).map(|at| at.strftime("%Y-%m-%d").to_string()).unwrap_or_default();
        tell(&mut outcome, "already_imported", &[("value", before.file_name.clone()), ("date", day)]);
    }
    let allowed = Allowed { by: &user, now, past: Past::in_person(may(R::PostInLocked)) };
    let mut posted = vec![];
    if outcome.errors.is_empty() {
        if !new.is_empty() {
            match accounts::insert_many(&tx, organization, new).await {
                Err(Error::Invalid(_)) => tell(&mut outcome, "too_many_accounts", &[("max", account::MAX.to_string())]),
                made => _ = made?,
            }
        }
        if import.dry_run {
            refused(post::check_many(&tx, organization, &drafts, allowed).await?, &lines, &mut outcome);
        } else if outcome.errors.is_empty() {
            match post::post_many(&tx, organization, &drafts, allowed).await? {
                Ok(all) => posted = all,
                Err(faults) => refused(faults, &lines, &mut outcome),
            }
        }
    }
    let done = outcome.errors.is_empty() && !import.dry_run;
    // What was only looked at leaves nothing behind, as what is refused does.
    let tx = if done {
        tx
    } else {
        tx.rollback().await?;
        let tx = platform.db.begin().await?;
        memberships::hold(&tx, organization).await?;
        tx
    };
    if done {
        store::tie(&tx, organization, import.id, &posted.iter().map(|posted| posted.id).collect::<Vec<_>>()).await?;
        store::forget_file(&tx, organization, import.id).await?;
        if let Some(layout) = import.settings().layout.filter(|_| !known_by.is_empty()) {
            store::put_layout(&tx, organization, &known_by, &serde_json::to_string(&layout).map_err(|e| Error::Other(e.to_string()))?).await?;
        }
    }
    import.status = if outcome.errors.is_empty() { COMPLETED } else { FAILED }.into();
    import.outcome = serde_json::to_string(&outcome).map_err(|e| Error::Other(e.to_string()))?;
    import.finished_at = Some(now);
    changed(&tx, &mut import).await?;
    finished(&tx, &import, &user, now).await?;
    tx.commit().await?;
    platform.wake_workers();
    platform.tell(Event::Progress(import.id));
    platform.tell(Event::Notified(user.id));
    Ok(())
}

/// Tells whoever waits, and the activity where the books have changed.
async fn finished(tx: &Tx, import: &JournalImport, user: &User, now: i64) -> Result<()> {
    if !import.dry_run {
        let link = format!("/organizations/{}/journal-imports/{}", import.organization_id, import.id);
        let data = json!({ "file": import.file_name, "entries": import.entries });
        let kind = if import.status == COMPLETED { "journal_import_completed" } else { "journal_import_failed" };
        notifications::notify(tx, user.id, kind, data, &link, now).await?;
    }
    if import.is_posted() { recorded(tx, import, "journal_imported", user, now).await } else { Ok(()) }
}

/// Ends an import whose job will not be tried again.
pub(super) async fn give_up(tx: &Tx, organization: Id, id: Id, now: i64) -> Result<()> {
    let mut import = store::find(tx, organization, id).await?;
    if import.is_finished() {
        return Ok(());
    }
    let interrupted = Told { line: 0, code: "interrupted".into(), params: BTreeMap::new() };
    import.outcome = serde_json::to_string(&Outcome { errors: vec![interrupted], ..Outcome::default() }).map_err(|e| Error::Other(e.to_string()))?;
    (import.status, import.finished_at) = (FAILED.into(), Some(now));
    changed(tx, &mut import).await?;
    match users::find(tx, import.user_id).await? {
        Some(user) => finished(tx, &import, &user, now).await,
        None => Ok(()),
    }
}

/// Undoes an import: each of its entries by its mirror, so that the books read as they did before. Refused where one of them has been corrected
/// or reversed since, lies in a locked period or in a closed year.
///
/// Errors: conflicts `import_not_posted`, `import_changed`; those of posting, at `date`.
pub async fn undo(tx: &Tx, organization: Id, id: Id, allowed: Allowed<'_>) -> Result<JournalImport> {
    memberships::hold(tx, organization).await?;
    let mut import = store::find(tx, organization, id).await?;
    if !import.is_posted() {
        return Err(Error::Conflict("import_not_posted"));
    }
    let ids = store::entries(tx, organization, id).await?;
    let heads = journal::find_many(tx, organization, &ids).await?;
    match post::undo_many(tx, organization, &heads, allowed).await {
        Ok(Ok(_)) => {}
        Ok(Err(faults)) => return Err(faults.into_iter().next().map(|(_, errors)| errors).unwrap_or_default().into()),
        Err(Error::Conflict("entry_undone")) => return Err(Error::Conflict("import_changed")),
        Err(error) => return Err(error),
    }
    (import.status, import.undone_by, import.undone_at) = (UNDONE.into(), Some(allowed.by.id), Some(allowed.now));
    changed(tx, &mut import).await?;
    recorded(tx, &import, "journal_import_undone", allowed.by, allowed.now).await?;
    Ok(import)
}
