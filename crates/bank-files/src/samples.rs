//! Files of the shapes that public test suites read (see `samples/README.md`): to the cent, and cut or falsified refused with its line.

use despacho_kernel::place;

use super::*;

/// Of a statement: account, currency, opening and closing in cents, how many lines, money in and money out in cents.
type Figures = (&'static str, &'static str, Option<i64>, Option<i64>, usize, i64, i64);

struct Sample {
    name: &'static str,
    bytes: &'static [u8],
    format: Format,
    statements: &'static [Figures],
}

const SAMPLES: [Sample; 7] = [
    Sample {
        name: "two-accounts.n43",
        bytes: include_bytes!("../samples/two-accounts.n43"),
        format: Format::Norma43,
        statements: &[
            ("999900120034005678", "EUR", Some(123_456), Some(133_352), 4, 28_029, 18_133),
            ("999900120034009999", "EUR", Some(-5_000), Some(-114_280), 2, 0, 109_280),
        ],
    },
    Sample {
        name: "batch.camt053.02.xml",
        bytes: include_bytes!("../samples/batch.camt053.02.xml"),
        format: Format::Camt053,
        statements: &[("ES7921000813610123456789", "EUR", Some(100_000), Some(593_675), 2, 496_100, 2_425)],
    },
    Sample {
        name: "one.camt053.08.xml",
        bytes: include_bytes!("../samples/one.camt053.08.xml"),
        format: Format::Camt053,
        statements: &[("0034005678", "EUR", Some(-1_815), Some(-930), 1, 885, 0)],
    },
    Sample {
        name: "checking.ofx",
        bytes: include_bytes!("../samples/checking.ofx"),
        format: Format::Ofx,
        statements: &[("1452687~7", "EUR", None, Some(10_099), 3, 1, 105_951)],
    },
    Sample {
        name: "cdata.ofx",
        bytes: include_bytes!("../samples/cdata.ofx"),
        format: Format::Ofx,
        statements: &[("123456789", "EUR", None, Some(123_412), 1, 0, 1_685)],
    },
    Sample {
        name: "lists.qif",
        bytes: include_bytes!("../samples/lists.qif"),
        format: Format::Qif,
        statements: &[("", "", Some(0), Some(-91_050), 3, 9_950, 101_000)],
    },
    Sample {
        name: "falling.csv",
        bytes: include_bytes!("../samples/falling.csv"),
        format: Format::Csv,
        statements: &[("", "", Some(953_210), Some(897_150), 3, 200_000, 256_060)],
    },
];

fn read_sample(bytes: &[u8]) -> Result<(Format, Vec<Statement>), Fault> {
    read(bytes, &Asked { format: None, currency: place::currency("EUR").expect("the euro"), mapping: None, day_first: true })
}

#[test]
fn samples_are_read_to_the_cent() {
    for sample in SAMPLES {
        let (format, found) = read_sample(sample.bytes).unwrap_or_else(|fault| panic!("{}: {fault}", sample.name));
        let sum = |of: &Statement, sign: i64| of.lines.iter().map(|line| (line.amount * sign).max(0)).sum::<i64>();
        let figures: Vec<_> = found
            .iter()
            .map(|of| (of.account.as_str(), of.currency.as_str(), of.opening, of.closing, of.lines.len(), sum(of, 1), sum(of, -1)))
            .collect();
        assert_eq!((format, figures.as_slice()), (sample.format, sample.statements), "{}", sample.name);
    }
}

#[test]
fn samples_tell_who_and_what() {
    let lines = |name: &str| {
        let sample = SAMPLES.iter().find(|sample| sample.name == name).expect("a sample");
        read_sample(sample.bytes).expect("a statement").1.remove(0).lines
    };
    let n43 = lines("two-accounts.n43");
    assert_eq!(n43[0].text, "COMISIÓN DE MANTENIMIENTO");
    assert_eq!(n43[1].text, "TRANSFERENCIA A CARPINTERÍA ROBLE ALTO FICTICIA");
    assert!(n43[2].text.contains("F27-0118"), "{}", n43[2].text);
    let batch = lines("batch.camt053.02.xml");
    let details: Vec<(i64, &str)> = batch[0].details.iter().map(|of| (of.amount, of.counterparty.as_str())).collect();
    assert_eq!(details, [(217_800, "Transportes Cierzo de Muestra"), (278_300, "Comercial Ancla de Muestra")]);
    assert_eq!((batch[1].date.to_string(), batch[1].external_id.as_str()), ("2027-04-15".into(), ""));
    let one = &lines("one.camt053.08.xml")[0];
    assert_eq!((one.counterparty.as_str(), one.counterparty_iban.as_str()), ("Taller Bisagra Imaginario", "FR1420041010050500013M02606"));
    assert!(one.reference.contains("RF18539007547034"), "{}", one.reference);
    assert_eq!(lines("cdata.ofx")[0].text, "COMPRA SUPERMERCADO <EJEMPLO> & CIA");
    assert_eq!(lines("lists.qif").iter().map(|line| line.date.to_string()).collect::<Vec<_>>(), ["2027-02-14", "2027-02-14", "2027-02-12"]);
    assert_eq!(lines("falling.csv")[0].text, "Recibo \"Energía\" Ficticia; abril");
}

#[test]
fn samples_that_are_cut_or_falsified_are_refused_with_their_line() {
    for sample in SAMPLES.iter().filter(|sample| sample.format != Format::Csv) {
        let cut = &sample.bytes[..sample.bytes.len() * 2 / 3];
        let fault = read_sample(cut).expect_err(sample.name);
        assert!(fault.line > 0, "{}: {fault}", sample.name);
    }
    let changed = |name: &str, from: &str, to: &str| {
        let sample = SAMPLES.iter().find(|sample| sample.name == name).expect("a sample");
        let text: String = sample.bytes.iter().map(|byte| char::from(*byte)).collect();
        assert!(text.contains(from), "{name}: {from}");
        let bytes: Vec<u8> = text.replacen(from, to, 1).chars().map(|c| u8::try_from(u32::from(c)).expect("one byte")).collect();
        let fault = read_sample(&bytes).expect_err(name);
        (fault.line, fault.code())
    };
    assert_eq!(changed("two-accounts.n43", "00000000028029", "00000000028030"), (12, "statement_sums"));
    assert_eq!(changed("batch.camt053.02.xml", ">4961.00<", ">4961.01<"), (35, "statement_sums"));
    assert_eq!(changed("one.camt053.08.xml", ">8.85<", ">8,85<").1, "statement_amount");
    assert_eq!(changed("checking.ofx", "20270408", "20271308").1, "statement_date");
    assert_eq!(changed("lists.qif", "T32.00", "T32.x0").1, "statement_amount");
    assert_eq!(changed("falling.csv", "11.532,10", "11.532,11").1, "statement_sums");
}
