//! Beancount's ledgers (<https://beancount.github.io/docs/beancount_language_syntax.html>).

use std::borrow::Cow;

use despacho_kernel::place::Currency;
use despacho_ledger::journal::{Journal, Kind};
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{
    Fault, Found, MAX_LINE,
    amounts::{self, Amount, Marks},
    journal_of, kind_of,
    settle::{Claim, Price, Raw, RawClaim, RawEntry, RawPosting, settle},
};

/// Roots of accounts that a ledger may name otherwise; an account begins with a capital letter or a letter beyond ASCII.
fn is_account(word: &str) -> bool {
    let mut parts = word.split(':');
    let begins = |part: &str| part.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || (!c.is_ascii() && c.is_alphabetic()));
    parts.clone().count() >= 2 && parts.clone().count() <= 20 && parts.all(begins)
}

/// A text, maybe within quotes, without its comment, which a semicolon outside of quotes begins; and whether a quoted text goes on beyond it.
fn without_comment(text: &str, mut quoted: bool) -> (&str, bool) {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            '\\' if quoted && !escaped => {
                escaped = true;
                continue;
            }
            '"' if !escaped => quoted = !quoted,
            ';' if !quoted => return (text[..at].trim_end(), false),
            _ => {}
        }
        escaped = false;
    }
    (text.trim_end(), quoted)
}

/// Headings of outlines and whatever else beancount leaves alone.
fn is_left_alone(line: &str) -> bool {
    line.starts_with(['*', ':', '#', '!', '&', '?', '%', '-'])
}

/// The quoted text at the beginning of a text, and the rest.
fn quoted(text: &str) -> Option<(String, &str)> {
    let inside = text.strip_prefix('"')?;
    let (mut found, mut escaped) = (String::new(), false);
    for (at, c) in inside.char_indices() {
        match c {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return Some((found, &inside[at + 1..])),
            'n' if escaped => {
                found.push(' ');
                escaped = false;
            }
            c => {
                found.push(if c.is_control() { ' ' } else { c });
                escaped = false;
            }
        }
    }
    None
}

/// A key and its value in a line of metadata: a key begins with a small letter.
fn metadata(text: &str) -> Option<(&str, String)> {
    let (key, value) = text.split_once(':')?;
    let is_key = key.starts_with(|c: char| c.is_ascii_lowercase()) && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let value = value.trim();
    is_key.then(|| (key, quoted(value).map_or_else(|| value.to_owned(), |(text, _)| text)))
}

struct Reader {
    raw: Raw,
    marks: Marks,
    entry: Option<RawEntry>,
    /// The account that is opened, whose name may follow.
    opened: Option<String>,
}

impl Reader {
    fn amount<'a>(&self, line: usize, text: &'a str) -> Result<(Amount, &'a str), Fault> {
        let (amount, rest) = amounts::amount(text, &self.marks).map_err(|code| Fault::of(line, code, text))?;
        if amount.commodity.is_empty() { Err(Fault::of(line, "currency_missing", text)) } else { Ok((amount, rest)) }
    }

    /// What each of a lot cost, where the file tells it: `{502.12 USD, 2026-01-01}`.
    fn cost<'a>(&self, line: usize, text: &'a str) -> Result<(Price, &'a str), Fault> {
        let bad = || Fault::of(line, "lot", text);
        let (total, close) = if text.starts_with("{{") { (true, "}}") } else { (false, "}") };
        let (inside, rest) = text.trim_start_matches('{').split_once(close).ok_or_else(bad)?;
        if inside.contains('#') {
            return Err(bad());
        }
        let told = inside.split(',').find_map(|part| self.amount(line, part.trim()).ok().filter(|(_, rest)| rest.is_empty()));
        told.map(|(amount, _)| (Price { amount, total }, rest.trim_start())).ok_or_else(bad)
    }

    fn posting(&self, line: usize, text: &str) -> Result<RawPosting, Fault> {
        let text = text.strip_prefix(['*', '!', '&', '?', '%']).map_or(text, str::trim_start);
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        let (account, mut rest) = (&text[..end], text[end..].trim_start());
        if !is_account(account) {
            return Err(Fault::of(line, "account_name", account));
        }
        let mut posting = RawPosting {
            line,
            account: account.to_owned(),
            amount: None,
            price: None,
            claim: None,
            apart: false,
            description: String::new(),
            contact: String::new(),
        };
        if !rest.is_empty() {
            let (amount, after) = self.amount(line, rest)?;
            (posting.amount, rest) = (Some(amount), after);
        }
        if rest.starts_with('{') {
            let (cost, after) = self.cost(line, rest)?;
            (posting.price, rest) = (Some(cost), after);
        }
        if let Some(after) = rest.strip_prefix('@') {
            let (total, after) = after.strip_prefix('@').map_or((false, after), |after| (true, after));
            let (amount, after) = self.amount(line, after.trim_start())?;
            // What is sold counts for what it cost; the price is only told.
            posting.price.get_or_insert(Price { amount, total });
            rest = after;
        }
        if rest.is_empty() { Ok(posting) } else { Err(Fault::of(line, "amount_invalid", rest)) }
    }

    fn transaction(line: usize, date: Date, text: &str) -> Result<RawEntry, Fault> {
        let mut texts = vec![];
        let mut rest = text.trim_start();
        while rest.starts_with('"') {
            let (text, after) = quoted(rest).ok_or_else(|| Fault::of(line, "quote_open", rest))?;
            texts.push(text);
            rest = after.trim_start();
        }
        texts.retain(|text| !text.trim().is_empty());
        let description = texts.join(" · ");
        Ok(RawEntry { line, date, journal: Journal::General, kind: Kind::Manual, description, reference: String::new(), postings: vec![] })
    }

    fn dated(&mut self, line: usize, text: &str) -> Result<(), Fault> {
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        let date: Date = text[..end].replace('/', "-").parse().map_err(|_| Fault::of(line, "date", &text[..end]))?;
        let rest = text[end..].trim_start();
        let (word, rest) = rest.split_once(char::is_whitespace).map_or((rest, ""), |(word, rest)| (word, rest.trim()));
        match word {
            "txn" | "*" | "!" => self.entry = Some(Self::transaction(line, date, rest)?),
            "open" => self.opened = rest.split_whitespace().next().map(str::to_owned),
            "balance" => {
                let (account, amount) = rest.split_once(char::is_whitespace).ok_or_else(|| Fault::of(line, "amount_invalid", rest))?;
                // How far it may be off stands between the number and its currency: `10.00 ~ 0.02 EUR`.
                let (amount, told) = match amount.split_once('~') {
                    Some((number, rest)) => {
                        let (tolerance, _) = self.amount(line, rest.trim())?;
                        (format!("{} {}", number.trim(), tolerance.commodity), Some(tolerance.quantity))
                    }
                    None => (amount.trim().to_owned(), None),
                };
                let (amount, _) = self.amount(line, &amount)?;
                let usual = if amount.quantity.scale() == 0 { Decimal::ZERO } else { Decimal::new(1, amount.quantity.scale()) };
                let claim = Claim { amount, tolerance: told.unwrap_or(usual), only: false, below: true };
                self.raw.claims.push(RawClaim { line, date, account: account.to_owned(), claim });
            }
            "price" => {
                let (commodity, amount) = rest.split_once(char::is_whitespace).ok_or_else(|| Fault::of(line, "price", rest))?;
                let (amount, _) = self.amount(line, amount.trim())?;
                self.raw.prices.push((date, commodity.to_owned(), amount));
            }
            "pad" => return Err(Fault::of(line, "pad", rest)),
            "close" | "commodity" | "note" | "document" | "event" | "query" | "custom" => {}
            // A flag of one letter, as some programs write.
            flag if flag.len() == 1 => self.entry = Some(Self::transaction(line, date, rest)?),
            _ => return Err(Fault::of(line, "directive", word)),
        }
        Ok(())
    }

    fn indented(&mut self, line: usize, text: &str) {
        let told = metadata(text);
        if let (Some(account), Some(("name", title))) = (&self.opened, &told) {
            self.raw.found.titles.insert(account.clone(), title.chars().take(200).collect());
        }
        let Some(entry) = &mut self.entry else { return };
        match (told, entry.postings.last_mut()) {
            (Some(("text", text)), Some(posting)) => posting.description = text,
            (Some(("contact", contact)), Some(posting)) => posting.contact = contact,
            (Some(("ref", reference)), None) => entry.reference = reference,
            (Some(("kind", kind)), None) => entry.kind = kind_of(&kind),
            (Some(("number", number)), None) => {
                entry.journal = journal_of(&number).unwrap_or(Journal::General);
                if entry.reference.is_empty() {
                    entry.reference = number;
                }
            }
            (Some(_), _) => {}
            // Tags and links on a line of their own.
            (None, _) if text.starts_with(['#', '^']) => {}
            (None, _) => match self.posting(line, text) {
                Ok(posting) => {
                    if let Some(entry) = &mut self.entry {
                        entry.postings.push(posting);
                    }
                }
                Err(fault) => _ = self.raw.found.fault(fault),
            },
        }
    }
}

/// The entries of a ledger, in books of a currency.
pub fn read(text: &str, base: &'static Currency) -> Found {
    let mut reader =
        Reader { raw: Raw::default(), marks: Marks { lone_comma_groups: true, decimal: Some('.'), ..Marks::default() }, entry: None, opened: None };
    let mut lines = text.lines().zip(1..);
    'lines: while let Some((whole, number)) = lines.next() {
        if reader.raw.found.is_full() {
            break;
        }
        if whole.len() > MAX_LINE {
            reader.raw.found.fault(Fault::new(number, "line_too_long"));
            break;
        }
        // A quoted text may go on for some lines, as those of queries do.
        let mut open = !is_left_alone(whole) && without_comment(whole, false).1;
        let mut whole = Cow::Borrowed(whole);
        while open {
            match lines.next() {
                Some((next, _)) if whole.len() + next.len() < MAX_LINE => {
                    open = without_comment(next, true).1;
                    whole.to_mut().extend(["\n", next]);
                }
                _ => {
                    reader.raw.found.fault(Fault::of(number, "quote_open", whole.lines().next().unwrap_or_default()));
                    break 'lines;
                }
            }
        }
        let line = without_comment(&whole, false).0;
        if line.trim().is_empty() {
            continue;
        }
        if line.starts_with(char::is_whitespace) {
            reader.indented(number, line.trim());
            continue;
        }
        if reader.entry.take().is_some_and(|entry| !reader.raw.push(entry)) {
            break;
        }
        reader.opened = None;
        let word = line.split_whitespace().next().unwrap_or_default();
        let outcome = match word {
            _ if line.starts_with(|c: char| c.is_ascii_digit()) => reader.dated(number, line),
            "include" => Err(Fault::of(number, "include", line)),
            "plugin" => {
                reader.raw.found.note(Fault::of(number, "plugin_left_out", line));
                Ok(())
            }
            "option" | "pushtag" | "poptag" | "pushmeta" | "popmeta" => Ok(()),
            _ if is_left_alone(line) => Ok(()),
            _ => Err(Fault::of(number, "directive", line)),
        };
        if let Err(fault) = outcome {
            reader.raw.found.fault(fault);
        }
    }
    if let Some(entry) = reader.entry.take() {
        reader.raw.push(entry);
    }
    settle(reader.raw, base, true)
}

#[cfg(test)]
mod tests {
    use despacho_kernel::place::currency;
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Found {
        read(text, currency("USD").expect("the dollar"))
    }

    fn faults(text: &str) -> Vec<(usize, &'static str)> {
        found(text).faults.into_iter().map(|fault| (fault.line, fault.code)).collect()
    }

    #[test]
    fn a_quoted_text_may_go_on_for_some_lines() {
        let text = "\
2026-01-01 query \"home\" \"
  SELECT account
  ; WHERE account ~ ':Home:'
\"
** Don't stop at \"a heading
2026-01-02 * \"Compra
de material\" ; comment
  Assets:A  1.00 USD
  Assets:B
";
        let found = found(text);
        assert_eq!(found.faults, []);
        assert_eq!(found.entries.iter().map(|e| (e.line, e.description.as_str(), e.lines.len())).collect::<Vec<_>>(), [(6, "Compra de material", 2)]);
        assert_eq!(faults("option \"title\" \"x\n2026-01-02 * x\n  Assets:A  1 USD\n  Assets:B\n"), [(1, "quote_open")]);
    }

    const LEDGER: &str = "\
* Options
option \"operating_currency\" \"USD\"
plugin \"beancount.plugins.auto_accounts\"
2026-01-01 open Assets:C572 USD
  name: \"Bancos; y cajas\"
2026-01-01 commodity VACHR

2026-01-02 * \"Tienda\" \"Compra \\\"grande\\\"\" #tag ^link ; comment
  number: \"2026/purchases/4\"
  ref: \"A-1\"
  Expenses:C629  1,210.00 USD
    text: \"Material\"
  Assets:C572

2026-01-03 balance Assets:C572  -1210.00 USD
2026-01-03 txn \"Acciones\"
  Assets:Broker:GOOG  2 GOOG {502.12 USD, 2026-01-03}
  Assets:C572
2026-01-04 ! \"Venta\"
  Assets:Broker:GOOG  -1 GOOG {502.12 USD} @ 510.00 USD
  Assets:C572  510.00 USD
  Income:Gains
2026-01-05 * \"Horas\"
  Assets:Vacation  8 VACHR
  Income:Vacation  -8 VACHR
2026-01-06 * \"Euros\"
  Assets:Cash  10.00 EUR @ 1.1 USD
  Assets:C572  -11.00 USD
2026-01-07 balance Assets:C572  -1715.2 ~ 0.1 USD
";

    #[test]
    fn a_ledger_is_read() {
        let found = found(LEDGER);
        assert_eq!(found.faults, []);
        let line = |line: &super::super::Line| format!("{} {}", line.account, line.amount);
        let told: Vec<String> = found
            .entries
            .iter()
            .map(|e| format!("{} {}|{}| {}", e.date, e.description, e.reference, e.lines.iter().map(line).collect::<Vec<_>>().join(", ")))
            .collect();
        assert_eq!(
            told,
            [
                "2026-01-02 Tienda · Compra \"grande\"|A-1| Expenses:C629 121000, Assets:C572 -121000",
                "2026-01-03 Acciones|| Assets:Broker:GOOG 100424, Assets:C572 -100424",
                "2026-01-04 Venta|| Assets:Broker:GOOG -50212, Assets:C572 51000, Income:Gains -788",
                "2026-01-06 Euros|| Assets:Cash 1100, Assets:C572 -1100",
            ]
        );
        assert_eq!((found.entries[0].journal, found.entries[0].lines[0].description.as_str()), (Journal::Purchases, "Material"));
        assert_eq!(found.entries[1].lines[0].description, "2 GOOG");
        assert_eq!(found.titles.get("Assets:C572").map(String::as_str), Some("Bancos; y cajas"));
        assert_eq!(found.notes.iter().map(|note| note.code).collect::<Vec<_>>(), ["plugin_left_out", "not_money", "entry_empty"]);
        assert_eq!(faults(&LEDGER.replace("-1210.00", "-1210.02")), [(15, "assertion_failed")]);
    }

    #[test]
    fn what_is_not_taken_is_told_at_its_line() {
        for (text, expected) in [
            ("include \"x\"\n", (1, "include")),
            ("2026-01-01 pad Assets:A Equity:B\n", (1, "pad")),
            ("2026-13-01 * \"x\"\n", (1, "date")),
            ("2026-01-01 * \"x\n", (1, "quote_open")),
            ("2026-01-01 thing x\n", (1, "directive")),
            ("2026-01-01 * \"x\"\n  Assets:A  1 USD\n  Assets\n", (3, "account_name")),
            ("2026-01-01 * \"x\"\n  Assets:A  1\n  Assets:B\n", (2, "currency_missing")),
            ("2026-01-01 * \"x\"\n  Assets:A  1 GOOG {}\n  Assets:B\n", (2, "lot")),
            ("2026-01-01 * \"x\"\n  Assets:A  1 USD\n  Assets:B  -2 USD\n", (1, "unbalanced")),
        ] {
            assert!(faults(text).contains(&expected), "{text}: {:?}", faults(text));
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(2026-01-0[1-9] [*!a-z]{1,4} [\"x]{0,4}\n|  Assets:A[:B]{0,2}  [-0-9.,@{}USDGO ]{0,20}\n|[a-zA-Z=~;*!%@\\\\\" \n/]{0,12}\n|  Income:B\n){0,12}") {
            for entry in &found(&text).entries {
                prop_assert_eq!(entry.lines.iter().map(|line| line.amount).sum::<i64>(), 0);
                prop_assert!(entry.lines.len() >= 2 && entry.lines.iter().all(|line| line.amount != 0));
            }
        }
    }
}
