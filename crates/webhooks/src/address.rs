//! Where messages may go: addresses of the public Internet alone, so that nobody has the server ask what only it can reach.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::atomic::{AtomicBool, Ordering},
};

static PRIVATE: AtomicBool = AtomicBool::new(false);

/// Lets messages go to private addresses and without encryption: the operator's choice, when the server starts.
pub fn allow_private() {
    PRIVATE.store(true, Ordering::Relaxed);
}

fn private_is_allowed() -> bool {
    PRIVATE.load(Ordering::Relaxed)
}

/// An address as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub secure: bool,
    /// As it stands in the address; without the brackets of IPv6.
    pub host: String,
    pub port: u16,
    /// Path and query.
    pub path: String,
}

impl Target {
    /// Reads an address: `https`, without a name or password, without a fragment.
    ///
    /// Errors: `webhook_url`, `webhook_https`, `webhook_private` where its host is told by a number that is not public.
    pub fn read(text: &str) -> Result<Self, &'static str> {
        let (secure, rest) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
            (Some(rest), _) => (true, rest),
            (_, Some(rest)) if private_is_allowed() => (false, rest),
            (_, Some(_)) => return Err("webhook_https"),
            _ => return Err("webhook_url"),
        };
        if text.len() > 1000 || !text.is_ascii() || text.bytes().any(|b| b <= b' ' || b == 0x7f || b == b'\\') || text.contains(['#', '@', '"', '<', '>']) {
            return Err("webhook_url");
        }
        let (authority, path) = rest.find(['/', '?']).map_or((rest, ""), |at| rest.split_at(at));
        let (host, port) = match authority.strip_prefix('[') {
            Some(rest) => rest.split_once(']').map(|(host, port)| (host, port.strip_prefix(':'))).ok_or("webhook_url")?,
            None => authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port))),
        };
        let port = match port {
            None => {
                if secure {
                    443
                } else {
                    80
                }
            }
            Some(port) => port.parse().map_err(|_| "webhook_url")?,
        };
        let number: Option<IpAddr> = host.parse().ok();
        let named = host.contains('.')
            && host
                .split('.')
                .all(|label| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
        if host.is_empty() || (number.is_none() && !named && !(private_is_allowed() && host == "localhost")) {
            return Err("webhook_url");
        }
        // A name whose last label is a number is one that resolvers take for an address.
        if number.is_none() && host.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()) || last.starts_with("0x")) {
            return Err("webhook_url");
        }
        if number.is_some_and(|number| !may_be_told(number)) {
            return Err("webhook_private");
        }
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Ok(Self { secure, host: host.to_owned(), port, path })
    }

    /// Where it is now: each of its addresses, all of which may be told. What was looked at is what is connected to.
    ///
    /// Errors: `webhook_unknown`, `webhook_private`.
    pub async fn places(&self) -> Result<Vec<SocketAddr>, &'static str> {
        let found: Vec<SocketAddr> = tokio::net::lookup_host((self.host.as_str(), self.port)).await.map_err(|_| "webhook_unknown")?.take(20).collect();
        if found.is_empty() {
            return Err("webhook_unknown");
        }
        if found.iter().all(|place| may_be_told(place.ip())) { Ok(found) } else { Err("webhook_private") }
    }
}

fn may_be_told(ip: IpAddr) -> bool {
    private_is_allowed() || is_public(ip)
}

/// Whether an address is of the public Internet (IANA, special-purpose address registries).
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(a == 0
        || a == 10
        || a == 127
        || (a == 100 && (64..128).contains(&b))
        || (a == 169 && b == 254)
        || (a == 172 && (16..32).contains(&b))
        || (a == 192 && b == 0 && (c == 0 || c == 2))
        || (a == 192 && b == 88 && c == 99)
        || (a == 192 && b == 168)
        || (a == 198 && (b == 18 || b == 19))
        || (a == 198 && b == 51 && c == 100)
        || (a == 203 && b == 0 && c == 113)
        || a >= 224)
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(within) = ip.to_ipv4_mapped() {
        return is_public_v4(within);
    }
    let part = ip.segments();
    // What of IPv6 is given out (2000::/3), without documentation, Teredo, 6to4 and other ways to an IPv4 address.
    part[0] & 0xe000 == 0x2000 && !(part[0] == 0x2001 && (part[1] < 0x200 || part[1] == 0xdb8)) && part[0] != 0x2002 && !(part[0] == 0x3fff && part[1] < 0x1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_told() {
        for private in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
        ] {
            assert!(!is_public(private.parse().expect("an address")), "{private}");
        }
        for public in ["1.1.1.1", "172.32.0.1", "100.128.0.1", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450::1", "::ffff:1.1.1.1"] {
            assert!(is_public(public.parse().expect("an address")), "{public}");
        }
    }

    #[test]
    fn addresses_are_read() {
        let target = Target::read("https://hooks.example.com:8443/a/b?c=d").expect("a target");
        assert_eq!((target.host.as_str(), target.port, target.path.as_str(), target.secure), ("hooks.example.com", 8443, "/a/b?c=d", true));
        assert_eq!(Target::read("https://hooks.example.com").map(|t| (t.port, t.path)), Ok((443, "/".into())));
        assert_eq!(Target::read("https://hooks.example.com?x").map(|t| t.path), Ok("/?x".into()));
        for (text, code) in [
            ("http://hooks.example.com/", "webhook_https"),
            ("ftp://hooks.example.com/", "webhook_url"),
            ("https://user:pass@hooks.example.com/", "webhook_url"),
            ("https://localhost/", "webhook_url"),
            ("https://127.0.0.1/", "webhook_private"),
            ("https://[::1]/", "webhook_private"),
            ("https://2130706433/", "webhook_url"),
            ("https://127.1/", "webhook_url"),
            ("https://0x7f.0.0.0x1/", "webhook_url"),
            ("https://hooks.example.com/\r\nHost: x", "webhook_url"),
            ("https:///x", "webhook_url"),
            ("https://hooks.example.com:99999/", "webhook_url"),
            ("https://hooks..com/", "webhook_url"),
        ] {
            assert_eq!(Target::read(text), Err(code), "{text}");
        }
    }
}
