//! What stands beside the grid: the account of the line at work, its balance and its last postings.

use axum::{extract::State as Shared, response::IntoResponse};
use despacho_ledger::{
    api::common::currency,
    journal::{
        codes, sheet,
        typed::{TypedEntry, TypedLine},
    },
};
use despacho_platform::{Platform, t};
use despacho_ui::{InOrganization, Outcome, Query, assets::icon, format};
use maud::html;
use serde::Deserialize;

use super::{store as own, view::ledger_of};

/// Postings that are shown.
const LAST: i64 = 5;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    code: String,
}

pub async fn show(Shared(platform): Shared<Platform>, who: InOrganization, Query(asked): Query<Asked>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let (code, contact) = sheet::apart(&asked.code).unwrap_or((asked.code.trim(), ""));
    let line = TypedLine { account_code: code.to_owned(), contact: contact.to_owned(), ..TypedLine::default() };
    let mut typed = TypedEntry { postings: vec![line], ..TypedEntry::default() };
    let named = codes::named(db, who.organization, &mut typed).await?;
    let line = typed.postings.remove(0);
    let Some(account) = named.account(&line) else {
        let none = html! { turbo-frame #beside { section.card.account { div.body { p.muted { (icon("book-open")) " " (lang.t("entry-beside-none")) } } } } };
        return Ok(axum::response::Html(none.into_string()).into_response());
    };
    let contact = named.contact(&line);
    let (code, whose) = (sheet::joined(&line.account_code, &line.contact), contact.map(|contact| contact.id));
    let currency = currency(&platform, who.organization).await?;
    let balance = match whose {
        Some(id) => own::balances_of(db, who.organization, &[id]).await?.into_iter().find(|held| held.account_id == account.id),
        None => own::balances(db, who.organization, &[account.id]).await?.pop(),
    };
    let balance = balance.map_or(0, |held| held.amount);
    let last = own::last_of(db, who.organization, account.id, whose, LAST).await?;
    let amount = |minor| format::amount(lang, minor, currency.digits);
    let all = ledger_of(&who, &account.code, contact.map(|contact| contact.number));
    let frame = html! {
        turbo-frame #beside {
            section.card.account {
                header { span.code { (code) } h2 { (contact.map_or(&account.name, |contact| &contact.name)) } @if contact.is_some() { p.muted { (account.name) } } }
                div.body {
                    dl.change-of data-balance=(balance) data-code=(code) {
                        dt { (lang.t("entry-balance-now")) } dd { (amount(balance)) }
                        dt { (lang.t("entry-balance-this")) } dd data-this="" { "—" }
                        dt.after { (lang.t("entry-balance-after")) } dd.after data-after="" { (amount(balance)) }
                    }
                    @if last.is_empty() { p.muted.apart-top { (lang.t("entry-account-untouched")) } }
                    @else {
                        table.lasts {
                            caption { (lang.t("entry-last-postings")) }
                            tbody { @for posting in &last {
                                @let text = if posting.description.is_empty() { &posting.entry_description } else { &posting.description };
                                tr {
                                    th scope="row" { (format::stored_date(lang, &posting.date)) }
                                    td {
                                        a.to href=(who.path(&format!("/journal-entries/{}", posting.entry_id))) target="_top" {
                                            @if text.is_empty() { (lang.t("entry-without-text")) } @else { (text) }
                                        }
                                        @if let Some(number) = posting.number { small { (t!(lang, "entry-named", number = number)) } }
                                    }
                                    td.num { (amount(posting.amount)) }
                                }
                            } }
                        }
                    }
                    p.row.apart-top {
                        a.btn.small href=(all) target="_blank" rel="noopener" data-ledger="" { (lang.t("general-ledger")) kbd.only-wide { "F8" } }
                        @if let Some((id, number)) = last.iter().find_map(|posting| Some((posting.entry_id, posting.number?))) {
                            a.btn.small.quiet href=(who.path(&format!("/journal-entries/new?copy={id}"))) target="_top" data-repeat="" { (t!(lang, "entry-repeat", number = number)) }
                        }
                    }
                }
            }
        }
    };
    Ok(axum::response::Html(frame.into_string()).into_response())
}
