//! Budgets: what is expected, month by month, and how it went.

use despacho_platform::both;
use serde_json::{Value, json};

use crate::{
    common::Answer,
    ledger::{Books, entry},
};

impl Books {
    async fn budgets(&self, method: &str, rest: &str, body: Option<Value>) -> Answer {
        self.app.api(&self.owner, method, &format!("/organizations/{}{rest}", self.organization), body, None).await
    }

    /// The month of a day of the year, `2026-03`.
    fn month(&self, after: i64) -> String {
        self.day(after).strftime("%Y-%m").to_string()
    }

    fn year(&self) -> String {
        self.day(0).year().to_string()
    }
}

both! {
    async fn a_budget_is_typed_approved_and_compared(engine) {
        let Some(books) = Books::open(engine).await else { return };
        books.dimension_value("project", "NAVE2").await;
        let (january, march) = (books.month(0), books.month(65));
        let body = json!({ "name": "Presupuesto", "fiscal_year": books.year(), "rows": [
            { "account_code": "62", "amounts": { &january: "500.00", &march: "100.00" } },
            { "account_code": "62", "tag": "project:NAVE2", "amounts": { &january: "80.00" } },
            { "account_code": "705", "amounts": { &january: "1000" } },
        ] });
        let made = books.budgets("POST", "/budgets", Some(body)).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let made = made.json();
        assert_eq!((&made["edition"], &made["status"], &made["rows"][0]["total"], &made["months"][2]), (&json!(1), &json!("draft"), &json!("600.00"), &json!(march)));
        assert_eq!(made["rows"][1], json!({ "account_code": "62", "account_name": "Servicios exteriores", "tag": "project:NAVE2", "amounts": { &january: "80.00" }, "total": "80.00" }));
        let one = format!("/budgets/{}", made["id"].as_str().expect("an id"));
        let refused = books.budgets("PUT", &one, Some(json!({ "rows": [{ "account_code": "9999", "amounts": { "1999-01": "1" } }] }))).await;
        let told: Vec<String> = refused.json()["errors"].as_array().expect("errors").iter().map(|e| format!("{} {}", e["field"].as_str().unwrap_or(""), e["code"].as_str().unwrap_or(""))).collect();
        assert_eq!(told, ["rows[0].account_code account_unknown", "rows[0].amounts.1999-01 budget_month"]);

        // Of 629 in January: 90, of which 60 of the project; and 30 of 640, which nobody expected.
        let tagged = json!({ "date": books.day(3).to_string(), "postings": [{ "account_code": "629", "debit": "60", "tags": { "project": "NAVE2" } }, { "account_code": "572", "credit": "60" }] });
        assert_eq!(books.entries("POST", "", Some(tagged)).await.0, 201);
        for (after, lines) in [(4, [("629", 3_000), ("572", -3_000)]), (5, [("640", 3_000), ("572", -3_000)]), (6, [("572", 120_000), ("705", -120_000)]), (65, [("629", 7_000), ("572", -7_000)])] {
            books.post(&entry(books.day(after), &lines)).await.expect("posted");
        }
        let path = format!("/reports/budget?budget={}&from={}&to={}", made["id"].as_str().expect("an id"), books.day(0), books.day(20));
        let report = books.budgets("GET", &path, None).await.json();
        assert_eq!(report["to"], json!(books.day(20).last_of_month().to_string()));
        let rows: Vec<Value> = report["expenses"]["rows"].as_array().expect("rows").iter().map(|row| json!([row["code"], row["tag"], row["budget"], row["actual"], row["variance"]])).collect();
        assert_eq!(json!(rows), json!([["62", null, "500.00", "30.00", "-470.00"], ["62", "project:NAVE2", "80.00", "60.00", "-20.00"], ["640", null, "0.00", "30.00", "30.00"]]));
        assert_eq!(report["result"], json!({ "budget": "420.00", "actual": "1080.00", "variance": "660.00" }));
        let page = books.app.get(&books.owner, &format!("/organizations/{}{path}&level=account", books.organization)).await;
        for part in ["Presupuesto y realidad", "470,00", "project:NAVE2", "660,00"] {
            assert!(page.text.contains(part), "{part}: {}", page.text);
        }
        let file = books.app.get(&books.owner, &format!("/organizations/{}{path}&level=account&format=csv", books.organization)).await;
        assert!(file.text.contains("Gastos;62;Servicios exteriores;project:NAVE2;80,00;60,00;-20,00"), "{}", file.text);

        // Approved it stays, and its next edition begins with its rows.
        let rows = json!({ "status": "approved", "rows": [{ "account_code": "62", "amounts": { &january: "510.00" } }] });
        assert_eq!(books.budgets("PUT", &one, Some(rows.clone())).await.json()["status"], "approved");
        let again = books.budgets("PUT", &one, Some(rows)).await;
        assert_eq!((again.status.as_u16(), &again.json()["type"]), (409, &json!("/problems/budget-approved")));
        let next = books.budgets("POST", "/budgets", Some(json!({ "name": "Presupuesto", "fiscal_year": books.year(), "version_of": made["id"], "percent": "-10" }))).await.json();
        assert_eq!((&next["edition"], &next["rows"][0]["amounts"][&january]), (&json!(2), &json!("459.00")));
        let listed = books.budgets("GET", "/budgets", None).await.json();
        assert_eq!(listed["items"].as_array().expect("items").iter().map(|b| b["edition"].clone()).collect::<Vec<_>>(), [json!(2), json!(1)]);
        books.is_sound().await;
    }

    async fn a_budget_begins_with_what_happened(engine) {
        let Some(books) = Books::open(engine).await else { return };
        for (after, lines) in [(3, [("629", 10_050), ("572", -10_050)]), (65, [("572", 33_333), ("705", -33_333)])] {
            books.post(&entry(books.day(after), &lines)).await.expect("posted");
        }
        // Through the pages: made with 3 % more, changed, refused with what was typed, saved.
        let path = format!("/organizations/{}/budgets", books.organization);
        let year = books.app.get(&books.owner, &format!("{path}/new")).await.text;
        let year = year.split("value=\"year ").nth(2).and_then(|rest| rest.split('"').next()).expect("the present year").to_owned();
        let made = books.app.post(&books.owner, &path, &format!("name=Plan&fiscal_year={year}&from_actuals=year+{year}&percent=3")).await;
        assert_eq!(made.status, 303, "{}", made.text);
        let one = made.location();
        let shown = books.app.get(&books.owner, &one).await.text;
        // 100,50 and 3 %: 103,515, which is 103,52; 333,33 and 3 %: 343,3299.
        assert!(shown.contains("value=\"103,52\"") && shown.contains("value=\"343,33\""), "{shown}");
        let amounts = |first: &str| format!("&amount={first}{}", "&amount=".repeat(11));
        let refused = books.app.post(&books.owner, &one, &format!("version=1&account_code=629&tag={}&account_code=&tag={}", amounts("1.000,5x"), amounts(""))).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("value=\"1.000,5x\"") && refused.text.contains("aria-invalid=\"true\""), "{}", refused.text);
        let stale = books.app.post(&books.owner, &one, &format!("version=0&account_code=629&tag={}", amounts("7"))).await;
        assert!(stale.status == 409 && stale.text.contains("value=\"7\""), "{}", stale.text);
        let saved = books.app.post(&books.owner, &one, &format!("version=1&do=approve&account_code=629&tag={}", amounts("1.000,50"))).await;
        assert_eq!(saved.status, 303, "{}", saved.text);
        let shown = books.app.get(&books.owner, &one).await.text;
        assert!(shown.contains("Aprobado") && shown.contains("value=\"1.000,50\"") && !shown.contains("343,33"), "{shown}");
        assert_eq!(books.app.post(&books.owner, &format!("{one}/editions"), "").await.status, 303);
        assert_eq!(books.app.post(&books.owner, &format!("{one}/deletion"), "").await.status, 303);
        assert_eq!(books.app.count("budgets").await, 1);
        books.is_sound().await;
    }
}
