//! Ending sessions.

use axum::extract::State;
use despacho_kernel::Id;
use despacho_platform::{
    Error, Event, Platform,
    security::{self, What},
    sessions,
};
use despacho_ui::{Outcome, Path, SignedIn, layout};
use serde::Deserialize;

use crate::network::Whence;

#[derive(Deserialize)]
pub(super) struct OfSession {
    session: Id,
}

pub(super) async fn end(State(platform): State<Platform>, who: SignedIn, Whence(origin): Whence, Path(of): Path<OfSession>) -> Outcome {
    let tx = platform.db.begin().await?;
    if !sessions::end(&tx, who.user.id, of.session).await? {
        return Err(Error::NotFound.into());
    }
    security::note(&tx, who.user.id, What::SessionEnded, "", &origin, platform.clock.now()).await?;
    tx.commit().await?;
    platform.tell(Event::SessionsEnded(who.user.id));
    Ok(layout::see(&platform, "/account", "flash-session-ended"))
}

pub(super) async fn end_others(State(platform): State<Platform>, who: SignedIn, Whence(origin): Whence) -> Outcome {
    let tx = platform.db.begin().await?;
    sessions::end_others(&tx, who.user.id, who.session).await?;
    security::note(&tx, who.user.id, What::SessionEnded, "", &origin, platform.clock.now()).await?;
    tx.commit().await?;
    platform.tell(Event::SessionsEnded(who.user.id));
    Ok(layout::see(&platform, "/account", "flash-sessions-ended"))
}
