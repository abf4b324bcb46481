//! An account with its balances and its lines: what is left to reconcile, what is done, and closing.

use std::collections::HashMap;

use axum::extract::State;
use despacho_bank_files::iban;
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R};
use despacho_organizations::frame::framed;
use despacho_platform::{Platform, Result, t};
use despacho_ui::{
    InOrganization, Outcome, Path, Query,
    assets::icon,
    components::{empty, pages},
    confirm::Confirm,
    error::message,
    format,
    forms::FormData,
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    options,
    rows::Shown,
    view::{OfAccount, View},
};
use crate::{
    line::{BankLine, EXCLUDED, LinePosting, MATCHED, Reconciliation, UNMATCHED},
    line_store,
    proposals::{
        ground::Ground,
        open,
        proposal::{CERTAIN, Proposal},
    },
    reconciling::{self, Standing},
    store,
};

/// Lines of a page, and postings that are listed.
const PAGE: i64 = 50;
const POSTINGS: usize = 50;

/// What the page's address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    /// `matched` or `excluded`; those that wait where it is neither.
    pub status: String,
    pub page: String,
    /// The line whose options are open, and the one that has the focus.
    pub line: Option<Id>,
    pub at: Option<Id>,
    /// Words that are looked for among documents and postings of the open line, and the part of its options that has the focus.
    pub q: String,
    pub focus: String,
    /// A gap that was found while importing: what was expected and what was found, in minor units.
    pub expected: Option<i64>,
    pub found: Option<i64>,
}

/// What was typed and refused: for a line, or for closing where there is none.
#[derive(Default)]
pub struct Refused {
    pub line: Option<Id>,
    pub data: FormData,
    pub errors: Invalid,
}

/// Lines of an account whose best proposal is certain, as they would be accepted one after the other, at most `most`.
pub fn certain(ground: &mut Ground, account: &crate::account::BankAccount, lines: &[BankLine], most: usize) -> Vec<(BankLine, Proposal)> {
    let mut found: Vec<(BankLine, Proposal)> = vec![];
    for line in lines.iter().filter(|line| line.bank_account_id == account.id) {
        if found.len() >= most {
            break;
        }
        let Some(best) = ground.proposals(&line.facts(&account.currency)).into_iter().next().filter(|best| best.score >= CERTAIN) else { continue };
        ground.take(line.id, &best);
        found.push((line.clone(), best));
    }
    found
}

/// Most lines that are accepted at once.
pub const MOST_ACCEPTED: usize = 200;

/// The balances and what explains their difference.
fn balances(view: &View<'_>, standing: &Standing) -> Markup {
    let lang = view.lang();
    let bank =
        if standing.through.is_empty() { lang.t("bank-balance") } else { t!(lang, "bank-balance-on", day = format::stored_date(lang, &standing.through)) };
    let causes = [
        (t!(lang, "bank-cause-lines", count = standing.unmatched.0), standing.unmatched.1, true),
        (t!(lang, "bank-cause-postings", count = standing.unseen.len()), -standing.outstanding(), true),
        (lang.t("bank-cause-excluded"), standing.excluded, standing.excluded != 0),
        (lang.t("bank-cause-start"), standing.start, standing.start != 0),
    ];
    html! {
        section.card.balance aria-label=(lang.t("bank-balances")) {
            dl {
                div { dt { (bank) } dd { @match standing.bank { Some(minor) => (view.money(minor)), None => "—" } } }
                div { dt { (lang.t("bank-book-balance")) } dd { (view.money(standing.books)) } }
                div { dt { (lang.t("bank-difference")) } dd { @match standing.difference() { Some(minor) => (view.money(minor)), None => "—" } } }
            }
            @if standing.bank.is_some() { ul.why { @for (label, minor, _) in causes.iter().filter(|(.., told)| *told) { li { span { (label) } span.num { (view.money(*minor)) } } } } }
        }
    }
}

/// Closing, or why it can't be closed yet; what is closed, and reopening it.
fn closing(view: &View<'_>, standing: &Standing, closed: Option<&Reconciliation>, may: bool, refused: &Refused) -> Markup {
    let lang = view.lang();
    let day = standing.through.as_str();
    let ahead = !day.is_empty() && closed.is_none_or(|of| of.through.as_str() < day);
    let errors: Vec<String> = if refused.line.is_none() { refused.errors.0.iter().map(|error| message(lang, error)).collect() } else { vec![] };
    html! {
        @if !errors.is_empty() { div.summary role="alert" tabindex="-1" data-controller="focus" { h2 { (lang.t("bank-not-closed")) } ul { @for error in &errors { li { (error) } } } } }
        @if standing.undone > 0 { p.note.warn { (t!(lang, "bank-undone-lines", count = standing.undone)) " " a.link href=(view.path("?status=matched")) { (lang.t("bank-see-them")) } } }
        @if let Some(of) = closed {
            @let reopening = view.path(&format!("/reconciliations/{}/reopening", of.id));
            div.note.row {
                p.grow { (icon("lock")) " " (t!(lang, "bank-closed-through", day = format::stored_date(lang, &of.through))) }
                @if may { (Confirm::new(lang, &reopening, lang.t("bank-reopen"), lang.t("bank-reopen-question")).class("btn small")) }
            }
        }
        @if may && ahead {
            form.row.closing method="post" action=(view.path("/reconciliations")) {
                @if standing.unmatched.0 > 0 { p.muted { (t!(lang, "bank-close-why-not", count = standing.unmatched.0)) } }
                @else {
                    input type="hidden" name="through" value=(day);
                    p { (t!(lang, "bank-close-through", day = format::stored_date(lang, day))) }
                    @if standing.bank.is_none() {
                        label { (lang.t("bank-close-balance")) " " input name="balance" inputmode="decimal" maxlength="20" autocomplete="off" value=(refused.data.get("balance")) required; }
                    }
                    button.btn.primary type="submit" { (lang.t("bank-close")) }
                }
            }
        }
    }
}

/// Postings that the bank does not have yet.
fn unseen(view: &View<'_>, standing: &Standing) -> Markup {
    let lang = view.lang();
    html! { @if !standing.unseen.is_empty() && standing.bank.is_some() {
        section.card { header { h2 { (lang.t("bank-unseen")) } span.muted { (t!(lang, "bank-unseen-count", count = standing.unseen.len())) } }
            div.scroll { table.dense {
                caption.vh { (lang.t("bank-unseen")) }
                thead { tr { th scope="col" { (lang.t("field-date")) } th scope="col" { (lang.t("bank-posting")) } th.num scope="col" { (lang.t("entry-amount")) } } }
                tbody { @for of in standing.unseen.iter().take(POSTINGS) { tr {
                    td { (format::stored_date(lang, &of.date)) }
                    td { a.to href=(view.who.path(&format!("/journal-entries/{}", of.entry_id))) { @if of.text.is_empty() { (lang.t("bank-see-entry")) } @else { (of.text) } } }
                    td.num { (view.money(of.amount)) }
                } } }
            } }
            @if standing.unseen.len() > POSTINGS { p.told { (t!(lang, "bank-unseen-first", count = POSTINGS)) } }
        }
    } }
}

fn keys(view: &View<'_>) -> Markup {
    let lang = view.lang();
    let all = [
        ("J K", "bank-key-move"),
        ("A", "bank-key-accept"),
        ("O", "bank-key-options"),
        ("1–5", "bank-key-other"),
        ("B", "bank-key-search"),
        ("S", "bank-key-split"),
        ("G", "bank-key-expense"),
        ("T", "bank-key-transfer"),
        ("R", "bank-key-rule"),
        ("E", "bank-key-exclude"),
        ("U", "bank-key-undo"),
    ];
    html! {
        footer.keys.hands { @for (key, about) in all { span { kbd { (key) } (lang.t(about)) } } }
        template #page-keys { h3 { (lang.t("bank-keys")) } dl { @for (key, about) in all { div { dt { kbd { (key) } } dd { (lang.t(about)) } } } } }
    }
}

/// The way to accept what is certain: it is listed first.
fn accept_all(view: &View<'_>, count: usize) -> Markup {
    html! { a.btn.small href=(view.path("/acceptance")) { (t!(view.lang(), "bank-accept-certain", count = count)) } }
}

/// The page of an account.
pub async fn page(platform: &Platform, who: &InOrganization, account: Id, params: &Params, refused: &Refused) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let account = store::account(db, who.organization, account).await?;
    let view = View::of(who, &account)?;
    let may = who.may(R::PostEntries);
    let standing = reconciling::standing(db, &account, None).await?;
    let closed = store::last_closed(db, who.organization, account.id).await?;
    let status = [MATCHED, EXCLUDED].into_iter().find(|word| *word == params.status).unwrap_or(UNMATCHED);
    let total = line_store::sum(db, who.organization, account.id, reconciling::EVER, Some(status)).await?.lines;
    let number = params.page.parse::<i64>().unwrap_or(1).clamp(1, ((total + PAGE - 1) / PAGE).max(1));
    let mut lines = line_store::of_account(db, who.organization, account.id, status, (PAGE, (number - 1) * PAGE)).await?;
    let (mut ground, waiting) = open::ground(db, who.organization).await?;
    let wanted = refused.line.or(params.line).filter(|_| may && status == UNMATCHED);
    let open = match wanted.and_then(|id| waiting.iter().find(|line| line.id == id && line.bank_account_id == account.id)) {
        Some(line) => {
            if !lines.iter().any(|of| of.id == line.id) {
                lines.insert(0, line.clone());
            }
            Some((
                line.id,
                options::of(
                    platform,
                    &view,
                    &ground,
                    line,
                    (&refused.data, &refused.errors),
                    &options::Sought { words: params.q.trim(), focus: &params.focus },
                )
                .await?,
            ))
        }
        None => None,
    };
    let ids: Vec<Id> = lines.iter().map(|line| line.id).collect();
    let mut postings: HashMap<Id, Vec<LinePosting>> = HashMap::new();
    for of in line_store::postings(db, who.organization, &ids).await? {
        postings.entry(of.line_id).or_default().push(of);
    }
    let undone = line_store::undone(db, who.organization, Some(account.id), reconciling::EVER.1).await?.into_iter().collect();
    let shown = Shown { view: &view, ground: &ground, may, postings, undone, open, at: params.at };
    let rows: Vec<Markup> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| if line.status == UNMATCHED { shown.waiting(line, lines.get(at + 1).map(|next| next.id)) } else { shown.done(line) })
        .collect();
    let limited = ground.limited;
    let sure = if status == UNMATCHED && may { certain(&mut ground, &account, &waiting, MOST_ACCEPTED) } else { vec![] };
    let link = |status: &str, page: i64| view.path(&format!("?status={status}{}", if page > 1 { format!("&page={page}") } else { String::new() }));
    let through = closed.as_ref().map(|of| t!(lang, "bank-sub-closed", day = format::stored_date(lang, &of.through)));
    let sub: Vec<String> = [account.account_code.clone(), iban::grouped(&account.iban)]
        .into_iter()
        .chain(through)
        .filter(|part| !part.is_empty())
        .collect();
    let body = html! {
        p.crumbs { a href=(who.path("/bank-accounts")) { (lang.t("banks-title")) } }
        div.head.of-bank {
            div { h1 { (account.name) } p.sub.muted { (sub.join(" · ")) } }
            @if may {
                a.btn href=(view.path("/edit")) { (lang.t("edit")) }
                a.btn href=(view.path("/lines/new")) { (lang.t("bank-line-new")) }
                a.btn.primary href=(view.path("/statements")) { (icon("import")) (lang.t("bank-statement-import")) }
            }
        }
        @if let (Some(expected), Some(found)) = (params.expected, params.found) {
            p.note.warn { (t!(lang, "bank-gap", expected = view.money(expected), found = view.money(found), difference = view.money((found - expected).abs()))) }
        }
        (balances(&view, &standing))
        (closing(&view, &standing, closed.as_ref(), may, refused))
        section.card data-controller="bank" data-bank-lines-value=(who.path("/bank-lines")) data-bank-rules-value=(who.may(R::EditSettings)) {
            h2.vh { (lang.t("bank-lines")) }
            nav.tabs aria-label=(lang.t("views")) {
                @for (word, key) in [(UNMATCHED, "bank-tab-unmatched"), (MATCHED, "bank-tab-matched"), (EXCLUDED, "bank-tab-excluded")] {
                    a href=(link(word, 1)) aria-current=[(status == word).then_some("page")] { (lang.t(key)) @if word == UNMATCHED { " " (format::number(lang, standing.unmatched.0)) } }
                }
                @if !sure.is_empty() { span.grow {} (accept_all(&view, sure.len())) }
            }
            @if limited { p.told { (lang.t("bank-limited")) } }
            @if rows.is_empty() {
                (empty(&lang.t(if standing.through.is_empty() { "bank-nothing-yet" } else if status == UNMATCHED { "bank-nothing-left" } else { "bank-none-here" }), html! {
                    @if may && standing.through.is_empty() { a.btn href=(view.path("/statements")) { (lang.t("bank-statement-import")) } }
                }))
            } @else {
                ul.match { @for row in &rows { (row) } }
                @if status == UNMATCHED && may { (keys(&view)) }
            }
        }
        (pages(lang, number, PAGE, total, |page| link(status, page)))
        (unseen(&view, &standing))
    };
    framed(platform, who, "banks", &account.name, &body).await
}

pub async fn show(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>, Query(params): Query<Params>) -> Outcome {
    Ok(layout::page(page(&platform, &who, of.bank_account, &params, &Refused::default()).await?))
}
