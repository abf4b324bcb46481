//! Times of the product's main actions, a JSON row each: `{"bench", "engine", "runs", "min_ms", "median_ms", "max_ms"}`.
//!
//! SQLite with `synchronous=FULL` on the disk of the temporary folder; PostgreSQL where `DESPACHO_TEST_POSTGRES` names a
//! server (`make bench` starts one that waits for its disk).

use std::time::Instant;

use despacho::wiring;
use despacho_kernel::{Id, Invalid, access::Application};
use despacho_organizations::Organization;
use despacho_platform::{
    Platform,
    i18n::Lang,
    memberships::{self, Tenant},
    testkit::{Engine, ground},
    users::{self, NewUser, User},
};
use despacho_practice::{
    clients::{
        actions::Desk,
        client::{Client, NewClient},
        filter::ListFilter,
        store as clients,
    },
    cloning, imports,
    practices::{Practice, actions as practices},
};
use despacho_settings::{
    founding::actions as organizations,
    preferences::{Item, Snapshot},
};
use despacho_ui::{fields::Sight, forms::FormData};

struct Row {
    name: &'static str,
    engine: Engine,
    times: Vec<f64>,
}

impl Row {
    fn print(mut self) {
        self.times.sort_by(f64::total_cmp);
        let at = |part: f64| self.times[((self.times.len() - 1) as f64 * part) as usize];
        println!(
            "{{\"bench\":\"{}\",\"engine\":\"{}\",\"runs\":{},\"min_ms\":{:.3},\"median_ms\":{:.3},\"max_ms\":{:.3}}}",
            self.name,
            format!("{:?}", self.engine).to_lowercase(),
            self.times.len(),
            at(0.0),
            at(0.5),
            at(1.0)
        );
    }
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

async fn person(platform: &Platform) -> User {
    let new =
        NewUser { email: "bench@bench.example".into(), name: "Bench".into(), language: "es".into(), time_zone: "Europe/Madrid".into(), ..NewUser::default() };
    let tx = platform.db.begin().await.expect("a transaction");
    let user = users::insert(&tx, &new, "-", true, platform.clock.now()).await.expect("a user");
    tx.commit().await.expect("a commit");
    user
}

async fn firm(platform: &Platform, user: &User, name: &str) -> Practice {
    let new = Practice::named(name, "ES").expect("valid");
    let tx = platform.db.begin().await.expect("a transaction");
    let practice = practices::create(&tx, new, user, platform.clock.now()).await.expect("a practice");
    tx.commit().await.expect("a commit");
    practice
}

/// A client as the form would send it.
fn typed(pairs: &[(&str, &str)]) -> NewClient {
    let data = FormData(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
    NewClient::read(&data, None, &Sight::form(Lang::Es, "ES"), "ES").expect("valid")
}

/// A client with Books and the whole Spanish chart, committed.
async fn create_client(platform: &Platform, user: &User, practice: &Practice, engine: Engine) {
    let mut times = vec![];
    for at in 0..60 {
        let desk = Desk { practice, by: user, visible_to: None, now: platform.clock.now() };
        let name = format!("Cliente {at}");
        // An address each: one gets only so many messages a day.
        let email = format!("cliente{at}@bench.example");
        let input = typed(&[("business_name", &name), ("email", &email), ("applications", "books"), ("invite_client", "on")]);
        let started = Instant::now();
        let tx = platform.db.begin().await.expect("a transaction");
        desk.create(&tx, &wiring::applications(), input).await.expect("a client");
        tx.commit().await.expect("a commit");
        times.push(milliseconds(started));
    }
    Row { name: "create_client_books_es", engine, times }.print();
}

/// A client with Books whose preferences are those of another: 800 accounts, taxes, templates, custom fields and the rest, committed.
async fn clone_client(platform: &Platform, user: &User, practice: &Practice, engine: Engine) {
    let desk = |now| Desk { practice, by: user, visible_to: None, now };
    let input = |name: String| typed(&[("business_name", &name), ("applications", "books")]);
    let apps = wiring::applications();
    let now = platform.clock.now();
    let tx = platform.db.begin().await.expect("a transaction");
    let (client, organization) = desk(now).create(&tx, &apps, input("Origen".into())).await.expect("a client");
    let organization = organization.expect("an organization");
    let groups = apps.groups();
    let fill = async |name: &str, rows: Vec<Vec<String>>| {
        let group = groups.iter().find(|g| g.sets[0].name() == name).expect("a group");
        let items: Vec<Item> = rows.into_iter().map(|values| group.sets[0].item(values, true)).collect();
        group.sets[0].insert(&tx, organization.id, &items).await.expect("rows");
    };
    let own = |text: &str| text.to_owned();
    fill(
        "accounts",
        (0..30)
            .map(|at| vec![format!("6299{at:02}"), format!("Cuenta propia {at}"), own("expense"), own("629"), own("")])
            .collect(),
    )
    .await;
    fill("custom_fields", (0..20).map(|at| vec![format!("Campo {at}"), own("contact"), own("text"), own(""), own(""), own(""), own("")]).collect()).await;
    fill("roles", (0..3).map(|at| vec![format!("Papel {at}"), own("read,edit_settings")]).collect()).await;
    tx.commit().await.expect("a commit");
    let count = despacho_ledger::accounts::store::count(platform.db.read(), organization.id).await;
    assert_eq!(count.expect("a count"), 800);
    let names: Vec<String> = groups.iter().filter(|g| g.proposed).map(|g| g.name.to_owned()).collect();
    let mut times = vec![];
    for at in 0..60 {
        let clone = cloning::CloneChoice { client: Some(client.id), groups: names.clone(), ..cloning::CloneChoice::default() };
        let input = NewClient { clone: Some(clone), ..input(format!("Clon {at}")) };
        let started = Instant::now();
        let tx = platform.db.begin().await.expect("a transaction");
        desk(platform.clock.now()).create(&tx, &apps, input).await.expect("a client");
        tx.commit().await.expect("a commit");
        times.push(milliseconds(started));
    }
    Row { name: "create_client_clone_800_accounts", engine, times }.print();
}

/// A thousand organizations imported by the job, from its start to its notification.
async fn import(platform: &Platform, user: &User, practice: &Practice, engine: Engine) {
    let mut ids: Vec<Id> = vec![];
    let tx = platform.db.begin().await.expect("a transaction");
    for at in 0..1000 {
        let named = Organization::named(&format!("Organización {at}"), "US", &[Application::Inventory]);
        let new = Organization { owner_name: "Persona Ficticia".into(), ..named };
        ids.push(
            organizations::create(&tx, &wiring::applications(), new, &Snapshot::default(), user, platform.clock.now())
                .await
                .expect("an organization")
                .id,
        );
    }
    tx.commit().await.expect("a commit");
    let mut times = vec![];
    for run in 0..3 {
        let practice = if run == 0 { practice.clone() } else { firm(platform, user, &format!("Otra {run}")).await };
        let started = Instant::now();
        let tx = platform.db.begin().await.expect("a transaction");
        let import = imports::actions::start(&tx, practice.id, user, &ids, platform.clock.now()).await.expect("an import");
        tx.commit().await.expect("a commit");
        while imports::actions::batch(platform, practice.id, import.id).await.expect("a batch") {}
        times.push(milliseconds(started));
        let ended = imports::store::find(platform.db.read(), practice.id, import.id).await.expect("the import");
        assert_eq!((ended.done, ended.failed), (1000, 0));
    }
    Row { name: "import_1000_organizations", engine, times }.print();
}

/// Pages of a list of ten thousand clients, as the browser asks for them: the whole response on the server.
async fn list(platform: &Platform, user: &User, engine: Engine) {
    let practice = firm(platform, user, "Grande").await;
    let now = platform.clock.now();
    let template = typed(&[("display_name", "x")]).profile;
    let many: Vec<Client> = (0..10_000)
        .map(|at| {
            let client = Client {
                practice_id: practice.id,
                id: despacho_kernel::new_id(),
                display_name: format!("Cliente {at:05}"),
                created_at: now,
                updated_at: now,
                version: 1,
                tags: vec!["Pyme".into()],
                ..template.clone()
            };
            client.settled("ES", &mut Invalid::new())
        })
        .collect();
    let tx = platform.db.begin().await.expect("a transaction");
    clients::insert(&tx, practice.id, &many).await.expect("clients");
    tx.commit().await.expect("a commit");
    // As PostgreSQL does by itself after many rows, some time later.
    let tx = platform.db.begin().await.expect("a transaction");
    despacho_platform::sql::run(&tx, "ANALYZE", vec![]).await.expect("statistics");
    tx.commit().await.expect("a commit");
    let tx = platform.db.begin().await.expect("a transaction");
    let secret = despacho_platform::sessions::open(&tx, user.id, &despacho_platform::security::Origin::default(), now)
        .await
        .expect("a session");
    memberships::add(&tx, Tenant::Practice, practice.id, user.id, "owner", now).await.expect("a membership");
    tx.commit().await.expect("a commit");
    assert_eq!(clients::count(platform.db.read(), practice.id, &ListFilter::default()).await.expect("a count"), 10_000);
    let (_, router) = wiring::service(platform);
    for (name, pages) in [("list_10000_first_page", 1..=1), ("list_10000_last_page", 200..=200), ("list_10000_any_page", 1..=200)] {
        let mut times = vec![];
        for page in pages.clone().cycle().take(200) {
            let request = axum::http::Request::get(format!("/practices/{}/clients?page={page}", practice.id))
                .header("cookie", format!("despacho_session={secret}"))
                .body(axum::body::Body::empty())
                .expect("a request");
            let started = Instant::now();
            let response = tower::ServiceExt::oneshot(router.clone(), request).await.expect("an answer");
            assert_eq!(response.status(), 200);
            axum::body::to_bytes(response.into_body(), 10_000_000).await.expect("a body");
            times.push(milliseconds(started));
        }
        Row { name, engine, times }.print();
    }
    let mut times = vec![];
    for at in 0..100 {
        let filter = ListFilter { search: format!("{:03}", at * 7), ..ListFilter::default() };
        let started = Instant::now();
        clients::list(platform.db.read(), practice.id, &filter, 50, 0).await.expect("clients");
        times.push(milliseconds(started));
    }
    Row { name: "search_10000", engine, times }.print();
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
        let platform = &ground.platform;
        let user = person(platform).await;
        let practice = firm(platform, &user, "Asesores").await;
        create_client(platform, &user, &practice, engine).await;
        clone_client(platform, &user, &practice, engine).await;
        import(platform, &user, &practice, engine).await;
        list(platform, &user, engine).await;
    }
}
