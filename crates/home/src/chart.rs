//! Income and expenses by month as a drawing: bars that stretch, with words beside them in HTML, so that they stay legible however narrow it is.

use despacho_kernel::place::Currency;
use despacho_platform::{i18n::Lang, t};
use despacho_ui::{InOrganization, format};
use jiff::civil::Date;
use maud::{Markup, html};

use crate::standing::Flow;

/// Height of the drawing, and the width of a month, in its own units.
const HEIGHT: i64 = 190;
const MONTH: i64 = 100;
/// Spaces between the lines.
const STEPS: i64 = 3;

/// The distance of the lines: the smallest of 1, 2 and 5 times a power of ten of which three reach the largest amount. In minor units.
fn step(largest: i64) -> i64 {
    let mut power: i64 = 1;
    loop {
        for times in [1, 2, 5] {
            let step = power.saturating_mul(times);
            if step.saturating_mul(STEPS) >= largest {
                return step;
            }
        }
        power = power.saturating_mul(10);
    }
}

/// How high an amount stands, in tenths of the drawing's units; what is below zero does not stand.
fn height(amount: i64, step: i64) -> i64 {
    i64::try_from(i128::from(amount.max(0)) * i128::from(HEIGHT * 10) / (i128::from(step) * i128::from(STEPS))).unwrap_or(0)
}

fn tenths(value: i64) -> String {
    format!("{}.{}", value / 10, value % 10)
}

/// `nov 2026`.
pub fn named(lang: Lang, day: Date) -> String {
    format!("{} {}", short(lang, day), day.year())
}

fn short(lang: Lang, day: Date) -> String {
    let name: String = lang.t(&format!("month-{}", day.month())).chars().take(3).collect();
    if lang == Lang::Es { name.to_lowercase() } else { name }
}

/// Profit and loss of some days.
pub fn profit_and_loss(who: &InOrganization, flow: &Flow) -> String {
    who.path(&format!("/reports/profit-and-loss?from={}&to={}", flow.period.from, flow.period.to))
}

/// What the drawing shows, in a sentence or two.
fn told(lang: Lang, currency: &Currency, months: &[Flow]) -> String {
    let best = months.iter().max_by_key(|flow| flow.income);
    let losses: Vec<String> = months.iter().filter(|flow| flow.result() < 0).map(|flow| named(lang, flow.period.from)).collect();
    let best = best.map_or_else(String::new, |flow| {
        t!(lang, "home-chart-best", month = named(lang, flow.period.from), amount = format::money(lang, flow.income, currency))
    });
    let losses = if losses.is_empty() { lang.t("home-chart-no-losses") } else { t!(lang, "home-chart-losses", months = losses.join(", ")) };
    format!("{best} {losses}")
}

/// The drawing, the months below it, each leading to its profit and loss, and the table behind it.
pub fn chart(who: &InOrganization, currency: &Currency, months: &[Flow]) -> Markup {
    let lang = who.lang();
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return html! {} };
    let largest = months.iter().flat_map(|flow| [flow.income, flow.expenses]).max().unwrap_or(0).max(1);
    let whole = 10i64.pow(currency.digits.into());
    let step = step(largest.max(whole));
    let line = |nth: i64| tenths(HEIGHT * 10 * (STEPS - nth) / STEPS);
    let title = t!(lang, "home-chart-title", from = named(lang, first.period.from), to = named(lang, last.period.from));
    let bar = |flow: &Flow, nth: usize, kind: &str, amount: i64, at: i64| {
        let x = i64::try_from(nth).unwrap_or(0) * MONTH + at;
        let height = height(amount, step);
        let class = if flow.period.to == last.period.to { format!("{kind} c-part") } else { kind.to_owned() };
        let word = lang.t(if kind == "c-in" { "home-income" } else { "home-expenses" });
        html! {
            rect class=(class) x=(x) y=(tenths(HEIGHT * 10 - height)) width="28" height=(tenths(height)) {
                title { (named(lang, flow.period.from)) ", " (word) ": " (format::money(lang, amount, currency)) }
            }
        }
    };
    let amount = |minor: i64| format::amount(lang, minor, currency.digits);
    let sum = |of: fn(&Flow) -> i64| months.iter().map(of).sum::<i64>();
    html! {
        div.chart {
            div.ticks aria-hidden="true" { @for nth in (0..=STEPS).rev() { span { (format::number(lang, step * nth / whole)) } } }
            svg viewBox=(format!("0 0 {} {HEIGHT}", MONTH * i64::try_from(months.len()).unwrap_or(1))) preserveAspectRatio="none" role="img" aria-labelledby="home-chart-title home-chart-told" {
                title #home-chart-title { (title) }
                desc #home-chart-told { (told(lang, currency, months)) }
                @for nth in 0..=STEPS { line class=(if nth == 0 { "c-base" } else { "c-grid" }) x1="0" x2=(MONTH * i64::try_from(months.len()).unwrap_or(1)) y1=(line(nth)) y2=(line(nth)) {} }
                @for (nth, flow) in months.iter().enumerate() { (bar(flow, nth, "c-in", flow.income, 20)) (bar(flow, nth, "c-out", flow.expenses, 54)) }
            }
            ul.months { @for flow in months {
                li { a href=(profit_and_loss(who, flow)) aria-label=(t!(lang, "home-month-opens", month = named(lang, flow.period.from))) { (short(lang, flow.period.from)) } }
            } }
        }
        details.more {
            summary { (lang.t("home-chart-table")) }
            div.scroll tabindex="0" role="region" aria-label=(title) { table.dense {
                caption.vh { (title) }
                thead { tr {
                    th scope="col" { (lang.t("home-month")) } th.num scope="col" { (lang.t("home-income")) }
                    th.num scope="col" { (lang.t("home-expenses")) } th.num scope="col" { (lang.t("home-result")) }
                } }
                tbody { @for flow in months { tr {
                    th scope="row" { a.link href=(profit_and_loss(who, flow)) { (named(lang, flow.period.from)) }
                        @if flow.period.to < flow.period.from.last_of_month() { " " span.muted { (t!(lang, "home-through", day = i64::from(flow.period.to.day()))) } } }
                    td.num { (amount(flow.income)) } td.num { (amount(flow.expenses)) } td.num { (amount(flow.result())) }
                } } }
                tfoot { tr {
                    th scope="row" { (lang.t("home-twelve-months")) }
                    td.num { (amount(sum(|flow| flow.income))) } td.num { (amount(sum(|flow| flow.expenses))) } td.num { (amount(sum(Flow::result))) }
                } }
            } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_at_round_amounts_beyond_the_largest() {
        assert_eq!([step(1), step(300), step(301), step(2_560_285), step(600), step(601)], [1, 100, 200, 1_000_000, 200, 500]);
        for largest in [7, 99, 12_345, 9_000_000_000_000_000_000] {
            assert!(step(largest).saturating_mul(STEPS) >= largest);
        }
    }

    #[test]
    fn a_bar_stands_as_high_as_its_amount() {
        assert_eq!((height(300, 100), height(150, 100), height(0, 100), height(-5, 100)), (1900, 950, 0, 0));
        assert_eq!(tenths(1257), "125.7");
    }
}
