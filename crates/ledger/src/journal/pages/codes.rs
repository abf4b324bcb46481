//! Accounts as they are typed in a line: by code, by a code whose zeros are left out, or looked for by name.

use axum::{Json, extract::State, response::IntoResponse};
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R};
use despacho_platform::{Platform, Result, sql::Connection};
use despacho_ui::{InOrganization, Outcome, Query};
use serde::Deserialize;
use serde_json::json;

use super::sheet::{cell, place};
use crate::{
    accounts::{Account, store as accounts},
    journal::typed::TypedEntry,
};

/// Digits of a sub-account whose zeros may be left out.
const DIGITS: usize = 8;
/// Accounts that a search answers.
const FOUND: i64 = 12;

/// `629.7` with its zeros, `62900007`; nothing where it is not written so.
pub fn filled(code: &str) -> Option<String> {
    let (start, end) = code.split_once('.')?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let zeros = DIGITS.checked_sub(start.len() + end.len())?;
    (digits(start) && digits(end)).then(|| format!("{start}{}{end}", "0".repeat(zeros)))
}

/// The accounts that the lines name. Codes whose zeros were left out are written whole where the chart has that account and not the other.
pub async fn named(db: &dyn Connection, organization: Id, typed: &mut TypedEntry) -> Result<Vec<Account>> {
    let mut wanted: Vec<String> = vec![];
    for line in typed.postings.iter().filter(|line| !line.account_code.is_empty()) {
        wanted.push(line.account_code.clone());
        wanted.extend(filled(&line.account_code));
    }
    wanted.sort_unstable();
    wanted.dedup();
    let mut found = vec![];
    for part in wanted.chunks(1000).take(2) {
        found.extend(accounts::of_codes(db, organization, &part.iter().map(String::as_str).collect::<Vec<_>>()).await?);
    }
    let is_there = |code: &str| found.iter().any(|account| account.code == code);
    for line in &mut typed.postings {
        if let Some(whole) = filled(&line.account_code)
            && !is_there(&line.account_code)
            && is_there(&whole)
        {
            line.account_code = whole;
        }
    }
    Ok(found)
}

/// Errors with those of accounts that are not there, line by line.
pub fn with_missing(mut errors: Invalid, typed: &TypedEntry, accounts: &[Account]) -> Invalid {
    for (at, line) in typed.postings.iter().enumerate() {
        if !line.account_code.is_empty() && !accounts.iter().any(|account| account.code == line.account_code) {
            errors.push(&cell(at, "account_code"), "account_unknown");
        }
    }
    // The head's first, those of the whole last.
    errors.0.sort_by_key(|error| match place(&error.field) {
        Some((at, _)) => at + 1,
        None if error.field == "postings" || error.field.is_empty() => usize::MAX,
        None => 0,
    });
    errors
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
}

/// The accounts that a text finds: the one of that code first. Headings are left out, as they take no postings.
pub async fn search(State(platform): State<Platform>, who: InOrganization, Query(asked): Query<Asked>) -> Outcome {
    let db = platform.db.read();
    let text: String = asked.q.trim().chars().take(100).collect();
    let mut found = accounts::search(db, who.organization, &text, FOUND + 1).await?;
    if let Some(whole) = filled(&text)
        && let Some(account) = accounts::find_by_code(db, who.organization, &whole).await?
        && account.active
    {
        found.retain(|other| other.id != account.id);
        found.insert(0, account);
    }
    found.retain(|account| !account.is_heading());
    let more = found.len() > usize::try_from(FOUND).unwrap_or(0);
    found.truncate(usize::try_from(FOUND).unwrap_or(0));
    let items: Vec<_> = found.iter().map(|account| json!({ "code": account.code, "name": account.name })).collect();
    // What could be a new account is offered to whoever may make one.
    let code = filled(&text).unwrap_or(text);
    let is_code = code.len() > 2 && code.len() <= 20 && code.bytes().all(|b| b.is_ascii_digit());
    let new = is_code && who.may(R::EditAccounts) && accounts::find_by_code(db, who.organization, &code).await?.is_none();
    let new = new.then(|| json!({ "code": code, "url": who.path(&format!("/accounts/new?code={code}")) }));
    Ok(Json(json!({ "items": items, "more": more, "new": new })).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::typed::TypedLine;

    #[test]
    fn errors_are_told_line_by_line_with_the_accounts_that_are_missing() {
        let line = |code: &str| TypedLine { account_code: code.into(), ..TypedLine::default() };
        let typed = TypedEntry { postings: vec![line("629"), line("999"), line("")], ..TypedEntry::default() };
        let mut errors = Invalid::one("postings[2].debit", "amount_invalid");
        errors.push("postings", "unbalanced");
        errors.push("date", "date");
        let known = [Account { code: "629".into(), ..Account::default() }];
        let told: Vec<String> = with_missing(errors, &typed, &known).0.into_iter().map(|error| format!("{} {}", error.field, error.code)).collect();
        assert_eq!(told, ["date date", "postings[1].account_code account_unknown", "postings[2].debit amount_invalid", "postings unbalanced"]);
    }

    #[test]
    fn zeros_that_were_left_out_are_filled_in() {
        assert_eq!(filled("629.7").as_deref(), Some("62900007"));
        assert_eq!(filled("5720.123").as_deref(), Some("57200123"));
        assert_eq!(filled("6290000.7").as_deref(), Some("62900007"));
        for none in ["629", "629.", ".7", "629.x", "6290000.77", "6.2.9", ""] {
            assert_eq!(filled(none), None, "{none}");
        }
    }
}
