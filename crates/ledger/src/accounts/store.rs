//! Every SQL of accounts.

use std::collections::HashMap;

use despacho_kernel::{
    Id, Invalid, new_id,
    text::{fold, like_pattern},
};
use despacho_platform::sql::{Connection, FromRow, Stored};
use despacho_platform::{Error, Result, Tx, sql, vals};

use super::account::{Account, DEPTH, MAX};

pub async fn count(db: &dyn Connection, organization: Id) -> Result<i64> {
    Ok(sql::scalar(db, "SELECT COUNT(*) FROM accounts WHERE organization_id = $1", vals![organization]).await?.unwrap_or(0))
}

fn searched(account: Account) -> Account {
    Account { search_text: fold(&format!("{} {}", account.code, account.name)), ..account }
}

/// Adds checked accounts; answers their ids.
pub async fn insert_many(tx: &Tx, organization: Id, accounts: Vec<Account>) -> Result<Vec<Id>> {
    let present = usize::try_from(count(tx, organization).await?).unwrap_or(MAX);
    if present + accounts.len() > MAX {
        return Err(Invalid::too_many("code", MAX).into());
    }
    let rows: Vec<Account> = accounts
        .into_iter()
        .map(|a| searched(Account { organization_id: organization, id: new_id(), version: 1, ..a }))
        .collect();
    sql::insert(tx, &rows).await?;
    Ok(rows.iter().map(|account| account.id).collect())
}

/// The id of each code.
pub async fn ids_by_code(db: &dyn Connection, organization: Id) -> Result<HashMap<String, Id>> {
    despacho_platform::row! {
        struct Row {
            id: Id,
            code: String,
        }
    }
    let rows: Vec<Row> = sql::rows(db, "SELECT id, code FROM accounts WHERE organization_id = $1 LIMIT 5000", vals![organization]).await?;
    Ok(rows.into_iter().map(|row| (row.code, row.id)).collect())
}

despacho_platform::row! {
    /// An account as reports call it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Named {
        pub id: Id,
        pub code: String,
        pub name: String,
    }
}

/// The whole chart by code, as reports call its accounts.
pub async fn named(db: &dyn Connection, organization: Id) -> Result<Vec<Named>> {
    Ok(sql::rows(db, "SELECT id, code, name FROM accounts WHERE organization_id = $1 ORDER BY code LIMIT 5000", vals![organization]).await?)
}

fn select(conditions: &str) -> String {
    format!("SELECT {} FROM accounts WHERE organization_id = $1 {conditions}", Account::columns())
}

/// The whole chart by code.
pub async fn all(db: &dyn Connection, organization: Id) -> Result<Vec<Account>> {
    Ok(sql::rows(db, &select("ORDER BY code LIMIT 5000"), vals![organization]).await?)
}

/// A page of the chart by code, from after `after`, whose code or name holds `search`.
pub async fn page(db: &dyn Connection, organization: Id, search: &str, after: &str, limit: i64) -> Result<Vec<Account>> {
    let sql = select("AND code > $2 AND search_text LIKE $3 ESCAPE '\\' ORDER BY code LIMIT $4");
    Ok(sql::rows(db, &sql, vals![organization, after, like_pattern(search), limit]).await?)
}

/// Active accounts whose code and name hold the words of `search`: the one of that code, those below it, the others by code.
pub async fn search(db: &dyn Connection, organization: Id, search: &str, limit: i64) -> Result<Vec<Account>> {
    let folded = fold(search);
    // The mark between code and name, where a label was typed or pasted, is no word.
    let words: Vec<&str> = folded.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).take(8).collect();
    let mut values = vals![organization, true, limit];
    let mut conditions = String::from("AND active = $2");
    for word in words {
        values.push(like_pattern(word).into());
        conditions.push_str(&format!(" AND search_text LIKE ${} ESCAPE '\\'", values.len()));
    }
    // What is typed as a code is that account first, then those below it.
    let code = search.trim().to_owned();
    values.extend([code.clone().into(), code.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_").into()]);
    let (exact, begins) = (values.len() - 1, values.len());
    let order = format!("CASE WHEN code = ${exact} THEN 0 WHEN ${begins} <> '' AND code LIKE ${begins} || '%' ESCAPE '\\' THEN 1 ELSE 2 END, code");
    Ok(sql::rows(db, &select(&format!("{conditions} ORDER BY {order} LIMIT $3")), values).await?)
}

/// Accounts by their ids; those that the organization does not have are left out.
pub async fn of_ids(db: &dyn Connection, organization: Id, ids: &[Id]) -> Result<Vec<Account>> {
    Ok(sql::rows_in(db, &select("AND id IN ({ids})"), vals![organization], ids).await?)
}

/// Accounts by their codes; those that the organization does not have are left out. At most a thousand are asked for.
pub async fn of_codes(db: &dyn Connection, organization: Id, codes: &[&str]) -> Result<Vec<Account>> {
    let mut values = vals![organization];
    values.extend(codes.iter().map(|code| sql::Value::from(*code)));
    Ok(sql::rows(db, &select(&format!("AND code IN ({})", sql::placeholders(2, codes.len()))), values).await?)
}

/// The account of a code and those whose codes begin with it.
pub async fn below(db: &dyn Connection, organization: Id, code: &str) -> Result<Vec<Account>> {
    let begins = code.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let sql = select("AND code LIKE $2 || '%' ESCAPE '\\' ORDER BY code LIMIT 5000");
    Ok(sql::rows(db, &sql, vals![organization, begins]).await?)
}

pub async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<Account> {
    sql::find(db, vals![organization, id]).await?.ok_or(Error::NotFound)
}

pub async fn find_by_code(db: &dyn Connection, organization: Id, code: &str) -> Result<Option<Account>> {
    Ok(sql::maybe(db, &select("AND code = $2"), vals![organization, code]).await?)
}

/// A code, that of its parent and so on up to the top of the chart; nothing where the chart lacks it. At most [`DEPTH`] and one.
pub async fn line(db: &dyn Connection, organization: Id, code: &str) -> Result<Vec<String>> {
    let sql = format!(
        "WITH RECURSIVE line (code, parent_code, depth) AS (
             SELECT code, parent_code, 0 FROM accounts WHERE organization_id = $1 AND code = $2
             UNION ALL SELECT a.code, a.parent_code, line.depth + 1 FROM accounts a JOIN line ON a.code = line.parent_code
             WHERE a.organization_id = $1 AND line.depth < {DEPTH})
         SELECT code FROM line ORDER BY depth"
    );
    Ok(sql::column(db, &sql, vals![organization, code]).await?)
}

/// The codes of the chart that begin `code`.
pub async fn beginnings(db: &dyn Connection, organization: Id, code: &str) -> Result<Vec<String>> {
    let starts: Vec<String> = code.char_indices().skip(1).map(|(end, _)| code[..end].trim_end_matches(['.', '-']).to_owned()).collect();
    if starts.is_empty() {
        return Ok(vec![]);
    }
    let sql = format!("SELECT code FROM accounts WHERE organization_id = $1 AND code IN ({})", sql::placeholders(2, starts.len()));
    let mut values = vals![organization];
    values.extend(starts.into_iter().map(sql::Value::from));
    Ok(sql::column(db, &sql, values).await?)
}

/// Changes an account if it is still of the version that it was read at; answers whether it was.
pub async fn update(tx: &Tx, account: Account) -> Result<bool> {
    Ok(sql::update_version(tx, &searched(account)).await?)
}

/// Changes accounts of the organization, whatever their version.
pub async fn update_many(tx: &Tx, organization: Id, accounts: Vec<Account>) -> Result<()> {
    let columns: Vec<&str> = Account::COLUMNS.iter().copied().filter(|column| *column != "version").collect();
    let row = |account: Account| {
        let mut values = Stored::values(&searched(Account { organization_id: organization, ..account }));
        values.pop();
        values
    };
    Ok(sql::update_many(tx, Account::TABLE, "organization_id, id", &columns, &columns[2..], accounts.into_iter().map(row).collect()).await?)
}

/// Removes accounts.
pub async fn delete(tx: &Tx, organization: Id, ids: &[Id]) -> Result<()> {
    Ok(sql::run_in(tx, "DELETE FROM accounts WHERE organization_id = $1 AND id IN ({ids})", vals![organization], ids).await?)
}

/// Children follow their parent's new code.
pub async fn reparent(tx: &Tx, organization: Id, from: &str, to: &str) -> Result<()> {
    sql::run(tx, "UPDATE accounts SET parent_code = $3 WHERE organization_id = $1 AND parent_code = $2", vals![organization, from, to]).await?;
    Ok(())
}
