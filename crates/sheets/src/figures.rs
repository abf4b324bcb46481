//! Tables of figures: amounts are numbers and totals are formulas, as whoever goes on counting with them needs.

use std::ops::Range;

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

use crate::{Error, csv};

/// The largest whole number that a spreadsheet keeps to the unit.
const EXACT: u64 = 1 << 53;

/// A cell of such a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words.
    Text(String),
    /// A day, ISO 8601.
    Day(String),
    /// Minor units of a currency with so many digits.
    Amount(i64, u8),
    /// The same, as the sum of its column over these rows.
    Sum(i64, u8, Range<usize>),
}

/// A table of figures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// The headings of its columns.
    pub headings: Vec<String>,
    /// Its rows, totals among them.
    pub rows: Vec<Vec<Cell>>,
}

/// An amount as text, `-1234.50`, with this decimal mark.
fn decimal(minor: i64, digits: u8, mark: char) -> String {
    let digits = usize::from(digits);
    let text = format!("{:0>width$}", minor.unsigned_abs(), width = digits + 1);
    let (whole, fraction) = text.split_at(text.len() - digits);
    let sign = if minor < 0 { "-" } else { "" };
    if digits == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}{mark}{fraction}") }
}

/// The letter of a column: A, B, … AA.
fn letter(column: u16) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap_or(0));
    if column < 26 { last.to_string() } else { format!("{}{last}", letter(column / 26 - 1)) }
}

impl Figures {
    /// As CSV; amounts without marks between thousands.
    pub fn csv(&self, separator: char, mark: char) -> Result<Vec<u8>, Error> {
        let text = |cell: &Cell| match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) | Cell::Day(text) => text.clone(),
            Cell::Amount(minor, digits) | Cell::Sum(minor, digits, _) => decimal(*minor, *digits, mark),
        };
        csv(&self.headings, self.rows.iter().map(|row| row.iter().map(text).collect()), separator)
    }

    /// As XLSX: headings stay in sight, days are days, amounts are numbers and sums are formulas.
    pub fn xlsx(&self) -> Result<Vec<u8>, Error> {
        let mut book = Workbook::new();
        let bold = Format::new().set_bold();
        let sheet = book.add_worksheet();
        for (column, heading) in (0u16..).zip(&self.headings) {
            sheet.write_with_format(0, column, heading, &bold)?;
        }
        for (at, row) in (1u32..).zip(&self.rows) {
            let total = row.iter().any(|cell| matches!(cell, Cell::Sum(..)));
            for (column, cell) in (0u16..).zip(row) {
                write(sheet, (at, column), cell, total)?;
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        sheet.autofit();
        Ok(book.save_to_buffer()?)
    }
}

fn write(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell, total: bool) -> Result<(), Error> {
    let format = if total { Format::new().set_bold() } else { Format::new() };
    let of_amount = |digits: u8| {
        let format = format.clone();
        format.set_num_format(if digits == 0 { "#,##0".into() } else { format!("#,##0.{}", "0".repeat(digits.into())) })
    };
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            sheet.write_with_format(row, column, text, &format)?;
        }
        Cell::Day(day) => match ExcelDateTime::parse_from_str(day) {
            Ok(date) => {
                sheet.write_with_format(row, column, &date, &format.set_num_format("yyyy-mm-dd"))?;
            }
            Err(_) => {
                sheet.write(row, column, day)?;
            }
        },
        // What a spreadsheet would round is written as text.
        Cell::Amount(minor, digits) if minor.unsigned_abs() > EXACT => {
            sheet.write(row, column, decimal(*minor, *digits, '.'))?;
        }
        Cell::Amount(minor, digits) => {
            let number: f64 = decimal(*minor, *digits, '.').parse().unwrap_or(0.0);
            sheet.write_with_format(row, column, number, &of_amount(*digits))?;
        }
        Cell::Sum(minor, digits, rows) if rows.is_empty() => write(sheet, (row, column), &Cell::Amount(*minor, *digits), total)?,
        Cell::Sum(minor, digits, rows) => {
            let name = letter(column);
            let formula = Formula::new(format!("=SUM({name}{}:{name}{})", rows.start + 2, rows.end + 1)).set_result(decimal(*minor, *digits, '.'));
            sheet.write_with_format(row, column, formula, &of_amount(*digits))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Figures {
        let text = |text: &str| Cell::Text(text.into());
        Figures {
            headings: ["Fecha", "Cuenta", "Debe"].map(str::to_owned).to_vec(),
            rows: vec![
                vec![Cell::Day("2026-12-31".into()), text("=1;x"), Cell::Amount(123_450, 2)],
                vec![Cell::Empty, text("572"), Cell::Amount(-5, 2)],
                vec![Cell::Empty, text("Total"), Cell::Sum(123_445, 2, 0..2)],
            ],
        }
    }

    #[test]
    fn a_csv_file_has_the_readers_marks() {
        let file = table().csv(';', ',').expect("a file");
        let text = String::from_utf8(file).expect("UTF-8");
        assert_eq!(text, "\u{feff}Fecha;Cuenta;Debe\n2026-12-31;\"'=1;x\";1234,50\n;572;-0,05\n;Total;1234,45\n");
        let figures = Figures { headings: vec!["Yen".into()], rows: vec![vec![Cell::Amount(-120, 0)]] };
        assert_eq!(figures.csv(',', '.').expect("a file"), "\u{feff}Yen\n-120\n".as_bytes());
    }

    #[test]
    fn an_xlsx_file_is_written_whatever_is_in_it() {
        let mut figures = table();
        figures.rows.push(vec![Cell::Day("no day".into()), Cell::Empty, Cell::Amount(i64::MAX, 2)]);
        figures.rows.push(vec![Cell::Empty, Cell::Empty, Cell::Sum(0, 0, 0..0)]);
        assert!(figures.xlsx().expect("a file").starts_with(b"PK\x03\x04"));
    }

    #[test]
    fn columns_have_letters() {
        assert_eq!([0, 25, 26, 51, 52].map(letter), ["A", "Z", "AA", "AZ", "BA"].map(str::to_owned));
    }
}
