//! The API of the journal, fiscal years and reports, as its contract says.

use axum::{
    body::Body,
    http::{Request, header},
};
use despacho_platform::both;
use serde_json::{Value, json};

use crate::{common::Answer, ledger::Books};

impl Books {
    pub async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        self.app.api(&self.owner, method, &format!("/organizations/{}{path}", self.organization), body, None).await
    }

    pub async fn ok(&self, method: &str, path: &str, body: Option<Value>, status: u16) -> Value {
        let answer = self.call(method, path, body).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {path}: {}", answer.text);
        if status == 204 { Value::Null } else { answer.json() }
    }

    pub async fn faults_of(&self, method: &str, path: &str, body: Value) -> Vec<String> {
        let answer = self.call(method, path, Some(body)).await;
        assert_eq!(answer.status.as_u16(), 422, "{method} {path}: {}", answer.text);
        let told = |error: &Value| format!("{} {}", error["field"].as_str().unwrap_or("?"), error["code"].as_str().unwrap_or("?"));
        answer.json()["errors"].as_array().into_iter().flatten().map(told).collect()
    }
}

fn sent(date: &str, lines: Value) -> Value {
    json!({ "date": date, "description": "Material de oficina", "reference": "A-1", "postings": lines })
}

both! {
    async fn an_entry_is_posted_corrected_and_reversed(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let day = |after: i64| books.day(after).to_string();
        let lines = json!([{ "account_code": "629", "debit": "100.00" }, { "account_code": "472", "debit": "21.00", "credit": "" }, { "account_code": "572", "credit": "121.00", "description": "Tarjeta" }]);
        let posted = books.ok("POST", "/journal-entries", Some(sent(&day(3), lines.clone())), 201).await;
        assert_eq!((&posted["number"], &posted["status"], &posted["journal"], &posted["total"]), (&json!(1), &json!("posted"), &json!("general"), &json!("121.00")));
        assert_eq!(posted["postings"][2], json!({ "account_code": "572", "account_name": "Bancos e instituciones de crédito c/c vista, euros", "debit": "0.00", "credit": "121.00", "description": "Tarjeta", "currency": "EUR", "amount_in_currency": "121.00", "rate": "", "tags": {}, "contact": null, "contact_number": null, "contact_name": "" }));
        let one = format!("/journal-entries/{}", posted["id"].as_str().expect("an id"));
        assert_eq!(books.ok("GET", &one, None, 200).await, posted);
        assert_eq!(books.call("PATCH", &one, Some(json!({ "description": "x" }))).await.status.as_u16(), 409);
        assert_eq!(books.call("DELETE", &one, None).await.status.as_u16(), 409);

        let corrected = books.ok("POST", &format!("{one}/correction"), Some(sent(&day(4), lines)), 201).await;
        assert_eq!((&corrected["number"], &corrected["revision"], &corrected["supersedes"]), (&json!(1), &json!(2), &posted["id"]));
        assert_eq!(books.ok("GET", &one, None, 200).await["status"], "superseded");
        let one = format!("/journal-entries/{}", corrected["id"].as_str().expect("an id"));
        assert_eq!(books.faults_of("POST", &format!("{one}/reversal"), json!({ "date": day(5), "reason": "" })).await, ["reason required"]);
        let reversal = books.ok("POST", &format!("{one}/reversal"), Some(json!({ "date": day(5), "reason": "Duplicado" })), 201).await;
        assert_eq!((&reversal["reverses"], &reversal["kind"], &reversal["number"]), (&corrected["id"], &json!("reversal"), &json!(2)));
        let undone = books.ok("GET", &one, None, 200).await;
        assert_eq!((&undone["status"], &undone["reversed_by"]), (&json!("reversed"), &reversal["id"]));
        // The list has what stands; what was corrected is had by asking for it.
        let listed = books.ok("GET", "/journal-entries", None, 200).await;
        assert_eq!(listed["items"].as_array().expect("items").iter().map(|e| e["number"].clone()).collect::<Vec<_>>(), [json!(2), json!(1)]);
        assert_eq!(books.ok("GET", "/journal-entries?status=superseded", None, 200).await["items"].as_array().expect("items").len(), 2);
        books.is_sound().await;
    }

    async fn every_fault_of_an_entry_is_at_its_place(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let day = books.day(3).to_string();
        let refused = async |lines: Value| books.faults_of("POST", "/journal-entries", sent(&day, lines)).await;
        assert_eq!(refused(json!([{ "account_code": "629", "debit": "100.00" }, { "account_code": "572", "credit": "99.00" }])).await, ["postings unbalanced"]);
        assert_eq!(refused(json!([{ "account_code": "629", "debit": "100.00" }])).await, ["postings too_few_postings"]);
        assert_eq!(refused(json!([{ "account_code": "999", "debit": "1" }, { "account_code": "57", "credit": "1" }])).await, ["postings[0].account_code account_unknown", "postings[1].account_code account_not_postable"]);
        assert_eq!(refused(json!([{ "account_code": "629", "debit": "1,5" }, { "account_code": "572", "credit": 1 }])).await, ["postings[0].debit amount_invalid", "postings[1].credit wrong_type"]);
        assert_eq!(refused(json!([{ "account_code": "629", "debit": "0" }, { "account_code": "572", "credit": "1.00", "debit": "1.00" }])).await, ["postings[0].debit amount_invalid", "postings[1].debit amount_invalid"]);
        assert_eq!(refused(json!([{ "account_code": "629", "debit": "1", "currency": "USD" }, { "account_code": "572", "credit": "1" }])).await, ["postings[0].rate rate_missing"]);
        assert_eq!(refused(json!([{ "account_code": "629", "debit": "1", "tags": { "proyecto": "x" } }, { "account_code": "572", "credit": "1" }])).await, ["postings[0].tags.proyecto dimension_unknown"]);
        let answer = books.call("POST", "/journal-entries", Some(sent(&day, json!([{ "account_code": "629", "debit": "100.00" }, { "account_code": "572", "credit": "99.00" }])))).await.json();
        assert!(answer["errors"][0]["message"].as_str().is_some_and(|text| text.contains("1.00") || text.contains("1,00")), "{answer}");
        assert_eq!(books.faults_of("POST", "/journal-entries", sent("2001-01-01", json!([{ "account_code": "629", "debit": "1" }, { "account_code": "572", "credit": "1" }]))).await, ["date fiscal_year_missing"]);
        assert_eq!(books.faults_of("POST", "/journal-entries", json!({ "date": "2026-02-30", "postings": [] })).await, ["date date"]);
        assert_eq!(books.faults_of("POST", "/journal-entries", json!({ "postings": [] })).await, ["date missing"]);
        books.ok("POST", "/period-locks", Some(json!({ "scope": "all", "locked_through": day, "reason": "303 presentado" })), 201).await;
        // The owner may post through a soft lock; nobody does through a hard one.
        let lines = json!([{ "account_code": "629", "debit": "1" }, { "account_code": "572", "credit": "1" }]);
        assert_eq!(books.ok("POST", "/journal-entries", Some(sent(&day, lines.clone())), 201).await["in_locked_period"], true);
        books.ok("POST", "/period-locks", Some(json!({ "scope": "all", "level": "hard", "locked_through": day, "reason": "303 presentado" })), 201).await;
        assert_eq!(refused(lines).await, ["date period_locked"]);
        let locks = books.ok("GET", "/period-locks", None, 200).await;
        assert_eq!(locks["items"].as_array().expect("items").iter().map(|lock| lock["level"].clone()).collect::<Vec<_>>(), [json!("hard"), json!("soft")]);
        assert_eq!(books.faults_of("POST", "/period-locks", json!({ "scope": "all", "level": "hard", "locked_through": null, "reason": "x" })).await, ["locked_through lock_cannot_go_back"]);
    }

    async fn a_draft_is_changed_posted_or_removed(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let day = books.day(3).to_string();
        let draft = json!({ "date": day, "status": "draft", "postings": [{ "account_code": "629", "debit": "5" }] });
        let made = books.ok("POST", "/journal-entries", Some(draft.clone()), 201).await;
        assert_eq!((&made["status"], &made["number"], &made["fiscal_year"], &made["postings"][0]["account_name"]), (&json!("draft"), &Value::Null, &Value::Null, &json!("Otros servicios")));
        let one = format!("/journal-entries/{}", made["id"].as_str().expect("an id"));
        assert_eq!(books.call("POST", &format!("{one}/posting"), Some(json!({}))).await.status.as_u16(), 422);
        let lines = json!([{ "account_code": "629", "debit": "5" }, { "account_code": "572", "credit": "5" }]);
        let changed = books.ok("PATCH", &one, Some(json!({ "postings": lines })), 200).await;
        assert_eq!((&changed["date"], changed["postings"].as_array().expect("postings").len(), &changed["version"]), (&json!(day), 2, &json!(2)));
        let posted = books.ok("POST", &format!("{one}/posting"), Some(json!({})), 200).await;
        assert_eq!((&posted["id"], &posted["number"], &posted["status"]), (&made["id"], &json!(1), &json!("posted")));
        let other = books.ok("POST", "/journal-entries", Some(draft), 201).await;
        let one = format!("/journal-entries/{}", other["id"].as_str().expect("an id"));
        books.ok("DELETE", &one, None, 204).await;
        assert_eq!(books.call("GET", &one, None).await.status.as_u16(), 404);
    }

    async fn a_report_is_a_file_where_accept_asks_for_one(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let day = |after: i64| books.day(after).to_string();
        let sale = json!([{ "account_code": "430", "debit": "1210" }, { "account_code": "700", "credit": "1000" }, { "account_code": "477", "credit": "210" }]);
        let entry = books.ok("POST", "/journal-entries", Some(sent(&day(40), sale)), 201).await;
        let ask = async |path: &str, accept: &str| {
            let request = Request::get(format!("/api/v1/organizations/{}/reports/{path}", books.organization))
                .header(header::AUTHORIZATION, format!("Bearer {}", books.owner.token))
                .header(header::ACCEPT, accept);
            books.app.send(request.body(Body::empty()).expect("a request")).await
        };
        let days = format!("from={}&to={}", day(0), books.day(0).last_of_year());
        let all = [
            format!("trial-balance?{days}&level=1"), format!("general-ledger?{days}&account_code=430"), format!("general-ledger?{days}"), format!("journal?{days}"),
            format!("profit-and-loss?{days}&compare=previous"), format!("balance-sheet?date={}&model=pymes", day(50)), format!("cash-flow?{days}&columns=quarter"),
            format!("changes-in-equity?{days}"), format!("contact-balances?date={}", day(50)),
        ];
        for path in &all {
            let sheet = ask(path, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet").await;
            assert!(sheet.status == 200 && sheet.text.starts_with("PK"), "{path}: {}", sheet.text);
            let rows = ask(path, "text/csv").await;
            assert_eq!((rows.status.as_u16(), &rows.headers["content-type"]), (200, &header::HeaderValue::from_static("text/csv; charset=utf-8")), "{path}");
            let refused = ask(path, "image/png").await;
            assert_eq!((refused.status.as_u16(), &refused.json()["type"]), (406, &json!("/problems/not-acceptable")), "{path}");
            assert_eq!(ask(path, "*/*").await.headers["content-type"], "application/json", "{path}");
        }
        let ledger = ask(&all[1], "text/csv").await.text;
        let row = format!("{},1,430,Material de oficina,A-1,1210.00,0.00,1210.00,,,,{}", day(40), entry["id"].as_str().expect("an id"));
        assert_eq!(ledger.lines().nth(1), Some(row.as_str()), "{ledger}");
        let diary = ask(&all[3], "text/csv").await.text;
        assert_eq!(diary.lines().count(), 4, "{diary}");
        assert!(diary.lines().any(|line| line.ends_with("477,\"Hacienda Pública, IVA repercutido\",,0.00,210.00,")), "{diary}");
        // A fault is told as everywhere, and not as a page.
        let unknown = ask(&format!("general-ledger?{days}&account_code=99999"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet").await;
        assert_eq!((unknown.status.as_u16(), &unknown.json()["errors"][0]["code"]), (400, &json!("account_unknown")));
    }

    async fn reports_and_years_are_as_the_contract_says(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let day = |after: i64| books.day(after).to_string();
        books.ok("PUT", "/opening-balances", Some(json!({ "rows": [{ "account_code": "572", "debit": "3000.00" }, { "account_code": "100", "credit": "3000.00" }] })), 200).await;
        let sale = json!([{ "account_code": "430", "debit": "1210" }, { "account_code": "700", "credit": "1000" }, { "account_code": "477", "credit": "210" }]);
        books.ok("POST", "/journal-entries", Some(sent(&day(40), sale)), 201).await;
        let purchase = json!([{ "account_code": "600", "debit": "400" }, { "account_code": "472", "debit": "84" }, { "account_code": "572", "credit": "484" }]);
        books.ok("POST", "/journal-entries", Some(sent(&day(50), purchase)), 201).await;
        let (from, to) = (day(0), books.day(0).last_of_year().to_string());

        let trial = books.ok("GET", &format!("/reports/trial-balance?from={from}&to={to}"), None, 200).await;
        assert_eq!((&trial["from"], &trial["currency"]), (&json!(from), &json!("EUR")));
        assert_eq!(trial["rows"][4], json!({ "code": "572", "name": "Bancos e instituciones de crédito c/c vista, euros", "opening": "3000.00", "debit": "0.00", "credit": "484.00", "closing": "2516.00" }));
        assert_eq!(trial["totals"], json!({ "opening": "0.00", "debit": "1694.00", "credit": "1694.00", "closing": "0.00" }));
        let groups = books.ok("GET", &format!("/reports/trial-balance?from={from}&to={to}&level=1"), None, 200).await;
        assert_eq!(groups["rows"].as_array().expect("rows").iter().map(|row| row["code"].clone()).collect::<Vec<_>>(), ["1", "4", "5", "6", "7"]);

        let mayor = books.ok("GET", &format!("/reports/general-ledger?account_code=572&from={}&to={to}", day(45)), None, 200).await;
        assert_eq!((&mayor["opening"], &mayor["rows"][0]["balance"], &mayor["next_cursor"]), (&json!("3000.00"), &json!("2516.00"), &Value::Null));
        let profit = books.ok("GET", &format!("/reports/profit-and-loss?from={from}&to={to}&compare=previous"), None, 200).await;
        assert_eq!((&profit["income"]["total"], &profit["expenses"]["total"], &profit["result"], &profit["compared_result"]), (&json!("1000.00"), &json!("400.00"), &json!("600.00"), &json!("0.00")));
        let sheet = books.ok("GET", &format!("/reports/balance-sheet?date={to}"), None, 200).await;
        assert_eq!((&sheet["assets"]["total"], &sheet["liabilities"]["total"], &sheet["equity"]["total"], &sheet["result"]), (&json!("3810.00"), &json!("210.00"), &json!("3600.00"), &json!("600.00")));
        let diary = books.ok("GET", &format!("/reports/journal?from={from}&to={to}&limit=2"), None, 200).await;
        assert_eq!((diary["items"].as_array().expect("items").len(), &diary["items"][0]["kind"], diary["next_cursor"].is_string()), (2, &json!("opening"), true));

        let years = books.ok("GET", "/fiscal-years", None, 200).await;
        let year = format!("/fiscal-years/{}", years["items"][1]["id"].as_str().expect("an id"));
        let shown = books.ok("POST", &format!("{year}/closing"), Some(json!({ "dry_run": true })), 200).await;
        assert_eq!((&shown["result"], &shown["entries"][0]["postings"][0]), (&json!("600.00"), &json!({ "account_code": "129", "account_name": "Resultado del ejercicio", "debit": "0.00", "credit": "600.00" })));
        assert_eq!(books.ok("GET", "/fiscal-years", None, 200).await, years, "a dry run changes nothing");
        let closed = books.ok("POST", &format!("{year}/closing"), Some(json!({})), 200).await;
        assert_eq!((&closed["entries"], &closed["fiscal_year"]["state"]), (&shown["entries"], &json!("closed")));
        assert_eq!(books.call("POST", &format!("{year}/closing"), Some(json!({}))).await.status.as_u16(), 409);
        assert_eq!(books.ok("POST", &format!("{year}/reopening"), Some(json!({ "reason": "Faltaba una factura" })), 200).await["state"], "open");
        assert_eq!(books.ok("GET", "/opening-balances", None, 200).await["rows"].as_array().expect("rows").len(), 2);

        let books_of = books.call("GET", "/exports/hledger", None).await;
        assert_eq!(books_of.status.as_u16(), 200);
        assert!(books_of.text.contains("account 5:57:572"), "{}", books_of.text);
        let rows = books.call("GET", &format!("/exports/csv?from={}", day(50)), None).await.text;
        // A heading and the three postings of the purchase.
        assert_eq!(rows.lines().count(), 4, "{rows}");
        books.is_sound().await;
    }

    async fn nobody_sees_or_changes_anothers_books(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let stranger = books.app.person("stranger").await;
        let posted = books.ok("POST", "/journal-entries", Some(sent(&books.day(3).to_string(), json!([{ "account_code": "629", "debit": "5" }, { "account_code": "572", "credit": "5" }]))), 201).await;
        let id = posted["id"].as_str().expect("an id");
        for (method, path) in [
            ("GET", "/journal-entries".to_owned()),
            ("GET", format!("/journal-entries/{id}")),
            ("POST", format!("/journal-entries/{id}/reversal")),
            ("GET", "/reports/trial-balance".to_owned()),
            ("GET", "/exports/csv".to_owned()),
            ("PUT", "/opening-balances".to_owned()),
            ("POST", "/period-locks".to_owned()),
        ] {
            let body = (method != "GET").then(|| json!({}));
            let answer = books.app.api(&stranger, method, &format!("/organizations/{}{path}", books.organization), body, None).await;
            assert_eq!(answer.status.as_u16(), 404, "{method} {path}");
        }
        // An entry is found in its own organization alone.
        let other = books.app.organization(&stranger, "Café Luna", &["books"]).await;
        let answer = books.app.api(&stranger, "GET", &format!("/organizations/{other}/journal-entries/{id}"), None, None).await;
        assert_eq!(answer.status.as_u16(), 404);
    }
}
