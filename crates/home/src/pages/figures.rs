//! The four figures, each a way to its report, each with what is wrong with it.

use despacho_platform::{i18n::Lang, t};
use despacho_ui::{InOrganization, format};
use maud::{Markup, html};

use crate::{
    chart::profit_and_loss,
    parts::Shown,
    standing::{Cash, Flow, Ground, Open, Results},
};

/// A margin in tenths of a percent as people read it.
fn percent(lang: Lang, tenths: i64) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    format::percent(lang, &format!("{sign}{}.{}", tenths.abs() / 10, tenths.abs() % 10))
}

/// Tenths of a percent that an amount is of a sum.
pub fn share(lang: Lang, amount: i64, of: i64) -> String {
    if of <= 0 {
        return String::new();
    }
    percent(lang, i64::try_from((i128::from(amount) * 2000 + i128::from(of)).div_euclid(2 * i128::from(of))).unwrap_or(0))
}

fn figure(href: &str, name: String, value: Option<(String, bool)>, beneath: Markup) -> Markup {
    html! {
        a href=(href) {
            span.k { (name) }
            @match value {
                Some((value, bad)) => { span.v.neg[bad] { (value) } }
                None => { span.v.muted { "—" } }
            }
            span.mini { (beneath) }
        }
    }
}

fn cash(lang: Lang, ground: &Ground, cash: &Cash) -> Markup {
    let waiting = |since: &str| t!(lang, "home-cash-waiting", count = cash.waiting.0, day = format::stored_date(lang, since));
    html! {
        @match (&cash.negative, cash.waiting.1.as_str()) {
            (Some((account, since)), _) => { span.bad { (t!(lang, "home-cash-negative", account = account.code.as_str(), amount = format::money(lang, account.amount, ground.currency), day = format::stored_date(lang, since))) } }
            (None, "") => { (t!(lang, "home-cash-accounts", count = cash.accounts.len())) }
            (None, since) => { (t!(lang, "home-cash-accounts", count = cash.accounts.len())) " · " (waiting(since)) }
        }
    }
}

/// The strip of the figures that a reader may see.
pub fn strip(
    who: &InOrganization,
    ground: &Ground,
    of_cash: &Shown<Cash>,
    receivables: &Shown<Open>,
    payables: &Shown<Open>,
    results: &Shown<Results>,
) -> Markup {
    let lang = who.lang();
    let money = |minor: i64| format::money(lang, minor, ground.currency);
    let open = |key: &str, report: &str, shown: &Shown<Open>| match shown {
        Shown::Hidden => html! {},
        shown => {
            let told = shown.told();
            let beneath = match told {
                Some(open) if open.overdue() != 0 => t!(lang, "home-overdue", amount = money(open.overdue())),
                Some(_) => lang.t("home-nothing-overdue"),
                None => lang.t("home-failed-short"),
            };
            figure(&who.path(&format!("/reports/{report}")), lang.t(key), told.map(|open| (money(open.total()), false)), html! { (beneath) })
        }
    };
    let year = |year: &Flow| {
        let days = t!(lang, "home-through-day", day = format::calendar_date(lang, "", year.period.to));
        match year.margin() {
            Some(margin) => format!("{days} · {}", t!(lang, "home-margin", percent = percent(lang, margin))),
            None => days,
        }
    };
    let all_hidden = matches!((of_cash, receivables, payables, results), (Shown::Hidden, Shown::Hidden, Shown::Hidden, Shown::Hidden));
    html! { @if !all_hidden {
        section.card.key-figures aria-label=(lang.t("home-figures")) {
            @match of_cash {
                Shown::Hidden => {}
                Shown::Failed => { (figure(&who.path("/bank-accounts"), lang.t("home-cash"), None, html! { (lang.t("home-failed-short")) })) }
                Shown::Told(told) => { (figure(&who.path(&format!("/reports/trial-balance?to={}", ground.today)), lang.t("home-cash"), Some((money(told.total), told.total < 0)), cash(lang, ground, told))) }
            }
            (open("home-receivables", "aged-receivables", receivables))
            (open("home-payables", "aged-payables", payables))
            @match results {
                Shown::Hidden => {}
                Shown::Failed => { (figure(&who.path("/reports/profit-and-loss"), lang.t("home-result"), None, html! { (lang.t("home-failed-short")) })) }
                Shown::Told(told) => { (figure(&profit_and_loss(who, &told.year), t!(lang, "home-result-of", year = told.year.period.from.year().to_string()), Some((money(told.year.result()), told.year.result() < 0)), html! { (year(&told.year)) })) }
            }
        }
    } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_a_sum_that_is_there() {
        assert_eq!((share(Lang::En, 1, 3), share(Lang::En, 2, 3), share(Lang::En, -1, 2000)), ("33.3%".into(), "66.7%".into(), share(Lang::En, 0, 1)));
        assert_eq!(share(Lang::En, 1, 0), "");
    }
}
