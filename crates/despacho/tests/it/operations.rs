//! The page of the installation's administrators: what failed is shown and can be put back, and nobody else finds it.

use despacho::wiring;
use despacho_kernel::Id;
use despacho_platform::{
    Platform, both,
    i18n::Lang,
    jobs::{self, Handles, Job, Kind, Trouble},
    sql, vals,
};
use serde::{Deserialize, Serialize};

use crate::common::App;

/// A job that goes wrong, for good or for now.
#[derive(Debug, Serialize, Deserialize)]
struct Broken {
    error: String,
    for_good: bool,
}

impl Job for Broken {
    const KIND: &'static str = "broken_trial";
}

struct Breaks;

impl Handles<Broken> for Breaks {
    async fn run(_: &Platform, job: Broken) -> Result<(), Trouble> {
        Err(if job.for_good { Trouble::Fail(job.error) } else { Trouble::Retry(job.error) })
    }
}

const KINDS: [Kind; 1] = [Kind::of::<Broken, Breaks>()];

async fn break_down(app: &App, error: &str, for_good: bool) -> Id {
    let tx = app.platform.db.begin().await.expect("a transaction");
    let id = jobs::enqueue(&tx, &Broken { error: error.into(), for_good }, app.platform.clock.now()).await.expect("a job");
    tx.commit().await.expect("a commit");
    jobs::run_due(&app.platform, &KINDS).await.expect("the jobs");
    id
}

async fn in_state(app: &App, status: &str) -> i64 {
    sql::scalar(app.platform.db.read(), "SELECT COUNT(*) FROM jobs WHERE status = $1", vals![status])
        .await
        .expect("a query")
        .expect("a count")
}

both! {
    async fn a_failed_job_is_shown_and_put_back_once(engine) {
        let Some(app) = App::open(engine).await else { return };
        let administrator = app.person("installation").await;
        assert!(app.get(&administrator, "/operations").await.text.contains("Ninguna tarea ha fallado"));
        let id = break_down(&app, "dijo <script>no</script>", true).await;
        break_down(&app, "sin conexión", false).await;
        let page = app.get(&administrator, "/operations").await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains("dijo &lt;script&gt;no&lt;/script&gt;") && !page.text.contains("<script>no"), "{}", page.text);
        assert!(page.text.contains("broken_trial"), "a kind without a name keeps its stable one");
        assert!(page.text.contains("Esperan otro intento") && page.text.contains("sin conexión"), "what will be tried again is told too");
        assert!(page.text.contains(env!("CARGO_PKG_VERSION")));
        let path = format!("/operations/jobs/{id}/retry");
        assert_eq!(app.post(&administrator, &path, "").await.location(), "/operations");
        assert_eq!((in_state(&app, "failed").await, in_state(&app, "queued").await), (0, 2));
        let again = app.post(&administrator, &path, "").await;
        assert_eq!(again.status, 409);
        assert!(again.text.contains("La tarea ya no está entre las fallidas"), "{}", again.text);
        // It begins anew, and fails anew.
        jobs::run_due(&app.platform, &KINDS).await.expect("the jobs");
        assert_eq!(in_state(&app, "failed").await, 1);
    }

    async fn nobody_else_finds_it(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (administrator, other) = (app.person("installation").await, app.person("other").await);
        app.practice(&other, "Asesores").await;
        let id = break_down(&app, "no", true).await;
        for path in ["/operations/jobs/retry".to_owned(), format!("/operations/jobs/{id}/retry")] {
            assert_eq!(app.post(&other, &path, "").await.status, 404, "{path}");
        }
        assert_eq!(app.get(&other, "/operations").await.status, 404);
        assert_eq!(in_state(&app, "failed").await, 1);
        assert!(!app.get(&other, "/home").await.text.contains("/operations"));
        assert!(app.get(&administrator, "/home").await.text.contains("href=\"/operations\""));
        // Whoever has signed up with the address and has not confirmed it is not its owner.
        let tx = app.platform.db.begin().await.expect("a transaction");
        sql::run(&tx, "UPDATE users SET confirmed_at = NULL WHERE id = $1", vals![administrator.user.id]).await.expect("an update");
        tx.commit().await.expect("a commit");
        assert_eq!(app.get(&administrator, "/operations").await.status, 404);
    }

    async fn a_long_list_is_cut_and_says_so(engine) {
        let Some(app) = App::open(engine).await else { return };
        let administrator = app.person("installation").await;
        let (tx, now) = (app.platform.db.begin().await.expect("a transaction"), app.platform.clock.now());
        for nth in 0..60 {
            jobs::enqueue(&tx, &Broken { error: format!("{nth}"), for_good: true }, now).await.expect("a job");
        }
        sql::run(&tx, "UPDATE jobs SET status = 'failed', attempts = 1, error = 'roto', finished_at = $1", vals![now]).await.expect("an update");
        tx.commit().await.expect("a commit");
        let page = app.get(&administrator, "/operations").await.text;
        assert_eq!(page.matches("<code>roto</code>").count(), 50);
        assert!(page.contains("Hay más tareas con fallo"));
        let at = page.find("/operations?before=").expect("a link to the rest");
        let earlier = app.get(&administrator, page[at..].split('"').next().expect("a link")).await.text;
        assert_eq!(earlier.matches("<code>roto</code>").count(), 10);
        assert!(!earlier.contains("Hay más tareas con fallo"));
        // A bounded number at once, then the rest, then none.
        let tx = app.platform.db.begin().await.expect("a transaction");
        assert_eq!(jobs::retry_oldest(&tx, 7, now).await.expect("an answer"), 7);
        tx.commit().await.expect("a commit");
        assert_eq!(in_state(&app, "failed").await, 53);
        assert_eq!(app.post(&administrator, "/operations/jobs/retry", "").await.location(), "/operations");
        assert_eq!(in_state(&app, "failed").await, 0);
        assert_eq!(app.post(&administrator, "/operations/jobs/retry", "").await.status, 409);
    }
}

#[test]
fn every_kind_of_job_has_a_name() {
    wiring::speak();
    for kind in wiring::jobs() {
        let key = format!("job-{}", kind.name().replace('_', "-"));
        assert!(Lang::Es.has(&key) && Lang::En.has(&key), "no text for {key}");
    }
}
