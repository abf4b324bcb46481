//! Banks by the API: accounts, statements that are never there twice, what lines are matched with and taken back, and closing a day, on both databases.

use std::fmt::Write as _;

use axum::{
    body::Body,
    http::{Request, header},
};
use despacho::wiring;
use despacho_ledger::CHART;
use despacho_platform::both;
use despacho_settings::preferences::PreferenceSet;
use futures_util::future::join_all;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::{
    common::Answer,
    ledger::{Books, entry},
};

/// Another bank of the reference's example of an IBAN.
pub const IBAN: &str = "ES9121000418450200051332";
const OTHER: &str = "DE89370400440532013000";
const ACCOUNT: &str = "210004180200051332";

fn sign(amount: i64) -> char {
    if amount < 0 { '1' } else { '2' }
}

/// A statement as Norma 43: days, amounts in cents and texts.
pub fn norma43((from, to): (Date, Date), opening: i64, lines: &[(Date, i64, &str)]) -> String {
    let day = |date: Date| date.strftime("%y%m%d").to_string();
    let mut file = format!("11{ACCOUNT}{}{}{}{:014}9783{:<26}   \n", day(from), day(to), sign(opening), opening.abs(), "EJEMPLO");
    for (date, amount, text) in lines {
        let _ = writeln!(file, "22    0001{0}{0}04000{1}{2:014}0000000000{3:<12}{3:16}", day(*date), sign(*amount), amount.abs(), "");
        let _ = writeln!(file, "2301{text:<76}");
    }
    let sum = |turn: i64| lines.iter().map(|(_, amount, _)| (amount * turn).max(0)).sum::<i64>();
    let count = |turn: i64| lines.iter().filter(|(_, amount, _)| amount * turn > 0).count();
    let closing = opening + sum(1) - sum(-1);
    let _ = writeln!(file, "33{ACCOUNT}{:05}{:014}{:05}{:014}{}{:014}978    ", count(-1), sum(-1), count(1), sum(1), sign(closing), closing.abs());
    let _ = writeln!(file, "88{}{:06}{:54}", "9".repeat(18), 2 + 2 * lines.len(), "");
    file
}

/// The errors of a refusal, each as field and code.
pub fn told(answer: &Answer) -> Vec<String> {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let errors = answer.json()["errors"].as_array().cloned().unwrap_or_default();
    errors.iter().map(|error| format!("{} {}", word(&error["field"]), word(&error["code"]))).collect()
}

impl Books {
    pub async fn bank(&self, name: &str, iban: &str) -> String {
        let made = self.ok("POST", "/bank-accounts", Some(json!({ "name": name, "iban": iban })), 201).await;
        made["id"].as_str().expect("an id").to_owned()
    }

    pub async fn bring_statement(&self, bank: &str, file: &str, fields: &[(&str, &str)]) -> Answer {
        let mut body = format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"extracto.txt\"\r\n\r\n{file}\r\n");
        for (name, value) in fields {
            let _ = write!(body, "--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        }
        body.push_str("--x--\r\n");
        let request = Request::post(format!("/api/v1/organizations/{}/bank-accounts/{bank}/statements", self.organization))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.owner.token))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
        self.app.send(request.body(Body::from(body)).expect("a request")).await
    }

    /// Brings a statement that is taken.
    pub async fn brought(&self, bank: &str, file: &str) -> Value {
        let answer = self.bring_statement(bank, file, &[]).await;
        assert_eq!(answer.status.as_u16(), 201, "{}", answer.text);
        answer.json()
    }

    pub async fn statement(&self, bank: &str, opening: i64, lines: &[(i64, i64, &str)]) -> Value {
        let days: Vec<Date> = lines.iter().map(|(day, ..)| self.day(*day)).collect();
        let all: Vec<(Date, i64, &str)> = lines.iter().map(|(day, amount, text)| (self.day(*day), *amount, *text)).collect();
        let within = (*days.iter().min().expect("a day"), *days.iter().max().expect("a day"));
        self.brought(bank, &norma43(within, opening, &all)).await
    }

    /// The lines of a status, the earliest first.
    pub async fn bank_lines(&self, status: &str) -> Vec<Value> {
        let found = self.ok("GET", &format!("/bank-lines?status={status}"), None, 200).await;
        let mut items = found["items"].as_array().expect("lines").clone();
        items.reverse();
        items
    }

    pub async fn match_line(&self, line: &Value, with: Value, status: u16) -> Value {
        self.ok("POST", &at(line, "match"), Some(with), status).await
    }

    pub async fn balance_of(&self, path: &str, document: &Value) -> String {
        let found = self.ok("GET", &format!("/{path}/{}", document["id"].as_str().expect("an id")), None, 200).await;
        found["totals"]["balance"].as_str().expect("a balance").to_owned()
    }

    /// An issued invoice of a contact, of 1.21 times the price.
    pub async fn issued(&self, path: &str, contact: &str, day: i64, price: &str, number: &str) -> Value {
        let (tax, bill) = if path == "bills" { ("IVA21C", Some(number)) } else { ("IVA21V", None) };
        let line = json!({ "description": "Trabajo", "unit_price": price, "taxes": [tax] });
        let mut body = json!({ "contact_id": contact, "date": self.day(day).to_string(), "lines": [line], "status": "issued" });
        if let Some(number) = bill {
            body["vendor_number"] = json!(number);
        }
        self.ok("POST", &format!("/{path}"), Some(body), 201).await
    }
}

pub fn at(line: &Value, deed: &str) -> String {
    format!("/bank-lines/{}/{deed}", line["id"].as_str().expect("an id"))
}

/// The best proposal of a line: score word, kind and reason.
pub fn best(line: &Value) -> (&str, &str, &str) {
    let of = |name: &str| line["proposals"][0][name].as_str().unwrap_or_else(|| panic!("no proposal: {line}"));
    (of("certainty"), of("kind"), of("reason"))
}

both! {
    async fn a_bank_account_has_an_account_of_the_chart(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let refused = async |body: Value| books.faults_of("POST", "/bank-accounts", body).await;
        assert_eq!(refused(json!({ "name": "Banco", "iban": "ES9221000418450200051332" })).await, ["iban iban"]);
        assert_eq!(refused(json!({ "name": "Banco", "account_code": "99" })).await, ["account_code account_unknown"]);
        assert_eq!(refused(json!({ "name": "Banco", "account_code": "4300" })).await, ["account_code account_is_control"]);
        let made = books.ok("POST", "/bank-accounts", Some(json!({ "name": "Banco de Ejemplo", "iban": "ES91 2100 0418 4502 0005 1332" })), 201).await;
        assert_eq!((&made["account_code"], &made["iban"], &made["currency"], &made["bank_balance"]), (&json!("5720001"), &json!(IBAN), &json!("EUR"), &Value::Null));
        assert_eq!(refused(json!({ "name": "Otro", "iban": IBAN })).await, ["iban taken"]);
        assert_eq!(refused(json!({ "name": "Otro", "account_code": "5720001" })).await, ["account_code taken"]);
        let second = books.ok("POST", "/bank-accounts", Some(json!({ "name": "Segundo" })), 201).await;
        assert_eq!(second["account_code"], "5720002");
        let third = books.ok("POST", "/bank-accounts", Some(json!({ "name": "Póliza", "account_code": "5201001" })), 201).await;
        let accounts = books.ok("GET", "/accounts?search=5201001", None, 200).await;
        assert_eq!((&accounts["items"][0]["name"], &accounts["items"][0]["parent_code"]), (&json!("Póliza"), &json!("5201")), "{accounts}");
        let path = |of: &Value| format!("/bank-accounts/{}", of["id"].as_str().expect("an id"));
        books.ok("DELETE", &path(&third), None, 204).await;
        let changed = books.ok("PATCH", &path(&second), Some(json!({ "name": "Nóminas" })), 200).await;
        assert_eq!((&changed["name"], &changed["version"]), (&json!("Nóminas"), &json!(2)));
        books.statement(made["id"].as_str().expect("an id"), 0, &[(3, 1_000, "INGRESO")]).await;
        assert_eq!(books.faults_of("PATCH", &path(&made), json!({ "account_code": "5720002" })).await, ["account_code bank_account_used"]);
        assert_eq!(books.call("DELETE", &path(&made), None).await.json()["type"], "/problems/bank-account-used");
        let account = books.ok("GET", "/accounts?search=5720001", None, 200).await["items"][0]["id"].as_str().expect("an id").to_owned();
        let named = wiring::applications().uses(books.app.platform.db.read(), books.organization, CHART.name(), &[account.parse().expect("an id")]).await;
        assert!(named.expect("an answer"), "the account of the chart is named");
        books.is_sound().await;
    }

    async fn a_line_is_never_there_twice(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let bank = books.bank("Banco de Ejemplo", IBAN).await;
        let lines = [(3, 12_100, "TRANSF VIVEROS"), (3, -450, "CAFE"), (3, -450, "CAFE"), (5, -9_900, "LUZ")];
        let first = books.statement(&bank, 100_000, &lines).await;
        assert_eq!(["lines", "duplicates", "opening", "closing", "format"].map(|name| first[name].clone()), [json!(4), json!(0), json!("1000.00"), json!("1013.00"), json!("n43")]);
        let again = books.statement(&bank, 100_000, &lines).await;
        assert_eq!((&again["lines"], &again["duplicates"]), (&json!(0), &json!(4)));
        // One that overlaps adds what is missing, of two that are equal the third.
        let mut more = lines.to_vec();
        more.extend([(5, -450, "CAFE"), (6, 2_000, "ABONO")]);
        let overlapping = books.statement(&bank, 100_000, &more).await;
        assert_eq!((&overlapping["lines"], &overlapping["duplicates"], &overlapping["warnings"]), (&json!(2), &json!(4), &json!([])));
        // The same days in another format and other words.
        let mut csv = "Fecha;Concepto;Importe;Saldo\n".to_owned();
        let mut balance = 100_000;
        for (day, amount, text) in [(3, 12_100, "Transferencia de Viveros"), (3, -450, "Café"), (3, -450, "Café"), (5, -9_900, "Recibo luz"), (5, -450, "Café"), (6, 2_000, "Abono"), (7, -100, "Sello")] {
            balance += amount;
            let plain = |cents: i64| format!("{}{},{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100);
            let _ = writeln!(csv, "{};{text};{};{}", books.day(day).strftime("%d/%m/%Y"), plain(amount), plain(balance));
        }
        let other = books.brought(&bank, &csv).await;
        assert_eq!((&other["lines"], &other["duplicates"], &other["format"]), (&json!(1), &json!(6), &json!("csv")), "{other}");
        assert_eq!(books.bank_lines("unmatched").await.len(), 7);
        // A gap to what was known is told, and taken.
        let gap = books.statement(&bank, 50_000, &[(20, 100, "TARDE")]).await;
        assert_eq!(gap["warnings"], json!([{ "code": "statement_gap", "expected": "1027.50", "found": "500.00" }]));
        // What was brought is taken back while nothing was done with it.
        books.ok("DELETE", &format!("/bank-accounts/{bank}/statements/{}", gap["id"].as_str().expect("an id")), None, 204).await;
        assert_eq!(books.bank_lines("unmatched").await.len(), 7);
        // Two who bring one file at once.
        let file = norma43((books.day(30), books.day(30)), 102_750, &[(books.day(30), 700, "UNO"), (books.day(30), 800, "DOS")]);
        let both = join_all([books.bring_statement(&bank, &file, &[]), books.bring_statement(&bank, &file, &[])]).await;
        let mut counts: Vec<i64> = both.iter().map(|answer| answer.json()["lines"].as_i64().expect("a count")).collect();
        counts.sort_unstable();
        assert_eq!(counts, [0, 2]);
        books.is_sound().await;
    }

    async fn a_file_that_is_wrong_is_refused_with_its_reason(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let bank = books.bank("Otro banco", OTHER).await;
        let file = norma43((books.day(3), books.day(3)), 0, &[(books.day(3), 100, "UNO")]);
        let refused = books.bring_statement(&bank, &file, &[]).await;
        assert_eq!((refused.status.as_u16(), told(&refused)), (422, vec!["file statement_other_account".to_owned()]));
        assert!(refused.text.contains("ES91 2100") && refused.text.contains("DE89 3704"), "both are named: {}", refused.text);
        let bank = books.bank("Banco de Ejemplo", IBAN).await;
        let cut: String = file.lines().take(3).fold(String::new(), |all, line| all + line + "\n");
        let refused = books.bring_statement(&bank, &cut, &[]).await;
        assert_eq!(told(&refused), ["file statement_truncated"]);
        assert!(refused.text.contains("3"), "{}", refused.text);
        for (file, fields, code) in [
            ("", &[][..], "file statement_empty"),
            ("hola", &[], "file statement_unknown"),
            ("a;b\n1;2\n", &[("format", "csv")], "file statement_columns"),
            (&file, &[("format", "pdf")], "format choice"),
            ("a;b\n1;2\n", &[("mapping", "{\"date\":0}")], "mapping mapping"),
        ] {
            assert_eq!(told(&books.bring_statement(&bank, file, fields).await), [code], "{file}");
        }
        // Columns that are told are remembered.
        let mapping = r#"{"date":0,"text":[1],"amount":2,"header_rows":0,"decimal":","}"#;
        let csv = |day: i64| format!("{};Uno;1,00\n", books.day(day).strftime("%d/%m/%Y"));
        assert_eq!(told(&books.bring_statement(&bank, &csv(8), &[]).await), ["file statement_columns"]);
        assert_eq!(books.bring_statement(&bank, &csv(8), &[("mapping", mapping)]).await.json()["lines"], 1);
        assert_eq!(books.brought(&bank, &csv(9)).await["lines"], 1);
        assert_eq!(books.call("POST", "/bank-accounts/01928f2e-7b1c-7d3a-9f10-2b6c5d4e3f21/reconciliations", Some(json!({}))).await.status.as_u16(), 404);
        books.is_sound().await;
    }

    async fn what_is_open_is_proposed_paid_and_taken_back(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let bank = books.bank("Banco de Ejemplo", IBAN).await;
        let (customer, vendor) = (books.party("Viveros Quintana").await, books.party("Suministros Roble").await);
        let invoice = books.issued("invoices", &customer, 1, "100", "").await;
        let pair = [books.issued("invoices", &customer, 1, "200", "").await, books.issued("invoices", &customer, 1, "30", "").await];
        let bill = books.issued("bills", &vendor, 1, "50", "RB-70015").await;
        let number = invoice["number"].as_str().expect("a number").to_owned();
        books.statement(&bank, 0, &[
            (5, 12_100, &format!("TRANSF PAGO FRA {number}")),
            (6, 27_830, "TRANSFERENCIA DE VIVEROS QUINTANA"),
            (7, -6_200, "RECIBO RB-70015"),
            (8, -333, "ALGO"),
        ]).await;
        let lines = books.bank_lines("unmatched").await;
        assert_eq!(best(&lines[0]), ("certain", "open_items", "amount_and_number"));
        assert_eq!(lines[0]["proposals"][0]["items"], json!([{ "document_id": invoice["id"], "number": number, "amount": "121.00" }]));
        let (certainty, kind, reason) = best(&lines[1]);
        assert_eq!((certainty, kind), ("certain", "open_items"), "{reason}");
        assert!(lines[3]["proposals"].as_array().expect("proposals").is_empty());
        // With nothing told, the certain proposal; or the proposal as it came.
        let done = books.match_line(&lines[0], json!({}), 200).await;
        assert_eq!((&done["status"], &done["kind"], done["postings"].as_array().map(Vec::len)), (&json!("matched"), &json!("open_items"), Some(1)));
        assert_eq!(books.balance_of("invoices", &invoice).await, "0.00");
        books.match_line(&lines[1], lines[1]["proposals"][0].clone(), 200).await;
        assert_eq!([books.balance_of("invoices", &pair[0]).await, books.balance_of("invoices", &pair[1]).await], ["0.00", "0.00"]);
        // The bank took 1.50 beside the bill.
        let of = |charges: &str| json!({ "items": [{ "bill_id": bill["id"] }], "charges": charges });
        assert_eq!(books.faults_of("POST", &at(&lines[2], "match"), of("0.50")).await, ["items bank_difference"]);
        let paid = books.match_line(&lines[2], of("1.50"), 200).await;
        assert_eq!(books.balance_of("bills", &bill).await, "0.00");
        let entry = books.ok("GET", &format!("/journal-entries/{}", paid["postings"][0]["entry_id"].as_str().expect("an id")), None, 200).await;
        assert!(entry["postings"].as_array().expect("postings").iter().any(|line| line["account_code"] == "626" && line["debit"] == "1.50"), "{entry}");
        assert_eq!(books.faults_of("POST", &at(&lines[3], "match"), json!({})).await, ["kind bank_no_proposal"]);
        let again = books.call("POST", &at(&lines[0], "match"), Some(json!({}))).await;
        assert_eq!((again.status.as_u16(), &again.json()["type"]), (409, &json!("/problems/bank-line-done")));
        books.is_sound().await;

        // Undone, what was paid is open again, and proposed.
        let waits = books.ok("POST", &at(&lines[0], "unmatch"), Some(json!({})), 200).await;
        assert_eq!((&waits["status"], waits["postings"].as_array().map(Vec::len)), (&json!("unmatched"), Some(0)));
        assert_eq!(best(&waits), ("certain", "open_items", "amount_and_number"));
        assert_eq!(books.balance_of("invoices", &invoice).await, "121.00");
        // A payment that is voided elsewhere leaves a line that says so.
        let done = books.match_line(&lines[0], json!({ "items": [{ "invoice_id": invoice["id"], "amount": "121.00" }] }), 200).await;
        let payments = books.ok("GET", "/payments-received", None, 200).await;
        let payment = payments["items"].as_array().expect("payments").iter().find(|of| of["entry_id"] == done["postings"][0]["entry_id"]).expect("a payment")["id"].as_str().expect("an id").to_owned();
        books.ok("DELETE", &format!("/payments-received/{payment}"), None, 204).await;
        assert_eq!(books.ok("GET", &format!("/bank-lines/{}", lines[0]["id"].as_str().expect("an id")), None, 200).await["undone"], true);
        books.ok("POST", &at(&lines[0], "unmatch"), Some(json!({})), 200).await;
        // Too much without saying whose the rest is, and then as credit of the customer.
        assert_eq!(books.faults_of("POST", &at(&lines[0], "match"), json!({ "items": [{ "invoice_id": invoice["id"], "amount": "21.00" }] })).await, ["items bank_difference"]);
        assert_eq!(books.faults_of("POST", &at(&lines[0], "match"), json!({ "items": [{ "invoice_id": bill["id"] }] })).await, ["items[0].document_id same_side"]);
        books.match_line(&lines[0], json!({ "items": [{ "invoice_id": invoice["id"], "amount": "21.00" }], "contact_id": customer }), 200).await;
        assert_eq!(books.balance_of("invoices", &invoice).await, "100.00");
        books.is_sound().await;
    }

    async fn lines_are_entries_that_are_there_transfers_rules_and_accounts(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let (bank, second) = (books.bank("Banco de Ejemplo", IBAN).await, books.bank("Segundo", OTHER).await);
        let account = books.ok("GET", "/accounts?search=626", None, 200).await["items"][0]["id"].as_str().expect("an id").to_owned();
        let rule = json!({ "name": "Comisiones", "direction": "out", "field": "text", "comparator": "starts_with", "value": "Comisión", "account_id": account });
        books.ok("POST", "/records/bank_rules", Some(rule), 201).await;
        let posted = books.post(&entry(books.day(4), &[("621", 90_000), ("5720001", -90_000)])).await.expect("posted");
        books.statement(&bank, 0, &[(5, -90_000, "ALQUILER MARZO"), (6, -50_000, "TRASPASO"), (7, -300, "COMISION MANTENIMIENTO"), (8, -1_000, "VARIOS")]).await;
        let ofx = format!(
            "OFXHEADER:100\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>{OTHER}</BANKACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>CREDIT<DTPOSTED>{}<TRNAMT>500.00<FITID>A1<NAME>TRASPASO</STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>",
            books.day(6).strftime("%Y%m%d")
        );
        books.brought(&second, &ofx).await;
        let lines = books.bank_lines("unmatched").await;
        let of = |text: &str| lines.iter().find(|line| line["text"].as_str().is_some_and(|own| own.starts_with(text)) && line["amount"].as_str().is_some_and(|own| own.starts_with('-'))).unwrap_or_else(|| panic!("{text}: {lines:?}"));
        // The rent is in the books already.
        let (_, kind, _) = best(of("ALQUILER"));
        assert_eq!((kind, &of("ALQUILER")["proposals"][0]["postings"][0]["entry_id"]), ("posting", &json!(posted.id)));
        books.match_line(of("ALQUILER"), of("ALQUILER")["proposals"][0].clone(), 200).await;
        assert_eq!(books.faults_of("POST", &at(of("VARIOS"), "match"), json!({ "entry_id": posted.id })).await, ["postings[0] bank_posting_taken"]);
        // A transfer is two lines, and undone for both.
        assert_eq!(best(of("TRASPASO")).1, "transfer");
        books.match_line(of("TRASPASO"), of("TRASPASO")["proposals"][0].clone(), 200).await;
        assert_eq!(books.bank_lines("matched").await.len(), 3);
        books.ok("POST", &at(of("TRASPASO"), "unmatch"), Some(json!({})), 200).await;
        assert_eq!(books.bank_lines("matched").await.len(), 1);
        books.match_line(of("TRASPASO"), of("TRASPASO")["proposals"][0].clone(), 200).await;
        let balances = books.balances().await;
        assert_eq!((balances.get("5720001"), balances.get("5720002")), (Some(&-140_000), Some(&50_000)));
        // The rule, and what is done without one.
        assert_eq!(best(of("COMISION")), ("certain", "rule", "rule"));
        books.match_line(of("COMISION"), json!({}), 200).await;
        let refused = async |body: Value| books.faults_of("POST", &at(of("VARIOS"), "match"), body).await;
        assert_eq!(refused(json!({ "account_code": "4300" })).await, ["account_code account_is_control"]);
        assert_eq!(refused(json!({ "account_code": "5720001" })).await, ["account_code bank_same_account"]);
        assert_eq!(refused(json!({ "lines": [{ "account_code": "629", "amount": "-4.00" }] })).await, ["lines bank_difference"]);
        let split = books.match_line(of("VARIOS"), json!({ "lines": [{ "account_code": "629", "amount": "-4.00" }, { "account_code": "628" }] }), 200).await;
        let made = split["postings"][0]["entry_id"].as_str().expect("an id").to_owned();
        let balances = books.balances().await;
        assert_eq!([balances["626"], balances["629"], balances["628"]], [300, 400, 600]);
        // Its entry is undone by the line alone.
        let refused = books.call("POST", &format!("/journal-entries/{made}/reversal"), Some(json!({ "date": books.day(8).to_string(), "reason": "x" }))).await;
        assert_eq!(refused.json()["type"], "/problems/entry-of-document");
        books.ok("POST", &at(of("VARIOS"), "unmatch"), Some(json!({})), 200).await;
        assert_eq!(books.balances().await.get("629"), None);
        let excluded = books.ok("POST", &at(of("VARIOS"), "exclude"), Some(json!({ "reason": "Es personal" })), 200).await;
        assert_eq!((&excluded["status"], &excluded["reason"]), (&json!("excluded"), &json!("Es personal")));
        books.ok("POST", &at(of("VARIOS"), "unmatch"), Some(json!({})), 200).await;
        // Two who match one line at once: one does.
        let both = join_all([books.call("POST", &at(of("VARIOS"), "match"), Some(json!({ "account_code": "629" }))), books.call("POST", &at(of("VARIOS"), "match"), Some(json!({ "account_code": "628" })))]).await;
        let mut statuses: Vec<u16> = both.iter().map(|answer| answer.status.as_u16()).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        books.is_sound().await;
    }

    async fn a_day_on_which_both_agree_is_closed(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let bank = books.bank("Banco de Ejemplo", IBAN).await;
        let path = format!("/bank-accounts/{bank}/reconciliations");
        assert_eq!(books.faults_of("POST", &path, json!({})).await, ["through required"]);
        books.statement(&bank, 0, &[(3, 5_000, "INGRESO"), (9, -2_000, "LUZ"), (15, 100, "MAS")]).await;
        let lines = books.bank_lines("unmatched").await;
        let close = |day: i64, balance: &str| json!({ "through": books.day(day).to_string(), "balance": balance });
        assert_eq!(books.faults_of("POST", &path, close(10, "30.00")).await, ["lines reconciliation_unmatched"]);
        for line in &lines {
            books.match_line(line, json!({ "account_code": "555" }), 200).await;
        }
        // A posting that the bank does not have yet stays.
        books.post(&entry(books.day(10), &[("629", 700), ("5720001", -700)])).await.expect("posted");
        assert_eq!(books.faults_of("POST", &path, close(10, "31.00")).await, ["balance reconciliation_balance"]);
        let closed = books.ok("POST", &path, Some(close(10, "30.00")), 201).await;
        let figures = ["bank_balance", "book_balance", "outstanding", "status"].map(|name| closed[name].as_str().expect("a text").to_owned());
        assert_eq!(figures, ["30.00", "23.00", "-7.00", "closed"]);
        assert_eq!(books.faults_of("POST", &path, close(5, "50.00")).await, ["through reconciled_later"]);
        for deed in ["unmatch", "match"] {
            let refused = books.call("POST", &at(&lines[0], deed), Some(json!({}))).await;
            assert_eq!((refused.status.as_u16(), &refused.json()["type"]), (409, &json!("/problems/reconciled")), "{deed}");
        }
        books.ok("POST", &at(&lines[2], "unmatch"), Some(json!({})), 200).await;
        let late = books.bring_statement(&bank, &norma43((books.day(3), books.day(3)), 0, &[(books.day(3), 77, "NUEVA")]), &[]).await;
        assert_eq!(told(&late), ["file statement_reconciled"]);
        let account = books.ok("GET", &format!("/bank-accounts/{bank}"), None, 200).await;
        assert_eq!(["bank_balance", "book_balance", "unmatched_lines", "reconciled_through"].map(|name| account[name].clone()), [json!("31.00"), json!("23.00"), json!(1), json!(books.day(10).to_string())]);
        // Only the last is reopened.
        books.match_line(&lines[2], json!({ "account_code": "555" }), 200).await;
        let second = books.ok("POST", &path, Some(json!({})), 201).await;
        let reopen = |of: &Value| format!("{path}/{}/reopen", of["id"].as_str().expect("an id"));
        assert_eq!(books.call("POST", &reopen(&closed), Some(json!({}))).await.json()["type"], "/problems/reconciliation-not-latest");
        for of in [&second, &closed] {
            assert_eq!(books.ok("POST", &reopen(of), Some(json!({})), 200).await["status"], "reopened");
        }
        books.ok("POST", &at(&lines[0], "unmatch"), Some(json!({})), 200).await;
        let activity = books.ok("GET", "/activity", None, 200).await;
        let actions: Vec<&str> = activity["items"].as_array().expect("activity").iter().filter_map(|of| of["action"].as_str()).collect();
        for action in ["bank_account_created", "bank_statement_imported", "bank_line_matched", "bank_line_unmatched", "bank_reconciled", "bank_reopened"] {
            assert!(actions.contains(&action), "{action}: {actions:?}");
        }
        books.is_sound().await;
    }
}
