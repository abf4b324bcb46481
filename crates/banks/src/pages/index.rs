//! The list of bank accounts, with what the bank and the books say.

use axum::extract::State;
use despacho_bank_files::iban;
use despacho_kernel::access::OrganizationRight as R;
use despacho_organizations::frame::framed;
use despacho_platform::{Platform, t};
use despacho_ui::{
    InOrganization, Outcome,
    assets::icon,
    components::{empty, head},
    format, layout,
};
use maud::html;

use super::view::{View, path};
use crate::{reconciling, store};

pub async fn list(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let accounts = store::accounts(db, who.organization).await?;
    let mut rows = vec![];
    for account in &accounts {
        let view = View::of(&who, account)?;
        let standing = reconciling::standing(db, account, None).await?;
        let closed = store::last_closed(db, who.organization, account.id).await?;
        rows.push(html! { tr {
            td.code.off { (account.account_code) }
            td {
                a.to href=(path(&who, account.id, "")) { (account.name) }
                @if !account.active { " " span.tag.warn { (lang.t("state-inactive")) } }
                small.block { (iban::grouped(&account.iban)) }
            }
            td.num data-l=(lang.t("bank-balance")) { @match standing.bank { Some(bank) => (view.money(bank)), None => { span.muted { (lang.t("bank-balance-unknown")) } } } }
            td.num data-l=(lang.t("bank-book-balance")) { (view.money(standing.books)) }
            td { @if standing.unmatched.0 > 0 { span.tag.warn { (t!(lang, "bank-lines-waiting", count = standing.unmatched.0)) } }
                 @else if standing.bank.is_some() { span.tag.ok { (lang.t("bank-all-done")) } } }
            td data-l=(lang.t("bank-reconciled-through")) { @if let Some(closed) = &closed { (format::stored_date(lang, &closed.through)) } @else { span.muted { "—" } } }
        } });
    }
    let title = lang.t("banks-title");
    let new = who
        .may(R::PostEntries)
        .then(|| html! { a.btn.primary href=(who.path("/bank-accounts/new")) { (icon("plus")) (lang.t("bank-account-new")) } });
    let body = html! {
        (head(&title, html! {
            @if who.may(R::ReadSettings) { a.btn href=(who.path("/records/bank_rules")) { (lang.t("records-bank-rules")) } }
            @if let Some(new) = new.as_ref().filter(|_| !accounts.is_empty()) { (new) }
        }))
        section.card {
            @if accounts.is_empty() { (empty(&lang.t("banks-first"), html! { @if let Some(new) = &new { (new) } })) }
            @else { div.scroll { table.dense.banks {
                caption.vh { (title) }
                thead { tr {
                    th.off scope="col" { (lang.t("bank-account-code")) } th scope="col" { (lang.t("bank-account-name")) }
                    th.num scope="col" { (lang.t("bank-balance")) } th.num scope="col" { (lang.t("bank-book-balance")) }
                    th scope="col" { (lang.t("bank-lines")) } th scope="col" { (lang.t("bank-reconciled-through")) }
                } }
                tbody { @for row in &rows { (row) } }
            } } }
        }
    };
    Ok(layout::page(framed(&platform, &who, "banks", &title, &body).await?))
}
