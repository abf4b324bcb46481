//! QIF: records of lines that each begin with a letter, ended by `^`.

use despacho_kernel::place::Currency;
use jiff::civil::Date;

use crate::{
    fault::{Fault, Why},
    numbers::{self, Mark},
    statement::{Line, Statement, bounded},
};

/// Lists of movements of an account that holds money.
const KINDS: [&str; 5] = ["bank", "cash", "ccard", "oth a", "oth l"];

/// The statement of a file: all its movements.
pub fn read(text: &str, currency: &Currency, day_first: bool) -> Result<Vec<Statement>, Fault> {
    let (mut lines, mut record): (Vec<(Line, String)>, Option<Record>) = (vec![], None);
    let (mut name, mut in_movements, mut in_account, mut last, mut typed) = (String::new(), false, false, 0, false);
    for (at, line) in text.lines().enumerate() {
        let (at, line) = (at + 1, line.trim_end_matches(['\u{1a}', '\r', ' ']));
        let Some(letter) = line.chars().next() else { continue };
        if letter == '#' && !typed {
            continue;
        }
        last = at;
        let rest = line[letter.len_utf8()..].trim();
        match letter {
            '!' => {
                let kind = rest.to_ascii_lowercase();
                let list = kind.strip_prefix("type:").map(str::trim);
                typed = typed || list.is_some();
                in_account = kind == "account";
                in_movements = list.is_some_and(|list| KINDS.contains(&list));
                // Lists of categories and classes are no movements; investments are movements of another kind.
                if list == Some("invst") {
                    return Err(Fault { line: at, why: Why::Record(line.to_owned()) });
                }
            }
            '^' => {
                if let Some(record) = record.take() {
                    bounded(lines.len() + 1, at)?;
                    lines.push(record.line(currency)?);
                }
                in_account = false;
            }
            'N' if in_account => name = rest.to_owned(),
            _ if in_movements => record.get_or_insert_with(|| Record { at, ..Record::default() }).take(letter, rest, line)?,
            _ if typed || in_account => {}
            _ => return Err(Fault { line: at, why: Why::Record(line.to_owned()) }),
        }
    }
    if record.is_some() {
        return Err(Fault { line: last, why: Why::Truncated("^") });
    }
    let order = order(lines.iter().map(|(_, day)| day.as_str()), day_first);
    let dated = |(mut line, text): (Line, String)| {
        line.date = day(&text, order).ok_or_else(|| Fault { line: line.at, why: Why::Date(text.clone()) })?;
        Ok(line)
    };
    let mut lines = lines.into_iter().map(dated).collect::<Result<Vec<_>, Fault>>()?;
    // A first record of this name tells the balance that the account began with.
    let opening = lines.first().filter(|line| line.counterparty.eq_ignore_ascii_case("opening balance")).map(|line| line.amount);
    if opening.is_some() {
        lines.remove(0);
    }
    let closing = opening.map(|opening| opening + lines.iter().map(|line| line.amount).sum::<i64>());
    Ok(vec![Statement { account: name.split_whitespace().collect(), opening, closing, lines, ..Statement::default() }])
}

#[derive(Default)]
struct Record {
    at: usize,
    day: Option<String>,
    amount: Option<String>,
    payee: String,
    memo: String,
    number: String,
}

impl Record {
    fn take(&mut self, letter: char, rest: &str, line: &str) -> Result<(), Fault> {
        match letter {
            'D' => self.day = Some(rest.to_owned()),
            'T' => self.amount = Some(rest.to_owned()),
            'U' if self.amount.is_none() => self.amount = Some(rest.to_owned()),
            'P' => self.payee = rest.to_owned(),
            'M' => self.memo = rest.to_owned(),
            'N' => self.number = rest.to_owned(),
            // Cleared, category, address, what a split says of its parts, and what programs add.
            'U' | 'C' | 'L' | 'A' | 'S' | 'E' | '$' | '%' | 'F' | 'X' | 'K' | 'Y' | 'I' | 'Q' | 'O' => {}
            _ => return Err(Fault { line: self.at, why: Why::Record(line.to_owned()) }),
        }
        Ok(())
    }

    fn line(self, currency: &Currency) -> Result<(Line, String), Fault> {
        let missing = |what| Fault { line: self.at, why: Why::Missing(what) };
        let (day, amount) = (self.day.ok_or_else(|| missing("D"))?, self.amount.ok_or_else(|| missing("T"))?);
        let text = if self.memo.is_empty() || self.payee == self.memo { self.payee.clone() } else { format!("{} {}", self.payee, self.memo) };
        let amount = numbers::amount(&amount, currency, Mark::Grouped, self.at)?;
        Ok((Line { at: self.at, amount, text, reference: self.number, counterparty: self.payee, ..Line::default() }, day))
    }
}

/// The three numbers of a day, as they stand.
fn parts(text: &str) -> Option<[String; 3]> {
    let parts: Vec<String> = text.split(['/', '-', '.', '\'', ' ']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect();
    <[String; 3]>::try_from(parts).ok()
}

/// Whether the day stands first: what one date of the file tells holds for all.
fn order<'a>(days: impl Iterator<Item = &'a str>, otherwise: bool) -> bool {
    let numbers = |text: &str| parts(text).and_then(|[a, b, _]| Some((a.parse::<u32>().ok()?, b.parse::<u32>().ok()?)));
    let mut told = None;
    for (first, second) in days.filter_map(numbers).filter(|(first, _)| *first < 1000) {
        if first > 12 {
            told = Some(true);
        } else if second > 12 {
            told = told.or(Some(false));
        }
    }
    told.unwrap_or(otherwise)
}

fn day(text: &str, day_first: bool) -> Option<Date> {
    let [a, b, c] = parts(text)?;
    if a.len() == 4 {
        return numbers::day(&a, &b, &c);
    }
    // `3/12' 7` is of the year 2007.
    let c = if c.len() == 1 { format!("0{c}") } else { c };
    if day_first { numbers::day(&c, &b, &a) } else { numbers::day(&c, &a, &b) }
}
