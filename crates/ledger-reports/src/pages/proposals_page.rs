//! Proposals of matches (punteo automático): nothing is matched until they are accepted, and for a while all of them are taken back at once.

use axum::extract::State;
use despacho_kernel::{Id, Invalid};
use despacho_ledger::{
    accounts::store as accounts,
    matching::{
        accepting::{self, MOST},
        rules::{self, At, Proposal},
        store as matches,
    },
};
use despacho_organizations::frame::framed;
use despacho_platform::{Error, Platform, Result, t};
use despacho_ui::{
    InOrganization, Outcome, Query,
    components::{empty, head},
    flash::Flash,
    format,
    forms::FormData,
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    asked::{Ground, Params},
    ticking,
};
use crate::api::matching::LOOKED_AT;

/// How a form names a proposal: its postings.
fn word(proposal: &Proposal) -> String {
    proposal.postings.iter().map(|of| ticking::word((of.entry_id, of.position))).collect::<Vec<_>>().join(",")
}

struct Found {
    proposals: Vec<Proposal>,
    /// Open postings that were looked at.
    open: usize,
}

async fn found(platform: &Platform, who: &InOrganization, ground: &Ground, params: &Params) -> Result<Found> {
    let db = platform.db.read();
    let mut errors = Invalid::new();
    let period = params.period(ground, &mut errors);
    let (whose, _) = ticking::whose(db, who.organization, params, &mut errors).await?;
    let code = params.account.trim();
    if code.is_empty() {
        errors.push("account", "account_unknown");
    }
    errors.finish()?;
    let below = accounts::below(db, who.organization, code).await?;
    let ids: Vec<Id> = below
        .iter()
        .filter(|account| (params.only.is_empty() || account.code == code) && ticking::settles(account))
        .map(|account| account.id)
        .collect();
    let open = matches::open(db, who.organization, &ids, whose, &period.to.to_string(), LOOKED_AT).await?;
    Ok(Found { proposals: rules::proposals(&open), open: open.len() })
}

fn ledger(who: &InOrganization, params: &Params) -> String {
    params.address(&who.path("/reports/general-ledger"), &[])
}

async fn page(platform: &Platform, who: &InOrganization, params: &Params) -> Result<Markup> {
    let lang = who.lang();
    let ground = Ground::of(platform, who).await?;
    let found = found(platform, who, &ground, params).await?;
    let title = lang.t("match-automatic");
    let back = ledger(who, params);
    let action = params.address(&who.path("/reports/general-ledger/proposals"), &[]);
    let count = found.proposals.len();
    let body = html! {
        nav.crumbs aria-label=(lang.t("reports-way")) {
            a href=(who.path("/reports")) { (lang.t("reports")) } span aria-hidden="true" { "›" }
            a href=(back) { (lang.t("general-ledger")) " · " (params.account) }
        }
        (head(&title, html! {}))
        @if count == 0 {
            section.card { (empty(&t!(lang, "match-nothing-proposed", open = found.open), html! { a.btn href=(back) { (lang.t("match-back")) } })) }
        } @else {
            form.medium method="post" action=(action) data-controller="select" {
                section.card aria-label=(title) {
                    p.told { (t!(lang, "match-proposed", count = count, open = found.open)) @if count > MOST { " " (t!(lang, "match-proposed-first", count = MOST)) } }
                    table.dense.two.proposals {
                        thead { tr {
                            th.box scope="col" { input type="checkbox" checked data-select-target="all" data-action="select#toggleAll" aria-label=(lang.t("match-select-all")); }
                            th scope="col" { (lang.t("match-proposal")) } th scope="col" { (lang.t("match-reason")) } th.num scope="col" { (lang.t("entry-amount")) }
                        } }
                        tbody { @for (at, proposal) in found.proposals.iter().take(MOST).enumerate() { tr {
                            td.box { input type="checkbox" id=(format!("pp{at}")) name="proposal" value=(word(proposal)) checked data-select-target="box" data-action="select#update"; }
                            th.text scope="row" { label for=(format!("pp{at}")) {
                                @for (nth, of) in proposal.postings.iter().take(3).enumerate() {
                                    @if nth > 0 { " + " }
                                    (of.text) span.muted { " (" (format::stored_date(lang, &of.date)) @if let Some(number) = of.number { " · " (number) } ")" }
                                }
                                @if proposal.postings.len() > 3 { " " (t!(lang, "match-more", count = proposal.postings.len() - 3)) }
                            } }
                            td.meta.muted { (lang.t(&format!("match-reason-{}", proposal.reason.word()))) }
                            td.num { (ground.amount(lang, proposal.amount())) }
                        } } }
                    }
                    div.foot.body {
                        button.btn.primary type="submit" data-select-target="submit" { (lang.t("match-accept")) }
                        span.muted role="status" data-select-target="count" data-one=(lang.t("match-chosen-one")) data-other=(lang.t("match-chosen-other")) {}
                        a.btn href=(back) { (lang.t("cancel")) }
                    }
                }
            }
        }
    };
    framed(platform, who, "reports", &title, &body).await
}

pub async fn show(State(platform): State<Platform>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    match page(&platform, &who, &params).await {
        Ok(page) => Ok(layout::page(page)),
        // An address that asks for what is not there is told by the ledger.
        Err(Error::Invalid(_)) => Ok(layout::see(&platform, &ledger(&who, &params), "")),
        Err(error) => Err(error.into()),
    }
}

/// Where what was accepted at an instant is taken back.
fn undo_at(who: &InOrganization, params: &Params, at: i64) -> String {
    let path = params.address(&who.path("/reports/general-ledger/proposals/undo"), &[]);
    let mark = if path.contains('?') { '&' } else { '?' };
    format!("{path}{mark}at={at}")
}

pub async fn accept(State(platform): State<Platform>, who: InOrganization, Query(params): Query<Params>, data: FormData) -> Outcome {
    let groups: Vec<Vec<At>> = data.all("proposal").iter().map(|word| ticking::read(word.split(','))).filter(|group| !group.is_empty()).collect();
    let back = ledger(&who, &params);
    if groups.is_empty() {
        return Ok(layout::see(&platform, &back, "flash-nothing-matched"));
    }
    let now = platform.clock.now();
    let tx = platform.db.begin().await?;
    let (made, left) = accepting::accept(&tx, who.organization, &groups, (&who.user, now)).await?;
    tx.commit().await?;
    let key = match (made.len(), left) {
        (0, _) => "flash-nothing-matched",
        (_, 0) => "flash-proposals-accepted",
        _ => "flash-proposals-accepted-some",
    };
    let flash = Flash::new(key).name(&left.to_string()).count(made.len());
    Ok(layout::see(&platform, &back, if made.is_empty() { flash } else { flash.undo(undo_at(&who, &params, now)) }))
}

#[derive(Deserialize)]
pub struct Instant {
    at: i64,
}

pub async fn undo(State(platform): State<Platform>, who: InOrganization, Query(params): Query<Params>, Query(instant): Query<Instant>) -> Outcome {
    let tx = platform.db.begin().await?;
    let count = accepting::take_back(&tx, who.organization, instant.at, (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &ledger(&who, &params), Flash::new("flash-match-removed").count(count)))
}
