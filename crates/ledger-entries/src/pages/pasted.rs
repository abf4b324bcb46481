//! The accounts and contacts of lines that were pasted, found at once.

use axum::{Json, extract::State as Shared, response::IntoResponse};
use despacho_kernel::access::OrganizationRight as R;
use despacho_ledger::journal::{
    codes, sheet,
    typed::{MAX_LINES, TypedEntry, TypedLine},
};
use despacho_platform::Platform;
use despacho_ui::{InOrganization, Outcome, forms::FormData};
use serde_json::json;

/// What each text is: a code with its name, or what is missing.
pub async fn name(Shared(platform): Shared<Platform>, who: InOrganization, data: FormData) -> Outcome {
    let line = |text: String| {
        let (code, contact) = sheet::apart(&text).unwrap_or((text.trim(), ""));
        TypedLine { account_code: code.to_owned(), contact: contact.to_owned(), ..TypedLine::default() }
    };
    let mut typed = TypedEntry { postings: data.all("q").into_iter().take(MAX_LINES).map(line).collect(), ..TypedEntry::default() };
    let named = codes::named(platform.db.read(), who.organization, &mut typed).await?;
    let item = |line: &TypedLine| match (named.account(line), named.contact(line)) {
        (Some(account), contact) if contact.is_some() || line.contact.is_empty() => json!({
            "code": sheet::joined(&line.account_code, &line.contact),
            "name": contact.map_or(&account.name, |contact| &contact.name),
            "lacks": named.lacks_contact(line),
        }),
        (None, _) => {
            let code = named.filled(&line.account_code).unwrap_or_else(|| line.account_code.clone());
            let is_code = code.len() > 2 && code.len() <= 20 && code.bytes().all(|b| b.is_ascii_digit());
            let url = (is_code && who.may(R::EditAccounts)).then(|| who.path(&format!("/accounts/new?code={code}")));
            json!({ "missing": code, "url": url })
        }
        (Some(_), _) => json!({ "missing": sheet::joined(&line.account_code, &line.contact) }),
    };
    let items: Vec<_> = typed.postings.iter().map(item).collect();
    Ok(Json(json!({ "items": items })).into_response())
}
