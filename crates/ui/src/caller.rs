//! Who is asking, and in which language they read.

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, HeaderValue, header, request::Parts},
    middleware::Next,
    response::Response,
};
use despacho_kernel::{
    Id,
    access::{OrganizationRight, OrganizationRights, PracticeRight, PracticeRole},
};
use despacho_platform::{Error, Platform, i18n::Lang, sessions, tokens, users, users::User};

use crate::error::{self, Failure};

/// Name of the session cookie.
pub const SESSION_COOKIE: &str = "despacho_session";
/// Name of the cookie with a visitor's language.
pub const LANGUAGE_COOKIE: &str = "despacho_language";
/// Name of the cookie with the message to show on the next page.
pub const FLASH_COOKIE: &str = "despacho_flash";

/// One write in so many milliseconds is enough to know that a session or a token is in use.
const SEEN: i64 = 600_000;

/// The signed-in user of a request, put there by [`identify`].
#[derive(Debug, Clone)]
pub struct Identity {
    pub user: User,
    /// The browser's session; none for an API token.
    pub session: Option<Id>,
}

/// The practice of a request, put there by the guard.
#[derive(Debug, Clone, Copy)]
pub struct PracticeContext {
    pub id: Id,
    pub role: PracticeRole,
}

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
    /// Key of the message to show once.
    pub flash: Option<String>,
    pub path: String,
}

/// A header's text.
pub fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// A cookie's value.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

/// A `Set-Cookie` value that scripts can't read; `max_age` in seconds, 0 removes it.
pub fn set_cookie(platform: &Platform, name: &str, value: &str, max_age: i64) -> HeaderValue {
    let secure = if platform.config.public_url.starts_with("https:") { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// Finds out who is asking, for every route, and renders failures in their language.
pub async fn identify(State(platform): State<Platform>, mut request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api/");
    let identity = match find_identity(&platform, request.headers(), api).await {
        Ok(identity) => identity,
        Err(error) => return error::render(&platform, &visitor(request.headers(), None, ""), api, &error).await,
    };
    let caller = visitor(request.headers(), identity.as_ref(), request.uri().path_and_query().map_or("/", |p| p.as_str()));
    if let Some(identity) = identity {
        request.extensions_mut().insert(identity);
    }
    request.extensions_mut().insert(caller.clone());
    let page = request.method().is_safe();
    let mut response = next.run(request).await;
    if let Some(failure) = response.extensions_mut().remove::<error::Carried>() {
        response = error::render(&platform, &caller, api, &failure.0).await;
    } else if caller.flash.is_some() && page && !api && is_html(&response) {
        response.headers_mut().append(header::SET_COOKIE, set_cookie(&platform, FLASH_COOKIE, "", 0));
    }
    response
}

fn is_html(response: &Response) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_some_and(|v| v.as_bytes().starts_with(b"text/html"))
}

async fn find_identity(platform: &Platform, headers: &HeaderMap, api: bool) -> Result<Option<Identity>, Error> {
    let db = platform.db.read();
    if api {
        // The API takes tokens only, so that no foreign page can use a browser's cookie.
        let Some(secret) = header(headers, "authorization").and_then(|v| v.strip_prefix("Bearer ")) else { return Ok(None) };
        let Some(token) = tokens::find_api(db, secret.trim()).await? else { return Ok(None) };
        let now = platform.clock.now();
        if token.used_at.is_none_or(|at| now - at > SEEN) {
            let tx = platform.db.begin().await?;
            tokens::touch_api(&tx, token.id, now).await?;
            tx.commit().await?;
        }
        return Ok(users::find(db, token.user_id).await?.map(|user| Identity { user, session: None }));
    }
    let Some(secret) = cookie(headers, SESSION_COOKIE) else { return Ok(None) };
    let now = platform.clock.now();
    let Some((session, user, seen_at)) = sessions::find(db, &secret, now).await? else { return Ok(None) };
    if now - seen_at > SEEN {
        let tx = platform.db.begin().await?;
        sessions::touch(&tx, session, now).await?;
        tx.commit().await?;
    }
    Ok(Some(Identity { user, session: Some(session) }))
}

fn visitor(headers: &HeaderMap, identity: Option<&Identity>, path: &str) -> Caller {
    let lang = match identity {
        Some(identity) if header(headers, "authorization").is_none() => Lang::of(&identity.user.language),
        _ => cookie(headers, LANGUAGE_COOKIE).map_or_else(|| accepted(headers, identity), |code| Lang::of(&code)),
    };
    let flash = cookie(headers, FLASH_COOKIE).filter(|key| key.starts_with("flash-") && lang.has(key));
    Caller { lang, user: identity.map(|i| i.user.clone()), flash, path: path.to_owned() }
}

fn accepted(headers: &HeaderMap, identity: Option<&Identity>) -> Lang {
    let wanted = header(headers, "accept-language").unwrap_or("");
    let first = wanted.split(',').map(|part| part.split(';').next().unwrap_or("").trim());
    let known = first.filter(|tag| tag.starts_with("es") || tag.starts_with("en")).map(Lang::of).next();
    known.unwrap_or_else(|| identity.map_or(Lang::Es, |i| Lang::of(&i.user.language)))
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
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let caller = Caller::from_request_parts(parts, state).await?;
        let identity = parts.extensions.get::<Identity>().cloned().ok_or(Failure(Error::Unauthenticated))?;
        Ok(Self { caller, user: identity.user, session: identity.session })
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
}

impl InOrganization {
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
        Ok(Self { caller, user, organization: context.id, rights: context.rights })
    }
}
