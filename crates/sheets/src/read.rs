//! Tables of files as rows of texts, within bounds: CSV in whatever encoding a spreadsheet writes, XLSX and dBase.

use csv::ReaderBuilder;

/// How much of a file is read.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Most rows.
    pub rows: usize,
    /// Most columns of a row.
    pub columns: usize,
    /// Most bytes that a part of a packed file may come to.
    pub bytes: u64,
}

/// A row with the number of its line in the file, counted from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its line, or its row of the sheet.
    pub number: usize,
    /// Its cells.
    pub cells: Vec<String>,
}

/// Why a file was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is no file of the format.
    #[error("no such file")]
    Format,
    /// A quote that opens a cell is never closed: the line it stands in.
    #[error("a quote of line {0} is open")]
    Quote(usize),
    /// More rows than are read.
    #[error("more than {0} rows")]
    Rows(usize),
    /// More columns than are read.
    #[error("more than {0} columns")]
    Columns(usize),
    /// It unpacks to more than is read.
    #[error("it unpacks to too much")]
    Size,
}

/// Windows-1252 from 0x80 to 0x9f; what it leaves free is the control character of Latin-1, as browsers take it (WHATWG, Encoding).
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š',
    '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text of a file: UTF-8, UTF-16 with its mark, or else Windows-1252, which old programs write.
pub fn text(bytes: &[u8]) -> String {
    let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
            Err(_) => windows(bytes),
        },
    }
}

/// A text of Windows-1252.
pub fn windows(bytes: &[u8]) -> String {
    let letter = |byte: &u8| match byte {
        0x80..=0x9f => WINDOWS[usize::from(byte - 0x80)],
        byte => char::from(*byte),
    };
    bytes.iter().map(letter).collect()
}

/// The character that stands between the cells: the one of tab, semicolon, bar and comma that the first lines have most evenly.
pub fn separator(text: &str) -> char {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(20).collect();
    let most = |mark: char| lines.iter().map(|line| line.matches(mark).count()).min().unwrap_or(0);
    let marks = ['\t', ';', '|', ','];
    let best = marks.iter().copied().max_by_key(|mark| (most(*mark), marks.len() - marks.iter().position(|m| m == mark).unwrap_or(0)));
    best.filter(|mark| most(*mark) > 0)
        .or_else(|| marks.iter().copied().find(|mark| lines.first().is_some_and(|line| line.contains(*mark))))
        .unwrap_or(';')
}

/// The line of a quote that opens a cell and is never closed: a reader takes all that follows for that cell.
pub fn open_quote(text: &str, separator: char) -> Option<usize> {
    let (mut line, mut opened, mut begins) = (1, None, true);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, opened) {
            ('"', Some(_)) if chars.peek() == Some(&'"') => {
                chars.next();
            }
            ('"', Some(_)) => opened = None,
            ('"', None) if begins => opened = Some(line),
            _ => {}
        }
        line += usize::from(c == '\n');
        begins = c == separator || c == '\n';
    }
    opened
}

/// Whether a row has more cells than are read: a reader would keep a place for each of them before it can be told.
fn is_wider(text: &str, separator: char, columns: usize) -> bool {
    let (mut quoted, mut marks) = (false, 0);
    text.chars().any(|c| {
        match c {
            '"' => quoted = !quoted,
            '\n' if !quoted => marks = 0,
            c if c == separator && !quoted => marks += 1,
            _ => {}
        }
        marks >= columns
    })
}

/// The rows of a text whose cells a character separates, as texts that were written for spreadsheets say them; rows without anything are left out.
pub fn separated(text: &str, separator: char, limits: Limits) -> Result<Vec<Row>, Unreadable> {
    let mut rows = raw(text, separator, limits)?;
    for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
        *cell = crate::plain_text(cell);
    }
    Ok(rows)
}

/// The same with every cell as it stands there.
pub fn raw(text: &str, separator: char, limits: Limits) -> Result<Vec<Row>, Unreadable> {
    if !separator.is_ascii() || text.chars().any(|c| c < ' ' && !matches!(c, '\n' | '\r' | '\t' | '\u{1a}')) {
        return Err(Unreadable::Format);
    }
    if let Some(line) = open_quote(text, separator) {
        return Err(Unreadable::Quote(line));
    }
    if is_wider(text, separator, limits.columns) {
        return Err(Unreadable::Columns(limits.columns));
    }
    let mut reader = ReaderBuilder::new().delimiter(separator as u8).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = vec![];
    for record in reader.records() {
        let record = record.map_err(|_| Unreadable::Format)?;
        if record.len() > limits.columns {
            return Err(Unreadable::Columns(limits.columns));
        }
        if rows.len() >= limits.rows {
            return Err(Unreadable::Rows(limits.rows));
        }
        let number = record.position().map_or(0, |at| usize::try_from(at.line()).unwrap_or(0));
        let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(Row { number, cells });
        }
    }
    Ok(rows)
}

/// The rows of a dBase table (levels III to 5, Borland's and Microsoft's description): the names of its fields first. Deleted records are left out.
pub fn dbf(bytes: &[u8], limits: Limits) -> Result<Vec<Row>, Unreadable> {
    let wide = |at: usize| bytes.get(at..at + 2).map(|pair| usize::from(u16::from_le_bytes([pair[0], pair[1]])));
    let (Some(head), Some(length)) = (wide(8), wide(10)) else { return Err(Unreadable::Format) };
    if !matches!(bytes.first(), Some(0x03 | 0x30 | 0x31 | 0x83 | 0x8b | 0xf5)) || head < 33 || length < 2 || head > bytes.len() {
        return Err(Unreadable::Format);
    }
    let mut fields = vec![];
    let mut place = 1;
    for field in bytes.get(32..head).unwrap_or_default().chunks_exact(32).take_while(|field| field[0] != 0x0d) {
        let name: String = windows(&field[..11]).chars().take_while(|c| *c != '\0').collect();
        let width = usize::from(field[16]);
        fields.push((name, field[11], place, width));
        place += width;
    }
    if fields.is_empty() || place > length {
        return Err(Unreadable::Format);
    }
    if fields.len() > limits.columns {
        return Err(Unreadable::Columns(limits.columns));
    }
    let mut rows = vec![Row { number: 0, cells: fields.iter().map(|(name, ..)| name.clone()).collect() }];
    for (at, record) in bytes[head..].chunks_exact(length).enumerate() {
        match record[0] {
            b' ' => {}
            b'*' => continue,
            _ => break,
        }
        if rows.len() > limits.rows {
            return Err(Unreadable::Rows(limits.rows));
        }
        let cell = |(_, kind, place, width): &(String, u8, usize, usize)| {
            let text = windows(record.get(*place..place + width).unwrap_or_default()).trim().replace('\0', "");
            match (kind, text.as_bytes()) {
                (b'D', [_, _, _, _, _, _, _, _]) => format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]),
                _ => text,
            }
        };
        rows.push(Row { number: at + 1, cells: fields.iter().map(cell).collect() });
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { rows: 5, columns: 4, bytes: 10_000 };

    fn cells(rows: &[Row]) -> Vec<(usize, Vec<&str>)> {
        rows.iter().map(|row| (row.number, row.cells.iter().map(String::as_str).collect())).collect()
    }

    #[test]
    fn a_text_is_read_whatever_wrote_it() {
        assert_eq!(text("\u{feff}café".as_bytes()), "café");
        assert_eq!(text(b"caf\xe9 10 \x80"), "café 10 €");
        assert_eq!(text(b"\xff\xfec\0a\0f\0\xe9\0"), "café");
        assert_eq!(text(b"\xfe\xff\0c\0a\0f\0\xe9"), "café");
    }

    #[test]
    fn the_separator_is_found() {
        assert_eq!(separator("Fecha;Cuenta;Debe\n1;2;1,50\n"), ';');
        assert_eq!(separator("date,account,debit\n1,2,1.50\n"), ',');
        assert_eq!(separator("a\tb\tc\n1\t2,5\t3\n"), '\t');
        assert_eq!(separator("Fecha;Cuenta\n"), ';');
        assert_eq!(separator(""), ';');
    }

    #[test]
    fn rows_have_their_lines_and_bounds() {
        let rows = separated("a;\"b\nc\"\n;\n'=1;d\n", ';', LIMITS).expect("rows");
        assert_eq!(cells(&rows), [(1, vec!["a", "b\nc"]), (4, vec!["=1", "d"])]);
        assert_eq!(separated("a;b\n\"c;d\n", ';', LIMITS), Err(Unreadable::Quote(2)));
        assert_eq!(separated("a\n", '"', LIMITS).map(|rows| rows.len()), Ok(1));
        assert_eq!(separated("a\0b", ';', LIMITS), Err(Unreadable::Format));
        assert_eq!(separated(&"a\n".repeat(6), ';', LIMITS), Err(Unreadable::Rows(5)));
        assert_eq!(separated("a;b;c;d;e\n", ';', LIMITS), Err(Unreadable::Columns(4)));
    }

    #[test]
    fn a_dbase_table_is_read() {
        let mut file = vec![0x03, 26, 1, 1, 2, 0, 0, 0];
        file.extend((32u16 + 64 + 1).to_le_bytes());
        file.extend(15u16.to_le_bytes());
        file.resize(32, 0);
        for (name, kind, width) in [("FECHA", b'D', 8), ("SUBCTA", b'C', 6)] {
            let mut field = name.as_bytes().to_vec();
            field.resize(11, 0);
            field.push(kind);
            field.resize(16, 0);
            field.push(width);
            field.resize(32, 0);
            file.extend(field);
        }
        file.push(0x0d);
        file.extend(b" 20260131572   *2026020100     2026022843\xf1   \x1a");
        let rows = dbf(&file, LIMITS).expect("rows");
        assert_eq!(cells(&rows), [(0, vec!["FECHA", "SUBCTA"]), (1, vec!["2026-01-31", "572"]), (3, vec!["2026-02-28", "43ñ"])]);
        assert_eq!(dbf(b"\x03", LIMITS), Err(Unreadable::Format));
        assert_eq!(dbf(&[0x03; 64], LIMITS), Err(Unreadable::Format));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_a_table_or_refused(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
            let _ = dbf(&bytes, LIMITS);
            let _ = separated(&text(&bytes), ';', LIMITS);
        }
    }
}
