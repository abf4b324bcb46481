//! Returns that are filed, paid, corrected and reopened, on both databases: what is kept, posted and locked, and that taking it back leaves the books as
//! they were. Figures are computed by hand from the documents of `Taxed::quarter`.

use std::collections::HashMap;

use axum::{
    body::Body,
    http::{Request, header},
};
use despacho_platform::{both, testkit::Engine};
use serde_json::{Value, json};

use crate::{common::Answer, ledger::Books, tax_figures::Taxed};

fn filed(year: i16) -> Value {
    json!({ "date": format!("{year}-07-14"), "reference": "303 000000000 0", "csv": "ejemplo0csv00000" })
}

impl Taxed {
    async fn deed(&self, of: &str, deed: &str, body: Value, status: u16) -> Value {
        self.books.ok("POST", &format!("/tax-returns/{of}/{deed}"), Some(body), status).await
    }

    /// A return of the year, as an address names it.
    fn named(&self, model: &str, period: &str) -> String {
        format!("{model}/{}{period}", self.year)
    }

    /// Sends a filing with a header.
    async fn filing_with(&self, of: &str, body: &Value, headers: &[(&str, &str)]) -> Answer {
        let path = format!("/api/v1/organizations/{}/tax-returns/{of}/file", self.books.organization);
        let mut request = Request::post(path).header(header::AUTHORIZATION, format!("Bearer {}", self.books.owner.token));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.books.app.send(request.body(Body::from(body.to_string())).expect("a request")).await
    }

    async fn file(&self, model: &str, period: &str) -> Value {
        self.deed(&self.named(model, period), "file", filed(self.year), 200).await
    }

    /// The lines of an entry: account and amount, debit positive.
    async fn entry(&self, id: &Value) -> Vec<(String, String)> {
        let found = self.get(&format!("/journal-entries/{}", id.as_str().expect("an id"))).await;
        let text = |of: &Value| of.as_str().expect("a text").to_owned();
        let one = |line: &Value| {
            let (debit, credit) = (text(&line["debit"]), text(&line["credit"]));
            (text(&line["account_code"]), if debit == "0.00" { format!("-{credit}") } else { debit })
        };
        found["postings"].as_array().expect("postings").iter().map(one).collect()
    }

    /// Scopes that are locked, and through when.
    async fn locks(&self) -> Vec<String> {
        let found = self.get("/period-locks").await;
        let one = |lock: &Value| ["scope", "level", "locked_through"].map(|name| lock[name].as_str().unwrap_or("-").to_owned()).join(" ");
        found["items"].as_array().expect("locks").iter().map(one).collect()
    }

    /// What is posted, and how the returns of the year stand.
    async fn books_and_returns(&self) -> (HashMap<String, i64>, Vec<String>, Value) {
        let mut returns = self.get(&format!("/tax-returns?year={}", self.year)).await;
        for of in returns["items"].as_array_mut().expect("returns") {
            of["version"] = json!(0);
        }
        (self.books.balances().await, self.locks().await, returns)
    }
}

fn lines(told: &[(&str, &str)]) -> Vec<(String, String)> {
    told.iter().map(|(code, amount)| ((*code).to_owned(), (*amount).to_owned())).collect()
}

fn amounts<'a>(of: &'a Value, numbers: &[&str]) -> Vec<&'a str> {
    let figure = |number: &&str| {
        of["boxes"].as_array().expect("boxes").iter().find(|one| one["box"] == **number).expect("a box")["amount"]
            .as_str()
            .expect("an amount")
    };
    numbers.iter().map(figure).collect()
}

both! {
    async fn a_return_that_is_filed_stays_as_it_was(engine) {
        let Some(taxed) = Taxed::quarter(engine).await else { return };
        let first = taxed.named("303", "-1T");
        let draft = taxed.of("303", "-1T").await;
        // What filing would post: 477 and 472 are emptied, and what is left over is carried on 4700.
        let planned: Vec<(&str, &str, &str)> = draft["settlement"].as_array().expect("lines").iter().map(|line| (line["account_code"].as_str().expect("a code"), line["debit"].as_str().expect("an amount"), line["credit"].as_str().expect("an amount"))).collect();
        assert_eq!(planned, [("4700", "506.40", "0.00"), ("477", "543.60", "0.00"), ("472", "0.00", "1050.00")]);
        assert_eq!((&draft["state"], &draft["version"], &draft["filing"]), (&json!("draft"), &json!(0), &Value::Null));

        // Numbers and codes are looked at, and nothing is kept of what is refused.
        let bad = json!({ "date": format!("{}-12-31", taxed.year - 1), "reference": "12", "csv": "EJEMPLO0", "outcome": "refund" });
        let refused = taxed.deed(&first, "file", bad, 422).await;
        let mut fields: Vec<&str> = refused["errors"].as_array().expect("errors").iter().map(|error| error["field"].as_str().expect("a field")).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["csv", "date", "reference"]);
        let refused = taxed.deed(&first, "file", json!({ "date": format!("{}-04-14", taxed.year), "reference": "3030000000000", "csv": "EJEMPLO0CSV00000", "outcome": "refund" }), 422).await;
        assert_eq!((&refused["errors"][0]["field"], taxed.locks().await), (&json!("outcome"), vec![]));
        let stale = json!({ "date": format!("{}-04-14", taxed.year), "reference": "3030000000000", "csv": "EJEMPLO0CSV00000", "fingerprint": "0" });
        assert_eq!(taxed.deed(&first, "file", stale, 422).await["errors"][0]["code"], json!("figures_changed"));
        let over = taxed.filing_with(&first, &filed(taxed.year), &[("if-match", "\"7\"")]).await;
        assert_eq!(over.status.as_u16(), 412);

        // Approved, then filed: once, however often the key is sent.
        let approved = taxed.deed(&first, "approve", json!({ "fingerprint": draft["fingerprint"] }), 200).await;
        assert_eq!((&approved["state"], &approved["version"]), (&json!("approved"), &json!(1)));
        let mut body = filed(taxed.year);
        body["fingerprint"] = draft["fingerprint"].clone();
        let headers = [("idempotency-key", "presentado"), ("if-match", "\"1\"")];
        let done = taxed.filing_with(&first, &body, &headers).await;
        assert_eq!(done.status.as_u16(), 200, "{}", done.text);
        let again = taxed.filing_with(&first, &body, &headers).await;
        assert_eq!((again.status.as_u16(), &again.text), (200, &done.text));
        assert_eq!(taxed.deed(&first, "file", filed(taxed.year), 409).await["type"], json!("/problems/return-filed"));
        let found = taxed.of("303", "-1T").await;
        let filing = &found["filing"];
        assert_eq!((&found["state"], &filing["outcome"], &filing["result"]), (&json!("filed"), &json!("carry"), &json!("-506.40")));
        assert_eq!((&filing["reference"], &filing["csv"]), (&json!("3030000000000"), &json!("EJEMPLO0CSV00000")));
        assert_eq!(taxed.entry(&filing["entry_id"]).await, lines(&[("4700", "506.40"), ("477", "543.60"), ("472", "-1050.00")]));
        let through = format!("{}-03-31", taxed.year);
        assert_eq!(taxed.locks().await, ["purchases", "sales", "tax"].map(|scope| format!("{scope} soft {through}")));
        assert_eq!((&found["ties_differ"], &found["settlement"], &found["changes"]), (&json!(false), &json!([]), &json!([])));
        assert_eq!((found["boxes"].clone(), &found["fingerprint"]), (draft["boxes"].clone(), &draft["fingerprint"]));
        // Its entry is undone by reopening alone, and there is nothing to pay.
        let entry = filing["entry_id"].as_str().expect("an id");
        taxed.books.ok("POST", &format!("/journal-entries/{entry}/reversal"), Some(json!({ "date": through, "reason": "No" })), 409).await;
        assert_eq!(taxed.deed(&first, "pay", json!({ "date": through, "account_code": "572" }), 409).await["type"], json!("/problems/return-not-payable"));

        // What it left is used by the next one.
        let second = taxed.of("303", "-2T").await;
        assert_eq!(amounts(&second, &["46", "110", "78", "87", "69", "71"]), ["525.00", "506.40", "506.40", "0.00", "18.60", "18.60"]);
        let second = taxed.file("303", "-2T").await;
        assert_eq!(taxed.entry(&second["filing"]["entry_id"]).await, lines(&[("477", "525.00"), ("4700", "-506.40"), ("4750", "-18.60")]));
        let paid = taxed.deed(&taxed.named("303", "-2T"), "pay", json!({ "date": format!("{}-07-20", taxed.year), "account_code": "572" }), 200).await;
        assert_eq!(paid["state"], json!("paid"));
        assert_eq!(taxed.entry(&paid["filing"]["payment_entry_id"]).await, lines(&[("4750", "18.60"), ("572", "-18.60")]));
        let balances = taxed.books.balances().await;
        assert_eq!(["472", "477", "4700", "4750"].map(|code| balances.get(code).copied().unwrap_or(0)), [0, 0, 0, 0]);
        assert_eq!(taxed.of("303", "-2T").await["ties_differ"], json!(false));

        // Only the last is taken back, a step at a time.
        assert_eq!(taxed.deed(&first, "reopen", json!({ "reason": "Error" }), 409).await["type"], json!("/problems/later-return-filed"));
        taxed.deed(&first, "reopen", json!({ "reason": "" }), 422).await;
        for state in ["filed", "draft"] {
            assert_eq!(taxed.deed(&taxed.named("303", "-2T"), "reopen", json!({ "reason": "Error" }), 200).await["state"], json!(state));
        }
        assert_eq!(taxed.locks().await, ["purchases", "sales", "tax"].map(|scope| format!("{scope} soft {through}")));
        assert_eq!(taxed.deed(&first, "reopen", json!({ "reason": "Error" }), 200).await["state"], json!("draft"));
        assert_eq!((taxed.locks().await, taxed.of("303", "-1T").await["boxes"].clone()), (vec![], draft["boxes"].clone()));
        taxed.books.is_sound().await;
    }

    async fn what_changes_after_filing_is_told_and_corrected_by_another_return(engine) {
        let Some(taxed) = Taxed::quarter(engine).await else { return };
        taxed.file("303", "-1T").await;
        taxed.file("111", "-1T").await;
        // Whoever may post in a locked period does so; what was filed stays.
        let late = taxed.contact("Bodegas Almendro", "ES", "B12345674").await;
        let document = taxed.issued("/bills", &late, 40, &[("1000", &["IVA21C", "IRPF15C"], "629")]).await;
        let found = taxed.of("303", "-1T").await;
        assert_eq!((amounts(&found, &["28", "71"]), &found["changed_documents"][0]["id"]), (vec!["2100.00", "-506.40"], &document["id"]));
        let changes: Vec<String> = found["changes"].as_array().expect("changes").iter().map(|of| ["box", "filed", "present"].map(|name| of[name].as_str().expect("a text")).join(" ")).collect();
        assert_eq!(changes[..2], ["28 2100.00 3100.00", "29 430.50 640.50"]);
        assert_eq!(changes.last().map(String::as_str), Some("71 -506.40 -716.40"));
        let of_box = taxed.get(&format!("/tax-returns/{}/boxes/29", taxed.named("303", "-1T"))).await;
        assert_eq!((of_box["items"].as_array().map(Vec::len), &of_box["amount"]), (Some(5), &json!("430.50")));

        // The rectifying return tells the whole again; what was carried is carried anew.
        let begun = taxed.deed(&taxed.named("303", "-1T"), "rectify", json!({}), 200).await;
        assert_eq!((&begun["state"], &begun["filing"]["kind"], &begun["filing"]["sequence"]), (&json!("draft"), &json!("rectifying"), &json!(2)));
        let done = taxed.file("303", "-1T").await;
        assert_eq!(taxed.entry(&done["filing"]["entry_id"]).await, lines(&[("4700", "210.00"), ("472", "-210.00")]));
        let found = taxed.of("303", "-1T").await;
        assert_eq!((amounts(&found, &["69", "70", "71"]), &found["changes"], found["filings"].as_array().map(Vec::len)), (vec!["-716.40", "0.00", "-716.40"], &json!([]), Some(2)));
        assert_eq!(amounts(&taxed.of("303", "-2T").await, &["110"]), ["716.40"]);

        // What was withheld is paid from where it stands; more of it is declared by a complementary return for the rest.
        let of_work = taxed.of("111", "-1T").await;
        assert_eq!((&of_work["filing"]["entry_id"], amounts(&of_work, &["08", "30"])), (&Value::Null, vec!["400.00", "60.00"]));
        let pay = json!({ "date": format!("{}-04-20", taxed.year), "account_code": "572" });
        let paid = taxed.deed(&taxed.named("111", "-1T"), "pay", pay.clone(), 200).await;
        assert_eq!(taxed.entry(&paid["filing"]["payment_entry_id"]).await, lines(&[("4751", "60.00"), ("572", "-60.00")]));
        let begun = taxed.deed(&taxed.named("111", "-1T"), "rectify", json!({}), 200).await;
        assert_eq!(begun["filing"]["kind"], json!("complementary"));
        assert_eq!(amounts(&taxed.of("111", "-1T").await, &["07", "28", "29", "30"]), ["2", "210.00", "60.00", "150.00"]);
        taxed.file("111", "-1T").await;
        let paid = taxed.deed(&taxed.named("111", "-1T"), "pay", pay, 200).await;
        assert_eq!(taxed.entry(&paid["filing"]["payment_entry_id"]).await, lines(&[("4751", "150.00"), ("572", "-150.00")]));
        assert_eq!(taxed.of("111", "-2T").await["ties_differ"], json!(false));

        // A filing that does not tie says why.
        let postings = json!([{ "account_code": "472", "debit": "25.20" }, { "account_code": "572", "credit": "25.20" }]);
        taxed.books.ok("POST", "/journal-entries", Some(json!({ "date": format!("{}-06-30", taxed.year), "description": "A mano", "postings": postings })), 201).await;
        let refused = taxed.deed(&taxed.named("303", "-2T"), "file", filed(taxed.year), 422).await;
        assert_eq!((&refused["errors"][0]["field"], &refused["errors"][0]["code"]), (&json!("reason"), &json!("required")));
        let mut told = filed(taxed.year);
        told["reason"] = json!("Factura de abril sin recibir");
        let done = taxed.deed(&taxed.named("303", "-2T"), "file", told, 200).await;
        assert_eq!((&done["filing"]["reason"], &done["filing"]["outcome"]), (&json!("Factura de abril sin recibir"), &json!("zero")));
        taxed.books.is_sound().await;
    }

    async fn instalments_and_summaries_take_up_what_was_filed(engine) {
        let Some(taxed) = Taxed::quarter(engine).await else { return };
        for period in ["-1T", "-2T"] {
            taxed.file("130", period).await;
        }
        let paid = taxed.deed(&taxed.named("130", "-2T"), "pay", json!({ "date": format!("{}-07-20", taxed.year), "account_code": "572" }), 200).await;
        assert_eq!(taxed.entry(&paid["filing"]["payment_entry_id"]).await, lines(&[("473", "232.90"), ("572", "-232.90")]));
        // A payment on account is no withholding that lacks a document.
        let third = taxed.of("130", "-3T").await;
        assert_eq!((amounts(&third, &["05"]), &third["ties_differ"]), (vec!["232.90"], &json!(false)));
        // An earlier quarter that changes afterwards changes nothing of what later ones take.
        let late = taxed.contact("Viveros Quintana", "ES", "B12345674").await;
        taxed.issued("/invoices", &late, 100, &[("1000", &["IVA21V"], "705")]).await;
        assert_eq!(amounts(&taxed.of("130", "-3T").await, &["01", "05"]), ["5900.00", "232.90"]);
        // What only informs is filed with its records, and substituted as a whole.
        let done = taxed.file("349", "-1T").await;
        assert_eq!((&done["filing"]["outcome"], &done["filing"]["entry_id"]), (&json!("inform"), &Value::Null));
        let lisbon = taxed.contact("Cerâmica do Sado", "PT", "PT501234567").await;
        taxed.issued("/bills", &lisbon, 50, &[("70", &["IVA21ICB"], "600")]).await;
        let found = taxed.of("349", "-1T").await;
        assert_eq!((found["records"].as_array().map(Vec::len), amounts(&found, &["02"]), &found["changes"][0]["present"]), (Some(2), vec!["1500.00"], &json!("3")));
        assert_eq!(taxed.deed(&taxed.named("349", "-1T"), "rectify", json!({}), 200).await["filing"]["kind"], json!("substitute"));
        assert_eq!(taxed.of("349", "-1T").await["records"].as_array().map(Vec::len), Some(3));
        assert_eq!(taxed.deed(&taxed.named("349", "-1T"), "reopen", json!({ "reason": "No hace falta" }), 200).await["state"], json!("filed"));
        taxed.books.is_sound().await;
    }

    async fn taxes_under_the_cash_criterion_come_in_as_they_are_paid(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let year = books.day(0).year();
        let taxed = Taxed { books, year };
        let (app, owner) = (&taxed.books.app, &taxed.books.owner);
        for (code, kind, tax) in [("4778", "liability", "IVA4V"), ("4728", "asset", "IVA10C")] {
            let form = format!("code={code}&name=Pendiente&type={kind}&currency=&active=true");
            let made = app.post(owner, &format!("/organizations/{}/accounts", taxed.books.organization), &form).await;
            assert_eq!(made.status.as_u16(), 303, "{}", made.text);
            let account = format!("SELECT a.id FROM accounts a WHERE a.organization_id = taxes.organization_id AND a.code = '{code}'");
            taxed.books.harm(&format!("UPDATE taxes SET pending_account_id = ({account}) WHERE code = '{tax}'")).await;
        }
        let shop = taxed.contact("Mercería Olmo", "ES", "12345678Z").await;
        let vendor = taxed.contact("Papelería Ficticia", "ES", "B12345674").await;
        let sale = taxed.issued("/invoices", &shop, 5, &[("1000", &["IVA4V"], "700")]).await;
        let bill = taxed.issued("/bills", &vendor, 6, &[("500", &["IVA10C"], "629")]).await;
        let other = taxed.issued("/invoices", &shop, 7, &[("100", &["IVA21V"], "705")]).await;
        let pay = async |path: &str, contact: &Value, day: i64, of: &Value, amounts: [&str; 3]| {
            let [amount, withheld, settled] = amounts;
            let body = json!({ "contact_id": contact, "date": taxed.books.day(day).to_string(), "amount": amount, "withheld": withheld, "account_code": "572", "allocations": [{ "document_id": of["id"], "amount": settled }] });
            taxed.books.ok("POST", path, Some(body), 201).await;
        };
        // Half of what was sold is paid in February, what was bought in April; of the rest the customer keeps 15.00 back.
        pay("/payments-received", &shop, 40, &sale, ["520", "0", "520"]).await;
        pay("/payments-made", &vendor, 100, &bill, ["550", "0", "550"]).await;
        pay("/payments-received", &shop, 45, &other, ["106", "15", "121"]).await;
        let first = taxed.of("303", "-1T").await;
        assert_eq!(amounts(&first, &["01", "03", "07", "09", "28", "29", "62", "63", "74", "75", "71"]), ["500.00", "20.00", "100.00", "21.00", "0.00", "0.00", "1000.00", "40.00", "500.00", "50.00", "41.00"]);
        let behind = taxed.get(&format!("/tax-returns/{}/boxes/03", taxed.named("303", "-1T"))).await;
        assert_eq!((&behind["items"][0]["id"], &behind["items"][0]["amount"]), (&sale["id"], &json!("20.00")));
        assert_eq!(amounts(&taxed.of("303", "-2T").await, &["01", "28", "29"]), ["0.00", "500.00", "50.00"]);
        // What is never paid accrues when the year after ends.
        assert_eq!(amounts(&taxed.get(&format!("/tax-returns/303/{}-4T", year + 1)).await, &["01", "03"]), ["500.00", "20.00"]);
        // Settled is what accrued: the rest waits on its account.
        let done = taxed.file("303", "-1T").await;
        assert_eq!(taxed.entry(&done["filing"]["entry_id"]).await, lines(&[("477", "21.00"), ("4778", "20.00"), ("4750", "-41.00")]));
        let found = taxed.of("303", "-1T").await;
        assert_eq!((&found["ties_differ"], &found["changes"], &found["changed_documents"]), (&json!(false), &json!([]), &json!([])));
        let book = taxed.get(&format!("/reports/vat-book-issued?from={year}-01-01&to={year}-03-31")).await;
        assert_eq!((&book["items"][0]["operation_key"], &book["items"][1]["operation_key"]), (&json!("07"), &json!("01")));
        // What was kept back at payment is paid on account.
        let of130 = taxed.of("130", "-1T").await;
        assert_eq!((amounts(&of130, &["06"]), &of130["ties_differ"]), (vec!["15.00"], &json!(false)));
        taxed.books.is_sound().await;
    }

    async fn a_return_is_written_in_the_agency_s_layout(engine) {
        let Some(taxed) = Taxed::quarter(engine).await else { return };
        let path = format!("/tax-returns/{}/layout", taxed.named("303", "-1T"));
        let refused = taxed.books.ok("GET", &path, None, 422).await;
        assert_eq!(refused["errors"][0]["code"], json!("tax_id_of_return"));
        taxed.books.harm("UPDATE organizations SET tax_id = 'B12345674', legal_name = 'Cafe Sol, S. L.'").await;
        let file = taxed.books.call("GET", &path, None).await;
        // 3,767 positions: where each field stands is told by the tests of the layout.
        assert_eq!((file.status.as_u16(), file.text.len()), (200, 3767));
        assert!(file.text.starts_with(&format!("<T3030{}1T0000><AUX>", taxed.year)) && file.text.contains(&format!("<T30301000> CB12345674{:<80}{}1T", "CAFE SOL, S. L.", taxed.year)));
        for path in [format!("/tax-returns/{}/layout", taxed.named("111", "-1T")), format!("/tax-returns/303/{}-1T/layout", taxed.year - 1)] {
            assert_eq!(taxed.books.call("GET", &path, None).await.status.as_u16(), 404, "{path}");
        }
    }

    async fn what_is_filed_and_reopened_leaves_the_books_as_they_were(engine) {
        leaves_all_as_it_was(engine).await;
    }
}

/// Files returns in many orders, over locks of many kinds, and takes them back in many others.
async fn leaves_all_as_it_was(engine: Engine) {
    let Some(taxed) = Taxed::quarter(engine).await else { return };
    let all = [("303", "-1T"), ("303", "-2T"), ("111", "-1T"), ("115", "-1T"), ("349", "-1T"), ("347", ""), ("130", "-1T")];
    let mut seed: u64 = 0x5eed;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap_or(0) % below
    };
    for round in 0..4 {
        let day = [None, Some("-02-28"), Some("-03-31"), Some("-06-30")][round];
        if let Some(day) = day {
            let body = json!({ "scope": "sales", "level": "soft", "locked_through": format!("{}{day}", taxed.year), "reason": "A mano" });
            taxed.books.ok("POST", "/period-locks", Some(body), 201).await;
        }
        let before = taxed.books_and_returns().await;
        let mut left: Vec<_> = all.iter().filter(|_| next(4) > 0).collect();
        let mut filed: Vec<&(&str, &str)> = vec![];
        while !left.is_empty() {
            let one = left.remove(next(left.len()));
            // The quarters of a model are filed in their order.
            if *one == ("303", "-1T") && filed.contains(&&("303", "-2T")) {
                continue;
            }
            taxed.file(one.0, one.1).await;
            if one.0 == "111" && next(2) == 0 {
                taxed
                    .deed(&taxed.named(one.0, one.1), "pay", json!({ "date": format!("{}-07-20", taxed.year), "account_code": "572" }), 200)
                    .await;
            }
            filed.push(one);
        }
        assert_ne!(taxed.books_and_returns().await.2, before.2, "round {round}");
        while !filed.is_empty() {
            let mut at = next(filed.len());
            if *filed[at] == ("303", "-1T") {
                at = filed.iter().position(|of| **of == ("303", "-2T")).unwrap_or(at);
            }
            let (model, period) = filed.remove(at);
            while taxed.deed(&taxed.named(model, period), "reopen", json!({ "reason": "Prueba" }), 200).await["state"] != "draft" {}
        }
        assert_eq!(taxed.books_and_returns().await, before, "round {round}");
        taxed.books.is_sound().await;
    }
}
