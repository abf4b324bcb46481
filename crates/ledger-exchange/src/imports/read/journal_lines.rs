//! The lines of a journal of hledger or of ledger, each by what it is: the head of an entry, a posting, a comment, a directive.

use despacho_ledger::journal::{Journal, Kind};
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{
    Fault,
    amounts::{self, Marks},
    journal_of, kind_of,
    settle::{Claim, Price, Raw, RawEntry, RawPosting},
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
pub struct Reader {
    pub tool: Tool,
    marks: Marks,
    pub raw: Raw,
    year: Option<i16>,
    /// The commodity of amounts that name none.
    usual: String,
    around: Vec<String>,
    aliases: Vec<(String, String)>,
    pub entry: Option<RawEntry>,
    /// The account that a directive declares, whose name may follow on lines of its own.
    pub declared: Option<String>,
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
    pub fn new(tool: Tool) -> Self {
        Self {
            tool,
            marks: Marks { lone_comma_groups: tool == Tool::Ledger, ..Marks::default() },
            raw: Raw::default(),
            year: None,
            usual: String::new(),
            around: vec![],
            aliases: vec![],
            entry: None,
            declared: None,
        }
    }

    pub fn fault(&mut self, fault: Fault) {
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

    pub fn head(&mut self, line: usize, text: &str) -> Result<RawEntry, Fault> {
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
    pub fn leave_out(&mut self, automated: Option<Fault>) {
        if let Some(fault) = automated {
            self.raw.found.note(Fault { code: "automated_left_out", ..fault });
        }
    }

    pub fn close(&mut self) -> bool {
        self.entry.take().is_none_or(|entry| self.raw.push(entry))
    }

    pub fn directive(&mut self, line: usize, text: &str) -> Result<(), Fault> {
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

    pub fn indented(&mut self, line: usize, text: &str) {
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
