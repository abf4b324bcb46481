//! What every response carries, and the refusal of requests that another site makes.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use despacho_platform::security::TARGET;

use crate::caller::header as text;

/// The one inline style allowed, by its hash, is that of Turbo's progress bar.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-WAyOw4V+FqDc35lQPyRADLBWbuNK8ahvYEaQIYF1+Ps='; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
                      worker-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Refuses unsafe requests from other sites, and sets the security headers.
pub async fn guard(request: Request, next: Next) -> Response {
    if !request.method().is_safe() && is_cross_site(request.headers()) {
        tracing::warn!(target: TARGET, what = "cross_site", origin = text(request.headers(), "origin").unwrap_or(""));
        return (StatusCode::FORBIDDEN, "cross-site request refused").into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Whether a browser says that another site made the request: by `Sec-Fetch-Site` (W3C Fetch Metadata), or by an `Origin`
/// that is not the host's. A request with neither header was not made by a browser, so it carries no stolen cookie.
fn is_cross_site(headers: &HeaderMap) -> bool {
    match text(headers, "sec-fetch-site") {
        Some(site) => !matches!(site, "same-origin" | "none"),
        None => match (text(headers, "origin"), text(headers, "host")) {
            (Some(origin), Some(host)) => origin.split_once("://").is_none_or(|(_, from)| from != host),
            (Some(_), None) => true,
            (None, _) => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(pairs: &[(&'static str, &'static str)]) -> bool {
        is_cross_site(&pairs.iter().map(|(k, v)| (k.parse().expect("a name"), HeaderValue::from_static(v))).collect())
    }

    #[test]
    fn other_sites_are_refused() {
        assert!(request(&[("sec-fetch-site", "cross-site")]));
        assert!(request(&[("sec-fetch-site", "same-site")]));
        assert!(request(&[("origin", "https://evil.example"), ("host", "despacho.example")]));
        assert!(request(&[("origin", "null"), ("host", "despacho.example")]));
        assert!(!request(&[("origin", "https://despacho.example"), ("host", "despacho.example")]));
        assert!(!request(&[("sec-fetch-site", "same-origin")]));
        assert!(!request(&[("host", "despacho.example")]));
    }
}
