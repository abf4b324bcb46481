//! Purchase orders: issued under their own numbers without a posting, sent, voided, and made the bill that answers them, on both databases.

use despacho_platform::both;
use serde_json::{Value, json};

use crate::{
    document_pages::{holds, lacks},
    ledger::Books,
};

fn id(of: &Value) -> &str {
    of["id"].as_str().expect("an id")
}

both! {
    async fn an_order_becomes_the_bill_that_answers_it(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let vendor = books.party("Suministros Sol").await;
        let lines = json!([{ "description": "Recambios", "quantity": "4", "unit_price": "25.00", "taxes": ["IVA21C"] }]);
        let order = books.ok("POST", "/purchase-orders", Some(json!({ "contact_id": vendor, "date": books.day(2).to_string(), "lines": lines, "status": "issued" })), 201).await;
        assert_eq!((&order["kind"], &order["status"], &order["entry_id"], &order["totals"]["total"]), (&json!("purchase_order"), &json!("issued"), &Value::Null, &json!("121.00")));
        assert!(order["number"].as_str().is_some_and(|number| number.ends_with("00001")), "{order}");
        assert_eq!(books.app.count("open_items").await, 0);
        let path = format!("/purchase-orders/{}", id(&order));
        holds(&books.see(&path).await, &["Pedido a proveedor", "Registrar su factura", "/email", "/void", "Se espera el"]);
        holds(&books.see("/purchase-orders/new").await, &["data-paper-target=\"preview\"", "lines[0].account_code"]);
        lacks(&books.see("/purchase-orders/new").await, &["name=\"vendor_number\""]);

        let bill = books.ok("POST", &format!("{path}/bill"), Some(json!({})), 201).await;
        assert_eq!((&bill["kind"], &bill["status"], &bill["reference"], &bill["totals"]["total"]), (&json!("bill"), &json!("draft"), &order["number"], &json!("121.00")));
        assert_eq!(books.ok("GET", &path, None, 200).await["status"], json!("invoiced"));
        let again = books.call("POST", &format!("{path}/bill"), Some(json!({}))).await;
        assert_eq!((again.status.as_u16(), &again.json()["type"]), (409, &json!("/problems/not-issued")));
        // The bill lacks its vendor's number still.
        assert_eq!(books.faults_of("POST", &format!("/bills/{}/issue", id(&bill)), json!({})).await, ["vendor_number required"]);
        let listed = books.ok("GET", "/purchase-orders?status=invoiced", None, 200).await;
        assert_eq!(listed["items"].as_array().map(Vec::len), Some(1));
        books.is_sound().await;
    }

    async fn an_order_is_voided_and_keeps_its_number(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let vendor = books.party("Suministros Sol").await;
        let body = json!({ "contact_id": vendor, "lines": [{ "description": "Recambios", "unit_price": "10.00" }], "status": "issued" });
        let order = books.ok("POST", "/purchase-orders", Some(body), 201).await;
        let path = format!("/purchase-orders/{}", id(&order));
        let void = books.ok("POST", &format!("{path}/void"), Some(json!({ "reason": "Sin existencias" })), 200).await;
        assert_eq!((&void["status"], &void["number"]), (&json!("void"), &order["number"]));
        assert_eq!(books.call("POST", &format!("{path}/bill"), Some(json!({}))).await.status, 409);
        books.is_sound().await;
    }
}
