//! Templates of entries, kept and used.

use despacho_platform::both;
use serde_json::{Value, json};

use crate::{common::Answer, ledger::Books};

impl Books {
    async fn templates(&self, method: &str, rest: &str, body: Option<Value>) -> Answer {
        self.app
            .api(&self.owner, method, &format!("/organizations/{}/entry-templates{rest}", self.organization), body, None)
            .await
    }
}

fn told(answer: &Answer) -> Vec<String> {
    let text = |error: &Value, name: &str| error[name].as_str().unwrap_or_default().to_owned();
    answer.json()["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|error| format!("{} {}", text(error, "field"), text(error, "code")))
        .collect()
}

fn purchase() -> Value {
    json!({ "name": "Compra con IVA", "code": "C21", "journal": "purchases", "description": "Compra de {trimestre}T {año}", "lines": [
        { "account_code": "600", "debit": "base" },
        { "account_code": "472", "debit": "L1*21%" },
        { "account_code": "400", "contact": "?", "credit": "=" },
    ] })
}

both! {
    async fn a_template_is_kept_filled_and_posted(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let made = books.templates("POST", "", Some(purchase())).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let made = made.json();
        assert_eq!((&made["asks"], &made["version"], &made["lines"][2]["contact"]), (&json!(["base"]), &json!(1), &json!("?")));
        let one = format!("/{}", made["id"].as_str().expect("an id"));
        // A code is one template's, however it is written; what can never be filled is refused at its place.
        assert_eq!(told(&books.templates("POST", "", Some(json!({ "name": "Otra", "code": "c21", "lines": [{ "debit": "1" }] }))).await), ["code taken"]);
        let wrong = json!({ "name": "x", "lines": [{ "account_code": "600", "debit": "L2" }, { "account_code": "472", "credit": "L1" }, { "debit": "base*" }] });
        assert_eq!(told(&books.templates("POST", "", Some(wrong)).await), ["lines[2].debit formula_syntax"]);
        let circle = json!({ "name": "x", "lines": [{ "account_code": "600", "debit": "L2" }, { "account_code": "472", "credit": "L1" }] });
        assert_eq!(told(&books.templates("POST", "", Some(circle)).await), ["lines[0].debit formula_circle", "lines[1].credit formula_circle"]);

        let day = books.day(40);
        let filled = books.templates("POST", &format!("{one}/filling"), Some(json!({ "date": day.to_string(), "variables": { "base": "100.05" } }))).await;
        assert_eq!(filled.status, 200, "{}", filled.text);
        let filled = filled.json();
        assert_eq!(filled["description"], json!(format!("Compra de 1T {}", day.year())));
        let lines: Vec<Value> = filled["postings"].as_array().expect("lines").iter().map(|line| json!([line["account_code"], line["debit"], line["credit"]])).collect();
        assert_eq!(json!(lines), json!([["600", "100.05", ""], ["472", "21.01", ""], ["400", "", "121.06"]]));
        assert_eq!(told(&books.templates("POST", &format!("{one}/filling"), Some(json!({ "date": day.to_string() }))).await), ["variables.base required"]);
        // What it answers is an entry as it is sent.
        assert_eq!(books.entries("POST", "", Some(filled)).await.0, 201);
        assert_eq!(books.balances().await, [("600".to_owned(), 10_005), ("472".to_owned(), 2_101), ("400".to_owned(), -12_106)].into());

        let changed = books.app.api(&books.owner, "PATCH", &format!("/organizations/{}/entry-templates{one}", books.organization), Some(json!({ "code": "" })), None).await;
        assert_eq!((changed.status.as_u16(), &changed.json()["version"], &changed.json()["name"]), (200, &json!(2), &json!("Compra con IVA")), "{}", changed.text);
        assert_eq!(books.templates("GET", "?search=compra", None).await.json()["items"].as_array().map(Vec::len), Some(1));
        assert_eq!(books.templates("GET", "?search=venta", None).await.json()["items"], json!([]));
        assert_eq!(books.templates("DELETE", &one, None).await.status, 204);
        assert_eq!(books.templates("GET", &one, None).await.status, 404);
        books.is_sound().await;
    }

    async fn a_template_is_typed_and_used_on_its_pages(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let path = format!("/organizations/{}/entry-templates", books.organization);
        let row = |code: &str, debit: &str, credit: &str| format!("&line.account_code={code}&line.contact=&line.description=&line.tags=&line.debit={debit}&line.credit={credit}");
        let head = "name=Alquiler&code=ALQ&journal=purchases&description=Alquiler+de+%7Bmes%7D";
        let body = format!("{head}{}{}{}{}", row("621", "base", ""), row("472", "base*0%2C21", ""), row("4751", "", "L1*19%25"), row("572", "", "%3D"));
        let refused = books.app.post(&books.owner, &path, &body.replace("0%2C21", "*2")).await;
        assert!(refused.status == 422 && refused.text.contains("value=\"base**2\"") && refused.text.contains("id=\"f-lines[1]-debit-help\""), "{}", refused.text);
        assert_eq!(books.app.post(&books.owner, &path, &body).await.status, 303);
        let stored = books.templates("GET", "", None).await.json()["items"][0].clone();
        assert_eq!((&stored["lines"][1]["debit"], &stored["lines"][3]["credit"]), (&json!("base*0.21"), &json!("=")));
        let one = format!("{path}/{}", stored["id"].as_str().expect("an id"));
        assert!(books.app.get(&books.owner, &one).await.text.contains("value=\"base*0,21\""));
        // Asked on a page of its own, the lines stand in the grid; from there as the keys of the grid ask for them.
        let day = books.day(31);
        assert_eq!(books.app.post(&books.owner, &format!("{one}/use"), &format!("date={day}&v.base=x")).await.status, 422);
        let led = books.app.post(&books.owner, &format!("{one}/use"), &format!("date={day}&v.base=850%2C50")).await;
        assert_eq!(led.status, 303, "{}", led.text);
        let grid = books.app.get(&books.owner, &led.location()).await.text;
        for part in ["value=\"850,50\"", "value=\"178,61\"", "value=\"161,60\"", "value=\"867,51\"", "value=\"Alquiler de febrero\""] {
            assert!(grid.contains(part), "{part}: {grid}");
        }
        let found = books.app.get(&books.owner, &format!("{path}/choices?q=alq")).await.json();
        assert_eq!(found["items"][0]["asks"], json!([{ "name": "base", "label": "Base" }]));
        let filled = books.app.post(&books.owner, &format!("{one}/filling"), &format!("date={day}&v.base=100")).await.json();
        assert_eq!((&filled["lines"][3]["credit"], &filled["lines"][0]["account_name"]), (&json!("102,00"), &json!("Arrendamientos y cánones")));
        let refused = books.app.post(&books.owner, &format!("{one}/filling"), &format!("date={day}")).await;
        assert_eq!((refused.status.as_u16(), refused.json()["errors"].get("base").is_some()), (422, true));
        // The usual ones are added once; one whose code is taken stays.
        assert_eq!(books.app.post(&books.owner, &format!("{path}/usual"), "").await.status, 303);
        assert_eq!(books.app.post(&books.owner, &format!("{path}/usual"), "").await.status, 303);
        assert_eq!(books.app.count("entry_templates").await, 9);
        let stale = books.app.post(&books.owner, &one, &format!("version=0&{body}")).await;
        assert_eq!(stale.status, 409);
        assert_eq!(books.app.post(&books.owner, &format!("{one}/deletion"), "").await.status, 303);
        assert_eq!(books.app.count("entry_templates").await, 8);
    }
}
