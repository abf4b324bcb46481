//! The first start of a server: while nobody has an account, a secret that only whoever started it saw makes the first one, without mail.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{error::Result, secret};

/// The hash of the secret, while there is one. It lives as long as the process: the next start makes another.
#[derive(Default)]
pub struct FirstStart(Mutex<Option<String>>);

impl FirstStart {
    fn held(&self) -> MutexGuard<'_, Option<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Mints the secret; answers it this once.
    pub fn offer(&self) -> Result<String> {
        let secret = secret::mint()?;
        *self.held() = Some(secret::hash(&secret));
        Ok(secret)
    }

    /// Whether there is one.
    pub fn is_offered(&self) -> bool {
        self.held().is_some()
    }

    /// Whether this is the secret.
    pub fn fits(&self, secret: &str) -> bool {
        self.held().as_deref() == Some(secret::hash(secret).as_str())
    }

    /// Ends it: somebody has an account.
    pub fn end(&self) {
        *self.held() = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_latest_secret_fits_until_it_ends() {
        let start = FirstStart::default();
        assert!(!start.is_offered() && !start.fits(""));
        let (first, second) = (start.offer().expect("a secret"), start.offer().expect("a secret"));
        assert!(start.is_offered() && !start.fits(&first) && start.fits(&second) && !start.fits(""));
        start.end();
        assert!(!start.is_offered() && !start.fits(&second));
    }
}
