//! The cards that list: the latest entries, cash by account, the first customers and expenses.

use despacho_ledger::journal::{store::JournalEntry, view};
use despacho_platform::t;
use despacho_ui::{InOrganization, format};
use maud::{Markup, html};

use super::figures::share;
use crate::{
    standing::{Cash, CashAccount, First, Ground},
    store::Ranked,
};

/// Entries that are told.
pub const ENTRIES: i64 = 6;

pub fn entries(who: &InOrganization, ground: &Ground, entries: &[JournalEntry]) -> Markup {
    let lang = who.lang();
    html! { div.body.tight {
        @if entries.is_empty() { p.muted { (lang.t("home-no-entries")) } } @else {
            table.rows.dense {
                caption.vh { (lang.t("home-entries")) }
                thead { tr { th.off scope="col" { (lang.t("home-entry-number")) } th.off scope="col" { (lang.t("field-date")) } th scope="col" { (lang.t("home-entry-text")) } th.num scope="col" { (lang.t("document-amount")) } } }
                tbody { @for entry in entries { tr {
                    @let (number, date) = (view::number(entry), format::stored_date(lang, &entry.date));
                    @let href = who.path(&format!("/journal-entries/{}", entry.id));
                    td.off { a.link href=(href) { (number) } }
                    td.off.muted { (date) }
                    td.b { a.to href=(href) { @if entry.description.is_empty() { (view::name(lang, entry)) } @else { (entry.description) } }
                        span.mini { span.phone-only { (number) " · " (date) @if !entry.reference.is_empty() { " · " } } (entry.reference) } }
                    td.num { (format::amount(lang, entry.total, ground.currency.digits)) }
                } } }
            }
        }
    } }
}

fn account(who: &InOrganization, ground: &Ground, of: &CashAccount) -> Markup {
    let lang = who.lang();
    let CashAccount { account, bank } = of;
    html! { tr {
        td.b {
            @match bank {
                Some(bank) => {
                    a.link href=(who.path(&format!("/bank-accounts/{}", bank.id))) { (bank.name) }
                    span.mini { (account.code) " · "
                        @if bank.waiting > 0 { (t!(lang, "home-lines-waiting", count = bank.waiting)) }
                        @else if !bank.reconciled.is_empty() { (t!(lang, "home-reconciled", day = format::stored_date(lang, &bank.reconciled))) }
                        @else { (lang.t("home-never-reconciled")) } }
                }
                None => {
                    a.link href=(who.path(&format!("/reports/general-ledger?account={}&to={}", account.code, ground.today))) { (account.name) }
                    span.mini { (account.code) }
                }
            }
        }
        td.num.bad[account.amount < 0] { (format::amount(lang, account.amount, ground.currency.digits)) }
    } }
}

pub fn cash(who: &InOrganization, ground: &Ground, cash: &Cash) -> Markup {
    let lang = who.lang();
    let (named, others) = cash.named();
    html! { div.body.tight {
        @if named.is_empty() { p.muted { (lang.t("home-no-cash")) } } @else {
            table.rows.dense {
                caption.vh { (lang.t("home-cash-by-account")) }
                thead.vh { tr { th scope="col" { (lang.t("reports-account")) } th scope="col" { (lang.t("reports-balance")) } } }
                tbody {
                    @for of in named { (account(who, ground, of)) }
                    @if others > 0 { tr { td.b.muted colspan="2" { a.link href=(who.path(&format!("/reports/trial-balance?to={}", ground.today))) { (t!(lang, "home-accounts-more", count = others)) } } } }
                }
                tfoot { tr { th.b scope="row" { (lang.t("reports-total")) } td.num { (format::amount(lang, cash.total, ground.currency.digits)) } } }
            }
        }
    } }
}

/// The first of many with their parts of the sum, and the rest in one row.
fn first(who: &InOrganization, ground: &Ground, (title, none, rest): (&str, &str, &str), of: &First, link: impl Fn(&Ranked) -> String) -> Markup {
    let lang = who.lang();
    let (others, left) = of.rest();
    html! { div.body { div.ages {
        @if of.first.is_empty() { p.muted { (lang.t(none)) } } @else {
            table {
                caption.vh { (lang.t(title)) }
                thead.vh { tr { th scope="col" { (lang.t("home-name")) } th scope="col" { (lang.t("home-share")) } th scope="col" { (lang.t("document-amount")) } } }
                tbody {
                    @for ranked in &of.first { tr {
                        th scope="row" { a.link href=(link(ranked)) { (ranked.name) } }
                        td.num.muted { (share(lang, ranked.amount, of.total)) }
                        td.num { (format::amount(lang, ranked.amount, ground.currency.digits)) }
                    } }
                    @if others > 0 { tr {
                        th.muted scope="row" { (t!(lang, rest, count = others)) }
                        td.num.muted { (share(lang, left, of.total)) }
                        td.num { (format::amount(lang, left, ground.currency.digits)) }
                    } }
                }
                tfoot { tr { th scope="row" { (lang.t("reports-total")) } td {} td.num { (format::amount(lang, of.total, ground.currency.digits)) } } }
            }
        }
    } } }
}

pub fn customers(who: &InOrganization, ground: &Ground, of: &First) -> Markup {
    let words = ("home-customers-told", "home-no-sales", "home-customers-rest");
    first(who, ground, words, of, |of| who.path(&format!("/contacts/{}", of.id)))
}

pub fn expenses(who: &InOrganization, ground: &Ground, of: &First) -> Markup {
    let words = ("home-expenses-told", "home-no-expenses", "home-expenses-rest");
    let period = (of.period.from, of.period.to);
    first(who, ground, words, of, |of| who.path(&format!("/reports/general-ledger?account={}&only=1&from={}&to={}", of.code, period.0, period.1)))
}
