//! Fiscal years, locks and opening balances.

use axum::{
    extract::State as Shared,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{Id, access::OrganizationRight as R, money::plain};
use despacho_ledger::{
    allowed::allowed,
    api::{
        common::{currency, typed},
        shapes::reason,
    },
    closing::{self, Plan},
    fiscal_years::{
        CLOSED,
        store::{self as years, FiscalYear},
    },
    journal::{
        TypedLine,
        locks::{self, Level, NewLock, Scope},
        store::{self, PeriodLock},
    },
    opening::{self, Opening, TypedOpening},
};
use despacho_platform::{Error, Platform};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Routes,
    api::{List, Object, json, once},
    openapi::Operation,
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json as value};

use crate::shapes;

pub(super) fn routes(platform: &Platform) -> Routes {
    const YEARS: &str = "/api/v1/organizations/{organization}/fiscal-years";
    const LOCKS: &str = "/api/v1/organizations/{organization}/period-locks";
    const OPENING: &str = "/api/v1/organizations/{organization}/opening-balances";
    let (read, close) = (Access::Organization(R::ReadLedger), Access::Organization(R::ClosePeriods));
    Routes::new(platform)
        .api(Operation::get(YEARS, "api-fiscal-years").lists_whole("FiscalYear", shapes::fiscal_year()), read, list)
        .api(
            Operation::post(YEARS, "api-fiscal-years-create")
                .takes_schema("CreateFiscalYear", shapes::new_year())
                .example(value!({ "starts_on": "2028-01-01", "ends_on": "2028-12-31" }))
                .answers_schema(201, "FiscalYear", shapes::fiscal_year()),
            close,
            add,
        )
        .api(
            Operation::post("/api/v1/organizations/{organization}/fiscal-years/{year}/closing", "api-fiscal-year-close")
                .takes_schema("CloseFiscalYear", shapes::closing())
                .example(value!({ "dry_run": true }))
                .conflicts(&["fiscal_year_closed", "earlier_year_open", "drafts_in_year", "result_account_missing", "closing_too_long"])
                .answers_schema(200, "FiscalYearClosing", shapes::closed()),
            close,
            closing_of,
        )
        .api(
            Operation::post("/api/v1/organizations/{organization}/fiscal-years/{year}/reopening", "api-fiscal-year-reopen")
                .takes_schema("ReopenFiscalYear", reason())
                .example(value!({ "reason": "Faltaba una factura" }))
                .conflicts(&["fiscal_year_open", "later_year_closed"])
                .answers_schema(200, "FiscalYear", shapes::fiscal_year()),
            close,
            reopening,
        )
        .api(Operation::get(LOCKS, "api-period-locks").lists_whole("PeriodLock", shapes::lock()), read, locks_of)
        .api(
            Operation::post(LOCKS, "api-period-locks-set")
                .takes_schema("SetPeriodLock", shapes::new_lock())
                .example(value!({ "scope": "sales", "level": "soft", "locked_through": "2026-01-31", "reason": "303 presentado" }))
                .answers_schema(201, "PeriodLock", shapes::lock()),
            close,
            lock,
        )
        .api(Operation::get(OPENING, "api-opening-balances").answers_schema(200, "OpeningBalances", shapes::opening()), read, opening_of)
        .api(
            Operation::put(OPENING, "api-opening-balances-set")
                .takes_schema("SetOpeningBalances", shapes::new_opening())
                .example(
                    value!({ "date": "2026-01-01", "rows": [{ "account_code": "572", "debit": "3000.00" }, { "account_code": "100", "credit": "3000.00" }] }),
                )
                .answers_schema(200, "OpeningBalances", shapes::opening()),
            Access::Organization(R::PostEntries),
            set_opening,
        )
}

#[derive(Deserialize)]
struct OfYear {
    year: Id,
}

fn year(of: &FiscalYear) -> Value {
    value!({ "id": of.id, "name": of.name, "starts_on": of.starts_on, "ends_on": of.ends_on, "state": of.state, "closed_at": of.closed_at })
}

async fn list(Shared(platform): Shared<Platform>, who: InOrganization) -> Outcome {
    let all = years::list(platform.db.read(), who.organization).await?;
    Ok(json(StatusCode::OK, &List { items: all.iter().map(year).collect(), next_cursor: None }))
}

#[derive(Debug, Deserialize)]
struct NewYear {
    starts_on: String,
    ends_on: String,
}

async fn add(Shared(platform): Shared<Platform>, who: InOrganization, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST /organizations/{}/fiscal-years {body}", who.organization);
    let new: NewYear = body.read()?;
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        Ok(year(&closing::add_year(tx, who.organization, (&new.starts_on, &new.ends_on), (&who.user, now)).await?))
    });
    Ok(response.await?)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Closing {
    dry_run: bool,
}

fn planned(plan: &Plan, dry_run: bool, digits: u8) -> Value {
    let entry = |entry: &closing::Planned| {
        let line = |line: &closing::PlannedLine| {
            value!({
                "account_code": line.code,
                "account_name": line.name,
                "debit": plain(line.amount.max(0), digits),
                "credit": plain((-line.amount).max(0), digits),
            })
        };
        value!({
            "kind": entry.draft.kind.word(),
            "date": entry.draft.date.to_string(),
            "description": entry.draft.description,
            "postings": entry.lines.iter().map(line).collect::<Vec<_>>(),
        })
    };
    value!({
        "fiscal_year": year(&plan.year),
        "dry_run": dry_run,
        "result": plain(plan.result, digits),
        "drafts": plan.drafts,
        "against": plan.against,
        "entries": plan.entries.iter().map(entry).collect::<Vec<_>>(),
    })
}

async fn closing_of(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfYear>, headers: HeaderMap, body: Object) -> Outcome {
    let base = currency(&platform, who.organization).await?;
    let request = format!("POST /organizations/{}/fiscal-years/{}/closing {body}", who.organization, of.year);
    let Closing { dry_run } = body.read()?;
    if dry_run {
        let plan = closing::plan(platform.db.read(), who.organization, of.year).await?;
        return Ok(json(StatusCode::OK, &planned(&plan, true, base.digits)));
    }
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        let mut plan = closing::close(tx, who.organization, of.year, allowed).await?;
        plan.year.state = CLOSED.into();
        plan.year.closed_at = Some(allowed.now);
        Ok(planned(&plan, false, base.digits))
    });
    Ok(response.await?)
}

#[derive(Debug, Deserialize)]
struct Reason {
    reason: String,
}

async fn reopening(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfYear>, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST /organizations/{}/fiscal-years/{}/reopening {body}", who.organization, of.year);
    let Reason { reason } = body.read()?;
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        closing::reopen(tx, who.organization, of.year, &reason, allowed).await?;
        let all = years::list(tx, who.organization).await?;
        all.iter().find(|found| found.id == of.year).map(year).ok_or(Error::NotFound)
    });
    Ok(response.await?)
}

fn locked(lock: &PeriodLock) -> Value {
    let through = Some(lock.locked_through.as_str()).filter(|day| !day.is_empty());
    value!({ "scope": lock.scope, "level": lock.level, "locked_through": through, "reason": lock.reason, "set_at": lock.set_at })
}

async fn locks_of(Shared(platform): Shared<Platform>, who: InOrganization) -> Outcome {
    let all = store::locks(platform.db.read(), who.organization).await?;
    Ok(json(StatusCode::OK, &List { items: all.iter().map(locked).collect(), next_cursor: None }))
}

#[derive(Debug, Deserialize)]
struct SentLock {
    scope: String,
    level: Option<String>,
    locked_through: Option<String>,
    reason: String,
}

async fn lock(Shared(platform): Shared<Platform>, who: InOrganization, headers: HeaderMap, body: Object) -> Outcome {
    let request = format!("POST /organizations/{}/period-locks {body}", who.organization);
    let sent: SentLock = body.read()?;
    let unknown = |field: &str| despacho_kernel::Invalid::one(field, "choice");
    let scope: Scope = sent.scope.parse().map_err(|_| unknown("scope"))?;
    let level: Level = sent.level.as_deref().unwrap_or("soft").parse().map_err(|_| unknown("level"))?;
    let through = match sent.locked_through.as_deref().filter(|day| !day.is_empty()) {
        Some(day) => Some(day.parse::<Date>().map_err(|_| despacho_kernel::Invalid::one("locked_through", "date"))?),
        None => None,
    };
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        locks::set(tx, who.organization, NewLock { scope, level, through, reason: &sent.reason }, (&who.user, now)).await?;
        let taken =
            PeriodLock { scope: scope.word().into(), level: level.word().into(), reason: sent.reason.trim().into(), set_at: now, ..PeriodLock::default() };
        Ok(locked(&store::lock(tx, who.organization, scope.word(), level.word()).await?.unwrap_or(taken)))
    });
    Ok(response.await?)
}

fn opened(opening: &Opening, digits: u8) -> Value {
    let row = |line: &TypedLine| {
        let contact: Option<i64> = line.contact.parse().ok();
        value!({
            "account_code": line.account_code,
            "debit": line.debit,
            "credit": line.credit,
            "description": line.description,
            "currency": line.currency,
            "amount_in_currency": line.amount_in_currency,
            "rate": line.rate,
            "contact_number": contact,
        })
    };
    value!({
        "date": opening.date,
        "rows": opening.rows.iter().map(row).collect::<Vec<_>>(),
        "difference": plain(opening.difference, digits),
        "entry": opening.entry.as_ref().map(|entry| entry.id),
    })
}

async fn opening_of(Shared(platform): Shared<Platform>, who: InOrganization) -> Outcome {
    let base = currency(&platform, who.organization).await?;
    Ok(json(StatusCode::OK, &opened(&opening::read(platform.db.read(), who.organization).await?, base.digits)))
}

async fn set_opening(Shared(platform): Shared<Platform>, who: InOrganization, headers: HeaderMap, body: Object) -> Outcome {
    let base = currency(&platform, who.organization).await?;
    let request = format!("PUT /organizations/{}/opening-balances {body}", who.organization);
    let sent: TypedOpening = typed(body)?;
    let allowed = allowed(&platform, &who);
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        Ok(opened(&opening::put(tx, who.organization, &sent, allowed).await?, base.digits))
    });
    Ok(response.await?)
}
