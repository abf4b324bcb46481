//! Who collects: the identifier of creditors (EPC262-08, Creditor Identifier Overview).

/// How its kind is called in a file.
pub const CREDITOR_SCHEME: &str = "SEPA";

/// The number that letters and digits stand for, modulo 97: A is 10, Z is 35.
fn remainder(text: &str) -> Option<u32> {
    text.chars().try_fold(0u32, |rest, c| {
        let value = c.to_digit(36)?;
        let shift = if value < 10 { 10 } else { 100 };
        Some((rest * shift + value) % 97)
    })
}

/// The identifier of a Spanish creditor: its country, two digits of control over its tax id, three of its line of business (`000` unless the bank told
/// another) and its tax id. None where the tax id or the suffix has anything but letters and digits.
pub fn creditor_identifier(tax_id: &str, suffix: &str) -> Option<String> {
    let plain: String = tax_id.chars().filter(|c| !matches!(c, ' ' | '-' | '.')).map(|c| c.to_ascii_uppercase()).collect();
    let alike = |text: &str| text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    if plain.is_empty() || plain.len() > 28 || !alike(&plain) || suffix.len() != 3 || !alike(suffix) {
        return None;
    }
    let control = 98 - remainder(&format!("{plain}ES00"))?;
    Some(format!("ES{control:02}{suffix}{plain}"))
}

/// Whether an identifier of whichever country has the right digits of control; the three of the line of business are not counted.
pub(crate) fn is_creditor(text: &str) -> bool {
    let alike = text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    let (Some(country), Some(control), Some(national)) = (text.get(..2), text.get(2..4), text.get(7..)) else { return false };
    alike && text.len() <= 35 && !national.is_empty() && remainder(&format!("{national}{country}{control}")) == Some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_control_is_over_the_tax_id_without_the_line_of_business() {
        let own = creditor_identifier("B-00 000 117", "000").expect("an identifier");
        assert!(is_creditor(&own), "{own}");
        assert_eq!((&own[..2], &own[4..]), ("ES", "000B00000117"));
        // Another line of business has the same control.
        assert_eq!(creditor_identifier("B00000117", "001").expect("an identifier")[..4], own[..4]);
        // Published sample of the German bank of banks.
        assert!(is_creditor("DE98ZZZ09999999999"));
        assert!(!is_creditor("DE97ZZZ09999999999") && !is_creditor("ES") && !is_creditor("es98ZZZ1"));
        assert_eq!((creditor_identifier("", "000"), creditor_identifier("B1", "00"), creditor_identifier("Ñ1", "000")), (None, None, None));
    }
}
