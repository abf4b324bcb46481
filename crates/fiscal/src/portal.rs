//! What a client's people read of their obligations at the portal: dates, amounts, the account that is charged. Nothing of how the firm is getting on with them.

use despacho_firm_documents::{
    document::Category,
    portal::{Part, Place, Visitor},
};
use despacho_kernel::place;
use despacho_platform::{Error, Platform, Result, t};
use despacho_ui::format;
use futures_util::future::BoxFuture;
use jiff::ToSpan;
use maud::{Markup, html};

use crate::{
    obligations::{
        obligation::{Obligation, State},
        store::{self, Asked},
    },
    period::Period,
    profile::store as profiles,
};

/// What the room puts into the portal's first page.
pub const PART: (Place, Part) = (Place::Dates, dates);

/// Days ahead, how many obligations of them are read, and how many are shown.
const AHEAD: i64 = 75;
const READ: i64 = 60;
const SHOWN: usize = 8;

/// An account of which no more is shown than tells it from others: `ES•• •••• 1332`.
fn masked(iban: &str) -> String {
    let letters: Vec<char> = iban.chars().filter(|c| !c.is_whitespace()).collect();
    let (country, last) = (letters.iter().take(2).collect::<String>(), letters.iter().skip(letters.len().saturating_sub(4)).collect::<String>());
    format!("{country}•• •••• {last}")
}

/// What is left to the client: neither what is done with nor what is not asked of them.
fn is_shown(obligation: &Obligation) -> bool {
    !matches!(obligation.state(), State::Paid | State::NotApplicable)
}

/// Those who see what concerns taxes read the next dates.
fn dates<'a>(platform: &'a Platform, visitor: &'a Visitor) -> BoxFuture<'a, Result<Option<Markup>>> {
    Box::pin(async move {
        if !visitor.person.sees().contains(&Category::Tax) {
            return Ok(None);
        }
        let (db, lang, person) = (platform.db.read(), visitor.lang, &visitor.person);
        let today = format::local_date(&visitor.user.time_zone, platform.clock.now()).ok_or_else(|| Error::Other("the day can't be told".into()))?;
        let last = today.saturating_add(AHEAD.days());
        let asked = Asked { client: Some(person.client_id), due: Some((today.to_string(), last.to_string())), ..Asked::default() };
        let mut found = store::list(db, person.practice_id, &asked, None, READ).await?;
        found.retain(is_shown);
        if found.is_empty() {
            return Ok(None);
        }
        let accounts = profiles::history(db, person.practice_id, person.client_id).await?.on(today, 0).bank_accounts;
        let euro = place::currency("EUR").map_err(|code| Error::Other(code.into()))?;
        let more = found.len().saturating_sub(SHOWN);
        Ok(Some(html! {
            ul.list.dates { @for of in found.iter().take(SHOWN) {
                @let filed = of.state() == State::Filed;
                @let amount = of.amount.filter(|_| filed);
                li {
                    div.grow {
                        b { (of.title(lang)) }
                        small {
                            (of.model) @if let Some(period) = of.period() { " · " (Period::shown(period, lang)) } br;
                            @if filed { (lang.t("portal-date-filed")) " · " }
                            (t!(lang, "portal-date-until", day = format::stored_date(lang, &of.legal_due_on)))
                            @if filed && amount.is_some_and(|amount| amount > 0) && let [account] = accounts.as_slice() { " · " (t!(lang, "portal-date-account", account = masked(account))) }
                        }
                    }
                    @if let Some(amount) = amount { b.num { (format::money(lang, amount, euro)) } }
                }
            } }
            @if more > 0 { p.muted { (t!(lang, "portal-dates-more", count = more)) } }
        }))
    })
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn an_account_is_told_by_its_last_digits_alone() {
        assert_eq!(masked("ES91 2100 0418 4502 0005 1332"), "ES•• •••• 1332");
        assert_eq!(masked("ES"), "ES•• •••• ES");
        assert_eq!(masked(""), "•• •••• ");
    }
}
