//! The accounts of taxes beside what documents come to in them.

use despacho_ledger::reports::Period;
use despacho_ledger_reports::pages::asked::ledger_with;
use despacho_platform::{i18n::Lang, t};
use despacho_ui::{InOrganization, assets::icon, format};
use maud::{Markup, html};

use crate::{ground::Ground, ties::Tie};

/// Entries that a warning leads to.
const LED: usize = 3;

/// The accounts, each with what documents and the ledger have and the difference.
pub fn table(lang: Lang, who: &InOrganization, ground: &Ground, days: Period, held: &[Tie]) -> Markup {
    let amount = |minor: i64| format::amount(lang, minor, ground.currency.digits);
    html! {
        section.card aria-label=(lang.t("tax-ties")) {
            header { h2 { (lang.t("tax-ties")) } }
            div.body {
                @if held.is_empty() { p.muted { (lang.t("tax-ties-none")) } } @else {
                    table.ties {
                        caption.vh { (lang.t("tax-ties")) }
                        thead { tr {
                            th scope="col" { (lang.t("reports-account")) } th.num scope="col" { (lang.t("tax-documents")) }
                            th.num scope="col" { (lang.t("tax-ledger")) } th.num scope="col" { (lang.t("tax-difference")) }
                        } }
                        tbody { @for tie in held { tr {
                            th scope="row" {
                                a.link href=(ledger_with(who, &tie.account.code, true, days, "")) title=(tie.account.name) { (tie.account.code) }
                                @for role in &tie.roles { " " (lang.t(&format!("tax-role-{}", role.word().replace('_', "-")))) }
                                @if tie.settled != 0 { small.muted { (t!(lang, "tax-settled", amount = amount(tie.settled.abs()))) } }
                            }
                            td.num { (amount(tie.documents)) }
                            td.num { (amount(tie.ledger - tie.settled)) }
                            td.num.differs[tie.difference() != 0] { (amount(tie.difference())) }
                        } } }
                    }
                }
            }
        }
    }
}

/// The warnings of accounts that differ, each with its first entries.
pub fn warnings(lang: Lang, who: &InOrganization, ground: &Ground, days: Period, held: &[Tie]) -> Markup {
    html! { @for tie in held.iter().filter(|tie| tie.difference() != 0) {
        @let others: Vec<_> = tie.outside.iter().filter(|entry| !tie.is_settled_by(entry)).collect();
        li.bad {
            (icon("circle-alert"))
            div {
                b { (t!(lang, "tax-differs", account = tie.account.code.as_str(), amount = format::money(lang, tie.difference(), ground.currency))) }
                @for entry in others.iter().take(LED) {
                    " " a.link href=(who.path(&format!("/journal-entries/{}", entry.entry_id))) {
                        (t!(lang, "tax-entry", number = entry.number.map(|number| number.to_string()).unwrap_or_default(), date = format::stored_date(lang, &entry.date), amount = format::amount(lang, tie.side() * entry.amount, ground.currency.digits)))
                    }
                }
                @if others.len() > LED { " " a.link href=(ledger_with(who, &tie.account.code, true, days, "")) { (lang.t("tax-entries-all")) } }
            }
        }
    } }
}
