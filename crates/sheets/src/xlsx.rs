//! The first sheet of a workbook (ISO/IEC 29500), row by row.

use std::{
    collections::HashMap,
    io::{BufReader, Cursor, Read},
};

use quick_xml::{
    XmlVersion,
    events::{BytesStart, Event},
    reader::Reader,
};
use zip::ZipArchive;

use crate::read::{Limits, Row, Unreadable};

pub(crate) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// What a part of a workbook is read with: an event, and the text that came before it.
pub(crate) type Part<'a> = Reader<BufReader<Box<dyn Read + 'a>>>;

pub(crate) fn part<'a>(archive: &'a mut Archive<'_>, name: &str, limits: Limits) -> Result<Part<'a>, Unreadable> {
    let file = archive.by_name(name).map_err(|_| Unreadable::Format)?;
    let bounded: Box<dyn Read + 'a> = Box::new(Bounded { file, left: limits.bytes });
    Ok(Reader::from_reader(BufReader::new(bounded)))
}

/// A reader that fails beyond a bound, where `take` would end as if all was well.
struct Bounded<R> {
    file: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read(into)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| std::io::Error::from(std::io::ErrorKind::FileTooLarge))?;
        Ok(read)
    }
}

fn failed(error: quick_xml::Error) -> Unreadable {
    match error {
        quick_xml::Error::Io(error) if error.kind() == std::io::ErrorKind::FileTooLarge => Unreadable::Size,
        _ => Unreadable::Format,
    }
}

/// How much text was taken out of a workbook: one that is said once may stand in each of its cells.
pub(crate) struct Taken {
    left: u64,
}

impl Taken {
    pub(crate) fn within(limits: Limits) -> Self {
        Self { left: limits.bytes }
    }

    /// Takes so many bytes more.
    pub(crate) fn take(&mut self, bytes: usize) -> Result<(), Unreadable> {
        self.left = self.left.checked_sub(bytes as u64).ok_or(Unreadable::Size)?;
        Ok(())
    }
}

/// The value of an attribute, whatever its prefix.
pub(crate) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

/// Goes through a part; `take` gets each event.
pub(crate) fn walk(mut part: Part<'_>, mut take: impl FnMut(&Event<'_>) -> Result<(), Unreadable>) -> Result<(), Unreadable> {
    let mut buffer = vec![];
    loop {
        match part.read_event_into(&mut buffer).map_err(failed)? {
            Event::Eof => return Ok(()),
            event => take(&event)?,
        }
        buffer.clear();
    }
}

/// The text that an event adds to what stands in an element.
pub(crate) fn said(event: &Event<'_>, into: &mut String) {
    match event {
        Event::Text(text) => into.push_str(&text.xml_content(XmlVersion::Implicit1_0)),
        Event::CData(text) => into.push_str(&text.xml_content(XmlVersion::Implicit1_0)),
        Event::GeneralRef(reference) => match reference.resolve_char_ref() {
            Ok(Some(letter)) => into.push(letter),
            _ => into.push_str(match reference.as_ref() {
                "amp" => "&",
                "lt" => "<",
                "gt" => ">",
                "quot" => "\"",
                "apos" => "'",
                _ => "",
            }),
        },
        _ => {}
    }
}

/// The path of the first sheet, and whether days are counted from 1904.
fn first_sheet(archive: &mut Archive<'_>, limits: Limits) -> Result<(String, bool), Unreadable> {
    let (mut first, mut since_1904) = (None, false);
    walk(part(archive, "xl/workbook.xml", limits)?, |event| {
        if let Event::Start(tag) | Event::Empty(tag) = event {
            match tag.local_name().as_ref() {
                "sheet" if first.is_none() => first = attribute(tag, "id"),
                "workbookPr" => since_1904 = attribute(tag, "date1904").is_some_and(|value| value == "1" || value == "true"),
                _ => {}
            }
        }
        Ok(())
    })?;
    let wanted = first.ok_or(Unreadable::Format)?;
    let mut path = None;
    walk(part(archive, "xl/_rels/workbook.xml.rels", limits)?, |event| {
        if let Event::Start(tag) | Event::Empty(tag) = event
            && attribute(tag, "Id").is_some_and(|id| id == wanted)
        {
            path = attribute(tag, "Target");
        }
        Ok(())
    })?;
    let path = path.ok_or(Unreadable::Format)?;
    Ok((path.strip_prefix('/').map_or_else(|| format!("xl/{path}"), str::to_owned), since_1904))
}

/// The texts that cells share; a book without any has no such part.
fn shared(archive: &mut Archive<'_>, limits: Limits) -> Result<Vec<String>, Unreadable> {
    if archive.index_for_name("xl/sharedStrings.xml").is_none() {
        return Ok(vec![]);
    }
    let (mut texts, mut inside, mut phonetic) = (vec![], false, false);
    walk(part(archive, "xl/sharedStrings.xml", limits)?, |event| {
        // No more of them than there may be cells.
        if texts.len() > limits.rows.saturating_mul(limits.columns) {
            return Err(Unreadable::Size);
        }
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "si" => texts.push(String::new()),
                "rPh" => phonetic = true,
                "t" => inside = !phonetic,
                _ => {}
            },
            Event::Empty(tag) if tag.local_name().as_ref() == "si" => texts.push(String::new()),
            Event::End(tag) => match tag.local_name().as_ref() {
                "rPh" => phonetic = false,
                "t" => inside = false,
                _ => {}
            },
            event if inside => {
                if let Some(text) = texts.last_mut() {
                    said(event, text);
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(texts)
}

/// Whether a format shows a day: it has a year or a day outside of its quoted texts.
fn shows_day(code: &str) -> bool {
    let (mut quoted, mut bracket) = (false, false);
    code.chars().any(|c| {
        match c {
            '"' => quoted = !quoted,
            '[' => bracket = true,
            ']' => bracket = false,
            _ => {}
        }
        !quoted && !bracket && matches!(c, 'y' | 'Y' | 'd' | 'D')
    })
}

/// Which styles of cells show a day (ISO/IEC 29500-1, 18.8.30).
fn days(archive: &mut Archive<'_>, limits: Limits) -> Result<Vec<bool>, Unreadable> {
    if archive.index_for_name("xl/styles.xml").is_none() {
        return Ok(vec![]);
    }
    let (mut own, mut styles, mut of_cells) = (HashMap::new(), vec![], false);
    walk(part(archive, "xl/styles.xml", limits)?, |event| {
        match event {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "numFmt" => {
                    if let (Some(id), Some(code)) = (attribute(tag, "numFmtId"), attribute(tag, "formatCode")) {
                        own.insert(id, shows_day(&code));
                    }
                }
                "cellXfs" => of_cells = true,
                "xf" if of_cells => {
                    let id = attribute(tag, "numFmtId").unwrap_or_default();
                    let given = id.parse().is_ok_and(|id: u32| (14..=17).contains(&id) || id == 22);
                    styles.push(own.get(&id).copied().unwrap_or(given));
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => of_cells = false,
            _ => {}
        }
        Ok(())
    })?;
    Ok(styles)
}

/// A day as spreadsheets count it, from 30 December 1899 or 1 January 1904, as ISO 8601; none where it is none of these centuries.
pub fn day(serial: &str, since_1904: bool) -> Option<String> {
    let days = serial.split('.').next()?.parse::<i64>().ok().filter(|days| (1..=200_000).contains(days))?;
    civil(days + if since_1904 { 1462 } else { 0 })
}

/// The day so many days after 30 December 1899.
fn civil(days: i64) -> Option<String> {
    // 30 December 1899 is 25,569 days before 1 January 1970.
    let z = days - 25_569 + 719_468;
    let era = z.div_euclid(146_097);
    let of_era = z.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (year, month) = (year + era * 400 + i64::from(month >= 10), if month < 10 { month + 3 } else { month - 9 });
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// The column of a reference: 0 for `A1`, 27 for `AB7`.
fn column(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_uppercase);
    let number = letters.take(4).fold(0, |number, letter| number * 26 + usize::from(letter - b'A') + 1);
    number.checked_sub(1)
}

/// A cell that is being read.
#[derive(Default)]
struct Open {
    column: usize,
    kind: String,
    is_day: bool,
    text: String,
    inside: bool,
}

/// The rows of a workbook's first sheet. Days are ISO 8601 and numbers have a point, whatever they are shown as.
pub fn xlsx(bytes: &[u8], limits: Limits) -> Result<Vec<Row>, Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Format)?;
    let (path, since_1904) = first_sheet(&mut archive, limits)?;
    let (shared, days) = (shared(&mut archive, limits)?, days(&mut archive, limits)?);
    let mut rows: Vec<Row> = vec![];
    let mut taken = Taken::within(limits);
    let (mut row, mut cell) = (Row::default(), Open::default());
    walk(part(&mut archive, &path, limits)?, |event| {
        match event {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "row" => {
                    let number = attribute(tag, "r").and_then(|number| number.parse().ok()).unwrap_or(row.number + 1);
                    row = Row { number, cells: vec![] };
                }
                "c" => {
                    let column = attribute(tag, "r").as_deref().and_then(column).unwrap_or(row.cells.len());
                    let style: usize = attribute(tag, "s").and_then(|style| style.parse().ok()).unwrap_or(0);
                    let is_day = days.get(style).copied().unwrap_or(false);
                    cell = Open { column, kind: attribute(tag, "t").unwrap_or_default(), is_day, ..Open::default() };
                }
                "v" | "t" => cell.inside = matches!(event, Event::Start(_)),
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "v" | "t" => cell.inside = false,
                "c" => {
                    let text = std::mem::take(&mut cell.text);
                    let text = match cell.kind.as_str() {
                        "s" => text.trim().parse().ok().and_then(|at: usize| shared.get(at).cloned()).unwrap_or_default(),
                        "e" => String::new(),
                        "" | "n" if cell.is_day => day(&text, since_1904).unwrap_or(text),
                        _ => text,
                    };
                    if text.trim().is_empty() {
                        return Ok(());
                    }
                    if cell.column >= limits.columns {
                        return Err(Unreadable::Columns(limits.columns));
                    }
                    taken.take(text.len())?;
                    if row.cells.len() <= cell.column {
                        row.cells.resize(cell.column + 1, String::new());
                    }
                    row.cells[cell.column] = text.trim().to_owned();
                }
                "row" if !row.cells.is_empty() => {
                    if rows.len() >= limits.rows {
                        return Err(Unreadable::Rows(limits.rows));
                    }
                    let number = row.number;
                    rows.push(std::mem::replace(&mut row, Row { number, cells: vec![] }));
                }
                _ => {}
            },
            event if cell.inside => said(event, &mut cell.text),
            _ => {}
        }
        Ok(())
    })?;
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Cell, Figures, Head};

    const LIMITS: Limits = Limits { rows: 10, columns: 30, bytes: 1_000_000 };

    #[test]
    fn what_is_written_is_read() {
        let text = |text: &str| Cell::Text(text.into());
        let figures = Figures {
            headings: ["Fecha", "Cuenta", "Debe"].map(str::to_owned).to_vec(),
            rows: vec![
                vec![Cell::Day("2026-12-31".into()), text("572 <&> «ñ»"), Cell::Amount(123_450, 2)],
                vec![Cell::Empty, text("430"), Cell::Amount(-5, 2)],
            ],
        };
        let rows = xlsx(&figures.xlsx(&Head::default()).expect("a file"), LIMITS).expect("rows");
        let cells: Vec<(usize, Vec<&str>)> = rows.iter().map(|row| (row.number, row.cells.iter().map(String::as_str).collect())).collect();
        assert_eq!(cells, [(1, vec!["Fecha", "Cuenta", "Debe"]), (2, vec!["2026-12-31", "572 <&> «ñ»", "1234.5"]), (3, vec!["", "430", "-0.05"])]);
    }

    #[test]
    fn bounds_hold() {
        let figures = Figures { headings: vec!["x".repeat(100)], rows: vec![vec![Cell::Text("y".into())]; 12] };
        let file = figures.xlsx(&Head::default()).expect("a file");
        assert_eq!(xlsx(&file, LIMITS), Err(Unreadable::Rows(10)));
        assert_eq!(xlsx(&file, Limits { bytes: 300, ..LIMITS }), Err(Unreadable::Size));
        assert_eq!(xlsx(b"PK\x03\x04", LIMITS), Err(Unreadable::Format));
    }

    #[test]
    fn days_are_counted_as_spreadsheets_do() {
        for (serial, expected) in [("46387", "2026-12-31"), ("46054.75", "2026-02-01"), ("36526", "2000-01-01"), ("60", "1900-02-28")] {
            assert_eq!(day(serial, false).as_deref(), Some(expected));
        }
        assert_eq!(day("44925", true).as_deref(), Some("2026-12-31"));
        assert_eq!((day("0", false), day("x", false)), (None, None));
        assert_eq!([column("A1"), column("Z9"), column("AB7"), column("7")], [Some(0), Some(25), Some(27), None]);
        assert_eq!(["yyyy-mm-dd", "#,##0.00", "[Red]0", "\"day\" 0", "d/m"].map(shows_day), [true, false, false, false, true]);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_a_workbook_or_refused(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
            let _ = xlsx(&bytes, LIMITS);
        }
    }
}
