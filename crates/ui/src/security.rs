//! What every response carries, and the refusal of requests that another site makes.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use despacho_platform::{Platform, security::TARGET};

use crate::caller::header as text;

/// The one inline style allowed, by its hash, is that of Turbo's progress bar.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-WAyOw4V+FqDc35lQPyRADLBWbuNK8ahvYEaQIYF1+Ps='; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
                      worker-src 'self'; manifest-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// What a page may ask of the device it is shown on: nothing.
const PERMISSIONS: &str = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), bluetooth=(), midi=(), display-capture=()";

/// A year: browsers that came once by https come by nothing else.
const TRANSPORT: &str = "max-age=31536000";

/// Refuses unsafe requests from other sites, and sets the security headers on every answer.
pub async fn guard(State(platform): State<Platform>, request: Request, next: Next) -> Response {
    let own = &platform.config.public_url;
    let mut response = if !request.method().is_safe() && is_cross_site(request.headers(), own) {
        tracing::warn!(target: TARGET, what = "cross_site", origin = text(request.headers(), "origin").unwrap_or(""));
        (StatusCode::FORBIDDEN, "cross-site request refused").into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    // What people brought is served with a narrower one.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.entry(header::X_FRAME_OPTIONS).or_insert(HeaderValue::from_static("DENY"));
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    headers.insert("permissions-policy", HeaderValue::from_static(PERMISSIONS));
    if own.starts_with("https:") {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(TRANSPORT));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// The origin of a URL, `https://despacho.example`: scheme, host and port, as browsers write it.
fn origin_of(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let host = rest.split('/').next().unwrap_or_default();
    let standard = if scheme == "https" { ":443" } else { ":80" };
    format!("{scheme}://{}", host.strip_suffix(standard).unwrap_or(host)).to_lowercase()
}

/// Whether a browser says that another site made the request: by `Sec-Fetch-Site` (W3C Fetch Metadata), or by an `Origin` that is neither
/// that of the public URL `own` nor, with its scheme, that of the host the request was sent to. A request with neither header was not
/// made by a browser, so it carries no stolen cookie.
fn is_cross_site(headers: &HeaderMap, own: &str) -> bool {
    if let Some(site) = text(headers, "sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return false };
    let scheme = own.split_once("://").map_or("http", |(scheme, _)| scheme);
    let here = text(headers, "host").map(|host| origin_of(&format!("{scheme}://{host}")));
    !origin.to_str().is_ok_and(|origin| origin == origin_of(own) || here.as_deref() == Some(origin))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(pairs: &[(&'static str, &'static str)]) -> bool {
        is_cross_site(&pairs.iter().map(|(k, v)| (k.parse().expect("a name"), HeaderValue::from_static(v))).collect(), "https://despacho.example")
    }

    #[test]
    fn other_sites_are_refused() {
        assert!(request(&[("sec-fetch-site", "cross-site")]));
        assert!(request(&[("sec-fetch-site", "same-site")]));
        for origin in ["https://evil.example", "null", "", "http://despacho.example", "https://despacho.example:8443", "https://despacho.example.evil.example"]
        {
            assert!(request(&[("origin", origin), ("host", "despacho.example")]), "{origin}");
        }
        assert!(!request(&[("origin", "https://despacho.example"), ("host", "despacho.example")]));
        assert!(!request(&[("origin", "https://despacho.example"), ("host", "127.0.0.1:8080")]), "a proxy may name the server otherwise");
        assert!(!request(&[("origin", "https://10.0.0.7:8443"), ("host", "10.0.0.7:8443")]), "a server has several names");
        assert!(!request(&[("sec-fetch-site", "same-origin")]));
        assert!(!request(&[("host", "despacho.example")]));
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        for (url, origin) in [
            ("https://Despacho.example/x", "https://despacho.example"),
            ("https://despacho.example:443", "https://despacho.example"),
            ("http://despacho.example:80", "http://despacho.example"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:8080", "http://[::1]:8080"),
        ] {
            assert_eq!(origin_of(url), origin);
        }
    }
}
