//! Comparing names the way a person does.

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::{CodePointMapData, props::GeneralCategory};

/// Lower case, without accents, single spaces: the key under which names are compared and searched.
///
/// The compatibility decomposition (Unicode Standard Annex 15, NFKD) without its nonspacing marks, so `ª` is `a` and `ﬁ` is `fi`;
/// and letters that people type without their stroke or ligature, which do not decompose. `frontend/src/fold.js` does the same.
pub fn fold(text: &str) -> String {
    // Most texts are plain and need no tables.
    if text.is_ascii() {
        return single_spaced(text.chars().map(|c| c.to_ascii_lowercase()));
    }
    let categories = CodePointMapData::<GeneralCategory>::new();
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(text.chars());
    let mut folded = String::with_capacity(text.len());
    for c in decomposed.filter(|c| categories.get(*c) != GeneralCategory::NonspacingMark).flat_map(char::to_lowercase) {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            // A capital one is no final one.
            'ς' => folded.push('σ'),
            _ => folded.push(c),
        }
    }
    single_spaced(folded.chars())
}

/// The text with a space between words and no other white space or control characters.
fn single_spaced(text: impl Iterator<Item = char>) -> String {
    let kept: String = text.filter(|c| c.is_whitespace() || !c.is_control()).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text with one stop where an abbreviation's is followed by its sentence's: `S. L..` is `S. L.`, and an ellipsis stays.
pub fn one_stop(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut before = [' '; 2];
    while let Some(c) = rest.next() {
        let doubled = c == '.' && before[1] == '.' && before[0].is_alphanumeric() && rest.peek().is_none_or(|next| *next != '.' && !next.is_alphanumeric());
        if !doubled {
            kept.push(c);
        }
        before = [before[1], c];
    }
    kept
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
    fn a_sentence_adds_no_stop_to_an_abbreviation_s() {
        assert_eq!(one_stop("Ahora tiene acceso a Panadería La Espiga, S. L.."), "Ahora tiene acceso a Panadería La Espiga, S. L.");
        assert_eq!(one_stop("Se aplicarán a Prueba, S. L.. Puede deshacerlo."), "Se aplicarán a Prueba, S. L. Puede deshacerlo.");
        assert_eq!(one_stop("Espere... y siga.."), "Espere... y siga.");
        assert_eq!(one_stop("../a..b 1..2 «S. A..»"), "../a..b 1..2 «S. A.»");
    }

    #[test]
    fn folds_case_accents_and_spaces() {
        assert_eq!(fold("  Núria   BOSCH\tÇelik "), "nuria bosch celik");
        assert_eq!(fold("Jose\u{301}"), "jose");
    }

    #[test]
    fn folds_the_letters_of_europe() {
        let table = [
            ("Łódź", "lodz"),
            ("Đorđević", "dordevic"),
            ("Straße STRAẞE", "strasse strasse"),
            ("Æsir Œuvre Ǽ", "aesir oeuvre ae"),
            ("Ørsted Ǿ", "orsted o"),
            ("Þór Guðrún", "thor gudrun"),
            ("İstanbul Isparta ılık", "istanbul isparta ilik"),
            ("Dvořák Škoda Ștefan Ţară", "dvorak skoda stefan tara"),
            ("Nº 1ª ﬁn\u{a0}x", "no 1a fin x"),
            ("Ｆｕｌｌ", "full"),
            ("ΟΔΟΣ οδός", "οδοσ οδοσ"),
            ("Ñandú l·l", "nandu l·l"),
            ("a\u{85}b\u{1}c", "a bc"),
        ];
        for (text, folded) in table {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn any_character_folded_twice_is_the_same() {
        // Beyond these planes are ideographs.
        for c in (0..0x2_0000).filter_map(char::from_u32) {
            let once = fold(&format!("ñ{c}"));
            assert_eq!(fold(&once), once, "U+{:04X}", u32::from(c));
        }
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

        #[test]
        fn plain_texts_fold_alike_among_others(text in "[ -~\\t\\n\\x01]*") {
            let among = fold(&format!("{text} ñ"));
            let alone = format!("{} n", fold(&text));
            proptest::prop_assert_eq!(alone.trim_start(), among);
        }
    }
}
