//! A batch of vendors' bills that is under way: of several rates, with what is withheld, deductible in part, and paid.

use despacho_contacts::{Contact, actions as contacts};
use despacho_kernel::{Id, Invalid, money::plain, number::Notation};
use despacho_ledger::journal::Allowed;
use despacho_platform::{Result, Tx};
use despacho_quick_bills::{
    actions::{self, Told},
    line::{Line, Rate},
};
use jiff::civil::Date;

/// Vendors, plainly invented.
const VENDORS: [&str; 5] = [
    "Neumáticos Albor de Ejemplo, S. A.",
    "Energía Ficticia del Norte, S. A.",
    "Inmuebles Arco de Ejemplo, S. L.",
    "Gestión Faro de Muestra",
    "Bazar Almena Ficticio, S. L.",
];

/// A bill: vendor, number, account, bases with their taxes, what is withheld in percent, what is to be paid, and whether it was.
struct Bill(usize, &'static str, &'static str, &'static [(&'static str, &'static str)], &'static str, &'static str, bool);

const BILLS: [Bill; 8] = [
    Bill(0, "NA-0613", "600", &[("612.40", "IVA21C")], "", "741.00", false),
    Bill(1, "E-55120", "628", &[("850.00", "IVA21C")], "", "1028.50", false),
    Bill(2, "ALQ-11", "621", &[("1200.00", "IVA21C")], "19", "1224.00", true),
    Bill(3, "118", "623", &[("180.00", "IVA21C")], "15", "190.80", false),
    Bill(4, "A-3305", "629", &[("48.20", "IVA21C"), ("36.50", "IVA10C")], "", "98.47", true),
    Bill(1, "E-55187", "628", &[("64.90", "IVA10C")], "", "71.39", false),
    Bill(0, "NA-0774", "600", &[("275.15", "IVA21C")], "", "332.93", false),
    Bill(3, "121", "623", &[("95.00", "IVA21C")], "15", "100.70", false),
];

/// Registers the bills of this month.
pub async fn keep(tx: &Tx, organization: Id, today: Date, allowed: Allowed<'_>) -> Result<()> {
    for name in VENDORS {
        let read = |new: Contact, _: &mut Invalid| Contact { name: name.into(), vendor: true, ..new };
        contacts::create(tx, organization, read, (allowed.by, allowed.now)).await?;
    }
    for (nth, Bill(vendor, number, account, rates, withholding, total, paid)) in BILLS.iter().enumerate() {
        let day = i8::try_from(nth + 1).unwrap_or(1).min(today.day());
        let rate = |(base, tax): &(&str, &str)| Rate { base: (*base).into(), tax: (*tax).into(), quota: String::new() };
        let line = Line {
            vendor: VENDORS[*vendor].into(),
            number: (*number).into(),
            date: day.to_string(),
            account: (*account).into(),
            rates: rates.iter().map(rate).collect(),
            withholding: (*withholding).into(),
            total: (*total).into(),
            paid: *paid,
            paid_account: "572".into(),
            month: today.strftime("%Y-%m").to_string(),
            ..Line::default()
        };
        let told = Told { notation: Notation::Plain, amount: &|minor| plain(minor, 2) };
        actions::register(tx, organization, &line, told, allowed).await?;
    }
    Ok(())
}
