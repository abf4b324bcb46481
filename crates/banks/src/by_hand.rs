//! Lines that are typed, of an account without files, and what may still be changed of a line that waits: what the bank told stays as it was told.

use despacho_bank_files::{MAX_AMOUNT, iban};
use despacho_kernel::{
    Id, Invalid,
    money::{Money, plain},
    new_id,
    number::Notation,
};
use despacho_ledger::journal::Allowed;
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    memberships,
};
use despacho_ui::days;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

use crate::{
    account::BankAccount,
    line::{BY_HAND, BankLine, BankStatement, UNMATCHED},
    line_store, matching,
    proposals::words::payee_key,
    store,
};

/// What is told, `null` as empty; none where nothing is.
fn told<'de, D: Deserializer<'de>>(value: D) -> Result<Option<String>, D::Error> {
    Ok(Some(Option::<String>::deserialize(value)?.unwrap_or_default()))
}

/// A line as it is typed; of what is left out a change keeps what was.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TypedLine {
    pub bank_account_id: Option<Id>,
    /// The day that it was booked on, ISO 8601.
    #[serde(deserialize_with = "told")]
    pub date: Option<String>,
    #[serde(deserialize_with = "told")]
    pub value_date: Option<String>,
    /// In the account's currency; money in is positive.
    #[serde(deserialize_with = "told")]
    pub amount: Option<String>,
    #[serde(deserialize_with = "told")]
    pub text: Option<String>,
    #[serde(deserialize_with = "told")]
    pub reference: Option<String>,
    #[serde(deserialize_with = "told")]
    pub counterparty: Option<String>,
    #[serde(deserialize_with = "told")]
    pub counterparty_iban: Option<String>,
}

/// The line with what was typed over it.
fn read(typed: &TypedLine, before: &BankLine, account: &BankAccount, notation: Notation, errors: &mut Invalid) -> Result<BankLine> {
    let currency = account.own_currency()?;
    let mut line = before.clone();
    if let Some(text) = &typed.date {
        let day: Option<Date> = errors.take("date", if text.trim().is_empty() { Err("required") } else { days::iso(text).ok_or("date") });
        line.date = day.map_or(line.date, |day| day.to_string());
    }
    if let Some(text) = &typed.value_date {
        let day: Option<Date> = if text.trim().is_empty() { None } else { errors.take("value_date", days::iso(text).ok_or("date")) };
        line.value_date = day.map_or_else(String::new, |day| day.to_string());
    }
    if let Some(text) = &typed.amount {
        if text.trim().is_empty() {
            errors.push("amount", "required");
        } else if let Some(money) = errors.take("amount", Money::parse(text.trim(), currency, notation)) {
            line.amount = money.minor;
            if money.minor == 0 || money.minor.abs() > MAX_AMOUNT {
                errors.push("amount", "amount_invalid");
            }
        }
    }
    if let Some(text) = &typed.text {
        line.text = errors.required("text", text, 300);
    }
    for (field, text, own, most) in
        [("reference", &typed.reference, &mut line.reference, 100), ("counterparty", &typed.counterparty, &mut line.counterparty, 200)]
    {
        if let Some(text) = text {
            *own = errors.optional(field, text, most);
        }
    }
    if let Some(text) = typed.counterparty_iban.as_deref().map(str::trim) {
        line.counterparty_iban =
            if text.is_empty() { String::new() } else { errors.take("counterparty_iban", iban::checked(text).ok_or("iban")).unwrap_or_default() };
    }
    line.payee_key = payee_key(&line.counterparty, &line.text);
    Ok(line)
}

/// Notes a day that is closed already.
async fn open_day(tx: &Tx, line: &BankLine, errors: &mut Invalid) -> Result<()> {
    if let Some(closed) = store::last_closed(tx, line.organization_id, line.bank_account_id).await?.filter(|closed| closed.through >= line.date) {
        errors.push_with("date", "reconciled_later", vec![("through", closed.through)]);
    }
    Ok(())
}

/// Keeps the days of the statement of lines by hand as its lines are: without any it goes.
async fn spanned(tx: &Tx, statement: BankStatement) -> Result<()> {
    let organization = statement.organization_id;
    match line_store::days_of(tx, organization, statement.id).await? {
        Some((first_date, last_date)) => store::update_statement(tx, &BankStatement { first_date, last_date, ..statement }).await,
        None => store::delete_statement(tx, organization, statement.id).await.map(|_| ()),
    }
}

async fn recorded(tx: &Tx, line: &BankLine, action: &str, changes: Vec<Change>, allowed: Allowed<'_>) -> Result<()> {
    let label = line.label();
    let entry = Entry { tenant: line.organization_id, actor: Some(allowed.by), action, subject: ("bank_line", line.id, &label), changes };
    activity::record(tx, entry, allowed.now).await
}

/// Writes a line that somebody typed.
///
/// Errors: at `bank_account_id` `required`, `choice`; at `date` `required`, `date`, `reconciled_later`; at `amount` `required`, `amount_invalid`; at `text`
/// `required`; at `counterparty_iban` `iban`.
pub async fn create(tx: &Tx, organization: Id, typed: &TypedLine, notation: Notation, allowed: Allowed<'_>) -> Result<BankLine> {
    memberships::hold(tx, organization).await?;
    let id = typed.bank_account_id.ok_or_else(|| Invalid::one("bank_account_id", "required"))?;
    let account = match store::account(tx, organization, id).await {
        Err(Error::NotFound) => return Err(Invalid::one("bank_account_id", "choice").into()),
        found => found?,
    };
    let known = store::by_hand(tx, organization, account.id).await?;
    let statement = known.clone().unwrap_or_else(|| BankStatement {
        organization_id: organization,
        id: new_id(),
        bank_account_id: account.id,
        file_name: String::new(),
        sha256: String::new(),
        format: BY_HAND.into(),
        first_date: String::new(),
        last_date: String::new(),
        opening: None,
        closing: None,
        lines: 0,
        duplicates: 0,
        imported_by: allowed.by.id,
        imported_at: allowed.now,
    });
    let id = new_id();
    let empty = BankLine {
        organization_id: organization,
        id,
        bank_account_id: account.id,
        statement_id: statement.id,
        date: String::new(),
        value_date: String::new(),
        amount: 0,
        text: String::new(),
        reference: String::new(),
        counterparty: String::new(),
        counterparty_iban: String::new(),
        code: String::new(),
        payee_key: String::new(),
        // Two that are equal are two: a program that sends one again has a key for that.
        fingerprint: format!("{BY_HAND} {id}"),
        status: UNMATCHED.into(),
        kind: String::new(),
        account_id: None,
        contact_id: None,
        reason: String::new(),
        matched_by: None,
        matched_at: None,
        reconciliation_id: None,
        by_hand: true,
        version: 1,
    };
    let needed = |text: &Option<String>| Some(text.clone().unwrap_or_default());
    let typed = TypedLine { date: needed(&typed.date), amount: needed(&typed.amount), text: needed(&typed.text), ..typed.clone() };
    let mut errors = Invalid::new();
    let line = read(&typed, &empty, &account, notation, &mut errors)?;
    open_day(tx, &line, &mut errors).await?;
    errors.finish()?;
    if known.is_none() {
        store::insert_statement(tx, &BankStatement { first_date: line.date.clone(), last_date: line.date.clone(), ..statement.clone() }).await?;
    }
    line_store::insert(tx, std::slice::from_ref(&line)).await?;
    spanned(tx, BankStatement { lines: statement.lines + 1, ..statement }).await?;
    recorded(tx, &line, "bank_line_created", vec![], allowed).await?;
    Ok(line)
}

/// Changes a line that waits: all of one by hand; of one that a file told only whose it is and its reference.
///
/// Errors: conflicts `reconciled`, `bank_line_done`; stale where it is no longer of the version `seen`; `bank_line_imported` at what the bank told, and those
/// of [`create`].
pub async fn change(tx: &Tx, organization: Id, (id, seen): (Id, Option<i64>), typed: &TypedLine, allowed: Allowed<'_>) -> Result<BankLine> {
    memberships::hold(tx, organization).await?;
    let before = matching::waiting(tx, organization, id).await?;
    let account = store::account(tx, organization, before.bank_account_id).await?;
    let mut errors = Invalid::new();
    let after = read(typed, &before, &account, Notation::Plain, &mut errors)?;
    let digits = account.own_currency()?.digits;
    let told = |of: &BankLine| {
        let amount = plain(of.amount, digits);
        [("date", of.date.clone()), ("value_date", of.value_date.clone()), ("amount", amount), ("text", of.text.clone())]
    };
    let own =
        |of: &BankLine| [("reference", of.reference.clone()), ("counterparty", of.counterparty.clone()), ("counterparty_iban", of.counterparty_iban.clone())];
    if typed.bank_account_id.is_some_and(|id| id != account.id) {
        errors.push("bank_account_id", "bank_line_stays");
    }
    if !before.by_hand {
        for ((field, was), (_, is)) in told(&before).into_iter().zip(told(&after)) {
            if was != is {
                errors.push(field, "bank_line_imported");
            }
        }
    }
    if after.date != before.date {
        open_day(tx, &after, &mut errors).await?;
    }
    errors.finish()?;
    if seen.is_some_and(|seen| seen != before.version) && after != before {
        return Err(Error::Stale(vec![]));
    }
    let pairs = told(&before).into_iter().chain(own(&before)).zip(told(&after).into_iter().chain(own(&after)));
    let changes: Vec<Change> = pairs
        .filter(|((_, was), (_, is))| was != is)
        .map(|((field, was), (_, is))| Change { field: field.into(), before: was, after: is })
        .collect();
    if changes.is_empty() {
        return Ok(before);
    }
    let after = line_store::update(tx, after).await?;
    if let Some(statement) = store::by_hand(tx, organization, account.id).await?.filter(|_| after.by_hand) {
        spanned(tx, statement).await?;
    }
    recorded(tx, &after, "bank_line_changed", changes, allowed).await?;
    Ok(after)
}

/// Deletes a line by hand that waits. One that a file told is left out of the books with a reason instead.
///
/// Errors: conflicts `reconciled`, `bank_line_done`, `bank_line_imported`; stale where it is no longer of the version `seen`.
pub async fn delete(tx: &Tx, organization: Id, (id, seen): (Id, Option<i64>), allowed: Allowed<'_>) -> Result<()> {
    memberships::hold(tx, organization).await?;
    let line = matching::waiting(tx, organization, id).await?;
    if !line.by_hand {
        return Err(Error::Conflict("bank_line_imported"));
    }
    if seen.is_some_and(|seen| seen != line.version) {
        return Err(Error::Stale(vec![]));
    }
    line_store::delete(tx, organization, id).await?;
    if let Some(statement) = store::by_hand(tx, organization, line.bank_account_id).await? {
        spanned(tx, BankStatement { lines: statement.lines - 1, ..statement }).await?;
    }
    recorded(tx, &line, "bank_line_deleted", vec![], allowed).await
}
