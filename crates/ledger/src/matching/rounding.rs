//! Postings that differ by little are matched with an entry that takes the difference.

use despacho_kernel::{Id, Invalid};
use despacho_organizations::store as organizations;
use despacho_platform::{Error, Result, Tx, i18n::Lang, memberships, sql::Connection, t};
use jiff::civil::Date;

use super::{
    actions::{self, NewMatch},
    rules::{self, At},
    store::{self, Candidate, Match},
};
use crate::{
    accounts::store as accounts,
    catalog,
    journal::{AccountRef, Allowed, ContactRef, EntryDraft, Posting, days::Days, post, store::JournalEntry},
};

/// The largest difference that is small: one unit of the currency, in minor units.
pub fn most(digits: u8) -> i64 {
    10_i64.pow(u32::from(digits))
}

/// The day of the entry: today, or the first open day after it.
async fn day(db: &dyn Connection, organization: Id, today: Date, allowed: Allowed<'_>) -> Result<Date> {
    let entry = JournalEntry { journal: "general".into(), ..JournalEntry::default() };
    let days = Days::of(db, organization, allowed.poster()).await?;
    let found = days.first_open(&entry, &today.to_string()).and_then(|day| day.parse().ok());
    Ok(found.unwrap_or(today))
}

/// Posts the difference of these postings to the account of small differences, and matches all of them.
///
/// Errors: those of [`actions::create`] but the difference, `match_rounding_large` at `postings`, and what keeps the entry from being posted.
pub async fn settle(tx: &Tx, organization: Id, asked: &[At], today: Date, allowed: Allowed<'_>) -> Result<Match> {
    memberships::hold(tx, organization).await?;
    let of = organizations::find(tx, organization).await?;
    let digits = of.own_currency()?.digits;
    let mut entries: Vec<Id> = asked.iter().map(|(entry, _)| *entry).collect();
    entries.sort_unstable();
    entries.dedup();
    let all = store::of_entries(tx, organization, &entries).await?;
    let mut errors = Invalid::new();
    rules::check(asked, &all, |sum| sum.to_string(), &mut errors);
    errors.0.retain(|error| error.code != "match_difference");
    errors.finish()?;
    let found: Vec<&Candidate> = all.iter().filter(|of| asked.contains(&(of.entry_id, of.position))).collect();
    let difference: i64 = found.iter().map(|of| of.amount).sum();
    let mut postings = asked.to_vec();
    if difference != 0 {
        if difference.abs() > most(digits) {
            return Err(Invalid::one("postings", "match_rounding_large").into());
        }
        let first = found.first().ok_or(Error::NotFound)?;
        let pack = &catalog::pack(&of.country).rounding;
        // What is left in debit was not paid: a loss.
        let code = if difference > 0 { &pack.loss } else { &pack.gain };
        if accounts::find_by_code(tx, organization, code).await?.is_none() {
            let mut errors = Invalid::new();
            errors.push_with("postings", "match_rounding_account", vec![("code", code.clone())]);
            return Err(errors.into());
        }
        let text = t!(Lang::of(&of.language), "match-rounding-text", text = first.text.chars().take(300).collect::<String>());
        let draft = EntryDraft::manual(
            day(tx, organization, today, allowed).await?,
            &text,
            vec![
                Posting { contact: first.contact_id.map(ContactRef::Id), ..Posting::new(AccountRef::Id(first.account_id), -difference) },
                Posting::new(AccountRef::Code(code.clone()), difference),
            ],
        );
        let posted = post::post(tx, organization, &draft, allowed).await?;
        postings.push((posted.id, 0));
    }
    actions::create(tx, organization, &NewMatch { postings, ..NewMatch::default() }, (allowed.by, allowed.now)).await
}
