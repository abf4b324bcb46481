//! The API of bank accounts. Bodies and answers follow from [`BANK_ACCOUNT`].

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R, money::plain};
use despacho_platform::{Platform, Result, sql::Connection};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Routes,
    api::{List, Object, if_match, json, once},
    fields::{Sight, Use},
    openapi::Operation,
};
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::shapes::balances;
use crate::{
    account::{BANK_ACCOUNT, BankAccount},
    account_actions::{change, create, delete},
    reconciling, store,
};

pub(super) fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/organizations/{organization}/bank-accounts";
    const ONE: &str = "/api/v1/organizations/{organization}/bank-accounts/{bank_account}";
    let (read, write) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    let answer = || {
        let mut more = balances();
        more["id"] = value!({ "type": "string", "format": "uuid" });
        more["version"] = value!({ "type": "integer" });
        BANK_ACCOUNT.schema(Use::Answer, more)
    };
    Routes::new(platform)
        .api(Operation::get(ALL, "api-bank-accounts").lists_whole("BankAccount", answer()), read, list)
        .api(
            Operation::post(ALL, "api-bank-accounts-create")
                .example(value!({ "name": "Banco de Ejemplo, c/c", "iban": "ES91 2100 0418 4502 0005 1332" }))
                .takes_schema("CreateBankAccount", BANK_ACCOUNT.schema(Use::Create, value!({})))
                .answers_schema(201, "BankAccount", answer()),
            write,
            add,
        )
        .api(Operation::get(ONE, "api-bank-account").answers_schema(200, "BankAccount", answer()), read, show)
        .api(
            Operation::patch(ONE, "api-bank-account-change")
                .example(value!({ "name": "Banco de Ejemplo, nóminas" }))
                .versioned()
                .takes_schema("ChangeBankAccount", BANK_ACCOUNT.schema(Use::Change, value!({})))
                .answers_schema(200, "BankAccount", answer()),
            write,
            update,
        )
        .api(Operation::delete(ONE, "api-bank-account-remove").conflicts(&["bank_account_used"]), write, remove)
}

#[derive(Deserialize)]
pub(super) struct OfAccount {
    pub bank_account: Id,
}

async fn answered(db: &dyn Connection, account: &BankAccount) -> Result<Value> {
    let digits = account.own_currency()?.digits;
    let standing = reconciling::standing(db, account, None).await?;
    let closed = store::last_closed(db, account.organization_id, account.id).await?;
    Ok(BANK_ACCOUNT.json(
        account,
        value!({
            "id": account.id,
            "version": account.version,
            "bank_balance": standing.bank.map(|bank| plain(bank, digits)),
            "book_balance": plain(standing.books, digits),
            "unmatched_lines": standing.unmatched.0,
            "reconciled_through": closed.map(|of| of.through),
        }),
    ))
}

async fn list(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    let db = platform.db.read();
    let mut items = vec![];
    for account in store::accounts(db, who.organization).await? {
        items.push(answered(db, &account).await?);
    }
    Ok(json(StatusCode::OK, &List { items, next_cursor: None }))
}

async fn show(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>) -> Outcome {
    let db = platform.db.read();
    Ok(json(StatusCode::OK, &answered(db, &store::account(db, who.organization, of.bank_account).await?).await?))
}

async fn add(State(platform): State<Platform>, who: InOrganization, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST /organizations/{}/bank-accounts {body}", who.organization);
    let sight = Sight::api(who.lang(), "");
    let read = |new: BankAccount, errors: &mut Invalid| BANK_ACCOUNT.patch(&body, new, &sight, errors);
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| -> Result<Value> {
        answered(tx, &create(tx, who.organization, read, (&who.user, now)).await?).await
    });
    Ok(response.await?)
}

async fn update(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>, headers: HeaderMap, body: Object) -> Outcome {
    let seen = if_match(&headers)?;
    let request = format!("PATCH /organizations/{}/bank-accounts/{} {seen:?} {body}", who.organization, of.bank_account);
    let sight = Sight::api(who.lang(), "");
    let read = |before: BankAccount, errors: &mut Invalid| BANK_ACCOUNT.patch(&body, before, &sight, errors);
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| -> Result<Value> {
        answered(tx, &change(tx, who.organization, (of.bank_account, seen), &sight, read, (&who.user, now)).await?).await
    });
    Ok(response.await?)
}

async fn remove(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>, headers: HeaderMap) -> Outcome {
    let request = format!("removal of /organizations/{}/bank-accounts/{}", who.organization, of.bank_account);
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::NO_CONTENT, async |tx| {
        delete(tx, who.organization, of.bank_account, (&who.user, now)).await
    });
    Ok(response.await?)
}
