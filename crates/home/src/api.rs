//! The home for programs.

use axum::{extract::State, http::StatusCode};
use despacho_documents::open::ages::{AGES, Side};
use despacho_kernel::{access::OrganizationRight as R, money::plain};
use despacho_ledger::{
    api::shapes::{amount, answer, date, id, or_null, rows},
    journal::store::JournalEntry,
};
use despacho_platform::Platform;
use despacho_ui::{Access, InOrganization, Outcome, Routes, api::json, openapi::Operation};
use serde_json::{Map, Value, json as value};

use crate::{
    due::{self, Due, What},
    parts::{Part, Shown},
    standing::{self, Cash, First, Flow, Ground, Open, Results},
    store,
};

fn text() -> Value {
    value!({ "type": "string" })
}

fn count() -> Value {
    value!({ "type": "integer" })
}

fn flow() -> Value {
    value!({ "from": date(), "to": date(), "income": amount(), "expenses": amount(), "result": amount() })
}

fn shape() -> Value {
    let account = value!({
        "account_id": id(), "account_code": text(), "account_name": text(), "balance": amount(), "bank_account_id": or_null(id()),
        "unmatched_lines": or_null(count()), "reconciled_through": or_null(date()),
    });
    let negative = answer(value!({ "account_code": text(), "balance": amount(), "since": date() }));
    let open = || {
        let age = answer(value!({ "age": { "type": "string", "enum": AGES }, "items": count(), "amount": amount() }));
        or_null(answer(value!({ "total": amount(), "overdue": amount(), "ages": rows(age) })))
    };
    let first = |of: &str| {
        let one = answer(value!({ (format!("{of}_id")): id(), "code": text(), "name": text(), "amount": amount() }));
        or_null(answer(value!({ "from": date(), "to": date(), "total": amount(), "count": count(), "items": rows(one) })))
    };
    let due = answer(value!({
        "date": date(), "kind": { "type": "string", "enum": ["tax_return", "receivables", "payables"] }, "model": or_null(text()), "period": or_null(text()),
        "items": or_null(count()), "amount": or_null(amount()), "mismatches": or_null(count()),
    }));
    let entry = answer(value!({ "id": id(), "number": count(), "date": date(), "description": text(), "amount": amount() }));
    let part = value!({ "type": "string", "enum": Part::ALL.iter().map(|part| part.word()).collect::<Vec<_>>() });
    answer(value!({
        "date": date(),
        "currency": text(),
        "not_shown": rows(answer(value!({ "part": part, "reason": { "type": "string", "enum": ["right", "failed"] } }))),
        "cash": or_null(answer(value!({
            "total": amount(), "negative": or_null(negative), "unmatched_lines": count(), "unmatched_since": or_null(date()), "accounts": rows(answer(account)),
        }))),
        "receivables": open(),
        "payables": open(),
        "results": or_null(answer(value!({ "year": answer(flow()), "months": rows(answer(flow())) }))),
        "due": or_null(answer(value!({ "items": rows(due), "next": or_null(date()) }))),
        "entries": or_null(rows(entry)),
        "customers": first("contact"),
        "expenses": first("account"),
    }))
}

pub fn routes(platform: &Platform) -> Routes {
    let operation = Operation::get("/api/v1/organizations/{organization}/home", "api-home").answers_schema(200, "Home", shape());
    Routes::new(platform).api(operation, Access::Organization(R::Read), show)
}

/// Amounts as the API has them.
struct Told(u8);

impl Told {
    fn amount(&self, minor: i64) -> String {
        plain(minor, self.0)
    }

    fn cash(&self, cash: &Cash) -> Value {
        let account = |of: &standing::CashAccount| {
            value!({
                "account_id": of.account.account_id, "account_code": of.account.code, "account_name": of.account.name, "balance": self.amount(of.account.amount),
                "bank_account_id": of.bank.as_ref().map(|bank| bank.id), "unmatched_lines": of.bank.as_ref().map(|bank| bank.waiting),
                "reconciled_through": of.bank.as_ref().map(|bank| bank.reconciled.as_str()).filter(|day| !day.is_empty()),
            })
        };
        let negative = cash
            .negative
            .as_ref()
            .map(|(of, since)| value!({ "account_code": of.code, "balance": self.amount(of.amount), "since": since }));
        value!({
            "total": self.amount(cash.total), "negative": negative, "unmatched_lines": cash.waiting.0,
            "unmatched_since": Some(&cash.waiting.1).filter(|day| !day.is_empty()), "accounts": cash.accounts.iter().map(account).collect::<Vec<_>>(),
        })
    }

    fn open(&self, open: &Open) -> Value {
        let age = |(age, (items, amount)): (&&str, &(i64, i64))| value!({ "age": age, "items": items, "amount": self.amount(*amount) });
        value!({ "total": self.amount(open.total()), "overdue": self.amount(open.overdue()), "ages": AGES.iter().zip(&open.ages).map(age).collect::<Vec<_>>() })
    }

    fn flow(&self, flow: &Flow) -> Value {
        value!({
            "from": flow.period.from.to_string(), "to": flow.period.to.to_string(), "income": self.amount(flow.income),
            "expenses": self.amount(flow.expenses), "result": self.amount(flow.result()),
        })
    }

    fn results(&self, results: &Results) -> Value {
        value!({ "year": self.flow(&results.year), "months": results.months.iter().map(|flow| self.flow(flow)).collect::<Vec<_>>() })
    }

    fn due(&self, due: &Due) -> Value {
        let one = |of: &due::DueOn| match &of.what {
            What::Return(deadline) => value!({
                "date": of.day.to_string(), "kind": "tax_return", "model": deadline.model(), "period": deadline.period().text(), "items": null,
                "amount": deadline.result().map(|result| self.amount(result)), "mismatches": deadline.mismatches,
            }),
            What::Items { side, items, amount, .. } => value!({
                "date": of.day.to_string(), "kind": if *side == Side::Receivable { "receivables" } else { "payables" }, "model": null, "period": null,
                "items": items, "amount": self.amount(*amount), "mismatches": null,
            }),
        };
        value!({ "items": due.items.iter().map(one).collect::<Vec<_>>(), "next": due.next.map(|(day, _)| day.to_string()) })
    }

    fn first(&self, of: &str, first: &First) -> Value {
        let one = |ranked: &store::Ranked| value!({ (format!("{of}_id")): ranked.id, "code": ranked.code, "name": ranked.name, "amount": self.amount(ranked.amount) });
        value!({
            "from": first.period.from.to_string(), "to": first.period.to.to_string(), "total": self.amount(first.total), "count": first.count,
            "items": first.first.iter().map(one).collect::<Vec<_>>(),
        })
    }
}

/// Puts a part in an answer, null where it is not shown, and then why.
fn put<T>(answer: &mut Map<String, Value>, not_shown: &mut Vec<Value>, part: Part, shown: &Shown<T>, told: impl Fn(&T) -> Value) {
    answer.insert(part.word().into(), shown.told().map_or(Value::Null, told));
    not_shown.extend(shown.why().map(|reason| value!({ "part": part.word(), "reason": reason })));
}

async fn show(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    let db = platform.db.read();
    let ground = Ground::of(&platform, who.organization).await?;
    let told = Told(ground.currency.digits);
    let may = |part: Part| who.may(part.right());
    let (mut answer, mut not_shown) = (Map::new(), vec![]);
    answer.insert("date".into(), ground.today.to_string().into());
    answer.insert("currency".into(), ground.currency.code.clone().into());
    let cash = Shown::of(may(Part::Cash), Part::Cash, standing::cash(db, &ground)).await;
    put(&mut answer, &mut not_shown, Part::Cash, &cash, |cash| told.cash(cash));
    for (part, side) in [(Part::Receivables, Side::Receivable), (Part::Payables, Side::Payable)] {
        let open = Shown::of(may(part), part, standing::open(db, &ground, side)).await;
        put(&mut answer, &mut not_shown, part, &open, |open| told.open(open));
    }
    let results = Shown::of(may(Part::Results), Part::Results, standing::results(db, &ground)).await;
    put(&mut answer, &mut not_shown, Part::Results, &results, |results| told.results(results));
    let due = Shown::of(may(Part::Due), Part::Due, due::due(db, &ground)).await;
    put(&mut answer, &mut not_shown, Part::Due, &due, |due| told.due(due));
    let entries = Shown::of(may(Part::Entries), Part::Entries, store::latest(db, who.organization, ENTRIES)).await;
    put(&mut answer, &mut not_shown, Part::Entries, &entries, |entries| {
        let one = |entry: &JournalEntry| value!({ "id": entry.id, "number": entry.number, "date": entry.date, "description": entry.description, "amount": told.amount(entry.total) });
        entries.iter().map(one).collect::<Vec<_>>().into()
    });
    let customers = Shown::of(may(Part::Customers), Part::Customers, standing::customers(db, &ground)).await;
    put(&mut answer, &mut not_shown, Part::Customers, &customers, |first| told.first("contact", first));
    let expenses = Shown::of(may(Part::Expenses), Part::Expenses, standing::expenses(db, &ground)).await;
    put(&mut answer, &mut not_shown, Part::Expenses, &expenses, |first| told.first("account", first));
    answer.insert("not_shown".into(), not_shown.into());
    Ok(json(StatusCode::OK, &answer))
}

/// Entries that are told.
const ENTRIES: i64 = 6;
