//! Times of the firm's work, a JSON row each, on both databases: the home, the list, the board and the calendar of a thousand clients with fifty
//! thousand tasks, of which one in eight is open, and a template applied to all of the clients.

use std::time::Instant;

use despacho::wiring;
use despacho_kernel::{Id, access::PracticeRole, new_id};
use despacho_platform::{
    Platform,
    i18n::Lang,
    jobs, sql,
    testkit::{Engine, ground},
    users::{self, NewUser, User},
    vals,
};
use despacho_practice::{
    clients::{client::Client, store as clients},
    practices::{Practice, actions as practices},
};
use despacho_tasks::{
    actions::Desk,
    filter::{Filter, week_end, week_start},
    home, list_store,
    task::{Status, Task, earlier},
    template::{Line, Template},
};
use despacho_ui::{InPractice, caller::Caller};
use jiff::{ToSpan, civil::Date};
use serde_json::json;

const CLIENTS: usize = 1_000;
const TASKS: usize = 50_000;

fn row(name: &str, engine: Engine, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
    let engine = format!("{engine:?}").to_lowercase();
    println!("{}", json!({ "bench": name, "engine": engine, "runs": times.len(), "min_ms": at(0.0), "median_ms": at(0.5), "max_ms": at(1.0) }));
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

struct Bench {
    platform: Platform,
    user: User,
    practice: Practice,
    today: Date,
}

impl Bench {
    async fn open(platform: &Platform) -> Self {
        let new = NewUser {
            email: "bench@bench.example".into(),
            name: "Bench".into(),
            language: "es".into(),
            time_zone: "Europe/Madrid".into(),
            ..NewUser::default()
        };
        let now = platform.clock.now();
        let tx = platform.db.begin().await.expect("a transaction");
        let user = users::insert(&tx, &new, "-", true, now).await.expect("a user");
        let practice = practices::create(&tx, Practice::named("Asesores", "ES").expect("valid"), &user, now).await.expect("a practice");
        tx.commit().await.expect("a commit");
        let today = despacho_ui::format::local_date("Europe/Madrid", now).expect("a day");
        Self { platform: platform.clone(), user, practice, today }
    }

    fn who(&self) -> InPractice {
        let caller = Caller { lang: Lang::Es, user: Some(self.user.clone()), flash: None, path: String::new(), theme: "", from: None, expired: false };
        InPractice { caller, user: self.user.clone(), practice: self.practice.id, role: PracticeRole::Owner }
    }

    async fn fill(&self) -> Vec<Id> {
        let now = self.platform.clock.now();
        let client = |at: usize| {
            let mut client = Client {
                practice_id: self.practice.id,
                id: new_id(),
                display_name: format!("Cliente {at}"),
                active: true,
                created_at: now,
                version: 1,
                ..Client::default()
            };
            client.name_key = despacho_kernel::text::fold(&client.display_name);
            client
        };
        let all: Vec<Client> = (0..CLIENTS).map(client).collect();
        let ids: Vec<Id> = all.iter().map(|client| client.id).collect();
        let tx = self.platform.db.begin().await.expect("a transaction");
        clients::insert(&tx, self.practice.id, &all).await.expect("clients");
        tx.commit().await.expect("a commit");
        let task = |at: usize| {
            let open = at.is_multiple_of(8);
            // Open ones are due around today, finished ones before it.
            let days = if open { i64::try_from(at / 8 % 120).expect("small") - 10 } else { -i64::try_from(at % 900).expect("small") };
            let due_on = self.today.checked_add(days.days()).expect("a day").to_string();
            let status = if open { Status::OPEN[at / 8 % 5] } else { Status::Done };
            Task {
                practice_id: self.practice.id,
                id: new_id(),
                client_id: ids[at % CLIENTS],
                title: format!("Modelo {}", at % 40),
                title_key: format!("modelo {}", at % 40),
                kind: "tax".into(),
                status: status.word().into(),
                waiting_for: if status == Status::Waiting { "client".into() } else { String::new() },
                priority: "normal".into(),
                deadline: earlier(&due_on, ""),
                due_on,
                owner_id: (!at.is_multiple_of(3)).then_some(self.user.id),
                estimate_minutes: 45,
                shelf: if open { "open" } else { "closed" }.into(),
                status_since: now,
                created_at: now,
                updated_at: now,
                version: 1,
                ..Task::default()
            }
        };
        for start in (0..TASKS).step_by(5_000) {
            let tasks: Vec<Task> = (start..start + 5_000).map(task).collect();
            let tx = self.platform.db.begin().await.expect("a transaction");
            sql::insert(&tx, &tasks).await.expect("tasks");
            tx.commit().await.expect("a commit");
        }
        // PostgreSQL does so by itself once a table has grown.
        let tx = self.platform.db.begin().await.expect("a transaction");
        sql::run(&tx, "ANALYZE", vals![]).await.expect("statistics");
        tx.commit().await.expect("a commit");
        ids
    }

    /// A row of what is read thirty times.
    async fn read(&self, name: &str, engine: Engine, work: impl AsyncFn(&InPractice) -> usize, expected: usize) {
        let who = self.who();
        let mut times = vec![];
        for _ in 0..30 {
            let started = Instant::now();
            let found = work(&who).await;
            times.push(milliseconds(started));
            assert_eq!(found, expected, "{name}");
        }
        row(name, engine, times);
    }

    async fn views(&self, engine: Engine) {
        let (db, practice) = (self.platform.db.read(), self.practice.id);
        let open = Filter::open(None, self.today);
        let home = async |who: &InPractice| usize::try_from(home::read(&self.platform, who).await.expect("a home").standing.all.open).expect("a number");
        self.read("tasks_home_1000_clients_50000_tasks", engine, home, TASKS / 8).await;
        let list = async |_: &InPractice| {
            let count = list_store::count(db, practice, &open).await.expect("a count");
            list_store::groups(db, practice, &open).await.expect("groups");
            list_store::list(db, practice, &open, 50, 0).await.expect("a list");
            usize::try_from(count).expect("a number")
        };
        self.read("tasks_list_50000_tasks", engine, list, TASKS / 8).await;
        let board = async |_: &InPractice| {
            let mut cards = 0;
            for status in Status::OPEN {
                let lane = Filter { status: Some(status), ..open.clone() };
                list_store::count(db, practice, &lane).await.expect("a count");
                cards += list_store::list(db, practice, &lane, 40, 0).await.expect("a lane").len();
            }
            cards
        };
        self.read("tasks_board_50000_tasks", engine, board, 200).await;
        let first = self.today.first_of_month();
        let days = (week_start(first), week_end(first.last_of_month()));
        let month = Filter { days: Some(days), ..open.clone() };
        let expected = usize::try_from(list_store::count(db, practice, &month).await.expect("a count")).expect("a number").min(1_500);
        let calendar = async |_: &InPractice| list_store::list(db, practice, &month, 1_500, 0).await.expect("a month").len();
        self.read("tasks_calendar_50000_tasks", engine, calendar, expected).await;
    }

    async fn template(&self, clients: &[Id], engine: Engine) {
        let now = self.platform.clock.now();
        let desk = Desk { practice: self.practice.id, by: &self.user, visible_to: None, now, today: self.today };
        let lines = ["Pedir facturas", "Conciliar", "Revisar", "Presentar"].map(|title| Line { title: title.into(), due_days: None });
        let mut times = vec![];
        for at in 0..5 {
            let started = Instant::now();
            let tx = self.platform.db.begin().await.expect("a transaction");
            let template = desk
                .create_template(&tx, &lines, |begun, _| Template { title: format!("Modelo {at}"), due_days: 15, ..begun })
                .await
                .expect("a template");
            desk.apply(&tx, template.id, clients, &["2027-Q1".into()]).await.expect("an application");
            tx.commit().await.expect("a commit");
            jobs::run_due(&self.platform, &wiring::jobs()).await.expect("the jobs");
            times.push(milliseconds(started));
        }
        let made: i64 = sql::scalar(self.platform.db.read(), "SELECT COUNT(*) FROM tasks", vals![]).await.expect("a count").unwrap_or(0);
        assert_eq!(usize::try_from(made).expect("a number"), TASKS + 5 * CLIENTS);
        row("tasks_template_1000_clients", engine, times);
    }
}

#[tokio::main]
async fn main() {
    // `cargo test --benches` only checks that it is there.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    for engine in [Engine::Sqlite, Engine::Postgres] {
        wiring::speak();
        let Some(ground) = ground(engine, &wiring::migrations()).await else {
            eprintln!("no PostgreSQL server is named: its rows are left out");
            continue;
        };
        let bench = Bench::open(&ground.platform).await;
        let clients = bench.fill().await;
        bench.views(engine).await;
        bench.template(&clients, engine).await;
    }
}
