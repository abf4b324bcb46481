//! What a report is compared with, and how much it changed.

use despacho_kernel::{Invalid, words};
use despacho_ledger::reports::{
    columns::{self, Cut, MOST},
    periods,
    sums::Period,
};
use despacho_platform::{i18n::Lang, t};
use despacho_ui::format;
use jiff::civil::Date;
use maud::{Markup, html};

use super::asked::Params;

words! {
    /// What stands beside what a report shows.
    Beside {
        /// The period before it, or the closing before it.
        Previous = "previous",
        /// The same of a year before.
        Year = "year",
        Previous3 = "previous3",
        Year3 = "year3",
        /// Its months or quarters.
        Month = "month",
        Quarter = "quarter",
    }
}

impl Beside {
    /// How many times before, and whether by years.
    fn times(self) -> Option<(i32, bool)> {
        match self {
            Self::Previous => Some((1, false)),
            Self::Year => Some((1, true)),
            Self::Previous3 => Some((3, false)),
            Self::Year3 => Some((3, true)),
            Self::Month | Self::Quarter => None,
        }
    }
}

/// The choice; `previous` names what stands before, as a period or as a day. Only some reports have several columns.
pub(super) fn choice(lang: Lang, params: &Params, previous: &str, several: bool) -> Markup {
    let word = |of: &Beside| match of {
        Beside::Previous => previous.to_owned(),
        of => format!("reports-compare-{}", of.word()),
    };
    html! {
        div.field {
            div.label { label for="f-compare" { (lang.t("reports-compare")) } }
            select #f-compare name="compare" {
                option value="" { (lang.t("reports-compare-nothing")) }
                @for of in Beside::ALL.iter().filter(|of| several || matches!(of, Beside::Previous | Beside::Year)) {
                    option value=(of.word()) selected[params.compare == of.word()] { (lang.t(&word(of))) }
                }
            }
        }
    }
}

/// The period that another is compared with.
pub(super) fn period(params: &Params, shown: Period) -> Option<Period> {
    match params.compare.as_str() {
        "previous" => Some(periods::shifted(shown, -1)),
        "year" => Some(periods::of_last_year(shown)),
        _ => None,
    }
}

/// How what is shown is cut into columns, where it is.
pub(super) fn cut_of(params: &Params) -> Option<Cut> {
    params.compare.parse().ok()
}

fn cut(params: &Params, shown: Period, errors: &mut Invalid) -> Option<Vec<Period>> {
    let by = cut_of(params)?;
    Some(columns::cut(shown, by).unwrap_or_else(|| {
        errors.push_with("compare", "too_many_columns", vec![("max", MOST.to_string())]);
        vec![]
    }))
}

/// The periods beside one.
pub(super) fn periods(params: &Params, shown: Period, errors: &mut Invalid) -> Vec<Period> {
    if let Some(found) = cut(params, shown, errors) {
        return found;
    }
    let Some((times, years)) = params.compare.parse::<Beside>().ok().and_then(Beside::times) else { return vec![] };
    let mut found = vec![shown];
    for nth in 1..=times {
        let last = found.last().copied().unwrap_or(shown);
        found.push(if years { periods::of_last_year(last) } else { periods::shifted(shown, -nth) });
    }
    found.split_off(1)
}

/// The days beside one, each with the first day of its fiscal year; before a day are the closings of the years before it.
pub(super) fn days(params: &Params, shown: Date, began: &impl Fn(Date) -> Date, errors: &mut Invalid) -> Vec<Period> {
    let of = |to: Date| Period { from: began(to), to };
    if let Some(found) = cut(params, of(shown), errors) {
        return found.into_iter().map(|period| of(period.to)).collect();
    }
    let Some((times, years)) = params.compare.parse::<Beside>().ok().and_then(Beside::times) else { return vec![] };
    let mut found = vec![shown];
    for _ in 1..=times {
        let last = found.last().copied().unwrap_or(shown);
        found.push(if years { periods::day_of_last_year(last) } else { began(last).yesterday().unwrap_or(last) });
    }
    found.into_iter().skip(1).map(of).collect()
}

/// A column as its heading says it: `mar 2026`, `1.º trim. 2026`.
pub(super) fn named(lang: Lang, by: Cut, period: Period) -> String {
    match by {
        // The day of a date is its first word in both languages.
        Cut::Month => format::calendar_date(lang, "", period.from).split_once(' ').map_or(String::new(), |(_, month)| month.to_owned()),
        Cut::Quarter => t!(lang, "reports-quarter-of", quarter = (period.from.month() - 1) / 3 + 1, year = period.from.year().to_string()),
    }
}

/// The change from an earlier amount, in tenths of a per cent of what it was; none where it was nothing.
fn change(now: i64, then: i64) -> Option<i64> {
    let (now, then) = (i128::from(now), i128::from(then));
    if then == 0 {
        return None;
    }
    let (difference, of) = ((now - then) * 1000, then.abs());
    let half = if difference < 0 { -of / 2 } else { of / 2 };
    i64::try_from((difference + half) / of).ok()
}

/// The change as a person reads it: `+5,2 %`, or that it is new.
pub(super) fn changed(lang: Lang, now: i64, then: Option<i64>) -> String {
    let Some(then) = then else { return String::new() };
    match change(now, then) {
        Some(tenths) => {
            let (sign, minus) = if tenths > 0 { ("+", "") } else { ("", if tenths < 0 { "-" } else { "" }) };
            format!("{sign}{}", format::percent(lang, &format!("{minus}{}.{}", tenths.abs() / 10, tenths.abs() % 10)))
        }
        None if now == 0 => String::new(),
        None => lang.t("reports-new"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(compare: &str) -> Params {
        Params { compare: compare.into(), ..Params::default() }
    }

    #[test]
    fn what_stands_beside_a_period_or_a_day() {
        let day = |text: &str| text.parse::<Date>().expect("a date");
        let shown = Period { from: day("2026-04-01"), to: day("2026-06-30") };
        let mut errors = Invalid::new();
        let of = |word: &str| -> Vec<String> { periods(&params(word), shown, &mut Invalid::new()).iter().map(|of| format!("{} {}", of.from, of.to)).collect() };
        assert_eq!(of(""), [""; 0]);
        assert_eq!(of("previous3"), ["2026-01-01 2026-03-31", "2025-10-01 2025-12-31", "2025-07-01 2025-09-30"]);
        assert_eq!(of("year3"), ["2025-04-01 2025-06-30", "2024-04-01 2024-06-30", "2023-04-01 2023-06-30"]);
        assert_eq!(of("month"), ["2026-04-01 2026-04-30", "2026-05-01 2026-05-31", "2026-06-01 2026-06-30"]);
        let began = |day: Date| day.first_of_year();
        let mut at = |word: &str| -> Vec<String> { days(&params(word), shown.to, &began, &mut errors).iter().map(|of| of.to.to_string()).collect() };
        assert_eq!(at("previous3"), ["2025-12-31", "2024-12-31", "2023-12-31"]);
        assert_eq!(at("year"), ["2025-06-30"]);
        assert_eq!(at("quarter"), ["2026-03-31", "2026-06-30"]);
        assert_eq!(errors.0.len(), 0);
        periods(&params("month"), Period { from: day("2020-01-01"), to: day("2026-01-01") }, &mut errors);
        assert_eq!(errors.0.len(), 1);
    }

    #[test]
    fn columns_are_called_by_their_months() {
        let period = Period { from: "2026-05-01".parse().expect("a date"), to: "2026-05-31".parse().expect("a date") };
        assert_eq!((named(Lang::Es, Cut::Month, period), named(Lang::En, Cut::Month, period)), ("may 2026".into(), "May 2026".into()));
    }

    #[test]
    fn a_change_is_told_in_tenths_of_what_it_was() {
        assert_eq!(change(105_200, 100_000), Some(52));
        assert_eq!(change(-93_090, -88_450), Some(-52));
        assert_eq!(change(0, 50), Some(-1000));
        assert_eq!(change(2, 3), Some(-333));
        assert_eq!(change(5, 3), Some(667));
        assert_eq!(change(5, 0), None);
        assert_eq!(change(i64::MAX, 1), None);
        assert_eq!(changed(Lang::Es, 105_200, Some(100_000)), "+5,2\u{a0}%");
        assert_eq!(changed(Lang::En, -93_090, Some(-88_450)), "−5.2%");
        assert_eq!(
            (changed(Lang::Es, 3, Some(3)), changed(Lang::Es, 0, Some(0)), changed(Lang::Es, 3, None)),
            ("0,0\u{a0}%".into(), String::new(), String::new())
        );
    }
}
