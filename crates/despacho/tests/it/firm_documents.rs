//! Documents of clients: whole, once each, of who may see them, never overwritten, gone when their time has come.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, SystemTime},
};

use axum::{
    body::Body,
    http::{Request, header},
};
use despacho::check;
use despacho_firm_documents::{
    actions::{self, Desk, NewDocument},
    document::{Category, Document, Source},
    people::{Eyes, Person as ClientPerson, Role},
    people_store,
    store::{self, Filter, Link},
};
use despacho_kernel::{Id, new_id};
use despacho_platform::{both, clock::DAY, files, memberships::Tenant, sql, testkit::Engine};
use serde_json::{Value, json};

use crate::common::{Answer, App, Person};

/// A firm with two clients and the one who owns it.
pub struct Firm {
    pub app: App,
    pub owner: Person,
    pub practice: Id,
    pub client: Id,
    pub other: Id,
}

/// The body of a form: what is typed, and one file.
pub fn form(typed: &[(&str, &str)], (name, file): (&str, &[u8])) -> Vec<u8> {
    let mut body = vec![];
    for (field, value) in typed {
        body.extend(format!("--x\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes());
    }
    let name = name.replace('"', "%22");
    body.extend(format!("--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: text/html\r\n\r\n").bytes());
    body.extend(file);
    body.extend(b"\r\n--x--\r\n");
    body
}

impl App {
    pub async fn send_form(&self, person: &Person, path: &str, typed: &[(&str, &str)], file: (&str, &[u8])) -> Answer {
        let of_api = path.starts_with("/api/");
        let (name, value) = if of_api { (header::AUTHORIZATION, format!("Bearer {}", person.token)) } else { (header::COOKIE, person.cookie.clone()) };
        let request = Request::post(path).header(name, value).header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
        self.send(request.body(Body::from(form(typed, file))).expect("a request")).await
    }

    async fn whole(&self, request: Request<Body>) -> Vec<u8> {
        use tower::ServiceExt;
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        assert_eq!(response.status(), 200);
        axum::body::to_bytes(response.into_body(), 50_000_000).await.expect("a body").to_vec()
    }

    /// What is in an answer, byte by byte.
    pub async fn bytes(&self, person: &Person, path: &str) -> Vec<u8> {
        let of_api = path.starts_with("/api/");
        let (name, value) = if of_api { (header::AUTHORIZATION, format!("Bearer {}", person.token)) } else { (header::COOKIE, person.cookie.clone()) };
        self.whole(Request::get(path).header(name, value).body(Body::empty()).expect("a request")).await
    }

    /// The same of a form.
    pub async fn post_bytes(&self, person: &Person, path: &str, form: &str) -> Vec<u8> {
        let request = Request::post(path)
            .header(header::COOKIE, &person.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.whole(request.body(Body::from(form.to_owned())).expect("a request")).await
    }
}

impl Firm {
    pub async fn open(engine: Engine) -> Option<Self> {
        let app = App::open(engine).await?;
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await.id;
        let mut ids = vec![];
        for name in ["Viveros Quintana", "Café Sol"] {
            let made = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": name })), None).await;
            assert_eq!(made.status, 201, "{}", made.text);
            ids.push(made.json()["id"].as_str().expect("an id").parse().expect("an id"));
        }
        Some(Self { app, owner, practice, client: ids[0], other: ids[1] })
    }

    pub async fn add(&self, client: Id, kind: &str, period: &str, name: &str, file: &[u8]) -> Value {
        let client = client.to_string();
        let made = self
            .app
            .send_form(&self.owner, "/api/v1/documents", &[("client_id", &client), ("kind", kind), ("period", period)], (name, file))
            .await;
        assert_eq!(made.status, 201, "{}", made.text);
        made.json()
    }

    pub async fn get(&self, path: &str) -> Value {
        let answer = self.app.api(&self.owner, "GET", path, None, None).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer.json()
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.app.api(&self.owner, "POST", path, Some(body), None).await
    }

    pub async fn names(&self, query: &str) -> Vec<String> {
        let listed = self.get(&format!("/documents{query}")).await;
        listed["items"].as_array().expect("a list").iter().map(|one| one["name"].as_str().expect("a name").to_owned()).collect()
    }

    /// A contact person of a client.
    pub async fn contact(&self, client: Id, name: &str) -> Id {
        let made = self
            .post(&format!("/clients/{client}/contacts"), json!({ "name": name, "email": format!("{name}@test.example") }))
            .await;
        assert_eq!(made.status, 201, "{}", made.text);
        made.json()["id"].as_str().expect("an id").parse().expect("an id")
    }

    /// Somebody of a client with an account, and the contact person that they are.
    pub async fn person(&self, client: Id, name: &str, role: Role, categories: &[Category]) -> (Person, ClientPerson) {
        let contact = self.contact(client, name).await;
        let person = self.app.person(name).await;
        let words: Vec<&str> = categories.iter().map(|category| category.word()).collect();
        let of = ClientPerson {
            practice_id: self.practice,
            client_id: client,
            user_id: person.user.id,
            contact_id: contact,
            role: role.word().into(),
            categories: words.join(","),
            created_at: 0,
            seen_at: None,
        };
        let tx = self.app.platform.db.begin().await.expect("a transaction");
        people_store::insert(&tx, &of).await.expect("a person");
        tx.commit().await.expect("a commit");
        (person, of)
    }

    /// The names of what somebody of a client sees.
    async fn seen(&self, person: &ClientPerson, search: &str) -> Vec<String> {
        let filter = Filter { search: search.into(), ..Filter::of(Eyes::Client(person.clone())) };
        let mut found: Vec<String> = store::list(self.app.platform.db.read(), self.practice, &filter, None, 100)
            .await
            .expect("a list")
            .into_iter()
            .map(|one| one.name)
            .collect();
        found.sort();
        found
    }

    pub async fn sound(&self) {
        assert_eq!(check::broken(&self.app.platform).await.expect("checked"), Vec::<String>::new());
    }
}

pub fn id(of: &Value) -> &str {
    of["id"].as_str().expect("an id")
}

fn codes(answer: &Answer) -> Vec<String> {
    let errors = answer.json()["errors"].as_array().cloned().unwrap_or_default();
    errors
        .iter()
        .map(|error| format!("{} {}", error["field"].as_str().unwrap_or(""), error["code"].as_str().unwrap_or("")))
        .collect()
}

pub const PDF: &[u8] = b"%PDF-1.7\nuna factura";

both! {
    async fn a_document_is_added_found_changed_and_its_versions_are_never_overwritten(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let made = firm.add(firm.client, "invoice_received", "1T 2027", "../factura enero.pdf", PDF).await;
        assert_eq!((&made["name"], &made["kind"], &made["period"], &made["fiscal_year"]), (&json!("factura enero.pdf"), &json!("invoice_received"), &json!("2027-Q1"), &json!("2027")));
        assert_eq!((&made["version"], &made["shared"], &made["size"], &made["media_type"]), (&json!(1), &json!(false), &json!(PDF.len()), &json!("application/pdf")));
        assert_eq!(made["sha256"], json!(despacho_platform::secret::digest(PDF)));
        assert_eq!((&made["category"], &made["keep_until"]), (&json!("accounting"), &json!("2033-12-31")));
        let of = format!("/documents/{}", id(&made));
        assert_eq!(firm.get(&of).await, made);
        assert_eq!(firm.app.bytes(&firm.owner, &format!("/api/v1{of}/content")).await, PDF);

        // What follows leaves what was before as it was; to bring it back is a new one.
        let second = firm.app.send_form(&firm.owner, &format!("/api/v1{of}/versions"), &[("note", "corregida")], ("otra.pdf", b"%PDF-1.7\notra")).await;
        assert_eq!((second.status.as_u16(), &second.json()["version"]), (201, &json!(2)), "{}", second.text);
        let third = firm.post(&format!("{of}/version-restorations"), json!({ "version": 1 })).await;
        assert_eq!((third.status.as_u16(), &third.json()["version"], &third.json()["sha256"]), (201, &json!(3), &made["sha256"]));
        for (number, file) in [(1, PDF), (2, b"%PDF-1.7\notra"), (3, PDF)] {
            assert_eq!(firm.app.bytes(&firm.owner, &format!("/api/v1{of}/content?version={number}")).await, file);
        }
        let versions = firm.get(&format!("{of}/versions")).await;
        let told: Vec<_> = versions["items"].as_array().expect("a list").iter().map(|one| (one["number"].clone(), one["restored_from"].clone(), one["note"].clone())).collect();
        assert_eq!(told, [(json!(3), json!(1), json!("")), (json!(2), Value::Null, json!("corregida")), (json!(1), Value::Null, json!(""))]);
        assert_eq!(firm.app.api(&firm.owner, "GET", &format!("{of}/content?version=4"), None, None).await.status, 404);
        assert_eq!(firm.post(&format!("{of}/version-restorations"), json!({ "version": 9 })).await.status, 404);

        let changed = firm.app.api(&firm.owner, "PATCH", &of, Some(json!({ "kind": "other", "folder": "/Varios//2027/", "tags": ["banco", "enero"], "period": "" })), None).await;
        assert_eq!((changed.status.as_u16(), &changed.json()["folder"], &changed.json()["tags"]), (200, &json!("Varios/2027"), &json!(["banco", "enero"])), "{}", changed.text);
        let wrong = firm.app.api(&firm.owner, "PATCH", &of, Some(json!({ "kind": "novela", "period": "2027-13" })), None).await;
        assert_eq!((wrong.status.as_u16(), codes(&wrong)), (422, vec!["kind choice".into(), "period period".into()]));

        firm.add(firm.other, "statement", "2027-03", "extracto.csv", b"1;2").await;
        assert_eq!(firm.names("").await, ["extracto.csv", "factura enero.pdf"]);
        for (query, names) in [
            (format!("?client_id={}", firm.client), vec!["factura enero.pdf"]),
            ("?kind=statement".into(), vec!["extracto.csv"]),
            ("?search=FACTURA+ene".into(), vec!["factura enero.pdf"]),
            ("?search=quintana".into(), vec!["factura enero.pdf"]),
            ("?search=banco+50%25".into(), vec![]),
            ("?period=2027".into(), vec!["extracto.csv", "factura enero.pdf"]),
            ("?limit=1".into(), vec!["extracto.csv"]),
        ] {
            assert_eq!(firm.names(&query).await, names, "{query}");
        }
        let first = firm.get("/documents?limit=1").await;
        assert_eq!(firm.names(&format!("?limit=1&cursor={}", first["next_cursor"].as_str().expect("more"))).await, ["factura enero.pdf"]);
        firm.sound().await;
    }

    async fn what_is_wrong_is_told_at_its_place_and_nobody_else_finds_it(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let (client, path) = (firm.client.to_string(), "/api/v1/documents");
        for (typed, file, told) in [
            (vec![("kind", "other")], ("a.pdf", PDF), vec!["client_id required"]),
            (vec![("client_id", "uno")], ("a.pdf", PDF), vec!["client_id id"]),
            (vec![("client_id", client.as_str()), ("kind", "novela"), ("period", "27")], ("a.pdf", PDF), vec!["kind choice", "period period"]),
            (vec![("client_id", client.as_str())], ("a.pdf", &b""[..]), vec!["file file_empty_here"]),
        ] {
            let refused = firm.app.send_form(&firm.owner, path, &typed, file).await;
            assert_eq!((refused.status.as_u16(), codes(&refused)), (422, told.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()), "{typed:?}");
        }
        assert_eq!(firm.app.send_form(&firm.owner, path, &[("client_id", &new_id().to_string())], ("a.pdf", PDF)).await.status, 404);
        assert_eq!(firm.app.count("firm_documents").await, 0);

        let made = firm.add(firm.client, "other", "", "uno.txt", b"1").await;
        let of = format!("/documents/{}", id(&made));
        let (stranger, staff, reader) = (firm.app.person("stranger").await, firm.app.person("staff").await, firm.app.person("reader").await);
        firm.app.practice(&stranger, "Otros").await;
        firm.app.join(Tenant::Practice, firm.practice, &staff, "staff").await;
        firm.app.join(Tenant::Practice, firm.practice, &reader, "read_only").await;
        // Another firm, and staff whose client it is not, alike.
        for person in [&stranger, &staff] {
            for (method, path) in [("GET", of.clone()), ("GET", format!("{of}/content")), ("GET", format!("{of}/versions")), ("DELETE", of.clone())] {
                assert_eq!(firm.app.api(person, method, &path, None, None).await.status, 404, "{method} {path}");
            }
            assert_eq!(firm.app.api(person, "GET", "/documents", None, None).await.json()["items"], json!([]));
            assert_eq!(firm.app.send_form(person, path, &[("client_id", &client)], ("a.pdf", PDF)).await.status, 404);
            assert_eq!(firm.app.send_form(person, &format!("/api/v1{of}/versions"), &[], ("a.pdf", PDF)).await.status, 404);
            assert_eq!(firm.app.api(person, "POST", &format!("{of}/sharing"), Some(json!({})), None).await.status, 404);
        }
        assert_eq!(firm.app.api(&reader, "GET", &of, None, None).await.status, 200);
        assert_eq!(firm.app.send_form(&reader, path, &[("client_id", &client)], ("a.pdf", PDF)).await.status, 403);
        assert_eq!(firm.app.post(&firm.owner, &format!("/practices/{}/clients/{client}/assignments", firm.practice), &format!("users={}", staff.user.id)).await.status, 303);
        assert_eq!(firm.app.api(&staff, "GET", &of, None, None).await.status, 200);
        assert_eq!(firm.app.api(&staff, "POST", &format!("{of}/hold"), Some(json!({ "held": true })), None).await.status, 403);

        // The same request twice is one document.
        let twice = async || {
            let request = Request::post(path).header(header::AUTHORIZATION, format!("Bearer {}", firm.owner.token)).header("idempotency-key", "una vez");
            let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
            firm.app.send(request.body(Body::from(form(&[("client_id", &client)], ("dos.txt", b"2")))).expect("a request")).await.json()
        };
        assert_eq!(twice().await["id"], twice().await["id"]);
        assert_eq!(firm.app.count("firm_documents").await, 2);
        firm.sound().await;
    }

    async fn rights_by_category_hold_and_nothing_is_seen_until_it_is_shared(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let (_, boss) = firm.person(firm.client, "jefa", Role::Administrator, &[]).await;
        let (_, clerk) = firm.person(firm.client, "conta", Role::Accounting, Role::Accounting.categories()).await;
        let (_, people) = firm.person(firm.client, "nominas", Role::Payroll, Role::Payroll.categories()).await;
        let (_, outsider) = firm.person(firm.other, "ajena", Role::Administrator, &[]).await;
        let mut made = vec![];
        for (kind, name) in [("payslip", "nomina"), ("statement", "extracto"), ("other", "carta"), ("deed", "escritura")] {
            made.push(firm.add(firm.client, kind, "", name, name.as_bytes()).await);
        }
        for person in [&boss, &clerk, &people, &outsider] {
            assert_eq!(firm.seen(person, "").await, Vec::<String>::new());
        }
        for one in &made {
            let shared = firm.post(&format!("/documents/{}/sharing", id(one)), json!({ "shared": true })).await;
            assert_eq!((shared.status.as_u16(), &shared.json()["shared"], &shared.json()["shared_with"]), (200, &json!(true), &json!("all")), "{}", shared.text);
        }
        assert_eq!(firm.seen(&boss, "").await, ["carta", "escritura", "extracto", "nomina"]);
        assert_eq!(firm.seen(&clerk, "").await, ["carta", "extracto"]);
        assert_eq!(firm.seen(&people, "").await, ["carta", "nomina"]);
        assert_eq!(firm.seen(&people, "extracto").await, Vec::<String>::new());
        assert_eq!(firm.seen(&outsider, "").await, Vec::<String>::new());
        // What the firm notes of a document is not to be guessed by searching.
        let noted = firm.app.api(&firm.owner, "PATCH", &format!("/documents/{}", id(&made[2])), Some(json!({ "note": "moroso", "folder": "Dudosos", "tags": ["riesgo"] })), None).await;
        assert_eq!(noted.status, 200, "{}", noted.text);
        for word in ["moroso", "dudosos", "riesgo", "viveros"] {
            assert_eq!((firm.seen(&boss, word).await, firm.names(&format!("?search={word}&kind=other")).await), (vec![], vec!["carta".to_owned()]), "{word}");
        }

        // With some: only who is named, of their categories; who could not see it is told before.
        let sharing = format!("/documents/{}/sharing", id(&made[0]));
        let refused = firm.post(&sharing, json!({ "contact_ids": [clerk.contact_id] })).await;
        assert_eq!((refused.status.as_u16(), codes(&refused)), (422, vec!["contact_ids contact_no_right".to_owned()]));
        let refused = firm.post(&sharing, json!({ "contact_ids": [outsider.contact_id] })).await;
        assert_eq!(codes(&refused), ["contact_ids not_contact"]);
        assert_eq!(codes(&firm.post(&sharing, json!({ "contact_ids": [] })).await), ["contact_ids required"]);
        let some = firm.post(&sharing, json!({ "contact_ids": [people.contact_id] })).await;
        assert_eq!((some.status.as_u16(), &some.json()["contact_ids"]), (200, &json!([people.contact_id])), "{}", some.text);
        assert_eq!((firm.seen(&boss, "nomina").await, firm.seen(&people, "nomina").await), (vec![], vec!["nomina".to_owned()]));
        // To share is taken back, and what is deleted is nobody's.
        assert_eq!(firm.post(&format!("/documents/{}/sharing", id(&made[1])), json!({ "shared": false })).await.json()["shared"], json!(false));
        assert_eq!(firm.app.api(&firm.owner, "DELETE", &format!("/documents/{}", id(&made[2])), None, None).await.status, 204);
        assert_eq!(firm.seen(&clerk, "").await, Vec::<String>::new());
        // Who is a contact person no more sees nothing.
        assert_eq!(firm.app.api(&firm.owner, "DELETE", &format!("/clients/{}/contacts/{}", firm.client, people.contact_id), None, None).await.status, 204);
        assert!(people_store::at_client(firm.app.platform.db.read(), firm.client, people.user_id).await.is_err());
        firm.sound().await;
    }

    async fn the_bin_keeps_for_sixty_days_what_the_law_does_not_keep_longer(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let (letter, invoice, held, linked) = (
            firm.add(firm.client, "other", "", "carta", b"carta").await,
            firm.add(firm.client, "invoice_received", "2026", "factura", b"factura").await,
            firm.add(firm.client, "other", "", "retenida", b"retenida").await,
            firm.add(firm.client, "other", "", "nombrada", b"nombrada").await,
        );
        let tx = firm.app.platform.db.begin().await.expect("a transaction");
        let link = Link { practice_id: firm.practice, document_id: id(&linked).parse().expect("an id"), target_kind: "task".into(), target_id: new_id() };
        store::link(&tx, &link).await.expect("a link");
        store::link(&tx, &link).await.expect("once is enough");
        tx.commit().await.expect("a commit");
        assert_eq!(firm.post(&format!("/documents/{}/hold", id(&held)), json!({ "held": true })).await.json()["held"], json!(true));
        let refused = firm.app.api(&firm.owner, "DELETE", &format!("/documents/{}", id(&held)), None, None).await;
        assert_eq!((refused.status.as_u16(), &refused.json()["type"]), (409, &json!("/problems/document-held")));
        for one in [&letter, &invoice, &linked] {
            for _ in 0..2 {
                assert_eq!(firm.app.api(&firm.owner, "DELETE", &format!("/documents/{}", id(one)), None, None).await.status, 204);
            }
        }
        assert_eq!(firm.names("").await, ["retenida"]);
        assert_eq!(firm.names("?deleted=true").await, ["nombrada", "factura", "carta"]);
        // What is deleted is read by the firm, brought back, and not changed.
        let of = format!("/documents/{}", id(&letter));
        assert_eq!(firm.app.bytes(&firm.owner, &format!("/api/v1{of}/content")).await, b"carta");
        let refused = firm.post(&format!("{of}/sharing"), json!({})).await;
        assert_eq!((refused.status.as_u16(), &refused.json()["type"]), (409, &json!("/problems/document-deleted")));
        assert_eq!(firm.post(&format!("{of}/restoration"), json!({})).await.json()["deleted_at"], Value::Null);
        assert_eq!(firm.names("").await, ["retenida", "carta"]);
        assert_eq!(firm.app.api(&firm.owner, "DELETE", &of, None, None).await.status, 204);

        let sweep = async || {
            for hourly in despacho_firm_documents::ROOM.hourly {
                hourly(firm.app.platform.clone()).await.expect("swept");
            }
            firm.app.work().await;
        };
        firm.app.platform.clock.advance(59 * DAY);
        sweep().await;
        assert_eq!(firm.names("?deleted=true").await.len(), 3);
        firm.app.platform.clock.advance(2 * DAY);
        sweep().await;
        assert_eq!(firm.names("?deleted=true").await, ["nombrada", "factura"], "the law keeps one, a task the other");
        firm.app.platform.clock.advance(8 * 366 * DAY);
        sweep().await;
        // Tokens are good no longer than a year.
        let left: Vec<String> = sql::column(firm.app.platform.db.read(), "SELECT name FROM firm_documents ORDER BY name", vec![]).await.expect("names");
        assert_eq!(left, ["nombrada", "retenida"]);
        assert_eq!((firm.app.count("firm_document_versions").await, firm.app.count("stored_files").await), (2, 2));
        firm.sound().await;
    }

    async fn hostile_files_are_kept_and_never_executed(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let svg: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"><script>alert(2)</script></svg>";
        let long = format!("{}.pdf", "a".repeat(4096));
        let eicar = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-", "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].concat();
        for (sent, file, kept, kind) in [
            ("../../../etc/passwd", &b"x"[..], "passwd", "application/octet-stream"),
            ("factura\u{202e}fdp.exe", b"MZ", "facturafdp.exe", "application/octet-stream"),
            (long.as_str(), b"largo", &long[long.len() - 150..], "application/octet-stream"),
            ("pagina.pdf", b"<!DOCTYPE html><script>alert(1)</script>", "pagina.pdf", "application/octet-stream"),
            ("dibujo.png", svg, "dibujo.png", "application/octet-stream"),
            ("poliglota.html", b"%PDF-1.7\n<html><script>alert(1)</script>", "poliglota.html", "application/pdf"),
            ("accion.pdf", b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj", "accion.pdf", "application/pdf"),
            ("eicar.com", eicar.as_bytes(), "eicar.com", "application/octet-stream"),
            ("<img src=x onerror=alert(1)>.png", b"\x89PNG\r\n\x1a\n", "<img src=x onerror=alert(1)>.png", "image/png"),
        ] {
            let made = firm.add(firm.client, "other", "", sent, file).await;
            assert_eq!((made["name"].as_str(), made["media_type"].as_str()), (Some(kept), Some(kind)), "{sent}");
            for how in ["", "?inline=true"] {
                let path = format!("/documents/{}/content{how}", id(&made));
                let read = firm.app.api(&firm.owner, "GET", &path, None, None).await;
                assert_eq!(read.headers["content-type"], kind, "{sent}");
                let told = read.headers["content-disposition"].to_str().expect("text");
                assert_eq!(told.starts_with("inline"), !how.is_empty() && kind != "application/octet-stream", "{sent}: {told}");
                assert_eq!(read.headers["x-content-type-options"], "nosniff");
                let policy = read.headers["content-security-policy"].to_str().expect("text");
                assert!(policy.starts_with("default-src 'none'") && policy.contains("sandbox") && !policy.contains("script"), "{policy}");
                assert_eq!(firm.app.bytes(&firm.owner, &format!("/api/v1{path}")).await, file, "{sent}");
            }
        }
        firm.sound().await;
    }

    async fn a_stored_file_becomes_a_document_of_its_request_and_the_same_is_told_by_its_hash(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let platform = &firm.app.platform;
        let kept = files::incoming::keep(platform, firm.practice, PDF).await.expect("kept");
        let (request, now) = (new_id(), platform.clock.now());
        let tx = platform.db.begin().await.expect("a transaction");
        let stored = files::add(&tx, platform, firm.practice, &kept).await.expect("stored");
        let typed = Document { name: "Extracto 4471".into(), kind: "statement".into(), period: "2027-Q1".into(), ..Document::default() };
        let new = NewDocument { source: Source::Request, request: Some(request), ..NewDocument::of(firm.client, typed, "extracto.pdf") };
        let made = actions::of_stored(&tx, platform, (firm.practice, None, now), new, &stored).await.expect("a document");
        // What brought it may go: the document has a file of its own.
        files::store::remove(&tx, firm.practice, &[stored.id]).await.expect("removed");
        tx.commit().await.expect("a commit");
        let told = firm.get(&format!("/documents/{}", made.id)).await;
        assert_eq!((&told["source"], &told["created_by"], &told["shared"], &told["category"]), (&json!("request"), &Value::Null, &json!(false), &json!("accounting")));
        assert_eq!(firm.app.bytes(&firm.owner, &format!("/api/v1/documents/{}/content", made.id)).await, PDF);
        let links = store::links(platform.db.read(), firm.practice, made.id).await.expect("links");
        assert_eq!(links.iter().map(|link| (link.target_kind.as_str(), link.target_id)).collect::<Vec<_>>(), [("request", request)]);
        let again = firm.add(firm.client, "statement", "", "otra vez.pdf", PDF).await;
        let same = store::same(platform.db.read(), firm.practice, firm.client, &kept.sha256, id(&again).parse().expect("an id")).await.expect("found");
        assert_eq!(same.iter().map(|one| one.id).collect::<Vec<_>>(), [made.id]);
        assert_eq!(store::same(platform.db.read(), firm.practice, firm.other, &kept.sha256, made.id).await.expect("none"), []);
        let tx = platform.db.begin().await.expect("a transaction");
        let other = NewDocument::of(new_id(), Document::default(), "a.pdf");
        assert!(actions::of_stored(&tx, platform, (firm.practice, None, now), other, &stored).await.is_err(), "of a client that is none");
        let of_firm = Desk { platform, practice: firm.practice, by: None, eyes: Eyes::Firm { visible_to: Some(new_id()) }, now };
        assert!(of_firm.hold(&tx, made.id, true).await.is_err(), "of who does not see it");
        drop(tx);
        let told: Option<i64> = sql::scalar(platform.db.read(), "SELECT COUNT(*) FROM activity WHERE subject_id = $1", vec![made.id.into()]).await.expect("a count");
        assert_eq!(told, Some(1));
        firm.sound().await;
    }
}

/// Bytes that repeat nothing soon, the same each time.
fn bytes(length: usize, mut seed: u64) -> Vec<u8> {
    let next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 56) as u8
    };
    std::iter::repeat_with(next).take(length).collect()
}

both! {
    async fn bytes_out_are_bytes_in_whatever_their_number(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let mut ids = vec![];
        let mut all = vec![];
        // Around what is read and written at once, and what looks like the end of a form.
        for (at, length) in [1, 2, 65_535, 65_536, 65_537, 262_143, 262_144, 262_145, 1_500_000].into_iter().enumerate() {
            let mut file = bytes(length, at as u64);
            if length > 100 {
                file[50..56].copy_from_slice(b"\r\n--y\n");
            }
            let made = firm.add(firm.client, "other", "", &format!("a{at}.bin"), &file).await;
            assert_eq!((made["sha256"].as_str(), made["size"].as_u64()), (Some(despacho_platform::secret::digest(&file).as_str()), Some(length as u64)));
            for path in [format!("/api/v1/documents/{}/content", id(&made)), format!("/practices/{}/documents/{}/content", firm.practice, id(&made))] {
                assert!(firm.app.bytes(&firm.owner, &path).await == file, "{length} bytes by {path}");
            }
            ids.push(id(&made).to_owned());
            all.push(file);
        }
        // As one file: each of them whole, by client and folder.
        firm.app.api(&firm.owner, "PATCH", &format!("/documents/{}", ids[0]), Some(json!({ "folder": "Varios/2027", "name": "Carta" })), None).await;
        let form = ids.iter().map(|id| format!("ids={id}")).collect::<Vec<_>>().join("&");
        let archive = firm.app.post_bytes(&firm.owner, &format!("/practices/{}/documents/exported-selection", firm.practice), &form).await;
        let mut read = zip::ZipArchive::new(std::io::Cursor::new(archive)).expect("an archive");
        assert_eq!(read.len(), all.len());
        for (at, file) in all.iter().enumerate() {
            let path = if at == 0 { "Viveros Quintana/Varios/2027/Carta.bin".to_owned() } else { format!("Viveros Quintana/a{at}.bin") };
            let mut found = vec![];
            read.by_name(&path).expect("a member").read_to_end(&mut found).expect("whole");
            assert!(found == *file, "{path}");
        }
    }

    async fn documents_are_brought_shared_and_deleted_on_the_pages(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let (app, base, client) = (&firm.app, format!("/practices/{}/documents", firm.practice), firm.client.to_string());
        let tab = format!("/practices/{}/clients/{client}/documents", firm.practice);
        let list = app.get(&firm.owner, &base).await.text;
        assert!(list.contains("Añadir documentos") && list.contains("Viveros Quintana") && list.contains("Aquí no hay documentos todavía."), "{list}");
        // What was typed stays where it was refused, and it is told where.
        let refused = app.send_form(&firm.owner, &base, &[("client_id", ""), ("kind", "payslip"), ("period", "marzo")], ("n.pdf", PDF)).await;
        assert!(refused.status == 422 && refused.text.contains("value=\"marzo\"") && refused.text.contains("Escriba un año, un trimestre o un mes"), "{}", refused.text);
        assert_eq!(app.count("firm_documents").await, 0);
        let typed = [("client_id", client.as_str()), ("kind", "payslip"), ("period", "03/2027"), ("back", "client")];
        let made = app.send_form(&firm.owner, &base, &typed, ("nomina.pdf", PDF)).await;
        assert_eq!((made.status.as_u16(), made.location()), (303, tab.clone()), "{}", made.text);
        let again = app.send_form(&firm.owner, &base, &typed, ("otra.pdf", PDF)).await;
        assert!(again.flash().contains("nomina.pdf"), "the same is told: {}", again.flash());
        let shown = app.get(&firm.owner, &tab).await.text;
        assert!(shown.contains("<bdi>nomina.pdf</bdi>") && shown.contains("Nómina") && shown.contains("03/2027") && shown.contains("Interno"), "{shown}");
        let found = firm.get("/documents?search=nomina").await;
        let of = format!("{base}/{}", id(&found["items"][0]));
        let page = app.get(&firm.owner, &of).await.text;
        assert!(page.contains("<iframe") && page.contains("Tiene lo mismo que") && page.contains("31 dic 2031") && page.contains("Real Decreto Legislativo 5/2000"), "{page}");
        let framed = app.get(&firm.owner, &format!("{of}/content?frame=true")).await;
        assert_eq!((&framed.headers["x-frame-options"], &framed.headers["content-type"]), (&"SAMEORIGIN".parse().expect("a value"), &"application/pdf".parse().expect("a value")));
        let seen = app.get(&firm.owner, &format!("{of}/content?inline=true")).await;
        assert!(seen.headers["content-security-policy"].to_str().expect("text").ends_with("sandbox") && seen.headers["x-frame-options"] == "DENY");

        let contact = firm.contact(firm.client, "rosa").await;
        let refused = app.post(&firm.owner, &format!("{of}/sharing"), "with=some").await;
        assert!(refused.status == 422 && refused.text.contains("<iframe"), "{}", refused.status);
        assert_eq!(app.post(&firm.owner, &format!("{of}/sharing"), &format!("with=some&contact_ids={contact}")).await.status, 303);
        assert!(app.get(&firm.owner, &of).await.text.contains("Compartido con rosa."));
        let stale = app.post(&firm.owner, &of, "name=Otra&kind=payslip&category=payroll&period=&version=1").await;
        assert!(stale.status == 409 && stale.text.contains("value=\"Otra\""), "{}", stale.status);
        let version = app.send_form(&firm.owner, &format!("{of}/versions"), &[("note", "corregida")], ("n2.pdf", b"%PDF-1.7 dos")).await;
        assert_eq!(version.status, 303, "{}", version.text);
        assert_eq!(app.post(&firm.owner, &format!("{of}/versions/1/restoration"), "").await.status, 303);
        assert!(app.get(&firm.owner, &of).await.text.contains("recuperada de la 1"));

        let both: Vec<String> = found["items"].as_array().expect("a list").iter().map(|one| format!("ids={}", id(one))).collect();
        let other = firm.get("/documents?search=otra").await;
        let form = format!("do=delete&client={client}&{}&ids={}", both.join("&"), id(&other["items"][0]));
        let deleted = app.post(&firm.owner, &format!("{base}/selection"), &form).await;
        assert_eq!((deleted.status.as_u16(), deleted.location()), (303, format!("{tab}?")), "{}", deleted.text);
        assert!(deleted.flash().contains("restored-selection"), "it can be undone: {}", deleted.flash());
        assert!(app.get(&firm.owner, &format!("{base}?view=bin")).await.text.contains("<bdi>otra.pdf</bdi>"));
        let undone = app.post(&firm.owner, &format!("{base}/restored-selection?ids={}", id(&other["items"][0])), "").await;
        assert_eq!((undone.status.as_u16(), firm.names("").await), (303, vec!["otra.pdf".to_owned()]));
        assert_eq!(app.post(&firm.owner, &format!("{of}/purge"), "").await.status, 303);
        assert_eq!(app.get(&firm.owner, &of).await.status, 404);
        firm.sound().await;
    }
}

/// Sends a document over a connection of its own, and what is answered before it ends.
fn upload(address: SocketAddr, token: &str, client: &str, file: &[u8]) -> std::io::Result<String> {
    let body = form(&[("client_id", client)], ("archivo.bin", file));
    let head = format!(
        "POST /api/v1/documents HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: multipart/form-data; boundary=x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(head.as_bytes())?;
    stream.write_all(&body)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// The files of a data folder that are whole.
fn kept(data: &Path) -> Vec<PathBuf> {
    let inside = |path: PathBuf| {
        fs::read_dir(path)
            .map(|entries| entries.map(|entry| entry.expect("a file").path()).collect::<Vec<_>>())
            .unwrap_or_default()
    };
    inside(data.join("files")).into_iter().filter(|path| !path.ends_with("incoming")).flat_map(inside).collect()
}

both! {
    async fn parallel_uploads_that_are_killed_leave_no_row_without_its_file_and_a_repair_no_file_without_its_row(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let (config, client) = (firm.app.platform.config.clone(), firm.client.to_string());
        if engine == Engine::Sqlite {
            firm.app.platform.db.close().await;
        }
        let mut answered = 0;
        for round in 0..3usize {
            let address = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port");
            let mut program = Command::new(env!("CARGO_BIN_EXE_despacho"));
            program.args(["serve", "--listen", &address.to_string(), "--data"]).arg(&config.data);
            for (variable, _) in std::env::vars().filter(|(name, _)| name.starts_with("DESPACHO_")) {
                program.env_remove(variable);
            }
            if let Some(url) = &config.database_url {
                program.env("DESPACHO_DATABASE_URL", url);
            }
            let mut server = program.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program");
            let mut words = BufReader::new(server.stdout.take().expect("its words"));
            words.read_line(&mut String::new()).expect("a line");
            let (told, heard) = std::sync::mpsc::channel();
            let mut uploads = vec![];
            for thread in 0..4usize {
                let (client, token, told) = (client.clone(), firm.owner.token.clone(), told.clone());
                uploads.push(std::thread::spawn(move || {
                    let mut done = 0;
                    for nth in 0..50usize {
                        match upload(address, &token, &client, &format!("{round}/{thread}/{nth};").into_bytes().repeat(20_000)) {
                            Ok(answer) if answer.starts_with("HTTP/1.1 201") => done += 1,
                            Ok(answer) => assert_eq!(answer, "", "it is done or cut off"),
                            Err(_) => return done,
                        }
                        // Nobody hears it any more once the server is to end.
                        let _ = told.send(());
                    }
                    done
                }));
            }
            for _ in 0..=round * 3 {
                heard.recv_timeout(Duration::from_secs(60)).expect("an upload is answered");
            }
            server.kill().expect("killed");
            server.wait().expect("its end");
            answered += uploads.into_iter().map(|upload| upload.join().expect("an upload")).sum::<i64>();
        }
        let data = config.data.clone();
        let platform = firm.app.ground.server_with(config).await;
        let rows: i64 = sql::scalar(platform.db.read(), "SELECT COUNT(*) FROM firm_documents", vec![]).await.expect("a count").expect("a count");
        assert!(rows >= answered && answered > 0, "what was answered is there: {answered} of {rows}");
        assert_eq!(check::broken(&platform).await.expect("checked"), Vec::<String>::new());
        // A day later what has no row goes.
        let old = SystemTime::now() - Duration::from_secs(90_000);
        let half = fs::read_dir(data.join("files/incoming")).expect("a folder").map(|entry| entry.expect("a file").path());
        for path in kept(&data).into_iter().chain(half) {
            fs::File::open(path).and_then(|file| file.set_modified(old)).expect("an older file");
        }
        files::check::remove(files::check::orphans(&platform).await.expect("looked")).await.expect("removed");
        assert_eq!(check::broken(&platform).await.expect("checked"), Vec::<String>::new());
        assert_eq!(i64::try_from(kept(&data).len()).expect("a number"), rows, "each has something else in it");
        assert_eq!(fs::read_dir(data.join("files/incoming")).expect("a folder").count(), 0);
    }
}
