//! The one stream of a browser: what it tells, and how many of them a session may have.

use std::time::Duration;

use axum::{
    body::{Body, BodyDataStream},
    http::{Request, header},
};
use despacho_kernel::new_id;
use despacho_platform::{Event, both, notifications};
use despacho_ui::sse::STREAMS;
use futures_util::StreamExt;
use tower::ServiceExt;

use crate::common::{App, Person};

async fn listen(app: &App, person: &Person) -> BodyDataStream {
    let request = Request::get("/notifications/events").header(header::COOKIE, &person.cookie).body(Body::empty()).expect("a request");
    app.router.clone().oneshot(request).await.expect("an answer").into_body().into_data_stream()
}

/// Reads until `wanted` was told, or the stream ended; answers what was told.
async fn hear(stream: &mut BodyDataStream, wanted: &str) -> String {
    let mut told = String::new();
    let reading = async {
        while !told.contains(wanted) {
            let Some(part) = stream.next().await else { return };
            told.push_str(&String::from_utf8_lossy(&part.expect("a part")));
        }
    };
    tokio::time::timeout(Duration::from_secs(10), reading).await.expect("in time");
    told
}

both! {
    async fn one_stream_tells_the_count_and_what_moved_on(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (person, other) = (app.person("one").await, app.person("other").await);
        let mut stream = listen(&app, &person).await;
        // At once: the count, and that anything may have moved on.
        let first = hear(&mut stream, "data: any\n\n").await;
        assert_eq!(first, "event: notified\ndata: 0\n\nevent: progress\ndata: any\n\n");
        let tx = app.platform.db.begin().await.expect("a transaction");
        notifications::notify(&tx, person.user.id, "import_completed", serde_json::json!({ "done": 1, "failed": 0 }), "/", 1).await.expect("a notification");
        tx.commit().await.expect("a commit");
        let work = new_id();
        app.platform.tell(Event::Notified(other.user.id));
        app.platform.tell(Event::Notified(person.user.id));
        app.platform.tell(Event::Progress(work));
        let then = hear(&mut stream, &work.to_string()).await;
        assert_eq!(then, format!("event: notified\ndata: 1\n\nevent: progress\ndata: {work}\n\n"), "what is told to another is not told to this one");
        // A server that ends does not wait for who listens.
        app.platform.end();
        assert_eq!(hear(&mut stream, "nothing more").await, "");
    }

    async fn the_oldest_of_too_many_streams_ends(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (person, other) = (app.person("one").await, app.person("other").await);
        let mut elsewhere = listen(&app, &other).await;
        let mut streams = vec![];
        for _ in 0..STREAMS {
            let mut stream = listen(&app, &person).await;
            hear(&mut stream, "any\n\n").await;
            streams.push(stream);
        }
        let late = listen(&app, &person).await;
        assert_eq!(hear(&mut streams[0], "nothing more").await, "", "it ends");
        streams.push(late);
        // The others go on, and another session's has nothing to do with them.
        let work = new_id();
        app.platform.tell(Event::Progress(work));
        for stream in streams.iter_mut().skip(1).chain([&mut elsewhere]) {
            assert!(hear(stream, &work.to_string()).await.contains(&work.to_string()));
        }
    }

    async fn a_stream_ends_with_its_session(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (person, other) = (app.person("one").await, app.person("other").await);
        let (mut own, mut others) = (listen(&app, &person).await, listen(&app, &other).await);
        hear(&mut own, "any\n\n").await;
        hear(&mut others, "any\n\n").await;
        assert_eq!(app.post(&person, "/sign-out", "").await.status, 303);
        assert_eq!(hear(&mut own, "nothing more").await, "", "it ends");
        // Another's goes on, though it was told as well.
        let work = new_id();
        app.platform.tell(Event::SessionsEnded(other.user.id));
        app.platform.tell(Event::Progress(work));
        assert!(hear(&mut others, &work.to_string()).await.contains(&work.to_string()));
        // So it is where the session is ended elsewhere.
        let tx = app.platform.db.begin().await.expect("a transaction");
        let secret = despacho_platform::sessions::open(&tx, other.user.id, &despacho_platform::security::Origin::default(), app.platform.clock.now()).await.expect("a session");
        tx.commit().await.expect("a commit");
        let elsewhere = Person { cookie: format!("despacho_session={secret}"), user: other.user.clone(), token: String::new() };
        assert_eq!(app.post(&elsewhere, "/account/other-sessions/end", "").await.status, 303);
        assert_eq!(hear(&mut others, "nothing more").await, "", "it ends");
    }
}
