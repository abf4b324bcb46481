//! Serving until told to stop.

use std::net::SocketAddr;

use despacho_platform::{Error, Platform, Result, clock::DAY, config::Config, idempotency, jobs};
use tokio::{net::TcpListener, signal};

use crate::wiring;

/// Jobs done at once: a long import does not hold up the mail.
const WORKERS: usize = 3;

/// Serves at an address until the process is asked to end.
pub async fn serve(config: Config, listen: SocketAddr) -> Result<()> {
    let platform = wiring::open(config).await?;
    jobs::recover(&platform).await?;
    let (_, service) = wiring::service(&platform);
    let listener = TcpListener::bind(listen).await.map_err(|e| Error::Other(format!("{listen}: {e}")))?;
    jobs::start(&platform, wiring::jobs(), WORKERS);
    tokio::spawn(tidy(platform.clone()));
    println!("Despacho: {}", platform.config.public_url);
    if platform.mailer.keeps_files() {
        println!("Mail is kept in {} (no mail server is configured)", platform.config.data.join("mail").display());
    }
    let service = service.into_make_service_with_connect_info::<SocketAddr>();
    // Open event streams never end by themselves, so the end of the process does not wait for them.
    tokio::select! {
        ended = axum::serve(listener, service).into_future() => ended?,
        () = asked_to_end() => {}
    }
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

/// Once an hour: forgets quiet limits and the keys of requests older than a week.
async fn tidy(platform: Platform) {
    let mut hour = tokio::time::interval(std::time::Duration::from_secs(3600));
    loop {
        hour.tick().await;
        platform.limits.shrink();
        let forget = async {
            let tx = platform.db.begin().await?;
            idempotency::forget(&tx, platform.clock.now() - 7 * DAY).await?;
            tx.commit().await?;
            Ok::<_, despacho_platform::Error>(())
        };
        if let Err(error) = forget.await {
            tracing::warn!(%error, "old keys could not be forgotten");
        }
    }
}
