//! Files attached to entries: kept whole or not at all, never executed, nobody else's.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    process::{Command, Stdio},
    time::{Duration, SystemTime},
};

use axum::{
    body::Body,
    http::{HeaderValue, Request, header},
};
use despacho::{check, wiring};
use despacho_kernel::{Id, new_id};
use despacho_ledger::journal::{
    Posted,
    locks::{Level, Scope},
    post,
};
use despacho_platform::{
    both,
    config::{Config, Storage},
    files::check as files,
    sql,
    testkit::Engine,
    tokens::{self, NewToken},
    vals,
};
use serde_json::{Value, json};

use crate::{
    common::{Answer, App, Person},
    ledger::{Books, entry},
};

/// The body of a form with files: field, name and what is in it.
fn form(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = vec![];
    for (name, file) in files {
        let name = name.replace('"', "%22");
        body.extend(format!("--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: text/html\r\n\r\n").bytes());
        body.extend(*file);
        body.extend(b"\r\n");
    }
    body.extend(b"--x--\r\n");
    body
}

impl App {
    pub async fn send_files(&self, person: &Person, path: &str, files: &[(&str, &[u8])]) -> Answer {
        let of_api = path.starts_with("/api/");
        let (name, value) = if of_api { (header::AUTHORIZATION, format!("Bearer {}", person.token)) } else { (header::COOKIE, person.cookie.clone()) };
        let request = Request::post(path).header(name, value).header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
        self.send(request.body(Body::from(form(files))).expect("a request")).await
    }
}

impl Books {
    fn attachments_of(&self, entry: Id) -> String {
        format!("/organizations/{}/journal-entries/{entry}/attachments", self.organization)
    }

    async fn attach(&self, entry: Id, name: &str, file: &[u8]) -> Answer {
        self.app.send_files(&self.owner, &format!("/api/v1{}", self.attachments_of(entry)), &[(name, file)]).await
    }

    async fn attached(&self, entry: Id) -> Vec<Value> {
        let listed = self.app.api(&self.owner, "GET", &self.attachments_of(entry), None, None).await;
        assert_eq!(listed.status, 200, "{}", listed.text);
        listed.json()["items"].as_array().expect("a list").clone()
    }

    async fn one_entry(&self) -> Posted {
        self.post(&entry(self.day(10), &[("629", 12_100), ("572", -12_100)])).await.expect("posted")
    }

    /// The same product with other bounds of what is kept.
    async fn within(&mut self, storage: Storage) {
        let config = Config { storage, ..self.app.platform.config.clone() };
        self.app.platform = self.app.ground.server_with(config).await;
        self.app.router = wiring::service(&self.app.platform).1;
    }

    fn stored(&self) -> Vec<PathBuf> {
        stored(&self.app.platform.config.data)
    }
}

/// The files of a data folder that are whole.
fn stored(data: &std::path::Path) -> Vec<PathBuf> {
    let inside = |path: PathBuf| {
        fs::read_dir(path)
            .map(|entries| entries.map(|entry| entry.expect("a file").path()).collect::<Vec<_>>())
            .unwrap_or_default()
    };
    inside(data.join("files")).into_iter().filter(|path| !path.ends_with("incoming")).flat_map(inside).collect()
}

/// Sends a file over a connection of its own, and what is answered before it ends.
fn upload(address: SocketAddr, path: &str, token: &str, file: &[u8]) -> std::io::Result<String> {
    let body = form(&[("archivo.bin", file)]);
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: multipart/form-data; boundary=x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(head.as_bytes())?;
    stream.write_all(&body)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

fn ids(all: &[Value]) -> Vec<&str> {
    all.iter().map(|one| one["id"].as_str().expect("an id")).collect()
}

fn codes(answer: &Answer) -> Vec<String> {
    let errors = answer.json()["errors"].as_array().cloned().unwrap_or_default();
    errors
        .iter()
        .map(|error| format!("{} {}", error["field"].as_str().unwrap_or(""), error["code"].as_str().unwrap_or("")))
        .collect()
}

const PDF: &[u8] = b"%PDF-1.7\nuna factura";
/// Of `abc`: NIST's example.
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

both! {
    async fn a_file_is_attached_listed_read_and_removed(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let posted = books.one_entry().await;
        let made = books.attach(posted.id, "abc.txt", b"abc").await;
        assert_eq!(made.status, 201, "{}", made.text);
        let made = made.json();
        assert_eq!((&made["name"], &made["size"], &made["sha256"], &made["media_type"]), (&json!("abc.txt"), &json!(3), &json!(ABC), &json!("application/octet-stream")));
        // The same again is what is there already, under whatever name.
        assert_eq!(books.attach(posted.id, "otra vez.txt", b"abc").await.json()["id"], made["id"]);
        books.attach(posted.id, "factura.pdf", PDF).await;
        let all = books.attached(posted.id).await;
        assert_eq!(all.iter().map(|one| one["name"].as_str().expect("a name")).collect::<Vec<_>>(), ["abc.txt", "factura.pdf"]);
        assert_eq!(books.stored().len(), 2);

        let path = format!("{}/{}", books.attachments_of(posted.id), made["id"].as_str().expect("an id"));
        let read = books.app.api(&books.owner, "GET", &path, None, None).await;
        assert_eq!((read.status.as_u16(), read.text.as_str()), (200, "abc"));
        assert_eq!(read.headers["content-disposition"], "attachment; filename=\"abc.txt\"; filename*=UTF-8''abc.txt");
        assert_eq!((&read.headers["content-length"], &read.headers["x-content-type-options"]), (&HeaderValue::from_static("3"), &HeaderValue::from_static("nosniff")));

        // Another organization's entries have none of it, and nobody else reads it.
        let other = books.app.organization(&books.owner, "Otra", &["books"]).await;
        let elsewhere = path.replace(&books.organization.to_string(), &other.to_string());
        assert_eq!(books.app.api(&books.owner, "GET", &elsewhere, None, None).await.status, 404);
        let second = books.post(&entry(books.day(11), &[("629", 100), ("572", -100)])).await.expect("posted");
        assert_eq!(books.app.api(&books.owner, "GET", &path.replace(&posted.id.to_string(), &second.id.to_string()), None, None).await.status, 404);
        let stranger = books.app.person("stranger").await;
        for method in ["GET", "DELETE"] {
            assert_eq!(books.app.api(&stranger, method, &path, None, None).await.status, 404);
        }
        assert_eq!(books.app.send_files(&stranger, &format!("/api/v1{}", books.attachments_of(posted.id)), &[("a", b"a")]).await.status, 404);
        assert_eq!(books.attach(new_id(), "a", b"a").await.status, 404);

        assert_eq!(books.app.api(&books.owner, "DELETE", &path, None, None).await.status, 204);
        assert_eq!(books.app.api(&books.owner, "GET", &path, None, None).await.status, 404);
        assert_eq!(books.attached(posted.id).await.len(), 1);
        let told: Vec<String> = sql::column(books.app.platform.db.read(), "SELECT action FROM activity WHERE action LIKE 'attachment%' ORDER BY id", vec![]).await.expect("activity");
        assert_eq!(told, ["attachment_added", "attachment_added", "attachment_removed"]);
        assert_eq!(check::broken(&books.app.platform).await.expect("checked"), Vec::<String>::new());
    }

    async fn a_correction_keeps_what_is_attached_and_a_locked_day_keeps_it_whole(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let first = books.one_entry().await;
        books.attach(first.id, "uno.pdf", PDF).await;
        let mut last = first.clone();
        for amount in [12_200, 12_300] {
            let tx = books.app.platform.db.begin().await.expect("a transaction");
            last = post::correct(&tx, books.organization, last.id, &entry(books.day(12), &[("629", amount), ("572", -amount)]), books.allowed()).await.expect("corrected");
            tx.commit().await.expect("a commit");
        }
        assert_eq!(last.revision, 3);
        books.attach(last.id, "dos.txt", b"abc").await;
        let (of_first, of_last) = (books.attached(first.id).await, books.attached(last.id).await);
        assert_eq!((of_last.len(), &of_first), (2, &of_last));
        // What undid the first is of the same chain; what was corrected is changed at its successor.
        let mirror: Id = sql::scalar(books.app.platform.db.read(), "SELECT id FROM journal_entries WHERE reverses_id = $1", vals![first.id]).await.expect("a query").expect("a mirror");
        assert_eq!(books.attached(mirror).await.len(), 2);
        let refused = books.attach(first.id, "tres.txt", b"abcd").await;
        assert_eq!((refused.status.as_u16(), refused.json()["type"].clone()), (409, json!("/problems/entry-undone")));

        books.lock(Scope::All, Level::Hard, Some(books.day(20))).await.expect("locked");
        assert_eq!(books.attach(last.id, "tres.txt", b"abcd").await.status, 201, "what is missing can still be brought");
        let path = format!("{}/{}", books.attachments_of(last.id), ids(&of_last)[0]);
        let fixed = books.app.api(&books.owner, "DELETE", &path, None, None).await;
        assert_eq!((fixed.status.as_u16(), fixed.json()["type"].clone()), (409, json!("/problems/attachment-fixed")));
        assert_eq!(books.attached(last.id).await.len(), 3);
        let page = books.app.get(&books.owner, &format!("/organizations/{}/journal-entries/{}", books.organization, last.id)).await.text;
        assert!(page.contains("El día del asiento está cerrado o bloqueado") && !page.contains("/removal"), "{page}");
    }

    async fn a_draft_keeps_its_files_when_it_is_posted_and_takes_them_along_when_it_goes(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let base = format!("/organizations/{}/journal-entries", books.organization);
        let draft = json!({ "date": books.day(3).to_string(), "description": "Seguro", "status": "draft", "postings": [
            { "account_code": "625", "debit": "10.00" }, { "account_code": "572", "credit": "10.00" } ] });
        let mut made = vec![];
        for _ in 0..2 {
            let id: Id = books.app.api(&books.owner, "POST", &base, Some(draft.clone()), None).await.json()["id"].as_str().expect("an id").parse().expect("an id");
            assert_eq!(books.attach(id, "poliza.pdf", PDF).await.status, 201);
            made.push(id);
        }
        let [posted, gone] = made[..] else { unreachable!() };
        assert_eq!(books.app.api(&books.owner, "POST", &format!("{base}/{posted}/posting"), Some(json!({})), None).await.status, 200);
        assert_eq!(books.attached(posted).await.len(), 1);
        assert_eq!(books.app.api(&books.owner, "DELETE", &format!("{base}/{gone}"), None, None).await.status, 204);
        assert_eq!((books.app.count("entry_attachments").await, books.app.count("stored_files").await), (1, 1));
        assert_eq!(check::broken(&books.app.platform).await.expect("checked"), Vec::<String>::new());
    }

    async fn hostile_files_are_kept_and_never_executed(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let posted = books.one_entry().await;
        let svg: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"><script>alert(2)</script></svg>";
        let long = format!("{}.pdf", "a".repeat(4096));
        let png: &[u8] = b"\x89PNG\r\n\x1a\n";
        for (sent, file, kept, kind, shown) in [
            ("../../../etc/passwd", &b"x"[..], "passwd", "application/octet-stream", false),
            ("factura\u{202e}fdp.exe", b"MZ", "facturafdp.exe", "application/octet-stream", false),
            (long.as_str(), b"largo", &long[long.len() - 150..], "application/octet-stream", false),
            ("pagina.pdf", b"<!DOCTYPE html><script>alert(1)</script>", "pagina.pdf", "application/octet-stream", false),
            ("dibujo.png", svg, "dibujo.png", "application/octet-stream", false),
            ("<img src=x onerror=alert(1)>.png", png, "<img src=x onerror=alert(1)>.png", "image/png", true),
            ("real.pdf", PDF, "real.pdf", "application/pdf", true),
        ] {
            let made = books.attach(posted.id, sent, file).await;
            assert_eq!(made.status, 201, "{}", made.text);
            let made = made.json();
            assert_eq!((made["name"].as_str(), made["media_type"].as_str()), (Some(kept), Some(kind)));
            let path = format!("{}/{}?inline=true", books.attachments_of(posted.id), made["id"].as_str().expect("an id"));
            for path in [format!("/api/v1{path}"), path] {
                let person = &books.owner;
                let read = if path.starts_with("/api") { books.app.api(person, "GET", &path["/api/v1".len()..], None, None).await } else { books.app.get(person, &path).await };
                assert_eq!((read.status.as_u16(), read.headers["content-type"].to_str().expect("text")), (200, kind), "{sent}");
                assert_eq!(read.headers["content-disposition"].to_str().expect("text").starts_with("inline"), shown, "{sent}");
                assert_eq!(read.headers["x-content-type-options"], "nosniff");
                let policy = read.headers["content-security-policy"].to_str().expect("text");
                assert!(policy.starts_with("default-src 'none'") && policy.ends_with("sandbox") && !policy.contains("script"), "{policy}");
            }
        }
        let page = books.app.get(&books.owner, &format!("/organizations/{}/journal-entries/{}", books.organization, posted.id)).await.text;
        assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;.png") && !page.contains("<img src=x"));
        assert!(!page.contains('\u{202e}'));
        let folder = books.app.platform.config.data.join("files");
        assert!(books.stored().iter().all(|path| path.starts_with(&folder) && path.file_name().is_some_and(|name| name.len() == 62)));
    }

    async fn limits_are_told_and_what_is_refused_leaves_nothing(engine) {
        let Some(mut books) = Books::open(engine).await else { return };
        let posted = books.one_entry().await;
        books.within(Storage { file: 1_000_000, tenant: 1_500_000 }).await;
        let large = vec![b'x'; 1_000_001];
        let refused = books.attach(posted.id, "grande.bin", &large).await;
        assert_eq!((refused.status.as_u16(), codes(&refused)), (422, vec!["file file_too_large_mb".to_owned()]));
        assert!(refused.text.contains("1 MB como máximo"), "{}", refused.text);
        assert_eq!(books.attach(posted.id, "justo.bin", &large[1..]).await.status, 201);
        let full = books.attach(posted.id, "otro.bin", &[b'y'; 600_000]).await;
        assert_eq!((full.status.as_u16(), codes(&full)), (422, vec!["file storage_full".to_owned()]));
        assert_eq!(books.stored().len(), 1);
        for (files, code) in [(&[][..], "file required"), (&[("vacio", &b""[..])][..], "file file_empty_here"), (&[("a", &b"a"[..]), ("b", b"b")][..], "file too_many_rows")] {
            let refused = books.app.send_files(&books.owner, &format!("/api/v1{}", books.attachments_of(posted.id)), files).await;
            assert_eq!((refused.status.as_u16(), codes(&refused)), (422, vec![code.to_owned()]));
        }
        // On a page the others are attached, and the one that is not is told by its name.
        let page = books.app.send_files(&books.owner, &books.attachments_of(posted.id), &[("bien.txt", b"abc"), ("grande.bin", &large)]).await;
        assert_eq!(page.status, 422);
        assert!(page.text.contains("<b><bdi>grande.bin</bdi></b>: El archivo es demasiado grande: 1 MB como máximo.") && page.text.contains("bien.txt"), "{}", page.text);
        assert_eq!(books.attached(posted.id).await.len(), 2);
        let done = books.app.send_files(&books.owner, &books.attachments_of(posted.id), &[("uno.txt", b"1"), ("dos.txt", b"2")]).await;
        assert_eq!(done.location(), format!("/organizations/{}/journal-entries/{}#attachments", books.organization, posted.id));
        assert_eq!(books.attached(posted.id).await.len(), 4);
        let incoming = fs::read_dir(books.app.platform.config.data.join("files/incoming")).expect("a folder").count();
        assert_eq!(incoming, 0, "nothing is left half written");
    }

    async fn a_file_that_is_lacking_is_told_and_one_too_many_goes_after_a_day(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let posted = books.one_entry().await;
        for (name, file) in [("uno", &b"uno"[..]), ("dos", b"dos"), ("tres", b"tres")] {
            assert_eq!(books.attach(posted.id, name, file).await.status, 201);
        }
        let platform = &books.app.platform;
        let path = |text: &[u8]| {
            let sha256 = despacho_platform::secret::digest(text);
            platform.config.data.join("files").join(&sha256[..2]).join(&sha256[2..])
        };
        let all = books.attached(posted.id).await;
        // The last one is removed: its file stays for a day, for whoever brings it again, or reads a backup.
        books.app.api(&books.owner, "DELETE", &format!("{}/{}", books.attachments_of(posted.id), ids(&all)[2]), None, None).await;
        let orphans = async || files::orphans(platform).await.expect("looked").paths;
        assert!(orphans().await.is_empty() && path(b"tres").exists());
        let old = SystemTime::now() - Duration::from_secs(90_000);
        let aged = |path: &PathBuf| fs::File::open(path).and_then(|file| file.set_modified(old)).expect("an older file");
        for path in books.stored() {
            aged(&path);
        }
        let half = platform.config.data.join("files/incoming/half");
        fs::write(&half, "a half").expect("written");
        aged(&half);
        assert_eq!(orphans().await.len(), 2);
        // Brought again, it counts as new.
        books.attach(posted.id, "tres otra vez", b"tres").await;
        assert_eq!(orphans().await, std::slice::from_ref(&half));
        assert_eq!(files::remove(files::orphans(platform).await.expect("looked")).await.expect("removed"), 1);
        assert_eq!((half.exists(), check::broken(platform).await.expect("checked")), (false, vec![]));
        fs::write(path(b"uno"), "uno!").expect("written");
        fs::remove_file(path(b"dos")).expect("removed");
        let mut broken = check::broken(platform).await.expect("checked");
        broken.sort();
        assert_eq!(broken.len(), 2, "{broken:?}");
        assert!(broken[0].starts_with("a stored file can't be read: ") && broken[1].starts_with("a stored file is not what it was: "), "{broken:?}");
    }

    async fn an_upload_that_is_killed_leaves_no_row_without_its_file(engine) {
        let Some(books) = Books::open(engine).await else { return };
        // Entries of their own, as each takes so many files and no more.
        let mut entries = vec![];
        for _ in 0..24 {
            entries.push(books.one_entry().await.id);
        }
        let config = books.app.platform.config.clone();
        let tx = books.app.platform.db.begin().await.expect("a transaction");
        let token = tokens::issue_api(&tx, books.owner.user.id, &NewToken::named("kill"), books.app.platform.clock.now()).await.expect("a token");
        tx.commit().await.expect("a commit");
        if engine == Engine::Sqlite {
            books.app.platform.db.close().await;
        }
        let mut answered = 0;
        for round in 0..6usize {
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
            let mut line = String::new();
            // What it tells is kept open, so that it may go on telling.
            let mut words = BufReader::new(server.stdout.take().expect("its words"));
            words.read_line(&mut line).expect("a line");
            let (told, heard) = std::sync::mpsc::channel();
            let mut uploads = vec![];
            for thread in 0..4usize {
                let (path, token, told) = (format!("/api/v1{}", books.attachments_of(entries[round * 4 + thread])), token.clone(), told.clone());
                uploads.push(std::thread::spawn(move || {
                    let mut done = 0;
                    for nth in 0..50usize {
                        match upload(address, &path, &token, &format!("{round}/{thread}/{nth};").into_bytes().repeat(20_000)) {
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
            // In the midst of others, each round later.
            for _ in 0..=round * 3 {
                heard.recv_timeout(Duration::from_secs(30)).expect("an upload is answered");
            }
            server.kill().expect("killed");
            server.wait().expect("its end");
            answered += uploads.into_iter().map(|upload| upload.join().expect("an upload")).sum::<i64>();
        }
        let platform = books.app.ground.server_with(config).await;
        let rows: i64 = sql::scalar(platform.db.read(), "SELECT COUNT(*) FROM entry_attachments", vec![]).await.expect("a count").expect("a count");
        assert!(rows >= answered && answered > 0, "what was answered is there: {answered} of {rows}");
        assert_eq!(check::broken(&platform).await.expect("checked"), Vec::<String>::new());
    }
}
