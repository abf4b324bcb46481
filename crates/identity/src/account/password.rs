//! Another password, by whoever knows the present one.

use axum::{extract::State, http::HeaderMap};
use despacho_kernel::Invalid;
use despacho_platform::{
    Event, Platform, passwords,
    security::{self, What},
    sessions, tokens, users,
};
use despacho_ui::{Outcome, SignedIn, forms::FormData, layout};

use super::page::{Of, Refused, page};
use crate::{
    attempts,
    network::{Network, Whence},
    sign_in,
};

pub(super) async fn change(
    State(platform): State<Platform>,
    who: SignedIn,
    network: Network,
    Whence(origin): Whence,
    headers: HeaderMap,
    data: FormData,
) -> Outcome {
    let mut errors = Invalid::new();
    let now = platform.clock.now();
    attempts::again(&platform, &who, (&network, &origin), "current_password", data.get("current_password"), &mut errors).await?;
    passwords::check(&mut errors, data.get("password"), &who.user.email);
    if errors.clone().finish().is_err() {
        let refused = Refused { of: Of::Password, data: &data, errors: &errors };
        return Ok(layout::unprocessable(page(&platform, &who, Some(refused), None).await?));
    }
    let hash = users::hash_password(data.text("password")).await?;
    let tx = platform.db.begin().await?;
    users::set_password(&tx, who.user.id, &hash).await?;
    tokens::end_links(&tx, who.user.id).await?;
    if data.has("revoke_tokens") {
        tokens::revoke_all(&tx, who.user.id, now).await?;
    }
    // This session goes on with another secret; the others end.
    sessions::end_others(&tx, who.user.id, None).await?;
    security::tell(&tx, (who.user.id, &who.user.email), What::PasswordChanged, "", &origin, now).await?;
    let mut response = sign_in::open_session(&platform, &tx, &who.user, &headers, &origin, "/account").await?;
    tx.commit().await?;
    platform.wake_workers();
    platform.tell(Event::SessionsEnded(who.user.id));
    layout::tell(&platform, &mut response, "flash-password-changed");
    Ok(response)
}
