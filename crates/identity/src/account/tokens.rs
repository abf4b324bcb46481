//! Tokens of the API, made and revoked.

use axum::extract::State;
use despacho_kernel::{Id, Invalid};
use despacho_platform::{
    Error, Platform, Result,
    memberships::{self, Tenant},
    security::{self, What},
    tokens::{self, NewToken},
    users,
};
use despacho_ui::{Outcome, Path, SignedIn, flash::Flash, forms::FormData, layout};
use serde::Deserialize;

use super::page::{Of, Refused, page};
use crate::{
    attempts,
    network::{Network, Whence},
};

/// The token that a form asks for, with each of its errors.
async fn read(platform: &Platform, who: &SignedIn, data: &FormData, errors: &mut Invalid) -> Result<NewToken> {
    let db = platform.db.read();
    let name = errors.required("token_name", data.get("token_name"), 60);
    let days = match data.get("token_days") {
        "" => tokens::LIFETIME,
        days => days.parse().ok().filter(|days| tokens::LIFETIMES.contains(days)).unwrap_or_else(|| {
            errors.push("token_days", "choice");
            tokens::LIFETIME
        }),
    };
    let practice: Option<Id> = match data.get("token_practice") {
        "" => None,
        id => {
            let practice = id.parse().map_err(|_| Error::NotFound)?;
            memberships::role(db, Tenant::Practice, practice, who.user.id).await?.ok_or(Error::NotFound)?;
            Some(practice)
        }
    };
    Ok(NewToken { name, days, read_only: data.has("token_read_only"), practice })
}

pub(super) async fn create(State(platform): State<Platform>, who: SignedIn, network: Network, Whence(origin): Whence, data: FormData) -> Outcome {
    let mut errors = Invalid::new();
    let now = platform.clock.now();
    let new = read(&platform, &who, &data, &mut errors).await?;
    attempts::again(&platform, &who, (&network, &origin), "token_password", data.get("token_password"), &mut errors).await?;
    if errors.clone().finish().is_err() {
        let refused = Refused { of: Of::Token, data: &data, errors: &errors };
        return Ok(layout::unprocessable(page(&platform, &who, Some(refused), None).await?));
    }
    let tx = platform.db.begin().await?;
    // Held, so that of several that are made at once none is one too many.
    users::hold(&tx, who.user.id).await?;
    if tokens::list_api(&tx, who.user.id).await?.len() as i64 >= tokens::MOST {
        drop(tx);
        errors.push_with("token_name", "too_many_rows", vec![("max", tokens::MOST.to_string())]);
        let refused = Refused { of: Of::Token, data: &data, errors: &errors };
        return Ok(layout::unprocessable(page(&platform, &who, Some(refused), None).await?));
    }
    let secret = tokens::issue_api(&tx, who.user.id, &new, now).await?;
    security::tell(&tx, (who.user.id, &who.user.email), What::TokenMade, &new.name, &origin, now).await?;
    tx.commit().await?;
    platform.wake_workers();
    Ok(layout::page(page(&platform, &who, None, Some(&secret)).await?))
}

#[derive(Deserialize)]
pub(super) struct OfToken {
    token: Id,
}

pub(super) async fn revoke(State(platform): State<Platform>, who: SignedIn, Whence(origin): Whence, Path(of): Path<OfToken>) -> Outcome {
    let now = platform.clock.now();
    let tx = platform.db.begin().await?;
    let name = tokens::revoke_api(&tx, who.user.id, of.token, now).await?.ok_or(Error::NotFound)?;
    security::note(&tx, who.user.id, What::TokenRevoked, &name, &origin, now).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, "/account", Flash::new("flash-token-revoked").name(&name)))
}
