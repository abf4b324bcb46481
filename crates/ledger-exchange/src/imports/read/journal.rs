//! Journals of hledger (<https://hledger.org/hledger.html#journal>) and of ledger (<https://ledger-cli.org/doc/ledger3.html>).

use despacho_kernel::place::Currency;

use super::{
    Fault, Found, MAX_LINE,
    journal_lines::{Reader, Tool},
    settle::settle,
};

/// The entries of a journal, in books of a currency.
pub fn read(text: &str, tool: Tool, base: &'static Currency) -> Found {
    let mut reader = Reader::new(tool);
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
    use despacho_ledger::journal::Journal;
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Found {
        read(text, Tool::Hledger, currency("EUR").expect("the euro"))
    }

    /// Day, description, reference and each line as `account cents`.
    fn told(text: &str) -> Vec<String> {
        let found = found(text);
        assert_eq!(found.faults, []);
        crate::imports::read::told_with_references(&found)
    }

    fn faults(text: &str) -> Vec<(usize, &'static str)> {
        found(text).faults.into_iter().map(|fault| (fault.line, fault.code)).collect()
    }

    #[test]
    fn what_no_sum_could_hold_is_refused_at_its_line() {
        let huge = " a  99999999999999 USD @ 99999999999999 EUR\n".repeat(12);
        assert_eq!(faults(&format!("2027-01-05 x\n{huge} b\n"))[0], (2, "amount_invalid"));
        assert!(faults("2027-01-05 x\n a  1\n b  = 99999999999999999999999 EUR\n").contains(&(3, "amount_invalid")));
        let many = " a  1 EUR\n".repeat(10_001);
        assert_eq!(faults(&format!("2027-01-05 x\n{many} b\n")), [(1, "too_many_postings")]);
    }

    #[test]
    fn accounts_below_are_part_of_what_is_claimed() {
        let text = "2027-01-05 x\n a:b:c  5 EUR\n a:b  2 EUR\n z  -7 EUR\n\n2027-01-06 y\n a:b  1 EUR =* 8 EUR\n z  -1 EUR = -8 EUR\n";
        assert_eq!(faults(text), []);
        assert_eq!(faults(&text.replace("=* 8", "= 8")), [(7, "assertion_failed")]);
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
