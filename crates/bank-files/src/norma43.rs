//! Norma 43: statements of Spanish banks (AEB, Cuaderno 43, June 2012), records of 80 positions.

use despacho_kernel::{money, place::Currency};
use jiff::civil::Date;

use crate::{
    fault::{Fault, Why},
    iban, numbers,
    statement::{Line, Statement, bounded},
};

/// Currencies by their numbers (ISO 4217), those in which Spanish banks keep accounts.
const CURRENCIES: [(&str, &str); 16] = [
    ("978", "EUR"),
    ("840", "USD"),
    ("826", "GBP"),
    ("756", "CHF"),
    ("392", "JPY"),
    ("124", "CAD"),
    ("036", "AUD"),
    ("208", "DKK"),
    ("578", "NOK"),
    ("752", "SEK"),
    ("985", "PLN"),
    ("203", "CZK"),
    ("348", "HUF"),
    ("504", "MAD"),
    ("484", "MXN"),
    ("156", "CNY"),
];

/// A record: its line, and its characters.
struct Record<'a> {
    at: usize,
    chars: &'a [char],
}

impl Record<'_> {
    /// The positions from `from` to `to`, both counted from 1 as the norm does; blanks for what an editor cut from the end.
    fn part(&self, from: usize, to: usize) -> String {
        self.chars.get(from - 1..self.chars.len().min(to)).unwrap_or_default().iter().collect()
    }

    fn long(&self, expected: usize) -> Result<(), Fault> {
        let found = self.chars.len();
        if found < expected { Err(Fault { line: self.at, why: Why::Short { expected, found } }) } else { Ok(()) }
    }

    fn fault(&self, why: Why) -> Fault {
        Fault { line: self.at, why }
    }

    fn day(&self, from: usize) -> Result<Date, Fault> {
        let text = self.part(from, from + 5);
        let digits = text.bytes().all(|b| b.is_ascii_digit()) && text.len() == 6;
        let day = if digits { numbers::day(&text[..2], &text[2..4], &text[4..]) } else { None };
        day.ok_or_else(|| self.fault(Why::Date(text)))
    }

    /// Fourteen digits, two of them decimals whatever the currency, in its minor units.
    fn amount(&self, from: usize, currency: &Currency) -> Result<i64, Fault> {
        let text = self.part(from, from + 13);
        let hundredths: Option<i64> = text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten();
        let minor = hundredths.and_then(|amount| match currency.digits {
            2 => Some(amount),
            0 => (amount % 100 == 0).then_some(amount / 100),
            _ => amount.checked_mul(10),
        });
        minor.ok_or_else(|| self.fault(Why::Amount(text)))
    }

    /// An amount with its sign before or after it: 1 debit, 2 credit.
    fn signed(&self, sign: usize, from: usize, currency: &Currency) -> Result<i64, Fault> {
        let amount = self.amount(from, currency)?;
        match self.part(sign, sign).as_str() {
            "1" => Ok(-amount),
            "2" => Ok(amount),
            other => Err(self.fault(Why::Record(other.to_owned()))),
        }
    }

    fn count(&self, from: usize, to: usize) -> Result<usize, Fault> {
        let text = self.part(from, to);
        text.trim().parse().map_err(|_| self.fault(Why::Record(text)))
    }
}

/// An account that is being read.
struct Open {
    statement: Statement,
    currency: &'static Currency,
}

/// The statements of a file.
pub fn read(text: &str) -> Result<Vec<Statement>, Fault> {
    let (mut done, mut open, mut ended): (Vec<Statement>, Option<Open>, bool) = (vec![], None, false);
    let (mut records, mut count, mut last) = (0, 0, 0);
    for (at, line) in text.lines().enumerate() {
        // Some programs end the file with the mark of DOS.
        let line = line.trim_end_matches(['\u{1a}', '\r', ' ']);
        if line.is_empty() {
            continue;
        }
        let chars: Vec<char> = line.chars().collect();
        let record = Record { at: at + 1, chars: &chars };
        last = record.at;
        if ended {
            return Err(record.fault(Why::Record(record.part(1, 20))));
        }
        records += 1;
        match (record.part(1, 2).as_str(), &mut open) {
            // The head of a file of several senders.
            ("00", None) if records == 1 => {}
            ("11", None) => open = Some(account(&record)?),
            ("22", Some(of)) => {
                count += 1;
                bounded(count, record.at)?;
                of.statement.lines.push(movement(&record, of.currency)?);
            }
            ("23", Some(of)) => {
                record.long(5)?;
                let line = of.statement.lines.last_mut().ok_or_else(|| record.fault(Why::Record("23".into())))?;
                for part in [record.part(5, 42), record.part(43, 80)] {
                    if !part.trim().is_empty() {
                        line.text.push(' ');
                        line.text.push_str(part.trim());
                    }
                }
            }
            // The amount in the currency that it came in: the account's own is what counts.
            ("24", Some(of)) if !of.statement.lines.is_empty() => record.long(21)?,
            ("33", Some(of)) => {
                closing(&record, of)?;
                done.extend(open.take().map(|of| of.statement));
            }
            ("88", None) => {
                let told = record.count(21, 26)?;
                // Some banks count this record too, some the head.
                if told + 1 < records - 1 || told > records {
                    return Err(record.fault(Why::Count { told: told.to_string(), found: (records - 1).to_string() }));
                }
                ended = true;
            }
            (kind, _) => return Err(record.fault(Why::Record(kind.to_owned()))),
        }
    }
    if let Some(what) = open.map(|_| "33").or((!ended).then_some("88")) {
        return Err(Fault { line: last, why: Why::Truncated(what) });
    }
    for line in done.iter_mut().flat_map(|statement| &mut statement.lines) {
        if line.text.trim().is_empty() {
            line.text.clone_from(&line.reference);
        }
    }
    Ok(done)
}

fn account(record: &Record<'_>) -> Result<Open, Fault> {
    record.long(50)?;
    let (bank, branch, number, code) = (record.part(3, 6), record.part(7, 10), record.part(11, 20), record.part(48, 50));
    let letters = CURRENCIES.iter().find(|(of, _)| *of == code).map(|(_, letters)| *letters);
    let currency = numbers::currency(letters.unwrap_or(&code), record.at)?;
    let statement = Statement {
        iban: iban::spanish(&bank, &branch, &number),
        account: format!("{bank}{branch}{number}"),
        currency: currency.code.clone(),
        from: Some(record.day(21)?),
        through: Some(record.day(27)?),
        opening: Some(record.signed(33, 34, currency)?),
        ..Statement::default()
    };
    Ok(Open { statement, currency })
}

fn movement(record: &Record<'_>, currency: &Currency) -> Result<Line, Fault> {
    record.long(42)?;
    // Zeros alone are no reference.
    let told = |text: String| Some(text.trim().to_owned()).filter(|text| text.chars().any(|c| c != '0'));
    let references: Vec<String> = [(53, 64), (65, 80)].into_iter().filter_map(|(from, to)| told(record.part(from, to))).collect();
    let reference = if references.is_empty() { told(record.part(43, 52)).unwrap_or_default() } else { references.join(" ") };
    Ok(Line {
        at: record.at,
        date: record.day(11)?,
        value_date: record.day(17).ok(),
        amount: record.signed(28, 29, currency)?,
        reference,
        code: record.part(23, 24),
        ..Line::default()
    })
}

/// Checks counts, sums and balance against what the bank says at the end of an account.
fn closing(record: &Record<'_>, of: &mut Open) -> Result<(), Fault> {
    record.long(73)?;
    let (plain, lines) = (|minor| money::plain(minor, of.currency.digits), &of.statement.lines);
    let sum = |sign: i64| lines.iter().map(|line| (line.amount * sign).max(0)).sum::<i64>();
    let count = |sign: i64| lines.iter().filter(|line| line.amount * sign > 0).count();
    let told = [(-1, record.count(21, 25)?, record.amount(26, of.currency)?), (1, record.count(40, 44)?, record.amount(45, of.currency)?)];
    for (sign, counted, summed) in told {
        // A movement of nothing may stand on either side.
        let (found, of_nothing) = (count(sign), lines.iter().filter(|line| line.amount == 0).count());
        if counted < found || counted > found + of_nothing {
            return Err(record.fault(Why::Count { told: counted.to_string(), found: found.to_string() }));
        }
        if summed != sum(sign) {
            return Err(record.fault(Why::Sums { told: plain(summed), found: plain(sum(sign)) }));
        }
    }
    let opening = of.statement.opening.unwrap_or(0);
    let comes_to = opening + sum(1) - sum(-1);
    // Some banks give the balance no sign: then the movements tell it.
    let closing = match record.part(59, 59).as_str() {
        "0" | " " => record.amount(60, of.currency)? * if comes_to < 0 { -1 } else { 1 },
        _ => record.signed(59, 60, of.currency)?,
    };
    of.statement.closing = Some(closing);
    if comes_to != closing {
        // Some banks leave a balance at zero where they do not tell it.
        match (opening, closing) {
            (0, _) => of.statement.opening = None,
            (_, 0) => of.statement.closing = None,
            _ => return Err(record.fault(Why::Sums { told: plain(closing), found: plain(comes_to) })),
        }
    }
    Ok(())
}
