//! Times of banks, a JSON row each, on both databases: ten thousand lines of a statement imported, brought again, and proposals for each of them
//! beside three thousand open documents and three thousand postings that the bank does not have yet.

mod company;

use std::{fmt::Write as _, time::Instant};

use despacho_banks::{account::BankAccount, account_actions, importing, proposals::open as proposing};
use despacho_contacts::{Contact, store as contacts};
use despacho_documents::open::{item::OpenItem, store as open};
use despacho_kernel::{Id, Invalid, new_id};
use despacho_ledger::{
    accounts::store as accounts,
    journal::{AccountRef, Allowed, ContactRef, EntryDraft, Past, Posting, post},
};
use despacho_platform::{Platform, sql, testkit::Engine, users::User};
use jiff::{ToSpan, civil::Date};
use serde_json::json;

use company::Company;

const LINES: i64 = 10_000;
const DOCUMENTS: i64 = 3_000;
const POSTINGS: i64 = 3_000;
const CONTACTS: i64 = 300;

const NAMES: [&str; 10] =
    ["Talleres", "Viveros", "Carpintería", "Transportes", "Suministros", "Imprenta", "Panadería", "Clínica", "Electricidad", "Cristalería"];

fn timed(name: &str, engine: Engine, since: Instant) {
    let milliseconds = since.elapsed().as_secs_f64() * 1000.0;
    println!("{}", json!({ "bench": name, "engine": format!("{engine:?}").to_lowercase(), "count": LINES, "ms": milliseconds.round() }));
}

struct Bench<'a> {
    platform: &'a Platform,
    user: &'a User,
    organization: Id,
    first: Date,
}

impl Bench<'_> {
    fn allowed(&self) -> Allowed<'_> {
        Allowed { by: self.user, now: self.platform.clock.now(), past: Past::Nothing }
    }

    fn day(&self, nth: i64) -> Date {
        self.first.checked_add((nth % 300).days()).expect("a day")
    }

    fn who(nth: i64) -> String {
        format!("{} Ficticios {}", NAMES[usize::try_from(nth % 10).expect("small")], nth % CONTACTS)
    }

    /// Documents that are open, and postings of the bank's account that no line is.
    async fn books(&self) {
        let tx = self.platform.db.begin().await.expect("a transaction");
        let contact = |nth: i64| {
            Contact {
                organization_id: self.organization,
                id: new_id(),
                number: nth + 1,
                name: Self::who(nth),
                customer: true,
                active: true,
                version: 1,
                ..Contact::default()
            }
            .settled("ES")
        };
        let all: Vec<Contact> = (0..CONTACTS).map(contact).collect();
        contacts::insert(&tx, &all).await.expect("contacts");
        let account = accounts::find_by_code(&tx, self.organization, "4300").await.expect("found").expect("4300").id;
        let amount = |nth: i64| 1_000 + nth * 37;
        let contact = |nth: i64| all[usize::try_from(nth % CONTACTS).expect("small")].id;
        let line = |code: &str, amount: i64| Posting::new(AccountRef::Code(code.into()), amount);
        let sale = |nth: i64| {
            let owed = Posting { contact: Some(ContactRef::Id(contact(nth))), ..Posting::new(AccountRef::Id(account), amount(nth)) };
            EntryDraft::manual(self.day(0), "Venta", vec![owed, line("705", -amount(nth))])
        };
        let drafts: Vec<EntryDraft> = (0..DOCUMENTS).map(sale).collect();
        let posted = post::post_many(&tx, self.organization, &drafts, self.allowed()).await.expect("checked").expect("right");
        let item = |(nth, entry): (i64, Id)| OpenItem {
            organization_id: self.organization,
            id: new_id(),
            source: "invoice".into(),
            source_id: new_id(),
            label: format!("F-{nth:05}"),
            reference: String::new(),
            account_id: account,
            contact_id: contact(nth),
            currency: "EUR".into(),
            amount: amount(nth),
            base_amount: amount(nth),
            remaining: amount(nth),
            base_remaining: amount(nth),
            date: self.day(0).to_string(),
            due_on: self.day(30).to_string(),
            entry_id: entry,
            position: 0,
            void: false,
        };
        let items: Vec<OpenItem> = (0..).zip(posted.iter().map(|of| of.id)).map(item).collect();
        open::insert(&tx, &items).await.expect("open items");
        let paid = |nth: i64| EntryDraft::manual(self.day(nth), &format!("Recibo {nth}"), vec![line("5720001", -500 - nth * 11), line("629", 500 + nth * 11)]);
        let drafts: Vec<EntryDraft> = (0..POSTINGS).map(paid).collect();
        post::post_many(&tx, self.organization, &drafts, self.allowed()).await.expect("checked").expect("right");
        tx.commit().await.expect("a commit");
    }

    /// Receipts with their number or name alone, receipts of what is posted, and what nothing tells, as Spanish banks write CSV.
    fn file(&self) -> Vec<u8> {
        let mut file = "Fecha;Concepto;Importe\n".to_owned();
        for nth in 0..LINES {
            let of = nth % 3_000;
            let (text, cents) = match nth % 4 {
                0 => (format!("TRANSF {} FRA F-{of:05}", Self::who(of)), 1_000 + of * 37),
                1 => (format!("TRANSFERENCIA DE {}", Self::who(of)), 1_000 + of * 37),
                2 => (format!("RECIBO {of}"), -500 - of * 11),
                _ => (format!("COMPRA TARJETA COMERCIO {nth}"), -(100 + nth)),
            };
            let day = self.day(nth * 300 / LINES).strftime("%d/%m/%Y");
            let _ = writeln!(file, "{day};{text};{}{},{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100);
        }
        file.into_bytes()
    }

    async fn run(&self, engine: Engine) {
        let tx = self.platform.db.begin().await.expect("a transaction");
        let who = (self.user, self.platform.clock.now());
        let read = |new: BankAccount, _: &mut Invalid| BankAccount { name: "Banco de Ejemplo".into(), ..new };
        let account = account_actions::create(&tx, self.organization, read, who).await.expect("an account");
        tx.commit().await.expect("a commit");
        self.books().await;
        for name in ["banks_import_lines", "banks_import_lines_again"] {
            let file = self.file();
            let started = Instant::now();
            let read = importing::read_file(&account, ("movimientos.csv", file), None, None).await.expect("read");
            let tx = self.platform.db.begin().await.expect("a transaction");
            importing::import(&tx, self.organization, account.id, &read, who).await.expect("imported");
            tx.commit().await.expect("a commit");
            timed(name, engine, started);
        }
        // PostgreSQL does so by itself once a table has grown.
        if engine == Engine::Postgres {
            sql::run(self.platform.db.read(), "VACUUM ANALYZE", vec![]).await.expect("analysed");
        }
        let started = Instant::now();
        let (ground, lines) = proposing::ground(self.platform.db.read(), self.organization).await.expect("a ground");
        let found = lines.iter().filter(|line| !ground.proposals(&line.facts("EUR")).is_empty()).count();
        timed("banks_proposals_of_lines", engine, started);
        assert_eq!(i64::try_from(lines.len()).expect("small"), LINES);
        assert!(found > 7_000, "{found}");
    }
}

#[tokio::main]
async fn main() {
    // `cargo test --benches` only checks that it is there.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let Some(company) = Company::open(engine, "Diez mil líneas").await else { continue };
        Bench { platform: company.platform(), user: &company.user, organization: company.organization, first: company.first }
            .run(engine)
            .await;
    }
}
