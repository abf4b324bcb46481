//! Times of the product's main actions, a JSON row each: `{"bench", "engine", "runs", "min_ms", "median_ms", "max_ms"}`.
//!
//! SQLite with `synchronous=FULL` on the disk of the temporary folder; PostgreSQL where `DESPACHO_TEST_POSTGRES` names a
//! server (`make bench` starts one that waits for its disk).

use std::time::Instant;

use despacho::wiring;
use despacho_contacts::{Contact, actions as contacts};
use despacho_documents::{
    actions as documents,
    kind::Kind,
    typed::{TypedDocument, TypedLine, TypedTax},
};
use despacho_fiscal::{
    calendar::matrix,
    obligations::actions as obligations,
    profile::{
        actions::{self as profiles, Hand},
        entity::{FiscalProfile, PROFILE},
    },
};
use despacho_kernel::{Id, Invalid, access::Application};
use despacho_ledger::journal::{AccountRef, Allowed, EntryDraft, Past, Posting, post};
use despacho_organizations::Organization;
use despacho_platform::{
    Platform, Tx,
    i18n::Lang,
    memberships::{self, Tenant},
    testkit::{Engine, ground},
    users::{self, NewUser, User},
};
use despacho_practice::{
    clients::{
        actions::Desk,
        client::{Client, NewClient},
        filter::{ListFilter, Sort, Status},
        list_store, store as clients,
    },
    cloning, control, imports, insights,
    practices::{Practice, actions as practices},
};
use despacho_settings::{
    founding::actions as organizations,
    preferences::{Item, Snapshot},
};
use despacho_ui::{api::Object, fields::Sight, forms::FormData};
use serde_json::json;

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
    let wanted = imports::Wanted::new_clients(&ids);
    let mut times = vec![];
    for run in 0..3 {
        let practice = if run == 0 { practice.clone() } else { firm(platform, user, &format!("Otra {run}")).await };
        let started = Instant::now();
        let tx = platform.db.begin().await.expect("a transaction");
        let import = imports::actions::start(&tx, practice.id, user, &wanted, platform.clock.now()).await.expect("an import");
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
    assert_eq!(list_store::counted(platform.db.read(), practice.id, &ListFilter::default()).await.expect("a count").total, 10_000);
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
        list_store::list(platform.db.read(), practice.id, &filter, 50, 0).await.expect("clients");
        times.push(milliseconds(started));
    }
    Row { name: "search_10000", engine, times }.print();
}

/// Names of which a hundred thousand clients are made: some words are on many of them, some on few.
const WORDS: [&str; 20] = [
    "Talleres",
    "Panadería",
    "Transportes",
    "Construcciones",
    "Viveros",
    "Bodegas",
    "Clínica",
    "Librería",
    "Muebles",
    "Ferretería",
    "Asesoría",
    "Hostal",
    "Restaurante",
    "Granja",
    "Imprenta",
    "Óptica",
    "Farmacia",
    "Gestoría",
    "Carpintería",
    "Electricidad",
];

/// Searches, filters and orders of a hundred thousand clients of one practice: what the list's page asks of the database, its count and a
/// page of fifty with all that stands in its rows.
async fn large_list(platform: &Platform, user: &User, engine: Engine) {
    const CLIENTS: usize = 100_000;
    let practice = firm(platform, user, "Enorme").await;
    let now = platform.clock.now();
    let template = typed(&[("display_name", "x")]).profile;
    let second = {
        let new = NewUser {
            email: "second@bench.example".into(),
            name: "Segunda".into(),
            language: "es".into(),
            time_zone: "Europe/Madrid".into(),
            ..NewUser::default()
        };
        let tx = platform.db.begin().await.expect("a transaction");
        let second = users::insert(&tx, &new, "-", true, now).await.expect("a user");
        memberships::add(&tx, Tenant::Practice, practice.id, second.id, "staff", now).await.expect("a membership");
        tx.commit().await.expect("a commit");
        second
    };
    let mut ids = vec![];
    for start in (0..CLIENTS).step_by(5000) {
        let client = |at: usize| {
            let surname = format!("Apellido{}", at % 997);
            let client = Client {
                practice_id: practice.id,
                id: despacho_kernel::new_id(),
                kind: if at.is_multiple_of(4) { "individual" } else { "business" }.into(),
                display_name: format!("{} {surname} {at}", WORDS[at % WORDS.len()]),
                legal_name: format!("{surname} Sociedad Limitada"),
                first_name: format!("Nombre{}", at % 313),
                email: format!("cliente{at}@bench.example"),
                tax_id: format!("B{:08}", (at * 7919) % 100_000_000),
                phone: format!("+346{:08}", (at * 104_729) % 100_000_000),
                active: !at.is_multiple_of(20),
                tags: vec![if at.is_multiple_of(1000) { "Rara" } else { "Pyme" }.into()],
                created_at: now - i64::try_from(at).unwrap_or(0) * 60_000,
                updated_at: now - i64::try_from((at * 31) % CLIENTS).unwrap_or(0) * 1000,
                version: 1,
                ..template.clone()
            };
            client.settled("ES", &mut Invalid::new())
        };
        let many: Vec<Client> = (start..start + 5000).map(client).collect();
        let tx = platform.db.begin().await.expect("a transaction");
        clients::insert(&tx, practice.id, &many).await.expect("clients");
        tx.commit().await.expect("a commit");
        ids.extend(many.iter().map(|client| client.id));
    }
    // One person has a few clients, the other half of them.
    let tx = platform.db.begin().await.expect("a transaction");
    let few: Vec<Id> = ids.iter().copied().step_by(500).collect();
    let half: Vec<Id> = ids.iter().copied().step_by(2).collect();
    clients::assign_all(&tx, practice.id, &few.iter().map(|id| (*id, second.id)).collect::<Vec<_>>())
        .await
        .expect("assignments");
    clients::assign_all(&tx, practice.id, &half.iter().map(|id| (*id, user.id)).collect::<Vec<_>>())
        .await
        .expect("assignments");
    // PostgreSQL does so by itself once a table has grown.
    if engine == Engine::Postgres {
        despacho_platform::sql::run(&tx, "ANALYZE", vec![]).await.expect("statistics");
    }
    tx.commit().await.expect("a commit");

    let base = ListFilter::default;
    let searched = |search: &str| ListFilter { search: search.into(), ..base() };
    let both_ways = |sort| {
        let ways = [Status::Active, Status::All].into_iter().flat_map(|status| [false, true].map(|descending| (status, descending)));
        ways.map(|(status, descending)| ListFilter { sort, descending, status, ..base() }).collect()
    };
    let rows: Vec<(&'static str, Vec<ListFilter>)> = vec![
        ("large_search_rare_words", (0..40).map(|at| searched(&format!("apellido{} talleres", at * 20))).collect()),
        ("large_search_tax_id", (0..40).map(|at| searched(&format!("B-{:08}", (at * 1000 * 7919) % 100_000_000))).collect()),
        ("large_search_telephone", (0..40).map(|at| searched(&format!("6{:08}", (at * 1000 * 104_729) % 100_000_000))).collect()),
        ("large_search_common_word", WORDS.iter().map(|word| searched(word)).collect()),
        ("large_search_one_letter", ["t", "p", "a", "s", "b"].into_iter().map(searched).collect()),
        ("large_filter_tag_rare", vec![ListFilter { tag: Some("Rara".into()), ..base() }]),
        ("large_filter_tag_common", vec![ListFilter { tag: Some("Pyme".into()), ..base() }]),
        ("large_filter_assigned", vec![ListFilter { assigned_to: Some(second.id), ..base() }, ListFilter { assigned_to: Some(user.id), ..base() }]),
        (
            "large_filter_inactive",
            vec![ListFilter { status: Status::Inactive, ..base() }, ListFilter { status: Status::Inactive, sort: Sort::Updated, ..base() }],
        ),
        ("large_sort_name", both_ways(Sort::Name)),
        ("large_sort_tax_id", both_ways(Sort::TaxId)),
        ("large_sort_type", both_ways(Sort::Kind)),
        ("large_sort_state", both_ways(Sort::State)),
        ("large_sort_created", both_ways(Sort::Created)),
        ("large_sort_changed", both_ways(Sort::Updated)),
        ("large_sort_assigned", both_ways(Sort::Assigned)),
    ];
    let db = platform.db.read();
    for (name, filters) in rows {
        let mut times = vec![];
        for filter in filters.iter().cycle().take(100) {
            let started = Instant::now();
            list_store::counted(db, practice.id, filter).await.expect("a count");
            let found = list_store::list(db, practice.id, filter, 50, 0).await.expect("clients");
            let ids: Vec<Id> = found.iter().map(|client| client.id).collect();
            clients::applications_of(db, practice.id, &ids).await.expect("applications");
            clients::assigned_names(db, practice.id, &ids).await.expect("names");
            times.push(milliseconds(started));
            assert!(!found.is_empty(), "{name}: {filter:?}");
        }
        Row { name, engine, times }.print();
    }
}

/// A bill that is open.
async fn owing(tx: &Tx, organization: Id, date: jiff::civil::Date, allowed: Allowed<'_>) {
    let read = |new: Contact, _: &mut Invalid| Contact { name: "Proveedor".into(), tax_id: "B99000036".into(), vendor: true, ..new };
    let vendor = contacts::create(tx, organization, read, (allowed.by, allowed.now)).await.expect("a contact");
    let line = TypedLine {
        description: "Material".into(),
        quantity: "1".into(),
        unit_price: "100".into(),
        taxes: Some(vec![TypedTax::Code("IVA21C".into())]),
        ..TypedLine::default()
    };
    let typed =
        TypedDocument { contact_id: Some(vendor.id), date: date.to_string(), vendor_number: "P-1".into(), lines: vec![line], ..TypedDocument::default() };
    documents::create(tx, organization, (Kind::Bill, true), &typed, allowed).await.expect("a bill");
}

/// The matrix, and the insights, of the books of a thousand clients: a year of entries in each, some with what warns.
async fn control_matrix(platform: &Platform, user: &User, engine: Engine) {
    const CLIENTS: i64 = 1000;
    let practice = firm(platform, user, "Mil clientes").await;
    let now = platform.clock.now();
    let today = jiff::Timestamp::from_millisecond(now).expect("a moment").to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    let line = |code: &str, amount: i64| Posting::new(AccountRef::Code(code.into()), amount);
    for at in 0..CLIENTS {
        let tx = platform.db.begin().await.expect("a transaction");
        let desk = Desk { practice: &practice, by: user, visible_to: None, now };
        let input = typed(&[("business_name", &format!("Con libros {at}")), ("applications", "books")]);
        let (_, organization) = desk.create(&tx, &wiring::applications(), input).await.expect("a client");
        let organization = organization.expect("an organization").id;
        let day = |nth: i64| jiff::civil::Date::constant(today.year(), 1, 1).checked_add(jiff::ToSpan::days(nth * 7)).expect("a day");
        let mut drafts: Vec<EntryDraft> = (0..40)
            .map(|nth| {
                let (expense, tax) = (10_000 + (at * 37 + nth * 101) % 50_000, 2_100);
                let code = ["600", "621", "628", "629", "640"][usize::try_from(nth % 5).expect("small")];
                EntryDraft::manual(day(nth), "Compra", vec![line(code, expense), line("472", tax), line("572", -expense - tax)])
            })
            .collect();
        if at % 4 == 0 {
            drafts.push(EntryDraft::manual(day(3), "Por aclarar", vec![line("555", 5_000), line("572", -5_000)]));
        }
        let allowed = Allowed { by: user, now, past: Past::Nothing };
        post::post_many(&tx, organization, &drafts, allowed).await.expect("checked").expect("right");
        owing(&tx, organization, day(0), allowed).await;
        tx.commit().await.expect("a commit");
    }
    // PostgreSQL does so by itself once a table has grown.
    if engine == Engine::Postgres {
        let tx = platform.db.begin().await.expect("a transaction");
        despacho_platform::sql::run(&tx, "ANALYZE", vec![]).await.expect("statistics");
        tx.commit().await.expect("a commit");
    }
    let scope = control::store::Scope { practice: practice.id, user: user.id, assigned_only: false };
    let mut times = vec![];
    for _ in 0..20 {
        let started = Instant::now();
        let found = insights::actions::insights(platform.db.read(), scope, (insights::insight::Span::Year, today), None)
            .await
            .expect("insights");
        times.push(milliseconds(started));
        assert_eq!(
            (found.len(), found.iter().filter(|of| of.figures.expenses > 0 && of.figures.cash < 0 && of.figures.payables == 12_100).count()),
            (1000, 1000)
        );
    }
    Row { name: "insights_1000_clients", engine, times }.print();
    let mut times = vec![];
    for _ in 0..20 {
        let started = Instant::now();
        let lines = control::actions::matrix(platform.db.read(), scope, today).await.expect("a matrix");
        times.push(milliseconds(started));
        let suspense = lines.iter().flat_map(|line| &line.cells).filter(|cell| cell.check == control::check::Check::Suspense && cell.over);
        assert_eq!((lines.len(), suspense.count()), (1000, 250));
    }
    Row { name: "control_matrix_1000_clients", engine, times }.print();
}

/// The tax calendar of a thousand clients with a dozen obligations each in a quarter's campaign.
async fn tax_calendar(platform: &Platform, user: &User, engine: Engine) {
    let practice = firm(platform, user, "Mil calendarios").await;
    let now = platform.clock.now();
    let desk = Desk { practice: &practice, by: user, visible_to: None, now };
    let facts = json!({
        "legal_form": "sl", "tax_authority": "aeat", "vat_regime": "general", "income_tax": "corporate", "corporate_instalments": true, "large_company": true,
        "rent_withholding": true, "pays_professionals": true, "capital_withholding": true,
    });
    let (sight, body) = (Sight::api(Lang::Es, "ES"), Object::from(facts));
    let today = jiff::civil::date(2026, 4, 12);
    let hand = Hand { practice: practice.id, by: user, visible_to: None, today, now };
    for at in 0..1000 {
        let tx = platform.db.begin().await.expect("a transaction");
        let (client, _) = desk
            .create(&tx, &wiring::applications(), typed(&[("business_name", &format!("Obligada {at}"))]))
            .await
            .expect("a client");
        let read = |before: FiscalProfile, errors: &mut Invalid| PROFILE.patch(&body, before, &sight, errors);
        profiles::save(&tx, hand, client.id, (None, None), &sight, read).await.expect("a profile");
        obligations::accept(&tx, hand, client.id, 2026, "").await.expect("obligations");
        tx.commit().await.expect("a commit");
    }
    if engine == Engine::Postgres {
        let tx = platform.db.begin().await.expect("a transaction");
        despacho_platform::sql::run(&tx, "ANALYZE", vec![]).await.expect("statistics");
        tx.commit().await.expect("a commit");
    }
    let scope = matrix::Scope { practice: practice.id, visible_to: None };
    let mut times = vec![];
    for _ in 0..20 {
        let started = Instant::now();
        let found = matrix::matrix(platform.db.read(), scope, &matrix::Window::Campaign("2026-Q1".into()), &matrix::Narrow::default(), today)
            .await
            .expect("a matrix");
        times.push(milliseconds(started));
        let cells: usize = found.lines.iter().flat_map(|line| &line.cells).map(Vec::len).sum();
        assert_eq!((found.lines.len(), cells), (1000, 13_000));
    }
    Row { name: "tax_calendar_1000_clients", engine, times }.print();
}

#[tokio::main]
async fn main() {
    // `cargo test --benches` only checks that it is there.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    // `cargo bench … -- large_list` runs these rows alone.
    let named: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let wanted = |rows: &str| named.is_empty() || named.iter().any(|name| name == rows);
    for engine in [Engine::Sqlite, Engine::Postgres] {
        wiring::speak();
        let Some(ground) = ground(engine, &wiring::migrations()).await else {
            eprintln!("no PostgreSQL server is named: its rows are left out");
            continue;
        };
        let platform = &ground.platform;
        let user = person(platform).await;
        let practice = firm(platform, &user, "Asesores").await;
        if wanted("create_client") {
            create_client(platform, &user, &practice, engine).await;
        }
        if wanted("clone_client") {
            clone_client(platform, &user, &practice, engine).await;
        }
        if wanted("import") {
            import(platform, &user, &practice, engine).await;
        }
        if wanted("list") {
            list(platform, &user, engine).await;
        }
        if wanted("large_list") {
            large_list(platform, &user, engine).await;
        }
        if wanted("control") {
            control_matrix(platform, &user, engine).await;
        }
        if wanted("calendar") {
            tax_calendar(platform, &user, engine).await;
        }
    }
}
