//! Insights: the figures of all clients' books are those of their own homes, for whoever may see them; and what banks and documents add to the control matrix.
//! On both databases.

use axum::{
    body::Body,
    http::{Request, header},
};
use despacho_kernel::Id;
use despacho_ledger::journal::{Allowed, Past, post};
use despacho_platform::{both, memberships::Tenant, testkit::Engine};
use despacho_practice::practices::Practice;
use despacho_ui::format;
use jiff::{ToSpan, civil::Date};
use serde_json::{Value, json};

use crate::{
    banks::norma43,
    common::{Answer, App, Person},
    ledger::entry,
};

/// A firm whose clients have books.
struct Firm {
    app: App,
    owner: Person,
    practice: Practice,
    today: Date,
}

impl Firm {
    async fn open(engine: Engine) -> Option<Self> {
        let app = App::open(engine).await?;
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await;
        let today = format::local_date("Europe/Madrid", app.platform.clock.now()).expect("a day");
        Some(Self { app, owner, practice, today })
    }

    async fn client(&self, name: &str) -> (String, Id) {
        let body = json!({ "display_name": name, "business_name": name, "email": "uno@test.example", "applications": ["books"], "billing_address": { "country": "ES" } });
        let made = self.ok("POST", "/clients", Some(body), 201).await;
        (made["id"].as_str().expect("an id").into(), made["organization_ids"][0].as_str().expect("an id").parse().expect("an id"))
    }

    async fn ok(&self, method: &str, path: &str, body: Option<Value>, status: u16) -> Value {
        let answer = self.app.api(&self.owner, method, path, body, None).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {path}: {}", answer.text);
        answer.json()
    }

    fn ago(&self, days: i64) -> Date {
        self.today.checked_sub(days.days()).expect("a day")
    }

    async fn post(&self, organization: Id, date: Date, lines: &[(&str, i64)]) {
        let tx = self.app.platform.db.begin().await.expect("a transaction");
        let allowed = Allowed { by: &self.owner.user, now: 1, past: Past::Nothing };
        post::post(&tx, organization, &entry(date, lines), allowed).await.expect("posted");
        tx.commit().await.expect("a commit");
    }

    async fn document(&self, organization: Id, path: &str, (date, due): (Date, Date), price: &str, status: &str) -> Value {
        let base = format!("/organizations/{organization}");
        let contact = self
            .ok("POST", &format!("{base}/contacts"), Some(json!({ "name": format!("Parte {price}"), "tax_id": "B12345674" })), 201)
            .await;
        let (tax, number) = if path == "bills" { ("IVA21C", Some(format!("P-{price}"))) } else { ("IVA21V", None) };
        let mut body = json!({
            "contact_id": contact["id"], "date": date.to_string(), "due_date": due.to_string(), "status": status,
            "lines": [{ "description": "Trabajo", "unit_price": price, "taxes": [tax] }],
        });
        if let Some(number) = number {
            body["vendor_number"] = json!(number);
        }
        self.ok("POST", &format!("{base}/{path}"), Some(body), 201).await
    }

    async fn insights(&self, person: &Person, query: &str) -> Vec<Value> {
        let answer = self.app.api(person, "GET", &format!("/insights{query}"), None, None).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()["items"].as_array().expect("items").clone()
    }

    async fn page(&self, query: &str) -> Answer {
        self.app.get(&self.owner, &format!("/practices/{}/insights{query}", self.practice.id)).await
    }

    /// Three clients: one with documents, one with entries, one with nothing.
    async fn three(&self) -> [(String, Id); 3] {
        let [sells, posts, rests] = [self.client("Bodega Ficticia").await, self.client("Ágora Ficticia").await, self.client("Calma Ficticia").await];
        // Of this year, whichever its day: the first of January is as far back as an entry may lie.
        let first = self.today.first_of_year();
        let back = |days: i64| self.ago(days).max(first);
        self.document(sells.1, "invoices", (back(40), back(40).max(self.ago(10))), "1000", "issued").await;
        self.document(sells.1, "invoices", (back(5), self.ago(-20)), "500", "issued").await;
        self.document(sells.1, "bills", (back(20), self.ago(3)), "300", "issued").await;
        self.document(sells.1, "bills", (back(2), self.ago(-9)), "70", "draft").await;
        self.post(posts.1, back(30), &[("572", 250_000), ("705", -250_000)]).await;
        self.post(posts.1, back(29), &[("629", 80_000), ("572", -80_000)]).await;
        // What is posted beyond today is not counted.
        self.post(
            posts.1,
            self.today.last_of_month().max(self.today),
            &[
                ("570", if self.today == self.today.last_of_month() { 1 } else { 900 }),
                ("705", if self.today == self.today.last_of_month() { -1 } else { -900 }),
            ],
        )
        .await;
        [sells, posts, rests]
    }
}

fn names(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["client_name"].as_str().expect("a name")).collect()
}

both! {
    async fn figures_are_those_of_each_clients_home(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let clients = firm.three().await;
        let rows = firm.insights(&firm.owner, "").await;
        assert_eq!(names(&rows), ["Ágora Ficticia", "Bodega Ficticia", "Calma Ficticia"], "by client");
        for (client, organization) in &clients {
            let row = rows.iter().find(|row| row["client_id"] == json!(client)).expect("a row");
            let home = firm.ok("GET", &format!("/organizations/{organization}/home"), None, 200).await;
            let year = &home["results"]["year"];
            for (figure, told) in [
                ("cash", &home["cash"]["total"]),
                ("receivables", &home["receivables"]["total"]),
                ("overdue", &home["receivables"]["overdue"]),
                ("payables", &home["payables"]["total"]),
                ("income", &year["income"]),
                ("expenses", &year["expenses"]),
                ("result", &year["result"]),
            ] {
                assert_eq!(&row[figure], told, "{figure} of {}", row["client_name"]);
            }
        }
        let sells = &rows[1];
        assert_eq!((&sells["receivables"], &sells["income"], &sells["income_before"]), (&json!("1815.00"), &json!("1500.00"), &json!("0.00")));
        assert_eq!(sells["margin"], json!("80.0"));
        assert_eq!(rows[2]["margin"], Value::Null);
        // In January the period before is another year's.
        let quarter = firm.insights(&firm.owner, "?period=quarter").await;
        let sum = |row: &Value| ["income", "income_before"].map(|of| row[of].as_str().expect("an amount").replace('.', "").parse::<i64>().expect("cents")).iter().sum::<i64>();
        assert_eq!(sum(&quarter[1]), 150_000);
    }

    async fn insights_are_sorted_narrowed_paged_and_taken_along(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let clients = firm.three().await;
        assert_eq!(names(&firm.insights(&firm.owner, "?sort=-income").await), ["Ágora Ficticia", "Bodega Ficticia", "Calma Ficticia"]);
        assert_eq!(names(&firm.insights(&firm.owner, "?sort=income").await), ["Calma Ficticia", "Bodega Ficticia", "Ágora Ficticia"]);
        assert_eq!(names(&firm.insights(&firm.owner, "?sort=-receivables&limit=1").await), ["Bodega Ficticia"]);
        assert_eq!(names(&firm.insights(&firm.owner, "?search=calma").await), ["Calma Ficticia"]);
        let first = firm.ok("GET", "/insights?limit=2", None, 200).await;
        let rest = firm.insights(&firm.owner, &format!("?limit=2&cursor={}", first["next_cursor"].as_str().expect("a cursor"))).await;
        assert_eq!(names(&rest), ["Calma Ficticia"]);
        assert_eq!(firm.app.api(&firm.owner, "GET", "/insights?sort=luck", None, None).await.status, 400);

        let page = firm.page("?sort=-receivables").await;
        assert!(page.status == 200 && page.text.contains("1.815,00") && page.text.contains(&format!("/organizations/{}\"", clients[0].1)), "{}", page.text);
        let csv = firm.page("?format=csv&sort=-receivables").await;
        assert!(csv.text.contains("Cliente;") && csv.text.lines().nth(1).is_some_and(|line| line.contains("Bodega Ficticia") && line.contains("1815,00")), "{}", csv.text);
        let xlsx = firm.page("?format=xlsx").await;
        assert_eq!((xlsx.status.as_u16(), &xlsx.text[..2]), (200, "PK"));

        let (staff, stranger) = (firm.app.person("staff").await, firm.app.person("stranger").await);
        firm.app.join(Tenant::Practice, firm.practice.id, &staff, "staff").await;
        assert_eq!(firm.insights(&staff, "").await, Vec::<Value>::new());
        firm.ok("PUT", &format!("/clients/{}/assignments", clients[1].0), Some(json!({ "user_ids": [staff.user.id] })), 200).await;
        assert_eq!(firm.insights(&staff, "").await, Vec::<Value>::new(), "the books are their organization's, which they do not belong to");
        firm.app.join(Tenant::Organization, clients[1].1, &staff, "read_only").await;
        assert_eq!(names(&firm.insights(&staff, "").await), ["Ágora Ficticia"]);
        assert_eq!(firm.app.get(&stranger, &format!("/practices/{}/insights", firm.practice.id)).await.status, 404);
    }

    async fn banks_and_documents_are_controlled(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let [(_, sells), _, (_, rests)] = firm.three().await;
        let base = format!("/organizations/{rests}");
        let bank = firm.ok("POST", &format!("{base}/bank-accounts"), Some(json!({ "name": "Banco", "iban": "ES9121000418450200051332" })), 201).await;
        let file = norma43((firm.ago(60), firm.ago(50)), 0, &[(firm.ago(60), 5_000, "INGRESO"), (firm.ago(50), -700, "COMISION")]);
        let body = format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"extracto.txt\"\r\n\r\n{file}\r\n--x--\r\n");
        let request = Request::post(format!("/api/v1{base}/bank-accounts/{}/statements", bank["id"].as_str().expect("an id")))
            .header(header::AUTHORIZATION, format!("Bearer {}", firm.owner.token))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
        assert_eq!(firm.app.send(request.body(Body::from(body)).expect("a request")).await.status, 201);
        let rows = firm.ok("GET", "/control", None, 200).await;
        let cell = |organization: Id, check: &str| {
            let row = rows["items"].as_array().expect("rows").iter().find(|row| row["organization_id"] == json!(organization)).expect("a row");
            let cell = row["checks"].as_array().expect("checks").iter().find(|cell| cell["check"] == check).expect("a check").clone();
            (cell["value"].clone(), cell["since"].clone(), cell["warning"].clone())
        };
        assert_eq!(cell(rests, "bank_lines"), (json!("2"), json!(firm.ago(60).to_string()), json!(true)));
        assert_eq!(cell(rests, "bank_reconciled"), (json!("60"), json!(firm.ago(60).to_string()), json!(true)));
        assert_eq!(cell(sells, "bank_reconciled").0, Value::Null);
        assert_eq!((cell(sells, "draft_bills").0, cell(sells, "draft_invoices").0), (json!("1"), Value::Null));
        let home = firm.ok("GET", &format!("/organizations/{sells}/home"), None, 200).await;
        let overdue = cell(sells, "overdue");
        assert_eq!(overdue.0.as_str().unwrap_or("0.00"), home["receivables"]["overdue"].as_str().expect("an amount"));
        assert_eq!(cell(rests, "overdue").0, Value::Null);
        let page = firm.app.get(&firm.owner, &format!("/practices/{}/control", firm.practice.id)).await.text;
        assert!(page.contains("Líneas sin conciliar") && page.contains("Facturas recibidas en borrador"), "{page}");
    }
}
