//! Files of each format, written by the tests and read back.

use std::fmt::Write as _;

use despacho_kernel::{money::plain, place};
use jiff::civil::Date;
use proptest::prelude::*;

use super::*;

const EUR: &str = "EUR";

fn asked<'a>() -> Asked<'a> {
    Asked { format: None, currency: place::currency(EUR).expect("the euro"), mapping: None, day_first: true }
}

fn sign(amount: i64) -> char {
    if amount < 0 { '1' } else { '2' }
}

/// A statement as Norma 43.
pub fn norma43(of: &Statement) -> String {
    let day = |date: Date| date.strftime("%y%m%d").to_string();
    let (opening, closing) = (of.opening.unwrap_or(0), of.closing.unwrap_or(0));
    let (from, through) = (of.from.expect("a day"), of.through.expect("a day"));
    let mut file = format!("11{}{}{}{}{:014}9783{:<26}   \n", of.account, day(from), day(through), sign(opening), opening.abs(), "EJEMPLO");
    let mut records = 2;
    for line in &of.lines {
        let _ = writeln!(
            file,
            "22    0001{}{}{}000{}{:014}0000000000{:<12}{:16}",
            day(line.date),
            day(line.value_date.expect("a day")),
            line.code,
            sign(line.amount),
            line.amount.abs(),
            line.reference,
            ""
        );
        let _ = writeln!(file, "2301{:<76}", line.text);
        records += 2;
    }
    let sum = |turn: i64| of.lines.iter().map(|line| (line.amount * turn).max(0)).sum::<i64>();
    let count = |turn: i64| of.lines.iter().filter(|line| line.amount * turn > 0).count();
    let sums = format!("{:05}{:014}{:05}{:014}", count(-1), sum(-1), count(1), sum(1));
    let _ = writeln!(file, "33{}{sums}{}{:014}978    ", of.account, sign(closing), closing.abs());
    let _ = writeln!(file, "88{}{records:06}{:54}", "9".repeat(18), "");
    file
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A statement as CAMT.053 of a version.
pub fn camt(of: &Statement, version: &str) -> String {
    let side = |amount: i64| if amount < 0 { "DBIT" } else { "CRDT" };
    let amount = |minor: i64| format!("<Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>{}</CdtDbtInd>", plain(minor.abs(), 2), side(minor));
    let balance = |code: &str, minor: i64| format!("<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{}</Bal>\n", amount(minor));
    let mut file = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}\"><BkToCstmrStmt><Stmt>\n\
         <FrToDt><FrDtTm>{}T00:00:00</FrDtTm><ToDtTm>{}T23:59:59</ToDtTm></FrToDt><Acct><Id><IBAN>{}</IBAN></Id><Ccy>EUR</Ccy></Acct>\n",
        of.from.expect("a day"),
        of.through.expect("a day"),
        of.iban.as_deref().unwrap_or_default()
    );
    file += &balance("OPBD", of.opening.unwrap_or(0));
    file += &balance("CLBD", of.closing.unwrap_or(0));
    let status = if version >= "08" { "<Sts><Cd>BOOK</Cd></Sts>" } else { "<Sts>BOOK</Sts>" };
    for line in &of.lines {
        let party = if line.amount < 0 { "Cdtr" } else { "Dbtr" };
        let name = format!("<Nm>{}</Nm>", escaped(&line.counterparty));
        let named = if version >= "08" { format!("<Pty>{name}</Pty>") } else { name };
        let _ = writeln!(
            file,
            "<Ntry>{}{status}<BookgDt><Dt>{}</Dt></BookgDt><ValDt><Dt>{}</Dt></ValDt><AcctSvcrRef>{}</AcctSvcrRef>\
             <NtryDtls><TxDtls><Refs><EndToEndId>{}</EndToEndId></Refs><RltdPties><{party}>{named}</{party}></RltdPties>\
             <RmtInf><Ustrd>{}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>",
            amount(line.amount),
            line.date,
            line.value_date.expect("a day"),
            line.external_id,
            line.reference,
            escaped(&line.text)
        );
    }
    file + "</Stmt></BkToCstmrStmt></Document>\n"
}

/// A statement as OFX, with or without the ends of values.
pub fn ofx(of: &Statement, xml: bool) -> String {
    let value = |name: &str, text: &str| if xml { format!("<{name}>{}</{name}>", escaped(text)) } else { format!("<{name}>{}\n", escaped(text)) };
    let day = |date: Date| date.strftime("%Y%m%d120000[+1:CET]").to_string();
    let mut file = if xml { "<?xml version=\"1.0\"?>\n<?OFX OFXHEADER=\"200\" VERSION=\"211\"?>\n" } else { "OFXHEADER:100\nDATA:OFXSGML\n\n" }.to_owned();
    file +=
        &format!("<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS>{}<BANKACCTFROM>{}</BANKACCTFROM><BANKTRANLIST>", value("CURDEF", EUR), value("ACCTID", &of.account));
    for line in &of.lines {
        let fields = [("TRNTYPE", line.code.clone()), ("DTPOSTED", day(line.date)), ("TRNAMT", plain(line.amount, 2)), ("FITID", line.external_id.clone())];
        let told: String = fields.iter().map(|(name, text)| value(name, text)).collect();
        file += &format!("<STMTTRN>{told}{}{}</STMTTRN>\n", value("NAME", &line.counterparty), value("MEMO", &line.text));
    }
    let balance = value("BALAMT", &plain(of.closing.unwrap_or(0), 2));
    file + &format!("</BANKTRANLIST><LEDGERBAL>{balance}</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n")
}

/// A statement as QIF.
pub fn qif(of: &Statement) -> String {
    let record = |line: &Line| {
        format!("D{}\nT{}\nP{}\nM{}\nN{}\n^\n", line.date.strftime("%d/%m/%Y"), plain(line.amount, 2), line.counterparty, line.text, line.reference)
    };
    format!("!Type:Bank\n{}", of.lines.iter().map(record).collect::<String>())
}

/// A statement as Spanish banks write CSV, the latest line first if `falling`.
pub fn csv(of: &Statement, falling: bool) -> String {
    let mut balance = of.opening.unwrap_or(0);
    let spanish = |minor: i64| plain(minor, 2).replace('.', ",");
    let mut rows: Vec<String> = of
        .lines
        .iter()
        .map(|line| {
            balance += line.amount;
            format!("{};{};{};{};{}", line.date.strftime("%d/%m/%Y"), line.text, line.reference, spanish(line.amount), spanish(balance))
        })
        .collect();
    if falling {
        rows.reverse();
    }
    format!("Movimientos de la cuenta;;;;\nFecha;Concepto;Referencia;Importe;Saldo\n{}\n", rows.join("\n"))
}

prop_compose! {
    fn line()(day in 0i32..90, value in 0i32..5, amount in -10_000_000i64..10_000_000, text in "[A-Z][A-Z0-9]{2,15}( [A-Z0-9&]{1,9}){0,2}",
              reference in "[1-9][A-Z0-9]{0,11}", who in "[A-Z][a-z]{2,12}( [A-Z][a-z]{1,8})?", code in "[01][0-9]") -> Line {
        let date = Date::constant(2027, 1, 1).checked_add(jiff::Span::new().days(day)).expect("a day");
        let value_date = date.checked_add(jiff::Span::new().days(value)).ok();
        Line { date, value_date, amount: if amount == 0 { 1 } else { amount }, text, reference, counterparty: who, code, ..Line::default() }
    }
}

prop_compose! {
    pub fn statement()(mut lines in prop::collection::vec(line(), 1..30), opening in -1_000_000i64..100_000_000) -> Statement {
        lines.sort_by_key(|line| line.date);
        for (at, line) in lines.iter_mut().enumerate() {
            line.external_id = format!("ID{at}");
        }
        let closing = opening + lines.iter().map(|line| line.amount).sum::<i64>();
        Statement {
            account: "99990012003405678901".chars().filter(|c| c.is_ascii_digit()).take(18).collect(),
            iban: iban::spanish("9999", "0012", "0034056789"),
            currency: EUR.into(),
            from: Some(Date::constant(2027, 1, 1)),
            through: Some(Date::constant(2027, 3, 31)),
            opening: Some(opening),
            closing: Some(closing),
            lines,
        }
    }
}

fn one(file: &str) -> (Format, Statement) {
    let (format, mut statements) = read(file.as_bytes(), &asked()).unwrap_or_else(|fault| panic!("{fault}\n{file}"));
    assert_eq!(statements.len(), 1);
    (format, statements.remove(0))
}

/// Days, amounts and a text of each line.
fn facts<'a>(of: &'a Statement, text: impl Fn(&'a Line) -> String) -> Vec<(Date, i64, String)> {
    of.lines.iter().map(|line| (line.date, line.amount, text(line))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn norma_43_is_read_back(of in statement()) {
        let (format, read) = one(&norma43(&of));
        prop_assert_eq!(format, Format::Norma43);
        prop_assert_eq!(facts(&read, |line| format!("{} {} {}", line.text, line.reference, line.code)), facts(&of, |line| format!("{} {} {}", line.text, line.reference, line.code)));
        prop_assert_eq!((&read.iban, read.closing, &read.currency, read.from), (&of.iban, of.closing, &of.currency, of.from));
        prop_assert!(read.opening == of.opening || of.opening == Some(0));
        // Whatever is cut off, what is left is refused.
        let file = norma43(&of);
        let lines: Vec<&str> = file.lines().collect();
        for kept in 1..lines.len() {
            prop_assert!(super::read(lines[..kept].join("\n").as_bytes(), &asked()).is_err(), "{} of {}", kept, lines.len());
        }
    }

    #[test]
    fn camt_is_read_back(of in statement(), version in prop_oneof![Just("02"), Just("04"), Just("06"), Just("08")], cut in 0.3f64..0.99) {
        let file = camt(&of, version);
        let (format, read) = one(&file);
        prop_assert_eq!(format, Format::Camt053);
        let told = |line: &Line| format!("{} {} {} {}", line.text, line.reference, line.counterparty, line.external_id);
        prop_assert_eq!(facts(&read, told), facts(&of, told));
        prop_assert_eq!((&read.iban, read.opening, read.closing, read.through), (&of.iban, of.opening, of.closing, of.through));
        let kept = (file.len() as f64 * cut) as usize;
        prop_assert!(super::read(&file.as_bytes()[..kept], &asked()).is_err());
    }

    #[test]
    fn ofx_is_read_back(of in statement(), xml: bool, cut in 0.2f64..0.98) {
        let file = ofx(&of, xml);
        let (format, read) = one(&file);
        prop_assert_eq!(format, Format::Ofx);
        let told = |line: &Line| format!("{} {} {}", line.counterparty, line.external_id, line.code);
        prop_assert_eq!(facts(&read, told), facts(&of, told));
        prop_assert_eq!((read.closing, &read.currency, &read.account), (of.closing, &of.currency, &of.account));
        let kept = (file.len() as f64 * cut) as usize;
        prop_assert!(super::read(&file.as_bytes()[..kept], &asked()).is_err());
    }

    #[test]
    fn qif_is_read_back(of in statement()) {
        let (format, read) = one(&qif(&of));
        prop_assert_eq!(format, Format::Qif);
        let told = |line: &Line| format!("{} {}", line.counterparty, line.reference);
        prop_assert_eq!(facts(&read, told), facts(&of, told));
        let file = qif(&of);
        prop_assert!(super::read(file.trim_end().trim_end_matches('^').as_bytes(), &asked()).is_err());
    }

    #[test]
    fn csv_is_read_back(of in statement(), falling: bool) {
        let (format, mut read) = one(&csv(&of, falling));
        if falling {
            read.lines.reverse();
        }
        prop_assert_eq!(format, Format::Csv);
        prop_assert_eq!(facts(&read, |line| format!("{} {}", line.text, line.reference)), facts(&of, |line| format!("{} {}", line.text, line.reference)));
        prop_assert!((read.opening, read.closing) == (of.opening, of.closing) || of.lines.len() == 1);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), start in prop_oneof![Just(""), Just("11"), Just("<OFX>"), Just("!Type:Bank\n"), Just("<Document><BkToCstmrStmt>")]) {
        let file: Vec<u8> = start.bytes().chain(bytes).collect();
        for format in Format::ALL {
            let _ = read(&file, &Asked { format: Some(*format), ..asked() });
        }
    }
}

fn refused(file: &str) -> (usize, &'static str) {
    let fault = read(file.as_bytes(), &asked()).expect_err("a fault");
    (fault.line, fault.code())
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    let line = |amount: i64, text: &str| Line {
        date: Date::constant(2027, 4, 1),
        value_date: Some(Date::constant(2027, 4, 1)),
        amount,
        text: text.into(),
        code: "04".into(),
        ..Line::default()
    };
    let of = Statement {
        account: "999900120034056789".into(),
        from: Some(Date::constant(2027, 4, 1)),
        through: Some(Date::constant(2027, 4, 30)),
        opening: Some(100_000),
        closing: Some(100_500),
        lines: vec![line(1000, "COBRO"), line(-500, "PAGO")],
        ..Statement::default()
    };
    let n43 = norma43(&of);
    assert_eq!(one(&n43).1.closing, Some(100_500));
    assert_eq!(one(&format!("{}\u{1a}", n43.replace('\n', "\r\n"))).1.lines[0].text, "COBRO");
    for (from, to, want) in [
        ("22    0001270401", "22    0001271401", (2, "statement_date")),
        ("00000000001000", "0000000000100X", (2, "statement_amount")),
        ("00000000001000", "00000000001001", (6, "statement_sums")),
        ("00000000100500", "00000000100501", (6, "statement_sums")),
        ("33999900120034056789000", "33999900120034056789001", (6, "statement_count")),
        ("9783EJEMPLO", "0003EJEMPLO", (1, "statement_currency")),
        ("2301PAGO", "2901PAGO", (5, "statement_record")),
        ("999999000006", "999999000016", (7, "statement_count")),
    ] {
        assert!(n43.contains(from), "{from}\n{n43}");
        assert_eq!(refused(&n43.replacen(from, to, 1)), want, "{from}");
    }
    let camt = camt(&of, "02");
    for (from, to, want) in [
        ("<Amt Ccy=\"EUR\">10.00", "<Amt Ccy=\"EUR\">10.001", (6, "statement_amount")),
        ("<Amt Ccy=\"EUR\">10.00", "<Amt Ccy=\"EUR\">11.00", (8, "statement_sums")),
        ("<Amt Ccy=\"EUR\">10.00", "<Amt Ccy=\"USD\">10.00", (6, "statement_currency")),
        ("<Ustrd>COBRO", "<Ustrd>&x;", (6, "statement_entities")),
        ("<Document", "<!DOCTYPE a [<!ENTITY x \"y\">]>\n<Document", (2, "statement_entities")),
        ("</RmtInf>", "</RmtInff>", (6, "statement_xml")),
        ("<BookgDt><Dt>2027-04-01", "<BookgDt><Dt>2027-14-01", (6, "statement_date")),
    ] {
        assert!(camt.contains(from), "{from}\n{camt}");
        assert_eq!(refused(&camt.replacen(from, to, 1)), want, "{from}");
    }
    let ofx = ofx(&of, false);
    assert_eq!(refused(&ofx.replacen("TRNAMT>10.00", "TRNAMT>10.00.1", 1)).1, "statement_amount");
    assert_eq!(refused(&ofx.replacen("<TRNAMT>10.00\n", "", 1)).1, "statement_missing");
    assert_eq!(refused(&qif(&of).replacen("T10.00", "Tx", 1)), (2, "statement_amount"));
    assert_eq!(refused("!Type:Invst\nD1/1/27\n^\n"), (1, "statement_record"));
    let csv = csv(&of, false);
    assert_eq!(refused(&csv.replacen("01/04/2027", "41/04/2027", 1)), (3, "statement_date"));
    assert_eq!(refused(&csv.replacen("1005,00", "1004,00", 1)), (4, "statement_sums"));
    assert_eq!(refused("a;b\n1;2\n"), (1, "statement_columns"));
    assert_eq!(refused(" \n"), (0, "statement_empty"));
    assert_eq!(refused("Hola"), (1, "statement_unknown"));
    assert_eq!(read(&vec![b' '; MAX_BYTES + 1], &asked()).expect_err("a fault").code(), "statement_too_large");
}

#[test]
fn a_csv_file_is_read_by_its_mapping() {
    let mapping = Mapping {
        separator: Some(','),
        decimal: Some('.'),
        dates: Some(DateOrder::MonthFirst),
        header_rows: 1,
        date: 0,
        text: vec![1, 2],
        debit: Some(3),
        credit: Some(4),
        ..Mapping::default()
    };
    let file = b"Day,What,More,Out,In\n04/12/2027,caf\xe9,bar,\"1,234.50\",\n4/13/2027,x,,,7\n";
    let (_, read) = read(file, &Asked { mapping: Some(&mapping), ..asked() }).expect("a statement");
    let lines: Vec<(String, i64, &str)> = read[0].lines.iter().map(|line| (line.date.to_string(), line.amount, line.text.as_str())).collect();
    assert_eq!(lines, [("2027-04-12".into(), -123_450, "café bar"), ("2027-04-13".into(), 700, "x")]);
}
