//! The words under which a client is found, and what a search asks of them.

use std::collections::BTreeSet;

use despacho_kernel::text::fold;

/// Most parts of a search that count; whoever types more has found it before.
const PARTS: usize = 8;

/// Letters and digits that stand together, folded: `S. L.` is `s` and `l`.
fn parts(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty())
}

/// Letters and digits alone: a NIF or a telephone number however it is written.
fn compact(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The words of a client, by spaces: those of its names and its mail, its tax id with and without its letters, its telephone
/// numbers with and without the country's prefix.
pub fn words_of(texts: &[&str], tax_id: &str, numbers: &[&str], country: &str) -> String {
    let mut words = BTreeSet::new();
    for text in texts {
        words.extend(parts(&fold(text)).map(str::to_owned));
    }
    let tax_id = compact(tax_id);
    words.insert(tax_id.trim_start_matches(|c: char| !c.is_ascii_digit()).to_owned());
    words.insert(tax_id);
    for number in numbers {
        words.insert(compact(&despacho_phones::show(number, country)));
        words.insert(compact(number));
    }
    words.remove("");
    words.into_iter().collect::<Vec<_>>().join(" ")
}

/// What a search asks: a client is found if, for one of these, each part begins one of its words.
///
/// `600 11 22 33` is four parts, and a number in one piece; so is `A-58.818.501`.
pub fn asked(search: &str) -> Vec<Vec<String>> {
    let folded = fold(search);
    let separate: Vec<String> = parts(&folded).take(PARTS).map(str::to_owned).collect();
    let mut joined: Vec<String> = vec![];
    for part in &separate {
        let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        match joined.last_mut().filter(|last| digits(last) && digits(part)) {
            Some(last) => last.push_str(part),
            None => joined.push(part.clone()),
        }
    }
    let mut ways = vec![separate];
    let whole = compact(search);
    for way in [joined, if whole.chars().any(|c| c.is_ascii_digit()) { vec![whole] } else { vec![] }] {
        if !way.is_empty() && !ways.contains(&way) {
            ways.push(way);
        }
    }
    ways.retain(|way| !way.is_empty());
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(search: &str) -> bool {
        let texts = ["Talleres Arriaga", "Arriaga e Hijos, S. L.", "Begoña", "taller@arriaga.example"];
        let words = words_of(&texts, "A58818501", &["+34600112233", ""], "ES");
        asked(search).iter().any(|way| way.iter().all(|part| words.split(' ').any(|word| word.starts_with(part))))
    }

    #[test]
    fn a_client_is_found_by_its_words_in_any_order() {
        for search in [
            "arriaga talleres",
            "TALL arr",
            "hijos s.l.",
            "begona",
            "taller@arriaga.ex",
            "A58818501",
            "a-58818501",
            "a 58.818.501",
            "58818501",
            "600112233",
            "600 11 22 33",
            "+34 600 112 233",
            "arriaga 600 11 22",
            "arriaga A-58818501",
        ] {
            assert!(finds(search), "{search}");
        }
        for search in ["alleres", "arriaga panadería", "a58818502", "600 11 22 34", "50%"] {
            assert!(!finds(search), "{search}");
        }
    }

    #[test]
    fn what_has_no_letters_asks_nothing() {
        assert_eq!(asked(" -·% "), Vec::<Vec<String>>::new());
        assert_eq!(asked("B-70"), [vec!["b".to_owned(), "70".into()], vec!["b70".into()]]);
        assert_eq!(words_of(&["", "·"], "", &[""], "ES"), "");
        assert_eq!(words_of(&[], "12345678Z", &[], "ES"), "12345678z");
    }
}
