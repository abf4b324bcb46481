//! The letters that every bank of the area takes (EPC217-08: Best Practices, SEPA Requirements for an Extended Character Set).

/// A text in those letters, shortened to so many: accents are taken off, what has no like becomes a point, and blanks at the ends go.
pub fn latin(text: &str, most: usize) -> String {
    let mut found = String::new();
    for c in text.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '/' | '-' | '?' | ':' | '(' | ')' | '.' | ',' | '\'' | '+' | ' ' => found.push(c),
            _ if c.is_whitespace() => found.push(' '),
            _ => found.push_str(like(c)),
        }
    }
    let words: Vec<&str> = found.split_whitespace().collect();
    words.join(" ").chars().take(most).collect::<String>().trim_end().to_owned()
}

/// What stands for a letter that is not among them.
fn like(c: char) -> &'static str {
    match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ª' | 'ă' | 'ą' => "a",
        'Á' | 'À' | 'Â' | 'Ä' | 'Ã' | 'Å' | 'Ă' | 'Ą' => "A",
        'é' | 'è' | 'ê' | 'ë' | 'ę' | 'ě' => "e",
        'É' | 'È' | 'Ê' | 'Ë' | 'Ę' | 'Ě' => "E",
        'í' | 'ì' | 'î' | 'ï' => "i",
        'Í' | 'Ì' | 'Î' | 'Ï' => "I",
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'º' | 'ő' => "o",
        'Ó' | 'Ò' | 'Ô' | 'Ö' | 'Õ' | 'Ø' | 'Ő' => "O",
        'ú' | 'ù' | 'û' | 'ü' | 'ű' | 'ů' => "u",
        'Ú' | 'Ù' | 'Û' | 'Ü' | 'Ű' | 'Ů' => "U",
        'ñ' | 'ń' | 'ň' => "n",
        'Ñ' | 'Ń' | 'Ň' => "N",
        'ç' | 'ć' | 'č' => "c",
        'Ç' | 'Ć' | 'Č' => "C",
        'ý' | 'ÿ' => "y",
        'Ý' => "Y",
        'š' | 'ś' => "s",
        'Š' | 'Ś' => "S",
        'ž' | 'ź' | 'ż' => "z",
        'Ž' | 'Ź' | 'Ż' => "Z",
        'ł' => "l",
        'Ł' => "L",
        'ß' => "ss",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        '·' | '_' | '–' | '—' | '*' | '#' => "-",
        '&' => "+",
        '’' | '‘' | '`' | '´' => "'",
        '«' | '»' | '“' | '”' | '"' => "'",
        '€' => "E",
        _ => ".",
    }
}

/// Whether a text may name an order, a payment or a mandate: one to so many of those letters, with no slash at an end nor two together (EPC217-08).
pub fn is_identifier(text: &str, most: usize) -> bool {
    !text.is_empty() && latin(text, most) == text && !text.starts_with('/') && !text.ends_with('/') && !text.contains("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_go_and_what_has_no_like_is_a_point() {
        assert_eq!(latin("Peña & Hijos, S. L. «Año 1º»", 70), "Pena + Hijos, S. L. 'Ano 1o'");
        assert_eq!(latin("  a\n b 漢 ", 70), "a b .");
        assert_eq!(latin("abcd efgh", 5), "abcd");
        assert_eq!(latin("<&>", 9), ".+.");
    }

    #[test]
    fn identifiers_have_no_slash_at_their_ends() {
        assert!(is_identifier("F-00042", 35) && is_identifier("A/B", 35));
        for bad in ["", "/A", "A/", "A//B", "Ñ", "A  B"] {
            assert!(!is_identifier(bad, 35), "{bad:?}");
        }
        assert!(!is_identifier("ABCD", 3));
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_typed_becomes_such_letters(text in ".{0,200}", most in 1usize..140) {
            let found = latin(&text, most);
            proptest::prop_assert!(found.chars().count() <= most);
            proptest::prop_assert_eq!(latin(&found, most), found);
        }
    }
}
