//! Dimensions: values that postings carry beside their accounts, wherever an entry goes.

use despacho_platform::both;
use serde_json::{Value, json};

use crate::ledger::Books;

impl Books {
    /// A value of a dimension; answers its id.
    pub async fn dimension_value(&self, dimension: &str, code: &str) -> String {
        let path = format!("/organizations/{}/records/dimensions", self.organization);
        let all = self.app.api(&self.owner, "GET", &path, None, None).await.json();
        let of = all["items"].as_array().expect("items").iter().find(|row| row["code"] == dimension).expect("the dimension")["id"].clone();
        let row = json!({ "dimension_id": of, "code": code, "name": format!("Valor {code}") });
        let made = self
            .app
            .api(&self.owner, "POST", &format!("/organizations/{}/records/dimension_values", self.organization), Some(row), None)
            .await;
        assert_eq!(made.status.as_u16(), 201, "{}", made.text);
        made.json()["id"].as_str().expect("an id").to_owned()
    }

    /// Changes a dimension through its page.
    async fn require(&self, dimension: &str, accounts: &str) {
        let path = format!("/organizations/{}/records/dimensions", self.organization);
        let all = self.app.api(&self.owner, "GET", &path, None, None).await.json();
        let row = all["items"].as_array().expect("items").iter().find(|row| row["code"] == dimension).expect("the dimension").clone();
        let page = format!("/organizations/{}/records/dimensions/{}", self.organization, row["id"].as_str().expect("an id"));
        let saved = self.app.post(&self.owner, &page, &format!("code={dimension}&name=Proyecto&required_on={accounts}")).await;
        assert_eq!(saved.status, 303, "{}", saved.text);
    }

    pub async fn entries(&self, method: &str, rest: &str, body: Option<Value>) -> (u16, Value) {
        let answer = self
            .app
            .api(&self.owner, method, &format!("/organizations/{}/journal-entries{rest}", self.organization), body, None)
            .await;
        (answer.status.as_u16(), answer.json())
    }

    async fn refused(&self, body: Value) -> Vec<String> {
        let (status, answer) = self.entries("POST", "", Some(body)).await;
        assert_eq!(status, 422, "{answer}");
        let told = |error: &Value| format!("{} {}", error["field"].as_str().unwrap_or("?"), error["code"].as_str().unwrap_or("?"));
        answer["errors"].as_array().into_iter().flatten().map(told).collect()
    }
}

/// A purchase of a hundred on a day, with these tags on the expense.
fn bought(day: &str, tags: Value) -> Value {
    json!({ "date": day, "description": "Material", "postings": [{ "account_code": "629", "debit": "100", "tags": tags }, { "account_code": "572", "credit": "100" }] })
}

both! {
    async fn a_posting_keeps_its_tags_through_drafts_corrections_and_reversals(engine) {
        let Some(books) = Books::open(engine).await else { return };
        books.dimension_value("project", "NAVE2").await;
        books.dimension_value("cost_center", "TALLER").await;
        let day = |after: i64| books.day(after).to_string();
        let tags = json!({ "project": "NAVE2", "cost_center": "TALLER" });
        let (status, draft) = books.entries("POST", "", Some({ let mut body = bought(&day(3), tags.clone()); body["status"] = json!("draft"); body })).await;
        assert_eq!((status, &draft["postings"][0]["tags"]), (201, &tags));
        let one = format!("/{}", draft["id"].as_str().expect("an id"));
        let (status, posted) = books.entries("POST", &format!("{one}/posting"), Some(json!({}))).await;
        assert_eq!((status, &posted["postings"][0]["tags"], &posted["postings"][1]["tags"]), (200, &tags, &json!({})));
        let (status, corrected) = books.entries("POST", &format!("{one}/correction"), Some(bought(&day(4), json!({ "project": "NAVE2" })))).await;
        assert_eq!((status, &corrected["postings"][0]["tags"]), (201, &json!({ "project": "NAVE2" })));
        // What undoes it has its tags, so that sums by them are what they were.
        let of = format!("/{}", corrected["id"].as_str().expect("an id"));
        let (_, before) = books.entries("GET", &one, None).await;
        let (_, mirror) = books.entries("GET", &format!("/{}", before["reversed_by"].as_str().expect("an id")), None).await;
        assert_eq!((&mirror["postings"][0]["credit"], &mirror["postings"][0]["tags"]), (&json!("100.00"), &tags));
        let (status, reversal) = books.entries("POST", &format!("{of}/reversal"), Some(json!({ "date": day(9), "reason": "Duplicado" }))).await;
        assert_eq!((status, &reversal["postings"][0]["tags"]), (201, &json!({ "project": "NAVE2" })));
        assert_eq!(books.app.count("posting_tags").await, 2 + 2 + 1 + 1);
        // They are handed out in every format.
        for (format, part) in [("hledger", "        ; project: NAVE2"), ("ledger", "tag project\n"), ("beancount", "    project: \"NAVE2\""), ("csv", ",project:NAVE2,manual,"), ("jsonl", "\"tags\":{\"project\":\"NAVE2\"}")] {
            let path = format!("/organizations/{}/exports/{format}?from={}&to={}", books.organization, day(0), day(30));
            let text = books.app.api(&books.owner, "GET", &path, None, None).await.text;
            assert!(text.contains(part), "{format}: {text}");
        }
        books.is_sound().await;
    }

    async fn a_tag_that_is_unknown_or_lacking_is_told_at_its_place(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let value = books.dimension_value("project", "NAVE2").await;
        let day = books.day(3).to_string();
        assert_eq!(books.refused(bought(&day, json!({ "project": "OTRA" }))).await, ["postings[0].tags.project tag_unknown"]);
        assert_eq!(books.refused(bought(&day, json!({ "obra": "NAVE2" }))).await, ["postings[0].tags.obra dimension_unknown"]);
        assert_eq!(books.refused(bought(&day, json!({ "project": 7 }))).await, ["postings[0].tags.project wrong_type"]);
        books.require("project", "6").await;
        assert_eq!(books.refused(bought(&day, json!({}))).await, ["postings[0].tags.project tag_required"]);
        // In the grid it is told at the cell, and what was typed is there.
        let path = format!("/organizations/{}/journal-entries", books.organization);
        let lines = "postings[0].account_code=629&postings[0].debit=100&postings[0].tags=%s&postings[1].account_code=572&postings[1].credit=100";
        let form = |tags: &str| format!("date={day}&journal=general&description=x&reference=&do=post&{}", lines.replace("%s", tags));
        let refused = books.app.post(&books.owner, &path, &form("")).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("id=\"f-postings[0]-tags-help\">Esta cuenta necesita un valor de Proyecto."), "{}", refused.text);
        let refused = books.app.post(&books.owner, &path, &form("NAVE3")).await;
        assert!(refused.status == 422 && refused.text.contains("value=\"NAVE3\"") && refused.text.contains("No hay ningún valor «NAVE3»."), "{}", refused.text);
        let saved = books.app.post(&books.owner, &path, &form("nave2")).await;
        assert_eq!(saved.status, 303, "{}", saved.text);
        let shown = books.app.get(&books.owner, saved.location().as_str()).await.text;
        assert!(shown.contains("<span class=\"tag\">Proyecto: Valor NAVE2</span>"), "{shown}");
        // A value that is no longer used is refused, and an entry that has it can be undone.
        let (_, posted) = books.entries("POST", "", Some(bought(&day, json!({ "project": "NAVE2" })))).await;
        let off = format!("/organizations/{}/records/dimension_values/{value}/deactivation", books.organization);
        assert_eq!(books.app.post(&books.owner, &off, "").await.status, 303);
        assert_eq!(books.refused(bought(&day, json!({ "project": "NAVE2" }))).await, ["postings[0].tags.project tag_inactive"]);
        let (status, reversal) = books.entries("POST", &format!("/{}/reversal", posted["id"].as_str().expect("an id")), Some(json!({ "date": day, "reason": "x" }))).await;
        assert_eq!((status, &reversal["postings"][0]["tags"]["project"]), (201, &json!("NAVE2")));
        books.is_sound().await;
    }

    async fn reports_are_narrowed_to_a_value_and_shown_by_all_of_them(engine) {
        let Some(books) = Books::open(engine).await else { return };
        books.dimension_value("project", "NAVE2").await;
        books.dimension_value("project", "OFICINA").await;
        let day = |after: i64| books.day(after).to_string();
        let of = |project: &str| if project.is_empty() { json!({}) } else { json!({ "project": project }) };
        // Expenses of 100, 40 and 7 without project, in January and March, and a sale of 300.
        for (after, debit, credit, amount, project) in [(3, "629", "572", "100", "NAVE2"), (65, "623", "572", "40", "OFICINA"), (5, "629", "572", "7", ""), (20, "572", "705", "300", "NAVE2")] {
            let tagged = |code: &str| if code == "572" { json!({}) } else { of(project) };
            let body = json!({ "date": day(after), "postings": [{ "account_code": debit, "debit": amount, "tags": tagged(debit) }, { "account_code": credit, "credit": amount, "tags": tagged(credit) }] });
            assert_eq!(books.entries("POST", "", Some(body)).await.0, 201);
        }
        let (from, to) = (day(0), books.day(0).last_of_year().to_string());
        let report = async |rest: &str| {
            let answer = books.app.api(&books.owner, "GET", &format!("/organizations/{}/reports/{rest}from={from}&to={to}", books.organization), None, None).await;
            (answer.status.as_u16(), answer.json())
        };
        let (_, trial) = report("trial-balance?tag=project:NAVE2&").await;
        let rows: Vec<(&str, &str, &str)> = trial["rows"].as_array().expect("rows").iter().map(|row| (row["code"].as_str().unwrap_or(""), row["debit"].as_str().unwrap_or(""), row["credit"].as_str().unwrap_or(""))).collect();
        assert_eq!(rows, [("629", "100.00", "0.00"), ("705", "0.00", "300.00")]);
        let (_, statement) = report("profit-and-loss?tag=project:NAVE2&").await;
        assert_eq!(statement["result"], "200.00");
        let (_, ledger) = report("general-ledger?account_code=629&tag=project:NAVE2&").await;
        assert_eq!((ledger["rows"].as_array().expect("rows").len(), &ledger["rows"][0]["balance"]), (1, &json!("100.00")));
        let (status, refused) = report("trial-balance?tag=project:OTRO&").await;
        assert_eq!((status, &refused["errors"][0]["field"]), (400, &json!("tag")));

        let (_, found) = report("tag-analysis?dimension=project&").await;
        assert_eq!(found["values"], json!([{ "code": "NAVE2", "name": "Valor NAVE2" }, { "code": "OFICINA", "name": "Valor OFICINA" }]));
        assert_eq!(found["expenses"]["totals"], json!({ "values": { "NAVE2": "100.00", "OFICINA": "40.00" }, "untagged": "7.00", "total": "147.00" }));
        assert_eq!(found["result"], json!({ "values": { "NAVE2": "200.00", "OFICINA": "-40.00" }, "untagged": "-7.00", "total": "153.00" }));
        let page = books.app.get(&books.owner, &format!("/organizations/{}/reports/tag-analysis?from={from}&to={to}&level=account", books.organization)).await;
        for part in ["Análisis por dimensiones", "tag=project%3ANAVE2\">100,00", "Sin valor", "153,00"] {
            assert!(page.text.contains(part), "{part}: {}", page.text);
        }
        let page = books.app.get(&books.owner, &format!("/organizations/{}/reports/profit-and-loss?from={from}&to={to}&tag=project:NAVE2", books.organization)).await;
        assert!(page.text.contains("Proyecto: Valor NAVE2") && page.text.contains("200,00"), "{}", page.text);
        // What was corrected counts once, by its own tags.
        let (_, list) = books.entries("GET", "?search=&limit=1", None).await;
        let id = list["items"][0]["id"].as_str().expect("an id").to_owned();
        let body = json!({ "date": day(65), "postings": [{ "account_code": "623", "debit": "50", "tags": { "project": "NAVE2" } }, { "account_code": "572", "credit": "50" }] });
        assert_eq!(books.entries("POST", &format!("/{id}/correction"), Some(body)).await.0, 201);
        let (_, found) = report("tag-analysis?dimension=project&level=1&").await;
        assert_eq!(found["expenses"]["totals"], json!({ "values": { "NAVE2": "150.00" }, "untagged": "7.00", "total": "157.00" }));
        let (_, trial) = report("trial-balance?tag=project:OFICINA&").await;
        assert_eq!(trial["rows"], json!([]));
        books.is_sound().await;
    }
}
