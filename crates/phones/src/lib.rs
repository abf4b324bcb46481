//! Telephone numbers: stored as E.164, shown as the reader's country writes them.

#![warn(missing_docs)]

use phonenumber::{Mode, country::Id as CountryId};

/// The E.164 form of what was typed, read as a number of `country` (ISO 3166-1 alpha-2) unless it begins with `+`;
/// `"phone"` when the country's numbering plan (ITU-T E.164) has no such number.
pub fn parse(text: &str, country: &str) -> Result<String, &'static str> {
    let region = country.parse::<CountryId>().ok();
    let number = phonenumber::parse(region, text.trim()).map_err(|_| "phone")?;
    if !phonenumber::is_valid(&number) {
        return Err("phone");
    }
    Ok(number.format().mode(Mode::E164).to_string())
}

/// National form for a number of `country`, international form for any other.
pub fn show(e164: &str, country: &str) -> String {
    match phonenumber::parse(None, e164) {
        Ok(number) => {
            let home = country.parse::<CountryId>().ok();
            let mode = if number.country().id() == home { Mode::National } else { Mode::International };
            number.format().mode(mode).to_string()
        }
        Err(_) => e164.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stores_e164_and_shows_nationally() {
        assert_eq!(parse("600 11 22 33", "ES"), Ok("+34600112233".into()));
        assert_eq!(parse("+34 600 11 22 33", "FR"), Ok("+34600112233".into()));
        assert_eq!(parse("12", "ES"), Err("phone"));
        assert_eq!(parse("not a number", "ES"), Err("phone"));
        assert_eq!(show("+34600112233", "ES"), "600 11 22 33");
        assert_eq!(show("+34600112233", "FR"), "+34 600 11 22 33");
    }
}
