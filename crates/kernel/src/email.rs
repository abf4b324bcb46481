//! E-mail addresses.

use email_address::{EmailAddress, Options};

use crate::invalid::is_hidden;

/// Most bytes of an address (RFC 3696, erratum 1690).
const MAX: usize = 254;

/// An address as stored and compared: trimmed, lower case.
///
/// Accepts the `addr-spec` of RFC 5322, with letters of any language before the `@` (RFC 6531), in its everyday form: no quoted local
/// part, no address literal, no name beside it, and a domain of at least two labels. A domain in letters of another language is
/// written as the mail system knows it (`xn--…`), so that two that look alike do not read alike. `"email"` otherwise.
pub fn parse(text: &str) -> Result<String, &'static str> {
    let address = text.trim();
    let strange = |c: char| c == '"' || c.is_control() || is_hidden(c);
    if address.len() > MAX || address.contains(strange) {
        return Err("email");
    }
    let (local, domain) = address.rsplit_once('@').ok_or("email")?;
    let domain = if domain.is_ascii() { domain.to_owned() } else { idna::domain_to_ascii_strict(domain).map_err(|_| "email")? };
    let address = format!("{local}@{domain}").to_lowercase();
    let everyday = Options::default().with_required_tld().without_domain_literal().without_display_text();
    let ok = address.len() <= MAX && EmailAddress::parse_with_options(&address, everyday).is_ok();
    if ok { Ok(address) } else { Err("email") }
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

    #[test]
    fn only_the_everyday_form_is_taken() {
        let domain = format!("{0}.{0}.{0}.example", "b".repeat(60));
        assert!(parse(&format!("{}@{domain}", "a".repeat(254 - 1 - domain.len()))).is_ok());
        let long = format!("{}@{domain}", "a".repeat(64));
        for bad in [&long, "\"a b\"@c.d", "\"a\"@c.d", "a@[127.0.0.1]", "Ana <a@b.c>", "<a@b.c>", "a@b.c <x@y.z>", "a@b@c.d", "a@b.c.", "a..b@c.d", "a\0@b.c"] {
            assert_eq!(parse(bad), Err("email"), "{bad}");
        }
        for good in ["josé@correo.example", "a.b+c@d-e.example", "o'brien@x1.example"] {
            assert_eq!(parse(good), Ok(good.to_owned()));
        }
    }

    #[test]
    fn domains_are_written_as_the_mail_system_knows_them() {
        assert_eq!(parse("Ana@España.example"), Ok("ana@xn--espaa-rta.example".into()));
        assert_eq!(parse("ana@xn--espaa-rta.example"), Ok("ana@xn--espaa-rta.example".into()));
        // A Cyrillic «а» in the domain is told apart from the Latin one.
        assert_eq!(parse("ana@b\u{430}nco.example"), Ok("ana@xn--bnco-53d.example".into()));
        for bad in ["a\u{200b}na@b.example", "ana@b\u{200b}.example", "ana@\u{202e}b.example", "ana@ñ", "ana@-ñ.example"] {
            assert_eq!(parse(bad), Err("email"), "{bad:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_taken_is_taken_again(text in "[a-zA-Z.\"<>@ é-]{0,12}@[a-zA-Z.-]{1,12}|.*") {
            if let Ok(address) = parse(&text) {
                proptest::prop_assert_eq!(parse(&address), Ok(address.clone()));
                proptest::prop_assert!(address.matches('@').count() == 1 && !address.contains(char::is_whitespace));
            }
        }
    }
}
