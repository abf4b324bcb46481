//! Documents of a fictional business: what it sells and buys, in every state, so that there is something to look at.

use despacho_contacts::{Contact, actions as contacts};
use despacho_documents::{
    actions,
    deeds::{self, Correction, Deed},
    document::Document,
    items::{actions as items, item::TypedItem},
    kind::Kind,
    payments::{
        actions as payments,
        payment::{TypedAllocation, TypedPayment, Way},
    },
    reminding::actions as reminders,
    typed::{TypedDocument, TypedLine, TypedTax},
};
use despacho_kernel::{Id, Invalid, money::plain};
use despacho_ledger::journal::Allowed;
use despacho_platform::{Result, Tx};
use despacho_recurrence::schedule::{LAST, Schedule, Unit};
use despacho_recurring_invoices::{
    actions as recurring,
    recurring::{Does, Rule},
};
use jiff::{ToSpan, civil::Date};

/// Whom it sells to, and whom it buys from: plainly invented, with tax ids that pass the check.
const CUSTOMERS: [(&str, &str, &str); 3] = [
    ("Editorial Pinar Ficticia, S. L.", "B99000010", "compras@pinar.example"),
    ("Hotel Ribera de Ejemplo, S. L.", "B99000028", "administracion@ribera.example"),
    ("Academia Faro Inventada, S. A.", "A99000093", ""),
];
const VENDORS: [(&str, &str, &str); 2] = [("Suministros Brezo de Prueba, S. L.", "B99000036", ""), ("Asesoría Olmo Imaginaria, S. L.", "B99000044", "")];

/// What it sells: code, name, kind, unit and price.
const ITEMS: [(&str, &str, &str, &str, &str); 4] = [
    ("REV", "Revisión completa", "services", "ud.", "185.00"),
    ("MO", "Hora de taller", "services", "h", "42.50"),
    ("FRE", "Juego de pastillas de freno", "goods", "juego", "64.90"),
    ("ACE", "Aceite sintético, 5 litros", "goods", "lata", "38.75"),
];

/// What becomes of an invoice or a bill.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    Draft,
    Open,
    Part,
    Paid,
    WrittenOff,
    Credited,
    Void,
}

use Then::{Credited, Draft, Open, Paid, Part, Void, WrittenOff};

const SALES: [Then; 20] = [Paid, Paid, Paid, Part, Open, Paid, Paid, Credited, Paid, WrittenOff, Paid, Part, Open, Paid, Open, Open, Paid, Open, Draft, Draft];
const PURCHASES: [Then; 8] = [Paid, Paid, Part, Credited, Void, Open, Open, Draft];

/// One who keeps documents of an organization.
struct Desk<'a> {
    tx: &'a Tx,
    organization: Id,
    first: Date,
    today: Date,
    allowed: Allowed<'a>,
}

impl Desk<'_> {
    /// So many days ago, though not before the year began.
    fn day(&self, ago: i64) -> Date {
        self.today.checked_sub(ago.days()).map_or(self.first, |day| day.max(self.first))
    }

    /// Thirty days after it; of what is open and recent, in three days.
    fn due(&self, ago: i64, then: Then) -> Date {
        let day = if then == Open && ago < 40 { self.day(27) } else { self.day(ago) };
        day.checked_add(30.days()).unwrap_or(day)
    }

    async fn contact(&self, (name, tax_id, email): (&str, &str, &str), customer: bool) -> Result<Id> {
        let read =
            |new: Contact, _: &mut Invalid| Contact { name: name.into(), tax_id: tax_id.into(), email: email.into(), customer, vendor: !customer, ..new };
        Ok(contacts::create(self.tx, self.organization, read, (self.allowed.by, self.allowed.now)).await?.id)
    }

    async fn item(&self, (sku, name, kind, unit, price): (&str, &str, &str, &str, &str)) -> Result<Id> {
        let item = TypedItem { name: name.into(), sku: sku.into(), kind: kind.into(), unit: unit.into(), sale_price: price.into(), ..TypedItem::default() };
        Ok(items::create(self.tx, self.organization, &item, (self.allowed.by, self.allowed.now)).await?.id)
    }

    async fn make(&self, kind: Kind, issues: bool, typed: &TypedDocument) -> Result<Document> {
        Ok(actions::create(self.tx, self.organization, (kind, issues), typed, self.allowed).await?.0)
    }

    /// Pays so much of a document, in minor units.
    async fn pay(&self, way: Way, document: &Document, amount: i64, day: Date) -> Result<()> {
        let amount = plain(amount, 2);
        let typed = TypedPayment {
            contact_id: Some(document.contact_id),
            date: day.to_string(),
            amount: amount.clone(),
            account_code: "572".into(),
            allocations: vec![TypedAllocation { document_id: Some(document.id), amount }],
            ..TypedPayment::default()
        };
        payments::create(self.tx, self.organization, way, &typed, self.allowed).await?;
        Ok(())
    }

    /// What becomes of a document after it was issued.
    async fn then(&self, document: &Document, then: Then, ago: i64) -> Result<()> {
        let kind = document.kind()?;
        let way = if kind == Kind::Invoice { Way::Received } else { Way::Made };
        let of = (kind, document.id);
        match then {
            Draft | Open => {}
            Paid => self.pay(way, document, document.payable, self.day(ago - 6)).await?,
            Part => self.pay(way, document, document.payable * 2 / 5, self.day(ago - 6)).await?,
            WrittenOff => {
                let deed = Deed { date: Some(self.today), reason: "Cliente en concurso".into(), ..Deed::default() };
                deeds::write_off(self.tx, self.organization, of, &deed, self.allowed).await?;
            }
            Credited => {
                let typed = TypedDocument {
                    date: self.day(ago - 2).to_string(),
                    reason: "Error en el precio".into(),
                    vendor_number: format!("AB-{ago}"),
                    ..TypedDocument::default()
                };
                deeds::credit(self.tx, self.organization, of, Correction { typed, issues: true }, self.allowed).await?;
            }
            Void => {
                let deed = Deed { date: document.date.parse().ok(), reason: "Estaba registrada dos veces".into(), ..Deed::default() };
                deeds::void(self.tx, self.organization, of, &deed, self.allowed).await?;
            }
        }
        Ok(())
    }
}

fn line(item: Option<Id>, text: &str, quantity: usize, price: &str, taxes: &[&str]) -> TypedLine {
    TypedLine {
        item_id: item,
        description: text.into(),
        quantity: quantity.to_string(),
        unit_price: price.into(),
        taxes: Some(taxes.iter().map(|code| TypedTax::Code((*code).to_owned())).collect()),
        ..TypedLine::default()
    }
}

/// Makes documents of the last months.
pub async fn keep(tx: &Tx, organization: Id, (first, today): (Date, Date), allowed: Allowed<'_>) -> Result<()> {
    let desk = Desk { tx, organization, first, today, allowed };
    let (mut customers, mut vendors, mut sold) = (vec![], vec![], vec![]);
    for who in CUSTOMERS {
        customers.push(desk.contact(who, true).await?);
    }
    for who in VENDORS {
        vendors.push(desk.contact(who, false).await?);
    }
    for item in ITEMS {
        sold.push((desk.item(item).await?, item));
    }
    for (nth, then) in SALES.into_iter().enumerate() {
        let ago = 150 - 7 * i64::try_from(nth).unwrap_or(0);
        let (own, other) = (&sold[nth % 4], &sold[(nth + 1) % 4]);
        let typed = TypedDocument {
            contact_id: Some(customers[nth % 3]),
            date: desk.day(ago).to_string(),
            due_date: desk.due(ago, then).to_string(),
            reference: if nth.is_multiple_of(3) { format!("P-{}", 2200 + nth) } else { String::new() },
            lines: vec![line(Some(own.0), own.1.1, 1 + nth % 3, own.1.4, &["IVA21V"]), line(Some(other.0), other.1.1, 2 + nth % 2, other.1.4, &["IVA21V"])],
            ..TypedDocument::default()
        };
        let document = desk.make(Kind::Invoice, then != Draft, &typed).await?;
        desk.then(&document, then, ago).await?;
    }
    for (nth, then) in PURCHASES.into_iter().enumerate() {
        let ago = 120 - 14 * i64::try_from(nth).unwrap_or(0);
        let (text, price, taxes): (_, _, &[&str]) =
            if nth.is_multiple_of(2) { ("Recambios", "312.40", &["IVA21C"]) } else { ("Asesoramiento del mes", "160.00", &["IVA21C", "IRPF15C"]) };
        let typed = TypedDocument {
            contact_id: Some(vendors[nth % 2]),
            date: desk.day(ago).to_string(),
            due_date: desk.due(ago, then).to_string(),
            vendor_number: format!("{}-{}", if nth.is_multiple_of(2) { "SB" } else { "AO" }, 300 + nth),
            lines: vec![line(None, text, 1, price, taxes)],
            ..TypedDocument::default()
        };
        let document = desk.make(Kind::Bill, then != Draft, &typed).await?;
        desk.then(&document, then, ago).await?;
    }
    for (nth, ago) in [(0, 40), (1, 25), (2, 18), (3, 5)] {
        let own = &sold[nth];
        let typed = TypedDocument {
            contact_id: Some(customers[nth % 3]),
            date: desk.day(ago).to_string(),
            due_date: desk.due(ago, Draft).to_string(),
            lines: vec![line(Some(own.0), own.1.1, 3, own.1.4, &["IVA21V"])],
            ..TypedDocument::default()
        };
        let estimate = desk.make(Kind::Estimate, true, &typed).await?;
        match nth {
            0 => drop(deeds::invoice(tx, organization, (Kind::Estimate, estimate.id), allowed).await?),
            1 => drop(deeds::answer(tx, organization, estimate.id, true, allowed).await?),
            2 => drop(deeds::answer(tx, organization, estimate.id, false, allowed).await?),
            _ => {}
        }
    }
    // Ordered from vendors: one whose bill came, and one that is expected.
    for (nth, ago) in [(0, 30), (1, 4)] {
        let typed = TypedDocument {
            contact_id: Some(vendors[nth]),
            date: desk.day(ago).to_string(),
            due_date: desk.due(ago, Draft).to_string(),
            lines: vec![line(None, "Recambios", 4, "78.10", &["IVA21C"])],
            ..TypedDocument::default()
        };
        let order = desk.make(Kind::PurchaseOrder, true, &typed).await?;
        if nth == 0 {
            deeds::invoice(tx, organization, (Kind::PurchaseOrder, order.id), allowed).await?;
        }
    }
    repeated(&desk, &customers, sold[0].0).await?;
    reminders::switch(tx, organization, true, (allowed.by, allowed.now)).await?;
    Ok(())
}

/// Invoices that come again: one issued each month, one drafted each quarter, one that is stopped.
async fn repeated(desk: &Desk<'_>, customers: &[Id], own: Id) -> Result<()> {
    let rules = [
        ("Mantenimiento mensual", Unit::Months, 1, LAST, Does::Issue, "Mantenimiento de {periodo}", "120.00", true),
        ("Puesta a punto trimestral", Unit::Months, 3, 1, Does::Draft, "", "", true),
        ("Aparcamiento", Unit::Years, 1, 1, Does::Issue, "Plaza de aparcamiento, año {año}", "960.00", false),
    ];
    for (nth, (name, unit, every, day, does, text, price, active)) in rules.into_iter().enumerate() {
        let item = text.is_empty().then_some(own);
        let starts_on = desk.today.first_of_month().checked_add(1.month()).unwrap_or(desk.today);
        let rule = Rule {
            name: name.into(),
            schedule: Schedule { unit, every, day, starts_on, ends_on: None, times: 0 },
            does,
            active,
            body: TypedDocument { contact_id: Some(customers[nth]), lines: vec![line(item, text, 1, price, &["IVA21V"])], ..TypedDocument::default() },
        };
        let made = recurring::create(desk.tx, desk.organization, &rule, desk.allowed).await?;
        if nth == 0 {
            recurring::make(desk.tx, desk.organization, (made.id, None), desk.allowed).await?;
        }
    }
    Ok(())
}
