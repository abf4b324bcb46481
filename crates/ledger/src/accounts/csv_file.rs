//! The chart of accounts as a CSV file (RFC 4180), out and in.

use std::collections::HashMap;

use csv::ReaderBuilder;
use despacho_kernel::{FieldError, Invalid, text::fold};
use despacho_platform::{Error, Result, i18n::Lang};
use despacho_sheets::{plain_text, read::open_quote};

use super::account::{Account, TYPES};

/// The columns, as the API names them; the first three are needed.
pub const COLUMNS: [&str; 6] = ["code", "name", "type", "parent_code", "currency", "active"];

/// Most columns of a file; a spreadsheet may have some of its own beside ours.
const MOST_COLUMNS: usize = 50;

/// Most lines with faults that are told; beyond them the file is read no further.
pub const MOST_FAULTS: usize = 200;

/// The labels of the columns.
pub const LABELS: [&str; 6] = ["field-code", "field-name", "field-type", "field-parent-code", "field-currency", "account-active"];

/// A chart as CSV as the reader's spreadsheet takes it: their language's words, and in Spanish, where the comma is the decimal mark,
/// semicolons. It has the mark that tells spreadsheets that it is UTF-8.
pub fn write(accounts: &[Account], lang: Lang) -> Result<Vec<u8>> {
    let row = |a: &Account| {
        let kind = lang.t(&format!("account-type-{}", a.r#type));
        let active = lang.t(if a.active { "yes" } else { "no" });
        vec![a.code.clone(), a.name.clone(), kind, a.parent_code.clone(), a.currency.clone(), active]
    };
    let headings = LABELS.map(|label| lang.t(label));
    let separator = if lang == Lang::Es { ';' } else { ',' };
    despacho_sheets::csv(&headings, accounts.iter().map(row), separator).map_err(|e| Error::Other(e.to_string()))
}

/// The text of a file: UTF-8, or else what old spreadsheets write, where each byte is a character of Latin-1.
pub fn decode(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// The word of a type, which may be written in Spanish or English.
fn type_word(text: &str) -> String {
    let is = |word: &&&str| **word == text || [Lang::Es, Lang::En].iter().any(|lang| fold(&lang.t(&format!("account-type-{word}"))) == fold(text));
    TYPES.iter().find(is).map_or_else(|| text.to_owned(), |word| (*word).to_owned())
}

/// The column that a heading names, in Spanish or English.
fn column(heading: &str) -> Option<usize> {
    let heading = fold(heading);
    let named = |at: usize| COLUMNS[at] == heading || [Lang::Es, Lang::En].iter().any(|lang| fold(&lang.t(LABELS[at])) == heading);
    (0..COLUMNS.len()).find(|at| named(*at))
}

/// An account of a file, with the number of its line.
#[derive(Debug, Clone)]
pub struct Line {
    pub number: u64,
    pub account: Account,
}

impl Line {
    /// A fault of one of its cells, at `line.3.type`.
    pub fn fault(&self, column: &str, code: &'static str, value: &str) -> FieldError {
        at(self.number, column, code, vec![("value", begun(value))])
    }
}

fn at(line: u64, column: &str, code: &'static str, params: Vec<(&'static str, String)>) -> FieldError {
    FieldError { field: format!("line.{line}.{column}"), code, params }
}

/// The beginning of a cell, for a message.
fn begun(value: &str) -> String {
    if value.chars().count() > 40 { format!("{}…", value.chars().take(40).collect::<String>()) } else { value.to_owned() }
}

/// What is told of a fault of a cell in a file, where a form would say something of its own.
fn in_file(column: &str, code: &'static str) -> &'static str {
    match (column, code) {
        ("type", "choice") => "csv_type",
        ("currency", _) => "csv_currency",
        _ => code,
    }
}

/// Reads accounts; every line's faults at once. `max` is the most that are taken.
pub fn read(text: &str, max: usize) -> Result<Vec<Line>, Invalid> {
    if text.chars().any(|c| c < ' ' && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(Invalid::one("file", "csv_not_text"));
    }
    let first = text.lines().next().unwrap_or("");
    let separator = if first.matches(';').count() > first.matches(',').count() { b';' } else { b',' };
    if let Some(line) = open_quote(text, char::from(separator)) {
        let mut errors = Invalid::new();
        errors.push_with("file", "csv_unreadable", vec![("line", line.to_string())]);
        return Err(errors);
    }
    let mut reader = ReaderBuilder::new().delimiter(separator).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let headings = reader.headers().map_err(|_| Invalid::one("file", "csv_columns"))?;
    if headings.len() > MOST_COLUMNS {
        let mut errors = Invalid::new();
        errors.push_with("file", "csv_many_columns", vec![("max", MOST_COLUMNS.to_string())]);
        return Err(errors);
    }
    let places: HashMap<usize, usize> = headings.iter().enumerate().filter_map(|(place, heading)| Some((column(heading)?, place))).collect();
    if (0..3).any(|needed| !places.contains_key(&needed)) {
        return Err(Invalid::one("file", "csv_columns"));
    }
    let mut errors = Invalid::new();
    let mut accounts = vec![];
    let mut seen: HashMap<String, u64> = HashMap::new();
    for record in reader.records() {
        // Faults of lines are noted beside `Invalid`'s own bound, and have this one.
        if errors.0.len() >= MOST_FAULTS {
            errors.0.push(FieldError { field: "file".into(), code: "csv_faults", params: vec![("max", MOST_FAULTS.to_string())] });
            break;
        }
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                errors.push_with("file", "csv_unreadable", vec![("line", line.to_string())]);
                break;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let value = |at: usize| places.get(&at).and_then(|place| record.get(*place)).map(plain_text).unwrap_or_default();
        let active = match fold(&value(5)).as_str() {
            "" | "si" | "yes" | "true" | "1" => true,
            "no" | "false" | "0" => false,
            _ => {
                errors.0.extend([at(line, "active", "csv_yes_no", vec![("value", begun(&value(5)))])]);
                true
            }
        };
        let input =
            Account { code: value(0), name: value(1), r#type: type_word(&value(2)), parent_code: value(3), currency: value(4), active, ..Account::default() };
        match input.checked() {
            Ok(account) => {
                if let Some(first) = seen.get(&account.code) {
                    errors.0.extend([at(line, "code", "csv_repeated", vec![("value", begun(&account.code)), ("line", first.to_string())])]);
                } else {
                    seen.insert(account.code.clone(), line);
                }
                accounts.push(Line { number: line, account });
            }
            Err(faults) => errors.0.extend(faults.0.into_iter().map(|fault| {
                let typed = COLUMNS.iter().position(|column| *column == fault.field).map_or_else(String::new, &value);
                let params = fault.params.into_iter().chain([("value", begun(&typed))]);
                at(line, &fault.field, in_file(&fault.field, fault.code), params.collect())
            })),
        }
        if accounts.len() > max {
            errors.push_with("file", "too_many_rows", vec![("max", max.to_string())]);
            break;
        }
    }
    if accounts.is_empty() && errors.0.is_empty() {
        errors.push("file", "csv_empty");
    }
    errors.finish().map(|()| accounts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() {
        crate::speak();
    }

    #[test]
    fn spanish_headings_semicolons_and_types_are_read() {
        words();
        let text = "Código;Nombre;Tipo;Cuenta superior\n572;Bancos;Activo;57\n\"700\";\"Ventas; de mercaderías\";Ingreso;\n";
        let accounts: Vec<Account> = read(text, 10).expect("accounts").into_iter().map(|line| line.account).collect();
        assert_eq!((accounts[0].code.as_str(), accounts[0].r#type.as_str(), accounts[0].parent_code.as_str()), ("572", "asset", "57"));
        assert_eq!((accounts[1].name.as_str(), accounts[1].active), ("Ventas; de mercaderías", true));
    }

    #[test]
    fn each_line_tells_its_fault() {
        words();
        let text = "code,name,type\n572,Bancos,asset\n57 2,x,asset\n573,,asset\n574,x,thing\n572,Otra,asset\n";
        let faults: Vec<_> = read(text, 10).expect_err("faults").0.into_iter().map(|e| (e.field, e.code)).collect();
        let expected = [("line.3.code", "account_code"), ("line.4.name", "required"), ("line.5.type", "csv_type"), ("line.6.code", "csv_repeated")];
        assert_eq!(faults, expected.map(|(field, code)| (field.to_owned(), code)));
        assert_eq!(read("a,b\n1,2\n", 10).expect_err("faults").0[0].code, "csv_columns");
        assert_eq!(read("", 10).expect_err("faults").0[0].code, "csv_columns");
        assert_eq!(read("code,name,type\n", 10).expect_err("faults").0[0].code, "csv_empty");
        assert_eq!(read("code,name,type\n1,a,asset\n2,b,asset\n", 1).expect_err("faults").0[0].code, "too_many_rows");
    }

    #[test]
    fn a_fault_names_column_and_value_and_what_is_allowed() {
        words();
        let faults = |text: &str| -> Vec<String> {
            let told = |e: &FieldError| format!("{}: {}", e.field, despacho_ui::error::message(Lang::Es, e));
            read(text, 10).expect_err("faults").0.iter().map(told).collect()
        };
        assert_eq!(
            faults("código;nombre;tipo;moneda;cuenta activa\n5 7;;Cosa;dólares;quizás\n572;a;Activo;;sí\n572;b;Activo;;no\n"),
            [
                "line.2.active: Escriba sí o no.",
                "line.2.code: Un código lleva solo letras, dígitos, puntos y guiones.",
                "line.2.name: Escriba este dato.",
                "line.2.type: No es un tipo de cuenta: escriba Activo, Pasivo, Patrimonio neto, Ingreso o Gasto.",
                "line.2.currency: Escriba el código de tres letras de la moneda, como EUR o USD.",
                "line.4.code: El código ya está en la línea 3.",
            ]
        );
        assert_eq!(faults("\u{89}PNG\n\u{1a}\n\0\0"), ["file: No es un archivo CSV: en su hoja de cálculo, guárdelo como CSV."]);
        assert_eq!(
            faults("código;nombre;tipo\n1;a;Activo\n2;\"b;Activo\n3;c;Activo\n"),
            ["file: No se puede leer la línea 3: revise las comillas y los separadores."]
        );
        assert_eq!(open_quote("a;\"b\"\"c\";d 5\" e\n f;g", ';'), None);
    }

    #[test]
    fn a_file_is_read_no_further_than_two_hundred_faults() {
        words();
        let text = |lines: usize| format!("code,name,type\n{}", "1 1,x,asset\n".repeat(lines));
        assert_eq!(read(&text(200), 10).expect_err("faults").0.len(), 200);
        let faults = read(&text(50_000), 10).expect_err("faults").0;
        assert_eq!(faults.len(), 201);
        assert_eq!((faults[199].field.as_str(), faults[199].code), ("line.201.code", "account_code"));
        assert_eq!((faults[200].field.as_str(), faults[200].code), ("file", "csv_faults"));
    }

    #[test]
    fn a_file_has_few_columns() {
        words();
        let text = |columns: usize| format!("code,name,type{}\n1,a,asset\n", ",x".repeat(columns - 3));
        assert_eq!(read(&text(50), 10).expect("accounts").len(), 1);
        assert_eq!(read(&text(51), 10).expect_err("faults").0[0].code, "csv_many_columns");
    }

    #[test]
    fn old_spreadsheets_are_read() {
        words();
        assert_eq!(decode(b"c\xf3digo"), "código");
        assert_eq!(decode("\u{feff}código".as_bytes()), "código");
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_is_read_again(names in proptest::collection::vec("[=+@-]?[a-zA-ZáñÑ ,;\"'=+-]{1,20}x", 1..20), english: bool) {
            words();
            let accounts: Vec<Account> = names.iter().enumerate().map(|(at, name)| Account {
                code: format!("{at}"),
                name: name.trim().into(),
                r#type: "asset".into(),
                currency: if at % 2 == 0 { String::new() } else { "USD".into() },
                active: at % 3 != 0,
                ..Account::default()
            }).collect();
            let read = read(&decode(&write(&accounts, if english { Lang::En } else { Lang::Es }).expect("a file")), 100).expect("accounts").into_iter().map(|line| line.account).collect::<Vec<_>>();
            proptest::prop_assert_eq!(read.len(), accounts.len());
            for (read, account) in read.iter().zip(&accounts) {
                proptest::prop_assert_eq!((&read.code, &read.name, &read.r#type, &read.currency, read.active), (&account.code, &account.name, &account.r#type, &account.currency, account.active));
            }
        }
    }
}
