//! The home of an organization: its figures are those of the reports to the cent, whatever was posted; each part by its right, and a failure stays with its
//! part. On both databases.

use despacho_kernel::Id;
use despacho_ledger::{
    fiscal_years::store as years,
    journal::locks::{Level, Scope},
};
use despacho_platform::{both, memberships::Tenant, sql, testkit::Engine};
use jiff::{ToSpan, civil::Date};
use serde_json::{Value, json};

use crate::ledger::{Books, entry};

/// An amount of an answer, in cents.
fn cents(value: &Value) -> i64 {
    value.as_str().unwrap_or_else(|| panic!("{value} is no amount")).replace('.', "").parse().expect("an amount")
}

/// Numbers that follow from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).expect("small") % bound
    }
}

/// A company on a day in July of the year after the present one, when the returns of the second quarter are filed.
struct Home {
    books: Books,
    today: Date,
}

impl Home {
    async fn open(engine: Engine) -> Option<Self> {
        let mut books = Books::open(engine).await?;
        let today = Date::new(books.day(0).year() + 1, 7, 15).expect("a day");
        let noon = today.at(12, 0, 0, 0).in_tz("Europe/Madrid").expect("a moment").timestamp().as_millisecond();
        books.app.platform.clock.advance(noon - books.app.platform.clock.now());
        // A session does not last so long: somebody else signs in.
        let later = books.app.person("later").await;
        books.app.join(Tenant::Organization, books.organization, &later, "administrator").await;
        books.owner = later;
        Some(Self { books, today })
    }

    fn ago(&self, days: i64) -> Date {
        self.today.checked_sub(days.days()).expect("a day")
    }

    async fn get(&self, path: &str) -> Value {
        self.books.ok("GET", path, None, 200).await
    }

    async fn home(&self) -> Value {
        self.get("/home").await
    }

    async fn document(&self, path: &str, contact: &str, (date, due): (Date, Date), price: &str) -> Value {
        let (tax, number) = if path == "/bills" { ("IVA21C", Some(format!("P-{date}-{price}"))) } else { ("IVA21V", None) };
        let mut body = json!({
            "contact_id": contact, "date": date.to_string(), "due_date": due.to_string(),
            "lines": [{ "description": "Trabajo", "unit_price": price, "taxes": [tax] }], "status": "issued",
        });
        if let Some(number) = number {
            body["vendor_number"] = json!(number);
        }
        self.books.ok("POST", path, Some(body), 201).await
    }

    /// A year and a half of entries, some of them undone, corrected, or dated after today; and documents of all ages, some of them paid in part.
    async fn generated(&self, seed: u64) {
        let mut dice = Dice(seed);
        let (books, first) = (&self.books, self.books.day(0));
        let span = i64::from((self.today - first).get_days());
        for nth in 0..60 {
            // The last of them lie after today, within its month.
            let date = if nth < 56 {
                first.checked_add(dice.below(span + 1).days()).expect("a day")
            } else {
                self.today.checked_add((nth - 54).days()).expect("a day")
            };
            let amount = 1 + dice.below(500_000);
            let lines = match dice.below(4) {
                0 => [("705", -amount), ("572", amount)],
                1 => [("629", amount), ("572", -amount)],
                2 => [("640", amount), ("465", -amount)],
                _ => [("570", amount / 7 + 1), ("572", -amount / 7 - 1)],
            };
            let posted = books.post(&entry(date, &lines)).await.expect("posted");
            match dice.below(9) {
                0 => drop(books.reverse(posted.id, date.max(self.ago(dice.below(20)))).await.expect("reversed")),
                1 => drop(books.correct(posted.id, &entry(date, &[("628", 700), ("572", -700)])).await.expect("corrected")),
                _ => {}
            }
        }
        let (customer, other, vendor) = (books.party("Viveros Quintana").await, books.party("Mercería Olmo").await, books.party("Papelería Ficticia").await);
        for (nth, overdue) in [200, 91, 90, 61, 60, 31, 30, 1, 0, -5, -40].into_iter().enumerate() {
            let (date, due) = (self.ago((overdue + 30).max(1)), self.ago(overdue));
            let price = format!("{}.{:02}", 100 + dice.below(900), dice.below(100));
            let whose = if nth % 2 == 0 { &customer } else { &other };
            let made = self.document("/invoices", whose, (date, due), &price).await;
            self.document("/bills", &vendor, (date, due), &price).await;
            if nth % 3 == 0 {
                let body = json!({ "contact_id": whose, "date": self.ago(1).to_string(), "amount": "50.00", "account_code": "572",
                    "allocations": [{ "invoice_id": made["id"], "amount": "50.00" }] });
                self.books.ok("POST", "/payments-received", Some(body), 201).await;
            }
        }
    }

    /// Every figure of the home is the report's.
    async fn agrees(&self) {
        let (home, today) = (self.home().await, self.today.to_string());
        assert_eq!((&home["date"], &home["not_shown"]), (&json!(today), &json!([])));
        let sheet = self.get(&format!("/reports/balance-sheet?date={today}")).await;
        let cash = |rows: &Value| {
            rows["rows"]
                .as_array()
                .expect("rows")
                .iter()
                .filter(|row| row["code"].as_str().expect("a code").starts_with("57"))
                .map(|row| cents(&row["amount"]))
                .sum::<i64>()
        };
        assert_eq!(cents(&home["cash"]["total"]), cash(&sheet["assets"]));
        let accounts = home["cash"]["accounts"].as_array().expect("accounts");
        assert_eq!(accounts.iter().map(|account| cents(&account["balance"])).sum::<i64>(), cents(&home["cash"]["total"]));

        let first = Date::new(self.today.year() - 1, 8, 1).expect("a day");
        let year = self.get(&format!("/reports/profit-and-loss?from={}-01-01&to={today}", self.today.year())).await;
        let told = |of: &Value| (cents(&of["income"]), cents(&of["expenses"]), cents(&of["result"]));
        assert_eq!(told(&home["results"]["year"]), (cents(&year["income"]["total"]), cents(&year["expenses"]["total"]), cents(&year["result"])));
        let months = self.get(&format!("/reports/profit-and-loss?from={first}&to={today}&columns=month")).await;
        let columns = |of: &str| months[of]["columns"].as_array().expect("columns").iter().map(cents).collect::<Vec<i64>>();
        let shown = home["results"]["months"].as_array().expect("months");
        assert_eq!(shown.len(), 12);
        assert_eq!(shown.iter().map(|month| cents(&month["income"])).collect::<Vec<_>>(), columns("income"));
        assert_eq!(shown.iter().map(|month| cents(&month["expenses"])).collect::<Vec<_>>(), columns("expenses"));

        for side in ["receivables", "payables"] {
            let aged = self.get(&format!("/reports/aged-{side}?date={today}")).await["totals"].clone();
            let ages = home[side]["ages"].as_array().expect("ages");
            for age in ages {
                assert_eq!(age["amount"], aged[age["age"].as_str().expect("an age")], "{side} {age}");
            }
            assert_eq!(home[side]["total"], aged["total"], "{side}");
            assert_eq!(cents(&home[side]["overdue"]), cents(&aged["total"]) - cents(&aged["not_due"]), "{side}");
        }

        // In July one looks back on the second quarter.
        let (from, to) = (format!("{}-04-01", self.today.year()), format!("{}-06-30", self.today.year()));
        let quarter = self.get(&format!("/reports/profit-and-loss?from={from}&to={to}&level=20")).await;
        let spent = &home["expenses"];
        assert_eq!((&spent["from"], &spent["to"], &spent["total"]), (&json!(from), &json!(to), &quarter["expenses"]["total"]));
        let mut rows: Vec<i64> = quarter["expenses"]["rows"].as_array().expect("rows").iter().map(|row| cents(&row["amount"])).collect();
        rows.sort_by_key(|amount| std::cmp::Reverse(*amount));
        let told: Vec<i64> = spent["items"].as_array().expect("items").iter().map(|item| cents(&item["amount"])).collect();
        assert_eq!(told, rows[..rows.len().min(4)]);
        // What documents sold is what they posted on the account of services.
        let invoices = self.get("/invoices?limit=100").await;
        let sold: i64 = invoices["items"]
            .as_array()
            .expect("invoices")
            .iter()
            .filter(|of| (from.as_str()..=to.as_str()).contains(&of["date"].as_str().expect("a day")))
            .map(|of| cents(&of["totals"]["net"]))
            .sum();
        assert_eq!(cents(&home["customers"]["total"]), sold);
    }
}

both! {
    async fn figures_are_those_of_the_reports_on_a_generated_year(engine) {
        for seed in [7, 2026] {
            let Some(home) = Home::open(engine).await else { return };
            home.generated(seed).await;
            home.agrees().await;
            // A year that was closed reads as before.
            let all = years::list(home.books.app.platform.db.read(), home.books.organization).await.expect("years");
            let before = all.iter().find(|year| year.starts_on.starts_with(&(home.today.year() - 1).to_string())).expect("a year");
            home.books.close(before.id).await.expect("closed");
            home.agrees().await;
            let broken = despacho::check::broken(&home.books.app.platform).await.expect("checked");
            assert!(broken.is_empty(), "{broken:?}");
        }
    }

    async fn what_is_due_within_seven_days_is_told_in_order(engine) {
        let Some(home) = Home::open(engine).await else { return };
        let (customer, vendor) = (home.books.party("Viveros Quintana").await, home.books.party("Papelería Ficticia").await);
        let day = |ahead: i64| home.ago(-ahead);
        home.document("/invoices", &customer, (home.ago(3), day(2)), "100").await;
        home.document("/invoices", &customer, (home.ago(3), day(2)), "200").await;
        home.document("/bills", &vendor, (home.ago(3), day(0)), "10").await;
        // Overdue, and beyond the week.
        home.document("/bills", &vendor, (home.ago(30), home.ago(1)), "20").await;
        home.document("/bills", &vendor, (home.ago(30), day(8)), "30").await;
        let due = home.home().await["due"].clone();
        let told: Vec<(String, String, Value, Value)> = due["items"].as_array().expect("items").iter().map(|of| (of["date"].as_str().expect("a day").to_owned(), of["kind"].as_str().expect("a kind").to_owned(), of["items"].clone(), of["amount"].clone())).collect();
        assert_eq!(told[0], (day(0).to_string(), "payables".into(), json!(1), json!("12.10")));
        assert!(told.contains(&(day(2).to_string(), "receivables".into(), json!(2), json!("363.00"))), "{told:?}");
        assert_eq!(told.iter().filter(|of| of.1 != "tax_return").count(), 2);
        // The second quarter's VAT is due on the 20th of July, or the Monday after; its boxes are the return's own.
        let vat = due["items"].as_array().expect("items").iter().find(|of| of["model"] == "303").expect("a return");
        assert_eq!((&vat["period"], &vat["mismatches"]), (&json!(format!("{}-2T", home.today.year())), &json!(0)));
        assert_eq!(due["next"], json!(day(8).to_string()));
        let page = home.books.app.get(&home.books.owner, &format!("/organizations/{}", home.books.organization)).await.text;
        assert!(page.contains("2 cobros previstos") && page.contains("1 factura por pagar") && page.contains("Modelo 303, 2T"), "{page}");
        // A period whose taxes are locked is filed.
        let through = Date::new(home.today.year(), 6, 30).expect("a day");
        home.books.lock(Scope::Tax, Level::Soft, Some(through)).await.expect("locked");
        let due = home.home().await["due"].clone();
        assert!(due["items"].as_array().expect("items").iter().all(|of| of["kind"] != "tax_return"), "{due}");
        // The page behind a figure lists as many as it tells.
        let aged = format!("/organizations/{}/reports/aged-payables", home.books.organization);
        let listed = home.books.app.get(&home.books.owner, &format!("{aged}?due={}", day(0))).await;
        assert!(listed.status == 200 && listed.text.contains("1 partida") && listed.text.contains("12,10"), "{}", listed.text);
        let overdue = home.books.app.get(&home.books.owner, &format!("{aged}?age=days_1_30")).await.text;
        assert!(overdue.contains("24,20") && !overdue.contains("36,30"), "{overdue}");
        assert_eq!(home.books.app.get(&home.books.owner, &format!("{aged}?date=nunca")).await.status, 422);
    }

    async fn an_account_below_zero_is_told_with_since_when(engine) {
        let Some(home) = Home::open(engine).await else { return };
        let year = home.today.year() - 1;
        let day = |year: i16, month: i8, day: i8| Date::new(year, month, day).expect("a day");
        for (date, amount) in [(day(year, 3, 1), 50_000), (day(year, 5, 9), -60_000), (day(year, 11, 2), 30_000), (day(year, 12, 4), -25_000), (day(year + 1, 2, 3), -100)] {
            home.books.post(&entry(date, &[("572", amount), ("629", -amount)])).await.expect("posted");
        }
        let negative = json!({ "account_code": "572", "balance": "-51.00", "since": day(year, 12, 4).to_string() });
        assert_eq!(home.home().await["cash"]["negative"], negative);
        // A closing between does not end it.
        let all = years::list(home.books.app.platform.db.read(), home.books.organization).await.expect("years");
        let before = all.iter().find(|of| of.starts_on.starts_with(&year.to_string())).expect("a year");
        home.books.close(before.id).await.expect("closed");
        assert_eq!(home.home().await["cash"]["negative"], negative);
        let page = home.books.app.get(&home.books.owner, &format!("/organizations/{}", home.books.organization)).await.text;
        assert!(page.contains("572 en negativo desde el"), "{page}");
    }

    async fn a_new_organization_is_shown_its_first_steps(engine) {
        let Some(home) = Home::open(engine).await else { return };
        let path = format!("/organizations/{}", home.books.organization);
        let page = home.books.app.get(&home.books.owner, &path).await.text;
        assert!(page.contains("Poner saldos") && page.contains("Añadir banco") && page.contains("Hacer factura") && !page.contains("class=\"chart\""), "{page}");
        home.books.ok("POST", "/bank-accounts", Some(json!({ "name": "Banco", "iban": "ES9121000418450200051332" })), 201).await;
        let page = home.books.app.get(&home.books.owner, &path).await.text;
        assert!(page.contains("Poner saldos") && !page.contains("Añadir banco"), "{page}");
        home.books.post(&entry(home.ago(3), &[("572", 100), ("705", -100)])).await.expect("posted");
        let page = home.books.app.get(&home.books.owner, &path).await.text;
        assert!(!page.contains("Poner saldos") && page.contains("class=\"chart\"") && page.contains("<desc"), "{page}");
    }

    async fn whoever_may_not_read_the_books_is_told_so_and_nothing_else(engine) {
        let Some(home) = Home::open(engine).await else { return };
        home.books.post(&entry(home.ago(3), &[("572", 123_456), ("705", -123_456)])).await.expect("posted");
        let (app, organization) = (&home.books.app, home.books.organization);
        assert_eq!(app.post(&home.books.owner, &format!("/organizations/{organization}/records/roles"), "name=Almacén&rights=read_settings").await.status, 303);
        let role: Id = sql::scalar(app.platform.db.read(), "SELECT id FROM organization_roles", vec![]).await.expect("a query").expect("a role");
        let keeper = app.person("keeper").await;
        app.join(Tenant::Organization, organization, &keeper, &role.to_string()).await;
        let path = format!("/organizations/{organization}");
        let page = app.get(&keeper, &path).await;
        assert!(page.status == 200 && page.text.contains("No se muestra: Tesorería, Por cobrar") && !page.text.contains("1.234,56") && !page.text.contains("key-figures"), "{}", page.text);
        let told = app.api(&keeper, "GET", &format!("{path}/home"), None, None).await.json();
        assert_eq!(told["not_shown"].as_array().expect("parts").len(), 8);
        assert!(told["not_shown"].as_array().expect("parts").iter().all(|of| of["reason"] == "right") && told["cash"].is_null() && told["entries"].is_null());
        let stranger = app.person("stranger").await;
        assert_eq!(app.get(&stranger, &path).await.status, 404);
        assert_eq!(app.api(&stranger, "GET", &format!("{path}/home"), None, None).await.status, 404);
        assert_eq!(app.get(&stranger, &format!("{path}/reports/aged-payables")).await.status, 404);
        assert_eq!(app.get(&keeper, &format!("{path}/reports/aged-payables")).await.status, 403);
    }

    async fn a_part_that_fails_says_so_alone(engine) {
        let Some(home) = Home::open(engine).await else { return };
        home.books.post(&entry(home.ago(3), &[("572", 123_456), ("705", -123_456)])).await.expect("posted");
        home.books.harm("ALTER TABLE bank_lines RENAME TO bank_lines_away").await;
        let told = home.home().await;
        assert_eq!(told["not_shown"], json!([{ "part": "cash", "reason": "failed" }]));
        assert_eq!(told["results"]["year"]["income"], "1234.56");
        let page = home.books.app.get(&home.books.owner, &format!("/organizations/{}", home.books.organization)).await;
        assert!(page.status == 200 && page.text.contains("No se pudo calcular. El resto de la página está al día.") && page.text.contains("1.234,56"), "{}", page.text);
    }
}
