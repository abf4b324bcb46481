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
pub struct Chance(pub(super) u64);

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

    pub(super) fn below(&mut self, most: i64) -> i64 {
        i64::try_from(self.next() % u64::try_from(most).expect("above zero")).expect("small")
    }

    /// Whether something happens that happens so many times of a hundred.
    pub(super) fn happens(&mut self, of_hundred: i64) -> bool {
        self.below(100) < of_hundred
    }

    pub(super) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
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
pub(super) const PEOPLE: [&str; 10] = [
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
/// As a bank prints a name: capitals without accents, cut.
pub(super) fn printed(name: &str, most: usize) -> String {
    fold(name).replace(['.', ','], "").to_uppercase().chars().take(most).collect::<String>().trim().to_owned()
}

pub(super) struct Party {
    pub(super) id: Id,
    pub(super) name: String,
    /// Who pays for it where it is not itself.
    pub(super) payer: Option<&'static str>,
    /// The same each month, in cents; none where each document differs.
    pub(super) fee: Option<i64>,
}

pub struct World {
    pub(super) chance: Chance,
    pub banks: [Id; 2],
    pub(super) customers: Vec<Party>,
    pub(super) vendors: Vec<Party>,
    pub items: Vec<Item>,
    pub booked: Vec<Booked>,
    pub lines: Vec<Judged>,
    pub(super) number: i64,
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

    pub(super) fn line(
        &mut self,
        event: &'static str,
        (bank, date): (usize, Date),
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

    pub(super) fn document(&mut self, vendor: bool, whose: usize, date: Date, amount: i64) -> usize {
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

    pub(super) fn price(&mut self) -> i64 {
        // Hours and pieces: prices meet each other now and then.
        let base = match self.chance.below(3) {
            0 => (1 + self.chance.below(40)) * 4_500,
            1 => (1 + self.chance.below(60)) * 1_000,
            _ => 1_000 + self.chance.below(250_000),
        };
        base + (base * 21 + 50) / 100
    }

    pub(super) fn later(&mut self, date: Date, least: i64, most: i64) -> Date {
        date.checked_add((least + self.chance.below(most - least + 1)).days()).expect("a day")
    }

    pub(super) fn posting(&mut self, date: Date, amount: i64, text: &str, reference: &str) -> (Id, i64) {
        let at = (new_id(), 0);
        self.booked
            .push(Booked { at, bank_account: self.banks[0], date, amount, text: text.into(), reference: reference.into() });
        at
    }
}
