//! CSV: which column says what is told by a mapping, or by the headings that banks use.

use despacho_kernel::{money, place::Currency, text::fold};
use despacho_sheets::read::{self, Limits, Row, Unreadable};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::{
    fault::{Fault, Why},
    iban,
    numbers::{self, Mark},
    statement::{Line, MAX_BYTES, MAX_LINES, Statement},
};

despacho_kernel::words! {
    /// The order of a day's parts.
    DateOrder {
        /// `31/12/2027`.
        DayFirst = "dmy",
        /// `12/31/2027`.
        MonthFirst = "mdy",
        /// `2027-12-31`.
        YearFirst = "ymd",
    }
}

/// The order of a day's parts as its word.
fn write_order<S: Serializer>(order: &Option<DateOrder>, to: S) -> Result<S::Ok, S::Error> {
    order.map(DateOrder::word).serialize(to)
}

fn read_order<'de, D: Deserializer<'de>>(from: D) -> Result<Option<DateOrder>, D::Error> {
    let word: Option<String> = Deserialize::deserialize(from)?;
    word.filter(|word| !word.is_empty()).map(|word| word.parse().map_err(D::Error::custom)).transpose()
}

/// Which column says what, counted from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// What stands between cells; what the first lines have most evenly where it is not told.
    pub separator: Option<char>,
    /// `,` or `.`; where it is not told, the last of both in each amount.
    pub decimal: Option<char>,
    /// The order of a day's parts; the day first where it is not told, unless a year stands first.
    #[serde(serialize_with = "write_order", deserialize_with = "read_order")]
    pub dates: Option<DateOrder>,
    /// Rows before the first movement.
    pub header_rows: usize,
    /// The day that it was booked on.
    pub date: usize,
    /// The day from which it counts.
    pub value_date: Option<usize>,
    /// Its text, of all these columns.
    pub text: Vec<usize>,
    /// Its reference.
    pub reference: Option<usize>,
    /// Who stands on the other side.
    pub counterparty: Option<usize>,
    /// Their IBAN.
    pub counterparty_iban: Option<usize>,
    /// Money in and out with its sign.
    pub amount: Option<usize>,
    /// Money out without a sign, where amounts have two columns.
    pub debit: Option<usize>,
    /// Money in.
    pub credit: Option<usize>,
    /// The balance after the line.
    pub balance: Option<usize>,
}

const LIMITS: Limits = Limits { rows: MAX_LINES + 100, columns: 60, bytes: MAX_BYTES as u64 };

/// The headings of a column, folded, in Spanish and English.
const HEADINGS: [(&str, &[&str]); 10] = [
    ("date", &["fecha", "fecha operacion", "f. operacion", "fecha contable", "fecha movimiento", "date", "booking date", "transaction date", "posting date"]),
    ("value_date", &["fecha valor", "f. valor", "valor", "value date"]),
    ("text", &["concepto", "descripcion", "movimiento", "detalle", "mas datos", "observaciones", "description", "text", "details", "memo"]),
    ("reference", &["referencia", "reference", "documento", "numero de documento"]),
    ("counterparty", &["beneficiario", "ordenante", "beneficiario/ordenante", "nombre", "payee", "name", "counterparty", "contrapartida"]),
    ("counterparty_iban", &["iban", "cuenta contraria", "counterparty iban", "iban contrapartida"]),
    ("amount", &["importe", "importe eur", "importe (eur)", "cantidad", "amount", "amount (eur)"]),
    ("debit", &["cargo", "cargos", "debe", "debit", "money out", "paid out"]),
    ("credit", &["abono", "abonos", "haber", "credit", "money in", "paid in", "ingreso"]),
    ("balance", &["saldo", "saldo (eur)", "balance", "saldo disponible"]),
];

impl Mapping {
    /// What the headings of a file tell; none where they name no day or no amount.
    pub fn guess(rows: &[Row]) -> Option<Self> {
        rows.iter().take(30).enumerate().find_map(|(at, row)| {
            let mut found = Self { header_rows: at + 1, date: usize::MAX, ..Self::default() };
            for (column, heading) in row.cells.iter().enumerate() {
                let heading = fold(heading.trim());
                let Some((name, _)) = HEADINGS.iter().find(|(_, words)| words.contains(&heading.as_str())) else { continue };
                match *name {
                    "date" if found.date == usize::MAX => found.date = column,
                    "value_date" => found.value_date = Some(column),
                    "text" => found.text.push(column),
                    "reference" => found.reference = Some(column),
                    "counterparty" => found.counterparty = Some(column),
                    "counterparty_iban" => found.counterparty_iban = Some(column),
                    "amount" => found.amount = Some(column),
                    "debit" => found.debit = Some(column),
                    "credit" => found.credit = Some(column),
                    "balance" => found.balance = Some(column),
                    _ => {}
                }
            }
            (found.date != usize::MAX && (found.amount.is_some() || found.debit.is_some() || found.credit.is_some())).then_some(found)
        })
    }
}

/// The rows of a file.
pub fn rows(text: &str, separator: Option<char>) -> Result<Vec<Row>, Fault> {
    let separator = separator.unwrap_or_else(|| read::separator(text));
    read::separated(text, separator, LIMITS).map_err(|error| match error {
        Unreadable::Quote(line) => Fault { line, why: Why::Quote },
        Unreadable::Rows(_) => Fault::whole(Why::TooManyLines(MAX_LINES)),
        Unreadable::Columns(_) | Unreadable::Format | Unreadable::Size => Fault { line: 1, why: Why::Unknown },
    })
}

/// The statement of a file.
pub fn read(text: &str, currency: &Currency, mapping: Option<&Mapping>) -> Result<Statement, Fault> {
    let rows = rows(text, mapping.and_then(|mapping| mapping.separator))?;
    let guessed = if mapping.is_none() { Mapping::guess(&rows) } else { None };
    let mapping = mapping.or(guessed.as_ref()).ok_or(Fault { line: 1, why: Why::Columns })?;
    let mark = mapping.decimal.map_or(Mark::Certain, Mark::Of);
    let (mut statement, mut balances) = (Statement::default(), vec![]);
    for row in rows.iter().skip(mapping.header_rows) {
        let cell = |column: usize| row.cells.get(column).map(|cell| cell.trim()).unwrap_or_default();
        let said = |column: Option<usize>| column.map(cell).unwrap_or_default();
        let nothing = [mapping.amount, mapping.debit, mapping.credit].into_iter().all(|column| said(column).is_empty());
        // What stands below the movements, or between them, is none.
        if cell(mapping.date).is_empty() && nothing {
            continue;
        }
        let told = cell(mapping.date);
        let date = day(told, mapping.dates).ok_or_else(|| Fault { line: row.number, why: Why::Date(told.to_owned()) })?;
        let amount_of = |column: Option<usize>| match said(column) {
            "" => Ok(None),
            text => numbers::amount(text.trim_end_matches(['€', '$', '£']), currency, mark, row.number).map(Some),
        };
        let amount = match (amount_of(mapping.amount)?, amount_of(mapping.debit)?, amount_of(mapping.credit)?) {
            (Some(amount), _, _) => amount,
            (None, None, None) => return Err(Fault { line: row.number, why: Why::Missing("amount") }),
            // Some banks write money out with its sign in its own column too.
            (None, debit, credit) => credit.unwrap_or(0) - debit.unwrap_or(0).abs(),
        };
        if statement.lines.len() >= MAX_LINES {
            return Err(Fault { line: row.number, why: Why::TooManyLines(MAX_LINES) });
        }
        balances.push(amount_of(mapping.balance)?);
        statement.lines.push(Line {
            at: row.number,
            date,
            value_date: mapping.value_date.and_then(|column| day(cell(column), mapping.dates)),
            amount,
            text: mapping.text.iter().map(|column| cell(*column)).collect::<Vec<_>>().join(" "),
            reference: said(mapping.reference).to_owned(),
            counterparty: said(mapping.counterparty).to_owned(),
            counterparty_iban: iban::checked(said(mapping.counterparty_iban)).unwrap_or_default(),
            ..Line::default()
        });
    }
    if statement.lines.is_empty() {
        return Err(Fault::whole(Why::Empty));
    }
    balance(&mut statement, &balances, currency)?;
    Ok(statement)
}

/// What the file begins and ends with, by the balances that stand beside its lines, the oldest or the latest first.
fn balance(statement: &mut Statement, told: &[Option<i64>], currency: &Currency) -> Result<(), Fault> {
    let Some(balances) = told.iter().copied().collect::<Option<Vec<i64>>>() else { return Ok(()) };
    let lines = &statement.lines;
    // Where a line's own balance is not what the one before it leads to, in either order.
    let oldest = (1..lines.len()).find(|at| balances[at - 1] + lines[*at].amount != balances[*at]);
    let latest = (1..lines.len()).find(|at| balances[*at] + lines[at - 1].amount != balances[at - 1]);
    let last = lines.len() - 1;
    let falling = lines.first().map(|line| line.date) > lines.last().map(|line| line.date);
    match (oldest, latest) {
        (None, _) if !(latest.is_none() && falling) => {
            (statement.opening, statement.closing) = (Some(balances[0] - lines[0].amount), Some(balances[last]));
        }
        (_, None) => (statement.opening, statement.closing) = (Some(balances[last] - lines[last].amount), Some(balances[0])),
        (Some(rising), Some(sinking)) => {
            let plain = |minor| money::plain(minor, currency.digits);
            let (at, found) =
                if falling { (sinking - 1, balances[sinking] + lines[sinking - 1].amount) } else { (rising, balances[rising - 1] + lines[rising].amount) };
            return Err(Fault { line: lines[at].at, why: Why::Sums { told: plain(balances[at]), found: plain(found) } });
        }
        (None, Some(_)) => {}
    }
    Ok(())
}

/// A day as a cell writes it, whatever stands between its parts; an hour behind it is left out.
fn day(text: &str, order: Option<DateOrder>) -> Option<Date> {
    let text = text.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    let [a, b, c] = parts.as_slice() else { return if text.len() == 8 { numbers::compact(text) } else { None } };
    match order {
        Some(DateOrder::YearFirst) => numbers::day(a, b, c),
        _ if a.len() == 4 => numbers::day(a, b, c),
        Some(DateOrder::MonthFirst) => numbers::day(c, a, b),
        Some(DateOrder::DayFirst) | None => numbers::day(c, b, a),
    }
}
