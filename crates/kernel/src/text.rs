//! Comparing names the way a person does.

/// Lower case, without accents, single spaces: the key under which names are compared and searched.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' => folded.push('a'),
            'é' | 'è' | 'ê' | 'ë' | 'ē' => folded.push('e'),
            'í' | 'ì' | 'î' | 'ï' | 'ī' => folded.push('i'),
            'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'ō' => folded.push('o'),
            'ú' | 'ù' | 'û' | 'ü' | 'ū' => folded.push('u'),
            'ñ' => folded.push('n'),
            'ç' => folded.push('c'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            // Combining marks, as some keyboards and systems send accents.
            '\u{300}'..='\u{36f}' => {}
            c if c.is_whitespace() => folded.push(' '),
            c if c.is_control() => {}
            _ => folded.push(c),
        }
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A `LIKE` pattern that finds `needle` anywhere in a folded column; `\` is the escape character.
pub fn like_pattern(needle: &str) -> String {
    let escaped = fold(needle).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

/// At most two capital initials of a name, for an avatar.
pub fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()))
        .take(2)
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_case_accents_and_spaces() {
        assert_eq!(fold("  Núria   BOSCH\tÇelik "), "nuria bosch celik");
        assert_eq!(fold("Jose\u{301}"), "jose");
    }

    #[test]
    fn patterns_take_wildcards_literally() {
        assert_eq!(like_pattern("50%_a"), "%50\\%\\_a%");
    }

    proptest::proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in ".*") {
            let once = fold(&text);
            proptest::prop_assert_eq!(fold(&once), once);
        }
    }
}
