//! Finds out who is asking, and renders what failed in their language.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header as names},
    middleware::Next,
    response::Response,
};
use despacho_platform::{Error, Platform, i18n::Lang, sessions, tokens, users};

use crate::{
    caller::{Caller, FLASH_COOKIE, Identity, LANGUAGE_COOKIE, SESSION_COOKIE, THEME_COOKIE, cookie, header, set_cookie, theme},
    error::{Carried, Posted},
    error_page::Page,
    flash::Flash,
    room::Room,
};

/// One write in so many milliseconds is enough to know that a session or a token is in use.
const SEEN: i64 = 600_000;

/// Finds out who is asking, for every route, and renders failures in their language.
pub async fn identify(State((platform, rooms)): State<(Platform, &'static [&'static Room])>, mut request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api/");
    let identity = match find_identity(&platform, request.method(), request.headers(), api).await {
        Ok(identity) => identity,
        Err(error) => {
            return Page { platform: &platform, rooms, caller: &visitor(&platform, request.headers(), None, ""), posted: None }
                .render(api, &error)
                .await;
        }
    };
    let caller = visitor(&platform, request.headers(), identity.as_ref(), request.uri().path_and_query().map_or("/", |p| p.as_str()));
    if let Some(identity) = identity {
        request.extensions_mut().insert(identity);
    }
    request.extensions_mut().insert(caller.clone());
    let page = request.method().is_safe();
    let mut response = next.run(request).await;
    if let Some(failure) = response.extensions_mut().remove::<Carried>() {
        let posted = response.extensions_mut().remove::<Posted>();
        response = Page { platform: &platform, rooms, caller: &caller, posted }.render(api, &failure.0).await;
    } else if caller.flash.is_some() && page && !api && is_html(&response) {
        response.headers_mut().append(names::SET_COOKIE, set_cookie(&platform, FLASH_COOKIE, "", 0));
    }
    response
}

fn is_html(response: &Response) -> bool {
    response.headers().get(names::CONTENT_TYPE).is_some_and(|v| v.as_bytes().starts_with(b"text/html"))
}

async fn find_identity(platform: &Platform, method: &Method, headers: &HeaderMap, api: bool) -> Result<Option<Identity>, Error> {
    let db = platform.db.read();
    if api {
        // The API takes tokens only, so that no foreign page can use a browser's cookie.
        let Some(secret) = header(headers, "authorization").and_then(|v| v.strip_prefix("Bearer ")) else { return Ok(None) };
        let now = platform.clock.now();
        let Some(token) = tokens::find_api(db, secret.trim(), now).await? else { return Ok(None) };
        if token.used_at.is_none_or(|at| now - at > SEEN) {
            let tx = platform.db.begin().await?;
            tokens::touch_api(&tx, token.id, now).await?;
            tx.commit().await?;
        }
        if token.read_only && !method.is_safe() {
            return Err(Error::Barred("token_read_only"));
        }
        return Ok(users::find(db, token.user_id).await?.map(|user| Identity { user, session: None, practice: token.practice_id }));
    }
    let Some(secret) = cookie(platform, headers, SESSION_COOKIE) else { return Ok(None) };
    let now = platform.clock.now();
    let Some((session, user, seen_at)) = sessions::find(db, &secret, now).await? else { return Ok(None) };
    if now - seen_at > SEEN {
        let tx = platform.db.begin().await?;
        sessions::touch(&tx, session, now).await?;
        tx.commit().await?;
    }
    Ok(Some(Identity { user, session: Some(session), practice: None }))
}

fn visitor(platform: &Platform, headers: &HeaderMap, identity: Option<&Identity>, path: &str) -> Caller {
    let lang = match identity {
        Some(identity) if header(headers, "authorization").is_none() => Lang::of(&identity.user.language),
        _ => cookie(platform, headers, LANGUAGE_COOKIE).map_or_else(|| accepted(headers, identity), |code| Lang::of(&code)),
    };
    let flash = cookie(platform, headers, FLASH_COOKIE).and_then(|value| Flash::read(lang, &value));
    let theme = identity.map_or_else(|| theme(&cookie(platform, headers, THEME_COOKIE).unwrap_or_default()), |i| theme(&i.user.theme));
    let from = header(headers, "referer").and_then(|url| path_here(url, header(headers, "host")?));
    let expired = identity.is_none() && cookie(platform, headers, SESSION_COOKIE).is_some_and(|secret| !secret.is_empty());
    Caller { lang, user: identity.map(|i| i.user.clone()), flash, path: path.to_owned(), theme, from, expired }
}

/// The path of a page of ours.
fn path_here(url: &str, host: &str) -> Option<String> {
    let (from, path) = url.split_once("://")?.1.split_once('/')?;
    (from == host).then(|| format!("/{path}")).filter(|path| !path.starts_with("//"))
}

fn accepted(headers: &HeaderMap, identity: Option<&Identity>) -> Lang {
    let wanted = header(headers, "accept-language").unwrap_or("");
    let first = wanted.split(',').map(|part| part.split(';').next().unwrap_or("").trim());
    let known = first.filter(|tag| tag.starts_with("es") || tag.starts_with("en")).map(Lang::of).next();
    known.unwrap_or_else(|| identity.map_or(Lang::Es, |i| Lang::of(&i.user.language)))
}
