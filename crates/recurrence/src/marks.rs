//! Marks in texts that stand for what a time is about: `{mes}`, `{trimestre}`, `{año}`, `{periodo}` and `{periodo anterior}`, in either language.

use despacho_platform::{i18n::Lang, t};
use despacho_ui::format;
use jiff::civil::Date;

use crate::schedule::Schedule;

/// A mark in Spanish and in English, and what stands for it.
type Mark = (&'static str, &'static str, String);

/// The month of a day as it stands in a sentence.
pub fn month(lang: Lang, day: Date) -> String {
    let name = lang.t(&format!("month-{}", day.month()));
    if lang == Lang::Es { name.to_lowercase() } else { name }
}

fn of_day(lang: Lang, day: Date) -> [Mark; 3] {
    let quarter = ((day.month() + 2) / 3).to_string();
    [("{mes}", "{month}", month(lang, day)), ("{trimestre}", "{quarter}", quarter), ("{año}", "{year}", day.year().to_string())]
}

fn put(text: &str, marks: impl IntoIterator<Item = Mark>) -> String {
    marks
        .into_iter()
        .fold(text.to_owned(), |text, (spanish, english, value)| text.replace(spanish, &value).replace(english, &value))
}

/// A text with the month, the quarter and the year of a day in place of their marks.
pub fn dated(text: &str, day: Date, lang: Lang) -> String {
    if text.contains('{') { put(text, of_day(lang, day)) } else { text.to_owned() }
}

/// Days from one to another as people name them: a year, a month, several months, or the days themselves by the organization's pattern.
fn named(lang: Lang, pattern: &str, (from, to): (Date, Date)) -> String {
    let (first, last) = (month(lang, from), month(lang, to));
    let of = |day: Date, month: &str| t!(lang, "period-month", month = month, year = day.year().to_string());
    let date = |day: Date| format::calendar_date(lang, pattern, day);
    let same_year = from.year() == to.year();
    if from.day() != 1 || to != to.last_of_month() {
        return if from == to { date(from) } else { format!("{} – {}", date(from), date(to)) };
    }
    match (from.month(), to.month()) {
        (1, 12) if same_year => from.year().to_string(),
        (one, other) if same_year && one == other => of(from, &first),
        _ if same_year => of(from, &format!("{first}–{last}")),
        _ => format!("{} – {}", of(from, &first), of(to, &last)),
    }
}

/// A text with what a time of a schedule is about in place of its marks; `pattern` is how the organization writes dates.
pub fn about(text: &str, (schedule, day): (&Schedule, Date), lang: Lang, pattern: &str) -> String {
    if !text.contains('{') {
        return text.to_owned();
    }
    let period = |days: (Date, Date)| named(lang, pattern, days);
    let periods = [("{periodo}", "{period}", period(schedule.period(day))), ("{periodo anterior}", "{last period}", period(schedule.period_before(day)))];
    put(text, of_day(lang, day).into_iter().chain(periods))
}
