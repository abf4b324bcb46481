//! The annual accounts: by the official models' lines, cash flow, changes in equity. Figures computed by hand, and what always holds.

use despacho_kernel::Id;
use despacho_ledger::{
    accounts::store as accounts,
    fiscal_years::store as years,
    reports::{
        Period,
        cash_flow::{self, Cash, cash_flow},
        columns,
        equity::changes_in_equity,
        general_ledger::{self, general_ledger},
        model::{self, Filled},
        official, statements, trial_balance,
        trial_balance::Asked,
    },
};
use despacho_platform::both;
use despacho_ui::paging;
use serde_json::{Value, json};

use crate::ledger::{Books, entry};

/// Capital of 3,000.00; a sale of 1,000.00 and VAT; a purchase of 400.00 and VAT, paid; a machine of 1,200.00 and VAT on credit, 100.00 of it written off;
/// a loan of 500.00; 50.00 paid for an unknown cause.
async fn a_year(books: &Books) {
    for (day, lines) in [
        (0, &[("572", 300_000), ("100", -300_000)][..]),
        (40, &[("430", 121_000), ("700", -100_000), ("477", -21_000)]),
        (50, &[("600", 40_000), ("472", 8_400), ("400", -48_400)]),
        (70, &[("400", 48_400), ("572", -48_400)]),
        (80, &[("213", 120_000), ("472", 25_200), ("523", -145_200)]),
        (90, &[("572", 50_000), ("170", -50_000)]),
        (100, &[("555", 5_000), ("572", -5_000)]),
        (200, &[("681", 10_000), ("281", -10_000)]),
    ] {
        books.post(&entry(books.day(day), lines)).await.expect("posted");
    }
}

fn told(lines: &[Filled]) -> Vec<(&str, i64)> {
    lines
        .iter()
        .filter(|filled| !filled.line.total && filled.amounts[0] != 0)
        .map(|filled| (filled.line.key.as_str(), filled.amounts[0]))
        .collect()
}

/// What holds of the statements of any books.
async fn hold_together(books: &Books, period: Period) {
    let (db, organization) = (books.app.platform.db.read(), books.organization);
    let found = trial_balance(db, organization, Asked { period, level: None, closing_entries: false }).await.expect("a trial balance");
    assert_eq!((found.totals.opening, found.totals.closing), (0, 0), "{period:?}");
    let by_chart = statements::profit_and_loss(db, organization, &[period], None).await.expect("profit and loss");
    let chart = statements::balance_sheet(db, organization, &[period.to], None).await.expect("a balance sheet");
    assert_eq!(chart.assets.totals, chart.claims());
    for of in model::models("ES") {
        let sheet = official::balance_sheet(db, organization, of, &[period.to]).await.expect("a balance sheet");
        assert_eq!(official::amount(&sheet, official::ASSETS, 0), official::amount(&sheet, official::CLAIMS, 0), "{} {period:?}", of.word);
        let result = official::profit_and_loss(db, organization, of, &[period]).await.expect("profit and loss");
        assert_eq!(official::amount(&result, official::RESULT, 0), by_chart.results()[0], "{} {period:?}", of.word);
    }
    let flows = cash_flow(db, organization, &[period]).await.expect("cash flows");
    let cash: Vec<_> = found.rows.iter().filter(|row| row.code.starts_with("57")).collect();
    let held = Cash { opening: cash.iter().map(|row| row.opening).sum(), closing: cash.iter().map(|row| row.closing).sum() };
    assert_eq!(flows.cash, [held], "{period:?}");
    assert_eq!(official::amount(&flows.lines, cash_flow::CHANGE, 0), held.closing - held.opening, "{period:?}");
    let equity = changes_in_equity(db, organization, period).await.expect("changes in equity");
    assert_eq!(equity.totals.closing, chart.equity.totals[0], "{period:?}");
    let opening: i64 = found.rows.iter().filter(|row| row.code.starts_with(['1', '6', '7']) && row.code != "170").map(|row| -row.opening).sum();
    assert_eq!(equity.totals.opening, opening, "{period:?}");
    // Months side by side sum to the whole.
    if let Some(months) = columns::cut(period, columns::Cut::Month) {
        let of_months = columns::flows(db, organization, &months).await.expect("flows");
        let whole = columns::flows(db, organization, &[period]).await.expect("flows");
        for (account, amount) in &whole[0] {
            assert_eq!(of_months.iter().filter_map(|month| month.get(account)).sum::<i64>(), *amount);
        }
    }
}

both! {
    async fn the_official_models_tell_a_year_by_their_lines(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let (db, organization) = (books.app.platform.db.read(), books.organization);
        a_year(&books).await;
        let last = books.day(0).last_of_year();
        let period = Period { from: books.day(0), to: last };
        let all = years::list(db, organization).await.expect("years");
        let pymes = model::model("ES", "pymes").expect("a model");
        for closed in [false, true] {
            if closed {
                books.close(all[1].id).await.expect("closed");
            }
            let sheet = official::balance_sheet(db, organization, pymes, &[last]).await.expect("a balance sheet");
            assert_eq!(told(&sheet), [
                ("11200", 110_000), ("12380", 121_000), ("12390", 33_600 + 5_000), ("12700", 296_600),
                ("21110", 300_000), ("21700", 50_000), ("31220", 50_000), ("32390", 145_200), ("32590", 21_000),
            ], "closed: {closed}");
            assert_eq!((official::amount(&sheet, "10000", 0), official::amount(&sheet, "30000", 0)), (566_200, 566_200));
            let result = official::profit_and_loss(db, organization, pymes, &[period]).await.expect("profit and loss");
            assert_eq!(told(&result), [("40100", 100_000), ("40400", -40_000), ("40800", -10_000)]);
            assert_eq!((official::amount(&result, "49100", 0), official::amount(&result, "49500", 0)), (50_000, 50_000));
            // A profit of 500.00 and 100.00 that was no cash; customers −1,210.00, VAT −336.00 + 210.00; the machine 1,200.00 less than what is owed for it.
            let flows = cash_flow(db, organization, &[period]).await.expect("cash flows");
            assert_eq!(told(&flows.lines), [
                ("61100", 50_000), ("61201", 10_000), ("61302", -154_600), ("61304", 21_000), ("61305", -5_000), ("62102", 25_200), ("63100", 300_000), ("63201", 50_000),
            ]);
            assert_eq!((official::amount(&flows.lines, cash_flow::CHANGE, 0), flows.cash[0]), (296_600, Cash { opening: 0, closing: 296_600 }));
            let equity = changes_in_equity(db, organization, period).await.expect("changes in equity");
            let rows: Vec<_> = equity.rows.iter().map(|row| (row.code.as_str(), row.opening, row.result, row.increases, row.decreases, row.closing)).collect();
            assert_eq!(rows, [("100", 0, 0, 300_000, 0, 300_000), ("129", 0, 50_000, 0, 0, 50_000)]);
            // By the chart's own accounts: what is unknown is an asset while it is a debit.
            let sheet = statements::balance_sheet(db, organization, &[last], None).await.expect("a balance sheet");
            assert!(sheet.assets.lines.iter().any(|line| (line.code.as_str(), line.amounts[0]) == ("555", 5_000)) && sheet.liabilities.lines.iter().all(|line| line.amounts[0] > 0));
        }
        // The next year opens with what the closed one left.
        let next = Period { from: last.tomorrow().expect("a date"), to: last.tomorrow().expect("a date").last_of_year() };
        let flows = cash_flow(db, organization, &[next]).await.expect("cash flows");
        assert_eq!((told(&flows.lines), flows.cash[0]), (vec![], Cash { opening: 296_600, closing: 296_600 }));
        let equity = changes_in_equity(db, organization, next).await.expect("changes in equity");
        assert_eq!((equity.totals.opening, equity.totals.result, equity.totals.closing), (350_000, 0, 350_000));
        hold_together(&books, Period { from: period.from, to: next.to }).await;
        // Without a closing, results of earlier years stand apart from the year's own.
        books.reopen(all[1].id).await.expect("reopened");
        books.post(&entry(next.from, &[("572", 7_000), ("700", -7_000)])).await.expect("posted");
        let sheet = official::balance_sheet(db, organization, pymes, &[next.to]).await.expect("a balance sheet");
        assert_eq!((official::amount(&sheet, "21500", 0), official::amount(&sheet, "21700", 0)), (50_000, 7_000));
        hold_together(&books, next).await;
    }

    async fn the_general_ledger_of_a_closed_year_reads_as_before(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let (db, organization) = (books.app.platform.db.read(), books.organization);
        a_year(&books).await;
        let last = books.day(0).last_of_year();
        let period = Period { from: books.day(0), to: last };
        let bank = accounts::find_by_code(db, organization, "572").await.expect("found").expect("572").id;
        let of = async |period: Period, closing_entries: bool| {
            let ledger = general_ledger(db, organization, general_ledger::Asked { accounts: &[bank], period, closing_entries }, None, 50).await.expect("a ledger");
            (ledger.brought, ledger.rows.len(), ledger.rows.last().map_or(ledger.brought, |(_, balance)| *balance))
        };
        let open = of(period, false).await;
        assert_eq!(open, (0, 4, 296_600));
        books.close(years::list(db, organization).await.expect("years")[1].id).await.expect("closed");
        assert_eq!((of(period, false).await, of(period, true).await), (open, (0, 5, 0)));
        // The next year begins with its opening entry, held before or listed; two years together are as if nothing had been closed.
        let next = Period { from: last.tomorrow().expect("a date"), to: last.tomorrow().expect("a date").last_of_year() };
        assert_eq!((of(next, false).await, of(next, true).await), ((296_600, 0, 296_600), (0, 1, 296_600)));
        assert_eq!((of(Period { from: period.from, to: next.to }, false).await, of(Period { from: period.from, to: next.to }, true).await), (open, (0, 6, 296_600)));
        // The page and the API leave it out too, and show it where they are asked.
        let path = format!("/reports/general-ledger?account_code=572&from={}&to={last}", period.from);
        let rows = async |path: &str| books.ok("GET", path, None, 200).await["rows"].as_array().map(Vec::len);
        assert_eq!((rows(&path).await, rows(&format!("{path}&closing_entries=true")).await), (Some(4), Some(5)));
        let page = async |more: &str| {
            let path = format!("/organizations/{organization}/reports/general-ledger?account=572&from={}&to={last}{more}&format=csv", period.from);
            books.app.get(&books.owner, &path).await.text.lines().last().map(str::to_owned)
        };
        assert_eq!((page("").await.as_deref(), page("&closing=1").await.as_deref()), (Some(";;Total;;;;3500,00;534,00;2966,00;;"), Some(";;Total;;;;3500,00;3500,00;0,00;;")));
    }

    async fn what_a_ledger_brings_forward_is_counted_whatever_its_cursor_says(engine) {
        let Some(books) = Books::open(engine).await else { return };
        a_year(&books).await;
        let path = format!("/reports/general-ledger?account_code=572&from={}&to={}&limit=2", books.day(0), books.day(364));
        let first = books.ok("GET", &path, None, 200).await;
        let cursor = first["next_cursor"].as_str().expect("a second page").to_owned();
        let second = books.ok("GET", &format!("{path}&cursor={cursor}"), None, 200).await;
        assert_eq!((&first["rows"][1]["balance"], &second["opening"]), (&json!("2516.00"), &json!("2516.00")));
        // A place that nobody gave is one all the same; no cursor says what is held there.
        let made = paging::encode(&(books.day(30).to_string(), Id::nil(), 0));
        assert_eq!(books.ok("GET", &format!("{path}&cursor={made}"), None, 200).await["opening"], json!("3000.00"));
        let forged = paging::encode(&json!({ "place": [books.day(30).to_string(), Id::nil(), 0], "balance": 1 }));
        assert_eq!(books.call("GET", &format!("{path}&cursor={forged}"), None).await.status.as_u16(), 400);
    }

    async fn whatever_is_posted_the_statements_hold_together(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let codes = ["100", "113", "129", "130", "170", "213", "281", "300", "400", "430", "470", "4750", "477", "520", "523", "551", "555", "570", "572", "600", "629", "671", "681", "690", "700", "746", "768"];
        let all = years::list(books.app.platform.db.read(), books.organization).await.expect("years");
        for seed in 1u64..=3 {
            // A generator of its own, so that a failure can be had again.
            let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let mut next = |below: u64| { state ^= state << 13; state ^= state >> 7; state ^= state << 17; i64::try_from(state % below).expect("small") };
            for year in &all {
                let _ = books.reopen(year.id).await;
            }
            let mut known: Vec<Id> = vec![];
            for _ in 0..40 {
                let one = |nth: i64| codes[usize::try_from(nth).expect("small")];
                let (first, second, amount) = (next(codes.len() as u64), next(codes.len() as u64), 1 + next(100_000));
                let draft = entry(books.day(next(700)), &[(one(first), amount), (one(second), -amount)]);
                let posted = match (next(6), known.last()) {
                    (0, Some(id)) => books.correct(*id, &draft).await,
                    (1, Some(id)) => books.reverse(*id, draft.date).await,
                    _ => books.post(&draft).await,
                };
                known.extend(posted.map(|posted| posted.id));
            }
            assert!(known.len() > 25, "seed {seed} posted only {}", known.len());
            for closes in 0..3 {
                if closes > 0 {
                    books.close(all[2 - closes].id).await.expect("closed");
                }
                for (from, to) in [(0, 364), (365, 729), (0, 729), (17, 200), (200, 500), (364, 365)] {
                    hold_together(&books, Period { from: books.day(from), to: books.day(to) }).await;
                }
            }
        }
        books.is_sound().await;
    }

    async fn statements_are_answered_by_lines_and_as_rows(engine) {
        let Some(books) = Books::open(engine).await else { return };
        a_year(&books).await;
        let (from, to) = (books.day(0).to_string(), books.day(0).last_of_year().to_string());
        let sheet = books.ok("GET", &format!("/reports/balance-sheet?date={to}&model=pymes&compare=last_year"), None, 200).await;
        let line = |key: &str| sheet["lines"].as_array().and_then(|lines| lines.iter().find(|line| line["key"] == key)).cloned().unwrap_or_default();
        assert_eq!((&sheet["model"], &sheet["assets"]["total"]), (&json!("pymes"), &json!("5662.00")));
        assert_eq!(line("12390"), json!({ "key": "12390", "level": 2, "name": "3. Otros deudores", "amount": "386.00", "compared": "0.00", "columns": ["0.00"], "accounts": [
            { "code": "472", "name": "Hacienda Pública, IVA soportado", "amount": "336.00", "compared": "0.00", "columns": ["0.00"] },
            { "code": "555", "name": "Partidas pendientes de aplicación", "amount": "50.00", "compared": "0.00", "columns": ["0.00"] },
        ] }));
        assert_eq!((line("10000")["amount"].clone(), line("30000")["amount"].clone(), line("19999")), (json!("5662.00"), json!("5662.00"), Value::Null));
        let plain = books.ok("GET", &format!("/reports/balance-sheet?date={to}"), None, 200).await;
        assert_eq!((&plain["model"], &plain["lines"]), (&json!("chart"), &json!([])));
        let result = books.ok("GET", &format!("/reports/profit-and-loss?from={from}&to={to}&model=abridged"), None, 200).await;
        assert_eq!((result["lines"].as_array().and_then(|lines| lines.last()).map(|line| line["amount"].clone()), &result["result"]), (Some(json!("500.00")), &json!("500.00")));
        let flows = books.ok("GET", &format!("/reports/cash-flow?from={from}&to={to}&compare=last_year"), None, 200).await;
        assert_eq!((&flows["change"], &flows["closing"]), (&json!("2966.00"), &json!({ "amount": "2966.00", "compared": "0.00", "columns": ["0.00"] })));
        let equity = books.ok("GET", &format!("/reports/changes-in-equity?from={from}&to={to}"), None, 200).await;
        assert_eq!(equity["totals"], json!({ "opening": "0.00", "result": "500.00", "increases": "3000.00", "decreases": "0.00", "closing": "3500.00" }));
        // By quarters: 1,000.00 of sales and 400.00 of purchases in the first, 100.00 written off in the third.
        let by_quarter = books.ok("GET", &format!("/reports/profit-and-loss?from={from}&to={to}&model=pymes&columns=quarter"), None, 200).await;
        assert_eq!((&by_quarter["columns"][3]["to"], by_quarter["columns"].as_array().map(Vec::len), &by_quarter["compared_result"]), (&json!(to), Some(4), &Value::Null));
        assert_eq!((&by_quarter["income"]["columns"], &by_quarter["income"]["total"]), (&json!(["1000.00", "0.00", "0.00", "0.00"]), &json!("1000.00")));
        let last = by_quarter["lines"].as_array().and_then(|lines| lines.last()).cloned().unwrap_or_default();
        assert_eq!((&last["amount"], &last["columns"]), (&json!("500.00"), &json!(["600.00", "0.00", "-100.00", "0.00"])));
        let held = books.ok("GET", &format!("/reports/balance-sheet?date={to}&columns=quarter"), None, 200).await;
        assert_eq!(held["assets"]["columns"], json!(["5262.00", "5762.00", "5662.00", "5662.00"]));
        assert_eq!(books.call("GET", "/reports/cash-flow?from=2020-01-01&to=2026-01-01&columns=month", None).await.status.as_u16(), 400);
        assert_eq!(books.call("GET", "/reports/balance-sheet?model=normal", None).await.status.as_u16(), 400);
    }
}
