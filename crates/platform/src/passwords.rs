//! Which passwords are taken: long enough, not one that everybody tries, and without the address in it.

use std::{collections::HashSet, sync::LazyLock};

use despacho_kernel::{Invalid, text::fold};

/// Shortest password taken (NIST SP 800-63B asks for at least 8).
pub const MIN: usize = 10;
/// Longest one: hashing it has a bound.
pub const MAX: usize = 200;

/// The commonest ones, folded. Their source stands at the file's head.
static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../../catalog/common-passwords.txt").lines();
    lines.filter(|line| !line.starts_with('#')).chain(SPANISH).collect()
});

/// What the list, made abroad, lacks.
const SPANISH: [&str; 22] = [
    "contrasena",
    "micontrasena",
    "clave",
    "miclave",
    "password",
    "despacho",
    "asesoria",
    "gestoria",
    "asesor",
    "gestor",
    "contabilidad",
    "contable",
    "facturas",
    "empresa",
    "administrador",
    "administracion",
    "bienvenido",
    "bienvenida",
    "hacienda",
    "usuario",
    "teclado",
    "espana",
];

/// Notes what is wrong with a new password.
pub fn check(errors: &mut Invalid, password: &str, email: &str) {
    let length = password.chars().count();
    if length == 0 {
        errors.push("password", "required");
    } else if length < MIN {
        errors.push_with("password", "password_short", vec![("min", MIN.to_string())]);
    } else if length > MAX {
        errors.push_with("password", "too_long", vec![("max", MAX.to_string())]);
    } else if holds_local_part(password, email) {
        errors.push("password", "password_email");
    } else if is_common(password) {
        errors.push("password", "password_common");
    }
}

/// Whether a password has the address's local part inside. A short one stands in many words, so it is let pass.
fn holds_local_part(password: &str, email: &str) -> bool {
    let local = email.split('@').next().unwrap_or("");
    local.chars().count() >= 5 && password.to_lowercase().contains(local)
}

/// Whether everybody tries it: one of the list whatever its case and accents, also with figures and signs before or after it, or a few
/// signs over and over.
fn is_common(password: &str) -> bool {
    let folded = fold(password);
    let word = folded.trim_matches(|c: char| !c.is_alphabetic());
    COMMON.contains(folded.as_str()) || COMMON.contains(word) || is_repeated(&folded)
}

/// Whether a text is one to four signs over and over, or white space.
fn is_repeated(text: &str) -> bool {
    let signs: Vec<char> = text.chars().collect();
    signs.is_empty() || (1..=4).any(|length| signs.len() > length && signs.iter().enumerate().all(|(at, sign)| *sign == signs[at % length]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passwords_are_refused() {
        let codes = |password: &str, email: &str| -> Vec<&'static str> {
            let mut errors = Invalid::new();
            check(&mut errors, password, email);
            errors.0.iter().map(|e| e.code).collect()
        };
        assert_eq!(codes("corta", "a@b.example"), ["password_short"]);
        assert_eq!(codes("una frase larga", "a@b.example"), [""; 0]);
        assert_eq!(codes("elena.ficticia.1", "elena.ficticia@b.example"), ["password_email"]);
        for common in ["1234567890", "password123", "contraseña", "CONTRASEÑA2026!", "Contabilidad.1", "aaaaaaaaaa", "          ", "abcdabcdabcd", "QwertyUiop"]
        {
            assert_eq!(codes(common, "a@b.example"), ["password_common"], "{common}");
        }
        for fine in ["una frase bastante larga", "perro verde 1987", "contabilidad y viento", "aaaaaaaaab"] {
            assert_eq!(codes(fine, "a@b.example"), [""; 0], "{fine}");
        }
    }

    #[test]
    fn the_list_is_long_and_folded() {
        assert!(COMMON.len() > 11_000, "{}", COMMON.len());
        let unfolded: Vec<&&str> = COMMON.iter().filter(|word| fold(word) != **word).collect();
        assert!(unfolded.is_empty(), "{unfolded:?}");
    }
}
