//! Entries brought in from files: whole or not at all, told line by line, and undone.

use std::collections::BTreeMap;

use axum::{
    body::Body,
    http::{Request, header},
};
use despacho_ledger::{
    journal::{
        EntryDraft, Foreign, Journal, Posting,
        locks::{Level, Scope},
        post,
    },
    reports::{Period, trial_balance, trial_balance::Asked},
};
use despacho_ledger_exchange::exports::{Format, export};
use despacho_platform::{both, jobs, testkit::Engine};
use serde_json::{Value, json};

use crate::{
    common::Answer,
    ledger::{Books, entry, line},
};

impl Books {
    async fn upload(&self, name: &str, file: &[u8], fields: &[(&str, &str)]) -> Answer {
        let mut body = vec![];
        for (field, value) in fields {
            body.extend(format!("--x\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes());
        }
        body.extend(
            format!("--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: application/octet-stream\r\n\r\n").bytes(),
        );
        body.extend(file);
        body.extend(b"\r\n--x--\r\n");
        let request = Request::post(format!("/api/v1/organizations/{}/journal-imports", self.organization))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.owner.token))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .body(Body::from(body))
            .expect("a request");
        self.app.send(request).await
    }

    /// Brings a file in, and what came of it.
    pub async fn bring(&self, name: &str, file: &[u8], fields: &[(&str, &str)]) -> Value {
        let answer = self.upload(name, file, fields).await;
        assert_eq!(answer.status.as_u16(), 202, "{}", answer.text);
        self.done(&answer.json()).await
    }

    /// An import once its job is done.
    async fn done(&self, import: &Value) -> Value {
        jobs::run_due(&self.app.platform, &despacho::wiring::jobs()).await.expect("jobs");
        let path = format!("/organizations/{}/journal-imports/{}", self.organization, import["id"].as_str().expect("an id"));
        self.app.api(&self.owner, "GET", &path, None, None).await.json()
    }

    async fn of(&self, import: &Value, deed: &str, body: Value) -> Answer {
        let path = format!("/organizations/{}/journal-imports/{}/{deed}", self.organization, import["id"].as_str().expect("an id"));
        self.app.api(&self.owner, "POST", &path, Some(body), None).await
    }

    async fn exported(&self, format: Format) -> Vec<u8> {
        let db = self.app.platform.db.read();
        let mut export = export::Export::open(db, self.organization, format, export::ALL_DAYS).await.expect("exported");
        let mut file = vec![];
        while let Some(piece) = export.next(db).await.expect("exported") {
            file.extend(piece);
        }
        file
    }

    /// Opening, debit, credit and closing of each account in two years.
    async fn trial(&self, closing_entries: bool) -> BTreeMap<String, (i64, i64, i64, i64)> {
        let period = Period { from: self.day(0), to: self.day(700) };
        let found = trial_balance(self.app.platform.db.read(), self.organization, Asked { period, level: None, closing_entries })
            .await
            .expect("a report");
        found.rows.into_iter().map(|row| (row.code, (row.opening, row.debit, row.credit, row.closing))).collect()
    }
}

/// `line code` of each error.
fn faults(import: &Value) -> Vec<String> {
    let told = |error: &Value| format!("{} {}", error["line"], error["code"].as_str().unwrap_or("?"));
    import["errors"].as_array().into_iter().flatten().map(told).collect()
}

async fn filled(engine: Engine) -> Option<Books> {
    let books = Books::open(engine).await?;
    let codes = ["100", "213", "430", "400", "472", "477", "5201", "600", "629", "640", "700", "705"];
    let mut drafts = vec![];
    for nth in 0..300i64 {
        let at = |by: i64| codes[usize::try_from((nth * by + by) % 12).expect("small")];
        let amount = 1 + (nth * 7919) % 1_000_000;
        let foreign = match nth % 7 {
            3 => Some(Foreign { currency: "USD".into(), amount: amount * 11 / 10 + 1, rate: "0.91".into() }),
            5 => Some(Foreign { currency: "JPY".into(), amount: amount * 2, rate: String::new() }),
            _ => None,
        };
        let postings = vec![Posting { foreign, ..line(at(3), amount) }, line(at(5), amount / 3 + 1), line("572", -amount - amount / 3 - 1)];
        let draft = EntryDraft::manual(books.day(nth % 365), &format!("Compra, «{nth}» \"y\""), postings);
        drafts.push(EntryDraft { journal: Journal::ALL[usize::try_from(nth % 5).expect("small")], reference: format!("F/{nth}"), ..draft });
    }
    let tx = books.app.platform.db.begin().await.expect("a transaction");
    post::post_many(&tx, books.organization, &drafts, books.allowed()).await.expect("checked").expect("right");
    tx.commit().await.expect("a commit");
    Some(books)
}

both! {
    async fn our_own_exports_come_back_to_the_same_books(engine) {
        let Some(mut books) = filled(engine).await else { return };
        // A closed year too: its entries keep what they are.
        let year = despacho_ledger::fiscal_years::store::list(books.app.platform.db.read(), books.organization).await.expect("years").last().expect("a year").id;
        books.close(year).await.expect("closed");
        let expected = (books.trial(true).await, books.trial(false).await);
        assert!(expected.0.len() > 8 && expected.0 != expected.1);
        let original = books.organization;
        for format in [Format::Hledger, Format::Ledger, Format::Beancount, Format::Csv, Format::Xlsx] {
            books.organization = original;
            let name = format!("books.{}", format.word());
            let file = books.exported(format).await;
            books.organization = books.app.organization(&books.owner, format.word(), &["books"]).await;
            let looked = books.bring(&name, &file, &[("dry_run", "true")]).await;
            assert_eq!((&looked["status"], &looked["format"], faults(&looked)), (&json!("completed"), &json!(format.word()), vec![]), "{looked}");
            assert_eq!(books.trial(true).await, BTreeMap::new(), "a look writes nothing");
            let done = books.bring(&name, &file, &[("format", format.word())]).await;
            assert_eq!((&done["status"], &done["dry_run"], &done["entries"]), (&json!("completed"), &json!(false), &json!(303)), "{done}");
            assert_eq!((books.trial(true).await, books.trial(false).await), expected, "{format:?}");
        }
        books.is_sound().await;
    }

    async fn a_file_is_taken_whole_or_not_at_all_and_its_errors_have_lines(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let day = |after| books.day(after).to_string();
        let file = format!("{} good\n  5:57:572  10.00 EUR\n  7:70:700\n\n{} bad\n  5:57:572  1.00 EUR\n  7:70:700  -2.00 EUR\n\n2001-01-01 old\n  assets:bank  1.00 EUR\n  62\n", day(1), day(2));
        let import = books.bring("x.journal", file.as_bytes(), &[]).await;
        assert_eq!((import["status"].as_str(), faults(&import)), (Some("failed"), vec!["5 unbalanced".to_owned(), "10 account_unknown".into()]));
        assert_eq!(import["unknown_accounts"], json!([{ "name": "assets:bank", "title": "", "line": 10, "postings": 1 }]));
        assert!(import["errors"][0]["message"].as_str().is_some_and(|text| text.contains("-1 EUR")), "{import}");
        // What only the books know is told at the posting's line and the entry's.
        let file = format!("{} x\n  62  10.00 EUR\n  700\n\n2001-01-01 old\n  572  1.00 EUR\n  700\n", day(1));
        let import = books.bring("x.journal", file.as_bytes(), &[("dry_run", "true")]).await;
        assert_eq!(faults(&import), ["2 account_not_postable", "5 fiscal_year_missing"]);
        assert_eq!(books.trial(true).await, BTreeMap::new());
        assert_eq!(books.upload("x", b"", &[]).await.status.as_u16(), 422);
        assert_eq!(books.upload("x", b"x", &[("format", "x")]).await.json()["errors"][0]["field"], "format");
        books.is_sound().await;
    }

    async fn what_a_name_means_is_chosen_once(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let file = |after| format!("{} x\n  assets:bank  10.00 EUR\n  income:sales\n", books.day(after));
        let looked = books.bring("x.journal", file(1).as_bytes(), &[("dry_run", "true")]).await;
        assert_eq!(faults(&looked), ["2 account_unknown", "3 account_unknown"]);
        let wrong = books.of(&looked, "posting", json!({ "accounts": { "assets:bank": "9999" } })).await;
        assert_eq!((wrong.status.as_u16(), wrong.json()["errors"][0]["code"].as_str()), (422, Some("account_unknown")));
        let taken = books.of(&looked, "posting", json!({ "accounts": { "assets:bank": "572", "income:sales": "700" } })).await;
        assert_eq!(taken.status.as_u16(), 202, "{}", taken.text);
        let done = books.done(&taken.json()).await;
        assert_eq!((&done["status"], &done["id"]), (&json!("completed"), &looked["id"]), "{done}");
        // It is remembered for the next file, and the same file is told.
        assert_eq!(books.bring("y.journal", file(2).as_bytes(), &[]).await["status"], "completed");
        assert_eq!(books.balances().await["572"], 2_000);
        let same = books.bring("z.journal", file(2).as_bytes(), &[]).await;
        assert_eq!(faults(&same), ["null already_imported"]);
        assert_eq!(books.bring("z.journal", file(2).as_bytes(), &[("again", "true")]).await["status"], "completed");
        assert_eq!(books.of(&done, "posting", json!({})).await.json()["type"], "/problems/import-done");
        books.is_sound().await;
    }

    async fn an_import_is_undone_while_its_days_are_open(engine) {
        let Some(books) = Books::open(engine).await else { return };
        books.post(&entry(books.day(1), &[("629", 500), ("572", -500)])).await.expect("posted");
        let before = (books.balances().await, books.trial(true).await);
        let file = (0..40).map(|nth| format!("{} x\n  572  {nth}.10 EUR\n  700\n\n", books.day(nth))).collect::<String>();
        let done = books.bring("x.journal", file.as_bytes(), &[]).await;
        assert_eq!((&done["status"], &done["entries"]), (&json!("completed"), &json!(40)));
        books.lock(Scope::All, Level::Hard, Some(books.day(3))).await.expect("locked");
        let refused = books.of(&done, "undoing", json!({})).await;
        assert_eq!((refused.status.as_u16(), refused.json()["errors"][0]["code"].as_str()), (422, Some("period_locked")));
        let later = (0..40).map(|nth| format!("{} y\n  572  {nth}.20 EUR\n  700\n\n", books.day(10 + nth))).collect::<String>();
        let with_first = books.balances().await;
        let done = books.bring("y.journal", later.as_bytes(), &[]).await;
        let undone = books.of(&done, "undoing", json!({})).await;
        assert_eq!((undone.status.as_u16(), undone.json()["status"].as_str()), (200, Some("undone")), "{}", undone.text);
        assert_eq!(books.balances().await, with_first);
        assert_ne!(with_first, before.0);
        assert_eq!(books.of(&done, "undoing", json!({})).await.json()["type"], "/problems/import-not-posted");
        // The next number goes on: those of the import stay with what was undone.
        assert_eq!(books.post(&entry(books.day(60), &[("629", 500), ("572", -500)])).await.expect("posted").number, 82);
        // One that was touched is not undone.
        let third = books.bring("z.journal", later.replace(" y", " z").as_bytes(), &[]).await;
        assert_eq!(third["status"], "completed");
        let listed = books.app.api(&books.owner, "GET", &format!("/organizations/{}/journal-entries?search=z", books.organization), None, None).await.json();
        let one = format!("/organizations/{}/journal-entries/{}", books.organization, listed["items"][0]["id"].as_str().expect("an id"));
        let lines = json!([{ "account_code": "629", "debit": "1" }, { "account_code": "572", "credit": "1" }]);
        let corrected = books.app.api(&books.owner, "POST", &format!("{one}/correction"), Some(json!({ "date": books.day(70).to_string(), "postings": lines })), None).await;
        assert_eq!(corrected.status.as_u16(), 201, "{}", corrected.text);
        assert_eq!(books.of(&third, "undoing", json!({})).await.json()["type"], "/problems/import-changed");
        books.is_sound().await;
    }

    async fn a_spanish_diary_makes_its_sub_accounts_and_its_columns_are_remembered(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let day = |after: i64| books.day(after).strftime("%d/%m/%Y").to_string();
        let file = format!(
            "Asiento;Fecha;Subcuenta;Título;Concepto;Debe;Haber\n1;{0};43000001;Café Sol;Asiento de apertura;1.000,00;\n1;{0};10000000;Capital;Asiento de apertura;;1.000,00\n2;{1};57200001;Banco;Cobro;121,50;\n2;{1};43000001;;Cobro;;121,50\n",
            day(0),
            day(5)
        );
        let refused = books.bring("diario.csv", file.as_bytes(), &[]).await;
        assert_eq!(faults(&refused), ["2 account_unknown", "3 account_unknown", "4 account_unknown"]);
        let done = books.bring("diario.csv", file.as_bytes(), &[("create_accounts", "true")]).await;
        assert_eq!((&done["status"], &done["total"]), (&json!("completed"), &json!("1121.50")), "{done}");
        assert_eq!(done["created_accounts"][1], json!({ "account_code": "43000001", "account_name": "Café Sol" }));
        assert_eq!(books.balances().await["43000001"], 87_850);
        // The opening is one: it is no movement of the year.
        let kinds = books.app.api(&books.owner, "GET", &format!("/organizations/{}/journal-entries", books.organization), None, None).await.json();
        assert_eq!(kinds["items"].as_array().expect("items").iter().map(|e| e["kind"].clone()).collect::<Vec<_>>(), [json!("manual"), json!("opening")]);

        let own = format!("Día;Código;Entra;Sale\n{0};572;1,00;\n{0};700;;1,00\n", day(7));
        let missing = books.bring("raro.csv", own.as_bytes(), &[]).await;
        assert_eq!(faults(&missing), ["null columns_missing"]);
        let columns = json!({ "columns": { "date": 0, "account_code": 1, "debit": 2, "credit": 3 } });
        let taken = books.of(&missing, "posting", columns).await;
        assert_eq!(books.done(&taken.json()).await["status"], "completed");
        let next = own.replace("1,00", "2,00");
        assert_eq!(books.bring("raro.csv", next.as_bytes(), &[]).await["status"], "completed");
        assert_eq!(books.balances().await["572"], 300);
        // A lock of its day holds the opening that the file brought, as it holds the rest.
        books.lock(Scope::All, Level::Hard, Some(books.day(1))).await.expect("locked");
        let held = books.of(&done, "undoing", json!({})).await;
        assert_eq!((held.status.as_u16(), held.json()["errors"][0]["code"].as_str()), (422, Some("period_locked")));
        assert_eq!(books.balances().await["43000001"], 87_850);
        books.is_sound().await;
    }

    async fn an_import_is_nobody_elses(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let import = books.bring("x.journal", b"x", &[]).await;
        assert_eq!(import["status"], "failed");
        let stranger = books.app.person("stranger").await;
        let theirs = books.app.organization(&stranger, "Otra", &["books"]).await;
        for path in ["", "/posting", "/undoing"] {
            let path = format!("/organizations/{theirs}/journal-imports/{}{path}", import["id"].as_str().expect("an id"));
            let method = if path.ends_with("ing") { "POST" } else { "GET" };
            let body = (method == "POST").then(|| json!({}));
            assert_eq!(books.app.api(&stranger, method, &path, body, None).await.status.as_u16(), 404, "{path}");
        }
    }
}
