//! The control matrix: what stands wrong in the books of all clients, since when, for whoever may see them.

use std::collections::BTreeMap;

use despacho_kernel::Id;
use despacho_ledger::{
    fiscal_years::store as years,
    journal::{
        Allowed, Past,
        locks::{self, Level, NewLock, Scope as LockScope},
        post,
    },
};
use despacho_platform::{both, memberships::Tenant, testkit::Engine};
use despacho_practice::{
    control::{
        actions::{self, Line},
        check::Check,
        store::Scope,
    },
    practices::Practice,
};
use despacho_ui::format;
use jiff::{ToSpan, civil::Date};
use serde_json::{Value, json};

use crate::{
    common::{App, Person},
    ledger::entry,
};

/// A firm with clients, each with books of its own.
struct Firm {
    app: App,
    owner: Person,
    practice: Practice,
    /// The first day of the present year.
    first: Date,
}

impl Firm {
    async fn open(engine: Engine) -> Option<Self> {
        let app = App::open(engine).await?;
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await;
        let mut firm = Self { app, owner, practice, first: Date::constant(2026, 1, 1) };
        let (_, organization) = firm.client("Aaa Primera").await;
        let all = years::list(firm.app.platform.db.read(), organization).await.expect("years");
        firm.first = all.last().expect("a year").starts_on.parse().expect("a date");
        Some(firm)
    }

    /// A client with its organization.
    async fn client(&self, name: &str) -> (String, Id) {
        let body = json!({ "display_name": name, "business_name": name, "email": "uno@test.example", "applications": ["books"] });
        let made = self.app.api(&self.owner, "POST", "/clients", Some(body), None).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let made = made.json();
        (made["id"].as_str().expect("an id").into(), made["organization_ids"][0].as_str().expect("an id").parse().expect("an id"))
    }

    /// A day of a month of the present year.
    fn day(&self, month: i8, day: i8) -> Date {
        Date::new(self.first.year(), month, day).expect("a day")
    }

    async fn post(&self, organization: Id, date: Date, lines: &[(&str, i64)]) {
        let tx = self.app.platform.db.begin().await.expect("a transaction");
        let allowed = Allowed { by: &self.owner.user, now: 1, past: Past::Nothing };
        post::post(&tx, organization, &entry(date, lines), allowed).await.expect("posted");
        tx.commit().await.expect("a commit");
    }

    async fn lock(&self, organization: Id, scope: LockScope, through: Date) {
        let tx = self.app.platform.db.begin().await.expect("a transaction");
        let new = NewLock { scope, level: Level::Soft, through: Some(through), reason: "Presentado" };
        locks::set(&tx, organization, new, (&self.owner.user, 1)).await.expect("locked");
        tx.commit().await.expect("a commit");
    }

    async fn matrix(&self, person: &Person, assigned_only: bool, today: Date) -> Vec<Line> {
        let scope = Scope { practice: self.practice.id, user: person.user.id, assigned_only };
        actions::matrix(self.app.platform.db.read(), scope, today).await.expect("a matrix")
    }

    async fn of_api(&self) -> Vec<Value> {
        let answer = self.app.api(&self.owner, "GET", "/control", None, None).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()["items"].as_array().expect("items").clone()
    }
}

/// What a line found: value, since when and account, by check.
fn found(line: &Line) -> BTreeMap<&'static str, (i64, String, String)> {
    let of = line.cells.iter().filter_map(|cell| Some((cell.check.word(), cell.found.as_ref()?)));
    of.map(|(word, found)| (word, (found.value, found.since.clone(), found.account.clone()))).collect()
}

fn warned(line: &Line, today: Date) -> Vec<&'static str> {
    line.cells.iter().filter(|cell| cell.warns(today)).map(|cell| cell.check.word()).collect()
}

/// A cell as the API tells it.
fn cell<'v>(row: &'v Value, check: &str) -> &'v Value {
    row["checks"].as_array().expect("checks").iter().find(|cell| cell["check"] == check).expect("a check")
}

both! {
    async fn what_stands_wrong_is_told_with_since_when(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let (_, wrong) = firm.client("Wrong").await;
        let (_, right) = firm.client("Right").await;
        let today = firm.day(12, 15);
        // Settled in January and open again from March on; two accounts are told together, by the larger.
        firm.post(wrong, firm.day(1, 10), &[("555", 10_000), ("570", -10_000)]).await;
        firm.post(wrong, firm.day(1, 20), &[("555", -10_000), ("570", 10_000)]).await;
        firm.post(wrong, firm.day(3, 5), &[("555", 5_000), ("551", 2_500), ("100", -7_500)]).await;
        firm.post(wrong, firm.day(2, 9), &[("629", 21_477), ("570", -21_477)]).await;
        firm.post(wrong, firm.day(2, 11), &[("572", 12_100), ("700", -10_000), ("477", -2_100)]).await;
        let draft = json!({ "date": firm.day(4, 7).to_string(), "description": "Falta", "status": "draft", "postings": [] });
        let made = firm.app.api(&firm.owner, "POST", &format!("/organizations/{wrong}/journal-entries"), Some(draft), None).await;
        assert_eq!(made.status, 201, "{}", made.text);
        // Filed and locked as far as it goes, and nothing waits.
        firm.post(right, firm.day(11, 25), &[("572", 12_100), ("700", -10_000), ("477", -2_100)]).await;
        firm.post(right, firm.day(2, 11), &[("572", 12_100), ("700", -10_000), ("477", -2_100)]).await;
        firm.lock(right, LockScope::All, firm.day(11, 30)).await;
        firm.lock(right, LockScope::Tax, firm.day(9, 30)).await;

        let lines = firm.matrix(&firm.owner, false, today).await;
        assert_eq!(lines.iter().map(|line| line.kept.client_name.as_str()).collect::<Vec<_>>(), ["Wrong", "Aaa Primera", "Right"], "the most warnings first");
        let since = |month: i8, day: i8| firm.day(month, day).to_string();
        let of = |value: i64, since: String, account: &str| (value, since, account.to_owned());
        let expected = BTreeMap::from([
            ("last_posting", of(i64::from((today - firm.day(3, 5)).get_days()), since(3, 5), "")),
            ("drafts", of(1, since(4, 7), "")),
            ("suspense", of(7_500, since(3, 1), "555")),
            ("cash", of(-21_477, since(2, 1), "570")),
            ("tax", of(-2_100, since(2, 1), "")),
            ("months", of(11, since(1, 1), "")),
        ]);
        assert_eq!(found(&lines[0]), expected);
        assert_eq!(warned(&lines[0], today), ["last_posting", "drafts", "suspense", "cash", "tax", "months"]);
        assert_eq!(warned(&lines[1], today), Vec::<&str>::new(), "who has no entries has none wrong");
        assert_eq!(found(&lines[2]), BTreeMap::from([("last_posting", of(20, since(11, 25), ""))]));
        assert_eq!(warned(&lines[2], today), Vec::<&str>::new());
        // A year later the year is open, and all that was posted is old.
        let later = today.checked_add(1.year()).expect("a day");
        let lines = firm.matrix(&firm.owner, false, later).await;
        let right = lines.iter().find(|line| line.kept.client_name == "Right").expect("a line");
        assert_eq!(found(right).get("year"), Some(&of(349, since(12, 31), "")));
        assert_eq!(warned(right, later), ["last_posting", "tax", "year"]);
    }

    async fn an_opening_that_does_not_balance_is_told(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let (_, organization) = firm.client("Apertura").await;
        let body = json!({ "rows": [{ "account_code": "572", "debit": "100.00" }, { "account_code": "100", "credit": "60.00" }] });
        let put = firm.app.api(&firm.owner, "PUT", &format!("/organizations/{organization}/opening-balances"), Some(body), None).await;
        assert_eq!(put.status, 200, "{}", put.text);
        let lines = firm.matrix(&firm.owner, false, firm.day(1, 15)).await;
        let line = lines.iter().find(|line| line.kept.organization_id == organization).expect("a line");
        assert!(warned(line, firm.day(1, 15)).contains(&"opening"), "{:?}", found(line));
        assert_eq!(found(line)["opening"].0.abs(), 4_000);
        assert_eq!(found(line)["opening"].1, firm.first.to_string());
    }

    async fn a_warning_is_put_off_with_a_reason_and_a_client_has_its_own_threshold(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let (_, organization) = firm.client("Wrong").await;
        firm.post(organization, firm.first, &[("555", 5_000), ("100", -5_000)]).await;
        let of = format!("/practices/{}/control/{organization}", firm.practice.id);
        let row = async || firm.of_api().await.into_iter().find(|row| row["organization_id"] == json!(organization)).expect("a row");
        let before = row().await;
        assert_eq!((&cell(&before, "suspense")["value"], &cell(&before, "suspense")["warning"]), (&json!("50.00"), &json!(true)));
        assert_eq!(cell(&before, "suspense")["link"], format!("/organizations/{organization}/reports/general-ledger?account=555"));
        let page = firm.app.get(&firm.owner, &format!("/practices/{}/control", firm.practice.id)).await.text;
        assert!(page.contains("50,00") && page.contains("Wrong"), "{page}");

        let today = format::local_date("Europe/Madrid", firm.app.platform.clock.now()).expect("a day");
        let day = |after: i64| today.checked_add(after.days()).expect("a day").to_string();
        for (form, told) in [
            (format!("through={}&reason=", day(5)), "Motivo"),
            (format!("through={}&reason=Feria", day(91)), "dentro de 90 días"),
            (format!("through={}&reason=Feria", day(-1)), "dentro de 90 días"),
        ] {
            let refused = firm.app.post(&firm.owner, &format!("{of}/snooze?check=suspense"), &form).await;
            assert_eq!(refused.status, 422, "{form}");
            assert!(refused.text.contains(told), "{form}: {}", refused.text);
        }
        assert_eq!(firm.app.post(&firm.owner, &format!("{of}/snooze?check=suspense"), &format!("through={}&reason=Anticipos+de+la+feria", day(90))).await.status, 303);
        let put_off = row().await;
        assert_eq!((&cell(&put_off, "suspense")["warning"], &cell(&put_off, "suspense")["snoozed_through"]), (&json!(false), &json!(day(90))));
        assert!(firm.app.get(&firm.owner, &format!("/practices/{}/control?show=snoozed", firm.practice.id)).await.text.contains("Anticipos de la feria"));
        assert_eq!(firm.app.post(&firm.owner, &format!("{of}/waking?check=suspense"), "").await.status, 303);
        assert_eq!(cell(&row().await, "suspense")["warning"], json!(true));
        // Above fifty euros only, which it is not.
        assert_eq!(firm.app.post(&firm.owner, &format!("{of}/threshold?check=suspense"), "value=-1").await.status, 422);
        assert_eq!(firm.app.post(&firm.owner, &format!("{of}/threshold?check=suspense"), "value=50").await.status, 303);
        assert_eq!((&cell(&row().await, "suspense")["warning"], &cell(&row().await, "suspense")["threshold"]), (&json!(false), &json!(50)));
        assert_eq!(firm.app.post(&firm.owner, &format!("{of}/threshold?check=suspense"), "value=").await.status, 303);
        assert_eq!(cell(&row().await, "suspense")["warning"], json!(true));
        assert_eq!(firm.app.post(&firm.owner, &format!("{of}/threshold?check=nothing"), "value=1").await.status, 404);
    }

    async fn whoever_sees_some_clients_sees_only_their_books(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let (client, organization) = firm.client("Wrong").await;
        firm.post(organization, firm.first, &[("555", 5_000), ("100", -5_000)]).await;
        let (staff, stranger) = (firm.app.person("staff").await, firm.app.person("stranger").await);
        firm.app.join(Tenant::Practice, firm.practice.id, &staff, "staff").await;
        let page = format!("/practices/{}/control", firm.practice.id);
        let today = firm.day(12, 15);
        assert_eq!(firm.matrix(&staff, true, today).await, vec![]);
        let assigned = firm.app.api(&firm.owner, "PUT", &format!("/clients/{client}/assignments"), Some(json!({ "user_ids": [staff.user.id] })), None).await;
        assert_eq!(assigned.status, 200, "{}", assigned.text);
        assert_eq!(firm.matrix(&staff, true, today).await, vec![], "the books are their organization's, which they do not belong to");
        firm.app.join(Tenant::Organization, organization, &staff, "read_only").await;
        let seen = firm.matrix(&staff, true, today).await;
        assert_eq!(seen.iter().map(|line| (line.kept.client_name.as_str(), line.kept.assigned)).collect::<Vec<_>>(), [("Wrong", true)]);
        assert_eq!(firm.app.get(&staff, &format!("{page}/{organization}")).await.status, 200);
        assert_eq!(firm.app.get(&stranger, &page).await.status, 404);
        let (_, other) = firm.client("Otra").await;
        assert_eq!(firm.app.get(&staff, &format!("{page}/{other}")).await.status, 404);
        assert_eq!(firm.app.post(&staff, &format!("{page}/{other}/threshold?check={}", Check::Cash.word()), "value=1").await.status, 404);
    }
}
