//! A business that does not exist, its documents, its books and what its two banks say of it: each line's truth is what made it.

use std::collections::HashMap;

use despacho_kernel::{Id, new_id, text::fold};
use jiff::{ToSpan, civil::Date};

use super::super::{
    facts::{Booked, Facts, Item, Own, Ruling},
    words::{payee_key, words_of},
};

/// What a line is.
#[derive(Debug, Clone, PartialEq)]
pub enum Truth {
    /// Documents, how much of each, and what the bank kept.
    Items(Vec<(Id, i64)>, i64),
    Posting((Id, i64)),
    /// The line of the other own account.
    Transfer(Id),
    Account(&'static str),
    /// Nothing that is there: what is taken for it is wrong.
    Unknown,
}

#[derive(Debug, Clone)]
pub struct Judged {
    pub facts: Facts,
    pub truth: Truth,
    /// What made it.
    pub event: &'static str,
    /// Whose it is, where it is a contact's.
    pub contact: Option<Id>,
}

/// Pseudo-random numbers (splitmix64).
pub struct Chance(u64);

impl Chance {
    pub fn of(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: i64) -> i64 {
        i64::try_from(self.next() % u64::try_from(most).expect("above zero")).expect("small")
    }

    /// Whether something happens that happens so many times of a hundred.
    fn happens(&mut self, of_hundred: i64) -> bool {
        self.below(100) < of_hundred
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[usize::try_from(self.below(i64::try_from(all.len()).expect("small"))).expect("small")]
    }
}

const TRADES: [&str; 16] = [
    "Talleres",
    "Viveros",
    "Carpintería",
    "Transportes",
    "Suministros",
    "Imprenta",
    "Panadería",
    "Clínica Dental",
    "Electricidad",
    "Cristalería",
    "Reformas",
    "Asesores",
    "Hostelería",
    "Gráficas",
    "Fontanería",
    "Distribuciones",
];
const PLACES: [&str; 20] = [
    "Quintana",
    "Arriaga",
    "Roble Alto",
    "del Cierzo",
    "Peñalba",
    "Montenegro",
    "La Ribera",
    "Sotomayor",
    "Valdeoliva",
    "Las Encinas",
    "Ordóñez",
    "Barrachina",
    "El Pilar",
    "Norte",
    "Olmedo",
    "San Blas",
    "Iriarte",
    "Puente Nuevo",
    "Malpica",
    "Aldeanueva",
];
const FORMS: [&str; 5] = [", S. L.", ", S. A.", " S.L.U.", "", ", S. Coop."];
const PEOPLE: [&str; 10] = [
    "Ejemplo Marín Lucía",
    "Muestra Gil Andrés",
    "Ficticio Soler Nuria",
    "Ejemplo Vidal Jorge",
    "Muestra Rey Elena",
    "Ficticia Cano Marta",
    "Ejemplo Bravo Iker",
    "Muestra Sanz Pablo",
    "Ficticio Luna Alba",
    "Ejemplo Torres Hugo",
];
const SHOPS: [&str; 8] = [
    "GASOLINERA IMAGINARIA",
    "PAPELERIA DE MUESTRA",
    "BAR FICTICIO",
    "FERRETERIA TENAZA",
    "PARKING CENTRO INVENTADO",
    "SUPERMERCADO EJEMPLO",
    "APP TAXI FICTICIO",
    "NUBE INVENTADA SUBSCR",
];
const SHOP_ACCOUNTS: [&str; 8] = ["628", "629", "627", "602", "629", "629", "629", "621"];

/// As a bank prints a name: capitals without accents, cut.
fn printed(name: &str, most: usize) -> String {
    fold(name).replace(['.', ','], "").to_uppercase().chars().take(most).collect::<String>().trim().to_owned()
}

struct Party {
    id: Id,
    name: String,
    /// Who pays for it where it is not itself.
    payer: Option<&'static str>,
    /// The same each month, in cents; none where each document differs.
    fee: Option<i64>,
}

pub struct World {
    chance: Chance,
    pub banks: [Id; 2],
    customers: Vec<Party>,
    vendors: Vec<Party>,
    pub items: Vec<Item>,
    pub booked: Vec<Booked>,
    pub lines: Vec<Judged>,
    number: i64,
}

impl World {
    /// A year of it.
    pub fn year(seed: u64) -> Self {
        let mut chance = Chance::of(seed);
        let mut names = HashMap::new();
        let mut parties = |count: usize, chance: &mut Chance| -> Vec<Party> {
            let mut found = vec![];
            while found.len() < count {
                let name = format!("{} {}{}", chance.pick(&TRADES), chance.pick(&PLACES), chance.pick(&FORMS));
                if names.insert(fold(&name), ()).is_some() {
                    continue;
                }
                let fee = chance.happens(40).then(|| *chance.pick(&[12_100i64, 12_100, 18_150, 24_200, 9_075]));
                let payer = chance.happens(12).then(|| *chance.pick(&PEOPLE));
                found.push(Party { id: new_id(), name, payer, fee });
            }
            found
        };
        let (customers, vendors) = (parties(36, &mut chance), parties(22, &mut chance));
        let mut world = Self { chance, banks: [new_id(), new_id()], customers, vendors, items: vec![], booked: vec![], lines: vec![], number: 0 };
        for month in 1..=12 {
            world.month(Date::constant(2027, 1, 1).with().month(month).build().expect("a month"));
        }
        world.lines.sort_by_key(|line| line.facts.date);
        world
    }

    pub fn own(&self) -> Vec<Own> {
        let own =
            |(at, iban): (usize, &str)| Own { id: self.banks[at], name: format!("Banco {at}"), iban: iban.into(), account_code: format!("572000{}", at + 1) };
        [(0, "ES9121000418450200051332"), (1, "ES7921000813610123456789")].map(own).into()
    }

    pub fn rules() -> Vec<Ruling> {
        let rule = |name: &str, direction: &str, comparator: &str, value: &str, code: &str| Ruling {
            id: new_id(),
            name: name.into(),
            direction: direction.into(),
            field: "text".into(),
            comparator: comparator.into(),
            value: fold(value),
            account_code: code.into(),
        };
        vec![
            rule("Comisiones", "out", "starts_with", "Comisión", "626"),
            rule("Intereses", "out", "contains", "Liquidación intereses", "662"),
            rule("Efectivo", "in", "starts_with", "Ingreso efectivo", "570"),
        ]
    }

    // One call a line of the statement, as a statement has them.
    #[expect(clippy::too_many_arguments)]
    fn line(
        &mut self,
        event: &'static str,
        bank: usize,
        date: Date,
        amount: i64,
        text: &str,
        (counterparty, iban): (&str, &str),
        (truth, contact): (Truth, Option<Id>),
    ) -> Id {
        let (id, reference) = (new_id(), if self.chance.happens(30) { format!("{:012}", self.chance.below(999_999_999_999)) } else { String::new() });
        let facts = Facts {
            id,
            bank_account: self.banks[bank],
            currency: "EUR".into(),
            date,
            amount,
            words: words_of(&format!("{text} {reference} {counterparty}")),
            iban: iban.into(),
            payee: payee_key(counterparty, text),
            parts: [fold(text), fold(counterparty), fold(&reference)],
        };
        self.lines.push(Judged { facts, truth, event, contact });
        id
    }

    fn document(&mut self, vendor: bool, whose: usize, date: Date, amount: i64) -> usize {
        self.number += 1;
        let party = if vendor { &self.vendors[whose] } else { &self.customers[whose] };
        let (contact, contact_name) = (party.id, party.name.clone());
        let number = self.number;
        let reference = match (vendor, number % 3) {
            (false, _) => String::new(),
            (_, 0) => format!("{}", 2_027_000 + number * 7),
            (_, 1) => format!("A/{:05}", number * 3),
            _ => format!("FV27-{:04}", number),
        };
        let label = if vendor { format!("C-{number:05}") } else { format!("F27-{number:04}") };
        self.items.push(Item {
            document: new_id(),
            label,
            reference,
            contact,
            contact_name,
            date,
            currency: "EUR".into(),
            amount: if vendor { -amount } else { amount },
        });
        self.items.len() - 1
    }

    fn price(&mut self) -> i64 {
        // Hours and pieces: prices meet each other now and then.
        let base = match self.chance.below(3) {
            0 => (1 + self.chance.below(40)) * 4_500,
            1 => (1 + self.chance.below(60)) * 1_000,
            _ => 1_000 + self.chance.below(250_000),
        };
        base + (base * 21 + 50) / 100
    }

    fn later(&mut self, date: Date, least: i64, most: i64) -> Date {
        date.checked_add((least + self.chance.below(most - least + 1)).days()).expect("a day")
    }

    fn posting(&mut self, date: Date, amount: i64, text: &str, reference: &str) -> (Id, i64) {
        let at = (new_id(), 0);
        self.booked
            .push(Booked { at, bank_account: self.banks[0], date, amount, text: text.into(), reference: reference.into() });
        at
    }

    /// What a customer writes of an invoice.
    fn says(&mut self, number: &str) -> String {
        let short = number.trim_start_matches("F27-").trim_start_matches('0').to_owned();
        match self.chance.below(6) {
            0 => format!("FACTURA {number}"),
            1 => format!("FRA {}", number.replace('-', "")),
            2 => format!("PAGO FRA {}", number.replace('-', " ")),
            3 => format!("fact. {number} gracias"),
            4 => format!("FACT {short}"),
            _ => number.to_owned(),
        }
    }

    fn month(&mut self, first: Date) {
        self.sales(first);
        self.purchases(first);
        self.staff_and_taxes(first);
        self.small(first);
    }

    fn sales(&mut self, first: Date) {
        for whose in 0..self.customers.len() {
            let Party { id, name, payer, fee } = &self.customers[whose];
            let (id, name, payer, fee) = (*id, name.clone(), *payer, *fee);
            if fee.is_none() && self.chance.happens(55) {
                continue;
            }
            let day = self.later(first, 0, 8);
            let amount = match fee {
                Some(fee) => fee,
                None => self.price(),
            };
            let one = self.document(false, whose, day, amount);
            let second = (fee.is_none() && self.chance.happens(25))
                .then(|| (self.price(), self.later(day, 1, 6)))
                .map(|(price, day)| self.document(false, whose, day, price));
            let (bank, paid) = (usize::from(self.chance.happens(25)), self.later(day, 10, 34));
            let from = printed(payer.unwrap_or(&name), 24);
            // One bank tells who paid beside the text, the other within it.
            let iban = if bank == 1 { "DE89370400440532013000" } else { "" };
            let counterparty = if bank == 1 { from.clone() } else { String::new() };
            let text = |what: &str| if bank == 1 { format!("TRANSFERENCIA RECIBIDA {what}") } else { format!("TRANSF DE {from} {what}") };
            let (label, document) = (self.items[one].label.clone(), self.items[one].document);
            let whole = |at: usize, world: &Self| (world.items[at].document, world.items[at].amount);
            let contact = Some(id);
            if let Some(second) = second {
                let (a, b) = (whole(one, self), whole(second, self));
                match self.chance.below(4) {
                    0 => {
                        let what = format!("{} Y {}", self.says(&label), self.items[second].label.clone());
                        self.line("both by number", bank, paid, a.1 + b.1, &text(&what), (&counterparty, iban), (Truth::Items(vec![a, b], 0), contact));
                    }
                    1 => {
                        self.line(
                            "both without number",
                            bank,
                            paid,
                            a.1 + b.1,
                            &text("FRAS MES"),
                            (&counterparty, iban),
                            (Truth::Items(vec![a, b], 0), contact),
                        );
                    }
                    _ => {
                        for at in [one, second] {
                            let (own, said) = (whole(at, self), self.items[at].label.clone());
                            let what = if self.chance.happens(60) { self.says(&said) } else { "PAGO".into() };
                            let day = self.later(paid, 0, 4);
                            self.line("one of two", bank, day, own.1, &text(&what), (&counterparty, iban), (Truth::Items(vec![own], 0), contact));
                        }
                    }
                }
                continue;
            }
            match self.chance.below(100) {
                0..=44 => {
                    let what = self.says(&label);
                    self.line("by number", bank, paid, amount, &text(&what), (&counterparty, iban), (Truth::Items(vec![(document, amount)], 0), contact));
                }
                45..=69 => {
                    let what = *self.chance.pick(&["", "PAGO FACTURA", "SERVICIOS", "CUOTA MENSUAL"]);
                    self.line("by name", bank, paid, amount, &text(what), (&counterparty, iban), (Truth::Items(vec![(document, amount)], 0), contact));
                }
                70..=74 => {
                    let kept = 100 + self.chance.below(350);
                    let what = self.says(&label);
                    self.line(
                        "less charges",
                        bank,
                        paid,
                        amount - kept,
                        &text(&what),
                        (&counterparty, iban),
                        (Truth::Items(vec![(document, amount)], kept), contact),
                    );
                }
                75..=79 => {
                    let part = amount / 2;
                    self.line("part", bank, paid, part, &text("A CUENTA"), (&counterparty, iban), (Truth::Items(vec![(document, part)], 0), contact));
                    let rest = self.later(paid, 5, 20);
                    self.line(
                        "the rest of a part",
                        bank,
                        rest,
                        amount - part,
                        &text("RESTO FACTURA"),
                        (&counterparty, iban),
                        (Truth::Items(vec![(document, amount - part)], 0), contact),
                    );
                }
                80..=83 => {
                    // The number of another document, as people copy the last message.
                    let wrong = self.chance.pick(&(1..=self.number).collect::<Vec<_>>()).to_owned();
                    let what = format!("FRA F27-{wrong:04}");
                    self.line("wrong number", bank, paid, amount, &text(&what), (&counterparty, iban), (Truth::Items(vec![(document, amount)], 0), contact));
                }
                84..=87 => {
                    let what = self.says(&label);
                    self.line("by number", bank, paid, amount, &text(&what), (&counterparty, iban), (Truth::Items(vec![(document, amount)], 0), contact));
                    if fee.is_none() {
                        let again = self.later(paid, 1, 3);
                        self.line("paid twice", bank, again, amount, &text(&what), (&counterparty, iban), (Truth::Unknown, contact));
                    }
                }
                88..=90 => {
                    // Ahead of an invoice of which nothing is known yet.
                    let ahead = self.price() + 1;
                    self.line("ahead", bank, paid, ahead, &text("ANTICIPO"), (&counterparty, iban), (Truth::Unknown, contact));
                }
                91..=93 => {
                    let remitted = format!("ABONO REMESA RECIBOS {:06}", self.chance.below(999_999));
                    self.line("remittance", 0, paid, amount, &remitted, ("", ""), (Truth::Items(vec![(document, amount)], 0), None));
                }
                // Nobody pays.
                _ => {}
            }
        }
    }

    fn purchases(&mut self, first: Date) {
        for whose in 0..self.vendors.len() {
            let (id, name, fee) = (self.vendors[whose].id, self.vendors[whose].name.clone(), self.vendors[whose].fee);
            if fee.is_none() && self.chance.happens(45) {
                continue;
            }
            let day = self.later(first, 0, 12);
            let amount = match fee {
                Some(fee) => fee,
                None => self.price(),
            };
            let paid = self.later(day, 3, 30);
            let to = printed(&name, 26);
            if self.chance.happens(12) {
                // Its bill has not come.
                let text = format!("RECIBO {to}");
                self.line("no bill yet", 0, paid, -amount, &text, ("", ""), (Truth::Unknown, Some(id)));
                continue;
            }
            let one = self.document(true, whose, day, amount);
            let (own, reference, contact) = ((self.items[one].document, amount), self.items[one].reference.clone(), Some(id));
            let truth = (Truth::Items(vec![own], 0), contact);
            match self.chance.below(100) {
                0..=34 => self.line("receipt by number", 0, paid, -amount, &format!("RECIBO {to} {reference}"), ("", ""), truth),
                35..=54 => {
                    let random = self.chance.below(99_999_999);
                    self.line("receipt by name", 0, paid, -amount, &format!("ADEUDO A SU CARGO {to} REF {random:08}"), ("", ""), truth)
                }
                55..=79 => self.line("transfer to a vendor", 1, paid, -amount, &format!("TRANSF A FAVOR DE {to}"), (&to, "FR1420041010050500013M02606"), truth),
                80..=86 => {
                    let day = self.later(paid, 0, 1);
                    let at = self.posting(day, -amount, &format!("Pago a {name}"), "");
                    self.items.pop();
                    self.line("paid in the books", 0, paid, -amount, &format!("TRANSF A FAVOR DE {to}"), ("", ""), (Truth::Posting(at), None))
                }
                _ => continue,
            };
        }
    }

    fn staff_and_taxes(&mut self, first: Date) {
        let end = first.last_of_month();
        for (at, person) in PEOPLE.iter().take(5).enumerate() {
            // Two earn the same.
            let pay = if at < 2 { 153_210 } else { 120_000 + i64::try_from(at).expect("small") * 7_777 };
            let posted = self.posting(end, -pay, &format!("Nómina {person}"), "");
            let day = self.later(end, -2, 1);
            self.line("payroll", 0, day, -pay, &format!("NOMINA {}", printed(person, 20)), ("", ""), (Truth::Posting(posted), None));
        }
        let contributions = 180_000 + self.chance.below(9_000);
        let posted = self.posting(end, -contributions, "Seguros sociales", "");
        self.line("contributions", 0, end, -contributions, "ADEUDO TGSS COTIZACION REGIMEN GENERAL", ("", ""), (Truth::Posting(posted), None));
        let quota = 61_844;
        let day = first.with().day(5).build().expect("a day");
        let posted = self.posting(day, -quota, "Cuota préstamo 0042", "");
        self.line("loan", 0, day, -quota, "CUOTA PRESTAMO 0042", ("", ""), (Truth::Posting(posted), None));
        if first.month() % 3 == 1 {
            let tax = 100_000 + self.chance.below(400_000);
            let day = first.with().day(20).build().expect("a day");
            let posted = self.posting(day, -tax, "Modelo 303", "");
            self.line("tax", 0, day, -tax, "IMPUESTOS AEAT MODELO 303", ("", ""), (Truth::Posting(posted), None));
        }
        let moved = (1 + self.chance.below(8)) * 50_000;
        let day = self.later(first, 3, 25);
        let (text, other) = *self.chance.pick(&[
            ("TRASPASO A CUENTA AHORRO", "TRASPASO RECIBIDO"),
            ("TRANSFERENCIA ENTRE CUENTAS", "TRANSFERENCIA RECIBIDA"),
            ("TRASPASO INTERNO", "ABONO TRASPASO"),
        ]);
        let to = self.line(
            "own transfer",
            0,
            day,
            -moved,
            text,
            ("", if self.chance.0.is_multiple_of(3) { "ES7921000813610123456789" } else { "" }),
            (Truth::Unknown, None),
        );
        let day = self.later(day, 0, 1);
        let back = self.line("own transfer", 1, day, moved, other, ("", ""), (Truth::Transfer(to), None));
        if let Some(line) = self.lines.iter_mut().find(|line| line.facts.id == to) {
            line.truth = Truth::Transfer(back);
        }
    }

    fn small(&mut self, first: Date) {
        for _ in 0..9 {
            let day = self.later(first, 0, 27);
            let at = usize::try_from(self.chance.below(8)).expect("small");
            let amount = if self.chance.happens(10) { *self.chance.pick(&[12_100i64, 9_075, 18_150]) } else { 300 + self.chance.below(9_000) };
            // One time of ten it was for something else.
            let truth = if self.chance.happens(10) { "551" } else { SHOP_ACCOUNTS[at] };
            let card = self.chance.below(9_999);
            self.line("card", 0, day, -amount, &format!("COMPRA TARJ *{card:04} {}", SHOPS[at]), ("", ""), (Truth::Account(truth), None));
        }
        let day = self.later(first, 0, 27);
        let fee = 500 + self.chance.below(2_500);
        self.line("bank fee", 0, day, -fee, "COMISION MANTENIMIENTO CUENTA", ("", ""), (Truth::Account("626"), None));
        let day = self.later(first, 0, 27);
        let interest = 100 + self.chance.below(9_000);
        self.line("interest", 1, day, -interest, "LIQUIDACION INTERESES Y GASTOS", ("", ""), (Truth::Account("662"), None));
        for _ in 0..2 {
            let day = self.later(first, 0, 27);
            let cash = (1 + self.chance.below(20)) * 5_000;
            self.line("cash", 0, day, cash, &format!("INGRESO EFECTIVO OFICINA {:04}", self.chance.0 % 10_000), ("", ""), (Truth::Account("570"), None));
        }
        for _ in 0..3 {
            let day = self.later(first, 0, 27);
            let sold = 20_000 + self.chance.below(90_000);
            let batch = self.chance.below(9_999);
            self.line("card terminal", 0, day, sold, &format!("LIQUIDACION TPV COMERCIO {batch:04}"), ("", ""), (Truth::Account("700"), None));
        }
        if self.chance.happens(40) {
            // A receipt that comes back has the amount of an invoice, and is none.
            let (name, amount) = {
                let of = self.chance.pick(&self.items);
                (of.contact_name.clone(), of.amount.abs())
            };
            let day = self.later(first, 0, 27);
            self.line("returned", 0, day, -amount, &format!("DEVOLUCION RECIBO {}", printed(&name, 20)), ("", ""), (Truth::Unknown, None));
        }
        if self.chance.happens(50) {
            // Money of an own person that has by chance what somebody owes.
            let amount = {
                let of = self.chance.pick(&self.items);
                of.amount.abs()
            };
            let day = self.later(first, 0, 27);
            self.line("owner", 0, day, amount, "TRANSF DE SOCIO FICTICIO APORTACION", ("", ""), (Truth::Account("551"), None));
        }
    }
}
