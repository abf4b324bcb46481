//! A file as a table: what it is, its headings, its rows. Decided by looking at what is in it, whatever it is called; read within bounds.

use std::collections::HashSet;

use despacho_kernel::{Invalid, text::fold};
use despacho_sheets::{
    ods::ods,
    read::{self, Limits, Row, Unreadable},
    xlsx::xlsx,
};

/// Most bytes of a file, and most of its rows and columns.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;
pub const MAX_ROWS: usize = 10_000;
pub const MAX_COLUMNS: usize = 200;
/// Most characters of a heading.
const HEADING: usize = 200;
/// A row more than the rows is its headings. What a part of a workbook unpacks to is bounded too.
const LIMITS: Limits = Limits { rows: MAX_ROWS + 1, columns: MAX_COLUMNS, bytes: 64 * 1024 * 1024 };

/// How a file of texts is taken; each is found by looking where nobody says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct How {
    /// `utf-8` or `windows-1252`; empty to look.
    pub encoding: String,
    /// One of [`SEPARATORS`]; none to look.
    pub separator: Option<char>,
}

/// The encodings that may be chosen.
pub const ENCODINGS: [&str; 2] = ["utf-8", "windows-1252"];
/// What may stand between cells.
pub const SEPARATORS: [char; 4] = [';', ',', '\t', '|'];

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// `csv`, `xlsx` or `ods`.
    pub kind: &'static str,
    /// Of a CSV file; empty for others.
    pub encoding: String,
    pub separator: String,
    pub headings: Vec<String>,
    /// Each with its number in the file: the headings' is 1.
    pub rows: Vec<Row>,
}

fn refused(why: &Unreadable) -> Invalid {
    let mut errors = Invalid::new();
    match why {
        Unreadable::Format => errors.push("file", "sheet_format"),
        Unreadable::Quote(line) => errors.push_with("file", "sheet_quote", vec![("line", line.to_string())]),
        Unreadable::Rows(_) => errors.push_with("file", "sheet_rows", vec![("max", MAX_ROWS.to_string())]),
        Unreadable::Columns(max) => errors.push_with("file", "sheet_columns", vec![("max", max.to_string())]),
        Unreadable::Size => errors.push("file", "sheet_unpacks"),
    }
    errors
}

/// Beginnings of files that are no tables: PNG, JPEG, GIF, PDF, BMP and RIFF.
const OTHERS: [&[u8]; 7] = [b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"BM", b"RIFF", b"\x1f\x8b"];

/// Reads a file, or says why not, at `file`: `sheet_format`, `sheet_old_excel`, `sheet_controls`, `sheet_quote`, `sheet_rows`, `sheet_columns`,
/// `sheet_unpacks`, `sheet_empty`, `sheet_heading_long`, `sheet_headings_twice`.
pub fn read(bytes: &[u8], how: &How) -> Result<Sheet, Invalid> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Invalid::one("file", "sheet_empty"));
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(Invalid::one("file", "sheet_old_excel"));
    }
    // `BM` begins words too; a picture has what no text has.
    if OTHERS.iter().any(|beginning| bytes.starts_with(beginning) && (beginning.len() > 2 || bytes.contains(&0))) {
        return Err(Invalid::one("file", "sheet_format"));
    }
    let (kind, encoding, separator, rows) = if bytes.starts_with(b"PK\x03\x04") {
        match xlsx(bytes, LIMITS) {
            Ok(rows) => ("xlsx", String::new(), String::new(), rows),
            Err(Unreadable::Format) => ("ods", String::new(), String::new(), ods(bytes, LIMITS).map_err(|why| refused(&why))?),
            Err(why) => return Err(refused(&why)),
        }
    } else {
        texts(bytes, how)?
    };
    table(kind, encoding, separator, rows)
}

type Found = (&'static str, String, String, Vec<Row>);

fn texts(bytes: &[u8], how: &How) -> Result<Found, Invalid> {
    let wide = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if !wide && bytes.contains(&0) {
        return Err(Invalid::one("file", "sheet_format"));
    }
    let (encoding, text) = match how.encoding.as_str() {
        "windows-1252" => ("windows-1252", read::windows(bytes)),
        "utf-8" => ("utf-8", String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').to_owned()),
        _ if wide => ("utf-16", read::text(bytes)),
        _ => (if std::str::from_utf8(bytes).is_ok() { "utf-8" } else { "windows-1252" }, read::text(bytes)),
    };
    // One sign at the end of a line, so that lines are counted as a spreadsheet counts them.
    let text = text.replace("\r\n", "\n");
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if let Some(at) = text.find(is_control) {
        let line = text[..at].matches('\n').count() + 1;
        let mut errors = Invalid::new();
        errors.push_with("file", "sheet_controls", vec![("line", line.to_string())]);
        return Err(errors);
    }
    let separator = how.separator.unwrap_or_else(|| read::separator(&text));
    let rows = read::raw(&text, separator, LIMITS).map_err(|why| refused(&why))?;
    Ok(("csv", encoding.to_owned(), separator.to_string(), numbered(rows)))
}

/// Rows by their number in the file rather than by their line: a cell may hold several lines.
fn numbered(mut rows: Vec<Row>) -> Vec<Row> {
    let mut within = 0;
    for row in &mut rows {
        row.number = row.number.saturating_sub(within).max(1);
        within += row.cells.iter().map(|cell| cell.matches('\n').count()).sum::<usize>();
    }
    rows
}

fn table(kind: &'static str, encoding: String, separator: String, mut rows: Vec<Row>) -> Result<Sheet, Invalid> {
    if rows.is_empty() {
        return Err(Invalid::one("file", "sheet_empty"));
    }
    let head = rows.remove(0);
    if rows.is_empty() {
        return Err(Invalid::one("file", "sheet_no_rows"));
    }
    let width = rows.iter().map(|row| row.cells.len()).chain([head.cells.len()]).max().unwrap_or(0);
    let mut headings: Vec<String> = head.cells.iter().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    headings.resize(width, String::new());
    if headings.iter().any(|heading| heading.chars().count() > HEADING) {
        return Err(Invalid::one("file", "sheet_heading_long"));
    }
    let mut seen = HashSet::new();
    for (at, heading) in headings.iter_mut().enumerate() {
        if heading.is_empty() {
            // What has no heading is called by its column, as spreadsheets do.
            *heading = format!("({})", letters(at));
        }
        if !seen.insert(fold(heading)) {
            let mut errors = Invalid::new();
            errors.push_with("file", "sheet_headings_twice", vec![("name", heading.clone())]);
            return Err(errors);
        }
    }
    for row in &mut rows {
        row.cells.resize(width, String::new());
    }
    Ok(Sheet { kind, encoding, separator, headings, rows })
}

/// The letters of a column: A, B, … AA.
fn letters(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap_or(0));
    if column < 26 { last.to_string() } else { format!("{}{last}", letters(column / 26 - 1)) }
}

/// Whether a cell of a CSV file is what spreadsheets would compute or call; a number with its sign is none.
pub fn is_formula(text: &str) -> bool {
    let mut letters = text.chars();
    match letters.next() {
        Some('=' | '@' | '＝' | '＠') => true,
        Some('+' | '-' | '＋' | '－') => {
            let rest = letters.as_str();
            rest.contains(['|', '!']) || rest.split('(').next().is_some_and(|name| rest.contains('(') && name.ends_with(char::is_alphabetic))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(bytes: &[u8]) -> &'static str {
        read(bytes, &How::default()).expect_err("refused").0[0].code
    }

    #[test]
    fn a_file_of_an_old_program_is_read() {
        let sheet =
            read(b"CIF/NIF;NOMBRE;POBLACI\xd3N\r\nB99030017;\"Ejemplo\r\nUno\";Le\xf3n\r\n;;\r\n00000000T;Dos;C\xe1diz\r\n", &How::default()).expect("a table");
        assert_eq!((sheet.kind, sheet.encoding.as_str(), sheet.separator.as_str()), ("csv", "windows-1252", ";"));
        assert_eq!(sheet.headings, ["CIF/NIF", "NOMBRE", "POBLACIÓN"]);
        let rows: Vec<(usize, &str)> = sheet.rows.iter().map(|row| (row.number, row.cells[2].as_str())).collect();
        assert_eq!(rows, [(2, "León"), (4, "Cádiz")], "an empty row and one of two lines are counted as a spreadsheet does");
        let said = read("NIF,Año\n1,é\n".as_bytes(), &How { encoding: "windows-1252".into(), separator: Some(';') }).expect("a table");
        assert_eq!(said.headings, ["NIF,AÃ±o"], "it is read as it is said");
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert_eq!(code(&[0; 5000]), "sheet_format");
        assert_eq!(code(b"\x89PNG\r\n\x1a\nabc"), "sheet_format");
        assert_eq!(code(b"%PDF-1.7"), "sheet_format");
        assert_eq!(code(b"\xd0\xcf\x11\xe0\xa1"), "sheet_old_excel");
        assert_eq!(code(b"PK\x03\x04nothing"), "sheet_format");
        assert_eq!(code(b"  \r\n"), "sheet_empty");
        assert_eq!(code(b"NIF;Nombre\n"), "sheet_no_rows");
        assert_eq!(code(b"NIF;Nombre\n1;a\x07b\n"), "sheet_controls");
        assert_eq!(code(b"NIF;Nombre;nif \n1;a;b\n"), "sheet_headings_twice");
        assert_eq!(code(b"NIF;Nombre\n1;\"a\n"), "sheet_quote");
        assert_eq!(code(format!("{}\n1\n", "h;".repeat(10_000)).as_bytes()), "sheet_columns");
        assert_eq!(code("a\n".repeat(MAX_ROWS + 2).as_bytes()), "sheet_rows");
        assert_eq!(code(format!("{};b\n1;2\n", "x".repeat(201)).as_bytes()), "sheet_heading_long");
        assert!(read(b"BM;Nombre\n1;a\n", &How::default()).is_ok(), "two letters make no picture");
    }

    #[test]
    fn what_has_no_heading_is_called_by_its_column() {
        assert_eq!(read(b"NIF;;Nombre\n1;x;a;y\n", &How::default()).expect("a table").headings, ["NIF", "(B)", "Nombre", "(D)"]);
        assert_eq!([0, 25, 26, 52].map(letters), ["A", "Z", "AA", "BA"].map(str::to_owned));
    }

    #[test]
    fn formulas_are_known_and_numbers_are_none() {
        for formula in ["=1+1", "=HYPERLINK(\"x\")", "@SUM(A1)", "+cmd|' /C calc'!A0", "-SUM(A1)", "＝1"] {
            assert!(is_formula(formula), "{formula}");
        }
        for text in ["+34 600 112 233", "-15", "- (91) 123 45 67", "Uno = dos", "", "+34 (91) 123"] {
            assert!(!is_formula(text), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_a_table_or_refused(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..600)) {
            let _ = read(&bytes, &How::default());
        }
    }
}
