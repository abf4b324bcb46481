//! E-mail addresses.

/// An address as stored and compared: trimmed, lower case.
///
/// Accepts the `addr-spec` of RFC 5321 in its everyday form (no quoted local part, no address literal); at most 254
/// characters (RFC 3696, erratum 1690).
pub fn parse(text: &str) -> Result<String, &'static str> {
    let address = text.trim().to_lowercase();
    let (local, domain) = address.rsplit_once('@').ok_or("email")?;
    let local_ok = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.chars().all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c));
    let label_ok = |label: &str| {
        !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-') && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let domain_ok = domain.contains('.') && domain.split('.').all(label_ok);
    if local_ok && domain_ok && address.len() <= 254 { Ok(address) } else { Err("email") }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn normalises_and_refuses() {
        assert_eq!(parse(" Elena@Viveros.Example "), Ok("elena@viveros.example".into()));
        for bad in ["", "a", "a@b", "a@b..c", "@b.c", "a b@c.d", "a@-b.c", "a@b.c\r\nBcc: x@y.z", ".a@b.c"] {
            assert_eq!(parse(bad), Err("email"), "{bad}");
        }
    }
}
