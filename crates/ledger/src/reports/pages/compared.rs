//! What a report is compared with, and how much it changed.

use despacho_platform::i18n::Lang;
use despacho_ui::format;
use maud::{Markup, html};

use super::asked::Params;
use crate::reports::{periods, sums::Period};

/// What a report may be compared with.
const CHOICES: [&str; 2] = ["previous", "year"];

/// The choice; `previous` names what stands before, as a period or as a day.
pub(super) fn choice(lang: Lang, params: &Params, previous: &str) -> Markup {
    html! {
        div.field {
            div.label { label for="f-compare" { (lang.t("reports-compare")) } }
            select #f-compare name="compare" {
                option value="" { (lang.t("reports-compare-nothing")) }
                @for word in CHOICES {
                    option value=(word) selected[params.compare == word] { (lang.t(if word == "previous" { previous } else { "reports-compare-year" })) }
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
