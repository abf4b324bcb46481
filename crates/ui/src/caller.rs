//! Who is asking, and in which language they read.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, header, request::Parts},
};
use despacho_kernel::{
    Id,
    access::{OrganizationRight, OrganizationRights, PracticeRight, PracticeRole},
};
use despacho_platform::{Error, Platform, i18n::Lang, users::User};

use futures_util::future::BoxFuture;

use crate::{error::Failure, flash::Flash};

/// Name of the session cookie.
pub const SESSION_COOKIE: &str = "despacho_session";
/// Name of the cookie with a visitor's language.
pub const LANGUAGE_COOKIE: &str = "despacho_language";
/// Name of the cookie with a visitor's light or dark.
pub const THEME_COOKIE: &str = "despacho_theme";
/// Name of the cookie with the message to show on the next page.
pub const FLASH_COOKIE: &str = "despacho_flash";

/// The signed-in user of a request, put there by [`identify`](crate::identify::identify).
#[derive(Debug, Clone)]
pub struct Identity {
    pub user: User,
    /// The browser's session; none for an API token.
    pub session: Option<Id>,
    /// The practice that an API token was made for.
    pub practice: Option<Id>,
}

/// The practice of a request, put there by the guard.
#[derive(Debug, Clone, Copy)]
pub struct PracticeContext {
    pub id: Id,
    pub role: PracticeRole,
}

/// A page beside an organization that its member may go to: the client that a practice keeps it as.
#[derive(Debug, Clone)]
pub struct WayBack {
    pub path: String,
    pub practice: String,
}

/// Ways back, once they are found.
pub type FoundWays<'a> = BoxFuture<'a, Result<Vec<WayBack>, Error>>;

/// How the ways back of a user from an organization are found. Practices stand above organizations, so the server puts it into each request.
#[derive(Debug, Clone, Copy)]
pub struct WaysBack(pub for<'a> fn(&'a Platform, Id, Id) -> FoundWays<'a>);

/// The organization of a request, put there by the guard.
#[derive(Debug, Clone, Copy)]
pub struct OrganizationContext {
    pub id: Id,
    pub rights: OrganizationRights,
}

/// What is known of every request.
#[derive(Debug, Clone)]
pub struct Caller {
    pub lang: Lang,
    pub user: Option<User>,
    /// The message to show once.
    pub flash: Option<Flash>,
    pub path: String,
    /// `light`, `dark`, or empty for what the system says.
    pub theme: &'static str,
    /// The path of the page that they come from, where it is one of ours.
    pub from: Option<String>,
    /// Whether the browser brought a session that is over.
    pub expired: bool,
}

/// The themes that one may choose; the empty one is the system's.
pub const THEMES: [&str; 3] = ["", "light", "dark"];

/// A theme of a word; the system's for any other.
pub fn theme(word: &str) -> &'static str {
    THEMES.into_iter().find(|theme| *theme == word).unwrap_or("")
}

/// A header's text.
pub fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// A cookie's name as the browser has it: by https with the prefix that keeps other hosts of the domain from setting it (RFC 6265bis).
fn cookie_name(platform: &Platform, name: &str) -> String {
    if is_secure(platform) { format!("__Host-{name}") } else { name.to_owned() }
}

fn is_secure(platform: &Platform) -> bool {
    platform.config.public_url.starts_with("https:")
}

/// A cookie's value.
pub fn cookie(platform: &Platform, headers: &HeaderMap, name: &str) -> Option<String> {
    let name = cookie_name(platform, name);
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| **key == *name).map(|(_, value)| value.to_owned())
}

/// A `Set-Cookie` value that scripts can't read; `max_age` in seconds, 0 removes it.
pub fn set_cookie(platform: &Platform, name: &str, value: &str, max_age: i64) -> HeaderValue {
    let secure = if is_secure(platform) { "; Secure" } else { "" };
    let name = cookie_name(platform, name);
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts.extensions.get::<Self>().cloned().ok_or(Failure(Error::Unauthenticated))
    }
}

/// A signed-in user.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub caller: Caller,
    pub user: User,
    pub session: Option<Id>,
    /// The practice that an API token was made for.
    pub practice: Option<Id>,
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let caller = Caller::from_request_parts(parts, state).await?;
        let identity = parts.extensions.get::<Identity>().cloned().ok_or(Failure(Error::Unauthenticated))?;
        Ok(Self { caller, user: identity.user, session: identity.session, practice: identity.practice })
    }
}

/// A member of a practice, at work in it.
#[derive(Debug, Clone)]
pub struct InPractice {
    pub caller: Caller,
    pub user: User,
    pub practice: Id,
    pub role: PracticeRole,
}

impl InPractice {
    pub fn lang(&self) -> Lang {
        self.caller.lang
    }

    pub fn may(&self, right: PracticeRight) -> bool {
        self.role.may(right)
    }

    /// The path of one of the practice's pages.
    pub fn path(&self, rest: &str) -> String {
        format!("/practices/{}{rest}", self.practice)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for InPractice {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let SignedIn { caller, user, .. } = SignedIn::from_request_parts(parts, state).await?;
        let context = parts.extensions.get::<PracticeContext>().ok_or(Failure(Error::NotFound))?;
        Ok(Self { caller, user, practice: context.id, role: context.role })
    }
}

/// A member of an organization, at work in it.
#[derive(Debug, Clone)]
pub struct InOrganization {
    pub caller: Caller,
    pub user: User,
    pub organization: Id,
    pub rights: OrganizationRights,
    ways: Option<WaysBack>,
}

impl InOrganization {
    /// A member outside a request of the organization's: nobody asks them the way back.
    pub fn new(caller: Caller, user: User, organization: Id, rights: OrganizationRights) -> Self {
        Self { caller, user, organization, rights, ways: None }
    }

    /// The clients that the user's practices keep the organization as.
    pub async fn ways_back(&self, platform: &Platform) -> Result<Vec<WayBack>, Error> {
        match self.ways {
            Some(WaysBack(find)) => find(platform, self.user.id, self.organization).await,
            None => Ok(vec![]),
        }
    }

    pub fn lang(&self) -> Lang {
        self.caller.lang
    }

    pub fn may(&self, right: OrganizationRight) -> bool {
        self.rights.may(right)
    }

    /// The path of one of the organization's pages.
    pub fn path(&self, rest: &str) -> String {
        format!("/organizations/{}{rest}", self.organization)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for InOrganization {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let SignedIn { caller, user, .. } = SignedIn::from_request_parts(parts, state).await?;
        let context = parts.extensions.get::<OrganizationContext>().ok_or(Failure(Error::NotFound))?;
        let ways = parts.extensions.get::<WaysBack>().copied();
        Ok(Self { caller, user, organization: context.id, rights: context.rights, ways })
    }
}
