//! What else may be done with a line: other proposals, documents and postings, accounts, a transfer, a rule, or leaving it out.

use despacho_bank_files::iban;
use despacho_contacts::store as contacts;
use despacho_documents::open::store::{self as open, Asked};
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R, text::fold};
use despacho_ledger::CHART;
use despacho_platform::{Platform, Result, t};
use despacho_settings::lists::offer::{self, By};
use despacho_ui::{
    assets::icon,
    confirm::Confirm,
    format,
    forms::{Form, FormData},
};
use maud::{Markup, html};

use super::{
    rows::{accepting, score, title},
    view::View,
};
use crate::{
    line::BankLine,
    proposals::{facts::Booked, ground::Ground, proposal::Kind},
    store,
};

/// Documents that are offered, those nearest to the amount first; of how many that are open.
const OFFERED: usize = 30;
const LOOKED_AT: i64 = 2_000;
/// Postings that a search shows.
const POSTINGS: usize = 20;
/// Accounts that a line is shared out among.
pub const SHARES: usize = 4;

/// What the address asks for beside the line: words that are looked for, and the part that has the focus.
#[derive(Debug, Clone, Default)]
pub struct Sought<'a> {
    pub words: &'a str,
    pub focus: &'a str,
}

struct Document {
    id: Id,
    label: String,
    contact: String,
    date: String,
    left: i64,
}

/// The field of what is applied to a document.
pub fn applied(document: &str) -> String {
    format!("applied-{document}")
}

/// Whether a text has all words.
fn has(text: &str, words: &[String]) -> bool {
    let text = fold(text);
    words.iter().all(|word| text.contains(word.as_str()))
}

/// What is open on the line's side and in its currency: what has the words, what comes nearest to the line first.
async fn documents(platform: &Platform, view: &View<'_>, line: &BankLine, words: &[String], first: &[Id]) -> Result<(Vec<Document>, bool)> {
    let db = platform.db.read();
    let asked = Asked { receivable: Some(line.amount > 0), currency: Some(view.account.currency.clone()), ..Asked::default() };
    let found = open::open(db, view.who.organization, &asked, LOOKED_AT).await?;
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
    let digits = view.currency.digits;
    let mut found: Vec<Document> = found.into_iter().map(document).collect();
    found.retain(|of| first.contains(&of.id) || has(&format!("{} {} {}", of.label, of.contact, format::amount(view.lang(), of.left, digits)), words));
    found.sort_by_key(|of| (!first.contains(&of.id), (of.left - line.amount.abs()).abs(), of.date.clone()));
    let more = found.len() > OFFERED;
    found.truncate(OFFERED.max(first.len()));
    Ok((found, more))
}

/// Who paid or was paid, and what else the bank told.
fn facts(view: &View<'_>, line: &BankLine) -> Markup {
    let lang = view.lang();
    let facts = [
        (lang.t(if line.amount > 0 { "bank-fact-from" } else { "bank-fact-to" }), line.counterparty.clone()),
        (lang.t("bank-fact-iban"), iban::grouped(&line.counterparty_iban)),
        (lang.t("bank-fact-value-date"), if line.value_date.is_empty() { String::new() } else { format::stored_date(lang, &line.value_date) }),
        (lang.t("bank-fact-reference"), line.reference.clone()),
        (lang.t("bank-fact-code"), line.code.clone()),
    ];
    html! { @if facts.iter().any(|(_, told)| !told.is_empty()) { dl.facts { @for (label, told) in facts.iter().filter(|(_, told)| !told.is_empty()) { div { dt { (label) } dd { (told) } } } } } }
}

/// The options of a line, with what was typed and what was wrong with it.
pub async fn of(
    platform: &Platform,
    view: &View<'_>,
    ground: &Ground,
    line: &BankLine,
    (data, errors): (&FormData, &Invalid),
    sought: &Sought<'_>,
) -> Result<Markup> {
    let lang = view.lang();
    let form = Form::new(lang, data, errors);
    let found = ground.proposals(&line.facts(&view.account.currency));
    let at = |deed: &str| view.who.path(&format!("/bank-lines/{}/{deed}", line.id));
    let mut labels = ["items", "lines", "kind", "postings"].map(|name| (name, lang.t("bank-line"))).to_vec();
    labels.extend([
        ("account_code", lang.t("bank-account-to")),
        ("charges", lang.t("bank-charges")),
        ("reason", lang.t("bank-exclude-reason")),
        ("bank_account_id", lang.t("bank-transfer-to")),
    ]);
    let documents = shared_documents(platform, view, ground, line, &form, sought, &at("match")).await?;
    let alone = documents.0.is_empty();
    let booked: Vec<&Booked> = if sought.words.is_empty() { vec![] } else { ground.booked_of(line.bank_account_id).collect() };
    Ok(html! {
        (form.summary_as(&labels))
        (facts(view, line))
        @if found.len() > 1 { section { h3 { (lang.t("bank-other-proposals")) }
            ol.others { @for other in found.iter().skip(1) { li { (accepting(view, line, other, (None, &lang.t("bank-accept")), ("other", false))) span.grow { (title(view, line, other)) } (score(view, other)) } } }
        } }
        (search(view, line, sought))
        @if !sought.words.is_empty() { (postings(view, line, &booked, sought, &at("match"))) }
        (documents)
        (to_accounts(platform, view, line, &form, (sought, alone), &at("match")).await?)
        (transfer(platform, view, &form, sought, &at("match")).await?)
        form method="post" action=(at("exclusion")) { section data-section="exclude" {
            h3 { (lang.t("bank-leave-out")) }
            div.grid { (focused(form.field("reason").label(lang.t("bank-exclude-reason")).span(3), sought.focus == "exclude")) }
            button.btn type="submit" { (lang.t("bank-exclude")) }
        } }
        @if line.by_hand { section { (Confirm::new(lang, &at("deletion"), lang.t("bank-line-delete"), lang.t("bank-line-delete-question"))) } }
    })
}

fn focused(field: despacho_ui::forms::Field<'_>, is: bool) -> despacho_ui::forms::Field<'_> {
    if is { field.focused() } else { field }
}

/// Words that are looked for among documents and postings.
fn search(view: &View<'_>, line: &BankLine, sought: &Sought<'_>) -> Markup {
    let lang = view.lang();
    html! {
        form.row method="get" action=(view.path("")) role="search" aria-label=(lang.t("bank-search")) data-section="search" {
            input type="hidden" name="line" value=(line.id); input type="hidden" name="focus" value="search";
            label.vh for="bank-search" { (lang.t("bank-search")) }
            input #bank-search type="search" name="q" maxlength="100" value=(sought.words) placeholder=(lang.t("bank-search-placeholder")) autofocus[sought.focus == "search"];
            button.btn.small type="submit" { (lang.t("bank-search")) }
        }
    }
}

/// Postings of the account that no line is, which have the words.
fn postings(view: &View<'_>, line: &BankLine, booked: &[&Booked], sought: &Sought<'_>, action: &str) -> Markup {
    let lang = view.lang();
    let words: Vec<String> = fold(sought.words).split_whitespace().map(str::to_owned).collect();
    let text = |of: &Booked| format!("{} {} {}", of.text, of.reference, format::amount(lang, of.amount.abs(), view.currency.digits));
    let mut found: Vec<&&Booked> = booked.iter().filter(|of| has(&text(of), &words)).collect();
    found.sort_by_key(|of| ((of.amount - line.amount).abs(), of.date));
    html! { @if !found.is_empty() { form method="post" action=(action) { section {
        h3 { (lang.t("bank-postings-found")) }
        div.scroll { table.dense {
            caption.vh { (lang.t("bank-postings-found")) }
            thead { tr { th scope="col" { (lang.t("bank-posting")) } th scope="col" { (lang.t("field-date")) } th.num scope="col" { (lang.t("entry-amount")) } } }
            tbody { @for (nth, of) in found.iter().take(POSTINGS).enumerate() { tr {
                td { div.check { input type="checkbox" id=(format!("posting{nth}")) name="posting" value=(format!("{}:{}", of.at.0, of.at.1));
                    label for=(format!("posting{nth}")) { @if of.text.is_empty() { (of.reference) } @else { (of.text) } } } }
                td { (format::stored_date(lang, &of.date.to_string())) } td.num { (view.money(of.amount)) }
            } } }
        } }
        @if found.len() > POSTINGS { p.help { (t!(lang, "bank-unseen-first", count = POSTINGS)) } }
        button.btn type="submit" name="deed" value="postings" { (lang.t("bank-match-postings")) }
    } } } @else { p.muted { (lang.t("bank-postings-none")) } } }
}

/// Open documents, each with what of the line is applied to it; those of the best proposal are ticked.
async fn shared_documents(
    platform: &Platform,
    view: &View<'_>,
    ground: &Ground,
    line: &BankLine,
    form: &Form<'_>,
    sought: &Sought<'_>,
    action: &str,
) -> Result<Markup> {
    let lang = view.lang();
    let best = ground.proposals(&line.facts(&view.account.currency)).into_iter().find(|of| of.kind == Kind::OpenItems);
    let mut chosen: Vec<Id> = form.data.all("document").iter().filter_map(|id| id.parse().ok()).collect();
    let typed = form.data.get("deed") == "documents";
    let mut charges = form.data.text("charges");
    if let Some(best) = best.as_ref().filter(|_| !typed) {
        chosen = best.items.iter().map(|part| part.document).collect();
        if best.charges > 0 {
            charges = format::amount(lang, best.charges, view.currency.digits);
        }
    }
    let words: Vec<String> = fold(sought.words).split_whitespace().map(str::to_owned).collect();
    let (documents, more) = documents(platform, view, line, &words, &chosen).await?;
    let applied_to = |of: &Document| {
        let part = best.as_ref().and_then(|best| best.items.iter().find(|part| part.document == of.id)).map(|part| part.amount);
        match (typed, chosen.contains(&of.id)) {
            (true, _) => form.data.text(&applied(&of.id.to_string())),
            (false, true) => format::amount(lang, part.unwrap_or(of.left), view.currency.digits),
            (false, false) => String::new(),
        }
    };
    let mut data = FormData::default();
    data.set("charges", charges);
    let own = Form::new(lang, &data, form.errors);
    let wrong: Vec<String> = form
        .errors
        .0
        .iter()
        .filter(|error| error.field.starts_with("items"))
        .map(|error| despacho_ui::error::message(lang, error))
        .collect();
    Ok(html! { @if !documents.is_empty() {
        form method="post" action=(action) data-controller="share" data-share-whole-value=(line.amount.abs()) data-share-digits-value=(view.currency.digits)
            data-share-side-value=(if line.amount > 0 { 1 } else { -1 }) { section #f-items data-section="split" {
            h3 { (lang.t(if line.amount > 0 { "bank-documents-in" } else { "bank-documents-out" })) }
            @for wrong in &wrong { p.help.bad { (wrong) } }
            div.scroll { table.dense.shares {
                caption.vh { (lang.t("bank-documents")) }
                thead { tr { th scope="col" { (lang.t("bank-document")) } th.off scope="col" { (lang.t("field-date")) } th.num scope="col" { (lang.t("bank-left")) } th.num scope="col" { (lang.t("bank-applied")) } } }
                tbody { @for (nth, of) in documents.iter().enumerate() { tr data-share-target="row" data-left=(format::amount(lang, of.left, view.currency.digits)) {
                    td { div.check { input type="checkbox" id=(format!("document{nth}")) name="document" value=(of.id) checked[chosen.contains(&of.id)] autofocus[nth == 0 && sought.focus == "split"] data-action="share#tick";
                        label for=(format!("document{nth}")) { (of.label) " " span.muted { (of.contact) } } } }
                    td.off { (format::stored_date(lang, &of.date)) } td.num { (view.money(of.left)) }
                    td.num { input name=(applied(&of.id.to_string())) value=(applied_to(of)) inputmode="decimal" maxlength="20" autocomplete="off" aria-label=(t!(lang, "bank-applied-to", document = of.label.as_str())) data-action="input->share#type"; }
                } } }
                tfoot { tr { th scope="row" { (lang.t("bank-rest")) } td.off {} td {} td.num data-share-target="told" aria-live="polite" {} } }
            } }
            @if more { p.help { (lang.t("bank-documents-nearest")) } }
            div.grid { (own.field("charges").label(lang.t("bank-charges")).help(lang.t("bank-charges-help")).optional().span(3).data("action", "input->share#sum")) }
            (form.check("rest", "credit", &lang.t("bank-rest-credit"), Some(&lang.t("bank-rest-credit-help"))))
            button.btn type="submit" name="deed" value="documents" { (lang.t("bank-match-documents")) }
        } }
    } })
}

/// An account for the line, or several that it is shared out among.
async fn to_accounts(
    platform: &Platform,
    view: &View<'_>,
    line: &BankLine,
    form: &Form<'_>,
    (sought, alone): (&Sought<'_>, bool),
    action: &str,
) -> Result<Markup> {
    let lang = view.lang();
    let url = view.who.path("/reports/accounts");
    let names: Vec<[String; 3]> = (0..SHARES).map(|nth| ["account_code", "amount", "description"].map(|field| format!("lines[{nth}].{field}"))).collect();
    // Without documents, sharing out is among accounts.
    let shares = alone && sought.focus == "split";
    let mut accounts = vec![];
    for (nth, name) in std::iter::once("account_code").chain(names.iter().map(|[name, ..]| name.as_str())).enumerate() {
        let offered = offer::rows(platform, view.who, &CHART, By::Key, std::slice::from_ref(&form.data.text(name))).await?;
        let label = if nth == 0 { lang.t("bank-account-to") } else { format!("{} {nth}", lang.t("bank-account-to")) };
        let field = offered.into_field(form.field(name).label(label), lang.t("choose")).searched(url.clone(), "key").span(3);
        accounts.push(if nth == 0 {
            html! { (focused(field, sought.focus == "expense")) }
        } else {
            html! { (focused(field.optional(), nth == 1 && shares)) }
        });
    }
    let open = shares || form.data.get("deed") == "shares";
    Ok(html! {
        form method="post" action=(action) { section data-section="expense" {
            h3 { (lang.t("bank-to-account")) }
            div.grid { (accounts[0]) (form.field("description").label(lang.t("bank-description")).optional().span(3)) }
            div.row {
                button.btn type="submit" name="deed" value="account" { (lang.t("bank-post")) }
                @if line.amount < 0 { a.btn.quiet href=(view.who.path("/bills/new")) { (lang.t("bank-new-bill")) } }
                @if view.who.may(R::EditSettings) { a.btn.quiet href=(view.who.path(&format!("/bank-lines/{}/rule", line.id))) { (lang.t("bank-rule-new")) } }
            }
        } }
        details.about open[open] data-section="shares" {
            summary { (icon("chevron-right")) (lang.t("bank-shares")) }
            form method="post" action=(action) { section {
                p.help { (lang.t("bank-shares-help")) }
                @for (nth, ([_, amount, description], account)) in (1..).zip(names.iter().zip(&accounts[1..])) { div.grid {
                    (account)
                    (form.field(amount).label(format!("{} {nth}", lang.t("bank-share"))).optional().span(1))
                    (form.field(description).label(format!("{} {nth}", lang.t("bank-description"))).optional().span(2))
                } }
                button.btn type="submit" name="deed" value="shares" { (lang.t("bank-post")) }
            } }
        }
    })
}

/// Another own account in the same currency.
async fn transfer(platform: &Platform, view: &View<'_>, form: &Form<'_>, sought: &Sought<'_>, action: &str) -> Result<Markup> {
    let lang = view.lang();
    let all = store::accounts(platform.db.read(), view.who.organization).await?;
    let others: Vec<(String, String)> = all
        .into_iter()
        .filter(|of| of.id != view.account.id && of.active && of.currency == view.account.currency)
        .map(|of| (of.id.to_string(), of.label()))
        .collect();
    let field = form.field("bank_account_id").label(lang.t("bank-transfer-to")).select(others.clone()).span(3);
    Ok(html! { @if !others.is_empty() {
        form method="post" action=(action) { section data-section="transfer" {
            h3 { (lang.t("bank-transfer")) }
            div.grid { (focused(field, sought.focus == "transfer")) }
            button.btn type="submit" name="deed" value="transfer" { (lang.t("bank-post")) }
        } }
    } })
}
