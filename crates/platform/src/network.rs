//! Where a request comes from, for limits.

use std::{
    net::{IpAddr, SocketAddr},
    str::FromStr,
};

/// A range of network addresses, `10.0.0.0/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    address: IpAddr,
    bits: u8,
}

fn as_bits(address: IpAddr) -> (u128, u8) {
    match address.to_canonical() {
        IpAddr::V4(v4) => (u128::from(u32::from(v4)), 32),
        IpAddr::V6(v6) => (u128::from(v6), 128),
    }
}

impl Range {
    fn holds(&self, address: IpAddr) -> bool {
        let ((own, width), (other, other_width)) = (as_bits(self.address), as_bits(address));
        let rest = u32::from(width - self.bits.min(width));
        width == other_width && own.checked_shr(rest).unwrap_or(0) == other.checked_shr(rest).unwrap_or(0)
    }
}

impl FromStr for Range {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bad = || format!("{text} is no address or range of addresses such as 10.0.0.0/8");
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.trim().parse().map_err(|_| bad())?;
        let (_, width) = as_bits(address);
        let bits = bits.map_or(Ok(width), |bits| bits.parse().map_err(|_| bad()))?;
        if bits > width { Err(bad()) } else { Ok(Self { address, bits }) }
    }
}

/// Whether an address is in one of these ranges.
pub fn is_among(address: IpAddr, ranges: &[Range]) -> bool {
    ranges.iter().any(|range| range.holds(address))
}

/// The address of an entry of `X-Forwarded-For`, which some proxies write with its port or in brackets.
fn hop(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim();
    let bare = entry.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(entry);
    bare.parse().ok().or_else(|| entry.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

/// The address that a request comes from: the one that connects, or behind trusted proxies the last one of `X-Forwarded-For` (each
/// proxy appends the one that it heard from) that is none of theirs.
pub fn client(peer: IpAddr, forwarded: Option<&str>, trusted: &[Range]) -> IpAddr {
    let mut client = peer;
    for entry in forwarded.unwrap_or_default().rsplit(',') {
        if !is_among(client, trusted) {
            break;
        }
        // What can't be read was written by somebody who is not trusted.
        let Some(address) = hop(entry) else { break };
        client = address;
    }
    client.to_canonical()
}

/// What limits count: an IPv4 address, or the network of an IPv6 one, as whoever has one has 2^64.
pub fn counted(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => format!("{:x}/64", u128::from(v6) >> 64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn a_client_behind_trusted_proxies_is_the_last_that_is_none_of_them() {
        let trusted: Vec<Range> = ["127.0.0.1", "10.0.0.0/8", "fd00::/8"].iter().map(|range| range.parse().expect("a range")).collect();
        let of = |peer: &str, forwarded: Option<&str>| client(ip(peer), forwarded, &trusted).to_string();
        assert_eq!(of("127.0.0.1", Some("203.0.113.7")), "203.0.113.7");
        assert_eq!(of("127.0.0.1", Some("198.51.100.9, 203.0.113.7, 10.1.2.3")), "203.0.113.7", "what the client wrote itself is not believed");
        assert_eq!(of("203.0.113.7", Some("198.51.100.9")), "203.0.113.7", "nobody else is believed");
        assert_eq!(of("fd00::1", Some("2001:db8::5")), "2001:db8::5");
        assert_eq!(of("::ffff:127.0.0.1", Some("203.0.113.7")), "203.0.113.7");
        for (entry, address) in [
            ("203.0.113.7:4711", "203.0.113.7"),
            ("[2001:db8::5]:443", "2001:db8::5"),
            ("[2001:db8::5]", "2001:db8::5"),
            ("198.51.100.9, [2001:db8::5]:443, [fd00::2]:8080,10.0.0.9:80", "2001:db8::5"),
            ("[::ffff:203.0.113.7]:80", "203.0.113.7"),
        ] {
            assert_eq!(of("127.0.0.1", Some(entry)), address, "{entry}");
        }
        for strange in ["nonsense", "", ",", "203.0.113.7:", "203.0.113.7:99999", "[203.0.113.7", "2001:db8::5]:443", "unknown", "_hidden:80"] {
            assert_eq!(of("127.0.0.1", Some(strange)), "127.0.0.1", "{strange}");
        }
        assert_eq!(of("127.0.0.1", None), "127.0.0.1");
        assert_eq!(client(ip("127.0.0.1"), Some("203.0.113.7"), &[]).to_string(), "127.0.0.1");
    }

    #[test]
    fn an_ipv6_network_is_one() {
        assert_eq!(counted(ip("2001:db8:1:2:3:4:5:6")), counted(ip("2001:db8:1:2:ffff::1")));
        assert_ne!(counted(ip("2001:db8:1:2::1")), counted(ip("2001:db8:1:3::1")));
        assert_eq!(counted(ip("::ffff:192.0.2.1")), "192.0.2.1");
    }

    #[test]
    fn ranges_are_read() {
        for bad in ["", "x", "10.0.0.0/33", "10.0.0/8", "::/129", "10.0.0.0/-1"] {
            assert!(bad.parse::<Range>().is_err(), "{bad}");
        }
        assert!("0.0.0.0/0".parse::<Range>().is_ok_and(|all| all.holds(ip("198.51.100.1")) && !all.holds(ip("2001:db8::1"))));
    }
}
