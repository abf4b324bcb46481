//! The pages of documents: lists, one document with what can be done with it, and payments recorded in their form, on both databases.

use despacho_kernel::Id;
use despacho_platform::both;
use serde_json::{Value, json};

use crate::{common::Answer, ledger::Books};

impl Books {
    pub fn at(&self, rest: &str) -> String {
        format!("/organizations/{}{rest}", self.organization)
    }

    pub async fn see(&self, rest: &str) -> Answer {
        self.app.get(&self.owner, &self.at(rest)).await
    }

    pub async fn send(&self, rest: &str, form: &[(&str, &str)]) -> Answer {
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        self.app.post(&self.owner, &self.at(rest), &form).await
    }

    /// An invoice of one line, of 100.00 with VAT and withholding: 106.00 to be paid.
    async fn sale(&self, contact: &str, day: i64, status: &str) -> Value {
        let lines = json!([{ "description": "Asesoramiento", "quantity": "2", "unit_price": "50.00", "taxes": ["IVA21V", "IRPF15V"] }]);
        let body =
            json!({ "contact_id": contact, "date": self.day(day).to_string(), "due_date": self.day(day + 1).to_string(), "lines": lines, "status": status });
        self.ok("POST", "/invoices", Some(body), 201).await
    }
}

fn id(of: &Value) -> &str {
    of["id"].as_str().expect("an id")
}

/// What a page says of itself, without what stands around it.
pub fn said(answer: &Answer) -> &str {
    answer.text.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).unwrap_or(&answer.text)
}

pub fn holds(answer: &Answer, parts: &[&str]) {
    for part in parts {
        assert!(said(answer).contains(part), "{part}: {}", said(answer));
    }
}

pub fn lacks(answer: &Answer, parts: &[&str]) {
    for part in parts {
        assert!(!said(answer).contains(part), "{part}: {}", said(answer));
    }
}

both! {
    async fn a_document_is_issued_and_corrected_on_its_page(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contact = books.party("Viveros Quintana").await;
        let draft = books.sale(&contact, 3, "draft").await;
        let path = format!("/invoices/{}", id(&draft));
        let page = books.see(&path).await;
        holds(&page, &["Factura, borrador", "Borrador", "Asesoramiento", "IVA21V", "106,00", "/deletion", "/issue", "Viveros Quintana"]);
        // What a draft does not take is not offered, nor is what the law forbids.
        lacks(&page, &["/credit\"", "/write-off", "/void", "payments-received/new"]);
        assert_eq!(books.see(&format!("/bills/{}", id(&draft))).await.status, 404);

        let issued = books.send(&format!("{path}/issue"), &[]).await;
        assert_eq!((issued.status.as_u16(), issued.location()), (303, books.at(&path)));
        let page = books.see(&path).await;
        holds(&page, &["Emitida", "Vencida", "/journal-entries/", "/credit\"", "/write-off", &format!("payments-received/new?document={}", id(&draft))]);
        lacks(&page, &["/deletion", "/issue\"", "/void"]);
        assert_eq!(books.send(&format!("{path}/issue"), &[]).await.status, 409);
        assert_eq!(books.see(&format!("{path}/void")).await.status, 409);

        // A correction lacks its reason; the same key makes one however often it is sent.
        let day = books.day(4).to_string();
        let form = books.see(&format!("{path}/credit")).await;
        holds(&form, &["Rectificar Factura", "name=\"key\"", "¿Emitir ya"]);
        let refused = books.send(&format!("{path}/credit"), &[("key", "k1"), ("date", &day), ("method", "differences"), ("reason", ""), ("do", "issue")]).await;
        assert_eq!(refused.status, 422);
        holds(&refused, &["href=\"#f-reason\""]);
        let sent = [("key", "k1"), ("date", day.as_str()), ("method", "differences"), ("reason", "Precio mal"), ("do", "issue")];
        let made = books.send(&format!("{path}/credit"), &sent).await;
        assert_eq!(made.status, 303, "{}", made.text);
        assert!(made.location().contains("/credit-notes/"), "{}", made.location());
        let again = books.send(&format!("{path}/credit"), &sent).await;
        assert_eq!((again.status.as_u16(), again.location()), (303, made.location()));
        assert_eq!(books.ok("GET", "/credit-notes", None, 200).await["items"].as_array().expect("items").len(), 1);
        let page = books.see(&path).await;
        holds(&page, &["Cobrada", "Cobros y abonos", "Lo rectifican", "Factura rectificativa"]);
        let note = books.app.get(&books.owner, &made.location()).await;
        holds(&note, &["Aplicada", "Precio mal", "Rectifica"]);
        books.is_sound().await;
    }

    async fn lists_find_what_they_are_asked_for(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let (one, other) = (books.party("Viveros Quintana").await, books.party("Panadería Mijares").await);
        books.sale(&one, 3, "issued").await;
        books.sale(&other, 4, "draft").await;
        let all = books.see("/invoices").await;
        holds(&all, &["Viveros Quintana", "Panadería Mijares", "212,00", "106,00"]);
        let overdue = books.see("/invoices?status=overdue").await;
        holds(&overdue, &["Viveros Quintana"]);
        lacks(&overdue, &["Panadería Mijares"]);
        for (query, found) in [("q=mijares", "Panadería Mijares"), ("status=draft", "Panadería Mijares"), (&*format!("contact={one}"), "Viveros Quintana"), ("contact.key=1", "Viveros Quintana")] {
            let page = books.see(&format!("/invoices?{query}")).await;
            let rows = page.text.matches("class=\"text clip\"").count();
            assert!(rows == 1 && page.text.contains(found), "{query}: {rows} {}", said(&page));
        }
        holds(&books.see("/invoices?from=2026-02-01&to=2026-01-01").await, &["id=\"f-to-help\""]);
        holds(&books.see(&format!("/invoices?contact={}", Id::nil())).await, &["id=\"f-contact-help\""]);
        holds(&books.see("/invoices?q=nada").await, &["Nada coincide"]);
        holds(&books.see("/estimates").await, &["Aún no hay presupuestos"]);
        for path in ["/credit-notes", "/bills", "/vendor-credits", "/payments-received", "/payments-made"] {
            assert_eq!(books.see(path).await.status, 200, "{path}");
        }
    }

    async fn an_estimate_is_answered_and_invoiced_and_a_bill_voided(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contact = books.party("Viveros Quintana").await;
        let lines = json!([{ "description": "Proyecto", "unit_price": "80", "taxes": ["IVA21V"] }]);
        let estimate = books.ok("POST", "/estimates", Some(json!({ "contact_id": contact, "date": books.day(2).to_string(), "lines": lines, "status": "issued" })), 201).await;
        let path = format!("/estimates/{}", id(&estimate));
        holds(&books.see(&path).await, &["/accept", "/decline", "/invoice\""]);
        assert_eq!(books.send(&format!("{path}/accept"), &[]).await.status, 303);
        holds(&books.see(&path).await, &["Aceptado", "/decline"]);
        let invoiced = books.send(&format!("{path}/invoice"), &[]).await;
        assert!(invoiced.status == 303 && invoiced.location().contains("/invoices/"), "{}", invoiced.text);
        holds(&books.see(&path).await, &["Facturado"]);
        holds(&books.app.get(&books.owner, &invoiced.location()).await, &["Factura, borrador", "96,80"]);

        let lines = json!([{ "description": "Material", "unit_price": "40", "taxes": ["IVA21C"] }]);
        let bill = books.ok("POST", "/bills", Some(json!({ "contact_id": contact, "date": books.day(2).to_string(), "vendor_number": "A-7", "lines": lines, "status": "issued" })), 201).await;
        let path = format!("/bills/{}", id(&bill));
        holds(&books.see(&path).await, &["A-7", "/void", "/credit\"", "629"]);
        let day = books.day(2).to_string();
        assert_eq!(books.send(&format!("{path}/void"), &[("date", &day), ("reason", "")]).await.status, 422);
        assert_eq!(books.send(&format!("{path}/void"), &[("date", &day), ("reason", "Repetida")]).await.status, 303);
        holds(&books.see(&path).await, &["Anulada"]);
        books.is_sound().await;
    }

    async fn a_payment_is_recorded_applied_and_undone_in_its_forms(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contact = books.party("Viveros Quintana").await;
        let (one, other) = (books.sale(&contact, 3, "issued").await, books.sale(&contact, 4, "issued").await);
        let form = books.see(&format!("/payments-received/new?document={}", id(&other))).await;
        // What is asked for is ticked, and its balance stands in the amount.
        holds(&form, &["value=\"106,00\"", one["number"].as_str().expect("a number"), other["number"].as_str().expect("a number"), "checked"]);
        let choose = books.see("/payments-received/new").await;
        holds(&choose, &["name=\"contact\""]);
        let day = books.day(6).to_string();
        let fields = |amount: &'static str, account: &'static str| -> Vec<(&str, &str)> {
            vec![("key", "k"), ("contact_id", contact.as_str()), ("currency", "EUR"), ("date", day.as_str()), ("amount", amount), ("account_code", account), ("withheld", ""), ("charges", ""), ("reference", "TR-1"), ("notes", "")]
        };
        let row = |at: usize, of: &Value, on: &str, amount: &str| -> Vec<(String, String)> {
            vec![(format!("allocations[{at}].document_id"), id(of).to_owned()), (format!("allocations[{at}].on"), on.to_owned()), (format!("allocations[{at}].amount"), amount.to_owned())]
        };
        let send = async |mut sent: Vec<(&str, &str)>, rows: Vec<(String, String)>| {
            sent.extend(rows.iter().filter(|(name, value)| !(name.ends_with("on") && value.is_empty())).map(|(name, value)| (name.as_str(), value.as_str())));
            books.send("/payments-received", &sent).await
        };
        // Too much of the second row is told at its cell; what was typed stays.
        let refused = send(fields("500", ""), [row(0, &one, "", ""), row(1, &other, "", "120,5")].concat()).await;
        assert_eq!(refused.status, 422);
        holds(&refused, &["href=\"#f-account_code\"", "value=\"120,5\"", "value=\"500\""]);
        let refused = send(fields("500", "572"), [row(0, &one, "", ""), row(1, &other, "", "120,5")].concat()).await;
        holds(&refused, &["href=\"#f-allocations[1]-amount\"", "Fila 2"]);
        // What is ticked takes the amount in its order: 106.00 of the first and 14.00 of the second.
        let made = send(fields("120", "572"), [row(0, &one, "on", ""), row(1, &other, "on", "")].concat()).await;
        assert_eq!(made.status, 303, "{}", made.text);
        holds(&books.see(&format!("/invoices/{}", id(&one))).await, &["Cobrada"]);
        holds(&books.see(&format!("/invoices/{}", id(&other))).await, &["Cobrada en parte", "92,00"]);
        // More than is owed stays as credit, and settles another later.
        let more = send([("key", "k2")].into_iter().chain(fields("100", "572").into_iter().skip(1)).collect(), vec![]).await;
        assert_eq!(more.status, 303);
        let path = more.location();
        holds(&books.app.get(&books.owner, &path).await, &["Con resto", "100,00", "/allocation"]);
        let rows = row(0, &other, "on", "");
        let rows: Vec<(&str, &str)> = rows.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let applied = books.send(&format!("{}/allocation", path.trim_start_matches(&books.at(""))), &rows).await;
        assert_eq!(applied.status, 303, "{}", applied.text);
        holds(&books.app.get(&books.owner, &path).await, &["92,00", "8,00"]);
        holds(&books.see("/payments-received").await, &["120,00", "TR-1", "Con resto"]);

        let rest = path.trim_start_matches(&books.at("")).to_owned();
        assert_eq!(books.send(&rest, &[("version", "1"), ("reference", "TR-2"), ("notes", "")]).await.status, 303);
        let stale = books.send(&rest, &[("version", "1"), ("reference", "TR-3"), ("notes", "")]).await;
        assert_eq!(stale.status, 409);
        holds(&stale, &["TR-2", "TR-3"]);
        assert_eq!(books.send(&format!("{rest}/void"), &[]).await.status, 303);
        holds(&books.app.get(&books.owner, &path).await, &["Anulado"]);
        holds(&books.see(&format!("/invoices/{}", id(&other))).await, &["Cobrada en parte"]);
        books.is_sound().await;
    }

    async fn a_document_is_typed_kept_changed_and_issued_in_its_form(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contact = books.party("Viveros Quintana").await;
        let day = books.day(3).to_string();
        let form = books.see("/invoices/new").await;
        holds(&form, &["name=\"contact_id\"", "lines[2].unit_price", "IRPF15V", "Elija el contacto", "name=\"key\""]);
        let fields = |action: &'static str, price: &'static str| -> Vec<(&str, &str)> {
            vec![
                ("key", "f1"), ("contact_id", contact.as_str()), ("date", day.as_str()), ("due_date", ""), ("series", ""), ("currency", "EUR"), ("prices", "net"),
                ("lines[0].description", ""), ("lines[0].quantity", ""), ("lines[0].proposed", "yes"),
                ("lines[1].description", "Asesoramiento"), ("lines[1].quantity", "2"), ("lines[1].unit_price", price), ("lines[1].proposed", ""), ("lines[1].taxes", "IVA21V"), ("lines[1].taxes", "IRPF15V"),
                ("lines[4].description", "Viaje"), ("lines[4].unit_price", "10"), ("lines[4].proposed", "yes"), ("do", action),
            ]
        };
        // What it comes to, in a page or in its frame, where lines keep their places; what cannot be read is left out and told.
        let page = books.send("/invoices", &fields("calculate", "50,00")).await;
        holds(&page, &["118,10", "value=\"50,00\""]);
        let page = books.send("/invoices", &fields("calculate", "x")).await;
        holds(&page, &["12,10", "Líneas: 1"]);
        assert_eq!(books.ok("GET", "/invoices", None, 200).await["items"], json!([]));
        let refused = books.send("/invoices", &fields("draft", "50,0,0")).await;
        assert_eq!(refused.status, 422);
        holds(&refused, &["href=\"#f-lines[0]-unit_price\"", "value=\"50,0,0\"", "Línea 1, Precio"]);

        let kept = books.send("/invoices", &fields("draft", "50,00")).await;
        assert_eq!(kept.status, 303, "{}", said(&kept));
        let again = books.send("/invoices", &fields("draft", "50,00")).await;
        assert_eq!((again.status.as_u16(), again.location()), (303, kept.location()));
        let other = books.send("/invoices", &fields("draft", "51,00")).await;
        assert_eq!(other.status, 422, "the key was sent with something else");
        let listed = books.ok("GET", "/invoices", None, 200).await;
        assert_eq!(listed["items"].as_array().expect("items").len(), 1);
        // Two lines: 100.00 with both taxes, and 10.00 with what is proposed.
        assert_eq!((&listed["items"][0]["totals"]["payable"], &listed["items"][0]["lines"][1]["taxes"]), (&json!("118.10"), &json!(["IVA21V"])));

        let path = format!("/invoices/{}", id(&listed["items"][0]));
        let edit = books.see(&format!("{path}/edit")).await;
        holds(&edit, &["value=\"Asesoramiento\"", "name=\"version\" value=\"1\"", "value=\"50,00\""]);
        let changed = |version: &'static str, price: &'static str, action: &'static str| fields(action, price).into_iter().skip(1).chain([("version", version)]).collect::<Vec<_>>();
        assert_eq!(books.send(&path, &changed("1", "60,00", "draft")).await.status, 303);
        // Somebody saved meanwhile: both values are told, and nothing typed is lost.
        let stale = books.send(&path, &changed("1", "70,00", "draft")).await;
        assert_eq!(stale.status, 409);
        holds(&stale, &["× 60", "× 70", "value=\"70,00\"", "name=\"version\" value=\"2\""]);
        let issued = books.send(&path, &changed("2", "70,00", "issue")).await;
        assert_eq!(issued.status, 303, "{}", said(&issued));
        holds(&books.see(&path).await, &["Emitida", "160,50"]);
        assert_eq!(books.see(&format!("{path}/edit")).await.status, 409);
        let copy = books.see(&format!("/invoices/new?copy={}", id(&listed["items"][0]))).await;
        holds(&copy, &["value=\"Asesoramiento\"", "value=\"70,00\""]);
        books.is_sound().await;
    }

    async fn a_bill_takes_the_papers_amounts_and_an_item_its_own(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contact = books.party("Suministros Brezo").await;
        let day = books.day(3).to_string();
        let made = books
            .send("/items", &[("name", "Recambio"), ("sku", "REC"), ("kind", "goods"), ("unit", ""), ("sale_price", "1.234,5"), ("purchase_price", "99,99"), ("purchase_account_code", "600"), ("purchase_taxes", "IVA21C"), ("active", "yes")])
            .await;
        assert_eq!(made.status, 303, "{}", said(&made));
        holds(&books.app.get(&books.owner, &made.location()).await, &["Recambio", "1.234,50 EUR", "IVA21C", "600"]);
        let found = books.see("/items/bought?q=reca").await.json();
        assert_eq!((&found["items"][0]["price"], &found["items"][0]["account"], &found["items"][0]["text"]), (&json!("99,99"), &json!("600"), &json!("Recambio")));
        holds(&books.see("/items?q=rec").await, &["Recambio", "REC"]);
        let refused = books.send("/items", &[("name", ""), ("sku", "REC"), ("sale_price", "x"), ("sale_taxes", "NADA")]).await;
        assert_eq!(refused.status, 422);
        holds(&refused, &["href=\"#f-name\"", "href=\"#f-sku\"", "href=\"#f-sale_price\"", "href=\"#f-sale_taxes\""]);

        let item = found["items"][0]["id"].as_str().expect("an id").to_owned();
        let bill = |number: &'static str, amount: &'static str| -> Vec<(&str, &str)> {
            vec![
                ("contact_id", contact.as_str()), ("date", day.as_str()), ("vendor_number", number), ("lines[0].item_id", item.as_str()), ("lines[0].description", "Recambio"), ("lines[0].unit_price", "99,99"), ("lines[0].proposed", "yes"),
                ("taxes[0].code", "IVA21C"), ("taxes[0].amount", amount), ("do", "issue"),
            ]
        };
        let refused = books.send("/bills", &bill("SB-1", "30,00")).await;
        assert_eq!(refused.status, 422);
        holds(&refused, &["href=\"#f-taxes[0]-amount\"", "value=\"30,00\""]);
        let made = books.send("/bills", &bill("SB-1", "21,01")).await;
        assert_eq!(made.status, 303, "{}", said(&made));
        holds(&books.app.get(&books.owner, &made.location()).await, &["21,01", "121,00", "SB-1", "600"]);
        let twice = books.send("/bills", &bill("SB-1", "21,01")).await;
        holds(&twice, &["href=\"#f-vendor_number\""]);
        // What a document names stays.
        assert_eq!(books.send(&format!("/items/{item}/deletion"), &[]).await.status, 409);
        books.is_sound().await;
    }
}
