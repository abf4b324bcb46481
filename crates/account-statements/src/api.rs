//! The API of statements: a contact's, as JSON or as a file.

use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_books::documents::Print;
use despacho_documents::open::ages::AGES;
use despacho_kernel::{Invalid, access::OrganizationRight as R, money::plain};
use despacho_ledger::api::{
    common::Answered,
    shapes::{amount, answer, date, id, rows, words},
};
use despacho_platform::{Error, Platform};
use despacho_ui::{Access, InOrganization, Outcome, Path, Query, Routes, api::json, openapi::Operation};
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::{
    pages::{self, FileKind, OfContact},
    reading::{self, Statement},
    statement::{Line, Section, Shape},
};

/// The words of the shapes.
pub fn shapes() -> Value {
    words(Shape::ALL.iter().map(|shape| shape.word()).collect())
}

fn shape() -> Value {
    let text = || value!({ "type": "string" });
    let day = || value!({ "type": "string", "format": "date" });
    let line = answer(value!({
        "source": text(), "source_id": id(), "number": text(), "reference": text(), "date": day(), "due_date": day(),
        "amount": amount(), "open": amount(), "balance": amount(),
    }));
    let mut ages = value!({});
    for age in AGES {
        ages[age] = amount();
    }
    let section = answer(value!({
        "side": words(vec!["receivable", "payable"]), "currency": text(), "opening": amount(), "lines": rows(line), "closing": amount(),
        "ages": answer(ages),
    }));
    answer(value!({ "contact_id": id(), "contact_name": text(), "shape": shapes(), "from": day(), "to": day(), "sections": rows(section) }))
}

pub fn routes(platform: &Platform) -> Routes {
    Routes::new(platform).api(
        Operation::get("/api/v1/organizations/{organization}/contacts/{contact}/statement", "api-statement")
            .asks("shape", shapes())
            .asks("from", date())
            .asks("to", date())
            .also_files()
            .answers_schema(200, "AccountStatement", shape()),
        Access::Organization(R::ReadLedger),
        show,
    )
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    shape: String,
    from: String,
    to: String,
}

fn told(of: &Section) -> Value {
    let amount = |minor: i64| plain(minor, of.currency.digits);
    let line = |line: &Line| {
        let item = &line.item;
        value!({
            "source": item.source, "source_id": item.source_id, "number": item.label, "reference": item.reference, "date": item.date, "due_date": item.due_on,
            "amount": amount(line.amount), "open": amount(line.open), "balance": amount(line.balance),
        })
    };
    let mut ages = value!({});
    for (age, minor) in AGES.iter().zip(of.ages) {
        ages[*age] = amount(minor).into();
    }
    value!({
        "side": of.side.to_string(), "currency": of.currency.code, "opening": amount(of.opening), "lines": of.lines.iter().map(line).collect::<Vec<_>>(),
        "closing": amount(of.closing), "ages": ages,
    })
}

fn answered(statement: &Statement) -> Value {
    let asked = statement.asked;
    value!({
        "contact_id": statement.contact.id, "contact_name": statement.contact.name, "shape": asked.shape.word(), "from": asked.first.to_string(),
        "to": asked.last.to_string(), "sections": statement.sections.iter().map(told).collect::<Vec<_>>(),
    })
}

async fn show(
    State(platform): State<Platform>,
    Extension(printer): Print,
    who: InOrganization,
    Path(of): Path<OfContact>,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Outcome {
    let kind = match Answered::of(&headers, &[Answered::Json, Answered::Csv, Answered::Xlsx, Answered::Pdf])? {
        Answered::Json => None,
        Answered::Csv => Some(FileKind::Csv),
        Answered::Xlsx => Some(FileKind::Xlsx),
        Answered::Pdf => Some(FileKind::Pdf),
    };
    let mut errors = Invalid::new();
    let asked = reading::asked(&platform, who.organization, (&wanted.shape, &wanted.from, &wanted.to), &mut errors).await?;
    if !errors.0.is_empty() {
        return Err(Error::Parameters(errors).into());
    }
    let statement = reading::of(platform.db.read(), who.organization, of.contact, asked).await?;
    match kind {
        Some(kind) => Ok(pages::file(&platform, &printer, who.lang(), &statement, kind).await?),
        None => Ok(json(StatusCode::OK, &answered(&statement))),
    }
}
