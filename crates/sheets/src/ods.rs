//! The first sheet of an OpenDocument workbook (ISO/IEC 26300), row by row.

use std::io::Cursor;

use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::{
    read::{Limits, Row, Unreadable},
    xlsx::{Taken, attribute, part, said, walk},
};

/// How often an element says that it is repeated; at least once.
fn repeated(tag: &BytesStart<'_>, name: &str) -> usize {
    attribute(tag, name).and_then(|text| text.parse().ok()).unwrap_or(1).max(1)
}

/// A cell that is being read.
#[derive(Default)]
struct Open {
    times: usize,
    /// What it is worth, where that is no text: a number, a day.
    value: Option<String>,
    text: String,
    paragraphs: usize,
}

impl Open {
    fn of(tag: &BytesStart<'_>) -> Self {
        let kind = attribute(tag, "value-type").unwrap_or_default();
        let value = match kind.as_str() {
            "float" | "currency" | "percentage" => attribute(tag, "value"),
            // A day may have its time beside it.
            "date" => attribute(tag, "date-value").map(|day| day.chars().take(10).collect()),
            _ => None,
        };
        Self { times: repeated(tag, "number-columns-repeated"), value, ..Self::default() }
    }

    fn said(self) -> String {
        self.value.unwrap_or(self.text).trim().to_owned()
    }
}

/// The rows that are being read.
struct Sheet {
    rows: Vec<Row>,
    /// The number of the row that is being read, and how often it stands there.
    number: usize,
    times: usize,
    cells: Vec<String>,
    /// The column that comes next.
    column: usize,
    taken: Taken,
    limits: Limits,
}

impl Sheet {
    fn put(&mut self, cell: Open) -> Result<(), Unreadable> {
        let (times, text) = (cell.times, cell.said());
        if !text.is_empty() {
            // Beyond the bound a repeated cell would fill the memory.
            if self.column.saturating_add(times) > self.limits.columns {
                return Err(Unreadable::Columns(self.limits.columns));
            }
            self.cells.resize(self.column, String::new());
            for _ in 0..times {
                self.taken.take(text.len())?;
                self.cells.push(text.clone());
            }
        }
        self.column = self.column.saturating_add(times);
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Unreadable> {
        let cells = std::mem::take(&mut self.cells);
        if !cells.is_empty() {
            for at in 0..self.times {
                if self.rows.len() >= self.limits.rows {
                    return Err(Unreadable::Rows(self.limits.rows));
                }
                self.taken.take(cells.iter().map(String::len).sum())?;
                self.rows.push(Row { number: self.number.saturating_add(at), cells: cells.clone() });
            }
        }
        (self.number, self.column) = (self.number.saturating_add(self.times), 0);
        Ok(())
    }
}

/// The rows of a workbook's first sheet. Days are ISO 8601 and numbers have a point, whatever they are shown as.
pub fn ods(bytes: &[u8], limits: Limits) -> Result<Vec<Row>, Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Format)?;
    let mut sheet = Sheet { rows: vec![], number: 1, times: 1, cells: vec![], column: 0, taken: Taken::within(limits), limits };
    let (mut cell, mut inside, mut tables, mut notes): (Option<Open>, bool, usize, usize) = (None, false, 0, 0);
    walk(part(&mut archive, "content.xml", limits)?, |event| {
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "table" => tables += 1,
                _ if tables != 1 => {}
                "table-row" => sheet.times = repeated(tag, "number-rows-repeated"),
                "table-cell" | "covered-table-cell" => cell = Some(Open::of(tag)),
                "annotation" => notes += 1,
                "p" if notes == 0 => {
                    if let Some(cell) = &mut cell {
                        if cell.paragraphs > 0 {
                            cell.text.push('\n');
                        }
                        cell.paragraphs += 1;
                        inside = true;
                    }
                }
                _ => {}
            },
            Event::Empty(tag) if tables == 1 => match tag.local_name().as_ref() {
                "table-row" => {
                    sheet.times = repeated(tag, "number-rows-repeated");
                    sheet.end_row()?;
                }
                "table-cell" | "covered-table-cell" => sheet.put(Open::of(tag))?,
                "s" if inside => {
                    if let Some(cell) = &mut cell {
                        let spaces = attribute(tag, "c").and_then(|text| text.parse::<usize>().ok()).unwrap_or(1);
                        sheet.taken.take(spaces)?;
                        cell.text.extend(std::iter::repeat_n(' ', spaces));
                    }
                }
                "tab" | "line-break" if inside => {
                    if let Some(cell) = &mut cell {
                        cell.text.push(if tag.local_name().as_ref() == "tab" { '\t' } else { '\n' });
                    }
                }
                _ => {}
            },
            Event::End(tag) if tables == 1 => match tag.local_name().as_ref() {
                // What follows the first sheet is not read.
                "table" => tables += 1,
                "table-row" => sheet.end_row()?,
                "table-cell" | "covered-table-cell" => {
                    if let Some(cell) = cell.take() {
                        sheet.put(cell)?;
                    }
                }
                "annotation" => notes = notes.saturating_sub(1),
                "p" if notes == 0 => inside = false,
                _ => {}
            },
            event if inside => {
                if let Some(cell) = &mut cell {
                    said(event, &mut cell.text);
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    if tables == 0 {
        return Err(Unreadable::Format);
    }
    Ok(sheet.rows)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    const LIMITS: Limits = Limits { rows: 10, columns: 30, bytes: 1_000_000 };

    fn book(rows: &str) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(vec![]));
        archive.start_file("content.xml", SimpleFileOptions::default()).expect("a part");
        let text = format!(
            "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet>\
             <table:table table:name=\"Uno\">{rows}</table:table><table:table><table:table-row><table:table-cell><text:p>no</text:p></table:table-cell>\
             </table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
        );
        archive.write_all(text.as_bytes()).expect("written");
        archive.finish().expect("an archive").into_inner()
    }

    #[test]
    fn the_first_sheet_is_read() {
        let rows = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>NIF</text:p></table:table-cell>\
                    <table:table-cell table:number-columns-repeated=\"2\"/><table:table-cell><office:annotation><text:p>nota</text:p></office:annotation>\
                    <text:p>Alta<text:s text:c=\"2\"/>&amp; baja</text:p><text:p>hoy</text:p></table:table-cell></table:table-row>\
                    <table:table-row table:number-rows-repeated=\"2\"><table:table-cell/></table:table-row>\
                    <table:table-row><table:table-cell office:value-type=\"float\" office:value=\"28001\"><text:p>28.001</text:p></table:table-cell>\
                    <table:table-cell office:value-type=\"date\" office:date-value=\"2026-01-31T00:00:00\"><text:p>31/1/26</text:p></table:table-cell></table:table-row>";
        let found = ods(&book(rows), LIMITS).expect("rows");
        let cells: Vec<(usize, Vec<&str>)> = found.iter().map(|row| (row.number, row.cells.iter().map(String::as_str).collect())).collect();
        assert_eq!(cells, [(1, vec!["NIF", "", "", "Alta  & baja\nhoy"]), (4, vec!["28001", "2026-01-31"])]);
    }

    #[test]
    fn what_repeats_without_end_is_refused() {
        let cell = "<table:table-cell table:number-columns-repeated=\"1000000000\"><text:p>x</text:p></table:table-cell>";
        assert_eq!(ods(&book(&format!("<table:table-row>{cell}</table:table-row>")), LIMITS), Err(Unreadable::Columns(30)));
        let row = "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>";
        assert_eq!(ods(&book(row), LIMITS), Err(Unreadable::Rows(10)));
        let spaces = "<table:table-row><table:table-cell><text:p><text:s text:c=\"4000000000\"/></text:p></table:table-cell></table:table-row>";
        assert_eq!(ods(&book(spaces), LIMITS), Err(Unreadable::Size));
        // Empty ones, with which every sheet ends, are none.
        let rest = "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
        assert_eq!(ods(&book(rest), LIMITS), Ok(vec![]));
        assert_eq!(ods(b"PK\x03\x04", LIMITS), Err(Unreadable::Format));
    }
}
