//! Background work: what fails is tried again or given up, nothing stalls, and every server hears of it.

use std::{sync::Mutex, time::Duration};

use despacho_kernel::{Id, new_id};
use despacho_platform::{
    Error, Event, Platform, Result, Tx, both,
    jobs::{self, Handles, Job, Kind, Trouble},
    relay, sql, vals,
};
use serde::{Deserialize, Serialize};

use crate::common::App;

/// What a test job does.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
enum Deed {
    Succeed,
    Panic,
    Retry,
    Fail,
    Linger,
}

#[derive(Debug, Serialize, Deserialize)]
struct Trial {
    mark: Id,
    deed: Deed,
}

impl Job for Trial {
    const KIND: &'static str = "trial";
    const TIME: Duration = Duration::from_millis(50);
}

struct Trials;

/// The marks of jobs that were done, and of those given up.
static DONE: Mutex<Vec<Id>> = Mutex::new(vec![]);
static GIVEN_UP: Mutex<Vec<Id>> = Mutex::new(vec![]);

impl Handles<Trial> for Trials {
    async fn run(_: &Platform, job: Trial) -> Result<(), Trouble> {
        match job.deed {
            Deed::Succeed => DONE.lock().expect("marks").push(job.mark),
            Deed::Panic => panic!("as the test wants"),
            Deed::Retry => return Err(Error::Other("away".into()).into()),
            Deed::Fail => return Err(Error::NotFound.into()),
            Deed::Linger => std::future::pending().await,
        }
        Ok(())
    }

    async fn given_up(_: &Tx, job: Trial, _: i64) -> Result<()> {
        GIVEN_UP.lock().expect("marks").push(job.mark);
        Ok(())
    }
}

const KINDS: [Kind; 1] = [Kind::of::<Trial, Trials>()];

async fn enqueue(app: &App, deed: Deed) -> (Id, Id) {
    let mark = new_id();
    let tx = app.platform.db.begin().await.expect("a transaction");
    let id = jobs::enqueue(&tx, &Trial { mark, deed }, app.platform.clock.now()).await.expect("a job");
    tx.commit().await.expect("a commit");
    (id, mark)
}

despacho_platform::row! {
    struct State {
        status: String,
        attempts: i64,
        error: String,
    }
}

async fn state(app: &App, id: Id) -> (String, i64, String) {
    let found: Option<State> = sql::maybe(app.platform.db.read(), "SELECT status, attempts, error FROM jobs WHERE id = $1", vals![id])
        .await
        .expect("a query");
    let State { status, attempts, error } = found.expect("a job");
    (status, attempts, error)
}

both! {
    async fn a_job_that_panics_stops_nobody_and_is_given_up_in_the_end(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (panics, mark) = enqueue(&app, Deed::Panic).await;
        let (succeeds, done) = enqueue(&app, Deed::Succeed).await;
        jobs::run_due(&app.platform, &KINDS).await.expect("the jobs");
        assert_eq!(state(&app, panics).await, ("queued".into(), 1, "panic: as the test wants".into()));
        assert_eq!(state(&app, succeeds).await.0, "done");
        assert!(DONE.lock().expect("marks").contains(&done));
        for attempt in 2..=jobs::ATTEMPTS {
            app.platform.clock.advance(3_600_000);
            jobs::run_due(&app.platform, &KINDS).await.expect("the jobs");
            assert_eq!(state(&app, panics).await.1, attempt);
        }
        assert_eq!(state(&app, panics).await.0, "failed");
        assert_eq!(GIVEN_UP.lock().expect("marks").iter().filter(|m| **m == mark).count(), 1);
        app.platform.clock.advance(3_600_000);
        jobs::run_due(&app.platform, &KINDS).await.expect("the jobs");
        assert_eq!(state(&app, panics).await.1, jobs::ATTEMPTS, "it is not tried again");
    }

    async fn what_can_t_get_better_is_given_up_at_once_and_the_rest_waits_longer_each_time(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (fails, mark) = enqueue(&app, Deed::Fail).await;
        let (retries, _) = enqueue(&app, Deed::Retry).await;
        jobs::run_due(&app.platform, &KINDS).await.expect("the jobs");
        assert_eq!(state(&app, fails).await, ("failed".into(), 1, "not found".into()));
        assert!(GIVEN_UP.lock().expect("marks").contains(&mark));
        assert_eq!(state(&app, retries).await, ("queued".into(), 1, "away".into()));
        // 4 seconds, then 16: half a second before, nothing is tried.
        for (attempt, wait) in [(2, 4_000), (3, 16_000)] {
            app.platform.clock.advance(wait - 500);
            jobs::run_due(&app.platform, &KINDS).await.expect("the jobs");
            assert_eq!(state(&app, retries).await.1, attempt - 1);
            app.platform.clock.advance(600);
            jobs::run_due(&app.platform, &KINDS).await.expect("the jobs");
            assert_eq!(state(&app, retries).await.1, attempt);
        }
        // Given up and put back by hand, it begins anew.
        let tx = app.platform.db.begin().await.expect("a transaction");
        assert!(jobs::retry(&tx, fails, app.platform.clock.now()).await.expect("an answer"));
        assert!(!jobs::retry(&tx, retries, app.platform.clock.now()).await.expect("an answer"), "it was not given up");
        tx.commit().await.expect("a commit");
        assert_eq!(state(&app, fails).await.0, "queued");
    }

    async fn a_job_without_end_is_stopped_at_its_time(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (lingers, _) = enqueue(&app, Deed::Linger).await;
        jobs::run_due(&app.platform, &KINDS).await.expect("the jobs");
        let (status, attempts, error) = state(&app, lingers).await;
        assert_eq!((status.as_str(), attempts), ("queued", 1));
        assert!(error.contains("more than"), "{error}");
    }

    async fn a_job_whose_server_died_is_taken_over_and_not_for_ever(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (id, mark) = enqueue(&app, Deed::Succeed).await;
        // As if six servers had died in the midst of it, each lease running out.
        for attempt in 1..=jobs::ATTEMPTS {
            let tx = app.platform.db.begin().await.expect("a transaction");
            let now = app.platform.clock.now();
            sql::run(&tx, "UPDATE jobs SET status = 'running', attempts = $2, locked_until = $3 WHERE id = $1", vals![id, attempt, now - 1]).await.expect("an update");
            tx.commit().await.expect("a commit");
        }
        jobs::run_due(&app.platform, &KINDS).await.expect("the jobs");
        let (status, _, error) = state(&app, id).await;
        assert_eq!(status, "failed", "{error}");
        assert!(!DONE.lock().expect("marks").contains(&mark));
        assert!(GIVEN_UP.lock().expect("marks").contains(&mark));
    }

    async fn a_payload_of_another_time_and_a_kind_that_nobody_does_are_given_up(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (id, _) = enqueue(&app, Deed::Succeed).await;
        let (other, _) = enqueue(&app, Deed::Succeed).await;
        let tx = app.platform.db.begin().await.expect("a transaction");
        sql::run(&tx, "UPDATE jobs SET payload = '{\"old\":1}' WHERE id = $1", vals![id]).await.expect("an update");
        sql::run(&tx, "UPDATE jobs SET kind = 'gone' WHERE id = $1", vals![other]).await.expect("an update");
        tx.commit().await.expect("a commit");
        jobs::run_due(&app.platform, &KINDS).await.expect("the jobs");
        assert_eq!(state(&app, id).await.0, "failed");
        assert_eq!(state(&app, other).await.2, "nobody does jobs of kind gone");
    }

    async fn workers_at_once_do_each_job_once(engine) {
        let Some(app) = App::open(engine).await else { return };
        let mut marks = vec![];
        for _ in 0..40 {
            marks.push(enqueue(&app, Deed::Succeed).await.1);
        }
        let at_work = (0..4).map(|_| jobs::run_due(&app.platform, &KINDS));
        for ended in futures_util::future::join_all(at_work).await {
            ended.expect("the jobs");
        }
        let done = DONE.lock().expect("marks");
        for mark in marks {
            assert_eq!(done.iter().filter(|m| **m == mark).count(), 1);
        }
    }

    async fn old_rows_are_forgotten_and_young_ones_kept(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (old, _) = enqueue(&app, Deed::Succeed).await;
        let (failed, _) = enqueue(&app, Deed::Fail).await;
        jobs::run_due(&app.platform, &KINDS).await.expect("the jobs");
        let person = app.person("somebody").await;
        assert_eq!(app.count("sessions").await, 1);
        app.platform.clock.advance(15 * 86_400_000);
        let (young, _) = enqueue(&app, Deed::Succeed).await;
        jobs::run_due(&app.platform, &KINDS).await.expect("the jobs");
        despacho::serve::forget(&app.platform).await.expect("tidying");
        let left: Vec<Id> = sql::column(app.platform.db.read(), "SELECT id FROM jobs ORDER BY id", vec![]).await.expect("jobs");
        assert_eq!(left, [failed, young], "{old} was done more than a week ago");
        assert_eq!(app.count("sessions").await, 0, "the session of {} ended", person.user.name);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_on_one_database_hear_of_each_other_s_progress_and_jobs() {
    let Some(app) = App::open(despacho_platform::testkit::Engine::Postgres).await else { return };
    let second = app.ground.second_server().await;
    relay::join(&app.platform).await.expect("the first");
    relay::join(&second).await.expect("the second");
    let (mut here, mut there) = (app.platform.listen(), second.listen());
    let id = new_id();
    app.platform.tell(Event::Progress(id));
    let heard = tokio::time::timeout(Duration::from_secs(10), there.recv()).await.expect("in time").expect("an event");
    assert_eq!(heard, Event::Progress(id));
    // The first hears its own once, not again from the database.
    assert_eq!(here.recv().await.expect("an event"), Event::Progress(id));
    second.tell(Event::Notified(id));
    let heard = tokio::time::timeout(Duration::from_secs(10), here.recv()).await.expect("in time").expect("an event");
    assert_eq!(heard, Event::Notified(id));
    // A job that the first enqueues is done by the second, which alone has workers.
    let workers = jobs::start(&second, KINDS.to_vec(), 1);
    let (job, mark) = enqueue(&app, Deed::Succeed).await;
    app.platform.wake_workers();
    let done = async {
        while !DONE.lock().expect("marks").contains(&mark) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), done).await.expect("in time");
    // Asked to end, workers end.
    second.end();
    tokio::time::timeout(Duration::from_secs(20), workers).await.expect("workers that end");
    assert_eq!(state(&app, job).await.0, "done");
    app.platform.end();
}
