//! Files of exchange rates: the European Central Bank's, as XML and as CSV by day, and a plain CSV of one's own.

use despacho_kernel::{
    Invalid,
    number::{self, Notation},
    place,
    text::fold,
};
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::rate::{DECIMALS, PIVOT, Quote};

/// Most quotations of a file: more than five years of every currency of the European Central Bank.
pub const MAX: usize = 60_000;

/// Most faults of lines that are told.
const MOST_FAULTS: usize = 100;

/// What a file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    pub quotes: Vec<Quote>,
    /// Quotations that are older than was asked for.
    pub older: usize,
    /// Whether it is the European Central Bank's.
    pub bank: bool,
}

impl Read {
    fn take(&mut self, quote: Quote, since: Date) -> Result<(), Invalid> {
        if quote.date < since {
            self.older += 1;
            return Ok(());
        }
        if self.quotes.len() >= MAX {
            return Err(Invalid::too_many("file", MAX.try_into().unwrap_or(i64::MAX)));
        }
        self.quotes.push(quote);
        Ok(())
    }
}

/// The value of an attribute in the text of a tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let at = tag.find(&format!(" {name}="))? + name.len() + 2;
    let quote = tag[at..].chars().next().filter(|mark| ['"', '\''].contains(mark))?;
    tag[at + 1..].split(quote).next()
}

/// A positive rate with the point as its mark, as the bank writes it.
fn plain(text: &str) -> Option<Decimal> {
    number::decimal(text.trim(), Notation::Plain, DECIMALS).ok().filter(|rate| *rate > Decimal::ZERO)
}

/// A quotation of the bank: so many of the currency for one euro. Currencies that are no more are left out.
fn of_bank(date: Date, currency: &str, rate: &str) -> Option<Quote> {
    let known = place::currency(currency.trim()).ok().filter(|of| of.code != PIVOT)?;
    Some(Quote { date, currency: PIVOT.into(), base: known.code.clone(), rate: plain(rate)? })
}

/// The bank's XML: a `Cube` with its day holds one for each currency. Nothing of it is an entity or another document.
fn xml(text: &str, since: Date) -> Result<Read, Invalid> {
    let mut read = Read { bank: true, ..Read::default() };
    let mut day: Option<Date> = None;
    for rest in text.split("<Cube").skip(1) {
        let tag = rest.split('>').next().unwrap_or_default();
        if let Some(time) = attribute(tag, "time") {
            day = Some(time.parse().map_err(|_| Invalid::one("file", "rates_file"))?);
        }
        if let (Some(date), Some(currency), Some(rate)) = (day, attribute(tag, "currency"), attribute(tag, "rate"))
            && let Some(quote) = of_bank(date, currency, rate)
        {
            read.take(quote, since)?;
        }
    }
    if read.quotes.is_empty() && read.older == 0 { Err(Invalid::one("file", "rates_file")) } else { Ok(read) }
}

fn is_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// `2026-01-15`, or as the bank's daily CSV writes it `15 January 2026`, or `15/01/2026`.
fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    text.parse().ok().or_else(|| Date::strptime("%d/%m/%Y", text).ok()).or_else(|| Date::strptime("%d %B %Y", text).ok())
}

/// Reads a file: what it cannot be is told once, faults of lines each at `line.N`.
pub fn read(text: &str, base: &str, since: Date) -> Result<Read, Invalid> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('<') {
        return xml(text, since);
    }
    let first = text.lines().next().unwrap_or_default();
    let separator = if first.matches(';').count() > first.matches(',').count() { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let headings: Vec<String> = reader.headers().map_err(|_| Invalid::one("file", "rates_file"))?.iter().map(str::to_owned).collect();
    let records = reader.into_records();
    let by_day = headings.first().is_some_and(|first| first == "Date") && headings.iter().skip(1).any(|heading| is_code(heading));
    if by_day { days(&headings, records, since) } else { lines(&headings, records, (base, separator), since) }
}

type Records<'t> = csv::StringRecordsIntoIter<&'t [u8]>;

/// The bank's CSV: a line for each day, a column for each currency, `N/A` where there was none.
fn days(headings: &[String], records: Records<'_>, since: Date) -> Result<Read, Invalid> {
    let mut read = Read { bank: true, ..Read::default() };
    for record in records {
        let record = record.map_err(|_| Invalid::one("file", "rates_file"))?;
        let Some(date) = record.get(0).and_then(day) else { return Err(Invalid::one("file", "rates_file")) };
        for (currency, rate) in headings.iter().zip(&record).skip(1) {
            if let Some(quote) = of_bank(date, currency, rate) {
                read.take(quote, since)?;
            }
        }
    }
    Ok(read)
}

/// The columns of a file of one's own, by what they may be called.
const COLUMNS: [(&str, &[&str]); 4] = [
    ("date", &["date", "fecha", "dia", "day"]),
    ("currency", &["currency", "moneda", "divisa"]),
    ("rate", &["rate", "tipo", "cambio", "tipo de cambio", "exchange rate"]),
    ("base", &["base"]),
];

/// A file of one's own: day, currency and how many of the base one of it is.
fn lines(headings: &[String], records: Records<'_>, (base, separator): (&str, u8), since: Date) -> Result<Read, Invalid> {
    let place = |column: usize| headings.iter().position(|heading| COLUMNS[column].1.contains(&fold(heading).as_str()));
    let (Some(dates), Some(currencies), Some(rates)) = (place(0), place(1), place(2)) else { return Err(Invalid::one("file", "rates_file")) };
    let bases = place(3);
    let (mut read, mut errors) = (Read::default(), Invalid::new());
    for (at, record) in records.enumerate() {
        let record = record.map_err(|_| Invalid::one("file", "rates_file"))?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        let cell = |column: usize| record.get(column).unwrap_or_default();
        let line = |column: &str| format!("line.{}.{column}", at + 2);
        let before = errors.0.len();
        let date = errors.take(&line("date"), day(cell(dates)).ok_or("date"));
        let currency = errors.take(&line("currency"), place::currency(&cell(currencies).to_uppercase()));
        // Where semicolons part the columns, the comma is the decimal mark.
        let text = if separator == b';' { cell(rates).replace(',', ".") } else { cell(rates).to_owned() };
        let rate = errors.take(&line("rate"), plain(&text).ok_or("number"));
        let own = bases.map(cell).filter(|text| !text.is_empty()).map_or_else(|| base.to_owned(), str::to_uppercase);
        let own = errors.take(&line("base"), place::currency(&own));
        if errors.0.len() > before {
            if errors.0.len() >= MOST_FAULTS {
                break;
            }
            continue;
        }
        if let (Some(date), Some(currency), Some(rate), Some(own)) = (date, currency, rate, own) {
            if currency.code == own.code {
                errors.push(&line("currency"), "rate_of_itself");
                continue;
            }
            read.take(Quote { date, currency: currency.code.clone(), base: own.code.clone(), rate }, since)?;
        }
    }
    errors.finish()?;
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SINCE: Date = Date::constant(2024, 1, 1);

    fn told(text: &str) -> Result<Vec<String>, Vec<String>> {
        match read(text, "EUR", SINCE) {
            Ok(read) => Ok(read.quotes.iter().map(|quote| format!("{} {}/{} {}", quote.date, quote.currency, quote.base, quote.rate)).collect()),
            Err(errors) => Err(errors.0.iter().map(|error| format!("{} {}", error.field, error.code)).collect()),
        }
    }

    #[test]
    fn the_bank_s_xml_is_read() {
        let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gesmes:Envelope xmlns:gesmes=\"http://www.gesmes.org/xml/2002-08-01\" xmlns=\"http://www.ecb.int/vocabulary/2002-08-01/eurofxref\">
            <gesmes:subject>Reference rates</gesmes:subject><gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
            <Cube><Cube time='2026-01-15'><Cube currency='USD' rate='1.0856'/><Cube currency='JPY' rate='171.25'/></Cube>
            <Cube time=\"2026-01-14\"><Cube currency=\"USD\" rate=\"1.0840\"/></Cube></Cube></gesmes:Envelope>";
        let expected = ["2026-01-15 EUR/USD 1.0856", "2026-01-15 EUR/JPY 171.25", "2026-01-14 EUR/USD 1.084"].map(str::to_owned).to_vec();
        assert_eq!(told(text), Ok(expected));
        assert_eq!(told("<html><body>404</body></html>"), Err(vec!["file rates_file".into()]));
    }

    #[test]
    fn the_bank_s_days_are_read() {
        let text = "Date,USD,JPY,CYP,TRY,\n2026-01-15,1.0856,171.25,N/A,N/A,\n2026-01-14,1.0840,N/A,0.58,40.1,\n2001-01-02,0.94,1,0.5,1,\n";
        let expected = ["2026-01-15 EUR/USD 1.0856", "2026-01-15 EUR/JPY 171.25", "2026-01-14 EUR/USD 1.084", "2026-01-14 EUR/TRY 40.1"];
        assert_eq!(told(text), Ok(expected.map(str::to_owned).to_vec()));
        let read = read(text, "EUR", SINCE).expect("read");
        assert_eq!((read.older, read.bank), (3, true));
        assert_eq!(told("Date, USD, JPY, \n15 January 2026, 1.0856, 171.25, \n").map(|all| all.len()), Ok(2));
    }

    #[test]
    fn a_file_of_ones_own_is_read_and_its_faults_told_by_line() {
        assert_eq!(told("Fecha;Moneda;Tipo de cambio\n15/01/2026;usd;0,9211\n"), Ok(vec!["2026-01-15 USD/EUR 0.9211".into()]));
        assert_eq!(told("date,currency,rate,base\n2026-01-15,USD,0.79,GBP\n\n"), Ok(vec!["2026-01-15 USD/GBP 0.79".into()]));
        let wrong = "date,currency,rate\n2026-02-30,USD,1\n2026-01-15,XXQ,0\n2026-01-15,EUR,1\n2026-01-15,USD,1.12345678901\n";
        assert_eq!(
            told(wrong),
            Err(["line.2.date date", "line.3.currency currency", "line.3.rate number", "line.4.currency rate_of_itself", "line.5.rate number"]
                .map(str::to_owned)
                .to_vec())
        );
        assert_eq!(told("a,b\n1,2\n"), Err(vec!["file rates_file".into()]));
        assert_eq!(told(""), Err(vec!["file rates_file".into()]));
    }
}
