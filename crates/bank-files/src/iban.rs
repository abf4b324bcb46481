//! International bank account numbers (ISO 13616) and Spain's own (CCC).

/// An IBAN without blanks, in capitals, if its check digits are right.
pub fn checked(text: &str) -> Option<String> {
    let iban: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    let plain = iban.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if !(15..=34).contains(&iban.len()) || !plain || !iban.as_bytes()[..2].iter().all(u8::is_ascii_uppercase) {
        return None;
    }
    if iban.starts_with("ES") && iban.len() != 24 {
        return None;
    }
    (iban.as_bytes()[2..4].iter().all(u8::is_ascii_digit) && remainder(&format!("{}{}", &iban[4..], &iban[..4])) == 1).then_some(iban)
}

/// The remainder by 97 of a number whose letters count from 10 (ISO 7064, MOD 97-10).
fn remainder(text: &str) -> u32 {
    text.chars()
        .filter_map(|c| c.to_digit(36))
        .fold(0, |rest, digit| if digit < 10 { rest * 10 + digit } else { rest * 100 + digit } % 97)
}

/// The IBAN of a Spanish account by bank, branch (four digits each) and number (ten), with the control digits of the CCC worked out.
pub fn spanish(bank: &str, branch: &str, number: &str) -> Option<String> {
    let digits = |text: &str, long: usize| text.len() == long && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(bank, 4) || !digits(branch, 4) || !digits(number, 10) {
        return None;
    }
    // The weights of the CCC's control digits are the powers of two by 11.
    let control = |text: &str| {
        let weights = [1, 2, 4, 8, 5, 10, 9, 7, 3, 6];
        let sum: u32 = text.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        match 11 - sum % 11 {
            11 => 0,
            10 => 1,
            digit => digit,
        }
    };
    let account = format!("{bank}{branch}{}{}{number}", control(&format!("00{bank}{branch}")), control(number));
    Some(format!("ES{:02}{account}", 98 - remainder(&format!("{account}ES00"))))
}

/// An IBAN in groups of four, as it is printed.
pub fn grouped(iban: &str) -> String {
    let letters: Vec<char> = iban.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_checked() {
        // The example of the register of IBANs for Spain, and others of it.
        for iban in ["ES91 2100 0418 4502 0005 1332", "DE89370400440532013000", "gb29nwbk60161331926819", "FR1420041010050500013M02606"] {
            assert!(checked(iban).is_some(), "{iban}");
        }
        for iban in ["ES92 2100 0418 4502 0005 1332", "ES912100041845020005133", "DE89", "", "12345678901234567890", "ES91210004184502000513ñ2"] {
            assert_eq!(checked(iban), None, "{iban}");
        }
        assert_eq!(grouped("ES9121000418450200051332"), "ES91 2100 0418 4502 0005 1332");
    }

    #[test]
    fn a_spanish_account_has_its_iban() {
        assert_eq!(spanish("2100", "0418", "0200051332").as_deref(), Some("ES9121000418450200051332"));
        assert_eq!(spanish("2100", "418", "0200051332"), None);
    }
}
