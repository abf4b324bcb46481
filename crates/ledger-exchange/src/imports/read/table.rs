//! A diary as a table: a line of an entry on each row.

use std::collections::HashMap;

use despacho_kernel::{
    money::plain,
    place::{self, Currency},
};
use despacho_ledger::journal::{Foreign, Journal, entry::MAX_AMOUNT};
use despacho_sheets::{read::Row, xlsx::day};
use jiff::civil::Date;
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    Entry, Fault, Found, Line, MAX_ENTRIES, MAX_POSTINGS,
    amounts::{self, Marks},
    kind_of,
    layout::{Column, Layout},
};

/// A day in one of the ways of tables; of two digits a year is of this century up to 69.
pub fn date(text: &str, order: &str) -> Option<Date> {
    let text = text.trim().split([' ', 'T']).next().unwrap_or_default();
    let day_of = |year: &str, month: &str, day: &str| {
        let number: i16 = year.parse().ok()?;
        let number = if year.len() > 2 { number } else { number + despacho_ui::days::century(number) };
        Date::new(number, month.parse().ok()?, day.parse().ok()?).ok()
    };
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        let packed = day_of(&text[..4], &text[4..6], &text[6..]).filter(|date| (1900..2200).contains(&date.year()));
        return packed.or_else(|| day_of(&text[4..], &text[2..4], &text[..2]));
    }
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    if parts.iter().any(|part| part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit()) || part.len() > 5) {
        return None;
    }
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 || order == "ymd" => day_of(year, month, day),
        [month, day, year] if order == "mdy" => day_of(year, month, day),
        [day, month, year] => day_of(year, month, day),
        // A spreadsheet's count of days, where the cell does not show it as one.
        [serial] if serial.len() == 5 => day(serial, false).and_then(|day| day.parse().ok()),
        _ => None,
    }
}

/// The order of days that these show: the month first where the second number is too large for one.
fn order<'a>(cells: impl Iterator<Item = &'a str>) -> &'static str {
    for cell in cells {
        let parts: Vec<u16> = cell.split(['/', '-', '.']).map_while(|part| part.trim().parse().ok()).collect();
        match parts.as_slice() {
            [first, second, _] if *first <= 12 && (13..32).contains(second) => return "mdy",
            [first, second, _] if (13..32).contains(first) && *second <= 12 => return "dmy",
            _ => {}
        }
    }
    "dmy"
}

/// An amount's text without its currency, and whether it is negative: `(1,00)`, `1,00-`, `-1,00 €`.
fn bare(text: &str) -> (bool, String) {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '€' | '$' | '£')).collect();
    let text = text.trim_start_matches("EUR").trim_end_matches("EUR");
    let (inside, brackets) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).map_or((text, false), |text| (text, true));
    let ends = inside.strip_suffix('-');
    let begins = inside.strip_prefix(['-', '−']);
    let digits = ends.or(begins).unwrap_or(inside).trim_start_matches('+');
    (brackets || ends.is_some() || begins.is_some(), digits.to_owned())
}

/// The decimal mark that amounts show; none where they could have either.
pub fn decimal_mark<'a>(cells: impl Iterator<Item = &'a str>) -> Option<char> {
    let mut found = None;
    for cell in cells {
        let (_, text) = bare(cell);
        let Some(at) = text.rfind([',', '.']) else { continue };
        let mark = text[at..].chars().next();
        let other = text[..at].contains([',', '.']) && text[..at].chars().any(|c| matches!(c, ',' | '.') && Some(c) != mark);
        if other || text.len() - at - 1 != 3 {
            return mark;
        }
        // `1.234` could be thousands or thousandths; several marks are between thousands.
        if text[..at].contains([',', '.']) {
            found = if mark == Some('.') { Some(',') } else { Some('.') };
        }
    }
    found
}

/// An amount in minor units.
pub fn amount(text: &str, mark: char, of: &Currency) -> Result<i64, &'static str> {
    let (negative, digits) = bare(text);
    let marks = Marks { decimal: Some(mark), ..Marks::default() };
    let value = amounts::number(&digits, &marks, "")?;
    // What a spreadsheet has computed may be off in its last digit.
    let rounded = value.round_dp(of.digits.into());
    if (value - rounded).abs() > Decimal::new(1, 7) {
        return Err("decimals");
    }
    let scaled = rounded.checked_mul(Decimal::from(10u64.pow(of.digits.into()))).ok_or("amount_invalid")?;
    let minor = scaled.to_i64().filter(|minor| *minor <= MAX_AMOUNT).ok_or("amount_invalid")?;
    Ok(if negative { -minor } else { minor })
}

/// The side that a cell names: debit is true.
fn side(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "d" | "debe" | "debit" | "deudor" | "s" | "+" => Some(true),
        "h" | "haber" | "c" | "credit" | "acreedor" | "-" => Some(false),
        _ => None,
    }
}

struct Reader<'a> {
    layout: &'a Layout,
    base: &'static Currency,
    mark: char,
    /// Whether numbers of cells have a point, as a workbook keeps them.
    points: bool,
}

impl Reader<'_> {
    fn cell<'a>(&self, row: &'a Row, column: Column) -> &'a str {
        self.layout.place(column).and_then(|at| row.cells.get(at)).map_or("", |cell| cell.trim())
    }

    fn money(&self, row: &Row, column: Column, of: &Currency) -> Result<i64, Fault> {
        let text = self.cell(row, column);
        if text.is_empty() {
            return Ok(0);
        }
        let is_plain = self.points && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'E' | b'e'));
        let (text, mark) = match text.parse::<f64>() {
            // `1.5E3` as a workbook may keep it.
            Ok(number) if is_plain && text.contains(['E', 'e']) && number.abs() < 1e15 => (format!("{number}"), '.'),
            _ if is_plain => (text.to_owned(), '.'),
            _ => (text.to_owned(), self.mark),
        };
        amount(&text, mark, of).map_err(|code| Fault::of(row.number, code, &text))
    }

    /// The amount of a row, debit positive.
    fn value(&self, row: &Row) -> Result<i64, Fault> {
        let (debit, credit) = (self.money(row, Column::Debit, self.base)?, self.money(row, Column::Credit, self.base)?);
        if debit != 0 && credit != 0 {
            return Err(Fault::of(row.number, "both_sides", &format!("{} / {}", self.cell(row, Column::Debit), self.cell(row, Column::Credit))));
        }
        if debit != 0 || credit != 0 {
            return Ok(debit - credit);
        }
        let amount = self.money(row, Column::Amount, self.base)?;
        match self.cell(row, Column::Side) {
            "" => Ok(amount),
            text => match side(text) {
                Some(true) => Ok(amount),
                Some(false) => Ok(-amount),
                None => Err(Fault::of(row.number, "side", text)),
            },
        }
    }

    fn foreign(&self, row: &Row, amount: i64) -> Result<Option<Foreign>, Fault> {
        let code = self.cell(row, Column::Currency);
        if code.is_empty() || code == self.base.code {
            return Ok(None);
        }
        let of = place::currency(code).map_err(|_| Fault::of(row.number, "commodity_unknown", code))?;
        if self.cell(row, Column::AmountInCurrency).is_empty() {
            return Ok(None);
        }
        let units = self.money(row, Column::AmountInCurrency, of)?;
        Ok(Some(Foreign { currency: of.code.clone(), amount: units.abs() * amount.signum(), rate: String::new() }))
    }
}

/// What the lines of one entry have in common.
#[derive(Debug, PartialEq, Eq, Hash, Clone)]
enum Key {
    /// Its year, journal and number.
    Numbered(i16, String, String),
    /// The how manieth without one.
    Counted(usize),
}

/// The entries of a table whose headings stand in row `head`. `points` says that its numbers have a point.
pub fn read(rows: &[Row], head: usize, layout: &Layout, points: bool, base: &'static Currency) -> Found {
    let lacking = layout.lacks();
    if !lacking.is_empty() {
        let names = lacking.iter().map(|column| column.word()).collect::<Vec<_>>().join(", ");
        return Found::refused(Fault { line: 0, code: "columns_missing", params: vec![("columns", names)] });
    }
    let body = rows.get(head + 1..).unwrap_or_default();
    let cells = |column: Column| {
        let at = layout.place(column);
        body.iter().take(2000).filter_map(move |row| row.cells.get(at?).map(String::as_str))
    };
    let shown = [Column::Debit, Column::Credit, Column::Amount].into_iter().find_map(|column| decimal_mark(cells(column)));
    let mark = layout.decimal.chars().next().or(shown).unwrap_or(',');
    let order = if layout.dates.is_empty() { order(cells(Column::Date)) } else { layout.dates.as_str() };
    let reader = Reader { layout, base, mark, points };
    let mut found = Found::default();
    let mut places: HashMap<Key, usize> = HashMap::new();
    let (mut count, mut sum, mut lines) = (0usize, 0i64, 0usize);
    let mut last: Option<(Date, String, String)> = None;
    for row in body {
        if found.is_full() {
            break;
        }
        let account = reader.cell(row, Column::Account);
        // Totals and titles between entries name no account, or move nothing.
        if account.is_empty() {
            let amounts = [Column::Debit, Column::Credit, Column::Amount]
                .map(|column| reader.cell(row, column))
                .into_iter()
                .find(|text| !text.is_empty());
            if let Some(amount) = amounts {
                found.note(Fault::of(row.number, "row_without_account", amount));
            }
            continue;
        }
        let value = match reader.value(row) {
            Ok(value) => value,
            Err(fault) => {
                found.fault(fault);
                continue;
            }
        };
        let (day, number, journal) = (reader.cell(row, Column::Date), reader.cell(row, Column::Number), reader.cell(row, Column::Journal));
        // A line without its day has that of its entry, or of the line above.
        let of_entry = |last: &(Date, String, String)| {
            let key = Key::Numbered(last.0.year(), if journal.is_empty() { last.2.clone() } else { journal.to_owned() }, number.to_owned());
            places.get(&key).and_then(|at| found.entries.get(*at)).map_or(last.0, |entry| entry.date)
        };
        let date = match (date(day, order), &last) {
            (Some(date), _) => date,
            (None, Some(last)) if day.is_empty() => of_entry(last),
            _ => {
                found.fault(Fault::of(row.number, "date", day));
                continue;
            }
        };
        let of_last = |text: &str, before: fn(&(Date, String, String)) -> &String| match &last {
            Some(last) if text.is_empty() => before(last).clone(),
            _ => text.to_owned(),
        };
        let (number, journal) = (of_last(number, |last| &last.1), of_last(journal, |last| &last.2));
        if value == 0 {
            last = Some((date, number, journal));
            continue;
        }
        let key = if number.is_empty() {
            // Without numbers an entry ends where it balances, or where the day changes.
            if count == 0 || sum == 0 || last.as_ref().is_some_and(|(before, ..)| *before != date) {
                (count, sum) = (count + 1, 0);
            }
            sum = sum.saturating_add(value);
            Key::Counted(count)
        } else {
            Key::Numbered(date.year(), journal.clone(), number.clone())
        };
        let foreign = match reader.foreign(row, value) {
            Ok(foreign) => foreign,
            Err(fault) => {
                found.fault(fault);
                continue;
            }
        };
        let title = reader.cell(row, Column::AccountName);
        if !title.is_empty() && !found.titles.contains_key(account) {
            found.titles.insert(account.to_owned(), title.chars().take(200).collect());
        }
        let contact = format!("{} {}", reader.cell(row, Column::Contact), reader.cell(row, Column::ContactName)).trim().to_owned();
        let (text, description) = (reader.cell(row, Column::Text), reader.cell(row, Column::Description));
        let at = *places.entry(key).or_insert_with(|| {
            found.entries.push(Entry {
                line: row.number,
                date,
                journal: journal.parse().unwrap_or(Journal::General),
                kind: kind_of(reader.cell(row, Column::Kind)),
                description: if description.is_empty() { text } else { description }.to_owned(),
                reference: reader.cell(row, Column::Reference).to_owned(),
                lines: vec![],
            });
            found.entries.len() - 1
        });
        lines += 1;
        if found.entries.len() > MAX_ENTRIES || lines > MAX_POSTINGS {
            let (code, max) = if lines > MAX_POSTINGS { ("too_many_postings", MAX_POSTINGS) } else { ("too_many_entries", MAX_ENTRIES) };
            found.fault(Fault { line: row.number, code, params: vec![("max", max.to_string())] });
            return found;
        }
        if let Some(entry) = found.entries.get_mut(at) {
            if entry.date != date {
                let fault = Fault { line: row.number, code: "dates_differ", params: vec![("value", day.to_owned()), ("number", number.clone())] };
                found.fault(fault);
            } else {
                let own = if text.is_empty() || text == entry.description { String::new() } else { text.to_owned() };
                entry
                    .lines
                    .push(Line { line: row.number, account: account.to_owned(), amount: value, foreign, description: own, contact });
            }
        }
        last = Some((date, number, journal));
    }
    balanced(&mut found, base);
    found
}

/// Tells the entries that do not balance, and puts them by day.
fn balanced(found: &mut Found, base: &Currency) {
    if found.faults.is_empty() {
        let wrong: Vec<Fault> = found
            .entries
            .iter()
            .filter_map(|entry| {
                let sum: i128 = entry.lines.iter().map(|line| i128::from(line.amount)).sum();
                let code = if sum != 0 {
                    "unbalanced"
                } else if entry.lines.len() < 2 {
                    "too_few_postings"
                } else {
                    return None;
                };
                let difference = i64::try_from(sum).map_or_else(|_| String::new(), |sum| format!("{} {}", plain(sum, base.digits), base.code));
                Some(Fault { line: entry.line, code, params: vec![("difference", difference)] })
            })
            .collect();
        wrong.into_iter().for_each(|fault| _ = found.fault(fault));
    }
    found.entries.sort_by_key(|entry| entry.date);
    found.faults.sort_by_key(|fault| fault.line);
}

#[cfg(test)]
mod tests {
    use despacho_sheets::read::{Limits, separated, separator};
    use proptest::prelude::*;

    use super::*;
    use crate::imports::read::{layout::headings, told};
    use despacho_ledger::journal::Kind;

    fn found(text: &str) -> Found {
        let rows = separated(text, separator(text), Limits { rows: 1000, columns: 30, bytes: 0 }).expect("rows");
        let (head, layout) = headings(&rows);
        read(&rows, head, &layout, false, place::currency("EUR").expect("the euro"))
    }

    #[test]
    fn a_diary_is_grouped_by_its_numbers() {
        let text = "\
Diario 2026
Asiento;Fecha;Subcuenta;Título;Concepto;Documento;Debe;Haber
1;31/01/2026;62900001;Material;Compra;F-1;1.000,00;
1;31/01/2026;47200021;IVA;Compra;F-1;210,00;
2;15/01/2026;57200001;Banco;Cobro;;\"5,5\";
1;;57200001;Banco;Pago;;;1.210,00 €
2;15/01/2026;43000001;Cliente;Cobro;;;5,50
Total;;;;;;1.215,50;1.215,50
";
        let found = found(text);
        assert_eq!(found.faults, []);
        assert_eq!(told(&found), ["2026-01-15 Cobro| 57200001 550, 43000001 -550", "2026-01-31 Compra| 62900001 100000, 47200021 21000, 57200001 -121000"]);
        assert_eq!((found.entries[1].reference.as_str(), found.entries[1].lines[2].description.as_str()), ("F-1", "Pago"));
        assert_eq!(found.titles.get("62900001").map(String::as_str), Some("Material"));
    }

    #[test]
    fn without_numbers_an_entry_ends_where_it_balances() {
        let text = "date,account,amount,description,kind\n2026-01-01,572,10.00,a,\n2026-01-01,100,-10.00,a,\n2026-01-01,572,1.00,b,closing\n2026-01-01,100,-1.00,b,\n2026-01-02,572,3.00,c,\n";
        let found = found(text);
        assert_eq!(found.faults.iter().map(|f| (f.line, f.code)).collect::<Vec<_>>(), [(6, "unbalanced")]);
        assert_eq!(found.entries.len(), 3);
        assert_eq!(found.entries[1].kind, Kind::Closing);
    }

    #[test]
    fn sides_and_currencies_are_read() {
        let text = "fecha\tcuenta\timporte\td/h\tdivisa\timporte divisa\n01-02-26\t572\t1,00\tD\tUSD\t1,10\n01-02-26\t430\t1,00\tH\t\t\n";
        let found = found(text);
        assert_eq!(told(&found), ["2026-02-01 | 572 100, 430 -100"]);
        assert_eq!(found.entries[0].lines[0].foreign, Some(Foreign { currency: "USD".into(), amount: 110, rate: String::new() }));
    }

    #[test]
    fn each_row_tells_its_fault() {
        let head = "fecha;cuenta;debe;haber\n";
        let faults = |rows: &str| found(&format!("{head}{rows}")).faults.into_iter().map(|f| (f.line, f.code)).collect::<Vec<_>>();
        assert_eq!(faults("31/02/2026;572;1,00;\n"), [(2, "date")]);
        assert_eq!(faults("01/02/2026;572;1,0x;\n"), [(2, "amount_invalid")]);
        assert_eq!(faults("01/02/2026;572;1,005;\n01/02/2026;572;1,5;\n"), [(2, "decimals")]);
        assert_eq!(faults("01/02/2026;572;1,00;2,00\n"), [(2, "both_sides")]);
        assert_eq!(faults("01/02/2026;572;1,00;\n02/02/2026;100;;1,00\n"), [(2, "unbalanced"), (3, "unbalanced")]);
        assert_eq!(found("fecha;debe;haber\n1;2;3\n").faults[0].code, "columns_missing");
        let dates = "asiento;fecha;cuenta;debe;haber\n1;01/02/2026;572;1,00;\n1;02/02/2026;100;;1,00\n";
        assert_eq!(found(dates).faults.iter().map(|f| (f.line, f.code)).collect::<Vec<_>>(), [(3, "dates_differ")]);
    }

    #[test]
    fn days_and_marks_are_found() {
        let day = |text: &str, order: &str| date(text, order).map(|date| date.to_string());
        for (text, order, expected) in [
            ("31/01/2026", "", "2026-01-31"),
            ("1/31/2026", "mdy", "2026-01-31"),
            ("31.1.26", "", "2026-01-31"),
            ("20260131", "", "2026-01-31"),
            ("31012026", "", "2026-01-31"),
            ("2026-01-31 00:00:00", "", "2026-01-31"),
            ("46053", "", "2026-01-31"),
            ("01/02/99", "", "1999-02-01"),
        ] {
            assert_eq!(day(text, order).as_deref(), Some(expected), "{text}");
        }
        assert_eq!((day("32/01/2026", ""), day("x", ""), day("1/2", "")), (None, None, None));
        assert_eq!(decimal_mark(["1.234", "1.234.567"].into_iter()), Some(','));
        assert_eq!(decimal_mark(["12", "1,234.50"].into_iter()), Some('.'));
        assert_eq!(decimal_mark(["12,5"].into_iter()), Some(','));
        assert_eq!(decimal_mark(["1.234"].into_iter()), None);
        assert_eq!(order(["01/02/2026", "01/13/2026"].into_iter()), "mdy");
        let euro = place::currency("EUR").expect("the euro");
        assert_eq!((amount("(1.234,50)", ',', euro), amount("5-", ',', euro), amount("0.30000000000000004", '.', euro)), (Ok(-123_450), Ok(-500), Ok(30)));
    }

    proptest! {
        #[test]
        fn any_table_is_read_or_refused(text in "(fecha;cuenta;debe;haber\n)?([0-9/]{0,10};[0-9a-z]{0,6};[-0-9.,()]{0,8};[-0-9.,]{0,8}\n){0,8}") {
            let found = found(&format!("fecha;cuenta;debe;haber\n{text}"));
            if found.faults.is_empty() {
                for entry in &found.entries {
                    prop_assert_eq!(entry.lines.iter().map(|line| line.amount).sum::<i64>(), 0);
                }
            }
        }
    }
}
