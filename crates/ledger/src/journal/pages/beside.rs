//! What stands beside the grid: the account of the line at work, its balance and its last postings.

use axum::{extract::State as Shared, response::IntoResponse};
use despacho_platform::{Platform, t};
use despacho_ui::{InOrganization, Outcome, Query, assets::icon, format};
use maud::html;
use serde::Deserialize;

use super::{codes, rows, store as own};
use crate::accounts::store as accounts;

/// Postings that are shown.
const LAST: i64 = 5;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    code: String,
}

pub async fn show(Shared(platform): Shared<Platform>, who: InOrganization, Query(asked): Query<Asked>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let code = asked.code.trim();
    let found = match (accounts::find_by_code(db, who.organization, code).await?, codes::filled(code)) {
        (None, Some(whole)) => accounts::find_by_code(db, who.organization, &whole).await?,
        (found, _) => found,
    };
    let Some(account) = found else {
        let none = html! { turbo-frame #beside { section.card.account { div.body { p.muted { (icon("book-open")) " " (lang.t("entry-beside-none")) } } } } };
        return Ok(axum::response::Html(none.into_string()).into_response());
    };
    let currency = rows::currency(&platform, &who).await?;
    let balance = own::balance(db, who.organization, account.id).await?;
    let last = own::last_of(db, who.organization, account.id, LAST).await?;
    let amount = |minor| format::amount(lang, minor, currency.digits);
    let all = who.path(&format!("/journal-entries?account={}", form_urlencoded::byte_serialize(account.code.as_bytes()).collect::<String>()));
    let frame = html! {
        turbo-frame #beside {
            section.card.account {
                header { span.code { (account.code) } h2 { (account.name) } }
                div.body {
                    dl.change-of data-balance=(balance) data-code=(account.code) {
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
                    p.row.apart-top { a.btn.small href=(all) target="_top" { (lang.t("entry-account-entries")) } }
                }
            }
        }
    };
    Ok(axum::response::Html(frame.into_string()).into_response())
}
