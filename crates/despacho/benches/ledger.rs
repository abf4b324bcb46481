//! Times of the ledger, a JSON row each, on both databases: entries a second beside the database's own commits, bulk posting, reports over a
//! million postings, and on the same books the times of hledger, ledger and beancount where they are installed.
//!
//! `POSTINGS` sets how many there are, a million unless told. `cargo bench … -- writers` runs these rows alone, upon the bulk that all need.

mod company;

use std::{
    io::Write,
    process::{Command, Stdio},
    time::Instant,
};

use despacho_kernel::Id;
use despacho_ledger::{
    accounts::store as accounts,
    journal::{AccountRef, Allowed, EntryDraft, Past, Posting, post, sums_store},
    reports::{
        Period,
        general_ledger::{self, general_ledger},
        statements, trial_balance,
        trial_balance::Asked,
    },
};
use despacho_ledger_exchange::exports::{
    Format,
    export::{ALL_DAYS, Export},
};
use despacho_platform::{Platform, sql, testkit::Engine, users::User, vals};
use futures_util::future::join_all;
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

fn rate(name: &str, engine: Engine, count: usize, since: Instant) -> f64 {
    let per_second = count as f64 / since.elapsed().as_secs_f64();
    println!("{}", json!({ "bench": name, "engine": format!("{engine:?}").to_lowercase(), "count": count, "per_second": per_second.round() }));
    per_second
}

/// Accounts that the books use.
const CODES: [&str; 16] = ["100", "213", "300", "400", "410", "430", "472", "477", "570", "572", "600", "621", "629", "640", "700", "705"];

/// The entry of a number: four postings, one of 365 days.
fn entry(first: Date, nth: i64) -> EntryDraft {
    let code = |by: i64| CODES[usize::try_from((nth * by + by) % 16).expect("small")];
    let amount = 100 + (nth * 7919) % 900_000;
    let line = |code: &str, amount: i64| Posting::new(AccountRef::Code(code.into()), amount);
    let postings = vec![line(code(3), amount), line(code(5), amount * 2), line(code(7), 17), line("572", -amount * 3 - 17)];
    EntryDraft::manual(first.checked_add((nth % 365).days()).expect("a date"), "Compra de material", postings)
}

struct Books<'a> {
    platform: &'a Platform,
    user: &'a User,
    organization: Id,
    first: Date,
    engine: Engine,
}

impl Books<'_> {
    fn allowed(&self) -> Allowed<'_> {
        Allowed { by: self.user, now: self.platform.clock.now(), past: Past::Nothing }
    }

    async fn post(&self, nth: i64) {
        let tx = self.platform.db.begin().await.expect("a transaction");
        post::post(&tx, self.organization, &entry(self.first, nth), self.allowed()).await.expect("posted");
        tx.commit().await.expect("a commit");
    }

    /// A row that is written and committed, as the database alone does it.
    async fn commit(&self, nth: i64) {
        let tx = self.platform.db.begin().await.expect("a transaction");
        sql::run(&tx, "INSERT INTO bench_commits (id, text) VALUES ($1, $2)", vals![nth, "Compra de material"])
            .await
            .expect("written");
        tx.commit().await.expect("a commit");
    }

    async fn writers(&self, name: &str, writers: i64, each: i64) -> f64 {
        let started = Instant::now();
        let work = |writer: i64| async move {
            for nth in 0..each {
                self.post(writer * each + nth).await;
            }
        };
        join_all((0..writers).map(work)).await;
        rate(name, self.engine, usize::try_from(writers * each).expect("small"), started)
    }

    async fn one_by_one(&self) {
        let tx = self.platform.db.begin().await.expect("a transaction");
        sql::run(&tx, "CREATE TABLE bench_commits (id BIGINT PRIMARY KEY, text TEXT NOT NULL)", vec![]).await.expect("a table");
        tx.commit().await.expect("a commit");
        let started = Instant::now();
        for nth in 0..600 {
            self.commit(nth).await;
        }
        let commits = rate("ledger_commits_of_the_database", self.engine, 600, started);
        let entries = self.writers("ledger_entries_one_writer", 1, 600).await;
        let engine = format!("{:?}", self.engine).to_lowercase();
        println!("{}", json!({ "bench": "ledger_entries_as_share_of_commits", "engine": engine, "share": (entries / commits * 100.0).round() / 100.0 }));
        self.writers("ledger_entries_eight_writers", 8, 150).await;
    }

    async fn bulk(&self, postings: usize) {
        let entries = i64::try_from(postings / 4).expect("small");
        let started = Instant::now();
        for piece in 0..entries.div_euclid(2_500).max(1) {
            let drafts: Vec<EntryDraft> = (piece * 2_500..((piece + 1) * 2_500).min(entries)).map(|nth| entry(self.first, nth)).collect();
            let tx = self.platform.db.begin().await.expect("a transaction");
            post::post_many(&tx, self.organization, &drafts, self.allowed()).await.expect("checked").expect("right");
            tx.commit().await.expect("a commit");
        }
        rate("ledger_bulk_postings", self.engine, postings, started);
    }

    async fn reports(&self) {
        let db = self.platform.db.read();
        // PostgreSQL does so by itself once a table has grown.
        if self.engine == Engine::Postgres {
            sql::run(db, "VACUUM ANALYZE", vec![]).await.expect("analysed");
        }
        let year = Period { from: self.first, to: self.first.last_of_year() };
        let within = Period { from: self.first.checked_add(9.days()).expect("a date"), to: self.first.checked_add(190.days()).expect("a date") };
        for (name, period, runs) in [("ledger_trial_balance_year", year, 40), ("ledger_trial_balance_broken_months", within, 10)] {
            let mut times = vec![];
            for _ in 0..runs {
                let started = Instant::now();
                let found = trial_balance(db, self.organization, Asked { period, level: None, closing_entries: true }).await.expect("a report");
                times.push(milliseconds(started));
                assert_eq!((found.totals.closing, found.rows.len()), (0, 16));
            }
            timed(name, self.engine, times);
        }
        let mut times = vec![];
        for _ in 0..40 {
            let started = Instant::now();
            statements::profit_and_loss(db, self.organization, &[year], None).await.expect("a report");
            times.push(milliseconds(started));
        }
        timed("ledger_profit_and_loss_year", self.engine, times);
        let mut times = vec![];
        let (from, to) = (year.from.to_string(), year.to.to_string());
        for _ in 0..5 {
            let started = Instant::now();
            sums_store::sums_of_days(db, self.organization, &from, &to).await.expect("sums");
            times.push(milliseconds(started));
        }
        timed("ledger_recomputed_from_postings", self.engine, times);

        let bank = accounts::find_by_code(db, self.organization, "572").await.expect("found").expect("572").id;
        let mut times = vec![];
        for part in 0..40i64 {
            // A page from any place of the account.
            let day = self.first.checked_add((part * 9).days()).expect("a date");
            let place = (day.to_string(), Id::nil(), 0);
            let started = Instant::now();
            let found =
                general_ledger(db, self.organization, general_ledger::Asked { accounts: &[bank], period: year, closing_entries: false }, Some(&place), 50)
                    .await
                    .expect("a page");
            times.push(milliseconds(started));
            assert_eq!(found.rows.len(), 50);
        }
        timed("ledger_page_of_an_account", self.engine, times);
    }

    /// What the other programs take to add up the same books.
    async fn peers(&self) {
        let db = self.platform.db.read();
        let folder = tempfile::tempdir().expect("a folder");
        let programs: [(&str, Format, &[&str]); 3] =
            [("hledger", Format::Hledger, &["balance", "-f"]), ("ledger", Format::Ledger, &["balance", "-f"]), ("bean-check", Format::Beancount, &[])];
        for (program, format, arguments) in programs {
            let path = folder.path().join(format.word());
            let started = Instant::now();
            let mut file = std::fs::File::create(&path).expect("a file");
            let mut export = Export::open(db, self.organization, format, ALL_DAYS).await.expect("an export");
            while let Some(piece) = export.next(db).await.expect("a piece") {
                file.write_all(&piece).expect("written");
            }
            timed(&format!("ledger_export_{}", format.word()), self.engine, vec![milliseconds(started)]);
            let started = Instant::now();
            let ran = Command::new(program).args(arguments).arg(&path).stdout(Stdio::null()).status();
            match ran {
                Ok(status) if status.success() => timed(&format!("peer_{program}"), self.engine, vec![milliseconds(started)]),
                other => eprintln!("{program}: {other:?}"),
            }
        }
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
    let postings: usize = std::env::var("POSTINGS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let Some(company) = Company::open(engine, "Un millón de apuntes").await else { continue };
        let books = Books { platform: company.platform(), user: &company.user, organization: company.organization, first: company.first, engine };
        books.bulk(postings).await;
        if wanted("reports") {
            books.reports().await;
        }
        if wanted("peers") && engine == Engine::Sqlite {
            books.peers().await;
        }
        if wanted("writers") {
            books.one_by_one().await;
        }
    }
}
