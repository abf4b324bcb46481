//! What stands around an account's ledger: the accounts before and after it, those below it, and whose it is.

use std::collections::{HashMap, HashSet};

use despacho_contacts::Contact;
use despacho_kernel::Id;
use despacho_ledger::{
    accounts::{Account, store as accounts},
    journal::{list::Slice, store as journal},
    reports::sums,
};
use despacho_platform::{Result, i18n::Lang, sql::Connection, t};
use despacho_ui::{InOrganization, assets::icon};
use jiff::civil::Date;
use maud::{Markup, html};

use super::asked::{Ground, Params};

/// Most accounts that are shown as tabs; of more one is chosen by its code.
const TABS: usize = 6;

/// The ledger that is looked at.
pub(super) struct Around<'a> {
    pub lang: Lang,
    pub who: &'a InOrganization,
    pub ground: &'a Ground,
    pub params: &'a Params,
    pub named: &'a Account,
    /// The accounts that it is of.
    pub accounts: &'a [Account],
}

impl Around<'_> {
    fn path(&self) -> String {
        self.who.path("/reports/general-ledger")
    }

    /// The ledger of another account over the same days.
    fn of(&self, code: &str, only: &str) -> String {
        self.params.address(&self.path(), &[("account", code), ("only", only), ("contact", ""), ("after", "")])
    }

    /// What the ledger is called, and the accounts with postings before and after it.
    pub async fn head(&self, db: &dyn Connection, contact: Option<&Contact>) -> Result<Markup> {
        let lang = self.lang;
        let moving: HashSet<Id> = journal::moving(db, self.who.organization).await?.into_iter().collect();
        let chart = accounts::all(db, self.who.organization).await?;
        let others = || chart.iter().filter(|account| moving.contains(&account.id) && !account.code.starts_with(&self.named.code));
        let before = others().filter(|account| account.code < self.named.code).max_by(|a, b| a.code.cmp(&b.code));
        let after = others().filter(|account| account.code > self.named.code).min_by(|a, b| a.code.cmp(&b.code));
        let step = |account: Option<&Account>, of: &str, key: &str, word: &str| {
            let Some(account) = account else { return html! {} };
            let label = t!(lang, word, account = account.label());
            html! { a.btn data-key=(key) href=(self.of(&account.code, "")) aria-label=(label) title=(label) { (icon(of)) } }
        };
        Ok(html! {
            div.of-ledger {
                h2.of {
                    @if let Some(contact) = contact { (self.named.code) " · " (contact.label()) }
                    @else if self.params.contact == "none" { (self.named.label()) ", " (lang.t("match-nobody")) }
                    @else { (self.named.label()) }
                }
                @if contact.is_some() { a.link href=(self.params.address(&self.path(), &[("contact", ""), ("after", "")])) { (lang.t("general-ledger-all-contacts")) } }
                div.period { (step(before, "chevron-left", "[", "ledger-account-before")) (step(after, "chevron-right", "]", "ledger-account-after")) }
            }
        })
    }

    /// The accounts that it is of as tabs, with what each holds at the end of a day.
    pub async fn tabs(&self, db: &dyn Connection, slice: Slice, day: Date) -> Result<Markup> {
        let (lang, ground) = (self.lang, self.ground);
        let code = self.params.account.trim();
        // One of several is looked at: the others stay beside it.
        let beginning = if self.params.only.is_empty() { code } else { self.params.within.as_str() };
        if beginning.is_empty() {
            return Ok(html! {});
        }
        let all: Vec<Account> = match self.params.only.is_empty() {
            true => self.accounts.to_vec(),
            false => accounts::below(db, self.who.organization, beginning).await?,
        };
        if all.len() < 2 {
            return Ok(html! {});
        }
        let held: HashMap<Id, i64> = sums::held_at(db, slice, day).await?;
        let with: Vec<&Account> = all.iter().filter(|account| held.contains_key(&account.id)).collect();
        if with.len() < 2 || with.len() > TABS {
            return Ok(html! {});
        }
        let total: i64 = with.iter().filter_map(|account| held.get(&account.id)).sum();
        let alone = |account: &Account| self.params.address(&self.path(), &[("account", &account.code), ("only", "1"), ("within", beginning), ("after", "")]);
        let whole = self.params.address(&self.path(), &[("account", beginning), ("only", ""), ("within", ""), ("after", "")]);
        let chosen = |code_of: &str| !self.params.only.is_empty() && code_of == code;
        Ok(html! {
            nav.tabs.of-accounts aria-label=(lang.t("ledger-accounts")) {
                a href=(whole) aria-current=[self.params.only.is_empty().then_some("page")] { (lang.t("ledger-all-accounts")) " · " (ground.amount(lang, total)) }
                @for account in &with {
                    a href=(alone(account)) aria-current=[chosen(&account.code).then_some("page")] { (account.label()) " · " (ground.amount(lang, held.get(&account.id).copied().unwrap_or(0))) }
                }
            }
        })
    }
}
