//! What the endpoints share.

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use despacho_contacts::store as contacts;
use despacho_kernel::{Id, Invalid, place::Currency};
use despacho_organizations::store as organizations;
use despacho_platform::{Error, Platform, Result, sql::Connection};
use despacho_ui::{InOrganization, api::Object};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::de::DeserializeOwned;

use crate::{fiscal_years::store as years, reports::Period};

/// The currency that an organization keeps its books in.
pub async fn currency(platform: &Platform, organization: Id) -> Result<&'static Currency> {
    organizations::currency(platform.db.read(), organization).await
}

/// Faults of a body as this API names their places: `postings[2].debit`.
pub fn placed(errors: Invalid) -> Invalid {
    let placed = |field: &str| {
        let mut parts = field.split('.');
        let mut name = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let number = part.bytes().all(|byte| byte.is_ascii_digit());
            name = if number { format!("{name}[{part}]") } else { format!("{name}.{part}") };
        }
        name
    };
    Invalid(
        errors
            .0
            .into_iter()
            .map(|mut error| {
                error.field = placed(&error.field);
                error
            })
            .collect(),
    )
}

/// A body as it is described, or where it is not.
pub fn typed<T: DeserializeOwned>(body: Object) -> Result<T> {
    body.read().map_err(|error| match error {
        Error::Invalid(errors) => Error::Invalid(placed(errors)),
        other => other,
    })
}

/// The contact that a parameter names by number or id: none where it is empty.
pub async fn contact_named(db: &dyn Connection, organization: Id, text: &str) -> Result<Option<Id>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let found = match (text.parse::<i64>(), text.parse::<Id>()) {
        (Ok(number), _) => contacts::of_numbers(db, organization, &[number]).await?,
        (_, Ok(id)) => contacts::of_ids(db, organization, &[id]).await?,
        _ => vec![],
    };
    found
        .first()
        .map(|contact| Some(contact.id))
        .ok_or_else(|| Error::Parameters(Invalid::one("contact", "contact_unknown")))
}

/// The period of two days, each of which may be left out: the fiscal year that holds the other or today, or the latest before it.
pub async fn period_of(platform: &Platform, who: &InOrganization, days: (Option<Date>, Option<Date>)) -> Result<Period> {
    let (from, to) = match days {
        (Some(from), Some(to)) => (from, to),
        (from, to) => {
            let all = years::list(platform.db.read(), who.organization).await?;
            let day = to.or(from).unwrap_or(today(platform)?).to_string();
            let year = all.iter().find(|year| year.starts_on <= day).or(all.last()).ok_or(Error::NotFound)?;
            let bad = |_| Error::Other("a year without days".into());
            let (starts, ends): (Date, Date) = (year.starts_on.parse().map_err(bad)?, year.ends_on.parse().map_err(bad)?);
            let from = from.unwrap_or_else(|| to.map_or(starts, |to| starts.min(to)));
            (from, to.unwrap_or_else(|| ends.max(from)))
        }
    };
    if to < from {
        return Err(Error::Parameters(Invalid::one("to", "date_order")));
    }
    Ok(Period { from, to })
}

pub fn today(platform: &Platform) -> Result<Date> {
    let now = Timestamp::from_millisecond(platform.clock.now()).map_err(|e| Error::Other(e.to_string()))?;
    Ok(now.to_zoned_datetime(TimeZone::UTC).date())
}

/// What a report is answered as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    Json,
    Csv,
    Xlsx,
    Pdf,
}

impl Answered {
    fn types(self) -> (&'static str, &'static str) {
        match self {
            Self::Json => ("application", "json"),
            Self::Csv => ("text", "csv"),
            Self::Xlsx => ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Self::Pdf => ("application", "pdf"),
        }
    }

    /// The one of those offered, the usual one first, that a request would rather have (RFC 9110 §12.5.1).
    ///
    /// Errors: [`Error::NotAcceptable`].
    pub fn of(headers: &HeaderMap, offered: &[Self]) -> Result<Self> {
        let asked: Vec<&str> = headers
            .get_all(header::ACCEPT)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .collect();
        // What is said most closely of a type is what counts, whatever stands before it.
        let weight = |of: Self| -> u16 {
            let (kind, sub) = of.types();
            let said = asked.iter().filter_map(|range| {
                let mut parts = range.split(';').map(str::trim);
                let (asked_kind, asked_sub) = parts.next()?.split_once('/')?;
                let closeness = match (asked_kind, asked_sub) {
                    ("*", "*") => 0,
                    (asked, "*") if asked.eq_ignore_ascii_case(kind) => 1,
                    (asked, below) if asked.eq_ignore_ascii_case(kind) && below.eq_ignore_ascii_case(sub) => 2,
                    _ => return None,
                };
                let told = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
                // Thousandths.
                let weight = told.map_or(1.0, |text| text.parse::<f64>().unwrap_or(1.0)).clamp(0.0, 1.0);
                Some((closeness, (weight * 1000.0) as u16))
            });
            said.max_by_key(|(closeness, _)| *closeness).map_or(0, |(_, weight)| weight)
        };
        if asked.iter().all(|range| range.trim().is_empty()) {
            return offered.first().copied().ok_or(Error::NotAcceptable);
        }
        // Of equals the first: `max_by_key` takes the last.
        offered.iter().rev().copied().filter(|of| weight(*of) > 0).max_by_key(|of| weight(*of)).ok_or(Error::NotAcceptable)
    }
}

/// Whether rows are asked for in place of JSON.
pub fn wants_csv(headers: &HeaderMap) -> Result<bool> {
    Ok(Answered::of(headers, &[Answered::Json, Answered::Csv])? == Answered::Csv)
}

/// Rows as a file for programs: names and amounts as the API has them, and nothing that a spreadsheet would take for a formula.
pub fn csv(columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<Response> {
    let bad = |e: String| Error::Other(e);
    let mut file = csv::Writer::from_writer(vec![]);
    file.write_record(columns).map_err(|e| bad(e.to_string()))?;
    for row in rows {
        file.write_record(row.into_iter().map(despacho_sheets::spreadsheet_text)).map_err(|e| bad(e.to_string()))?;
    }
    let bytes = file.into_inner().map_err(|e| bad(e.to_string()))?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"))], bytes).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_answered_as_what_is_rather_had() {
        use Answered::{Csv, Json, Pdf, Xlsx};
        let of = |accept: &[&str]| {
            let mut headers = HeaderMap::new();
            for value in accept {
                headers.append(header::ACCEPT, HeaderValue::from_str(value).expect("a header"));
            }
            Answered::of(&headers, &[Json, Csv, Xlsx, Pdf]).ok()
        };
        assert_eq!((of(&[]), of(&[""]), of(&["*/*"]), of(&["application/*"])), (Some(Json), Some(Json), Some(Json), Some(Json)));
        assert_eq!((of(&["text/csv"]), of(&["Text/*"]), of(&["application/pdf, */*;q=0.1"])), (Some(Csv), Some(Csv), Some(Pdf)));
        assert_eq!(of(&["application/json;q=0.5", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"]), Some(Xlsx));
        assert_eq!(of(&["*/*, application/json;q=0"]), Some(Csv), "JSON is refused in so many words");
        assert_eq!((of(&["image/png"]), of(&["application/json;q=0"])), (None, None));
    }

    #[test]
    fn places_of_lists_are_in_brackets() {
        let told = |field: &str| placed(Invalid::one(field, "required")).0[0].field.clone();
        assert_eq!(told("postings.2.debit"), "postings[2].debit");
        assert_eq!(told("postings[2].debit"), "postings[2].debit");
        assert_eq!(told("date"), "date");
        assert_eq!(told("rows.0"), "rows[0]");
    }
}
