//! Where documents begin: a correction with what it corrects, a contact made in the form, and the paper beside it, on both databases.

use despacho_ledger::journal::locks::{Level, Scope};
use despacho_platform::both;
use serde_json::{Value, json};

use crate::{
    document_pages::{holds, lacks, said},
    ledger::Books,
};

fn id(of: &Value) -> &str {
    of["id"].as_str().expect("an id")
}

both! {
    async fn a_correction_begins_with_the_invoice_that_it_corrects(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contact = books.party("Viveros Quintana").await;
        let other = books.party("Talleres Sol").await;
        let sold = async |contact: &str, price: &str, status: &str| {
            let lines = json!([{ "description": "Asesoramiento", "unit_price": price, "taxes": ["IVA21V"] }]);
            books.ok("POST", "/invoices", Some(json!({ "contact_id": contact, "date": books.day(3).to_string(), "lines": lines, "status": status })), 201).await
        };
        let issued = sold(&contact, "100.00", "issued").await;
        let draft = sold(&contact, "300.00", "draft").await;
        sold(&other, "200.00", "issued").await;
        holds(&books.see("/credit-notes").await, &["/credit-notes/new"]);
        // Issued invoices are offered, and found by number, contact and amount.
        let page = books.see("/credit-notes/new").await;
        holds(&page, &[&format!("corrects={}", id(&issued)), "Talleres Sol", "corrects=none"]);
        lacks(&page, &[&format!("corrects={}", id(&draft))]);
        let found = books.see("/credit-notes/new?q=121").await;
        holds(&found, &["Viveros Quintana"]);
        lacks(&found, &["Talleres Sol"]);
        // The form has its lines, and sends what it corrects.
        let form = books.see(&format!("/credit-notes/new?corrects={}", id(&issued))).await;
        holds(&form, &["Asesoramiento", "100,00", &format!("name=\"corrects_id\" value=\"{}\"", id(&issued))]);
        lacks(&books.see("/credit-notes/new?corrects=none").await, &["name=\"corrects_id\"", "Asesoramiento"]);
        assert_eq!(books.see(&format!("/credit-notes/new?corrects={}", id(&draft))).await.status, 409);
        assert_eq!(books.see("/vendor-credits/new").await.status, 200);
    }

    async fn a_contact_that_is_missing_is_made_in_the_form(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let made = books.send("/document-contacts", &[("name", "Editorial Pinar"), ("tax_id", ""), ("side", "customer")]).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let contact = books.ok("GET", &format!("/contacts/{}", id(&made.json())), None, 200).await;
        assert_eq!((&contact["name"], &contact["customer"], &contact["vendor"]), (&json!("Editorial Pinar"), &json!(true), &json!(false)));
        let vendor = books.send("/document-contacts", &[("name", "Papelera"), ("side", "vendor")]).await;
        let vendor = books.ok("GET", &format!("/contacts/{}", id(&vendor.json())), None, 200).await;
        assert_eq!((&vendor["customer"], &vendor["vendor"]), (&json!(false), &json!(true)));
        let refused = books.send("/document-contacts", &[("name", ""), ("tax_id", "B12345675")]).await;
        assert!(refused.status == 422 && refused.json()["message"].as_str().is_some_and(|text| !text.is_empty()), "{}", refused.text);
    }

    async fn a_form_shows_its_paper_and_asks_about_its_day(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contact = books.party("Viveros Quintana").await;
        let day = books.day(3).to_string();
        let typed = [("contact_id", contact.as_str()), ("date", &day), ("lines[0].description", "Un trabajo"), ("lines[0].unit_price", "100,00"), ("lines[0].proposed", ""), ("lines[0].taxes", "IVA21V"), ("do", "calculate")];
        let page = books.send("/invoices", &typed).await;
        let paper = said(&page).split("data-preview").nth(1).expect("a paper");
        assert!(paper.contains("Un trabajo") && paper.contains("121,00") && paper.contains("Borrador, sin número"), "{paper}");
        // What a vendor's paper says is not ours to show.
        lacks(&books.see("/bills/new").await, &["data-paper-target=\"preview\""]);
        // What the form asks about its day.
        holds(&books.see("/invoices/new").await, &["data-paper-journal-value=\"sales\"", "/journal-entries/day"]);
        books.lock(Scope::Sales, Level::Hard, Some(books.day(5))).await.expect("a lock");
        let told = books.see(&format!("/journal-entries/day?date={day}&journal=sales")).await.json();
        assert!(told["message"].as_str().is_some_and(|text| text.contains("Bloqueado")) && told["open"]["date"].is_string(), "{told}");
    }

    async fn an_item_of_an_invoice_that_comes_again_is_kept_and_says_where_it_is(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contact = books.party("Viveros Quintana").await;
        let item = books.ok("POST", "/items", Some(json!({ "name": "Mantenimiento", "sale_price": "120.00" })), 201).await;
        let rule = json!({ "name": "Cuota", "contact_id": contact, "frequency": "months", "every": 1, "from": books.day(40).to_string(), "action": "draft", "lines": [{ "item_id": item["id"] }] });
        let made = books.call("POST", "/recurring-invoices", Some(rule)).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let path = format!("/items/{}", id(&item));
        let refused = books.call("DELETE", &path, None).await;
        assert_eq!((refused.status.as_u16(), &refused.json()["type"]), (409, &json!("/problems/item-recurs")));
        let page = books.see(&path).await;
        holds(&page, &["/recurring-invoices\""]);
        lacks(&page, &["/deletion\""]);
    }

    async fn an_earlier_quarter_that_nobody_filed_is_told(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contact = books.party("Viveros Quintana").await;
        let year = books.day(0).year();
        let lines = json!([{ "description": "Trabajo", "unit_price": "100.00", "taxes": ["IVA21V"] }]);
        books.ok("POST", "/invoices", Some(json!({ "contact_id": contact, "date": books.day(1).to_string(), "lines": lines, "status": "issued" })), 201).await;
        let (first, second) = (format!("{year}-1T"), format!("{year}-2T"));
        let told = async |period: &str| books.ok("GET", &format!("/tax-returns/303/{period}"), None, 200).await["unfiled_before"].clone();
        assert_eq!((told(&first).await, told(&second).await), (json!([]), json!([first])));
        holds(&books.see(&format!("/tax-returns/303/{second}")).await, &["no está marcado como presentado", &format!("/tax-returns/303/{first}\"")]);
    }
}
