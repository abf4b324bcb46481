//! Reminders: each goes once on its day, and none once the invoice is paid, void, disputed or stopped. On both databases.

use despacho::wiring;
use despacho_platform::{
    both,
    clock::{DAY, HOUR},
    memberships::Tenant,
    testkit::Engine,
};
use jiff::{ToSpan, civil::Date};
use serde_json::{Value, json};

use crate::ledger::Books;

/// A company with a customer who has an address, at ten in the morning.
struct Reminding {
    books: Books,
    customer: String,
    today: Date,
}

impl Reminding {
    async fn open(engine: Engine) -> Option<Self> {
        let books = Books::open(engine).await?;
        let zone = |ms: i64| jiff::Timestamp::from_millisecond(ms).expect("a moment").in_tz("Europe/Madrid").expect("a zone");
        let now = books.app.platform.clock.now();
        let morning = zone(now).date().tomorrow().expect("a day").at(10, 0, 0, 0).in_tz("Europe/Madrid").expect("a moment");
        books.app.platform.clock.advance(morning.timestamp().as_millisecond() - now);
        let made = books
            .ok("POST", "/contacts", Some(json!({ "name": "Viveros Quintana", "tax_id": "B12345674", "email": "compras@viveros.example" })), 201)
            .await;
        let customer = made["id"].as_str().expect("an id").to_owned();
        Some(Self { today: morning.date(), customer, books })
    }

    fn day(&self, ahead: i64) -> Date {
        self.today.checked_add(ahead.days()).expect("a day")
    }

    /// An invoice of yesterday that is due in so many days.
    async fn invoice(&self, due: i64) -> Value {
        self.dated(-1, due).await
    }

    async fn dated(&self, date: i64, due: i64) -> Value {
        let first = self.today.first_of_year();
        let body = json!({ "contact_id": self.customer, "date": self.day(date).max(first).to_string(), "due_date": self.day(due).max(first).to_string(),
            "lines": [{ "description": "Trabajo", "unit_price": "100", "taxes": ["IVA21V"] }], "status": "issued" });
        self.books.ok("POST", "/invoices", Some(body), 201).await
    }

    async fn switch(&self, enabled: bool) -> Value {
        self.books.ok("PUT", "/reminders", Some(json!({ "enabled": enabled })), 200).await
    }

    /// The server's hourly work, and the jobs that it called for; answers how many messages there are so far, sent or waiting for their paper.
    async fn hour(&self) -> i64 {
        for task in wiring::ROOMS.iter().flat_map(|room| room.hourly) {
            task(self.books.app.platform.clone()).await.expect("called");
        }
        self.books.app.work().await;
        self.books.app.count("document_messages").await
    }

    /// A day later.
    async fn next_day(&self) -> i64 {
        self.books.app.platform.clock.advance(DAY);
        self.hour().await
    }

    async fn of(&self, invoice: &Value) -> Value {
        self.books.ok("GET", &format!("/invoices/{}/reminders", invoice["id"].as_str().expect("an id")), None, 200).await
    }

    async fn put(&self, invoice: &Value, state: &str) -> Value {
        self.books
            .ok("PUT", &format!("/invoices/{}/reminders", invoice["id"].as_str().expect("an id")), Some(json!({ "state": state })), 200)
            .await
    }

    async fn page(&self, path: &str) -> String {
        self.books.app.get(&self.books.owner, &format!("/organizations/{}{path}", self.books.organization)).await.text
    }
}

both! {
    async fn each_reminder_goes_once_on_its_day_until_the_invoice_is_paid(engine) {
        let Some(of) = Reminding::open(engine).await else { return };
        // Due in four days: one goes three days before, the next a week after.
        let invoice = of.invoice(4).await;
        assert_eq!(of.of(&invoice).await, json!({ "state": "off", "next": null }));
        assert_eq!(of.hour().await, 0, "nobody is written to before they are switched on");
        let told = of.switch(true).await;
        assert_eq!((told["upcoming"].as_array().expect("reminders").len(), &told["upcoming"][0]["to"], &told["upcoming"][0]["date"]), (2, &json!("compras@viveros.example"), &json!(of.day(1).to_string())));
        assert_eq!(of.of(&invoice).await["next"]["date"], json!(of.day(1).to_string()));
        assert_eq!(of.hour().await, 0);
        assert_eq!(of.next_day().await, 1);
        of.books.app.platform.clock.advance(3 * HOUR);
        assert_eq!(of.hour().await, 1, "once a day, and each once");
        let path = format!("/invoices/{}", invoice["id"].as_str().expect("an id"));
        let page = of.page(&path).await;
        assert!(page.contains("Recordatorio: ") && page.contains("El siguiente sale el"), "{page}");
        assert_eq!(of.of(&invoice).await["next"]["date"], json!(of.day(11).to_string()));
        // Paid in part it is still reminded of, with what is left; paid, no more.
        let pay = async |amount: &str| {
            let body = json!({ "contact_id": of.customer, "date": of.day(1).to_string(), "amount": amount, "account_code": "572", "allocations": [{ "invoice_id": invoice["id"], "amount": amount }] });
            of.books.ok("POST", "/payments-received", Some(body), 201).await
        };
        pay("21.00").await;
        of.books.app.platform.clock.advance(9 * DAY);
        assert_eq!(of.next_day().await, 2, "what could not go on its day goes within three");
        let messages = of.books.ok("GET", &format!("{path}/messages"), None, 200).await;
        let latest = &messages["items"][0];
        assert!(latest["to"] == "compras@viveros.example" && latest["body"].as_str().expect("a text").contains("100,00"), "{latest}");
        pay("100.00").await;
        of.books.app.platform.clock.advance(22 * DAY);
        assert_eq!(of.next_day().await, 2);
        assert!(!of.page(&path).await.contains("El siguiente sale el"));
    }

    async fn what_is_stopped_or_disputed_or_void_is_not_reminded_of(engine) {
        let Some(of) = Reminding::open(engine).await else { return };
        // What should have gone before they were switched on does not.
        of.dated(-20, -8).await;
        let [paused, disputed, kept] = [of.invoice(4).await, of.invoice(4).await, of.invoice(4).await];
        of.switch(true).await;
        assert_eq!(of.put(&paused, "paused").await["state"], "paused");
        assert_eq!(of.put(&disputed, "disputed").await["state"], "disputed");
        let page = of.page("/reminders").await;
        assert!(page.contains("en disputa") && page.contains("Activados desde"), "{page}");
        assert_eq!(of.next_day().await, 1);
        assert_eq!(of.of(&kept).await["state"], "on");
        assert_eq!(of.put(&disputed, "on").await["state"], "on");
        assert_eq!(of.next_day().await, 2, "within three days of its own");
        // The whole contact, from the page.
        let path = format!("/organizations/{}/invoices/{}/reminders", of.books.organization, kept["id"].as_str().expect("an id"));
        assert_eq!(of.books.app.post(&of.books.owner, &path, "deed=contact").await.status, 303);
        assert_eq!(of.of(&disputed).await["state"], "paused");
        of.books.app.platform.clock.advance(8 * DAY);
        assert_eq!(of.next_day().await, 2);
        assert_eq!(of.books.app.post(&of.books.owner, &path, "deed=luck").await.status, 422);
        // A preview says what would go.
        let rule = of.books.ok("GET", "/reminders", None, 200).await;
        assert_eq!(rule["upcoming"], json!([]), "all of them are of the contact");
    }

    async fn whoever_switched_them_on_must_still_be_there(engine) {
        let Some(of) = Reminding::open(engine).await else { return };
        of.invoice(4).await;
        of.switch(true).await;
        let other = of.books.app.person("other").await;
        of.books.app.join(Tenant::Organization, of.books.organization, &other, "administrator").await;
        let removal = format!("/organizations/{}/members/{}/removal", of.books.organization, of.books.owner.user.id);
        assert_eq!(of.books.app.post(&other, &removal, "").await.status, 303);
        assert_eq!(of.next_day().await, 0);
        let told = of.books.app.api(&other, "GET", &format!("/organizations/{}/reminders", of.books.organization), None, None).await.json();
        assert_eq!(told["enabled"], json!(false));
        // A reader may look, and not switch.
        let reader = of.books.app.person("reader").await;
        of.books.app.join(Tenant::Organization, of.books.organization, &reader, "read_only").await;
        let path = format!("/organizations/{}/reminders", of.books.organization);
        assert_eq!(of.books.app.get(&reader, &path).await.status, 200);
        assert_eq!(of.books.app.post(&reader, &format!("{path}/switch"), "enabled=yes").await.status, 403);
        assert_eq!(of.books.app.get(&of.books.owner, &path).await.status, 404);
    }
}
