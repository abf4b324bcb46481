//! The days of what comes again, as programs send and are told them.

use despacho_kernel::Invalid;
use despacho_platform::Result;
use despacho_ui::schema::{CODE, DATE};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};

use crate::schedule::{Course, Schedule, Unit};

/// Next dates that are answered.
const COMING: usize = 6;

fn date() -> Value {
    json!({ "type": "string", "format": "date", "pattern": DATE, CODE: "date" })
}

fn or_null(mut schema: Value) -> Value {
    schema["type"] = json!([schema["type"], "null"]);
    schema
}

fn units(units: &[Unit]) -> Value {
    json!({ "type": "string", "enum": units.iter().map(|unit| unit.word()).collect::<Vec<_>>() })
}

fn joined(mut into: Value, more: Value) -> Value {
    if let (Some(all), Value::Object(more)) = (into.as_object_mut(), more) {
        all.extend(more);
    }
    into
}

/// The members of a schedule that is sent, beside others.
pub fn sent(own: &[Unit], more: Value) -> Value {
    let members = json!({
        "frequency": units(own),
        "every": { "type": "integer", "minimum": 1, "maximum": 60 },
        "day": { "type": ["integer", "null"], "minimum": 1, "maximum": 31 },
        "from": date(),
        "until": or_null(date()),
        "count": { "type": ["integer", "null"], "minimum": 1, "maximum": 1000 },
    });
    joined(members, more)
}

/// The members of a schedule and its course that are answered, beside others.
pub fn shape(own: &[Unit], more: Value) -> Value {
    let members = json!({
        "frequency": units(own),
        "every": { "type": "integer" },
        "day": { "type": ["integer", "null"] },
        "from": date(),
        "until": or_null(date()),
        "count": { "type": ["integer", "null"] },
        "next_dates": { "type": "array", "items": date() },
        "made": { "type": "integer" },
        "last_date": or_null(date()),
    });
    joined(members, more)
}

/// A schedule and how far it has come, beside others; nothing comes of what is `stopped`.
pub fn answered(schedule: &Schedule, course: Course, stopped: bool, more: Value) -> Value {
    let coming = if stopped { vec![] } else { course.coming(schedule, COMING) };
    let mut members = Map::new();
    members.insert("frequency".into(), schedule.unit.word().into());
    members.insert("every".into(), schedule.every.into());
    members.insert("day".into(), Some(schedule.day).filter(|day| *day > 0).into());
    members.insert("from".into(), schedule.starts_on.to_string().into());
    members.insert("until".into(), schedule.ends_on.map(|day| day.to_string()).into());
    members.insert("count".into(), Some(schedule.times).filter(|times| *times > 0).into());
    members.insert("next_dates".into(), coming.iter().map(ToString::to_string).collect::<Vec<_>>().into());
    members.insert("made".into(), course.made.into());
    members.insert("last_date".into(), course.last.map(|day| day.to_string()).into());
    joined(Value::Object(members), more)
}

/// A schedule as it is sent; what is absent stays as it is.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SentSchedule {
    frequency: Option<String>,
    every: Option<i64>,
    day: Option<i64>,
    from: Option<String>,
    /// Told, and perhaps nothing.
    #[serde(deserialize_with = "told")]
    until: Option<Option<String>>,
    #[serde(deserialize_with = "told")]
    count: Option<Option<i64>>,
}

fn told<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> std::result::Result<Option<Option<T>>, D::Error> {
    Ok(Some(Option::deserialize(from)?))
}

impl SentSchedule {
    /// With what is sent in place of its own.
    ///
    /// Errors: `date` at `from` and `until`.
    pub fn over(self, before: &Schedule) -> Result<Schedule> {
        let mut errors = Invalid::new();
        let mut day = |field: &str, text: Option<&str>| text.and_then(|text| errors.take(field, text.parse::<Date>().map_err(|_| "date")));
        let starts_on = day("from", self.from.as_deref()).unwrap_or(before.starts_on);
        let ends_on = self.until.as_ref().map_or(before.ends_on, |text| day("until", text.as_deref()));
        errors.finish()?;
        let day = self.day.unwrap_or(if before.day == 0 { starts_on.day().into() } else { before.day });
        let unit = self.frequency.as_deref().and_then(|word| word.parse().ok()).unwrap_or(before.unit);
        let times = self.count.map_or(before.times, |count| count.unwrap_or(0));
        Ok(Schedule { unit, every: self.every.unwrap_or(before.every), day, starts_on, ends_on, times })
    }
}
