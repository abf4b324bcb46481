//! Numbers and dates as the reader writes them, from CLDR.

use despacho_kernel::place::Currency;
use despacho_platform::i18n::Lang;
use icu_calendar::Iso;
use icu_datetime::{
    DateTimeFormatter, NoCalendarFormatter,
    fieldsets::{T, YMD, YMDE},
    input::{Date, Time},
};
use icu_decimal::{DecimalFormatter, input::Decimal};
use icu_locale_core::{Locale, locale};
use jiff::{Timestamp, tz::TimeZone};
use maud::{Markup, html};

struct Formats {
    date: DateTimeFormatter<YMD>,
    day: DateTimeFormatter<YMDE>,
    time: NoCalendarFormatter<T>,
    number: DecimalFormatter,
}

fn formats(locale: &Locale, numbers: &Locale) -> Formats {
    Formats {
        date: DateTimeFormatter::try_new(locale.into(), YMD::medium()).expect("the locale's data is compiled in"),
        day: DateTimeFormatter::try_new(locale.into(), YMDE::long()).expect("the locale's data is compiled in"),
        time: NoCalendarFormatter::try_new(locale.into(), T::hm()).expect("the locale's data is compiled in"),
        number: DecimalFormatter::try_new(numbers.into(), Default::default()).expect("the locale's data is compiled in"),
    }
}

thread_local! {
    // CLDR leaves four digits of Spanish prose without a mark; tables of amounts want it always. German has the same marks, always.
    static ES: Formats = formats(&locale!("es-ES"), &locale!("de-DE"));
    static EN: Formats = formats(&locale!("en-GB"), &locale!("en-GB"));
}

fn with<T>(lang: Lang, work: impl FnOnce(&Formats) -> T) -> T {
    match lang {
        Lang::Es => ES.with(work),
        Lang::En => EN.with(work),
    }
}

/// A whole number with the locale's separators.
pub fn number(lang: Lang, value: i64) -> String {
    with(lang, |f| f.number.format_to_string(&Decimal::from(value)))
}

/// A decimal as stored (`5.2`) with the locale's marks.
pub fn decimal(lang: Lang, value: &str) -> String {
    match value.parse::<Decimal>() {
        Ok(decimal) => with(lang, |f| f.number.format_to_string(&decimal)).replace('-', "−"),
        Err(_) => value.to_owned(),
    }
}

/// Minor units with their currency: `1.234,50 €` in Spanish, `€1,234.50` in English; by its code where it has no sign of its own.
pub fn money(lang: Lang, minor: i64, currency: &Currency) -> String {
    let sign = match currency.code.as_str() {
        "EUR" => "€",
        "GBP" => "£",
        "JPY" => "¥",
        "USD" => lang.pick("US$", "$"),
        code => code,
    };
    let figure = amount(lang, minor, currency.digits);
    match lang {
        Lang::En if sign == currency.code => format!("{sign}\u{a0}{figure}"),
        Lang::En => figure.strip_prefix('−').map_or_else(|| format!("{sign}{figure}"), |rest| format!("−{sign}{rest}")),
        Lang::Es => format!("{figure}\u{a0}{sign}"),
    }
}

/// A percentage as stored (`5.2`): `5,2 %` in Spanish, `5.2%` in English.
pub fn percent(lang: Lang, value: &str) -> String {
    if value.is_empty() { String::new() } else { format!("{}{}", decimal(lang, value), lang.pick("\u{a0}%", "%")) }
}

/// A calendar date as stored (`2026-11-12`): `12 nov 2026`.
pub fn stored_date(lang: Lang, value: &str) -> String {
    value.parse().map_or_else(|_| value.to_owned(), |day| calendar_date(lang, "", day))
}

/// Minor units as an amount, with all the currency's decimals: `1.234,50`.
pub fn amount(lang: Lang, minor: i64, digits: u8) -> String {
    let mut decimal = Decimal::from(minor);
    decimal.multiply_pow10(-i16::from(digits));
    decimal.absolute.pad_end(-i16::from(digits));
    with(lang, |f| f.number.format_to_string(&decimal)).replace('-', "−")
}

/// An instant's date and time in a time zone: `12 nov 2026, 10:42`.
pub fn instant(lang: Lang, zone: &str, at: i64) -> String {
    let Some((date, time)) = civil(zone, at) else { return String::new() };
    with(lang, |f| format!("{}, {}", f.date.format(&date), f.time.format(&time)))
}

/// An instant's date in a time zone: `12 nov 2026`.
pub fn date(lang: Lang, zone: &str, at: i64) -> String {
    civil(zone, at).map_or(String::new(), |(date, _)| with(lang, |f| f.date.format(&date).to_string()))
}

/// An instant's day in a time zone, whole: `jueves, 26 de noviembre de 2026`.
pub fn day(lang: Lang, zone: &str, at: i64) -> String {
    civil(zone, at).map_or(String::new(), |(date, _)| with(lang, |f| f.day.format(&date).to_string()))
}

/// An instant's time in a time zone, `10:42`; its date shows on hover.
pub fn clock(lang: Lang, zone: &str, at: i64) -> Markup {
    let text = civil(zone, at).map_or(String::new(), |(_, time)| with(lang, |f| f.time.format(&time).to_string()));
    html! { time.muted datetime=(Timestamp::from_millisecond(at).map(|t| t.to_string()).unwrap_or_default()) title=(instant(lang, zone, at)) { (text) } }
}

/// An instant's date in a time zone.
pub fn local_date(zone: &str, at: i64) -> Option<jiff::civil::Date> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    Some(Timestamp::from_millisecond(at).ok()?.to_zoned_datetime(zone).date())
}

/// The instant at which a day begins in a time zone.
pub fn start_of(zone: &str, day: jiff::civil::Date) -> Option<i64> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    Some(zone.to_timestamp(day.to_datetime(jiff::civil::Time::midnight())).ok()?.as_millisecond())
}

/// A calendar date written by one of the patterns of regional settings.
pub fn calendar_date(lang: Lang, pattern: &str, day: jiff::civil::Date) -> String {
    match pattern {
        "dd/MM/y" => day.strftime("%d/%m/%Y").to_string(),
        "MM/dd/y" => day.strftime("%m/%d/%Y").to_string(),
        "y-MM-dd" => day.to_string(),
        _ => Date::try_new_iso(day.year().into(), day.month().unsigned_abs(), day.day().unsigned_abs())
            .map_or(String::new(), |date| with(lang, |f| f.date.format(&date).to_string())),
    }
}

fn civil(zone: &str, at: i64) -> Option<(Date<Iso>, Time)> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let local = Timestamp::from_millisecond(at).ok()?.to_zoned_datetime(zone);
    let date = Date::try_new_iso(local.year().into(), local.month().unsigned_abs(), local.day().unsigned_abs()).ok()?;
    let time = Time::try_new(local.hour().unsigned_abs(), local.minute().unsigned_abs(), 0, 0).ok()?;
    Some((date, time))
}

/// How long ago, within a week; otherwise the date. The exact time shows on hover.
pub fn ago(lang: Lang, zone: &str, at: i64, now: i64) -> Markup {
    let zone_of = |instant: i64| {
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        Timestamp::from_millisecond(instant).ok().map(|t| t.to_zoned_datetime(zone).date())
    };
    let days = match (zone_of(at), zone_of(now)) {
        (Some(then), Some(today)) => then.until(today).map_or(i32::MAX, |span| span.get_days()),
        _ => i32::MAX,
    };
    let text = match days {
        0 => lang.t("today"),
        1 => lang.t("yesterday"),
        2..=6 => despacho_platform::t!(lang, "days-ago", count = days),
        _ => date(lang, zone, at),
    };
    html! { time datetime=(Timestamp::from_millisecond(at).map(|t| t.to_string()).unwrap_or_default()) title=(instant(lang, zone, at)) { (text) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_the_reader_writes() {
        assert_eq!(number(Lang::Es, 1_234_567), "1.234.567");
        assert_eq!(number(Lang::En, 1_234_567), "1,234,567");
        assert_eq!(decimal(Lang::Es, "5.2"), "5,2");
        assert_eq!(decimal(Lang::Es, "-15"), "−15");
        let in_currency = |lang, minor, code| money(lang, minor, despacho_kernel::place::currency(code).expect("a currency"));
        assert_eq!((in_currency(Lang::Es, 145_090, "EUR"), in_currency(Lang::En, -145_090, "EUR")), ("1.450,90\u{a0}€".into(), "−€1,450.90".into()));
        assert_eq!((in_currency(Lang::Es, 25, "JPY"), in_currency(Lang::En, 2500, "MXN")), ("25\u{a0}¥".into(), "MXN\u{a0}25.00".into()));
        assert_eq!((percent(Lang::Es, "5.2"), percent(Lang::En, "21"), percent(Lang::Es, "")), ("5,2\u{a0}%".into(), "21%".into(), String::new()));
        assert_eq!((stored_date(Lang::Es, "2026-01-01"), stored_date(Lang::En, "")), ("1 ene 2026".into(), String::new()));
        assert_eq!(amount(Lang::Es, 123_450, 2), "1.234,50");
        assert_eq!(amount(Lang::En, -2500, 2), "−25.00");
        assert_eq!(amount(Lang::Es, 25, 0), "25");
        let at = 1_794_480_120_000;
        assert_eq!(instant(Lang::Es, "Europe/Madrid", at), "12 nov 2026, 11:42");
        let second = jiff::civil::Date::constant(2026, 11, 2);
        assert_eq!(calendar_date(Lang::Es, "d MMM y", second), "2 nov 2026");
        assert_eq!(calendar_date(Lang::Es, "dd/MM/y", second), "02/11/2026");
        assert_eq!(calendar_date(Lang::Es, "MM/dd/y", second), "11/02/2026");
        assert_eq!(calendar_date(Lang::Es, "y-MM-dd", second), "2026-11-02");
        assert_eq!(date(Lang::En, "Europe/Madrid", at), "12 Nov 2026");
        assert_eq!(
            (day(Lang::Es, "Europe/Madrid", at), day(Lang::En, "Europe/Madrid", at)),
            ("jueves, 12 de noviembre de 2026".into(), "Thursday, 12 November 2026".into())
        );
        // Late in the evening it is tomorrow further east.
        assert_eq!(
            (local_date("Europe/Madrid", at + 13 * 3_600_000), local_date("UTC", at + 13 * 3_600_000)),
            ("2026-11-13".parse().ok(), "2026-11-12".parse().ok())
        );
    }
}
