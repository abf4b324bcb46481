//! What a server does by itself: it ends politely, forgets what is old, writes where writing belongs, and gives a job up that is
//! another's by now.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    time::Duration,
};

use despacho::serve;
use despacho_kernel::Id;
use despacho_platform::{
    Error, Platform, Result, Tx, both,
    clock::{DAY, HOUR},
    jobs::{self, Handles, Job, Kind, Trouble},
    notifications, sql,
    testkit::Engine,
    tokens::{self, Purpose},
    users, vals,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::common::App;

/// A server of its own, ended with the test whatever comes of it.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_request_under_way_is_answered_before_the_server_ends() {
    let folder = tempfile::tempdir().expect("a folder");
    let address = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port");
    let mut program = Command::new(env!("CARGO_BIN_EXE_despacho"));
    program.args(["serve", "--listen", &address.to_string(), "--data"]).arg(folder.path());
    for variable in ["DESPACHO_DATABASE_URL", "DESPACHO_SMTP_URL", "DESPACHO_PRINTER", "DESPACHO_ADMINISTRATORS"] {
        program.env_remove(variable);
    }
    let mut server = Server(program.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program"));
    // It tells where it is once it listens; what it tells is read to the end, so that it may go on telling.
    let mut told = BufReader::new(server.0.stdout.take().expect("what it tells"));
    let mut line = String::new();
    told.read_line(&mut line).expect("a line");
    assert_eq!(line, format!("Despacho: http://{address}\n"));

    // A form whose handler is at work, waiting for what was typed: it asks for the body when it begins to read it.
    let form = "name=&email=x&password=corta";
    let mut request = TcpStream::connect(address).expect("a connection");
    request.set_read_timeout(Some(Duration::from_secs(15))).expect("a limit");
    let head = format!(
        "POST /sign-up HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        form.len()
    );
    request.write_all(head.as_bytes()).expect("a request");
    let go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    let mut heard = vec![0; go_on.len()];
    request.read_exact(&mut heard).expect("an answer");
    assert_eq!(String::from_utf8_lossy(&heard), go_on);

    let asked = Command::new("sh").args(["-c", &format!("kill -TERM {}", server.0.id())]).status().expect("a signal");
    assert!(asked.success());
    // Nobody new is let in from here on. No other event tells that the signal has arrived.
    let closed = (0..1500).any(|_| {
        let refused = TcpStream::connect(address).is_err();
        if !refused {
            std::thread::sleep(Duration::from_millis(10));
        }
        refused
    });
    assert!(closed, "it takes new connections");
    assert!(server.0.try_wait().expect("its state").is_none(), "it waits for what is under way");

    request.write_all(form.as_bytes()).expect("the form");
    let mut answer = String::new();
    request.read_to_string(&mut answer).expect("the whole answer");
    assert!(answer.starts_with("HTTP/1.1 422 "), "{answer}");
    assert!(answer.contains("</html>"), "the page is whole: {answer}");
    assert!(server.0.wait().expect("its end").success());
    let mut rest = String::new();
    told.read_to_string(&mut rest).expect("the rest");
    assert!(rest.contains(&format!(": http://{address}/first-start?code=")), "who started it makes the first account: {rest}");
    assert!(!folder.path().join("despacho.db-wal").exists(), "the database was closed, everything in the one file");
}

/// The program, with nothing of the environment's.
fn program(arguments: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_despacho"));
    program.args(arguments);
    for (variable, _) in std::env::vars().filter(|(name, _)| name.starts_with("DESPACHO_")) {
        program.env_remove(variable);
    }
    program
}

#[test]
fn what_the_program_makes_is_its_owner_s_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let path = data.to_str().expect("a path");
    let mode = |path: &std::path::Path| std::fs::metadata(path).expect("a file").permissions().mode() & 0o777;
    let checked = program(&["check", "--data", path]).output().expect("the program");
    assert!(checked.status.success(), "{checked:?}");
    assert_eq!((mode(&data), mode(&data.join("despacho.db"))), (0o700, 0o600));
    assert_eq!(String::from_utf8_lossy(&checked.stderr), "", "nothing to warn of");
    std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o755)).expect("a change");
    let told = program(&["check", "--data", path]).output().expect("the program");
    assert!(told.status.success());
    let told = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(told.contains("others of this machine may look into") && told.contains("(mode 755)"), "{told}");
    assert_eq!(mode(&data), 0o755, "whoever widened it may have had a reason");
}

#[test]
fn what_the_command_line_refuses_is_explained() {
    use std::io::Write;
    let folder = tempfile::tempdir().expect("a folder");
    let long = "x".repeat(101);
    let arguments = ["setup", "--data", folder.path().to_str().expect("a path"), "--email", "a@test.example", "--name", &long, "--practice", "Asesores"];
    let mut setup = program(&arguments).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program");
    setup.stdin.take().expect("an input").write_all(b"una frase bastante larga\n").expect("a password");
    let refused = setup.wait_with_output().expect("an end");
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!((refused.status.code(), told.as_str()), (Some(2), "despacho: --name: Too long: at most 100 characters.\n"));
}

#[test]
fn a_demo_is_not_shown_to_others_unless_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_str().expect("a path");
    let refused = program(&["serve", "--data", path, "--listen", "0.0.0.0:0", "--demo"]).output().expect("the program");
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--demo-to-others allows it"), "{refused:?}");
    // With the second flag it goes on, here until it finds that there is no such database: a socket that is not there is told of at once, while
    // a refused connection is tried again for half a minute.
    let file = folder.path().join("url");
    std::fs::write(&file, format!("postgres://nobody@localhost/none?host={path}\n")).expect("a file");
    let arguments = ["serve", "--data", path, "--listen", "0.0.0.0:0", "--demo", "--demo-to-others", "--database-url-file", file.to_str().expect("a path")];
    let tried = program(&arguments).output().expect("the program");
    assert_eq!(tried.status.code(), Some(2));
    assert!(!String::from_utf8_lossy(&tried.stderr).contains("--demo"), "{tried:?}");
    let both = program(&["check", "--database-url", "postgres://a", "--database-url-file", "b"]).output().expect("the program");
    assert_eq!(both.status.code(), Some(2), "a secret is given once");
}

#[tokio::test]
async fn the_readers_of_the_embedded_database_can_t_write() {
    let app = App::open(Engine::Sqlite).await.expect("a database");
    let person = app.person("somebody").await;
    // Eight at once, so that each of the four readers is asked.
    let writes = ["UPDATE users SET name = 'x'", "DELETE FROM sessions", "CREATE TABLE more (id UUID)", "DROP TABLE activity"];
    let tries = writes.iter().chain(&writes).map(|write| sql::run(app.platform.db.read(), write, vec![]));
    for tried in futures_util::future::join_all(tries).await {
        let refused = tried.expect_err("a refusal").to_string();
        assert!(refused.contains("readonly"), "{refused}");
    }
    let name: Option<String> = sql::scalar(app.platform.db.read(), "SELECT name FROM users WHERE id = $1", vals![person.user.id])
        .await
        .expect("a query");
    assert_eq!((name.as_deref(), app.count("sessions").await, app.count("activity").await), (Some("somebody"), 1, 0));
}

async fn used_at(app: &App, user: Id) -> Option<i64> {
    let query = "SELECT used_at FROM api_tokens WHERE user_id = $1";
    sql::scalar::<Option<i64>>(app.platform.db.read(), query, vals![user]).await.expect("a query").expect("a token")
}

both! {
    async fn a_token_tells_when_it_was_last_used(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (person, other) = (app.person("somebody").await, app.person("other").await);
        assert_eq!(used_at(&app, person.user.id).await, None);
        let before = app.platform.clock.now();
        assert_eq!(app.api(&person, "GET", "/notifications", None, None).await.status, 200);
        let first = used_at(&app, person.user.id).await.expect("an instant");
        assert!((before..=app.platform.clock.now()).contains(&first));
        // One write in ten minutes is enough.
        app.platform.clock.advance(9 * 60_000);
        assert_eq!(app.api(&person, "GET", "/notifications", None, None).await.status, 200);
        assert_eq!(used_at(&app, person.user.id).await, Some(first));
        app.platform.clock.advance(2 * 60_000);
        assert_eq!(app.api(&person, "GET", "/notifications", None, None).await.status, 200);
        let second = used_at(&app, person.user.id).await.expect("an instant");
        assert!((first + 11 * 60_000..=app.platform.clock.now()).contains(&second));
        assert_eq!(used_at(&app, other.user.id).await, None, "another's is another's");
        // A wrong one leaves no trace.
        let wrong = crate::common::Person { token: format!("{}x", other.token), ..other };
        assert_eq!(app.api(&wrong, "GET", "/notifications", None, None).await.status, 401);
        assert_eq!(used_at(&app, wrong.user.id).await, None);
    }

    async fn what_nobody_asks_for_any_more_is_forgotten_in_its_time(engine) {
        let Some(app) = App::open(engine).await else { return };
        let person = app.person("somebody").await;
        app.practice(&person, "Asesores").await;
        let begun = app.platform.clock.now();
        let tx = app.platform.db.begin().await.expect("a transaction");
        for purpose in [Purpose::Confirmation, Purpose::PasswordReset] {
            tokens::issue(&tx, person.user.id, purpose, None, begun).await.expect("a link");
        }
        for _ in 0..2 {
            notifications::notify(&tx, person.user.id, "import_completed", json!({ "done": 1, "failed": 0 }), "/", begun).await.expect("a notification");
        }
        let read = "UPDATE notifications SET read_at = $1 WHERE id = (SELECT id FROM notifications ORDER BY id LIMIT 1)";
        assert_eq!(sql::run(&tx, read, vals![begun]).await.expect("a change"), 1);
        tx.commit().await.expect("a commit");
        assert_eq!(app.api(&person, "POST", "/clients", Some(json!({ "display_name": "Viveros" })), Some("key")).await.status, 201);
        app.work().await;
        // When each is as old as it may get: just before, it is there; just after, it is not.
        let at = async |since_begun: i64| {
            app.platform.clock.advance(begun + since_begun - app.platform.clock.now());
            serve::forget(&app.platform).await.expect("tidying");
            let mut left = vec![];
            for table in ["email_tokens", "idempotency_keys", "jobs", "sessions", "notifications"] {
                left.push(app.count(table).await);
            }
            left
        };
        assert_eq!(at(7 * DAY - HOUR).await, [2, 1, 2, 1, 2]);
        assert_eq!(at(7 * DAY + HOUR).await, [2, 0, 0, 1, 2], "keys and what is done, a week");
        // A link of two hours and one of two days, a week after their end.
        assert_eq!(at(7 * DAY + 3 * HOUR).await, [1, 0, 0, 1, 2]);
        assert_eq!(at(9 * DAY - HOUR).await, [1, 0, 0, 1, 2]);
        assert_eq!(at(9 * DAY + HOUR).await, [0, 0, 0, 1, 2]);
        assert_eq!(at(14 * DAY - HOUR).await, [0, 0, 0, 1, 2]);
        assert_eq!(at(14 * DAY + HOUR).await, [0, 0, 0, 0, 2], "an unused session, two weeks");
        assert_eq!(at(90 * DAY - HOUR).await, [0, 0, 0, 0, 2]);
        assert_eq!(at(90 * DAY + HOUR).await, [0, 0, 0, 0, 1], "what was read, ninety days");
        // A token of ninety days, a month after its end.
        assert_eq!((at(120 * DAY - HOUR).await.len(), app.count("api_tokens").await), (5, 1));
        assert_eq!((at(120 * DAY + HOUR).await.len(), app.count("api_tokens").await), (5, 0));
        assert_eq!(at(180 * DAY - HOUR).await, [0, 0, 0, 0, 1]);
        assert_eq!(at(180 * DAY + HOUR).await, [0, 0, 0, 0, 0], "everything, half a year");
        assert_eq!((app.count("users").await, app.count("clients").await), (1, 1), "what is somebody's stays");
    }
}

both! {
    async fn revoked_tokens_strangers_addresses_and_kept_mail_are_forgotten_in_their_time(engine) {
        let Some(app) = App::open(engine).await else { return };
        let person = app.person("somebody").await;
        let begun = app.platform.clock.now();
        let tx = app.platform.db.begin().await.expect("a transaction");
        tokens::issue_api(&tx, person.user.id, &tokens::NewToken { days: 365, ..tokens::NewToken::named("revoked") }, begun).await.expect("a token");
        assert_eq!(tokens::revoke_all(&tx, person.user.id, begun).await.expect("an answer"), 2);
        tokens::issue_api(&tx, person.user.id, &tokens::NewToken { days: 365, ..tokens::NewToken::named("in use") }, begun).await.expect("a token");
        let stranger = users::NewUser { email: "stranger@test.example".into(), name: "Stranger".into(), ..users::NewUser::default() };
        let stranger = users::insert(&tx, &stranger, "-", false, begun).await.expect("a user");
        let sign_up = despacho_platform::sign_ups::insert(&tx, stranger.id, "Stranger", "-", begun).await.expect("a sign-up");
        tokens::issue(&tx, stranger.id, Purpose::Confirmation, Some(sign_up), begun).await.expect("a link");
        tx.commit().await.expect("a commit");
        let mail = despacho_platform::mail::Mail { to: "a@test.example".into(), subject: "x".into(), text: "x".into(), html: "x".into(), ..Default::default() };
        app.platform.mailer.send(mail).await.expect("a message");
        std::fs::write(app.platform.config.data.join("mail/note.txt"), "not ours").expect("a file");
        let at = async |since_begun: i64| {
            app.platform.clock.advance(begun + since_begun - app.platform.clock.now());
            serve::forget(&app.platform).await.expect("tidying");
            let kept = std::fs::read_dir(app.platform.config.data.join("mail")).expect("the folder").count();
            (app.count("api_tokens").await, app.count("users").await, kept)
        };
        assert_eq!(at(14 * DAY - HOUR).await, (3, 2, 2));
        assert_eq!(at(14 * DAY + HOUR).await, (3, 2, 1), "a kept message, two weeks; what is no message stays");
        assert_eq!(at(30 * DAY - HOUR).await, (3, 2, 1));
        assert_eq!(at(30 * DAY + HOUR).await, (3, 1, 1), "an address that nobody confirmed, thirty days");
        assert_eq!(at(90 * DAY - HOUR).await, (3, 1, 1));
        assert_eq!(at(90 * DAY + HOUR).await, (1, 1, 1), "a revoked token, ninety days");
    }
}

/// What a job does that another worker takes over while it runs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
enum End {
    Done,
    Given,
    Again,
    Never,
    Mine,
}

#[derive(Debug, Serialize, Deserialize)]
struct Overtaken {
    end: End,
}

impl Job for Overtaken {
    const KIND: &'static str = "overtaken";
}

struct Overtakes;

/// When the other worker's lease ends: never, as far as tests go.
const FAR: i64 = i64::MAX / 2;

async fn take_over(platform: &Platform) -> Result<()> {
    let tx = platform.db.begin().await?;
    sql::run(&tx, "UPDATE jobs SET attempts = attempts + 1, locked_until = $1", vals![FAR]).await?;
    tx.commit().await
}

impl Handles<Overtaken> for Overtakes {
    async fn run(platform: &Platform, job: Overtaken) -> Result<(), Trouble> {
        if job.end != End::Mine {
            take_over(platform).await?;
        }
        match job.end {
            End::Done | End::Mine => Ok(()),
            End::Given => Err(Trouble::Fail("no".into())),
            End::Again => Err(Trouble::Retry("later".into())),
            End::Never => std::future::pending().await,
        }
    }

    async fn given_up(_: &Tx, _: Overtaken, _: i64) -> Result<()> {
        Err(Error::Other("a job that is another's was given up".into()))
    }
}

const KINDS: [Kind; 1] = [Kind::of::<Overtaken, Overtakes>()];

async fn enqueue(app: &App, end: End) -> Id {
    let tx = app.platform.db.begin().await.expect("a transaction");
    let id = jobs::enqueue(&tx, &Overtaken { end }, app.platform.clock.now()).await.expect("a job");
    tx.commit().await.expect("a commit");
    id
}

despacho_platform::row! {
    struct State {
        status: String,
        attempts: i64,
        locked_until: i64,
        error: String,
    }
}

async fn state(app: &App, id: Id) -> (String, i64, i64, String) {
    let query = "SELECT status, attempts, locked_until, error FROM jobs WHERE id = $1";
    let found: Option<State> = sql::maybe(app.platform.db.read(), query, vals![id]).await.expect("a query");
    let State { status, attempts, locked_until, error } = found.expect("a job");
    (status, attempts, locked_until, error)
}

both! {
    async fn what_becomes_of_a_job_that_was_taken_over_is_the_other_s_to_write(engine) {
        for end in [End::Done, End::Given, End::Again] {
            let Some(app) = App::open(engine).await else { return };
            let id = enqueue(&app, end).await;
            jobs::run_due(&app.platform, &KINDS).await.expect("the jobs");
            assert_eq!(state(&app, id).await, ("running".into(), 2, FAR, String::new()), "{end:?}");
        }
    }

    // It takes as long as a worker goes without looking whether the job is still its own: ten seconds.
    async fn a_worker_stops_when_its_job_is_another_s(engine) {
        let Some(app) = App::open(engine).await else { return };
        let id = enqueue(&app, End::Never).await;
        tokio::time::timeout(Duration::from_secs(30), jobs::run_due(&app.platform, &KINDS)).await.expect("it stops").expect("the jobs");
        assert_eq!(state(&app, id).await, ("running".into(), 2, FAR, String::new()));
    }

    async fn a_server_that_begins_anew_takes_its_jobs_up_at_once(engine) {
        let Some(app) = App::open(engine).await else { return };
        let id = enqueue(&app, End::Mine).await;
        // As a server leaves it that dies in the midst: its lease goes on for half a minute.
        let tx = app.platform.db.begin().await.expect("a transaction");
        let lease = app.platform.clock.now() + 30_000;
        sql::run(&tx, "UPDATE jobs SET status = 'running', attempts = 1, locked_until = $2 WHERE id = $1", vals![id, lease]).await.expect("a change");
        tx.commit().await.expect("a commit");
        jobs::run_due(&app.platform, &KINDS).await.expect("the jobs");
        assert_eq!(state(&app, id).await, ("running".into(), 1, lease, String::new()), "it may be at work yet");
        jobs::recover(&app.platform).await.expect("an answer");
        jobs::run_due(&app.platform, &KINDS).await.expect("the jobs");
        if engine == Engine::Postgres {
            // There another server may have it, so only the end of its lease frees it.
            assert_eq!(state(&app, id).await.0, "running");
            app.platform.clock.advance(31_000);
            jobs::run_due(&app.platform, &KINDS).await.expect("the jobs");
        }
        let (status, attempts, _, error) = state(&app, id).await;
        assert_eq!((status.as_str(), attempts, error.as_str()), ("done", 2, ""));
    }
}
