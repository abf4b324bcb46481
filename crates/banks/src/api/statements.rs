//! The API of statements.

use axum::{
    extract::{DefaultBodyLimit, State},
    handler::Handler,
    http::{HeaderMap, StatusCode},
};
use despacho_bank_files::Format;
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R, money::plain};
use despacho_platform::{Platform, Result, files};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Routes,
    api::{List, json, once},
    forms::Upload,
    openapi::Operation,
};
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::{
    accounts::OfAccount,
    shapes::{file, statement},
};
use crate::{
    importing::{self, Imported, KILOBYTES},
    line::BankStatement,
    mapping, store,
};

/// Most statements that are listed.
const LISTED: i64 = 500;
pub(super) fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/organizations/{organization}/bank-accounts/{bank_account}/statements";
    const ONE: &str = "/api/v1/organizations/{organization}/bank-accounts/{bank_account}/statements/{statement}";
    const FILE: &str = "/api/v1/organizations/{organization}/bank-accounts/{bank_account}/statements/{statement}/file";
    let (read, write) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    Routes::new(platform)
        .api(Operation::get(ALL, "api-bank-statements").lists_whole("BankStatement", statement()), read, list)
        .api(
            Operation::post(ALL, "api-bank-statements-import").takes_form(file()).answers_schema(201, "BankStatement", statement()),
            write,
            bring.layer(DefaultBodyLimit::max(KILOBYTES as usize * 1024)),
        )
        .api(Operation::get(FILE, "api-bank-statement-file").answers_bytes(), read, download)
        .api(Operation::delete(ONE, "api-bank-statement-remove").conflicts(&["statement_in_use"]), write, remove)
}

#[derive(Deserialize)]
struct OfStatement {
    bank_account: Id,
    statement: Id,
}

fn answered(of: &BankStatement, gap: Option<(i64, i64)>, digits: u8) -> Value {
    let warnings: Vec<Value> = gap
        .iter()
        .map(|(expected, found)| value!({ "code": "statement_gap", "expected": plain(*expected, digits), "found": plain(*found, digits) }))
        .collect();
    value!({
        "id": of.id,
        "bank_account_id": of.bank_account_id,
        "file_name": of.file_name,
        "format": of.format,
        "from": of.first_date,
        "to": of.last_date,
        "opening": of.opening.map(|minor| plain(minor, digits)),
        "closing": of.closing.map(|minor| plain(minor, digits)),
        "lines": of.lines,
        "duplicates": of.duplicates,
        "warnings": warnings,
        "sha256": of.sha256,
        "imported_by": of.imported_by,
        "imported_at": of.imported_at,
    })
}

async fn list(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>) -> Outcome {
    let db = platform.db.read();
    let account = store::account(db, who.organization, of.bank_account).await?;
    let digits = account.own_currency()?.digits;
    let all = store::statements(db, who.organization, account.id, LISTED).await?;
    Ok(json(StatusCode::OK, &List { items: all.iter().map(|of| answered(of, None, digits)).collect::<Vec<_>>(), next_cursor: None }))
}

async fn bring(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>, headers: HeaderMap, upload: Upload<KILOBYTES>) -> Outcome {
    let account = store::account(platform.db.read(), who.organization, of.bank_account).await?;
    let typed = upload.typed();
    let bytes = upload.file("file");
    let mut errors = Invalid::new();
    if bytes.is_empty() {
        errors.push("file", if upload.file_name("file").is_empty() { "required" } else { "statement_empty" });
    }
    let format: Option<Format> = match typed.get("format").trim() {
        "" => None,
        word => errors.take("format", word.parse()),
    };
    let mapping = mapping::sent(typed.get("mapping")).unwrap_or_else(|fault| {
        errors.0.extend(fault.0);
        None
    });
    errors.finish()?;
    let read = importing::read_file(&account, (&upload.file_name("file"), bytes.to_vec()), format, mapping).await?;
    let kept = files::incoming::keep(&platform, who.organization, &bytes).await?;
    let request = format!("POST statements of {} {} {} {} {}", who.organization, account.id, read.sha256, typed.get("format"), typed.get("mapping"));
    let (digits, now) = (account.own_currency()?.digits, platform.clock.now());
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| -> Result<Value> {
        let Imported { statement, gap } = importing::import(tx, who.organization, account.id, &read, (&who.user, now)).await?;
        importing::keep_file(tx, &platform, &statement, &kept).await?;
        Ok(answered(&statement, gap, digits))
    });
    Ok(response.await?)
}

async fn download(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfStatement>) -> Outcome {
    Ok(importing::download(&platform, who.organization, (of.bank_account, of.statement)).await?)
}

async fn remove(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfStatement>, headers: HeaderMap) -> Outcome {
    let request = format!("removal of {} {} {}", who.organization, of.bank_account, of.statement);
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::NO_CONTENT, async |tx| {
        importing::remove(tx, who.organization, (of.bank_account, of.statement), (&who.user, now)).await
    });
    Ok(response.await?)
}
