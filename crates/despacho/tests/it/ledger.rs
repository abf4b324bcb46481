//! The journal: what is posted holds whatever happens, on both databases.

use std::collections::HashMap;

use despacho_kernel::{Id, Invalid, place::currency};
use despacho_ledger::{
    accounts::store as accounts,
    closing,
    fiscal_years::store as years,
    journal::{
        AccountRef, Allowed, ContactRef, EntryDraft, Foreign, Journal, Past, Posted, Posting,
        entry::Part,
        locks::{self, Level, NewLock, Scope},
        moved_store, post,
        store::{self, Balance},
    },
    reports::{Period, moved, sums, trial_balance, trial_balance::Asked},
};
use despacho_platform::{Error, Result, both, sql, vals};
use futures_util::future::join_all;
use jiff::{ToSpan, civil::Date};

use crate::common::{App, Person};

/// A debit of an account, or a credit where it is negative, in cents.
pub fn line(code: &str, amount: i64) -> Posting {
    Posting::new(AccountRef::Code(code.into()), amount)
}

pub fn entry(date: Date, lines: &[(&str, i64)]) -> EntryDraft {
    EntryDraft::manual(date, "Compra de material", lines.iter().map(|(code, amount)| line(code, *amount)).collect())
}

/// A company with its ledger, and whoever keeps it.
pub struct Books {
    pub app: App,
    pub owner: Person,
    pub organization: Id,
    /// The first day of its present year.
    first: Date,
}

impl Books {
    pub async fn open(engine: despacho_platform::testkit::Engine) -> Option<Self> {
        let app = App::open(engine).await?;
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["books"]).await;
        Some(Self::kept(app, owner, organization).await)
    }

    /// The books of an organization that is there.
    pub async fn kept(app: App, owner: Person, organization: Id) -> Self {
        let all = years::list(app.platform.db.read(), organization).await.expect("years");
        let first = all.last().expect("a year").starts_on.parse().expect("a date");
        Self { app, owner, organization, first }
    }

    pub fn day(&self, after: i64) -> Date {
        self.first.checked_add(after.days()).expect("a date")
    }

    pub fn allowed(&self) -> Allowed<'_> {
        Allowed { by: &self.owner.user, now: self.app.platform.clock.now(), past: Past::Excepted }
    }

    pub async fn post(&self, draft: &EntryDraft) -> Result<Posted> {
        self.post_as(draft, self.allowed()).await
    }

    async fn post_as(&self, draft: &EntryDraft, allowed: Allowed<'_>) -> Result<Posted> {
        let tx = self.app.platform.db.begin().await?;
        let posted = post::post(&tx, self.organization, draft, allowed).await?;
        tx.commit().await?;
        Ok(posted)
    }

    pub async fn close(&self, year: Id) -> Result<closing::Plan> {
        let tx = self.app.platform.db.begin().await?;
        let plan = closing::close(&tx, self.organization, year, self.allowed()).await?;
        tx.commit().await?;
        Ok(plan)
    }

    pub async fn reopen(&self, year: Id) -> Result<Vec<Posted>> {
        let tx = self.app.platform.db.begin().await?;
        let undone = closing::reopen(&tx, self.organization, year, "Faltaba una factura", self.allowed()).await?;
        tx.commit().await?;
        Ok(undone)
    }

    pub async fn reverse(&self, id: Id, date: Date) -> Result<Posted> {
        let tx = self.app.platform.db.begin().await?;
        let posted = post::reverse(&tx, self.organization, id, date, "Duplicado", self.allowed()).await?;
        tx.commit().await?;
        Ok(posted)
    }

    pub async fn correct(&self, id: Id, draft: &EntryDraft) -> Result<Posted> {
        let tx = self.app.platform.db.begin().await?;
        let posted = post::correct(&tx, self.organization, id, draft, self.allowed()).await?;
        tx.commit().await?;
        Ok(posted)
    }

    pub async fn lock(&self, scope: Scope, level: Level, through: Option<Date>) -> Result<()> {
        let tx = self.app.platform.db.begin().await?;
        locks::set(&tx, self.organization, NewLock { scope, level, through, reason: "Declarado" }, (&self.owner.user, 1)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The balance of each account that has one, by code, in cents.
    pub async fn balances(&self) -> HashMap<String, i64> {
        let db = self.app.platform.db.read();
        let rows: Vec<Balance> = sql::rows(db, "SELECT * FROM account_balances WHERE organization_id = $1", vals![self.organization])
            .await
            .expect("balances");
        let ids: Vec<Id> = rows.iter().map(|row| row.account_id).collect();
        let codes: HashMap<Id, String> = accounts::of_ids(db, self.organization, &ids).await.expect("accounts").into_iter().map(|a| (a.id, a.code)).collect();
        let mut sums: HashMap<String, i64> = HashMap::new();
        for row in rows {
            *sums.entry(codes[&row.account_id].clone()).or_default() += row.debit - row.credit;
        }
        sums.retain(|_, sum| *sum != 0);
        sums
    }

    /// Writes past the rules.
    pub async fn harm(&self, statement: &str) {
        let tx = self.app.platform.db.begin().await.expect("a transaction");
        sql::run(&tx, statement, vec![]).await.expect("written");
        tx.commit().await.expect("a commit");
    }

    /// The debits and credits of a period are the same in the trial balance, the general ledger and the journal.
    async fn agree(&self, period: Period) -> i64 {
        let db = self.app.platform.db.read();
        let found = trial_balance(db, self.organization, Asked { period, level: None, closing_entries: true })
            .await
            .expect("a trial balance");
        // What opens the first day stands before the period there.
        let first = sums::over(db, self.organization, Period { from: period.from, to: period.from }).await.expect("sums");
        let opened: i64 = first.iter().filter(|((_, part), _)| *part == Part::Opening).map(|(_, sums)| sums.debit).sum();
        let all: Vec<Id> = accounts::all(db, self.organization).await.expect("accounts").iter().map(|account| account.id).collect();
        let days = (period.from.to_string(), period.to.to_string());
        let moved = moved::sums(db, self.organization, &all, period, true, None).await.expect("sums");
        // Up to any place, sums of balances and days are those of the postings one by one.
        let (from, to) = (days.0.as_str(), days.1.as_str());
        for closing in [true, false] {
            let listed = moved_store::moved(db, self.organization, &all, (from, to), closing, None, 10_000).await.expect("postings");
            for row in listed.iter().step_by(listed.len() / 3 + 1) {
                let place = (row.date.clone(), row.entry_id, row.position);
                let through = moved::sums(db, self.organization, &all, period, closing, Some(&place)).await.expect("sums");
                let one_by_one = moved_store::moved_sums(db, self.organization, &all, (from, to), closing, Some(&place)).await.expect("sums");
                assert_eq!(through, one_by_one, "{period:?} {place:?}");
            }
        }
        let dated = store::sums_by_date(db, self.organization, (&days.0, &days.1)).await.expect("sums");
        let of_balances = (found.totals.debit + opened, found.totals.credit + opened);
        assert_eq!((of_balances, moved.postings), ((moved.debit, moved.credit), dated.postings), "{period:?}");
        assert_eq!((moved.debit, moved.credit), (dated.total, dated.total), "{period:?}");
        dated.total
    }

    pub async fn is_sound(&self) {
        assert_eq!(despacho::check::broken(&self.app.platform).await.expect("a check"), Vec::<String>::new());
    }
}

/// The faults of a refusal, `field code`.
pub fn faults<T: std::fmt::Debug>(refused: Result<T>) -> Vec<String> {
    match refused {
        Err(Error::Invalid(Invalid(errors))) => errors.into_iter().map(|e| format!("{} {}", e.field, e.code)).collect(),
        Err(Error::Conflict(word)) => vec![word.to_owned()],
        other => panic!("{other:?}"),
    }
}

both! {
    async fn what_is_posted_is_in_the_balances_and_what_is_wrong_is_told_at_its_place(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let posted = books.post(&entry(books.day(14), &[("629", 10_000), ("472", 2_100), ("572", -12_100)])).await.expect("posted");
        assert_eq!((posted.number, posted.revision), (1, 1));
        let expected = |pairs: &[(&str, i64)]| pairs.iter().map(|(code, sum)| ((*code).to_owned(), *sum)).collect::<HashMap<_, _>>();
        assert_eq!(books.balances().await, expected(&[("629", 10_000), ("472", 2_100), ("572", -12_100)]));

        let day = books.day(14);
        let refused = |lines: &[(&str, i64)]| { let draft = entry(day, lines); let books = &books; async move { faults(books.post(&draft).await) } };
        assert_eq!(refused(&[("629", 10_000), ("572", -9_999)]).await, ["postings unbalanced"]);
        assert_eq!(refused(&[("629", 10_000)]).await, ["postings too_few_postings"]);
        assert_eq!(refused(&[("62", 100), ("999999", -100)]).await, ["postings[0].account_code account_not_postable", "postings[1].account_code account_unknown"]);
        let far = entry(books.day(1000), &[("629", 100), ("572", -100)]);
        assert_eq!(faults(books.post(&far).await), ["date fiscal_year_missing"]);
        let tx = books.app.platform.db.begin().await.expect("a transaction");
        let bank = accounts::find_by_code(&tx, books.organization, "572").await.expect("found").expect("572");
        accounts::update(&tx, despacho_ledger::accounts::Account { active: false, ..bank.clone() }).await.expect("updated");
        tx.commit().await.expect("a commit");
        assert_eq!(refused(&[("629", 100), ("572", -100)]).await, ["postings[1].account_code account_inactive"]);

        // Nothing refused has drawn a number, and an account that is inactive now can still be undone.
        let undone = books.reverse(posted.id, books.day(20)).await.expect("reversed");
        assert_eq!(undone.number, 2);
        assert_eq!(books.balances().await, HashMap::new());
        assert_eq!(faults(books.reverse(posted.id, books.day(20)).await), ["entry_undone"]);
        assert_eq!(faults(books.reverse(undone.id, books.day(20)).await), ["reversal_is_final"]);
        books.is_sound().await;
    }

    async fn a_correction_keeps_its_number_and_undoes_what_was(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let first = books.post(&entry(books.day(3), &[("629", 5_000), ("572", -5_000)])).await.expect("posted");
        let second = books.correct(first.id, &entry(books.day(4), &[("628", 5_500), ("572", -5_500)])).await.expect("corrected");
        assert_eq!((second.number, second.revision), (1, 2));
        let third = books.correct(second.id, &entry(books.day(4), &[("628", 5_600), ("572", -5_600)])).await.expect("corrected");
        assert_eq!((third.number, third.revision), (1, 3));
        assert_eq!(faults(books.correct(second.id, &entry(books.day(4), &[("628", 1), ("572", -1)])).await), ["entry_undone"]);
        assert_eq!(books.balances().await, HashMap::from([("628".to_owned(), 5_600), ("572".to_owned(), -5_600)]));
        let states: Vec<String> = sql::column(books.app.platform.db.read(), "SELECT state FROM journal_entries WHERE number = 1 ORDER BY revision, mirror", vec![]).await.expect("states");
        assert_eq!(states, ["superseded", "superseded", "superseded", "superseded", "posted"]);
        // The next entry has the next number: a correction takes none.
        assert_eq!(books.post(&entry(books.day(5), &[("629", 1), ("572", -1)])).await.expect("posted").number, 2);
        // Into another year, or another journal, it has a number of that one.
        let elsewhere = EntryDraft { journal: Journal::Bank, ..entry(books.day(5), &[("629", 7), ("572", -7)]) };
        let moved = books.correct(third.id, &elsewhere).await.expect("corrected");
        assert_eq!((moved.number, moved.revision), (1, 1));
        // Of four entries of the number only the last counts, with the one after it; a reversal counts beside what it reverses.
        assert_eq!(books.agree(Period { from: books.day(0), to: books.day(30) }).await, 7 + 1);
        assert_eq!(books.agree(Period { from: books.day(2), to: books.day(5) }).await, 7 + 1);
        books.reverse(moved.id, books.day(6)).await.expect("reversed");
        assert_eq!(books.agree(Period { from: books.day(0), to: books.day(30) }).await, 7 + 1 + 7);
        books.is_sound().await;
        // Balances as they were kept before, with what was corrected and its mirrors, are put right by the step.
        let step = include_str!("../../../ledger/migrations/0064_balances_without_corrections.sql");
        let (_, update) = step.split_once(";\n").expect("an index, then the balances");
        books.harm(&update.replace("- s.", "+ s.")).await;
        assert_ne!(despacho::check::broken(&books.app.platform).await.expect("a check"), Vec::<String>::new());
        books.harm(update).await;
        books.is_sound().await;
    }

    async fn locks_stop_their_journal_through_their_day(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let lines = [("629", 100), ("572", -100)];
        let sale = |day| EntryDraft { journal: Journal::Sales, ..entry(day, &lines) };
        let before = books.post(&sale(books.day(10))).await.expect("posted");
        books.lock(Scope::Sales, Level::Soft, Some(books.day(30))).await.expect("locked");
        assert_eq!(faults(books.post(&sale(books.day(30))).await), ["date period_locked"]);
        books.post(&sale(books.day(31))).await.expect("the day after is open");
        books.post(&entry(books.day(30), &lines)).await.expect("another journal is open");
        // What is there cannot be corrected, and is undone on a day that is open.
        assert_eq!(faults(books.correct(before.id, &sale(books.day(40))).await), ["date period_locked"]);
        books.reverse(before.id, books.day(40)).await.expect("reversed");
        let through = Allowed { past: Past::Soft, ..books.allowed() };
        let marked = books.post_as(&sale(books.day(30)), through).await.expect("a soft lock gives way");
        assert!(store::find(books.app.platform.db.read(), books.organization, marked.id).await.expect("found").in_locked_period);

        books.lock(Scope::All, Level::Hard, Some(books.day(20))).await.expect("locked");
        assert_eq!(faults(books.post_as(&entry(books.day(20), &lines), through).await), ["date period_locked"]);
        let back = books.lock(Scope::All, Level::Hard, Some(books.day(19))).await;
        assert!(matches!(&back, Err(Error::Invalid(errors)) if errors.0[0].code == "lock_cannot_go_back"), "{back:?}");
        assert!(books.lock(Scope::All, Level::Hard, None).await.is_err(), "a hard lock is not taken away");
        books.lock(Scope::Sales, Level::Soft, None).await.expect("a soft one is");
        books.post(&sale(books.day(30))).await.expect("posted");
        books.harm("UPDATE fiscal_years SET state = 'closed'").await;
        assert_eq!(faults(books.post_as(&entry(books.day(60), &lines), through).await), ["date fiscal_year_closed"]);
        books.is_sound().await;
    }

    async fn sixteen_who_post_at_once_leave_no_gap(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let work = |nth: i64| {
            let books = &books;
            async move {
                let mut numbers = vec![];
                for round in 0..6 {
                    let draft = entry(books.day(nth + round), &[("629", 100 + nth), ("572", -100 - nth)]);
                    // Every third is refused, and takes no number.
                    if round % 3 == 2 {
                        assert!(books.post(&EntryDraft { postings: vec![line("629", 5)], ..draft }).await.is_err());
                    } else {
                        numbers.push(books.post(&draft).await.expect("posted").number);
                    }
                }
                numbers
            }
        };
        let mut numbers: Vec<i64> = join_all((0..16).map(work)).await.concat();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=64).collect::<Vec<i64>>());
        books.is_sound().await;
    }

    async fn whatever_is_done_the_books_stay_sound(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let codes = ["100", "430", "400", "472", "477", "572", "600", "629", "700"];
        let all = years::list(books.app.platform.db.read(), books.organization).await.expect("years");
        let mut closings = 0;
        for name in ["Ana", "Bruno", "Clara"] {
            books.contact(name).await;
        }
        for seed in 1u64..=4 {
            // A generator of its own, so that a failure can be had again.
            let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let mut next = |below: u64| { state ^= state << 13; state ^= state >> 7; state ^= state << 17; i64::try_from(state % below).expect("small") };
            let mut known: Vec<Id> = vec![];
            // A closed year takes nothing: each seed begins with open ones.
            for year in &all {
                let _ = books.reopen(year.id).await;
            }
            for _ in 0..60 {
                let draft = {
                    let mut postings: Vec<Posting> = (0..=next(4)).map(|_| {
                        let amount = next(200_000) - 100_000;
                        let foreign = (next(4) == 0 && amount != 0).then(|| Foreign { currency: "USD".into(), amount: amount + amount.signum() * next(1000), rate: String::new() });
                        let code = codes[usize::try_from(next(9)).expect("small")];
                        let contact = (["430", "400"].contains(&code) && amount % 3 != 0).then(|| ContactRef::Number(1 + amount.rem_euclid(3)));
                        Posting { foreign, contact, ..line(code, amount) }
                    }).collect();
                    let rest: i64 = postings.iter().map(|p| p.amount).sum();
                    // Now and then it does not balance.
                    postings.push(line("572", if next(10) == 0 { 1 - rest } else { -rest }));
                    let journal = Journal::ALL[usize::try_from(next(5)).expect("small")];
                    EntryDraft { journal, ..EntryDraft::manual(books.day(next(400)), "Al azar", postings) }
                };
                let one = (!known.is_empty()).then(|| known[usize::try_from(next(1_000_000)).expect("small") % known.len()]);
                let posted = match (next(6), one) {
                    (0, Some(id)) => books.reverse(id, draft.date).await,
                    (1, Some(id)) => books.correct(id, &draft).await,
                    (2, _) if next(3) == 0 => {
                        let through = (next(2) == 0).then(|| books.day(next(60)));
                        let _ = books.lock(Scope::ALL[usize::try_from(next(5)).expect("small")], Level::Soft, through).await;
                        continue;
                    }
                    (3, _) => {
                        // The one before it first, and the latest is opened first.
                        let close = next(3) == 0;
                        for year in if close { [&all[1], &all[0]] } else { [&all[0], &all[1]] } {
                            closings += usize::from(if close { books.close(year.id).await.is_ok() } else { books.reopen(year.id).await.is_ok() });
                        }
                        continue;
                    }
                    _ => books.post(&draft).await,
                };
                match posted {
                    Ok(posted) => known.push(posted.id),
                    Err(Error::Invalid(_) | Error::Conflict(_)) => {}
                    Err(other) => panic!("{other:?}"),
                }
            }
            assert!(known.len() > 15, "seed {seed} posted only {}", known.len());
            for (from, to) in [(-400, 1000), (0, 364), (365, 730), (17, 200), (40, 45)] {
                books.agree(Period { from: books.day(from), to: books.day(to) }).await;
            }
        }
        assert!(closings > 3, "years closed and opened {closings} times");
        assert_eq!(books.balances().await.values().sum::<i64>(), 0);
        books.is_sound().await;
        // And the check sees what is not: each of these is told.
        for harm in ["UPDATE postings SET amount = amount + 1 WHERE position = 0", "UPDATE account_balances SET debit = debit + 1", "UPDATE contact_balances SET debit = debit + 1", "UPDATE journal_counters SET last = last + 1"] {
            books.harm(harm).await;
            assert_ne!(despacho::check::broken(&books.app.platform).await.expect("a check"), Vec::<String>::new(), "{harm}");
            books.harm(&harm.replace("+ 1", "- 1")).await;
            books.is_sound().await;
        }
    }

    async fn what_has_postings_stays_what_it_is(engine) {
        let Some(books) = Books::open(engine).await else { return };
        books.post(&entry(books.day(1), &[("629", 100), ("572", -100)])).await.expect("posted");
        let db = books.app.platform.db.read();
        let bank = accounts::find_by_code(db, books.organization, "572").await.expect("found").expect("572");
        let other = accounts::find_by_code(db, books.organization, "570").await.expect("found").expect("570");
        let path = format!("/organizations/{}/accounts/{}", books.organization, bank.id);
        let refused = books.app.api(&books.owner, "PATCH", &path, Some(serde_json::json!({ "currency": "USD" })), None).await;
        assert_eq!((refused.status.as_u16(), refused.json()["errors"][0]["code"].as_str()), (422, Some("account_posted")));
        // Nor does it become a heading, on which nothing could be corrected or closed.
        let refused = books.app.api(&books.owner, "PATCH", &path, Some(serde_json::json!({ "code": "5Z" })), None).await;
        assert_eq!((refused.status.as_u16(), refused.json()["errors"][0]["field"].as_str()), (422, Some("code")));
        let refused = books.app.api(&books.owner, "POST", &format!("{path}/merger"), Some(serde_json::json!({ "into": other.id })), None).await;
        assert_eq!((refused.status.as_u16(), refused.json()["errors"][0]["code"].as_str()), (422, Some("account_merge_posted")));
        let path = format!("/organizations/{}", books.organization);
        let refused = books.app.api(&books.owner, "PATCH", &path, Some(serde_json::json!({ "regional": { "currency": "USD" } })), None).await;
        assert_eq!((refused.status.as_u16(), refused.json()["errors"][0]["code"].as_str()), (422, Some("currency_in_use")));
        assert_eq!(currency("EUR").expect("the euro").digits, 2);
    }

    async fn many_are_posted_in_their_order_or_none_is(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let draft = |nth: i64| entry(books.day(nth % 300), &[("629", 1 + nth), ("472", 2), ("572", -3 - nth)]);
        let mut drafts: Vec<EntryDraft> = (0..700).map(draft).collect();
        drafts[333].postings[0].amount += 1;
        drafts[500].postings[1].account = AccountRef::Code("nada".into());
        let tx = books.app.platform.db.begin().await.expect("a transaction");
        let faults = post::post_many(&tx, books.organization, &drafts, books.allowed()).await.expect("checked").expect_err("two are wrong");
        assert_eq!(faults.iter().map(|(at, errors)| (*at, errors.0[0].code)).collect::<Vec<_>>(), [(333, "unbalanced"), (500, "account_unknown")]);
        drop(tx);
        drafts[333].postings[0].amount -= 1;
        drafts[500].postings[1].account = AccountRef::Code("472".into());
        let tx = books.app.platform.db.begin().await.expect("a transaction");
        let posted = post::post_many(&tx, books.organization, &drafts, books.allowed()).await.expect("checked").expect("right");
        tx.commit().await.expect("a commit");
        assert_eq!(posted.iter().map(|p| p.number).collect::<Vec<_>>(), (1..=700).collect::<Vec<i64>>());
        assert_eq!(books.balances().await["472"], 1400);
        books.is_sound().await;
    }
}
