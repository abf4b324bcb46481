//! What a file is, by its name and its first lines.

use despacho_kernel::words;

words! {
    /// A format that entries are read from.
    Source {
        /// <https://hledger.org>
        Hledger = "hledger",
        /// <https://ledger-cli.org>
        Ledger = "ledger",
        /// <https://beancount.github.io>
        Beancount = "beancount",
        /// A table of texts, whatever separates them.
        Csv = "csv",
        /// The first sheet of a workbook.
        Xlsx = "xlsx",
        /// Contaplus' entries: its table of dBase, or of fixed width.
        Contaplus = "contaplus",
        /// A3's SUENLACE.DAT.
        Suenlace = "suenlace",
    }
}

/// Lines that are looked at.
const LOOKED: usize = 400;

fn is_day(text: &str) -> bool {
    text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) && (text.starts_with("19") || text.starts_with("20"))
}

/// What a file is; a table where nothing tells otherwise.
pub fn source(name: &str, bytes: &[u8]) -> Source {
    let name = name.to_lowercase();
    let ends = |end: &str| name.ends_with(end);
    if bytes.starts_with(b"PK\x03\x04") {
        return Source::Xlsx;
    }
    if ends(".dbf") && bytes.first().is_some_and(|first| [0x03, 0x30, 0x31, 0x83, 0x8b, 0xf5].contains(first)) {
        return Source::Contaplus;
    }
    if ends(".beancount") || ends(".bean") {
        return Source::Beancount;
    }
    if ends(".ledger") || ends(".ldg") {
        return Source::Ledger;
    }
    if ends(".journal") || ends(".hledger") || ends(".j") {
        return Source::Hledger;
    }
    if ends(".csv") || ends(".tsv") {
        return Source::Csv;
    }
    let start: String = bytes.iter().take(200_000).map(|byte| char::from(*byte)).collect();
    let lines: Vec<&str> = start.lines().take(LOOKED).collect();
    let wide = |length: usize| !lines.is_empty() && lines.iter().filter(|line| line.trim().len() > 1).all(|line| line.len() >= length);
    let dated = lines.first().is_some_and(|line| line.get(6..14).is_some_and(is_day));
    if name.contains("suenlace") || (wide(250) && dated && lines.iter().all(|line| line.get(14..15).is_some_and(|kind| "0123459C".contains(kind)))) {
        return Source::Suenlace;
    }
    if wide(200) && dated {
        return Source::Contaplus;
    }
    let begins = |line: &&&str| line.starts_with(|c: char| c.is_ascii_digit());
    let of_beancount = |line: &&str| {
        let second = line.split_whitespace().nth(1).unwrap_or_default();
        line.starts_with("option \"") || ["open", "txn", "balance", "commodity"].contains(&second) || (matches!(second, "*" | "!") && line.contains('"'))
    };
    let entries = lines.iter().filter(begins).count();
    let indented = lines
        .windows(2)
        .filter(|pair| begins(&&pair[0]) && pair[1].starts_with([' ', '\t']) && !pair[1].trim().is_empty())
        .count();
    if lines.iter().any(|line| line.starts_with("option \""))
        || lines
            .iter()
            .filter(begins)
            .any(|line| of_beancount(line) && line.get(4..5) == Some("-") && (line.contains('"') || line.contains(" open ")))
    {
        Source::Beancount
    } else if indented > 0 && indented * 2 >= entries {
        if ends(".dat") { Source::Ledger } else { Source::Hledger }
    } else {
        Source::Csv
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_name_or_its_lines() {
        let journal = "2026-01-01 x\n  a  1 EUR\n  b\n";
        for (name, text, expected) in [
            ("books.hledger", "", Source::Hledger),
            ("books.ledger", "", Source::Ledger),
            ("x.txt", journal, Source::Hledger),
            ("x.dat", journal, Source::Ledger),
            ("x.txt", "option \"title\" \"x\"\n", Source::Beancount),
            ("x", "2026-01-01 open Assets:A\n", Source::Beancount),
            ("x", "2026-01-01 * \"x\"\n  Assets:A  1 EUR\n", Source::Beancount),
            ("x.txt", "fecha;cuenta\n01/01/2026;572\n", Source::Csv),
            ("SUENLACE.DAT", "", Source::Suenlace),
            ("diario.xlsx", "PK\u{3}\u{4}", Source::Xlsx),
            ("x", "", Source::Csv),
        ] {
            assert_eq!(source(name, text.as_bytes()), expected, "{name} {text}");
        }
        assert_eq!(source("x.txt", format!("     720260131{}\n", " ".repeat(280)).as_bytes()), Source::Contaplus);
        assert_eq!(source("x.txt", format!("400001202601310{}\n", " ".repeat(239)).as_bytes()), Source::Suenlace);
        assert_eq!(source("diario.dbf", &[3, 0, 0]), Source::Contaplus);
    }
}
