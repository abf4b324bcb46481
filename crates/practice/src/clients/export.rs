//! The list of clients as CSV or XLSX.

use axum::{extract::State, response::Response};
use despacho_kernel::{Id, Invalid};
use despacho_platform::{Error, Platform, Result, i18n::Lang};
use despacho_ui::{InPractice, Outcome, Query, forms::FormData, layout};
use serde::Deserialize;

use super::{
    columns::{Beside, CLIENTS},
    filter::{ListFilter, Status, visible_to},
    list_pages::{ListParams, selected},
    store,
};

/// Most clients of one file.
const MAX: i64 = 50_000;

/// The clients of a filter as a file; more than `max` are refused.
async fn file(platform: &Platform, who: &InPractice, filter: &ListFilter, kind: &str, max: i64) -> Result<Response> {
    let (lang, db) = (who.lang(), platform.db.read());
    let total = store::count(db, who.practice, filter).await?;
    if total > max {
        // Half a file that looks whole would be worse than none.
        return Err(Invalid::too_many("clients", max).into());
    }
    let clients = store::list(db, who.practice, filter, max, 0).await?;
    let ids: Vec<Id> = clients.iter().map(|c| c.id).collect();
    let beside = Beside { applications: store::applications_of(db, who.practice, &ids).await?, ..Beside::default() };
    let headings = CLIENTS.headings(lang);
    let rows = clients.iter().map(|client| CLIENTS.row(lang, client, &beside));
    let other = |e: despacho_sheets::Error| Error::Other(e.to_string());
    let name = lang.t("clients-file");
    if kind == "xlsx" {
        let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        return Ok(layout::download(&format!("{name}.xlsx"), media, despacho_sheets::xlsx(&headings, rows).map_err(other)?));
    }
    // Spanish spreadsheets take a comma for a decimal mark, and separate lists by semicolons.
    let separator = if lang == Lang::Es { ';' } else { ',' };
    Ok(layout::download(&format!("{name}.csv"), "text/csv; charset=utf-8", despacho_sheets::csv(&headings, rows, separator).map_err(other)?))
}

#[derive(Deserialize)]
pub(super) struct Format {
    #[serde(default)]
    format: String,
}

/// The list as it is filtered and sorted.
pub(super) async fn export(State(platform): State<Platform>, who: InPractice, Query(params): Query<ListParams>, Query(format): Query<Format>) -> Outcome {
    Ok(file(&platform, &who, &params.filter(&who), &format.format, MAX).await?)
}

/// The clients that were ticked.
pub(super) async fn selection(State(platform): State<Platform>, who: InPractice, data: FormData) -> Outcome {
    let ids = Some(selected(&data)?);
    let filter = ListFilter { ids, status: Status::All, visible_to: visible_to(&who), ..ListFilter::default() };
    Ok(file(&platform, &who, &filter, data.get("format"), MAX).await?)
}
