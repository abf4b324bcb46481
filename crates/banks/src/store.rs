//! SQL of bank accounts, statements and reconciliations.

use despacho_kernel::Id;
use despacho_platform::{
    Error, Result, Tx,
    sql::{self, Connection, FromRow},
    vals,
};

use crate::{
    account::{BankAccount, MAX},
    line::{BY_HAND, BankStatement, Reconciliation, StatementFile},
};

/// All bank accounts, by the code of their account.
pub async fn accounts(db: &dyn Connection, organization: Id) -> Result<Vec<BankAccount>> {
    let sql = format!("SELECT {} FROM bank_accounts WHERE organization_id = $1 ORDER BY account_code, id LIMIT $2", BankAccount::columns());
    Ok(sql::rows(db, &sql, vals![organization, MAX]).await?)
}

pub async fn account(db: &dyn Connection, organization: Id, id: Id) -> Result<BankAccount> {
    sql::find(db, vals![organization, id]).await?.ok_or(Error::NotFound)
}

/// Whether any other bank account has the IBAN.
pub async fn iban_taken(db: &dyn Connection, organization: Id, iban: &str, but: Id) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM bank_accounts WHERE organization_id = $1 AND iban = $2 AND iban <> '' AND id <> $3";
    Ok(sql::scalar::<i64>(db, sql, vals![organization, iban, but]).await?.unwrap_or(0) > 0)
}

/// Whether any other bank account is kept in the account of the chart.
pub async fn account_taken(db: &dyn Connection, organization: Id, account: Id, but: Id) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM bank_accounts WHERE organization_id = $1 AND account_id = $2 AND id <> $3";
    Ok(sql::scalar::<i64>(db, sql, vals![organization, account, but]).await?.unwrap_or(0) > 0)
}

/// Whether bank accounts are kept in any of these accounts of the chart.
pub async fn names_accounts(db: &dyn Connection, organization: Id, ids: &[Id]) -> Result<bool> {
    let sql = "SELECT id FROM bank_accounts WHERE organization_id = $1 AND account_id IN ({ids})";
    Ok(!sql::column_in::<Id>(db, sql, vals![organization], ids).await?.is_empty())
}

pub async fn insert_account(tx: &Tx, new: &BankAccount) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(new)).await?)
}

/// Changes a bank account if it is still of the version that it was read at; answers whether it was.
pub async fn update_account(tx: &Tx, changed: &BankAccount) -> Result<bool> {
    Ok(sql::update_version(tx, changed).await?)
}

/// Remembers how CSV files of an account are read; whoever edits it meanwhile is not told of another version.
pub async fn remember(tx: &Tx, organization: Id, account: Id, mapping: &str) -> Result<()> {
    sql::run(tx, "UPDATE bank_accounts SET mapping = $3 WHERE organization_id = $1 AND id = $2", vals![organization, account, mapping]).await?;
    Ok(())
}

/// Whether statements were imported into it.
pub async fn has_statements(db: &dyn Connection, organization: Id, account: Id) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM bank_statements WHERE organization_id = $1 AND bank_account_id = $2";
    Ok(sql::scalar::<i64>(db, sql, vals![organization, account]).await?.unwrap_or(0) > 0)
}

pub async fn delete_account(tx: &Tx, organization: Id, id: Id) -> Result<bool> {
    Ok(sql::delete::<BankAccount>(tx, vals![organization, id]).await?)
}

pub async fn insert_statement(tx: &Tx, new: &BankStatement) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(new)).await?)
}

/// The last statements of an account that came in files, the latest first.
pub async fn statements(db: &dyn Connection, organization: Id, account: Id, limit: i64) -> Result<Vec<BankStatement>> {
    let sql = format!(
        "SELECT {} FROM bank_statements WHERE organization_id = $1 AND bank_account_id = $2 AND format <> $4 ORDER BY last_date DESC, imported_at DESC, id DESC LIMIT $3",
        BankStatement::columns()
    );
    Ok(sql::rows(db, &sql, vals![organization, account, limit, BY_HAND]).await?)
}

/// The statement that holds an account's lines by hand, if there are any.
pub async fn by_hand(db: &dyn Connection, organization: Id, account: Id) -> Result<Option<BankStatement>> {
    let sql = format!("SELECT {} FROM bank_statements WHERE organization_id = $1 AND bank_account_id = $2 AND format = $3 LIMIT 1", BankStatement::columns());
    Ok(sql::maybe(db, &sql, vals![organization, account, BY_HAND]).await?)
}

pub async fn update_statement(tx: &Tx, changed: &BankStatement) -> Result<()> {
    if sql::update(tx, changed).await? { Ok(()) } else { Err(Error::NotFound) }
}

/// The file that a statement came in, where it was kept.
pub async fn file_of(db: &dyn Connection, organization: Id, statement: Id) -> Result<Option<StatementFile>> {
    Ok(sql::find(db, vals![organization, statement]).await?)
}

/// Which of these statements have their files.
pub async fn with_files(db: &dyn Connection, organization: Id, statements: &[Id]) -> Result<Vec<Id>> {
    let sql = "SELECT statement_id FROM bank_statement_files WHERE organization_id = $1 AND statement_id IN ({ids})";
    Ok(sql::column_in(db, sql, vals![organization], statements).await?)
}

pub async fn insert_file(tx: &Tx, new: &StatementFile) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(new)).await?)
}

pub async fn delete_file(tx: &Tx, organization: Id, statement: Id) -> Result<bool> {
    Ok(sql::delete::<StatementFile>(tx, vals![organization, statement]).await?)
}

pub async fn statement(db: &dyn Connection, organization: Id, account: Id, id: Id) -> Result<BankStatement> {
    let found: Option<BankStatement> = sql::find(db, vals![organization, id]).await?;
    found.filter(|of| of.bank_account_id == account).ok_or(Error::NotFound)
}

pub async fn delete_statement(tx: &Tx, organization: Id, id: Id) -> Result<bool> {
    Ok(sql::delete::<BankStatement>(tx, vals![organization, id]).await?)
}

/// The earliest statement of an account that tells a balance.
pub async fn first_statement(db: &dyn Connection, organization: Id, account: Id) -> Result<Option<BankStatement>> {
    let sql = format!(
        "SELECT {} FROM bank_statements WHERE organization_id = $1 AND bank_account_id = $2 AND opening IS NOT NULL ORDER BY first_date, imported_at, id LIMIT 1",
        BankStatement::columns()
    );
    Ok(sql::maybe(db, &sql, vals![organization, account]).await?)
}

/// Reconciliations of an account, the latest first.
pub async fn reconciliations(db: &dyn Connection, organization: Id, account: Id, limit: i64) -> Result<Vec<Reconciliation>> {
    let sql = format!(
        "SELECT {} FROM bank_reconciliations WHERE organization_id = $1 AND bank_account_id = $2 ORDER BY through DESC, closed_at DESC, id DESC LIMIT $3",
        Reconciliation::columns()
    );
    Ok(sql::rows(db, &sql, vals![organization, account, limit]).await?)
}

pub async fn reconciliation(db: &dyn Connection, organization: Id, account: Id, id: Id) -> Result<Reconciliation> {
    let found: Option<Reconciliation> = sql::find(db, vals![organization, id]).await?;
    found.filter(|of| of.bank_account_id == account).ok_or(Error::NotFound)
}

/// The earliest reconciliation of an account that is closed.
pub async fn first_closed(db: &dyn Connection, organization: Id, account: Id) -> Result<Option<Reconciliation>> {
    let sql = format!(
        "SELECT {} FROM bank_reconciliations WHERE organization_id = $1 AND bank_account_id = $2 AND status = 'closed' ORDER BY through LIMIT 1",
        Reconciliation::columns()
    );
    Ok(sql::maybe(db, &sql, vals![organization, account]).await?)
}

/// The latest reconciliation of an account that is closed.
pub async fn last_closed(db: &dyn Connection, organization: Id, account: Id) -> Result<Option<Reconciliation>> {
    let sql = format!(
        "SELECT {} FROM bank_reconciliations WHERE organization_id = $1 AND bank_account_id = $2 AND status = 'closed' ORDER BY through DESC LIMIT 1",
        Reconciliation::columns()
    );
    Ok(sql::maybe(db, &sql, vals![organization, account]).await?)
}

pub async fn insert_reconciliation(tx: &Tx, new: &Reconciliation) -> Result<()> {
    Ok(sql::insert(tx, std::slice::from_ref(new)).await?)
}

pub async fn update_reconciliation(tx: &Tx, changed: &Reconciliation) -> Result<bool> {
    Ok(sql::update(tx, changed).await?)
}
