//! What an electronic invoice says, and how its parts are read.

use despacho_xml::Node;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Why nothing was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It is none of the formats.
    Unknown,
    /// It is of one of them, and broken.
    Broken,
    /// It has several invoices.
    Several,
}

/// A tax that is charged.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charged {
    /// In percent.
    pub rate: String,
    pub base: String,
    pub amount: String,
    /// Whether the buyer owes it (EN 16931: `AE`, `K`).
    pub self_assessed: bool,
}

/// What an invoice says. Amounts are plain decimals of its currency, days ISO 8601; what is not told is empty or none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Read {
    /// `ubl` or `facturae`.
    pub format: String,
    pub seller_name: String,
    /// Without blanks and marks.
    pub seller_tax_id: String,
    pub buyer_tax_id: String,
    pub number: String,
    pub date: String,
    pub due: String,
    /// ISO 4217.
    pub currency: String,
    pub charged: Vec<Charged>,
    /// What is withheld: percentage and amount.
    pub withheld: Option<(String, String)>,
    /// What is to be paid.
    pub payable: Option<String>,
    /// The texts of its lines, the first ones.
    pub lines: Vec<(String, String)>,
    /// Whether it corrects another invoice.
    pub corrects: bool,
}

/// Lines that are kept.
pub(crate) const LINES: usize = 50;

/// An amount or a rate, at most eight decimals.
pub(crate) fn decimal(text: Option<&str>) -> Option<String> {
    let number = text?.trim().parse::<Decimal>().ok()?.normalize();
    (number.scale() <= 8 && number.abs() < Decimal::from(1_000_000_000_000i64)).then(|| number.to_string())
}

/// The same without its sign, where it is not zero.
pub(crate) fn size(text: Option<&str>) -> Option<String> {
    decimal(text).map(|number| number.trim_start_matches('-').to_owned()).filter(|number| number != "0")
}

pub(crate) fn day(text: Option<&str>) -> String {
    let day = text.and_then(|text| text.trim().get(..10)?.parse::<Date>().ok());
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// Most taxes of a bill that are read.
pub(crate) const CHARGED: usize = 50;

/// A tax id without blanks and marks, in capitals.
pub(crate) fn plain(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).take(40).collect::<String>().to_uppercase()
}

pub(crate) fn text(node: &Node, path: &[&str]) -> String {
    node.said(path).map(|text| text.chars().take(200).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_days_are_read_or_left() {
        assert_eq!(decimal(Some(" 21.00 ")).as_deref(), Some("21"));
        for text in ["", "x", "1.123456789", "99999999999999"] {
            assert_eq!(decimal(Some(text)), None, "{text}");
        }
        assert_eq!((size(Some("-12.710")), size(Some("0.00"))), (Some("12.71".to_owned()), None));
        assert_eq!(
            (day(Some("2027-04-12")), day(Some("2027-04-12+02:00")), day(Some("12/04/2027")), day(None)),
            ("2027-04-12".to_owned(), "2027-04-12".to_owned(), String::new(), String::new())
        );
        assert_eq!(plain("ES-b 12.345.674"), "ESB12345674");
    }
}
