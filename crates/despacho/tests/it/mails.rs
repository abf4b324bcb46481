//! Every message that the product sends, in both languages: to whom, about what, with its one link, and nothing left unsaid.

use axum::{
    body::Body,
    http::{Request, header},
};
use despacho_kernel::new_id;
use despacho_platform::{
    both,
    i18n::Lang,
    notifications,
    security::{self, Origin, What},
    sql, vals,
};
use despacho_ui::format;
use serde_json::json;

use crate::{
    common::{App, Person},
    snapshots::{assert_kept, without_ids},
};

/// A message as its reader's program shows it.
struct Mail {
    to: String,
    subject: String,
    text: String,
    html: String,
}

/// Undoes base64 (RFC 4648).
fn base64(text: &str) -> Vec<u8> {
    let digit = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let (mut bits, mut count, mut bytes) = (0u32, 0u32, vec![]);
    for c in text.bytes().filter(|c| *c != b'=') {
        bits = (bits << 6) | u32::from(digit(c));
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count).expect("a byte"));
            bits &= (1 << count) - 1;
        }
    }
    bytes
}

/// Undoes the encoded words of a header (RFC 2047): a space between two of them is none.
fn header_text(value: &str) -> String {
    let mut text = String::new();
    let mut after_encoded = false;
    for (at, token) in value.split(' ').filter(|token| !token.is_empty()).enumerate() {
        let encoded = token.strip_prefix("=?utf-8?b?").and_then(|rest| rest.strip_suffix("?="));
        if at > 0 && !(after_encoded && encoded.is_some()) {
            text.push(' ');
        }
        match encoded {
            Some(word) => text.push_str(&String::from_utf8(base64(word)).expect("UTF-8")),
            None => text.push_str(token),
        }
        after_encoded = encoded.is_some();
    }
    text
}

/// Undoes quoted-printable (RFC 2045).
fn quoted_printable(text: &str) -> String {
    let joined = text.replace("=\r\n", "");
    let (mut bytes, mut rest) = (vec![], joined.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        if *first == b'=' && after.len() >= 2 {
            let digits = std::str::from_utf8(&after[..2]).expect("two digits");
            bytes.push(u8::from_str_radix(digits, 16).expect("two digits"));
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

pub fn part(raw: &str, kind: &str) -> String {
    let of_kind = |part: &&str| part.contains(&format!("Content-Type: {kind}"));
    let (head, body) = raw.split("\r\n--").find(of_kind).and_then(|part| part.split_once("\r\n\r\n")).expect("a part");
    let plain = if head.to_lowercase().contains("quoted-printable") { quoted_printable(body) } else { body.to_owned() };
    plain.replace("\r\n", "\n").trim_end().to_owned()
}

fn read(raw: &str) -> Mail {
    let head = raw.split("\r\n\r\n").next().unwrap_or("").replace("\r\n ", " ");
    let header = |name: &str| {
        let line = head.split("\r\n").find_map(|line| line.strip_prefix(name)).expect("a header");
        header_text(line.trim())
    };
    Mail { to: header("To:"), subject: header("Subject:"), text: part(raw, "text/plain"), html: part(raw, "text/html") }
}

/// The kept messages, the latest last.
fn kept(app: &App) -> Vec<Mail> {
    let Ok(entries) = std::fs::read_dir(app.platform.config.data.join("mail")) else { return vec![] };
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
    paths.sort();
    paths.iter().map(|path| read(&std::fs::read_to_string(path).expect("a message"))).collect()
}

/// Does what is queued, which must be one message, and looks at it: the link to `place`, once in each part, and no mark of a template.
async fn one_more(app: &App, name: &str, to: &str, subject: &str, place: &str) {
    let before = kept(app).len();
    app.work().await;
    let mut all = kept(app);
    assert_eq!(all.len(), before + 1, "{name}: one message");
    let mail = all.pop().expect("a message");
    assert_eq!((mail.to.as_str(), mail.subject.as_str()), (to, subject), "{name}");
    for said in [&mail.subject, &mail.text, &mail.html] {
        assert!(!said.contains(['{', '}', '$']) && !said.contains("mail-"), "{name}: {said}");
    }
    let site = "http://despacho.test";
    assert_eq!((mail.text.matches(site).count(), mail.html.matches(site).count()), (1, 2), "{name}: one link, a button and as text");
    let link = mail.text.split_whitespace().find(|word| word.starts_with(site)).expect("a link");
    assert!(link.starts_with(&format!("{site}{place}")), "{name}: {link}");
    assert!(mail.html.contains(&format!("<a href=\"{link}\"")), "{name}: both parts lead to one place");
    // The day on which an invitation ends is another in every run.
    let until: Option<i64> = sql::scalar(app.platform.db.read(), "SELECT expires_at FROM invitations ORDER BY id DESC LIMIT 1", vals![])
        .await
        .expect("a query");
    let lang = if name.ends_with("-en.txt") { Lang::En } else { Lang::Es };
    let day = until.map_or_else(|| "no day".into(), |at| format::date(lang, "Europe/Madrid", at));
    let dated = |text: &str| text.replace(&day, "DAY");
    // A secret is what follows the place of a link that is used once.
    let shown = if place.ends_with('/') { format!("{site}{place}SECRET") } else { link.to_owned() };
    let whole = format!("To: {}\nSubject: {}\n\n{}\n\n{}\n", mail.to, mail.subject, dated(&mail.text), dated(&mail.html).replace("><", ">\n<"));
    assert_kept(name, &without_ids(&whole.replace(link, &shown)));
}

async fn post(app: &App, path: &str, language: &str, form: &str) {
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ACCEPT_LANGUAGE, language)
        .body(Body::from(form.to_owned()))
        .expect("a request");
    let answer = app.send(request).await;
    assert_eq!(answer.status, 303, "{path}: {}", answer.text);
}

async fn run(app: &App, statement: &str, values: Vec<sql::Value>) {
    let tx = app.platform.db.begin().await.expect("a transaction");
    sql::run(&tx, statement, values).await.expect("a change");
    tx.commit().await.expect("a commit");
}

async fn reads(app: &App, person: &Person, language: &str) {
    run(app, "UPDATE users SET language = $2 WHERE id = $1", vals![person.user.id, language]).await;
}

/// What the messages are about.
struct Subjects {
    confirmation: &'static str,
    known: &'static str,
    reset: &'static str,
    practice: &'static str,
    organization: &'static str,
    added: &'static str,
    accepted: &'static str,
    token: &'static str,
    changed: &'static str,
    email: &'static str,
    imported: &'static str,
    failed: &'static str,
}

const SPANISH: Subjects = Subjects {
    confirmation: "Confirme su correo en Despacho",
    known: "Ya tiene cuenta en Despacho",
    reset: "Recuperar la contraseña de Despacho",
    practice: "owner le invita a Asesoría Ñandú & Cía",
    organization: "owner le invita a Café Sol",
    added: "Ahora tiene acceso a Café Sol.",
    accepted: "Marta Ficticia ha aceptado su invitación a Café Sol.",
    token: "Se ha creado una clave de la API en Despacho",
    changed: "Se ha cambiado su contraseña de Despacho",
    email: "Confirme su correo nuevo en Despacho",
    imported: "Importación terminada: 1 cliente importado.",
    failed: "Importación terminada: 12 clientes importados, 3 con error.",
};

const ENGLISH: Subjects = Subjects {
    confirmation: "Confirm your email at Despacho",
    known: "You have an account at Despacho already",
    reset: "Recover your Despacho password",
    practice: "owner invites you to Asesoría Ñandú & Cía",
    organization: "owner invites you to Café Sol",
    added: "You now have access to Café Sol.",
    accepted: "Marta Ficticia has accepted your invitation to Café Sol.",
    token: "An API token was made at Despacho",
    changed: "Your Despacho password was changed",
    email: "Confirm your new email at Despacho",
    imported: "Import completed: 1 client imported.",
    failed: "Import completed: 12 clients imported, 3 failed.",
};

async fn each_message(app: &App, language: &str, subjects: &Subjects) {
    let file = |kind: &str| format!("mail-{kind}-{language}.txt");
    let marta = "marta@test.example";
    let sign_up = "name=Marta+Ficticia&email=marta@test.example&password=una+frase+bastante+larga";
    post(app, "/sign-up", language, sign_up).await;
    one_more(app, &file("confirmation"), marta, subjects.confirmation, "/confirmations/").await;
    run(app, "UPDATE users SET confirmed_at = $2 WHERE email = $1", vals![marta, app.platform.clock.now()]).await;
    post(app, "/sign-up", language, sign_up).await;
    one_more(app, &file("known"), marta, subjects.known, "/sign-in").await;
    // The language is the reader's own, whatever the browser that asked for the message says.
    post(app, "/password-reset", if language == "es" { "en" } else { "es" }, "email=marta@test.example").await;
    one_more(app, &file("reset"), marta, subjects.reset, "/password-resets/").await;

    let owner = app.person("owner").await;
    reads(app, &owner, language).await;
    let practice = app.practice(&owner, "Asesoría Ñandú & Cía").await;
    let organization = app.organization(&owner, "Café Sol", &["inventory"]).await;
    let invited = app.post(&owner, &format!("/practices/{}/members", practice.id), "email=nueva@test.example&role=manager").await;
    assert_eq!(invited.status, 303, "{}", invited.text);
    one_more(app, &file("invitation-practice"), "nueva@test.example", subjects.practice, "/invitations/").await;
    let members = format!("/organizations/{organization}/members");
    assert_eq!(app.post(&owner, &members, "email=contable@test.example&role=accountant").await.status, 303);
    one_more(app, &file("invitation-organization"), "contable@test.example", subjects.organization, "/invitations/").await;
    assert_eq!(app.post(&owner, &members, "email=marta@test.example&role=staff").await.status, 303);
    one_more(app, &file("member-added"), marta, subjects.added, &format!("/organizations/{organization}")).await;
    // Who accepts an invitation is told of to whoever sent it; what is changed of an account, to its owner.
    let data = json!({ "who": "Marta Ficticia", "tenant": "Café Sol" });
    let tx = app.platform.db.begin().await.expect("a transaction");
    notifications::notify(&tx, owner.user.id, "invitation_accepted", data, &members, app.platform.clock.now())
        .await
        .expect("a notification");
    let origin = Origin::new("203.0.113.7".into(), "");
    tx.commit().await.expect("a commit");
    one_more(app, &file("invitation-accepted"), "owner@test.example", subjects.accepted, &members).await;
    for (what, kind, subject) in [(What::TokenMade, "token-made", subjects.token), (What::PasswordChanged, "password-changed", subjects.changed)] {
        let tx = app.platform.db.begin().await.expect("a transaction");
        // An instant that every run tells alike: 12 November 2026.
        security::tell(&tx, (owner.user.id, "owner@test.example"), what, "Mi programa", &origin, 1_794_480_120_000)
            .await
            .expect("a notice");
        tx.commit().await.expect("a commit");
        one_more(app, &file(kind), "owner@test.example", subject, "/password-reset").await;
    }
    app.set_password(&owner, "una frase bastante larga").await;
    assert_eq!(app.post(&owner, "/account/email", "new_email=nuevo@test.example&email_password=una+frase+bastante+larga").await.status, 303);
    run(app, "DELETE FROM jobs WHERE kind = 'send_security_notice'", vals![]).await;
    one_more(app, &file("email-change"), "nuevo@test.example", subjects.email, "/new-addresses/").await;

    let page = format!("/practices/{}/client-imports/{}", practice.id, new_id());
    for (kind, done, failed, subject) in [("import", 1, 0, subjects.imported), ("import-failed", 12, 3, subjects.failed)] {
        let tx = app.platform.db.begin().await.expect("a transaction");
        let data = json!({ "done": done, "failed": failed });
        notifications::notify(&tx, owner.user.id, "import_completed", data, &page, app.platform.clock.now())
            .await
            .expect("a notification");
        tx.commit().await.expect("a commit");
        one_more(app, &file(kind), "owner@test.example", subject, &page).await;
    }
    // Whoever does not want notices by mail gets none.
    run(app, "UPDATE users SET mail_notices = $2 WHERE id = $1", vals![owner.user.id, false]).await;
    let before = kept(app).len();
    let tx = app.platform.db.begin().await.expect("a transaction");
    notifications::notify(&tx, owner.user.id, "import_completed", json!({ "done": 1, "failed": 0 }), &page, app.platform.clock.now())
        .await
        .expect("a notification");
    tx.commit().await.expect("a commit");
    app.work().await;
    assert_eq!(kept(app).len(), before);
}

both! {
    async fn every_message_says_what_it_must_in_spanish(engine) {
        let Some(app) = App::open(engine).await else { return };
        each_message(&app, "es", &SPANISH).await;
    }

    async fn every_message_says_what_it_must_in_english(engine) {
        let Some(app) = App::open(engine).await else { return };
        each_message(&app, "en", &ENGLISH).await;
    }
}

#[test]
fn what_a_program_shows_is_read() {
    assert_eq!(header_text("Recuperar la =?utf-8?b?Y29udHJhc2XDsWE=?= de =?utf-8?b?w5E=?= =?utf-8?b?w6E=?="), "Recuperar la contraseña de Ñá");
    assert_eq!(quoted_printable("contrase=C3=B1a x=3D1=\r\n!"), "contraseña x=1!");
}
