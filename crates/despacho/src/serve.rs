//! Serving until told to stop.

use std::{net::SocketAddr, time::Duration};

use despacho_platform::{
    Error, Platform, Result, clock::DAY, config::Config, devices, files::check as files, idempotency, invitations, jobs, notifications, relay, security,
    sessions, sign_ups, tokens, users,
};
use tokio::{net::TcpListener, signal};

use crate::{
    connections::{self, Bounds},
    wiring,
};

/// Jobs done at once: a long import does not hold up the mail.
const WORKERS: usize = 3;
/// How long requests and jobs that are under way may take to end.
const FAREWELL: Duration = Duration::from_secs(20);

/// Serves at an address until the process is asked to end, then finishes what is under way.
pub async fn serve(config: Config, listen: SocketAddr) -> Result<()> {
    let platform = wiring::open(config).await?;
    jobs::recover(&platform).await?;
    relay::join(&platform).await?;
    let (_, service) = wiring::service(&platform);
    let listener = TcpListener::bind(listen).await.map_err(|e| Error::Other(format!("{listen}: {e}")))?;
    let workers = jobs::start(&platform, wiring::jobs(), WORKERS);
    tokio::spawn(tidy(platform.clone()));
    println!("Despacho: {}", platform.config.public_url);
    if platform.mailer.keeps_files() {
        println!("Mail is kept in {} (no mail server is configured)", platform.config.data.join("mail").display());
    }
    if !users::is_anybody(platform.db.read()).await? {
        let link = format!("{}/first-start?code={}", platform.config.public_url, platform.first_start.offer()?);
        println!("Nobody has an account yet. This link makes the first one, once: {link}");
    }
    let asked = platform.clone();
    tokio::spawn(async move {
        asked_to_end().await;
        asked.end();
    });
    let served = connections::serve(listener, service, &platform, Bounds::of_process());
    // Once asked to end: no new connection, open event streams end by themselves, and the rest has some seconds.
    let late = async {
        platform.ended().await;
        tokio::time::sleep(FAREWELL).await;
    };
    tokio::select! {
        () = late => tracing::warn!("some requests or jobs took too long to end"),
        () = async {
            served.await;
            workers.await;
        } => {}
    }
    platform.db.close().await;
    Ok(())
}

async fn asked_to_end() {
    let interrupt = async {
        let _ = signal::ctrl_c().await;
    };
    let terminate = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! { () = interrupt => {}, () = terminate => {} }
}

/// Once an hour: forgets what nobody will ask for again, and does what the rooms do.
async fn tidy(platform: Platform) {
    let mut hour = tokio::time::interval(Duration::from_secs(3600));
    loop {
        tokio::select! { _ = hour.tick() => {}, () = platform.ended() => return }
        platform.limits.shrink();
        if let Err(error) = forget(&platform).await {
            tracing::warn!(%error, "old rows could not be forgotten");
        }
        let orphans = async { files::remove(files::orphans(&platform).await?).await };
        if let Err(error) = orphans.await {
            tracing::warn!(%error, "files that nothing has could not be removed");
        }
        for task in wiring::ROOMS.iter().flat_map(|room| room.hourly) {
            if let Err(error) = task(platform.clone()).await {
                tracing::warn!(%error, "what is done once an hour was not done");
            }
        }
    }
}

/// Forgets old keys of requests, jobs, mailed links, revoked tokens, sessions, notifications, addresses nobody confirmed and kept mail. A transaction each, so that none holds up a writer for long.
pub async fn forget(platform: &Platform) -> Result<()> {
    let now = platform.clock.now();
    let tx = platform.db.begin().await?;
    idempotency::forget(&tx, now - 7 * DAY).await?;
    tx.commit().await?;
    let tx = platform.db.begin().await?;
    jobs::forget(&tx, now).await?;
    tx.commit().await?;
    let tx = platform.db.begin().await?;
    tokens::forget(&tx, now).await?;
    security::forget(&tx, now).await?;
    sessions::forget(&tx, now).await?;
    sign_ups::forget(&tx, now).await?;
    devices::forget(&tx, now).await?;
    invitations::forget(&tx, now).await?;
    notifications::forget(&tx, now).await?;
    tx.commit().await?;
    platform.mailer.forget(now).await?;
    let tx = platform.db.begin().await?;
    users::forget(&tx, now).await?;
    tx.commit().await
}
