//! Several currencies: rates, opening balances in them, revaluation; and exceptions to locks.

use despacho_ledger::journal::locks::{Level, Scope};
use despacho_platform::{both, clock::DAY, memberships::Tenant, sql, testkit::Engine, vals};
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::{
    common::{Answer, App},
    ledger::{Books, entry, faults},
};

impl Books {
    async fn told_of(&self, method: &str, path: &str, body: Option<Value>, status: u16) -> Value {
        let answer = self.app.api(&self.owner, method, &format!("/organizations/{}{path}", self.organization), body, None).await;
        told(&answer, &format!("{method} {path}"), status)
    }
}

fn told(answer: &Answer, what: &str, status: u16) -> Value {
    assert_eq!(answer.status.as_u16(), status, "{what}: {}", answer.text);
    if status == 204 { Value::Null } else { answer.json() }
}

fn errors(answer: &Value) -> Vec<String> {
    let told = |error: &Value| format!("{} {}", error["field"].as_str().unwrap_or("?"), error["code"].as_str().unwrap_or("?"));
    answer["errors"].as_array().into_iter().flatten().map(told).collect()
}

both! {
    async fn an_entry_without_a_rate_takes_that_of_its_day(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let day = |after: i64| books.day(after).to_string();
        let lines = |more: Value| { let mut line = json!({ "account_code": "629", "debit": "912.30", "currency": "USD" }); line.as_object_mut().expect("a line").extend(more.as_object().expect("more").clone()); json!([line, { "account_code": "572", "credit": "912.30" }]) };
        let sent = |date: String, lines: Value| json!({ "date": date, "description": "Viaje", "postings": lines });
        let refused = books.told_of("POST", "/journal-entries", Some(sent(day(20), lines(json!({})))), 422).await;
        assert_eq!(errors(&refused), ["postings[0].rate rate_missing"]);
        let put = books.told_of("PUT", "/exchange-rates", Some(json!({ "rates": [{ "date": day(20), "currency": "USD", "rate": "0.9123" }, { "date": day(10), "currency": "USD", "base": "EUR", "rate": "0.5" }] })), 200).await;
        assert_eq!(put, json!({ "put": 2, "older": 0 }));
        // The latest on or before its day, no more than a week old.
        for (after, amount) in [(20, "1000.00"), (27, "1000.00"), (19, ""), (17, "1824.60"), (10, "1824.60"), (28, "")] {
            let status = if amount.is_empty() { 422 } else { 201 };
            let made = books.told_of("POST", "/journal-entries", Some(sent(day(after), lines(json!({})))), status).await;
            if amount.is_empty() {
                assert_eq!(errors(&made), ["postings[0].rate rate_missing"], "{after}");
            } else {
                assert_eq!(made["postings"][0]["amount_in_currency"], amount, "{after}");
            }
        }
        // A rate of its own, or an amount, needs none.
        let made = books.told_of("POST", "/journal-entries", Some(sent(day(20), lines(json!({ "rate": "0.9" })))), 201).await;
        assert_eq!((&made["postings"][0]["amount_in_currency"], &made["postings"][0]["rate"]), (&json!("1013.67"), &json!("0.9")));
        // A draft takes it when it is posted.
        let mut draft = sent(day(20), lines(json!({})));
        draft["status"] = json!("draft");
        let draft = books.told_of("POST", "/journal-entries", Some(draft), 201).await;
        assert_eq!(draft["postings"][0]["rate"], "");
        let posted = books.told_of("POST", &format!("/journal-entries/{}/posting", draft["id"].as_str().expect("an id")), Some(json!({})), 200).await;
        assert_eq!(posted["postings"][0]["rate"], "0.9123");
        // Put again it is replaced; without a rate it is taken away.
        books.told_of("PUT", "/exchange-rates", Some(json!({ "rates": [{ "date": day(20), "currency": "USD", "rate": "0.91230" }, { "date": day(10), "currency": "USD", "rate": null }] })), 200).await;
        let listed = books.told_of("GET", "/exchange-rates?currency=USD", None, 200).await;
        assert_eq!(listed["items"], json!([{ "date": day(20), "currency": "USD", "base": "EUR", "rate": "0.9123", "source": "typed", "own": true }]));
        for (wrong, at) in [
            (json!({ "date": "2026-02-30", "currency": "USD", "rate": "1" }), "rates.0.date date"),
            (json!({ "date": day(1), "currency": "EUR", "rate": "1" }), "rates[0].currency rate_of_itself"),
            (json!({ "date": day(1), "currency": "USD", "rate": "0" }), "rates[0].rate number"),
        ] {
            let refused = books.told_of("PUT", "/exchange-rates", Some(json!({ "rates": [wrong] })), 422).await;
            assert_eq!(errors(&refused), [at]);
        }
        books.is_sound().await;
    }

    async fn a_practice_s_rates_are_its_clients_and_nobody_else_s(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, stranger) = (app.person("owner").await, app.person("stranger").await);
        let practice = app.practice(&owner, "Asesores").await;
        app.practice(&stranger, "Otros").await;
        let made = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": "Viveros", "applications": ["books"] })), None).await.json();
        let client = made["organization_ids"][0].as_str().expect("an id").to_owned();
        let alone = app.organization(&owner, "Sola", &["books"]).await.to_string();
        let file = "<Cube><Cube time='2026-01-15'><Cube currency='USD' rate='1.25'/><Cube currency='GBP' rate='0.8'/></Cube></Cube>";
        let put = app.api(&owner, "PUT", "/exchange-rates", Some(json!({ "file": file })), None).await;
        assert_eq!(told(&put, "put", 200), json!({ "put": 2, "older": 0 }));
        let own = told(&app.api(&owner, "GET", "/exchange-rates", None, None).await, "list", 200);
        assert_eq!(own["items"].as_array().expect("items").iter().map(|rate| (rate["base"].clone(), rate["rate"].clone(), rate["source"].clone())).collect::<Vec<_>>(), [(json!("GBP"), json!("0.8"), json!("ecb")), (json!("USD"), json!("1.25"), json!("ecb"))]);
        let of = async |organization: &str| told(&app.api(&owner, "GET", &format!("/organizations/{organization}/exchange-rates"), None, None).await, "list", 200)["items"].as_array().expect("items").len();
        assert_eq!((of(&client).await, of(&alone).await), (2, 0));
        assert_eq!(told(&app.api(&stranger, "GET", "/exchange-rates", None, None).await, "list", 200)["items"], json!([]));
        let year: String = sql::scalar(app.platform.db.read(), "SELECT MIN(starts_on) FROM fiscal_years", vec![]).await.expect("a query").expect("a day");
        let rates = json!({ "rates": [{ "date": year, "currency": "EUR", "base": "USD", "rate": "1.25" }] });
        told(&app.api(&owner, "PUT", "/exchange-rates", Some(rates), None).await, "put", 200);
        let body = json!({ "date": year, "description": "Viaje", "postings": [{ "account_code": "629", "debit": "80.00", "currency": "USD" }, { "account_code": "572", "credit": "80.00" }] });
        let posted = told(&app.api(&owner, "POST", &format!("/organizations/{client}/journal-entries"), Some(body.clone()), None).await, "post", 201);
        assert_eq!((&posted["postings"][0]["rate"], &posted["postings"][0]["amount_in_currency"]), (&json!("0.8"), &json!("100.00")));
        let refused = told(&app.api(&owner, "POST", &format!("/organizations/{alone}/journal-entries"), Some(body), None).await, "post", 422);
        assert_eq!(errors(&refused), ["postings[0].rate rate_missing"]);
        // Who only reads clients does not put rates.
        let reader = app.person("reader").await;
        app.join(Tenant::Practice, practice.id, &reader, "read_only").await;
        assert_eq!(app.api(&reader, "PUT", "/exchange-rates", Some(json!({ "file": file })), None).await.status.as_u16(), 403);
        assert_eq!(app.get(&reader, &format!("/practices/{}/exchange-rates", practice.id)).await.status.as_u16(), 200);
    }

    async fn opening_balances_keep_their_currency(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let rows = json!([
            { "account_code": "573", "debit": "912.30", "credit": "", "description": "Banco de Nueva York", "currency": "USD", "amount_in_currency": "1000.00", "rate": "0.9123", "contact_number": null },
            { "account_code": "100", "debit": "", "credit": "912.30", "description": "", "currency": "", "amount_in_currency": "", "rate": "", "contact_number": null },
        ]);
        let put = books.told_of("PUT", "/opening-balances", Some(json!({ "rows": rows })), 200).await;
        assert_eq!((&put["rows"], &put["difference"]), (&rows, &json!("0.00")));
        assert_eq!(books.told_of("GET", "/opening-balances", None, 200).await["rows"], rows);
        // The page shows it, and saved as it is shown nothing is lost.
        let path = format!("/organizations/{}/opening-balances", books.organization);
        let page = books.app.get(&books.owner, &path).await.text;
        assert!(page.contains("value=\"USD\"") && page.contains("value=\"1.000,00\""), "{page}");
        let day = put["date"].as_str().expect("a day");
        let form = format!("date={day}&account_code=573&description=Banco+de+Nueva+York&rate=0.9123&debit=912%2C30&credit=&currency=USD&amount_in_currency=1.000%2C00&account_code=100&description=&rate=&debit=&credit=912%2C30&currency=&amount_in_currency=");
        let saved = books.app.post(&books.owner, &path, &form).await;
        assert_eq!(saved.status.as_u16(), 303, "{}", saved.text);
        assert_eq!(books.told_of("GET", "/opening-balances", None, 200).await["rows"], rows);
        // An amount without its currency is told at its cell.
        let refused = books.app.post(&books.owner, &path, &form.replace("currency=USD", "currency=")).await;
        assert_eq!(refused.status.as_u16(), 422);
        assert!(refused.text.contains("f-rows[0]-currency-help"), "{}", refused.text);
        books.is_sound().await;
    }

    async fn a_revaluation_is_made_once_a_day(engine) {
        let Some(books) = Books::open(engine).await else { return };
        // Of the last year, whose days are over.
        let first: String = sql::scalar(books.app.platform.db.read(), "SELECT MIN(starts_on) FROM fiscal_years", vec![]).await.expect("a query").expect("a day");
        let on = |month: &str| format!("{}-{month}", &first[..4]);
        let sent = |date: String, lines: Value| json!({ "date": date, "description": "Venta", "postings": lines });
        // 600 USD to be had, carried at 547.38, and 1,000 GBP paid in advance.
        books.told_of("POST", "/journal-entries", Some(sent(on("01-10"), json!([{ "account_code": "430", "debit": "547.38", "currency": "USD", "amount_in_currency": "600.00" }, { "account_code": "700", "credit": "547.38" }]))), 201).await;
        books.told_of("POST", "/journal-entries", Some(sent(on("01-11"), json!([{ "account_code": "407", "debit": "1150.00", "currency": "GBP", "amount_in_currency": "1000.00" }, { "account_code": "572", "credit": "1150.00" }]))), 201).await;
        let ask = |more: Value| { let mut body = json!({ "date": on("01-31") }); body.as_object_mut().expect("a body").extend(more.as_object().expect("more").clone()); body };
        let looked = books.told_of("POST", "/revaluations", Some(ask(json!({ "dry_run": true }))), 201).await;
        assert_eq!((&looked["missing"], &looked["lines"]), (&json!(["USD"]), &json!([])));
        let refused = books.told_of("POST", "/revaluations", Some(ask(json!({}))), 422).await;
        assert_eq!(errors(&refused), ["rates.USD rate_missing"]);
        books.told_of("PUT", "/exchange-rates", Some(json!({ "rates": [{ "date": on("01-30"), "currency": "USD", "rate": "0.94" }] })), 200).await;
        let looked = books.told_of("POST", "/revaluations", Some(ask(json!({ "dry_run": true }))), 201).await;
        let line = json!([{ "account_code": "430", "account_name": "Clientes", "currency": "USD", "amount_in_currency": "600.00", "carried": "547.38", "value": "564.00", "difference": "16.62" }]);
        assert_eq!((&looked["lines"], &looked["gains"], &looked["losses"], &looked["entry"]), (&line, &json!("16.62"), &json!("0.00"), &Value::Null));
        assert_eq!(looked["rates"], json!([{ "currency": "USD", "rate": "0.94", "date": on("01-30"), "rounded": false }]));
        let made = books.told_of("POST", "/revaluations", Some(ask(json!({}))), 201).await;
        assert_eq!((&made["lines"], &made["reversal"]), (&line, &Value::Null), "in Spain the new value stays");
        let entry = books.told_of("GET", &format!("/journal-entries/{}", made["entry"].as_str().expect("an id")), None, 200).await;
        assert_eq!((&entry["kind"], &entry["date"]), (&json!("revaluation"), &json!(on("01-31"))));
        let postings: Vec<(Value, Value, Value)> = entry["postings"].as_array().expect("postings").iter().map(|p| (p["account_code"].clone(), p["debit"].clone(), p["amount_in_currency"].clone())).collect();
        assert_eq!(postings, [(json!("430"), json!("16.62"), json!("0.00")), (json!("768"), json!("0.00"), json!("16.62"))]);
        // Twice for a day is refused.
        let again = books.app.api(&books.owner, "POST", &format!("/organizations/{}/revaluations", books.organization), Some(ask(json!({ "rates": { "USD": "1" } }))), None).await;
        assert_eq!((again.status.as_u16(), again.text.contains("revaluation-exists")), (409, true), "{}", again.text);
        // The next one goes on from the new value, and the day after undoes it where that is chosen.
        let made = books.told_of("POST", "/revaluations", Some(json!({ "date": on("02-28"), "reversal": "next_day", "rates": { "USD": "0.90" } })), 201).await;
        assert_eq!((&made["gains"], &made["losses"], made["reversal"].is_string()), (&json!("0.00"), &json!("24.00"), true));
        assert_eq!(books.balances().await["430"], 56_400);
        assert_eq!(errors(&books.told_of("POST", "/revaluations", Some(json!({ "date": on("03-31"), "rates": { "USD": "0.94" } })), 422).await), ["date revaluation_nothing"]);
        assert_eq!(errors(&books.told_of("POST", "/revaluations", Some(json!({ "date": "9000-01-01" })), 422).await), ["date date_future"]);
        // Undone by hand, it can be made again.
        let id = entry["id"].as_str().expect("an id");
        books.told_of("POST", &format!("/journal-entries/{id}/reversal"), Some(json!({ "date": on("01-31"), "reason": "Tipo equivocado" })), 201).await;
        let made = books.told_of("POST", "/revaluations", Some(ask(json!({ "rates": { "USD": "0.95" } }))), 201).await;
        assert_eq!(made["gains"], "22.62");
        assert_eq!(books.told_of("GET", "/revaluations", None, 200).await["items"].as_array().expect("items").iter().map(|made| made["date"].clone()).collect::<Vec<_>>(), [json!(on("02-28")), json!(on("01-31"))]);
        let page = books.app.get(&books.owner, &format!("/organizations/{}/revaluations", books.organization)).await;
        assert_eq!(page.status.as_u16(), 200);
        let looked = books.app.post(&books.owner, &format!("/organizations/{}/revaluations", books.organization), &format!("date={}&reversal=none&rates.USD=0%2C97&look=1", on("04-30"))).await;
        assert!(looked.text.contains("582,00") && looked.text.contains("12,00"), "{}", looked.text);
        books.is_sound().await;
    }

    async fn an_exception_opens_a_soft_lock_until_it_expires(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let clerk = books.app.person("clerk").await;
        books.app.join(Tenant::Organization, books.organization, &clerk, "staff").await;
        let lines = json!([{ "account_code": "629", "debit": "1" }, { "account_code": "572", "credit": "1" }]);
        let body = |after: i64| json!({ "date": books.day(after).to_string(), "description": "Tarde", "postings": lines });
        let post = async |after: i64| books.app.api(&clerk, "POST", &format!("/organizations/{}/journal-entries", books.organization), Some(body(after)), None).await;
        books.lock(Scope::All, Level::Soft, Some(books.day(30))).await.expect("locked");
        assert_eq!(errors(&told(&post(30).await, "locked", 422)), ["date period_locked"]);
        // The clerk asks, whoever may give it is told once, and gives it.
        let ask = async |reason: &str| books.app.api(&clerk, "POST", &format!("/organizations/{}/lock-exception-requests", books.organization), Some(json!({ "date": books.day(30).to_string(), "reason": reason })), None).await;
        let asked = told(&ask("Factura extraviada").await, "asked", 201);
        assert_eq!(told(&ask("Llegó tarde").await, "asked again", 201)["id"], asked["id"]);
        assert_eq!(books.app.count("notifications").await, 1);
        assert_eq!(books.app.api(&clerk, "GET", &format!("/organizations/{}/lock-exceptions", books.organization), None, None).await.status.as_u16(), 403);
        let now = books.app.platform.clock.now();
        let give = |more: Value| { let mut body = json!({ "scope": "all", "user": clerk.user.id, "first_day": books.day(30).to_string(), "last_day": books.day(30).to_string(), "expires_at": now + DAY, "reason": "Factura extraviada" }); body.as_object_mut().expect("a body").extend(more.as_object().expect("more").clone()); body };
        for (wrong, at) in [(json!({ "expires_at": now - 1 }), "expires_at exception_expires"), (json!({ "expires_at": now + 40 * DAY }), "expires_at exception_expires"), (json!({ "user": books.organization }), "user choice"), (json!({ "last_day": books.day(1).to_string() }), "last_day date_order")] {
            assert_eq!(errors(&books.told_of("POST", "/lock-exceptions", Some(give(wrong)), 422).await), [at]);
        }
        let given = books.told_of("POST", "/lock-exceptions", Some(give(json!({ "request": asked["id"] }))), 201).await;
        assert_eq!((&given["id"], &given["state"], &given["asked_by"]), (&asked["id"], &json!("granted"), &json!(clerk.user.id)));
        assert_eq!(books.app.count("notifications").await, 2, "the clerk is told");
        assert_eq!(told(&post(30).await, "excepted", 201)["in_locked_period"], true);
        assert_eq!(errors(&told(&post(29).await, "another day", 422)), ["date period_locked"]);
        // An exception to another scope's lock does not open this one, and none opens a hard lock.
        let one = format!("/lock-exceptions/{}", given["id"].as_str().expect("an id"));
        books.told_of("DELETE", &one, None, 204).await;
        assert_eq!(errors(&told(&post(30).await, "ended", 422)), ["date period_locked"]);
        assert_eq!(books.app.api(&books.owner, "DELETE", &format!("/organizations/{}{one}", books.organization), None, None).await.status.as_u16(), 409);
        books.told_of("POST", "/lock-exceptions", Some(give(json!({ "scope": "sales" }))), 201).await;
        assert_eq!(told(&post(30).await, "another scope", 422)["errors"][0]["code"], "period_locked");
        books.told_of("POST", "/lock-exceptions", Some(give(json!({ "user": null }))), 201).await;
        told(&post(30).await, "everyone", 201);
        let past = "UPDATE lock_exceptions SET expires_at = 1 WHERE state = 'granted'";
        books.harm(past).await;
        assert_eq!(errors(&told(&post(30).await, "expired", 422)), ["date period_locked"]);
        books.told_of("POST", "/lock-exceptions", Some(give(json!({}))), 201).await;
        told(&post(30).await, "open again", 201);
        books.lock(Scope::All, Level::Hard, Some(books.day(30))).await.expect("locked");
        assert_eq!(errors(&told(&post(30).await, "hard", 422)), ["date period_locked"]);
        // The pages of both.
        let page = books.app.get(&books.owner, &format!("/organizations/{}/lock-exceptions", books.organization)).await;
        assert!(page.text.contains("clerk") && page.text.contains("Factura extraviada"), "{}", page.text);
        let asking = books.app.post(&clerk, &format!("/organizations/{}/lock-exception-request", books.organization), &format!("date={}&reason=Otra", books.day(30))).await;
        assert_eq!(asking.status.as_u16(), 303, "{}", asking.text);
        books.is_sound().await;
    }

    async fn a_tax_lock_stops_what_touches_taxes(engine) {
        let Some(books) = Books::open(engine).await else { return };
        books.lock(Scope::Tax, Level::Hard, Some(books.day(30))).await.expect("locked");
        assert_eq!(faults(books.post(&entry(books.day(30), &[("629", 100), ("472", 21), ("572", -121)])).await), ["date period_locked"]);
        books.post(&entry(books.day(30), &[("629", 100), ("572", -100)])).await.expect("without tax");
        let taxed = books.post(&entry(books.day(31), &[("629", 100), ("472", 21), ("572", -121)])).await.expect("after the lock");
        // Nor is one corrected into those days.
        let tx = books.app.platform.db.begin().await.expect("a transaction");
        let back = despacho_ledger::journal::post::correct(&tx, books.organization, taxed.id, &entry(books.day(30), &[("629", 100), ("477", 21), ("572", -121)]), books.allowed()).await;
        assert_eq!(faults(back), ["date period_locked"]);
    }
}

/// While entries are posted a lock is put: each is posted before it or refused, and none gets in behind it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_is_posted_behind_a_lock_that_is_put_meanwhile() {
    let Some(books) = Books::open(Engine::Postgres).await else { return };
    let draft = entry(books.day(10), &[("629", 100), ("572", -100)]);
    let posting = join_all((0..16).map(|_| books.post(&draft)));
    let locking = books.lock(Scope::All, Level::Soft, Some(books.day(30)));
    let (posted, locked) = tokio::join!(posting, locking);
    locked.expect("locked");
    let done = posted.iter().filter(|posted| posted.is_ok()).count();
    for refused in posted.into_iter().filter(Result::is_err) {
        assert_eq!(faults(refused), ["date period_locked"]);
    }
    // What was done stands in the log in the order of its writing, as each held the organization.
    let order: Vec<String> = sql::column(
        books.app.platform.db.read(),
        "SELECT action FROM activity WHERE tenant_id = $1 AND action IN ('entry_posted', 'period_locked') ORDER BY id",
        vals![books.organization],
    )
    .await
    .expect("the log");
    assert_eq!(order.len(), done + 1);
    assert_eq!(order.last().map(String::as_str), Some("period_locked"), "{order:?}");
    assert_eq!(faults(books.post(&draft).await), ["date period_locked"]);
    books.is_sound().await;
}
