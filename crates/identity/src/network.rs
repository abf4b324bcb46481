//! Where a request comes from: for limits, and for the person whose account it is about.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::request::Parts,
};
use despacho_platform::{Platform, network, security::Origin};
use despacho_ui::caller;

/// What limits count of where a request comes from; empty where it comes from nowhere, as in tests.
pub struct Network(pub String);

/// Where a request comes from, as a person is told of it.
pub struct Whence(pub Origin);

fn client(parts: &Parts, platform: &Platform) -> Option<IpAddr> {
    let ConnectInfo(peer) = parts.extensions.get::<ConnectInfo<SocketAddr>>()?;
    // Several headers are one list (RFC 9110, 5.3).
    let headers = parts.headers.get_all("x-forwarded-for").iter();
    // Strange letters that a client wrote must not hide what the proxy wrote after them.
    let forwarded: Vec<_> = headers.map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
    Some(network::client(peer.ip(), Some(forwarded.join(",").as_str()), &platform.config.trusted_proxies))
}

impl FromRequestParts<Platform> for Network {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, platform: &Platform) -> Result<Self, Infallible> {
        Ok(Self(client(parts, platform).map(network::counted).unwrap_or_default()))
    }
}

impl FromRequestParts<Platform> for Whence {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, platform: &Platform) -> Result<Self, Infallible> {
        let address = client(parts, platform).map(|address| address.to_string()).unwrap_or_default();
        Ok(Self(Origin::new(address, caller::header(&parts.headers, "user-agent").unwrap_or(""))))
    }
}
