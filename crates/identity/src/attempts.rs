//! Passwords as a person types them: too many wrong ones are a message of the form, and each is told to whom it concerns.

use despacho_kernel::Invalid;
use despacho_platform::{
    Error, Platform, Result,
    limits::Guess,
    security::{self, Origin, What},
    users,
};
use despacho_ui::SignedIn;

use crate::network::Network;

/// The message of a limit that was met, at a field.
pub fn must_wait(field: &str, seconds: u64) -> Invalid {
    let mut errors = Invalid::new();
    errors.push_with(field, "too_many_attempts", vec![("minutes", seconds.div_ceil(60).to_string())]);
    errors
}

/// Asks the person who is signed in for their password again: what is wrong with it is noted at the field.
pub(crate) async fn again(platform: &Platform, who: &SignedIn, from: (&Network, &Origin), field: &str, typed: &str, errors: &mut Invalid) -> Result<()> {
    let (network, origin) = from;
    let attempt = async { Ok(users::has_password(platform.db.read(), who.user.id, typed).await?.then_some(())) };
    let guess = Guess { email: &who.user.email, network: &network.0, known: true };
    match platform.limits.password(guess, attempt).await {
        Ok(Some(())) => Ok(()),
        Ok(None) => {
            errors.push(field, "current_password");
            let tx = platform.db.begin().await?;
            security::note(&tx, who.user.id, What::SignInFailed, "", origin, platform.clock.now()).await?;
            tx.commit().await
        }
        Err(Error::TooMany(seconds)) => {
            errors.0.extend(must_wait(field, seconds).0);
            Ok(())
        }
        Err(error) => Err(error),
    }
}
