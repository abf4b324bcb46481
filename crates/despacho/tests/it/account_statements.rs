//! Statements of account by the API, as files and by e-mail, and documents in the search box, on both databases.

use despacho::wiring;
use despacho_platform::{Platform, both, config::Config, testkit::Engine};
use serde_json::{Value, json};

use crate::{document_pages::said, documents::cents, ledger::Books, mails::part, printer::install};

/// The sections of a statement: side, currency, opening, the amounts and balances of its lines, closing.
type Told = Vec<(String, i64, Vec<(String, i64, i64)>, i64)>;

fn told(statement: &Value) -> Told {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let line = |of: &Value| (text(&of["source"]), cents(&of["amount"]), cents(&of["balance"]));
    let lines = |of: &Value| of["lines"].as_array().expect("lines").iter().map(line).collect();
    let section = |of: &Value| (text(&of["side"]), cents(&of["opening"]), lines(of), cents(&of["closing"]));
    statement["sections"].as_array().expect("sections").iter().map(section).collect()
}

impl Books {
    async fn sold(&self, contact: &str, day: i64, price: &str) -> Value {
        let lines = json!([{ "description": "Trabajo", "unit_price": price, "taxes": ["IVA21V"] }]);
        let body =
            json!({ "contact_id": contact, "date": self.day(day).to_string(), "due_date": self.day(day + 10).to_string(), "lines": lines, "status": "issued" });
        self.ok("POST", "/invoices", Some(body), 201).await
    }

    async fn paid(&self, contact: &str, day: i64, invoice: &Value, amount: &str) -> Value {
        let body = json!({ "contact_id": contact, "date": self.day(day).to_string(), "amount": amount, "account_code": "572", "allocations": [{ "invoice_id": invoice["id"], "amount": amount }] });
        self.ok("POST", "/payments-received", Some(body), 201).await
    }

    async fn account_statement(&self, contact: &str, query: &str) -> Value {
        self.ok("GET", &format!("/contacts/{contact}/statement?{query}"), None, 200).await
    }
}

both! {
    async fn a_statement_goes_on_from_what_was_before_and_tells_what_was_open_on_a_day(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contact = books.party("Viveros Quintana").await;
        let other = books.party("Talleres Sol").await;
        let day = |after: i64| books.day(after).to_string();
        let one = books.sold(&contact, 1, "100.00").await;
        let two = books.sold(&contact, 3, "200.00").await;
        books.sold(&other, 3, "999.00").await;
        books.bill(&contact, 4, "A-1", "10.00").await;
        books.paid(&contact, 5, &one, "121.00").await;
        let late = books.paid(&contact, 9, &two, "42.00").await;

        let movements = books.account_statement(&contact, &format!("from={}&to={}", day(2), day(8))).await;
        let name = |text: &str| text.to_owned();
        let expected: Told = vec![
            (name("receivable"), 12_100, vec![(name("invoice"), 24_200, 36_300), (name("payment"), -12_100, 24_200)], 24_200),
            (name("payable"), 0, vec![(name("bill"), 1_210, 1_210)], 1_210),
        ];
        assert_eq!(told(&movements), expected);
        // What is open on the same day comes to the same, whatever was paid after it.
        let open = books.account_statement(&contact, &format!("shape=open&to={}", day(8))).await;
        let closing = |of: &Value| told(of).into_iter().map(|(side, _, _, closing)| (side, closing)).collect::<Vec<_>>();
        assert_eq!(closing(&open), closing(&movements));
        assert_eq!(cents(&open["sections"][0]["ages"]["not_due"]), 24_200);
        let later = books.account_statement(&contact, &format!("shape=open&to={}", day(20))).await;
        assert_eq!((cents(&later["sections"][0]["closing"]), cents(&later["sections"][0]["ages"]["days_1_30"])), (20_000, 20_000));
        // A payment that is undone was never there.
        books.ok("DELETE", &format!("/payments-received/{}", late["id"].as_str().expect("an id")), None, 204).await;
        let undone = books.account_statement(&contact, &format!("from={}&to={}", day(1), day(20))).await;
        assert_eq!(cents(&undone["sections"][0]["closing"]), 24_200);

        // As a file, and on a page.
        let path = format!("/organizations/{}/contacts/{contact}/statement", books.organization);
        let csv = books.app.get(&books.owner, &format!("{path}?format=csv&from={}&to={}", day(2), day(8))).await;
        assert!(csv.status == 200 && csv.text.contains("121,00") && csv.text.contains("363,00") && !csv.text.contains("999"), "{}", csv.text);
        let page = books.app.get(&books.owner, &format!("{path}?shape=open&to={}", day(8))).await;
        assert!(page.status == 200 && page.text.contains("242,00"), "{}", page.text);
        // What is no day is told, and stays.
        let wrong = books.app.get(&books.owner, &format!("{path}?from={}&to={}", day(9), day(2))).await;
        assert!(wrong.status == 422 && wrong.text.contains(&day(9)), "{}", wrong.text);
        let refused = books.call("GET", &format!("/contacts/{contact}/statement?shape=other"), None).await;
        assert_eq!(refused.status, 400, "{}", refused.text);
        assert_eq!(books.call("GET", "/contacts/01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f21/statement", None).await.status, 404);
    }

    async fn a_statement_is_sent_with_its_paper_as_it_was_when_it_was_asked_for(engine) {
        let folder = tempfile::tempdir().expect("a folder");
        let Some(books) = printing(engine, &folder).await else { return };
        let body = json!({ "name": "Viveros Quintana", "tax_id": "B12345674", "email": "compras@viveros.example" });
        let contact = books.ok("POST", "/contacts", Some(body), 201).await["id"].as_str().expect("an id").to_owned();
        // The program of the test prints once: a bill has no paper of ours.
        books.bill(&contact, 1, "A-1", "100.00").await;
        let path = format!("/contacts/{contact}/statement");
        let message = books.ok("POST", &format!("{path}/email"), Some(json!({ "shape": "open", "cc": ["gestion@viveros.example"] })), 202).await;
        assert_eq!((&message["status"], &message["to"], &message["shape"]), (&json!("queued"), &json!("compras@viveros.example"), &json!("open")));
        books.app.work().await;
        let mail = std::fs::read_dir(books.app.platform.config.data.join("mail")).expect("mail").map(|file| file.expect("a file").path());
        let raw = mail.map(|path| std::fs::read_to_string(path).expect("a text")).find(|raw| raw.contains("extracto.pdf")).expect("the message");
        assert!(raw.contains("Cc: gestion@viveros.example") && part(&raw, "application/pdf").starts_with("<svg/>"), "{raw}");
        let sent = books.ok("GET", &format!("{path}/messages"), None, 200).await;
        assert_eq!((sent["items"][0]["status"].as_str(), &sent["next_cursor"]), (Some("sent"), &Value::Null));
        // To nobody, nothing is sent; days that are none are told at their places.
        assert_eq!(books.faults_of("POST", &format!("{path}/email"), json!({ "to": "x" })).await, ["to email"]);
        let days = json!({ "from_date": books.day(9).to_string(), "to_date": books.day(1).to_string() });
        assert_eq!(books.faults_of("POST", &format!("{path}/email"), days).await, ["to_date date_order"]);
        assert_eq!(books.app.count("statement_messages").await, 1);
        // Whom a statement was sent to is not deleted.
        let kept = books.call("DELETE", &format!("/contacts/{contact}"), None).await;
        assert_eq!((kept.status.as_u16(), &kept.json()["type"]), (409, &json!("/problems/contact-named")));
    }

    async fn the_search_box_finds_documents_by_number_contact_and_amount(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contact = books.party("Viveros Quintana").await;
        let invoice = books.sold(&contact, 1, "1234.00").await;
        books.bill(&contact, 2, "ZX-77", "10.00").await;
        let found = async |asked: &str| {
            let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("q", asked).finish();
            said(&books.app.get(&books.owner, &format!("/organizations/{}/search?{query}", books.organization)).await).to_owned()
        };
        let path = |kind: &str| format!("/organizations/{}/{kind}/", books.organization);
        let (invoices, bills) = (path("invoices"), path("bills"));
        let number = invoice["number"].as_str().expect("a number");
        for (asked, of_invoice, of_bill) in [(number, true, false), ("quintana", true, true), ("zx-77", false, true), ("1.493,14", true, false), ("quintana 12,1", false, true), ("1.493,15", false, false)] {
            let text = found(asked).await;
            assert_eq!((text.contains(&invoices), text.contains(&bills)), (of_invoice, of_bill), "{asked}: {text}");
        }
        // A list is searched by amounts too.
        let listed = books.ok("GET", "/bills?search=12.10", None, 200).await;
        assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));
    }
}

/// A company whose documents a program prints that knows one document only.
async fn printing(engine: Engine, folder: &tempfile::TempDir) -> Option<Books> {
    let mut books = Books::open(engine).await?;
    let program = folder.path().join("despacho-printer");
    install(&program);
    let config = Config { printer: Some(program), ..books.app.platform.config.clone() };
    books.app.platform = Platform::open(config, &wiring::migrations()).await.expect("a platform");
    books.app.router = wiring::service(&books.app.platform).1;
    Some(books)
}
