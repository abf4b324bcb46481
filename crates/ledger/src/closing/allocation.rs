//! Where a closed year's result goes once it is approved: Spain, RDLeg 1/2010 (LSC), arts. 273 and 274.

use despacho_kernel::{Id, Invalid};
use despacho_organizations::store as organizations;
use despacho_platform::{Error, Result, Tx, i18n::Lang, memberships, sql::Connection, t};
use jiff::civil::Date;

use crate::{
    accounts::{Account, store as accounts},
    catalog::{self, PackAllocation},
    fiscal_years::{OPEN, store as years},
    journal::{AccountRef, Allowed, EntryDraft, Posted, Posting, post},
    reports::sums,
};

/// What is to be shared out: a share of it by account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    pub account: Account,
    /// Proposed, in minor units.
    pub amount: i64,
}

/// The result of a closed year that waits on its account.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub year: years::FiscalYear,
    /// The year in which it is shared out.
    pub next: years::FiscalYear,
    pub account: Account,
    /// A profit is positive.
    pub result: i64,
    pub shares: Vec<Share>,
}

/// What is held that a proposal stands on, in minor units: capital and reserve as they are, losses as a positive amount.
#[derive(Debug, Clone, Copy, Default)]
pub struct Held {
    pub capital: i64,
    pub legal: i64,
    pub losses: i64,
}

/// What each account is proposed: to a reserve that the law asks for, to what earlier years lost, and the rest to the first that is offered.
pub fn proposed(result: i64, rules: &PackAllocation, held: Held) -> Vec<(&str, i64)> {
    if result < 0 {
        return vec![(&rules.losses, -result)];
    }
    let mut found = vec![];
    let mut left = result;
    if let Some(legal) = &rules.legal {
        let most = (held.capital.max(0) * legal.of_capital / 100 - held.legal).max(0);
        // A tenth that is no whole cent is rounded up: it is the least that the law asks for.
        let share = ((result * legal.percent + 99) / 100).min(most).min(left);
        found.push((legal.account.as_str(), share));
        left -= share;
    }
    let losses = held.losses.clamp(0, left);
    let alone = rules.to.first().is_none_or(|first| *first == rules.losses);
    if !alone {
        found.push((rules.losses.as_str(), losses));
        left -= losses;
    }
    for (at, code) in rules.to.iter().enumerate() {
        found.push((code.as_str(), if at == 0 { left } else { 0 }));
    }
    found
}

/// The result of a year that waits to be shared out; none where it does not.
pub async fn waiting(db: &dyn Connection, organization: Id, year: Id) -> Result<Option<Waiting>> {
    let of = organizations::find(db, organization).await?;
    let all = years::list(db, organization).await?;
    let year = all.iter().find(|of| of.id == year).cloned().ok_or(Error::NotFound)?;
    let next = all.iter().filter(|other| other.starts_on > year.ends_on).min_by(|a, b| a.starts_on.cmp(&b.starts_on)).cloned();
    let Some(next) = next.filter(|next| year.state != OPEN && next.state == OPEN) else { return Ok(None) };
    let pack = catalog::pack(&of.country);
    let chart = accounts::all(db, organization).await?;
    let Some(account) = chart.iter().find(|account| account.code == pack.year.result).cloned() else { return Ok(None) };
    let ends: Date = next.ends_on.parse().map_err(|_| Error::Other(format!("{} is no day", next.ends_on)))?;
    let held = sums::held_at(db, organization, ends).await?;
    let of_account = |account: &Account| held.get(&account.id).copied().unwrap_or(0);
    let result = -of_account(&account);
    if result == 0 {
        return Ok(None);
    }
    let sum = |begins: &dyn Fn(&str) -> bool| -> i64 { chart.iter().filter(|account| begins(&account.code)).map(of_account).sum() };
    let rules = &pack.allocation;
    let stands = Held {
        capital: rules
            .legal
            .as_ref()
            .map_or(0, |legal| -sum(&|code| legal.capital.iter().any(|capital| code.starts_with(capital.as_str())))),
        legal: rules.legal.as_ref().map_or(0, |legal| -sum(&|code| code.starts_with(legal.account.as_str()))),
        losses: sum(&|code| code.starts_with(rules.losses.as_str())),
    };
    let shares = proposed(result, rules, stands);
    let shares = shares
        .into_iter()
        .filter_map(|(code, amount)| Some(Share { account: chart.iter().find(|account| account.code == code)?.clone(), amount }));
    Ok(Some(Waiting { year, next, account, result, shares: shares.collect() }))
}

/// Shares the result out: an entry of the next year that takes it from its account. `shares` are accounts by their codes with amounts above zero.
///
/// Errors: `shares` `allocation_rest` with what is left, `date` where it is not of the next year, and those of posting; conflict `result_allocated`.
pub async fn allocate(tx: &Tx, organization: Id, year: Id, date: Date, shares: &[(String, i64)], allowed: Allowed<'_>) -> Result<Posted> {
    memberships::hold(tx, organization).await?;
    let waiting = waiting(tx, organization, year).await?.ok_or(Error::Conflict("result_allocated"))?;
    let day = date.to_string();
    let mut errors = Invalid::new();
    if !(waiting.next.starts_on.as_str()..=waiting.next.ends_on.as_str()).contains(&day.as_str()) {
        errors.push_with("date", "allocation_day", vec![("year", waiting.next.name.clone())]);
    }
    let of = organizations::find(tx, organization).await?;
    let digits = of.own_currency()?.digits;
    let rest = waiting.result.abs() - shares.iter().map(|(_, amount)| amount).sum::<i64>();
    if rest != 0 {
        errors.push_with("shares", "allocation_rest", vec![("rest", despacho_kernel::money::plain(rest, digits))]);
    }
    errors.finish()?;
    let side = waiting.result.signum();
    let mut postings = vec![Posting::new(AccountRef::Id(waiting.account.id), waiting.result)];
    postings.extend(shares.iter().map(|(code, amount)| Posting::new(AccountRef::Code(code.clone()), -side * amount)));
    let text = t!(Lang::of(&of.language), "entry-allocation", year = waiting.year.name.as_str());
    post::post(tx, organization, &EntryDraft::manual(date, &text, postings), allowed).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_goes_to_the_legal_reserve_until_it_is_a_fifth_of_the_capital() {
        let rules = &catalog::pack("ES").allocation;
        let of = |result, capital, legal, losses| {
            proposed(result, rules, Held { capital, legal, losses })
                .into_iter()
                .filter(|(_, amount)| *amount != 0)
                .collect::<Vec<_>>()
        };
        assert_eq!(of(1_397_503, 3_000_000, 0, 0), [("112", 139_751), ("113", 1_257_752)]);
        // 20 % of 3,000.00 is 600.00: 550.00 are there.
        assert_eq!(of(100_000, 300_000, 55_000, 0), [("112", 5_000), ("113", 95_000)]);
        assert_eq!(of(100_000, 300_000, 60_000, 0), [("113", 100_000)]);
        assert_eq!(of(100_000, 300_000, 0, 30_000), [("112", 10_000), ("121", 30_000), ("113", 60_000)]);
        assert_eq!(of(100_000, 300_000, 0, 500_000), [("112", 10_000), ("121", 90_000)]);
        assert_eq!(of(-12_345, 300_000, 0, 0), [("121", 12_345)]);
        let british = &catalog::pack("GB").allocation;
        assert_eq!(proposed(500, british, Held { losses: 100, ..Held::default() }), [("302", 500)]);
    }
}
