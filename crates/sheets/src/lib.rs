//! Tables as files that spreadsheets open: XLSX (ISO/IEC 29500) and CSV (RFC 4180).

#![warn(missing_docs)]

pub mod figures;
pub mod ods;
pub mod read;
pub mod xlsx;

use csv::WriterBuilder;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// More rows, columns or characters of a cell than the format holds.
    #[error("the XLSX file was not written: {0}")]
    Xlsx(#[from] XlsxError),
    /// A row is longer or shorter than the headings.
    #[error("the CSV file was not written: {0}")]
    Csv(#[from] csv::Error),
    /// No character that may stand between the cells of a CSV file.
    #[error("{0:?} cannot separate the cells of a CSV file")]
    Separator(char),
}

/// Widest column of a sheet, in characters.
const WIDEST: usize = 50;

/// A table as XLSX on a sheet of this name, each cell a text; the headings are bold, stay in sight and filter, and each column is as wide as
/// what it holds.
pub fn xlsx(name: &str, headings: &[String], rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(name))?;
    // The button of the filter stands beside the heading.
    let mut widths: Vec<usize> = headings.iter().map(|heading| heading.chars().count() + 3).collect();
    for (column, heading) in (0u16..).zip(headings) {
        sheet.write_with_format(0, column, heading, &bold)?;
    }
    let mut last = 0;
    for (at, row) in (1u32..).zip(rows) {
        for ((column, text), width) in (0u16..).zip(row).zip(&mut widths) {
            *width = (*width).max(text.chars().count() + 1);
            sheet.write(at, column, text)?;
        }
        last = at;
    }
    for (column, width) in (0u16..).zip(&widths) {
        sheet.set_column_width(column, u32::try_from((*width).min(WIDEST)).unwrap_or(0))?;
    }
    if let Some(columns) = u16::try_from(headings.len()).ok().and_then(|count| count.checked_sub(1)) {
        sheet.set_freeze_panes(1, 0)?;
        sheet.autofilter(0, 0, last, columns)?;
    }
    Ok(book.save_to_buffer()?)
}

/// What spreadsheets take for the name of a sheet: at most 31 characters without those of formulas (ECMA-376).
fn sheet_name(name: &str) -> String {
    let kept: String = name.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(31).collect();
    if kept.trim().is_empty() { "1".into() } else { kept }
}

/// A table as CSV in UTF-8, each cell as [`spreadsheet_text`] writes it.
pub fn csv(headings: &[String], rows: impl Iterator<Item = Vec<String>>, separator: char) -> Result<Vec<u8>, Error> {
    if !separator.is_ascii() || ['"', '\r', '\n'].contains(&separator) {
        return Err(Error::Separator(separator));
    }
    // The mark tells spreadsheets that it is UTF-8.
    let mut writer = WriterBuilder::new().delimiter(separator as u8).from_writer("\u{feff}".as_bytes().to_vec());
    for row in std::iter::once(headings.to_vec()).chain(rows) {
        writer.write_record(row.into_iter().map(spreadsheet_text))?;
    }
    Ok(writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?)
}

/// How spreadsheets take a text for a formula (OWASP, CSV injection; OWASP ASVS 5.0, 1.2.10), in full width too.
const FORMULA: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];

/// Whether a text, or what is left of it without the quotes in front, could be a formula and is no number with a sign.
fn is_formula(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    text.starts_with(FORMULA) && !is_signed_number(text)
}

/// Whether it is `-15`, `-1.234,5`, `+34600112233`: a sign, digits, and marks between them. None of that calls anything.
fn is_signed_number(text: &str) -> bool {
    let Some(number) = text.strip_prefix(['+', '-']) else { return false };
    let digit = |c: char| c.is_ascii_digit();
    number.starts_with(digit) && number.ends_with(digit) && number.chars().all(|c| digit(c) || c == ',' || c == '.')
}

/// A text that spreadsheets take for a text, not for a formula: a quote goes in front of one; numbers with a sign stay.
pub fn spreadsheet_text(text: String) -> String {
    // One that already begins with the quote gets another, so that reading it back takes off only ours.
    if is_formula(&text) { format!("'{text}") } else { text }
}

/// A text as it was before [`spreadsheet_text`].
pub fn plain_text(text: &str) -> String {
    text.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn formulas_are_text_and_numbers_stay() {
        let formulas = "=1+1|@x|+1+1|-1+1|-cmd|-|+|-1,|-,5|--1|+34 600|\t=1|\r=1|\n=1|＝1+1|'=1+1|''-cmd|-2+3!A1|-1(2)";
        for formula in formulas.split('|') {
            assert_eq!(spreadsheet_text(formula.into()), format!("'{formula}"));
        }
        for text in ["", "-15", "−15", "-1,5", "-1.234,50", "+34600112233", "Núria", "'", "'quoted'", "'-15", "1+1", "a=b"] {
            assert_eq!(spreadsheet_text(text.into()), text);
        }
        assert_eq!(plain_text("'=1+1"), "=1+1");
        assert_eq!(plain_text("''=1+1"), "'=1+1");
        assert_eq!(plain_text("=1+1"), "=1+1");
        assert_eq!(plain_text("'quoted'"), "'quoted'");
    }

    #[test]
    fn a_csv_file_has_its_mark_and_quotes_what_it_must() {
        let file = csv(&row(&["Código", "Nombre"]), [row(&["-15", "=1;\"x\""])].into_iter(), ';').expect("a file");
        assert_eq!(String::from_utf8(file).expect("UTF-8"), "\u{feff}Código;Nombre\n-15;\"'=1;\"\"x\"\"\"\n");
        assert!(matches!(csv(&row(&["a"]), [row(&["a", "b"])].into_iter(), ','), Err(Error::Csv(_))));
        for separator in ['"', '\n', 'ñ', '；'] {
            assert!(matches!(csv(&row(&["a"]), std::iter::empty(), separator), Err(Error::Separator(c)) if c == separator));
        }
    }

    #[test]
    fn an_xlsx_file_is_a_zip_and_has_bounds() {
        let file = xlsx("Plan: cuentas/2026 con un nombre larguísimo", &row(&["Código", "Nombre"]), [row(&["-15", "=1"])].into_iter()).expect("a file");
        assert!(file.starts_with(b"PK\x03\x04"));
        assert!(xlsx("?", &[], std::iter::empty()).is_ok(), "of no columns");
        assert_eq!((sheet_name("[a]/b'"), sheet_name(":"), sheet_name(&"ñ".repeat(40)).chars().count()), ("ab".into(), "1".into(), 31));
        assert!(matches!(xlsx("a", &row(&["a"]), [vec!["x".repeat(40_000)]].into_iter()), Err(Error::Xlsx(_))));
    }

    proptest! {
        #[test]
        fn what_is_guarded_is_read_back(text in "'{0,3}[-+=@＝\t\r\n]{0,2}[0-9,.]{0,4}[a-z]?|.*") {
            let guarded = spreadsheet_text(text.clone());
            prop_assert!(!is_formula(&guarded) || guarded.starts_with('\''));
            prop_assert_eq!(plain_text(&guarded), text);
        }

        #[test]
        fn what_is_written_is_read(cells in proptest::collection::vec([".*", ".*"], 0..8), separator in prop_oneof![Just(','), Just(';'), Just('\t')]) {
            let rows: Vec<Vec<String>> = cells.into_iter().map(Vec::from).collect();
            let file = csv(&row(&["a", "b"]), rows.iter().cloned(), separator).expect("a file");
            let text = file.strip_prefix("\u{feff}".as_bytes()).expect("the mark");
            let mut reader = csv::ReaderBuilder::new().delimiter(separator as u8).from_reader(text);
            let read: Vec<Vec<String>> = reader.records().map(|r| r.expect("a record").iter().map(plain_text).collect()).collect();
            prop_assert_eq!(read, rows);
        }
    }
}
