//! Importing a statement: read before the transaction, then only what is not there yet is written.

use std::collections::{HashMap, HashSet};

use axum::response::Response;
use despacho_bank_files::{Asked, Fault, Format, Line, Mapping, Statement, Why, iban, read};
use despacho_kernel::{FieldError, Id, Invalid, new_id};
use despacho_platform::{
    Error, Platform, Result, Tx,
    files::{incoming::Kept, kind, store as files},
    memberships,
    users::User,
};
use despacho_ui::stored;
use sha2::{Digest, Sha256};

use crate::{
    account::BankAccount,
    account_actions::recorded,
    line::{BY_HAND, BankLine, BankStatement, StatementFile, UNMATCHED},
    line_store::{self, Known},
    mapping,
    proposals::words::payee_key,
    reconciling, store,
};

/// Kilobytes of a form: a file of the most bytes, and what stands beside it.
pub const KILOBYTES: u32 = 17 * 1024;

/// A file as it was read, of one bank account.
#[derive(Debug, Clone)]
pub struct Read {
    pub file_name: String,
    pub sha256: String,
    pub format: Format,
    /// How its columns were told, to be remembered.
    pub mapping: Option<Mapping>,
    /// In the order of their days.
    pub statements: Vec<Statement>,
}

/// What came of an import.
#[derive(Debug, Clone)]
pub struct Imported {
    pub statement: BankStatement,
    /// The balance that was expected before it, where the file begins with another: days or lines are missing between.
    pub gap: Option<(i64, i64)>,
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn refused(fault: &Fault) -> Error {
    Invalid(vec![FieldError { field: "file".into(), code: fault.code(), params: fault.params() }]).into()
}

/// Whether a statement is of an account: by IBAN where both tell one, else by the digits of the number.
fn is_of(statement: &Statement, account: &BankAccount) -> bool {
    match &statement.iban {
        _ if account.iban.is_empty() => true,
        Some(iban) => *iban == account.iban,
        None => {
            let digits: String = statement.account.chars().filter(char::is_ascii_digit).collect();
            digits.len() < 8 || digits.len() != statement.account.len() || account.iban.contains(&digits)
        }
    }
}

/// Reads a file for an account, on a thread that may be busy. A CSV file is read by the mapping that is told, else by its headings, else as the last one.
///
/// Errors at `file`: those of [`Fault`], `statement_other_account` (with both), `statement_several_accounts`, `statement_other_currency`.
pub async fn read_file(account: &BankAccount, (name, bytes): (&str, Vec<u8>), format: Option<Format>, mapping: Option<Mapping>) -> Result<Read> {
    let currency = account.own_currency()?;
    let last = mapping::remembered(account);
    let work = move || {
        let asked = |mapping| Asked { format, currency, mapping, day_first: true };
        let told = mapping.is_some();
        let found = match (read(&bytes, &asked(mapping.as_ref())), &last) {
            (Err(Fault { why: Why::Columns, .. }), Some(last)) if !told => read(&bytes, &asked(Some(last))),
            (found, _) => found,
        };
        found.map(|(format, statements)| (hex(&bytes), format, mapping.filter(|_| format == Format::Csv), statements))
    };
    let read = tokio::task::spawn_blocking(work).await.map_err(|e| Error::Other(e.to_string()))?;
    let (sha256, format, mapping, statements) = read.map_err(|fault| refused(&fault))?;
    let other = statements.first().map(|of| of.iban.as_deref().map_or_else(|| of.account.clone(), iban::grouped)).unwrap_or_default();
    let mut statements: Vec<Statement> = statements.into_iter().filter(|of| is_of(of, account)).collect();
    if statements.is_empty() {
        let params = vec![("file", other), ("account", iban::grouped(&account.iban))];
        return Err(Invalid(vec![FieldError { field: "file".into(), code: "statement_other_account", params }]).into());
    }
    if account.iban.is_empty() && statements.iter().any(|of| (&of.iban, &of.account) != (&statements[0].iban, &statements[0].account)) {
        return Err(Invalid::one("file", "statement_several_accounts").into());
    }
    if let Some(of) = statements.iter().find(|of| !of.currency.is_empty() && of.currency != account.currency) {
        let params = vec![("file", of.currency.clone()), ("account", account.currency.clone())];
        return Err(Invalid(vec![FieldError { field: "file".into(), code: "statement_other_currency", params }]).into());
    }
    statements.sort_by_key(first_day);
    Ok(Read { file_name: name.chars().take(200).collect(), sha256, format, mapping, statements })
}

fn first_day(of: &Statement) -> Option<jiff::civil::Date> {
    let earliest = of.lines.iter().map(|line| line.date).min();
    match (of.from, earliest) {
        (Some(told), Some(line)) => Some(told.min(line)),
        (told, line) => told.or(line),
    }
}

fn last_day(of: &Statement) -> Option<jiff::civil::Date> {
    of.through.max(of.lines.iter().map(|line| line.date).max())
}

/// What tells a line from the others of its account: the bank's own name of it or its text, its day and amount, and how many equal ones stand before it in the
/// file.
fn fingerprint(line: &Line, seen: &mut HashMap<String, usize>) -> String {
    let told = if line.external_id.is_empty() {
        despacho_kernel::text::fold(&format!("{}|{}|{}", line.text, line.reference, line.counterparty))
    } else {
        line.external_id.clone()
    };
    let key = format!("{}|{}|{told}", line.date, line.amount);
    let nth = seen.entry(key.clone()).or_default();
    *nth += 1;
    hex(format!("{key}|{nth}").as_bytes())
}

/// Which lines of a file are not there yet, with their fingerprints: whatever is there already by what tells it is, and so is each that another format
/// told of the same day and amount in other words.
fn missing<'f>(lines: &[&'f Line], there: &[Known], format: Format) -> Vec<(&'f Line, String)> {
    let mut seen = HashMap::new();
    let told: Vec<(&Line, String)> = lines.iter().map(|line| (*line, fingerprint(line, &mut seen))).collect();
    let again: HashSet<&str> = told.iter().map(|(_, fingerprint)| fingerprint.as_str()).collect();
    let fingerprints: HashSet<&str> = there.iter().map(|of| of.fingerprint.as_str()).collect();
    let mut otherwise: HashMap<(String, i64), usize> = HashMap::new();
    for of in there.iter().filter(|of| of.format != format.word() && !again.contains(of.fingerprint.as_str())) {
        *otherwise.entry((of.date.clone(), of.amount)).or_default() += 1;
    }
    let mut is_there = |line: &Line, fingerprint: &str| {
        fingerprints.contains(fingerprint)
            || match otherwise.get_mut(&(line.date.to_string(), line.amount)) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    true
                }
                _ => false,
            }
    };
    told.iter().filter(|(line, fingerprint)| !is_there(line, fingerprint)).cloned().collect()
}

/// Writes what of a file is not there yet: the same file twice adds nothing, and of one that overlaps only what is missing is added.
pub async fn import(tx: &Tx, organization: Id, account: Id, read: &Read, (by, now): (&User, i64)) -> Result<Imported> {
    memberships::hold(tx, organization).await?;
    let account = store::account(tx, organization, account).await?;
    let lines: Vec<&Line> = read.statements.iter().flat_map(|of| &of.lines).collect();
    let first = read.statements.iter().filter_map(first_day).min();
    let last = read.statements.iter().filter_map(last_day).max();
    let (Some(first), Some(last)) = (first, last) else { return Err(refused(&Fault::whole(Why::Empty))) };
    let earliest = lines.iter().map(|line| line.date).min().unwrap_or(first).min(first);
    let there = line_store::known(tx, organization, account.id, (&earliest.to_string(), &last.to_string())).await?;
    let opening = read.statements.first().and_then(|of| of.opening);
    let closing = read.statements.last().and_then(|of| of.closing);
    // A file without the balance before it may tell the one after it.
    let opening = opening.or_else(|| {
        closing
            .filter(|_| read.statements.len() == 1)
            .map(|closing| closing - lines.iter().map(|line| line.amount).sum::<i64>())
    });
    let expected = reconciling::bank_balance_before(tx, &account, first).await?;
    let id = new_id();
    let line = |(line, fingerprint): (&Line, String)| BankLine {
        organization_id: organization,
        id: new_id(),
        bank_account_id: account.id,
        statement_id: id,
        date: line.date.to_string(),
        value_date: line.value_date.map(|day| day.to_string()).unwrap_or_default(),
        amount: line.amount,
        text: line.text.clone(),
        reference: line.reference.clone(),
        counterparty: line.counterparty.clone(),
        counterparty_iban: line.counterparty_iban.clone(),
        code: line.code.chars().take(40).collect(),
        payee_key: payee_key(&line.counterparty, &line.text),
        fingerprint,
        status: UNMATCHED.into(),
        kind: String::new(),
        account_id: None,
        contact_id: None,
        reason: String::new(),
        matched_by: None,
        matched_at: None,
        reconciliation_id: None,
        by_hand: false,
        version: 1,
    };
    let new: Vec<BankLine> = missing(&lines, &there, read.format).into_iter().map(line).collect();
    if let Some(closed) = store::last_closed(tx, organization, account.id).await?
        && new.iter().any(|line| line.date <= closed.through)
    {
        let params = vec![("through", closed.through)];
        return Err(Invalid(vec![FieldError { field: "file".into(), code: "statement_reconciled", params }]).into());
    }
    let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let statement = BankStatement {
        organization_id: organization,
        id,
        bank_account_id: account.id,
        file_name: read.file_name.clone(),
        sha256: read.sha256.clone(),
        format: read.format.word().into(),
        first_date: first.to_string(),
        last_date: last.to_string(),
        opening,
        closing,
        lines: whole(new.len()),
        duplicates: whole(lines.len() - new.len()),
        imported_by: by.id,
        imported_at: now,
    };
    store::insert_statement(tx, &statement).await?;
    line_store::insert(tx, &new).await?;
    if let Some(mapping) = &read.mapping {
        let text = serde_json::to_string(mapping).map_err(|e| Error::Other(e.to_string()))?;
        store::remember(tx, organization, account.id, &text).await?;
    }
    recorded(tx, &account, "bank_statement_imported", vec![], (by, now)).await?;
    let gap = expected.zip(opening).filter(|(expected, opening)| expected != opening && !new.is_empty());
    Ok(Imported { statement, gap })
}

/// Keeps the file of a statement that was imported, as it came.
pub async fn keep_file(tx: &Tx, platform: &Platform, statement: &BankStatement, kept: &Kept) -> Result<()> {
    let file = despacho_platform::files::add(tx, platform, statement.organization_id, kept).await?;
    store::insert_file(tx, &StatementFile { organization_id: statement.organization_id, statement_id: statement.id, file_id: file.id }).await
}

/// The file of a statement, to be saved under its own name; not found where none was kept.
pub async fn download(platform: &Platform, organization: Id, (account, id): (Id, Id)) -> Result<Response> {
    let db = platform.db.read();
    let statement = store::statement(db, organization, account, id).await?;
    let kept = store::file_of(db, organization, statement.id).await?.ok_or(Error::NotFound)?;
    stored::serve(platform, &files::find(db, organization, kept.file_id).await?, &kind::name(&statement.file_name), false).await
}

/// Takes back what an import brought, while none of its lines is matched, left out or closed.
///
/// Errors: conflict `statement_in_use`.
pub async fn remove(tx: &Tx, organization: Id, (account, id): (Id, Id), who: (&User, i64)) -> Result<()> {
    memberships::hold(tx, organization).await?;
    let account = store::account(tx, organization, account).await?;
    // Lines by hand go one by one.
    let of_file = store::statement(tx, organization, account.id, id).await?.format != BY_HAND;
    if !of_file || line_store::settled_of(tx, organization, id).await? > 0 {
        return Err(Error::Conflict("statement_in_use"));
    }
    line_store::delete_of(tx, organization, id).await?;
    if let Some(file) = store::file_of(tx, organization, id).await? {
        store::delete_file(tx, organization, id).await?;
        files::remove(tx, organization, &[file.file_id]).await?;
    }
    store::delete_statement(tx, organization, id).await?;
    recorded(tx, &account, "bank_statement_deleted", vec![], who).await
}
