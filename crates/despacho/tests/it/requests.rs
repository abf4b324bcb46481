//! What the firm asks of a client: sent, answered by a link that opens nothing else, judged line by line.

use axum::{
    body::Body,
    http::{Request, header},
};
use despacho_firm_documents::{people::Person, people_store};
use despacho_kernel::Id;
use despacho_platform::{both, clock::DAY, memberships::Tenant, sql, testkit::Engine, vals};
use despacho_practice::practices::Practice;
use serde_json::{Value, json};

use crate::common::{self, Answer, App};

pub struct Firm {
    pub app: App,
    pub owner: common::Person,
    pub practice: Practice,
}

/// A request as programs see it, and the secret path of the link that was mailed.
pub struct Sent {
    pub id: String,
    pub link: String,
    pub body: Value,
}

impl Sent {
    fn line(&self, at: usize) -> String {
        self.body["lines"][at]["id"].as_str().expect("an id").into()
    }
}

fn multipart(name: &str, file: &[u8]) -> Vec<u8> {
    let mut body = format!("--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: text/html\r\n\r\n").into_bytes();
    body.extend(file);
    body.extend(b"\r\n--x--\r\n");
    body
}

impl Firm {
    pub async fn open(engine: Engine) -> Option<Self> {
        let app = App::open(engine).await?;
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores Ficticios").await;
        Some(Self { app, owner, practice })
    }

    async fn call(&self, method: &str, path: &str, body: Value) -> Answer {
        self.app.api(&self.owner, method, path, Some(body), None).await
    }

    async fn ok(&self, method: &str, path: &str, body: Value) -> Value {
        let answer = self.call(method, path, body).await;
        assert!(answer.status.is_success(), "{method} {path}: {} {}", answer.status, answer.text);
        answer.json()
    }

    async fn find(&self, id: &str) -> Value {
        let answer = self.app.api(&self.owner, "GET", &format!("/requests/{id}"), None, None).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    }

    /// A client with a contact person who has an address.
    pub async fn client(&self, name: &str) -> (String, String) {
        let client = self.ok("POST", "/clients", json!({ "display_name": name, "billing_address": { "country": "ES" } })).await;
        let client = client["id"].as_str().expect("an id").to_owned();
        let email = format!("{}@cliente.example", name.to_lowercase().replace(' ', "-"));
        let contact = self.ok("POST", &format!("/clients/{client}/contacts"), json!({ "name": "Nerea Muestra", "email": email })).await;
        (client, contact["id"].as_str().expect("an id").into())
    }

    pub async fn draft(&self, name: &str, lines: Value) -> String {
        let (client, contact) = self.client(name).await;
        let body = json!({ "title": "Documentación 1T 2027", "client_id": client, "due_on": "2027-04-13", "recipients": [contact], "lines": lines });
        let made = self.call("POST", "/requests", body).await;
        assert_eq!(made.status, 201, "{}", made.text);
        made.json()["id"].as_str().expect("an id").into()
    }

    pub async fn sent(&self, name: &str, lines: Value) -> Sent {
        let id = self.draft(name, lines).await;
        let body = self.ok("POST", &format!("/requests/{id}/sending"), json!({})).await;
        assert_eq!(body["state"], "sent");
        self.app.work().await;
        Sent { id, link: self.app.link(), body }
    }

    /// What a stranger's browser gets.
    async fn visit(&self, path: &str) -> Answer {
        self.app.send(Request::get(path).body(Body::empty()).expect("a request")).await
    }

    async fn post(&self, path: &str, form: &str) -> Answer {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(Body::from(form.to_owned()));
        self.app.send(request.expect("a request")).await
    }

    async fn bring(&self, path: &str, name: &str, file: &[u8]) -> Answer {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .header(header::ACCEPT, "application/json");
        self.app.send(request.body(Body::from(multipart(name, file))).expect("a request")).await
    }
}

fn three() -> Value {
    json!([
        { "kind": "money", "title": "Ingresos en efectivo" },
        { "kind": "yes_no", "title": "¿Ha alquilado un local?" },
        { "kind": "upload", "title": "Contrato del alquiler", "file_kinds": ["pdf"], "document_kind": "contract", "condition": { "line": 2, "answer": true } },
    ])
}

fn errors(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 422, "{}", answer.text);
    let all = answer.json();
    all["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|e| format!("{} {}", e["field"].as_str().unwrap_or(""), e["code"].as_str().unwrap_or("")))
        .collect()
}

both! {
    async fn a_request_goes_from_draft_to_accepted_by_its_link(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let sent = firm.sent("Talleres Uno", three()).await;
        let mail = firm.app.mail().pop().expect("a message");
        assert!(mail.contains("To: talleres-uno@cliente.example"), "{mail}");
        assert!(sent.link.starts_with("/r/"), "{}", sent.link);
        assert_eq!(sent.body["lines"][2]["condition"], json!({ "line": 2, "line_id": sent.line(1), "answer": true }));

        // Opened: only what is asked so far is there.
        let page = firm.visit(&sent.link).await;
        assert!(page.status == 200 && page.text.contains("Ingresos en efectivo") && !page.text.contains("Contrato del alquiler"), "{}", page.text);
        assert_eq!(firm.find(&sent.id).await["state"], "opened");

        // What is no amount is told at its place, and what was typed stays.
        let amount = format!("{}/lines/{}", sent.link, sent.line(0));
        let wrong = firm.post(&amount, "answer=unos+treinta").await;
        assert!(wrong.status == 422 && wrong.text.contains("unos treinta") && wrong.text.contains("f-answer-help"), "{}", wrong.text);
        assert_eq!(firm.find(&sent.id).await["state"], "opened");
        assert_eq!(firm.post(&amount, "answer=3.460,00").await.status, 303);
        let found = firm.find(&sent.id).await;
        assert_eq!((&found["state"], &found["lines"][0]["answer"], &found["lines"][0]["state"]), (&json!("in_progress"), &json!("3460.00"), &json!("answered")));

        // Submitting tells what is lacking; a yes asks for the contract.
        assert_eq!(firm.post(&format!("{}/submission", sent.link), "").await.status, 422);
        let said = firm.post(&format!("{}/lines/{}", sent.link, sent.line(1)), "answer=yes").await;
        assert!(said.status == 303 && said.location().ends_with(&sent.line(2)), "{}", said.location());
        let files = format!("{}/lines/{}/files", sent.link, sent.line(2));
        let wrong = firm.bring(&files, "contrato.jpg", b"\xff\xd8\xff\xe0 foto").await;
        assert!(wrong.status == 422 && wrong.json()["message"].as_str().is_some_and(|text| text.contains("PDF")), "{}", wrong.text);
        let taken = firm.bring(&files, "contrato.pdf", b"%PDF-1.7 contrato").await;
        assert_eq!(taken.status, 201, "{}", taken.text);
        // The same again is there once.
        assert_eq!(firm.bring(&files, "otra vez.pdf", b"%PDF-1.7 contrato").await.status, 201);
        assert_eq!(firm.app.count("request_files").await, 1);
        assert_eq!(firm.post(&format!("{}/submission", sent.link), "").await.status, 303);
        let found = firm.find(&sent.id).await;
        assert_eq!((found["state"].as_str(), found["answered"].as_i64(), found["asked"].as_i64()), (Some("submitted"), Some(3), Some(3)));
        let file = &found["lines"][2]["files"][0];
        assert_eq!((file["name"].as_str(), file["media_type"].as_str()), (Some("contrato.pdf"), Some("application/pdf")));
        // Nothing changes any more until something is returned.
        assert_eq!(firm.post(&amount, "answer=1").await.status, 409);

        // One is accepted, one returned with a reason that goes by mail; it is answered again.
        let line = |at: usize| format!("/requests/{}/lines/{}", sent.id, sent.line(at));
        let judged = firm.ok("PATCH", &line(0), json!({ "state": "accepted" })).await;
        assert_eq!((judged["state"].as_str(), judged["lines"][0]["state"].as_str()), (Some("submitted"), Some("accepted")));
        assert_eq!(errors(&firm.call("PATCH", &line(2), json!({ "state": "returned" })).await), ["reason required"]);
        let returned = firm.ok("PATCH", &line(2), json!({ "state": "returned", "reason": "Solo se ve la primera página" })).await;
        assert_eq!((returned["state"].as_str(), returned["reason"].as_str()), (Some("returned"), Some("Solo se ve la primera página")));
        let to_client = || firm.app.mail().iter().filter(|mail| mail.contains("To: talleres-uno@cliente.example")).count();
        firm.app.work().await;
        assert_eq!(to_client(), 1, "several that are returned are told at once");
        assert!(firm.app.mail().iter().any(|mail| mail.contains("To: owner@test.example")), "whoever sent it hears that it was submitted");
        firm.app.platform.clock.advance(150_000);
        firm.app.work().await;
        assert_eq!(to_client(), 2);
        let page = firm.visit(&sent.link).await;
        assert!(page.text.contains("Solo se ve la primera página"), "{}", page.text);
        assert_eq!(firm.bring(&files, "contrato entero.pdf", b"%PDF-1.7 entero").await.status, 201);
        assert_eq!(firm.find(&sent.id).await["state"], "in_progress");
        assert_eq!(firm.post(&format!("{}/submission", sent.link), "").await.status, 303);
        let accepted = firm.ok("POST", &format!("/requests/{}/acceptance", sent.id), json!({})).await;
        assert_eq!(accepted["state"], "accepted");
        assert!(accepted["lines"].as_array().expect("lines").iter().all(|line| line["state"] == "accepted"));
        assert_eq!(firm.call("POST", &format!("/requests/{}/acceptance", sent.id), json!({})).await.status, 409);
        // What was accepted is a document of the client, of its line's kind.
        let client = sent.body["client_id"].as_str().expect("an id");
        let documents = firm.app.api(&firm.owner, "GET", &format!("/documents?client_id={client}"), None, None).await.json();
        let kinds: Vec<&str> = documents["items"].as_array().expect("documents").iter().filter_map(|one| one["kind"].as_str()).collect();
        assert_eq!(kinds, ["contract", "contract"], "{documents}");
        assert!(accepted["lines"][2]["files"].as_array().expect("files").iter().all(|file| file["document_id"].is_string()), "{accepted}");

        // Who, when, and the hash of each file are kept.
        let sql = "SELECT what FROM request_evidence WHERE request_id = $1 ORDER BY id";
        let id: Id = sent.id.parse().expect("an id");
        let what: Vec<String> = sql::column(firm.app.platform.db.read(), sql, vals![id]).await.expect("evidence");
        let expected = ["sent", "opened", "answered", "answered", "uploaded", "submitted", "accepted", "returned", "uploaded", "submitted", "accepted", "accepted"];
        assert_eq!(what, expected);
        let sql = "SELECT COUNT(*) FROM request_evidence e JOIN request_files f ON f.sha256 = e.sha256 WHERE e.what = 'uploaded' AND e.who = 'Nerea Muestra'";
        assert_eq!(sql::scalar::<i64>(firm.app.platform.db.read(), sql, vec![]).await.expect("a count"), Some(2));
        // A verdict is taken back while it can be.
        let undone = firm.ok("PATCH", &line(0), json!({ "state": "answered" })).await;
        assert_eq!((undone["state"].as_str(), undone["closed_at"].is_null()), (Some("submitted"), true));
    }

    async fn what_is_wrong_is_told_at_its_place_and_nobody_elses_is_found(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let (client, contact) = firm.client("Uno").await;
        let (_, foreign) = firm.client("Dos").await;
        let of = |lines: Value, recipients: Value| json!({ "title": "Papeles", "client_id": client, "recipients": recipients, "lines": lines });
        let told = firm.call("POST", "/requests", of(json!([{ "kind": "choice", "title": "¿Cuál?", "choices": ["A"] }]), json!([foreign]))).await;
        assert_eq!(errors(&told), ["recipients.0 choice", "lines.0.choices request_choices"]);
        assert_eq!(errors(&firm.call("POST", "/requests", of(json!([]), json!([contact]))).await).len(), 1);
        assert_eq!(firm.call("POST", "/requests", json!({ "title": "x", "client_id": Id::nil(), "lines": [{ "kind": "text", "title": "a" }] })).await.status, 404);
        // Once for its key.
        let body = of(json!([{ "kind": "text", "title": "a" }]), json!([]));
        let first = firm.app.api(&firm.owner, "POST", "/requests", Some(body.clone()), Some("una")).await.json();
        assert_eq!(firm.app.api(&firm.owner, "POST", "/requests", Some(body), Some("una")).await.json()["id"], first["id"]);
        assert_eq!(firm.app.count("client_requests").await, 1);
        let path = format!("/requests/{}", first["id"].as_str().expect("an id"));
        // Without anybody who has an address it is not sent.
        assert_eq!(errors(&firm.call("POST", &format!("{path}/sending"), json!({})).await), ["recipients request_no_address"]);

        let staff = firm.app.person("staff").await;
        firm.app.join(Tenant::Practice, firm.practice.id, &staff, "staff").await;
        let stranger = firm.app.person("stranger").await;
        firm.app.practice(&stranger, "Otros").await;
        for person in [&staff, &stranger] {
            assert_eq!(firm.app.api(person, "GET", &path, None, None).await.status, 404);
            assert_eq!(firm.app.api(person, "POST", &format!("{path}/cancellation"), Some(json!({})), None).await.status, 404);
            assert_eq!(firm.app.api(person, "GET", "/requests", None, None).await.json()["items"], json!([]));
        }
        let listed = firm.app.api(&firm.owner, "GET", &format!("/requests?client_id={client}&state=draft"), None, None).await.json();
        assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));
        assert_eq!(firm.app.api(&firm.owner, "GET", "/requests?state=open", None, None).await.json()["items"], json!([]));
    }

    async fn a_link_opens_nothing_but_its_request(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let lines = || json!([{ "kind": "text", "title": "Nota" }, { "kind": "upload", "title": "Papeles" }]);
        let mut all = vec![];
        for name in ["Uno", "Dos", "Tres"] {
            let sent = firm.sent(name, lines()).await;
            let taken = firm.bring(&format!("{}/lines/{}/files", sent.link, sent.line(1)), "a.pdf", format!("%PDF-1.7 {name}").as_bytes()).await.json();
            all.push((sent, taken["files"][0]["id"].as_str().expect("an id").to_owned()));
        }
        let tampered = |link: &str| {
            let mut link = link.to_owned();
            let last = if link.pop() == Some('A') { 'B' } else { 'A' };
            link.push(last);
            link
        };
        for (at, (sent, own)) in all.iter().enumerate() {
            assert_eq!(firm.visit(&format!("{}/files/{own}", sent.link)).await.status, 200);
            for (other, (of, file)) in all.iter().enumerate().filter(|(other, _)| *other != at) {
                let what = format!("{at} {other}");
                assert_eq!(firm.visit(&format!("{}/files/{file}", sent.link)).await.status, 404, "{what}");
                assert_eq!(firm.post(&format!("{}/files/{file}/removal", sent.link), "").await.status, 404, "{what}");
                for line in 0..2 {
                    let path = format!("{}/lines/{}", sent.link, of.line(line));
                    assert_eq!(firm.visit(&path).await.status, 404, "{what}");
                    assert_eq!(firm.post(&path, "answer=robado").await.status, 404, "{what}");
                    assert_eq!(firm.post(&path, "not_applicable=yes&reason=robado").await.status, 404, "{what}");
                    assert_eq!(firm.bring(&format!("{path}/files"), "b.pdf", b"%PDF-1.7 b").await.status, 404, "{what}");
                }
            }
            for rest in ["", "/files/x", &format!("/lines/{}", sent.line(0)), &format!("/files/{own}")] {
                assert_eq!(firm.visit(&format!("{}{rest}", tampered(&sent.link))).await.status, 404, "{rest}");
            }
            // A secret is no session: no other page knows its reader.
            for path in ["/home", &format!("/practices/{}/requests", firm.practice.id)] {
                assert_ne!(firm.visit(path).await.status, 200, "{path}");
            }
        }
        // Every other line is as it was.
        for (sent, _) in &all {
            let found = firm.find(&sent.id).await;
            assert_eq!((found["lines"][0]["state"].as_str(), found["lines"][1]["files"].as_array().map(Vec::len)), (Some("pending"), Some(1)));
        }
        // What is kept of a link is its hash.
        let secret = all[0].0.link.strip_prefix("/r/").expect("a secret");
        let sql = "SELECT COUNT(*) FROM request_links WHERE token_hash = $1";
        assert_eq!(sql::scalar::<i64>(firm.app.platform.db.read(), sql, vals![secret]).await.expect("a count"), Some(0));
    }

    async fn a_link_ends_and_another_goes_to_the_same_address_alone(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let sent = firm.sent("Uno", json!([{ "kind": "text", "title": "Nota" }])).await;
        assert_eq!(firm.visit(&sent.link).await.status, 200);
        // Not while it works.
        let before = firm.app.mail().len();
        assert_eq!(firm.post(&format!("{}/renewal", sent.link), "").await.status, 303);
        firm.app.platform.clock.advance(31 * DAY);
        for path in [sent.link.clone(), format!("{}/lines/{}", sent.link, sent.line(0))] {
            let page = firm.visit(&path).await;
            assert!(page.status == 410 && !page.text.contains("Nota"), "{}", page.text);
        }
        assert_eq!(firm.post(&format!("{}/lines/{}", sent.link, sent.line(0)), "answer=tarde").await.status, 410);
        for _ in 0..5 {
            firm.post(&format!("{}/renewal", sent.link), "email=otro@evil.example").await;
        }
        firm.app.work().await;
        let mail = firm.app.mail();
        let renewed = &mail[before..];
        assert_eq!(renewed.len(), 3, "three in a day");
        assert!(renewed.iter().all(|mail| mail.contains("To: uno@cliente.example") && !mail.contains("evil")), "{renewed:?}");
        assert_eq!(firm.visit(&firm.app.link()).await.status, 200);
        // The firm revokes by cancelling; both are over.
        firm.ok("POST", &format!("/requests/{}/cancellation", sent.id), json!({ "reason": "Ya no hace falta" })).await;
        assert_eq!(firm.visit(&firm.app.link()).await.status, 410);
        assert_eq!(firm.find(&sent.id).await["reason"], "Ya no hace falta");
    }

    async fn a_code_is_asked_for_of_each_browser(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let (client, contact) = firm.client("Uno").await;
        let body = json!({ "title": "Nóminas", "client_id": client, "recipients": [contact], "asks_code": true, "lines": [{ "kind": "text", "title": "Secreto" }] });
        let made = firm.ok("POST", "/requests", body).await;
        let id = made["id"].as_str().expect("an id");
        firm.ok("POST", &format!("/requests/{id}/sending"), json!({})).await;
        firm.app.work().await;
        let link = firm.app.link();
        let page = firm.visit(&link).await;
        assert!(page.status == 401 && !page.text.contains("Secreto") && !page.text.contains("Nóminas"), "{}", page.text);
        let line = format!("{link}/lines/{}", made["lines"][0]["id"].as_str().expect("an id"));
        assert_eq!(firm.post(&line, "answer=x").await.status, 401);
        let mut codes = vec![];
        for _ in 0..2 {
            assert_eq!(firm.post(&format!("{link}/code"), "send=yes").await.status, 422);
            firm.app.work().await;
            let mail = firm.app.mail().pop().expect("a message");
            assert!(mail.contains("To: uno@cliente.example"), "{mail}");
            let subject = mail.lines().find(|line| line.starts_with("Subject:")).expect("a subject").to_owned();
            codes.push(subject.chars().filter(char::is_ascii_digit).take(6).collect::<String>());
        }
        assert_eq!(firm.post(&format!("{link}/code"), "code=000").await.status, 422);
        // The first is still good; it opens this browser alone.
        let entered = firm.post(&format!("{link}/code"), &format!("code={}", codes[0])).await;
        assert_eq!(entered.status, 303, "{}", entered.text);
        let cookie = entered.headers[header::SET_COOKIE].to_str().expect("text").split(';').next().expect("a cookie").to_owned();
        let with = |path: &str| Request::get(path).header(header::COOKIE, &cookie).body(Body::empty()).expect("a request");
        assert!(firm.app.send(with(&link)).await.text.contains("Secreto"));
        assert_eq!(firm.visit(&link).await.status, 401);
        // Too many wrong ones, and even the right one must be asked for again.
        for _ in 0..10 {
            firm.post(&format!("{link}/code"), "code=111").await;
        }
        assert_eq!(firm.post(&format!("{link}/code"), &format!("code={}", codes[1])).await.status, 422);
    }

    async fn reminders_go_every_so_many_days_and_stop_when_it_is_done(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let sent = firm.sent("Uno", json!([{ "kind": "text", "title": "Nota" }])).await;
        let mails = |firm: &Firm| firm.app.mail().iter().filter(|mail| mail.contains("Recordatorio")).count();
        let days = async |count: i64| {
            for _ in 0..count * 4 {
                firm.app.platform.clock.advance(DAY / 4);
                for room in despacho::wiring::ROOMS.iter().filter(|room| room.name == "requests") {
                    for hourly in room.hourly {
                        hourly(firm.app.platform.clone()).await.expect("called");
                    }
                }
                firm.app.work().await;
            }
        };
        days(14).await;
        let count = mails(&firm);
        assert!((3..=5).contains(&count), "every three days, not at weekends: {count}");
        assert_eq!(sql::scalar::<i64>(firm.app.platform.db.read(), "SELECT reminders FROM client_requests", vec![]).await.expect("a count"), Some(count as i64));
        let link = firm.app.link();
        firm.post(&format!("{link}/lines/{}", sent.line(0)), "answer=hecho").await;
        assert_eq!(firm.post(&format!("{link}/submission"), "").await.status, 303);
        days(8).await;
        assert_eq!(mails(&firm), count);
    }

    async fn the_firm_answers_for_a_client_and_excuses_are_judged_too(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let sent = firm.sent("Uno", json!([{ "kind": "several", "title": "¿Qué hay?", "choices": ["Nóminas", "Facturas"] }, { "kind": "upload", "title": "Papeles", "required": false }])).await;
        let line = |at: usize| format!("/requests/{}/lines/{}", sent.id, sent.line(at));
        assert_eq!(firm.call("PATCH", &line(0), json!({ "state": "accepted" })).await.status, 409);
        assert_eq!(errors(&firm.call("PATCH", &line(0), json!({ "answer": ["Otras"] })).await), ["answer choice"]);
        assert_eq!(errors(&firm.call("PATCH", &line(1), json!({ "answer": "x" })).await), ["answer request_line_takes_files"]);
        let found = firm.ok("PATCH", &line(0), json!({ "answer": ["Facturas"], "state": "accepted" })).await;
        assert_eq!((found["state"].as_str(), &found["lines"][0]["answer"]), (Some("in_progress"), &json!(["Facturas"])));
        let said = firm.post(&format!("{}/lines/{}", sent.link, sent.line(1)), "not_applicable=yes&reason=No+hay").await;
        assert_eq!(said.status, 303, "{}", said.text);
        let found = firm.find(&sent.id).await;
        assert_eq!((found["lines"][1]["state"].as_str(), found["lines"][1]["reason"].as_str()), (Some("not_applicable"), Some("No hay")));
        let done = firm.ok("POST", &format!("/requests/{}/acceptance", sent.id), json!({})).await;
        assert_eq!(done["state"], "accepted");
        // What returning all says.
        let sent = firm.sent("Dos", json!([{ "kind": "text", "title": "a" }, { "kind": "text", "title": "b", "required": false }])).await;
        firm.post(&format!("{}/lines/{}", sent.link, sent.line(0)), "answer=x").await;
        firm.post(&format!("{}/submission", sent.link), "").await;
        let back = firm.ok("POST", &format!("/requests/{}/return", sent.id), json!({ "reason": "Otro periodo" })).await;
        assert_eq!((back["state"].as_str(), back["lines"][0]["state"].as_str(), back["lines"][1]["state"].as_str()), (Some("returned"), Some("returned"), Some("pending")));
        assert_eq!(firm.call("POST", &format!("/requests/{}/return", sent.id), json!({ "reason": "Otro periodo" })).await.status, 409);
    }

    async fn the_firms_pages_write_send_and_judge_a_request(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let (client, contact) = firm.client("Talleres Uno").await;
        let base = format!("/practices/{}", firm.practice.id);
        let (app, owner) = (&firm.app, &firm.owner);
        let empty = app.get(owner, &format!("{base}/requests")).await;
        assert!(empty.status == 200 && empty.text.contains("No hay ninguna solicitud"), "{}", empty.text);
        assert!(app.get(owner, &format!("{base}/requests/new")).await.text.contains("Talleres Uno"));
        let form = app.get(owner, &format!("{base}/requests/new?client={client}")).await;
        assert!(form.status == 200 && form.text.contains("Nerea Muestra"), "{}", form.text);
        let of = |what: &str| {
            format!("client={client}&recipients={contact}&title=Papeles&due_on=13/4/2027&remind_every=3&do={what}\
                &lines.0.kind=yes_no&lines.0.title=%C2%BFAlquila%3F&lines.0.required=yes\
                &lines.1.kind=upload&lines.1.title=Contrato&lines.1.document_kind=contract&lines.1.condition=1%3Dyes")
        };
        // Steps of the form, without scripts: what was typed stays.
        let added = app.post(owner, &format!("{base}/requests"), &of("add")).await;
        assert!(added.status == 422 && added.text.contains("name=\"lines.2.title\"") && added.text.contains("value=\"Contrato\""), "{}", added.text);
        let removed = app.post(owner, &format!("{base}/requests"), &of("remove.0")).await;
        assert!(!removed.text.contains("name=\"lines.1.title\"") && removed.text.contains("value=\"Contrato\"") && app.count("client_requests").await == 0);
        let wrong = app.post(owner, &format!("{base}/requests"), &of("save").replace("title=Papeles", "title=").replace("13/4/2027", "pronto")).await;
        assert!(wrong.status == 422 && wrong.text.contains("pronto") && wrong.text.contains("#f-due_on"), "{}", wrong.text);
        let saved = app.post(owner, &format!("{base}/requests"), &of("save")).await;
        assert_eq!(saved.status, 303, "{}", saved.text);
        let page = saved.location();
        let draft = app.get(owner, &page).await;
        assert!(draft.status == 200 && draft.text.contains("Borrador") && draft.text.contains("13 abr 2027"), "{}", draft.text);
        let edit = app.get(owner, &format!("{page}/edit")).await;
        assert!(edit.text.contains("13/04/2027") && edit.text.contains("value=\"1=yes\" selected"), "{}", edit.text);
        // Two who change it: the second is told, and what they typed stays.
        let stale = app.post(owner, &page, &format!("{}&version=0", of("save").replace("Papeles", "Otros"))).await;
        assert!(stale.status == 409 && stale.text.contains("Otros"), "{}", stale.text);
        assert_eq!(app.post(owner, &page, &format!("{}&version=1", of("send"))).await.status, 303);
        app.work().await;
        let link = app.link();
        let listed = app.get(owner, &format!("{base}/clients/{client}/requests")).await;
        assert!(listed.text.contains("Papeles") && listed.text.contains("Enviada"), "{}", listed.text);

        let id = page.rsplit('/').next().expect("an id");
        let line = firm.find(id).await["lines"][0]["id"].as_str().expect("an id").to_owned();
        assert_eq!(firm.post(&format!("{link}/lines/{line}"), "answer=no").await.status, 303);
        let shown = app.get(owner, &page).await;
        assert!(shown.text.contains("Aceptar lo recibido (1)") && shown.text.contains("Nerea Muestra"), "{}", shown.text);
        // The side bar tells how many wait for the firm.
        assert!(app.get(owner, &base).await.text.contains("/requests"));
        let refused = app.post(owner, &format!("{page}/lines/{line}"), "verdict=return&reason=").await;
        assert!(refused.status == 422 && refused.text.contains("<details class=\"giveback\" open"), "{}", refused.text);
        assert_eq!(app.post(owner, &format!("{page}/lines/{line}"), "ready=Falta+una+p%C3%A1gina.").await.status, 303);
        assert!(app.get(owner, &page).await.text.contains("Falta una página."));
        assert_eq!(app.post(owner, &format!("{page}/lines/{line}"), "verdict=undo").await.status, 303);
        assert_eq!(app.post(owner, &format!("{page}/acceptance"), "").await.status, 303);
        assert_eq!(firm.find(id).await["state"], "accepted");
        let closed = app.get(owner, &format!("{base}/requests?view=closed&q=talleres")).await;
        assert!(closed.text.contains("Papeles") && closed.text.contains("Aceptada"), "{}", closed.text);
        // A link by hand is shown once, and is of one request.
        let made = app.post(owner, &format!("{page}/link"), "").await;
        assert_eq!(made.status, 409, "a closed one has none");
        assert_eq!(app.get(owner, &format!("{base}/requests/new?client={client}&copy={id}")).await.status, 200);
    }

    async fn a_template_goes_to_many_clients_once_each(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let base = format!("/practices/{}", firm.practice.id);
        let (app, owner) = (&firm.app, &firm.owner);
        let of = "title=Documentaci%C3%B3n+%7Bperiodo%7D&remind_every=0&do=save&lines.0.kind=upload&lines.0.title=Extracto+%7Bperiodo%7D&lines.0.document_kind=statement&lines.0.required=yes";
        let wrong = app.post(owner, &format!("{base}/request-templates"), &of.replace("title=Documentaci", "title=&x=")).await;
        assert!(wrong.status == 422 && wrong.text.contains("lines.0.title"), "{}", wrong.text);
        assert_eq!(app.post(owner, &format!("{base}/request-templates"), of).await.status, 303);
        let list = app.get(owner, &format!("{base}/request-templates")).await.text;
        let template = list.split("/requests/many?template=").nth(1).and_then(|rest| rest.split('"').next()).expect("a template").to_owned();
        let (one, _) = firm.client("Uno").await;
        let (two, _) = firm.client("Dos").await;
        let none = firm.ok("POST", "/clients", json!({ "display_name": "Sin correo" })).await["id"].as_str().expect("an id").to_owned();
        let chosen = format!("template={template}&period=2027-Q1&due_on=13/4/2027&ids={one}&ids={two}&ids={none}");
        let nobody = app.post(owner, &format!("{base}/requests/many"), &format!("template={template}&period=2027-Q9&do=preview")).await;
        assert!(nobody.status == 422 && nobody.text.contains("#f-period") && nobody.text.contains("#f-ids") && nobody.text.contains("2027-Q9"), "{}", nobody.text);
        let preview = app.post(owner, &format!("{base}/requests/many"), &format!("{chosen}&do=preview")).await;
        assert!(preview.text.contains("uno@cliente.example") && preview.text.contains("Documentación 1T 2027") && preview.text.contains("Enviar a 2 clientes"), "{}", preview.text);
        assert_eq!(app.count("client_requests").await, 0, "a preview sends nothing");
        assert_eq!(app.post(owner, &format!("{base}/requests/many"), &format!("{chosen}&do=send")).await.status, 303);
        app.work().await;
        assert_eq!(app.count("client_requests").await, 2);
        let all = app.api(owner, "GET", "/requests?state=sent", None, None).await.json();
        let line = &all["items"][0]["lines"][0];
        assert_eq!((line["title"].as_str(), line["period"].as_str(), all["items"][0]["due_on"].as_str()), (Some("Extracto 1T 2027"), Some("2027-Q1"), Some("2027-04-13")));
        // A job that is done twice asks nobody twice.
        let tx = app.platform.db.begin().await.expect("a transaction");
        sql::run(&tx, "UPDATE jobs SET status = 'queued', attempts = 0 WHERE kind = 'send_requests'", vec![]).await.expect("a change");
        tx.commit().await.expect("a commit");
        app.work().await;
        assert_eq!(app.count("client_requests").await, 2);
        // Who has one open is told before another goes.
        assert!(app.post(owner, &format!("{base}/requests/many"), &format!("{chosen}&do=preview")).await.text.contains("ya tiene una igual abierta"));
        let begun = app.get(owner, &format!("{base}/requests/new?client={one}&template={template}")).await;
        assert!(begun.status == 200 && begun.text.contains("value=\"Extracto\""), "{}", begun.text);
        // Staff send to their clients one by one only.
        let staff = app.person("staff").await;
        app.join(Tenant::Practice, firm.practice.id, &staff, "staff").await;
        assert_eq!(app.get(&staff, &format!("{base}/requests/many")).await.status, 403);
    }

    async fn a_clients_people_open_what_waits_for_them_in_their_own_name(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let sent = firm.sent("Uno", json!([{ "kind": "text", "title": "Nota" }])).await;
        let other = firm.sent("Dos", json!([{ "kind": "text", "title": "Otra" }])).await;
        let (client, contact) = (sent.body["client_id"].as_str().expect("an id").to_owned(), sent.body["recipients"][0].as_str().expect("an id").to_owned());
        let (person, reader, stranger) = (firm.app.person("nerea").await, firm.app.person("reader").await, firm.app.person("stranger").await);
        let second = firm.ok("POST", &format!("/clients/{client}/contacts"), json!({ "name": "Otra Muestra", "email": "otra@cliente.example" })).await;
        let second = second["id"].as_str().expect("an id").to_owned();
        let tx = firm.app.platform.db.begin().await.expect("a transaction");
        for (user, role, contact) in [(&person, "administrator", &contact), (&reader, "read_only", &second)] {
            let person = Person {
                practice_id: firm.practice.id,
                client_id: client.parse().expect("an id"),
                user_id: user.user.id,
                contact_id: contact.parse().expect("an id"),
                role: role.into(),
                categories: String::new(),
                created_at: 0,
                seen_at: None,
            };
            people_store::insert(&tx, &person).await.expect("a person");
        }
        tx.commit().await.expect("a commit");
        let home = firm.app.get(&person, &format!("/portal/{client}")).await;
        assert!(home.status == 200 && home.text.contains("Documentación 1T 2027") && home.text.contains("falta 1 respuesta"), "{}", home.text);
        let path = |client: &str, request: &str| format!("/client-requests/{client}/{request}");
        let opened = firm.app.post(&person, &path(&client, &sent.id), "").await;
        assert!(opened.status == 303 && opened.location().starts_with("/r/"), "{}", opened.location());
        let line = firm.find(&sent.id).await["lines"][0]["id"].as_str().expect("an id").to_owned();
        assert_eq!(firm.post(&format!("{}/lines/{line}", opened.location()), "answer=hecho").await.status, 303);
        assert_eq!(firm.find(&sent.id).await["lines"][0]["answered_by"], "nerea");
        // Nobody else's, and nothing of another client.
        assert_eq!(firm.app.post(&person, &path(&client, &other.id), "").await.status, 404);
        assert_eq!(firm.app.post(&stranger, &path(&client, &sent.id), "").await.status, 404);
        assert_eq!(firm.app.post(&reader, &path(&client, &sent.id), "").await.status, 403);
    }

    async fn the_task_that_waited_goes_on_when_all_is_accepted(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let (client, _) = firm.client("Uno").await;
        let (other, _) = firm.client("Dos").await;
        let task = async |client: &str| firm.ok("POST", "/tasks", json!({ "client_id": client, "title": "Modelo 303" })).await["id"].as_str().expect("an id").to_owned();
        let (own, foreign) = (task(&client).await, task(&other).await);
        firm.ok("PATCH", &format!("/tasks/{own}"), json!({ "status": "waiting", "waiting_for": "client" })).await;
        let body = |task: &str| json!({ "title": "Papeles", "client_id": client, "task_id": task, "lines": [{ "kind": "text", "title": "a" }] });
        assert_eq!(errors(&firm.call("POST", "/requests", body(&foreign)).await), ["task_id choice"]);
        let (sent, contact) = (firm.ok("POST", "/requests", body(&own)).await, firm.ok("PATCH", &format!("/clients/{client}"), json!({ "email": "uno@cliente.example" })).await);
        assert_eq!(contact["email"], "uno@cliente.example");
        let path = format!("/requests/{}", sent["id"].as_str().expect("an id"));
        firm.ok("POST", &format!("{path}/sending"), json!({})).await;
        let line = format!("{path}/lines/{}", sent["lines"][0]["id"].as_str().expect("an id"));
        let status = async || firm.app.api(&firm.owner, "GET", &format!("/tasks/{own}"), None, None).await.json()["status"].clone();
        firm.ok("PATCH", &line, json!({ "answer": "hecho" })).await;
        assert_eq!(status().await, "waiting");
        assert_eq!(firm.ok("POST", &format!("{path}/acceptance"), json!({})).await["state"], "accepted");
        assert_eq!(status().await, "in_progress");
    }
}
