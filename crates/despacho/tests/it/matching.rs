//! Punteo: postings that settle each other, by hand and proposed, and what becomes of a match when its entry is undone.

use despacho_kernel::Id;
use despacho_ledger::journal::EntryDraft;
use despacho_platform::both;
use futures_util::future::join_all;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::{
    contacts::{of, sale},
    ledger::{Books, line},
};

fn paid(date: Date, number: i64, amount: i64) -> EntryDraft {
    EntryDraft::manual(date, "Cobro", vec![line("572", amount), of("430", -amount, number)])
}

/// The body that matches the 430 of a sale with that of a payment.
fn both_of(sale: Id, payment: Id) -> Value {
    json!({ "postings": [{ "entry": sale, "position": 0 }, { "entry": payment, "position": 1 }] })
}

impl Books {
    async fn post_id(&self, draft: &EntryDraft) -> Id {
        self.post(draft).await.expect("posted").id
    }

    /// The postings of 430 that are open, as entry and balance after each.
    async fn unmatched(&self) -> Vec<(String, String)> {
        let page = self.ok("GET", "/reports/general-ledger?account_code=430&matched=false", None, 200).await;
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        page["rows"].as_array().expect("rows").iter().map(|row| (text(&row["entry"]), text(&row["balance"]))).collect()
    }
}

both! {
    async fn postings_that_settle_each_other_are_matched_and_taken_off(engine) {
        let Some(books) = Books::open(engine).await else { return };
        for name in ["Ana", "Bruno"] {
            books.contact(name).await;
        }
        let (one, two) = (books.post_id(&sale(books.day(3), 1, 12_100)).await, books.post_id(&sale(books.day(4), 2, 12_100)).await);
        let (pays, short) = (books.post_id(&paid(books.day(9), 1, 12_100)).await, books.post_id(&paid(books.day(10), 2, 12_000)).await);
        assert_eq!(books.faults_of("POST", "/matches", both_of(two, short)).await, ["postings match_difference"]);
        assert_eq!(books.faults_of("POST", "/matches", both_of(two, pays)).await, ["postings[1] match_contact"]);
        assert_eq!(books.faults_of("POST", "/matches", json!({ "postings": [{ "entry": one, "position": 0 }] })).await, ["postings too_few_postings"]);
        // A locked period is no hindrance: nothing posted changes.
        books.ok("POST", "/period-locks", Some(json!({ "scope": "all", "level": "hard", "locked_through": books.day(20).to_string(), "reason": "303" })), 201).await;
        let made = books.ok("POST", "/matches", Some(both_of(one, pays)), 201).await;
        assert_eq!((&made["letters"], &made["amount"], &made["account_code"]), (&json!("A"), &json!("121.00"), &json!("430")));
        assert_eq!(books.faults_of("POST", "/matches", both_of(one, pays)).await, ["postings[0] posting_matched", "postings[1] posting_matched"]);
        assert_eq!(books.unmatched().await, [(two.to_string(), "121.00".into()), (short.to_string(), "1.00".into())]);
        let page = books.ok("GET", "/reports/general-ledger?account_code=430&contact=1", None, 200).await;
        let rows: Vec<(&Value, &Value, &Value)> = page["rows"].as_array().expect("rows").iter().map(|r| (&r["matched"], &r["contact_number"], &r["balance"])).collect();
        assert_eq!(rows, [(&json!("A"), &json!(1), &json!("121.00")), (&json!("A"), &json!(1), &json!("0.00"))]);
        books.is_sound().await;

        let path = format!("/matches/{}", made["id"].as_str().expect("an id"));
        books.ok("DELETE", &path, None, 204).await;
        assert_eq!(books.unmatched().await.len(), 4);
        assert_eq!(books.ok("GET", "/matches", None, 200).await["items"], json!([]));
        // It stays as the log, and the next has the next letter.
        assert_eq!(books.ok("GET", &path, None, 200).await["removed_why"], "by_hand");
        let proposed = books.ok("GET", "/match-proposals?account_code=430", None, 200).await;
        assert_eq!((proposed["items"].as_array().expect("items").len(), &proposed["items"][0]["reason"]), (1, &json!("amount")));
        let again = books.ok("POST", "/matches", Some(json!({ "postings": proposed["items"][0]["postings"], "reference": "Ext. 9-1" })), 201).await;
        assert_eq!((&again["letters"], &again["reference"]), (&json!("B"), &json!("Ext. 9-1")));
        let stranger = books.app.person("stranger").await;
        let answer = books.app.api(&stranger, "GET", &format!("/organizations/{}{path}", books.organization), None, None).await;
        assert_eq!(answer.status.as_u16(), 404);
        books.is_sound().await;
    }

    async fn of_many_who_match_the_same_posting_one_does(engine) {
        let Some(books) = Books::open(engine).await else { return };
        books.contact("Ana").await;
        let sold = books.post_id(&sale(books.day(3), 1, 5_000)).await;
        let mut payments = vec![];
        for nth in 0..6 {
            payments.push(books.post_id(&paid(books.day(4 + nth), 1, 5_000)).await);
        }
        let answers = join_all(payments.iter().map(|payment| books.call("POST", "/matches", Some(both_of(sold, *payment))))).await;
        let mut status: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
        status.sort_unstable();
        assert_eq!(status, [201, 422, 422, 422, 422, 422]);
        books.is_sound().await;
    }

    async fn what_undoes_an_entry_takes_its_match_off(engine) {
        let Some(books) = Books::open(engine).await else { return };
        books.contact("Ana").await;
        let (sold, pays) = (books.post_id(&sale(books.day(3), 1, 5_000)).await, books.post_id(&paid(books.day(4), 1, 5_000)).await);
        let made = books.ok("POST", "/matches", Some(both_of(sold, pays)), 201).await;
        let path = format!("/matches/{}", made["id"].as_str().expect("an id"));
        let day = books.day(3).to_string();
        let body = json!({ "date": day, "postings": [{ "account_code": "430", "debit": "50.00", "contact": 1 }, { "account_code": "705", "credit": "50.00" }] });
        let corrected = books.ok("POST", &format!("/journal-entries/{sold}/correction"), Some(body), 201).await;
        assert_eq!(books.ok("GET", &path, None, 200).await["removed_why"], "corrected");
        assert_eq!(books.unmatched().await.len(), 2);
        // What is reversed is matched with its reversal: neither is open.
        let id = corrected["id"].as_str().expect("an id");
        books.ok("POST", &format!("/journal-entries/{id}/reversal"), Some(json!({ "date": day, "reason": "Duplicado" })), 201).await;
        assert_eq!(books.unmatched().await, [(pays.to_string(), "-50.00".into())]);
        books.is_sound().await;
    }

    async fn balances_by_contact_add_up_to_their_account(engine) {
        let Some(books) = Books::open(engine).await else { return };
        for name in ["Ana", "Bruno"] {
            books.contact(name).await;
        }
        books.post_id(&sale(books.day(3), 1, 12_100)).await;
        books.post_id(&sale(books.day(34), 2, 5_000)).await;
        books.post_id(&paid(books.day(40), 1, 2_100)).await;
        books.post_id(&EntryDraft::manual(books.day(41), "Sin contacto", vec![line("430", 700), line("700", -700)])).await;
        let at = async |day: Date| {
            let found = books.ok("GET", &format!("/reports/contact-balances?date={day}&account_code=430"), None, 200).await;
            let rows: Vec<String> = found["rows"].as_array().expect("rows").iter().map(|r| format!("{} {} {}", r["contact_number"], r["contact_name"].as_str().unwrap_or(""), r["balance"].as_str().unwrap_or(""))).collect();
            (rows, found["accounts"].clone())
        };
        let name = "Clientes";
        assert_eq!(at(books.day(2)).await, (vec![], json!([])));
        assert_eq!(at(books.day(39)).await, (vec!["1 Ana 121.00".into(), "2 Bruno 50.00".into()], json!([{ "code": "430", "name": name, "balance": "171.00", "without_contact": "0.00" }])));
        assert_eq!(at(books.day(364)).await, (vec!["1 Ana 100.00".into(), "2 Bruno 50.00".into()], json!([{ "code": "430", "name": name, "balance": "157.00", "without_contact": "7.00" }])));
    }
}
