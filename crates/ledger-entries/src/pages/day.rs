//! Whether a day takes entries, told before anything else of one is typed.

use axum::{Json, extract::State as Shared, response::IntoResponse};
use despacho_kernel::access::OrganizationRight as R;
use despacho_ledger::{
    allowed::allowed,
    journal::{
        days::{Days, Stop},
        store::JournalEntry,
    },
};
use despacho_platform::{Platform, t, users};
use despacho_ui::{InOrganization, Outcome, Query, days, format};
use serde::Deserialize;
use serde_json::json;

use super::store;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    date: String,
    journal: String,
}

/// The number that the next entry of a day would get, and what stands against the day in a journal, who locked it, when and why, and the first
/// day after it that is open. Nothing where it is no day.
pub async fn show(Shared(platform): Shared<Platform>, who: InOrganization, Query(asked): Query<Asked>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let Some(day) = days::read(&asked.date).map(|day| day.to_string()) else { return Ok(Json(json!({})).into_response()) };
    let entry = JournalEntry { journal: if asked.journal.is_empty() { "general".into() } else { asked.journal }, ..JournalEntry::default() };
    let number = store::next_number(db, who.organization, &day, &entry.journal).await?;
    let open = Days::of(db, who.organization, allowed(&platform, &who).poster()).await?;
    let written = |day: &str| format::stored_date(lang, day);
    let stop = open.stop(&entry, &day);
    let lock = open.lock(&entry, &day);
    let message = match (&stop, lock) {
        (Some(Stop::NoYear), _) => t!(lang, "entry-day-no-year", day = written(&day)),
        (Some(Stop::Closed(year)), _) => t!(lang, "entry-day-closed", year = year.as_str()),
        (_, Some(lock)) => {
            let by = users::find(db, lock.set_by).await?.map(|user| user.name).unwrap_or_default();
            let at = format::date(lang, &who.user.time_zone, lock.set_at);
            let through = written(&lock.locked_through);
            let key = if stop.is_some() { "entry-day-locked" } else { "entry-day-gives-way" };
            t!(lang, key, through = through, by = by, at = at, reason = lock.reason.as_str())
        }
        _ => return Ok(Json(json!({ "number": number })).into_response()),
    };
    let first = stop.as_ref().and_then(|_| open.first_open(&entry, &day));
    let ask = matches!(stop, Some(Stop::Locked(_))) && !who.may(R::ClosePeriods);
    Ok(Json(json!({
        "number": number,
        "message": message,
        "open": first.as_ref().map(|first| json!({ "date": days::shown(first), "label": t!(lang, "entry-day-use", day = written(first)) })),
        "ask": ask.then(|| json!({ "url": who.path(&format!("/lock-exception-request?date={day}")), "label": lang.t("exception-ask") })),
    }))
    .into_response())
}
