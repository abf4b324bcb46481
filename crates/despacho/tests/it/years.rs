//! Years close, open again and carry their balances; opening balances; what the reports say of them. Figures computed by hand.

use despacho_ledger::{
    closing,
    fiscal_years::store as years,
    journal::{
        Kind, TypedLine, drafts,
        locks::{Level, Scope},
        store,
        typed::TypedEntry,
    },
    opening::{self, Opening, TypedOpening},
    reports::{
        Period,
        general_ledger::{self, general_ledger},
        statements, trial_balance,
        trial_balance::Asked,
    },
};
use despacho_platform::{Error, both, sql, vals};

use crate::ledger::{Books, entry, faults};

/// Capital of 3,000.00; a sale of 1,000.00 and VAT; a purchase of 400.00 and VAT, paid: a profit of 600.00.
async fn a_year(books: &Books) {
    for (day, lines) in [
        (0, &[("572", 300_000), ("100", -300_000)][..]),
        (40, &[("430", 121_000), ("700", -100_000), ("477", -21_000)]),
        (50, &[("600", 40_000), ("472", 8_400), ("400", -48_400)]),
        (70, &[("400", 48_400), ("572", -48_400)]),
    ] {
        books.post(&entry(books.day(day), lines)).await.expect("posted");
    }
}

both! {
    async fn a_spanish_year_closes_by_its_three_entries_and_opens_again(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let db = books.app.platform.db.read();
        let all = years::list(db, books.organization).await.expect("years");
        let (next, year) = (all[0].clone(), all[1].clone());
        a_year(&books).await;
        let last = books.day(0).last_of_year();
        let whole = Period { from: books.day(0), to: last };
        let before = statements::profit_and_loss(db, books.organization, &[whole], None).await.expect("profit and loss");
        assert_eq!((before.income.totals[0], before.expenses.totals[0], before.results()[0]), (100_000, 40_000, 60_000));
        let sheet = statements::balance_sheet(db, books.organization, &[last], None).await.expect("a balance sheet");
        // Bank 2,516.00, customer 1,210.00, input VAT 84.00 = output VAT 210.00, capital 3,000.00, result 600.00.
        assert_eq!((sheet.assets.totals[0], sheet.liabilities.totals[0], sheet.equity.totals[0], sheet.results[0]), (381_000, 21_000, 360_000, 60_000));

        assert_eq!(faults(books.close(next.id).await), ["earlier_year_open"]);
        let tx = books.app.platform.db.begin().await.expect("a transaction");
        let draft = drafts::create(&tx, books.organization, &TypedEntry { date: last.to_string(), ..TypedEntry::default() }, books.allowed()).await.expect("a draft");
        tx.commit().await.expect("a commit");
        assert_eq!(faults(books.close(year.id).await), ["drafts_in_year"]);
        let tx = books.app.platform.db.begin().await.expect("a transaction");
        drafts::delete(&tx, books.organization, draft.id, books.allowed()).await.expect("deleted");
        tx.commit().await.expect("a commit");

        let plan = books.close(year.id).await.expect("closed");
        let lines = |kind: Kind| plan.entries.iter().find(|e| e.draft.kind == kind).map(|e| e.lines.iter().map(|l| (l.code.as_str(), l.amount)).collect::<Vec<_>>());
        assert_eq!(lines(Kind::Regularisation), Some(vec![("129", -60_000), ("600", -40_000), ("700", 100_000)]));
        assert_eq!(lines(Kind::Closing), Some(vec![("100", 300_000), ("129", 60_000), ("430", -121_000), ("472", -8_400), ("477", 21_000), ("572", -251_600)]));
        assert_eq!(lines(Kind::Opening), Some(vec![("100", -300_000), ("129", -60_000), ("430", 121_000), ("472", 8_400), ("477", -21_000), ("572", 251_600)]));
        assert_eq!((plan.result, plan.makes_next), (60_000, false));
        books.is_sound().await;

        // The closed year reads as before, and the next begins with what it left.
        assert_eq!(statements::profit_and_loss(db, books.organization, &[whole], None).await.expect("profit and loss"), before);
        let after = statements::balance_sheet(db, books.organization, &[last], None).await.expect("a balance sheet");
        assert_eq!((after.assets.totals[0], after.liabilities.totals[0], after.equity.totals[0], after.results[0]), (381_000, 21_000, 360_000, 0));
        let asked = Asked { period: Period { from: last.tomorrow().expect("a day"), to: last.tomorrow().expect("a day").last_of_year() }, level: None, closing_entries: false };
        let begun = trial_balance(db, books.organization, asked).await.expect("a trial balance");
        let rows: Vec<(&str, i64, i64)> = begun.rows.iter().map(|row| (row.code.as_str(), row.opening, row.closing)).collect();
        assert_eq!(rows, [("100", -300_000, -300_000), ("129", -60_000, -60_000), ("430", 121_000, 121_000), ("472", 8_400, 8_400), ("477", -21_000, -21_000), ("572", 251_600, 251_600)]);
        let closed = trial_balance(db, books.organization, Asked { period: whole, level: None, closing_entries: true }).await.expect("a trial balance");
        assert!(closed.rows.iter().all(|row| row.closing == 0), "every balance is closed");

        // The book counts by day, whatever the order of posting was; a closed year takes nothing, and is closed once.
        let book: Vec<(i64, String)> = {
            despacho_platform::row! { struct Booked { book_number: i64, kind: String } }
            let sql = "SELECT book_number, kind FROM journal_entries WHERE fiscal_year_id = $1 ORDER BY book_number";
            sql::rows::<Booked>(db, sql, vals![year.id]).await.expect("the book").into_iter().map(|b| (b.book_number, b.kind)).collect()
        };
        let kinds: Vec<&str> = book.iter().map(|(_, kind)| kind.as_str()).collect();
        assert_eq!(kinds, ["manual", "manual", "manual", "manual", "regularisation", "closing"]);
        assert_eq!(book.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
        assert_eq!(faults(books.post(&entry(books.day(20), &[("629", 1), ("572", -1)])).await), ["date fiscal_year_closed"]);
        assert_eq!(faults(books.close(year.id).await), ["fiscal_year_closed"]);

        // Reopened, it is as it was; and it can be closed again with what was missing.
        let undone = books.reopen(year.id).await.expect("reopened");
        assert_eq!(undone.len(), 3);
        books.is_sound().await;
        let again = statements::balance_sheet(db, books.organization, &[last], None).await.expect("a balance sheet");
        assert_eq!(again, sheet);
        assert_eq!(faults(books.reopen(year.id).await), ["fiscal_year_open"]);
        books.post(&entry(books.day(80), &[("629", 10_000), ("572", -10_000)])).await.expect("posted");
        assert_eq!(books.close(year.id).await.expect("closed").result, 50_000);
        books.close(next.id).await.expect("the next closes too, and makes the one after it");
        assert_eq!(years::list(db, books.organization).await.expect("years").len(), 3);
        assert_eq!(faults(books.reopen(year.id).await), ["later_year_closed"]);
        books.is_sound().await;
    }

    async fn opening_balances_are_put_right_until_their_year_is_closed(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let db = books.app.platform.db.read();
        let line = |code: &str, debit: &str, credit: &str| TypedLine { account_code: code.into(), debit: debit.into(), credit: credit.into(), ..TypedLine::default() };
        let put = async |rows: Vec<TypedLine>| {
            let tx = books.app.platform.db.begin().await?;
            let put = opening::put(&tx, books.organization, &TypedOpening { date: String::new(), rows }, books.allowed()).await?;
            tx.commit().await?;
            Ok::<Opening, Error>(put)
        };
        let rows = vec![line("572", "500.00", ""), line("100", "", "300.00")];
        let found = put(rows.clone()).await.expect("put");
        assert_eq!((found.rows, found.difference), (rows, 20_000));
        assert_eq!(books.balances().await, [("572".to_owned(), 50_000), ("100".into(), -30_000), ("555".into(), -20_000)].into());
        let rows = vec![line("572", "500.00", ""), line("100", "", "500.00")];
        let found = put(rows.clone()).await.expect("put right");
        assert_eq!((found.rows, found.difference), (rows, 0));
        assert_eq!(books.balances().await, [("572".to_owned(), 50_000), ("100".into(), -50_000)].into());
        assert_eq!(faults(put(vec![line("572", "x", ""), line("nada", "", "1")]).await), ["rows[0].debit amount_invalid"]);
        assert_eq!(faults(put(vec![line("572", "1", ""), line("nada", "", "1")]).await), ["rows[1].account_code account_unknown"]);
        assert_eq!(opening::read(db, books.organization).await.expect("read").rows.len(), 2);
        // What was typed opens the first year: closing and reopening it leave it alone.
        let year = years::list(db, books.organization).await.expect("years")[1].id;
        books.close(year).await.expect("closed");
        assert_eq!(faults(put(vec![line("572", "1", ""), line("100", "", "1")]).await), ["date fiscal_year_closed"]);
        books.reopen(year).await.expect("reopened");
        assert_eq!(books.balances().await["572"], 50_000);
        assert!(put(vec![]).await.expect("taken away").entry.is_none());
        assert_eq!(books.balances().await, [].into());
        // A lock of their day holds them, moved and taken away alike.
        put(vec![line("572", "1", ""), line("100", "", "1")]).await.expect("put");
        books.lock(Scope::All, Level::Hard, Some(books.day(40))).await.expect("locked");
        assert_eq!(faults(put(vec![]).await), ["date period_locked"]);
        let tx = books.app.platform.db.begin().await.expect("a transaction");
        let moved = TypedOpening { date: books.day(60).to_string(), rows: vec![line("572", "9", ""), line("100", "", "9")] };
        assert_eq!(faults(opening::put(&tx, books.organization, &moved, books.allowed()).await), ["date period_locked"]);
        drop(tx);
        assert_eq!(books.balances().await, [("572".to_owned(), 100), ("100".into(), -100)].into());
        books.is_sound().await;
    }

    async fn a_draft_is_posted_as_it_stands_and_keeps_its_id(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let line = |code: &str, debit: &str, credit: &str| TypedLine { account_code: code.into(), debit: debit.into(), credit: credit.into(), ..TypedLine::default() };
        let typed = TypedEntry { date: books.day(3).to_string(), description: "Luz".into(), postings: vec![line("628", "50.00", ""), line("572", "", "49.00")], ..TypedEntry::default() };
        let tx = books.app.platform.db.begin().await.expect("a transaction");
        let draft = drafts::create(&tx, books.organization, &typed, books.allowed()).await.expect("a draft");
        tx.commit().await.expect("a commit");
        let tx = books.app.platform.db.begin().await.expect("a transaction");
        assert_eq!(faults(drafts::post(&tx, books.organization, draft.id, books.allowed()).await), ["postings unbalanced"]);
        drop(tx);
        let right = TypedEntry { postings: vec![line("628", "50.00", ""), line("572", "", "50.00")], ..typed };
        let tx = books.app.platform.db.begin().await.expect("a transaction");
        let lang = despacho_platform::i18n::Lang::Es;
        let stale = drafts::change(&tx, books.organization, (draft.id, Some(9)), &right, lang, books.allowed()).await;
        assert!(matches!(&stale, Err(Error::Stale(differences)) if differences.len() == 1 && differences[0].field == "postings"), "{stale:?}");
        drafts::change(&tx, books.organization, (draft.id, Some(1)), &right, lang, books.allowed()).await.expect("changed");
        let posted = drafts::post(&tx, books.organization, draft.id, books.allowed()).await.expect("posted");
        assert_eq!((posted.id, posted.number), (draft.id, 1));
        assert_eq!(faults(drafts::delete(&tx, books.organization, draft.id, books.allowed()).await), ["entry_posted"]);
        tx.commit().await.expect("a commit");
        assert_eq!(books.balances().await["572"], -5_000);
        books.is_sound().await;
    }

    async fn the_general_ledger_goes_on_from_page_to_page(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let db = books.app.platform.db.read();
        for nth in 0..25 {
            books.post(&entry(books.day(nth * 2), &[("572", 1_000 + nth), ("700", -1_000 - nth)])).await.expect("posted");
        }
        let bank = despacho_ledger::accounts::store::find_by_code(db, books.organization, "572").await.expect("found").expect("572").id;
        // From the 15th day: eight postings before it, of 1,000 to 1,007.
        let period = Period { from: books.day(15), to: books.day(47) };
        let (mut after, mut balances, mut brought) = (None, vec![], vec![]);
        loop {
            let page = general_ledger(db, books.organization, general_ledger::Asked { accounts: &[bank], period, closing_entries: false }, after.as_ref(), 7).await.expect("a page");
            brought.push(page.brought);
            balances.extend(page.rows.iter().map(|(row, balance)| (row.amount, *balance)));
            after = page.next;
            if after.is_none() { break }
        }
        assert_eq!(brought, [8_028, 15_105, 22_231]);
        let mut held = 8_028;
        let expected: Vec<(i64, i64)> = (8..24).map(|nth| { held += 1_000 + nth; (1_000 + nth, held) }).collect();
        assert_eq!(balances, expected);
        let found = store::page(db, books.organization, &despacho_ledger::journal::list::Filter { search: "25".into(), ..Default::default() }, None, 10).await.expect("a page");
        assert_eq!(found.iter().map(|e| e.number).collect::<Vec<_>>(), [Some(25)]);
    }

    async fn years_are_added_at_their_ends(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let tx = books.app.platform.db.begin().await.expect("a transaction");
        let first = books.day(0);
        let (starts, ends) = (first.checked_sub(jiff::ToSpan::months(6)).expect("a day"), first.yesterday().expect("a day"));
        let by = (&books.owner.user, 1);
        let short = closing::add_year(&tx, books.organization, (&starts.to_string(), &ends.to_string()), by).await.expect("a short year");
        assert_eq!((short.starts_on, short.ends_on), (starts.to_string(), ends.to_string()));
        let refused = closing::add_year(&tx, books.organization, ("2001-02-30", "x"), by).await;
        assert_eq!(faults(refused), ["starts_on date", "ends_on date"]);
        let refused = closing::add_year(&tx, books.organization, (&first.to_string(), &ends.to_string()), by).await;
        assert_eq!(faults(refused), ["ends_on date_order"]);
    }
}
