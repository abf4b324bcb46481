//! Entries that come again, and those that undo themselves.

use despacho::wiring;
use despacho_ledger::journal::locks::{Level, Scope};
use despacho_ledger_templates::recurring::job::Maker;
use despacho_platform::{
    both,
    clock::DAY,
    memberships::{self, Tenant},
    sql, vals,
};
use despacho_recurrence::due;
use futures_util::future::join_all;
use jiff::{ToSpan, civil::Date};
use serde_json::{Value, json};

use crate::{common::Answer, ledger::Books};

impl Books {
    async fn recurring(&self, method: &str, rest: &str, body: Option<Value>) -> Answer {
        self.app
            .api(&self.owner, method, &format!("/organizations/{}/recurring-entries{rest}", self.organization), body, None)
            .await
    }

    /// Today where the organization is; tests run near it in any zone.
    pub fn today(&self) -> Date {
        let at = jiff::Timestamp::from_millisecond(self.app.platform.clock.now()).expect("an instant");
        jiff::tz::TimeZone::get("Europe/Madrid").expect("a zone").to_datetime(at).date()
    }

    /// What every server does once an hour.
    pub async fn an_hour_passes(&self) {
        for task in wiring::ROOMS.iter().flat_map(|room| room.hourly) {
            task(self.app.platform.clone()).await.expect("the hour's work");
        }
    }

    async fn dates(&self, state: &str) -> Vec<String> {
        let sql = "SELECT date FROM journal_entries WHERE organization_id = $1 AND state = $2 ORDER BY date, id LIMIT 100";
        sql::column(self.app.platform.db.read(), sql, vals![self.organization, state]).await.expect("dates")
    }
}

fn rent(from: Date, action: &str) -> Value {
    json!({ "name": "Alquiler", "frequency": "weeks", "every": 1, "from": from.to_string(), "action": action, "description": "Alquiler", "lines": [
        { "account_code": "621", "debit": "base" },
        { "account_code": "572", "credit": "=" },
    ], "variables": { "base": "850.00" } })
}

fn told(answer: &Answer) -> Vec<String> {
    let text = |error: &Value, name: &str| error[name].as_str().unwrap_or_default().to_owned();
    answer.json()["errors"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|error| format!("{} {}", text(error, "field"), text(error, "code")))
        .collect()
}

both! {
    async fn what_was_missed_is_made_up_for_once_however_many_servers_look(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let from = books.today();
        let made = books.recurring("POST", "", Some(rent(from, "post"))).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let made = made.json();
        assert_eq!((&made["status"], &made["next_dates"][0], &made["day"]), (&json!("active"), &json!(from.to_string()), &json!(null)));
        books.app.platform.clock.advance(15 * DAY);
        // Four servers at once: three days have come, each is made once.
        let looks = join_all((0..4).map(|_| due::make_due::<Maker>(&books.app.platform, books.organization))).await;
        assert!(looks.iter().all(Result::is_ok), "{looks:?}");
        books.app.work().await;
        let wanted: Vec<String> = [0, 7, 14].iter().map(|days: &i64| from.checked_add(days.days()).expect("a day").to_string()).collect();
        assert_eq!(books.dates("posted").await, wanted);
        let one = format!("/{}", made["id"].as_str().expect("an id"));
        let now = books.recurring("GET", &one, None).await.json();
        let next = from.checked_add(21.days()).expect("a day").to_string();
        assert_eq!((&now["made"], &now["last_date"], &now["next_dates"][0]), (&json!(3), &json!(wanted[2]), &json!(next)));
        // An end that is over ends it; what came stays, and comes no more.
        let ended = books.recurring("PATCH", &one, Some(json!({ "count": 3 }))).await.json();
        assert_eq!((&ended["status"], &ended["next_dates"]), (&json!("ended"), &json!([])));
        let skipped = books.recurring("POST", &format!("{one}/skipping"), Some(json!({}))).await;
        assert_eq!((skipped.status.as_u16(), &skipped.json()["type"]), (409, &json!("/problems/recurring-ended")));
        let on = books.recurring("PATCH", &one, Some(json!({ "count": null, "status": "stopped" }))).await.json();
        assert_eq!((&on["status"], &on["next_dates"]), (&json!("stopped"), &json!([])));
        books.an_hour_passes().await;
        books.app.work().await;
        assert_eq!(books.dates("posted").await.len(), 3);
        assert_eq!(books.recurring("DELETE", &one, None).await.status, 204);
        assert_eq!((books.app.count("recurring_entries").await, books.app.count("recurring_occurrences").await), (0, 0));
        books.is_sound().await;
    }

    async fn who_may_no_longer_post_makes_nothing_by_what_they_saved(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let colleague = books.app.person("companera").await;
        books.app.join(Tenant::Organization, books.organization, &colleague, "administrator").await;
        let path = format!("/organizations/{}/recurring-entries", books.organization);
        let made = books.app.api(&colleague, "POST", &path, Some(rent(books.today(), "post")), None).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let made = made.json();
        let tx = books.app.platform.db.begin().await.expect("a transaction");
        memberships::remove(&tx, books.organization, colleague.user.id).await.expect("removed");
        tx.commit().await.expect("a commit");
        books.app.platform.clock.advance(DAY);
        books.an_hour_passes().await;
        books.app.work().await;
        let one = format!("/{}", made["id"].as_str().expect("an id"));
        let now = books.recurring("GET", &one, None).await.json();
        assert_eq!((&now["fault"]["code"], &now["made"]), (&json!("author_without_right"), &json!(0)));
        // Saved again by who may, it goes on in that name.
        assert_eq!(books.recurring("PATCH", &one, Some(json!({ "name": "Alquiler del local" }))).await.status, 200);
        books.an_hour_passes().await;
        books.app.work().await;
        assert_eq!((books.dates("posted").await.len(), books.recurring("GET", &one, None).await.json()["fault"].clone()), (1, json!(null)));
    }

    async fn what_is_made_in_somebodys_name_has_none_of_their_exceptions(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let from = books.today();
        books.lock(Scope::All, Level::Soft, Some(from)).await.expect("a lock");
        let exception = json!({ "scope": "all", "user": books.owner.user.id, "first_day": from.to_string(), "last_day": from.to_string(), "expires_at": books.app.platform.clock.now() + 20 * DAY, "reason": "Cierre en curso" });
        let given = books.app.api(&books.owner, "POST", &format!("/organizations/{}/lock-exceptions", books.organization), Some(exception), None).await;
        assert_eq!(given.status, 201, "{}", given.text);
        // The person comes to the day, what is made in their name does not.
        let by_hand = json!({ "date": from.to_string(), "description": "A mano", "postings": [{ "account_code": "621", "debit": "1" }, { "account_code": "572", "credit": "1" }] });
        let posted = books.app.api(&books.owner, "POST", &format!("/organizations/{}/journal-entries", books.organization), Some(by_hand), None).await;
        assert_eq!((posted.status.as_u16(), &posted.json()["in_locked_period"]), (201, &json!(true)), "{}", posted.text);
        let made = books.recurring("POST", "", Some(rent(from, "post"))).await.json();
        books.app.platform.clock.advance(DAY);
        books.app.work().await;
        let now = books.recurring("GET", &format!("/{}", made["id"].as_str().expect("an id")), None).await.json();
        assert_eq!((&now["fault"]["code"], &now["made"]), (&json!("period_locked"), &json!(0)));
        books.is_sound().await;
    }

    async fn what_cannot_be_made_is_told_and_stops_no_other(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let from = books.today();
        books.lock(Scope::All, Level::Hard, Some(from)).await.expect("a lock");
        let stopped = books.recurring("POST", "", Some(rent(from, "post"))).await.json();
        let drafted = books.recurring("POST", "", Some(rent(from, "draft"))).await.json();
        books.app.platform.clock.advance(8 * DAY);
        books.app.work().await;
        // A draft is held up by no lock.
        assert_eq!((books.dates("posted").await.len(), books.dates("draft").await.len()), (0, 2));
        let one = format!("/{}", stopped["id"].as_str().expect("an id"));
        let now = books.recurring("GET", &one, None).await.json();
        assert_eq!((&now["fault"]["code"], &now["next_dates"][0], &now["made"]), (&json!("period_locked"), &json!(from.to_string()), &json!(0)));
        let page = books.app.get(&books.owner, &format!("/organizations/{}/recurring-entries", books.organization)).await;
        assert!(page.text.contains("no se ha podido hacer") && page.text.contains("bloqueado hasta"), "{}", page.text);
        // Looked at again it is told no second time.
        books.an_hour_passes().await;
        books.app.work().await;
        let sql = "SELECT COUNT(*) FROM activity WHERE tenant_id = $1 AND action = 'recurring_failed'";
        assert_eq!(sql::scalar::<i64>(books.app.platform.db.read(), sql, vals![books.organization]).await.expect("a count"), Some(1));
        // Left out, the next one is made.
        let skipped = books.recurring("POST", &format!("{one}/skipping"), Some(json!({}))).await.json();
        assert_eq!(skipped["fault"], json!(null));
        books.app.work().await;
        assert_eq!(books.dates("posted").await, [from.checked_add(7.days()).expect("a day").to_string()]);
        let page = books.app.get(&books.owner, &format!("/organizations/{}/recurring-entries{one}", books.organization)).await;
        assert!(page.text.contains("omitido") && page.text.contains("value=\"850.00\"") | page.text.contains("value=\"850,00\""), "{}", page.text);
        assert_eq!(drafted["action"], json!("draft"));
        books.is_sound().await;
    }

    async fn one_is_made_of_a_template_an_entry_or_a_form_and_asks_nothing(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let later = books.today().checked_add(40.days()).expect("a day");
        let wrong = json!({ "name": "x", "frequency": "months", "every": 1, "day": 31, "from": later.to_string(), "lines": [{ "debit": "base" }, { "account_code": "572", "contact": "?", "credit": "=" }] });
        assert_eq!(told(&books.recurring("POST", "", Some(wrong)).await), ["lines[0].account_code required", "lines[1].contact required"]);
        let unanswered = json!({ "name": "x", "frequency": "months", "every": 1, "from": later.to_string(), "lines": [{ "account_code": "621", "debit": "base" }, { "account_code": "572", "credit": "=" }] });
        assert_eq!(told(&books.recurring("POST", "", Some(unanswered)).await), ["variables.base required"]);
        let (_, entry) = books.entries("POST", "", Some(json!({ "date": books.day(3).to_string(), "description": "Cuota", "postings": [{ "account_code": "629", "debit": "40" }, { "account_code": "572", "credit": "40" }] }))).await;
        let of_entry = books.recurring("POST", "", Some(json!({ "frequency": "months", "every": 1, "day": 31, "from": later.to_string(), "entry": entry["id"] }))).await.json();
        assert_eq!((&of_entry["name"], &of_entry["lines"][0]["debit"], &of_entry["day"]), (&json!("Cuota"), &json!("40.00"), &json!(31)));
        assert_eq!(of_entry["next_dates"][0], json!(later.last_of_month().to_string()));
        let path = format!("/organizations/{}/recurring-entries", books.organization);
        assert!(books.app.get(&books.owner, &format!("{path}/new?entry={}", entry["id"].as_str().expect("an id"))).await.text.contains("value=\"Cuota\""));
        let row = |code: &str, debit: &str, credit: &str| format!("&line.account_code={code}&line.contact=&line.description=&line.tags=&line.debit={debit}&line.credit={credit}");
        let form = format!("name=Renta&unit=months&every=1&day=5&from={later}&action=post&journal=general{}{}", row("621", "base", ""), row("572", "", "%3D"));
        let refused = books.app.post(&books.owner, &path, &form).await;
        assert!(refused.status == 422 && refused.text.contains("name=\"v.base\""), "{}", refused.text);
        let saved = books.app.post(&books.owner, &path, &format!("{form}&v.base=1.234%2C50")).await;
        assert_eq!(saved.status, 303, "{}", saved.text);
        let shown = books.app.get(&books.owner, &saved.location()).await.text;
        assert!(shown.contains("value=\"1234,5\"") && shown.contains("Cada mes, el día 5"), "{shown}");
        assert_eq!(books.app.post(&books.owner, &saved.location(), &format!("version=0&{form}&v.base=2")).await.status, 409);
    }

    async fn an_entry_undoes_itself_on_a_day_that_takes_entries(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let (day, after) = (books.day(30), books.day(31));
        let accrual = |on: &str| json!({ "date": day.to_string(), "description": "Luz sin facturar", "reverse_on": on, "postings": [{ "account_code": "628", "debit": "90" }, { "account_code": "4109", "credit": "90" }] });
        let refused = books.app.api(&books.owner, "POST", &format!("/organizations/{}/journal-entries", books.organization), Some(accrual("2099-01-01")), None).await;
        assert_eq!(told(&refused), ["reverse_on fiscal_year_missing"]);
        let refused = books.app.api(&books.owner, "POST", &format!("/organizations/{}/journal-entries", books.organization), Some(accrual(&books.day(29).to_string())), None).await;
        assert_eq!(told(&refused), ["reverse_on before_original"]);
        assert_eq!(books.app.count("journal_entries").await, 0);
        let (status, entry) = books.entries("POST", "", Some(accrual(&after.to_string()))).await;
        assert_eq!((status, &entry["status"]), (201, &json!("reversed")));
        assert_eq!(books.dates("posted").await, [after.to_string()]);
        assert!(books.balances().await.is_empty());
        // A draft keeps the day until it is posted; the grid sends it too.
        let mut draft = accrual(&after.to_string());
        draft["status"] = json!("draft");
        let (_, kept) = books.entries("POST", "", Some(draft)).await;
        let one = format!("/{}/posting", kept["id"].as_str().expect("an id"));
        let (status, posted) = books.entries("POST", &one, Some(json!({}))).await;
        assert_eq!((status, &posted["status"]), (200, &json!("reversed")));
        let form = format!("do=post&date={day}&journal=general&description=Luz&reverse_on={after}&postings[0].account_code=628&postings[0].debit=5&postings[1].account_code=4109&postings[1].credit=5");
        assert_eq!(books.app.post(&books.owner, &format!("/organizations/{}/journal-entries", books.organization), &form).await.status, 303);
        assert_eq!(books.dates("reversed").await, vec![day.to_string(); 3]);
        books.is_sound().await;
    }
}
