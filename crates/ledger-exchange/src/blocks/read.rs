//! A block of a spreadsheet as entries: a line of an entry on each row, its day first. An entry ends where it balances or where the day changes,
//! unless a column has numbers.

use despacho_kernel::place::Currency;
use despacho_sheets::read::{Limits, Row, separated, separator};

use crate::imports::read::{
    Fault, Found,
    layout::{Column, Layout, headings},
    table,
};

/// Most rows of a block.
pub const MAX_ROWS: usize = 5_000;
/// Most entries of a block.
pub const MAX_ENTRIES: usize = 1_000;

/// What columns are where nothing says so, by how many there are.
fn usual(columns: usize) -> &'static [Column] {
    match columns {
        0..=4 => &[Column::Date, Column::Account, Column::Debit, Column::Credit],
        5 => &[Column::Date, Column::Account, Column::Text, Column::Debit, Column::Credit],
        _ => &[Column::Date, Column::Reference, Column::Account, Column::Text, Column::Debit, Column::Credit],
    }
}

/// The entries of a block. `mark` is the decimal mark of amounts that could have either.
pub fn entries(text: &str, mark: char, base: &'static Currency) -> Found {
    let rows = separated(text, separator(text), Limits { rows: MAX_ROWS, columns: 30, bytes: 0 });
    let Ok(mut rows) = rows else {
        return Found::refused(Fault { line: 0, code: "too_many_postings", params: vec![("max", MAX_ROWS.to_string())] });
    };
    let (mut head, mut layout) = headings(&rows);
    if !layout.lacks().is_empty() {
        let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let places = usual(columns).iter().enumerate().map(|(at, column)| (column.word().to_owned(), at));
        layout = Layout { columns: places.collect(), ..Layout::default() };
        rows.insert(0, Row { number: 0, cells: vec![] });
        head = 0;
    }
    let amounts = |column| {
        let at = layout.place(column);
        rows.iter().skip(head + 1).filter_map(move |row| row.cells.get(at?)).map(String::as_str)
    };
    if [Column::Debit, Column::Credit].into_iter().all(|column| table::decimal_mark(amounts(column)).is_none()) {
        layout.decimal = mark.to_string();
    }
    let mut found = table::read(&rows, head, &layout, false, base);
    if found.entries.len() > MAX_ENTRIES {
        found = Found::refused(Fault { line: 0, code: "too_many_entries", params: vec![("max", MAX_ENTRIES.to_string())] });
    }
    found
}

#[cfg(test)]
mod tests {
    use despacho_kernel::place::currency;

    use super::*;
    use crate::imports::read::told;

    fn read(text: &str) -> Found {
        entries(text, ',', currency("EUR").expect("the euro"))
    }

    #[test]
    fn a_block_without_headings_is_read_by_its_columns() {
        let found = read("05/01/2026\t629.7\tPapel\t1.000,50\t\n\t572\tPapel\t\t1.000,50\n05/01/2026\t430 · 7\tVenta\t20\t\n05/01/2026\t700\tVenta\t\t20\n");
        assert_eq!(found.faults, []);
        assert_eq!(told(&found), ["2026-01-05 Papel| 629.7 100050, 572 -100050", "2026-01-05 Venta| 430 · 7 2000, 700 -2000"]);
        let found = read("2026-01-05\tF-1\t629\tPapel\t1,234.00\t\n2026-01-05\t\t572\t\t\t1,234.00\n");
        assert_eq!((told(&found), found.entries[0].reference.as_str()), (vec!["2026-01-05 Papel| 629 123400, 572 -123400".to_owned()], "F-1"));
    }

    #[test]
    fn headings_say_what_columns_are() {
        let found = read("Asiento\tFecha\tCuenta\tDebe\tHaber\n1\t05/01/2026\t629\t1\t\n2\t06/01/2026\t629\t2\t\n1\t\t572\t\t1\n2\t\t572\t\t2\n");
        assert_eq!(told(&found), ["2026-01-05 | 629 100, 572 -100", "2026-01-06 | 629 200, 572 -200"]);
    }

    #[test]
    fn what_is_wrong_is_told_at_its_row() {
        let faults = |text: &str| read(text).faults.into_iter().map(|fault| (fault.line, fault.code)).collect::<Vec<_>>();
        assert_eq!(faults("05/01/2026\t629\tPapel\t1x\t\n05/01/2026\t572\tPapel\t\t1\n"), [(1, "amount_invalid")]);
        assert_eq!(faults("05/01/2026\t629\tPapel\t1\t\n06/01/2026\t572\tPapel\t\t1\n"), [(1, "unbalanced"), (2, "unbalanced")]);
        assert_eq!(faults(&"05/01/2026\t629\t1\t\n05/01/2026\t572\t\t1\n".repeat(1_001)), [(0, "too_many_entries")]);
    }
}
