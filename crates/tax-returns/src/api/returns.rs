//! Returns and their boxes.

use axum::{extract::State, http::StatusCode};
use despacho_kernel::{Id, access::OrganizationRight as R, money::plain};
use despacho_ledger::{accounts::Account, api::common::today};
use despacho_platform::{Error, Platform, Result, i18n::Lang};
use despacho_taxes::{
    forms::{Form, Line, Words},
    period::Period,
};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Query, Routes,
    api::json,
    openapi::Operation,
    paging::{self, ListQuery},
};
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::{shapes, told};
use crate::{
    filed::Filed,
    filing::{Filing, State as Stage},
    ground::Ground,
    records::{self, Record},
    returns::{self, Return, behind},
    settlement,
    standing::{self, Change, Standing},
    store::Behind,
    ties::{TOLD, held},
};

pub(super) fn routes(platform: &Platform) -> Routes {
    let read = Access::Organization(R::ReadLedger);
    let year = || value!({ "type": "integer", "minimum": 1900, "maximum": 2999 });
    Routes::new(platform)
        .api(
            Operation::get("/api/v1/organizations/{organization}/tax-returns", "api-tax-returns")
                .asks("year", year())
                .answers_schema(200, "TaxReturns", shapes::list()),
            read,
            list,
        )
        .api(
            Operation::get("/api/v1/organizations/{organization}/tax-returns/{model}/{period}", "api-tax-return")
                .asks("year", year())
                .paged()
                .answers_schema(200, "TaxReturn", shapes::one()),
            read,
            show,
        )
        .api(
            Operation::get("/api/v1/organizations/{organization}/tax-returns/{model}/{period}/boxes/{box}", "api-tax-return-box")
                .asks("year", year())
                .paged()
                .answers_schema(200, "TaxReturnBox", shapes::documents()),
            read,
            documents,
        )
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    year: Option<i16>,
}

#[derive(Deserialize)]
pub(super) struct Named {
    pub(super) model: String,
    pub(super) period: String,
    #[serde(default)]
    r#box: String,
}

fn word(lang: Lang, words: &Words) -> String {
    if lang == Lang::Es { words.es.clone() } else { words.en.clone() }
}

/// What is told of a return wherever it is.
pub(super) fn head(lang: Lang, ground: &Ground, of: &Return, filing: Option<&Filing>) -> Value {
    value!({
        "model": of.form.model,
        "period": of.period.text(),
        "name": word(lang, &of.form.name),
        "from": of.days.from.to_string(),
        "to": of.days.to.to_string(),
        "due_on": of.form.due_on(of.period).map(|day| day.to_string()),
        "state": filing.map_or(Stage::Draft, Filing::state).word(),
        "version": filing.map_or(0, |filing| filing.version),
        "result": of.result().map(|figure| value!({ "box": figure.number, "amount": told::figure(figure, ground.currency) })),
    })
}

/// What would be posted is not told where it cannot be: filing says why.
fn unposted(error: Error) -> Result<Vec<(Account, i64)>> {
    match error {
        Error::Invalid(_) => Ok(vec![]),
        error => Err(error),
    }
}

async fn list(State(platform): State<Platform>, who: InOrganization, Query(asked): Query<Asked>) -> Outcome {
    let db = platform.db.read();
    let year = match asked.year {
        Some(year) => year,
        None => today(&platform)?.year(),
    };
    let ground = Ground::of(db, who.organization).await?;
    let filed = Filed::of(db, who.organization, year).await?;
    let found = returns::of_year(db, &ground, year, &filed).await?;
    let one = |of: &Return| {
        let (shown, filing) = standing::listed(of, &filed);
        head(who.lang(), &ground, &shown, filing.as_ref())
    };
    let items: Vec<Value> = found.iter().map(one).collect();
    Ok(json(StatusCode::OK, &value!({ "year": year, "currency": ground.currency.code, "items": items })))
}

/// The period that an address names: it says its year, or the year of the query or of today is meant.
pub(super) fn period(platform: &Platform, of: &Named, asked: &Asked) -> Result<Period> {
    let year = match asked.year {
        Some(year) => year,
        None => today(platform)?.year(),
    };
    Period::read(&of.period, Some(year)).ok_or(Error::NotFound)
}

/// The return that an address names, as it stands.
async fn named(platform: &Platform, who: &InOrganization, of: &Named, asked: &Asked) -> Result<(Ground, Standing, Filed)> {
    let (db, period) = (platform.db.read(), period(platform, of, asked)?);
    let ground = Ground::of(db, who.organization).await?;
    let form: &'static Form = returns::form(&ground.organization.country, &of.model, period).ok_or(Error::NotFound)?;
    let filed = Filed::of(db, who.organization, period.year).await?;
    let found = standing::of(db, &ground, form, period, &filed).await?;
    Ok((ground, found, filed))
}

async fn show(
    State(platform): State<Platform>,
    who: InOrganization,
    Path(of): Path<Named>,
    Query(query): Query<ListQuery>,
    Query(asked): Query<Asked>,
) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let (ground, stands, filed) = named(&platform, &who, &of, &asked).await?;
    let found = &stands.shown;
    let amount = |minor: i64| plain(minor, ground.currency.digits);
    let mut boxes = vec![];
    for section in &found.form.sections {
        for figure in found.figures.iter().filter(|figure| section.lines.iter().any(|line| std::ptr::eq(line, figure.line))) {
            let mut behind = behind(db, &ground, found, figure, ("", Id::nil()), TOLD + 1).await?;
            let more = paging::cut(&mut behind, TOLD);
            let told_of = i64::try_from(behind.len()).unwrap_or(TOLD);
            let count = if more { returns::count_behind(db, &ground, found, figure).await? } else { told_of };
            let (es, en) = Form::label(figure.line, figure.number);
            boxes.push(value!({
                "box": figure.number,
                "label": if lang == Lang::Es { es } else { en },
                "section": word(lang, &section.name),
                "amount": told::figure(figure, ground.currency),
                "documents": told::documents(&behind, ground.currency),
                "documents_count": count,
            }));
        }
    }
    let all = records::named(db, who.organization, found.records.clone()).await?;
    let (from, limit): (usize, usize) = (query.position()?.unwrap_or(0), usize::try_from(query.limit()?).unwrap_or(0));
    let shown: Vec<Value> = all
        .iter()
        .skip(from)
        .take(limit)
        .map(|(contact, record): &(_, Record)| {
            value!({
                "contact_id": contact.id,
                "contact_number": contact.number,
                "contact_name": contact.name,
                "tax_id": contact.tax_id,
                "country": contact.country,
                "key": record.key,
                "documents": record.documents,
                "base": amount(record.base),
                "withheld": amount(record.withheld),
                "quarters": record.quarters.map(|quarters| quarters.map(amount)),
            })
        })
        .collect();
    let held = held(db, &ground, found).await?;
    let earlier: Vec<Filing> = stands.filings.iter().take(stands.filings.len().saturating_sub(1)).cloned().collect();
    let settled = match stands.last() {
        Some(last) if last.is_filed() => vec![],
        _ => settlement::settlement(db, &ground, found, &earlier).await.map(|plan| plan.0).or_else(unposted)?,
    };
    let label = |line: &'static Line, number: &str| {
        let (es, en) = Form::label(line, number);
        if lang == Lang::Es { es } else { en }
    };
    let changed = |of: &Change| {
        let told = |value: i64| if of.is_count() { value.to_string() } else { amount(value) };
        value!({ "box": of.number, "label": label(of.line, of.number), "filed": told(of.kept), "present": told(of.present) })
    };
    let document = |of: &Behind| value!({ "id": of.id, "kind": of.kind, "number": of.number, "date": of.date });
    let line = |(account, minor): &(Account, i64)| {
        let (debit, credit) = (amount((*minor).max(0)), amount((-*minor).max(0)));
        value!({ "account_code": account.code, "account_name": account.name, "debit": debit, "credit": credit })
    };
    let mut answer = head(lang, &ground, found, stands.last());
    answer["filing"] = stands.last().map(|filing| told::filing(filing, ground.currency)).into();
    answer["filings"] = stands.filings.iter().map(|filing| told::filing(filing, ground.currency)).collect::<Vec<_>>().into();
    answer["fingerprint"] = stands.fingerprint().into();
    answer["changes"] = stands.changes.iter().map(changed).collect::<Vec<_>>().into();
    answer["changed_documents"] = stands.changed.iter().map(document).collect::<Vec<_>>().into();
    answer["settlement"] = settled.iter().map(line).collect::<Vec<_>>().into();
    answer["currency"] = ground.currency.code.as_str().into();
    answer["source"] = found.form.source.as_str().into();
    answer["boxes"] = boxes.into();
    answer["records_count"] = all.len().into();
    answer["next_cursor"] = if from + shown.len() < all.len() { paging::encode(&(from + shown.len())).into() } else { Value::Null };
    answer["records"] = shown.into();
    answer["ties"] = told::ties(&held, ground.currency);
    let unfiled =
        if stands.last().is_some_and(Filing::is_filed) { vec![] } else { returns::unfiled_before(db, &ground, (found.form, found.period), &filed).await? };
    answer["unfiled_before"] = unfiled.iter().map(|period| period.text()).collect::<Vec<_>>().into();
    answer["ties_differ"] = held.iter().any(|tie| tie.difference() != 0).into();
    Ok(json(StatusCode::OK, &answer))
}

async fn documents(
    State(platform): State<Platform>,
    who: InOrganization,
    Path(of): Path<Named>,
    Query(query): Query<ListQuery>,
    Query(asked): Query<Asked>,
) -> Outcome {
    let db = platform.db.read();
    let (ground, stands, _) = named(&platform, &who, &of, &asked).await?;
    let found = stands.shown;
    let figure = found.figure(&of.r#box).ok_or(Error::NotFound)?;
    let limit = query.limit()?;
    let (date, id): (String, Id) = query.position()?.unwrap_or((String::new(), Id::nil()));
    let mut behind = behind(db, &ground, &found, figure, (&date, id), limit + 1).await?;
    let more = paging::cut(&mut behind, limit);
    let answer = value!({
        "model": found.form.model,
        "period": found.period.text(),
        "box": figure.number,
        "amount": told::figure(figure, ground.currency),
        "items": told::documents(&behind, ground.currency),
        "next_cursor": behind.last().filter(|_| more).map(|of| paging::encode(&(&of.document.date, of.document.id))),
    });
    Ok(json(StatusCode::OK, &answer))
}
