//! Where a request comes from, for limits.

use std::{convert::Infallible, net::SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::request::Parts,
};
use despacho_platform::{Platform, network};

/// What limits count of where a request comes from; empty where it comes from nowhere, as in tests.
pub(crate) struct Network(pub String);

impl FromRequestParts<Platform> for Network {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, platform: &Platform) -> Result<Self, Infallible> {
        let Some(ConnectInfo(peer)) = parts.extensions.get::<ConnectInfo<SocketAddr>>() else { return Ok(Self(String::new())) };
        // Several headers are one list (RFC 9110, 5.3).
        let forwarded: Vec<&str> = parts.headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).collect();
        let client = network::client(peer.ip(), Some(forwarded.join(",").as_str()), &platform.config.trusted_proxies);
        Ok(Self(network::counted(client)))
    }
}
