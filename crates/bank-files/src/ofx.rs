//! OFX: 1.x in SGML, where elements with a value have no end, and 2.x in XML. Both are read as tags with what follows them.

use despacho_kernel::place::Currency;
use despacho_xml::named;

use crate::{
    fault::{Fault, Why},
    iban,
    numbers::{self, Mark},
    statement::{Line, Statement, bounded},
};

/// The statements of a file.
pub fn read(text: &str, fallback: &Currency) -> Result<Vec<Statement>, Fault> {
    let start = text.find("<OFX>").ok_or(Fault { line: 1, why: Why::Unknown })?;
    if text[..start].contains("<!DOCTYPE") || text.contains("<!ENTITY") {
        return Err(Fault { line: 1, why: Why::Entities });
    }
    let mut line = 1 + text[..start].matches('\n').count();
    let (mut done, mut open, mut count): (Vec<Statement>, Option<Reading>, usize) = (vec![], None, 0);
    let mut rest = &text[start..];
    let mut ended = false;
    while let Some(tag) = rest.strip_prefix('<') {
        let at = line;
        let (name, after) = tag.split_once('>').ok_or(Fault { line: at, why: Why::Truncated("</OFX>") })?;
        let (value, next) = value_of(after);
        line += name.matches('\n').count() + after[..after.len() - next.len()].matches('\n').count();
        rest = next;
        match (name.trim(), &mut open) {
            ("STMTRS" | "CCSTMTRS", None) => open = Some(Reading::default()),
            ("/STMTRS" | "/CCSTMTRS", Some(_)) => done.extend(open.take().map(Reading::finish)),
            ("STMTTRN", Some(of)) => {
                count += 1;
                bounded(count, at)?;
                of.movement = Some(Movement { at, ..Movement::default() });
            }
            ("/STMTTRN", Some(of)) => of.moved(fallback)?,
            ("/OFX", _) => ended = true,
            ("LEDGERBAL", Some(of)) => of.in_ledger = true,
            ("AVAILBAL", Some(of)) => of.in_ledger = false,
            // An empty value tells nothing.
            (name, Some(of)) if !name.starts_with('/') && !value.trim().is_empty() => of.said(name, &plain(value), at, fallback)?,
            _ => {}
        }
    }
    if !ended || open.is_some() {
        return Err(Fault { line, why: Why::Truncated("</OFX>") });
    }
    Ok(done)
}

/// What stands behind a tag, up to the next one.
fn value_of(after: &str) -> (&str, &str) {
    let trimmed = after.trim_start();
    if let Some(data) = trimmed.strip_prefix("<![CDATA[") {
        // Without an end it is the rest of the file, which lacks its end then.
        let (value, rest) = data.split_once("]]>").unwrap_or((data, ""));
        return (value, &rest[rest.find('<').unwrap_or(rest.len())..]);
    }
    let end = after.find('<').unwrap_or(after.len());
    (&after[..end], &after[end..])
}

/// A value without what stands for letters of markup.
fn plain(value: &str) -> String {
    let mut parts = value.trim().split('&');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let letter = part.split_once(';').and_then(|(name, rest)| {
            let code = name
                .strip_prefix('#')
                .map(|code| code.strip_prefix('x').map_or_else(|| code.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok()));
            let letter = match code {
                Some(code) => char::from_u32(code?)?,
                None if name == "nbsp" => ' ',
                None => named(name)?,
            };
            Some((letter, rest))
        });
        match letter {
            Some((letter, rest)) => {
                text.push(letter);
                text.push_str(rest);
            }
            // A plain sign, as many banks write it.
            None => {
                text.push('&');
                text.push_str(part);
            }
        }
    }
    text
}

#[derive(Default)]
struct Reading {
    statement: Statement,
    currency: Option<&'static Currency>,
    bank: String,
    branch: String,
    movement: Option<Movement>,
    /// Whether the balance that is told next is the ledger's.
    in_ledger: bool,
}

#[derive(Default)]
struct Movement {
    at: usize,
    line: Line,
    date: Option<String>,
    amount: Option<String>,
    name: String,
    memo: String,
}

impl Reading {
    fn said(&mut self, name: &str, value: &str, at: usize, fallback: &Currency) -> Result<(), Fault> {
        if let Some(movement) = &mut self.movement {
            match name {
                "DTPOSTED" => movement.date = Some(value.to_owned()),
                "DTAVAIL" => movement.line.value_date = numbers::compact(value),
                "TRNAMT" => movement.amount = Some(value.to_owned()),
                "TRNTYPE" => movement.line.code = value.to_owned(),
                "FITID" => movement.line.external_id = value.to_owned(),
                "CHECKNUM" | "REFNUM" if movement.line.reference.is_empty() => movement.line.reference = value.to_owned(),
                "NAME" | "PAYEE" if movement.name.is_empty() => movement.name = value.to_owned(),
                "MEMO" => movement.memo = value.to_owned(),
                _ => {}
            }
            return Ok(());
        }
        match name {
            "CURDEF" => self.currency = Some(numbers::currency(value, at)?),
            "BANKID" => self.bank = value.to_owned(),
            "BRANCHID" => self.branch = value.to_owned(),
            "ACCTID" if self.statement.account.is_empty() => {
                let account: String = value.split_whitespace().collect();
                self.statement.iban = iban::checked(&account).or_else(|| iban::spanish(&self.bank, &self.branch, &account));
                self.statement.account = account;
            }
            "DTSTART" => self.statement.from = numbers::compact(value),
            "DTEND" => self.statement.through = numbers::compact(value),
            "BALAMT" if self.in_ledger => {
                self.statement.closing = Some(numbers::amount(value, self.currency.unwrap_or(fallback), Mark::Last, at)?);
                self.in_ledger = false;
            }
            _ => {}
        }
        Ok(())
    }

    fn moved(&mut self, fallback: &Currency) -> Result<(), Fault> {
        let Some(Movement { at, mut line, date, amount, name, memo }) = self.movement.take() else { return Ok(()) };
        let date = date.ok_or(Fault { line: at, why: Why::Missing("DTPOSTED") })?;
        let amount = amount.ok_or(Fault { line: at, why: Why::Missing("TRNAMT") })?;
        line.at = at;
        line.date = numbers::compact(&date).ok_or(Fault { line: at, why: Why::Date(date) })?;
        line.amount = numbers::amount(&amount, self.currency.unwrap_or(fallback), Mark::Last, at)?;
        // Some banks begin the memo with the name that they cut.
        line.text = match (memo.trim(), name.trim()) {
            ("", name) => name.to_owned(),
            (memo, name) if name.contains(memo) => name.to_owned(),
            (memo, name) if memo.starts_with(name) => memo.to_owned(),
            (memo, name) => format!("{name} {memo}"),
        };
        line.counterparty = name;
        self.statement.lines.push(line);
        Ok(())
    }

    fn finish(mut self) -> Statement {
        self.statement.currency = self.currency.map(|of| of.code.clone()).unwrap_or_default();
        self.statement
    }
}

#[cfg(test)]
mod tests {
    use despacho_kernel::place;

    use super::*;

    #[test]
    fn data_without_an_end_is_read_once() {
        let text = format!("<OFX>{}", "<A><![CDATA[".repeat(200_000));
        assert_eq!(read(&text, place::currency("EUR").expect("the euro")).map_err(|fault| fault.why), Err(Why::Truncated("</OFX>")));
    }
}
