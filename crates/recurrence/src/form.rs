//! The days of what comes again, as they are typed and told.

use despacho_kernel::Invalid;
use despacho_platform::{i18n::Lang, t};
use despacho_ui::forms::{Form, FormData};
use jiff::civil::Date;
use maud::{Markup, html};

use crate::{
    marks::month,
    schedule::{LAST, Schedule, Unit},
};

/// What a form holds of a schedule.
pub fn fill(data: &mut FormData, schedule: &Schedule) {
    data.set("unit", schedule.unit.word())
        .set("every", schedule.every.to_string())
        .set("day", schedule.day.to_string())
        .set("from", schedule.starts_on.to_string())
        .set("until", schedule.ends_on.map(|day| day.to_string()).unwrap_or_default())
        .set("count", Some(schedule.times).filter(|times| *times > 0).map(|times| times.to_string()).unwrap_or_default());
}

/// The schedule of a form; what cannot be read is noted at its field.
pub fn read(data: &FormData, errors: &mut Invalid) -> Option<Schedule> {
    let mut number = |name: &str| {
        let text = data.get(name).trim();
        if text.is_empty() { Some(0) } else { errors.take(name, text.parse::<i64>().map_err(|_| "number")) }
    };
    let (every, day, times) = (number("every"), number("day"), number("count"));
    let unit = errors.take("unit", data.get("unit").parse().map_err(|_| "choice"));
    let starts_on: Option<Date> = errors.take("from", data.day("from").parse().map_err(|_| "date"));
    let until = data.day("until");
    let ends_on = if until.is_empty() { Some(None) } else { errors.take("until", until.parse().map(Some).map_err(|_| "date")) };
    Some(Schedule { unit: unit?, every: every?, day: day?, starts_on: starts_on?, ends_on: ends_on?, times: times? })
}

fn days(lang: Lang) -> Vec<(String, String)> {
    (1..=LAST)
        .map(|day| (day.to_string(), if day == LAST { lang.t("recurring-last-day") } else { day.to_string() }))
        .collect()
}

/// The fields of a schedule, in a grid.
pub fn fields(form: &Form<'_>, units: &[Unit]) -> Markup {
    let lang = form.lang;
    let units = units.iter().map(|unit| (unit.word().to_owned(), lang.t(&format!("recurring-unit-{}", unit.word())))).collect();
    html! {
        (form.field("every").label(lang.t("recurring-every")).span(1))
        (form.field("unit").label(lang.t("recurring-unit")).select(units).span(2))
        (form.field("day").label(lang.t("recurring-day")).help(lang.t("recurring-day-help")).select(days(lang)).span(3))
        (form.field("from").label(lang.t("recurring-from")).day().span(2))
        (form.field("until").label(lang.t("recurring-until")).day().optional().span(2))
        (form.field("count").label(lang.t("recurring-count")).optional().span(2))
    }
}

/// What the fields are called where an error is told.
pub fn labels(lang: Lang) -> Vec<(&'static str, String)> {
    ["every", "unit", "day", "from", "until", "count"].map(|name| (name, lang.t(&format!("recurring-{name}")))).to_vec()
}

/// `Cada 3 meses, el último día`.
pub fn told(lang: Lang, schedule: &Schedule) -> String {
    let every = t!(lang, &format!("recurring-every-{}", schedule.unit.word()), every = schedule.every);
    let when = match (schedule.unit.has_day(), schedule.day) {
        (false, _) => return every,
        (true, LAST) => t!(lang, "recurring-on-last", every = every),
        (true, day) => t!(lang, "recurring-on-day", every = every, day = day),
    };
    match schedule.next(None, 0).filter(|_| schedule.unit == Unit::Years) {
        Some(first) => t!(lang, "recurring-in-month", when = when, month = month(lang, first)),
        None => when,
    }
}
