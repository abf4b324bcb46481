//! What else may be done with a line: other proposals, documents, an account, or leaving it out.

use despacho_contacts::store as contacts;
use despacho_documents::open::store::{self as open, Asked};
use despacho_kernel::{Id, Invalid};
use despacho_ledger::CHART;
use despacho_platform::{Platform, Result};
use despacho_settings::lists::offer::{self, By};
use despacho_ui::{
    format,
    forms::{Form, FormData},
};
use maud::{Markup, html};

use super::{
    rows::{accepting, score, title},
    view::View,
};
use crate::{line::BankLine, proposals::ground::Ground};

/// Documents that are offered, those nearest to the amount first; of how many that are open.
const OFFERED: usize = 30;
const LOOKED_AT: i64 = 2_000;

struct Document {
    id: Id,
    label: String,
    contact: String,
    date: String,
    left: i64,
}

/// What is open on the line's side and in its currency, what comes nearest to the line first.
async fn documents(platform: &Platform, view: &View<'_>, line: &BankLine) -> Result<(Vec<Document>, bool)> {
    let db = platform.db.read();
    let asked = Asked { receivable: Some(line.amount > 0), currency: Some(view.account.currency.clone()), ..Asked::default() };
    let mut found = open::open(db, view.who.organization, &asked, LOOKED_AT).await?;
    found.sort_by_key(|item| ((item.remaining - line.amount).abs(), item.due_on.clone()));
    let more = found.len() > OFFERED;
    found.truncate(OFFERED);
    let mut whose: Vec<Id> = found.iter().map(|item| item.contact_id).collect();
    whose.sort_unstable();
    whose.dedup();
    let names = contacts::of_ids(db, view.who.organization, &whose).await?;
    let name = |id: Id| names.iter().find(|contact| contact.id == id).map(|contact| contact.name.clone()).unwrap_or_default();
    let document = |item: despacho_documents::open::item::OpenItem| Document {
        id: item.source_id,
        contact: name(item.contact_id),
        label: if item.reference.is_empty() { item.label } else { format!("{} ({})", item.label, item.reference) },
        date: item.date,
        left: item.remaining.abs(),
    };
    Ok((found.into_iter().map(document).collect(), more))
}

/// The options of a line, with what was typed and what was wrong with it.
pub async fn of(platform: &Platform, view: &View<'_>, ground: &Ground, line: &BankLine, (data, errors): (&FormData, &Invalid)) -> Result<Markup> {
    let lang = view.lang();
    let form = Form::new(lang, data, errors);
    let (documents, more) = documents(platform, view, line).await?;
    let chosen = data.all("document");
    let account = offer::rows(platform, view.who, &CHART, By::Key, std::slice::from_ref(&data.text("account_code"))).await?;
    let account = account
        .into_field(form.field("account_code").label(lang.t("bank-account-to")), lang.t("choose"))
        .searched(view.who.path("/reports/accounts"), "key");
    let found = ground.proposals(&line.facts(&view.account.currency));
    let at = |deed: &str| view.who.path(&format!("/bank-lines/{}/{deed}", line.id));
    let mut labels = ["items", "lines", "kind", "postings"].map(|name| (name, lang.t("bank-line"))).to_vec();
    labels.extend([("account_code", lang.t("bank-account-to")), ("charges", lang.t("bank-charges")), ("reason", lang.t("bank-exclude-reason"))]);
    Ok(html! {
        (form.summary_as(&labels))
        @if found.len() > 1 { section { h3 { (lang.t("bank-other-proposals")) }
            ol.others { @for other in found.iter().skip(1) { li { (accepting(view, line, other, (None, &lang.t("bank-accept")), ("other", false))) span.grow { (title(view, line, other)) } (score(view, other)) } } }
        } }
        @if !documents.is_empty() { form method="post" action=(at("match")) { section {
            h3 { (lang.t(if line.amount > 0 { "bank-documents-in" } else { "bank-documents-out" })) }
            div.scroll { table.dense {
                caption.vh { (lang.t("bank-documents")) }
                thead { tr { th scope="col" { (lang.t("bank-document")) } th scope="col" { (lang.t("field-date")) } th.num scope="col" { (lang.t("bank-left")) } } }
                tbody { @for (nth, of) in documents.iter().enumerate() { tr {
                    td { div.check { input type="checkbox" id=(format!("document{nth}")) name="document" value=(of.id) checked[chosen.contains(&of.id.to_string())];
                        label for=(format!("document{nth}")) { (of.label) " " span.muted { (of.contact) } } } }
                    td { (format::stored_date(lang, &of.date)) } td.num { (view.money(of.left)) }
                } } }
            } }
            @if more { p.help { (lang.t("bank-documents-nearest")) } }
            div.grid { (form.field("charges").label(lang.t("bank-charges")).help(lang.t("bank-charges-help")).optional().span(3)) }
            button.btn type="submit" name="deed" value="documents" { (lang.t("bank-match-documents")) }
        } } }
        form method="post" action=(at("match")) { section {
            h3 { (lang.t("bank-to-account")) }
            div.grid { (account.span(3)) (form.field("description").label(lang.t("bank-description")).optional().span(3)) }
            button.btn type="submit" name="deed" value="account" { (lang.t("bank-post")) }
        } }
        form method="post" action=(at("exclusion")) { section {
            h3 { (lang.t("bank-leave-out")) }
            div.grid { (form.field("reason").label(lang.t("bank-exclude-reason")).span(3)) }
            button.btn type="submit" { (lang.t("bank-exclude")) }
        } }
    })
}
