//! The page of a document: what it says, how far it has come, and what can be done with it.

use std::collections::HashMap;

use despacho_kernel::{Id, access::OrganizationRight as R};
use despacho_ledger::{
    accounts::{Account, store as accounts},
    journal::{store as journal, view as entries},
};
use despacho_organizations::frame::framed;
use despacho_platform::{Platform, Result, i18n::Lang, sql::Connection, t, users};
use despacho_taxes::tax::Direction;
use despacho_ui::{
    InOrganization, Outcome,
    assets::icon,
    components::{button, head},
    confirm::Confirm,
    format, layout,
};
use maud::{Markup, html};

use super::{
    email,
    list::today,
    rows::{self, money, path_of},
    settled, totals,
};
use crate::{
    document::{Document, DocumentLine, Whole},
    ground::Ground,
    kind::{Action, Kind, Stage},
    open::store as open,
    payments::payment::Way,
    reminding, store,
};

/// Which way what is open of a document is paid.
pub fn way_of(kind: Kind) -> Option<Way> {
    match kind.sign() {
        0 => None,
        sign if sign > 0 => Some(Way::Received),
        _ => Some(Way::Made),
    }
}

/// The accounts of lines by their ids.
pub async fn accounts_of(db: &dyn Connection, organization: Id, lines: &[DocumentLine]) -> Result<HashMap<Id, Account>> {
    let mut ids: Vec<Id> = lines.iter().map(|line| line.account_id).collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(accounts::of_ids(db, organization, &ids).await?.into_iter().map(|account| (account.id, account)).collect())
}

/// The table of a document's lines.
pub fn lines(lang: Lang, kind: Kind, whole: &Whole, accounts: &HashMap<Id, Account>) -> Markup {
    let document = &whole.document;
    let digits = document.own_currency().map_or(2, |currency| currency.digits);
    let discounts = whole.lines.iter().any(|line| line.discount_percent != "0");
    let purchase = kind.direction() == Direction::Purchase;
    html! {
        table.dense.of-lines {
            caption.vh { (lang.t("document-lines")) }
            thead { tr {
                th scope="col" { (lang.t("document-line")) }
                @if purchase { th scope="col" { (lang.t("document-account")) } }
                th.num scope="col" { (lang.t("document-quantity")) }
                th.num scope="col" { (lang.t("document-price")) }
                @if discounts { th.num scope="col" { (lang.t("document-discount")) } }
                th scope="col" { (lang.t("document-taxes")) }
                th.num scope="col" { (lang.t("document-amount")) }
            } }
            tbody { @for line in &whole.lines { tr {
                td.said { (line.description) }
                @if purchase { td.code data-l=(lang.t("document-account")) { @if let Some(account) = accounts.get(&line.account_id) { span title=(account.name) { (account.code) } } } }
                td.num data-l=(lang.t("document-quantity")) { (format::decimal(lang, &line.quantity)) }
                td.num data-l=(lang.t("document-price")) { (rows::price(lang, &line.unit_price, digits)) }
                @if discounts { td.num data-l=(lang.t("document-discount")) { @if line.discount_percent != "0" { (format::percent(lang, &line.discount_percent)) } } }
                td data-l=(lang.t("document-taxes")) { @for code in line.taxes.lines() { span.tag { (code) } } }
                td.num data-l=(lang.t("document-amount")) { (format::amount(lang, line.net, digits)) }
            } } }
        }
    }
}

fn link(lang: Lang, who: &InOrganization, other: &Document) -> Markup {
    let kind: Option<Kind> = other.kind.parse().ok();
    html! { @if let Some(kind) = kind { a.link href=(path_of(who, kind, other.id)) { (rows::name(lang, other)) } } }
}

async fn facts(platform: &Platform, who: &InOrganization, kind: Kind, document: &Document) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let by = users::find(db, document.issued_by.unwrap_or(document.created_by)).await?.map(|user| user.name).unwrap_or_default();
    let at = format::instant(lang, &who.user.time_zone, document.issued_at.unwrap_or(document.created_at));
    let entry = match document.entry_id {
        Some(id) => Some(journal::find(db, who.organization, id).await?),
        None => None,
    };
    let corrects = match document.corrects_id {
        Some(id) => Some(store::find(db, who.organization, id).await?),
        None => None,
    };
    let text = |label: &str, value: &str| html! { @if !value.is_empty() { div { dt { (lang.t(label)) } dd { (value) } } } };
    Ok(html! {
        section.card { div.body { dl.facts {
            div { dt { (lang.t("document-contact")) } dd { a.link href=(who.path(&format!("/contacts/{}", document.contact_id))) { (document.contact_name) } @if !document.contact_tax_id.is_empty() { br; span.muted { (document.contact_tax_id) } } } }
            div { dt { (lang.t("field-date")) } dd { (format::stored_date(lang, &document.date)) } }
            @if !kind.is_credit() { div { dt { (lang.t(rows::due_label(kind))) } dd { (format::stored_date(lang, &document.due_on)) } } }
            @if kind.is_vendors() { (text("document-vendor-number", &document.vendor_number)) }
            (text("document-reference", &document.reference))
            @if !document.rate.is_empty() { div { dt { (lang.t("field-currency")) } dd { (t!(lang, "document-at-rate", currency = document.currency.as_str(), rate = format::decimal(lang, &document.rate))) } } }
            @if let Some(other) = &corrects { div { dt { (lang.t("document-corrects")) } dd { (link(lang, who, other)) ", " (lang.t(&format!("document-method-{}", document.method))) } } }
            (text("document-reason", &document.reason))
            @if let Some(entry) = &entry { div { dt { (lang.t("document-entry")) } dd { a.link href=(who.path(&format!("/journal-entries/{}", entry.id))) { (entries::name(lang, entry)) } } } }
            div { dt { (lang.t(if document.issued_by.is_some() { "document-issued-by" } else { "document-drafted-by" })) } dd { (by) br; span.muted { (at) } } }
        } } }
    })
}

/// What can be done with it, by the table of kinds; what takes nothing away last.
fn actions(lang: Lang, who: &InOrganization, kind: Kind, document: &Document, left: i64, is_final: bool) -> Markup {
    let path = |rest: &str| format!("{}{rest}", path_of(who, kind, document.id));
    let Ok(stage) = document.stage() else { return html! {} };
    let may = |action: Action| kind.allows(stage, action, is_final).is_ok();
    let word = kind.word();
    let (deletion, issuing) = (path("/deletion"), path("/issue"));
    let about = t!(
        lang,
        "document-issue-about",
        total = money(lang, document, document.payable),
        contact = document.contact_name.as_str(),
        posts = if kind.posts() { "yes" } else { "no" }
    );
    html! {
        a.btn href=(path("/paper.pdf")) data-turbo="false" { (icon("download")) "PDF" }
        @if who.may(R::PostEntries) {
            @if may(Action::Delete) { (Confirm::new(lang, &deletion, lang.t("delete"), lang.t("document-delete-question")).about(lang.t("document-delete-about")).class("btn danger")) }
            @if may(Action::Void) { a.btn.danger href=(path("/void")) { (lang.t("document-void")) } }
            @if may(Action::WriteOff) && left != 0 { a.btn href=(path("/write-off")) { (lang.t("document-write-off")) } }
            @if may(Action::Credit) { a.btn href=(path("/credit")) { (t!(lang, "document-credit", kind = word)) } }
            @if may(Action::Email) { a.btn href=(path("/email")) { (icon("mail")) (lang.t("document-email")) } }
            @if may(Action::Decline) { (button(&path("/decline"), "btn", &lang.t("document-decline"))) }
            @if may(Action::Accept) { (button(&path("/accept"), "btn", &lang.t("document-accept"))) }
            @if may(Action::Invoice) { (button(&path("/invoice"), "btn primary", &t!(lang, "document-invoice", kind = word))) }
            @if !kind.is_credit() { a.btn href=(who.path(&format!("/{}/new?copy={}", kind.path(), document.id))) { (icon("copy")) (lang.t("document-copy")) } }
            @if kind == Kind::Invoice && document.stage == Stage::Issued.word() { a.btn href=(who.path(&format!("/recurring-invoices/new?invoice={}", document.id))) { (lang.t("document-repeat")) } }
            @if may(Action::Change) { a.btn href=(path("/edit")) { (lang.t("edit")) } }
            @if may(Action::Issue) { (Confirm::new(lang, &issuing, t!(lang, "document-issue", kind = word), t!(lang, "document-issue-question", kind = word)).about(about).harmless("btn primary")) }
            @if let Some(way) = way_of(kind).filter(|_| stage == Stage::Issued && left != 0) {
                a.btn.primary href=(who.path(&format!("/{}/new?document={}", way.path(), document.id))) { (lang.t(&format!("payment-record-{}", way.word()))) }
            }
        }
    }
}

async fn page(platform: &Platform, who: &InOrganization, kind: Kind, id: Id) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let document = store::find_of(db, who.organization, kind.word(), id).await?;
    let whole = store::whole(db, document).await?;
    let document = &whole.document;
    let items = open::of_sources(db, who.organization, &[id]).await?;
    let left = items.iter().map(|item| item.remaining).sum::<i64>();
    let is_final = Ground::of(db, who.organization, platform.clock.now()).await?.is_final();
    let settled = settled::of(db, who, &items).await?;
    let corrections = store::corrections(db, who.organization, id).await?;
    let accounts = accounts_of(db, who.organization, &whole.lines).await?;
    let sent = email::card(platform, who, id).await?;
    let reminded = reminding::card(platform, who, document, left).await?;
    let title = rows::name(lang, document);
    let issued = document.stage == Stage::Issued.word() && kind.posts();
    let body = html! {
        p.crumbs { a href=(who.path(&format!("/{}", kind.path()))) { (lang.t(kind.title())) } }
        (head(&title, actions(lang, who, kind, document, left, is_final)))
        p.lead { (document.contact_name) " " (rows::tag(lang, kind, document, left, &today(platform, who.organization).await?)) }
        div.split {
            div.stack {
                section.card {
                    @if whole.lines.is_empty() { div.body { p.muted { (lang.t("document-no-lines")) } } } @else { (lines(lang, kind, &whole, &accounts)) }
                    div.body { (totals::sums(lang, document, &whole.taxes, issued.then(|| (document.payable - left.abs(), left.abs())))) }
                }
                (settled::card(lang, &lang.t(if kind.direction() == Direction::Sale { "document-settled-sale" } else { "document-settled-purchase" }), document, &settled))
                @if !corrections.is_empty() {
                    section.card { header.line { h2 { (lang.t("document-corrections")) } } div.body { ul.list { @for other in &corrections { li {
                        span.grow { (link(lang, who, other)) " " @if other.stage != Stage::Issued.word() { span.tag.warn { (rows::status_name(lang, kind, &other.stage)) } } }
                        span { (format::stored_date(lang, &other.date)) " · " (money(lang, other, other.payable)) }
                    } } } } }
                }
                (sent)
                (reminded)
                @if !document.notes.is_empty() { section.card { header.line { h2 { (lang.t("field-notes")) } } div.body { p.letter { (document.notes) } } } }
            }
            (facts(platform, who, kind, document).await?)
        }
    };
    framed(platform, who, kind.path(), &title, &body).await
}

pub async fn show(platform: Platform, who: InOrganization, kind: Kind, id: Id) -> Outcome {
    Ok(layout::page(page(&platform, &who, kind, id).await?))
}
