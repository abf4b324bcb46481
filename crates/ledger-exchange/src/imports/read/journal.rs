//! Journals of hledger (<https://hledger.org/hledger.html#journal>) and of ledger (<https://ledger-cli.org/doc/ledger3.html>).

use despacho_kernel::place::Currency;
use despacho_ledger::journal::{Journal, Kind};
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{
    Fault, Found, MAX_LINE,
    amounts::{self, Marks},
    journal_of, kind_of,
    settle::{Claim, Price, Raw, RawEntry, RawPosting, settle},
};

/// Which of the two wrote a journal: they differ in small things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    Hledger,
    Ledger,
}

/// Most parts of an account's name, and most names that stand around one.
const DEPTH: usize = 20;

/// What is being read.
struct Reader {
    tool: Tool,
    marks: Marks,
    raw: Raw,
    year: Option<i16>,
    /// The commodity of amounts that name none.
    usual: String,
    around: Vec<String>,
    aliases: Vec<(String, String)>,
    entry: Option<RawEntry>,
    /// The account that a directive declares, whose name may follow on lines of its own.
    declared: Option<String>,
}

/// A day: `2026-01-31`, `2026/1/31`, `2026.1.31`, and without its year where one is told.
fn date(text: &str, year: Option<i16>) -> Result<Date, &'static str> {
    let mark = text.chars().find(|c| !c.is_ascii_digit()).ok_or("date")?;
    let parts: Vec<&str> = text.split(mark).collect();
    let number = |at: usize| parts.get(at).and_then(|part| part.parse::<i16>().ok());
    let found = match (mark, parts.len()) {
        ('-' | '/' | '.', 3) => (number(0).filter(|_| parts[0].len() == 4), number(1), number(2)),
        ('-' | '/' | '.', 2) => (Some(year.ok_or("date_year")?), number(0), number(1)),
        _ => return Err("date"),
    };
    let (Some(year), Some(month), Some(day)) = found else { return Err("date") };
    let small = |number: i16| i8::try_from(number).map_err(|_| "date");
    Date::new(year, small(month)?, small(day)?).map_err(|_| "date")
}

/// A text without the comment that a semicolon begins, and that comment.
fn commented(text: &str) -> (&str, Option<&str>) {
    text.split_once(';').map_or((text.trim(), None), |(text, comment)| (text.trim(), Some(comment.trim())))
}

/// The value that a comment gives to one of our own tags.
fn tag<'a>(comment: &'a str, name: &str) -> Option<&'a str> {
    comment.strip_prefix(name)?.strip_prefix(':').map(str::trim)
}

impl Reader {
    fn fault(&mut self, fault: Fault) {
        self.raw.found.fault(fault);
    }

    /// An account with the names around it and other names undone.
    fn account(&self, name: &str) -> String {
        let mut name = self.around.iter().map(String::as_str).chain([name]).collect::<Vec<_>>().join(":");
        for (from, to) in self.aliases.iter().rev() {
            if name == *from || name.strip_prefix(from.as_str()).is_some_and(|rest| rest.starts_with(':')) {
                name = format!("{to}{}", &name[from.len()..]);
            }
        }
        name
    }

    fn head(&mut self, line: usize, text: &str) -> Result<RawEntry, Fault> {
        let (text, comment) = commented(text);
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        let day = text[..end].split('=').next().unwrap_or_default();
        let date = date(day, self.year).map_err(|code| Fault::of(line, code, &text[..end]))?;
        let mut rest = text[end..].trim_start();
        rest = rest.strip_prefix(['*', '!']).unwrap_or(rest).trim_start();
        let (mut code, mut description) = ("", rest);
        if let Some(after) = rest.strip_prefix('(')
            && let Some((inside, rest)) = after.split_once(')')
        {
            (code, description) = (inside.trim(), rest.trim());
        }
        let mut entry = RawEntry {
            line,
            date,
            journal: journal_of(code).unwrap_or(Journal::General),
            kind: Kind::Manual,
            description: description.to_owned(),
            reference: code.to_owned(),
            postings: vec![],
        };
        if let Some(comment) = comment {
            tagged(&mut entry, comment);
        }
        Ok(entry)
    }

    fn amount<'a>(&self, line: usize, text: &'a str) -> Result<(amounts::Amount, &'a str), Fault> {
        if text.starts_with('(') {
            return Err(Fault::of(line, "amount_expression", text));
        }
        let (mut amount, rest) = amounts::amount(text, &self.marks).map_err(|code| Fault::of(line, code, text))?;
        if amount.commodity.is_empty() {
            amount.commodity.clone_from(&self.usual);
        }
        Ok((amount, rest))
    }

    fn posting(&self, line: usize, text: &str) -> Result<RawPosting, Fault> {
        let text = text.trim();
        let text = text.strip_prefix(['*', '!']).map_or(text, str::trim_start);
        let ends = [text.find("  "), text.find('\t'), text.find(" ;")].into_iter().flatten().min().unwrap_or(text.len());
        let (name, rest) = (text[..ends].trim(), text[ends..].trim());
        let (mut rest, comment) = commented(rest);
        let apart = name.starts_with('[') && name.ends_with(']');
        if name.starts_with('(') && name.ends_with(')') {
            return Err(Fault::of(line, "virtual_posting", name));
        }
        let name = if apart { name[1..name.len() - 1].trim() } else { name };
        if name.is_empty() || name.split(':').count() + self.around.len() > DEPTH {
            return Err(Fault::of(line, "account_name", name));
        }
        let mut posting = RawPosting {
            line,
            account: self.account(name),
            amount: None,
            price: None,
            claim: None,
            apart,
            description: comment.unwrap_or_default().to_owned(),
            contact: String::new(),
        };
        if !rest.is_empty() && !rest.starts_with('=') {
            let (amount, after) = self.amount(line, rest)?;
            (posting.amount, rest) = (Some(amount), after);
        }
        while !rest.is_empty() {
            if rest.starts_with(['{', '[']) || (rest.starts_with('(') && !rest.starts_with("(@")) {
                return Err(Fault::of(line, "lot", rest));
            } else if let Some(after) = rest.strip_prefix("(@").or_else(|| rest.strip_prefix('@')) {
                let (total, after) = after.strip_prefix('@').map_or((false, after), |after| (true, after));
                let after = if rest.starts_with('(') { after.trim_start_matches(')') } else { after };
                let (amount, after) = self.amount(line, after.trim_start())?;
                posting.price = Some(Price { amount, total });
                rest = after;
            } else if let Some(after) = rest.strip_prefix('=') {
                let (only, after) = after.strip_prefix('=').map_or((false, after), |after| (true, after));
                let (below, after) = after.strip_prefix('*').map_or((false, after), |after| (true, after));
                let (amount, after) = self.amount(line, after.trim_start())?;
                posting.claim = Some(Claim { amount, tolerance: Decimal::ZERO, only, below });
                // The price of what is claimed says nothing of what is held.
                rest = if after.starts_with('@') { "" } else { after };
            } else {
                return Err(Fault::of(line, "amount_invalid", rest));
            }
        }
        Ok(posting)
    }

    /// What an automated entry adds without balancing it is no money of the books.
    fn leave_out(&mut self, automated: Option<Fault>) {
        if let Some(fault) = automated {
            self.raw.found.note(Fault { code: "automated_left_out", ..fault });
        }
    }

    fn close(&mut self) -> bool {
        self.entry.take().is_none_or(|entry| self.raw.push(entry))
    }

    fn directive(&mut self, line: usize, text: &str) -> Result<(), Fault> {
        let text = text.strip_prefix(['!', '@']).unwrap_or(text);
        let (word, rest) = text.split_once(char::is_whitespace).map_or((text, ""), |(word, rest)| (word, rest.trim()));
        let (plain, comment) = commented(rest);
        match word {
            "account" => {
                let name = self.account(plain.split("  ").next().unwrap_or(plain).trim());
                if let Some(comment) = comment {
                    let title = if comment.starts_with("type:") { comment.split_once(',').map_or("", |(_, title)| title) } else { comment };
                    self.entitle(&name, title);
                }
                self.declared = Some(name);
            }
            "commodity" | "D" => {
                if let Ok((amount, _)) = amounts::amount(plain, &Marks { lone_comma_groups: false, ..self.marks.clone() }) {
                    self.sample(plain, &amount.commodity);
                    if word == "D" {
                        self.usual = amount.commodity;
                    }
                }
            }
            "format" => {}
            "decimal-mark" => self.marks.decimal = plain.chars().next(),
            "P" => {
                let (day, rest) = plain.split_once(char::is_whitespace).ok_or_else(|| Fault::of(line, "price", plain))?;
                let date = date(day, self.year).map_err(|code| Fault::of(line, code, day))?;
                let rest = rest.trim_start();
                // A time may stand between.
                let rest = match rest.split_once(char::is_whitespace) {
                    Some((time, after)) if time.contains(':') && time.starts_with(|c: char| c.is_ascii_digit()) => after.trim_start(),
                    _ => rest,
                };
                let (name, value) = match rest.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
                    Some((name, value)) => (name.to_owned(), value),
                    None => {
                        let end = rest.find(|c: char| c.is_whitespace()).unwrap_or(rest.len());
                        (rest[..end].to_owned(), &rest[end..])
                    }
                };
                let (amount, _) = self.amount(line, value.trim()).map_err(|_| Fault::of(line, "price", plain))?;
                self.raw.prices.push((date, name, amount));
            }
            "Y" | "year" => self.year = Some(plain.parse().map_err(|_| Fault::of(line, "date_year", plain))?),
            "apply" => match plain.split_once(char::is_whitespace).unwrap_or((plain, "")) {
                ("account", name) if self.around.len() < DEPTH => self.around.push(name.trim().to_owned()),
                ("year", year) => self.year = Some(year.trim().parse().map_err(|_| Fault::of(line, "date_year", year))?),
                ("tag", _) => {}
                _ => return Err(Fault::of(line, "directive", text)),
            },
            "end" => match plain {
                "apply account" | "account" => _ = self.around.pop(),
                "aliases" => self.aliases.clear(),
                "apply" | "" => _ = self.around.pop(),
                _ => {}
            },
            "alias" => match plain.split_once('=') {
                Some((from, to)) if !plain.starts_with('/') && self.aliases.len() < 500 => self.aliases.push((from.trim().to_owned(), to.trim().to_owned())),
                _ => return Err(Fault::of(line, "alias", plain)),
            },
            "include" => return Err(Fault::of(line, "include", plain)),
            "payee" | "tag" | "N" | "note" => {}
            _ => {
                // A year alone: `Y2026`.
                match text.strip_prefix('Y').and_then(|year| year.trim().parse().ok()) {
                    Some(year) => self.year = Some(year),
                    None => return Err(Fault::of(line, "directive", text)),
                }
            }
        }
        Ok(())
    }

    fn entitle(&mut self, account: &str, title: &str) {
        let title = title.trim();
        if !title.is_empty() && !title.contains("::") {
            self.raw.found.titles.insert(account.to_owned(), title.chars().take(200).collect());
        }
    }

    /// The decimal mark that a sample shows: the last of its marks, as a sample has its decimals.
    fn sample(&mut self, text: &str, commodity: &str) {
        let number: String = text.replace(&format!("\"{commodity}\""), "").replace(commodity, "");
        if let Some(mark) = number.chars().rev().find(|c| matches!(c, '.' | ',')) {
            let several = number.matches(mark).count() > 1;
            let decimal = if several { if mark == '.' { ',' } else { '.' } } else { mark };
            self.marks.of.insert(commodity.to_owned(), decimal);
        }
    }

    fn indented(&mut self, line: usize, text: &str) {
        let text = text.trim();
        if let Some(name) = self.declared.clone() {
            if let Some(title) = text.strip_prefix("note ") {
                self.entitle(&name, title);
            }
            return;
        }
        let Some(entry) = &mut self.entry else { return };
        if let Some(comment) = text.strip_prefix(';') {
            let comment = comment.trim();
            match entry.postings.last_mut() {
                None => tagged(entry, comment),
                Some(posting) if tag(comment, "contact").is_some() => tag(comment, "contact").unwrap_or_default().clone_into(&mut posting.contact),
                Some(posting) if posting.description.is_empty() => comment.clone_into(&mut posting.description),
                Some(posting) => {
                    posting.description.push(' ');
                    posting.description.push_str(comment);
                }
            }
            return;
        }
        match self.posting(line, text) {
            Ok(posting) => {
                if let Some(entry) = &mut self.entry {
                    entry.postings.push(posting);
                }
            }
            Err(fault) => self.fault(fault),
        }
    }
}

/// What a comment of an entry says of it, where it is one of ours.
fn tagged(entry: &mut RawEntry, comment: &str) {
    if let Some(reference) = tag(comment, "ref") {
        reference.clone_into(&mut entry.reference);
    } else if let Some(kind) = tag(comment, "kind") {
        entry.kind = kind_of(kind);
    } else if entry.description.is_empty() {
        comment.clone_into(&mut entry.description);
    }
}

/// The entries of a journal, in books of a currency.
pub fn read(text: &str, tool: Tool, base: &'static Currency) -> Found {
    let mut reader = Reader {
        tool,
        marks: Marks { lone_comma_groups: tool == Tool::Ledger, ..Marks::default() },
        raw: Raw::default(),
        year: None,
        usual: String::new(),
        around: vec![],
        aliases: vec![],
        entry: None,
        declared: None,
    };
    // What ends the block that is skipped.
    let mut until: Option<&str> = None;
    let mut skipping = false;
    // An automated entry that has had no real posting so far.
    let mut automated: Option<Fault> = None;
    for (at, whole) in text.lines().enumerate() {
        let number = at + 1;
        if reader.raw.found.is_full() {
            break;
        }
        if whole.len() > MAX_LINE {
            reader.fault(Fault::new(number, "line_too_long"));
            break;
        }
        let line = whole.trim_end();
        if let Some(end) = until {
            if line == end {
                until = None;
            }
            continue;
        }
        if line.starts_with(char::is_whitespace) && !line.trim().is_empty() {
            if !skipping {
                reader.indented(number, line);
            } else if !line.trim_start().starts_with([';', '('])
                && let Some(fault) = automated.take()
            {
                reader.fault(fault);
            }
            continue;
        }
        if !reader.close() {
            break;
        }
        reader.leave_out(automated.take());
        (skipping, reader.declared) = (false, None);
        let Some(first) = line.chars().next() else { continue };
        match first {
            ';' | '#' | '*' => {}
            '%' | '|' if reader.tool == Tool::Ledger => {}
            c if c.is_ascii_digit() => match reader.head(number, line) {
                Ok(entry) => reader.entry = Some(entry),
                Err(fault) => {
                    reader.fault(fault);
                    skipping = true;
                }
            },
            '~' => {
                reader.raw.found.note(Fault::of(number, "periodic_left_out", line));
                skipping = true;
            }
            '=' => {
                automated = Some(Fault::of(number, "automated_entry", line));
                skipping = true;
            }
            _ if line == "comment" => until = Some("end comment"),
            _ if line == "test" || line.starts_with("test ") => until = Some("end test"),
            _ => {
                if let Err(fault) = reader.directive(number, line) {
                    reader.fault(fault);
                    skipping = true;
                }
            }
        }
    }
    reader.close();
    reader.leave_out(automated);
    settle(reader.raw, base, tool == Tool::Hledger)
}

#[cfg(test)]
mod tests {
    use despacho_kernel::place::currency;
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Found {
        read(text, Tool::Hledger, currency("EUR").expect("the euro"))
    }

    /// Day, description, reference and each line as `account cents`.
    fn told(text: &str) -> Vec<String> {
        let found = found(text);
        assert_eq!(found.faults, []);
        let lines = |entry: &super::super::Entry| entry.lines.iter().map(|line| format!("{} {}", line.account, line.amount)).collect::<Vec<_>>().join(", ");
        found
            .entries
            .iter()
            .map(|entry| format!("{} {}|{}| {}", entry.date, entry.description, entry.reference, lines(entry)))
            .collect()
    }

    fn faults(text: &str) -> Vec<(usize, &'static str)> {
        found(text).faults.into_iter().map(|fault| (fault.line, fault.code)).collect()
    }

    #[test]
    fn entries_of_every_shape_are_read() {
        let text = "\
; a comment
Y 2026
account 4:43:430  ; type:A, Clientes
commodity 1.000,00 EUR

2026-01-31=2026-02-02 * (2026/sales/3) Venta ; otra cosa
    ; ref: F/1
    4:43:430   1.210,00 EUR  ; Cliente Sol
    7:70:700  -1.000,00 EUR
    4:47:477

2/1 ! Café
    ! 6:62:629  3,50 EUR
    5:57:570  -3,50 EUR
    [1:10:100]  1 EUR
    [1:11:113]

comment
2026-01-01 nothing
end comment
2026/03/01
    ; text alone
    assets:bank  €10
    ; note of it
    equity:open  €-10
";
        assert_eq!(
            told(text),
            [
                "2026-01-31 Venta|F/1| 4:43:430 121000, 7:70:700 -100000, 4:47:477 -21000",
                "2026-02-01 Café|| 6:62:629 350, 5:57:570 -350, 1:10:100 100, 1:11:113 -100",
                "2026-03-01 text alone|| assets:bank 1000, equity:open -1000",
            ]
        );
        let found = found(text);
        assert_eq!(found.entries[0].journal, Journal::Sales);
        assert_eq!((found.entries[0].lines[0].description.as_str(), found.entries[2].lines[0].description.as_str()), ("Cliente Sol", "note of it"));
        assert_eq!(found.titles.get("4:43:430").map(String::as_str), Some("Clientes"));
    }

    #[test]
    fn other_currencies_have_their_prices() {
        let text = "\
P 2026-01-01 USD 0.90 EUR
P 2026-02-01 00:00:00 USD 0.80 EUR
2026-01-10 total
    a  110.00 USD @@ 100.00 EUR
    b  -100.00 EUR
2026-01-11 each
    a  10.00 USD @ 0.9123 EUR
    b
2026-01-12 inferred
    a  10.00 USD
    a  20.00 USD
    b  -27.00 EUR
2026-02-12 market
    a  10.00 USD
    b  -10.00 USD
2026-02-13 shares
    a  3 AAPL @ 10.00 EUR
    b
2026-02-14 hours
    (x)  0
    a  3 h
    b  -3 h
";
        let found = found(text);
        assert_eq!(found.faults.iter().map(|fault| (fault.line, fault.code)).collect::<Vec<_>>(), [(20, "virtual_posting")]);
        assert_eq!(found.notes.iter().map(|note| note.code).collect::<Vec<_>>(), ["not_money", "entry_empty"]);
        let lines: Vec<_> = found
            .entries
            .iter()
            .flat_map(|entry| &entry.lines)
            .map(|line| {
                let foreign = line.foreign.as_ref().map_or_else(String::new, |f| format!(" {} {} {}", f.amount, f.currency, f.rate));
                format!("{}{foreign} {}", line.amount, line.description).trim().to_owned()
            })
            .collect();
        assert_eq!(
            lines,
            [
                "10000 11000 USD",
                "-10000",
                "912 1000 USD 0.9123",
                "-912",
                "900 1000 USD",
                "1800 2000 USD",
                "-2700",
                "800 1000 USD 0.8",
                "-800 -1000 USD 0.8",
                "3000 3 AAPL",
                "-3000",
            ]
        );
        assert_eq!(faults("2026-01-01 x\n a  1 USD\n b  -1 USD\n"), [(2, "rate_missing")]);
    }

    #[test]
    fn balances_that_are_claimed_are_checked_by_day() {
        let text = "\
2026-02-01 second
    a:x  5.00 EUR = 15.00 EUR
    b
2026-01-01 first
    a:x  10.00 EUR
    b
2026-03-01 to what it is said to be
    a:x  = 20.00 EUR
    b  = -20.00 EUR
2026-03-02 with what is below
    a  1.00 EUR =* 21.00 EUR
    b
";
        assert_eq!(told(text)[2], "2026-03-01 to what it is said to be|| a:x 500, b -500");
        assert_eq!(faults(&text.replace("= 15.00", "= 14.00")), [(2, "assertion_failed")]);
        assert_eq!(faults("2026-01-01 x\n a  1 EUR == 1 EUR\n b  -1 EUR\n"), []);
    }

    #[test]
    fn what_is_not_taken_is_told_at_its_line() {
        for (text, expected) in [
            ("2026-01-01 x\n a  1 EUR\n b  -2 EUR\n", (1, "unbalanced")),
            ("2026-01-01 x\n a  1 EUR\n b\n c\n", (4, "amounts_omitted")),
            ("1/2 x\n a  1\n b\n", (1, "date_year")),
            ("2026-02-30 x\n a  1\n b\n", (1, "date")),
            ("include other.journal\n", (1, "include")),
            ("!include other.journal\n", (1, "include")),
            ("= expenses\n  a  *2\n", (1, "automated_entry")),
            ("alias /a/=b\n", (1, "alias")),
            ("bucket a\n", (1, "directive")),
            ("2026-01-01 x\n a  (1 + 2)\n b\n", (2, "amount_expression")),
            ("2026-01-01 x\n a  1 EUR {2 EUR}\n b\n", (2, "lot")),
            ("2026-01-01 x\n a  1 EUR and more\n b\n", (2, "amount_invalid")),
            ("2026-01-01 x\n a  1.005 EUR\n b  -1.005 EUR\n", (2, "decimals")),
            ("2026-01-01 x\n a  1 XYZ @ 2 ABC\n b  -2 ABC\n", (2, "commodity_unknown")),
        ] {
            assert_eq!(faults(text), [expected], "{text}");
        }
        let many = "2026-01-01 x\n a  1 EUR\n\n".repeat(500);
        assert_eq!(found(&many).faults.len(), super::super::MAX_FAULTS);
        assert_eq!(faults(&format!("2026-01-01 {}\n", "x".repeat(MAX_LINE))), [(1, "line_too_long")]);
    }

    #[test]
    fn automated_entries_of_virtual_postings_are_left_out() {
        let text = "= /^Income/\n  ; a tenth\n  (Liabilities:Tithe)  0.12\n\n~ Monthly\n  a  1 EUR\n  b\n\n2026-01-01 x\n a  1 EUR\n b\n\n= b\n  (c)  1\n";
        let read = found(text);
        assert_eq!((read.faults.as_slice(), read.entries.len()), (&[][..], 1));
        assert_eq!(
            read.notes.iter().map(|note| (note.line, note.code)).collect::<Vec<_>>(),
            [(1, "automated_left_out"), (5, "periodic_left_out"), (13, "automated_left_out")]
        );
        assert_eq!(faults("= b\n  (c)  1\n  [d]  1\n"), [(1, "automated_entry")]);
    }

    #[test]
    fn names_around_accounts_and_other_names_are_undone() {
        let text = "alias bank=assets:bank\napply account home\n2026-01-01 x\n food  1 EUR\n cash\nend apply account\n2026-01-01 y\n bank:one  1 EUR\n banks\n";
        assert_eq!(told(text), ["2026-01-01 x|| home:food 100, home:cash -100", "2026-01-01 y|| assets:bank:one 100, banks -100"]);
    }

    #[test]
    fn ledger_takes_a_lone_comma_for_thousands() {
        let text = "2026-01-01 x\n a  $1,000 @ 1 EUR\n b\n";
        assert_eq!(read(text, Tool::Ledger, currency("EUR").expect("the euro")).entries[0].lines[0].amount, 100_000);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(2026-01-0[1-9] x\n|  a  [-0-9.,@={}\\[\\]$ EURUSD]{0,20}\n|[a-zA-Z=~;*!%@ \n/]{0,12}\n|  [(\\[]?b[)\\]]?\n){0,12}") {
            let found = found(&text);
            for entry in &found.entries {
                prop_assert_eq!(entry.lines.iter().map(|line| line.amount).sum::<i64>(), 0);
                prop_assert!(entry.lines.len() >= 2 && entry.lines.iter().all(|line| line.amount != 0));
            }
        }
    }
}
