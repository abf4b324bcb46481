//! What is done with returns by programs.

use axum::{
    extract::{DefaultBodyLimit, State},
    handler::Handler,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use despacho_kernel::{Invalid, access::OrganizationRight as R};
use despacho_ledger::{allowed::allowed, journal::typed::or_empty};
use despacho_platform::{Error, Platform, Result, Tx, files};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Query, Routes,
    api::{Object, if_match, once},
    layout::download,
    openapi::Operation,
    received::{self, Parts},
    stored,
};
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::{
    returns::{Asked, Named, head, period},
    shapes, told,
};
use crate::{
    deeds::{Desk, TypedFiling},
    filed::Filed,
    ground::Ground,
    pages::sheet::written,
    returns, standing,
};

pub(super) fn routes(platform: &Platform) -> Routes {
    let (read, file) = (Access::Organization(R::ReadLedger), Access::Organization(R::ClosePeriods));
    let year = || value!({ "type": "integer", "minimum": 1900, "maximum": 2999 });
    let deed = |path: &'static str, title: &'static str| {
        Operation::post(path, title).asks("year", year()).versioned().answers_schema(200, "TaxReturnDone", shapes::done())
    };
    let sent = value!({
        "type": "object",
        "required": ["file"],
        "properties": { "file": { "type": "string", "contentMediaType": "application/octet-stream" } },
    });
    Routes::new(platform)
        .api(
            deed("/api/v1/organizations/{organization}/tax-returns/{model}/{period}/approve", "api-tax-return-approve")
                .takes_schema("ApproveTaxReturn", shapes::approving())
                .example(value!({}))
                .conflicts(&["return_filed"]),
            file,
            approve,
        )
        .api(
            deed("/api/v1/organizations/{organization}/tax-returns/{model}/{period}/file", "api-tax-return-file")
                .takes_schema("FileTaxReturn", shapes::filing_sent())
                .example(value!({ "date": "2026-04-14", "reference": "3030000000000", "csv": "EJEMPLO0CSV00000" }))
                .conflicts(&["return_filed"]),
            file,
            mark_filed,
        )
        .api(
            deed("/api/v1/organizations/{organization}/tax-returns/{model}/{period}/pay", "api-tax-return-pay")
                .takes_schema("PayTaxReturn", shapes::paying())
                .example(value!({ "date": "2026-04-20", "account_code": "572" }))
                .conflicts(&["return_not_payable"]),
            Access::Organization(R::PostEntries),
            pay,
        )
        .api(
            deed("/api/v1/organizations/{organization}/tax-returns/{model}/{period}/rectify", "api-tax-return-rectify")
                .takes_schema("RectifyTaxReturn", value!({ "type": "object", "properties": {} }))
                .example(value!({}))
                .conflicts(&["return_not_filed"]),
            file,
            rectify,
        )
        .api(
            deed("/api/v1/organizations/{organization}/tax-returns/{model}/{period}/reopen", "api-tax-return-reopen")
                .takes_schema("ReopenTaxReturn", shapes::reopening())
                .example(value!({ "reason": "Faltaba una factura" }))
                .conflicts(&["return_draft", "later_return_filed"]),
            Access::Organization(R::UndoFilings),
            reopen,
        )
        .api(
            Operation::get("/api/v1/organizations/{organization}/tax-returns/{model}/{period}/layout", "api-tax-return-layout")
                .asks("year", year())
                .answers_bytes(),
            read,
            layout,
        )
        .api(
            Operation::post("/api/v1/organizations/{organization}/tax-returns/{model}/{period}/proof", "api-tax-return-prove")
                .asks("year", year())
                .takes_form(sent)
                .conflicts(&["return_not_filed"])
                .answers_schema(200, "TaxReturnDone", shapes::done()),
            file,
            prove.layer(DefaultBodyLimit::max(received::body_limit(platform))),
        )
        .api(
            Operation::get("/api/v1/organizations/{organization}/tax-returns/{model}/{period}/proof", "api-tax-return-proof")
                .asks("year", year())
                .answers_bytes(),
            read,
            proof,
        )
}

async fn layout(State(platform): State<Platform>, who: InOrganization, Path(of): Path<Named>, Query(asked): Query<Asked>) -> Outcome {
    let (db, period) = (platform.db.read(), period(&platform, &of, &asked)?);
    let ground = Ground::of(db, who.organization).await?;
    let form = returns::form(&ground.organization.country, &of.model, period).ok_or(Error::NotFound)?;
    let filed = Filed::of(db, who.organization, period.year).await?;
    let (name, bytes) = written(&ground, &standing::of(db, &ground, form, period, &filed).await?)?;
    Ok(download(&name, "text/plain; charset=iso-8859-1", bytes))
}

/// Who does something with a return, and which one the address names.
type At = (State<Platform>, InOrganization, Path<Named>, Query<Asked>, HeaderMap);

/// Does it, once for its key, and tells how the return stands then.
async fn done<F>((State(platform), who, Path(of), Query(asked), headers): &At, deed: &str, work: F) -> Result<Response>
where
    F: AsyncFnOnce(Desk<'_>) -> Result<()>,
{
    let (period, seen) = (period(platform, of, asked)?, if_match(headers)?);
    let request = format!("{deed} of {} {} {}", who.organization, of.model, period.text());
    let allowed = allowed(platform, who);
    once(platform, who.user.id, headers, &request, StatusCode::OK, async |tx: &Tx| {
        let desk = Desk::of(tx, who.organization, (&of.model, period), seen, allowed).await?;
        work(desk).await?;
        let standing = Desk::of(tx, who.organization, (&of.model, period), None, allowed).await?.standing().await?;
        let ground = Ground::of(tx, who.organization).await?;
        let mut answer = head(who.lang(), &ground, &standing.shown, standing.last());
        answer["filing"] = standing.last().map(|filing| told::filing(filing, ground.currency)).into();
        Ok::<Value, Error>(answer)
    })
    .await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sent {
    #[serde(deserialize_with = "or_empty")]
    date: String,
    #[serde(deserialize_with = "or_empty")]
    reference: String,
    #[serde(deserialize_with = "or_empty")]
    csv: String,
    #[serde(deserialize_with = "or_empty")]
    reason: String,
    #[serde(deserialize_with = "or_empty")]
    outcome: String,
    #[serde(deserialize_with = "or_empty")]
    fingerprint: String,
    #[serde(deserialize_with = "or_empty")]
    account_code: String,
}

async fn approve(at: At, body: Object) -> Outcome {
    let deed = format!("approval {body}");
    let sent: Sent = body.read()?;
    Ok(done(&at, &deed, async |desk| desk.approve(&sent.fingerprint).await).await?)
}

async fn mark_filed(at: At, body: Object) -> Outcome {
    let deed = format!("filing {body}");
    let Sent { date, reference, csv, reason, outcome, fingerprint, .. } = body.read()?;
    let typed = TypedFiling { date, reference, csv, reason, outcome, fingerprint };
    Ok(done(&at, &deed, async |desk| desk.file(&typed).await.map(drop)).await?)
}

async fn pay(at: At, body: Object) -> Outcome {
    let deed = format!("payment {body}");
    let sent: Sent = body.read()?;
    Ok(done(&at, &deed, async |desk| desk.pay(&sent.date, &sent.account_code).await.map(drop)).await?)
}

async fn rectify(at: At, body: Object) -> Outcome {
    let deed = format!("correction {body}");
    let _: Sent = body.read()?;
    Ok(done(&at, &deed, async |desk| desk.rectify().await.map(drop)).await?)
}

async fn reopen(at: At, body: Object) -> Outcome {
    let deed = format!("reopening {body}");
    let sent: Sent = body.read()?;
    Ok(done(&at, &deed, async |desk| desk.reopen(&sent.reason).await).await?)
}

async fn prove(at: At, parts: Parts) -> Outcome {
    let (State(platform), who, ..) = &at;
    let received = parts.receive(platform, who.organization).await?;
    if let Some((_, why)) = received.refused.into_iter().next() {
        return Err(why.into());
    }
    let [brought] = received.files.as_slice() else {
        return Err(if received.files.is_empty() { Invalid::one("file", "required") } else { Invalid::too_many("file", 1) }.into());
    };
    let deed = format!("proof {} {}", brought.kept.sha256, brought.name);
    Ok(done(&at, &deed, async |desk| desk.prove(platform, &brought.name, &brought.kept).await.map(drop)).await?)
}

async fn proof(State(platform): State<Platform>, who: InOrganization, Path(of): Path<Named>, Query(asked): Query<Asked>) -> Outcome {
    let (db, period) = (platform.db.read(), period(&platform, &of, &asked)?);
    let filed = Filed::of(db, who.organization, period.year).await?;
    let filing = filed.all(&of.model, period).into_iter().rfind(|filing| filing.proof_id.is_some()).ok_or(Error::NotFound)?;
    let file = files::store::find(db, who.organization, filing.proof_id.ok_or(Error::NotFound)?).await?;
    Ok(stored::serve(&platform, &file, &filing.proof_name, false).await?)
}
