//! Reports, as JSON and, where `Accept` asks for it, as a file: rows for programs (CSV), or what the pages show (XLSX, PDF).

use axum::{
    Extension,
    extract::State as Shared,
    http::{HeaderMap, StatusCode},
};
use despacho_contacts::Contact;
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R, money::plain};
use despacho_ledger::{
    accounts::store as accounts,
    api::{
        common::{Answered, contact_named, csv, currency, period_of, today},
        shapes::{date, entry},
        told,
    },
    dimensions::Tagging,
    journal::{
        list::{self, Slice, Whose},
        moved_store::Moved,
        store,
    },
    reports::{
        Period,
        beside::Beside,
        contact_balances::{self, OfAccount, contact_balances},
        general_ledger::{self, general_ledger},
        moved,
        trial_balance::{self, Asked},
    },
};
use despacho_paper::Printer;
use despacho_platform::{Error, Platform, Result};
use despacho_ui::{
    Access, InOrganization, Outcome, Query, Routes,
    api::json,
    openapi::Operation,
    paging::{self, ListQuery},
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json as value;

use super::shapes;
use crate::pages::{asked::Params, contact_balances_page, files::Kind, general_ledger_page, journal_page, trial_balance_page};

pub(super) fn routes(platform: &Platform) -> Routes {
    let read = Access::Organization(R::ReadLedger);
    Routes::new(platform)
        .api(
            shapes::within(Operation::get("/api/v1/organizations/{organization}/reports/trial-balance", "api-trial-balance"))
                .asks("level", shapes::level())
                .asks("closing_entries", shapes::flag())
                .asks("tag", shapes::tag())
                .also_files()
                .answers_schema(200, "TrialBalance", shapes::trial_balance()),
            read,
            trial,
        )
        .api(
            shapes::within(Operation::get("/api/v1/organizations/{organization}/reports/general-ledger", "api-general-ledger"))
                .asks("account_code", shapes::account_code())
                .asks("contact", shapes::contact())
                .asks("matched", shapes::flag())
                .asks("closing_entries", shapes::flag())
                .asks("tag", shapes::tag())
                .paged()
                .also_files()
                .answers_schema(200, "GeneralLedger", shapes::general_ledger()),
            read,
            ledger,
        )
        .api(
            Operation::get("/api/v1/organizations/{organization}/reports/contact-balances", "api-contact-balances")
                .asks("date", date())
                .asks("account_code", shapes::account_code())
                .asks("contact", shapes::contact())
                .also_files()
                .answers_schema(200, "ContactBalances", shapes::contact_balances()),
            read,
            by_contact,
        )
        .api(
            shapes::within(Operation::get("/api/v1/organizations/{organization}/reports/journal", "api-journal"))
                .paged()
                .also_files()
                .also("JournalEntry", entry())
                .answers_schema(200, "Journal", shapes::journal()),
            read,
            journal,
        )
}

/// What a report is asked for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    pub(super) from: Option<Date>,
    pub(super) to: Option<Date>,
    pub(super) date: Option<Date>,
    account_code: Option<String>,
    pub(super) level: Option<usize>,
    pub(super) compare: Option<String>,
    /// What a period is cut into.
    pub(super) columns: Option<String>,
    closing_entries: Option<bool>,
    tag: Option<String>,
    contact: Option<String>,
    matched: Option<bool>,
    /// A country's model of the statement, `chart` for the chart's own accounts.
    pub(super) model: Option<String>,
}

/// The postings that a report is of: all of them, or those of the value that `tag` names.
pub(super) async fn slice(platform: &Platform, who: &InOrganization, wanted: &Wanted) -> Result<Slice> {
    let organization = who.organization;
    let Some(text) = wanted.tag.as_deref().filter(|text| !text.is_empty()) else { return Ok(organization.into()) };
    let tagging = Tagging::of(platform.db.read(), organization, true).await?;
    let (_, value) = tagging.named(text).ok_or_else(|| {
        let mut errors = Invalid::new();
        errors.push_with("tag", "tag_unknown", vec![("value", text.to_owned())]);
        Error::Parameters(errors)
    })?;
    Ok(Slice { tag: Some(value.id), ..organization.into() })
}

impl Wanted {
    /// The page's parameters of a file of the same.
    pub(super) fn as_page(&self, period: Period, kind: Kind) -> Params {
        let compare = match (self.columns.as_deref(), self.compare.as_deref()) {
            (Some(cut), _) => cut,
            (None, Some("last_year")) => "year",
            (None, compared) => compared.unwrap_or_default(),
        };
        let matched = self.matched.map_or("", |matched| if matched { "yes" } else { "open" });
        Params {
            from: period.from.to_string(),
            to: period.to.to_string(),
            account: self.account_code.as_deref().unwrap_or_default().trim().to_owned(),
            level: self.level.map_or("account".into(), |digits| digits.to_string()),
            compare: compare.to_owned(),
            closing: if self.closing_entries == Some(true) { "1".into() } else { String::new() },
            tag: self.tag.clone().unwrap_or_default(),
            contact: self.contact.clone().unwrap_or_default(),
            matched: matched.to_owned(),
            model: self.model.clone().filter(|word| word != "chart").unwrap_or_default(),
            format: kind.word().to_owned(),
            ..Params::default()
        }
    }
}

/// Who asks for a report, what as, and of what.
pub(super) type Asking = (Shared<Platform>, Extension<Printer>, InOrganization, HeaderMap, Query<Wanted>);

/// The kind of file that a report is asked for as: what its page gives, or rows.
pub(super) fn file_of(headers: &HeaderMap) -> Result<Option<Kind>> {
    Ok(match Answered::of(headers, &[Answered::Json, Answered::Csv, Answered::Xlsx, Answered::Pdf])? {
        Answered::Json => None,
        Answered::Csv => Some(Kind::Csv),
        Answered::Xlsx => Some(Kind::Xlsx),
        Answered::Pdf => Some(Kind::Pdf),
    })
}

/// The fiscal year that holds today, or the latest before it, is the period where none is told.
pub(super) async fn period(platform: &Platform, who: &InOrganization, wanted: &Wanted) -> Result<Period> {
    period_of(platform, who, (wanted.from, wanted.to)).await
}

async fn trial((Shared(platform), Extension(printer), who, headers, Query(wanted)): Asking) -> Outcome {
    let base = currency(&platform, who.organization).await?;
    let period = period(&platform, &who, &wanted).await?;
    let file = file_of(&headers)?;
    let asked = Asked { period, level: wanted.level, closing_entries: wanted.closing_entries.unwrap_or(false) };
    let slice = slice(&platform, &who, &wanted).await?;
    if let Some(kind @ (Kind::Xlsx | Kind::Pdf)) = file {
        return trial_balance_page::show(Shared(platform), Extension(printer), who, Query(wanted.as_page(period, kind))).await;
    }
    let found = trial_balance::trial_balance(platform.db.read(), slice, asked).await?;
    let amounts = |row: &trial_balance::Row| [row.opening, row.debit, row.credit, row.closing].map(|amount| plain(amount, base.digits));
    if file == Some(Kind::Csv) {
        let rows = found.rows.iter().map(|row| [row.code.clone(), row.name.clone()].into_iter().chain(amounts(row)).collect());
        return Ok(csv(&["code", "name", "opening", "debit", "credit", "closing"], rows)?);
    }
    let sums = |row: &trial_balance::Row| {
        let [opening, debit, credit, closing] = amounts(row);
        value!({ "opening": opening, "debit": debit, "credit": credit, "closing": closing })
    };
    let row = |row: &trial_balance::Row| {
        let mut found = sums(row);
        found["code"] = value!(row.code);
        found["name"] = value!(row.name);
        found
    };
    let answer = value!({
        "from": period.from.to_string(),
        "to": period.to.to_string(),
        "currency": base.code,
        "rows": found.rows.iter().map(row).collect::<Vec<_>>(),
        "totals": sums(&found.totals),
    });
    Ok(json(StatusCode::OK, &answer))
}

async fn ledger((Shared(platform), Extension(printer), who, headers, Query(wanted)): Asking, Query(query): Query<ListQuery>) -> Outcome {
    let file = file_of(&headers)?;
    let base = currency(&platform, who.organization).await?;
    let period = period(&platform, &who, &wanted).await?;
    let db = platform.db.read();
    let code = wanted.account_code.as_deref().map(str::trim).unwrap_or_default();
    let below = accounts::below(db, who.organization, code).await?;
    let account = below.iter().find(|account| account.code == code);
    if account.is_none() && !code.is_empty() {
        return Err(Error::Parameters(Invalid::one("account_code", "account_unknown")).into());
    }
    let ids: Vec<Id> = below.iter().map(|account| account.id).collect();
    let codes: std::collections::HashMap<Id, &str> = below.iter().map(|account| (account.id, account.code.as_str())).collect();
    let after: Option<despacho_ledger::journal::moved_store::PostingPlace> = query.position()?;
    let mut of = slice(&platform, &who, &wanted).await?;
    of.matched = wanted.matched;
    of.whose = match wanted.contact.as_deref() {
        Some("none") => Some(Whose::Nobody),
        Some(text) => contact_named(db, who.organization, text).await?.map(Whose::Contact),
        None => None,
    };
    // What is open may be of the opening: then it is listed.
    let closing_entries = wanted.closing_entries.unwrap_or(wanted.matched.is_some());
    if let Some(kind @ (Kind::Xlsx | Kind::Pdf)) = file {
        let params = Params { closing: if closing_entries { "1".into() } else { String::new() }, ..wanted.as_page(period, kind) };
        return general_ledger_page::show(Shared(platform), Extension(printer), who, Query(params)).await;
    }
    let asked = general_ledger::Asked { accounts: &ids, period, closing_entries };
    // A file is not paged.
    let limit = match file {
        Some(kind) if moved::sums(db, of, &ids, period, closing_entries, None).await?.postings > kind.most() => {
            return Err(Invalid::too_many("postings", kind.most()).into());
        }
        Some(kind) => kind.most(),
        None => query.limit()?,
    };
    let found = general_ledger(db, of, asked, after.as_ref().filter(|_| file.is_none()), limit).await?;
    let beside = Beside::of(db, who.organization, &found.rows).await?;
    let row = |(moved, balance): &(Moved, i64)| {
        let contact = beside.contact(moved);
        let text = if moved.description.is_empty() { &moved.entry_description } else { &moved.description };
        value!({
            "entry": moved.entry_id,
            "number": moved.number,
            "date": moved.date,
            "account_code": codes.get(&moved.account_id),
            "description": text,
            "reference": moved.reference,
            "debit": plain(moved.amount.max(0), base.digits),
            "credit": plain((-moved.amount).max(0), base.digits),
            "balance": plain(*balance, base.digits),
            "position": moved.position,
            "contact": moved.contact_id,
            "contact_number": contact.map(|contact| contact.number),
            "contact_name": contact.map_or("", |contact| contact.name.as_str()),
            "match": moved.match_id,
            "matched": beside.letters(moved),
        })
    };
    if file == Some(Kind::Csv) {
        let texts = |of: &(Moved, i64)| {
            let row = row(of);
            GENERAL_LEDGER.iter().map(|name| text(&row[name])).collect()
        };
        return Ok(csv(&GENERAL_LEDGER, found.rows.iter().map(texts))?);
    }
    let answer = value!({
        "from": period.from.to_string(),
        "to": period.to.to_string(),
        "currency": base.code,
        "account": account.map(|account| value!({ "code": account.code, "name": account.name })),
        "opening": plain(found.brought, base.digits),
        "rows": found.rows.iter().map(row).collect::<Vec<_>>(),
        "next_cursor": found.next.as_ref().map(paging::encode),
    });
    Ok(json(StatusCode::OK, &answer))
}

/// The columns of a general ledger as rows, as JSON names them.
const GENERAL_LEDGER: [&str; 12] =
    ["date", "number", "account_code", "description", "reference", "debit", "credit", "balance", "contact_number", "contact_name", "matched", "entry"];

/// The columns of a journal as rows.
const JOURNAL: [&str; 12] =
    ["entry", "date", "journal", "number", "status", "entry_description", "account_code", "account_name", "description", "debit", "credit", "contact_number"];

/// A value as a cell of a file.
fn text(of: &serde_json::Value) -> String {
    match of {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        of => of.to_string(),
    }
}

async fn by_contact((Shared(platform), Extension(printer), who, headers, Query(wanted)): Asking) -> Outcome {
    let file = file_of(&headers)?;
    let base = currency(&platform, who.organization).await?;
    let db = platform.db.read();
    let day = match wanted.date {
        Some(day) => day,
        None => today(&platform)?,
    };
    let code = wanted.account_code.as_deref().map(str::trim).unwrap_or_default();
    let contact = contact_named(db, who.organization, wanted.contact.as_deref().unwrap_or_default()).await?;
    if let Some(kind @ (Kind::Xlsx | Kind::Pdf)) = file {
        let params = wanted.as_page(Period { from: day, to: day }, kind);
        return contact_balances_page::show(Shared(platform), Extension(printer), who, Query(params)).await;
    }
    let found = contact_balances(db, who.organization, day, code, contact).await?;
    let amount = |minor: i64| plain(minor, base.digits);
    let rows = || found.iter().flat_map(|of| of.rows.iter().map(move |row| (of, row)));
    if file == Some(Kind::Csv) {
        let row = |(of, row): (&OfAccount, &contact_balances::Row)| {
            let Contact { number, name, tax_id, .. } = row.contact.clone();
            vec![of.account.code.clone(), of.account.name.clone(), number.to_string(), name, tax_id, amount(row.balance)]
        };
        return Ok(csv(&["account_code", "account_name", "contact_number", "contact_name", "tax_id", "balance"], rows().map(row))?);
    }
    let row = |(of, row): (&OfAccount, &contact_balances::Row)| {
        value!({
            "account_code": of.account.code,
            "account_name": of.account.name,
            "contact": row.contact.id,
            "contact_number": row.contact.number,
            "contact_name": row.contact.name,
            "tax_id": row.contact.tax_id,
            "balance": amount(row.balance),
        })
    };
    let account =
        |of: &OfAccount| value!({ "code": of.account.code, "name": of.account.name, "balance": amount(of.balance), "without_contact": amount(of.without) });
    let answer = value!({
        "date": day.to_string(),
        "currency": base.code,
        "rows": rows().map(row).collect::<Vec<_>>(),
        "accounts": found.iter().map(account).collect::<Vec<_>>(),
        "total": amount(rows().map(|(_, row)| row.balance).sum()),
    });
    Ok(json(StatusCode::OK, &answer))
}

async fn journal((Shared(platform), Extension(printer), who, headers, Query(wanted)): Asking, Query(query): Query<ListQuery>) -> Outcome {
    let file = file_of(&headers)?;
    let base = currency(&platform, who.organization).await?;
    let period = period(&platform, &who, &wanted).await?;
    let limit = query.limit()?;
    let db = platform.db.read();
    let (from, to) = (period.from.to_string(), period.to.to_string());
    if let Some(kind @ (Kind::Xlsx | Kind::Pdf)) = file {
        return journal_page::show(Shared(platform), Extension(printer), who, Query(wanted.as_page(period, kind))).await;
    }
    if let Some(kind) = file {
        if store::sums_by_date(db, who.organization, (&from, &to)).await?.postings > kind.most() {
            return Err(Invalid::too_many("postings", kind.most()).into());
        }
        let found = store::by_date(db, who.organization, (&from, &to), ("", Id::nil()), kind.most()).await?;
        let entries = told::answered(db, who.organization, base, found).await?;
        let postings = entries.iter().flat_map(|entry| entry["postings"].as_array().into_iter().flatten().map(move |posting| (entry, posting)));
        let cell = |entry: &serde_json::Value, posting: &serde_json::Value, name: &str| match name {
            "entry" => text(&entry["id"]),
            "entry_description" => text(&entry["description"]),
            "date" | "journal" | "number" | "status" => text(&entry[name]),
            name => text(&posting[name]),
        };
        return Ok(csv(&JOURNAL, postings.map(|(entry, posting)| JOURNAL.iter().map(|name| cell(entry, posting, name)).collect()))?);
    }
    let (date, id): (String, Id) = query.position()?.unwrap_or((String::new(), Id::nil()));
    let mut found = store::by_date(db, who.organization, (&from, &to), (&date, id), limit + 1).await?;
    let more = list::cut(&mut found, (limit, list::MOST), |entry| entry.postings);
    let next_cursor = found.last().filter(|_| more).map(|entry| paging::encode(&(&entry.date, entry.id)));
    let items = told::answered(db, who.organization, base, found).await?;
    Ok(json(StatusCode::OK, &value!({ "from": from, "to": to, "currency": base.code, "items": items, "next_cursor": next_cursor })))
}
