//! What happens in a month, and how banks tell it.

use jiff::civil::Date;

use super::world::{PEOPLE, Party, Truth, World, printed};

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

impl World {
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

    pub(super) fn month(&mut self, first: Date) {
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
                        self.line("both by number", (bank, paid), a.1 + b.1, &text(&what), (&counterparty, iban), (Truth::Items(vec![a, b], 0), contact));
                    }
                    1 => {
                        self.line(
                            "both without number",
                            (bank, paid),
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
                            self.line("one of two", (bank, day), own.1, &text(&what), (&counterparty, iban), (Truth::Items(vec![own], 0), contact));
                        }
                    }
                }
                continue;
            }
            match self.chance.below(100) {
                0..=44 => {
                    let what = self.says(&label);
                    self.line("by number", (bank, paid), amount, &text(&what), (&counterparty, iban), (Truth::Items(vec![(document, amount)], 0), contact));
                }
                45..=69 => {
                    let what = *self.chance.pick(&["", "PAGO FACTURA", "SERVICIOS", "CUOTA MENSUAL"]);
                    self.line("by name", (bank, paid), amount, &text(what), (&counterparty, iban), (Truth::Items(vec![(document, amount)], 0), contact));
                }
                70..=74 => {
                    let kept = 100 + self.chance.below(350);
                    let what = self.says(&label);
                    self.line(
                        "less charges",
                        (bank, paid),
                        amount - kept,
                        &text(&what),
                        (&counterparty, iban),
                        (Truth::Items(vec![(document, amount)], kept), contact),
                    );
                }
                75..=79 => {
                    let part = amount / 2;
                    self.line("part", (bank, paid), part, &text("A CUENTA"), (&counterparty, iban), (Truth::Items(vec![(document, part)], 0), contact));
                    let rest = self.later(paid, 5, 20);
                    self.line(
                        "the rest of a part",
                        (bank, rest),
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
                    self.line("wrong number", (bank, paid), amount, &text(&what), (&counterparty, iban), (Truth::Items(vec![(document, amount)], 0), contact));
                }
                84..=87 => {
                    let what = self.says(&label);
                    self.line("by number", (bank, paid), amount, &text(&what), (&counterparty, iban), (Truth::Items(vec![(document, amount)], 0), contact));
                    if fee.is_none() {
                        let again = self.later(paid, 1, 3);
                        self.line("paid twice", (bank, again), amount, &text(&what), (&counterparty, iban), (Truth::Unknown, contact));
                    }
                }
                88..=90 => {
                    // Ahead of an invoice of which nothing is known yet.
                    let ahead = self.price() + 1;
                    self.line("ahead", (bank, paid), ahead, &text("ANTICIPO"), (&counterparty, iban), (Truth::Unknown, contact));
                }
                91..=93 => {
                    let remitted = format!("ABONO REMESA RECIBOS {:06}", self.chance.below(999_999));
                    self.line("remittance", (0, paid), amount, &remitted, ("", ""), (Truth::Items(vec![(document, amount)], 0), None));
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
                self.line("no bill yet", (0, paid), -amount, &text, ("", ""), (Truth::Unknown, Some(id)));
                continue;
            }
            let one = self.document(true, whose, day, amount);
            let (own, reference, contact) = ((self.items[one].document, amount), self.items[one].reference.clone(), Some(id));
            let truth = (Truth::Items(vec![own], 0), contact);
            match self.chance.below(100) {
                0..=34 => self.line("receipt by number", (0, paid), -amount, &format!("RECIBO {to} {reference}"), ("", ""), truth),
                35..=54 => {
                    let random = self.chance.below(99_999_999);
                    self.line("receipt by name", (0, paid), -amount, &format!("ADEUDO A SU CARGO {to} REF {random:08}"), ("", ""), truth)
                }
                55..=79 => {
                    self.line("transfer to a vendor", (1, paid), -amount, &format!("TRANSF A FAVOR DE {to}"), (&to, "FR1420041010050500013M02606"), truth)
                }
                80..=86 => {
                    let day = self.later(paid, 0, 1);
                    let at = self.posting(day, -amount, &format!("Pago a {name}"), "");
                    self.items.pop();
                    self.line("paid in the books", (0, paid), -amount, &format!("TRANSF A FAVOR DE {to}"), ("", ""), (Truth::Posting(at), None))
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
            self.line("payroll", (0, day), -pay, &format!("NOMINA {}", printed(person, 20)), ("", ""), (Truth::Posting(posted), None));
        }
        let contributions = 180_000 + self.chance.below(9_000);
        let posted = self.posting(end, -contributions, "Seguros sociales", "");
        self.line("contributions", (0, end), -contributions, "ADEUDO TGSS COTIZACION REGIMEN GENERAL", ("", ""), (Truth::Posting(posted), None));
        let quota = 61_844;
        let day = first.with().day(5).build().expect("a day");
        let posted = self.posting(day, -quota, "Cuota préstamo 0042", "");
        self.line("loan", (0, day), -quota, "CUOTA PRESTAMO 0042", ("", ""), (Truth::Posting(posted), None));
        if first.month() % 3 == 1 {
            let tax = 100_000 + self.chance.below(400_000);
            let day = first.with().day(20).build().expect("a day");
            let posted = self.posting(day, -tax, "Modelo 303", "");
            self.line("tax", (0, day), -tax, "IMPUESTOS AEAT MODELO 303", ("", ""), (Truth::Posting(posted), None));
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
            (0, day),
            -moved,
            text,
            ("", if self.chance.0.is_multiple_of(3) { "ES7921000813610123456789" } else { "" }),
            (Truth::Unknown, None),
        );
        let day = self.later(day, 0, 1);
        let back = self.line("own transfer", (1, day), moved, other, ("", ""), (Truth::Transfer(to), None));
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
            self.line("card", (0, day), -amount, &format!("COMPRA TARJ *{card:04} {}", SHOPS[at]), ("", ""), (Truth::Account(truth), None));
        }
        let day = self.later(first, 0, 27);
        let fee = 500 + self.chance.below(2_500);
        self.line("bank fee", (0, day), -fee, "COMISION MANTENIMIENTO CUENTA", ("", ""), (Truth::Account("626"), None));
        let day = self.later(first, 0, 27);
        let interest = 100 + self.chance.below(9_000);
        self.line("interest", (1, day), -interest, "LIQUIDACION INTERESES Y GASTOS", ("", ""), (Truth::Account("662"), None));
        for _ in 0..2 {
            let day = self.later(first, 0, 27);
            let cash = (1 + self.chance.below(20)) * 5_000;
            self.line("cash", (0, day), cash, &format!("INGRESO EFECTIVO OFICINA {:04}", self.chance.0 % 10_000), ("", ""), (Truth::Account("570"), None));
        }
        for _ in 0..3 {
            let day = self.later(first, 0, 27);
            let sold = 20_000 + self.chance.below(90_000);
            let batch = self.chance.below(9_999);
            self.line("card terminal", (0, day), sold, &format!("LIQUIDACION TPV COMERCIO {batch:04}"), ("", ""), (Truth::Account("700"), None));
        }
        if self.chance.happens(40) {
            // A receipt that comes back has the amount of an invoice, and is none.
            let (name, amount) = {
                let of = self.chance.pick(&self.items);
                (of.contact_name.clone(), of.amount.abs())
            };
            let day = self.later(first, 0, 27);
            self.line("returned", (0, day), -amount, &format!("DEVOLUCION RECIBO {}", printed(&name, 20)), ("", ""), (Truth::Unknown, None));
        }
        if self.chance.happens(50) {
            // Money of an own person that has by chance what somebody owes.
            let amount = {
                let of = self.chance.pick(&self.items);
                of.amount.abs()
            };
            let day = self.later(first, 0, 27);
            self.line("owner", (0, day), amount, "TRANSF DE SOCIO FICTICIO APORTACION", ("", ""), (Truth::Account("551"), None));
        }
    }
}
