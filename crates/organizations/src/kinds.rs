//! Kinds of values that companies and clients share: telephone numbers, tax ids, websites.

use despacho_kernel::tax_id;
use despacho_phones as phone;
use despacho_ui::fields::Custom;

/// A telephone number, stored as E.164.
pub static PHONE: Custom = Custom {
    parse: |text, sight| phone::parse(text, sight.country),
    show: |stored, sight| phone::show(stored, sight.country),
    input: "tel",
    max: 40,
    format: "phone",
    pattern: None,
};

/// A tax id, checked where its country's check is public.
pub static TAX_ID: Custom = Custom {
    parse: |text, sight| tax_id::parse(text, sight.country),
    show: |stored, _| stored.to_owned(),
    input: "text",
    max: 40,
    format: "tax-id",
    pattern: None,
};

/// A website, stored as a link.
pub static WEBSITE: Custom =
    Custom { parse: |text, _| website(text), show: |stored, _| stored.to_owned(), input: "text", max: 200, format: "website", pattern: None };

/// The link of a website as people type it: a host of at least two labels, `https` unless told, nothing that could be a script.
pub fn website(text: &str) -> Result<String, &'static str> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
    let ok = host.contains('.') && !host.contains([' ', '<', '>', '"', '\'', '\\', ':']) && host.len() <= 190 && !host.starts_with('.');
    let plain = text.strip_prefix("http://").map_or_else(|| format!("https://{host}"), |host| format!("http://{host}"));
    if ok && !text.chars().any(char::is_control) { Ok(plain) } else { Err("website") }
}

#[cfg(test)]
mod tests {
    use super::website;

    #[test]
    fn websites_are_links() {
        assert_eq!(website("viveros.example"), Ok("https://viveros.example".into()));
        assert_eq!(website("http://viveros.example/x"), Ok("http://viveros.example/x".into()));
        for bad in ["javascript:alert(1)", "nada", "a b.c", "https://<script>.x"] {
            assert_eq!(website(bad), Err("website"), "{bad}");
        }
    }
}
