//! Starting an import, looking at its file, making its clients, and taking them back.

use axum::body::Bytes;
use despacho_blueprints::{actions as applying, store as blueprints};
use despacho_kernel::{
    Id, Invalid,
    access::{PracticeRight, PracticeRole},
    new_id,
};
use despacho_platform::{
    Error, Event, Platform, Result, Tx,
    activity::{self, Change, Entry},
    clock::DAY,
    jobs,
    memberships::{self, Tenant},
    notifications, sql,
    sql::Connection,
    users::{self, User},
};
use despacho_practice::{
    clients::{actions::Desk, client::Contact, store as clients},
    practices::{practice::Practice, store as practices},
};
use despacho_settings::Applications;
use serde_json::json;

use crate::{
    import::{COMPLETED, CREATED, DRAFT, DoneRow, FileImport, ImportClientFile, QUEUED, RUNNING, SKIPPED, UPDATED, WRONG},
    mapping::{self, known_by},
    plan::{self, Deed, Existing, Planned, Present},
    read::{Fault, Ground},
    settings::Settings,
    sheet::{self, MAX_BYTES, MAX_ROWS, Sheet},
    store, targets,
    words::Words,
};

/// Imports of a practice that may wait at once.
const OPEN: i64 = 5;
/// Days for which the file of an import is kept, and what a dry run told.
const KEPT: i64 = 30;
/// Rows that are planned and made between two looks at whether the server ends.
const BATCH: i64 = 25;

/// A file that is to be imported, read by [`NewFile::of`].
pub struct NewFile {
    name: String,
    size: usize,
    parts: Vec<String>,
    rows: Vec<(i64, String)>,
    sheet: Sheet,
    settings: Settings,
    /// What it is known again by.
    pub hash: String,
}

/// Rows as they are kept.
fn kept(sheet: &Sheet) -> Vec<(i64, String)> {
    let cells = |cells: &[String]| serde_json::to_string(cells).unwrap_or_default();
    sheet.rows.iter().map(|row| (i64::try_from(row.number).unwrap_or(i64::MAX), cells(&row.cells))).collect()
}

impl NewFile {
    /// Reads a file, on a thread that may be busy.
    ///
    /// Errors, at `file`: `required`, `file_too_large`, those of [`sheet::read`].
    pub async fn of(name: &str, bytes: Bytes, settings: Settings) -> Result<Self> {
        if bytes.is_empty() {
            return Err(Invalid::one("file", "required").into());
        }
        if bytes.len() > MAX_BYTES {
            let mut errors = Invalid::new();
            errors.push_with("file", "file_too_large", vec![("max", (MAX_BYTES / 1024).to_string())]);
            return Err(errors.into());
        }
        let name: String = name.chars().filter(|c| !c.is_control()).take(200).collect();
        let read = tokio::task::spawn_blocking(move || {
            let sheet = targets::without_errors(sheet::read(&bytes, &settings.how())?);
            let hash = despacho_platform::secret::digest(&bytes);
            Ok(Self { name, size: bytes.len(), parts: store::parts(&bytes), rows: kept(&sheet), sheet, settings, hash })
        });
        read.await.map_err(|e| Error::Other(e.to_string()))?.map_err(|errors: Invalid| errors.into())
    }
}

/// The mapping of a file: what is said, what the practice remembers of these headings, or what is proposed.
async fn mapping_of(db: &dyn Connection, practice: &Practice, sheet: &Sheet, settings: &Settings) -> Result<mapping::Mapping> {
    let own = practices::custom_fields(db, practice.id).await?;
    let known = targets::targets(despacho_platform::i18n::Lang::Es, &own);
    let mut errors = Invalid::new();
    let mapping = match &settings.mapping {
        Some(said) => mapping::checked(said, &sheet.headings, &known, &mut errors),
        None => match store::mapping(db, practice.id, &known_by(&sheet.headings)).await? {
            // A field that it names may be gone since.
            Some(remembered) => mapping::checked(&remembered, &sheet.headings, &known, &mut Invalid::new()),
            None => mapping::proposed(sheet, &own, &practice.country),
        },
    };
    errors.finish()?;
    if mapping.is_empty() {
        return Err(Invalid::one("mapping", "sheet_unmapped").into());
    }
    Ok(mapping)
}

/// Refuses people who are no members, and a blueprint that is none of the practice's.
async fn check(db: &dyn Connection, practice: Id, settings: &Settings) -> Result<()> {
    let mut errors = Invalid::new();
    settings.check(&mut errors);
    if !settings.assigned_user_ids.is_empty() {
        let members = memberships::list(db, practice).await?;
        if settings.assigned_user_ids.iter().any(|id| !members.iter().any(|member| member.user_id == *id)) {
            errors.push("assigned_user_ids", "choice");
        }
    }
    if let Some(id) = settings.blueprint_id
        && !blueprints::all(db, practice).await?.iter().any(|one| one.id == id && one.published > 0)
    {
        errors.push("blueprint_id", "sheet_blueprint");
    }
    Ok(errors.finish()?)
}

fn text(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Error::Other(e.to_string()))
}

/// Keeps a file to be imported. As a draft it waits until its columns are mapped; else its job begins, and the caller wakes the workers after the commit.
///
/// Errors: `mapping.HEADING`, those of [`Settings::check`], conflict `client_files_waiting`.
pub async fn start(tx: &Tx, practice: &Practice, new: NewFile, draft: bool, (by, now): (&User, i64)) -> Result<FileImport> {
    let NewFile { name, size, parts, rows, sheet, mut settings, .. } = new;
    memberships::hold(tx, practice.id).await?;
    if store::open(tx, practice.id).await? >= OPEN {
        return Err(Error::Conflict("client_files_waiting"));
    }
    check(tx, practice.id, &settings).await?;
    settings.mapping = Some(mapping_of(tx, practice, &sheet, &settings).await?);
    store::forget_before(tx, practice.id, now - KEPT * DAY).await?;
    let import = FileImport {
        practice_id: practice.id,
        id: new_id(),
        user_id: by.id,
        file_name: name,
        size: i64::try_from(size).unwrap_or(i64::MAX),
        kind: sheet.kind.into(),
        encoding: sheet.encoding.clone(),
        separator: sheet.separator.clone(),
        headings: text(&sheet.headings)?,
        dry_run: settings.dry_run,
        settings: text(&settings)?,
        status: if draft { DRAFT } else { QUEUED }.into(),
        total: i64::try_from(rows.len()).unwrap_or(i64::MAX),
        created_at: now,
        version: 1,
        ..FileImport::default()
    };
    store::insert(tx, &import, parts).await?;
    store::put_rows(tx, practice.id, import.id, rows).await?;
    if !draft {
        begin(tx, &import, (by, now)).await?;
    }
    Ok(import)
}

async fn begin(tx: &Tx, import: &FileImport, (by, now): (&User, i64)) -> Result<()> {
    jobs::enqueue(tx, &ImportClientFile { practice_id: import.practice_id, import_id: import.id }, now).await?;
    // A look changes nothing, so there is nothing to tell.
    if import.dry_run {
        return Ok(());
    }
    store::put_mapping(tx, import.practice_id, &known_by(&import.headings()), &import.mapping()).await?;
    recorded(tx, import, "client_file_import_started", by, &[("rows", import.total)], now).await
}

async fn recorded(tx: &Tx, import: &FileImport, action: &str, by: &User, counts: &[(&str, i64)], now: i64) -> Result<()> {
    let change = |(field, count): &(&str, i64)| Change { field: (*field).into(), before: String::new(), after: count.to_string() };
    let changes = counts.iter().map(change).collect();
    let subject = ("client_file_import", import.id, import.file_name.as_str());
    activity::record(tx, Entry { tenant: import.practice_id, actor: Some(by), action, subject, changes }, now).await
}

async fn changed(tx: &Tx, import: &mut FileImport) -> Result<()> {
    if !store::update(tx, import).await? {
        return Err(Error::Conflict("import_busy"));
    }
    import.version += 1;
    Ok(())
}

/// Does an import again with other settings: one that was only looked at, or a draft. `run` begins its job.
///
/// Errors: those of [`start`], conflicts `import_busy`, `import_done`.
pub async fn again(tx: &Tx, practice: &Practice, id: Id, settings: Settings, run: bool, (by, now): (&User, i64)) -> Result<FileImport> {
    memberships::hold(tx, practice.id).await?;
    let mut import = store::find(tx, practice.id, id).await?;
    if import.is_busy() {
        return Err(Error::Conflict("import_busy"));
    }
    if import.is_imported() {
        return Err(Error::Conflict("import_done"));
    }
    check(tx, practice.id, &settings).await?;
    let own = practices::custom_fields(tx, practice.id).await?;
    let known = targets::targets(despacho_platform::i18n::Lang::Es, &own);
    let mut errors = Invalid::new();
    let said = settings.mapping.clone().unwrap_or_else(|| import.mapping());
    let mapping = mapping::checked(&said, &import.headings(), &known, &mut errors);
    errors.finish()?;
    if mapping.is_empty() {
        return Err(Invalid::one("mapping", "sheet_unmapped").into());
    }
    import.dry_run = settings.dry_run;
    import.settings = text(&Settings { mapping: Some(mapping), ..settings })?;
    import.user_id = by.id;
    store::reset_rows(tx, practice.id, id).await?;
    (import.done, import.created, import.updated, import.skipped, import.failed) = (0, 0, 0, 0, 0);
    (import.planned, import.finished_at) = (false, None);
    import.failure = String::new();
    import.status = if run { QUEUED } else { DRAFT }.into();
    changed(tx, &mut import).await?;
    if run {
        begin(tx, &import, (by, now)).await?;
    }
    Ok(import)
}

/// Reads the kept file of a draft otherwise: in another encoding, or with another separator. Its columns are mapped anew.
///
/// Errors: those of reading, conflict `import_file_gone`.
pub async fn reread(platform: &Platform, practice: &Practice, id: Id, settings: Settings) -> Result<FileImport> {
    let bytes = store::file(platform.db.read(), practice.id, id).await?;
    if bytes.is_empty() {
        return Err(Error::Conflict("import_file_gone"));
    }
    let NewFile { rows, sheet, mut settings, .. } = NewFile::of("", bytes.into(), Settings { mapping: None, ..settings }).await?;
    let tx = platform.db.begin().await?;
    memberships::hold(&tx, practice.id).await?;
    let mut import = store::find(&tx, practice.id, id).await?;
    if import.is_busy() || import.is_imported() {
        return Err(Error::Conflict("import_busy"));
    }
    settings.mapping = Some(mapping_of(&tx, practice, &sheet, &settings).await?);
    (import.encoding, import.separator) = (sheet.encoding.clone(), sheet.separator.clone());
    import.headings = text(&sheet.headings)?;
    import.settings = text(&settings)?;
    import.total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    (import.status, import.planned) = (DRAFT.into(), false);
    changed(&tx, &mut import).await?;
    store::put_rows(&tx, practice.id, id, rows).await?;
    tx.commit().await?;
    Ok(import)
}

/// What rows of an import are read with.
async fn ground(db: &dyn Connection, practice: &Practice, import: &FileImport) -> Result<Ground> {
    let (headings, mapping) = (import.headings(), import.mapping());
    Ok(Ground {
        home: practice.country.clone(),
        columns: headings.iter().map(|heading| mapping.get(heading).cloned()).collect(),
        headings,
        formulas: import.kind == "csv",
        settings: import.settings(),
        own: practices::custom_fields(db, practice.id).await?,
        members: memberships::list(db, practice.id).await?,
        blueprints: blueprints::all(db, practice.id)
            .await?
            .into_iter()
            .filter(|one| one.published > 0)
            .map(|one| (one.name_key, one.id))
            .collect(),
        words: Words::known_ones(),
    })
}

/// What of the practice these rows are held against.
async fn present(db: &dyn Connection, practice: Id, ground: &Ground, candidates: &[plan::Candidate]) -> Result<Present> {
    let wanted = plan::wanted(candidates);
    let mut present = Present::default();
    for known in clients::known(db, practice, &wanted.names, &wanted.tax_ids).await? {
        present.names.insert(known.id, known.display_name);
        present.by_name.insert(known.name_key, known.id);
        if !known.tax_id.is_empty() {
            present.by_tax_id.entry(known.tax_id.clone()).or_insert(known.id);
            if ground.settings.match_by == "tax_id" {
                present.by_key.entry(known.tax_id).or_default().insert(known.id);
            }
        }
    }
    for keyed in store::by_external_id(db, practice, &wanted.external_ids).await? {
        present.by_external_id.insert(keyed.key.clone(), keyed.id);
        if ground.settings.match_by == "external_id" {
            present.names.insert(keyed.id, keyed.name);
            present.by_key.entry(keyed.key).or_default().insert(keyed.id);
        }
    }
    if ground.settings.match_by == "email" {
        for keyed in store::by_email(db, practice, &wanted.keys).await? {
            present.names.insert(keyed.id, keyed.name);
            present.by_key.entry(keyed.key).or_default().insert(keyed.id);
        }
    }
    let ids = plan::to_change(ground, candidates, &present);
    if ids.is_empty() {
        return Ok(present);
    }
    let mut custom = clients::custom_of_many(db, practice, &ids).await?;
    let mut external = store::external_ids(db, practice, &ids).await?;
    let mut assigned = clients::assigned_of_many(db, practice, &ids).await?;
    let mut contacts = store::contacts(db, practice, &ids).await?;
    for mut client in clients::find_many(db, practice, &ids).await? {
        let id = client.id;
        client.custom = custom.remove(&id).unwrap_or_default();
        // Two fields of one tax id or name are one client's own.
        present.by_name.entry(client.name_key.clone()).or_insert(id);
        let existing = Existing {
            client,
            external_id: external.remove(&id).unwrap_or_default(),
            assigned: assigned.remove(&id).unwrap_or_default(),
            contacts: contacts.remove(&id).unwrap_or_default(),
        };
        present.clients.insert(id, existing);
    }
    // A changed row may take the name of somebody who was not asked for: the write refuses it then.
    Ok(present)
}

/// What a planned row would leave behind, as it is kept.
fn foreseen(planned: &Planned) -> (DoneRow, Option<(i64, Vec<Fault>)>) {
    let number = i64::try_from(planned.typed.number).unwrap_or(i64::MAX);
    let (status, client_id, faults) = match &planned.deed {
        Deed::New(_) => (CREATED, None, None),
        Deed::Update(id) => (UPDATED, Some(*id), None),
        Deed::Skip(id) => (SKIPPED, Some(*id), None),
        Deed::Wrong(faults) => (WRONG, None, Some((number, faults.clone()))),
    };
    let row = DoneRow { number, status: status.into(), name: planned.name.chars().take(200).collect(), client_id, organization_id: None, client_version: 0 };
    (row, faults)
}

/// Decides what becomes of every row. In a dry run that is all; else what is wrong or left is done with, and the rest waits for [`batch`].
async fn plan_all(platform: &Platform, practice: &Practice, import: &FileImport) -> Result<()> {
    let db = platform.db.read();
    let ground = ground(db, practice, import).await?;
    let rows = store::rows(db, practice.id, import.id, None, MAX_ROWS as i64).await?;
    let read = tokio::task::spawn_blocking(move || {
        let candidates = plan::candidates(&ground, &rows);
        (ground, candidates)
    });
    let (ground, candidates) = read.await.map_err(|e| Error::Other(e.to_string()))?;
    let present = present(db, practice.id, &ground, &candidates).await?;
    let dry_run = import.dry_run;
    let planned = tokio::task::spawn_blocking(move || {
        let told: Vec<_> = plan::plan(&ground, &present, candidates).iter().map(foreseen).collect();
        let keep = |row: &DoneRow| dry_run || row.status == SKIPPED || row.status == WRONG;
        let faults: Vec<(i64, Vec<Fault>)> = told.iter().filter_map(|(_, faults)| faults.clone()).collect();
        (told.into_iter().map(|(row, _)| row).filter(keep).collect::<Vec<_>>(), faults)
    });
    let (rows, faults) = planned.await.map_err(|e| Error::Other(e.to_string()))?;
    let tx = platform.db.begin().await?;
    let mut import = store::find(&tx, practice.id, import.id).await?;
    if import.planned || !import.is_busy() {
        return Ok(());
    }
    (import.status, import.planned) = (RUNNING.into(), true);
    changed(&tx, &mut import).await?;
    store::mark(&tx, practice.id, import.id, &rows).await?;
    store::put_faults(&tx, practice.id, import.id, &faults).await?;
    store::count(&tx, practice.id, import.id, &rows).await?;
    tx.commit().await
}

/// Goes on with an import; answers whether more is to do. Done twice, it does nothing the second time: each row leaves the waiting ones in the transaction
/// that makes its client.
pub async fn step(platform: &Platform, applications: &Applications, practice: Id, id: Id) -> Result<bool> {
    let db = platform.db.read();
    let import = store::find(db, practice, id).await?;
    if !import.is_busy() {
        return Ok(false);
    }
    let firm = practices::find(db, practice).await?;
    if !import.planned {
        plan_all(platform, &firm, &import).await?;
        return Ok(true);
    }
    if import.dry_run {
        return finish(platform, &firm, id, "").await;
    }
    let user = users::find(db, import.user_id).await?.ok_or(Error::NotFound)?;
    let role = memberships::role(db, Tenant::Practice, practice, user.id).await?.and_then(|role| role.parse::<PracticeRole>().ok());
    if !role.is_some_and(|role| role.may(PracticeRight::ManageClients)) {
        return finish(platform, &firm, id, "access_lost").await;
    }
    let rows = store::rows(db, practice, id, Some(crate::import::PENDING), BATCH).await?;
    if rows.is_empty() {
        return finish(platform, &firm, id, "").await;
    }
    let ground = ground(db, &firm, &import).await?;
    let desk = Desk { practice: &firm, by: &user, visible_to: None, now: platform.clock.now() };
    for row in rows {
        one(platform, applications, &desk, &ground, &import, row.number).await?;
    }
    Ok(true)
}

/// Makes one row's client, in a transaction of its own. What has come in between counts: it is held against the practice anew.
async fn one(platform: &Platform, applications: &Applications, desk: &Desk<'_>, ground: &Ground, import: &FileImport, number: usize) -> Result<()> {
    let practice = desk.practice.id;
    let tx = platform.db.begin().await?;
    memberships::hold(&tx, practice).await?;
    let Some(row) = store::waiting(&tx, practice, import.id, i64::try_from(number).unwrap_or(i64::MAX)).await? else { return Ok(()) };
    let candidates = plan::candidates(ground, std::slice::from_ref(&row));
    let present = present(&tx, practice, ground, &candidates).await?;
    let Some(planned) = plan::plan(ground, &present, candidates).into_iter().next() else { return Ok(()) };
    match made(&tx, applications, desk, ground, &present, &planned).await {
        Ok((done, faults)) => {
            store::mark(&tx, practice, import.id, std::slice::from_ref(&done)).await?;
            store::put_faults(&tx, practice, import.id, &faults).await?;
            store::count(&tx, practice, import.id, &[done]).await?;
            tx.commit().await
        }
        Err(error @ (Error::Invalid(_) | Error::Conflict(_) | Error::NotFound | Error::Forbidden)) => {
            tx.rollback().await?;
            let errors = match error {
                Error::Invalid(errors) => errors,
                _ => Invalid::one("", "sheet_refused"),
            };
            let (mut done, _) = foreseen(&planned);
            (done.status, done.client_id) = (WRONG.into(), None);
            let faults = [(done.number, ground.faults(&planned.typed, &errors))];
            let tx = platform.db.begin().await?;
            store::mark(&tx, practice, import.id, std::slice::from_ref(&done)).await?;
            store::put_faults(&tx, practice, import.id, &faults).await?;
            store::count(&tx, practice, import.id, &[done]).await?;
            tx.commit().await
        }
        Err(error) => Err(error),
    }
}

type Made = (DoneRow, Vec<(i64, Vec<Fault>)>);

/// Does what was planned of a row.
async fn made(tx: &Tx, applications: &Applications, desk: &Desk<'_>, ground: &Ground, present: &Present, planned: &Planned) -> Result<Made> {
    let practice = desk.practice.id;
    let (mut done, faults) = foreseen(planned);
    let typed = &planned.typed;
    match &planned.deed {
        Deed::New(new) => {
            let mut new = (**new).clone();
            let follows = match typed.blueprint {
                Some(id) if !new.applications.is_empty() => Some(blueprints::find(tx, practice, id).await?),
                _ => None,
            };
            if let Some(blueprint) = &follows {
                new.initial = applying::snapshot_of(tx, applications, blueprint, &new.profile.currency).await?;
            }
            let (client, organization) = desk.create(tx, applications, new).await?;
            if let (Some(blueprint), Some(organization)) = (&follows, &organization) {
                applying::follow(tx, blueprint, organization.id).await?;
            }
            add_contacts(tx, practice, client.id, &typed.contacts.iter().collect::<Vec<_>>()).await?;
            if !typed.assigned.is_empty() {
                desk.assign(tx, client.id, &typed.assigned).await?;
            }
            if !typed.external_id.is_empty() {
                store::put_external_id(tx, practice, client.id, &typed.external_id).await?;
            }
            (done.client_id, done.organization_id, done.client_version) = (Some(client.id), organization.map(|o| o.id), client.version);
        }
        Deed::Update(id) => {
            let country = present.clients.get(id).map(|existing| existing.client.country.clone()).unwrap_or_default();
            let after = desk.update(tx, *id, (None, true), &ground.sight(&country), |before, errors| ground.over(typed, before, errors)).await?;
            if let Some(existing) = present.clients.get(id) {
                if let Some(active) = typed.active.filter(|active| *active != existing.client.active) {
                    desk.set_active(tx, &[*id], active).await?;
                }
                if crate::plan::assigned_differs(typed, existing) {
                    desk.assign(tx, *id, &typed.assigned).await?;
                }
                for contact in plan::new_contacts(typed, existing) {
                    desk.add_contact(tx, *id, contact.clone()).await?;
                }
            }
            if !typed.external_id.is_empty() {
                store::put_external_id(tx, practice, *id, &typed.external_id).await?;
            }
            done.client_version = after.version;
        }
        Deed::Skip(_) | Deed::Wrong(_) => {}
    }
    Ok((done, faults.into_iter().collect()))
}

/// The contact persons of a new client: what made it tells of them.
async fn add_contacts(tx: &Tx, practice: Id, client: Id, contacts: &[&Contact]) -> Result<()> {
    let new: Vec<Contact> = contacts
        .iter()
        .map(|contact| Contact { practice_id: practice, id: new_id(), client_id: client, version: 1, ..(*contact).clone() })
        .collect();
    Ok(sql::insert(tx, &new).await?)
}

/// Ends an import; what waits yet has failed for this reason. Answers that nothing is left.
async fn finish(platform: &Platform, practice: &Practice, id: Id, failure: &str) -> Result<bool> {
    let tx = platform.db.begin().await?;
    let user = end(&tx, practice.id, id, failure, platform.clock.now()).await?;
    tx.commit().await?;
    platform.wake_workers();
    if let Some(user) = user {
        platform.tell(Event::Notified(user));
    }
    Ok(false)
}

/// Ends an import, once. Answers who was told.
pub async fn end(tx: &Tx, practice: Id, id: Id, failure: &str, now: i64) -> Result<Option<Id>> {
    memberships::hold(tx, practice).await?;
    let mut import = store::find(tx, practice, id).await?;
    if !import.is_busy() {
        return Ok(None);
    }
    if !failure.is_empty() {
        let failed = store::fail_pending(tx, practice, id, failure).await?;
        (import.done, import.failed) = (import.done + failed, import.failed + failed);
    }
    (import.status, import.failure, import.finished_at) = (COMPLETED.into(), failure.into(), Some(now));
    changed(tx, &mut import).await?;
    let Some(user) = users::find(tx, import.user_id).await?.filter(|_| !import.dry_run) else { return Ok(None) };
    let counts = [("created", import.created), ("updated", import.updated), ("skipped", import.skipped), ("failed", import.failed)];
    recorded(tx, &import, "client_file_import_completed", &user, &counts, now).await?;
    let link = format!("/practices/{practice}/client-file-imports/{id}");
    let data = json!({ "file": import.file_name, "created": import.created, "updated": import.updated, "failed": import.failed });
    notifications::notify(tx, user.id, "client_file_import_completed", data, &link, now).await?;
    Ok(Some(user.id))
}

/// Stops an import that runs: what is done stays, the rest is not done.
///
/// Errors: conflict `import_not_running`.
pub async fn stop(tx: &Tx, practice: Id, id: Id, now: i64) -> Result<Option<Id>> {
    if !store::find(tx, practice, id).await?.is_busy() {
        return Err(Error::Conflict("import_not_running"));
    }
    end(tx, practice, id, "stopped", now).await
}
