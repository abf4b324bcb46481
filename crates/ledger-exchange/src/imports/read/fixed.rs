//! The diaries of Spanish programs that are no table with headings: Contaplus' XDiario of fixed width, and A3's SUENLACE.DAT.
//!
//! Places are counted from 1 as their descriptions do. Contaplus: the structure of its file of entries, the same as its `DIARIO.DBF`.
//! A3: «Enlace contable de entrada», records of 254 places (or 512); those of accounts (3) and of postings without VAT (0) are read.
//! Invoices (1, 2 and 9) are not: their postings follow from rules that A3 applies when it takes them in.

use std::collections::BTreeMap;

use despacho_kernel::place::Currency;
use despacho_sheets::read::Row;

use super::{Fault, Found, layout::Layout, table};

/// The columns of what is read, as [`layout`](super::layout) names them.
const HEADINGS: [&str; 8] = ["number", "date", "account_code", "account_name", "text", "reference", "debit", "credit"];

/// The characters from a place on, so many.
fn at(line: &[char], place: usize, length: usize) -> String {
    let end = (place - 1 + length).min(line.len());
    line.get(place - 1..end).map(|found| found.iter().collect::<String>().trim().to_owned()).unwrap_or_default()
}

fn read(rows: Vec<Row>, base: &'static Currency) -> Found {
    let columns: BTreeMap<String, usize> = HEADINGS.iter().enumerate().map(|(at, name)| ((*name).to_owned(), at)).collect();
    let layout = Layout { columns, decimal: ".".into(), dates: "ymd".into() };
    let mut all = vec![Row { number: 0, cells: HEADINGS.map(str::to_owned).to_vec() }];
    all.extend(rows);
    table::read(&all, 0, &layout, true, base)
}

/// Contaplus' entries of fixed width.
pub fn contaplus(text: &str, base: &'static Currency) -> Found {
    let mut rows = vec![];
    for (nth, line) in text.lines().enumerate() {
        let line: Vec<char> = line.chars().collect();
        if line.iter().all(|c| c.is_whitespace() || *c == '\u{1a}') {
            continue;
        }
        if line.len() < 95 {
            return Found::refused(Fault::new(nth + 1, "record_short"));
        }
        // Those in euros have their amounts after place 239; older ones only the first pair.
        let in_euros = line.len() >= 270 && at(&line, 238, 1) != "1";
        let (debit, credit) = if in_euros { (at(&line, 239, 16), at(&line, 255, 16)) } else { (at(&line, 39, 16), at(&line, 80, 16)) };
        let cells = vec![at(&line, 1, 6), at(&line, 7, 8), at(&line, 15, 12), String::new(), at(&line, 55, 25), at(&line, 130, 10), debit, credit];
        rows.push(Row { number: nth + 1, cells });
    }
    read(rows, base)
}

/// A3's entries.
pub fn suenlace(text: &str, base: &'static Currency) -> Found {
    let (mut rows, mut number) = (vec![], 0usize);
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut left_out = Found::default();
    for (nth, line) in text.lines().enumerate() {
        let line: Vec<char> = line.chars().collect();
        if line.iter().all(|c| c.is_whitespace() || *c == '\u{1a}') {
            continue;
        }
        if line.len() < 113 {
            return Found::refused(Fault::new(nth + 1, "record_short"));
        }
        let account = at(&line, 16, 12);
        match at(&line, 15, 1).as_str() {
            "0" => {
                let first = at(&line, 69, 1) == "I";
                number += usize::from(first || number == 0);
                names.entry(account.clone()).or_insert_with(|| at(&line, 28, 30));
                let amount = at(&line, 100, 14);
                let (debit, credit) = if at(&line, 58, 1) == "H" { (String::new(), amount) } else { (amount, String::new()) };
                let cells = vec![number.to_string(), at(&line, 7, 8), account, String::new(), at(&line, 70, 30), at(&line, 59, 10), debit, credit];
                rows.push(Row { number: nth + 1, cells });
            }
            "3" => _ = names.insert(account, at(&line, 28, 30)),
            "1" | "2" | "9" => _ = left_out.fault(Fault::new(nth + 1, "suenlace_invoice")),
            kind => left_out.note(Fault::of(nth + 1, "record_left_out", kind)),
        }
    }
    let mut found = read(rows, base);
    names.retain(|_, name| !name.is_empty());
    found.titles = names;
    found.faults.extend(left_out.faults);
    found.faults.sort_by_key(|fault| fault.line);
    found.notes.extend(left_out.notes);
    found
}

#[cfg(test)]
mod tests {
    use despacho_kernel::place::currency;

    use super::*;
    use crate::imports::read::told_with_references as told;

    fn put(line: &mut [char], place: usize, text: &str) {
        for (at, c) in text.chars().enumerate() {
            line[place - 1 + at] = c;
        }
    }

    #[test]
    fn contaplus_is_read() {
        let record = |number: &str, day: &str, account: &str, debit: &str, credit: &str| {
            let mut line = vec![' '; 297];
            put(&mut line, 1, &format!("{number:>6}"));
            put(&mut line, 7, day);
            put(&mut line, 15, account);
            put(&mut line, 55, "Compra de material");
            put(&mut line, 130, "F-1");
            put(&mut line, 238, "2");
            put(&mut line, 239, &format!("{debit:>16}"));
            put(&mut line, 255, &format!("{credit:>16}"));
            line.into_iter().collect::<String>()
        };
        let file = [record("7", "20260131", "629000000001", "1000.00", "0.00"), record("7", "20260131", "572000000001", "0.00", "1000.00"), "\u{1a}".into()]
            .join("\r\n");
        let found = contaplus(&file, currency("EUR").expect("the euro"));
        assert_eq!(
            (found.faults.as_slice(), told(&found)),
            (&[][..], vec!["2026-01-31 Compra de material|F-1| 629000000001 100000, 572000000001 -100000".into()])
        );
        assert_eq!(contaplus("short", currency("EUR").expect("the euro")).faults[0].code, "record_short");
    }

    #[test]
    fn suenlace_is_read_and_tells_what_it_is_not() {
        let record = |kind: &str, account: &str, name: &str, side: &str, place: &str, amount: &str| {
            let mut line = vec![' '; 254];
            put(&mut line, 1, "400001");
            put(&mut line, 7, "20260131");
            put(&mut line, 15, kind);
            put(&mut line, 16, account);
            put(&mut line, 28, name);
            put(&mut line, 58, side);
            put(&mut line, 59, "REF1");
            put(&mut line, 69, place);
            put(&mut line, 70, "Cobro");
            put(&mut line, 100, amount);
            line.into_iter().collect::<String>()
        };
        let lines = [
            record("3", "43000001", "CLIENTE SOL", "", "", ""),
            record("0", "57200001", "BANCO", "D", "I", "+0000000121.00"),
            record("0", "43000001", "", "H", "U", "+0000000121.00"),
            record("0", "57200001", "BANCO", "D", "I", "-0000000001.00"),
            record("0", "43000001", "", "H", "U", "-0000000001.00"),
            record("V", "43000001", "", "", "", ""),
        ];
        let found = suenlace(&lines.join("\r\n"), currency("EUR").expect("the euro"));
        assert_eq!(found.faults, []);
        assert_eq!(told(&found), ["2026-01-31 Cobro|REF1| 57200001 12100, 43000001 -12100", "2026-01-31 Cobro|REF1| 57200001 -100, 43000001 100"]);
        assert_eq!(found.titles.get("43000001").map(String::as_str), Some("CLIENTE SOL"));
        assert_eq!(found.notes.iter().map(|note| note.code).collect::<Vec<_>>(), ["record_left_out"]);
        let invoices = suenlace(&record("1", "43000001", "", "", "", ""), currency("EUR").expect("the euro"));
        assert_eq!(invoices.faults.iter().map(|fault| (fault.line, fault.code)).collect::<Vec<_>>(), [(1, "suenlace_invoice")]);
    }
}
