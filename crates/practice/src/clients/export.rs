//! The list of clients as CSV or XLSX.

use std::collections::HashMap;

use axum::{extract::State, response::Response};
use despacho_kernel::{Id, Invalid};
use despacho_platform::{Error, Platform, Result, i18n::Lang, memberships};
use despacho_ui::{InPractice, Outcome, Query, forms::FormData, layout, paging};
use serde::Deserialize;

use super::{
    client::Client,
    columns::{Beside, CLIENTS},
    filter::{ListFilter, Status, visible_to},
    list_store,
    params::{ListParams, selected},
    store,
};
use crate::practices::{
    custom_field::CustomField,
    store::{self as practices},
};

/// Most clients of one file.
const MAX: i64 = 50_000;

/// The clients of a filter as a file; more than `max` are refused.
async fn file(platform: &Platform, who: &InPractice, filter: &ListFilter, kind: &str, max: i64) -> Result<Response> {
    let (lang, db) = (who.lang(), platform.db.read());
    let mut clients = list_store::list(db, who.practice, filter, max + 1, 0).await?;
    if paging::cut(&mut clients, max) {
        // Half a file that looks whole would be worse than none.
        return Err(Invalid::too_many("clients", max).into());
    }
    let ids: Vec<Id> = clients.iter().map(|c| c.id).collect();
    let beside = Beside {
        applications: store::applications_of(db, who.practice, &ids).await?,
        assigned: store::assigned_names(db, who.practice, &ids).await?,
        time_zone: who.user.time_zone.clone(),
        now: platform.clock.now(),
    };
    // The practice's own fields stand at the end, by the names that it gave them.
    let own: Vec<CustomField> = practices::custom_fields(db, who.practice).await?.into_iter().filter(|field| field.active).collect();
    let custom = store::custom_of_many(db, who.practice, &ids).await?;
    let names: HashMap<Id, String> = memberships::list(db, who.practice).await?.into_iter().map(|member| (member.user_id, member.name)).collect();
    let headings: Vec<String> = CLIENTS.headings(lang).into_iter().chain(own.iter().map(|field| field.name.clone())).collect();
    let of_own = |client: &Client, field: &CustomField| {
        let values = custom.get(&client.id).map_or(&[][..], Vec::as_slice);
        values.iter().find(|(id, _)| *id == field.id).map_or(String::new(), |(_, value)| field.shown(lang, value, &names))
    };
    let rows: Vec<Vec<String>> = clients
        .iter()
        .map(|client| CLIENTS.row(lang, client, &beside).into_iter().chain(own.iter().map(|field| of_own(client, field))).collect())
        .collect();
    let name = lang.t("clients-file");
    let (sheet, xlsx) = (lang.t("clients"), kind == "xlsx");
    // Spanish spreadsheets take a comma for a decimal mark, and separate lists by semicolons.
    let separator = if lang == Lang::Es { ';' } else { ',' };
    let written = tokio::task::spawn_blocking(move || match xlsx {
        true => despacho_sheets::xlsx(&sheet, &headings, rows.into_iter()),
        false => despacho_sheets::csv(&headings, rows.into_iter(), separator),
    });
    let bytes = written.await.map_err(|e| Error::Other(e.to_string()))?.map_err(|e| Error::Other(e.to_string()))?;
    Ok(match xlsx {
        true => layout::download(&format!("{name}.xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes),
        false => layout::download(&format!("{name}.csv"), "text/csv; charset=utf-8", bytes),
    })
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
