//! Lines of banks that are typed, changed and deleted, and the files that statements came in, on both databases.

use axum::{
    body::Body,
    http::{Request, header},
};
use despacho_platform::both;
use serde_json::{Value, json};

use crate::{
    banks::{IBAN, at, best, norma43, told},
    common::Answer,
    ledger::Books,
};

impl Books {
    async fn at_version(&self, method: &str, path: &str, version: i64, body: Option<Value>) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/v1/organizations/{}{path}", self.organization))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.owner.token))
            .header(header::IF_MATCH, format!("\"{version}\""));
        self.app.send(request.body(body.map_or(Body::empty(), |body| Body::from(body.to_string()))).expect("a request")).await
    }
}

fn one(line: &Value) -> String {
    format!("/bank-lines/{}", line["id"].as_str().expect("an id"))
}

both! {
    async fn a_line_is_typed_changed_matched_and_deleted(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let bank = books.bank("Caja de ahorros", "").await;
        let typed = |day: i64, amount: &str, text: &str| json!({ "bank_account_id": bank, "date": books.day(day).to_string(), "amount": amount, "text": text });
        let refused = async |body: Value| books.faults_of("POST", "/bank-lines", body).await;
        assert_eq!(refused(json!({ "bank_account_id": bank, "date": "2026-02-30", "amount": "x", "text": "Uno" })).await, ["amount amount_invalid", "date date"]);
        assert_eq!(refused(typed(1, "0.00", "Uno")).await, ["amount amount_invalid"]);
        assert_eq!(refused(typed(1, "1.001", "")).await, ["amount decimals", "text required"]);
        for day in ["0000-01-01", "9999-12-31"] {
            let body = json!({ "bank_account_id": bank, "date": day, "amount": "1.00", "text": "Uno" });
            assert_eq!(refused(body).await, ["date date"]);
        }
        assert_eq!(refused(typed(1, "10000000000000.01", "Uno")).await, ["amount amount_invalid"]);
        let mut body = typed(1, "1.00", "Uno");
        body["counterparty_iban"] = json!("ES9221000418450200051332");
        assert_eq!(refused(body).await, ["counterparty_iban iban"]);
        let mut body = typed(1, "1.00", "Uno");
        body["bank_account_id"] = json!(books.organization);
        assert_eq!(refused(body).await, ["bank_account_id choice"]);

        let customer = books.party("Viveros Quintana").await;
        let invoice = books.issued("invoices", &customer, 1, "100", "").await;
        let made = books.ok("POST", "/bank-lines", Some(typed(5, "120.00", "INGRESO")), 201).await;
        assert_eq!([&made["amount"], &made["status"], &made["by_hand"], &made["version"]], [&json!("120.00"), &json!("unmatched"), &json!(true), &json!(1)]);
        // Sent again with its key, it is the same one.
        let body = typed(6, "-3.50", "COMISION");
        let path = format!("/organizations/{}/bank-lines", books.organization);
        let keyed = [books.app.api(&books.owner, "POST", &path, Some(body.clone()), Some("k1")).await, books.app.api(&books.owner, "POST", &path, Some(body), Some("k1")).await];
        assert_eq!((keyed[0].status.as_u16(), keyed[0].json()["id"].clone()), (201, keyed[1].json()["id"].clone()));
        assert_eq!(books.bank_lines("unmatched").await.len(), 2);

        // Put right, with what was seen told.
        let number = invoice["number"].as_str().expect("a number");
        let right = json!({ "amount": "121.00", "reference": number });
        assert_eq!(books.at_version("PATCH", &one(&made), 9, Some(right.clone())).await.status.as_u16(), 412);
        let changed = books.at_version("PATCH", &one(&made), 1, Some(right)).await.json();
        assert_eq!((&changed["amount"], &changed["version"], best(&changed).0), (&json!("121.00"), &json!(2), "certain"));
        assert_eq!(books.faults_of("PATCH", &one(&made), json!({ "amount": null, "bank_account_id": books.organization })).await, ["amount required", "bank_account_id bank_line_stays"]);
        books.match_line(&made, json!({}), 200).await;
        assert_eq!(books.balance_of("invoices", &invoice).await, "0.00");
        for (method, body) in [("PATCH", Some(json!({ "reference": "x" }))), ("DELETE", None)] {
            let refused = books.call(method, &one(&made), body).await;
            assert_eq!((refused.status.as_u16(), &refused.json()["type"]), (409, &json!("/problems/bank-line-done")), "{method}");
        }
        books.ok("POST", &at(&made, "unmatch"), Some(json!({})), 200).await;
        assert_eq!(books.at_version("DELETE", &one(&made), 2, None).await.status.as_u16(), 412);
        let now = books.ok("GET", &one(&made), None, 200).await["version"].as_i64().expect("a version");
        assert_eq!(books.at_version("DELETE", &one(&made), now, None).await.status.as_u16(), 204);
        assert_eq!(books.call("GET", &one(&made), None).await.status.as_u16(), 404);
        books.is_sound().await;

        // An account that no file tells is closed with the balance that is told, and goes on from there.
        let waits = books.bank_lines("unmatched").await;
        books.match_line(&waits[0], json!({ "account_code": "626" }), 200).await;
        let account = format!("/bank-accounts/{bank}");
        assert_eq!(books.faults_of("POST", &format!("{account}/reconciliations"), json!({})).await, ["balance reconciliation_unknown"]);
        let closed = books.ok("POST", &format!("{account}/reconciliations"), Some(json!({ "balance": "-3.50" })), 201).await;
        assert_eq!(closed["through"], json!(books.day(6).to_string()));
        assert_eq!(refused(typed(6, "1.00", "TARDE")).await, ["date reconciled_later"]);
        books.ok("POST", "/bank-lines", Some(typed(8, "10.00", "INGRESO")), 201).await;
        assert_eq!(books.ok("GET", &account, None, 200).await["bank_balance"], "6.50");
        assert!(books.ok("GET", &format!("{account}/statements"), None, 200).await["items"].as_array().is_some_and(Vec::is_empty), "lines by hand are no file");
        books.is_sound().await;
    }

    async fn what_the_bank_told_stays_and_its_file_is_kept(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let bank = books.bank("Banco de Ejemplo", IBAN).await;
        // What was typed before the file came is not there twice.
        let typed = json!({ "bank_account_id": bank, "date": books.day(3).to_string(), "amount": "50.00", "text": "Ingreso" });
        let by_hand = books.ok("POST", "/bank-lines", Some(typed), 201).await;
        let file = norma43((books.day(3), books.day(4)), 0, &[(books.day(3), 5_000, "INGRESO EN OFICINA"), (books.day(4), -900, "RECIBO")]);
        let brought = books.brought(&bank, &file).await;
        assert_eq!((&brought["lines"], &brought["duplicates"]), (&json!(1), &json!(1)));
        let lines = books.bank_lines("unmatched").await;
        let told_line = lines.iter().find(|line| line["by_hand"] == false).expect("a line of the file");
        for (field, value) in [("amount", "-8.00"), ("date", &*books.day(5).to_string()), ("text", "OTRO")] {
            assert_eq!(books.faults_of("PATCH", &one(told_line), json!({ field: value })).await, [format!("{field} bank_line_imported")]);
        }
        let changed = books.ok("PATCH", &one(told_line), Some(json!({ "reference": "RB-1", "counterparty": "Suministros Roble", "amount": "-9.00" })), 200).await;
        assert_eq!([&changed["reference"], &changed["counterparty"], &changed["amount"]], [&json!("RB-1"), &json!("Suministros Roble"), &json!("-9.00")]);
        let refused = books.call("DELETE", &one(told_line), None).await;
        assert_eq!((refused.status.as_u16(), &refused.json()["type"]), (409, &json!("/problems/bank-line-imported")));
        books.ok("POST", &at(told_line, "exclude"), Some(json!({ "reason": "No es de la empresa" })), 200).await;
        books.ok("POST", &at(told_line, "unmatch"), Some(json!({})), 200).await;

        // The file, byte by byte; the same file again has no line and is kept once.
        let at_file = |of: &Value| format!("/bank-accounts/{bank}/statements/{}/file", of["id"].as_str().expect("an id"));
        let kept = books.call("GET", &at_file(&brought), None).await;
        assert_eq!((kept.status.as_u16(), &kept.text), (200, &file));
        let again = books.brought(&bank, &file).await;
        assert_eq!((&again["lines"], &again["sha256"]), (&json!(0), &brought["sha256"]));
        books.is_sound().await;
        for of in [&again, &brought] {
            books.ok("DELETE", at_file(of).trim_end_matches("/file"), None, 204).await;
        }
        assert_eq!(books.call("GET", &at_file(&brought), None).await.status.as_u16(), 404);
        assert_eq!(told(&books.bring_statement(&bank, "", &[]).await), ["file statement_empty"]);
        books.ok("DELETE", &one(&by_hand), None, 204).await;
        books.ok("DELETE", &format!("/bank-accounts/{bank}"), None, 204).await;
        books.is_sound().await;
    }
}
