//! E-mail addresses.

use email_address::{EmailAddress, Options};

/// Most bytes of an address (RFC 3696, erratum 1690).
const MAX: usize = 254;

/// An address as stored and compared: trimmed, lower case.
///
/// Accepts the `addr-spec` of RFC 5322, with letters of any language (RFC 6531), in its everyday form: no quoted local part, no
/// address literal, no name beside it, and a domain of at least two labels. `"email"` otherwise.
pub fn parse(text: &str) -> Result<String, &'static str> {
    let address = text.trim().to_lowercase();
    let everyday = Options::default().with_required_tld().without_domain_literal().without_display_text();
    let strange = |c: char| c == '"' || c.is_control();
    let ok = address.len() <= MAX && !address.contains(strange) && EmailAddress::parse_with_options(&address, everyday).is_ok();
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
        for good in ["josé@correo.example", "a.b+c@d-e.example", "o'brien@x1.example", "ana@españa.example"] {
            assert_eq!(parse(good), Ok(good.to_owned()));
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
