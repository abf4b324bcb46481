//! Documents by e-mail: the message, its paper, and what whoever follows its link sees and does, on both databases.

use axum::{
    body::Body,
    http::{Request, header},
};
use despacho::wiring;
use despacho_platform::{Platform, both, clock::DAY, config::Config, testkit::Engine};
use serde_json::{Value, json};

use crate::{common::Answer, ledger::Books, mails::part, printer::install};

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

impl Books {
    async fn customer(&self, email: &str) -> Value {
        let address = json!({ "name": "Viveros Quintana", "tax_id": "B12345674", "email": email, "street1": "Calle Ficticia, 3", "postal_code": "28001", "city": "Madrid" });
        self.ok("POST", "/contacts", Some(address), 201).await
    }

    async fn of_kind(&self, path: &str, contact: &Value) -> Value {
        let lines = json!([{ "description": "Trabajo", "unit_price": "100.00", "taxes": ["IVA21V"] }]);
        let body = json!({ "contact_id": contact["id"], "date": self.day(9).to_string(), "lines": lines, "status": "issued" });
        self.ok("POST", path, Some(body), 201).await
    }

    /// A request of somebody whom nobody knows.
    async fn stranger(&self, path: &str, form: Option<&str>) -> Answer {
        let request = Request::builder().uri(path).method(if form.is_some() { "POST" } else { "GET" });
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.app.send(request.body(form.map_or(Body::empty(), |form| Body::from(form.to_owned()))).expect("a request")).await
    }
}

fn at(path: &str, of: &Value, deed: &str) -> String {
    format!("{path}/{}{deed}", of["id"].as_str().expect("an id"))
}

both! {
    async fn an_invoice_is_sent_with_its_paper_and_a_link_that_shows_it_alone(engine) {
        let folder = tempfile::tempdir().expect("a folder");
        let Some(books) = printing(engine, &folder).await else { return };
        let contact = books.customer("compras@viveros.example").await;
        let invoice = books.of_kind("/invoices", &contact).await;
        let number = invoice["number"].as_str().expect("a number");
        let message = books.ok("POST", &at("/invoices", &invoice, "/email"), Some(json!({ "cc": ["gestion@viveros.example"] })), 202).await;
        assert_eq!((&message["status"], &message["to"], &message["attached"]), (&json!("queued"), &json!("compras@viveros.example"), &json!(true)));
        assert_eq!(message["subject"], json!(format!("Café Sol: su factura {number}")));
        assert!(message["body"].as_str().expect("a text").contains("121,00"), "{message}");

        books.app.work().await;
        let raw = std::fs::read_dir(books.app.platform.config.data.join("mail")).expect("mail").next().expect("a message").expect("a file");
        let raw = std::fs::read_to_string(raw.path()).expect("a text");
        let head = raw.split("\r\n\r\n").next().expect("a head");
        for said in ["To: compras@viveros.example", "Cc: gestion@viveros.example", "Reply-To: negocio@test.example"] {
            assert!(head.contains(said), "{said}: {head}");
        }
        assert!(part(&raw, "application/pdf").starts_with("<svg/>"), "what the program printed: {raw}");
        assert!(raw.contains(&format!("filename=\"{number}.pdf\"")), "{raw}");
        let sent = books.ok("GET", &at("/invoices", &invoice, "/messages"), None, 200).await;
        assert_eq!((&sent["items"][0]["status"], &sent["items"][0]["opened_at"]), (&json!("sent"), &Value::Null));

        // The paper is kept: the program prints nothing but its first order.
        let kept = books.call("GET", &format!("{}.pdf", at("/invoices", &invoice, "")), None).await;
        assert_eq!((kept.status.as_u16(), kept.text.as_str()), (200, "<svg/>"));
        assert_eq!(books.app.count("document_papers").await, 1);

        // Whoever has the link sees the document, and nothing else.
        let link = books.app.link();
        let page = books.stranger(&link, None).await;
        assert_eq!(page.status, 200, "{}", page.text);
        for said in [number, "Viveros Quintana", "Calle Ficticia, 3", "28001 Madrid", "Trabajo", "121,00", "Quedan 121,00"] {
            assert!(page.text.contains(said), "{said}: {}", page.text);
        }
        assert!(!page.text.contains(&books.organization.to_string()) && !page.text.contains("<nav"), "{}", page.text);
        assert_eq!(["x-robots-tag", "referrer-policy"].map(|name| page.headers[name].to_str().expect("a text")), ["noindex", "same-origin"]);
        assert_eq!(books.stranger(&format!("{link}/paper"), None).await.text, "<svg/>");
        assert_eq!(books.stranger(&format!("{link}/answer"), Some("accepts=yes&name=Ana")).await.status, 409);
        assert_eq!(books.stranger("/d/0123456789", None).await.status, 404);
        let opened = books.ok("GET", &at("/invoices", &invoice, "/messages"), None, 200).await;
        assert!(opened["items"][0]["opened_at"].is_i64(), "{opened}");
        books.app.platform.clock.advance(181 * DAY);
        assert_eq!(books.stranger(&link, None).await.status, 410);
        books.is_sound().await;
    }

    async fn an_estimate_is_answered_by_whoever_has_its_link(engine) {
        let folder = tempfile::tempdir().expect("a folder");
        let Some(books) = printing(engine, &folder).await else { return };
        let contact = books.customer("").await;
        let lines = json!([{ "description": "Trabajo", "unit_price": "100.00", "taxes": ["IVA21V"] }]);
        let body = json!({ "contact_id": contact["id"], "date": books.day(9).to_string(), "due_date": "2150-01-01", "lines": lines, "status": "issued" });
        let estimate = books.ok("POST", "/estimates", Some(body), 201).await;
        let path = at("/estimates", &estimate, "/email");
        assert_eq!(books.faults_of("POST", &path, json!({})).await, ["to required"]);
        assert_eq!(books.faults_of("POST", &path, json!({ "to": "nadie" })).await, ["to email"]);
        let text = json!({ "to": "ana@viveros.example", "subject": "Su presupuesto", "body": "Hola, Ana:\n\nAquí está.", "attach": false });
        books.ok("POST", &path, Some(text), 202).await;
        books.app.work().await;
        let link = books.app.link();
        assert!(books.stranger(&link, None).await.text.contains("Aceptar el presupuesto"));
        let unnamed = books.stranger(&format!("{link}/answer"), Some("accepts=yes&name=")).await;
        assert_eq!(unnamed.status, 422);
        assert!(unnamed.text.contains("Escriba este dato"), "{}", unnamed.text);
        let accepted = books.stranger(&format!("{link}/answer"), Some("accepts=yes&name=Ana+Ficticia")).await;
        assert_eq!((accepted.status.as_u16(), accepted.location()), (303, link.clone()));
        let taken = books.stranger(&link, None).await.text;
        assert!(taken.contains("está aceptado") && !taken.contains("Aceptar el presupuesto"), "{taken}");
        assert_eq!(books.ok("GET", &at("/estimates", &estimate, ""), None, 200).await["status"], "accepted");
        // It is answered once; and not where the firm has answered, nor after its last day.
        assert_eq!(books.stranger(&format!("{link}/answer"), Some("accepts=no&name=Ana")).await.status, 409);
        let expired = books.of_kind("/estimates", &contact).await;
        books.ok("POST", &at("/estimates", &expired, "/email"), Some(json!({ "to": "ana@viveros.example", "attach": false })), 202).await;
        books.app.work().await;
        let second = books.app.link();
        assert!(!books.stranger(&second, None).await.text.contains("Aceptar el presupuesto"));
        assert_eq!(books.stranger(&format!("{second}/answer"), Some("accepts=yes&name=Ana")).await.status, 409);
        assert_eq!(books.ok("GET", &at("/estimates", &expired, ""), None, 200).await["status"], "issued");
        let log = books.app.get(&books.owner, &format!("/organizations/{}/activity", books.organization)).await.text;
        assert!(log.contains("aceptó en línea") && log.contains("Ana Ficticia"), "who answered is told: {log}");
    }

    async fn messages_are_bounded_and_of_what_is_issued(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contact = books.customer("compras@viveros.example").await;
        let invoice = books.of_kind("/invoices", &contact).await;
        let path = at("/invoices", &invoice, "/email");
        for _ in 0..20 {
            books.ok("POST", &path, Some(json!({ "attach": false })), 202).await;
        }
        assert_eq!(books.faults_of("POST", &path, json!({})).await, ["to mail_to_recipient"]);
        books.ok("POST", &path, Some(json!({ "to": "otra@viveros.example", "attach": false })), 202).await;
        let copied = json!({ "to": "otra@viveros.example", "cc": ["compras@viveros.example"], "attach": false });
        assert_eq!(books.faults_of("POST", &path, copied).await, ["to mail_to_recipient"]);
        let draft = books.ok("POST", "/invoices", Some(json!({ "contact_id": contact["id"], "lines": [] })), 201).await;
        assert_eq!(books.call("POST", &at("/invoices", &draft, "/email"), Some(json!({}))).await.status, 409);
        let first = books.ok("GET", &at("/invoices", &invoice, "/messages?limit=20"), None, 200).await;
        let next = format!("/messages?cursor={}", first["next_cursor"].as_str().expect("more"));
        assert_eq!(books.ok("GET", &at("/invoices", &invoice, &next), None, 200).await["items"].as_array().expect("items").len(), 1);
    }
}
