//! The network address that a request comes from, for evidence.

use std::{convert::Infallible, net::SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::request::Parts,
};
use despacho_platform::{Platform, network};

/// The address; empty where it comes from nowhere, as in tests.
pub(super) struct Whence(pub String);

impl FromRequestParts<Platform> for Whence {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, platform: &Platform) -> Result<Self, Infallible> {
        let Some(ConnectInfo(peer)) = parts.extensions.get::<ConnectInfo<SocketAddr>>() else { return Ok(Self(String::new())) };
        let forwarded: Vec<_> = parts.headers.get_all("x-forwarded-for").iter().map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
        Ok(Self(network::client(peer.ip(), Some(forwarded.join(",").as_str()), &platform.config.trusted_proxies).to_string()))
    }
}
