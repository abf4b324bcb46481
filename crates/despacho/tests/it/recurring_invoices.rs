//! Invoices that come again by themselves, on both databases.

use despacho_ledger::journal::locks::{Level, Scope};
use despacho_organizations::store as organizations;
use despacho_platform::{
    both,
    clock::DAY,
    i18n::Lang,
    memberships::{self, Tenant},
    sql, vals,
};
use despacho_recurrence::due;
use despacho_recurring_invoices::job::Invoicer;
use despacho_ui::format;
use futures_util::future::join_all;
use jiff::{ToSpan, civil::Date};
use serde_json::{Value, json};

use crate::ledger::Books;

impl Books {
    async fn client(&self, name: &str, email: &str) -> String {
        let made = self.ok("POST", "/contacts", Some(json!({ "name": name, "tax_id": "B12345674", "email": email })), 201).await;
        made["id"].as_str().expect("an id").to_owned()
    }

    /// The invoices that there are, by number.
    async fn made(&self, status: &str) -> Vec<Value> {
        let all = self.ok("GET", &format!("/invoices?status={status}&limit=100"), None, 200).await;
        let mut all = all["items"].as_array().expect("items").clone();
        all.sort_by_key(|invoice| invoice["number"].as_str().unwrap_or_default().to_owned());
        all
    }

    async fn notices(&self) -> Vec<String> {
        let sql = "SELECT kind FROM notifications WHERE user_id = $1 AND kind LIKE 'recurring_%' ORDER BY id LIMIT 100";
        sql::column(self.app.platform.db.read(), sql, vals![self.owner.user.id]).await.expect("notices")
    }

    async fn days_pass(&self, days: i64) {
        self.app.platform.clock.advance(days * DAY);
        self.an_hour_passes().await;
        self.app.work().await;
    }
}

fn fee(name: &str, contact: &str, from: Date, action: &str) -> Value {
    json!({
        "name": name, "contact_id": contact, "frequency": "weeks", "every": 1, "from": from.to_string(), "action": action, "reference": "{year}",
        "lines": [{ "description": "Cuota del {periodo}", "unit_price": "100.00", "taxes": ["IVA21V"] }],
    })
}

fn one(of: &Value) -> String {
    format!("/recurring-invoices/{}", of["id"].as_str().expect("an id"))
}

fn after(day: Date, days: i64) -> String {
    day.checked_add(days.days()).expect("a day").to_string()
}

both! {
    async fn what_was_missed_is_made_once_in_order_however_many_servers_look(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let (contact, from) = (books.client("Hotel Ribera", "").await, books.today());
        let made = books.ok("POST", "/recurring-invoices", Some(fee("Cuota", &contact, from, "issue")), 201).await;
        assert_eq!((&made["status"], &made["payable"], &made["next_dates"][1]), (&json!("active"), &json!("121.00"), &json!(after(from, 7))));
        books.app.platform.clock.advance(15 * DAY);
        let looks = join_all((0..4).map(|_| due::make_due::<Invoicer>(&books.app.platform, books.organization))).await;
        assert!(looks.iter().all(Result::is_ok), "{looks:?}");
        books.app.work().await;
        let invoices = books.made("issued").await;
        let told = |name: &str| invoices.iter().map(|invoice| invoice[name].clone()).collect::<Vec<_>>();
        let today = books.today().to_string();
        // What is issued has the day on which it is, and says which time it is about.
        assert_eq!(told("date"), vec![json!(today); 3]);
        assert_eq!(told("reference")[0], json!(from.year().to_string()));
        let numbers: Vec<i64> = told("number").iter().map(|number| number.as_str().expect("a number").rsplit('-').next().expect("digits").parse().expect("a number")).collect();
        assert_eq!(numbers, [1, 2, 3]);
        let pattern = organizations::find(books.app.platform.db.read(), books.organization).await.expect("it").date_format;
        let dates = |day: Date| format::calendar_date(Lang::Es, &pattern, day);
        for (nth, invoice) in invoices.iter().enumerate() {
            let starts = from.checked_add((7 * i64::try_from(nth).expect("small")).days()).expect("a day");
            let ends = starts.checked_add(6.days()).expect("a day");
            assert_eq!(invoice["lines"][0]["description"], json!(format!("Cuota del {} – {}", dates(starts), dates(ends))));
        }
        let times = books.ok("GET", &format!("{}/invoices?limit=2", one(&made)), None, 200).await;
        assert_eq!((&times["items"][0]["date"], &times["items"][0]["invoice"]["number"]), (&json!(after(from, 14)), &invoices[2]["number"]));
        let rest = books.ok("GET", &format!("{}/invoices?cursor={}", one(&made), times["next_cursor"].as_str().expect("more")), None, 200).await;
        assert_eq!((rest["items"].as_array().expect("items").len(), &rest["next_cursor"]), (1, &Value::Null));
        let now = books.ok("GET", &one(&made), None, 200).await;
        assert_eq!((&now["made"], &now["last_date"], &now["next_dates"][0]), (&json!(3), &json!(after(from, 14)), &json!(after(from, 21))));
        // An end that is over ends it.
        let ended = books.ok("PATCH", &one(&made), Some(json!({ "count": 3 })), 200).await;
        assert_eq!((&ended["status"], &ended["next_dates"]), (&json!("ended"), &json!([])));
        for deed in ["make", "skip"] {
            assert_eq!(books.call("POST", &format!("{}/{deed}", one(&made)), Some(json!({}))).await.json()["type"], json!("/problems/recurring-ended"));
        }
        // Going on, nothing of what was over is made up for.
        let on = books.ok("PATCH", &one(&made), Some(json!({ "count": null })), 200).await;
        assert_eq!(on["next_dates"][0], json!(after(from, 21)));
        assert_eq!(books.call("DELETE", &one(&made), None).await.status, 204);
        assert_eq!((books.app.count("recurring_invoices").await, books.app.count("recurring_invoice_times").await, books.made("issued").await.len()), (0, 0, 3));
        books.is_sound().await;
    }

    async fn what_cannot_be_made_is_told_and_stops_no_other(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let (contact, other, from) = (books.client("Hotel Ribera", "").await, books.client("Academia Faro", "").await, books.today());
        let stopped = books.ok("POST", "/recurring-invoices", Some(fee("Una", &contact, from, "issue")), 201).await;
        books.ok("POST", "/recurring-invoices", Some(fee("Otra", &other, from, "issue")), 201).await;
        books.ok("PATCH", &format!("/contacts/{contact}"), Some(json!({ "active": false })), 200).await;
        books.days_pass(1).await;
        assert_eq!(books.made("issued").await.len(), 1);
        let now = books.ok("GET", &one(&stopped), None, 200).await;
        assert_eq!((&now["fault"]["code"], &now["next_dates"][0], &now["made"]), (&json!("contact_inactive"), &json!(from.to_string()), &json!(0)));
        let failing = books.ok("GET", "/recurring-invoices?status=failing", None, 200).await;
        assert_eq!((failing["items"].as_array().expect("items").len(), &failing["items"][0]["name"]), (1, &json!("Una")));
        let path = format!("/organizations/{}{}", books.organization, one(&stopped));
        for page in [&path, &format!("/organizations/{}/recurring-invoices", books.organization)] {
            assert!(books.app.get(&books.owner, page).await.text.contains("no se ha podido hacer"), "{page}");
        }
        assert_eq!(books.app.post(&books.owner, &format!("{path}/make"), "").await.status, 422);
        // Tried every hour, it is told once.
        books.an_hour_passes().await;
        books.app.work().await;
        assert_eq!(books.notices().await, ["recurring_invoice_failed"]);
        let sql = "SELECT COUNT(*) FROM activity WHERE tenant_id = $1 AND action = 'recurring_invoice_failed'";
        assert_eq!(sql::scalar::<i64>(books.app.platform.db.read(), sql, vals![books.organization]).await.expect("a count"), Some(1));
        // Put right, it is made by itself.
        books.ok("PATCH", &format!("/contacts/{contact}"), Some(json!({ "active": true })), 200).await;
        books.an_hour_passes().await;
        books.app.work().await;
        let now = books.ok("GET", &one(&stopped), None, 200).await;
        assert_eq!((books.made("issued").await.len(), &now["fault"], &now["made"]), (2, &Value::Null, &json!(1)));
        books.is_sound().await;
    }

    async fn a_lock_loses_nothing(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let (contact, from) = (books.client("Hotel Ribera", "").await, books.today());
        let issued = books.ok("POST", "/recurring-invoices", Some(fee("Emitida", &contact, from, "issue")), 201).await;
        books.ok("POST", "/recurring-invoices", Some(fee("Borrador", &contact, from, "draft")), 201).await;
        books.lock(Scope::All, Level::Hard, from.checked_add(3.days()).ok()).await.expect("a lock");
        books.days_pass(2).await;
        // A draft is held up by no lock.
        assert_eq!((books.made("issued").await.len(), books.made("draft").await.len()), (0, 1));
        assert_eq!(books.ok("GET", &one(&issued), None, 200).await["fault"]["code"], json!("period_locked"));
        books.days_pass(6).await;
        let now = books.ok("GET", &one(&issued), None, 200).await;
        assert_eq!((&now["made"], &now["fault"], books.made("issued").await.len()), (&json!(2), &Value::Null, 2));
        books.is_sound().await;
    }

    async fn an_invoice_is_sent_and_what_was_not_is_told(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let (contact, from) = (books.client("Hotel Ribera", "").await, books.today());
        assert_eq!(books.faults_of("POST", "/recurring-invoices", fee("Cuota", &contact, from, "issue_and_send")).await, ["contact_id contact_without_email"]);
        books.ok("PATCH", &format!("/contacts/{contact}"), Some(json!({ "email": "hotel@ribera.example" })), 200).await;
        let made = books.ok("POST", "/recurring-invoices", Some(fee("Cuota", &contact, from, "issue_and_send")), 201).await;
        books.app.platform.clock.advance(DAY);
        due::make_due::<Invoicer>(&books.app.platform, books.organization).await.expect("made");
        let sql = "SELECT recipient FROM document_messages WHERE organization_id = $1 LIMIT 10";
        let sent: Vec<String> = sql::column(books.app.platform.db.read(), sql, vals![books.organization]).await.expect("messages");
        assert_eq!((sent, books.notices().await.len()), (vec!["hotel@ribera.example".to_owned()], 0));
        // Without an address it is issued all the same.
        books.ok("PATCH", &format!("/contacts/{contact}"), Some(json!({ "email": "" })), 200).await;
        books.app.platform.clock.advance(7 * DAY);
        due::make_due::<Invoicer>(&books.app.platform, books.organization).await.expect("made");
        let times = books.ok("GET", &format!("{}/invoices", one(&made)), None, 200).await;
        assert_eq!((&times["items"][0]["unsent"]["code"], &times["items"][1]["unsent"]), (&json!("contact_without_email"), &Value::Null));
        assert_eq!((books.made("issued").await.len(), books.notices().await), (2, vec!["recurring_invoice_unsent".to_owned()]));
        let page = books.app.get(&books.owner, &format!("/organizations/{}{}", books.organization, one(&made))).await.text;
        assert!(page.contains("Emitida, pero no enviada") && page.contains("/email\""), "{page}");
    }

    async fn it_is_stopped_resumed_left_out_and_made_now(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let (contact, from) = (books.client("Hotel Ribera", "").await, books.today());
        let made = books.ok("POST", "/recurring-invoices", Some(fee("Cuota", &contact, from, "issue")), 201).await;
        let act = async |deed: &str| books.ok("POST", &format!("{}/{deed}", one(&made)), Some(json!({})), 200).await;
        assert_eq!(act("skip").await["next_dates"][0], json!(after(from, 7)));
        let stopped = act("stop").await;
        assert_eq!((&stopped["status"], &stopped["next_dates"]), (&json!("stopped"), &json!([])));
        books.days_pass(16).await;
        assert_eq!(books.made("issued").await.len(), 0);
        // What it would have done meanwhile is not made up for.
        let on = act("resume").await;
        assert_eq!((&on["status"], &on["next_dates"][0]), (&json!("active"), &json!(after(from, 21))));
        let now = act("make").await;
        assert_eq!((&now["made"], &now["last_date"], &now["next_dates"][0]), (&json!(2), &json!(after(from, 21)), &json!(after(from, 28))));
        let invoice = &books.made("issued").await[0];
        assert_eq!(invoice["date"], json!(books.today().to_string()));
        books.an_hour_passes().await;
        books.app.work().await;
        let times = books.ok("GET", &format!("{}/invoices", one(&made)), None, 200).await;
        let told: Vec<_> = times["items"].as_array().expect("items").iter().map(|time| (time["date"].clone(), time["invoice"]["number"].clone())).collect();
        assert_eq!(told, [(json!(after(from, 21)), invoice["number"].clone()), (json!(from.to_string()), Value::Null)]);
        // One that is begun with a day that is over makes nothing of it.
        let late = books.ok("POST", "/recurring-invoices", Some(fee("Tarde", &contact, from, "issue")), 201).await;
        assert_eq!(late["next_dates"][0], json!(after(from, 21)));
    }

    async fn it_repeats_an_invoice_with_what_items_cost_on_the_day(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let (contact, from) = (books.client("Hotel Ribera", "").await, books.today());
        let item = books.ok("POST", "/items", Some(json!({ "name": "Mantenimiento", "kind": "services", "sale_price": "80.00" })), 201).await;
        let body = json!({ "name": "Mantenimiento", "contact_id": contact, "frequency": "months", "every": 1, "from": from.to_string(), "action": "draft", "lines": [{ "item_id": item["id"] }] });
        let of_item = books.ok("POST", "/recurring-invoices", Some(body), 201).await;
        assert_eq!((&of_item["payable"], &of_item["lines"][0]["unit_price"], &of_item["day"]), (&json!("96.80"), &json!(""), &json!(from.day())));
        books.ok("PATCH", &format!("/items/{}", item["id"].as_str().expect("an id")), Some(json!({ "sale_price": "90.00" })), 200).await;
        books.days_pass(1).await;
        let draft = &books.made("draft").await[0];
        assert_eq!((&draft["totals"]["payable"], &draft["lines"][0]["description"]), (&json!("108.90"), &json!("Mantenimiento")));
        // Of an invoice: what it says, but its days and their order.
        let lines = json!([{ "description": "Trabajo", "unit_price": "40", "taxes": ["IVA21V"] }]);
        let invoice = books.ok("POST", "/invoices", Some(json!({ "contact_id": contact, "reference": "P-1", "notes": "Gracias", "lines": lines, "status": "issued" })), 201).await;
        let schedule = json!({ "invoice_id": invoice["id"], "frequency": "years", "every": 1, "day": 31, "from": "2030-02-01" });
        let again = books.ok("POST", "/recurring-invoices", Some(schedule.clone()), 201).await;
        assert_eq!((&again["name"], &again["notes"], &again["reference"], &again["lines"][0]["unit_price"]), (&json!("Hotel Ribera"), &json!("Gracias"), &json!(""), &json!("40")));
        assert_eq!(again["next_dates"][1], json!("2031-02-28"));
        assert_eq!(books.faults_of("POST", "/recurring-invoices", schedule).await, ["name taken"]);
        // What it names stays.
        let other = books.client("Academia Faro", "").await;
        books.ok("PATCH", &one(&again), Some(json!({ "contact_id": other })), 200).await;
        assert_eq!(books.call("DELETE", &format!("/contacts/{other}"), None).await.status, 409);
        let wrong = json!({ "name": "", "every": 0, "until": "2029-01-01", "action": "issue", "lines": [{ "description": "x" }] });
        assert_eq!(books.faults_of("PATCH", &one(&again), wrong).await, ["every between"]);
        let wrong = json!({ "name": " ", "until": "2029-01-01", "lines": [{ "description": "x" }] });
        assert_eq!(books.faults_of("PATCH", &one(&again), wrong).await, ["name required", "until date_order", "lines[0].unit_price required"]);
        assert_eq!(books.faults_of("PATCH", &one(&again), json!({ "lines": [] })).await, ["lines required"]);
    }

    async fn who_may_no_longer_post_issues_nothing_by_what_they_saved(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let (contact, from) = (books.client("Hotel Ribera", "").await, books.today());
        let colleague = books.app.person("companera").await;
        books.app.join(Tenant::Organization, books.organization, &colleague, "administrator").await;
        let path = format!("/organizations/{}/recurring-invoices", books.organization);
        let made = books.app.api(&colleague, "POST", &path, Some(fee("Cuota", &contact, from, "issue")), None).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let tx = books.app.platform.db.begin().await.expect("a transaction");
        memberships::remove(&tx, books.organization, colleague.user.id).await.expect("removed");
        tx.commit().await.expect("a commit");
        books.days_pass(1).await;
        let now = books.ok("GET", &one(&made.json()), None, 200).await;
        assert_eq!((&now["fault"]["code"], &now["made"]), (&json!("author_without_right"), &json!(0)));
        // Whoever may put it right is told.
        assert_eq!(books.notices().await, ["recurring_invoice_failed"]);
        books.ok("PATCH", &one(&made.json()), Some(json!({ "name": "Cuota mensual" })), 200).await;
        books.app.work().await;
        assert_eq!((books.made("issued").await.len(), &books.ok("GET", &one(&made.json()), None, 200).await["fault"]), (1, &Value::Null));
    }

    async fn a_form_keeps_one_and_repeats_an_invoice(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let (contact, from) = (books.client("Hotel Ribera", "").await, books.today());
        let path = format!("/organizations/{}/recurring-invoices", books.organization);
        let form = |name: &str, price: &str| {
            format!("do=save&key=k-{name}&name={name}&action=issue&every=1&unit=months&day=31&from={from}&contact_id={contact}&prices=net&lines[0].description=Cuota+de+{{mes}}&lines[0].quantity=1&lines[0].unit_price={price}&lines[0].taxes=IVA21V")
        };
        let refused = books.app.post(&books.owner, &path, &form("Cuota", "").replace("every=1", "every=x")).await;
        assert!(refused.status == 422 && refused.text.contains("id=\"f-every\""), "{}", refused.text);
        let saved = books.app.post(&books.owner, &path, &form("Cuota", "1.234,50")).await;
        assert_eq!(saved.status, 303, "{}", saved.text);
        // Sent again it is kept once.
        assert_eq!(books.app.post(&books.owner, &path, &form("Cuota", "1.234,50")).await.location(), saved.location());
        assert_eq!(books.app.count("recurring_invoices").await, 1);
        let shown = books.app.get(&books.owner, &saved.location()).await.text;
        for said in ["Cada mes, el último día", "1.493,75", "Lo que dirá la próxima", "Aún no ha hecho ninguna."] {
            assert!(shown.contains(said), "{said}: {shown}");
        }
        let edit = books.app.get(&books.owner, &format!("{}/edit", saved.location())).await.text;
        assert!(edit.contains("value=\"1.234,50\"") && edit.contains("Cuota de {mes}"), "{edit}");
        let stale = books.app.post(&books.owner, &saved.location(), &format!("{}&version=0", form("Otra", "1"))).await;
        assert!(stale.status == 409 && stale.text.contains("Cuota"), "{}", stale.text);
        let changed = books.app.post(&books.owner, &saved.location(), &format!("{}&version=1", form("Otra", "10"))).await;
        assert_eq!(changed.status, 303, "{}", changed.text);
        // Asked twice by the day that was seen, one is made.
        let next = books.ok("GET", "/recurring-invoices", None, 200).await["items"][0]["next_dates"][0].as_str().expect("a day").to_owned();
        let made = books.app.post(&books.owner, &format!("{}/make", saved.location()), &format!("day={next}")).await;
        assert_eq!(made.status, 303, "{}", made.text);
        for deed in ["make", "skip"] {
            let again = books.app.post(&books.owner, &format!("{}/{deed}", saved.location()), &format!("day={next}")).await;
            assert_eq!((again.status.as_u16(), again.location()), (303, saved.location()));
        }
        assert_eq!(books.app.count("recurring_invoice_times").await, 1);
        let invoice = books.app.get(&books.owner, &made.location()).await.text;
        assert!(invoice.contains("Repetir") && invoice.contains("12,10"), "{invoice}");
        let id = made.location().rsplit('/').next().expect("an id").to_owned();
        let repeated = books.app.get(&books.owner, &format!("{path}/new?invoice={id}")).await.text;
        assert!(repeated.contains("value=\"10,00\"") && repeated.contains("value=\"Hotel Ribera\""), "{repeated}");
        for (deed, told) in [("stop", "Detenida"), ("resume", "En marcha")] {
            assert_eq!(books.app.post(&books.owner, &format!("{}/{deed}", saved.location()), "").await.status, 303);
            assert!(books.app.get(&books.owner, &saved.location()).await.text.contains(told));
        }
        assert_eq!(books.app.post(&books.owner, &format!("{}/skip", saved.location()), "").await.status, 303);
        let shown = books.app.get(&books.owner, &saved.location()).await.text;
        assert!(shown.contains("omitida") && shown.contains(&format!("/invoices/{id}")), "{shown}");
        assert!(books.app.get(&books.owner, &format!("{path}?q=ribera&status=active")).await.text.contains("Otra"));
        assert_eq!(books.app.post(&books.owner, &format!("{}/deletion", saved.location()), "").await.status, 303);
        assert!(books.app.get(&books.owner, &path).await.text.contains("Aún no hay facturas recurrentes"));
    }
}
