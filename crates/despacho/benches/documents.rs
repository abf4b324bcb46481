//! Times of documents, a JSON row each, on both databases: issuing an invoice, what comes again, and what is open by age.
//!
//! SQLite with `synchronous=FULL` on the disk of the temporary folder; PostgreSQL where `DESPACHO_TEST_POSTGRES` names a server that waits for its
//! disk (`make bench`). `cargo bench … -- issue` runs these rows alone.

mod company;

use std::time::Instant;

use despacho_contacts::{Contact, actions as contacts};
use despacho_documents::{
    actions as documents,
    kind::Kind,
    open::{ages::Side, ages_store, item::OpenItem, store as open},
    typed::{TypedDocument, TypedLine, TypedTax},
};
use despacho_kernel::{Id, Invalid, new_id};
use despacho_ledger::{
    accounts::store as accounts,
    journal::{AccountRef, Allowed, ContactRef, EntryDraft, Past, Posting, post},
};
use despacho_platform::{Platform, sql, testkit::Engine, users::User, vals};
use despacho_recurrence::{
    due,
    schedule::{Schedule, Unit},
};
use despacho_recurring_invoices::{
    actions as recurring,
    job::Invoicer,
    recurring::{Does, Rule},
};
use jiff::{ToSpan, civil::Date};
use serde_json::json;

use company::Company;

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

fn timed(name: &str, engine: Engine, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |part: usize| times[(times.len() - 1) * part / 2];
    let row =
        json!({ "bench": name, "engine": format!("{engine:?}").to_lowercase(), "runs": times.len(), "min_ms": at(0), "median_ms": at(1), "max_ms": at(2) });
    println!("{row}");
}

struct Books<'a> {
    platform: &'a Platform,
    user: &'a User,
    organization: Id,
    /// The first day of its present year.
    first: Date,
    engine: Engine,
}

impl Books<'_> {
    fn allowed(&self) -> Allowed<'_> {
        Allowed { by: self.user, now: self.platform.clock.now(), past: Past::Nothing }
    }

    async fn customers(&self, count: usize) -> Vec<Id> {
        let tx = self.platform.db.begin().await.expect("a transaction");
        let mut made = vec![];
        for at in 0..count {
            let read = |new: Contact, _: &mut Invalid| Contact { name: format!("Cliente {at}"), tax_id: "B12345674".into(), customer: true, ..new };
            made.push(contacts::create(&tx, self.organization, read, (self.user, self.platform.clock.now())).await.expect("a contact").id);
        }
        tx.commit().await.expect("a commit");
        made
    }

    /// Invoices of ten lines, each issued at once and committed.
    async fn issue(&self, customer: Id) {
        let line = |at: i64| TypedLine {
            description: format!("Trabajo {at}"),
            quantity: "2".into(),
            unit_price: format!("{}.50", 10 + at),
            taxes: Some(vec![TypedTax::Code("IVA21V".into())]),
            ..TypedLine::default()
        };
        let mut times = vec![];
        for nth in 0..230 {
            let typed = TypedDocument { contact_id: Some(customer), lines: (0..10).map(line).collect(), ..TypedDocument::default() };
            let started = Instant::now();
            let tx = self.platform.db.begin().await.expect("a transaction");
            documents::create(&tx, self.organization, (Kind::Invoice, true), &typed, self.allowed()).await.expect("an invoice");
            tx.commit().await.expect("a commit");
            // The first ones fill caches.
            if nth >= 30 {
                times.push(milliseconds(started));
            }
        }
        timed("document_issue_ten_lines", self.engine, times);
    }

    /// A thousand recurring invoices that are issued on one day.
    async fn recurring(&self, customers: &[Id]) {
        let now = self.platform.clock.now();
        let tx = self.platform.db.begin().await.expect("a transaction");
        let today = due::today(&tx, self.organization, now).await.expect("today");
        for at in 0..1_000 {
            let line = TypedLine {
                description: "Cuota de {periodo}".into(),
                unit_price: "100.00".into(),
                taxes: Some(vec![TypedTax::Code("IVA21V".into())]),
                ..TypedLine::default()
            };
            let rule = Rule {
                name: format!("Cuota {at}"),
                schedule: Schedule { unit: Unit::Months, every: 1, day: today.day().into(), starts_on: today, ends_on: None, times: 0 },
                does: Does::Issue,
                active: true,
                body: TypedDocument { contact_id: Some(customers[at % customers.len()]), lines: vec![line], ..TypedDocument::default() },
            };
            recurring::create(&tx, self.organization, &rule, self.allowed()).await.expect("a recurring invoice");
        }
        tx.commit().await.expect("a commit");
        // Its morning.
        self.platform.clock.advance(8 * 3_600_000);
        let started = Instant::now();
        due::make_due::<Invoicer>(self.platform, self.organization).await.expect("made");
        timed("recurring_invoices_1000_made", self.engine, vec![milliseconds(started)]);
        let sql = "SELECT COUNT(*) FROM recurring_invoice_times WHERE organization_id = $1 AND document_id IS NOT NULL";
        assert_eq!(sql::scalar::<i64>(self.platform.db.read(), sql, vals![self.organization]).await.expect("a count"), Some(1_000));
    }

    /// A hundred thousand open items: of each customer two hundred, over the last months.
    async fn ages(&self, customers: &[Id]) {
        let receivable = accounts::find_by_code(self.platform.db.read(), self.organization, "430").await.expect("found").expect("430").id;
        for piece in 0..40i64 {
            let nth = |at: i64| piece * 2_500 + at;
            let day = |at: i64| self.first.checked_add((nth(at) % 300).days()).expect("a date");
            let amount = |at: i64| 1_000 + nth(at) % 90_000;
            let customer = |at: i64| customers[usize::try_from(nth(at)).expect("small") % customers.len()];
            let draft = |at: i64| {
                let owed = Posting { contact: Some(ContactRef::Id(customer(at))), ..Posting::new(AccountRef::Id(receivable), amount(at)) };
                EntryDraft::manual(day(at), "Venta", vec![owed, Posting::new(AccountRef::Code("705".into()), -amount(at))])
            };
            let drafts: Vec<EntryDraft> = (0..2_500).map(draft).collect();
            let tx = self.platform.db.begin().await.expect("a transaction");
            let posted = post::post_many(&tx, self.organization, &drafts, self.allowed()).await.expect("checked").expect("right");
            let item = |(at, entry_id): (i64, Id)| OpenItem {
                organization_id: self.organization,
                id: new_id(),
                source: "invoice".into(),
                source_id: new_id(),
                label: format!("F-{}", nth(at)),
                reference: String::new(),
                account_id: receivable,
                contact_id: customer(at),
                currency: "EUR".into(),
                amount: amount(at),
                base_amount: amount(at),
                remaining: amount(at),
                base_remaining: amount(at),
                date: day(at).to_string(),
                due_on: day(at).checked_add(30.days()).expect("a date").to_string(),
                entry_id,
                position: 0,
                void: false,
            };
            let items: Vec<OpenItem> = (0..).zip(posted.iter().map(|posted| posted.id)).map(item).collect();
            open::insert(&tx, &items).await.expect("items");
            tx.commit().await.expect("a commit");
        }
        // PostgreSQL does so by itself once a table has grown.
        let db = self.platform.db.read();
        if self.engine == Engine::Postgres {
            sql::run(db, "VACUUM ANALYZE", vec![]).await.expect("analysed");
        }
        let today = self.first.checked_add(299.days()).expect("a date");
        let mut times = vec![];
        for nth in 0..20i64 {
            // A page of contacts and the sums, as the report asks for them.
            let started = Instant::now();
            let found = ages_store::by_contact(db, self.organization, (Side::Receivable, today), nth * 10, 101).await.expect("a page");
            let totals = ages_store::totals(db, self.organization, (Side::Receivable, today)).await.expect("sums");
            times.push(milliseconds(started));
            assert!(found.len() == 101 && totals.total() > 0);
        }
        timed("aged_receivables_100000_items", self.engine, times);
    }
}

#[tokio::main]
async fn main() {
    // `cargo test --benches` only checks that it is there.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let named: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let wanted = |rows: &str| named.is_empty() || named.iter().any(|name| name == rows);
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let Some(company) = Company::open(engine, "Muchas facturas").await else { continue };
        let books = Books { platform: company.platform(), user: &company.user, organization: company.organization, first: company.first, engine };
        let customers = books.customers(500).await;
        if wanted("issue") {
            books.issue(customers[0]).await;
        }
        if wanted("recurring") {
            books.recurring(&customers).await;
        }
        if wanted("ages") {
            books.ages(&customers).await;
        }
    }
}
