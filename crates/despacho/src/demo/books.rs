//! Books of fictional businesses: what a small one posts month after month, so that there is something to read.

use despacho_contacts::{Contact, actions as contacts};
use despacho_kernel::{Id, Invalid};
use despacho_ledger::{
    closing,
    fiscal_years::store::{self as years, FiscalYear},
    journal::{
        AccountRef, Allowed, ContactRef, EntryDraft, Journal, Past, Posting, TypedEntry, TypedLine, drafts,
        locks::{self, Level, NewLock, Scope},
        post,
    },
    opening::{self, TypedOpening},
};
use despacho_ledger_budgets::{actions as budgets, budget::State};
use despacho_ledger_templates::{
    recurring::{actions as recurring, rule::Rule},
    templates::{
        actions as templates,
        template::{Template, TemplateLine},
    },
};
use despacho_platform::{Error, Result, Tx, users::User};
use despacho_recurrence::schedule::{Schedule, Unit};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

/// What a business is like: its monthly sales and purchases in euros, and whether it has staff.
struct Trade {
    sales: i64,
    purchases: i64,
    staff: bool,
    /// Its sales are services.
    services: bool,
}

fn trade(nth: usize) -> Trade {
    let nth = i64::try_from(nth).unwrap_or(0);
    Trade { sales: 6_000 + nth * 731 % 9_000, purchases: 2_000 + nth * 467 % 3_500, staff: nth % 2 == 0, services: nth % 3 == 0 }
}

/// Whom a business sells to and buys from, by their numbers: three customers, two vendors and whose its premises are.
const CONTACTS: [(&str, bool); 6] = [
    ("Viveros Quintana Inventados, S. L.", true),
    ("Panadería Mijares de Ejemplo", true),
    ("Taxis Arcén de Prueba, S. L.", true),
    ("Pinturas Cobalto Imaginarias, S. A.", false),
    ("Lubricantes Ágata de Prueba, S. L.", false),
    ("Inmuebles Alameda Ficticios, S. L.", false),
];

/// An entry of lines: account, with the number of its contact after a dot, and cents, debit positive.
fn entry(date: Date, journal: Journal, text: String, reference: String, lines: &[(&str, i64)]) -> EntryDraft {
    let posting = |(named, amount): &(&str, i64)| Posting {
        contact: named.split_once('.').and_then(|(_, number)| number.parse().ok()).map(ContactRef::Number),
        ..Posting::new(AccountRef::Code(named.split('.').next().unwrap_or(named).into()), *amount)
    };
    let postings = lines.iter().filter(|(_, amount)| *amount != 0).map(posting).collect();
    EntryDraft { journal, reference, ..EntryDraft::manual(date, &text, postings) }
}

/// The entries of a month that begins on `first`.
fn month(of: &Trade, first: Date, output: &mut i64, input: &mut i64) -> Vec<EntryDraft> {
    let day = |nth: i64| first.checked_add((nth - 1).days()).unwrap_or(first);
    let number = i64::from(first.month());
    // The season, by the month: more before summer and before Christmas.
    let season = [82, 86, 97, 101, 108, 117, 112, 71, 98, 104, 109, 131][usize::try_from(number - 1).unwrap_or(0)];
    let (sales, purchases) = (of.sales * season, of.purchases * (season + 100) / 2);
    let vat = |base: i64| base * 21 / 100;
    let mut all = vec![];
    let revenue = if of.services { "705" } else { "700" };
    for (part, share, on) in [(1, 45, 6), (2, 35, 14), (3, 20, 25)] {
        let base = sales * share / 100;
        *output += vat(base);
        let reference = format!("F{}-{:03}", first.year(), number * 3 - 3 + part);
        all.push(entry(
            day(on),
            Journal::Sales,
            format!("Factura emitida {reference}"),
            reference,
            &[(["430.1", "430.2", "430.3"][usize::try_from(part - 1).unwrap_or(0)], base + vat(base)), (revenue, -base), ("477", -vat(base))],
        ));
    }
    *input += vat(purchases);
    let vendor = if number % 2 == 0 { "400.4" } else { "400.5" };
    let bill = format!("C-{}{number:02}", first.year());
    all.push(entry(
        day(9),
        Journal::Purchases,
        "Compras del mes".into(),
        bill,
        &[("600", purchases), ("472", vat(purchases)), (vendor, -purchases - vat(purchases))],
    ));
    let rent = 85_000;
    *input += vat(rent);
    all.push(entry(
        day(1),
        Journal::Purchases,
        "Alquiler del local".into(),
        String::new(),
        &[("621", rent), ("472", vat(rent)), ("4751", -rent * 19 / 100), ("410.6", -rent - vat(rent) + rent * 19 / 100)],
    ));
    let power = 11_000 + number * 731;
    *input += vat(power);
    all.push(entry(day(18), Journal::Bank, "Electricidad".into(), String::new(), &[("628", power), ("472", vat(power)), ("572", -power - vat(power))]));
    if of.staff {
        all.push(entry(
            day(27),
            Journal::Payroll,
            "Nóminas del mes".into(),
            String::new(),
            &[("640", 245_000), ("642", 77_900), ("476", -93_700), ("4751", -29_400), ("465", -199_800)],
        ));
        all.push(entry(day(28), Journal::Bank, "Pago de nóminas".into(), String::new(), &[("465", 199_800), ("572", -199_800)]));
    }
    let collected = (sales + vat(sales)) * 92 / 100;
    let (first_part, second_part) = (collected * 45 / 100, collected * 35 / 100);
    all.push(entry(
        day(20),
        Journal::Bank,
        "Cobros de clientes".into(),
        String::new(),
        &[("572", collected), ("430.1", -first_part), ("430.2", -second_part), ("430.3", first_part + second_part - collected)],
    ));
    let paid = (purchases + vat(purchases)) * 95 / 100;
    all.push(entry(day(22), Journal::Bank, "Pagos a proveedores".into(), String::new(), &[(vendor, paid), ("572", -paid)]));
    all.push(entry(
        day(5),
        Journal::Bank,
        "Pago del alquiler".into(),
        String::new(),
        &[("410.6", rent + vat(rent) - rent * 19 / 100), ("572", -rent - vat(rent) + rent * 19 / 100)],
    ));
    all.push(entry(day(23), Journal::Bank, "Comisiones bancarias".into(), String::new(), &[("626", 1_250), ("572", -1_250)]));
    if number % 3 == 0 {
        let due = *output - *input;
        let text = format!("Liquidación del IVA, {}.º trimestre", number / 3);
        all.push(entry(
            first.last_of_month(),
            Journal::General,
            text,
            format!("303-{}T", number / 3),
            &[("477", *output), ("472", -*input), ("4750", -due.max(0)), ("4700", (-due).max(0))],
        ));
        (*output, *input) = (0, 0);
    }
    all
}

/// The entries of whole months from `first`, as far as `until`.
fn months(of: &Trade, first: Date, until: Date) -> Vec<EntryDraft> {
    let (mut output, mut input) = (0, 0);
    let starts = (0..12).filter_map(|nth: i64| first.checked_add(nth.months()).ok());
    starts.flat_map(|start| month(of, start, &mut output, &mut input)).filter(|entry| entry.date <= until).collect()
}

async fn post_all(tx: &Tx, organization: Id, drafts: &[EntryDraft], allowed: Allowed<'_>) -> Result<Vec<Id>> {
    let mut drafts = drafts.to_vec();
    drafts.sort_by_key(|draft| draft.date);
    match post::post_many(tx, organization, &drafts, allowed).await? {
        Ok(posted) => Ok(posted.into_iter().map(|posted| posted.id).collect()),
        Err(faults) => Err(Error::Other(format!("the demo's entries: {faults:?}"))),
    }
}

fn opening(of: &Trade) -> Vec<TypedLine> {
    let line = |code: &str, debit: i64, credit: i64| {
        let side = |euros: i64| if euros == 0 { String::new() } else { euros.to_string() };
        let (account_code, contact) = code.split_once('.').map_or((code, ""), |parts| parts);
        TypedLine { account_code: account_code.into(), contact: contact.into(), debit: side(debit), credit: side(credit), ..TypedLine::default() }
    };
    let bank = of.sales * 2;
    vec![line("213", 18_000, 0), line("572", bank, 0), line("430.1", 2_400, 0), line("100", 0, 12_000), line("113", 0, bank + 6_600), line("400.4", 0, 1_800)]
}

/// Templates, a rent that comes again as a draft, and a budget of the present year.
async fn repeated(tx: &Tx, organization: Id, first: Date, years: &[FiscalYear], (by, now): (&User, i64)) -> Result<()> {
    templates::add_shipped(tx, organization, (by, now)).await?;
    let line = |code: &str, debit: &str, credit: &str| TemplateLine {
        account_code: code.into(),
        debit: debit.into(),
        credit: credit.into(),
        ..TemplateLine::default()
    };
    let body = Template {
        description: "Alquiler de {mes} de {año}".into(),
        journal: Journal::Purchases.word().into(),
        lines: vec![line("621", "base", ""), line("472", "L1*21%", ""), line("4751", "", "L1*19%"), line("410", "", "=")],
        ..Template::default()
    };
    // From next year on: this year's are in the books.
    let starts_on = first.checked_add(1.year()).map_err(|e| Error::Other(e.to_string()))?;
    let schedule = Schedule { unit: Unit::Months, every: 1, day: 1, starts_on, ends_on: None, times: 0 };
    let answers = [("base".to_owned(), "850.00".to_owned())].into();
    let rule = Rule { name: "Alquiler del local".into(), schedule, posts: false, active: true, body, answers };
    recurring::create(tx, organization, &rule, (by, now)).await?;
    let last = years.iter().find(|year| year.ends_on < first.to_string()).map(|year| year.id);
    let present = years.iter().find(|year| year.starts_on == first.to_string()).map(|year| year.id);
    if let (Some(last), Some(present)) = (last, present) {
        let from = budgets::From::Actuals(last, 3.into());
        budgets::create(tx, organization, ("Presupuesto", present), State::Approved, from, (by, now)).await?;
    }
    Ok(())
}

/// What a firm finds in the books of some clients: a receipt nobody can place, cash that is paid before it came, a draft; others are in order and locked.
async fn unsettled(tx: &Tx, organization: Id, nth: usize, (first, today): (Date, Date), allowed: Allowed<'_>) -> Result<()> {
    let general = |text: &str, lines: &[(&str, i64)]| entry(first, Journal::General, text.into(), String::new(), lines);
    if nth % 4 == 1 {
        let cents = 9_640 + i64::try_from(nth).unwrap_or(0) * 1_731;
        post::post(tx, organization, &general("Ingreso sin identificar", &[("572", cents), ("555", -cents)]), allowed).await?;
    }
    if nth % 5 == 2 {
        post::post(tx, organization, &general("Compra pagada en metálico", &[("629", 21_477), ("570", -21_477)]), allowed).await?;
    }
    if nth % 3 == 2 {
        let typed = TypedEntry { date: today.to_string(), description: "Recibo del seguro, falta el importe".into(), ..TypedEntry::default() };
        drafts::create(tx, organization, &typed, allowed).await?;
    }
    let ended = today.first_of_month().yesterday().unwrap_or(today);
    if nth.is_multiple_of(2) && ended >= first {
        for scope in [Scope::All, Scope::Tax] {
            let lock = NewLock { scope, level: Level::Soft, through: Some(ended), reason: "Mes revisado" };
            locks::set(tx, organization, lock, (allowed.by, allowed.now)).await?;
        }
    }
    Ok(())
}

/// Keeps the books of a business up to today; the first one's last year too, which is closed.
pub async fn keep(tx: &Tx, organization: Id, nth: usize, by: &User, now: i64) -> Result<()> {
    let bad = |e: jiff::Error| Error::Other(e.to_string());
    let allowed = Allowed { by, now, past: Past::Nothing };
    let today = Timestamp::from_millisecond(now).map_err(bad)?.to_zoned_datetime(TimeZone::UTC).date();
    let first = today.first_of_year();
    let of = trade(nth);
    for (name, customer) in CONTACTS {
        let read = |new: Contact, _: &mut Invalid| Contact { name: name.into(), customer, vendor: !customer, ..new };
        contacts::create(tx, organization, read, (by, now)).await?;
    }
    if nth > 0 {
        opening::put(tx, organization, &TypedOpening { date: String::new(), rows: opening(&of) }, allowed).await?;
        post_all(tx, organization, &months(&of, first, today), allowed).await?;
        return unsettled(tx, organization, nth, (first, today), allowed).await;
    }
    let last_year = first.checked_sub(1.year()).map_err(bad)?;
    let ends = first.yesterday().map_err(bad)?;
    closing::add_year(tx, organization, (&last_year.to_string(), &ends.to_string()), (by, now)).await?;
    opening::put(tx, organization, &TypedOpening { date: last_year.to_string(), rows: opening(&of) }, allowed).await?;
    post_all(tx, organization, &months(&of, last_year, ends), allowed).await?;
    let all = years::list(tx, organization).await?;
    let closed = all.iter().find(|year| year.ends_on == ends.to_string()).ok_or(Error::NotFound)?;
    closing::close(tx, organization, closed.id, allowed).await?;
    let posted = post_all(tx, organization, &months(&of, first, today), allowed).await?;
    // Something to look at beside what is right: a correction, a reversal, drafts and a lock.
    let repair = |text: &str, cents: i64| entry(today, Journal::General, text.into(), String::new(), &[("622", cents), ("572", -cents)]);
    let wrong = post::post(tx, organization, &repair("Reparación del elevador", 34_800), allowed).await?;
    post::correct(tx, organization, wrong.id, &repair("Reparación del elevador", 38_400), allowed).await?;
    let twice = post::post(tx, organization, &repair("Reparación del elevador, otra vez", 38_400), allowed).await?;
    post::reverse(tx, organization, twice.id, today, "Estaba contabilizado dos veces", allowed).await?;
    for (text, debit, credit) in [("Seguro del taller, falta la póliza", "640.00", ""), ("Gasto por aclarar", "57.30", "57.30")] {
        let line =
            |code: &str, debit: &str, credit: &str| TypedLine { account_code: code.into(), debit: debit.into(), credit: credit.into(), ..TypedLine::default() };
        let typed = TypedEntry {
            date: today.to_string(),
            description: text.into(),
            postings: vec![line("625", debit, ""), line("555", "", credit)],
            ..TypedEntry::default()
        };
        drafts::create(tx, organization, &typed, allowed).await?;
    }
    super::documents::keep(tx, organization, (first, today), allowed).await?;
    repeated(tx, organization, first, &all, (by, now)).await?;
    super::bills::keep(tx, organization, today, allowed).await?;
    super::banks::keep(tx, organization, today, allowed).await?;
    super::remittances::keep(tx, organization, today, allowed).await?;
    if today.month() > 3 && !posted.is_empty() {
        let quarter = first.checked_add(i64::from((today.month() - 1) / 3 * 3).months()).and_then(|day| day.yesterday()).map_err(bad)?;
        super::returns::file(tx, organization, (quarter, today), allowed).await?;
        let lock = NewLock { scope: Scope::All, level: Level::Soft, through: Some(quarter), reason: "Trimestre presentado" };
        locks::set(tx, organization, lock, (by, now)).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_month_balances() {
        for nth in 0..25 {
            let first = Date::constant(2028, 1, 1);
            let all = months(&trade(nth), first, Date::constant(2028, 12, 31));
            assert!(all.len() > 110, "{}", all.len());
            for entry in all {
                assert_eq!(entry.postings.iter().map(|posting| posting.amount).sum::<i64>(), 0, "{entry:?}");
            }
        }
    }
}
