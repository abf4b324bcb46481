//! Tables of figures: amounts are numbers and totals are formulas, as whoever goes on counting with them needs.

use std::ops::Range;

use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet};

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
    /// The words of a row that stands so far in; whether it is a heading.
    Named(String, u8, bool),
    /// A day, ISO 8601.
    Day(String),
    /// Minor units of a currency with so many digits.
    Amount(i64, u8),
    /// The same, as the sum of its column over these rows.
    Sum(i64, u8, Range<usize>),
    /// The same over rows that do not follow each other.
    SumOf(i64, u8, Vec<usize>),
}

impl Cell {
    /// What it says, amounts with this decimal mark.
    pub fn text(&self, mark: char) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Day(text) | Self::Named(text, ..) => text.clone(),
            Self::Amount(minor, digits) | Self::Sum(minor, digits, _) | Self::SumOf(minor, digits, _) => decimal(*minor, *digits, mark),
        }
    }

    /// Whether its row is one of totals or headings.
    fn is_strong(&self) -> bool {
        matches!(self, Self::Sum(..) | Self::SumOf(..) | Self::Named(_, _, true))
    }
}

/// What stands over a table, and how it is printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// What it is; its sheet is called so.
    pub title: String,
    /// Whose it is, its period, its currency.
    pub lines: Vec<String>,
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
        csv(&self.headings, self.rows.iter().map(|row| row.iter().map(|cell| cell.text(mark)).collect()), separator)
    }

    /// Whether a row is one of totals or headings.
    pub fn is_strong(&self, row: usize) -> bool {
        self.rows.get(row).is_some_and(|row| row.iter().any(Cell::is_strong))
    }

    /// As XLSX: what stands over the table first, where anything does; headings stay in sight and are printed on each page, days are days, amounts are numbers and sums are
    /// formulas.
    pub fn xlsx(&self, head: &Head) -> Result<Vec<u8>, Error> {
        let mut book = Workbook::new();
        let bold = Format::new().set_bold();
        let sheet = book.add_worksheet();
        sheet.set_name(crate::sheet_name(&head.title))?;
        if !head.title.is_empty() {
            sheet.write_with_format(0, 0, &head.title, &Format::new().set_bold().set_font_size(14))?;
        }
        for (row, line) in (1u32..).zip(&head.lines) {
            sheet.write(row, 0, line)?;
        }
        // A line stays free between what stands over the table and its headings.
        let top = if *head == Head::default() { 0 } else { u32::try_from(head.lines.len()).unwrap_or(0) + 2 };
        let mut widths: Vec<usize> = self.headings.iter().map(|heading| heading.chars().count() + 2).collect();
        for (column, heading) in (0u16..).zip(&self.headings) {
            let number = self
                .rows
                .iter()
                .any(|row| matches!(row.get(usize::from(column)), Some(Cell::Amount(..) | Cell::Sum(..) | Cell::SumOf(..))));
            let format = if number { bold.clone().set_align(FormatAlign::Right) } else { bold.clone() };
            sheet.write_with_format(top, column, heading, &format.set_border_bottom(FormatBorder::Thin))?;
        }
        for (at, row) in (top + 1..).zip(&self.rows) {
            let strong = row.iter().any(Cell::is_strong);
            for ((column, cell), width) in (0u16..).zip(row).zip(&mut widths) {
                *width = (*width).max(width_of(cell) + usize::from(strong));
                write(sheet, (at, column), cell, (strong, top + 2))?;
            }
        }
        for (column, width) in (0u16..).zip(&widths) {
            sheet.set_column_width(column, u32::try_from((*width).min(WIDEST)).unwrap_or(0))?;
        }
        sheet.set_freeze_panes(top + 1, 0)?;
        sheet.set_paper_size(9);
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(top, top)?;
        // In the codes of page footers `&` is what begins one.
        sheet.set_footer(format!("&L{}&R&P / &N", head.lines.first().map_or("", String::as_str).replace('&', "&&")));
        if widths.iter().sum::<usize>() > UPRIGHT {
            sheet.set_landscape();
        }
        Ok(book.save_to_buffer()?)
    }
}

/// Widest column, and how wide a sheet may be to stand upright on its paper, in characters.
const WIDEST: usize = 60;
const UPRIGHT: usize = 100;

/// How wide a cell is shown, in characters.
fn width_of(cell: &Cell) -> usize {
    match cell {
        Cell::Empty => 0,
        Cell::Text(text) => text.chars().count() + 1,
        Cell::Named(text, depth, _) => text.chars().count() + 1 + 2 * usize::from(*depth),
        Cell::Day(_) => 11,
        Cell::Amount(minor, digits) | Cell::Sum(minor, digits, _) | Cell::SumOf(minor, digits, _) => {
            let text = decimal(*minor, *digits, '.');
            // A mark stands between thousands.
            text.len() + text.len().saturating_sub(usize::from(*digits) + 2) / 3 + 2
        }
    }
}

/// Writes a cell; `first` is the number that spreadsheets give to the first row of the table.
fn write(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell, (strong, first): (bool, u32)) -> Result<(), Error> {
    let format = if strong { Format::new().set_bold() } else { Format::new() };
    let of_amount = |digits: u8| {
        let format = format.clone();
        format.set_num_format(if digits == 0 { "#,##0".into() } else { format!("#,##0.{}", "0".repeat(digits.into())) })
    };
    let name = letter(column);
    let place = |at: usize| format!("{name}{}", u64::from(first) + at as u64);
    let formula = |text: String, minor: i64, digits: u8| Formula::new(text).set_result(decimal(minor, digits, '.'));
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            sheet.write_with_format(row, column, text, &format)?;
        }
        Cell::Named(text, depth, _) => {
            sheet.write_with_format(row, column, text, &format.clone().set_indent((*depth).min(15)))?;
        }
        Cell::Day(day) => match ExcelDateTime::parse_from_str(day) {
            Ok(date) => {
                sheet.write_with_format(row, column, &date, &format.clone().set_num_format("yyyy-mm-dd"))?;
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
        Cell::Sum(minor, digits, rows) if rows.is_empty() => write(sheet, (row, column), &Cell::Amount(*minor, *digits), (strong, first))?,
        Cell::Sum(minor, digits, rows) => {
            let text = format!("=SUM({}:{})", place(rows.start), place(rows.end - 1));
            sheet.write_with_format(row, column, formula(text, *minor, *digits), &of_amount(*digits))?;
        }
        Cell::SumOf(minor, digits, rows) if rows.is_empty() => write(sheet, (row, column), &Cell::Amount(*minor, *digits), (strong, first))?,
        Cell::SumOf(minor, digits, rows) => {
            let text = format!("={}", rows.iter().map(|at| place(*at)).collect::<Vec<_>>().join("+"));
            sheet.write_with_format(row, column, formula(text, *minor, *digits), &of_amount(*digits))?;
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
    fn an_xlsx_file_has_its_head_and_its_sums_below_it() {
        let mut figures = table();
        figures.rows.push(vec![Cell::Empty, Cell::Named("Suma".into(), 1, false), Cell::SumOf(246_890, 2, vec![0, 2])]);
        let head = Head { title: "Balance: sumas".into(), lines: vec!["Uno & Dos, S.L. · B00000000".into(), "2026".into()] };
        let file = figures.xlsx(&head).expect("a file");
        let limits = crate::read::Limits { rows: 20, columns: 5, bytes: 100_000 };
        let rows: Vec<(usize, Vec<String>)> = crate::xlsx::xlsx(&file, limits).expect("rows").into_iter().map(|row| (row.number, row.cells)).collect();
        assert_eq!(rows[..3], [(1, vec!["Balance: sumas".to_owned()]), (2, vec![head.lines[0].clone()]), (3, vec!["2026".to_owned()])]);
        assert_eq!(rows[3], (5, ["Fecha", "Cuenta", "Debe"].map(str::to_owned).to_vec()));
        let sheet = part(&file, "xl/worksheets/sheet1.xml");
        for said in ["<f>SUM(C6:C7)</f><v>1234.45</v>", "<f>C6+C8</f><v>2468.9", "paperSize=\"9\"", "&amp;L", "Uno &amp;&amp; Dos"] {
            assert!(sheet.contains(said), "{said}: {sheet}");
        }
        let book = part(&file, "xl/workbook.xml");
        assert!(book.contains("name=\"Balance sumas\"") && book.contains("$5:$5"), "{book}");
    }

    fn part(file: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).expect("an archive");
        let mut text = String::new();
        std::io::Read::read_to_string(&mut archive.by_name(name).expect("a part"), &mut text).expect("text");
        text
    }

    #[test]
    fn an_xlsx_file_is_written_whatever_is_in_it() {
        let mut figures = table();
        figures.rows.push(vec![Cell::Day("no day".into()), Cell::Empty, Cell::Amount(i64::MAX, 2)]);
        figures.rows.push(vec![Cell::Empty, Cell::Empty, Cell::Sum(0, 0, 0..0)]);
        assert!(figures.xlsx(&Head::default()).expect("a file").starts_with(b"PK\x03\x04"));
    }

    #[test]
    fn columns_have_letters() {
        assert_eq!([0, 25, 26, 51, 52].map(letter), ["A", "Z", "AA", "AZ", "BA"].map(str::to_owned));
    }
}
