//! Vendors' bills typed one after another on their page, on both databases.

use despacho_platform::both;
use serde_json::{Value, json};

use crate::{
    common::Answer,
    document_pages::{holds, lacks, said},
    documents::{cents, side},
    ledger::Books,
};

/// A line of a form: what is told over what a plain bill of 100.00 has.
fn line<'a>(own: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("vendor", "1"),
        ("number", "A-1"),
        ("date", "12"),
        ("account", "629"),
        ("rates[0].base", "100,00"),
        ("rates[0].tax", "IVA21C"),
        ("rates[0].quota", ""),
        ("total", "121,00"),
        ("do", "register"),
    ];
    let mut all: Vec<(&str, &str)> = usual.into_iter().filter(|(name, _)| !own.iter().any(|(other, _)| other == name)).collect();
    all.extend(own);
    all
}

impl Books {
    /// Sends a line in the month of the books' fifth day.
    async fn line(&self, own: &[(&str, &str)]) -> Answer {
        let month = self.day(4).strftime("%Y-%m").to_string();
        let mut all = line(own);
        all.push(("month", &month));
        self.send("/quick-bills", &all).await
    }

    async fn registered(&self, own: &[(&str, &str)]) {
        let answer = self.line(own).await;
        assert_eq!(answer.status, 303, "{own:?}: {}", said(&answer));
    }

    /// Bills that are there, the first number first.
    async fn bills(&self) -> Vec<Value> {
        let mut all = self.ok("GET", "/bills?limit=100", None, 200).await["items"].as_array().expect("items").clone();
        all.sort_by_key(|bill| bill["number"].to_string());
        all
    }

    /// What a bill comes to, in cents: net, taxes, withheld, payable, balance.
    fn sums(bill: &Value) -> [i64; 5] {
        let totals = &bill["totals"];
        let taxes = totals["taxes"].as_array().expect("taxes").iter().map(|tax| cents(&tax["amount"])).sum();
        [cents(&totals["net"]), taxes, cents(&totals["withheld"]), cents(&totals["payable"]), cents(&totals["balance"])]
    }
}

both! {
    async fn a_line_becomes_a_bill_that_is_posted_and_paid_once(engine) {
        let Some(books) = Books::open(engine).await else { return };
        books.party("Neumáticos Albor de Ejemplo").await;
        let page = books.see("/quick-bills").await;
        holds(&page, &["name=\"vendor\"", "name=\"rates[0].base\"", "name=\"total\"", "name=\"key\"", "IVA21C", "Aún no hay ninguna"]);
        lacks(&page, &["IRPF15C", "/quick-bills/end"]);

        // The same key makes one bill and one payment, however often it is sent.
        let sent = [("key", "k1"), ("paid", "on"), ("paid_account", "572")];
        books.registered(&sent).await;
        books.registered(&sent).await;
        let bills = books.bills().await;
        assert_eq!(bills.len(), 1);
        let bill = &bills[0];
        assert_eq!((bill["vendor_number"].as_str(), bill["status"].as_str()), (Some("A-1"), Some("paid")));
        assert_eq!(bill["date"].as_str(), Some(books.day(4).with().day(12).build().expect("a day").to_string().as_str()));
        assert_eq!(Books::sums(bill), [10_000, 2_100, 0, 12_100, 0]);
        assert_eq!(books.entry_of(bill).await, side(&[("4100", -12_100), ("629", 10_000), ("472", 2_100)]));
        assert_eq!(books.ok("GET", "/payments-made", None, 200).await["items"].as_array().expect("items").len(), 1);
        // With the same key another line is another bill, and says so.
        let other = books.line(&[("key", "k1"), ("number", "A-2")]).await;
        assert_eq!(other.status, 422);
        holds(&other, &["Ya se guardó con otros datos"]);

        // The batch is there when one comes back, and the next bill begins with its day.
        let page = books.see("/quick-bills").await;
        holds(&page, &["Neumáticos Albor de Ejemplo", "A-1", "pagada", "121,00", "Suma de la tanda", "value=\"12/", "value=\"572\"", "/quick-bills/end"]);
        books.is_sound().await;
    }

    async fn a_vendor_is_meant_by_number_account_tax_id_and_name(engine) {
        let Some(books) = Books::open(engine).await else { return };
        books.party("Recambios Duero Ficticios").await;
        books.ok("POST", "/contacts", Some(json!({ "name": "Recambios Ebro Ficticios" })), 201).await;
        for (at, vendor) in ["1", "400.1", "4000.1 Recambios Duero Ficticios", "1 · Recambios Duero Ficticios", "B12345674", "b-12.345.674", "recambios duero", "RECAMBIOS DUERO FICTICIOS"].iter().enumerate() {
            books.registered(&[("vendor", vendor), ("number", &format!("V-{at}"))]).await;
        }
        assert!(books.bills().await.iter().all(|bill| bill["contact_name"] == "Recambios Duero Ficticios"));
        for (vendor, told) in [("", "f-vendor-help"), ("99", "No hay ningún proveedor"), ("recambios", "Hay varios proveedores"), ("nadie", "No hay ningún proveedor")] {
            let refused = books.line(&[("vendor", vendor), ("number", "X")]).await;
            assert_eq!(refused.status, 422, "{vendor}");
            holds(&refused, &["id=\"f-vendor-help\"", told]);
        }
        // What it finds while one types, and what could be made of what it does not.
        let found = books.see("/quick-bills/vendors?q=recambios").await.json();
        assert_eq!(found["items"].as_array().expect("items").len(), 2);
        let new = books.see("/quick-bills/vendors?q=Bazar%20Almena%20Ficticio").await.json();
        assert_eq!((new["items"].as_array().map(Vec::len), new["contacts"][0]["name"].as_str()), (Some(0), Some("Bazar Almena Ficticio")));
        let new = books.see("/quick-bills/vendors?q=A00000349").await.json();
        assert_eq!(new["contacts"][0]["tax_id"].as_str(), Some("A00000349"));
    }

    async fn the_tax_of_the_paper_stands_within_the_tolerance_and_the_total_must_be_the_same(engine) {
        let Some(books) = Books::open(engine).await else { return };
        books.party("Energía Ficticia del Norte").await;
        // 275.15 at 21 % is 57.78.
        for (number, quota, total, stands) in [
            ("T-1", "57,79", "332,94", Ok(5_779)),
            ("T-2", "57,76", "332,91", Ok(5_776)),
            ("T-3", "58,50", "333,65", Ok(5_850)),
            ("T-4", "58,78", "333,93", Ok(5_878)),
            ("T-5", "58,79", "333,94", Err("f-rates[0]-quota-help")),
            ("T-6", "75,80", "350,95", Err("f-rates[0]-quota-help")),
            ("T-7", "57,79", "332,93", Err("f-total-help")),
            ("T-8", "", "332,94", Err("f-total-help")),
            ("T-9", "57,78", "", Err("f-total-help")),
            ("T-10", "x", "332,93", Err("f-rates[0]-quota-help")),
        ] {
            let before = books.bills().await.len();
            let answer = books.line(&[("number", number), ("rates[0].base", "275,15"), ("rates[0].quota", quota), ("total", total)]).await;
            match stands {
                Ok(amount) => {
                    assert_eq!(answer.status, 303, "{number}: {}", said(&answer));
                    let bill = books.bills().await.into_iter().find(|bill| bill["vendor_number"] == number).expect(number);
                    assert_eq!(cents(&bill["totals"]["taxes"][0]["amount"]), amount, "{number}");
                }
                Err(place) => {
                    assert_eq!(answer.status, 422, "{number}");
                    // What was typed stays.
                    holds(&answer, &[place, "275,15"]);
                    assert_eq!(books.bills().await.len(), before, "{number}");
                }
            }
        }
        books.is_sound().await;
    }

    async fn a_total_alone_tells_its_base_and_several_rates_and_withholdings_add_up(engine) {
        let Some(books) = Books::open(engine).await else { return };
        books.party("Inmuebles Arco de Ejemplo").await;
        books.registered(&[("number", "R-1"), ("account", "621"), ("rates[0].base", ""), ("withholding", "19"), ("total", "1.224,00")]).await;
        books.registered(&[("number", "R-2"), ("rates[0].base", "48,20"), ("rates[0].quota", "10,12"), ("rates[1].base", "36,50"), ("rates[1].tax", "IVA10C"), ("total", "98,47")]).await;
        books.registered(&[("number", "R-3"), ("account", "623"), ("rates[0].base", "180,00"), ("withholding", "15 %"), ("withheld", "27,00"), ("total", "190,80")]).await;
        books.registered(&[("number", "R-4"), ("rates[0].base", "10"), ("rates[0].tax", ""), ("total", "10")]).await;
        let told: Vec<[i64; 5]> = books.bills().await.iter().map(Books::sums).collect();
        assert_eq!(told, [[120_000, 25_200, 22_800, 122_400, 122_400], [8_470, 1_377, 0, 9_847, 9_847], [18_000, 3_780, 2_700, 19_080, 19_080], [1_000, 0, 0, 1_000, 1_000]]);
        let refused = books.line(&[("number", "R-5"), ("withholding", "33"), ("total", "88")]).await;
        holds(&refused, &["id=\"f-withholding-help\"", "15"]);
        // Another rate without scripts: the row is there, and what was typed.
        let more = books.line(&[("number", "R-6"), ("do", "rate")]).await;
        assert_eq!(more.status, 200);
        holds(&more, &["name=\"rates[1].base\"", "R-6"]);
        let page = books.see("/quick-bills").await;
        holds(&page, &[" + 10", "1.523,27"]);
        books.is_sound().await;
    }

    async fn a_repeated_bill_is_told_with_where_it_is(engine) {
        let Some(books) = Books::open(engine).await else { return };
        books.party("Gestión Faro de Muestra").await;
        books.registered(&[]).await;
        let first = books.bills().await[0]["id"].as_str().expect("an id").to_owned();
        let month = books.day(4).strftime("%Y-%m").to_string();
        let twin = books.see(&format!("/quick-bills/twin?vendor=1&number=A-1&date=3&month={month}")).await.json();
        assert_eq!(twin["url"].as_str(), Some(books.at(&format!("/bills/{first}")).as_str()));
        assert!(twin["message"].as_str().is_some_and(|text| text.contains("121,00")), "{twin}");
        assert_eq!(books.see(&format!("/quick-bills/twin?vendor=1&number=A-2&date=3&month={month}")).await.json(), json!({}));
        assert_eq!(books.see(&format!("/quick-bills/twin?vendor=1&number=A-1&date=3&month={month}&replaces={first}")).await.json(), json!({}));
        let refused = books.line(&[("date", "13")]).await;
        assert_eq!(refused.status, 422);
        holds(&refused, &["f-number-help", &format!("/bills/{first}\"")]);
        assert_eq!(books.bills().await.len(), 1);
    }

    async fn a_row_is_put_right_and_taken_back_with_its_payment(engine) {
        let Some(books) = Books::open(engine).await else { return };
        books.party("Bazar Almena Ficticio").await;
        books.registered(&[("number", "B-1")]).await;
        books.registered(&[("number", "B-2"), ("paid", "on"), ("paid_account", "572")]).await;
        let second = books.bills().await[1]["id"].as_str().expect("an id").to_owned();
        let form = books.see(&format!("/quick-bills?row={second}")).await;
        holds(&form, &["name=\"replaces\"", "value=\"B-2\"", "value=\"100,00\"", "value=\"121,00\"", "checked"]);
        books.registered(&[("number", "B-2"), ("replaces", &second), ("rates[0].base", "200"), ("total", "242"), ("paid", "on"), ("paid_account", "572")]).await;
        let told: Vec<(String, String)> = books.bills().await.iter().map(|bill| (bill["status"].as_str().unwrap_or_default().into(), bill["totals"]["payable"].as_str().unwrap_or_default().into())).collect();
        assert_eq!(told, [("issued".into(), "121.00".into()), ("void".into(), "121.00".into()), ("paid".into(), "242.00".into())]);
        let page = books.see("/quick-bills").await;
        holds(&page, &["242,00", "363,00"]);

        // What something else settles is not taken back.
        let first = books.bills().await[0].clone();
        let payment = json!({ "contact_id": first["contact_id"], "date": first["date"], "amount": "21.00", "account_code": "572", "allocations": [{ "bill_id": first["id"], "amount": "21.00" }] });
        books.ok("POST", "/payments-made", Some(payment), 201).await;
        let undoing = |id: &Value| format!("/quick-bills/rows/{}/undoing", id.as_str().expect("an id"));
        let refused = books.send(&undoing(&first["id"]), &[]).await;
        assert_eq!(refused.status, 422);
        holds(&refused, &["f-row-help"]);
        let third = books.bills().await[2].clone();
        let undone = books.send(&undoing(&third["id"]), &[]).await;
        assert_eq!(undone.status, 303, "{}", said(&undone));
        assert_eq!(books.send(&undoing(&third["id"]), &[]).await.status, 404);
        let told: Vec<String> = books.bills().await.iter().map(|bill| bill["status"].as_str().unwrap_or_default().into()).collect();
        assert_eq!(told, ["partially_paid", "void", "void"]);
        let ended = books.send("/quick-bills/end", &[]).await;
        assert_eq!(ended.status, 303);
        assert_eq!(books.send("/quick-bills/end", &[]).await.status, 303);
        holds(&books.see("/quick-bills").await, &["Aún no hay ninguna"]);
        books.is_sound().await;
    }

    async fn the_next_bill_is_proposed_as_the_last_and_nobody_else_sees_it(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contact = books.party("Gasolinera La Curva Ficticia").await;
        let path = format!("/contacts/{contact}/last-bill");
        let none = books.ok("GET", &path, None, 200).await;
        assert_eq!((&none["bill_id"], &none["taxes"]), (&Value::Null, &json!([])));
        books.registered(&[("number", "G-1"), ("account", "628"), ("rates[0].tax", "IVA10C"), ("withholding", "15"), ("total", "95,00")]).await;
        let last = books.ok("GET", &path, None, 200).await;
        assert_eq!((&last["account_code"], &last["taxes"], &last["withholding"], &last["vendor_number"]), (&json!("628"), &json!(["IVA10C", "IRPF15C"]), &json!("IRPF15C"), &json!("G-1")));
        let told = books.see("/quick-bills/last?vendor=1").await.json();
        assert_eq!((told["tax"].as_str(), told["withholding"].as_str()), (Some("IVA10C"), Some("15")));
        assert!(told["account"].as_str().is_some_and(|text| text.starts_with("628 ")), "{told}");

        let other = Books::open(engine).await.expect("other books");
        assert_eq!(other.call("GET", &path, None).await.status, 404);
        let stranger = books.app.person("Otra persona").await;
        for path in ["/quick-bills", "/quick-bills/vendors?q=1", "/quick-bills/last?vendor=1"] {
            assert_eq!(books.app.get(&stranger, &books.at(path)).await.status, 404, "{path}");
        }
    }
}

/// An electronic invoice of a seller, for 100.00 at 21 %.
fn invoice(number: &str, tax_id: &str, day: &str) -> String {
    format!(
        r#"<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>{number}</ID><IssueDate>{day}</IssueDate><DocumentCurrencyCode>EUR</DocumentCurrencyCode>
        <AccountingSupplierParty><Party><PartyTaxScheme><CompanyID>ES{tax_id}</CompanyID><TaxScheme><ID>VAT</ID></TaxScheme></PartyTaxScheme>
        <PartyLegalEntity><RegistrationName>Lavandería Copo de Muestra</RegistrationName></PartyLegalEntity></Party></AccountingSupplierParty>
        <TaxTotal><TaxSubtotal><TaxableAmount>100.00</TaxableAmount><TaxAmount>21.00</TaxAmount><TaxCategory><ID>S</ID><Percent>21</Percent></TaxCategory></TaxSubtotal></TaxTotal>
        <LegalMonetaryTotal><PayableAmount>121.00</PayableAmount></LegalMonetaryTotal></Invoice>"#
    )
}

impl Books {
    /// Brings files as documents.
    async fn bring_papers(&self, files: &[(&str, &[u8])]) -> Answer {
        self.app.send_files(&self.owner, &self.at("/quick-bills/papers"), files).await
    }

    /// The id of the document that the page shows.
    async fn paper(&self, rest: &str) -> String {
        let page = self.see(&format!("/quick-bills{rest}")).await;
        let (_, after) = said(&page).split_once("name=\"paper\" value=\"").expect("a document");
        after.split('"').next().expect("an id").to_owned()
    }
}

both! {
    async fn a_document_proposes_a_line_and_stays_with_the_bill_that_is_made_of_it(engine) {
        let Some(books) = Books::open(engine).await else { return };
        books.party("Lavandería Copo de Muestra").await;
        let day = books.day(4).to_string();
        let (one, two) = (invoice("C-1", "B12345674", &day), invoice("C-2", "B99000044", &day));
        assert_eq!(books.bring_papers(&[("uno.xml", one.as_bytes()), ("dos.xml", two.as_bytes()), ("papel.pdf", b"%PDF-1.7 nada")]).await.status, 303);
        // What waits already is told by its name, and nothing is posted by itself.
        let again = books.bring_papers(&[("otra vez.xml", one.as_bytes())]).await;
        assert_eq!(again.status, 422);
        holds(&again, &["otra vez.xml", "Ya espera"]);
        assert_eq!(books.bills().await.len(), 0);
        let page = books.see("/quick-bills").await;
        holds(&page, &["1 de 3 · uno.xml", "value=\"C-1\"", "value=\"100,00\"", "value=\"121,00\"", "proposed", "<mark data-of=\"number\">C-1</mark>", "Lavandería Copo de Muestra\""]);

        // The first is registered: its file is with the entry, and the next one is shown.
        let paper = books.paper("").await;
        books.registered(&[("number", "C-1"), ("paper", &paper), ("date", &day)]).await;
        let bill = books.bills().await[0].clone();
        let entry = bill["entry_id"].as_str().expect("an entry").to_owned();
        let files = books.ok("GET", &format!("/journal-entries/{entry}/attachments"), None, 200).await;
        assert_eq!(files["items"][0]["name"].as_str(), Some("uno.xml"));
        assert_eq!(books.line(&[("number", "C-9"), ("paper", &paper)]).await.status, 409);
        holds(&books.bring_papers(&[("uno.xml", one.as_bytes())]).await, &["Ya se registró una factura"]);
        holds(&books.see("/quick-bills").await, &["1 de 2 · dos.xml", "value=\"ESB99000044\"", "data-quick-seller-value=\"Lavandería Copo de Muestra\""]);

        // Set aside it comes last, with its reason; undone, its document waits again.
        let second = books.paper("").await;
        let aside = format!("/quick-bills/papers/{second}/setting-aside");
        assert_eq!(books.send(&aside, &[("reason", "")]).await.status, 422);
        assert_eq!(books.send(&aside, &[("reason", "Falta el pedido")]).await.status, 303);
        holds(&books.see("/quick-bills").await, &["1 de 2 · papel.pdf", "De este documento no se lee nada", "inline=true"]);
        holds(&books.see(&format!("/quick-bills?paper={second}")).await, &["Apartado: Falta el pedido"]);
        books.send(&format!("/quick-bills/rows/{}/undoing", bill["id"].as_str().expect("an id")), &[]).await;
        holds(&books.see("/quick-bills").await, &["1 de 3 · uno.xml"]);
        assert_eq!(books.send(&format!("/quick-bills/papers/{second}/removal"), &[]).await.status, 303);
        assert_eq!(books.see(&format!("/quick-bills/papers/{second}")).await.status, 404);
        let file = books.see(&format!("/quick-bills/papers/{paper}")).await;
        assert_eq!((file.status.as_u16(), file.text.as_str()), (200, one.as_str()));
        let stranger = books.app.person("Otra persona").await;
        assert_eq!(books.app.get(&stranger, &books.at(&format!("/quick-bills/papers/{paper}"))).await.status, 404);
        books.is_sound().await;
    }
}
