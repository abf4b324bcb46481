//! Lines of an account: what the bank says left, what it may be or is right.

use std::collections::{HashMap, HashSet};

use despacho_bank_files::iban;
use despacho_kernel::Id;
use despacho_platform::t;
use despacho_ui::{components::button, format};
use maud::{Markup, html};

use super::view::View;
use crate::{
    line::{BankLine, EXCLUDED, LinePosting, MATCHED},
    proposals::{
        ground::Ground,
        proposal::{Kind, Proposal},
    },
    wanted::Wanted,
};

/// What the lines of a page are shown with.
pub struct Shown<'a> {
    pub view: &'a View<'a>,
    pub ground: &'a Ground,
    /// Whether whoever looks may match.
    pub may: bool,
    pub postings: HashMap<Id, Vec<LinePosting>>,
    pub undone: HashSet<Id>,
    /// The line whose options are open, and them.
    pub open: Option<(Id, Markup)>,
    /// The line that has the focus.
    pub at: Option<Id>,
}

/// The word of a score.
pub fn score(view: &View<'_>, of: &Proposal) -> Markup {
    let word = of.certainty();
    let class = match word {
        "certain" => "tag ok score",
        "likely" => "tag warn score",
        _ => "tag score",
    };
    html! { span class=(class) { (of.score) " · " (view.lang().t(&format!("bank-certainty-{word}"))) } }
}

/// What a proposal would do.
pub fn title(view: &View<'_>, line: &BankLine, of: &Proposal) -> String {
    let lang = view.lang();
    let about = of.about.as_str();
    match of.kind {
        Kind::OpenItems if line.amount > 0 => t!(lang, "bank-would-receive", about = about),
        Kind::OpenItems => t!(lang, "bank-would-pay", about = about),
        Kind::Posting => t!(lang, "bank-would-see", about = about),
        Kind::Transfer => t!(lang, "bank-would-transfer", about = about),
        Kind::Rule => t!(lang, "bank-would-rule", account = of.account_code.as_str(), rule = about),
        Kind::Account => t!(lang, "bank-would-account", account = of.account_code.as_str()),
    }
}

/// Why a proposal is made.
pub fn reason(view: &View<'_>, of: &Proposal) -> String {
    let mut told = view.lang().t(&format!("bank-reason-{}", of.reason.word().replace('_', "-")));
    if of.charges > 0 {
        told = format!("{told}: {}", view.money(of.charges));
    }
    told
}

/// The form that takes a proposal, with the button's own look and key.
pub fn accepting(view: &View<'_>, line: &BankLine, of: &Proposal, (next, label): (Option<Id>, &str), extra: (&str, bool)) -> Markup {
    let wanted = serde_json::to_string(&Wanted::of(of, view.currency.digits)).unwrap_or_default();
    let named = format!("{label}: {}", title(view, line, of));
    html! {
        form.inline method="post" action=(view.who.path(&format!("/bank-lines/{}/match", line.id))) {
            input type="hidden" name="wanted" value=(wanted);
            @if let Some(next) = next { input type="hidden" name="next" value=(next); }
            button.btn.small type="submit" aria-label=(named) data-bank-target=[(!extra.0.is_empty()).then_some(extra.0)] autofocus[extra.1] { (label) }
        }
    }
}

impl Shown<'_> {
    /// The left side: what the bank says.
    fn bank(&self, line: &BankLine) -> Markup {
        let lang = self.view.lang();
        let said = if line.text.is_empty() { &line.counterparty } else { &line.text };
        let more: Vec<&str> = [line.counterparty.as_str(), line.reference.as_str()]
            .into_iter()
            .filter(|text| !text.is_empty() && *text != said)
            .collect();
        html! {
            span.from { (format::stored_date(lang, &line.date)) }
            span.b {
                span.strong { (said) }
                @if !more.is_empty() || !line.counterparty_iban.is_empty() {
                    small { (more.join(" · ")) @if !line.counterparty_iban.is_empty() { " " (iban::grouped(&line.counterparty_iban)) } }
                }
            }
            span.num.strong { (self.view.money(line.amount)) }
        }
    }

    /// A line that waits, with its best proposal; `next` has the focus once it is done.
    pub fn waiting(&self, line: &BankLine, next: Option<Id>) -> Markup {
        let (view, lang) = (self.view, self.view.lang());
        let found = self.ground.proposals(&line.facts(&view.account.currency));
        let best = found.first();
        let open = self.open.as_ref().filter(|(id, _)| *id == line.id);
        let options = view.path(&format!("?line={0}#line{0}", line.id));
        html! {
            li id=(format!("line{}", line.id)) data-bank-target="line" class=[open.map(|_| "now")] {
                (self.bank(line))
                span.half { @match best {
                    Some(of) => { span.strong { (title(view, line, of)) } @if found.len() > 1 { small { (t!(lang, "bank-more-proposals", count = found.len() - 1)) } } },
                    None => { span.muted { (lang.t("bank-no-idea")) } },
                } }
                span.why { @if let Some(of) = best { (score(view, of)) small { (reason(view, of)) } } }
                @if self.may { div.act {
                    @if let Some(of) = best { (accepting(view, line, of, (next, &lang.t("bank-accept")), ("accept", self.at == Some(line.id)))) }
                    a.btn.small.quiet href=(options) aria-expanded=(if open.is_some() { "true" } else { "false" }) autofocus[best.is_none() && self.at == Some(line.id)]
                        data-bank-target="options" { (lang.t("bank-options")) span.vh { ": " (line.label()) } }
                } }
                @if let Some((_, markup)) = open { div.options { (markup) } }
            }
        }
    }

    /// A line that is done or left out.
    pub fn done(&self, line: &BankLine) -> Markup {
        let (view, lang) = (self.view, self.view.lang());
        let undo = view.who.path(&format!("/bank-lines/{}/unmatch", line.id));
        let postings = self.postings.get(&line.id).map(Vec::as_slice).unwrap_or_default();
        let mut entries: Vec<Id> = postings.iter().map(|of| of.entry_id).collect();
        entries.dedup();
        html! {
            li id=(format!("line{}", line.id)) {
                (self.bank(line))
                span.half {
                    @if line.status == MATCHED {
                        span.strong { (lang.t(&format!("bank-kind-{}", line.kind.replace('_', "-")))) }
                        small { @for (at, entry) in entries.iter().enumerate() { @if at > 0 { ", " } a.link href=(view.who.path(&format!("/journal-entries/{entry}"))) { (lang.t("bank-see-entry")) span.vh { ": " (line.label()) } } } }
                    } @else if line.status == EXCLUDED { span { (line.reason) } }
                }
                span.why {
                    @if self.undone.contains(&line.id) { span.tag.bad { (lang.t("bank-undone")) } small { (lang.t("bank-undone-about")) } }
                    @else if line.reconciliation_id.is_some() { span.tag { (lang.t("bank-closed")) } }
                }
                @if self.may && line.reconciliation_id.is_none() {
                    div.act { (button(&undo, "btn small", &lang.t(if line.status == EXCLUDED { "bank-restore" } else { "undo" }))) }
                }
            }
        }
    }
}
