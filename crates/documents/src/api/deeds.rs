//! What is done with documents.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R};
use despacho_ledger::{
    allowed::allowed,
    api::{
        common::{today, typed},
        shapes as common,
    },
    journal::{Allowed, typed::or_empty},
};
use despacho_platform::{Error, Platform, Result, Tx};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Routes,
    api::{Object, once},
    openapi::Operation,
    schema::lasting,
};
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::{
    documents::{KINDS, OfDocument},
    shapes, told,
};
use crate::{
    deeds::{self, Correction, Deed},
    document::Document,
    issue,
    kind::{Action, Kind},
    typed::TypedDocument,
};

/// An action with the last part of its path, its text, and the conflicts that it may meet.
const ACTIONS: [(Action, &str, &str, &[&str]); 7] = [
    (Action::Issue, "issue", "api-document-issue", &["not_draft"]),
    (Action::Void, "void", "api-document-void", &["not_issued", "issued_is_final", "has_payments"]),
    (Action::WriteOff, "write-off", "api-document-write-off", &["not_issued"]),
    (Action::Credit, "credit", "api-document-credit", &["not_issued"]),
    (Action::Accept, "accept", "api-document-accept", &["not_issued"]),
    (Action::Decline, "decline", "api-document-decline", &["not_issued"]),
    (Action::Invoice, "invoice", "api-document-invoice", &["not_issued"]),
];

/// Which actions a kind's endpoints offer: those that its table has for any stage, beside what is done to drafts by other methods.
fn offered(kind: Kind, action: Action) -> bool {
    use crate::kind::Stage;
    Stage::ALL.iter().any(|stage| kind.allows(*stage, action, false).is_ok())
}

pub(super) fn routes(platform: &Platform) -> Routes {
    let mut routes = Routes::new(platform);
    for (kind, path, name, title) in KINDS {
        for (action, word, text, conflicts) in ACTIONS {
            if offered(kind, action) {
                routes = of(routes, (kind, path, name, title), (action, word, text, conflicts));
            }
        }
    }
    routes
}

fn of(
    routes: Routes,
    (kind, path, name, title): (Kind, &str, &str, &'static str),
    (action, word, text, conflicts): (Action, &str, &'static str, &'static [&'static str]),
) -> Routes {
    // What corrects an invoice is a credit note; of a bill, a vendor's credit.
    let word = match (action, kind) {
        (Action::Credit, Kind::Invoice) => "credit-note",
        (Action::Credit, _) => "vendor-credit",
        (Action::Invoice, Kind::PurchaseOrder) => "bill",
        _ => word,
    };
    let at = lasting(&format!("/api/v1/organizations/{{organization}}/{path}/{{document}}/{word}"));
    let (title_of, made) = match action {
        Action::Credit if kind == Kind::Invoice => (name.to_owned(), "CreditNote"),
        Action::Credit => (name.to_owned(), "VendorCredit"),
        Action::Invoice => (name.to_owned(), if kind == Kind::PurchaseOrder { "Bill" } else { "Invoice" }),
        _ => (name.to_owned(), name),
    };
    let (schema, example) = match action {
        Action::Void => (shapes::deed(false), value!({ "reason": "Duplicada" })),
        Action::WriteOff => (shapes::deed(true), value!({ "date": "2026-06-30", "reason": "Concurso" })),
        Action::Credit => (shapes::correction(kind), value!({ "date": "2026-02-01", "reason": "Error en el precio", "status": "issued" })),
        _ => (common::nothing(), value!({})),
    };
    let creates = matches!(action, Action::Credit | Action::Invoice);
    let operation = Operation::post(at, text)
        .about(title)
        .takes_schema(&format!("{}{title_of}", camel(word)), schema)
        .example(example)
        .conflicts(conflicts)
        .answers_schema(if creates { 201 } else { 200 }, made, shapes::document());
    let status = if creates { StatusCode::CREATED } else { StatusCode::OK };
    routes.api(
        operation,
        Access::Organization(R::PostEntries),
        async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfDocument>, headers: HeaderMap, body: Object| {
            done(platform, who, (kind, action, of.document), status, headers, body).await
        },
    )
}

fn camel(word: &str) -> String {
    let capital = |part: &str| part.chars().take(1).flat_map(char::to_uppercase).chain(part.chars().skip(1)).collect::<String>();
    word.split('-').map(capital).collect()
}

/// Why and when, as it is sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sent {
    #[serde(deserialize_with = "or_empty")]
    date: String,
    #[serde(deserialize_with = "or_empty")]
    reason: String,
    #[serde(deserialize_with = "or_empty")]
    account_code: String,
}

async fn done(
    platform: Platform,
    who: InOrganization,
    (kind, action, id): (Kind, Action, Id),
    status: StatusCode,
    headers: HeaderMap,
    body: Object,
) -> Outcome {
    let request = format!("{} /organizations/{}/{}/{id} {body}", action.word(), who.organization, kind.word());
    let issues = body["status"] == "issued";
    let work = match action {
        Action::Credit => Work::Credit(Box::new(Correction { typed: typed::<TypedDocument>(body)?, issues })),
        Action::Void | Action::WriteOff => {
            let sent: Sent = typed(body)?;
            let mut errors = Invalid::new();
            let date = match sent.date.trim() {
                "" => None,
                text => errors.take("date", text.parse().map_err(|_| "date")),
            };
            errors.finish()?;
            Work::Deed(Deed { date, reason: sent.reason, account_code: sent.account_code })
        }
        _ => {
            typed::<Value>(body)?;
            Work::Nothing
        }
    };
    let (allowed, today) = (allowed(&platform, &who), today(&platform)?.to_string());
    let response = once(&platform, who.user.id, &headers, &request, status, async |tx| {
        let document = act(tx, who.organization, (kind, action, id), &work, allowed).await?;
        told::one(tx, &today, &document, &[]).await
    });
    Ok(response.await?)
}

/// What an action needs to be told.
enum Work {
    Nothing,
    Deed(Deed),
    Credit(Box<Correction>),
}

async fn act(tx: &Tx, organization: Id, (kind, action, id): (Kind, Action, Id), work: &Work, allowed: Allowed<'_>) -> Result<Document> {
    match (action, work) {
        (Action::Issue, _) => issue::issue(tx, organization, (kind, id, None), allowed).await,
        (Action::Void, Work::Deed(deed)) => deeds::void(tx, organization, (kind, id), deed, allowed).await,
        (Action::WriteOff, Work::Deed(deed)) => deeds::write_off(tx, organization, (kind, id), deed, allowed).await,
        (Action::Credit, Work::Credit(correction)) => deeds::credit(tx, organization, (kind, id), Correction::clone(correction), allowed).await,
        (Action::Accept, _) => deeds::answer(tx, organization, id, true, allowed).await,
        (Action::Decline, _) => deeds::answer(tx, organization, id, false, allowed).await,
        (Action::Invoice, _) => deeds::invoice(tx, organization, (kind, id), allowed).await,
        _ => Err(Error::Conflict("not_of_this_kind")),
    }
}
