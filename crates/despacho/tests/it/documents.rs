//! Documents of sales and purchases by the API: drafts, issuing, correcting, payments, and what is open, on both databases.

use std::collections::BTreeMap;

use despacho_documents::open::store::{self as open, Asked};
use despacho_kernel::Id;
use despacho_platform::both;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::ledger::Books;

/// An amount of an answer, in cents.
pub fn cents(value: &Value) -> i64 {
    let text = value.as_str().unwrap_or_else(|| panic!("{value} is no amount"));
    text.replace('.', "").parse().expect("an amount")
}

/// The postings of an entry: account and cents, debit positive.
fn sides(entry: &Value) -> Vec<(String, i64)> {
    let posting = |line: &Value| (line["account_code"].as_str().expect("a code").to_owned(), cents(&line["debit"]) - cents(&line["credit"]));
    entry["postings"].as_array().expect("postings").iter().map(posting).collect()
}

pub fn side(all: &[(&str, i64)]) -> Vec<(String, i64)> {
    all.iter().map(|(code, amount)| ((*code).to_owned(), *amount)).collect()
}

impl Books {
    /// A customer or vendor with a tax id, whichever country it is of.
    pub async fn party(&self, name: &str) -> String {
        let made = self.ok("POST", "/contacts", Some(json!({ "name": name, "tax_id": "B12345674" })), 201).await;
        made["id"].as_str().expect("an id").to_owned()
    }

    /// The postings that a document made.
    pub async fn entry_of(&self, document: &Value) -> Vec<(String, i64)> {
        let id = document["entry_id"].as_str().expect("an entry");
        sides(&self.ok("GET", &format!("/journal-entries/{id}"), None, 200).await)
    }

    /// An invoice of one line, issued.
    async fn invoice(&self, contact: &str, day: i64, price: &str, taxes: Value) -> Value {
        let lines = json!([{ "description": "Trabajo", "unit_price": price, "taxes": taxes }]);
        let body = json!({ "contact_id": contact, "date": self.day(day).to_string(), "lines": lines, "status": "issued" });
        self.ok("POST", "/invoices", Some(body), 201).await
    }

    pub async fn bill(&self, contact: &str, day: i64, number: &str, price: &str) -> Value {
        let lines = json!([{ "description": "Material", "unit_price": price, "taxes": ["IVA21C"] }]);
        let body = json!({ "contact_id": contact, "date": self.day(day).to_string(), "vendor_number": number, "lines": lines, "status": "issued" });
        self.ok("POST", "/bills", Some(body), 201).await
    }

    async fn status(&self, path: &str, of: &Value) -> (String, i64) {
        let found = self.ok("GET", &format!("/{path}/{}", of["id"].as_str().expect("an id")), None, 200).await;
        (found["status"].as_str().expect("a status").to_owned(), cents(&found["totals"]["balance"]))
    }
}

fn at(path: &str, of: &Value, deed: &str) -> String {
    format!("/{path}/{}{deed}", of["id"].as_str().expect("an id"))
}

both! {
    async fn an_invoice_is_issued_with_its_number_entry_and_open_item(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contact = books.party("Viveros Quintana").await;
        let line = json!({ "description": "Asesoramiento", "quantity": "2", "unit_price": "50.00", "discount_percent": "0", "taxes": ["IVA21V", "IRPF15V"] });
        let body = json!({ "contact_id": contact, "date": books.day(9).to_string(), "due_date": null, "series": null, "currency": null, "prices_include_tax": false, "lines": [line], "status": "draft" });
        let draft = books.ok("POST", "/invoices", Some(body), 201).await;
        assert_eq!((&draft["number"], &draft["status"], &draft["entry_id"]), (&Value::Null, &json!("draft"), &Value::Null));
        let issued = books.ok("POST", &at("invoices", &draft, "/issue"), Some(json!({})), 200).await;
        assert_eq!((&issued["id"], &issued["status"]), (&draft["id"], &json!("issued")));
        assert!(issued["number"].as_str().expect("a number").ends_with("00001"), "{issued}");
        let totals = &issued["totals"];
        assert_eq!(totals["taxes"], json!([{ "code": "IVA21V", "rate": "21", "base": "100.00", "amount": "21.00" }]));
        assert_eq!(totals["withholdings"], json!([{ "code": "IRPF15V", "rate": "-15", "base": "100.00", "amount": "15.00" }]));
        let sums = ["net", "total", "withheld", "payable", "paid", "balance"].map(|name| cents(&totals[name]));
        assert_eq!(sums, [10_000, 12_100, 1_500, 10_600, 0, 10_600]);
        assert_eq!(books.entry_of(&issued).await, side(&[("4300", 10_600), ("705", -10_000), ("477", -2_100), ("473", 1_500)]));
        let found = open::open(books.app.platform.db.read(), books.organization, &Asked::default(), 10).await.expect("open items");
        assert_eq!(found.iter().map(|item| (item.remaining, item.label.as_str())).collect::<Vec<_>>(), [(10_600, issued["number"].as_str().expect("a number"))]);

        // Issued is issued.
        for (method, deed, body) in [("PATCH", "", json!({ "reference": "x" })), ("DELETE", "", json!({})), ("POST", "/void", json!({ "reason": "x" }))] {
            let refused = books.call(method, &at("invoices", &issued, deed), Some(body)).await;
            assert_eq!((refused.status.as_u16(), &refused.json()["type"]), (409, &json!("/problems/issued-is-final")), "{method} {deed}");
        }
        let again = books.call("POST", &at("invoices", &issued, "/issue"), Some(json!({}))).await;
        assert_eq!((again.status.as_u16(), &again.json()["type"]), (409, &json!("/problems/not-draft")));
        // Nor is its entry reversed on its own.
        let entry = issued["entry_id"].as_str().expect("an entry");
        let refused = books.call("POST", &format!("/journal-entries/{entry}/reversal"), Some(json!({ "date": books.day(9).to_string(), "reason": "x" }))).await;
        assert_eq!((refused.status.as_u16(), &refused.json()["type"]), (409, &json!("/problems/entry-of-document")));
        assert_eq!(books.ok("GET", &at("invoices", &issued, ""), None, 200).await, issued);
        let listed = books.ok("GET", "/invoices?status=unpaid", None, 200).await;
        assert_eq!(listed["items"], json!([issued]));
        books.is_sound().await;
    }

    async fn a_draft_is_changed_and_deleted_and_its_faults_are_at_their_places(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contact = books.party("Viveros Quintana").await;
        let day = books.day(5).to_string();
        let refused = async |body: Value| books.faults_of("POST", "/invoices", body).await;
        let with = |lines: Value| json!({ "contact_id": contact, "date": day, "lines": lines });
        assert_eq!(refused(json!({ "contact_id": Id::nil(), "lines": [] })).await, ["contact_id contact_unknown"]);
        assert_eq!(refused(with(json!([{ "unit_price": "x" }]))).await, ["lines[0].unit_price number"]);
        assert_eq!(refused(with(json!([{ "unit_price": "1", "taxes": ["NADA"] }, { "unit_price": "1", "taxes": ["IVA21C"] }]))).await, ["lines[0].taxes[0] tax_unknown", "lines[1].taxes[0] tax_direction"]);
        assert_eq!(refused(with(json!([{ "unit_price": "1", "account_code": "9" }]))).await, ["lines[0].account_code account_unknown"]);
        assert_eq!(refused(with(json!([{ "description": "Sin precio" }]))).await, ["lines[0].unit_price required"]);
        let mut issued = with(json!([]));
        issued["status"] = json!("issued");
        assert_eq!(refused(issued).await, ["lines required"]);
        let mut negative = with(json!([{ "unit_price": "-5" }]));
        negative["status"] = json!("issued");
        assert_eq!(refused(negative).await, ["lines total_negative"]);
        let dollars = json!({ "contact_id": contact, "date": day, "currency": "USD", "lines": [{ "unit_price": "5" }] });
        assert_eq!(refused(dollars).await, ["currency no_rate"]);

        // Taxes are proposed where none are told.
        let draft = books.ok("POST", "/invoices", Some(with(json!([{ "description": "Uno", "unit_price": "10" }]))), 201).await;
        assert_eq!((&draft["lines"][0]["taxes"], &draft["lines"][0]["account_code"], cents(&draft["totals"]["total"])), (&json!(["IVA21V"]), &json!("705"), 1_210));
        let lines = json!([{ "description": "Dos", "unit_price": "20", "taxes": [] }]);
        let changed = books.ok("PATCH", &at("invoices", &draft, ""), Some(json!({ "lines": lines, "reference": "P-1" })), 200).await;
        assert_eq!((cents(&changed["totals"]["total"]), &changed["reference"], &changed["date"], &changed["version"]), (2_000, &json!("P-1"), &json!(day), &json!(2)));
        books.ok("DELETE", &at("invoices", &draft, ""), None, 204).await;
        assert_eq!(books.call("GET", &at("invoices", &draft, ""), None).await.status.as_u16(), 404);
        books.is_sound().await;
    }

    async fn numbers_follow_days_and_nobody_leaves_a_gap(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contact = books.party("Viveros Quintana").await;
        let body = |day: i64| json!({ "contact_id": contact, "date": books.day(day).to_string(), "lines": [{ "description": "Trabajo", "unit_price": "10", "taxes": ["IVA21V"] }], "status": "issued" });
        books.ok("POST", "/invoices", Some(body(5)), 201).await;
        assert_eq!(books.faults_of("POST", "/invoices", body(4)).await, ["date number_out_of_order"]);
        let without = books.ok("POST", "/contacts", Some(json!({ "name": "Sin NIF" })), 201).await;
        let mut lacking = body(6);
        lacking["contact_id"] = without["id"].clone();
        assert_eq!(books.faults_of("POST", "/invoices", lacking.clone()).await, ["contact_id contact_incomplete"]);
        lacking["simplified"] = json!(true);
        books.ok("POST", "/invoices", Some(lacking), 201).await;
        // Sixteen at once: each has one of the next numbers.
        let made = join_all((0..16).map(|_| books.call("POST", "/invoices", Some(body(7))))).await;
        let mut numbers: Vec<i64> = made.iter().map(|answer| {
            assert_eq!(answer.status.as_u16(), 201, "{}", answer.text);
            let number = answer.json()["number"].as_str().expect("a number").to_owned();
            number[number.len() - 5..].parse().expect("digits")
        }).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (3..19).collect::<Vec<i64>>());
        books.is_sound().await;
    }

    async fn a_bill_takes_the_paper_s_taxes_and_is_told_if_it_is_there(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contact = books.party("Pinturas Cobalto").await;
        let body = |number: &str, amount: &str| json!({ "contact_id": contact, "date": books.day(5).to_string(), "vendor_number": number, "lines": [{ "description": "Pintura", "unit_price": "1000", "taxes": ["IVA21C", "IRPF15C"], "account_code": "623" }], "taxes": [{ "code": "IVA21C", "amount": amount }], "status": "issued" });
        assert_eq!(books.faults_of("POST", "/bills", body("A-1", "215.00")).await, ["taxes[0].amount tax_mismatch"]);
        let warned = books.ok("POST", "/bills", Some(body("A-1", "210.50")), 201).await;
        assert_eq!(warned["warnings"], json!([{ "code": "tax_mismatch", "tax": "IVA21C", "typed": "210.50", "computed": "210.00" }]));
        let made = books.ok("POST", "/bills", Some(body("A-2", "210.01")), 201).await;
        assert_eq!((&made["warnings"], cents(&made["totals"]["total"]), cents(&made["totals"]["payable"])), (&json!([]), 121_001, 106_001));
        assert_eq!(books.entry_of(&made).await, side(&[("4100", -106_001), ("623", 100_000), ("472", 21_001), ("4751", -15_000)]));
        assert_eq!(books.faults_of("POST", "/bills", body("A-2", "210.01")).await, ["vendor_number duplicate_bill"]);
        // Goods are owed to vendors; an acquisition in the Union has both legs.
        let lines = json!([{ "description": "Género", "unit_price": "1000", "taxes": ["IVA21ICB"], "account_code": "600" }]);
        let goods = books.ok("POST", "/bills", Some(json!({ "contact_id": contact, "date": books.day(6).to_string(), "vendor_number": "U-1", "lines": lines, "status": "issued" })), 201).await;
        assert_eq!(books.entry_of(&goods).await, side(&[("4000", -100_000), ("600", 100_000), ("472", 21_000), ("477", -21_000)]));
        // A bill is the vendor's: what was recorded wrongly is voided.
        let void = books.ok("POST", &at("bills", &made, "/void"), Some(json!({ "reason": "Registrada dos veces" })), 200).await;
        assert_eq!((&void["status"], cents(&void["totals"]["balance"])), (&json!("void"), 0));
        books.ok("POST", "/bills", Some(body("A-2", "210.01")), 201).await;
        books.is_sound().await;
    }

    async fn payments_settle_documents_in_part_together_and_ahead(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contact = books.party("Viveros Quintana").await;
        let (one, two) = (books.invoice(&contact, 3, "1000", json!(["IVA21V", "IRPF15V"])).await, books.invoice(&contact, 4, "100", json!(["IVA21V"])).await);
        let pay = |amount: &str, more: Value| {
            let mut body = json!({ "contact_id": contact, "date": books.day(10).to_string(), "amount": amount, "account_code": "572" });
            for (name, value) in more.as_object().expect("an object") {
                body[name] = value.clone();
            }
            body
        };
        let to = |of: &Value, amount: &str| json!({ "invoice_id": of["id"], "amount": amount });
        let part = books.ok("POST", "/payments-received", Some(pay("400.00", json!({ "allocations": [to(&one, "400.00")] }))), 201).await;
        assert_eq!(books.entry_of(&part).await, side(&[("4300", -40_000), ("572", 40_000)]));
        assert_eq!(books.status("invoices", &one).await, ("partially_paid".into(), 66_000));
        // The rest of it and the other, with the bank's charge, and more than both.
        let both = json!({ "allocations": [to(&one, "660.00"), to(&two, "121.00")], "charges": "3.00" });
        let rest = books.ok("POST", "/payments-received", Some(pay("800.00", both)), 201).await;
        assert_eq!(books.entry_of(&rest).await, side(&[("4300", -66_000), ("4300", -12_100), ("4300", -1_900), ("572", 79_700), ("626", 300)]));
        assert_eq!((books.status("invoices", &one).await, books.status("invoices", &two).await), (("paid".into(), 0), ("paid".into(), 0)));
        assert_eq!((&rest["unallocated"], rest["allocations"].as_array().map(Vec::len)), (&json!("19.00"), Some(2)));
        let three = books.invoice(&contact, 5, "100", json!(["IVA21V"])).await;
        let refused = async |body: Value| books.faults_of("POST", "/payments-received", body).await;
        assert_eq!(refused(pay("200", json!({ "allocations": [to(&three, "122")] }))).await, ["allocations[0].amount over_allocated"]);
        assert_eq!(refused(pay("20", json!({ "allocations": [to(&three, "121")] }))).await, ["allocations over_allocated"]);
        assert_eq!(refused(pay("20", json!({ "allocations": [to(&one, "20")] }))).await, ["allocations[0].amount already_settled"]);
        let other = books.ok("POST", "/contacts", Some(json!({ "name": "Otra" })), 201).await;
        assert_eq!(refused(pay("20", json!({ "contact_id": other["id"], "allocations": [to(&three, "20")] }))).await, ["allocations[0].document_id different_contact"]);
        assert_eq!(refused(pay("20", json!({ "account_code": "4300" }))).await, ["account_code account_is_control"]);
        // What was left over settles a later one; what the customer keeps back for taxes counts.
        books.ok("POST", &at("payments-received", &rest, "/allocate"), Some(json!({ "allocations": [to(&three, "19.00")] })), 200).await;
        let kept = books.ok("POST", "/payments-received", Some(pay("87.00", json!({ "withheld": "15.00", "allocations": [to(&three, "102.00")] }))), 201).await;
        assert_eq!(books.entry_of(&kept).await, side(&[("4300", -10_200), ("572", 8_700), ("473", 1_500)]));
        assert_eq!(books.status("invoices", &three).await, ("paid".into(), 0));
        books.is_sound().await;
        // All that settled each other is matched in the ledger.
        let standing = books.ok("GET", "/matches?account_code=4300", None, 200).await;
        assert_eq!(standing["items"].as_array().map(Vec::len), Some(3), "{standing}");
        books.ok("DELETE", &at("payments-received", &kept, ""), None, 204).await;
        assert_eq!(books.status("invoices", &three).await, ("partially_paid".into(), 10_200));
        let unread = books.faults_of("POST", &at("invoices", &three, "/write-off"), json!({ "date": "2026-02-30" })).await;
        assert_eq!(unread, ["date date"], "a day that is none is told, not taken for today");
        let given = books.ok("POST", &at("invoices", &three, "/write-off"), Some(json!({ "date": books.day(20).to_string(), "reason": "Concurso" })), 200).await;
        assert_eq!((&given["status"], &given["written_off"], cents(&given["totals"]["balance"])), (&json!("written_off"), &json!("102.00"), 0));
        assert_eq!(books.held_by("4300", books.day(25)).await.len(), 0);
        books.is_sound().await;

        let vendor = books.party("Pinturas Cobalto").await;
        let bill = books.bill(&vendor, 3, "B-1", "100").await;
        let body = json!({ "contact_id": vendor, "date": books.day(8).to_string(), "amount": "121.00", "account_code": "572", "charges": "1.50", "allocations": [{ "bill_id": bill["id"], "amount": "121.00" }] });
        let paid = books.ok("POST", "/payments-made", Some(body), 201).await;
        assert_eq!(books.entry_of(&paid).await, side(&[("4100", 12_100), ("572", -12_250), ("626", 150)]));
        assert_eq!(books.status("bills", &bill).await, ("paid".into(), 0));
        books.is_sound().await;
    }

    async fn what_is_open_is_told_by_age_as_it_was_on_any_day(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let (one, other) = (books.party("Viveros Quintana").await, books.party("Talleres Ficticios").await);
        let first = books.invoice(&one, 9, "100.00", json!([])).await;
        books.invoice(&one, 60, "10.00", json!([])).await;
        books.invoice(&other, 60, "1.00", json!([])).await;
        books.bill(&one, 9, "A-1", "200.00").await;
        let body = json!({ "contact_id": one, "date": books.day(70).to_string(), "amount": "40.00", "account_code": "572", "allocations": [{ "invoice_id": first["id"], "amount": "40.00" }] });
        books.ok("POST", "/payments-received", Some(body), 201).await;
        let names = ["not_due", "days_1_30", "days_31_60", "days_61_90", "over_90", "total"];
        let sums = |of: &Value| names.map(|name| cents(&of[name]));
        let aged = async |side: &str, day: i64, more: &str| books.ok("GET", &format!("/reports/aged-{side}?date={}{more}", books.day(day)), None, 200).await;
        for (day, of_one, totals) in [
            (9, Some([10_000, 0, 0, 0, 0, 10_000]), [10_000, 0, 0, 0, 0, 10_000]),
            (10, Some([0, 10_000, 0, 0, 0, 10_000]), [0, 10_000, 0, 0, 0, 10_000]),
            (8, None, [0; 6]),
            (60, Some([1_000, 0, 10_000, 0, 0, 11_000]), [1_100, 0, 10_000, 0, 0, 11_100]),
            (69, Some([0, 1_000, 10_000, 0, 0, 11_000]), [0, 1_100, 10_000, 0, 0, 11_100]),
            (70, Some([0, 1_000, 0, 6_000, 0, 7_000]), [0, 1_100, 0, 6_000, 0, 7_100]),
            (100, Some([0, 0, 1_000, 0, 6_000, 7_000]), [0, 0, 1_100, 0, 6_000, 7_100]),
        ] {
            let found = aged("receivables", day, "").await;
            let items = found["items"].as_array().expect("contacts");
            assert_eq!(items.iter().find(|item| item["contact_id"] == json!(one)).map(sums), of_one, "day {day}");
            assert_eq!(sums(&found["totals"]), totals, "day {day}");
            // It is what the control account holds.
            let control = books.ok("GET", &format!("/reports/contact-balances?date={}&account_code=4300", books.day(day)), None, 200).await;
            assert_eq!(cents(&control["total"]), totals[5], "day {day}");
        }
        let owed = aged("payables", 10, "").await;
        assert_eq!((owed["items"].as_array().map(Vec::len), sums(&owed["totals"])), (Some(1), [0, 24_200, 0, 0, 0, 24_200]));
        let page = aged("receivables", 60, "&limit=1").await;
        assert_eq!((page["items"].as_array().map(Vec::len), &page["totals"]["total"]), (Some(1), &json!("111.00")));
        let cursor = page["next_cursor"].as_str().expect("more");
        let rest = aged("receivables", 60, &format!("&limit=1&cursor={cursor}")).await;
        assert_eq!((&rest["items"][0]["contact_id"], &rest["items"][0]["total"], &rest["next_cursor"]), (&json!(other), &json!("1.00"), &Value::Null));
    }

    async fn what_is_paid_at_another_rate_makes_a_difference(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contact = books.ok("POST", "/contacts", Some(json!({ "name": "Acme of Nowhere", "country": "US" })), 201).await["id"].as_str().expect("an id").to_owned();
        let lines = json!([{ "description": "Consulting", "unit_price": "1000", "taxes": ["IVANSLV"] }]);
        let body = json!({ "contact_id": contact, "date": books.day(3).to_string(), "currency": "USD", "rate": "0.9123", "lines": lines, "status": "issued" });
        let invoice = books.ok("POST", "/invoices", Some(body), 201).await;
        assert_eq!(books.entry_of(&invoice).await, side(&[("4300", 91_230), ("705", -91_230)]));
        let pay = |amount: &str, rate: &str| json!({ "contact_id": contact, "date": books.day(9).to_string(), "amount": amount, "rate": rate, "account_code": "572", "allocations": [{ "invoice_id": invoice["id"], "amount": amount }] });
        let first = books.ok("POST", "/payments-received", Some(pay("400.00", "0.9311")), 201).await;
        assert_eq!(books.entry_of(&first).await, side(&[("4300", -36_492), ("572", 37_244), ("768", -752)]));
        let second = books.ok("POST", "/payments-received", Some(pay("600.00", "0.9050")), 201).await;
        assert_eq!(books.entry_of(&second).await, side(&[("4300", -54_738), ("572", 54_300), ("668", 438)]));
        assert_eq!(books.status("invoices", &invoice).await, ("paid".into(), 0));
        books.is_sound().await;
    }

    async fn a_credit_note_of_the_whole_is_the_mirror_to_the_cent(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contact = books.party("Viveros Quintana").await;
        let mut state = 0x2545_F491_4F6C_DD1Du64;
        let mut draw = move |most: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % most
        };
        for included in [false, true] {
            for _ in 0..6 {
                let taxes = [json!(["IVA21V"]), json!(["IVA21V", "IRPF15V"]), json!(["IVA10V"]), json!(["IVA21V", "RE52"]), json!([])];
                let line = |draw: &mut dyn FnMut(u64) -> u64| json!({
                    "description": "Trabajo",
                    "quantity": format!("{}.{:03}", 1 + draw(9), draw(1000)),
                    "unit_price": format!("{}.{:04}", draw(900), draw(10_000)),
                    "discount_percent": format!("{}.{}", draw(40), draw(10)),
                    "taxes": taxes[usize::try_from(draw(5)).expect("small")],
                });
                let lines: Vec<Value> = (0..=draw(5)).map(|_| line(&mut draw)).collect();
                let body = json!({ "contact_id": contact, "date": books.day(4).to_string(), "prices_include_tax": included, "lines": lines, "status": "issued" });
                let invoice = books.ok("POST", "/invoices", Some(body), 201).await;
                let correction = json!({ "date": books.day(5).to_string(), "reason": "Anulación de la operación", "status": "issued" });
                let note = books.ok("POST", &at("invoices", &invoice, "/credit-note"), Some(correction), 201).await;
                for name in ["net", "taxes", "withheld", "total", "payable"] {
                    assert_eq!(note["totals"][name], invoice["totals"][name], "{name}");
                }
                let mirrored: Vec<_> = books.entry_of(&invoice).await.into_iter().map(|(code, amount)| (code, -amount)).collect();
                assert_eq!(books.entry_of(&note).await, mirrored);
                if cents(&invoice["totals"]["payable"]) > 0 {
                    assert_eq!((books.status("invoices", &invoice).await.1, books.status("credit-notes", &note).await), (0, ("closed".into(), 0)));
                }
                let again = json!({ "date": books.day(5).to_string(), "reason": "Otra vez", "status": "issued" });
                if cents(&invoice["totals"]["total"]) > 0 {
                    assert_eq!(books.faults_of("POST", &at("invoices", &invoice, "/credit-note"), again).await, ["lines credit_exceeds_invoice"]);
                }
            }
        }
        assert_eq!(books.balances().await, Default::default());
        books.is_sound().await;
    }

    async fn a_correction_stays_within_what_is_owed(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contact = books.party("Viveros Quintana").await;
        let invoice = books.invoice(&contact, 4, "100", json!(["IVA21V"])).await;
        let note = |day: i64| json!({ "date": books.day(day).to_string(), "reason": "Precio", "status": "issued" });
        let mut early = note(3);
        early["due_date"] = json!(books.day(9).to_string());
        assert_eq!(books.faults_of("POST", &at("invoices", &invoice, "/credit-note"), early).await, ["date before_corrected"]);
        // By substitution it would post what it says, not the difference.
        let mut other = note(5);
        other["method"] = json!("substitution");
        assert_eq!(books.faults_of("POST", &at("invoices", &invoice, "/credit-note"), other).await, ["method choice"]);
        // What was given up is a loss already: nobody is owed it.
        books.ok("POST", &at("invoices", &invoice, "/write-off"), Some(json!({ "date": books.day(6).to_string() })), 200).await;
        assert_eq!(books.faults_of("POST", &at("invoices", &invoice, "/credit-note"), note(7)).await, ["lines credit_exceeds_invoice"]);
        assert_eq!(books.held_by("4300", books.day(20)).await.len(), 0);

        // A simplified invoice of somebody without a tax id is corrected by one like it.
        let someone = books.ok("POST", "/contacts", Some(json!({ "name": "Clientes de mostrador" })), 201).await;
        let lines = json!([{ "description": "Maceta", "unit_price": "20", "taxes": ["IVA21V"] }]);
        let body = json!({ "contact_id": someone["id"], "date": books.day(8).to_string(), "simplified": true, "lines": lines, "status": "issued" });
        let simplified = books.ok("POST", "/invoices", Some(body), 201).await;
        let corrected = books.ok("POST", &at("invoices", &simplified, "/credit-note"), Some(note(9)), 201).await;
        assert_eq!((&corrected["simplified"], cents(&corrected["totals"]["total"])), (&json!(true), 2_420));
        books.is_sound().await;
    }

    async fn the_rest_of_an_overpayment_goes_back(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contact = books.party("Viveros Quintana").await;
        let invoice = books.invoice(&contact, 4, "100", json!([])).await;
        let body = json!({ "contact_id": contact, "date": books.day(5).to_string(), "amount": "150.00", "account_code": "572", "allocations": [{ "invoice_id": invoice["id"], "amount": "100.00" }] });
        let received = books.ok("POST", "/payments-received", Some(body), 201).await;
        let back = json!({ "contact_id": contact, "date": books.day(6).to_string(), "amount": "50.00", "account_code": "572", "allocations": [{ "document_id": received["id"], "amount": "50.00" }] });
        books.ok("POST", "/payments-made", Some(back), 201).await;
        assert_eq!(open::open(books.app.platform.db.read(), books.organization, &Asked::default(), 10).await.expect("open items").len(), 0);
        books.is_sound().await;
    }

    async fn a_vendors_credit_is_voided_with_what_it_settled(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let vendor = books.party("Pinturas Cobalto").await;
        let bill = books.bill(&vendor, 3, "B-1", "100").await;
        let twice = json!({ "contact_id": vendor, "date": books.day(3).to_string(), "vendor_number": "b-1", "lines": [{ "unit_price": "5", "taxes": [] }], "status": "issued" });
        assert_eq!(books.faults_of("POST", "/bills", twice).await, ["vendor_number duplicate_bill"]);
        let body = json!({ "date": books.day(4).to_string(), "vendor_number": "AB-1", "status": "issued" });
        let credit = books.ok("POST", &at("bills", &bill, "/vendor-credit"), Some(body), 201).await;
        assert_eq!(books.status("bills", &bill).await.1, 0);
        books.ok("POST", &at("vendor-credits", &credit, "/void"), Some(json!({ "reason": "No era nuestro" })), 200).await;
        assert_eq!(books.status("bills", &bill).await.1, 12_100);
        books.ok("POST", &at("bills", &bill, "/void"), Some(json!({ "reason": "No era nuestra" })), 200).await;
        assert_eq!(books.balances().await, Default::default());
        books.is_sound().await;
    }

    async fn an_estimate_is_numbered_accepted_and_invoiced(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contact = books.party("Viveros Quintana").await;
        let item = books.ok("POST", "/items", Some(json!({ "name": "Hora", "sku": "H", "sale_price": "60", "sale_taxes": ["IVA21V", "IRPF15V"] })), 201).await;
        let body = json!({ "contact_id": contact, "date": books.day(4).to_string(), "lines": [{ "item_id": item["id"], "quantity": "3" }], "status": "issued" });
        let estimate = books.ok("POST", "/estimates", Some(body), 201).await;
        assert_eq!((&estimate["status"], &estimate["entry_id"], cents(&estimate["totals"]["payable"])), (&json!("issued"), &Value::Null, 19_080));
        assert_eq!(books.ok("POST", &at("estimates", &estimate, "/accept"), Some(json!({})), 200).await["status"], "accepted");
        let invoice = books.ok("POST", &at("estimates", &estimate, "/invoice"), Some(json!({})), 201).await;
        assert_eq!((&invoice["kind"], &invoice["status"], &invoice["lines"], &invoice["totals"]["payable"]), (&json!("invoice"), &json!("draft"), &estimate["lines"], &json!("190.80")));
        assert_eq!(books.call("POST", &at("estimates", &estimate, "/invoice"), Some(json!({}))).await.status.as_u16(), 409);
        assert_eq!(books.call("DELETE", &at("items", &item, ""), None).await.status.as_u16(), 409);
        let changed = books.ok("PATCH", &at("items", &item, ""), Some(json!({ "sale_price": "65.5", "active": false })), 200).await;
        assert_eq!((&changed["name"], &changed["sale_price"], &changed["active"]), (&json!("Hora"), &json!("65.5"), &json!(false)));
        assert_eq!(books.faults_of("POST", "/items", json!({ "name": "Otra", "sku": "H", "sale_taxes": ["X"] })).await, ["sale_taxes[0] tax_unknown", "sku taken"]);
        // What a document names stays.
        assert_eq!(books.call("DELETE", &format!("/contacts/{contact}"), None).await.status.as_u16(), 409);
        books.is_sound().await;
    }

    async fn whatever_is_done_the_books_agree(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contacts = [books.party("Uno").await, books.party("Dos").await];
        let mut state = 0x9E37_79B9_7F4A_7C15u64;
        let mut draw = move |most: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state % most as u64).expect("small")
        };
        let mut done: BTreeMap<&str, usize> = BTreeMap::new();
        let (mut invoices, mut bills, mut payments): (Vec<Value>, Vec<Value>, Vec<(&str, Value)>) = (vec![], vec![], vec![]);
        for step in 0..90 {
            let whose = draw(2);
            let contact = &contacts[whose];
            let price = format!("{}.{:02}", 50 + draw(450), draw(100));
            let day = i64::from(step / 10);
            let deed = ["invoice", "bill", "receive", "pay", "credit", "write_off", "undo", "void"][draw(8)];
            let any = |all: &[Value], nth: usize| (!all.is_empty()).then(|| all[nth % all.len()].clone());
            let nth = draw(1000);
            let answer = match deed {
                "invoice" => {
                    invoices.push(books.invoice(contact, day, &price, json!(["IVA21V", "IRPF15V"])).await);
                    201
                }
                "bill" => {
                    bills.push(books.bill(contact, day, &format!("N-{step}"), &price).await);
                    201
                }
                "receive" | "pay" => {
                    let (all, name, path) = if deed == "receive" { (&invoices, "invoice_id", "payments-received") } else { (&bills, "bill_id", "payments-made") };
                    let Some(of) = any(all, nth) else { continue };
                    let amount = format!("{}.{:02}", draw(120), draw(100));
                    let body = json!({ "contact_id": of["contact_id"], "date": books.day(12).to_string(), "amount": format!("{}.{:02}", 120 + draw(200), draw(100)), "account_code": "572", "allocations": [{ name: of["id"], "amount": amount }] });
                    let answer = books.call("POST", &format!("/{path}"), Some(body)).await;
                    if answer.status == 201 {
                        payments.push((path, answer.json()));
                    }
                    answer.status.as_u16()
                }
                "credit" => {
                    let Some(of) = any(&invoices, nth) else { continue };
                    let lines = json!([{ "description": "Rebaja", "unit_price": price, "taxes": ["IVA21V"] }]);
                    let body = json!({ "date": books.day(10).to_string(), "reason": "Rebaja", "lines": lines, "status": "issued" });
                    books.call("POST", &at("invoices", &of, "/credit-note"), Some(body)).await.status.as_u16()
                }
                "write_off" => {
                    let Some(of) = any(&invoices, nth) else { continue };
                    books.call("POST", &at("invoices", &of, "/write-off"), Some(json!({ "date": books.day(15).to_string() }))).await.status.as_u16()
                }
                "undo" => {
                    if payments.is_empty() { continue };
                    let (path, of) = &payments[nth % payments.len()];
                    books.call("DELETE", &at(path, of, ""), None).await.status.as_u16()
                }
                _ => {
                    let Some(of) = any(&bills, nth) else { continue };
                    books.call("POST", &at("bills", &of, "/void"), Some(json!({ "reason": "x" }))).await.status.as_u16()
                }
            };
            assert!([200, 201, 204, 409, 422].contains(&answer), "{deed}: {answer}");
            if answer < 300 {
                *done.entry(deed).or_default() += 1;
            }
            if step % 15 == 14 {
                books.is_sound().await;
            }
        }
        books.is_sound().await;
        assert!(done.len() == 8, "each was done: {done:?}");
        // What each contact holds is what is open of it.
        for code in ["4300", "4100"] {
            let held: i64 = books.held_by(code, books.day(60)).await.values().sum();
            let account = despacho_ledger::accounts::store::find_by_code(books.app.platform.db.read(), books.organization, code).await.expect("read").expect("an account").id;
            let found = open::open(books.app.platform.db.read(), books.organization, &Asked::default(), 1000).await.expect("open items");
            assert_eq!(held, found.iter().filter(|item| item.account_id == account).map(|item| item.base_remaining).sum::<i64>(), "{code}");
        }
    }
}
