//! The end of a year on its pages: checks that are accepted with a reason, and the result that is shared out. Figures known by hand.

use despacho_kernel::Id;
use despacho_ledger::fiscal_years::store as years;
use despacho_platform::{activity, both, testkit::Engine};

use crate::{
    common::Answer,
    ledger::{Books, entry},
};

struct Year {
    books: Books,
    id: Id,
    next: i16,
}

impl Year {
    /// Capital 3,000.00, an earlier loss of 300.00, and a profit of 1,000.00.
    async fn open(engine: Engine, profit: i64) -> Option<Self> {
        let books = Books::open(engine).await?;
        for lines in [&[("572", 270_000), ("121", 30_000), ("100", -300_000)][..], &[("572", profit), (if profit > 0 { "700" } else { "600" }, -profit)]] {
            books.post(&entry(books.day(10), lines)).await.expect("posted");
        }
        let id = years::list(books.app.platform.db.read(), books.organization).await.expect("years").last().expect("a year").id;
        let next = books.day(0).year() + 1;
        Some(Self { books, id, next })
    }

    fn path(&self, rest: &str) -> String {
        format!("/organizations/{}/fiscal-years/{}/{rest}", self.books.organization, self.id)
    }

    async fn get(&self, rest: &str) -> String {
        let answer = self.books.app.get(&self.books.owner, &self.path(rest)).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.text
    }

    async fn send(&self, rest: &str, form: &str) -> Answer {
        self.books.app.post(&self.books.owner, &self.path(rest), form).await
    }

    /// The share that is proposed to an account.
    fn share(page: &str, code: &str) -> String {
        let rest = page.split(&format!("name=\"code\" value=\"{code}\"")).nth(1).expect("the account");
        let rest = rest.split("name=\"amount\" value=\"").nth(1).expect("its amount");
        rest.split('"').next().expect("its end").to_owned()
    }
}

both! {
    async fn a_recommended_check_is_accepted_with_a_reason_that_stays(engine) {
        let Some(year) = Year::open(engine, 100_000).await else { return };
        let page = year.get("closing").await;
        assert!(page.contains("Por decidir") && page.contains("Puede cerrarse con 3 avisos"), "{page}");
        assert!(page.contains("2 apuntes sin puntear · 572: 3.700,00"), "{page}");
        let silent = year.send("closing-checks", "check=banks&reason=").await;
        assert!(silent.status == 422 && silent.text.contains("id=\"reason.banks\"") && silent.text.contains("Puede cerrarse con 3 avisos"), "{}", silent.text);
        assert_eq!(year.send("closing-checks", "check=nothing&reason=x").await.status, 404);
        assert_eq!(year.send("closing-checks", "check=banks&reason=Sin+extracto").await.status, 303);
        let page = year.get("closing").await;
        assert!(page.contains("Puede cerrarse con 2 avisos") && page.contains("«Sin extracto»"), "{page}");
        let told = activity::list(year.books.app.platform.db.read(), year.books.organization, &activity::Asked::of(year.id), 1).await.expect("activity");
        assert_eq!((told[0].action.as_str(), told[0].changes()[0].after.as_str(), told[0].changes()[1].after.as_str()), ("closing_check_accepted", "Bancos punteados hasta el último día", "Sin extracto"));
        assert_eq!(year.send("closing-checks", "check=banks&withdraw=yes").await.status, 303);
        assert!(year.get("closing").await.contains("Puede cerrarse con 3 avisos"));
        // Warnings are no hindrance; what was accepted is told of the closed year, which takes no other decision.
        year.send("closing-checks", "check=accruals&reason=Sin+importancia").await;
        assert_eq!(year.send("closing", "").await.status, 303);
        assert!(year.get("closing").await.contains("«Sin importancia»"));
        assert_eq!(year.send("closing-checks", "check=banks&reason=x").await.status, 409);
        year.books.is_sound().await;
    }

    async fn pressing_close_with_something_in_the_way_says_so_and_closes_nothing(engine) {
        let Some(year) = Year::open(engine, 100_000).await else { return };
        let day = year.books.day(20);
        year.books.ok("POST", "/journal-entries", Some(serde_json::json!({ "date": day.to_string(), "description": "Por aclarar", "status": "draft", "postings": [] })), 201).await;
        let page = year.get("closing").await;
        assert!(page.contains("name=\"only\" value=\"look\"") && page.contains("status=draft"), "{page}");
        let refused = year.send("closing", "only=look").await;
        assert!(refused.status == 409 && refused.text.contains("role=\"alert\""), "{}", refused.text);
        let of = years::list(year.books.app.platform.db.read(), year.books.organization).await.expect("years");
        assert_eq!(of.last().map(|of| of.state.as_str()), Some("open"));
    }

    async fn a_profit_is_shared_out_as_the_law_asks(engine) {
        let Some(year) = Year::open(engine, 100_000).await else { return };
        // Nothing waits before the year is closed.
        assert_eq!(year.send("allocation", "date=2026-01-01").await.status, 303);
        assert_eq!(year.send("closing", "").await.status, 303);
        assert!(year.get("closing").await.contains("Aplicar el resultado…"));
        let page = year.get("allocation").await;
        // A tenth to the legal reserve, the earlier loss, and the rest.
        for (code, amount) in [("112", "100,00"), ("121", "300,00"), ("113", "600,00"), ("120", ""), ("526", "")] {
            assert_eq!(Year::share(&page, code), amount, "{code}");
        }
        let date = format!("{}-06-30", year.next);
        let short = year.send("allocation", &format!("date={date}&code=112&amount=100,00&code=113&amount=800,00")).await;
        assert!(short.status == 422 && short.text.contains("Quedan 100,00\u{a0}€ por aplicar") && short.text.contains("value=\"800,00\""), "{}", short.text);
        let unknown = year.send("allocation", &format!("date={date}&code=112&amount=100,00&code=11399&amount=900,00")).await;
        assert!(unknown.status == 422 && unknown.text.contains("aria-invalid"), "{}", unknown.text);
        let early = year.send("allocation", &format!("date={}-06-30&code=113&amount=1000,00", year.next - 1)).await;
        assert!(early.status == 422 && early.text.contains("Escriba un día del ejercicio"), "{}", early.text);
        let done = year.send("allocation", &format!("date={date}&code=112&amount=100,00&code=121&amount=300,00&code=113&amount=&code=526&amount=600,00")).await;
        assert_eq!(done.status, 303);
        let held = year.books.balances().await;
        assert_eq!(["129", "112", "121", "526"].map(|code| held.get(code).copied().unwrap_or(0)), [0, -10_000, 0, -60_000]);
        // It is shared out once.
        assert!(!year.get("closing").await.contains("Aplicar el resultado…"));
        assert!(year.send("allocation", &format!("date={date}&code=113&amount=1000,00")).await.flash().contains("flash-nothing-to-allocate"));
        year.books.is_sound().await;
    }

    async fn a_loss_goes_to_those_of_earlier_years(engine) {
        let Some(year) = Year::open(engine, -20_000).await else { return };
        assert_eq!(year.send("closing", "").await.status, 303);
        assert_eq!(Year::share(&year.get("allocation").await, "121"), "200,00");
        assert_eq!(year.send("allocation", &format!("date={}-06-30&code=121&amount=200,00", year.next)).await.status, 303);
        let held = year.books.balances().await;
        assert_eq!(["129", "121"].map(|code| held.get(code).copied().unwrap_or(0)), [0, 50_000]);
        year.books.is_sound().await;
    }
}
