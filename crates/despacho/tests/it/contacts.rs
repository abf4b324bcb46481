//! Contacts: customers and vendors, and the postings of control accounts that name them.

use std::collections::HashMap;

use despacho_contacts::{Contact, actions, store as contacts};
use despacho_kernel::Id;
use despacho_ledger::{
    accounts::store as accounts,
    fiscal_years::store as years,
    journal::{ContactRef, EntryDraft, Posting, contact_store},
};
use despacho_platform::both;
use futures_util::future::join_all;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::ledger::{Books, faults, line};

impl Books {
    /// A contact of a name, both customer and vendor.
    pub async fn contact(&self, name: &str) -> Contact {
        let tx = self.app.platform.db.begin().await.expect("a transaction");
        let read = |new: Contact, _: &mut despacho_kernel::Invalid| Contact { name: name.into(), ..new };
        let made = actions::create(&tx, self.organization, read, (&self.owner.user, 1)).await.expect("made");
        tx.commit().await.expect("a commit");
        made
    }

    /// What each contact holds of an account, in cents, by its number; 0 for what names nobody.
    pub async fn held_by(&self, code: &str, through: Date) -> HashMap<i64, i64> {
        let db = self.app.platform.db.read();
        let account = accounts::find_by_code(db, self.organization, code).await.expect("read").expect("an account");
        let all = contact_store::standing(db, self.organization, &through.strftime("%Y-%m").to_string()).await.expect("balances");
        let mut found = HashMap::new();
        for of in all.into_iter().filter(|of| of.account_id == account.id) {
            let number = match of.contact_id {
                Some(id) => contacts::find(db, self.organization, id).await.expect("a contact").number,
                None => 0,
            };
            *found.entry(number).or_default() += of.amount;
        }
        found.retain(|_, amount| *amount != 0);
        found
    }
}

/// A posting that names a contact.
pub fn of(code: &str, amount: i64, number: i64) -> Posting {
    Posting { contact: Some(ContactRef::Number(number)), ..line(code, amount) }
}

pub fn sale(date: Date, number: i64, amount: i64) -> EntryDraft {
    EntryDraft::manual(date, "Venta", vec![of("430", amount, number), line("700", -amount)])
}

both! {
    async fn contacts_have_numbers_without_gaps_and_are_kept_once_named(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let made = join_all((0..12).map(|nth| books.contact(["Uno", "Dos", "Tres"][nth % 3]))).await;
        let mut numbers: Vec<i64> = made.iter().map(|contact| contact.number).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=12).collect::<Vec<i64>>());

        let sent = json!({ "name": "Viveros Quintana, S. L.", "tax_id": "b12345674", "customer": true });
        let one = books.ok("POST", "/contacts", Some(sent), 201).await;
        assert_eq!((&one["number"], &one["tax_id"], &one["country"], &one["customer"], &one["vendor"]), (&json!(13), &json!("B12345674"), &json!("ES"), &json!(true), &json!(false)));
        let path = format!("/contacts/{}", one["id"].as_str().expect("an id"));
        assert_eq!(books.faults_of("POST", "/contacts", json!({ "name": "", "tax_id": "B12345675" })).await, ["name required", "tax_id tax_id_check"]);
        // A tax id follows its country's rules.
        let french = books.ok("POST", "/contacts", Some(json!({ "name": "Vins", "country": "FR", "tax_id": "FR40303265045" })), 201).await;
        assert_eq!((&french["country"], &french["customer"], &french["vendor"]), (&json!("FR"), &json!(true), &json!(true)));
        assert_eq!(books.faults_of("PATCH", &path, json!({ "customer": false })).await, ["customer contact_kind"]);
        let changed = books.ok("PATCH", &path, Some(json!({ "vendor": true })), 200).await;
        assert_eq!((&changed["version"], &changed["vendor"]), (&json!(2), &json!(true)));

        let listed = books.ok("GET", "/contacts?search=quintana%20B12345&kind=vendor", None, 200).await;
        assert_eq!(listed["items"].as_array().expect("items").len(), 1);
        let first = books.ok("GET", "/contacts?limit=5", None, 200).await;
        let next = books.ok("GET", &format!("/contacts?limit=5&cursor={}", first["next_cursor"].as_str().expect("more")), None, 200).await;
        let numbers: Vec<&Value> = next["items"].as_array().expect("items").iter().map(|c| &c["number"]).collect();
        assert_eq!(numbers, [&json!(6), &json!(7), &json!(8), &json!(9), &json!(10)]);

        books.post(&sale(books.day(3), 13, 12_100)).await.expect("posted");
        assert_eq!(books.call("DELETE", &path, None).await.status.as_u16(), 409);
        assert_eq!(books.call("DELETE", &format!("/contacts/{}", french["id"].as_str().expect("an id")), None).await.status.as_u16(), 204);
        // The last number, which nothing named, is given again.
        assert_eq!(books.contact("Otro").await.number, 14);
        books.ok("PATCH", &path, Some(json!({ "active": false })), 200).await;
        assert_eq!(faults(books.post(&sale(books.day(4), 13, 100)).await), ["postings[0].contact contact_inactive"]);
        let stranger = books.app.person("stranger").await;
        let answer = books.app.api(&stranger, "GET", &format!("/organizations/{}{path}", books.organization), None, None).await;
        assert_eq!(answer.status.as_u16(), 404);
        let told = books.app.get(&books.owner, &format!("/organizations/{}/activity", books.organization)).await.text;
        assert!(told.contains("creó el contacto") && told.contains("cambió el contacto") && told.contains("eliminó el contacto"), "{told}");
        books.is_sound().await;
    }

    async fn a_posting_on_a_control_account_names_its_contact_or_nobody(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let (ana, bruno) = (books.contact("Ana").await, books.contact("Bruno").await);
        let day = books.day(3).to_string();
        let sent = |contact: Value| json!({ "date": day, "description": "Venta", "postings": [{ "account_code": "430", "debit": "121.00", "contact": contact }, { "account_code": "700", "credit": "121.00" }] });
        let by_number = books.ok("POST", "/journal-entries", Some(sent(json!(1))), 201).await;
        let line = &by_number["postings"][0];
        assert_eq!((&line["contact"], &line["contact_number"], &line["contact_name"]), (&json!(ana.id), &json!(1), &json!("Ana")));
        assert_eq!((&by_number["postings"][1]["contact"], &by_number["postings"][1]["contact_name"]), (&Value::Null, &json!("")));
        books.ok("POST", "/journal-entries", Some(sent(json!("2"))), 201).await;
        books.ok("POST", "/journal-entries", Some(sent(json!(bruno.id))), 201).await;
        // Without one it is posted too, and counts among what names nobody.
        books.ok("POST", "/journal-entries", Some(sent(Value::Null)), 201).await;
        assert_eq!(books.held_by("430", books.day(3)).await, HashMap::from([(1, 12_100), (2, 24_200), (0, 12_100)]));
        assert_eq!(books.faults_of("POST", "/journal-entries", sent(json!(9))).await, ["postings[0].contact contact_unknown"]);
        assert_eq!(books.faults_of("POST", "/journal-entries", sent(json!("Ana"))).await, ["postings[0].contact contact_unknown"]);
        let bank = json!({ "date": day, "postings": [{ "account_code": "572", "debit": "1.00", "contact": 1 }, { "account_code": "700", "credit": "1.00" }] });
        assert_eq!(books.faults_of("POST", "/journal-entries", bank).await, ["postings[0].contact contact_not_taken"]);

        // A draft keeps it, a correction and a reversal too.
        let draft = books.ok("POST", "/journal-entries", Some({ let mut draft = sent(json!(1)); draft["status"] = json!("draft"); draft }), 201).await;
        assert_eq!((&draft["postings"][0]["contact"], &draft["postings"][0]["contact_name"]), (&json!(ana.id), &json!("Ana")));
        let path = format!("/journal-entries/{}", draft["id"].as_str().expect("an id"));
        let posted = books.ok("POST", &format!("{path}/posting"), Some(json!({})), 200).await;
        assert_eq!(posted["postings"][0]["contact_number"], 1);
        let corrected = books.ok("POST", &format!("{path}/correction"), Some(sent(json!(2))), 201).await;
        assert_eq!(books.held_by("430", books.day(3)).await, HashMap::from([(1, 12_100), (2, 36_300), (0, 12_100)]));
        let path = format!("/journal-entries/{}", corrected["id"].as_str().expect("an id"));
        let reversal = books.ok("POST", &format!("{path}/reversal"), Some(json!({ "date": day, "reason": "Duplicado" })), 201).await;
        assert_eq!((&reversal["postings"][0]["contact_number"], &reversal["postings"][0]["credit"]), (&json!(2), &json!("121.00")));
        assert_eq!(books.held_by("430", books.day(3)).await, HashMap::from([(1, 12_100), (2, 24_200), (0, 12_100)]));
        // What a contact is called is found by the search.
        let found = books.ok("GET", "/journal-entries?search=bruno", None, 200).await;
        assert_eq!(found["items"].as_array().expect("items").len(), 4);
        // An account of contacts stays one.
        let account = accounts::find_by_code(books.app.platform.db.read(), books.organization, "430").await.expect("read").expect("430");
        assert_eq!(account.control, "receivable");
        assert_eq!(books.faults_of("PATCH", &format!("/accounts/{}", account.id), json!({ "control": null })).await, ["control account_has_contacts"]);
        books.is_sound().await;
    }

    async fn a_closing_carries_each_contact_into_the_next_year(engine) {
        let Some(books) = Books::open(engine).await else { return };
        for name in ["Ana", "Bruno", "Clara"] {
            books.contact(name).await;
        }
        let next = books.day(400);
        for (number, amount) in [(1, 10_000), (2, 5_000), (3, 700), (1, -2_500)] {
            books.post(&sale(books.day(9), number, amount)).await.expect("posted");
        }
        books.post(&EntryDraft::manual(books.day(10), "Cobro", vec![of("430", -700, 3), line("572", 700)])).await.expect("posted");
        books.post(&EntryDraft::manual(books.day(10), "Sin contacto", vec![line("430", -900), line("572", 900)])).await.expect("posted");
        let held = HashMap::from([(1, 7_500), (2, 5_000), (0, -900)]);
        assert_eq!(books.held_by("430", books.day(364)).await, held);
        let all = years::list(books.app.platform.db.read(), books.organization).await.expect("years");
        let year: Id = all.iter().find(|year| year.starts_on == books.day(0).to_string()).expect("the year").id;
        let plan = books.close(year).await.expect("closed");
        let closed: Vec<(&str, i64)> = plan.entries[1].lines.iter().filter(|line| line.code == "430").map(|line| (line.name.as_str(), line.amount)).collect();
        assert_eq!(closed, [("Clientes · 1 · Ana", -7_500), ("Clientes · 2 · Bruno", -5_000), ("Clientes", 900)]);
        assert_eq!(books.held_by("430", books.day(364)).await, HashMap::new());
        assert_eq!(books.held_by("430", next).await, held);
        books.is_sound().await;
        books.reopen(year).await.expect("reopened");
        assert_eq!(books.held_by("430", books.day(364)).await, held);
        books.is_sound().await;
    }

    async fn opening_balances_keep_their_contacts(engine) {
        let Some(books) = Books::open(engine).await else { return };
        books.contact("Ana").await;
        let rows = json!([{ "account_code": "430", "debit": "100.00", "contact": 1 }, { "account_code": "430", "debit": "20.00" }, { "account_code": "100", "credit": "120.00" }]);
        let put = books.ok("PUT", "/opening-balances", Some(json!({ "rows": rows })), 200).await;
        let contacts: Vec<&Value> = put["rows"].as_array().expect("rows").iter().map(|row| &row["contact_number"]).collect();
        assert_eq!(contacts, [&json!(1), &Value::Null, &Value::Null]);
        assert_eq!(books.held_by("430", books.day(0)).await, HashMap::from([(1, 10_000), (0, 2_000)]));
        books.is_sound().await;
    }
}
