//! Remittances by the API and on their pages: accounts and mandates of contacts, files for the bank, and the payments that they post, on both databases.

use despacho_platform::both;
use serde_json::{Value, json};

use crate::{
    document_pages::{holds, lacks},
    documents::cents,
    ledger::Books,
};

const OWN: &str = "ES9121000418450200051332";
const OTHER: &str = "ES7921000813610123456789";

fn id(of: &Value) -> &str {
    of["id"].as_str().expect("an id")
}

impl Books {
    /// The day on which an order of today is done, and a bank account with an IBAN.
    async fn at_bank(&self) -> (String, Value) {
        self.ok("PATCH", "", Some(json!({ "tax_id": "B12345674" })), 200).await;
        let bank = self.ok("POST", "/bank-accounts", Some(json!({ "name": "Banco de Ejemplo", "iban": OWN })), 201).await;
        let now = self.app.platform.clock.now();
        (despacho_ui::format::local_date("Europe/Madrid", now).expect("a day").to_string(), bank)
    }
}

both! {
    async fn vendors_are_paid_by_one_file_and_its_payments_settle_their_bills(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let (today, bank) = books.at_bank().await;
        let vendor = books.party("Peña & Hijos").await;
        let one = books.bill(&vendor, 1, "A-1", "100.00").await;
        let two = books.bill(&vendor, 2, "A-2", "50.00").await;
        let items = json!([{ "document_id": one["id"] }, { "document_id": two["id"], "amount": "20.50" }]);
        let order = json!({ "kind": "transfers", "bank_account_id": bank["id"], "date": today, "items": items });
        assert_eq!(books.faults_of("POST", "/remittances", order.clone()).await, ["items[0].document_id iban_missing", "items[1].document_id iban_missing"]);
        let details = format!("/contacts/{vendor}/bank-details");
        assert_eq!(books.faults_of("PUT", &details, json!({ "iban": "ES7921000813610123456780", "bic": "X" })).await, ["iban iban", "bic bic"]);
        let kept = books.ok("PUT", &details, Some(json!({ "iban": "es79 2100 0813 6101 2345 6789" })), 200).await;
        assert_eq!((&kept["iban"], &books.ok("GET", &details, None, 200).await), (&json!(OTHER), &kept));
        assert_eq!(books.ok("GET", &format!("/contacts/{vendor}/mandates"), None, 200).await["items"], json!([]));

        let made = books.ok("POST", "/remittances", Some(order.clone()), 201).await;
        assert_eq!((&made["number"], &made["status"], cents(&made["amount"]), &made["count"]), (&json!("REM-0001"), &json!("prepared"), 14_150, &json!(1)));
        // Nothing is posted yet, and the same documents are in no other.
        assert_eq!(books.app.count("payments").await, 0);
        assert_eq!(books.faults_of("POST", "/remittances", order).await, ["items[0].document_id in_remittance", "items[1].document_id in_remittance"]);
        let path = format!("/remittances/{}", id(&made));
        let file = books.call("GET", &format!("{path}/file?format=pain.001.001.09"), None).await;
        for said in ["urn:iso:std:iso:20022:tech:xsd:pain.001.001.09", "<CtrlSum>141.50</CtrlSum>", "<Nm>Pena + Hijos</Nm>", OWN, OTHER, "<Ustrd>A-1, A-2</Ustrd>"] {
            assert!(file.text.contains(said), "{said}: {}", file.text);
        }
        assert_eq!(books.call("GET", &format!("{path}/file?format=pain.008.001.02"), None).await.status, 400);

        let posted = books.ok("POST", &format!("{path}/post"), Some(json!({})), 200).await;
        let payment = books.ok("GET", &format!("/payments-made/{}", posted["payments"][0]["payment_id"].as_str().expect("a payment")), None, 200).await;
        assert_eq!((cents(&payment["amount"]), &payment["reference"]), (14_150, &json!("REM-0001")));
        let left = async |of: &Value| cents(&books.ok("GET", &format!("/bills/{}", id(of)), None, 200).await["totals"]["balance"]);
        assert_eq!((left(&one).await, left(&two).await), (0, 4_000));
        for deed in ["post", "cancel"] {
            let again = books.call("POST", &format!("{path}/{deed}"), Some(json!({}))).await;
            assert_eq!((again.status.as_u16(), &again.json()["type"]), (409, &json!("/problems/remittance-ended")));
        }
        // What is left is free for another.
        let rest = json!({ "kind": "transfers", "bank_account_id": bank["id"], "items": [{ "document_id": two["id"], "amount": "40.01" }] });
        assert_eq!(books.faults_of("POST", "/remittances", rest).await, ["items[0].amount over_allocated"]);
        // The bank's line is matched with its payment.
        let line = json!({ "bank_account_id": bank["id"], "date": today, "amount": "-141.50", "text": "Remesa REM-0001" });
        let line = books.ok("POST", "/bank-lines", Some(line), 201).await;
        let offered = books.ok("GET", "/bank-lines?status=unmatched", None, 200).await["items"].as_array().expect("lines").iter().find(|of| of["id"] == line["id"]).expect("the line").clone();
        assert!(offered["proposals"][0]["score"].as_i64().is_some_and(|score| score >= 85), "{offered}");
        books.is_sound().await;
    }

    async fn customers_are_debited_under_their_mandates(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let (today, bank) = books.at_bank().await;
        let customer = books.party("Editorial Pinar").await;
        books.ok("PUT", &format!("/contacts/{customer}/bank-details"), Some(json!({ "iban": OTHER })), 200).await;
        let sold = async |price: &str| {
            let lines = json!([{ "description": "Trabajo", "unit_price": price, "taxes": ["IVA21V"] }]);
            books.ok("POST", "/invoices", Some(json!({ "contact_id": customer, "date": books.day(1).to_string(), "lines": lines, "status": "issued" })), 201).await
        };
        let one = sold("100.00").await;
        let order = |of: &Value| json!({ "kind": "debits", "bank_account_id": bank["id"], "date": today, "items": [{ "document_id": of["id"] }] });
        assert_eq!(books.faults_of("POST", "/remittances", order(&one)).await, ["items[0].document_id mandate_missing"]);
        let mandates = format!("/contacts/{customer}/mandates");
        assert_eq!(books.faults_of("POST", &mandates, json!({ "signed_on": "2999-01-01", "reference": "/Ñ" })).await, ["signed_on date_future", "reference identifier"]);
        let mandate = books.ok("POST", &mandates, Some(json!({ "signed_on": "2025-06-01" })), 201).await;
        assert_eq!((&mandate["reference"], &mandate["scheme"], &mandate["usage"], &mandate["last_used_on"]), (&json!("M-1-1"), &json!("core"), &json!("recurrent"), &Value::Null));

        let made = books.ok("POST", "/remittances", Some(order(&one)), 201).await;
        assert_eq!(made["payments"][0]["sequence"], json!("first"));
        let path = format!("/remittances/{}", id(&made));
        let file = books.call("GET", &format!("{path}/file"), None).await.text;
        for said in ["pain.008.001.02", "<SeqTp>FRST</SeqTp>", "<MndtId>M-1-1</MndtId>", "<DtOfSgntr>2025-06-01</DtOfSgntr>", "000B12345674"] {
            assert!(file.contains(said), "{said}: {file}");
        }
        books.ok("POST", &format!("{path}/post"), Some(json!({})), 200).await;
        let used = books.ok("GET", &mandates, None, 200).await["items"][0].clone();
        assert_eq!((&used["debits"], &used["last_used_on"]), (&json!(1), &json!(today)));
        assert_eq!(books.ok("GET", &format!("/invoices/{}", id(&one)), None, 200).await["status"], json!("paid"));

        // The next debit is recurrent; one that is left undone frees its documents, and a mandate that is cancelled debits no more.
        let two = sold("10.00").await;
        let next = books.ok("POST", "/remittances", Some(order(&two)), 201).await;
        assert_eq!((&next["number"], &next["payments"][0]["sequence"]), (&json!("REM-0002"), &json!("recurrent")));
        books.ok("POST", &format!("/remittances/{}/cancel", id(&next)), Some(json!({})), 200).await;
        books.ok("POST", &format!("{mandates}/{}/cancel", id(&mandate)), Some(json!({})), 200).await;
        assert_eq!(books.faults_of("POST", "/remittances", order(&two)).await, ["items[0].document_id mandate_missing"]);
        let listed = books.ok("GET", "/remittances?limit=1", None, 200).await;
        assert!(listed["items"][0]["number"] == "REM-0002" && listed["next_cursor"].is_string(), "{listed}");
        books.is_sound().await;
    }

    async fn a_remittance_is_prepared_and_posted_on_its_pages(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let (today, bank) = books.at_bank().await;
        let (vendor, other) = (books.party("Suministros Sol").await, books.party("Talleres Luna").await);
        let bill = books.bill(&vendor, 1, "A-1", "100.00").await;
        let lacking = books.bill(&other, 1, "B-1", "10.00").await;
        let kept = books.send(&format!("/contacts/{vendor}/bank-details"), &[("version", "0"), ("iban", OTHER), ("bic", "")]).await;
        assert_eq!(kept.status, 303, "{}", kept.text);
        holds(&books.see(&format!("/contacts/{vendor}/bank-details")).await, &["ES79 2100 0813 6101 2345 6789", "Añadir mandato"]);
        let page = books.see(&format!("/remittances/new?kind=transfers&due={}", books.day(300))).await;
        holds(&page, &["Suministros Sol", "Talleres Luna", "Falta su IBAN", "Banco de Ejemplo"]);
        let form = |document: &Value| vec![("kind", "transfers".to_owned()), ("bank_account_id", id(&bank).to_owned()), ("date", today.clone()), ("due", books.day(300).to_string()), ("items", id(document).to_owned()), ("key", "k1".to_owned())];
        let send = async |document: &Value| {
            let form = form(document);
            books.send("/remittances", &form.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>()).await
        };
        let refused = send(&lacking).await;
        assert_eq!(refused.status, 422);
        holds(&refused, &["Falta el IBAN"]);
        let made = send(&bill).await;
        assert_eq!(made.status, 303, "{}", made.text);
        let path = made.location().trim_start_matches(&format!("/organizations/{}", books.organization)).to_owned();
        holds(&books.see(&path).await, &["REM-0001", "Preparada", "Suministros Sol", "121,00", "pain.001.001.03"]);
        assert_eq!(books.send(&format!("{path}/posting"), &[]).await.status, 303);
        let page = books.see(&path).await;
        holds(&page, &["Contabilizada", "/payments-made/"]);
        lacks(&page, &["/posting\"", "/cancellation\""]);
        holds(&books.see("/remittances").await, &["REM-0001", "Contabilizada"]);
    }
}
