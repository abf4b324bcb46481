//! The API of bank lines.

use std::collections::{HashMap, HashSet};

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, access::OrganizationRight as R, money::plain, number::Notation};
use despacho_ledger::{
    allowed::allowed,
    api::shapes::{id, text, words},
};
use despacho_platform::{Platform, Result, sql::Connection};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Query, Routes,
    api::{List, Object, if_match, json, once},
    openapi::Operation,
    paging::{self, ListQuery},
};
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::shapes::{line, typed_line, wanted};
use crate::{
    account::BankAccount,
    by_hand::{self, TypedLine},
    line::{BankLine, EXCLUDED, LinePosting, MATCHED, UNMATCHED},
    line_store, matching,
    proposals::{
        ground::Ground,
        open,
        proposal::{Kind, Proposal},
    },
    store, undoing,
    wanted::Wanted,
};

pub(super) fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/organizations/{organization}/bank-lines";
    const ONE: &str = "/api/v1/organizations/{organization}/bank-lines/{bank_line}";
    const MATCH: &str = "/api/v1/organizations/{organization}/bank-lines/{bank_line}/match";
    const UNMATCH: &str = "/api/v1/organizations/{organization}/bank-lines/{bank_line}/unmatch";
    const EXCLUDE: &str = "/api/v1/organizations/{organization}/bank-lines/{bank_line}/exclude";
    let (read, write) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    let reason = value!({ "type": "object", "required": ["reason"], "properties": { "reason": text(300) } });
    let document = "01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f21";
    Routes::new(platform)
        .api(
            Operation::get(ALL, "api-bank-lines")
                .lists_schema("BankLine", line())
                .without_search()
                .asks("status", words(vec![UNMATCHED, MATCHED, EXCLUDED]))
                .asks("bank_account_id", id()),
            read,
            list,
        )
        .api(
            Operation::post(ALL, "api-bank-lines-create")
                .takes_schema("CreateBankLine", typed_line(&["bank_account_id", "date", "amount", "text"]))
                .example(value!({ "bank_account_id": document, "date": "2026-03-31", "amount": "-12.50", "text": "Comisión de mantenimiento" }))
                .answers_schema(201, "BankLine", line()),
            write,
            add,
        )
        .api(Operation::get(ONE, "api-bank-line").answers_schema(200, "BankLine", line()), read, show)
        .api(
            Operation::patch(ONE, "api-bank-line-change")
                .versioned()
                .takes_schema("ChangeBankLine", typed_line(&[]))
                .example(value!({ "reference": "F27-0118" }))
                .conflicts(&["reconciled", "bank_line_done"])
                .answers_schema(200, "BankLine", line()),
            write,
            update,
        )
        .api(
            Operation::delete(ONE, "api-bank-line-remove")
                .versioned()
                .conflicts(&["reconciled", "bank_line_done", "bank_line_imported"]),
            write,
            remove,
        )
        .api(
            Operation::post(MATCH, "api-bank-line-match")
                .takes_schema("MatchBankLine", wanted())
                .example(value!({ "items": [{ "invoice_id": document, "amount": "121.00" }], "charges": "1.50" }))
                .conflicts(&["reconciled", "bank_line_done"])
                .answers_schema(200, "BankLine", line()),
            write,
            match_line,
        )
        .api(
            Operation::post(UNMATCH, "api-bank-line-unmatch")
                .takes_schema("UnmatchBankLine", value!({ "type": "object", "properties": {} }))
                .example(value!({}))
                .conflicts(&["reconciled", "bank_line_waits"])
                .answers_schema(200, "BankLine", line()),
            write,
            unmatch,
        )
        .api(
            Operation::post(EXCLUDE, "api-bank-line-exclude")
                .takes_schema("ExcludeBankLine", reason)
                .example(value!({ "reason": "Es de la cuenta personal" }))
                .conflicts(&["reconciled", "bank_line_done"])
                .answers_schema(200, "BankLine", line()),
            write,
            exclude,
        )
}

#[derive(Deserialize)]
struct OfLine {
    bank_line: Id,
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    status: Option<String>,
    bank_account_id: Option<Id>,
}

fn posting((entry_id, position): (Id, i64)) -> Value {
    value!({ "entry_id": entry_id, "position": position })
}

fn proposed(of: &Proposal, digits: u8) -> Value {
    let part = |part: &crate::proposals::proposal::Part| value!({ "document_id": part.document, "number": part.label, "amount": plain(part.amount, digits) });
    value!({
        "score": of.score,
        "certainty": of.certainty(),
        "reason": of.reason.word(),
        "kind": of.kind.word(),
        "about": of.about,
        "items": of.items.iter().map(part).collect::<Vec<_>>(),
        "charges": plain(of.charges, digits),
        "postings": of.postings.iter().map(|at| posting(*at)).collect::<Vec<_>>(),
        "account_code": Some(&of.account_code).filter(|code| !code.is_empty() && of.kind != Kind::Transfer),
        "rule_id": of.rule,
        "bank_account_id": of.bank_account,
        "bank_line_id": of.line,
    })
}

/// What the answers of several lines are made of.
struct Told {
    accounts: HashMap<Id, BankAccount>,
    postings: HashMap<Id, Vec<LinePosting>>,
    undone: HashSet<Id>,
    ground: Option<Ground>,
}

impl Told {
    fn one(&self, of: &BankLine) -> Result<Value> {
        let account = self.accounts.get(&of.bank_account_id).ok_or(despacho_platform::Error::NotFound)?;
        let digits = account.own_currency()?.digits;
        let waits = of.status == UNMATCHED;
        let proposals = self.ground.as_ref().filter(|_| waits).map(|ground| ground.proposals(&of.facts(&account.currency))).unwrap_or_default();
        let postings = self.postings.get(&of.id).map(Vec::as_slice).unwrap_or_default();
        Ok(value!({
            "id": of.id,
            "bank_account_id": of.bank_account_id,
            "statement_id": of.statement_id,
            "date": of.date,
            "value_date": Some(&of.value_date).filter(|day| !day.is_empty()),
            "amount": plain(of.amount, digits),
            "currency": account.currency,
            "text": of.text,
            "reference": of.reference,
            "counterparty": of.counterparty,
            "counterparty_iban": of.counterparty_iban,
            "code": of.code,
            "status": of.status,
            "kind": Some(&of.kind).filter(|kind| !kind.is_empty()),
            "reason": of.reason,
            "postings": postings.iter().map(|of| posting((of.entry_id, of.position))).collect::<Vec<_>>(),
            "undone": self.undone.contains(&of.id),
            "reconciliation_id": of.reconciliation_id,
            "by_hand": of.by_hand,
            "version": of.version,
            "proposals": proposals.iter().map(|of| proposed(of, digits)).collect::<Vec<_>>(),
        }))
    }
}

async fn answered(db: &dyn Connection, organization: Id, lines: &[BankLine]) -> Result<Vec<Value>> {
    let ids: Vec<Id> = lines.iter().map(|line| line.id).collect();
    let mut postings: HashMap<Id, Vec<LinePosting>> = HashMap::new();
    for of in line_store::postings(db, organization, &ids).await? {
        postings.entry(of.line_id).or_default().push(of);
    }
    let told = Told {
        accounts: store::accounts(db, organization).await?.into_iter().map(|account| (account.id, account)).collect(),
        postings,
        undone: line_store::undone(db, organization, None, "9999-12-31").await?.into_iter().collect(),
        ground: if lines.iter().any(|line| line.status == UNMATCHED) { Some(open::ground(db, organization).await?.0) } else { None },
    };
    lines.iter().map(|of| told.one(of)).collect()
}

async fn one(db: &dyn Connection, of: &BankLine) -> Result<Value> {
    answered(db, of.organization_id, std::slice::from_ref(of)).await?.pop().ok_or(despacho_platform::Error::NotFound)
}

async fn list(State(platform): State<Platform>, who: InOrganization, Query(query): Query<ListQuery>, Query(asked): Query<Asked>) -> Outcome {
    let (limit, db) = (query.limit()?, platform.db.read());
    let after: Option<(String, Id)> = query.position()?;
    let which = (asked.bank_account_id, asked.status.as_deref().filter(|status| !status.is_empty()));
    let mut found = line_store::page(db, who.organization, which, after.as_ref(), limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|line| paging::encode(&(&line.date, line.id)));
    Ok(json(StatusCode::OK, &List { items: answered(db, who.organization, &found).await?, next_cursor }))
}

async fn show(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfLine>) -> Outcome {
    let db = platform.db.read();
    Ok(json(StatusCode::OK, &one(db, &line_store::find(db, who.organization, of.bank_line).await?).await?))
}

async fn add(State(platform): State<Platform>, who: InOrganization, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST /organizations/{}/bank-lines {body}", who.organization);
    let typed: TypedLine = body.read()?;
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| -> Result<Value> {
        one(tx, &by_hand::create(tx, who.organization, &typed, Notation::Plain, allowed).await?).await
    });
    Ok(response.await?)
}

async fn update(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfLine>, headers: HeaderMap, body: Object) -> Outcome {
    let seen = if_match(&headers)?;
    let request = format!("PATCH /organizations/{}/bank-lines/{} {seen:?} {body}", who.organization, of.bank_line);
    let typed: TypedLine = body.read()?;
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| -> Result<Value> {
        one(tx, &by_hand::change(tx, who.organization, (of.bank_line, seen), &typed, allowed).await?).await
    });
    Ok(response.await?)
}

async fn remove(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfLine>, headers: HeaderMap) -> Outcome {
    let seen = if_match(&headers)?;
    let request = format!("removal of /organizations/{}/bank-lines/{} {seen:?}", who.organization, of.bank_line);
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::NO_CONTENT, async |tx| {
        by_hand::delete(tx, who.organization, (of.bank_line, seen), allowed).await
    });
    Ok(response.await?)
}

async fn match_line(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfLine>, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("match of {} {} {body}", who.organization, of.bank_line);
    let wanted: Wanted = body.read()?;
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| -> Result<Value> {
        one(tx, &matching::apply(tx, who.organization, of.bank_line, &wanted, allowed).await?).await
    });
    Ok(response.await?)
}

async fn unmatch(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfLine>, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("unmatch of {} {} {body}", who.organization, of.bank_line);
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| -> Result<Value> {
        one(tx, &undoing::undo(tx, who.organization, of.bank_line, allowed).await?).await
    });
    Ok(response.await?)
}

async fn exclude(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfLine>, headers: HeaderMap, body: Object) -> Outcome {
    #[derive(Deserialize)]
    struct Sent {
        reason: String,
    }
    let request = format!("exclusion of {} {} {body}", who.organization, of.bank_line);
    let sent: Sent = body.read()?;
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| -> Result<Value> {
        one(tx, &matching::exclude(tx, who.organization, of.bank_line, &sent.reason, allowed).await?).await
    });
    Ok(response.await?)
}
