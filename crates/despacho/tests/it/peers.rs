//! Other programs read our books as we do.

use std::{
    collections::BTreeMap,
    path::Path,
    process::{Command, Output},
};

use despacho_ledger::{
    fiscal_years::store as years,
    journal::{Foreign, post},
    reports::{Period, statements, trial_balance, trial_balance::Asked},
};
use despacho_ledger_exchange::exports::{Format, export};
use despacho_platform::{both, sql, testkit::Engine};
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::{
    common::App,
    ledger::{Books, entry},
};

fn read_by(program: &str, arguments: &[&str], file: &Path) -> String {
    let Output { status, stdout, stderr } = Command::new(program).args(arguments).arg(file).output().unwrap_or_else(|e| panic!("{program}: {e}"));
    assert!(status.success(), "{program}: {}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).expect("UTF-8")
}

/// `"12.30 EUR"` in cents; without anything, nothing.
fn cents(amount: &str) -> i64 {
    let number = amount.trim().trim_end_matches("EUR").trim().replace(',', "");
    if number.is_empty() || number == "0" {
        return 0;
    }
    let (whole, fraction) = number.split_once('.').unwrap_or((&number, ""));
    format!("{whole}{fraction:0<2}").parse().unwrap_or_else(|e| panic!("{amount}: {e}"))
}

/// Lines of `account,amount` by the last part of the account.
fn balances(csv: &str, code: impl Fn(&str) -> String) -> BTreeMap<String, i64> {
    let mut found = BTreeMap::new();
    for line in csv.lines() {
        let Some((account, amount)) = line.split_once(',') else { continue };
        let amount = cents(amount.trim_matches('"'));
        if amount != 0 {
            assert!(found.insert(code(account.trim().trim_matches('"')), amount).is_none(), "{account} stands twice");
        }
    }
    found
}

/// Entries of every kind: three currencies, names that would break a format, corrections and reversals.
async fn year(books: &Books, entries: i64) -> Period {
    let codes = ["100", "213", "430", "400", "472", "477", "5201", "572", "600", "629", "640", "700", "705"];
    let mut drafts = vec![];
    for nth in 0..entries {
        let at = |by: i64| codes[usize::try_from((nth * by + by) % 13).expect("small")];
        let amount = 1 + (nth * 7919) % 1_000_000;
        let foreign = match nth % 7 {
            3 => Some(Foreign { currency: "USD".into(), amount: amount * 11 / 10 + 1, rate: "0.91".into() }),
            5 => Some(Foreign { currency: "JPY".into(), amount: amount * 2, rate: String::new() }),
            _ => None,
        };
        let mut draft = entry(books.day(nth % 365), &[(at(3), amount), (at(5), amount / 3 + 1), ("572", -amount - amount / 3 - 1)]);
        draft.postings[0].foreign = foreign;
        draft.postings[1].description = "Línea; con | marcas \"y\" comillas \\".into();
        draft.description = format!("* ({nth}) ; @ factura");
        draft.reference = format!("F/{nth}");
        drafts.push(draft);
    }
    let mut posted = vec![];
    for drafts in drafts.chunks(2_500) {
        let tx = books.app.platform.db.begin().await.expect("a transaction");
        posted.extend(post::post_many(&tx, books.organization, drafts, books.allowed()).await.expect("checked").expect("right"));
        tx.commit().await.expect("a commit");
    }
    for nth in [0, 10, 50] {
        books.correct(posted[nth].id, &entry(books.day(200), &[("629", 99), ("572", -99)])).await.expect("corrected");
    }
    books.reverse(posted[3].id, books.day(300)).await.expect("reversed");
    Period { from: books.day(0), to: books.day(364) }
}

async fn written(books: &Books, format: Format, folder: &Path) -> std::path::PathBuf {
    let db = books.app.platform.db.read();
    let mut export = export::Export::open(db, books.organization, format, export::ALL_DAYS).await.expect("exported");
    let mut text = String::new();
    while let Some(piece) = export.next(db).await.expect("exported") {
        text.push_str(&String::from_utf8(piece).expect("UTF-8"));
    }
    let path = folder.join(format!("books.{}", format.word()));
    std::fs::write(&path, text).expect("written");
    path
}

/// Balances by account, debit positive: of all days, with what closes years; of the year's income and expenses; of its last day.
#[derive(Debug, PartialEq, Eq)]
struct Figures {
    trial: BTreeMap<String, i64>,
    income: BTreeMap<String, i64>,
    sheet: BTreeMap<String, i64>,
}

async fn ours(books: &Books, year: Period) -> Figures {
    let db = books.app.platform.db.read();
    let all = Period { from: year.from, to: books.day(730) };
    let found = trial_balance(db, books.organization, Asked { period: all, level: None, closing_entries: true })
        .await
        .expect("a trial balance");
    assert_eq!((found.totals.opening, found.totals.closing, found.totals.debit - found.totals.credit), (0, 0, 0));
    let trial = found.rows.iter().filter(|row| row.closing != 0).map(|row| (row.code.clone(), row.closing)).collect();
    let found = statements::profit_and_loss(db, books.organization, &[year], None).await.expect("profit and loss");
    let side = |section: &statements::Section, sign: i64| section.lines.iter().map(|line| (line.code.clone(), sign * line.amounts[0])).collect::<Vec<_>>();
    let income: BTreeMap<String, i64> = [side(&found.income, -1), side(&found.expenses, 1)].concat().into_iter().collect();
    assert_eq!(found.results(), [-income.values().sum::<i64>()]);
    let found = statements::balance_sheet(db, books.organization, &[year.to], None).await.expect("a balance sheet");
    let sheet: BTreeMap<String, i64> = [side(&found.assets, 1), side(&found.liabilities, -1), side(&found.equity, -1)].concat().into_iter().collect();
    assert_eq!(found.assets.totals[0], found.liabilities.totals[0] + found.equity.totals[0]);
    assert_eq!(found.results, [sheet.values().sum::<i64>()]);
    Figures { trial, income, sheet }
}

/// Sections of a statement of hledger's, those of `credit` with their credits positive.
fn sections(csv: &str, credit: &[&str]) -> BTreeMap<String, i64> {
    let (mut sign, mut found) = (1, BTreeMap::new());
    for line in csv.lines().skip(2) {
        let (name, amount) = line.split_once(',').expect("two columns");
        let name = name.trim_matches('"');
        if amount == "\"\"" {
            sign = if credit.contains(&name) { -1 } else { 1 };
        } else if let Some((_, code)) = name.rsplit_once(':').filter(|(_, code)| !code.is_empty()) {
            found.insert(code.to_owned(), sign * cents(amount.trim_matches('"')));
        }
    }
    found.retain(|_, amount| *amount != 0);
    found
}

fn of_hledger(file: &Path, year: Period) -> Figures {
    read_by("hledger", &["check", "--strict", "-f"], file);
    let last = |account: &str| account.rsplit(':').next().unwrap_or_default().to_owned();
    let (from, end) = (year.from.to_string(), year.to.tomorrow().expect("a day").to_string());
    let form = ["--flat", "--cost", "--output-format", "csv"];
    let csv = read_by("hledger", &[&["balance", "--no-total"][..], &form, &["-f"]].concat(), file);
    let trial = balances(csv.strip_prefix("\"account\",\"balance\"\n").expect("a heading"), last);
    let csv = read_by("hledger", &[&["incomestatement", "not:tag:kind", "-b", &from, "-e", &end][..], &form, &["-f"]].concat(), file);
    let income = sections(&csv, &["Revenues"]);
    let csv = read_by("hledger", &[&["balancesheetequity", "not:tag:kind=closing", "-e", &end][..], &form, &["-f"]].concat(), file);
    Figures { trial, income, sheet: sections(&csv, &["Liabilities", "Equity"]) }
}

fn of_ledger(file: &Path, year: Period) -> Figures {
    let last = |account: &str| account.rsplit(':').next().unwrap_or_default().to_owned();
    let (from, end) = (year.from.to_string(), year.to.tomorrow().expect("a day").to_string());
    let form = ["balance", "--flat", "--basis", "--no-total", "--pedantic", "--balance-format", "%(account),%(display_total)\\n"];
    let read = |limits: &[&str]| balances(&read_by("ledger", &[&form, limits, &["-f"]].concat(), file), last);
    // Groups 6 and 7 are what a year earns and spends.
    let flows = |code: &str| code.starts_with(['6', '7']);
    let mut income = read(&["--limit", "not has_tag(\"kind\")", "--begin", &from, "--end", &end]);
    income.retain(|code, _| flows(code));
    let mut sheet = read(&["--limit", "tag(\"kind\") != \"closing\"", "--end", &end]);
    sheet.retain(|code, _| !flows(code));
    Figures { trial: read(&[]), income, sheet }
}

fn of_beancount(file: &Path, year: Period) -> Figures {
    read_by("bean-check", &[], file);
    let code = |account: &str| account.rsplit(":C").next().unwrap_or_default().to_owned();
    let read = |limits: &str| {
        let query = format!("SELECT account, sum(weight) {limits} GROUP BY account");
        let out = Command::new("bean-query").args(["-f", "csv", "-m"]).arg(file).arg(query).output().expect("bean-query");
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let csv = String::from_utf8(out.stdout).expect("UTF-8");
        balances(csv.lines().skip(1).map(|line| format!("{}\n", line.trim())).collect::<String>().as_str(), code)
    };
    let Period { from, to } = year;
    Figures {
        trial: read(""),
        income: read(&format!("WHERE account ~ '^(Income|Expenses):' AND date >= {from} AND date <= {to} AND NOT entry_meta('kind')")),
        sheet: read(&format!("WHERE account ~ '^(Assets|Liabilities|Equity):' AND date <= {to} AND entry_meta('kind') != 'closing'")),
    }
}

/// What a program finds in a file over a period.
type Asks = fn(&Path, Period) -> Figures;

/// Every program finds our figures.
async fn all_find_ours(books: &Books, year: Period) -> Figures {
    let expected = ours(books, year).await;
    let folder = tempfile::tempdir().expect("a folder");
    let programs: [(Format, Asks); 3] = [(Format::Hledger, of_hledger), (Format::Ledger, of_ledger), (Format::Beancount, of_beancount)];
    for (format, read) in programs {
        let file = written(books, format, folder.path()).await;
        let found = tokio::task::spawn_blocking(move || read(&file, year)).await.expect("read");
        assert_eq!(found, expected, "{format:?}");
    }
    expected
}

/// The year of a company that buys, sells, pays wages and VAT, and sells once in dollars.
async fn company(books: &Books) -> Period {
    let year = Period { from: books.day(0), to: books.day(0).last_of_year() };
    let mut drafts = vec![entry(year.from, &[("572", 6_000_000), ("100", -6_000_000)]), entry(year.from, &[("213", 1_200_000), ("572", -1_200_000)])];
    for month in 0..12i8 {
        let day = |day: i8| Date::new(year.from.year(), month + 1, day).expect("a day");
        drafts.push(entry(day(5), &[("430", 1_210_000), ("700", -1_000_000), ("477", -210_000)]));
        drafts.push(entry(day(10), &[("600", 400_000), ("472", 84_000), ("400", -484_000)]));
        drafts.push(entry(day(20), &[("572", 1_210_000), ("430", -1_210_000)]));
        drafts.push(entry(day(25), &[("400", 484_000), ("572", -484_000)]));
        drafts.push(entry(day(28), &[("640", 200_000), ("642", 60_000), ("4751", -30_000), ("476", -72_000), ("572", -158_000)]));
        if month % 3 == 2 {
            drafts.push(entry(day(28), &[("477", 630_000), ("472", -252_000), ("4750", -378_000)]));
        }
    }
    drafts.push(entry(year.to, &[("681", 120_000), ("2813", -120_000)]));
    let foreign = |amount: i64| Some(Foreign { currency: "USD".into(), amount, rate: String::new() });
    let mut sold = entry(books.day(100), &[("430", 90_000), ("700", -90_000)]);
    (sold.postings[0].foreign, sold.postings[1].foreign) = (foreign(100_000), foreign(-100_000));
    let mut paid = entry(books.day(130), &[("572", 92_000), ("430", -90_000), ("768", -2_000)]);
    paid.postings[1].foreign = foreign(-100_000);
    drafts.extend([sold, paid]);
    let tx = books.app.platform.db.begin().await.expect("a transaction");
    post::post_many(&tx, books.organization, &drafts, books.allowed()).await.expect("checked").expect("right");
    tx.commit().await.expect("a commit");
    year
}

/// Books in dollars, with years back to one.
async fn in_dollars(engine: Engine, since: i16) -> Option<Books> {
    let app = App::open(engine).await?;
    let owner = app.person("owner").await;
    app.practice(&owner, "Despacho").await;
    let client = json!({ "business_name": "Muestras", "applications": ["books"], "billing_address": { "country": "US" }, "currency": "USD" });
    let made = app.api(&owner, "POST", "/clients", Some(client), None).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let organization = made.json()["organization_ids"][0].as_str().expect("an organization").parse().expect("an id");
    let books = Books::kept(app, owner, organization).await;
    for year in (since..books.day(0).year()).rev() {
        books
            .ok("POST", "/fiscal-years", Some(json!({ "starts_on": format!("{year}-01-01"), "ends_on": format!("{year}-12-31") })), 201)
            .await;
    }
    Some(books)
}

impl Books {
    /// Brings in a journal whose accounts are made first, and answers what came of it with the account of each name.
    async fn bring_with_accounts(&self, format: &str, text: &str) -> (Value, BTreeMap<String, String>) {
        let looked = self.bring("sample", text.as_bytes(), &[("format", format), ("dry_run", "true")]).await;
        let mut codes = BTreeMap::new();
        for (nth, unknown) in looked["unknown_accounts"].as_array().expect("accounts").iter().enumerate() {
            let name = unknown["name"].as_str().expect("a name");
            let kind = match name.split(':').next() {
                Some("Liabilities" | "liabilities") => "liability",
                Some("Equity" | "equity") => "equity",
                Some("Income" | "income") => "income",
                Some("Expenses" | "expenses") => "expense",
                _ => "asset",
            };
            // Accounts of each file have codes of their own.
            let code = format!("9{}{nth:04}", format.len());
            self.ok("POST", "/accounts", Some(json!({ "code": code, "name": name, "type": kind })), 201).await;
            codes.insert(name.to_owned(), code);
        }
        let accounts = serde_json::to_string(&codes).expect("accounts");
        let brought = self.bring("sample", text.as_bytes(), &[("format", format), ("accounts", &accounts)]).await;
        assert_eq!((&brought["status"], &brought["errors"]), (&json!("completed"), &json!([])), "{brought}");
        (brought, codes)
    }

    /// What accounts hold in the end by the names that they were brought in by, in cents.
    async fn held_by_name(&self, codes: &BTreeMap<String, String>) -> BTreeMap<String, i64> {
        let days = Period { from: "1990-01-01".parse().expect("a day"), to: self.day(364) };
        let found = trial_balance(self.app.platform.db.read(), self.organization, Asked { period: days, level: None, closing_entries: false })
            .await
            .expect("a report");
        let held: BTreeMap<String, i64> = found.rows.into_iter().map(|row| (row.code, row.closing)).collect();
        codes.iter().filter_map(|(name, code)| Some((name.clone(), *held.get(code)?))).filter(|(_, held)| *held != 0).collect()
    }
}

/// What is in hledger's own first example, said anew: marks, codes, notes, tags, an assertion, and amounts left out.
const OF_HLEDGER: &str = "; a sample
account assets:bank:checking   ; type: A
commodity $1,000.00

2026-01-01 income
    assets:bank:checking   $1
    income:salary

2026-06-01 * gift
    assets:bank:checking   $1
    income:gifts

2026-06-02 ! (12) save | to savings  ; where:bank
    assets:bank:saving     $1
    assets:bank:checking

2026-06-03 * eat & shop
    expenses:food          $1   ; lunch
    expenses:supplies      $1
    assets:cash

2026-12-31 * pay off
    liabilities:debts      $1
    assets:bank:checking   $-1 = $0
";

both! {
    async fn hledger_ledger_and_beancount_find_the_same_figures(engine) {
        let Some(books) = Books::open(engine).await else { return };
        // `make proofs` has a hundred thousand.
        let entries = std::env::var("PROOF_ENTRIES").ok().map_or(1_200, |text| text.parse().expect("a number"));
        let found = all_find_ours(&books, year(&books, entries).await).await;
        assert!(found.sheet.len() > 7 && found.income.len() > 4, "{found:?}");
        assert_eq!(found.trial.len(), found.sheet.len() + found.income.len());
    }

    async fn a_companys_closed_year_is_the_same_to_hledger_ledger_and_beancount(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let year = company(&books).await;
        let open = all_find_ours(&books, year).await;
        // Sales 120,900 and a difference of 20; purchases 48,000, wages 24,000, social security 7,200, depreciation 1,200.
        assert_eq!(open.income, [("600", 4_800_000), ("640", 2_400_000), ("642", 720_000), ("681", 120_000), ("700", -12_090_000), ("768", -2_000)].map(|(code, amount)| (code.to_owned(), amount)).into());
        assert_eq!(open.sheet.values().sum::<i64>(), 4_052_000);
        let all = years::list(books.app.platform.db.read(), books.organization).await.expect("years");
        assert_eq!(books.close(all[1].id).await.expect("closed").result, 4_052_000);
        let closed = all_find_ours(&books, year).await;
        // Its statements are those of before, with the result on its account; what is left is the opening of the next.
        assert_eq!(closed.income, open.income);
        assert_eq!(closed.sheet, open.sheet.into_iter().chain([("129".to_owned(), -4_052_000)]).collect());
        assert_eq!(closed.trial, closed.sheet);
        books.is_sound().await;
    }

    async fn a_trial_balance_of_any_days_is_what_its_postings_say(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let period = year(&books, 300).await;
        let db = books.app.platform.db.read();
        let day = |after: i64| books.day(after);
        for (from, to, level) in [(0, 364, None), (0, 364, Some(1)), (14, 200, None), (31, 58, Some(2)), (100, 100, None), (59, 364, Some(3))] {
            let asked = Asked { period: Period { from: day(from), to: day(to) }, level, closing_entries: false };
            let found = trial_balance(db, books.organization, asked).await.expect("a trial balance");
            despacho_platform::row! { struct Line { code: String, date: String, amount: i64 } }
            let sql = "SELECT a.code, p.date, p.amount FROM postings p JOIN accounts a ON a.organization_id = p.organization_id AND a.id = p.account_id
                       JOIN journal_entries e ON e.organization_id = p.organization_id AND e.id = p.entry_id WHERE e.state <> 'superseded'";
            let lines: Vec<Line> = sql::rows(db, sql, vec![]).await.expect("postings");
            let mut expected: BTreeMap<String, (i64, i64, i64)> = BTreeMap::new();
            let (from, to) = (day(from).to_string(), day(to).to_string());
            for line in lines.into_iter().filter(|line| line.date <= to) {
                let sum = expected.entry(line.code.chars().take(level.unwrap_or(99)).collect()).or_default();
                if line.date < from { sum.0 += line.amount } else if line.amount > 0 { sum.1 += line.amount } else { sum.2 -= line.amount }
            }
            expected.retain(|_, sums| *sums != (0, 0, 0));
            let rows: BTreeMap<String, (i64, i64, i64)> = found.rows.iter().map(|row| (row.code.clone(), (row.opening, row.debit, row.credit))).collect();
            assert_eq!(rows, expected, "{from} {to} {level:?}");
            assert!(found.rows.iter().all(|row| row.closing == row.opening + row.debit - row.credit));
            assert_eq!((found.totals.opening, found.totals.closing), (0, 0));
            assert_eq!(found.totals.debit, found.totals.credit);
        }
        assert_eq!(period.from, books.day(0));
    }

    async fn samples_of_other_programs_are_brought_in_to_the_cent(engine) {
        let Some(books) = in_dollars(engine, 2004).await else { return };
        let folder = tempfile::tempdir().expect("a folder");
        // The generator of examples that comes with beancount; what is no money (shares, days of leave) is worth what was paid or is left out.
        let example = folder.path().join("example.beancount");
        let text = read_by("bean-example", &["--seed", "7", "--date-birth", "1980-01-01", "--date-begin", "2024-01-01", "--date-end", "2025-12-31", "-o"], &example);
        assert_eq!(text, "");
        let text = std::fs::read_to_string(&example).expect("an example");
        let (brought, codes) = books.bring_with_accounts("beancount", &text).await;
        assert!(brought["entries"].as_i64() > Some(500), "{brought}");
        let query = "SELECT account, sum(convert(position, 'USD')) WHERE currency = 'USD' AND account ~ '^(Expenses|Liabilities|Income)' GROUP BY account";
        let Output { status, stdout, stderr } = Command::new("bean-query").args(["-q", "-f", "csv"]).arg(&example).arg(query).output().expect("bean-query");
        assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
        // Names that the chart has already, like rent, are those accounts of it.
        let mut theirs: BTreeMap<String, i64> = balances(&String::from_utf8(stdout).expect("UTF-8").replace(" USD", "").lines().skip(1).collect::<Vec<_>>().join("\n"), str::to_owned);
        let ours: BTreeMap<String, i64> =
            books.held_by_name(&codes).await.into_iter().filter(|(name, _)| ["Expenses", "Liabilities", "Income"].iter().any(|of| name.starts_with(of))).collect();
        theirs.retain(|name, _| codes.contains_key(name));
        assert!(theirs.len() > 20, "{theirs:?}");
        assert_eq!(ours, theirs);

        // The sample that comes with ledger needs the rate of its euros, and has shares, virtual postings and a budget.
        let sample = Path::new("/usr/share/doc/ledger/examples/sample.dat");
        if sample.exists() {
            let text = format!("P 2004/05/01 € $1.20\n{}", std::fs::read_to_string(sample).expect("a sample"));
            let (brought, codes) = books.bring_with_accounts("ledger", &text).await;
            assert_eq!((&brought["entries"], brought["notes"].as_array().map(Vec::len)), (&json!(7), Some(3)), "{brought}");
            let held = books.held_by_name(&codes).await;
            let wanted = [("Assets:Bank:Checking", 158_000), ("Assets:Brokerage", 150_000), ("Expenses:Cards", 4_000), ("Income:Salary", -210_000)];
            for (name, amount) in wanted {
                assert_eq!(held.get(name), Some(&amount), "{name}: {held:?}");
            }
        }

        let file = folder.path().join("sample.journal");
        std::fs::write(&file, OF_HLEDGER).expect("written");
        let theirs = balances(&read_by("hledger", &["balance", "--flat", "--no-total", "--layout=bare", "-O", "csv", "-f"], &file).lines().skip(1).map(|line| line.replace("\"$\",", "")).collect::<Vec<_>>().join("\n"), str::to_owned);
        let (brought, codes) = books.bring_with_accounts("hledger", OF_HLEDGER).await;
        assert_eq!(brought["entries"], json!(5), "{brought}");
        assert_eq!(books.held_by_name(&codes).await, theirs);
        books.is_sound().await;
    }
}
