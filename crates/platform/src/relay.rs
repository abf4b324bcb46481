//! Servers of one PostgreSQL database tell each other by `NOTIFY`: what is told is only that there is something to look at, so one
//! that misses a call (its connection was cut) looks again and has lost nothing.

use std::time::Duration;

use despacho_kernel::new_id;
use sqlx::postgres::PgListener;
use tokio::sync::mpsc;

use crate::{events::Event, state::Platform};

/// The channel of `NOTIFY`.
const CHANNEL: &str = "despacho";

/// Joins the other servers of a PostgreSQL database until the platform ends. Does nothing on the embedded engine, or when called again.
pub async fn join(platform: &Platform) -> crate::Result<()> {
    let (Some(pool), Some(outgoing)) = (platform.db.postgres(), platform.events.outgoing()) else { return Ok(()) };
    let me = new_id().simple().to_string();
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    tokio::spawn(hear(platform.clone(), listener, me.clone()));
    tokio::spawn(speak(platform.clone(), outgoing, me));
    Ok(())
}

async fn hear(platform: Platform, mut listener: PgListener, me: String) {
    loop {
        let heard = tokio::select! { heard = listener.try_recv() => heard, () = platform.ended() => return };
        let event = match heard {
            Ok(Some(call)) => match call.payload().split_once(' ') {
                Some((from, event)) if from != me => Event::decode(event),
                _ => None,
            },
            // The connection was cut and is made again: what was told meanwhile is lost.
            Ok(None) => Some(Event::Missed),
            Err(error) => {
                tracing::warn!(%error, "other servers can't be heard");
                tokio::time::sleep(Duration::from_secs(1)).await;
                Some(Event::Missed)
            }
        };
        match event {
            Some(Event::Job) => platform.workers.notify_one(),
            Some(event) => platform.events.tell_here(event),
            None => {}
        }
    }
}

async fn speak(platform: Platform, mut outgoing: mpsc::Receiver<Event>, me: String) {
    loop {
        let first = tokio::select! { event = outgoing.recv() => event, () = platform.ended() => return };
        let Some(first) = first else { return };
        // What piled up is told once.
        let mut events = vec![first];
        while let Ok(event) = outgoing.try_recv() {
            if !events.contains(&event) {
                events.push(event);
            }
        }
        let Some(pool) = platform.db.postgres() else { return };
        for event in events {
            let told = sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(format!("{me} {}", event.encode())).execute(pool).await;
            if let Err(error) = told {
                tracing::warn!(%error, "other servers can't be told");
            }
        }
    }
}
