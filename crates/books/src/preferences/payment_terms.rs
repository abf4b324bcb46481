//! When an invoice is due.

use despacho_platform::i18n::Lang;
use despacho_settings::{
    lists::{Column, Kind, MasterList},
    preferences::PreferenceGroup,
};
use jiff::{ToSpan, civil::Date};

/// Days from the invoice's date, or from the end of its month. The first active one is proposed.
pub static PAYMENT_TERMS: MasterList = MasterList {
    name: "payment_terms",
    table: "payment_terms",
    columns: &[
        Column { name: "name", kind: Kind::Text { max: 60, required: true } },
        Column { name: "days", kind: Kind::Whole { min: 0, max: 365 } },
        Column { name: "due_from", kind: Kind::Choice(&["invoice_date", "end_of_month"]) },
    ],
    key: &["name"],
    defaults: |organization| {
        let lang = Lang::of(&organization.language);
        let terms = [("on-receipt", "0"), ("15", "15"), ("30", "30"), ("60", "60")];
        terms.map(|(word, days)| vec![lang.t(&format!("default-term-{word}")), days.into(), "invoice_date".into()]).into()
    },
    ..MasterList::PLAIN
};

/// The day on which an invoice of `date` is due: so many days after it, or after the last day of its month.
pub fn due_on(date: Date, days: i64, due_from: &str) -> Date {
    let start = if due_from == "end_of_month" { date.last_of_month() } else { date };
    start.checked_add(days.days()).unwrap_or(Date::MAX)
}

/// Payment terms.
pub static GROUP: PreferenceGroup =
    PreferenceGroup { name: "payment_terms", sets: &[&PAYMENT_TERMS], needs: &[], proposed: true, page: "/records/payment_terms" };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_the_invoice_or_the_end_of_its_month() {
        let date = Date::constant(2026, 1, 10);
        assert_eq!(due_on(date, 30, "invoice_date"), Date::constant(2026, 2, 9));
        assert_eq!(due_on(date, 30, "end_of_month"), Date::constant(2026, 3, 2));
        assert_eq!(due_on(date, 0, "end_of_month"), Date::constant(2026, 1, 31));
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_due_before_its_date(offset in 0i64..20_000, days in 0i64..=365) {
            let date = Date::constant(2000, 1, 1).checked_add(offset.days()).expect("a date");
            for from in ["invoice_date", "end_of_month"] {
                proptest::prop_assert!(due_on(date, days, from) >= date);
            }
        }
    }
}
